//! Reads an extract's schema file and checks that it is usable.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::column::{Column, Form, Kind, Required, RequiredUnless};
use super::fault::SchemaFault;
use super::header::header_key;
use super::profile::{CANONICAL, SupplierProfile};
use crate::model::code::CODES_MAX;
use crate::model::finding::Code;

/// The most columns in a schema: a row's cells are kept in an array in this order.
pub const COLUMNS_MAX: usize = 64;

/// How an extract is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Soort {
    /// Everything that exists on the day.
    Snapshot,
    /// Only what changed.
    Delta,
    /// A mended sheet of the repair workbook, beside the SNAPSHOT whose rows it replaces. No schema declares it.
    Herstel,
}

/// The schema of one extract.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The extract's id, which is the file's name.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it holds, in Dutch.
    pub description: String,
    /// Who belongs in it, in Dutch; empty if the schema does not say.
    pub who: String,
    /// Three letters for codes.
    pub code: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Indices of the key columns; empty if every row counts.
    pub key: Vec<usize>,
    /// Index of the column with the person's number.
    pub person: Option<usize>,
    /// Index of the column that says what a DELTA row does.
    pub mutation: Option<usize>,
    /// The deliveries it may come in.
    pub deliveries: Vec<Soort>,
    /// Pairs of columns; the second must not be before the first.
    pub order: Vec<(usize, usize)>,
    /// Headers that must never be read, in the form in which headers are compared.
    pub refuse: Vec<String>,
    /// The same, as the schema writes them.
    pub refused_headers: Vec<String>,
    /// The refused headers that have a finding of their own.
    pub refuse_because: Vec<(String, Code)>,
    /// If a row is set aside, so are the other rows of its person: there must be no doubt about who someone is.
    pub person_in_doubt_is_nobody: bool,
    /// One delivery per school, which is the controller of the data.
    pub per_school: bool,
    /// With fewer rows than this share of those in an earlier run, per thousand, a delivery is refused, unless its levering says
    /// otherwise; 0 is never.
    pub min_rows_promille: u64,
    /// With fewer residents of school age than this share in it, per thousand, a delivery is refused, unless its levering says
    /// otherwise; 0 is never.
    pub min_coverage_promille: u64,
    /// The column that is empty in a row that continues the row above; only in a layout with such rows.
    pub continuation: Option<usize>,
    /// The layouts of suppliers, by name.
    profiles: BTreeMap<String, SupplierProfile>,
}

#[derive(Deserialize)]
struct SchemaFile {
    name: String,
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default, rename = "jib:wie")]
    who: String,
    fields: Vec<FieldFile>,
    #[serde(default, rename = "primaryKey")]
    primary_key: Vec<String>,
    #[serde(rename = "jib:code")]
    code: String,
    #[serde(rename = "jib:person")]
    person: Option<String>,
    #[serde(rename = "jib:deliveries")]
    deliveries: Vec<Soort>,
    #[serde(default, rename = "jib:order")]
    order: Vec<(String, String)>,
    #[serde(default, rename = "jib:refuse")]
    refuse: Vec<String>,
    #[serde(default, rename = "jib:refuse_because")]
    refuse_because: BTreeMap<String, String>,
    #[serde(default, rename = "jib:person_in_doubt_is_nobody")]
    person_in_doubt_is_nobody: bool,
    #[serde(default, rename = "jib:per_school")]
    per_school: bool,
    #[serde(default, rename = "jib:min_rijen_promille")]
    min_rows_promille: u64,
    #[serde(default, rename = "jib:min_dekking_promille")]
    min_coverage_promille: u64,
    #[serde(default, rename = "jib:profiles")]
    profiles: BTreeMap<String, SupplierProfile>,
}

#[derive(Deserialize)]
struct FieldFile {
    name: String,
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default, rename = "jib:woorden")]
    meanings: BTreeMap<String, String>,
    #[serde(default, rename = "jib:voorbeeld")]
    examples: Vec<String>,
    #[serde(default)]
    constraints: Constraints,
    #[serde(rename = "jib:kind")]
    kind: Kind,
    #[serde(default, rename = "jib:alias")]
    alias: Vec<String>,
    #[serde(default, rename = "jib:vorm")]
    form: Option<FormFile>,
    #[serde(default, rename = "jib:unusual")]
    unusual: Option<String>,
    #[serde(default, rename = "jib:spaces_mean_nothing")]
    spaces_mean_nothing: bool,
    #[serde(default, rename = "jib:feeds")]
    feeds: Vec<String>,
    #[serde(default, rename = "jib:open_end")]
    open_end: bool,
    #[serde(default, rename = "jib:not_after_peildatum")]
    not_after_peildatum: bool,
    #[serde(default, rename = "jib:delta_only")]
    delta_only: bool,
    #[serde(default, rename = "jib:must_be_ours")]
    must_be_ours: bool,
    #[serde(default, rename = "jib:empty_warning")]
    empty_warning: Option<String>,
    #[serde(default, rename = "jib:wezenlijk")]
    essential: bool,
    #[serde(default, rename = "jib:may_be_absent")]
    may_be_absent: bool,
    #[serde(default, rename = "jib:required_unless")]
    required_unless: Option<RequiredUnlessFile>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Constraints {
    required: bool,
    #[serde(rename = "enum")]
    codes: Vec<String>,
    pattern: Option<String>,
    #[serde(rename = "maxLength")]
    max_length: Option<usize>,
    minimum: Option<i64>,
    maximum: Option<i64>,
}

