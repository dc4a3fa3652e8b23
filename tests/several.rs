//! Several municipalities in one command: each is its own controller, and one's failure never affects another.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::support::{files, jib, jib_reading, open, sample, text};

/// A folder with several towns.
struct Region {
    folder: tempfile::TempDir,
}

impl Region {
    /// Towns with these codes, each with its own keys.
    fn of(codes: &[&str]) -> Region {
        let region = Region { folder: crate::support::folder() };
        for (seed, code) in (0..).zip(codes) {
            sample(150, 0, seed, region.path(code).as_ref());
            region.edit(code, "code = \"0599\"", &format!("code = \"{code}\""));
            let own = format!("\"{code}\"");
            let regio = fs::read_to_string(region.config(code)).expect("a configuration");
            let regio = regio.lines().find(|line| line.starts_with("regio")).expect("a region").to_owned();
            if !regio.contains(&own) {
                region.edit(code, "regio = [", &format!("regio = [{own}, "));
            }
            // Another municipality's list would be refused.
            let list = region.path(&format!("{code}/jib_lijst.csv"));
            let text = fs::read_to_string(&list).expect("the list");
            fs::write(&list, text.replace(",0599", &format!(",{code}"))).expect("the list");
        }
        region
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn config(&self, code: &str) -> String {
        self.path(&format!("{code}/jib.toml"))
    }

    fn edit(&self, code: &str, from: &str, to: &str) {
        let before = fs::read_to_string(self.config(code)).expect("a configuration");
        let after = before.replacen(from, to, 1);
        assert!(from == to || before != after, "the edit of {code} changes something");
        fs::write(self.config(code), after).expect("a configuration");
    }

    fn run(&self, codes: &[&str], more: &[&str]) -> Output {
        self.run_to("runs", codes, more)
    }

    fn run_to(&self, out: &str, codes: &[&str], more: &[&str]) -> Output {
        let configs: Vec<String> = codes.iter().map(|code| self.config(code)).collect();
        let out = self.path(out);
        let mut arguments = vec!["run", "--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
        arguments.extend(configs.iter().flat_map(|config| ["-c", config]));
        arguments.extend(["--out", &out]);
        arguments.extend(more);
        jib(&arguments)
    }

    fn overview(&self) -> Value {
        let bytes = fs::read(self.path("runs/overzicht.json")).expect("an overview");
        serde_json::from_slice(&bytes).expect("JSON")
    }
}

fn folders(output: &Output) -> Vec<PathBuf> {
    text(&output.stdout).lines().map(PathBuf::from).collect()
}

#[test]
fn each_controller_gets_its_own_folder_keys_and_chain() {
    let region = Region::of(&["0599", "0606"]);
    let output = region.run(&["0606", "0599"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let runs = folders(&output);
    let under = |code: &str| PathBuf::from(region.path("runs")).join(code);
    assert_eq!(
        runs.iter().map(|run| run.parent().expect("a folder")).collect::<Vec<_>>(),
        [under("0606"), under("0599")]
    );
    let table = runs[0].join("intern/classificatie.csv.age");
    assert!(!open(&table, region.path("0606/sleutels/identiteit.txt")).is_empty());
    let other = region.path("0599/sleutels/identiteit.txt");
    let refused = jib(&["open", &table.display().to_string(), "-i", &other]);
    assert_eq!(refused.status.code(), Some(2), "one controller cannot open what is another's");
    let again = region.run(&["0606", "0599"], &[]);
    for (before, after) in runs.iter().zip(folders(&again)) {
        let verified = jib(&["verify", &after.display().to_string()]);
        assert!(verified.status.success(), "{}", text(&verified.stderr));
        let hash =
            jib::crypto::hashing::sha256_hex(&fs::read(before.join("manifest.json")).expect("a manifest"));
        let manifest = fs::read_to_string(after.join("manifest.json")).expect("a manifest");
        assert!(manifest.contains(&format!("\"vorige\": \"{hash}\"")), "a chain for each");
    }
}

#[test]
fn a_run_beside_others_gives_what_it_gives_alone() {
    let region = Region::of(&["0599", "0606", "0622"]);
    let table = |runs: &[PathBuf], at: usize, code: &str| {
        open(
            &runs[at].join("intern/classificatie.csv.age"),
            region.path(&format!("{code}/sleutels/identiteit.txt")),
        )
    };
    let together = folders(&region.run(&["0599", "0606", "0622"], &["--threads", "3"]));
    for (at, code) in ["0599", "0606", "0622"].into_iter().enumerate() {
        let alone = folders(&region.run_to(&format!("alleen-{code}"), &[code], &["--threads", "1"]));
        assert_eq!(table(&together, at, code), table(&alone, 0, code), "{code}");
    }
}

#[test]
fn what_stops_one_stops_no_other_and_the_highest_code_counts() {
    let region = Region::of(&["0599", "0606", "0622", "0502"]);
    region.edit("0606", "partij = \"leerplicht\"", "partij = \"leerplcht\"");
    fs::write(region.path("0622/brp.csv"), "niets\n").expect("a broken extract");
    let lock = region.path("runs/0502/.slot");
    fs::create_dir_all(Path::new(&lock).parent().expect("a folder")).expect("a folder");
    let lock = fs::File::create(lock).expect("the lock file");
    lock.lock().expect("the lock");

    let output = region.run(&["0599", "0606", "0622"], &[]);
    assert_eq!(output.status.code(), Some(4), "the highest of 0, 2 and 4: {}", text(&output.stderr));
    assert_eq!(folders(&output).len(), 2, "a folder for the one that ran and for the one that was refused");
    let errors = text(&output.stderr);
    assert!(errors.contains("bedoelt u `leerplicht`?"), "the fault of 0606 is told: {errors}");
    let output = region.run(&["0599", "0606", "0622", "0502"], &[]);
    assert_eq!(
        output.status.code(),
        Some(7),
        "another run holds the folder of 0502: {}",
        text(&output.stderr)
    );

    let overview = region.overview();
    let rows = overview["gemeenten"].as_array().expect("a list");
    let said: Vec<(&str, u64)> = rows
        .iter()
        .map(|row| (row["oordeel"].as_str().expect("a word"), row["exitcode"].as_u64().expect("a code")))
        .collect();
    assert_eq!(said[1..], [("niet_goed", 2), ("niet_goed", 4), ("niet_goed", 7)]);
    assert_eq!(said[0].1, 0);
}

#[test]
fn when_none_can_run_the_overview_of_an_earlier_night_does_not_stay() {
    let region = Region::of(&["0599", "0606"]);
    assert_eq!(region.run(&["0599", "0606"], &[]).status.code(), Some(0));
    for code in ["0599", "0606"] {
        region.edit(code, "partij = \"leerplicht\"", "partij = \"leerplcht\"");
    }
    let output = region.run(&["0599", "0606"], &[]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty(), "no run, no folder");
    let rows = region.overview()["gemeenten"].clone();
    assert_eq!(rows.as_array().expect("a list").iter().filter(|row| row["exitcode"] == 2).count(), 2);
}

#[test]
fn the_overview_holds_counts_only_and_rounds_those_of_persons() {
    let region = Region::of(&["0599", "0606"]);
    let few: String = fs::read_to_string(region.path("0606/brp.csv"))
        .expect("the extract")
        .split_inclusive('\n')
        .take(4)
        .collect();
    fs::write(region.path("0606/brp.csv"), few).expect("the extract");
    let output = region.run(&["0599", "0606"], &["--accept-quarantine"]);
    let page = fs::read_to_string(region.path("runs/overzicht.html")).expect("an overview");
    let data = fs::read_to_string(region.path("runs/overzicht.json")).expect("an overview");
    let persons = |row: usize| region.overview()["gemeenten"][row]["run"]["personen"].clone();
    assert!(persons(0).as_u64().is_some_and(|count| count > 100), "{}", text(&output.stderr));
    let few = persons(1);
    assert!(few == 0 || few == 5, "three persons are none or five: {few}");
    let own = region.overview()["gemeenten"][1]["run"]["rapport"].as_str().expect("a report").to_owned();
    let own = region.path(&format!("runs/{}", own.replace("index.html", "rapport.json")));
    let own: Value = serde_json::from_slice(&fs::read(own).expect("figures")).expect("JSON");
    assert_eq!(few, own["personen"], "as in the municipality's own report");
    assert!(page.contains("Aantallen personen zijn afgerond"));
    for code in ["0599", "0606"] {
        let brp = fs::read_to_string(region.path(&format!("{code}/brp.csv"))).expect("the extract");
        for bsn in brp.lines().skip(1).filter_map(|line| line.split(',').next()) {
            assert!(bsn.is_empty() || !page.contains(bsn) && !data.contains(bsn), "a number in the overview");
        }
    }
    for row in region.overview()["gemeenten"].as_array().expect("a list") {
        let link = row["run"]["rapport"].as_str().expect("a link");
        assert!(Path::new(&region.path("runs")).join(link).is_file(), "the page links to each report");
    }
}

/// With the `--out` of all municipalities, each command that looks back found nothing and said that all was well.
#[test]
fn what_looks_back_over_the_folder_of_all_is_told_the_folder_of_each() {
    let region = Region::of(&["0599", "0606"]);
    assert_eq!(region.run(&["0599", "0606"], &[]).status.code(), Some(0));
    let config = region.config("0599");
    let number = fs::read_to_string(region.path("0599/brp.csv")).expect("the extract");
    let number = number.lines().nth(1).and_then(|row| row.split(',').next()).expect("a number").to_owned();
    let ask = |out: &str| {
        let inzage = ["inzage", "--bsn", "-", "-c", &config, out, "--format", "json"];
        let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
        let explain = ["explain", "--bsn", "-", "-c", &config, "--out", out, "--format", "json"];
        let prune = ["prune", "-c", &config, "--out", out, "--datum", "2028-01-01", "--format", "json"];
        [
            jib_reading(&inzage, &number),
            jib_reading(&[&explain[..], &days[..]].concat(), &number),
            jib(&["doctor", "-c", &config, "--out", out, "--datum", "2026-11-24", "--format", "json"]),
            jib(&[&prune[..], &["--dry-run"]].concat()),
            jib(&prune),
        ]
    };
    let [all, own] = ["runs", "runs/0599"].map(|name| region.path(name));
    let refused = || {
        let before = files(Path::new(&all));
        for output in ask(&all) {
            assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
            let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert!(told["fout"]["hulp"].as_str().is_some_and(|help| help.ends_with(&own)), "{told}");
        }
        assert_eq!(files(Path::new(&all)), before, "nothing is written");
    };
    refused();
    // A check of one municipality, put above the folders of all, is nothing to look back at either.
    let check = jib(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &all]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    refused();
    let [inzage, rest @ ..] = ask(&own);
    for output in [&inzage].into_iter().chain(&rest) {
        assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    }
    let told: Value = serde_json::from_slice(&inzage.stdout).expect("JSON");
    assert_eq!(told["bekeken"], 1, "{told}");

    // Its own runs from before the others joined stay where they are, and are still looked at and cleared there.
    assert_eq!(region.run_to("eerst", &["0599"], &[]).status.code(), Some(0));
    assert_eq!(region.run_to("eerst", &["0599", "0606"], &[]).status.code(), Some(0));
    for output in ask(&region.path("eerst")) {
        assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    }
}

/// A link below `--out` led the run of one municipality, its state and its lock into a folder of another.
#[cfg(unix)]
#[test]
fn no_link_leads_a_run_into_a_folder_of_others() {
    let region = Region::of(&["0599", "0606"]);
    let [all, elsewhere] = ["alle", "elders"].map(|name| PathBuf::from(region.path(name)));
    fs::create_dir(&all).expect("a folder");
    fs::create_dir(&elsewhere).expect("a folder");
    for target in [elsewhere.as_path(), Path::new("0606"), Path::new("nergens")] {
        let link = all.join("0599");
        std::os::unix::fs::symlink(target, &link).expect("a link");
        let output = region.run_to("alle", &["0599", "0606"], &["--format", "json"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let codes: Vec<_> = told.as_array().expect("a list").iter().map(|one| &one["exitcode"]).collect();
        assert_eq!(codes, [2, 0], "the other runs: {told}");
        assert!(text(&output.stderr).contains("snelkoppeling"), "{}", text(&output.stderr));
        assert_eq!(fs::read_dir(&elsewhere).expect("a folder").count(), 0);
        let gemeenten = fs::read_dir(all.join("0606")).expect("runs").flatten().count();
        assert!(gemeenten > 0 && !all.join("nergens").exists());
        fs::remove_file(&link).expect("the link");
        fs::remove_dir_all(all.join("0606")).expect("it goes");
    }
    // What is given as `--out` may be a link.
    std::os::unix::fs::symlink(&elsewhere, region.path("gelinkt")).expect("a link");
    assert_eq!(region.run_to("gelinkt", &["0599", "0606"], &[]).status.code(), Some(0));
    assert!(elsewhere.join("0599").is_dir());
}

#[test]
fn a_dry_run_of_several_writes_nothing() {
    let region = Region::of(&["0599", "0606"]);
    let output = region.run(&["0599", "0606"], &["--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!Path::new(&region.path("runs")).exists());
    assert_eq!(text(&output.stdout).matches("leerplicht/toezicht\t").count(), 2, "the counts of both");
}

#[test]
fn one_municipality_twice_is_refused_before_anything_is_written() {
    let region = Region::of(&["0599"]);
    let output = region.run(&["0599", "0599"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(&region.path("runs")).exists());
}
