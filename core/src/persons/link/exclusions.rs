//! Which parties an objection, a protection or a court order excludes from data about a person.

use super::linked::{Linked, OfStrangers};
use super::people::People;
use crate::intake::check::checked::Checked;
use crate::model::day::Day;
use crate::model::facts::{PartySet, PersonRows, Reliance, Uitsluiting};
use crate::model::number::Persoonsnummer;

/// The exclusions of numbers that are not in the BRP extract. A handover may be about them.
pub(super) fn of_strangers(people: &People, checked: &Checked<Uitsluiting>) -> OfStrangers {
    let mut strangers = OfStrangers::default();
    let is_stranger = |number: Persoonsnummer| people.position(number).is_none();
    for row in checked.rows().iter().filter(|row| is_stranger(row.persoon)) {
        if let Some(rows) = strangers.entry(row.persoon).or_insert_with(|| Some(Vec::new())) {
            rows.push(*row);
        }
    }
    for number in checked.account().persons_set_aside().iter().filter(|number| is_stranger(**number)) {
        strangers.insert(*number, None);
    }
    strangers
}

impl Linked {
    /// The parties excluded from data about this person on the day. An unreadable row excludes all parties.
    pub fn excluded_from(&self, person: usize, day: Day) -> PartySet {
        let PersonRows { rows, reliance } = self.uitsluitingen.of(person);
        if reliance == Reliance::RowSetAside { PartySet::ALL } else { in_force(rows, day) }
    }

    /// The same for a number, whether it is in the BRP extract or not.
    pub fn number_excluded_from(&self, number: Persoonsnummer, day: Day) -> PartySet {
        // The exclusion may be under another number of this person that cannot be linked to this one.
        if self.people.is_doubtful(number) {
            return PartySet::ALL;
        }
        let of_stranger = |number: &Persoonsnummer| match self.excluded_strangers.get(number) {
            None => PartySet::default(),
            Some(None) => PartySet::ALL,
            Some(Some(rows)) => in_force(rows, day),
        };
        match self.position(number) {
            Some(person) => self.excluded_from(person, day),
            None => {
                self.people.numbers(number).iter().map(of_stranger).fold(PartySet::default(), PartySet::and)
            }
        }
    }

    /// Whether a readable exclusion excludes one of these parties on the day. Unreadable rows and doubtful numbers do not count.
    pub fn is_excluded_for_certain(&self, number: Persoonsnummer, parties: PartySet, day: Day) -> bool {
        if self.people.is_doubtful(number) {
            return false;
        }
        let names = |rows: &[Uitsluiting]| in_force(rows, day).overlaps(parties);
        match self.position(number) {
            Some(person) => {
                let PersonRows { rows, reliance } = self.uitsluitingen.of(person);
                reliance == Reliance::Complete && names(rows)
            }
            None => self.people.numbers(number).iter().any(|number| {
                self.excluded_strangers.get(number).is_some_and(|rows| rows.as_deref().is_some_and(names))
            }),
        }
    }

    /// Numbers with an exclusion that are not in the BRP extract.
    pub fn strangers_excluded(&self) -> impl Iterator<Item = Persoonsnummer> + '_ {
        self.excluded_strangers.keys().copied()
    }

    /// The exclusions about a person.
    pub fn exclusions(&self, person: usize) -> PersonRows<'_, Uitsluiting> {
        self.uitsluitingen.of(person)
    }

    /// The persons who may have an exclusion, sorted.
    pub fn perhaps_excluded(&self) -> &[u32] {
        &self.perhaps_excluded
    }
}

/// The parties of the exclusions in force on the day.
fn in_force(rows: &[Uitsluiting], day: Day) -> PartySet {
    rows.iter()
        .filter(|row| row.van <= day && day <= row.tot)
        .fold(PartySet::default(), |sum, row| sum.and(row.partijen))
}
