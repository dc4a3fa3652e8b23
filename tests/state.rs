//! What one run remembers for the next: recalls, what is delivered only once, what is not asked again, and what happens when the
//! memory is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::json_schema::Schema;
use crate::support::{Town, codes, files, jib, jib_reading, manifest, open, recalls, rows, text, with_cell};
use serde_json::Value;

/// How many persons a parcel refused for a reason.
fn refused(run: &Path, partij: &str, pakket: &str, reason: &str) -> u64 {
    let manifest = manifest(run);
    let parcels = manifest["behoud"]["pakketten"].as_array().expect("parcels").clone();
    let own = parcels.iter().find(|own| own["partij"] == partij && own["pakket"] == pakket);
    own.map_or(0, |own| own["geweigerd"][reason].as_u64().unwrap_or(0))
}

/// The lowest bsn in a parcel. The row order depends on the key, so the first row will not do.
fn first_bsn(town: &Town, run: &Path, partij: &str, pakket: &str) -> String {
    rows(town, run, partij, pakket)
        .iter()
        .map(|row| row["bsn"].clone())
        .min()
        .expect("somebody in the parcel")
}

/// The state of the only run.
fn state(town: &Town) -> PathBuf {
    let all = files(Path::new(&town.path("runs/.staat"))).into_iter();
    let mut states = all.filter(|path| path.extension().is_some_and(|end| end == "staat"));
    states.next().expect("a state")
}

/// The only consent parcel of the gebiedsteam in these towns.
fn consent_parcel(run: &Path) -> String {
    let stem = |path: PathBuf| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        name.strip_suffix(".csv.age").filter(|stem| stem.starts_with("toestemming.")).map(str::to_owned)
    };
    files(&run.join("uitvoer/gebiedsteam")).into_iter().find_map(stem).expect("a consent parcel")
}

/// A consent must not take a telephone number from another department, and a written overlap of purposes must have effect.
#[test]
fn a_telephone_number_of_another_department_needs_an_overlap_beside_the_consent() {
    let town = Town::new(600, 0);
    let numbers = |run: &Path| {
        let all = rows(&town, run, "gebiedsteam", &consent_parcel(run));
        (all.len(), all.iter().filter(|row| !row["telefoon"].is_empty()).count())
    };
    let (persons, with_number) = numbers(&town.folder_of_run("runs", &[]));
    assert!(persons > 0);
    assert_eq!(with_number, 0, "no department but their own");
    let overlap = "\n[[doeloverlap]]\nvan_afdeling = \"doorstroompunt\"\nvan_doel = \"begeleiding\"\nnaar_partij = \"gebiedsteam\"\n\
                   naar_doel = \"toestemming\"\nmotivering = \"SYNTHETISCH\"\ngrondslag_van = \"WEB 9.2.5\"\ngrondslag_naar = \"AVG 6\"\n\
                   vastgesteld_op = \"2026-01-10\"\n";
    town.edit("jib.toml", |text| format!("{text}{overlap}"));
    let run = town.folder_of_run("runs", &[]);
    assert!(numbers(&run).1 > 0, "as the gemeente wrote down");
    assert!(!codes(&run).contains(&"R-CFG-005".to_owned()), "it opens something");
    town.edit("jib.toml", |text| text.replace("taak = \"jongeren-in-beeld\"", "taak = \"iets-anders\""));
    assert!(
        codes(&town.folder_of_run("runs", &[])).contains(&"R-CFG-005".to_owned()),
        "a mandaat for no rule"
    );
}

/// Withdraws the first consent that counts.
fn withdraw_one(town: &Town) {
    town.edit("toestemming.csv", |text| {
        text.replacen(
            ",SCHRIFTELIJK,,BETROKKENE,2026-1,,,",
            ",SCHRIFTELIJK,,BETROKKENE,2026-1,,2026-11-20,",
            1,
        )
    });
}

/// A startkwalificatie whose own row says that the highest diploma is none.
const CONTRADICTION: &str = "J,2026-10-01,VMBO,2026-10-01,";

/// Replaces a person's row of startkwalificatie. Returns the old row.
fn set_qualified(town: &Town, bsn: &str, row: &str) -> String {
    let mut before = String::new();
    town.edit_rows_of("duo_startkwalificatie.csv", bsn, |line| {
        before = line.split_once(',').expect("a row").1.to_owned();
        Some(format!("{bsn},{row}"))
    });
    before
}

/// Ends the keeping of a person's record in the BRP: reason, its day and, if the person died, that day.
fn suspend(town: &Town, bsn: &str, why: &str) {
    town.edit_rows_of("brp.csv", bsn, |line| {
        Some(format!("{},{why}", line.strip_suffix(",,,").expect("a record that is kept")))
    });
}

#[test]
fn withdrawing_a_consent_gives_one_recall_by_kenmerk_and_only_once() {
    let (town, first) = Town::after_a_run(300, 0);
    let parcel = consent_parcel(&first);
    let before: Vec<String> =
        rows(&town, &first, "gebiedsteam", &parcel).iter().map(|row| row["kenmerk"].clone()).collect();
    withdraw_one(&town);
    let second = town.folder_of_run("runs", &[]);
    let after: Vec<String> =
        rows(&town, &second, "gebiedsteam", &parcel).iter().map(|row| row["kenmerk"].clone()).collect();
    let [(partij, kenmerk, pakket, reden)] = recalls(&town, &second).try_into().expect("one recall");
    let told = town.verified(&second);
    assert!(told.contains("van de 1 ingetrokken kenmerken"), "{told}");
    assert_eq!((partij.as_str(), reden.as_str()), ("gebiedsteam", "toestemming_ingetrokken"));
    assert_eq!(pakket, parcel);
    assert!(before.contains(&kenmerk) && !after.contains(&kenmerk));
    assert_eq!(before.len(), after.len() + 1);
    let third = town.folder_of_run("runs", &[]);
    assert_eq!(recalls(&town, &third).len(), 1, "a night tried again says the same");
    let next = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(
        recalls(&town, &next).iter().all(|(_, own, ..)| *own != kenmerk),
        "a recall is told on one night"
    );
}

/// A party that can no longer be reached still holds somebody: a human has to tell it.
#[test]
fn a_recall_that_reaches_nobody_is_told() {
    let (town, first) = Town::after_a_run(300, 0);
    assert!(!codes(&first).contains(&"R-STA-003".to_owned()));
    withdraw_one(&town);
    town.edit("jib.toml", |text| {
        let (before, own) = text.split_once("[[ontvanger]]\npartij = \"gebiedsteam\"").expect("a recipient");
        format!("{before}[[ontvanger]]{}", own.split_once("[[ontvanger]]").expect("another").1)
    });
    let second = town.folder_of_run("runs", &[]);
    assert!(codes(&second).contains(&"R-STA-003".to_owned()));
    assert_eq!(recalls(&town, &second), []);
}

