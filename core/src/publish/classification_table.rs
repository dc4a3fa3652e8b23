//! The controller's own sealed table: everyone's classification, one row per accepted BRP row, in BRP order.

use std::io::Write;

use csv::ByteRecord;

use crate::classify::Classification;
use crate::model::day::Day;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::publish::export::table::CsvDialect;

/// Rows per part; parts are made in parallel.
const PART_ROWS: usize = 1 << 10;

/// Approximate size of a row.
const ROW_BYTES: usize = 128;

/// The columns of `classificatie.csv`, in the order that the contract fixes.
pub const HEADER: [&str; 16] = [
    "bsn",
    "leeftijd",
    "leeftijdsgroep",
    "plicht",
    "startkwalificatie",
    "ingeschreven",
    "verzuim",
    "doelgroep",
    "economisch_zelfstandig",
    "jib",
    "overleg_school",
    "bijhouding",
    "woonplaats",
    "geheim",
    "regelset",
    "redenen",
];

/// The classification as a table, made in parts.
pub struct ClassificationTable<'a> {
    linked: &'a Linked,
    classified: &'a Classified,
    /// The text between the age and the reasons, once for each distinct pair of profiles, because all persons with that pair
    /// share it.
    of_pairs: Vec<Vec<u8>>,
}

impl<'a> ClassificationTable<'a> {
    /// Makes the table for these persons and their values; `regelset` is the rule set of the peildatum.
    pub fn of(linked: &'a Linked, classified: &'a Classified, regelset: Day) -> ClassificationTable<'a> {
        let regelset = regelset.to_string();
        let shared = |values: &Classification| shared(values, &regelset);
        ClassificationTable { linked, classified, of_pairs: classified.values().iter().map(shared).collect() }
    }

    /// Number of parts.
    pub fn parts(&self) -> usize {
        self.classified.count().div_ceil(PART_ROWS)
    }

    /// The rows of one part, as CSV.
    pub fn part(&self, part: usize) -> Vec<u8> {
        let first = part * PART_ROWS;
        let mut text = Vec::with_capacity(PART_ROWS * ROW_BYTES);
        for person in first..self.classified.count().min(first + PART_ROWS) {
            let (Some(row), Some(values)) =
                (self.linked.person(person), self.classified.classification(person))
            else {
                continue;
            };
            text.extend_from_slice(&row.persoon.digits());
            text.push(b',');
            if let Some(age) = values.leeftijd.filter(|age| *age >= 0) {
                // Writing into memory cannot fail.
                let _ = write!(text, "{age}");
            }
            text.push(b',');
            let shared = self.of_pairs.get(self.classified.pair(person));
            text.extend_from_slice(shared.map(Vec::as_slice).unwrap_or_default());
            for (nth, reden) in values.redenen.iter().enumerate() {
                text.extend_from_slice(if nth == 0 { b"" } else { b"|" });
                text.extend_from_slice(reden.word().as_bytes());
            }
            text.push(b'\n');
        }
        text
    }
}

/// The columns from the age group to the rule set, with a trailing separator.
fn shared(values: &Classification, regelset: &str) -> Vec<u8> {
    let cells = [
        values.leeftijdsgroep.word(),
        values.plicht.word(),
        values.startkwalificatie.word(),
        values.ingeschreven.word(),
        values.verzuim.word(),
        values.doelgroep.word(),
        values.economisch_zelfstandig.word(),
        values.jib.word(),
        values.overleg_school.word(),
        values.bijhouding.word(),
        values.woonplaats.word(),
        values.geheim.word(),
        regelset,
        "",
    ];
    let mut writer = CsvDialect::Csv.writer();
    writer.row(&ByteRecord::from(cells.to_vec()));
    let mut text = writer.finish();
    text.pop();
    text
}
