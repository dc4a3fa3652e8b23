//! The verdict is one: the summary, the JSON and the report of a run say the same, and a quiet run is silent only if it is GOED.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Town, text};

/// The verdict of a night as the JSON, the summary and the report say it. They must agree, also on the first task.
fn verdict(town: &Town, out: &str, day: &str) -> (Value, String) {
    let told = town.run_on(day, out, &["--format", "json"]);
    let json: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let folder = json["map"].as_str().expect("a folder");
    let report = fs::read_to_string(Path::new(folder).join("rapport/rapport.json")).expect("a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(json["oordeel"], report["oordeel"]);
    assert_eq!(json["taken"], report["vandaag"]);
    let summary = text(&told.stderr);
    let word = match json["oordeel"].as_str().expect("a word") {
        "goed" => "GOED: ",
        "let_op" => "LET OP: ",
        "niet_goed" => "NIET GOED: ",
        other => panic!("{other}: {summary}"),
    };
    assert!(summary.starts_with(word), "{summary}");
    if let Some(first) = json["taken"].get(0) {
        assert!(summary.contains(first["wat"].as_str().expect("words")), "{summary}");
        assert!(summary.contains(first["doen"].as_str().expect("words")), "{summary}");
    }
    (json, summary)
}

/// Adds an entry to the configuration that says nothing is wanted for these parties.
fn unwanted(town: &Town, entries: &[(&str, &str)]) {
    town.edit("jib.toml", |text| {
        let entry = |(party, school): &(&str, &str)| {
            format!("\n[[ontvanger]]\npartij = \"{party}\"\n{school}niet = true\n")
        };
        text + &entries.iter().map(entry).collect::<String>()
    });
}

#[test]
fn a_night_without_tasks_is_good_and_quiet() {
    let town = Town::new(150, 0);
    verdict(&town, "runs", "2026-11-23");
    let (second, _) = verdict(&town, "runs", "2026-11-24");
    for task in second["taken"].as_array().expect("tasks") {
        assert_eq!(task["code"], "geen_ontvanger", "a clean town has no other task: {task:#}");
    }
    unwanted(&town, &[("school", ""), ("mbo", "")]);
    let (third, _) = verdict(&town, "runs", "2026-11-25");
    assert_eq!(third["oordeel"], "goed", "{third:#}");
    let refused = |run: &Value, why: &str| {
        let parcels = run["pakketten"].as_array().expect("parcels");
        parcels.iter().filter_map(|parcel| parcel["geweigerd"][why].as_u64()).sum::<u64>()
    };
    assert_eq!(refused(&third, "geen_ontvanger"), 0);
    assert_eq!(
        refused(&third, "niet_gewenst"),
        refused(&second, "geen_ontvanger"),
        "the same persons, said once"
    );
    let quiet = town.run_on("2026-11-26", "runs", &["--quiet"]);
    assert_eq!(text(&quiet.stderr), "", "nobody needs to look");
}

#[test]
fn a_quiet_night_speaks_if_somebody_has_to_look() {
    let town = Town::new(150, 30);
    let quiet = town.run_on("2026-11-23", "runs", &["--quiet", "--accept-quarantine"]);
    let said = text(&quiet.stderr);
    assert!(said.starts_with("LET OP: ") && said.contains("nu doen"), "{said}");
    assert!(!said.contains("gelezen"), "the figures stand in the report: {said}");
}

/// A count that is exact beside one that is rounded: "1 of 0 rows". What is rounded is left out, alike wherever it is told.
#[test]
fn a_limit_that_was_passed_is_told_without_a_rounded_number() {
    let town = Town::new(150, 0);
    let wrong = "bsn,onderwijsnummer\n999990000,100000004\n";
    town.edit("koppeling.csv", |_| wrong.to_owned());
    town.edit("jib.toml", |text| {
        let limit = |text: String, extract: &str, promille: u32| {
            let own = format!("extract = \"{extract}\"");
            text.replacen(&own, &format!("{own}\nmax_quarantaine_promille = {promille}"), 1)
        };
        limit(limit(text, "koppeling", 900), "brp", 0)
    });
    let (json, summary) = verdict(&town, "runs", "2026-11-23");
    let says = "koppeling (1 rij apart, meer dan de grens van 900 per duizend)";
    let tasks = json["taken"].as_array().expect("tasks");
    assert!(
        tasks.iter().any(|task| task["doen"].as_str().is_some_and(|doen| doen.contains(says))),
        "{json:#}"
    );
    assert!(summary.contains(says), "{summary}");
    // Everybody is in the BRP: of its rows the number says nothing about anyone.
    town.edit("brp.csv", |text| {
        let (header, rows) = text.split_once('\n').expect("a header");
        format!("{header}\n1{rows}")
    });
    let (json, _) = verdict(&town, "runs", "2026-11-24");
    assert!(json["taken"].to_string().contains("brp (1 van 152 rijen; grens"), "{json:#}");
}
