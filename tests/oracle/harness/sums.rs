//! The conservation table of the manifest: nothing that was read is lost, and everybody is accounted for.

use super::Run;
use crate::oracle::parcels::Release;
use crate::oracle::town::{Channel, Delivery, OTHER_EXTRACTS, SCHOOLS, Setup, Town};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Name = (String, String);

/// The expected sums of one parcel, over all its files.
#[derive(Default)]
struct Sum {
    /// Whether the entry must exist.
    required: bool,
    geleverd: usize,
    /// Persons who meet the rule but stay because of the recipient: at least this many under this reason.
    geen_ontvanger: usize,
    kanaal_onbeveiligd: usize,
    school_onbekend: usize,
}

fn number(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|number| usize::try_from(number).ok())
}

pub fn compare(run: &Run, town: &Town, setup: &Setup, expected: &Release, found: &mut Vec<String>) {
    let manifest = run.manifest();
    let list = |key: &str| manifest["behoud"][key].as_array().cloned().unwrap_or_default();
    compare_extracts(&list("extracten"), town, setup, found);
    compare_released(&list("pakketten"), town, setup, expected, found);
}

fn compare_extracts(entries: &[Value], town: &Town, setup: &Setup, found: &mut Vec<String>) {
    for extract in ["brp"].into_iter().chain(OTHER_EXTRACTS) {
        if setup.delivery(extract) == Delivery::Absent {
            continue;
        }
        let of_extract: Vec<&Value> = entries.iter().filter(|entry| entry["extract"] == extract).collect();
        if of_extract.is_empty() {
            found.push(format!("behoud.extracten: {extract} is missing"));
            continue;
        }
        // READING: an extract in several files has one entry, or one per file.
        let total = |key: &str| of_extract.iter().map(|entry| number(&entry[key])).sum::<Option<usize>>();
        let counted = [total("gelezen"), total("aanvaard"), total("quarantaine")];
        let read = town.rows(extract).len();
        let set_aside = town.dirt.count(extract);
        let expected = [Some(read), Some(read - set_aside), Some(set_aside)];
        if counted != expected {
            found.push(format!(
                "behoud.extracten {extract}, gelezen/aanvaard/quarantaine: expected {expected:?}, got {counted:?}"
            ));
        }
    }
}

/// Sums per partij and pakket, over the files of all schools. A person in one or more files is delivered once; for mbo/overstap
/// each row is counted.
fn sums(setup: &Setup, expected: &Release) -> BTreeMap<Name, Sum> {
    let mut ways: BTreeMap<Name, BTreeMap<String, BTreeSet<&str>>> = BTreeMap::new();
    let mut sums: BTreeMap<Name, Sum> = BTreeMap::new();
    for parcel in &expected.parcels {
        let name = parcel.name();
        let sum = sums.entry(name.clone()).or_default();
        sum.required |= parcel.always || !parcel.rows.is_empty();
        let ways = ways.entry(name).or_default();
        let way = match setup.channel(parcel.partij, &parcel.brin) {
            Channel::Secured => "geleverd",
            Channel::Unsecured => "kanaal_onbeveiligd",
            Channel::Missing => "geen_ontvanger",
        };
        for number in parcel.rows.keys() {
            let counted =
                if parcel.partij == "mbo" && parcel.pakket == "overstap" { parcel.brin.as_str() } else { "" };
            ways.entry(format!("{number}/{counted}")).or_default().insert(way);
        }
    }
    for (name, ways) in ways {
        let sum = sums.entry(name).or_default();
        let only = |way: &str| ways.values().filter(|ways| ways.len() == 1 && ways.contains(way)).count();
        sum.geleverd = ways.values().filter(|ways| ways.contains("geleverd")).count();
        sum.geen_ontvanger = only("geen_ontvanger");
        sum.kanaal_onbeveiligd = only("kanaal_onbeveiligd");
    }
    let some_school = SCHOOLS.iter().any(|brin| setup.channel("school", brin) == Channel::Secured);
    for (name, persons) in &expected.schoolless {
        // Without any recipient of the party, that reason may come first.
        if !persons.is_empty() && (name.0 != "school" || some_school) && setup.unreachable != Some(&name.0) {
            let sum = sums.entry(name.clone()).or_default();
            sum.required = true;
            sum.school_onbekend = if setup.unsecured == Some(&name.0) { 0 } else { persons.len() };
        }
    }
    sums
}

