//! Hostile input against every parser, on and on: whatever the bytes, nothing crashes, nothing is lost without a word, and no
//! message repeats what a file held. Each part names what must always hold for what it reads.
//!
//! The files to begin with stand in `tests/corpus/<kind>`. `JIB_FUZZ_CASES` and `JIB_FUZZ_SECONDS` set how much is tried; the
//! default is a short run.

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
