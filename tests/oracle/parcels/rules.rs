//! Rules with one line per person and one file per party, decided by the classification, a dossier, a mandaat or an instruction.

use super::{Context, Judged, Parcel};
use crate::oracle::day::Day;
use crate::oracle::law::{Tri, age_condition};
use crate::oracle::town::{CaseFile, Setup};
use std::collections::BTreeSet;

macro_rules! name_and_address {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter",
            " huisnummertoevoeging postcode woonplaats ",
            $after
        )
    };
}

pub struct Rule {
    pub partij: &'static str,
    pub pakket: &'static str,
    columns: &'static str,
    holds: fn(&Context<'_>, &Judged<'_>) -> bool,
}

pub const TOEZICHT: Rule = Rule {
    partij: "leerplicht",
    pakket: "toezicht",
    columns: name_and_address!("bsn", "brin niveau datum_inschrijving startkwalificatie vrijgesteld"),
    holds: |_, person| {
        person.lives_here()
            && [&person.values, &person.again]
                .iter()
                .all(|values| values.plichtig() || values.plicht == "vrijgesteld")
            && ["geen", "relatief_onbevestigd", "onbekend"].contains(&person.values.verzuim)
    },
};

pub const VERZUIM: Rule = Rule {
    partij: "leerplicht",
    pakket: "verzuim",
    columns: name_and_address!(
        "bsn",
        "brin niveau datum_inschrijving startkwalificatie soort_verzuim begindatum_verzuim uren_verzuim"
    ),
    holds: |_, person| person.lives_here() && person.is_truant(),
};

pub const BEGELEIDING: Rule = Rule {
    partij: "doorstroompunt",
    pakket: "begeleiding",
    columns: name_and_address!(
        "bsn",
        "brin niveau datum_uitschrijving startkwalificatie hoogste_diploma soort_verzuim begindatum_verzuim \
         economisch_zelfstandig ib_prioriteit overleg_school"
    ),
    holds: |_, person| person.lives_here() && person.is_target(),
};

pub const JONGEREN_IN_BEELD: Rule = Rule {
    partij: "participatie",
    pakket: "jongeren-in-beeld",
    columns: name_and_address!("bsn", ""),
    holds: |_, person| is_on_list(person),
};

/// WEB 9.2.5(2), (4), (5), (7): not before the talk with the school, or a decision to do without.
pub const TOELEIDING: Rule = Rule {
    partij: "participatie",
    pakket: "toeleiding",
    columns: name_and_address!("bsn", "brin niveau startkwalificatie"),
    holds: |context, person| {
        let day = context.setup.peildatum;
        let by = |date: Option<Day>| date.is_some_and(|date| date <= day);
        let no_brake = person.values.overleg_school == "nee";
        let none_later = person.again.overleg_school == "nee";
        person.lives_here()
            && context.is_new_law()
            && person.is_target()
            && has_case_file(context, person, |row| {
                row.team == "DOORSTROOMPUNT"
                    && row.status == "ACTIEF"
                    && row.pad == "PW7A"
                    && ((no_brake && none_later)
                        || by(row.overleg_gevoerd_op)
                        || by(row.afwijking_overleg_op))
            })
    },
};

const RULES: [Rule; 11] = [
    TOEZICHT,
    VERZUIM,
    BEGELEIDING,
    JONGEREN_IN_BEELD,
    Rule {
        partij: "doorstroompunt",
        pakket: "regio",
        columns: name_and_address!(
            "bsn",
            "brin niveau datum_uitschrijving startkwalificatie hoogste_diploma economisch_zelfstandig ib_prioriteit \
             overleg_school"
        ),
        holds: |context, person| {
            person.values.woonplaats == "regio" && context.setup.contactgemeente && person.is_target()
        },
    },
    Rule {
        partij: "doorstroompunt",
        pakket: "jongeren-in-beeld",
        columns: name_and_address!("bsn", ""),
        // Who acts for participatie is bound by its exclusions.
        holds: |context, person| {
            is_on_list(person)
                && has_mandate(context.setup)
                && context.may_be_released(person, "participatie")
        },
    },
    TOELEIDING,
    Rule {
        partij: "leerplicht",
        pakket: "na-te-gaan",
        columns: "bsn geslachtsnaam voorvoegsel voornamen geboortedatum brin datum_uitschrijving",
        holds: |context, person| {
            let reported = || {
                let mut records = person.dossier.absences.iter();
                !person.dossier.absences_unknown
                    && records.any(|row| row.soort != "ABSOLUUT" && context.register.counts(row))
            };
            person.lives_here()
                && person.values.school_knows
                && person.again.school_knows
                && (person.values.ingeschreven == "nee" || reported())
        },
    },
    Rule {
        partij: "participatie",
        pakket: "bevraging",
        columns: "geslachtsnaam voorvoegsel voornamen geboortedatum",
        holds: |context, person| {
            let ends = person.dossier.person.born.ends();
            let is_sixteen = [context.setup.peildatum, context.setup.verstrekdatum]
                .iter()
                .all(|day| age_condition(ends, *day, |age| age >= 16) == Tri::Yes);
            is_out_of_contact(context, person) && is_sixteen
        },
    },
    Rule {
        partij: "gebiedsteam",
        pakket: "bevraging",
        columns: "geslachtsnaam voorvoegsel voornamen geboortedatum",
        holds: |context, person| {
            is_out_of_contact(context, person) && is_partner(context.setup, "gebiedsteam")
        },
    },
    Rule {
        partij: "inlichtingenbureau",
        pakket: "bevraging",
        columns: "bsn",
        holds: |context, person| {
            person.lives_near(context.setup)
                && person.is_target()
                && person.dossier.earned.is_none()
                && context.setup.agreement.is_some_and(|(from, until)| context.setup.in_force(from, until))
        },
    },
];

