//! Finds where records end, strictly by RFC 4180, so that an open quote costs only its own line.
//!
//! A reader that trusts quotes lets an unclosed one swallow the rest of the file. Here a closing quote must be followed by a
//! separator or a line end. If it is not, the *physical line* on which the record began is bad, and reading goes on at the next
//! line.

use memchr::{memchr, memchr2};

/// How far to search for a closing quote. No field of any extract comes near this length.
pub const QUOTE_SCAN_BYTES_MAX: usize = 256 << 10;

/// What starts at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// A record whose quotes are in order; it may span several lines.
    Record,
    /// An empty line.
    Blank,
    /// A line with an unclosed or misplaced quote.
    BadQuote,
}

/// One record or line: where it ends and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Offset just past the line end.
    pub end: usize,
    /// What it is.
    pub found: Framing,
    /// Whether it has no quotes, and so ends with its line.
    pub is_plain: bool,
}

/// Walks a file record by record. A quote that does not close costs one line, never the rest of the file.
///
/// ```
/// use jib_core::intake::read::walker::Walker;
///
/// let file = b"1,\"two\nlines\"\n2,\"open\n3,x\n";
/// let walker = Walker::new(file, b',', 2);
/// let ends: Vec<usize> = std::iter::successors(Some(0), |at| Some(walker.step(*at)?.end)).skip(1).collect();
/// assert_eq!(ends, [14, 22, 26]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Walker<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    width: usize,
}

