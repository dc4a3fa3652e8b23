//! `jib run` and `jib check`: one or more controllers, each with its own configuration and folder.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::arguments::{Check, Common, Format, Run};
use super::{data, json_data, show, shown, tell};
use crate::config::Config;
use crate::error::{ExitCode, Fault};
use crate::ledger::manifest::Uitkomst;
use crate::pipeline::{self, Library, Mode, Order, Outcome};

/// `jib run`.
pub fn run(common: &Common, arguments: &Run) -> Result<ExitCode, Fault> {
    let mode = match (arguments.dry_run, arguments.accept_quarantine) {
        (true, _) => Mode::DryRun,
        (false, true) => Mode::RunAcceptingQuarantine,
        (false, false) => Mode::Run,
    };
    let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from("runs"));
    let order = |config: &Path, out: PathBuf| Order {
        config: config.to_path_buf(),
        peildatum: arguments.peildatum,
        verstrekdatum: arguments.verstrekdatum,
        out,
        mode,
        lang: common.lang,
    };
    all(common, &arguments.config, &out, order)
}

/// `jib check`.
pub fn check(common: &Common, arguments: &Check) -> Result<ExitCode, Fault> {
    let order = |config: &Path, out: PathBuf| Order {
        config: config.to_path_buf(),
        peildatum: arguments.peildatum,
        verstrekdatum: arguments.peildatum,
        out,
        mode: Mode::Check,
        lang: common.lang,
    };
    all(common, &arguments.config, &arguments.out, order)
}

fn all(
    common: &Common,
    configs: &[PathBuf],
    out: &Path,
    order: impl Fn(&Path, PathBuf) -> Order,
) -> Result<ExitCode, Fault> {
    let library = Library::load(common.schemas.as_deref())?;
    let mut worst = ExitCode::Done;
    let orders = match configs {
        [one] => vec![order(one, out.to_path_buf())],
        several => {
            let mut orders = Vec::new();
            for (config, code) in several.iter().zip(codes_of(several, &library)?) {
                match code {
                    Ok(code) => orders.push(order(config, out.join(code))),
                    Err(fault) => {
                        show(&fault, common);
                        worst = worst.max(fault.exit_code());
                    }
                }
            }
            orders
        }
    };
    let answers = in_parallel(&orders, &library);
    let mut objects = Vec::new();
    for answer in answers {
        let code = match answer {
            Ok(outcome) => {
                report(common, &outcome, &mut objects)?;
                outcome.exit_code()
            }
            Err(fault) if configs.len() == 1 => return Err(fault),
            Err(fault) => {
                show(&fault, common);
                fault.exit_code()
            }
        };
        worst = worst.max(code);
    }
    if common.format == Format::Json {
        let value = match objects.as_slice() {
            [one] if configs.len() == 1 => one.clone(),
            _ => Value::Array(objects),
        };
        json_data(&value)?;
    }
    Ok(worst)
}

/// The folder of each controller when there are several: its municipality code, which must differ. A configuration that is
/// refused keeps no other from running.
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

/// Runs controllers side by side on plain threads: each run spreads its own work over the pool.
fn in_parallel(orders: &[Order], library: &Library) -> Vec<Result<Outcome, Fault>> {
    if let [one] = orders {
        return vec![pipeline::run(one, library)];
    }
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(orders.len()) {
            scope.spawn(|| {
                loop {
                    let position = next.fetch_add(1, Ordering::Relaxed);
                    let Some(order) = orders.get(position) else { return };
                    let answer = pipeline::run(order, library);
                    if let Ok(mut answers) = answers.lock() {
                        answers.push((position, answer));
                    }
                }
            });
        }
    });
    let mut answers = answers.into_inner().unwrap_or_default();
    answers.sort_by_key(|(position, _)| *position);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn report(common: &Common, outcome: &Outcome, objects: &mut Vec<Value>) -> Result<(), Fault> {
    match common.format {
        Format::Json => objects.push(as_json(outcome)),
        Format::Text | Format::Html => match &outcome.folder {
            Some(folder) => data(format!("{}\n", shown(folder)).as_bytes())?,
            None => data(counts(outcome).as_bytes())?,
        },
    }
    tell(common, &summary(outcome));
    Ok(())
}

fn as_json(outcome: &Outcome) -> Value {
    json!({
        "map": outcome.folder.as_deref().map(shown),
        "gemeente": outcome.gemeente,
        "uitkomst": outcome.uitkomst,
        "personen": outcome.personen,
        "extracten": outcome.extracten,
        "pakketten": outcome.pakketten,
        "geweigerd": outcome.blocking.iter().map(|(extract, code)| json!({ "extract": extract, "code": code })).collect::<Vec<_>>(),
        "bevindingen": outcome.findings.iter().map(|(ernst, count)| (ernst.word(), *count)).collect::<std::collections::BTreeMap<_, _>>(),
    })
}

/// The counts per parcel and the reasons of refusal, for `--dry-run`.
fn counts(outcome: &Outcome) -> String {
    let mut text = String::new();
    for (extract, code) in &outcome.blocking {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{extract}\tgeweigerd: {code}");
    }
    for som in &outcome.pakketten {
        let reasons: Vec<String> =
            som.geweigerd.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{}/{}\tgeleverd {}\tgeweigerd: {}",
            som.partij,
            som.pakket,
            som.geleverd,
            reasons.join(", ")
        );
    }
    text
}

/// Ten lines at the most that answer: is it good?
fn summary(outcome: &Outcome) -> String {
    let verdict = match outcome.uitkomst {
        Uitkomst::Geleverd if outcome.folder.is_none() => "proefrun: er is niets geschreven",
        Uitkomst::Geleverd => "geleverd",
        Uitkomst::GeleverdMetQuarantaine => "geleverd, hoewel te veel rijen in quarantaine staan",
        Uitkomst::ExtractGeweigerd => "NIET geleverd: een extract is geweigerd",
        Uitkomst::QuarantaineTeGroot => "NIET geleverd: te veel rijen in quarantaine",
        Uitkomst::Gecontroleerd => "gecontroleerd; er is niets geleverd",
    };
    let read: u64 = outcome.extracten.iter().map(|som| som.gelezen).sum();
    let aside: u64 = outcome.extracten.iter().map(|som| som.quarantaine).sum();
    let released: u64 = outcome.pakketten.iter().map(|som| som.geleverd).sum();
    let filled = outcome.pakketten.iter().filter(|som| som.geleverd > 0).count();
    let findings: Vec<String> =
        outcome.findings.iter().map(|(ernst, count)| format!("{count} {ernst}")).collect();
    let mut lines = vec![
        format!("{}: {verdict}", outcome.gemeente),
        format!(
            "  gelezen      {read} rijen in {} extracten, {aside} in quarantaine",
            outcome.extracten.len()
        ),
        format!("  beoordeeld   {} personen", outcome.personen),
    ];
    if !outcome.blocking.is_empty() {
        let blocking: Vec<String> =
            outcome.blocking.iter().map(|(extract, code)| format!("{extract} ({code})")).collect();
        lines.push(format!("  geweigerd    {}", blocking.join(", ")));
    }
    if !outcome.pakketten.is_empty() {
        let total = outcome.pakketten.len();
        lines.push(format!("  geleverd     {released} regels in {filled} van {total} pakketten"));
    }
    lines.push(format!(
        "  bevindingen  {}",
        if findings.is_empty() { "geen".to_owned() } else { findings.join(", ") }
    ));
    if let Some(folder) = &outcome.folder {
        lines.push(format!("  rapport      {}", shown(&folder.join("rapport").join("index.html"))));
    }
    lines.join("\n")
}
