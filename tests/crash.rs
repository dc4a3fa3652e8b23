//! A run that is killed at any moment and in any way leaves a whole run or none, and no personal data unsealed. The next run
//! works and removes the leftovers.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Town, files, jib, text};

/// The number of times a run is killed.
const KILLS: u32 = 100;

fn start(town: &Town, out: &str) -> std::process::Child {
    let (config, out) = (town.path("jib.toml"), town.path(out));
    Command::new(env!("CARGO_BIN_EXE_jib"))
        .args([
            "run",
            "-c",
            &config,
            "--peildatum",
            "2026-11-01",
            "--verstrekdatum",
            "2026-11-23",
            "--out",
            &out,
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// The folders that look like runs.
fn runs(out: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(out).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| !path.is_symlink() && path.join("manifest.json").exists())
        .filter(|path| !is_temporary(path))
        .collect()
}

fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".bezig-"))
}

/// Words from the extracts about persons, which must appear nowhere else.
fn words_of_persons(town: &Town) -> Vec<String> {
    let brp = fs::read_to_string(town.path("brp.csv")).expect("the extract");
    let bsns = brp.lines().skip(1).filter_map(|line| line.split(',').next()).filter(|bsn| bsn.len() == 9);
    bsns.map(str::to_owned).chain(["Voorbeeld-".to_owned(), "Testplein".to_owned()]).collect()
}

fn nothing_lies_open(out: &Path, words: &[String]) {
    for path in files(out) {
        let bytes = fs::read(&path).expect("a file");
        for word in words {
            assert!(
                memchr::memmem::find(&bytes, word.as_bytes()).is_none(),
                "a value of a person in {}",
                path.display()
            );
        }
    }
}

fn verifies(run: &Path, town: &Town) {
    let public = town.path("sleutels/ondertekening.pub");
    let output = jib(&["verify", &run.display().to_string(), "-p", &public, "-c", &town.path("jib.toml")]);
    assert_eq!(output.status.code(), Some(0), "{}: {}", run.display(), text(&output.stderr));
}

#[test]
fn a_hundred_kills_lose_nothing_and_leak_nothing() {
    let town = Town::new(300, 20);
    let words = words_of_persons(&town);
    let out = PathBuf::from(town.path("runs"));
    let began = Instant::now();
    assert!(start(&town, "runs").wait().expect("an end").success());
    let whole = began.elapsed();
    let mut before = runs(&out);
    let mut killed = 0;
    for kill in 0..KILLS {
        let mut child = start(&town, "runs");
        // Spread over the whole length of a run, and a little past its end.
        std::thread::sleep(
            whole.mul_f64(f64::from(kill) * 1.1 / f64::from(KILLS)).max(Duration::from_micros(200)),
        );
        child.kill().expect("a signal");
        let ended = child.wait().expect("an end");
        killed += u32::from(ended.signal() == Some(9));
        let after = runs(&out);
        let new: Vec<&PathBuf> = after.difference(&before).collect();
        assert!(new.len() <= 1 && before.is_subset(&after), "a run came or went");
        assert!(!ended.success() || new.len() == 1, "a run that says that it is done, is there");
        new.iter().for_each(|run| verifies(run, &town));
        if kill % 10 == 0 {
            nothing_lies_open(&out, &words);
        }
        before = after;
    }
    assert!(killed > KILLS / 4, "most runs were killed before their end: {killed}");
    // The next run works, and the leftovers are gone.
    let output = jib(&[
        "run",
        "-c",
        &town.path("jib.toml"),
        "--peildatum",
        "2026-11-01",
        "--verstrekdatum",
        "2026-11-23",
        "--out",
        &out.display().to_string(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let last = PathBuf::from(text(&output.stdout).trim());
    verifies(&last, &town);
    nothing_lies_open(&out, &words);
    let left: Vec<PathBuf> = files(&out)
        .into_iter()
        .filter(|path| path.components().any(|part| is_temporary(Path::new(part.as_os_str()))))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let states = files(&out.join(".staat"));
    let states = states.iter().filter(|path| path.extension().is_some_and(|end| end == "staat"));
    assert_eq!(states.count(), 1, "one state: that of the last run");
    let findings = fs::read_to_string(last.join("bevindingen.ndjson")).expect("findings");
    assert!(!findings.contains("R-STA-0"), "a killed run costs no memory: {findings}");
}

/// A full disk: the system refuses to let a file grow.
#[test]
fn a_full_disk_leaves_no_run_and_says_so() {
    let town = Town::new(300, 0);
    let words = words_of_persons(&town);
    let out = town.path("runs");
    let mut refused = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 24] {
        // Bash counts in blocks of 1024 bytes. The signal is ignored, so that the program sees the error.
        let command = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run -c \"$1\" --peildatum 2026-11-01 --verstrekdatum 2026-11-23 --out \"$2\""
        );
        let output = Command::new("bash")
            .args(["-c", &command, env!("CARGO_BIN_EXE_jib"), &town.path("jib.toml"), &out])
            .output()
            .expect("bash");
        let there = runs(Path::new(&out));
        if output.status.success() {
            assert_eq!(there.len(), 1);
            break;
        }
        refused += 1;
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("schrijven in"), "{}", text(&output.stderr));
        assert!(there.is_empty(), "no run on a full disk");
        nothing_lies_open(Path::new(&out), &words);
        let mut left = files(Path::new(&out)).into_iter().filter(|path| !path.ends_with(".slot"));
        assert!(left.all(|path| path.starts_with(Path::new(&out).join(".staat"))), "nothing is left");
    }
    assert!(refused >= 4, "the disk was full often enough: {refused}");
    let run = town.folder_of_run("runs", &[]);
    verifies(&run, &town);
}

