//! Warns an application manager before something goes wrong: keys that others can read, folders that others can enter, a last run
//! that is too old, a disk that fills up, agreements that end, runs past their retention, and leftovers of an interrupted run.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::config::Config;
use crate::crypto::keys::is_replaceable;
use crate::handle::Folder;
use crate::law::party::Party;
use crate::model::day::Day;
use crate::model::shown::{bytes, told_path};
use crate::os_fault::{as_whom, cause};
use crate::publish::ledger::chain::Predecessors;
use crate::publish::ledger::runs::{MANIFEST, MANIFEST_BYTES_MAX};
use crate::publish::outbox::TEMPORARY;
use crate::publish::prune::{ClearingContext, Plan};
use crate::publish::state::store;

/// An agreement is reported from this many days before it ends until as many days after.
const ENDING_DAYS: i32 = 31;

/// The newest runs of which the size counts.
const SIZED_RUNS: usize = 7;

/// Nights for which the disk must have room.
const NIGHTS: u64 = 30;

/// One problem in one place.
struct FoundConcern {
    kind: &'static str,
    place: String,
    message: String,
}

/// One concern: all problems of one kind that need the same action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Concern {
    /// What kind of concern.
    #[serde(rename = "soort")]
    pub kind: &'static str,
    /// In how many places.
    #[serde(rename = "aantal")]
    pub count: usize,
    /// The first file, folder or agreement.
    #[serde(rename = "plaats")]
    pub place: String,
    /// What is wrong and what to do about it.
    #[serde(rename = "melding")]
    pub message: String,
}

/// The result of a check-up.
#[derive(Clone, Debug, Serialize)]
pub struct Checkup {
    /// The day of the check-up.
    #[serde(rename = "datum")]
    pub date: String,
    /// What needs attention. Empty if all is well.
    #[serde(rename = "aandacht")]
    pub concerns: Vec<Concern>,
    /// How many run folders were checked.
    pub runs: usize,
    /// How many key files were checked.
    #[serde(rename = "sleutels")]
    pub keys: usize,
    /// The verstrekdatum of the last run that delivered.
    #[serde(rename = "laatste_run")]
    pub last_run: Option<Day>,
    /// What the newest runs take on average, in bytes.
    #[serde(rename = "bytes_per_run")]
    pub bytes_per_run: u64,
    /// What the file system of the runs has left, in bytes; `None` where that cannot be asked.
    #[serde(rename = "bytes_vrij")]
    pub bytes_free: Option<u64>,
}

/// What is looked at.
pub struct Patient<'p> {
    /// The configuration.
    pub config: &'p Config,
    /// The parties, with their terms.
    pub parties: &'p [Party],
    /// The folder of runs.
    pub runs: &'p Path,
    /// The day of the check-up.
    pub day: Day,
    /// Days that the last run may be old.
    pub old_days_max: u16,
}

/// A check-up in progress.
struct Look<'p> {
    of: &'p Patient<'p>,
    found: Vec<FoundConcern>,
}

/// Checks the keys, the agreements and the folder of runs.
pub fn look(patient: &Patient<'_>) -> Checkup {
    let mut look = Look { of: patient, found: Vec::new() };
    let keys = look.keys();
    look.agreements();
    let names = look.folders();
    let last_run = look.chain();
    let bytes_per_run = mean_size(patient.runs, &names);
    let bytes_free = free(patient.runs);
    look.room(bytes_per_run, bytes_free);
    look.terms();
    let (date, runs) = (patient.day.to_string(), names.len());
    Checkup { date, concerns: grouped(look.found), runs, keys, last_run, bytes_per_run, bytes_free }
}

/// One concern per kind and message, each with the first place by name.
fn grouped(mut found: Vec<FoundConcern>) -> Vec<Concern> {
    found.sort_by(|one, other| {
        (one.kind, &one.message, &one.place).cmp(&(other.kind, &other.message, &other.place))
    });
    let same =
        |one: &FoundConcern, next: &FoundConcern| (one.kind, &one.message) == (next.kind, &next.message);
    let groups = found.chunk_by(same).filter_map(|group| {
        let FoundConcern { kind, place, message } = group.first()?;
        Some(Concern { kind, count: group.len(), place: place.clone(), message: message.clone() })
    });
    groups.collect()
}

