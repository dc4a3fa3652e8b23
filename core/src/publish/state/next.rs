//! Turns one state into the next: compares what is delivered now with what is remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::store::{Entries, Summary};
use crate::crypto::hashing::{KENMERK_CHARS, Subject};
use crate::model::day::Day;
use crate::parallel::in_parts;
use crate::release::memory::{Family, Memory, Remembered, RememberedLine};

/// Years for which a past delivery is remembered, for rules that ask whether a person was ever delivered. Covers the target
/// group from its first year of age to its last, with a margin.
pub const ONCE_YEARS: i32 = 12;

/// One delivered line: its person, its kenmerk and a hash of its content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The person, pseudonymised.
    pub subject: Subject,
    /// The kenmerk.
    pub kenmerk: [u8; KENMERK_CHARS],
    /// Keyed hash of the line. Kept as bytes because the alignment of a `u64` would add six bytes of padding.
    pub content: [u8; 8],
}

/// Persons in a parcel, counted by what changed since the run before.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Not held before.
    pub new: u64,
    /// Held, with other content.
    pub changed: u64,
    /// Held, with the same content.
    pub same: u64,
    /// Held before, and not delivered now.
    pub gone: u64,
    /// The persons themselves, for a parcel of one school: who changed schools is gone at one and new at the other.
    pub at_school: Vec<(Subject, Change)>,
}

/// What changed about a person in a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Not held before.
    New,
    /// Held, with other content.
    Changed,
    /// Held, with the same content.
    Same,
    /// Held before, and not delivered now.
    Gone,
}

impl Changes {
    fn count(&mut self, family: &Family, subject: Subject, change: Change) {
        match change {
            Change::New => self.new += 1,
            Change::Changed => self.changed += 1,
            Change::Same => self.same += 1,
            Change::Gone => self.gone += 1,
        }
        if !family.brin.is_empty() {
            self.at_school.push((subject, change));
        }
    }

    fn add(&mut self, mut other: Changes) {
        self.new += other.new;
        self.changed += other.changed;
        self.same += other.same;
        self.gone += other.gone;
        self.at_school.append(&mut other.at_school);
    }

    /// Counts each person of a parcel once over all its schools: as new if at no school before, as gone if at none now, and as changed if
    /// the school or the content differs.
    pub fn over_schools<'c>(schools: impl Iterator<Item = &'c Changes>) -> Changes {
        let mut all = Changes::default();
        let mut persons: Vec<(Subject, Change)> = Vec::new();
        for own in schools {
            if own.at_school.is_empty() {
                all.new += own.new;
                all.changed += own.changed;
                all.same += own.same;
                all.gone += own.gone;
            }
            persons.extend_from_slice(&own.at_school);
        }
        persons.sort_unstable_by_key(|(subject, _)| *subject);
        for person in persons.chunk_by(|(one, _), (other, _)| one == other) {
            let has = |change: Change| person.iter().any(|(_, own)| *own == change);
            let (kept, came, went) = (has(Change::Same), has(Change::New), has(Change::Gone));
            if has(Change::Changed) || (came && (kept || went)) || (went && kept) {
                all.changed += 1;
            } else if came {
                all.new += 1;
            } else if went {
                all.gone += 1;
            } else {
                all.same += 1;
            }
        }
        all
    }
}

/// Marks per part; parts are merged in parallel.
const PART_MARKS: usize = 8 << 10;

/// How long entries of a parcel are remembered.
#[derive(Clone, Copy, Debug)]
pub struct Keeping {
    /// The verstrekdatum of this run, and of the state that it leaves.
    pub verstrekdatum: Day,
    /// Days for which the recipient may keep what it receives; after that there is nothing to recall.
    pub retention_days: i32,
    /// Whether a rule asks who was ever in this parcel, or the parcel is delivered only once per person.
    pub once: bool,
    /// Minimum number of days between two deliveries about one person; 0 if there is none.
    pub pause_days: i32,
    /// Whether a person who is not delivered again does not count as gone, because a rule delivers each person only once or
    /// pauses between deliveries.
    pub is_said_once: bool,
    /// The verstrekdatum of the previous run. Only persons delivered on that day can be gone now.
    pub previous: Option<Day>,
}