/// A pattern for people: what it asks, a cell that it takes and one that it does not.
#[derive(Deserialize)]
struct FormFile {
    #[serde(rename = "woorden")]
    words: String,
    #[serde(rename = "wel")]
    fits: Vec<String>,
    #[serde(rename = "niet")]
    fails: Vec<String>,
}

#[derive(Deserialize)]
struct RequiredUnlessFile {
    column: String,
    values: Vec<String>,
}

impl Schema {
    /// Parses a schema file.
    ///
    /// # Errors
    /// The text is not a schema, or its columns, codes, patterns or limits are invalid.
    pub fn parse(text: &str) -> Result<Schema, SchemaFault> {
        let file: SchemaFile =
            serde_json::from_str(text).map_err(|fault| SchemaFault::of_json::<SchemaFile>(text, &fault))?;
        limit("kolommen", file.fields.len(), COLUMNS_MAX)?;
        let names: Vec<String> = file.fields.iter().map(|field| field.name.clone()).collect();
        let index = |name: &str| {
            let position = names.iter().position(|known| known == name);
            position.ok_or_else(|| SchemaFault::NoSuchColumn { name: name.to_owned() })
        };
        let conditions: Vec<Option<RequiredUnless>> = file
            .fields
            .iter()
            .map(|field| {
                field.required_unless.as_ref().map(|unless| unless.resolve(&file.fields)).transpose()
            })
            .collect::<Result<_, _>>()?;
        let key: Vec<usize> = file.primary_key.iter().map(|name| index(name)).collect::<Result<_, _>>()?;
        let order = file
            .order
            .iter()
            .map(|(first, second)| Ok((index(first)?, index(second)?)))
            .collect::<Result<_, SchemaFault>>()?;
        let person = file.person.as_deref().map(index).transpose()?;
        let mutation = file.fields.iter().position(|field| field.delta_only);
        let mut columns = file
            .fields
            .into_iter()
            .zip(conditions)
            .map(|(field, condition)| field.into_column(condition))
            .collect::<Result<Vec<Column>, _>>()?;
        for (at, column) in columns.iter_mut().enumerate() {
            column.is_essential |= key.contains(&at);
        }
        let schema = Schema {
            id: file.name,
            title: file.title,
            description: file.description,
            who: file.who,
            code: file.code,
            columns,
            key,
            person,
            mutation,
            deliveries: file.deliveries,
            order,
            refused_headers: file.refuse.clone(),
            refuse: file.refuse.iter().map(|header| header_key(header)).collect(),
            refuse_because: file
                .refuse_because
                .iter()
                .map(|(header, word)| Ok((header_key(header), finding(word)?)))
                .collect::<Result<_, SchemaFault>>()?,
            person_in_doubt_is_nobody: file.person_in_doubt_is_nobody,
            per_school: file.per_school,
            min_rows_promille: file.min_rows_promille,
            min_coverage_promille: file.min_coverage_promille,
            continuation: None,
            profiles: file.profiles,
        };
        schema.headers_are_distinct()?;
        for profile in schema.profiles.values() {
            schema.written_by(profile)?;
        }
        Ok(schema)
    }

    /// The schema as a supplier writes it; `None` if the extract has no layout with this name.
    pub fn under(&self, profile: Option<&str>) -> Option<Schema> {
        match profile {
            None | Some(CANONICAL) => Some(self.clone()),
            Some(name) => self.written_by(self.profiles.get(name)?).ok(),
        }
    }

    /// The schema as a supplier writes it.
    ///
    /// # Errors
    /// A column or code that the schema does not have, or a header that names two columns.
    fn written_by(&self, profile: &SupplierProfile) -> Result<Schema, SchemaFault> {
        let mut written = self.clone();
        written.continuation = profile.apply(&mut written.columns)?;
        written.headers_are_distinct()?;
        Ok(written)
    }

    /// The schema with the headers that a levering gives for some of its columns.
    #[must_use]
    pub fn mapped(mut self, columns: &BTreeMap<String, String>) -> Schema {
        for column in &mut self.columns {
            let own = columns.iter().find(|(_, name)| **name == column.name);
            column.mapped = own.map(|(header, _)| header_key(header));
        }
        self
    }

    /// Whether one of its layouts has rows that continue the row above.
    pub fn may_continue(&self) -> bool {
        self.profiles.values().any(SupplierProfile::has_continuations)
    }

