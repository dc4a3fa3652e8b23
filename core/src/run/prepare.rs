//! Preparation, before any row is read: the law on both days, the configuration and what earlier runs left.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::fault::Fault;
use super::order::{Mode, Order};
use crate::config::Config;
use crate::law::library::Library;
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::progress::Progress;
use crate::publish::ledger::chain::{Begin, PastRun, Predecessors};
use crate::publish::outbox::Outbox;
use crate::publish::state::store::{self, Loaded};
use crate::release::assessment::InForce;
use crate::release::memory::Memory;

/// The input of a run, loaded and checked.
pub struct Prepared<'a> {
    /// The order.
    pub order: &'a Order,
    /// The law and the schemas.
    pub library: &'a Library,
    /// Receives the run's progress.
    pub progress: &'a dyn Progress,
    /// The rule sets of both days.
    pub rules: InForce,
    /// The configuration, with its keys.
    pub config: Config,
    /// The runs before this one, in the output folder.
    pub predecessors: Predecessors,
    /// What this run begins with.
    pub begin: Begin,
    /// The verstrekdatum of the last believed run of an earlier night: what this run delivers is compared with that night.
    pub night_before: Option<Day>,
    /// The extracts that earlier runs read, once somebody asked.
    read_before: OnceLock<BTreeSet<String>>,
}

/// Reads everything except the deliveries, with what earlier runs left, and begins a run folder. A dry run writes nothing.
///
/// # Errors
/// Days out of order or without a rule set, an incomplete register, an invalid configuration, or an output folder that
/// another run has locked.
pub fn prepare<'a>(
    order: &'a Order,
    library: &'a Library,
    progress: &'a dyn Progress,
) -> Result<(Prepared<'a>, Memory, Option<Outbox>), Fault> {
    order.days().in_order()?;
    let rules = InForce::on(library, order.days())?;
    if let Some(fault) = library.register.missing(&rules.on_verstrekdatum) {
        return Err(fault.into());
    }
    let config =
        Config::load_on(&order.config, &library.schemas, &library.policy.parties, Some(order.peildatum))?;
    let outbox = if order.mode == Mode::DryRun { None } else { Some(Outbox::begin(&order.out)?) };
    // Read the chain while the folder is locked, so that no other run can extend it meanwhile.
    let (gemeente, keys) = (config.file.gemeente.code.get_ref(), &config.keys);
    let predecessors = Predecessors::read(&order.out, gemeente, keys.signing.as_ref(), &keys.pseudonym);
    if let Some(folder) = predecessors.foreign() {
        return Err(foreign(order, folder));
    }
    if order.mode != Mode::Check {
        in_sequence(order, predecessors.guard())?;
    }
    let night_before = predecessors.before(order.verstrekdatum).map(|run| run.verstrekdatum);
    let Loaded { memory, begin, kept, renamed } =
        store::load(&order.out, &predecessors, &keys.pseudonym, order.verstrekdatum);
    if let Some(outbox) = &outbox {
        if let Some((named, hash)) = renamed.filter(|_| order.mode != Mode::Check) {
            outbox.copy_state(&named, &hash)?;
        }
        // Keep the state of an untrusted run until the next run is published: somebody may still repair that run.
        if predecessors.doubt().is_none() && !predecessors.is_head_moved() {
            outbox.clear_states(&kept)?;
        }
    }
    let read_before = OnceLock::new();
    let prepared =
        Prepared { order, library, progress, rules, config, predecessors, night_before, begin, read_before };
    Ok((prepared, memory, outbox))
}

/// Days that a verstrekdatum may lie after that of the last run, unless somebody says that it may be more.
const JUMP_DAYS: i32 = 31;

/// Nights follow each other: a run does not go back, nor skips more than a month unasked.
fn in_sequence(order: &Order, last: Option<&PastRun>) -> Result<(), Fault> {
    let Some(last) = last else { return Ok(()) };
    let (day, last) = (order.verstrekdatum, last.verstrekdatum);
    if day < last {
        return Err(Fault::Usage {
            message: format!("de verstrekdatum {day} ligt vóór die van de laatste run in deze keten, {last}"),
            help: "wat sindsdien is ingetrokken of uitgesloten zou weer worden geleverd; geef een verstrekdatum op of na die dag".to_owned(),
        });
    }
    if day > last.plus_days(JUMP_DAYS) && !order.may_jump {
        return Err(Fault::Usage {
            message: format!(
                "de verstrekdatum {day} ligt meer dan {JUMP_DAYS} dagen na die van de laatste run in deze keten, {last}"
            ),
            help: "controleer de datum; klopt zij (er is een tijd niet gedraaid), geef dan --sprong"
                .to_owned(),
        });
    }
    Ok(())
}

/// The fault of a folder whose runs are another municipality's.
fn foreign(order: &Order, folder: &str) -> Fault {
    Fault::Usage {
        message: format!("in `{}` staat een run van een andere gemeente: `{folder}`", order.out.display()),
        help: "elke gemeente heeft een eigen map met runs en een eigen keten; geef met --out een andere map"
            .to_owned(),
    }
}

impl Prepared<'_> {
    /// The run that this one is held against ([`Predecessors::guard`]).
    pub fn previous(&self) -> Option<&PastRun> {
        self.predecessors.guard()
    }

    /// [`Prepared::previous`] and the believed runs before it, newest first. What was read on earlier nights stands in them.
    pub fn earlier(&self) -> impl Iterator<Item = PastRun> {
        self.predecessors.guarding()
    }

    /// Whether an earlier run read this extract. The chain is walked once, however many extracts are asked about: one that was never
    /// delivered is looked for in every run.
    pub fn has_been_read(&self, extract: &str) -> bool {
        let read = self.read_before.get_or_init(|| {
            let mut read = BTreeSet::new();
            for run in self.earlier() {
                read.extend(run.deliveries.into_iter().map(|own| own.extract));
                // A schema folder of one's own may name others as well.
                if Extract::are_all_in(&read) {
                    break;
                }
            }
            read
        });
        read.contains(extract)
    }
}
