//! Worked cases, as written beside the law in `schemas/law/<law>/cases.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::law::fault::{PolicyFault, read};
use crate::model::day::Day;
use crate::schemas::files::SchemaFiles;

/// The most cases allowed in all files together.
pub const CASES_MAX: usize = 10_000;

/// The file name of worked cases.
const FILE: &str = "/cases.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default, rename = "case")]
    cases: Vec<Case>,
}

/// One worked case: the facts of one synthetic person, and the expected outcome.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Unique across all files.
    pub id: String,
    /// What it shows, in one Dutch sentence.
    #[serde(rename = "toont")]
    pub shows: String,
    /// The articles on which it rests.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
    /// Which of the eight questions it answers, if any.
    #[serde(rename = "vraag")]
    pub question: Option<u8>,
    /// The day on which facts are judged.
    #[serde(default = "peildatum")]
    pub peildatum: Day,
    /// The day on which data leaves.
    #[serde(default = "verstrekdatum")]
    pub verstrekdatum: Day,
    /// Exactly the parcels that hold the person. Parcels of counts are left out.
    #[serde(rename = "pakketten")]
    pub parcels: Vec<String>,
    /// Expected values in columns of the classification.
    #[serde(default, rename = "waarden")]
    pub values: BTreeMap<String, String>,
    /// The expected refusal per parcel.
    #[serde(default, rename = "geweigerd")]
    pub refused: BTreeMap<String, String>,
    /// Expected cells of the person's first line in a parcel.
    #[serde(default, rename = "cellen")]
    pub cells: BTreeMap<String, BTreeMap<String, String>>,
    /// The facts: rows per extract.
    #[serde(default, rename = "feiten")]
    pub facts: BTreeMap<String, Vec<toml::Table>>,
    /// Parcels that held the person before (`partij/pakket`), each with the day of its last delivery.
    #[serde(default, rename = "eerder")]
    pub earlier: BTreeMap<String, Day>,
    /// Keys of a delivery that differ from the defaults.
    #[serde(default, rename = "levering")]
    pub delivery: BTreeMap<String, toml::Table>,
    /// Configuration entries that differ from the defaults.
    #[serde(default)]
    pub config: toml::Table,
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd(year, month, day).unwrap_or(Day::NONE)
}

fn peildatum() -> Day {
    day(2026, 11, 1)
}

fn verstrekdatum() -> Day {
    day(2026, 11, 23)
}

/// Every case with the path of its file.
///
/// # Errors
/// [`PolicyFault`] if a file does not parse, two cases share an id, or there are more than [`CASES_MAX`] cases.
pub fn load(files: &SchemaFiles) -> Result<Vec<(String, Case)>, PolicyFault> {
    let mut cases = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for (path, text) in files.under("law").filter(|(path, _)| path.ends_with(FILE)) {
        let invalid = |message: String| PolicyFault::Invalid { path: path.to_owned(), message };
        let file: CaseFile = read(path, text)?;
        for case in file.cases {
            if !ids.insert(case.id.clone()) {
                return Err(invalid(format!("geval `{}` staat er twee keer", case.id)));
            }
            cases.push((path.to_owned(), case));
        }
        if cases.len() > CASES_MAX {
            return Err(invalid(format!("meer dan {CASES_MAX} gevallen")));
        }
    }
    Ok(cases)
}
