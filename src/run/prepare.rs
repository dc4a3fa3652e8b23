//! Preparation, before any row is read: the law on both days, the configuration and what earlier runs left.

use super::fault::Fault;
use super::order::{Mode, Order};
use crate::config::Config;
use crate::law::library::Library;
use crate::progress::Progress;
use crate::publish::ledger::chain::{PastRun, Predecessors};
use crate::publish::outbox::Outbox;
use crate::publish::state::store;
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
    previous: Option<PastRun>,
}

/// Reads everything except the deliveries and begins a run folder. A dry run writes nothing.
///
/// # Errors
/// Days out of order or without a rule set, an incomplete register, an invalid configuration, or an output folder that
/// another run has locked.
pub fn prepare<'a>(
    order: &'a Order,
    library: &'a Library,
    progress: &'a dyn Progress,
) -> Result<(Prepared<'a>, Option<Outbox>), Fault> {
    order.days().in_order()?;
    let rules = InForce::on(library, order.days())?;
    if let Some(fault) = library.register.missing(&rules.on_verstrekdatum) {
        return Err(fault.into());
    }
    let config =
        Config::load_on(&order.config, &library.schemas, &library.policy.parties, Some(order.peildatum))?;
    let outbox = if order.mode == Mode::DryRun { None } else { Some(Outbox::begin(&order.out)?) };
    // Read the chain while the folder is locked, so that no other run can extend it meanwhile.
    let gemeente = config.file.gemeente.code.get_ref();
    let predecessors = Predecessors::read(&order.out, gemeente, config.keys.signing.as_ref());
    if let Some(outbox) = &outbox {
        // The state of a run that is not believed stays until the next run is published: somebody may put that run right.
        if predecessors.doubt().is_none() {
            let kept = predecessors.head().and_then(|head| head.state.as_deref()).map(store::file_name);
            outbox.clear_states(kept.as_deref())?;
        }
    }
    let previous = predecessors.head().cloned();
    Ok((Prepared { order, library, progress, rules, config, predecessors, previous }, outbox))
}

impl Prepared<'_> {
    /// The run that this one is compared with: the last believed one; for a night tried again, the one before that night.
    pub fn previous(&self) -> Option<&PastRun> {
        self.previous.as_ref()
    }

    /// The believed runs before this night, newest first: [`Prepared::previous`] and those before it.
    pub fn earlier(&self) -> impl Iterator<Item = PastRun> {
        let first = self.previous().map(|run| run.sha256.clone());
        let runs = self.predecessors.back();
        runs.skip_while(move |run| first.as_ref() != Some(&run.sha256))
    }

    /// Whether an earlier run read this extract.
    pub fn has_been_read(&self, extract: &str) -> bool {
        self.earlier().any(|run| run.deliveries.iter().any(|own| own.extract == extract))
    }

    /// What the previous run left.
    pub fn memory(&self) -> Memory {
        let key = &self.config.keys.pseudonym;
        store::load(&self.order.out, &self.predecessors, key, self.order.verstrekdatum)
    }
}
