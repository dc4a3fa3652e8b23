//! The way back of rows set aside: a mended sheet of the repair workbook, delivered as HERSTEL beside its SNAPSHOT.
//!
//! Each row of the sheet takes the place of the row that was set aside at its `regel`. The mended rows are written as the SNAPSHOT
//! writes its own, behind its last byte, and the whole extract is checked again with them: sums, repeats and persons follow as if
//! the file had come so. Nothing else in it changes, and each row keeps the line that it had.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use csv::{ByteRecord, WriterBuilder};

use crate::crypto::hashing::PseudonymKey;
use crate::intake::check::account::{Provisional, SetAside, Shape};
use crate::intake::check::diagnosis::cell_form;
use crate::intake::check::row::trimmed;
use crate::intake::read::layout::Layout;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::{Record, RowReader, RowRef};
use crate::intake::read::sheet::{LINE_END, Unsure};
use crate::intake::read::walker::{Framing, Walker};
use crate::model::finding::{Code, Finding, FindingColumn};
use crate::model::number::Persoonsnummer;
use crate::schemas::column::Kind;
use crate::schemas::schema::Schema;

/// What a keyed hash of a delivered file is for.
const PURPOSE: &str = "herstel";

/// Bytes of the keyed hash in a sheet: enough that no two files share one, and short enough for a cell.
const MARK_BYTES: usize = 16;

/// The keyed hash of a delivered file that each row of its repair sheet carries. It begins with a letter, so that no spreadsheet
/// takes it for a number.
pub fn mark(key: &PseudonymKey, hmac: &str) -> String {
    let tag = key.keyed(PURPOSE, &[hmac.as_bytes()]);
    let hex: String = tag.iter().take(MARK_BYTES).map(|byte| format!("{byte:02x}")).collect();
    format!("lev-{hex}")
}

/// A delivered sheet, opened.
pub struct RepairSheet<'a> {
    /// Its text.
    pub raw: &'a Raw,
    /// Where its columns are.
    pub layout: &'a Layout,
}

/// The SNAPSHOT that it mends.
pub struct Original<'a> {
    /// Its text.
    pub raw: &'a Raw,
    /// Where its columns are.
    pub layout: &'a Layout,
    /// Its schema, as its supplier writes it.
    pub schema: &'a Schema,
    /// Its [`mark`].
    pub mark: &'a str,
    /// Its rows that were set aside.
    pub set_aside: &'a [SetAside],
    /// Numbers in texts of its other rows that could be somebody's bsn, by line.
    pub numbers_in_text: BTreeMap<u32, Vec<Persoonsnummer>>,
}

/// The result of reading a sheet.
pub struct MendingOutcome {
    /// The rows that take a place; `None` if the sheet is left aside or refused.
    pub mended: Option<Mended>,
    /// What was found, by the lines of the sheet.
    pub findings: Vec<Finding>,
    /// How many rows it has.
    pub rows: u64,
}

/// Mended rows, ready to be checked.
#[derive(Default)]
pub struct Mended {
    /// The rows, written as those of the SNAPSHOT.
    text: Vec<u8>,
    /// Where each is in that text, by the line whose place it takes.
    places: BTreeMap<u32, (usize, usize)>,
    /// Rows that were set aside only if somebody has a number that stands in their text.
    pub provisional: Vec<Provisional>,
}

impl Mended {
    /// Whether the sheet replaces no row.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The text of the SNAPSHOT with the mended rows behind it, and where each of them is.
    pub fn behind(&self, raw: &Raw) -> (Raw, BTreeMap<u32, RowRef>) {
        let start = raw.bytes().len();
        let place = |(line, (from, length)): (&u32, &(usize, usize))| {
            let offset = u64::try_from(start + from).unwrap_or(u64::MAX);
            let length = u32::try_from(*length).unwrap_or(u32::MAX);
            (*line, RowRef { offset, length, line: *line })
        };
        (raw.with_more(&self.text), self.places.iter().map(place).collect())
    }
}

