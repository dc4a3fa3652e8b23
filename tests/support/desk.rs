//! A municipality with keys and the deliveries that a test gives it, in a folder of its own.

#![allow(
    dead_code,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "each test uses a part, and stops when its own ground gives way"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use crate::support::{jib, made, open, text};

/// The municipality, without any delivery yet.
pub struct Desk {
    folder: Rc<tempfile::TempDir>,
    leveringen: String,
}

/// The result of checking its deliveries.
pub struct Checked {
    /// The exit code.
    pub code: Option<i32>,
    /// Everything printed, on both channels.
    pub said: String,
    folder: Option<PathBuf>,
    identity: PathBuf,
    /// Deletes the folder once nothing uses it any more.
    _kept: Rc<tempfile::TempDir>,
}

impl Desk {
    /// Uses the keys that all desks share.
    pub fn new() -> Desk {
        let folder = Rc::new(super::folder());
        made::once("keys of a desk", folder.path(), |folder| {
            let made = jib(&["keygen", "--out", &folder.join("sleutels").display().to_string()]);
            assert!(made.status.success(), "{}", text(&made.stderr));
        });
        Desk { folder, leveringen: String::new() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Delivers a file. `more` holds further keys of its levering.
    pub fn deliver(&mut self, extract: &str, name: &str, bytes: &[u8], more: &str) -> &mut Desk {
        fs::write(self.path().join(name), bytes).expect("a delivery");
        self.announce(extract, name, more)
    }

    /// Configures a file, whether or not it exists.
    pub fn announce(&mut self, extract: &str, name: &str, more: &str) -> &mut Desk {
        let soort = if more.contains("soort") { "" } else { "soort = \"SNAPSHOT\"\n" };
        let day = if name.contains("{datum}") { "" } else { "peildatum = \"2026-11-01\"\n" };
        let _ = writeln!(
            self.leveringen,
            "[[levering]]\nextract = \"{extract}\"\npad = \"{name}\"\n{soort}{day}\
             max_leeftijd_dagen = 31\nkanaal = \"beveiligd\"\nbron = \"proef\"\n{more}\n"
        );
        self
    }

    /// Delivers persons in canonical BRP form, so that other extracts have somebody to be about.
    pub fn with_persons(&mut self, rows: &[&str]) -> &mut Desk {
        let text = format!("{BRP_HEADER}\n{}\n", rows.join("\n"));
        self.deliver("brp", "brp.csv", text.as_bytes(), "")
    }

    /// Validates and classifies.
    pub fn check(&self) -> Checked {
        let identity = self.path().join("sleutels/identiteit.txt");
        let public = fs::read_to_string(&identity).expect("an identity");
        let public = public.split_whitespace().find(|word| word.starts_with("age1")).expect("a public key");
        let config = format!(
            "[gemeente]\ncode = \"0599\"\nnaam = \"Proefstad\"\n[beheer]\nsleutel = \"{public}\"\n\
             ondertekening = \"sleutels/ondertekening.key\"\npseudoniem = \"sleutels/pseudoniem.key\"\n\
             max_quarantaine_promille = 1000\n{}",
            self.leveringen
        );
        let path = self.path().join("jib.toml");
        fs::write(&path, config).expect("a configuration");
        let out = self.path().join("runs").display().to_string();
        let output =
            jib(&["check", "-c", &path.display().to_string(), "--peildatum", "2026-11-01", "--out", &out]);
        let printed = text(&output.stdout);
        let folder = Some(PathBuf::from(printed.trim())).filter(|folder| folder.is_dir());
        Checked {
            code: output.status.code(),
            said: format!("{printed}{}", text(&output.stderr)),
            folder,
            identity,
            _kept: Rc::clone(&self.folder),
        }
    }
}

/// The canonical header of the BRP.
pub const BRP_HEADER: &str = "bsn,voornamen,voorvoegsel,geslachtsnaam,geboortedatum,gemeente_inschrijving,straatnaam,\
                              huisnummer,huisletter,huisnummertoevoeging,postcode,woonplaats,indicatie_geheim,\
                              opschorting_reden,opschorting_datum,datum_overlijden";

impl Checked {
    /// The folder that the check wrote.
    pub fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or_else(|| panic!("no folder: {}", self.said))
    }

    /// Everything that is not sealed: the output, the file names and the file contents.
    pub fn unsealed(&self) -> String {
        let mut all = self.said.clone();
        let mut folders = vec![self.folder().to_path_buf()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).expect("a folder").flatten() {
                all.push_str(&entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if entry.path().extension().is_none_or(|extension| extension != "age") {
                    all.push_str(&text(&fs::read(entry.path()).expect("a file")));
                }
            }
        }
        all
    }

    /// The key that opens its sealed files.
    pub fn identity(&self) -> &Path {
        &self.identity
    }

    /// The manifest.
    pub fn manifest(&self) -> Value {
        serde_json::from_slice(&fs::read(self.folder().join("manifest.json")).expect("a manifest"))
            .expect("JSON")
    }

    /// The sums of an extract: read, accepted and set aside.
    pub fn sums(&self, extract: &str) -> (u64, u64, u64) {
        let manifest = self.manifest();
        let all = manifest["behoud"]["extracten"].as_array().expect("sums").clone();
        let own = all.iter().find(|sum| sum["extract"] == extract).expect("the extract");
        let count = |key: &str| own[key].as_u64().expect("a count");
        (count("gelezen"), count("aanvaard"), count("quarantaine"))
    }

    /// Every finding as code, line and column, except those about unneeded or absent columns and extracts.
    pub fn findings(&self) -> Vec<(String, Option<u64>, Option<String>)> {
        let text = fs::read_to_string(self.folder().join("bevindingen.ndjson")).expect("findings");
        let of_line = |line: &str| {
            let finding: Value = serde_json::from_str(line).expect("JSON");
            let word = |key: &str| finding[key].as_str().map(str::to_owned);
            (word("code").expect("a code"), finding["regel"].as_u64(), word("kolom"))
        };
        let plain = ["R-LEV-008", "R-LEV-014", "R-LEV-016", "R-LEV-064"];
        text.lines().map(of_line).filter(|(code, ..)| !plain.contains(&code.as_str())).collect()
    }

    /// The codes of those findings, each with its line.
    pub fn codes(&self) -> Vec<(String, u64)> {
        self.findings().into_iter().map(|(code, line, _)| (code, line.unwrap_or(0))).collect()
    }

    /// The content of a sealed file of the run.
    pub fn opened(&self, name: &str) -> String {
        text(&open(&self.folder().join(name), &self.identity))
    }

    /// A column of the classification, by bsn.
    pub fn values(&self, column: &str) -> Vec<(String, String)> {
        let text = self.opened("intern/classificatie.csv.age");
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let header = lines.next().expect("a header");
        let at = header.iter().position(|name| name == column).expect("the column");
        lines.map(|cells| (cells[0].clone(), cells[at].clone())).collect()
    }

    /// The value of a column for one person.
    pub fn value(&self, column: &str, bsn: &str) -> String {
        let all = self.values(column);
        all.into_iter().find(|(number, _)| number == bsn).expect("the person").1
    }
}
