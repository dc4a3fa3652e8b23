//! Sealing: the only place that encrypts. age, X25519, binary form; any age client opens it.
//!
//! The writer is owned here and finished on every path, since a stream that is not finished is cut off silently. While
//! sealing, the content is keyed with the pseudonym key, so that a check can be made later without opening it.

use std::io::{self, Write};

use hmac::{Hmac, Mac};
use rayon::prelude::*;
use sha2::Sha256;

use super::table::{Dialect, header_line};
use crate::config::keys::Recipient;
use crate::hashing::PseudonymKey;
use crate::minimise::Contents;

/// Parts of a table that are made at once: bounds memory, and does not change the bytes.
const PARTS_AT_ONCE: usize = 8;

/// Seals what is written to it.
pub struct Sealer<W: Write> {
    stream: age::stream::StreamWriter<W>,
    mac: Hmac<Sha256>,
}

impl<W: Write> Sealer<W> {
    /// Begins a sealed file for one recipient.
    pub fn begin(recipient: &Recipient, key: &PseudonymKey, to: W) -> io::Result<Sealer<W>> {
        let recipients = std::iter::once(recipient.key() as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        let mac = key.begin().ok_or_else(|| io::Error::other("the pseudonym key cannot be used"))?;
        Ok(Sealer { stream: encryptor.wrap_output(to)?, mac })
    }

    /// Adds content.
    pub fn add(&mut self, content: &[u8]) -> io::Result<()> {
        self.mac.update(content);
        self.stream.write_all(content)
    }

    /// Closes the file; gives the keyed hash of the content.
    pub fn finish(self) -> io::Result<(W, String)> {
        let inner = self.stream.finish()?;
        Ok((inner, data_encoding::HEXLOWER.encode(&self.mac.finalize().into_bytes())))
    }
}

/// Seals a parcel: header first, then its parts, made on all cores and written in order.
pub fn seal_parcel<W: Write>(
    sealer: &mut Sealer<W>,
    parcel: &Contents<'_>,
    dialect: Dialect,
) -> io::Result<()> {
    sealer.add(&header_line(dialect, &parcel.header()))?;
    in_parts(sealer, parcel.parts(), |part| {
        let mut writer = dialect.writer();
        parcel.part(part, &mut |record| writer.row(record));
        writer.finish()
    })
}

/// Adds parts that are made in parallel, in their order.
pub fn in_parts<W: Write>(
    sealer: &mut Sealer<W>,
    parts: usize,
    make: impl Fn(usize) -> Vec<u8> + Sync,
) -> io::Result<()> {
    for first in (0..parts).step_by(PARTS_AT_ONCE) {
        let last = parts.min(first + PARTS_AT_ONCE);
        let made: Vec<Vec<u8>> = (first..last).into_par_iter().map(&make).collect();
        for part in made {
            sealer.add(&part)?;
        }
    }
    Ok(())
}

/// Opens a sealed file with an identity.
pub fn open(sealed: &[u8], identities: &[age::x25519::Identity]) -> Result<Vec<u8>, age::DecryptError> {
    let decryptor = age::Decryptor::new_buffered(sealed)?;
    let mut reader = decryptor.decrypt(identities.iter().map(|identity| identity as &dyn age::Identity))?;
    let mut content = Vec::new();
    io::copy(&mut reader, &mut content)?;
    Ok(content)
}
