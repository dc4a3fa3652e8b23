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
pub struct KolomUitleg {
    /// Its name.
    pub naam: String,
    /// What people call it.
    pub titel: String,
    /// The articles it follows from. Some of them are in force on some days only.
    pub artikelen: Vec<String>,
    /// The extracts it is derived from.
    pub extracten: Vec<String>,
    /// What each value says about a person.
    uitleg: BTreeMap<String, String>,
    /// What whoever receives it must know, if anything.
    pub ontvanger: Option<String>,
}

/// The explanation of one code of the column redenen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedenUitleg {
    /// The code.
    pub code: String,
    /// What it means.
    pub betekenis: String,
    /// Who can provide the missing fact, and how.
    pub doen: String,
}

/// The parcel that lists whom somebody must ask about something that no delivery can tell.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NietTeWetenPakket {
    code: String,
    pakket: String,
}

/// The explanation of one reason why a person is not in a parcel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeigeringUitleg {
    /// The code.
    pub code: String,
    /// Why the person is not in it.
    pub betekenis: String,
    /// What would have to be true.
    pub nodig: String,
    /// What can lawfully be done.
    pub doen: String,
}

/// One of the questions that the project starts from, with its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vraag {
    /// Its number.
    pub nummer: u8,
    /// What it is about.
    pub titel: String,
    /// The answer.
    pub antwoord: String,
    /// The articles it rests on.
    pub artikelen: Vec<String>,
    /// The findings, rules and refusals where the question comes up.
    pub codes: Vec<String>,
}

/// The whole register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    #[serde(rename = "kolom")]
    kolommen: Vec<KolomUitleg>,
    #[serde(rename = "reden")]
    redenen: Vec<RedenUitleg>,
    #[serde(rename = "niet_te_weten")]
    niet_te_weten: Vec<NietTeWetenPakket>,
    #[serde(rename = "weigering")]
    weigeringen: Vec<WeigeringUitleg>,
    #[serde(rename = "vraag")]
    vragen: Vec<Vraag>,
}

impl KolomUitleg {
    /// Every value with its explanation.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.uitleg.iter().map(|(value, text)| (value.as_str(), text.as_str()))
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
        if let Some(reden) = Reden::ALL.iter().find(|reden| glossary.reden(reden.word()).is_none()) {
            return Err(missing(reden.word().to_owned()));
        }
        if let Some(why) = Weigering::ALL.iter().find(|why| glossary.weigering(why.word()).is_none()) {
            return Err(missing(why.word().to_owned()));
        }
        Ok(glossary)
    }

    /// A column.
    pub fn kolom(&self, naam: &str) -> Option<&KolomUitleg> {
        self.kolommen.iter().find(|kolom| kolom.naam == naam)
    }

    /// Entries for reasons, refusals, values and unknowable things that do not exist.
    pub fn unknown(&self) -> Vec<String> {
        let reasons = self.redenen.iter().map(|own| &own.code);
        let reasons = reasons.filter(|code| !Reden::ALL.iter().any(|known| known.word() == *code)).cloned();
        let refusals = self.weigeringen.iter().map(|own| &own.code);
        let refusals =
            refusals.filter(|code| !Weigering::ALL.iter().any(|known| known.word() == *code)).cloned();
        let values = self.kolommen.iter().flat_map(|kolom| {
            let known = Axis::from_word(&kolom.naam).map(Axis::values);
            let stray = kolom
                .uitleg
                .keys()
                .filter(move |value| known.as_ref().is_some_and(|known| !known.contains(&value.as_str())));
            stray.map(|value| format!("{} = {value}", kolom.naam))
        });
        let unknowable = self.niet_te_weten.iter().map(|own| &own.code);
        let unknowable =
            unknowable.filter(|code| !NietTeWeten::ALL.iter().any(|known| known.word() == *code)).cloned();
        reasons.chain(refusals).chain(unknowable).chain(values).collect()
    }

    /// What people call a column; its own name if the register has none.
    pub fn title<'a>(&'a self, naam: &'a str) -> &'a str {
        self.kolom(naam).map_or(naam, |kolom| kolom.titel.as_str())
    }

    /// What a value of a column says about a person.
    pub fn value(&self, kolom: &str, value: &str) -> Option<&str> {
        let uitleg = &self.kolom(kolom)?.uitleg;
        let key = if value.is_empty() { "leeg" } else { value };
        uitleg.get(key).or_else(|| uitleg.get("waarde")).map(String::as_str)
    }

    /// Every column.
    pub fn kolommen(&self) -> &[KolomUitleg] {
        &self.kolommen
    }

    /// The parcel that lists whom somebody must ask about what no delivery can tell, if there is one.
    pub fn parcel_to_ask(&self, what: NietTeWeten) -> Option<&str> {
        self.niet_te_weten.iter().find(|own| own.code == what.word()).map(|own| own.pakket.as_str())
    }

    /// A code of the column redenen.
    pub fn reden(&self, code: &str) -> Option<&RedenUitleg> {
        self.redenen.iter().find(|reden| reden.code == code)
    }

    /// A reason why a person is not in a parcel.
    pub fn weigering(&self, code: &str) -> Option<&WeigeringUitleg> {
        self.weigeringen.iter().find(|weigering| weigering.code == code)
    }

    /// The questions.
    pub fn vragen(&self) -> &[Vraag] {
        &self.vragen
    }
}
