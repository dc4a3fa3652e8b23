//! Why law files cannot be used, with the offending line shown.

use miette::{NamedSource, SourceSpan};

use crate::model::day::Day;
use crate::schemas::toml_errors::{self, FileFaults};

/// Why the policy cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PolicyFault {
    /// A file that does not parse: everything that is wrong in it.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Syntax(#[from] FileFaults),
    /// Nothing in force on the day.
    #[error("op {day} is geen volledige regelset in werking: {reason}")]
    #[diagnostic(help("kies een dag waarop de wet in schemas/law is beschreven, of voeg de wetsversie toe"))]
    NothingInForce {
        /// The day.
        day: Day,
        /// What is missing.
        reason: String,
    },
    /// A rule that names something that does not exist or is not allowed.
    #[error("`{place}`: regel `{rule}`: {message}")]
    #[diagnostic(help("herstel deze regel van het wetsbestand, of draai hem terug; er is niets geleverd"))]
    Rule {
        /// Which file and line.
        place: String,
        /// Which rule.
        rule: String,
        /// What is wrong.
        message: String,
        /// The file.
        #[source_code]
        source_code: NamedSource<String>,
        /// Where in it.
        #[label("hier")]
        span: SourceSpan,
    },
    /// A rule or term that cannot be used.
    #[error("`{path}`: {message}")]
    #[diagnostic(help("herstel het wetsbestand, of draai de regel terug; er is niets geleverd"))]
    Invalid {
        /// Which file.
        path: String,
        /// What is wrong.
        message: String,
    },
}

impl PolicyFault {
    /// A fault in a rule, shown at the word that the message quotes, or else at the rule's id.
    pub(super) fn in_rule(path: &str, text: &str, rule: &str, message: String) -> PolicyFault {
        let begin = text.find(&format!("id = \"{rule}\"")).unwrap_or_default();
        let own = text.get(begin..).unwrap_or_default();
        let own = own.split("\n[[article.rule]]").next().unwrap_or_default();
        let own = own.split("\n[[article]]").next().unwrap_or_default();
        let quoted = message.split('`').skip(1).step_by(2).map(|word| format!("\"{word}\""));
        let found = quoted.filter_map(|word| Some((begin + own.find(&word)?, word.len()))).next();
        let (at, length) = found.unwrap_or((begin, own.lines().next().map_or(0, str::len)));
        let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        PolicyFault::Rule {
            place: format!("{path}:{line}"),
            rule: rule.to_owned(),
            message,
            source_code: NamedSource::new(path, text.to_owned()),
            span: SourceSpan::from(at..at + length),
        }
    }
}

/// Reads a law file, a party or a register, or tells everything that is wrong in it.
///
/// # Errors
/// Where anything is wrong.
pub fn read<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, PolicyFault> {
    Ok(toml_errors::read(path, text, "schemas/README.md beschrijft elk veld")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_points_at_the_word_it_quotes_in_its_own_rule_or_else_at_the_rule() {
        let text = "[[article.rule]]\nid = \"one\"\nvelden = [\"vak\"]\n\n[[article.rule]]\nid = \"two\"\nvelden = [\"bsn\", \"vak\"]\n\n[[article.rule]]\nid = \"three\"\nvelden = [\"vak\"]\n";
        let shown = |message: &str| match PolicyFault::in_rule("wet.toml", text, "two", message.to_owned()) {
            PolicyFault::Rule { place, span, .. } => {
                let pointed_at = text.get(span.offset()..span.offset() + span.len());
                (place, pointed_at.unwrap_or_default().to_owned())
            }
            other => panic!("{other}"),
        };
        assert_eq!(shown("kan `vak` niet vullen"), ("wet.toml:7".to_owned(), "\"vak\"".to_owned()));
        assert_eq!(shown("zonder doel"), ("wet.toml:6".to_owned(), "id = \"two\"".to_owned()));
    }
}
