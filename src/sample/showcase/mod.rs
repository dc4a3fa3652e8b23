//! The showcase: one worked person or more for every value that the classification knows and every parcel that the law allows.
//!
//! All days are counted from the peildatum, so that each boundary is hit whatever the day. Their bsns are the same in every
//! sample. Each line of a group says which boundary it shows.

mod absence;
mod build;
mod dropouts;
mod monthly_list;
mod parcels;
mod plicht;
mod registration;

use super::dice::Dice;
use super::names;
use super::person::Person;
use super::setting::SampleSetting;

/// The seed of names and addresses of the showcase: the same in every sample.
const NAMES_SEED: u64 = 2026;

/// A worked person, and what it shows, in Dutch.
pub(super) struct Example {
    pub(super) shows: &'static str,
    pub(super) person: Person,
}

impl Example {
    fn new(shows: &'static str, person: Person) -> Self {
        Self { shows, person }
    }
}

/// All worked persons, in order. Without dirt, the one whose income row is unreadable has no such row.
pub(super) fn examples(setting: &SampleSetting<'_>, vuil_promille: u32) -> Vec<Example> {
    let calendar = &setting.calendar;
    let mut examples = plicht::examples(calendar);
    examples.extend(absence::examples(calendar));
    examples.extend(dropouts::examples(calendar));
    examples.extend(monthly_list::examples(calendar));
    examples.extend(registration::examples(calendar));
    examples.extend(parcels::examples(calendar, setting, vuil_promille));

    let mut dice = Dice::new(NAMES_SEED, 0);
    for (index, example) in (0..).zip(&mut examples) {
        let person = &mut example.person;
        person.number.bsn = setting.numbers.showcase_bsn(index);
        person.name = names::name(&mut dice);
        person.address = names::address(&mut dice);
        if person.geheim.is_empty() {
            person.geheim = "0";
        }
    }
    examples
}
