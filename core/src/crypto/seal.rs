//! Sealing: the only place that encrypts. Uses age with X25519, in binary form, so any age client can open the files.
//!
//! The sealer owns the writer and finishes it on every path: age silently truncates a stream that is not finished. While
//! sealing, it also computes a keyed hash of the content, so that the content can be checked later without opening the file.

use std::io::{self, Write};

use super::hashing::{Keyed, PseudonymKey};
use super::keys::{Identity, Recipient};

/// Seals everything written to it.
pub struct Sealer<W: Write> {
    stream: age::stream::StreamWriter<W>,
    content: Keyed,
}

/// Why a sealed file cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// It is sealed to another key.
    OtherKey,
    /// It is not a file sealed by age.
    NotSealed,
    /// It is damaged or truncated.
    Damaged,
}

impl<W: Write> Sealer<W> {
    /// Starts a sealed file for one recipient.
    ///
    /// # Errors
    /// If the header cannot be written to `to`.
    pub fn begin(recipient: &Recipient, key: &PseudonymKey, to: W) -> io::Result<Sealer<W>> {
        let recipients = std::iter::once(recipient.key() as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        Ok(Sealer { stream: encryptor.wrap_output(to)?, content: key.keyed_content() })
    }

    /// Adds content.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, content: &[u8]) -> io::Result<()> {
        self.content.update(content);
        self.stream.write_all(content)
    }

    /// Finishes the file. Returns the writer and the keyed hash of the content, in hexadecimal.
    ///
    /// # Errors
    /// If the end cannot be written.
    pub fn finish(self) -> io::Result<(W, String)> {
        Ok((self.stream.finish()?, self.content.finish()))
    }
}

/// Opens a sealed file with the first identity that fits.
///
/// # Errors
/// If no identity fits, or the file is not sealed or damaged.
pub fn open(sealed: &[u8], identities: &[Identity]) -> Result<Vec<u8>, Unopened> {
    let decryptor = age::Decryptor::new_buffered(sealed).map_err(Unopened::of)?;
    let identities = identities.iter().map(|identity| identity.key() as &dyn age::Identity);
    let mut reader = decryptor.decrypt(identities).map_err(Unopened::of)?;
    let mut content = Vec::new();
    io::copy(&mut reader, &mut content).map_err(|_| Unopened::Damaged)?;
    Ok(content)
}

impl Unopened {
    fn of(fault: age::DecryptError) -> Unopened {
        match fault {
            age::DecryptError::NoMatchingKeys => Unopened::OtherKey,
            age::DecryptError::InvalidHeader | age::DecryptError::UnknownFormat => Unopened::NotSealed,
            _ => Unopened::Damaged,
        }
    }
}
