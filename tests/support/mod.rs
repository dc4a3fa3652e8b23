//! What several tests share: running the program, a day, and a copy of the schemas to change.

#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "each test and bench uses a part, and stops when its own ground gives way"
)]

pub mod damage;
pub mod desk;
pub mod json_schema;
pub mod made;
pub mod packed;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;

use jib::law::library::Library;
use jib::model::day::Day;
use serde_json::Value;
use tempfile::TempDir;

/// A folder that goes when the test ends. It is in memory where there is room, unless `TMPDIR` says otherwise: with the many small files
/// that tests write, sync and remove, the bookkeeping of a disk took a quarter of their time.
pub fn folder() -> TempDir {
    static PLACE: LazyLock<PathBuf> = LazyLock::new(|| {
        let memory = PathBuf::from("/dev/shm");
        let is_free = std::env::var_os("TMPDIR").is_none();
        if is_free && room_bytes(&memory) >= MEMORY_BYTES_MIN { memory } else { std::env::temp_dir() }
    });
    tempfile::tempdir_in(&*PLACE).expect("a folder")
}

/// The least room for the folders of all tests that run at once, with a margin.
const MEMORY_BYTES_MIN: u64 = 8 << 30;

#[cfg(unix)]
fn room_bytes(folder: &Path) -> u64 {
    rustix::fs::statvfs(folder).map_or(0, |room| room.f_bavail.saturating_mul(room.f_frsize))
}

#[cfg(not(unix))]
fn room_bytes(_: &Path) -> u64 {
    0
}

/// Runs the program.
pub fn jib(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jib")).args(arguments).output().expect("the program starts")
}

/// Starts the program, with input on stdin.
fn started(arguments: &[&str], input: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jib"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its arguments does not read stdin; the test must not fail on that.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child
}

/// Runs the program with input on stdin.
pub fn jib_reading(arguments: &[&str], input: &str) -> Output {
    started(arguments, input).wait_with_output().expect("the program ends")
}

