//! The law as dated data: which files are in force on a day, which rules and terms they give, and what they decide for a
//! profile. Pure: knows no clock and no person, and opens no file. [`library`] takes the path of a folder, which `schemas` reads.

pub mod decide;
pub mod fault;
pub mod file;
pub mod in_force;
pub mod library;
pub mod party;
mod read_rule;
pub mod register;
pub mod rule;
pub mod rule_text;
mod terms_of;
pub mod walls;
