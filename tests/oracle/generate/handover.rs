//! What schools hand over about one pupil, in brp or not: in the right school's file or another's, with results of two years.

use super::Random;
use crate::oracle::town::{Handover, LEAVING_SCHOOLS, Mark, Person, Setup, Town};
use std::collections::BTreeSet;

/// Where the pupils go: two institutions with a key, one of which is also a school, and one without.
const RECEIVING: [&str; 3] = ["25PZ", "01AB", "30RR"];

pub fn add(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup, chance: usize) {
    if !random.percent(chance) {
        return;
    }
    let latend = random.pick(&[
        LEAVING_SCHOOLS[0],
        LEAVING_SCHOOLS[0],
        LEAVING_SCHOOLS[0],
        LEAVING_SCHOOLS[3],
        LEAVING_SCHOOLS[3],
        LEAVING_SCHOOLS[1],
        LEAVING_SCHOOLS[2],
    ]);
    let mut receiving = RECEIVING.to_vec();
    for _ in 0..random.pick(&[1, 1, 1, 2]) {
        let place = town.handovers.len();
        town.handovers.push(Handover {
            verantwoordelijke: if random.percent(85) { latend } else { random.pick(&LEAVING_SCHOOLS) }
                .to_owned(),
            number: person.bsn.clone(),
            // Differs from brp: only the school's own words leave.
            geslachtsnaam: format!("Leerling{place}"),
            voorvoegsel: random.pick(&["", "van", "de"]).to_owned(),
            voornamen: random.pick(&["Fenna", "Gijs, jr.", "Hilâl"]).to_owned(),
            born: random
                .percent(90)
                .then(|| setup.peildatum.plus_years(-16).plus_days(-random.between(0, 900))),
            brin_latend: latend.to_owned(),
            brin_ontvangend: receiving.remove(random.below(receiving.len())).to_owned(),
            fase: random.pick(&["AANGEMELD", "INGESCHREVEN"]).to_owned(),
            niveau_latend: random.pick(&["VMBO-T", "VMBO-B", "HAVO"]).to_owned(),
            profiel: random.pick(&["Zorg en Welzijn", "Economie", ""]).to_owned(),
            leerjaar: random.pick(&["3", "4", ""]).to_owned(),
            diploma: random.pick(&["VMBO", "GEEN", ""]).to_owned(),
            datum_uitstroom: random
                .percent(70)
                .then(|| setup.peildatum.plus_days(random.pick(&[-120, -90, -1, 0, 1, 30]))),
        });
    }
    add_marks(random, town, person, latend);
}

fn add_marks(random: &mut Random, town: &mut Town, person: &Person, latend: &str) {
    let mut keys = BTreeSet::new();
    let last_year = random.pick(&["2025-2026", "2024-2025"]);
    for _ in 0..random.pick(&[0, 0, 2, 3, 4, 6]) {
        let brin = if random.percent(85) { latend } else { random.pick(&LEAVING_SCHOOLS) };
        let schooljaar = if random.percent(60) { last_year } else { "2023-2024" };
        let vak = random.pick(&["Nederlands", "Engels", "Wiskunde, A", "Kunst"]);
        if !keys.insert((brin, schooljaar, vak)) {
            continue;
        }
        town.marks.push(Mark {
            verantwoordelijke: if random.percent(85) { latend } else { random.pick(&LEAVING_SCHOOLS) }
                .to_owned(),
            number: person.bsn.clone(),
            brin: brin.to_owned(),
            schooljaar: schooljaar.to_owned(),
            vak: vak.to_owned(),
            cijfer: random.pick(&["7.5", "6.0", "8", "V", ""]).to_owned(),
        });
    }
}
