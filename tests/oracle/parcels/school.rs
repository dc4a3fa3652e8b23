//! What is reported back to DUO about absence, and the consultation with the school of the diploma, or that was left.

use super::rules::has_case_file;
use super::{Context, Judged, Parcel, Release};
use crate::oracle::town::{Absence, SCHOOLS};
use std::collections::{BTreeMap, BTreeSet};

/// `school/overleg` (one file per school) and `duo/verzuim`.
pub fn add_parcels(context: &Context<'_>, release: &mut Release) {
    release.parcels.push(duo_verzuim(context));
    let (overleg, schoolless) = school_overleg(context);
    release.parcels.extend(overleg);
    release.schoolless.insert(("school".to_owned(), "overleg".to_owned()), schoolless);
}

/// One parcel per school that can be reached, and per school of someone in it.
pub fn per_school(
    partij: &'static str,
    pakket: &str,
    columns: &str,
    reached: &[&str],
    lines: Vec<(String, String, Vec<String>)>,
) -> Vec<Parcel> {
    let mut parcels: BTreeMap<String, Parcel> =
        reached.iter().map(|brin| ((*brin).to_owned(), Parcel::new(partij, pakket, brin, columns))).collect();
    for (brin, number, cells) in lines {
        let parcel =
            parcels.entry(brin.clone()).or_insert_with(|| Parcel::new(partij, pakket, &brin, columns));
        parcel.add(&number, cells);
    }
    parcels.into_values().collect()
}

/// The records that are reported: those that count on the peildatum or were closed in the 31 days up to it, except ABSOLUUT.
// READING: closed exactly 31 days before the peildatum is within the 31 days up to it.
// READING: no record is reported from an absent or stale verzuim, or if a row of this person was set aside.
fn reported<'row>(context: &Context<'_>, person: &Judged<'row>, partij: &str) -> Vec<&'row Absence> {
    if !person.lives_here() || !context.may_be_released(person, partij) || person.dossier.absences_unknown {
        return Vec::new();
    }
    let day = context.setup.peildatum;
    let closed = |row: &Absence| {
        row.status == "AFGESLOTEN" && row.end.is_some_and(|end| day.plus_days(-31) <= end && end <= day)
    };
    person
        .dossier
        .absences
        .iter()
        .copied()
        .filter(|row| (context.register.counts(row) || closed(row)) && row.soort != "ABSOLUUT")
        .collect()
}

/// Besluit RO 21(4): only what DUO itself told us.
// READING: the bron of the levering is compared with `duo` regardless of case.
fn duo_verzuim(context: &Context<'_>) -> Parcel {
    let mut parcel = Parcel::new("duo", "verzuim", "", "bsn meldingsnummer status");
    if !context.setup.verzuim_bron.eq_ignore_ascii_case("duo") {
        return parcel;
    }
    for person in &context.people {
        for row in reported(context, person, "duo") {
            parcel.add(person.bsn(), vec![person.bsn().to_owned(), row.melding.clone(), row.status.clone()]);
        }
    }
    parcel
}

/// WEB 9.2.5(5): with the school of the diploma, else with the one that was left; only about whom support is meant for.
fn school_overleg(context: &Context<'_>) -> (Vec<Parcel>, BTreeSet<String>) {
    let mut lines = Vec::new();
    let mut schoolless = BTreeSet::new();
    for person in &context.people {
        let due = person.values.overleg_school == "ja" && person.again.overleg_school == "ja";
        let meant_for =
            has_case_file(context, person, |row| row.team == "DOORSTROOMPUNT" && row.status == "ACTIEF");
        if !person.lives_here() || !due || !meant_for || !context.may_be_released(person, "school") {
            continue;
        }
        // READING: a diploma dated after the peildatum is as none, and so is its school.
        let day = context.setup.peildatum;
        let diploma = person.dossier.qualification.filter(|row| row.diploma_datum.is_none_or(|on| on <= day));
        let of_diploma = diploma.map_or("", |row| row.brin_diploma.as_str());
        let left = context.register.left_with_verklaring(&person.dossier, context.setup.verstrekdatum);
        let brin = if of_diploma.is_empty() { left.map_or("", |row| row.brin.as_str()) } else { of_diploma };
        if brin.is_empty() {
            schoolless.insert(person.bsn().to_owned());
            continue;
        }
        let cells = ["geslachtsnaam", "voorvoegsel", "voornamen", "geboortedatum"]
            .iter()
            .map(|column| context.cell(person, column))
            .collect();
        lines.push((brin.to_owned(), person.bsn().to_owned(), cells));
    }
    let columns = "geslachtsnaam voorvoegsel voornamen geboortedatum";
    let mut parcels = per_school("school", "overleg", columns, &SCHOOLS, lines);
    // READING: before 2026 there is no rule for overleg. Its file may exist without rows, or not exist.
    for parcel in &mut parcels {
        parcel.always = context.is_new_law();
    }
    (parcels, schoolless)
}
