//! What was found, counted once for everyone who asks: the report, the closing summary, the overview.

use std::collections::BTreeMap;

use super::figures::BevindingRegel;
use crate::catalogue::{Catalogue, Lang};
use crate::intake::{Delivery, codes};
use crate::model::finding::{Code, Ernst, Finding};

/// Findings per code and extract, the gravest first. They count rows and files, which the steward must find back: no count of
/// them is hidden.
pub fn counted(
    deliveries: &[Delivery],
    overall: &[(String, Finding)],
    catalogue: &Catalogue,
    lang: Lang,
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
            aantal,
            betekenis: entry.map(|entry| entry.betekenis.clone()).unwrap_or_default(),
            bron: entry.map(|entry| entry.bron.clone()).unwrap_or_default(),
        }
    });
    rows.collect()
}
