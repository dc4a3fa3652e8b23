//! Runs the program on a town and compares all output with the oracle, cell by cell.
//!
//! Takes a town and a setup. Returns a list of differences, each naming the person by position in `brp`, and the column.

mod classification;
mod files;
mod sums;

use crate::oracle::parcels::{Parcel, kenmerk, release};
use crate::oracle::town::{PARTIES, Setup, Town};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SHOWN_DIFFERENCES: usize = 20;
const JIB: &str = env!("CARGO_BIN_EXE_jib");

/// A temporary folder with one set of keys, in which several towns can run. Each party has its own key; one file of identities
/// opens all.
pub struct Workspace {
    folder: tempfile::TempDir,
    /// The public key of each party, and of `beheer`.
    public_keys: BTreeMap<String, String>,
    pseudonym_key: Vec<u8>,
}

/// A finished run.
pub struct Run {
    folder: PathBuf,
    /// The decrypted sealed files, each at the same path without `.age`.
    opened: PathBuf,
}

type Table = (Vec<String>, Vec<Vec<String>>);

fn command(arguments: &[&str], folder: &Path) -> Output {
    Command::new(JIB).args(arguments).current_dir(folder).output().expect("jib starts")
}

fn expect_success(output: &Output, what: &str) {
    assert!(
        output.status.success(),
        "{what}: exit {:?}\nstderr: {}",
        output.status.code(),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn read_identity(keys: &Path) -> String {
    std::fs::read_to_string(keys.join("identiteit.txt")).expect("identiteit.txt")
}

fn public_key(identity: &str) -> String {
    let line =
        identity.lines().find_map(|line| line.trim_start_matches('#').trim().strip_prefix("public key: "));
    line.expect("a line `# public key: age1...`").trim().to_owned()
}

impl Workspace {
    pub fn new() -> Workspace {
        let folder = crate::support::folder();
        let keys = folder.path().join("sleutels");
        expect_success(&command(&["keygen", "--out", &keys.to_string_lossy()], folder.path()), "jib keygen");
        let mut identities = read_identity(&keys);
        let mut public_keys = BTreeMap::from([("beheer".to_owned(), public_key(&identities))]);
        for partij in PARTIES.into_iter().chain(["school", "mbo"]) {
            let own = folder.path().join("van").join(partij);
            expect_success(
                &command(&["keygen", "--out", &own.to_string_lossy()], folder.path()),
                "jib keygen",
            );
            let identity = read_identity(&own);
            public_keys.insert(partij.to_owned(), public_key(&identity));
            identities.push_str(&identity);
        }
        std::fs::write(keys.join("identiteit.txt"), identities).expect("identiteit.txt");
        let pseudonym_key = std::fs::read(keys.join("pseudoniem.key")).expect("pseudoniem.key");
        assert_eq!(pseudonym_key.len(), 32, "pseudoniem.key is 32 random bytes");
        Workspace { folder, public_keys, pseudonym_key }
    }

    /// Runs the town and compares; `label` names the scenario in each difference.
    pub fn differences(&self, label: &str, town: &Town, setup: &Setup) -> Vec<String> {
        self.differences_of(&self.run(label, town, setup), label, town, setup)
    }

    /// Compares a finished run.
    pub fn differences_of(&self, run: &Run, label: &str, town: &Town, setup: &Setup) -> Vec<String> {
        let expected = release(town, setup);
        let mut found = Vec::new();
        classification::compare(run, town, setup, &mut found);
        self.compare_parcels(run, town, setup, &expected, &mut found);
        files::compare_counts(run, setup, &expected, &mut found);
        files::find_strays(run, setup, &expected, &mut found);
        sums::compare(run, town, setup, &expected, &mut found);
        found.into_iter().map(|difference| format!("[{label}] {difference}")).collect()
    }

    pub fn run(&self, label: &str, town: &Town, setup: &Setup) -> Run {
        let folder = self.folder.path().join(label);
        std::fs::create_dir(&folder).expect("a new folder per scenario");
        town.write(setup, &self.public_keys, &folder);
        let (peildatum, verstrekdatum) = (setup.peildatum.to_string(), setup.verstrekdatum.to_string());
        let output = command(
            &[
                "run",
                "-c",
                "jib.toml",
                "--peildatum",
                &peildatum,
                "--verstrekdatum",
                &verstrekdatum,
                "--out",
                "runs",
            ],
            &folder,
        );
        expect_success(&output, &format!("[{label}] jib run"));
        let stdout = String::from_utf8(output.stdout).expect("stdout is text");
        let path = stdout.lines().last().expect("the run folder on the last line of stdout").trim();
        let run = folder.join(path);
        let opened = self.folder.path().join(format!("{label}-opened"));
        let identity = self.folder.path().join("sleutels").join("identiteit.txt");
        let [from, with, to] = [&run, &identity, &opened].map(|path| path.to_string_lossy());
        // Opens all files at once: starting the program for each of some forty files took longer than the run.
        let output = command(&["open", &from, "-i", &with, "--out", &to], &folder);
        expect_success(&output, &format!("[{label}] jib open"));
        Run { folder: run, opened }
    }

    /// The kenmerk of this person in this parcel.
    pub fn mark(&self, parcel: &Parcel, number: &str) -> String {
        kenmerk(&self.pseudonym_key, parcel.partij, &parcel.brin, &parcel.pakket, number)
    }
}

impl Run {
    pub fn has(&self, path: &str) -> bool {
        self.folder.join(path).exists()
    }

    /// Reads one file that was sealed as comma CSV.
    pub fn open(&self, path: &str) -> Table {
        let opened = self.opened.join(path.strip_suffix(".age").expect("a sealed file"));
        let content = std::fs::read(opened).unwrap_or_else(|error| panic!("jib open {path}: {error}"));
        let mut reader = csv::ReaderBuilder::new().from_reader(content.as_slice());
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|record| {
                record.unwrap_or_else(|error| panic!("{path}: {error}")).iter().map(str::to_owned).collect()
            })
            .collect();
        (header, rows)
    }

    pub fn manifest(&self) -> serde_json::Value {
        let text = std::fs::read(self.folder.join("manifest.json")).expect("manifest.json");
        serde_json::from_slice(&text).expect("manifest.json is JSON")
    }

    /// The classification by bsn: each column name with its value.
    pub fn classification(&self) -> HashMap<String, BTreeMap<String, String>> {
        let (header, rows) = self.open("intern/classificatie.csv.age");
        rows.into_iter().map(|row| (row[0].clone(), header.iter().cloned().zip(row).collect())).collect()
    }
}

/// Fails with the first differences and their total number.
pub fn report(found: &[String]) {
    assert!(
        found.is_empty(),
        "{} differences with the oracle; the first {}:\n  {}",
        found.len(),
        found.len().min(SHOWN_DIFFERENCES),
        found.iter().take(SHOWN_DIFFERENCES).cloned().collect::<Vec<_>>().join("\n  ")
    );
}
