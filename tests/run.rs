//! Whole runs through the program: what the folder holds, what it reveals, and what happens when things go wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use jib::config::Config;
use jib::crypto::hashing::sha256_hex;
use jib::crypto::keys::{Identity, SigningKey};
use jib::crypto::sign::sign;
use jib::verify::{Controller, Means};
use serde_json::Value;

use crate::support::{Schemas, Town, codes, files, jib, manifest, open, text};

#[test]
fn nothing_unsealed_holds_a_value_of_a_person() {
    let town = Town::new(300, 60);
    town.edit("brp.csv", |text| text.replacen("Synthetischestraat", "KANARIEstraat", 3));
    town.edit("verzuim.csv", |text| format!("{}opmerking\n", text.replacen("status\n", "status,", 1)));
    town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000")
    });
    let output = town.run("runs", &[]);
    let mut open_text =
        vec![("stdout".to_owned(), text(&output.stdout)), ("stderr".to_owned(), text(&output.stderr))];
    for path in files(Path::new(&town.path("runs"))) {
        open_text.push(("a file name".to_owned(), path.display().to_string()));
        if path.extension().is_none_or(|ext| ext != "age") {
            let bytes = fs::read(&path).expect("a file");
            let is_log = path.extension().is_some_and(|ext| ext == "zst");
            let bytes = if is_log { zstd::decode_all(bytes.as_slice()).expect("a log") } else { bytes };
            open_text.push((path.display().to_string(), text(&bytes)));
        }
    }
    let brp = fs::read_to_string(town.path("brp.csv")).expect("the extract");
    let mut words: Vec<&str> = vec!["KANARIE", "Voorbeeld-", "Testplein", "voorbeeld.invalid"];
    words.extend(brp.lines().skip(1).filter_map(|line| line.split(',').next()).filter(|bsn| bsn.len() == 9));
    assert!(words.len() > 250);
    for (place, content) in &open_text {
        for word in &words {
            assert!(!content.contains(word), "a value of a person stands in {place}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_contents_on_one_thread_and_on_two() {
    let town = Town::new(400, 20);
    let identity = town.path("sleutels/identiteit.txt");
    let contents = |out: &str, threads: &str| {
        let run = town.folder_of_run(out, &["--threads", threads]);
        let manifest = manifest(&run);
        let hashes: Vec<(String, String)> = manifest["uitvoer"]
            .as_array()
            .expect("a list")
            .iter()
            // The log has real times, and its index has them too.
            .filter(|file| {
                let path = file["pad"].as_str().expect("a path");
                path == "logboek/verwerkingen.json" || !path.starts_with("logboek/")
            })
            .map(|file| (file["pad"].to_string(), file["hmac_inhoud"].to_string()))
            .collect();
        let classification = open(&run.join("intern/classificatie.csv.age"), &identity);
        (hashes, manifest["behoud"].clone(), classification)
    };
    assert_eq!(contents("een", "1"), contents("twee", "2"));
}

#[test]
fn every_changed_missing_or_added_file_is_noticed() {
    let (_town, run) = Town::after_a_run(200, 0);
    let verify = |expected: i32, what: &str| {
        let output = jib(&["verify", &run.display().to_string()]);
        assert_eq!(output.status.code(), Some(expected), "{what}: {}", text(&output.stderr));
    };
    verify(0, "untouched");
    for path in files(&run) {
        let bytes = fs::read(&path).expect("a file");
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).expect("a file");
            verify(6, &format!("byte {at} of {}", path.display()));
        }
        fs::remove_file(&path).expect("a file");
        verify(6, &format!("without {}", path.display()));
        fs::write(&path, &bytes).expect("a file");
    }
    fs::write(run.join("uitvoer/extra.csv"), "x").expect("a file");
    verify(6, "a file too many");
    fs::remove_file(run.join("uitvoer/extra.csv")).expect("a file");
    verify(0, "restored");
}

#[test]
fn a_second_run_in_the_same_folder_is_turned_away() {
    let town = Town::new(200, 0);
    fs::create_dir_all(town.path("runs")).expect("a folder");
    let lock = fs::File::create(town.path("runs/.slot")).expect("the lock file");
    lock.lock().expect("the lock");
    assert_eq!(town.run("runs", &[]).status.code(), Some(7));
    drop(lock);
    assert_eq!(town.run("runs", &[]).status.code(), Some(0));
}

