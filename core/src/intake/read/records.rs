//! Where a record is in its file, and how to read its cells once the walker has found it.

/// Where a row is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// Offset of its first byte.
    pub offset: u64,
    /// Its length in bytes, including the line end.
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

/// Reads well-formed rows, as found by the walker, one at a time and from anywhere in a file.
pub struct RowReader {
    delimiter: u8,
    /// Reads rows with quotes; other rows are simply cut at their separators. Made on first use, because making it takes longer
    /// than reading a row.
    quoted: Option<csv_core::Reader>,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// The cells of one row.
#[derive(Clone, Copy)]
pub struct Record<'r> {
    text: &'r [u8],
    /// Where each cell ends in the text.
    ends: &'r [usize],
    /// Bytes between the end of a cell and the start of the next.
    gap: usize,
}

impl<'r> Record<'r> {
    /// A row without cells.
    pub const EMPTY: Record<'static> = Record { text: &[], ends: &[], gap: 0 };

    /// The number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One cell, without its quotes.
    pub fn get(&self, position: usize) -> Option<&'r [u8]> {
        let end = *self.ends.get(position)?;
        let before = position.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(before.map_or(0, |before| before + self.gap)..end)
    }

    /// All cells, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'r [u8]> + use<'r> {
        let own = *self;
        (0..own.len()).filter_map(move |position| own.get(position))
    }
}

impl RowReader {
    /// Reads rows with this separator.
    pub fn new(delimiter: u8) -> RowReader {
        RowReader { delimiter, quoted: None, text: Vec::new(), ends: Vec::new() }
    }

    /// The cells of a row. The row may include its line end.
    pub fn read<'s>(&'s mut self, row: &'s [u8]) -> Record<'s> {
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        self.ends.clear();
        if memchr::memchr(b'"', row).is_some() {
            return self.read_quoted(row);
        }
        self.cut(row)
    }

    /// The cells of a row without quotes. The row may include its line end.
    pub fn read_plain<'s>(&'s mut self, row: &'s [u8]) -> Record<'s> {
        self.ends.clear();
        self.cut(row.strip_suffix(b"\n").unwrap_or(row))
    }

    /// Cuts a row at its separators, comparing eight bytes at a time. Cells are short, so with a search per cell most of the time
    /// would go into starting it.
    fn cut<'s>(&'s mut self, row: &'s [u8]) -> Record<'s> {
        let wanted = u64::from_le_bytes([self.delimiter; 8]);
        let (words, rest) = row.as_chunks::<8>();
        let mut base = 0;
        for word in words {
            let mut found = zero_bytes(u64::from_le_bytes(*word) ^ wanted);
            while found != 0 {
                self.ends.push(base + found.trailing_zeros() as usize / 8);
                // Clears the lowest set bit.
                found &= found - 1;
            }
            base += 8;
        }
        let delimiter = self.delimiter;
        self.ends.extend((base..).zip(rest).filter(|(_, byte)| **byte == delimiter).map(|(at, _)| at));
        self.ends.push(row.len());
        Record { text: row, ends: &self.ends, gap: 1 }
    }

    fn read_quoted(&mut self, row: &[u8]) -> Record<'_> {
        let delimiter = self.delimiter;
        let quoted = self.quoted.get_or_insert_with(|| {
            let mut builder = csv_core::ReaderBuilder::new();
            builder.delimiter(delimiter).terminator(csv_core::Terminator::Any(b'\n')).build()
        });
        quoted.reset();
        // The cells are never longer than the row, and there is one more cell than separators.
        self.text.resize(row.len(), 0);
        self.ends.resize(row.len() + 1, 0);
        let (_, _, length, count) = quoted.read_record(row, &mut self.text, &mut self.ends);
        let text = self.text.get_mut(length..).unwrap_or_default();
        let ends = self.ends.get_mut(count..).unwrap_or_default();
        let (_, _, _, last) = quoted.read_record(&[], text, ends);
        self.ends.truncate(count + last);
        Record { text: &self.text, ends: &self.ends, gap: 0 }
    }
}

/// Sets the highest bit of each zero byte, and no other bit.
fn zero_bytes(word: u64) -> u64 {
    const LOW_BITS: u64 = u64::from_le_bytes([0x7F; 8]);
    // No byte carries into the next: 0x7F + 0x7F is 0xFE.
    !(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(row: &str) -> Vec<String> {
        let mut reader = RowReader::new(b',');
        // Leftovers of an earlier row must not show in the next.
        reader.read(b"\"a longer row\",\"with quotes\",\"x\"\n");
        reader.read(row.as_bytes()).iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    }

    #[test]
    fn a_row_gives_its_cells_with_and_without_quotes() {
        assert_eq!(cells("1,a,,b c\n"), ["1", "a", "", "b c"]);
        assert_eq!(cells("1,a,\n"), ["1", "a", ""]);
        assert_eq!(cells("1,a,"), ["1", "a", ""]);
        assert_eq!(cells("1,\"a,b\",\"c\"\"d\"\n"), ["1", "a,b", "c\"d"]);
        assert_eq!(cells("\"a\nb\",\"\""), ["a\nb", ""]);
        assert_eq!(cells("x"), ["x"]);
    }

    proptest! {
        /// Catches a separator that is missed, or seen where there is none, whatever its neighbours are.
        #[test]
        fn a_row_is_cut_at_every_separator(row in prop::collection::vec(prop::sample::select(vec![b',', b'-', b'+', 0, 1, 0x2C ^ 0x80, 0xFF, b'a']), 0..40)) {
            let mut reader = RowReader::new(b',');
            let read: Vec<&[u8]> = reader.read_plain(&row).iter().collect();
            prop_assert_eq!(read, row.split(|byte| *byte == b',').collect::<Vec<_>>());
        }

        /// Catches a cell that either way of reading loses, cuts or shifts.
        #[test]
        fn what_was_written_is_read(cells in prop::collection::vec("[a-z,\"\n é]{0,6}", 2..8), end in "\n?") {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            writer.write_record(&cells).expect("memory");
            let mut row = writer.into_inner().expect("memory");
            row.pop();
            row.extend_from_slice(end.as_bytes());
            let mut reader = RowReader::new(b',');
            let read: Vec<&[u8]> = reader.read(&row).iter().collect();
            prop_assert_eq!(read, cells.iter().map(String::as_bytes).collect::<Vec<_>>());
        }
    }
}
