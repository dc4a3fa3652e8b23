//! A layout profile: how one supplier writes an extract. It adds headers, says what codes look like and which rows continue
//! the row above; what a column means and may hold stays with the schema.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::column::{Column, fold};
use super::fault::SchemaFault;

/// The profile that every extract has: the headers and codes of the schema itself.
pub const CANONICAL: &str = "canoniek";

/// A profile of one extract, as its schema file writes it. Columns are named by their canonical header.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SupplierProfile {
    /// Headers of this supplier.
    headers: BTreeMap<String, Vec<String>>,
    /// What stands for each code: only these words count then, never those of the schema.
    codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Headers of a column that holds the sign (`+` or `-`) of an amount.
    sign: BTreeMap<String, Vec<String>>,
    /// A row in which this column is empty belongs to the row above.
    continuation: Option<String>,
    /// A date of zeros in a column that may be empty is as empty; not where empty means "no end".
    zero_dates: bool,
    /// Columns that restrict and that this layout does not have, because another column says the same.
    lacks: Vec<String>,
}

impl SupplierProfile {
    /// Writes into columns how this supplier writes them; gives the place of the column that is empty in a continuation row.
    ///
    /// # Errors
    /// A column or code that the schema does not have.
    pub fn apply(&self, columns: &mut [Column]) -> Result<Option<usize>, SchemaFault> {
        for (name, headers) in &self.headers {
            let column = column_of(columns, name)?;
            column.aliases.extend(headers.iter().map(|header| fold(header)));
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
            column_of(columns, name)?.sign = headers.iter().map(|header| fold(header)).collect();
        }
        for name in &self.lacks {
            column_of(columns, name)?.restricts = false;
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
