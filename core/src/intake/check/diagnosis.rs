//! What most likely happened to a cell that cannot be used, so that the advice fits: Excel, a filler, another coding. It makes
//! no cell usable and changes none.

use crate::intake::read::sheet::Unsure;
use crate::model::finding::Code;
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::schemas::column::Column;

/// A number with at most this many digits is certainly incomplete. One with eight may only lack its leading zero.
const TOO_SHORT_DIGITS_MAX: usize = 7;

/// Excel's day numbers for 1927 to 2064, the years in which births and enrolments lie.
const EXCEL_DAYS: std::ops::RangeInclusive<u32> = 10_000..=60_000;

/// Digits of such a number.
const EXCEL_DIGITS: usize = 5;

/// Excel's "not available" in Dutch, English and German: the error values that do not end in `!` or `?`.
const EXCEL_ERRORS: [&str; 3] = ["#N/B", "#N/A", "#NV"];

/// How LibreOffice begins an error that has a number and no name.
const OFFICE_ERRORS: [&str; 2] = ["Err:", "Fout:"];

/// Words that databases and programs write for a missing value.
pub const NULL_WORDS: [&str; 27] = [
    "NULL", "nan", "NaN", "<NA>", "-nan", "-NaN", "NaT", "\\N", "(null)", "(NULL)", "[null]", "[NULL]",
    "<null>", "<NULL>", "N/A", "n/a", "N/B", "n/b", "n.v.t.", "N.v.t.", "N.V.T.", "n.v.t", "N.V.T", "nvt",
    "Nvt", "NVT", "N.v.t",
];

/// The longest of them.
const NULL_WORD_BYTES_MAX: usize = 6;

/// Such words that are also names.
pub const NULL_WORDS_OR_NAMES: [&str; 3] = ["None", "NA", "null"];

/// Digits of a bsn.
const NUMBER_DIGITS: usize = 9;

/// Yes and no as other suppliers write them.
const INDICATORS: [&str; 12] = ["0", "1", "2", "J", "N", "JA", "NEE", "Y", "X", "WAAR", "ONWAAR", "TRUE"];

/// Whether the cell is an error value of a spreadsheet, also one that is newer than this program (`#SPILL!`, `#GETTING_DATA`), or
/// what is left of a number in a column that was too narrow for it.
#[inline]
pub fn is_excel_error(text: &[u8]) -> bool {
    match text {
        [b'#', behind @ ..] => {
            let is_word =
                |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"/_!?".contains(byte);
            let is_marked = matches!(behind, [.., b'!' | b'?']) || behind.contains(&b'_');
            EXCEL_ERRORS.iter().any(|error| error.as_bytes() == text)
                || is_marked && behind.len() > 2 && behind.iter().all(is_word)
                || behind.len() > 1 && behind.iter().all(|byte| *byte == b'#')
        }
        [b'E' | b'F', ..] => OFFICE_ERRORS.iter().any(|error| {
            let number = text.strip_prefix(error.as_bytes());
            number.is_some_and(|number| number.len() == 3 && number.iter().all(u8::is_ascii_digit))
        }),
        _ => false,
    }
}

/// The fault of a cell that begins with `#`, as no valid cell of a workbook does: a placeholder that the sheet reader wrote for an
/// uncertain cell, or an Excel error value.
pub fn stand_in(text: &[u8]) -> Code {
    let unsure = Unsure::ALL.into_iter().find(|unsure| unsure.word().as_bytes() == text);
    match unsure {
        Some(Unsure::Formula) => Code::FormuleZonderWaarde,
        Some(Unsure::Boolean) => Code::LogischeWaarde,
        Some(Unsure::Broken) => Code::CelOnbepaald,
        Some(Unsure::Error) | None => Code::ExcelFoutwaarde,
    }
}

/// Whether the cell is a word that means "no value", exactly: `Null` is a name.
#[inline]
pub fn is_null_word(text: &[u8]) -> bool {
    // Nearly every cell begins otherwise.
    matches!(text.first(), Some(b'N' | b'n' | b'<' | b'-' | b'\\' | b'(' | b'['))
        && text.len() <= NULL_WORD_BYTES_MAX
        && NULL_WORDS.iter().any(|word| word.as_bytes() == text)
}