impl Keeping {
    fn keeps(self, entry: &RememberedLine) -> bool {
        let until = |days: i32| self.verstrekdatum <= entry.last.plus_days(days);
        // Delivered tonight and recalled by a later attempt: a further attempt repeats that recall.
        let is_of_tonight = entry.last == self.verstrekdatum;
        (entry.held && until(self.retention_days))
            || is_of_tonight
            || (self.once && self.verstrekdatum <= entry.last.plus_years(ONCE_YEARS))
            || until(self.pause_days - 1)
    }
}

/// Builds the state that a run leaves, one parcel at a time.
pub struct NextState<'a> {
    memory: &'a Memory,
    recalled: BTreeMap<&'a Family, FxHashSet<Subject>>,
}

impl<'a> NextState<'a> {
    /// Starts from what is remembered and the persons who are recalled.
    pub fn new(memory: &'a Memory, recalled: impl Iterator<Item = (&'a Family, Subject)>) -> NextState<'a> {
        let mut by_family: BTreeMap<&'a Family, FxHashSet<Subject>> = BTreeMap::new();
        for (family, subject) in recalled {
            by_family.entry(family).or_default().insert(subject);
        }
        NextState { memory, recalled: by_family }
    }

    /// Writes the entries of a parcel after delivering these lines, including those of its `-geheim` twin. Returns the
    /// parcel's summary for the head, and the changes.
    ///
    /// # Errors
    /// Returns the error of the writer.
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
        let tried = self.memory.tried().map(|tried| tried.families.get(&family).unwrap_or(&none));
        let marks = one_per_subject(marks);
        // Each part of the marks is compared with the remembered entries from its own first subject up to the first subject
        // of the next part.
        let begin = |of: &Remembered, part: usize| match marks.get(part * PART_MARKS) {
            Some(mark) if part > 0 => of.entries.partition_point(|entry| entry.subject < mark.subject),
            Some(_) => 0,
            None if part > 0 => of.entries.len(),
            None => 0,
        };
        let parts = marks.len().div_ceil(PART_MARKS).max(1);
        let mut changes = Changes::default();
        let mut count = 0;
        in_parts(
            parts,
            |part| {
                let own = marks.get(part * PART_MARKS..).unwrap_or_default();
                let own = own.get(..PART_MARKS).unwrap_or(own);
                let of_part = |of: &'_ Remembered| begin(of, part)..begin(of, part + 1);
                let old = old.entries.get(of_part(old)).unwrap_or_default();
                let tried = tried.map(|tried| tried.entries.get(of_part(tried)).unwrap_or_default());
                self.merge(&family, old, tried, own, keeping)
            },
            |(entries, of_part)| {
                changes.add(of_part);
                count += entries.count();
                to.write_all(entries.bytes())
            },
        )?;
        Ok((Summary::of(family, columns, count), changes))
    }

    /// Parcels that are remembered but not delivered now, with the columns they had.
    pub fn not_delivered<'s>(
        &'s self,
        delivered: &'s BTreeSet<Family>,
    ) -> impl Iterator<Item = (&'s Family, &'s [String])> {
        let before = &self.memory.state().families;
        let tried = self.memory.tried().into_iter().flat_map(|tried| &tried.families);
        let tried = tried.filter(|(family, _)| !before.contains_key(family));
        let missing = before.iter().chain(tried).filter(|(family, _)| !delivered.contains(family));
        missing.map(|(family, old)| (family, old.columns.as_slice()))
    }

    /// `tried` is what the previous attempt of this night left, if it is repeated: persons not delivered now keep the entry from that
    /// attempt.
    fn merge(
        &self,
        family: &Family,
        old: &[RememberedLine],
        tried: Option<&[RememberedLine]>,
        marks: &[Mark],
        keeping: Keeping,
    ) -> (Entries, Changes) {
        let recalled = self.recalled.get(family);
        let masker = self.memory.masker(family);
        let mut changes = Changes::default();
        let mut entries = Entries::with_room(old.len().max(marks.len()));
        let mut before = old.iter().peekable();
        let mut tried_before = tried.unwrap_or_default().iter().peekable();
        let is_gone = |entry: &RememberedLine| {
            entry.held && keeping.previous == Some(entry.last) && !keeping.is_said_once
        };
        let keep = |entry: &RememberedLine, entries: &mut Entries| {
            let is_recalled = recalled.is_some_and(|recalled| recalled.contains(&entry.subject));
            let entry = RememberedLine { held: entry.held && !is_recalled, ..*entry };
            if keeping.keeps(&entry) {
                entries.add(&entry);
            }
        };
        let stays = |entry: &RememberedLine, changes: &mut Changes, entries: &mut Entries| {
            if is_gone(entry) {
                changes.count(family, entry.subject, Change::Gone);
            }
            if tried.is_none() {
                keep(entry, entries);
            }
        };
        for mark in marks {
            while let Some(entry) = tried_before.next_if(|entry| entry.subject < mark.subject) {
                keep(entry, &mut entries);
            }
            tried_before.next_if(|entry| entry.subject == mark.subject);
            while let Some(entry) = before.next_if(|entry| entry.subject < mark.subject) {
                stays(entry, &mut changes, &mut entries);
            }
            let known = before.next_if(|entry| entry.subject == mark.subject).filter(|entry| entry.held);
            let change = match known {
                None => Change::New,
                Some(entry) if entry.content == u64::from_le_bytes(mark.content) => Change::Same,
                Some(_) => Change::Changed,
            };
            changes.count(family, mark.subject, change);
            let masked =
                known.map_or_else(|| masker.masked(mark.subject, &mark.kenmerk), |entry| entry.masked);
            entries.add(&RememberedLine {
                subject: mark.subject,
                masked,
                content: u64::from_le_bytes(mark.content),
                first: known.map_or(keeping.verstrekdatum, |entry| entry.first),
                last: known.map_or(keeping.verstrekdatum, |entry| entry.last.max(keeping.verstrekdatum)),
                held: true,
            });
        }
        for entry in before {
            stays(entry, &mut changes, &mut entries);
        }
        for entry in tried_before {
            keep(entry, &mut entries);
        }
        (entries, changes)
    }
}

