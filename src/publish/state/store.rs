//! The state as a file: one line of JSON that describes it, then one fixed-width record per entry. The file is named after
//! the hash of its bytes, and the manifest of the run that wrote it records that hash. A state that was changed, or belongs
//! to another run, is therefore never used for this one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::crypto::hashing::{KENMERK_CHARS, PseudonymKey, SUBJECT_BYTES, Subject, sha256_hex};
use crate::model::day::Day;
use crate::publish::ledger::chain::Predecessors;
use crate::release::memory::{Family, Loss, Memory, Remembered, RememberedLine, RememberedState};

/// Subfolder of the runs folder that holds the state.
pub const FOLDER: &str = ".staat";

/// Version of the file format.
const VERSION: u32 = 1;

/// Largest state that is read: several times what the whole country needs.
const BYTES_MAX: u64 = 8 << 30;

/// Bytes per entry: subject, masked kenmerk, content, first day, last day, and the held flag.
const ENTRY_BYTES: usize = SUBJECT_BYTES + KENMERK_CHARS + 8 + 4 + 4 + 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateHeader {
    #[serde(rename = "versie")]
    version: u32,
    /// Fingerprint of the pseudonym key.
    #[serde(rename = "sleutel")]
    key: String,
    #[serde(rename = "onbekend_tot_en_met")]
    unknown_until: Option<Day>,
    #[serde(rename = "pakketten")]
    parcels: Vec<SectionHead>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionHead {
    #[serde(flatten)]
    family: FamilyWords,
    #[serde(rename = "kolommen")]
    columns: Vec<String>,
    #[serde(rename = "regels")]
    rows: usize,
}

#[derive(Serialize, Deserialize)]
struct FamilyWords {
    #[serde(rename = "partij")]
    party: String,
    brin: String,
    #[serde(rename = "pakket")]
    parcel: String,
}

/// What the head of a state says about one parcel.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The parcel.
    pub family: Family,
    columns: Vec<String>,
    regels: usize,
}

impl Summary {
    /// Describes a parcel with this many entries.
    pub fn of(family: Family, columns: Vec<String>, regels: usize) -> Summary {
        Summary { family, columns, regels }
    }

    /// Whether nothing is remembered of the parcel; the head then leaves it out.
    pub fn is_empty(&self) -> bool {
        self.regels == 0
    }
}

/// Entries of one parcel in their written form, ordered by subject.
#[derive(Default)]
pub struct Entries {
    bytes: Vec<u8>,
}

impl Entries {
    /// Starts empty, with room for this many entries.
    pub fn with_room(entries: usize) -> Entries {
        Entries { bytes: Vec::with_capacity(entries * ENTRY_BYTES) }
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &RememberedLine) {
        self.bytes.extend_from_slice(entry.subject.bytes());
        self.bytes.extend_from_slice(&entry.masked);
        self.bytes.extend_from_slice(&entry.content.to_le_bytes());
        self.bytes.extend_from_slice(&entry.first.number().to_le_bytes());
        self.bytes.extend_from_slice(&entry.last.number().to_le_bytes());
        self.bytes.push(u8::from(entry.held));
    }

    /// Number of entries.
    pub fn count(&self) -> usize {
        self.bytes.len() / ENTRY_BYTES
    }

    /// The entries in their written form.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The head of a state. The entries of these parcels follow it, in this order.
///
/// # Errors
/// The head cannot be written as JSON.
pub fn head<'s>(
    parcels: impl Iterator<Item = &'s Summary>,
    unknown_until: Option<Day>,
    key: &PseudonymKey,
) -> Result<Vec<u8>, serde_json::Error> {
    let heads = parcels.map(|summary| SectionHead {
        family: FamilyWords {
            party: summary.family.party.clone(),
            brin: summary.family.brin.clone(),
            parcel: summary.family.parcel.clone(),
        },
        columns: summary.columns.clone(),
        rows: summary.regels,
    });
    let header =
        StateHeader { version: VERSION, key: key.fingerprint(), unknown_until, parcels: heads.collect() };
    let mut head = serde_json::to_vec(&header)?;
    head.push(b'\n');
    Ok(head)
}