#[test]
fn who_is_excluded_or_has_left_is_recalled_from_every_parcel_with_the_reason() {
    let (town, first) = Town::after_a_run(300, 0);
    let mut held: Vec<String> =
        rows(&town, &first, "leerplicht", "toezicht").iter().map(|row| row["bsn"].clone()).collect();
    held.sort();
    let [excluded, left, dead, mistaken] = [0, 1, 2, 3].map(|at: usize| held[at].as_str());
    town.edit("uitsluiting.csv", |text| format!("{text}{excluded},,2026-11-01,,\n"));
    town.edit_rows_of("brp.csv", left, |_| None);
    suspend(&town, dead, "O,20261015,20261015");
    suspend(&town, mistaken, "F,20261015,");
    let second = town.folder_of_run("runs", &[]);
    let reasons = |pakket: &str| -> Vec<String> {
        let of = recalls(&town, &second)
            .into_iter()
            .filter(|(partij, _, own, _)| partij == "leerplicht" && own == pakket);
        let mut reasons: Vec<String> = of.map(|(.., reden)| reden).collect();
        reasons.sort();
        reasons
    };
    assert_eq!(
        reasons("toezicht"),
        ["gecorrigeerd", "niet_meer_in_groep", "niet_meer_in_groep", "uitgesloten"]
    );
    assert!(
        !rows(&town, &second, "leerplicht", "toezicht").iter().any(|row| held[..4].contains(&row["bsn"]))
    );
}

/// What `explain` says of this parcel about a person, on this verstrekdatum.
fn refusal(town: &Town, bsn: &str, verstrekdatum: &str, partij: &str, pakket: &str) -> String {
    let (config, day) = (town.path("jib.toml"), verstrekdatum);
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", day, "--format", "json"];
    let output = jib_reading(&[&["explain", "-c", &config, "--bsn", "-"], days.as_slice()].concat(), bsn);
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let parcels = told["pakketten"].as_array().expect("parcels");
    let own = parcels.iter().find(|own| own["partij"] == partij && own["pakket"] == pakket);
    own.expect("this parcel")["weigering"]["code"].as_str().unwrap_or("geleverd").to_owned()
}

/// Who acts for another under a mandaat may hold what that other may: an exclusion at the giver takes one person back, and the end of
/// the mandaat takes everybody back. `explain` gives the same reasons.
#[test]
fn what_is_held_under_a_mandaat_goes_with_its_giver() {
    const PAKKET: &str = "jongeren-in-beeld";
    let (town, first) = Town::after_a_run(300, 0);
    let listed = rows(&town, &first, "doorstroompunt", PAKKET);
    assert!(listed.len() > 2, "the town has a list");
    let excluded = listed.iter().min_by_key(|row| row["bsn"].clone()).expect("somebody");
    let bsn = &excluded["bsn"];
    let supported = rows(&town, &first, "doorstroompunt", "begeleiding");
    assert!(supported.iter().any(|row| &row["bsn"] == bsn), "who also has help of their own");
    assert_eq!(refusal(&town, bsn, "2026-11-23", "doorstroompunt", PAKKET), "geleverd");

    town.edit("uitsluiting.csv", |text| format!("{text}{bsn},participatie,2026-11-20,,\n"));
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let told = recalls(&town, &second);
    let of = |partij: &str| -> Vec<(&str, &str)> {
        let own = told.iter().filter(|(own, _, pakket, _)| own == partij && pakket == PAKKET);
        own.map(|(_, kenmerk, _, reden)| (kenmerk.as_str(), reden.as_str())).collect()
    };
    assert_eq!(of("doorstroompunt"), [(excluded["kenmerk"].as_str(), "uitgesloten")]);
    assert_eq!(of("participatie").iter().map(|(_, reden)| *reden).collect::<Vec<_>>(), ["uitgesloten"]);
    // The holder keeps what it holds on its own ground.
    assert!(rows(&town, &second, "doorstroompunt", "begeleiding").iter().any(|row| &row["bsn"] == bsn));
    assert_eq!(refusal(&town, bsn, "2026-11-24", "doorstroompunt", PAKKET), "uitgesloten");
    assert_eq!(refusal(&town, bsn, "2026-11-24", "doorstroompunt", "begeleiding"), "geleverd");

    let held = rows(&town, &second, "doorstroompunt", PAKKET);
    town.edit("jib.toml", |text| {
        let (before, mandaat) = text.split_once("[[mandaat]]").expect("a mandaat");
        let until = mandaat.find("geldig_tot = ").expect("its last day");
        let (own, end) = mandaat.split_at(until);
        let rest = &end[end.find('\n').expect("a line")..];
        format!("{before}[[mandaat]]{own}geldig_tot = \"2026-11-24\"{rest}")
    });
    let third = town.folder_of_run_on("2026-11-25", "runs", &[]);
    let ended: BTreeSet<_> = recalls(&town, &third)
        .into_iter()
        .filter(|(partij, ..)| partij == "doorstroompunt")
        .map(|(_, kenmerk, pakket, reden)| (kenmerk, pakket, reden))
        .collect();
    for row in &held {
        let own = (row["kenmerk"].clone(), PAKKET.to_owned(), "niet_meer_in_groep".to_owned());
        assert!(ended.contains(&own), "{} is not recalled", row["kenmerk"]);
    }
    assert_eq!(refusal(&town, &held[0]["bsn"], "2026-11-25", "doorstroompunt", PAKKET), "geen_mandaat");
    assert!(
        recalls(&town, &third).iter().all(|(partij, ..)| partij != "participatie"),
        "the giver keeps its list"
    );
}

#[test]
fn a_startkwalificatie_is_told_once_and_taken_back_when_the_source_does() {
    let (town, first) = Town::after_a_run(300, 0);
    assert!(rows(&town, &first, "doorstroompunt", "startkwalificatie").is_empty(), "nobody in a first run");
    let bsn = first_bsn(&town, &first, "doorstroompunt", "begeleiding");
    let before = set_qualified(&town, &bsn, "J,2026-10-01,MBO2,2026-10-01,");
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let told = rows(&town, &second, "doorstroompunt", "startkwalificatie");
    assert_eq!(told.iter().map(|row| &row["bsn"]).collect::<Vec<_>>(), [&bsn]);
    assert!(recalls(&town, &second).iter().any(|(partij, _, pakket, reden)| {
        (partij.as_str(), pakket.as_str(), reden.as_str())
            == ("doorstroompunt", "begeleiding", "niet_meer_in_groep")
    }));
    let third = town.folder_of_run_on("2026-11-25", "runs", &[]);
    assert!(rows(&town, &third, "doorstroompunt", "startkwalificatie").is_empty(), "once");
    assert_eq!(refused(&third, "doorstroompunt", "startkwalificatie", "al_geleverd"), 1);
    assert!(recalls(&town, &third).is_empty(), "told once is not gone");
    set_qualified(&town, &bsn, CONTRADICTION);
    let doubtful = town.folder_of_run_on("2026-11-26", "runs", &[]);
    assert_eq!(recalls(&town, &doubtful), [], "what is in doubt is not taken back");
    set_qualified(&town, &bsn, &before);
    let fourth = town.folder_of_run_on("2026-11-27", "runs", &[]);
    // Leerplicht asked after the doubt, and is told that it is gone.
    let of_doorstroompunt =
        recalls(&town, &fourth).into_iter().filter(|(partij, ..)| partij == "doorstroompunt");
    let taken_back: Vec<_> = of_doorstroompunt.collect();
    assert_eq!(taken_back.len(), 1, "{taken_back:?}");
    assert_eq!((taken_back[0].2.as_str(), taken_back[0].3.as_str()), ("startkwalificatie", "gecorrigeerd"));
    assert_eq!(taken_back[0].1, told[0]["kenmerk"]);
    assert!(rows(&town, &fourth, "doorstroompunt", "begeleiding").iter().any(|row| row["bsn"] == bsn));
}

