//! Findings, counted once for the report, the closing summary and the overview.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::suppress::{Shown, alone};
use crate::intake::delivery::{Delivery, codes};
use crate::model::finding::{Code, Ernst, Finding, Particular, Particulars};
use crate::report::messages::Messages;
use crate::schemas::catalogue::{Catalogue, Lang, Role};

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
    /// Whose task it is, if it is one.
    #[serde(rename = "taak")]
    pub task: Option<Role>,
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

/// How often each code was found in each extract, most severe first, with what there is to say beyond the code.
pub struct Tally<'d> {
    counts: BTreeMap<(Ernst, Code, &'d str), u64>,
    particulars: Vec<&'d Particulars>,
}

impl<'d> Tally<'d> {
    /// Counts the findings of the deliveries and of the run as a whole.
    pub fn of(
        deliveries: &'d [Delivery],
        overall: &'d [(String, Finding)],
        particulars: Vec<&'d Particulars>,
        catalogue: &Catalogue,
    ) -> Tally<'d> {
        let mut counts = BTreeMap::new();
        for (extract, code) in codes(deliveries, overall) {
            *counts.entry((catalogue.ernst(code), code, extract)).or_insert(0) += 1;
        }
        Tally { counts, particulars }
    }

    /// Findings per severity, all codes and extracts together.
    pub fn per_severity(&self) -> Vec<(Ernst, u64)> {
        let mut counts: BTreeMap<Ernst, u64> = BTreeMap::new();
        for ((ernst, ..), count) in &self.counts {
            *counts.entry(*ernst).or_insert(0) += count;
        }
        counts.into_iter().collect()
    }

    /// The findings as a report lists them. Most count rows and files, which the data steward must be able to trace. A
    /// finding that says something about persons (listed but enrolled, a withdrawn consent) hides a count below the
    /// threshold.
    pub fn listed(&self, catalogue: &Catalogue, lang: Lang, threshold: u64) -> Vec<FindingRow> {
        let rows = self.counts.iter().map(|((ernst, code, extract), count)| {
            let entry = catalogue.entry(*code);
            let is_about_persons = entry.is_some_and(|entry| entry.over_persoon);
            FindingRow {
                ernst: *ernst,
                code: code.word(),
                extract: (*extract).to_owned(),
                title: catalogue.title(*code, lang).to_owned(),
                advice: advice(catalogue, lang, *code, self.about(extract, *code)).into_owned(),
                task: entry.and_then(|entry| entry.taak),
                count: if is_about_persons { alone(*count, threshold) } else { Shown::Count(*count) },
                meaning: entry.map(|entry| entry.betekenis.clone()).unwrap_or_default(),
                source: entry.map(|entry| entry.bron.clone()).unwrap_or_default(),
            }
        });
        rows.collect()
    }

    fn about(&self, extract: &str, code: Code) -> impl Iterator<Item = &'d Particular> {
        let own =
            self.particulars.iter().filter(move |own| own.extract == extract && own.finding.code == code);
        own.map(|own| &own.particular)
    }
}

/// What to do about a finding, after what was expected and what came.
pub fn advice<'c, 'p>(
    catalogue: &'c Catalogue,
    lang: Lang,
    code: Code,
    particulars: impl Iterator<Item = &'p Particular>,
) -> Cow<'c, str> {
    let advice = catalogue.advice(code, lang);
    let mut said: Vec<String> = particulars.map(|particular| told(particular, Messages::of(lang))).collect();
    if said.is_empty() {
        return Cow::Borrowed(advice);
    }
    said.push(advice.to_owned());
    Cow::Owned(said.join(" "))
}

/// A particular as a sentence.
fn told(particular: &Particular, messages: &Messages) -> String {
    match particular {
        Particular::Fewer { now, before, day, promille } => messages.say(
            "bijzonder-minder",
            [
                ("nu", (*now).into()),
                ("eerder", (*before).into()),
                ("dag", messages.day(&day.to_string()).into()),
                ("minstens", before.saturating_mul(*promille).div_ceil(1_000).into()),
            ],
        ),
        Particular::Covered { now, promille } => {
            messages.say("bijzonder-dekking", [("nu", (*now).into()), ("minstens", (*promille).into())])
        }
        Particular::Rows(rows) => {
            let rows = rows.iter().map(|(extract, rows)| format!("{extract} {}", messages.number(*rows)));
            messages.say("bijzonder-rijen", [("rijen", rows.collect::<Vec<_>>().join(", ").into())])
        }
        Particular::File(path) => messages.say("bijzonder-bestand", [("pad", path.as_str().into())]),
        Particular::Shown { column, parcels } => messages.say(
            "bijzonder-getoond",
            [("kolom", column.as_str().into()), ("pakketten", parcels.join(", ").into())],
        ),
        Particular::LooksLike { header, columns } => {
            let Some(column) = columns.first() else { return String::new() };
            meant(messages, columns, header, column)
        }
        Particular::PerhapsUnder { column, headers } => {
            let Some(header) = headers.first() else { return String::new() };
            meant(messages, headers, header, column)
        }
        Particular::Cause { cause } => {
            messages.say("bijzonder-oorzaak", [("oorzaak", cause.as_str().into())])
        }
        Particular::HeaderGone { header } => {
            messages.say("bijzonder-kopnaam_weg", [("kopnaam", header.as_str().into())])
        }
        Particular::Folder(folder) => messages.say("bijzonder-map", [("map", folder.as_str().into())]),
        Particular::Files(files) => {
            messages.say("bijzonder-bestanden", [("bestanden", files.join(", ").into())])
        }
    }
}

/// What may have been meant, and the line that says so.
fn meant(messages: &Messages, choices: &[String], header: &str, column: &str) -> String {
    let quoted: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
    let choices = match quoted.as_slice() {
        [others @ .., last] if !others.is_empty() => {
            format!("{} {} {last}", others.join(", "), messages.say("bijzonder-of", []))
        }
        one => one.concat(),
    };
    // As a key of TOML, between the quotes that it can hold.
    let header = toml::Value::String(header.to_owned()).to_string();
    let values = [("keuze", choices.into()), ("kopnaam", header.into()), ("kolom", column.into())];
    messages.say("bijzonder-bedoeld", values)
}
