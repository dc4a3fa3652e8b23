//! Answers a person's request to know what was done with their data (AVG 15). It covers all runs in a folder, using the
//! processing log, the passports and the manifests. It opens nothing: the recipient holds the contents, under the kenmerk
//! given here.
//!
//! INVARIANT: a manifest counts only under our own signature, and a file only if it is the one that its manifest names. What does not
//! hold is never an answer: it is told as missing. A log is read by its index, if that holds under our key for the log that the
//! manifest names; else as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write as _};
use std::io::{BufRead, BufReader};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::register::filled_from;
use crate::config::Config;
use crate::crypto::hashing::{KenmerkMaker, PseudonymKey};
use crate::crypto::sign::Signer;
use crate::law::file::Regelvorm;
use crate::law::library::Library;
use crate::law::register::CLASSIFICATION;
use crate::model::day::Day;
use crate::model::field::Field;
use crate::model::number::Persoonsnummer;
use crate::model::outcome::RunOutcome;
use crate::model::shown::told;
use crate::os_fault::cause;
use crate::publish::export::passport::{by_law, likeness};
use crate::publish::ledger::chain::{Begin, Link, Predecessors};
use crate::publish::ledger::runs::{MANIFEST, RunManifest, Runs};
use crate::publish::log_index::{FoundLines, Processing, Times, lines_about};
use crate::publish::logbook::{self, SUBJECT_TYPE, span_of};
use crate::publish::lookups::{self, Lookups};
use crate::publish::outbox::Document;
use crate::release::recall;
use crate::run::fault::Fault;

/// The longest log line that is read, in bytes.
const LINE_BYTES_MAX: usize = 64 << 10;

/// What was done with the data of one person.
#[derive(Debug, Default, Serialize)]
pub struct Inzage {
    /// How often the person was classified.
    #[serde(rename = "ingedeeld")]
    pub classified: Option<Period>,
    /// What each party received: one block for each parcel, as long as it held the same fields on the same articles.
    #[serde(rename = "leveringen")]
    pub handovers: Vec<Handover>,
    /// Which parties were told to erase what they had received.
    #[serde(rename = "intrekkingen")]
    pub recalls: Vec<Recalled>,
    /// Runs without a reliable answer, and why.
    #[serde(rename = "niet_vast_te_stellen")]
    pub undetermined: Vec<String>,
    /// Who looked this person up before, oldest first.
    #[serde(rename = "raadplegingen")]
    pub lookups: Vec<LookedUp>,
    /// What was there and is gone or changed: runs of the chain, logs, passports. The answer is then incomplete.
    #[serde(rename = "ontbreekt")]
    pub missing: Vec<String>,
    /// Runs of which the whole log was read, because its index is gone or changed. The answer is whole.
    #[serde(rename = "zonder_index")]
    pub unindexed: Vec<String>,
    /// How many runs were checked.
    #[serde(rename = "bekeken")]
    pub runs_seen: usize,
    /// The newest line of the log for each of the above, in the form of the reading API of the Logboek Dataverwerkingen
    /// (logboek-extensie-lezen 1.1.0, a draft).
    #[serde(rename = "processingActivities")]
    pub lines: Vec<LogLine>,
}

/// A line of the log, in the form of the reading API.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct LogLine {
    pub trace_id: String,
    pub span_id: String,
    pub parent_span_id: String,
    pub status: &'static str,
    pub name: String,
    pub start_time: i64,
    pub end_time: i64,
    pub attributes: LineAttributes,
}

/// What a line of the log is about.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct LineAttributes {
    #[serde(rename = "dpl.core.processing_activity_id")]
    pub processing_activity_id: String,
    #[serde(rename = "dpl.core.data_subject_id")]
    pub data_subject_id: String,
    #[serde(rename = "dpl.core.data_subject_id_type")]
    pub data_subject_id_type: &'static str,
}

/// One time that somebody looked this person up.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct LookedUp {
    #[serde(rename = "tijd")]
    pub moment: String,
    pub actor: String,
    pub host: String,
    #[serde(rename = "opdracht")]
    pub command: String,
    #[serde(rename = "reden")]
    pub reason: Option<String>,
}

/// From which run until which, and in how many of them.
#[derive(Clone, Debug, Serialize)]
pub struct Period {
    /// The verstrekdatum of the first run.
    #[serde(rename = "van")]
    pub from: Day,
    /// The verstrekdatum of the last run.
    #[serde(rename = "tot_en_met")]
    pub until: Day,
    /// How many runs.
    #[serde(rename = "keren")]
    pub times: usize,
    /// The folder of the last run.
    #[serde(rename = "laatste_run")]
    pub last_run: String,
}