#[test]
fn what_a_broken_off_run_left_is_cleared() {
    let town = Town::new(200, 0);
    let left = town.path("runs/.bezig-12345");
    fs::create_dir_all(&left).expect("a folder");
    fs::write(format!("{left}/manifest.json"), "half").expect("a file");
    let run = town.folder_of_run("runs", &[]);
    let names: Vec<String> = fs::read_dir(town.path("runs"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| ![".slot", ".staat", "laatste"].contains(&name.as_str()))
        .collect();
    assert_eq!(names, [run.file_name().expect("a name").to_string_lossy()]);
}

#[test]
fn each_run_names_the_one_before_it() {
    let (town, first) = Town::after_a_run(200, 0);
    let second = town.folder_of_run("runs", &[]);
    assert_eq!(manifest(&first)["vorige"], Value::Null);
    let hash = jib::crypto::hashing::sha256_hex(&fs::read(first.join("manifest.json")).expect("a manifest"));
    assert_eq!(manifest(&second)["vorige"], Value::String(hash));
}

#[test]
fn a_predecessor_that_was_removed_or_replaced_is_found() {
    let town = Town::new(60, 0);
    let runs: Vec<PathBuf> = (0..3).map(|_| town.folder_of_run("runs", &[])).collect();
    let [first, second, third] = runs.as_slice() else { return };
    let verify = |run: &Path| {
        jib(&["verify", &run.display().to_string(), "-p", &town.path("sleutels/ondertekening.pub")])
    };
    let sound = verify(third);
    assert_eq!(sound.status.code(), Some(0), "{}", text(&sound.stderr));
    assert!(text(&sound.stdout).contains("de keten is heel: 2 eerdere runs"), "{}", text(&sound.stdout));

    let away = first.with_file_name("elders");
    fs::rename(first, &away).expect("move");
    fs::remove_file(away.join("manifest.json")).expect("remove");
    let broken = verify(third);
    assert_eq!(broken.status.code(), Some(6));
    assert!(text(&broken.stderr).contains("de 2e run vóór deze ontbreekt"), "{}", text(&broken.stderr));
    assert_eq!(verify(second).status.code(), Some(6));

    // Somebody makes the first run again, and removes the second: the chain has two starts, or a gap.
    let replaced = town.folder_of_run("other", &[]);
    fs::rename(&replaced, first.with_file_name(replaced.file_name().expect("a name"))).expect("move");
    assert_eq!(verify(third).status.code(), Some(6));
    fs::remove_dir_all(second).expect("remove");
    let gap = verify(third);
    assert_eq!(gap.status.code(), Some(6));
    assert!(text(&gap.stderr).contains("de run vóór deze ontbreekt"), "{}", text(&gap.stderr));
}

/// Every identity of a town, as arguments for `verify`.
fn identities(town: &Town) -> Vec<String> {
    let mut paths = vec![town.path("sleutels/identiteit.txt")];
    let folder = fs::read_dir(town.path("sleutels/ontvangers")).expect("the recipients");
    paths.extend(folder.flatten().map(|entry| entry.path().display().to_string()));
    paths.into_iter().flat_map(|path| ["-i".to_owned(), path]).collect()
}

fn verify(town: &Town, run: &Path, more: &[String]) -> Output {
    let (run, public, config) =
        (run.display().to_string(), town.path("sleutels/ondertekening.pub"), town.path("jib.toml"));
    let mut arguments = vec!["verify", &run, "-p", &public, "-c", &config];
    arguments.extend(more.iter().map(String::as_str));
    jib(&arguments)
}

#[test]
fn parcels_are_derived_again_from_the_classification_and_the_law() {
    let (town, run) = Town::after_a_run(400, 5);
    let whole = verify(&town, &run, &identities(&town));
    assert_eq!(whole.status.code(), Some(0), "{}", text(&whole.stderr));
    let shown = text(&whole.stdout);
    assert!(shown.contains("pakketten zijn opnieuw afgeleid") && !shown.contains("niet geopend"), "{shown}");
    assert!(!shown.contains("niet opnieuw afgeleid"), "{shown}");
    let schemas = Schemas::copied();
    schemas.edit("law/wet_suwi/2020-07-01.toml", "title", "# another text\ntitle");
    let mut more = identities(&town);
    more.extend(["--schemas".to_owned(), schemas.path().display().to_string()]);
    let other = text(&verify(&town, &run, &more).stdout);
    assert!(other.contains("niet opnieuw afgeleid: wat uit `law/wet_suwi/2020-07-01.toml` volgt"), "{other}");

    let own = [String::from("-i"), town.path("sleutels/identiteit.txt")];
    let partly = verify(&town, &run, &own);
    assert_eq!(partly.status.code(), Some(0), "{}", text(&partly.stderr));
    assert!(text(&partly.stdout).contains("niet geopend: uitvoer/"), "{}", text(&partly.stdout));
}

#[test]
#[cfg(unix)]
fn the_doctor_sees_open_keys_open_folders_and_old_runs() {
    use std::os::unix::fs::PermissionsExt;
    let (town, run) = Town::after_a_run(60, 0);
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let look = |datum: &str| {
        jib(&["doctor", "-c", &config, "--out", &out, "--datum", datum, "--dagen", "60", "--format", "json"])
    };
    let kinds = |output: &Output| -> Vec<String> {
        let state: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let all = state.get("aandacht").and_then(Value::as_array).cloned().unwrap_or_default();
        all.iter().filter_map(|one| one.get("soort").and_then(Value::as_str)).map(str::to_owned).collect()
    };
    let sound = look("2026-11-24");
    assert_eq!((sound.status.code(), kinds(&sound)), (Some(0), Vec::new()), "{}", text(&sound.stderr));
    // What was asked of others goes first, after a month.
    assert_eq!(kinds(&look("2026-12-23")), Vec::<String>::new());
    assert_eq!(kinds(&look("2026-12-24")), ["bewaartermijn"]);

    let permit =
        |path: &str, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    permit(&town.path("sleutels/pseudoniem.key"), 0o644);
    permit(&run.display().to_string(), 0o750);
    let configured = fs::read_to_string(&config).expect("the configuration");
    let mut keys = configured.split("sleutel = \"age1").skip(1).filter_map(|rest| rest.split('"').next());
    let (own, other) = (keys.next().expect("a key"), keys.next().expect("a second key"));
    let found = look("2026-11-24");
    assert_eq!(found.status.code(), Some(6));
    assert_eq!(kinds(&found), ["map", "sleutel"]);
    // One key for two parties is no configuration at all.
    town.edit("jib.toml", |text| text.replace(other, own));
    assert_eq!(look("2026-11-24").status.code(), Some(2));
}

/// Under another town's law the parcels hold columns and persons that it does not grant.
#[test]
fn a_parcel_that_the_law_does_not_grant_is_noticed() {
    let (town, run) = Town::after_a_run(400, 0);
    let law = "law/wet_educatie_en_beroepsonderwijs/2026-01-01.toml";
    let changes = [
        (
            "\"startkwalificatie\", \"hoogste_diploma\"]",
            "\"startkwalificatie\"]",
            "kolom `hoogste_diploma` mag niet",
        ),
        (
            "woonplaats = [\"gemeente\"]\ndoelgroep = [\"ja\"]",
            "woonplaats = [\"regio\"]\ndoelgroep = [\"ja\"]",
            "die niet aan de regel voldoen",
        ),
        (
            "woonplaats = [\"gemeente\"]\ndoelgroep = [\"ja\"]",
            "doelgroep = [\"ja\", \"nee\", \"onbekend\"]",
            "er ontbreken personen",
        ),
    ];
    let manifest = fs::read_to_string(run.join("manifest.json")).expect("a manifest");
    let identities: Vec<Identity> = identities(&town)
        .iter()
        .filter(|own| *own != "-i")
        .flat_map(|path| Identity::all_in(&fs::read_to_string(path).expect("an identity")))
        .collect();
    for (from, to, says) in changes {
        let schemas = Schemas::copied();
        schemas.edit(law, from, to);
        let library = schemas.library();
        // The manifest says that the run was made under this law, as whoever has all keys could.
        let mut forged: Value = serde_json::from_str(&manifest).expect("JSON");
        forged["regels"] = library
            .files
            .hashes()
            .into_iter()
            .map(|(path, sha256)| serde_json::json!({ "pad": path, "sha256": sha256 }))
            .collect();
        sign_again(&town, &run, &forged);
        let config =
            Config::load(Path::new(&town.path("jib.toml")), &library.schemas, &library.policy.parties)
                .expect("a configuration");
        let public = town.path("sleutels/ondertekening.pub");
        let means = Means {
            signer: Some(Path::new(&public)),
            controller: Some(Controller { config: &config, library: &library }),
            identities: &identities,
            law: None,
        };
        let wrong = jib::verify::verify(&run, &means).expect_err("it is noticed").to_string();
        assert!(wrong.contains(says), "{wrong}");
    }
}

/// Signs a manifest again, as whoever has all keys could, and forgets which run was the last.
fn sign_again(town: &Town, run: &Path, manifest: &Value) {
    let key = SigningKey::read(Path::new(&town.path("sleutels/ondertekening.key"))).expect("a key");
    let bytes = serde_json::to_vec(manifest).expect("JSON");
    fs::write(run.join("manifest.json.minisig"), sign(&bytes, &key).expect("a signature")).expect("a file");
    fs::write(run.join("manifest.json"), bytes).expect("a file");
    let _ = fs::remove_file(run.with_file_name(".staat").join("keten.json"));
}

/// A manifest that its own controller signed, but that does not say what the run holds.
#[test]
fn a_manifest_that_is_signed_again_is_held_against_what_lies_there() {
    let (town, run) = Town::after_a_run(400, 0);
    let whole = fs::read(run.join("manifest.json")).expect("a manifest");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut manifest: Value = serde_json::from_slice(&whole).expect("JSON");
        change(&mut manifest);
        sign_again(&town, &run, &manifest);
        let found = verify(&town, &run, &identities(&town));
        (found.status.code(), text(&found.stderr))
    };
    let unchanged = with(&|_| {});
    assert_eq!(unchanged.0, Some(0), "{}", unchanged.1);
    let uncounted = with(&|manifest| {
        let sums = manifest["behoud"]["pakketten"].as_array_mut().expect("sums");
        sums.retain(|sum| sum["partij"] != "doorstroompunt" || sum["pakket"] != "begeleiding");
    });
    assert_eq!(uncounted.0, Some(6));
    assert!(uncounted.1.contains("geen regel in de telling"), "{}", uncounted.1);
    let elsewhere = with(&|manifest| manifest["gemeente"] = "0606".into());
    assert_eq!(elsewhere.0, Some(6));
    assert!(elsewhere.1.contains("gemeente 0606"), "{}", elsewhere.1);
    let other_rules = with(&|manifest| manifest["regelsets"] = serde_json::json!(["2020-07-01"]));
    assert_eq!(other_rules.0, Some(6));
    assert!(other_rules.1.contains("regelset"), "{}", other_rules.1);
}

