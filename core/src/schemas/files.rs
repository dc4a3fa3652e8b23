//! The files of the folder `schemas/`: those built into the program, or a folder that the user names. Never a folder that happens
//! to be nearby. Every manifest holds the hashes of the files used.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::fault::SchemaFault;
use crate::crypto::hashing::sha256_hex;
use crate::handle::Folder;
use crate::model::shown::{steers, told_path};
use crate::os_fault::cause;

/// The files built into the program: their path in the folder and their text. They are in the binary's own crate
/// (`src/built_in.rs`), so that editing a law does not recompile the library.
pub type BuiltIn = &'static [(&'static str, &'static str)];

/// The most files in the folder.
const FILES_MAX: usize = 2_000;

/// The most bytes in one file.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// The files of the folder, by their path in it, with forward slashes.
#[derive(Clone, Debug)]
pub struct SchemaFiles {
    /// Where they came from, in words.
    pub origin: String,
    /// Whether they are those in the program.
    pub is_built_in: bool,
    files: BTreeMap<String, String>,
}

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum SchemasFault {
    /// A folder or file that cannot be read.
    #[error("`{path}` kan niet worden gelezen: {}", cause(reason))]
    #[diagnostic(help("controleer of de map bestaat en leesbaar is, met in haar alleen gewone bestanden"))]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        reason: io::Error,
    },
    /// More or larger than the limit.
    #[error("`{path}` is te groot: hoogstens {max} {what}")]
    #[diagnostic(help("wijs met --schemas de map `schemas` van jib aan"))]
    TooLarge {
        /// Which.
        path: String,
        /// Of what.
        what: &'static str,
        /// At most.
        max: u64,
    },
    /// An invalid schema file.
    #[error("schema `{path}` klopt niet: {fault}")]
    #[diagnostic(help("herstel het schemabestand; schemas/README.md beschrijft elk veld"))]
    Schema {
        /// Which.
        path: String,
        /// What is wrong.
        fault: SchemaFault,
    },
    /// A table with a malformed line.
    #[error("`{path}`: regel {line} heeft niet de vorm code,naam,geldig_van,geldig_tot")]
    #[diagnostic(help("verbeter deze regel: vier cijfers, een naam, en datums als jjjj-mm-dd of leeg"))]
    Row {
        /// Which.
        path: &'static str,
        /// On which line.
        line: usize,
    },
    /// A required file is missing.
    #[error("`{path}` ontbreekt in de map met schema's")]
    #[diagnostic(help("wijs met --schemas een volledige map `schemas` aan"))]
    Missing {
        /// Which.
        path: String,
    },
}

impl SchemaFiles {
    /// The copy that was built into the program.
    pub fn built_in(files: BuiltIn) -> SchemaFiles {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        SchemaFiles { origin: "ingebouwd".to_owned(), is_built_in: true, files: files.collect() }
    }

    /// Reads a folder with this structure.
    ///
    /// # Errors
    /// A file or folder is unreadable, or the folder is over its limits.
    pub fn read(folder: &Path) -> Result<SchemaFiles, SchemasFault> {
        let unreadable = |path: &Path| {
            let path = told_path(path);
            move |reason| SchemasFault::Unreadable { path, reason }
        };
        let own = Folder::open(folder).map_err(unreadable(folder))?;
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(&next).map_err(unreadable(&next))? {
                let entry = entry.map_err(unreadable(&next))?;
                let path = entry.path();
                let kind = entry.file_type().map_err(unreadable(&path))?;
                if kind.is_dir() {
                    folders.push(path);
                } else if is_ours(&path) {
                    let length = entry.metadata().map_err(unreadable(&path))?.len();
                    if length > FILE_BYTES_MAX || files.len() >= FILES_MAX {
                        let path = told_path(&path);
                        return Err(SchemasFault::TooLarge { path, what: "bytes", max: FILE_BYTES_MAX });
                    }
                    // A link or a pipe is refused rather than skipped: otherwise a law could silently be missing.
                    let name = path.strip_prefix(folder).map(slashed).unwrap_or_default();
                    // The name is shown in messages and tables, and written to the manifest.
                    if name.contains(steers) {
                        let reason = "zijn naam heeft een teken dat niemand ziet; geef het een andere naam";
                        return Err(unreadable(&path)(io::Error::other(reason)));
                    }
                    let bytes = own.read(&name, FILE_BYTES_MAX).map_err(unreadable(&path))?;
                    let no_text = |_| io::Error::from(io::ErrorKind::InvalidData);
                    let text = String::from_utf8(bytes).map_err(no_text).map_err(unreadable(&path))?;
                    files.insert(name, text);
                }
            }
        }
        Ok(SchemaFiles { origin: folder.display().to_string(), is_built_in: false, files })
    }

    /// Whether every file is, byte for byte, the one in the program, and none is missing.
    pub fn same_as(&self, built_in: BuiltIn) -> bool {
        let is_same = |(path, text): &(&str, &str)| self.files.get(*path).is_some_and(|own| own == text);
        self.files.len() == built_in.len() && built_in.iter().all(is_same)
    }

    /// The text of one file.
    ///
    /// # Errors
    /// The file is missing.
    pub fn text(&self, path: &str) -> Result<&str, SchemasFault> {
        let missing = || SchemasFault::Missing { path: path.to_owned() };
        self.files.get(path).map(String::as_str).ok_or_else(missing)
    }

    /// The files under a folder, sorted by path.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The path and sha256 of every file, for the manifest.
    pub fn hashes(&self) -> Vec<(String, String)> {
        self.files.iter().map(|(path, text)| (path.clone(), sha256_hex(text.as_bytes()))).collect()
    }
}

fn is_ours(path: &Path) -> bool {
    matches!(path.extension().and_then(|ext| ext.to_str()), Some("json" | "toml" | "csv"))
}

/// A path as text, with `/` between its parts on every system.
pub fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
