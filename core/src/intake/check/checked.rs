//! Reads a whole extract: every row accepted or set aside, and the sums that must balance. The second turnstile:
//! [`Checked`] is built here only.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::cell::Cell;
use super::quick::Quick;
use super::repeats::{Fate, fates, key_hash};
use super::row::{Cells, Context, RowVerdict};
use crate::intake::read::chunks::{CHUNK_BYTES, Chunk, chunks};
use crate::intake::read::layout::unquoted;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::{Record, RowReader, RowRef};
use crate::intake::read::walker::{Found, Walker};
use crate::model::code::{CODES_MAX, NO_CODE};
use crate::model::facts::OfPerson;
use crate::model::finding::{Code, Finding, FindingColumn};
use crate::model::number::Persoonsnummer;
use crate::parallel::in_parts_always;
use crate::schemas::schema::{COLUMNS_MAX, Soort};

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

/// The rows of one extract, typed, with what was set aside.
pub struct Checked<R> {
    rows: Vec<R>,
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

/// A mended row in the place of one that is set aside only if somebody has a number that stands in its text. Whether it is will be
/// known once the BRP has been read.
#[derive(Clone, Debug)]
pub struct Provisional {
    /// The line of the mended row in its own sheet.
    pub line: u64,
    /// The numbers in the text of the row whose place it takes.
    pub numbers: Vec<Persoonsnummer>,
}

/// A number in a text of an accepted row that is a bsn, if somebody has it.
#[derive(Clone, Copy)]
struct Suspect {
    row: RowRef,
    column: u16,
    number: Persoonsnummer,
}

/// How many rows have each code of each column that has a list of them, in the order of the columns.
type CodeCounts = Vec<(usize, [u32; CODES_MAX])>;

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

impl<R> Checked<R> {
    /// The usable rows, in the order of the file.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// Where each usable row stands.
    pub fn refs(&self) -> &[RowRef] {
        &self.refs
    }

    /// The physical line of a usable row; 0 if there is no such row.
    pub fn line(&self, row: usize) -> u64 {
        let kept = self.refs.get(row).map(|at| at.line);
        u64::from(kept.or_else(|| self.lines.get(row).copied()).unwrap_or(0))
    }

    /// Forgets where rows stand, but for their lines: that takes a quarter of the room.
    #[must_use]
    pub fn without_places(mut self) -> Checked<R> {
        if self.refs.is_empty() {
            return self;
        }
        self.lines = std::mem::take(&mut self.refs).into_iter().map(|at| at.line).collect();
        self
    }

    /// The usable rows and where they stand, as a whole.
    pub fn into_rows(self) -> (Vec<R>, Vec<RowRef>) {
        (self.rows, self.refs)
    }

    /// Whether a number stands in a text that could be somebody's bsn.
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

    /// The same, with mended rows of which it is not known yet whether they take the place of one that is set aside.
    #[must_use]
    pub fn with_provisional(mut self, provisional: Vec<Provisional>) -> Checked<R> {
        self.provisional = provisional;
        self
    }

    /// The lines, in their own sheet, of mended rows in the place of a row that nobody's bsn set aside.
    pub fn misplaced(&mut self, is_somebodys: impl Fn(Persoonsnummer) -> bool) -> Vec<u64> {
        let own = self.provisional.drain(..);
        own.filter(|own| !own.numbers.iter().any(|number| is_somebodys(*number)))
            .map(|own| own.line)
            .collect()
    }

    /// Sets rows aside in a text of which somebody's bsn stands. Findings come for each of them.
    pub fn set_numbers_aside(&mut self, is_somebodys: impl Fn(Persoonsnummer) -> bool) -> Vec<Finding>
    where
        R: OfPerson,
    {
        let code = Code::BsnInTekst;
        let mut found = Vec::new();
        let mut out = BTreeSet::new();
        for suspect in self.suspects.drain(..).filter(|suspect| is_somebodys(suspect.number)) {
            // A row that was no longer among the accepted ones is set aside already, or was a repeat.
            let place = self.refs.binary_search_by_key(&suspect.row.line, |row| row.line);
            let Some(index) = place.ok().filter(|index| out.insert(*index)) else { continue };
            let line = u64::from(suspect.row.line);
            found.push(Finding { code, line, column: Some(FindingColumn::Schema(suspect.column)) });
            self.set_aside.push(SetAside { row: suspect.row, code, shape: Shape::Whole });
            self.persons_set_aside.extend(self.rows.get(index).map(OfPerson::persoon));
        }
        let mut index = 0..;
        self.rows.retain(|_| index.next().is_none_or(|index| !out.contains(&index)));
        let mut index = 0..;
        self.refs.retain(|_| index.next().is_none_or(|index| !out.contains(&index)));
        self.set_aside.sort_by_key(|row| row.row.line);
        self.persons_set_aside.sort_unstable();
        self.persons_set_aside.dedup();
        found
    }

