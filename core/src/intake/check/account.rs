//! What is known of an extract besides its typed rows: where each row stands, which were set aside and why, and the sums that must balance.
//! Nothing here depends on the type of the rows, so it is compiled once, not once per type.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::repeats::{Fate, fates};
use super::row::Context;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::RowRef;
use crate::model::code::CODES_MAX;
use crate::model::facts::OfPerson;
use crate::model::finding::{Code, Finding, FindingColumn};
use crate::model::number::Persoonsnummer;

/// The typed rows of an extract, whatever their type: what an [`Account`] asks of them.
pub trait TypedRows: Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// Whose a row is; `None` if there is no such row.
    fn person(&self, row: usize) -> Option<Persoonsnummer>;
    /// Keeps the rows for which `kept` is true. It has one entry per row.
    fn keep(&mut self, kept: &[bool]);
}

impl<R: OfPerson> TypedRows for Vec<R> {
    fn count(&self) -> usize {
        self.len()
    }

    fn person(&self, row: usize) -> Option<Persoonsnummer> {
        self.get(row).map(OfPerson::persoon)
    }

    fn keep(&mut self, kept: &[bool]) {
        keep(self, kept);
    }
}

/// Drops what is not marked.
fn keep<T>(own: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter().copied();
    own.retain(|_| kept.next().unwrap_or(true));
}

/// A row that was set aside, for repair at the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it stands.
    pub row: RowRef,
    /// The first reason.
    pub code: Code,
    /// Whether its cells can be told apart.
    pub shape: Shape,
}

/// Whether a row's cells stand under their own headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As many cells as the header, and readable.
    Whole,
    /// Too short, too long, an open quote or unreadable characters.
    Broken,
}

/// A mended row that replaces its original only if a number in the original's text turns out to be somebody's bsn. That is known once the
/// BRP has been read.
#[derive(Clone, Debug)]
pub struct Provisional {
    /// The line of the mended row in its own sheet.
    pub line: u64,
    /// The numbers in the text of the row whose place it takes.
    pub numbers: Vec<Persoonsnummer>,
}

/// A number in the text of an accepted row that sets the row aside if a person in the BRP extract has it.
#[derive(Clone, Copy)]
pub(super) struct Suspect {
    pub row: RowRef,
    pub column: u16,
    pub number: Persoonsnummer,
}

/// For each column with a code list, in column order: the number of rows per code.
pub(super) type CodeCounts = Vec<(usize, [u32; CODES_MAX])>;

/// The conservation sums of one extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Data rows in the file.
    pub read: u64,
    /// Used, identical repeats included.
    pub accepted: u64,
    /// Set aside.
    pub quarantaine: u64,
}

/// What is known of an extract besides its typed rows.
pub struct Account {
    refs: Vec<RowRef>,
    /// The lines of rows whose text is not needed again.
    lines: Vec<u32>,
    set_aside: Vec<SetAside>,
    persons_set_aside: Vec<Persoonsnummer>,
    set_aside_unreadable: u64,
    read: u64,
    findings: Vec<Finding>,
    codes: CodeCounts,
    suspects: Vec<Suspect>,
    provisional: Vec<Provisional>,
}

impl Account {
    /// The physical line of a usable row; 0 if there is no such row.
    pub fn line(&self, row: usize) -> u64 {
        let kept = self.refs.get(row).map(|at| at.line);
        u64::from(kept.or_else(|| self.lines.get(row).copied()).unwrap_or(0))
    }

    /// Where each usable row stands.
    pub fn refs(&self) -> &[RowRef] {
        &self.refs
    }

    /// Where each usable row stands, without the rest.
    pub(super) fn into_refs(self) -> Vec<RowRef> {
        self.refs
    }

    /// Drops the positions of rows but keeps their line numbers, which take a quarter of the memory.
    pub(super) fn forget_places(&mut self) {
        if !self.refs.is_empty() {
            self.lines = std::mem::take(&mut self.refs).into_iter().map(|at| at.line).collect();
        }
    }

    /// Whether any text holds a number that could be somebody's bsn.
    pub fn has_numbers_in_text(&self) -> bool {
        !self.suspects.is_empty() || !self.provisional.is_empty()
    }

    /// The numbers in texts that could be somebody's bsn, by the line of their row.
    pub fn numbers_in_text(&self) -> BTreeMap<u32, Vec<Persoonsnummer>> {
        let mut numbers: BTreeMap<u32, Vec<Persoonsnummer>> = BTreeMap::new();
        for suspect in &self.suspects {
            numbers.entry(suspect.row.line).or_default().push(suspect.number);
        }
        numbers
    }

