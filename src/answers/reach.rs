//! Whether a configuration can deliver a parcel at all on a day, whatever its data. The register of processing activities is built from
//! this. It applies the same conditions and recipients as a run.

use crate::config::arrangements::Arrangements;
use crate::config::file::ConfigFile;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::law::party::Party;
use crate::model::classification::{JaNee, Reden};
use crate::model::extract::Extract;
use crate::model::field::Field;
use crate::model::profile::Axis;
use crate::model::ruling::Weigering;
use crate::release::minimise::release::barred;
use crate::release::minimise::{Destination, destination, destinations_of_schools};

/// Why nobody can be in a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReached {
    /// The decision that everyone would get.
    Refused(Weigering),
    /// No cooperation in force names the party and fields that a consent could give it.
    NoCooperation,
    /// There is no delivery that its lines could come from.
    NoSource(Reden),
}

/// What a configuration delivers, before anyone's data is read.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// The parcels of the day.
    pub parcels: &'a [Parcel],
    /// The parties.
    pub parties: &'a [Party],
    /// The configuration.
    pub config: &'a ConfigFile,
    /// The arrangements in force.
    pub arrangements: Arrangements<'a>,
}

impl Reach<'_> {
    /// The positions of the recipients that get a parcel.
    ///
    /// # Errors
    /// The first reason why nobody can be in it, or why nobody gets it.
    pub fn of(&self, parcel: &Parcel) -> Result<Vec<usize>, NotReached> {
        if parcel.rule_on_peildatum.is_none() {
            return Err(NotReached::Refused(Weigering::GeenRegel));
        }
        if let Some(weigering) = barred(parcel, self.parties, self.arrangements) {
            return Err(NotReached::Refused(weigering));
        }
        if !self.is_ours(parcel) {
            return Err(NotReached::Refused(Weigering::Contactgemeente));
        }
        self.of_form(parcel)?;
        self.recipients(parcel).map_err(NotReached::Refused)
    }

    /// Whether an alternative of the rule holds for a municipality that is, or is not, the contactgemeente of its region.
    fn is_ours(&self, parcel: &Parcel) -> bool {
        let own = if self.config.gemeente.contactgemeente { JaNee::Ja } else { JaNee::Nee };
        let holds = |words: &[&str]| words.contains(&own.word());
        let when = &parcel.rule.when;
        when.is_empty()
            || when.iter().any(|condition| {
                let asked = condition.restrictions();
                let mut asked = asked.iter().filter(|(axis, _)| *axis == Axis::Contactgemeente);
                asked.all(|(_, words)| holds(words))
            })
    }

    /// What the parcel's form needs.
    fn of_form(&self, parcel: &Parcel) -> Result<(), NotReached> {
        let rule = &parcel.rule;
        let source = match rule.form {
            Regelvorm::Persoon | Regelvorm::Telling => Extract::Brp,
            Regelvorm::Contact => Extract::Contactgegevens,
            Regelvorm::Melding => Extract::Verzuim,
            Regelvorm::Overstap => Extract::Overstap,
            Regelvorm::Toestemming => Extract::Toestemming,
        };
        if !self.is_delivered(source) {
            return Err(NotReached::NoSource(Reden::LeveringOntbreekt));
        }
        match rule.form {
            Regelvorm::Contact if !self.follows(parcel) => Err(NotReached::Refused(Weigering::NietInPakket)),
            Regelvorm::Melding if !self.is_from(rule.source.as_deref()) => {
                Err(NotReached::Refused(Weigering::NietVanDuo))
            }
            Regelvorm::Overstap if rule.verwerker && self.processed_for().is_empty() => {
                Err(NotReached::Refused(Weigering::GeenVerwerker))
            }
            Regelvorm::Toestemming if self.consented(parcel).is_empty() => Err(NotReached::NoCooperation),
            _ => Ok(()),
        }
    }

    /// Whether the configuration names a delivery of an extract.
    pub fn is_delivered(&self, extract: Extract) -> bool {
        self.config.levering.iter().any(|own| own.get_ref().extract == extract.word())
    }

    /// The schools whose handovers are delivered and may be processed.
    pub fn processed_for(&self) -> Vec<&str> {
        let deliveries = self.config.levering.iter().map(toml::Spanned::get_ref);
        let own = deliveries.filter(|own| own.extract == Extract::Overstap.word());
        let schools = own.filter_map(|own| own.controller.as_deref());
        schools.filter(|school| self.arrangements.is_processor_for(school)).collect()
    }

    /// Whether contact details have a parcel to follow.
    fn follows(&self, parcel: &Parcel) -> bool {
        self.parcels.iter().any(|other| {
            parcel.hangs_on(other)
                && barred(other, self.parties, self.arrangements).is_none()
                && self.is_ours(other)
        })
    }

    /// Whether absence records come from this source.
    fn is_from(&self, bron: Option<&str>) -> bool {
        let mut deliveries = self.config.levering.iter().map(toml::Spanned::get_ref);
        bron.is_none_or(|bron| {
            deliveries.any(|own| own.extract == Extract::Verzuim.word() && own.source == bron)
        })
    }

    /// The fields that a consent can give this party: what a cooperation names, and the party may hold.
    pub fn consented(&self, parcel: &Parcel) -> Vec<Field> {
        let party = self.parties.iter().find(|party| party.id == parcel.rule.party_id);
        let named = |field: &Field| {
            let mut cooperations = self.arrangements.cooperations_with(&parcel.rule.party_id);
            cooperations.any(|own| own.velden.iter().any(|word| word == field.word()))
        };
        party.into_iter().flat_map(Party::by_consent).filter(named).collect()
    }

    fn recipients(&self, parcel: &Parcel) -> Result<Vec<usize>, Weigering> {
        let partij = &parcel.rule.party_id;
        let whole = match destination(self.config, partij, None) {
            Destination::To(position) if parcel.rule.school.is_none() => return Ok(vec![position]),
            Destination::Withheld(weigering) if parcel.rule.school.is_none() => return Err(weigering),
            Destination::Withheld(weigering) => weigering,
            Destination::To(_) => Weigering::GeenOntvanger,
        };
        let mut first = None;
        let mut reached = Vec::new();
        for (_, destination) in destinations_of_schools(self.config, partij) {
            match destination {
                Destination::To(position) => reached.push(position),
                Destination::Withheld(weigering) => first = first.or(Some(weigering)),
            }
        }
        if reached.is_empty() { Err(first.unwrap_or(whole)) } else { Ok(reached) }
    }
}
