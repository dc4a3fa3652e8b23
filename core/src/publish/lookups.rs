//! Who looked up a person: one line for each `inzage` and each `explain` of a person, written before anything is shown (BIO2
//! 8.15.01). The processing log has no user in it, so this is a file of its own beside the runs.
//!
//! Each line holds the hash of the line before it and a keyed hash of itself, and each manifest the hash of the last line when
//! its run was made. A line that was changed, put in or taken out is found; one taken from the end is found once a run has been
//! made after it. The person is a keyed pseudonym that stands in no other file.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::ledger::runs::MANIFEST;
use crate::crypto::hashing::{PseudonymKey, sha256_hex};
use crate::handle::Folder;
use crate::os_fault::cause;

/// The folder with the lines, beside the runs.
pub const FOLDER: &str = ".raadplegingen";

/// The file in it.
const FILE: &str = "raadplegingen.ndjson";

/// The largest file that is read, in bytes: a century of a busy office.
const BYTES_MAX: u64 = 1 << 30;

/// How often the file is tried while something else holds it, and what lies between two times: five seconds together.
const LOCK_TRIES: usize = 50;
const LOCK_WAIT: Duration = Duration::from_millis(100);

/// The longest purpose, in characters.
pub const REASON_CHARS_MAX: usize = 200;

/// The format of a line.
const VERSION: u32 = 1;

/// Bytes of the pseudonym of a person.
const SUBJECT_BYTES: usize = 16;

/// Who looks, when and why.
#[derive(Clone, Debug)]
pub struct Lookup<'l> {
    /// The user, as the operating system knows it.
    pub actor: &'l str,
    /// The machine.
    pub host: &'l str,
    /// The moment, as RFC 3339 in UTC.
    pub moment: &'l str,
    /// `inzage` or `explain`.
    pub command: &'l str,
    /// What for, if said.
    pub reason: Option<&'l str>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
#[serde(deny_unknown_fields)]
pub struct Line {
    #[serde(rename = "versie")]
    pub version: u32,
    /// The fingerprint of the pseudonym key.
    #[serde(rename = "sleutel")]
    pub key: String,
    #[serde(rename = "tijd")]
    pub moment: String,
    pub actor: String,
    pub host: String,
    #[serde(rename = "opdracht")]
    pub command: String,
    #[serde(rename = "reden")]
    pub reason: Option<String>,
    /// The keyed pseudonym.
    #[serde(rename = "betrokkene")]
    pub subject: String,
    /// sha256 of the line before it; null for the first.
    #[serde(rename = "vorige")]
    pub previous: Option<String>,
    /// Keyed hash of the line without this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hmac: String,
}

/// Why a lookup could not be written down. Nothing may then be shown.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("de raadpleging kan niet worden vastgelegd in `{path}`: {cause}")]
#[diagnostic(help(
    "zonder die regel geeft jib geen antwoord; zorg dat deze map er mag staan en beschrijfbaar is, en dat de schijf niet vol is"
))]
pub struct NotRecorded {
    path: String,
    cause: String,
}

/// The lines of a folder, as far as they can be believed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lookups {
    /// Lines that are as they were written, oldest first.
    pub lines: Vec<Line>,
    /// The hash of every line in the file.
    hashes: BTreeSet<String>,
    /// That of the last one.
    last: Option<String>,
    /// How many lines are not as they were written, or do not follow the line before them.
    pub broken: usize,
    /// The number of the first such line.
    pub first_broken: Option<usize>,
    /// How many lines were written under another key, so that nothing can be said of them.
    pub of_other_keys: usize,
}

fn file_in(out: &Path) -> PathBuf {
    out.join(FOLDER).join(FILE)
}

/// The pseudonym of a person in these lines. It differs from that in the state and the log, so that the files cannot be joined.
fn subject(key: &PseudonymKey, digits: &[u8; 9]) -> String {
    let tag = key.keyed("raadpleging", &[digits]);
    HEXLOWER.encode(tag.get(..SUBJECT_BYTES).unwrap_or_default())
}

/// The keyed hash of a line without its own.
fn authenticated(key: &PseudonymKey, line: &Line) -> Result<String, serde_json::Error> {
    let bare = serde_json::to_vec(&Line { hmac: String::new(), ..line.clone() })?;
    Ok(HEXLOWER.encode(&key.keyed("raadpleging-regel", &[&bare])))
}

