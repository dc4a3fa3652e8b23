//! Findings, counted once for the report, the closing summary and the overview.

use std::collections::BTreeMap;

use serde::Serialize;

use super::suppress::{Shown, alone};
use crate::intake::delivery::{Delivery, codes};
use crate::model::finding::{Code, Ernst, Finding};
use crate::schemas::catalogue::{Catalogue, Lang};

/// One finding code in one extract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct FindingRow {
    pub ernst: Ernst,
    pub code: &'static str,
    pub extract: String,
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "advies")]
    pub advice: String,
    /// How often it was found. Hidden if the count is small and says something about persons.
    #[serde(rename = "aantal")]
    pub count: Shown,
    /// What it means and what the run did about it, in Dutch.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// Article or source.
    #[serde(rename = "bron")]
    pub source: String,
}

/// How often each code was found in each extract, most severe first.
pub struct Tally<'d>(BTreeMap<(Ernst, Code, &'d str), u64>);

impl<'d> Tally<'d> {
    /// Counts the findings of the deliveries and of the run as a whole.
    pub fn of(
        deliveries: &'d [Delivery],
        overall: &'d [(String, Finding)],
        catalogue: &Catalogue,
    ) -> Tally<'d> {
        let mut counts = BTreeMap::new();
        for (extract, code) in codes(deliveries, overall) {
            *counts.entry((catalogue.ernst(code), code, extract)).or_insert(0) += 1;
        }
        Tally(counts)
    }

    /// Findings per severity, all codes and extracts together.
    pub fn per_severity(&self) -> Vec<(Ernst, u64)> {
        let mut counts: BTreeMap<Ernst, u64> = BTreeMap::new();
        for ((ernst, ..), count) in &self.0 {
            *counts.entry(*ernst).or_insert(0) += count;
        }
        counts.into_iter().collect()
    }

    /// The findings as a report lists them. Most count rows and files, which the data steward must be able to trace. A
    /// finding that says something about persons (listed but enrolled, a withdrawn consent) hides a count below the
    /// threshold.
    pub fn listed(&self, catalogue: &Catalogue, lang: Lang, threshold: u64) -> Vec<FindingRow> {
        let rows = self.0.iter().map(|((ernst, code, extract), count)| {
            let entry = catalogue.entry(*code);
            let is_about_persons = entry.is_some_and(|entry| entry.over_persoon);
            FindingRow {
                ernst: *ernst,
                code: code.word(),
                extract: (*extract).to_owned(),
                title: catalogue.title(*code, lang).to_owned(),
                advice: catalogue.advice(*code, lang).to_owned(),
                count: if is_about_persons { alone(*count, threshold) } else { Shown::Count(*count) },
                meaning: entry.map(|entry| entry.betekenis.clone()).unwrap_or_default(),
                source: entry.map(|entry| entry.bron.clone()).unwrap_or_default(),
            }
        });
        rows.collect()
    }
}

/// Whether a warning is urgent: the state between runs was lost, a file holds far fewer rows than it should, or a file
/// lacks a column that ends or restricts something.
pub fn is_urgent(found: &FindingRow) -> bool {
    const URGENT: [Code; 7] = [
        Code::StaatVerloren,
        Code::StaatAndereSleutel,
        Code::IntrekkingNietGeleverd,
        Code::LeveringGekrompen,
        Code::CodeVerdwenen,
        Code::MogelijkAfgebroken,
        Code::BeperkendeKolomOntbreekt,
    ];
    found.ernst == Ernst::Waarschuwing && URGENT.iter().any(|code| code.word() == found.code)
}
