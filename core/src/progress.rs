//! Progress events: the pipeline emits them, a listener shows them. They carry amounts only, never personal data.

/// A stage that takes noticeable time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking deliveries, in bytes.
    Reading,
    /// Classifying, in persons.
    Judging,
    /// Deciding who is in which parcel, in parcels.
    Deciding,
    /// Filling, sealing and writing parcels, in rows.
    Sealing,
}

/// Listens to a run. Stages never overlap: one begins where the previous one ends.
pub trait Progress: Sync {
    /// A stage begins with `total` units of work.
    fn begin(&self, stage: Stage, total: u64);
    /// `done` more units of the stage are finished.
    fn advance(&self, done: u64);
}

/// Ignores all progress events.
#[derive(Clone, Copy, Debug)]
pub struct Unheard;

impl Progress for Unheard {
    fn begin(&self, _: Stage, _: u64) {}
    fn advance(&self, _: u64) {}
}

/// A count as an amount of progress.
pub fn amount(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