    /// The rows set aside, in the order of the file.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// The persons of whom a row was set aside, sorted.
    pub fn persons_set_aside(&self) -> &[Persoonsnummer] {
        &self.persons_set_aside
    }

    /// Rows set aside of which nobody can say whose they are.
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
}

struct ChunkOut<R> {
    rows: Vec<R>,
    refs: Vec<RowRef>,
    hashes: Vec<u32>,
    mutations: Vec<u8>,
    set_aside: Vec<SetAside>,
    persons_set_aside: Vec<Option<Persoonsnummer>>,
    findings: Vec<Finding>,
    read: u64,
    blank_lines: u64,
    /// Rows that belong to the row above.
    continuations: u64,
    codes: CodeCounts,
    suspects: Vec<Suspect>,
}

/// Reads and checks every row of the body. `make` turns accepted cells into the typed row.
pub fn check_extract<R, F>(raw: &Raw, context: &Context<'_>, make: F) -> Checked<R>
where
    R: OfPerson,
    F: Fn(&Cells, Record<'_>) -> Option<R> + Sync,
{
    check_in_chunks(raw, context, CHUNK_BYTES, make)
}

/// The same, in chunks of about so many bytes. How large they are changes nothing of what comes out.
pub fn check_in_chunks<R, F>(raw: &Raw, context: &Context<'_>, chunk_bytes: usize, make: F) -> Checked<R>
where
    R: OfPerson,
    F: Fn(&Cells, Record<'_>) -> Option<R> + Sync,
{
    let layout = context.layout;
    let body = layout.body_start..layout.body_end;
    let parts = chunks(raw.bytes(), body, layout.body_line, layout.delimiter, layout.width, chunk_bytes);
    let quick = Quick::of(context);
    let read = |part: usize| {
        let reader = ChunkReader::new(raw, context, quick.as_ref(), &make);
        parts.get(part).map(|chunk| reader.read(chunk))
    };
    let mut all = ChunkOut::empty();
    // The last line may have no end.
    all.reserve(context, parts.iter().map(|chunk| chunk.lines).sum::<usize>() + 1);
    // What a chunk gives is put with the rest as soon as it is its turn: all chunks together would take as much room again.
    in_parts_always(parts.len(), read, |out| out.into_iter().for_each(|out| all.append(out)));
    if all.blank_lines > 0 {
        all.findings.push(Finding::file(Code::LegeRegels));
    }
    if all.continuations > 0 {
        all.findings.push(Finding::file(Code::Vervolgregels));
    }
    settle_repeats(raw, context, all)
}

/// Takes repeats of a key out, and closes the sums.
fn settle_repeats<R: OfPerson>(raw: &Raw, context: &Context<'_>, all: ChunkOut<R>) -> Checked<R> {
    let ChunkOut { mut rows, mut refs, hashes, mutations, .. } = all;
    let (mut set_aside, mut persons_aside, mut findings) =
        (all.set_aside, all.persons_set_aside, all.findings);
    // Without a key there are no hashes: every row counts.
    let mut fates = fates(raw, context, &hashes, &refs, &mutations);
    if context.schema.person_in_doubt_is_nobody {
        fates = with_persons_in_doubt(fates, &rows, &persons_aside);
    }
    if !fates.is_empty() {
        for (row, fate) in &fates {
            let Some(at) = refs.get(*row).copied() else { continue };
            let finding = |code| Finding { code, line: u64::from(at.line), column: None };
            match fate {
                Fate::Superseded => {}
                Fate::Repeat => findings.push(finding(Code::HerhalingGelijk)),
                Fate::Conflict => {
                    findings.push(finding(Code::HerhalingStrijdig));
                    set_aside.push(SetAside { row: at, code: Code::HerhalingStrijdig, shape: Shape::Whole });
                    persons_aside.push(rows.get(*row).map(OfPerson::persoon));
                }
            }
        }
        let mut out = fates.iter().map(|(row, _)| *row).peekable();
        let mut keep = Vec::with_capacity(rows.len());
        for row in 0..rows.len() {
            keep.push(out.next_if_eq(&row).is_none());
        }
        let mut kept = keep.iter().copied();
        rows.retain(|_| kept.next().unwrap_or(true));
        let mut kept = keep.iter().copied();
        refs.retain(|_| kept.next().unwrap_or(true));
    }
    set_aside.sort_by_key(|row| row.row.line);
    findings.sort_by_key(|finding| finding.line);
    let unreadable = persons_aside.iter().filter(|person| person.is_none()).count();
    let mut persons_set_aside: Vec<Persoonsnummer> = persons_aside.into_iter().flatten().collect();
    persons_set_aside.sort_unstable();
    persons_set_aside.dedup();
    Checked {
        rows,
        refs,
        lines: Vec::new(),
        set_aside,
        persons_set_aside,
        set_aside_unreadable: u64::try_from(unreadable).unwrap_or(u64::MAX),
        read: all.read,
        findings,
        codes: all.codes,
        suspects: all.suspects,
        provisional: Vec::new(),
    }
}

/// Adds the rows of persons of whom another row was set aside: for them the rows contradict each other.
fn with_persons_in_doubt<R: OfPerson>(
    fates: Vec<(usize, Fate)>,
    rows: &[R],
    persons_aside: &[Option<Persoonsnummer>],
) -> Vec<(usize, Fate)> {
    let in_doubt: FxHashSet<Persoonsnummer> = persons_aside.iter().flatten().copied().collect();
    if in_doubt.is_empty() {
        return fates;
    }
    let mut by_row: BTreeMap<usize, Fate> = fates.into_iter().collect();
    for (at, row) in rows.iter().enumerate() {
        if in_doubt.contains(&row.persoon()) {
            by_row.insert(at, Fate::Conflict);
        }
    }
    by_row.into_iter().collect()
}

struct ChunkReader<'a, 'c, R, F> {
    raw: &'a Raw,
    context: &'a Context<'c>,
    quick: Option<&'a Quick<'c>>,
    make: &'a F,
    cells: Box<Cells>,
    out: ChunkOut<R>,
}

impl<'a, 'c, R, F> ChunkReader<'a, 'c, R, F>
where
    F: Fn(&Cells, Record<'_>) -> Option<R>,
{
    fn new(raw: &'a Raw, context: &'a Context<'c>, quick: Option<&'a Quick<'c>>, make: &'a F) -> Self {
        let mut out = ChunkOut::empty();
        let columns = context.schema.columns.iter().enumerate();
        out.codes = columns
            .filter(|(_, column)| !column.codes.is_empty())
            .map(|(index, _)| (index, [0; CODES_MAX]))
            .collect();
        ChunkReader { raw, context, quick, make, cells: Box::new([Cell::Empty; COLUMNS_MAX]), out }
    }

    fn read(mut self, chunk: &Chunk) -> ChunkOut<R> {
        let layout = self.context.layout;
        // A row is no shorter than its separators; what is blank takes no room.
        self.out.reserve(self.context, chunk.lines.min(chunk.range.len() / layout.width.max(1)) + 1);
        let bytes = self.raw.bytes().get(..layout.body_end).unwrap_or_default();
        let clean = is_clean(bytes.get(chunk.range.clone()).unwrap_or_default());
        let walker = Walker::new(bytes, layout.delimiter, layout.width);
        let mut reader = RowReader::new(layout.delimiter);
        let (mut at, mut line) = (chunk.range.start, chunk.line);
        while at < chunk.range.end {
            let Some(step) = walker.step(at) else { break };
            let text = bytes.get(at..step.end).unwrap_or_default();
            let row = RowRef {
                offset: u64::try_from(at).unwrap_or(u64::MAX),
                length: u32::try_from(text.len()).unwrap_or(u32::MAX),
                line: u32::try_from(line).unwrap_or(u32::MAX),
            };
            match step.found {
                _ if layout.mended.contains_key(&row.line) => self.mended(row.line, &mut reader),
                // Nobody can say whether a mark belongs to the first cell.
                Found::Record if text.starts_with(BYTE_ORDER_MARK) => {
                    self.broken(row, text.get(BYTE_ORDER_MARK.len()..).unwrap_or_default(), Code::Stuurteken);
                }
                Found::Record if step.is_plain => self.record(row, text, reader.read_plain(text), clean),
                Found::Record => self.record(row, text, reader.read(text), clean),
                Found::Blank => self.out.blank_lines += 1,
                Found::BadQuote => self.broken(row, text, Code::AanhalingstekenFout),
            }
            line += if step.is_plain { 1 } else { newlines(text) };
            at = step.end;
        }
        self.out
    }

    /// The mended row that takes the place of the one on this line. It continues no other: its place is that of a row.
    fn mended(&mut self, line: u32, reader: &mut RowReader) {
        let Some(row) = self.context.layout.mended.get(&line).copied() else { return };
        let text = row.bytes(self.raw.bytes());
        self.row(row, text, reader.read(text), false);
    }

    /// A well-formed record.
    fn record(&mut self, row: RowRef, text: &[u8], record: Record<'_>, clean: bool) {
        if self.continues(row, record) {
            self.out.continuations += 1;
            return;
        }
        self.row(row, text, record, clean);
    }

    fn row(&mut self, row: RowRef, text: &[u8], record: Record<'_>, clean: bool) {
        if self.repeats_header(text) {
            let code = Code::KopregelTussenRijen;
            self.out.findings.push(Finding { code, line: u64::from(row.line), column: None });
            return self.put_aside(row, code, Shape::Whole, None);
        }
        if !clean
            && let Some(code) = character_fault(text)
            && !self.is_unread(record, code)
        {
            self.out.findings.push(Finding { code, line: u64::from(row.line), column: None });
            return self.put_aside(row, code, Shape::Broken, self.context.person(record));
        }
        self.one(row, record);
    }

    /// Whether a control character stands in a column that is dropped: its values are never read, and cost no row.
    fn is_unread(&self, record: Record<'_>, code: Code) -> bool {
        let layout = self.context.layout;
        let mut read = layout.known_headers.iter().filter_map(|(position, _)| record.get(*position));
        code == Code::Stuurteken
            && !layout.dropped.is_empty()
            && record.len() == layout.width
            && read.all(|cell| character_fault(cell).is_none())
    }

    /// Whether a whole row belongs to the row above, in a layout that has such rows. The first row has none above it.
    fn continues(&self, row: RowRef, record: Record<'_>) -> bool {
        let first = usize::try_from(row.offset).is_ok_and(|offset| offset == self.context.layout.body_start);
        let Some(column) = self.context.schema.continuation.filter(|_| !first) else { return false };
        record.len() == self.context.layout.width && self.context.cell(record, column).is_empty()
    }

    /// Whether the row is the header again: files that were put one behind the other.
    fn repeats_header(&self, text: &[u8]) -> bool {
        let header = self.raw.bytes().get(self.context.layout.header.clone()).unwrap_or_default();
        // The first byte tells nearly always.
        text.first() == header.first() && text.trim_ascii_end() == header.trim_ascii_end()
    }

    fn one(&mut self, row: RowRef, record: Record<'_>) {
        let line = u64::from(row.line);
        let verdict = if self.quick.is_some_and(|quick| quick.accepts(record, &mut self.cells)) {
            RowVerdict::Accepted
        } else {
            let verdict = self.context.check(record, line, &mut self.cells, &mut self.out.findings);
            if verdict == RowVerdict::Accepted {
                let suspect = |(column, number)| Suspect {
                    row,
                    column: u16::try_from(column).unwrap_or(u16::MAX),
                    number,
                };
                self.out.suspects.extend(self.context.numbers_in_text(record).into_iter().map(suspect));
            }
            verdict
        };
        match verdict {
            RowVerdict::SetAside(code) => {
                let broken = record.len() != self.context.layout.width;
                let shape = if broken { Shape::Broken } else { Shape::Whole };
                self.put_aside(row, code, shape, self.context.person(record));
            }
            RowVerdict::Accepted => {
                let Some(typed) = (self.make)(&self.cells, record) else {
                    self.out.findings.push(Finding { code: Code::VormFout, line, column: None });
                    self.put_aside(row, Code::VormFout, Shape::Whole, self.context.person(record));
                    return;
                };
                self.out.read += 1;
                for (column, counts) in &mut self.out.codes {
                    let code = self.cells.get(*column).map_or(NO_CODE, |cell| cell.code());
                    if let Some(count) = counts.get_mut(usize::from(code)) {
                        *count += 1;
                    }
                }
                self.out.rows.push(typed);
                self.out.refs.push(row);
                if !self.context.schema.key.is_empty() {
                    self.out.hashes.push(key_hash(self.context, record, &self.cells));
                }
                if let (Soort::Delta, Some(column)) = (self.context.soort, self.context.schema.mutation) {
                    self.out.mutations.push(self.cells.get(column).map_or(0, |cell| cell.code()));
                }
            }
        }
    }

    /// A line that is no record: its number is still sought, by plain separators.
    fn broken(&mut self, row: RowRef, text: &[u8], code: Code) {
        self.out.findings.push(Finding { code, line: u64::from(row.line), column: None });
        let delimiter = self.context.layout.delimiter;
        let person = self.context.schema.person.and_then(|column| {
            let position = self.context.layout.position(column)?;
            let cell = text.split(|byte| *byte == delimiter).nth(position)?;
            Context::readable_number(unquoted(cell))
        });
        self.put_aside(row, code, Shape::Broken, person);
    }

    fn put_aside(&mut self, row: RowRef, code: Code, shape: Shape, person: Option<Persoonsnummer>) {
        self.out.read += 1;
        self.out.set_aside.push(SetAside { row, code, shape });
        self.out.persons_set_aside.push(person);
    }
}

fn newlines(text: &[u8]) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', text).count()).unwrap_or(0)
}

/// Valid UTF-8 without control characters: then no row needs a look of its own.
fn is_clean(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok()
        && !text.chunks(BLOCK_BYTES).any(has_control)
        && !has_late_control(text)
        && memchr::memmem::find(text, BYTE_ORDER_MARK).is_none()
}

/// Bytes that are looked at together: without a way out halfway, many at a time are compared at once.
const BLOCK_BYTES: usize = 4 << 10;

fn has_control(block: &[u8]) -> bool {
    block.iter().fold(false, |found, byte| found | is_control(*byte))
}

/// The control characters U+0080 to U+009F: no text holds them, but bytes that a wrong decoding made do.
fn has_late_control(text: &[u8]) -> bool {
    memchr::memchr_iter(0xC2, text).any(|at| text.get(at + 1).is_some_and(|next| (0x80..0xA0).contains(next)))
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F)
}

/// Where files were glued together one stands in the middle, and readers disagree on what it is.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn character_fault(row: &[u8]) -> Option<Code> {
    if memchr::memmem::find(row, BYTE_ORDER_MARK).is_some() {
        Some(Code::Stuurteken)
    } else if std::str::from_utf8(row).is_err() {
        Some(Code::TekenFout)
    } else {
        (row.iter().any(|byte| is_control(*byte)) || has_late_control(row)).then_some(Code::Stuurteken)
    }
}

impl<R> ChunkOut<R> {
    fn empty() -> Self {
        ChunkOut {
            rows: Vec::new(),
            refs: Vec::new(),
            hashes: Vec::new(),
            mutations: Vec::new(),
            set_aside: Vec::new(),
            persons_set_aside: Vec::new(),
            findings: Vec::new(),
            read: 0,
            blank_lines: 0,
            continuations: 0,
            codes: CodeCounts::new(),
            suspects: Vec::new(),
        }
    }

    /// Makes room for what every row has, as if every line were one. Where there is no such room it is made as rows come.
    fn reserve(&mut self, context: &Context<'_>, lines: usize) {
        let rows = self.rows.try_reserve_exact(lines);
        let refs = rows.and_then(|()| self.refs.try_reserve_exact(lines));
        if refs.is_ok() && !context.schema.key.is_empty() {
            let _ = self.hashes.try_reserve_exact(lines);
        }
    }

    fn append(&mut self, mut next: Self) {
        self.rows.append(&mut next.rows);
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
}
