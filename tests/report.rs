//! What people read after a run. The page, the figures, the findings and a passport of `sample-data` are snapshots: a change here
//! is a change for a reader, so look at it before accepting it. The other tests hold for every report.

use jib::messages::{Lang, Messages};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Town, files, jib, manifest, open, repository, run_of_sample_data, text};

const PEILDATUM: [&str; 2] = ["--peildatum", "2026-11-01"];

fn json(folder: &Path) -> Value {
    let bytes = fs::read(folder.join("rapport/rapport.json")).expect("figures");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("rapport/index.html")).expect("a page")
}

/// One night of a town. Returns the folder of its run and the exit code.
fn night(town: &Town, day: &str, more: &[&str]) -> (PathBuf, i32) {
    let (config, out) = (town.path("jib.toml"), town.path("runs"));
    let fixed = ["run", "-c", &config, "--out", &out, "--verstrekdatum", day];
    let output = jib(&[fixed.as_slice(), PEILDATUM.as_slice(), more].concat());
    let folder = PathBuf::from(text(&output.stdout).trim());
    assert!(folder.is_dir(), "{}", text(&output.stderr));
    (folder, output.status.code().expect("an exit code"))
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().expect(key).iter()
}

#[test]
fn the_run_of_sample_data_reads_as_before() {
    let (_out, folder) = run_of_sample_data();
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of the run");
    insta::assert_snapshot!("rapport.html", read("rapport/index.html"));
    insta::assert_snapshot!("rapport.json", read("rapport/rapport.json"));
    insta::assert_snapshot!("bevindingen", read("bevindingen.ndjson"));
    insta::assert_snapshot!("paspoort", read("uitvoer/leerplicht/verzuim.paspoort.json"));
}

#[test]
fn the_same_report_in_english() {
    let out = crate::support::folder();
    crate::support::close(&repository("sample-data/sleutels"));
    let config = repository("sample-data/jib.toml").display().to_string();
    let target = out.path().display().to_string();
    let days = ["--verstrekdatum", "2026-11-23", "--lang", "en"];
    let run = jib(&[&["run", "-c", &config, "--out", &target], PEILDATUM.as_slice(), &days].concat());
    let folder = PathBuf::from(text(&run.stdout).trim());
    let page = page(&folder);
    assert!(page.contains("<html lang=\"en\">") && page.contains("What must be done today?"));
    insta::assert_snapshot!("rapport.en.html", page);
    let (_kept, dutch) = run_of_sample_data();
    let (dutch, english) = (json(&dutch), json(&folder));
    for key in ["personen", "verdeling", "pakketten", "stroom", "jongeren_in_beeld", "trend", "oordeel"] {
        assert_eq!(dutch[key], english[key], "a language changes no figure: {key}");
    }
}

/// The sealed report is the same page with the counts as they are, and the open one shows each of them rounded.
#[test]
fn the_open_report_is_the_sealed_one_rounded() {
    let (town, run) = Town::after_a_run(400, 5);
    let identity = town.path("sleutels/identiteit.txt");
    let sealed = |name: &str| open(&run.join("intern").join(name), &identity);
    let exact: Value = serde_json::from_slice(&sealed("rapport.json.age")).expect("JSON");
    let rounded = json(&run);
    assert_eq!((&rounded["afgerond_op"], &exact["afgerond_op"]), (&5.into(), &Value::Null));
    let sealed = text(&sealed("rapport.html.age"));
    assert!(sealed.contains("Precieze aantallen: dit exemplaar is alleen voor de gemeente zelf."));
    assert!(page(&run).contains("totalen zijn apart afgerond en hoeven niet op te tellen"));

    let manifest = manifest(&run);
    let delivered: u64 = items(&manifest["behoud"], "pakketten")
        .filter(|own| own["partij"] == "doorstroompunt" && own["pakket"] == "begeleiding")
        .map(|own| own["geleverd"].as_u64().expect("a count"))
        .sum();
    let parcel = items(&exact, "pakketten")
        .find(|own| own["partij"] == "doorstroompunt" && own["pakket"] == "begeleiding");
    assert_eq!(
        parcel.expect("a parcel")["geleverd"],
        delivered,
        "the sealed report tells the sums of the run"
    );

    let (mut persons, mut unlike) = (0, 0);
    for (place, shown) in counts_of_persons(&rounded) {
        let count =
            counts_of_persons(&exact).remove(&place).unwrap_or_else(|| panic!("{place} is not there"));
        assert!(shown.is_multiple_of(5) && shown.abs_diff(count) < 5, "{place}: {count} became {shown}");
        assert!(!count.is_multiple_of(5) || shown == count, "{place}: {count} became {shown}");
        persons += 1;
        unlike += u32::from(shown != count);
    }
    assert!(persons > 150 && unlike > 40, "{persons} counts, {unlike} of them rounded");
    for row in items(&rounded, "invoer") {
        let extract = row["extract"].as_str().expect("an extract");
        let same =
            items(&exact, "invoer").find(|own| own["extract"] == *extract && own["bron"] == row["bron"]);
        let same = same.expect("the same delivery");
        assert_eq!(row["quarantaine"], same["quarantaine"], "{extract}: rows set aside are exact");
        if extract == "brp" || extract == "inkomen" || extract.starts_with("duo_") {
            assert_eq!(row["gelezen"], same["gelezen"], "{extract}");
        } else {
            assert_eq!(row["gelezen"].as_u64().expect("a count") % 5, 0, "{extract}");
        }
    }
}

