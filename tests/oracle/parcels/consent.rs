//! Parcels that rest on consent (AVG 6(1)a, UAVG 5): when a consent counts, and which fields it reaches.

use super::contact::{is_own_or_pair, newest};
use super::rules::has_address;
use super::{Context, Judged, Parcel, Release};
use crate::oracle::law::{Tri, age_condition};
use crate::oracle::town::{Consent, Cooperation, SCHOOLS, Setup};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The parties that consent can reach in a batch; never zorg and jeugd_wmo.
const PARTIES: [&str; 6] = ["leerplicht", "doorstroompunt", "participatie", "gebiedsteam", "school", "mbo"];

/// The widest set of fields of a party. The contract leaves it to `schemas/parties`, the only files of the program that the
/// oracle reads.
fn may_ever_hold(partij: &str) -> BTreeSet<String> {
    let path = format!("{}/schemas/parties/{partij}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let table: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let fields = table["mag_ooit_hebben"].as_array().expect("a list of fields");
    fields.iter().map(|field| field.as_str().expect("a field").to_owned()).collect()
}

/// Whether the consent counts, whoever its recipient is.
// READING: a partial birth date that leaves the age open, on the day of consent or the verstrekdatum, voids it.
pub fn counts(setup: &Setup, consent: &Consent, person: &Judged<'_>) -> bool {
    let ends = person.dossier.person.born.ends();
    let day = setup.verstrekdatum;
    let given_by_the_right_one = match consent.gegeven_door.as_str() {
        "BETROKKENE" => age_condition(ends, consent.verkregen_op, |age| age >= 16) == Tri::Yes,
        "VERTEGENWOORDIGER" => [consent.verkregen_op, day]
            .iter()
            .all(|day| age_condition(ends, *day, |age| age < 16) == Tri::Yes),
        _ => false,
    };
    let provable = match consent.vorm.as_str() {
        "SCHRIFTELIJK" | "EMAIL" => true,
        // SUWI 74(2)b, Pw 65(2)b: in writing, for what comes from UWV or shows who is on the list.
        // READING: a consent that names such a field is void as a whole, and the purpose of the list's own parcel shows the list.
        "MONDELING" => {
            let fields: Vec<&str> = consent.velden.split('|').collect();
            let in_writing =
                ["economisch_zelfstandig", "ib_prioriteit"].iter().any(|own| fields.contains(own))
                    || consent.doel == "jongeren-in-beeld";
            !in_writing && consent.bevestigd_op.is_some_and(|confirmed| confirmed <= day)
        }
        _ => false,
    };
    given_by_the_right_one
        && provable
        && consent.verkregen_op <= day
        && consent.geldig_tot.is_none_or(|last| day <= last)
        && consent.ingetrokken_op.is_none_or(|withdrawn| withdrawn > day)
}

/// The samenwerking in force that names the recipient and purpose.
fn cooperation<'setup>(setup: &'setup Setup, consent: &Consent) -> Option<&'setup Cooperation> {
    setup.cooperations.iter().find(|entry| {
        entry.grondslag == "toestemming"
            && entry.ontvanger == consent.ontvanger
            && entry.doel == consent.doel
            && setup.in_force(entry.from, entry.until)
    })
}

/// Sorted; never a bsn or persoonsnummer, which consent does not cover (UAVG 46).
fn fields(consent: &Consent, cooperation: &Cooperation, widest: &BTreeSet<String>) -> Vec<String> {
    let agreed: BTreeSet<&str> = cooperation.velden.split('|').collect();
    let consented: BTreeSet<&str> = consent.velden.split('|').collect();
    consented
        .intersection(&agreed)
        .map(|field| (*field).to_owned())
        .filter(|field| widest.contains(field) && field != "bsn" && field != "persoonsnummer")
        .collect()
}

/// `toestemming.` and the start of the sha256 of the purpose, a line feed, and the sorted fields joined by `|`.
fn pakket(doel: &str, fields: &[String]) -> String {
    let digest = Sha256::digest(format!("{doel}\n{}", fields.join("|")).as_bytes());
    let text = data_encoding::HEXLOWER.encode(&digest);
    format!("toestemming.{}", &text[..8])
}

