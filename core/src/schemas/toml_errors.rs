//! Files that people write are read whole, or refused with everything that is wrong in them: each fault on its line, with its
//! cause and what to do, in the reader's language.
//!
//! The types are the declaration: serde asks for each value by its type, and a reader of our own (`walk`) answers. Each fault is
//! reported and replaced by a value that fits, until nothing is wrong any more. That way the rest of the file is judged as well, and
//! no parser's text is ever interpreted.

mod slip;
mod syntax;
mod tree;
mod walk;

use std::collections::BTreeSet;
use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode, SourceSpan};
use serde::de::DeserializeOwned;
use toml::de::DeTable;

use crate::model::shown::harmless;
pub use slip::{Slip, nearest};
use tree::{Node, Tree, Value};
use walk::{Halt, Misfit, NodeKind};

/// The most faults reported for one file. More than that means it is the wrong file.
const SLIPS_MAX: usize = 50;

/// The longest name that a message repeats, in characters.
const NAME_CHARS_MAX: usize = 40;

/// The place of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TomlPlace {
    /// With its value.
    At(Range<usize>),
    /// Already reported as missing or wrong.
    Told,
    /// Not in the file.
    NotWritten,
}

/// The content of a file, as far as it could be read, and what is wrong in it.
pub struct TomlReading<T> {
    /// The value. If anything is wrong in the file, parts of it are meaningless stand-ins; `None` if even stand-ins did not help.
    pub value: Option<T>,
    /// Everything that is wrong, in order of place.
    pub slips: Vec<Slip>,
    tree: Tree,
}

impl<T: DeserializeOwned> TomlReading<T> {
    /// Reads a text.
    pub fn of(text: &str) -> TomlReading<T> {
        let (table, faults) = DeTable::parse_recoverable(text);
        let mut tree = Tree::of_toml(&table);
        if faults.is_empty()
            && let Ok(value) = walk::made(&tree)
        {
            return TomlReading { value: Some(value), slips: Vec::new(), tree };
        }
        let mut lines = BTreeSet::new();
        let mut slips = Vec::new();
        for fault in &faults {
            let at = fault.span().map_or(0, |span| span.start);
            if syntax::is_in_repeated_section(text, at) {
                continue;
            }
            let slip = syntax::told(text, at);
            if lines.insert(slip.span.start) {
                slips.push(slip);
            }
        }
        let is_form = slips.is_empty();
        let (value, found) = judged(&mut tree);
        // In a text that is not TOML, a key may seem missing only because its line could not be read.
        let found = found.into_iter().filter(|(slip, is_missing)| {
            let on_line = |line: &Slip| line.span.contains(&slip.span.start);
            is_form || !is_missing && !slips.iter().any(on_line)
        });
        let found: Vec<Slip> = found.map(|(slip, _)| slip).collect();
        slips.extend(found);
        if slips.is_empty() {
            let message = "dit bestand heeft niet de goede vorm".to_owned();
            slips.push(Slip { message, help: "vergelijk het met een voorbeeld".to_owned(), span: 0..0 });
        }
        slips.sort_by_key(|slip| slip.span.start);
        TomlReading { value, slips, tree }
    }

    /// The place of a key in the table at a place.
    pub fn place(&self, table: &Range<usize>, key: &str) -> TomlPlace {
        match self.tree.entry(table, key) {
            None => TomlPlace::NotWritten,
            Some(entry) if matches!(entry.node.value, Value::Any(_)) => TomlPlace::Told,
            Some(entry) => TomlPlace::At(entry.key_span.start..entry.node.span.end.max(entry.key_span.end)),
        }
    }

    /// Every text in the file, with its place.
    pub fn texts(&self) -> Vec<(&str, &Range<usize>)> {
        self.tree.texts()
    }
}

/// Reads a file, or reports everything that is wrong in it. `help` is added to the advice of each fault.
///
/// # Errors
/// Everything that is wrong in the file.
pub fn read<T: DeserializeOwned>(path: &str, text: &str, help: &str) -> Result<T, FileFaults> {
    let mut reading: TomlReading<T> = TomlReading::of(text);
    if let Some(value) = reading.value.take().filter(|_| reading.slips.is_empty()) {
        return Ok(value);
    }
    for slip in &mut reading.slips {
        slip.message = format!("`{path}` klopt niet: {}", slip.message);
        slip.help = format!("{}; {help}", slip.help);
    }
    Err(FileFaults::of(path, text, reading.slips))
}

