//! How old is the person? In whole years: on the Nth birthday one *is* N (LPW 4b, WEB 9.2.1: "jonger dan"). Someone born on 29
//! February turns a year older on 1 March in years without that day. A partial date of birth is an interval, which gives an
//! answer only if both ends agree.

use crate::model::birth::{Interval, PartialDate};
use crate::model::classification::{Leeftijdsgroep, Reden, Redenen, Tri};
use crate::model::day::Day;

/// Completed years on the day; `None` unless both ends agree.
pub fn leeftijd(geboorte: Option<Interval>, day: Day) -> Option<i32> {
    geboorte?.agree(|birth| day.age_of(birth))
}

/// The age group on the day; `Onbepaald` unless both ends agree.
pub fn leeftijdsgroep(geboorte: Option<Interval>, day: Day) -> Leeftijdsgroep {
    let group = |birth| match day.age_of(birth) {
        ..18 => Leeftijdsgroep::Onder18,
        18..23 => Leeftijdsgroep::Van18Tot23,
        23..27 => Leeftijdsgroep::Van23Tot27,
        27.. => Leeftijdsgroep::Vanaf27,
    };
    geboorte.and_then(|interval| interval.agree(group)).unwrap_or(Leeftijdsgroep::Onbepaald)
}

/// A condition on the age: unknown if the ends disagree or the date of birth is unknown.
pub fn age_condition(geboorte: Option<Interval>, day: Day, holds: impl Fn(i32) -> bool) -> Tri {
    Tri::from_known(geboorte.and_then(|interval| interval.agree(|birth| holds(day.age_of(birth)))))
}

/// Why the age is unknown, or whether the day is a leap-day boundary.
pub fn redenen(geboortedatum: PartialDate, day: Day) -> Redenen {
    let Some(interval) = geboortedatum.interval() else {
        return Redenen::NONE.with(Reden::GeboortedatumOnbekend);
    };
    if interval.earliest != interval.latest {
        return Redenen::NONE.with(Reden::GeboortedatumOnvolledig);
    }
    if !geboortedatum.is_leap_day() {
        return Redenen::NONE;
    }
    let (year, day_month, day_date) = day.ymd();
    let at_the_edge = matches!((day_month, day_date), (2, 28) | (3, 1));
    if at_the_edge && Day::from_ymd(year, 2, 29).is_none() {
        Redenen::NONE.with(Reden::SchrikkeldagGrens)
    } else {
        Redenen::NONE
    }
}
