//! Parcels of parties that nothing goes to: nobody is in them, and still everyone has a first reason. What such parcels ask of a
//! person is mostly the same question, so its answers are counted once for all of them: a rule more takes no look at people.

use std::sync::{Arc, OnceLock};

use super::Refused;
use crate::law::file::{Regelvorm, School};
use crate::model::code::CodeSet;
use crate::model::ruling::Weigering;

/// What a parcel asks of a person whom its profile releases, where nothing can go to its party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What a line is about.
    pub vorm: Regelvorm,
    /// Which school it would go to.
    pub school: Option<School>,
    /// Only schools of an enrolment in these sectors.
    pub sectoren: Option<CodeSet>,
    /// Only records from a delivery with this source.
    pub bron: Option<String>,
    /// The departments whose contact details may be used.
    pub afdelingen: Vec<String>,
    /// Why nothing goes to the party.
    pub withheld: Weigering,
}

/// How many persons of each pair of profiles are refused for which first reason, exclusions aside.
pub struct Answers {
    by_pair: Vec<OnceLock<Refused>>,
}

impl Answers {
    /// The answers of everyone with a pair of profiles, worked out by `count` when they are first asked for.
    pub fn of_pair(&self, pair: usize, count: impl FnOnce() -> Refused) -> Refused {
        match self.by_pair.get(pair) {
            Some(known) => *known.get_or_init(count),
            None => count(),
        }
    }
}

/// The questions that were asked, each with its answers.
pub struct Questions {
    pairs: usize,
    asked: Vec<(Question, Arc<Answers>)>,
}

impl Questions {
    /// None yet; there are so many pairs of profiles.
    pub fn of(pairs: usize) -> Questions {
        Questions { pairs, asked: Vec::new() }
    }

    /// The answers to a question: the same for who asks the same.
    pub fn answers(&mut self, question: Question) -> Arc<Answers> {
        if let Some((_, known)) = self.asked.iter().find(|(own, _)| *own == question) {
            return Arc::clone(known);
        }
        let by_pair = (0..self.pairs).map(|_| OnceLock::new()).collect();
        let answers = Arc::new(Answers { by_pair });
        self.asked.push((question, Arc::clone(&answers)));
        answers
    }
}
