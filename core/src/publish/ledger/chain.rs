//! The chain of runs: each manifest holds the hash of the one before it, so a removed or replaced run is detected.
//!
//! INVARIANT: nothing in an earlier manifest counts before our own signature on it has been checked. A run that we did not sign is not a
//! predecessor; the next manifest only names its hash.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::anchor::Anchored;
use super::runs::{Doubt, RunManifest, Runs, folder_name};
use crate::crypto::hashing::PseudonymKey;
use crate::crypto::keys::SigningKey;
use crate::crypto::sign::Signer;
use crate::intake::delivery::EarlierRows;
use crate::model::day::Day;
use crate::model::outcome::RunOutcome;

/// The newest form of a manifest, which this program writes. Before it there was only the first.
pub const VERSION: u32 = 2;

/// What can be read of a manifest before anything in it is believed: enough to name the head.
#[derive(Deserialize)]
pub struct Link {
    /// How the run ended.
    #[serde(rename = "uitkomst")]
    pub outcome: RunOutcome,
    /// Whose run it is.
    pub gemeente: String,
    /// The day on which its data left.
    pub verstrekdatum: Day,
    /// sha256 of the manifest before it.
    #[serde(rename = "vorige")]
    pub previous: Option<String>,
}

impl Link {
    /// The link that a manifest is. `None` if it is no manifest.
    pub fn of(read: &RunManifest) -> Option<Link> {
        serde_json::from_slice(&read.bytes).ok()
    }
}

#[derive(Deserialize)]
struct PastManifest {
    #[serde(rename = "versie")]
    version: u32,
    gemeente: String,
    peildatum: Day,
    verstrekdatum: Day,
    #[serde(rename = "vorige")]
    previous: Option<String>,
    #[serde(rename = "staat")]
    state: Option<String>,
    #[serde(default, rename = "raadplegingen")]
    lookups: Option<String>,
    #[serde(default, rename = "staat_begin")]
    begin: Option<Begin>,
    #[serde(rename = "sleutels")]
    keys: PastKeys,
    #[serde(default, rename = "invoer")]
    input: Vec<PastDelivery>,
    #[serde(default, rename = "uitvoer")]
    output: Vec<PastFile>,
    #[serde(default, rename = "regels")]
    rules: Vec<PastFile>,
    #[serde(rename = "behoud")]
    conservation: PastSums,
}

#[derive(Deserialize)]
struct PastKeys {
    #[serde(rename = "pseudoniem")]
    pseudonym: String,
}

/// What a run began with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// The keyed hash of the state; `None` if there was none.
    #[serde(rename = "staat")]
    pub state: Option<String>,
    /// If the state was lost: the last day whose deliveries are unknown.
    #[serde(rename = "onbekend_tot_en_met")]
    pub unknown_until: Option<Day>,
}

impl Begin {
    /// Whether a run could not begin with what the run before it left: that was gone, changed or not to be believed.
    pub fn has_lost_memory(&self) -> bool {
        self.unknown_until.is_some()
    }
}

