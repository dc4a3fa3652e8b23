//! The input of a report: everything a run holds when it ends.

use std::collections::BTreeMap;

use super::findings::FindingRow;
use super::history::History;
use crate::config::file::ConfigFile;
use crate::intake::delivery::Delivery;
use crate::law::decide::Parcel;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::model::day::Day;
use crate::model::finding::Finding;
use crate::model::outcome::RunOutcome;
use crate::persons::classified::Classified;
use crate::publish::ledger::manifest::{Incident, ParcelSum};
use crate::publish::state::next::Changes;
use crate::release::memory::{Family, Memory};
use crate::release::recall::Recalls;
use crate::release::rounding::Rounder;
use crate::release::unknowable::UnknownCounts;
use crate::report::messages::Messages;
use crate::report::outcome::Sealed;
use crate::report::verdict::Judgement;
use crate::schemas::catalogue::Lang;

/// The input of the figures.
pub struct Material<'a> {
    /// Law, schemas and registers.
    pub library: &'a Library,
    /// What the municipality configured.
    pub config: &'a ConfigFile,
    /// The language of the report.
    pub lang: Lang,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The dates of the rule sets in force on the two days.
    pub rule_sets: Vec<String>,
    /// The rules of the verstrekdatum.
    pub rules: &'a RuleSet,
    /// How the run ended.
    pub outcome: RunOutcome,
    /// Rounds counts of persons, or leaves them exact.
    pub rounder: &'a Rounder,
    /// The deliveries.
    pub deliveries: &'a [Delivery],
    /// Findings about the run as a whole: extract and finding.
    pub overall: &'a [(String, Finding)],
    /// All findings, counted exactly.
    pub findings: &'a [FindingRow],
    /// Everyone, classified. `None` if the run stopped earlier.
    pub classified: Option<&'a Classified>,
    /// The parcels with their sums.
    pub parcels: &'a [(Parcel, ParcelSum)],
    /// The number of files made of each parcel, in the order of `parcels`.
    pub made: &'a [usize],
    /// What changed per parcel. Empty in a first run.
    pub changes: &'a BTreeMap<Family, Changes>,
    /// What earlier runs left.
    pub memory: &'a Memory,
    /// The persons recalled from parties.
    pub recalls: &'a Recalls<'a>,
    /// For how many persons something cannot be known. `None` if nobody was classified.
    pub unknown: Option<&'a UnknownCounts>,
    /// Possible data breaches.
    pub incidents: &'a [Incident],
    /// What was made for the parties.
    pub sealed: Sealed,
    /// The verdict and the tasks.
    pub judgement: &'a Judgement,
    /// Earlier runs.
    pub history: &'a History,
}

impl Material<'_> {
    /// The texts in the language of the report.
    pub fn messages(&self) -> &'static Messages {
        Messages::of(self.lang)
    }

    /// The common name of a party.
    pub fn party_name(&self, partij: &str) -> String {
        self.library.policy.party(partij).map_or_else(|| partij.to_owned(), |(_, party)| party.name.clone())
    }
}