impl Period {
    fn once(run: &RunAnswer) -> Period {
        Period { from: run.verstrekdatum, until: run.verstrekdatum, times: 1, last_run: run.run.clone() }
    }

    /// Takes in a later run.
    fn goes_on(&mut self, run: &RunAnswer) {
        self.until = run.verstrekdatum;
        self.times += 1;
        self.last_run.clone_from(&run.run);
    }
}

/// What one run did, as its log says.
#[derive(Debug)]
struct RunAnswer {
    folder: String,
    /// The folder as an answer may show it.
    run: String,
    verstrekdatum: Day,
    found: FoundLines,
}

/// A processing of a run.
#[derive(Clone, Copy)]
struct Done<'r> {
    run: &'r RunAnswer,
    processing: &'r Processing,
}

/// The runs in which a party held the same, oldest first.
struct Block<'r> {
    period: Period,
    all: Vec<Done<'r>>,
}

/// What one party received, over the runs in which that was the same.
#[derive(Debug, Serialize)]
pub struct Handover {
    /// When, and how often.
    #[serde(flatten)]
    pub period: Period,
    /// What, to whom, and why: as the last of those runs has it.
    #[serde(flatten)]
    pub received: Received,
}

/// A party was told to erase what it had received.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Recalled {
    #[serde(rename = "partij")]
    pub party: String,
    pub brin: Option<String>,
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "datum")]
    pub date: Day,
    pub run: String,
}

/// What one party received in one run.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Received {
    #[serde(rename = "partij")]
    pub party: String,
    pub brin: Option<String>,
    #[serde(rename = "pakket")]
    pub parcel: String,
    #[serde(rename = "titel")]
    pub title: String,
    pub kenmerk: Option<String>,
    #[serde(rename = "doel")]
    pub purpose: String,
    #[serde(rename = "velden")]
    pub fields: Vec<HandedField>,
    #[serde(rename = "grondslagen")]
    pub articles: Vec<String>,
    /// The same articles with the names of their laws; for the text only.
    #[serde(skip)]
    pub basis: String,
    #[serde(rename = "verwijderen_uiterlijk")]
    pub delete_by: Day,
    #[serde(rename = "bewaar_grondslag")]
    pub retention_basis: String,
}

/// One field with the article on which it was released.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct HandedField {
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "grondslag")]
    pub article: String,
    /// As the passport calls it; for the text only.
    #[serde(skip)]
    pub title: Option<String>,
}

#[derive(Deserialize)]
struct InzageManifest {
    #[serde(rename = "uitkomst")]
    outcome: RunOutcome,
    gemeente: String,
    verstrekdatum: Day,
    #[serde(default, rename = "vorige")]
    previous: Option<String>,
    #[serde(rename = "uitvoer")]
    output: Vec<InzageFile>,
    #[serde(default, rename = "sleutels")]
    keys: Option<InzageKeys>,
    /// The hash of the last line about who looked, when the run was made.
    #[serde(default, rename = "raadplegingen")]
    lookups: Option<String>,
    #[serde(default, rename = "staat_begin")]
    begin: Option<Begin>,
}

impl InzageManifest {
    fn link(&self) -> Link {
        let (outcome, verstrekdatum) = (self.outcome, self.verstrekdatum);
        Link { outcome, gemeente: self.gemeente.clone(), verstrekdatum, previous: self.previous.clone() }
    }
}

#[derive(Deserialize)]
struct InzageKeys {
    #[serde(rename = "pseudoniem")]
    pseudonym: String,
}

#[derive(Deserialize)]
struct InzageFile {
    #[serde(rename = "pad")]
    path: String,
    sha256: String,
}

/// One run folder, as its manifest describes it.
struct InzageRun<'a> {
    read: &'a RunManifest,
    /// The folder as an answer may show it.
    name: String,
    manifest: InzageManifest,
}

