//! Is the person in the Doorstroompunt's target group? From 2026-01-01, WEB 9.2.1: leer- and kwalificatieplicht are over, under
//! 27, no startkwalificatie, and either absent for four weeks or not enrolled. Before that, WEB 8.3.1: under 23, and not both
//! an entree, praktijkonderwijs or vso diploma *and* work.

use crate::model::birth::Interval;
use crate::model::classification::{Plicht, Redenen, Tri, Verzuim};
use crate::model::facts::PersonFacts;
use crate::model::terms::Terms;

use super::leeftijd::age_condition;
use super::plicht::Fase;
use super::setting::JudgedDays;
use super::startkwalificatie::hoogste_diploma;

/// The columns this question reads.
#[derive(Clone, Copy, Debug)]
pub struct DoelgroepColumns {
    /// The column plicht.
    pub plicht: Plicht,
    /// Distinguishes the two kinds of `geen`: before the leerplicht, or after.
    pub fase: Fase,
    /// The column startkwalificatie.
    pub startkwalificatie: Tri,
    /// The column ingeschreven.
    pub ingeschreven: Tri,
    /// The column verzuim.
    pub verzuim: Verzuim,
}

/// The answer to each condition. All must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// Leer- and kwalificatieplicht are over.
    pub duty_is_past: Tri,
    /// Younger than the age limit.
    pub young_enough: Tri,
    /// No startkwalificatie.
    pub without_startkwalificatie: Tri,
    /// Not enrolled, or long absent.
    pub out_of_school: Tri,
    /// Until 2025-12-31: does not have both a listed diploma and work.
    pub without_diploma_and_work: Tri,
}

/// Answers each condition, with the reason if the last one is unknown.
pub fn conditions(
    columns: DoelgroepColumns,
    geboorte: Option<Interval>,
    facts: &PersonFacts<'_>,
    days: JudgedDays,
    terms: &Terms,
) -> (Conditions, Redenen) {
    let duty_is_past = match columns.plicht {
        Plicht::Geen => Tri::from_bool(columns.fase == Fase::Voorbij),
        Plicht::Onbekend => Tri::Onbekend,
        Plicht::Leerplichtig | Plicht::Kwalificatieplichtig | Plicht::Vrijgesteld => Tri::Nee,
    };
    let long_absent = match columns.verzuim {
        Verzuim::Onbekend => Tri::Onbekend,
        value => Tri::from_bool(value == Verzuim::Langdurig),
    };
    let (with_diploma_and_work, why) = exception_by_work(facts, days, terms);
    let conditions = Conditions {
        duty_is_past,
        young_enough: age_condition(geboorte, days.leeftijdsdag, |age| age < terms.doelgroep_leeftijd_tot),
        without_startkwalificatie: columns.startkwalificatie.negated(),
        out_of_school: Tri::any([long_absent, columns.ingeschreven.negated()]),
        without_diploma_and_work: with_diploma_and_work.negated(),
    };
    (conditions, why)
}

/// `nee` if any condition is false, else `onbekend` if any is unknown, else `ja`.
pub fn doelgroep(
    columns: DoelgroepColumns,
    geboorte: Option<Interval>,
    facts: &PersonFacts<'_>,
    days: JudgedDays,
    terms: &Terms,
) -> (Tri, Redenen) {
    let (conditions, why) = conditions(columns, geboorte, facts, days, terms);
    let value = Tri::all([
        conditions.duty_is_past,
        conditions.young_enough,
        conditions.without_startkwalificatie,
        conditions.out_of_school,
        conditions.without_diploma_and_work,
    ]);
    (value, if value == Tri::Onbekend { why } else { Redenen::NONE })
}

/// WEB 8.3.1 lid 2, until 2025-12-31: a listed diploma and income from work. An empty list means never.
fn exception_by_work(facts: &PersonFacts<'_>, days: JudgedDays, terms: &Terms) -> (Tri, Redenen) {
    let diploma = facts.startkwalificatie.rows.first().map(|row| hoogste_diploma(row, days.peildatum, terms));
    let has_diploma =
        diploma.is_some_and(|code| terms.doelgroep_uitzondering_diplomas_met_werk.contains(code));
    let works = Tri::from_known(facts.inkomen.ok().map(|inkomen| inkomen.werk_cent > 0));
    let why = match facts.inkomen {
        Err(reden) if has_diploma => Redenen::NONE.with(reden),
        _ => Redenen::NONE,
    };
    (Tri::all([Tri::from_bool(has_diploma), works]), why)
}
