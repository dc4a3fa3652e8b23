//! Answers a person's request to know what was done with their data (AVG 15). It covers all runs in a folder, using the
//! processing log, the passports and the manifests. It opens nothing: the recipient holds the contents, under the kenmerk
//! given here.
//!
//! INVARIANT: a manifest counts only under our own signature, and a file only if it is the one that its manifest names. What does not
//! hold is never an answer: it is told as missing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::Config;
use crate::crypto::hashing::{KenmerkMaker, PseudonymKey, sha256_hex};
use crate::law::register::CLASSIFICATION;
use crate::model::day::Day;
use crate::model::number::Persoonsnummer;
use crate::model::shown::told;
use crate::os_fault::cause;
use crate::publish::ledger::chain::{Doubt, MANIFEST, Predecessors};
use crate::publish::logbook;
use crate::publish::lookups::{self, Lookups};
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
    /// How many runs were checked.
    #[serde(rename = "bekeken")]
    pub runs_seen: usize,
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

/// What one run did.
#[derive(Debug)]
struct RunAnswer {
    run: String,
    verstrekdatum: Day,
    is_classified: bool,
    handovers: Vec<Received>,
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
    #[serde(rename = "verwijderen_uiterlijk")]
    pub delete_by: Day,
    #[serde(rename = "bewaar_grondslag")]
    pub retention_basis: String,
}

impl Received {
    /// Whether another run gave the same party the same, for the same purpose on the same articles.
    fn is_same(&self, other: &Received) -> bool {
        let of = |own: &Received| {
            (
                own.party.clone(),
                own.brin.clone(),
                own.parcel.clone(),
                own.purpose.clone(),
                own.articles.clone(),
            )
        };
        of(self) == of(other) && self.fields == other.fields
    }
}

/// One field with the article on which it was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct HandedField {
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "grondslag")]
    pub article: String,
}

#[derive(Deserialize)]
struct PastManifest {
    #[serde(rename = "uitkomst")]
    outcome: String,
    gemeente: String,
    verstrekdatum: Day,
    #[serde(rename = "uitvoer")]
    output: Vec<PastFile>,
    #[serde(default)]
    #[serde(rename = "sleutels")]
    keys: Option<PastKeys>,
    /// The hash of the last line about who looked, when the run was made.
    #[serde(default)]
    #[serde(rename = "raadplegingen")]
    lookups: Option<String>,
}

#[derive(Deserialize)]
struct PastKeys {
    #[serde(rename = "pseudoniem")]
    pseudonym: String,
}

#[derive(Deserialize)]
struct PastFile {
    #[serde(rename = "pad")]
    path: String,
    sha256: String,
}

/// One run folder, as its manifest describes it.
struct PastRun<'a> {
    folder: String,
    /// The folder as an answer may show it.
    name: String,
    runs: &'a Predecessors,
    manifest: PastManifest,
}

impl PastRun<'_> {
    /// Reads a file of the run.
    ///
    /// # Errors
    /// What to say, unless it is unchanged.
    fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        let listed = self.manifest.output.iter().find(|listed| listed.path == path);
        let bytes = listed.and_then(|listed| self.runs.file_with(&self.folder, path, &listed.sha256));
        bytes.ok_or_else(|| self.changed(path))
    }

    fn changed(&self, path: &str) -> String {
        format!("{}: `{path}` ontbreekt of is gewijzigd; wat daarin stond, is niet te zeggen", self.name)
    }

    fn log_path(&self) -> Option<&str> {
        let is_log =
            |listed: &&PastFile| listed.path.starts_with("logboek/") && listed.path.ends_with(".ndjson.zst");
        self.manifest.output.iter().find(is_log).map(|listed| listed.path.as_str())
    }
}

fn no_runs(runs: &Path) -> Fault {
    Fault::Usage {
        message: format!("`{}` is geen leesbare map met runs", runs.display()),
        help: "geef de map die u bij --out aan jib run geeft".to_owned(),
    }
}

/// Checks that there is a folder of runs.
///
/// # Errors
/// [`Fault::Usage`] if there is none.
pub fn is_folder(runs: &Path) -> Result<(), Fault> {
    std::fs::read_dir(runs).map(|_| ()).map_err(|_| no_runs(runs))
}

