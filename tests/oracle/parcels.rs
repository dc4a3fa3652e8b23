//! Eleven parcels of section 5 of the contract: who is in, and what each row says.
//!
//! Takes a register and a setup; gives each parcel's columns and its rows by bsn. `kenmerk` is worked out apart.

use crate::law::{Dossier, Register, Values};
use crate::town::{Setup, Town};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;

/// One file of `uitvoer/`, without its first column, `kenmerk`.
pub struct Parcel {
    pub partij: &'static str,
    pub pakket: String,
    pub columns: Vec<&'static str>,
    pub rows: BTreeMap<String, Vec<String>>,
}

struct Rule {
    partij: &'static str,
    pakket: &'static str,
    columns: &'static str,
    holds: fn(&Setup, &Values, &Values) -> bool,
}

const RULES: [Rule; 6] = [
    Rule {
        partij: "leerplicht",
        pakket: "toezicht",
        columns: "bsn geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter huisnummertoevoeging \
                  postcode woonplaats brin niveau datum_inschrijving startkwalificatie vrijgesteld",
        holds: |_, values, again| {
            let supervised = |values: &Values| values.plichtig() || values.plicht == "vrijgesteld";
            values.woonplaats == "gemeente"
                && supervised(values)
                && supervised(again)
                && ["geen", "relatief_onbevestigd", "onbekend"].contains(&values.verzuim)
        },
    },
    Rule {
        partij: "leerplicht",
        pakket: "verzuim",
        columns: "bsn geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter huisnummertoevoeging \
                  postcode woonplaats brin niveau datum_inschrijving startkwalificatie vrijgesteld soort_verzuim \
                  begindatum_verzuim uren_verzuim",
        holds: |_, values, again| {
            values.woonplaats == "gemeente"
                && values.plichtig()
                && again.plichtig()
                && ["relatief", "absoluut"].contains(&values.verzuim)
        },
    },
    Rule {
        partij: "doorstroompunt",
        pakket: "begeleiding",
        columns: "bsn geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter huisnummertoevoeging \
                  postcode woonplaats brin niveau datum_uitschrijving startkwalificatie hoogste_diploma soort_verzuim \
                  begindatum_verzuim economisch_zelfstandig overleg_school",
        holds: |_, values, again| {
            values.woonplaats == "gemeente" && values.doelgroep == "ja" && again.doelgroep == "ja"
        },
    },
    Rule {
        partij: "doorstroompunt",
        pakket: "regio",
        columns: "bsn geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter huisnummertoevoeging \
                  postcode woonplaats brin niveau datum_uitschrijving startkwalificatie hoogste_diploma \
                  economisch_zelfstandig overleg_school",
        holds: |setup, values, again| {
            values.woonplaats == "regio"
                && setup.contactgemeente
                && values.doelgroep == "ja"
                && again.doelgroep == "ja"
        },
    },
    Rule {
        partij: "participatie",
        pakket: "jongeren-in-beeld",
        columns: "bsn geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter huisnummertoevoeging \
                  postcode woonplaats",
        holds: |_, values, again| {
            values.woonplaats == "gemeente" && values.jib == "terecht" && again.jib == "terecht"
        },
    },
    Rule {
        partij: "inlichtingenbureau",
        pakket: "bevraging",
        columns: "bsn",
        holds: |setup, values, again| {
            let near =
                values.woonplaats == "gemeente" || (values.woonplaats == "regio" && setup.contactgemeente);
            near && values.doelgroep == "ja" && again.doelgroep == "ja"
        },
    },
];

