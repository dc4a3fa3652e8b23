//! A town to measure on: the folder that `JIB_BENCH_STAD` names, or one of 50,000 persons that is made for the occasion.

#![expect(clippy::expect_used, reason = "a measurement stops when its own ground gives way")]
#![allow(dead_code, clippy::allow_attributes, reason = "each benchmark uses its own part of this file")]

use std::path::{Path, PathBuf};
use std::process::Command;

use jib::basis::Days;
use jib::model::day::Day;

/// Persons of the town that is made when none is named.
const PERSONS: &str = "50000";

/// The variable that names a town.
const NAMED: &str = "JIB_BENCH_STAD";

/// A town, as `jib sample` writes it.
pub struct Town {
    folder: PathBuf,
    made: Option<tempfile::TempDir>,
}

impl Town {
    /// The named town, or one made now.
    pub fn new() -> Town {
        if let Some(folder) = std::env::var_os(NAMED) {
            return Town { folder: PathBuf::from(folder), made: None };
        }
        let made = tempfile::tempdir().expect("a folder");
        let folder = made.path().join("stad");
        let done = Command::new(env!("CARGO_BIN_EXE_jib"))
            .args(["sample", "--seed", "1", "--personen", PERSONS, "--quiet", "--out"])
            .arg(&folder)
            .output()
            .expect("the program");
        assert!(done.status.success(), "a town is made");
        Town { folder, made: Some(made) }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its configuration.
    pub fn config(&self) -> PathBuf {
        self.folder.join("jib.toml")
    }

    /// The text of every extract, by name.
    pub fn extracts(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(&self.folder).expect("the town");
        let mut extracts: Vec<(String, Vec<u8>)> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "csv"))
            .map(|path| {
                let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                (name, std::fs::read(&path).expect("an extract"))
            })
            .collect();
        extracts.sort();
        extracts
    }
}

/// The days on which towns are made to be run.
pub fn days() -> Days {
    Days { peildatum: day(11, 1), verstrekdatum: day(11, 23) }
}

fn day(month: u32, day: u32) -> Day {
    Day::from_ymd(2026, month, day).expect("a day")
}
