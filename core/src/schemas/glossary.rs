//! What values, reasons and refusals mean in plain Dutch, from `schemas/vocabulary/uitleg.toml`. `explain` shows it, and privacy
//! officers read it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::classification::{NietTeWeten, Reden};
use crate::model::profile::Axis;
use crate::model::ruling::Weigering;
use crate::schemas::catalogue::{CatalogueFault, parse};
use crate::schemas::files::SchemaFiles;

const PATH: &str = "vocabulary/uitleg.toml";

/// The explanation of one column of the classification, or of another condition that a rule can require.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry {
    /// Its name.
    #[serde(rename = "naam")]
    pub name: String,
    /// What people call it.
    #[serde(rename = "titel")]
    pub title: String,
    /// The articles it follows from. Some of them are in force on some days only.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
    /// The extracts it is derived from.
    #[serde(rename = "extracten")]
    pub extracts: Vec<String>,
    /// What each value says about a person.
    #[serde(rename = "uitleg")]
    values: BTreeMap<String, String>,
    /// What whoever receives it must know, if anything.
    #[serde(rename = "ontvanger")]
    pub recipient_note: Option<String>,
}

/// The explanation of one code of the column redenen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonEntry {
    /// The code.
    pub code: String,
    /// What it means.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// Who can provide the missing fact, and how.
    #[serde(rename = "doen")]
    pub remedy: String,
}

/// The parcel that lists whom somebody must ask about something that no delivery can tell.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnknowableEntry {
    code: String,
    #[serde(rename = "pakket")]
    parcel: String,
}

/// The explanation of one reason why a person is not in a parcel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalEntry {
    /// The code.
    pub code: String,
    /// Why the person is not in it.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// What would have to be true.
    #[serde(rename = "nodig")]
    pub needed: String,
    /// What can lawfully be done.
    #[serde(rename = "doen")]
    pub remedy: String,
}

/// One of the questions that the project starts from, with its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its number.
    #[serde(rename = "nummer")]
    pub number: u8,
    /// What it is about.
    #[serde(rename = "titel")]
    pub title: String,
    /// The answer.
    #[serde(rename = "antwoord")]
    pub answer: String,
    /// The articles it rests on.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
    /// The findings, rules and refusals where the question comes up.
    pub codes: Vec<String>,
}

/// The whole register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    #[serde(rename = "kolom")]
    columns: Vec<ColumnEntry>,
    #[serde(rename = "reden")]
    reasons: Vec<ReasonEntry>,
    #[serde(rename = "niet_te_weten")]
    unknowable: Vec<UnknowableEntry>,
    #[serde(rename = "weigering")]
    refusals: Vec<RefusalEntry>,
    #[serde(rename = "vraag")]
    questions: Vec<Question>,
}

impl ColumnEntry {
    /// Every value with its explanation.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(value, text)| (value.as_str(), text.as_str()))
    }
}

impl Glossary {
    /// Reads the register. It must cover every value of every axis, every reason and every refusal.
    ///
    /// # Errors
    /// The file is missing or malformed, or an entry is missing.
    pub fn load(files: &SchemaFiles) -> Result<Glossary, CatalogueFault> {
        let glossary: Glossary = parse(PATH, files.text(PATH)?)?;
        let missing = |code: String| CatalogueFault::Incomplete { path: PATH, code };
        for axis in Axis::ALL {
            for value in axis.values() {
                if glossary.value(axis.word(), value).is_none() {
                    return Err(missing(format!("{axis} = {value}")));
                }
            }
        }
        if let Some(reden) = Reden::ALL.iter().find(|reden| glossary.reason(reden.word()).is_none()) {
            return Err(missing(reden.word().to_owned()));
        }
        if let Some(why) = Weigering::ALL.iter().find(|why| glossary.refusal(why.word()).is_none()) {
            return Err(missing(why.word().to_owned()));
        }
        Ok(glossary)
    }

    /// A column.
    pub fn column(&self, name: &str) -> Option<&ColumnEntry> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Entries for reasons, refusals, values and unknowable things that do not exist.
    pub fn unknown(&self) -> Vec<String> {
        let reasons = self.reasons.iter().map(|own| &own.code);
        let reasons = reasons.filter(|code| !Reden::ALL.iter().any(|known| known.word() == *code)).cloned();
        let refusals = self.refusals.iter().map(|own| &own.code);
        let refusals =
            refusals.filter(|code| !Weigering::ALL.iter().any(|known| known.word() == *code)).cloned();
        let values = self.columns.iter().flat_map(|column| {
            let known = Axis::from_word(&column.name).map(Axis::values);
            let stray = column
                .values
                .keys()
                .filter(move |value| known.as_ref().is_some_and(|known| !known.contains(&value.as_str())));
            stray.map(|value| format!("{} = {value}", column.name))
        });
        let unknowable = self.unknowable.iter().map(|own| &own.code);
        let unknowable =
            unknowable.filter(|code| !NietTeWeten::ALL.iter().any(|known| known.word() == *code)).cloned();
        reasons.chain(refusals).chain(unknowable).chain(values).collect()
    }

    /// What people call a column; its own name if the register has none.
    pub fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.column(name).map_or(name, |column| column.title.as_str())
    }

    /// What a value of a column says about a person.
    pub fn value(&self, column: &str, value: &str) -> Option<&str> {
        let values = &self.column(column)?.values;
        let key = if value.is_empty() { "leeg" } else { value };
        values.get(key).or_else(|| values.get("waarde")).map(String::as_str)
    }

    /// Every column.
    pub fn columns(&self) -> &[ColumnEntry] {
        &self.columns
    }

    /// The parcel that lists whom somebody must ask about what no delivery can tell, if there is one.
    pub fn parcel_to_ask(&self, what: NietTeWeten) -> Option<&str> {
        self.unknowable.iter().find(|own| own.code == what.word()).map(|own| own.parcel.as_str())
    }

    /// A code of the column redenen.
    pub fn reason(&self, code: &str) -> Option<&ReasonEntry> {
        self.reasons.iter().find(|own| own.code == code)
    }

    /// A reason why a person is not in a parcel.
    pub fn refusal(&self, code: &str) -> Option<&RefusalEntry> {
        self.refusals.iter().find(|own| own.code == code)
    }

    /// The questions.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
}
