//! The processing log of a run, in the form of the standard Logboek Dataverwerkingen: one line for each person in each
//! processing, without exception. Subjects are keyed; no line holds a value.
//!
//! A run has no clock, because the same input must give the same output. Every line begins and ends at the first moment of
//! the verstrekdatum (UTC), and the identifiers follow from the run itself.
//!
//! INVARIANT: neither the order of the lines nor an identifier says anything about the order of a source or of a parcel. The log
//! lies unsealed: in source order, whoever has an extract would undo its pseudonyms line by line.

use std::cell::RefCell;
use std::io::{self, Write};

use data_encoding::HEXLOWER;
use rayon::prelude::*;
use serde_json::{Value, json};
use zstd::zstd_safe::CParameter;

use crate::crypto::hashing::{PseudonymKey, SUBJECT_BYTES, SpanKey, Subject};
use crate::law::register::{REGISTER, Register};
use crate::model::day::Day;
use crate::parallel::in_parts;

/// Lines per frame of the compressed log. Frames are compressed on all cores, and any zstd reader reads them as one text.
/// This many lines fit in the cache of the core that compresses them.
const FRAME_LINES: usize = 1 << 10;

/// Compression level: the lowest, because the run waits for the log.
const COMPRESSION: i32 = 1;

/// Size of the compressor's hash table, as a power of two. Each line repeats the one before it except for two short parts,
/// so a small table finds as much as a large one, in two thirds of the time.
const PLACES_LOG: u32 = 8;

/// "Done" in the standard's list of status codes (0 unset, 1 done, 2 failed).
const STATUS_DONE: u8 = 1;

/// The name of the run as a whole in the register.
const RUN: &str = "run";

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Writes the lines of one run.
pub struct Logbook<'a> {
    to: &'a mut (dyn Write + Send),
    register: &'a Register,
    trace_id: String,
    moment_ms: i64,
    spans: SpanKey,
    /// Identifier of the line about the run itself, the parent of all other lines.
    root: String,
    /// Processings written so far.
    processings: u64,
}

/// The number that stands for the run itself.
const ROOT: u64 = 0;

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
}

impl<'a> Logbook<'a> {
    /// Begins the log with the line about the run itself, which has no subject.
    ///
    /// # Errors
    /// The line cannot be compressed or written.
    pub fn begin(
        to: &'a mut (dyn Write + Send),
        register: &'a Register,
        key: &PseudonymKey,
        trace: Trace<'_>,
    ) -> io::Result<Logbook<'a>> {
        let days = [trace.peildatum.to_string(), trace.verstrekdatum.to_string()];
        let parts: Vec<&[u8]> =
            [trace.gemeente, trace.previous_sha256.unwrap_or_default(), trace.config_sha256]
                .into_iter()
                .chain(days.iter().map(String::as_str))
                .map(str::as_bytes)
                .collect();
        let tag = key.keyed("logboek-trace", &parts);
        let trace_id = HEXLOWER.encode(tag.get(..16).unwrap_or_default());
        let epoch = Day::from_ymd(1970, 1, 1).unwrap_or(Day::NONE);
        let moment_ms = i64::from(trace.verstrekdatum.days_since(epoch)) * DAY_MS;
        let spans = key.spans(trace_id.as_bytes());
        let root = HEXLOWER.encode(&spans.span(ROOT, None));
        let logbook = Logbook { to, register, trace_id, moment_ms, spans, root, processings: ROOT };
        let uri = register.activity(RUN).map(|activity| activity.uri.as_str());
        let mut root = logbook.line(RUN, uri, &logbook.root);
        if let Value::Object(line) = &mut root {
            line.shift_remove("parent_span_id");
            line.insert("resource".to_owned(), json!({ "service.name": "jib", "gemeente": trace.gemeente }));
        }
        let root = frame(|text| text.extend_from_slice(format!("{root}\n").as_bytes()))?;
        logbook.to.write_all(&root)?;
        Ok(logbook)
    }

    fn line(&self, name: &str, uri: Option<&str>, span: &str) -> Value {
        json!({
            "trace_id": self.trace_id,
            "span_id": span,
            "parent_span_id": self.root,
            "status_code": STATUS_DONE,
            "name": name,
            "start_time": self.moment_ms,
            "end_time": self.moment_ms,
            "attributes": { "dpl.core.processing_activity_id": uri },
        })
    }

    /// Writes one line per subject of a processing, in the order of the keyed subjects; `file` is the file written about them.
    ///
    /// # Errors
    /// The register does not name the processing, or a line cannot be compressed or written.
    pub fn processing(
        &mut self,
        name: &str,
        file: Option<&str>,
        mut subjects: Vec<Subject>,
    ) -> io::Result<()> {
        subjects.par_sort_unstable_by_key(|subject| *subject.bytes());
        // Several lines about one person count as one processing.
        subjects.dedup();
        self.processings += 1;
        let activity = self.register.activity(name);
        let uri = activity
            .map(|activity| activity.uri.as_str())
            .ok_or_else(|| io::Error::other(format!("`{name}` staat niet in {REGISTER}")))?;
        let mut form = self.line(name, Some(uri), SPAN_HOLE);
        if let Some(attributes) = form.get_mut("attributes").and_then(Value::as_object_mut) {
            attributes.insert("dpl.core.data_subject_id".to_owned(), json!(SUBJECT_HOLE));
            attributes.insert("dataSubjectType".to_owned(), json!("pseudoniem"));
            if let Some(file) = file {
                attributes.insert("jib.bestand".to_owned(), json!(file));
            }
        }
        let form = form.to_string();
        let parts = form.split_once(SPAN_HOLE).zip(form.split_once(SUBJECT_HOLE));
        let Some(((before, _), (upto, after))) = parts else { return Err(io::Error::other("logboekregel")) };
        let between = upto.get(before.len() + SPAN_HOLE.len()..).unwrap_or_default();
        let chunks: Vec<&[Subject]> = subjects.chunks(FRAME_LINES).collect();
        let (spans, processing) = (&self.spans, self.processings);
        in_parts(
            chunks.len(),
            |part| {
                let own = chunks.get(part).copied().unwrap_or_default();
                frame(|text| {
                    for subject in own {
                        text.extend_from_slice(before.as_bytes());
                        push_hex::<16>(&spans.span(processing, Some(subject)), text);
                        text.extend_from_slice(between.as_bytes());
                        push_hex::<{ 2 * SUBJECT_BYTES }>(subject.bytes(), text);
                        text.extend_from_slice(after.as_bytes());
                        text.push(b'\n');
                    }
                })
            },
            |frame| self.to.write_all(&frame?),
        )?;
        Ok(())
    }
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

/// Marks the place of the line's identifier in the template of a line.
const SPAN_HOLE: &str = "<span>";

/// Marks the subject's place in the template of a line.
const SUBJECT_HOLE: &str = "<betrokkene>";
