//! Runs work in parts: made on all cores, taken in order.

use std::convert::Infallible;

use rayon::prelude::*;

/// Parts made at once per thread. Bounds memory; does not affect the result.
const PARTS_PER_THREAD: usize = 3;

/// Makes parts in parallel and hands them to `take` in order. The next batch is made while the current one is taken.
///
/// # Errors
/// The first error from `take`; no further part is taken.
pub fn in_parts<P: Send, E: Send>(
    parts: usize,
    make: impl Fn(usize) -> P + Sync,
    mut take: impl FnMut(P) -> Result<(), E> + Send,
) -> Result<(), E> {
    let at_once = rayon::current_num_threads() * PARTS_PER_THREAD;
    let some =
        |first: usize| -> Vec<P> { (first..parts.min(first + at_once)).into_par_iter().map(&make).collect() };
    let mut made = some(0);
    let mut first = at_once;
    while !made.is_empty() {
        let own = std::mem::take(&mut made);
        let (taken, next) = rayon::join(|| own.into_iter().try_for_each(&mut take), || some(first));
        taken?;
        made = next;
        first += at_once;
    }
    Ok(())
}

/// Like [`in_parts`], for a `take` that cannot fail.
pub fn in_parts_always<P: Send>(
    parts: usize,
    make: impl Fn(usize) -> P + Sync,
    mut take: impl FnMut(P) + Send,
) {
    let taken: Result<(), Infallible> = in_parts(parts, make, |part| {
        take(part);
        Ok(())
    });
    taken.unwrap_or_else(|never| match never {});
}
