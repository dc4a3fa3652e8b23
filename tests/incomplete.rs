//! Nights on which a delivery is absent, or holds far less than it should: what was expected is said, and nothing follows from what
//! is not there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Town, files, manifest, open, text};
use serde_json::Value;

/// The findings of a run: code, extract and advice.
fn findings(run: &Path) -> Vec<(String, String, String)> {
    let lines = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    let finding = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        (word("code"), word("extract"), word("advies"))
    };
    lines.lines().map(finding).collect()
}

/// What is said about an extract under a code; empty if nothing.
fn said(run: &Path, code: &str, extract: &str) -> String {
    let own = findings(run).into_iter().find(|(own, about, _)| own == code && about == extract);
    own.map(|(_, _, advice)| advice).unwrap_or_default()
}

/// A run that must end so. Returns its folder.
fn run_to(town: &Town, verstrekdatum: &str, code: i32) -> PathBuf {
    let output = town.run_on(verstrekdatum, "runs", &[]);
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    PathBuf::from(text(&output.stdout).trim())
}

/// The number of recalls of a run.
fn recalls(town: &Town, run: &Path) -> usize {
    let is_recall = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("intrekking"))
            && path.extension().is_some_and(|end| end == "age")
    };
    let rows = |path: PathBuf| {
        let party = path.parent().and_then(Path::file_name).expect("a party").to_string_lossy().into_owned();
        let stem = path.file_name().expect("a name").to_string_lossy().into_owned();
        let school = stem.trim_start_matches("intrekking").trim_end_matches(".csv.age");
        let content = open(&path, town.path(&format!("sleutels/ontvangers/{party}{school}.txt")));
        text(&content).lines().count() - 1
    };
    files(&run.join("uitvoer")).into_iter().filter(is_recall).map(rows).sum()
}

/// Takes the delivery of an extract out of the configuration.
fn without(town: &Town, extract: &str) {
    town.edit("jib.toml", |text| {
        let own = format!("extract = \"{extract}\"");
        let sections: Vec<&str> = text.split("[[").collect();
        let kept = sections.into_iter().filter(|section| !section.contains(&own));
        kept.collect::<Vec<_>>().join("[[")
    });
}

fn delete(town: &Town, name: &str) {
    fs::remove_file(town.path(name)).expect("a file of the town");
}

/// A run that stops over one file that came late, or that takes its absence for the end of all cases.
#[test]
fn a_file_that_is_not_there_is_an_absent_delivery() {
    let (town, _) = Town::after_a_run(120, 0);
    for extract in ["verzuim", "dossier", "contactgegevens", "toestemming", "inkomen", "jib_lijst"] {
        delete(&town, &format!("{extract}.csv"));
    }
    let run = run_to(&town, "2026-11-24", 0);
    for extract in ["verzuim", "dossier", "contactgegevens", "toestemming", "inkomen", "jib_lijst"] {
        let advice = said(&run, "R-LEV-061", extract);
        assert!(advice.contains(&format!("{extract}.csv")), "names the file of {extract}: {advice}");
    }
    assert_eq!(recalls(&town, &run), 0, "nobody is recalled because a delivery is absent");
    let output = town.run_on("2026-11-25", "runs", &[]);
    assert!(text(&output.stderr).starts_with("LET OP"), "{}", text(&output.stderr));
    assert_eq!(recalls(&town, Path::new(text(&output.stdout).trim())), 0, "nor the night after");
    town.verified(&run);
}

/// Nobody is there to judge, or whoever objected is released again.
#[test]
fn nothing_is_released_without_the_brp_or_the_exclusions() {
    let (town, _) = Town::after_a_run(120, 0);
    for extract in ["brp", "uitsluiting"] {
        let name = format!("{extract}.csv");
        let kept = fs::read(town.path(&name)).expect("a file of the town");
        delete(&town, &name);
        let run = run_to(&town, "2026-11-24", 4);
        assert!(said(&run, "R-LEV-062", extract).contains(&name), "{:?}", findings(&run));
        assert!(!run.join("uitvoer").exists());
        fs::write(town.path(&name), kept).expect("a file of the town");
    }
    without(&town, "uitsluiting");
    let run = run_to(&town, "2026-11-24", 4);
    assert_ne!(said(&run, "R-LEV-063", "uitsluiting"), "", "the run before had them");
    let never = Town::new(120, 0);
    without(&never, "uitsluiting");
    let run = run_to(&never, "2026-11-23", 0);
    assert_ne!(said(&run, "R-LEV-064", "uitsluiting"), "", "no run had them");
    assert!(manifest(&run)["uitkomst"].is_string());
}
