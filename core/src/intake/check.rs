//! Rows → checked rows and findings, driven by the extract's schema. A bad row costs itself, and is named by its line and
//! column; never by its value.

pub mod account;
pub mod cell;
pub mod checked;
pub mod diagnosis;
pub mod quick;
pub mod repeats;
pub mod row;
