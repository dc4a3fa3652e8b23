//! Reads the files of a run and the parts of its manifest, and refuses what is not there or has another form.

use std::io::{self, BufReader, Read};
use std::path::Path;

use serde_json::Value;

use super::wrong::Wrong;
use crate::crypto::hashing::Hashing;
use crate::handle::Folder;
use crate::model::shown::told_path;
use crate::os_fault::cause;

/// Endings of the file name of a sealed table.
pub(super) const PARCEL_FORMS: [&str; 2] = [".csv.age", ".xlsx.age"];

/// What lies beside the parcels of a party: the text for its staff, and a passport per parcel.
pub(super) const LEESMIJ: &str = "LEESMIJ.txt";
pub(super) const PASSPORT: &str = ".paspoort.json";

/// Name of a file of recalls.
pub(super) const RECALLS: &str = "intrekking";

/// Largest file of a run that is read, in bytes.
const FILE_BYTES_MAX: u64 = 8 << 30;

/// Bytes that are hashed at a time.
const READ_BYTES: usize = 1 << 18;

/// Reads a regular file inside the run folder. A manifest could name any path, so one that leads elsewhere is refused.
pub(super) fn read(run: &Path, path: &str) -> Result<Vec<u8>, Wrong> {
    read_up_to(run, path, FILE_BYTES_MAX)
}

pub(super) fn read_up_to(run: &Path, path: &str, bytes_max: u64) -> Result<Vec<u8>, Wrong> {
    let bytes = Folder::open(run).and_then(|folder| folder.read(path, bytes_max));
    bytes.map_err(|fault| unread(path, &fault))
}

/// Why a file cannot be read. That this machine lacks the memory for it says nothing of the run.
fn unread(path: &str, fault: &io::Error) -> Wrong {
    let path = told_path(Path::new(path));
    match fault.kind() {
        io::ErrorKind::OutOfMemory => Wrong::Unread { path, cause: cause(fault) },
        _ => Wrong::Missing { path },
    }
}

/// The sha256 of a regular file inside the run folder, of whatever size: it is read in pieces. `None` if it is larger than any
/// file of a run.
pub(super) fn sha256_of(run: &Path, path: &str) -> Result<Option<String>, Wrong> {
    let mut hashing = Hashing::new(io::sink());
    let hashed = Folder::open(run).and_then(|folder| {
        let file = folder.file(path)?;
        io::copy(&mut BufReader::with_capacity(READ_BYTES, file.take(FILE_BYTES_MAX + 1)), &mut hashing)
    });
    let length = hashed.map_err(|fault| unread(path, &fault))?;
    Ok((length <= FILE_BYTES_MAX).then(|| hashing.finish().1))
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, Wrong> {
    value.get(key).and_then(Value::as_str).ok_or_else(|| Wrong::Form { what: key.to_owned() })
}

pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> Result<&'a Vec<Value>, Wrong> {
    value.pointer(pointer).and_then(Value::as_array).ok_or_else(|| Wrong::Form { what: pointer.to_owned() })
}

pub(super) fn number(value: &Value, key: &str) -> Result<u64, Wrong> {
    value.get(key).and_then(Value::as_u64).ok_or_else(|| Wrong::Form { what: key.to_owned() })
}

/// Whether nothing has this name. What stands there for another reason is no file that is gone.
pub(super) fn is_gone(run: &Path, path: &str) -> bool {
    let found = run.join(path).symlink_metadata();
    found.is_err_and(|fault| fault.kind() == std::io::ErrorKind::NotFound)
}
