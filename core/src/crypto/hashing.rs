//! Hashes and keyed hashes, in the forms that files use.

use std::hash::Hasher;
use std::io::{self, Write};

use data_encoding::{HEXLOWER, Specification};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use siphasher::sip::SipHasher24;

/// The pseudonym key: 32 random bytes, never shown.
#[derive(Clone)]
pub struct PseudonymKey {
    /// The HMAC state after absorbing the key: half the work of a short keyed hash, done once.
    begun: Hmac<Sha256>,
    /// The same, after also absorbing the purpose of [`Subject`], which is made for every person.
    of_persons: Keyer,
}

/// The length of a pseudonym key, in bytes.
pub const PSEUDONYM_KEY_BYTES: usize = 32;

impl PseudonymKey {
    /// From the bytes of a key file; `None` unless there are exactly 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<PseudonymKey> {
        if bytes.len() != PSEUDONYM_KEY_BYTES {
            return None;
        }
        let begun = Hmac::<Sha256>::new_from_slice(bytes).ok()?;
        let of_persons = Keyer { begun: begun.clone() }.taking(&[b"persoon"]);
        Some(PseudonymKey { begun, of_persons })
    }

    /// Starts the keyed hash of content that arrives in pieces. It has a purpose of its own: a supplier chooses the content and can read
    /// its hash in a manifest, and under a shared purpose could obtain any keyed hash that way, such as a person's pseudonym.
    pub fn keyed_content(&self) -> Keyed {
        Keyed { mac: self.keyer("inhoud", &[]).begun }
    }

    /// The keyed hash of content as version 1 manifests have it, without a purpose. Only compared with old manifests, never written.
    pub fn hmac_hex_of_version_1(&self, content: &[u8]) -> String {
        let mut keyed = Keyed { mac: self.begun.clone() };
        keyed.update(content);
        keyed.finish()
    }

    /// Starts the keyed hash of a state between runs. It has a purpose of its own, so that no other keyed content passes for one.
    pub fn keyed_state(&self) -> Keyed {
        Keyed { mac: self.keyer("staat", &[]).begun }
    }

    /// HMAC-SHA256 over the parts, each terminated by byte 0x1F, for one purpose. Hashes for different purposes cannot be
    /// linked.
    pub fn keyed(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.keyer(purpose, parts).tag(&[])
    }

    /// Prepares keyed hashes for one purpose that share their first parts.
    pub fn keyer(&self, purpose: &str, parts: &[&[u8]]) -> Keyer {
        Keyer { begun: self.begun.clone() }.taking(&[purpose.as_bytes()]).taking(parts)
    }

    /// A person's keyed pseudonym for the state and the log; never in a parcel.
    pub fn subject(&self, digits: &[u8; 9]) -> Subject {
        Subject(first_bytes(self.of_persons.tag(&[digits])))
    }

    /// A key for hashes that detect whether a delivered row changed since the last run.
    pub fn lines(&self) -> LineKey {
        self.line_key("regel", &[])
    }

    /// A key for short and quick hashes for one purpose.
    pub fn line_key(&self, purpose: &str, parts: &[&[u8]]) -> LineKey {
        let tag = self.keyed(purpose, parts);
        LineKey(SipHasher24::new_with_key(tag.first_chunk().unwrap_or(&[0; 16])))
    }

    /// Tells two keys apart without revealing either: 16 hexadecimal characters.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(self.keyed("vingerafdruk", &[]).get(..8).unwrap_or_default())
    }

    /// The keyed hash of the content, in hexadecimal. Unlike a plain hash, it does not let anyone guess the content of a short
    /// file.
    pub fn hmac_hex(&self, content: &[u8]) -> String {
        let mut keyed = self.keyed_content();
        keyed.update(content);
        keyed.finish()
    }
}

/// The keyed hash of content that arrives in pieces.
pub struct Keyed {
    mac: Hmac<Sha256>,
}

