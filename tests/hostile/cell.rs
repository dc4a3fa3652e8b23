//! Single cells, days and numbers: a readable value is exactly what was written, and everything else is refused.

use jib::intake::check::cell::{Cell, read};
use jib::model::birth::PartialDate;
use jib::model::day::Day;
use jib::model::number::{NumberKind, Persoonsnummer};
use jib::schemas::column::{Column, Kind};
use proptest::prelude::*;

use crate::hostile::reader::layouts;
use crate::hostile::speech::{CANARY, names};
use crate::support::damage::fuzz;
use crate::support::{jib, text};

fn columns() -> Vec<Column> {
    let library = crate::support::library();
    layouts(&library).into_iter().flat_map(|schema| schema.columns).collect()
}

/// Bytes of every kind, mostly close to what a column accepts.
fn cells() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[0-9,.+eE -]{0,20}".prop_map(String::into_bytes),
        "\\PC{0,20}".prop_map(String::into_bytes),
        "[0-9]{8,9}".prop_map(String::into_bytes),
        "(19|20|00|99)[0-9]{2}-?[0-3][0-9]-?[0-3][0-9]".prop_map(String::into_bytes),
        "[0-3][0-9]-[01][0-9]-[0-9]{4}".prop_map(String::into_bytes),
        "[0-9]{1,10}[,.]?[0-9]{0,7}".prop_map(String::into_bytes),
        "[A-Z0-9_+]{1,16}".prop_map(String::into_bytes),
    ]
}

/// The digits of a date as written, in year, month, day order.
fn in_order(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text).into_owned();
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}{month}{day}"),
        _ => text.replace('-', ""),
    }
}

/// The remainder of a number under the eleven-test, digit by digit.
fn remainder(digits: &[u8; 9]) -> i64 {
    let weighted = digits.iter().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]);
    weighted.map(|(digit, weight)| i64::from(digit - b'0') * weight).sum::<i64>().rem_euclid(11)
}

fn faithful(column: &Column, cell: Cell, text: &[u8]) -> Result<(), TestCaseError> {
    match cell {
        Cell::Number(number) => {
            let digits = number.digits();
            prop_assert!(digits.ends_with(text) && text.len() >= 8, "the digits that were there");
            let expected = match number.kind() {
                NumberKind::Bsn => 0,
                NumberKind::Onderwijsnummer => 5,
            };
            prop_assert_eq!(remainder(&digits), expected);
            let is_of_kind = match column.kind {
                Kind::Bsn => number.kind() == NumberKind::Bsn,
                Kind::Onderwijsnummer => number.kind() == NumberKind::Onderwijsnummer,
                _ => true,
            };
            prop_assert!(is_of_kind, "no onderwijsnummer as bsn, no bsn as onderwijsnummer");
        }
        Cell::Day(day) => {
            prop_assert_eq!(day.to_string().replace('-', ""), in_order(text));
            prop_assert!(day.known().is_some() && Day::parse_iso(&day.to_string()) == Some(day));
        }
        Cell::Partial(date) => {
            prop_assert_eq!(date.to_string().replace('-', ""), in_order(text));
            let ends = date.interval();
            prop_assert_eq!(ends.is_none(), date == PartialDate::UNKNOWN);
            prop_assert!(ends.is_none_or(|ends| ends.earliest <= ends.latest));
        }
        Cell::Month(month) => {
            let first = month.first_day().to_string();
            prop_assert_eq!(first.replace('-', ""), format!("{}01", String::from_utf8_lossy(text)));
        }
        Cell::Integer(value) => {
            let own = String::from_utf8_lossy(text).into_owned();
            prop_assert_eq!(own.parse::<i64>().ok(), Some(value));
        }
        Cell::Decimal(value) => {
            let own = String::from_utf8_lossy(text).replace(',', ".");
            let (own, shown) = (own.parse::<f64>(), value.to_string().parse::<f64>());
            prop_assert_eq!(own.ok(), shown.ok());
        }
        Cell::Code(index) => prop_assert!(usize::from(index) < column.codes.len()),
        Cell::Municipality(code) => {
            prop_assert_eq!(format!("{code:04}").ends_with(&*String::from_utf8_lossy(text)), true);
        }
        Cell::Empty => {
            let zeros = in_order(text).bytes().all(|byte| byte == b'0');
            prop_assert!(zeros || in_order(text).starts_with("999912"), "only an end that is none");
        }
        Cell::Text => prop_assert!(matches!(column.kind, Kind::Text | Kind::Brin)),
    }
    Ok(())
}

/// No cell is read as another value or makes a reader panic: every kind of column, in every layout.
#[test]
fn no_text_breaks_a_cell() {
    let columns = columns();
    fuzz("cell", 4_000, &cells(), |text| {
        for column in &columns {
            if text.is_empty() {
                continue;
            }
            if let Ok((cell, _)) = read(column, &text) {
                faithful(column, cell, &text)?;
            }
        }
        Ok(())
    });
}

/// Numbers are told apart correctly, and no impossible date is accepted.
#[test]
fn numbers_and_days_hold_for_every_value() {
    let case = (0u32..1_200_000_000, -4_000_000i32..4_000_000, -800_000i32..800_000);
    fuzz("value", 4_000, &case, |(number, day, more)| {
        let digits = format!("{number:09}");
        if let (Ok((read, kind, _)), Ok(nine)) =
            (Persoonsnummer::parse(digits.as_bytes()), <[u8; 9]>::try_from(digits.as_bytes()))
        {
            prop_assert_eq!(read.digits(), nine);
            prop_assert_eq!(remainder(&nine), if kind == NumberKind::Bsn { 0 } else { 5 });
        }
        if let Some(day) = Day::from_number(day) {
            prop_assert_eq!(Day::from_number(day.number()), Some(day));
            let later = day.plus_days(more);
            prop_assert_eq!(later.days_since(day), more);
            let text = day.to_string();
            let (year, ..) = day.ymd();
            prop_assert_eq!(Day::parse_iso(&text), (0..=9999).contains(&year).then_some(day));
        }
        Ok(())
    });
}

/// A day on the command line is read as written, never guessed, and never repeated in a message.
#[test]
fn no_text_breaks_an_argument() {
    let words = prop_oneof![
        "\\PC{0,20}",
        "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        "[0-9]{8}",
        Just(CANARY.to_owned()),
        Just(format!("--bsn={CANARY}")),
        Just("vandaag ".to_owned()),
        Just("2026-02-30".to_owned()),
        "-[a-z]{1,3}",
    ];
    fuzz("argument", 60, &(words, any::<bool>()), |(word, is_peildatum)| {
        // A NUL cannot be part of an argument at all.
        prop_assume!(!word.contains('\0') && Day::parse_iso(&word).is_none());
        let name = if is_peildatum { "--peildatum" } else { "--verstrekdatum" };
        let other = if is_peildatum { "--verstrekdatum" } else { "--peildatum" };
        let asked = ["run", "-c", "/nergens/jib.toml", "--out", "/nergens/runs", other, "2026-11-01"];
        let said = jib(&[&asked[..], &[&format!("{name}={word}")]].concat());
        prop_assert_eq!(said.status.code(), Some(2), "{}", word);
        let told = text(&said.stderr);
        prop_assert!(!names(&told, CANARY) && said.stdout.is_empty(), "{}", told);
        prop_assert!(told.contains(name), "it says which argument: {}", told);
        Ok(())
    });
}
