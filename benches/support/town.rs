//! The town to measure on: the folder that `JIB_BENCH_STAD` names, or else a new one of 50,000 persons.

#![allow(dead_code, clippy::allow_attributes, reason = "each benchmark uses its own part of this file")]

use std::path::{Path, PathBuf};

use jib::model::days::Days;

use crate::support::{day, jib, text};

/// Size of the town that is made if none is named.
const PERSONS: &str = "50000";

/// The environment variable that names a town.
const NAMED: &str = "JIB_BENCH_STAD";

/// A town, as `jib sample` writes it.
pub struct Town {
    folder: PathBuf,
    _made: Option<tempfile::TempDir>,
}

impl Town {
    /// Uses the named town, or makes one.
    pub fn new() -> Town {
        if let Some(folder) = std::env::var_os(NAMED) {
            return Town { folder: PathBuf::from(folder), _made: None };
        }
        let made = tempfile::tempdir().expect("a folder");
        let folder = made.path().join("stad");
        let out = folder.display().to_string();
        let done = jib(&["sample", "--seed", "1", "--personen", PERSONS, "--quiet", "--out", &out]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        Town { folder, _made: Some(made) }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
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

/// The days for which towns are made.
pub fn days() -> Days {
    Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") }
}
