//! A calendar day in the Netherlands: whole days, no time, no zone, no clock.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A calendar day, stored as days since 1 January of year 1, so that it sorts, compares and packs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A month and a day of the month that recur every year, such as 31 July.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

/// The months in Dutch.
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The last year of [`Day`]'s own calendar arithmetic. Other years go to chrono, which is slower.
const YEAR_MAX: u32 = 9_999;

/// The number of the last day of [`YEAR_MAX`].
const NUMBER_MAX: u32 = 3_652_059;

/// Days from 1 March of year 0, where the arithmetic below starts, to the day before 1 January of year 1.
const BEFORE_YEAR_ONE_DAYS: u32 = 305;

/// Days in 400 years, after which the calendar repeats.
const CYCLE_DAYS: u32 = 146_097;

/// Days from 1 March to the start of the month that is this many months later. Every five months, alternately of 31 and 30
/// days, have 153 days.
fn days_before_month(months_since_march: u32) -> u32 {
    (153 * months_since_march + 2) / 5
}

/// The day of a date in years 1 to 9999. Years start in March, so that a leap day is the last day of its year.
fn civil_day(year: u32, month: u32, day: u32) -> Option<Day> {
    let days_of_month = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=days_of_month).contains(&day) {
        return None;
    }
    let (year, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = year * 365 + leap_days + days_before_month(months) + day - 1;
    i32::try_from(days).ok().map(|days| Day(days - BEFORE_YEAR_ONE_DAYS.cast_signed()))
}

/// The date of a day in years 1 to 9999, from its number.
fn civil_date(number: u32) -> (i32, u32, u32) {
    let days = number + BEFORE_YEAR_ONE_DAYS;
    let (cycle, days) = (days / CYCLE_DAYS, days % CYCLE_DAYS);
    let year = (days - days / 1_460 + days / 36_524 - days / 146_096) / 365;
    let of_year = days - (365 * year + year / 4 - year / 100);
    let months = (5 * of_year + 2) / 153;
    let day = of_year - days_before_month(months) + 1;
    let (month, next) = if months < 10 { (months + 3, 0) } else { (months - 9, 1) };
    ((cycle * 400 + year + next).cast_signed(), month, day)
}

/// `YYYY-MM-DD`; `None` unless the year has at most four digits.
pub(super) fn iso(year: u32, month: u32, day: u32) -> Option<[u8; 10]> {
    let digit = |number: u32| u8::try_from(number % 10).map_or(b'0', |digit| b'0' + digit);
    let [y1, y2, y3, y4] = [year / 1000, year / 100, year / 10, year].map(digit);
    let [m1, m2, d1, d2] = [month / 10, month, day / 10, day].map(digit);
    (year <= YEAR_MAX).then_some([y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2])
}

impl Day {
    /// "No end": later than any day a source can write.
    pub const OPEN: Day = Day(i32::MAX);
    /// "No day": an empty cell; earlier than any day.
    pub const NONE: Day = Day(i32::MIN);

