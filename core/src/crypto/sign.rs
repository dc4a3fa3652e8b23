//! Signing and checking signatures with minisign, so that the standard program can check them too.

use std::io::Cursor;

use minisign::{PublicKey, PublicKeyBox, SignatureBox};

use super::keys::{KeyFault, SigningKey, tidy};

/// The comments of a signature. Fixed and compared on checking, so that no byte of the file can vary, and the signature of one
/// document never stands for that of another.
struct Comments {
    trusted: &'static str,
    untrusted: &'static str,
}

const OF_MANIFEST: Comments =
    Comments { trusted: "jib manifest", untrusted: "signature of a jib run manifest" };

const OF_CLEARING: Comments =
    Comments { trusted: "jib opgeruimd", untrusted: "signature of what was cleared from a jib run" };

/// Why a signature is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSignature {
    /// The public key is not a key.
    NoKey,
    /// The file is not a signature.
    NoSignature,
    /// Its fixed comments were changed.
    Comment,
    /// It is not in canonical form.
    Form,
    /// It does not match these bytes and this key.
    Other,
}

/// Signs a manifest. Returns the text of the signature file.
///
/// # Errors
/// If minisign refuses the key.
pub fn sign(bytes: &[u8], key: &SigningKey) -> Result<String, KeyFault> {
    signed(bytes, key, &OF_MANIFEST)
}

/// Signs the list of files cleared from a run. Returns the text of the signature file.
///
/// # Errors
/// If minisign refuses the key.
pub fn sign_clearing(bytes: &[u8], key: &SigningKey) -> Result<String, KeyFault> {
    signed(bytes, key, &OF_CLEARING)
}

fn signed(bytes: &[u8], key: &SigningKey, comments: &Comments) -> Result<String, KeyFault> {
    let (trusted, untrusted) = (Some(comments.trusted), Some(comments.untrusted));
    let signed = minisign::sign(Some(key.public()), key.secret(), Cursor::new(bytes), trusted, untrusted);
    Ok(signed.map_err(KeyFault::of)?.into_string())
}

/// The public half of a signing key.
#[derive(Clone)]
pub struct Signer(PublicKey);

impl Signer {
    /// Reads the text of a public key file.
    ///
    /// # Errors
    /// It is no key of minisign.
    pub fn parse(public_key: &str) -> Result<Signer, BadSignature> {
        let key = PublicKeyBox::from_string(&tidy(public_key)).and_then(PublicKeyBox::into_public_key);
        key.map(Signer).map_err(|_| BadSignature::NoKey)
    }

    /// The public half of our own key.
    pub fn own(key: &SigningKey) -> Signer {
        Signer(key.public().clone())
    }

    /// Checks the text of a signature file against a manifest.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn check(&self, bytes: &[u8], signature: &str) -> Result<(), BadSignature> {
        self.holds(bytes, signature, &OF_MANIFEST)
    }

    /// Checks the text of a signature file against what says which files were cleared from a run.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn check_clearing(&self, bytes: &[u8], signature: &str) -> Result<(), BadSignature> {
        self.holds(bytes, signature, &OF_CLEARING)
    }

    fn holds(&self, bytes: &[u8], signature: &str, comments: &Comments) -> Result<(), BadSignature> {
        let read = SignatureBox::from_string(signature).map_err(|_| BadSignature::NoSignature)?;
        let found = (read.untrusted_comment().ok(), read.trusted_comment().ok());
        if (found.0.as_deref(), found.1.as_deref()) != (Some(comments.untrusted), Some(comments.trusted)) {
            return Err(BadSignature::Comment);
        }
        // A signature has only one canonical form, so that no byte of the file can vary.
        if read.to_string() != signature {
            return Err(BadSignature::Form);
        }
        minisign::verify(&self.0, &read, Cursor::new(bytes), true, false, false)
            .map_err(|_| BadSignature::Other)
    }
}
