//! A fast path for rows that have no defect, as nearly all do: what each column requires is worked out once per file. It accepts a whole
//! row or says nothing; then [`Context::check`] decides, which alone refuses and warns.

use super::cell::{Cell, Note, plain_day, read};
use super::diagnosis::{
    cell_form, holds_control, holds_nine_digits, is_excel_error, is_null_word, is_null_word_but_for_names,
    may_have_lost_a_letter,
};
use super::row::{Cells, Context, trimmed};
use crate::intake::read::layout::Layout;
use crate::intake::read::records::Record;
use crate::model::day::Day;
use crate::model::number::{NumberKind, Padding, Persoonsnummer};
use crate::schemas::column::{Column, Form, Kind, Required, RequiredUnless};
use crate::schemas::municipalities::Standing;
use crate::schemas::schema::Soort;

/// Codes of municipalities.
const MUNICIPALITIES: u16 = 10_000;

/// The most characters of a code that fit in one `u128`, with a marker for where it begins.
const PACKED_CHARS_MAX: usize = 15;

/// What to ask of the rows of one file.
pub struct Quick<'a> {
    columns: Vec<QuickColumn<'a>>,
    /// Columns that may be empty only where another column says so.
    unless: Vec<(usize, &'a RequiredUnless)>,
    order: &'a [(usize, usize)],
    layout: &'a Layout,
}

struct QuickColumn<'a> {
    column: &'a Column,
    position: Option<usize>,
    reading: Reading<'a>,
    may_be_empty: bool,
    may_be_filled: bool,
    latest: Option<Day>,
}

enum Reading<'a> {
    /// Text.
    Text {
        /// At most so many bytes.
        bytes_max: usize,
        /// In these forms.
        forms: Vec<&'a Form>,
        /// From a workbook, where a day or a duration is not text.
        is_workbook: bool,
    },
    /// One of these words, packed, each with its code.
    Code(Vec<(u128, u8)>),
    /// A full date.
    Day,
    /// The number of a person, in nine digits.
    Number {
        /// Whether a bsn may stand in it.
        bsn: bool,
        /// Whether an onderwijsnummer may stand there as well.
        onderwijsnummer: bool,
    },
    /// One of the municipalities that give no finding.
    Municipality(Vec<bool>),
    /// Anything else: read by the careful path.
    Other,
}

impl<'a> Quick<'a> {
    /// The checks for the rows of one file; `None` for a layout in which the sign of an amount is in another cell.
    pub fn of(context: &Context<'a>) -> Option<Quick<'a>> {
        let Context { schema, layout, .. } = *context;
        if layout.signs.iter().any(Option::is_some) {
            return None;
        }
        let columns = schema.columns.iter().enumerate();
        let unless = |(index, column): (usize, &'a Column)| match &column.required {
            Required::Unless(unless) => Some((index, unless)),
            Required::No | Required::Yes => None,
        };
        Some(Quick {
            columns: columns.clone().map(|(index, column)| QuickColumn::of(context, index, column)).collect(),
            unless: columns.filter_map(unless).collect(),
            order: &schema.order,
            layout,
        })
    }

    /// Whether the row is accepted without a finding, with its cells. If not, the cells say nothing.
    pub fn accepts(&self, record: Record<'_>, cells: &mut Cells) -> bool {
        if record.len() != self.layout.width {
            return false;
        }
        for (own, cell) in self.columns.iter().zip(cells.iter_mut()) {
            if !own.read_cell(record, self.layout, cell) {
                return false;
            }
        }
        let is_empty = |column: usize| {
            let position = self.columns.get(column).and_then(|own| own.position);
            let cell = position.and_then(|position| record.get(position));
            cell.is_none_or(|cell| self.layout.emptied(trimmed(cell)).is_empty())
        };
        let missing = |(index, unless): &(usize, &RequiredUnless)| {
            let excused = cells.get(unless.column).is_some_and(|cell| unless.codes.contains(&cell.code()));
            !excused && is_empty(*index)
        };
        !self.unless.iter().any(missing) && self.order.iter().all(|pair| in_order(*pair, cells))
    }
}

/// Whether the second of two columns does not end before the first begins.
fn in_order((first, second): (usize, usize), cells: &Cells) -> bool {
    let filled = |column: usize| cells.get(column).filter(|cell| **cell != Cell::Empty);
    let Some((begin, end)) = filled(first).zip(filled(second)) else { return true };
    begin.ends().zip(end.ends()).is_none_or(|((earliest, _), (_, latest))| earliest <= latest)
}

impl<'a> QuickColumn<'a> {
    fn of(context: &Context<'_>, index: usize, column: &'a Column) -> QuickColumn<'a> {
        let position = context.layout.position(index);
        let is_delta = context.soort == Soort::Delta;
        let required = column.required == Required::Yes || column.delta_only && is_delta;
        let is_named = column.empty_warning.is_some() && position.is_some();
        QuickColumn {
            column,
            position,
            reading: Reading::of(context, column),
            may_be_empty: !required && !is_named,
            may_be_filled: is_delta || !column.delta_only,
            latest: column.not_after_peildatum.then_some(context.peildatum),
        }
    }

