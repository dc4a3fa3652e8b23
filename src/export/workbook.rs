//! A parcel as a workbook for Excel: one sheet, text cells only, so that a number keeps its zeros and a name that begins
//! with `=` stays a name. The same parcel gives the same bytes: the date inside is the verstrekdatum, not a clock's.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::seal::mark;
use crate::hashing::PseudonymKey;
use crate::minimise::Rows;
use crate::model::day::Day;
use crate::state::next::Mark;

/// Rows that a worksheet can hold, the header included.
const SHEET_ROWS_MAX: u64 = 1_048_576;

/// The bytes of the workbook, for sealing, and the mark of each line that is about a person.
pub fn workbook(
    parcel: &dyn Rows,
    verstrekdatum: Day,
    key: &PseudonymKey,
) -> io::Result<(Vec<u8>, Vec<Mark>)> {
    if u64::try_from(parcel.rows()).unwrap_or(u64::MAX) >= SHEET_ROWS_MAX {
        return Err(io::Error::other(
            "meer rijen dan een werkblad kan hebben; kies formaat csv voor deze ontvanger",
        ));
    }
    build(parcel, verstrekdatum, key).map_err(io::Error::other)
}

fn build(
    parcel: &dyn Rows,
    verstrekdatum: Day,
    key: &PseudonymKey,
) -> Result<(Vec<u8>, Vec<Mark>), XlsxError> {
    let (year, month, day) = verstrekdatum.ymd();
    let date = |part: u32| u8::try_from(part).unwrap_or(1);
    let created = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900), date(month), date(day))?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name("gegevens")?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0u16..).zip(parcel.header()) {
        sheet.write_string(0, column, name)?;
    }
    let marks = write_rows(sheet, parcel, key)?;
    Ok((workbook.save_to_buffer()?, marks))
}

fn write_rows(sheet: &mut Worksheet, parcel: &dyn Rows, key: &PseudonymKey) -> Result<Vec<Mark>, XlsxError> {
    let mut marks = Vec::new();
    let mut row = 0u32;
    let mut fault = None;
    for part in 0..parcel.parts() {
        parcel.part(part, &mut |own| {
            row += 1;
            marks.extend(mark(own, key));
            for (column, cell) in (0u16..).zip(own.record.iter()).filter(|(_, cell)| !cell.is_empty()) {
                let written = sheet.write_string(row, column, String::from_utf8_lossy(cell));
                if let Err(reason) = written {
                    fault.get_or_insert(reason);
                }
            }
        });
    }
    fault.map_or(Ok(marks), Err)
}
