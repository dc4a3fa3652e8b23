//! Checks one record against its schema: every defect is found, and the row is accepted or set aside.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::cell::{Cell, Note, read, read_of_workbook};
use super::diagnosis::numbers_in;
use crate::intake::read::layout::Layout;
use crate::intake::read::records::Record;
use crate::model::day::Day;
use crate::model::finding::{Code, Finding, FindingColumn};
use crate::model::number::Persoonsnummer;
use crate::schemas::column::{Column, Kind, Required};
use crate::schemas::municipalities::{Municipalities, Standing};
use crate::schemas::schema::{COLUMNS_MAX, Schema, Soort};

/// What checking needs to know besides the row.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// Where its columns are in this file.
    pub layout: &'a Layout,
    /// SNAPSHOT or DELTA.
    pub soort: Soort,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The controller's municipality.
    pub gemeente: u16,
    /// The national table.
    pub municipalities: &'a Municipalities,
}

/// A row's cells, in the order of the schema's columns.
pub type Cells = [Cell; COLUMNS_MAX];

/// Whether the row can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowVerdict {
    /// Its cells can be used.
    Accepted,
    /// It is set aside, for this first reason.
    SetAside(Code),
}

impl Context<'_> {
    /// The trimmed cell of a column in this record; empty where the file has no such column.
    pub fn cell<'r>(&self, record: Record<'r>, column: usize) -> &'r [u8] {
        let position = self.layout.position(column);
        let cell = position.and_then(|position| record.get(position)).map_or(&[][..], trimmed);
        self.layout.emptied(cell)
    }

    /// The person's number, if it can be read from this record.
    pub fn person(&self, record: Record<'_>) -> Option<Persoonsnummer> {
        Self::readable_number(self.cell(record, self.schema.person?))
    }

    /// The number in a cell, even if it is not the kind that the column takes: a koppeling may say whose it is.
    pub fn readable_number(cell: &[u8]) -> Option<Persoonsnummer> {
        Persoonsnummer::parse(cell).ok().map(|(number, _, _)| number)
    }

    /// Checks the record. Findings are added with this line.
    pub fn check(
        &self,
        record: Record<'_>,
        line: u64,
        cells: &mut Cells,
        findings: &mut Vec<Finding>,
    ) -> RowVerdict {
        let wrong_shape = match record.len() {
            length if length < self.layout.width => Some(Code::RijTeKort),
            length if length > self.layout.width => Some(Code::RijTeLang),
            _ => None,
        };
        if let Some(code) = wrong_shape {
            findings.push(Finding { code, line, column: None });
            return RowVerdict::SetAside(code);
        }
        let mut verdict = RowVerdict::Accepted;
        let mut refuse = |code, column: usize, findings: &mut Vec<Finding>| {
            findings.push(at(code, line, column));
            if verdict == RowVerdict::Accepted {
                verdict = RowVerdict::SetAside(code);
            }
        };
        for (index, (column, cell)) in self.schema.columns.iter().zip(cells.iter_mut()).enumerate() {
            let text = self.cell(record, index);
            *cell = Cell::Empty;
            if text.is_empty() {
                self.check_empty(column, index, line, findings, &mut refuse);
                continue;
            }
            if column.delta_only && self.soort == Soort::Snapshot {
                findings.push(at(Code::MutatieInSnapshot, line, index));
            }
            let read = if self.layout.is_workbook { read_of_workbook } else { read };
            match read(column, text) {
                Ok((value, note)) => {
                    *cell = value;
                    if let Note::Warning(code) = note {
                        findings.push(at(code, line, index));
                    }
                    if let Err(code) = self.check_sign(record, column, value, index) {
                        refuse(code, index, findings);
                    }
                    self.check_value(column, value, index, line, findings, &mut refuse);
                }
                Err(code) => refuse(code, index, findings),
            }
        }
        for (index, column) in self.schema.columns.iter().enumerate() {
            if let Required::Unless(unless) = &column.required
                && self.cell(record, index).is_empty()
                && !cells.get(unless.column).is_some_and(|cell| unless.codes.contains(&cell.code()))
            {
                refuse(Code::VerplichtLeeg, index, findings);
            }
        }
        for (first, second) in &self.schema.order {
            let begin = cells.get(*first).and_then(|cell| cell.ends());
            let end = cells.get(*second).and_then(|cell| cell.ends());
            if let (Some((earliest_begin, _)), Some((_, latest_end))) = (begin, end)
                && latest_end < earliest_begin
            {
                refuse(Code::EindeVoorBegin, *second, findings);
            }
        }
        verdict
    }

    fn check_empty(
        &self,
        column: &Column,
        index: usize,
        line: u64,
        findings: &mut Vec<Finding>,
        refuse: &mut impl FnMut(Code, usize, &mut Vec<Finding>),
    ) {
        let required = column.required == Required::Yes || column.delta_only && self.soort == Soort::Delta;
        if required {
            refuse(Code::VerplichtLeeg, index, findings);
        }
        if let Some(code) = column.empty_warning
            && self.layout.position(index).is_some()
        {
            findings.push(at(code, line, index));
        }
    }

    /// For layouts with a separate sign column: the sign must be present, and an amount below the column's minimum is refused (minus zero
    /// is fine).
    fn check_sign(&self, record: Record<'_>, column: &Column, value: Cell, index: usize) -> Result<(), Code> {
        let (Some(position), Cell::Integer(amount)) =
            (self.layout.signs.get(index).copied().flatten(), value)
        else {
            return Ok(());
        };
        let signed = match record.get(position).map(trimmed) {
            Some(b"+") => amount,
            Some(b"-") => amount.saturating_neg(),
            Some(b"") | None => return Err(Code::VerplichtLeeg),
            Some(_) => return Err(Code::CodeOnbekend),
        };
        let within = signed == amount || column.minimum.is_none_or(|minimum| minimum <= signed);
        if within { Ok(()) } else { Err(Code::BuitenBereik) }
    }

    fn check_value(
        &self,
        column: &Column,
        value: Cell,
        index: usize,
        line: u64,
        findings: &mut Vec<Finding>,
        refuse: &mut impl FnMut(Code, usize, &mut Vec<Finding>),
    ) {
        if column.not_after_peildatum && value.ends().is_some_and(|(earliest, _)| earliest > self.peildatum) {
            refuse(Code::DatumNaPeildatum, index, findings);
        }
        if let Cell::Municipality(code) = value {
            match self.municipalities.standing(code, self.peildatum) {
                Standing::Exists => {}
                Standing::Ended => findings.push(at(Code::GemeenteOpgeheven, line, index)),
                Standing::Unknown => findings.push(at(Code::GemeenteOnbekend, line, index)),
            }
            if column.must_be_ours && code != self.gemeente {
                findings.push(at(Code::AndereGemeente, line, index));
            }
        }
    }

    /// The cell in the form in which repeats are compared: the same for two spellings of one value.
    pub fn normalised(&self, record: Record<'_>, cells: &Cells, column: usize) -> Vec<u8> {
        let raw = self.cell(record, column);
        match cells.get(column).copied().unwrap_or(Cell::Empty) {
            Cell::Empty => Vec::new(),
            Cell::Number(number) => number.digits().to_vec(),
            Cell::Day(day) => day.to_string().into_bytes(),
            Cell::Partial(date) => date.to_string().into_bytes(),
            Cell::Month(month) => month.0.to_string().into_bytes(),
            Cell::Integer(value) => value.to_string().into_bytes(),
            Cell::Decimal(value) => normal_decimal(&value.to_string()),
            Cell::Municipality(code) => code.to_string().into_bytes(),
            Cell::Code(code) => vec![code],
            Cell::Text => {
                let mut text = composed(raw).into_owned();
                if self.schema.columns.get(column).is_some_and(|column| column.spaces_mean_nothing) {
                    text.retain(|byte| *byte != b' ');
                }
                text
            }
        }
    }

    /// The numbers in texts that could be somebody's bsn, each with its column.
    pub fn numbers_in_text(&self, record: Record<'_>) -> Vec<(usize, Persoonsnummer)> {
        let texts = self.schema.columns.iter().enumerate().filter(|(_, column)| column.is_text());
        let of_column = |(index, _)| {
            let numbers = numbers_in(self.cell(record, index));
            numbers.map(move |number| (index, number))
        };
        texts.flat_map(of_column).collect()
    }

    /// Whether a column holds numbers of persons, which no open file may show.
    pub fn is_number(&self, column: usize) -> bool {
        let kind = self.schema.columns.get(column).map(|column| column.kind);
        matches!(kind, Some(Kind::Bsn | Kind::Persoonsnummer | Kind::Onderwijsnummer))
    }
}

