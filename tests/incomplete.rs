//! Nights on which a delivery is absent, or holds far less than it should: what was expected is said, and nothing follows from what
//! is not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Town, manifest, open, recalls, text};
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

/// The kenmerken that a run recalls.
fn recalled(town: &Town, run: &Path) -> BTreeSet<String> {
    recalls(town, run).into_iter().map(|(_, kenmerk, ..)| kenmerk).collect()
}

/// Recalls nobody whom a town with whole deliveries would not recall on the same nights.
fn recalls_nobody_else(town: &Town, persons: u32, nights: &[(&str, &Path)]) {
    let (whole, _) = Town::after_a_run(persons, 0);
    for (verstrekdatum, run) in nights {
        let ordinary = recalled(&whole, &run_to(&whole, verstrekdatum, 0));
        let others: Vec<String> = recalled(town, run).difference(&ordinary).cloned().collect();
        assert_eq!(others, Vec::<String>::new(), "{verstrekdatum}");
    }
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

/// One late file must not stop the run, and its absence must not count as the end of every case in it.
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
    let output = town.run_on("2026-11-25", "runs", &[]);
    assert!(text(&output.stderr).starts_with("LET OP"), "{}", text(&output.stderr));
    let next = PathBuf::from(text(&output.stdout).trim());
    recalls_nobody_else(&town, 120, &[("2026-11-24", &run), ("2026-11-25", &next)]);
    town.verified(&run);
}

/// Without the enrolments, those who left special or practical education are plichtig like anybody else: that is no reason to take a
/// statement about them back.
#[test]
fn without_the_enrolments_nobody_is_recalled() {
    for soort in ["absent", "not configured", "changes only"] {
        let (town, _) = Town::after_a_run(300, 0);
        match soort {
            "absent" => delete(&town, "duo_inschrijving.csv"),
            "not configured" => without(&town, "duo_inschrijving"),
            _ => {
                town.edit("jib.toml", |text| {
                    let own = "pad = \"duo_inschrijving.csv\"\nsoort = ";
                    text.replace(&format!("{own}\"SNAPSHOT\""), &format!("{own}\"DELTA\""))
                });
                town.edit("duo_inschrijving.csv", |text| {
                    let rows = text.lines().take(4).map(|row| row.replacen(",,", ",W,", 1) + "\n");
                    rows.collect()
                });
            }
        }
        let run = run_to(&town, "2026-11-24", 0);
        let told = recalled(&town, &run);
        let (whole, _) = Town::after_a_run(300, 0);
        let ordinary = recalled(&whole, &run_to(&whole, "2026-11-24", 0));
        assert!(told.is_subset(&ordinary), "{soort}: {:?}", told.difference(&ordinary));
    }
}

/// An extract that the run before read, gone from the configuration without a word.
#[test]
fn an_extract_that_is_no_longer_configured_is_a_task() {
    let (town, _) = Town::after_a_run(120, 0);
    without(&town, "verzuim");
    without(&town, "duo_inschrijving");
    let output = town.run_on("2026-11-24", "runs", &[]);
    assert!(text(&output.stderr).starts_with("LET OP"), "{}", text(&output.stderr));
    let run = PathBuf::from(text(&output.stdout).trim());
    for extract in ["verzuim", "duo_inschrijving"] {
        assert_ne!(said(&run, "R-LEV-074", extract), "", "{extract}");
    }
    let next = run_to(&town, "2026-11-25", 0);
    assert_eq!(said(&next, "R-LEV-074", "verzuim"), "", "said once: nobody wants it any more");
}

/// Who is excluded under one number lives here under the other, and only the links between numbers say so.
#[test]
fn without_the_links_an_exclusion_of_a_stranger_stops_the_run() {
    let (town, _) = Town::after_a_run(120, 0);
    let links = fs::read_to_string(town.path("koppeling.csv")).expect("links");
    let number = links.lines().nth(1).and_then(|row| row.split(',').nth(1)).expect("a link").to_owned();
    let kept = fs::read(town.path("koppeling.csv")).expect("links");
    delete(&town, "koppeling.csv");
    run_to(&town, "2026-11-24", 0);
    fs::write(town.path("koppeling.csv"), kept).expect("links");
    town.edit("uitsluiting.csv", |text| format!("{text}{number},,2026-01-01,,\n"));
    run_to(&town, "2026-11-25", 0);
    delete(&town, "koppeling.csv");
    let run = run_to(&town, "2026-11-26", 4);
    assert_ne!(said(&run, "R-LEV-075", "koppeling"), "");
    without(&town, "koppeling");
    let run = run_to(&town, "2026-11-26", 4);
    assert_ne!(said(&run, "R-LEV-075", "koppeling"), "");
}

/// Without the BRP there is nobody to assess; without the exclusions, whoever objected would be released again.
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

/// Keeps the header and this many rows of a file.
fn cut(town: &Town, name: &str, rows: usize) {
    town.edit(name, |text| text.lines().take(rows + 1).map(|line| format!("{line}\n")).collect());
}

