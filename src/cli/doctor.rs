//! `jib doctor`: keys, agreements, folders, disk and retention.

use std::fmt::Write as _;

use super::arguments::{Common, DoctorArguments, Format};
use super::output::{data, json_data};
use super::runs_folder;
use crate::answers::doctor::{Checkup, Patient, look};
use crate::config::Config;
use crate::model::outcome::ExitCode;
use crate::model::shown::bytes;
use crate::run::fault::Fault;

/// Runs the check-up and reports what needs attention.
///
/// # Errors
/// [`Fault`] if the law or the configuration is invalid, or the folder is that of several municipalities. Concerns are not an error: they give an exit code.
pub fn doctor(common: &Common, arguments: &DoctorArguments) -> Result<ExitCode, Fault> {
    let library = common.library()?;
    let parties = &library.policy.parties;
    let config = Config::load(&arguments.config, &library.schemas, parties)?;
    runs_folder::is_of_one(&arguments.out, &config)?;
    let checkup = look(&Patient {
        config: &config,
        parties,
        runs: &arguments.out,
        day: arguments.datum,
        old_days_max: arguments.dagen,
    });
    match common.format {
        Format::Json => json_data(&checkup)?,
        Format::Text | Format::Html => data(text(&checkup).as_bytes())?,
    }
    Ok(if checkup.concerns.is_empty() { ExitCode::Done } else { ExitCode::VerificationFailed })
}

fn text(checkup: &Checkup) -> String {
    let mut text = String::new();
    for concern in &checkup.concerns {
        let others = match concern.count - 1 {
            0 => String::new(),
            1 => " en 1 andere".to_owned(),
            count => format!(" en {count} andere"),
        };
        // Writing into a string cannot fail.
        let _ = writeln!(text, "LET OP {}{others}\n       {}", concern.place, concern.message);
    }
    let verdict = match checkup.concerns.len() {
        0 => "alles in orde".to_owned(),
        1 => "1 aandachtspunt".to_owned(),
        count => format!("{count} aandachtspunten"),
    };
    let Checkup { keys, runs, date, .. } = checkup;
    let _ = writeln!(text, "{verdict}: {keys} sleutels en {runs} runs bekeken, op {date}");
    let last = checkup.last_run.map_or_else(|| "geen".to_owned(), |day| day.to_string());
    let free = checkup.bytes_free.map_or_else(|| "onbekend".to_owned(), bytes);
    let size = bytes(checkup.bytes_per_run);
    let _ = writeln!(text, "laatste run: {last}; gemiddeld {size} per run; vrij op de schijf: {free}");
    text
}
