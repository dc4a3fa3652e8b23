//! Answers to questions of people: why a decision was made, what was done with someone's data, whether all is in order.

pub mod doctor;
pub mod explain;
pub mod inzage;
