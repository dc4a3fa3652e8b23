//! Housekeeping: removes from old runs whatever may no longer be kept. A parcel goes after the date in its passport; recalls, `intern/`
//! and checks go after the longest term of any party. The rest of a run stays, so that it still verifies, the chain stays whole and
//! `inzage` can answer.
//!
//! INVARIANT: only files that a manifest names under our own signature are removed, of the kinds in [`term`], and only after
//! `opgeruimd.json` that names them is on disk. A crash in between leaves files that the next time removes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::export::passport::longest_term;
use super::ledger::cleared::{self, Cleared};
use super::ledger::runs::{Doubt, MANIFEST, Runs, SIGNATURE};
use super::outbox::{Locked, OutboxFault, is_temporary, put};
use crate::config::Config;
use crate::crypto::hashing::Hashing;
use crate::crypto::keys::SigningKey;
use crate::crypto::sign::{Signer, sign_clearing};
use crate::handle::{EntryKind, Folder};
use crate::law::party::Party;
use crate::model::day::Day;
use crate::model::outcome::RunOutcome;
use crate::model::shown::told_path;
use crate::os_fault::cause;
use crate::release::recall;

/// Endings of the file name of a sealed table.
const SEALED: [&str; 2] = [".csv.age", ".xlsx.age"];

/// The folders of a run that hold persons.
const HOLDING: [&str; 2] = ["uitvoer", "intern"];

/// What holds for every run of a folder.
pub struct ClearingContext<'t> {
    signing: &'t SigningKey,
    parties: &'t [Party],
    gemeente: &'t str,
    folder: Folder,
    runs: Runs,
    day: Day,
}

/// What may be kept no longer, in order of the runs.
#[derive(Debug, Default)]
pub struct Plan {
    /// The runs from which something goes.
    pub runs: Vec<Due>,
    /// The runs that are left alone.
    pub left: Vec<LeftRun>,
}

/// What goes from one run.
#[derive(Debug)]
pub struct Due {
    /// The folder of the run.
    pub folder: String,
    /// The files to remove, in order of path.
    pub files: Vec<DueFile>,
    /// Whether the folder itself goes: a check is no link of the chain.
    pub is_whole: bool,
    /// The folders in it that go then.
    folders: BTreeSet<String>,
    /// The number of files that are already gone without being on a signed list.
    pub missing: usize,
    /// The new list of everything that will be gone, by path with sha256. `None` if `opgeruimd.json` already says so.
    list: Option<Cleared>,
}

/// A file to remove.
#[derive(Debug)]
pub struct DueFile {
    path: String,
    sha256: String,
    bytes: u64,
}

/// A run that is left alone, in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftRun {
    /// The folder of the run.
    pub folder: String,
    /// Why, in words.
    pub why: String,
}

impl Due {
    /// What the files take, in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

#[derive(Deserialize)]
struct ListedRun {
    #[serde(rename = "uitkomst")]
    outcome: RunOutcome,
    gemeente: String,
    verstrekdatum: Day,
    #[serde(rename = "uitvoer")]
    files: Vec<ListedFile>,
}

#[derive(Deserialize)]
struct ListedFile {
    #[serde(rename = "pad")]
    path: String,
    sha256: String,
}

/// How long a file of a run is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// Until the date of this passport.
    Passport(String),
    /// As long as the longest term.
    Longest,
    /// For ever: it holds no person's value.
    Always,
}

/// How long a file at this path in a run is kept.
fn term(path: &str) -> Term {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["intern", .., file] if file.ends_with(".age") => Term::Longest,
        ["uitvoer", _, file] | ["uitvoer", _, _, file] => {
            let Some(stem) = SEALED.iter().find_map(|end| file.strip_suffix(end)) else {
                return Term::Always;
            };
            // In runs of version 0.1 the school's code follows the name.
            if stem.split('.').next() == Some(recall::PAKKET) {
                return Term::Longest;
            }
            let folder = path.strip_suffix(file).unwrap_or_default();
            Term::Passport(passport_in(folder, stem))
        }
        _ => Term::Always,
    }
}

fn passport_in(folder: &str, stem: &str) -> String {
    format!("{folder}{stem}.paspoort.json")
}

