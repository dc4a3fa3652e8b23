//! Bytes → rows. Takes a delivered file; gives its records with the line they begin on, one bad record at a time set
//! apart. Never guesses, never changes a value, never writes.

pub mod chunks;
pub mod encoding;
pub mod fault;
pub mod guarded;
pub mod layout;
pub mod limits;
mod number_format;
mod package;
pub mod raw;
pub mod records;
pub mod sheet;
pub mod unpack;
pub mod walker;