fn rows_of(town: &Town, name: &str) -> usize {
    fs::read_to_string(town.path(name)).expect("a file of the town").lines().count() - 1
}

/// A key of the levering of an extract.
fn set(town: &Town, extract: &str, line: &str) {
    let own = format!("extract = \"{extract}\"\n");
    town.edit("jib.toml", |text| text.replacen(&own, &format!("{own}{line}\n"), 1));
}

/// Fewer than ten exclusions are too few to compare: when all of them vanished, the persons they protected were released under GOED.
#[test]
fn the_last_exclusions_do_not_go_without_a_word() {
    let (town, _) = Town::after_a_run(60, 0);
    assert!((1..10).contains(&rows_of(&town, "uitsluiting.csv")));
    cut(&town, "uitsluiting.csv", 0);
    let output = town.run_on("2026-11-24", "runs", &[]);
    assert!(text(&output.stderr).starts_with("LET OP"), "{}", text(&output.stderr));
    assert_ne!(said(Path::new(text(&output.stdout).trim()), "R-LEV-076", "uitsluiting"), "");
    let next = run_to(&town, "2026-11-25", 0);
    assert_eq!(said(&next, "R-LEV-076", "uitsluiting"), "", "said once");
}

/// Thirty times as many cases of absolute absence, because a file was cut off.
#[test]
fn a_delivery_that_lost_most_of_its_rows_is_refused() {
    let (town, _) = Town::after_a_run(400, 0);
    for extract in ["duo_inschrijving", "duo_startkwalificatie", "brp"] {
        let name = format!("{extract}.csv");
        let kept = fs::read(town.path(&name)).expect("a file of the town");
        let before = rows_of(&town, &name);
        cut(&town, &name, 6);
        let run = run_to(&town, "2026-11-24", 4);
        let advice = said(&run, "R-LEV-065", extract);
        for number in ["6 rijen", &format!("{before}")] {
            assert!(advice.replace('.', "").contains(number), "{number} in {advice}");
        }
        assert!(advice.contains("23 november 2026") && advice.contains("min_rijen_promille"), "{advice}");
        fs::write(town.path(&name), kept).expect("a file of the town");
    }
    let half = rows_of(&town, "duo_startkwalificatie.csv") / 2;
    cut(&town, "duo_startkwalificatie.csv", half);
    set(&town, "duo_startkwalificatie", "min_rijen_promille = 0");
    let run = run_to(&town, "2026-11-24", 0);
    assert_ne!(said(&run, "R-STA-004", "duo_startkwalificatie"), "", "0 is never refused, and still told");
    recalls_nobody_else(&town, 400, &[("2026-11-24", &run)]);
}

/// The same on a first night, when there is nothing to compare with.
#[test]
fn enrolments_of_hardly_anybody_are_refused_on_the_first_night() {
    let town = Town::new(600, 0);
    cut(&town, "duo_inschrijving.csv", 6);
    let run = run_to(&town, "2026-11-23", 4);
    let advice = said(&run, "R-LEV-066", "duo_inschrijving");
    assert!(advice.contains("6 tot en met 15 jaar") && advice.contains("800 van de 1.000"), "{advice}");
    set(&town, "duo_inschrijving", "min_dekking_promille = 0");
    run_to(&town, "2026-11-23", 0);
    let small = Town::new(60, 0);
    cut(&small, "duo_inschrijving.csv", 6);
    run_to(&small, "2026-11-23", 0);
}

/// A file with only a header leaves a small town without residents or pupils. On a first night no threshold notices that.
#[test]
fn a_delivery_with_only_a_header_has_a_task_of_its_own() {
    for extract in ["brp", "duo_inschrijving", "duo_startkwalificatie"] {
        let town = Town::new(60, 0);
        cut(&town, &format!("{extract}.csv"), 0);
        let output = town.run("runs", &[]);
        assert!(text(&output.stderr).starts_with("LET OP"), "{}", text(&output.stderr));
        let run = PathBuf::from(text(&output.stdout).trim());
        let advice = said(&run, "R-LEV-068", extract);
        assert!(advice.contains("Verstuur de pakketten van deze run niet"), "{extract}: {advice}");
        let report = fs::read(run.join("rapport/rapport.json")).expect("a report");
        let report: Value = serde_json::from_slice(&report).expect("JSON");
        let rows = report["bevindingen"].as_array().expect("findings");
        let own = rows.iter().find(|row| row["code"] == "R-LEV-068" && row["extract"] == extract);
        assert!(own.is_some_and(|row| !row["taak"].is_null()), "{extract}: a task");
    }
    let town = Town::new(60, 0);
    for extract in ["vrijstelling", "toestemming", "uitsluiting"] {
        cut(&town, &format!("{extract}.csv"), 0);
    }
    let run = run_to(&town, "2026-11-23", 0);
    assert!(findings(&run).iter().all(|(code, ..)| code != "R-LEV-068"), "these may be nobody's");
}

