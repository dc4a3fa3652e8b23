//! A finished run that somebody tampered with: its manifest, signature, passports and log. `verify` never accepts it, nothing
//! outside its folder is read, and `inzage` never gives an answer that is not the run's own.

use std::fs;
use std::path::{Path, PathBuf};

use jib::answers::inzage::inzage;
use jib::config::Config;
use jib::crypto::hashing::sha256_hex;
use jib::crypto::keys::SigningKey;
use jib::crypto::sign::sign;
use jib::model::number::Persoonsnummer;
use jib::model::outcome::ExitCode;
use jib::publish::ledger::chain::Predecessors;
use jib::verify::{Means, verify};
use proptest::prelude::*;
use serde_json::Value;

use crate::hostile::speech::well_told;
use crate::support::damage::{Ground, damages, fuzz};
use crate::support::{copy, files, repository, run_of_sample_data};

/// A copy of a run to tamper with, in a folder of runs of its own.
struct Bench {
    _kept: tempfile::TempDir,
    runs: PathBuf,
    run: PathBuf,
}

impl Bench {
    fn new() -> Bench {
        let (kept, run) = run_of_sample_data();
        let runs = run.parent().expect("a folder of runs").to_path_buf();
        Bench { _kept: kept, runs, run }
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.run.join(name)).expect("a file of the run")
    }

    /// Makes these bytes the run's manifest, with a matching signature and folder name.
    fn sign(&mut self, manifest: &[u8], key: &SigningKey) {
        fs::write(self.run.join("manifest.json"), manifest).expect("a manifest");
        let signature = sign(manifest, key).expect("a signature");
        fs::write(self.run.join("manifest.json.minisig"), signature).expect("a signature");
        let hash: String = sha256_hex(manifest).chars().take(8).collect();
        let named = self.runs.join(format!("2026-11-23_{hash}"));
        fs::rename(&self.run, &named).expect("a name");
        self.run = named;
    }
}

fn in_dutch(said: &str) -> Result<(), TestCaseError> {
    let own: String = said.split('`').step_by(2).collect();
    for foreign in ["expected", "invalid", "missing", " the ", "cannot"] {
        prop_assert!(!own.contains(foreign), "{}", said);
    }
    Ok(())
}

/// Every changed byte is noticed.
#[test]
fn no_byte_of_a_run_is_free() {
    let bench = Bench::new();
    let names: Vec<String> = files(&bench.run)
        .iter()
        .map(|path| path.strip_prefix(&bench.run).expect("in it").display().to_string())
        .collect();
    let mut ground = Ground::of("json");
    ground.files = names.iter().map(|name| bench.read(name)).collect();
    let public = repository("sample-data/sleutels/ondertekening.pub");
    let trusting = Means::default();
    let strict = Means { signer: Some(&public), ..Means::default() };
    assert!(verify(&bench.run, &trusting).is_ok() && verify(&bench.run, &strict).is_ok());
    fuzz("run", 300, &damages(), |(file, damages)| {
        let file = file % names.len();
        let (name, damaged) = (&names[file], ground.damaged(file, &damages));
        fs::write(bench.run.join(name), &damaged).expect("a file");
        let found = (verify(&bench.run, &trusting), verify(&bench.run, &strict));
        fs::write(bench.run.join(name), &ground.files[file]).expect("a file");
        let whole = damaged == ground.files[file];
        for found in [found.0, found.1] {
            prop_assert_eq!(found.is_ok(), whole, "{}", name);
            if let Err(wrong) = found {
                in_dutch(&wrong.to_string())?;
            }
        }
        Ok(())
    });
}

/// A manifest signed by the real key may say anything. Even then `verify` believes only what the folder shows, and reads nothing
/// outside it.
#[test]
fn a_signed_manifest_is_not_believed() {
    let mut bench = Bench::new();
    let key = SigningKey::read(&repository("sample-data/sleutels/ondertekening.key")).expect("a key");
    let whole = bench.read("manifest.json");
    let mut ground = Ground::of("json");
    ground.files.push(whole.clone());
    let bench = std::cell::RefCell::new(&mut bench);
    fuzz("signed", 200, &damages(), |(file, damages)| {
        let manifest = ground.damaged(file, &damages);
        let mut bench = bench.borrow_mut();
        bench.sign(&manifest, &key);
        let found = verify(&bench.run, &Means::default());
        match found {
            Err(wrong) => in_dutch(&wrong.to_string())?,
            Ok(_) => {
                // Fields that are not compared with the folder may differ. Every file and every sum is compared.
                let (said, own): (Value, Value) = (
                    serde_json::from_slice(&manifest).expect("JSON"),
                    serde_json::from_slice(&whole).expect("JSON"),
                );
                let of = |manifest: &Value| {
                    let files = manifest["uitvoer"].as_array().expect("files").clone();
                    let mut pairs: Vec<(String, String)> =
                        files.iter().map(|own| (own["pad"].to_string(), own["sha256"].to_string())).collect();
                    pairs.sort();
                    pairs.dedup();
                    pairs
                };
                prop_assert_eq!(of(&said), of(&own));
            }
        }
        Ok(())
    });
}

/// A path in a manifest that leads outside the run, or to something that is not a file.
#[test]
fn a_manifest_leads_nowhere_else() {
    let mut bench = Bench::new();
    let key = SigningKey::read(&repository("sample-data/sleutels/ondertekening.key")).expect("a key");
    let mut manifest: Value = serde_json::from_slice(&bench.read("manifest.json")).expect("JSON");
    let outside = bench.runs.join("elders");
    fs::write(&outside, "x").expect("a file");
    let own = manifest["uitvoer"].as_array().expect("files").clone();
    for path in ["../elders", "/dev/zero", "./bevindingen.ndjson", "rapport/../../elders", ""] {
        let mut more = own.clone();
        more.push(serde_json::json!({ "pad": path, "sha256": sha256_hex(b"x"), "hmac_inhoud": "" }));
        manifest["uitvoer"] = Value::Array(more);
        bench.sign(manifest.to_string().as_bytes(), &key);
        let wrong = verify(&bench.run, &Means::default()).expect_err("a path outside the run");
        assert!(wrong.to_string().contains("`pad`") || wrong.to_string().contains("ontbreekt"), "{wrong}");
    }
}

