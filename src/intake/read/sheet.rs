//! A workbook (xlsx) → text of separated cells, so that everything behind it reads one form. A row of the sheet is a line of
//! the text, so a finding names the row that Excel shows. Numbers come out as Excel holds them: a number that lost its
//! leading zeros is for the validation to restore or refuse.

use std::io::{Cursor, Read, copy, sink};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, Xlsx};
use flate2::read::DeflateDecoder;
use zip::CompressionMethod;

use super::fault::OpenFault;
use super::guarded::guarded;
use super::limits::COLUMNS_MAX;

/// The separator of the text.
pub const DELIMITER: u8 = b',';

/// The most bytes that the parts of a workbook may unpack to together, and that the text of its sheets may have: a few
/// strings may stand in very many cells.
const UNPACKED_BYTES_MAX: u64 = 2 << 30;

/// The fewest bytes of a string in the list that cells share.
const SHARED_STRING_BYTES_MIN: u64 = 4;

/// The most parts of a workbook: a sheet or two, styles and strings.
const PARTS_MAX: usize = 1_000;

/// The largest whole number that a cell holds exactly.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// The part that every workbook of this form has, in lower case.
const WORKBOOK: &str = "workbook.xml";

/// The part with the strings that cells share, in lower case.
const SHARED_STRINGS: &str = "sharedstrings.xml";

/// Where that part says how many strings it holds.
const COUNT: &[u8] = b"uniqueCount";

/// Where an encoding shows that has a zero in every letter.
const SHARED_STRING_HEAD_BYTES: usize = 64;

/// Whether the bytes say that they are a zip file, as a workbook is.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The text of the one sheet with anything on it; of several the one that is named after the extract.
///
/// # Errors
/// It is no workbook, damaged or too large, or has several sheets of which none is named after the extract.
pub fn text(bytes: &[u8], extract: &str) -> Result<Vec<u8>, OpenFault> {
    within_limits(bytes)?;
    guarded(|| read(bytes, extract)).unwrap_or(Err(OpenFault::Damaged))
}

fn read(bytes: &[u8], extract: &str) -> Result<Vec<u8>, OpenFault> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| OpenFault::Damaged)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut filled = Vec::new();
    let mut room = UNPACKED_BYTES_MAX;
    for name in names {
        let text = Sheet::read(&mut workbook, &name, room)?;
        room = room.saturating_sub(u64::try_from(text.len()).unwrap_or(u64::MAX));
        if !text.is_empty() {
            filled.push((name, text));
        }
    }
    let named = filled.iter().position(|(name, _)| name.trim().eq_ignore_ascii_case(extract));
    match (filled.len(), named) {
        (0, _) => Ok(Vec::new()),
        (1, _) => Ok(filled.swap_remove(0).1),
        (_, Some(named)) => Ok(filled.swap_remove(named).1),
        (_, None) => Err(OpenFault::SeveralSheets),
    }
}

/// Unpacks every part once and keeps none: what a zip file says of the size of its parts need not be so, and the reader of
/// workbooks makes room for as many strings as a part announces.
fn within_limits(bytes: &[u8]) -> Result<(), OpenFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| OpenFault::Damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(OpenFault::TooLarge);
    }
    let is_workbook = |name: &str| name.to_ascii_lowercase().ends_with(WORKBOOK);
    if !archive.file_names().flatten().any(|name| is_workbook(&name)) {
        return Err(OpenFault::Form);
    }
    let mut room = UNPACKED_BYTES_MAX;
    for part in 0..archive.len() {
        let part = archive.by_index_raw(part).map_err(|_| OpenFault::Damaged)?;
        let name = part.name().map_err(|_| OpenFault::Damaged)?;
        let is_strings = name.to_ascii_lowercase().ends_with(SHARED_STRINGS);
        let packing = part.compression();
        let mut part: Box<dyn Read> = match packing {
            CompressionMethod::Stored => Box::new(part),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(part)),
            _ => return Err(OpenFault::Form),
        };
        let mut part = part.by_ref().take(room + 1);
        let unpacked = if is_strings { shared_strings(&mut part) } else { copy(&mut part, &mut sink()).ok() };
        room = room.checked_sub(unpacked.ok_or(OpenFault::Damaged)?).ok_or(OpenFault::TooLarge)?;
    }
    Ok(())
}

