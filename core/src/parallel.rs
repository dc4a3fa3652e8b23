//! Runs work in parts: made on all cores, taken in order.
//!
//! Rayon costs thousands of lines of LLVM for each closure type it is given. So closures reach it as `dyn`, and it is compiled once: a
//! copy for every type of row was a tenth of this library.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

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
    let some = |first: usize| made(first..parts.min(first + at_once), &make);
    let mut waiting = some(0);
    let mut first = at_once;
    while !waiting.is_empty() {
        let (mut taken, mut next) = (Ok(()), Vec::new());
        let own = std::mem::take(&mut waiting);
        let mut own = own.into_iter();
        both(&mut || taken = own.try_for_each(&mut take), &mut || next = some(first));
        taken?;
        waiting = next;
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

/// What `make` returns for each index below `count`, in order, without the `None`s. A part is `together` indices.
pub fn mapped<P: Send>(count: usize, together: usize, make: impl Fn(usize) -> Option<P> + Sync) -> Vec<P> {
    let mut all = Vec::with_capacity(count);
    let of_part = |part: usize| -> Vec<P> {
        let start = part * together;
        (start..count.min(start + together)).filter_map(&make).collect()
    };
    in_parts_always(count.div_ceil(together), of_part, |mut own| all.append(&mut own));
    all
}

/// Some parts, in their order.
fn made<P: Send>(parts: Range<usize>, make: &(impl Fn(usize) -> P + Sync)) -> Vec<P> {
    let places: Vec<Mutex<Option<P>>> = parts.clone().map(|_| Mutex::new(None)).collect();
    let first = parts.start;
    each(parts, &|part| {
        let own = make(part);
        if let Some(place) = places.get(part - first) {
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(own);
        }
    });
    places
        .into_iter()
        .filter_map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

/// Calls `one` for each part, on all cores.
fn each(parts: Range<usize>, one: &(dyn Fn(usize) + Sync)) {
    parts.into_par_iter().for_each(one);
}

/// Calls both, at the same time if a core is free.
fn both(one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send)) {
    rayon::join(one, other);
}
