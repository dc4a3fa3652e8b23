//! An index beside a run's processing log: which lines are about whom, so that one person's lines are found without reading the whole log.
//! Ten years of nightly logs are several gigabytes, of which an access request needs a few lines each.
//!
//! The index says nothing that the log does not say, in pages ordered by the keyed subject. Each page, and the head, carries
//! a keyed hash over itself, its place and the sha256 of the log. The signed manifest names that log, so a page of another run,
//! a page in another place and a page that our key did not make are none. Whoever finds no index that holds reads the log.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::crypto::hashing::{Keyer, PseudonymKey, Subject};

/// The first bytes of an index.
const MAGIC: &[u8; 8] = b"jibidx1\n";

/// The first bytes of a subject, by which it is found: enough that no two persons share them.
const SUBJECT_BYTES: usize = 8;

/// One line of the log: the first bytes of its subject, and the number of its processing.
const ENTRY_BYTES: usize = SUBJECT_BYTES + 2;

/// Entries per page: what is read and checked to find one person.
const PAGE_ENTRIES: usize = 256;

/// Bytes of the keyed hash of a page or the head.
const TAG_BYTES: usize = 16;

/// The largest head that is read, in bytes.
const HEAD_BYTES_MAX: usize = 64 << 20;

type IndexEntry = [u8; ENTRY_BYTES];

/// When a processing began and ended, in milliseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Its begin.
    #[serde(rename = "start_time")]
    pub start: i64,
    /// Its end.
    #[serde(rename = "end_time")]
    pub end: i64,
}

/// A processing: what all its lines have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Processing {
    /// The name of its lines.
    #[serde(rename = "naam")]
    pub name: String,
    /// The activity in the register.
    pub uri: String,
    /// When it began and ended.
    #[serde(flatten)]
    pub times: Times,
    /// What the passport of its file says, without its days: alike as long as a party holds the same for the same purpose.
    #[serde(rename = "gelijk")]
    pub likeness: Option<String>,
}

/// What the lines of a log have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    trace_id: String,
    /// The span of the run itself.
    #[serde(rename = "run_span_id")]
    root: String,
    /// The size of the log.
    #[serde(rename = "bytes")]
    log_bytes: u64,
    #[serde(rename = "verwerkingen")]
    processings: Vec<Processing>,
}

/// The lines of a log about one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundLines {
    /// The trace of the run.
    pub trace_id: String,
    /// The span of the run itself.
    pub root: String,
    /// The processings of this person.
    pub processings: Vec<Processing>,
}

/// An index that is being made, with the log.
pub struct LogIndex {
    trace_id: String,
    root: String,
    processings: Vec<Processing>,
    entries: Vec<IndexEntry>,
}

fn entry(subject: &Subject, processing: u16) -> IndexEntry {
    let mut entry = [0; ENTRY_BYTES];
    for (byte, own) in entry.iter_mut().zip(subject.bytes().iter().take(SUBJECT_BYTES)) {
        *byte = *own;
    }
    for (byte, own) in entry.iter_mut().skip(SUBJECT_BYTES).zip(processing.to_be_bytes()) {
        *byte = own;
    }
    entry
}

fn of_subject(entry: &[u8]) -> &[u8] {
    entry.get(..SUBJECT_BYTES).unwrap_or_default()
}

/// Makes the keyed hashes of the index of this log.
fn keyer(key: &PseudonymKey, log_sha256: &str) -> Keyer {
    key.keyer("logboek-index", &[log_sha256.as_bytes()])
}

fn tag_of(keyer: &Keyer, place: u64, bytes: &[u8]) -> [u8; TAG_BYTES] {
    keyer.tag(&[&place.to_be_bytes(), bytes]).first_chunk().copied().unwrap_or_default()
}

