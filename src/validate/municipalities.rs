//! The national table of municipality codes, with the days on which each began and ended: a vocabulary that warns, and
//! refuses nothing.

use crate::model::day::Day;

/// Every code that was ever issued, sorted.
#[derive(Clone, Debug, Default)]
pub struct Municipalities {
    periods: Vec<Period>,
}

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
    /// ended); lines that are no row of it are left out.
    pub fn parse(text: &str) -> Municipalities {
        let mut periods: Vec<Period> = text.lines().skip(1).filter_map(Period::parse).collect();
        periods.sort_unstable();
        Municipalities { periods }
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
        let code = line.split(',').next()?.parse().ok()?;
        let mut from_behind = line.rsplit(',');
        let (until, from) = (from_behind.next()?.trim(), from_behind.next()?.trim());
        let day = |text: &str, absent: Day| if text.is_empty() { Some(absent) } else { Day::parse_iso(text) };
        Some(Period { code, from: day(from, Day::NONE)?, until: day(until, Day::OPEN)? })
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
        let table = Municipalities::parse(table);
        let on = |code, day| table.standing(code, Day::parse_iso(day).expect("a day"));
        assert_eq!(on(599, "2026-11-01"), Standing::Exists);
        assert_eq!(on(501, "2022-12-31"), Standing::Exists);
        assert_eq!(on(501, "2023-01-01"), Standing::Ended);
        assert_eq!(on(1992, "2022-12-31"), Standing::Unknown);
        assert_eq!(on(1992, "2023-01-01"), Standing::Exists);
        assert_eq!(on(9999, "2026-11-01"), Standing::Unknown);
    }
}
