//! How a command and a run end.

use serde::{Deserialize, Serialize};

/// The exit codes that the contract fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ExitCode {
    /// Done.
    Done = 0,
    /// A fault of the program or the machine.
    Internal = 1,
    /// Wrong usage, configuration, order of dates, missing file, or no rule set in force.
    Usage = 2,
    /// The policy does not hold.
    Policy = 3,
    /// An extract was refused.
    ExtractRefused = 4,
    /// A quarantine threshold was passed.
    QuarantineThreshold = 5,
    /// Verification failed.
    VerificationFailed = 6,
    /// Another run holds the output folder.
    Busy = 7,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        std::process::ExitCode::from(code as u8)
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    /// Released.
    #[serde(rename = "geleverd")]
    Released,
    /// Released although a quarantine threshold was passed.
    #[serde(rename = "geleverd_met_quarantaine")]
    ReleasedOverThreshold,
    /// An extract was refused: nothing released.
    #[serde(rename = "extract_geweigerd")]
    ExtractRefused,
    /// A quarantine threshold was passed: nothing released.
    #[serde(rename = "quarantaine_te_groot")]
    QuarantineTooLarge,
    /// Only checked.
    #[serde(rename = "gecontroleerd")]
    CheckedOnly,
}

impl RunOutcome {
    /// Whether the run is a link of the chain: only those that released.
    pub fn in_chain(self) -> bool {
        matches!(self, RunOutcome::Released | RunOutcome::ReleasedOverThreshold)
    }

    /// The exit code of a run that ended like this.
    pub fn exit_code(self) -> ExitCode {
        match self {
            RunOutcome::Released | RunOutcome::CheckedOnly => ExitCode::Done,
            RunOutcome::ExtractRefused => ExitCode::ExtractRefused,
            RunOutcome::QuarantineTooLarge | RunOutcome::ReleasedOverThreshold => {
                ExitCode::QuarantineThreshold
            }
        }
    }
}
