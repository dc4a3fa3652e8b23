//! Where things are in a delivered file: encoding, separator, header, body, footer and blank tail.

use super::raw::Raw;
use crate::contract::schema::{Schema, Soort, fold};
use crate::model::finding::{Code, Finding, Kolom};
use crate::model::number::Persoonsnummer;

/// The separators that are recognised, most likely first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Words with which a footer begins, folded.
const FOOTER_WORDS: [&str; 7] = ["totaal", "aantal", "einde", "eof", "endoffile", "trailer", "footer"];

/// The most footer lines that a file may end with.
const FOOTERS_MAX: usize = 3;

/// The layout of one file against one schema.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The separator.
    pub delimiter: u8,
    /// Number of fields in the header.
    pub width: usize,
    /// For each column of the schema, its position in the file.
    pub positions: Vec<Option<usize>>,
    /// The header as delivered, in delivered order, of the columns that the schema knows.
    pub known_headers: Vec<(usize, usize)>,
    /// Offset of the first byte after the header.
    pub body_start: usize,
    /// Offset past the last data row.
    pub body_end: usize,
    /// Physical line of the first byte of the body.
    pub body_line: u64,
    /// The headers that are in no schema: position and, if it is safe to show, the name.
    pub dropped: Vec<(usize, Option<String>)>,
}

/// Looks at a file. Findings come with it; without a layout the extract is refused.
pub fn layout(raw: &Raw, schema: &Schema, soort: Soort) -> (Option<Layout>, Vec<Finding>) {
    let bytes = raw.bytes();
    let refused = |code| (None, vec![Finding::file(code)]);
    if bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(&[0x1F, 0x8B])
    {
        return refused(Code::Onleesbaar);
    }
    let mut start = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    let mut line = 1;
    let mut announced = None;
    if let Some(delimiter) = sep_line(line_at(bytes, start)) {
        announced = Some(delimiter);
        start += line_at(bytes, start).len();
        line += 1;
    }
    let header_line = line_at(bytes, start);
    let header_text = header_line.trim_ascii_end();
    if header_text.is_empty() {
        return refused(Code::KopregelOntbreekt);
    }
    if std::str::from_utf8(header_text).is_err() {
        return refused(Code::Onleesbaar);
    }
    let delimiter = announced.unwrap_or_else(|| likely_delimiter(header_text));
    let headers = split_header(header_text, delimiter);
    let (mut layout, findings) = match_headers(&headers, delimiter, schema, soort);
    layout.body_start = start + header_line.len();
    layout.body_line = line + 1;
    layout.body_end = bytes.len();
    if findings.iter().any(|finding| matches!(finding.code, Code::KolomOntbreekt | Code::KolomDubbel)) {
        return (None, findings);
    }
    let tail_findings = layout.trim_tail(bytes, schema);
    (Some(layout), findings.into_iter().chain(tail_findings).collect())
}

/// The line that begins here, with its line end.
fn line_at(bytes: &[u8], start: usize) -> &[u8] {
    let rest = bytes.get(start..).unwrap_or_default();
    let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    rest.get(..length).unwrap_or_default()
}

