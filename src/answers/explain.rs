//! Telling: what is known of one person and what follows, and what a code means, so that a caseworker can read it out.

pub mod code;
pub mod facts;
pub mod person;
pub mod text;
