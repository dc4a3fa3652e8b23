//! Why law files cannot be used, with the offending line shown.

use miette::{NamedSource, SourceSpan};

use crate::model::day::Day;
use crate::schemas::toml_errors::told;

/// Why the policy cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PolicyFault {
    /// A file that does not parse.
    #[error("`{path}` klopt niet: {message}")]
    Syntax {
        /// Which file.
        path: String,
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        source_code: NamedSource<String>,
        /// Where in it.
        #[label("hier")]
        span: Option<SourceSpan>,
    },
    /// No complete rule set is in force on the day.
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

    /// A parse error, with the line shown.
    pub fn syntax(path: &str, text: &str, fault: &toml::de::Error) -> PolicyFault {
        let told = told(fault.message());
        PolicyFault::Syntax {
            path: path.to_owned(),
            message: told.message,
            help: format!("{}; schemas/README.md beschrijft elk veld", told.help),
            source_code: NamedSource::new(path, text.to_owned()),
            span: fault.span().map(SourceSpan::from),
        }
    }
}
