//! Decides who is in which parcel and who is recalled, and reviews every decision.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::assess::Assessed;
use super::order::Mode;
use super::prepare::Prepared;
use crate::intake::delivery::{Delivery, State};
use crate::model::extract::Extract;
use crate::model::finding::{Code, Finding};
use crate::persons::classified::Classified;
use crate::progress::{Stage, amount};
use crate::publish::ledger::chain::PastRun;
use crate::release::assessment::{Basis, CONFIGURATION};
use crate::release::consent::{Consented, Consents};
use crate::release::minimise::release::Release;
use crate::release::minimise::{Minimised, minimise, releases};
use crate::release::recall::{Grounds, Recalls, recalls};
use crate::report::profile_review::{Review, review};
use crate::schemas::schema::Schema;

/// The results of this stage.
pub struct Released<'a> {
    /// Every parcel, minimised.
    pub parcels: Vec<Minimised<'a>>,
    /// Persons whose data a party may no longer hold.
    pub recalls: Recalls<'a>,
    /// Every profile that occurs, with its decision.
    pub review: Review,
    /// Everybody with a consent that counts.
    pub consented: Consented,
    /// Findings made while deciding: extract and finding.
    pub findings: Vec<(String, Finding)>,
}

/// The decision of each parcel on each profile.
pub struct Decisions<'a> {
    everyone: &'a Classified,
    consents: &'a Consents,
    releases: Vec<Release<'a>>,
}

impl<'a> Decisions<'a> {
    /// One release per parcel. `None` if the run stops before it decides, or only checks.
    pub fn of(
        prepared: &Prepared<'_>,
        assessed: &'a Assessed<'a>,
        consents: &'a Consents,
    ) -> Option<Decisions<'a>> {
        let everyone = assessed.classified.as_ref().filter(|_| prepared.order.mode != Mode::Check)?;
        let releases = releases(assessed.basis.sources(everyone, consents, &assessed.memory));
        Some(Decisions { everyone, consents, releases })
    }
}

/// Fills every parcel and works out who is recalled.
pub fn release<'a>(
    prepared: &Prepared<'_>,
    assessed: &'a Assessed<'a>,
    decisions: &'a Decisions<'a>,
) -> Released<'a> {
    let Prepared { order, library, progress, .. } = prepared;
    let Assessed { basis, memory, .. } = assessed;
    let Decisions { everyone, consents, releases } = decisions;
    let mut findings = basis.release_findings(consents);
    let review = review(basis, library, everyone, releases);
    progress.begin(Stage::Deciding, amount(releases.len()));
    let decided = |release| {
        let parcel = minimise(release);
        progress.advance(1);
        parcel
    };
    let parcels: Vec<Minimised<'a>> = releases.par_iter().map(decided).collect();
    let deliveries = basis.linked.deliveries();
    let previous = prepared.previous();
    let unsure = unsure(prepared, basis);
    let grounds = Grounds {
        memory,
        sources: basis.sources(everyone, consents, memory),
        releases,
        judge: basis.consent_judge(),
        unsure,
        handovers_whole: previous.is_none_or(|head| has_all_handovers(head, deliveries)),
        outdated: previous.is_some_and(|head| order.peildatum < head.peildatum),
    };
    let recalls = recalls(grounds, &parcels);
    if recalls.undeliverable > 0 {
        findings.push((CONFIGURATION.to_owned(), Finding::file(Code::IntrekkingNietGeleverd)));
    }
    let consented = consents.parcels().iter().flat_map(|(_, persons)| persons).copied().collect();
    Released { parcels, recalls, review, consented, findings }
}

/// The extracts from which nobody's absence proves anything.
fn unsure<'b>(prepared: &Prepared<'_>, basis: &'b Basis<'_>) -> BTreeSet<&'b str> {
    let deliveries = basis.linked.deliveries();
    let incomplete =
        deliveries.iter().filter(|own| own.set_aside_unreadable > 0 || own.shrunken_from.is_some());
    let mut unsure: BTreeSet<&str> = incomplete.map(|own| own.extract.as_str()).collect();
    // If the absence or age of an extract makes no value unknown, nothing else stops us from concluding something from a missing row.
    let silent = Extract::ALL.iter().filter(|extract| !extract.makes_unknown());
    for extract in silent.map(|extract| extract.word()) {
        let mut own = deliveries.iter().filter(|own| own.extract == extract).peekable();
        let is_gone = own.peek().is_none() && prepared.has_been_read(extract);
        if is_gone || basis.is_absent(extract) || own.any(|own| own.state == State::Stale) {
            unsure.insert(extract);
        }
    }
    // Without the links between numbers nobody can tell whose the rows under an onderwijsnummer are.
    if unsure.contains(Extract::Koppeling.word()) {
        let schemas = &prepared.library.schemas;
        let by_either = |word: &&str| schemas.extract(word).is_some_and(Schema::takes_either_number);
        unsure.extend(Extract::ALL.iter().map(|extract| extract.word()).filter(by_either));
    }
    unsure
}

/// Whether at least as many schools delivered handovers as in the previous run.
fn has_all_handovers(head: &PastRun, deliveries: &[Delivery]) -> bool {
    let overstap = Extract::Overstap.word();
    let before = head.deliveries.iter().filter(|own| own.extract == overstap).count();
    deliveries.iter().filter(|own| own.extract == overstap).count() >= before
}
