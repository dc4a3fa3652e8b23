//! Makes rows that must be set aside, up to one in ten of an extract, each with a fault that costs exactly that row.
//!
//! Takes a clean town. Returns the same town with those rows removed from the accepted ones and spoiled.

use crate::oracle::generate::Random;
use crate::oracle::town::{LEAVING_SCHOOLS, Mark, Setup, Town};

const NO_SUCH_DAY: &str = "2026-13-45";

const SOILED: [&str; 13] = [
    "brp",
    "duo_inschrijving",
    "duo_startkwalificatie",
    "vrijstelling",
    "verzuim",
    "inkomen",
    "jib_lijst",
    "contactgegevens",
    "dossier",
    "overstap",
    "leerresultaat",
    "toestemming",
    "uitsluiting",
];

/// Extracts where a person's other rows stay. They are accepted, but nothing in the extract is known about the person.
const OTHERS_STAY: [&str; 6] =
    ["verzuim", "contactgegevens", "dossier", "overstap", "leerresultaat", "toestemming"];

/// What is wrong with a row.
#[derive(Clone, Copy)]
enum Fault {
    /// The number fails the eleven-test, so nobody can say whose row it is.
    Number,
    Date,
    Code,
    /// The same key twice, with another value.
    Conflict,
    Short,
    BirthInFuture,
    EndBeforeBegin,
}

