//! The folder of runs: what lies in it, and which manifests in it carry the signature that is asked for, mostly our own.

use std::fs::File;
use std::path::Path;

use crate::crypto::hashing::sha256_hex;
use crate::crypto::sign::Signer;
use crate::handle::{EntryKind, Folder};
use crate::model::day::Day;

/// File name of the manifest in a run folder.
pub const MANIFEST: &str = "manifest.json";

/// File name of its signature.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// Largest manifest that is read, in bytes: some hundred bytes for each file of each school is a few megabytes at most.
pub const MANIFEST_BYTES_MAX: u64 = 16 << 20;

/// Largest signature that is read, in bytes.
const SIGNATURE_BYTES_MAX: u64 = 4 << 10;

/// Largest other file of an earlier run that is read, in bytes.
const FILE_BYTES_MAX: u64 = 256 << 20;

/// Characters of the manifest's hash in the name of a run's folder.
const NAME_HASH_CHARS: usize = 8;

/// The name of a run's folder.
pub fn folder_name(day: Day, manifest_sha256: &str) -> String {
    let hash: String = manifest_sha256.chars().take(NAME_HASH_CHARS).collect();
    format!("{day}_{hash}")
}

/// Why an earlier run is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Its signature is missing or unreadable, or does not match these bytes and this signer.
    NotOurs,
    /// It is signed, but this program cannot read it as a manifest.
    Form,
    /// Another manifest names it, but it is missing.
    Gone,
}

/// An open folder of runs, and the signer whose signature makes a run in it count. A missing folder holds no runs.
pub struct Runs {
    folder: Option<Folder>,
    signer: Option<Signer>,
}

/// A run's manifest, read once, so that its hash, signature and content come from the same bytes, and the run's files from the same folder
/// even if its name is reassigned.
pub struct RunManifest {
    /// The name of the run's folder.
    pub name: String,
    /// The manifest.
    pub bytes: Vec<u8>,
    /// Its sha256.
    pub sha256: String,
    folder: Folder,
}

impl Runs {
    /// The runs in a folder. Without a signer none is signed.
    pub fn open(out: &Path, signer: Option<Signer>) -> Runs {
        Runs { folder: Folder::open(out).ok(), signer }
    }

    /// The folder itself, if it is there.
    pub fn folder(&self) -> Option<&Folder> {
        self.folder.as_ref()
    }

    /// Every folder that may hold a run, in order of name. A run that is still being written does not count, nor does a link.
    pub fn names(&self) -> Vec<String> {
        let entries = self.folder.as_ref().and_then(|out| out.entries().ok()).unwrap_or_default().into_iter();
        let runs = entries.filter(|(name, kind)| *kind == EntryKind::Folder && !name.starts_with('.'));
        runs.map(|(name, _)| name).collect()
    }

    /// The manifest in a folder, whoever signed it. `None` if none can be read.
    pub fn read(&self, name: &str) -> Option<RunManifest> {
        let folder = self.folder.as_ref()?.within(name).ok()?;
        let bytes = folder.read(MANIFEST, MANIFEST_BYTES_MAX).ok()?;
        Some(RunManifest { name: name.to_owned(), sha256: sha256_hex(&bytes), bytes, folder })
    }

    /// Whether a manifest carries the signature.
    pub fn is_signed(&self, read: &RunManifest) -> bool {
        let signature = read.folder.read(SIGNATURE, SIGNATURE_BYTES_MAX).ok();
        let signature = signature.and_then(|signature| String::from_utf8(signature).ok());
        let signed = signature.zip(self.signer.as_ref());
        signed.is_some_and(|(signature, signer)| signer.check(&read.bytes, &signature).is_ok())
    }

    /// The manifest in a folder, if it carries the signature.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn signed(&self, name: &str) -> Result<RunManifest, Doubt> {
        let read = self.read(name).ok_or(Doubt::Gone)?;
        if self.is_signed(&read) { Ok(read) } else { Err(Doubt::NotOurs) }
    }

    /// The bytes of a file in the folder of a run. `None` unless they have this sha256.
    pub fn file_with(&self, name: &str, path: &str, sha256: &str) -> Option<Vec<u8>> {
        file_with(&self.folder.as_ref()?.within(name).ok()?, path, sha256)
    }

    /// A file in the folder of a run, to read some of it.
    pub fn opened(&self, name: &str, path: &str) -> Option<File> {
        self.folder.as_ref()?.within(name).ok()?.file(path).ok()
    }
}

impl RunManifest {
    /// The bytes of a file of the run. `None` unless they have this sha256.
    pub fn file_with(&self, path: &str, sha256: &str) -> Option<Vec<u8>> {
        file_with(&self.folder, path, sha256)
    }

    /// A file of the run, to read some of it.
    pub fn opened(&self, path: &str) -> Option<File> {
        self.folder.file(path).ok()
    }
}

fn file_with(run: &Folder, path: &str, sha256: &str) -> Option<Vec<u8>> {
    let bytes = run.read(path, FILE_BYTES_MAX).ok()?;
    (sha256_hex(&bytes) == sha256).then_some(bytes)
}
