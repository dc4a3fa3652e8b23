//! A parcel as a workbook for Excel. All cells are text, so a number keeps its zeros and a name that begins with `=` stays a
//! name. The first sheet holds the rows; the second says what they are, on which article they were sent, and until when to
//! keep them. The date inside is the verstrekdatum and not a clock's, so the same parcel gives the same bytes.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::passport::{Passport, articles};
use super::sealed_table::mark;
use crate::config::file::Gemeente;
use crate::crypto::hashing::PseudonymKey;
use crate::model::day::Day;
use crate::publish::state::next::Mark;
use crate::release::minimise::{Contents, Rows};
use crate::release::recall;

/// Rows that a worksheet can hold, including the header.
pub(super) const SHEET_ROWS_MAX: u64 = 1_048_576;

/// Name of the sheet with the explanation.
pub const EXPLANATION: &str = "toelichting";

/// Name of the sheet with the rows.
pub const ROWS: &str = "gegevens";

/// Widths of the name and text columns of the explanation, in characters.
const EXPLANATION_WIDTHS: [f64; 2] = [22.0, 90.0];

/// Narrowest and widest column of the rows, in characters.
const COLUMN_WIDTHS: (usize, usize) = (8, 40);

/// Excel's text format: what a user types over a cell stays text.
pub(super) const TEXT: &str = "@";

/// The lines of the explanation: a name and a text.
pub type Explanation = Vec<(&'static str, String)>;

/// Returns the bytes of the workbook, for sealing, and the mark of each line about a person.
///
/// # Errors
/// The workbook cannot be built, for instance because the rows do not fit on a sheet.
pub fn workbook(
    parcel: &dyn Rows,
    explained: &Explanation,
    verstrekdatum: Day,
    key: &PseudonymKey,
) -> io::Result<(Vec<u8>, Vec<Mark>)> {
    if u64::try_from(parcel.rows()).unwrap_or(u64::MAX) >= SHEET_ROWS_MAX {
        return Err(io::Error::other(
            "meer rijen dan een werkblad kan hebben; kies formaat csv voor deze ontvanger",
        ));
    }
    build(parcel, explained, verstrekdatum, key).map_err(io::Error::other)
}

fn build(
    parcel: &dyn Rows,
    explained: &Explanation,
    verstrekdatum: Day,
    key: &PseudonymKey,
) -> Result<(Vec<u8>, Vec<Mark>), XlsxError> {
    let (year, month, day) = verstrekdatum.ymd();
    let date = |part: u32| u8::try_from(part).unwrap_or(1);
    let created = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900), date(month), date(day))?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    // The rows come first: a person who opens the file wants them, and a program reads the first sheet.
    sheet.set_name(ROWS)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    let header = parcel.header();
    let bold = Format::new().set_bold().set_num_format(TEXT);
    for (column, name) in (0u16..).zip(&header) {
        sheet.write_string_with_format(0, column, *name, &bold)?;
    }
    let mut widths: Vec<usize> = header.iter().map(|name| name.chars().count() + 1).collect();
    let marks = write_rows(sheet, parcel, &mut widths, key)?;
    for (column, width) in (0u16..).zip(widths) {
        let width = u32::try_from(width.clamp(COLUMN_WIDTHS.0, COLUMN_WIDTHS.1)).unwrap_or_default();
        sheet.set_column_width(column, f64::from(width))?;
    }
    explain(workbook.add_worksheet(), explained)?;
    Ok((workbook.save_to_buffer()?, marks))
}

/// The explanation of a parcel.
pub fn explanation(parcel: &Contents<'_>, passport: &Passport<'_>, gemeente: &Gemeente) -> Explanation {
    let rule = &parcel.parcel().rule;
    let school = parcel.brin().map(|brin| format!(" {brin}")).unwrap_or_default();
    let mut lines = vec![
        ("Wat is dit", format!("pakket {}, voor {}{school}", parcel.pakket(), passport.party.name)),
        ("Van", sender(passport, gemeente)),
        ("Waarvoor", rule.purpose.clone()),
        ("Op grond van", articles(&rule.basis, passport.rules)),
    ];
    lines.extend(dates(passport));
    if parcel.pakket().ends_with("-geheim") {
        let warning = "In dit bestand staan mensen met een geheim adres: geef het aan niemand door.";
        lines.push(("Let op", warning.to_owned()));
    }
    if let Some(contact) = &gemeente.contact {
        lines.push(("Wie belt u", contact.get_ref().clone()));
    }
    lines.push((
        "De rijen",
        format!("staan op het blad `{ROWS}`; elke cel is tekst. Wat de bron leeg liet, is leeg."),
    ));
    lines
}

/// The explanation of a file of recalls.
pub fn recall_explanation(passport: &Passport<'_>, gemeente: &Gemeente) -> Explanation {
    let basis = recall::BASIS.map(str::to_owned);
    let mut lines = vec![
        ("Wat is dit", format!("intrekkingen, voor {}", passport.party.name)),
        ("Van", sender(passport, gemeente)),
        (
            "Wat te doen",
            "Wis wat u eerder over deze personen kreeg, in het pakket dat erbij staat, met elke kopie."
                .to_owned(),
        ),
        ("Op grond van", articles(&basis, passport.rules)),
    ];
    lines.extend(dates(passport));
    if let Some(contact) = &gemeente.contact {
        lines.push(("Wie belt u", contact.get_ref().clone()));
    }
    lines
}

fn sender(passport: &Passport<'_>, gemeente: &Gemeente) -> String {
    format!("gemeente {} ({})", gemeente.name, passport.gemeente)
}

fn dates(passport: &Passport<'_>) -> Explanation {
    vec![
        ("Stand van", passport.peildatum.to_string()),
        ("Verstrekt op", passport.verstrekdatum.to_string()),
        ("Uiterlijk verwijderen", format!("{}, met elke kopie", passport.delete_by())),
        ("Waarom dan", passport.party.retention_basis.clone()),
    ]
}

/// Fills the sheet with the explanation.
pub(super) fn explain(sheet: &mut Worksheet, lines: &[(&'static str, String)]) -> Result<(), XlsxError> {
    sheet.set_name(EXPLANATION)?;
    for (column, width) in (0u16..).zip(EXPLANATION_WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let name_format = Format::new().set_bold().set_align(FormatAlign::Top);
    let text_format = Format::new().set_num_format(TEXT).set_text_wrap().set_align(FormatAlign::Top);
    for (row, (name, text)) in (0u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, *name, &name_format)?;
        sheet.write_string_with_format(row, 1, text, &text_format)?;
    }
    Ok(())
}

fn write_rows(
    sheet: &mut Worksheet,
    parcel: &dyn Rows,
    widths: &mut [usize],
    key: &PseudonymKey,
) -> Result<Vec<Mark>, XlsxError> {
    let mut marks = Vec::new();
    let lines = key.lines();
    let format = Format::new().set_num_format(TEXT);
    let mut row = 0u32;
    let mut room = Vec::new();
    let mut fault = None;
    for part in 0..parcel.parts() {
        parcel.part(part, &mut |own| {
            row += 1;
            marks.extend(mark(own, &lines, &mut room));
            let cells = (0u16..).zip(own.record.iter()).zip(widths.iter_mut());
            for ((column, cell), width) in cells.filter(|((_, cell), _)| !cell.is_empty()) {
                let text = String::from_utf8_lossy(cell);
                *width = (*width).max(text.chars().count() + 1);
                if let Err(reason) = sheet.write_string_with_format(row, column, text, &format) {
                    fault.get_or_insert(reason);
                }
            }
        });
    }
    fault.map_or(Ok(marks), Err)
}
