//! The national table of municipality codes, with the first and last day of each. It only warns, and never refuses anything.

use crate::model::day::Day;

/// Every code ever issued, sorted.
#[derive(Clone, Debug, Default)]
pub struct Municipalities {
    periods: Vec<CodePeriod>,
}

/// Digits of a code.
const CODE_DIGITS: usize = 4;

/// The period in which a code belonged to a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CodePeriod {
    code: u16,
    /// Its first day; before every day if the table gives none.
    from: Day,
    /// The first day on which it no longer existed.
    until: Day,
}

/// What the table says about a code on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A municipality existed under it on that day.
    Exists,
    /// It had ended: its inhabitants are registered under another code.
    Ended,
    /// Not in the table, or not yet.
    Unknown,
}

impl Municipalities {
    /// Reads `schemas/vocabulary/gemeenten.csv` (`code,naam,geldig_van,geldig_tot`; `geldig_tot` is the day on which the code
    /// ended). Comment lines (`#`) may precede the header.
    ///
    /// # Errors
    /// The number of the first malformed line.
    pub fn parse(text: &str) -> Result<Municipalities, usize> {
        let rows = (1..).zip(text.lines()).skip_while(|(_, line)| line.starts_with('#')).skip(1);
        let mut periods: Vec<CodePeriod> =
            rows.map(|(line, row)| CodePeriod::parse(row).ok_or(line)).collect::<Result<_, usize>>()?;
        periods.sort_unstable();
        Ok(Municipalities { periods })
    }

    /// What the table says about a code on a day.
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

impl CodePeriod {
    /// The name may contain a comma, between quotes, so only the first field and the last two are used.
    fn parse(line: &str) -> Option<CodePeriod> {
        let (code, rest) = line.split_once(',')?;
        let is_code = code.len() == CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        let code = code.parse().ok().filter(|_| is_code)?;
        let mut from_behind = rest.rsplit(',');
        let (until, from, _name) =
            (from_behind.next()?.trim(), from_behind.next()?.trim(), from_behind.next()?);
        let day = |text: &str, absent: Day| if text.is_empty() { Some(absent) } else { Day::parse_iso(text) };
        let (from, until) = (day(from, Day::NONE)?, day(until, Day::OPEN)?);
        (from < until).then_some(CodePeriod { code, from, until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A merged code no longer counts, and a future code does not count yet.
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

    /// Mergers must be in the table, on the day they took effect.
    #[test]
    fn the_table_has_as_many_municipalities_as_the_country() {
        let text = include_str!("../../../schemas/vocabulary/gemeenten.csv");
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

    /// A skipped line would give everyone in that municipality a warning.
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
