//! What a run is asked to do.

use std::path::PathBuf;

use crate::model::day::Day;
use crate::model::days::Days;
use crate::schemas::catalogue::Lang;

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Release; a passed threshold stops it.
    Run,
    /// Release also when a threshold was passed.
    RunAcceptingQuarantine,
    /// Everything but writing.
    DryRun,
    /// Up to and including classification.
    Check,
}

/// One run to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// The configuration.
    pub config: PathBuf,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// Where run folders go.
    pub out: PathBuf,
    /// How far.
    pub mode: Mode,
    /// The language of findings.
    pub lang: Lang,
}

impl Order {
    /// Its two days.
    pub fn days(&self) -> Days {
        Days { peildatum: self.peildatum, verstrekdatum: self.verstrekdatum }
    }
}
