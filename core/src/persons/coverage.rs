//! How many residents of school age have an enrolment. Nearly all of them go to school, so a file of enrolments that covers few of them was
//! cut off. This works on the first night too, when there is no earlier run to compare with.

use rayon::prelude::*;

use crate::classify::bijhouding::bijhouding;
use crate::classify::ingeschreven::is_covered;
use crate::classify::leeftijd::age_condition;
use crate::classify::woonplaats::woonplaats;
use crate::classify::{Setting, plicht};
use crate::model::classification::{Bijhouding, Tri, Woonplaats};
use crate::model::day::Day;
use crate::model::terms::Terms;
use crate::persons::link::Linked;

/// The ages at which nearly everybody goes to school: from a year after the leerplicht begins to the last in which all have it.
const SCHOOL_AGES: std::ops::RangeInclusive<i32> = 6..=15;

/// With fewer residents of those ages their share says little.
const RESIDENTS_MIN: u64 = 100;

/// Residents of school age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// All of them.
    pub residents: u64,
    /// Those with an enrolment that covers the day, or between two school years.
    pub covered: u64,
}

impl Coverage {
    /// The share of residents of school age with an enrolment, per thousand. `None` if there are too few residents to tell.
    pub fn promille(self) -> Option<u64> {
        let share = self.covered.saturating_mul(1_000).checked_div(self.residents);
        share.filter(|_| self.residents >= RESIDENTS_MIN)
    }
}

/// Counts the residents of school age on the peildatum, without those who are exempted.
pub fn coverage(linked: &Linked, day: Day, terms: &Terms, setting: &Setting) -> Coverage {
    let of = |person: usize| -> Option<bool> {
        let facts = linked.facts(person)?;
        let of_age = age_condition(facts.geboortedatum.interval(), day, |age| SCHOOL_AGES.contains(&age));
        let counts = of_age == Tri::Ja
            && woonplaats(&facts.registratie, setting) == Woonplaats::Gemeente
            && bijhouding(&facts.registratie, day) == Bijhouding::Actueel
            && !plicht::is_exempted(&facts.vrijstellingen, day);
        counts.then(|| is_covered(facts.inschrijvingen.rows, day, terms))
    };
    let none = || Coverage { residents: 0, covered: 0 };
    let add = |one: Coverage, other: Coverage| Coverage {
        residents: one.residents + other.residents,
        covered: one.covered + other.covered,
    };
    let one = |is_covered| Coverage { residents: 1, covered: u64::from(is_covered) };
    (0..linked.count()).into_par_iter().filter_map(of).map(one).reduce(none, add)
}
