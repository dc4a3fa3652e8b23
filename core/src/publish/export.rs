//! Turns parcels into bytes to be sealed, each with its passport, and writes the text for the recipient's staff. Exporters
//! only make bytes. The outbox writes them, and only sealed.

pub mod leesmij;
pub mod passport;
pub mod repair;
pub mod sealed_table;
pub mod table;
pub mod table_schema;
pub mod workbook;
