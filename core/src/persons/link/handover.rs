//! Handovers to mbo and their results: the school's own data, one delivery per school, kept apart from the facts about persons.
//! Nothing here comes from, or goes to, any other extract. Findings about these rows (a number that is not in the BRP, a
//! look-alike) are only warnings.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::intake::check::checked::Checked;
use crate::intake::delivery::{Delivery, State};
use crate::intake::read::layout::Layout;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::RowRef;
use crate::model::facts::{Brin, Leerresultaat, OfPerson, Overstap};
use crate::model::number::Persoonsnummer;

/// One delivery of one school.
pub struct SchoolDelivery<T> {
    /// The school whose data this is.
    pub verantwoordelijke: Brin,
    /// Whether the delivery is current.
    pub state: State,
    /// The configured path, which identifies its delivery.
    pub pad: String,
    /// The file, for text that is read later.
    pub file: (Arc<Raw>, Layout),
    rows: Vec<T>,
    places: Vec<RowRef>,
    set_aside: Vec<Persoonsnummer>,
    by_person: FxHashMap<Persoonsnummer, Vec<u32>>,
}

impl<T: OfPerson> SchoolDelivery<T> {
    /// A checked delivery.
    pub fn new(
        verantwoordelijke: Brin,
        delivery: &Delivery,
        file: (Arc<Raw>, Layout),
        checked: Checked<T>,
    ) -> SchoolDelivery<T> {
        let set_aside = checked.account().persons_set_aside().to_vec();
        let (rows, places) = checked.into_rows();
        let mut by_person: FxHashMap<Persoonsnummer, Vec<u32>> = FxHashMap::default();
        for (index, row) in (0u32..).zip(&rows) {
            by_person.entry(row.persoon()).or_default().push(index);
        }
        SchoolDelivery {
            verantwoordelijke,
            state: delivery.state,
            pad: delivery.path.clone(),
            file,
            rows,
            places,
            set_aside,
            by_person,
        }
    }

    /// Every row, with its place in the file.
    pub fn rows(&self) -> impl Iterator<Item = (&T, RowRef)> {
        self.rows.iter().zip(self.places.iter().copied())
    }

    /// The rows about one person, with their places in the file.
    pub fn of(&self, number: Persoonsnummer) -> impl Iterator<Item = (&T, RowRef)> {
        let indices = self.by_person.get(&number).map(Vec::as_slice).unwrap_or_default();
        indices
            .iter()
            .filter_map(|index| Some((self.rows.get(*index as usize)?, *self.places.get(*index as usize)?)))
    }

    /// Whether a row about this person was set aside.
    pub fn is_set_aside(&self, number: Persoonsnummer) -> bool {
        self.set_aside.binary_search(&number).is_ok()
    }
}

/// Whether any school's delivery had a row about this person, under any number, set aside. Then nothing in the extract is known
/// about the person.
pub fn any_set_aside<T: OfPerson>(deliveries: &[SchoolDelivery<T>], numbers: &[Persoonsnummer]) -> bool {
    deliveries.iter().any(|delivery| numbers.iter().any(|number| delivery.is_set_aside(*number)))
}

/// The deliveries of all schools.
#[derive(Default)]
pub struct Handovers {
    /// Pupils who move from vo to mbo.
    pub overstap: Vec<SchoolDelivery<Overstap>>,
    /// Their results.
    pub leerresultaat: Vec<SchoolDelivery<Leerresultaat>>,
}
