//! What a run gave, for whoever started it: counts only.

use std::path::PathBuf;

use super::findings::FindingRow;
use crate::model::finding::Ernst;
use crate::model::outcome::{ExitCode, RunOutcome};
use crate::publish::ledger::manifest::{ExtractSum, ParcelSum};

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// The run folder, unless nothing was written.
    pub folder: Option<PathBuf>,
    /// How it ended.
    pub ended: RunOutcome,
    /// The controller's name.
    pub gemeente: String,
    /// Its municipality code.
    pub gemeentecode: String,
    /// Counts below this are not shown to others.
    pub small_cell_threshold: u64,
    /// Accepted BRP rows.
    pub persons: usize,
    /// The sums of each extract.
    pub extracts: Vec<ExtractSum>,
    /// The sums of each parcel.
    pub parcels: Vec<ParcelSum>,
    /// What refused an extract: extract and code, each once.
    pub blocking: Vec<(String, &'static str)>,
    /// Findings per severity.
    pub findings: Vec<(Ernst, u64)>,
    /// Findings per code and extract, the gravest first.
    pub noted: Vec<FindingRow>,
    /// Possible data breaches to assess.
    pub incidents: usize,
}

impl Outcome {
    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        self.ended.exit_code()
    }
}
