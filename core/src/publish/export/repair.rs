//! Writes the rows set aside as a workbook for whoever repairs them: one sheet per extract, named after it. Each row gives
//! its line number, what is wrong and what to do, then the source's own columns as text. A mended sheet comes back as HERSTEL
//! beside the delivery that it was made from (`intake::mending`).

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::workbook::{Explanation, TEXT, explain};
use crate::crypto::hashing::PseudonymKey;
use crate::intake::delivery::Delivery;
use crate::intake::mending::mark;
use crate::intake::read::sheet::{NAME_CHARS_MAX, sheet_name};
use crate::model::day::Day;
use crate::model::finding::Finding;
use crate::schemas::catalogue::{Catalogue, Lang};
use crate::schemas::extracts::Schemas;

/// The columns added before the source's own.
const HEADER: [&str; 4] = ["regel", "kolom", "code", "advies"];

/// Widths of the added columns, in characters; the last is for all of the source's own columns.
const WIDTHS: [f64; 5] = [8.0, 22.0, 12.0, 60.0, 18.0];

/// Compression level: the file is a quarter larger than at the usual 6, for less than half the work.
const COMPRESSION: u8 = 2;

/// Longest text in a cell, in characters: within Excel's limit whatever the characters are. The csv beside it holds the full
/// text.
const CELL_CHARS_MAX: usize = 16_000;

/// Marks a cell that was cut.
const CUT: &str = " […]";

/// Findings of a delivery, by line and code.
type FindingsByLine<'f> = BTreeMap<(u64, &'f str), Finding>;

