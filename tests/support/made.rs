//! Starting points of many tests, made once per process and written out anew for each test: towns, finished runs, keys. They are
//! kept in memory, so that nothing is left behind. They are copied and never linked, because tests change them.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// The content of a folder, with each folder before its files.
pub struct Kept(Vec<Entry>);

struct Entry {
    /// Relative to the folder; empty for the folder itself.
    path: PathBuf,
    /// `None` for a folder or a link.
    bytes: Option<Vec<u8>>,
    /// Where a link leads.
    link: Option<PathBuf>,
    permissions: Permissions,
    modified: SystemTime,
}

/// What is kept, by name. The first caller makes it; others wait only for the entry they need.
static MADE: Mutex<BTreeMap<String, Arc<OnceLock<Kept>>>> = Mutex::new(BTreeMap::new());

/// Writes the entry with this name into a folder. If it does not exist yet, makes it first in a folder of its own.
pub fn once(name: &str, to: &Path, make: impl FnOnce(&Path)) {
    let kept = {
        let mut all = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(name.to_owned()).or_default())
    };
    let kept = kept.get_or_init(|| {
        let folder = super::folder();
        make(folder.path());
        Kept::of(folder.path())
    });
    kept.write(to);
}

impl Kept {
    fn of(folder: &Path) -> Kept {
        let mut entries = Vec::new();
        let mut left = vec![PathBuf::new()];
        while let Some(path) = left.pop() {
            let place = folder.join(&path);
            let about = fs::symlink_metadata(&place).expect("what was made");
            let link = about.is_symlink().then(|| fs::read_link(&place).expect("a link"));
            assert!(about.is_dir() || about.is_file() || link.is_some(), "no device is copied");
            if about.is_dir() {
                let inside = fs::read_dir(&place).expect("a folder");
                left.extend(inside.map(|entry| path.join(entry.expect("an entry").file_name())));
            }
            let bytes = about.is_file().then(|| fs::read(&place).expect("a file"));
            let modified = about.modified().expect("a time");
            entries.push(Entry { path, bytes, link, permissions: about.permissions(), modified });
        }
        Kept(entries)
    }

    fn write(&self, to: &Path) {
        for entry in &self.0 {
            let place = to.join(&entry.path);
            match &entry.bytes {
                #[cfg(unix)]
                None if entry.link.is_some() => {
                    let target = entry.link.as_ref().expect("a target");
                    std::os::unix::fs::symlink(target, place).expect("a link");
                }
                None => fs::create_dir_all(place).expect("a folder"),
                Some(bytes) => fs::write(place, bytes).expect("a file"),
            }
        }
        // Folders come last: writing into one changes its time, and its mode may forbid writing.
        for entry in self.0.iter().rev().filter(|entry| entry.link.is_none()) {
            let place = to.join(&entry.path);
            File::open(&place).and_then(|own| own.set_modified(entry.modified)).expect("its time");
            fs::set_permissions(&place, entry.permissions.clone()).expect("its mode");
        }
    }
}
