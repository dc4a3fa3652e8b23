//! What can be wrong with an extract's schema file.

use super::toml_errors::told;

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
    /// A pattern that is no regular expression.
    #[error("het patroon van kolom `{column}` is geen reguliere expressie")]
    Pattern {
        /// The column.
        column: String,
    },
    /// More than the program can pack.
    #[error("{what}: {count} is meer dan {max}")]
    TooMany {
        /// Of what.
        what: String,
        /// How many.
        count: usize,
        /// At most.
        max: usize,
    },
    /// Two columns that would be recognised by the same header.
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

impl From<serde_json::Error> for SchemaFault {
    fn from(fault: serde_json::Error) -> SchemaFault {
        let told = told(&fault.to_string());
        SchemaFault::Json { line: fault.line(), message: told.message, help: told.help }
    }
}
