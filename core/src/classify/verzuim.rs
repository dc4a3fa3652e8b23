//! Is the person absent from school, and how? LPW 19 and 22 (absoluut: plichtig and not enrolled), LPW 21a (relatief: sixteen
//! hours in four school weeks, or an official report of it), WEB 9.2.2, before 2026 8.1.8a (langdurig: four weeks on end, not
//! plichtig). Anything less is `relatief_onbevestigd` and has no consequence.

use crate::model::classification::{Plicht, Reden, Redenen, Tri, Verzuim};
use crate::model::day::Day;
use crate::model::facts::{PersonRows, Reliance, Verzuimmelding};
use crate::model::terms::Terms;

/// The value on the day. The first case that applies wins.
pub fn verzuim(
    delivered: &PersonRows<'_, Verzuimmelding>,
    day: Day,
    plicht: Plicht,
    ingeschreven: Tri,
    terms: &Terms,
) -> (Verzuim, Redenen) {
    let unknown = |reden| (Verzuim::Onbekend, Redenen::NONE.with(reden));
    let known = |value| (value, Redenen::NONE);
    match (plicht, ingeschreven) {
        (Plicht::Vrijgesteld, _) => return known(Verzuim::Geen),
        (Plicht::Onbekend, _) | (_, Tri::Onbekend) => return known(Verzuim::Onbekend),
        (_, Tri::Nee) if plicht.is_plichtig() => return known(Verzuim::Absoluut),
        (_, Tri::Nee) => return known(Verzuim::Geen),
        (_, Tri::Ja) => {}
    }
    match delivered.reliance {
        Reliance::RowSetAside => return unknown(Reden::RijInQuarantaine),
        Reliance::Incomplete(reden) => return unknown(reden),
        Reliance::Complete => {}
    }
    let mut counting = delivered.rows.iter().filter(|row| row.counts(day));
    let absoluut = |row: &Verzuimmelding| terms.absoluut_verzuim_soorten.contains(row.soort);
    if counting.clone().any(absoluut) {
        return unknown(Reden::VerzuimTegenstrijdig);
    }
    if plicht.is_plichtig() {
        if counting.clone().any(|row| is_relatief(row, terms)) {
            return known(Verzuim::Relatief);
        }
    } else if counting.clone().any(|row| is_langdurig(row, day, terms)) {
        return known(Verzuim::Langdurig);
    }
    known(if counting.next().is_some() { Verzuim::RelatiefOnbevestigd } else { Verzuim::Geen })
}

/// Whether a record counts on the day, apart from records of a missing enrolment. The person need not be plichtig: the record is a
/// reason to find out whether the duty holds.
pub fn melding(delivered: &PersonRows<'_, Verzuimmelding>, day: Day, terms: &Terms) -> Tri {
    if delivered.reliance != Reliance::Complete {
        return Tri::Onbekend;
    }
    let absoluut = |row: &Verzuimmelding| terms.absoluut_verzuim_soorten.contains(row.soort);
    Tri::from_bool(delivered.rows.iter().any(|row| row.counts(day) && !absoluut(row)))
}

/// LPW 21a: by kind, or by hours.
fn is_relatief(row: &Verzuimmelding, terms: &Terms) -> bool {
    terms.relatief_verzuim_soorten.contains(row.soort)
        || terms.relatief_verzuim_soorten_vanaf_uren.contains(row.soort)
            && row.uren.at_least(terms.relatief_verzuim_uren)
}

/// WEB 9.2.2: began at least four weeks ago.
fn is_langdurig(row: &Verzuimmelding, day: Day, terms: &Terms) -> bool {
    terms.langdurig_verzuim_soorten.contains(row.soort)
        && row.begin.plus_days(terms.langdurig_verzuim_dagen) <= day
}

/// The record behind a value: the earliest one that supports it. `None` for absoluut verzuim, which follows from the missing
/// enrolment and not from a record.
pub fn deciding_record<'a>(
    rows: &'a [Verzuimmelding],
    day: Day,
    value: Verzuim,
    terms: &Terms,
) -> Option<&'a Verzuimmelding> {
    rows.iter()
        .filter(|row| row.counts(day))
        .filter(|row| match value {
            Verzuim::Relatief => is_relatief(row, terms),
            Verzuim::Langdurig => is_langdurig(row, day, terms),
            Verzuim::RelatiefOnbevestigd => true,
            Verzuim::Absoluut | Verzuim::Geen | Verzuim::Onbekend => false,
        })
        // Ties are not broken by file order: the same rows in a database table have no order.
        .min_by_key(|row| (row.begin, row.soort, row.uren.in_millionths(), row.uren.scale))
}