/// DUO says that the person has a startkwalificatie, and names a diploma that is none: what DUO says is unknown, its delivery is not.
#[test]
fn a_contradiction_about_somebody_recalls_nobody() {
    let (town, first) = Town::after_a_run(300, 0);
    let bsn = first_bsn(&town, &first, "doorstroompunt", "begeleiding");
    set_qualified(&town, &bsn, CONTRADICTION);
    let second = town.folder_of_run("runs", &[]);
    assert!(!rows(&town, &second, "doorstroompunt", "begeleiding").iter().any(|row| row["bsn"] == bsn));
    assert_eq!(recalls(&town, &second), []);
}

#[test]
fn a_party_is_not_asked_again_about_someone_within_thirty_days() {
    let town = Town::new(300, 0);
    let asked = |run: &Path| {
        let of = |partij: &str| rows(&town, run, partij, "bevraging").len();
        [of("gebiedsteam"), of("participatie")]
    };
    let first = town.folder_of_run_on("2026-11-23", "runs", &[]);
    let counts = asked(&first);
    assert!(counts.iter().all(|count| *count > 0), "the town has somebody to ask about: {counts:?}");
    let second = town.folder_of_run_on("2026-12-22", "runs", &[]);
    assert_eq!(asked(&second), [0, 0]);
    assert!(refused(&second, "gebiedsteam", "bevraging", "al_bevraagd") > 0);
    let third = town.folder_of_run_on("2026-12-23", "runs", &[]);
    assert!(asked(&third).iter().all(|count| *count > 0), "after thirty days it may be asked again");
    assert!(
        recalls(&town, &second).iter().all(|(_, _, pakket, _)| pakket != "bevraging"),
        "not asked is not gone"
    );
}

#[test]
fn nothing_is_recalled_because_of_what_is_not_known() {
    let (town, _) = Town::after_a_run(300, 0);
    // Some persons of the town turn eighteen on this day, which is known; from here on nobody does.
    let first = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let parcel = consent_parcel(&first);
    assert!(!rows(&town, &first, "gebiedsteam", &parcel).is_empty());
    // Every delivery but the BRP has become too old to conclude anything from.
    town.edit("jib.toml", |text| {
        let mut is_brp = false;
        let line = |line: &str| {
            if line.starts_with("extract") {
                is_brp = line.contains("\"brp\"") || line.contains("\"uitsluiting\"");
            }
            let stale = line.starts_with("max_leeftijd_dagen") && !is_brp;
            if stale { "max_leeftijd_dagen = 0\n".to_owned() } else { format!("{line}\n") }
        };
        text.replace("peildatum = \"2026-11-01\"", "peildatum = \"2026-10-31\"").lines().map(line).collect()
    });
    let second = town.folder_of_run_on("2026-11-25", "runs", &[]);
    assert!(rows(&town, &second, "gebiedsteam", &parcel).is_empty(), "a stale consent gives nothing");
    let of_facts = recalls(&town, &second);
    assert!(of_facts.is_empty(), "{of_facts:?}");
    // What was unknown is known again: nothing was forgotten in between.
    let town_again = town.path("jib.toml");
    let text = fs::read_to_string(&town_again).expect("the configuration");
    fs::write(&town_again, text.replace("max_leeftijd_dagen = 0\n", "max_leeftijd_dagen = 31\n"))
        .expect("a file");
    withdraw_one(&town);
    let third = town.folder_of_run_on("2026-11-26", "runs", &[]);
    // Whose absence was unknown stood in leerplicht/toezicht that night, and is back in leerplicht/verzuim.
    let back = |own: &(String, String, String, String)| {
        (own.0.as_str(), own.2.as_str()) == ("leerplicht", "toezicht")
    };
    let others: Vec<_> = recalls(&town, &third).into_iter().filter(|own| !back(own)).collect();
    assert_eq!(others.len(), 1, "{others:?}");
}

#[test]
fn a_lost_state_is_a_warning_and_never_a_recall_or_a_second_question() {
    let (town, first) = Town::after_a_run(300, 0);
    let bsn = first_bsn(&town, &first, "doorstroompunt", "begeleiding");
    for path in files(Path::new(&town.path("runs/.staat"))) {
        fs::remove_file(path).expect("the state goes");
    }
    withdraw_one(&town);
    set_qualified(&town, &bsn, "J,2026-10-01,MBO2,2026-10-01,");
    let second = town.folder_of_run("runs", &[]);
    assert!(codes(&second).contains(&"R-STA-001".to_owned()));
    assert!(recalls(&town, &second).is_empty());
    assert!(rows(&town, &second, "gebiedsteam", "bevraging").is_empty());
    assert!(rows(&town, &second, "doorstroompunt", "startkwalificatie").is_empty());
    assert!(refused(&second, "doorstroompunt", "startkwalificatie", "eerder_onbekend") > 0);
    let later = town.folder_of_run_on("2026-12-23", "runs", &[]);
    assert!(!codes(&later).contains(&"R-STA-001".to_owned()), "the run after remembers again");
    assert!(
        !rows(&town, &later, "gebiedsteam", "bevraging").is_empty(),
        "a question of before no longer counts"
    );
}

#[test]
fn a_changed_state_is_not_taken_for_the_last_one() {
    let (town, _) = Town::after_a_run(200, 0);
    let state = state(&town);
    let mut bytes = fs::read(&state).expect("the state");
    *bytes.last_mut().expect("a byte") ^= 1;
    fs::write(&state, bytes).expect("the state");
    let second = town.folder_of_run("runs", &[]);
    assert!(codes(&second).contains(&"R-STA-001".to_owned()));
    assert!(recalls(&town, &second).is_empty());
}

#[test]
fn after_a_rotation_of_keys_old_parcels_open_and_the_state_says_that_it_does_not_match() {
    let (town, first) = Town::after_a_run(200, 0);
    let new = town.path("nieuw");
    assert!(crate::support::jib(&["keygen", "--out", &new]).status.success());
    let public = fs::read_to_string(format!("{new}/identiteit.txt")).expect("an identity");
    let public =
        public.lines().find_map(|line| line.split("age1").nth(1)).expect("its public half").to_owned();
    town.edit("jib.toml", |text| {
        let old =
            text.lines().find(|line| line.starts_with("sleutel = ")).expect("the key of beheer").to_owned();
        text.replacen(&old, &format!("sleutel = \"age1{public}\""), 1)
            .replace("sleutels/pseudoniem.key", "nieuw/pseudoniem.key")
    });
    let second = town.folder_of_run("runs", &[]);
    assert!(codes(&second).contains(&"R-STA-002".to_owned()));
    assert!(recalls(&town, &second).is_empty());
    for name in ["pseudoniem", "beheer"] {
        assert_ne!(manifest(&first)["sleutels"][name], manifest(&second)["sleutels"][name], "{name}");
    }
    let table = "intern/classificatie.csv.age";
    assert!(!open(&first.join(table), town.path("sleutels/identiteit.txt")).is_empty());
    assert!(!open(&second.join(table), format!("{new}/identiteit.txt")).is_empty());
    let bsn = first_bsn(&town, &first, "leerplicht", "toezicht");
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let told = jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs], &bsn);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(text(&told.stdout).contains("gemaakt met een andere pseudoniemsleutel"));
    town.edit("jib.toml", |text| text.replace("sleutels/ondertekening.key", "nieuw/ondertekening.key"));
    let third = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(codes(&third).contains(&"R-STA-060".to_owned()), "what another key signed is not believed");
    assert_ne!(manifest(&first)["sleutels"]["ondertekening"], manifest(&third)["sleutels"]["ondertekening"]);
}

