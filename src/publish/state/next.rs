//! From one state to the next: what was delivered now, held against what is remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::store::{Entries, Summary};
use crate::crypto::hashing::{KENMERK_CHARS, Subject};
use crate::model::day::Day;
use crate::parallel::in_parts;
use crate::release::memory::{Family, Memory, Remembered, RememberedLine};

/// Years that a person is remembered as once delivered, for a rule that asks whether someone was: from the first year of the
/// target group to the last, with room.
pub const ONCE_YEARS: i32 = 12;

/// One delivered line: whose, under which kenmerk, and what stands in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Who.
    pub subject: Subject,
    /// The kenmerk.
    pub kenmerk: [u8; KENMERK_CHARS],
    /// Keyed hash of the line, as bytes: an integer of eight would take six more to lie where it must.
    pub content: [u8; 8],
}

/// What changed in a parcel since the run before: persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Were not held before.
    pub new: u64,
    /// Are held with other content.
    pub changed: u64,
    /// Are held with the same content.
    pub same: u64,
    /// Were held, and are not delivered now.
    pub gone: u64,
}

impl Changes {
    fn add(&mut self, other: Changes) {
        self.new += other.new;
        self.changed += other.changed;
        self.same += other.same;
        self.gone += other.gone;
    }
}

/// Marks that are held against what is remembered together.
const PART_MARKS: usize = 8 << 10;

/// How long entries of a parcel are remembered.
#[derive(Clone, Copy, Debug)]
pub struct Keeping {
    /// Of the day on which the data leaves, and of the state.
    pub today: Day,
    /// The last day on which the recipient may still have what it gets today: after it there is nothing to recall.
    pub retention_days: i32,
    /// Whether a rule asks who was ever in it, or it is delivered only once.
    pub once: bool,
    /// How many days must lie between two deliveries about one person; 0 where nothing says so.
    pub pause_days: i32,
    /// Whether who is not delivered again is not gone: told once, or asked about some time ago.
    pub is_said_once: bool,
    /// The day on which the data of the run before left: only who was delivered then can be gone now.
    pub previous: Option<Day>,
}

impl Keeping {
    fn keeps(self, entry: &RememberedLine) -> bool {
        let until = |days: i32| self.today <= entry.last.plus_days(days);
        (entry.held && until(self.retention_days))
            || (self.once && self.today <= entry.last.plus_years(ONCE_YEARS))
            || until(self.pause_days - 1)
    }
}

/// Builds the state that a run leaves, a parcel at a time.
pub struct NextState<'a> {
    memory: &'a Memory,
    recalled: BTreeMap<&'a Family, FxHashSet<Subject>>,
}

impl<'a> NextState<'a> {
    /// Begins with what is remembered, and with who is recalled.
    pub fn new(memory: &'a Memory, recalled: impl Iterator<Item = (&'a Family, Subject)>) -> NextState<'a> {
        let mut by_family: BTreeMap<&'a Family, FxHashSet<Subject>> = BTreeMap::new();
        for (family, subject) in recalled {
            by_family.entry(family).or_default().insert(subject);
        }
        NextState { memory, recalled: by_family }
    }

    /// Writes what is remembered of a parcel with these lines, those of its `-geheim` twin among them; gives what the head says
    /// of it, and what changed.
    ///
    /// # Errors
    /// What the writer says.
    pub fn delivered(
        &self,
        family: Family,
        columns: Vec<String>,
        marks: Vec<Mark>,
        keeping: Keeping,
        to: &mut (dyn Write + Send),
    ) -> io::Result<(Summary, Changes)> {
        let none = Remembered::default();
        let old = self.memory.state().families.get(&family).unwrap_or(&none);
        let marks = one_per_subject(marks);
        // A part of the marks is held against what is remembered from its first subject up to that of the next part.
        let begin = |part: usize| match marks.get(part * PART_MARKS) {
            Some(mark) if part > 0 => old.entries.partition_point(|entry| entry.subject < mark.subject),
            Some(_) => 0,
            None if part > 0 => old.entries.len(),
            None => 0,
        };
        let parts = marks.len().div_ceil(PART_MARKS).max(1);
        let mut changes = Changes::default();
        let mut regels = 0;
        in_parts(
            parts,
            |part| {
                let own = marks.get(part * PART_MARKS..).unwrap_or_default();
                let own = own.get(..PART_MARKS).unwrap_or(own);
                let old = old.entries.get(begin(part)..begin(part + 1)).unwrap_or_default();
                self.merge(&family, old, own, keeping)
            },
            |(entries, of_part)| {
                changes.add(of_part);
                regels += entries.count();
                to.write_all(entries.bytes())
            },
        )?;
        Ok((Summary::of(family, columns, regels), changes))
    }

    /// The parcels that are remembered and were not delivered, with the columns that they had.
    pub fn not_delivered<'s>(
        &'s self,
        delivered: &'s BTreeSet<Family>,
    ) -> impl Iterator<Item = (&'s Family, &'s [String])> {
        let before = self.memory.state().families.iter();
        let missing = before.filter(|(family, _)| !delivered.contains(family));
        missing.map(|(family, old)| (family, old.columns.as_slice()))
    }

    fn merge(
        &self,
        family: &Family,
        old: &[RememberedLine],
        marks: &[Mark],
        keeping: Keeping,
    ) -> (Entries, Changes) {
        let recalled = self.recalled.get(family);
        let masker = self.memory.masker(family);
        let mut changes = Changes::default();
        let mut entries = Entries::with_room(old.len().max(marks.len()));
        let mut before = old.iter().peekable();
        let stays = |entry: &RememberedLine, changes: &mut Changes, entries: &mut Entries| {
            let was_there = entry.held && keeping.previous == Some(entry.last) && !keeping.is_said_once;
            changes.gone += u64::from(was_there);
            let is_recalled = recalled.is_some_and(|recalled| recalled.contains(&entry.subject));
            let entry = RememberedLine { held: entry.held && !is_recalled, ..*entry };
            if keeping.keeps(&entry) {
                entries.add(&entry);
            }
        };
        for mark in marks {
            while let Some(entry) = before.next_if(|entry| entry.subject < mark.subject) {
                stays(entry, &mut changes, &mut entries);
            }
            let known = before.next_if(|entry| entry.subject == mark.subject).filter(|entry| entry.held);
            match known {
                None => changes.new += 1,
                Some(entry) if entry.content == u64::from_le_bytes(mark.content) => changes.same += 1,
                Some(_) => changes.changed += 1,
            }
            let masked =
                known.map_or_else(|| masker.masked(mark.subject, &mark.kenmerk), |entry| entry.masked);
            entries.add(&RememberedLine {
                subject: mark.subject,
                masked,
                content: u64::from_le_bytes(mark.content),
                first: known.map_or(keeping.today, |entry| entry.first),
                last: known.map_or(keeping.today, |entry| entry.last.max(keeping.today)),
                held: true,
            });
        }
        for entry in before {
            stays(entry, &mut changes, &mut entries);
        }
        (entries, changes)
    }
}

/// Lines of one person as one: the order in which they stand says nothing.
fn one_per_subject(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.par_sort_unstable_by_key(|mark| mark.subject);
    marks.dedup_by(|next, kept| {
        let same = next.subject == kept.subject;
        if same {
            let sum = u64::from_le_bytes(kept.content).wrapping_add(u64::from_le_bytes(next.content));
            kept.content = sum.to_le_bytes();
        }
        same
    });
    marks
}
