//! What every run shares: schemas, law and the registers of what people read.

use std::path::Path;

use crate::catalogue::Catalogue;
use crate::error::Fault;
use crate::glossary::Glossary;
use crate::logbook::Register;
use crate::policy::in_force::Policy;
use crate::schemas::{SchemaFiles, Schemas};

/// The folder `schemas/`, read.
pub struct Library {
    /// The files.
    pub files: SchemaFiles,
    /// Extracts and vocabulary.
    pub schemas: Schemas,
    /// The law.
    pub policy: Policy,
    /// The findings.
    pub catalogue: Catalogue,
    /// What values, reasons and refusals mean.
    pub glossary: Glossary,
    /// The processing activities that the log refers to.
    pub register: Register,
}

impl Library {
    /// Finds and reads the folder.
    pub fn load(named: Option<&Path>) -> Result<Library, Fault> {
        Library::of(SchemaFiles::find(named)?)
    }

    /// Reads files that were found.
    pub fn of(files: SchemaFiles) -> Result<Library, Fault> {
        // The law is as long as everything else together.
        let (policy, (schemas, catalogue, glossary, register)) = rayon::join(
            || Policy::load(&files),
            || {
                (
                    Schemas::load(&files),
                    Catalogue::load(&files),
                    Glossary::load(&files),
                    Register::load(&files),
                )
            },
        );
        let (schemas, policy, catalogue) = (schemas?, policy?, catalogue?);
        let (glossary, register) = (glossary?, register?);
        Ok(Library { files, schemas, policy, catalogue, glossary, register })
    }
}
