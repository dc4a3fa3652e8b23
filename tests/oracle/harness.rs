//! Runs the program on a town and compares all that it wrote with the oracle, cell by cell.
//!
//! Takes a town and a setup; gives a list of differences, each naming the person by its place in `brp`, and the column.

use crate::law::{COLUMNS, Register};
use crate::parcels::{kenmerk, parcels};
use crate::town::{Delivery, OTHER_EXTRACTS, Setup, Town};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SHOWN_DIFFERENCES: usize = 20;
const JIB: &str = env!("CARGO_BIN_EXE_jib");

/// A temporary folder with one set of keys, in which several towns can be run.
pub struct Workspace {
    folder: tempfile::TempDir,
    public_key: String,
    pseudonym_key: Vec<u8>,
}

/// A finished run.
pub struct Run {
    folder: PathBuf,
    identity: PathBuf,
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

impl Workspace {
    pub fn new() -> Workspace {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let keys = folder.path().join("sleutels");
        expect_success(&command(&["keygen", "--out", &keys.to_string_lossy()], folder.path()), "jib keygen");
        let identity = std::fs::read_to_string(keys.join("identiteit.txt")).expect("identiteit.txt");
        let public_key = identity
            .lines()
            .find_map(|line| line.trim_start_matches('#').trim().strip_prefix("public key: "))
            .expect("a line `# public key: age1...`")
            .trim()
            .to_owned();
        let pseudonym_key = std::fs::read(keys.join("pseudoniem.key")).expect("pseudoniem.key");
        assert_eq!(pseudonym_key.len(), 32, "pseudoniem.key is 32 random bytes");
        Workspace { folder, public_key, pseudonym_key }
    }

    /// Runs the town and compares; `label` names the scenario in each difference.
    pub fn differences(&self, label: &str, town: &Town, setup: &Setup) -> Vec<String> {
        let run = self.run(label, town, setup);
        let mut found = Vec::new();
        compare_classification(&run, town, setup, &mut found);
        self.compare_parcels(&run, town, setup, &mut found);
        compare_sums(&run, town, setup, &mut found);
        found.into_iter().map(|difference| format!("[{label}] {difference}")).collect()
    }

    pub fn run(&self, label: &str, town: &Town, setup: &Setup) -> Run {
        let folder = self.folder.path().join(label);
        std::fs::create_dir(&folder).expect("a new folder per scenario");
        town.write(setup, &self.public_key, &folder);
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
        Run {
            folder: folder.join(path),
            identity: self.folder.path().join("sleutels").join("identiteit.txt"),
        }
    }

    fn compare_parcels(&self, run: &Run, town: &Town, setup: &Setup, found: &mut Vec<String>) {
        let places: HashMap<&str, usize> =
            town.persons.iter().enumerate().map(|(place, person)| (person.bsn.as_str(), place)).collect();
        let place_of =
            |bsn: &str| places.get(bsn).map_or("nobody in brp".to_owned(), |place| format!("person {place}"));
        for parcel in parcels(town, setup) {
            let name = format!("{}/{}", parcel.partij, parcel.pakket);
            let path = format!("uitvoer/{name}.csv.age");
            if setup.unreachable == Some(parcel.partij) || setup.unsecured == Some(parcel.partij) {
                if run.folder.join(&path).exists() {
                    found.push(format!("{name}: a file is written for a party that may get none"));
                }
                continue;
            }
            if !run.folder.join(&path).exists() {
                found.push(format!("{name}: no file; a parcel with no rows is written with its header"));
                continue;
            }
            let (header, rows) = run.open(&path);
            let mut columns = vec!["kenmerk"];
            columns.extend(&parcel.columns);
            if header != columns {
                found.push(format!("{name}: columns: expected {columns:?}, got {header:?}"));
                continue;
            }
            let mut marks = BTreeSet::new();
            let mut present = BTreeSet::new();
            for row in &rows {
                let (mark, bsn) = (&row[0], &row[1]);
                let who = place_of(bsn);
                if !marks.insert(mark.clone()) {
                    found.push(format!("{name}: {who}, kenmerk: occurs twice"));
                }
                if mark.len() != 26
                    || !mark.bytes().all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte))
                {
                    found.push(format!("{name}: {who}, kenmerk: not 26 characters of lower-case base32"));
                }
                let expected = kenmerk(&self.pseudonym_key, parcel.partij, "", &parcel.pakket, bsn);
                if *mark != expected {
                    found.push(format!("{name}: {who}, kenmerk: expected `{expected}`, got `{mark}`"));
                }
                if !present.insert(bsn.clone()) {
                    found.push(format!("{name}: {who}: two rows"));
                }
                match parcel.rows.get(bsn) {
                    None => found.push(format!("{name}: {who}: released, but must not be")),
                    Some(expected) => {
                        for ((column, expected), got) in parcel.columns.iter().zip(expected).zip(&row[1..]) {
                            if !same_cell(column, expected, got) {
                                found.push(format!(
                                    "{name}: {who}, {column}: expected `{expected}`, got `{got}`"
                                ));
                            }
                        }
                    }
                }
            }
            for bsn in parcel.rows.keys().filter(|bsn| !present.contains(*bsn)) {
                found.push(format!("{name}: {}: not released, but must be", place_of(bsn)));
            }
        }
    }
}

