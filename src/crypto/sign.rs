//! Signing and checking signatures with minisign, so that the standard program can check them too.

use std::io::Cursor;

use minisign::{PublicKey, PublicKeyBox, SignatureBox};

use super::keys::{KeyFault, SigningKey, tidy};

/// The comments of a signature. Fixed and compared on checking, so that no byte of the file can vary.
const TRUSTED_COMMENT: &str = "jib manifest";
const UNTRUSTED_COMMENT: &str = "signature of a jib run manifest";

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

/// Signs bytes. Returns the text of the signature file.
///
/// # Errors
/// If minisign refuses the key.
pub fn sign(bytes: &[u8], key: &SigningKey) -> Result<String, KeyFault> {
    let (trusted, untrusted) = (Some(TRUSTED_COMMENT), Some(UNTRUSTED_COMMENT));
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

    /// Checks the text of a signature file against bytes.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn check(&self, bytes: &[u8], signature: &str) -> Result<(), BadSignature> {
        let read = SignatureBox::from_string(signature).map_err(|_| BadSignature::NoSignature)?;
        let comments = (read.untrusted_comment().ok(), read.trusted_comment().ok());
        if (comments.0.as_deref(), comments.1.as_deref()) != (Some(UNTRUSTED_COMMENT), Some(TRUSTED_COMMENT))
        {
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
