//! `jib.toml` is read whole or refused in Dutch, on its line. It never leads to a path outside its folder, and no message holds a
//! person's number.

use std::fs;
use std::path::Component;

use jib::config::Config;
use jib::config::file::ConfigFile;
use jib::model::day::Day;
use jib::model::number::concealed;
use jib::model::outcome::ExitCode;
use jib::run::fault::Fault;
use jib::schemas::toml_errors::TomlReading;
use proptest::prelude::*;

use crate::hostile::speech::well_told;
use crate::support::damage::{Ground, damages, fuzz};
use crate::support::{copy, repository};

/// What must hold of an accepted configuration.
fn sound(config: &Config, text: &str) -> Result<(), TestCaseError> {
    let file = &config.file;
    for code in std::iter::once(&file.gemeente.code).chain(&file.gemeente.regio) {
        let code = code.get_ref();
        prop_assert!(code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()));
    }
    let mut taken = std::collections::BTreeSet::new();
    for levering in &file.levering {
        let levering = levering.get_ref();
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        let path = std::path::Path::new(&levering.path);
        prop_assert!(path.components().all(inside), "a path outside the folder");
        let opened = config.open_delivery(&levering.path);
        let is_absent = |fault: &std::io::Error| fault.kind() == std::io::ErrorKind::NotFound;
        prop_assert!(opened.as_ref().err().is_none_or(is_absent), "a path that leads elsewhere");
        prop_assert_eq!(concealed(&levering.path), levering.path.as_str(), "a number in a path");
        prop_assert!(levering.max_age_days >= 0);
        prop_assert!(taken.insert((&levering.extract, &levering.controller)), "one delivery twice");
        prop_assert!(
            !levering.path.contains("{datum}") && levering.peildatum != Day::NONE,
            "a day that is left open"
        );
    }
    prop_assert_eq!(config.keys.ontvangers.len(), file.ontvanger.len());
    for overlap in &file.doeloverlap {
        prop_assert!(!overlap.get_ref().motivering.trim().is_empty());
    }
    for mandaat in &file.mandaat {
        prop_assert!(!mandaat.get_ref().avg_regeling.trim().is_empty());
    }
    prop_assert!(!text.contains("AGE-SECRET-KEY-"), "a secret key in a configuration");
    Ok(())
}

/// No panic, no English fault or fault without advice, no exit code that blames the machine, no person's number in a message, and
/// no invalid configuration accepted.
#[test]
fn no_bytes_break_the_configuration() {
    let library = crate::support::library();
    let folder = crate::support::folder();
    copy(&repository("sample-data"), folder.path());
    let path = folder.path().join("jib.toml");
    let peildatum = Day::parse_iso("2026-11-01").expect("a day");
    let mut ground = Ground::of("config");
    ground.files.push(fs::read(&path).expect("the configuration of the sample"));
    fuzz("configuration", 2_000, &damages(), |(file, damages)| {
        let bytes = ground.damaged(file, &damages);
        fs::write(&path, &bytes).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        // Our reader of the tree and the one of the crate take the same files: a value that ours let through would count for nothing.
        let is_taken = TomlReading::<ConfigFile>::of(&text).slips.is_empty();
        prop_assert_eq!(is_taken, toml::from_str::<ConfigFile>(&text).is_ok());
        match Config::load_on(&path, &library.schemas, &library.policy.parties, Some(peildatum)) {
            Ok(config) => sound(&config, &text)?,
            Err(faults) => {
                let shown = well_told(&Fault::from(faults), &[ExitCode::Usage])?;
                prop_assert!(!shown.contains("AGE-SECRET-KEY-1"), "{}", shown);
            }
        }
        Ok(())
    });
}