/// A delivery of an earlier run.
#[derive(Clone, Debug, Deserialize)]
pub struct PastDelivery {
    /// The extract.
    pub extract: String,
    /// SNAPSHOT, DELTA or HERSTEL; `None` in a manifest of the first form.
    #[serde(default, rename = "soort")]
    pub kind: Option<String>,
    /// The school whose data it was.
    #[serde(default, rename = "verantwoordelijke")]
    pub responsible: Option<String>,
    /// What an earlier run read, where it had far fewer rows than that.
    #[serde(default, rename = "gekrompen")]
    pub shrunken_from: Option<EarlierRows>,
    /// Rows that were read (gelezen).
    #[serde(rename = "regels")]
    pub rows: u64,
    /// What tells its content from another: its keyed hash, or its sha256 in a manifest of the first form.
    #[serde(alias = "hmac", alias = "sha256")]
    pub mark: String,
    /// The codes that many rows had, per column.
    #[serde(default)]
    pub codes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct PastFile {
    #[serde(rename = "pad")]
    path: String,
    sha256: String,
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

/// An earlier run of the chain, as its manifest says under our own signature.
#[derive(Clone, Debug)]
pub struct PastRun {
    /// sha256 of its manifest.
    pub sha256: String,
    /// The name of its folder.
    pub folder: String,
    /// The form of its manifest.
    pub version: u32,
    /// The day on which its facts were judged.
    pub peildatum: Day,
    /// The day on which its data left.
    pub verstrekdatum: Day,
    /// sha256 of the manifest before it.
    pub previous: Option<String>,
    /// Its deliveries.
    pub deliveries: Vec<PastDelivery>,
    /// The hash of the state it left: keyed, or the sha256 in a manifest of the first form.
    pub state: Option<String>,
    /// The hash of the last line about who looked up a person.
    pub lookups: Option<String>,
    /// What it began with; `None` in a manifest of the first form.
    pub begin: Option<Begin>,
    /// The fingerprint of the pseudonym key it used.
    pub pseudonym: String,
    /// Rows it read, per extract.
    pub read: BTreeMap<String, u64>,
    /// The files of its law and schemas: path and sha256.
    pub rules: BTreeMap<String, String>,
    /// Its own files: path and sha256.
    files: BTreeMap<String, String>,
}

/// The runs before this one, in the folder of runs. One type for all that asks what was before.
pub struct Predecessors {
    runs: Runs,
    gemeente: String,
    /// The folders with each manifest of a run that released, by its hash. Only a copy makes that more than one.
    folders: BTreeMap<String, Vec<String>>,
    /// The hash of the head's manifest.
    head: Option<String>,
    believed: Result<Option<PastRun>, Doubt>,
    /// The newest trusted run, if the last run is not trusted.
    newest_signed: Option<PastRun>,
    foreign: Option<String>,
    is_head_moved: bool,
    is_unanchored: bool,
}

fn text_of(list: Vec<PastFile>) -> BTreeMap<String, String> {
    list.into_iter().map(|PastFile { path, sha256 }| (path, sha256)).collect()
}

impl PastRun {
    fn of(folder: &str, sha256: &str, manifest: PastManifest) -> PastRun {
        PastRun {
            sha256: sha256.to_owned(),
            folder: folder.to_owned(),
            version: manifest.version,
            peildatum: manifest.peildatum,
            verstrekdatum: manifest.verstrekdatum,
            previous: manifest.previous,
            deliveries: manifest.input,
            state: manifest.state,
            lookups: manifest.lookups,
            begin: manifest.begin,
            pseudonym: manifest.keys.pseudonym,
            read: manifest.conservation.extracts.into_iter().map(|sum| (sum.extract, sum.read)).collect(),
            rules: text_of(manifest.rules),
            files: text_of(manifest.output),
        }
    }

    /// The codes that many of its rows had: extract, column, code.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.deliveries.iter().flat_map(|own| {
            let columns = own.codes.iter();
            columns.flat_map(|(column, words)| {
                words.iter().map(|word| (own.extract.as_str(), column.as_str(), word.as_str()))
            })
        })
    }
}

impl Predecessors {
    /// The runs in a folder, checked with our own signing key. A folder that is not there holds none.
    pub fn read(out: &Path, gemeente: &str, own: Option<&SigningKey>, key: &PseudonymKey) -> Predecessors {
        Predecessors::read_with(Runs::open(out, own.map(Signer::own)), gemeente, key, |_, _, read| {
            (read.and_then(Link::of), ())
        })
        .0
    }

