//! Finds rules that no worked case exercises: nobody has worked them out by hand.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cases::{Case, load};
use super::trial::{Tried, try_case};
use crate::law::in_force::Policy;
use crate::law::library::Library;
use crate::run::fault::Fault;

/// One case with its result.
pub struct CaseAnswer {
    /// The path of its file.
    pub path: String,
    /// The case.
    pub case: Case,
    /// The result.
    pub tried: Tried,
}

/// Tries every case.
///
/// # Errors
/// [`Fault`] if the cases do not load or one of them cannot be tried. A case with a wrong outcome is not an error.
pub fn try_all(library: &Library) -> Result<Vec<CaseAnswer>, Fault> {
    load(&library.files)?
        .into_par_iter()
        .map(|(path, case)| {
            let tried = try_case(&case, library)?;
            Ok(CaseAnswer { path, case, tried })
        })
        .collect()
}

/// How well the cases exercise one alternative of one rule.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Exercised {
    /// The rule.
    #[serde(rename = "regel")]
    pub rule: String,
    /// The alternative of its `when`, from 1.
    #[serde(rename = "alternatief")]
    pub alternative: usize,
    /// Cases in which this alternative releases.
    #[serde(rename = "geleverd")]
    pub released: Vec<String>,
    /// Cases that name a refusal by this rule.
    #[serde(rename = "geweigerd")]
    pub refused: Vec<String>,
}

impl Exercised {
    /// Whether one case releases by it and another names a refusal.
    pub fn is_covered(&self) -> bool {
        !self.released.is_empty() && !self.refused.is_empty()
    }
}

/// Every alternative of every rule in every law file, with the number of cases that exercise it.
pub fn coverage(policy: &Policy, answers: &[CaseAnswer]) -> Vec<Exercised> {
    let mut alternatives: BTreeSet<(String, usize)> = BTreeSet::new();
    for (_, file) in &policy.laws {
        for rule in file.articles.iter().flat_map(|article| &article.rules) {
            alternatives.extend((0..rule.when.len().max(1)).map(|at| (rule.id.clone(), at)));
        }
    }
    let mut released: BTreeMap<&(String, usize), Vec<String>> = BTreeMap::new();
    let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for answer in answers {
        for key in &answer.tried.released_by {
            released.entry(key).or_default().push(answer.case.id.clone());
        }
        for id in &answer.tried.refused_by {
            refused.entry(id).or_default().push(answer.case.id.clone());
        }
    }
    alternatives
        .iter()
        .map(|key| Exercised {
            rule: key.0.clone(),
            alternative: key.1 + 1,
            released: released.get(key).cloned().unwrap_or_default(),
            refused: refused.get(key.0.as_str()).cloned().unwrap_or_default(),
        })
        .collect()
}