/// A parcel cell that differs from the classification, in an otherwise valid run.
#[test]
fn a_cell_that_the_classification_contradicts_is_noticed() {
    let (town, run) = Town::after_a_run(400, 0);
    let config = Config::load(
        Path::new(&town.path("jib.toml")),
        &crate::support::library().schemas,
        &crate::support::library().policy.parties,
    )
    .expect("a configuration");
    let pad = "uitvoer/doorstroompunt/begeleiding.csv.age";
    let identity = PathBuf::from(town.path("sleutels/ontvangers/doorstroompunt.txt"));
    let before = open(&run.join(pad), &identity);
    let forged = text(&before).replacen(",nee,", ",ja,", 1);
    assert_ne!(forged.as_bytes(), before, "somebody is without a startkwalificatie");
    let at = config.file.ontvanger.iter().position(|own| own.get_ref().party == "doorstroompunt");
    let recipient = config.keys.ontvangers.get(at.expect("the party")).expect("its key");
    let recipient: age::x25519::Recipient = recipient.to_string().parse().expect("a key");
    let sealed = age::encrypt(&recipient, forged.as_bytes()).expect("a seal");
    let mut manifest: Value =
        serde_json::from_slice(&fs::read(run.join("manifest.json")).expect("a manifest")).expect("JSON");
    for file in
        manifest["uitvoer"].as_array_mut().expect("files").iter_mut().filter(|file| file["pad"] == pad)
    {
        file["sha256"] = sha256_hex(&sealed).into();
        file["hmac_inhoud"] = config.keys.pseudonym.hmac_hex(forged.as_bytes()).into();
    }
    fs::write(run.join(pad), &sealed).expect("a file");
    sign_again(&town, &run, &manifest);
    let found = verify(&town, &run, &identities(&town));
    assert_eq!(found.status.code(), Some(6), "{}", text(&found.stdout));
    assert!(text(&found.stderr).contains("in kolom `startkwalificatie`"), "{}", text(&found.stderr));
}

