//! The state as a file: one line of JSON that describes it, then one fixed-width record per entry. The file is named after
//! the keyed hash of its bytes, and the signed manifest of the run that wrote it names that hash. A state that was changed, or belongs
//! to another run, is therefore never used for this one.

use std::collections::BTreeMap;
use std::path::Path;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::crypto::hashing::{KENMERK_CHARS, PseudonymKey, SUBJECT_BYTES, Subject, sha256_hex};
use crate::handle::Folder;
use crate::model::day::Day;
use crate::publish::ledger::anchor;
use crate::publish::ledger::chain::{Begin, PastRun, Predecessors};
use crate::release::memory::{Family, Loss, Memory, Remembered, RememberedLine, RememberedState};

/// Subfolder of the runs folder that holds the state.
pub const FOLDER: &str = anchor::FOLDER;

/// Version of the file format.
const VERSION: u32 = 1;

/// Bytes per entry: subject, masked kenmerk, content, first day, last day, and the held flag.
const ENTRY_BYTES: usize = SUBJECT_BYTES + KENMERK_CHARS + 8 + 4 + 4 + 1;

/// Entries of the largest state that is read. The largest municipality has about 300,000 persons under 27, and each is in a dozen
/// parcels at most: this is five times as many.
const ENTRIES_MAX: u64 = 20_000_000;

/// Largest state that is read, in bytes: its entries, and a head with a few lines for each parcel.
pub const BYTES_MAX: u64 = ENTRIES_MAX * ENTRY_BYTES as u64 + (16 << 20);

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
    count: usize,
}

impl Summary {
    /// Describes a parcel with this many entries.
    pub fn of(family: Family, columns: Vec<String>, count: usize) -> Summary {
        Summary { family, columns, count }
    }

