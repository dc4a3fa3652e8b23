//! A calendar day in the Netherlands: whole days, no time, no zone, no clock.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A calendar day, kept as days since 1 January of year 1, so that it sorts, compares and packs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A month and a day of the month that returns every year, such as 31 July.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Day {
    /// "No end": later than every day that a source can write.
    pub const OPEN: Day = Day(i32::MAX);
    /// "No day": what a source left empty, earlier than every day.
    pub const NONE: Day = Day(i32::MIN);

    /// The day of a year, month and day of the month; `None` if the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
    }

    /// `YYYY-MM-DD` and nothing else (chrono itself would accept `2026-1-1`).
    pub fn parse_iso(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
        let number = |digits: &[&u8]| {
            digits.iter().try_fold(0u32, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + u32::from(*digit - b'0'))
            })
        };
        let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
        Day::from_ymd(year, number(&[m1, m2])?, number(&[d1, d2])?)
    }

    /// Days since 1 January of year 1, for a file of fixed width.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day with this number; nothing where the calendar ends.
    pub fn from_number(number: i32) -> Option<Day> {
        NaiveDate::from_num_days_from_ce_opt(number).map(Day::from)
    }

    /// Whether this is [`Day::NONE`].
    pub fn is_none(self) -> bool {
        self == Day::NONE
    }

    /// The day itself, or nothing for [`Day::NONE`] and [`Day::OPEN`].
    pub fn known(self) -> Option<Day> {
        (self != Day::NONE && self != Day::OPEN).then_some(self)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MAX)
    }

    /// Year, month and day of the month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The same day so many days later (or earlier, if negative).
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Days from an earlier day to this one; negative if that day is later.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same day so many years later. 29 February becomes 1 March where the year has none: a year is
    /// complete only then (the reading of the BRP for ages, kept for every term).
    pub fn plus_years(self, years: i32) -> Day {
        let (year, month, day) = self.ymd();
        Day::from_ymd(year + years, month, day)
            .or_else(|| Day::from_ymd(year + years, 3, 1))
            .unwrap_or(Day::OPEN)
    }

    /// Completed years between a birth and this day; negative before the birth.
    pub fn age_of(self, birth: Day) -> i32 {
        let (year, month, day) = self.ymd();
        let (birth_year, birth_month, birth_day) = birth.ymd();
        year - birth_year - i32::from((month, day) < (birth_month, birth_day))
    }

    /// The first day of the month after this day's month.
    pub fn first_of_next_month(self) -> Day {
        let (year, month, _) = self.ymd();
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Day::from_ymd(year, month, 1).unwrap_or(Day::OPEN)
    }

    /// The month and the day of the month.
    pub fn month_day(self) -> MonthDay {
        let (_, month, day) = self.ymd();
        MonthDay { month, day }
    }

    /// The first day on or after this one that has this month and day.
    pub fn next_on_or_after(self, mark: MonthDay) -> Day {
        let (year, ..) = self.ymd();
        let in_year = |year| Day::from_ymd(year, mark.month, mark.day).unwrap_or(Day::OPEN);
        let this_year = in_year(year);
        if self <= this_year { this_year } else { in_year(year + 1) }
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Day(date.num_days_from_ce())
    }
}

impl fmt::Display for Day {
    /// ISO `YYYY-MM-DD`; nothing for an open or an absent day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.known() {
            Some(_) => {
                let (year, month, day) = self.ymd();
                write!(f, "{year:04}-{month:02}-{day:02}")
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Day::NONE => f.write_str("geen dag"),
            Day::OPEN => f.write_str("open"),
            _ => fmt::Display::fmt(self, f),
        }
    }
}

impl serde::Serialize for MonthDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse_iso(&text).ok_or_else(|| {
            serde::de::Error::custom("geen bestaande datum; schrijf jjjj-mm-dd tussen aanhalingstekens")
        })
    }
}

impl<'de> serde::Deserialize<'de> for MonthDay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = Day::parse_iso(&format!("2000-{text}"))
            .ok_or_else(|| serde::de::Error::custom("geen bestaande dag; schrijf mm-dd"))?;
        Ok(day.month_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).expect("a date of this test")
    }

    #[test]
    fn only_the_full_iso_form_is_a_date() {
        for wrong in ["2026-1-1", "2026-02-30", "20260101", "2026-01-01 ", "0x26-01-01", "2026/01/01"] {
            assert_eq!(Day::parse_iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn born_on_a_leap_day_is_a_year_older_on_the_first_of_march() {
        let birth = day("2000-02-29");
        assert_eq!(day("2027-02-28").age_of(birth), 26);
        assert_eq!(day("2027-03-01").age_of(birth), 27);
        assert_eq!(day("2028-02-28").age_of(birth), 27);
        assert_eq!(day("2028-02-29").age_of(birth), 28);
        assert_eq!(birth.plus_years(27), day("2027-03-01"));
        assert_eq!(birth.plus_years(28), day("2028-02-29"));
    }

    #[test]
    fn age_turns_on_the_birthday_itself() {
        let birth = day("2008-11-24");
        assert_eq!(day("2026-11-23").age_of(birth), 17);
        assert_eq!(day("2026-11-24").age_of(birth), 18);
    }

    #[test]
    fn the_school_year_ends_on_the_last_of_july_itself() {
        let end = MonthDay { month: 7, day: 31 };
        assert_eq!(day("2026-07-31").next_on_or_after(end), day("2026-07-31"));
        assert_eq!(day("2026-08-01").next_on_or_after(end), day("2027-07-31"));
        assert_eq!(day("2026-12-05").first_of_next_month(), day("2027-01-01"));
    }
}