/// Writes down that a person is looked up. Returns once the line is on disk.
///
/// # Errors
/// [`NotRecorded`]: the operating system refuses, or the lines already there cannot be read.
pub fn record(
    out: &Path,
    key: &PseudonymKey,
    digits: &[u8; 9],
    lookup: &Lookup<'_>,
) -> Result<(), NotRecorded> {
    let path = file_in(out);
    let written = || -> io::Result<()> {
        let runs = Folder::open(out)?;
        if runs.kind(MANIFEST).is_ok() {
            // It would be a file too many there, and nobody would find it beside the runs.
            return Err(io::Error::other("dit is de map van één run; geef de map met runs"));
        }
        let folder = runs.made(FOLDER)?;
        let mut file = folder.growing_file(FILE)?;
        // Two concurrent lookups would both chain to the same last line. The lock ends with the file.
        lock(&file)?;
        let before = read_whole(&mut file)?;
        let (text, is_torn) = match before.strip_suffix(b"\n") {
            Some(text) => (text, false),
            None => (before.as_slice(), !before.is_empty()),
        };
        let previous = memchr::memrchr(b'\n', text).map_or(text, |at| text.get(at + 1..).unwrap_or_default());
        let mut line = Line {
            version: VERSION,
            key: key.fingerprint(),
            moment: lookup.moment.to_owned(),
            actor: lookup.actor.to_owned(),
            host: lookup.host.to_owned(),
            command: lookup.command.to_owned(),
            reason: lookup.reason.map(str::to_owned),
            subject: subject(key, digits),
            previous: (!text.is_empty()).then(|| sha256_hex(previous)),
            hmac: String::new(),
        };
        line.hmac = authenticated(key, &line)?;
        let mut bytes = serde_json::to_vec(&line)?;
        bytes.push(b'\n');
        if is_torn {
            // A line that a power cut tore off: what follows must not become part of it.
            bytes.insert(0, b'\n');
        }
        file.write_all(&bytes)?;
        file.sync_all()?;
        folder.sync()
    };
    written().map_err(|fault| NotRecorded { path: path.display().to_string(), cause: cause(&fault) })
}

/// Locks the file, and tries for some seconds: another lookup takes a moment, and whatever holds it longer may never let go.
fn lock(file: &File) -> io::Result<()> {
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_WAIT),
            Err(TryLockError::Error(fault)) => return Err(fault),
        }
    }
    let reason = "een ander programma houdt dit bestand vast; kijk welk (een back-up, een virusscanner, een andere jib), wacht tot het klaar is of stop het, en vraag dan opnieuw";
    Err(io::Error::new(io::ErrorKind::ResourceBusy, reason))
}

fn read_whole(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = file.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if u64::try_from(read).unwrap_or(u64::MAX) > BYTES_MAX {
        return Err(io::Error::other("groter dan 1 GiB"));
    }
    Ok(bytes)
}

