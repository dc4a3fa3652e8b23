//! The only module that writes a run. It writes under a temporary name, syncs, then renames, so a run is complete or absent.
//!
//! INVARIANT: every file is either sealed, or one of a fixed list of open documents that hold no person's value.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use crate::crypto::hashing::{Hashing, Keying, PseudonymKey};
use crate::crypto::keys::Recipient;
use crate::crypto::seal::Sealer;
use crate::os_fault::{cannot_sync_folders, cause};
use crate::publish::ledger::manifest::Written;
use crate::publish::state::store;

/// Prefix of a folder or file that is still being written.
pub const TEMPORARY: &str = ".bezig-";

/// Size of the buffers for writing and reading back, in bytes.
const WRITE_BYTES: usize = 1 << 18;

/// Name of the file that stays locked while a run writes.
const LOCK: &str = ".slot";

/// An open document. This list is closed: nothing else may lie in a run unsealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// Findings.
    Bevindingen,
    /// The report, as a page.
    RapportHtml,
    /// The report, as data.
    RapportJson,
    /// A parcel's passport.
    Paspoort {
        /// The party.
        partij: String,
        /// The parcel.
        pakket: String,
    },
    /// The processing log: keyed subjects, no values.
    Logboek,
    /// The register of processing activities that the log refers to.
    Register,
    /// For a party's staff: what its folder holds, and how to open it.
    Leesmij {
        /// The party.
        partij: String,
    },
    /// The public half of the signing key.
    OndertekeningPub,
    /// The manifest.
    Manifest,
    /// Its signature.
    Handtekening,
}

impl Document {
    fn path(&self) -> String {
        match self {
            Document::Bevindingen => "bevindingen.ndjson".to_owned(),
            Document::RapportHtml => "rapport/index.html".to_owned(),
            Document::RapportJson => "rapport/rapport.json".to_owned(),
            Document::Paspoort { partij, pakket } => format!("uitvoer/{partij}/{pakket}.paspoort.json"),
            Document::Logboek => "logboek/verwerkingen.ndjson.zst".to_owned(),
            Document::Register => "logboek/verwerkingen.json".to_owned(),
            Document::Leesmij { partij } => format!("uitvoer/{partij}/LEESMIJ.txt"),
            Document::OndertekeningPub => "ondertekening.pub".to_owned(),
            Document::Manifest => "manifest.json".to_owned(),
            Document::Handtekening => "manifest.json.minisig".to_owned(),
        }
    }
}

/// Why a run or file could not be written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum OutboxFault {
    /// Another run is writing in the same folder.
    #[error("een andere run schrijft in `{folder}`")]
    #[diagnostic(help("wacht tot die klaar is, of geef een andere map met --out"))]
    Busy {
        /// The folder.
        folder: String,
    },
    /// The file exists and may not be overwritten.
    #[error("`{path}` bestaat al")]
    #[diagnostic(help("kies een andere map met --out, of ruim het oude bestand eerst op"))]
    Exists {
        /// The file.
        path: String,
    },
    /// The output folder is a file.
    #[error("`{path}` is een bestand en geen map")]
    #[diagnostic(help("geef met --out de map waarin runs komen; jib maakt haar als zij er niet is"))]
    NotAFolder {
        /// The file.
        path: String,
    },
    /// The operating system refused before the run was published.
    #[error("schrijven in `{path}` lukt niet: {cause}")]
    #[diagnostic(help("verhelp dit en draai opnieuw; er is geen run achtergebleven"))]
    Io {
        /// The file or folder.
        path: String,
        /// The cause, in plain words.
        cause: String,
    },
    /// The operating system refused after the run was published: the run stands.
    #[error("de run staat in `{folder}`, maar daarna ging iets mis: {cause}")]
    #[diagnostic(help(
        "niet opnieuw draaien: de run is gepubliceerd; controleer de schijf, en draai `jib verify` op deze map"
    ))]
    AfterPublishing {
        /// The folder of the run.
        folder: String,
        /// The cause, in plain words.
        cause: String,
    },
}

/// A run folder that is being written, by several threads at once.
pub struct Outbox {
    out: PathBuf,
    temporary: PathBuf,
    written: Mutex<Vec<Written>>,
    /// Syncs what is written; `None` once it has been waited for.
    syncer: Option<Syncer>,
    /// The final file name of the state that this run leaves. Until publication the state has a temporary name.
    state: OnceLock<String>,
    /// Number of temporary files made by `set_down`; each gets its own name.
    set_down: AtomicUsize,
    published: bool,
    _lock: File,
}