impl InzageRun<'_> {
    fn listed(&self, path: &str) -> Option<&InzageFile> {
        self.manifest.output.iter().find(|listed| listed.path == path)
    }

    /// Reads a file of the run.
    ///
    /// # Errors
    /// What to say, unless it is unchanged.
    fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        let bytes = self.listed(path).and_then(|own| self.read.file_with(path, &own.sha256));
        bytes.ok_or_else(|| changed(&self.name, path))
    }

    /// The likeness of the file that a log line is about, from its passport. `None` for a recall: each is reported separately.
    fn likeness(&self, name: &str) -> Option<String> {
        let passport: Value = serde_json::from_slice(&self.file(&passport_of(name)?).ok()?).ok()?;
        let is_recall = passport.get("jib:pakket").and_then(Value::as_str) == Some(recall::PAKKET);
        if is_recall { None } else { likeness(&passport) }
    }

    /// The lines about a person, found through the log's index. `None` if the index is not valid or the log was changed: checked by its
    /// hash if `is_hashed`, else by its size.
    fn by_index(
        &self,
        log: &InzageFile,
        is_hashed: bool,
        key: &PseudonymKey,
        digits: &[u8; 9],
    ) -> Option<FoundLines> {
        if is_hashed {
            self.file(&log.path).ok()?;
        }
        let bytes = self.read.opened(&log.path)?.metadata().ok()?.len();
        let mut index = self.read.opened(&Document::LogIndex.path())?;
        lines_about(&mut index, (&log.sha256, bytes), key, &key.subject(digits))
    }
}

fn changed(run: &str, path: &str) -> String {
    format!("{run}: `{path}` ontbreekt of is gewijzigd; wat daarin stond, is niet te zeggen")
}

/// Looks a person up in every run in a folder.
///
/// # Errors
/// [`Fault`] if the record of earlier lookups cannot be read.
pub fn inzage(runs: &Path, config: &Config, number: Persoonsnummer) -> Result<Inzage, Fault> {
    let (gemeente, keys) = (config.file.gemeente.code.get_ref(), &config.keys);
    let looked = lookups::read(runs, &keys.pseudonym)
        .map_err(|fault| Fault::internal("de raadplegingen lezen")(&cause(&fault)))?;
    let folder = Runs::open(runs, keys.signing.as_ref().map(Signer::own));
    let log = Document::Logboek.path();
    let log_bytes =
        |name: String| folder.opened(&name, &log).and_then(|file| Some(file.metadata().ok()?.len()));
    let hashes_logs = folder.names().into_par_iter().filter_map(log_bytes).sum::<u64>() <= HASHED_BYTES_MAX;
    let asked = Inquiry { config, number, hashes_logs };
    let look = |runs: &Runs, name: &str, read: Option<&RunManifest>| {
        let manifest = read.and_then(|read| serde_json::from_slice::<InzageManifest>(&read.bytes).ok());
        let link = manifest.as_ref().map_or_else(|| read.and_then(Link::of), |own| Some(own.link()));
        (link, asked.of_run(runs, name, read, manifest))
    };
    let (before, looked_at) = Predecessors::read_with(folder, gemeente, &keys.pseudonym, look);
    let looked_at: Vec<SeenRun> = looked_at.into_iter().flatten().collect();

    let chain = RunChain::of(&before, &looked_at);
    let mut found = Inzage { missing: gaps(&before, &chain), ..Inzage::default() };
    found.add_lookups(&looked, &keys.pseudonym, number);
    if before.is_unanchored() {
        let unknown = "of de nieuwste run er nog is: het bestand in .staat dat dat zegt, is er niet";
        found.undetermined.push(unknown.to_owned());
    }
    if !hashes_logs {
        let unknown = "of elk logboek nog is zoals het was: het zijn er te veel om ze nu alle te lezen, en het antwoord komt uit de index naast elk logboek; jib verify leest ze";
        found.undetermined.push(unknown.to_owned());
    }
    let mut answers = found.add_runs(looked_at, &chain, &looked);
    if found.runs_seen == 0 && found.missing.is_empty() {
        // Otherwise it would read as if nothing had ever been delivered.
        let none = "de runs: in deze map staat er geen van deze gemeente, dus of er iets over deze persoon is geleverd, is hier niet te zeggen; geef de map die u bij --out aan jib run geeft";
        found.missing.push(none.to_owned());
    }
    answers.sort_by(|one, other| (one.verstrekdatum, &one.run).cmp(&(other.verstrekdatum, &other.run)));
    asked.tell(before.runs(), &answers, &mut found);
    Ok(found)
}

/// A run in the folder.
struct SeenRun {
    /// Its folder, as an answer may show it.
    name: String,
    /// If its manifest carries our signature.
    believed: Option<Believed>,
    /// The hash of the last line about who looked, when it was made.
    lookups: Option<String>,
    is_unindexed: bool,
    /// Whether it began without what the run before it left.
    has_lost_memory: bool,
    looked: Result<Looked, String>,
}

/// A run of this municipality under our own signature.
struct Believed {
    /// Of its manifest.
    sha256: String,
    /// Of the manifest before it.
    previous: Option<String>,
    has_delivered: bool,
}

