//! The two days of a run.

use super::day::Day;

/// The day on which facts are judged, and the day on which data leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
}

/// The verstrekdatum is before the peildatum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("de verstrekdatum ligt vóór de peildatum")]
pub struct OutOfOrder;

impl Days {
    /// Checks that the verstrekdatum is not before the peildatum.
    ///
    /// # Errors
    /// If it is.
    pub fn in_order(self) -> Result<(), OutOfOrder> {
        if self.verstrekdatum < self.peildatum { Err(OutOfOrder) } else { Ok(()) }
    }
}
