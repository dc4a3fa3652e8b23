//! Describes an extract from its schema and the law, so that a municipality can ask a supplier for it: `jib explain brp`, and the
//! pages in `docs/leveringen/`, which `tests/docs.rs` compares with what this module writes.

use std::fmt::Write as _;

use serde::Serialize;

use crate::answers::register::filled_from;
use crate::law::decide::Parcel;
use crate::law::fault::PolicyFault;
use crate::law::file::{Regelvorm, School};
use crate::law::library::Library;
use crate::messages::{Lang, Messages};
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::profile::Axis;
use crate::schemas::column::{Column, Required};
use crate::schemas::schema::{Schema, Soort};

/// What a supplier must know about one extract.
#[derive(Clone, Debug, Serialize)]
pub struct ExtractPage {
    /// Its id.
    pub extract: String,
    /// What people call it.
    #[serde(rename = "titel")]
    pub title: String,
    /// What it holds.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// Who belongs in it.
    #[serde(rename = "wie")]
    pub who: String,
    /// What needs it: the word for every run, or the parcels that lose something without it.
    #[serde(rename = "nodig")]
    pub needed: String,
    /// How it may be delivered.
    #[serde(rename = "leveringen")]
    pub deliveries: Vec<Soort>,
    /// The columns that together make a row unique; empty if every row counts.
    #[serde(rename = "sleutel")]
    pub key: Vec<String>,
    /// Its columns.
    #[serde(rename = "kolommen")]
    pub columns: Vec<ExtractColumn>,
    /// Headers that are never read.
    #[serde(rename = "niet_leveren")]
    pub refused: Vec<String>,
    /// The layouts in which it may be written.
    #[serde(rename = "indelingen")]
    pub layouts: Vec<String>,
    /// A header with three rows about nobody; empty if the schema has no examples.
    #[serde(rename = "voorbeeld")]
    pub sample: Vec<String>,
}

/// One column of it.
#[derive(Clone, Debug, Serialize)]
pub struct ExtractColumn {
    /// The canonical header.
    #[serde(rename = "naam")]
    pub name: String,
    /// What people call it.
    #[serde(rename = "titel")]
    pub title: String,
    /// What it means.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// What a cell may look like.
    #[serde(rename = "vorm")]
    pub form: String,
    /// When a cell must be filled.
    #[serde(rename = "vullen")]
    pub filled: String,
    /// Whether a file without the column is refused.
    #[serde(rename = "wezenlijk")]
    pub is_essential: bool,
    /// What happens without the column.
    #[serde(rename = "zonder")]
    pub without: String,
    /// The codes that may stand in it.
    #[serde(rename = "codes")]
    pub codes: Vec<ExtractCode>,
    /// Other headers that are recognised.
    #[serde(rename = "ook_herkend")]
    pub aliases: Vec<String>,
}

/// One code of a column.
#[derive(Clone, Debug, Serialize)]
pub struct ExtractCode {
    /// The code.
    pub code: String,
    /// What it says about a person.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// How a layout writes it, if otherwise.
    #[serde(rename = "schrijfwijzen", skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
}

/// The page of an extract, under the newest law; `None` if there is no such extract.
///
/// # Errors
/// The law is inconsistent on its newest day.
pub fn page(library: &Library, id: &str, lang: Lang) -> Result<Option<ExtractPage>, PolicyFault> {
    let id = id.trim().to_lowercase();
    let Some(schema) = library.schemas.extract(&id) else { return Ok(None) };
    let newest = library.policy.boundary_days().last().copied().unwrap_or(Day::NONE);
    let rules = library.policy.on(newest, &library.schemas)?;
    let parcels = crate::law::decide::parcels(&rules, &rules);
    let page = PageMaker { library, schema, parcels: &parcels, messages: Messages::of(lang) };
    Ok(Some(ExtractPage {
        extract: schema.id.clone(),
        title: schema.title.clone(),
        meaning: schema.description.clone(),
        who: schema.who.clone(),
        needed: page.needed(),
        deliveries: schema.deliveries.clone(),
        key: schema.key.iter().filter_map(|at| Some(schema.columns.get(*at)?.name.clone())).collect(),
        columns: schema.columns.iter().map(|column| page.column(column)).collect(),
        refused: schema.refused_headers.clone(),
        layouts: schema.profile_names().map(str::to_owned).collect(),
        sample: sample(schema),
    }))
}

