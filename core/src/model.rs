//! The nouns: pure values that know no file, no clock and no engine.
//!
//! Glossary of the Dutch words used in names. They are terms of law or of the source data:
//!
//! | word | meaning |
//! |---|---|
//! | `bsn` | burgerservicenummer, the citizen's number |
//! | `persoonsnummer` | bsn or onderwijsnummer (pnr), kept apart |
//! | `peildatum` | the day on which facts are judged |
//! | `verstrekdatum` | the day on which data leaves |
//! | `startkwalificatie` | a diploma at havo, vwo or mbo level 2 or higher (LPW 1 f) |
//! | `plicht` | leerplicht or kwalificatieplicht (LPW 3, 4a) |
//! | `verzuim` | absence from school |
//! | `doelgroep` | the Doorstroompunt's target group (WEB 9.2.1) |
//! | `jib` | Jongeren in Beeld, the Inlichtingenbureau's list |
//! | `bijhouding` | whether the BRP still keeps the person's record |
//! | `geheim` | the person asked the BRP to keep the address secret |
//! | `levering`, `ontvanger` | an entry of `jib.toml`: one file that is delivered, one recipient |
//! | `partij`, `pakket` | the id of a party and the name of a parcel, as files write them; `Party` and `Parcel` are the things |

pub mod birth;
pub mod classification;
pub mod code;
pub mod day;
pub mod days;
pub mod encoding;
pub mod extract;
pub mod facts;
pub mod field;
pub mod finding;
pub mod labels;
pub mod number;
pub mod outcome;
pub mod profile;
pub mod ruling;
pub mod shown;
pub mod terms;