/// What cannot be known is counted from the first report that shows somebody, and a later night says the same day.
#[test]
fn what_cannot_be_known_is_told_since_the_first_report_that_counts_it() {
    let (town, first) = Town::after_a_run(400, 5);
    let (second, _) = night(&town, "2026-11-24", &[]);
    for (run, key) in
        [&first, &second].into_iter().flat_map(|run| [(run, "niet_te_weten"), (run, "onbekend_door")])
    {
        let report = json(run);
        let shown: Vec<&Value> = items(&report, key).filter(|row| row["aantal"] != 0).collect();
        assert!(shown.len() > 1, "{key} counts somebody");
        for row in shown {
            assert_eq!(row["minstens_sinds"], "2026-11-23", "{row}");
        }
        let mut nobody = items(&report, key).filter(|row| row["aantal"] == 0);
        assert!(nobody.all(|row| row["minstens_sinds"].is_null()));
    }
    let page = page(&second);
    let section = page.split_once("<section id=\"niet_te_weten\"").expect("the section").1;
    let section = section.split("</section>").next().expect("its end");
    for row in items(&json(&second), "niet_te_weten") {
        let title = row["titel"].as_str().expect("a title");
        assert!(section.contains(title), "{title} is not told");
    }
    assert!(section.contains("href=\"#pakket-leerplicht-na-te-gaan\""), "where to find whom to ask about");
}

/// With a drempel of 0 or 1 nothing is rounded.
#[test]
fn a_drempel_of_none_shows_every_count_as_it_is() {
    let town = Town::new(80, 0);
    let rest = regex::Regex::new("drempel_kleine_cellen = \\d+").expect("a pattern");
    for drempel in ["0", "1"] {
        town.edit("jib.toml", |config| {
            rest.replace(&config, format!("drempel_kleine_cellen = {drempel}")).into_owned()
        });
        let run = town.folder_of_run(&format!("runs-{drempel}"), &[]);
        let figures = json(&run);
        assert_eq!(figures["afgerond_op"], Value::Null);
        assert_eq!(figures["personen"], manifest(&run)["behoud"]["pakketten"][0]["personen"]);
        assert!(page(&run).contains("Precieze aantallen"));
    }
}

/// Every count of persons in a report, by its place.
pub fn counts_of_persons(report: &Value) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let mut note = |place: String, count: &Value| {
        let before = counts.insert(place.clone(), count.as_u64().expect("a count"));
        assert!(before.is_none(), "{place} stands there twice");
    };
    note("personen".to_owned(), &report["personen"]);
    note("geleverd".to_owned(), &report["stroom"]["geleverd"]);
    for (list, words) in [
        ("verdeling", &["leeftijdsgroep", "plicht", "startkwalificatie", "doelgroep"][..]),
        ("leeftijd", &["waarde"]),
        ("leeftijd_plicht_doelgroep", &["leeftijdsgroep", "plicht", "doelgroep"]),
        ("doelgroep", &["waarde"]),
        ("jongeren_in_beeld", &["waarde"]),
        ("jongeren_in_beeld_redenen", &["waarde", "reden"]),
        ("intrekkingen", &["partij", "reden"]),
        ("niet_te_weten", &["code"]),
        ("onbekend_door", &["code"]),
        ("resultaten", &["waarde"]),
    ] {
        for row in items(report, list) {
            let words = words.iter().map(|word| row[*word].as_str().expect("a word"));
            note(format!("{list} {}", words.collect::<Vec<_>>().join(" ")), &row["aantal"]);
        }
    }
    for parcel in items(report, "pakketten") {
        let name =
            format!("{}/{}", parcel["partij"].as_str().expect("id"), parcel["pakket"].as_str().expect("id"));
        note(name.clone(), &parcel["geleverd"]);
        for row in items(parcel, "geweigerd") {
            note(format!("{name} zonder {}", row["waarde"].as_str().expect("a word")), &row["aantal"]);
        }
    }
    for party in items(report, "partijen") {
        for parcel in items(party, "pakketten") {
            let name = format!(
                "{}/{}",
                party["partij"].as_str().expect("id"),
                parcel["pakket"].as_str().expect("id")
            );
            note(format!("{name} samen"), &parcel["personen"]);
        }
    }
    for row in items(report, "veranderingen") {
        let name = format!("{}/{}", row["partij"].as_str().expect("id"), row["pakket"].as_str().expect("id"));
        for what in ["nieuw", "gewijzigd", "weg"] {
            note(format!("{name} {what}"), &row[what]);
        }
    }
    counts
}

