//! The keys that a configuration names. None of them shows itself in a `Debug` or a message.

use std::path::Path;
use std::str::FromStr;

use minisign::{PublicKey, SecretKey, SecretKeyBox};

use crate::hashing::{PseudonymKey, sha256_hex};

/// A recipient's public key.
#[derive(Clone)]
pub struct Recipient {
    key: age::x25519::Recipient,
}

impl Recipient {
    /// Reads `age1…`.
    pub fn parse(text: &str) -> Option<Recipient> {
        age::x25519::Recipient::from_str(text.trim()).ok().map(|key| Recipient { key })
    }

    /// The key, for sealing.
    pub fn key(&self) -> &age::x25519::Recipient {
        &self.key
    }

    /// The start of the sha256 of the public key: enough to tell keys apart in a manifest.
    pub fn fingerprint(&self) -> String {
        sha256_hex(self.key.to_string().as_bytes()).chars().take(16).collect()
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipient({})", self.fingerprint())
    }
}

/// The identities in a file as `jib keygen` and age-keygen write it: one a line, besides comments. Other lines are none.
pub fn identities(text: &str) -> Vec<age::x25519::Identity> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| age::x25519::Identity::from_str(line).ok()).collect()
}

/// The controller's own keys.
pub struct Keys {
    /// Internal files are sealed to this one.
    pub beheer: Recipient,
    /// Parcels are sealed to these: in the order of `[[ontvanger]]`.
    pub ontvangers: Vec<Recipient>,
    /// Kenmerken and keyed hashes.
    pub pseudonym: PseudonymKey,
    /// Manifests are signed with this one; a worked case has none, since it publishes nothing.
    pub signing: Option<SigningKey>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// A minisign secret key without a password, and its public half.
pub struct SigningKey {
    secret: SecretKey,
    public: PublicKey,
}

impl SigningKey {
    /// Reads a key file; `None` if it is none, or has a password.
    pub fn read(path: &Path) -> Option<SigningKey> {
        let text = std::fs::read_to_string(path).ok()?;
        let secret = SecretKeyBox::from_string(&text).ok()?.into_unencrypted_secret_key().ok()?;
        let public = PublicKey::from_secret_key(&secret).ok()?;
        Some(SigningKey { secret, public })
    }

    /// The secret half, for signing.
    pub fn secret(&self) -> &SecretKey {
        &self.secret
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The start of the sha256 of the public half: enough to tell keys apart in a manifest.
    pub fn fingerprint(&self) -> String {
        sha256_hex(self.public.to_base64().as_bytes()).chars().take(16).collect()
    }
}
