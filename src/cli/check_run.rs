//! `jib run` and `jib check`, for one or more controllers, each with its own configuration and folder.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::arguments::{CheckArguments, Common, Format, RunArguments};
use super::bars::Bars;
use super::output::{data, faulty, json_data, show, shown, tell};
use super::summary::{alarm, summary};
use crate::config::Config;
use crate::law::library::Library;
use crate::model::outcome::ExitCode;
use crate::progress::Progress;
use crate::publish::outbox::write_overview;
use crate::report::outcome::Outcome;
use crate::report::overview::{DATA, NoRun, Overview, OverviewRow, PAGE};
use crate::run::fault::Fault;
use crate::run::order::{Mode, Order};

/// The result of one configuration.
type ConfigAnswer = Result<Outcome, Fault>;

/// `jib run`.
///
/// # Errors
/// [`Fault`] if the only run fails, the law does not load, or two configurations share a municipality code.
pub fn run(common: &Common, arguments: &RunArguments) -> Result<ExitCode, Fault> {
    let mode = match (arguments.dry_run, arguments.accept_quarantine) {
        (true, _) => Mode::DryRun,
        (false, true) => Mode::RunAcceptingQuarantine,
        (false, false) => Mode::Run,
    };
    let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from("runs"));
    let order = |config: &Path, out: PathBuf| Order {
        config: config.to_path_buf(),
        peildatum: arguments.peildatum.before(arguments.verstrekdatum),
        verstrekdatum: arguments.verstrekdatum,
        out,
        mode,
        may_jump: arguments.sprong,
        lang: common.lang,
        clock: now,
    };
    all(common, &arguments.config, &out, order)
}

/// `jib check`.
///
/// # Errors
/// As [`run`].
pub fn check(common: &Common, arguments: &CheckArguments) -> Result<ExitCode, Fault> {
    let peildatum = arguments.peildatum.by_itself();
    let order = |config: &Path, out: PathBuf| Order {
        config: config.to_path_buf(),
        peildatum,
        verstrekdatum: peildatum,
        out,
        mode: Mode::Check,
        may_jump: true,
        lang: common.lang,
        clock: now,
    };
    all(common, &arguments.config, &arguments.out, order)
}

/// The clock of the processing log, in milliseconds since 1970 (UTC).
fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

fn all(
    common: &Common,
    configs: &[PathBuf],
    out: &Path,
    order: impl Fn(&Path, PathBuf) -> Order,
) -> Result<ExitCode, Fault> {
    let library = common.proved_library()?;
    let bars = Bars::new(common);
    if let [config] = configs {
        let line = bars.line("jib");
        let outcome = crate::run::run(&order(config, out.to_path_buf()), &library, line.as_ref())?;
        drop(line);
        let answered = match common.format {
            Format::Json => json_data(&as_json(config, &outcome)),
            Format::Text | Format::Html => report_data(&outcome),
        };
        conclude(common, &outcome);
        answered.map_err(|fault| match &outcome.folder {
            Some(folder) => fault.after_publishing(folder),
            None => fault,
        })?;
        return Ok(outcome.exit_code());
    }
    let codes = codes_of(configs, &library)?;
    let prepared = configs.iter().zip(codes);
    let prepared = prepared.map(|(config, code)| {
        let code = code?;
        Ok((order(config, own_folder(out, &code)?), code))
    });
    let answers = in_parallel(prepared.collect(), &library, &bars);
    let codes = answers.iter().map(|answer| match answer {
        Ok(outcome) => outcome.exit_code(),
        Err(fault) => fault.exit_code(),
    });
    let mut worst = codes.max().unwrap_or(ExitCode::Done);
    let told = told_of_each(common, configs, &answers);
    let written = written_of_all(common, configs, &answers, &order(out, out.to_path_buf()));
    let is_published = answers.iter().flatten().any(|outcome| outcome.folder.is_some());
    for fault in [told, written].into_iter().filter_map(Result::err) {
        let fault = if is_published { fault.after_publishing(out) } else { fault };
        // A failed report is a fault too, but it never hides a higher exit code.
        show(&fault, common.color);
        worst = worst.max(fault.exit_code());
    }
    Ok(worst)
}