    /// Reads its cell of a row; false where a closer look is needed.
    fn read_cell(&self, record: Record<'_>, layout: &Layout, cell: &mut Cell) -> bool {
        let text = self.position.and_then(|position| record.get(position)).map_or(&[][..], trimmed);
        let text = layout.emptied(text);
        if text.is_empty() {
            *cell = Cell::Empty;
            return self.may_be_empty;
        }
        if !self.may_be_filled || !self.read(text, cell) {
            return false;
        }
        let is_late = |latest: Day| cell.ends().is_some_and(|(earliest, _)| earliest > latest);
        !self.latest.is_some_and(is_late)
    }

    /// Reads a non-empty cell. Each arm writes its result to `cell` directly: returning it would take the value apart and rebuild it for
    /// every cell of every file.
    fn read(&self, text: &[u8], cell: &mut Cell) -> bool {
        match &self.reading {
            Reading::Text { bytes_max, forms, is_workbook } => {
                let is_plain = text.len() <= *bytes_max
                    && text.first() != Some(&b'#')
                    && !holds_control(text)
                    && is_undamaged(text)
                    && !may_have_lost_a_letter(text)
                    && !is_null_word(text)
                    && (forms.is_empty() || !is_null_word_but_for_names(text))
                    && !is_excel_error(text);
                *cell = Cell::Text;
                is_plain
                    && !holds_nine_digits(text)
                    && !(*is_workbook && cell_form(text).is_some())
                    && forms.iter().all(|form| form.is_match(text))
            }
            Reading::Code(words) => {
                let Some(own) = packed(text) else { return false };
                let Some((_, code)) = words.iter().find(|(word, _)| *word == own) else { return false };
                *cell = Cell::Code(*code);
                true
            }
            Reading::Municipality(known) => {
                self.read_with_care(text, cell)
                    && matches!(cell, Cell::Municipality(code) if known.get(usize::from(*code)) == Some(&true))
            }
            Reading::Day => match plain_day(text) {
                Some(day) => {
                    *cell = Cell::Day(day);
                    true
                }
                None => self.read_with_care(text, cell),
            },
            Reading::Number { bsn, onderwijsnummer } => match Persoonsnummer::parse(text) {
                Ok((number, kind, Padding::None)) => {
                    *cell = Cell::Number(number);
                    if kind == NumberKind::Bsn { *bsn } else { *onderwijsnummer }
                }
                Ok((_, _, Padding::LeadingZero)) | Err(_) => false,
            },
            Reading::Other => self.read_with_care(text, cell),
        }
    }

    fn read_with_care(&self, text: &[u8], cell: &mut Cell) -> bool {
        match read(self.column, text) {
            Ok((value, Note::None)) => {
                *cell = value;
                true
            }
            Ok((_, Note::Warning(_))) | Err(_) => false,
        }
    }
}

impl<'a> Reading<'a> {
    fn of(context: &Context<'_>, column: &'a Column) -> Reading<'a> {
        match column.kind {
            Kind::Text | Kind::Brin => {
                let bytes_max = column.max_chars.unwrap_or(super::cell::CELL_BYTES_MAX);
                let forms = column.pattern.iter().chain(&column.unusual).collect();
                Reading::Text {
                    bytes_max: bytes_max.min(super::cell::CELL_BYTES_MAX),
                    forms,
                    is_workbook: context.layout.is_workbook,
                }
            }
            Kind::Code => {
                let written = |word: &String| {
                    let code = column.code_written(word.as_bytes())?;
                    // An Excel error value is never a code, even if a list names it.
                    Some((packed(word.as_bytes())?, code)).filter(|_| !word.starts_with('#'))
                };
                let spelled = column.spellings.iter().map(|(word, _)| word);
                Reading::Code(column.codes.iter().chain(spelled).filter_map(written).collect())
            }
            Kind::Municipality => {
                let known = |code: u16| {
                    let exists = context.municipalities.standing(code, context.peildatum) == Standing::Exists;
                    exists && (!column.must_be_ours || code == context.gemeente)
                };
                Reading::Municipality((0..MUNICIPALITIES).map(known).collect())
            }
            Kind::Date => Reading::Day,
            Kind::Bsn => Reading::Number { bsn: true, onderwijsnummer: false },
            Kind::Persoonsnummer => Reading::Number { bsn: true, onderwijsnummer: true },
            Kind::Onderwijsnummer => Reading::Number { bsn: false, onderwijsnummer: true },
            Kind::PartialDate | Kind::Month | Kind::Integer | Kind::Decimal => Reading::Other,
        }
    }
}

/// A short word as one number, so that words are compared at once.
fn packed(word: &[u8]) -> Option<u128> {
    if word.len() > PACKED_CHARS_MAX {
        return None;
    }
    Some(word.iter().fold(1, |number, byte| number << 8 | u128::from(*byte)))
}

/// Whether no letter can be lost or invisible: every letter beyond ASCII stands alone and is a two-byte Latin one. The remains of a lost
/// letter are two such letters in a row, or one of three bytes.
fn is_undamaged(text: &[u8]) -> bool {
    if text.is_ascii() {
        return true;
    }
    let letters = text.chunk_by(|one, other| one.is_ascii() == other.is_ascii());
    letters.filter(|letters| !letters.is_ascii()).all(|letters| matches!(letters, [0xC3..=0xCB, 0x80..=0xBF]))
}
