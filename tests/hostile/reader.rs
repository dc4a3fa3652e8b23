//! Delivered files: whatever the bytes and the form, every file is read or refused, every sum balances, and every finding points
//! at an existing line and column.

use std::collections::BTreeMap;

use jib::intake::check::checked::{Checked, check_in_chunks};
use jib::intake::check::row::Context;
use jib::intake::quarantine;
use jib::intake::read::chunks::CHUNK_BYTES;
use jib::intake::read::layout::{Heading, Layout, layout};
use jib::intake::read::raw::{DeliveredFile, Marks, Raw};
use jib::intake::typed_rows;
use jib::law::library::Library;
use jib::model::encoding::Encoding;
use jib::model::facts::Vermelding;
use jib::model::finding::FindingColumn;
use jib::schemas::schema::{Schema, Soort};
use proptest::prelude::*;

use crate::hostile::workbook;
use crate::support::damage::{Damage, Ground, damage, damages, fuzz};
use crate::support::day;
use crate::support::packed::gzip;

fn ground() -> Ground {
    let mut ground = Ground::of("reader");
    assert!(ground.files.len() >= 8, "the corpus is there");
    let packed: Vec<Vec<u8>> = ground.files.iter().take(3).map(|bytes| gzip(bytes)).collect();
    ground.files.extend(packed);
    ground.files.push(workbook::usual());
    ground
}

/// Every extract in every layout of a supplier.
pub fn layouts(library: &Library) -> Vec<Schema> {
    let of_extract = |schema: &Schema| -> Vec<Schema> {
        schema.profile_names().filter_map(|name| schema.under(Some(name))).collect()
    };
    library.schemas.extracts.iter().flat_map(of_extract).collect()
}

fn context<'a>(library: &'a Library, schema: &'a Schema, layout: &'a Layout, soort: Soort) -> Context<'a> {
    Context {
        schema,
        layout,
        soort,
        peildatum: day("2026-11-01"),
        gemeente: 599,
        municipalities: &library.schemas.municipalities,
    }
}

fn checked(raw: &Raw, context: &Context<'_>, chunk_bytes: usize) -> Checked<Vermelding> {
    let make = typed_rows::vermelding(context.schema);
    check_in_chunks(raw, context, chunk_bytes, |cells, record| make(context, cells, record))
}

/// Reads the file as an extract in a layout and checks the invariants of the result, including that the chunk size does not
/// change it.
pub fn read(
    library: &Library,
    schema: &Schema,
    raw: &Raw,
    soort: Soort,
    chunk_bytes: usize,
) -> Result<(), TestCaseError> {
    let Heading { layout, findings, .. } = layout(raw, schema, soort);
    let lines = raw.bytes().split(|byte| *byte == b'\n').count() as u64;
    let Some(layout) = layout else {
        prop_assert!(!findings.is_empty(), "what is refused says why");
        return Ok(());
    };
    let context = context(library, schema, &layout, soort);
    let whole = checked(raw, &context, CHUNK_BYTES);
    let sums = whole.account().sums();
    prop_assert_eq!(sums.read, sums.accepted + sums.quarantaine);
    prop_assert!(sums.read <= lines, "no more rows than lines");
    prop_assert!(whole.rows().len() as u64 <= sums.accepted);
    prop_assert_eq!(whole.rows().len(), whole.account().refs().len());
    for finding in findings.iter().chain(whole.account().findings()) {
        prop_assert!(finding.line <= lines, "{:?}", finding);
        let there = match finding.column {
            Some(FindingColumn::Schema(index)) => usize::from(index) < schema.columns.len(),
            Some(FindingColumn::Positie(position)) => usize::from(position) < layout.width,
            None => true,
        };
        prop_assert!(there, "{:?}", finding);
    }
    let named = |line: u32| whole.account().findings().iter().any(|finding| finding.line == u64::from(line));
    for row in whole.account().set_aside() {
        prop_assert!(named(row.row.line), "every row set aside is named by its line");
    }
    let ends: Vec<u64> =
        (0..).zip(raw.bytes()).filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
    let at_its_line = |line: u32, offset: u64| ends.partition_point(|end| *end < offset) + 1 == line as usize;
    for row in whole.account().refs().iter().chain(whole.account().set_aside().iter().map(|aside| &aside.row))
    {
        prop_assert!(at_its_line(row.line, row.offset), "a row stands on its physical line");
    }
    let table = quarantine::table(raw, &context, whole.account().set_aside());
    prop_assert!(!table.csv().is_empty());
    let parts = checked(raw, &context, chunk_bytes);
    prop_assert_eq!(parts.account().sums(), sums, "chunks of {}", chunk_bytes);
    prop_assert_eq!(parts.account().refs(), whole.account().refs(), "chunks of {}", chunk_bytes);
    prop_assert_eq!(parts.account().findings(), whole.account().findings(), "chunks of {}", chunk_bytes);
    prop_assert_eq!(parts.account().set_aside(), whole.account().set_aside(), "chunks of {}", chunk_bytes);
    prop_assert!(
        parts.account().persons_set_aside() == whole.account().persons_set_aside(),
        "chunks of {}",
        chunk_bytes
    );
    prop_assert!(
        quarantine::table(raw, &context, parts.account().set_aside()).csv() == table.csv(),
        "chunks of {}",
        chunk_bytes
    );
    Ok(())
}

