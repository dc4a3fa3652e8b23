//! `jib` validates the extracts that a Dutch municipality holds about young people, classifies each person by the law of
//! the day, and releases to each party only the fields that it may lawfully receive: sealed, each with its article.
//!
//! The modules, in the order in which data flows:
//!
//! ```text
//!  schemas/ ──────────► schemas, catalogue, contract, policy ───────────────┐ data: extracts, findings, law
//!  jib.toml ──────────► config                                              │
//!                                                                           ▼
//!  files ─► ingest ─► validate ─► link ─► classified ─► minimise ─► export ─► outbox ─► runs/
//!           Raw       Checked     Linked  Classified    Minimised   sealed     │
//!                     quarantine          classify/     policy/decide          ├─ ledger: manifest, chain
//!                                                                              └─ report: counts only
//!           intake reads one delivery after another; pipeline is the spine; verify checks a run without trusting it
//! ```
//!
//! Each stage's type is built in its own module only, so that writing what was not minimised does not compile. Read
//! [`pipeline`] to have read the program; [`model`] holds the nouns and the glossary.

pub mod model;

pub mod contract;
pub mod policy;

pub mod catalogue;
pub mod config;
pub mod glossary;
pub mod hashing;
pub mod library;
pub mod parts;
pub mod schemas;
pub mod told;

pub mod extracts;
pub mod ingest;
pub mod intake;
pub mod quarantine;
pub mod validate;

pub mod classify;
pub mod link;

pub mod classified;
pub mod consent;
pub mod minimise;
pub mod recall;
pub mod state;

pub mod progress;

pub mod basis;

pub mod explain;
pub mod export;
pub mod internal;
pub mod ledger;
pub mod logbook;
pub mod outbox;
pub mod overview;
pub mod pages;
pub mod report;
pub mod review;

pub mod doctor;
pub mod error;
pub mod inzage;
pub mod pipeline;
pub mod proof;
pub mod sample;
pub mod verify;
pub mod wording;
pub mod words;

pub mod cli;
