//! Days relative to the peildatum: school years, birthdays and months. Total functions, no clock.

use chrono::{Datelike, Days, NaiveDate};

/// The sample is meant to be released this many days after the peildatum.
pub(super) const DAYS_TO_VERSTREKDATUM: i64 = 22;

/// A calendar day. A day that the month does not have (29 February) becomes the 28th.
pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day)
        .or_else(|| NaiveDate::from_ymd_opt(year, month, 28))
        .unwrap_or(NaiveDate::MIN)
}

/// The day this many days later, or earlier if negative.
pub(super) fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) };
    moved.unwrap_or(day)
}

/// Birth date of a person who turns `age` on that day.
pub(super) fn born_turning(age: i32, on: NaiveDate) -> NaiveDate {
    date(on.year() - age, on.month(), on.day())
}

/// Completed years on that day, for a birth date that is not 29 February.
pub(super) fn age_on(born: NaiveDate, day: NaiveDate) -> i32 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i32::from(before_birthday)
}

/// The peildatum, and days counted from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    pub(super) peildatum: NaiveDate,
    /// The year in which the school year (1 August - 31 July) of the peildatum began.
    pub(super) school_year: i32,
}

impl Calendar {
    pub(super) fn new(peildatum: NaiveDate) -> Self {
        let school_year = peildatum.year() - i32::from(peildatum.month() < 8);
        Self { peildatum, school_year }
    }

    /// This many days after the peildatum, or before it if negative.
    pub(super) fn day(&self, days: i64) -> NaiveDate {
        shift(self.peildatum, days)
    }

    /// The verstrekdatum that the sample is made for.
    pub(super) fn verstrekdatum(&self) -> NaiveDate {
        self.day(DAYS_TO_VERSTREKDATUM)
    }

    /// Birth date of a person who turned `age` well before the peildatum and has no birthday soon.
    pub(super) fn aged(&self, age: i32) -> NaiveDate {
        born_turning(age, self.day(-100))
    }

    /// 1 August of the current school year, or of a school year this many years earlier.
    pub(super) fn school_start(&self, years_ago: i32) -> NaiveDate {
        date(self.school_year - years_ago, 8, 1)
    }

    /// 31 July before the current school year, or this many years earlier.
    pub(super) fn school_end(&self, years_ago: i32) -> NaiveDate {
        date(self.school_year - years_ago, 7, 31)
    }

    /// The month, as `YYYYMM`, this many months before the peildatum's (after it if negative).
    pub(super) fn month(&self, months_ago: i32) -> u32 {
        let months =
            self.peildatum.year() * 12 + i32::try_from(self.peildatum.month0()).unwrap_or(0) - months_ago;
        u32::try_from(months.div_euclid(12) * 100 + months.rem_euclid(12) + 1).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_runs_from_august() {
        assert_eq!(Calendar::new(date(2026, 7, 31)).school_year, 2025);
        assert_eq!(Calendar::new(date(2026, 8, 1)).school_year, 2026);
    }

    #[test]
    fn months_pass_the_turn_of_the_year() {
        let calendar = Calendar::new(date(2026, 1, 15));
        assert_eq!(calendar.month(0), 202_601);
        assert_eq!(calendar.month(1), 202_512);
        assert_eq!(calendar.month(-1), 202_602);
    }
}
