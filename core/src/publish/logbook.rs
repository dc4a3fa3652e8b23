//! The processing log of a run, in the form of the standard Logboek Dataverwerkingen (Logius): one line for each person in each
//! processing, without exception, as a child of the line about the run. Subjects are keyed; no line holds a value, and none has
//! an attribute that the standard does not know: which file a line is about stands in its `name`.
//!
//! Lines of a processing follow each other in the order of the keyed subject, with keyed span identifiers and the times of the
//! processing as a whole, so that nothing restores the order of the source. Times are real: they come from the caller's clock,
//! the only thing in a run that differs from run to run on the same input.

use std::cell::RefCell;
use std::io::{self, Write};

use data_encoding::HEXLOWER;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use zstd::zstd_safe::CParameter;

use super::log_index::{LogIndex, Processing, Times};
use crate::crypto::hashing::{LineKey, PseudonymKey, SUBJECT_BYTES, Subject};
use crate::law::register::{RUN, RunRegister};
use crate::model::day::Day;
use crate::parallel::in_parts;

/// Lines per frame of the compressed log. Frames are compressed on all cores, and any zstd reader reads them as one text.
/// This many lines fit in the cache of the core that compresses them.
const FRAME_LINES: usize = 1 << 10;

/// Compression level: the lowest, because the run waits for the log. Higher levels are not compiled (.cargo/config.toml).
const COMPRESSION: i32 = 1;

/// Size of the compressor's hash table, as a power of two. Each line repeats the one before it except for two short parts,
/// so a small table finds as much as a large one, in two thirds of the time.
const PLACES_LOG: u32 = 8;

/// The standard's word for a processing that did what it should.
const STATUS_OK: &str = "Ok";

/// What kind of identifier a data subject has here: a keyed pseudonym of a bsn or onderwijsnummer.
pub const SUBJECT_TYPE: &str = "urn:x-jib:betrokkene:gesleuteld-pseudoniem";

/// Separates the activity from the file in the name of a line.
const OF_FILE: &str = ": ";

/// Bytes of a span identifier.
const SPAN_BYTES: usize = 8;

/// Writes the lines of one run.
pub struct Logbook<'a> {
    to: &'a mut (dyn Write + Send),
    register: &'a RunRegister,
    key: &'a PseudonymKey,
    trace_id: String,
    /// The span of the run itself, the parent of all others.
    root: String,
    index: LogIndex,
    /// Bytes written so far.
    bytes: u64,
}

/// A log that is whole.
pub struct Logged {
    /// Which of its lines are about whom.
    pub index: LogIndex,
    /// Its size.
    pub bytes: u64,
}

/// A file that a processing wrote about its subjects.
#[derive(Clone, Copy, Debug)]
pub struct OfFile<'a> {
    /// Its path within the run.
    pub path: &'a str,
    /// What its passport says, without its days.
    pub likeness: Option<&'a str>,
}

/// Distinguishes this run from every other; the trace identifier is made from it.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    /// The controller's code.
    pub gemeente: &'a str,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// sha256 of the previous run's manifest, if any.
    pub previous_sha256: Option<&'a str>,
    /// Fingerprint of the configuration.
    pub config_sha256: &'a str,
    /// When the run began, in milliseconds since 1970 (UTC).
    pub begun: i64,
}

/// The name of a line about a file.
pub fn of_file(activity: &str, file: &str) -> String {
    format!("{activity}{OF_FILE}{file}")
}

/// The file that a line is about, from its name. `None` for a processing without a file.
pub fn file_of(name: &str) -> Option<&str> {
    name.split_once(OF_FILE).map(|(_, file)| file)
}