/// One row of a sheet.
struct SheetRow {
    /// Where it stands in the sheet.
    line: u64,
    /// The line whose place it takes; `None` if the cell holds no number.
    takes: Option<u32>,
    /// The mark in it.
    mark: Vec<u8>,
    /// Its cells.
    cells: Vec<Vec<u8>>,
}

/// Reads a sheet against the SNAPSHOT that it stands beside. Findings are about lines of the sheet.
pub fn mend(sheet: &RepairSheet<'_>, original: &Original<'_>) -> MendingOutcome {
    let none = |code, rows| MendingOutcome { mended: None, findings: vec![Finding::file(code)], rows };
    let (Some(line_at), Some(mark_at)) = (sheet.layout.repair.line, sheet.layout.repair.mark) else {
        return none(Code::HerstelGeenBlad, 0);
    };
    let (rows, mut findings) = rows(sheet, line_at, mark_at);
    let count = u64::try_from(rows.len() + findings.len()).unwrap_or(u64::MAX);
    let is_ours = |row: &SheetRow| row.mark.eq_ignore_ascii_case(original.mark.as_bytes());
    if rows.iter().any(|row| !row.mark.is_empty()) && !rows.iter().any(is_ours) {
        return none(Code::HerstelAndereLevering, count);
    }
    findings.extend(absent_columns(sheet.layout, original.layout));
    let allowed: BTreeMap<u32, &SetAside> =
        original.set_aside.iter().map(|own| (own.row.line, own)).collect();
    let suspected = &original.numbers_in_text;
    let mut taken = BTreeSet::new();
    let mut mended = Mended::default();
    for row in &rows {
        let at = |position: usize, code: Code| Finding {
            code,
            line: row.line,
            column: Some(FindingColumn::Positie(u16::try_from(position).unwrap_or(u16::MAX))),
        };
        if row.mark.is_empty() {
            findings.push(at(mark_at, Code::HerstelZonderKenmerk));
            continue;
        }
        if !is_ours(row) {
            findings.push(at(mark_at, Code::HerstelGemengd));
            continue;
        }
        let numbers = row.takes.and_then(|takes| suspected.get(&takes));
        let set_aside = row.takes.and_then(|takes| allowed.get(&takes));
        let Some(takes) = row.takes.filter(|_| numbers.is_some() || set_aside.is_some()) else {
            findings.push(at(line_at, Code::HerstelVreemdeRegel));
            continue;
        };
        if !taken.insert(takes) {
            findings.push(at(line_at, Code::HerstelRegelTweeKeer));
            continue;
        }
        if set_aside.is_some_and(|own| is_untouched(row, sheet.layout, original, own)) {
            continue;
        }
        if let (Some(numbers), None) = (numbers, set_aside) {
            mended.provisional.push(Provisional { line: row.line, numbers: numbers.clone() });
        }
        let from = mended.text.len();
        mended.text.extend(written(row, sheet.layout, original));
        mended.places.insert(takes, (from, mended.text.len() - from));
    }
    let is_whole = findings.iter().all(|found| found.code == Code::HerstelRijOnleesbaar);
    MendingOutcome { mended: is_whole.then_some(mended), findings, rows: count }
}

/// The rows of a sheet, with a finding for each that cannot be split into cells.
fn rows(sheet: &RepairSheet<'_>, line_at: usize, mark_at: usize) -> (Vec<SheetRow>, Vec<Finding>) {
    let layout = sheet.layout;
    let bytes = sheet.raw.bytes().get(..layout.body_end).unwrap_or_default();
    let walker = Walker::new(bytes, layout.delimiter, layout.width);
    let mut reader = RowReader::new(layout.delimiter);
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let (mut at, mut line) = (layout.body_start, layout.body_line);
    while let Some(step) = walker.step(at) {
        let text = bytes.get(at..step.end).unwrap_or_default();
        let record = if step.found == Framing::Record { reader.read(text) } else { Record::EMPTY };
        if step.found == Framing::BadQuote || step.found == Framing::Record && record.len() != layout.width {
            if !text.iter().all(|byte| byte.is_ascii_whitespace() || *byte == layout.delimiter) {
                findings.push(Finding { code: Code::HerstelRijOnleesbaar, line, column: None });
            }
        } else if record.iter().any(|cell| !trimmed(cell).is_empty()) {
            let cell = |position: usize| record.get(position).map(trimmed).unwrap_or_default();
            let takes = std::str::from_utf8(cell(line_at)).ok().and_then(|text| text.parse().ok());
            let cells = record.iter().map(|cell| trimmed(cell).to_vec()).collect();
            rows.push(SheetRow { line, takes, mark: cell(mark_at).to_vec(), cells });
        }
        line += u64::try_from(memchr::memchr_iter(b'\n', text).count()).unwrap_or(0);
        at = step.end;
    }
    (rows, findings)
}