/// Reads a state.
///
/// # Errors
/// [`Loss::OtherKey`] if it was made with another pseudonym key, [`Loss::Damaged`] if its form is wrong.
pub fn from_bytes(bytes: &[u8], key: &PseudonymKey) -> Result<RememberedState, Loss> {
    let end = memchr::memchr(b'\n', bytes).ok_or(Loss::Damaged)?;
    let (header, rest) = bytes.split_at_checked(end).ok_or(Loss::Damaged)?;
    let header: StateHeader = serde_json::from_slice(header).map_err(|_| Loss::Damaged)?;
    if header.key != key.fingerprint() {
        return Err(Loss::OtherKey);
    }
    if header.version != VERSION {
        return Err(Loss::Damaged);
    }
    let mut records = rest.get(1..).unwrap_or_default().chunks_exact(ENTRY_BYTES);
    let mut families = BTreeMap::new();
    for section in header.parcels {
        let entries: Vec<RememberedLine> = records.by_ref().take(section.rows).filter_map(entry).collect();
        let in_order = entries.is_sorted_by(|one, next| one.subject < next.subject);
        if entries.len() != section.rows || !in_order {
            return Err(Loss::Damaged);
        }
        let FamilyWords { party, brin, parcel } = section.family;
        let family = Family { party, brin, parcel };
        if families.last_key_value().is_some_and(|(last, _)| *last >= family) {
            return Err(Loss::Damaged);
        }
        families.insert(family, Remembered { columns: section.columns, entries });
    }
    if records.next().is_some() || !records.remainder().is_empty() {
        return Err(Loss::Damaged);
    }
    Ok(RememberedState { families, unknown_until: header.unknown_until })
}

fn entry(record: &[u8]) -> Option<RememberedLine> {
    let (subject, rest) = record.split_first_chunk::<SUBJECT_BYTES>()?;
    let (masked, rest) = rest.split_first_chunk::<KENMERK_CHARS>()?;
    let (content, rest) = rest.split_first_chunk::<8>()?;
    let (first, rest) = rest.split_first_chunk::<4>()?;
    let (last, rest) = rest.split_first_chunk::<4>()?;
    let held = match rest {
        [0] => false,
        [1] => true,
        _ => return None,
    };
    Some(RememberedLine {
        subject: Subject::from(*subject),
        masked: *masked,
        content: u64::from_le_bytes(*content),
        first: Day::from_number(i32::from_le_bytes(*first))?,
        last: Day::from_number(i32::from_le_bytes(*last))?,
        held,
    })
}

/// File name of the state with this hash.
pub fn file_name(sha256: &str) -> String {
    format!("{sha256}.staat")
}

fn path(out: &Path, sha256: &str) -> PathBuf {
    out.join(FOLDER).join(file_name(sha256))
}

/// Reads what the controller's last run in this folder left; empty before the first run. `today` is the verstrekdatum of
/// this run: if even the earlier runs are gone, nothing is known up to that day.
pub fn load(out: &Path, predecessors: &Predecessors, key: &PseudonymKey, today: Day) -> Memory {
    let lost = |until: Day, loss: Loss| {
        let state = RememberedState { unknown_until: Some(until), ..RememberedState::default() };
        Memory::new(state, Some(loss), key)
    };
    if predecessors.doubt().is_some() {
        return lost(today, Loss::NotBelieved);
    }
    let Some(head) = predecessors.head() else {
        // A state without runs means that the runs were moved away.
        return if holds_any(out) { lost(today, Loss::Missing) } else { Memory::none(key) };
    };
    match read(out, head.state.as_deref(), key) {
        Ok(state) => Memory::new(state, None, key),
        Err(loss) => lost(predecessors.back().map(|run| run.verstrekdatum).max().unwrap_or(today), loss),
    }
}

/// Whether the folder holds any state.
fn holds_any(out: &Path) -> bool {
    let entries = fs::read_dir(out.join(FOLDER)).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.path().extension().is_some_and(|end| end == "staat"))
}

/// Reads the state that a manifest names by its hash.
///
/// # Errors
/// Why it is none.
pub fn read(out: &Path, named: Option<&str>, key: &PseudonymKey) -> Result<RememberedState, Loss> {
    let sha256 = named.filter(|hash| is_hash(hash)).ok_or(Loss::Missing)?;
    let path = path(out, sha256);
    let size = fs::symlink_metadata(&path).map_err(|_| Loss::Missing)?;
    if !size.is_file() || size.len() > BYTES_MAX {
        return Err(Loss::Damaged);
    }
    let bytes = fs::read(&path).map_err(|_| Loss::Missing)?;
    if sha256_hex(&bytes) != sha256 {
        return Err(Loss::Damaged);
    }
    from_bytes(&bytes, key)
}

/// A manifest could name any path, so only a hash is accepted as a file name.
fn is_hash(text: &str) -> bool {
    text.len() == 64 && HEXLOWER.decode(text.as_bytes()).is_ok()
}
