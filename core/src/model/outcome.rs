//! How a command and a run end.

use serde::{Deserialize, Serialize};

/// The exit codes fixed by the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ExitCode {
    /// Done.
    Done = 0,
    /// A fault in the program or the machine.
    Internal = 1,
    /// Wrong usage or configuration, dates out of order, a missing file, or no rule set in force.
    Usage = 2,
    /// The policy is invalid.
    Policy = 3,
    /// An extract was refused.
    ExtractRefused = 4,
    /// A quarantine threshold was exceeded.
    QuarantineThreshold = 5,
    /// Verification failed, an `inzage` is incomplete, the doctor found something, or `prune` left a run alone.
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
    /// Released although a quarantine threshold was exceeded.
    #[serde(rename = "geleverd_met_quarantaine")]
    ReleasedOverThreshold,
    /// An extract was refused: nothing released.
    #[serde(rename = "extract_geweigerd")]
    ExtractRefused,
    /// A quarantine threshold was exceeded: nothing released.
    #[serde(rename = "quarantaine_te_groot")]
    QuarantineTooLarge,
    /// Only checked.
    #[serde(rename = "gecontroleerd")]
    CheckedOnly,
}

impl RunOutcome {
    /// Whether the run joins the chain: only runs that released do.
    pub fn in_chain(self) -> bool {
        matches!(self, RunOutcome::Released | RunOutcome::ReleasedOverThreshold)
    }

    /// The exit code of a run with this outcome.
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
