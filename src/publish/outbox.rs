//! The only module that writes a run: under a temporary name, synced, then renamed, so that a run is complete or absent.
//!
//! Two kinds of file exist and no third: sealed ones, and open documents of a fixed list that hold no person's value.

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
use crate::publish::ledger::manifest::Written;
use crate::publish::state::store;

/// Begin of the name of a folder that is being written.
pub const TEMPORARY: &str = ".bezig-";

/// Bytes that are written, or read back, together.
const WRITE_BYTES: usize = 1 << 18;

/// Name of the file that is locked while a run writes.
const LOCK: &str = ".slot";

/// An open document: the closed list of what may lie in a run unsealed.
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
    /// For the people of a party: what lies in its folder, and how to open it.
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
            Document::Leesmij { partij } => format!("uitvoer/{partij}/LEESMIJ.txt"),
            Document::OndertekeningPub => "ondertekening.pub".to_owned(),
            Document::Manifest => "manifest.json".to_owned(),
            Document::Handtekening => "manifest.json.minisig".to_owned(),
        }
    }
}

/// Why nothing could be written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum OutboxFault {
    /// Another run is writing there.
    #[error("een andere run schrijft in `{folder}`")]
    #[diagnostic(help("wacht tot die klaar is, of geef een andere map met --out"))]
    Busy {
        /// The folder.
        folder: String,
    },
    /// A file that may not be written over.
    #[error("`{path}` bestaat al")]
    #[diagnostic(help("kies een andere map met --out, of ruim het oude bestand eerst op"))]
    Exists {
        /// Which.
        path: String,
    },
    /// Where runs should go lies a file.
    #[error("`{path}` is een bestand en geen map")]
    #[diagnostic(help("geef met --out de map waarin runs komen; jib maakt haar als zij er niet is"))]
    NotAFolder {
        /// Which.
        path: String,
    },
    /// The operating system refused.
    #[error("schrijven in `{path}` lukt niet")]
    #[diagnostic(help("controleer de rechten en de vrije ruimte; er is geen run achtergebleven"))]
    Io {
        /// Where.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// A run folder that is being written, by several threads at once.
pub struct Outbox {
    out: PathBuf,
    temporary: PathBuf,
    written: Mutex<Vec<Written>>,
    /// Brings what is written to the disk; nothing once it was waited for.
    syncer: Option<Syncer>,
    /// The file name of the state that this run leaves; until it is published it has a temporary one.
    state: OnceLock<String>,
    /// How many times bytes were set down.
    set_down: AtomicUsize,
    published: bool,
    _lock: File,
}

/// Brings files to the disk while others are written: whoever waits for a disk does nothing else.
struct Syncer {
    files: SyncSender<(PathBuf, File)>,
    threads: Vec<JoinHandle<Result<(), OutboxFault>>>,
}

/// Files that are brought to the disk at the same time: the file system then writes its journal once for several of them.
const SYNCED_TOGETHER: usize = 4;

/// Files that may wait for the disk: fewer than a process may have open.
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

    /// Waits until every file is on the disk.
    fn wait(self) -> Result<(), OutboxFault> {
        let Syncer { files, threads } = self;
        drop(files);
        let lost = |_| io_fault(Path::new(""))(io::Error::other("de schijf bijwerken"));
        threads.into_iter().try_for_each(|thread| thread.join().map_err(lost)?)
    }
}

/// Brings one file after another to the disk, until no more come or one cannot be.
fn sync_each(waiting: &Mutex<Receiver<(PathBuf, File)>>) -> Result<(), OutboxFault> {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok((path, file)) = next() {
        file.sync_all().map_err(io_fault(&path))?;
    }
    Ok(())
}

/// Bytes that were set down on the disk for a while.
pub struct SetDown {
    path: PathBuf,
}

impl Drop for SetDown {
    fn drop(&mut self) {
        // Nothing more can be done if this fails; the next run clears what is left.
        let _ = fs::remove_file(&self.path);
    }
}

fn io_fault(path: &Path) -> impl Fn(io::Error) -> OutboxFault {
    let path = path.display().to_string();
    move |source| OutboxFault::Io { path: path.clone(), source }
}

