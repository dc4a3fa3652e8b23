//! Where things are in a delivered file: encoding, separator, header, body, footer and blank tail.

use std::collections::BTreeMap;
use std::ops::Range;

use super::limits::COLUMNS_MAX;
use super::raw::{Raw, TextForm};
use super::records::RowRef;
use super::sheet;
use crate::model::finding::{Code, Finding, FindingColumn};
use crate::model::number::Persoonsnummer;
use crate::schemas::column::{Column, fold};
use crate::schemas::header::{header_key, lookalikes};
use crate::schemas::schema::{Schema, Soort};

/// The separators we recognise, most likely first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Words with which a footer begins, folded.
const FOOTER_WORDS: [&str; 27] = [
    "totaal",
    "aantal",
    "einde",
    "eof",
    "endoffile",
    "trailer",
    "footer",
    "queryok",
    "queryexecuted",
    "querycompleted",
    "queryuitgevoerd",
    "commandscompleted",
    "opdrachtvoltooid",
    "warningnullvalue",
    "elapsed",
    "verstrekentijd",
    "sqlspool",
    "disconnectedfrom",
    "gegenereerd",
    "gemaaktop",
    "uitgevoerdop",
    "afgedruktop",
    "pagina",
    "completiontime",
    "voltooiingstijd",
    "norowsselected",
    "geenrijengeselecteerd",
];

/// What tools for queries count at the end of their answer: `(5 rows affected)`, `5 rijen geselecteerd.`
const COUNTED_WORDS: [&str; 10] =
    ["row", "rows", "rij", "rijen", "record", "records", "regel", "regels", "resultaat", "resultaten"];

/// The most footer lines at the end of a file.
const FOOTERS_MAX: usize = 3;

/// The most lines of a header; a name may contain a line end.
const HEADER_LINES_MAX: u64 = 20;

/// The longest header that is looked at: many times that of the widest layout.
const HEADER_BYTES_MAX: usize = 256 << 10;

/// The most blank lines above a header.
const BLANK_TOP_LINES_MAX: usize = 100;

/// The most lines of a title above a header that are looked at, and the most bytes of a line that may be that header: every name is
/// compared with every column.
const TITLE_LINES_MAX: usize = 10;
const LOWER_HEADER_BYTES_MAX: usize = 4 << 10;

/// The most headers without a column that are compared with columns without a header.
const COMPARED_MAX: usize = 200;

/// The longest name of a header that is shown.
const SHOWN_CHARS_MAX: usize = 60;

/// The most digits in a header that is shown: far fewer than in a person's number.
const SHOWN_DIGITS_MAX: usize = 4;

/// Findings in a header that refuse the extract.
const REFUSING: [Code; 3] = [Code::KolomOntbreekt, Code::KolomDubbel, Code::HerstelAlsMomentopname];

/// The layout of one file under one schema.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The separator.
    pub delimiter: u8,
    /// The number of fields in the header.
    pub width: usize,
    /// The position in the file of each column of the schema.
    pub positions: Vec<Option<usize>>,
    /// The position of the column with the sign of each column of the schema, in a layout that has such columns.
    pub signs: Vec<Option<usize>>,
    /// Byte offsets of the header.
    pub header: Range<usize>,
    /// The header as delivered, in delivered order, of the columns that the schema knows.
    pub known_headers: Vec<(usize, usize)>,
    /// Offset of the first byte after the header.
    pub body_start: usize,
    /// Offset past the last data row.
    pub body_end: usize,
    /// Physical line of the first byte of the body.
    pub body_line: u64,
    /// The row count that a footer gives, if any.
    pub footer_count: Option<u64>,
    /// The headers that are in no schema: the position, and the name if it is safe to show.
    pub dropped: Vec<(usize, Option<String>)>,
    /// The columns that a repair sheet has of its own.
    pub repair: RepairColumns,
    /// Mended rows, by the line whose place they take.
    pub mended: BTreeMap<u32, RowRef>,
    /// A sheet of a workbook, whose cells may be of another kind than their column.
    pub is_workbook: bool,
    /// Words that this supplier writes in a cell that it leaves empty.
    empty_words: Vec<Vec<u8>>,
}

