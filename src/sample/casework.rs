//! What schools and municipal teams record about a person: absence, files, contact details, consent, exclusion and handovers.

use super::calendar::Calendar;
use super::dice::Dice;
use super::extracts::HANDOVER_SCHOOL;
use super::person::{
    AbsentSpell, Consent, Contact, Enrolment, Exclusion, Person, SampleDossier, SampleMark, Transfer,
};
use super::schooling::Course;

/// The fields of the consent whose samenwerking is in the sample's config.
pub(super) const CONSENT_FIELDS: &str = "geslachtsnaam|voornamen|telefoon";

const SUBJECTS: [&str; 6] = ["Nederlands", "Engels", "wiskunde", "economie", "biologie", "maatschappijleer"];

/// Adds everything that teams and schools would have recorded about the person.
pub(super) fn note(person: &mut Person, age: i32, course: Course, calendar: &Calendar, dice: &mut Dice) {
    let enrolment = person.enrolment_on(calendar.peildatum);
    match enrolment {
        Some(enrolment) => miss_lessons(person, age, enrolment, calendar, dice),
        None if course == Course::OutOfSchool && age < 18 && dice.promille(500) => {
            person.absences.push(absence("", "ABSOLUUT", "", calendar, dice));
        }
        None => {}
    }
    open_dossier(person, age, course, calendar, dice);
    leave_contact(person, age, calendar, dice);
    hand_over(person, calendar, dice);
    if dice.promille(2) {
        let partij = dice.weighted(&[(60, ""), (20, "participatie"), (20, "gebiedsteam")]);
        let until = dice.promille(500).then(|| calendar.day(i64::from(dice.between(0, 700)) - 200));
        person.exclusions.push(Exclusion { partij, from: calendar.day(-300), until, grond: "" });
    }
}

fn miss_lessons(person: &mut Person, age: i32, enrolment: Enrolment, calendar: &Calendar, dice: &mut Dice) {
    let (promille, kinds) = match age {
        5..=11 => (8, [(50, "OVERIG"), (40, "LUXE"), (10, "16UUR_4WEKEN")]),
        12..=17 => (32, [(60, "16UUR_4WEKEN"), (32, "OVERIG"), (8, "LUXE")]),
        18..=26 if !person.has_startkwalificatie() => {
            (45, [(70, "LANGDURIG_4WEKEN"), (20, "OVERIG"), (10, "16UUR_4WEKEN")])
        }
        _ => return,
    };
    if dice.promille(promille) && enrolment.sector != "NIETBEK" {
        let soort = dice.weighted(&kinds);
        let uren = match soort {
            "16UUR_4WEKEN" => dice.pick(&["16.0", "17.5", "20.0", "24", "31.5"]),
            "OVERIG" => dice.pick(&["", "4.5", "9", "15.5", "16.0"]),
            _ => "",
        };
        person.absences.push(absence(enrolment.brin, soort, uren, calendar, dice));
    }
}

fn absence(
    brin: &'static str,
    soort: &'static str,
    uren: &'static str,
    calendar: &Calendar,
    dice: &mut Dice,
) -> AbsentSpell {
    let from = calendar.day(-i64::from(dice.between(1, 75)));
    let status = dice.weighted(&[(45, "OPEN"), (35, "IN_BEHANDELING"), (20, "AFGESLOTEN")]);
    let until = (status == "AFGESLOTEN").then(|| dice.day(from, calendar.peildatum));
    AbsentSpell { brin, soort, from, until, uren, status }
}