impl Outbox {
    /// Locks the output folder, clears what a broken-off run left, and begins a new one.
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

    /// Clears the states of runs that were never published, or of runs before the last one.
    pub fn clear_states(&self, keep: Option<&str>) -> Result<(), OutboxFault> {
        let folder = self.out.join(store::FOLDER);
        clear_states(&self.out, keep).map_err(io_fault(&folder))
    }

    /// The files written so far, in order of their path: the same whichever was ready first.
    pub fn written(&self) -> Vec<Written> {
        let mut written = self.list().clone();
        written.sort_by(|one, other| one.path.cmp(&other.path));
        written
    }

    fn list(&self) -> MutexGuard<'_, Vec<Written>> {
        // Nothing is half done while it is held.
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an open document. The manifest and its signature are not listed among the files.
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

    /// Writes a sealed file: what `fill` adds is encrypted to the recipient before it reaches the disk.
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

    /// Writes the processing log, as `fill` gives it, compressed.
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

    /// Sets what `fill` writes down on the disk until the state is written, so that it does not stay in memory; gives what
    /// `fill` gave.
    pub fn set_down<T>(
        &self,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
    ) -> Result<(SetDown, T), OutboxFault> {
        let name = format!("staat-{}", self.set_down.fetch_add(1, Ordering::Relaxed));
        let path = self.temporary.join(name);
        let file = private_file().create_new(true).open(&path).map_err(io_fault(&path))?;
        // From here on it is removed, also where it could not be written whole.
        let down = SetDown { path };
        let mut file = BufWriter::with_capacity(WRITE_BYTES, file);
        let filled = fill(&mut file).and_then(|filled| file.flush().map(|()| filled));
        let filled = filled.map_err(io_fault(&down.path))?;
        Ok((down, filled))
    }

    /// Writes the state that this run leaves, beside the runs: its head, then what was set down. Gives its sha256, which is the
    /// name that it gets when the run is published: no run names it before that, and then the states of earlier runs are no
    /// longer needed.
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
        // A run leaves one state.
        let _ = self.state.set(store::file_name(&sha256));
        Ok(sha256)
    }

    /// Where the state lies until the run is published.
    fn state_begun(&self) -> PathBuf {
        self.out.join(store::FOLDER).join(format!("{TEMPORARY}{}", std::process::id()))
    }

    /// Empties the buffer, has the file brought to the disk and gives its sha256.
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

    /// Gives the run its name, once all of it is on the disk. From then on it exists.
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
            // A run that was refused before, on the same input: it lies there already, to the byte.
            return Ok(target);
        }
        fs::rename(&self.temporary, &target).map_err(io_fault(&target))?;
        sync_folder(&self.out).map_err(io_fault(&self.out))?;
        self.published = true;
        if let Some(state) = self.state.get() {
            // What is left over does no harm: the next run clears it.
            let _ = clear_states(&self.out, Some(state));
        }
        Ok(target)
    }
}

/// Removes every file of the state folder but one.
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

/// Whether a folder already holds the run with this very manifest.
fn is_same_run(temporary: &Path, target: &Path) -> bool {
    let manifest = |folder: &Path| fs::read(folder.join(Document::Manifest.path())).ok();
    manifest(target).is_some_and(|there| Some(there) == manifest(temporary))
}

impl Drop for Outbox {
    fn drop(&mut self) {
        if !self.published {
            // Nothing more can be done if this fails; the next run clears what is left.
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

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes a folder that only its owner can enter, with those above it.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file that only its owner can read.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes an overview of several runs beside them, in place of an older one: whole or not at all.
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

/// Writes one file for its owner alone, outside a run: a key, a sample, an opened parcel. Never over an existing file.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), OutboxFault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(io_fault(folder))?;
    }
    let mut file = private_file().create_new(true).open(path).map_err(|reason| match reason.kind() {
        io::ErrorKind::AlreadyExists => OutboxFault::Exists { path: path.display().to_string() },
        _ => io_fault(path)(reason),
    })?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_fault(path))
}
