//! What a reader of a run has besides its folder, and what the check of it establishes.

use std::path::Path;

use super::law::KnownLaw;
use crate::config::Config;
use crate::crypto::keys::Identity;
use crate::law::library::Library;

/// What the check established, in order.
#[derive(Debug, Default)]
pub struct Verified {
    /// What holds, in words.
    pub holds: Vec<String>,
    /// What the check does not prove.
    pub unproven: Vec<String>,
}

/// What the controller has besides its runs.
#[derive(Clone, Copy)]
pub struct Controller<'a> {
    /// The configuration, with the pseudonym key.
    pub config: &'a Config,
    /// The law files.
    pub library: &'a Library,
}

/// What the reader has besides the run folder.
#[derive(Default)]
pub struct Means<'a> {
    /// Public key of the signer that the reader trusts.
    pub signer: Option<&'a Path>,
    /// The controller's own configuration and law files, to check the keyed hashes and derive the parcels again.
    pub controller: Option<Controller<'a>>,
    /// Identities that open what is sealed to them.
    pub identities: &'a [Identity],
    /// The law that releases of the program had. Without it the law of the run is not judged.
    pub law: Option<&'a KnownLaw>,
}
