//! What a classification depends on besides the facts and the terms: its days, and the controller's setting.

use crate::model::day::Day;
use crate::model::facts::Inkomensgrenzen;

/// The two days a classification depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgedDays {
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day for age, suspension, death and the consultation term. Usually the peildatum; the verstrekdatum when the same
    /// facts are judged again for the day on which data leaves.
    pub leeftijdsdag: Day,
}

/// What the controller's configuration contributes to a classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The controller's municipality code.
    pub gemeente: u16,
    /// The municipalities of its Doorstroompunt region.
    pub regio: Vec<u16>,
    /// Whether it is the region's contactgemeente.
    pub contactgemeente: bool,
    /// The configured amounts for the period of the income.
    pub grenzen: Inkomensgrenzen,
}
