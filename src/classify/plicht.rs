//! Is someone leer- or kwalificatieplichtig? LPW 3 (leerplicht), 4a and 4b (kwalificatieplicht), 5, 5a and 15
//! (exemption, never its ground). Being plichtig widens what may be shared, so an unknown is never resolved towards it.

use crate::model::birth::Interval;
use crate::model::classification::{Plicht, Reden, Redenen, Tri};
use crate::model::day::Day;
use crate::model::facts::{PersonFacts, PersonRows, Reliance, Vrijstelling};
use crate::model::terms::Terms;

use super::JudgedDays;
use super::startkwalificatie::hoogste_diploma;

/// Where the day lies in the course of leer- and kwalificatieplicht, before exemptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fase {
    /// Before the month after the fifth birthday.
    VoorLeerplicht,
    /// Until the end of the school year of the sixteenth birthday.
    Leerplicht,
    /// After that and before the eighteenth birthday, with nothing that keeps kwalificatieplicht away.
    Kwalificatieplicht,
    /// Leer- and kwalificatieplicht are behind one.
    Voorbij,
    /// After the leerplicht, but the startkwalificatie is not known.
    StartkwalificatieOnbekend,
    /// After the leerplicht, but a praktijkonderwijs diploma may lie beneath the highest one.
    PraktijkonderwijsTwijfel,
    /// After the leerplicht, but enrolments are not known: the VSO of LPW 4a lid 2 may be among them.
    InschrijvingOnbekend,
    /// The date of birth leaves it open.
    Onbepaald,
}

/// The phase on the day: worked out for both ends of a partial date of birth, which must agree.
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
        // A year after its last birthday every bound of the leerplicht has passed: nothing else needs to be reckoned out.
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

/// Between the leerplicht and the eighteenth birthday: LPW 4a lid 1 b and lid 2.
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

/// The value of the column: the phase, and then the exemption.
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

/// An exemption in force takes the duty away. Where exemptions were not delivered and the person is not enrolled, the duty
/// is unknown: the missing enrolment may well be an exemption. Where a row about this person was set aside, it may be
/// the exemption itself: then the duty is unknown in any case.
fn exempted(
    duty: Plicht,
    delivered: &PersonRows<'_, Vrijstelling>,
    day: Day,
    ingeschreven: Tri,
) -> (Plicht, Redenen) {
    let in_force = delivered.rows.iter().any(|row| row.vrijgesteld && row.begin <= day && day <= row.eind);
    let unknown = |reden| (Plicht::Onbekend, Redenen::NONE.with(reden));
    match (delivered.reliance, in_force, ingeschreven) {
        (Reliance::RowSetAside, ..) => unknown(Reden::RijInQuarantaine),
        (_, true, _) => (Plicht::Vrijgesteld, Redenen::NONE),
        (Reliance::Incomplete(reden), false, Tri::Nee) => unknown(reden),
        _ => (duty, Redenen::NONE),
    }
}
