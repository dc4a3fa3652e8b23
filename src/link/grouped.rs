//! Rows of one extract by the person they are about, and how far they can be relied on for each.

use std::num::NonZeroU32;

use rayon::prelude::*;

use super::people::People;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(NonZeroU32);

/// Rows grouped by person.
pub struct Grouped<T> {
    /// Person i has the rows from `starts[i]` up to `starts[i + 1]`.
    starts: Vec<u32>,
    rows: Vec<T>,
    /// Where each row stands; empty if that was forgotten.
    places: Vec<RowRef>,
    reliance: Reliance,
    /// Persons of whom a row was set aside, sorted by position.
    set_aside: Vec<u32>,
}

impl<T: OfPerson> Grouped<T> {
    /// No rows.
    pub fn empty(reliance: Reliance) -> Grouped<T> {
        Grouped { starts: Vec::new(), rows: Vec::new(), places: Vec::new(), reliance, set_aside: Vec::new() }
    }

    /// Groups rows by the position of their person; rows of others are left out.
    pub fn by_person(
        checked: &Checked<T>,
        persons: &People,
        reliance: Reliance,
        places: Places,
    ) -> Grouped<T> {
        let mut order: Vec<(u32, u32)> =
            persons.found(checked.rows(), |index, _, person| Some((person?, u32::try_from(index).ok()?)));
        order.par_sort_unstable();
        let mut starts = Vec::with_capacity(persons.count() + 1);
        let mut next = 0usize;
        for person in 0..=persons.count() {
            while order.get(next).is_some_and(|(at, _)| (*at as usize) < person) {
                next += 1;
            }
            starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        }
        let row = |(_, index): &(u32, u32)| checked.rows().get(*index as usize).copied();
        let place = |(_, index): &(u32, u32)| checked.refs().get(*index as usize).copied();
        let rows = order.par_iter().filter_map(row).collect();
        let places = match places {
            Places::Kept => order.par_iter().filter_map(place).collect(),
            Places::Forgotten => Vec::new(),
        };
        let aside = checked.persons_set_aside().iter();
        let mut set_aside: Vec<u32> = aside.filter_map(|number| persons.position(*number)).collect();
        set_aside.sort_unstable();
        Grouped { starts, rows, places, reliance, set_aside }
    }

    fn range(&self, person: usize) -> std::ops::Range<usize> {
        let bound = |index: usize| self.starts.get(index).map_or(0, |at| *at as usize);
        bound(person)..bound(person + 1)
    }

    /// The rows about one person, in the order of the file.
    pub fn of(&self, person: usize) -> Delivered<'_, T> {
        if self.is_set_aside(person) {
            return Delivered { rows: &[], reliance: Reliance::RowSetAside };
        }
        let rows = self.rows.get(self.range(person)).unwrap_or_default();
        Delivered { rows, reliance: self.reliance }
    }

    /// Those rows, to be read again; nothing for a person of whom a row was set aside, or if places were forgotten.
    pub fn places_of(&self, person: usize) -> impl Iterator<Item = Place> + use<T> {
        let range = if self.is_set_aside(person) { 0..0 } else { self.range(person) };
        let kept = range.start.min(self.places.len())..range.end.min(self.places.len());
        kept.filter_map(|index| Some(Place(NonZeroU32::new(u32::try_from(index).ok()?.checked_add(1)?)?)))
    }

    /// Where a row stands.
    pub fn place(&self, place: Place) -> Option<RowRef> {
        self.places.get(place.0.get() as usize - 1).copied()
    }

    /// The persons that rows are about, or of whom a row was set aside, sorted.
    pub fn concerned(&self) -> Vec<u32> {
        let has_rows = |(_, bounds): &(u32, &[u32; 2])| matches!(bounds, [start, end] if start < end);
        let with_rows = (0u32..).zip(self.starts.array_windows::<2>()).filter(has_rows);
        let mut persons: Vec<u32> = with_rows.map(|(person, _)| person).collect();
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
        let count = u32::try_from(self.starts.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let persons: Vec<u32> = (0..count).filter(contradicted).collect();
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
