//! Opens folders and files by handle, so that the file checked, hashed and read stays the same file even if its name is reassigned
//! meanwhile. Below the folder that a user names, no link is followed: nothing outside it is read, written or removed.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path};

/// What a name in a folder stands for. A link is never what it points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file with bytes.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, a socket or a pipe.
    Other,
}

/// An open folder. Lookups stay in this folder even if its path is renamed or replaced meanwhile.
pub struct Folder {
    place: system::Place,
}

fn refused(reason: &'static str) -> io::Error {
    io::Error::other(reason)
}

/// The names along a path: plain names only. None for an empty path.
fn names(path: &str) -> io::Result<Vec<&str>> {
    let of = |part: Component<'_>| match part {
        Component::Normal(_) => Ok(()),
        _ => Err(refused("het pad leidt de map uit")),
    };
    Path::new(path).components().try_for_each(of)?;
    Ok(path.split(['/', std::path::MAIN_SEPARATOR]).filter(|name| !name.is_empty()).collect())
}

/// Opens a file named by the user or by a configuration. It may be a link, but only to a file in the same folder or below: some systems
/// mount secrets that way. The path is resolved first and the target is then opened without following any link, so a link that changes in
/// between is refused.
///
/// # Errors
/// It is missing, no file, or may not be read; or a link leads out of its folder.
pub fn file_in_its_folder(path: &Path) -> io::Result<File> {
    let name = path.file_name().and_then(std::ffi::OsStr::to_str);
    let name = name.ok_or_else(|| refused("het is geen naam van een bestand"))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    file_reached(folder.unwrap_or(Path::new(".")), name)
}

/// Opens a file that the user named, following any links: they are the user's own. A pipe is refused, because reading one would block.
///
/// # Errors
/// It is missing, no file, or may not be read.
pub fn file_named(path: &Path) -> io::Result<File> {
    let file = system::named(path)?;
    // Metadata of the handle, not of the path, so that it describes the file just opened.
    let found = file.metadata()?;
    if found.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { regular(file, &found) }
}

/// The file, if it is one with bytes.
fn regular(file: File, found: &Metadata) -> io::Result<File> {
    if found.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::Unsupported, "het is geen gewoon bestand"))
    }
}

/// The bytes of an open file. Memory grows with what is read, never with the reported length: a sparse file reports gigabytes and holds
/// nothing.
///
/// # Errors
/// It holds more than `bytes_max` bytes or than there is memory for, or cannot be read.
pub fn bytes_of(file: File, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    let is_too_long = u64::try_from(bytes.len()).map_or(true, |length| length > bytes_max);
    if is_too_long { Err(refused("het is groter dan jib leest")) } else { Ok(bytes) }
}

/// Opens a file at a path below a folder that a user named, following only links that stay inside that folder.
///
/// # Errors
/// As [`file_in_its_folder`].
pub fn file_reached(folder: &Path, path: &str) -> io::Result<File> {
    let own = folder.canonicalize()?;
    // An error here is about the path itself, before anything was opened, and not about a link that was swapped in meanwhile.
    let stopped = |fault: io::Error| io::Error::new(fault.kind(), crate::os_fault::cause(&fault));
    let reached = folder.join(path).canonicalize().map_err(stopped)?;
    let within = reached.strip_prefix(&own).ok().and_then(Path::to_str);
    let within = within.ok_or_else(|| {
        refused("het is een snelkoppeling (symbolische link) naar een plaats buiten de eigen map")
    })?;
    Folder::open(&own)?.file(within)
}

