//! Earlier runs of the chain, as far as their own reports show them. A count hidden there stays hidden here. Read only. A
//! report that is missing, damaged or changed leaves a gap and is not an error.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::classification::Tri;
use crate::publish::ledger::chain::{PastRun, Predecessors};

/// How many runs a trend shows, this one included.
pub const RUNS_MAX: usize = 10;

/// One run of the trend. A number that cannot be read or may not be shown is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct TrendRow {
    pub verstrekdatum: String,
    /// Whether this is the run being reported.
    #[serde(rename = "deze")]
    pub is_this_run: bool,
    /// False if the run exists but its report cannot be read.
    #[serde(rename = "leesbaar")]
    pub is_readable: bool,
    #[serde(rename = "gelezen")]
    pub read: Option<u64>,
    pub quarantaine: Option<u64>,
    #[serde(rename = "personen")]
    pub persons: Option<u64>,
    pub doelgroep: Option<u64>,
    #[serde(rename = "geleverd")]
    pub delivered: Option<u64>,
}

/// One earlier run, as its report shows it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its row of the trend.
    pub trend: TrendRow,
    /// Persons per party and parcel, if shown.
    pub delivered: BTreeMap<(String, String), u64>,
    /// The day since which each party has received each parcel.
    pub since: BTreeMap<(String, String), String>,
}

/// The runs before this one, newest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// At most [`RUNS_MAX`] - 1 runs.
    pub runs: Vec<Past>,
}

impl History {
    /// The newest of these believed runs. Applies the present threshold too: an earlier report may have shown a count that is
    /// too small to show now.
    pub fn of(
        predecessors: &Predecessors,
        earlier: impl Iterator<Item = PastRun>,
        threshold: u64,
    ) -> History {
        let runs = earlier.take(RUNS_MAX - 1).map(|run| past(predecessors, &run, threshold));
        History { runs: runs.collect() }
    }

    /// The previous run.
    pub fn previous(&self) -> Option<&Past> {
        self.runs.first()
    }

    /// The day since which a party has received a parcel, from the newest report that gives it.
    pub fn since(&self, family: &(String, String)) -> Option<&str> {
        self.runs.iter().find_map(|past| past.since.get(family)).map(String::as_str)
    }

    /// The trend up to and including this run, oldest first.
    pub fn trend(&self, this: TrendRow) -> Vec<TrendRow> {
        self.runs.iter().rev().map(|past| past.trend.clone()).chain([this]).collect()
    }
}

fn past(predecessors: &Predecessors, run: &PastRun, threshold: u64) -> Past {
    let empty = TrendRow {
        verstrekdatum: run.verstrekdatum.to_string(),
        is_this_run: false,
        is_readable: false,
        read: None,
        quarantaine: None,
        persons: None,
        doelgroep: None,
        delivered: None,
    };
    let Some(report) = report(predecessors, run) else {
        return Past { trend: empty, delivered: BTreeMap::new(), since: BTreeMap::new() };
    };
    let mut delivered = BTreeMap::new();
    let mut since = BTreeMap::new();
    for partij in list(&report, "partijen") {
        for pakket in list(partij, "pakketten") {
            let (Some(party), Some(parcel)) = (text(partij, "partij"), text(pakket, "pakket")) else {
                continue;
            };
            let family = (party.to_owned(), parcel.to_owned());
            if let Some(count) = pakket.get("personen").and_then(Value::as_u64) {
                delivered.insert(family.clone(), count);
            }
            if let Some(day) = text(pakket, "sinds") {
                since.insert(family, day.to_owned());
            }
        }
    }
    let sum = |key: &str| list(&report, "invoer").filter_map(|own| own.get(key)?.as_u64()).sum();
    let target = list(&report, "doelgroep").find(|own| text(own, "waarde") == Some(Tri::Ja.word()));
    let of_flow = |key: &str| report.get("stroom").and_then(|own| own.get(key)).and_then(Value::as_u64);
    let enough = |count: &u64| *count >= threshold;
    let trend = TrendRow {
        is_readable: true,
        read: Some(sum("gelezen")),
        quarantaine: Some(sum("quarantaine")),
        persons: report.get("personen").and_then(Value::as_u64).filter(enough),
        doelgroep: target.and_then(|own| own.get("aantal")).and_then(Value::as_u64).filter(enough),
        delivered: of_flow("geleverd").filter(enough),
        ..empty
    };
    Past { trend, delivered, since }
}

/// The report of a run. `None` unless its hash matches the one in the manifest.
fn report(predecessors: &Predecessors, run: &PastRun) -> Option<Value> {
    serde_json::from_slice(&predecessors.file(run, "rapport/rapport.json")?).ok()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}
