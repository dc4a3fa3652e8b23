//! Explains a code: a finding, reason, refusal, column, rule, article, or one of the eight questions.

use serde::Serialize;

use crate::law::file::{LawFile, RuleFile};
use crate::law::in_force::Policy;
use crate::law::library::Library;
use crate::messages::{Lang, Messages};
use crate::model::classification::{NietTeWeten, Reden};
use crate::model::ruling::Weigering;
use crate::schemas::catalogue;

/// What is known about one code. Fields that do not apply are left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeMeaning {
    /// The code.
    pub code: String,
    /// What kind of code it is.
    #[serde(rename = "soort")]
    pub kind: &'static str,
    /// A short name.
    #[serde(rename = "titel")]
    pub title: String,
    /// How severe it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ernst: Option<&'static str>,
    /// What it means.
    #[serde(skip_serializing_if = "String::is_empty", rename = "betekenis")]
    pub meaning: String,
    /// What would have to be true.
    #[serde(skip_serializing_if = "String::is_empty", rename = "nodig")]
    pub needed: String,
    /// What to do.
    #[serde(skip_serializing_if = "String::is_empty", rename = "doen")]
    pub remedy: String,
    /// Articles or source.
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "bron")]
    pub sources: Vec<String>,
    /// Its period, and the file it is in.
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "geldigheid")]
    pub validity: Vec<String>,
    /// For a rule: who receives what.
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "levert")]
    pub releases: Vec<String>,
    /// The questions in which it comes up.
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "vragen")]
    pub questions: Vec<String>,
}

/// The kind of an extract, which has a page of its own ([`super::extract`]).
const EXTRACT: &str = "bestand";

/// Everything with this code, ignoring case; not an extract.
pub fn explain(library: &Library, code: &str, lang: Lang) -> Vec<CodeMeaning> {
    let mut all = list(library, lang);
    all.retain(|meaning| {
        meaning.kind != EXTRACT && meaning.code.to_lowercase() == code.trim().to_lowercase()
    });
    all
}

/// Every code.
pub fn list(library: &Library, lang: Lang) -> Vec<CodeMeaning> {
    let mut all = findings(library, lang);
    all.extend(reasons(library));
    all.extend(unknowable());
    all.extend(refusals(library));
    all.extend(columns(library));
    all.extend(rules(&library.policy));
    all.extend(articles(&library.policy));
    all.extend(questions(library));
    all.extend(extracts(library));
    for meaning in &mut all {
        let questions = library.glossary.questions().iter();
        let named = questions.filter(|question| {
            let own = question.codes.iter().chain(&question.articles);
            own.into_iter().any(|code| *code == meaning.code)
        });
        meaning.questions = named.map(|own| format!("vraag-{}: {}", own.number, own.title)).collect();
    }
    all
}

fn findings(library: &Library, lang: Lang) -> Vec<CodeMeaning> {
    let entries = library.catalogue.entries();
    entries
        .map(|(code, ernst, entry)| CodeMeaning {
            code: code.word().to_owned(),
            kind: "bevinding",
            title: catalogue::title(code, lang).into_owned(),
            ernst: Some(ernst.word()),
            // Dutch in every language, because its sources are in Dutch too.
            meaning: entry.meaning.clone(),
            remedy: catalogue::advice(code, lang).into_owned(),
            sources: vec![entry.source.clone()],
            ..CodeMeaning::default()
        })
        .collect()
}

fn reasons(library: &Library) -> Vec<CodeMeaning> {
    let known = Reden::ALL.iter().filter_map(|reden| library.glossary.reason(reden.word()));
    known
        .map(|entry| CodeMeaning {
            code: entry.code.clone(),
            kind: "reden",
            title: first_sentence(&entry.meaning),
            meaning: entry.meaning.clone(),
            remedy: entry.remedy.clone(),
            ..CodeMeaning::default()
        })
        .collect()
}

fn unknowable() -> Vec<CodeMeaning> {
    let meaning = |what: &NietTeWeten| {
        let said = |part| Messages::of(Lang::Nl).text_of_code("niet_te_weten", what.word(), part);
        CodeMeaning {
            code: what.word().to_owned(),
            kind: "niet_te_weten",
            title: said("titel").into_owned(),
            meaning: said("betekenis").into_owned(),
            remedy: said("doen").into_owned(),
            ..CodeMeaning::default()
        }
    };
    NietTeWeten::ALL.iter().map(meaning).collect()
}

fn refusals(library: &Library) -> Vec<CodeMeaning> {
    let known = Weigering::ALL.iter().filter_map(|why| library.glossary.refusal(why.word()));
    known
        .map(|why| CodeMeaning {
            code: why.code.clone(),
            kind: "weigering",
            title: first_sentence(&why.meaning),
            meaning: why.meaning.clone(),
            needed: why.needed.clone(),
            remedy: why.remedy.clone(),
            ..CodeMeaning::default()
        })
        .collect()
}

