//! Work, benefits, and the monthly list of young people who appear to have no school, work or benefit.

use super::dice::Dice;
use super::person::{Person, Residence, SampleIncome};
use super::schooling::Course;

/// Income from work, in cents, below which a person is on the monthly list (its definition of 2019).
const LIST_LIMIT_CENT: u32 = 47_300;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Livelihood {
    Work,
    Benefit,
    WorkBelowLimit,
    #[default]
    Nothing,
}

/// Adds income rows for the two latest months, and a place on the list if the person belongs there.
pub(super) fn earn(person: &mut Person, age: i32, course: Course, enrolled: bool, dice: &mut Dice) {
    if age < 16 {
        return;
    }
    let livelihood = if course == Course::OutOfSchool && age >= 18 {
        dice.weighted(&[
            (62, Livelihood::Work),
            (14, Livelihood::Benefit),
            (8, Livelihood::WorkBelowLimit),
            (16, Livelihood::Nothing),
        ])
    } else if enrolled {
        dice.weighted(&[(25, Livelihood::Work), (35, Livelihood::WorkBelowLimit), (40, Livelihood::Nothing)])
    } else {
        dice.weighted(&[
            (88, Livelihood::Work),
            (3, Livelihood::Benefit),
            (2, Livelihood::WorkBelowLimit),
            (7, Livelihood::Nothing),
        ])
    };
    receive(person, livelihood, enrolled, dice);
    let poor = matches!(livelihood, Livelihood::WorkBelowLimit | Livelihood::Nothing);
    list(person, age, course == Course::OutOfSchool && poor, dice);
}

fn receive(person: &mut Person, livelihood: Livelihood, enrolled: bool, dice: &mut Dice) {
    let highest = if enrolled { 110_000 } else { 320_000 };
    let (categorie, cents) = match livelihood {
        Livelihood::Work => ("WERK", dice.between(LIST_LIMIT_CENT, highest)),
        Livelihood::WorkBelowLimit => ("WERK", dice.between(2_500, LIST_LIMIT_CENT - 1)),
        Livelihood::Benefit => ("UITKERING", dice.between(30_000, 140_000)),
        // Sometimes the source says explicitly that it looked and found nothing.
        Livelihood::Nothing if dice.promille(100) => ("GEEN", 0),
        Livelihood::Nothing => return,
    };
    for months_ago in [2, 1] {
        if categorie == "WERK" && dice.promille(50) {
            // Two employers give two rows.
            let first = cents / 3;
            person.incomes.push(SampleIncome { months_ago, categorie, cents: first });
            person.incomes.push(SampleIncome { months_ago, categorie, cents: cents - first });
        } else {
            person.incomes.push(SampleIncome { months_ago, categorie, cents });
        }
    }
}

/// Puts most of the persons who belong on the list on it. About one in ten on it does not belong there.
fn list(person: &mut Person, age: i32, belongs: bool, dice: &mut Dice) {
    if person.residence != Residence::Own || person.suspension.is_some() {
        return;
    }
    let on_list = match age {
        23..=26 if belongs => dice.promille(880),
        23..=26 => dice.promille(2),
        _ => false,
    };
    if on_list {
        if dice.promille(800) {
            person.listed_months_ago.push(2);
        }
        person.listed_months_ago.push(1);
    }
}
