//! The register of processing activities and the DPIA say what runs: held against the matrix of the law, against what runs of the
//! same configuration deliver, and against the processing log.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jib::proof::matrix::matrix;
use jib::publish::state::next::ONCE_YEARS;
use serde_json::Value;

use crate::support::{close, day, files, jib, jib_reading, library, repository, text};

const DAY: &str = "2026-11-23";

/// A copy of the sample data with another configuration.
fn town(edit: impl FnOnce(String) -> String) -> (tempfile::TempDir, PathBuf) {
    let folder = crate::support::folder();
    let from = repository("sample-data");
    for path in files(&from) {
        let to = folder.path().join(path.strip_prefix(&from).expect("a file of the sample"));
        fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
        fs::copy(&path, to).expect("a file");
    }
    close(&folder.path().join("sleutels"));
    let config = folder.path().join("jib.toml");
    let was = fs::read_to_string(&config).expect("the configuration");
    let is = edit(was.clone());
    fs::write(&config, is).expect("the configuration");
    (folder, config)
}

/// The configuration without the section that holds a text.
fn without(config: &str, head: &str, holds: &str) -> String {
    let mut sections: Vec<String> = Vec::new();
    for line in config.lines() {
        if line.starts_with('[') || sections.is_empty() {
            sections.push(String::new());
        }
        let own = sections.last_mut().expect("a section");
        own.push_str(line);
        own.push('\n');
    }
    let before = sections.len();
    sections.retain(|own| !(own.starts_with(head) && own.contains(holds)));
    assert_eq!(sections.len() + 1, before, "one section {head} holds {holds}");
    sections.concat()
}