#[test]
fn the_state_holds_no_number_and_no_kenmerk() {
    let (town, run) = Town::after_a_run(300, 0);
    let state = fs::read(state(&town)).expect("the state");
    let held = rows(&town, &run, "leerplicht", "toezicht");
    assert!(held.len() > 20);
    let words = held.iter().flat_map(|row| [&row["bsn"], &row["kenmerk"], &row["geslachtsnaam"]]);
    for word in words {
        assert!(memchr::memmem::find(&state, word.as_bytes()).is_none(), "the state shows who it is about");
    }
}

#[test]
fn the_place_of_a_row_does_not_join_two_parcels() {
    let (town, run) = Town::after_a_run(600, 0);
    let order = |pakket: &str| -> Vec<String> {
        rows(&town, &run, "leerplicht", pakket).iter().map(|row| row["bsn"].clone()).collect()
    };
    let all: Vec<String> = [order("toezicht"), order("verzuim")].concat();
    let in_contact: Vec<String> = order("contact");
    let same_order: Vec<String> = all.iter().filter(|bsn| in_contact.contains(bsn)).cloned().collect();
    assert!(in_contact.len() > 20);
    assert_ne!(same_order, in_contact);
    let mut of_source = in_contact.clone();
    of_source.sort();
    assert_ne!(of_source, in_contact, "the order of the source shows");
}

#[test]
fn the_log_has_a_line_for_each_person_and_each_processing() {
    let (town, _) = Town::after_a_run(300, 0);
    withdraw_one(&town);
    let run = town.folder_of_run("runs", &[]);
    let bytes = fs::read(run.join("logboek/verwerkingen.ndjson.zst")).expect("a log");
    let lines = String::from_utf8(zstd::decode_all(bytes.as_slice()).expect("zstd")).expect("text");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let activity = |line: &Value| {
        line["name"].as_str().expect("a name").split(": ").next().expect("an activity").to_owned()
    };
    let of = |name: &str| lines.iter().filter(|line| activity(line) == name).count() as u64;
    let manifest = manifest(&run);
    let persons = manifest["behoud"]["pakketten"][0]["personen"].as_u64().expect("a count");
    assert_eq!(of("classificatie"), persons);
    assert_eq!(of("intrekking"), 1);
    let mut delivered: BTreeMap<String, u64> = BTreeMap::new();
    for parcel in manifest["behoud"]["pakketten"].as_array().expect("parcels") {
        let (partij, pakket) =
            (parcel["partij"].as_str().expect("a party"), parcel["pakket"].as_str().expect("a parcel"));
        if partij != "contactgemeente" && partij != "mbo" {
            let name = format!("{partij}/{}", pakket.trim_end_matches("-geheim"));
            let name = name.split("toestemming.").next().map_or(name.clone(), |start| {
                if name.contains("toestemming.") { format!("{start}toestemming") } else { name.clone() }
            });
            *delivered.entry(name).or_default() += parcel["geleverd"].as_u64().expect("a count");
        }
    }
    for (name, count) in delivered {
        let logged = lines.iter().filter(|line| {
            let own = activity(line);
            own == name || (name.ends_with("/toestemming") && own.starts_with(&format!("{name}.")))
        });
        assert_eq!(logged.count() as u64, count, "{name}");
    }
    let mut spans: Vec<String> = lines.iter().map(|line| line["span_id"].to_string()).collect();
    spans.sort();
    spans.dedup();
    assert_eq!(spans.len(), lines.len(), "every line has an identifier of its own");

    let register = fs::read(run.join("logboek/verwerkingen.json")).expect("the register");
    let register: Value = serde_json::from_slice(&register).expect("JSON");
    let schema = Schema::documented();
    assert_eq!(schema.faults("processing_register", &register), Vec::<String>::new());
    let uris: Vec<&Value> = register["verwerkingen"].as_array().expect("activities").iter().collect();
    let uri_of = |name: &str| {
        let own = uris.iter().find(|own| own["naam"] == name);
        own.map(|own| own["uri"].clone())
    };
    let root = lines.iter().find(|line| line["name"] == "run").expect("the line of the run");
    assert!(root["parent_span_id"].is_null() && root["resource"]["attributes"]["service.name"] == "jib");
    let mut by_name: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for line in &lines {
        assert_eq!(schema.faults("log_line", line), Vec::<String>::new());
        assert_eq!(line["trace_id"], root["trace_id"]);
        let own = activity(line);
        let own = own.split("/toestemming.").next().map_or(own.clone(), |party| {
            if own.contains("/toestemming.") { format!("{party}/toestemming") } else { own.clone() }
        });
        assert_eq!(Some(&line["attributes"]["dpl.core.processing_activity_id"]), uri_of(&own).as_ref());
        if line != root {
            assert_eq!(line["parent_span_id"], root["span_id"]);
            by_name.entry(line["name"].as_str().expect("a name")).or_default().push(line);
        }
        let [start, end] = ["start_time", "end_time"].map(|key| line[key].as_i64().expect("a time"));
        assert!(start <= end && start >= root["start_time"].as_i64().expect("a time"));
    }
    // Nothing about the lines of a processing tells where their persons stand in the source.
    for (name, lines) in by_name {
        let subjects: Vec<&str> = lines
            .iter()
            .map(|line| line["attributes"]["dpl.core.data_subject_id"].as_str().expect("a subject"))
            .collect();
        assert!(subjects.is_sorted(), "{name}: in the order of the keyed subject");
        let times: BTreeSet<String> =
            lines.iter().map(|line| format!("{} {}", line["start_time"], line["end_time"])).collect();
        assert_eq!(times.len(), 1, "{name}: one time for all");
        let spans: Vec<&Value> = lines.iter().map(|line| &line["span_id"]).collect();
        assert!(lines.len() < 10 || !spans.is_sorted_by_key(|span| span.as_str()), "{name}");
    }
}

/// A changed activity has another URI, and the others keep theirs.
#[test]
fn an_activity_that_changes_gets_another_uri() {
    let library = crate::support::library();
    let schemas = crate::support::Schemas::copied();
    schemas.edit(
        "vocabulary/verwerkingen.toml",
        "omschrijving = \"Gegevens over plichtige jongeren zonder verzuim",
        "omschrijving = \"Gegevens over alle plichtige jongeren zonder verzuim",
    );
    let changed = schemas.library();
    let uris = |library: &jib::law::library::Library| -> BTreeMap<String, String> {
        let rules =
            library.policy.on(crate::support::day("2026-11-23"), &library.schemas).expect("rules in force");
        let register = library.register.under(&rules, &library.policy.parties);
        let register = serde_json::to_value(&register).expect("JSON");
        let all = register["verwerkingen"].as_array().expect("activities").iter();
        all.map(|own| {
            let of = |key: &str| own[key].as_str().expect("text").to_owned();
            (of("naam"), of("uri"))
        })
        .collect()
    };
    let (before, after) = (uris(&library), uris(&changed));
    let moved: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert_eq!(moved, ["leerplicht/toezicht"]);
}