/// No panic, no lost row, no unbalanced sum, no row set aside without a finding, and no result that depends on the number of
/// cores.
#[test]
fn no_bytes_break_the_reader() {
    let library = crate::support::library();
    let ground = ground();
    let layouts = layouts(&library);
    assert!(layouts.len() > library.schemas.extracts.len(), "with the layouts of suppliers");
    let announced = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Encoding::Utf8)),
        1 => Just(Some(Encoding::Windows1252)),
        1 => Just(Some(Encoding::Utf16Le)),
    ];
    let soort = prop_oneof![3 => Just(Soort::Snapshot), 1 => Just(Soort::Delta)];
    let case = (damages(), any::<usize>(), announced, soort, 1usize..300);
    fuzz("reader", 4_000, &case, |((file, damages), own, announced, soort, chunk_bytes)| {
        let bytes = ground.damaged(file, &damages);
        let own = &layouts[own % layouts.len()];
        let Ok(raw) = DeliveredFile::from_bytes(bytes).open(announced, &own.id, |_| Marks::default()).text
        else {
            return Ok(());
        };
        // The layout that fits the file, if any, and a random one.
        let fits = |schema: &&Schema| layout(&raw, schema, soort).layout.is_some();
        for schema in layouts.iter().filter(fits).chain([own]) {
            read(&library, schema, &raw, soort, chunk_bytes)?;
        }
        Ok(())
    });
}

/// Persons, some with quotes, line ends and doubled quotes in their rows; each row with the line it starts on.
fn rows() -> Vec<(String, u32)> {
    let cells = [
        "999990007,Jan,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
        "\"999990019\",\"Jan \"\"de\"\" Vries\",,\"Jansen, erven\",20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
        "999990020,Jan,,\"Jansen\n\",20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
        "999990032,Jan,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,\"\"",
        "\"999990044\",\"\",\"\",\"Ż\",\"20040412\",\"0599\",\"\",\"\",\"\",\"\",\"\",\"\",\"0\",\"\",\"\",\"\"",
        "999990056,,,,20040412,0599,,,,,,,0,,,",
    ];
    let mut line = 2;
    cells
        .into_iter()
        .map(|row| {
            let own = line;
            line += u32::try_from(row.lines().count()).expect("few");
            (row.to_owned(), own)
        })
        .collect()
}