/// Syncs files on threads of its own, so that no writer has to wait for the disk.
struct Syncer {
    files: SyncSender<(PathBuf, File)>,
    threads: Vec<JoinHandle<Result<(), OutboxFault>>>,
}

/// Files synced at the same time. The file system then writes its journal once for several files.
const SYNCED_TOGETHER: usize = 4;

/// Files that may wait for a sync: fewer than a process may have open.
const WAITING_FILES_MAX: usize = 32;

impl Syncer {
    fn begin() -> io::Result<Syncer> {
        let (files, waiting) = sync_channel(WAITING_FILES_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        let begin = |_| {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new().spawn(move || sync_each(&waiting))
        };
        let threads = (0..SYNCED_TOGETHER).map(begin).collect::<io::Result<_>>()?;
        Ok(Syncer { files, threads })
    }

    /// Waits until every file is on disk. Returns the first error of a sync thread.
    fn wait(self) -> Result<(), OutboxFault> {
        let Syncer { files, threads } = self;
        drop(files);
        let lost = |_| io_fault(Path::new(""))(io::Error::other("de schijf bijwerken"));
        threads.into_iter().try_for_each(|thread| thread.join().map_err(lost)?)
    }
}

/// Syncs one file after another, until no more come or a sync fails.
fn sync_each(waiting: &Mutex<Receiver<(PathBuf, File)>>) -> Result<(), OutboxFault> {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok((path, file)) = next() {
        file.sync_all().map_err(io_fault(&path))?;
    }
    Ok(())
}

/// A temporary file on disk, removed when dropped.
pub struct SetDown {
    path: PathBuf,
}

impl Drop for SetDown {
    fn drop(&mut self) {
        // If this fails, the next run clears the file.
        let _ = fs::remove_file(&self.path);
    }
}

fn io_fault(path: &Path) -> impl Fn(io::Error) -> OutboxFault {
    let path = path.display().to_string();
    move |fault| OutboxFault::Io { path: path.clone(), cause: cause(&fault) }
}

impl Outbox {
    /// Locks the output folder, clears what an interrupted run left, and begins a new run.
    ///
    /// # Errors
    /// The path is a file, another run holds the lock, or the operating system refuses.
    pub fn begin(out: &Path) -> Result<Outbox, OutboxFault> {
        if out.is_file() {
            return Err(OutboxFault::NotAFolder { path: out.display().to_string() });
        }
        private_folder(out).map_err(io_fault(out))?;
        let lock_path = out.join(LOCK);
        let lock = private_file().open(&lock_path).map_err(io_fault(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(OutboxFault::Busy { folder: out.display().to_string() });
            }
            Err(fs::TryLockError::Error(source)) => return Err(io_fault(&lock_path)(source)),
        }
        for entry in fs::read_dir(out).map_err(io_fault(out))? {
            let entry = entry.map_err(io_fault(out))?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                let path = entry.path();
                let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.map_err(io_fault(&path))?;
            }
        }
        let temporary = out.join(format!("{TEMPORARY}{}", std::process::id()));
        private_folder(&temporary).map_err(io_fault(&temporary))?;
        Ok(Outbox {
            out: out.to_path_buf(),
            temporary,
            written: Mutex::default(),
            syncer: Some(Syncer::begin().map_err(io_fault(out))?),
            state: OnceLock::new(),
            set_down: AtomicUsize::new(0),
            published: false,
            _lock: lock,
        })
    }