/// Every parcel of this oracle, with its `-geheim` twin where it has address columns.
pub fn parcels(town: &Town, setup: &Setup) -> Vec<Parcel> {
    let register = Register::new(town, setup);
    let mut parcels = Vec::new();
    for rule in &RULES {
        let columns: Vec<&'static str> = rule.columns.split_whitespace().collect();
        let has_address = columns.contains(&"straatnaam");
        let mut open = BTreeMap::new();
        let mut secret = BTreeMap::new();
        for person in &town.persons {
            let dossier = register.dossier(person);
            let values = register.values(&dossier, setup.peildatum);
            let again = register.values(&dossier, setup.verstrekdatum);
            if !may_be_released(setup, &dossier, &values, &again, rule.partij)
                || !(rule.holds)(setup, &values, &again)
            {
                continue;
            }
            if rule.partij == "inlichtingenbureau" && dossier.earned.is_some() {
                continue;
            }
            let cells: Vec<String> =
                columns.iter().map(|column| cell(&register, &dossier, &values, column)).collect();
            let rows = if has_address && values.geheim == "ja" { &mut secret } else { &mut open };
            rows.insert(person.bsn.clone(), cells);
        }
        parcels.push(Parcel {
            partij: rule.partij,
            pakket: rule.pakket.to_owned(),
            columns: columns.clone(),
            rows: open,
        });
        if has_address {
            parcels.push(Parcel {
                partij: rule.partij,
                pakket: format!("{}-geheim", rule.pakket),
                columns,
                rows: secret,
            });
        }
    }
    parcels
}

/// Bijhouding `actueel` on both days, and no uitsluiting in force on the verstrekdatum.
// READING: with a set-aside uitsluiting nobody knows whom it concerns: the person is released to no party.
fn may_be_released(
    setup: &Setup,
    dossier: &Dossier<'_>,
    values: &Values,
    again: &Values,
    partij: &str,
) -> bool {
    let day = setup.verstrekdatum;
    let excluded = dossier.exclusions.iter().any(|row| {
        (row.partij.is_empty() || row.partij == partij)
            && row.begin <= day
            && row.end.is_none_or(|end| day <= end)
    });
    values.bijhouding == "actueel" && again.bijhouding == "actueel" && !excluded && !dossier.exclusion_unknown
}

fn cell(register: &Register<'_>, dossier: &Dossier<'_>, values: &Values, column: &str) -> String {
    let person = dossier.person;
    let enrolment = register.shown_enrolment(dossier);
    let absence = register.deciding_absence(dossier, values);
    match column {
        "bsn" => person.bsn.clone(),
        "geslachtsnaam" => person.geslachtsnaam.clone(),
        "voorvoegsel" => person.voorvoegsel.clone(),
        "voornamen" => person.voornamen.clone(),
        "geboortedatum" => person.born.to_string(),
        "straatnaam" => person.straatnaam.clone(),
        "huisnummer" => person.huisnummer.clone(),
        "huisletter" => person.huisletter.clone(),
        "huisnummertoevoeging" => person.toevoeging.clone(),
        "postcode" => person.postcode.clone(),
        "woonplaats" => person.woonplaats.clone(),
        "brin" => enrolment.map(|row| row.brin.clone()).unwrap_or_default(),
        "niveau" => enrolment.map(|row| row.niveau.clone()).unwrap_or_default(),
        "datum_inschrijving" => enrolment.map(|row| row.begin.to_string()).unwrap_or_default(),
        // READING: an open end is empty, also where the source wrote 99991230 or 99991231.
        "datum_uitschrijving" => {
            enrolment.and_then(|row| row.end).map(|day| day.to_string()).unwrap_or_default()
        }
        "vrijgesteld" => if values.plicht == "vrijgesteld" { "ja" } else { "nee" }.to_owned(),
        // READING: a diploma dated after the peildatum is shown as none (GEEN); one that the source left empty is empty.
        "hoogste_diploma" => match dossier.qualification {
            Some(row) if !row.diploma.is_empty() => register.highest_diploma(dossier).to_owned(),
            _ => String::new(),
        },
        "soort_verzuim" => absence.map(|row| row.soort.clone()).unwrap_or_default(),
        "begindatum_verzuim" => absence.map(|row| row.begin.to_string()).unwrap_or_default(),
        "uren_verzuim" => absence.map(|row| row.uren.replace(',', ".")).unwrap_or_default(),
        // READING: the values shown are those of the peildatum, overleg_school too; the verstrekdatum only decides who is in.
        column => values.get(column).to_owned(),
    }
}

/// 26 characters of base32 of the keyed hash: stable, and different per parcel.
pub fn kenmerk(key: &[u8], partij: &str, brin: &str, pakket: &str, number: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length of key");
    let pakket = pakket.strip_suffix("-geheim").unwrap_or(pakket);
    mac.update([partij, brin, pakket, number].join("\u{1f}").as_bytes());
    let text = data_encoding::BASE32_NOPAD.encode(&mac.finalize().into_bytes()).to_ascii_lowercase();
    text[..26].to_owned()
}
