//! Rows → facts per person. Takes the checked extracts one by one, links each row to the person with its number, and keeps what
//! the classification may use. The third turnstile: [`Linked`] can be built only in this folder.

mod chains;
mod contradictions;
mod exclusions;
pub mod grouped;
pub mod handover;
mod linked;
mod of_person;
pub mod people;
mod registered;
mod tie;

use crate::config::Config;
use crate::intake::delivery::{Delivery, Intake, Taken};
use crate::intake::typed_rows;
use crate::law::in_force::Policy;
use crate::model::extract::Extract;
use crate::model::facts::{Inschrijving, Startkwalificatierij};
use crate::model::labels::Labels;
use crate::model::terms::Terms;
use crate::schemas::schema::Schema;
use chains::{Casework, Circumstances};
use contradictions::{Against, note_lookalikes};
use grouped::Grouped;
use handover::Handovers;
use linked::{JibList, LatestIncome, Priorities, TextFiles};
use registered::Registered;
use tie::Linker;

pub use linked::Linked;

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
    let (jib, jib_delivery) = jib_list(linker, against, &inschrijvingen.grouped, &startkwalificaties.grouped);
    let (ib_vsv, ib_vsv_delivery) = priorities(linker);
    let (handovers, of_schools) = handovers(linker, &labels, &registered);
    // Deliveries are reported in a fixed order, whichever was ready first.
    let tied = [
        inschrijvingen.delivery,
        startkwalificaties.delivery,
        vrijstellingen.delivery,
        verzuim.delivery,
        inkomen.delivery,
        jib_delivery,
        ib_vsv_delivery,
        uitsluitingen.delivery,
        dossiers.delivery,
        contactgegevens.delivery,
        toestemmingen.delivery,
    ];
    deliveries.extend(tied.into_iter().flatten());
    deliveries.extend(of_schools);
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
        jib,
        ib_vsv,
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

/// The latest Jongeren in Beeld list, with what contradicts it.
fn jib_list(
    linker: Linker<'_>,
    against: Against<'_>,
    enrolments: &Grouped<Inschrijving>,
    statements: &Grouped<Startkwalificatierij>,
) -> (JibList, Option<Delivery>) {
    let mut month = None;
    let jib = linker.taken(Extract::JibLijst, typed_rows::jib_lijst, |checked| {
        month = typed_rows::latest_report(checked.rows());
        let enrolled = against.listed_but_enrolled(checked, enrolments);
        let qualified = against.listed_but_qualified(checked, statements);
        enrolled.into_iter().chain(qualified).collect()
    });
    (JibList { grouped: jib.grouped, month }, jib.delivery)
}

/// The Inlichtingenbureau's latest report on dropouts.
fn priorities(linker: Linker<'_>) -> (Priorities, Option<Delivery>) {
    let mut month = None;
    let reported = linker.taken(Extract::IbVsv, typed_rows::ib_vsv, |checked| {
        month = typed_rows::latest_priorities(checked.rows(), linker.intake.peildatum);
        Vec::new()
    });
    (Priorities { grouped: reported.grouped, month }, reported.delivery)
}

/// The schools' own handovers and results.
fn handovers(linker: Linker<'_>, labels: &Labels, registered: &Registered) -> (Handovers, Vec<Delivery>) {
    let (overstap, mut deliveries) = linker.per_school(Extract::Overstap, typed_rows::overstap);
    let results = |schema: &Schema| typed_rows::leerresultaat(schema, labels.clone());
    let (leerresultaat, of_results) = linker.per_school(Extract::Leerresultaat, results);
    let handovers = Handovers { overstap, leerresultaat };
    note_lookalikes(&handovers, &mut deliveries, linker.intake.schemas, registered);
    deliveries.extend(of_results);
    (handovers, deliveries)
}
