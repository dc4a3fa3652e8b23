//! The spine of a run: one line per stage, in order.

pub mod fault;
mod parcels;
mod publish;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::Config;
use crate::crypto::hashing::Subject;
use crate::intake::delivery::{Delivery, Files, codes};
use crate::law::in_force::RuleSet;
use crate::model::day::Day;
use crate::model::days::Days;
use crate::model::finding::{Code, Ernst, Finding};
use crate::model::outcome::RunOutcome;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::progress::{Progress, Stage};
use crate::publish::ledger::chain::{self, Head};
use crate::publish::outbox::Outbox;
use crate::publish::state::store;
use crate::release::assessment::{Basis, CONFIGURATION, InForce};
use crate::release::memory::Memory;
use crate::release::minimise::{Minimised, minimise, releases};
use crate::release::recall::{Grounds, Recalls, recalls};
use crate::report::profile_review::{Review, review};
use crate::run::fault::Fault;
use crate::schemas::catalogue::{Catalogue, Lang};
use crate::schemas::schema::Soort;

use crate::law::library::Library;
use crate::report::outcome::Outcome;

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Release; a passed threshold stops it.
    Run,
    /// Release also when a threshold was passed.
    RunAcceptingQuarantine,
    /// Everything but writing.
    DryRun,
    /// Up to and including classification.
    Check,
}

/// One run to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// The configuration.
    pub config: PathBuf,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// Where run folders go.
    pub out: PathBuf,
    /// How far.
    pub mode: Mode,
    /// The language of findings.
    pub lang: Lang,
}

/// Everything that publishing needs, as it stands after the stages.
struct Finished<'a> {
    order: &'a Order,
    progress: &'a dyn Progress,
    library: &'a Library,
    config: &'a Config,
    rules: [&'a RuleSet; 2],
    linked: &'a Linked,
    overall: Vec<(String, Finding)>,
    classified: Option<&'a Classified>,
    parcels: Vec<Minimised<'a>>,
    /// Every profile that occurs, with its decision: where something was decided.
    review: Option<Review>,
    outcome: RunOutcome,
    /// What earlier runs left.
    memory: &'a Memory,
    /// sha256 of the manifest of the run before.
    vorige: Option<String>,
    recalls: Recalls<'a>,
    /// Extracts that hold far fewer rows than in the run before.
    shrunk: Vec<String>,
    /// The day on which the data of the run before left.
    previous: Option<Day>,
}

/// An extract with fewer rows than this share of the run before is most likely cut off.
const SHRUNK_PROMILLE: u64 = 600;

/// Of fewer rows than these in the run before, a few that are gone are nothing unusual.
const SHRUNK_ROWS_MIN: u64 = 10;

