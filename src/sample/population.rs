//! The population: draws persons one by one, with the ages, rates and oddities of a real register.

use super::calendar::{age_on, born_turning, shift};
use super::casework;
use super::dice::Dice;
use super::livelihood;
use super::names;
use super::person::{Number, Person, Residence, SampleDate, Suspension};
use super::schooling;
use super::setting::SampleSetting;

use chrono::{Datelike, NaiveDate};

/// Draws the person at this place in the sample.
pub(super) fn draw(setting: &SampleSetting<'_>, index: u32, dice: &mut Dice) -> Person {
    let calendar = &setting.calendar;
    let born = birthday(setting, dice);
    let age = age_on(born, calendar.peildatum);
    let mut person = Person {
        number: Number {
            bsn: setting.numbers.bsn(index),
            onderwijsnummer: setting.numbers.onderwijsnummer(index),
        },
        name: names::name(dice),
        born: SampleDate::Full(born),
        address: names::address(dice),
        residence: dice.weighted(&[
            (955, Residence::Own),
            (18, Residence::FirstOfRegion),
            (12, Residence::SecondOfRegion),
            (15, Residence::Elsewhere),
        ]),
        geheim: dice.weighted(&[(980, "0"), (8, "2"), (6, "7"), (3, "1"), (1, "3"), (1, "5"), (1, "6")]),
        ..Person::default()
    };
    suspend(&mut person, setting, dice);
    let course = schooling::course(age, dice);
    schooling::attend(&mut person, born, age, course, calendar, dice);
    let enrolled = person.enrolment_on(calendar.peildatum).is_some();
    livelihood::earn(&mut person, age, course, enrolled, dice);
    casework::note(&mut person, age, course, calendar, dice);
    if dice.promille(5) {
        person.born = dice.weighted(&[
            (50, SampleDate::NoDay { year: born.year(), month: born.month() }),
            (35, SampleDate::NoMonth { year: born.year() }),
            (15, SampleDate::Unknown),
        ]);
    }
    person
}

/// Draws ages 4 to 28; ages 12 to 26 are three times as likely.
fn birthday(setting: &SampleSetting<'_>, dice: &mut Dice) -> NaiveDate {
    let age = match i32::try_from(dice.below(55)).unwrap_or(0) {
        draw @ ..8 => 4 + draw,
        draw @ 8..53 => 12 + (draw - 8) / 3,
        draw => 27 + (draw - 53),
    };
    shift(born_turning(age, setting.calendar.peildatum), -i64::from(dice.below(365)))
}

/// Lets four persons in a hundred leave the register in one way or another.
fn suspend(person: &mut Person, setting: &SampleSetting<'_>, dice: &mut Dice) {
    if !dice.promille(40) {
        return;
    }
    let reden = dice.weighted(&[(3, "O"), (75, "E"), (12, "R"), (1, "M"), (7, "F"), (2, ".")]);
    let day = setting.calendar.day(-i64::from(dice.between(1, 1000)));
    let datum = if dice.promille(30) {
        SampleDate::NoDay { year: day.year(), month: day.month() }
    } else {
        SampleDate::Full(day)
    };
    person.suspension = Some(Suspension { reden, datum: Some(datum) });
    match reden {
        "O" => person.died = Some(datum),
        "R" => person.residence = Residence::NonResident,
        _ => {}
    }
}
