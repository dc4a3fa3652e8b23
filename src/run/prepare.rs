//! Preparation, before any row is read: the law on both days, the configuration and what earlier runs left.

use super::fault::Fault;
use super::order::{Mode, Order};
use crate::config::Config;
use crate::law::library::Library;
use crate::progress::Progress;
use crate::publish::ledger::chain::{self, Head};
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
    /// The last run in the output folder.
    pub head: Option<Head>,
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
    let head = chain::head(&order.out);
    if let Some(outbox) = &outbox {
        let kept = head.as_ref().and_then(|head| head.staat.as_deref()).map(store::file_name);
        outbox.clear_states(kept.as_deref())?;
    }
    Ok((Prepared { order, library, progress, rules, config, head }, outbox))
}

impl Prepared<'_> {
    /// The previous run: the last one in the folder, if it belongs to the same controller.
    pub fn previous(&self) -> Option<&Head> {
        let gemeente = self.config.file.gemeente.code.get_ref();
        self.head.as_ref().filter(|head| head.gemeente == *gemeente)
    }

    /// What the previous run left.
    pub fn memory(&self) -> Memory {
        let gemeente = self.config.file.gemeente.code.get_ref();
        let key = &self.config.keys.pseudonym;
        store::load(&self.order.out, self.head.as_ref(), gemeente, key, self.order.verstrekdatum)
    }
}
