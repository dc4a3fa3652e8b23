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
use crate::handle::{EntryKind, Folder};
use crate::os_fault::{cannot_sync_folders, cause};
use crate::publish::ledger::anchor;
use crate::publish::ledger::manifest::Written;
use crate::publish::ledger::runs::MANIFEST_BYTES_MAX;
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
        /// The school, for a party with a folder per school.
        brin: Option<String>,
        /// The parcel.
        pakket: String,
    },
    /// The processing log: keyed subjects, no values.
    Logboek,
    /// Which lines of the log are about whom.
    LogIndex,
    /// The register of processing activities that the log refers to.
    Register,
    /// For a party's staff: what its folder holds, and how to open it.
    Leesmij {
        /// The party.
        partij: String,
        /// The school, for a party with a folder per school.
        brin: Option<String>,
    },
    /// The public half of the signing key.
    OndertekeningPub,
    /// The manifest.
    Manifest,
    /// Its signature.
    Handtekening,
}

/// The folder within a run of a recipient. Each school has its own: names and sizes of the files of the others tell something too.
pub fn folder_of(partij: &str, brin: Option<&str>) -> String {
    match brin {
        Some(brin) => format!("uitvoer/{partij}/{brin}"),
        None => format!("uitvoer/{partij}"),
    }
}