impl Keyed {
    /// Adds the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.mac.update(piece);
    }

    /// HMAC-SHA256 of all pieces, in hexadecimal.
    pub fn finish(self) -> String {
        HEXLOWER.encode(&self.mac.finalize().into_bytes())
    }
}

/// A writer that computes the sha256 of everything written.
pub struct Hashing<W: Write> {
    inner: W,
    sha256: Sha256,
}

impl<W: Write> Hashing<W> {
    /// Passes everything on to `inner`.
    pub fn new(inner: W) -> Hashing<W> {
        Hashing { inner, sha256: Sha256::new() }
    }

    /// The inner writer, and the sha256 of everything written, in hexadecimal.
    pub fn finish(self) -> (W, String) {
        (self.inner, HEXLOWER.encode(&self.sha256.finalize()))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.sha256.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A writer that computes the keyed hash of everything written.
pub struct Keying<W: Write> {
    inner: W,
    content: Keyed,
}

impl<W: Write> Keying<W> {
    /// Passes everything on to `inner`.
    pub fn new(inner: W, key: &PseudonymKey) -> Keying<W> {
        Keying { inner, content: key.keyed_content() }
    }

    /// The same, for a state between runs.
    pub fn of_state(inner: W, key: &PseudonymKey) -> Keying<W> {
        Keying { inner, content: key.keyed_state() }
    }

    /// The inner writer, and the keyed hash of everything written, in hexadecimal.
    pub fn finish(self) -> (W, String) {
        (self.inner, self.content.finish())
    }
}

impl<W: Write> Write for Keying<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.content.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Terminates each part of a keyed hash.
const SEPARATOR: [u8; 1] = [0x1F];

/// The first bytes of a keyed hash.
fn first_bytes<const N: usize>(tag: [u8; 32]) -> [u8; N] {
    let mut bytes = [0; N];
    for (byte, own) in bytes.iter_mut().zip(tag) {
        *byte = own;
    }
    bytes
}

/// Makes keyed hashes for one purpose that share their first parts.
#[derive(Clone)]
pub struct Keyer {
    begun: Hmac<Sha256>,
}

impl Keyer {
    /// Absorbs these parts as well.
    fn taking(mut self, parts: &[&[u8]]) -> Keyer {
        for part in parts {
            self.begun.update(part);
            self.begun.update(&SEPARATOR);
        }
        self
    }

    /// The keyed hash of the shared parts and these.
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.clone().taking(parts).begun.finalize().into_bytes().into()
    }
}

/// Makes the keyed hashes of rows. They are short and stay in the state. Without the key, nobody can test a guess about a row
/// against them.
#[derive(Clone)]
pub struct LineKey(SipHasher24);

impl LineKey {
    /// The hash of a row's cells. `room` is a buffer to reuse: hashing the joined cells takes half the time of hashing them one
    /// by one.
    pub fn hash<'c>(&self, cells: impl Iterator<Item = &'c [u8]>, room: &mut Vec<u8>) -> u64 {
        room.clear();
        for cell in cells {
            room.extend_from_slice(cell);
            room.extend_from_slice(&SEPARATOR);
        }
        let mut hasher = self.0;
        hasher.write(room);
        hasher.finish()
    }
}

impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PseudonymKey(…)")
    }
}

/// The length of a [`Subject`] in bytes: 128 bits, so that no two persons share one.
pub const SUBJECT_BYTES: usize = 16;

/// A person in the state and the log: a keyed pseudonym.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject([u8; SUBJECT_BYTES]);

impl Subject {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8; SUBJECT_BYTES] {
        &self.0
    }

    /// In hexadecimal, as the log shows it.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }
}

impl From<[u8; SUBJECT_BYTES]> for Subject {
    fn from(bytes: [u8; SUBJECT_BYTES]) -> Subject {
        Subject(bytes)
    }
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subject(…)")
    }
}

/// The length of a kenmerk in characters: 130 bits, so that no two persons share one.
pub const KENMERK_CHARS: usize = 26;