/// A bad row never costs another: no open quote swallows the next row, no byte changes the encoding of the file, and no line
/// shifts the lines below it.
#[test]
fn a_damaged_row_costs_no_other() {
    let library = crate::support::library();
    let schema = library.schemas.extract("brp").expect("the extract").clone();
    let header: Vec<&str> = schema.columns.iter().map(|column| column.name.as_str()).collect();
    let tokens = Ground::of("reader").tokens;
    let rows = rows();
    let numbers = ["999990007", "999990019", "999990020", "999990032", "999990044", "999990056"];
    let case = (0..rows.len(), prop::collection::vec(damage(), 1..8), 1usize..300);
    fuzz("one row", 2_000, &case, |(victim, damages, chunk_bytes)| {
        let (own, _) = &rows[victim];
        let ground = Ground { files: vec![own.clone().into_bytes()], tokens: tokens.clone() };
        let mut damaged = own.clone().into_bytes();
        for damage in damages.iter().filter(|damage| !matches!(damage, Damage::Splice(..))) {
            ground.apply(&mut damaged, damage);
        }
        damaged.retain(|byte| !matches!(byte, b'\n' | b'\r'));
        let shown = String::from_utf8_lossy(&damaged).into_owned();
        let of_another = |number: &str| !own.contains(number) && shown.contains(number);
        prop_assume!(!numbers.iter().any(|number| of_another(number)), "about another person");
        let mut file = format!("{}\n", header.join(",")).into_bytes();
        let mut expected = Vec::new();
        let mut line = 2;
        for (index, (row, _)) in rows.iter().enumerate() {
            if index == victim {
                file.extend_from_slice(&damaged);
                line += 1;
            } else {
                file.extend_from_slice(row.as_bytes());
                expected.push(line);
                line += u32::try_from(row.lines().count()).expect("few");
            }
            file.push(b'\n');
        }
        let raw = DeliveredFile::from_bytes(file).open(None, "brp", |_| Marks::default()).text.expect("text");
        let Some(layout) = layout(&raw, &schema, Soort::Snapshot).layout else {
            return Err(TestCaseError::fail("the header is whole"));
        };
        let context = context(&library, &schema, &layout, Soort::Snapshot);
        let found = checked(&raw, &context, chunk_bytes);
        let lines: Vec<u32> = found.account().refs().iter().map(|row| row.line).collect();
        for line in expected {
            prop_assert!(
                lines.contains(&line),
                "line {} is lost after {:?}; there are {:?}",
                line,
                shown,
                lines
            );
        }
        Ok(())
    });
}

/// A row of a DELTA: whether it adds, changes or removes, whose it is, and how its dates are spelled.
fn mutation() -> impl Strategy<Value = (&'static str, usize, usize, bool)> {
    (prop_oneof![Just("T"), Just("W"), Just("V")], 0usize..3, 0usize..3, any::<bool>())
}

/// In a DELTA the last row of a key wins, a removal leaves no row, and another spelling is still the same key.
#[test]
fn of_each_key_of_a_delta_the_last_row_counts() {
    let library = crate::support::library();
    let schema = library.schemas.extract("duo_inschrijving").expect("the extract").clone();
    let numbers = ["999990007", "999990019", "999990020"];
    let spelled = ["2024-08-01", "20240801", "01-08-2024"];
    let case = (prop::collection::vec(mutation(), 0..12), 1usize..300);
    fuzz("delta", 1_000, &case, |(mutations, chunk_bytes)| {
        let mut text = "persoonsnummer,mutatie,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,\
                        datum_inschrijving,datum_uitschrijving\n"
            .to_owned();
        let mut last: BTreeMap<usize, (u32, &str)> = BTreeMap::new();
        for (line, (word, person, spelling, ended)) in (2..).zip(&mutations) {
            let end = if *ended { "20250731" } else { "" };
            let row = format!("{},{word},20KD,MBO,25,MBO2,,{},{end}\n", numbers[*person], spelled[*spelling]);
            text.push_str(&row);
            last.insert(*person, (line, word));
        }
        let raw = Raw::from_bytes(text.into_bytes());
        let Some(layout) = layout(&raw, &schema, Soort::Delta).layout else {
            return Err(TestCaseError::fail("the header is whole"));
        };
        let found = checked(&raw, &context(&library, &schema, &layout, Soort::Delta), chunk_bytes);
        let mut expected: Vec<u32> =
            last.into_values().filter(|(_, word)| *word != "V").map(|(line, _)| line).collect();
        expected.sort_unstable();
        let lines: Vec<u32> = found.account().refs().iter().map(|row| row.line).collect();
        prop_assert_eq!(lines, expected);
        let rows = mutations.len() as u64;
        prop_assert_eq!((found.account().sums().read, found.account().sums().accepted), (rows, rows));
        Ok(())
    });
}
