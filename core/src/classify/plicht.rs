//! Is the person leer- or kwalificatieplichtig? LPW 3 (leerplicht), 4a and 4b (kwalificatieplicht), 5, 5a and 15 (exemption,
//! never its ground). Being plichtig widens what may be shared, so an unknown never resolves to plichtig.

use crate::model::birth::Interval;
use crate::model::classification::{Plicht, Reden, Redenen, Tri};
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::facts::{Inschrijving, PersonFacts, PersonRows, Reliance, Vrijstelling};
use crate::model::terms::Terms;

use super::dossier::{self, Antwoord};
use super::setting::JudgedDays;
use super::startkwalificatie::hoogste_diploma;
use super::verzuim;

/// The phase of leer- and kwalificatieplicht on the day, before exemptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// After the leerplicht, in special education without a stated profile.
    VsoProfiel,
    /// After the leerplicht, left praktijkonderwijs, and may hold the verklaring that no register has.
    ProVerklaring,
    /// After the leerplicht, but a row about this person that may end the duty was set aside.
    RijInQuarantaine,
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

/// Between the leerplicht and the eighteenth birthday (LPW 4a lid 1 b and lid 2). The order is the contract's. A row that was set
/// aside may be the one that ends the duty, so it comes before every other doubt: a doubt about a verklaring leads to a question
/// to the school, and to `vrijgesteld` with an exemption, which must not follow from a row that nobody could read.
fn after_leerplicht(facts: &PersonFacts<'_>, peildatum: Day, terms: &Terms, startkwalificatie: Tri) -> Fase {
    let enrolments = facts.inschrijvingen.rows;
    let diploma = facts
        .startkwalificatie
        .rows
        .first()
        .map_or(terms.codes.geen_diploma, |row| hoogste_diploma(row, peildatum, terms));
    let vso_begun = |profile: &dyn Fn(u8) -> bool| {
        let begun = |row: &Inschrijving| row.sector == terms.codes.sector_vso && row.begin <= peildatum;
        enrolments.iter().any(|row| begun(row) && profile(row.uitstroomprofiel))
    };
    let exempt_profiles = terms.kwalificatieplicht_uitzondering_uitstroomprofielen;
    let answer = dossier::antwoord(&facts.dossiers, peildatum);
    if startkwalificatie == Tri::Ja
        || terms.kwalificatieplicht_uitzondering_diplomas.contains(diploma)
        || answer == Antwoord::Heeft
        || vso_begun(&|profile| exempt_profiles.contains(profile))
    {
        return Fase::Voorbij;
    }
    let set_aside =
        [facts.startkwalificatie.reliance, facts.inschrijvingen.reliance, facts.dossiers.reliance];
    if set_aside.contains(&Reliance::RowSetAside) {
        return Fase::RijInQuarantaine;
    }
    // Without the delivery the highest diploma is unknown too, so this is not a doubt that the school alone could settle.
    let statements = &facts.startkwalificatie;
    if statements.rows.is_empty() && matches!(statements.reliance, Reliance::Incomplete(_)) {
        return Fase::StartkwalificatieOnbekend;
    }
    if vso_begun(&|profile| profile == NO_CODE) {
        return Fase::VsoProfiel;
    }
    let mut pro = enrolments.iter().filter(|row| terms.verklaring_niveaus.contains(row.niveau));
    let left_pro = pro.clone().any(|row| row.eind < peildatum) && !pro.any(|row| row.covers(peildatum));
    if left_pro && answer != Antwoord::HeeftNiet || answer == Antwoord::Onbekend {
        return Fase::ProVerklaring;
    }
    match startkwalificatie {
        Tri::Ja => Fase::Voorbij,
        Tri::Onbekend => Fase::StartkwalificatieOnbekend,
        Tri::Nee => Fase::Kwalificatieplicht,
    }
}

/// The value of the column: the phase, then any exemption.
pub fn plicht(fase: Fase, facts: &PersonFacts<'_>, day: Day, ingeschreven: Tri) -> (Plicht, Redenen) {
    let unknown = |reden| (Plicht::Onbekend, Redenen::NONE.with(reden));
    match fase {
        Fase::VoorLeerplicht | Fase::Voorbij => (Plicht::Geen, Redenen::NONE),
        Fase::Onbepaald | Fase::StartkwalificatieOnbekend => (Plicht::Onbekend, Redenen::NONE),
        Fase::RijInQuarantaine => unknown(Reden::RijInQuarantaine),
        Fase::VsoProfiel => doubtful(Reden::VsoProfiel, &facts.vrijstellingen, day),
        Fase::ProVerklaring => doubtful(Reden::ProVerklaring, &facts.vrijstellingen, day),
        Fase::Leerplicht => exempted(Plicht::Leerplichtig, &facts.vrijstellingen, day, ingeschreven),
        Fase::Kwalificatieplicht => {
            exempted(Plicht::Kwalificatieplichtig, &facts.vrijstellingen, day, ingeschreven)
        }
    }
}

/// Whether leerplicht asks the school: the duty is unknown because of what only the school can say, and the person is not
/// enrolled, or reported absent (LPW 16, 18 lid 3, 19).
pub fn na_te_gaan(
    (plicht, why): (Plicht, Redenen),
    facts: &PersonFacts<'_>,
    day: Day,
    ingeschreven: Tri,
    terms: &Terms,
) -> Tri {
    let school_knows = match plicht {
        Plicht::Onbekend if why.contains(Reden::VsoProfiel) || why.contains(Reden::ProVerklaring) => Tri::Ja,
        Plicht::Onbekend => Tri::Onbekend,
        _ => Tri::Nee,
    };
    let reported = verzuim::melding(&facts.verzuim, day, terms);
    Tri::all([school_knows, Tri::any([ingeschreven.negated(), reported])])
}

/// A duty that the school's answer may end: an exemption in force lifts it whatever that answer is.
fn doubtful(reden: Reden, delivered: &PersonRows<'_, Vrijstelling>, day: Day) -> (Plicht, Redenen) {
    if delivered.reliance == Reliance::RowSetAside {
        return (Plicht::Onbekend, Redenen::NONE.with(Reden::RijInQuarantaine));
    }
    if is_exempted(delivered, day) {
        (Plicht::Vrijgesteld, Redenen::NONE)
    } else {
        (Plicht::Onbekend, Redenen::NONE.with(reden))
    }
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
    let unknown = |reden| (Plicht::Onbekend, Redenen::NONE.with(reden));
    match (delivered.reliance, is_exempted(delivered, day), ingeschreven) {
        (Reliance::RowSetAside, ..) => unknown(Reden::RijInQuarantaine),
        (_, true, _) => (Plicht::Vrijgesteld, Redenen::NONE),
        (Reliance::Incomplete(reden), false, Tri::Nee) => unknown(reden),
        _ => (duty, Redenen::NONE),
    }
}
