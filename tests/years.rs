//! Years of nights: one real run, and copies of it under later dates, each signed and chained as a run is. `JIB_YEARS_NIGHTS` and
//! `JIB_YEARS_PERSONS` set how many nights and persons; the time that an inzage takes is printed.

use std::fs;
use std::path::Path;
use std::time::Instant;

use jib::crypto::hashing::{PseudonymKey, sha256_hex};
use jib::crypto::keys::SigningKey;
use jib::crypto::sign::sign;
use jib::model::day::Day;
use jib::publish::ledger::anchor::Anchor;
use serde_json::Value;

use crate::support::{Town, files, jib_reading, manifest, rows, text};

fn asked(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Adds nights after a run: its files under other names, with a manifest of their own. Returns the last one's folder name.
fn add_nights(town: &Town, first: &Path, nights: u32) -> String {
    let key = SigningKey::read(Path::new(&town.path("sleutels/ondertekening.key"))).expect("a key");
    let secret = fs::read(town.path("sleutels/pseudoniem.key")).expect("a key");
    let pseudonym = PseudonymKey::from_bytes(&secret).expect("32 bytes");
    let runs = first.parent().expect("the runs");
    let day = Day::parse_iso("2026-11-23").expect("a day");
    let text_of = fs::read_to_string(first.join("manifest.json")).expect("a manifest");
    let (mut last, mut name) = (sha256_hex(text_of.as_bytes()), String::new());
    let copied: Vec<_> =
        files(first).into_iter().filter(|path| !path.starts_with(first.join("intern"))).collect();
    for night in 1..=nights {
        let date = day.plus_days(i32::try_from(night).expect("a night")).to_string();
        let previous = format!("\"vorige\": \"{last}\"");
        let own = text_of
            .replace("\"verstrekdatum\": \"2026-11-23\"", &format!("\"verstrekdatum\": \"{date}\""))
            .replace("\"vorige\": null", &previous);
        assert!(own.contains(&previous));
        last = sha256_hex(own.as_bytes());
        name = format!("{date}_{}", &last[..8]);
        let folder = runs.join(&name);
        for path in &copied {
            let to = folder.join(path.strip_prefix(first).expect("below"));
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            fs::hard_link(path, to).expect("a link");
        }
        for (file, bytes) in [
            ("manifest.json", own.clone().into_bytes()),
            ("manifest.json.minisig", sign(own.as_bytes(), &key).expect("a signature").into_bytes()),
        ] {
            // The link goes first: the file of the first night stays as it is.
            fs::remove_file(folder.join(file)).expect("the link");
            fs::write(folder.join(file), bytes).expect("a file");
        }
    }
    let gemeente = manifest(first)["gemeente"].as_str().expect("a code").to_owned();
    let anchor = Anchor::new(&gemeente, Some(&last), &last).to_bytes(&pseudonym);
    fs::write(runs.join(".staat/keten.json"), anchor).expect("the anchor");
    name
}

#[test]
fn years_of_nights_are_one_block_per_parcel() {
    let nights = asked("JIB_YEARS_NIGHTS", 40);
    let (town, first) = Town::after_a_run(asked("JIB_YEARS_PERSONS", 120), 0);
    let bsn = rows(&town, &first, "leerplicht", "toezicht")[0]["bsn"].clone();
    let last = add_nights(&town, &first, nights);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let ask = || -> Value {
        let begun = Instant::now();
        let output = jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"], &bsn);
        println!("an inzage over {} runs: {:.2?}", nights + 1, begun.elapsed());
        assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let answer = ask();
    assert_eq!(answer["bekeken"], nights + 1);
    assert_eq!(answer["zonder_index"], serde_json::json!([]));
    let blocks = answer["leveringen"].as_array().expect("a list");
    assert!(!blocks.is_empty());
    for block in blocks.iter().chain([&answer["ingedeeld"]]) {
        assert_eq!((&block["keren"], &block["van"]), (&Value::from(nights + 1), &Value::from("2026-11-23")));
        assert_eq!(block["laatste_run"], last);
    }
    let parcels: Vec<String> =
        blocks.iter().map(|own| format!("{} {} {}", own["partij"], own["brin"], own["pakket"])).collect();
    assert!((1..parcels.len()).all(|place| !parcels[place..].contains(&parcels[place - 1])), "{parcels:?}");
    ask();
}