fn open_dossier(person: &mut Person, age: i32, course: Course, calendar: &Calendar, dice: &mut Dice) {
    let (team, pad, promille) = match age {
        5..=17 if course == Course::OutOfSchool || !person.absences.is_empty() => ("LEERPLICHT", "", 400),
        18..=26 if course == Course::OutOfSchool || !person.absences.is_empty() => (
            "DOORSTROOMPUNT",
            dice.weighted(&[(35, "ONDERWIJS"), (30, "WERK"), (15, "PW7A"), (20, "ONBEKEND")]),
            450,
        ),
        _ => return,
    };
    if dice.promille(promille) {
        let from = calendar.day(-i64::from(dice.between(5, 500)));
        let status = dice.weighted(&[(60, "ACTIEF"), (22, "GESLOTEN"), (18, "GEEN_CONTACT")]);
        let until = (status == "GESLOTEN").then(|| dice.day(from, calendar.peildatum));
        person.dossiers.push(SampleDossier { team, status, pad, from, until, ..SampleDossier::default() });
        if team == "DOORSTROOMPUNT" && dice.promille(60) {
            person.consents.push(consent(calendar, dice));
        }
    }
}

fn consent(calendar: &Calendar, dice: &mut Dice) -> Consent {
    let verkregen_op = calendar.day(-i64::from(dice.between(10, 200)));
    let vorm = dice.pick(&["SCHRIFTELIJK", "EMAIL", "MONDELING"]);
    Consent {
        ontvanger: "gebiedsteam",
        doel: "begeleiding",
        velden: CONSENT_FIELDS,
        verkregen_op,
        vorm,
        bevestigd_op: (vorm == "MONDELING" && dice.promille(500)).then_some(verkregen_op),
        gegeven_door: "BETROKKENE",
        geldig_tot: Some(calendar.day(365)),
        ingetrokken_op: dice.promille(150).then(|| calendar.day(-5)),
    }
}

fn leave_contact(person: &mut Person, age: i32, calendar: &Calendar, dice: &mut Dice) {
    if age < 5 || !dice.promille(300) {
        return;
    }
    let (afdeling, doel) = if age < 18 {
        ("leerplicht", "toezicht")
    } else {
        dice.weighted(&[
            (60, ("doorstroompunt", "begeleiding")),
            (30, ("participatie", "jongeren-in-beeld")),
            (10, ("schuldhulp", "schuldhulpverlening")),
        ])
    };
    person.contacts.push(Contact { afdeling, doel, datum: calendar.day(-i64::from(dice.between(1, 900))) });
}

/// Hands the person over to mbo when in the last class of the handover school, or when moved on from it this August.
fn hand_over(person: &mut Person, calendar: &Calendar, dice: &mut Dice) {
    let leaving = |enrolment: &&Enrolment| enrolment.brin == HANDOVER_SCHOOL && enrolment.sector == "VO";
    let Some(vo) = person.enrolments.iter().find(leaving).copied() else { return };
    let Some(now) = person.enrolment_on(calendar.peildatum) else { return };
    if now.sector == "MBO" && vo.until == Some(calendar.school_end(0)) {
        person.transfer = Some(Transfer {
            brin_ontvangend: now.brin,
            fase: "INGESCHREVEN",
            niveau: vo.niveau,
            diploma: if vo.niveau == "PRO" { "PRO" } else { "VMBO" },
            datum_uitstroom: vo.until,
            ondersteuningsbehoefte: "",
        });
        mark(person, calendar.school_year - 1, dice);
    } else if now == vo
        && vo.from == calendar.school_start(3)
        && !matches!(vo.niveau, "HAVO" | "VWO" | "PRO")
        && dice.promille(300)
    {
        person.transfer = Some(Transfer {
            brin_ontvangend: "25LP",
            fase: "AANGEMELD",
            niveau: vo.niveau,
            diploma: "",
            datum_uitstroom: None,
            ondersteuningsbehoefte: "",
        });
        mark(person, calendar.school_year - 1, dice);
    }
}

fn mark(person: &mut Person, school_year: i32, dice: &mut Dice) {
    for vak in SUBJECTS {
        if dice.promille(850) {
            person.marks.push(SampleMark { school_year, vak, tenths: dice.between(38, 92) });
        }
    }
}