fn is_passport(path: &str) -> bool {
    path.starts_with("uitvoer/") && path.ends_with(".paspoort.json")
}

fn is_absent(fault: &io::Error) -> bool {
    fault.kind() == io::ErrorKind::NotFound
}

fn unreadable(fault: io::Error) -> String {
    format!("kan niet worden gelezen: {}", cause(&fault))
}

/// Until when the files of one run may be kept, held against a day.
struct HeldTerms<'r> {
    runs: &'r Runs,
    name: &'r str,
    day: Day,
    /// The sha256 of each file in the manifest.
    hashes: BTreeMap<&'r str, &'r str>,
    /// By the law of now. It may have had a longer term then.
    longest_of_law: Day,
    /// Whether the longest term is over, once the passports were asked.
    is_longest_over: Option<bool>,
}

impl<'r> HeldTerms<'r> {
    fn of(
        context: &'r ClearingContext<'_>,
        name: &'r str,
        listed: &'r ListedRun,
        longest_of_law: Day,
    ) -> HeldTerms<'r> {
        let hashes = listed.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
        let (runs, day) = (&context.runs, context.day);
        HeldTerms { runs, name, day, hashes, longest_of_law, is_longest_over: None }
    }

    /// Whether the term of this file is over. An error says why that is unknown.
    fn is_over(&mut self, path: &str) -> Result<bool, String> {
        match term(path) {
            Term::Always => Ok(false),
            Term::Passport(passport) => Ok(self.kept_until(&passport)? < self.day),
            Term::Longest if self.longest_of_law >= self.day => Ok(false),
            Term::Longest => {
                if let Some(is_over) = self.is_longest_over {
                    return Ok(is_over);
                }
                let is_over = self.longest()? < self.day;
                self.is_longest_over = Some(is_over);
                Ok(is_over)
            }
        }
    }

    /// The day in a passport.
    fn kept_until(&self, passport: &str) -> Result<Day, String> {
        let changed = || format!("`{passport}` ontbreekt of is gewijzigd; `jib verify` zegt meer");
        let sha256 = self.hashes.get(passport).ok_or_else(changed)?;
        let bytes = self.runs.file_with(self.name, passport, sha256).ok_or_else(changed)?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| changed())?;
        let date = value.get("jib:verwijderen_uiterlijk").and_then(Value::as_str);
        date.and_then(Day::parse_iso).ok_or_else(changed)
    }

    /// The last day of all: by the law of now, and in each passport.
    fn longest(&self) -> Result<Day, String> {
        let mut passports = self.hashes.keys().filter(|path| is_passport(path));
        passports.try_fold(self.longest_of_law, |last, path| Ok(last.max(self.kept_until(path)?)))
    }
}