impl Document {
    /// Its path within the run.
    pub fn path(&self) -> String {
        match self {
            Document::Bevindingen => "bevindingen.ndjson".to_owned(),
            Document::RapportHtml => "rapport/index.html".to_owned(),
            Document::RapportJson => "rapport/rapport.json".to_owned(),
            Document::Paspoort { partij, brin, pakket } => {
                format!("{}/{pakket}.paspoort.json", folder_of(partij, brin.as_deref()))
            }
            Document::Logboek => "logboek/verwerkingen.ndjson.zst".to_owned(),
            Document::LogIndex => "logboek/verwerkingen.index".to_owned(),
            Document::Register => "logboek/verwerkingen.json".to_owned(),
            Document::Leesmij { partij, brin } => {
                format!("{}/LEESMIJ.txt", folder_of(partij, brin.as_deref()))
            }
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
    /// A place for this program's own files that leads elsewhere.
    #[error("`{path}` is een snelkoppeling (symbolische link) en geen map")]
    #[diagnostic(help(
        "hier staat de staat tussen runs, en jib ruimt hier op: zet er de map zelf neer, uit de reservekopie"
    ))]
    Link {
        /// The path.
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
    /// The operating system refused while an old run was cleared.
    #[error("opruimen van `{path}` lukt niet: {cause}")]
    #[diagnostic(help("verhelp dit en draai `jib prune` opnieuw: het gaat verder waar het bleef"))]
    Clearing {
        /// The folder of the run.
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

/// The folder of runs, by handle, locked against everyone else who writes in it. The lock ends with this.
pub struct Locked {
    /// The folder.
    pub runs: Folder,
    lock: File,
}

impl Locked {
    /// Locks the folder of runs; makes it first if it is missing.
    ///
    /// # Errors
    /// The path is a file, another run holds the lock, or the operating system refuses.
    pub fn take(out: &Path) -> Result<Locked, OutboxFault> {
        if out.is_file() {
            return Err(OutboxFault::NotAFolder { path: out.display().to_string() });
        }
        private_folder(out).map_err(io_fault(out))?;
        let runs = Folder::open(out).map_err(io_fault(out))?;
        let lock_path = out.join(LOCK);
        let lock = runs.growing_file(LOCK).map_err(io_fault(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Locked { runs, lock }),
            Err(fs::TryLockError::WouldBlock) => Err(OutboxFault::Busy { folder: out.display().to_string() }),
            Err(fs::TryLockError::Error(source)) => Err(io_fault(&lock_path)(source)),
        }
    }

    /// Removes what an interrupted command left half written. Nothing that has another name.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn clear_leftovers(&self, out: &Path) -> Result<(), OutboxFault> {
        for (name, kind) in self.runs.entries().map_err(io_fault(out))? {
            if is_temporary(&name) {
                let path = out.join(&name);
                let removed = match kind {
                    EntryKind::Folder => fs::remove_dir_all(&path),
                    _ => self.runs.remove(&name),
                };
                removed.map_err(io_fault(&path))?;
            }
        }
        Ok(())
    }
}

/// A run folder that is being written, by several threads at once.
pub struct Outbox {
    out: PathBuf,
    /// The folder of runs, by handle.
    runs: Folder,
    /// The folder of the state, by handle.
    states: Arc<Folder>,
    temporary: PathBuf,
    /// The folder of this run while it is written, by handle.
    folder: Folder,
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

/// A temporary file beside the state, removed when dropped.
pub struct SetDown {
    states: Arc<Folder>,
    name: String,
}

impl Drop for SetDown {
    fn drop(&mut self) {
        // If this fails, the next run clears the file. It lies in no run.
        let _ = self.states.remove(&self.name);
    }
}

/// The place of a run in its chain.
pub struct Place {
    /// The keyed hash of the state that it began with.
    pub begin: Option<String>,
    /// The anchor while the run is being published.
    pub announced: Vec<u8>,
    /// The anchor from then on.
    pub reached: Vec<u8>,
}

/// The link to the newest run of the chain.
pub const NEWEST: &str = "laatste";

/// Whether a name has the form of this program's temporary names, which contain the process id.
pub(super) fn is_temporary(name: &str) -> bool {
    let number = name.strip_prefix(TEMPORARY).and_then(|rest| rest.split('-').next());
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
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
        let locked = Locked::take(out)?;
        let states_path = out.join(store::FOLDER);
        if locked.runs.kind(store::FOLDER).is_ok_and(|kind| kind != EntryKind::Folder) {
            return Err(OutboxFault::Link { path: states_path.display().to_string() });
        }
        let states = locked.runs.made(store::FOLDER).map_err(io_fault(&states_path))?;
        locked.clear_leftovers(out)?;
        let temporary = out.join(temporary_name());
        let folder = locked.runs.new_folder(&temporary_name()).map_err(io_fault(&temporary))?;
        Ok(Outbox {
            out: out.to_path_buf(),
            runs: locked.runs,
            states: Arc::new(states),
            temporary,
            folder,
            written: Mutex::default(),
            syncer: Some(Syncer::begin().map_err(io_fault(out))?),
            state: OnceLock::new(),
            set_down: AtomicUsize::new(0),
            published: false,
            _lock: locked.lock,
        })
    }

    /// Removes every state but those with these hashes: those of runs that were never published, and of runs before the last one.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn clear_states(&self, kept: &[String]) -> Result<(), OutboxFault> {
        let kept: Vec<String> = kept.iter().map(|hash| store::file_name(hash)).collect();
        clear_states(&self.states, &kept).map_err(io_fault(&self.states_path()))
    }

    /// Gives a state a second name: that of its keyed hash.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn copy_state(&self, named: &str, hash: &str) -> Result<(), OutboxFault> {
        let copied = || -> io::Result<()> {
            let bytes = self.states.read(&store::file_name(named), u64::MAX)?;
            put(&self.states, &store::file_name(hash), &bytes)
        };
        copied().map_err(io_fault(&self.states_path()))
    }

    fn states_path(&self) -> PathBuf {
        self.out.join(store::FOLDER)
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
        let relative = document.path();
        let path = self.temporary.join(&relative);
        let mut file = self.create(&relative)?;
        file.write_all(bytes).map_err(io_fault(&path))?;
        let sha256 = self.finish(file, path.clone()).map_err(io_fault(&path))?;
        if !matches!(document, Document::Manifest | Document::Handtekening) {
            self.list().push(Written { path: relative, sha256, content_hmac: key.hmac_hex(bytes) });
        }
        Ok(())
    }

    /// Writes a sealed file: whatever `fill` adds is encrypted to the recipient before it reaches the disk.
    ///
    /// # Errors
    /// `fill` fails, or the operating system refuses.
    pub fn sealed(
        &self,
        relative: &str,
        recipient: &Recipient,
        key: &PseudonymKey,
        fill: impl FnOnce(&mut Sealer<Hashing<BufWriter<File>>>) -> io::Result<()>,
    ) -> Result<(), OutboxFault> {
        let path = self.temporary.join(relative);
        let file = self.create(relative)?;
        let sealed = || -> io::Result<Written> {
            let mut sealer = Sealer::begin(recipient, key, file)?;
            fill(&mut sealer)?;
            let (file, content_hmac) = sealer.finish()?;
            Ok(Written { path: relative.to_owned(), sha256: self.finish(file, path.clone())?, content_hmac })
        };
        let written = sealed().map_err(io_fault(&path))?;
        self.list().push(written);
        Ok(())
    }

    /// Writes an open document in pieces: whatever `fill` writes. Also returns its sha256 and the result of `fill`.
    ///
    /// # Errors
    /// `fill` fails, or the operating system refuses.
    pub fn streamed<T>(
        &self,
        document: &Document,
        key: &PseudonymKey,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
    ) -> Result<(String, T), OutboxFault> {
        let relative = document.path();
        let path = self.temporary.join(&relative);
        let file = self.create(&relative)?;
        let written = || -> io::Result<(Written, T)> {
            let mut keying = Keying::new(file, key);
            let filled = fill(&mut keying)?;
            let (file, content_hmac) = keying.finish();
            Ok((Written { path: relative, sha256: self.finish(file, path.clone())?, content_hmac }, filled))
        };
        let (written, filled) = written().map_err(io_fault(&path))?;
        let sha256 = written.sha256.clone();
        self.list().push(written);
        Ok((sha256, filled))
    }

    /// Keeps what `fill` writes on disk until the state is written, to save memory. Also returns the result of `fill`.
    ///
    /// # Errors
    /// `fill` fails, or the operating system refuses.
    pub fn set_down<T>(
        &self,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
    ) -> Result<(SetDown, T), OutboxFault> {
        let number = self.set_down.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{number}", temporary_name());
        let path = self.states_path().join(&name);
        let file = self.states.new_file(&name).map_err(io_fault(&path))?;
        // From here on the file is removed on drop, even if it is not written completely.
        let down = SetDown { states: Arc::clone(&self.states), name };
        let mut file = BufWriter::with_capacity(WRITE_BYTES, file);
        let filled = fill(&mut file).and_then(|filled| file.flush().map(|()| filled));
        let filled = filled.map_err(io_fault(&path))?;
        Ok((down, filled))
    }

    /// Writes the state that this run leaves, beside the runs: its head, then the entries that were set down. Returns its
    /// keyed hash. The state gets that name only when the run is published: no run refers to it earlier, and the states of
    /// earlier runs are not needed afterwards.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn state(
        &self,
        head: &[u8],
        entries: impl Iterator<Item = SetDown>,
        key: &PseudonymKey,
    ) -> Result<String, OutboxFault> {
        let path = self.states_path().join(temporary_name());
        let write = || -> io::Result<String> {
            let file = self.states.new_file(&temporary_name())?;
            let mut state = Keying::of_state(Hashing::new(BufWriter::with_capacity(WRITE_BYTES, file)), key);
            state.write_all(head)?;
            for down in entries {
                let entries = down.states.file(&down.name)?;
                io::copy(&mut BufReader::with_capacity(WRITE_BYTES, entries), &mut state)?;
            }
            let (state, hash) = state.finish();
            self.finish(state, path.clone())?;
            Ok(hash)
        };
        let hash = write().map_err(io_fault(&path))?;
        // A run leaves one state, so the name is not set yet.
        let _ = self.state.set(store::file_name(&hash));
        Ok(hash)
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

    /// Makes a file of this run, and the folders on the way to it.
    fn create(&self, relative: &str) -> Result<Hashing<BufWriter<File>>, OutboxFault> {
        let made = || -> io::Result<File> {
            let (folders, name) = relative.rsplit_once('/').unwrap_or(("", relative));
            let mut at: Option<Folder> = None;
            for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
                at = Some(at.as_ref().unwrap_or(&self.folder).made(folder)?);
            }
            at.as_ref().unwrap_or(&self.folder).new_file(name)
        };
        let file = made().map_err(io_fault(&self.temporary.join(relative)))?;
        Ok(Hashing::new(BufWriter::with_capacity(WRITE_BYTES, file)))
    }

    /// Renames the run to its final name once all of it is on disk. From then on the run exists. `place` is given for a run that
    /// joins the chain.
    ///
    /// # Errors
    /// A sync or the renaming fails; [`OutboxFault::AfterPublishing`] if the run already has its name.
    pub fn publish(mut self, name: &str, place: Option<Place>) -> Result<PathBuf, OutboxFault> {
        if let Some(syncer) = self.syncer.take() {
            syncer.wait()?;
        }
        if let Some(state) = self.state.get() {
            let named = self.states.rename(&temporary_name(), state).and_then(|()| self.states.sync());
            named.map_err(io_fault(&self.states_path()))?;
        }
        sync_folders(&self.temporary).map_err(io_fault(&self.temporary))?;
        let target = self.out.join(name);
        if self.is_same_run(name) {
            // An earlier refused run on the same input left the same folder, byte for byte.
            return Ok(target);
        }
        if let Some(place) = &place {
            let announced = put(&self.states, anchor::NAME, &place.announced);
            announced.map_err(io_fault(&self.states_path()))?;
        }
        self.runs.rename(&temporary_name(), name).map_err(io_fault(&target))?;
        // From here on the run exists, so no error may claim that there is none.
        self.published = true;
        let settled = self.runs.sync().and_then(|()| place.map_or(Ok(()), |place| self.settle(name, place)));
        settled.map_err(|fault| OutboxFault::AfterPublishing {
            folder: target.display().to_string(),
            cause: cause(&fault),
        })?;
        Ok(target)
    }

    /// Whether there is a run of this name already, with exactly this manifest.
    fn is_same_run(&self, name: &str) -> bool {
        let manifest = |folder: &Folder| folder.read(&Document::Manifest.path(), MANIFEST_BYTES_MAX).ok();
        let there = self.runs.within(name).ok().and_then(|there| manifest(&there));
        there.is_some_and(|there| Some(there) == manifest(&self.folder))
    }

    /// Makes the published run the last one of the chain: for the next run, and for whoever follows [`NEWEST`].
    fn settle(&self, name: &str, place: Place) -> io::Result<()> {
        put(&self.states, anchor::NAME, &place.reached)?;
        #[cfg(unix)]
        match self.runs.kind(NEWEST) {
            Ok(EntryKind::Link) | Err(_) => {
                let temporary = format!("{}-{NEWEST}", temporary_name());
                self.runs.link(name, &temporary)?;
                self.runs.rename(&temporary, NEWEST)?;
                self.runs.sync()?;
            }
            Ok(_) => return Err(io::Error::other("`laatste` is geen snelkoppeling en blijft staan")),
        }
        let kept: Vec<String> = self
            .state
            .get()
            .cloned()
            .into_iter()
            .chain(place.begin.as_deref().map(store::file_name))
            .collect();
        // Leftover states are harmless: the next run clears them.
        let _ = clear_states(&self.states, &kept);
        Ok(())
    }
}

