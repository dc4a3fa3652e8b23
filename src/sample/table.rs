//! CSV bytes of one extract: cells in order, completed rows, and a chance for the dirt to spoil each row.

use chrono::{Datelike, NaiveDate};

use super::person::SampleDate;
use super::spoil::{Dirt, Weakness};

/// An extract: its file, its canonical header, and where its rows can be spoilt.
pub(super) struct SampleExtract {
    pub(super) file: &'static str,
    pub(super) header: &'static str,
    pub(super) weakness: Weakness,
}

/// The rows of one extract in one block of persons.
pub(super) struct SampleTable {
    pub(super) extract: &'static SampleExtract,
    pub(super) bytes: Vec<u8>,
    rows: u64,
    spoilt: u64,
}

impl SampleTable {
    pub(super) fn new(extract: &'static SampleExtract) -> Self {
        Self { extract, bytes: Vec::new(), rows: 0, spoilt: 0 }
    }

    /// Adds one row, clean or spoilt by the dirt.
    pub(super) fn row(&mut self, dirt: &mut Dirt, fill: impl FnOnce(&mut RowCells<'_>)) {
        let start = self.bytes.len();
        fill(&mut RowCells { bytes: &mut self.bytes });
        if let Some(last) = self.bytes.last_mut() {
            *last = b'\n';
        }
        self.rows += 1;
        if dirt.strikes() && dirt.leaves_room(self.rows, self.spoilt) {
            self.spoilt += 1;
            let clean = self.bytes.split_off(start);
            dirt.spoil(&clean, &self.extract.weakness, &mut self.bytes);
        }
    }
}

/// The cells of the row being written. Each cell ends with a comma.
pub(super) struct RowCells<'a> {
    bytes: &'a mut Vec<u8>,
}

impl RowCells<'_> {
    /// A text without comma or quote, or already quoted.
    pub(super) fn text(&mut self, text: &str) {
        self.part(text);
        self.end();
    }

    pub(super) fn empty(&mut self) {
        self.end();
    }

    /// Part of a cell; `end` closes the cell.
    pub(super) fn part(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn end(&mut self) {
        self.bytes.push(b',');
    }

    /// Part of a cell: a number, padded with zeros to the width.
    pub(super) fn digits(&mut self, number: u32, width: usize) {
        let start = self.bytes.len();
        let mut rest = number;
        while rest > 0 || self.bytes.len() - start < width {
            self.bytes.push(b'0' + u8::try_from(rest % 10).unwrap_or(0));
            rest /= 10;
        }
        if let Some(written) = self.bytes.get_mut(start..) {
            written.reverse();
        }
    }

    pub(super) fn number(&mut self, number: u32, width: usize) {
        self.digits(number, width);
        self.end();
    }

    /// `YYYY-MM-DD`.
    pub(super) fn date(&mut self, day: NaiveDate) {
        self.digits(u32::try_from(day.year()).unwrap_or(0), 4);
        self.part("-");
        self.digits(day.month(), 2);
        self.part("-");
        self.digits(day.day(), 2);
        self.end();
    }

    /// A date that may be absent.
    pub(super) fn optional(&mut self, day: Option<NaiveDate>) {
        match day {
            Some(day) => self.date(day),
            None => self.empty(),
        }
    }

    /// `YYYYMMDD` with zeros for the unknown parts, as the population register writes it.
    pub(super) fn partial(&mut self, day: SampleDate) {
        let (year, month, day) = match day {
            SampleDate::Full(day) => (day.year(), day.month(), day.day()),
            SampleDate::NoDay { year, month } => (year, month, 0),
            SampleDate::NoMonth { year } => (year, 0, 0),
            SampleDate::Unknown => (0, 0, 0),
        };
        self.digits(u32::try_from(year).unwrap_or(0), 4);
        self.digits(month, 2);
        self.number(day, 2);
    }
}