/// Says how a run went. A quiet one speaks only if somebody has to look, so that cron mails what needs a person.
fn conclude(common: &Common, outcome: &Outcome) {
    let said = if common.quiet { alarm(outcome, common.lang) } else { Some(summary(outcome, common.lang)) };
    if let Some(said) = said {
        tell(&Common { quiet: false, ..common.clone() }, &said);
    }
}

/// Reports the result of each configuration.
fn told_of_each(common: &Common, configs: &[PathBuf], answers: &[ConfigAnswer]) -> Result<(), Fault> {
    let mut objects = Vec::new();
    for (config, answer) in configs.iter().zip(answers) {
        match answer {
            Ok(outcome) => {
                objects.push(as_json(config, outcome));
                if common.format != Format::Json {
                    report_data(outcome)?;
                }
                conclude(common, outcome);
            }
            Err(fault) => {
                objects.push(json!({ "configuratie": shown(config), "exitcode": fault.exit_code() as u8, "fout": faulty(fault) }));
                show(fault, common.color);
            }
        }
    }
    if common.format == Format::Json {
        json_data(&Value::Array(objects))?;
    }
    Ok(())
}

/// Writes the overview of all configurations, even if none could run: an earlier night's page must not remain. `order`
/// gives the days and the folder of the page.
fn written_of_all(
    common: &Common,
    configs: &[PathBuf],
    answers: &[ConfigAnswer],
    order: &Order,
) -> Result<(), Fault> {
    if order.mode != Mode::DryRun {
        let rows = configs.iter().zip(answers);
        let overview = Overview {
            version: 1,
            peildatum: order.peildatum.to_string(),
            verstrekdatum: order.verstrekdatum.to_string(),
            municipalities: rows
                .map(|(config, answer)| OverviewRow::of(config, told(answer), &order.out))
                .collect(),
        };
        let fault = Fault::internal("het overzicht maken");
        let html = overview.html(common.lang).map_err(|e| fault(&e))?;
        let json = serde_json::to_vec_pretty(&overview).map_err(|e| fault(&e))?;
        write_overview(&order.out.join(DATA), &json)?;
        write_overview(&order.out.join(PAGE), html.as_bytes())?;
        tell(common, &format!("alle gemeenten: {}", shown(&order.out.join(PAGE))));
    }
    Ok(())
}

/// The result of a configuration, for the overview.
fn told(answer: &ConfigAnswer) -> Result<&Outcome, NoRun> {
    answer.as_ref().map_err(|fault| NoRun { exit_code: fault.exit_code(), message: fault.to_string() })
}

/// With several controllers, each gets a folder named by its municipality code. Codes must differ. An invalid configuration
/// does not stop the others.
fn codes_of(configs: &[PathBuf], library: &Library) -> Result<Vec<Result<String, Fault>>, Fault> {
    let mut seen = BTreeSet::new();
    let mut codes = Vec::new();
    for path in configs {
        let code = Config::load(path, &library.schemas, &library.policy.parties)
            .map(|config| config.file.gemeente.code.get_ref().clone())
            .map_err(Fault::from);
        if let Ok(code) = &code
            && !seen.insert(code.clone())
        {
            return Err(Fault::Usage {
                message: format!("twee configuraties voor gemeente {code}"),
                help: "geef elke gemeente één configuratie".to_owned(),
            });
        }
        codes.push(code);
    }
    Ok(codes)
}

