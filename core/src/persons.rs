//! Rows → persons: links rows from every extract into facts per person, then classifies each person.

pub mod classified;
pub mod coverage;
pub mod link;