/// The school that a consent to `school` or `mbo` refers to; empty for another party, `None` if it is not known.
// READING: of the covering enrolments other than NIETBEK (for mbo: in sector MBO), the one that would be shown.
fn brin(context: &Context<'_>, person: &Judged<'_>, partij: &str) -> Option<String> {
    let enrolment = match partij {
        "school" => context.register.latest_covering(&person.dossier, |row| row.sector != "NIETBEK"),
        "mbo" => context.register.latest_covering(&person.dossier, |row| row.sector == "MBO"),
        _ => return Some(String::new()),
    };
    enrolment.map(|row| row.brin.clone())
}

/// The person's cells. Contact details come only from an admitted row. A samenwerking's bron admits none.
// READING: a doeloverlap names another parcel than this one, and admits no row here.
fn cells(
    context: &Context<'_>,
    person: &Judged<'_>,
    cooperation: &Cooperation,
    fields: &[String],
) -> Vec<String> {
    let contact = newest(person, |row| is_own_or_pair(row, cooperation.ontvanger));
    fields
        .iter()
        .map(|field| match field.as_str() {
            "telefoon" => contact.map(|row| row.telefoon.clone()).unwrap_or_default(),
            "email" => contact.map(|row| row.email.clone()).unwrap_or_default(),
            field => context.cell(person, field),
        })
        .collect()
}

// READING: a person who lives elsewhere, or in a region whose contactgemeente we are not, is in no consent parcel: a gemeente may
// not hold that person's data. This applies at any age: section 5 has no age condition here.
pub fn add_parcels(context: &Context<'_>, release: &mut Release) {
    let widest: BTreeMap<&'static str, BTreeSet<String>> =
        PARTIES.into_iter().map(|partij| (partij, may_ever_hold(partij))).collect();
    let mut parcels: BTreeMap<(&'static str, String, String), Parcel> = BTreeMap::new();
    for person in &context.people {
        for consent in person.dossier.consents.iter().filter(|row| counts(context.setup, row, person)) {
            let Some(cooperation) = cooperation(context.setup, consent) else { continue };
            let partij = cooperation.ontvanger;
            let Some(widest) = widest.get(partij) else { continue };
            let fields = fields(consent, cooperation, widest);
            if fields.is_empty() {
                continue;
            }
            let pakket = pakket(cooperation.doel, &fields);
            let mut parcel_of = |brin: &str| {
                parcels.entry((partij, pakket.clone(), brin.to_owned())).or_insert_with(|| Parcel {
                    columns: fields.clone(),
                    always: false,
                    doel: Some(cooperation.doel),
                    ..Parcel::new(partij, &pakket, brin, "")
                });
            };
            // READING: a parcel may exist for a consent that counts but whose person may not be released, or exist without rows
            // for a school that receives nobody from it.
            match partij {
                "school" => SCHOOLS.iter().for_each(|brin| parcel_of(brin)),
                "mbo" => crate::oracle::town::COLLEGES.iter().for_each(|brin| parcel_of(brin)),
                _ => parcel_of(""),
            }
            let is_hidden = has_address(&fields) && person.values.geheim == "ja";
            if !context.may_be_released(person, partij) || !person.lives_near(context.setup) || is_hidden {
                continue;
            }
            let Some(brin) = brin(context, person, partij) else {
                let name = (partij.to_owned(), pakket.clone());
                release.schoolless.entry(name).or_default().insert(person.bsn().to_owned());
                continue;
            };
            parcel_of(&brin);
            let parcel = parcels.get_mut(&(partij, pakket, brin)).expect("just made");
            // Two consents to the same thing give one row.
            if !parcel.rows.contains_key(person.bsn()) {
                parcel.add(person.bsn(), cells(context, person, cooperation, &fields));
            }
        }
    }
    release.parcels.extend(parcels.into_values());
}