/// The columns that a repair sheet has beside those of its source: the line, the column at fault, the code, what to do, and the
/// keyed hash of the file that the rows were set aside from.
pub const REPAIR_COLUMNS: [&str; 5] = ["regel", "kolom", "code", "advies", "levering"];

/// The positions of the columns that only a repair sheet has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RepairColumns {
    /// The line of the row that was set aside.
    pub line: Option<usize>,
    /// Why it was.
    pub code: Option<usize>,
    /// The keyed hash of the file.
    pub mark: Option<usize>,
}

/// What the header of a file says.
pub struct Heading {
    /// Where things are; `None` if the extract is refused.
    pub layout: Option<Layout>,
    /// What was found in it.
    pub findings: Vec<Finding>,
    /// Headers without a column that look like a column without a header.
    pub lookalikes: Vec<Lookalike>,
    /// Where the header seems to stand, if not at the top.
    pub lower: Option<u64>,
}

impl Heading {
    fn refused(findings: Vec<Finding>) -> Heading {
        Heading { layout: None, findings, lookalikes: Vec::new(), lower: None }
    }
}

/// A header that may have been meant for a column: to propose, never to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The column's index in the schema.
    pub column: u16,
    /// Where the header stands.
    pub position: u16,
    /// The header as it was delivered: safe to show.
    pub header: String,
}

/// Finds the layout of a file, with findings.
pub fn layout(raw: &Raw, schema: &Schema, soort: Soort) -> Heading {
    let bytes = raw.bytes();
    let refused = |code| Heading::refused(vec![Finding::file(code)]);
    let top = Top::of(bytes, raw.form());
    let header_text = bytes.get(top.start..top.end).unwrap_or_default().trim_ascii_end();
    if header_text.is_empty() {
        return refused(Code::KopregelOntbreekt);
    }
    // Checked first, because everything below is done once per name.
    if header_text.len() > HEADER_BYTES_MAX {
        return refused(Code::TeVeelKolommen);
    }
    if std::str::from_utf8(header_text).is_err() || header_text.contains(&0) {
        return refused(Code::Onleesbaar);
    }
    let delimiter = top.announced.unwrap_or_else(|| likely_delimiter(header_text, schema));
    let headers = split_header(header_text, delimiter);
    if headers.len() > COLUMNS_MAX {
        return refused(Code::TeVeelKolommen);
    }
    // An unclosed quote in the header made rows part of a name.
    if headers.iter().any(|name| name.contains('\n') && name.contains(char::from(delimiter))) {
        return refused(Code::KopregelOntbreekt);
    }
    let (mut layout, mut findings, lookalikes) = match_headers(&headers, delimiter, schema, soort);
    // Not one name of a column: whatever stands here, it is no header of this extract.
    if layout.known_headers.is_empty() && !findings.iter().any(is_of_repair_sheet) && soort != Soort::Herstel
    {
        let lower = header_below(bytes, &top, schema, soort);
        return Heading { lower, ..refused(Code::KopregelOntbreekt) };
    }
    if top.blank_lines > 0 {
        findings.push(Finding::file(Code::LegeRegels));
    }
    layout.header = top.start..top.end;
    layout.body_start = top.end;
    layout.body_line = top.body_line;
    layout.body_end = bytes.len();
    layout.is_workbook = raw.form() == TextForm::Workbook;
    let doubtful = raw.doubtful_line();
    findings.extend(doubtful.map(|line| Finding { code: Code::CoderingOnzeker, line, column: None }));
    if findings.iter().any(|finding| REFUSING.contains(&finding.code)) {
        return Heading { lookalikes, ..Heading::refused(findings) };
    }
    findings.extend(layout.trim_tail(bytes, schema));
    Heading { layout: Some(layout), findings, lookalikes, lower: None }
}

fn is_of_repair_sheet(finding: &Finding) -> bool {
    finding.code == Code::HerstelAlsMomentopname
}