/// The positions of the cells that faults touch, in the order of the canonical header.
struct Places {
    number: usize,
    date: Option<usize>,
    code: Option<usize>,
    varies: Option<(usize, [&'static str; 2])>,
    end: Option<usize>,
}

fn places(extract: &str) -> Places {
    match extract {
        "brp" => {
            Places { number: 0, date: Some(4), code: Some(4), varies: Some((3, ["Een", "Ander"])), end: None }
        }
        "duo_inschrijving" => Places {
            number: 0,
            date: Some(7),
            code: Some(3),
            varies: Some((5, ["HAVO", "VWO"])),
            end: Some(8),
        },
        "duo_startkwalificatie" => {
            Places { number: 0, date: Some(2), code: Some(1), varies: Some((1, ["J", "N"])), end: None }
        }
        // The kind of an exemption is part of its key: without it the key is incomplete.
        "vrijstelling" => Places { number: 0, date: Some(2), code: Some(1), varies: None, end: Some(3) },
        "verzuim" => Places {
            number: 1,
            date: Some(3),
            code: Some(5),
            varies: Some((7, ["OPEN", "AFGESLOTEN"])),
            end: Some(4),
        },
        "inkomen" => Places { number: 0, date: None, code: Some(2), varies: None, end: None },
        "jib_lijst" => Places { number: 0, date: Some(1), code: None, varies: None, end: None },
        "ib_vsv" => {
            Places { number: 0, date: Some(1), code: Some(2), varies: Some((2, ["1", "5"])), end: None }
        }
        "uitsluiting" => Places { number: 0, date: Some(2), code: None, varies: None, end: Some(3) },
        "contactgegevens" => Places {
            number: 0,
            date: Some(5),
            code: Some(3),
            varies: Some((1, ["+31000000001", "+31000000002"])),
            end: None,
        },
        "dossier" => Places {
            number: 1,
            date: Some(5),
            code: Some(3),
            varies: Some((3, ["ACTIEF", "GEEN_CONTACT"])),
            end: Some(6),
        },
        "overstap" => Places {
            number: 0,
            date: Some(12),
            code: Some(7),
            varies: Some((7, ["AANGEMELD", "INGESCHREVEN"])),
            end: None,
        },
        // A school year or a subject is part of the key; the mark may be empty.
        "leerresultaat" => {
            Places { number: 0, date: None, code: Some(3), varies: Some((4, ["6", "7"])), end: None }
        }
        "toestemming" => Places {
            number: 1,
            date: Some(5),
            code: Some(6),
            varies: Some((6, ["SCHRIFTELIJK", "EMAIL"])),
            end: Some(10),
        },
        other => panic!("no such extract in this oracle: {other}"),
    }
}

/// Removes a person's rows from an extract, and returns what `spoil` makes of the first. If that is nothing, the rows stay. In
/// some extracts all rows but the first stay in any case.
// READING: the spoilt first row of a handover or its results goes into the first school's file, though it says nothing about that
// school.
fn take(
    town: &mut Town,
    extract: &'static str,
    bsn: &str,
    spoil: impl Fn(&[String]) -> Vec<Vec<String>>,
) -> Vec<Vec<String>> {
    let others_stay = OTHERS_STAY.contains(&extract);
    fn split<Row: Clone>(
        rows: &mut Vec<Row>,
        is_theirs: impl Fn(&Row) -> bool,
        cells: fn(&Row) -> Vec<String>,
        others_stay: bool,
        spoil: impl Fn(&[String]) -> Vec<Vec<String>>,
    ) -> Vec<Vec<String>> {
        let Some(first) = rows.iter().find(|row| is_theirs(row)) else { return Vec::new() };
        let spoilt = spoil(&cells(first));
        if spoilt.is_empty() {
            return spoilt;
        }
        let others: Vec<Row> = rows.iter().filter(|row| is_theirs(row)).skip(1).cloned().collect();
        rows.retain(|row| !is_theirs(row));
        if others_stay {
            rows.extend(others);
        }
        spoilt
    }
    use crate::oracle::town::{
        Absence, CaseFile, Consent, Contact, Enrolment, Exclusion, Exemption, Handover, Income, Listed, Mark,
        Person, Priority, Qualification,
    };
    macro_rules! of {
        ($rows:ident, $number:ident, $cells:path) => {
            split(&mut town.$rows, |row| row.$number == bsn, $cells, others_stay, spoil)
        };
    }
    match extract {
        "brp" => of!(persons, bsn, Person::cells),
        "duo_inschrijving" => of!(enrolments, number, Enrolment::cells),
        "duo_startkwalificatie" => of!(qualifications, number, Qualification::cells),
        "vrijstelling" => of!(exemptions, number, Exemption::cells),
        "verzuim" => of!(absences, number, Absence::cells),
        "inkomen" => of!(incomes, bsn, Income::cells),
        "jib_lijst" => of!(listed, bsn, Listed::cells),
        "ib_vsv" => of!(priorities, bsn, Priority::cells),
        "contactgegevens" => of!(contacts, number, Contact::cells),
        "dossier" => of!(case_files, number, CaseFile::cells),
        "overstap" => of!(handovers, number, Handover::cells),
        "leerresultaat" => of!(marks, number, Mark::cells),
        "toestemming" => of!(consents, number, Consent::cells),
        "uitsluiting" => of!(exclusions, number, Exclusion::cells),
        other => panic!("no such extract in this oracle: {other}"),
    }
}

/// Changes the last digit, so that the weighted sum is no longer a multiple of eleven.
fn spoil_number(number: &str) -> String {
    let last = number.bytes().last().expect("nine digits") - b'0';
    format!("{}{}", &number[..8], (last + 1) % 10)
}

/// The set-aside rows that the fault makes of one good row; empty if the fault does not fit the extract.
fn soiled_rows(extract: &str, fault: Fault, row: &[String], setup: &Setup) -> Vec<Vec<String>> {
    let places = places(extract);
    let with = |place: usize, value: &str| {
        let mut row = row.to_vec();
        row[place] = value.to_owned();
        row
    };
    match fault {
        Fault::Number => vec![with(places.number, &spoil_number(&row[places.number]))],
        Fault::Date => places.date.map(|place| with(place, NO_SUCH_DAY)).into_iter().collect(),
        Fault::Code => places.code.map(|place| with(place, "")).into_iter().collect(),
        Fault::Conflict => match places.varies {
            Some((place, [one, other])) => vec![with(place, one), with(place, other)],
            None => Vec::new(),
        },
        Fault::Short if extract == "brp" => vec![row[..3].to_vec()],
        Fault::BirthInFuture if extract == "brp" => vec![with(4, &setup.peildatum.plus_days(1).to_string())],
        Fault::EndBeforeBegin => places.end.map(|place| with(place, "1990-01-01")).into_iter().collect(),
        Fault::Short | Fault::BirthInFuture => Vec::new(),
    }
}

pub fn soil(seed: u64, mut town: Town, setup: &Setup) -> Town {
    let mut random = Random::new(seed);
    let numbers: Vec<String> = town.persons.iter().map(|person| person.bsn.clone()).collect();
    for bsn in numbers {
        if town.links.iter().any(|link| link.bsn == bsn) {
            continue;
        }
        for extract in SOILED {
            // Not every fault fits every extract: 4 (inkomen, jib_lijst) to 10 persons in 100 remain.
            if !random.percent(if extract == "brp" { 12 } else { 14 }) {
                continue;
            }
            let fault = random.pick(&[
                Fault::Number,
                Fault::Date,
                Fault::Code,
                Fault::Conflict,
                Fault::Short,
                Fault::BirthInFuture,
                Fault::EndBeforeBegin,
            ]);
            soil_one(&mut town, extract, fault, &bsn, setup);
        }
    }
    repeat_some(&mut random, &mut town);
    town
}

/// Replaces the person's rows in the extract by one that must be set aside (two if they conflict).
fn soil_one(town: &mut Town, extract: &'static str, fault: Fault, bsn: &str, setup: &Setup) {
    let rows = take(town, extract, bsn, |row| soiled_rows(extract, fault, row, setup));
    if rows.is_empty() {
        return;
    }
    let readable = !matches!(fault, Fault::Number);
    town.dirt.rows.entry(extract).or_default().extend(rows);
    if readable && extract != "brp" {
        town.dirt.unknown.entry(extract).or_default().insert(bsn.to_owned());
    }
}

/// A row that says the same thing twice is one row, and is accepted.
fn repeat_some(random: &mut Random, town: &mut Town) {
    let mut chosen: Vec<(&'static str, Vec<String>)> = Vec::new();
    for extract in [
        "duo_inschrijving",
        "duo_startkwalificatie",
        "vrijstelling",
        "verzuim",
        "jib_lijst",
        "contactgegevens",
        "dossier",
        "toestemming",
    ] {
        let clean = Town { dirt: crate::oracle::town::Dirt::default(), ..town.clone() };
        chosen
            .extend(clean.rows(extract).into_iter().filter(|_| random.percent(2)).map(|row| (extract, row)));
    }
    // Both are in the first school's file, where the bad rows are put.
    let marks = town.marks.iter().filter(|row| row.verantwoordelijke == LEAVING_SCHOOLS[0]);
    let repeated: Vec<Vec<String>> = marks.filter(|_| random.percent(5)).map(Mark::cells).collect();
    chosen.extend(repeated.into_iter().map(|row| ("leerresultaat", row)));
    for (extract, row) in chosen {
        town.dirt.repeats.entry(extract).or_default().push(row);
    }
}
