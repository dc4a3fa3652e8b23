//! `jib register` and `jib dpia`: what this configuration does with personal data, worked out from law and configuration.

use super::arguments::{Common, Format, RegisterArguments};
use super::output::{data, json_data};
use crate::answers::dpia::dpia as factual_part;
use crate::answers::register::{ProcessingRegister, register as worked_out};
use crate::config::Config;
use crate::law::library::Library;
use crate::model::outcome::ExitCode;
use crate::run::fault::Fault;

/// Prints the register of processing activities.
///
/// # Errors
/// [`Fault`] if the law or the configuration is invalid, or no rule set is in force on the day.
pub fn register(common: &Common, arguments: &RegisterArguments) -> Result<ExitCode, Fault> {
    let (_, register) = read(common, arguments)?;
    match common.format {
        Format::Json => json_data(&register)?,
        Format::Text | Format::Html => data(register.text().as_bytes())?,
    }
    Ok(ExitCode::Done)
}

/// Prints the factual part of a DPIA.
///
/// # Errors
/// The same.
pub fn dpia(common: &Common, arguments: &RegisterArguments) -> Result<ExitCode, Fault> {
    let (library, register) = read(common, arguments)?;
    let facts = factual_part(&register, &library);
    match common.format {
        Format::Json => json_data(&facts)?,
        Format::Text | Format::Html => data(facts.text().as_bytes())?,
    }
    Ok(ExitCode::Done)
}

fn read(common: &Common, arguments: &RegisterArguments) -> Result<(Library, ProcessingRegister), Fault> {
    let library = common.library()?;
    let config = Config::load(&arguments.config, &library.schemas, &library.policy.parties)?;
    let register = worked_out(&library, &config, arguments.datum)?;
    Ok((library, register))
}
