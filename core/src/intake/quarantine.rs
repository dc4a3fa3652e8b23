//! The rows that were set aside, for repair at the source: line, code, then the source's own columns. Made in memory only
//! to be sealed; a column that is in no schema is not in it, since its values are never read.

use csv::{ByteRecord, WriterBuilder};

use crate::intake::check::account::{SetAside, Shape};
use crate::intake::check::row::{Context, trimmed};
use crate::intake::read::layout::REPAIR_COLUMNS;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::RowReader;

/// The rows of one extract, as CSV.
#[derive(Clone, Default)]
pub struct QuarantineTable {
    csv: Vec<u8>,
    codes: Vec<(String, Vec<String>)>,
}

/// The header of the column with the mark.
const MARK: &str = REPAIR_COLUMNS[4];

impl QuarantineTable {
    /// The bytes, without the mark of the delivery.
    pub fn csv(&self) -> &[u8] {
        &self.csv
    }

    /// The bytes, for sealing: each row ends with the mark of the delivery that it was set aside from.
    pub fn marked(&self, mark: &str) -> Vec<u8> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(self.csv());
        let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let mut row = ByteRecord::new();
        let mut last = MARK;
        // Neither can fail: the bytes are in memory, as we wrote them.
        while reader.read_byte_record(&mut row).unwrap_or(false) {
            row.push_field(last.as_bytes());
            last = mark;
            let _ = writer.write_byte_record(&row);
        }
        writer.into_inner().unwrap_or_default()
    }

    /// The codes that a cell may hold, of each column that has a list of them.
    pub fn codes(&self) -> &[(String, Vec<String>)] {
        &self.codes
    }
}

impl std::fmt::Debug for QuarantineTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("QuarantineTable(…)")
    }
}

/// Collects the rows set aside.
pub fn table(raw: &Raw, context: &Context<'_>, set_aside: &[SetAside]) -> QuarantineTable {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let known = &context.layout.known_headers;
    let mut header = ByteRecord::from(vec!["regel", "code"]);
    for (_, column) in known {
        let name = context.schema.columns.get(*column).map(|column| column.name.as_str());
        header.push_field(name.unwrap_or_default().as_bytes());
    }
    // Without its sign an amount would come back as another.
    let signs: Vec<(usize, &str)> = context
        .schema
        .columns
        .iter()
        .zip(&context.layout.signs)
        .filter_map(|(column, position)| Some(((*position)?, column.sign.first()?.as_str())))
        .collect();
    signs.iter().for_each(|(_, name)| header.push_field(name.as_bytes()));
    let width = header.len();
    let mut rows = vec![header];
    let mut reader = RowReader::new(context.layout.delimiter);
    for row in set_aside {
        let mut out = ByteRecord::new();
        out.push_field(row.row.line.to_string().as_bytes());
        out.push_field(row.code.word().as_bytes());
        let text = row.row.bytes(raw.bytes());
        match row.shape {
            Shape::Whole => {
                let record = reader.read(text);
                for position in known.iter().map(|(at, _)| at).chain(signs.iter().map(|(at, _)| at)) {
                    // Without the CR of a line end behind the last cell, which nobody wrote there.
                    out.push_field(record.get(*position).map_or(&[][..], trimmed));
                }
            }
            // Its cells cannot be separated, so the whole line goes into one cell, unless that would include a column that may not be read.
            Shape::Broken if context.layout.dropped.is_empty() => out.push_field(text.trim_ascii_end()),
            Shape::Broken => {}
        }
        // Every line is as wide as the header, because a strict reader refuses the file otherwise.
        (out.len()..width).for_each(|_| out.push_field(b""));
        rows.push(out);
    }
    for row in &rows {
        if writer.write_byte_record(row).is_err() {
            break;
        }
    }
    let columns = known.iter().filter_map(|(_, column)| context.schema.columns.get(*column));
    let with_codes = columns.filter(|column| !column.codes.is_empty());
    let codes = with_codes.map(|column| (column.name.clone(), column.words())).collect();
    QuarantineTable { csv: writer.into_inner().unwrap_or_default(), codes }
}