impl Look<'_> {
    fn note(&mut self, kind: &'static str, place: &Path, message: impl Into<String>) {
        self.found.push(FoundConcern { kind, place: told_path(place), message: message.into() });
    }

    /// Checks the secret keys that the configuration names, and any identity file beside them. Returns how many.
    fn keys(&mut self) -> usize {
        let config = self.of.config;
        let beheer = &config.file.beheer;
        let mut paths: Vec<PathBuf> =
            [&beheer.signing_key, &beheer.pseudonym_key].map(|path| config.path(path.get_ref())).to_vec();
        let beside = paths.iter().filter_map(|path| Some(path.parent()?.join("identiteit.txt")));
        paths.extend(beside.collect::<Vec<_>>());
        paths.sort();
        paths.dedup();
        paths.retain(|path| path.is_file());
        for path in paths.iter().filter(|path| is_open_to_others(path)) {
            self.note("sleutel", path, "anderen kunnen deze sleutel lezen: chmod 600");
        }
        for path in paths.iter().filter(|path| is_replaceable(path)) {
            let message = "anderen kunnen deze sleutel door een andere vervangen, want zij mogen in haar map schrijven: chmod 700 op die map";
            self.note("sleutel", path, message);
        }
        paths.len()
    }

    /// Checks what ends soon, or ended recently and was not followed by another.
    fn agreements(&mut self) {
        let config = self.of.config;
        for (tot, own) in config.file.ending(self.of.day, -ENDING_DAYS..=ENDING_DAYS) {
            let ends = if tot < self.of.day { "is afgelopen op" } else { "loopt af op" };
            let place = PathBuf::from(format!("[[{}]] {}", own.kind, own.name));
            let message = format!(
                "{ends} {tot}: wat erop rust wordt daarna niet meer geleverd; zet in jib.toml een nieuwe die de dag erna ingaat, of laat het zo"
            );
            self.note("afspraak", &place, message);
        }
    }

    /// Checks the folder of runs, and each folder in it. Returns the names of the runs.
    fn folders(&mut self) -> Vec<String> {
        let runs = self.of.runs;
        let entries = match fs::read_dir(runs) {
            Ok(entries) => entries,
            Err(reason) => {
                let otherwise = "draai eerst een run, of wijs de map aan met --out";
                let advice = as_whom(&reason).unwrap_or(otherwise);
                self.note("map", runs, format!("kan niet worden gelezen: {}; {advice}", cause(&reason)));
                return Vec::new();
            }
        };
        if is_open_to_others(runs) {
            self.note("map", runs, "anderen kunnen in de map met runs: chmod 700");
        }
        let mut names = Vec::new();
        // The link to the newest run is none itself.
        let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        for path in folders.map(|entry| entry.path()) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with(TEMPORARY) {
                let message = "is van een run die nog loopt of is afgebroken; de volgende run ruimt hem op";
                self.note("map", &path, message);
                continue;
            }
            if is_open_to_others(&path) {
                self.note("map", &path, "anderen kunnen in deze map: chmod 700");
            }
            if path.join("manifest.json").is_file() {
                if name.ends_with("_check") && is_check(&path) && holds_sealed(&path.join("intern")) {
                    let message = "deze controle bewaart ingedeelde personen (`intern/`, verzegeld); is zij bekeken, verwijder dan de hele map: zij is geen schakel van de keten. `jib prune` doet het pas na de langste termijn";
                    self.note("controle", &path, message);
                }
                names.push(name);
            }
        }
        names.sort();
        names
    }

    /// Checks the last run: whether it is believed, has its state, and is not too old. Returns its verstrekdatum.
    fn chain(&mut self) -> Option<Day> {
        let (config, runs) = (self.of.config, self.of.runs);
        let gemeente = config.file.gemeente.code.get_ref();
        let predecessors =
            Predecessors::read(runs, gemeente, config.keys.signing.as_ref(), &config.keys.pseudonym);
        if let Some(name) = predecessors.doubt().and(predecessors.head_folder()) {
            let message = "draagt niet de handtekening van uw eigen sleutel, of is gewijzigd: de volgende run neemt er niets van over; draai `jib verify` op deze run en zet haar terug uit de reservekopie";
            self.note("keten", &runs.join(name), message);
        }
        if predecessors.is_head_moved() && !predecessors.is_unanchored() {
            let message = "de laatste run in deze map is niet die de laatste was: er zijn runs weggehaald of oude teruggezet; zet de hele map, met .staat, terug uit één reservekopie";
            self.note("keten", runs, message);
        }
        let Some(head) = predecessors.head() else {
            // If the folder or its last run is not trusted, that was reported above.
            let is_told = predecessors.named().is_some() || predecessors.is_head_moved();
            if !is_told && predecessors.runs().folder().is_some() {
                let message = "er is nog nooit geleverd: in deze map staat geen run die leverde; kijk of de nachtelijke taak aan staat en wat zij meldde, of wijs met --out de map aan waarin zij schrijft";
                self.note("laatste_run", runs, message);
            }
            return None;
        };
        let state = head.state.as_ref().map(|hash| runs.join(store::FOLDER).join(store::file_name(hash)));
        if state.is_none_or(|path| !path.is_file()) {
            let message = "het geheugen van de laatste run ontbreekt: de volgende run kan niemand intrekken; zet de map terug uit de reservekopie";
            self.note("staat", &runs.join(store::FOLDER), message);
        }
        let (age, max) = (self.of.day.days_since(head.verstrekdatum), i32::from(self.of.old_days_max));
        if age > max {
            let message = format!(
                "de laatste run die leverde is van {}, {age} dagen geleden, en dat mag {max} zijn (--dagen): kijk of de nachtelijke taak draait en wat zij meldde",
                head.verstrekdatum
            );
            self.note("laatste_run", &runs.join(&head.folder), message);
        }
        Some(head.verstrekdatum)
    }

    /// Checks whether the disk holds the runs of a month.
    fn room(&mut self, bytes_per_run: u64, bytes_free: Option<u64>) {
        if let Some((free, needed)) = shortage(bytes_per_run, bytes_free) {
            let message = format!(
                "er is {} vrij, en {NIGHTS} nachten nemen {} in (gemiddeld {} per run): maak ruimte of geef jib een grotere schijf; `jib prune` ruimt op wat weg moet",
                bytes(free),
                bytes(needed),
                bytes(bytes_per_run)
            );
            self.note("schijf", self.of.runs, message);
        }
    }

    /// Checks which runs hold what may be kept no longer, and which cannot be cleared.
    fn terms(&mut self) {
        let Patient { config, parties, runs, day, .. } = *self.of;
        let Some(signing) = config.keys.signing.as_ref() else { return };
        let Ok(terms) = ClearingContext::of(runs, config, signing, parties, day) else { return };
        let Plan { runs: due, left } = terms.plan();
        for due in due {
            let message = if due.files.is_empty() {
                "hier zijn verzegelde bestanden weg zonder dat is opgeschreven waarom: `jib prune` schrijft het op, als hun termijn voorbij is"
            } else {
                "hier staan verzegelde bestanden die al weg hadden gemoeten: draai `jib prune`, liefst elke maand; met --dry-run zegt het eerst wat er weggaat"
            };
            self.note("bewaartermijn", &runs.join(&due.folder), message);
        }
        for left in left {
            self.note("niet_op_te_ruimen", &runs.join(&left.folder), left.why);
        }
    }
}

