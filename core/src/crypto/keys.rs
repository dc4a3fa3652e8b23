//! The keys that a configuration names. `Debug` and messages never show them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};
use rand::TryRngCore;
use rand::rngs::OsRng;

use zeroize::Zeroizing;

use super::hashing::{PSEUDONYM_KEY_BYTES, PseudonymKey, sha256_hex};
use crate::handle::file_in_its_folder;
use crate::model::encoding::written_text;

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
    pub(super) fn key(&self) -> &age::x25519::Recipient {
        &self.key
    }

    /// The first 16 hexadecimal characters of the public key's sha256: enough to tell keys apart in a manifest.
    pub fn fingerprint(&self) -> String {
        sha256_hex(self.key.to_string().as_bytes()).chars().take(16).collect()
    }
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.key.fmt(f)
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipient({})", self.fingerprint())
    }
}

/// A private key that opens files sealed to its recipient. Never shown.
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// The identities in a file written by `jib keygen` or age-keygen: one per line, plus comments. Other lines are ignored.
    pub fn all_in(text: &str) -> Vec<Identity> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.filter_map(|line| age::x25519::Identity::from_str(line).ok()).map(Identity).collect()
    }

    /// The recipient whose sealed files this identity opens.
    pub fn recipient(&self) -> Recipient {
        Recipient { key: self.0.to_public() }
    }

    /// The key, for opening.
    pub(super) fn key(&self) -> &age::x25519::Identity {
        &self.0
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// Why a key could not be made or used. The reason comes from the library and contains no key.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct KeyFault {
    reason: String,
}

impl KeyFault {
    pub(super) fn of(reason: impl std::fmt::Display) -> KeyFault {
        KeyFault { reason: reason.to_string() }
    }
}

/// Makes an age identity. Returns the text of its file, wiped from memory when dropped, and its public key.
pub fn new_identity() -> (Zeroizing<String>, String) {
    let identity = age::x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let secret = identity.to_string();
    let lines = ["# public key: ", public.as_str(), "\n", secret.expose_secret(), "\n"];
    (Zeroizing::new(lines.concat()), public)
}

/// Makes a signing key without a password. Returns the text of its file, wiped from memory when dropped, and of its public half.
///
/// # Errors
/// If minisign cannot make one.
pub fn new_signing_key() -> Result<(Zeroizing<String>, String), KeyFault> {
    let pair = KeyPair::generate_unencrypted_keypair().map_err(KeyFault::of)?;
    let secret = pair.sk.to_box(Some("jib signing key: keep secret")).map_err(KeyFault::of)?;
    let public = pair.pk.to_box().map_err(KeyFault::of)?;
    Ok((Zeroizing::new(secret.into_string()), public.into_string()))
}

/// Makes a pseudonym key: random bytes from the operating system.
///
/// # Errors
/// If the operating system has no random bytes.
pub fn new_pseudonym_key() -> Result<Zeroizing<[u8; PSEUDONYM_KEY_BYTES]>, KeyFault> {
    let mut bytes = Zeroizing::new([0; PSEUDONYM_KEY_BYTES]);
    OsRng.try_fill_bytes(bytes.as_mut_slice()).map_err(KeyFault::of)?;
    Ok(bytes)
}

/// The controller's own keys.
pub struct Keys {
    /// Internal files are sealed to this key.
    pub beheer: Recipient,
    /// Parcels are sealed to these keys, in the order of `[[ontvanger]]`.
    pub ontvangers: Vec<Recipient>,
    /// Makes kenmerken and keyed hashes.
    pub pseudonym: PseudonymKey,
    /// Signs manifests. `None` for a worked case, which publishes nothing.
    pub signing: Option<SigningKey>,
    /// The files of secret keys that others than their owner and group can read or change, as the configuration names them.
    pub exposed: Vec<String>,
}

/// The bytes of a file with a secret key. Wiped from memory when dropped.
pub struct SecretFile {
    /// What it holds.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Whether anyone besides its owner and group can read, change or replace it.
    pub is_exposed: bool,
}

impl SecretFile {
    /// Reads a key file that somebody names on the command line; it may be a pipe.
    ///
    /// # Errors
    /// It is missing, a folder, or may not be read.
    pub fn given(path: &Path) -> io::Result<SecretFile> {
        SecretFile::of(File::open(path)?)
    }

    /// Reads a key file that a configuration names. Refuses a link that leaves the file's folder, and anything that is not a regular file:
    /// a pipe would block.
    ///
    /// # Errors
    /// It is missing, no file, behind a link that leaves its folder, or may not be read.
    pub fn kept(path: &Path) -> io::Result<SecretFile> {
        let mut file = SecretFile::of(file_in_its_folder(path)?)?;
        file.is_exposed |= is_replaceable(path);
        Ok(file)
    }