/// Each time that somebody looks a person up stands in that person's next inzage; nobody looks without it.
#[test]
fn who_looked_stands_in_the_next_inzage() {
    let (town, run) = Town::after_a_run(300, 0);
    let bsn = first_bsn(&town, &run, "leerplicht", "toezicht");
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
    let explain = ["explain", "-c", &config, "--bsn", "-", "--out", &runs, "--reden", "vraag van de ouders"];
    let explained = jib_reading(&[explain.as_slice(), days.as_slice()].concat(), &bsn);
    assert!(explained.status.success(), "{}", text(&explained.stderr));
    // Without a folder of runs nothing of them is looked up.
    let output = jib_reading(&[&["explain", "-c", &config, "--bsn", "-"], days.as_slice()].concat(), &bsn);
    assert!(output.status.success());
    let ask = || jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"], &bsn);
    let looked = |told: &std::process::Output| -> Vec<(String, Value)> {
        assert!(told.status.success(), "{}", text(&told.stderr));
        let told: Value = serde_json::from_slice(&told.stdout).expect("JSON");
        let lines = told["raadplegingen"].as_array().expect("a list").iter();
        lines
            .map(|own| (own["opdracht"].as_str().expect("a command").to_owned(), own["reden"].clone()))
            .collect()
    };
    assert_eq!(looked(&ask()), [("explain".to_owned(), Value::from("vraag van de ouders"))]);
    assert_eq!(looked(&ask()).len(), 2, "the inzage before is there as well");
    // A folder that a slip of the pen names is not made, and gives no answer as of a first run.
    let slip = town.path("tiepfout");
    let slipped = ["explain", "-c", &config, "--bsn", "-", "--out", &slip];
    let refused = jib_reading(&[slipped.as_slice(), days.as_slice()].concat(), &bsn);
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(1), b"".as_slice()));
    assert!(!Path::new(&slip).exists());
    let other = jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"], "999998109");
    assert_eq!(looked(&other), [], "another person sees nothing of it");

    // The next run writes down what the last line was, and says so when it is gone.
    let lines = Path::new(&runs).join(".raadplegingen/raadplegingen.ndjson");
    let whole = fs::read_to_string(&lines).expect("the lines");
    assert!(!whole.contains(&bsn) && whole.lines().count() == 4);
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(manifest(&second)["raadplegingen"].is_string());
    assert!(!codes(&second).contains(&"R-RPT-060".to_owned()));
    let cut: String = whole.lines().take(3).map(|line| format!("{line}\n")).collect();
    fs::write(&lines, cut).expect("the lines");
    let asked = ask();
    assert_eq!(asked.status.code(), Some(6), "an answer that is not whole does not pass for one");
    let told: Value = serde_json::from_slice(&asked.stdout).expect("JSON");
    assert!(told["ontbreekt"].to_string().contains("raadplegingen"), "{told}");
    let changed = fs::read_to_string(&lines).expect("the lines").replacen("explain", "inzage", 1);
    fs::write(&lines, changed).expect("the lines");
    let told: Value = serde_json::from_slice(&ask().stdout).expect("JSON");
    assert!(told["ontbreekt"].to_string().contains("bij regel 1"), "{told}");
    let third = town.folder_of_run_on("2026-11-25", "runs", &[]);
    assert!(codes(&third).contains(&"R-RPT-060".to_owned()));

    // In the folder of one run it would be a file too many, and nobody would find it beside the runs.
    for folder in [third.clone(), Path::new(&runs).join("laatste")] {
        let within = ["explain", "-c", &config, "--bsn", "-", "--out", &folder.display().to_string()];
        let refused = jib_reading(&[within.as_slice(), days.as_slice()].concat(), &bsn);
        assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(1), b"".as_slice()));
        let said = text(&refused.stderr).replace('│', " ");
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains("van één run"), "{said}");
        assert!(!folder.join(".raadplegingen").exists());
    }

    // Where nothing can be written, nobody gets an answer.
    fs::remove_dir_all(Path::new(&runs).join(".raadplegingen")).expect("a folder");
    fs::write(Path::new(&runs).join(".raadplegingen"), "in de weg").expect("a file");
    let refused = ask();
    assert_eq!(refused.status.code(), Some(1));
    assert!(!text(&refused.stdout).contains("leveringen"), "only the fault is told");
    let refused = jib_reading(&[explain.as_slice(), days.as_slice()].concat(), &bsn);
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(1), b"".as_slice()));
    // A purpose never holds a number of a person.
    let explain = ["inzage", "--bsn", "-", "-c", &config, &runs, "--reden", "wegens 99999 001 9990019"];
    assert_eq!(jib_reading(&explain, &bsn).status.code(), Some(1), "short numbers may");
    let number = ["inzage", "--bsn", "-", "-c", &config, &runs, "--reden", "wegens 999990019"];
    let refused = jib_reading(&number, &bsn);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!text(&refused.stderr).contains("999990019"));
}

/// Everybody runs the program as one user, so that each line named that one. The system knows who logged in; what is set in the
/// environment anybody can choose.
#[cfg(target_os = "linux")]
#[test]
fn who_logged_in_stands_beside_the_user_that_looks() {
    let (town, _) = Town::after_a_run(60, 0);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let looked = |login: &str| -> Option<String> {
        let command = format!("echo {login} > /proc/self/loginuid && exec \"$0\" \"$@\" <<< 999990019");
        let inzage = ["inzage", "--bsn", "-", "-c", &config, &runs];
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &command, env!("CARGO_BIN_EXE_jib")]).args(inzage).env("SUDO_USER", "piet");
        let output = shell.output().expect("bash");
        // A machine may not let a test log in.
        output.status.success().then(|| {
            let lines = Path::new(&runs).join(".raadplegingen/raadplegingen.ndjson");
            let lines = fs::read_to_string(lines).expect("the lines");
            let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
            last["actor"].as_str().expect("an actor").to_owned()
        })
    };
    let own = rustix::process::geteuid().as_raw();
    let Some(alone) = looked(&own.to_string()) else { return };
    assert!(!alone.contains("piet") && !alone.contains(" (als "), "{alone}");
    assert_eq!(looked("54321"), Some(format!("uid 54321 (als {alone})")));
}

/// What a citizen is read out: days and times as people write them, and columns by what they are called.
#[test]
fn inzage_is_told_in_words() {
    let (town, run) = Town::after_a_run(300, 0);
    let bsn = first_bsn(&town, &run, "leerplicht", "toezicht");
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let ask = || jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs], &bsn);
    assert!(ask().status.success());
    let told = text(&ask().stdout);
    for said in [
        "één keer, op 23 november 2026",
        "wist dit uiterlijk op",
        "LPW 16, LPW 19 (Leerplichtwet 1969)",
        "- Eerste dag van inschrijving (datum_inschrijving), ",
        "- Startkwalificatie (diploma havo, vwo of mbo niveau 2 of hoger) (startkwalificatie), ",
        "- Kenmerk (kenmerk), ",
        " uur door ",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let run = run.file_name().expect("a name").to_string_lossy().into_owned();
    let iso = regex::Regex::new(r"\d{4}-\d{2}-\d{2}").expect("a pattern");
    assert!(!iso.is_match(&told.replace(&run, "")), "{told}");
}

#[test]
fn a_parcel_that_cannot_be_logged_stops_the_run() {
    let town = Town::new(100, 0);
    let schemas = crate::support::Schemas::copied();
    schemas.edit(
        "vocabulary/verwerkingen.toml",
        "naam = \"leerplicht/toezicht\"",
        "naam = \"leerplicht/iets\"",
    );
    let path = schemas.path().display().to_string();
    let output = town.run("runs", &["--schemas", &path]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("leerplicht/toezicht"));
    let runs = PathBuf::from(town.path("runs"));
    assert!(!runs.exists() || files(&runs).is_empty(), "nothing was written");
}

