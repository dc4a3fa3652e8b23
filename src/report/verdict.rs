//! The verdict on a run: GOED, LET OP or NIET GOED.

use serde::Serialize;

use super::findings::FindingRow;
use super::findings::is_urgent;
use super::outcome::Outcome;
use crate::model::finding::Ernst;
use crate::model::outcome::RunOutcome;

/// Is it good?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Done.
    #[serde(rename = "goed")]
    Good,
    /// Done, and somebody must look.
    #[serde(rename = "let_op")]
    NeedsAttention,
    /// Not done.
    #[serde(rename = "niet_goed")]
    NotGood,
}

impl Verdict {
    /// The judgement of a run.
    pub fn of(outcome: &Outcome) -> Verdict {
        let released = outcome.parcels.iter().any(|som| som.delivered > 0);
        Verdict::of_run(outcome.ended, outcome.incidents, &outcome.noted, released)
    }

    /// The judgement from how a run ended, how many incidents it has, what was found, and whether anything left.
    pub fn of_run(uitkomst: RunOutcome, incidents: usize, found: &[FindingRow], released: bool) -> Verdict {
        match uitkomst {
            RunOutcome::ExtractRefused | RunOutcome::QuarantineTooLarge => Verdict::NotGood,
            RunOutcome::ReleasedOverThreshold => Verdict::NeedsAttention,
            RunOutcome::Released | RunOutcome::CheckedOnly => {
                let asks_a_look = |found: &FindingRow| {
                    matches!(found.ernst, Ernst::Blokkerend | Ernst::Quarantaine) || is_urgent(found)
                };
                let nothing_left = uitkomst == RunOutcome::Released && !released;
                if incidents > 0 || nothing_left || found.iter().any(asks_a_look) {
                    Verdict::NeedsAttention
                } else {
                    Verdict::Good
                }
            }
        }
    }

    /// The judgement as people say it.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Good => "GOED",
            Verdict::NeedsAttention => "LET OP",
            Verdict::NotGood => "NIET GOED",
        }
    }
}
