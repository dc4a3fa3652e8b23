//! The spine of a run: prepare, assess, release, publish.

mod assess;
mod collapse;
pub mod fault;
mod finished;
pub mod order;
mod parcels;
mod prepare;
mod publish;
mod release;
mod set_aside;

use crate::law::library::Library;
use crate::progress::Progress;
use crate::report::outcome::Outcome;
use assess::assess;
use fault::Fault;
use finished::Finished;
use order::{Moments, Order};
use prepare::prepare;
use publish::publish;
use release::{Decisions, release};

/// Makes one run: reads, classifies, decides and publishes. Its folder appears whole or not at all.
///
/// # Errors
/// Anything that prevents the run. A refused extract is not an error: that run still has a folder and an exit code.
pub fn run(order: &Order, library: &Library, progress: &dyn Progress) -> Result<Outcome, Fault> {
    let begun = (order.clock)();
    let (prepared, memory, outbox) = prepare(order, library, progress)?;
    let assessed = assess(&prepared, memory, outbox.as_ref())?;
    let classified = (order.clock)();
    let consents = assessed.basis.consents();
    let decisions = Decisions::of(&prepared, &assessed, &consents);
    let released = decisions.as_ref().map(|decisions| release(&prepared, &assessed, decisions));
    let moments = Moments { begun, classified, decided: (order.clock)() };
    publish(&Finished::of(&prepared, &assessed, released, moments), outbox)
}