impl Folder {
    /// Opens a folder that a user named; links towards it are the user's own.
    ///
    /// # Errors
    /// It is missing, no folder, or may not be read.
    pub fn open(path: &Path) -> io::Result<Folder> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Folder { place: system::open(path)? })
    }

    /// Opens a folder in this one.
    ///
    /// # Errors
    /// It is missing, a link, no folder, or may not be read.
    pub fn within(&self, name: &str) -> io::Result<Folder> {
        if self.kind(name)? == EntryKind::Link {
            return Err(refused("het is een snelkoppeling (symbolische link)"));
        }
        Ok(Folder { place: system::within(&self.place, name)? })
    }

    /// Opens a folder in this one, and makes it first, for its owner alone, if it is missing.
    ///
    /// # Errors
    /// It is a link or no folder, or the operating system refuses.
    pub fn made(&self, name: &str) -> io::Result<Folder> {
        match system::make(&self.place, name) {
            Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists => Err(fault),
            _ => self.within(name),
        }
    }

    /// Makes a folder in this one, for its owner alone, and opens it.
    ///
    /// # Errors
    /// The name is taken, or the operating system refuses.
    pub fn new_folder(&self, name: &str) -> io::Result<Folder> {
        system::make(&self.place, name)?;
        self.within(name)
    }

    /// Opens a file at a path below this folder, to read it.
    ///
    /// # Errors
    /// It is missing, a link or no file, a link lies on the way, or it may not be read.
    pub fn file(&self, path: &str) -> io::Result<File> {
        let names = names(path)?;
        let (last, folders) = names.split_last().ok_or_else(|| refused("het pad is leeg"))?;
        let mut at: Option<Folder> = None;
        for name in folders {
            at = Some(at.as_ref().unwrap_or(self).within(name)?);
        }
        let folder = at.as_ref().unwrap_or(self);
        if folder.kind(last)? == EntryKind::Link {
            return Err(refused("het is een snelkoppeling (symbolische link)"));
        }
        let file = system::file(&folder.place, last)?;
        // Metadata of the handle, not of the path, so that it describes the file just opened.
        let found = file.metadata()?;
        if found.is_dir() {
            let reason = "op deze plek staat een map en geen bestand; zet bij `pad` het bestand zelf";
            return Err(io::Error::new(io::ErrorKind::IsADirectory, reason));
        }
        regular(file, &found)
    }

    /// The folder that holds what lies at a path below this one, and its name there.
    ///
    /// # Errors
    /// The folder is missing, or a link lies on the way.
    pub fn holding<'p>(&self, path: &'p str) -> io::Result<(Folder, &'p str)> {
        let names = names(path)?;
        let (last, folders) = names.split_last().ok_or_else(|| refused("het pad is leeg"))?;
        Ok((self.along(folders)?, last))
    }

    /// The folder at a path below this one; this one for an empty path.
    ///
    /// # Errors
    /// It is missing or no folder, or a link lies on the way.
    pub fn below(&self, path: &str) -> io::Result<Folder> {
        self.along(&names(path)?)
    }

    fn along(&self, names: &[&str]) -> io::Result<Folder> {
        let own = Folder { place: system::within(&self.place, ".")? };
        names.iter().try_fold(own, |at, name| at.within(name))
    }

    /// The bytes of a file at a path below this folder.
    ///
    /// # Errors
    /// As [`Folder::file`] and [`bytes_of`].
    pub fn read(&self, path: &str, bytes_max: u64) -> io::Result<Vec<u8>> {
        bytes_of(self.file(path)?, bytes_max)
    }

    /// Makes a file in this folder, for its owner alone, to write it.
    ///
    /// # Errors
    /// The name is taken, also by a link; or the operating system refuses.
    pub fn new_file(&self, name: &str) -> io::Result<File> {
        system::new_file(&self.place, name)
    }

    /// Opens a file in this folder to read it and to add to its end; makes it first, for its owner alone, if it is missing.
    ///
    /// # Errors
    /// It is a link or no file; it has a second name, so that what is added would change a file elsewhere; or the operating system
    /// refuses.
    pub fn growing_file(&self, name: &str) -> io::Result<File> {
        match self.kind(name) {
            Ok(EntryKind::Link) => return Err(refused("het is een snelkoppeling (symbolische link)")),
            Ok(EntryKind::Folder | EntryKind::Other) => return Err(refused("het is geen gewoon bestand")),
            Ok(EntryKind::File) | Err(_) => {}
        }
        let file = system::growing_file(&self.place, name)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(refused("het is geen gewoon bestand"));
        }
        if system::names_of(&metadata) > 1 {
            return Err(refused("het bestand heeft elders nog een naam (harde koppeling)"));
        }
        Ok(file)
    }

    /// The names in this folder, sorted. Skips names that are not valid UTF-8: this program never creates one.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn entries(&self) -> io::Result<Vec<(String, EntryKind)>> {
        let mut entries = system::entries(&self.place)?;
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(entries)
    }

    /// What a name in this folder stands for.
    ///
    /// # Errors
    /// It is missing, or cannot be read.
    pub fn kind(&self, name: &str) -> io::Result<EntryKind> {
        system::kind(&self.place, name)
    }

    /// Removes a file or a link, never what it points at.
    ///
    /// # Errors
    /// It is missing or a folder, or the operating system refuses.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        system::remove(&self.place, name)
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    /// It is missing, no folder, or holds anything; or the operating system refuses.
    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        system::remove_folder(&self.place, name)
    }

    /// Gives a file or link another name in this folder, in one step. Whatever file or link had that name is gone.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        system::rename(&self.place, from, to)
    }

    /// Makes a relative symbolic link.
    ///
    /// # Errors
    /// The name is taken, or the system knows no such links.
    pub fn link(&self, target: &str, name: &str) -> io::Result<()> {
        system::link(&self.place, target, name)
    }

    /// Puts the names of this folder on disk.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn sync(&self) -> io::Result<()> {
        match system::sync(&self.place) {
            Err(fault) if crate::os_fault::cannot_sync_folders(&fault) => Ok(()),
            synced => synced,
        }
    }
}