/// Whether the cell is a word for "no value" that is also a name. Asked only of columns with a pattern, which hold no names.
#[inline]
pub fn is_null_word_but_for_names(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'N' | b'n'))
        && NULL_WORDS_OR_NAMES.iter().any(|word| word.as_bytes() == text)
}

/// The next run of exactly nine digits, and the text after it.
fn next_nine(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = text;
    loop {
        let start = rest.iter().position(u8::is_ascii_digit)?;
        let run = rest.get(start..)?;
        let length = run.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, behind) = run.split_at_checked(length)?;
        if length == NUMBER_DIGITS {
            return Some((digits, behind));
        }
        rest = behind;
    }
}

/// Whether the text holds a run of exactly nine digits. Every ninth byte is looked at first, which nearly always rules one out.
#[inline]
pub fn holds_nine_digits(text: &[u8]) -> bool {
    let mut ninths = text.iter().skip(NUMBER_DIGITS - 1).step_by(NUMBER_DIGITS);
    ninths.any(u8::is_ascii_digit) && next_nine(text).is_some()
}

/// The whole runs of nine digits in a text that can be a bsn.
pub fn numbers_in(text: &[u8]) -> impl Iterator<Item = Persoonsnummer> {
    let mut rest = text;
    let runs = std::iter::from_fn(move || {
        let (digits, behind) = next_nine(rest)?;
        rest = behind;
        Some(digits)
    });
    runs.filter_map(|digits| match Persoonsnummer::parse(digits) {
        Ok((number, NumberKind::Bsn, _)) => Some(number),
        _ => None,
    })
}

/// Whether a trimmed text holds a control character, a tab or line end included. There is no early exit, so the compiler can compare
/// many bytes at once.
#[inline]
pub fn holds_control(text: &[u8]) -> bool {
    text.iter().fold(false, |found, byte| found | byte.is_ascii_control())
}

/// What is wrong with a text that looks right: an invisible character, or one that means nothing outside one program.
pub fn unseen(text: &[u8]) -> Option<Code> {
    if holds_control(text) {
        return Some(Code::Stuurteken);
    }
    if text.is_ascii() {
        return None;
    }
    String::from_utf8_lossy(text).chars().find_map(|letter| match u32::from(letter) {
        0x0080..=0x009F => Some(Code::Stuurteken),
        0x00AD => Some(Code::TekenZachtStreepje),
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => Some(Code::TekenRichting),
        0x034F
        | 0x0600..=0x0605
        | 0x06DD
        | 0x070F
        | 0x08E2
        | 0x115F
        | 0x1160
        | 0x17B4
        | 0x17B5
        | 0x180B..=0x180F
        | 0x200B..=0x200D
        | 0x2028
        | 0x2029
        | 0x2060..=0x2064
        | 0x206A..=0x206F
        | 0x2800
        | 0x3164
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0xFFA0
        | 0xFFF9..=0xFFFB
        | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF => Some(Code::TekenZonderBreedte),
        0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xFFFC | 0xF0000.. => Some(Code::TekenZonderBetekenis),
        number if number & 0xFFFE == 0xFFFE => Some(Code::TekenZonderBetekenis),
        _ => None,
    })
}

/// What a workbook cell holds, judged by its text: the sheet reader writes days and durations out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellForm {
    /// A day, with or without a time.
    Day,
    /// A length of time, in seconds.
    Duration(u32),
}

/// The form of a cell of a workbook, if it is one of a day or a length of time.
pub fn cell_form(text: &[u8]) -> Option<CellForm> {
    let is_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, behind @ ..] = text {
        let is_day = is_digits(&[*y1, *y2, *y3, *y4, *m1, *m2, *d1, *d2]);
        return (is_day && matches!(behind, [] | [b' ', ..])).then_some(CellForm::Day);
    }
    let [hours @ .., b':', m1, m2, b':', s1, s2] = text else { return None };
    if hours.is_empty() || !is_digits(hours) || !is_digits(&[*m1, *m2, *s1, *s2]) {
        return None;
    }
    let hours: u32 = std::str::from_utf8(hours).ok()?.parse().ok()?;
    let two = |tens: u8, ones: u8| u32::from(tens & 0x0F) * 10 + u32::from(ones & 0x0F);
    let seconds = two(*m1, *m2) * 60 + two(*s1, *s2);
    Some(CellForm::Duration(hours.checked_mul(3600)?.checked_add(seconds)?))
}

