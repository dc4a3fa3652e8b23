//! The verdict on a run: GOED, LET OP or NIET GOED, with what to do first. Worked out once, from the tasks, and said alike by
//! the closing summary, the report, the JSON and the overview.

use serde::Serialize;

use super::figures::{Task, Urgency};
use crate::model::outcome::RunOutcome;

/// The verdict on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody needs to look.
    #[serde(rename = "goed")]
    Good,
    /// The run is done, and there is a task.
    #[serde(rename = "let_op")]
    NeedsAttention,
    /// Nothing was delivered.
    #[serde(rename = "niet_goed")]
    NotGood,
}

/// The verdict with the tasks that it follows from.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What somebody has to do today, most urgent first.
    pub tasks: Vec<Task>,
    /// What can wait, and does not change the verdict.
    pub later: Vec<Task>,
}

impl Judgement {
    /// The verdict on a run that ended so, given everything there is to do.
    pub fn of(outcome: RunOutcome, all: Vec<Task>) -> Judgement {
        let (later, tasks): (Vec<Task>, Vec<Task>) =
            all.into_iter().partition(|task| task.urgency == Urgency::Soon);
        let verdict = match outcome {
            RunOutcome::ExtractRefused | RunOutcome::QuarantineTooLarge => Verdict::NotGood,
            RunOutcome::Released | RunOutcome::ReleasedOverThreshold | RunOutcome::CheckedOnly => {
                if tasks.is_empty() { Verdict::Good } else { Verdict::NeedsAttention }
            }
        };
        Judgement { verdict, tasks, later }
    }
}
