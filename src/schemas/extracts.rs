//! Every extract's schema, and the national table of municipalities.

use super::files::{SchemaFiles, SchemasFault};
use super::municipalities::Municipalities;
use super::schema::Schema;
use crate::model::extract::CodeColumn;

/// The national table of municipalities.
const MUNICIPALITIES: &str = "vocabulary/gemeenten.csv";

/// The schemas of the extracts and the vocabulary.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// Every extract.
    pub extracts: Vec<Schema>,
    /// The national table of municipalities.
    pub municipalities: Municipalities,
}

impl Schemas {
    /// Reads the extracts and the vocabulary.
    ///
    /// # Errors
    /// A schema is invalid, or the table of municipalities is missing or malformed.
    pub fn load(files: &SchemaFiles) -> Result<Schemas, SchemasFault> {
        let extracts = files
            .under("extracts")
            .map(|(path, text)| {
                Schema::parse(text).map_err(|fault| SchemasFault::Schema { path: path.to_owned(), fault })
            })
            .collect::<Result<_, _>>()?;
        let municipalities = Municipalities::parse(files.text(MUNICIPALITIES)?)
            .map_err(|line| SchemasFault::Row { path: MUNICIPALITIES, line })?;
        Ok(Schemas { extracts, municipalities })
    }

    /// The schema of an extract.
    pub fn extract(&self, id: impl AsRef<str>) -> Option<&Schema> {
        self.extracts.iter().find(|schema| schema.id == id.as_ref())
    }

    /// The codes of a column, in the order of their indices.
    pub fn codes(&self, column: CodeColumn) -> &[String] {
        let schema = self.extract(column.extract);
        let own = schema.and_then(|schema| schema.columns.get(schema.column(column.name)?));
        own.map(|own| own.codes.as_slice()).unwrap_or_default()
    }

    /// The index of a code of a column.
    pub fn code(&self, column: CodeColumn, code: &str) -> Option<u8> {
        self.extract(column.extract)?.code_index(column.name, code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::model::extract::Extract;
    use crate::model::profile::Axis;

    /// The schemas of this repository.
    fn schemas() -> Schemas {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let files = SchemaFiles::read(&folder).expect("the schemas of this repository");
        Schemas::load(&files).expect("schemas that hold")
    }

    /// Every schema feeds an extract that the program knows, and every such extract has a schema.
    #[test]
    fn each_extract_has_a_schema_and_each_schema_an_extract() {
        let schemas = schemas();
        let of_files: BTreeSet<&str> = schemas.extracts.iter().map(|schema| schema.id.as_str()).collect();
        let known: BTreeSet<&str> = Extract::ALL.iter().map(|extract| extract.word()).collect();
        assert_eq!(of_files, known);
        assert!(known.iter().all(|word| Extract::from_word(word).is_some_and(|own| own.word() == *word)));
    }

    /// A column may only feed an axis that checks whether its extract can be relied on.
    #[test]
    fn what_columns_feed_follows_from_their_extract() {
        for schema in schemas().extracts.iter().filter(|schema| schema.id != Extract::Brp.word()) {
            let fed = schema.columns.iter().flat_map(|column| &column.feeds);
            for axis in fed.filter_map(|word| Axis::from_word(word)) {
                let mut deciding = Extract::deciding(axis);
                assert!(deciding.any(|own| own.word() == schema.id), "{} feeds {axis}", schema.id);
            }
        }
    }

    /// A column renamed in its schema and not here would make every code of the law unknown.
    #[test]
    fn columns_of_codes_have_codes() {
        let schemas = schemas();
        let columns = [
            CodeColumn::SECTOR,
            CodeColumn::NIVEAU,
            CodeColumn::UITSTROOMPROFIEL,
            CodeColumn::HOOGSTE_DIPLOMA,
            CodeColumn::SOORT_VERZUIM,
        ];
        for column in columns {
            assert!(!schemas.codes(column).is_empty(), "{}.{}", column.extract, column.name);
        }
    }
}
