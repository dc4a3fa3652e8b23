//! Earlier runs of the chain, as far as their own reports show them: rounded there is rounded here. Read only. A report that is
//! missing, damaged or changed leaves a gap and is not an error.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::publish::ledger::chain::{PastRun, Predecessors};

/// How many runs a trend shows one by one. Of each month before those it shows the last run.
pub const RUNS_ONE_BY_ONE: usize = 62;

/// The characters of a day that name its month.
const MONTH_CHARS: usize = "jjjj-mm".len();

/// One run of the trend. A number that cannot be read is null.
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

/// The runs before this one, as far as their reports tell.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The trend up to the last run, oldest first.
    trend: Vec<TrendRow>,
    /// The day since which each party has received each parcel.
    since: BTreeMap<(String, String), String>,
    /// The day since which every report counted somebody of whom this is unknown, by code.
    unknown_since: BTreeMap<String, String>,
}

/// How many reports are searched for the day since which a party receives a parcel: it may have had none for a while.
const SEARCHED_RUNS: usize = 10;

impl History {
    /// What these believed runs tell, newest first. The trend comes from the newest report that can be read: each report carries
    /// that of all runs before it.
    pub fn of(predecessors: &Predecessors, earlier: impl Iterator<Item = PastRun>) -> History {
        let mut history = History::default();
        let (mut unreadable, mut is_found) = (Vec::new(), false);
        for (searched, run) in earlier.enumerate() {
            if is_found && searched >= SEARCHED_RUNS {
                break;
            }
            match report(predecessors, &run) {
                Some(report) => {
                    if !is_found {
                        history.trend = trend_of(&report);
                        history.unknown_since = unknown_since_of(&report);
                        is_found = true;
                    }
                    for (family, day) in since_of(&report) {
                        history.since.entry(family).or_insert(day);
                    }
                }
                None if !is_found => unreadable.push(TrendRow::unreadable(run.verstrekdatum.to_string())),
                None => {}
            }
        }
        history.trend.extend(unreadable.into_iter().rev());
        history
    }

    /// The day since which a party has received a parcel, from the newest report that gives it.
    pub fn since(&self, family: &(String, String)) -> Option<&str> {
        self.since.get(family).map(String::as_str)
    }

    /// The day since which every report counted somebody of whom this is unknown, from the newest report that can be read.
    pub fn unknown_since(&self, code: &str) -> Option<&str> {
        self.unknown_since.get(code).map(String::as_str)
    }

    /// The trend up to and including this run, oldest first.
    pub fn trend(&self, this: TrendRow) -> Vec<TrendRow> {
        thinned(self.trend.iter().cloned().chain([this]).collect())
    }
}

impl TrendRow {
    /// A run of which only the manifest can be read.
    fn unreadable(verstrekdatum: String) -> TrendRow {
        TrendRow {
            verstrekdatum,
            is_this_run: false,
            is_readable: false,
            read: None,
            quarantaine: None,
            persons: None,
            doelgroep: None,
            delivered: None,
        }
    }
}

/// Keeps the newest runs one by one, and of each month before those the last run.
fn thinned(rows: Vec<TrendRow>) -> Vec<TrendRow> {
    let recent = rows.len().saturating_sub(RUNS_ONE_BY_ONE);
    let month = |row: &TrendRow| row.verstrekdatum.get(..MONTH_CHARS).map(str::to_owned);
    let is_last = |place: usize| match (rows.get(place), rows.get(place + 1)) {
        (Some(own), Some(next)) => month(own) != month(next),
        _ => true,
    };
    let kept: Vec<bool> = (0..rows.len()).map(|place| place >= recent || is_last(place)).collect();
    rows.into_iter().zip(kept).filter_map(|(row, is_kept)| is_kept.then_some(row)).collect()
}

/// The trend that a report shows, its own run included.
fn trend_of(report: &Value) -> Vec<TrendRow> {
    let rows = list(report, "trend").map(|row| {
        let count = |key: &str| row.get(key).and_then(Value::as_u64);
        TrendRow {
            verstrekdatum: text(row, "verstrekdatum").unwrap_or_default().to_owned(),
            is_this_run: false,
            is_readable: row.get("leesbaar").and_then(Value::as_bool).unwrap_or_default(),
            read: count("gelezen"),
            quarantaine: count("quarantaine"),
            persons: count("personen"),
            doelgroep: count("doelgroep"),
            delivered: count("geleverd"),
        }
    });
    rows.collect()
}

/// Since when each party has received each parcel, by party and parcel.
fn since_of(report: &Value) -> Vec<((String, String), String)> {
    let parties = list(report, "partijen");
    let parcels = parties.flat_map(|party| list(party, "pakketten").map(move |parcel| (party, parcel)));
    let since = parcels.filter_map(|(party, parcel)| {
        let family = (text(party, "partij")?.to_owned(), text(parcel, "pakket")?.to_owned());
        Some((family, text(parcel, "sinds")?.to_owned()))
    });
    since.collect()
}

/// Since when somebody was counted of whom something is unknown, by code.
fn unknown_since_of(report: &Value) -> BTreeMap<String, String> {
    let rows = ["niet_te_weten", "onbekend_door"].into_iter().flat_map(|key| list(report, key));
    let since =
        rows.filter_map(|row| Some((text(row, "code")?.to_owned(), text(row, "minstens_sinds")?.to_owned())));
    since.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str) -> TrendRow {
        TrendRow::unreadable(day.to_owned())
    }

    #[test]
    fn a_trend_keeps_every_month_and_the_last_nights() {
        let days = (2016..2026).flat_map(|year| {
            (1..=12)
                .flat_map(move |month| (1..=28).map(move |day| row(&format!("{year}-{month:02}-{day:02}"))))
        });
        let kept = thinned(days.collect());
        let shown: Vec<&str> = kept.iter().map(|row| row.verstrekdatum.as_str()).collect();
        assert_eq!(shown.len(), 120 - 3 + RUNS_ONE_BY_ONE, "117 months, and the nights of the last three");
        assert_eq!(shown.first(), Some(&"2016-01-28"));
        assert!(shown.is_sorted() && shown.ends_with(&["2025-12-27", "2025-12-28"]));
        assert_eq!(thinned(kept.clone()), kept, "thinning once more changes nothing");
    }
}