#[test]
fn inzage_tells_what_left_about_someone_and_nothing_of_anyone_else() {
    let (town, first) = Town::after_a_run(300, 0);
    let all = rows(&town, &first, "leerplicht", "toezicht").into_iter();
    let row = all.min_by_key(|row| row["bsn"].clone()).expect("somebody");
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let ask = |number: &str| {
        jib_reading(&["inzage", "--bsn", "-", "-c", &config, &runs, "--format", "json"], number)
    };
    let told = ask(&row["bsn"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(!text(&told.stdout).contains(&row["bsn"]) && !text(&told.stdout).contains(&row["geslachtsnaam"]));
    let told: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let own = told["leveringen"].as_array().expect("what left");
    let toezicht = own.iter().find(|own| own["pakket"] == "toezicht").expect("the parcel");
    assert_eq!(toezicht["kenmerk"], row["kenmerk"].as_str());
    let fields: Vec<&str> = toezicht["velden"]
        .as_array()
        .expect("fields")
        .iter()
        .filter_map(|own| own["naam"].as_str())
        .collect();
    assert_eq!(fields.len(), row.len());
    assert!(toezicht["velden"].as_array().expect("fields").iter().all(|own| own["grondslag"].is_string()));
    // A number that is in no delivery.
    let nobody: Value = serde_json::from_slice(&ask("999998109").stdout).expect("JSON");
    assert_eq!(nobody["leveringen"], Value::Array(Vec::new()));
    assert_eq!(nobody["ingedeeld"], Value::Null);
    assert_eq!(nobody["bekeken"], 1);
    // A changed log gives no answer.
    let log = first.join("logboek/verwerkingen.ndjson.zst");
    let mut bytes = fs::read(&log).expect("a log");
    *bytes.last_mut().expect("a byte") ^= 1;
    fs::write(&log, bytes).expect("a log");
    assert_eq!(ask(&row["bsn"]).status.code(), Some(6));
}

/// Unreadable rows or a cut file: the absence of a row then proves nothing.
#[test]
fn nothing_is_recalled_because_of_a_row_or_a_file_that_nobody_can_read() {
    // An unreadable exclusion withholds everything about that person, and recalls nothing.
    let town = Town::new(300, 0);
    take_bad_rows(&town);
    let first = town.folder_of_run("runs", &[]);
    let bsn = first_bsn(&town, &first, "leerplicht", "toezicht");
    town.edit("uitsluiting.csv", |text| format!("{text}{bsn},,2026-13-01,,\n"));
    // A consent with a mistyped number: nobody can say that it was withdrawn.
    town.edit("toestemming.csv", |text| {
        let at = text.find(",SCHRIFTELIJK,,BETROKKENE,2026-1,,,").expect("a consent that counts");
        let line = text.get(..at).expect("a line").rsplit('\n').next().expect("a line").to_owned();
        let number = line.split(',').nth(1).expect("a number").to_owned();
        text.replacen(&format!(",{number},"), ",999990000,", 1)
    });
    let second = town.folder_of_run("runs", &[]);
    assert!(!rows(&town, &second, "leerplicht", "toezicht").iter().any(|row| row["bsn"] == bsn));
    assert_eq!(recalls(&town, &second), Vec::new());

    // A BRP extract that has lost most of its rows, delivered two nights in a row by somebody who has it accepted.
    let (town, _) = Town::after_a_run(300, 0);
    town.edit("brp.csv", |text| text.lines().take(60).map(|line| format!("{line}\n")).collect());
    assert_eq!(town.run("runs", &[]).status.code(), Some(4), "refused unless the levering says otherwise");
    town.edit("jib.toml", |text| {
        text.replacen("pad = \"brp.csv\"", "pad = \"brp.csv\"\nmin_rijen_promille = 0", 1)
    });
    for night in ["the first night", "the second night"] {
        let run = town.folder_of_run("runs", &[]);
        assert!(codes(&run).contains(&"R-STA-004".to_owned()), "{night}");
        assert_eq!(recalls(&town, &run), Vec::new(), "{night}");
    }
}

/// What age alone decides is known, whatever else is not.
#[test]
fn who_comes_of_age_is_recalled_although_a_row_of_somebody_cannot_be_read() {
    let town = Town::new(400, 0);
    take_bad_rows(&town);
    let trial = town.folder_of_run("proef", &[]);
    let mut seventeen = rows(&town, &trial, "leerplicht", "toezicht");
    seventeen.retain(|row| row["geboortedatum"].starts_with("2009"));
    let bsn = seventeen.iter().map(|row| row["bsn"].clone()).min().expect("somebody of seventeen");
    town.edit_rows_of("brp.csv", &bsn, |line| Some(with_cell(line, 4, "20081124")));
    let first = town.folder_of_run("runs", &[]);
    let held = rows(&town, &first, "leerplicht", "toezicht");
    let kenmerk = held.iter().find(|row| row["bsn"] == bsn).expect("still seventeen")["kenmerk"].clone();
    town.edit("duo_inschrijving.csv", |text| format!("{text}999990000,,20KD,VO,0001,VMBO-T,,2025-08-01,\n"));
    let second = town.folder_of_run_on("2026-11-25", "runs", &[]);
    let recalled = recalls(&town, &second).into_iter().find(|(_, own, ..)| *own == kenmerk);
    let (_, _, pakket, reden) = recalled.expect("eighteen is eighteen");
    assert_eq!((pakket.as_str(), reden.as_str()), ("toezicht", "niet_meer_in_groep"));
}

/// Income, an enrolment or a startkwalificatie that came to light, beside somebody else's unreadable row. That row cannot make the list
/// right again.
#[test]
fn who_is_listed_wrongly_is_recalled_although_a_row_of_somebody_cannot_be_read() {
    for came_to_light in ["inkomen", "inschrijving", "startkwalificatie"] {
        let town = Town::new(600, 0);
        take_bad_rows(&town);
        let first = town.folder_of_run("runs", &[]);
        let bsn = first_bsn(&town, &first, "participatie", "jongeren-in-beeld");
        match came_to_light {
            "inkomen" => town.edit("inkomen.csv", |text| format!("{text}{bsn},202610,UITKERING,90000\n")),
            "inschrijving" => town.edit("duo_inschrijving.csv", |text| {
                format!("{text}{bsn},,25LP,MBO,25180,MBO2,,2026-08-01,\n")
            }),
            _ => drop(set_qualified(&town, &bsn, "J,2026-10-01,MBO2,2026-10-01,")),
        }
        town.edit("inkomen.csv", |text| text + "999990000,202610,WERK,1\n");
        let second = town.folder_of_run("runs", &[]);
        let recalled = recalls(&town, &second);
        assert!(
            recalled.iter().any(|(partij, _, pakket, reden)| {
                (partij.as_str(), pakket.as_str(), reden.as_str())
                    == ("participatie", "jongeren-in-beeld", "niet_meer_in_groep")
            }),
            "{came_to_light}: {recalled:?}"
        );
    }
}

/// The recalls of one recipient, by kenmerk.
fn recalled_from(town: &Town, run: &Path, recipient: &str) -> BTreeMap<String, String> {
    let own = recalls(town, run).into_iter().filter(|(own, ..)| own == recipient);
    own.map(|(_, kenmerk, _, reden)| (kenmerk, reden)).collect()
}

/// A handover is of the pupil and of the school that sends it: it ends with an exclusion, with the pupil's record, or when the school
/// names the pupil no more or names another institution.
#[test]
fn a_handover_is_recalled_with_the_reason() {
    const TO: &str = "mbo/25LP";
    let (town, first) = Town::after_a_run(300, 0);
    let handed: BTreeMap<String, String> = rows(&town, &first, TO, "overstap")
        .iter()
        .map(|row| (row["persoonsnummer"].clone(), row["kenmerk"].clone()))
        .collect();
    let [(excluded, one), (gone, two), (elsewhere, three), (dead, four)] =
        handed.into_iter().collect::<Vec<_>>().try_into().expect("four pupils");
    town.edit("uitsluiting.csv", |text| format!("{text}{excluded},,2026-11-01,,\n"));
    town.edit_rows_of("overstap.csv", &gone, |_| None);
    town.edit_rows_of("overstap.csv", &elsewhere, |line| Some(line.replace(",25LP,", ",04EM,")));
    suspend(&town, &dead, "O,20261015,20261015");
    let second = town.folder_of_run("runs", &[]);
    let reasons = ["uitgesloten", "niet_meer_in_groep", "niet_meer_in_groep", "niet_meer_in_groep"];
    let expected = [one, two, three, four].into_iter().zip(reasons.map(str::to_owned)).collect();
    assert_eq!(recalled_from(&town, &second, TO), expected);
}

/// A row that nobody can read may be the handover that seems to be gone.
#[test]
fn no_handover_is_recalled_beside_a_row_that_cannot_be_read() {
    let (town, first) = Town::after_a_run(300, 0);
    take_bad_rows(&town);
    let handed = rows(&town, &first, "mbo/25LP", "overstap");
    let bsn = &handed.first().expect("a pupil")["persoonsnummer"];
    town.edit("overstap.csv", |text| text.replacen(bsn, "999990000", 1));
    let second = town.folder_of_run("runs", &[]);
    assert_eq!(recalled_from(&town, &second, "mbo/25LP"), BTreeMap::new());
}

/// The school to consult is that of the diploma: if another one gave it, the first one has nothing to do with the pupil any more.
#[test]
fn a_school_that_did_not_give_the_diploma_is_recalled_unless_a_row_cannot_be_read() {
    let (town, first) = Town::after_a_run(300, 0);
    take_bad_rows(&town);
    let consulted = rows(&town, &first, "school/20KD", "overleg");
    let pupil = consulted.iter().min_by_key(|row| row["kenmerk"].clone()).expect("a pupil");
    let born = pupil["geboortedatum"].replace('-', "");
    let own = format!(",{},{},{born},", pupil["voorvoegsel"], pupil["geslachtsnaam"]);
    let brp = fs::read_to_string(town.path("brp.csv")).expect("the BRP");
    let mut lines = brp.lines().filter(|line| line.contains(&own) && line.contains(&pupil["voornamen"]));
    let bsn = lines.next().and_then(|line| line.split(',').next()).expect("a number");
    assert!(lines.next().is_none(), "one person of that name and day");
    town.edit_rows_of("duo_startkwalificatie.csv", bsn, |line| Some(line.replace(",20KD", ",01AA")));
    let before = fs::read_to_string(town.path("duo_startkwalificatie.csv")).expect("a file");
    town.edit("duo_startkwalificatie.csv", |text| text + "999990000,N,,GEEN,,\n");
    let in_doubt = town.folder_of_run("runs", &[]);
    assert_eq!(recalled_from(&town, &in_doubt, "school/20KD"), BTreeMap::new());
    fs::write(town.path("duo_startkwalificatie.csv"), before).expect("a file");
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    let expected = BTreeMap::from([(pupil["kenmerk"].clone(), "niet_meer_in_groep".to_owned())]);
    assert_eq!(recalled_from(&town, &second, "school/20KD"), expected);
}

/// An exclusion may name one party.
#[test]
fn who_is_excluded_from_one_party_is_recalled_from_that_party_alone() {
    let (town, first) = Town::after_a_run(300, 0);
    let held = |partij: &str, pakket: &str| -> BTreeSet<String> {
        rows(&town, &first, partij, pakket).iter().map(|row| row["bsn"].clone()).collect()
    };
    let of_both = &held("doorstroompunt", "begeleiding") & &held("doorstroompunt", "jongeren-in-beeld");
    let bsn = of_both.first().expect("somebody with parcels at two parties");
    let participatie = rows(&town, &first, "participatie", "jongeren-in-beeld");
    assert!(participatie.iter().any(|row| row["bsn"] == *bsn));
    for (partij, reaches) in [("doorstroompunt", ["doorstroompunt"].as_slice()), ("leerplicht", &[])] {
        let before = fs::read_to_string(town.path("uitsluiting.csv")).expect("a file");
        town.edit("uitsluiting.csv", |text| format!("{text}{bsn},{partij},2026-11-01,,\n"));
        let told = recalls(&town, &town.folder_of_run("runs", &[]));
        let from: BTreeSet<&str> = told.iter().map(|(own, ..)| own.as_str()).collect();
        assert_eq!(from, reaches.iter().copied().collect(), "{partij}: {told:?}");
        assert!(told.iter().all(|(.., reden)| reden == "uitgesloten"));
        fs::write(town.path("uitsluiting.csv"), before).expect("a file");
    }
}

/// Lets the quarantine take any number of rows, so that one bad row of a small file does not refuse it.
fn take_bad_rows(town: &Town) {
    town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000")
    });
}

