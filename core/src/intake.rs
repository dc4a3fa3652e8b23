//! Files → checked, typed rows and findings, one delivery at a time. Never guesses, never changes a value, loses one row at
//! a time.

pub mod check;
pub mod delivery;
pub mod mending;
pub mod quarantine;
pub mod read;
pub mod typed_rows;
