//! Writing a run: parcels with their passports, the controller's own tables, manifest, log and state. Everything is made
//! as bytes; only [`outbox`] puts them on the disk.

pub mod classification_table;
pub mod export;
pub mod ledger;
pub mod logbook;
pub mod outbox;
pub mod state;