/// What is wrong with a JSON value, with advice; empty if nothing is.
pub fn wrong_in_json<T: DeserializeOwned>(value: &serde_json::Value) -> Vec<Slip> {
    judged::<T>(&mut Tree::of_json(value)).1.into_iter().map(|(slip, _)| slip).collect()
}

/// The value, and everything that is wrong, each with whether it is a missing key.
fn judged<T: DeserializeOwned>(tree: &mut Tree) -> (Option<T>, Vec<(Slip, bool)>) {
    let mut found = Vec::new();
    // Terminates: each pass repairs one value, and a repaired value has only a few answers to try.
    while found.len() <= SLIPS_MAX {
        let halt = match walk::made(tree) {
            Ok(value) => return (Some(value), found),
            Err(halt) => halt,
        };
        let Some((node, key)) = halt.node.and_then(|id| tree.find(id)) else { break };
        let id = node.id;
        let is_new = match node.value {
            Value::Any(tried) if walk::is_exhausted(tried) => break,
            Value::Any(_) => false,
            _ => true,
        };
        if is_new {
            found.push((slip_of(&halt, node, key), matches!(halt.why, Misfit::Missing(_))));
        }
        match halt.why {
            Misfit::Missing(key) if is_new => tree.supply(id, key),
            Misfit::Unknown { ref key, .. } if is_new => tree.remove(id, key),
            _ => tree.replace(id),
        }
    }
    (None, found)
}

/// A fault, in words.
fn slip_of(halt: &Halt, node: &Node, key: Option<&str>) -> Slip {
    let name = key.map(plain);
    let of = name.as_ref().map_or_else(|| "hier".to_owned(), |name| format!("achter `{name}`"));
    let written =
        |value: &str| name.as_ref().map_or_else(|| value.to_owned(), |name| format!("{name} = {value}"));
    let mut span = node.span.clone();
    let (message, help) = match &halt.why {
        Misfit::Missing(section) if key.is_none() && holds_sections(node) => (
            format!("de sectie [{section}] ontbreekt"),
            format!("zet haar in het bestand, met een kop [{section}] en daaronder wat erin hoort"),
        ),
        Misfit::Missing(key) => {
            (format!("`{key}` ontbreekt"), format!("zet in deze sectie een regel `{key} = …`"))
        }
        Misfit::Unknown { key, known } => {
            if let Value::Table(entries) = &node.value
                && let Some(entry) = entries.iter().find(|entry| entry.key == *key)
            {
                span = entry.key_span.clone();
            }
            let all = known.join(", ");
            let near = nearest(key, known).map(|near| format!("bedoelt u `{near}`?"));
            let else_ = || "haal de regel weg, of zet hem in de sectie waar hij hoort".to_owned();
            (format!("onbekende naam `{}`; hier kan: {all}", plain(key)), near.unwrap_or_else(else_))
        }
        Misfit::Word(words) => {
            let all = words.join(", ");
            let near = match &node.value {
                Value::Text(word) => nearest(word, words).map(|near| format!("bedoelt u `{near}`?")),
                _ => None,
            };
            let message = match &node.value {
                Value::Text(word) => format!("`{}` kan hier niet; kies uit: {all}", plain(word)),
                _ => format!("{of} hoort één van: {all}"),
            };
            (
                message,
                near.unwrap_or_else(|| "neem één van deze woorden over, tussen aanhalingstekens".to_owned()),
            )
        }
        Misfit::Range { min } if *min == 0 => (
            format!("{of} hoort een geheel getal van 0 of meer, en niet zo groot"),
            "verbeter dit getal".to_owned(),
        ),
        Misfit::Range { .. } => (format!("het getal {of} is te groot"), "verbeter dit getal".to_owned()),
        Misfit::Own(said) => (said.clone(), "verbeter deze regel".to_owned()),
        Misfit::Form => ("deze waarde heeft niet de goede vorm".to_owned(), "verbeter deze regel".to_owned()),
        Misfit::Kind(kind) => of_kind(*kind, &node.value, &of, &written),
    };
    Slip { message, help, span }
}

/// Whether a file consists of sections: whatever is missing at its top is then a section.
fn holds_sections(root: &Node) -> bool {
    let is_section = |value: &Value| match value {
        Value::Table(_) => true,
        Value::List(list) => list.iter().all(|element| matches!(element.value, Value::Table(_))),
        _ => false,
    };
    matches!(&root.value, Value::Table(entries) if entries.iter().all(|entry| is_section(&entry.node.value)))
}

