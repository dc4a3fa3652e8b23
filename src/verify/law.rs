//! The law that releases of this program had: a run made under any other is not proved, whoever signed it. The list is
//! `released/law.toml`; it is extended at each release.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::crypto::hashing::sha256_hex;
use crate::schemas::files::{BuiltIn, SchemaFiles};

/// Every release before this build.
const RELEASED: &str = include_str!("../../released/law.toml");

/// How the release is called whose law is built in.
const THIS: &str = "deze versie van jib";

#[derive(Deserialize)]
struct List {
    #[serde(default, rename = "release")]
    releases: Vec<ReleasedLaw>,
}

#[derive(Deserialize)]
struct ReleasedLaw {
    version: String,
    sha256: String,
}

/// The law sets that this program knows.
pub struct KnownLaw {
    /// The fingerprint of each set, and whose it was.
    sets: BTreeMap<String, String>,
    built_in: BTreeMap<String, String>,
    /// The longest term of a party, in months.
    longest_term_months: u32,
}

/// The folder of the parties in a law set.
const PARTIES: &str = "parties/";

/// How long a party may keep a parcel.
#[derive(Deserialize)]
struct RetentionTerm {
    bewaartermijn_maanden: u32,
}

/// One fingerprint of all files of a law set: path and sha256 of each.
pub fn fingerprint(files: &[(String, String)]) -> String {
    let mut lines: Vec<String> = files.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect();
    lines.sort();
    sha256_hex(lines.concat().as_bytes())
}

/// The fingerprints of the list, with the version of each.
///
/// # Errors
/// The list has another form.
pub fn released() -> Result<Vec<(String, String)>, toml::de::Error> {
    let list: List = toml::from_str(RELEASED)?;
    Ok(list.releases.into_iter().map(|release| (release.sha256, release.version)).collect())
}

impl KnownLaw {
    /// The releases of the list, and what is built into this program.
    pub fn of(built_in: BuiltIn) -> KnownLaw {
        let own = SchemaFiles::built_in(built_in).hashes();
        let kept = built_in.iter().filter(|(path, _)| path.starts_with(PARTIES));
        let kept = kept.filter_map(|(_, text)| toml::from_str::<RetentionTerm>(text).ok());
        let longest_term_months = kept.map(|kept| kept.bewaartermijn_maanden).max().unwrap_or(0);
        // A test reads the list, so it has its form here.
        let mut sets: BTreeMap<String, String> = BTreeMap::new();
        for (sha256, version) in released().unwrap_or_default() {
            sets.insert(sha256, format!("jib {version}"));
        }
        sets.insert(fingerprint(&own), THIS.to_owned());
        KnownLaw { sets, built_in: own.into_iter().collect(), longest_term_months }
    }

    /// Whose law this is; `None` if no release had it.
    pub fn releases(&self, files: &[(String, String)]) -> Option<&str> {
        self.sets.get(&fingerprint(files)).map(String::as_str)
    }

    /// The longest term that a party has, in months; `None` if the parties of these files are others than those built in.
    pub fn longest_term_months(&self, files: &[(&str, &str)]) -> Option<u32> {
        let of_run: BTreeMap<&str, &str> = files.iter().copied().collect();
        let mut own = self.built_in.iter().filter(|(path, _)| path.starts_with(PARTIES));
        let is_same = own.all(|(path, sha256)| of_run.get(path.as_str()) == Some(&sha256.as_str()));
        is_same.then_some(self.longest_term_months)
    }

    /// Which files differ from those built in, in words.
    pub fn difference(&self, files: &[(String, String)]) -> String {
        const NAMED_MAX: usize = 3;
        let of_run: BTreeMap<&str, &str> =
            files.iter().map(|(path, sha256)| (path.as_str(), sha256.as_str())).collect();
        let own = self.built_in.keys().map(String::as_str);
        let mut paths: Vec<&str> = own.chain(of_run.keys().copied()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.retain(|path| self.built_in.get(*path).map(String::as_str) != of_run.get(path).copied());
        let named =
            paths.iter().take(NAMED_MAX).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        match paths.len().checked_sub(NAMED_MAX) {
            Some(more) if more > 0 => format!("anders: {named} en nog {more}"),
            _ => format!("anders: {named}"),
        }
    }
}
