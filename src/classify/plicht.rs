//! Is the person leer- or kwalificatieplichtig? LPW 3 (leerplicht), 4a and 4b (kwalificatieplicht), 5, 5a and 15 (exemption,
//! never its ground). Being plichtig widens what may be shared, so an unknown never resolves to plichtig.

use crate::model::birth::Interval;
use crate::model::classification::{Plicht, Reden, Redenen, Tri};
use crate::model::day::Day;
use crate::model::facts::{PersonFacts, PersonRows, Reliance, Vrijstelling};
use crate::model::terms::Terms;

use super::JudgedDays;
use super::startkwalificatie::hoogste_diploma;

/// The phase of leer- and kwalificatieplicht on the day, before exemptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fase {
    /// Before the month after the fifth birthday.
    VoorLeerplicht,
    /// Until the end of the school year of the sixteenth birthday.
    Leerplicht,
    /// From there until the eighteenth birthday, if no exception to the kwalificatieplicht applies.
    Kwalificatieplicht,
    /// Leer- and kwalificatieplicht are over.
    Voorbij,
    /// After the leerplicht, but the startkwalificatie is unknown.
    StartkwalificatieOnbekend,
    /// After the leerplicht, but the highest diploma may hide a praktijkonderwijs diploma.
    PraktijkonderwijsTwijfel,
    /// After the leerplicht, but enrolments are unknown: one of them may be the VSO enrolment of LPW 4a lid 2.
    InschrijvingOnbekend,
    /// The date of birth leaves it open.
    Onbepaald,
}

/// The phase on the day. Both ends of a partial date of birth must give the same phase.
pub fn fase(
    geboorte: Option<Interval>,
    facts: &PersonFacts<'_>,
    days: JudgedDays,
    terms: &Terms,
    startkwalificatie: Tri,
) -> Fase {
    let after_leerplicht = || after_leerplicht(facts, days.peildatum, terms, startkwalificatie);
    let at = |birth: Day| {
        let day = days.leeftijdsdag;
        // Fast path: a year past the last relevant birthday, every limit of the leerplicht has passed.
        let age = day.age_of(birth);
        if age > terms.leerplicht_begin_leeftijd.max(terms.leerplicht_eind_leeftijd)
            && age >= terms.kwalificatieplicht_eind_leeftijd
        {
            return Fase::Voorbij;
        }
        let begin = birth.plus_years(terms.leerplicht_begin_leeftijd).first_of_next_month();
        let end = birth.plus_years(terms.leerplicht_eind_leeftijd).next_on_or_after(terms.schooljaar_einde);
        if day < begin {
            Fase::VoorLeerplicht
        } else if day <= end {
            Fase::Leerplicht
        } else if day >= birth.plus_years(terms.kwalificatieplicht_eind_leeftijd) {
            Fase::Voorbij
        } else {
            after_leerplicht()
        }
    };
    geboorte.and_then(|interval| interval.agree(at)).unwrap_or(Fase::Onbepaald)
}

/// Between the leerplicht and the eighteenth birthday (LPW 4a lid 1 b and lid 2).
fn after_leerplicht(facts: &PersonFacts<'_>, peildatum: Day, terms: &Terms, startkwalificatie: Tri) -> Fase {
    let enrolments = facts.inschrijvingen.rows;
    let diploma = facts
        .startkwalificatie
        .rows
        .first()
        .map_or(terms.codes.geen_diploma, |row| hoogste_diploma(row, peildatum, terms));
    let vso_followed = enrolments.iter().any(|row| {
        row.sector == terms.codes.sector_vso
            && terms.kwalificatieplicht_uitzondering_uitstroomprofielen.contains(row.uitstroomprofiel)
            && row.begin <= peildatum
    });
    if terms.kwalificatieplicht_uitzondering_diplomas.contains(diploma) || vso_followed {
        return Fase::Voorbij;
    }
    let earlier_pro =
        enrolments.iter().any(|row| terms.twijfel_niveaus.contains(row.niveau) && row.eind < peildatum);
    if terms.twijfel_diplomas.contains(diploma) && earlier_pro {
        return Fase::PraktijkonderwijsTwijfel;
    }
    match startkwalificatie {
        Tri::Ja => Fase::Voorbij,
        Tri::Onbekend => Fase::StartkwalificatieOnbekend,
        Tri::Nee if facts.inschrijvingen.reliance == Reliance::RowSetAside => Fase::InschrijvingOnbekend,
        Tri::Nee => Fase::Kwalificatieplicht,
    }
}

/// The value of the column: the phase, then any exemption.
pub fn plicht(fase: Fase, facts: &PersonFacts<'_>, day: Day, ingeschreven: Tri) -> (Plicht, Redenen) {
    let duty = match fase {
        Fase::VoorLeerplicht | Fase::Voorbij => return (Plicht::Geen, Redenen::NONE),
        Fase::Onbepaald | Fase::StartkwalificatieOnbekend => return (Plicht::Onbekend, Redenen::NONE),
        Fase::PraktijkonderwijsTwijfel => {
            return (Plicht::Onbekend, Redenen::NONE.with(Reden::PraktijkonderwijsTwijfel));
        }
        Fase::InschrijvingOnbekend => {
            return (Plicht::Onbekend, Redenen::NONE.with(Reden::RijInQuarantaine));
        }
        Fase::Leerplicht => Plicht::Leerplichtig,
        Fase::Kwalificatieplicht => Plicht::Kwalificatieplichtig,
    };
    exempted(duty, &facts.vrijstellingen, day, ingeschreven)
}

/// Whether an exemption is in force.
pub fn is_exempted(delivered: &PersonRows<'_, Vrijstelling>, day: Day) -> bool {
    delivered.rows.iter().any(|row| row.vrijgesteld && row.begin <= day && day <= row.eind)
}

/// An exemption in force lifts the duty. If exemptions were not delivered and the person is not enrolled, the duty is unknown,
/// because an exemption may explain the missing enrolment. If a row about this person was set aside, that row may be the
/// exemption, so the duty is always unknown.
fn exempted(
    duty: Plicht,
    delivered: &PersonRows<'_, Vrijstelling>,
    day: Day,
    ingeschreven: Tri,
) -> (Plicht, Redenen) {
    let in_force = is_exempted(delivered, day);
    let unknown = |reden| (Plicht::Onbekend, Redenen::NONE.with(reden));
    match (delivered.reliance, in_force, ingeschreven) {
        (Reliance::RowSetAside, ..) => unknown(Reden::RijInQuarantaine),
        (_, true, _) => (Plicht::Vrijgesteld, Redenen::NONE),
        (Reliance::Incomplete(reden), false, Tri::Nee) => unknown(reden),
        _ => (duty, Redenen::NONE),
    }
}