/// The line of a header that stands below a title: one of the next lines, if it has every column that must be there.
fn header_below(bytes: &[u8], top: &Top, schema: &Schema, soort: Soort) -> Option<u64> {
    let mut start = top.end;
    for line in (top.body_line..).take(TITLE_LINES_MAX) {
        let whole = line_at(bytes, start);
        let text = whole.trim_ascii_end();
        let is_read = text.len() <= LOWER_HEADER_BYTES_MAX && std::str::from_utf8(text).is_ok();
        if is_read && !text.is_empty() {
            let delimiter = top.announced.unwrap_or_else(|| likely_delimiter(text, schema));
            let names = split_header(text, delimiter);
            if names.len() <= COLUMNS_MAX && has_every_needed_column(&names, schema, soort) {
                return Some(line);
            }
        }
        start += whole.len();
    }
    None
}

fn has_every_needed_column(names: &[String], schema: &Schema, soort: Soort) -> bool {
    let is_needed =
        |column: &&Column| absent_column(column, soort).into_iter().any(|code| REFUSING.contains(&code));
    let needed: Vec<&Column> = schema.columns.iter().filter(is_needed).collect();
    if names.len() < needed.len() {
        return false;
    }
    let headers: Vec<Header> = names.iter().map(|name| Header::of(name)).collect();
    needed.into_iter().all(|column| !positions_of(column, &headers, schema).is_empty())
}

/// The top of a file: blank lines, perhaps `sep=;`, and the header.
struct Top {
    start: usize,
    end: usize,
    body_line: u64,
    announced: Option<u8>,
    blank_lines: usize,
}

impl Top {
    fn of(bytes: &[u8], form: TextForm) -> Top {
        let start = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
        let announced = (form == TextForm::Workbook).then_some(sheet::DELIMITER);
        let mut top = Top { start, end: start, body_line: 1, announced, blank_lines: 0 };
        loop {
            let line = line_at(bytes, top.start);
            if line.is_empty() || top.blank_lines > BLANK_TOP_LINES_MAX {
                return top;
            }
            if let (Some(delimiter), None) = (sep_line(line), top.announced) {
                top.announced = Some(delimiter);
            } else if line.iter().all(is_filler) {
                top.blank_lines += 1;
            } else {
                break;
            }
            top.start += line.len();
            top.body_line += 1;
        }
        let (end, lines) = header_end(bytes, top.start);
        top.end = end;
        top.body_line += lines;
        top
    }
}

/// The offset just past the header that starts here, and its number of lines. A name may contain a line end, so the header runs
/// on until its quotes close. If a quote stays open, only the first line counts.
fn header_end(bytes: &[u8], start: usize) -> (usize, u64) {
    let mut end = start;
    for lines in 1..=HEADER_LINES_MAX {
        let line = line_at(bytes, end);
        if line.is_empty() {
            break;
        }
        end += line.len();
        let header = bytes.get(start..end).unwrap_or_default();
        if memchr::memchr_iter(b'"', header).count().is_multiple_of(2) {
            return (end, lines);
        }
    }
    (start + line_at(bytes, start).len(), 1)
}

/// Space, quotes and separators: the bytes of a line that says nothing.
fn is_filler(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || *byte == b'"' || DELIMITERS.contains(byte)
}

/// The line that starts here, including its line end.
fn line_at(bytes: &[u8], start: usize) -> &[u8] {
    let rest = bytes.get(start..).unwrap_or_default();
    let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    rest.get(..length).unwrap_or_default()
}

/// The separator announced by a first line `sep=;`. Excel may quote that line or add separators behind it.
fn sep_line(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_start();
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, rest @ ..] = line else { return None };
    (DELIMITERS.contains(delimiter) && rest.iter().all(is_filler)).then_some(*delimiter)
}

/// The separator that makes most headers known; on a tie, the one most frequent in the header.
fn likely_delimiter(header: &[u8], schema: &Schema) -> u8 {
    let known = |name: &String| {
        let name = header_key(name);
        let of_columns = schema
            .columns
            .iter()
            .flat_map(|column| column.aliases.iter().chain(&column.sign).chain(column.mapped.as_ref()));
        of_columns.chain(&schema.refuse).any(|header| *header == name)
    };
    let fit = |delimiter: u8| {
        // One that would cut it into more columns than are read is not looked at name by name.
        if memchr::memchr_iter(delimiter, header).count() > COLUMNS_MAX {
            return (0, COLUMNS_MAX);
        }
        let headers = split_header(header, delimiter);
        (headers.iter().filter(|name| known(name)).count(), headers.len())
    };
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| fit(*delimiter)).unwrap_or(b',')
}

