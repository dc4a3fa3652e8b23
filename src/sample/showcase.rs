//! The showcase: at least one worked person for every value of the classification and every parcel that the law allows.
//!
//! All days count from the peildatum, so each boundary is hit whatever the day. The bsns are the same in every sample. The
//! comment above each example names the boundary it shows.

mod absence;
mod build;
mod dropouts;
mod example;
mod monthly_list;
mod parcels;
mod plicht;
mod registration;

use super::dice::Dice;
use super::names;
use super::setting::SampleSetting;

pub(super) use example::Example;

/// The seed for names and addresses in the showcase, the same in every sample.
const NAMES_SEED: u64 = 2026;

/// All worked persons, in order. Without dirt, the person with the unreadable income row does not have that row.
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
