//! A date whose day, month or year may be unknown (BRP element 01.03.10).

use std::fmt;
use std::num::NonZeroU32;

use super::day::{self, Day};

/// A date whose unknown parts are 00. An interval, never a guess. Stored as YYYYMMDD + 1, so that `Option<PartialDate>` takes
/// no extra room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate(NonZeroU32);

impl PartialDate {
    /// Nothing is known: `00000000`.
    pub const UNKNOWN: PartialDate = PartialDate(NonZeroU32::MIN);

    /// From year, month and day; 0 is unknown. `None` if no such date exists: a known month in an unknown year, a known day in
    /// an unknown month, 30 February.
    pub fn from_parts(year: u32, month: u32, day: u32) -> Option<PartialDate> {
        let possible = match (year, month, day) {
            (0, 0, 0) => true,
            (0, _, _) | (_, 0, 1..) => false,
            (_, 0, 0) => year <= 9999,
            (_, 1..=12, 0) => year <= 9999,
            _ => Day::from_ymd(i32::try_from(year).ok()?, month, day).is_some(),
        };
        let number = NonZeroU32::MIN.checked_add(year * 10_000 + month * 100 + day)?;
        possible.then_some(PartialDate(number))
    }

    fn parts(self) -> (i32, u32, u32) {
        let number = self.0.get() - 1;
        let year = i32::try_from(number / 10_000).unwrap_or(0);
        (year, number / 100 % 100, number % 100)
    }

    /// Whether year, month and day are all known.
    pub fn is_full(self) -> bool {
        let (year, month, day) = self.parts();
        year > 0 && month > 0 && day > 0
    }

    /// Whether it is 29 February.
    pub fn is_leap_day(self) -> bool {
        let (_, month, day) = self.parts();
        (month, day) == (2, 29)
    }

    /// The first and the last day it can be; `None` if the year is unknown.
    ///
    /// ```
    /// use jib_core::model::birth::PartialDate;
    ///
    /// let in_march = PartialDate::from_parts(2008, 3, 0).and_then(PartialDate::interval).unwrap();
    /// assert_eq!(in_march.earliest.to_string(), "2008-03-01");
    /// assert_eq!(in_march.latest.to_string(), "2008-03-31");
    /// ```
    pub fn interval(self) -> Option<Interval> {
        let (year, month, day) = self.parts();
        let (earliest, latest) = match (year, month, day) {
            (0, ..) => return None,
            (_, 0, _) => (Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?),
            (_, _, 0) => {
                let first = Day::from_ymd(year, month, 1)?;
                (first, first.first_of_next_month().plus_days(-1))
            }
            _ => {
                let day = Day::from_ymd(year, month, day)?;
                (day, day)
            }
        };
        Some(Interval { earliest, latest })
    }

    /// ISO, with 00 for unknown parts, as files show it; `None` if the year has more than four digits.
    pub fn iso(self) -> Option<[u8; 10]> {
        let (year, month, day) = self.parts();
        day::iso(u32::try_from(year).ok()?, month, day)
    }

    /// The day, if fully known.
    pub fn full(self) -> Option<Day> {
        self.interval().filter(|_| self.is_full()).map(|interval| interval.earliest)
    }
}

impl fmt::Display for PartialDate {
    /// ISO, with 00 for unknown parts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartialDate(…)")
    }
}

/// The days between which a partly known date lies, both inclusive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The first day it can be.
    pub earliest: Day,
    /// The last day it can be.
    pub latest: Day,
}

impl Interval {
    /// The answer that holds at both ends; `None` if the ends disagree.
    pub fn agree<T: PartialEq>(self, judge: impl Fn(Day) -> T) -> Option<T> {
        let at_earliest = judge(self.earliest);
        if self.earliest == self.latest || judge(self.latest) == at_earliest {
            Some(at_earliest)
        } else {
            None
        }
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interval(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_make_an_interval() {
        let ends = |y, m, d| {
            PartialDate::from_parts(y, m, d)
                .and_then(PartialDate::interval)
                .map(|i| (i.earliest.to_string(), i.latest.to_string()))
        };
        let text = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(ends(2001, 4, 0), text("2001-04-01", "2001-04-30"));
        assert_eq!(ends(2000, 2, 0), text("2000-02-01", "2000-02-29"));
        assert_eq!(ends(2001, 12, 0), text("2001-12-01", "2001-12-31"));
        assert_eq!(ends(1968, 0, 0), text("1968-01-01", "1968-12-31"));
        assert_eq!(ends(0, 0, 0), None);
    }

    #[test]
    fn a_known_part_behind_an_unknown_one_is_no_date() {
        assert_eq!(PartialDate::from_parts(0, 4, 12), None);
        assert_eq!(PartialDate::from_parts(2001, 0, 12), None);
        assert_eq!(PartialDate::from_parts(2001, 13, 0), None);
        assert_eq!(PartialDate::from_parts(2001, 2, 29), None);
    }
}
