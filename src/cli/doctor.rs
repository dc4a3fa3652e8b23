//! `jib doctor`: keys, folders and retention.

use std::fmt::Write as _;

use super::arguments::{Common, DoctorArguments, Format};
use super::{data, json_data};
use crate::answers::doctor::look;
use crate::config::Config;
use crate::model::outcome::ExitCode;
use crate::run::fault::Fault;

/// Runs the check-up and reports what needs attention.
///
/// # Errors
/// [`Fault`] if the law or the configuration is invalid. Concerns are not an error: they give an exit code.
pub fn doctor(common: &Common, arguments: &DoctorArguments) -> Result<ExitCode, Fault> {
    let library = common.library()?;
    let config = Config::load(&arguments.config, &library.schemas, &library.policy.parties)?;
    let state = look(&config, &arguments.out, arguments.datum);
    match common.format {
        Format::Json => json_data(&state)?,
        Format::Text | Format::Html => {
            let mut text = String::new();
            for attention in &state.concerns {
                // Writing into a string cannot fail.
                let _ = writeln!(text, "LET OP {}\n       {}", attention.place, attention.message);
            }
            let verdict = match state.concerns.len() {
                0 => "alles in orde".to_owned(),
                1 => "1 aandachtspunt".to_owned(),
                count => format!("{count} aandachtspunten"),
            };
            let _ = writeln!(
                text,
                "{verdict}: {} sleutels en {} runs bekeken, op {}",
                state.keys, state.runs, state.date
            );
            data(text.as_bytes())?;
        }
    }
    Ok(if state.concerns.is_empty() { ExitCode::Done } else { ExitCode::VerificationFailed })
}
