//! The national table of municipality codes, with the days on which each began and ended: a vocabulary that warns, and
//! refuses nothing.

use crate::model::day::Day;

/// Every code that was ever issued, sorted.
#[derive(Clone, Debug, Default)]
pub struct Municipalities {
    periods: Vec<Period>,
}

/// Digits of a code.
const CODE_DIGITS: usize = 4;

/// From when to when a code was that of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Period {
    code: u16,
    /// Of its first day; before every day where the table does not say.
    from: Day,
    /// The first day on which it was no more.
    until: Day,
}

/// What the table says of a code on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A municipality of that day.
    Exists,
    /// It had ended: its inhabitants stand under another code now.
    Ended,
    /// Not in the table, or not yet.
    Unknown,
}

impl Municipalities {
    /// Reads `schemas/vocabulary/gemeenten.csv` (`code,naam,geldig_van,geldig_tot`; `geldig_tot` is the day on which the code
    /// ended), with lines of comment (`#`) above the header.
    ///
    /// # Errors
    /// The number of the first line that is no row of it.
    pub fn parse(text: &str) -> Result<Municipalities, usize> {
        let rows = (1..).zip(text.lines()).skip_while(|(_, line)| line.starts_with('#')).skip(1);
        let mut periods: Vec<Period> =
            rows.map(|(line, row)| Period::parse(row).ok_or(line)).collect::<Result<_, usize>>()?;
        periods.sort_unstable();
        Ok(Municipalities { periods })
    }

    /// What the table says of a code on a day.
    pub fn standing(&self, code: u16, day: Day) -> Standing {
        let start = self.periods.partition_point(|period| period.code < code);
        let of_code = self.periods.get(start..).unwrap_or_default();
        let mut standing = Standing::Unknown;
        for period in of_code.iter().take_while(|period| period.code == code) {
            if period.until <= day {
                standing = Standing::Ended;
            } else if period.from <= day {
                return Standing::Exists;
            }
        }
        standing
    }
}

impl Period {
    /// The name may hold a comma, between quotes: the first and the last two fields are what counts.
    fn parse(line: &str) -> Option<Period> {
        let (code, rest) = line.split_once(',')?;
        let is_code = code.len() == CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        let code = code.parse().ok().filter(|_| is_code)?;
        let mut from_behind = rest.rsplit(',');
        let (until, from, _name) =
            (from_behind.next()?.trim(), from_behind.next()?.trim(), from_behind.next()?);
        let day = |text: &str, absent: Day| if text.is_empty() { Some(absent) } else { Day::parse_iso(text) };
        let (from, until) = (day(from, Day::NONE)?, day(until, Day::OPEN)?);
        (from < until).then_some(Period { code, from, until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code that merged away that still counts as one of today, and one that is to come that counts already.
    #[test]
    fn a_code_counts_in_its_own_days_only() {
        let table = "code,naam,geldig_van,geldig_tot\n0501,Brielle,,2023-01-01\n0599,Rotterdam,,\n\
                     1992,Voorne aan Zee,2023-01-01,\n";
        let table = Municipalities::parse(table).expect("a table");
        let on = |code, day| table.standing(code, Day::parse_iso(day).expect("a day"));
        assert_eq!(on(599, "2026-11-01"), Standing::Exists);
        assert_eq!(on(501, "2022-12-31"), Standing::Exists);
        assert_eq!(on(501, "2023-01-01"), Standing::Ended);
        assert_eq!(on(1992, "2022-12-31"), Standing::Unknown);
        assert_eq!(on(1992, "2023-01-01"), Standing::Exists);
        assert_eq!(on(9999, "2026-11-01"), Standing::Unknown);
    }

    /// A merger that was left out, or that took effect on another day.
    #[test]
    fn the_table_has_as_many_municipalities_as_the_country() {
        let text = include_str!("../../schemas/vocabulary/gemeenten.csv");
        let table = Municipalities::parse(text).expect("the table");
        let count = |day: &str| {
            let day = Day::parse_iso(day).expect("a day");
            (1..1999).filter(|code| table.standing(*code, day) == Standing::Exists).count()
        };
        let counts = [
            ("2018-01-01", 380),
            ("2019-01-01", 355),
            ("2021-01-01", 352),
            ("2022-01-01", 345),
            ("2022-03-24", 344),
            ("2023-01-01", 342),
            ("2025-01-01", 342),
        ];
        for (day, municipalities) in counts {
            assert_eq!(count(day), municipalities, "{day}");
        }
    }

    /// A line that is left out in silence: everyone of that municipality would get a warning.
    #[test]
    fn a_line_that_is_no_row_is_an_error() {
        for row in [
            "0599",
            "599,Rotterdam,,",
            "+599,Rotterdam,,",
            "0599,Rotterdam,",
            "0599,Rotterdam,2023,",
            "0599,X,2023-01-01,2023-01-01",
        ] {
            let table = format!("code,naam,geldig_van,geldig_tot\n0501,Brielle,,2023-01-01\n{row}\n");
            assert_eq!(Municipalities::parse(&table).err(), Some(3), "{row}");
        }
    }
}
