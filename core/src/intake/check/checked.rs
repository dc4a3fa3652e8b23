//! Reads a whole extract: every row accepted or set aside, and the sums that must balance. The second turnstile:
//! [`Checked`] is built here only.

use super::account::{Account, Provisional, RowTally, SetAside, Shape, Suspect, TypedRows};
use super::cell::Cell;
use super::quick::Quick;
use super::repeats::key_hash;
use super::row::{Cells, Context, RowVerdict};
use crate::intake::read::chunks::{CHUNK_BYTES, Chunk, chunks};
use crate::intake::read::layout::unquoted;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::{Record, RowReader, RowRef};
use crate::intake::read::walker::{Framing, Walker};
use crate::model::code::{CODES_MAX, NO_CODE};
use crate::model::facts::OfPerson;
use crate::model::finding::{Code, Finding};
use crate::model::number::Persoonsnummer;
use crate::parallel::in_parts_always;
use crate::schemas::schema::{COLUMNS_MAX, Soort};

/// The rows of one extract, typed, with what else is known of it.
pub struct Checked<R> {
    rows: Vec<R>,
    account: Account,
}

impl<R> Checked<R> {
    /// The usable rows, in the order of the file.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// What is known of the extract besides its rows.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Drops the positions of rows but keeps their line numbers, which take a quarter of the memory.
    #[must_use]
    pub fn without_places(mut self) -> Checked<R> {
        self.account.forget_places();
        self
    }

    /// The usable rows and where they stand, as a whole.
    pub fn into_rows(self) -> (Vec<R>, Vec<RowRef>) {
        (self.rows, self.account.into_refs())
    }

    /// The same, with mended rows that may yet turn out to replace nothing.
    #[must_use]
    pub fn with_provisional(mut self, provisional: Vec<Provisional>) -> Checked<R> {
        self.account.set_provisional(provisional);
        self
    }

    /// The lines, in the repair sheet, of mended rows whose original turned out to hold nobody's bsn, so that they replace nothing.
    pub fn misplaced(&mut self, is_somebodys: &dyn Fn(Persoonsnummer) -> bool) -> Vec<u64> {
        self.account.misplaced(is_somebodys)
    }
}

impl<R: OfPerson> Checked<R> {
    /// The usable rows, whatever their type.
    pub fn typed(&self) -> &dyn TypedRows {
        &self.rows
    }

    /// The number of persons in the extract, as far as their numbers can be read.
    pub fn persons(&self) -> u64 {
        self.account.persons(&self.rows)
    }

    /// Sets aside the rows with somebody's bsn in a text. Returns a finding for each.
    pub fn set_numbers_aside(&mut self, is_somebodys: &dyn Fn(Persoonsnummer) -> bool) -> Vec<Finding> {
        self.account.set_numbers_aside(&mut self.rows, is_somebodys)
    }
}

