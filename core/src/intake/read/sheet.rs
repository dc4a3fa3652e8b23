//! A workbook (xlsx) → text of separated cells, so that everything behind it reads one form. A row of the sheet is a line of
//! the text, so a finding names the row that Excel shows. Numbers come out as Excel holds them: a number that lost its
//! leading zeros is for the validation to restore or refuse.
//!
//! A cell that does not say for certain what it means never comes out as empty or as a guess: a word of [`Unsure`] stands in its
//! place, which costs the row. A date comes out as `2001-04-12`, a length of time as `18:00:00`: in a column where neither
//! belongs that costs the row as well.

use quick_xml::events::Event;

use super::fault::OpenFault;
use super::guarded::guarded;
use super::limits::COLUMNS_MAX;
use super::number_format::{self, Shows};
use super::package::{Package, Xml, add_text, attribute, for_each_element, pass_over};

/// The separator of the text.
pub const DELIMITER: u8 = b',';

/// The most letters of the name of a sheet.
pub const NAME_CHARS_MAX: usize = 31;

/// The most rows of a sheet.
const ROWS_MAX: u32 = 1 << 20;

/// The fewest bytes of a string in the list that cells share.
const SHARED_STRING_BYTES_MIN: u64 = 4;

/// What stands in a cell for a line end, so that rows keep their numbers: the line separator U+2028.
pub const LINE_END: &str = "\u{2028}";

/// Why the meaning of a cell is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// A formula without a computed value.
    Formula,
    /// True or false, where other programs write a word.
    Boolean,
    /// A reference to what is not there, a day that is none, or a kind of cell that is in no description of workbooks.
    Broken,
    /// An error value that does not say which.
    Error,
}

impl Unsure {
    /// All of them.
    pub const ALL: [Unsure; 4] = [Unsure::Formula, Unsure::Boolean, Unsure::Broken, Unsure::Error];

    /// What stands in its place.
    pub fn word(self) -> &'static str {
        match self {
            Unsure::Formula => "#FORMULE!",
            Unsure::Boolean => "#LOGISCH!",
            Unsure::Broken => "#ONBEPAALD!",
            Unsure::Error => "#FOUT!",
        }
    }
}

/// Whether the bytes say that they are a zip file, as a workbook is.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The name of the sheet of an extract: as much of it as a name may hold.
pub fn sheet_name(extract: &str) -> String {
    extract.chars().take(NAME_CHARS_MAX).collect()
}

/// The text of the one sheet with anything on it; of several the one that is named after the extract.
///
/// # Errors
/// It is no workbook, damaged or too large, or has several sheets of which none is named after the extract.
pub fn text(bytes: &[u8], extract: &str) -> Result<Vec<u8>, OpenFault> {
    guarded(|| read(Package::open(bytes)?, extract)).unwrap_or(Err(OpenFault::Damaged))
}

fn read(mut package: Package<'_>, extract: &str) -> Result<Vec<u8>, OpenFault> {
    let book = Book::read(&mut package)?;
    let mut filled = Vec::new();
    let mut room = package.room;
    for (name, path) in &book.sheets {
        let sheet = package.part(path)?.ok_or(OpenFault::Damaged)?;
        let text = Sheet::read(sheet, &book, room)?;
        room = room.saturating_sub(text.len());
        if !text.is_empty() {
            filled.push((name, text));
        }
    }
    let wanted = sheet_name(extract);
    let named = filled.iter().position(|(name, _)| name.trim().eq_ignore_ascii_case(&wanted));
    match (filled.len(), named) {
        (0, _) => Ok(Vec::new()),
        (1, _) => Ok(filled.swap_remove(0).1),
        (_, Some(named)) => Ok(filled.swap_remove(named).1),
        (_, None) => Err(OpenFault::SeveralSheets),
    }
}

/// What all sheets of a workbook share.
struct Book {
    /// Name and path of each.
    sheets: Vec<(String, String)>,
    strings: Strings,
    /// What cells of each style show.
    styles: Vec<Shows>,
    /// Days are counted from 1904.
    is_1904: bool,
    /// The workbook asks for recalculation on opening, so a stored zero may be a placeholder and not a result.
    is_to_be_worked_out: bool,
}

