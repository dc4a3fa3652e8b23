//! Proves that the law files hold: worked cases beside the law, the whole space of profiles, and tables for people to review.
//!
//! INVARIANT: this module decides nothing itself and calls the same code that a run uses.

pub mod cases;
pub mod coverage;
pub mod diff;
pub mod lint;
pub mod matrix;
pub mod space;
pub mod trial;
