//! Sealing: the only place that encrypts. age, X25519, binary form; any age client opens it.
//!
//! The writer is owned here and finished on every path, since a stream that is not finished is cut off silently. While
//! sealing, the content is keyed with the pseudonym key, so that a check can be made later without opening it.

use std::io::{self, Write};

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::table::{Dialect, header_line};
use crate::config::keys::Recipient;
use crate::hashing::{KENMERK_CHARS, LineKey, PseudonymKey};
use crate::minimise::{Row, Rows};
use crate::parts::in_parts;
use crate::state::next::Mark;

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
        Ok(Sealer { stream: encryptor.wrap_output(to)?, mac: key.begin() })
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

/// Seals a table: header first, then its parts, made on all cores and written in order. Gives the mark of each line that is
/// about a person.
pub fn seal_table<W: Write + Send>(
    sealer: &mut Sealer<W>,
    table: &dyn Rows,
    dialect: Dialect,
    key: &PseudonymKey,
) -> io::Result<Vec<Mark>> {
    sealer.add(&header_line(dialect, &table.header()))?;
    let mut marks = Vec::with_capacity(table.rows());
    let lines = key.lines();
    in_parts(
        table.parts(),
        |part| {
            let mut writer = dialect.writer();
            let (mut of_part, mut room) = (Vec::new(), Vec::new());
            table.part(part, &mut |row| {
                writer.row(row.record);
                of_part.extend(mark(row, &lines, &mut room));
            });
            (writer.finish(), of_part)
        },
        |(text, mut of_part)| {
            marks.append(&mut of_part);
            sealer.add(&text)
        },
    )?;
    Ok(marks)
}

/// What the state remembers of a row. `room` is used again for each row.
pub fn mark(row: Row<'_>, key: &LineKey, room: &mut Vec<u8>) -> Option<Mark> {
    let subject = row.subject?;
    let mut cells = row.record.iter();
    let kenmerk = cells.next()?.first_chunk::<KENMERK_CHARS>()?;
    Some(Mark { subject, kenmerk: *kenmerk, content: key.hash(cells, room).to_le_bytes() })
}

/// Opens a sealed file with an identity.
pub fn open(sealed: &[u8], identities: &[age::x25519::Identity]) -> Result<Vec<u8>, age::DecryptError> {
    let decryptor = age::Decryptor::new_buffered(sealed)?;
    let mut reader = decryptor.decrypt(identities.iter().map(|identity| identity as &dyn age::Identity))?;
    let mut content = Vec::new();
    io::copy(&mut reader, &mut content)?;
    Ok(content)
}