#[test]
fn a_content_under_another_pseudonym_key_is_noticed() {
    let (town, run) = Town::after_a_run(60, 0);
    fs::write(town.path("sleutels/pseudoniem.key"), [9; 32]).expect("another key");
    let found = verify(&town, &run, &identities(&town));
    assert_eq!(found.status.code(), Some(6));
    assert!(text(&found.stderr).contains("pseudoniemsleutel"), "{}", text(&found.stderr));
}

#[test]
fn a_refused_extract_releases_nothing_and_says_why() {
    let town = Town::new(200, 0);
    town.edit("jib_lijst.csv", |text| text.replace(",0599", ",0344"));
    let output = town.run("runs", &[]);
    assert_eq!(output.status.code(), Some(4));
    let run = PathBuf::from(text(&output.stdout).trim());
    assert!(!run.join("uitvoer").exists());
    assert!(run.join("rapport/index.html").exists());
    let findings = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    let finding: Value = findings
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .find(|finding| finding["ernst"] == "BLOKKEREND")
        .expect("a blocking finding");
    assert_eq!((&finding["code"], &finding["extract"]), (&"R-LEV-010".into(), &"jib_lijst".into()));
    assert_eq!(jib(&["verify", &run.display().to_string()]).status.code(), Some(0));
    let after = town.path("runs");
    town.edit("jib_lijst.csv", |text| text.replace(",0344", ",0599"));
    let next = town.folder_of_run("runs", &[]);
    assert_eq!(manifest(&next)["vorige"], Value::Null, "a refused run is no link of the chain in {after}");
}

