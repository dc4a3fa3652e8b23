//! Attacks by somebody who can write in the folder of runs but has no key. Whatever is changed, the next night takes nothing from it and
//! says what is lost, and `verify` fails from then on.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Town, codes, files, jib, jib_reading, jib_that_ends, manifest, rows, text};
use jib::crypto::hashing::sha256_hex;
use jib::crypto::keys::SigningKey;
use jib::crypto::sign::sign;
use serde_json::Value;

/// Bytes of one entry of a state.
const ENTRY_BYTES: usize = 59;

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
    // The bare hash, as it was: the keyed one takes the key.
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

/// A forged state entry used to release somebody's startkwalificatie, and removed entries used to prevent a recall.
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

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn recalled(town: &Town, run: &Path, partij: &str) -> Vec<String> {
    let mut all: Vec<String> =
        rows(town, run, partij, "intrekking").iter().map(|row| row["kenmerk"].clone()).collect();
    all.sort();
    all
}

fn kenmerken(town: &Town, run: &Path, partij: &str, pakket: &str) -> Vec<String> {
    let mut all: Vec<String> =
        rows(town, run, partij, pakket).iter().map(|row| row["kenmerk"].clone()).collect();
    all.sort();
    all
}

/// The newest run taken away, so that the next night forgets what it delivered. The run before it is whole and signed.
#[test]
fn who_removes_the_newest_run_makes_no_night_forget_it() {
    let (town, _) = Town::after_a_run(200, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    fs::remove_dir_all(&second).expect("the run goes");
    let third = town.folder_of_run_on("2026-11-25", "runs", &[]);
    assert!(codes(&third).contains(&"R-STA-061".to_owned()), "{:?}", codes(&third));
    assert!(rows(&town, &third, "gebiedsteam", "bevraging").is_empty(), "nobody is asked about again");
    let fourth = town.folder_of_run_on("2026-11-26", "runs", &[]);
    for run in [&third, &fourth] {
        assert!(town.verified(run).contains("weggehaald"), "said for good: {}", town.verified(run));
    }
    let (bsn, runs) = (rows(&town, &fourth, "leerplicht", "toezicht")[0]["bsn"].clone(), town.path("runs"));
    let asked = jib_reading(&["inzage", "--bsn", "-", "-c", &town.path("jib.toml"), &runs], &bsn);
    assert!(text(&asked.stdout).contains("weggehaald"), "{}{}", text(&asked.stdout), text(&asked.stderr));
}

/// An unsigned copy of the last manifest used to be found before the run itself, so that the intact run was not trusted: nobody was
/// recalled and nothing was compared with it.
#[test]
fn a_copy_of_the_last_manifest_stands_before_no_run() {
    let (town, first) = Town::after_a_run(120, 0);
    for name in ["1999-01-01_00000000", "zzz"] {
        let copy = Path::new(&town.path("runs")).join(name);
        fs::create_dir(&copy).expect("a folder");
        fs::copy(first.join("manifest.json"), copy.join("manifest.json")).expect("a copy");
    }
    let held = rows(&town, &first, "leerplicht", "toezicht")[0].clone();
    town.edit("uitsluiting.csv", |text| format!("{text}{},,2026-11-01,,\n", held["bsn"]));
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(!codes(&second).contains(&"R-STA-060".to_owned()), "{:?}", codes(&second));
    assert!(recalled(&town, &second, "leerplicht").contains(&held["kenmerk"]));
    town.verified(&second);
}

/// An untrusted last run used to switch off the guards too: a night could go back in time, and a collapsed delivery went unnoticed.
#[test]
fn who_spoils_the_last_run_switches_off_no_guard() {
    let (town, _) = Town::after_a_run(120, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    fs::write(second.join("manifest.json.minisig"), "x").expect("a file");
    for day in ["2026-11-22", "2027-01-20"] {
        let output = town.run_on(day, "runs", &[]);
        assert_eq!(output.status.code(), Some(2), "{day}: {}", text(&output.stderr));
    }
    town.edit("duo_startkwalificatie.csv", |text| text.split_inclusive('\n').take(8).collect());
    let output = town.run_on("2026-11-25", "runs", &[]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    let run = PathBuf::from(text(&output.stdout).trim());
    assert!(codes(&run).contains(&"R-LEV-065".to_owned()), "{:?}", codes(&run));
}

/// What says which run is the last one was changed; and a run that is not the last one was taken for it.
#[test]
fn verify_says_which_run_is_the_last_one() {
    let (town, first) = Town::after_a_run(60, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(town.verified(&first).contains("niet de laatste run"), "{}", town.verified(&first));
    assert!(town.verified(&second).contains("dit is de laatste run"));
    fs::write(town.path("runs/.staat/keten.json"), "{}").expect("a file");
    fs::remove_dir_all(&second).expect("the run goes");
    let pub_key = town.path("sleutels/ondertekening.pub");
    let config = town.path("jib.toml");
    let output = jib(&["verify", &first.display().to_string(), "-p", &pub_key, "-c", &config]);
    assert_eq!(output.status.code(), Some(6), "{}", text(&output.stdout));
}

/// A chain whose days go back, as a night made that had lost its guard.
#[test]
fn a_chain_whose_days_go_back_does_not_verify() {
    let (town, first) = Town::after_a_run(60, 0);
    let key = SigningKey::read(Path::new(&town.path("sleutels/ondertekening.key"))).expect("a key");
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let said = fs::read_to_string(second.join("manifest.json")).expect("a manifest");
    let said = said.replace("\"verstrekdatum\": \"2026-11-24\"", "\"verstrekdatum\": \"2026-11-20\"");
    fs::write(second.join("manifest.json"), &said).expect("a file");
    let signature = sign(said.as_bytes(), &key).expect("a signature");
    fs::write(second.join("manifest.json.minisig"), signature).expect("a file");
    let (code, said) = verdict(&town, &second);
    let first = first.file_name().expect("a name").to_string_lossy().into_owned();
    assert!(code == Some(6) && said.replace(['\n', '│', ' '], "").contains(&first), "{said}");
}

/// Everything in a folder elsewhere was deleted, private keys included, because `.staat` was a link to it.
#[cfg(unix)]
#[test]
fn a_state_that_is_a_link_is_refused_and_nothing_else_is_deleted() {
    let (town, _) = Town::after_a_run(60, 0);
    let staat = PathBuf::from(town.path("runs/.staat"));
    fs::write(staat.join("aantekening.txt"), "x").expect("a file");
    fs::write(staat.join(".bezig-x"), "x").expect("a file");
    town.folder_of_run_on("2026-11-24", "runs", &[]);
    let there = names(&staat);
    assert!(
        [".bezig-x", "aantekening.txt"].iter().all(|name| there.contains(&(*name).to_owned())),
        "{there:?}"
    );
    let elsewhere = town.path("elders");
    fs::create_dir(&elsewhere).expect("a folder");
    for name in ["a.key", "b.staat", &format!("{}.staat", "0".repeat(64))] {
        fs::write(Path::new(&elsewhere).join(name), "secret").expect("a file");
    }
    let before = names(Path::new(&elsewhere));
    fs::rename(&staat, town.path("runs/weg")).expect("a name");
    std::os::unix::fs::symlink(&elsewhere, &staat).expect("a link");
    let output = town.run_on("2026-11-25", "runs", &[]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert_eq!(names(Path::new(&elsewhere)), before);
    let left: Vec<String> =
        names(Path::new(&town.path("runs"))).into_iter().filter(|name| name.starts_with(".bezig")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A night that is tried again: the same parcels, and a recall for whom the first try delivered and this one does not.
#[test]
fn a_night_tried_again_is_the_same_night() {
    let (town, _) = Town::after_a_run(300, 0);
    let bsn = rows(&town, &town.folder_of_run_on("2026-11-23", "runs", &[]), "doorstroompunt", "begeleiding")
        .iter()
        .map(|row| row["bsn"].clone())
        .min()
        .expect("somebody");
    town.edit_rows_of("duo_startkwalificatie.csv", &bsn, |_| {
        Some(format!("{bsn},J,2026-10-01,MBO2,2026-10-01,"))
    });
    let parcels = [
        ("doorstroompunt", "startkwalificatie"),
        ("gebiedsteam", "bevraging"),
        ("participatie", "bevraging"),
        ("leerplicht", "toezicht"),
    ];
    let of = |run: &Path| -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> =
            parcels.iter().map(|(partij, pakket)| kenmerken(&town, run, partij, pakket)).collect();
        all.push(recalled(&town, run, "doorstroompunt"));
        all
    };
    let first = town.folder_of_run_on("2026-12-24", "runs", &[]);
    let second = town.folder_of_run_on("2026-12-24", "runs", &[]);
    let third = town.folder_of_run_on("2026-12-24", "runs", &[]);
    assert!(of(&first).iter().all(|all| !all.is_empty()), "there is something to compare: {:?}", of(&first));
    assert_eq!(of(&first), of(&second));
    assert_eq!(of(&first), of(&third));
    town.verified(&third);
    let held = rows(&town, &third, "leerplicht", "toezicht");
    let gone = held.iter().min_by_key(|row| row["bsn"].clone()).expect("somebody").clone();
    let had = recalled(&town, &third, "leerplicht");
    town.edit("uitsluiting.csv", |text| format!("{text}{},,2026-11-01,,\n", gone["bsn"]));
    let fourth = town.folder_of_run_on("2026-12-24", "runs", &[]);
    assert!(recalled(&town, &fourth, "leerplicht").contains(&gone["kenmerk"]), "{had:?}");
    assert!(!kenmerken(&town, &fourth, "leerplicht", "toezicht").contains(&gone["kenmerk"]));
    let fifth = town.folder_of_run_on("2026-12-24", "runs", &[]);
    let both = [&fourth, &fifth].map(|run| recalled(&town, run, "leerplicht"));
    assert_eq!(both[0], both[1], "whoever sends the last try alone tells the same");
    let next = town.folder_of_run_on("2026-12-25", "runs", &[]);
    assert!(rows(&town, &next, "doorstroompunt", "startkwalificatie").is_empty(), "once, whatever was tried");
    assert!(rows(&town, &next, "gebiedsteam", "bevraging").is_empty(), "not asked again");
    assert!(recalled(&town, &next, "leerplicht").is_empty(), "a recall is told once");
}

/// A backdated run released somebody who had withdrawn; and two municipalities shared a chain.
#[test]
fn nights_follow_each_other_and_a_chain_is_of_one_municipality() {
    let (town, first) = Town::after_a_run(60, 0);
    let refused = |day: &str, more: &[&str]| {
        let output = town.run_on(day, "runs", more);
        assert_eq!(output.status.code(), Some(2), "{day}: {}", text(&output.stderr));
        text(&output.stderr).replace(['\n', '│', ' '], "")
    };
    assert!(refused("2026-11-22", &[]).contains("vóór"));
    assert!(refused("2026-11-22", &["--sprong"]).contains("vóór"));
    assert!(refused("2026-12-25", &[]).contains("--sprong"));
    assert!(refused("2026-12-25", &["--dry-run"]).contains("--sprong"));
    let runs = PathBuf::from(town.path("runs"));
    assert_eq!(
        fs::read_link(runs.join("laatste")).expect("a link"),
        PathBuf::from(first.file_name().expect("a name"))
    );
    let check = jib(&[
        "check",
        "-c",
        &town.path("jib.toml"),
        "--peildatum",
        "2026-11-02",
        "--out",
        &town.path("runs"),
    ]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    let last = town.folder_of_run_on("2026-12-25", "runs", &["--sprong"]);
    assert_eq!(
        fs::read_link(runs.join("laatste")).expect("a link"),
        PathBuf::from(last.file_name().expect("a name"))
    );
    town.verified(&runs.join("laatste"));
    town.edit("jib.toml", |text| {
        text.replace("code = \"0599\"", "code = \"0606\"").replace("regio = [", "regio = [\"0606\", ")
    });
    let output = town.run_on("2026-12-26", "runs", &[]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

/// A run of version 0.1: its manifest names the bare hash of its state, and nothing beside the runs says which was last.
#[test]
fn a_head_of_version_0_1_passes_on_its_state_under_its_signature() {
    use jib::crypto::keys::SigningKey;
    use jib::crypto::sign::sign;
    let (town, first) = Town::after_a_run(200, 0);
    let asked = rows(&town, &first, "gebiedsteam", "bevraging").len();
    assert!(asked > 0);
    let old = state(&town, &first);
    let sha256 = sha256_hex(&fs::read(&old).expect("a state"));
    fs::rename(&old, old.with_file_name(format!("{sha256}.staat"))).expect("a name");
    fs::remove_file(town.path("runs/.staat/keten.json")).expect("no anchor");
    let mut said = manifest(&first);
    said["versie"] = Value::from(1);
    said["staat"] = Value::from(sha256);
    let keys = said.as_object_mut().expect("an object");
    ["staat_begin", "raadplegingen", "schemas"].iter().for_each(|key| drop(keys.remove(*key)));
    for delivery in said["invoer"].as_array_mut().expect("deliveries") {
        let own = delivery.as_object_mut().expect("an object");
        ["soort", "verantwoordelijke", "hmac"].iter().for_each(|key| drop(own.remove(*key)));
        own.insert("sha256".to_owned(), Value::from("0".repeat(64)));
    }
    let bytes = serde_json::to_vec_pretty(&said).expect("JSON");
    let key = SigningKey::read(Path::new(&town.path("sleutels/ondertekening.key"))).expect("a key");
    fs::write(first.join("manifest.json"), &bytes).expect("a manifest");
    fs::write(first.join("manifest.json.minisig"), sign(&bytes, &key).expect("a signature")).expect("a file");
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(
        codes(&second).iter().all(|code| !code.starts_with("R-STA-00") && !code.starts_with("R-STA-06")),
        "{:?}",
        codes(&second)
    );
    assert!(
        rows(&town, &second, "gebiedsteam", "bevraging").is_empty(),
        "it is remembered who was asked about"
    );
    let again = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(codes(&again).iter().all(|code| !code.starts_with("R-STA-06")), "{:?}", codes(&again));
    town.verified(&again);
}

/// The hash of a short file was undone by trying every content that it could have.
#[test]
fn a_manifest_names_no_bare_hash_of_a_delivery() {
    let (town, run) = Town::after_a_run(60, 0);
    let key = fs::read(town.path("sleutels/pseudoniem.key")).expect("a key");
    let key = jib::crypto::hashing::PseudonymKey::from_bytes(&key).expect("a key");
    let said = manifest(&run);
    assert_eq!(said["versie"], 2);
    for delivery in said["invoer"].as_array().expect("deliveries") {
        let bytes = fs::read(town.path(delivery["pad"].as_str().expect("a path"))).expect("a delivery");
        assert_eq!(delivery["hmac"], key.hmac_hex(&bytes));
        assert!(!said.to_string().contains(&sha256_hex(&bytes)));
    }
    assert!(said.get("raadplegingen").is_some());
}

/// An age limit moved from 27 to 99, and `verify` under the genuine law said that all was well.
#[test]
fn a_run_under_a_law_of_no_release_does_not_verify() {
    let town = Town::new(60, 0);
    let schemas = crate::support::Schemas::copied();
    schemas.edit("vocabulary/uitleg.toml", "# What", "# That which");
    let folder = schemas.path().display().to_string();
    let run = town.folder_of_run("runs", &["--schemas", &folder]);
    for more in [vec![], vec!["--schemas".to_owned(), folder.clone()]] {
        let mut arguments =
            vec!["verify".to_owned(), run.display().to_string(), "-c".to_owned(), town.path("jib.toml")];
        arguments.extend(more);
        let output = jib(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(6), "{}", text(&output.stdout));
        assert!(
            text(&output.stderr).starts_with("de run klopt NIET: zij is gemaakt onder een andere wet"),
            "{}",
            text(&output.stderr)
        );
    }
}

/// The list of released law sets knows today's, so that the runs of today verify under every later version.
#[test]
fn released_law_holds_that_of_today() {
    use jib::verify::law::{fingerprint, released};
    let own = fingerprint(&crate::support::library().files.hashes());
    let known = released().expect("the list has its form");
    assert!(known.iter().any(|(sha256, _)| *sha256 == own), "add to released/law.toml: sha256 = \"{own}\"");
}

/// A history from which somebody's lines, or a whole run, had been removed.
#[test]
fn inzage_says_what_is_missing() {
    let (town, first) = Town::after_a_run(120, 0);
    let bsn = rows(&town, &first, "leerplicht", "toezicht")[0]["bsn"].clone();
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let third = town.folder_of_run_on("2026-11-25", "runs", &[]);
    let ask = || {
        let (config, runs) = (town.path("jib.toml"), town.path("runs"));
        let output = crate::support::jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs], &bsn);
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    assert_eq!(ask().0, Some(0), "{}", ask().1);
    // The lines of the log about somebody are gone, and the hash of the log fits: but not the signature.
    let log = second.join("logboek/verwerkingen.ndjson.zst");
    let whole = [fs::read(&log).expect("a log"), fs::read(second.join("manifest.json")).expect("a manifest")];
    let lines = zstd::decode_all(whole[0].as_slice()).expect("a log");
    let most: Vec<u8> = lines.split_inclusive(|byte| *byte == b'\n').skip(40).flatten().copied().collect();
    let packed = zstd::encode_all(most.as_slice(), 1).expect("a log");
    fs::write(&log, &packed).expect("a log");
    let (code, said) = ask();
    assert_eq!(code, Some(6), "{said}");
    assert!(said.contains("verwerkingen.ndjson.zst"), "{said}");
    let fitted = text(&whole[1]).replace(&sha256_hex(&whole[0]), &sha256_hex(&packed));
    fs::write(second.join("manifest.json"), fitted).expect("a manifest");
    let (code, said) = ask();
    assert_eq!(code, Some(6), "{said}");
    assert!(said.contains("handtekening"), "{said}");
    fs::write(&log, &whole[0]).expect("a log");
    fs::write(second.join("manifest.json"), &whole[1]).expect("a manifest");
    assert_eq!(ask().0, Some(0), "{}", ask().1);
    let away = town.path("weg");
    for run in [&first, &second, &third] {
        fs::rename(run, &away).expect("the run goes");
        let (code, said) = ask();
        assert_eq!(code, Some(6), "{}: {said}", run.display());
        assert!(said.contains("ontbreekt") || said.contains("is weg"), "{said}");
        fs::rename(&away, run).expect("the run is back");
    }
}

/// The index beside a log only saves time: without it, or with a false one, the answer is that of the log, and that is said.
#[test]
fn inzage_answers_alike_by_an_index_and_by_the_log() {
    let (town, first) = Town::after_a_run(200, 0);
    let bsn = rows(&town, &first, "leerplicht", "toezicht")[0]["bsn"].clone();
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let ask = || -> serde_json::Value {
        let (config, runs) = (town.path("jib.toml"), town.path("runs"));
        let asked = ["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"];
        let output = crate::support::jib_reading(&asked, &bsn);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let told = |answer: &serde_json::Value| {
        let keys = ["ingedeeld", "leveringen", "intrekkingen", "processingActivities", "ontbreekt"];
        keys.map(|key| answer[key].clone())
    };
    let by_index = ask();
    assert_eq!(by_index["zonder_index"], serde_json::json!([]));
    let logs = [&first, &second].map(|run| {
        let log = fs::read(run.join("logboek/verwerkingen.ndjson.zst")).expect("a log");
        text(&zstd::decode_all(log.as_slice()).expect("a log"))
    });
    let log = logs.concat();
    for line in by_index["processingActivities"].as_array().expect("a list") {
        let span = line["spanId"].as_str().expect("a span");
        let own = log.lines().find(|own| own.contains(span)).expect("the line stands in the log");
        let own: serde_json::Value = serde_json::from_str(own).expect("JSON");
        let pairs = [("name", "name"), ("startTime", "start_time"), ("parentSpanId", "parent_span_id")];
        for (api, logged) in pairs.into_iter().chain([("endTime", "end_time"), ("attributes", "attributes")])
        {
            assert_eq!(line[api], own[logged], "{api}");
        }
    }
    let [index, other] = [&second, &first].map(|run| run.join("logboek/verwerkingen.index"));
    let whole = fs::read(&index).expect("an index");
    fs::remove_file(&index).expect("no index");
    let name = second.file_name().expect("a name").to_string_lossy().into_owned();
    let says_so = |why: &str| {
        let by_log = ask();
        assert_eq!(told(&by_log), told(&by_index), "{why}");
        assert_eq!(by_log["zonder_index"], serde_json::json!([name]), "{why}");
    };
    says_so("gone");
    fs::copy(&other, &index).expect("that of another run");
    says_so("of another run");
    let mut changed = whole.clone();
    let end = changed.len();
    // Every page, and the last byte of the head.
    changed[end / 2..].iter_mut().step_by(64).for_each(|byte| *byte ^= 1);
    changed[40] ^= 1;
    fs::write(&index, changed).expect("a changed index");
    says_so("changed");
    fs::write(&index, whole).expect("the index");
    assert_eq!(ask()["zonder_index"], serde_json::json!([]));
}

/// What another key signed, or nobody, is no link of the chain of the runs after it.
#[test]
fn verify_walks_back_over_signed_runs_only() {
    let (town, first) = Town::after_a_run(60, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert_eq!(verdict(&town, &second).0, Some(0));
    fs::remove_file(first.join("manifest.json.minisig")).expect("no signature");
    let (code, said) = verdict(&town, &second);
    assert_eq!(code, Some(6), "{said}");
    assert!(said.contains("handtekening"), "{said}");
}

/// A run on which all that can be asked of its totals is compared: how many persons each parcel got.
fn delivered(run: &Path) -> Vec<(String, u64)> {
    let said = manifest(run);
    let sums = said["behoud"]["pakketten"].as_array().expect("sums").iter();
    sums.map(|sum| {
        let name = format!("{}/{}", sum["partij"], sum["pakket"]);
        (name, sum["geleverd"].as_u64().expect("a count"))
    })
    .collect()
}

/// What is done to a folder of runs.
type Change = fn(&Town, &[PathBuf; 2]);

/// What the next night makes of it.
#[derive(Clone, Copy, Debug)]
enum Night {
    /// Nothing is lost: it is the night that it would have been.
    Same,
    /// It releases no more, and one of these says what is lost.
    Told(&'static [&'static str]),
    /// It does not run.
    Refused,
}

fn swap(one: &Path, other: &Path) {
    let aside = one.with_extension("aside");
    fs::rename(one, &aside).expect("a name");
    fs::rename(other, one).expect("a name");
    fs::rename(&aside, other).expect("a name");
}

fn in_runs(town: &Town, name: &str) -> PathBuf {
    Path::new(&town.path("runs")).join(name)
}

/// Everything that somebody without a key can do between two nights.
#[cfg(unix)]
const CHANGES: [(&str, Night, Change); 24] = [
    ("nothing", Night::Same, |_, _| {}),
    ("the runs have other names", Night::Same, |town, [one, two]| {
        fs::rename(one, in_runs(town, "zz")).expect("a name");
        fs::rename(two, in_runs(town, "aa")).expect("a name");
    }),
    ("a run is there twice", Night::Same, |town, [one, _]| copied(one, &in_runs(town, "zz"))),
    ("the newest is there twice", Night::Same, |town, [_, two]| copied(two, &in_runs(town, "zz"))),
    ("`laatste` points elsewhere", Night::Same, |town, [one, _]| {
        fs::remove_file(in_runs(town, "laatste")).expect("a link");
        link(one, &in_runs(town, "laatste"));
    }),
    ("files are added to a run", Night::Same, |_, [one, two]| {
        for run in [one, two] {
            fs::write(run.join("extra.txt"), "x").expect("a file");
        }
    }),
    ("a check carries the name of a run", Night::Same, |town, _| {
        let (config, runs) = (town.path("jib.toml"), town.path("runs"));
        let check = jib(&["check", "-c", &config, "--peildatum", "2026-11-02", "--out", &runs]);
        let folder = PathBuf::from(text(&check.stdout).trim());
        fs::rename(folder, in_runs(town, "2026-11-30_00000000")).expect("a name");
    }),
    ("the manifests are swapped", Night::Told(&["R-STA-060", "R-STA-061"]), |_, [one, two]| {
        swap(&one.join("manifest.json"), &two.join("manifest.json"));
    }),
    ("the signatures are swapped", Night::Told(&["R-STA-060"]), |_, [one, two]| {
        swap(&one.join("manifest.json.minisig"), &two.join("manifest.json.minisig"));
    }),
    ("the newest is signed by another", Night::Told(&["R-STA-060"]), |_, [_, two]| {
        use jib::crypto::keys::{SigningKey, new_signing_key};
        let folder = crate::support::folder();
        let key = folder.path().join("own.key");
        let (secret, public) = new_signing_key().expect("a key");
        fs::write(&key, secret).expect("a key");
        let key = SigningKey::read(&key).expect("a key");
        let bytes = fs::read(two.join("manifest.json")).expect("a manifest");
        let signed = jib::crypto::sign::sign(&bytes, &key).expect("a signature");
        fs::write(two.join("manifest.json.minisig"), signed).expect("a signature");
        fs::write(two.join("ondertekening.pub"), public).expect("a key");
    }),
    ("one that nobody signed follows", Night::Told(&["R-STA-060"]), |town, [_, two]| {
        follows(&in_runs(town, "2026-11-24_ffffffff"), two);
    }),
    ("the newest is a link to a copy of it", Night::Told(&["R-STA-061"]), |town, [_, two]| {
        let away = PathBuf::from(town.path("weg"));
        fs::rename(two, &away).expect("a name");
        link(&away, two);
    }),
    ("the newest is gone", Night::Told(&["R-STA-061"]), |_, [_, two]| {
        fs::remove_dir_all(two).expect("a run");
    }),
    ("the first is gone", Night::Told(&["R-STA-062"]), |_, [one, _]| {
        fs::remove_dir_all(one).expect("a run");
    }),
    ("the first is changed", Night::Told(&["R-STA-062"]), |_, [one, _]| {
        let path = one.join("manifest.json");
        let said = fs::read_to_string(&path).expect("a manifest");
        fs::write(&path, said + "\n").expect("a manifest");
    }),
    ("all runs are gone", Night::Told(&["R-STA-001", "R-STA-061"]), |_, [one, two]| {
        fs::remove_dir_all(one).expect("a run");
        fs::remove_dir_all(two).expect("a run");
    }),
    ("the anchor is gone", Night::Told(&["R-STA-001", "R-STA-061"]), |town, _| {
        fs::remove_file(in_runs(town, ".staat/keten.json")).expect("an anchor");
    }),
    ("the anchor is changed", Night::Told(&["R-STA-061"]), |town, [one, two]| {
        let [was, is] = [one, two].map(|run| sha256_hex(&fs::read(run.join("manifest.json")).expect("one")));
        let anchor = in_runs(town, ".staat/keten.json");
        let said = fs::read_to_string(&anchor).expect("an anchor");
        fs::write(&anchor, said.replace(&is, &was)).expect("an anchor");
    }),
    ("the anchor is that of another chain", Night::Told(&["R-STA-061"]), |town, _| {
        let other = town.folder_of_run_on("2026-11-24", "elders", &[]);
        fs::copy(other.with_file_name(".staat").join("keten.json"), in_runs(town, ".staat/keten.json"))
            .expect("an anchor");
    }),
    ("the anchor is of another key", Night::Told(&["R-STA-061"]), |town, _| {
        let other = Town::with_keys_of_its_own(60, 0);
        let run = other.folder_of_run("runs", &[]);
        fs::copy(run.with_file_name(".staat").join("keten.json"), in_runs(town, ".staat/keten.json"))
            .expect("an anchor");
    }),
    ("the state is gone", Night::Told(&["R-STA-001"]), |town, [_, two]| {
        fs::remove_file(state(town, two)).expect("a state");
    }),
    ("a byte of the state differs", Night::Told(&["R-STA-001"]), |town, [_, two]| {
        let state = state(town, two);
        let mut bytes = fs::read(&state).expect("a state");
        let last = bytes.len() - 40;
        bytes[last] ^= 1;
        fs::write(&state, bytes).expect("a state");
    }),
    (
        "the state is that of the run before, under its name",
        Night::Told(&["R-STA-001"]),
        |town, [one, two]| {
            let [old, own] =
                [one, two].map(|run| manifest(run)["staat"].as_str().expect("a hash").to_owned());
            let of = |hash: &str| in_runs(town, &format!(".staat/{hash}.staat"));
            fs::copy(of(&old), of(&own)).expect("a state");
        },
    ),
    ("the lock is a link", Night::Refused, |town, _| {
        fs::remove_file(in_runs(town, ".slot")).expect("a lock");
        link(Path::new(&town.path("jib.toml")), &in_runs(town, ".slot"));
    }),
];

fn copied(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    crate::support::copy(from, to);
}

#[cfg(unix)]
fn link(target: &Path, name: &Path) {
    std::os::unix::fs::symlink(target, name).expect("a link");
}

/// A manifest that names a run as the one before it, and that nobody signed.
fn follows(folder: &Path, run: &Path) {
    let before = sha256_hex(&fs::read(run.join("manifest.json")).expect("a manifest"));
    let mut said = manifest(run);
    said["vorige"] = Value::from(before);
    fs::create_dir(folder).expect("a folder");
    fs::write(folder.join("manifest.json"), said.to_string()).expect("a manifest");
    fs::copy(run.join("manifest.json.minisig"), folder.join("manifest.json.minisig")).expect("a signature");
}

/// Whatever is changed without a key: the next night releases what it would have, or no more and says what is lost.
#[cfg(unix)]
#[test]
fn whatever_is_changed_the_next_night_releases_no_more_and_says_so() {
    let (origin, one) = Town::after_a_run(120, 0);
    let two = origin.folder_of_run_on("2026-11-24", "runs", &[]);
    let name = |run: &Path| run.file_name().expect("a name").to_owned();
    let mut expected = None;
    for (what, night, change) in CHANGES {
        let town = Town::new(120, 0);
        fs::create_dir(town.path("runs")).expect("a folder");
        with_links(Path::new(&origin.path("runs")), Path::new(&town.path("runs")));
        let runs = [&one, &two].map(|run| Path::new(&town.path("runs")).join(name(run)));
        change(&town, &runs);
        let output = town.run_on("2026-11-25", "runs", &[]);
        if let Night::Refused = night {
            assert_ne!(output.status.code(), Some(0), "{what}");
            continue;
        }
        assert_eq!(output.status.code(), Some(0), "{what}: {}", text(&output.stderr));
        let third = PathBuf::from(text(&output.stdout).trim());
        let (got, found) = (delivered(&third), codes(&third));
        let expected = expected.get_or_insert_with(|| got.clone());
        match night {
            Night::Told(codes) => {
                assert!(codes.iter().any(|code| found.contains(&(*code).to_owned())), "{what}: {found:?}");
                let more: Vec<_> = got
                    .iter()
                    .filter(|(name, count)| {
                        let before = expected.iter().find(|(own, _)| own == name);
                        before.is_none_or(|(_, before)| count > before)
                    })
                    .collect();
                assert!(more.is_empty(), "{what}: {more:?}");
            }
            _ => {
                assert_eq!(got, *expected, "{what}");
                assert!(!found.iter().any(|code| code.starts_with("R-STA-0")), "{what}: {found:?}");
            }
        }
    }
}

/// A copy of a folder with its links, as they are.
#[cfg(unix)]
fn with_links(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (own, there) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().expect("a kind");
        if kind.is_symlink() {
            link(&fs::read_link(&own).expect("a link"), &there);
        } else if kind.is_dir() {
            fs::create_dir(&there).expect("a folder");
            with_links(&own, &there);
        } else {
            fs::copy(&own, &there).expect("a file");
        }
    }
}

/// A manifest showed the keyed hash of any bytes that a supplier chose: also of those that are the anchor of the chain as it was.
#[test]
fn no_delivery_makes_the_anchor_of_another_night() {
    let (town, first) = Town::after_a_run(120, 0);
    let sha256 = sha256_hex(&fs::read(first.join("manifest.json")).expect("a manifest"));
    let chosen = format!("keten\u{1f}0599\u{1f}\u{1f}{sha256}\u{1f}");
    let genuine = fs::read_to_string(town.path("jib_lijst.csv")).expect("a delivery");
    fs::write(town.path("jib_lijst.csv"), chosen).expect("a delivery");
    let output = town.run_on("2026-11-24", "elders", &[]);
    let second = PathBuf::from(text(&output.stdout).trim());
    let said = manifest(&second);
    let own = said["invoer"].as_array().expect("deliveries").iter();
    let hmac = own.filter(|own| own["extract"] == "jib_lijst").map(|own| own["hmac"].to_string()).next();
    let hmac = hmac.expect("its keyed hash");
    assert_eq!(hmac.len(), 66, "{hmac}");
    fs::write(town.path("jib_lijst.csv"), genuine).expect("a delivery");
    let third = town.folder_of_run_on("2026-11-24", "runs", &[]);
    fs::remove_dir_all(third).expect("the run goes");
    let anchor = format!(r#"{{"keten":{{"gemeente":"0599","was":null,"is":"{sha256}"}},"hmac":{hmac}}}"#);
    fs::write(town.path("runs/.staat/keten.json"), anchor).expect("an anchor");
    let fourth = town.folder_of_run_on("2026-11-25", "runs", &[]);
    assert!(codes(&fourth).contains(&"R-STA-061".to_owned()), "{:?}", codes(&fourth));
}

/// A run that nobody signed, put behind the last but one, hid from `verify` that the last is gone.
#[test]
fn one_that_nobody_signed_hides_no_run_that_is_gone() {
    let (town, first) = Town::after_a_run(60, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let asked = || {
        let config = town.path("jib.toml");
        jib(&["verify", &first.display().to_string(), "-c", &config]).status.code()
    };
    assert_eq!(asked(), Some(0));
    fs::remove_dir_all(second).expect("the run goes");
    assert_eq!(asked(), Some(6));
    follows(&in_runs(&town, "2026-11-24_ffffffff"), &first);
    assert_eq!(asked(), Some(6));
}

/// A run that was copied beside itself was counted twice, and one of another chain as if it were of this one.
#[test]
fn inzage_counts_a_run_once_and_names_what_is_of_no_chain() {
    let (town, first) = Town::after_a_run(60, 0);
    let bsn = rows(&town, &first, "leerplicht", "toezicht")[0]["bsn"].clone();
    let other = town.folder_of_run_on("2026-11-24", "elders", &[]);
    copied(&first, &in_runs(&town, "afschrift"));
    copied(&other, &in_runs(&town, "vreemd"));
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let output = crate::support::jib_reading(
        &["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"],
        &bsn,
    );
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(said["ingedeeld"]["keren"], 2, "{said}");
    let unknown = said["niet_vast_te_stellen"].to_string();
    assert!(unknown.contains("afschrift van een run") && unknown.contains("vreemd: "), "{unknown}");
}

/// Reading a pipe may never end: a program that waits for one delivers nothing and reports nothing.
#[cfg(unix)]
#[test]
fn nothing_is_waited_for() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let (town, first) = Town::after_a_run(60, 0);
    let state = state(&town, &first);
    let schemas = crate::support::Schemas::copied();
    let folder = schemas.path().display().to_string();
    let places = [
        PathBuf::from(town.path("sleutels/pseudoniem.key")),
        PathBuf::from(town.path("sleutels/ondertekening.key")),
        PathBuf::from(town.path("brp.csv")),
        PathBuf::from(town.path("jib.toml")),
        in_runs(&town, ".slot"),
        in_runs(&town, ".staat/keten.json"),
        in_runs(&town, ".raadplegingen/raadplegingen.ndjson"),
        state,
        first.join("manifest.json"),
        first.join("manifest.json.minisig"),
        schemas.path().join("parties/zorg.toml"),
    ];
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let run =
        ["run", "-c", &config, "--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-24", "--out", &runs];
    let with_schemas = [&run[..], &["--schemas", &folder]].concat();
    let inzage = ["inzage", "--bsn", "-", "-c", &config, &runs];
    for place in places {
        let aside = town.path("opzij");
        let was_there = fs::rename(&place, &aside).is_ok();
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        mknodat(CWD, &place, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
        let of_law = place.starts_with(schemas.path());
        for arguments in [if of_law { &with_schemas[..] } else { &run[..] }, &inzage[..]] {
            assert!(ends(arguments), "{arguments:?} waits for {}", place.display());
        }
        fs::remove_file(&place).expect("the pipe");
        if was_there {
            fs::rename(&aside, &place).expect("a name");
        }
    }
}

/// Whether the program ends by itself within a minute.
#[cfg(unix)]
fn ends(arguments: &[&str]) -> bool {
    // A run does not read it.
    jib_that_ends(arguments, "999990019\n").is_some()
}

/// A lookup used to be appended to whatever file its name pointed at.
#[cfg(unix)]
#[test]
fn a_lookup_is_added_to_no_file_elsewhere() {
    let (town, _) = Town::after_a_run(60, 0);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let elsewhere = PathBuf::from(town.path("elders"));
    fs::create_dir(&elsewhere).expect("a folder");
    let victim = elsewhere.join("raadplegingen.ndjson");
    fs::write(&victim, "").expect("a file");
    let lines = in_runs(&town, ".raadplegingen");
    let asked = || {
        let arguments = ["inzage", "--bsn", "-", "-c", &config, &runs];
        let output = crate::support::jib_reading(&arguments, "999990019");
        assert_ne!(output.status.code(), Some(0), "{}", text(&output.stdout));
        assert!(output.stdout.is_empty(), "nothing is shown that is not written down");
        assert_eq!(fs::read(&victim).expect("a file"), b"");
    };
    link(&elsewhere, &lines);
    asked();
    fs::remove_file(&lines).expect("the link");
    fs::create_dir(&lines).expect("a folder");
    link(&victim, &lines.join("raadplegingen.ndjson"));
    asked();
    fs::remove_file(lines.join("raadplegingen.ndjson")).expect("the link");
    fs::hard_link(&victim, lines.join("raadplegingen.ndjson")).expect("a second name");
    asked();
}

/// What is opened was written over the file that a link of the temporary name pointed at.
#[cfg(unix)]
#[test]
fn what_is_opened_is_written_over_no_file_elsewhere() {
    let (town, first) = Town::after_a_run(60, 0);
    let (to, victim) = (PathBuf::from(town.path("geopend")), PathBuf::from(town.path("jib.toml")));
    let before = fs::read(&victim).expect("a file");
    fs::create_dir(&to).expect("a folder");
    link(&victim, &to.join(".bezig-classificatie.csv"));
    let from = first.join("intern").display().to_string();
    let [key, out] = [town.path("sleutels/identiteit.txt"), to.display().to_string()];
    let opened = jib(&["open", &from, "-i", &key, "--out", &out]);
    assert!(opened.status.success(), "{}", text(&opened.stderr));
    assert!(to.join("classificatie.csv").is_file());
    assert_eq!(fs::read(&victim).expect("a file"), before);
}

/// Who can put down a file chose what `verify` and `inzage` wrote to the terminal, or showed a number there.
#[cfg(unix)]
#[test]
fn a_name_steers_no_terminal_and_shows_no_number() {
    let (town, first) = Town::after_a_run(60, 0);
    let name = "999990019\u{1b}[2J";
    let shown = |output: &std::process::Output| {
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(
            !all.contains('\u{1b}') && !all.contains("999990019") && all.contains("*********"),
            "{all:?}"
        );
    };
    fs::write(first.join(name), "x").expect("a file");
    let run = first.display().to_string();
    shown(&jib(&["verify", &run]));
    shown(&jib(&["verify", &run, "--format", "json"]));
    fs::remove_file(first.join(name)).expect("the file");
    follows(&in_runs(&town, name), &first);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    for format in ["text", "json"] {
        let arguments = ["inzage", "--bsn", "-", "-c", &config, &runs, "--format", format];
        shown(&crate::support::jib_reading(&arguments, "999993653"));
    }
    for format in ["text", "json"] {
        shown(&jib(&["doctor", "-c", &config, "--out", &runs, "--datum", "2027-12-01", "--format", format]));
        shown(&jib(&["prune", "-c", &config, "--out", &runs, "--datum", "2027-12-01", "--format", format]));
    }
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    shown(&jib(&["verify", &second.display().to_string()]));
    // What a recipient got, under a name that somebody gave it: opened, and sealed to another key.
    let (folder, to) = (PathBuf::from(town.path("gekregen")), town.path("geopend"));
    fs::create_dir(&folder).expect("a folder");
    fs::copy(second.join("intern/classificatie.csv.age"), folder.join(format!("{name}.csv.age")))
        .expect("a file");
    for (key, code) in [("identiteit.txt", 0), ("ontvangers/leerplicht.txt", 2)] {
        let (from, key) = (folder.display().to_string(), town.path(&format!("sleutels/{key}")));
        let opened = jib(&["open", &from, "-i", &key, "--out", &to]);
        assert_eq!(opened.status.code(), Some(code), "{}", text(&opened.stderr));
        shown(&opened);
    }
}

/// Something that holds the file of who looked, and never lets go, was waited for without a word.
#[cfg(unix)]
#[test]
fn a_lookup_that_cannot_be_written_down_is_refused_in_time() {
    let (town, _) = Town::after_a_run(60, 0);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let lines = in_runs(&town, ".raadplegingen/raadplegingen.ndjson");
    fs::create_dir(lines.parent().expect("a folder")).expect("a folder");
    let held = fs::File::create(&lines).expect("a file");
    held.lock().expect("it is free");
    let inzage = ["inzage", "--bsn", "-", "-c", &config, &runs];
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
    let explain = [&["explain", "--bsn", "-", "-c", &config, "--out", &runs], &days[..]].concat();
    let asked =
        |arguments: &[&str]| jib_that_ends(arguments, "999990019").expect("it waits for some seconds only");
    let answers = std::thread::scope(|scope| {
        let other = scope.spawn(|| asked(&explain));
        [asked(&inzage), other.join().expect("an answer")]
    });
    for output in answers {
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("houdt dit bestand vast") && words.contains("raadplegingen.ndjson"), "{said}");
    }
    assert_eq!(fs::read(&lines).expect("a file"), b"");
    drop(held);
    assert!(!asked(&inzage).stdout.is_empty());
}

/// Under a mandaat the Doorstroompunt kept somebody who was excluded from the party for which it acts.
#[test]
fn who_is_excluded_from_the_giver_of_a_mandaat_is_recalled_from_who_acts_for_it() {
    let (town, first) = Town::after_a_run(300, 0);
    let held = rows(&town, &first, "doorstroompunt", "jongeren-in-beeld");
    let gone = held.iter().min_by_key(|row| row["bsn"].clone()).expect("somebody").clone();
    town.edit("uitsluiting.csv", |text| format!("{text}{},participatie,2026-11-01,,\n", gone["bsn"]));
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(!kenmerken(&town, &second, "doorstroompunt", "jongeren-in-beeld").contains(&gone["kenmerk"]));
    assert!(recalled(&town, &second, "doorstroompunt").contains(&gone["kenmerk"]));
}
