//! The fast path through a row agrees with the careful one, whatever the cells and the extract: a row that it accepts is also
//! accepted by the careful path, with the same cells and no findings.

use std::sync::LazyLock;

use crate::support::{day, library, repository};
use jib::intake::check::cell::Cell;
use jib::intake::check::quick::Quick;
use jib::intake::check::row::{Cells, Context, RowVerdict};
use jib::intake::read::layout::layout;
use jib::intake::read::raw::Raw;
use jib::intake::read::records::RowReader;
use jib::law::library::Library;
use jib::schemas::schema::{COLUMNS_MAX, Schema, Soort};
use proptest::prelude::*;

/// Cells that are right in some column, nearly right, or what files hold that came through other programs.
const CELLS: [&str; 103] = [
    "",
    "",
    "",
    " ",
    "\u{A0}",
    "0",
    "1",
    "J",
    "N",
    "V",
    "O",
    ".",
    "999990019",
    "999993653",
    "999993654",
    "99999365",
    "10008574",
    "000000000",
    "111111111",
    "100000004",
    "9,99994E+08",
    "20220724",
    "2022-07-24",
    "24-07-2022",
    "2022-02-30",
    "20220700",
    "20220000",
    "00000000",
    "0000-00-00",
    "19000101",
    "01-01-1970",
    "9999-12-31",
    "99991231",
    "2026-11-01",
    "2026-11-02",
    "20261101",
    "20261102",
    "2030-01-01",
    "36985",
    "202610",
    "202613",
    "0599",
    "599",
    "0363",
    "1992",
    "9999",
    "WERK",
    "PENSIOEN",
    "LEERPLICHT",
    "ACTIEF",
    "VRIJGESTELD",
    "16UUR_4WEKEN",
    "VMBO-T",
    "SCHRIFTELIJK",
    "05AB",
    "20KD",
    "5AB",
    "Véronique",
    "Müller",
    "MÃ¼ller",
    "Å»ywia",
    "Zo\u{FFFD}",
    "Äärelä",
    "Żywiałowska",
    "#N/B",
    "#1",
    "130000",
    "-130000",
    "+1",
    "17,5",
    "6.1",
    "1.234,56",
    "3040AB",
    "3040 AB",
    "a b",
    "NULL",
    "Null",
    "nan",
    "<NA>",
    "None",
    "n.v.t.",
    "\\N",
    "(null)",
    "M?ller",
    "Wie?",
    "M&uuml;ller",
    "R&D",
    "Jan\u{2028}sen",
    "Jan\tsen",
    "Jan\rsen",
    "Err:502",
    "#SPILL!",
    "#FORMULE!",
    "Jan\u{AD}sen",
    "Jan\u{61C}sen",
    "Jan\u{34F}sen",
    "Jan\u{200B}sen",
    "Jan 999993653",
    "2 hoog",
    "18:00:00",
    "2022-07-24 12:00:00",
    "0612345678",
    "jan@voorbeeld.invalid",
];

fn cells() -> impl Strategy<Value = Vec<String>> {
    let long = "[a-zé]{195,205}";
    let cell = prop_oneof![
        12 => prop::sample::select(CELLS.to_vec()).prop_map(str::to_owned),
        1 => long,
        1 => "[ -~]{0,12}".prop_map(|text: String| text.replace(['"', ','], "")),
    ];
    prop::collection::vec(cell, COLUMNS_MAX)
}

fn soorten() -> impl Strategy<Value = Soort> {
    prop::sample::select(vec![Soort::Snapshot, Soort::Delta])
}

/// The law of this repository, read once for all cases.
static LIBRARY: LazyLock<Library> = LazyLock::new(library);

/// Every extract, in its own layout and in every layout of a supplier.
static LAYOUTS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
    let layouts = |schema: &Schema| -> Vec<Schema> {
        let written = schema.profile_names().filter_map(|name| schema.under(Some(name)));
        std::iter::once(schema.clone()).chain(written).collect()
    };
    LIBRARY.schemas.extracts.iter().flat_map(layouts).collect()
});

