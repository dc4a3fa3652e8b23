//! The order for a run.

use std::path::PathBuf;

use crate::messages::Lang;
use crate::model::day::Day;
use crate::model::days::Days;

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Release, unless a quarantine threshold is exceeded.
    Run,
    /// Release even if a quarantine threshold is exceeded.
    RunAcceptingQuarantine,
    /// Do everything except write.
    DryRun,
    /// Stop after classification.
    Check,
}

/// Tells the time in milliseconds since 1970 (UTC).
pub type Clock = fn() -> i64;

/// When the stages of a run ended, in milliseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    /// The run began.
    pub begun: i64,
    /// Everyone was classified.
    pub classified: i64,
    /// It was decided who is in which parcel.
    pub decided: i64,
}

/// The order for one run.
#[derive(Clone, Debug)]
pub struct Order {
    /// The configuration.
    pub config: PathBuf,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The folder for run folders.
    pub out: PathBuf,
    /// How far the run goes.
    pub mode: Mode,
    /// Whether the verstrekdatum may lie more than a month after that of the last run.
    pub may_jump: bool,
    /// The language of findings.
    pub lang: Lang,
    /// The clock of the processing log; nothing else in a run knows the time.
    pub clock: Clock,
}

impl Order {
    /// The peildatum and the verstrekdatum.
    pub fn days(&self) -> Days {
        Days { peildatum: self.peildatum, verstrekdatum: self.verstrekdatum }
    }
}