/// Makes the kenmerken of one parcel. A person's kenmerk is stable within a parcel and different in every other one, so that
/// what the law keeps apart cannot be joined.
#[derive(Clone)]
pub struct KenmerkMaker {
    begun: Hmac<Sha256>,
    base32: data_encoding::Encoding,
}

impl KenmerkMaker {
    /// For one parcel: party, school (or empty) and parcel name without `-geheim`.
    pub fn new(key: &PseudonymKey, partij: &str, brin: &str, pakket: &str) -> KenmerkMaker {
        let Keyer { begun } = key.keyer(partij, &[brin.as_bytes(), pakket.as_bytes()]);
        KenmerkMaker { begun, base32: base32_lower() }
    }

    /// The kenmerk for these digits.
    pub fn make(&self, persoonsnummer: &[u8; 9]) -> Kenmerk {
        let mut own = self.begun.clone();
        own.update(persoonsnummer);
        let tag = own.finalize().into_bytes();
        Kenmerk(first_bytes(tag.into()))
    }

    /// Appends the kenmerk for these digits to the buffer.
    pub fn append(&self, persoonsnummer: &[u8; 9], to: &mut Vec<u8>) {
        self.write(self.make(persoonsnummer), to);
    }

    /// Appends a kenmerk to the buffer, as files show it.
    pub fn write(&self, kenmerk: Kenmerk, to: &mut Vec<u8>) {
        let mut text = [0; ENCODED_CHARS];
        self.base32.encode_mut(&kenmerk.0, &mut text);
        to.extend_from_slice(text.get(..KENMERK_CHARS).unwrap_or_default());
    }
}

/// The bytes that a kenmerk is encoded from.
const KENMERK_BYTES: usize = 17;

/// The characters of those bytes in full; a kenmerk uses the first [`KENMERK_CHARS`].
const ENCODED_CHARS: usize = 28;

/// A kenmerk before encoding. Its sort order is unrelated to persons, and different in each parcel.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kenmerk([u8; KENMERK_BYTES]);

/// RFC 4648 base32 in lower case, without padding.
fn base32_lower() -> data_encoding::Encoding {
    let mut specification = Specification::new();
    specification.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
    specification.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
}

/// sha256 in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Catches content that is chosen so that its published hash is a person's pseudonym, or the anchor of the chain.
    #[test]
    fn the_hash_of_a_content_is_that_of_nothing_else() {
        let key = PseudonymKey::from_bytes(&[7; 32]).expect("32 bytes");
        let chosen = |content: &[u8]| key.hmac_hex(content);
        assert!(!chosen(b"persoon\x1f999990019\x1f").starts_with(&key.subject(b"999990019").hex()));
        assert_ne!(chosen(b"keten\x1f0599\x1f"), HEXLOWER.encode(&key.keyed("keten", &[b"0599"])));
        let mut state = key.keyed_state();
        state.update(b"x");
        assert_ne!(chosen(b"staat\x1fx"), state.finish());
    }

    #[test]
    fn a_kenmerk_is_stable_and_differs_per_parcel() {
        let key = PseudonymKey::from_bytes(&[7; 32]).expect("32 bytes");
        let kenmerk = |partij, brin, pakket| {
            let mut out = Vec::new();
            KenmerkMaker::new(&key, partij, brin, pakket).append(b"999993653", &mut out);
            String::from_utf8(out).expect("ascii")
        };
        let one = kenmerk("leerplicht", "", "toezicht");
        assert_eq!(one.len(), KENMERK_CHARS);
        assert!(one.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b)));
        assert_eq!(one, kenmerk("leerplicht", "", "toezicht"));
        assert_ne!(one, kenmerk("leerplicht", "", "verzuim"));
        assert_ne!(one, kenmerk("doorstroompunt", "", "toezicht"));
        assert_ne!(kenmerk("school", "20KD", "verzuim"), kenmerk("school", "01AA", "verzuim"));
    }
}