/// A consent row about nobody: who it is about cannot be read.
const UNREADABLE: &str =
    "T999999999,999990000,gebiedsteam,begeleiding,telefoon,2026-09-02,SCHRIFTELIJK,,BETROKKENE,2026-1,,,\n";

/// A withdrawal stands in the person's own row.
#[test]
fn who_withdraws_is_recalled_although_a_row_of_somebody_cannot_be_read() {
    let town = Town::new(300, 0);
    take_bad_rows(&town);
    town.folder_of_run("runs", &[]);
    withdraw_one(&town);
    town.edit("toestemming.csv", |text| text + UNREADABLE);
    let second = town.folder_of_run("runs", &[]);
    let reasons: Vec<String> = recalls(&town, &second).into_iter().map(|(.., reden)| reden).collect();
    assert_eq!(reasons, ["toestemming_ingetrokken"]);
}

/// Who withdrew one consent gave another, whose row can no longer be read: it may still be there.
#[test]
fn a_withdrawal_takes_back_what_it_gave_and_no_more() {
    let town = Town::new(300, 0);
    take_bad_rows(&town);
    let first = town.folder_of_run("runs", &[]);
    let parcel = consent_parcel(&first);
    town.edit("toestemming.csv", |text| {
        let at = text.find(",SCHRIFTELIJK,,BETROKKENE,2026-1,,,").expect("a consent that counts");
        let line = text.get(..at).expect("a line").rsplit('\n').next().expect("a line").to_owned();
        let number = line.split(',').nth(1).expect("a number");
        let other = UNREADABLE.replace("999990000", number).replace(",,,\n", ",,2026-11-20,\n");
        text.replacen(&format!(",{number},"), ",999990000,", 1) + &other
    });
    let second = town.folder_of_run("runs", &[]);
    let held = |run: &Path| rows(&town, run, "gebiedsteam", &parcel).len();
    assert_eq!(held(&second), held(&first) - 1);
    assert_eq!(recalls(&town, &second), []);
}

