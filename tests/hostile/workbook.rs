//! Workbooks with one damaged part, packed again, so that the damage reaches the reader of workbooks and not only the zip check.

use jib::intake::read::layout::layout;
use jib::intake::read::raw::{DeliveredFile, Marks};
use jib::schemas::schema::Soort;

use crate::hostile::reader::{layouts, read};
use crate::support::damage::{Ground, damages, fuzz};
use crate::support::packed::{parts, zip};

/// A workbook with two persons.
pub fn usual() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["bsn", "geboortedatum", "opschorting_reden", "datum_overlijden"]) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    sheet.write_number(1, 0, 999_990_019.0).expect("a cell");
    sheet.write_number(1, 1, 20_100_412.0).expect("a cell");
    sheet.write_string(2, 0, "999990007").expect("a cell");
    sheet.write_formula(2, 1, "=1+1").expect("a cell");
    workbook.save_to_buffer().expect("a workbook")
}

/// The reader of workbooks never panics, and a few bytes cannot make it use much memory.
#[test]
fn no_part_of_a_workbook_breaks_the_reader() {
    let library = crate::support::library();
    let layouts = layouts(&library);
    let brp = library.schemas.extract("brp").expect("the extract");
    let whole = parts(&usual());
    let mut ground = Ground::of("workbook");
    ground.files.extend(whole.iter().map(|(_, bytes)| bytes.clone()));
    let read_as_workbook = |bytes: Vec<u8>, chunk_bytes: usize| {
        let Ok(raw) = DeliveredFile::from_bytes(bytes).open(None, "brp", |_| Marks::default()).text else {
            return Ok(());
        };
        for schema in layouts.iter().filter(|schema| layout(&raw, schema, Soort::Snapshot).layout.is_some()) {
            read(&library, schema, &raw, Soort::Snapshot, chunk_bytes)?;
        }
        read(&library, brp, &raw, Soort::Snapshot, chunk_bytes)
    };
    let whole_again = DeliveredFile::from_bytes(zip(&whole))
        .open(None, "brp", |_| Marks::default())
        .text
        .expect("a workbook");
    assert!(whole_again.bytes().starts_with(b"bsn,geboortedatum"), "what is packed again is read");
    fuzz("workbook", 1_000, &(damages(), 1usize..300), |((part, damages), chunk_bytes)| {
        let mut parts = whole.clone();
        let part = part % parts.len();
        let begin = ground.files.len() - parts.len() + part;
        parts[part].1 = ground.damaged(begin, &damages);
        read_as_workbook(zip(&parts), chunk_bytes)
    });
}
