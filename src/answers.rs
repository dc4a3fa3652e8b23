//! Answers to people's questions: why a decision was made, what was done with someone's data, and whether the set-up is in
//! order.

pub mod doctor;
pub mod explain;
pub mod inzage;
