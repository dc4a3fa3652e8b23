//! Parcels → sealed bytes, each with its passport. Exporters make bytes; only the outbox writes them, and only sealed.

pub mod passport;
pub mod seal;
pub mod table;
pub mod workbook;