/// Runs the program with input on stdin. `None` if it has not ended by itself within a minute.
pub fn jib_that_ends(arguments: &[&str], input: &str) -> Option<Output> {
    let mut child = started(arguments, input);
    for _ in 0..1_200 {
        if child.try_wait().expect("a child").is_some() {
            return Some(child.wait_with_output().expect("the program has ended"));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// Runs the program in a shell under these limits.
pub fn jib_under(limits: &str, arguments: &[&str]) -> Output {
    let command = format!("{limits}; exec \"$0\" \"$@\"");
    let program = env!("CARGO_BIN_EXE_jib");
    let output = Command::new("bash").args(["-c", &command, program]).args(arguments).output();
    output.expect("bash")
}

/// Printed bytes, as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A day.
pub fn day(text: &str) -> Day {
    Day::parse_iso(text).expect("a date of this test")
}

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The law of this repository.
pub fn library() -> Library {
    Library::load(&repository("schemas")).expect("schemas")
}

/// Runs the town of this repository. Returns its temporary folder, which must be kept alive, and the run in it.
pub fn run_of_sample_data() -> (TempDir, PathBuf) {
    let out = folder();
    made::once("a run of sample-data", out.path(), |folder| {
        close(&repository("sample-data/sleutels"));
        let config = repository("sample-data/jib.toml").display().to_string();
        let target = folder.display().to_string();
        let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
        let output = jib(&[&["run", "-c", &config, "--out", &target], days.as_slice()].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
    });
    let folder = only_run(out.path());
    (out, folder)
}

/// Closes key files to others. Git does not keep their rights, and a run tells of keys that others can read.
#[cfg(unix)]
pub fn close(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for file in fs::read_dir(folder).expect("keys").flatten().filter(|file| file.path().is_file()) {
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o600)).expect("rights");
    }
}

/// Access rights are checked on Unix only.
#[cfg(not(unix))]
pub fn close(_: &Path) {}

/// The only run in a folder of runs.
fn only_run(runs: &Path) -> PathBuf {
    let entries = fs::read_dir(runs).expect("runs").flatten().map(|entry| entry.path());
    let mut found = entries.filter(|path| !path.is_symlink() && path.join("manifest.json").is_file());
    match (found.next(), found.next()) {
        (Some(run), None) => run,
        _ => panic!("one run in {}", runs.display()),
    }
}

/// Makes a town with `jib sample` in this folder. The same arguments give the same town, including its keys.
pub fn sample(persons: u32, dirt: u32, seed: u32, to: &Path) {
    made::once(&format!("a town of {persons}, {dirt}, {seed}"), to, |folder| {
        sample_of_its_own(persons, dirt, seed, folder);
    });
}

fn sample_of_its_own(persons: u32, dirt: u32, seed: u32, to: &Path) {
    let [persons, dirt, seed] = [persons, dirt, seed].map(|number| number.to_string());
    let out = to.display().to_string();
    let made = jib(&["sample", "--personen", &persons, "--seed", &seed, "--vuil", &dirt, "--out", &out]);
    assert!(made.status.success(), "{}", text(&made.stderr));
}

/// A copy of the schemas to change.
pub struct Schemas {
    folder: TempDir,
}

impl Schemas {
    /// An unchanged copy.
    pub fn copied() -> Schemas {
        let folder = folder();
        copy(&repository("schemas"), folder.path());
        Schemas { folder }
    }

    /// The folder of the copy.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("a schema file")
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("a schema file");
    }

    /// Changes a file. Fails if nothing changes.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let before = self.read(name);
        let after = before.replacen(from, to, 1);
        assert_ne!(before, after, "the edit of {name} changes something");
        self.write(name, &after);
    }

    /// The library that these schemas make.
    pub fn library(&self) -> Library {
        Library::load(self.path()).expect("the changed schemas")
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if !kind.is_symlink() {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

/// Opens a sealed file.
pub fn open(path: &Path, identity: impl AsRef<Path>) -> Vec<u8> {
    let identity = identity.as_ref().display().to_string();
    let opened = jib(&["open", &path.display().to_string(), "-i", &identity]);
    assert!(opened.status.success(), "{}", text(&opened.stderr));
    opened.stdout
}

fn run_of(config: &str, verstrekdatum: &str, out: &str, more: &[&str]) -> Output {
    let mut arguments =
        vec!["run", "-c", config, "--peildatum", "2026-11-01", "--verstrekdatum", verstrekdatum];
    arguments.extend(["--out", out]);
    arguments.extend(more);
    jib(&arguments)
}

/// A town in a folder of its own.
pub struct Town {
    folder: TempDir,
}

impl Town {
    const SEED: u32 = 3;

    /// `persons` is the number of persons, `dirt` the dirty rows per thousand. Towns with the same numbers are copies with the
    /// same keys.
    pub fn new(persons: u32, dirt: u32) -> Town {
        let town = Town { folder: folder() };
        sample(persons, dirt, Town::SEED, &town.folder.path().join("stad"));
        town
    }

    /// The same persons, with keys that no other town has.
    pub fn with_keys_of_its_own(persons: u32, dirt: u32) -> Town {
        let town = Town { folder: folder() };
        sample_of_its_own(persons, dirt, Town::SEED, &town.folder.path().join("stad"));
        town
    }

    /// A town after a first run on the usual days into `runs`, and the folder of that run. Every test gets a copy of the run too,
    /// because nothing in a run tells where it was made.
    pub fn after_a_run(persons: u32, dirt: u32) -> (Town, PathBuf) {
        let town = Town { folder: folder() };
        made::once(&format!("a run of {persons}, {dirt}"), &town.folder.path().join("stad"), |folder| {
            sample(persons, dirt, Town::SEED, folder);
            let at = |name: &str| folder.join(name).display().to_string();
            let output = run_of(&at("jib.toml"), "2026-11-23", &at("runs"), &[]);
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        });
        let run = only_run(Path::new(&town.path("runs")));
        (town, run)
    }

    /// A file of the town.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join("stad").join(name).display().to_string()
    }

    /// A run on the usual days.
    pub fn run(&self, out: &str, more: &[&str]) -> Output {
        self.run_on("2026-11-23", out, more)
    }

    /// A run with this verstrekdatum.
    pub fn run_on(&self, verstrekdatum: &str, out: &str, more: &[&str]) -> Output {
        run_of(&self.path("jib.toml"), verstrekdatum, &self.path(out), more)
    }

    /// A run that must succeed. Returns its folder.
    pub fn folder_of_run(&self, out: &str, more: &[&str]) -> PathBuf {
        self.folder_of_run_on("2026-11-23", out, more)
    }

    /// The same, with this verstrekdatum.
    pub fn folder_of_run_on(&self, verstrekdatum: &str, out: &str, more: &[&str]) -> PathBuf {
        let output = self.run_on(verstrekdatum, out, more);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        PathBuf::from(text(&output.stdout).trim())
    }

    /// The output of `verify` on a run, with every key. The run must pass.
    pub fn verified(&self, run: &Path) -> String {
        let mut arguments = vec!["verify".to_owned(), run.display().to_string()];
        arguments.extend(["-c".to_owned(), self.path("jib.toml")]);
        arguments.extend(["-i".to_owned(), self.path("sleutels/identiteit.txt")]);
        for path in files(Path::new(&self.path("sleutels/ontvangers"))) {
            arguments.extend(["-i".to_owned(), path.display().to_string()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = jib(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Changes a file. Fails if nothing changes.
    pub fn edit(&self, name: &str, change: impl FnOnce(String) -> String) {
        let path = self.path(name);
        let before = fs::read_to_string(&path).expect("a file of the town");
        let after = change(before.clone());
        assert_ne!(before, after, "the edit of {name} changes something");
        fs::write(path, after).expect("a file of the town");
    }

    /// Changes each row of a file that begins with this number; `None` takes it out. Fails if nothing changes.
    pub fn edit_rows_of(&self, name: &str, bsn: &str, mut change: impl FnMut(&str) -> Option<String>) {
        self.edit(name, |text| {
            let row = |line: &str| if line.starts_with(bsn) { change(line) } else { Some(line.to_owned()) };
            text.lines().filter_map(row).map(|line| line + "\n").collect()
        });
    }
}

/// A row with another value in the cell at this place.
pub fn with_cell(line: &str, place: usize, value: &str) -> String {
    let cells = line.split(',').enumerate();
    cells.map(|(at, cell)| if at == place { value } else { cell }).collect::<Vec<_>>().join(",")
}

/// The rows of a parcel, opened with its recipient's identity; empty if it was not written. A school is `school/20KD`.
pub fn rows(town: &Town, run: &Path, recipient: &str, pakket: &str) -> Vec<BTreeMap<String, String>> {
    let path = run.join(format!("uitvoer/{recipient}/{pakket}.csv.age"));
    if !path.is_file() {
        return Vec::new();
    }
    let content = open(&path, town.path(&format!("sleutels/ontvangers/{}.txt", recipient.replace('/', "."))));
    let mut reader = csv::Reader::from_reader(content.as_slice());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Every recall of a run: recipient, kenmerk, parcel and reason.
pub fn recalls(town: &Town, run: &Path) -> Vec<(String, String, String, String)> {
    let out = run.join("uitvoer");
    let mut all = Vec::new();
    for path in files(&out).into_iter().filter(|path| path.ends_with("intrekking.csv.age")) {
        let folder = path.parent().and_then(|folder| folder.strip_prefix(&out).ok()).expect("a recipient");
        let recipient = folder.display().to_string();
        let of = |row: BTreeMap<String, String>| {
            (recipient.clone(), row["kenmerk"].clone(), row["pakket"].clone(), row["reden"].clone())
        };
        all.extend(rows(town, run, &recipient, "intrekking").into_iter().map(of));
    }
    all
}

/// The manifest of a run.
pub fn manifest(run: &Path) -> Value {
    serde_json::from_slice(&fs::read(run.join("manifest.json")).expect("a manifest")).expect("JSON")
}

/// The codes of a run's findings, one for each finding.
pub fn codes(run: &Path) -> Vec<String> {
    let lines = fs::read_to_string(run.join("bevindingen.ndjson")).expect("findings");
    let code = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["code"].to_string();
    lines.lines().map(code).map(|code| code.trim_matches('"').to_owned()).collect()
}

/// Every file under a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder").flatten() {
            let kind = entry.file_type().expect("a kind");
            // The link to the newest run would show its files twice.
            if kind.is_dir() {
                folders.push(entry.path());
            } else if !kind.is_symlink() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}