fn split_header(header: &[u8], delimiter: u8) -> Vec<String> {
    // A header without quotes is cut at its separators, because making a reader takes longer than using it.
    if let Ok(text) = std::str::from_utf8(header)
        && !text.contains(['"', '\r', '\n'])
    {
        return text.split(char::from(delimiter)).map(|name| name.trim().to_owned()).collect();
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(header);
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(|name| name.trim().to_owned()).collect()
}

/// A header, ready to compare.
struct Header {
    /// In the form in which headers are compared.
    key: String,
    /// It was an element number (`01.01.20`) that Excel turned into a date (`1-1-2020`).
    was_a_date: bool,
}

impl Header {
    fn of(name: &str) -> Header {
        match element_number(name) {
            Some(key) => Header { key, was_a_date: true },
            None => Header { key: header_key(name), was_a_date: false },
        }
    }
}

/// The element number behind a date: `8-9-2010` was `08.09.10`. Reads day first only, as Dutch Excel writes dates; the other
/// order would be a guess.
fn element_number(name: &str) -> Option<String> {
    let mut parts = name.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_date = digits(day, 1..=2) && digits(month, 1..=2) && digits(year, 4..=4) && parts.next().is_none();
    is_date.then(|| format!("{day:0>2}{month:0>2}{}", year.get(2..).unwrap_or_default()))
}

/// The positions of the headers that match a column. If the levering maps a header to the column, only that header counts, and it matches
/// no other column.
fn positions_of(column: &Column, headers: &[Header], schema: &Schema) -> Vec<usize> {
    let under = |is_wanted: &dyn Fn(&String) -> bool| -> Vec<usize> {
        headers.iter().enumerate().filter(|(_, header)| is_wanted(&header.key)).map(|(at, _)| at).collect()
    };
    if let Some(mapped) = &column.mapped {
        let own = under(&|key| key == mapped);
        if !own.is_empty() {
            return own;
        }
    }
    let is_mapped = |key: &String| schema.columns.iter().any(|other| other.mapped.as_ref() == Some(key));
    under(&|key| column.aliases.contains(key) && !is_mapped(key))
}

/// Finds each column of the schema among the headers. A column under two headers is refused, never guessed.
fn match_headers(
    names: &[String],
    delimiter: u8,
    schema: &Schema,
    soort: Soort,
) -> (Layout, Vec<Finding>, Vec<Lookalike>) {
    let headers: Vec<Header> = names.iter().map(|name| Header::of(name)).collect();
    let FoundColumns { positions, signs, known_headers, mut findings } =
        found_columns(&headers, schema, soort);
    findings.extend(mangled(&headers, &known_headers, schema));
    let is_header = !findings.iter().any(|finding| finding.code == Code::KolomOntbreekt);
    // When two headers name one column, neither of them is left over for another column.
    let double: Vec<usize> =
        schema.columns.iter().flat_map(|column| positions_of(column, &headers, schema)).collect();
    let without_column = |position: &usize| !double.contains(position) && !signs.contains(&Some(*position));
    let mut unknown: Vec<usize> = (0..names.len()).filter(without_column).collect();
    let alike = if is_row_of_names(names, &known_headers) {
        alike(names, &headers, &unknown, &positions, schema, soort)
    } else {
        Vec::new()
    };
    let repair = repair_columns(&headers, &unknown);
    if soort == Soort::Herstel {
        // Which columns it must have follows from the file that it mends.
        findings.retain(|finding| finding.code == Code::KolomDubbel);
        unknown.retain(|position| !is_of_repair(&headers, *position));
    } else if repair.line.is_some() && repair.code.is_some() {
        findings = vec![Finding::file(Code::HerstelAlsMomentopname)];
        unknown.clear();
    }
    let mut dropped = Vec::new();
    for position in unknown {
        let (Some(name), Some(header)) = (names.get(position), headers.get(position)) else { continue };
        let at = u16::try_from(position).unwrap_or(u16::MAX);
        let is_alike = alike.iter().any(|own| own.position == at);
        let code = refusal_of(header, is_alike, schema);
        findings.push(Finding { code, line: 1, column: Some(FindingColumn::Positie(at)) });
        let safe = is_alike || schema.refuse.contains(&header.key) || is_header && looks_like_a_name(name);
        dropped.push((position, safe.then(|| name.clone())));
    }
    let layout = Layout {
        delimiter,
        width: names.len(),
        positions,
        signs,
        known_headers,
        header: 0..0,
        body_start: 0,
        body_end: 0,
        body_line: 2,
        footer_count: None,
        dropped,
        repair,
        mended: BTreeMap::new(),
        is_workbook: false,
        empty_words: Vec::new(),
    };
    (layout, findings, alike)
}

/// Where the columns of a schema stand, and what is wrong with that.
struct FoundColumns {
    positions: Vec<Option<usize>>,
    signs: Vec<Option<usize>>,
    known_headers: Vec<(usize, usize)>,
    findings: Vec<Finding>,
}

fn found_columns(headers: &[Header], schema: &Schema, soort: Soort) -> FoundColumns {
    let mut findings = Vec::new();
    let mut positions = Vec::new();
    let mut signs = Vec::new();
    let mut known_headers = Vec::new();
    for (index, column) in schema.columns.iter().enumerate() {
        let place = Some(FindingColumn::Schema(u16::try_from(index).unwrap_or(u16::MAX)));
        let finding = |code| Finding { code, line: 1, column: place };
        let matched = positions_of(column, headers, schema);
        let is_sign = |(_, header): &(usize, &Header)| column.sign.contains(&header.key);
        let sign: Vec<usize> = headers.iter().enumerate().filter(is_sign).map(|(at, _)| at).collect();
        if matched.len() > 1 || sign.len() > 1 {
            findings.push(finding(Code::KolomDubbel));
        }
        let is_there = |mapped: &String| headers.iter().any(|header| header.key == *mapped);
        if column.mapped.as_ref().is_some_and(|mapped| !is_there(mapped)) {
            findings.push(finding(Code::KopnaamNietGevonden));
        }
        if let Some(position) = matched.first() {
            known_headers.push((*position, index));
        } else {
            findings.extend(absent_column(column, soort).into_iter().map(finding));
        }
        positions.push(matched.first().copied());
        signs.push(sign.first().copied());
    }
    known_headers.sort_unstable();
    FoundColumns { positions, signs, known_headers, findings }
}

/// Headers that a spreadsheet took for dates, or that are numbers of BRP elements although the schema knows no such layout.
fn mangled(headers: &[Header], known_headers: &[(usize, usize)], schema: &Schema) -> Vec<Finding> {
    let finding = |code| Finding { code, line: 1, column: None };
    let mut findings = Vec::new();
    let by_date = |(position, _): &(usize, usize)| headers.get(*position).is_some_and(|h| h.was_a_date);
    if known_headers.iter().any(by_date) {
        findings.push(finding(Code::KopregelDoorExcel));
    }
    let by_number = |(position, _): &&(usize, usize)| {
        headers.get(*position).is_some_and(|h| h.key.len() == 6 && h.key.bytes().all(|b| b.is_ascii_digit()))
    };
    let numbered = known_headers.iter().filter(by_number).count();
    if schema.continuation.is_none() && schema.may_continue() && numbered * 2 > known_headers.len() {
        findings.push(finding(Code::ProfielNodig));
    }
    findings
}

/// Why a header without a column is not taken.
fn refusal_of(header: &Header, is_alike: bool, schema: &Schema) -> Code {
    let because = schema.refuse_because.iter().find(|(refused, _)| *refused == header.key);
    let otherwise = if is_alike { Code::KopnaamLijktOp } else { Code::OnnodigVeld };
    because.map_or(otherwise, |(_, code)| *code)
}

/// Whether a header is one that a repair sheet has of its own.
fn is_of_repair(headers: &[Header], position: usize) -> bool {
    headers.get(position).is_some_and(|header| REPAIR_COLUMNS.contains(&header.key.as_str()))
}

/// Where the columns of a repair sheet stand, among the headers that are in no schema.
fn repair_columns(headers: &[Header], unknown: &[usize]) -> RepairColumns {
    let at = |name: &str| {
        let is_named = |position: &&usize| headers.get(**position).is_some_and(|header| header.key == name);
        unknown.iter().find(is_named).copied()
    };
    let [line, _, code, _, mark] = REPAIR_COLUMNS;
    RepairColumns { line: at(line), code: at(code), mark: at(mark) }
}

/// Whether the first row holds names, and not the values of a file without a header: then none of them may be shown.
fn is_row_of_names(names: &[String], known_headers: &[(usize, usize)]) -> bool {
    !known_headers.is_empty() && names.iter().all(|name| Persoonsnummer::parse(name.as_bytes()).is_err())
}

/// The headers without a column that look like a column without a header.
fn alike(
    names: &[String],
    headers: &[Header],
    unknown: &[usize],
    positions: &[Option<usize>],
    schema: &Schema,
    soort: Soort,
) -> Vec<Lookalike> {
    let may_be_shown = |position: &&usize| {
        let refused = headers.get(**position).is_some_and(|header| schema.refuse.contains(&header.key));
        let name = names.get(**position).map(String::as_str).unwrap_or_default();
        let digits = name.chars().filter(char::is_ascii_digit).count();
        !refused
            && digits <= SHOWN_DIGITS_MAX
            && name.chars().count() <= SHOWN_CHARS_MAX
            && !name.contains(char::is_control)
    };
    let candidates: Vec<(usize, &str)> = unknown
        .iter()
        .filter(may_be_shown)
        .take(COMPARED_MAX)
        .filter_map(|position| Some((*position, names.get(*position)?.as_str())))
        .collect();
    let mut all = Vec::new();
    for (index, column) in schema.columns.iter().enumerate() {
        let is_wanted = !column.delta_only || soort == Soort::Delta;
        if !is_wanted || positions.get(index).copied().flatten().is_some() {
            continue;
        }
        for (position, header) in lookalikes(candidates.iter().copied(), column) {
            all.push(Lookalike {
                column: u16::try_from(index).unwrap_or(u16::MAX),
                position: u16::try_from(position).unwrap_or(u16::MAX),
                header: header.to_owned(),
            });
        }
    }
    all
}

/// The findings for a column that the header lacks.
fn absent_column(column: &Column, soort: Soort) -> Vec<Code> {
    if column.is_essential || column.delta_only && soort == Soort::Delta {
        return vec![Code::KolomOntbreekt];
    }
    let said = (!column.delta_only && !column.may_be_absent).then_some(Code::OptioneleKolomOntbreekt);
    column.empty_warning.into_iter().chain(said).collect()
}

/// Whether a header is safe to show: an ordinary identifier with too few digits to hold a person's number.
fn looks_like_a_name(header: &str) -> bool {
    let digits = header.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    header.len() <= 40
        && digits < 5
        && header.starts_with(|c: char| c.is_ascii_lowercase())
        && header.chars().all(allowed)
        || is_element_number(header)
}

/// Whether this is the number of a BRP element, or the mark of a category's history: `01.02.10`, `06.H`.
fn is_element_number(header: &str) -> bool {
    match header.as_bytes() {
        [c1, c2, b'.', g1, g2, b'.', r1, r2] => [c1, c2, g1, g2, r1, r2].iter().all(|d| d.is_ascii_digit()),
        [c1, c2, b'.', b'H'] => [c1, c2].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    }
}

impl Layout {
    /// The position of a column of the schema in this file.
    pub fn position(&self, column: usize) -> Option<usize> {
        self.positions.get(column).copied().flatten()
    }

    /// The same, where these words mean an empty cell.
    #[must_use]
    pub fn with_empty_words(mut self, words: &[String]) -> Layout {
        self.empty_words = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        self
    }

    /// The same, where mended rows take the place of some.
    #[must_use]
    pub fn with_mended(mut self, mended: BTreeMap<u32, RowRef>) -> Layout {
        self.mended = mended;
        self
    }

    /// A trimmed cell, empty where it holds a word that means so.
    #[inline]
    pub fn emptied<'c>(&self, cell: &'c [u8]) -> &'c [u8] {
        let means_empty = !self.empty_words.is_empty() && self.empty_words.iter().any(|word| word == cell);
        if means_empty { &[] } else { cell }
    }

    /// Removes blank lines and footers from the end of the body, and the Ctrl-Z or NULs that old systems end or pad a file with.
    fn trim_tail(&mut self, bytes: &[u8], schema: &Schema) -> Vec<Finding> {
        let mut findings = Vec::new();
        let body = bytes.get(self.body_start..self.body_end).unwrap_or_default();
        let padding = body.iter().rev().take_while(|byte| matches!(byte, 0 | 0x1A)).count();
        self.body_end -= padding;
        self.trim_blank(bytes);
        while findings.len() < FOOTERS_MAX {
            let body = bytes.get(self.body_start..self.body_end).unwrap_or_default();
            let content = body.trim_ascii_end();
            let last_start = memchr::memrchr(b'\n', content).map_or(0, |at| at + 1);
            let last = content.get(last_start..).unwrap_or_default();
            if !self.is_footer(last, schema) {
                break;
            }
            self.body_end = self.body_start + last_start;
            self.footer_count = self.footer_count.or_else(|| only_number(last));
            let newlines = memchr::memchr_iter(b'\n', content).count();
            let line = self.body_line + u64::try_from(newlines).unwrap_or(0);
            findings.push(Finding { code: Code::Voetregel, line, column: None });
            self.trim_blank(bytes);
        }
        findings
    }

    /// Cuts off lines at the end with only space, separators, Ctrl-Z and NUL.
    fn trim_blank(&mut self, bytes: &[u8]) {
        let blank =
            |byte: &u8| byte.is_ascii_whitespace() || *byte == self.delimiter || matches!(*byte, 0 | 0x1A);
        loop {
            let body = bytes.get(self.body_start..self.body_end).unwrap_or_default();
            let content = body.strip_suffix(b"\n").unwrap_or(body);
            let last_start = memchr::memrchr(b'\n', content).map_or(0, |at| at + 1);
            let last = content.get(last_start..).unwrap_or_default();
            if body.is_empty() || !last.iter().all(blank) {
                return;
            }
            self.body_end = self.body_start + last_start;
        }
    }

    /// Whether a last line is a footer: it starts with a footer word and holds no person's number. A line with an unpaired quote
    /// is instead the end of a row that spans lines.
    fn is_footer(&self, line: &[u8], schema: &Schema) -> bool {
        if memchr::memchr_iter(b'"', line).count() % 2 == 1 {
            return false;
        }
        let cells: Vec<&[u8]> = line.split(|byte| *byte == self.delimiter).map(unquoted).collect();
        let first = cells.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
        let word = fold(&String::from_utf8_lossy(first));
        let about_a_person = schema
            .person
            .and_then(|column| self.position(column))
            .and_then(|position| cells.get(position))
            .is_some_and(|cell| Persoonsnummer::parse(cell).is_ok());
        let is_count = || cells.iter().filter(|cell| !cell.is_empty()).count() == 1 && counts_rows(first);
        // A line to rule off: no letter and no digit in it.
        let is_rule =
            !first.is_empty() && !line.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte > 0x7F);
        let is_known = FOOTER_WORDS.iter().any(|footer| word.starts_with(footer));
        (is_known || is_rule || is_count()) && !about_a_person
    }
}

/// Whether a text begins with a number and a word for what it counts.
fn counts_rows(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.next().is_some_and(|first| is_number(&first))
        && words.find(|word| !is_number(word)).is_some_and(|word| COUNTED_WORDS.contains(&word))
}

/// The number in a line that holds exactly one.
fn only_number(line: &[u8]) -> Option<u64> {
    let runs = line.split(|byte| !byte.is_ascii_digit());
    let mut runs = runs.filter(|digits| !digits.is_empty());
    let (only, None) = (runs.next()?, runs.next()) else { return None };
    std::str::from_utf8(only).ok()?.parse().ok()
}

/// A cell without surrounding space and quotes, paired or not.
pub fn unquoted(cell: &[u8]) -> &[u8] {
    let mut cell = cell.trim_ascii();
    while let Some(rest) = cell.strip_prefix(b"\"") {
        cell = rest.trim_ascii_start();
    }
    while let Some(rest) = cell.strip_suffix(b"\"") {
        cell = rest.trim_ascii_end();
    }
    cell
}
