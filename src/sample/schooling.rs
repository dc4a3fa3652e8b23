//! School careers: enrolments that fit the age, the diplomas that follow, and dropouts without a startkwalificatie.

use chrono::{Datelike, NaiveDate};

use super::calendar::{Calendar, date, shift};
use super::dice::Dice;
use super::person::{Enrolment, ExemptSpell, Person, Qualification};

/// The state of a career on the peildatum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Enrolled, or finished with a startkwalificatie.
    Regular,
    /// Neither enrolled nor qualified.
    OutOfSchool,
    /// Exempt from leerplicht, and not enrolled.
    Exempt,
    /// At a school that the government does not fund.
    PrivateSchool,
}

#[derive(Debug, Clone, Copy)]
struct SchoolStage {
    sector: &'static str,
    niveau: &'static str,
    years: i32,
    /// The diploma at the end; empty for none.
    diploma: &'static str,
}

const fn stage(sector: &'static str, niveau: &'static str, years: i32, diploma: &'static str) -> SchoolStage {
    SchoolStage { sector, niveau, years, diploma }
}

const MBO1: SchoolStage = stage("MBO", "MBO1", 1, "ENTREE");
const MBO2: SchoolStage = stage("MBO", "MBO2", 2, "MBO2");
const MBO3: SchoolStage = stage("MBO", "MBO3", 3, "MBO3");
const MBO4: SchoolStage = stage("MBO", "MBO4", 4, "MBO4");
const PRO: SchoolStage = stage("VO", "PRO", 5, "PRO");
const VSO: SchoolStage = stage("VSO", "VSO", 5, "VSO");
const VMBO_B: SchoolStage = stage("VO", "VMBO-B", 4, "VMBO");
const VMBO_B_WITHOUT: SchoolStage = stage("VO", "VMBO-B", 4, "");
const VMBO_K: SchoolStage = stage("VO", "VMBO-K", 4, "VMBO");
const VMBO_G: SchoolStage = stage("VO", "VMBO-G", 4, "VMBO");
const VMBO_T: SchoolStage = stage("VO", "VMBO-T", 4, "VMBO");
const HAVO: SchoolStage = stage("VO", "HAVO", 5, "HAVO");
const VWO: SchoolStage = stage("VO", "VWO", 6, "VWO");
const HBO: SchoolStage = stage("HO", "HBO", 4, "HO");
const WO: SchoolStage = stage("HO", "WO", 5, "HO");

type Track = &'static [SchoolStage];

/// Careers from age twelve that end with a startkwalificatie.
const TRACKS: [(u32, Track); 9] = [
    (4, &[PRO, MBO1, MBO2]),
    (4, &[VSO, MBO1, MBO2]),
    (11, &[VMBO_B, MBO2]),
    (13, &[VMBO_K, MBO3]),
    (5, &[VMBO_G, MBO4]),
    (18, &[VMBO_T, MBO4]),
    (3, &[VMBO_T, stage("VAVO", "HAVO", 2, "HAVO")]),
    (21, &[HAVO, HBO]),
    (21, &[VWO, WO]),
];

/// Careers that ended without one: what the person finished, and the level they gave up at, if any.
const EXITS: [(u32, (Track, Track)); 8] = [
    (12, (&[PRO], &[])),
    (10, (&[VSO], &[])),
    (10, (&[VMBO_B_WITHOUT, MBO1], &[])),
    (16, (&[VMBO_B], &[MBO2])),
    (15, (&[VMBO_K], &[MBO3])),
    (14, (&[VMBO_T], &[MBO4])),
    (12, (&[], &[VMBO_T])),
    (11, (&[], &[HAVO])),
];

const STARTKWALIFICATIES: [&str; 6] = ["MBO2", "MBO3", "MBO4", "HAVO", "VWO", "HO"];

/// Draws a course for that age, at rates suggested by national figures.
pub(super) fn course(age: i32, dice: &mut Dice) -> Course {
    let (out, exempt, private) = match age {
        ..=4 => (0, 0, 0),
        5..=15 => (2, 4, 7),
        16..=17 => (6, 5, 7),
        18..=22 => (60, 0, 0),
        _ => (90, 0, 0),
    };
    match dice.below(1000) {
        draw if draw < out => Course::OutOfSchool,
        draw if draw < out + exempt => Course::Exempt,
        draw if draw < out + exempt + private => Course::PrivateSchool,
        _ => Course::Regular,
    }
}

/// Adds the enrolments, qualification and exemption that belong to the course.
pub(super) fn attend(
    person: &mut Person,
    born: NaiveDate,
    age: i32,
    course: Course,
    calendar: &Calendar,
    dice: &mut Dice,
) {
    // Dutch schools count by the age on 1 October: a child who is twelve by then starts vo that August.
    let first_vo_year = born.year() + 12 + i32::from(born.month() >= 10);
    if age >= 5 {
        person.qualification = Some(Qualification {
            startkwalificatie: "N",
            hoogste_diploma: "GEEN",
            ..Qualification::default()
        });
    }
    match course {
        Course::Regular => regular(person, born, first_vo_year, calendar, dice),
        Course::OutOfSchool if age < 12 => {}
        Course::OutOfSchool if age < 18 => abandon(person, &VMBO_T, first_vo_year, calendar, dice),
        Course::OutOfSchool => leave(person, first_vo_year, calendar, dice),
        Course::Exempt => person.exemption = Some(exemption("VRIJGESTELD", calendar, dice)),
        Course::PrivateSchool => {
            let from = calendar.school_start(i32::from(age > 5));
            person.enrolments.push(enrolment("NIETBEK", "ONB", "", from, dice));
        }
    }
    if course == Course::Regular && (5..18).contains(&age) && dice.promille(1) {
        person.exemption = Some(exemption("VERVANGEND", calendar, dice));
    }
}