/// Somebody whose consent stands may be held by whoever it names, unless nothing allows the delivery any longer.
#[test]
fn a_consent_that_stands_goes_with_its_cooperation_and_not_with_its_way() {
    let (town, first) = Town::after_a_run(300, 0);
    let parcel = consent_parcel(&first);
    let held = rows(&town, &first, "gebiedsteam", &parcel).len();
    assert!(held > 0);
    let before = fs::read_to_string(town.path("jib.toml")).expect("the configuration");
    let of_consent = |run: &Path| {
        let own = recalls(&town, run).into_iter().filter(|(_, _, pakket, _)| *pakket == parcel);
        own.map(|(.., reden)| reden).collect::<Vec<_>>()
    };
    town.edit("jib.toml", |text| {
        let (begin, own) = text.split_once("[[ontvanger]]\npartij = \"gebiedsteam\"").expect("a recipient");
        let own = own.replacen("kanaal = \"beveiligd\"", "kanaal = \"onbeveiligd\"", 1);
        format!("{begin}[[ontvanger]]\npartij = \"gebiedsteam\"{own}")
    });
    let closed = town.folder_of_run("runs", &[]);
    assert_eq!(of_consent(&closed), Vec::<String>::new(), "the consent stands");
    let ended = before.replacen("geldig_tot = \"2027-12-31\"", "geldig_tot = \"2026-11-23\"", 1);
    fs::write(town.path("jib.toml"), ended).expect("a file");
    let second = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert_eq!(of_consent(&second), vec!["niet_meer_in_groep"; held]);
}

/// An address that becomes secret is taken back. When it no longer is, the party gets all that it has, and more.
#[test]
fn who_gets_a_secret_address_is_recalled_and_who_gives_it_up_is_not() {
    let (town, first) = Town::after_a_run(300, 0);
    let bsn = first_bsn(&town, &first, "leerplicht", "toezicht");
    let is_in =
        |run: &Path, pakket: &str| rows(&town, run, "leerplicht", pakket).iter().any(|row| row["bsn"] == bsn);
    let secrecy = |value: &str| town.edit_rows_of("brp.csv", &bsn, |line| Some(with_cell(line, 12, value)));
    secrecy("7");
    let secret = town.folder_of_run_on("2026-11-24", "runs", &[]);
    assert!(is_in(&secret, "toezicht-geheim") && !is_in(&secret, "toezicht"));
    let of_leerplicht = recalls(&town, &secret).into_iter().filter(|(partij, ..)| partij == "leerplicht");
    let parcels: Vec<_> = of_leerplicht.map(|(_, _, pakket, reden)| (pakket, reden)).collect();
    assert_eq!(parcels, [("toezicht".to_owned(), "niet_meer_in_groep".to_owned())]);
    secrecy("0");
    let open_again = town.folder_of_run_on("2026-11-25", "runs", &[]);
    assert!(is_in(&open_again, "toezicht") && !is_in(&open_again, "toezicht-geheim"));
    assert_eq!(recalls(&town, &open_again), []);
}

/// Facts of an earlier day cannot say that something is over.
#[test]
fn facts_older_than_those_of_the_last_night_recall_nobody() {
    let (town, _) = Town::after_a_run(300, 0);
    withdraw_one(&town);
    town.edit("jib.toml", |text| text.replace("peildatum = \"2026-11-01\"", "peildatum = \"2026-10-31\""));
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let days = ["--peildatum", "2026-10-31", "--verstrekdatum", "2026-11-24"];
    let output = jib(&[&["run", "-c", &config, "--out", &out], days.as_slice()].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let second = PathBuf::from(text(&output.stdout).trim());
    assert_eq!(recalls(&town, &second), []);
}

/// Who is gone from the list may be in the row that nobody can read.
#[test]
fn nobody_is_taken_off_a_list_with_a_row_that_cannot_be_read() {
    let town = Town::new(600, 0);
    take_bad_rows(&town);
    let first = town.folder_of_run("runs", &[]);
    let bsn = first_bsn(&town, &first, "participatie", "jongeren-in-beeld");
    town.edit("jib_lijst.csv", |text| text.replacen(&bsn, "999990000", 1));
    let second = town.folder_of_run("runs", &[]);
    assert!(!rows(&town, &second, "participatie", "jongeren-in-beeld").iter().any(|row| row["bsn"] == bsn));
    assert_eq!(recalls(&town, &second), []);
}

/// Who goes to school again is no absentee. A row of somebody that cannot be read may be one more enrolment, or the end of one.
#[test]
fn who_is_enrolled_is_recalled_as_absentee_unless_a_row_cannot_be_read() {
    let (town, first) = Town::after_a_run(600, 0);
    take_bad_rows(&town);
    let enrolments = fs::read_to_string(town.path("duo_inschrijving.csv")).expect("a file");
    let absent = rows(&town, &first, "leerplicht", "verzuim");
    let never = absent.iter().map(|row| &row["bsn"]).filter(|bsn| !enrolments.contains(bsn.as_str()));
    let bsn = never.min().expect("somebody without a school");
    let own = format!("{bsn},,20KD,VO,0001,VMBO-T,,2025-08-01,\n");
    let of_verzuim = |run: &Path| -> Vec<String> {
        let all = recalls(&town, run).into_iter();
        all.filter(|(_, _, pakket, _)| pakket == "verzuim").map(|(.., reden)| reden).collect()
    };
    town.edit("duo_inschrijving.csv", |text| text + &own + "999990000,,20KD,VO,0001,VMBO-T,,2025-08-01,\n");
    let in_doubt = town.folder_of_run("runs", &[]);
    assert_eq!(of_verzuim(&in_doubt), Vec::<String>::new());
    fs::write(town.path("duo_inschrijving.csv"), enrolments + &own).expect("a file");
    let second = town.folder_of_run("runs", &[]);
    assert_eq!(of_verzuim(&second), ["niet_meer_in_groep"]);
}

/// Who moves from the region into the gemeente goes from one parcel to another with the same columns: the party may keep what it has.
#[test]
fn what_a_party_still_gets_in_another_parcel_is_not_recalled() {
    let (town, first) = Town::after_a_run(600, 0);
    let bsn = first_bsn(&town, &first, "doorstroompunt", "regio");
    town.edit_rows_of("brp.csv", &bsn, |line| Some(with_cell(line, 5, "0599")));
    let second = town.folder_of_run("runs", &[]);
    let is_in =
        |pakket: &str| rows(&town, &second, "doorstroompunt", pakket).iter().any(|row| row["bsn"] == bsn);
    assert!(is_in("begeleiding") && !is_in("regio"));
    assert_eq!(recalled_from(&town, &second, "doorstroompunt"), BTreeMap::new());
}

/// In a short list, a missing person is really gone: it is not a sign that the file was cut off.
#[test]
fn of_a_short_list_who_is_gone_is_recalled() {
    let town = Town::new(600, 0);
    let trial = town.folder_of_run("proef", &[]);
    let bsn = first_bsn(&town, &trial, "participatie", "jongeren-in-beeld");
    let keep = |text: &str, count: usize| {
        let (own, others): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with(&bsn));
        let lines = others.into_iter().take(2).chain(own).take(count);
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    town.edit("jib_lijst.csv", |text| keep(&text, 3));
    town.folder_of_run("runs", &[]);
    town.edit("jib_lijst.csv", |text| keep(&text, 2));
    let second = town.folder_of_run("runs", &[]);
    assert!(!codes(&second).contains(&"R-STA-004".to_owned()));
    let recalled = recalls(&town, &second);
    assert_eq!(recalled.iter().filter(|(partij, ..)| partij == "participatie").count(), 1, "{recalled:?}");
}