    /// At most [`KEY_FILE_BYTES_MAX`] bytes, with the rights of the file, through one handle.
    fn of(file: File) -> io::Result<SecretFile> {
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // Room for all of it: a buffer that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_FILE_BYTES_MAX));
        file.take(u64::try_from(KEY_FILE_BYTES_MAX).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
        Ok(SecretFile { bytes, is_exposed: is_exposed(&metadata) })
    }
}

/// Whether anyone besides the owner and group may write in the file's folder, and so replace the file. With the sticky bit set they cannot:
/// each user may then remove only their own files. For a link, both its own folder and that of its target count.
#[cfg(unix)]
pub fn is_replaceable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let is_open = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let metadata = std::fs::metadata(folder.unwrap_or(Path::new(".")));
        let mode = metadata.map_or(0, |metadata| metadata.permissions().mode());
        mode & 0o002 != 0 && mode & 0o1000 == 0
    };
    is_open(path) || path.canonicalize().is_ok_and(|reached| is_open(&reached))
}

/// Access rights are checked on Unix only.
#[cfg(not(unix))]
pub fn is_replaceable(_: &Path) -> bool {
    false
}

#[cfg(unix)]
fn is_exposed(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o007 != 0
}

#[cfg(not(unix))]
fn is_exposed(_: &std::fs::Metadata) -> bool {
    false
}

/// No key file is nearly as long.
const KEY_FILE_BYTES_MAX: usize = 64 << 10;

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// Why a file cannot sign.
#[derive(Debug)]
pub enum BadKey {
    /// It cannot be read.
    Unreadable(std::io::Error),
    /// It asks for a password.
    Password,
    /// It is the public half.
    Public,
    /// It is not a minisign key.
    Form,
}

/// How minisign names its algorithm at the head of a key.
const ALGORITHM: &[u8] = b"Ed";

/// What follows the algorithm if the secret key is protected by a password (scrypt).
const WITH_PASSWORD: &[u8] = b"Sc";

/// Bytes of a public key: algorithm, number and key.
const PUBLIC_KEY_BYTES: usize = 42;

/// Why minisign refuses the text of a key file.
fn why_unusable(text: &str) -> BadKey {
    let last = text.lines().last().unwrap_or_default();
    match data_encoding::BASE64.decode(last.as_bytes()) {
        Ok(bytes) if bytes.len() == PUBLIC_KEY_BYTES && bytes.starts_with(ALGORITHM) => BadKey::Public,
        Ok(bytes) if bytes.get(ALGORITHM.len()..).is_some_and(|rest| rest.starts_with(WITH_PASSWORD)) => {
            BadKey::Password
        }
        _ => BadKey::Form,
    }
}

/// The non-empty lines of a key file, trimmed, each ending in LF.
pub(super) fn tidy(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// A minisign secret key without a password, and its public half.
pub struct SigningKey {
    secret: SecretKey,
    public: PublicKey,
    /// Whether anyone besides its owner and group can read or change its file.
    pub is_exposed: bool,
}

impl SigningKey {
    /// Reads a key file of `jib keygen` or of minisign, however it was saved.
    ///
    /// # Errors
    /// It is not a minisign secret key, or has a password.
    pub fn read(path: &Path) -> Result<SigningKey, BadKey> {
        let file = SecretFile::kept(path).map_err(BadKey::Unreadable)?;
        let text = Zeroizing::new(written_text(&file.bytes).ok_or(BadKey::Form)?);
        let text = Zeroizing::new(tidy(&text));
        let read = SecretKeyBox::from_string(&text).and_then(SecretKeyBox::into_unencrypted_secret_key);
        let secret = read.map_err(|_| why_unusable(&text))?;
        let public = PublicKey::from_secret_key(&secret).map_err(|_| BadKey::Form)?;
        Ok(SigningKey { secret, public, is_exposed: file.is_exposed })
    }

    /// The secret half, for signing.
    pub(super) fn secret(&self) -> &SecretKey {
        &self.secret
    }

    /// The public half.
    pub(super) fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The text of the public key file.
    ///
    /// # Errors
    /// If minisign cannot write it.
    pub fn public_file(&self) -> Result<String, KeyFault> {
        Ok(self.public.to_box().map_err(KeyFault::of)?.into_string())
    }

    /// The first 16 hexadecimal characters of the public half's sha256: enough to tell keys apart in a manifest.
    pub fn fingerprint(&self) -> String {
        sha256_hex(self.public.to_base64().as_bytes()).chars().take(16).collect()
    }
}
