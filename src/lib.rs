//! `jib` validates the extracts that a Dutch municipality holds about young people, classifies each person by the law of the
//! day, and releases to each party only the fields that it may lawfully receive: sealed, each with its article.
//!
//! The nightly run itself is the package [`jib_core`], whose modules are re-exported here. This package holds everything else. The folders,
//! in import order, after those of `core/src/lib.rs`:
//!
//! ```text
//!  answers    explain, inzage, doctor, the register of processing activities and the facts of a DPIA
//!  proof      lint, worked cases, matrix, diff
//!  relation   the law as tables and queries for a database
//!  verify     a second opinion on a finished run
//!  sample     synthetic extracts
//!  cli        arguments and commands
//! ```
//!
//! A new extract, article or output format belongs in `core/src/` or `schemas/`: `CONTRIBUTING.md` says where each goes.

pub use jib_core::{
    classify, config, crypto, handle, intake, law, messages, model, os_fault, parallel, persons, progress,
    publish, release, report, run, schemas,
};

pub mod answers;
pub mod proof;
pub mod relation;
pub mod verify;

pub mod sample;

pub mod cli;
