//! The rows set aside, sealed for repair at the source.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::order::Order;
use crate::crypto::keys::Keys;
use crate::intake::delivery::Delivery;
use crate::law::library::Library;
use crate::publish::export::repair::Repair;
use crate::publish::outbox::Outbox;

/// The rows set aside, as they were delivered, and the workbook for their repair.
///
/// It comes before anything is decided: the workbook takes room that parcels need later.
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
        let pad = format!("intern/quarantaine/{}{suffix}.csv.age", delivery.extract);
        outbox.sealed(&pad, &keys.beheer, &keys.pseudonym, |sealer| sealer.add(delivery.quarantine.csv()))?;
    }
    let repair = Repair {
        deliveries,
        catalogue: &library.catalogue,
        schemas: &library.schemas,
        lang: order.lang,
        verstrekdatum: order.verstrekdatum,
    };
    if repair.is_needed() {
        let pad = "intern/quarantaine/herstel.xlsx.age";
        outbox.sealed(pad, &keys.beheer, &keys.pseudonym, |sealer| sealer.add(&repair.workbook()?))?;
    }
    Ok(())
}