impl<'a> Logbook<'a> {
    /// Begins the log.
    pub fn begin(
        to: &'a mut (dyn Write + Send),
        register: &'a RunRegister,
        key: &'a PseudonymKey,
        trace: Trace<'_>,
    ) -> Logbook<'a> {
        let days = [trace.peildatum.to_string(), trace.verstrekdatum.to_string()];
        let begun = trace.begun.to_string();
        let parts: Vec<&[u8]> =
            [trace.gemeente, trace.previous_sha256.unwrap_or_default(), trace.config_sha256, &begun]
                .into_iter()
                .chain(days.iter().map(String::as_str))
                .map(str::as_bytes)
                .collect();
        let tag = key.keyed("logboek-trace", &parts);
        let (trace_id, rest) = tag.split_at(16);
        let trace_id = HEXLOWER.encode(trace_id);
        let root = HEXLOWER.encode(rest.get(..SPAN_BYTES).unwrap_or_default());
        let index = LogIndex::begin(&trace_id, &root);
        Logbook { to, register, key, trace_id, root, index, bytes: 0 }
    }

    fn uri(&self, activity: &str) -> io::Result<&str> {
        self.register.uri(activity).ok_or_else(|| {
            io::Error::other(format!("`{activity}` staat niet in het register van verwerkingen"))
        })
    }

    fn line(&self, activity: &str, name: &str, span: &str, times: Times) -> io::Result<Map<String, Value>> {
        let uri = self.uri(activity)?;
        let line = json!({
            "trace_id": self.trace_id,
            "span_id": span,
            "parent_span_id": self.root,
            "status": STATUS_OK,
            "name": name,
            "start_time": times.start,
            "end_time": times.end,
            "attributes": { "dpl.core.processing_activity_id": uri },
        });
        match line {
            Value::Object(line) => Ok(line),
            _ => Err(io::Error::other("logboekregel")),
        }
    }

    /// Writes one line per subject of a processing, in the order of the keyed subjects; `file` is the file written about them.
    ///
    /// # Errors
    /// The register does not name the processing, or a line cannot be compressed or written.
    pub fn processing(
        &mut self,
        activity: &str,
        file: Option<OfFile<'_>>,
        times: Times,
        mut subjects: Vec<Subject>,
    ) -> io::Result<()> {
        subjects.par_sort_unstable();
        // Several rows about one person are one processing.
        subjects.dedup();
        let named = |file: OfFile<'_>| of_file(activity, file.path);
        let name = file.map_or_else(|| activity.to_owned(), named);
        let mut line = self.line(activity, &name, SPAN_HOLE, times)?;
        if let Some(attributes) = line.get_mut("attributes").and_then(Value::as_object_mut) {
            attributes.insert("dpl.core.data_subject_id".to_owned(), json!(SUBJECT_HOLE));
            attributes.insert("dpl.core.data_subject_id_type".to_owned(), json!(SUBJECT_TYPE));
        }
        let form = Value::Object(line).to_string();
        let parts = form.split_once(SPAN_HOLE).and_then(|(before, rest)| {
            rest.split_once(SUBJECT_HOLE).map(|(between, after)| (before, between, after))
        });
        let Some((before, between, after)) = parts else { return Err(io::Error::other("logboekregel")) };
        let spans = spans(self.key, &self.trace_id, &name);
        let (to, bytes) = (&mut self.to, &mut self.bytes);
        let chunks: Vec<&[Subject]> = subjects.chunks(FRAME_LINES).collect();
        in_parts(
            chunks.len(),
            |part| {
                let own = chunks.get(part).copied().unwrap_or_default();
                frame(|text| {
                    let mut room = Vec::new();
                    for subject in own {
                        text.extend_from_slice(before.as_bytes());
                        push_hex::<{ 2 * SPAN_BYTES }>(&span(&spans, subject, &mut room), text);
                        text.extend_from_slice(between.as_bytes());
                        push_hex::<{ 2 * SUBJECT_BYTES }>(subject.bytes(), text);
                        text.extend_from_slice(after.as_bytes());
                        text.push(b'\n');
                    }
                })
            },
            |frame| written(to, bytes, &frame?),
        )?;
        let uri = self.uri(activity)?.to_owned();
        let likeness = file.and_then(|file| file.likeness).map(str::to_owned);
        self.index.add(Processing { name, uri, times, likeness }, &subjects)
    }

    /// Ends the log with the line about the run itself, which has no subject and no parent.
    ///
    /// # Errors
    /// The line cannot be compressed or written.
    pub fn finish(mut self, times: Times) -> io::Result<Logged> {
        let mut line = self.line(RUN, RUN, &self.root, times)?;
        line.shift_remove("parent_span_id");
        let program = json!({ "service.name": "jib", "service.version": env!("CARGO_PKG_VERSION") });
        line.insert("resource".to_owned(), json!({ "attributes": program }));
        let line = Value::Object(line);
        let frame = frame(|text| text.extend_from_slice(format!("{line}\n").as_bytes()))?;
        written(self.to, &mut self.bytes, &frame)?;
        Ok(Logged { index: self.index, bytes: self.bytes })
    }
}

fn written(to: &mut (dyn Write + Send), bytes: &mut u64, frame: &[u8]) -> io::Result<()> {
    *bytes += u64::try_from(frame.len()).map_err(io::Error::other)?;
    to.write_all(frame)
}

/// Makes the spans of a processing, named as its lines are.
fn spans(key: &PseudonymKey, trace_id: &str, name: &str) -> LineKey {
    key.line_key("logboek-span", &[trace_id.as_bytes(), name.as_bytes()])
}

/// The span of a person in a processing, as the log has it.
pub fn span_of(key: &PseudonymKey, trace_id: &str, name: &str, subject: &Subject) -> String {
    HEXLOWER.encode(&span(&spans(key, trace_id, name), subject, &mut Vec::new()))
}

/// The span of a person in a processing. No span is all zeros: the standard's words for "none".
fn span(spans: &LineKey, subject: &Subject, room: &mut Vec<u8>) -> [u8; SPAN_BYTES] {
    spans.hash(std::iter::once(subject.bytes().as_slice()), room).max(1).to_be_bytes()
}

/// Kept per thread: a compressor takes as long to make as a frame.
struct Press {
    text: Vec<u8>,
    compressor: zstd::bulk::Compressor<'static>,
}

impl Press {
    fn new() -> io::Result<Press> {
        let mut compressor = zstd::bulk::Compressor::new(COMPRESSION)?;
        compressor.set_parameter(CParameter::HashLog(PLACES_LOG))?;
        Ok(Press { text: Vec::new(), compressor })
    }
}

thread_local! {
    static PRESS: RefCell<Option<Press>> = const { RefCell::new(None) };
}

/// Compresses what `write` appends as a frame of its own.
fn frame(write: impl FnOnce(&mut Vec<u8>)) -> io::Result<Vec<u8>> {
    let mut press = match PRESS.take() {
        Some(press) => press,
        None => Press::new()?,
    };
    press.text.clear();
    write(&mut press.text);
    let frame = press.compressor.compress(&press.text);
    PRESS.set(Some(press));
    let mut frame = frame?;
    // The compressor reserves room for text that does not compress.
    frame.shrink_to_fit();
    Ok(frame)
}

/// Appends bytes in hexadecimal.
fn push_hex<const N: usize>(bytes: &[u8], to: &mut Vec<u8>) {
    let mut text = [0; N];
    HEXLOWER.encode_mut(bytes, &mut text);
    to.extend_from_slice(&text);
}

/// Marks the places of the span and the subject in the template of a line.
const SPAN_HOLE: &str = "<handeling>";
const SUBJECT_HOLE: &str = "<betrokkene>";
