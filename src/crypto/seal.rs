//! Sealing: the only place that encrypts. age, X25519, binary form; any age client opens it.
//!
//! The writer is owned here and finished on every path, since age cuts off a stream that is not finished without a word.
//! While sealing, the content is keyed with the pseudonym key, so that it can be checked later without opening it.

use std::io::{self, Write};

use super::hashing::{Keyed, PseudonymKey};
use super::keys::{Identity, Recipient};

/// Seals what is written to it.
pub struct Sealer<W: Write> {
    stream: age::stream::StreamWriter<W>,
    content: Keyed,
}

/// Why a sealed file does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// It is sealed to another key.
    OtherKey,
    /// It is no file that age sealed.
    NotSealed,
    /// It is damaged, or breaks off.
    Damaged,
}

impl<W: Write> Sealer<W> {
    /// Begins a sealed file for one recipient.
    ///
    /// # Errors
    /// What writing the header to `to` says.
    pub fn begin(recipient: &Recipient, key: &PseudonymKey, to: W) -> io::Result<Sealer<W>> {
        let recipients = std::iter::once(recipient.key() as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        Ok(Sealer { stream: encryptor.wrap_output(to)?, content: key.keyed_content() })
    }

    /// Adds content.
    ///
    /// # Errors
    /// What writing says.
    pub fn add(&mut self, content: &[u8]) -> io::Result<()> {
        self.content.update(content);
        self.stream.write_all(content)
    }

    /// Closes the file; gives the keyed hash of the content, in hexadecimal.
    ///
    /// # Errors
    /// What writing the end says.
    pub fn finish(self) -> io::Result<(W, String)> {
        Ok((self.stream.finish()?, self.content.finish()))
    }
}

/// Opens a sealed file with the first identity that fits.
///
/// # Errors
/// Why it does not open.
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
