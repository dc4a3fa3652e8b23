//! A party: who may receive. It holds no rights of its own; articles name it.

use serde::Deserialize;

use crate::model::field::Field;

/// One party.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id in rules and configuration.
    pub id: String,
    /// What people call it.
    pub naam: String,
    /// Who this is, in one plain Dutch sentence.
    pub omschrijving: String,
    /// One parcel per school.
    #[serde(default)]
    pub per_brin: bool,
    /// The widest set it may ever hold, by law or by consent.
    pub mag_ooit_hebben: Vec<Field>,
    /// How many months a parcel may be kept.
    pub bewaartermijn_maanden: u32,
    /// On what that term rests.
    pub bewaar_grondslag: String,
    /// For a party that gets no parcel: why, and what to do.
    pub weigering: Option<String>,
}
