//! Before a row is read: the law of both days, the configuration, and what earlier runs left.

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

/// What a run works with.
pub struct Prepared<'a> {
    /// What was asked.
    pub order: &'a Order,
    /// The law and the schemas.
    pub library: &'a Library,
    /// Whoever listens to how far the run is.
    pub progress: &'a dyn Progress,
    /// The rule sets of both days.
    pub rules: InForce,
    /// The configuration, with its keys.
    pub config: Config,
    /// The last run in the output folder.
    pub head: Option<Head>,
}

/// Reads everything but the deliveries, and begins a run folder. A dry run writes nothing.
///
/// # Errors
/// Days out of order or without a rule set, an incomplete register, a configuration that does not hold, an output folder that
/// another run holds.
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
    // The chain is read while the folder is locked: no other run can lengthen it meanwhile.
    let head = chain::head(&order.out);
    if let Some(outbox) = &outbox {
        let kept = head.as_ref().and_then(|head| head.staat.as_deref()).map(store::file_name);
        outbox.clear_states(kept.as_deref())?;
    }
    Ok((Prepared { order, library, progress, rules, config, head }, outbox))
}

impl Prepared<'_> {
    /// The run before this one: the last run of the folder, if it is the same controller's.
    pub fn previous(&self) -> Option<&Head> {
        let gemeente = self.config.file.gemeente.code.get_ref();
        self.head.as_ref().filter(|head| head.gemeente == *gemeente)
    }

    /// What the run before left.
    pub fn memory(&self) -> Memory {
        let gemeente = self.config.file.gemeente.code.get_ref();
        let key = &self.config.keys.pseudonym;
        store::load(&self.order.out, self.head.as_ref(), gemeente, key, self.order.verstrekdatum)
    }
}
