//! What people read after a run of `sample-data`: the page, the figures, the findings and a passport, as snapshots. A
//! change here is a change for a reader: look at it before accepting it.

#![expect(clippy::expect_used, reason = "a test stops at once when its own ground gives way")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the town in this repository.
fn run() -> (tempfile::TempDir, PathBuf) {
    let out = tempfile::tempdir().expect("a folder");
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/jib.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_jib"))
        .args(["run", "--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23", "--quiet", "-c"])
        .arg(config)
        .arg("--out")
        .arg(out.path())
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    (out, folder)
}

#[test]
fn the_run_of_sample_data_reads_as_before() {
    let (_out, folder) = run();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the run");
    insta::assert_snapshot!("rapport.html", read("rapport/index.html"));
    insta::assert_snapshot!("rapport.json", read("rapport/rapport.json"));
    insta::assert_snapshot!("bevindingen", read("bevindingen.ndjson"));
    insta::assert_snapshot!("paspoort", read("uitvoer/leerplicht/verzuim.paspoort.json"));
}
