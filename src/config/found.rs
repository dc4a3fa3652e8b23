//! What the checks find: everything at once, each on the line where it can be mended.

use std::ops::Range;
use std::path::Path;

use super::file::ConfigFile;
use crate::law::party::Party;
use crate::schemas::extracts::Schemas;
use crate::schemas::toml_errors::nearest;

/// What is checked, and what it is held against.
pub struct Subject<'a> {
    pub file: &'a ConfigFile,
    /// Where the file stands: its keys are relative to it.
    pub folder: &'a Path,
    /// Where deliveries lie.
    pub inlees: &'a Path,
    pub schemas: &'a Schemas,
    pub parties: &'a [Party],
}

/// Where something was found.
pub enum At {
    /// At a place of the text.
    Place(Range<usize>),
    /// At a key of the section that begins there.
    Key(Range<usize>, &'static str),
}

impl From<Range<usize>> for At {
    fn from(place: Range<usize>) -> At {
        At::Place(place)
    }
}

impl From<(Range<usize>, &'static str)> for At {
    fn from((section, key): (Range<usize>, &'static str)) -> At {
        At::Key(section, key)
    }
}

/// What is wrong, what to do, and where.
pub struct Found {
    pub message: String,
    pub help: String,
    pub at: At,
}

/// Everything that was found so far.
#[derive(Default)]
pub struct Gathered {
    pub all: Vec<Found>,
}

impl Gathered {
    /// Adds a fault.
    pub fn say(&mut self, at: impl Into<At>, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(Found { message: message.into(), help: help.into(), at: at.into() });
    }

    /// Adds that a key is missing.
    pub fn missing(&mut self, section: Range<usize>, key: &str) {
        self.say(section, format!("`{key}` ontbreekt"), format!("zet in deze sectie een regel `{key} = …`"));
    }

    /// Adds that a school's code has another form.
    pub fn no_brin(&mut self, section: Range<usize>, key: &'static str) {
        let message = "een BRIN heeft twee cijfers en twee hoofdletters";
        self.say((section, key), message, "bijvoorbeeld \"20KD\"");
    }
}

impl<'a> Subject<'a> {
    /// The party with this id; if there is none, that is told at the key.
    pub fn party(
        &self,
        gathered: &mut Gathered,
        section: Range<usize>,
        key: &'static str,
        id: &str,
    ) -> Option<&'a Party> {
        let party = self.parties.iter().find(|party| party.id == id);
        if party.is_none() {
            let known: Vec<&str> = self.parties.iter().map(|party| party.id.as_str()).collect();
            gathered.say((section, key), format!("`{id}` is geen bekende partij"), choose(id, &known));
        }
        party
    }
}

/// Whether a text is a school's code.
pub fn is_brin(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c, d] if [a, b].iter().all(|x| x.is_ascii_digit())
        && [c, d].iter().all(|x| x.is_ascii_uppercase()))
}

/// What can stand there, the nearest first if there is one.
pub fn choose(word: &str, known: &[&str]) -> String {
    let all = format!("kies uit: {}", known.join(", "));
    nearest(word, known).map_or_else(|| all.clone(), |near| format!("bedoelt u `{near}`? {all}"))
}

/// Why a file cannot be read, in the language of who reads it.
pub fn why(reason: &std::io::Error) -> String {
    match reason.kind() {
        std::io::ErrorKind::NotFound => "het bestaat niet".to_owned(),
        std::io::ErrorKind::PermissionDenied => "u hebt er geen rechten voor".to_owned(),
        std::io::ErrorKind::IsADirectory => "het is een map".to_owned(),
        std::io::ErrorKind::InvalidData => "het is geen tekst".to_owned(),
        _ => reason.to_string(),
    }
}