#[cfg(unix)]
mod system {
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags};

    use super::EntryKind;

    pub type Place = OwnedFd;

    const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

    /// Of a folder: its owner alone.
    const OWN_FOLDER: Mode = Mode::RWXU;

    pub fn open(path: &Path) -> io::Result<Place> {
        Ok(rustix::fs::openat(CWD, path, FOLDER, Mode::empty())?)
    }

    pub fn within(place: &Place, name: &str) -> io::Result<Place> {
        Ok(rustix::fs::openat(place, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?)
    }

    pub fn make(place: &Place, name: &str) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(place, name, OWN_FOLDER)?)
    }

    /// Flags for reading. `NONBLOCK`, because opening a pipe would otherwise wait for a writer.
    const READ: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

    pub fn named(path: &Path) -> io::Result<File> {
        Ok(rustix::fs::openat(CWD, path, READ, Mode::empty())?.into())
    }

    pub fn file(place: &Place, name: &str) -> io::Result<File> {
        Ok(rustix::fs::openat(place, name, READ | OFlags::NOFOLLOW, Mode::empty())?.into())
    }

    pub fn new_file(place: &Place, name: &str) -> io::Result<File> {
        let how = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(rustix::fs::openat(place, name, how, Mode::RUSR | Mode::WUSR)?.into())
    }

    pub fn growing_file(place: &Place, name: &str) -> io::Result<File> {
        let how = OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::NONBLOCK;
        let how = how | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(rustix::fs::openat(place, name, how, Mode::RUSR | Mode::WUSR)?.into())
    }

    pub fn names_of(metadata: &Metadata) -> u64 {
        metadata.nlink()
    }

    fn kind_of(kind: FileType) -> EntryKind {
        match kind {
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Link,
            _ => EntryKind::Other,
        }
    }

    pub fn kind(place: &Place, name: &str) -> io::Result<EntryKind> {
        let found = rustix::fs::statat(place, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(kind_of(FileType::from_raw_mode(found.st_mode)))
    }

    pub fn entries(place: &Place) -> io::Result<Vec<(String, EntryKind)>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(place)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if [".", ".."].contains(&name) {
                continue;
            }
            // Not every file system tells the kind with the name.
            let found = match entry.file_type() {
                FileType::Unknown => match kind(place, name) {
                    Ok(kind) => kind,
                    Err(_) => continue,
                },
                known => kind_of(known),
            };
            entries.push((name.to_owned(), found));
        }
        Ok(entries)
    }

    pub fn remove(place: &Place, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(place, name, AtFlags::empty())?)
    }

    pub fn remove_folder(place: &Place, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(place, name, AtFlags::REMOVEDIR)?)
    }

    pub fn rename(place: &Place, from: &str, to: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(place, from, place, to)?)
    }

    pub fn link(place: &Place, target: &str, name: &str) -> io::Result<()> {
        Ok(rustix::fs::symlinkat(target, place, name)?)
    }

    pub fn sync(place: &Place) -> io::Result<()> {
        Ok(rustix::fs::fsync(place)?)
    }
}

#[cfg(not(unix))]
mod system {
    //! Without handles to folders: the same checks, by name.

    use std::fs::{self, File, Metadata, OpenOptions};
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{EntryKind, refused};

    pub type Place = PathBuf;

    pub fn open(path: &Path) -> io::Result<Place> {
        if fs::metadata(path)?.is_dir() { Ok(path.to_path_buf()) } else { Err(refused("het is geen map")) }
    }

    pub fn within(place: &Place, name: &str) -> io::Result<Place> {
        let path = place.join(name);
        if kind(place, name)? == EntryKind::Folder { Ok(path) } else { Err(refused("het is geen map")) }
    }