/// Why this text is not a person's number.
pub fn number(text: &[u8]) -> Code {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let others = |allowed: &[u8]| text.iter().all(|byte| byte.is_ascii_digit() || allowed.contains(byte));
    let lower_e = text.iter().position(|byte| byte.eq_ignore_ascii_case(&b'e'));
    if lower_e.is_some_and(|at| at > 0) && others(b"eE+-,.") {
        Code::NummerMacht
    } else if others(b"") {
        if digits <= TOO_SHORT_DIGITS_MAX { Code::NummerTeKort } else { Code::NummerVorm }
    } else if has_decimals_of_zero(text) {
        Code::NummerDecimalen
    } else if others(b". -\xC2\xA0") && digits >= TOO_SHORT_DIGITS_MAX {
        Code::NummerLeestekens
    } else {
        Code::NummerVorm
    }
}

/// `999993653,0` and `999993653.00`.
fn has_decimals_of_zero(text: &[u8]) -> bool {
    let mark = text.iter().position(|byte| matches!(byte, b',' | b'.'));
    let Some((whole, behind)) = mark.and_then(|at| text.split_at_checked(at)) else { return false };
    let zeros = behind.get(1..).unwrap_or_default();
    whole.len() > TOO_SHORT_DIGITS_MAX
        && whole.iter().all(u8::is_ascii_digit)
        && !zeros.is_empty()
        && zeros.iter().all(|byte| *byte == b'0')
}

/// Whether nine digits that fail the eleven-test are a filler: one digit nine times.
pub fn is_filler_number(text: &[u8]) -> bool {
    text.len() == 9 && text.first().is_some_and(|first| text.iter().all(|byte| byte == first))
}

/// Why this text is not a date.
pub fn date(text: &[u8]) -> Code {
    let digits_only = text.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<u32>().ok());
    let shortened = |mark: u8| {
        let parts: Vec<&[u8]> = text.split(|byte| *byte == mark).collect();
        let is_day = |part: &&[u8]| matches!(part.len(), 1..=2) && part.iter().all(u8::is_ascii_digit);
        let is_word = |part: &&[u8]| part.len() >= 3 && part.iter().all(u8::is_ascii_alphabetic);
        let is_year = |part: &&[u8]| matches!(part.len(), 2 | 4) && part.iter().all(u8::is_ascii_digit);
        matches!(parts.as_slice(), [day, month, year]
            if is_day(day) && (is_day(month) || is_word(month)) && is_year(year))
            || matches!(parts.as_slice(), [year, month, day]
            if year.len() == 4 && is_year(year) && is_day(month) && is_day(day)
                && (month.len() == 1 || day.len() == 1))
    };
    if digits_only && text.len() == EXCEL_DIGITS && number.is_some_and(|number| EXCEL_DAYS.contains(&number))
    {
        Code::DatumExcelgetal
    } else if shortened(b'/') {
        Code::DatumSchuineStreep
    } else if !is_long_form(text) && (shortened(b'-') || shortened(b' ') || shortened(b'.')) {
        Code::DatumVerkort
    } else {
        Code::DatumFout
    }
}

/// Whether a text is written `DD-MM-YYYY`. Such a date is refused because the day does not exist, not because it was shortened.
fn is_long_form(text: &[u8]) -> bool {
    matches!(text, [d1, d2, b'-', m1, m2, b'-', _, _, _, _]
        if [d1, d2, m1, m2].iter().all(|byte| byte.is_ascii_digit()))
}

/// Whether a date is one that systems fill in where they know none: the first day of Excel, of a century or of Unix.
pub fn is_filler_date(text: &[u8]) -> bool {
    let century = match text {
        [_, _, b'-', _, _, b'-', century @ .., _, _] => century,
        _ => text.get(..2).unwrap_or_default(),
    };
    // Nearly every date is of this century: no need to look further.
    matches!(century, b"18" | b"19")
        && matches!(
            text,
            b"19000101"
                | b"1900-01-01"
                | b"01-01-1900"
                | b"18991230"
                | b"1899-12-30"
                | b"30-12-1899"
                | b"18991231"
                | b"1899-12-31"
                | b"31-12-1899"
                | b"19010101"
                | b"1901-01-01"
                | b"01-01-1901"
                | b"19700101"
                | b"1970-01-01"
                | b"01-01-1970"
        )
}

