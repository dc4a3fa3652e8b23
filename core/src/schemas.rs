//! The folder `schemas/` as data, read when the program starts: the extracts' schemas (Frictionless Table Schema with our extras
//! under `jib:`), the register of findings, the glossary and the table of municipalities. A new column or code needs no Rust.

pub mod catalogue;
pub mod column;
pub mod extracts;
pub mod fault;
pub mod files;
pub mod glossary;
pub mod header;
pub mod municipalities;
pub mod profile;
pub mod schema;
pub mod toml_errors;