/// The columns that the SNAPSHOT has and the sheet lacks: the mended rows would silently lose them.
fn absent_columns(sheet: &Layout, original: &Layout) -> Vec<Finding> {
    let had = original.known_headers.iter().map(|(_, column)| *column);
    let is_gone = |column: &usize| sheet.position(*column).is_none();
    let finding = |column: usize| Finding {
        code: Code::HerstelKolomOntbreekt,
        line: 1,
        column: Some(FindingColumn::Schema(u16::try_from(column).unwrap_or(u16::MAX))),
    };
    had.filter(is_gone).map(finding).collect()
}

/// Whether an unsplittable row came back untouched: its whole text is still in one cell, as it was written to the sheet.
fn is_untouched(row: &SheetRow, sheet: &Layout, original: &Original<'_>, set_aside: &SetAside) -> bool {
    let text = set_aside.row.bytes(original.raw.bytes()).trim_ascii_end();
    let cells = original.layout.known_headers.iter().map(|(_, column)| own_cell(row, sheet, *column));
    let filled: Vec<&[u8]> = cells.filter(|cell| !cell.is_empty()).collect();
    set_aside.shape == Shape::Broken
        && match filled.as_slice() {
            [] => true,
            [one] => *one == trimmed(text),
            _ => false,
        }
}

fn own_cell<'r>(row: &'r SheetRow, sheet: &Layout, column: usize) -> &'r [u8] {
    sheet.position(column).and_then(|at| row.cells.get(at)).map(Vec::as_slice).unwrap_or_default()
}

/// A row of the sheet, as the SNAPSHOT writes its rows. A column that it drops stays empty: it is never read.
fn written(row: &SheetRow, sheet: &Layout, original: &Original<'_>) -> Vec<u8> {
    let mut cells: Vec<Cow<'_, [u8]>> = vec![Cow::Borrowed(&[]); original.layout.width];
    for (position, column) in &original.layout.known_headers {
        let cell = own_cell(row, sheet, *column);
        let kind = original.schema.columns.get(*column).map(|column| column.kind);
        // A workbook may hold a day or a time in a text column; what was meant is not guessed.
        let is_unsure = sheet.is_workbook
            && !original.layout.is_workbook
            && kind == Some(Kind::Text)
            && cell_form(cell).is_some();
        if let Some(place) = cells.get_mut(*position) {
            *place = if is_unsure { Unsure::Broken.word().as_bytes().into() } else { line_ends(cell) };
        }
    }
    for (own, other) in original.layout.signs.iter().zip(&sheet.signs) {
        let place = own.and_then(|own| cells.get_mut(own));
        let cell = other.and_then(|other| row.cells.get(other));
        if let (Some(place), Some(cell)) = (place, cell) {
            *place = cell.as_slice().into();
        }
    }
    let mut writer = WriterBuilder::new().delimiter(original.layout.delimiter).from_writer(Vec::new());
    let _ = writer.write_byte_record(&cells.iter().collect::<ByteRecord>());
    writer.into_inner().unwrap_or_default()
}

/// Turns the stand-in for a line end in a workbook cell back into a line end.
fn line_ends(cell: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(cell) {
        Ok(text) if text.contains(LINE_END) => text.replace(LINE_END, "\n").into_bytes().into(),
        _ => cell.into(),
    }
}
