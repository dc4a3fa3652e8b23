//! The chain of runs: each manifest names its predecessor by hash, so a removed, replaced or reordered run is detected.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::{Wrong, text};
use crate::crypto::hashing::sha256_hex;

/// A run in the folder that released something.
struct Link {
    name: String,
    previous: Option<String>,
}

/// The result of walking the chain.
pub(super) enum Chain {
    /// The run released nothing, so it is not a link.
    NoLink,
    /// This many runs came before it, and all of them are present.
    Whole(usize),
}

/// Walks from the run back to the first one.
pub(super) fn check_chain(run: &Path, manifest: &Value) -> Result<Chain, Wrong> {
    if !is_link(manifest) {
        return Ok(Chain::NoLink);
    }
    let folder = run.canonicalize().unwrap_or_else(|_| run.to_path_buf());
    let links = folder.parent().map(links).unwrap_or_default();
    let mut named: BTreeMap<Option<&str>, &str> = BTreeMap::new();
    for link in links.values() {
        if let Some(other) = named.insert(link.previous.as_deref(), &link.name) {
            let mut runs = [other.to_owned(), link.name.clone()];
            runs.sort();
            let [one, other] = runs;
            return Err(Wrong::Fork { one, other });
        }
    }
    let mut seen = BTreeSet::new();
    let mut next = previous(manifest)?;
    while let Some(hash) = next {
        let Some(link) = links.get(&hash).filter(|_| seen.insert(hash.clone())) else {
            return Err(Wrong::Predecessor { steps: seen.len() + 1 });
        };
        next = link.previous.clone();
    }
    Ok(Chain::Whole(seen.len()))
}

fn is_link(manifest: &Value) -> bool {
    matches!(text(manifest, "uitkomst"), Ok("geleverd" | "geleverd_met_quarantaine"))
}

fn previous(manifest: &Value) -> Result<Option<String>, Wrong> {
    match manifest.get("vorige") {
        Some(Value::Null) => Ok(None),
        Some(Value::String(hash)) => Ok(Some(hash.clone())),
        _ => Err(Wrong::Form { what: "vorige".to_owned() }),
    }
}

/// The links in a folder of runs, by the hash of their manifest.
fn links(folder: &Path) -> BTreeMap<String, Link> {
    let mut links = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let Ok(bytes) = std::fs::read(entry.path().join(super::MANIFEST)) else { continue };
        let Ok(manifest) = serde_json::from_slice::<Value>(&bytes) else { continue };
        let (true, Ok(vorige)) = (is_link(&manifest), previous(&manifest)) else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        links.insert(sha256_hex(&bytes), Link { name, previous: vorige });
    }
    links
}