/// A value of the wrong kind.
fn of_kind(kind: NodeKind, value: &Value, of: &str, written: &dyn Fn(&str) -> String) -> (String, String) {
    match (kind, value) {
        (NodeKind::Text, Value::Moment) => (
            format!("de datum {of} staat niet tussen aanhalingstekens"),
            format!("schrijf: {}", written("\"jjjj-mm-dd\"")),
        ),
        (NodeKind::Text, Value::Integer(_) | Value::Float(_)) => (
            format!("{of} hoort een tekst, en hier staat een getal zonder aanhalingstekens"),
            format!("zet er aanhalingstekens omheen, met voorloopnullen: {}", written("\"…\"")),
        ),
        (NodeKind::Text, _) => (
            format!("{of} hoort een tekst tussen aanhalingstekens"),
            format!("schrijf: {}", written("\"…\"")),
        ),
        (NodeKind::Integer, Value::Float(_)) => (
            format!("{of} hoort een geheel getal, zonder punt of komma"),
            "bedragen staan in hele centen, aandelen in promille".to_owned(),
        ),
        (NodeKind::Integer | NodeKind::Number, Value::Text(text))
            if text.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            (
                format!("{of} hoort een geheel getal, zonder aanhalingstekens"),
                "haal de aanhalingstekens weg".to_owned(),
            )
        }
        (NodeKind::Integer | NodeKind::Number, _) => (
            format!("{of} hoort een geheel getal, zonder aanhalingstekens"),
            "schrijf alleen cijfers, zonder eenheid erachter".to_owned(),
        ),
        (NodeKind::Bool, _) => (
            format!("{of} hoort true (ja) of false (nee), zonder aanhalingstekens"),
            format!("schrijf: {}", written("true")),
        ),
        (NodeKind::List, Value::Table(_)) => (
            format!("{of} hoort een lijst"),
            "schrijf de kop van deze sectie met dubbele haken, zoals [[levering]]".to_owned(),
        ),
        (NodeKind::List, _) => {
            (format!("{of} hoort een lijst tussen [ en ]"), format!("schrijf: {}", written("[\"…\", \"…\"]")))
        }
        (NodeKind::Table, Value::List(_)) => (
            format!("{of} hoort één sectie"),
            "schrijf de kop met enkele haken, zoals [gemeente], en zet hem er één keer".to_owned(),
        ),
        (NodeKind::Table, _) => (
            format!("{of} hoort een sectie, of namen en waarden tussen {{ en }}"),
            "kijk in het voorbeeld van `jib init` hoe dit onderdeel eruitziet".to_owned(),
        ),
    }
}

/// A name made safe to repeat: somebody may have written anything there.
fn plain(name: &str) -> String {
    let mut plain: String = name
        .chars()
        .filter(|letter| !letter.is_control())
        .take(NAME_CHARS_MAX)
        .collect::<String>()
        .replace('`', "'");
    if plain.chars().count() < name.chars().count() {
        plain.push('…');
    }
    plain
}

/// One fault of a file, shown on its line.
#[derive(Clone, Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct FileFault {
    message: String,
    #[help]
    help: String,
    #[source_code]
    source_code: NamedSource<String>,
    #[label("hier")]
    span: Option<SourceSpan>,
}

/// Everything that is wrong with a file, at least one fault. As a diagnostic it shows the first.
#[derive(Clone, Debug)]
pub struct FileFaults {
    first: Box<FileFault>,
    others: Vec<FileFault>,
}

impl FileFaults {
    /// A fault of the whole file, without showing a line.
    pub fn whole(path: &str, message: String, help: &str) -> FileFaults {
        let source_code = NamedSource::new(path, String::new());
        let first = FileFault { message, help: help.to_owned(), source_code, span: None };
        FileFaults { first: Box::new(first), others: Vec::new() }
    }

    /// Faults on their lines.
    pub fn of(path: &str, text: &str, slips: Vec<Slip>) -> FileFaults {
        let text = harmless(text);
        let left_out = slips.len().saturating_sub(SLIPS_MAX);
        let mut faults = slips.into_iter().take(SLIPS_MAX).map(|slip| FileFault {
            message: slip.message,
            help: slip.help,
            source_code: NamedSource::new(path, text.clone().into_owned()),
            span: (slip.span != (0..0)).then(|| SourceSpan::from(slip.span)),
        });
        let Some(first) = faults.next() else {
            return FileFaults::whole(
                path,
                format!("`{path}` klopt niet"),
                "vergelijk het met een voorbeeld",
            );
        };
        let mut others: Vec<FileFault> = faults.collect();
        if left_out > 0 {
            let message = format!("en nog {left_out} fouten");
            let help = "is dit wel het goede bestand? verbeter anders eerst wat hierboven staat";
            others.push(*FileFaults::whole(path, message, help).first);
        }
        FileFaults { first: Box::new(first), others }
    }