    /// Records mended rows that may yet turn out to replace nothing.
    pub(super) fn set_provisional(&mut self, provisional: Vec<Provisional>) {
        self.provisional = provisional;
    }

    /// The lines, in the repair sheet, of mended rows whose original turned out to hold nobody's bsn, so that they replace nothing.
    pub(super) fn misplaced(&mut self, is_somebodys: &dyn Fn(Persoonsnummer) -> bool) -> Vec<u64> {
        let own = self.provisional.drain(..);
        own.filter(|own| !own.numbers.iter().any(|number| is_somebodys(*number)))
            .map(|own| own.line)
            .collect()
    }

    /// Sets aside the rows with somebody's bsn in a text. Returns a finding for each.
    pub(super) fn set_numbers_aside(
        &mut self,
        rows: &mut dyn TypedRows,
        is_somebodys: &dyn Fn(Persoonsnummer) -> bool,
    ) -> Vec<Finding> {
        let code = Code::BsnInTekst;
        let mut found = Vec::new();
        let mut out = BTreeSet::new();
        for suspect in self.suspects.drain(..).filter(|suspect| is_somebodys(suspect.number)) {
            // A row that is no longer among the accepted ones was set aside before, or was a repeat.
            let place = self.refs.binary_search_by_key(&suspect.row.line, |row| row.line);
            let Some(index) = place.ok().filter(|index| out.insert(*index)) else { continue };
            let line = u64::from(suspect.row.line);
            found.push(Finding { code, line, column: Some(FindingColumn::Schema(suspect.column)) });
            self.set_aside.push(SetAside { row: suspect.row, code, shape: Shape::Whole });
            self.persons_set_aside.extend(rows.person(index));
        }
        if found.is_empty() {
            return found;
        }
        let kept: Vec<bool> = (0..rows.count()).map(|row| !out.contains(&row)).collect();
        rows.keep(&kept);
        keep(&mut self.refs, &kept);
        self.set_aside.sort_by_key(|row| row.row.line);
        self.persons_set_aside.sort_unstable();
        self.persons_set_aside.dedup();
        found
    }

    /// The rows set aside, in the order of the file.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// The persons with a row set aside, sorted.
    pub fn persons_set_aside(&self) -> &[Persoonsnummer] {
        &self.persons_set_aside
    }

    /// The number of rows set aside whose person cannot be read.
    pub fn set_aside_unreadable(&self) -> u64 {
        self.set_aside_unreadable
    }

    /// What was found, in the order of the file.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many accepted rows have each code: column and code by their index in the schema.
    pub fn code_counts(&self) -> impl Iterator<Item = (usize, u8, u32)> + '_ {
        self.codes.iter().flat_map(|(column, counts)| {
            (0u8..).zip(counts).filter(|(_, count)| **count > 0).map(|(code, count)| (*column, code, *count))
        })
    }

    /// The sums: `gelezen = aanvaard + quarantaine` by construction.
    pub fn sums(&self) -> Sums {
        let quarantaine = u64::try_from(self.set_aside.len()).unwrap_or(u64::MAX);
        Sums { read: self.read, accepted: self.read.saturating_sub(quarantaine), quarantaine }
    }

    /// The number of persons in the extract, as far as their numbers can be read.
    pub(super) fn persons(&self, rows: &dyn TypedRows) -> u64 {
        let own = (0..rows.count()).filter_map(|row| rows.person(row));
        let mut numbers: Vec<Persoonsnummer> = own.chain(self.persons_set_aside.iter().copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        u64::try_from(numbers.len()).unwrap_or(u64::MAX)
    }
}

/// The result of reading some rows, in file order.
#[derive(Default)]
pub(super) struct RowTally {
    pub refs: Vec<RowRef>,
    pub hashes: Vec<u32>,
    pub mutations: Vec<u8>,
    pub set_aside: Vec<SetAside>,
    pub persons_set_aside: Vec<Option<Persoonsnummer>>,
    pub findings: Vec<Finding>,
    pub read: u64,
    pub blank_lines: u64,
    /// Rows that belong to the row above.
    pub continuations: u64,
    pub codes: CodeCounts,
    pub suspects: Vec<Suspect>,
}

