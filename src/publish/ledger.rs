//! What a run leaves behind as proof: the manifest, its signature, and the chain of runs.

pub mod chain;
pub mod manifest;
