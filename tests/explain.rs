//! `explain` tells about a person exactly what a run does, in words that can be read out, and never a number or a name.

use std::collections::BTreeMap;
use std::fs;

use jib::answers::explain::person::explain;
use jib::config::Config;
use jib::intake::delivery::Files;
use jib::law::file::Regelvorm;
use jib::law::library::Library;
use jib::model::days::Days;
use jib::release::assessment::{Basis, InForce};
use jib::release::memory::Memory;
use jib::release::minimise::{minimise, releases};
use jib::release::unknowable::UnknownCounts;
use serde_json::Value;

use crate::support::{day, jib, jib_reading, repository, text};

const DAYS: [&str; 4] = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];

fn config() -> String {
    repository("sample-data/jib.toml").display().to_string()
}

fn told(bsn: &str, more: &[&str]) -> std::process::Output {
    let config = config();
    let mut arguments = vec!["explain", "-c", &config, "--bsn", "-"];
    arguments.extend(DAYS);
    arguments.extend(more);
    jib_reading(&arguments, bsn)
}

/// The nine-digit first cells of the BRP extract.
fn numbers() -> Vec<String> {
    let brp = fs::read_to_string(repository("sample-data/brp.csv")).expect("the extract");
    let first = brp.lines().skip(1).filter_map(|line| line.split(',').next());
    first.filter(|cell| cell.len() == 9).map(str::to_owned).collect()
}

/// Everyone in the town is explained, and the explanations add up to what the run releases, parcel by parcel.
#[test]
fn what_is_explained_is_what_is_released() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let days = Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") };
    let rules = InForce::on(&library, days).expect("rules in force");
    let config = Config::load(&repository("sample-data/jib.toml"), &library.schemas, &library.policy.parties)
        .expect("a configuration");
    let basis = Basis::link(&library, &config, days, &rules, Files::Disk);
    let (classified, consents) = (basis.classify(), basis.consents());
    let mut released: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut handed_over = 0;
    let memory = Memory::none(&config.keys.pseudonym);
    for release in &releases(basis.sources(&classified, &consents, &memory)) {
        let minimised = minimise(release);
        let rule = &release.parcel().rule;
        if rule.form == Regelvorm::Overstap {
            handed_over += minimised.delivered();
        } else if minimised.delivered() > 0 {
            released.insert((rule.party_id.clone(), minimised.pakket().to_owned()), minimised.delivered());
        }
    }
    let mut explained: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut unknowable: BTreeMap<String, u64> = BTreeMap::new();
    for person in 0..basis.linked.count() {
        let number = basis.linked.person(person).expect("a person").persoon;
        let uitleg = explain(&basis, &library, &memory, number).expect("an explanation");
        for own in &uitleg.unknowable {
            *unknowable.entry(own.code.clone()).or_insert(0) += 1;
        }
        for pakket in uitleg.parcels.iter().filter(|pakket| pakket.is_delivered) {
            assert!(!pakket.fields.is_empty() && pakket.refusal.is_none());
            if pakket.parcel != "overstap" {
                *explained.entry((pakket.party.clone(), pakket.parcel.clone())).or_insert(0) += 1;
            }
        }
        for pakket in uitleg.parcels.iter().filter(|pakket| !pakket.is_delivered) {
            let why = pakket.refusal.as_ref().expect("a reason");
            assert!(
                !why.meaning.is_empty() && !why.needed.is_empty() && !why.remedy.is_empty(),
                "{}",
                why.code
            );
        }
        for value in &uitleg.values {
            assert!(!value.explanation.is_empty(), "{} = {} says nothing", value.column, value.value);
        }
    }
    assert_eq!(explained, released);
    assert!(handed_over > 0 && released.len() > 20);
    // What cannot be known of each of them is what the report counts.
    let consented = consents.parcels().iter().flat_map(|(_, persons)| persons).copied().collect();
    let unknown = UnknownCounts::of(&basis.linked, &classified, Some(&consented), &rules.on_peildatum.terms);
    let counted = unknown.niet_te_weten.iter();
    let counted: BTreeMap<String, u64> =
        counted.map(|(what, count)| (what.word().to_owned(), count.unwrap_or(0))).collect();
    assert_eq!(unknowable, counted, "the town has somebody for each");
}

