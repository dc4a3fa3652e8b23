//! The rows of one extract by person, and how far they can be relied on for each.

use std::num::NonZeroU32;
use std::ops::Range;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use crate::intake::check::checked::Checked;
use crate::intake::read::records::RowRef;
use crate::model::facts::{OfPerson, PersonRows, Reliance};
use crate::parallel::mapped;

/// Whether to keep where each row is in its file, to read its text later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// The typed row is enough.
    Forgotten,
    /// The row is read again later.
    Kept,
}

/// A kept row, by its position in the extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace(NonZeroU32);

/// Rows grouped by person.
pub struct Grouped<T> {
    ranges: Ranges,
    rows: Vec<T>,
    /// Where each row is in the file; empty if forgotten.
    places: Vec<RowRef>,
    reliance: Reliance,
}

/// Which rows each person has, and for whom nothing is known. Most persons have no rows in most extracts, so one bit per person
/// says so.
#[derive(Default)]
struct Ranges {
    /// The persons with rows.
    has_rows: FixedBitSet,
    /// The persons with a row that was set aside.
    set_aside: FixedBitSet,
    /// Per block of [`COUNTED_PERSONS`] persons, how many earlier persons have rows.
    before: Vec<u32>,
    /// The nth person with rows has the rows from `starts[n]` up to, but excluding, `starts[n + 1]`.
    starts: Vec<u32>,
}

/// Persons per block. Bits are counted only within a block to find where a person's rows start.
const COUNTED_PERSONS: usize = 64;

/// How to bring the rows of a file in order of person.
enum RowOrder {
    /// They already are.
    AsTheyStand,
    /// They are, once rows of unknown persons are dropped.
    WithoutStrangers,
    /// Each person with the position of a row, in the new order.
    Sorted(Vec<(u32, u32)>),
}

impl Ranges {
    /// From the person of each row, in the order of the file.
    fn with_order(persons: &[Option<u32>]) -> (Ranges, RowOrder) {
        // Most extracts list persons in BRP order. Their rows need no sorting.
        if persons.iter().flatten().is_sorted() {
            let has_strangers = persons.iter().any(Option::is_none);
            let order = if has_strangers { RowOrder::WithoutStrangers } else { RowOrder::AsTheyStand };
            return (Ranges::of(persons.iter().flatten().copied()), order);
        }
        let found = |(index, person): (usize, &Option<u32>)| Some(((*person)?, u32::try_from(index).ok()?));
        let mut order: Vec<(u32, u32)> = persons.par_iter().enumerate().filter_map(found).collect();
        order.par_sort_unstable();
        (Ranges::of(order.iter().map(|(person, _)| *person)), RowOrder::Sorted(order))
    }

    /// From rows ordered by person.
    fn of(persons: impl DoubleEndedIterator<Item = u32> + Clone) -> Ranges {
        let count = persons.clone().next_back().map_or(0, |last| last as usize + 1);
        let mut ranges = Ranges { has_rows: FixedBitSet::with_capacity(count), ..Ranges::default() };
        let mut last = None;
        let mut next = 0u32;
        for person in persons {
            if last != Some(person) {
                let before = u32::try_from(ranges.starts.len()).unwrap_or(u32::MAX);
                ranges.before.resize(person as usize / COUNTED_PERSONS + 1, before);
                ranges.has_rows.insert(person as usize);
                ranges.starts.push(next);
                last = Some(person);
            }
            next = next.saturating_add(1);
        }
        ranges.starts.push(next);
        ranges.starts.shrink_to_fit();
        ranges
    }

    /// A person's rows; `None` if one was set aside.
    fn range(&self, person: usize) -> Option<Range<usize>> {
        if self.set_aside.contains(person) {
            return None;
        }
        if !self.has_rows.contains(person) {
            return Some(0..0);
        }
        let block = person / COUNTED_PERSONS;
        let before = self.before.get(block).map_or(0, |before| *before as usize);
        let nth = before + self.has_rows.count_ones(block * COUNTED_PERSONS..person);
        let bound = |nth: usize| self.starts.get(nth).map_or(0, |at| *at as usize);
        Some(bound(nth)..bound(nth + 1))
    }