    /// The runs in a folder, in order of name, and what `look` returns for each: its link in the chain and a result for the caller. It is
    /// given the manifest, or `None` if that cannot be read. After years there are thousands of runs, so each is read only once.
    pub fn read_with<T: Send>(
        runs: Runs,
        gemeente: &str,
        key: &PseudonymKey,
        look: impl Fn(&Runs, &str, Option<&RunManifest>) -> (Option<Link>, T) + Sync,
    ) -> (Predecessors, Vec<T>) {
        let of = |name: String| {
            let read = runs.read(&name);
            let (link, said) = look(&runs, &name, read.as_ref());
            (read.zip(link).map(|(read, link)| (name, read.sha256, link)), said)
        };
        let (links, said): (Vec<_>, Vec<T>) = runs.names().into_par_iter().map(of).unzip();
        (Predecessors::of(runs, links.into_iter().flatten(), gemeente, key), said)
    }

    /// From the folder, manifest sha256 and link of each run, in order of name.
    fn of(
        runs: Runs,
        manifests: impl Iterator<Item = (String, String, Link)>,
        gemeente: &str,
        key: &PseudonymKey,
    ) -> Predecessors {
        let mut found = Predecessors {
            runs,
            gemeente: gemeente.to_owned(),
            folders: BTreeMap::new(),
            head: None,
            believed: Ok(None),
            newest_signed: None,
            foreign: None,
            is_head_moved: false,
            is_unanchored: false,
        };
        let mut named = BTreeSet::new();
        let mut links: Vec<(String, String)> = Vec::new();
        for (folder, sha256, link) in manifests {
            if link.outcome.in_chain() {
                named.extend(link.previous);
                if link.gemeente != gemeente {
                    found.foreign.get_or_insert(folder.clone());
                }
                // A copy has another name than the run gave itself, and must not stand before it: it may lack its signature or files.
                let is_own_name = folder == folder_name(link.verstrekdatum, &sha256);
                let folders = found.folders.entry(sha256.clone()).or_default();
                folders.insert(if is_own_name { 0 } else { folders.len() }, folder.clone());
                links.push((sha256, folder));
            }
        }
        let anchored = found.runs.folder().map_or(Anchored::Absent, |out| Anchored::read(out, gemeente, key));
        // Of the runs that no other run names as its predecessor: the one in the anchor, or else the last by name, which starts with its
        // day.
        let mut last = links.iter().rev().filter(|(sha256, _)| !named.contains(sha256)).peekable();
        let latest = last.peek().map(|(sha256, _)| sha256.clone());
        found.head = last.find(|(sha256, _)| anchored.names(sha256)).map(|(own, _)| own.clone()).or(latest);
        found.believed = found.head.as_deref().map(|head| found.past(head)).transpose();
        if found.believed.is_err() {
            found.newest_signed = found.find_newest_signed();
        }
        found.is_unanchored = matches!(anchored, Anchored::Absent);
        found.is_head_moved = match (&anchored, found.head()) {
            // The first version wrote no anchor.
            (Anchored::Absent, Some(head)) => head.version > 1,
            (Anchored::Absent, None) => false,
            (Anchored::Broken, head) => head.is_none_or(|head| head.pseudonym == key.fingerprint()),
            (Anchored::At(anchor), head) => !anchor.fits(head.map(|head| head.sha256.as_str())),
        };
        found
    }

    /// The folder that they lie in.
    pub fn runs(&self) -> &Runs {
        &self.runs
    }

    /// The run with this manifest, if it is ours: in its own folder, or else in a copy.
    fn past(&self, sha256: &str) -> Result<PastRun, Doubt> {
        let folders = self.folders.get(sha256).into_iter().flatten();
        let mut looked_at = folders.map(|name| self.past_in(name, sha256));
        let first = looked_at.next().unwrap_or(Err(Doubt::Gone));
        first.or_else(|doubt| looked_at.find_map(Result::ok).ok_or(doubt))
    }

    /// The run in a folder, if it is ours and has this manifest. Signature, hash and content are of the same bytes.
    fn past_in(&self, name: &str, sha256: &str) -> Result<PastRun, Doubt> {
        let read = self.runs.signed(name)?;
        if read.sha256 != sha256 {
            return Err(Doubt::NotOurs);
        }
        let manifest: PastManifest = serde_json::from_slice(&read.bytes).map_err(|_| Doubt::Form)?;
        let is_ours = manifest.gemeente == self.gemeente && (1..=VERSION).contains(&manifest.version);
        if is_ours { Ok(PastRun::of(name, sha256, manifest)) } else { Err(Doubt::Form) }
    }

