//! The day and time in the Netherlands, for the argument values `vandaag` and `eerste-van-de-maand`. Not the machine's own day: a server
//! in another time zone is on a different day from its municipality for hours each night.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

use crate::model::day::Day;

/// A peildatum as it is written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peildatum {
    /// A day.
    On(Day),
    /// The first day of the month of the verstrekdatum.
    FirstOfMonth,
}

impl Peildatum {
    /// The day, for data that leaves on this day.
    pub fn before(self, verstrekdatum: Day) -> Day {
        match self {
            Peildatum::On(day) => day,
            Peildatum::FirstOfMonth => {
                let (year, month, _) = verstrekdatum.ymd();
                Day::from_ymd(year, month, 1).unwrap_or(verstrekdatum)
            }
        }
    }

    /// The day where no verstrekdatum is given: the first of this month, if not a day of its own.
    pub fn by_itself(self) -> Day {
        match self {
            Peildatum::On(day) => day,
            Peildatum::FirstOfMonth => self.before(today()),
        }
    }
}

/// The day that it is now in the Netherlands.
pub fn today() -> Day {
    Day::from(day_in_netherlands(Utc::now()))
}

/// A moment (RFC 3339) as people in the Netherlands say it: `30 november 2026 om 00.17 uur`. What is no moment stays as it is.
pub fn in_dutch(moment: &str) -> String {
    let Ok(parsed) = moment.parse() else { return moment.to_owned() };
    let there = in_netherlands(parsed);
    format!("{} om {} uur", Day::from(there.date()).in_dutch(), there.format("%H.%M"))
}

/// The day in the Netherlands at a moment.
fn day_in_netherlands(moment: DateTime<Utc>) -> NaiveDate {
    in_netherlands(moment).date()
}

/// The time in the Netherlands at a moment: an hour ahead of UTC, two in summer time.
fn in_netherlands(moment: DateTime<Utc>) -> NaiveDateTime {
    let ahead = if is_summer_time(moment) { 2 } else { 1 };
    moment.checked_add_signed(TimeDelta::hours(ahead)).unwrap_or(moment).naive_utc()
}

/// Summer time runs from the last Sunday of March, 1:00 UTC, to the last Sunday of October, 1:00 UTC (Directive 2000/84/EC,
/// articles 2 and 3; in the Netherlands the Tijdwet and the Besluit zomertijd that follows it).
fn is_summer_time(moment: DateTime<Utc>) -> bool {
    let change = |month| Some(last_sunday(moment.year(), month)?.and_hms_opt(1, 0, 0)?.and_utc());
    match (change(3), change(10)) {
        (Some(begin), Some(end)) => (begin..end).contains(&moment),
        _ => false,
    }
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(Days::new(u64::from(last.weekday().days_since(Weekday::Sun))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(moment: &str) -> String {
        day_in_netherlands(moment.parse().expect("a moment of this test")).to_string()
    }

    /// An hour too early or too late makes a run of the night one of the day before.
    #[test]
    fn the_day_begins_at_midnight_in_the_netherlands() {
        // Winter: midnight is 23:00 UTC.
        assert_eq!(day("2026-11-28T22:59:59Z"), "2026-11-28");
        assert_eq!(day("2026-11-28T23:00:00Z"), "2026-11-29");
        // Summer: 22:00 UTC.
        assert_eq!(day("2026-07-01T21:59:59Z"), "2026-07-01");
        assert_eq!(day("2026-07-01T22:00:00Z"), "2026-07-02");
    }

    #[test]
    fn a_moment_is_told_as_people_in_the_netherlands_say_it() {
        assert_eq!(in_dutch("2026-11-29T23:17:49Z"), "30 november 2026 om 00.17 uur");
        assert_eq!(in_dutch("2026-07-01T21:59:00Z"), "1 juli 2026 om 23.59 uur");
        assert_eq!(in_dutch("gisteren"), "gisteren");
    }

    /// Both changes, in the years in which the last Sunday is early and late.
    #[test]
    fn summer_time_begins_and_ends_at_one_hour_utc_on_the_last_sunday() {
        for (begin, end) in
            [("2026-03-29", "2026-10-25"), ("2024-03-31", "2024-10-27"), ("2027-03-28", "2027-10-31")]
        {
            for (day, before, after) in [(begin, false, true), (end, true, false)] {
                let at = |time: &str| is_summer_time(format!("{day}T{time}Z").parse().expect("a moment"));
                assert_eq!((at("00:59:59"), at("01:00:00")), (before, after), "{day}");
            }
        }
        // The evening before each change, and the evening of it.
        assert_eq!(day("2026-03-28T22:30:00Z"), "2026-03-28");
        assert_eq!(day("2026-03-29T22:30:00Z"), "2026-03-30");
        assert_eq!(day("2026-10-24T22:30:00Z"), "2026-10-25");
        assert_eq!(day("2026-10-25T22:30:00Z"), "2026-10-25");
    }

    #[test]
    fn the_first_of_the_month_is_that_of_the_verstrekdatum() {
        let on = |text: &str| Day::parse_iso(text).expect("a day");
        assert_eq!(Peildatum::FirstOfMonth.before(on("2026-11-23")), on("2026-11-01"));
        assert_eq!(Peildatum::FirstOfMonth.before(on("2026-01-01")), on("2026-01-01"));
        assert_eq!(Peildatum::On(on("2026-10-05")).before(on("2026-11-23")), on("2026-10-05"));
    }
}
