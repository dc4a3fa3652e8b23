//! The controller's own sealed files: the classification of everyone, one row per accepted BRP row, in BRP order.

use std::fmt::Write;

use csv::ByteRecord;

use crate::classified::Classified;
use crate::export::table::Dialect;
use crate::link::Linked;
use crate::model::day::Day;

/// Rows that one part is made of.
const PART_ROWS: usize = 4 << 10;

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

/// The classification as a table, in parts.
pub struct ClassificationTable<'a> {
    /// Whose bsn.
    pub linked: &'a Linked,
    /// The values.
    pub classified: &'a Classified,
    /// The rule set of the peildatum.
    pub regelset: Day,
}

impl ClassificationTable<'_> {
    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.classified.count().div_ceil(PART_ROWS)
    }

    /// The rows of one part, as CSV.
    pub fn part(&self, part: usize) -> Vec<u8> {
        let mut writer = Dialect::Csv.writer();
        let regelset = self.regelset.to_string();
        let first = part * PART_ROWS;
        let mut record = ByteRecord::new();
        let (mut leeftijd, mut redenen) = (String::new(), String::new());
        for person in first..self.classified.count().min(first + PART_ROWS) {
            let (Some(row), Some(values)) =
                (self.linked.person(person), self.classified.classification(person))
            else {
                continue;
            };
            leeftijd.clear();
            if let Some(age) = values.leeftijd.filter(|age| *age >= 0) {
                let _ = write!(leeftijd, "{age}");
            }
            redenen.clear();
            for reden in values.redenen.iter() {
                redenen.push_str(if redenen.is_empty() { "" } else { "|" });
                redenen.push_str(reden.word());
            }
            record.clear();
            record.push_field(&row.persoon.digits());
            for cell in [
                &leeftijd,
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
                &regelset,
                &redenen,
            ] {
                record.push_field(cell.as_bytes());
            }
            writer.row(&record);
        }
        writer.finish()
    }
}
