//! Finds where records end, strictly (RFC 4180), so that one open quote costs its own line and no other.
//!
//! A reader that trusts quotes lets an unclosed one swallow the rest of the file. Here a quoted field must be closed
//! by a quote that a separator or a line end follows; anything else makes the *physical line* on which the record
//! began the bad one, and reading goes on at the next line.

use memchr::{memchr, memchr2};

/// How far a closing quote is searched for: no field of any extract is near this long.
pub const QUOTE_SCAN_BYTES_MAX: usize = 256 << 10;

/// What stands at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record without a fault in its quotes, possibly over several lines.
    Record,
    /// A line with nothing on it.
    Blank,
    /// A line with a quote that is not closed or stands where none may.
    BadQuote,
}

/// One record or line: where it ends (past its line end) and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Offset past the line end.
    pub end: usize,
    /// What it is.
    pub found: Found,
    /// Whether no quote stands in it, so that it ends with its line.
    pub is_plain: bool,
}

/// Walks records from the start of one.
#[derive(Clone, Copy, Debug)]
pub struct Walker<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    width: usize,
}

impl<'a> Walker<'a> {
    /// Over these bytes, for records of so many fields.
    pub fn new(bytes: &'a [u8], delimiter: u8, width: usize) -> Walker<'a> {
        Walker { bytes, delimiter, width }
    }

    /// The record that begins here; `None` at the end.
    pub fn step(&self, start: usize) -> Option<Step> {
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let Some(at) = memchr2(b'"', b'\n', rest) else {
            return Some(Step { end: self.bytes.len(), found: Found::Record, is_plain: true });
        };
        if rest.get(at) == Some(&b'\n') {
            // A byte order mark and nothing else is no row either: files that were put one behind the other.
            let blank =
                matches!(rest.get(..at), Some([] | [b'\r'] | [0xEF, 0xBB, 0xBF] | [0xEF, 0xBB, 0xBF, b'\r']));
            let found = if blank { Found::Blank } else { Found::Record };
            return Some(Step { end: start + at + 1, found, is_plain: true });
        }
        let line_end = memchr(b'\n', rest).map_or(self.bytes.len(), |at| start + at + 1);
        let bad = Step { end: line_end, found: Found::BadQuote, is_plain: false };
        Some(match self.quoted_record(start) {
            Some(end) if end == line_end || !self.holds_whole_row(line_end, end) => {
                Step { end, found: Found::Record, is_plain: false }
            }
            _ => bad,
        })
    }

    /// Whether one of these lines has a row's number of separators: then the quote before it was left open, and a later
    /// quote only seemed to close it. What such a line says is about somebody else, so it may never become the text of a
    /// cell; a text that holds as many separators costs its own row.
    fn holds_whole_row(&self, start: usize, end: usize) -> bool {
        let lines = self.bytes.get(start..end).unwrap_or_default().split(|byte| *byte == b'\n');
        lines.into_iter().any(|line| memchr::memchr_iter(self.delimiter, line).count() + 1 >= self.width)
    }

    /// The end of a record with quotes in it; `None` if a quote is wrong.
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

    /// The offset of the quote that closes the field which opens here. A doubled quote is a quote in the text.
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

    fn walk(text: &str, width: usize) -> Vec<(&str, Found)> {
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
        let expected =
            [("a,b\n", Found::Record), ("\n", Found::Blank), ("\r\n", Found::Blank), ("c,d", Found::Record)];
        assert_eq!(walk("a,b\n\n\r\nc,d", 2), expected);
        let marks: Vec<Found> =
            walk("\u{FEFF}\na,b\n\u{FEFF}\r\n", 2).into_iter().map(|(_, found)| found).collect();
        assert_eq!(marks, [Found::Blank, Found::Record, Found::Blank]);
    }

    #[test]
    fn a_quoted_field_may_hold_separators_quotes_and_lines() {
        let expected = [("1,\"a,\"\"x\"\"\ny\",b\r\n", Found::Record), ("2,c,\"d\"\r\n", Found::Record)];
        assert_eq!(walk("1,\"a,\"\"x\"\"\ny\",b\r\n2,c,\"d\"\r\n", 3), expected);
    }

    #[test]
    fn an_open_quote_costs_its_own_line() {
        let text = "1,\"Jan,x\n2,Piet,y\n3,\"Klaas\",z\n4,Kees,w\n";
        let found: Vec<Found> = walk(text, 3).into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, [Found::BadQuote, Found::Record, Found::Record, Found::Record]);
    }

    #[test]
    fn an_open_quote_that_a_later_line_happens_to_close_costs_its_own_line() {
        let text = "1,\"Jan,x,z\n2,a,Piet\",z\n";
        let found: Vec<Found> = walk(text, 4).into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, [Found::BadQuote, Found::BadQuote]);
    }

    /// The quotes of two bad rows, or of a bad one and one further on, close each other: what lies between is not a text.
    #[test]
    fn an_open_quote_never_swallows_the_row_of_somebody_else() {
        let closed_by_the_same_fault = "1,\"\",x,\"\n2,\"\",y,\"\n";
        let closed_two_rows_on = "1,\"a,x,\n2,,y,\n3,b\",z,\n";
        let closed_in_the_next_row = "1,06,\"a@x\n2,06,b@y\",l,t,d\n";
        let found = |text, width| walk(text, width).into_iter().map(|(_, found)| found).collect::<Vec<_>>();
        assert_eq!(found(closed_by_the_same_fault, 4), [Found::BadQuote, Found::BadQuote]);
        assert_eq!(found(closed_two_rows_on, 4), [Found::BadQuote, Found::Record, Found::BadQuote]);
        assert_eq!(found(closed_in_the_next_row, 6), [Found::BadQuote, Found::BadQuote]);
    }

    #[test]
    fn a_row_over_several_lines_is_one_row_also_when_it_is_too_short() {
        assert_eq!(
            walk("1,\"a\nb\"\n2,c,d\n", 3),
            [("1,\"a\nb\"\n", Found::Record), ("2,c,d\n", Found::Record)]
        );
    }

    #[test]
    fn a_quote_inside_an_unquoted_field_is_a_fault() {
        assert_eq!(walk("1,a\"b\n2,c\n", 2), [("1,a\"b\n", Found::BadQuote), ("2,c\n", Found::Record)]);
        assert_eq!(walk("1,\"a\"b\n", 2), [("1,\"a\"b\n", Found::BadQuote)]);
    }
}
