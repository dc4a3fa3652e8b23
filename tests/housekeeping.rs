//! Old runs cleared: what may be kept no longer goes and nothing else, and everything that looks back goes on working: `verify`, the
//! chain, the next night, `inzage`, the doctor.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use jib::crypto::keys::SigningKey;
use jib::crypto::sign::{sign, sign_clearing};
use serde_json::{Value, json};

use crate::support::{Town, files, jib, jib_reading, manifest, rows, text};

/// When the parcels of the usual run are over and what is internal is not, and when all is.
const SPRING: &str = "2027-03-01";
const WINTER: &str = "2027-12-01";

fn prune(town: &Town, day: &str, more: &[&str]) -> (Option<i32>, Value, String) {
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let arguments = ["prune", "-c", &config, "--out", &out, "--datum", day, "--format", "json"];
    let output = jib(&[&arguments, more].concat());
    let told = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code(), told, text(&output.stderr))
}

fn cleared(town: &Town, day: &str) -> Value {
    let (code, told, said) = prune(town, day, &[]);
    assert_eq!(code, Some(0), "{said}");
    told
}

fn verify(town: &Town, run: &Path) -> Output {
    jib(&["verify", &run.display().to_string(), "-p", &town.path("sleutels/ondertekening.pub")])
}

fn sealed(folder: &Path) -> Vec<PathBuf> {
    let is_sealed = |path: &PathBuf| path.extension().is_some_and(|end| end == "age");
    files(folder).into_iter().filter(is_sealed).collect()
}

/// Everything under a folder, by path, but for who looked.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = files(folder).into_iter().filter(|path| !path.iter().any(|part| part == ".raadplegingen"));
    all.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

fn said(run: &Path) -> Value {
    serde_json::from_slice(&fs::read(run.join("opgeruimd.json")).expect("a list")).expect("JSON")
}

/// What a person is told, but for who looked.
fn inzage(town: &Town, number: &str) -> Value {
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let output = jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"], number);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    told.as_object_mut().expect("an object").remove("raadplegingen");
    told
}

