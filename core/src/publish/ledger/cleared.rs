//! `opgeruimd.json`: which files housekeeping took out of a run after their term, under our own signature. The manifest goes on naming
//! them; this says that they are gone on purpose.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::crypto::sign::Signer;
use crate::handle::Folder;
use crate::model::day::Day;

/// File name in a run folder.
pub const NAME: &str = "opgeruimd.json";

/// File name of its signature.
pub const SIGNATURE: &str = "opgeruimd.json.minisig";

/// The form of the file.
const VERSION: u32 = 1;

/// Largest file that is read, in bytes.
const BYTES_MAX: u64 = 64 << 20;

/// What was cleared from one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cleared {
    #[serde(rename = "versie")]
    version: u32,
    /// The day against which the terms were held, the last time.
    #[serde(rename = "datum")]
    pub date: Day,
    #[serde(rename = "weg")]
    gone: Vec<Gone>,
}

/// A file that may be gone, as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gone {
    #[serde(rename = "pad")]
    path: String,
    sha256: String,
}

impl Cleared {
    /// These files, each with its sha256.
    pub fn new(date: Day, files: BTreeMap<String, String>) -> Cleared {
        let gone = files.into_iter().map(|(path, sha256)| Gone { path, sha256 }).collect();
        Cleared { version: VERSION, date, gone }
    }

    /// What a run says, if it says it under this signature.
    pub fn read(run: &Folder, signer: &Signer) -> Option<Cleared> {
        let bytes = run.read(NAME, BYTES_MAX).ok()?;
        let signature = String::from_utf8(run.read(SIGNATURE, BYTES_MAX).ok()?).ok()?;
        signer.check_clearing(&bytes, &signature).ok()?;
        serde_json::from_slice(&bytes).ok().filter(|cleared: &Cleared| cleared.version == VERSION)
    }

    /// The files, by path, each with its sha256.
    pub fn files(self) -> BTreeMap<String, String> {
        self.gone.into_iter().map(|Gone { path, sha256 }| (path, sha256)).collect()
    }

    /// The bytes to be signed.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
