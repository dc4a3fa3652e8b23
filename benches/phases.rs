//! Where a run spends its time, compared with what the machine allows. Each round measures every limit and then makes a run,
//! so both meet the machine in the same state. Prints a table of medians.
//!
//! `JIB_BENCH_STAD` names a town; `JIB_BENCH_ROUNDS` sets the number of rounds (5 by default).

#![expect(clippy::expect_used, reason = "a measurement stops when its own ground gives way")]
#![expect(clippy::print_stdout, reason = "a table is what it is for")]

#[path = "support/limits.rs"]
mod limit;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "support/town.rs"]
mod town;

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use jib::law::library::Library;
use jib::messages::Lang;
use jib::progress::{Progress, Stage};
use jib::run::order::{Mode, Order};
use jib::run::run;
use support::repository;
use town::{Town, days};

/// The environment variable that sets the number of rounds.
const ROUNDS: &str = "JIB_BENCH_ROUNDS";

/// The moment at which each stage began.
struct Stages {
    start: Instant,
    begun: Mutex<Vec<(Stage, f64)>>,
}

impl Progress for Stages {
    fn begin(&self, stage: Stage, _: u64) {
        let at = self.start.elapsed().as_secs_f64();
        self.begun.lock().expect("nobody panics").push((stage, at));
    }

    fn advance(&self, _: u64) {}
}

/// Seconds of one round, by name.
type Round = Vec<(&'static str, f64)>;

fn seconds(pass: impl FnOnce()) -> f64 {
    let start = Instant::now();
    pass();
    start.elapsed().as_secs_f64()
}

/// Makes a run, and returns how long each stage took.
fn staged(town: &Town, library: &Library, out: &Path) -> Round {
    let order = Order {
        config: town.folder().join("jib.toml"),
        peildatum: days().peildatum,
        verstrekdatum: days().verstrekdatum,
        out: out.to_path_buf(),
        may_jump: true,
        mode: Mode::Run,
        lang: Lang::Nl,
        clock: || 0,
    };
    let stages = Stages { start: Instant::now(), begun: Mutex::default() };
    assert!(run(&order, library, &stages).expect("a run").folder.is_some(), "a run that writes");
    let end = stages.start.elapsed().as_secs_f64();
    let begun = stages.begun.into_inner().expect("nobody panics");
    let ends = begun.iter().skip(1).map(|(_, at)| *at).chain([end]);
    let first = begun.first().map_or(end, |(_, at)| *at);
    let of_stages = begun.iter().zip(ends).map(|((stage, begin), end)| (name(*stage), end - begin));
    [("begin", first), ("run", end)].into_iter().chain(of_stages).collect()
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "read, check and link",
        Stage::Judging => "classify",
        Stage::Deciding => "decide",
        Stage::Sealing => "fill, seal and write",
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.file_type().expect("a kind").is_dir() {
            found.extend(files(&entry.path()));
        } else {
            let name = entry.file_name().to_string_lossy().into_owned();
            found.push((name, std::fs::read(entry.path()).expect("a file")));
        }
    }
    found
}

fn median(rounds: &[Round], wanted: &str) -> f64 {
    let mut all: Vec<f64> =
        rounds.iter().flatten().filter(|(name, _)| *name == wanted).map(|(_, seconds)| *seconds).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() {
    let town = Town::new();
    let library = Library::load(&repository("schemas")).expect("schemas");
    let extracts = town.extracts();
    let warm = tempfile::tempdir().expect("a folder");
    staged(&town, &library, warm.path());
    let written = files(warm.path());
    drop(warm);
    let count: usize = std::env::var(ROUNDS).ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let rounds: Vec<Round> = (0..count)
        .map(|_| {
            let mut round = vec![
                ("read", seconds(|| drop(town.extracts()))),
                ("scan", seconds(|| limit::scan(&extracts))),
                ("utf8", seconds(|| limit::utf8(&extracts))),
                ("hash", seconds(|| limit::hash(&extracts))),
                ("seal", seconds(|| limit::seal(&written))),
                ("hash of files", seconds(|| limit::hash(&written))),
                ("write", seconds(|| limit::write(&written))),
            ];
            let out = tempfile::tempdir().expect("a folder");
            round.extend(staged(&town, &library, out.path()));
            round
        })
        .collect();
    let of = |name: &str| median(&rounds, name);
    let megabytes = |bytes: usize| u64::try_from(bytes).expect("a size") / 1_000_000;
    println!(
        "{} MB in, {} MB out, {} threads, medians of {count} rounds",
        megabytes(limit::bytes(&extracts)),
        megabytes(limit::bytes(&written)),
        rayon::current_num_threads()
    );
    let whole = of("run");
    let reading = ["read", "scan", "utf8", "hash"];
    let writing = ["seal", "hash of files", "write"];
    println!(
        "| phase | seconds | of the run | what the machine allows | times that |\n|---|---|---|---|---|"
    );
    let row = |phase: &str, limits: &[&str]| {
        let own = of(phase);
        let limit: f64 = limits.iter().map(|name| of(name)).sum();
        let beside = if limits.is_empty() {
            "| |".to_owned()
        } else {
            let parts: Vec<String> = limits.iter().map(|name| format!("{name} {:.2}", of(name))).collect();
            format!("| {}: {limit:.2} s | {:.1} |", parts.join(", "), own / limit)
        };
        println!("| {phase} | {own:.2} | {:.0}% {beside}", 100.0 * own / whole);
    };
    row("begin", &[]);
    row("read, check and link", &reading);
    row("classify", &[]);
    row("decide", &[]);
    row("fill, seal and write", &writing);
    row("run", &[reading.as_slice(), &writing].concat());
    println!("times finding each separator: {:.1}", whole / of("scan"));
}
