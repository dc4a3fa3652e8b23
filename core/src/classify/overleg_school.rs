//! Must the school be consulted first? WEB 9.2.5 lid 5, from 2026-01-01: yes with an entree diploma less than one year old, or
//! a praktijkonderwijs or vso diploma less than two years old. Exactly one or two years is no longer less.

use crate::model::classification::{JaNee, Tri};
use crate::model::facts::{Inschrijving, PersonFacts};
use crate::model::terms::Terms;

use super::dossier::{self, Antwoord};
use super::setting::JudgedDays;
use super::startkwalificatie::hoogste_diploma;

/// `ja` within the term of a diploma (also if it has no date), or of leaving a school that may have given the verklaring,
/// unless the school said that there is none.
pub fn overleg_school(doelgroep: Tri, facts: &PersonFacts<'_>, days: JudgedDays, terms: &Terms) -> JaNee {
    let brake = || by_diploma(facts, days, terms) || left_with_verklaring(facts, days, terms).is_some();
    if doelgroep == Tri::Ja && brake() { JaNee::Ja } else { JaNee::Nee }
}

/// Whether the diploma is recent enough.
pub fn by_diploma(facts: &PersonFacts<'_>, days: JudgedDays, terms: &Terms) -> bool {
    facts.startkwalificatie.rows.first().is_some_and(|row| {
        let diploma = hoogste_diploma(row, days.peildatum, terms);
        terms.overleg_school_termijn_jaren.iter().any(|(diplomas, years)| {
            diplomas.contains(diploma)
                && row.datum_diploma.known().is_none_or(|date| days.leeftijdsdag < date.plus_years(*years))
        })
    })
}

/// The ended enrolment that may have given the verklaring, recently enough: of several the one that ended last, then the one
/// that began last, then the lowest brin.
pub fn left_with_verklaring<'a>(
    facts: &PersonFacts<'a>,
    days: JudgedDays,
    terms: &Terms,
) -> Option<&'a Inschrijving> {
    if dossier::antwoord(&facts.dossiers, days.peildatum) == Antwoord::HeeftNiet {
        return None;
    }
    let of_kind = |row: &&Inschrijving| {
        terms.overleg_school_na_vertrek.iter().any(|vertrek| {
            let profile = row.sector == terms.codes.sector_vso
                && vertrek.uitstroomprofielen.contains(row.uitstroomprofiel);
            (profile || vertrek.niveaus.contains(row.niveau))
                && row.eind < days.peildatum
                && days.leeftijdsdag < row.eind.plus_years(vertrek.jaren)
        })
    };
    let later = |row: &&Inschrijving| (row.eind, row.begin, std::cmp::Reverse(row.brin));
    facts.inschrijvingen.rows.iter().filter(of_kind).max_by_key(later)
}
