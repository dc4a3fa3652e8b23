//! A [`Minimised`] parcel: anybody may read it, and only this folder can build one.

use std::collections::BTreeMap;

use super::contents::Contents;
use super::release::Release;
use crate::law::decide::Parcel;
use crate::model::ruling::Weigering;

/// One parcel: who is in it, and what each recipient gets.
pub struct Minimised<'a> {
    parcel: &'a Parcel,
    pakket: String,
    persons: u64,
    delivered: u64,
    refused: BTreeMap<Weigering, u64>,
    contents: Vec<Contents<'a>>,
}

impl<'a> Minimised<'a> {
    /// A parcel for which everyone was decided on.
    pub(super) fn of_everyone(
        release: &Release<'a>,
        delivered: u64,
        refused: BTreeMap<Weigering, u64>,
        contents: Vec<Contents<'a>>,
    ) -> Minimised<'a> {
        let persons = u64::try_from(release.sources().classified.count()).unwrap_or(u64::MAX);
        Minimised::of_some(release, persons, delivered, refused, contents)
    }

    /// A parcel for which this many persons or rows were decided on.
    pub(super) fn of_some(
        release: &Release<'a>,
        persons: u64,
        delivered: u64,
        refused: BTreeMap<Weigering, u64>,
        contents: Vec<Contents<'a>>,
    ) -> Minimised<'a> {
        let (parcel, pakket) = (release.parcel(), release.pakket().to_owned());
        Minimised { parcel, pakket, persons, delivered, refused, contents }
    }

    /// The parcel and its rules.
    pub fn parcel(&self) -> &'a Parcel {
        self.parcel
    }

    /// Its name, with `-geheim` for the parcel of secret addresses.
    pub fn pakket(&self) -> &str {
        &self.pakket
    }

    /// Persons decided on; for handovers, rows.
    pub fn persons(&self) -> u64 {
        self.persons
    }

    /// Persons in it.
    pub fn delivered(&self) -> u64 {
        self.delivered
    }

    /// Persons not in it, by first reason.
    pub fn refused(&self) -> &BTreeMap<Weigering, u64> {
        &self.refused
    }

    /// What each recipient gets. One entry, or one per school for a party with a parcel per school; none if nobody can be
    /// reached.
    pub fn contents(&self) -> &[Contents<'a>] {
        &self.contents
    }
}
