//! The fourth turnstile: every person of a run with the classification of the peildatum, the profile worked out for the
//! verstrekdatum, and the profiles that occur. Built here only.

use rustc_hash::FxHashMap;

use crate::classify::{Classification, JudgedDays, Setting, classify};
use crate::law::decide::ProfilePair;
use crate::model::classification::Redenen;
use crate::model::day::Day;
use crate::model::terms::Terms;
use crate::parallel::in_parts_always;
use crate::persons::link::Linked;

/// The persons of a run, in BRP order.
pub struct Classified {
    persons: Vec<PersonalValues>,
    /// The pairs of profiles that occur, with the number of persons that have each.
    pairs: Vec<(ProfilePair, u64)>,
    /// The values of the peildatum of each pair: those of the first who has it, whose age and reasons are not the others'.
    values: Vec<Classification>,
    /// Persons in the order of their pairs: what is decided for a profile is counted for all of them at once.
    by_pair: Vec<u32>,
    /// Pair i has the persons from `starts[i]` up to `starts[i + 1]`.
    starts: Vec<u32>,
}

/// What persons with the same profiles do not share.
#[derive(Clone, Copy)]
struct PersonalValues {
    redenen: Redenen,
    /// Position of the pair of profiles.
    pair: u32,
    /// Completed years, or [`AGE_UNKNOWN`].
    leeftijd: i32,
}

/// Stands for an age that is not known.
const AGE_UNKNOWN: i32 = i32::MIN;

/// Persons that are classified together: bounds memory, and does not change the outcome.
const TOGETHER_PERSONS: usize = 16 << 10;

/// The days and rule sets of a run.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The terms of that day.
    pub peildatum_terms: &'a Terms,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The terms of that day.
    pub verstrekdatum_terms: &'a Terms,
}

/// Classifies everyone, for both days.
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

/// Some persons with the pairs of profiles that occur among them, in the order in which they first do.
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

    /// The position of a pair, after counting its persons.
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

/// Persons in the order of their pairs, and where those of each pair begin.
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
    let facts = linked.facts(person)?;
    let Judged { peildatum, peildatum_terms, verstrekdatum, verstrekdatum_terms } = judged;
    let days = JudgedDays { peildatum, leeftijdsdag: peildatum };
    let mut classification = classify(&facts, days, peildatum_terms, setting);
    let profile = classification.profile(setting);
    let later = if (verstrekdatum, verstrekdatum_terms.regelset) == (peildatum, peildatum_terms.regelset) {
        classification
    } else {
        let days = JudgedDays { peildatum, leeftijdsdag: verstrekdatum };
        classification.as_of(&classify(&facts, days, verstrekdatum_terms, setting))
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
    pub fn classification(&self, person: usize) -> Option<Classification> {
        let PersonalValues { redenen, pair, leeftijd } = *self.persons.get(person)?;
        let values = *self.values.get(pair as usize)?;
        Some(Classification { leeftijd: Some(leeftijd).filter(|age| *age != AGE_UNKNOWN), redenen, ..values })
    }

    /// For each of [`Self::pairs`] the values of the peildatum, which all who have it share but for age and reasons.
    pub fn values(&self) -> &[Classification] {
        &self.values
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