    /// Removes every state but `keep`: those of runs that were never published, and of runs before the last one.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn clear_states(&self, keep: Option<&str>) -> Result<(), OutboxFault> {
        let folder = self.out.join(store::FOLDER);
        clear_states(&self.out, keep).map_err(io_fault(&folder))
    }

    /// The files written so far, ordered by path, so the order in which threads finish does not show.
    pub fn written(&self) -> Vec<Written> {
        let mut written = self.list().clone();
        written.sort_by(|one, other| one.path.cmp(&other.path));
        written
    }

    fn list(&self) -> MutexGuard<'_, Vec<Written>> {
        // A poisoned lock is safe to use: no holder leaves the list half changed.
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an open document. The manifest and its signature are not listed among the files.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn document(&self, document: &Document, bytes: &[u8], key: &PseudonymKey) -> Result<(), OutboxFault> {
        let pad = document.path();
        let path = self.temporary.join(&pad);
        let mut file = self.create(&path)?;
        file.write_all(bytes).map_err(io_fault(&path))?;
        let sha256 = self.finish(file, path.clone()).map_err(io_fault(&path))?;
        if !matches!(document, Document::Manifest | Document::Handtekening) {
            self.list().push(Written { path: pad, sha256, content_hmac: key.hmac_hex(bytes) });
        }
        Ok(())
    }

    /// Writes a sealed file: whatever `fill` adds is encrypted to the recipient before it reaches the disk.
    ///
    /// # Errors
    /// `fill` fails, or the operating system refuses.
    pub fn sealed(
        &self,
        pad: &str,
        recipient: &Recipient,
        key: &PseudonymKey,
        fill: impl FnOnce(&mut Sealer<Hashing<BufWriter<File>>>) -> io::Result<()>,
    ) -> Result<(), OutboxFault> {
        let path = self.temporary.join(pad);
        let file = self.create(&path)?;
        let sealed = || -> io::Result<Written> {
            let mut sealer = Sealer::begin(recipient, key, file)?;
            fill(&mut sealer)?;
            let (file, content_hmac) = sealer.finish()?;
            Ok(Written { path: pad.to_owned(), sha256: self.finish(file, path.clone())?, content_hmac })
        };
        let written = sealed().map_err(io_fault(&path))?;
        self.list().push(written);
        Ok(())
    }

    /// Writes the processing log; `fill` supplies it compressed.
    ///
    /// # Errors
    /// `fill` fails, or the operating system refuses.
    pub fn logbook(
        &self,
        key: &PseudonymKey,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), OutboxFault> {
        let pad = Document::Logboek.path();
        let path = self.temporary.join(&pad);
        let file = self.create(&path)?;
        let written = || -> io::Result<Written> {
            let mut keying = Keying::new(file, key);
            fill(&mut keying)?;
            let (file, content_hmac) = keying.finish();
            Ok(Written { path: pad, sha256: self.finish(file, path.clone())?, content_hmac })
        };
        let written = written().map_err(io_fault(&path))?;
        self.list().push(written);
        Ok(())
    }

    /// Keeps what `fill` writes on disk until the state is written, to save memory. Also returns the result of `fill`.
    ///
    /// # Errors
    /// `fill` fails, or the operating system refuses.
    pub fn set_down<T>(
        &self,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
    ) -> Result<(SetDown, T), OutboxFault> {
        let name = format!("staat-{}", self.set_down.fetch_add(1, Ordering::Relaxed));
        let path = self.temporary.join(name);
        let file = private_file().create_new(true).open(&path).map_err(io_fault(&path))?;
        // From here on the file is removed on drop, even if it is not written completely.
        let down = SetDown { path };
        let mut file = BufWriter::with_capacity(WRITE_BYTES, file);
        let filled = fill(&mut file).and_then(|filled| file.flush().map(|()| filled));
        let filled = filled.map_err(io_fault(&down.path))?;
        Ok((down, filled))
    }

    /// Writes the state that this run leaves, beside the runs: its head, then the entries that were set down. Returns its
    /// sha256. The state gets that name only when the run is published: no run refers to it earlier, and the states of
    /// earlier runs are not needed afterwards.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn state(&self, head: &[u8], entries: impl Iterator<Item = SetDown>) -> Result<String, OutboxFault> {
        let folder = self.out.join(store::FOLDER);
        private_folder(&folder).map_err(io_fault(&folder))?;
        let temporary = self.state_begun();
        let write = || -> io::Result<String> {
            let file = private_file().truncate(true).open(&temporary)?;
            let mut state = Hashing::new(BufWriter::with_capacity(WRITE_BYTES, file));
            state.write_all(head)?;
            for down in entries {
                io::copy(&mut BufReader::with_capacity(WRITE_BYTES, File::open(&down.path)?), &mut state)?;
            }
            self.finish(state, temporary.clone())
        };
        let sha256 = write().map_err(io_fault(&temporary))?;
        // A run leaves one state, so the name is not set yet.
        let _ = self.state.set(store::file_name(&sha256));
        Ok(sha256)
    }

    /// Path of the state until the run is published.
    fn state_begun(&self) -> PathBuf {
        self.out.join(store::FOLDER).join(format!("{TEMPORARY}{}", std::process::id()))
    }

    /// Flushes the buffer, queues the file for syncing and returns its sha256.
    fn finish(&self, file: Hashing<BufWriter<File>>, path: PathBuf) -> io::Result<String> {
        let (inner, sha256) = file.finish();
        let file = inner.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some(syncer) = &self.syncer {
            // A closed channel means that a sync thread failed; `wait` returns its error.
            let _ = syncer.files.send((path, file));
        }
        Ok(sha256)
    }

    fn create(&self, path: &Path) -> Result<Hashing<BufWriter<File>>, OutboxFault> {
        if let Some(folder) = path.parent() {
            private_folder(folder).map_err(io_fault(folder))?;
        }
        let file = private_file().create_new(true).open(path).map_err(io_fault(path))?;
        Ok(Hashing::new(BufWriter::with_capacity(WRITE_BYTES, file)))
    }

    /// Renames the run to its final name once all of it is on disk. From then on the run exists.
    ///
    /// # Errors
    /// A sync or the renaming fails; [`OutboxFault::AfterPublishing`] if the run already has its name.
    pub fn publish(mut self, name: &str) -> Result<PathBuf, OutboxFault> {
        if let Some(syncer) = self.syncer.take() {
            syncer.wait()?;
        }
        if let Some(state) = self.state.get() {
            let folder = self.out.join(store::FOLDER);
            let named =
                fs::rename(self.state_begun(), folder.join(state)).and_then(|()| sync_folder(&folder));
            named.map_err(io_fault(&folder))?;
        }
        sync_folders(&self.temporary).map_err(io_fault(&self.temporary))?;
        let target = self.out.join(name);
        if is_same_run(&self.temporary, &target) {
            // An earlier refused run on the same input left the same folder, byte for byte.
            return Ok(target);
        }
        fs::rename(&self.temporary, &target).map_err(io_fault(&target))?;
        // From here on the run exists, so no error may claim that there is none.
        self.published = true;
        sync_folder(&self.out).map_err(|fault| OutboxFault::AfterPublishing {
            folder: target.display().to_string(),
            cause: cause(&fault),
        })?;
        if let Some(state) = self.state.get() {
            // Leftover states are harmless: the next run clears them.
            let _ = clear_states(&self.out, Some(state));
        }
        Ok(target)
    }
}

