//! The text of a parcel: RFC 4180, or the form that Dutch Excel opens by a double click.

use csv::{ByteRecord, QuoteStyle, Terminator, Writer, WriterBuilder};

use crate::config::file::Formaat;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Comma, UTF-8 without BOM, LF.
    Csv,
    /// Semicolon, with BOM, and a `'` before cells that a spreadsheet would run.
    CsvExcel,
}

impl Dialect {
    /// How a parcel of this form is written as text; `None` for a workbook.
    pub fn of(formaat: Formaat) -> Option<Dialect> {
        match formaat {
            Formaat::Csv => Some(Dialect::Csv),
            Formaat::CsvExcel => Some(Dialect::CsvExcel),
            Formaat::Xlsx => None,
        }
    }

    /// What stands before the header.
    pub fn prelude(self) -> &'static [u8] {
        match self {
            Dialect::Csv => b"",
            Dialect::CsvExcel => b"\xEF\xBB\xBF",
        }
    }

    fn delimiter(self) -> u8 {
        match self {
            Dialect::Csv => b',',
            Dialect::CsvExcel => b';',
        }
    }

    /// The separator, for a passport.
    pub fn delimiter_text(self) -> &'static str {
        match self {
            Dialect::Csv => ",",
            Dialect::CsvExcel => ";",
        }
    }

    /// A writer into memory.
    pub fn writer(self) -> TableWriter {
        let csv = WriterBuilder::new()
            .delimiter(self.delimiter())
            .terminator(Terminator::Any(b'\n'))
            .quote_style(QuoteStyle::Necessary)
            .flexible(true)
            .from_writer(Vec::new());
        TableWriter { csv, dialect: self, guarded: ByteRecord::new() }
    }
}

/// Writes records into memory.
pub struct TableWriter {
    csv: Writer<Vec<u8>>,
    dialect: Dialect,
    guarded: ByteRecord,
}

impl TableWriter {
    /// Adds a record.
    pub fn row(&mut self, record: &ByteRecord) {
        // Writing into memory fails only when memory does.
        let written = match self.dialect {
            Dialect::Csv => self.csv.write_byte_record(record),
            Dialect::CsvExcel => {
                self.guarded.clear();
                for cell in record {
                    if starts_formula(cell) {
                        self.guarded.push_field(&[b"'", cell].concat());
                    } else {
                        self.guarded.push_field(cell);
                    }
                }
                self.csv.write_byte_record(&self.guarded)
            }
        };
        debug_assert!(written.is_ok());
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        self.csv.into_inner().unwrap_or_default()
    }
}

/// Cells that a spreadsheet would run as a formula.
fn starts_formula(cell: &[u8]) -> bool {
    matches!(cell.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}

/// A header line.
pub fn header_line(dialect: Dialect, names: &[&str]) -> Vec<u8> {
    let mut writer = dialect.writer();
    writer.row(&ByteRecord::from(names.to_vec()));
    [dialect.prelude(), &writer.finish()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(dialect: Dialect, cells: &[&str]) -> String {
        let mut writer = dialect.writer();
        writer.row(&ByteRecord::from(cells.to_vec()));
        String::from_utf8(writer.finish()).expect("utf-8")
    }

    #[test]
    fn cells_are_quoted_only_where_rfc_4180_needs_it() {
        assert_eq!(
            written(Dialect::Csv, &["a", "b,c", "d\"e", "f\ng", "", "x"]),
            "a,\"b,c\",\"d\"\"e\",\"f\ng\",,x\n"
        );
    }

    #[test]
    fn a_formula_in_a_name_does_not_run_in_excel() {
        assert_eq!(written(Dialect::CsvExcel, &["=1+1", "-x", "a;b"]), "'=1+1;'-x;\"a;b\"\n");
        assert_eq!(written(Dialect::Csv, &["=1+1"]), "=1+1\n");
    }
}
