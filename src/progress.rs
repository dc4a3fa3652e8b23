//! How far a run is: told by the pipeline while it works, shown by whoever listens. Amounts only, never what they are about.

/// A stage that takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking deliveries: the amount is bytes.
    Reading,
    /// Classifying: the amount is persons.
    Judging,
    /// Deciding who is in which parcel: the amount is parcels.
    Deciding,
    /// Filling, sealing and writing parcels: the amount is rows.
    Sealing,
}

/// Listens to a run. Stages come one after another; one begins where the one before it ends.
pub trait Progress: Sync {
    /// A stage begins; so much is to be done.
    fn begin(&self, stage: Stage, total: u64);
    /// So much more of the stage is done.
    fn advance(&self, done: u64);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug)]
pub struct Unheard;

impl Progress for Unheard {
    fn begin(&self, _: Stage, _: u64) {}
    fn advance(&self, _: u64) {}
}