fn regular(person: &mut Person, born: NaiveDate, first_vo_year: i32, calendar: &Calendar, dice: &mut Dice) {
    // Primary school is only delivered for persons who are in it, or left it less than two years ago.
    if first_vo_year + 2 > calendar.school_year {
        let from = date(born.year() + 4, born.month(), born.day()).min(calendar.peildatum);
        let until = (first_vo_year <= calendar.school_year).then(|| date(first_vo_year, 7, 31));
        person.enrolments.push(Enrolment { until, ..enrolment("PO", "ONB", "", from, dice) });
    }
    let track = dice.weighted(&TRACKS);
    follow(person, track, first_vo_year, calendar, dice);
}

/// Follows the track from that year to the peildatum. One stage in eight takes a year longer.
fn follow(person: &mut Person, track: Track, first_year: i32, calendar: &Calendar, dice: &mut Dice) {
    let mut year = first_year;
    for stage in track {
        if year > calendar.school_year {
            return;
        }
        let end = year + stage.years + i32::from(dice.promille(125));
        let finished = end <= calendar.school_year;
        let from = date(year, 8, 1);
        let running = enrolment(stage.sector, stage.niveau, profile(stage, finished, dice), from, dice);
        // A third of the schools fill in the expected end.
        let until = (finished || dice.promille(333)).then(|| date(end, 7, 31));
        person.enrolments.push(Enrolment { until, ..running });
        if !finished {
            return;
        }
        qualify(person, stage.diploma, date(end, 7, dice.between(3, 14)), running.brin);
        year = end;
    }
}

/// A person who went on after vso had the matching profile; a person still in it may have any.
fn profile(stage: &SchoolStage, finished: bool, dice: &mut Dice) -> &'static str {
    match stage.sector {
        "VSO" if finished => "VERVOLG",
        "VSO" => dice.weighted(&[(40, "VERVOLG"), (35, "ARBEIDSMARKT"), (25, "DAGBESTEDING")]),
        _ => "",
    }
}

/// Draws the career of a person of 18 or older that ended before the peildatum without a startkwalificatie.
fn leave(person: &mut Person, first_vo_year: i32, calendar: &Calendar, dice: &mut Dice) {
    let (finished, given_up) = dice.weighted(&EXITS);
    let mut year = first_vo_year;
    for stage in finished {
        let end = year + stage.years;
        let profile =
            if stage.sector == "VSO" { dice.pick(&["ARBEIDSMARKT", "DAGBESTEDING", "VERVOLG"]) } else { "" };
        let done = enrolment(stage.sector, stage.niveau, profile, date(year, 8, 1), dice);
        person.enrolments.push(Enrolment { until: Some(date(end, 7, 31)), ..done });
        qualify(person, stage.diploma, date(end, 7, dice.between(3, 14)), done.brin);
        year = end;
    }
    for stage in given_up {
        abandon(person, stage, year, calendar, dice);
    }
}

/// Starts the stage in that year, and ends it without a diploma before the peildatum.
fn abandon(person: &mut Person, stage: &SchoolStage, year: i32, calendar: &Calendar, dice: &mut Dice) {
    let from = date(year, 8, 1);
    let earliest = if stage.sector == "VO" { shift(from, 4 * 365) } else { shift(from, 30) };
    let last = calendar.day(-1).min(shift(from, i64::from(stage.years + 2) * 365));
    let first = earliest.min(calendar.day(-31));
    if from < first {
        let until = dice.day(first, last);
        person
            .enrolments
            .push(Enrolment { until: Some(until), ..enrolment(stage.sector, stage.niveau, "", from, dice) });
    }
}

fn qualify(person: &mut Person, diploma: &'static str, on: NaiveDate, brin: &'static str) {
    if diploma.is_empty() {
        return;
    }
    let earlier = person.qualification.unwrap_or_default();
    let qualifies = STARTKWALIFICATIES.contains(&diploma);
    person.qualification = Some(Qualification {
        startkwalificatie: if qualifies { "J" } else { "N" },
        datum_behaald: earlier.datum_behaald.or(qualifies.then_some(on)),
        hoogste_diploma: diploma,
        datum_diploma: Some(on),
        brin_diploma: brin,
    });
}

fn enrolment(
    sector: &'static str,
    niveau: &'static str,
    profile: &'static str,
    from: NaiveDate,
    dice: &mut Dice,
) -> Enrolment {
    Enrolment { brin: brin(sector, dice), sector, niveau, uitstroomprofiel: profile, from, until: None }
}

/// Picks a school for the sector. The two vo schools and the mbo school in the sample's config are the largest.
fn brin(sector: &str, dice: &mut Dice) -> &'static str {
    match sector {
        "PO" => dice.pick(&["05AB", "07CD", "09EF", "11GH", "13JK", "15LM"]),
        "VO" => dice.weighted(&[(40, "20KD"), (30, "01AA"), (10, "03CV"), (10, "14TA"), (10, "17WM")]),
        "VSO" => dice.pick(&["19ZX", "26MK"]),
        "VAVO" | "MBO" => dice.weighted(&[(60, "25LP"), (20, "25PZ"), (20, "04EM")]),
        "HO" => dice.pick(&["21PE", "22OJ", "21PF"]),
        _ => "30NB",
    }
}

fn exemption(soort: &'static str, calendar: &Calendar, dice: &mut Dice) -> ExemptSpell {
    let until = dice.promille(700).then(|| calendar.school_end(-1));
    ExemptSpell { soort, from: calendar.school_start(0), until }
}
