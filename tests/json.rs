//! Compares `--format json` of every command with the schema in `docs/json`. A key that is renamed, left out or undocumented
//! breaks somebody else's program.

use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::support::json_schema::Schema;
use crate::support::{jib, jib_reading, repository, text};

/// Compares output with definitions, and records which definitions occurred.
struct Held {
    schema: Schema,
    met: BTreeSet<String>,
}

impl Held {
    fn output(&mut self, name: &str, output: &Output) -> Value {
        let printed = text(&output.stdout);
        let value = serde_json::from_str(&printed)
            .unwrap_or_else(|fault| panic!("{name}: {fault}: {printed}\n{}", text(&output.stderr)));
        self.value(name, &value);
        value
    }

    fn value(&mut self, name: &str, value: &Value) {
        let faults = self.schema.faults(name, value);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        self.met.insert(name.to_owned());
    }
}

const DAYS: [&str; 4] = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];

fn json(arguments: &[&str]) -> Output {
    jib(&[arguments, &["--format", "json"]].concat())
}

#[test]
fn every_command_prints_what_is_documented() {
    let mut held = Held { schema: Schema::documented(), met: BTreeSet::new() };
    let folder = crate::support::folder();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let config = repository("sample-data/jib.toml").display().to_string();
    let identity = repository("sample-data/sleutels/ontvangers/doorstroompunt.txt").display().to_string();

    let runs = path("runs");
    let run = held.output("run", &json(&[&["run", "-c", &config, "--out", &runs], DAYS.as_slice()].concat()));
    let run = run["map"].as_str().expect("a folder").to_owned();
    held.output("run", &json(&[&["run", "-c", &config, "--dry-run"], DAYS.as_slice()].concat()));
    held.output(
        "run",
        &json(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &path("checks")]),
    );
    fs::write(path("stuk.toml"), "[gemeente]\ncode = 5\n").expect("a file");
    let several = ["run", "-c", &config, "-c", &path("stuk.toml"), "--out", &path("several")];
    let output = json(&[several.as_slice(), DAYS.as_slice()].concat());
    assert_eq!(output.status.code(), Some(2), "the highest of 0 and 2");
    let both = held.output("runs", &output);
    assert_eq!(both[0]["exitcode"], 0);
    assert_eq!(both[1]["exitcode"], 2);
    let lines: Vec<&Value> =
        both[1]["fout"]["alle"].as_array().expect("all").iter().map(|one| &one["regel"]).collect();
    assert!(lines.contains(&&Value::from(2)), "the line of the code is named: {lines:?}");
    held.value("niet_gedraaid", &both[1]);
    held.value("fout", &both[1]["fout"]);
    let overview = fs::read(path("several/overzicht.json")).expect("an overview");
    held.value("overview", &serde_json::from_slice(&overview).expect("JSON"));

    let report = fs::read(format!("{run}/rapport/rapport.json")).expect("a report");
    held.value("report", &serde_json::from_slice(&report).expect("JSON"));

    let log = fs::read(format!("{run}/logboek/verwerkingen.ndjson.zst")).expect("a log");
    let log = String::from_utf8(zstd::decode_all(log.as_slice()).expect("zstd")).expect("text");
    held.value("log_line", &serde_json::from_str(log.lines().next().expect("a line")).expect("JSON"));
    let register = fs::read(format!("{run}/logboek/verwerkingen.json")).expect("the register");
    held.value("processing_register", &serde_json::from_slice(&register).expect("JSON"));

    held.output("verify", &json(&["verify", &run]));
    held.output(
        "open_file",
        &json(&["open", &format!("{run}/uitvoer/doorstroompunt/contact.csv.age"), "-i", &identity]),
    );
    let target = path("open");
    held.output(
        "open_folder",
        &json(&["open", &format!("{run}/uitvoer"), "-i", &identity, "--out", &target]),
    );
    held.output("doctor", &json(&["doctor", "-c", &config, "--out", &runs]));
    held.output("register", &json(&["register", "-c", &config, "--datum", "2026-11-23"]));
    held.output("dpia", &json(&["dpia", "-c", &config, "--datum", "2026-11-23"]));
    held.output("prune", &json(&["prune", "-c", &config, "--out", &path("checks"), "--datum", "2028-01-01"]));
    held.output(
        "prune",
        &json(&["prune", "-c", &config, "--out", &runs, "--datum", "2028-01-01", "--dry-run"]),
    );
    held.output("prune", &json(&["prune", "-c", &config, "--out", &runs, "--datum", "2028-01-01"]));
    let cleared = fs::read(format!("{run}/opgeruimd.json")).expect("what was cleared");
    held.value("cleared", &serde_json::from_slice(&cleared).expect("JSON"));
    held.output("keygen", &json(&["keygen", "--out", &path("sleutels")]));
    held.output("sample", &json(&["sample", "--personen", "20", "--out", &path("stad")]));
    held.output("init", &json(&["init", "--out", &path("nieuw")]));
    held.output("text", &json(&["completions", "bash"]));
    held.output("text", &json(&["man"]));
    held.output("man_out", &json(&["man", "--out", &path("man")]));

    let codes = held.output("codes", &json(&["explain", "--list"]));
    let kinds: BTreeSet<&str> =
        codes.as_array().expect("a list").iter().filter_map(|c| c["soort"].as_str()).collect();
    assert_eq!(kinds.len(), 9, "each kind of code is among them");
    held.output("code", &json(&["explain", "R-RIJ-003"]));
    held.output("extract", &json(&["explain", "brp"]));
    let brp = fs::read_to_string(repository("sample-data/brp.csv")).expect("the extract");
    for line in brp.lines().skip(1).step_by(17) {
        let bsn = line.split(',').next().unwrap_or_default();
        let asked = ["explain", "-c", &config, "--bsn", "-", "--format", "json"];
        held.output("person", &jib_reading(&[asked.as_slice(), DAYS.as_slice()].concat(), bsn));
        let asked = ["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"];
        held.output("inzage", &jib_reading(&asked, bsn));
    }

    held.output("policy_lint", &json(&["policy", "lint"]));
    held.output("policy_matrix", &json(&["policy", "matrix"]));
    let days = ["policy", "diff", "--from", "2025-12-31", "--to", "2026-01-01"];
    held.output("policy_diff", &json(&days));
    held.output("policy_diff", &json(&[days.as_slice(), &["-c", &config]].concat()));
    held.output("policy_coverage", &json(&["policy", "coverage"]));
    held.output("policy_test", &json(&["policy", "test"]));

    fs::write(format!("{run}/manifest.json"), "{}").expect("the manifest");
    let output = json(&["verify", &run]);
    assert_eq!(output.status.code(), Some(6));
    assert_eq!(held.output("verify", &output)["klopt"], false);
    let output = json(&["explain", "R-XYZ-999"]);
    assert_eq!(output.status.code(), Some(2));
    held.output("fault", &output);

    // Only inside others.
    held.met.extend(["reden", "task", "processing_activity"].map(str::to_owned));
    let unmet: Vec<String> =
        held.schema.names().into_iter().filter(|name| !held.met.contains(name)).collect();
    assert!(unmet.is_empty(), "documented and never printed here: {unmet:?}");
}

#[test]
fn the_schema_notices_a_key_too_many_one_too_few_and_another_kind() {
    let schema = Schema::documented();
    let good = serde_json::json!({ "sleutel": "age1x", "bestanden": ["a"] });
    assert_eq!(schema.faults("keygen", &good), Vec::<String>::new());
    for bad in [
        serde_json::json!({ "sleutel": "age1x", "bestanden": ["a"], "extra": 1 }),
        serde_json::json!({ "sleutel": "age1x" }),
        serde_json::json!({ "sleutel": "age1x", "bestanden": [1] }),
        serde_json::json!({ "sleutel": "x", "bestanden": [] }),
    ] {
        assert!(!schema.faults("keygen", &bad).is_empty(), "{bad}");
    }
}