fn compare_released(
    entries: &[Value],
    town: &Town,
    setup: &Setup,
    expected: &Release,
    found: &mut Vec<String>,
) {
    let mut seen: BTreeMap<Name, &Value> = BTreeMap::new();
    for entry in entries {
        let name = (
            entry["partij"].as_str().unwrap_or("?").to_owned(),
            entry["pakket"].as_str().unwrap_or("?").to_owned(),
        );
        let refused =
            entry["geweigerd"].as_object().map(|reasons| reasons.values().filter_map(number).sum::<usize>());
        let (Some(personen), Some(geleverd), Some(geweigerd)) =
            (number(&entry["personen"]), number(&entry["geleverd"]), refused)
        else {
            found.push(format!("behoud.pakketten {name:?}: a count is missing"));
            continue;
        };
        if personen != geleverd + geweigerd {
            found.push(format!(
                "behoud.pakketten {name:?}: {personen} personen, but {geleverd} geleverd + {geweigerd} geweigerd"
            ));
        }
        let handed_over = town.handovers.len();
        let wanted = match (name.0.as_str(), name.1.as_str()) {
            // READING: for a stale or absent overstap no row is counted, or every row is counted and none delivered.
            ("mbo", "overstap") if setup.delivery("overstap") != Delivery::Fresh => vec![0, handed_over],
            ("mbo", "overstap") => vec![handed_over],
            _ => vec![town.persons.len()],
        };
        if !wanted.contains(&personen) {
            found.push(format!("behoud.pakketten {name:?}, personen: expected {wanted:?}, got {personen}"));
        }
        if seen.insert(name.clone(), entry).is_some() {
            found.push(format!("behoud.pakketten {name:?}: two entries"));
        }
    }
    let sums = sums(setup, expected);
    for (name, sum) in &sums {
        let Some(entry) = seen.remove(name) else {
            if sum.required {
                found.push(format!("behoud.pakketten {name:?}: no entry"));
            }
            continue;
        };
        let geleverd = number(&entry["geleverd"]);
        if geleverd != Some(sum.geleverd) {
            found.push(format!(
                "behoud.pakketten {name:?}, geleverd: expected {}, got {geleverd:?}",
                sum.geleverd
            ));
        }
        // READING: at least those who meet the rule are under this reason. Others may be there, or under a reason of their own.
        let reasons = [
            ("geen_ontvanger", sum.geen_ontvanger),
            ("kanaal_onbeveiligd", sum.kanaal_onbeveiligd),
            ("school_onbekend", sum.school_onbekend),
        ];
        for (reason, least) in reasons {
            let got = number(&entry["geweigerd"][reason]).unwrap_or(0);
            if got < least {
                found.push(format!(
                    "behoud.pakketten {name:?}, geweigerd.{reason}: expected {least} or more, got {got}"
                ));
            }
        }
    }
    compare_counts_entry(
        seen.remove(&("contactgemeente".to_owned(), "rapportage".to_owned())),
        setup,
        expected,
        found,
    );
    seen.remove(&("doorstroompunt".to_owned(), "startkwalificatie".to_owned()));
    for (name, entry) in seen {
        if number(&entry["geleverd"]) != Some(0) {
            found.push(format!("behoud.pakketten {name:?}: no rule delivers this"));
        }
    }
}

/// The persons in the contactgemeente's entry: none, or those counted. The contract does not say which is geleverd.
fn compare_counts_entry(entry: Option<&Value>, setup: &Setup, expected: &Release, found: &mut Vec<String>) {
    let name = "contactgemeente/rapportage";
    let counted: usize = expected.counted.values().sum();
    let Some(entry) = entry else {
        found.push(format!("behoud.pakketten {name}: no entry"));
        return;
    };
    let reached = setup.channel("contactgemeente", "") == Channel::Secured;
    let most = if reached { counted } else { 0 };
    if number(&entry["geleverd"]).is_none_or(|geleverd| geleverd > most) {
        found.push(format!(
            "behoud.pakketten {name}, geleverd: expected {most} at most, got {}",
            entry["geleverd"]
        ));
    }
}