    /// The hash of the last run's manifest, which the next manifest names, believed or not.
    pub fn named(&self) -> Option<&str> {
        self.head.as_deref()
    }

    /// The folder of the last run, believed or not.
    pub fn head_folder(&self) -> Option<&str> {
        self.folders.get(self.head.as_deref()?)?.first().map(String::as_str)
    }

    /// The last run, if it is believed.
    pub fn head(&self) -> Option<&PastRun> {
        self.believed.as_ref().ok().and_then(Option::as_ref)
    }

    /// Why the last run is not believed.
    pub fn doubt(&self) -> Option<Doubt> {
        self.believed.as_ref().err().copied()
    }

    /// Whether no anchor beside the runs says which run was the last.
    pub fn is_unanchored(&self) -> bool {
        self.is_unanchored
    }

    /// Whether the last run is not the one that was last when a run was published: somebody removed runs, or put old ones back.
    pub fn is_head_moved(&self) -> bool {
        self.is_head_moved
    }

    /// The last run, if this run repeats its night. Not a run of the first version, which does not say what it began with.
    pub fn tried(&self, verstrekdatum: Day) -> Option<&PastRun> {
        self.head().filter(|head| head.verstrekdatum == verstrekdatum && head.begin.is_some())
    }

    /// The newest believed run before the night of this day, where that night is tried again; else the last run.
    pub fn before(&self, verstrekdatum: Day) -> Option<PastRun> {
        match self.tried(verstrekdatum) {
            Some(_) => self.back().find(|run| run.verstrekdatum < verstrekdatum),
            None => self.head().cloned(),
        }
    }

    /// The folder of a run of another municipality, if there is one.
    pub fn foreign(&self) -> Option<&str> {
        self.foreign.as_deref()
    }

    /// The believed runs, from the last one back to the first, or to the first that is not believed. Each is checked when it is
    /// asked for.
    pub fn back(&self) -> impl Iterator<Item = PastRun> {
        self.back_from(self.head().cloned())
    }

    fn back_from(&self, newest: Option<PastRun>) -> impl Iterator<Item = PastRun> {
        let mut seen = BTreeSet::new();
        let before = move |run: &PastRun| {
            let sha256 = run.previous.as_deref().filter(|sha256| seen.insert((*sha256).to_owned()))?;
            self.past(sha256).ok()
        };
        std::iter::successors(newest, before)
    }

    /// The bytes of a file of an earlier run. `None` unless they are those that its manifest names.
    pub fn file(&self, run: &PastRun, path: &str) -> Option<Vec<u8>> {
        let expected = run.files.get(path)?;
        self.runs.file_with(&run.folder, path, expected)
    }

    /// The run to compare this one with: the last run or, if that is not trusted, the newest one that is. Corrupting the last run must not
    /// switch off the checks on the order of days, the row counts and the law.
    pub fn guard(&self) -> Option<&PastRun> {
        self.believed.as_ref().map_or(self.newest_signed.as_ref(), Option::as_ref)
    }

    /// [`Predecessors::guard`] and the believed runs behind it, newest first.
    pub fn guarding(&self) -> impl Iterator<Item = PastRun> {
        self.back_from(self.guard().cloned())
    }

    fn find_newest_signed(&self) -> Option<PastRun> {
        let hashes: Vec<&String> = self.folders.keys().collect();
        let signed = hashes.into_par_iter().filter_map(|sha256| self.past(sha256).ok());
        signed
            .max_by(|one, other| (one.verstrekdatum, &one.folder).cmp(&(other.verstrekdatum, &other.folder)))
    }

    /// Where walking back from the last run ends too early: the folder of the run whose predecessor is gone or not believed.
    pub fn broken_behind(&self) -> Option<String> {
        let first = self.back().last()?;
        first.previous.is_some().then_some(first.folder)
    }
}
