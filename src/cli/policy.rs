//! `jib policy`: proves and shows what the law files do.

use std::fmt::Write as _;

use serde_json::json;

use super::arguments::{Common, DiffArguments, Format, MatrixArguments, PolicyCommand, SqlArguments};
use super::output::{data, json_data, shown as shown_path, tell};
use crate::config::Config;
use crate::law::library::Library;
use crate::model::day::Day;
use crate::model::days::Days;
use crate::model::extract::Extract;
use crate::model::number::concealed;
use crate::model::outcome::ExitCode;
use crate::proof::coverage::{CaseAnswer, coverage, try_all};
use crate::proof::diff::{Side, diff, persons};
use crate::proof::lint::lint;
use crate::proof::matrix::matrix;
use crate::publish::outbox::write_new;
use crate::relation::{self, compile};
use crate::release::assessment::InForce;
use crate::run::fault::Fault;

/// Runs one of the commands.
///
/// # Errors
/// [`Fault`] if the law does not load or the command fails. A policy that fails its tests gives an exit code.
pub fn policy(common: &Common, command: &PolicyCommand) -> Result<ExitCode, Fault> {
    let library = common.library()?;
    match command {
        PolicyCommand::Test => test(common, &library),
        PolicyCommand::Coverage => covered(common, &library),
        PolicyCommand::Lint => linted(common, &library),
        PolicyCommand::Matrix(arguments) => shown(common, &library, arguments),
        PolicyCommand::Diff(arguments) => compared(common, &library, arguments),
        PolicyCommand::Sql(arguments) => compiled(common, &library, arguments),
    }
}

fn test(common: &Common, library: &Library) -> Result<ExitCode, Fault> {
    let answers = try_all(library)?;
    let failed: Vec<&CaseAnswer> =
        answers.iter().filter(|answer| !answer.tried.differences.is_empty()).collect();
    match common.format {
        Format::Json => {
            let cases: Vec<_> = answers
                .iter()
                .map(|answer| {
                    json!({
                        "geval": answer.case.id,
                        "bestand": answer.path,
                        "toont": answer.case.shows,
                        "artikelen": answer.case.articles,
                        "vraag": answer.case.question,
                        "klopt": answer.tried.differences.is_empty(),
                        "verschillen": answer.tried.differences,
                    })
                })
                .collect();
            json_data(&json!({ "gevallen": cases, "fout": failed.len() }))?;
        }
        _ => {
            let mut text = String::new();
            for answer in &failed {
                // Writing into a string cannot fail.
                let _ =
                    writeln!(text, "FOUT {} ({})\n     {}", answer.case.id, answer.path, answer.case.shows);
                for difference in &answer.tried.differences {
                    let _ = writeln!(text, "     {difference}");
                }
            }
            let _ = writeln!(text, "{} gevallen, {} fout", answers.len(), failed.len());
            data(text.as_bytes())?;
        }
    }
    Ok(if failed.is_empty() { ExitCode::Done } else { ExitCode::Policy })
}

fn linted(common: &Common, library: &Library) -> Result<ExitCode, Fault> {
    let lint = lint(library)?;
    match common.format {
        Format::Json => json_data(&lint)?,
        _ => {
            let mut text = String::new();
            for fault in &lint.faults {
                let day = fault.day.as_ref().map(|day| format!(" (vanaf {day})")).unwrap_or_default();
                // Writing into a string cannot fail.
                let _ = writeln!(text, "FOUT {}{day}\n     {}", fault.place, fault.message);
                if let Some(profile) = &fault.counterexample {
                    let _ = writeln!(text, "     tegenvoorbeeld: {profile}");
                }
            }
            let verdict = match lint.faults.len() {
                0 => "het beleid klopt".to_owned(),
                1 => "1 fout".to_owned(),
                count => format!("{count} fouten"),
            };
            let days = lint.days.join(", ");
            let _ =
                writeln!(text, "{verdict}: {} regels, {} profielen, op {days}", lint.rules, lint.profiles);
            data(text.as_bytes())?;
        }
    }
    Ok(if lint.faults.is_empty() { ExitCode::Done } else { ExitCode::Policy })
}

/// The last day on which a law file changes something.
fn newest_day(library: &Library) -> Day {
    library.policy.boundary_days().last().copied().unwrap_or(Day::NONE)
}

