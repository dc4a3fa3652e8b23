//! Contact details: which contact rows may cross from one department to another (AVG 5(1)b, WEB 9.2.5(3)b).

use super::rules::{BEGELEIDING, JONGEREN_IN_BEELD, Rule, TOELEIDING, TOEZICHT, VERZUIM, is_in};
use super::{Context, Judged, Parcel};
use crate::oracle::town::{Contact, Setup};

/// A party's own contact rows, and those that leerplicht and Doorstroompunt share with each other.
// READING: "the pair leerplicht/doorstroompunt" works both ways, and under either rule set.
pub fn is_own_or_pair(row: &Contact, partij: &str) -> bool {
    let pair = ["leerplicht", "doorstroompunt"];
    row.afdeling == partij || (pair.contains(&partij) && pair.contains(&row.afdeling.as_str()))
}

/// Whether a doeloverlap runs from the row's afdeling and doel to this party and parcel: not in reverse, not by label, not by
/// chain.
fn overlaps(setup: &Setup, row: &Contact, partij: &str, pakket: &str) -> bool {
    setup.overlaps.iter().any(|overlap| {
        overlap.van_afdeling == row.afdeling
            && overlap.van_doel == row.doel
            && overlap.naar_partij == partij
            && overlap.naar_doel == pakket
            && setup.in_force(overlap.from, overlap.until)
    })
}

/// The newest admitted row; on the same day the lowest afdeling, then the lowest doel.
// READING: the newest admitted row is shown as it is, even without a telephone number or address.
pub fn newest<'row>(person: &Judged<'row>, is_admitted: impl Fn(&Contact) -> bool) -> Option<&'row Contact> {
    let mut rows: Vec<&Contact> =
        person.dossier.contacts.iter().copied().filter(|row| is_admitted(row)).collect();
    rows.sort_by(|one, other| {
        let ties = one.afdeling.cmp(&other.afdeling).then(one.doel.cmp(&other.doel));
        other.datum.cmp(&one.datum).then(ties)
    });
    rows.first().copied()
}

pub fn parcels(context: &Context<'_>) -> Vec<Parcel> {
    let of_party: [(&'static str, &[Rule]); 3] = [
        ("leerplicht", &[TOEZICHT, VERZUIM]),
        ("doorstroompunt", &[BEGELEIDING]),
        ("participatie", &[JONGEREN_IN_BEELD, TOELEIDING]),
    ];
    of_party.into_iter().map(|(partij, rules)| parcel(context, partij, rules)).collect()
}

fn parcel(context: &Context<'_>, partij: &'static str, rules: &[Rule]) -> Parcel {
    let mut parcel = Parcel::new(partij, "contact", "", "bsn telefoon email");
    for person in &context.people {
        let pakketten: Vec<&str> =
            rules.iter().filter(|rule| is_in(context, person, rule)).map(|rule| rule.pakket).collect();
        if pakketten.is_empty() {
            continue;
        }
        let row = newest(person, |row| {
            is_own_or_pair(row, partij)
                || pakketten.iter().any(|pakket| overlaps(context.setup, row, partij, pakket))
        });
        if let Some(row) = row {
            let bsn = person.bsn().to_owned();
            parcel.add(&bsn, vec![bsn.clone(), row.telefoon.clone(), row.email.clone()]);
        }
    }
    parcel
}