impl RowTally {
    /// Reserves memory as if every line were a row. If that fails, the vectors grow as rows come.
    pub fn reserve(&mut self, context: &Context<'_>, lines: usize) {
        let refs = self.refs.try_reserve_exact(lines);
        if refs.is_ok() && !context.schema.key.is_empty() {
            let _ = self.hashes.try_reserve_exact(lines);
        }
    }

    /// Adds what the rows that follow came to.
    pub fn append(&mut self, mut next: RowTally) {
        self.refs.append(&mut next.refs);
        self.hashes.append(&mut next.hashes);
        self.mutations.append(&mut next.mutations);
        self.set_aside.append(&mut next.set_aside);
        self.persons_set_aside.append(&mut next.persons_set_aside);
        self.findings.append(&mut next.findings);
        self.read += next.read;
        self.blank_lines += next.blank_lines;
        self.continuations += next.continuations;
        self.suspects.append(&mut next.suspects);
        // Every part counts the same columns.
        if self.codes.is_empty() {
            self.codes = std::mem::take(&mut next.codes);
        }
        for ((_, all), (_, counts)) in self.codes.iter_mut().zip(next.codes) {
            for (sum, count) in all.iter_mut().zip(counts) {
                *sum = sum.saturating_add(count);
            }
        }
    }

    /// Removes repeated keys from the rows and works out the final sums.
    pub fn settled(self, raw: &Raw, context: &Context<'_>, rows: &mut dyn TypedRows) -> Account {
        let RowTally { mut refs, mut set_aside, mut findings, .. } = self;
        let mut persons_aside = self.persons_set_aside;
        if self.blank_lines > 0 {
            findings.push(Finding::file(Code::LegeRegels));
        }
        if self.continuations > 0 {
            findings.push(Finding::file(Code::Vervolgregels));
        }
        // Without a key there are no hashes: every row counts.
        let mut fates = fates(raw, context, &self.hashes, &refs, &self.mutations);
        if context.schema.person_in_doubt_is_nobody {
            fates = with_persons_in_doubt(fates, rows, &persons_aside);
        }
        if !fates.is_empty() {
            let mut kept = vec![true; rows.count()];
            for (row, fate) in &fates {
                if let Some(kept) = kept.get_mut(*row) {
                    *kept = false;
                }
                let Some(at) = refs.get(*row).copied() else { continue };
                let finding = |code| Finding { code, line: u64::from(at.line), column: None };
                match fate {
                    Fate::Superseded => {}
                    Fate::Repeat => findings.push(finding(Code::HerhalingGelijk)),
                    Fate::Conflict => {
                        findings.push(finding(Code::HerhalingStrijdig));
                        set_aside.push(SetAside {
                            row: at,
                            code: Code::HerhalingStrijdig,
                            shape: Shape::Whole,
                        });
                        persons_aside.push(rows.person(*row));
                    }
                }
            }
            rows.keep(&kept);
            keep(&mut refs, &kept);
        }
        set_aside.sort_by_key(|row| row.row.line);
        findings.sort_by_key(|finding| finding.line);
        let unreadable = persons_aside.iter().filter(|person| person.is_none()).count();
        let mut persons_set_aside: Vec<Persoonsnummer> = persons_aside.into_iter().flatten().collect();
        persons_set_aside.sort_unstable();
        persons_set_aside.dedup();
        Account {
            refs,
            lines: Vec::new(),
            set_aside,
            persons_set_aside,
            set_aside_unreadable: u64::try_from(unreadable).unwrap_or(u64::MAX),
            read: self.read,
            findings,
            codes: self.codes,
            suspects: self.suspects,
            provisional: Vec::new(),
        }
    }
}

/// Adds the other rows of each person with a row set aside: with one row in doubt, none of them can be trusted.
fn with_persons_in_doubt(
    fates: Vec<(usize, Fate)>,
    rows: &dyn TypedRows,
    persons_aside: &[Option<Persoonsnummer>],
) -> Vec<(usize, Fate)> {
    let in_doubt: FxHashSet<Persoonsnummer> = persons_aside.iter().flatten().copied().collect();
    if in_doubt.is_empty() {
        return fates;
    }
    let mut by_row: BTreeMap<usize, Fate> = fates.into_iter().collect();
    for row in 0..rows.count() {
        if rows.person(row).is_some_and(|person| in_doubt.contains(&person)) {
            by_row.insert(row, Fate::Conflict);
        }
    }
    by_row.into_iter().collect()
}