/// Why a word is no code of the column.
pub fn code(column: &Column, text: &[u8]) -> Code {
    let word = String::from_utf8_lossy(text);
    let is_same = |code: &str| code.eq_ignore_ascii_case(&word);
    let spelled = column.spellings.iter().map(|(spelling, _)| spelling.as_str());
    let is_indicator = INDICATORS.iter().any(|indicator| is_same(indicator));
    if column.spellings.is_empty() && column.codes.iter().any(|code| is_same(code))
        || spelled.into_iter().any(is_same)
    {
        Code::CodeAndersGeschreven
    } else if is_indicator && column.codes.iter().all(|code| matches!(code.as_str(), "J" | "N")) {
        Code::IndicatorAnders
    } else {
        Code::CodeOnbekend
    }
}

/// Why these characters are no whole number of cents.
pub fn amount(text: &[u8]) -> Code {
    let has_digit = text.iter().any(u8::is_ascii_digit);
    let allowed = |byte: &u8| byte.is_ascii_digit() || b",.+- eE\xE2\x82\xAC\xC2\xA0".contains(byte);
    if has_digit && text.iter().all(allowed) { Code::BedragVorm } else { Code::VormFout }
}

/// Whether the text holds a character that may be the remains of a letter; see [`is_damaged`].
#[inline]
pub fn may_have_lost_a_letter(text: &[u8]) -> bool {
    text.iter().fold(false, |found, byte| found | (*byte == b'?') | (*byte == b'&'))
}

/// Whether a question mark has replaced a letter: another letter follows it. After the one that ends a question none does.
fn holds_lost_letter(text: &[u8]) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    text.iter().enumerate().any(|(at, byte)| *byte == b'?' && is_letter(text.get(at + 1)))
}

/// Whether a letter is written as on a page of the web: `&uuml;`, `&#233;`, `&#xE9;`.
fn holds_entity(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'&').skip(1).any(|behind| {
        let Some(end) = behind.iter().position(|byte| *byte == b';') else { return false };
        match behind.get(..end).unwrap_or_default() {
            [b'#', b'x' | b'X', digits @ ..] => {
                !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit)
            }
            [b'#', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
            name => name.len() > 1 && name.iter().all(u8::is_ascii_alphanumeric),
        }
    })
}

