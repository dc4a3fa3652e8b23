//! Who is in which parcel, with which cells: applies the rules to persons, judges consents, decides recalls. Every question
//! about persons goes through [`assessment`].

pub mod assessment;
pub mod consent;
pub mod memory;
pub mod minimise;
pub mod recall;
pub mod rounding;
pub mod unknowable;
