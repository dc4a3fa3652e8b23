//! Records of a file, once the walker has found where they are: where one stands, and how its cells are read.

use std::io::Cursor;

use csv::{ReaderBuilder, Terminator};

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// Offset of its first byte.
    pub offset: u64,
    /// Its length in bytes, line end included.
    pub length: u32,
    /// The physical line of its first character (header = 1).
    pub line: u32,
}

impl RowRef {
    /// The row's bytes.
    pub fn bytes<'a>(&self, file: &'a [u8]) -> &'a [u8] {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX);
        let end = start.saturating_add(usize::try_from(self.length).unwrap_or(0));
        file.get(start..end).unwrap_or_default()
    }
}

/// A reader of records that the walker has found to be well formed.
pub fn record_reader(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'))
        .double_quote(true)
        .quoting(true);
    builder
}

/// A reader of well-formed rows from anywhere in a file, one record a row. A reader costs more to make than a row to read,
/// so rows are read together.
pub fn joined_reader<'r>(
    delimiter: u8,
    rows: impl Iterator<Item = &'r [u8]>,
) -> csv::Reader<Cursor<Vec<u8>>> {
    let mut joined = Vec::new();
    for row in rows {
        joined.extend_from_slice(row);
        if !row.ends_with(b"\n") {
            joined.push(b'\n');
        }
    }
    record_reader(delimiter).from_reader(Cursor::new(joined))
}
