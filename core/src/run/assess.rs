//! Links the deliveries, classifies everyone and decides whether the run may continue.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::collapse::note_collapsed;
use super::fault::Fault;
use super::order::Mode;
use super::prepare::Prepared;
use super::set_aside::write_quarantine;
use crate::config::Config;
use crate::crypto::hashing::Subject;
use crate::intake::delivery::{Delivery, Files, codes};
use crate::law::library::Library;
use crate::model::finding::{Code, Ernst, Finding, Particular, Particulars};
use crate::model::number::concealed;
use crate::model::outcome::RunOutcome;
use crate::parallel::mapped;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::progress::{Stage, amount};
use crate::publish::ledger::chain::PastRun;
use crate::publish::lookups::{self, Lookups};
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
    /// What they say beyond their code.
    pub particulars: Vec<Particulars>,
    /// How the run ends.
    pub outcome: RunOutcome,
    /// The hash of the last line about who looked up a person.
    pub lookups: Option<String>,
    /// Everyone, classified. `None` if the run stops.
    pub classified: Option<Classified>,
}

/// Reads and links every delivery and classifies everyone. Meanwhile it writes the rows set aside to `outbox`: building
/// their workbook takes one core, and memory that the parcels need later.
///
/// # Errors
/// [`Fault`] if the rows set aside cannot be written.
pub fn assess<'a>(
    prepared: &'a Prepared<'a>,
    memory: Memory,
    outbox: Option<&Outbox>,
) -> Result<Assessed<'a>, Fault> {
    let Prepared { order, library, progress, rules, config, .. } = prepared;
    let mut basis = Basis::link_heard(library, config, order.days(), rules, Files::Disk, *progress);
    note_collapsed(basis.linked.deliveries_mut(), prepared.earlier());
    let deliveries = basis.linked.deliveries();
    let mut findings = findings_of_files(&basis, prepared.previous());
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
    let mut particulars = basis.particulars().to_vec();
    let mut of_run = findings_of_law(library, prepared.previous());
    of_run.extend(exposed_keys(config));
    // A first run has nothing to be compared with, so that a person must look at the rows of each file. The report has them.
    if order.mode != Mode::Check && prepared.predecessors.named().is_none() {
        findings.push((CONFIGURATION.to_owned(), Finding::file(Code::EersteRun)));
    }
    findings.extend(of_run.iter().map(|own| (own.extract.clone(), own.finding)));
    particulars.extend(of_run);
    // The last run is trusted but an earlier one is missing. Nothing in this run depends on that, but somebody removed it, so it is
    // reported.
    if prepared.predecessors.broken_behind().is_some() {
        findings.push((CONFIGURATION.to_owned(), Finding::file(Code::KetenGebroken)));
    }
    let lookups = lookups::read(&order.out, &config.keys.pseudonym);
    if !are_whole(&lookups, prepared.previous().and_then(|head| head.lookups.as_deref())) {
        findings.push((CONFIGURATION.to_owned(), Finding::file(Code::RaadplegingenGewijzigd)));
    }
    let lookups = lookups.ok().and_then(|lookups| lookups.last().map(str::to_owned));
    Ok(Assessed { basis, memory, findings, particulars, outcome, lookups, classified })
}

/// Whether every line about who looked up a person is as it was written, and the last one of the previous run is still there.
fn are_whole(lookups: &io::Result<Lookups>, last: Option<&str>) -> bool {
    lookups.as_ref().is_ok_and(|own| own.broken == 0 && last.is_none_or(|last| own.has(last)))
}

/// Findings from comparing the files with each other and with the previous run.
fn findings_of_files(basis: &Basis<'_>, previous: Option<&PastRun>) -> Vec<(String, Finding)> {
    let was_read = |extract: &str| previous.is_some_and(|run| run.read.contains_key(extract));
    let mut findings = basis.absent_extracts(was_read);
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
    if !basis.config.file.logboek.is_kept {
        findings.push(of_configuration(Code::LogboekUit));
    }
    if basis.config.file.beheer.small_cell_threshold <= 1 {
        findings.push(of_configuration(Code::DrempelUit));
    }
    findings
}

/// Secret keys that anyone besides their owner and group can read or change.
fn exposed_keys(config: &Config) -> Option<Particulars> {
    let exposed = &config.keys.exposed;
    (!exposed.is_empty()).then(|| Particulars {
        extract: CONFIGURATION.to_owned(),
        finding: Finding::file(Code::SleutelLeesbaar),
        particular: Particular::Files(exposed.clone()),
    })
}

/// Findings about the law that this run applied: whether it is the built-in one, and whether it differs from that of the previous run.
fn findings_of_law(library: &Library, previous: Option<&PastRun>) -> Vec<Particulars> {
    let of_law = |code, particular| Particulars {
        extract: CONFIGURATION.to_owned(),
        finding: Finding::file(code),
        particular,
    };
    let mut found = Vec::new();
    if !library.files.is_built_in {
        let folder = concealed(&library.files.origin).into_owned();
        found.push(of_law(Code::WetVanElders, Particular::Folder(folder)));
    }
    let changed = previous.map(|head| changed(&head.rules, &library.files.hashes())).unwrap_or_default();
    if !changed.is_empty() {
        found.push(of_law(Code::WetGewijzigd, Particular::Files(changed)));
    }
    found
}

/// The files that were added, removed or changed, by path.
fn changed(before: &BTreeMap<String, String>, now: &[(String, String)]) -> Vec<String> {
    let now: BTreeMap<&str, &str> = now.iter().map(|(path, hash)| (path.as_str(), hash.as_str())).collect();
    let before: BTreeMap<&str, &str> =
        before.iter().map(|(path, hash)| (path.as_str(), hash.as_str())).collect();
    let all: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    all.into_iter().filter(|path| before.get(path) != now.get(path)).map(str::to_owned).collect()
}

/// Persons whose subjects are made as one part.
const TOGETHER_PERSONS: usize = 4 << 10;

/// The subject of each person of the BRP extract.
fn subjects(linked: &Linked, memory: &Memory) -> Vec<Subject> {
    let of = |person: usize| linked.person(person).map(|row| memory.subject(&row.persoon.digits()));
    mapped(linked.count(), TOGETHER_PERSONS, of)
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
