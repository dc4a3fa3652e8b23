//! Conditions that may be unknown, and conditions on an age when the birth date may be partly known.

use crate::oracle::day::{Day, completed_years};

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tri {
    Yes,
    No,
    Unknown,
}

impl Tri {
    pub fn of(fact: bool) -> Tri {
        if fact { Tri::Yes } else { Tri::No }
    }

    pub fn not(self) -> Tri {
        match self {
            Tri::Yes => Tri::No,
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
        }
    }

    pub fn or(self, other: Tri) -> Tri {
        match (self, other) {
            (Tri::Yes, _) | (_, Tri::Yes) => Tri::Yes,
            (Tri::No, Tri::No) => Tri::No,
            _ => Tri::Unknown,
        }
    }
}

/// `No` if any condition is false; else `Unknown` if any is unknown.
pub fn all(conditions: &[Tri]) -> Tri {
    if conditions.contains(&Tri::No) {
        Tri::No
    } else if conditions.contains(&Tri::Unknown) {
        Tri::Unknown
    } else {
        Tri::Yes
    }
}

/// Whether a column has this value; unknown if it is `onbekend`.
pub fn column_is(value: &str, wanted: &str) -> Tri {
    if value == "onbekend" { Tri::Unknown } else { Tri::of(value == wanted) }
}

pub fn yes_no_unknown(value: Tri) -> &'static str {
    match value {
        Tri::Yes => "ja",
        Tri::No => "nee",
        Tri::Unknown => "onbekend",
    }
}

/// A condition on the birth date, evaluated for both ends.
pub fn day_condition(ends: Option<(Day, Day)>, holds: impl Fn(Day) -> bool) -> Tri {
    match ends {
        None => Tri::Unknown,
        Some((earliest, latest)) if holds(earliest) == holds(latest) => Tri::of(holds(earliest)),
        Some(_) => Tri::Unknown,
    }
}

pub fn age_condition(ends: Option<(Day, Day)>, day: Day, holds: impl Fn(i32) -> bool) -> Tri {
    day_condition(ends, |birth| holds(completed_years(birth, day)))
}

pub fn leeftijd(ends: Option<(Day, Day)>, day: Day) -> String {
    match ends {
        Some((earliest, latest)) if completed_years(earliest, day) == completed_years(latest, day) => {
            completed_years(earliest, day).to_string()
        }
        _ => String::new(),
    }
}

pub fn leeftijdsgroep(ends: Option<(Day, Day)>, day: Day) -> &'static str {
    let group = |birth: Day| match completed_years(birth, day) {
        ..18 => "onder_18",
        18..23 => "18_tot_23",
        23..27 => "23_tot_27",
        27.. => "vanaf_27",
    };
    match ends {
        Some((earliest, latest)) if group(earliest) == group(latest) => group(earliest),
        _ => "onbepaald",
    }
}