    pub fn make(place: &Place, name: &str) -> io::Result<()> {
        fs::create_dir(place.join(name))
    }

    pub fn named(path: &Path) -> io::Result<File> {
        File::open(path)
    }

    pub fn file(place: &Place, name: &str) -> io::Result<File> {
        File::open(place.join(name))
    }

    pub fn new_file(place: &Place, name: &str) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(place.join(name))
    }

    pub fn growing_file(place: &Place, name: &str) -> io::Result<File> {
        OpenOptions::new().read(true).append(true).create(true).open(place.join(name))
    }

    pub fn names_of(_: &Metadata) -> u64 {
        1
    }

    fn kind_of(kind: fs::FileType) -> EntryKind {
        if kind.is_symlink() {
            EntryKind::Link
        } else if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_file() {
            EntryKind::File
        } else {
            EntryKind::Other
        }
    }

    pub fn kind(place: &Place, name: &str) -> io::Result<EntryKind> {
        Ok(kind_of(fs::symlink_metadata(place.join(name))?.file_type()))
    }

    pub fn entries(place: &Place) -> io::Result<Vec<(String, EntryKind)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(place)? {
            let entry = entry?;
            if let Some(name) = entry.file_name().to_str() {
                entries.push((name.to_owned(), kind_of(entry.file_type()?)));
            }
        }
        Ok(entries)
    }

    pub fn remove(place: &Place, name: &str) -> io::Result<()> {
        fs::remove_file(place.join(name))
    }

    pub fn remove_folder(place: &Place, name: &str) -> io::Result<()> {
        fs::remove_dir(place.join(name))
    }

    pub fn rename(place: &Place, from: &str, to: &str) -> io::Result<()> {
        fs::rename(place.join(from), place.join(to))
    }

    pub fn link(_: &Place, _: &str, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn sync(_: &Place) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A key outside the folder that is read, or removed, because a name in the folder points at it.
    #[cfg(unix)]
    #[test]
    fn no_name_leads_out_of_the_folder() {
        let own = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        fs::create_dir(own.path().join("in")).expect("a folder");
        fs::write(own.path().join("in/a"), "a").expect("a file");
        fs::write(elsewhere.path().join("key"), "k").expect("a file");
        let link = |target: &Path, name: &str| {
            std::os::unix::fs::symlink(target, own.path().join(name)).expect("a link");
        };
        link(elsewhere.path(), "out");
        link(&elsewhere.path().join("key"), "in/key");
        link(&own.path().join("in"), "there");
        let folder = Folder::open(own.path()).expect("a folder");
        assert_eq!(folder.read("in/a", 10).expect("a file"), b"a");
        for path in ["out/key", "in/key", "there/a", "../x", "in/../in/a", "/etc/passwd", "in", ""] {
            assert!(folder.read(path, 10).is_err(), "{path}");
        }
        assert!(
            folder.within("out").is_err() && folder.made("out").is_err() && folder.within("there").is_err()
        );
        assert!(folder.new_file("out").is_err(), "a link has the name");
        folder.remove("out").expect("the link goes");
        assert!(elsewhere.path().join("key").is_file(), "and not what it points at");
        assert!(folder.read("in/a", 0).is_err(), "more than may be read");
        assert_eq!(folder.kind("in/key").expect("a name"), EntryKind::Link);
        // Nothing is added to a file elsewhere, by whatever name.
        fs::hard_link(elsewhere.path().join("key"), own.path().join("twice")).expect("a second name");
        link(&elsewhere.path().join("key"), "once");
        assert!(folder.growing_file("twice").is_err() && folder.growing_file("once").is_err());
        assert!(folder.growing_file("new").is_ok() && folder.growing_file("new").is_ok());
        // A secret that its folder shows by a link to itself, as Kubernetes does; and one that leaves it.
        fs::create_dir(own.path().join("..2026")).expect("a folder");
        fs::write(own.path().join("..2026/secret"), "s").expect("a file");
        link(Path::new("..2026"), "..data");
        link(Path::new("..data/secret"), "secret");
        link(&elsewhere.path().join("key"), "away");
        assert!(file_in_its_folder(&own.path().join("secret")).is_ok());
        assert!(file_in_its_folder(&own.path().join("away")).is_err());
        assert!(file_in_its_folder(&own.path().join("in")).is_err(), "a folder");
    }
}
