//! Must the school be consulted first? WEB 9.2.5 lid 5, from 2026-01-01: with an entree diploma of less than one year ago,
//! or a praktijkonderwijs or vso diploma of less than two. Exactly so long ago is no longer less.

use crate::model::classification::{JaNee, Tri};
use crate::model::facts::{PersonRows, Startkwalificatierij};
use crate::model::terms::Terms;

use super::JudgedDays;
use super::startkwalificatie::hoogste_diploma;

/// `ja` within the term, and for such a diploma without a date.
pub fn overleg_school(
    doelgroep: Tri,
    delivered: &PersonRows<'_, Startkwalificatierij>,
    days: JudgedDays,
    terms: &Terms,
) -> JaNee {
    let within_term = delivered.rows.first().is_some_and(|row| {
        let diploma = hoogste_diploma(row, days.peildatum, terms);
        terms.overleg_school_termijn_jaren.iter().any(|(diplomas, years)| {
            diplomas.contains(diploma)
                && row.datum_diploma.known().is_none_or(|date| days.leeftijdsdag < date.plus_years(*years))
        })
    });
    if doelgroep == Tri::Ja && within_term { JaNee::Ja } else { JaNee::Nee }
}