fn printed(command: &str, config: &Path, on: &str) -> Value {
    let config = config.display().to_string();
    let output = jib(&[command, "-c", &config, "--datum", on, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn names<'v>(value: &'v Value, list: &str) -> BTreeSet<&'v str> {
    value[list].as_array().expect("a list").iter().map(|own| own["naam"].as_str().expect("a name")).collect()
}

/// `partij/pakket`, as the register names it.
fn bare(party: &str, parcel: &str) -> String {
    let parcel = parcel.split('.').next().unwrap_or(parcel);
    format!("{party}/{}", parcel.strip_suffix("-geheim").unwrap_or(parcel))
}

#[test]
fn each_parcel_of_the_matrix_is_in_the_register_once_with_its_columns_and_the_reverse() {
    let (_folder, config) = town(|config| config);
    let library = library();
    for on in ["2025-12-31", "2026-01-01", DAY] {
        let matrix = matrix(&library, day(on)).expect("a matrix");
        let register = printed("register", &config, on);
        let (done, withheld) = (names(&register, "verwerkingen"), names(&register, "niet_geleverd"));
        assert!(done.is_disjoint(&withheld), "{on}");
        let mut ours: BTreeSet<String> = done.union(&withheld).map(|own| (*own).to_owned()).collect();
        assert!(ours.remove("classificatie") && ours.remove("intrekking"));
        let mut theirs = BTreeMap::new();
        for (party, parcel) in matrix.parties.iter().flat_map(|own| own.parcels.iter().map(move |p| (own, p)))
        {
            theirs.insert(bare(&party.party, &parcel.parcel), parcel);
        }
        assert_eq!(ours, theirs.keys().cloned().collect(), "{on}");
        for own in register["verwerkingen"].as_array().expect("a list") {
            let Some(parcel) = theirs.get(own["naam"].as_str().expect("a name")) else { continue };
            let granted: Vec<(&str, &str)> =
                parcel.columns.iter().map(|own| (own.field, own.basis.as_str())).collect();
            let told: Vec<(&str, &str)> = own["gegevens"]
                .as_array()
                .expect("a list")
                .iter()
                .filter(|own| own["veld"] != "kenmerk")
                .map(|own| {
                    (own["veld"].as_str().expect("a field"), own["artikel"].as_str().expect("an article"))
                })
                .collect();
            let by_consent = parcel.columns.iter().any(|own| own.by_consent_only);
            // A consent gives what a cooperation names, which is less.
            if by_consent {
                assert!(told.iter().all(|own| granted.contains(own)) && !told.is_empty(), "{told:?}");
            } else {
                assert_eq!(told, granted, "{on} {}", own["naam"]);
            }
        }
    }
}

/// Whatever the configuration leaves out: nobody is in a parcel that the register does not name, and what it says of the log is
/// what stands there.
#[test]
fn what_a_run_delivers_stands_in_the_register_and_what_is_withheld_never_leaves() {
    type Edit = fn(String) -> String;
    let towns: [(Edit, &[&str]); 4] = [
        (|config| config, &[]),
        (
            |config| without(&without(&config, "[[mandaat]]", "m-01"), "[[verwerker]]", "20KD"),
            &["doorstroompunt/jongeren-in-beeld", "mbo/overstap"],
        ),
        (
            |config| {
                let config = without(&config, "[[levering]]", "\"contactgegevens\"");
                let config = without(&config, "[[samenwerking]]", "sw-01");
                config.replace("contactgemeente = true", "contactgemeente = false")
            },
            &[
                "leerplicht/contact",
                "doorstroompunt/contact",
                "participatie/contact",
                "gebiedsteam/toestemming",
                "doorstroompunt/regio",
            ],
        ),
        (
            |config| {
                let config = without(&config, "[[ontvanger]]", "\"leerplicht\"");
                config.replace("partners = [\"gebiedsteam\", ", "partners = [")
            },
            &["leerplicht/toezicht", "leerplicht/verzuim", "leerplicht/contact", "gebiedsteam/bevraging"],
        ),
    ];
    for (edit, gone) in towns {
        let (folder, config) = town(edit);
        let register = printed("register", &config, DAY);
        let (done, withheld) = (names(&register, "verwerkingen"), names(&register, "niet_geleverd"));
        for name in gone {
            assert!(withheld.contains(name), "{name} should not leave here: {withheld:?}");
        }
        let (runs, at) = (folder.path().join("runs").display().to_string(), config.display().to_string());
        let days = ["--peildatum", "2026-11-01", "--verstrekdatum", DAY, "--format", "json"];
        let output = jib(&[["run", "-c", &at, "--out", &runs].as_slice(), &days].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let run = PathBuf::from(run["map"].as_str().expect("a folder"));
        let manifest: Value =
            serde_json::from_slice(&fs::read(run.join("manifest.json")).expect("a manifest")).expect("JSON");
        let mut delivered = BTreeSet::new();
        for own in manifest["behoud"]["pakketten"].as_array().expect("a list") {
            let name =
                bare(own["partij"].as_str().expect("a party"), own["pakket"].as_str().expect("a parcel"));
            if own["geleverd"].as_u64().expect("a count") > 0 {
                delivered.insert(name);
            }
        }
        assert!(delivered.len() > 5, "{delivered:?}");
        let untold: Vec<&String> = delivered.iter().filter(|own| !done.contains(own.as_str())).collect();
        assert!(untold.is_empty(), "delivered, and not in the register: {untold:?}");
        let log: Value =
            serde_json::from_slice(&fs::read(run.join("logboek/verwerkingen.json")).expect("a log"))
                .expect("JSON");
        let of_log: BTreeSet<(&str, &str)> = log["verwerkingen"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|own| (own["naam"].as_str().expect("a name"), own["uri"].as_str().expect("a URI")))
            .collect();
        for own in register["verwerkingen"].as_array().expect("a list") {
            let pair = (own["naam"].as_str().expect("a name"), own["uri"].as_str().expect("a URI"));
            assert!(of_log.contains(&pair), "{pair:?} is not in the log");
        }
    }
}

/// The extract that a column is said to come from has that column.
#[test]
fn each_field_comes_from_an_extract_that_holds_it() {
    let (_folder, config) = town(|config| config);
    let register = printed("register", &config, DAY);
    let library = library();
    let worked_out =
        ["startkwalificatie", "economisch_zelfstandig", "overleg_school", "leeftijdsgroep", "doelgroep"];
    let mut held = 0;
    for own in register["verwerkingen"].as_array().expect("a list") {
        if own["naam"] == "classificatie" {
            continue;
        }
        for datum in own["gegevens"].as_array().expect("a list") {
            let field = datum["veld"].as_str().expect("a field");
            let column = match field {
                "begindatum_verzuim" => "begindatum",
                "uren_verzuim" => "uren",
                "ib_prioriteit" => "prioriteit",
                "vrijgesteld" => "soort",
                other => other,
            };
            for source in datum["bronnen"].as_array().expect("a list") {
                let schema = library.schemas.extract(source.as_str().expect("an extract")).expect("a schema");
                let is_there = schema.columns.iter().any(|own| own.name == column);
                assert!(is_there || worked_out.contains(&field), "{} {field}: {source}", own["naam"]);
                held += 1;
            }
        }
    }
    assert!(held > 50, "{held}");
}

/// What the configuration leaves open is said, not smoothed over.
#[test]
fn an_open_channel_a_log_that_is_off_and_exact_counts_are_told() {
    let (_folder, config) = town(|config| {
        let config = config.replace("drempel_kleine_cellen = 5", "drempel_kleine_cellen = 0");
        let config = config.replacen("kanaal = \"beveiligd\"", "kanaal = \"onbeveiligd\"", 1);
        config.replace("[logboek]\naan = true", "[logboek]\naan = false")
    });
    for command in ["register", "dpia"] {
        let output = jib(&[command, "-c", &config.display().to_string(), "--datum", DAY]);
        let told = text(&output.stdout);
        for warning in [
            "niet afgerond",
            "logboek van verwerkingen staat uit",
            "1 van de leveringen",
            "`jib explain` zonder `--out` kijkt",
        ] {
            assert!(told.contains(warning), "{command}: {warning}");
        }
    }
}

/// What the program keeps for itself is personal data too: each such place in a folder with runs is named, with its purpose, ground,
/// term and what removes it.
#[test]
fn what_jib_keeps_for_itself_is_in_the_register_and_the_dpia() {
    let (folder, config) = town(|config| config);
    let register = printed("register", &config, DAY);
    let own = register["bewaard"].as_array().expect("a list");
    assert_eq!(names(&register, "bewaard"), BTreeSet::from(["logboek", "raadplegingen", "staat"]));
    for record in own {
        for key in ["plaats", "gegevens", "betrokkenen", "doel", "termijn", "verwijderd"] {
            assert!(!record[key].as_str().expect("words").is_empty(), "{key}: {record}");
        }
        assert!(!record["grondslagen"].as_array().expect("a list").is_empty(), "{record}");
    }
    let (runs, at) = (folder.path().join("runs").display().to_string(), config.display().to_string());
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", DAY];
    let run = jib(&[["run", "-c", &at, "--out", &runs].as_slice(), &days].concat());
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let asked = jib_reading(&["inzage", "--bsn", "-", "-c", &at, &runs], "999990007");
    assert_eq!(asked.status.code(), Some(0), "{}", text(&asked.stderr));
    let places: Vec<&str> = own.iter().map(|own| own["plaats"].as_str().expect("words")).collect();
    let kept = fs::read_dir(&runs).expect("runs").flatten().filter(|own| own.path().is_dir());
    let hidden: Vec<String> = kept
        .map(|own| own.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(hidden.len() >= 2, "{hidden:?}");
    for name in hidden {
        assert!(places.contains(&format!("{name}/").as_str()), "{name} is kept, and not in the register");
    }
    let years = format!("{ONCE_YEARS} jaar");
    let dpia = jib(&["dpia", "-c", &at, "--datum", DAY]);
    let dpia = text(&dpia.stdout);
    let terms = block(&dpia, "10. Bewaartermijnen");
    for words in ["logboek (", ".staat/", ".raadplegingen/", "AVG 5", &years] {
        assert!(terms.contains(words), "{words}: {terms}");
    }
    assert!(block(&dpia, "2. Persoonsgegevens").contains("het account en de machine van wie keek"));
    let manual = fs::read_to_string(repository("docs/beheer.md")).expect("a page");
    assert!(manual.contains(&years) && !manual.contains("daarin staan geen persoonsgegevens"));

    let (_folder, config) = town(|config| config.replace("[logboek]\naan = true", "[logboek]\naan = false"));
    assert_eq!(
        names(&printed("register", &config, DAY), "bewaard"),
        BTreeSet::from(["raadplegingen", "staat"])
    );
}

fn block<'t>(text: &'t str, heading: &str) -> &'t str {
    let from = text.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let rest = &text[from..];
    rest[3..].find("\n## ").map_or(rest, |until| &rest[..until + 3])
}

#[test]
fn register_and_dpia_read_like_this() {
    let (_folder, config) = town(|config| config);
    let told = |command: &str| {
        let output = jib(&[command, "-c", &config.display().to_string(), "--datum", DAY]);
        text(&output.stdout)
    };
    let register = told("register");
    let shown = [
        "intrekking",
        "Wat jib zelf bewaart",
        "leerplicht/verzuim",
        "mbo/overstap",
        "gebiedsteam/toestemming",
        "Wat de wet toelaat en hier niet gaat",
    ];
    insta::assert_snapshot!("register", shown.map(|heading| block(&register, heading)).join("\n"));
    let dpia = told("dpia");
    let shown = ["1. Voorstel", "5. Betrokken partijen", "7. Verwerkingslocaties", "10. Bewaartermijnen"];
    insta::assert_snapshot!("dpia", shown.map(|heading| block(&dpia, heading)).join("\n"));
}
