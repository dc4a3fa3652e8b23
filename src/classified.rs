//! The fourth turnstile: every person of a run with the classification of the peildatum, the profile worked out for the
//! verstrekdatum, and the profiles that occur. Built here only.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::classify::{Classification, Days, Setting, classify};
use crate::link::Linked;
use crate::model::day::Day;
use crate::model::terms::Terms;
use crate::policy::decide::ProfilePair;

/// The persons of a run, in BRP order.
pub struct Classified {
    persons: Vec<Person>,
    /// The pairs of profiles that occur, with the number of persons that have each.
    pairs: Vec<(ProfilePair, u64)>,
    /// Persons in the order of their pairs: what is decided for a profile is counted for all of them at once.
    by_pair: Vec<u32>,
    /// Pair i has the persons from `starts[i]` up to `starts[i + 1]`.
    starts: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Person {
    classification: Classification,
    pair: u32,
}

/// The days and rule sets of a run.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The terms of that day.
    pub terms: &'a Terms,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The terms of that day.
    pub terms_then: &'a Terms,
}

/// Classifies everyone, for both days.
pub fn classify_all(linked: &Linked, judged: Judged<'_>, setting: &Setting) -> Classified {
    let both: Vec<(Classification, ProfilePair)> = (0..linked.count())
        .into_par_iter()
        .filter_map(|person| both_days(linked, person, judged, setting))
        .collect();
    let mut positions: FxHashMap<ProfilePair, u32> = FxHashMap::default();
    let mut pairs: Vec<(ProfilePair, u64)> = Vec::new();
    let persons: Vec<Person> = both
        .into_iter()
        .map(|(classification, pair)| {
            let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
            let position = *positions.entry(pair).or_insert(next);
            if position == next {
                pairs.push((pair, 0));
            }
            if let Some((_, count)) = pairs.get_mut(position as usize) {
                *count += 1;
            }
            Person { classification, pair: position }
        })
        .collect();
    let (by_pair, starts) = grouped(&persons, &pairs);
    Classified { persons, pairs, by_pair, starts }
}

/// Persons in the order of their pairs, and where those of each pair begin.
fn grouped(persons: &[Person], pairs: &[(ProfilePair, u64)]) -> (Vec<u32>, Vec<u32>) {
    let mut next = 0u32;
    let mut starts = vec![0];
    for (_, count) in pairs {
        next = next.saturating_add(u32::try_from(*count).unwrap_or(u32::MAX));
        starts.push(next);
    }
    let mut free = starts.clone();
    let mut by_pair = vec![0; persons.len()];
    for (position, person) in (0u32..).zip(persons) {
        let Some(at) = free.get_mut(person.pair as usize) else { continue };
        if let Some(place) = by_pair.get_mut(*at as usize) {
            *place = position;
        }
        *at += 1;
    }
    (by_pair, starts)
}

fn both_days(
    linked: &Linked,
    person: usize,
    judged: Judged<'_>,
    setting: &Setting,
) -> Option<(Classification, ProfilePair)> {
    let facts = linked.facts(person)?;
    let Judged { peildatum, verstrekdatum, terms, terms_then } = judged;
    let today = Days { peildatum, leeftijdsdag: peildatum };
    let mut classification = classify(&facts, today, terms, setting);
    let profile = classification.profile(setting);
    let later = if (verstrekdatum, terms_then.regelset) == (peildatum, terms.regelset) {
        classification
    } else {
        let then = Days { peildatum, leeftijdsdag: verstrekdatum };
        classification.as_of(&classify(&facts, then, terms_then, setting))
    };
    let pair = ProfilePair { peildatum: profile, verstrekdatum: later.profile(setting) };
    if pair.peildatum != pair.verstrekdatum {
        classification.redenen = later.redenen;
    }
    Some((classification, pair))
}

impl Classified {
    /// How many persons.
    pub fn count(&self) -> usize {
        self.persons.len()
    }

    /// The classification of the peildatum.
    pub fn classification(&self, person: usize) -> Option<&Classification> {
        self.persons.get(person).map(|person| &person.classification)
    }

    /// Position of the person's profiles in [`Self::pairs`].
    pub fn pair(&self, person: usize) -> usize {
        self.persons.get(person).map_or(usize::MAX, |person| person.pair as usize)
    }

    /// The persons that have a pair of profiles, in BRP order.
    pub fn persons_of(&self, pair: usize) -> &[u32] {
        let bound = |index: usize| self.starts.get(index).map_or(0, |at| *at as usize);
        self.by_pair.get(bound(pair)..bound(pair + 1)).unwrap_or_default()
    }

    /// The profiles that occur, with their counts.
    pub fn pairs(&self) -> &[(ProfilePair, u64)] {
        &self.pairs
    }
}
