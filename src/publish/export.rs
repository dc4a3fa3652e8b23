//! Parcels → sealed bytes, each with its passport, and a text for who receives them. Exporters make bytes; only the outbox writes them, and only sealed.

pub mod leesmij;
pub mod passport;
pub mod repair;
pub mod sealed_table;
pub mod table;
pub mod workbook;
