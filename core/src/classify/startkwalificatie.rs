//! Does the person have a startkwalificatie? A diploma of mbo level 2 or higher, havo or vwo (LPW 1 f; WEB 7.2.2 lid 1 b-e).
//! DUO states it; we check the statement against the highest diploma, and a contradiction makes it unknown.

use crate::model::classification::{Reden, Redenen, Tri};
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::facts::{PersonRows, Reliance, Startkwalificatierij};
use crate::model::terms::Terms;

/// `ja`, `nee` or `onbekend` on the day.
pub fn startkwalificatie(
    delivered: &PersonRows<'_, Startkwalificatierij>,
    day: Day,
    terms: &Terms,
) -> (Tri, Redenen) {
    let unknown = |reden| (Tri::Onbekend, Redenen::NONE.with(reden));
    if delivered.reliance == Reliance::RowSetAside {
        return unknown(Reden::RijInQuarantaine);
    }
    let Some(row) = delivered.rows.first() else {
        return unknown(match delivered.reliance {
            Reliance::Incomplete(reden) => reden,
            _ => Reden::StartkwalificatieGeenRij,
        });
    };
    let below = terms.diplomas_zonder_startkwalificatie.contains(hoogste_diploma(row, day, terms));
    let later = row.verklaard && row.behaald.known().is_some_and(|behaald| behaald > day);
    let (value, why) = match (row.verklaard, later, below) {
        (true, true, _) => (Tri::Nee, Redenen::NONE.with(Reden::StartkwalificatieLater)),
        (true, false, false) => (Tri::Ja, Redenen::NONE),
        (false, _, true) => (Tri::Nee, Redenen::NONE),
        (true, false, true) | (false, _, false) => return unknown(Reden::StartkwalificatieTegenstrijdig),
    };
    match (value, delivered.reliance) {
        (Tri::Nee, Reliance::Incomplete(reden)) => unknown(reden),
        _ => (value, why),
    }
}

/// The highest diploma on the day. A later diploma, or an empty cell, counts as none.
pub fn hoogste_diploma(row: &Startkwalificatierij, day: Day, terms: &Terms) -> u8 {
    let later = row.datum_diploma.known().is_some_and(|date| date > day);
    if later || row.hoogste_diploma == NO_CODE { terms.codes.geen_diploma } else { row.hoogste_diploma }
}
