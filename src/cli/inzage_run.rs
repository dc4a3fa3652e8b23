//! `jib inzage`: what was done with the data of one person (AVG 15).

use super::arguments::{Common, Format, InzageArguments};
use super::explain::number_from_stdin;
use super::output::{data, json_data};
use super::{clock, lookup, runs_folder};
use crate::answers::inzage;
use crate::config::Config;
use crate::model::outcome::ExitCode;
use crate::model::shown::harmless;
use crate::run::fault::Fault;

/// Runs the command.
///
/// # Errors
/// [`Fault`] if the configuration or the number is invalid, the folder cannot be read, a run was changed, or it cannot be written
/// down that somebody looked.
pub fn run(common: &Common, arguments: &InzageArguments) -> Result<ExitCode, Fault> {
    let library = common.proved_library()?;
    let config = Config::load(&arguments.config, &library.schemas, &library.policy.parties)?;
    lookup::check_reason(arguments.reden.as_deref())?;
    let number = number_from_stdin()?;
    runs_folder::check(&arguments.runs, &config)?;
    let found = inzage::inzage(&arguments.runs, &config, number);
    // Also of an attempt that finds a changed run: somebody asked.
    lookup::note(&arguments.runs, &config, number, "inzage", arguments.reden.as_deref())?;
    let found = found?;
    match common.format {
        Format::Json => json_data(&found)?,
        _ => data(harmless(&inzage::text(&found, &library, clock::in_dutch)).as_bytes())?,
    }
    // An answer that is not whole says what is missing, and does not pass for one.
    Ok(if found.missing.is_empty() { ExitCode::Done } else { ExitCode::VerificationFailed })
}