/// A text in the normal form NFC: an ë of one character and one of an e with a mark are the same letter.
pub fn composed(text: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(text) {
        Ok(letters) if !text.is_ascii() && !is_nfc(letters) => {
            Cow::Owned(letters.nfc().collect::<String>().into_bytes())
        }
        _ => Cow::Borrowed(text),
    }
}

/// `16` and `16.0` are the same number.
fn normal_decimal(shown: &str) -> Vec<u8> {
    let shown = if shown.contains('.') { shown.trim_end_matches('0').trim_end_matches('.') } else { shown };
    shown.as_bytes().to_vec()
}

fn at(code: Code, line: u64, column: usize) -> Finding {
    Finding { code, line, column: Some(FindingColumn::Schema(u16::try_from(column).unwrap_or(u16::MAX))) }
}

/// Without white space at its ends, the no-break space included.
#[inline]
pub fn trimmed(cell: &[u8]) -> &[u8] {
    // Nearly every cell begins and ends with a letter or a digit.
    if let (Some(first), Some(last)) = (cell.first(), cell.last())
        && (0x21..0x80).contains(first)
        && (0x21..0x80).contains(last)
    {
        return cell;
    }
    without_white_space(cell)
}

fn without_white_space(cell: &[u8]) -> &[u8] {
    let mut cell = cell.trim_ascii();
    while let Some(rest) = cell.strip_prefix(b"\xC2\xA0") {
        cell = rest.trim_ascii_start();
    }
    while let Some(rest) = cell.strip_suffix(b"\xC2\xA0") {
        cell = rest.trim_ascii_end();
    }
    cell
}
