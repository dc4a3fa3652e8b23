//! What linking gives: [`Linked`], the facts of a run by person. Anybody may read it, and only this folder can build one.

use rustc_hash::FxHashMap;

use super::grouped::Grouped;
use super::handover::Handovers;
use super::people::People;
use crate::config::file::Dekking;
use crate::intake::delivery::{Delivery, KeptFile};
use crate::intake::read::layout::Layout;
use crate::intake::read::records::RowRef;
use crate::intake::typed_rows::BrpRow;
use crate::model::facts::{
    Contactrij, Dossier, IbPrioriteit, Inkomensrij, Inschrijving, JibVermelding, Maand, Startkwalificatierij,
    Toestemming, Uitsluiting, Verzuimmelding, Vrijstelling,
};
use crate::model::labels::Texts;
use crate::model::number::Persoonsnummer;

/// All facts of a run, by person in BRP order.
pub struct Linked {
    pub(super) persons: Vec<BrpRow>,
    pub(super) refs: Vec<RowRef>,
    pub(super) brp: KeptFile,
    pub(super) brp_set_aside: Vec<Persoonsnummer>,
    pub(super) inschrijvingen: Grouped<Inschrijving>,
    pub(super) startkwalificaties: Grouped<Startkwalificatierij>,
    pub(super) vrijstellingen: Grouped<Vrijstelling>,
    pub(super) verzuim: Grouped<Verzuimmelding>,
    pub(super) inkomen: LatestIncome,
    pub(super) jib: JibList,
    pub(super) ib_vsv: Priorities,
    pub(super) uitsluitingen: Grouped<Uitsluiting>,
    pub(super) perhaps_excluded: Vec<u32>,
    pub(super) dossiers: Grouped<Dossier>,
    pub(super) contactgegevens: Grouped<Contactrij>,
    pub(super) toestemmingen: Grouped<Toestemming>,
    pub(super) handovers: Handovers,
    pub(super) people: People,
    pub(super) excluded_strangers: OfStrangers,
    pub(super) labels: Texts,
    pub(super) files: TextFiles,
    pub(super) deliveries: Vec<Delivery>,
}

/// The files, besides the BRP, whose text may leave.
#[derive(Default)]
pub(super) struct TextFiles {
    pub(super) verzuim: KeptFile,
    pub(super) contactgegevens: KeptFile,
}

/// Income of the latest period.
pub(super) struct LatestIncome {
    pub(super) grouped: Grouped<Inkomensrij>,
    pub(super) period: Option<Maand>,
    pub(super) dekking: Dekking,
}

/// The latest Jongeren in Beeld list.
pub(super) struct JibList {
    pub(super) grouped: Grouped<JibVermelding>,
    pub(super) month: Option<Maand>,
}

/// The Inlichtingenbureau's latest report on dropouts.
pub(super) struct Priorities {
    pub(super) grouped: Grouped<IbPrioriteit>,
    pub(super) month: Option<Maand>,
}

/// Exclusions of numbers that are not in the BRP extract. `None`: a row about this number was set aside.
pub(super) type OfStrangers = FxHashMap<Persoonsnummer, Option<Vec<Uitsluiting>>>;

impl Linked {
    /// The number of persons: the accepted rows of the BRP extract.
    pub fn count(&self) -> usize {
        self.persons.len()
    }

    /// The BRP row of a person.
    pub fn person(&self, person: usize) -> Option<&BrpRow> {
        self.persons.get(person)
    }

    /// The bytes of a person's BRP row, and the layout of its columns.
    pub fn brp_record(&self, person: usize) -> Option<(&[u8], &Layout)> {
        let (raw, layout) = self.brp.as_ref()?;
        Some((self.refs.get(person)?.bytes(raw.bytes()), layout))
    }

    /// What is known of each delivery.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// The same, to add what only all of them together tell.
    pub fn deliveries_mut(&mut self) -> &mut [Delivery] {
        &mut self.deliveries
    }

    /// The month of the income.
    pub fn income_period(&self) -> Option<Maand> {
        self.inkomen.period
    }

    /// Every number of this person, including this one.
    pub fn numbers(&self, number: Persoonsnummer) -> Vec<Persoonsnummer> {
        self.people.numbers(number)
    }

    /// The position of the person with this number.
    pub fn position(&self, number: Persoonsnummer) -> Option<usize> {
        self.people.position(number).map(|position| position as usize)
    }

    /// Numbers whose BRP row was set aside. They are no person in this run.
    pub fn persons_set_aside(&self) -> &[Persoonsnummer] {
        &self.brp_set_aside
    }

    /// Handovers to mbo, the schools' own data.
    pub fn handovers(&self) -> &Handovers {
        &self.handovers
    }

    /// The texts behind the labels of rows.
    pub fn labels(&self) -> &Texts {
        &self.labels
    }
}
