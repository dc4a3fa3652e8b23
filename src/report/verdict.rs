//! The verdict on a run: GOED, LET OP or NIET GOED.

use serde::Serialize;

use super::findings::FindingRow;
use super::findings::is_urgent;
use super::outcome::Outcome;
use crate::model::finding::Ernst;
use crate::model::outcome::RunOutcome;

/// The verdict on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing needs attention.
    #[serde(rename = "goed")]
    Good,
    /// The run is done, and somebody must look at it.
    #[serde(rename = "let_op")]
    NeedsAttention,
    /// The run did not do its work.
    #[serde(rename = "niet_goed")]
    NotGood,
}

impl Verdict {
    /// The verdict on a run.
    pub fn of(outcome: &Outcome) -> Verdict {
        let released = outcome.parcels.iter().any(|som| som.delivered > 0);
        Verdict::of_run(outcome.ended, outcome.incidents, &outcome.noted, released)
    }

    /// The verdict, given how the run ended, its number of incidents, its findings and whether anything left.
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
}