impl<'a> Walker<'a> {
    /// Walks these bytes; `width` is the number of fields per record.
    pub fn new(bytes: &'a [u8], delimiter: u8, width: usize) -> Walker<'a> {
        Walker { bytes, delimiter, width }
    }

    /// The record that starts here; `None` at the end.
    pub fn step(&self, start: usize) -> Option<Step> {
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let Some(at) = memchr2(b'"', b'\n', rest) else {
            return Some(Step { end: self.bytes.len(), found: Framing::Record, is_plain: true });
        };
        if rest.get(at) == Some(&b'\n') {
            // Concatenated files leave a byte order mark on a line of its own. That is no row either.
            let blank =
                matches!(rest.get(..at), Some([] | [b'\r'] | [0xEF, 0xBB, 0xBF] | [0xEF, 0xBB, 0xBF, b'\r']));
            let found = if blank { Framing::Blank } else { Framing::Record };
            return Some(Step { end: start + at + 1, found, is_plain: true });
        }
        let line_end = memchr(b'\n', rest).map_or(self.bytes.len(), |at| start + at + 1);
        let bad = Step { end: line_end, found: Framing::BadQuote, is_plain: false };
        Some(match self.quoted_record(start) {
            Some(end) if end == line_end || !self.holds_whole_row(line_end, end) => {
                Step { end, found: Framing::Record, is_plain: false }
            }
            _ => bad,
        })
    }

    /// Whether any of these lines has as many separators as a row. Then the quote before it was left open and a later quote only
    /// seemed to close it. Such a line is about somebody else, so its text must never become part of a cell. A genuine text with
    /// that many separators costs its own row.
    fn holds_whole_row(&self, start: usize, end: usize) -> bool {
        let lines = self.bytes.get(start..end).unwrap_or_default().split(|byte| *byte == b'\n');
        lines.into_iter().any(|line| memchr::memchr_iter(self.delimiter, line).count() + 1 >= self.width)
    }

    /// The end of a record with quotes; `None` if a quote is wrong.
    fn quoted_record(&self, start: usize) -> Option<usize> {
        let mut at = start;
        loop {
            if self.bytes.get(at) == Some(&b'"') {
                at = self.closing_quote(at)? + 1;
                if self.bytes.get(at) == Some(&b'\r') {
                    at += 1;
                }
            } else {
                let rest = self.bytes.get(at..)?;
                let ends = |byte: &u8| *byte == self.delimiter || *byte == b'\n' || *byte == b'"';
                at = rest.iter().position(ends).map_or(self.bytes.len(), |length| at + length);
            }
            match self.bytes.get(at) {
                None => return Some(at),
                Some(b'\n') => return Some(at + 1),
                Some(byte) if *byte == self.delimiter => at += 1,
                Some(_) => return None,
            }
        }
    }

    /// The offset of the quote that closes the field opening here. A doubled quote is a quote in the text.
    fn closing_quote(&self, open: usize) -> Option<usize> {
        let limit = self.bytes.len().min(open + QUOTE_SCAN_BYTES_MAX);
        let mut at = open + 1;
        loop {
            at += memchr(b'"', self.bytes.get(at..limit)?)?;
            if self.bytes.get(at + 1) != Some(&b'"') {
                return Some(at);
            }
            at += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(text: &str, width: usize) -> Vec<(&str, Framing)> {
        let walker = Walker::new(text.as_bytes(), b',', width);
        let mut steps = Vec::new();
        let mut at = 0;
        while let Some(step) = walker.step(at) {
            steps.push((text.get(at..step.end).expect("on a character"), step.found));
            at = step.end;
        }
        assert_eq!(at, text.len(), "every byte belongs to a step");
        steps
    }

    #[test]
    fn plain_lines_and_blank_ones() {
        let expected = [
            ("a,b\n", Framing::Record),
            ("\n", Framing::Blank),
            ("\r\n", Framing::Blank),
            ("c,d", Framing::Record),
        ];
        assert_eq!(walk("a,b\n\n\r\nc,d", 2), expected);
        let marks: Vec<Framing> =
            walk("\u{FEFF}\na,b\n\u{FEFF}\r\n", 2).into_iter().map(|(_, found)| found).collect();
        assert_eq!(marks, [Framing::Blank, Framing::Record, Framing::Blank]);
    }

    #[test]
    fn a_quoted_field_may_hold_separators_quotes_and_lines() {
        let expected = [("1,\"a,\"\"x\"\"\ny\",b\r\n", Framing::Record), ("2,c,\"d\"\r\n", Framing::Record)];
        assert_eq!(walk("1,\"a,\"\"x\"\"\ny\",b\r\n2,c,\"d\"\r\n", 3), expected);
    }

    #[test]
    fn an_open_quote_costs_its_own_line() {
        let text = "1,\"Jan,x\n2,Piet,y\n3,\"Klaas\",z\n4,Kees,w\n";
        let found: Vec<Framing> = walk(text, 3).into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, [Framing::BadQuote, Framing::Record, Framing::Record, Framing::Record]);
    }

    #[test]
    fn an_open_quote_that_a_later_line_happens_to_close_costs_its_own_line() {
        let text = "1,\"Jan,x,z\n2,a,Piet\",z\n";
        let found: Vec<Framing> = walk(text, 4).into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, [Framing::BadQuote, Framing::BadQuote]);
    }

    /// The quotes of two bad rows, or of a bad row and a later one, pair up: the bytes between them are not one text.
    #[test]
    fn an_open_quote_never_swallows_the_row_of_somebody_else() {
        let closed_by_the_same_fault = "1,\"\",x,\"\n2,\"\",y,\"\n";
        let closed_two_rows_on = "1,\"a,x,\n2,,y,\n3,b\",z,\n";
        let closed_in_the_next_row = "1,06,\"a@x\n2,06,b@y\",l,t,d\n";
        let found = |text, width| walk(text, width).into_iter().map(|(_, found)| found).collect::<Vec<_>>();
        assert_eq!(found(closed_by_the_same_fault, 4), [Framing::BadQuote, Framing::BadQuote]);
        assert_eq!(found(closed_two_rows_on, 4), [Framing::BadQuote, Framing::Record, Framing::BadQuote]);
        assert_eq!(found(closed_in_the_next_row, 6), [Framing::BadQuote, Framing::BadQuote]);
    }

    #[test]
    fn a_row_over_several_lines_is_one_row_also_when_it_is_too_short() {
        assert_eq!(
            walk("1,\"a\nb\"\n2,c,d\n", 3),
            [("1,\"a\nb\"\n", Framing::Record), ("2,c,d\n", Framing::Record)]
        );
    }

    #[test]
    fn a_quote_inside_an_unquoted_field_is_a_fault() {
        assert_eq!(walk("1,a\"b\n2,c\n", 2), [("1,a\"b\n", Framing::BadQuote), ("2,c\n", Framing::Record)]);
        assert_eq!(walk("1,\"a\"b\n", 2), [("1,\"a\"b\n", Framing::BadQuote)]);
    }
}