impl SeenRun {
    fn doubted(name: String, looked: Result<Looked, String>) -> SeenRun {
        SeenRun { name, believed: None, lookups: None, is_unindexed: false, has_lost_memory: false, looked }
    }
}

/// Who is asked about, in which runs.
struct Inquiry<'a> {
    config: &'a Config,
    number: Persoonsnummer,
    /// Whether there are few enough logs to hash each of them.
    hashes_logs: bool,
}

/// The most bytes of logs that are hashed for an answer: a second of work.
const HASHED_BYTES_MAX: u64 = 512 << 20;

impl Inquiry<'_> {
    /// What the run in a folder says. `None` for a run of another municipality.
    fn of_run(
        &self,
        runs: &Runs,
        folder: &str,
        read: Option<&RunManifest>,
        manifest: Option<InzageManifest>,
    ) -> Option<SeenRun> {
        let name = told(folder);
        let Some(read) = read else {
            let unknown = Looked::Unknown("in deze map staat geen leesbaar manifest");
            return Some(SeenRun::doubted(name, Ok(unknown)));
        };
        if !runs.is_signed(read) {
            let why = "draagt niet de handtekening van uw eigen sleutel, of is daarna gewijzigd";
            let missing = format!("{name}: `{MANIFEST}` {why}");
            return Some(SeenRun::doubted(name, Err(missing)));
        }
        let Some(manifest) = manifest else {
            let missing = format!("{name}: `{MANIFEST}` is niet te lezen");
            return Some(SeenRun::doubted(name, Err(missing)));
        };
        if manifest.gemeente != *self.config.file.gemeente.code.get_ref() {
            return None;
        }
        let run = InzageRun { read, name, manifest };
        let mut is_unindexed = false;
        let looked = self.lines_of(&run, &mut is_unindexed);
        let InzageRun { name, manifest, .. } = run;
        Some(SeenRun {
            name,
            believed: Some(Believed {
                sha256: read.sha256.clone(),
                previous: manifest.previous,
                has_delivered: manifest.outcome.in_chain(),
            }),
            lookups: manifest.lookups,
            is_unindexed,
            has_lost_memory: manifest.begin.is_some_and(|begin| begin.has_lost_memory()),
            looked,
        })
    }

    fn lines_of(&self, run: &InzageRun<'_>, is_unindexed: &mut bool) -> Result<Looked, String> {
        let key = &self.config.keys.pseudonym;
        let digits = self.number.digits();
        let Some(log) = run.listed(&Document::Logboek.path()) else {
            let judged =
                matches!(run.manifest.outcome, RunOutcome::ExtractRefused | RunOutcome::QuarantineTooLarge);
            return Ok(if judged {
                Looked::Nothing
            } else {
                Looked::Unknown("van deze run is geen logboek bijgehouden")
            });
        };
        if run.manifest.keys.as_ref().is_none_or(|keys| keys.pseudonym != key.fingerprint()) {
            return Ok(Looked::Unknown(
                "gemaakt met een andere pseudoniemsleutel; geef met -c de configuratie met de sleutel van toen",
            ));
        }
        let found = match run.by_index(log, self.hashes_logs, key, &digits) {
            Some(found) => found,
            None => {
                let bytes = run.file(&log.path)?;
                // A run of an earlier version has no index, and a log that is gone or changed is told as such.
                *is_unindexed = run.listed(&Document::LogIndex.path()).is_some();
                let found = in_log(&bytes, &key.subject(&digits).hex());
                let mut found = found.ok_or_else(|| changed(&run.name, &log.path))?;
                for processing in &mut found.processings {
                    processing.likeness = run.likeness(&processing.name);
                }
                found
            }
        };
        if found.processings.is_empty() {
            return Ok(Looked::Nothing);
        }
        Ok(Looked::Found(RunAnswer {
            folder: run.read.name.clone(),
            run: run.name.clone(),
            verstrekdatum: run.manifest.verstrekdatum,
            found,
        }))
    }

    /// Puts together what the runs say, oldest first.
    fn tell(&self, runs: &Runs, answers: &[RunAnswer], found: &mut Inzage) {
        let mut classified: Option<Block<'_>> = None;
        // In the order in which they began.
        let mut blocks: Vec<Block<'_>> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for run in answers {
            for processing in &run.found.processings {
                let done = Done { run, processing };
                if processing.name == CLASSIFICATION {
                    match &mut classified {
                        Some(block) => block.goes_on(done),
                        None => classified = Some(Block::once(done)),
                    }
                }
                let Some(file) = logbook::file_of(&processing.name) else { continue };
                // Recalls, and files without a known likeness, get a block of their own until their passport is read.
                let alike = processing.likeness.clone().unwrap_or_else(|| format!("{}/{file}", run.run));
                match places.get(&alike).and_then(|place| blocks.get_mut(*place)) {
                    Some(block) => block.goes_on(done),
                    None => {
                        places.insert(alike, blocks.len());
                        blocks.push(Block::once(done));
                    }
                }
            }
        }
        if let Some(block) = classified {
            found.lines.extend(block.all.last().map(|done| self.line(*done)));
            found.classified = Some(block.period);
        }
        for block in blocks {
            let Some((passport, done)) = self.passport(runs, &block, found) else { continue };
            found.lines.push(self.line(done));
            self.tell_file(passport, block.period, found);
        }
    }

    fn tell_file(&self, mut received: Received, period: Period, found: &mut Inzage) {
        if received.parcel == recall::PAKKET {
            found.recalls.push(Recalled {
                party: received.party,
                brin: received.brin,
                title: received.title,
                date: period.until,
                run: period.last_run,
            });
            return;
        }
        let bare = received.parcel.strip_suffix(crate::release::minimise::GEHEIM).unwrap_or(&received.parcel);
        let brin = received.brin.as_deref().unwrap_or_default();
        let mut kenmerk = Vec::new();
        KenmerkMaker::new(&self.config.keys.pseudonym, &received.party, brin, bare)
            .append(&self.number.digits(), &mut kenmerk);
        received.kenmerk = String::from_utf8(kenmerk).ok();
        found.handovers.push(Handover { period, received });
    }

    /// The newest passport of a block that is unchanged, and the processing that it belongs to. What is changed is told as missing.
    fn passport<'r>(
        &self,
        runs: &Runs,
        block: &Block<'r>,
        found: &mut Inzage,
    ) -> Option<(Received, Done<'r>)> {
        for done in block.all.iter().rev() {
            let Done { run, processing } = *done;
            let path = passport_of(&processing.name)?;
            let read = || {
                let read = runs.signed(&run.folder).ok()?;
                let manifest = serde_json::from_slice(&read.bytes).ok()?;
                let own = InzageRun { read: &read, name: run.run.clone(), manifest };
                levering(&serde_json::from_slice(&own.file(&path).ok()?).ok()?)
            };
            match read() {
                Some(received) => return Some((received, *done)),
                None => found.missing.push(changed(&run.run, &path)),
            }
        }
        None
    }

    /// The line of the log about a processing.
    fn line(&self, Done { run, processing }: Done<'_>) -> LogLine {
        let key = &self.config.keys.pseudonym;
        let subject = key.subject(&self.number.digits());
        LogLine {
            trace_id: run.found.trace_id.clone(),
            span_id: span_of(key, &run.found.trace_id, &processing.name, &subject),
            parent_span_id: run.found.root.clone(),
            status: "Ok",
            name: processing.name.clone(),
            start_time: processing.times.start,
            end_time: processing.times.end,
            attributes: LineAttributes {
                processing_activity_id: processing.uri.clone(),
                data_subject_id: subject.hex(),
                data_subject_id_type: SUBJECT_TYPE,
            },
        }
    }
}

