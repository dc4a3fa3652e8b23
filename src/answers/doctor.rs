//! Warns an application manager before something goes wrong: keys that others can read, folders that others
//! can enter, runs past their retention, and leftovers of an interrupted run.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::config::Config;
use crate::model::day::Day;
use crate::publish::ledger::chain::Predecessors;
use crate::publish::outbox::TEMPORARY;
use crate::publish::state::store;

/// One concern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Concern {
    /// What kind of concern.
    #[serde(rename = "soort")]
    pub kind: &'static str,
    /// Which file, folder or recipient.
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
}

/// Checks the keys, the recipients and the folder of runs, as of `day`.
pub fn look(config: &Config, runs: &Path, day: Day) -> Checkup {
    let mut concerns = Vec::new();
    let sleutels = keys(config, &mut concerns);
    let count = folders(config, runs, day, &mut concerns);
    concerns.sort();
    Checkup { date: day.to_string(), concerns, runs: count, keys: sleutels }
}

fn note(aandacht: &mut Vec<Concern>, kind: &'static str, plaats: &Path, melding: impl Into<String>) {
    aandacht.push(Concern { kind, place: plaats.display().to_string(), message: melding.into() });
}

/// Checks the secret keys that the configuration names, and any identity file beside them. Returns how many.
fn keys(config: &Config, aandacht: &mut Vec<Concern>) -> usize {
    let beheer = &config.file.beheer;
    let mut paths: Vec<PathBuf> =
        [&beheer.ondertekening, &beheer.pseudoniem].map(|path| config.path(path.get_ref())).to_vec();
    let beside = paths.iter().filter_map(|path| Some(path.parent()?.join("identiteit.txt")));
    paths.extend(beside.collect::<Vec<_>>());
    paths.sort();
    paths.dedup();
    let there: Vec<&PathBuf> = paths.iter().filter(|path| path.is_file()).collect();
    for path in there.iter().filter(|path| is_open_to_others(path)) {
        note(aandacht, "sleutel", path, "anderen kunnen deze sleutel lezen: chmod 600");
    }
    there.len()
}

/// Checks the folder of runs. Returns how many runs it holds.
fn folders(config: &Config, runs: &Path, day: Day, aandacht: &mut Vec<Concern>) -> usize {
    let Ok(entries) = std::fs::read_dir(runs) else {
        note(
            aandacht,
            "map",
            runs,
            "is er niet of is niet leesbaar: draai eerst een run, of wijs de map aan met --out",
        );
        return 0;
    };
    if is_open_to_others(runs) {
        note(aandacht, "map", runs, "anderen kunnen in de map met runs: chmod 700");
    }
    let mut count = 0;
    // The link to the newest run is none itself.
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    for path in folders.map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(TEMPORARY) {
            note(
                aandacht,
                "map",
                &path,
                "is van een run die nog loopt of is afgebroken; de volgende run ruimt hem op",
            );
            continue;
        }
        if is_open_to_others(&path) {
            note(aandacht, "map", &path, "anderen kunnen in deze map: chmod 700");
        }
        if path.join("manifest.json").is_file() {
            count += 1;
            if let Some(until) = delete_by(&path).filter(|until| *until < day && holds_parcels(&path)) {
                let message = format!(
                    "de pakketten moesten uiterlijk {until} zijn verwijderd: verwijder de verzegelde bestanden (*.age) in deze map; laat manifest, handtekening, paspoorten en logboek staan, zodat de keten heel blijft en `jib inzage` kan antwoorden"
                );
                note(aandacht, "bewaartermijn", &path, message);
            }
        }
    }
    let gemeente = config.file.gemeente.code.get_ref();
    let predecessors =
        Predecessors::read(runs, gemeente, config.keys.signing.as_ref(), &config.keys.pseudonym);
    if let Some(name) = predecessors.doubt().and(predecessors.head_folder()) {
        let message = "draagt niet de handtekening van uw eigen sleutel, of is gewijzigd: de volgende run neemt er niets van over; draai `jib verify` op deze run en zet haar terug uit de reservekopie";
        note(aandacht, "keten", &runs.join(name), message);
    }
    if predecessors.is_head_moved() && !predecessors.is_unanchored() {
        let message = "de laatste run in deze map is niet die de laatste was: er zijn runs weggehaald of oude teruggezet; zet de hele map, met .staat, terug uit één reservekopie";
        note(aandacht, "keten", runs, message);
    }
    if let Some(head) = predecessors.head() {
        let state = head.state.as_ref().map(|hash| runs.join(store::FOLDER).join(store::file_name(hash)));
        if state.is_none_or(|path| !path.is_file()) {
            note(
                aandacht,
                "staat",
                &runs.join(store::FOLDER),
                "het geheugen van de laatste run ontbreekt: de volgende run kan niemand intrekken; zet de map terug uit de reservekopie",
            );
        }
    }
    count
}

/// The files in the folders of parties, and in those of their schools.
fn files_for_recipients(run: &Path) -> Vec<PathBuf> {
    let inside = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let of_parties = inside(run.join("uitvoer")).into_iter().flat_map(inside);
    of_parties.flat_map(|path| if path.is_dir() { inside(path) } else { vec![path] }).collect()
}

/// Whether a run still holds any parcel.
fn holds_parcels(run: &Path) -> bool {
    files_for_recipients(run).iter().any(|file| file.extension().is_some_and(|end| end == "age"))
}

/// The last day on which the passports allow any parcel of a run to be kept.
fn delete_by(run: &Path) -> Option<Day> {
    let files = files_for_recipients(run);
    let passports = files.iter().filter(|path| path.to_string_lossy().ends_with(".paspoort.json"));
    passports
        .filter_map(|path| {
            let passport: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
            Day::parse_iso(passport.get("jib:verwijderen_uiterlijk")?.as_str()?)
        })
        .max()
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