/// The folder of one of several controllers. `--out` itself may be a link, which is the user's own choice. A link below it is refused,
/// because it would put the run, its state and its lock in somebody else's folder.
fn own_folder(out: &Path, code: &str) -> Result<PathBuf, Fault> {
    let folder = out.join(code);
    if folder.is_symlink() {
        return Err(Fault::Usage {
            message: format!("`{}` is een snelkoppeling (symbolische link) en geen map", shown(&folder)),
            help: "hier staan de runs van deze gemeente: haal de snelkoppeling weg en zet er de map zelf neer, of wijs met --out een andere map aan".to_owned(),
        });
    }
    Ok(folder)
}

/// Runs controllers side by side on plain threads, because each run spreads its own work over the pool. Answers keep the
/// order of the configurations. One municipality's failure never stops another's.
fn in_parallel(
    prepared: Vec<Result<(Order, String), Fault>>,
    library: &Library,
    bars: &Bars,
) -> Vec<ConfigAnswer> {
    let next = AtomicUsize::new(0);
    let answers: Vec<Mutex<Option<ConfigAnswer>>> = prepared.iter().map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(prepared.len()) {
            scope.spawn(|| {
                loop {
                    let position = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(order), Some(slot)) = (prepared.get(position), answers.get(position)) else {
                        return;
                    };
                    let Ok((order, code)) = order else { continue };
                    let answer = guarded(order, library, bars.line(code).as_ref());
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(answer);
                    }
                }
            });
        }
    });
    let answers = answers.into_iter().map(|slot| slot.into_inner().ok().flatten());
    let lost = || Err(Fault::internal("de run")(&"er kwam geen antwoord"));
    let answered = prepared.into_iter().zip(answers);
    answered.map(|(order, answer)| order.and_then(|_| answer.unwrap_or_else(lost))).collect()
}

/// Makes a run and turns a panic into its fault, so that the other runs continue.
fn guarded(order: &Order, library: &Library, progress: &dyn Progress) -> ConfigAnswer {
    let run = AssertUnwindSafe(|| crate::run::run(order, library, progress));
    std::panic::catch_unwind(run)
        .unwrap_or_else(|_| Err(Fault::internal("de run")(&"interne fout in jib; de plaats staat hierboven")))
}

/// Prints the run folder. For a run that wrote nothing, prints its counts.
fn report_data(outcome: &Outcome) -> Result<(), Fault> {
    match &outcome.folder {
        Some(folder) => data(format!("{}\n", shown(folder)).as_bytes()),
        None => data(counts(outcome).as_bytes()),
    }
}

fn as_json(config: &Path, outcome: &Outcome) -> Value {
    json!({
        "configuratie": shown(config),
        "exitcode": outcome.exit_code() as u8,
        "map": outcome.folder.as_deref().map(shown),
        "gemeente": outcome.gemeente,
        "gemeentecode": outcome.gemeentecode,
        "uitkomst": outcome.ended,
        "personen": outcome.persons,
        "extracten": outcome.extracts,
        "pakketten": outcome.parcels,
        "geweigerd": outcome.blocking.iter().map(|(extract, code)| json!({ "extract": extract, "code": code })).collect::<Vec<_>>(),
        "bevindingen": outcome.findings.iter().map(|(ernst, count)| (ernst.word(), *count)).collect::<std::collections::BTreeMap<_, _>>(),
        "incidenten": outcome.incidents,
        "oordeel": outcome.judgement.verdict,
        "taken": outcome.judgement.tasks,
        "straks": outcome.judgement.later,
    })
}

/// The counts per parcel and the reasons for refusal, for `--dry-run`.
fn counts(outcome: &Outcome) -> String {
    let mut text = String::new();
    for (extract, code) in &outcome.blocking {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{extract}\tgeweigerd: {code}");
    }
    for sum in &outcome.parcels {
        let reasons: Vec<String> =
            sum.refused.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{}/{}\tgeleverd {}\tgeweigerd: {}",
            sum.party,
            sum.parcel,
            sum.delivered,
            reasons.join(", ")
        );
    }
    text
}
