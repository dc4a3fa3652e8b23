//! Links the rows of one extract after another to the persons with their numbers.

use super::grouped::{Grouped, Places};
use super::handover::SchoolDelivery;
use super::people::People;
use crate::intake::check::account::Account;
use crate::intake::check::checked::Checked;
use crate::intake::delivery::{Delivery, Intake, KeptFile, Taken, reliance};
use crate::intake::typed_rows::{self, BrpRow};
use crate::model::extract::Extract;
use crate::model::facts::{Brin, OfPerson, Reliance, Vermelding};
use crate::model::finding::Finding;
use crate::model::number::Persoonsnummer;
use crate::schemas::schema::Schema;

/// Links rows to the persons with their numbers.
#[derive(Clone, Copy)]
pub(super) struct Linker<'a> {
    pub intake: &'a Intake<'a>,
    pub people: &'a People,
    pub persons: &'a [BrpRow],
    /// Numbers whose BRP row was set aside, sorted.
    pub set_aside: &'a [Persoonsnummer],
}

/// One extract, linked to persons.
pub(super) struct Tied<T> {
    /// `None` if not configured.
    pub delivery: Option<Delivery>,
    pub grouped: Grouped<T>,
    pub file: KeptFile,
}

/// For an extract whose rows give no further findings.
pub(super) fn nothing_more<T>(_: &Checked<T>) -> Vec<Finding> {
    Vec::new()
}

impl Linker<'_> {
    /// Sets aside rows with a text that holds the bsn of someone in tonight's BRP extract.
    fn without_numbers_in_text<T: OfPerson>(self, taken: Taken<T>) -> Taken<T> {
        self.intake.without_numbers_in_text(taken, &|number| {
            self.people.position(number).is_some() || self.set_aside.binary_search(&number).is_ok()
        })
    }

    /// Reads an extract's delivery and links it; its text is not needed again.
    pub(super) fn taken<T, M>(
        self,
        extract: Extract,
        maker: impl Fn(&Schema) -> M,
        note: impl FnOnce(&Checked<T>) -> Vec<Finding>,
    ) -> Tied<T>
    where
        T: OfPerson,
        M: typed_rows::TypesRow<T>,
    {
        let taken = self.intake.first(extract, maker).map(Taken::without_text);
        self.tied(extract, taken, Places::Forgotten, note)
    }

    /// The same, but keeps the file to read its text later.
    pub(super) fn taken_with_text<T, M>(self, extract: Extract, maker: impl Fn(&Schema) -> M) -> Tied<T>
    where
        T: OfPerson,
        M: typed_rows::TypesRow<T>,
    {
        self.tied(extract, self.intake.first(extract, maker), Places::Kept, nothing_more)
    }

    /// Links the rows of one extract to persons. `note` returns further findings about its rows.
    pub(super) fn tied<T: OfPerson>(
        self,
        extract: Extract,
        taken: Option<Taken<T>>,
        places: Places,
        note: impl FnOnce(&Checked<T>) -> Vec<Finding>,
    ) -> Tied<T> {
        let unknown = extract.unknown();
        let taken = taken.map(|taken| {
            let taken = self.without_numbers_in_text(taken);
            if places == Places::Forgotten { taken.without_text() } else { taken }
        });
        let nothing = |delivery, reliance| Tied { delivery, grouped: Grouped::empty(reliance), file: None };
        let Some(Taken { mut delivery, checked, file }) = taken else {
            return nothing(None, reliance(None, unknown));
        };
        let Some(checked) = checked else {
            return nothing(Some(delivery), Reliance::Incomplete(unknown.absent));
        };
        let positions = self.people.find(self.persons, checked.typed(), checked.account(), &mut delivery);
        delivery.note_if_stale(extract);
        delivery.findings.extend(note(&checked));
        let relied = reliance(Some(&delivery), unknown);
        let set_aside = self.in_doubt(extract, checked.account());
        let grouped = Grouped::by_person(checked, &positions, &set_aside, relied, places);
        Tied { delivery: Some(delivery), grouped, file }
    }

    /// The persons about whom a row was set aside, or may have been.
    fn in_doubt(self, extract: Extract, account: &Account) -> Vec<u32> {
        let numbers = account.persons_set_aside().iter();
        let mut persons: Vec<u32> = numbers.filter_map(|number| self.people.position(*number)).collect();
        if self.intake.schemas.extract(extract).is_some_and(Schema::takes_either_number) {
            persons.extend_from_slice(self.people.in_doubt());
        }
        persons
    }

    /// Reads the deliveries of an extract that comes once per school. Its rows are not linked to persons in the BRP.
    pub(super) fn per_school<T, M>(
        self,
        extract: Extract,
        maker: impl Fn(&Schema) -> M,
    ) -> (Vec<SchoolDelivery<T>>, Vec<Delivery>)
    where
        T: OfPerson,
        M: typed_rows::TypesRow<T>,
    {
        let intake = self.intake;
        let (mut schools, mut deliveries) = (Vec::new(), Vec::new());
        let Some(schema) = intake.schemas.extract(extract) else { return (schools, deliveries) };
        for levering in intake.leveringen(extract.word()) {
            let taken = intake.take(levering, schema, maker(schema));
            let Taken { mut delivery, checked, file } = self.without_numbers_in_text(taken);
            if let (Some(checked), Some(file)) = (checked, file) {
                self.people.find(self.persons, checked.typed(), checked.account(), &mut delivery);
                let brin = levering.controller.as_deref().unwrap_or_default();
                let brin = Brin::from_bytes(brin.as_bytes());
                schools.push(SchoolDelivery::new(brin, &delivery, file, checked));
            }
            deliveries.push(delivery);
        }
        (schools, deliveries)
    }

    /// Validates every extract that feeds nothing.
    pub(super) fn waiting(self) -> Vec<Delivery> {
        let intake = self.intake;
        let waits = |schema: &&Schema| Extract::from_word(&schema.id).is_none();
        let mut deliveries = Vec::new();
        for schema in intake.schemas.extracts.iter().filter(waits) {
            for levering in intake.leveringen(&schema.id) {
                let taken = intake.take::<Vermelding>(levering, schema, typed_rows::vermelding(schema));
                let Taken { mut delivery, checked, .. } = self.without_numbers_in_text(taken);
                if let Some(checked) = checked
                    && !schema.per_school
                {
                    self.people.find(self.persons, checked.typed(), checked.account(), &mut delivery);
                }
                deliveries.push(delivery);
            }
        }
        deliveries
    }
}
