//! The reader on damaged files: it never panics, its sums balance, and a bad row costs only itself.

use jib::intake::check::checked::check_extract;
use jib::intake::check::row::Context;
use jib::intake::read::layout::layout;
use jib::intake::read::raw::Raw;
use jib::intake::typed_rows;
use jib::law::library::Library;
use jib::model::day::Day;
use jib::schemas::schema::{Schema, Soort};
use proptest::prelude::*;

/// Rows of a clean BRP extract: nine digits, a name with an accent, a date, a municipality.
fn clean(rows: usize) -> Vec<String> {
    numbers().take(rows).map(|bsn| format!("{bsn},Zoë,\"Voorbeeld, van\",20010412,0599,0,,")).collect()
}

const HEADER: &str = "bsn,voornamen,geslachtsnaam,geboortedatum,gemeente_inschrijving,indicatie_geheim,\
                      opschorting_reden,datum_overlijden";

/// Synthetic numbers that pass the eleven-test.
fn numbers() -> impl Iterator<Item = String> {
    (999_990_000u32..)
        .map(|number| number.to_string())
        .filter(|text| jib::model::number::Persoonsnummer::parse(text.as_bytes()).is_ok())
}

/// The result of reading: sums, the numbers of the accepted rows, the lines set aside, and the lines that findings name.
struct Outcome {
    gelezen: u64,
    aanvaard: u64,
    quarantaine: u64,
    accepted: Vec<String>,
    lines_aside: Vec<u32>,
}

fn read(library: &Library, bytes: Vec<u8>) -> Option<Outcome> {
    let schema: &Schema = library.schemas.extract("brp").expect("the schema");
    let raw = Raw::from_bytes(bytes);
    let layout = layout(&raw, schema, Soort::Snapshot).layout;
    let layout = layout?;
    let context = Context {
        schema,
        layout: &layout,
        soort: Soort::Snapshot,
        peildatum: Day::parse_iso("2026-11-01").expect("a date"),
        gemeente: 599,
        municipalities: &library.schemas.municipalities,
    };
    let make = typed_rows::brp(schema);
    let checked = check_extract(&raw, &context, |cells, record| make(&context, cells, record));
    let sums = checked.account().sums();
    let digits = |number: [u8; 9]| String::from_utf8_lossy(&number).into_owned();
    Some(Outcome {
        gelezen: sums.read,
        aanvaard: sums.accepted,
        quarantaine: sums.quarantaine,
        accepted: checked.rows().iter().map(|row| digits(row.persoon.digits())).collect(),
        lines_aside: checked.account().set_aside().iter().map(|row| row.row.line).collect(),
    })
}

/// Ways to spoil one row so that it, and only it, must be set aside.
const SPOILERS: [fn(&str) -> Vec<u8>; 9] = [
    |row| row.replacen(',', "", 1).into_bytes(),
    |row| format!("{row},extra").into_bytes(),
    |row| row.replacen(",Zoë", ",\"Zoë", 1).into_bytes(),
    |row| row.replacen("Zoë", "Zo\"ë", 1).into_bytes(),
    |row| row.replacen("Zoë", "Zo\u{0}ë", 1).into_bytes(),
    |row| row.replacen("20010412", "20010230", 1).into_bytes(),
    |row| row.replacen("0599,0", "0599,9", 1).into_bytes(),
    |row| [row.as_bytes(), b",\xFF"].concat(),
    |row| row.replacen("Zoë", &"x".repeat(100_000), 1).into_bytes(),
];

#[test]
fn a_spoilt_row_costs_itself_and_no_other() {
    let library = crate::support::library();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 1_500,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let spoilt = prop::collection::btree_map(0usize..40, 0usize..SPOILERS.len(), 0..8);
    let ends = prop_oneof![Just("\n"), Just("\r\n")];
    let checked = runner.run(&(spoilt, ends, any::<bool>(), any::<bool>()), |(spoilt, end, bom, last)| {
        let rows = clean(40);
        let mut bytes = if bom { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
        bytes.extend(HEADER.as_bytes());
        for (index, row) in rows.iter().enumerate() {
            bytes.extend(end.as_bytes());
            match spoilt.get(&index) {
                Some(kind) => bytes.extend(SPOILERS[*kind](row)),
                None => bytes.extend(row.as_bytes()),
            }
        }
        if last {
            bytes.extend(end.as_bytes());
        }
        let outcome = read(&library, bytes).expect("the header is whole");
        let survivors: Vec<String> = rows
            .iter()
            .enumerate()
            .filter(|(index, _)| !spoilt.contains_key(index))
            .filter_map(|(_, row)| row.split(',').next().map(str::to_owned))
            .collect();
        let lines: Vec<u32> = spoilt.keys().map(|index| u32::try_from(index + 2).expect("few")).collect();
        prop_assert_eq!(outcome.accepted, survivors);
        prop_assert_eq!(outcome.lines_aside, lines, "each is named by its line");
        prop_assert_eq!((outcome.gelezen, outcome.quarantaine), (40, spoilt.len() as u64));
        prop_assert_eq!(outcome.gelezen, outcome.aanvaard + outcome.quarantaine);
        Ok(())
    });
    checked.expect("one row at a time");
}

#[test]
fn any_bytes_at_all_are_read_or_refused() {
    let library = crate::support::library();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let noise = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        "[0-9,;\"\n\r a-z=]{0,400}".prop_map(String::into_bytes),
    ];
    let checked = runner.run(&(any::<bool>(), noise), |(with_header, noise)| {
        let bytes = if with_header { [HEADER.as_bytes(), b"\n", &noise].concat() } else { noise };
        if let Some(outcome) = read(&library, bytes) {
            prop_assert_eq!(outcome.gelezen, outcome.aanvaard + outcome.quarantaine);
        }
        Ok(())
    });
    checked.expect("no bytes break the reader");
}

#[test]
fn damage_at_any_place_keeps_the_sums() {
    let library = crate::support::library();
    let whole = format!("{HEADER}\n{}\n", clean(60).join("\n")).into_bytes();
    let start = HEADER.len() + 1;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let damage = prop::collection::vec((start..whole.len(), any::<u8>()), 1..12);
    let checked = runner.run(&damage, |damage| {
        let mut bytes = whole.clone();
        for (at, byte) in &damage {
            bytes[*at] = *byte;
        }
        let outcome = read(&library, bytes).expect("the header is whole");
        prop_assert_eq!(outcome.gelezen, outcome.aanvaard + outcome.quarantaine);
        // A changed line end joins or splits two rows; any other change costs one.
        let most = 3 * damage.len() as u64;
        prop_assert!(outcome.quarantaine <= most, "{} rows for {} bytes", outcome.quarantaine, damage.len());
        Ok(())
    });
    checked.expect("damage stays where it is");
}
