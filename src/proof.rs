//! Proving that the law files hold: worked cases beside the law, the whole space of profiles, and the tables that people
//! review. Everything here asks the very code that a run uses; nothing here decides.

pub mod cases;
pub mod coverage;
pub mod diff;
pub mod lint;
pub mod matrix;
pub mod space;
pub mod trial;
