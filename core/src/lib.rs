//! The nightly run of `jib`, from a delivered file to a published run. The package `jib` around it holds everything else that people ask of
//! it (commands, answers, proofs), so that a change there does not recompile this crate.
//!
//! The folders, in import order: a module imports only from folders above its own. `tests/map.rs` reads the imports of both
//! packages and fails on one that breaks this.
//!
//! ```text
//!  os_fault, handle, parallel, progress   system errors in plain words; files by handle; work on all cores; progress events
//!  messages   what the program itself says to people, in Dutch and in English
//!  model      nouns: days, numbers, facts, codes, profiles, findings, rulings; the glossary
//!  crypto     hashing, keys, sealing, signing
//!  schemas    the folder `schemas/`: extracts, registers, vocabulary
//!  law        law files, parties, what is in force on a day, what it decides for a profile
//!  classify   facts → values, one file per legal question
//!  config     `jib.toml`
//!  intake     files → checked, typed rows and findings
//!  persons    rows → facts of each person → profiles
//!  release    who is in which parcel, with which cells; who is recalled
//!  publish    the only writer: parcels, passports, manifest, log, state
//!  report     figures, pages, the verdict
//!  run        the spine of a run
//! ```
//!
//! Each stage's type can be built only in its own module or the folder below it (`Raw → Checked → Linked → Classified → Minimised →
//! sealed`), so code that writes unminimised data does not compile. Start with [`run`], the spine; [`model`] holds the glossary.

pub mod os_fault;

pub mod handle;
pub mod messages;
pub mod parallel;
pub mod progress;

pub mod model;

pub mod crypto;
pub mod schemas;

pub mod law;

pub mod classify;
pub mod config;

pub mod intake;
pub mod persons;
pub mod release;

pub mod publish;
pub mod report;
pub mod run;