/// The path of the passport of the file that a line is about.
fn passport_of(name: &str) -> Option<String> {
    let file = logbook::file_of(name)?;
    let stem = [".csv.age", ".xlsx.age"].iter().find_map(|end| file.strip_suffix(end)).unwrap_or(file);
    Some(format!("{stem}.paspoort.json"))
}

impl<'r> Block<'r> {
    fn once(done: Done<'r>) -> Block<'r> {
        Block { period: Period::once(done.run), all: vec![done] }
    }

    fn goes_on(&mut self, done: Done<'r>) {
        self.period.goes_on(done.run);
        self.all.push(done);
    }
}

impl Inzage {
    /// Whether nothing was done with this person's data, as far as is known.
    fn is_empty(&self) -> bool {
        self.classified.is_none() && self.handovers.is_empty() && self.recalls.is_empty()
    }

    /// Takes over what each run says besides its answer, and returns the answers.
    fn add_runs(&mut self, runs: Vec<SeenRun>, chain: &RunChain, looked: &Lookups) -> Vec<RunAnswer> {
        let mut answers = Vec::new();
        let mut unknown_lookups = Vec::new();
        let mut seen = BTreeSet::new();
        for run in runs {
            if let Some(believed) = run.believed {
                let is_stray =
                    chain.is_whole && believed.has_delivered && !chain.links.contains(&believed.sha256);
                if !seen.insert(believed.sha256) {
                    self.undetermined.push(format!(
                        "{}: dit is een afschrift van een run die al is bekeken; het telt niet nog eens mee",
                        run.name
                    ));
                    continue;
                }
                if is_stray {
                    self.undetermined.push(format!(
                        "{}: deze run is van uw eigen sleutel, maar staat niet in deze keten; wat zij zegt, is meegeteld",
                        run.name
                    ));
                }
                self.runs_seen += 1;
            }
            if run.lookups.is_some_and(|last| !looked.has(&last)) {
                unknown_lookups.push(run.name.clone());
            }
            if run.has_lost_memory {
                self.undetermined.push(format!(
                    "of er vóór {} een run is weggehaald: zij begon zonder wat de run ervoor naliet, en haar bevindingen zeggen waarom",
                    run.name
                ));
            }
            if run.is_unindexed {
                self.unindexed.push(run.name.clone());
            }
            match run.looked {
                Ok(Looked::Found(done)) => answers.push(done),
                Ok(Looked::Nothing) => {}
                Ok(Looked::Unknown(why)) => self.undetermined.push(format!("{}: {why}", run.name)),
                Err(missing) => self.missing.push(missing),
            }
        }
        if let Some(first) = unknown_lookups.first() {
            self.missing.push(format!(
                "raadplegingen: bij run {first} waren er in {} regels die nu weg of gewijzigd zijn; wie er nog meer keek, is niet te zeggen",
                lookups::FOLDER
            ));
        }
        answers
    }