#[test]
fn a_passed_threshold_stops_the_run_unless_it_is_accepted() {
    let town = Town::new(400, 100);
    let stopped = town.run("runs", &[]);
    assert_eq!(stopped.status.code(), Some(5), "{}", text(&stopped.stderr));
    let folder = PathBuf::from(text(&stopped.stdout).trim());
    assert!(!folder.join("uitvoer").exists());
    assert!(folder.join("intern/quarantaine").exists(), "the rows for repair are there");
    let accepted = town.run("runs", &["--accept-quarantine"]);
    assert_eq!(accepted.status.code(), Some(5));
    assert!(PathBuf::from(text(&accepted.stdout).trim()).join("uitvoer").exists());
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let town = Town::new(200, 0);
    let output = town.run("runs", &["--dry-run"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("leerplicht/toezicht\tgeleverd "));
    assert!(!Path::new(&town.path("runs")).exists());
}

#[test]
fn several_controllers_run_side_by_side_and_the_highest_code_counts() {
    let (ours, theirs) = (Town::new(200, 0), Town::with_keys_of_its_own(200, 0));
    theirs.edit("jib.toml", |text| text.replace("code = \"0599\"", "code = \"0606\""));
    let out = ours.path("samen");
    let (one, two) = (ours.path("jib.toml"), theirs.path("jib.toml"));
    let arguments = |first: &str, second: &str| {
        jib(&[
            "run",
            "-c",
            first,
            "-c",
            second,
            "--peildatum",
            "2026-11-01",
            "--verstrekdatum",
            "2026-11-23",
            "--out",
            &out,
        ])
    };
    // The Jongeren in Beeld list names the first municipality, so it is the wrong one for the second.
    let output = arguments(&one, &two);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    assert!(Path::new(&out).join("0599").exists() && Path::new(&out).join("0606").exists());
    assert_eq!(arguments(&one, &one).status.code(), Some(2), "one controller twice");
}

#[test]
fn a_passport_names_an_article_for_every_column() {
    let (town, run) = Town::after_a_run(200, 0);
    let identity = town.path("sleutels/ontvangers/leerplicht.txt");
    let passport: Value = serde_json::from_slice(
        &fs::read(run.join("uitvoer/leerplicht/verzuim.paspoort.json")).expect("a passport"),
    )
    .expect("JSON");
    let fields = passport["resources"][0]["schema"]["fields"].as_array().expect("fields");
    let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
    assert!(
        fields.iter().all(|field| field["jib:grondslag"].as_str().is_some_and(|basis| !basis.is_empty()))
    );
    let parcel = text(&open(&run.join("uitvoer/leerplicht/verzuim.csv.age"), &identity));
    assert_eq!(parcel.lines().next(), Some(names.join(",").as_str()));
    assert_eq!(passport["jib:verwijderen_uiterlijk"], "2027-02-23");
}

#[test]
fn an_open_quote_costs_its_own_row_and_the_person_becomes_unknown() {
    let town = Town::new(200, 0);
    town.edit("duo_startkwalificatie.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[4] = lines[4].replacen(',', ",\"", 1);
        lines.join("\n") + "\n"
    });
    town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000")
    });
    let run = town.folder_of_run("runs", &[]);
    let sums = manifest(&run)["behoud"]["extracten"].clone();
    let som = sums.as_array().expect("sums").iter().find(|som| som["extract"] == "duo_startkwalificatie");
    assert_eq!(som.expect("the extract")["quarantaine"], 1);
    let findings = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    assert!(
        findings.lines().any(|line| line.contains("R-RIJ-003") && line.contains("\"regel\":5")),
        "{findings}"
    );
    let bsn = fs::read_to_string(town.path("duo_startkwalificatie.csv")).expect("the extract");
    let bsn = bsn.lines().nth(4).and_then(|line| line.split(',').next()).expect("a number").to_owned();
    let table = text(&open(&run.join("intern/classificatie.csv.age"), town.path("sleutels/identiteit.txt")));
    let Some(row) = table.lines().find(|line| line.starts_with(&bsn)) else { panic!("the person is there") };
    assert_eq!(row.split(',').nth(4), Some("onbekend"));
    assert!(row.ends_with("RIJ_IN_QUARANTAINE"), "the reason is given");
}