fn is_on_list(person: &Judged<'_>) -> bool {
    person.lives_here() && person.values.jib == "terecht" && person.again.jib == "terecht"
}

/// Pw 7(4): participatie has delegated this task to the Doorstroompunt.
fn has_mandate(setup: &Setup) -> bool {
    setup.mandates.iter().any(|mandate| {
        mandate.van == "participatie"
            && mandate.aan == "doorstroompunt"
            && mandate.taak == "jongeren-in-beeld"
            && setup.in_force(mandate.from, mandate.until)
    })
}

/// Lpw 16(4)d: the instruction names this party.
// READING: an instruction is in force from vastgesteld_op or geldig_van, whichever is later.
fn is_partner(setup: &Setup, partij: &str) -> bool {
    setup.instruction.as_ref().is_some_and(|instruction| {
        instruction.adopted.max(instruction.from) <= setup.verstrekdatum
            && instruction.partners.contains(&partij)
    })
}

/// A dossier counts while datum_start ≤ peildatum ≤ datum_einde (or open).
pub fn has_case_file(context: &Context<'_>, person: &Judged<'_>, is_it: impl Fn(&CaseFile) -> bool) -> bool {
    let day = context.setup.peildatum;
    person
        .dossier
        .case_files
        .iter()
        .any(|row| row.begin <= day && row.end.is_none_or(|end| day <= end) && is_it(row))
}

/// Asking around: a truant of this gemeente with a dossier of either team that says contact failed.
fn is_out_of_contact(context: &Context<'_>, person: &Judged<'_>) -> bool {
    person.lives_here()
        && person.is_truant()
        && has_case_file(context, person, |row| row.status == "GEEN_CONTACT")
}

/// Whether the person is in the parcel of this rule, or in its `-geheim` twin.
pub fn is_in(context: &Context<'_>, person: &Judged<'_>, rule: &Rule) -> bool {
    context.may_be_released(person, rule.partij) && (rule.holds)(context, person)
}

/// Each parcel, with its `-geheim` twin if it has address columns.
pub fn parcels(context: &Context<'_>) -> Vec<Parcel> {
    let mut parcels = Vec::new();
    for rule in &RULES {
        let mut open = Parcel::new(rule.partij, rule.pakket, "", rule.columns);
        let mut secret = Parcel::new(rule.partij, &format!("{}-geheim", rule.pakket), "", rule.columns);
        let has_address = has_address(&open.columns);
        // READING: before 2026 there is no rule for toeleiding. Its file may exist without rows, or not exist.
        let always = rule.pakket != "toeleiding" || context.is_new_law();
        (open.always, secret.always) = (always, always);
        for person in context.people.iter().filter(|person| is_in(context, person, rule)) {
            let parcel = if has_address && person.values.geheim == "ja" { &mut secret } else { &mut open };
            let cells = context.cells(person, &parcel.columns);
            parcel.add(person.bsn(), cells);
        }
        parcels.push(open);
        if has_address {
            parcels.push(secret);
        }
    }
    parcels
}

pub fn has_address(columns: &[String]) -> bool {
    let address: BTreeSet<&str> =
        ["straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats"].into();
    columns.iter().any(|column| address.contains(column.as_str()))
}
