//! Decides whether persons with a given profile may be in a parcel. It looks at profiles only, never at persons.
//!
//! A rule must hold twice: with the values of the peildatum under that day's rule set, and with the values on the verstrekdatum
//! under *that* day's rule set. Anything that fails, is unknown, or has no rule is denied.

use super::in_force::RuleSet;
use super::rule::{Condition, Rule};
use crate::law::file::Regelvorm;
use crate::model::classification::{Bijhouding, JaNee};
use crate::model::extract::Extract;
use crate::model::field::Field;
use crate::model::profile::{Axis, Profile};
use crate::model::ruling::{Ruling, Weigering};

/// The order in which a rule's conditions are checked: the most telling reason comes first.
const AXIS_ORDER: [Axis; 18] = [
    Axis::Contactgemeente,
    Axis::Woonplaats,
    Axis::Leeftijdsgroep,
    Axis::Plicht,
    Axis::PlichtNaTeGaan,
    Axis::Startkwalificatie,
    Axis::Ingeschreven,
    Axis::Doelgroep,
    Axis::Verzuim,
    Axis::Jib,
    Axis::EconomischZelfstandig,
    Axis::OverlegSchool,
    Axis::InkomenBekend,
    Axis::BevragingLeeftijd,
    Axis::DossierGeenContact,
    Axis::DossierPw7a,
    Axis::DossierPw7aNaOverleg,
    Axis::DossierDoorstroompunt,
];

/// One parcel of a run: the rule of the verstrekdatum, limited by the rule of the peildatum.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The rule under which data leaves.
    pub rule: Rule,
    /// The same parcel's rule on the peildatum, if there was one.
    pub rule_on_peildatum: Option<Rule>,
    /// The columns that both rules grant, in the order of the first.
    pub columns: Vec<(Field, String)>,
}

/// A person's two profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfilePair {
    /// On the peildatum.
    pub peildatum: Profile,
    /// The same facts, judged for the verstrekdatum.
    pub verstrekdatum: Profile,
}

/// The parcels of a run, ordered by party and parcel.
pub fn parcels(on_peildatum: &RuleSet, on_verstrekdatum: &RuleSet) -> Vec<Parcel> {
    on_verstrekdatum
        .rules
        .iter()
        .map(|rule| {
            let same =
                |other: &&Rule| (other.party_position, &other.parcel) == (rule.party_position, &rule.parcel);
            let rule_on_peildatum = on_peildatum.rules.iter().find(same).cloned();
            let granted_then = |field: Field| {
                rule_on_peildatum.as_ref().is_none_or(|rule| rule.columns.iter().any(|(f, _)| *f == field))
            };
            let columns = rule.columns.iter().filter(|(field, _)| granted_then(*field)).cloned().collect();
            Parcel { rule: rule.clone(), rule_on_peildatum, columns }
        })
        .collect()
}

/// The parcels that the articles grant to everyone with these profiles. Excludes consents and handovers, which depend on the
/// person's own rows. Contact details are granted with any parcel that they belong to.
pub fn granted(parcels: &[Parcel], pair: ProfilePair) -> impl Iterator<Item = &Parcel> {
    let released = move |parcel: &Parcel| parcel.decide(pair) == Ruling::Released;
    parcels.iter().filter(move |parcel| match parcel.rule.form {
        Regelvorm::Overstap | Regelvorm::Toestemming => false,
        Regelvorm::Persoon | Regelvorm::Melding | Regelvorm::Telling => released(parcel),
        Regelvorm::Contact => {
            released(parcel) && parcels.iter().any(|other| parcel.hangs_on(other) && released(other))
        }
    })
}

impl Parcel {
    /// Whether these are contact details for persons in that parcel.
    pub fn hangs_on(&self, other: &Parcel) -> bool {
        self.rule.party_position == other.rule.party_position && self.rule.within.contains(&other.rule.parcel)
    }

    /// Whether one of its columns is filled from this column of an extract.
    pub fn shows(&self, extract: Extract, column: &str) -> bool {
        let handover = self.rule.form == Regelvorm::Overstap;
        let is_source = match extract {
            Extract::Overstap | Extract::Leerresultaat => handover,
            _ => !handover && self.rule.form != Regelvorm::Telling,
        };
        let field = match (extract, column) {
            (Extract::Verzuim, "uren") => Some(Field::UrenVerzuim),
            _ => Field::from_word(column),
        };
        is_source && self.columns.iter().any(|(own, _)| Some(*own) == field)
    }