#[test]
fn a_recipient_gets_the_form_it_asked_for() {
    let town = Town::new(200, 0);
    town.edit("brp.csv", |text| text.replacen("Voorbeeld-", "=1+1 Voorbeeld-", 400));
    town.edit("jib.toml", |text| {
        let (before, after) = text.split_once("partij = \"leerplicht\"").expect("a recipient");
        let after = after.replacen("formaat = \"csv\"", "formaat = \"csv-excel\"", 1);
        let (middle, rest) = after.split_once("partij = \"doorstroompunt\"").expect("a recipient");
        let rest = rest.replacen("formaat = \"csv\"", "formaat = \"xlsx\"", 1);
        format!("{before}partij = \"leerplicht\"{middle}partij = \"doorstroompunt\"{rest}")
    });
    let run = town.folder_of_run("runs", &[]);
    let excel = open(
        &run.join("uitvoer/leerplicht/toezicht.csv.age"),
        town.path("sleutels/ontvangers/leerplicht.txt"),
    );
    let table = text(&excel);
    assert!(excel.starts_with(b"\xEF\xBB\xBFkenmerk;bsn;"), "BOM and semicolons");
    assert!(table.contains(";'=1+1 Voorbeeld-") && !table.contains(";=1+1"), "a formula is only text");
    let workbook = open(
        &run.join("uitvoer/doorstroompunt/begeleiding.xlsx.age"),
        town.path("sleutels/ontvangers/doorstroompunt.txt"),
    );
    assert!(workbook.starts_with(b"PK"), "a workbook is a zip");
    let passport =
        fs::read(run.join("uitvoer/doorstroompunt/begeleiding.paspoort.json")).expect("a passport");
    let passport: Value = serde_json::from_slice(&passport).expect("JSON");
    assert_eq!(passport["resources"][0]["path"], "begeleiding.xlsx.age");
    // In every form the rows can be derived again; only a handover is left out.
    let told = town.verified(&run);
    assert!(told.contains("de regels zijn niet afgeleid") && !told.contains("begeleiding.xlsx"), "{told}");
}

/// Everyone's classification, by bsn.
fn classification(town: &Town, run: &Path) -> std::collections::BTreeMap<String, Vec<String>> {
    let table = text(&open(&run.join("intern/classificatie.csv.age"), town.path("sleutels/identiteit.txt")));
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<String>>();
    table.lines().skip(1).map(cells).map(|row| (row.first().cloned().unwrap_or_default(), row)).collect()
}

fn roomy(town: &Town) {
    town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000")
    });
}

#[test]
fn line_ends_of_any_kind_hide_no_row() {
    let town = Town::new(200, 0);
    let expected = manifest(&town.folder_of_run("lf", &[]))["behoud"].clone();
    for name in ["brp.csv", "uitsluiting.csv", "duo_inschrijving.csv"] {
        town.edit(name, |text| text.replace('\n', "\r"));
    }
    assert_eq!(manifest(&town.folder_of_run("cr", &[]))["behoud"], expected);
}

#[test]
fn an_open_quote_at_the_number_itself_leaves_the_person_unknown() {
    let town = Town::new(200, 0);
    roomy(&town);
    let mut bsn = String::new();
    town.edit("duo_inschrijving.csv", |text| {
        let line = text.lines().nth(30).expect("a row").to_owned();
        line.split(',').next().expect("a number").clone_into(&mut bsn);
        text.replacen(&line, &format!("\"{line}"), 1)
    });
    let run = town.folder_of_run("runs", &[]);
    assert_eq!(classification(&town, &run)[&bsn][5], "onbekend");
}

#[test]
fn a_person_in_doubt_is_nobody() {
    let town = Town::new(200, 0);
    roomy(&town);
    let mut bsn = String::new();
    town.edit("brp.csv", |text| {
        let line = text.lines().nth(10).expect("a row").to_owned();
        line.split(',').next().expect("a number").clone_into(&mut bsn);
        let born = line.split(',').nth(4).expect("a date");
        format!("{text}{}\n", line.replacen(born, "20120230", 1))
    });
    let run = town.folder_of_run("runs", &[]);
    assert!(!classification(&town, &run).contains_key(&bsn));
    let sums = manifest(&run)["behoud"]["extracten"][0].clone();
    assert_eq!(
        (&sums["gelezen"], &sums["aanvaard"], &sums["quarantaine"]),
        (&201.into(), &199.into(), &2.into())
    );
}

