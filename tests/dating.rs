//! Law is dated data: a change of law is a file with a later date, and has no effect a day earlier.

use std::fs;

use jib::law::fault::PolicyFault;
use jib::law::in_force::RuleSet;
use jib::law::library::Library;
use jib::model::field::Field;
use jib::schemas::files::SchemaFiles;

use crate::support::{Schemas, day, repository};

#[path = "../src/built_in.rs"]
mod built_in;

fn on(library: &Library, text: &str) -> RuleSet {
    library.policy.on(day(text), &library.schemas).expect("in force on this day")
}

const WEB: &str = "law/wet_educatie_en_beroepsonderwijs";

#[test]
fn the_doorstroompunt_goes_from_23_to_27_on_the_first_of_january_2026() {
    let library = crate::support::library();
    let (before, after) = (on(&library, "2025-12-31"), on(&library, "2026-01-01"));
    assert_eq!((before.date, before.terms.doelgroep_leeftijd_tot), (day("2020-07-01"), 23));
    assert_eq!((after.date, after.terms.doelgroep_leeftijd_tot), (day("2026-01-01"), 27));
    assert!(before.terms.overleg_school_termijn_jaren.is_empty());
    assert_eq!(after.terms.overleg_school_termijn_jaren.len(), 5);
}

#[test]
fn no_rule_set_covers_a_day_before_the_first() {
    let library = crate::support::library();
    let refused = library.policy.on(day("2020-06-30"), &library.schemas);
    assert!(matches!(refused, Err(PolicyFault::NothingInForce { .. })));
    assert_eq!(on(&library, "2020-07-01").date, day("2020-07-01"));
}

#[test]
fn a_law_file_with_a_later_date_waits_for_its_day() {
    let folder = Schemas::copied();
    let text = fs::read_to_string(folder.path().join(WEB).join("2026-01-01.toml")).expect("the law");
    let changed = text
        .replace("valid_from = \"2026-01-01\"", "valid_from = \"2027-08-01\"")
        .replace("doelgroep_leeftijd_tot = 27", "doelgroep_leeftijd_tot = 30");
    assert_ne!(text, changed);
    fs::write(folder.path().join(WEB).join("2027-08-01.toml"), changed).expect("a new law file");
    let library = Library::load(folder.path()).expect("the changed schemas");
    let (eve, first) = (on(&library, "2027-07-31"), on(&library, "2027-08-01"));
    assert_eq!((eve.date, eve.terms.doelgroep_leeftijd_tot), (day("2026-01-01"), 27));
    assert_eq!((first.date, first.terms.doelgroep_leeftijd_tot), (day("2027-08-01"), 30));
}

#[test]
fn a_field_that_a_new_law_grants_needs_no_rust() {
    let folder = Schemas::copied();
    let path = folder.path().join("law/participatiewet/2026-01-01.toml");
    let text = fs::read_to_string(&path).expect("the law");
    let changed = text.replace("valid_from = \"2026-01-01\"", "valid_from = \"2027-01-01\"").replacen(
        "\"postcode\",",
        "\"postcode\", \"niveau\",",
        1,
    );
    assert!(changed.contains("\"postcode\", \"niveau\""), "the rule lists postcode");
    fs::write(folder.path().join("law/participatiewet/2027-01-01.toml"), changed).expect("a new law file");
    let library = Library::load(folder.path()).expect("the changed schemas");
    let has_level = |rules: &RuleSet| {
        let rule = rules
            .rules
            .iter()
            .find(|rule| {
                (rule.party_id.as_str(), rule.parcel.as_str()) == ("participatie", "jongeren-in-beeld")
            })
            .expect("the rule");
        rule.columns.iter().any(|(field, _)| *field == Field::Niveau)
    };
    assert!(!has_level(&on(&library, "2026-12-31")));
    assert!(has_level(&on(&library, "2027-01-01")));
}

#[test]
fn a_law_that_ended_is_never_replaced_by_an_older_one() {
    let folder = Schemas::copied();
    let path = folder.path().join(WEB).join("2026-01-01.toml");
    let text = fs::read_to_string(&path).expect("the law");
    let ended =
        text.replace("valid_from = \"2026-01-01\"", "valid_from = \"2026-01-01\"\nvalid_to = \"2026-06-30\"");
    fs::write(&path, ended).expect("the law file");
    let library = Library::load(folder.path()).expect("the changed schemas");
    assert_eq!(on(&library, "2026-06-30").terms.doelgroep_leeftijd_tot, 27);
    let refused = library.policy.on(day("2026-07-01"), &library.schemas);
    let Err(PolicyFault::NothingInForce { reason, .. }) = refused else {
        panic!("a law that ended must refuse the day");
    };
    assert!(reason.contains("2026-06-30"), "{reason}");
}

#[test]
fn two_rules_for_one_parcel_are_refused() {
    let folder = Schemas::copied();
    let path = folder.path().join("law/participatiewet/2026-01-01.toml");
    let text = fs::read_to_string(&path).expect("the law");
    let start = text.find("[[article.rule]]").expect("a rule");
    let rule = text.get(start..).expect("on a character");
    let end = rule.get(2..).expect("text").find("[[article]]").map_or(rule.len(), |at| at + 2);
    let twice = format!("{text}\n{}", rule.get(..end).expect("on a character"));
    fs::write(&path, twice).expect("the law file");
    let library = Library::load(folder.path()).expect("the changed schemas");
    let refused = library.policy.on(day("2026-11-01"), &library.schemas);
    assert!(matches!(refused, Err(PolicyFault::Invalid { .. })));
}

/// A law file that the program does not carry must be noticed, or the program would silently apply the previous law.
#[test]
fn the_copy_in_the_program_is_the_folder() {
    let built_in = SchemaFiles::built_in(built_in::SCHEMAS).hashes();
    let read = SchemaFiles::read(&repository("schemas")).expect("the schemas of this repository").hashes();
    assert_eq!(built_in, read, "src/built_in.rs lists every file of schemas/");
}