    /// The names of its layouts.
    pub fn profile_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(CANONICAL).chain(self.profiles.keys().map(String::as_str))
    }

    /// Each header must identify one column only.
    fn headers_are_distinct(&self) -> Result<(), SchemaFault> {
        let mut seen = BTreeSet::new();
        let of_columns = self.columns.iter().flat_map(|column| column.aliases.iter().chain(&column.sign));
        for header in of_columns {
            if !seen.insert(header) {
                return Err(SchemaFault::HeaderTwice { header: header.clone() });
            }
        }
        Ok(())
    }

    /// Whether its rows name persons by bsn or by onderwijsnummer.
    pub fn takes_either_number(&self) -> bool {
        let kind = self.person.and_then(|person| self.columns.get(person)).map(|column| column.kind);
        kind == Some(Kind::Persoonsnummer)
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The index of a code in a column's list.
    pub fn code_index(&self, column: &str, code: &str) -> Option<u8> {
        self.columns.get(self.column(column)?)?.code_index(code)
    }
}

impl RequiredUnlessFile {
    fn resolve(&self, fields: &[FieldFile]) -> Result<RequiredUnless, SchemaFault> {
        let column = fields
            .iter()
            .position(|field| field.name == self.column)
            .ok_or_else(|| SchemaFault::NoSuchColumn { name: self.column.clone() })?;
        let list = fields.get(column).map(|field| field.constraints.codes.as_slice()).unwrap_or_default();
        let codes = self.values.iter().map(|value| {
            let position = list.iter().position(|code| code == value);
            position
                .and_then(|index| u8::try_from(index).ok())
                .ok_or_else(|| SchemaFault::NoSuchCode { code: value.clone(), column: self.column.clone() })
        });
        Ok(RequiredUnless { column, codes: codes.collect::<Result<_, _>>()? })
    }
}

impl FormFile {
    /// The form in one phrase. The examples are held against the pattern, so that what people read cannot differ from what is checked.
    fn said(&self, form: &Form, column: &str) -> Result<String, SchemaFault> {
        let belongs = |example: &String, fits: bool| form.is_match(example.as_bytes()) == fits;
        let misplaced = self.fits.iter().find(|own| !belongs(own, true));
        if let Some(example) = misplaced.or_else(|| self.fails.iter().find(|own| !belongs(own, false))) {
            return Err(SchemaFault::FormExample { example: example.clone(), column: column.to_owned() });
        }
        let quoted = |examples: &[String]| {
            examples.iter().map(|own| format!("`{own}`")).collect::<Vec<_>>().join(" of ")
        };
        Ok(format!("{} (wel {}, niet {})", self.words, quoted(&self.fits), quoted(&self.fails)))
    }
}

impl FieldFile {
    fn into_column(self, unless: Option<RequiredUnless>) -> Result<Column, SchemaFault> {
        let Constraints { required, codes, pattern, max_length, minimum, maximum } = self.constraints;
        limit(&format!("codes van {}", self.name), codes.len(), CODES_MAX)?;
        let whole = |pattern: Option<String>| {
            let form = pattern.map(|pattern| Form::of(&pattern));
            form.transpose().map_err(|_| SchemaFault::Pattern { column: self.name.clone() })
        };
        let required = match (unless, required) {
            (Some(unless), _) => Required::Unless(unless),
            (None, true) => Required::Yes,
            (None, false) => Required::No,
        };
        let is_essential = !self.delta_only && (self.essential || required != Required::No);
        let empty_warning = self.empty_warning.map(|word| finding(&word)).transpose()?;
        let mut aliases: Vec<String> = self.alias.iter().map(|alias| header_key(alias)).collect();
        aliases.insert(0, header_key(&self.name));
        aliases.sort_unstable();
        aliases.dedup();
        let form = whole(pattern.clone())?;
        let form_words = match (&form, &self.form) {
            (Some(form), Some(told)) => Some(told.said(form, &self.name)?),
            (_, None) => None,
            (None, Some(_)) => return Err(SchemaFault::FormAlone { column: self.name }),
        };
        Ok(Column {
            pattern: form,
            pattern_text: pattern,
            form_words,
            unusual: whole(self.unusual)?,
            title: self.title,
            description: self.description,
            also_called: self.alias,
            meanings: self.meanings,
            examples: self.examples,
            aliases,
            kind: self.kind,
            required,
            codes,
            max_chars: max_length,
            minimum,
            maximum,
            spaces_mean_nothing: self.spaces_mean_nothing,
            open_end: self.open_end,
            not_after_peildatum: self.not_after_peildatum,
            delta_only: self.delta_only,
            must_be_ours: self.must_be_ours,
            empty_warning,
            feeds: self.feeds,
            is_essential,
            may_be_absent: self.may_be_absent,
            mapped: None,
            spellings: Vec::new(),
            sign: Vec::new(),
            zero_is_empty: false,
            name: self.name,
        })
    }
}

fn finding(word: &str) -> Result<Code, SchemaFault> {
    let known = Code::ALL.iter().copied().find(|code| code.word() == word);
    known.ok_or_else(|| SchemaFault::NoSuchFinding { code: word.to_owned() })
}

fn limit(what: &str, count: usize, max: usize) -> Result<(), SchemaFault> {
    if count > max { Err(SchemaFault::TooMany { what: what.to_owned(), count, max }) } else { Ok(()) }
}
