//! `jib.toml`: what a municipality decides about a run. Read, checked, and refused with the line shown.

pub mod arrangements;
mod check;
pub mod file;
mod paths;

use std::path::{Path, PathBuf};

use miette::{NamedSource, SourceSpan};

use crate::crypto::keys::Keys;
use crate::law::party::Party;
use crate::os_fault::cause;
use crate::schemas::extracts::Schemas;
use crate::schemas::toml_errors::told;
use file::ConfigFile;

/// A configuration that holds: every file is there, every name is known.
#[derive(Debug)]
pub struct Config {
    /// What the file says.
    pub file: ConfigFile,
    /// Where the file stands; its paths are relative to it.
    pub folder: PathBuf,
    /// sha256 of the file.
    pub sha256: String,
    /// The keys it names.
    pub keys: Keys,
}

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct ConfigFault {
    /// What is wrong.
    message: String,
    #[help]
    help: String,
    #[source_code]
    source_code: NamedSource<String>,
    #[label("hier")]
    span: Option<SourceSpan>,
}

impl Config {
    /// Reads and checks a configuration.
    pub fn load(path: &Path, schemas: &Schemas, parties: &[Party]) -> Result<Config, ConfigFault> {
        let name = path.display().to_string();
        let fault =
            |message: String, help: &str, text: String, span: Option<std::ops::Range<usize>>| ConfigFault {
                message,
                help: help.to_owned(),
                source_code: NamedSource::new(&name, text),
                span: span.map(SourceSpan::from),
            };
        let text = std::fs::read_to_string(path).map_err(|reason| {
            let help = "geef met -c het pad van een jib.toml; `jib sample` maakt een voorbeeld";
            fault(format!("`{name}` kan niet worden gelezen: {}", cause(&reason)), help, String::new(), None)
        })?;
        if let Some((message, help)) = not_to_be_shown(&text) {
            return Err(fault(format!("`{name}` {message}"), help, String::new(), None));
        }
        let file: ConfigFile = toml::from_str(&text).map_err(|reason| {
            let told = told(reason.message());
            fault(told.message, &told.help, text.clone(), reason.span())
        })?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let checker = check::Checker { file: &file, folder: &folder, schemas, parties };
        let keys = checker.check().map_err(|found| {
            let span = found.span.map(|section| match found.key {
                Some(key) => line_of(&text, key, section.clone()).unwrap_or(section),
                None => section,
            });
            fault(found.message, &found.help, text.clone(), span)
        })?;
        let sha256 = crate::crypto::hashing::sha256_hex(text.as_bytes());
        Ok(Config { file, folder, sha256, keys })
    }

    /// The controller's municipality as a number.
    pub fn gemeente(&self) -> u16 {
        self.file.gemeente.code.get_ref().parse().unwrap_or(0)
    }

    /// The municipalities of its Doorstroompunt region, as numbers.
    pub fn regio(&self) -> Vec<u16> {
        self.file.gemeente.regio.iter().filter_map(|code| code.get_ref().parse().ok()).collect()
    }

    /// A path of the configuration, as the operating system needs it.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.join(relative)
    }
}

/// A file of which no line may appear in a message: it is no configuration but perhaps an extract, or it holds a secret key.
fn not_to_be_shown(text: &str) -> Option<(&'static str, &'static str)> {
    if text.contains("AGE-SECRET-KEY-") {
        return Some((
            "bevat een geheime sleutel",
            "in jib.toml staan alleen openbare sleutels (age1…); haal de geheime weg en beschouw haar als gelekt",
        ));
    }
    if !text.lines().any(|line| line.trim_start().starts_with("[gemeente")) {
        return Some((
            "is geen jib.toml: de sectie [gemeente] ontbreekt",
            "geef met -c het pad van een jib.toml",
        ));
    }
    None
}

/// The line on which a key of a section stands, between the section's header and the next.
fn line_of(text: &str, key: &str, section: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let mut at = section.end;
    for line in text.get(section.end..)?.split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with('[') {
            return None;
        }
        if content.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            let begin = at + (line.len() - line.trim_start().len());
            return Some(begin..begin + content.len());
        }
        at += line.len();
    }
    None
}
