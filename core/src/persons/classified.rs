//! The fourth turnstile: every person of a run with the classification on the peildatum, the profile on the verstrekdatum, and
//! the profiles that occur. Can be built only here.

use rustc_hash::FxHashMap;

use crate::classify::{Classification, JudgedDays, Setting, classify};
use crate::law::decide::ProfilePair;
use crate::model::classification::Redenen;
use crate::model::day::Day;
use crate::model::facts::PersonFacts;
use crate::model::terms::Terms;
use crate::parallel::in_parts_always;
use crate::persons::link::Linked;

/// The persons of a run, in BRP order.
pub struct Classified {
    persons: Vec<PersonalValues>,
    /// The pairs of profiles that occur, with the number of persons who have each.
    pairs: Vec<(ProfilePair, u64)>,
    /// The values on the peildatum for each pair. Taken from its first person, so age and reasons are not valid for the others.
    values: Vec<Classification>,
    /// Persons ordered by pair, so that one decision per pair can be counted for all its persons at once.
    by_pair: Vec<u32>,
    /// Pair i has the persons from `starts[i]` up to, but excluding, `starts[i + 1]`.
    starts: Vec<u32>,
}

/// What persons with the same profiles do not share.
#[derive(Clone, Copy)]
struct PersonalValues {
    redenen: Redenen,
    /// The position of the pair of profiles.
    pair: u32,
    /// Completed years, or [`AGE_UNKNOWN`].
    leeftijd: i32,
}

/// Marks an unknown age.
const AGE_UNKNOWN: i32 = i32::MIN;

/// Persons classified in one part. Bounds memory; does not affect the result.
const TOGETHER_PERSONS: usize = 16 << 10;

/// The days of a run and their terms.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The terms on that day.
    pub peildatum_terms: &'a Terms,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The terms on that day.
    pub verstrekdatum_terms: &'a Terms,
}

/// Classifies every person, for both days.
pub fn classify_all(linked: &Linked, judged: Judged<'_>, setting: &Setting) -> Classified {
    let classified = |part: usize| {
        let start = part * TOGETHER_PERSONS;
        let mut part = Part::default();
        for person in start..linked.count().min(start + TOGETHER_PERSONS) {
            if let Some((values, profiles)) = both_days(linked, person, judged, setting) {
                part.add(values, profiles);
            }
        }
        part
    };
    let mut all = Part::default();
    all.persons.reserve_exact(linked.count());
    in_parts_always(linked.count().div_ceil(TOGETHER_PERSONS), classified, |part| all.append(part));
    let Part { persons, pairs, values, .. } = all;
    let (by_pair, starts) = grouped(&persons, &pairs);
    Classified { persons, pairs, values, by_pair, starts }
}

/// Some persons, and the pairs of profiles that occur among them in order of first occurrence.
#[derive(Default)]
struct Part {
    persons: Vec<PersonalValues>,
    pairs: Vec<(ProfilePair, u64)>,
    values: Vec<Classification>,
    positions: FxHashMap<ProfilePair, u32>,
}

impl Part {
    fn add(&mut self, values: Classification, profiles: ProfilePair) {
        let pair = self.pair(profiles, 1, values);
        let leeftijd = values.leeftijd.unwrap_or(AGE_UNKNOWN);
        self.persons.push(PersonalValues { redenen: values.redenen, pair, leeftijd });
    }

    /// The position of a pair, after adding `count` persons to it.
    fn pair(&mut self, profiles: ProfilePair, count: u64, values: Classification) -> u32 {
        let next = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
        let position = *self.positions.entry(profiles).or_insert(next);
        match self.pairs.get_mut(position as usize) {
            Some((_, known)) => *known += count,
            None => {
                self.pairs.push((profiles, count));
                self.values.push(values);
            }
        }
        position
    }

    fn append(&mut self, part: Part) {
        let Part { persons, pairs, values, .. } = part;
        let pairs = pairs.into_iter().zip(values);
        let positions: Vec<u32> =
            pairs.map(|((profiles, count), values)| self.pair(profiles, count, values)).collect();
        let moved = persons.into_iter().map(|person| {
            let pair = positions.get(person.pair as usize).copied().unwrap_or(u32::MAX);
            PersonalValues { pair, ..person }
        });
        self.persons.extend(moved);
    }
}

/// Persons ordered by pair, and where each pair starts.
fn grouped(persons: &[PersonalValues], pairs: &[(ProfilePair, u64)]) -> (Vec<u32>, Vec<u32>) {
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
    Some(on_both_days(&linked.facts(person)?, judged, setting))
}

/// The values of one person on the peildatum, and the profiles of both days.
pub fn on_both_days(
    facts: &PersonFacts<'_>,
    judged: Judged<'_>,
    setting: &Setting,
) -> (Classification, ProfilePair) {
    let Judged { peildatum, peildatum_terms, verstrekdatum, verstrekdatum_terms } = judged;
    let days = JudgedDays { peildatum, leeftijdsdag: peildatum };
    let mut classification = classify(facts, days, peildatum_terms, setting);
    let profile = classification.profile(setting);
    let later = if (verstrekdatum, verstrekdatum_terms.regelset) == (peildatum, peildatum_terms.regelset) {
        classification
    } else {
        let days = JudgedDays { peildatum, leeftijdsdag: verstrekdatum };
        classification.as_of(&classify(facts, days, verstrekdatum_terms, setting))
    };
    let pair = ProfilePair { peildatum: profile, verstrekdatum: later.profile(setting) };
    if pair.peildatum != pair.verstrekdatum {
        classification.redenen = later.redenen;
    }
    (classification, pair)
}

impl Classified {
    /// The number of persons.
    pub fn count(&self) -> usize {
        self.persons.len()
    }

    /// The classification on the peildatum.
    pub fn classification(&self, person: usize) -> Option<Classification> {
        let PersonalValues { redenen, pair, leeftijd } = *self.persons.get(person)?;
        let values = *self.values.get(pair as usize)?;
        Some(Classification { leeftijd: Some(leeftijd).filter(|age| *age != AGE_UNKNOWN), redenen, ..values })
    }

    /// The values on the peildatum for each of [`Self::pairs`]. All its persons share them, except for age and reasons.
    pub fn values(&self) -> &[Classification] {
        &self.values
    }

    /// The position of the person's profiles in [`Self::pairs`].
    pub fn pair(&self, person: usize) -> usize {
        self.persons.get(person).map_or(usize::MAX, |person| person.pair as usize)
    }

    /// The persons with a pair of profiles, in BRP order.
    pub fn persons_of(&self, pair: usize) -> &[u32] {
        let bound = |index: usize| self.starts.get(index).map_or(0, |at| *at as usize);
        self.by_pair.get(bound(pair)..bound(pair + 1)).unwrap_or_default()
    }

    /// The pairs of profiles that occur, with their counts.
    pub fn pairs(&self) -> &[(ProfilePair, u64)] {
        &self.pairs
    }
}