fn shown(common: &Common, library: &Library, arguments: &MatrixArguments) -> Result<ExitCode, Fault> {
    let matrix = matrix(library, arguments.date.unwrap_or_else(|| newest_day(library)))?;
    match common.format {
        _ if arguments.html => data(matrix.html(common.lang)?.as_bytes())?,
        Format::Html => data(matrix.html(common.lang)?.as_bytes())?,
        Format::Json => json_data(&matrix)?,
        Format::Text => data(matrix.text().as_bytes())?,
    }
    Ok(ExitCode::Done)
}

fn compared(common: &Common, library: &Library, arguments: &DiffArguments) -> Result<ExitCode, Fault> {
    let folder = arguments.other.as_deref().map(Library::load).transpose()?;
    let other_library = folder.as_ref().unwrap_or(library);
    // Unless two days are given, compare the two folders on one day.
    let from =
        arguments.from.or(arguments.to).unwrap_or_else(|| newest_day(library).max(newest_day(other_library)));
    let to = arguments.to.unwrap_or(from);
    let (one, other) = (Side { library, day: from }, Side { library: other_library, day: to });
    let mut changes = diff(one, other)?;
    // Rows are read only under a law that holds; two laws are compared also where one does not, and that is said.
    for library in std::iter::once(library).chain(&folder) {
        match common.not_proved(library)? {
            Some(fault) if arguments.config.is_some() => return Err(fault),
            Some(fault) => changes.not_proved.push(concealed(&fault.to_string()).into_owned()),
            None => {}
        }
    }
    if let Some(path) = &arguments.config {
        let day = arguments.peildatum.unwrap_or(Day::OPEN);
        let config = Config::load_on(path, &library.schemas, &library.policy.parties, Some(day))?;
        let mut leveringen = config.file.levering.iter().map(toml::Spanned::get_ref);
        let brp = leveringen.find(|own| own.extract == Extract::Brp.word());
        let peildatum = arguments.peildatum.or(brp.map(|levering| levering.peildatum)).unwrap_or(from);
        changes.persons = Some(persons(&config, peildatum, one, other)?);
    }
    match common.format {
        Format::Json => json_data(&changes)?,
        _ => data(changes.text().as_bytes())?,
    }
    Ok(ExitCode::Done)
}

fn covered(common: &Common, library: &Library) -> Result<ExitCode, Fault> {
    let answers = try_all(library)?;
    let exercised = coverage(&library.policy, &answers);
    let open: Vec<_> = exercised.iter().filter(|exercised| !exercised.is_covered()).collect();
    match common.format {
        Format::Json => {
            let value = json!({ "regels": exercised, "zonder_geval": open });
            json_data(&value)?;
        }
        _ => {
            let mut text = String::new();
            for rule in &exercised {
                let (given, refused) = (rule.released.len(), rule.refused.len());
                let mark = if rule.is_covered() { "" } else { "  ZONDER GEVAL" };
                let _ = writeln!(
                    text,
                    "{} ({})\tgeleverd in {given}, geweigerd in {refused}{mark}",
                    rule.rule, rule.alternative
                );
            }
            data(text.as_bytes())?;
            tell(common, &format!("{} van {} zonder geval", open.len(), exercised.len()));
        }
    }
    Ok(ExitCode::Done)
}

/// Writes the law as tables and queries into an empty folder.
fn compiled(common: &Common, library: &Library, arguments: &SqlArguments) -> Result<ExitCode, Fault> {
    let days = Days { peildatum: arguments.peildatum, verstrekdatum: arguments.verstrekdatum };
    days.in_order()?;
    let rules = InForce::on(library, days)?;
    // Elsewhere these queries release rows, as a run does here.
    if let Some(fault) = common.not_proved(library)? {
        return Err(fault);
    }
    let (schemas, parties) = (&library.schemas, &library.policy.parties);
    let config = Config::load_on(&arguments.config, schemas, parties, Some(days.peildatum))?;
    let order = relation::SqlOrder {
        library,
        config: &config,
        rules: &rules,
        days,
        dialect: arguments.dialect,
        roles: arguments.rollen,
    };
    let documents = compile(order)
        .map_err(|refused| Fault::Usage { message: refused.to_string(), help: refused.help })?;
    for document in &documents {
        write_new(&arguments.out.join(&document.path), document.text.as_bytes())?;
    }
    match common.format {
        Format::Json => {
            let paths: Vec<&str> = documents.iter().map(|document| document.path.as_str()).collect();
            json_data(&json!({ "map": shown_path(&arguments.out), "bestanden": paths }))?;
        }
        _ => data(format!("{}\n", shown_path(&arguments.out)).as_bytes())?,
    }
    Ok(ExitCode::Done)
}
