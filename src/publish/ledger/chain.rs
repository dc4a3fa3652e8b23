//! The chain of runs: each manifest holds the hash of the one before it, so a removed or replaced run is detected.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::crypto::hashing::sha256_hex;
use crate::model::day::Day;
use crate::model::outcome::RunOutcome;

/// File name of the manifest in a run folder.
pub const MANIFEST: &str = "manifest.json";

#[derive(Deserialize)]
struct ChainLink {
    #[serde(rename = "uitkomst")]
    outcome: RunOutcome,
    gemeente: String,
    peildatum: Day,
    verstrekdatum: Day,
    #[serde(rename = "vorige")]
    previous: Option<String>,
    #[serde(rename = "staat")]
    state: Option<String>,
    #[serde(default)]
    #[serde(rename = "gekrompen")]
    shrunk: Vec<String>,
    #[serde(default)]
    #[serde(rename = "invoer")]
    input: Vec<PastDelivery>,
    #[serde(rename = "behoud")]
    conservation: PastSums,
}

#[derive(Deserialize)]
struct PastDelivery {
    extract: String,
    sha256: String,
    #[serde(default)]
    codes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct PastSums {
    #[serde(rename = "extracten")]
    extracts: Vec<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    extract: String,
    #[serde(rename = "gelezen")]
    read: u64,
}

/// The last run in a folder of runs.
#[derive(Clone, Debug)]
pub struct Head {
    /// sha256 of its manifest.
    pub sha256: String,
    /// The controller.
    pub gemeente: String,
    /// The day on which its facts were judged (peildatum).
    pub peildatum: Day,
    /// The day on which its data left (verstrekdatum).
    pub verstrekdatum: Day,
    /// The latest verstrekdatum of any run in the folder.
    pub latest: Day,
    /// Extracts with far fewer rows than in the run before it.
    pub gekrompen: Vec<String>,
    /// Its deliveries: extract and sha256.
    pub delivered: Vec<(String, String)>,
    /// sha256 of the state it left.
    pub staat: Option<String>,
    /// Rows it read, per extract.
    pub gelezen: BTreeMap<String, u64>,
    /// The codes that many of its rows had: extract, column, code.
    pub codes: Vec<(String, String, String)>,
}

fn codes_of(deliveries: Vec<PastDelivery>) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for PastDelivery { extract, codes, .. } in deliveries {
        for (column, words) in codes {
            all.extend(words.into_iter().map(|word| (extract.clone(), column.clone(), word)));
        }
    }
    all
}

/// The runs of a folder, each with the bytes of its manifest. A run that is still being written does not count.
pub fn manifests(out: &Path) -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(out).into_iter().flatten().flatten();
    let runs = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    runs.filter_map(|entry| Some((entry.path(), std::fs::read(entry.path().join(MANIFEST)).ok()?)))
}

/// The last run in a folder of runs: the one that no other run names as its predecessor. Folders without a readable
/// manifest, and runs that released nothing, are not links of the chain.
pub fn head(out: &Path) -> Option<Head> {
    let mut links: Vec<(PathBuf, Head)> = Vec::new();
    let mut named = BTreeSet::new();
    for (folder, bytes) in manifests(out) {
        let Ok(link) = serde_json::from_slice::<ChainLink>(&bytes) else { continue };
        if link.outcome.in_chain() {
            named.extend(link.previous);
            let gelezen = link.conservation.extracts.into_iter().map(|sum| (sum.extract, sum.read));
            let delivered = link.input.iter().map(|own| (own.extract.clone(), own.sha256.clone()));
            let head = Head {
                sha256: sha256_hex(&bytes),
                gemeente: link.gemeente,
                peildatum: link.peildatum,
                verstrekdatum: link.verstrekdatum,
                latest: link.verstrekdatum,
                gekrompen: link.shrunk,
                delivered: delivered.collect(),
                staat: link.state,
                gelezen: gelezen.collect(),
                codes: codes_of(link.input),
            };
            links.push((folder, head));
        }
    }
    links.sort_by(|(one, _), (other, _)| one.cmp(other));
    let latest = links.iter().map(|(_, head)| head.latest).max()?;
    let head = links.into_iter().rev().map(|(_, head)| head).find(|head| !named.contains(&head.sha256));
    head.map(|head| Head { latest, ..head })
}