/// Merges the lines of one person into one mark. The hashes are summed, so the order of the lines makes no difference.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hashing::SUBJECT_BYTES;

    fn at_school(persons: &[(u8, Change)]) -> Changes {
        let family = Family { party: "school".into(), brin: "20KD".into(), parcel: "verzuim".into() };
        let mut changes = Changes::default();
        for (person, change) in persons {
            changes.count(&family, Subject::from([*person; SUBJECT_BYTES]), *change);
        }
        changes
    }

    #[test]
    fn who_changes_schools_is_one_person_neither_new_nor_gone() {
        let one = at_school(&[(1, Change::Gone), (2, Change::Same), (3, Change::Gone), (6, Change::Same)]);
        let other = at_school(&[(1, Change::New), (4, Change::New), (5, Change::Changed), (6, Change::New)]);
        let third = at_school(&[(4, Change::New)]);
        let all = Changes::over_schools([&one, &other, &third].into_iter());
        assert_eq!((all.new, all.changed, all.same, all.gone), (1, 3, 1, 1));
    }

    #[test]
    fn a_parcel_without_schools_is_counted_as_it_is() {
        let own = Changes { new: 3, changed: 2, same: 5, gone: 1, at_school: Vec::new() };
        let all = Changes::over_schools([&own].into_iter());
        assert_eq!(all, own);
    }
}