/// Reads the lines beside the runs in a folder, and checks each of them. A missing file counts as empty.
///
/// # Errors
/// The operating system refuses, or the file is too large.
pub fn read(out: &Path, key: &PseudonymKey) -> io::Result<Lookups> {
    let file = Folder::open(out).and_then(|out| out.within(FOLDER)?.file(FILE));
    let bytes = match file {
        Ok(mut file) => read_whole(&mut file)?,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let mut found = Lookups::default();
    let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    if text.is_empty() {
        return Ok(found);
    }
    let own = key.fingerprint();
    let mut previous: Option<String> = None;
    for (place, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let hash = sha256_hex(line);
        match serde_json::from_slice::<Line>(line) {
            Ok(parsed) if parsed.previous != previous => found.add_broken(place + 1),
            Ok(parsed) if parsed.key != own => found.of_other_keys += 1,
            Ok(parsed) if authenticated(key, &parsed).is_ok_and(|hmac| hmac == parsed.hmac) => {
                found.lines.push(parsed);
            }
            _ => found.add_broken(place + 1),
        }
        found.hashes.insert(hash.clone());
        previous = Some(hash);
    }
    found.last = previous;
    Ok(found)
}

impl Lookups {
    fn add_broken(&mut self, line: usize) {
        self.broken += 1;
        self.first_broken.get_or_insert(line);
    }

    /// The hash of the last line, for the manifest of a run.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Whether a line with this hash is there: a manifest names the last line when its run was made.
    pub fn has(&self, hash: &str) -> bool {
        self.hashes.contains(hash)
    }

    /// The lines about one person, oldest first.
    pub fn about(&self, key: &PseudonymKey, digits: &[u8; 9]) -> Vec<&Line> {
        let subject = subject(key, digits);
        self.lines.iter().filter(|line| line.subject == subject).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &[u8; 9] = b"999990019";
    const OTHER: &[u8; 9] = b"999990020";

    fn key() -> PseudonymKey {
        PseudonymKey::from_bytes(&[7; 32]).unwrap()
    }

    fn looked(out: &Path, digits: &[u8; 9], command: &str) {
        let lookup = Lookup {
            actor: "consulent",
            host: "werkplek",
            moment: "2026-11-23T09:00:00Z",
            command,
            reason: Some("verzoek van de betrokkene"),
        };
        record(out, &key(), digits, &lookup).unwrap();
    }

    fn three() -> tempfile::TempDir {
        let out = tempfile::tempdir().unwrap();
        looked(out.path(), PERSON, "explain");
        looked(out.path(), OTHER, "inzage");
        looked(out.path(), PERSON, "inzage");
        out
    }

    fn changed(out: &Path, change: impl FnOnce(String) -> String) -> Lookups {
        let path = file_in(out);
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, change(before)).unwrap();
        read(out, &key()).unwrap()
    }

    /// How many lines are broken, and the first of them.
    fn broken(found: &Lookups) -> (usize, Option<usize>) {
        (found.broken, found.first_broken)
    }

    #[test]
    fn a_person_sees_who_looked_and_nobody_else() {
        let out = three();
        let found = read(out.path(), &key()).unwrap();
        assert_eq!((found.lines.len(), found.broken), (3, 0));
        let commands: Vec<&str> =
            found.about(&key(), PERSON).iter().map(|line| line.command.as_str()).collect();
        assert_eq!(commands, ["explain", "inzage"]);
        let text = std::fs::read_to_string(file_in(out.path())).unwrap();
        assert!(!text.contains("99999"), "no number stands in it");
        assert!(!text.contains(&key().subject(PERSON).hex()), "nor what joins it to the log");
    }

    #[test]
    fn a_line_that_is_changed_put_in_or_taken_out_is_found() {
        let out = three();
        let renamed = |text: String| text.replacen("consulent", "niemand", 1);
        assert_eq!(broken(&changed(out.path(), renamed)), (2, Some(1)));
        let out = three();
        let cut = |text: String| {
            text.lines()
                .enumerate()
                .filter(|(at, _)| *at != 1)
                .fold(String::new(), |all, (_, line)| all + line + "\n")
        };
        assert_eq!(broken(&changed(out.path(), cut)), (1, Some(2)));
        let out = three();
        let twice = |text: String| text.clone() + text.lines().next().unwrap() + "\n";
        assert_eq!(broken(&changed(out.path(), twice)), (1, Some(4)));
    }

    #[test]
    fn a_line_taken_from_the_end_is_missed_by_the_manifest_that_names_it() {
        let out = three();
        let last = read(out.path(), &key()).unwrap().last().unwrap().to_owned();
        looked(out.path(), OTHER, "inzage");
        assert!(read(out.path(), &key()).unwrap().has(&last));
        let left = changed(out.path(), |text| {
            text.lines().take(2).fold(String::new(), |all, line| all + line + "\n")
        });
        assert!(left.broken == 0 && !left.has(&last));
    }

    #[test]
    fn after_a_line_that_was_torn_off_the_next_one_stands_by_itself() {
        let out = three();
        let _ = changed(out.path(), |text| text.get(..text.len() - 20).unwrap().to_owned());
        looked(out.path(), PERSON, "inzage");
        let found = read(out.path(), &key()).unwrap();
        assert_eq!((found.lines.len(), broken(&found)), (3, (1, Some(3))));
    }

    #[test]
    fn another_key_believes_nothing_and_says_so() {
        let out = three();
        let other = PseudonymKey::from_bytes(&[8; 32]).unwrap();
        let found = read(out.path(), &other).unwrap();
        assert_eq!((found.lines.len(), found.of_other_keys, found.broken), (0, 3, 0));
    }
}