/// The length of the list of strings that cells share; nothing if it announces more strings than it can hold.
fn shared_strings(part: &mut impl Read) -> Option<u64> {
    let mut text = Vec::new();
    part.read_to_end(&mut text).ok()?;
    let length = u64::try_from(text.len()).ok()?;
    // In UTF-16 the word below would not be found.
    if text.iter().take(SHARED_STRING_HEAD_BYTES).any(|byte| *byte == 0) {
        return None;
    }
    let counts = memchr::memmem::find_iter(&text, COUNT).filter_map(|at| {
        let behind = text.get(at + COUNT.len()..)?;
        let digits = behind.iter().skip_while(|byte| !byte.is_ascii_digit());
        let digits: Vec<u8> = digits.take_while(|byte| byte.is_ascii_digit()).copied().collect();
        Some(std::str::from_utf8(&digits).ok()?.parse().unwrap_or(u64::MAX))
    });
    let fits = |count: u64| count.saturating_mul(SHARED_STRING_BYTES_MIN) <= length;
    counts.into_iter().all(fits).then_some(length)
}

/// The text of a sheet as it grows, cell by cell: only cells that hold something come, in the order of rows.
#[derive(Default)]
struct Sheet {
    text: Vec<u8>,
    /// Columns of the header: shorter rows are filled up, since Excel does not store empty cells.
    width: u32,
    row: u32,
    /// The column after the last cell of this row.
    column: u32,
    /// The most bytes that the text may have.
    room: usize,
}

impl Sheet {
    fn read(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: u64) -> Result<Vec<u8>, OpenFault> {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| OpenFault::Damaged)?;
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let mut sheet = Sheet { room, ..Sheet::default() };
        while let Some(cell) = cells.next_cell().map_err(|_| OpenFault::Damaged)? {
            let shown = shown(cell.get_value());
            if !shown.trim().is_empty() {
                let (row, column) = cell.get_position();
                sheet.put(row, column, &shown)?;
            }
        }
        if sheet.column > 0 {
            sheet.end_row();
        }
        Ok(sheet.text)
    }

    fn put(&mut self, row: u32, column: u32, shown: &str) -> Result<(), OpenFault> {
        let is_too_wide = usize::try_from(column).is_ok_and(|column| column >= COLUMNS_MAX);
        if is_too_wide || self.text.len() > self.room {
            return Err(OpenFault::TooLarge);
        }
        if row < self.row || row == self.row && column < self.column {
            return Err(OpenFault::Damaged);
        }
        while self.row < row {
            self.end_row();
        }
        for _ in self.column..column {
            self.text.push(DELIMITER);
        }
        if self.column > 0 {
            self.text.push(DELIMITER);
        }
        self.column = column + 1;
        push_cell(&mut self.text, shown);
        Ok(())
    }

    fn end_row(&mut self) {
        if self.column > 0 {
            if self.width == 0 {
                self.width = self.column;
            }
            for _ in self.column..self.width {
                self.text.push(DELIMITER);
            }
        }
        self.text.push(b'\n');
        self.row += 1;
        self.column = 0;
    }
}

fn push_cell(text: &mut Vec<u8>, shown: &str) {
    if shown.contains([',', '"']) {
        text.push(b'"');
        text.extend_from_slice(shown.replace('"', "\"\"").as_bytes());
        text.push(b'"');
    } else {
        text.extend_from_slice(shown.as_bytes());
    }
}