impl Book {
    fn read(package: &mut Package<'_>) -> Result<Book, OpenFault> {
        let path = package.workbook()?;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let under = |target: &str| match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{folder}/{target}"),
        };
        let relations = package.part(&format!("{folder}/_rels/{name}.rels"))?.ok_or(OpenFault::Damaged)?;
        let (mut paths, mut strings, mut styles) = (Vec::new(), None, None);
        for_each_element(relations, |_, element| {
            let target = attribute(element, "Target").map(|target| under(&target));
            let kind = attribute(element, "Type").unwrap_or_default();
            match kind.rsplit('/').next() {
                Some("worksheet") => paths.extend(attribute(element, "Id").zip(target)),
                Some("sharedStrings") => strings = target,
                Some("styles") => styles = target,
                _ => {}
            }
        })?;
        let (mut sheets, mut is_1904, mut is_to_be_worked_out) = (Vec::new(), false, false);
        for_each_element(package.part(&path)?.ok_or(OpenFault::Damaged)?, |_, element| {
            let is_set = |name: &str| matches!(attribute(element, name).as_deref(), Some("1" | "true"));
            match element.local_name().as_ref() {
                "workbookPr" => is_1904 = is_set("date1904"),
                "calcPr" => is_to_be_worked_out = is_set("fullCalcOnLoad"),
                "sheet" => {
                    let id = attribute(element, "id").unwrap_or_default();
                    let path = paths.iter().find(|(own, _)| *own == id).map(|(_, path)| path.clone());
                    sheets.extend(attribute(element, "name").zip(path));
                }
                _ => {}
            }
        })?;
        let strings = strings.map_or(Ok(Strings::default()), |path| Strings::read(package.part(&path)?))?;
        let styles = styles.map_or(Ok(Vec::new()), |path| read_styles(package.part(&path)?))?;
        Ok(Book { sheets, strings, styles, is_1904, is_to_be_worked_out })
    }

    /// What a number in a cell of this style means.
    fn number(&self, value: f64, style: Option<&str>) -> Result<String, Unsure> {
        let style: usize = style.unwrap_or("0").parse().map_err(|_| Unsure::Broken)?;
        let shows = match self.styles.get(style) {
            Some(shows) => *shows,
            None if style == 0 => Shows::Number,
            None => return Err(Unsure::Broken),
        };
        number_format::shown(value, shows, self.is_1904).ok_or(Unsure::Broken)
    }
}

/// The strings that cells share, one behind the other.
#[derive(Default)]
struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    fn read(part: Option<Xml<'_>>) -> Result<Strings, OpenFault> {
        let mut strings = Strings::default();
        let Some(mut xml) = part else { return Ok(strings) };
        let (mut buffer, mut announced) = (Vec::new(), 0u64);
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_| OpenFault::Damaged)? {
                Event::Start(element) if element.local_name().as_ref() == "sst" => {
                    let count = attribute(&element, "uniqueCount");
                    announced = count.map_or(0, |count| count.parse().unwrap_or(u64::MAX));
                }
                Event::Start(element) if element.local_name().as_ref() == "si" => {
                    add_string(&mut xml, &mut Vec::new(), &mut strings.text)?;
                    strings.ends.push(u32::try_from(strings.text.len()).map_err(|_| OpenFault::TooLarge)?);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        // One that announces more than it can hold was cut off.
        let fits = announced.saturating_mul(SHARED_STRING_BYTES_MIN) <= xml.buffer_position();
        if fits { Ok(strings) } else { Err(OpenFault::Damaged) }
    }

    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize)
    }
}

/// Adds a string of one or more runs, leaving out its phonetic guide (`rPh`).
fn add_string(xml: &mut Xml<'_>, buffer: &mut Vec<u8>, text: &mut String) -> Result<(), OpenFault> {
    let mut depth = 1usize;
    let mut own = String::new();
    while depth > 0 {
        buffer.clear();
        match xml.read_event_into(buffer).map_err(|_| OpenFault::Damaged)? {
            Event::Start(element) if element.local_name().as_ref() == "t" => {
                let is_kept = attribute(&element, "space").as_deref() == Some("preserve");
                own.clear();
                add_text(xml, buffer, &mut own)?;
                let own = if is_kept { &own } else { own.trim_ascii() };
                add_unescaped(own, text);
            }
            Event::Start(element) if element.local_name().as_ref() == "rPh" => pass_over(xml, buffer)?,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(OpenFault::Damaged),
            _ => {}
        }
    }
    Ok(())
}