#[test]
fn the_page_says_what_the_figures_say() {
    let (_out, folder) = run_of_sample_data();
    let (figures, page) = (json(&folder), page(&folder));
    let messages = Messages::of(Lang::Nl);
    let after = |mark: &str| {
        let (_, after) = page.split_once(mark).unwrap_or_else(|| panic!("{mark} is not on the page"));
        after.to_owned()
    };
    let shown = |count: &Value| messages.number(count.as_u64().expect("a count"));
    for party in items(&figures, "partijen") {
        for parcel in items(party, "pakketten") {
            let (partij, pakket) =
                (party["partij"].as_str().expect("id"), parcel["pakket"].as_str().expect("id"));
            let article = after(&format!("<article class=\"pakket\" id=\"pakket-{partij}-{pakket}\""));
            let article = article.split("</article>").next().expect("an end");
            if parcel["alleen_aantallen"] == true {
                let over = messages.say("partijen-over", [("aantal", shown(&parcel["personen"]).into())]);
                assert!(article.contains(&over), "{partij}/{pakket}");
            } else if parcel["gesloten"].is_null() {
                assert!(article.contains(&shown(&parcel["personen"])), "{partij}/{pakket}");
            } else {
                let why = messages.code_word("weigering", parcel["gesloten"].as_str().expect("a code"));
                assert!(article.contains(&why), "{partij}/{pakket}");
            }
            for reason in items(parcel, "geweigerd") {
                let word = messages.code_word("weigering", reason["waarde"].as_str().expect("a code"));
                let row = format!("<th scope=\"row\">{word}</th><td class=\"n\">");
                let (_, cell) =
                    article.split_once(&row).unwrap_or_else(|| panic!("{partij}/{pakket}: {word}"));
                let cell = cell.split("</td>").next().expect("an end");
                assert!(cell.contains(&shown(&reason["aantal"])), "{partij}/{pakket}: {word}: {cell}");
            }
            for article_of in items(parcel, "artikelen") {
                assert!(article.contains(article_of["artikel"].as_str().expect("a citation")));
            }
        }
    }
    for row in items(&figures, "verdeling") {
        let cells = ["leeftijdsgroep", "plicht", "startkwalificatie", "doelgroep"].map(|column| {
            format!("<td>{}</td>", messages.code_word(column, row[column].as_str().expect("a word")))
        });
        let cell = after(&cells.concat());
        let cell = cell.split("</td>").next().expect("an end").to_owned();
        assert!(cell.contains(&shown(&row["aantal"])), "{row}");
    }
    for finding in items(&figures, "bevindingen") {
        let code = finding["code"].as_str().expect("a code");
        let extract = finding["extract"].as_str().expect("an extract");
        let article = after(&format!("<article class=\"bevinding\" id=\"bevinding-{code}\""));
        let article = article.split("</article>").next().expect("an end");
        assert!(article.contains(finding["titel"].as_str().expect("a title")));
        let count = finding["aantal"].as_u64().expect("a count");
        let times = messages.say("bevindingen-keer", [("aantal", count.into())]);
        assert!(article.contains(&format!("in {extract}: <strong>{times}")), "{code} in {extract}");
    }
}

