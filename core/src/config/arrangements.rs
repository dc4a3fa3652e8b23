//! The municipality's arrangements in force on the verstrekdatum: mandates, cooperations, overlaps of purposes, processor
//! agreements and the ambtsinstructie. Each is a condition that a rule may require; none is a ground by itself. An entry is in
//! force on that day or not at all; its first and last days are included.

use super::file::{Ambtsinstructie, ConfigFile, Doeloverlap, Samenwerking};
use crate::model::day::Day;

/// The word for a samenwerking that rests on consent.
pub const TOESTEMMING: &str = "toestemming";

/// The arrangements of a configuration on one day.
#[derive(Clone, Copy)]
pub struct Arrangements<'a> {
    file: &'a ConfigFile,
    day: Day,
}

/// The state of the ambtsinstructie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructie {
    /// There is none.
    Absent,
    /// There is one, but not for this day.
    NotInForce,
    /// There is one for this day.
    InForce,
}

impl<'a> Arrangements<'a> {
    /// The arrangements on a day.
    pub fn on(file: &'a ConfigFile, day: Day) -> Arrangements<'a> {
        Arrangements { file, day }
    }

    fn within(&self, van: Day, tot: Option<Day>) -> bool {
        van <= self.day && tot.is_none_or(|tot| self.day <= tot)
    }

    /// Whether a mandaat for the task is in force. A mandaat without its decision and AVG arrangement makes the configuration
    /// invalid.
    pub fn has_mandaat(&self, van: &str, aan: &str, taak: &str) -> bool {
        self.file.mandaat.iter().map(toml::Spanned::get_ref).any(|entry| {
            (entry.van.as_str(), entry.aan.as_str(), entry.taak.as_str()) == (van, aan, taak)
                && self.within(entry.geldig_van, entry.geldig_tot)
        })
    }

    /// Whether an agreement on systematic delivery with this organisation is in force (Besluit SUWI 5.11).
    pub fn has_agreement(&self, met: &str) -> bool {
        let mut entries = self.file.overeenkomst.iter().map(toml::Spanned::get_ref);
        entries.any(|entry| entry.met == met && self.within(entry.geldig_van, entry.geldig_tot))
    }

    fn instructie_in_force(&self) -> Option<&'a Ambtsinstructie> {
        let entry = self.file.ambtsinstructie.as_ref()?.get_ref();
        let van = entry.geldig_van.max(entry.vastgesteld_op);
        self.within(van, entry.geldig_tot).then_some(entry)
    }

    /// The state of the ambtsinstructie. It is never in force before its adoption.
    pub fn instructie(&self) -> Instructie {
        match (&self.file.ambtsinstructie, self.instructie_in_force()) {
            (None, _) => Instructie::Absent,
            (Some(_), None) => Instructie::NotInForce,
            (Some(_), Some(_)) => Instructie::InForce,
        }
    }

    /// Whether the ambtsinstructie in force names the party (LPW 16 lid 4 d). It selects, and never grants.
    pub fn is_partner(&self, partij: &str) -> bool {
        self.instructie_in_force().is_some_and(|entry| entry.partners.iter().any(|partner| partner == partij))
    }

    /// Whether we process the handovers of this school on its behalf (AVG 28).
    pub fn is_processor_for(&self, brin: &str) -> bool {
        let mut entries = self.file.verwerker.iter().map(toml::Spanned::get_ref);
        entries.any(|entry| entry.voor == brin && self.within(entry.geldig_van, entry.geldig_tot))
    }

    /// The cooperations based on consent that name this recipient and purpose.
    pub fn cooperations(&self, ontvanger: &str, doel: &str) -> impl Iterator<Item = &'a Samenwerking> {
        let doel = doel.to_owned();
        self.cooperations_with(ontvanger).filter(move |entry| entry.doel == doel)
    }

    /// The cooperations based on consent that name this recipient, for any purpose.
    pub fn cooperations_with(&self, ontvanger: &str) -> impl Iterator<Item = &'a Samenwerking> {
        let (ontvanger, on) = (ontvanger.to_owned(), *self);
        self.file.samenwerking.iter().map(toml::Spanned::get_ref).filter(move |entry| {
            entry.ontvanger == ontvanger
                && entry.grondslag == TOESTEMMING
                && on.within(entry.geldig_van, entry.geldig_tot)
        })
    }

    /// Whether contact details of this department and purpose may go to the party for one of these parcels. Only exactly as
    /// written down: not in reverse, not through a third department, and not because two labels are the same.
    pub fn purposes_overlap(&self, afdeling: &str, doel: &str, partij: &str, pakketten: &[&str]) -> bool {
        let same = |entry: &Doeloverlap| {
            (entry.van_afdeling.as_str(), entry.van_doel.as_str(), entry.naar_partij.as_str())
                == (afdeling, doel, partij)
                && pakketten.contains(&entry.naar_doel.as_str())
                && self.within(entry.vastgesteld_op, entry.geldig_tot)
        };
        self.file.doeloverlap.iter().map(toml::Spanned::get_ref).any(same)
    }
}
