//! What is reported back to a school and DUO about absence, and the consultation with the school of the diploma.

use super::{Context, Judged, Parcel, Release};
use crate::oracle::town::{Absence, SCHOOLS};
use std::collections::{BTreeMap, BTreeSet};

/// `school/verzuim`, `school/overleg` (one file per school) and `duo/verzuim`.
pub fn add_parcels(context: &Context<'_>, release: &mut Release) {
    release.parcels.extend(school_verzuim(context));
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

/// The records that may be reported: those that count on the peildatum, except ABSOLUUT.
// READING: "not vrijgesteld" is unknown if plicht is `onbekend` on either day; then nothing is reported.
// READING: no record is reported from an absent or stale verzuim, or if a row of this person was set aside.
fn reported<'row>(context: &Context<'_>, person: &Judged<'row>, partij: &str) -> Vec<&'row Absence> {
    let plicht = [person.values.plicht, person.again.plicht];
    if !person.lives_here()
        || !context.may_be_released(person, partij)
        || plicht.contains(&"vrijgesteld")
        || plicht.contains(&"onbekend")
        || person.dossier.absences_unknown
    {
        return Vec::new();
    }
    person
        .dossier
        .absences
        .iter()
        .copied()
        .filter(|row| context.register.counts(row) && row.soort != "ABSOLUUT")
        .collect()
}

/// WRO 20: only to the school where the pupil is enrolled.
fn school_verzuim(context: &Context<'_>) -> Vec<Parcel> {
    let mut lines = Vec::new();
    for person in &context.people {
        let schools: BTreeSet<&str> = person
            .dossier
            .enrolments
            .iter()
            .filter(|row| context.register.covers(row) && row.sector != "NIETBEK")
            .map(|row| row.brin.as_str())
            .collect();
        for row in reported(context, person, "school") {
            if !schools.contains(row.brin.as_str()) {
                continue;
            }
            let mut cells: Vec<String> = ["bsn", "geslachtsnaam", "voorvoegsel", "voornamen"]
                .iter()
                .map(|column| context.cell(person, column))
                .collect();
            cells.extend([row.melding.clone(), row.status.clone()]);
            lines.push((row.brin.clone(), person.bsn().to_owned(), cells));
        }
    }
    let columns = "bsn geslachtsnaam voorvoegsel voornamen meldingsnummer status";
    per_school("school", "verzuim", columns, &SCHOOLS, lines)
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

/// WEB 9.2.5(5): with the school of the diploma.
fn school_overleg(context: &Context<'_>) -> (Vec<Parcel>, BTreeSet<String>) {
    let mut lines = Vec::new();
    let mut schoolless = BTreeSet::new();
    for person in &context.people {
        let due = person.values.overleg_school == "ja" && person.again.overleg_school == "ja";
        if !person.lives_here() || !due || !context.may_be_released(person, "school") {
            continue;
        }
        let brin = person.dossier.qualification.map_or("", |row| row.brin_diploma.as_str());
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
