//! Links the deliveries, classifies everyone and decides whether the run may continue.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::fault::Fault;
use super::order::Mode;
use super::prepare::Prepared;
use super::set_aside::write_quarantine;
use crate::crypto::hashing::Subject;
use crate::intake::delivery::{Delivery, Files, codes};
use crate::model::finding::{Code, Ernst, Finding};
use crate::model::outcome::RunOutcome;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::progress::{Stage, amount};
use crate::publish::ledger::chain::PastRun;
use crate::publish::outbox::Outbox;
use crate::release::assessment::{Basis, CONFIGURATION};
use crate::release::memory::Memory;
use crate::schemas::catalogue::Catalogue;
use crate::schemas::schema::Soort;

/// Everything known before any parcel is decided.
pub struct Assessed<'a> {
    /// The rules and the linked facts.
    pub basis: Basis<'a>,
    /// What the previous run left, with the subjects of this run's persons.
    pub memory: Memory,
    /// Findings about the run as a whole: extract and finding.
    pub findings: Vec<(String, Finding)>,
    /// How the run ends.
    pub outcome: RunOutcome,
    /// Extracts with far fewer rows than in the previous run.
    pub shrunk: Vec<String>,
    /// Everyone, classified. `None` if the run stops.
    pub classified: Option<Classified>,
}

/// An extract with less than this share of the previous run's rows was most likely cut off.
const SHRUNK_PROMILLE: u64 = 600;

/// Below this many rows in the previous run, losing a few is nothing unusual.
const SHRUNK_ROWS_MIN: u64 = 10;

/// Reads and links every delivery and classifies everyone. Meanwhile it writes the rows set aside to `outbox`: building
/// their workbook takes one core, and memory that the parcels need later.
///
/// # Errors
/// [`Fault`] if the rows set aside cannot be written.
pub fn assess<'a>(prepared: &'a Prepared<'a>, outbox: Option<&Outbox>) -> Result<Assessed<'a>, Fault> {
    let Prepared { order, library, progress, rules, config, .. } = prepared;
    let memory = prepared.memory();
    let basis = Basis::link_heard(library, config, order.days(), rules, Files::Disk, *progress);
    let deliveries = basis.linked.deliveries();
    let previous = prepared.previous();
    let shrunk = previous.map(|head| shrunk(head, deliveries)).unwrap_or_default();
    let mut findings = findings_of_files(&basis, previous, &shrunk);
    let outcome = judge(order.mode, &basis.linked, &findings, &library.catalogue);
    let stops = matches!(outcome, RunOutcome::ExtractRefused | RunOutcome::QuarantineTooLarge);
    let is_classified = !stops || order.mode == Mode::Check;
    let classify = || {
        progress.begin(Stage::Judging, amount(basis.linked.count()));
        let classified = basis.classify();
        progress.advance(amount(basis.linked.count()));
        classified
    };
    let (written, (persons, classified)) = rayon::join(
        || outbox.map_or(Ok(()), |outbox| write_quarantine(order, library, &config.keys, deliveries, outbox)),
        || (subjects(&basis.linked, &memory), is_classified.then(classify)),
    );
    written?;
    let memory = memory.knowing(persons);
    if order.mode != Mode::Check {
        findings.extend(findings_of_configuration(&basis, &memory));
    }
    let shrunk = shrunk.into_iter().map(str::to_owned).collect();
    Ok(Assessed { basis, memory, findings, outcome, shrunk, classified })
}

/// Findings from comparing the files with each other and with the previous run.
fn findings_of_files(
    basis: &Basis<'_>,
    previous: Option<&PastRun>,
    shrunk: &[&str],
) -> Vec<(String, Finding)> {
    let mut findings = basis.absent_extracts();
    findings
        .extend(shrunk.iter().map(|extract| ((*extract).to_owned(), Finding::file(Code::LeveringGekrompen))));
    findings.extend(basis.repeated_files());
    if let Some(head) = previous {
        let vanished = vanished(head, basis.linked.deliveries());
        findings.extend(vanished.map(|extract| (extract, Finding::file(Code::CodeVerdwenen))));
    }
    findings
}

/// Findings about the configuration and the state.
fn findings_of_configuration(basis: &Basis<'_>, memory: &Memory) -> Vec<(String, Finding)> {
    let of_configuration = |code| (CONFIGURATION.to_owned(), Finding::file(code));
    let mut findings = basis.arrangement_findings();
    findings.extend(memory.loss().map(|loss| of_configuration(loss.code())));
    if !basis.config.file.logboek.aan {
        findings.push(of_configuration(Code::LogboekUit));
    }
    findings
}

/// The subject of each person of the BRP extract.
fn subjects(linked: &Linked, memory: &Memory) -> Vec<Subject> {
    let of = |person: usize| linked.person(person).map(|row| memory.subject(&row.persoon.digits()));
    (0..linked.count()).into_par_iter().filter_map(of).collect()
}

/// The extracts with far fewer rows than in the previous run.
fn shrunk<'d>(head: &PastRun, deliveries: &'d [Delivery]) -> Vec<&'d str> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for delivery in deliveries {
        *sums.entry(&delivery.extract).or_insert(0) += delivery.sums.read;
    }
    let has_shrunk = |(extract, now): &(&str, u64)| {
        let before = head.read.get(*extract).copied().unwrap_or(0);
        let is_less =
            before >= SHRUNK_ROWS_MIN && now.saturating_mul(1000) < before.saturating_mul(SHRUNK_PROMILLE);
        // The previous run flagged this same file as too small. Delivering it again does not clear it.
        let still = head.shrunk.iter().any(|own| own == extract)
            && deliveries.iter().filter(|own| own.extract == **extract && !own.is_sheet()).all(|own| {
                head.deliveries.iter().any(|before| before.extract == *extract && before.mark == own.sha256)
            });
        is_less || still
    };
    sums.into_iter().filter(has_shrunk).map(|(extract, _)| extract).collect()
}

/// Finds codes that many rows had in the previous run and none has now. Gives the extract of each, if it was delivered as a
/// snapshot.
fn vanished<'a>(head: &'a PastRun, deliveries: &'a [Delivery]) -> impl Iterator<Item = String> + 'a {
    head.codes().filter_map(|(extract, column, code)| {
        let of_extract = |own: &&Delivery| own.extract == extract && !own.is_sheet();
        let mut own = deliveries.iter().filter(of_extract).peekable();
        own.peek()?;
        let is_gone = own.all(|delivery| {
            let has = delivery.codes.get(column).is_some_and(|codes| codes.iter().any(|own| own == code));
            delivery.kind == Soort::Snapshot && delivery.sums.accepted > 0 && !has
        });
        is_gone.then(|| extract.to_owned())
    })
}

/// How the run ends, given its findings and the rows set aside.
fn judge(mode: Mode, linked: &Linked, overall: &[(String, Finding)], catalogue: &Catalogue) -> RunOutcome {
    let refused =
        codes(linked.deliveries(), overall).any(|(_, code)| catalogue.ernst(code) == Ernst::Blokkerend);
    let too_many = linked.deliveries().iter().any(Delivery::over_threshold);
    match (refused, too_many, mode) {
        (true, ..) => RunOutcome::ExtractRefused,
        (false, true, Mode::RunAcceptingQuarantine) => RunOutcome::ReleasedOverThreshold,
        (false, true, _) => RunOutcome::QuarantineTooLarge,
        (false, false, Mode::Check) => RunOutcome::CheckedOnly,
        (false, false, _) => RunOutcome::Released,
    }
}
