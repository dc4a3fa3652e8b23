//! Seals a table row by row, and makes the mark that the state keeps of each row.

use std::io::{self, Write};

use super::table::{CsvDialect, header_line};
use crate::crypto::hashing::{KENMERK_CHARS, LineKey, PseudonymKey};
use crate::crypto::seal::Sealer;
use crate::parallel::in_parts;
use crate::publish::state::next::Mark;
use crate::release::minimise::{Row, Rows};

/// Seals a table: the header, then its parts, made on all cores and written in order. Returns the mark of each line about a
/// person.
///
/// # Errors
/// Returns the error of the writer.
pub fn seal_table<W: Write + Send>(
    sealer: &mut Sealer<W>,
    table: &dyn Rows,
    dialect: CsvDialect,
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

/// Makes the mark that the state keeps of a row. `room` is a scratch buffer, reused for each row.
pub fn mark(row: Row<'_>, key: &LineKey, room: &mut Vec<u8>) -> Option<Mark> {
    let subject = row.subject?;
    let mut cells = row.record.iter();
    let kenmerk = cells.next()?.first_chunk::<KENMERK_CHARS>()?;
    Some(Mark { subject, kenmerk: *kenmerk, content: key.hash(cells, room).to_le_bytes() })
}
