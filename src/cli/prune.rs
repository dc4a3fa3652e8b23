//! `jib prune`: removes what may be kept no longer from old runs.

use std::fmt::Write as _;

use serde_json::json;

use super::arguments::{Common, Format, PruneArguments};
use super::output::{data, json_data, tell};
use super::{clock, runs_folder};
use crate::config::Config;
use crate::model::outcome::ExitCode;
use crate::model::shown::{bytes, told, told_path};
use crate::os_fault::cause;
use crate::publish::outbox::Locked;
use crate::publish::prune::{ClearingContext, Due, LeftRun, Plan};
use crate::run::fault::Fault;

/// Clears the runs in a folder and reports what went, and what was left alone.
///
/// # Errors
/// [`Fault`] if the law, the configuration or the folder is invalid, a run holds the folder, or the operating system refuses. A run
/// that is left alone is not an error: it gives an exit code.
pub fn prune(common: &Common, arguments: &PruneArguments) -> Result<ExitCode, Fault> {
    let library = common.library()?;
    let config = Config::load(&arguments.config, &library.schemas, &library.policy.parties)?;
    let out = &arguments.out;
    runs_folder::check(out, &config)?;
    let signing = config.keys.signing.as_ref();
    let signing = signing.ok_or_else(|| Fault::internal("ondertekenen")(&"geen sleutel"))?;
    if arguments.datum > clock::today() {
        let day = arguments.datum;
        say(common, &format!("let op: {day} ligt in de toekomst; wat weg is, komt niet terug"));
    }
    // Taken before anything is read, so that no run changes it meanwhile. A dry run writes nothing, not even the lock.
    let locked = (!arguments.dry_run).then(|| Locked::take(out)).transpose()?;
    if let Some(locked) = &locked {
        locked.clear_leftovers(out)?;
    }
    let terms = ClearingContext::of(out, &config, signing, &library.policy.parties, arguments.datum);
    let terms = terms.map_err(|fault| Fault::internal("de map met runs lezen")(&cause(&fault)))?;
    let mut plan = terms.plan();
    if let Some(locked) = &locked {
        terms.carry_out(out, locked, &mut plan)?;
    }
    match common.format {
        Format::Json => json_data(&as_json(arguments, &plan))?,
        Format::Text | Format::Html => data(text(arguments, &plan).as_bytes())?,
    }
    for LeftRun { folder, why } in &plan.left {
        say(common, &format!("LET OP {}: blijft staan: {why}", told_path(&out.join(folder))));
    }
    Ok(if plan.left.is_empty() { ExitCode::Done } else { ExitCode::VerificationFailed })
}

/// Says a line also under `--quiet`: somebody has to look.
fn say(common: &Common, line: &str) {
    tell(&Common { quiet: false, ..common.clone() }, line);
}

fn as_json(arguments: &PruneArguments, plan: &Plan) -> serde_json::Value {
    let of_run = |due: &Due| {
        json!({
            "map": told(&due.folder),
            "bestanden": due.files.len(),
            "bytes": due.bytes(),
            "al_weg": due.missing,
            "geheel": due.is_whole,
        })
    };
    json!({
        "datum": arguments.datum,
        "proef": arguments.dry_run,
        "runs": plan.runs.iter().map(of_run).collect::<Vec<_>>(),
        "bestanden": plan.runs.iter().map(|due| due.files.len()).sum::<usize>(),
        "bytes": plan.runs.iter().map(Due::bytes).sum::<u64>(),
        "blijft": plan.left.iter().map(|left| json!({ "map": told(&left.folder), "reden": left.why })).collect::<Vec<_>>(),
    })
}

fn files(count: usize) -> String {
    format!("{count} {}", if count == 1 { "bestand" } else { "bestanden" })
}

fn text(arguments: &PruneArguments, plan: &Plan) -> String {
    let mut text = String::new();
    for due in &plan.runs {
        // Writing into a string cannot fail.
        let _ = write!(text, "{}\t{}\t{}", told(&due.folder), files(due.files.len()), bytes(due.bytes()));
        if due.is_whole {
            text.push_str("\tde hele map: het was een controle");
        }
        if due.missing > 0 {
            let _ = write!(text, "\t{} al weg: nu ook opgeschreven", due.missing);
        }
        text.push('\n');
    }
    let count = plan.runs.iter().map(|due| due.files.len()).sum();
    let size = bytes(plan.runs.iter().map(Due::bytes).sum());
    let runs = plan.runs.len();
    let day = arguments.datum;
    let of_runs = format!("{runs} {}", if runs == 1 { "run" } else { "runs" });
    let line = match (runs, arguments.dry_run) {
        (0, _) => format!("niets op te ruimen op {day}"),
        (_, true) => {
            format!("op {day} zou weggaan: {} uit {of_runs}, {size}; er is niets verwijderd", files(count))
        }
        (_, false) => format!("weg op {day}: {} uit {of_runs}, {size}", files(count)),
    };
    let _ = writeln!(text, "{line}");
    text
}
