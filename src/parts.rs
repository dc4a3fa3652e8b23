//! Work in parts: made on all cores, taken in order.

use std::io;

use rayon::prelude::*;

/// Parts that are made at once: bounds memory, and does not change what comes out.
const PARTS_AT_ONCE: usize = 8;

/// Makes parts in parallel and takes them in their order: the next ones are made while some are taken.
pub fn in_parts<P: Send>(
    parts: usize,
    make: impl Fn(usize) -> P + Sync,
    mut take: impl FnMut(P) -> io::Result<()> + Send,
) -> io::Result<()> {
    let some = |first: usize| -> Vec<P> {
        (first..parts.min(first + PARTS_AT_ONCE)).into_par_iter().map(&make).collect()
    };
    let mut made = some(0);
    let mut first = PARTS_AT_ONCE;
    while !made.is_empty() {
        let own = std::mem::take(&mut made);
        let (taken, next) = rayon::join(|| own.into_iter().try_for_each(&mut take), || some(first));
        taken?;
        made = next;
        first += PARTS_AT_ONCE;
    }
    Ok(())
}
