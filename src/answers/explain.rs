//! Explains one person's facts and decisions, or a code, so that a caseworker can read it out.

pub mod code;
pub mod facts;
pub mod person;
pub mod text;
