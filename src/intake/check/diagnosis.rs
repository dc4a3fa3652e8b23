//! What most likely happened to a cell that cannot be used, so that the advice fits: Excel, a filler, another coding. It makes
//! no cell usable and changes none.

use crate::model::finding::Code;
use crate::schemas::column::Column;

/// The most digits of which a number of a person is certainly not whole: eight may have lost one zero.
const TOO_SHORT_DIGITS_MAX: usize = 7;

/// Excel's days of 1927 up to 2064: what a birth, an enrolment or the end of one is as a number.
const EXCEL_DAYS: std::ops::RangeInclusive<u32> = 10_000..=60_000;

/// Digits of such a number.
const EXCEL_DIGITS: usize = 5;

/// Error values of Excel, in Dutch and in English.
const EXCEL_ERRORS: [&str; 14] = [
    "#N/B", "#N/A", "#VERW!", "#REF!", "#WAARDE!", "#VALUE!", "#NAAM?", "#NAME?", "#DEEL/0!", "#DIV/0!",
    "#LEEG!", "#NULL!", "#GETAL!", "#NUM!",
];

/// Yes and no as other suppliers write them.
const INDICATORS: [&str; 12] = ["0", "1", "2", "J", "N", "JA", "NEE", "Y", "X", "WAAR", "ONWAAR", "TRUE"];

/// Whether the cell is an error value of Excel.
pub fn is_excel_error(text: &[u8]) -> bool {
    text.starts_with(b"#") && EXCEL_ERRORS.iter().any(|error| error.as_bytes() == text)
}

/// Why these characters are no number of a person.
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

/// Why these characters are no date.
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

/// `DD-MM-YYYY` of a day that does not exist is not shortened but wrong.
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

/// Whether a text holds what is left of a letter that was lost before delivery: the replacement character, or UTF-8 that was
/// read as Windows-1252 (`MÃ¼ller`).
pub fn is_damaged(text: &[u8]) -> bool {
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
        for text in ["MÃ¼ller", "Zo\u{FFFD}", "Å»ywiaÅ‚owska"] {
            assert!(is_damaged(text.as_bytes()), "{text}");
        }
        for text in
            ["Müller", "Żywiałowska", "Hacı", "Tjon á Jon", "Ångström", "Äärelä", "ŃĆ ĹāÑ ŤÙmön", "ÃO"]
        {
            assert!(!is_damaged(text.as_bytes()), "{text}");
        }
        assert!(is_excel_error(b"#N/B") && !is_excel_error(b"#1"));
    }
}