#[test]
fn a_number_that_two_persons_claim_makes_both_unknown() {
    let town = Town::new(200, 0);
    let mut claimants = Vec::new();
    town.edit("koppeling.csv", |text| {
        let row: Vec<String> = text.lines().nth(1).expect("a row").split(',').map(str::to_owned).collect();
        let brp = fs::read_to_string(town.path("brp.csv")).expect("the extract");
        let other = brp.lines().nth(60).and_then(|line| line.split(',').next()).expect("a number").to_owned();
        claimants = vec![row[0].clone(), other.clone()];
        format!("{text}{other},{}\n", row[1])
    });
    let run = town.folder_of_run("runs", &[]);
    let all = classification(&town, &run);
    for bsn in &claimants {
        assert_eq!((all[bsn][4].as_str(), all[bsn][5].as_str()), ("onbekend", "onbekend"));
        assert!(all[bsn].last().expect("reasons").contains("RIJ_IN_QUARANTAINE"));
    }
    let findings = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    assert_eq!(findings.matches("R-KPL-003").count(), 2);
}

#[test]
fn a_refused_run_can_be_repeated() {
    let town = Town::new(200, 0);
    town.edit("jib.toml", |text| text.replacen("codering = \"utf-8\"", "regels = 1", 1));
    for attempt in 0..2 {
        let output = town.run("runs", &[]);
        assert_eq!(output.status.code(), Some(4), "attempt {attempt}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("brp (R-LEV-002)"), "it says which extract, and why");
    }
}

#[test]
fn a_message_never_quotes_what_is_no_configuration() {
    let town = Town::new(200, 0);
    for name in ["brp.csv", "sleutels/identiteit.txt"] {
        let output =
            jib(&["check", "-c", &town.path(name), "--peildatum", "2026-11-01", "--out", &town.path("runs")]);
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        assert!(
            !said.contains("Voorbeeld-") && !said.contains("AGE-SECRET") && !said.contains("9999"),
            "{name}"
        );
    }
    let secret = fs::read_to_string(town.path("sleutels/identiteit.txt")).expect("an identity");
    let secret = secret.lines().nth(1).expect("the key").to_owned();
    town.edit("jib.toml", |text| {
        let public = text.split('"').find(|word| word.starts_with("age1")).expect("a key").to_owned();
        text.replacen(&public, &secret, 1)
    });
    let output = town.run("runs", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output.stderr).contains("AGE-SECRET-KEY-1"));
}

#[test]
fn one_bad_configuration_keeps_no_other_from_running() {
    let town = Town::new(200, 0);
    let (good, out) = (town.path("jib.toml"), town.path("samen"));
    let nowhere = town.path("geen.toml");
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
    let mut arguments = vec!["run", "-c", &good, "-c", &nowhere, "--out", &out];
    arguments.extend(days);
    assert_eq!(jib(&arguments).status.code(), Some(2));
    assert!(fs::read_dir(Path::new(&out).join("0599")).expect("its folder").count() > 1);
}

#[test]
fn opening_a_folder_with_a_damaged_parcel_fails() {
    let (town, run) = Town::after_a_run(200, 0);
    let parcel = run.join("uitvoer/leerplicht/verzuim.csv.age");
    let bytes = fs::read(&parcel).expect("a parcel");
    fs::write(&parcel, &bytes[..bytes.len() - 20]).expect("a parcel");
    let folder = run.join("uitvoer/leerplicht").display().to_string();
    let identity = town.path("sleutels/ontvangers/leerplicht.txt");
    let opened = jib(&["open", &folder, "-i", &identity, "--out", &town.path("open")]);
    assert_eq!(opened.status.code(), Some(2), "{}", text(&opened.stderr));
    assert!(!Path::new(&town.path("open")).join("verzuim.csv").exists());
}

