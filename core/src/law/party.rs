//! A party: someone who may receive. It has no rights of its own; articles name it.

use serde::Deserialize;

use super::file::Regelvorm;
use crate::model::field::Field;

/// Parties that never receive a parcel. No file can change that: care and youth care have no article, and data about health
/// never goes to a third party (WEB 9.2.7).
pub const NEVER: [&str; 2] = ["zorg", "jeugd_wmo"];

/// One party.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id in rules and configuration.
    pub id: String,
    /// Its name for people.
    #[serde(rename = "naam")]
    pub name: String,
    /// Who this is, in one plain Dutch sentence.
    #[serde(rename = "omschrijving")]
    pub description: String,
    /// Whether it gets one parcel per school.
    #[serde(default)]
    pub per_brin: bool,
    /// The most fields it may ever hold, by law or by consent.
    #[serde(rename = "mag_ooit_hebben")]
    pub may_ever_hold: Vec<Field>,
    /// Fields that consent can never give: an identification number needs a law that names its use (UAVG 46).
    #[serde(default, rename = "niet_met_toestemming")]
    pub not_by_consent: Vec<Field>,
    /// Combinations of fields about one person that its parcels may never give together.
    #[serde(default, rename = "nooit_samen")]
    pub never_together: Vec<NooitSamen>,
    /// Parcels that someone may expect and that the party never gets, each with why and what to do instead.
    #[serde(default, rename = "nooit")]
    pub never: Vec<NooitPakket>,
    /// How many months a parcel may be kept.
    #[serde(rename = "bewaartermijn_maanden")]
    pub retention_months: u32,
    /// The basis of that term.
    #[serde(rename = "bewaar_grondslag")]
    pub retention_basis: String,
    /// The articles of the legal duty on which it acts. An objection reaches processing on a public task or an interest only, not
    /// on a legal duty (AVG 21 with 6 lid 1 c).
    #[serde(rename = "wettelijke_plicht")]
    pub legal_duty: Option<String>,
    /// For a party that gets no parcel: why, and what to do instead.
    #[serde(rename = "weigering")]
    pub refusal: Option<String>,
}

/// A parcel that a party never gets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NooitPakket {
    /// The parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// Why, with the article, and what to do instead.
    #[serde(rename = "weigering")]
    pub refusal: String,
}

/// Fields that no other parcel of the party may give about the persons in this one. `jib policy lint` proves it for every
/// profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NooitSamen {
    /// The parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// The fields.
    #[serde(rename = "velden")]
    pub fields: Vec<Field>,
    /// Why, with the article.
    #[serde(rename = "reden")]
    pub reason: String,
}

impl Party {
    /// Whether it may ever receive a parcel.
    pub fn may_receive(&self) -> bool {
        !NEVER.contains(&self.id.as_str()) && self.refusal.is_none()
    }

    /// The fields that a consent parcel can hold for this party: consent can give them, and such a parcel can fill them.
    pub fn by_consent(&self) -> impl Iterator<Item = Field> + '_ {
        self.with_consent().filter(|field| Regelvorm::Toestemming.fills(*field))
    }

    /// The fields that consent can give this party.
    pub fn with_consent(&self) -> impl Iterator<Item = Field> + '_ {
        self.may_ever_hold.iter().copied().filter(|field| !self.not_by_consent.contains(field))
    }
}