    /// The name by which people know it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.rule.party_id, self.rule.parcel)
    }

    /// Whether it holds addresses. Persons with a secret address then go into a separate parcel.
    pub fn has_address(&self) -> bool {
        self.columns.iter().any(|(field, _)| field.is_address())
    }

    /// The decision for everyone with these profiles.
    pub fn decide(&self, pair: ProfilePair) -> Ruling {
        let kept = |profile: Profile| profile.is(Axis::Bijhouding, Bijhouding::Actueel.index());
        let Some(rule_then) = &self.rule_on_peildatum else {
            return Ruling::Denied(Weigering::GeenRegel);
        };
        if !kept(pair.peildatum) || !kept(pair.verstrekdatum) {
            return Ruling::Denied(Weigering::Bijhouding);
        }
        if let Err(weigering) = rule_then.meets(pair.peildatum) {
            return Ruling::Denied(weigering);
        }
        match self.rule.meets(pair.verstrekdatum) {
            Ok(()) => Ruling::Released,
            Err(_) => Ruling::Denied(Weigering::Verstrekdatum),
        }
    }
}

impl Parcel {
    /// Whether persons with these profiles are denied for certain: on a known value, on an axis that `sure` says can be relied
    /// on.
    pub fn denies_for_certain(&self, pair: ProfilePair, sure: &dyn Fn(Axis) -> bool) -> bool {
        let Some(rule) = &self.rule_on_peildatum else { return true };
        rule.denies_for_certain(pair.peildatum, sure)
            || self.rule.denies_for_certain(pair.verstrekdatum, sure)
    }
}

impl Rule {
    /// Whether every alternative fails on a known, reliable value.
    fn denies_for_certain(&self, profile: Profile, sure: &dyn Fn(Axis) -> bool) -> bool {
        let fails = |condition: &Condition| {
            condition.failing(profile).any(|axis| sure(axis) && !profile.is_unknown(axis))
        };
        !self.when.is_empty() && self.when.iter().all(fails)
    }

    /// Whether every alternative fails on this axis, with a known value.
    pub fn fails_for_certain(&self, profile: Profile, axis: Axis) -> bool {
        !profile.is_unknown(axis)
            && !self.when.is_empty()
            && self.when.iter().all(|condition| !condition.allows(profile, axis))
    }

    /// Whether one alternative holds in full.
    ///
    /// # Errors
    /// The first failed condition of the alternative that got furthest.
    pub fn meets(&self, profile: Profile) -> Result<(), Weigering> {
        if self.when.is_empty() {
            return Ok(());
        }
        let mut furthest: Option<(usize, Axis)> = None;
        for condition in &self.when {
            match first_failure(condition, profile) {
                None => return Ok(()),
                Some(failure) if furthest.is_none_or(|(position, _)| failure.0 > position) => {
                    furthest = Some(failure);
                }
                Some(_) => {}
            }
        }
        let axis = furthest.map_or(Axis::Woonplaats, |(_, axis)| axis);
        Err(match axis {
            Axis::Woonplaats if self.outside_region_only(profile) => Weigering::Contactgemeente,
            axis => Weigering::of_axis(axis),
        })
    }

    /// The failed conditions of the alternative with the fewest, each with the values it requires.
    pub fn nearest_failures(&self, profile: Profile) -> Vec<(Axis, Vec<&'static str>)> {
        let failures = |condition: &Condition| condition.failures(profile);
        self.when.iter().map(failures).min_by_key(Vec::len).unwrap_or_default()
    }

    /// Whether the only obstacle is that the controller is not the contactgemeente.
    fn outside_region_only(&self, profile: Profile) -> bool {
        let as_contact = profile.with(Axis::Contactgemeente, JaNee::Ja.index());
        as_contact != profile
            && self.when.iter().any(|condition| first_failure(condition, as_contact).is_none())
    }
}

/// The first condition that fails, with its position in the order.
fn first_failure(condition: &Condition, profile: Profile) -> Option<(usize, Axis)> {
    let others = Axis::ALL.iter().copied().filter(|axis| !AXIS_ORDER.contains(axis));
    AXIS_ORDER.into_iter().chain(others).enumerate().find(|(_, axis)| !condition.allows(profile, *axis))
}
