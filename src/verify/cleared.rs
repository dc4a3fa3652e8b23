//! What housekeeping took out of a run: exactly the files that a signed `opgeruimd.json` names may be gone, and only those whose term
//! was over by then. Shares no code with what cleared them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::law::KnownLaw;
use super::reading::{PARCEL_FORMS, PASSPORT, RECALLS, list, read, text};
use super::wrong::Wrong;
use crate::crypto::hashing::sha256_hex;
use crate::crypto::sign::Signer;
use crate::model::day::Day;

/// File name in a run folder, and that of its signature.
pub(super) const CLEARED: &str = "opgeruimd.json";
pub(super) const CLEARED_SIGNATURE: &str = "opgeruimd.json.minisig";

/// The form of the file that this program knows.
const VERSION: u64 = 1;

/// The files that may be gone.
#[derive(Default)]
pub(super) struct ClearedFiles {
    /// Their paths.
    pub paths: BTreeSet<String>,
    /// The day against which their terms were held; `None` if nothing was cleared.
    pub date: Option<Day>,
}

fn wrong(why: impl Into<String>) -> Wrong {
    Wrong::Cleared { why: why.into() }
}

/// Reads which files may be gone, and checks each.
pub(super) fn cleared(
    run: &Path,
    manifest: &Value,
    signer: &Signer,
    law: Option<&KnownLaw>,
) -> Result<ClearedFiles, Wrong> {
    if run.join(CLEARED).symlink_metadata().is_err() {
        return Ok(ClearedFiles::default());
    }
    let bytes = read(run, CLEARED)?;
    let signature = read(run, CLEARED_SIGNATURE).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    if signature.is_none_or(|signature| signer.check_clearing(&bytes, &signature).is_err()) {
        return Err(wrong(
            "het draagt niet de handtekening van de ondertekenaar van de run; is `jib prune` afgebroken, draai het dan opnieuw",
        ));
    }
    let said: Value = serde_json::from_slice(&bytes).map_err(|_| wrong("het is geen JSON"))?;
    let form = || wrong("het heeft een andere vorm");
    let date = text(&said, "datum").ok().and_then(Day::parse_iso).ok_or_else(form)?;
    if said.get("versie").and_then(Value::as_u64) != Some(VERSION) {
        return Err(form());
    }
    let terms = RunTerms::of(run, manifest, law)?;
    let mut paths = BTreeSet::new();
    for gone in list(&said, "/weg").map_err(|_| form())? {
        let path = text(gone, "pad").map_err(|_| form())?;
        let sha256 =
            terms.hashes.get(path).ok_or_else(|| wrong(format!("`{path}` hoort niet bij deze run")))?;
        if text(gone, "sha256").map_err(|_| form())? != *sha256 {
            return Err(wrong(format!("de sha256 van `{path}` is niet die van het manifest")));
        }
        if !terms.is_over(path, date)? {
            return Err(wrong(format!("`{path}` had op {date} nog niet weg gemogen")));
        }
        if !paths.insert(path.to_owned()) {
            return Err(wrong(format!("`{path}` staat er twee keer in")));
        }
    }
    Ok(ClearedFiles { paths, date: Some(date) })
}

/// How long the files of a run are kept.
struct RunTerms<'r> {
    run: &'r Path,
    /// The files of the manifest.
    hashes: BTreeMap<&'r str, &'r str>,
    /// The verstrekdatum and the longest term of the law, in months, if the run has the terms of the law at hand.
    longest: Option<(Day, u32)>,
}

impl<'r> RunTerms<'r> {
    fn of(run: &'r Path, manifest: &'r Value, law: Option<&KnownLaw>) -> Result<RunTerms<'r>, Wrong> {
        let mut hashes = BTreeMap::new();
        for file in list(manifest, "/uitvoer")? {
            hashes.insert(text(file, "pad")?, text(file, "sha256")?);
        }
        let mut of_run = Vec::new();
        for file in list(manifest, "/regels")? {
            of_run.push((text(file, "pad")?, text(file, "sha256")?));
        }
        let from = Day::parse_iso(text(manifest, "verstrekdatum")?);
        let from = from.ok_or_else(|| Wrong::Form { what: "verstrekdatum".to_owned() })?;
        let months = law.and_then(|law| law.longest_term_months(&of_run));
        Ok(RunTerms { run, hashes, longest: months.map(|months| (from, months)) })
    }

    /// Whether a file may be gone on a day. Parcels go after the date of their passport; recalls and what is internal after every
    /// date of the run.
    fn is_over(&self, path: &str, day: Day) -> Result<bool, Wrong> {
        if path.starts_with("intern/") {
            return Ok(path.ends_with(".age") && self.is_longest_over(day)?);
        }
        let stem = PARCEL_FORMS.iter().find_map(|end| path.strip_suffix(end));
        let Some(stem) = stem.filter(|_| path.starts_with("uitvoer/")) else { return Ok(false) };
        let name = stem.rsplit('/').next().unwrap_or(stem);
        if name == RECALLS || name.strip_prefix(RECALLS).is_some_and(|rest| rest.starts_with('.')) {
            return self.is_longest_over(day);
        }
        Ok(self.kept_until(&format!("{stem}{PASSPORT}"))? < day)
    }

    fn is_longest_over(&self, day: Day) -> Result<bool, Wrong> {
        let of_law = self.longest.is_none_or(|(from, term)| {
            let month = |year: i32, month: u32| i64::from(year) * 12 + i64::from(month);
            let (year, from_month, from_day) = from.ymd();
            let (day_year, day_month, day_of_month) = day.ymd();
            let until = (month(year, from_month) + i64::from(term), from_day);
            until < (month(day_year, day_month), day_of_month)
        });
        let mut passports = self.hashes.keys().filter(|path| path.ends_with(PASSPORT));
        Ok(of_law && passports.try_fold(true, |over, path| Ok(over && self.kept_until(path)? < day))?)
    }

    /// The last day of a passport, which is as the manifest says.
    fn kept_until(&self, passport: &str) -> Result<Day, Wrong> {
        let bytes = read(self.run, passport)?;
        if self.hashes.get(passport) != Some(&sha256_hex(&bytes).as_str()) {
            return Err(Wrong::Changed { path: passport.to_owned() });
        }
        let passport: Option<Value> = serde_json::from_slice(&bytes).ok();
        let date = passport.as_ref().and_then(|own| own.get("jib:verwijderen_uiterlijk")?.as_str());
        date.and_then(Day::parse_iso).ok_or_else(|| wrong("een paspoort noemt geen dag van verwijderen"))
    }
}
