//! Contact rows, dossiers and consents of one person, close to every condition that makes them count.

use super::Random;
use crate::oracle::day::{Day, birthday};
use crate::oracle::town::{CaseFile, Consent, Contact, Person, Setup, Town};
use std::collections::BTreeSet;

/// Rows of several departments and purposes, often on the same day. Each key occurs once, and none is dated after the peildatum.
pub fn add_contacts(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    let mut keys = BTreeSet::new();
    for _ in 0..random.pick(&[0, 0, 0, 1, 1, 2, 3, 5]) {
        let afdeling = random.pick(&[
            "leerplicht",
            "doorstroompunt",
            "participatie",
            "gebiedsteam",
            "schuldhulp",
            "schuldhulp",
            "wonen",
            "wonen",
            "jeugd",
            "jeugd",
        ]);
        // Mostly the purpose that an overlap names; sometimes the name of a parcel, which is only a label.
        let doel = match (afdeling, random.below(4)) {
            ("schuldhulp", 0..=2) => "schuldhulpverlening",
            ("wonen", 0..=2) => "huisvesting",
            ("jeugd", 0..=2) => "opvoeding",
            ("participatie", 0..=2) => "jongeren-in-beeld",
            ("doorstroompunt", 0..=2) => "begeleiding",
            _ => random.pick(&["begeleiding", "jongeren-in-beeld", "verzuim", "huisvesting"]),
        };
        let datum = setup.peildatum.plus_days(-random.pick(&[0, 0, 1, 1, 30, 400]));
        if !keys.insert((afdeling, doel, datum)) {
            continue;
        }
        let count = town.contacts.len();
        town.contacts.push(Contact {
            number: person.bsn.clone(),
            telefoon: if random.percent(80) { format!("+3100{count:07}") } else { String::new() },
            email: if random.percent(60) { format!("p{count}@voorbeeld.invalid") } else { String::new() },
            afdeling: afdeling.to_owned(),
            doel: doel.to_owned(),
            datum,
        });
    }
}

pub fn add_case_files(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    let day = setup.peildatum;
    for _ in 0..random.pick(&[0, 0, 1, 1, 2]) {
        let begin = day.plus_days(random.pick(&[-200, -200, -1, 0, 1]));
        let end = random
            .pick(&[None, None, Some(-1), Some(0), Some(1)])
            .map(|offset: i32| day.plus_days(offset).max(begin));
        let near = [None, None, None, Some(-40), Some(-1), Some(0), Some(1)]
            .map(|offset: Option<i32>| offset.map(|days| day.plus_days(days)));
        town.case_files.push(CaseFile {
            dossiernummer: format!("D{:07}", town.case_files.len() + 1),
            number: person.bsn.clone(),
            team: random.pick(&["LEERPLICHT", "DOORSTROOMPUNT", "DOORSTROOMPUNT"]).to_owned(),
            status: random.pick(&["ACTIEF", "ACTIEF", "GESLOTEN", "GEEN_CONTACT", "GEEN_CONTACT"]).to_owned(),
            pad: random.pick(&["ONDERWIJS", "WERK", "PW7A", "PW7A", "PW7A", "ONBEKEND", ""]).to_owned(),
            begin,
            end,
            overleg_gevoerd_op: random.pick(&near),
            afwijking_overleg_op: random.pick(&near),
            verklaring: random.pick(&["", "", "", "DIPLOMA", "VERKLARING", "GEEN", "GEEN"]).to_owned(),
            verklaring_op: random.pick(&near[1..]),
        });
    }
}

/// Narrow, wide, unordered, beyond the samenwerking, and what consent never reaches.
const VELDEN: [&str; 6] = [
    "geslachtsnaam|voornamen",
    "telefoon|geslachtsnaam|email",
    "voornamen|straatnaam|huisnummer|postcode|woonplaats|huisletter",
    "bsn|persoonsnummer|economisch_zelfstandig",
    "bsn|voornamen|geslachtsnaam|ondersteuningsbehoefte",
    "geslachtsnaam|voornamen|geboortedatum|telefoon|email|bsn|brin|niveau|startkwalificatie|hoogste_diploma|vrijgesteld|\
     economisch_zelfstandig|ib_prioriteit|overleg_school|datum_inschrijving|datum_uitschrijving|soort_verzuim|begindatum_verzuim|uren_verzuim",
];

/// Consents that count, or have one thing wrong, or are just at the edge.
pub fn add_consents(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    if random.percent(55) {
        return;
    }
    for _ in 0..random.pick(&[1, 1, 2]) {
        let consent = consent(random, town.consents.len(), person, setup);
        town.consents.push(consent);
    }
}

fn consent(random: &mut Random, count: usize, person: &Person, setup: &Setup) -> Consent {
    let day = setup.verstrekdatum;
    let (ontvanger, doel) = random.pick(&[
        ("gebiedsteam", "begeleiding"),
        ("gebiedsteam", "begeleiding"),
        ("participatie", "werkplek"),
        ("school", "terugkeer"),
        ("school", "terugkeer"),
        ("mbo", "intake"),
        ("mbo", "intake"),
        ("doorstroompunt", "traject"),
        ("leerplicht", "gesprek"),
        // Not yet in force, no longer in force, not based on consent, and purposes of another recipient or of none.
        ("gebiedsteam", "wonen"),
        ("participatie", "opleiding"),
        ("participatie", "toeleiding"),
        ("participatie", "begeleiding"),
        ("schuldhulp", "begeleiding"),
        ("zorg", "begeleiding"),
        ("gebiedsteam", "onbekend"),
    ]);
    // Nobody consents before birth.
    let born = person.born.ends().map(|(_, latest)| latest);
    let not_before_birth = |date: Day| born.map_or(date, |born| date.max(born));
    let verkregen_op = not_before_birth(day.plus_days(-random.pick(&[400, 100, 30, 2, 1, 0])));
    let is_young = born.is_some_and(|born| birthday(born, 16) > verkregen_op);
    let mut consent = Consent {
        id: format!("T{:07}", count + 1),
        number: person.bsn.clone(),
        ontvanger: ontvanger.to_owned(),
        doel: doel.to_owned(),
        velden: random.pick(&VELDEN).to_owned(),
        verkregen_op,
        vorm: random.pick(&["SCHRIFTELIJK", "EMAIL"]).to_owned(),
        bevestigd_op: None,
        gegeven_door: if is_young { "VERTEGENWOORDIGER" } else { "BETROKKENE" }.to_owned(),
        geldig_tot: None,
        ingetrokken_op: None,
    };
    let near = |random: &mut Random| day.plus_days(random.between(-1, 1));
    match random.below(10) {
        0 => {
            consent.gegeven_door = random.pick(&["VERTEGENWOORDIGER", "BETROKKENE"]).to_owned();
        }
        // Around the sixteenth birthday, given by either the person or a parent.
        1 | 2 => {
            if let Some(born) = born {
                let sixteen = birthday(born, 16).plus_days(random.between(-1, 1));
                consent.verkregen_op = if sixteen <= day.plus_days(1) { sixteen } else { verkregen_op };
                consent.gegeven_door = random.pick(&["VERTEGENWOORDIGER", "BETROKKENE"]).to_owned();
            }
        }
        3 => consent.verkregen_op = not_before_birth(near(random)),
        4 => {
            "MONDELING".clone_into(&mut consent.vorm);
            consent.bevestigd_op = random.percent(80).then(|| near(random));
        }
        5 => consent.geldig_tot = Some(near(random).max(verkregen_op)),
        6 => consent.ingetrokken_op = Some(near(random).max(verkregen_op)),
        _ => {}
    }
    consent
}