#[test]
fn what_is_over_its_term_goes_and_what_looks_back_goes_on_working() {
    let (town, first) = Town::after_a_run(300, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let asked = rows(&town, &first, "gebiedsteam", "bevraging").len();
    let held = rows(&town, &second, "leerplicht", "toezicht");
    let gone = held.iter().min_by_key(|row| row["bsn"].clone()).expect("somebody").clone();
    assert!(asked > 0);
    let runs = PathBuf::from(town.path("runs"));
    let before = contents(&runs);
    let told = inzage(&town, &gone["bsn"]);

    let (code, planned, stderr) = prune(&town, SPRING, &["--dry-run"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(contents(&runs).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    let done = cleared(&town, SPRING);
    assert_eq!((&planned["runs"], &planned["bytes"]), (&done["runs"], &done["bytes"]));
    let after = contents(&runs);
    let removed: Vec<&PathBuf> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(Some(removed.len()), done["bestanden"].as_u64().and_then(|count| usize::try_from(count).ok()));
    for path in &removed {
        // The counts for the contactgemeente may be kept for a year, and so may recalls.
        let stays = ["contactgemeente", "intrekking", "intern"];
        let path = path.strip_prefix(&runs).expect("in runs").display().to_string();
        assert!(path.contains("/uitvoer/") && !stays.iter().any(|part| path.contains(part)), "{path}");
    }
    let unchanged = |path: &&PathBuf| after[*path] == before[*path];
    assert!(before.keys().filter(|path| after.contains_key(*path)).all(|path| unchanged(&path)));
    let is_written = |path: &&PathBuf| {
        !before.contains_key(*path) && !path.display().to_string().contains("opgeruimd.json")
    };
    assert_eq!(after.keys().filter(is_written).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
    for run in [&first, &second] {
        let listed = said(run);
        assert_eq!((&listed["versie"], &listed["datum"]), (&json!(1), &json!(SPRING)));
        assert!(listed["weg"].as_array().expect("files").len() > 5);
        let verified = town.verified(run);
        assert!(verified.contains("zijn na hun termijn opgeruimd"), "{verified}");
    }
    assert_eq!(inzage(&town, &gone["bsn"]), told);
    assert_eq!(cleared(&town, SPRING)["runs"], json!([]), "nothing is left to do");
    assert!(contents(&runs) == after);

    // A month later the list grows, and what stood in it still does.
    let early = said(&first);
    cleared(&town, WINTER);
    assert_eq!(sealed(&first).len() + sealed(&second).len(), 0);
    let late = said(&first);
    let all = late["weg"].as_array().expect("files");
    assert!(early["weg"].as_array().expect("files").iter().all(|file| all.contains(file)));
    let named = manifest(&first)["uitvoer"].as_array().expect("files").clone();
    let named = named.iter().filter(|file| file["pad"].as_str().is_some_and(|path| path.ends_with(".age")));
    assert_eq!(all.len(), named.count());
    let verified = town.verified(&first);
    assert!(verified.contains("de classificatie is na haar termijn opgeruimd"), "{verified}");
    assert_eq!(verify(&town, &second).status.code(), Some(0));
    assert_eq!(inzage(&town, &gone["bsn"]), told);

    // The next night knows whom it asked and what it delivered, though none of it lies there any more.
    town.edit("uitsluiting.csv", |text| format!("{text}{},,2026-11-01,,\n", gone["bsn"]));
    let third = town.folder_of_run_on("2026-12-20", "runs", &[]);
    assert!(rows(&town, &third, "gebiedsteam", "bevraging").is_empty(), "asked once in thirty days");
    let recalled = rows(&town, &third, "leerplicht", "intrekking");
    assert!(recalled.iter().any(|row| row["kenmerk"] == gone["kenmerk"]));
    let findings = fs::read_to_string(third.join("bevindingen.ndjson")).expect("findings");
    assert!(!findings.contains("R-STA-00") && !findings.contains("R-STA-06"), "{findings}");
    assert!(town.verified(&third).contains("de keten is heel: 2 eerdere runs"));
}

fn keyed(town: &Town) -> SigningKey {
    SigningKey::read(Path::new(&town.path("sleutels/ondertekening.key"))).expect("a key")
}

#[test]
fn a_forged_list_of_what_is_gone_is_refused() {
    let (town, run) = Town::after_a_run(60, 0);
    cleared(&town, SPRING);
    let list = run.join("opgeruimd.json");
    let signature = run.join("opgeruimd.json.minisig");
    let (bytes, signed) = (fs::read(&list).expect("a list"), fs::read(&signature).expect("a signature"));
    let own = keyed(&town);
    let other = keyed(&Town::with_keys_of_its_own(20, 0));
    let named = |path: &str| {
        let all = manifest(&run)["uitvoer"].as_array().expect("files").clone();
        let found = all.into_iter().find(|file| file["pad"] == path).expect("the file");
        json!({ "pad": path, "sha256": found["sha256"] })
    };
    type Change<'c> = Box<dyn Fn(&mut Value) + 'c>;
    let add = |file: Value| -> Change<'_> {
        Box::new(move |list| list["weg"].as_array_mut().expect("files").push(file.clone()))
    };
    let first = said(&run)["weg"][0].clone();
    let outside = json!({ "pad": "../laatste/x.age", "sha256": first["sha256"] });
    let cases: Vec<(&str, &str, Change<'_>)> = vec![
        ("within its term", "nog niet weg gemogen", add(named("intern/classificatie.csv.age"))),
        ("a year", "nog niet weg gemogen", add(named("uitvoer/contactgemeente/rapportage.csv.age"))),
        ("a log", "nog niet weg gemogen", add(named("logboek/verwerkingen.ndjson.zst"))),
        ("outside the run", "hoort niet bij deze run", add(outside)),
        ("twice", "twee keer", add(first)),
        (
            "another content",
            "niet die van het manifest",
            Box::new(|list| list["weg"][0]["sha256"] = json!("0")),
        ),
        ("too early", "nog niet weg gemogen", Box::new(|list| list["datum"] = json!("2026-11-24"))),
        ("another form", "andere vorm", Box::new(|list| list["versie"] = json!(2))),
        ("no list", "andere vorm", Box::new(|list| list["weg"] = json!("alles"))),
    ];
    let refused = |what: &str, why: &str| {
        let output = verify(&town, &run);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(6), "{what}: {told}");
        assert!(told.contains(why), "{what}: {told}");
    };
    for (what, why, change) in &cases {
        let mut changed = said(&run);
        change(&mut changed);
        let changed = serde_json::to_vec(&changed).expect("JSON");
        fs::write(&list, &changed).expect("a list");
        refused(what, "handtekening");
        fs::write(&signature, sign_clearing(&changed, &own).expect("a signature")).expect("a file");
        refused(what, why);
        fs::write(&list, &bytes).expect("a list");
        fs::write(&signature, &signed).expect("a signature");
        assert_eq!(verify(&town, &run).status.code(), Some(0), "{what}: put back");
    }
    fs::write(&signature, sign_clearing(&bytes, &other).expect("a signature")).expect("a file");
    refused("another signer", "handtekening");
    fs::write(&signature, sign(&bytes, &own).expect("a signature")).expect("a file");
    refused("signed as a manifest", "handtekening");
    fs::remove_file(&signature).expect("it goes");
    refused("unsigned", "handtekening");
    fs::write(&signature, &signed).expect("a signature");
    fs::remove_file(run.join("intern/classificatie.csv.age")).expect("it goes");
    refused("gone and not named", "intern/classificatie.csv.age");
}

/// A power cut anywhere: before the list is signed, or before all is removed.
#[test]
fn a_clearing_that_broke_off_is_finished_by_the_next() {
    let (town, run) = Town::after_a_run(60, 0);
    let before: BTreeMap<PathBuf, Vec<u8>> = contents(&run);
    cleared(&town, SPRING);
    let after = contents(&run);
    for path in before.keys().filter(|path| !after.contains_key(*path)).step_by(3) {
        fs::write(path, &before[path]).expect("a file");
    }
    let output = verify(&town, &run);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("draai `jib prune` opnieuw"), "{}", text(&output.stdout));
    cleared(&town, SPRING);
    assert!(contents(&run) == after);
    fs::write(run.join(".bezig-1-opgeruimd.json"), "{").expect("a leftover");
    fs::remove_file(run.join("opgeruimd.json.minisig")).expect("it goes");
    assert_eq!(verify(&town, &run).status.code(), Some(6));
    cleared(&town, SPRING);
    // A signature differs each time.
    let is_same = |one: BTreeMap<PathBuf, Vec<u8>>| {
        let signature = run.join("opgeruimd.json.minisig");
        one.keys().eq(after.keys())
            && one.iter().all(|(path, bytes)| *path == signature || after[path] == *bytes)
    };
    assert!(is_same(contents(&run)));
    assert_eq!(verify(&town, &run).status.code(), Some(0));
    // Cleared by hand, as was once advised: written down afterwards.
    fs::remove_file(run.join("opgeruimd.json")).expect("it goes");
    fs::remove_file(run.join("opgeruimd.json.minisig")).expect("it goes");
    assert_eq!(verify(&town, &run).status.code(), Some(6));
    assert_ne!(cleared(&town, SPRING)["runs"][0]["al_weg"], 0);
    assert!(is_same(contents(&run)));
    assert_eq!(verify(&town, &run).status.code(), Some(0));
}

#[test]
fn what_is_not_as_it_was_written_is_left_alone_and_named() {
    let (town, first) = Town::after_a_run(60, 0);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let parcel = second.join("uitvoer/leerplicht/toezicht.csv.age");
    fs::write(&parcel, "x").expect("a file");
    fs::write(second.join("uitvoer/leerplicht/aantekening.txt"), "x").expect("a file");
    let note = second.join("intern/eigen.csv.age");
    fs::write(&note, "x").expect("a file");
    let said = fs::read_to_string(first.join("manifest.json")).expect("a manifest");
    fs::write(first.join("manifest.json"), said.replace("geleverd", "geleverd ")).expect("a manifest");
    let held = contents(&first);
    let (code, told, stderr) = prune(&town, WINTER, &[]);
    assert_eq!(code, Some(6), "{stderr}");
    assert!(contents(&first) == held);
    let name = |run: &Path| run.file_name().expect("a name").to_string_lossy().into_owned();
    let left: Vec<&Value> =
        told["blijft"].as_array().expect("a list").iter().map(|own| &own["map"]).collect();
    assert_eq!(left, [&json!(name(&first)), &json!(name(&second))]);
    assert!(stderr.contains(&name(&first)) && stderr.contains("toezicht.csv.age"), "{stderr}");
    assert_eq!(sealed(&second), [note, parcel], "what jib did not write stays");
    assert!(second.join("uitvoer/leerplicht/aantekening.txt").is_file());
}

/// A folder of a run that is a link: nothing at the other end is read or removed.
#[cfg(unix)]
#[test]
fn no_link_leads_out_of_a_run() {
    let (town, run) = Town::after_a_run(60, 0);
    let elsewhere = PathBuf::from(town.path("elders"));
    fs::rename(run.join("uitvoer/leerplicht"), &elsewhere).expect("a name");
    std::os::unix::fs::symlink(&elsewhere, run.join("uitvoer/leerplicht")).expect("a link");
    let held = contents(&elsewhere);
    let (code, told, stderr) = prune(&town, WINTER, &[]);
    assert_eq!(code, Some(6), "{told} {stderr}");
    assert!(contents(&elsewhere) == held);
    std::os::unix::fs::symlink(&run, Path::new(&town.path("runs")).join("2026-01-01_00000000"))
        .expect("a link");
    fs::remove_file(run.join("uitvoer/leerplicht")).expect("the link goes");
    fs::rename(&elsewhere, run.join("uitvoer/leerplicht")).expect("a name");
    assert_eq!(cleared(&town, WINTER)["runs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_check_goes_whole_unless_somebody_put_something_in_it() {
    let (town, _) = Town::after_a_run(60, 0);
    let check = |peildatum: &str| {
        let (config, out) = (town.path("jib.toml"), town.path("runs"));
        let output = jib(&["check", "-c", &config, "--peildatum", peildatum, "--out", &out]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        PathBuf::from(text(&output.stdout).trim())
    };
    let (one, other) = (check("2026-11-01"), check("2026-11-02"));
    fs::write(other.join("aantekening.txt"), "x").expect("a file");
    assert!(!sealed(&one).is_empty() && !sealed(&other).is_empty());
    cleared(&town, "2027-11-01");
    assert!(!sealed(&one).is_empty(), "a year is a year");
    let done = cleared(&town, "2027-11-03");
    assert!(!one.exists(), "{done}");
    assert_eq!(sealed(&other).len(), 0);
    assert!(other.join("aantekening.txt").is_file() && other.join("opgeruimd.json").is_file());
    fs::remove_file(other.join("aantekening.txt")).expect("it goes");
    assert_eq!(verify(&town, &other).status.code(), Some(0));
    cleared(&town, "2027-11-03");
    assert!(!other.exists());
}

/// What a run is, its manifest says. By its name alone, a run that was refused went whole.
#[test]
fn a_run_under_the_name_of_a_check_is_no_check() {
    let (town, released) = Town::after_a_run(60, 0);
    fs::write(town.path("brp.csv"), "niets\n").expect("a file");
    let refused = town.run_on("2026-11-24", "runs", &[]);
    assert_eq!(refused.status.code(), Some(4), "{}", text(&refused.stderr));
    let run = PathBuf::from(text(&refused.stdout).trim());
    let renamed = run.with_file_name("x_check");
    fs::rename(&run, &renamed).expect("a name");
    let done = cleared(&town, "2037-11-03");
    assert!(renamed.join("manifest.json").is_file(), "{done}");
    assert_eq!(verify(&town, &renamed).status.code(), Some(0));
    // The doctor used to say of any folder with such a name that it could be removed entirely.
    fs::rename(&released, released.with_file_name("y_check")).expect("a name");
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let seen = jib(&["doctor", "-c", &config, "--out", &out, "--datum", "2026-11-24"]);
    assert!(!text(&seen.stdout).contains("geen schakel"), "{}", text(&seen.stdout));
}

#[test]
fn a_folder_in_which_a_run_writes_is_not_cleared() {
    let (town, run) = Town::after_a_run(60, 0);
    let lock = fs::File::open(town.path("runs/.slot")).expect("the lock");
    lock.lock().expect("it is free");
    let held = contents(&run);
    let (code, _, stderr) = prune(&town, WINTER, &[]);
    assert_eq!(code, Some(7), "{stderr}");
    assert!(contents(&run) == held);
    assert_eq!(prune(&town, WINTER, &["--dry-run"]).0, Some(0), "looking needs no lock");
    drop(lock);
    cleared(&town, WINTER);
    let (config, none) = (town.path("jib.toml"), town.path("geen"));
    assert_eq!(jib(&["prune", "-c", &config, "--out", &none]).status.code(), Some(2));
    assert!(!Path::new(&none).exists());
}

/// A nightly job that was never switched on used to go unnoticed, because the doctor found nothing wrong with an empty folder.
#[test]
fn the_doctor_says_when_nothing_was_ever_delivered() {
    let town = Town::new(60, 0);
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let look = || -> Vec<String> {
        let output =
            jib(&["doctor", "-c", &config, "--out", &out, "--datum", "2026-11-24", "--format", "json"]);
        assert_eq!(output.status.code(), Some(6), "{}", text(&output.stdout));
        let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(found["laatste_run"], Value::Null);
        let all = found["aandacht"].as_array().expect("a list").clone();
        let never = all.iter().find(|one| one["soort"] == "laatste_run");
        assert!(never.is_none_or(|one| one["melding"].to_string().contains("nog nooit geleverd")), "{found}");
        all.iter().map(|one| one["soort"].as_str().expect("a kind").to_owned()).collect()
    };
    assert_eq!(look(), ["map"], "a folder that is not there is told as that");
    fs::create_dir(&out).expect("a folder");
    #[cfg(unix)]
    fs::set_permissions(&out, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("rights");
    assert_eq!(look(), ["laatste_run"]);
    let output = jib(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &out]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(look(), ["controle", "laatste_run"], "a check delivers nothing");
    // The same for somebody who asks what was done with their data: no run is no answer.
    fs::remove_dir_all(text(&output.stdout).trim()).expect("it goes");
    for format in ["text", "json"] {
        let asked = ["inzage", "--bsn", "-", "-c", &config, &out, "--format", format];
        let output = jib_reading(&asked, "999990019");
        assert_eq!(output.status.code(), Some(6), "{}", text(&output.stderr));
        let told = text(&output.stdout);
        assert!(told.contains("is hier niet te zeggen"), "{told}");
        assert!(format == "text" || told.contains("\"bekeken\":0"), "{told}");
    }
}

/// A line per kind, however many runs; and what nobody looks at until it is too late.
#[cfg(unix)]
#[test]
fn the_doctor_tells_each_kind_once() {
    let (town, _) = Town::after_a_run(60, 0);
    for day in ["2026-11-24", "2026-11-25"] {
        town.folder_of_run_on(day, "runs", &[]);
    }
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let look = |day: &str, more: &[&str]| -> Vec<(String, u64)> {
        let arguments = ["doctor", "-c", &config, "--out", &out, "--datum", day, "--format", "json"];
        let output = jib(&[&arguments, more].concat());
        let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let all = found["aandacht"].as_array().expect("a list").clone();
        assert_eq!(output.status.code(), Some(if all.is_empty() { 0 } else { 6 }));
        let of = |one: &Value| (one["soort"].as_str().expect("a kind").to_owned(), one["aantal"].as_u64());
        all.iter().map(of).map(|(kind, count)| (kind, count.expect("a number"))).collect()
    };
    let kinds = |all: &[(&str, u64)]| -> Vec<(String, u64)> {
        all.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect()
    };
    assert_eq!(look("2026-11-28", &[]), []);
    assert_eq!(look("2026-11-29", &[]), kinds(&[("laatste_run", 1)]), "four days");
    assert_eq!(look("2026-12-02", &["--dagen", "7"]), []);
    assert_eq!(look("2027-11-26", &["--dagen", "1000"]), kinds(&[("bewaartermijn", 3)]));
    cleared(&town, "2027-11-26");
    assert_eq!(look("2027-11-26", &["--dagen", "1000"]), []);
    let output = jib(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &out]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(look("2026-11-26", &[]), kinds(&[("controle", 1)]));
    fs::remove_dir_all(text(&output.stdout).trim()).expect("it goes");
    let all = look("2027-11-30", &["--dagen", "1000"]);
    assert!(
        matches!(all.as_slice(), [(kind, 2..)] if kind == "afspraak"),
        "agreements end in a month: {all:?}"
    );
    town.edit("jib.toml", |text| text.replace("geldig_tot = \"2027-12-31\"", "geldig_tot = \"2028-12-31\""));
    assert_eq!(look("2027-11-30", &["--dagen", "1000"]), []);
    let permissions = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(town.path("sleutels/identiteit.txt"), permissions(0o644)).expect("rights");
    assert_eq!(look("2026-11-26", &[]), kinds(&[("sleutel", 1)]));
    fs::set_permissions(town.path("sleutels/identiteit.txt"), permissions(0o600)).expect("rights");
    fs::set_permissions(town.path("sleutels"), permissions(0o777)).expect("rights");
    assert_eq!(look("2026-11-26", &[]), kinds(&[("sleutel", 3)]), "in its folder, each can be replaced");
    fs::set_permissions(town.path("sleutels"), permissions(0o700)).expect("rights");
}
