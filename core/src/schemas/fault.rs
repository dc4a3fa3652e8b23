//! The faults of an extract's schema file.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::toml_errors::wrong_in_json;

/// What is wrong with a schema file.
#[derive(Debug, thiserror::Error)]
pub enum SchemaFault {
    /// Not JSON of the right shape.
    #[error("regel {line}: {message}; {help}")]
    Json {
        /// The line.
        line: usize,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// A name that no column has.
    #[error("`{name}` wordt genoemd en is geen kolom")]
    NoSuchColumn {
        /// The name.
        name: String,
    },
    /// A code that the other column does not have.
    #[error("code `{code}` staat niet in de lijst van kolom `{column}`")]
    NoSuchCode {
        /// The code.
        code: String,
        /// The column.
        column: String,
    },
    /// A pattern that is not a regular expression.
    #[error("het patroon van kolom `{column}` is geen reguliere expressie")]
    Pattern {
        /// The column.
        column: String,
    },
    /// An explanation of no pattern.
    #[error("kolom `{column}`: `jib:vorm` zegt in woorden wat `pattern` vraagt, en dat ontbreekt")]
    FormAlone {
        /// The column.
        column: String,
    },
    /// An example of a form that the pattern contradicts.
    #[error(
        "kolom `{column}`: het voorbeeld `{example}` staat in `jib:vorm` aan de verkeerde kant; `wel` past bij `pattern`, `niet` past er niet bij"
    )]
    FormExample {
        /// The example.
        example: String,
        /// The column.
        column: String,
    },
    /// More than the program's limit.
    #[error("{what}: {count} is meer dan {max}")]
    TooMany {
        /// Of what.
        what: String,
        /// How many.
        count: usize,
        /// At most.
        max: usize,
    },
    /// One header would match two columns.
    #[error("kopnaam `{header}` hoort bij twee kolommen")]
    HeaderTwice {
        /// The header, folded.
        header: String,
    },
    /// A finding code that does not exist.
    #[error("`{code}` is geen code van een bevinding")]
    NoSuchFinding {
        /// The code.
        code: String,
    },
}

impl SchemaFault {
    /// Explains why a text is not the JSON of a schema, from the line where the parser stopped.
    pub(super) fn of_json<T: DeserializeOwned>(text: &str, fault: &serde_json::Error) -> SchemaFault {
        let so = |message: &str, help: &str| SchemaFault::Json {
            line: fault.line(),
            message: message.to_owned(),
            help: help.to_owned(),
        };
        match fault.classify() {
            Category::Data => {
                let value = serde_json::from_str(text).unwrap_or_default();
                match wrong_in_json::<T>(&value).into_iter().next() {
                    Some(slip) => so(&slip.message, &slip.help),
                    None => so("deze naam staat er twee keer", "houd één van de twee over"),
                }
            }
            Category::Eof => {
                so("het bestand houdt te vroeg op", "een haak is niet gesloten, of een deel ontbreekt")
            }
            Category::Io | Category::Syntax => so(
                "hier staat de JSON niet goed",
                "kijk of er een komma, haak of aanhalingsteken te veel of te weinig staat",
            ),
        }
    }
}
