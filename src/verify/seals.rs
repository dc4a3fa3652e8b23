//! Opens whatever the given identities can open, and checks each content against its keyed hash.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::cleared::ClearedFiles;
use super::reading::{is_gone, list, number, read, text};
use super::wrong::Wrong;
use crate::crypto::hashing::PseudonymKey;
use crate::crypto::keys::Identity;
use crate::crypto::seal::{self, Unopened};
use crate::model::shown::told_path;

/// The result of opening the seals.
#[derive(Default)]
pub(super) struct Seals {
    /// Path and content of every sealed file that an identity opens.
    pub opened: BTreeMap<String, Vec<u8>>,
    /// Paths that no identity opens.
    pub closed: Vec<String>,
    /// Paths that are gone after their term.
    pub gone: Vec<String>,
    /// Number of contents whose keyed hash was checked.
    pub keyed: usize,
}

/// Opens every sealed file it can. With the pseudonym key, each content is also checked against its keyed hash.
pub(super) fn open_seals(
    run: &Path,
    manifest: &Value,
    key: Option<&PseudonymKey>,
    identities: &[Identity],
    cleared: &ClearedFiles,
) -> Result<Seals, Wrong> {
    let mut seals = Seals::default();
    let is_first_form = number(manifest, "versie")? == 1;
    for file in list(manifest, "/uitvoer")? {
        let path = text(file, "pad")?;
        if cleared.paths.contains(path) && is_gone(run, path) {
            seals.gone.push(path.to_owned());
            continue;
        }
        let bytes = read(run, path)?;
        let is_sealed = path.ends_with(".age");
        let content = if is_sealed { opened(path, &bytes, identities)? } else { Some(bytes) };
        let Some(content) = content else {
            seals.closed.push(path.to_owned());
            continue;
        };
        if let Some(key) = key {
            let hmac =
                if is_first_form { key.hmac_hex_of_version_1(&content) } else { key.hmac_hex(&content) };
            if hmac != text(file, "hmac_inhoud")? {
                return Err(Wrong::Keyed { path: told_path(Path::new(path)) });
            }
            seals.keyed += 1;
        }
        if is_sealed {
            seals.opened.insert(path.to_owned(), content);
        }
    }
    Ok(seals)
}

/// Returns the content, or `None` if it is sealed to somebody else.
fn opened(path: &str, sealed: &[u8], identities: &[Identity]) -> Result<Option<Vec<u8>>, Wrong> {
    if identities.is_empty() {
        return Ok(None);
    }
    match seal::open(sealed, identities) {
        Ok(content) => Ok(Some(content)),
        Err(Unopened::OtherKey) => Ok(None),
        Err(_) => Err(Wrong::Seal { path: told_path(Path::new(path)) }),
    }
}