#[test]
fn a_refused_run_says_first_that_nothing_left_and_what_to_do() {
    let town = Town::new(80, 0);
    let brp = fs::read_to_string(town.path("brp.csv")).expect("a file");
    fs::write(town.path("brp.csv"), brp.replacen("bsn", "nummer", 1)).expect("a file");
    let (folder, code) = night(&town, "2026-11-23", &[]);
    assert_eq!(code, 4);
    let (figures, page) = (json(&folder), page(&folder));
    assert_eq!((&figures["oordeel"], &figures["exitcode"]), (&"niet_goed".into(), &4.into()));
    let first = &figures["vandaag"][0];
    assert_eq!((&first["wanneer"], &first["wie"]), (&"nu".into(), &"applicatiebeheerder".into()));
    assert!(page.contains("Er is niets geleverd: een bestand is geweigerd."));
    assert!(
        items(&figures, "partijen").all(|party| party["pakketten"].as_array().expect("a list").is_empty())
    );
}

#[test]
fn what_needs_a_human_is_told_with_who_and_where() {
    let town = Town::new(120, 0);
    let config = fs::read_to_string(town.path("jib.toml")).expect("a configuration");
    // The verzuim delivery is old and came unsecured, one party's channel is not secured, and a mandate ends in a month.
    let verzuim = config.find("extract = \"verzuim\"").expect("a delivery");
    let (before, after) = config.split_at(verzuim);
    let after = after.replacen("peildatum = \"2026-11-01\"", "peildatum = \"2026-01-01\"", 1).replacen(
        "kanaal = \"beveiligd\"",
        "kanaal = \"onbeveiligd\"",
        1,
    );
    let leerplicht = after.find("partij = \"leerplicht\"").expect("a recipient");
    let (between, after) = after.split_at(leerplicht);
    let after = after.replacen("kanaal = \"beveiligd\"", "kanaal = \"onbeveiligd\"", 1);
    let verwerker = |school: &str, van: &str, tot: &str| {
        format!(
            "\n[[verwerker]]\nvoor = \"{school}\"\novereenkomst = \"2026/1\"\ngeldig_van = \"{van}\"\n\
             geldig_tot = \"{tot}\"\n"
        )
    };
    let ending = [
        verwerker("99XX", "2026-01-01", "2026-12-23"),
        verwerker("99YY", "2026-01-01", "2026-11-01"),
        verwerker("99ZZ", "2026-01-01", "2026-12-23"),
        verwerker("99ZZ", "2026-12-24", "2027-12-23"),
    ]
    .concat();
    fs::write(town.path("jib.toml"), format!("{before}{between}{after}{ending}")).expect("a file");
    let (folder, code) = night(&town, "2026-11-23", &[]);
    assert_eq!(code, 0);
    let figures = json(&folder);
    let tasks: Vec<&Value> = items(&figures, "vandaag").collect();
    let order: Vec<&str> = tasks.iter().map(|task| task["wanneer"].as_str().expect("a word")).collect();
    let rank = |word: &&str| ["nu", "vandaag", "binnenkort"].iter().position(|own| own == word);
    assert!(order.iter().map(rank).is_sorted(), "{order:?}");
    let has = |wie: &str, words: &str| {
        let is = |task: &&&Value| task["wie"] == wie && task["wat"].as_str().expect("words").contains(words);
        assert!(tasks.iter().find(is).is_some(), "{wie}: {words}: {tasks:#?}");
    };
    has("privacy_officer", "mogelijk datalek: verzuim");
    has("applicatiebeheerder", "verzuim is te oud");
    has("applicatiebeheerder", "Leerplicht kreeg niets");
    has("manager", "99YY is afgelopen op 1 november 2026");
    assert!(
        !tasks.iter().any(|task| task["wat"].as_str().expect("words").contains("99ZZ")),
        "another follows it"
    );
    let later: Vec<&Value> = items(&figures, "straks").collect();
    assert!(later.iter().all(|task| task["wanneer"] == "binnenkort"), "{later:#?}");
    let ends =
        |task: &&Value| task["wat"].as_str().expect("words").contains("99XX loopt af op 23 december 2026");
    assert!(later.iter().any(ends), "{later:#?}");
    let page = page(&folder);
    for task in tasks.iter().chain(&later) {
        let anchor = format!("id=\"{}\"", task["anker"].as_str().expect("an anchor"));
        assert!(page.contains(&anchor), "{anchor}");
    }
    let incident = &figures["incidenten"][0];
    assert!(incident["rijen"].as_u64().expect("rows") > 0);
}

