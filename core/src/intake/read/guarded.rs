//! Third-party code that reads hostile bytes may panic. We treat a panic as "nothing to read": the file is refused and the run
//! goes on.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read`; `None` if it panicked. The caller must not use again what `read` was working on.
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    answer.ok()
}

/// Whether this thread is reading under guard. A panic is then not a fault of the program, and is not reported.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thread must not stay under guard, or its own faults would go unreported.
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
