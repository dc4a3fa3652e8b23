//! Cuts a body into chunks of whole records, so that each core reads its own. The result does not depend on the number of cores.

use std::ops::Range;

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

use super::walker::Walker;

/// Target chunk size in bytes: small enough to balance the load, large enough that the overhead is negligible.
pub const CHUNK_BYTES: usize = 512 << 10;

/// A run of whole records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Byte offsets in the file.
    pub range: Range<usize>,
    /// Physical line of its first byte.
    pub line: u64,
    /// The number of line ends in it.
    pub lines: usize,
}

/// Cuts the body (offsets in the file) into chunks of about `chunk_bytes`. The chunk size never changes what is read.
pub fn chunks(
    bytes: &[u8],
    body: Range<usize>,
    first_line: u64,
    delimiter: u8,
    width: usize,
    chunk_bytes: usize,
) -> Vec<Chunk> {
    let text = bytes.get(..body.end).unwrap_or_default();
    let mut ranges = Vec::new();
    let mut start = body.start;
    while start < body.end {
        let end = cut(text, start, Walker::new(text, delimiter, width), chunk_bytes);
        ranges.push(start..end);
        start = end;
    }
    let newlines: Vec<usize> = ranges
        .par_iter()
        .map(|range| memchr_iter(b'\n', text.get(range.clone()).unwrap_or_default()).count())
        .collect();
    let mut line = first_line;
    let mut chunks = Vec::with_capacity(ranges.len());
    for (range, newlines) in ranges.into_iter().zip(newlines) {
        chunks.push(Chunk { range, line, lines: newlines });
        line += u64::try_from(newlines).unwrap_or(0);
    }
    chunks
}

/// The end of the chunk that starts here: the first record end past the target size.
fn cut(text: &[u8], start: usize, walker: Walker<'_>, chunk_bytes: usize) -> usize {
    let wanted = start.saturating_add(chunk_bytes);
    let Some(rest) = text.get(wanted..).filter(|rest| !rest.is_empty()) else { return text.len() };
    let newline = memchr(b'\n', rest).map_or(text.len(), |at| wanted + at + 1);
    let quotes = memchr(b'"', text.get(start..newline).unwrap_or_default());
    if quotes.is_none() {
        return newline;
    }
    let mut at = start;
    while at < wanted {
        let Some(step) = walker.step(at) else { return text.len() };
        at = step.end;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_cover_the_body_and_count_its_lines() {
        let row = "999993653,\"a\nb\",x\n";
        let text = row.repeat(3 * CHUNK_BYTES / row.len());
        let found = chunks(text.as_bytes(), 0..text.len(), 2, b',', 3, CHUNK_BYTES);
        assert!(found.len() >= 3);
        let mut next = 0;
        for chunk in &found {
            assert_eq!(chunk.range.start, next);
            assert!(text.as_bytes()[chunk.range.clone()].starts_with(b"999993653"), "begins on a record");
            let lines_before = memchr_iter(b'\n', &text.as_bytes()[..next]).count() as u64;
            assert_eq!(chunk.line, 2 + lines_before);
            next = chunk.range.end;
        }
        assert_eq!(next, text.len());
    }
}
