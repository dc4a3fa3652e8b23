//! The chain of runs: each manifest holds the hash of the one before it, so that a removed or replaced run is found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::crypto::hashing::sha256_hex;
use crate::model::day::Day;
use crate::model::outcome::Uitkomst;

/// The name of a manifest in the folder of its run.
pub const MANIFEST: &str = "manifest.json";

#[derive(Deserialize)]
struct Link {
    uitkomst: Uitkomst,
    gemeente: String,
    peildatum: Day,
    verstrekdatum: Day,
    vorige: Option<String>,
    staat: Option<String>,
    #[serde(default)]
    gekrompen: Vec<String>,
    #[serde(default)]
    invoer: Vec<Delivered>,
    behoud: Sums,
}

#[derive(Deserialize)]
struct Delivered {
    extract: String,
    sha256: String,
    #[serde(default)]
    codes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Sums {
    extracten: Vec<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    extract: String,
    gelezen: u64,
}

/// The last run in a folder of runs.
#[derive(Clone, Debug)]
pub struct Head {
    /// sha256 of its manifest.
    pub sha256: String,
    /// The controller.
    pub gemeente: String,
    /// The day on which its facts were judged.
    pub peildatum: Day,
    /// The day on which its data left.
    pub verstrekdatum: Day,
    /// The latest day on which data of any run left.
    pub latest: Day,
    /// Extracts that held far fewer rows than the run before it.
    pub gekrompen: Vec<String>,
    /// Its deliveries: extract and sha256.
    pub delivered: Vec<(String, String)>,
    /// sha256 of the state that it left.
    pub staat: Option<String>,
    /// Rows that it read, per extract.
    pub gelezen: BTreeMap<String, u64>,
    /// The codes that many of its rows had: extract, column, code.
    pub codes: Vec<(String, String, String)>,
}

fn codes_of(deliveries: Vec<Delivered>) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for Delivered { extract, codes, .. } in deliveries {
        for (column, words) in codes {
            all.extend(words.into_iter().map(|word| (extract.clone(), column.clone(), word)));
        }
    }
    all
}

/// The runs of a folder, each with the bytes of its manifest. A run that is being written is none yet.
pub fn manifests(out: &Path) -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(out).into_iter().flatten().flatten();
    let runs = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    runs.filter_map(|entry| Some((entry.path(), std::fs::read(entry.path().join(MANIFEST)).ok()?)))
}

/// The last run in a folder of runs: the one that no other names as its predecessor. Folders without a readable manifest,
/// and runs that released nothing, are no links.
pub fn head(out: &Path) -> Option<Head> {
    let mut links: Vec<(PathBuf, Head)> = Vec::new();
    let mut named = BTreeSet::new();
    for (folder, bytes) in manifests(out) {
        let Ok(link) = serde_json::from_slice::<Link>(&bytes) else { continue };
        if link.uitkomst.in_chain() {
            named.extend(link.vorige);
            let gelezen = link.behoud.extracten.into_iter().map(|sum| (sum.extract, sum.gelezen));
            let delivered = link.invoer.iter().map(|own| (own.extract.clone(), own.sha256.clone()));
            let head = Head {
                sha256: sha256_hex(&bytes),
                gemeente: link.gemeente,
                peildatum: link.peildatum,
                verstrekdatum: link.verstrekdatum,
                latest: link.verstrekdatum,
                gekrompen: link.gekrompen,
                delivered: delivered.collect(),
                staat: link.staat,
                gelezen: gelezen.collect(),
                codes: codes_of(link.invoer),
            };
            links.push((folder, head));
        }
    }
    links.sort_by(|(one, _), (other, _)| one.cmp(other));
    let latest = links.iter().map(|(_, head)| head.latest).max()?;
    let head = links.into_iter().rev().map(|(_, head)| head).find(|head| !named.contains(&head.sha256));
    head.map(|head| Head { latest, ..head })
}
