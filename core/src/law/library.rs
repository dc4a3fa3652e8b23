//! What every run shares: schemas, law and the registers of texts for readers.

use std::path::Path;

use crate::law::fault::PolicyFault;
use crate::law::in_force::Policy;
use crate::law::register::Register;
use crate::schemas::catalogue::{Catalogue, CatalogueFault};
use crate::schemas::extracts::Schemas;
use crate::schemas::files::{SchemaFiles, SchemasFault};
use crate::schemas::glossary::Glossary;

/// Why the folder `schemas/` cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum LibraryFault {
    /// A fault in the files, the extracts or the table of municipalities.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Schemas(#[from] SchemasFault),
    /// A fault in the registers of texts for readers.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] CatalogueFault),
    /// A fault in the law files or parties.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Policy(#[from] PolicyFault),
}

/// The contents of the folder `schemas/`.
pub struct Library {
    /// The files.
    pub files: SchemaFiles,
    /// Extracts and vocabulary.
    pub schemas: Schemas,
    /// The law.
    pub policy: Policy,
    /// The register of findings.
    pub catalogue: Catalogue,
    /// The meaning of values, reasons and refusals.
    pub glossary: Glossary,
    /// The processing activities that log lines refer to.
    pub register: Register,
}

impl Library {
    /// Reads a folder.
    ///
    /// # Errors
    /// The first fault found in it.
    pub fn load(folder: &Path) -> Result<Library, LibraryFault> {
        Library::of(SchemaFiles::read(folder)?)
    }

    /// Reads files that were already found.
    ///
    /// # Errors
    /// The first fault found in them.
    pub fn of(files: SchemaFiles) -> Result<Library, LibraryFault> {
        // In parallel, because reading the law takes as long as reading everything else.
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