/// Writes an extract of a town again, with these rows; cells that a row does not name are empty.
fn fill(town: &Town, extract: &str, rows: &[&[(&str, &str)]]) {
    let path = town.path(&format!("{extract}.csv"));
    let header = fs::read_to_string(&path).expect("an extract").lines().next().expect("a header").to_owned();
    let line = |row: &&[(&str, &str)]| {
        let cell = |name: &str| row.iter().find(|(own, _)| *own == name).map_or("", |(_, cell)| cell);
        header.split(',').map(cell).collect::<Vec<_>>().join(",")
    };
    let lines = std::iter::once(header.clone()).chain(rows.iter().map(line));
    fs::write(path, lines.collect::<Vec<_>>().join("\n") + "\n").expect("an extract");
}

/// What became of those who were supported (WEB 9.2.10): one person for each outcome. Two of them are 26 on the first night: one is
/// still in the delivery the day after turning 27, and is too old; the other is not, and of that one nothing is known.
#[test]
fn each_result_counts_whom_it_is_about() {
    const SUPPORTED: [&str; 8] = [
        "999990007",
        "999990019",
        "999990020",
        "999990032",
        "999990044",
        "999990056",
        "999990068",
        "999990081",
    ];
    let [qualified, moved, at_school, turned_27, works, same, not_there, unclear] = SUPPORTED;
    let town = Town::new(60, 0);
    let extracts = files(Path::new(&town.path("."))).into_iter();
    for path in extracts.filter(|path| path.extension().is_some_and(|end| end == "csv")) {
        fill(&town, path.file_stem().expect("a name").to_str().expect("text"), &[]);
    }
    let night = |peildatum: &str, verstrekdatum: &str| {
        let (config, out) = (town.path("jib.toml"), town.path("runs"));
        let days = ["--peildatum", peildatum, "--verstrekdatum", verstrekdatum];
        let output = jib(&[["run", "-c", &config, "--out", &out].as_slice(), &days].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        PathBuf::from(text(&output.stdout).trim())
    };
    let born = |bsn: &str| if [turned_27, not_there].contains(&bsn) { "1999-11-24" } else { "2004-05-05" };
    let persons = |gone: &str, municipality: &dyn Fn(&str) -> &'static str| {
        let own = SUPPORTED.into_iter().filter(|bsn| *bsn != gone);
        let rows: Vec<Vec<(&str, &str)>> = own
            .map(|bsn| {
                vec![
                    ("bsn", bsn),
                    ("geboortedatum", born(bsn)),
                    ("gemeente_inschrijving", municipality(bsn)),
                    ("indicatie_geheim", "0"),
                ]
            })
            .collect();
        fill(&town, "brp", &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    };
    let unqualified =
        |bsn| [("persoonsnummer", bsn), ("startkwalificatie", "N"), ("hoogste_diploma", "GEEN")];
    let elsewhere =
        [("persoonsnummer", "999990093"), ("brin", "20KD"), ("onderwijssector", "VO"), ("niveau", "HAVO")];
    let elsewhere = [&elsewhere[..], &[("opleidingscode", "0011"), ("datum_inschrijving", "2025-08-01")]];
    let elsewhere = elsewhere.concat();

    persons("", &|_| "0599");
    let rows = SUPPORTED.map(unqualified);
    fill(&town, "duo_startkwalificatie", &rows.each_ref().map(|row| &row[..]));
    fill(&town, "duo_inschrijving", &[&elsewhere]);
    let first = night("2026-11-01", "2026-11-23");
    assert_eq!(crate::support::rows(&town, &first, "doorstroompunt", "begeleiding").len(), SUPPORTED.len());
    assert!(items(&json(&first), "resultaten").next().is_none(), "nobody was supported before");

    persons(not_there, &|bsn| if bsn == moved { "0363" } else { "0599" });
    let with_diploma = [
        ("persoonsnummer", qualified),
        ("startkwalificatie", "J"),
        ("hoogste_diploma", "MBO2"),
        ("datum_diploma", "2026-10-20"),
    ];
    let rows = [moved, at_school, turned_27, works, same].map(unqualified);
    let rows: Vec<&[(&str, &str)]> =
        rows.iter().map(|row| &row[..]).chain(std::iter::once(&with_diploma[..])).collect();
    assert!(
        rows.iter().flat_map(|row| row.iter()).all(|(_, cell)| *cell != unclear),
        "DUO does not know one"
    );
    fill(&town, "duo_startkwalificatie", &rows);
    let enrolled = [
        ("persoonsnummer", at_school),
        ("brin", "25LP"),
        ("onderwijssector", "MBO"),
        ("opleidingscode", "25000"),
        ("niveau", "MBO2"),
        ("datum_inschrijving", "2026-10-20"),
    ];
    fill(&town, "duo_inschrijving", &[&elsewhere, &enrolled]);
    let wages = [("bsn", works), ("periode", "202610"), ("categorie", "WERK"), ("bedrag_cent", "210000")];
    fill(&town, "inkomen", &[&wages]);
    let second = night("2026-11-24", "2026-11-24");
    let sealed = open(&second.join("intern/rapport.json.age"), town.path("sleutels/identiteit.txt"));
    let exact: Value = serde_json::from_slice(&sealed).expect("JSON");
    let results: Vec<(&str, u64)> = items(&exact, "resultaten")
        .map(|row| (row["waarde"].as_str().expect("a word"), row["aantal"].as_u64().expect("a count")))
        .collect();
    let expected =
        ["startkwalificatie", "school", "vertrokken", "te_oud", "werk", "doelgroep", "niet_in_brp"];
    let expected: Vec<(&str, u64)> = expected.into_iter().chain(["anders"]).map(|word| (word, 1)).collect();
    assert_eq!(results, expected);
}

#[test]
fn a_trend_shows_what_earlier_reports_showed_and_survives_one_that_is_gone() {
    let town = Town::new(400, 0);
    let (first, _) = night(&town, "2026-11-23", &[]);
    assert_eq!(items(&json(&first), "trend").count(), 1);
    let (second, _) = night(&town, "2026-11-24", &[]);
    let before = json(&first);
    let trend = json(&second)["trend"].clone();
    assert_eq!(trend[0]["personen"], before["personen"]);
    assert_eq!(trend[0]["gelezen"], before["stroom"]["gelezen"]);
    assert_eq!((&trend[0]["deze"], &trend[1]["deze"]), (&false.into(), &true.into()));

    // A changed report is not believed, and a missing one is a gap.
    let changed = fs::read_to_string(second.join("rapport/rapport.json")).expect("figures");
    fs::write(second.join("rapport/rapport.json"), changed.replacen("\"personen\": ", "\"personen\": 1", 1))
        .expect("a file");
    fs::remove_file(first.join("rapport/rapport.json")).expect("a file");
    let (third, _) = night(&town, "2026-11-25", &[]);
    let figures = json(&third);
    let readable: Vec<&Value> = items(&figures, "trend").map(|row| &row["leesbaar"]).collect();
    assert_eq!(readable, [&Value::from(false), &false.into(), &true.into()]);
    assert!(figures["trend"][1]["personen"].is_null());
    assert!(page(&third).contains("niet te lezen"));
}

#[test]
fn since_when_a_party_gets_a_parcel_is_told_from_run_to_run() {
    let town = Town::new(200, 0);
    let since = |folder: &Path| -> BTreeSet<(String, String)> {
        let figures = json(folder);
        let parcels = items(&figures, "partijen").flat_map(|party| items(party, "pakketten"));
        let known = parcels.filter_map(|parcel| {
            Some((parcel["regel"].as_str()?.to_owned(), parcel["sinds"].as_str()?.to_owned()))
        });
        known.collect()
    };
    let (first, _) = night(&town, "2026-11-23", &[]);
    let (second, _) = night(&town, "2026-11-24", &[]);
    assert!(since(&first).iter().all(|(_, day)| day == "2026-11-23") && !since(&first).is_empty());
    assert_eq!(since(&first), since(&second), "a second night changes no first day");
}

#[test]
fn every_message_that_the_program_says_exists() {
    let messages = Messages::of(Lang::Nl);
    let said = r#"(?:say|zeg)\(\s*"([a-z0-9_-]+)"|"((?:samenvatting|taak|voortgang)-[a-z0-9_]+)""#;
    let said = regex::Regex::new(said).expect("a pattern");
    let mut seen = 0;
    for path in ["src", "templates"].iter().flat_map(|folder| files(&repository(folder))) {
        let source = fs::read_to_string(&path).expect("text");
        let ids = said.captures_iter(&source).filter_map(|found| found.get(1).or(found.get(2)));
        // An id that ends in `-` or `_` is completed at run time. Building a page with a missing id is a fault.
        for id in ids.map(|id| id.as_str()).filter(|id| !id.ends_with(['-', '_'])) {
            assert!(messages.has(id), "{}: {id}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 250, "the messages are found");
}
