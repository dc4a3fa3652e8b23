//! Detects deliveries that lost most of their rows since an earlier run, or have none at all. A truncated file is far more likely than that
//! many cases ending in one night.

use crate::intake::delivery::{Delivery, EarlierRows};
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::finding::{Code, Finding, Particular};
use crate::publish::ledger::chain::{PastDelivery, PastRun};
use crate::schemas::schema::Soort;

/// A delivery with less than this share of its earlier rows, per thousand, most likely lost some.
const SHRUNK_PROMILLE: u64 = 600;

/// With fewer rows before, losing a few is nothing unusual.
const ROWS_MIN: u64 = 10;

/// Notes on each delivery with far fewer rows than in the newest of the earlier runs that read it. The runs come newest first, and
/// are asked for one by one, as far back as is needed.
pub fn note_collapsed(deliveries: &mut [Delivery], earlier: impl Iterator<Item = PastRun>) {
    let newest = newest(deliveries, earlier);
    for (delivery, newest) in deliveries.iter_mut().zip(newest) {
        if let Some(newest) = &newest {
            compare(delivery, newest);
        }
        note_empty(delivery, newest.is_some_and(|newest| newest.delivery.rows > 0));
    }
}

/// Notes a delivery without any rows, where there must be some or where nobody would be protected any more, unless the comparison with an
/// earlier run already reported it.
fn note_empty(delivery: &mut Delivery, had_rows: bool) {
    let code = match Extract::from_word(&delivery.extract) {
        Some(extract) if extract.always_has_rows() => Code::LeveringZonderRijen,
        Some(Extract::Uitsluiting) if had_rows => Code::UitsluitingenLeeg,
        _ => return,
    };
    if is_whole(delivery) && delivery.sums.read == 0 && delivery.shrunken_from.is_none() {
        delivery.findings.push(Finding::file(code));
    }
}

/// A DELTA holds what changed, and may hold nothing.
fn is_whole(delivery: &Delivery) -> bool {
    delivery.kind == Soort::Snapshot && delivery.is_read
}

fn compare(delivery: &mut Delivery, newest: &Newest) {
    let now = delivery.sums.read;
    let is_below = |before: &EarlierRows, promille: u64| {
        before.rows >= ROWS_MIN && now.saturating_mul(1_000) < before.rows.saturating_mul(promille)
    };
    // A file that was too small last time does not become whole by being delivered again.
    let is_same = newest.delivery.mark == delivery.hmac;
    let before_that = newest.delivery.shrunken_from.filter(|_| is_same);
    let before = EarlierRows { rows: newest.delivery.rows, day: newest.day };
    let least = delivery.min_rows_promille;
    let (code, before, promille) = if is_below(&before, least) {
        (Code::LeveringIngestort, before, least)
    } else if let Some(before) =
        [Some(before), before_that].into_iter().flatten().find(|own| is_below(own, SHRUNK_PROMILLE))
    {
        (Code::LeveringGekrompen, before, SHRUNK_PROMILLE)
    } else {
        return;
    };
    delivery.shrunken_from = Some(before);
    let source = delivery.source.clone();
    let particular = Particular::Fewer { source, now, before: before.rows, day: before.day, promille };
    delivery.note(Finding::file(code), particular);
}

/// A delivery in the newest run that read it.
struct Newest {
    delivery: PastDelivery,
    /// The verstrekdatum of that run.
    day: Day,
}

/// For each delivery, in order, the newest earlier run that read it as SNAPSHOT. A DELTA is not compared.
fn newest(deliveries: &[Delivery], earlier: impl Iterator<Item = PastRun>) -> Vec<Option<Newest>> {
    let mut found: Vec<Option<Newest>> = deliveries.iter().map(|_| None).collect();
    for run in earlier {
        let open = deliveries.iter().zip(&mut found).filter(|(own, found)| is_whole(own) && found.is_none());
        let mut is_done = true;
        for (own, found) in open {
            let same = |past: &&PastDelivery| {
                came_whole(past) && past.extract == own.extract && past.responsible == own.responsible
            };
            let past = run.deliveries.iter().find(same);
            *found = past.map(|past| Newest { delivery: past.clone(), day: run.verstrekdatum });
            is_done &= found.is_some();
        }
        if is_done {
            break;
        }
    }
    found
}

/// A manifest of the first form does not say how a delivery came; nearly all came whole.
fn came_whole(delivery: &PastDelivery) -> bool {
    delivery.kind.as_deref().is_none_or(|kind| kind == "SNAPSHOT")
}
