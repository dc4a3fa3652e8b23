//! Answers to people's questions: why a decision was made, what was done with someone's data, what is done with data at all, and
//! whether the set-up is in order.

pub mod doctor;
pub mod dpia;
pub mod explain;
pub mod inzage;
mod reach;
pub mod register;