/// A cell as text. A line end within it becomes a line separator (U+2028), so that rows keep their numbers.
fn shown(cell: &DataRef<'_>) -> String {
    match Data::from(cell.clone()) {
        Data::Float(value) => number(value),
        Data::DateTime(value) => date(&value),
        Data::DateTimeIso(value) => value.strip_suffix("T00:00:00").unwrap_or(&value).to_owned(),
        Data::Empty => String::new(),
        other => other.to_string().replace("\r\n", "\u{2028}").replace(['\n', '\r'], "\u{2028}"),
    }
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() <= EXACT_MAX { format!("{value:.0}") } else { value.to_string() }
}

/// A day as a day. A moment keeps its time, and then is no day.
fn date(value: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    match (value.is_datetime(), hour, minute, second) {
        (true, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        (true, ..) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
        (false, ..) => number(value.as_f64()),
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for (name, rows) in sheets {
            let sheet = workbook.add_worksheet().set_name(*name).expect("a name");
            for (row, cells) in (0..).zip(*rows) {
                for (column, cell) in (0..).zip(*cells) {
                    sheet.write_string(row, column, *cell).expect("a cell");
                }
            }
        }
        workbook.save_to_buffer().expect("a workbook")
    }

    fn brp(bytes: &[u8]) -> Result<String, OpenFault> {
        text(bytes, "brp").map(|text| String::from_utf8(text).expect("text"))
    }

    /// Rows that shift because Excel stores neither empty cells nor empty rows, and cells that break out of their row.
    #[test]
    fn a_row_of_the_sheet_is_a_line_of_the_text() {
        let rows: &[&[&str]] =
            &[&["bsn", "naam", "plaats"], &["1", "", ""], &[], &["2", "\"Jan\", van", "a\nb"], &["", "x"]];
        let text = brp(&workbook(&[("Blad1", rows)])).expect("a sheet");
        assert_eq!(text, "bsn,naam,plaats\n1,,\n\n2,\"\"\"Jan\"\", van\",a\u{2028}b\n,x,\n");
    }

    /// A bsn as `9.99993653E8` or `999993653.0`, and a date as the number that Excel keeps.
    #[test]
    fn numbers_and_dates_are_as_people_see_them() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let as_date = Format::new().set_num_format("dd-mm-yyyy");
        sheet.write_number(0, 0, 999_993_653.0).expect("a cell");
        sheet.write_number(0, 1, 10_008_579.0).expect("a cell");
        sheet.write_number(0, 2, 16.5).expect("a cell");
        sheet.write_number_with_format(0, 3, 36_993.0, &as_date).expect("a cell");
        sheet.write_boolean(0, 4, true).expect("a cell");
        let text = brp(&workbook.save_to_buffer().expect("a workbook")).expect("a sheet");
        assert_eq!(text.to_lowercase(), "999993653,10008579,16.5,2001-04-12,true\n");
    }

    /// The first of two sheets that is taken for the extract.
    #[test]
    fn of_several_sheets_only_the_named_one_is_read() {
        let row: &[&[&str]] = &[&["x"]];
        assert!(matches!(brp(&workbook(&[("a", row), ("b", row)])), Err(OpenFault::SeveralSheets)));
        assert_eq!(brp(&workbook(&[("a", row), ("BRP", &[&["y"]])])).expect("named"), "y\n");
        assert_eq!(brp(&workbook(&[("a", &[]), ("b", row)])).expect("the only one"), "x\n");
        assert!(brp(&workbook(&[("a", &[])])).expect("nothing").is_empty());
    }

    /// Another zip file, a damaged workbook, or one cell in the last column that would make every row two thousand cells.
    #[test]
    fn what_is_no_workbook_or_too_wide_is_refused() {
        let whole = workbook(&[("a", &[&["x"]])]);
        let cut = whole.get(..whole.len() / 2).expect("longer");
        assert!(matches!(brp(cut), Err(OpenFault::Damaged)));
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(1_000_000, 16_000, "x").expect("a cell");
        let wide = workbook.save_to_buffer().expect("a workbook");
        assert!(matches!(brp(&wide), Err(OpenFault::TooLarge)));
    }
}
