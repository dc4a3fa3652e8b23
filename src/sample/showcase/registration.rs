//! Worked persons about the population register: birth dates, leaving the register, and place of residence.

use chrono::{Datelike, NaiveDate};

use super::build::{born, born_partly};
use super::example::Example;
use crate::sample::calendar::{Calendar, date};
use crate::sample::person::{Person, Residence, SampleDate};

pub(super) fn examples(c: &Calendar) -> Vec<Example> {
    let mut examples = birth_dates(c);
    examples.extend(left_the_register(c));
    examples.extend(places(c));
    examples
}

/// The latest leap year at least this many years ago.
fn leap_year(c: &Calendar, years_ago: i32) -> i32 {
    let latest = c.peildatum.year() - years_ago;
    (latest - 8..=latest).rev().find(|&year| NaiveDate::from_ymd_opt(year, 2, 29).is_some()).unwrap_or(latest)
}

fn birth_dates(c: &Calendar) -> Vec<Example> {
    let year = c.peildatum.year();
    let month = c.peildatum.month();
    let other_month = if month == 6 { 5 } else { 6 };
    vec![
        // Turns a year older on 1 March in years without 29 February.
        Example::new(
            "geboren op 29 februari: een jaar ouder op 1 maart",
            born(date(leap_year(c, 18), 2, 29)).left_school(c),
        ),
        // The day is unknown but the age is not: the birthday is in another month.
        Example::new(
            "geboortedag onbekend, leeftijd zeker",
            born_partly(SampleDate::NoDay { year: year - 20, month: other_month }).left_school(c),
        ),
        // The day is unknown and the birthday is in this month: the age is uncertain, the group is not.
        Example::new(
            "geboortedag onbekend in de maand van de peildatum: leeftijd onzeker, groep zeker",
            born_partly(SampleDate::NoDay { year: year - 20, month }).left_school(c),
        ),
        // Only the year is known, and the person turns eighteen in it: undetermined.
        Example::new(
            "alleen het geboortejaar bekend, rond achttien: onbepaald",
            born_partly(SampleDate::NoMonth { year: year - 18 }).left_school(c),
        ),
        // Only the year is known; its first and last day both fall within leerplicht.
        Example::new(
            "alleen het geboortejaar bekend, zeker leerplichtig",
            born_partly(SampleDate::NoMonth { year: year - 10 }).at_school(
                "PO",
                "ONB",
                c.school_start(4),
                None,
            ),
        ),
        // Nothing is known.
        Example::new(
            "geboortedatum geheel onbekend: alles wat op leeftijd steunt is onbekend",
            born_partly(SampleDate::Unknown).left_school(c),
        ),
        // 28 or older.
        Example::new("achtentwintig: buiten elke doelgroep", born(c.aged(28)).left_school(c)),
    ]
}

fn left_the_register(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(19)).left_school(c);
    let on = |days| SampleDate::Full(c.day(days));
    let last_month = c.day(-40);
    let partial = SampleDate::NoDay { year: last_month.year(), month: last_month.month() };
    let suspended = |reden, days| -> Person { dropout().suspended(reden, Some(on(days))) };
    vec![
        Example::new("overleden: in geen pakket", suspended("O", -100).died(on(-100))),
        // A partial date of death is enough, without a suspension.
        Example::new("overlijdensdatum onvolledig, zonder opschorting: overleden", dropout().died(partial)),
        Example::new("geemigreerd: vertrokken", suspended("E", -60)),
        // Left on the peildatum itself; an empty date counts; a date between the two days counts on the second.
        Example::new("vertrokken op de peildatum: vertrokken", suspended("E", 0)),
        Example::new("opschorting zonder datum telt: vertrokken", dropout().suspended("E", None)),
        Example::new(
            "opschorting met onvolledige datum telt: vertrokken",
            dropout().suspended("E", Some(partial)),
        ),
        Example::new("vertrekt tussen peildatum en verstrekdatum: wordt niet verstrekt", suspended("E", 12)),
        // Non-residents, by suspension or by municipality.
        Example::new("in de RNI: niet_ingezetene", suspended("R", -200).lives(Residence::NonResident)),
        Example::new("ministerieel besluit: niet_ingezetene", suspended("M", -200)),
        Example::new(
            "gemeente 1999 zonder opschorting: niet_ingezetene",
            dropout().lives(Residence::NonResident),
        ),
        // Records that should not exist.
        Example::new("foutief ingeschreven (F): fout", suspended("F", -200)),
        Example::new("opschorting met onbekende reden (.): fout", suspended(".", -200)),
    ]
}

fn places(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(22)).left_school(c);
    vec![
        // In the region: only the contactgemeente has a parcel for these persons.
        Example::new(
            "woont in de regio, doelgroep: doorstroompunt/regio",
            dropout().lives(Residence::FirstOfRegion),
        ),
        Example::new(
            "woont in de regio met geheim adres: doorstroompunt/regio-geheim",
            dropout().lives(Residence::SecondOfRegion).secret("1"),
        ),
        // Plichtig in the region: leerplicht of that municipality and not ours.
        Example::new(
            "leerplichtig in de regio, niet op school: in geen pakket",
            born(c.aged(14)).lives(Residence::FirstOfRegion),
        ),
        Example::new("woont elders: in geen pakket", dropout().lives(Residence::Elsewhere)),
        Example::new("gemeente van inschrijving leeg: elders", dropout().lives(Residence::Blank)),
    ]
}