/// Looks a person up in every run in a folder.
///
/// # Errors
/// [`Fault`] if the folder cannot be read.
pub fn inzage(runs: &Path, config: &Config, number: Persoonsnummer) -> Result<Inzage, Fault> {
    is_folder(runs)?;
    let (gemeente, keys) = (config.file.gemeente.code.get_ref(), &config.keys);
    let looked = lookups::read(runs, &keys.pseudonym)
        .map_err(|fault| Fault::internal("de raadplegingen lezen")(&cause(&fault)))?;
    let before = Predecessors::read(runs, gemeente, keys.signing.as_ref(), &keys.pseudonym);
    let mut found = Inzage { missing: gaps(&before), ..Inzage::default() };
    let mut answers = Vec::new();
    found.add_lookups(&looked, &keys.pseudonym, number);
    if before.is_unanchored() {
        let unknown = "of de nieuwste run er nog is: het bestand in .staat dat dat zegt, is er niet";
        found.undetermined.push(unknown.to_owned());
    }
    let chain: BTreeSet<String> = before.back().map(|run| run.sha256).collect();
    let is_whole = before.head().is_some() && before.broken_behind().is_none();
    let mut seen = BTreeSet::new();
    for folder in before.names() {
        let name = told(&folder);
        let bytes = match before.signed(&folder) {
            Ok(bytes) => bytes,
            Err(Doubt::Gone) => {
                found.undetermined.push(format!("{name}: in deze map staat geen leesbaar manifest"));
                continue;
            }
            Err(Doubt::NotOurs | Doubt::Form) => {
                let why = "draagt niet de handtekening van uw eigen sleutel, of is daarna gewijzigd";
                found.missing.push(format!("{name}: `{MANIFEST}` {why}"));
                continue;
            }
        };
        let Ok(manifest) = serde_json::from_slice::<PastManifest>(&bytes) else {
            found.missing.push(format!("{name}: `{MANIFEST}` is niet te lezen"));
            continue;
        };
        if manifest.gemeente != *gemeente {
            continue;
        }
        let sha256 = sha256_hex(&bytes);
        let is_link = is_whole && chain.contains(&sha256);
        if !seen.insert(sha256) {
            found.undetermined.push(format!(
                "{name}: dit is een afschrift van een run die al is bekeken; het telt niet nog eens mee"
            ));
            continue;
        }
        if is_whole && !is_link && manifest.outcome.starts_with("geleverd") {
            found.undetermined.push(format!(
                "{name}: deze run is van uw eigen sleutel, maar staat niet in deze keten; wat zij zegt, is meegeteld"
            ));
        }
        found.runs_seen += 1;
        if manifest.lookups.as_deref().is_some_and(|last| !looked.has(last)) {
            found.undetermined.push(format!(
                "{name}: bij deze run waren er raadplegingen die nu weg of gewijzigd zijn ({})",
                lookups::FOLDER
            ));
        }
        let run = PastRun { folder, name, runs: &before, manifest };
        match of_run(&run, config, number) {
            Ok(Looked::Found(done)) => answers.push(done),
            Ok(Looked::Nothing) => {}
            Ok(Looked::Unknown(why)) => found.undetermined.push(format!("{}: {why}", run.name)),
            Err(missing) => found.missing.push(missing),
        }
    }
    answers.sort_by(|one, other| (one.verstrekdatum, &one.run).cmp(&(other.verstrekdatum, &other.run)));
    answers.into_iter().for_each(|run| found.add(run));
    Ok(found)
}

impl Inzage {
    /// Whether nothing was done with this person's data, as far as is known.
    fn is_empty(&self) -> bool {
        self.classified.is_none() && self.handovers.is_empty() && self.recalls.is_empty()
    }