impl LogIndex {
    /// Begins the index of a log.
    pub fn begin(trace_id: &str, root: &str) -> LogIndex {
        LogIndex {
            trace_id: trace_id.to_owned(),
            root: root.to_owned(),
            processings: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// Takes in the lines of a processing.
    ///
    /// # Errors
    /// There are more processings than an index can number.
    pub fn add(&mut self, processing: Processing, subjects: &[Subject]) -> io::Result<()> {
        let number = u16::try_from(self.processings.len()).map_err(io::Error::other)?;
        self.processings.push(processing);
        self.entries.reserve_exact(subjects.len());
        self.entries.extend(subjects.iter().map(|subject| entry(subject, number)));
        Ok(())
    }

    /// Writes the index of the log with this sha256 and size.
    ///
    /// # Errors
    /// The error of the writer.
    pub fn write(
        mut self,
        log_sha256: &str,
        log_bytes: u64,
        key: &PseudonymKey,
        to: &mut (dyn Write + Send),
    ) -> io::Result<()> {
        self.entries.par_sort_unstable();
        let LogIndex { trace_id, root, processings, entries } = self;
        let keyer = keyer(key, log_sha256);
        let mut head = serde_json::to_vec(&Head { trace_id, root, log_bytes, processings })?;
        head.push(b'\n');
        let pages: Vec<&[IndexEntry]> = entries.chunks(PAGE_ENTRIES).collect();
        for first in pages.iter().filter_map(|page| page.first()) {
            head.extend_from_slice(of_subject(first));
        }
        to.write_all(MAGIC)?;
        to.write_all(&u64::try_from(head.len()).map_err(io::Error::other)?.to_be_bytes())?;
        to.write_all(&tag_of(&keyer, 0, &head))?;
        to.write_all(&head)?;
        for (place, page) in (1..).zip(pages) {
            let bytes = page.as_flattened();
            to.write_all(bytes)?;
            to.write_all(&tag_of(&keyer, place, bytes))?;
        }
        Ok(())
    }
}

/// The lines about a person in the log with this sha256 and size, by its index. `None` if that is not an index of this log that
/// our key made.
pub fn lines_about(
    index: &mut File,
    (log_sha256, log_bytes): (&str, u64),
    key: &PseudonymKey,
    subject: &Subject,
) -> Option<FoundLines> {
    let keyer = keyer(key, log_sha256);
    let mut start = [0; MAGIC.len() + 8 + TAG_BYTES];
    index.read_exact(&mut start).ok()?;
    let (length, tag) = start.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok().filter(|own| *own <= HEAD_BYTES_MAX)?;
    let mut head = vec![0; length];
    index.read_exact(&mut head).ok()?;
    if tag_of(&keyer, 0, &head) != tag {
        return None;
    }
    let (head, firsts) = head.split_at_checked(memchr::memchr(b'\n', &head)? + 1)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    if head.log_bytes != log_bytes {
        return None;
    }
    let firsts: Vec<&[u8]> = firsts.chunks(SUBJECT_BYTES).collect();
    let wanted = of_subject(subject.bytes());
    // The lines of a person can begin on the page before the first one that begins with them, and go on for several pages.
    let from = firsts.partition_point(|first| *first < wanted).saturating_sub(1);
    let pages_start = start.len().checked_add(length)?;
    let mut processings = Vec::new();
    for place in from..firsts.len() {
        if firsts.get(place).is_some_and(|first| *first > wanted) {
            break;
        }
        let at = place.checked_mul(PAGE_ENTRIES * ENTRY_BYTES + TAG_BYTES)?.checked_add(pages_start)?;
        index.seek(SeekFrom::Start(u64::try_from(at).ok()?)).ok()?;
        let mut page = Vec::with_capacity(PAGE_ENTRIES * ENTRY_BYTES + TAG_BYTES);
        let most = u64::try_from(PAGE_ENTRIES * ENTRY_BYTES + TAG_BYTES).ok()?;
        (&mut *index).take(most).read_to_end(&mut page).ok()?;
        let (entries, tag) = page.split_at_checked(page.len().checked_sub(TAG_BYTES)?)?;
        if tag_of(&keyer, u64::try_from(place).ok()? + 1, entries) != tag {
            return None;
        }
        for own in entries.chunks(ENTRY_BYTES).filter(|own| of_subject(own) == wanted) {
            let number = u16::from_be_bytes(*own.last_chunk()?);
            processings.push(head.processings.get(usize::from(number))?.clone());
        }
    }
    Some(FoundLines { trace_id: head.trace_id, root: head.root, processings })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> PseudonymKey {
        PseudonymKey::from_bytes(&[seed; 32]).unwrap()
    }

    fn subject(number: u32) -> Subject {
        key(7).subject(format!("9{number:08}").as_bytes().try_into().unwrap())
    }

    fn processing(name: &str) -> Processing {
        let times = Times { start: 1, end: 2 };
        Processing { name: name.to_owned(), uri: format!("urn:x:{name}"), times, likeness: None }
    }

    const LOG: (&str, u64) = ("aa", 1000);

    /// Everybody is classified, one in three is in each of some files, and one person is in more files than a page has lines.
    fn made(persons: u32) -> Vec<u8> {
        let mut index = LogIndex::begin("spoor", "wortel");
        let all: Vec<Subject> = (0..persons).map(subject).collect();
        index.add(processing("classificatie"), &all).unwrap();
        let some: Vec<Subject> = (0..persons).filter(|own| own % 3 == 1).map(subject).collect();
        index.add(processing("toezicht: a"), &some).unwrap();
        for file in 0..600 {
            index.add(processing(&format!("veel: {file}")), &[subject(5)]).unwrap();
        }
        let mut bytes = Vec::new();
        index.write(LOG.0, LOG.1, &key(7), &mut bytes).unwrap();
        bytes
    }

    fn asked(bytes: &[u8], log: (&str, u64), seed: u8, person: u32) -> Option<Vec<String>> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.rewind().unwrap();
        let found = lines_about(&mut file, log, &key(seed), &subject(person))?;
        assert_eq!((found.trace_id.as_str(), found.root.as_str()), ("spoor", "wortel"));
        Some(found.processings.into_iter().map(|own| own.name).collect())
    }

    #[test]
    fn each_person_is_found_with_every_line_and_nobody_else() {
        let bytes = made(3000);
        for person in (0..3000).filter(|own| *own != 5).step_by(7) {
            let names = asked(&bytes, LOG, 7, person).unwrap();
            let expected: &[&str] =
                if person % 3 == 1 { &["classificatie", "toezicht: a"] } else { &["classificatie"] };
            assert_eq!(names, expected, "{person}");
        }
        assert_eq!(asked(&bytes, LOG, 7, 5).unwrap().len(), 601, "over several pages");
        assert_eq!(asked(&bytes, LOG, 7, 4000), Some(Vec::new()));
        assert_eq!(asked(&made(0), LOG, 7, 1), Some(Vec::new()));
    }

    #[test]
    fn an_index_of_another_log_or_key_or_with_a_changed_byte_is_none() {
        let bytes = made(400);
        assert_eq!(asked(&bytes, ("bb", LOG.1), 7, 1), None);
        assert_eq!(asked(&bytes, (LOG.0, LOG.1 + 1), 7, 1), None);
        assert_eq!(asked(&bytes, LOG, 8, 1), None);
        let whole = asked(&bytes, LOG, 7, 1).unwrap();
        for at in (0..bytes.len()).step_by(101).chain([0, 9, 20, bytes.len() - 1]) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            // A page that this person is not on may be anything: nothing is taken from it.
            assert!(asked(&changed, LOG, 7, 1).is_none_or(|names| names == whole), "{at}");
        }
        for length in (0..bytes.len()).step_by(97) {
            let cut = asked(&bytes[..length], LOG, 7, 1);
            assert!(cut.is_none_or(|names| names == whole), "{length}");
        }
    }
}
