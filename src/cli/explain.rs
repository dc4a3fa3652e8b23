//! `jib explain`.

use super::arguments::{Common, Explain};
use crate::error::{ExitCode, Fault};

/// Explains.
pub fn explain(_common: &Common, _arguments: &Explain) -> Result<ExitCode, Fault> {
    Ok(ExitCode::Done)
}