/// Header and rows of the examples in the schema.
fn sample(schema: &Schema) -> Vec<String> {
    let count = schema.columns.iter().map(|column| column.examples.len()).min().unwrap_or(0);
    if count == 0 {
        return Vec::new();
    }
    let quoted = |cell: &str| if cell.contains([',', '"']) { format!("\"{cell}\"") } else { cell.to_owned() };
    let header = schema.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>().join(",");
    let row = |at: usize| {
        let cells = schema.columns.iter().filter_map(|column| column.examples.get(at));
        cells.map(|cell| quoted(cell)).collect::<Vec<_>>().join(",")
    };
    std::iter::once(header).chain((0..count).map(row)).collect()
}

struct PageMaker<'a> {
    library: &'a Library,
    schema: &'a Schema,
    parcels: &'a [Parcel],
    messages: &'a Messages,
}

impl PageMaker<'_> {
    fn column(&self, column: &Column) -> ExtractColumn {
        ExtractColumn {
            name: column.name.clone(),
            title: column.title.clone(),
            meaning: column.description.clone(),
            form: self.form(column),
            filled: self.filled(column),
            is_essential: column.is_essential,
            without: self.without(column),
            codes: self.codes(column),
            aliases: column.also_called.clone(),
        }
    }

    fn form(&self, column: &Column) -> String {
        let of_kind = || self.messages.say(&format!("aanlevering-vorm-{}", column.kind.word()), []);
        let mut parts = vec![column.form_words.clone().unwrap_or_else(of_kind)];
        if let Some(max) = column.max_chars {
            let max = u64::try_from(max).unwrap_or(u64::MAX);
            parts.push(self.messages.say("aanlevering-hoogstens", [("aantal", max.into())]));
        }
        if column.open_end {
            parts.push(self.messages.say("aanlevering-open-eind", []));
        }
        if column.not_after_peildatum {
            parts.push(self.messages.say("aanlevering-niet-na-peildatum", []));
        }
        parts.join("; ")
    }

    fn filled(&self, column: &Column) -> String {
        match &column.required {
            _ if column.delta_only => self.messages.say("aanlevering-vullen-delta", []),
            Required::Yes => self.messages.say("aanlevering-vullen-altijd", []),
            Required::No => self.messages.say("aanlevering-vullen-mag-leeg", []),
            Required::Unless(unless) => {
                let other = self.schema.columns.get(unless.column);
                let name = other.map(|other| other.name.clone()).unwrap_or_default();
                let codes = unless.codes.iter().filter_map(|code| other?.codes.get(usize::from(*code)));
                let codes = codes.cloned().collect::<Vec<_>>().join(", ");
                self.messages
                    .say("aanlevering-vullen-behalve", [("kolom", name.into()), ("codes", codes.into())])
            }
        }
    }

    /// What is lost in a file that lacks the column.
    fn without(&self, column: &Column) -> String {
        if column.is_essential {
            return self.messages.say("aanlevering-zonder-geweigerd", []);
        }
        let Some(extract) = Extract::from_word(&self.schema.id) else {
            return self.messages.say("aanlevering-zonder-niets", []);
        };
        let mut parts = Vec::new();
        let shown = self.names(|parcel| parcel.shows(extract, &column.name));
        if !shown.is_empty() {
            parts.push(self.messages.say("aanlevering-zonder-leeg", [("pakketten", shown.into())]));
        }
        for word in &column.feeds {
            let weighed = self.names(|parcel| weighs(parcel, extract, word));
            if weighed.is_empty() {
                continue;
            }
            let title = self.library.glossary.column(word).map_or(word.as_str(), |own| own.title.as_str());
            let values = [("waarde", title.into()), ("pakketten", weighed.into())];
            parts.push(self.messages.say("aanlevering-zonder-onzeker", values));
        }
        if parts.is_empty() { self.messages.say("aanlevering-zonder-niets", []) } else { parts.join(" ") }
    }

    /// What needs the extract: every run, or each parcel of which it fills a column or helps to decide who is in it.
    fn needed(&self) -> String {
        let Some(extract) = Extract::from_word(&self.schema.id) else {
            return self.messages.say("aanlevering-nodig-niet", []);
        };
        if extract.is_required() {
            return self.messages.say("aanlevering-nodig-altijd", []);
        }
        let is_decided = |axis: Axis| Extract::deciding(axis).any(|own| own == extract);
        let decides = |parcel: &Parcel| {
            let asked = parcel.rule.when.iter().flat_map(|when| when.restrictions());
            asked.into_iter().any(|(axis, _)| is_decided(axis))
        };
        let fills = |parcel: &Parcel| {
            parcel.columns.iter().any(|(field, _)| match filled_from(*field, parcel.rule.form) {
                Some(own) => own == extract,
                None => Axis::from_word(field.word()).is_some_and(is_decided),
            })
        };
        let feeds = |parcel: &Parcel| {
            let mut words = self.schema.columns.iter().flat_map(|column| &column.feeds);
            words.any(|word| weighs(parcel, extract, word))
        };
        self.names(|parcel| {
            let rests_on = || self.parcels.iter().any(|other| parcel.hangs_on(other) && decides(other));
            fills(parcel) || feeds(parcel) || decides(parcel) || rests_on()
        })
    }

    /// The parcels of which something holds, by name; in one word if that is all of them, or all that hold persons.
    fn names(&self, holds: impl Fn(&Parcel) -> bool) -> String {
        let own: Vec<&Parcel> = self.parcels.iter().filter(|own| holds(own)).collect();
        let of_persons = |own: &&Parcel| own.rule.form != Regelvorm::Telling;
        if own.len() == self.parcels.len() {
            return self.messages.say("aanlevering-alle-pakketten", []);
        }
        if own.iter().filter(|own| of_persons(own)).count() == self.parcels.iter().filter(of_persons).count()
        {
            return self.messages.say("aanlevering-alle-personen", []);
        }
        own.into_iter().map(Parcel::name).collect::<Vec<_>>().join(", ")
    }

    fn codes(&self, column: &Column) -> Vec<ExtractCode> {
        let layouts: Vec<(&str, Schema)> = self
            .schema
            .profile_names()
            .filter_map(|name| Some((name, self.schema.under(Some(name))?)))
            .collect();
        let spellings = |index: usize| {
            let of_layout = layouts.iter().filter_map(|(name, written)| {
                let own = written.columns.iter().find(|own| own.name == column.name)?;
                let spelled = own.spellings.iter().find(|(_, code)| usize::from(*code) == index)?;
                Some(format!("{name}: {}", spelled.0))
            });
            of_layout.collect()
        };
        let codes = column.codes.iter().enumerate();
        codes
            .map(|(index, code)| ExtractCode {
                code: code.clone(),
                meaning: column.meanings.get(code).cloned().unwrap_or_default(),
                spellings: spellings(index),
            })
            .collect()
    }
}

