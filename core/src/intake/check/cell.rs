//! Reads one cell by its column's kind.

use super::diagnosis::{self, CellForm};
use crate::intake::read::sheet::LINE_END;
use crate::model::birth::PartialDate;
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::facts::{Decimal, Maand};
use crate::model::finding::Code;
use crate::model::number::{NumberFault, NumberKind, Padding, Persoonsnummer};
use crate::schemas::column::{Column, Kind, Required};

/// The most bytes that a cell of any kind may have.
pub const CELL_BYTES_MAX: usize = 8 << 10;

/// A checked cell: small and copyable. Text stays in the record.
#[derive(Clone, Copy, PartialEq)]
pub enum Cell {
    /// What the source left empty.
    Empty,
    /// A person's number.
    Number(Persoonsnummer),
    /// A full date.
    Day(Day),
    /// A date of which parts may be unknown.
    Partial(PartialDate),
    /// The index of a code.
    Code(u8),
    /// A month.
    Month(Maand),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// A municipality.
    Municipality(u16),
    /// Text, a school's code included: read it from the record.
    Text,
}

impl Cell {
    /// The number of a person.
    pub fn number(self) -> Option<Persoonsnummer> {
        if let Cell::Number(number) = self { Some(number) } else { None }
    }

    /// The day, or [`Day::NONE`].
    pub fn day(self) -> Day {
        if let Cell::Day(day) = self { day } else { Day::NONE }
    }

    /// The day, or [`Day::OPEN`].
    pub fn end(self) -> Day {
        if let Cell::Day(day) = self { day } else { Day::OPEN }
    }

    /// The date, if there is one.
    pub fn partial(self) -> Option<PartialDate> {
        if let Cell::Partial(date) = self { Some(date) } else { None }
    }

    /// The index of the code, or [`NO_CODE`].
    pub fn code(self) -> u8 {
        if let Cell::Code(code) = self { code } else { NO_CODE }
    }

    /// The first and last day that a date cell can mean.
    pub fn ends(self) -> Option<(Day, Day)> {
        match self {
            Cell::Day(day) => Some((day, day)),
            Cell::Partial(date) => date.interval().map(|interval| (interval.earliest, interval.latest)),
            _ => None,
        }
    }
}

/// What reading a cell gives besides its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing to say.
    None,
    /// Used, with this warning.
    Warning(Code),
}

/// Reads a trimmed cell that is not empty.
pub fn read(column: &Column, text: &[u8]) -> Result<(Cell, Note), Code> {
    if text.len() > CELL_BYTES_MAX {
        return Err(Code::VeldTeLang);
    }
    if diagnosis::is_excel_error(text) {
        return Err(diagnosis::stand_in(text));
    }
    if diagnosis::is_null_word(text)
        || column.pattern.is_some() && diagnosis::is_null_word_but_for_names(text)
    {
        return Err(Code::NulWoord);
    }
    let plain = |cell| Ok((cell, Note::None));
    match column.kind {
        Kind::Bsn | Kind::Persoonsnummer | Kind::Onderwijsnummer => number(column.kind, text),
        Kind::Text | Kind::Brin => self::text(column, text),
        Kind::Code => {
            let index = column.code_written(text).ok_or_else(|| diagnosis::code(column, text))?;
            plain(Cell::Code(index))
        }
        Kind::Date => {
            if column.open_end && is_open_end(text) {
                return plain(Cell::Empty);
            }
            if column.zero_is_empty && column.required == Required::No && is_zero_date(text) {
                return plain(Cell::Empty);
            }
            date(text).map(|day| (Cell::Day(day), filler(text)))
        }
        Kind::PartialDate => partial_date(text).map(|date| (Cell::Partial(date), filler(text))),
        Kind::Month => month(text).map(|month| (Cell::Month(month), Note::None)),
        Kind::Integer => {
            let value = integer(text).map_err(|_| diagnosis::amount(text))?;
            within(column, value, 1).map(|value| (Cell::Integer(value), Note::None))
        }
        Kind::Decimal => {
            let value = decimal(text)?;
            let factor = 10i64.checked_pow(u32::from(value.scale)).ok_or(Code::BuitenBereik)?;
            within(column, value.unscaled, factor)?;
            plain(Cell::Decimal(value))
        }
        Kind::Municipality => municipality(text),
    }
}