    /// Takes in what a later run did.
    fn add(&mut self, run: RunAnswer) {
        if run.is_classified {
            match &mut self.classified {
                Some(period) => period.goes_on(&run),
                None => self.classified = Some(Period::once(&run)),
            }
        }
        for received in &run.handovers {
            if received.parcel == recall::PAKKET {
                self.recalls.push(Recalled {
                    party: received.party.clone(),
                    brin: received.brin.clone(),
                    title: received.title.clone(),
                    date: run.verstrekdatum,
                    run: run.run.clone(),
                });
                continue;
            }
            match self.handovers.iter_mut().find(|own| own.received.is_same(received)) {
                Some(own) => {
                    own.period.goes_on(&run);
                    own.received = received.clone();
                }
                None => {
                    self.handovers.push(Handover { period: Period::once(&run), received: received.clone() });
                }
            }
        }
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
        if !looked.broken.is_empty() {
            let lines: Vec<String> = looked.broken.iter().map(ToString::to_string).collect();
            self.undetermined.push(format!(
                "raadplegingen: in {} is iets gewijzigd of weggehaald, bij regel {}",
                lookups::FOLDER,
                lines.join(", ")
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

/// The places where runs of the chain are missing.
fn gaps(before: &Predecessors) -> Vec<String> {
    let mut gaps = Vec::new();
    if before.is_head_moved() && !before.is_unanchored() {
        gaps.push("de nieuwste run is weg, of er zijn oude runs teruggezet: er kan meer zijn geleverd dan hier staat".to_owned());
    }
    if let Some(name) = before.broken_behind().as_deref().map(told) {
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

fn of_run(run: &PastRun<'_>, config: &Config, number: Persoonsnummer) -> Result<Looked, String> {
    let key = &config.keys.pseudonym;
    let digits = number.digits();
    let Some(log) = run.log_path() else {
        let judged = matches!(run.manifest.outcome.as_str(), "extract_geweigerd" | "quarantaine_te_groot");
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
    let bytes = run.file(log)?;
    let lines = lines_about(&bytes, &key.subject(&digits).hex()).ok_or_else(|| run.changed(log))?;
    if lines.is_empty() {
        return Ok(Looked::Nothing);
    }
    let mut done = RunAnswer {
        run: run.name.clone(),
        verstrekdatum: run.manifest.verstrekdatum,
        is_classified: false,
        handovers: Vec::new(),
    };
    for line in lines {
        let name = line.get("name").and_then(Value::as_str).unwrap_or_default();
        if name == CLASSIFICATION {
            done.is_classified = true;
        }
        // Version 0.1 wrote the file into an attribute of its own.
        let before = line.pointer("/attributes/jib.bestand").and_then(Value::as_str);
        let Some(file) = logbook::file_of(name).or(before) else { continue };
        let stem = [".csv.age", ".xlsx.age"].iter().find_map(|end| file.strip_suffix(end)).unwrap_or(file);
        let path = format!("{stem}.paspoort.json");
        let changed = || run.changed(&path);
        let passport: Value = serde_json::from_slice(&run.file(&path)?).map_err(|_| changed())?;
        let mut levering = levering(&passport).ok_or_else(changed)?;
        if levering.parcel != recall::PAKKET {
            let bare =
                levering.parcel.strip_suffix(crate::release::minimise::GEHEIM).unwrap_or(&levering.parcel);
            let brin = levering.brin.as_deref().unwrap_or_default();
            let mut kenmerk = Vec::new();
            KenmerkMaker::new(key, &levering.party, brin, bare).append(&digits, &mut kenmerk);
            levering.kenmerk = String::from_utf8(kenmerk).ok();
        }
        done.handovers.push(levering);
    }
    Ok(Looked::Found(done))
}

/// The lines of a compressed log about one subject. `None` if it is not a log.
fn lines_about(compressed: &[u8], subject: &str) -> Option<Vec<Value>> {
    let mut reader = BufReader::new(zstd::Decoder::new(compressed).ok()?);
    let finder = memchr::memmem::Finder::new(subject);
    let (mut found, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        let mut limited = std::io::Read::take(&mut reader, u64::try_from(LINE_BYTES_MAX).ok()?);
        if limited.read_until(b'\n', &mut line).ok()? == 0 {
            return Some(found);
        }
        if line.last() != Some(&b'\n') {
            return None;
        }
        if finder.find(&line).is_some() {
            let value: Value = serde_json::from_slice(&line).ok()?;
            let of = value.pointer("/attributes/dpl.core.data_subject_id").and_then(Value::as_str);
            if of == Some(subject) {
                found.push(value);
            }
        }
    }
}

fn levering(passport: &Value) -> Option<Received> {
    let text = |key: &str| passport.get(key).and_then(Value::as_str).map(str::to_owned);
    let fields = passport.pointer("/resources/0/schema/fields")?.as_array()?;
    let velden = fields.iter().map(|field| {
        let of = |key: &str| field.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(HandedField { name: of("name")?, article: of("jib:grondslag")? })
    });
    let bases = passport.get("jib:grondslagen")?.as_array()?;
    let grondslagen =
        bases.iter().map(|basis| basis.get("artikel").and_then(Value::as_str).map(str::to_owned));
    Some(Received {
        party: text("jib:partij")?,
        brin: text("jib:brin"),
        parcel: text("jib:pakket")?,
        title: text("title")?,
        kenmerk: None,
        purpose: text("jib:doel")?,
        fields: velden.collect::<Option<_>>()?,
        articles: grondslagen.collect::<Option<_>>()?,
        delete_by: Day::parse_iso(&text("jib:verwijderen_uiterlijk")?)?,
        retention_basis: text("jib:bewaar_grondslag")?,
    })
}

/// A period in words.
fn said(period: &Period) -> String {
    match period.times {
        1 => format!("één keer, op {}", period.from),
        times => format!("van {} tot en met {}, {times} keer", period.from, period.until),
    }
}

/// The answer as text to read out.
pub fn text(found: &Inzage) -> String {
    let mut out = String::new();
    let mut say = |line: &str| {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "{line}");
    };
    say(&match found.runs_seen {
        0 => "In deze map staat geen run van deze gemeente.".to_owned(),
        1 => "Er is één run bekeken.".to_owned(),
        runs => format!("Er zijn {runs} runs bekeken."),
    });
    if found.is_empty() && found.runs_seen > found.undetermined.len() {
        say("In de runs waarvan dat is vast te stellen, zijn geen gegevens over deze persoon verwerkt.");
    }
    if let Some(period) = &found.classified {
        say("");
        say(&format!(
            "De gemeente heeft deze persoon ingedeeld (leeftijdsgroep, plicht, startkwalificatie, verzuim en doelgroep): {}.",
            said(period)
        ));
        if found.handovers.is_empty() {
            say("Aan niemand is iets geleverd.");
        }
    }
    for Handover { period, received } in &found.handovers {
        let to = match &received.brin {
            Some(brin) => format!("{} (school {brin})", received.title),
            None => received.title.clone(),
        };
        say("");
        say(&format!("{to}: {}.", said(period)));
        say(&format!("    Waarvoor: {}.", received.purpose.trim_end_matches('.')));
        let velden: Vec<String> =
            received.fields.iter().map(|veld| format!("{} ({})", veld.name, veld.article)).collect();
        say(&format!("    Welke gegevens, elk met het artikel: {}.", velden.join(", ")));
        say(&format!("    Rust op: {}.", received.articles.join(", ")));
        say(&format!("    De ontvanger wist dit uiterlijk op {}.", received.delete_by));
        if let Some(kenmerk) = &received.kenmerk {
            say(&format!("    Te vinden bij de ontvanger onder kenmerk {kenmerk}."));
        }
        say(&format!("    Laatste run: {}.", period.last_run));
    }
    if !found.recalls.is_empty() {
        say("");
        say("Gemeld dat eerder geleverde gegevens over deze persoon moeten worden gewist:");
    }
    for recalled in &found.recalls {
        let school = recalled.brin.as_ref().map(|brin| format!(" (school {brin})")).unwrap_or_default();
        say(&format!("  - op {} aan {}{school}", recalled.date, recalled.title));
    }
    if !found.lookups.is_empty() {
        say("");
        say("Deze persoon is opgezocht:");
    }
    for looked in &found.lookups {
        let why = looked.reason.as_deref().unwrap_or("geen reden opgegeven");
        say(&format!(
            "  - {} door {} op {}, met jib {}: {why}",
            looked.moment, looked.actor, looked.host, looked.command
        ));
    }
    if !found.missing.is_empty() {
        say("");
        say("LET OP, dit antwoord is niet volledig. Wat ontbreekt:");
        for missing in &found.missing {
            say(&format!("  - {missing}"));
        }
        say("Zet de map met runs terug uit de reservekopie en vraag het opnieuw.");
    }
    if !found.undetermined.is_empty() {
        say("");
        say("Niet vast te stellen:");
        for unknown in &found.undetermined {
            say(&format!("  - {unknown}"));
        }
    }
    say("");
    say(
        "Gezocht is onder het nummer dat is gegeven. Heeft deze persoon ook een onderwijsnummer, zoek dan ook daarop: een overstap naar het mbo staat onder het nummer van de school.",
    );
    say(
        "Wat de gegevens inhielden, staat bij de ontvanger. Gegevens die een medewerker buiten jib om gaf, staan hier niet bij.",
    );
    out
}