/// The separator that a first line `sep=;` announces.
fn sep_line(line: &[u8]) -> Option<u8> {
    match line.trim_ascii() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if DELIMITERS.contains(delimiter) => {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// The separator that the header holds most of.
fn likely_delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: u8| header.iter().filter(|byte| **byte == delimiter).count();
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn split_header(header: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(header);
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(|name| name.trim().to_owned()).collect()
}

/// Finds each column of the schema among the headers.
fn match_headers(headers: &[String], delimiter: u8, schema: &Schema, soort: Soort) -> (Layout, Vec<Finding>) {
    let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    let mut findings = Vec::new();
    let mut positions = Vec::new();
    let mut known_headers = Vec::new();
    for (index, column) in schema.columns.iter().enumerate() {
        let place = Some(Kolom::Schema(u16::try_from(index).unwrap_or(u16::MAX)));
        let by_alias = |alias: &String| {
            let at: Vec<usize> =
                folded.iter().enumerate().filter(|(_, header)| *header == alias).map(|(at, _)| at).collect();
            (!at.is_empty()).then_some(at)
        };
        let matched = column.aliases.iter().find_map(by_alias).unwrap_or_default();
        let needed = match soort {
            Soort::Delta => column.delta_only,
            Soort::Snapshot => false,
        } || column.required == crate::contract::column::Required::Yes;
        match matched.as_slice() {
            [] if needed => {
                findings.push(Finding { code: Code::KolomOntbreekt, line: 1, column: place });
                positions.push(None);
            }
            [] => {
                if let Some(code) = column.empty_warning {
                    findings.push(Finding { code, line: 1, column: place });
                }
                if !column.delta_only {
                    findings.push(Finding { code: Code::OptioneleKolomOntbreekt, line: 1, column: place });
                }
                positions.push(None);
            }
            [position] => {
                known_headers.push((*position, index));
                positions.push(Some(*position));
            }
            [first, ..] => {
                findings.push(Finding { code: Code::KolomDubbel, line: 1, column: place });
                positions.push(Some(*first));
            }
        }
    }
    known_headers.sort_unstable();
    let is_header = !findings.iter().any(|finding| finding.code == Code::KolomOntbreekt);
    let mut dropped = Vec::new();
    for (position, name) in headers.iter().enumerate() {
        if positions.contains(&Some(position)) {
            continue;
        }
        let place = Some(Kolom::Positie(u16::try_from(position).unwrap_or(u16::MAX)));
        let because = schema.refuse_because.iter().find(|(header, _)| *header == fold(name));
        let code = because.map_or(Code::OnnodigVeld, |(_, code)| *code);
        findings.push(Finding { code, line: 1, column: place });
        let safe = schema.refuse.contains(&fold(name)) || is_header && looks_like_a_name(name);
        dropped.push((position, safe.then(|| name.clone())));
    }
    let width = headers.len();
    let layout = Layout {
        delimiter,
        width,
        positions,
        known_headers,
        body_start: 0,
        body_end: 0,
        body_line: 2,
        dropped,
    };
    (layout, findings)
}

/// Whether a header can be shown: a word as programs write them, with too few digits to be anybody's number.
fn looks_like_a_name(header: &str) -> bool {
    let digits = header.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    header.len() <= 40
        && digits < 5
        && header.starts_with(|c: char| c.is_ascii_lowercase())
        && header.chars().all(allowed)
}

impl Layout {
    /// Takes blank tail lines and footers off the body.
    fn trim_tail(&mut self, bytes: &[u8], schema: &Schema) -> Vec<Finding> {
        let mut findings = Vec::new();
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
            let newlines = memchr::memchr_iter(b'\n', content).count();
            let line = self.body_line + u64::try_from(newlines).unwrap_or(0);
            findings.push(Finding { code: Code::Voetregel, line, column: None });
            self.trim_blank(bytes);
        }
        findings
    }

    /// Lines at the end that hold nothing but space, separators, Ctrl-Z and NUL.
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

    /// A last line that begins with a footer's word and holds no number of a person. A line with half a pair of quotes is
    /// the end of a row over several lines.
    fn is_footer(&self, line: &[u8], schema: &Schema) -> bool {
        if memchr::memchr_iter(b'"', line).count() % 2 == 1 {
            return false;
        }
        let cells: Vec<&[u8]> = line.split(|byte| *byte == self.delimiter).map(unquoted).collect();
        let first = cells.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
        let word = fold(&String::from_utf8_lossy(first));
        let about_a_person = schema
            .person
            .and_then(|column| *self.positions.get(column)?)
            .and_then(|position| cells.get(position))
            .is_some_and(|cell| Persoonsnummer::parse(cell).is_ok());
        FOOTER_WORDS.iter().any(|footer| word.starts_with(footer)) && !about_a_person
    }
}

/// A cell without the space and the quotes around it, whether or not they come in pairs.
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
