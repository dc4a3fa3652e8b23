//! Is the person rightly on the Jongeren in Beeld list? Checks the Inlichtingenbureau's conditions against our own extracts
//! (AVG 5 lid 1 d): 23 to 27, no startkwalificatie, not enrolled, income from work below the amount (equal is not below) and no
//! benefit.

use crate::model::birth::Interval;
use crate::model::classification::{Jib, Reden, Redenen, Tri};
use crate::model::facts::{Inkomensgrenzen, PersonFacts};
use crate::model::terms::Terms;

use super::leeftijd::age_condition;
use super::setting::JudgedDays;

/// The columns this question reads.
#[derive(Clone, Copy, Debug)]
pub struct JibColumns {
    /// The column startkwalificatie.
    pub startkwalificatie: Tri,
    /// The column ingeschreven.
    pub ingeschreven: Tri,
}

/// The value, with every reason why a listing is wrong or unknown.
pub fn jib(
    columns: JibColumns,
    geboorte: Option<Interval>,
    facts: &PersonFacts<'_>,
    days: JudgedDays,
    terms: &Terms,
    grenzen: Inkomensgrenzen,
) -> (Jib, Redenen) {
    match facts.op_jib_lijst {
        Err(reden) => return (Jib::Onbekend, Redenen::NONE.with(reden)),
        Ok(false) => return (Jib::NietOpLijst, Redenen::NONE),
        Ok(true) => {}
    }
    let of_age = age_condition(geboorte, days.leeftijdsdag, |age| {
        (terms.jib_leeftijd_van..terms.jib_leeftijd_tot).contains(&age)
    });
    let inkomen = facts.inkomen.ok();
    let little_work =
        Tri::from_known(inkomen.zip(grenzen.jib_cent).map(|(inkomen, grens)| inkomen.werk_cent < grens));
    let no_benefit = Tri::from_known(inkomen.map(|inkomen| !inkomen.uitkering));
    let conditions = [
        (of_age, Reden::JibLeeftijd),
        (columns.startkwalificatie.negated(), Reden::JibStartkwalificatie),
        (columns.ingeschreven.negated(), Reden::JibIngeschreven),
        (little_work, Reden::JibInkomen),
        (no_benefit, Reden::JibUitkering),
    ];
    let failed = conditions
        .iter()
        .filter(|(holds, _)| *holds == Tri::Nee)
        .fold(Redenen::NONE, |redenen, (_, reden)| redenen.with(*reden));
    match Tri::all(conditions.map(|(holds, _)| holds)) {
        Tri::Nee => (Jib::Onterecht, failed),
        Tri::Ja => (Jib::Terecht, Redenen::NONE),
        Tri::Onbekend => {
            let mut why = Redenen::NONE;
            if little_work == Tri::Onbekend {
                why.add(facts.inkomen.err().unwrap_or(Reden::ParameterOntbreekt));
            }
            (Jib::Onbekend, why)
        }
    }
}
