//! The state between two runs: reading and writing the file, and turning one run's state into the next one's.

pub mod next;
pub mod store;