fn columns(library: &Library) -> Vec<CodeMeaning> {
    let columns = library.glossary.columns().iter();
    columns
        .map(|column| CodeMeaning {
            code: column.name.clone(),
            kind: "kolom",
            title: column.title.clone(),
            meaning: column
                .values()
                .map(|(value, text)| format!("{}: {text}", value.replace('_', " ")))
                .chain(column.recipient_note.clone())
                .collect::<Vec<_>>()
                .join("\n"),
            sources: column.articles.clone(),
            ..CodeMeaning::default()
        })
        .collect()
}

fn rules(policy: &Policy) -> Vec<CodeMeaning> {
    let mut all: Vec<CodeMeaning> = Vec::new();
    for (path, file) in &policy.laws {
        for rule in file.articles.iter().flat_map(|article| &article.rules) {
            let geldigheid = vec![period(policy, path, file)];
            keep_newest(&mut all, CodeMeaning { validity: geldigheid, ..rule_meaning(policy, rule) });
        }
    }
    all
}

/// Keeps the newest meaning of a rule or article, and lists the periods of the older ones.
fn keep_newest(all: &mut Vec<CodeMeaning>, mut meaning: CodeMeaning) {
    match all.iter_mut().find(|known| known.code == meaning.code) {
        Some(known) => {
            known.validity.append(&mut meaning.validity);
            let geldigheid = std::mem::take(&mut known.validity);
            *known = CodeMeaning { validity: geldigheid, ..meaning };
        }
        None => all.push(meaning),
    }
}

fn rule_meaning(policy: &Policy, rule: &RuleFile) -> CodeMeaning {
    let naam = policy.party(&rule.party).map_or(rule.party.as_str(), |(_, party)| party.name.as_str());
    let columns = rule.columns.iter().map(|columns| {
        let words: Vec<&str> = columns.velden.iter().map(|field| field.word()).collect();
        format!("{} ({})", words.join(", "), columns.basis)
    });
    CodeMeaning {
        code: rule.id.clone(),
        kind: "regel",
        title: format!("{}/{}", rule.party, rule.parcel),
        meaning: format!("Geeft aan {naam} het pakket {}, voor {}.", rule.parcel, rule.purpose),
        needed: conditions(rule),
        sources: rule.basis.clone(),
        releases: columns.collect(),
        ..CodeMeaning::default()
    }
}

/// The persons a rule covers, as written in its file: one line per alternative.
fn conditions(rule: &RuleFile) -> String {
    let alternative = |when: &std::collections::BTreeMap<String, Vec<String>>| {
        let parts: Vec<String> = when
            .iter()
            .map(|(axis, values)| {
                format!("{} is {}", axis.replace('_', " "), crate::law::rule_text::any_of(values))
            })
            .collect();
        parts.join("; ").replace('_', " ")
    };
    rule.when.iter().map(alternative).collect::<Vec<_>>().join("\nof: ")
}

fn articles(policy: &Policy) -> Vec<CodeMeaning> {
    let mut all: Vec<CodeMeaning> = Vec::new();
    for (path, file) in &policy.laws {
        for article in &file.articles {
            keep_newest(
                &mut all,
                CodeMeaning {
                    code: article.id.clone(),
                    kind: "artikel",
                    title: file.title.clone(),
                    meaning: article.text.trim().to_owned(),
                    remedy: article.note.clone().unwrap_or_default(),
                    sources: vec![article.url.clone()],
                    validity: vec![period(policy, path, file)],
                    ..CodeMeaning::default()
                },
            );
        }
    }
    all
}

fn questions(library: &Library) -> Vec<CodeMeaning> {
    let questions = library.glossary.questions().iter();
    questions
        .map(|question| CodeMeaning {
            code: format!("vraag-{}", question.number),
            kind: "vraag",
            title: question.title.clone(),
            meaning: question.answer.clone(),
            sources: question.articles.clone(),
            releases: question.codes.clone(),
            ..CodeMeaning::default()
        })
        .collect()
}

fn extracts(library: &Library) -> impl Iterator<Item = CodeMeaning> {
    library.schemas.extracts.iter().map(|schema| CodeMeaning {
        code: schema.id.clone(),
        kind: EXTRACT,
        title: schema.title.clone(),
        meaning: schema.description.clone(),
        ..CodeMeaning::default()
    })
}

/// The period in which a law file is in force.
fn period(policy: &Policy, path: &str, file: &LawFile) -> String {
    let newer = policy.laws.iter().map(|(_, other)| other);
    let newer = newer.filter(|other| other.law == file.law && other.valid_from > file.valid_from);
    let until = newer.map(|other| other.valid_from.plus_days(-1)).min();
    let until = match (until, file.valid_to) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    match until {
        Some(last) => format!("{} tot en met {last} ({path})", file.valid_from),
        None => format!("vanaf {} ({path})", file.valid_from),
    }
}

fn first_sentence(text: &str) -> String {
    text.split_inclusive(". ").next().unwrap_or(text).trim().to_owned()
}
