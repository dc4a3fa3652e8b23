//! The verdict on a run: GOED, LET OP or NIET GOED, with what to do first. Worked out once, from the tasks, and said alike by
//! the closing summary, the report, the JSON and the overview.

use serde::Serialize;

use crate::model::outcome::RunOutcome;
use crate::schemas::catalogue::Role;

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

/// How urgent a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Before anything else: nothing was released, a person's data may be at risk, or the state was lost.
    #[serde(rename = "nu")]
    Now,
    /// Within the day.
    #[serde(rename = "vandaag")]
    Today,
    /// Soon, but not today.
    #[serde(rename = "binnenkort")]
    Soon,
}

/// One task.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// How urgent it is.
    #[serde(rename = "wanneer")]
    pub urgency: Urgency,
    /// Who does it.
    #[serde(rename = "wie")]
    pub role: Role,
    /// What is wrong, in one sentence.
    #[serde(rename = "wat")]
    pub matter: String,
    /// What to do about it.
    #[serde(rename = "doen")]
    pub remedy: String,
    /// How many rows, parcels or kinds of warning it concerns. Null if there is nothing to count. Never a number of
    /// persons.
    #[serde(rename = "aantal")]
    pub count: Option<u64>,
    /// The place on the page with more detail.
    #[serde(rename = "anker")]
    pub anchor: &'static str,
    /// The file of the run with the details, if there is one.
    #[serde(rename = "bestand")]
    pub file: Option<String>,
    /// The code to look up with `jib explain`, if there is one.
    pub code: Option<&'static str>,
}
