//! What is asked of the compiler: the law and the days, for which engine.

use super::dialect::Dialect;
use crate::config::Config;
use crate::law::library::Library;
use crate::model::days::Days;
use crate::release::assessment::InForce;

/// What is compiled.
#[derive(Clone, Copy)]
pub struct SqlOrder<'a> {
    /// Schemas and law.
    pub library: &'a Library,
    /// The configuration.
    pub config: &'a Config,
    /// The rules of both days.
    pub rules: &'a InForce,
    /// The days.
    pub days: Days,
    /// The engine.
    pub dialect: Dialect,
    /// A role per party, in PostgreSQL.
    pub roles: bool,
}
