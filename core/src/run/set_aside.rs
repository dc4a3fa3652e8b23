//! Rows in quarantine, sealed so that the source can correct them.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::order::Order;
use crate::crypto::keys::Keys;
use crate::intake::delivery::Delivery;
use crate::intake::mending::mark;
use crate::law::library::Library;
use crate::publish::export::repair::Repair;
use crate::publish::outbox::Outbox;

/// Writes the quarantined rows as delivered, and a workbook for correcting them.
///
/// This happens before any decision, because the workbook takes memory that the parcels need later.
///
/// # Errors
/// [`Fault`] if a file cannot be sealed or written.
pub fn write_quarantine(
    order: &Order,
    library: &Library,
    keys: &Keys,
    deliveries: &[Delivery],
    outbox: &Outbox,
) -> Result<(), Fault> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for delivery in deliveries.iter().filter(|delivery| delivery.sums.quarantaine > 0) {
        let nth = seen.entry(&delivery.extract).or_insert(0);
        *nth += 1;
        let suffix = if *nth > 1 { format!(".{nth}") } else { String::new() };
        let path = format!("intern/quarantaine/{}{suffix}.csv.age", delivery.extract);
        let mark = mark(&keys.pseudonym, &delivery.hmac);
        outbox.sealed(&path, &keys.beheer, &keys.pseudonym, |sealer| {
            sealer.add(&delivery.quarantine.marked(&mark))
        })?;
    }
    let repair = Repair {
        deliveries,
        catalogue: &library.catalogue,
        schemas: &library.schemas,
        pseudonym: &keys.pseudonym,
        lang: order.lang,
        verstrekdatum: order.verstrekdatum,
    };
    if repair.is_needed() {
        let path = "intern/quarantaine/herstel.xlsx.age";
        outbox.sealed(path, &keys.beheer, &keys.pseudonym, |sealer| sealer.add(&repair.workbook()?))?;
    }
    Ok(())
}