#[test]
fn a_copy_under_another_name_is_said_to_be_one_and_a_folder_too_many_is_noticed() {
    let (_town, run) = Town::after_a_run(200, 0);
    let verified = |path: &Path| jib(&["verify", &path.display().to_string()]);
    let verify = |path: &Path| verified(path).status.code();
    let name = run.file_name().expect("a name").to_string_lossy().into_owned();
    assert!(!text(&verified(&run).stdout).contains(&name));
    let renamed = run.with_file_name("kopie");
    fs::rename(&run, &renamed).expect("a rename");
    let found = verified(&renamed);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    assert!(
        text(&found.stdout).contains(&format!("de map heet niet meer {name}")),
        "{}",
        text(&found.stdout)
    );
    fs::rename(&renamed, &run).expect("a rename");
    fs::create_dir(run.join("leeg")).expect("a folder");
    assert_eq!(verify(&run), Some(6), "an empty folder too many");
    fs::remove_dir(run.join("leeg")).expect("a folder");
    assert_eq!(verify(&run), Some(0));
}

/// A school that knows a pupil by two numbers: his results go with him all the same.
#[test]
fn results_go_with_a_pupil_of_two_numbers() {
    let town = Town::new(60, 0);
    let lines = |run: &Path| -> usize {
        let parcel = run.join("uitvoer/mbo/25LP/overstap.csv.age");
        let content = text(&open(&parcel, town.path("sleutels/ontvangers/mbo.25LP.txt")));
        content.lines().filter(|line| line.contains("999991607") && !line.ends_with(",,")).count()
    };
    let before = lines(&town.folder_of_run("before", &[]));
    assert!(before > 1, "he has results");
    town.edit("koppeling.csv", |text| format!("{text}999991607,100000107\n"));
    town.edit("leerresultaat.csv", |text| text.replace("999991607,", "100000107,"));
    assert_eq!(lines(&town.folder_of_run("after", &[])), before);
}

/// The town with another samenwerking: whether a run says these codes of it.
fn says_of_cooperation(from: &str, to: &str) -> Vec<String> {
    let town = Town::new(60, 0);
    town.edit("jib.toml", |text| {
        let (before, own) = text.split_once("[[samenwerking]]").expect("a samenwerking");
        format!("{before}[[samenwerking]]{}", own.replacen(from, to, 1))
    });
    let told = codes(&town.folder_of_run("runs", &[])).into_iter();
    told.filter(|code| ["R-CFG-004", "R-CFG-005", "R-CFG-006"].contains(&code.as_str())).collect()
}

#[test]
fn an_arrangement_counts_on_its_first_day_and_on_its_last() {
    const PERIOD: &str = "geldig_van = \"2026-01-01\"\ngeldig_tot = \"2027-12-31\"";
    for (from, to, says) in [
        ("2026-11-23", "2026-11-23", [].as_slice()),
        ("2026-11-24", "2027-12-31", &["R-CFG-004"]),
        ("2026-01-01", "2026-11-22", &["R-CFG-004"]),
    ] {
        let period = format!("geldig_van = \"{from}\"\ngeldig_tot = \"{to}\"");
        assert_eq!(says_of_cooperation(PERIOD, &period), says, "{from} - {to}");
    }
}

#[test]
fn a_cooperation_that_opens_nothing_is_told() {
    for (from, to, says) in [
        ("ontvanger = \"gebiedsteam\"", "ontvanger = \"duo\"", "R-CFG-005"),
        ("velden = [\"geslachtsnaam\"", "velden = [\"bsn\", \"geslachtsnaam\"", "R-CFG-006"),
    ] {
        assert_eq!(says_of_cooperation(from, to), [says], "{to}");
    }
}

/// The same rows under two names: one of the two is the wrong file. Two files without rows are alike, and nothing is wrong with that.
#[test]
fn one_file_as_two_deliveries_is_told_unless_it_is_empty() {
    const OWN: &str = "[[levering]]\nextract = \"overstap\"";
    let town = Town::new(60, 0);
    town.edit("jib.toml", |text| {
        let (before, own) = text.split_once(OWN).expect("a delivery");
        let levering = own.split("\n\n").next().expect("its keys");
        let twin = levering.replace("overstap.csv", "tweede.csv").replace("20KD", "01AA");
        format!("{before}{OWN}{twin}\n\n{OWN}{own}")
    });
    let overstap = fs::read_to_string(town.path("overstap.csv")).expect("a file");
    let outcome = |own: &str, other: &str| {
        fs::write(town.path("overstap.csv"), own).expect("a file");
        fs::write(town.path("tweede.csv"), other).expect("a file");
        let output = town.run("runs", &[]);
        (output.status.code(), text(&output.stderr).contains("R-LEV-040"))
    };
    let header = format!("{}\n", overstap.lines().next().expect("a header"));
    assert_eq!(outcome(&overstap, &overstap), (Some(4), true));
    assert_eq!(outcome(&overstap, &header), (Some(0), false));
    assert_eq!(outcome(&header, &header), (Some(0), false));
}