/// Adds a text in which characters that XML does not hold are written as `_x000D_`.
fn add_unescaped(own: &str, text: &mut String) {
    let mut rest = own;
    while let Some((before, behind)) = rest.split_once("_x") {
        text.push_str(before);
        let letter = behind.split_at_checked(4).and_then(|(digits, behind)| {
            let number = u32::from_str_radix(digits, 16).ok()?;
            Some((char::from_u32(number)?, behind.strip_prefix('_')?))
        });
        match letter {
            Some((letter, behind)) => {
                text.push(letter);
                rest = behind;
            }
            None => {
                text.push_str("_x");
                rest = behind;
            }
        }
    }
    text.push_str(rest);
}

/// What cells of each style show.
fn read_styles(part: Option<Xml<'_>>) -> Result<Vec<Shows>, OpenFault> {
    let Some(xml) = part else { return Ok(Vec::new()) };
    let mut custom = std::collections::BTreeMap::new();
    let mut styles = Vec::new();
    for_each_element(xml, |around, element| {
        let number = || attribute(element, "numFmtId").and_then(|number| number.parse::<u32>().ok());
        match (around.last().map(String::as_str), element.local_name().as_ref()) {
            (Some("numFmts"), "numFmt") => {
                let shows = attribute(element, "formatCode").map(|format| Shows::custom(&format));
                custom.extend(number().zip(shows));
            }
            (Some("cellXfs"), "xf") => styles.push(number().unwrap_or(0)),
            _ => {}
        }
    })?;
    let shows = |number: u32| custom.get(&number).copied().unwrap_or_else(|| Shows::built_in(number));
    Ok(styles.into_iter().map(shows).collect())
}

/// What a cell holds, as it is gathered.
#[derive(Default)]
struct GatheredCell {
    kind: Option<String>,
    style: Option<String>,
    has_formula: bool,
    has_value: bool,
    text: String,
}

impl GatheredCell {
    /// The cell as text; a text that does not say for certain what it means is an error.
    fn shown(&self, book: &Book) -> Result<String, Unsure> {
        let text = self.text.trim();
        let has_no_value = !self.has_value || text.is_empty() && self.kind.as_deref() != Some("str");
        let is_kept_place = book.is_to_be_worked_out && text == "0";
        if self.has_formula && (has_no_value || is_kept_place) {
            return Err(Unsure::Formula);
        }
        match self.kind.as_deref() {
            // Only a cell of these kinds can be empty; of any other, what it should hold is not there.
            None | Some("n" | "str" | "inlineStr" | "is") if text.is_empty() => Ok(String::new()),
            Some("s") => {
                let shared = text.parse().ok().and_then(|index| book.strings.get(index));
                shared.map(|text| text.trim().to_owned()).ok_or(Unsure::Broken)
            }
            Some("str") => {
                let mut plain = String::new();
                add_unescaped(&self.text, &mut plain);
                Ok(plain.trim().to_owned())
            }
            Some("inlineStr" | "is") => Ok(text.to_owned()),
            Some("b") => Err(Unsure::Boolean),
            Some("e") if text.starts_with('#') => Ok(text.to_owned()),
            Some("e") => Err(Unsure::Error),
            Some("d") if !text.is_empty() => {
                Ok(text.split_once('T').map_or(text.to_owned(), |(day, time)| iso(day, time)))
            }
            None | Some("n") => match plain_number(text) {
                Some(number) => book.number(number, self.style.as_deref()),
                // Some programs write texts without saying so.
                None if self.kind.is_none() => Ok(text.to_owned()),
                None => Err(Unsure::Broken),
            },
            Some(_) => Err(Unsure::Broken),
        }
    }
}

