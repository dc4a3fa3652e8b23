//! A parcel as a workbook for Excel: one sheet, text cells only, so that a number keeps its zeros and a name that begins
//! with `=` stays a name. The same parcel gives the same bytes: the date inside is the verstrekdatum, not a clock's.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::minimise::Contents;
use crate::model::day::Day;

/// Rows that a worksheet can hold, the header included.
const SHEET_ROWS_MAX: u64 = 1_048_576;

/// The bytes of the workbook, for sealing.
pub fn workbook(parcel: &Contents<'_>, verstrekdatum: Day) -> io::Result<Vec<u8>> {
    if u64::try_from(parcel.rows()).unwrap_or(u64::MAX) >= SHEET_ROWS_MAX {
        return Err(io::Error::other(
            "meer rijen dan een werkblad kan hebben; kies formaat csv voor deze ontvanger",
        ));
    }
    build(parcel, verstrekdatum).map_err(io::Error::other)
}

fn build(parcel: &Contents<'_>, verstrekdatum: Day) -> Result<Vec<u8>, XlsxError> {
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
    write_rows(sheet, parcel)?;
    workbook.save_to_buffer()
}

fn write_rows(sheet: &mut Worksheet, parcel: &Contents<'_>) -> Result<(), XlsxError> {
    let mut row = 0u32;
    let mut fault = None;
    for part in 0..parcel.parts() {
        parcel.part(part, &mut |record| {
            row += 1;
            for (column, cell) in (0u16..).zip(record.iter()).filter(|(_, cell)| !cell.is_empty()) {
                let written = sheet.write_string(row, column, String::from_utf8_lossy(cell));
                if let Err(reason) = written {
                    fault.get_or_insert(reason);
                }
            }
        });
    }
    fault.map_or(Ok(()), Err)
}
