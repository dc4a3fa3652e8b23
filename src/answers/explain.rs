//! Explains one person's facts and decisions, a code or an extract, so that a caseworker can read it out.

pub mod code;
pub mod extract;
pub mod facts;
pub mod person;
pub mod text;
