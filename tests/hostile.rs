//! Hostile files against the whole reader: whatever the bytes, in whatever form, every file is read or refused, every sum
//! balances, and every finding points at a line and a column that are there. `JIB_FUZZ_CASES` sets how many files are tried;
//! the default is a short run.
//!
//! The corpus in `tests/corpus` holds small files as suppliers write them; each case damages one or splices two.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops when its own ground gives way"
)]

use std::io::Write;

use jib::contract::schema::{Schema, Soort};
use jib::extracts;
use jib::ingest::encoding::Codering;
use jib::ingest::layout::layout;
use jib::ingest::raw::{Delivered, Raw};
use jib::library::Library;
use jib::model::day::Day;
use jib::model::facts::Vermelding;
use jib::model::finding::Kolom;
use jib::quarantine;
use jib::validate::checked::check_extract;
use jib::validate::row::Context;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Cases of a short run: some seconds.
const CASES: u32 = 4_000;

/// What damage puts in: everything that means something to a reader.
const TOKENS: [&[u8]; 22] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\x1A",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFF",
    b"\xC3",
    b"sep=;\n",
    b"Totaal 5\n",
    b"=cmd|' /C calc'!A0",
    b"99991230",
    b"00000000",
    b"9,99994E+08",
    b"\xE2\x80\xA8",
    b"99999999999999999999999999",
];

fn corpus() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the corpus").flatten().map(|e| e.path()).collect();
    paths.sort();
    let mut files: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).expect("a file")).collect();
    assert!(files.len() >= 8, "the corpus is there");
    let packed: Vec<Vec<u8>> = files.iter().take(3).map(|bytes| gzip(bytes)).collect();
    files.extend(packed);
    files.push(workbook());
    files
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["bsn", "geboortedatum", "opschorting_reden", "datum_overlijden"]) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    sheet.write_number(1, 0, 999_990_019.0).expect("a cell");
    sheet.write_number(1, 1, 20_100_412.0).expect("a cell");
    workbook.save_to_buffer().expect("a workbook")
}