/// What is free and what a month needs, if that is more.
fn shortage(bytes_per_run: u64, bytes_free: Option<u64>) -> Option<(u64, u64)> {
    let needed = bytes_per_run.saturating_mul(NIGHTS);
    bytes_free.filter(|free| *free < needed).map(|free| (free, needed))
}

/// Whether a run only checked, as its manifest says: anybody can give a folder another name.
fn is_check(run: &Path) -> bool {
    let bytes = Folder::open(run).and_then(|run| run.read(MANIFEST, MANIFEST_BYTES_MAX));
    let manifest: Option<Value> = bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    manifest.is_some_and(|manifest| manifest.get("uitkomst").and_then(Value::as_str) == Some("gecontroleerd"))
}

/// Whether a folder holds a sealed file, at any depth.
fn holds_sealed(folder: &Path) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_sealed(&entry.path()),
        Ok(kind) => kind.is_file() && entry.path().extension().is_some_and(|end| end == "age"),
        Err(_) => false,
    })
}

/// What the newest runs take on average, in bytes. Names begin with a day.
fn mean_size(runs: &Path, names: &[String]) -> u64 {
    let newest = names.iter().rev().filter(|name| !name.ends_with("_check")).take(SIZED_RUNS);
    let sizes: Vec<u64> = newest.map(|name| size(&runs.join(name))).collect();
    u64::try_from(sizes.len())
        .ok()
        .and_then(|count| sizes.iter().sum::<u64>().checked_div(count))
        .unwrap_or(0)
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}

/// What the file system of a folder has left for this user, in bytes.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_will_not_hold_a_month_is_told_and_one_that_will_is_not() {
        for (per_run, free, is_told) in
            [(100, Some(2_999), true), (100, Some(3_000), false), (100, None, false), (0, Some(0), false)]
        {
            assert_eq!(shortage(per_run, free).is_some(), is_told, "{per_run} {free:?}");
        }
    }

    #[test]
    fn what_needs_the_same_in_many_places_is_one_concern() {
        let found = |kind, place: usize, message: &str| FoundConcern {
            kind,
            place: format!("runs/{place:03}"),
            message: message.to_owned(),
        };
        let mut all: Vec<FoundConcern> =
            (0..547).rev().map(|place| found("map", place, "chmod 700")).collect();
        all.push(found("map", 3, "iets anders"));
        all.push(found("sleutel", 3, "chmod 700"));
        let told: Vec<(&str, usize, String)> =
            grouped(all).into_iter().map(|own| (own.kind, own.count, own.place)).collect();
        let expected = [("map", 547, "runs/000"), ("map", 1, "runs/003"), ("sleutel", 1, "runs/003")];
        assert_eq!(told, expected.map(|(kind, count, place)| (kind, count, place.to_owned())));
    }
}
