//! What deciding and filling need, which of a rule's persons a parcel holds, and where it goes.

use crate::config::arrangements::Arrangements;
use crate::config::file::{ConfigFile, Kanaal};
use crate::crypto::hashing::PseudonymKey;
use crate::law::decide::Parcel;
use crate::law::party::Party;
use crate::model::day::Day;
use crate::model::facts::Brin;
use crate::model::ruling::Weigering;
use crate::model::terms::Terms;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::release::consent::Consents;
use crate::release::memory::Memory;
use crate::schemas::extracts::Schemas;

/// The suffix of the parcel for persons with a secret address.
pub const GEHEIM: &str = "-geheim";

/// Which of a rule's persons a parcel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Everyone: the parcel has no address.
    All,
    /// Persons whose address is not secret; the others are in a separate parcel.
    Open,
    /// Persons whose address is secret.
    Secret,
    /// Persons whose address is not secret; the others are in no parcel.
    OpenOnly,
}

/// Whether a parcel can be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Yes, to the recipient at this position in the configuration.
    To(usize),
    /// No, for this reason.
    Withheld(Weigering),
}

/// What deciding and filling need.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The facts.
    pub linked: &'a Linked,
    /// The classification.
    pub classified: &'a Classified,
    /// The terms of the peildatum.
    pub terms: &'a Terms,
    /// The terms of the verstrekdatum.
    pub verstrekdatum_terms: &'a Terms,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The schemas, for the words of codes.
    pub schemas: &'a Schemas,
    /// Makes kenmerken.
    pub pseudonym: &'a PseudonymKey,
    /// Recipients and sources.
    pub config: &'a ConfigFile,
    /// Mandates, cooperations, overlaps, processor agreements and ambtsinstructie in force.
    pub arrangements: Arrangements<'a>,
    /// The parcels of both rule sets.
    pub parcels: &'a [Parcel],
    /// The consents that count.
    pub consents: &'a Consents,
    /// The parties, in fixed order.
    pub parties: &'a [Party],
    /// What earlier runs delivered.
    pub memory: &'a Memory,
}

/// The configured recipient of a party's parcels, or why there is none.
pub fn destination(config: &ConfigFile, partij: &str, brin: Option<Brin>) -> Destination {
    let same = |ontvanger: &crate::config::file::Ontvanger| {
        let of_school = ontvanger.brin.as_deref().map(|text| Brin::from_bytes(text.as_bytes()));
        ontvanger.party == partij && of_school == brin
    };
    let position = config.ontvanger.iter().position(|ontvanger| same(ontvanger.get_ref()));
    let kanaal = position.and_then(|at| config.ontvanger.get(at)).map(|o| o.get_ref().channel);
    match (position, kanaal) {
        (Some(position), Some(Kanaal::Beveiligd)) => Destination::To(position),
        (_, Some(Kanaal::Onbeveiligd)) => Destination::Withheld(Weigering::KanaalOnbeveiligd),
        _ => Destination::Withheld(not_delivered(config, partij, brin)),
    }
}

/// Why a party or school without a recipient gets nothing: nobody configured one, or it is not wanted.
fn not_delivered(config: &ConfigFile, partij: &str, brin: Option<Brin>) -> Weigering {
    let brin = brin.map(|brin| String::from_utf8_lossy(brin.as_bytes()).into_owned());
    let is_unwanted = config.is_unwanted(partij, brin.as_deref());
    if is_unwanted { Weigering::NietGewenst } else { Weigering::GeenOntvanger }
}

/// The configured schools of a party, each with where its parcels go.
pub fn destinations_of_schools(config: &ConfigFile, partij: &str) -> Vec<(Brin, Destination)> {
    let own = config.ontvanger.iter().map(toml::Spanned::get_ref).filter(|own| own.party == partij);
    let schools = own.filter_map(|own| Some(Brin::from_bytes(own.brin.as_ref()?.as_bytes())));
    schools.map(|brin| (brin, destination(config, partij, Some(brin)))).collect()
}

impl Sources<'_> {
    /// The configured recipient of a party's parcels, or why there is none.
    pub fn delivery(&self, partij: &str, brin: Option<Brin>) -> Destination {
        destination(self.config, partij, brin)
    }

    /// The schools that get their own parcel from this party: every configured school that can be reached.
    pub(super) fn schools(&self, partij: &str) -> Vec<(Brin, usize)> {
        let schools = destinations_of_schools(self.config, partij).into_iter();
        let reached = schools.filter_map(|(brin, destination)| match destination {
            Destination::To(position) => Some((brin, position)),
            Destination::Withheld(_) => None,
        });
        reached.collect()
    }
}
