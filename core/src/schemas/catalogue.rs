//! The register of findings, from `schemas/vocabulary/bevindingen.toml`: severity, meaning and source of each code. Its title and
//! what to do are messages, in both languages.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::messages::{Lang, Messages};
use crate::model::finding::{Code, Ernst};
use crate::schemas::files::{SchemaFiles, SchemasFault};
use crate::schemas::toml_errors::{self, FileFaults};

const PATH: &str = "vocabulary/bevindingen.toml";

/// Who takes on a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the batch and keeps the keys and the configuration.
    #[serde(rename = "applicatiebeheerder")]
    Operator,
    /// Asks the sources to correct what they delivered.
    #[serde(rename = "databeheerder")]
    DataSteward,
    /// Assesses incidents with personal data.
    PrivacyOfficer,
    /// Decides on arrangements.
    Manager,
}

/// The entry of one code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// The stable code.
    pub code: String,
    /// Its severity.
    ernst: String,
    /// What it means and what was done.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// Article or source.
    #[serde(rename = "bron")]
    pub source: String,
    /// Whether it is about a person, and not about how a row is written. It is then counted as persons are: rounded in what travels.
    #[serde(rename = "over_persoon", default)]
    pub concerns_person: bool,
    /// Whose task it is to do something about it. Without it, nobody needs to look: the verdict can still be GOED.
    #[serde(rename = "taak")]
    pub task: Option<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "bevinding")]
    findings: Vec<CatalogueEntry>,
}

/// Every code with its entry, in the order of [`Code::ALL`].
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Vec<(Ernst, CatalogueEntry)>,
    unknown: Vec<String>,
}

impl Catalogue {
    /// Reads the register: every code must be in it.
    ///
    /// # Errors
    /// The file is missing or malformed, or a code has no usable entry.
    pub fn load(files: &SchemaFiles) -> Result<Catalogue, CatalogueFault> {
        let file: File = parse(PATH, files.text(PATH)?)?;
        let entries = Code::ALL.iter().map(|code| {
            let missing = || CatalogueFault::Incomplete { path: PATH, code: code.word().to_owned() };
            let entry = file.findings.iter().find(|entry| entry.code == code.word()).ok_or_else(missing)?;
            let ernst = Ernst::ALL.iter().copied().find(|ernst| ernst.word() == entry.ernst);
            Ok((ernst.ok_or_else(missing)?, entry.clone()))
        });
        let entries = entries.collect::<Result<_, CatalogueFault>>()?;
        let known = |code: &String| Code::ALL.iter().any(|known| known.word() == code);
        let unknown =
            file.findings.iter().map(|entry| entry.code.clone()).filter(|code| !known(code)).collect();
        Ok(Catalogue { entries, unknown })
    }

    /// Entries for codes that do not exist.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Every code with its severity and entry.
    pub fn entries(&self) -> impl Iterator<Item = (Code, Ernst, &CatalogueEntry)> {
        Code::ALL.iter().zip(&self.entries).map(|(code, (ernst, entry))| (*code, *ernst, entry))
    }

    /// The entry of a code.
    pub fn entry(&self, code: Code) -> Option<&CatalogueEntry> {
        self.get(code).map(|(_, entry)| entry)
    }

    fn get(&self, code: Code) -> Option<&(Ernst, CatalogueEntry)> {
        self.entries.get(usize::from(code.index()))
    }

    /// The severity of a code. A code without an entry would refuse the extract.
    pub fn ernst(&self, code: Code) -> Ernst {
        self.get(code).map_or(Ernst::Blokkerend, |(ernst, _)| *ernst)
    }
}

/// A short name of a finding.
pub fn title(code: Code, lang: Lang) -> Cow<'static, str> {
    Messages::of(lang).text_of_code("bevinding", code.word(), "titel")
}

/// What to do about a finding.
pub fn advice(code: Code, lang: Lang) -> Cow<'static, str> {
    Messages::of(lang).text_of_code("bevinding", code.word(), "advies")
}

/// Parses a register of texts for people.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(
    path: &'static str,
    text: &str,
) -> Result<T, CatalogueFault> {
    Ok(toml_errors::read(path, text, "elk veld staat in de kop van het bestand beschreven")?)
}

/// Why the register cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum CatalogueFault {
    /// The file does not exist.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Schemas(#[from] SchemasFault),
    /// It does not parse: everything that is wrong in it.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Syntax(#[from] FileFaults),
    /// A code has no entry, or one with an unknown severity.
    #[error("`{path}` heeft geen bruikbare ingang voor `{code}`")]
    #[diagnostic(help("voeg de ingang toe"))]
    Incomplete {
        /// Which file.
        path: &'static str,
        /// Which code.
        code: String,
    },
}