/// A number as workbooks write it. Rust would also parse `inf` and `NaN`, which no workbook means as a number.
fn plain_number(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    is_plain.then(|| text.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

/// A day that is written out: without a time that is midnight.
fn iso(day: &str, time: &str) -> String {
    if time.bytes().all(|byte| b"0:.Z".contains(&byte)) { day.to_owned() } else { format!("{day} {time}") }
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
    fn read(mut xml: Xml<'_>, book: &Book, room: usize) -> Result<Vec<u8>, OpenFault> {
        let mut sheet = Sheet { room, ..Sheet::default() };
        let mut held = GatheredCell::default();
        let (mut buffer, mut inner) = (Vec::new(), Vec::new());
        // The position of the next row and cell, for those that do not state their own.
        let (mut row, mut column) = (0u32, 0u32);
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_| OpenFault::Damaged)? {
                Event::Start(element) if element.local_name().as_ref() == "row" => {
                    if let Some(number) = attribute(&element, "r") {
                        let number = number.trim().parse::<u32>().ok().and_then(|own| own.checked_sub(1));
                        row = number.ok_or(OpenFault::Damaged)?;
                    }
                    column = 0;
                }
                Event::End(element) if element.local_name().as_ref() == "row" => row = row.saturating_add(1),
                Event::Start(element) if element.local_name().as_ref() == "c" => {
                    held = GatheredCell { text: std::mem::take(&mut held.text), ..GatheredCell::default() };
                    held.text.clear();
                    for own in element.attributes().with_checks(false).flatten() {
                        match own.key.local_name().as_ref() {
                            "r" => (row, column) = place(&own.value).ok_or(OpenFault::Damaged)?,
                            "s" => held.style = Some(own.value.trim().to_owned()),
                            "t" => held.kind = Some(own.value.trim().to_owned()),
                            _ => {}
                        }
                    }
                    gather(&mut xml, &mut inner, &mut held)?;
                    let shown = held.shown(book).unwrap_or_else(|unsure| unsure.word().to_owned());
                    if !shown.is_empty() {
                        sheet.put(row, column, &shown)?;
                    }
                    column = column.saturating_add(1);
                }
                Event::End(element) if element.local_name().as_ref() == "sheetData" => break,
                Event::Eof => return Err(OpenFault::Damaged),
                _ => {}
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
        if row < self.row || row >= ROWS_MAX || row == self.row && column < self.column {
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

/// Gathers what the cell that has just begun holds, up to its end.
fn gather(xml: &mut Xml<'_>, buffer: &mut Vec<u8>, held: &mut GatheredCell) -> Result<(), OpenFault> {
    loop {
        buffer.clear();
        let element = match xml.read_event_into(buffer).map_err(|_| OpenFault::Damaged)? {
            Event::Start(element) => element,
            Event::End(_) => return Ok(()),
            Event::Eof => return Err(OpenFault::Damaged),
            _ => continue,
        };
        match element.local_name().as_ref() {
            // If the cell has an inline string, `<v>` only repeats it.
            "v" if !matches!(held.kind.as_deref(), Some("inlineStr" | "is")) => {
                held.has_value = true;
                add_text(xml, buffer, &mut held.text)?;
            }
            "is" => {
                held.has_value = true;
                add_string(xml, buffer, &mut held.text)?;
            }
            name => {
                held.has_formula |= name == "f";
                pass_over(xml, buffer)?;
            }
        }
    }
}

/// Row and column of a reference such as `AB12`, counted from zero.
fn place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = reference.split_at_checked(letters)?;
    let column = letters.bytes().try_fold(0u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column?.checked_sub(1)?))
}

/// A cell, quoted where it must be. A line end within it becomes a line separator, so that rows keep their numbers.
fn push_cell(text: &mut Vec<u8>, shown: &str) {
    if shown.contains(['\n', '\r']) {
        return push_cell(text, &shown.replace("\r\n", LINE_END).replace(['\n', '\r'], LINE_END));
    }
    if shown.contains([',', '"']) {
        text.push(b'"');
        text.extend_from_slice(shown.replace('"', "\"\"").as_bytes());
        text.push(b'"');
    } else {
        text.extend_from_slice(shown.as_bytes());
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
        let text = brp(&workbook.save_to_buffer().expect("a workbook")).expect("a sheet");
        assert_eq!(text, "999993653,10008579,16.5,2001-04-12\n");
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

    /// An extract whose name is longer than the name of a sheet may be: its own sheet is not found among others.
    #[test]
    fn a_long_name_is_known_by_its_begin() {
        let extract = "aanmeldingen_bij_het_voortgezet_speciaal_onderwijs";
        let own = sheet_name(extract);
        assert_eq!(own.chars().count(), NAME_CHARS_MAX);
        let two = workbook(&[("codes", &[&["x"]]), (&own, &[&["y"]])]);
        assert_eq!(text(&two, extract).expect("its sheet"), b"y\n");
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