/// Makes one run.
pub fn run(order: &Order, library: &Library, progress: &dyn Progress) -> Result<Outcome, Fault> {
    let days = Days { peildatum: order.peildatum, verstrekdatum: order.verstrekdatum };
    days.in_order()?;
    let rules = InForce::on(library, days)?;
    if let Some(fault) = library.register.missing(&rules.on_verstrekdatum) {
        return Err(fault.into());
    }
    let config = Config::load(&order.config, &library.schemas, &library.policy.parties)?;
    let outbox = if order.mode == Mode::DryRun { None } else { Some(Outbox::begin(&order.out)?) };

    let head = chain::head(&order.out);
    let gemeente = config.file.gemeente.code.get_ref();
    let memory =
        store::load(&order.out, head.as_ref(), gemeente, &config.keys.pseudonym, order.verstrekdatum);
    let previous = head.as_ref().filter(|head| head.gemeente == *gemeente);
    if let Some(outbox) = &outbox {
        let kept = head.as_ref().and_then(|head| head.staat.as_deref()).map(store::file_name);
        outbox.clear_states(kept.as_deref())?;
    }

    let basis = Basis::link_heard(library, &config, days, &rules, Files::Disk, progress);
    let mut overall = basis.absent_extracts();
    let shrunk = previous.map(|head| shrunk(head, basis.linked.deliveries())).unwrap_or_default();
    overall
        .extend(shrunk.iter().map(|extract| ((*extract).to_owned(), Finding::file(Code::LeveringGekrompen))));
    overall.extend(basis.repeated_files());
    if let Some(head) = previous {
        let vanished = vanished(head, basis.linked.deliveries());
        overall.extend(vanished.map(|extract| (extract, Finding::file(Code::CodeVerdwenen))));
    }
    let outcome = judge(order.mode, &basis.linked, &overall, &library.catalogue);
    let stops = matches!(outcome, RunOutcome::ExtractRefused | RunOutcome::QuarantineTooLarge);
    let is_classified = !stops || order.mode == Mode::Check;

    let set_aside = |outbox: &Outbox| {
        publish::write_quarantine(order, library, &config.keys, basis.linked.deliveries(), outbox)
    };
    let classify = || {
        progress.begin(Stage::Judging, amount(basis.linked.count()));
        let classified = basis.classify();
        progress.advance(amount(basis.linked.count()));
        classified
    };
    // A workbook is put together on one core.
    let (written, (persons, classified)) = rayon::join(
        || outbox.as_ref().map_or(Ok(()), set_aside),
        || (subjects(&basis.linked, &memory), is_classified.then(classify)),
    );
    written?;
    let memory = memory.knowing(persons);
    if order.mode != Mode::Check {
        overall.extend(basis.arrangement_findings());
        let of_configuration = |code| (CONFIGURATION.to_owned(), Finding::file(code));
        overall.extend(memory.loss().map(|loss| of_configuration(loss.code())));
        if !config.file.logboek.aan {
            overall.push(of_configuration(Code::LogboekUit));
        }
    }
    let mut finished = Finished {
        order,
        progress,
        library,
        config: &config,
        rules: [&rules.on_peildatum, &rules.on_verstrekdatum],
        linked: &basis.linked,
        overall,
        classified: None,
        parcels: Vec::new(),
        review: None,
        outcome,
        memory: &memory,
        vorige: head.as_ref().map(|head| head.sha256.clone()),
        recalls: Recalls::default(),
        shrunk: shrunk.iter().map(|extract| (*extract).to_owned()).collect(),
        previous: previous.map(|head| head.verstrekdatum),
    };
    let Some(classified) = &classified else { return publish::publish(finished, outbox) };
    finished.classified = Some(classified);
    if order.mode == Mode::Check {
        return publish::publish(finished, outbox);
    }

    let consents = basis.consents();
    let releases = releases(basis.sources(classified, &consents, &memory));
    finished.overall.extend(basis.release_findings(&consents));
    finished.review = Some(review(&basis, library, classified, &releases));
    progress.begin(Stage::Deciding, amount(releases.len()));
    let decided = |release| {
        let parcel = minimise(release);
        progress.advance(1);
        parcel
    };
    finished.parcels = releases.par_iter().map(decided).collect();
    let unreadable = basis.linked.deliveries().iter().filter(|own| own.set_aside_unreadable > 0);
    let unsure: BTreeSet<&str> =
        shrunk.iter().copied().chain(unreadable.map(|own| own.extract.as_str())).collect();
    let grounds = Grounds {
        memory: &memory,
        sources: basis.sources(classified, &consents, &memory),
        releases: &releases,
        judge: basis.consent_judge(),
        unsure: &unsure,
        handovers_whole: previous.is_none_or(|head| has_all_handovers(head, basis.linked.deliveries())),
        outdated: previous.is_some_and(|head| order.peildatum < head.peildatum),
    };
    let recalls = recalls(grounds, &finished.parcels);
    if recalls.undeliverable > 0 {
        finished.overall.push((CONFIGURATION.to_owned(), Finding::file(Code::IntrekkingNietGeleverd)));
    }
    finished.recalls = recalls;
    publish::publish(finished, outbox)
}

/// The subject of each person of the BRP extract.
fn subjects(linked: &Linked, memory: &Memory) -> Vec<Subject> {
    let of = |person: usize| linked.person(person).map(|row| memory.subject(&row.persoon.digits()));
    (0..linked.count()).into_par_iter().filter_map(of).collect()
}

/// The extracts that hold far fewer rows than in the run before.
fn shrunk<'d>(head: &Head, deliveries: &'d [Delivery]) -> Vec<&'d str> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for delivery in deliveries {
        *sums.entry(&delivery.extract).or_insert(0) += delivery.sums.read;
    }
    let has_shrunk = |(extract, now): &(&str, u64)| {
        let before = head.gelezen.get(*extract).copied().unwrap_or(0);
        let is_less =
            before >= SHRUNK_ROWS_MIN && now.saturating_mul(1000) < before.saturating_mul(SHRUNK_PROMILLE);
        // The same file as the night before, which was already too small: that makes it no better.
        let still = head.gekrompen.iter().any(|own| own == extract)
            && deliveries.iter().filter(|own| own.extract == **extract).all(|own| {
                head.delivered.iter().any(|(before, sha256)| before == extract && *sha256 == own.sha256)
            });
        is_less || still
    };
    sums.into_iter().filter(has_shrunk).map(|(extract, _)| extract).collect()
}

fn amount(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Whether no fewer schools delivered handovers than in the run before.
fn has_all_handovers(head: &Head, deliveries: &[Delivery]) -> bool {
    let before = head.delivered.iter().filter(|(extract, _)| extract == "overstap").count();
    deliveries.iter().filter(|own| own.extract == "overstap").count() >= before
}

/// For each code that many rows of the run before had and none has now: its extract, if that was delivered as a whole.
fn vanished<'a>(head: &'a Head, deliveries: &'a [Delivery]) -> impl Iterator<Item = String> + 'a {
    head.codes.iter().filter_map(|(extract, column, code)| {
        let mut own = deliveries.iter().filter(|delivery| delivery.extract == *extract).peekable();
        own.peek()?;
        let is_gone = own.all(|delivery| {
            let has = delivery.codes.get(column).is_some_and(|codes| codes.contains(code));
            delivery.kind == Soort::Snapshot && delivery.sums.accepted > 0 && !has
        });
        is_gone.then(|| extract.clone())
    })
}

/// How the run ends, from what was found and set aside.
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
