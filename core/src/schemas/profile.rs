//! A layout profile: how one supplier writes an extract. It adds headers, and says how codes are written and which rows continue
//! the row above. The schema still decides what a column means and may hold.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::column::Column;
use super::fault::SchemaFault;
use super::header::header_key;

/// The profile of every extract: the headers and codes of the schema itself.
pub const CANONICAL: &str = "canoniek";

/// A profile of one extract, as its schema file writes it. It names columns by their canonical header.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SupplierProfile {
    /// This supplier's headers.
    headers: BTreeMap<String, Vec<String>>,
    /// The word for each code. If given, only these words count, never those of the schema.
    codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Headers of the column with the sign (`+` or `-`) of an amount.
    sign: BTreeMap<String, Vec<String>>,
    /// A row in which this column is empty belongs to the row above.
    continuation: Option<String>,
    /// Whether a date of zeros counts as empty, in a column that may be empty. Never where empty means "no end".
    zero_dates: bool,
}

impl SupplierProfile {
    /// Whether it has rows that continue the row above.
    pub fn has_continuations(&self) -> bool {
        self.continuation.is_some()
    }

    /// Applies this supplier's headers and spellings to the columns. Returns the index of the column that is empty in a
    /// continuation row.
    ///
    /// # Errors
    /// A column or code that the schema does not have.
    pub fn apply(&self, columns: &mut [Column]) -> Result<Option<usize>, SchemaFault> {
        for (name, headers) in &self.headers {
            let column = column_of(columns, name)?;
            column.aliases.extend(headers.iter().map(|header| header_key(header)));
            column.aliases.sort_unstable();
            column.aliases.dedup();
        }
        for (name, words) in &self.codes {
            let column = column_of(columns, name)?;
            let spelled = |(word, code): (&String, &String)| {
                let index = column
                    .code_index(code)
                    .ok_or_else(|| SchemaFault::NoSuchCode { code: code.clone(), column: name.clone() })?;
                Ok((word.clone(), index))
            };
            column.spellings = words.iter().map(spelled).collect::<Result<_, SchemaFault>>()?;
        }
        for (name, headers) in &self.sign {
            column_of(columns, name)?.sign = headers.iter().map(|header| header_key(header)).collect();
        }
        for column in &mut *columns {
            column.zero_is_empty = self.zero_dates && !column.open_end;
        }
        let place = |name: &String| {
            let place = columns.iter().position(|column| column.name == *name);
            place.ok_or_else(|| SchemaFault::NoSuchColumn { name: name.clone() })
        };
        self.continuation.as_ref().map(place).transpose()
    }
}

fn column_of<'c>(columns: &'c mut [Column], name: &str) -> Result<&'c mut Column, SchemaFault> {
    let found = columns.iter_mut().find(|column| column.name == name);
    found.ok_or_else(|| SchemaFault::NoSuchColumn { name: name.to_owned() })
}
