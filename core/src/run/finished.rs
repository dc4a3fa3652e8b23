//! The results of all stages, ready to publish.

use super::assess::Assessed;
use super::order::{Moments, Order};
use super::prepare::Prepared;
use super::release::Released;
use crate::config::Config;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::model::day::Day;
use crate::model::finding::{Finding, Particulars};
use crate::model::outcome::RunOutcome;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::progress::Progress;
use crate::publish::ledger::chain::Begin;
use crate::release::memory::Memory;
use crate::release::minimise::Minimised;
use crate::release::recall::Recalls;
use crate::release::unknowable::UnknownCounts;
use crate::report::history::History;
use crate::report::profile_review::Review;

/// The results of all stages, ready to publish.
pub struct Finished<'a> {
    pub order: &'a Order,
    pub progress: &'a dyn Progress,
    pub library: &'a Library,
    pub config: &'a Config,
    pub rules: [&'a RuleSet; 2],
    pub linked: &'a Linked,
    pub overall: Vec<(String, Finding)>,
    /// What they say beyond their code.
    pub particulars: &'a [Particulars],
    pub classified: Option<&'a Classified>,
    pub parcels: Vec<Minimised<'a>>,
    /// Every profile that occurs, with its decision. `None` if nothing was decided.
    pub review: Option<Review>,
    pub outcome: RunOutcome,
    /// What earlier runs left.
    pub memory: &'a Memory,
    /// What this run began with.
    pub begin: Begin,
    /// The sha256 of the previous run's manifest.
    pub previous_sha256: Option<String>,
    pub recalls: Recalls<'a>,
    /// For how many persons something cannot be known. `None` if nobody was classified.
    pub unknown: Option<UnknownCounts>,
    /// The verstrekdatum of the night before this one.
    pub previous: Option<Day>,
    /// The runs before this one, as far as their reports show them.
    pub history: History,
    /// The hash of the last line about who looked up a person.
    pub lookups: Option<String>,
    /// When the stages ended.
    pub moments: Moments,
}

impl<'a> Finished<'a> {
    /// Combines the results of the stages. `released` is `None` if the run stopped before any decision.
    pub fn of(
        prepared: &'a Prepared<'a>,
        assessed: &'a Assessed<'a>,
        released: Option<Released<'a>>,
        moments: Moments,
    ) -> Finished<'a> {
        let mut finished = Finished {
            order: prepared.order,
            progress: prepared.progress,
            library: prepared.library,
            config: &prepared.config,
            rules: [&prepared.rules.on_peildatum, &prepared.rules.on_verstrekdatum],
            linked: &assessed.basis.linked,
            overall: assessed.findings.clone(),
            particulars: &assessed.particulars,
            classified: assessed.classified.as_ref(),
            parcels: Vec::new(),
            review: None,
            outcome: assessed.outcome,
            memory: &assessed.memory,
            begin: prepared.begin.clone(),
            previous_sha256: prepared.predecessors.named().map(str::to_owned),
            recalls: Recalls::default(),
            unknown: None,
            previous: prepared.night_before,
            history: History::of(&prepared.predecessors, prepared.predecessors.back()),
            lookups: assessed.lookups.clone(),
            moments,
        };
        let consented = released.as_ref().map(|released| &released.consented);
        let terms = &prepared.rules.on_peildatum.terms;
        finished.unknown = finished
            .classified
            .map(|everyone| UnknownCounts::of(&assessed.basis.linked, everyone, consented, terms));
        if let Some(Released { parcels, recalls, review, findings, .. }) = released {
            finished.parcels = parcels;
            finished.recalls = recalls;
            finished.review = Some(review);
            finished.overall.extend(findings);
        }
        finished
    }
}
