//! Somebody who can write in the folder of runs and has no key: whatever he changes, the next night takes nothing from it, says so
//! with what is lost, and `verify` fails from then on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Town, files, jib, manifest, open, text};
use jib::crypto::hashing::sha256_hex;
use serde_json::Value;

/// Bytes of one entry of a state.
const ENTRY_BYTES: usize = 59;

/// The rows of a parcel, opened with its party's identity; empty if it was not written.
fn rows(town: &Town, run: &Path, partij: &str, pakket: &str) -> Vec<BTreeMap<String, String>> {
    let path = run.join(format!("uitvoer/{partij}/{pakket}.csv.age"));
    if !path.is_file() {
        return Vec::new();
    }
    let content = open(&path, town.path(&format!("sleutels/ontvangers/{partij}.txt")));
    let mut reader = csv::Reader::from_reader(content.as_slice());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn codes(run: &Path) -> Vec<String> {
    let lines = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    let code = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["code"].to_string();
    lines.lines().map(code).map(|code| code.trim_matches('"').to_owned()).collect()
}

/// The state that the last run left.
fn state(town: &Town, run: &Path) -> PathBuf {
    let name = manifest(run)["staat"].as_str().expect("a state").to_owned();
    let all = files(Path::new(&town.path("runs/.staat")));
    all.into_iter().find(|path| path.to_string_lossy().contains(&name)).expect("the state")
}

/// Rewrites the state of a run with other sections, under a name and in a manifest that fit it: all that can be done without a key.
fn forge(town: &Town, run: &Path, change: impl FnOnce(&mut Vec<(Value, Vec<u8>)>)) {
    let path = state(town, run);
    let bytes = fs::read(&path).expect("a state");
    let end = bytes.iter().position(|byte| *byte == b'\n').expect("a header");
    let mut header: Value = serde_json::from_slice(&bytes[..end]).expect("JSON");
    let mut rest = &bytes[end + 1..];
    let mut sections = Vec::new();
    for section in header["pakketten"].as_array().expect("sections") {
        let length =
            usize::try_from(section["regels"].as_u64().expect("a count")).expect("a length") * ENTRY_BYTES;
        sections.push((section.clone(), rest[..length].to_vec()));
        rest = &rest[length..];
    }
    change(&mut sections);
    header["pakketten"] = sections
        .iter()
        .map(|(section, records)| {
            let mut section = section.clone();
            section["regels"] = Value::from(records.len() / ENTRY_BYTES);
            section
        })
        .collect();
    let mut forged = serde_json::to_vec(&header).expect("JSON");
    forged.push(b'\n');
    sections.iter().for_each(|(_, records)| forged.extend(records));
    let name = sha256_hex(&forged);
    fs::write(path.with_file_name(format!("{name}.staat")), forged).expect("a state");
    let mut said = manifest(run);
    said["staat"] = Value::from(name);
    let said = serde_json::to_vec_pretty(&said).expect("JSON");
    fs::write(run.join("manifest.json"), said).expect("a manifest");
}

fn is_of(section: &Value, partij: &str, pakket: &str) -> bool {
    section["partij"] == partij && section["pakket"] == pakket
}

fn verdict(town: &Town, run: &Path) -> (Option<i32>, String) {
    let output = jib(&["verify", &run.display().to_string(), "-p", &town.path("sleutels/ondertekening.pub")]);
    (output.status.code(), text(&output.stderr))
}

/// One forged entry released somebody's startkwalificatie, and removed entries kept a withdrawn consent from being recalled.
#[test]
fn a_forged_state_releases_nobody_and_is_told() {
    let (town, first) = Town::after_a_run(300, 0);
    let told: Vec<String> =
        rows(&town, &first, "doorstroompunt", "begeleiding").iter().map(|row| row["bsn"].clone()).collect();
    forge(&town, &first, |sections| {
        let of = |sections: &[(Value, Vec<u8>)], partij: &str, pakket: &str| {
            sections.iter().position(|(section, _)| is_of(section, partij, pakket)).expect("a section")
        };
        let others = sections[of(sections, "leerplicht", "toezicht")].1.clone();
        let at = of(sections, "doorstroompunt", "begeleiding");
        sections[at].1 = others;
        sections.retain(|(section, _)| section["partij"] != "gebiedsteam");
    });
    town.edit("duo_startkwalificatie.csv", |text| text.replace(",N,", ",J,"));
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let released = rows(&town, &second, "doorstroompunt", "startkwalificatie");
    assert!(released.iter().all(|row| told.contains(&row["bsn"])), "somebody who was never in the parcel");
    assert!(codes(&second).contains(&"R-STA-060".to_owned()), "{:?}", codes(&second));
    let forged = sha256_hex(&fs::read(first.join("manifest.json")).expect("a manifest"));
    assert_eq!(manifest(&second)["vorige"], forged, "it is named all the same");
    let (code, said) = verdict(&town, &first);
    assert_eq!(code, Some(6), "{said}");
}
