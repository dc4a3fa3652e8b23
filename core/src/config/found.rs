//! What the checks find: everything at once, each fault on the line where it can be fixed.

use std::ops::Range;
use std::path::Path;

use super::file::ConfigFile;
use crate::law::party::Party;
use crate::schemas::extracts::Schemas;
use crate::schemas::toml_errors::nearest;

/// What to check, and where its files are.
pub struct CheckedConfig<'a> {
    pub file: &'a ConfigFile,
    /// The folder of the file; its keys are relative to it.
    pub folder: &'a Path,
    /// The folder with the deliveries.
    pub inlees: &'a Path,
    pub schemas: &'a Schemas,
    pub parties: &'a [Party],
}

/// Where something was found.
pub enum At {
    /// At a place in the text.
    Place(Range<usize>),
    /// At a key of the section that starts there.
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
pub struct FoundFault {
    pub message: String,
    pub help: String,
    pub at: At,
}

/// Everything found so far.
#[derive(Default)]
pub struct Gathered {
    pub all: Vec<FoundFault>,
}

impl Gathered {
    /// Adds a fault.
    pub fn say(&mut self, at: impl Into<At>, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(FoundFault { message: message.into(), help: help.into(), at: at.into() });
    }

    /// Adds that a key is missing.
    pub fn missing(&mut self, section: Range<usize>, key: &str) {
        self.say(section, format!("`{key}` ontbreekt"), format!("zet in deze sectie een regel `{key} = …`"));
    }

    /// Adds that a school's code has the wrong form.
    pub fn no_brin(&mut self, section: Range<usize>, key: &'static str) {
        let message = "een BRIN heeft twee cijfers en twee hoofdletters";
        self.say((section, key), message, "bijvoorbeeld \"20KD\"");
    }
}

impl<'a> CheckedConfig<'a> {
    /// The party with this id. If there is none, adds a fault at the key.
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

/// Advice on what to write instead, the nearest word first if there is one.
pub fn choose(word: &str, known: &[&str]) -> String {
    let all = format!("kies uit: {}", known.join(", "));
    nearest(word, known).map_or_else(|| all.clone(), |near| format!("bedoelt u `{near}`? {all}"))
}