    /// Takes over who looked this person up, and what cannot be believed of it.
    fn add_lookups(&mut self, looked: &Lookups, key: &PseudonymKey, number: Persoonsnummer) {
        let own = looked.about(key, &number.digits()).into_iter().cloned();
        self.lookups.extend(own.map(|line| LookedUp {
            moment: line.moment,
            actor: line.actor,
            host: line.host,
            command: line.command,
            reason: line.reason,
        }));
        if let Some(first) = looked.first_broken {
            let more = match looked.broken {
                1 => String::new(),
                count => format!(" ({count} regels; dit is de eerste)"),
            };
            self.missing.push(format!(
                "raadplegingen: in {} is iets gewijzigd of weggehaald, bij regel {first}{more}; wie er nog meer keek, is niet te zeggen",
                lookups::FOLDER
            ));
        }
        if looked.of_other_keys > 0 {
            self.undetermined.push(format!(
                "raadplegingen: {} regels zijn geschreven met een andere pseudoniemsleutel; geef met -c de configuratie met de sleutel van toen",
                looked.of_other_keys
            ));
        }
    }
}

/// The chain from the last run back, as far as it goes.
struct RunChain {
    /// The sha256 of each manifest.
    links: BTreeSet<String>,
    /// The run behind which one is missing.
    broken_behind: Option<String>,
    /// Whether it goes from the last run to the first.
    is_whole: bool,
}

impl RunChain {
    fn of(before: &Predecessors, runs: &[SeenRun]) -> RunChain {
        let believed = runs.iter().filter_map(|run| Some((&run.name, run.believed.as_ref()?)));
        let by_sha256: BTreeMap<&str, _> = believed.map(|own| (own.1.sha256.as_str(), own)).collect();
        let mut chain =
            RunChain { links: BTreeSet::new(), broken_behind: None, is_whole: before.head().is_some() };
        let mut at = before.named().and_then(|head| by_sha256.get(head));
        // A link that comes back would be a circle of hashes.
        while let Some((name, own)) = at.filter(|(_, own)| chain.links.insert(own.sha256.clone())) {
            let Some(previous) = &own.previous else { break };
            at = by_sha256.get(previous.as_str());
            if at.is_none() {
                chain.broken_behind = Some((*name).clone());
                chain.is_whole = false;
            }
        }
        chain
    }
}

/// The places where runs of the chain are missing.
fn gaps(before: &Predecessors, chain: &RunChain) -> Vec<String> {
    let mut gaps = Vec::new();
    if before.is_head_moved() && !before.is_unanchored() {
        gaps.push("de nieuwste run is weg, of er zijn oude runs teruggezet: er kan meer zijn geleverd dan hier staat".to_owned());
    }
    if let Some(name) = &chain.broken_behind {
        gaps.push(format!(
            "vóór {name} ontbreekt een run, of zij is gewijzigd: de keten is daar niet heel, en wat toen is geleverd staat hier niet"
        ));
    }
    gaps
}

/// What one run says about a person.
enum Looked {
    Found(RunAnswer),
    Nothing,
    Unknown(&'static str),
}

/// A line of a log, as far as it is needed here.
#[derive(Deserialize)]
struct ReadLine {
    trace_id: String,
    #[serde(default, rename = "parent_span_id")]
    root: String,
    name: String,
    attributes: ReadAttributes,
    // Version 0.1 wrote its times otherwise.
    #[serde(default, rename = "start_time")]
    start: Value,
    #[serde(default, rename = "end_time")]
    end: Value,
}

#[derive(Deserialize)]
struct ReadAttributes {
    #[serde(default, rename = "dpl.core.processing_activity_id")]
    uri: String,
    #[serde(default, rename = "dpl.core.data_subject_id")]
    subject: String,
    /// Version 0.1 wrote the file into an attribute of its own.
    #[serde(default, rename = "jib.bestand")]
    file: Option<String>,
}

/// The lines of a compressed log about one subject. `None` if it is not a log.
fn in_log(compressed: &[u8], subject: &str) -> Option<FoundLines> {
    let mut reader = BufReader::new(zstd::Decoder::new(compressed).ok()?);
    let finder = memchr::memmem::Finder::new(subject);
    let mut found = FoundLines { trace_id: String::new(), root: String::new(), processings: Vec::new() };
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = std::io::Read::take(&mut reader, u64::try_from(LINE_BYTES_MAX).ok()?);
        if limited.read_until(b'\n', &mut line).ok()? == 0 {
            return Some(found);
        }
        if line.last() != Some(&b'\n') {
            return None;
        }
        if finder.find(&line).is_none() {
            continue;
        }
        let read: ReadLine = serde_json::from_slice(&line).ok()?;
        if read.attributes.subject == subject {
            let name = match read.attributes.file {
                Some(file) => logbook::of_file(&read.name, &file),
                None => read.name,
            };
            let times = Times {
                start: read.start.as_i64().unwrap_or_default(),
                end: read.end.as_i64().unwrap_or_default(),
            };
            found.processings.push(Processing { name, uri: read.attributes.uri, times, likeness: None });
            found.trace_id = read.trace_id;
            found.root = read.root;
        }
    }
}

fn levering(passport: &Value) -> Option<Received> {
    let text = |key: &str| passport.get(key).and_then(Value::as_str).map(str::to_owned);
    let fields = passport.pointer("/resources/0/schema/fields")?.as_array()?;
    let velden = fields.iter().map(|field| {
        let of = |key: &str| field.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(HandedField { name: of("name")?, article: of("jib:grondslag")?, title: of("title") })
    });
    let bases = passport.get("jib:grondslagen")?.as_array()?;
    let grondslagen = bases.iter().map(|basis| {
        let law = basis.get("wet").and_then(Value::as_str).unwrap_or_default();
        Some((basis.get("artikel")?.as_str()?, law))
    });
    let grondslagen: Vec<(&str, &str)> = grondslagen.collect::<Option<_>>()?;
    Some(Received {
        party: text("jib:partij")?,
        brin: text("jib:brin"),
        parcel: text("jib:pakket")?,
        title: text("title")?,
        kenmerk: None,
        purpose: text("jib:doel")?,
        fields: velden.collect::<Option<_>>()?,
        articles: grondslagen.iter().map(|(article, _)| (*article).to_owned()).collect(),
        basis: by_law(grondslagen.into_iter()),
        delete_by: Day::parse_iso(&text("jib:verwijderen_uiterlijk")?)?,
        retention_basis: text("jib:bewaar_grondslag")?,
    })
}

/// A period in words.
fn said(period: &Period) -> String {
    match period.times {
        1 => format!("één keer, op {}", period.from.in_dutch()),
        times => {
            let (from, until) = (period.from.in_dutch(), period.until.in_dutch());
            format!("van {from} tot en met {until}, {times} keer")
        }
    }
}

/// What people call a column of a parcel: as the extract that fills it does, else the glossary, else its passport.
fn title<'t>(library: &'t Library, field: &'t HandedField) -> &'t str {
    let HandedField { name, title, .. } = field;
    // An overstap fills columns of the same names from another extract. What the BRP calls them says the same.
    let extract = Field::from_word(name).and_then(|field| filled_from(field, Regelvorm::Persoon));
    let schema = extract.and_then(|extract| library.schemas.extract(extract.word()));
    let column = schema.and_then(|schema| schema.columns.iter().find(|column| column.name == *name));
    let of_glossary = || library.glossary.column(name).map(|kolom| &kolom.title);
    column.map(|column| &column.title).or_else(of_glossary).or(title.as_ref()).unwrap_or(name)
}

/// The answer as text to read out. `in_dutch` says a moment of a lookup as people do.
pub fn text(found: &Inzage, library: &Library, in_dutch: impl Fn(&str) -> String) -> String {
    let mut lines = Spoken::default();
    lines.say(match found.runs_seen {
        0 => "Er is geen run van deze gemeente bekeken.".to_owned(),
        1 => "Er is één run bekeken.".to_owned(),
        runs => format!("Er zijn {runs} runs bekeken."),
    });
    if found.is_empty() && found.runs_seen > found.undetermined.len() {
        lines
            .say("In de runs waarvan dat is vast te stellen, zijn geen gegevens over deze persoon verwerkt.");
    }
    if let Some(period) = &found.classified {
        lines.say("");
        lines.say(format!(
            "De gemeente heeft deze persoon ingedeeld (leeftijdsgroep, plicht, startkwalificatie, verzuim en doelgroep): {}.",
            said(period)
        ));
        if found.handovers.is_empty() {
            lines.say("Aan niemand is iets geleverd.");
        }
    }
    for handover in &found.handovers {
        lines.handover(handover, library);
    }
    let recalls = found.recalls.iter().map(|recalled| {
        let school = recalled.brin.as_ref().map(|brin| format!(" (school {brin})")).unwrap_or_default();
        format!("op {} aan {}{school}", recalled.date.in_dutch(), recalled.title)
    });
    lines.list("Gemeld dat eerder geleverde gegevens over deze persoon moeten worden gewist:", recalls);
    let lookups = found.lookups.iter().map(|looked| {
        let why = looked.reason.as_deref().unwrap_or("geen reden opgegeven");
        format!(
            "op {} door {}, op de computer {}, met jib {}: {why}",
            in_dutch(&looked.moment),
            looked.actor,
            looked.host,
            looked.command
        )
    });
    lines.list("Deze persoon is opgezocht:", lookups);
    lines.list("LET OP, dit antwoord is niet volledig. Wat ontbreekt:", found.missing.iter());
    if !found.missing.is_empty() {
        lines.say("Zet de map met runs terug uit de reservekopie en vraag het opnieuw.");
    }
    lines.list(
        "Van deze runs is het bestand weg of gewijzigd waarmee jib snel in het logboek zoekt. Het logboek zelf is heel en is gelezen, dus het antwoord klopt. Draai er jib verify op:",
        found.unindexed.iter(),
    );
    lines.list("Niet vast te stellen:", found.undetermined.iter());
    lines.say("");
    lines.say(
        "Gezocht is onder het nummer dat is gegeven. Heeft deze persoon ook een onderwijsnummer, zoek dan ook daarop: een overstap naar het mbo staat onder het nummer van de school.",
    );
    lines.say(
        "Wat de gegevens inhielden, staat bij de ontvanger. Gegevens die een medewerker buiten jib om gaf, staan hier niet bij.",
    );
    lines.0
}

/// The lines of an answer that is read out.
#[derive(Default)]
struct Spoken(String);

impl Spoken {
    fn say(&mut self, line: impl Display) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// A list under its heading; nothing if it is empty.
    fn list(&mut self, heading: &str, items: impl Iterator<Item = impl Display>) {
        for (at, item) in items.enumerate() {
            if at == 0 {
                self.say("");
                self.say(heading);
            }
            self.say(format!("  - {item}"));
        }
    }

    /// What went to one recipient, why, and until when it may be kept.
    fn handover(&mut self, handover: &Handover, library: &Library) {
        let Handover { period, received } = handover;
        let to = match &received.brin {
            Some(brin) => format!("{} (school {brin})", received.title),
            None => received.title.clone(),
        };
        self.say("");
        self.say(format!("{to}: {}.", said(period)));
        self.say(format!("    Waarvoor: {}.", received.purpose.trim_end_matches('.')));
        self.say("    Welke gegevens, elk met de naam van de kolom en het artikel:");
        for field in &received.fields {
            self.say(format!("      - {} ({}), {}", title(library, field), field.name, field.article));
        }
        self.say(format!("    Rust op: {}.", received.basis));
        self.say(format!("    De ontvanger wist dit uiterlijk op {}.", received.delete_by.in_dutch()));
        if let Some(kenmerk) = &received.kenmerk {
            self.say(format!("    Te vinden bij de ontvanger onder kenmerk {kenmerk}."));
        }
        self.say(format!("    Laatste run: {}.", period.last_run));
    }
}
