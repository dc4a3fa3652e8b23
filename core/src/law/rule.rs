//! One release rule, ready to decide with, and the articles it rests on.

use std::collections::BTreeMap;

use super::file::{MandaatEis, Regelvorm, School};
use crate::model::code::CodeSet;
use crate::model::facts::PartySet;
use crate::model::field::Field;
use crate::model::profile::{Axis, Profile};

/// An article and where it is published.
#[derive(Clone, Debug)]
pub struct ArticleRef {
    /// The law's title.
    pub law: String,
    /// The address.
    pub url: String,
    /// Its text.
    pub text: String,
    /// How we read it.
    pub note: Option<String>,
}

/// One release rule, ready to decide with.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The article it is written under.
    pub article: String,
    /// Position of the party in [`Policy::parties`].
    pub party_position: u8,
    /// The party's id.
    pub party_id: String,
    /// The parcel's name.
    pub parcel: String,
    /// The purpose.
    pub purpose: String,
    /// The articles it rests on.
    pub basis: Vec<String>,
    /// What a line is about.
    pub form: Regelvorm,
    /// For contact details: the parcels whose persons they may cover.
    pub within: Vec<String>,
    /// For contact details: the departments whose rows may be used even if no purposes overlap.
    pub departments: Vec<String>,
    /// How to find the school of a line, if the party has one parcel per school.
    pub school: Option<School>,
    /// Only schools of an enrolment in these sectors.
    pub sectors: Option<CodeSet>,
    /// Only records from a delivery from this source.
    pub source: Option<String>,
    /// Also records that were closed in this many days up to the peildatum; 0 for none.
    pub closed_days: i32,
    /// The mandaat that must be in force.
    pub mandaat: Option<MandaatEis>,
    /// The parties whose exclusions bind the recipient: itself, and whoever it acts for under a mandaat.
    pub bound_by: PartySet,
    /// With whom an agreement on systematic delivery must be in force.
    pub overeenkomst: Option<String>,
    /// Whether the party must be a partner in the ambtsinstructie.
    pub partner: bool,
    /// Whether a processor agreement with the school must be in force.
    pub verwerker: bool,
    /// Only persons who were in one of these parcels of the same party before; empty for no such condition.
    pub earlier_in: Vec<String>,
    /// Delivered once: not again while the party still holds it.
    pub once: bool,
    /// The minimum number of days between two deliveries about the same person; 0 for no minimum.
    pub pause_days: i32,
    /// Why a condition accepts an unknown value, if one does.
    pub unknown_because: Option<String>,
    /// The alternatives; empty if the parcel's form says who is in it.
    pub when: Vec<Condition>,
    /// The columns, each with its article.
    pub columns: Vec<(Field, String)>,
}

/// The allowed values of each axis, as a bit per value index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    allowed: [u8; Axis::ALL.len()],
}

impl Rule {
    /// Whether a line may go to the school of an enrolment in this sector.
    pub fn takes_sector(&self, sector: u8) -> bool {
        self.sectors.is_none_or(|sectoren| sectoren.contains(sector))
    }
}

impl Condition {
    /// Reads the axes and values of one alternative.
    pub(super) fn parse(when: &BTreeMap<String, Vec<String>>) -> Result<Condition, String> {
        let mut allowed = [u8::MAX; Axis::ALL.len()];
        for (word, values) in when {
            let axis =
                Axis::from_word(word).ok_or_else(|| format!("`{word}` is geen kenmerk van een profiel"))?;
            let known = axis.values();
            let mut bits = 0u8;
            for value in values {
                let index = known.iter().position(|known| known == value);
                let index = index.ok_or_else(|| format!("`{value}` is geen waarde van `{word}`"))?;
                bits |= 1 << index;
            }
            if let Some(slot) = allowed.get_mut(usize::from(axis.index())) {
                *slot = bits;
            }
        }
        Ok(Condition { allowed })
    }

    /// Whether the profile's value on this axis is allowed.
    pub fn allows(&self, profile: Profile, axis: Axis) -> bool {
        let allowed = self.allowed.get(usize::from(axis.index())).copied().unwrap_or(0);
        allowed & (1 << profile.index(axis)) != 0
    }

    /// The axes on which the profile fails.
    pub fn failing(&self, profile: Profile) -> impl Iterator<Item = Axis> + '_ {
        Axis::ALL.iter().copied().filter(move |axis| !self.allows(profile, *axis))
    }

    /// The axes on which the profile fails, each with the words it allows.
    pub fn failures(&self, profile: Profile) -> Vec<(Axis, Vec<&'static str>)> {
        self.restrictions().into_iter().filter(|(axis, _)| !self.allows(profile, *axis)).collect()
    }

    /// Whether the profile has an allowed value on every axis.
    pub fn holds(&self, profile: Profile) -> bool {
        self.failing(profile).next().is_none()
    }

    /// The restricted axes, each with the words it allows.
    pub fn restrictions(&self) -> Vec<(Axis, Vec<&'static str>)> {
        Axis::ALL
            .iter()
            .zip(self.allowed)
            .filter(|(_, allowed)| *allowed != u8::MAX)
            .map(|(axis, allowed)| {
                let words = axis.values().into_iter().enumerate();
                (
                    *axis,
                    words.filter(|(index, _)| allowed & (1 << index) != 0).map(|(_, word)| word).collect(),
                )
            })
            .collect()
    }
}
