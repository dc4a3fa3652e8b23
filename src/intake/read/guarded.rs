//! Code of others that reads hostile bytes may give up in the middle. Here that is an answer like any other: there is nothing
//! to read, the file is refused, and the run goes on.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `read` gives; nothing if it gave up. What it was working on must not be used again.
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    answer.ok()
}

/// Whether this thread is reading under guard: then giving up is no fault of the program, and nobody needs to hear of it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thread that stays under guard, so that its own faults go unheard.
    #[test]
    fn the_guard_ends_with_the_reading() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("on purpose") }), None);
        assert!(!is_guarded());
        assert_eq!(
            guarded(|| guarded(|| -> u8 { panic!("on purpose") }).is_none() && is_guarded()),
            Some(true)
        );
    }
}
