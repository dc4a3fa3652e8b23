//! Rows → facts per person. Takes the checked extracts one by one, links each row to the person with its number, and keeps what
//! the classification may use. The third turnstile: [`Linked`] can be built only here.

mod chains;
mod contradictions;
mod exclusions;
pub mod grouped;
pub mod handover;
mod of_person;
pub mod people;
mod registered;
mod tie;

use crate::config::Config;
use crate::config::file::Dekking;
use crate::intake::delivery::{Delivery, Intake, KeptFile, Taken};
use crate::intake::read::layout::Layout;
use crate::intake::read::records::RowRef;
use crate::intake::typed_rows::{self, BrpRow};
use crate::law::in_force::Policy;
use crate::model::extract::Extract;
use crate::model::facts::{
    Contactrij, Dossier, IbPrioriteit, Inkomensrij, Inschrijving, JibVermelding, Maand, Startkwalificatierij,
    Toestemming, Uitsluiting, Verzuimmelding, Vrijstelling,
};
use crate::model::labels::{Labels, Texts};
use crate::model::number::Persoonsnummer;
use crate::model::terms::Terms;
use crate::schemas::schema::Schema;
use chains::{Casework, Circumstances};
use contradictions::{Against, note_lookalikes};
use exclusions::OfStrangers;
use grouped::Grouped;
use handover::Handovers;
use people::People;
use registered::Registered;
use tie::Linker;

/// All facts of a run, by person in BRP order.
pub struct Linked {
    persons: Vec<BrpRow>,
    refs: Vec<RowRef>,
    brp: KeptFile,
    brp_set_aside: Vec<Persoonsnummer>,
    inschrijvingen: Grouped<Inschrijving>,
    startkwalificaties: Grouped<Startkwalificatierij>,
    vrijstellingen: Grouped<Vrijstelling>,
    verzuim: Grouped<Verzuimmelding>,
    inkomen: LatestIncome,
    jib: JibList,
    ib_vsv: Priorities,
    uitsluitingen: Grouped<Uitsluiting>,
    perhaps_excluded: Vec<u32>,
    dossiers: Grouped<Dossier>,
    contactgegevens: Grouped<Contactrij>,
    toestemmingen: Grouped<Toestemming>,
    handovers: Handovers,
    people: People,
    excluded_strangers: OfStrangers,
    labels: Texts,
    files: TextFiles,
    deliveries: Vec<Delivery>,
}

/// The files, besides the BRP, whose text may leave.
#[derive(Default)]
struct TextFiles {
    verzuim: KeptFile,
    contactgegevens: KeptFile,
}

/// Income of the latest period.
struct LatestIncome {
    grouped: Grouped<Inkomensrij>,
    period: Option<Maand>,
    dekking: Dekking,
}

/// The latest Jongeren in Beeld list.
struct JibList {
    grouped: Grouped<JibVermelding>,
    month: Option<Maand>,
}

/// The Inlichtingenbureau's latest report on dropouts.
struct Priorities {
    grouped: Grouped<IbPrioriteit>,
    month: Option<Maand>,
}

/// Reads, checks and links every configured delivery. The terms are those of the peildatum.
pub fn link(config: &Config, intake: &Intake<'_>, policy: &Policy, terms: &Terms) -> Linked {
    let labels = Labels::default();
    // The small extract with diplomas is read in parallel with the BRP extract and the index of its numbers.
    let (mut registered, (inschrijvingen, startkwalificaties)) = rayon::join(
        || Registered::of(intake, config),
        || {
            let enrolments = intake.first(Extract::Inschrijving, typed_rows::inschrijving);
            let diplomas = intake.first(Extract::Startkwalificatie, typed_rows::startkwalificatie);
            (enrolments.map(Taken::without_text), diplomas.map(Taken::without_text))
        },
    );
    let mut deliveries = std::mem::take(&mut registered.deliveries);
    let Registered { persons, people, set_aside, .. } = &registered;
    let linker = Linker { intake, people, persons, set_aside };
    let against = Against { persons, people, day: intake.peildatum, terms };
    let (casework, circumstances) = rayon::join(
        || Casework::tied(linker, against, &labels, inschrijvingen),
        || Circumstances::tied(linker, against, policy, startkwalificaties),
    );
    let Casework { inschrijvingen, contactgegevens, dossiers, toestemmingen, verzuim } = casework;
    let Circumstances {
        startkwalificaties,
        inkomen,
        period,
        vrijstellingen,
        uitsluitingen,
        excluded_strangers,
    } = circumstances;
    let mut month = None;
    let jib = linker.taken(Extract::JibLijst, typed_rows::jib_lijst, |checked| {
        month = typed_rows::latest_report(checked.rows());
        let enrolled = against.listed_but_enrolled(checked, &inschrijvingen.grouped);
        let qualified = against.listed_but_qualified(checked, &startkwalificaties.grouped);
        enrolled.into_iter().chain(qualified).collect()
    });
    let mut report = None;
    let ib_vsv = linker.taken(Extract::IbVsv, typed_rows::ib_vsv, |checked| {
        report = typed_rows::latest_priorities(checked.rows(), intake.peildatum);
        Vec::new()
    });
    let (overstap, mut handed_over) = linker.per_school(Extract::Overstap, typed_rows::overstap);
    let results = |schema: &Schema| typed_rows::leerresultaat(schema, labels.clone());
    let (leerresultaat, of_results) = linker.per_school(Extract::Leerresultaat, results);
    let handovers = Handovers { overstap, leerresultaat };
    note_lookalikes(&handovers, &mut handed_over, intake.schemas, &registered);
    // Deliveries are reported in a fixed order, whichever was ready first.
    let tied = [
        inschrijvingen.delivery,
        startkwalificaties.delivery,
        vrijstellingen.delivery,
        verzuim.delivery,
        inkomen.delivery,
        jib.delivery,
        ib_vsv.delivery,
        uitsluitingen.delivery,
        dossiers.delivery,
        contactgegevens.delivery,
        toestemmingen.delivery,
    ];
    deliveries.extend(tied.into_iter().flatten());
    deliveries.extend(handed_over);
    deliveries.extend(of_results);
    deliveries.extend(linker.waiting());
    let deliveries: Vec<Delivery> = deliveries.into_iter().flat_map(Delivery::and_sheet).collect();
    let dekking = intake.leveringen(Extract::Inkomen.word()).next().and_then(|levering| levering.coverage);
    let Registered { persons, refs, file: brp, set_aside: brp_set_aside, people, .. } = registered;
    Linked {
        persons,
        refs,
        brp,
        brp_set_aside,
        inschrijvingen: inschrijvingen.grouped,
        startkwalificaties: startkwalificaties.grouped,
        vrijstellingen: vrijstellingen.grouped,
        inkomen: LatestIncome { grouped: inkomen.grouped, period, dekking: dekking.unwrap_or_default() },
        jib: JibList { grouped: jib.grouped, month },
        ib_vsv: Priorities { grouped: ib_vsv.grouped, month: report },
        perhaps_excluded: uitsluitingen.grouped.concerned(),
        uitsluitingen: uitsluitingen.grouped,
        dossiers: dossiers.grouped,
        files: TextFiles { verzuim: verzuim.file, contactgegevens: contactgegevens.file },
        verzuim: verzuim.grouped,
        contactgegevens: contactgegevens.grouped,
        toestemmingen: toestemmingen.grouped,
        handovers,
        people,
        excluded_strangers,
        labels: labels.texts(),
        deliveries,
    }
}

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
