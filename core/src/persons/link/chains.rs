//! Two chains that read and link extracts in parallel: while one waits for the disk, the other checks rows. Extracts are
//! divided so that both chains take about as long; the division has no other meaning.

use super::contradictions::Against;
use super::exclusions::of_strangers;
use super::grouped::Places;
use super::linked::OfStrangers;
use super::tie::{Linker, Tied, nothing_more};
use crate::intake::delivery::Taken;
use crate::intake::typed_rows;
use crate::law::in_force::Policy;
use crate::model::extract::Extract;
use crate::model::facts::{
    Contactrij, Dossier, Inkomensrij, Inschrijving, Maand, Startkwalificatierij, Toestemming, Uitsluiting,
    Verzuimmelding, Vrijstelling,
};
use crate::model::labels::Labels;
use crate::schemas::schema::Schema;

/// Enrolments and absence, and what the municipality's own teams record about a person.
pub(super) struct Casework {
    pub inschrijvingen: Tied<Inschrijving>,
    pub contactgegevens: Tied<Contactrij>,
    pub dossiers: Tied<Dossier>,
    pub toestemmingen: Tied<Toestemming>,
    pub verzuim: Tied<Verzuimmelding>,
}

impl Casework {
    /// Enrolments were already read.
    pub(super) fn tied(
        linker: Linker<'_>,
        against: Against<'_>,
        labels: &Labels,
        inschrijvingen: Option<Taken<Inschrijving>>,
    ) -> Casework {
        let contact = |schema: &Schema| typed_rows::contactgegevens(schema, labels.clone());
        let consent = |schema: &Schema| typed_rows::toestemming(schema, labels.clone());
        Casework {
            inschrijvingen: linker.tied(
                Extract::Inschrijving,
                inschrijvingen,
                Places::Forgotten,
                |checked| against.deceased_but_enrolled(checked),
            ),
            contactgegevens: linker.taken_with_text(Extract::Contactgegevens, contact),
            dossiers: linker.taken(Extract::Dossier, typed_rows::dossier, nothing_more),
            toestemmingen: linker.taken_with_text(Extract::Toestemming, consent),
            verzuim: linker.taken_with_text(Extract::Verzuim, typed_rows::verzuim),
        }
    }
}

/// Diplomas, income, exemptions, and exclusions from parties.
pub(super) struct Circumstances {
    pub startkwalificaties: Tied<Startkwalificatierij>,
    pub inkomen: Tied<Inkomensrij>,
    /// The latest period with income.
    pub period: Option<Maand>,
    pub vrijstellingen: Tied<Vrijstelling>,
    pub uitsluitingen: Tied<Uitsluiting>,
    pub excluded_strangers: OfStrangers,
}

impl Circumstances {
    /// Startkwalificaties were already read.
    pub(super) fn tied(
        linker: Linker<'_>,
        against: Against<'_>,
        policy: &Policy,
        startkwalificaties: Option<Taken<Startkwalificatierij>>,
    ) -> Circumstances {
        let position = |id: &str| policy.party(id).map(|(position, _)| position);
        let exclusion = |schema: &Schema| typed_rows::uitsluiting(schema, position, policy.by_legal_duty());
        let (mut period, mut excluded_strangers) = (None, OfStrangers::default());
        let mut startkwalificaties =
            linker.tied(Extract::Startkwalificatie, startkwalificaties, Places::Forgotten, |checked| {
                against.contradicted_by_diploma(checked)
            });
        startkwalificaties.grouped.set_contradictions_aside(Startkwalificatierij::contradicts);
        let inkomen = linker.taken(Extract::Inkomen, typed_rows::inkomen, |checked| {
            period = typed_rows::latest_period(checked.rows(), linker.intake.peildatum);
            Vec::new()
        });
        let vrijstellingen = linker.taken(Extract::Vrijstelling, typed_rows::vrijstelling, nothing_more);
        let uitsluitingen = linker.taken(Extract::Uitsluiting, exclusion, |checked| {
            excluded_strangers = of_strangers(linker.people, checked);
            Vec::new()
        });
        Circumstances {
            startkwalificaties,
            inkomen,
            period,
            vrijstellingen,
            uitsluitingen,
            excluded_strangers,
        }
    }
}
