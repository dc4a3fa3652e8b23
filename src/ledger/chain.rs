//! The chain of runs: each manifest holds the hash of the one before it, so that a removed or replaced run is found.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::manifest::Uitkomst;
use crate::hashing::sha256_hex;

#[derive(Deserialize)]
struct Link {
    uitkomst: Uitkomst,
    vorige: Option<String>,
}

/// The hash of the last manifest in a folder of runs: the one that no other names as its predecessor. Folders without a
/// readable manifest, and runs that released nothing, are no links.
pub fn head(out: &Path) -> Option<String> {
    let mut links: Vec<(String, String)> = Vec::new();
    let mut named = BTreeSet::new();
    for entry in std::fs::read_dir(out).ok()?.flatten() {
        let Ok(bytes) = std::fs::read(entry.path().join("manifest.json")) else { continue };
        let Ok(link) = serde_json::from_slice::<Link>(&bytes) else { continue };
        if link.uitkomst.in_chain() {
            named.extend(link.vorige);
            links.push((entry.file_name().to_string_lossy().into_owned(), sha256_hex(&bytes)));
        }
    }
    links.sort();
    links.into_iter().rev().map(|(_, hash)| hash).find(|hash| !named.contains(hash))
}
