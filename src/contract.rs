//! The extracts' schemas as data: read at run time from `schemas/extracts/*.json`, Frictionless Table Schema with our
//! extras under `jib:`. A new column or code needs no Rust.

pub mod column;
pub mod profile;
pub mod schema;
