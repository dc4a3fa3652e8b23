//! What was found, counted once for everyone who asks: the report, the closing summary, the overview.

use std::collections::BTreeMap;

use super::figures::BevindingRegel;
use super::suppress::{Shown, alone};
use crate::catalogue::{Catalogue, Lang};
use crate::intake::{Delivery, codes};
use crate::model::finding::{Code, Ernst, Finding};

/// Findings per code and extract, the gravest first. Most count rows and files, which the steward must find back. What states
/// something about a person (listed but enrolled, a withdrawn consent) is not shown where it is about fewer than the threshold.
pub fn counted(
    deliveries: &[Delivery],
    overall: &[(String, Finding)],
    catalogue: &Catalogue,
    lang: Lang,
    threshold: u64,
) -> Vec<BevindingRegel> {
    let mut counts: BTreeMap<(Ernst, Code, &str), u64> = BTreeMap::new();
    for (extract, code) in codes(deliveries, overall) {
        *counts.entry((catalogue.ernst(code), code, extract)).or_insert(0) += 1;
    }
    let rows = counts.into_iter().map(|((ernst, code, extract), aantal)| {
        let entry = catalogue.entry(code);
        BevindingRegel {
            ernst,
            code: code.word(),
            extract: extract.to_owned(),
            titel: catalogue.title(code, lang).to_owned(),
            advies: catalogue.advice(code, lang).to_owned(),
            aantal: if entry.is_some_and(|entry| entry.over_persoon) {
                alone(aantal, threshold)
            } else {
                Shown::Count(aantal)
            },
            betekenis: entry.map(|entry| entry.betekenis.clone()).unwrap_or_default(),
            bron: entry.map(|entry| entry.bron.clone()).unwrap_or_default(),
        }
    });
    rows.collect()
}

/// Whether a warning cannot wait: memory between runs that is lost, a file that holds far less than it should, or one that
/// lacks a column that ends or restricts something.
pub fn is_urgent(found: &BevindingRegel) -> bool {
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

/// Findings per severity: all of them together, whatever they are about.
pub fn per_severity(
    deliveries: &[Delivery],
    overall: &[(String, Finding)],
    catalogue: &Catalogue,
) -> Vec<(Ernst, u64)> {
    let mut counts: BTreeMap<Ernst, u64> = BTreeMap::new();
    for (_, code) in codes(deliveries, overall) {
        *counts.entry(catalogue.ernst(code)).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
