//! What a run gave, for whoever started it: counts only.

use std::path::PathBuf;

use super::findings::BevindingRegel;
use crate::model::finding::Ernst;
use crate::model::outcome::{ExitCode, Uitkomst};
use crate::publish::ledger::manifest::{ExtractSom, PakketSom};

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// The run folder, unless nothing was written.
    pub folder: Option<PathBuf>,
    /// How it ended.
    pub uitkomst: Uitkomst,
    /// The controller's name.
    pub gemeente: String,
    /// Its municipality code.
    pub gemeentecode: String,
    /// Counts below this are not shown to others.
    pub drempel_kleine_cellen: u64,
    /// Accepted BRP rows.
    pub personen: usize,
    /// The sums of each extract.
    pub extracten: Vec<ExtractSom>,
    /// The sums of each parcel.
    pub pakketten: Vec<PakketSom>,
    /// What refused an extract: extract and code, each once.
    pub blocking: Vec<(String, &'static str)>,
    /// Findings per severity.
    pub findings: Vec<(Ernst, u64)>,
    /// Findings per code and extract, the gravest first.
    pub noted: Vec<BevindingRegel>,
    /// Possible data breaches to assess.
    pub incidents: usize,
}

impl Outcome {
    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        self.uitkomst.exit_code()
    }
}