impl<'t> ClearingContext<'t> {
    /// The terms for the runs in a folder, held against a day.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn of(
        out: &Path,
        config: &'t Config,
        signing: &'t SigningKey,
        parties: &'t [Party],
        day: Day,
    ) -> io::Result<ClearingContext<'t>> {
        let gemeente = config.file.gemeente.code.get_ref();
        let (folder, runs) = (Folder::open(out)?, Runs::open(out, Some(Signer::own(signing))));
        Ok(ClearingContext { signing, parties, gemeente, folder, runs, day })
    }

    /// What may be kept no longer.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        for name in self.runs.names() {
            match self.of_run(&name) {
                Ok(Some(due)) => plan.runs.push(due),
                Ok(None) => {}
                Err(why) => plan.left.push(LeftRun { folder: name, why }),
            }
        }
        plan
    }

    /// What goes from one run; `None` if nothing does. The reason if the run is left alone.
    fn of_run(&self, name: &str) -> Result<Option<Due>, String> {
        let run = self.folder.within(name).map_err(unreadable)?;
        let Some(listed) = self.listed(name, &run)? else { return Ok(None) };
        let longest_of_law = longest_term(self.parties, listed.verstrekdatum);
        // By the manifest, because anybody can give a folder another name: a run that was refused is no check.
        if listed.outcome == RunOutcome::CheckedOnly
            && longest_of_law < self.day
            && let Some(due) = whole(name, &run, &listed).map_err(unreadable)?
        {
            return Ok(Some(due));
        }
        let signer = Signer::own(self.signing);
        let known = Cleared::read(&run, &signer);
        let known_date = known.as_ref().map(|known| known.date);
        let mut gone = known.map(Cleared::files).unwrap_or_default();
        let known_count = gone.len();
        let mut terms = HeldTerms::of(self, name, &listed, longest_of_law);
        let (mut files, mut missing) = (Vec::new(), 0);
        for file in &listed.files {
            let is_known = gone.get(&file.path) == Some(&file.sha256);
            if !is_known && !terms.is_over(&file.path)? {
                continue;
            }
            gone.insert(file.path.clone(), file.sha256.clone());
            match run.file(&file.path).and_then(|file| file.metadata()) {
                Ok(found) => files.push(DueFile {
                    path: file.path.clone(),
                    sha256: file.sha256.clone(),
                    bytes: found.len(),
                }),
                Err(fault) if is_absent(&fault) => missing += usize::from(!is_known),
                Err(fault) => return Err(format!("`{}`: {}", file.path, cause(&fault))),
            }
        }
        if files.is_empty() && missing == 0 {
            return Ok(None);
        }
        let is_longer = gone.len() > known_count;
        let date = known_date.map_or(self.day, |known| known.max(self.day));
        let list = is_longer.then(|| Cleared::new(date, gone));
        let folder = name.to_owned();
        Ok(Some(Due { folder, files, is_whole: false, folders: BTreeSet::new(), missing, list }))
    }

    /// What the manifest of one run lists; `None` for a folder that holds nothing of a run.
    fn listed(&self, name: &str, run: &Folder) -> Result<Option<ListedRun>, String> {
        let manifest = match self.runs.signed(name) {
            Ok(read) => read.bytes,
            Err(Doubt::Gone) if HOLDING.iter().all(|folder| run.kind(folder).is_err()) => return Ok(None),
            Err(Doubt::Gone) => {
                return Err(format!(
                    "`{MANIFEST}` ontbreekt of is niet te lezen; zet haar terug uit de reservekopie"
                ));
            }
            Err(Doubt::NotOurs | Doubt::Form) => {
                return Err("draagt niet de handtekening van uw eigen sleutel, of is daarna gewijzigd; is zij van vóór een nieuwe ondertekeningssleutel, geef dan met -c de configuratie met de sleutel van toen".to_owned());
            }
        };
        let listed: ListedRun =
            serde_json::from_slice(&manifest).map_err(|_| format!("`{MANIFEST}` is niet te lezen"))?;
        if listed.gemeente != self.gemeente {
            return Err(format!("is van een andere gemeente ({})", listed.gemeente));
        }
        Ok(Some(listed))
    }

    /// Removes what the plan says, one run after the other. What turns out to have been changed stays, and is taken out of the plan.
    ///
    /// # Errors
    /// The operating system refuses. What was removed until then is on `opgeruimd.json`, and the next time goes on.
    pub fn carry_out(&self, out: &Path, locked: &Locked, plan: &mut Plan) -> Result<(), OutboxFault> {
        for due in &mut plan.runs {
            let path = told_path(&out.join(&due.folder));
            let changed = self.clear(&locked.runs, due);
            let changed = changed.map_err(|fault| OutboxFault::Clearing { path, cause: cause(&fault) })?;
            due.files.retain(|file| !changed.contains(&file.path));
            plan.left.extend(changed.into_iter().map(|path| LeftRun {
                folder: due.folder.clone(),
                why: format!("`{path}` is gewijzigd; `jib verify` zegt meer"),
            }));
        }
        Ok(())
    }

    /// Clears one run. Returns the files that are not as they were written, and stay.
    fn clear(&self, runs: &Folder, due: &Due) -> io::Result<Vec<String>> {
        let run = runs.within(&due.folder)?;
        for (name, kind) in run.entries()? {
            if is_temporary(&name) && kind == EntryKind::File {
                run.remove(&name)?;
            }
        }
        if let Some(list) = &due.list {
            let bytes = list.to_bytes()?;
            let signature = sign_clearing(&bytes, self.signing).map_err(io::Error::other)?;
            put(&run, cleared::NAME, &bytes)?;
            put(&run, cleared::SIGNATURE, signature.as_bytes())?;
        }
        let mut changed = Vec::new();
        for files in due.files.chunk_by(|one, next| folder_of(&one.path) == folder_of(&next.path)) {
            let Some(first) = files.first() else { continue };
            let folder = run.below(folder_of(&first.path))?;
            for file in files {
                let (_, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
                if !file.sha256.is_empty() && sha256_of(&folder, name)? != file.sha256 {
                    changed.push(file.path.clone());
                    continue;
                }
                folder.remove(name)?;
            }
            folder.sync()?;
        }
        if due.is_whole && changed.is_empty() {
            remove_folders(runs, &run, due)?;
        }
        Ok(changed)
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn sha256_of(folder: &Folder, name: &str) -> io::Result<String> {
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut folder.file(name)?, &mut hashing)?;
    Ok(hashing.finish().1)
}

/// Removes the emptied folders of a check, the deepest first. One that holds anything stays, and that is told.
fn remove_folders(runs: &Folder, run: &Folder, due: &Due) -> io::Result<()> {
    for path in due.folders.iter().rev() {
        let (folder, name) = run.holding(path)?;
        folder.remove_folder(name)?;
    }
    runs.remove_folder(&due.folder)?;
    runs.sync()
}

/// A check of which all goes; `None` if anything lies in it that its manifest does not name. Its manifest goes last, so that an
/// interrupted removal is taken up again.
fn whole(name: &str, run: &Folder, listed: &ListedRun) -> io::Result<Option<Due>> {
    let last = [cleared::SIGNATURE, cleared::NAME, MANIFEST, SIGNATURE];
    let named: BTreeMap<&str, &str> =
        listed.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    let mut files = Vec::new();
    let (mut folders, mut waiting) = (BTreeSet::new(), vec![String::new()]);
    while let Some(path) = waiting.pop() {
        for (entry, kind) in run.below(&path)?.entries()? {
            let path = format!("{path}{entry}");
            match kind {
                EntryKind::Folder if named.keys().any(|file| file.starts_with(&format!("{path}/"))) => {
                    waiting.push(format!("{path}/"));
                    folders.insert(path);
                }
                EntryKind::File if named.contains_key(path.as_str()) || last.contains(&path.as_str()) => {
                    let bytes = run.file(&path)?.metadata()?.len();
                    let sha256 = named.get(path.as_str()).copied().unwrap_or_default().to_owned();
                    files.push(DueFile { path, sha256, bytes });
                }
                _ => return Ok(None),
            }
        }
    }
    let place = |path: &str| last.iter().position(|own| *own == path);
    files.sort_by(|one, other| (place(&one.path), &one.path).cmp(&(place(&other.path), &other.path)));
    let folder = name.to_owned();
    Ok(Some(Due { folder, files, is_whole: true, folders, missing: 0, list: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sealed_files_of_a_run_have_a_term() {
        let passport = |path: &str| Term::Passport(path.to_owned());
        for (path, expected) in [
            ("uitvoer/leerplicht/verzuim.csv.age", passport("uitvoer/leerplicht/verzuim.paspoort.json")),
            ("uitvoer/school/20KD/overleg.xlsx.age", passport("uitvoer/school/20KD/overleg.paspoort.json")),
            (
                "uitvoer/school/toestemming.0a1b2c3d.csv.age",
                passport("uitvoer/school/toestemming.0a1b2c3d.paspoort.json"),
            ),
            ("uitvoer/leerplicht/intrekking.csv.age", Term::Longest),
            ("uitvoer/school/20KD/intrekking.csv.age", Term::Longest),
            ("uitvoer/school/intrekking.20KD.csv.age", Term::Longest),
            ("intern/classificatie.csv.age", Term::Longest),
            ("intern/quarantaine/herstel.xlsx.age", Term::Longest),
            ("uitvoer/leerplicht/verzuim.paspoort.json", Term::Always),
            ("uitvoer/leerplicht/LEESMIJ.txt", Term::Always),
            ("uitvoer/verzuim.csv.age", Term::Always),
            ("logboek/verwerkingen.ndjson.zst", Term::Always),
            ("logboek/iets.age", Term::Always),
            ("intern/iets", Term::Always),
            ("manifest.json", Term::Always),
            ("../intern/x.age", Term::Always),
        ] {
            assert_eq!(term(path), expected, "{path}");
        }
    }
}
