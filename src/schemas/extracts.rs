//! Every extract's schema, and the national table of municipalities.

use super::files::{SchemaFiles, SchemasFault};
use super::municipalities::Municipalities;
use super::schema::Schema;

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
    pub fn extract(&self, id: &str) -> Option<&Schema> {
        self.extracts.iter().find(|schema| schema.id == id)
    }
}