#[test]
fn an_explanation_reads_as_before() {
    // Checked by hand, the first of each: target group, under kwalificatieplicht, consent that does not count.
    for (name, wanted) in [("doelgroep", "doorstroompunt/begeleiding"), ("verzuim", "leerplicht/verzuim")] {
        let (partij, pakket) = wanted.split_once('/').expect("a parcel");
        let found = numbers().into_iter().find(|bsn| {
            let output = told(bsn, &["--format", "json"]);
            let uitleg: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            let parcels = uitleg.get("pakketten").and_then(Value::as_array).cloned().unwrap_or_default();
            parcels.iter().any(|own| {
                own.get("geleverd") == Some(&Value::Bool(true))
                    && own.get("partij").and_then(Value::as_str) == Some(partij)
                    && own.get("pakket").and_then(Value::as_str) == Some(pakket)
            })
        });
        let bsn = found.expect("somebody in this parcel");
        let output = told(&bsn, &[]);
        let shown = text(&output.stdout);
        assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
        assert!(!shown.contains(&bsn), "the number itself is never told");
        insta::assert_snapshot!(name, shown);
    }
}

#[test]
fn an_explanation_holds_no_name_address_or_amount() {
    let brp = fs::read_to_string(repository("sample-data/brp.csv")).expect("the extract");
    let header: Vec<&str> = brp.lines().next().expect("a header").split(',').collect();
    let hidden = ["bsn", "voornamen", "geslachtsnaam", "straatnaam", "postcode"];
    for line in brp.lines().skip(1).take(60) {
        let cells: Vec<&str> = line.split(',').collect();
        let Some(bsn) = cells.first().filter(|bsn| bsn.len() == 9) else { continue };
        let shown = text(&told(bsn, &["--format", "json"]).stdout);
        for (name, cell) in
            header.iter().zip(&cells).filter(|(name, cell)| hidden.contains(name) && cell.len() > 3)
        {
            assert!(!shown.contains(*cell), "{name} is told");
        }
    }
}

#[test]
fn who_is_not_in_the_brp_extract_is_told_so() {
    // Passes the eleven-test, and belongs to nobody.
    let output = told("999999990", &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let uitleg: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(uitleg.get("in_brp"), Some(&Value::Bool(false)));
    let granted = uitleg.get("pakketten").and_then(Value::as_array).cloned().unwrap_or_default();
    assert!(granted.is_empty());
}

#[test]
fn a_number_that_is_no_number_is_refused_and_never_shown() {
    for wrong in ["123456789", "", "Jansen", "99999365399999365399999"] {
        let output = told(wrong, &[]);
        assert_eq!(output.status.code(), Some(2));
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(wrong.is_empty() || !said.contains(wrong), "{said}");
    }
    // A number as an argument would show in the process list. The message does not even repeat it.
    let output = jib(&["explain", "999993653"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output.stderr).contains("999993653"), "{}", text(&output.stderr));
    let config = config();
    let mut arguments = vec!["explain", "-c", &config, "--bsn", "999993653"];
    arguments.extend(DAYS);
    let output = jib(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output.stderr).contains("999993653"), "{}", text(&output.stderr));
}

#[test]
fn every_code_that_the_program_shows_can_be_explained() {
    let output = jib(&["explain", "--list", "--format", "json"]);
    let list: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let codes: Vec<&str> = list.iter().filter_map(|one| one.get("code").and_then(Value::as_str)).collect();
    for code in jib::model::finding::Code::ALL.iter().map(|code| code.word()) {
        assert!(codes.contains(&code), "{code}");
    }
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let rules =
        library.policy.laws.iter().flat_map(|(_, file)| &file.articles).flat_map(|article| &article.rules);
    for rule in rules {
        assert!(codes.contains(&rule.id.as_str()), "{}", rule.id);
    }
    for one in &list {
        let word = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        assert!(!word("titel").is_empty(), "{}", word("code"));
        assert!(!word("betekenis").is_empty() || word("soort") == "regel", "{}", word("code"));
    }
}

#[test]
fn the_questions_name_codes_and_articles_that_exist() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let all = jib::answers::explain::code::list(&library, jib::messages::Lang::Nl);
    let known = |code: &String| all.iter().any(|one| one.code == *code);
    for question in library.glossary.questions() {
        for code in question.codes.iter().chain(&question.articles) {
            assert!(known(code), "question {} names {code}", question.number);
        }
    }
    assert_eq!(library.glossary.questions().len(), 8);
}

#[test]
fn what_a_code_means_reads_as_before() {
    let mut shown = String::new();
    for code in
        ["R-BSN-001", "plicht", "WEB-9.2.5-toeleiding", "WEB 9.2.6", "STARTKWALIFICATIE_GEEN_RIJ", "vraag-8"]
    {
        let output = jib(&["explain", code]);
        assert!(output.status.success(), "{code}: {}", text(&output.stderr));
        shown.push_str(&text(&output.stdout));
        shown.push_str("----\n");
    }
    insta::assert_snapshot!("codes", shown);
}
