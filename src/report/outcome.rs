//! The result of a run, for the caller: counts only.

use std::path::PathBuf;

use super::findings::FindingRow;
use crate::model::finding::Ernst;
use crate::model::outcome::{ExitCode, RunOutcome};
use crate::publish::ledger::manifest::{ExtractSum, ParcelSum};

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The run folder. `None` if nothing was written.
    pub folder: Option<PathBuf>,
    /// How the run ended.
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
    /// The findings that refused an extract, as extract and code. Each pair occurs once.
    pub blocking: Vec<(String, &'static str)>,
    /// Findings per severity.
    pub findings: Vec<(Ernst, u64)>,
    /// Findings per code and extract, most severe first.
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