    /// Marks persons with a row that was set aside.
    fn set_aside(&mut self, persons: &[u32]) {
        self.set_aside.grow(persons.iter().max().map_or(0, |last| *last as usize + 1));
        self.set_aside.extend(persons.iter().map(|person| *person as usize));
    }
}

impl<T: OfPerson> Grouped<T> {
    /// No rows.
    pub fn empty(reliance: Reliance) -> Grouped<T> {
        Grouped { ranges: Ranges::default(), rows: Vec::new(), places: Vec::new(), reliance }
    }

    /// Groups rows by their person's position, given for each row, and drops rows without one. `set_aside` holds the positions
    /// of persons with a row that was set aside.
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
        let (ranges, order) = Ranges::with_order(persons);
        match order {
            RowOrder::AsTheyStand => {}
            RowOrder::WithoutStrangers => {
                keep(&mut rows, persons);
                keep(&mut refs, persons);
            }
            RowOrder::Sorted(order) => {
                rows = in_order(&rows, &order);
                refs = in_order(&refs, &order);
            }
        }
        let mut grouped = Grouped { ranges, rows, places: refs, reliance };
        grouped.set_persons_aside(set_aside);
        grouped
    }

    /// The rows about one person, in file order.
    pub fn of(&self, person: usize) -> PersonRows<'_, T> {
        match self.ranges.range(person) {
            Some(range) => {
                PersonRows { rows: self.rows.get(range).unwrap_or_default(), reliance: self.reliance }
            }
            None => PersonRows { rows: &[], reliance: Reliance::RowSetAside },
        }
    }

    /// The places of those rows, to read them again. Empty if a row was set aside or places were forgotten.
    pub fn places_of(&self, person: usize) -> impl Iterator<Item = RowPlace> + use<T> {
        let range = self.ranges.range(person).unwrap_or_default();
        let kept = range.start.min(self.places.len())..range.end.min(self.places.len());
        kept.filter_map(|index| Some(RowPlace(NonZeroU32::new(u32::try_from(index).ok()?.checked_add(1)?)?)))
    }

    /// Where a row is in its file.
    pub fn place(&self, place: RowPlace) -> Option<RowRef> {
        self.places.get(place.0.get() as usize - 1).copied()
    }

    /// The persons with rows, or with a row that was set aside, sorted.
    pub fn concerned(&self) -> Vec<u32> {
        let Ranges { has_rows, set_aside, .. } = &self.ranges;
        (has_rows | set_aside).ones().filter_map(|person| u32::try_from(person).ok()).collect()
    }

    /// One person under two numbers may have contradictory rows. Then nothing is known about that person.
    pub fn set_contradictions_aside(&mut self, contradicts: impl Fn(&T, &T) -> bool) {
        let contradicted = |person: &u32| {
            let rows = self.of(*person as usize).rows;
            rows.array_windows().any(|[one, other]| contradicts(one, other))
        };
        let with_rows = self.ranges.has_rows.ones().filter_map(|person| u32::try_from(person).ok());
        let persons: Vec<u32> = with_rows.filter(contradicted).collect();
        self.set_persons_aside(&persons);
    }

    /// Makes everything about these persons unknown.
    pub fn set_persons_aside(&mut self, persons: &[u32]) {
        self.ranges.set_aside(persons);
    }
}

/// Keeps the rows with a known person; does nothing if no rows are stored.
fn keep<R>(rows: &mut Vec<R>, persons: &[Option<u32>]) {
    let mut known = persons.iter().map(Option::is_some);
    rows.retain(|_| known.next().unwrap_or(false));
    rows.shrink_to_fit();
}

/// The rows in another order, if any are stored.
fn in_order<R: Copy + Send + Sync>(rows: &[R], order: &[(u32, u32)]) -> Vec<R> {
    let stored = if rows.is_empty() { &[] } else { order };
    mapped(stored.len(), ORDERED_TOGETHER_ROWS, |place| rows.get(stored.get(place)?.1 as usize).copied())
}

/// Rows put in order as one part.
const ORDERED_TOGETHER_ROWS: usize = 64 << 10;