    /// All faults, in order of place.
    pub fn all(&self) -> impl Iterator<Item = &FileFault> {
        std::iter::once(self.first.as_ref()).chain(&self.others)
    }
}

impl std::fmt::Display for FileFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.first.fmt(f)
    }
}

impl std::error::Error for FileFaults {}

impl Diagnostic for FileFaults {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.first.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.first.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.first.labels()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::model::day::{Day, MonthDay};
    use crate::model::field::Field;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by serde alone")]
    struct Form {
        naam: String,
        dag: Day,
        begin: MonthDay,
        velden: Vec<Field>,
        soort: crate::model::encoding::Encoding,
        aantal: u64,
        #[serde(default)]
        aan: bool,
        deel: Option<Box<Form>>,
        #[serde(default)]
        delen: Vec<toml::Spanned<Form>>,
    }

    const WHOLE: &str =
        "naam = 'x'\ndag = '2026-01-01'\nbegin = '08-01'\nvelden = ['bsn']\nsoort = 'utf-8'\naantal = 1\n";

    fn said(text: &str) -> Vec<(String, String)> {
        let reading: TomlReading<Form> = TomlReading::of(text);
        assert!(reading.value.is_some(), "everything that is wrong makes room: {:?}", reading.slips);
        let line = |slip: &Slip| text.get(slip.span.clone()).unwrap_or_default().to_owned();
        reading.slips.iter().map(|slip| (line(slip), format!("{}; {}", slip.message, slip.help))).collect()
    }

    #[test]
    fn a_whole_file_has_no_faults() {
        assert_eq!(said(WHOLE), []);
    }

    /// A fault behind another is reported too, at its own place.
    #[test]
    fn all_faults_of_a_file_are_told_at_once() {
        let text = "naam = 0355\ndag = '2026-02-30'\nbegin = '13-01'\nvelden = ['bsn', 'bns']\nsoort = 'utf8'\naantal = '1'\n\
                    aan = 'ja'\nkleur = 1\nnaamm = 2\n";
        let text = text.replace("0355", "355");
        let said = said(&text);
        let expected = [
            ("355", "zet er aanhalingstekens omheen"),
            ("'2026-02-30'", "jjjj-mm-dd"),
            ("'13-01'", "geen bestaande dag"),
            ("'bns'", "geen veld"),
            ("'utf8'", "bedoelt u `utf-8`?"),
            ("'1'", "zonder aanhalingstekens"),
            ("'ja'", "true (ja) of false (nee)"),
            ("kleur", "onbekende naam `kleur`"),
            ("naamm", "bedoelt u `naam`?"),
        ];
        assert_eq!(said.len(), expected.len(), "{said:?}");
        for ((at, words), (where_, says)) in said.iter().zip(expected) {
            assert!(at == where_ && words.contains(says), "{at}: {words}");
        }
    }

    #[test]
    fn what_is_missing_is_told_all_at_once_with_its_table() {
        let said = said("naam = 'x'\n[[delen]]\nnaam = 'y'\n[deel]\naantal = 3\n");
        let missing = said.iter().filter(|(_, words)| words.contains("ontbreekt")).count();
        assert_eq!((said.len(), missing), (5 + 5 + 5, 15), "{said:?}");
    }

    /// A line that is not TOML does not hide the other faults.
    #[test]
    fn a_line_that_cannot_be_read_hides_no_other_fault() {
        let text = format!("{}kleur = 1\naan = ja\n", WHOLE.replace("aantal = 1", "aantal = 1,5"));
        let said = said(&text);
        assert_eq!(said.len(), 3, "{said:?}");
    }

    /// A value may be about anybody, so no message repeats it.
    #[test]
    fn a_value_is_not_repeated() {
        for wrong in [
            "dag = '999990019'",
            "aantal = '999990019'",
            "velden = 999990019",
            "begin = 99.9990019",
            "aan = 999990019,1",
        ] {
            for (_, words) in said(&format!("{WHOLE}{wrong}\n")) {
                assert!(!words.contains("99999"), "{words}");
            }
        }
    }
}