/// The configuration of the town of this repository.
fn config() -> Config {
    let library = crate::support::library();
    let path = repository("sample-data/jib.toml");
    Config::load(&path, &library.schemas, &library.policy.parties).expect("the configuration")
}

/// The log and the passports behind a request (AVG 15), damaged, with a matching manifest: no panic, and never an answer about
/// somebody else.
#[test]
fn no_bytes_break_the_log() {
    let bench = Bench::new();
    let config = config();
    let brp = fs::read_to_string(repository("sample-data/brp.csv")).expect("the extract");
    let bsn = brp.lines().nth(7).and_then(|line| line.split(',').next()).expect("a number").to_owned();
    let (number, ..) = Persoonsnummer::parse(bsn.as_bytes()).expect("a number");
    let whole = inzage(&bench.runs, &config, number).expect("an answer");
    assert!(whole.classified.is_some() && !whole.handovers.is_empty(), "the person is in the run");

    let log = "logboek/verwerkingen.ndjson.zst";
    let packed = bench.read(log);
    let subject = config.keys.pseudonym.subject(&number.digits()).hex();
    let lines = zstd::decode_all(packed.as_slice()).expect("a log");
    let about: Vec<u8> = lines
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| String::from_utf8_lossy(line).contains(&subject))
        .flatten()
        .copied()
        .collect();
    let passport = "uitvoer/leerplicht/toezicht.paspoort.json";
    let mut ground = Ground::of("log");
    ground.files = vec![about, bench.read(passport), packed];
    let manifest: Value = serde_json::from_slice(&bench.read("manifest.json")).expect("JSON");
    let fitted = |name: &str, bytes: &[u8]| {
        let mut manifest = manifest.clone();
        for file in manifest["uitvoer"].as_array_mut().expect("files") {
            if file["pad"] == name {
                file["sha256"] = sha256_hex(bytes).into();
            }
        }
        manifest.to_string()
    };
    let write = |name: &str, bytes: &[u8]| fs::write(bench.run.join(name), bytes).expect("a file");
    let kept = [log, passport, "manifest.json", "manifest.json.minisig"].map(|name| bench.read(name));
    let key = SigningKey::read(&repository("sample-data/sleutels/ondertekening.key")).expect("a key");
    let library = crate::support::library();
    fuzz("log", 500, &damages(), |(file, damages)| {
        let file = file % ground.files.len();
        let damaged = ground.damaged(file, &damages);
        let (name, bytes) = match file {
            0 => (log, zstd::encode_all(damaged.as_slice(), 1).expect("memory")),
            1 => (passport, damaged),
            _ => (log, damaged),
        };
        write(name, &bytes);
        let manifest = fitted(name, &bytes);
        write("manifest.json", manifest.as_bytes());
        write("manifest.json.minisig", sign(manifest.as_bytes(), &key).expect("a signature").as_bytes());
        let found = inzage(&bench.runs, &config, number);
        write(log, &kept[0]);
        write(passport, &kept[1]);
        write("manifest.json", &kept[2]);
        write("manifest.json.minisig", &kept[3]);
        match found {
            Err(fault) => {
                let shown = well_told(&fault, &[ExitCode::VerificationFailed])?;
                prop_assert!(!shown.contains(&bsn), "it repeats the number");
            }
            Ok(answer) => {
                let said = jib::answers::inzage::text(&answer, &library, str::to_owned);
                prop_assert!(!said.contains(&bsn), "it repeats the number");
            }
        }
        // A log that does not match its manifest gives no answer at all.
        if bytes != kept[0] && name == log {
            write(log, &bytes);
            let answer = inzage(&bench.runs, &config, number).expect("an answer");
            write(log, &kept[0]);
            prop_assert!(
                answer.classified.is_none() && answer.handovers.is_empty() && !answer.missing.is_empty(),
                "a changed log gives an answer"
            );
        }
        Ok(())
    });
}

/// An unreadable manifest stops the answer. A folder that is not a run is a different case.
#[test]
fn no_bytes_break_the_manifest_behind_an_answer() {
    let bench = Bench::new();
    let config = config();
    let (number, ..) = Persoonsnummer::parse(b"999990019").expect("a number");
    let mut ground = Ground::of("json");
    ground.files.push(bench.read("manifest.json"));
    let alone = crate::support::folder();
    let run = alone.path().join("2026-11-23_00000000");
    copy(&bench.run, &run);
    let read = |runs: &Path| inzage(runs, &config, number);
    fuzz("answer", 500, &damages(), |(file, damages)| {
        fs::write(run.join("manifest.json"), ground.damaged(file, &damages)).expect("a manifest");
        match read(alone.path()) {
            Err(fault) => drop(well_told(&fault, &[ExitCode::VerificationFailed])?),
            Ok(answer) => prop_assert!(answer.runs_seen <= 1),
        }
        let own = config.keys.signing.as_ref();
        let before = Predecessors::read(alone.path(), "0599", own, &config.keys.pseudonym);
        let is_whole = fs::read(run.join("manifest.json")).expect("a manifest") == ground.files[0];
        prop_assert_eq!(before.head().is_some(), is_whole, "only what we signed is believed");
        Ok(())
    });
}
