//! Rows → persons: the facts of each person, tied together from every extract, and what they are classified as.

pub mod classified;
pub mod link;
