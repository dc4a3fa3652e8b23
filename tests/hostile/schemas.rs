//! The folder `schemas/`: law, parties, vocabularies, extracts and worked cases. Each file is valid or the program does not
//! start. Damage never gives a party what it may not hold.

use std::fs;

use jib::intake::read::raw::Raw;
use jib::law::in_force::RuleSet;
use jib::law::library::Library;
use jib::model::outcome::ExitCode;
use jib::proof::{cases, trial};
use jib::run::fault::Fault;
use jib::schemas::extracts::Schemas as Extracts;
use jib::schemas::files::{SchemaFiles, SchemasFault};
use jib::schemas::schema::{Schema, Soort};
use proptest::prelude::*;

use crate::hostile::reader::read;
use crate::hostile::speech::well_told;
use crate::support::damage::{Ground, damages, fuzz};
use crate::support::{Schemas, day, files};

/// Files of the folder, by path, and their damage.
fn ground(folder: &Schemas, kind: &str, is_ours: impl Fn(&str) -> bool) -> (Vec<String>, Ground) {
    let mut ground = Ground { files: Vec::new(), tokens: Ground::of(kind).tokens };
    let mut names = Vec::new();
    for path in files(folder.path()) {
        let name = path.strip_prefix(folder.path()).expect("in it").display().to_string();
        if is_ours(&name) {
            ground.files.push(fs::read(&path).expect("a file"));
            names.push(name);
        }
    }
    assert!(!names.is_empty());
    (names, ground)
}

/// What must hold of the rules of a day, whatever the files.
fn narrow(library: &Library, rules: &RuleSet) -> Result<(), TestCaseError> {
    for rule in &rules.rules {
        let party = library.policy.parties.get(usize::from(rule.party_position)).expect("a party");
        prop_assert_eq!(&party.id, &rule.party_id);
        for (field, basis) in &rule.columns {
            prop_assert!(party.may_ever_hold.contains(field), "{} may never hold {:?}", party.id, field);
            prop_assert!(rules.articles.contains_key(basis), "{basis} is in force");
        }
    }
    Ok(())
}

/// No panic, no English fault or fault without advice, and no law file that gives a party what it may never hold.
#[test]
fn no_bytes_break_the_law() {
    let folder = Schemas::copied();
    let is_read = |name: &str| {
        !name.starts_with("extracts/") && !name.ends_with("cases.toml") && !name.ends_with(".md")
    };
    let (names, ground) = ground(&folder, "config", is_read);
    let mine = [ExitCode::Policy, ExitCode::Usage, ExitCode::Internal];
    fuzz("law", 150, &damages(), |(file, damages)| {
        let file = file % names.len();
        let whole = fs::read(folder.path().join(&names[file])).expect("a file");
        fs::write(folder.path().join(&names[file]), ground.damaged(file, &damages)).expect("a file");
        let found = SchemaFiles::read(folder.path())
            .map_err(Fault::from)
            .and_then(|files| Library::of(files).map_err(Fault::from));
        fs::write(folder.path().join(&names[file]), whole).expect("a file");
        match found {
            Err(fault) => drop(well_told(&fault, &mine)?),
            Ok(library) => {
                for on in ["2020-07-01", "2025-12-31", "2026-01-01", "2026-11-23"] {
                    match library.policy.on(day(on), &library.schemas) {
                        Ok(rules) => narrow(&library, &rules)?,
                        Err(fault) => drop(well_told(&Fault::from(fault), &mine)?),
                    }
                    for fault in library.policy.faults_on(day(on), &library.schemas) {
                        well_told(&Fault::from(fault), &mine)?;
                    }
                }
            }
        }
        Ok(())
    });
}

/// No panic in a schema, or in a reader that uses it.
#[test]
fn no_bytes_break_the_schema_of_an_extract() {
    let library = crate::support::library();
    let folder = Schemas::copied();
    let (_, ground) = ground(&folder, "json", |name| name.starts_with("extracts/"));
    let delivered = Ground::of("reader").files;
    let case = (damages(), any::<usize>(), 1usize..300);
    fuzz("schema", 1_500, &case, |((file, damages), source, chunk_bytes)| {
        let text = ground.damaged_text(file, &damages);
        match Schema::parse(&text) {
            Err(fault) => {
                let fault = SchemasFault::Schema { path: "extracts/x.json".to_owned(), fault };
                well_told(&Fault::from(fault), &[ExitCode::Usage])?;
            }
            Ok(schema) => {
                let raw = Raw::from_bytes(delivered[source % delivered.len()].clone());
                for name in schema.profile_names() {
                    let written = schema.under(Some(name)).expect("a layout that was checked");
                    read(&library, &written, &raw, Soort::Snapshot, chunk_bytes)?;
                    read(&library, &written, &raw, Soort::Delta, chunk_bytes)?;
                }
            }
        }
        Ok(())
    });
}

/// No line of the national table is skipped silently, and nothing else is accepted as that table.
#[test]
fn no_bytes_break_the_table_of_municipalities() {
    let folder = Schemas::copied();
    let name = "vocabulary/gemeenten.csv";
    let (_, mut ground) = ground(&folder, "config", |own| own == name);
    ground.files.push(b"code,naam,geldig_van,geldig_tot\n0599,Rotterdam,,\n".to_vec());
    let small = SchemaFiles::read(folder.path()).expect("the folder");
    assert!(Extracts::load(&small).is_ok());
    let alone = crate::support::folder();
    fs::create_dir(alone.path().join("vocabulary")).expect("a folder");
    fuzz("municipalities", 300, &damages(), |(file, damages)| {
        let text = ground.damaged_text(file, &damages);
        fs::write(alone.path().join(name), &text).expect("a file");
        let files = SchemaFiles::read(alone.path()).expect("a folder");
        match Extracts::load(&files) {
            Err(fault) => drop(well_told(&Fault::from(fault), &[ExitCode::Usage])?),
            Ok(_) => {
                let rows = text.lines().skip_while(|line| line.starts_with('#')).skip(1);
                let whole =
                    |row: &str| row.len() > 4 && row.bytes().take(4).all(|byte| byte.is_ascii_digit());
                prop_assert!(rows.into_iter().all(whole), "a line that is no row");
            }
        }
        Ok(())
    });
}

/// A worked case never breaks the program, and no message holds its content.
#[test]
fn no_bytes_break_a_worked_case() {
    let library = crate::support::library();
    let folder = Schemas::copied();
    let (_, mut ground) = ground(&folder, "config", |name| name.ends_with("/cases.toml"));
    ground.files.extend(Ground::of("cases").files);
    ground.tokens.extend(Ground::of("cases").tokens);
    let alone = crate::support::folder();
    fs::create_dir_all(alone.path().join("law/wet")).expect("a folder");
    let path = alone.path().join("law/wet/cases.toml");
    let mine = [ExitCode::Policy, ExitCode::Usage];
    fuzz("case", 400, &(damages(), any::<usize>()), |((file, damages), which)| {
        fs::write(&path, ground.damaged_text(file, &damages)).expect("a file");
        let files = SchemaFiles::read(alone.path()).expect("a folder");
        match cases::load(&files) {
            Err(fault) => drop(well_told(&Fault::from(fault), &mine)?),
            Ok(found) if found.is_empty() => {}
            Ok(found) => {
                let (_, case) = &found[which % found.len()];
                if let Err(fault) = trial::try_case(case, &library) {
                    well_told(&fault, &mine)?;
                }
            }
        }
        Ok(())
    });
}
