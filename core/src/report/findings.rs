//! Findings, counted once for the report, the closing summary and the overview.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::intake::delivery::{Delivery, codes};
use crate::messages::{Lang, Messages};
use crate::model::finding::{Code, Ernst, Finding, Particular, Particulars};
use crate::release::rounding::Rounder;
use crate::schemas::catalogue::{self, Catalogue, Role, title};

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
    /// How often it was found.
    #[serde(rename = "aantal")]
    pub count: u64,
    /// Whether it states something about a person, so that it counts persons.
    #[serde(skip)]
    pub is_about_persons: bool,
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

    /// The findings, counted exactly. What each says is for whoever reads counts as this rounder shows them.
    pub fn listed(&self, catalogue: &Catalogue, lang: Lang, rounder: &Rounder) -> Vec<FindingRow> {
        let rows = self.counts.iter().map(|((ernst, code, extract), count)| {
            let entry = catalogue.entry(*code);
            FindingRow {
                ernst: *ernst,
                code: code.word(),
                extract: (*extract).to_owned(),
                title: title(*code, lang).into_owned(),
                advice: advice(lang, rounder, *code, self.about(extract, *code)).into_owned(),
                task: entry.and_then(|entry| entry.task),
                count: *count,
                is_about_persons: entry.is_some_and(|entry| entry.concerns_person),
                meaning: entry.map(|entry| entry.meaning.clone()).unwrap_or_default(),
                source: entry.map(|entry| entry.source.clone()).unwrap_or_default(),
            }
        });
        rows.collect()
    }

    fn about(&self, extract: &str, code: Code) -> impl Iterator<Item = &'d Particulars> {
        self.particulars.iter().copied().filter(move |own| own.extract == extract && own.finding.code == code)
    }
}

/// The advice for a finding, preceded by what was expected and what was delivered.
pub fn advice<'p>(
    lang: Lang,
    rounder: &Rounder,
    code: Code,
    particulars: impl Iterator<Item = &'p Particulars>,
) -> Cow<'static, str> {
    let advice = catalogue::advice(code, lang);
    let mut said: Vec<String> = particulars.map(|own| told(own, rounder, Messages::of(lang))).collect();
    if said.is_empty() {
        return advice;
    }
    // Two deliveries of one extract say the same of a column.
    said.dedup();
    said.push(advice.into_owned());
    Cow::Owned(said.join(" "))
}

/// A particular as a sentence.
fn told(
    Particulars { extract, particular, .. }: &Particulars,
    rounder: &Rounder,
    messages: &Messages,
) -> String {
    match particular {
        Particular::Fewer { source, now, before, day, promille } => {
            let rows = |count: u64| rounder.rows(extract, source, count);
            // Once rounded, the two counts may be equal, so the share is given instead.
            let (id, least) = if rounder.leaves_rows(extract) {
                ("bijzonder-minder", before.saturating_mul(*promille).div_ceil(1_000))
            } else {
                ("bijzonder-minder_afgerond", *promille)
            };
            let values = [
                ("nu", rows(*now).into()),
                ("eerder", rows(*before).into()),
                ("dag", messages.day(&day.to_string()).into()),
                ("minstens", least.into()),
            ];
            messages.say(id, values)
        }
        Particular::Covered { covered, residents, promille } => {
            let persons = |what, count| rounder.rounded(&["dekking", what], count);
            let share = persons("ingeschreven", *covered).saturating_mul(1_000);
            let share = share.checked_div(persons("inwoners", *residents)).unwrap_or(0);
            // That it is below is known; rounding does not hide it.
            let share = share.min(promille.saturating_sub(1));
            messages.say("bijzonder-dekking", [("nu", share.into()), ("minstens", (*promille).into())])
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
        Particular::Allowed { column, codes } => {
            let values = [("kolom", column.as_str().into()), ("codes", codes.join(", ").into())];
            messages.say("bijzonder-codes", values)
        }
        Particular::Form { column, kind, words } => {
            let of_kind = || messages.say(&format!("aanlevering-vorm-{kind}"), []);
            let form = words.clone().unwrap_or_else(of_kind);
            messages.say("bijzonder-vorm", [("kolom", column.as_str().into()), ("vorm", form.into())])
        }
        Particular::HeaderBelow { line } => {
            messages.say("bijzonder-kopregel_lager", [("regel", (*line).into())])
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

/// Findings per severity, as a report shows them.
pub fn shown_per_severity(rows: &[FindingRow], rounder: &Rounder) -> Vec<(Ernst, u64)> {
    let mut counts: BTreeMap<Ernst, u64> = BTreeMap::new();
    for shown in rows.iter().filter_map(|row| row.shown(rounder)) {
        *counts.entry(shown.ernst).or_insert(0) += shown.count;
    }
    counts.into_iter().collect()
}

impl FindingRow {
    /// The finding as a report shows it. Most count rows and files, which the data steward must be able to trace. One that
    /// states something about a person (listed but enrolled, a withdrawn consent) counts persons; `None` if that is shown as 0.
    pub fn shown(&self, rounder: &Rounder) -> Option<FindingRow> {
        let shown = |count| rounder.rounded(&["bevinding", self.code, &self.extract], count);
        let count = if self.is_about_persons { shown(self.count) } else { self.count };
        (count > 0).then(|| FindingRow { count, ..self.clone() })
    }
}