/// One act of damage; places are taken modulo the length.
#[derive(Clone, Debug)]
enum Damage {
    Set(usize, u8),
    Insert(usize, usize),
    Remove(usize, usize),
    Repeat(usize, usize),
    Cut(usize),
    Splice(usize, usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<usize>();
    prop_oneof![
        (at, any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (at, 0..TOKENS.len()).prop_map(|(at, token)| Damage::Insert(at, token)),
        (at, 1usize..40).prop_map(|(at, length)| Damage::Remove(at, length)),
        (at, 1usize..200).prop_map(|(at, length)| Damage::Repeat(at, length)),
        at.prop_map(Damage::Cut),
        (at, at, at).prop_map(|(at, other, from)| Damage::Splice(at, other, from)),
    ]
}

fn damaged(corpus: &[Vec<u8>], file: usize, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = corpus[file % corpus.len()].clone();
    for damage in damages {
        let place = |at: usize| at % (bytes.len() + 1);
        match *damage {
            Damage::Set(at, value) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = value;
                }
            }
            Damage::Insert(at, token) => {
                let at = place(at);
                bytes.splice(at..at, TOKENS[token].iter().copied());
            }
            Damage::Remove(at, length) => {
                let at = place(at);
                let end = bytes.len().min(at + length);
                bytes.drain(at..end);
            }
            Damage::Repeat(at, length) => {
                let at = place(at);
                let part = bytes[at..bytes.len().min(at + length)].to_vec();
                bytes.splice(at..at, part);
            }
            Damage::Cut(at) => bytes.truncate(place(at)),
            Damage::Splice(at, other, from) => {
                let at = place(at);
                let other = &corpus[other % corpus.len()];
                let from = from % (other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
        }
        bytes.truncate(1 << 16);
    }
    bytes
}

/// Reads the file as an extract in a layout, and holds what came out against what must always hold.
fn read(library: &Library, schema: &Schema, raw: &Raw, soort: Soort) -> Result<(), TestCaseError> {
    let (layout, findings) = layout(raw, schema, soort);
    let lines = raw.bytes().split(|byte| *byte == b'\n').count() as u64;
    let Some(layout) = layout else {
        prop_assert!(!findings.is_empty(), "what is refused says why");
        return Ok(());
    };
    let context = Context {
        schema,
        layout: &layout,
        soort,
        peildatum: Day::parse_iso("2026-11-01").expect("a date"),
        gemeente: 599,
        municipalities: &library.schemas.municipalities,
    };
    let make = extracts::vermelding(schema);
    let checked =
        check_extract::<Vermelding, _>(raw, &context, |cells, record| make(&context, cells, record));
    let sums = checked.sums();
    prop_assert_eq!(sums.gelezen, sums.aanvaard + sums.quarantaine);
    prop_assert!(sums.gelezen <= lines, "no more rows than lines");
    prop_assert!(checked.rows().len() as u64 <= sums.aanvaard);
    prop_assert_eq!(checked.rows().len(), checked.refs().len());
    for finding in findings.iter().chain(checked.findings()) {
        prop_assert!(finding.line <= lines, "{:?}", finding);
        let there = match finding.column {
            Some(Kolom::Schema(index)) => usize::from(index) < schema.columns.len(),
            Some(Kolom::Positie(position)) => usize::from(position) < layout.width,
            None => true,
        };
        prop_assert!(there, "{:?}", finding);
    }
    let named = |line: u32| checked.findings().iter().any(|finding| finding.line == u64::from(line));
    for row in checked.set_aside() {
        prop_assert!(named(row.row.line), "every row set aside is named by its line");
    }
    prop_assert!(!quarantine::table(raw, &context, checked.set_aside()).csv().is_empty());
    Ok(())
}

/// A crash, a row that is lost, a sum that does not balance, or a row set aside that no finding names.
#[test]
fn no_bytes_break_the_reader() {
    let library = Library::load(None).expect("the schemas of this repository");
    let corpus = corpus();
    let layouts: Vec<Schema> = library
        .schemas
        .extracts
        .iter()
        .flat_map(|schema| {
            schema.profile_names().filter_map(|name| schema.under(Some(name))).collect::<Vec<_>>()
        })
        .collect();
    assert!(layouts.len() > library.schemas.extracts.len(), "with the layouts of suppliers");
    let cases = std::env::var("JIB_FUZZ_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(CASES);
    let announced = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Codering::Utf8)),
        1 => Just(Some(Codering::Windows1252)),
        1 => Just(Some(Codering::Utf16Le)),
    ];
    let soort = prop_oneof![3 => Just(Soort::Snapshot), 1 => Just(Soort::Delta)];
    let case = (any::<usize>(), prop::collection::vec(damage(), 0..12), any::<usize>(), announced, soort);
    let mut runner =
        TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let outcome = runner.run(&case, |(file, damages, layout, announced, soort)| {
        let bytes = damaged(&corpus, file, &damages);
        let own = &layouts[layout % layouts.len()];
        let Ok(raw) = Delivered::from_bytes(bytes).open(announced, &own.id).text else { return Ok(()) };
        // The layout that fits the file, if one does, and another that was drawn.
        for schema in layouts.iter().filter(|schema| layout_fits(&raw, schema, soort)).chain([own]) {
            read(&library, schema, &raw, soort)?;
        }
        Ok(())
    });
    outcome.expect("every file is read or refused");
}

fn layout_fits(raw: &Raw, schema: &Schema, soort: Soort) -> bool {
    layout(raw, schema, soort).0.is_some()
}

/// A cell that no reader of cells may break on: every kind of column, under every layout.
#[test]
fn no_text_breaks_a_cell() {
    let library = Library::load(None).expect("the schemas of this repository");
    let columns: Vec<_> = library
        .schemas
        .extracts
        .iter()
        .flat_map(|schema| {
            schema.profile_names().filter_map(|name| schema.under(Some(name))).collect::<Vec<_>>()
        })
        .flat_map(|schema| schema.columns)
        .collect();
    let text = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[0-9,.+eE -]{0,20}".prop_map(String::into_bytes),
        "\\PC{0,20}".prop_map(String::into_bytes),
    ];
    let cases = std::env::var("JIB_FUZZ_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(CASES);
    let mut runner =
        TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let outcome = runner.run(&text, |text| {
        for column in &columns {
            if let Ok((cell, _)) = jib::validate::cell::read(column, &text)
                && let Some(number) = cell.number()
            {
                let digits = number.digits();
                prop_assert!(digits.ends_with(&text), "a number is the digits that were there");
            }
        }
        Ok(())
    });
    outcome.expect("every cell is read or refused");
}