/// Whether a text holds what is left of a letter that was lost before delivery: the replacement character, a question mark
/// (`M?ller`), an entity of a web page (`M&uuml;ller`), or UTF-8 that was read as Windows-1252 (`MÃ¼ller`).
pub fn is_damaged(text: &[u8]) -> bool {
    if may_have_lost_a_letter(text) && (holds_lost_letter(text) || holds_entity(text)) {
        return true;
    }
    if text.is_ascii() {
        return false;
    }
    let text = String::from_utf8_lossy(text);
    let is_rest = |(lead, next): (char, char)| match lead {
        '\u{C2}' | '\u{C3}' => {
            ('\u{A0}'..='\u{BF}').contains(&next) || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(next)
        }
        'Ä' | 'Å' => "€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›".contains(next) || ('\u{A0}'..='\u{BF}').contains(&next),
        _ => false,
    };
    text.contains('\u{FFFD}') || text.chars().zip(text.chars().skip(1)).any(is_rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that hides behind other text, or a longer one that is taken for it.
    #[test]
    fn a_whole_run_of_nine_digits_is_seen() {
        for text in ["999990007", "zie 999990007.", "x999990007y123", "12 999990019", "1234567890 999990019"]
        {
            assert!(holds_nine_digits(text.as_bytes()), "{text}");
            assert_eq!(numbers_in(text.as_bytes()).count(), 1, "{text}");
        }
        for text in ["", "9999900071", "06 12 34 56 78", "99999 0007", "0612345678", "99999000"] {
            assert!(!holds_nine_digits(text.as_bytes()), "{text}");
        }
        assert_eq!(numbers_in(b"999990008").count(), 0, "fails the eleven-test");
    }

    /// A day or hours of a workbook that go for a text, or a text that goes for one of them.
    #[test]
    fn days_and_hours_of_a_workbook_have_a_form() {
        assert_eq!(cell_form(b"2026-02-01"), Some(CellForm::Day));
        assert_eq!(cell_form(b"2026-02-01 12:00:00"), Some(CellForm::Day));
        assert_eq!(cell_form(b"18:00:00"), Some(CellForm::Duration(64_800)));
        assert_eq!(cell_form(b"36:30:15"), Some(CellForm::Duration(131_415)));
        for text in ["2026-02-01a", "18:00", ":00:00", "a:00:00", "Jansen", "20260201"] {
            assert_eq!(cell_form(text.as_bytes()), None, "{text}");
        }
    }

    /// Advice that does not fit what happened.
    #[test]
    fn numbers_are_named_by_what_happened_to_them() {
        for (text, code) in [
            ("9,99994E+08", Code::NummerMacht),
            ("9.99994e8", Code::NummerMacht),
            ("999993653,0", Code::NummerDecimalen),
            ("999993653.00", Code::NummerDecimalen),
            ("9999.93.653", Code::NummerLeestekens),
            ("9999 93 653", Code::NummerLeestekens),
            ("1000857", Code::NummerTeKort),
            ("12", Code::NummerTeKort),
            ("9999936531", Code::NummerVorm),
            ("99999365x", Code::NummerVorm),
            ("onbekend", Code::NummerVorm),
            ("e", Code::NummerVorm),
        ] {
            assert_eq!(number(text.as_bytes()), code, "{text}");
        }
        assert!(is_filler_number(b"111111111") && is_filler_number(b"999999999"));
        assert!(!is_filler_number(b"11111111") && !is_filler_number(b"111111112"));
    }

    #[test]
    fn dates_are_named_by_what_happened_to_them() {
        for (text, code) in [
            ("36985", Code::DatumExcelgetal),
            ("04/12/2001", Code::DatumSchuineStreep),
            ("2001/4/12", Code::DatumSchuineStreep),
            ("1-apr-01", Code::DatumVerkort),
            ("1 april 2001", Code::DatumVerkort),
            ("01-04-12", Code::DatumVerkort),
            ("1-4-2001", Code::DatumVerkort),
            ("2001-4-12", Code::DatumVerkort),
            ("2001-13-45", Code::DatumFout),
            ("31-02-2001", Code::DatumFout),
            ("00010230", Code::DatumFout),
            ("onbekend", Code::DatumFout),
            ("", Code::DatumFout),
        ] {
            assert_eq!(date(text.as_bytes()), code, "{text}");
        }
    }

    #[test]
    fn amounts_and_texts_are_named_by_what_happened_to_them() {
        for text in ["473,00", "1.234,56", "€ 473,-", "4e4", "473.00"] {
            assert_eq!(amount(text.as_bytes()), Code::BedragVorm, "{text}");
        }
        assert_eq!(amount(b"onbekend"), Code::VormFout);
        for text in [
            "MÃ¼ller",
            "Zo\u{FFFD}",
            "Å»ywiaÅ‚owska",
            "M?ller",
            "?elik",
            "M&uuml;ller",
            "Ren&#233;",
            "Ren&#xE9;",
        ] {
            assert!(is_damaged(text.as_bytes()), "{text}");
        }
        for text in [
            "Müller",
            "Żywiałowska",
            "Hacı",
            "Tjon á Jon",
            "Ångström",
            "Äärelä",
            "ŃĆ ĹāÑ ŤÙmön",
            "ÃO",
            "?",
            "Wie?",
            "R&D",
            "A & B; C",
            "&;",
        ] {
            assert!(!is_damaged(text.as_bytes()), "{text}");
        }
        for text in ["#N/B", "#VERW!", "#SPILL!", "#GETTING_DATA", "#DEEL/0!", "#NAAM?", "####", "Fout:502"] {
            assert!(is_excel_error(text.as_bytes()), "{text}");
        }
        for text in ["#1", "#", "#Jan!", "Err:", "Ferdinand", "#!"] {
            assert!(!is_excel_error(text.as_bytes()), "{text}");
        }
    }
}
