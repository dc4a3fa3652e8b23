//! The state file between two runs: how it is read and written, and how one run's state becomes the next one's.

pub mod next;
pub mod store;
