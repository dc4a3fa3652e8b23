//! The result of a run, for the caller: counts only.

use std::path::PathBuf;

use crate::model::finding::Ernst;
use crate::model::outcome::{ExitCode, RunOutcome};
use crate::publish::ledger::manifest::{ExtractSum, ParcelSum};
use crate::release::rounding::Rounder;
use crate::report::verdict::Judgement;

/// What was made for the parties. The same figures stand in the report, the summary and the overview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Sealed files that hold a parcel.
    pub files: usize,
    /// Parcels. A parcel and its `-geheim` twin count as one.
    pub parcels: usize,
    /// Parties with at least one parcel.
    pub parties: usize,
}

/// The result of a run.
pub struct Outcome {
    /// The run folder. `None` if nothing was written.
    pub folder: Option<PathBuf>,
    /// How the run ended.
    pub ended: RunOutcome,
    /// The controller's name.
    pub gemeente: String,
    /// Its municipality code.
    pub gemeentecode: String,
    /// Rounds the counts of persons that others see.
    pub rounder: Rounder,
    /// Accepted BRP rows.
    pub persons: usize,
    /// Rows read, all deliveries together, as others see them.
    pub read_shown: u64,
    /// The sums of each extract.
    pub extracts: Vec<ExtractSum>,
    /// The sums of each parcel.
    pub parcels: Vec<ParcelSum>,
    /// What was made for the parties.
    pub sealed: Sealed,
    /// The findings that refused an extract, as extract and code. Each pair occurs once.
    pub blocking: Vec<(String, &'static str)>,
    /// Findings per severity.
    pub findings: Vec<(Ernst, u64)>,
    /// The same, as others see them.
    pub findings_shown: Vec<(Ernst, u64)>,
    /// Possible data breaches to assess.
    pub incidents: usize,
    /// The verdict and the tasks.
    pub judgement: Judgement,
}

impl Outcome {
    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        self.ended.exit_code()
    }
}