/// The name of what this process is still writing.
fn temporary_name() -> String {
    format!("{TEMPORARY}{}", std::process::id())
}

/// Writes a file in one step: with all of its bytes, or not at all.
pub(super) fn put(folder: &Folder, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = format!("{}-{name}", temporary_name());
    let mut file = folder.new_file(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    folder.rename(&temporary, name)?;
    folder.sync()
}

/// Removes the states that are not kept, and what was still being written. Nothing that has another name.
fn clear_states(states: &Folder, kept: &[String]) -> io::Result<()> {
    for (name, kind) in states.entries()? {
        let is_own = store::is_file_name(&name) || is_temporary(&name);
        if is_own && kind == EntryKind::File && !kept.contains(&name) {
            states.remove(&name)?;
        }
    }
    Ok(())
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
fn private_folder(folder: &Path) -> io::Result<()> {
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
    let written = || write_whole(&temporary, path, bytes).and_then(|()| sync_folder(folder));
    written().map_err(io_fault(path))
}

/// Writes a file under a temporary name, then gives it its own.
fn write_whole(temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    remove_if_there(temporary)?;
    if !may_be_written(bytes.len()) {
        let reason = "het bestand is groter dan dit systeem een bestand laat worden (ulimit -f)";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    let mut file = private_file().create_new(true).open(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}

/// Removes what an interrupted run left, or a link that somebody put there: the name goes, and not what it points at.
fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Whether the system lets this process make a file of this size. Writing past that limit kills it, and what it wrote stays.
fn may_be_written(length: usize) -> bool {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let max = getrlimit(Resource::Fsize).current;
        max.is_none_or(|max| u64::try_from(length).is_ok_and(|length| length <= max))
    }
    #[cfg(not(unix))]
    {
        let _ = length;
        true
    }
}

/// The name of a file that [`write_new`] is still writing.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(TEMPORARY);
    name.push(path.file_name().unwrap_or_default());
    path.with_file_name(name)
}

/// Removes what an earlier [`write_new`] of this file left when it was killed: it may hold what was sealed.
///
/// # Errors
/// The operating system refuses.
pub fn clear_unfinished(path: &Path) -> Result<(), OutboxFault> {
    let temporary = unfinished(path);
    match remove_if_there(&temporary) {
        // No folder yet, so nothing in it.
        Err(fault) if fault.kind() == io::ErrorKind::NotADirectory => Ok(()),
        removed => removed.map_err(io_fault(&temporary)),
    }
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
    let temporary = unfinished(path);
    write_whole(&temporary, path, bytes).map_err(|fault| {
        // The first error is the one to report; a leftover temporary file is harmless.
        let _ = fs::remove_file(&temporary);
        io_fault(path)(fault)
    })
}