/// Open cases that are recalled because the file was cut, or because the cut file came a second time.
#[test]
fn a_shrunken_delivery_recalls_nobody() {
    let (town, _) = Town::after_a_run(400, 0);
    let before = rows_of(&town, "verzuim.csv");
    assert!(before >= 10, "{before}");
    let whole = fs::read(town.path("verzuim.csv")).expect("a file of the town");
    cut(&town, "verzuim.csv", before / 4);
    let nights = ["2026-11-24", "2026-11-25"].map(|night| (night, run_to(&town, night, 0)));
    for (_, run) in &nights {
        let advice = said(run, "R-STA-004", "verzuim");
        assert!(advice.contains(&format!("{before}")) && advice.contains("23 november 2026"), "{advice}");
    }
    let [(first, one), (second, two)] = &nights;
    recalls_nobody_else(&town, 400, &[(first, one), (second, two)]);
    fs::write(town.path("verzuim.csv"), whole).expect("a file of the town");
    let run = run_to(&town, "2026-11-26", 0);
    assert_eq!(said(&run, "R-STA-004", "verzuim"), "");
    cut(&town, "verzuim.csv", before / 4);
    set(&town, "verzuim", "min_rijen_promille = 600");
    let run = run_to(&town, "2026-11-27", 4);
    assert_ne!(said(&run, "R-LEV-065", "verzuim"), "", "as the levering asks");
}

/// Exact rows of persons in a page that travels, under a finding that nobody thought of as a count.
#[test]
fn what_travels_about_a_shrunken_delivery_is_rounded() {
    let (town, _) = Town::after_a_run(400, 0);
    let shown = |run: &Path, extract: &str, code: &str| {
        let report = fs::read(run.join("rapport/rapport.json")).expect("a report");
        let report: Value = serde_json::from_slice(&report).expect("JSON");
        let sealed = open(&run.join("intern/rapport.json.age"), town.path("sleutels/identiteit.txt"));
        let sealed: Value = serde_json::from_slice(&sealed).expect("JSON");
        let said = |report: &Value| {
            let rows = report["bevindingen"].as_array().expect("findings").clone();
            let own = rows.into_iter().find(|row| row["code"] == code && row["extract"] == extract);
            own.expect("the finding")["advies"].as_str().expect("words").to_owned()
        };
        (report.to_string(), said(&report), said(&sealed))
    };
    let before = rows_of(&town, "verzuim.csv");
    let now = (5..before / 2).find(|rows| rows % 5 != 0).expect("no multiple");
    cut(&town, "verzuim.csv", now);
    let run = run_to(&town, "2026-11-24", 0);
    let (whole, open, sealed) = shown(&run, "verzuim", "R-STA-004");
    assert!(
        sealed.contains(&format!("heeft {now} rijen")) && sealed.contains(&format!("{before};")),
        "{sealed}"
    );
    assert!(!whole.contains(&format!("heeft {now} rijen")), "{open}");
    assert!(open.contains("600 van elke 1.000 rijen") && open.contains("intern/rapport.html.age"), "{open}");
    let counts: Vec<u64> = open
        .split("ongeveer ")
        .skip(1)
        .filter_map(|rest| rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok())
        .collect();
    assert!(counts.len() == 2 && counts.iter().all(|count| count % 5 == 0), "{open}");
    // Whoever is in the register of education is everyone of an age: its rows say nothing about anybody.
    let enrolled = rows_of(&town, "duo_startkwalificatie.csv");
    cut(&town, "duo_startkwalificatie.csv", 6);
    let (_, open, sealed) = shown(&run_to(&town, "2026-11-25", 4), "duo_startkwalificatie", "R-LEV-065");
    assert_eq!(open, sealed);
    assert!(open.replace('.', "").contains(&enrolled.to_string()), "{open}");
}

/// A file that was not there for a night and comes back with a fraction of its rows, compared with nothing.
#[test]
fn a_delivery_is_compared_with_the_newest_run_that_read_it() {
    let (town, _) = Town::after_a_run(400, 0);
    let kept = fs::read(town.path("verzuim.csv")).expect("a file of the town");
    let before = rows_of(&town, "verzuim.csv");
    delete(&town, "verzuim.csv");
    run_to(&town, "2026-11-24", 0);
    fs::write(town.path("verzuim.csv"), kept).expect("a file of the town");
    cut(&town, "verzuim.csv", before / 2);
    let run = run_to(&town, "2026-11-25", 0);
    assert!(said(&run, "R-STA-004", "verzuim").contains("23 november 2026"), "{:?}", findings(&run));
}

/// A first run must ask somebody to check that its files are complete.
#[test]
fn a_first_run_asks_for_a_look_at_the_rows() {
    let town = Town::new(120, 0);
    let output = town.run("runs", &[]);
    assert!(!text(&output.stderr).starts_with("GOED"), "{}", text(&output.stderr));
    let run = PathBuf::from(text(&output.stdout).trim());
    let advice = said(&run, "R-LEV-067", "jib.toml");
    // The rows stand in the report, rounded where they are persons; the advice says where.
    assert!(advice.contains("Wat is aangeleverd"), "{advice}");
    assert_eq!(said(&run_to(&town, "2026-11-24", 0), "R-LEV-067", "jib.toml"), "");
}
