//! Attacks by somebody without a key: a law that was not proved, a rule that slipped past the proof, a delivery that is swapped,
//! texts that carry what they may not, keys and memory that others can reach.

use std::fs;
use std::path::{Path, PathBuf};

use jib::config::Config;
use jib::intake::delivery::Files;
use jib::law::decide::Parcel;
use jib::law::library::Library;
use jib::law::party::NEVER;
use jib::model::days::Days;
use jib::model::field::Field;
use jib::model::ruling::Weigering;
use jib::release::assessment::{Basis, InForce};
use jib::release::memory::Memory;
use jib::release::minimise::{minimise, releases};
use serde_json::Value;

use crate::support::{Schemas, day, jib, repository, sample, text};

const DAYS: [&str; 4] = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
const WEB: &str = "law/wet_educatie_en_beroepsonderwijs/2026-01-01.toml";

struct Town {
    folder: tempfile::TempDir,
}

impl Town {
    fn new() -> Town {
        let folder = crate::support::folder();
        sample(120, 0, 3, &folder.path().join("stad"));
        Town { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> String {
        self.path("stad/jib.toml").display().to_string()
    }

    fn edit(&self, from: &str, to: &str) {
        let before = fs::read_to_string(self.config()).expect("a configuration");
        let after = before.replacen(from, to, 1);
        assert_ne!(before, after, "the edit changes something");
        fs::write(self.config(), after).expect("a configuration");
    }

    fn run(&self, more: &[&str]) -> (Option<i32>, String, String) {
        let runs = self.path("runs").display().to_string();
        let config = self.config();
        let own = ["run", "-c", &config, "--out", &runs];
        let output = jib(&[&own, &DAYS[..], more].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    /// A run that releases: its folder, and what it said.
    fn released(&self, more: &[&str]) -> (PathBuf, String) {
        let (code, folder, said) = self.run(more);
        assert_eq!(code, Some(0), "{said}");
        (PathBuf::from(folder.trim()), said)
    }

    fn refused(&self) -> String {
        let (code, _, said) = self.run(&[]);
        assert_eq!(code, Some(2), "{said}");
        said
    }
}

fn findings(run: &Path) -> Vec<Value> {
    let text = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn advice_of(run: &Path, code: &str) -> Option<String> {
    let found = findings(run).into_iter().find(|found| found["code"] == code)?;
    assert_eq!(found["ernst"], "WAARSCHUWING");
    found["advies"].as_str().map(str::to_owned)
}

fn manifest(run: &Path) -> Value {
    serde_json::from_slice(&fs::read(run.join("manifest.json")).expect("a manifest")).expect("JSON")
}

/// `run` used to accept such a policy silently.
#[test]
fn a_law_that_does_not_hold_reads_no_row() {
    let town = Town::new();
    let schemas = Schemas::copied();
    schemas.edit(
        "law/algemene_verordening_gegevensbescherming/2020-07-01.toml",
        "[[article.rule.when]]\nwoonplaats = [\"gemeente\"]",
        "[[article.rule.when]]\nwoonplaats = [\"gemeente\", \"elders\"]",
    );
    let folder = schemas.path().display().to_string();
    let runs = town.path("runs");
    let (code, _, said) = town.run(&["--schemas", &folder]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("van wie de gemeente geen gegevens mag hebben"), "{said}");
    assert!(!runs.exists(), "nothing was begun");
    let config = town.config();
    let asked = crate::support::jib_reading(
        &[&["explain", "-c", &config, "--bsn", "-", "--schemas", &folder][..], &DAYS].concat(),
        "999990019",
    );
    assert_eq!(asked.status.code(), Some(3), "nor for an explanation");
}

/// Another folder is named wherever a run is judged, and so is each file that differs from the night before.
#[test]
fn another_law_is_named_and_so_is_each_file_that_changed() {
    let town = Town::new();
    let (first, _) = town.released(&[]);
    assert_eq!(manifest(&first)["schemas"], "ingebouwd");
    assert!(advice_of(&first, "R-WET-070").is_none() && advice_of(&first, "R-WET-071").is_none());
    let schemas = Schemas::copied();
    let text = schemas.read(WEB);
    schemas.write(WEB, &format!("{text}\n# anders\n"));
    let folder = schemas.path().display().to_string();
    let (second, said) = town.released(&["--schemas", &folder]);
    assert_eq!(manifest(&second)["schemas"], folder);
    assert!(advice_of(&second, "R-WET-070").expect("a warning").contains(&folder));
    let changed = advice_of(&second, "R-WET-071").expect("a warning");
    assert!(changed.contains(WEB) && !changed.contains("parties/"), "{changed}");
    let report = fs::read_to_string(second.join("rapport/index.html")).expect("a report");
    assert!(report.contains(&folder) && report.contains(WEB));
    assert!(!said.contains("GOED:") || said.contains("LET OP"), "{said}");
}

/// An empty name is no folder.
#[test]
fn an_empty_name_of_a_folder_is_none() {
    let town = Town::new();
    let (config, runs) = (town.config(), town.path("runs").display().to_string());
    let own = ["run", "-c", &config, "--out", &runs];
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_jib"))
        .args([&own, &DAYS[..]].concat())
        .env("JIB_SCHEMAS", "")
        .output()
        .expect("the program starts");
    assert!(run.status.success(), "{}", text(&run.stderr));
    assert_eq!(manifest(Path::new(text(&run.stdout).trim()))["schemas"], "ingebouwd");
}

/// Everything that a party holds under rules that no proof has seen.
fn delivered(town: &Town, library: &Library, forge: impl Fn(&mut InForce)) -> u64 {
    let config = Config::load(Path::new(&town.config()), &library.schemas, &library.policy.parties);
    let config = config.expect("a configuration");
    let days = Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") };
    let mut rules = InForce::on(library, days).expect("rules");
    forge(&mut rules);
    let basis = Basis::link(library, &config, days, &rules, Files::Disk);
    let (classified, consents) = (basis.classify(), basis.consents());
    let memory = Memory::none(&basis.config.keys.pseudonym);
    let releases = releases(basis.sources(&classified, &consents, &memory));
    let forged = releases.iter().filter(|release| release.parcel().rule.id == "FORGED");
    forged
        .map(|release| {
            let parcel = minimise(release);
            assert!(parcel.delivered() > 0 || parcel.refused().contains_key(&Weigering::Verboden));
            parcel.delivered()
        })
        .sum()
}

/// The second wall: whatever the law files and the proof let through, the decision does not.
#[test]
fn what_the_proof_forbids_is_impossible_in_the_decision() {
    let town = Town::new();
    let library = Library::load(&repository("schemas")).expect("schemas");
    let of = |rules: &InForce, partij: &str, pakket: &str| -> Parcel {
        let is_it = |own: &&Parcel| own.rule.party_id == partij && own.rule.parcel == pakket;
        rules.parcels.iter().find(is_it).expect("a parcel").clone()
    };
    let forged = |rules: &mut InForce, change: &dyn Fn(&mut Parcel)| {
        let mut parcel = of(rules, "leerplicht", "toezicht");
        parcel.rule.id = "FORGED".to_owned();
        parcel.rule.parcel = "anders".to_owned();
        change(&mut parcel);
        rules.parcels.push(parcel);
    };
    assert!(delivered(&town, &library, |rules| forged(rules, &|_| {})) > 0, "the ground of this test holds");
    // A refused party, by whatever name a rule reaches it.
    for id in NEVER {
        let (position, _) = library.policy.party(id).expect("a party");
        let to = |parcel: &mut Parcel| {
            parcel.rule.party_position = position;
            parcel.rule.party_id = id.to_owned();
        };
        assert_eq!(delivered(&town, &library, |rules| forged(rules, &to)), 0, "{id}");
        let by_name = |parcel: &mut Parcel| parcel.rule.party_id = id.to_owned();
        assert_eq!(delivered(&town, &library, |rules| forged(rules, &by_name)), 0, "{id}");
        // Not even if its own file says so.
        let mut open = Library::load(&repository("schemas")).expect("schemas");
        for party in open.policy.parties.iter_mut().filter(|party| party.id == id) {
            party.refusal = None;
            party.may_ever_hold = Field::ALL.to_vec();
        }
        assert_eq!(delivered(&town, &open, |rules| forged(rules, &to)), 0, "{id}, opened");
    }
    // A field that the party may never hold.
    let income = |parcel: &mut Parcel| {
        parcel.columns.push((Field::EconomischZelfstandig, "LPW 16".to_owned()));
    };
    assert_eq!(delivered(&town, &library, |rules| forged(rules, &income)), 0);
    // What the party may hold, and not about the same person.
    let mut apart = Library::load(&repository("schemas")).expect("schemas");
    for party in apart.policy.parties.iter_mut().filter(|party| party.id == "leerplicht") {
        let mut entry = party.never_together.first().expect("something is kept apart").clone();
        entry.parcel = "toezicht".to_owned();
        entry.fields = vec![Field::Niveau];
        party.never_together = vec![entry];
    }
    assert_eq!(delivered(&town, &apart, |rules| forged(rules, &|_| {})), 0);
    let itself = |parcel: &mut Parcel| parcel.rule.parcel = "toezicht".to_owned();
    assert_eq!(delivered(&town, &apart, |rules| forged(rules, &itself)), 0, "nor in the parcel itself");
}

/// A name that became a link after the configuration was checked.
#[cfg(unix)]
#[test]
fn a_delivery_that_is_swapped_for_a_link_is_not_read() {
    use std::os::unix::fs::symlink;
    let library = Library::load(&repository("schemas")).expect("schemas");
    let days = Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") };
    let rules = InForce::on(&library, days).expect("rules");
    for inlees in [false, true] {
        let town = Town::new();
        if inlees {
            town.edit("[logboek]", "[inlees]\nmap = \".\"\n\n[logboek]");
        }
        let load = || {
            let config = Config::load(Path::new(&town.config()), &library.schemas, &library.policy.parties);
            config.expect("a configuration")
        };
        let own = town.path("stad/brp.csv");
        let persons = |config: &Config| {
            let basis = Basis::link(&library, config, days, &rules, Files::Disk);
            let brp = basis.linked.deliveries().iter().find(|own| own.extract == "brp").expect("a delivery");
            let codes: Vec<&str> = brp.findings.iter().map(|found| found.code.word()).collect();
            (basis.linked.count(), codes.contains(&"R-LEV-080"))
        };
        let config = load();
        let (all, _) = persons(&config);
        assert!(all >= 120);
        let elsewhere = town.path("elders.csv");
        fs::rename(&own, &elsewhere).expect("a file");
        symlink(&elsewhere, &own).expect("a link");
        assert_eq!(persons(&config), (0, true), "inlees: {inlees}");
        // A link that stays inside the folder of deliveries is allowed there, and only there.
        let inside = town.path("stad/echt.csv");
        fs::remove_file(&own).expect("the link");
        fs::rename(&elsewhere, &inside).expect("a file");
        symlink(&inside, &own).expect("a link");
        assert_eq!(persons(&config), if inlees { (all, false) } else { (0, true) });
        // A folder on the way.
        let folder = town.path("in");
        fs::create_dir(&folder).expect("a folder");
        fs::copy(&inside, folder.join("brp.csv")).expect("a file");
        fs::remove_file(&own).expect("the link");
        fs::rename(&inside, &own).expect("a file");
        symlink(&folder, town.path("stad/in")).expect("a link");
        assert!(
            config.open_delivery("in/brp.csv").is_err() && config.open_delivery("../in/brp.csv").is_err()
        );
        assert!(config.open_delivery("./brp.csv").is_ok());
    }
}

/// Each school sees its own files only: names and sizes of others' tell how many pupils they have.
#[test]
fn each_school_has_a_folder_of_its_own() {
    let town = Town::new();
    let (run, _) = town.released(&[]);
    for partij in ["school", "mbo"] {
        for entry in fs::read_dir(run.join("uitvoer").join(partij)).expect("a folder").flatten() {
            let brin = entry.file_name().to_string_lossy().into_owned();
            assert!(entry.path().is_dir() && brin.len() == 4, "{brin} is a school");
            let names: Vec<String> = fs::read_dir(entry.path())
                .expect("a folder")
                .flatten()
                .map(|file| file.file_name().to_string_lossy().into_owned())
                .collect();
            assert!(names.iter().any(|name| name.ends_with(".csv.age")), "{names:?}");
            assert!(names.iter().any(|name| name.ends_with(".paspoort.json")), "{names:?}");
            let leesmij = fs::read_to_string(entry.path().join("LEESMIJ.txt")).expect("a text");
            assert!(leesmij.contains(&brin) && !leesmij.contains("<BRIN>"));
            let others = ["01AA", "20KD", "25LP"].into_iter().filter(|other| *other != brin);
            assert!(others.into_iter().all(|other| !leesmij.contains(other)));
            let key = town.path(&format!("stad/sleutels/ontvangers/{partij}.{brin}.txt"));
            let to = town.path(&format!("geopend/{partij}/{brin}"));
            let [from, key, to] = [&entry.path(), &key, &to].map(|path| path.display().to_string());
            let opened = jib(&["open", &from, "-i", &key, "--out", &to]);
            assert!(opened.status.success(), "{}", text(&opened.stderr));
        }
    }
    let verified = jib(&["verify", &run.display().to_string()]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));
}

/// Key files that anybody can read or change, and counts that are not rounded.
#[cfg(unix)]
#[test]
fn a_key_that_others_can_reach_and_counts_that_are_exact_are_told() {
    use std::os::unix::fs::PermissionsExt;
    let town = Town::new();
    let key = town.path("stad/sleutels/pseudoniem.key");
    let may = |mode: u32| fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("rights");
    for (mode, is_told) in [(0o640, false), (0o644, true), (0o602, true), (0o600, false)] {
        may(mode);
        let (run, _) = town.released(&[]);
        let told = advice_of(&run, "R-CFG-061");
        assert_eq!(told.is_some(), is_told, "{mode:o}");
        assert!(told.is_none_or(|advice| advice.contains("pseudoniem.key")));
        assert!(advice_of(&run, "R-CFG-060").is_none());
    }
    // Who may write in its folder can put another key in its place.
    let folder = town.path("stad/sleutels");
    for (mode, is_told) in
        [(0o777, true), (0o702, true), (0o770, false), (0o1777, false), (0o755, false), (0o700, false)]
    {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("rights");
        let (run, _) = town.released(&[]);
        let told = advice_of(&run, "R-CFG-061");
        assert_eq!(told.is_some(), is_told, "{mode:o}");
        assert!(told.is_none_or(|advice| advice.contains("chmod 700")));
    }
    let text = fs::read_to_string(town.config()).expect("a configuration");
    for threshold in ["0", "1"] {
        let lines = text.lines().map(|line| match line.strip_prefix("drempel_kleine_cellen") {
            Some(_) => format!("drempel_kleine_cellen = {threshold}"),
            None => line.to_owned(),
        });
        let mut changed = lines.collect::<Vec<_>>().join("\n");
        if !changed.contains("drempel_kleine_cellen = ") {
            changed =
                changed.replacen("[beheer]", &format!("[beheer]\ndrempel_kleine_cellen = {threshold}"), 1);
        }
        fs::write(town.config(), changed).expect("a configuration");
        let (run, _) = town.released(&[]);
        assert!(advice_of(&run, "R-CFG-060").is_some(), "{threshold}");
    }
}

/// Whoever could put down a link chose the key. One within its own folder is how some systems hand over secrets.
#[cfg(unix)]
#[test]
fn a_key_is_a_link_only_within_its_own_folder() {
    use std::os::unix::fs::symlink;
    let town = Town::new();
    let keys = town.path("stad/sleutels");
    for name in ["pseudoniem.key", "ondertekening.key"] {
        let (own, away) = (keys.join(name), town.path(name));
        fs::rename(&own, &away).expect("a key");
        symlink(&away, &own).expect("a link");
        assert!(town.refused().replace(['\n', '│', ' '], "").contains("buitendeeigenmap"), "{name}");
        fs::remove_file(&own).expect("the link");
        // As Kubernetes does.
        fs::create_dir_all(keys.join("..2026")).expect("a folder");
        fs::rename(&away, keys.join("..2026").join(name)).expect("a key");
        if !keys.join("..data").exists() {
            symlink("..2026", keys.join("..data")).expect("a link");
        }
        symlink(Path::new("..data").join(name), &own).expect("a link");
        town.released(&[]);
    }
}

/// A law file that is a link was passed over: its law was missing, without a word.
#[cfg(unix)]
#[test]
fn a_law_file_that_is_a_link_is_refused() {
    let town = Town::new();
    let schemas = Schemas::copied();
    let (file, away) = (schemas.path().join(WEB), town.path("wet.toml"));
    fs::rename(&file, &away).expect("a law");
    std::os::unix::fs::symlink(&away, &file).expect("a link");
    let (code, _, said) = town.run(&["--schemas", &schemas.path().display().to_string()]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("snelkoppeling"), "{said}");
}

/// Two laws are compared also where one does not hold, and it says so; persons are counted only under laws that do.
#[test]
fn a_law_that_does_not_hold_is_compared_and_named() {
    let town = Town::new();
    let schemas = Schemas::copied();
    schemas.edit(
        "law/algemene_verordening_gegevensbescherming/2020-07-01.toml",
        "[[article.rule.when]]\nwoonplaats = [\"gemeente\"]",
        "[[article.rule.when]]\nwoonplaats = [\"gemeente\", \"elders\"]",
    );
    let folder = schemas.path().display().to_string();
    let compared = jib(&["policy", "diff", "--other", &folder]);
    assert!(compared.status.success(), "{}", text(&compared.stderr));
    let said = text(&compared.stdout);
    assert!(said.starts_with("LET OP: het beleid in") && said.contains("klopt niet"), "{said}");
    let config = town.config();
    let counted = jib(&["policy", "diff", "--other", &folder, "-c", &config]);
    assert_eq!(counted.status.code(), Some(3), "{}", text(&counted.stderr));
    assert!(counted.stdout.is_empty());
    let sql = town.path("sql").display().to_string();
    let own = ["policy", "sql", "--dialect", "duckdb", "-c", &config, "--out", &sql, "--schemas", &folder];
    let written = jib(&[&own, &DAYS[..]].concat());
    assert_eq!(written.status.code(), Some(3), "{}", text(&written.stderr));
    assert!(!Path::new(&sql).exists(), "nor are its queries, which release rows elsewhere");
}

/// What a configuration says is shown in reports, manifests and on terminals.
#[test]
fn a_text_of_the_configuration_carries_no_number_and_steers_no_terminal() {
    let town = Town::new();
    let plain = fs::read_to_string(town.config()).expect("a configuration");
    for (from, to, says) in [
        ("bron = \"", "bron = \"999990019 ", "een nummer van een persoon"),
        ("naam = \"", "naam = \"999990019 ", "een nummer van een persoon"),
        ("naam = \"", "naam = \"\\u001b[2J", "niemand ziet"),
        ("bron = \"", "bron = \"\\u202e", "niemand ziet"),
        ("naam = \"", "naam = \"x\\nGOED: ", "één regel"),
    ] {
        fs::write(town.config(), &plain).expect("a configuration");
        town.edit(from, to);
        let said = town.refused();
        assert!(said.contains(says), "{to}: {said}");
        assert!(!said.contains("999990019"), "the number is not repeated: {said}");
        assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{to}");
    }
    // A line that is shown because it is no TOML.
    fs::write(town.config(), format!("{plain}\nx = \"\u{1b}]0;weg\u{7}\u{9b}2J")).expect("a configuration");
    let said = town.refused();
    assert!(!said.chars().any(|letter| letter.is_control() && letter != '\n'), "{said:?}");
    let named = format!("{}\u{1b}[2J", town.config());
    let missing = jib(&[&["run", "-c", &named, "--out", "x"], &DAYS[..]].concat());
    assert!(!text(&missing.stderr).contains('\u{1b}'), "nor in the name of a file");
}

/// One key in some thousand holds nine digits that could be somebody's number. Such a recipient could not be given anything.
#[test]
fn digits_in_a_key_are_no_number_of_a_person() {
    let town = Town::new();
    let plain = fs::read_to_string(town.config()).expect("a configuration");
    let (before, recipients) = plain.split_once("[[ontvanger]]").expect("recipients");
    let own = recipients.split('"').find(|text| text.starts_with("age1")).expect("a key");
    let key = "age1wg4rhkdvpqyjaxz999990007vtpuahmxgwjjzaadpkesslqvqyzqhden6t";
    let with = |key: &str| format!("{before}[[ontvanger]]{}", recipients.replacen(own, key, 1));
    fs::write(town.config(), with(key)).expect("a configuration");
    let (code, _, said) = town.run(&[]);
    assert_eq!(code, Some(0), "{said}");
    // Whoever writes a number into a key spoils its checksum.
    fs::write(town.config(), with(&key.replace("999990007", "999990019"))).expect("a configuration");
    let said = town.refused();
    assert!(said.contains("geen age-sleutel") && !said.contains("999990019"), "{said}");
}

/// A core file would hold names and keys.
#[cfg(target_os = "linux")]
#[test]
fn a_run_leaves_no_core_file() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let town = Town::new();
    let config = town.config();
    let arguments = [&["explain", "-c", &config, "--bsn", "-"], &DAYS[..]].concat();
    let mut child = Command::new(env!("CARGO_BIN_EXE_jib"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    // It has read its keys and waits for a number.
    let limit = || {
        let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap_or_default();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).map(str::to_owned);
        core.map(|line| line.split_whitespace().skip(4).take(2).collect::<Vec<_>>().join(" "))
    };
    let waited = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        limit().as_deref() == Some("0 0")
    });
    assert!(waited, "{:?}", limit());
    let _ = child.stdin.take().expect("a pipe").write_all(b"999990019\n");
    child.wait().expect("the program ends");
}

const SENTENCES: [&str; 14] = [
    "heeft schulden en is depressief",
    "Heeft ADHD en gebruikt medicatie",
    "depressie",
    "depressie schulden",
    "in behandeling bij verslavingszorg",
    "schuldsanering loopt",
    "zwanger",
    "HEEFT SCHULDEN",
    "autisme/PDD-NOS",
    "diabetes type 1",
    "vader in detentie",
    "zie dossier jeugdzorg 12",
    "psychose (2024)",
    "uithuisgeplaatst",
];

/// Names of persons, streets and places have no form of their own.
const FREE: [&str; 5] = ["geslachtsnaam", "voorvoegsel", "voornamen", "straatnaam", "woonplaats"];

/// Every column that some parcel can show is a code, a number, a date, or a text of a form that no sentence has.
#[test]
fn free_text_has_a_form_in_every_column_that_can_leave() {
    let mut tried = 0;
    for entry in fs::read_dir(repository("schemas/extracts")).expect("schemas").flatten() {
        let schema: Value = serde_json::from_slice(&fs::read(entry.path()).expect("a schema")).expect("JSON");
        for field in schema["fields"].as_array().expect("fields") {
            let name = field["name"].as_str().expect("a name");
            let is_shown = Field::ALL.iter().any(|own| own.word() == name);
            let constraints = &field["constraints"];
            let is_text = field["jib:kind"] == "text";
            if !is_shown || FREE.contains(&name) || !is_text || constraints["enum"].is_array() {
                continue;
            }
            tried += 1;
            let place = format!("{}: {name}", entry.path().display());
            assert!(constraints["maxLength"].as_u64().is_some_and(|length| length <= 254), "{place}");
            let pattern = constraints["pattern"].as_str().unwrap_or_else(|| panic!("{place} has no pattern"));
            let pattern = regex::Regex::new(&format!("^(?:{pattern})$")).expect("a pattern");
            for sentence in SENTENCES {
                assert!(!pattern.is_match(sentence), "{place} takes `{sentence}`");
            }
        }
    }
    assert!(tried >= 12, "{tried} columns");
}
