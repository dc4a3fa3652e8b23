//! `jib` validates the extracts that a Dutch municipality holds about young people, classifies each person by the law of the
//! day, and releases to each party only the fields that it may lawfully receive: sealed, each with its article.
//!
//! The folders, in import order: a module imports only from folders above its own. `tests/map.rs` reads the imports and fails
//! on one that breaks this.
//!
//! ```text
//!  os_fault, handle, parallel, progress   system errors in plain words; files by handle; work on all cores; progress events
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
//!  answers    explain, inzage, doctor
//!  proof      lint, worked cases, matrix, diff
//!  relation   the law as tables and queries for a database
//!  verify     a second opinion on a finished run
//!  sample     synthetic extracts
//!  cli        arguments and commands
//! ```
//!
//! Each stage's type can be built only in its own module (`Raw → Checked → Linked → Classified → Minimised → sealed`), so code
//! that writes unminimised data does not compile. Start with [`run`], the spine; [`model`] holds the glossary.

pub mod os_fault;

pub mod handle;
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

pub mod answers;
pub mod proof;
pub mod relation;
pub mod verify;

pub mod sample;

pub mod cli;