/// Hours are compared as numbers with a point; every other cell to the letter.
fn same_cell(column: &str, expected: &str, got: &str) -> bool {
    if column == "uren_verzuim" && !expected.is_empty() {
        return expected.parse::<f64>().ok() == got.parse::<f64>().ok();
    }
    expected == got
}

impl Run {
    /// Opens one sealed file and reads it as comma CSV.
    pub fn open(&self, path: &str) -> Table {
        let file = self.folder.join(path);
        let output =
            command(&["open", &file.to_string_lossy(), "-i", &self.identity.to_string_lossy()], &self.folder);
        expect_success(&output, &format!("jib open {path}"));
        let mut reader = csv::ReaderBuilder::new().from_reader(output.stdout.as_slice());
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

    /// The classification by bsn, a column name to each value.
    pub fn classification(&self) -> HashMap<String, BTreeMap<String, String>> {
        let (header, rows) = self.open("intern/classificatie.csv.age");
        rows.into_iter().map(|row| (row[0].clone(), header.iter().cloned().zip(row).collect())).collect()
    }
}

fn compare_classification(run: &Run, town: &Town, setup: &Setup, found: &mut Vec<String>) {
    let (header, rows) = run.open("intern/classificatie.csv.age");
    if header != COLUMNS {
        found.push(format!("classificatie: columns: expected {COLUMNS:?}, got {header:?}"));
        return;
    }
    if rows.len() != town.persons.len() {
        found.push(format!("classificatie: rows: expected {}, got {}", town.persons.len(), rows.len()));
    }
    let register = Register::new(town, setup);
    for (place, (person, row)) in town.persons.iter().zip(&rows).enumerate() {
        if person.bsn != row[0] {
            found.push(format!(
                "classificatie: person {place}: another person stands here; brp order is not kept"
            ));
            return;
        }
        let expected = register.values(&register.dossier(person), setup.peildatum);
        for (column, got) in COLUMNS.iter().zip(row).take(COLUMNS.len() - 1) {
            let wanted = expected.get(column);
            if wanted != got {
                found.push(format!(
                    "classificatie: person {place} (born {}), {column}: expected `{wanted}`, got `{got}`; expected all: {}",
                    person.born,
                    COLUMNS[1..15].iter().map(|column| expected.get(column)).collect::<Vec<_>>().join(",")
                ));
            }
        }
        let doubtful =
            row.iter().any(|value| ["onbekend", "onbepaald", "onterecht"].contains(&value.as_str()));
        if doubtful && row[COLUMNS.len() - 1].is_empty() {
            found.push(format!(
                "classificatie: person {place}, redenen: empty beside an unknown or refuted value"
            ));
        }
    }
}

/// The conservation table: nothing read is lost, nobody is unaccounted for.
fn compare_sums(run: &Run, town: &Town, setup: &Setup, found: &mut Vec<String>) {
    let manifest = run.manifest();
    let number = |value: &serde_json::Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let list = |key: &str| manifest["behoud"][key].as_array().cloned().unwrap_or_default();

    let extracts = list("extracten");
    for extract in ["brp"].into_iter().chain(OTHER_EXTRACTS) {
        if setup.delivery(extract) == Delivery::Absent {
            continue;
        }
        let Some(entry) = extracts.iter().find(|entry| entry["extract"] == extract) else {
            found.push(format!("behoud.extracten: {extract} is missing"));
            continue;
        };
        let counted = [number(&entry["gelezen"]), number(&entry["aanvaard"]), number(&entry["quarantaine"])];
        let read = town.rows(extract).len();
        let set_aside = town.dirt.count(extract);
        let expected = [Some(read), Some(read - set_aside), Some(set_aside)];
        if counted != expected {
            found.push(format!("behoud.extracten {extract}, gelezen/aanvaard/quarantaine: expected {expected:?}, got {counted:?}"));
        }
    }

    let released: BTreeMap<(String, String), usize> = parcels(town, setup)
        .into_iter()
        .map(|parcel| {
            let closed = setup.unreachable == Some(parcel.partij) || setup.unsecured == Some(parcel.partij);
            ((parcel.partij.to_owned(), parcel.pakket), if closed { 0 } else { parcel.rows.len() })
        })
        .collect();
    let entries = list("pakketten");
    let mut delivered: BTreeMap<(String, String), usize> = BTreeMap::new();
    for entry in &entries {
        let name = (
            entry["partij"].as_str().unwrap_or("?").to_owned(),
            entry["pakket"].as_str().unwrap_or("?").to_owned(),
        );
        let (personen, geleverd) = (number(&entry["personen"]), number(&entry["geleverd"]));
        let geweigerd =
            entry["geweigerd"].as_object().map(|reasons| reasons.values().filter_map(number).sum::<usize>());
        let (Some(personen), Some(geleverd), Some(geweigerd)) = (personen, geleverd, geweigerd) else {
            found.push(format!("behoud.pakketten {name:?}: a count is missing"));
            continue;
        };
        if personen != geleverd + geweigerd {
            found.push(format!("behoud.pakketten {name:?}: {personen} personen, but {geleverd} geleverd + {geweigerd} geweigerd"));
        }
        if released.contains_key(&name) && personen != town.persons.len() {
            found.push(format!(
                "behoud.pakketten {name:?}, personen: expected {}, got {personen}",
                town.persons.len()
            ));
        }
        let closed = [("geen_ontvanger", setup.unreachable), ("kanaal_onbeveiligd", setup.unsecured)];
        for (reason, partij) in closed {
            if partij == Some(name.0.as_str())
                && released.contains_key(&name)
                && entry["geweigerd"].get(reason).is_none()
            {
                found.push(format!("behoud.pakketten {name:?}: nobody stands under geweigerd.{reason}"));
            }
        }
        *delivered.entry(name).or_default() += geleverd;
    }
    // READING: a parcel and its -geheim twin may be counted apart or as one; either way geleverd is the rows written.
    for (name, rows) in &released {
        if name.1.ends_with("-geheim") {
            continue;
        }
        let twin = (name.0.clone(), format!("{}-geheim", name.1));
        let expected = match (released.get(&twin), delivered.contains_key(&twin)) {
            (Some(secret), false) => rows + secret,
            _ => *rows,
        };
        if delivered.get(name) != Some(&expected) {
            found.push(format!(
                "behoud.pakketten {name:?}, geleverd: expected {expected}, got {:?}",
                delivered.get(name)
            ));
        }
        if let (Some(secret), Some(got)) = (released.get(&twin), delivered.get(&twin))
            && secret != got
        {
            found.push(format!("behoud.pakketten {twin:?}, geleverd: expected {secret}, got {got}"));
        }
    }
}

/// Fails with the first differences and the count of all.
pub fn report(found: &[String]) {
    assert!(
        found.is_empty(),
        "{} differences with the oracle; the first {}:\n  {}",
        found.len(),
        found.len().min(SHOWN_DIFFERENCES),
        found.iter().take(SHOWN_DIFFERENCES).cloned().collect::<Vec<_>>().join("\n  ")
    );
}
