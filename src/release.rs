//! Who is in which parcel, with which cells: the rules applied to persons, consents, and recalls. Everything that asks
//! about persons goes through [`assessment`].

pub mod assessment;
pub mod consent;
pub mod memory;
pub mod minimise;
pub mod recall;
