//! Rows of one extract by the person they are about, and how far they can be relied on for each.

use std::num::NonZeroU32;
use std::ops::Range;

use rayon::prelude::*;

use crate::intake::check::checked::Checked;
use crate::intake::read::records::RowRef;
use crate::model::facts::{OfPerson, PersonRows, Reliance};

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
pub struct RowPlace(NonZeroU32);

/// Rows grouped by person.
pub struct Grouped<T> {
    ranges: Ranges,
    rows: Vec<T>,
    /// Where each row stands; empty if that was forgotten.
    places: Vec<RowRef>,
    reliance: Reliance,
}

/// Which rows each person has, and of whom nothing is known. Most persons have none in most extracts: a bit tells so.
#[derive(Default)]
struct Ranges {
    blocks: Vec<Block>,
    /// The nth person that has rows has those from `starts[n]` up to `starts[n + 1]`.
    starts: Vec<u32>,
}

/// 64 persons: a bit each.
#[derive(Clone, Copy, Default)]
struct Block {
    /// Who has rows.
    has_rows: u64,
    /// Of whom a row was set aside.
    set_aside: u64,
    /// How many persons before these have rows.
    before: u32,
}

/// Persons of a block.
const BLOCK_PERSONS: usize = 64;

/// The block of a person, and its bit there.
fn place_of_bit(person: usize) -> (usize, u64) {
    (person / BLOCK_PERSONS, 1 << (person % BLOCK_PERSONS))
}

impl Ranges {
    /// Of rows in the order of their persons.
    fn of(persons: impl Iterator<Item = u32>) -> Ranges {
        let mut ranges = Ranges::default();
        let mut last = None;
        let mut next = 0u32;
        for person in persons {
            if last != Some(person) {
                let (block, bit) = place_of_bit(person as usize);
                let before = u32::try_from(ranges.starts.len()).unwrap_or(u32::MAX);
                if ranges.blocks.len() <= block {
                    ranges.blocks.resize(block + 1, Block { before, ..Block::default() });
                }
                if let Some(own) = ranges.blocks.last_mut() {
                    own.has_rows |= bit;
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

    /// The rows of a person; nothing for one of whom a row was set aside.
    fn range(&self, person: usize) -> Option<Range<usize>> {
        let (block, bit) = place_of_bit(person);
        let Some(own) = self.blocks.get(block) else { return Some(0..0) };
        if own.set_aside & bit != 0 {
            return None;
        }
        if own.has_rows & bit == 0 {
            return Some(0..0);
        }
        let nth = (own.before + (own.has_rows & (bit - 1)).count_ones()) as usize;
        let bound = |nth: usize| self.starts.get(nth).map_or(0, |at| *at as usize);
        Some(bound(nth)..bound(nth + 1))
    }

    /// Persons of whom a row was set aside.
    fn set_aside(&mut self, persons: &[u32]) {
        for person in persons {
            let (block, bit) = place_of_bit(*person as usize);
            if self.blocks.len() <= block {
                self.blocks.resize(block + 1, Block::default());
            }
            if let Some(own) = self.blocks.get_mut(block) {
                own.set_aside |= bit;
            }
        }
    }

    /// The persons whose bit is among those that a block gives, in their order.
    fn persons(&self, bits: impl Fn(&Block) -> u64) -> impl Iterator<Item = u32> {
        let of_block = move |(block, own): (u32, &Block)| {
            let (first, bits) = (block * u64::BITS, bits(own));
            (0..u64::BITS).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| first + bit)
        };
        (0u32..).zip(&self.blocks).flat_map(of_block)
    }
}

impl<T: OfPerson> Grouped<T> {
    /// No rows.
    pub fn empty(reliance: Reliance) -> Grouped<T> {
        Grouped { ranges: Ranges::default(), rows: Vec::new(), places: Vec::new(), reliance }
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
        let mut grouped = Grouped { ranges, rows, places: refs, reliance };
        grouped.set_persons_aside(set_aside);
        grouped
    }

    /// The rows about one person, in the order of the file.
    pub fn of(&self, person: usize) -> PersonRows<'_, T> {
        match self.ranges.range(person) {
            Some(range) => {
                PersonRows { rows: self.rows.get(range).unwrap_or_default(), reliance: self.reliance }
            }
            None => PersonRows { rows: &[], reliance: Reliance::RowSetAside },
        }
    }

    /// Those rows, to be read again; nothing for a person of whom a row was set aside, or if places were forgotten.
    pub fn places_of(&self, person: usize) -> impl Iterator<Item = RowPlace> + use<T> {
        let range = self.ranges.range(person).unwrap_or_default();
        let kept = range.start.min(self.places.len())..range.end.min(self.places.len());
        kept.filter_map(|index| Some(RowPlace(NonZeroU32::new(u32::try_from(index).ok()?.checked_add(1)?)?)))
    }

    /// Where a row stands.
    pub fn place(&self, place: RowPlace) -> Option<RowRef> {
        self.places.get(place.0.get() as usize - 1).copied()
    }

    /// The persons that rows are about, or of whom a row was set aside, sorted.
    pub fn concerned(&self) -> Vec<u32> {
        self.ranges.persons(|own| own.has_rows | own.set_aside).collect()
    }

    /// One person under two numbers may have rows that contradict each other: then nothing is known.
    pub fn set_contradictions_aside(&mut self, contradicts: impl Fn(&T, &T) -> bool) {
        let contradicted = |person: &u32| {
            let rows = self.of(*person as usize).rows;
            rows.array_windows().any(|[one, other]| contradicts(one, other))
        };
        let persons: Vec<u32> = self.ranges.persons(|own| own.has_rows).filter(contradicted).collect();
        self.set_persons_aside(&persons);
    }

    /// Makes everything about these persons unknown.
    pub fn set_persons_aside(&mut self, persons: &[u32]) {
        self.ranges.set_aside(persons);
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
