//! `mbo/overstap`: what a school hands over to the next, released on behalf of the school that the pupil leaves (WVO 2020 8.17).

use super::{Context, Parcel, school::per_school};
use crate::oracle::town::{COLLEGES, Delivery, Handover, Mark};

const COLUMNS: &str = "persoonsnummer geslachtsnaam voorvoegsel voornamen geboortedatum brin_latend niveau_latend profiel \
                       leerjaar diploma datum_uitstroom vak cijfer";

/// The accepted rows of overstap: `personen` in the sums.
pub fn parcels(context: &Context<'_>) -> Vec<Parcel> {
    let mut lines = Vec::new();
    if context.setup.delivery("overstap") == Delivery::Fresh {
        for row in context.register.town.handovers.iter().filter(|row| may_go(context, row)) {
            for (vak, cijfer) in last_results(context, row) {
                let cells = vec![
                    // READING: the number that the school handed over, even if koppeling knows the bsn: "only from these two
                    // extracts".
                    row.number.clone(),
                    row.geslachtsnaam.clone(),
                    row.voorvoegsel.clone(),
                    row.voornamen.clone(),
                    row.born.map(|day| day.to_string()).unwrap_or_default(),
                    row.brin_latend.clone(),
                    row.niveau_latend.clone(),
                    row.profiel.clone(),
                    row.leerjaar.clone(),
                    row.diploma.clone(),
                    row.datum_uitstroom.map(|day| day.to_string()).unwrap_or_default(),
                    vak,
                    cijfer,
                ];
                lines.push((row.brin_ontvangend.clone(), row.number.clone(), cells));
            }
        }
    }
    per_school("mbo", "overstap", COLUMNS, &COLLEGES, lines)
}

fn is_set_aside(context: &Context<'_>, extract: &str, number: &str) -> bool {
    let dirt = &context.register.town.dirt;
    dirt.makes_unknown(extract, number) || dirt.makes_unknown(extract, context.register.bsn_of(number))
}

/// Only for the school that is responsible for the data, while we are its verwerker; in either phase; also for pupils not in brp.
// READING: a pupil who is in brp but not actueel is not handed over, nor is one who is excluded, in brp or not. The place of
// residence is no condition. A pupil whose brp row was set aside is "no person" there, and is handed over like one who is not in
// brp.
// READING: a set-aside row of overstap makes everything about that pupil's handover unknown.
fn may_go(context: &Context<'_>, row: &Handover) -> bool {
    let setup = context.setup;
    let bsn = context.register.bsn_of(&row.number);
    let agreed = setup
        .processors
        .iter()
        .any(|entry| entry.voor == row.brin_latend && setup.in_force(entry.from, entry.until));
    let in_brp = context.people.iter().find(|person| person.bsn() == bsn);
    let is_stopped = context.register.excluded(bsn, "mbo")
        || in_brp.is_some_and(|person| !context.may_be_released(person, "mbo"));
    row.verantwoordelijke == row.brin_latend
        && agreed
        && !is_stopped
        && !is_set_aside(context, "overstap", &row.number)
}

/// Subject and mark, of the last school year; one empty pair if there are none.
// READING: the results are those of the school that the pupil leaves, in its own file, under the same number.
fn last_results(context: &Context<'_>, row: &Handover) -> Vec<(String, String)> {
    let known = context.setup.delivery("leerresultaat") == Delivery::Fresh
        && !is_set_aside(context, "leerresultaat", &row.number);
    let marks: Vec<&Mark> = context
        .register
        .town
        .marks
        .iter()
        .filter(|mark| {
            known
                && mark.number == row.number
                && mark.brin == row.brin_latend
                && mark.verantwoordelijke == row.brin_latend
        })
        .collect();
    let Some(last) = marks.iter().map(|mark| mark.schooljaar.as_str()).max() else {
        return vec![(String::new(), String::new())];
    };
    marks
        .iter()
        .filter(|mark| mark.schooljaar == last)
        .map(|mark| (mark.vak.clone(), mark.cijfer.clone()))
        .collect()
}