/// Reads a trimmed, non-empty workbook cell. A cell whose meaning is uncertain, or that holds a day or a duration where the column takes
/// neither, is never read as something else.
pub fn read_of_workbook(column: &Column, text: &[u8]) -> Result<(Cell, Note), Code> {
    if text.starts_with(b"#") {
        return Err(diagnosis::stand_in(text));
    }
    match (diagnosis::cell_form(text), column.kind) {
        (None, _) | (Some(CellForm::Day), Kind::Date | Kind::PartialDate) => {
            match std::str::from_utf8(text) {
                // The sheet reader writes a line end in a cell as U+2028; turn it back, so that it is reported as a line end.
                Ok(letters) if letters.contains(LINE_END) => {
                    read(column, letters.replace(LINE_END, "\n").as_bytes())
                }
                _ => read(column, text),
            }
        }
        (Some(CellForm::Duration(seconds)), Kind::Decimal) => {
            let hours = hours(seconds);
            within(column, hours.unscaled, 10i64.pow(u32::from(hours.scale)))?;
            Ok((Cell::Decimal(hours), Note::None))
        }
        (Some(CellForm::Day | CellForm::Duration(_)), _) => Err(Code::DatumInTekst),
    }
}

/// Seconds as hours, with at most two decimals. Rounded down, because sixteen hours is a limit in the law.
fn hours(seconds: u32) -> Decimal {
    let hundredths = i64::from(seconds) * 100 / 3600;
    let (unscaled, scale) = match hundredths {
        whole if whole % 100 == 0 => (whole / 100, 0),
        tenths if tenths % 10 == 0 => (tenths / 10, 1),
        hundredths => (hundredths, 2),
    };
    Decimal { unscaled, scale, present: true }
}

/// Four digits; or three, if a spreadsheet dropped the leading zero.
fn municipality(text: &[u8]) -> Result<(Cell, Note), Code> {
    let note = match text.len() {
        4 => Note::None,
        3 => Note::Warning(Code::GemeenteVoorloopnul),
        _ => return Err(Code::VormFout),
    };
    let code = digits(text).and_then(|code| u16::try_from(code).ok()).ok_or(Code::VormFout)?;
    Ok((Cell::Municipality(code), note))
}

/// A placeholder that systems write for an unknown date is used as it is, with a warning.
fn filler(text: &[u8]) -> Note {
    if diagnosis::is_filler_date(text) { Note::Warning(Code::DatumInvulwaarde) } else { Note::None }
}

fn number(kind: Kind, text: &[u8]) -> Result<(Cell, Note), Code> {
    let (number, found, padding) = Persoonsnummer::parse(text).map_err(|fault| match fault {
        NumberFault::Form => diagnosis::number(text),
        NumberFault::ElevenTest if diagnosis::is_filler_number(text) => Code::NummerInvulwaarde,
        NumberFault::ElevenTest => Code::ElfproefFout,
        NumberFault::Zero => Code::NummerNul,
    })?;
    match (kind, found) {
        (Kind::Bsn, NumberKind::Onderwijsnummer) => return Err(Code::OnderwijsnummerInBsn),
        (Kind::Onderwijsnummer, NumberKind::Bsn) => return Err(Code::BsnInOnderwijsnummer),
        _ => {}
    }
    let note = match padding {
        Padding::None => Note::None,
        Padding::LeadingZero => Note::Warning(Code::VoorloopnulHersteld),
    };
    Ok((Cell::Number(number), note))
}