/// Whether what a column of the extract feeds decides who is in the parcel, which of the person's rows it shows, or a value that it
/// shows.
fn weighs(parcel: &Parcel, extract: Extract, word: &str) -> bool {
    let rule = &parcel.rule;
    match word {
        "uitsluiting" | "koppeling" => rule.form != Regelvorm::Telling,
        "toestemming" => rule.form == Regelvorm::Toestemming,
        "contact" => rule.form == Regelvorm::Contact,
        "overstap" => rule.form == Regelvorm::Overstap,
        "school" => match rule.school {
            Some(School::Overleg) => matches!(extract, Extract::Startkwalificatie | Extract::Inschrijving),
            Some(School::Ontvangend) => extract == Extract::Overstap,
            Some(School::Inschrijving) => extract == Extract::Inschrijving,
            None => false,
        },
        word if parcel.columns.iter().any(|(field, _)| field.word() == word) => true,
        word => match Axis::from_word(word) {
            Some(Axis::Bijhouding | Axis::Geheim) => true,
            Some(axis) => {
                rule.when.iter().any(|when| when.restrictions().iter().any(|(own, _)| *own == axis))
            }
            None => false,
        },
    }
}

/// The page as Markdown, to print or to send to a supplier. Writing into a string cannot fail.
pub fn markdown(page: &ExtractPage, lang: Lang) -> String {
    let word = |id: &str| Messages::of(lang).say(&format!("aanlevering-{id}"), []);
    let mut text = format!("# {} (`{}`)\n\n{}\n\n", page.title, page.extract, page.meaning);
    let _ = writeln!(text, "{}\n", word("bestand"));
    for (name, words) in facts(page, lang) {
        let _ = writeln!(text, "- **{name}**: {words}");
    }
    if !page.sample.is_empty() {
        let _ = writeln!(text, "\n## {}\n\n```csv\n{}\n```", word("voorbeeld"), page.sample.join("\n"));
    }
    let _ = writeln!(
        text,
        "\n## {}\n\n| {} | {} | {} | {} |\n|---|---|---|---|",
        word("kolommen"),
        word("kolom"),
        word("betekenis"),
        word("vorm"),
        word("vullen")
    );
    for column in &page.columns {
        let mark = if column.is_essential { " \\*" } else { "" };
        let cell = |words: &str| words.replace('|', "\\|");
        let _ = writeln!(
            text,
            "| `{}`{mark} | {} | {} | {} |",
            column.name,
            cell(&column.meaning),
            cell(&column.form),
            cell(&column.filled)
        );
    }
    let _ = writeln!(text, "\n{}", word("ster"));
    let _ = writeln!(text, "\n## {}\n", word("per-kolom"));
    for column in &page.columns {
        let _ = writeln!(text, "### `{}`\n\n{}. {}\n", column.name, column.title, column.without);
        if !column.codes.is_empty() {
            let _ = writeln!(text, "| {} | {} |\n|---|---|", word("code"), word("betekenis"));
            for code in &column.codes {
                let _ = writeln!(text, "| `{}` | {} |", code.code, code.words());
            }
            text.push('\n');
        }
        if !column.aliases.is_empty() {
            let aliases: Vec<String> = column.aliases.iter().map(|alias| format!("`{alias}`")).collect();
            let _ = writeln!(text, "{}: {}.\n", word("ook-herkend"), aliases.join(", "));
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// What holds for the file as a whole, by name.
pub fn facts(page: &ExtractPage, lang: Lang) -> Vec<(String, String)> {
    let word = |id: &str| Messages::of(lang).say(&format!("aanlevering-{id}"), []);
    let deliveries: Vec<String> = page
        .deliveries
        .iter()
        .map(|soort| match soort {
            Soort::Delta => word("soort-delta"),
            Soort::Snapshot | Soort::Herstel => word("soort-snapshot"),
        })
        .collect();
    let key = if page.key.is_empty() { word("sleutel-geen") } else { page.key.join(", ") };
    let who = (!page.who.is_empty()).then(|| (word("wie"), page.who.clone()));
    let others = [
        (word("nodig-voor"), page.needed.clone()),
        (word("soort"), deliveries.join("; ")),
        (word("sleutel"), key),
        (word("indelingen"), page.layouts.join(", ")),
        (word("niet-leveren"), page.refused.join(", ")),
    ];
    who.into_iter().chain(others).collect()
}

impl ExtractCode {
    /// Its meaning, with how layouts write it.
    pub fn words(&self) -> String {
        if self.spellings.is_empty() {
            return self.meaning.clone();
        }
        format!("{} ({})", self.meaning, self.spellings.join(", "))
    }
}

/// The page that lists the pages of all extracts.
///
/// # Errors
/// The law is inconsistent on its newest day.
pub fn index(library: &Library, lang: Lang) -> Result<String, PolicyFault> {
    let word = |id: &str| Messages::of(lang).say(&format!("aanlevering-{id}"), []);
    let mut text = format!("# {}\n\n{}\n\n", word("index-titel"), word("index-uitleg"));
    let _ =
        writeln!(text, "| {} | {} | {} |\n|---|---|---|", word("extract"), word("titel"), word("nodig-voor"));
    for schema in &library.schemas.extracts {
        let Some(own) = page(library, &schema.id, lang)? else { continue };
        let _ = writeln!(text, "| [`{0}`]({0}.md) | {1} | {2} |", own.extract, own.title, own.needed);
    }
    Ok(text)
}
