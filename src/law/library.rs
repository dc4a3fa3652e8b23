//! What every run shares: schemas, law and the registers of what people read.

use std::path::Path;

use crate::law::fault::PolicyFault;
use crate::law::in_force::Policy;
use crate::law::register::Register;
use crate::schemas::catalogue::{Catalogue, CatalogueFault};
use crate::schemas::extracts::Schemas;
use crate::schemas::files::{SchemaFiles, SchemasFault};
use crate::schemas::glossary::Glossary;

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum LibraryFault {
    /// The files, the extracts or the table of municipalities.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Schemas(#[from] SchemasFault),
    /// The registers of what people read.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] CatalogueFault),
    /// The law files and parties.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Policy(#[from] PolicyFault),
}

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
    /// Reads a folder.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn load(folder: &Path) -> Result<Library, LibraryFault> {
        Library::of(SchemaFiles::read(folder)?)
    }

    /// Reads files that were found.
    pub fn of(files: SchemaFiles) -> Result<Library, LibraryFault> {
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