/// Reads and checks every row of the body. `make` turns accepted cells into the typed row.
pub fn check_extract<R, F>(raw: &Raw, context: &Context<'_>, make: F) -> Checked<R>
where
    R: OfPerson,
    F: Fn(&Cells, Record<'_>) -> Option<R> + Sync,
{
    check_in_chunks(raw, context, CHUNK_BYTES, make)
}

/// The same, in chunks of about `chunk_bytes`. The chunk size does not affect the result.
pub fn check_in_chunks<R, F>(raw: &Raw, context: &Context<'_>, chunk_bytes: usize, make: F) -> Checked<R>
where
    R: OfPerson,
    F: Fn(&Cells, Record<'_>) -> Option<R> + Sync,
{
    let body = Body::of(raw, context, chunk_bytes);
    let read = |part: usize| {
        let mut rows = Vec::new();
        let _ = rows.try_reserve_exact(body.rows_max(part));
        let mut take = |cells: &Cells, record: Record<'_>| {
            let row = make(cells, record);
            let is_row = row.is_some();
            rows.extend(row);
            is_row
        };
        let tally = body.read(part, &mut take);
        (rows, tally)
    };
    let (mut rows, mut all) = (Vec::new(), RowTally::default());
    let _ = rows.try_reserve_exact(body.lines());
    all.reserve(context, body.lines());
    // Append each chunk's result as soon as its turn comes: holding the results of all chunks first would double the memory.
    in_parts_always(body.chunks.len(), read, |(mut own, tally)| {
        rows.append(&mut own);
        all.append(tally);
    });
    let account = all.settled(raw, context, &mut rows);
    Checked { rows, account }
}

/// The body of an extract, in chunks.
struct Body<'a, 'c> {
    raw: &'a Raw,
    context: &'a Context<'c>,
    chunks: Vec<Chunk>,
    quick: Option<Quick<'c>>,
}

impl<'a, 'c> Body<'a, 'c> {
    fn of(raw: &'a Raw, context: &'a Context<'c>, chunk_bytes: usize) -> Body<'a, 'c> {
        let layout = context.layout;
        let body = layout.body_start..layout.body_end;
        let chunks = chunks(raw.bytes(), body, layout.body_line, layout.delimiter, layout.width, chunk_bytes);
        Body { raw, context, chunks, quick: Quick::of(context) }
    }

    /// Its lines. The last one may have no end.
    fn lines(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.lines).sum::<usize>() + 1
    }

    /// The most rows that a chunk can hold. A row has at least as many bytes as separators, so blank lines reserve no memory.
    fn rows_max(&self, part: usize) -> usize {
        let width = self.context.layout.width.max(1);
        self.chunks.get(part).map_or(0, |chunk| chunk.lines.min(chunk.range.len() / width) + 1)
    }

    fn read(&self, part: usize, take: &mut TakeRow<'_>) -> RowTally {
        let Some(chunk) = self.chunks.get(part) else { return RowTally::default() };
        ChunkReader::new(self, take).read(chunk, self.rows_max(part))
    }
}

/// Takes an accepted row; returns `false` if its cells do not make a row of the extract's type.
type TakeRow<'a> = dyn FnMut(&Cells, Record<'_>) -> bool + 'a;

struct ChunkReader<'a, 'c> {
    raw: &'a Raw,
    context: &'a Context<'c>,
    quick: Option<&'a Quick<'c>>,
    take: &'a mut TakeRow<'a>,
    cells: Box<Cells>,
    out: RowTally,
}

impl<'a, 'c> ChunkReader<'a, 'c> {
    fn new(extract: &'a Body<'a, 'c>, take: &'a mut TakeRow<'a>) -> Self {
        let Body { raw, context, ref quick, .. } = *extract;
        let columns = context.schema.columns.iter().enumerate();
        let codes = columns
            .filter(|(_, column)| !column.codes.is_empty())
            .map(|(index, _)| (index, [0; CODES_MAX]))
            .collect();
        let out = RowTally { codes, ..RowTally::default() };
        let cells = Box::new([Cell::Empty; COLUMNS_MAX]);
        ChunkReader { raw, context, quick: quick.as_ref(), take, cells, out }
    }

    fn read(mut self, chunk: &Chunk, rows_max: usize) -> RowTally {
        let layout = self.context.layout;
        self.out.reserve(self.context, rows_max);
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
                // A byte order mark inside the file: it is unclear whether it belongs to the first cell.
                Framing::Record if text.starts_with(BYTE_ORDER_MARK) => {
                    self.broken(row, text.get(BYTE_ORDER_MARK.len()..).unwrap_or_default(), Code::Stuurteken);
                }
                Framing::Record if step.is_plain => self.record(row, text, reader.read_plain(text), clean),
                Framing::Record => self.record(row, text, reader.read(text), clean),
                Framing::Blank => self.out.blank_lines += 1,
                Framing::BadQuote => self.broken(row, text, Code::AanhalingstekenFout),
            }
            line += if step.is_plain { 1 } else { newlines(text) };
            at = step.end;
        }
        self.out
    }

    /// The mended row that replaces the one on this line. It never continues the row above: what it replaces was a row of its own.
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

    /// Whether the control character is in a dropped column. Its values are never read, so it costs no row.
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

    /// Whether the row repeats the header, as happens in concatenated files.
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
                if !(self.take)(&self.cells, record) {
                    self.out.findings.push(Finding { code: Code::VormFout, line, column: None });
                    self.put_aside(row, Code::VormFout, Shape::Whole, self.context.person(record));
                    return;
                }
                self.out.read += 1;
                for (column, counts) in &mut self.out.codes {
                    let code = self.cells.get(*column).map_or(NO_CODE, |cell| cell.code());
                    if let Some(count) = counts.get_mut(usize::from(code)) {
                        *count += 1;
                    }
                }
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

    /// A line that is not a record. The person's number is still looked for, by cutting at plain separators.
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

/// Whether the text is valid UTF-8 without control characters, so that its rows need no check of their own.
fn is_clean(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok()
        && !text.chunks(BLOCK_BYTES).any(has_control)
        && !has_late_control(text)
        && memchr::memmem::find(text, BYTE_ORDER_MARK).is_none()
}

/// Bytes per block. The loop over a block has no early exit, so the compiler can compare many bytes at once.
const BLOCK_BYTES: usize = 4 << 10;

fn has_control(block: &[u8]) -> bool {
    block.iter().fold(false, |found, byte| found | is_control(*byte))
}

/// Whether the text holds U+0080 to U+009F: no real text has these control characters, but a wrong decoding produces them.
fn has_late_control(text: &[u8]) -> bool {
    memchr::memchr_iter(0xC2, text).any(|at| text.get(at + 1).is_some_and(|next| (0x80..0xA0).contains(next)))
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F)
}

/// Concatenated files have one in the middle, and readers disagree on its meaning.
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
