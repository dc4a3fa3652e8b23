//! The chain of runs: each manifest names its predecessor by hash, so a removed, replaced or reordered run is detected. What was not
//! signed by the signer of the run is no link.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use serde_json::Value;

use super::means::Controller;
use super::reading::text;
use super::wrong::Wrong;
use crate::crypto::hashing::sha256_hex;
use crate::crypto::sign::Signer;
use crate::handle::Folder;
use crate::model::shown::told;
use crate::publish::ledger::anchor::Anchored;
use crate::publish::ledger::chain::Begin;
use crate::publish::ledger::runs::Runs;

/// A run in the folder that released something.
struct ManifestLink {
    name: String,
    verstrekdatum: String,
    previous: Option<String>,
    /// What it missed of the runs before it.
    has_lost_memory: bool,
    is_signed: bool,
}

/// The result of walking the chain.
pub(super) enum Chain {
    /// The run released nothing, so it is not a link.
    NoLink,
    /// All runs that came before it are present.
    Whole {
        /// How many.
        steps: usize,
        /// Those of them, and this one itself, that began without the memory of the run before, by the names of their folders.
        forgetful: Vec<String>,
    },
}

/// Walks from the run back to the first one.
pub(super) fn check_chain(run: &Path, manifest: &Value, signer: &Signer) -> Result<Chain, Wrong> {
    if !is_link(manifest) {
        return Ok(Chain::NoLink);
    }
    let links = runs_of(run).map(|runs| links(&runs, signer)).unwrap_or_default();
    let mut named: BTreeMap<Option<&str>, &str> = BTreeMap::new();
    for link in links.values() {
        if let Some(other) = named.insert(link.previous.as_deref(), &link.name) {
            let mut runs = [told(other), told(&link.name)];
            runs.sort();
            let [one, other] = runs;
            return Err(Wrong::Fork { one, other });
        }
    }
    let mut seen = BTreeSet::new();
    let mut forgetful: Vec<String> =
        has_lost_memory(manifest).then(|| "deze run".to_owned()).into_iter().collect();
    let (mut next, mut day) = (previous(manifest)?, text(manifest, "verstrekdatum")?.to_owned());
    while let Some(hash) = next {
        let Some(link) = links.get(&hash).filter(|_| seen.insert(hash.clone())) else {
            return Err(Wrong::Predecessor { steps: seen.len() + 1 });
        };
        if !link.is_signed {
            return Err(Wrong::PredecessorUnsigned { name: told(&link.name) });
        }
        // Days are written so that their order is that of their text.
        if link.verstrekdatum > day {
            return Err(Wrong::DayBack { name: told(&link.name) });
        }
        if link.has_lost_memory {
            forgetful.push(format!("`{}`", told(&link.name)));
        }
        (next, day) = (link.previous.clone(), link.verstrekdatum.clone());
    }
    Ok(Chain::Whole { steps: seen.len(), forgetful })
}

/// As [`Begin::has_lost_memory`]. A manifest of the first form does not say what it began with.
fn has_lost_memory(manifest: &Value) -> bool {
    let begin = manifest.get("staat_begin").map_or(Ok(None), Option::<Begin>::deserialize);
    begin.map_or(true, |begin| begin.is_some_and(|begin| begin.has_lost_memory()))
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

/// The folder of runs that a run lies in, also where the run is given by a link to it.
pub(super) fn runs_of(run: &Path) -> io::Result<PathBuf> {
    let parent = run.canonicalize()?.parent().map(Path::to_path_buf);
    parent.ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// The links in a folder of runs, by the hash of their manifest.
fn links(folder: &Path, signer: &Signer) -> BTreeMap<String, ManifestLink> {
    let mut links: BTreeMap<String, ManifestLink> = BTreeMap::new();
    let runs = Runs::open(folder, Some(signer.clone()));
    for read in runs.names().into_iter().filter_map(|name| runs.read(&name)) {
        let Ok(manifest) = serde_json::from_slice::<Value>(&read.bytes) else { continue };
        let (true, Ok(previous), Ok(day)) =
            (is_link(&manifest), previous(&manifest), text(&manifest, "verstrekdatum"))
        else {
            continue;
        };
        let (name, is_signed) = (read.name.clone(), runs.is_signed(&read));
        let (verstrekdatum, has_lost_memory) = (day.to_owned(), has_lost_memory(&manifest));
        let link = ManifestLink { name, verstrekdatum, previous, has_lost_memory, is_signed };
        // A copy without its signature must not stand before the run itself.
        match links.entry(read.sha256) {
            Entry::Occupied(mut found) if is_signed && !found.get().is_signed => {
                found.insert(link);
            }
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => {
                place.insert(link);
            }
        }
    }
    links
}

/// Whether a run is the last one.
pub(super) enum Last {
    /// It is.
    Yes,
    /// Another run follows it.
    No,
    /// One followed it, and is gone.
    Gone,
    /// What says it is not what our key wrote.
    Changed,
    /// Nothing beside the run says it: an older version made it, it lies alone, or it is no link.
    Unknown,
}

/// Whether the run is the last one, by what lies beside the state.
pub(super) fn is_last(run: &Path, bytes: &[u8], controller: Controller<'_>) -> Last {
    let manifest = serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    let is_link = is_link(&manifest);
    let Some(runs) = runs_of(run).ok().filter(|_| is_link) else { return Last::Unknown };
    let Ok(folder) = Folder::open(&runs) else { return Last::Unknown };
    let (config, sha256) = (controller.config, sha256_hex(bytes));
    // One that we did not sign follows nothing: it would hide that the one that did is gone.
    let follows = |link: &ManifestLink| link.is_signed && link.previous.as_deref() == Some(&sha256);
    let own = config.keys.signing.as_ref().map(Signer::own);
    if own.is_some_and(|own| links(&runs, &own).values().any(follows)) {
        return Last::No;
    }
    let own_key = config.keys.pseudonym.fingerprint();
    let is_own_key = manifest.pointer("/sleutels/pseudoniem").is_some_and(|key| *key == *own_key);
    match Anchored::read(&folder, config.file.gemeente.code.get_ref(), &config.keys.pseudonym) {
        Anchored::At(anchor) if anchor.fits(Some(&sha256)) => Last::Yes,
        Anchored::At(_) => Last::Gone,
        // A run that another key made has an anchor of that key.
        Anchored::Broken if is_own_key => Last::Changed,
        Anchored::Absent | Anchored::Broken => Last::Unknown,
    }
}