fn text(column: &Column, text: &[u8]) -> Result<(Cell, Note), Code> {
    let too_long = |max: usize| text.len() > max && String::from_utf8_lossy(text).chars().count() > max;
    if let Some(code) = diagnosis::unseen(text) {
        return Err(code);
    }
    if column.max_chars.is_some_and(too_long) {
        return Err(Code::TekstTeLang);
    }
    if column.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
        return Err(Code::VormFout);
    }
    let unusual = column.unusual.as_ref().is_some_and(|usual| !usual.is_match(text));
    let note = if unusual {
        Note::Warning(Code::VormOngewoon)
    } else if diagnosis::is_damaged(text) {
        Note::Warning(Code::TekstBeschadigd)
    } else {
        Note::None
    };
    Ok((Cell::Text, note))
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0u32, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// "No end", as suppliers write it.
fn is_open_end(text: &[u8]) -> bool {
    matches!(text, b"99991230" | b"99991231" | b"9999-12-30" | b"9999-12-31" | b"30-12-9999" | b"31-12-9999")
}

/// A date of zeros, with which some layouts say that nothing is known.
fn is_zero_date(text: &[u8]) -> bool {
    matches!(text, b"00000000" | b"0000-00-00" | b"00-00-0000")
}

/// Year, month and day of the month of `YYYY-MM-DD`, `YYYYMMDD` or `DD-MM-YYYY`.
fn date_parts(text: &[u8]) -> Option<(u32, u32, u32)> {
    let written = match *text {
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => [y1, y2, y3, y4, m1, m2, d1, d2],
        [d1, d2, b'-', m1, m2, b'-', y1, y2, y3, y4] => [y1, y2, y3, y4, m1, m2, d1, d2],
        [y1, y2, y3, y4, m1, m2, d1, d2] => [y1, y2, y3, y4, m1, m2, d1, d2],
        _ => return None,
    };
    if !written.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = written.map(|digit| u32::from(digit & 0x0F));
    Some((y1 * 1000 + y2 * 100 + y3 * 10 + y4, m1 * 10 + m2, d1 * 10 + d2))
}

fn date(text: &[u8]) -> Result<Day, Code> {
    let (year, month, day) = date_parts(text).ok_or_else(|| diagnosis::date(text))?;
    let year = i32::try_from(year).map_err(|_| Code::DatumFout)?;
    if year == 0 {
        return Err(Code::DatumFout);
    }
    Day::from_ymd(year, month, day).ok_or(Code::DatumFout)
}

/// A date that gives no warning: neither a placeholder nor a spelling of "no end".
pub(super) fn plain_day(text: &[u8]) -> Option<Day> {
    date(text).ok().filter(|_| !diagnosis::is_filler_date(text) && !is_open_end(text))
}

fn partial_date(text: &[u8]) -> Result<PartialDate, Code> {
    let (year, month, day) = date_parts(text).ok_or_else(|| diagnosis::date(text))?;
    let date = PartialDate::from_parts(year, month, day).ok_or(Code::DatumFout)?;
    let day_first = matches!(text, [_, _, b'-', ..]);
    if day_first && !date.is_full() { Err(Code::DatumFout) } else { Ok(date) }
}

fn month(text: &[u8]) -> Result<Maand, Code> {
    let [year @ .., m1, m2] = text else { return Err(Code::VormFout) };
    if year.len() != 4 {
        return Err(Code::VormFout);
    }
    let year = digits(year).and_then(|year| i32::try_from(year).ok()).ok_or(Code::VormFout)?;
    let month = digits(&[*m1, *m2]).ok_or(Code::VormFout)?;
    Maand::from_ym(year, month).filter(|_| year > 0).ok_or(Code::VormFout)
}

fn integer(text: &[u8]) -> Result<i64, Code> {
    let (sign, body) = match text {
        [b'-', body @ ..] => (-1, body),
        [b'+', body @ ..] => (1, body),
        body => (1, body),
    };
    if body.is_empty() || body.len() > 18 {
        return Err(Code::VormFout);
    }
    let value = body.iter().try_fold(0i64, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')).ok_or(Code::VormFout)
    })?;
    Ok(sign * value)
}