/// Removes every file in the state folder but `keep`.
fn clear_states(out: &Path, keep: Option<&str>) -> io::Result<()> {
    let folder = out.join(store::FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(reason) => return Err(reason),
    };
    for entry in entries {
        let entry = entry?;
        if keep.is_none_or(|keep| entry.file_name() != keep) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether the folder already holds a run with exactly this manifest.
fn is_same_run(temporary: &Path, target: &Path) -> bool {
    let manifest = |folder: &Path| fs::read(folder.join(Document::Manifest.path())).ok();
    manifest(target).is_some_and(|there| Some(there) == manifest(temporary))
}

impl Drop for Outbox {
    fn drop(&mut self) {
        if !self.published {
            // If this fails, the next run clears the folder.
            let _ = fs::remove_dir_all(&self.temporary);
        }
    }
}

fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync_folder(folder)
}

/// Syncs the names in a folder, where the file system supports that.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(fault) if cannot_sync_folders(&fault) => Ok(()),
        synced => synced,
    }
}

/// Creates a folder, and any parents it lacks, that only its owner can enter.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options to open a file that only its owner can read.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes an overview of several runs beside them, replacing an older one: completely or not at all.
///
/// # Errors
/// The operating system refuses.
pub fn write_overview(path: &Path, bytes: &[u8]) -> Result<(), OutboxFault> {
    let folder = path.parent().unwrap_or(Path::new(""));
    private_folder(folder).map_err(io_fault(folder))?;
    let temporary = path.with_extension(format!("bezig-{}", std::process::id()));
    let written = || -> io::Result<()> {
        let mut file = private_file().truncate(true).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        sync_folder(folder)
    };
    written().map_err(io_fault(path))
}

/// Writes one private file outside a run: a key, a sample, an opened parcel. Writes it completely or not at all, and never
/// overwrites an existing file.
///
/// # Errors
/// The file exists, or the operating system refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), OutboxFault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(io_fault(folder))?;
    }
    if path.symlink_metadata().is_ok() {
        return Err(OutboxFault::Exists { path: path.display().to_string() });
    }
    let mut name = std::ffi::OsString::from(TEMPORARY);
    name.push(path.file_name().unwrap_or_default());
    let temporary = path.with_file_name(name);
    let written = || -> io::Result<()> {
        let mut file = private_file().truncate(true).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    written().map_err(|fault| {
        // The first error is the one to report; a leftover temporary file is harmless.
        let _ = fs::remove_file(&temporary);
        io_fault(path)(fault)
    })
}