/// Files of a run that were truncated afterwards: `verify` and `inzage` notice, and the next run does not build on them.
#[test]
fn a_run_of_which_a_file_was_cut_short_is_noticed() {
    let (town, run) = Town::after_a_run(100, 0);
    for path in files(&run) {
        let bytes = fs::read(&path).expect("a file");
        if bytes.is_empty() {
            continue;
        }
        let (_, most) = bytes.split_last().expect("a byte");
        fs::write(&path, most).expect("a file");
        let output = jib(&["verify", &run.display().to_string()]);
        assert_eq!(output.status.code(), Some(6), "{}", path.display());
        fs::write(&path, bytes).expect("a file");
    }
    verifies(&run, &town);
}

/// A cron line whose log is on a full disk. A false "nothing was published, try again" would lose every question that may be
/// asked only once in thirty days.
#[test]
fn a_full_stdout_does_not_unmake_the_run() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let town = Town::new(60, 0);
    let out = town.path("runs");
    for (format, more) in [("text", "2026-11-23"), ("json", "2026-11-24")] {
        let answer = Command::new(env!("CARGO_BIN_EXE_jib"))
            .args(["run", "-c", &town.path("jib.toml"), "--peildatum", "2026-11-01", "--verstrekdatum", more])
            .args(["--out", &out, "--format", format])
            .stdout(fs::OpenOptions::new().write(true).open(full).expect("a full device"))
            .output()
            .expect("the program starts");
        let said = text(&answer.stderr);
        assert_eq!(answer.status.code(), Some(1), "{said}");
        let standing = fs::read_dir(&out).expect("the runs").flatten().map(|entry| entry.file_name());
        let standing: Vec<String> = standing.map(|name| name.to_string_lossy().into_owned()).collect();
        let run = standing.iter().find(|name| name.starts_with(more)).expect("the run stands");
        // The message is wrapped over lines.
        let flat = said.replace(['\n', '│', ' '], "");
        assert!(flat.contains(run.as_str()), "it names the run: {said}");
        assert!(flat.contains("nietopnieuwdraaien"), "{said}");
        assert!(!flat.contains("nietsgepubliceerd"), "{said}");
        assert!(flat.contains("deschijfisvol"), "{said}");
    }
}
