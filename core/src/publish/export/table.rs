//! The text of a parcel: RFC 4180, or the form that Dutch Excel opens on a double click.

use csv::{ByteRecord, QuoteStyle, Terminator, Writer, WriterBuilder};

use crate::config::file::Formaat;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvDialect {
    /// Comma, UTF-8 without BOM, LF.
    Csv,
    /// Semicolon, with BOM, and a `'` before cells that a spreadsheet would run.
    CsvExcel,
}

impl CsvDialect {
    /// The dialect of a parcel in this form; `None` for a workbook.
    pub fn of(format: Formaat) -> Option<CsvDialect> {
        match format {
            Formaat::Csv => Some(CsvDialect::Csv),
            Formaat::CsvExcel => Some(CsvDialect::CsvExcel),
            Formaat::Xlsx => None,
        }
    }

    /// The bytes before the header.
    pub fn prelude(self) -> &'static [u8] {
        match self {
            CsvDialect::Csv => b"",
            CsvDialect::CsvExcel => b"\xEF\xBB\xBF",
        }
    }

    fn delimiter(self) -> u8 {
        match self {
            CsvDialect::Csv => b',',
            CsvDialect::CsvExcel => b';',
        }
    }

    /// The separator, as the passport states it.
    pub fn delimiter_text(self) -> &'static str {
        match self {
            CsvDialect::Csv => ",",
            CsvDialect::CsvExcel => ";",
        }
    }

    /// Creates a writer into memory.
    pub fn writer(self) -> TableWriter {
        TableWriter { text: Vec::new(), dialect: self, guarded: ByteRecord::new() }
    }

    /// Creates a writer that appends to a text and quotes cells where needed.
    fn quoting(self, text: Vec<u8>) -> Writer<Vec<u8>> {
        WriterBuilder::new()
            .delimiter(self.delimiter())
            .terminator(Terminator::Any(b'\n'))
            .quote_style(QuoteStyle::Necessary)
            .flexible(true)
            .from_writer(text)
    }
}

/// Writes records into memory.
pub struct TableWriter {
    text: Vec<u8>,
    dialect: CsvDialect,
    guarded: ByteRecord,
}

impl TableWriter {
    /// Adds a record.
    pub fn row(&mut self, record: &ByteRecord) {
        match self.dialect {
            CsvDialect::Csv => write(record, self.dialect, &mut self.text),
            CsvDialect::CsvExcel => {
                self.guarded.clear();
                for cell in record {
                    if starts_formula(cell) {
                        self.guarded.push_field(&[b"'", cell].concat());
                    } else {
                        self.guarded.push_field(cell);
                    }
                }
                write(&self.guarded, self.dialect, &mut self.text);
            }
        }
    }

    /// Returns the bytes.
    pub fn finish(self) -> Vec<u8> {
        self.text
    }
}

/// Appends a record to a text. Hardly any record needs quotes, so the usual case only joins the cells.
fn write(record: &ByteRecord, dialect: CsvDialect, text: &mut Vec<u8>) {
    let delimiter = dialect.delimiter();
    if needs_quotes(record.as_slice(), delimiter) || record.as_slice().is_empty() {
        let mut csv = dialect.quoting(std::mem::take(text));
        // Writing into memory cannot fail.
        let written = csv.write_byte_record(record);
        debug_assert!(written.is_ok());
        *text = csv.into_inner().unwrap_or_default();
        return;
    }
    text.reserve(record.as_slice().len() + record.len());
    for (nth, cell) in record.iter().enumerate() {
        if nth > 0 {
            text.push(delimiter);
        }
        text.extend_from_slice(cell);
    }
    text.push(b'\n');
}

/// Whether any byte of a cell needs quotes around it. There is no early return, so the compiler can compare many bytes at
/// once.
fn needs_quotes(cells: &[u8], delimiter: u8) -> bool {
    let is_special = |byte: u8| (byte == delimiter) | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
    cells.iter().fold(false, |found, byte| found | is_special(*byte))
}

/// Whether a spreadsheet would run the cell as a formula.
fn starts_formula(cell: &[u8]) -> bool {
    matches!(cell.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}

/// A header line.
pub fn header_line(dialect: CsvDialect, names: &[&str]) -> Vec<u8> {
    let mut writer = dialect.writer();
    writer.row(&ByteRecord::from(names.to_vec()));
    [dialect.prelude(), &writer.finish()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(dialect: CsvDialect, cells: &[&str]) -> String {
        let mut writer = dialect.writer();
        writer.row(&ByteRecord::from(cells.to_vec()));
        String::from_utf8(writer.finish()).expect("utf-8")
    }

    #[test]
    fn cells_are_quoted_only_where_rfc_4180_needs_it() {
        assert_eq!(
            written(CsvDialect::Csv, &["a", "b,c", "d\"e", "f\ng", "", "x"]),
            "a,\"b,c\",\"d\"\"e\",\"f\ng\",,x\n"
        );
    }

    #[test]
    fn a_formula_in_a_name_does_not_run_in_excel() {
        assert_eq!(written(CsvDialect::CsvExcel, &["=1+1", "-x", "a;b"]), "'=1+1;'-x;\"a;b\"\n");
        assert_eq!(written(CsvDialect::Csv, &["=1+1"]), "=1+1\n");
    }

    proptest! {
        /// Records that are joined without the csv crate come out as that crate writes them.
        #[test]
        fn records_are_written_as_by_the_csv_crate(
            records in prop::collection::vec(prop::collection::vec("[a-c,;\"\n\r é'=]{0,3}", 1..5), 1..5)
        ) {
            for dialect in [CsvDialect::Csv, CsvDialect::CsvExcel] {
                let mut own = Vec::new();
                let mut csv = dialect.quoting(Vec::new());
                for record in &records {
                    let record = ByteRecord::from(record.clone());
                    write(&record, dialect, &mut own);
                    csv.write_byte_record(&record).expect("memory");
                }
                prop_assert_eq!(own, csv.into_inner().expect("memory"));
            }
        }
    }
}
