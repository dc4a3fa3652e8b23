//! Hostile input against every parser. Whatever the bytes, nothing panics, nothing is lost silently, and no message repeats the
//! content of a file. Each part states the invariants of what it reads.
//!
//! The starting files are in `tests/corpus/<kind>`. `JIB_FUZZ_CASES` and `JIB_FUZZ_SECONDS` set how much is tried; the default is
//! a short run.

mod cell;
mod config;
mod consent;
mod keys;
mod manifest;
mod reader;
mod schemas;
mod sealed;
mod speech;
mod state;
mod workbook;
