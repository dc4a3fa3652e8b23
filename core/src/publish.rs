//! Writes a run: parcels with their passports, the controller's own tables, the manifest, the log and the state. Everything
//! is made in memory as bytes; only [`outbox`] writes them to disk.

pub mod classification_table;
pub mod export;
pub mod ledger;
pub mod log_index;
pub mod logbook;
pub mod lookups;
pub mod outbox;
pub mod prune;
pub mod state;