    /// The day of a year, month and day of the month; `None` if the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        match u32::try_from(year) {
            Ok(year @ 1..=YEAR_MAX) => civil_day(year, month, day),
            _ => NaiveDate::from_ymd_opt(year, month, day).map(Day::from),
        }
    }

    /// Parses `YYYY-MM-DD` and nothing else (chrono would also accept `2026-1-1`).
    ///
    /// ```
    /// use jib_core::model::day::Day;
    /// assert!(Day::parse_iso("2026-01-01").is_some());
    /// assert!(Day::parse_iso("2026-1-1").is_none());
    /// ```
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

    /// As people write it in Dutch: `23 november 2026`; empty for an open or absent day.
    ///
    /// ```
    /// use jib_core::model::day::Day;
    /// assert_eq!(Day::parse_iso("2026-03-01").map(Day::in_dutch), Some("1 maart 2026".to_owned()));
    /// assert_eq!(Day::OPEN.in_dutch(), "");
    /// ```
    pub fn in_dutch(self) -> String {
        if self.known().is_none() {
            return String::new();
        }
        let (year, month, day) = self.ymd();
        let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        format!("{day} {} {year}", name.unwrap_or(&""))
    }

    /// Days since 1 January of year 1, for fixed-width files.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day with this number; `None` beyond the end of the calendar.
    pub fn from_number(number: i32) -> Option<Day> {
        NaiveDate::from_num_days_from_ce_opt(number).map(Day::from)
    }

    /// Whether this is [`Day::NONE`].
    pub fn is_none(self) -> bool {
        self == Day::NONE
    }

    /// The day itself; `None` for [`Day::NONE`] and [`Day::OPEN`].
    pub fn known(self) -> Option<Day> {
        (self != Day::NONE && self != Day::OPEN).then_some(self)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MAX)
    }

    /// Year, month and day of the month.
    pub fn ymd(self) -> (i32, u32, u32) {
        if let Ok(number @ 1..=NUMBER_MAX) = u32::try_from(self.0) {
            return civil_date(number);
        }
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// ISO `YYYY-MM-DD`, as files show it. `None` for an open or absent day, or a year of more than four digits.
    pub fn iso(self) -> Option<[u8; 10]> {
        let (year, month, day) = self.known()?.ymd();
        iso(u32::try_from(year).ok()?, month, day)
    }

    /// This day plus a number of days, which may be negative.
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Days from an earlier day to this one; negative if that day is later.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// This day plus a number of years. 29 February becomes 1 March in a year without it: only then is the year complete. The
    /// BRP reads ages this way, and we apply it to every term.
    ///
    /// ```
    /// use jib_core::model::day::Day;
    /// let born = Day::parse_iso("2008-02-29").ok_or("a date")?;
    /// assert_eq!(born.plus_years(18).to_string(), "2026-03-01");
    /// # Ok::<(), &str>(())
    /// ```
    pub fn plus_years(self, years: i32) -> Day {
        let (year, month, day) = self.ymd();
        Day::from_ymd(year + years, month, day)
            .or_else(|| Day::from_ymd(year + years, 3, 1))
            .unwrap_or(Day::OPEN)
    }

    /// Completed years between a birth and this day; negative before the birth.
    pub fn age_of(self, birth: Day) -> i32 {
        // Fast path: a year has 365 or 366 days, and except for some days around a birthday both divisors give the same age.
        let in_calendar =
            |day: Day| u32::try_from(day.0).ok().filter(|number| (1..=NUMBER_MAX).contains(number));
        if let Some((day, born)) = in_calendar(self).zip(in_calendar(birth))
            && let Some(lived) = day.checked_sub(born)
            && lived / 365 == lived / 366
        {
            return (lived / 365).cast_signed();
        }
        let (year, month, day) = self.ymd();
        let (birth_year, birth_month, birth_day) = birth.ymd();
        year - birth_year - i32::from((month, day) < (birth_month, birth_day))
    }

    /// The first day of the next month.
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

    /// The first day on or after this one with this month and day.
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
    /// ISO `YYYY-MM-DD`; empty for an open or absent day.
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

    /// Catches a day converted to the wrong date, or a date accepted that does not exist.
    #[test]
    fn the_calendar_is_that_of_chrono() {
        let first = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day");
        let all = first.iter_days().take_while(|date| date.year() <= 9_999);
        for date in all {
            let own = Day::from(date);
            let parts = (date.year(), date.month(), date.day());
            assert_eq!((Day::from_ymd(parts.0, parts.1, parts.2), own.ymd()), (Some(own), parts));
        }
        for year in [-1, 0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 9_999, 10_000, i32::MAX, i32::MIN] {
            for (month, day) in (0..=14).flat_map(|month| (0..=33).map(move |day| (month, day))) {
                let chrono = NaiveDate::from_ymd_opt(year, month, day).map(Day::from);
                assert_eq!(Day::from_ymd(year, month, day), chrono, "{year} {month} {day}");
            }
        }
        let strange = [i32::MIN, -400, -1, 0, 3_652_059, 3_652_060, 4_000_000, i32::MAX].map(Day);
        for day in strange {
            let date = day.date();
            assert_eq!(day.ymd(), (date.year(), date.month(), date.day()));
        }
        let text = day("2026-11-01").iso();
        assert_eq!(text, Some(*b"2026-11-01"));
        assert_eq!((Day::OPEN.iso(), Day::NONE.iso(), Day(3_652_060).iso()), (None, None, None));
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

    /// Catches an age from the number of days that differs from the calendar age.
    #[test]
    fn an_age_by_days_is_that_by_the_calendar() {
        for birth in
            ["1995-01-01", "1999-12-31", "2000-02-28", "2000-02-29", "2000-03-01", "2003-07-15"].map(day)
        {
            let (birth_year, birth_month, birth_day) = birth.ymd();
            for day in (-800..40_000).map(|days| birth.plus_days(days)) {
                let (year, month, date) = day.ymd();
                let by_calendar = year - birth_year - i32::from((month, date) < (birth_month, birth_day));
                assert_eq!(day.age_of(birth), by_calendar, "{birth} {day}");
            }
        }
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
