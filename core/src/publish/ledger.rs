//! The proof that a run leaves behind: the manifest, its signature, and the chain of runs.

pub mod anchor;
pub mod chain;
pub mod cleared;
pub mod manifest;
pub mod runs;
