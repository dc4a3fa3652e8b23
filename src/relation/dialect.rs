//! What three engines say differently: how a table is made, how a text is written, and which functions look at text. Everything
//! else is plain SQL that all of them read alike.

use super::law_tables::Unsayable;
use crate::model::code::codes;

codes! {
    /// An engine.
    Dialect {
        /// DuckDB
        Duckdb = "duckdb",
        /// PostgreSQL
        Postgres = "postgres",
        /// Apache Spark
        Spark = "spark",
    }
}

/// Characters that nobody sees or that mean nothing, as ranges of code points. The rows of `core/src/intake/check/diagnosis.rs`.
const UNSEEN: [(u32, u32); 29] = [
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x034F, 0x034F),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xE000, 0xF8FF),
    (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFC),
    (0xFFFE, 0xFFFF),
    (0x1_D173, 0x1_D17A),
    (0x1_FFFE, 0x1_FFFF),
    (0xE_0000, 0xE_0FFF),
    (0xF_0000, 0x10_FFFF),
];

/// White space, as ranges of code points: what Rust's `str::trim` takes away.
const WHITE: [(u32, u32); 9] = [
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];

impl Dialect {
    /// Makes a table of a query, or makes it anew.
    pub fn table(self, name: &str, query: &str) -> String {
        let query = query.trim();
        match self {
            Dialect::Duckdb => format!("CREATE OR REPLACE TABLE {name} AS\n{query};\n"),
            Dialect::Postgres => {
                format!(
                    "DROP TABLE IF EXISTS {name} CASCADE;\nCREATE TABLE {name} AS\n{query};\nANALYZE {name};\n"
                )
            }
            // In the form of the catalogue: Parquet, Delta, Iceberg. A cached query would carry every query before it along.
            Dialect::Spark => format!("DROP TABLE IF EXISTS {name};\nCREATE TABLE {name} AS\n{query};\n"),
        }
    }

    /// Makes a view, or makes it anew.
    pub fn view(self, name: &str, query: &str) -> String {
        let query = query.trim();
        match self {
            Dialect::Duckdb | Dialect::Spark => format!("CREATE OR REPLACE VIEW {name} AS\n{query};\n"),
            Dialect::Postgres => {
                format!("DROP VIEW IF EXISTS {name} CASCADE;\nCREATE VIEW {name} AS\n{query};\n")
            }
        }
    }

    /// Makes the view of a parcel, or makes it anew. PostgreSQL would run a reader's own function on rows before it leaves out those
    /// that are not in the parcel; a barrier keeps the function away from them.
    pub fn parcel_view(self, name: &str, query: &str) -> String {
        let view = self.view(name, query);
        match self {
            Dialect::Duckdb | Dialect::Spark => view,
            Dialect::Postgres => view.replacen(
                &format!("CREATE VIEW {name} AS"),
                &format!("CREATE VIEW {name} WITH (security_barrier = true) AS"),
                1,
            ),
        }
    }

    /// A text, as a literal.
    pub fn text(self, text: &str) -> String {
        match self {
            Dialect::Duckdb | Dialect::Postgres => format!("'{}'", text.replace('\'', "''")),
            Dialect::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    }

    /// A list of texts, as literals. An empty list holds a text that occurs nowhere, so that a query keeps its shape.
    pub fn texts<'t>(self, texts: impl IntoIterator<Item = &'t str>) -> String {
        let texts: Vec<String> = texts.into_iter().map(|text| self.text(text)).collect();
        if texts.is_empty() { "''".to_owned() } else { texts.join(", ") }
    }

    /// The type of text.
    pub fn text_type(self) -> &'static str {
        match self {
            Dialect::Duckdb | Dialect::Postgres => "TEXT",
            Dialect::Spark => "STRING",
        }
    }

    /// A table with the white space that means nothing at the ends of a cell, as `w.wit`.
    pub fn white_space(self) -> &'static str {
        "LATERAL (SELECT ' ' || chr(9) || chr(10) || chr(12) || chr(13) || chr(160) AS wit) w"
    }

    /// A cell without white space around it; NULL is empty.
    pub fn trimmed(self, column: &str) -> String {
        format!("TRIM(BOTH w.wit FROM COALESCE({column}, ''))")
    }

    /// Whether all of a text has a form.
    pub fn has_form(self, text: &str, pattern: &str) -> String {
        self.matches(text, &format!("^(?:{pattern})$"))
    }

    /// Whether a form occurs in a text.
    pub fn matches(self, text: &str, pattern: &str) -> String {
        let pattern = self.text(pattern);
        match self {
            Dialect::Duckdb => format!("regexp_matches({text}, {pattern})"),
            Dialect::Postgres => format!("{text} ~ {pattern}"),
            Dialect::Spark => format!("{text} RLIKE {pattern}"),
        }
    }

    /// Whether a text holds a character that nobody sees.
    pub fn holds_unseen(self, text: &str) -> String {
        self.matches(text, &self.class(&UNSEEN))
    }

    /// A pattern for one of these characters.
    fn class(self, ranges: &[(u32, u32)]) -> String {
        let one = |code: u32| match self {
            // No engine's text holds the character 0.
            Dialect::Postgres if code <= 0xFFFF => format!("\\u{:04X}", code.max(1)),
            Dialect::Postgres => format!("\\U{code:08X}"),
            Dialect::Duckdb | Dialect::Spark => format!("\\x{{{:X}}}", code.max(1)),
        };
        let range = |(from, to): &(u32, u32)| {
            if from == to { one(*from) } else { format!("{}-{}", one(*from), one(*to)) }
        };
        format!("[{}]", ranges.iter().map(range).collect::<String>())
    }

    /// A list of words with `|` between them, with `|` around each and no white space beside it: `|een|twee|`.
    pub fn listed(self, list: &str) -> String {
        let white = self.class(&WHITE);
        let pattern = self.text(&format!("{white}*[|]{white}*"));
        let all = match self {
            Dialect::Duckdb | Dialect::Postgres => ", 'g'",
            Dialect::Spark => "",
        };
        format!("REGEXP_REPLACE('|' || {list} || '|', {pattern}, '|'{all})")
    }

    /// The normal form in which repeats are compared: an ë of one character and one of an e with a mark are the same letter.
    /// Spark has no such function: `LEESMIJ.md` asks for text in that form.
    pub fn composed(self, text: &str) -> String {
        match self {
            Dialect::Duckdb => format!("nfc_normalize({text})"),
            Dialect::Postgres => format!("normalize({text}, NFC)"),
            Dialect::Spark => text.to_owned(),
        }
    }

    /// A text as something to order by: by its bytes, whatever the language of the database.
    pub fn by_bytes(self, text: &str) -> String {
        match self {
            Dialect::Duckdb | Dialect::Spark => text.to_owned(),
            Dialect::Postgres => format!("{text} COLLATE \"C\""),
        }
    }
}

/// What cannot be said in SQL, with what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What it is.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl From<Unsayable> for Refused {
    fn from(fault: Unsayable) -> Refused {
        Refused {
            message: fault.to_string(),
            help: "draai `jib run`, en meld het: de wet vraagt nu iets wat deze tabellen niet onderscheiden"
                .to_owned(),
        }
    }
}