/// Digits with at most one decimal comma or point.
fn decimal(text: &[u8]) -> Result<Decimal, Code> {
    let mark = text.iter().position(|byte| matches!(byte, b',' | b'.'));
    let (whole, behind) = match mark {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
        None => (text, &[][..]),
    };
    let is_fraction = behind.iter().all(u8::is_ascii_digit) && (mark.is_none() || !behind.is_empty());
    if !is_fraction || behind.len() > 6 || whole.len() > 9 {
        return Err(Code::VormFout);
    }
    let unscaled = integer(&[whole, behind].concat())?;
    let scale = u8::try_from(behind.len()).map_err(|_| Code::VormFout)?;
    Ok(Decimal { unscaled, scale, present: true })
}

fn within(column: &Column, value: i64, factor: i64) -> Result<i64, Code> {
    let below = column.minimum.is_some_and(|minimum| value < minimum.saturating_mul(factor));
    let above = column.maximum.is_some_and(|maximum| value > maximum.saturating_mul(factor));
    if below || above { Err(Code::BuitenBereik) } else { Ok(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_three_forms_and_no_more() {
        for text in ["2001-04-12", "20010412", "12-04-2001"] {
            assert_eq!(date(text.as_bytes()).expect(text).to_string(), "2001-04-12");
        }
        for text in [
            "2001-13-45",
            "04/12/2001",
            "36985",
            "1-apr-01",
            "01-04-12",
            "2001-04-00",
            "00010230",
            "2001-4-12",
        ] {
            assert!(date(text.as_bytes()).is_err(), "{text}");
        }
    }

    /// A date that is accepted without the warning that goes with it.
    #[test]
    fn a_date_that_systems_fill_in_is_no_plain_one() {
        for text in
            ["19000101", "30-12-1899", "1970-01-01", "01-01-1970", "99991231", "00000000", "2026-02-30"]
        {
            assert!(plain_day(text.as_bytes()).is_none(), "{text}");
        }
        assert_eq!(plain_day(b"1970-01-02"), Day::from_ymd(1970, 1, 2));
    }

    #[test]
    fn a_partial_date_knows_its_zeros() {
        for (text, iso) in [
            ("20010400", "2001-04-00"),
            ("2001-04-00", "2001-04-00"),
            ("2001-00-00", "2001-00-00"),
            ("00000000", "0000-00-00"),
            ("0000-00-00", "0000-00-00"),
            ("12-04-2001", "2001-04-12"),
        ] {
            assert_eq!(partial_date(text.as_bytes()).expect(text).to_string(), iso);
        }
        for text in ["00000412", "0000-04-12", "00-04-2001", "20010012", "20011300", "20010230"] {
            assert_eq!(partial_date(text.as_bytes()), Err(Code::DatumFout), "{text}");
        }
    }

    #[test]
    fn hours_come_with_a_comma_or_a_point() {
        for (text, shown, enough) in
            [("16", "16", true), ("16,0", "16.0", true), ("15.9", "15.9", false), ("0", "0", false)]
        {
            let value = decimal(text.as_bytes()).expect(text);
            assert_eq!((value.to_string().as_str(), value.at_least(16)), (shown, enough));
        }
        for text in ["1.234,56", "16,", ",5,", ",+5", "1,-5", "zestien", "€ 473,-"] {
            assert!(decimal(text.as_bytes()).is_err(), "{text}");
        }
        assert!(!Decimal::default().at_least(0), "an empty cell is below every number");
    }

    /// Hours of a workbook that are read as a part of a day.
    #[test]
    fn a_length_of_time_is_hours() {
        for (seconds, shown) in
            [(64_800, "18"), (63_000, "17.5"), (58_500, "16.25"), (57_599, "15.99"), (0, "0")]
        {
            assert_eq!(hours(seconds).to_string(), shown);
        }
    }

    #[test]
    fn months_and_amounts_are_strict() {
        assert_eq!(month(b"202610").map(|m| m.first_day().to_string()), Ok("2026-10-01".to_owned()));
        for text in ["2026-10", "202613", "202600", "26101", "000001"] {
            assert!(month(text.as_bytes()).is_err(), "{text}");
        }
        assert_eq!(integer(b"47300"), Ok(47_300));
        for text in ["473,00", "473.00", "4e4", "", "-", "99999999999999999999"] {
            assert!(integer(text.as_bytes()).is_err(), "{text}");
        }
    }
}
