//! Rows of one extract by the person they are about, and how far they can be relied on for each.

use std::num::NonZeroU32;
use std::ops::Range;

use rayon::prelude::*;

use crate::ingest::records::RowRef;
use crate::model::facts::{Delivered, OfPerson, Reliance};
use crate::validate::checked::Checked;

/// Whether it is remembered where each row stands, for the text that stays in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// The typed row says it all.
    Forgotten,
    /// The row is read again.
    Kept,
}

/// A kept row, by its position among those of its extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(NonZeroU32);

/// Rows grouped by person.
pub struct Grouped<T> {
    ranges: Ranges,
    rows: Vec<T>,
    /// Where each row stands; empty if that was forgotten.
    places: Vec<RowRef>,
    reliance: Reliance,
    /// Persons of whom a row was set aside, sorted by position.
    set_aside: Vec<u32>,
}

/// Which rows each person has. Most persons have none in most extracts: a bit tells so.
#[derive(Default)]
struct Ranges {
    /// For each 64 persons: who has rows, and how many before them have.
    blocks: Vec<(u64, u32)>,
    /// The nth person that has rows has those from `starts[n]` up to `starts[n + 1]`.
    starts: Vec<u32>,
}

/// Persons of a block.
const BLOCK_PERSONS: usize = 64;

impl Ranges {
    /// Of rows in the order of their persons.
    fn of(persons: impl Iterator<Item = u32>) -> Ranges {
        let mut ranges = Ranges::default();
        let mut last = None;
        let mut next = 0u32;
        for person in persons {
            if last != Some(person) {
                let block = person as usize / BLOCK_PERSONS;
                let before = u32::try_from(ranges.starts.len()).unwrap_or(u32::MAX);
                if ranges.blocks.len() <= block {
                    ranges.blocks.resize(block + 1, (0, before));
                }
                if let Some((bits, _)) = ranges.blocks.last_mut() {
                    *bits |= 1 << (person as usize % BLOCK_PERSONS);
                }
                ranges.starts.push(next);
                last = Some(person);
            }
            next = next.saturating_add(1);
        }
        ranges.starts.push(next);
        ranges.starts.shrink_to_fit();
        ranges
    }

    /// The rows of a person.
    fn range(&self, person: usize) -> Range<usize> {
        let Some((bits, before)) = self.blocks.get(person / BLOCK_PERSONS) else { return 0..0 };
        let own = 1u64 << (person % BLOCK_PERSONS);
        if bits & own == 0 {
            return 0..0;
        }
        let nth = (before + (bits & (own - 1)).count_ones()) as usize;
        let bound = |nth: usize| self.starts.get(nth).map_or(0, |at| *at as usize);
        bound(nth)..bound(nth + 1)
    }

    /// The persons that have rows, in their order.
    fn persons(&self) -> impl Iterator<Item = u32> + '_ {
        let of_block = |(block, (bits, _)): (u32, &(u64, u32))| {
            let first = block * u64::BITS;
            let bits = *bits;
            (0..u64::BITS).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| first + bit)
        };
        (0u32..).zip(&self.blocks).flat_map(of_block)
    }
}

impl<T: OfPerson> Grouped<T> {
    /// No rows.
    pub fn empty(reliance: Reliance) -> Grouped<T> {
        Grouped {
            ranges: Ranges::default(),
            rows: Vec::new(),
            places: Vec::new(),
            reliance,
            set_aside: Vec::new(),
        }
    }

    /// Groups rows by the position of their person, which is given for each; rows of others are left out. `set_aside` are the
    /// positions of persons of whom a row was set aside.
    pub fn by_person(
        checked: Checked<T>,
        persons: &[Option<u32>],
        set_aside: &[u32],
        reliance: Reliance,
        places: Places,
    ) -> Grouped<T> {
        let (mut rows, mut refs) = checked.into_rows();
        if places == Places::Forgotten {
            refs = Vec::new();
        }
        // Most extracts name persons in the order of the BRP extract: then rows stand as they should.
        let ranges = if persons.iter().flatten().is_sorted() {
            if persons.iter().any(Option::is_none) {
                keep(&mut rows, persons);
                keep(&mut refs, persons);
            }
            Ranges::of(persons.iter().flatten().copied())
        } else {
            let found =
                |(index, person): (usize, &Option<u32>)| Some(((*person)?, u32::try_from(index).ok()?));
            let mut order: Vec<(u32, u32)> = persons.par_iter().enumerate().filter_map(found).collect();
            order.par_sort_unstable();
            rows = in_order(&rows, &order);
            refs = in_order(&refs, &order);
            Ranges::of(order.iter().map(|(person, _)| *person))
        };
        let mut grouped = Grouped { ranges, rows, places: refs, reliance, set_aside: Vec::new() };
        grouped.set_persons_aside(set_aside);
        grouped
    }

    /// The rows about one person, in the order of the file.
    pub fn of(&self, person: usize) -> Delivered<'_, T> {
        if self.is_set_aside(person) {
            return Delivered { rows: &[], reliance: Reliance::RowSetAside };
        }
        let rows = self.rows.get(self.ranges.range(person)).unwrap_or_default();
        Delivered { rows, reliance: self.reliance }
    }

    /// Those rows, to be read again; nothing for a person of whom a row was set aside, or if places were forgotten.
    pub fn places_of(&self, person: usize) -> impl Iterator<Item = Place> + use<T> {
        let range = if self.is_set_aside(person) { 0..0 } else { self.ranges.range(person) };
        let kept = range.start.min(self.places.len())..range.end.min(self.places.len());
        kept.filter_map(|index| Some(Place(NonZeroU32::new(u32::try_from(index).ok()?.checked_add(1)?)?)))
    }

    /// Where a row stands.
    pub fn place(&self, place: Place) -> Option<RowRef> {
        self.places.get(place.0.get() as usize - 1).copied()
    }

    /// The persons that rows are about, or of whom a row was set aside, sorted.
    pub fn concerned(&self) -> Vec<u32> {
        let mut persons: Vec<u32> = self.ranges.persons().collect();
        persons.extend_from_slice(&self.set_aside);
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// One person under two numbers may have rows that contradict each other: then nothing is known.
    pub fn set_contradictions_aside(&mut self, contradicts: impl Fn(&T, &T) -> bool) {
        let contradicted = |person: &u32| {
            let rows = self.of(*person as usize).rows;
            rows.array_windows().any(|[one, other]| contradicts(one, other))
        };
        let persons: Vec<u32> = self.ranges.persons().filter(contradicted).collect();
        self.set_persons_aside(&persons);
    }

    /// Makes everything about these persons unknown.
    pub fn set_persons_aside(&mut self, persons: &[u32]) {
        self.set_aside.extend_from_slice(persons);
        self.set_aside.sort_unstable();
    }

    fn is_set_aside(&self, person: usize) -> bool {
        !self.set_aside.is_empty()
            && u32::try_from(person).is_ok_and(|person| self.set_aside.binary_search(&person).is_ok())
    }
}

/// Keeps the rows of which the person is known, where rows are kept at all.
fn keep<R>(rows: &mut Vec<R>, persons: &[Option<u32>]) {
    let mut known = persons.iter().map(Option::is_some);
    rows.retain(|_| known.next().unwrap_or(false));
    rows.shrink_to_fit();
}

/// Rows in another order, where there are any.
fn in_order<R: Copy + Send + Sync>(rows: &[R], order: &[(u32, u32)]) -> Vec<R> {
    order.par_iter().filter_map(|(_, index)| rows.get(*index as usize).copied()).collect()
}