/// The text of a file with this row, and its width. Some headers may be missing.
fn file(schema: &Schema, cells: &[String]) -> (String, String) {
    let headers: Vec<&str> = schema.columns.iter().map(|column| column.name.as_str()).collect();
    let row = cells.get(..headers.len()).expect("as many").join(",");
    (headers.join(","), row)
}

/// Whether a row is accepted quickly, after holding the quick way against the careful one: as text, and as a row of a workbook.
fn held(schema: &Schema, soort: Soort, cells: &[String]) -> Option<bool> {
    held_as(schema, soort, cells, true)?;
    held_as(schema, soort, cells, false)
}

fn held_as(schema: &Schema, soort: Soort, cells: &[String], is_workbook: bool) -> Option<bool> {
    let (header, row) = file(schema, cells);
    let raw = Raw::from_bytes(format!("{header}\n{row}\n").into_bytes());
    let mut layout = layout(&raw, schema, soort).layout?;
    layout.is_workbook = is_workbook;
    let context = Context {
        schema,
        layout: &layout,
        soort,
        peildatum: day("2026-11-01"),
        gemeente: 599,
        municipalities: &LIBRARY.schemas.municipalities,
    };
    let mut reader = RowReader::new(layout.delimiter);
    let record = reader.read(row.as_bytes());
    let (mut quickly, mut carefully): (Cells, Cells) =
        ([Cell::Empty; COLUMNS_MAX], [Cell::Text; COLUMNS_MAX]);
    let accepted = Quick::of(&context)?.accepts(record, &mut quickly);
    if accepted {
        let mut findings = Vec::new();
        let verdict = context.check(record, 2, &mut carefully, &mut findings);
        assert_eq!(verdict, RowVerdict::Accepted, "{} {row}", schema.id);
        assert!(findings.is_empty(), "{} {row}", schema.id);
        assert!(context.numbers_in_text(record).is_empty(), "{} {row}", schema.id);
        let width = schema.columns.len();
        assert!(quickly.get(..width) == carefully.get(..width), "{} {row}", schema.id);
    }
    Some(accepted)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_accepted_quickly_is_accepted_with_care(cells in cells(), soort in soorten()) {
        for schema in &*LAYOUTS {
            held(schema, soort, &cells);
        }
    }

    /// Changes one cell of a good row, which the fast path is most likely to miss.
    #[test]
    fn one_strange_cell_is_seen(cells in cells(), place in 0..COLUMNS_MAX, nth in 1usize..60, soort in soorten()) {
        for schema in &LIBRARY.schemas.extracts {
            let path = repository(&format!("sample-data/{}.csv", schema.id));
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let Some(row) = text.lines().nth(nth).filter(|row| !row.contains('"')) else { continue };
            let mut row: Vec<String> = row.split(',').map(str::to_owned).collect();
            row.resize(COLUMNS_MAX, String::new());
            let place = place % schema.columns.len();
            if let (Some(own), Some(strange)) = (row.get_mut(place), cells.get(place)) {
                own.clone_from(strange);
            }
            held(schema, soort, &row);
        }
    }
}

/// A fast path that is never taken proves nothing, and costs time.
#[test]
fn nearly_every_row_is_accepted_quickly() {
    for id in ["brp", "duo_inschrijving", "duo_startkwalificatie", "inkomen", "contactgegevens"] {
        let schema = LIBRARY.schemas.extract(id).expect("a schema");
        let text = std::fs::read_to_string(repository(&format!("sample-data/{id}.csv"))).expect("a file");
        let rows: Vec<&str> = text.lines().skip(1).filter(|row| !row.contains('"')).collect();
        let quick = rows.iter().filter(|row| {
            let cells: Vec<String> = row.split(',').map(str::to_owned).collect();
            cells.len() == schema.columns.len() && held(schema, Soort::Snapshot, &cells) == Some(true)
        });
        let quick = quick.count();
        assert!(quick * 10 > rows.len() * 8, "{id}: {quick} of {}", rows.len());
    }
}