/// A cell as the workbook shows it, with every line end as LF: a CR would come back as part of the text.
fn shown(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell).replace("\r\n", "\n").replace('\r', "\n");
    match text.char_indices().nth(CELL_CHARS_MAX) {
        Some((end, _)) => format!("{}{CUT}", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// The name of a sheet: its extract's, cut to the length that Excel allows, with a number if it is not the first.
fn own_name(names: &mut BTreeSet<String>, extract: &str, nth: usize) -> String {
    let numbered = |number: usize| {
        let suffix = format!(".{number}");
        let room = sheet_name(extract).chars().count().min(NAME_CHARS_MAX - suffix.len());
        extract.chars().take(room).collect::<String>() + &suffix
    };
    let first = Some(sheet_name(extract)).filter(|_| nth < 2);
    let mut all = first.into_iter().chain((nth.max(2)..).map(numbered));
    // Excel compares sheet names without regard to case.
    all.find(|name| names.insert(name.to_lowercase())).unwrap_or_default()
}

/// Rows of a sheet that somebody may still mend by hand. More of them are the source's to mend: they are all in the csv file beside the
/// workbook, which takes a tenth of the memory.
const REPAIRED_ROWS_MAX: u32 = 20_000;

/// What the workbook is made from.
pub struct Repair<'a> {
    /// The deliveries; one without rows set aside gets no sheet.
    pub deliveries: &'a [Delivery],
    /// The register of findings, for the advice.
    pub catalogue: &'a Catalogue,
    /// The schemas, for column names.
    pub schemas: &'a Schemas,
    /// Makes the mark of the delivery that a row was set aside from.
    pub pseudonym: &'a PseudonymKey,
    /// The language of the advice.
    pub lang: Lang,
    /// The date inside the workbook. It comes from no clock, so the same rows give the same bytes.
    pub verstrekdatum: Day,
}

impl Repair<'_> {
    /// Whether any row was set aside.
    pub fn is_needed(&self) -> bool {
        self.deliveries.iter().any(|delivery| delivery.sums.quarantaine > 0)
    }

    /// The bytes of the workbook, for sealing.
    ///
    /// # Errors
    /// The workbook cannot be built.
    pub fn workbook(&self) -> io::Result<Vec<u8>> {
        self.build().map_err(io::Error::other)
    }

    fn build(&self) -> Result<Vec<u8>, XlsxError> {
        let (year, month, day) = self.verstrekdatum.ymd();
        let date = |part: u32| u8::try_from(part).unwrap_or(1);
        let created = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900), date(month), date(day))?;
        let mut workbook = Workbook::new();
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        workbook.set_zip_compression_level(COMPRESSION);
        explain(workbook.add_worksheet(), &self.explanation())?;
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for delivery in self.deliveries.iter().filter(|delivery| delivery.sums.quarantaine > 0) {
            let named = delivery.sheet_name();
            let nth = seen.entry(named.clone()).or_insert(0);
            *nth += 1;
            let name = own_name(&mut names, &named, *nth);
            let sheet = workbook.add_worksheet();
            sheet.set_name(name)?;
            self.sheet(sheet, delivery)?;
        }
        workbook.save_to_buffer()
    }

    fn sheet(&self, sheet: &mut Worksheet, delivery: &Delivery) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(1, 2)?;
        let (text, bold) =
            (Format::new().set_num_format(TEXT), Format::new().set_bold().set_num_format(TEXT));
        let marked = delivery.quarantine.marked(&mark(self.pseudonym, &delivery.hmac));
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(marked.as_slice());
        let found: FindingsByLine<'_> =
            delivery.findings.iter().map(|own| ((own.line, own.code.word()), *own)).collect();
        let mut record = csv::ByteRecord::new();
        let mut row = 0u32;
        let at = |position: usize| u16::try_from(position).unwrap_or(u16::MAX);
        // Reading cannot fail: the bytes are in memory, as we wrote them.
        while reader.read_byte_record(&mut record).unwrap_or(false) && row <= REPAIRED_ROWS_MAX {
            let cell = |index: usize| shown(record.get(index).unwrap_or_default());
            let own = record.iter().skip(2).map(shown);
            let first: [String; 4] = if row == 0 {
                HEADER.map(str::to_owned)
            } else {
                let (column, advice) = self.told(delivery, &found, &cell(0), &cell(1));
                [cell(0), column, cell(1), advice]
            };
            for (column, value) in first.into_iter().chain(own).enumerate() {
                if row == 0 {
                    let width = WIDTHS.get(column).or(WIDTHS.last()).copied().unwrap_or_default();
                    sheet.set_column_width(at(column), width)?;
                    sheet.set_column_format(at(column), &text)?;
                    sheet.write_string_with_format(row, at(column), value, &bold)?;
                } else {
                    // The cell takes its column's format; passing a format per cell would cost a lookup for each one.
                    sheet.write_string(row, at(column), value)?;
                }
            }
            row += 1;
        }
        Ok(())
    }

    /// What the workbook is and how its rows come back, with the words that a cell may hold where only some count.
    fn explanation(&self) -> Explanation {
        let lines = [
            ("Wat is dit", "De rijen die apart zijn gezet omdat er iets mis mee is: één blad per extract."),
            (
                "Wat te doen",
                "Verbeter in elke rij de cel die onder kolom staat, zoals advies zegt, en laat de kolommen regel en levering zoals ze zijn.",
            ),
            (
                "Opnieuw leveren",
                "Zet het verbeterde blad naast de oorspronkelijke levering, als tweede [[levering]] van hetzelfde extract en dezelfde peildatum met soort = \"HERSTEL\": elke rij komt dan in de plaats van de rij die op die regel apart stond.",
            ),
            (
                "Liever bij de bron",
                "Kan de bron het hele bestand opnieuw leveren, doe dan dat: anders komt de fout morgen terug.",
            ),
            (
                "Let op",
                "Hier staan gegevens van personen in. Geef elk blad alleen aan de bron die het leverde, langs een beveiligde weg, en wis het daarna.",
            ),
            (
                "De cellen",
                "zijn tekst, zodat een nummer zijn nullen houdt. Een rij waarvan de kolommen niet uit elkaar te houden zijn, staat in één cel: verdeel haar over de kolommen.",
            ),
        ];
        let mut all: Explanation = lines.into_iter().map(|(name, text)| (name, text.to_owned())).collect();
        let mut told = BTreeSet::new();
        for delivery in self.deliveries.iter().filter(|delivery| delivery.sums.quarantaine > 0) {
            if delivery.sums.quarantaine > u64::from(REPAIRED_ROWS_MAX) {
                all.push((
                    "Niet alles",
                    format!(
                        "Van {} staan hier de eerste {REPAIRED_ROWS_MAX} rijen. Ze staan alle in het csv-bestand ernaast; zoveel rijen verbetert de bron.",
                        delivery.extract
                    ),
                ));
            }
            for (column, words) in delivery.quarantine.codes() {
                let line = format!("{}, kolom {column}: {}", delivery.extract, words.join(" of "));
                if told.insert(line.clone()) {
                    all.push(("Dit mag er staan", line));
                }
            }
        }
        all
    }

    /// The column at fault, and what to do about it.
    fn told(
        &self,
        delivery: &Delivery,
        found: &FindingsByLine<'_>,
        line: &str,
        code: &str,
    ) -> (String, String) {
        let Some(finding) = found.get(&(line.parse().unwrap_or(0), code)) else { return Default::default() };
        let schema = self.schemas.extract(&delivery.extract);
        let column = finding.column.map(|column| delivery.column_name(column, schema)).unwrap_or_default();
        (column, self.catalogue.advice(finding.code, self.lang).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two extracts whose names are the same as far as the name of a sheet goes, which make no workbook at all.
    #[test]
    fn a_long_name_still_names_one_sheet() {
        let mut names = BTreeSet::new();
        let (one, other) = ("a".repeat(40), format!("{}B", "A".repeat(39)));
        let own = [(&one, 1), (&one, 2), (&other, 1), (&other, 2)]
            .map(|(extract, nth)| own_name(&mut names, extract, nth));
        assert!(own.iter().all(|name| name.chars().count() <= NAME_CHARS_MAX), "{own:?}");
        assert_eq!(names.len(), 4, "{own:?}");
        let mut names = BTreeSet::new();
        assert_eq!(
            [1, 2, 3].map(|nth| own_name(&mut names, "overstap", nth)),
            ["overstap", "overstap.2", "overstap.3"]
        );
    }
}
