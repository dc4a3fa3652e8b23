//! Calendar days, birthdays and partly known dates, computed the slow way.
//!
//! Works on plain year-month-day values. Never reads a clock.

use std::fmt;

/// One calendar day. The derived order is chronological.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    pub year: i32,
    pub month: i32,
    pub day: i32,
}

impl Day {
    pub const fn new(year: i32, month: i32, day: i32) -> Day {
        Day { year, month, day }
    }

    /// Reads `YYYY-MM-DD`; for literals in tests only.
    pub fn parse(text: &str) -> Day {
        let mut parts = text.split('-').map(|part| part.parse::<i32>().expect("a number"));
        let mut next = || parts.next().expect("three parts");
        Day::new(next(), next(), next())
    }

    fn next(self) -> Day {
        if self.day < days_in_month(self.year, self.month) {
            Day::new(self.year, self.month, self.day + 1)
        } else if self.month < 12 {
            Day::new(self.year, self.month + 1, 1)
        } else {
            Day::new(self.year + 1, 1, 1)
        }
    }

    fn previous(self) -> Day {
        if self.day > 1 {
            Day::new(self.year, self.month, self.day - 1)
        } else if self.month > 1 {
            Day::new(self.year, self.month - 1, days_in_month(self.year, self.month - 1))
        } else {
            Day::new(self.year - 1, 12, 31)
        }
    }

    pub fn plus_days(self, count: i32) -> Day {
        let mut day = self;
        for _ in 0..count.abs() {
            day = if count > 0 { day.next() } else { day.previous() };
        }
        day
    }

    /// The same month and day in another year; 29 February becomes 1 March where there is none.
    pub fn plus_years(self, years: i32) -> Day {
        let year = self.year + years;
        if self.month == 2 && self.day == 29 && !is_leap(year) {
            Day::new(year, 3, 1)
        } else {
            Day::new(year, self.month, self.day)
        }
    }

    pub fn first_of_month(self) -> Day {
        Day::new(self.year, self.month, 1)
    }

    pub fn first_of_next_month(self) -> Day {
        if self.month == 12 { Day::new(self.year + 1, 1, 1) } else { Day::new(self.year, self.month + 1, 1) }
    }

    /// `YYYYMM` of the month this many months away.
    pub fn period(self, months: i32) -> String {
        let count = self.year * 12 + (self.month - 1) + months;
        format!("{:04}{:02}", count / 12, count % 12 + 1)
    }

    pub fn compact(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }

    pub fn dutch(self) -> String {
        format!("{:02}-{:02}-{:04}", self.day, self.month, self.year)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

pub fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

pub fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day on which a person reaches `age`. For a birth on 29 February that is 1 March in other years.
pub fn birthday(birth: Day, age: i32) -> Day {
    birth.plus_years(age)
}

/// Completed years: the number of birthdays passed.
pub fn completed_years(birth: Day, day: Day) -> i32 {
    let mut age = 0;
    while birthday(birth, age + 1) <= day {
        age += 1;
    }
    age
}

/// The last day of the leerplicht: 31 July of the school year in which a person turns 16 (LPW 3(1)b).
pub fn leerplicht_last_day(birth: Day) -> Day {
    let sixteen = birthday(birth, 16);
    if sixteen.month >= 8 { Day::new(sixteen.year + 1, 7, 31) } else { Day::new(sixteen.year, 7, 31) }
}

/// A date with parts that may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    Full(Day),
    Month(i32, i32),
    Year(i32),
    Unknown,
}

impl Partial {
    /// Reads `YYYY-MM-DD` with `00` for unknown parts; for literals in tests only.
    pub fn parse(text: &str) -> Partial {
        match Day::parse(text) {
            Day { year: 0, .. } => Partial::Unknown,
            Day { year, month: 0, .. } => Partial::Year(year),
            Day { year, month, day: 0 } => Partial::Month(year, month),
            day => Partial::Full(day),
        }
    }

    /// The earliest and latest day it can be; `None` if the year is unknown.
    pub fn ends(self) -> Option<(Day, Day)> {
        match self {
            Partial::Full(day) => Some((day, day)),
            Partial::Month(year, month) => {
                Some((Day::new(year, month, 1), Day::new(year, month, days_in_month(year, month))))
            }
            Partial::Year(year) => Some((Day::new(year, 1, 1), Day::new(year, 12, 31))),
            Partial::Unknown => None,
        }
    }

    pub fn is_partial(self) -> bool {
        !matches!(self, Partial::Full(_))
    }

    pub fn compact(self) -> String {
        self.to_string().replace('-', "")
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Partial::Full(day) => day.fmt(out),
            Partial::Month(year, month) => write!(out, "{year:04}-{month:02}-00"),
            Partial::Year(year) => write!(out, "{year:04}-00-00"),
            Partial::Unknown => write!(out, "0000-00-00"),
        }
    }
}