    /// Whether nothing is remembered of the parcel; the head then leaves it out.
    pub fn is_empty(&self) -> bool {
        self.count == 0
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
        rows: summary.count,
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

/// Ending of the file name of a state.
const ENDING: &str = ".staat";

/// File name of the state with this hash.
pub fn file_name(hash: &str) -> String {
    format!("{hash}{ENDING}")
}

/// Whether a file has a name that only this program gives, to a state.
pub fn is_file_name(name: &str) -> bool {
    name.strip_suffix(ENDING).is_some_and(is_hash)
}

/// What a run begins with.
pub struct Loaded {
    /// What is remembered.
    pub memory: Memory,
    /// How the manifest names it.
    pub begin: Begin,
    /// Hashes of the states that must stay while this run is made.
    pub kept: Vec<String>,
    /// A state of the first version, which its own hash names: it gets the name of its keyed hash, so that this night can be tried
    /// again.
    pub renamed: Option<(String, String)>,
}

/// A state that was read, with its keyed hash.
struct FoundState {
    state: RememberedState,
    hash: String,
}

/// Reads what the runs before this night left; empty before the first run. `verstrekdatum` is that of this run: a run on the day
/// of the last one begins with what that one began with. If even the earlier runs are gone, nothing is known up to that day.
pub fn load(out: &Path, predecessors: &Predecessors, key: &PseudonymKey, verstrekdatum: Day) -> Loaded {
    let lost = |until: Day, loss: Loss| {
        let state = RememberedState { unknown_until: Some(until), ..RememberedState::default() };
        let kept = predecessors.head().map(states_of).unwrap_or_default();
        Loaded {
            memory: Memory::new(state, Some(loss), key),
            begin: Begin { state: None, unknown_until: Some(until) },
            kept,
            renamed: None,
        }
    };
    if predecessors.doubt().is_some() {
        return lost(verstrekdatum, Loss::NotBelieved);
    }
    let latest = || predecessors.back().map(|run| run.verstrekdatum).max().unwrap_or(verstrekdatum);
    if predecessors.head().is_some_and(|head| head.pseudonym != key.fingerprint()) {
        return lost(latest(), Loss::OtherKey);
    }
    if predecessors.is_head_moved() {
        // Where nothing of the state is left, it was lost as a whole, and not changed.
        return lost(verstrekdatum, if holds_any(out) { Loss::HeadMoved } else { Loss::Missing });
    }
    let Some(head) = predecessors.head() else {
        // A state without runs means that the runs were moved away.
        if holds_any(out) {
            return lost(verstrekdatum, Loss::Missing);
        }
        let (memory, begin) = (Memory::none(key), Begin::default());
        return Loaded { memory, begin, kept: Vec::new(), renamed: None };
    };
    match begun(out, predecessors, head, key, verstrekdatum) {
        Ok(loaded) => Loaded { kept: [states_of(head), loaded.kept].concat(), ..loaded },
        Err(loss) => lost(latest(), loss),
    }
}

/// The states that a run names.
fn states_of(run: &PastRun) -> Vec<String> {
    run.state.iter().chain(run.begin.iter().filter_map(|begin| begin.state.as_ref())).cloned().collect()
}

/// What a run begins with after this head.
fn begun(
    out: &Path,
    predecessors: &Predecessors,
    head: &PastRun,
    key: &PseudonymKey,
    verstrekdatum: Day,
) -> Result<Loaded, Loss> {
    let left = read_of(out, head, key)?;
    let Some(begin) = predecessors.tried(verstrekdatum).and_then(|tried| tried.begin.clone()) else {
        let named = head.state.clone().filter(|named| *named != left.hash);
        return Ok(Loaded {
            memory: Memory::new(left.state, None, key),
            begin: Begin { state: Some(left.hash.clone()), unknown_until: None },
            kept: vec![left.hash.clone()],
            renamed: named.map(|named| (named, left.hash)),
        });
    };
    let before = match (&begin.state, begin.unknown_until) {
        (Some(hash), _) => Some(FoundState { state: read(out, Some(hash), key)?, hash: hash.clone() }),
        // A state that was missing at the first attempt may have been restored since.
        (None, Some(_)) => predecessors.before(verstrekdatum).and_then(|run| read_of(out, &run, key).ok()),
        (None, None) => None,
    };
    let (memory, begin) = match before {
        Some(FoundState { state, hash }) => {
            (Memory::new(state, None, key), Begin { state: Some(hash), unknown_until: None })
        }
        None => {
            let state = RememberedState { unknown_until: begin.unknown_until, ..RememberedState::default() };
            let loss = begin.unknown_until.map(|_| Loss::Missing);
            (Memory::new(state, loss, key), begin)
        }
    };
    let kept = begin.state.iter().cloned().collect();
    Ok(Loaded { memory: memory.after(left.state, verstrekdatum), begin, kept, renamed: None })
}

/// Whether the folder holds any state.
fn holds_any(out: &Path) -> bool {
    let states = Folder::open(out).and_then(|out| out.within(FOLDER));
    let entries = states.and_then(|states| states.entries()).unwrap_or_default();
    entries.iter().any(|(name, _)| is_file_name(name))
}

/// Reads the state that a run left. One of the first version names it by its sha256.
fn read_of(out: &Path, run: &PastRun, key: &PseudonymKey) -> Result<FoundState, Loss> {
    let named = run.state.as_deref().ok_or(Loss::Missing)?;
    let bytes = bytes_of(out, named)?;
    let hash = keyed(&bytes, key);
    let is_named = if run.version == 1 { sha256_hex(&bytes) == named } else { hash == named };
    if !is_named {
        return Err(Loss::Damaged);
    }
    Ok(FoundState { state: from_bytes(&bytes, key)?, hash })
}

/// Reads the state with this keyed hash.
///
/// # Errors
/// Why it is none.
pub fn read(out: &Path, named: Option<&str>, key: &PseudonymKey) -> Result<RememberedState, Loss> {
    let named = named.ok_or(Loss::Missing)?;
    let bytes = bytes_of(out, named)?;
    if keyed(&bytes, key) != named {
        return Err(Loss::Damaged);
    }
    from_bytes(&bytes, key)
}

/// The bytes of the file that is named after a hash. A manifest could name any path, so only a hash is accepted.
fn bytes_of(out: &Path, hash: &str) -> Result<Vec<u8>, Loss> {
    if !is_hash(hash) {
        return Err(Loss::Missing);
    }
    let states = Folder::open(out).and_then(|out| out.within(FOLDER)).map_err(|_| Loss::Missing)?;
    states.read(&file_name(hash), BYTES_MAX).map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => Loss::Missing,
        _ => Loss::Damaged,
    })
}

/// The keyed hash of a state, in hexadecimal.
pub fn keyed(bytes: &[u8], key: &PseudonymKey) -> String {
    let mut keyed = key.keyed_state();
    keyed.update(bytes);
    keyed.finish()
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && HEXLOWER.decode(text.as_bytes()).is_ok()
}
