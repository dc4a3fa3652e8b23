//! Answers a person's request to know what was done with their data (AVG 15). It covers all runs in a folder, using the
//! processing log, the passports and the manifests. It opens nothing: the recipient holds the contents, under the kenmerk
//! given here.
//!
//! INVARIANT: a manifest counts only under our own signature, and a file only if it is the one that its manifest names. What does not
//! hold is never an answer: it is told as missing.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::Config;
use crate::crypto::hashing::KenmerkMaker;
use crate::law::register::CLASSIFICATION;
use crate::model::day::Day;
use crate::model::number::Persoonsnummer;
use crate::publish::ledger::chain::{Doubt, MANIFEST, Predecessors};
use crate::release::recall;
use crate::run::fault::Fault;

/// The longest log line that is read, in bytes.
const LINE_BYTES_MAX: usize = 64 << 10;

/// What was done with the data of one person.
#[derive(Debug, Default, Serialize)]
pub struct Inzage {
    /// The runs that did something, oldest first.
    pub runs: Vec<RunAnswer>,
    /// Runs without a reliable answer, and why.
    #[serde(rename = "niet_vast_te_stellen")]
    pub undetermined: Vec<String>,
    /// What was there and is gone or changed: runs of the chain, logs, passports. The answer is then incomplete.
    #[serde(rename = "ontbreekt")]
    pub missing: Vec<String>,
    /// How many runs were checked.
    #[serde(rename = "bekeken")]
    pub runs_seen: usize,
}

/// What one run did.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RunAnswer {
    pub run: String,
    pub peildatum: Day,
    pub verstrekdatum: Day,
    /// Whether the person was classified.
    #[serde(rename = "ingedeeld")]
    pub is_classified: bool,
    #[serde(rename = "leveringen")]
    pub handovers: Vec<Handover>,
}

/// What one party received.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Handover {
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

/// One field with the article on which it was released.
#[derive(Debug, Serialize)]
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
    peildatum: Day,
    verstrekdatum: Day,
    #[serde(rename = "uitvoer")]
    output: Vec<PastFile>,
    #[serde(default)]
    #[serde(rename = "sleutels")]
    keys: Option<PastKeys>,
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
        let bytes = listed.and_then(|listed| self.runs.file_with(&self.name, path, &listed.sha256));
        bytes.ok_or_else(|| self.changed(path))
    }

    fn changed(&self, path: &str) -> String {
        format!("{}: `{path}` ontbreekt of is gewijzigd; wat daarin stond, is niet te zeggen", self.name)
    }

    fn log_path(&self) -> Option<&str> {
        let is_log = |listed: &&PastFile| listed.path.starts_with("logboek/");
        self.manifest.output.iter().find(is_log).map(|listed| listed.path.as_str())
    }
}

/// Looks a person up in every run in a folder.
///
/// # Errors
/// [`Fault`] if the folder cannot be read.
pub fn inzage(runs: &Path, config: &Config, number: Persoonsnummer) -> Result<Inzage, Fault> {
    if !runs.is_dir() {
        return Err(Fault::Usage {
            message: format!("`{}` is geen leesbare map met runs", runs.display()),
            help: "geef de map die u bij --out aan jib run geeft".to_owned(),
        });
    }
    let (gemeente, keys) = (config.file.gemeente.code.get_ref(), &config.keys);
    let before = Predecessors::read(runs, gemeente, keys.signing.as_ref(), &keys.pseudonym);
    let mut found = Inzage { missing: gaps(&before), ..Inzage::default() };
    if before.is_unanchored() {
        let unknown = "of de nieuwste run er nog is: het bestand in .staat dat dat zegt, is er niet";
        found.undetermined.push(unknown.to_owned());
    }
    for name in before.names() {
        let bytes = match before.signed(&name) {
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
        found.runs_seen += 1;
        let run = PastRun { name, runs: &before, manifest };
        match of_run(&run, config, number) {
            Ok(Looked::Found(done)) => found.runs.push(done),
            Ok(Looked::Nothing) => {}
            Ok(Looked::Unknown(why)) => found.undetermined.push(format!("{}: {why}", run.name)),
            Err(missing) => found.missing.push(missing),
        }
    }
    found.runs.sort_by(|one, other| (one.verstrekdatum, &one.run).cmp(&(other.verstrekdatum, &other.run)));
    Ok(found)
}

/// The places where runs of the chain are missing.
fn gaps(before: &Predecessors) -> Vec<String> {
    let mut gaps = Vec::new();
    if before.is_head_moved() && !before.is_unanchored() {
        gaps.push("de nieuwste run is weg, of er zijn oude runs teruggezet: er kan meer zijn geleverd dan hier staat".to_owned());
    }
    if let Some(name) = before.broken_behind() {
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
        peildatum: run.manifest.peildatum,
        verstrekdatum: run.manifest.verstrekdatum,
        is_classified: false,
        handovers: Vec::new(),
    };
    for line in lines {
        if line.get("name").and_then(Value::as_str) == Some(CLASSIFICATION) {
            done.is_classified = true;
        }
        let Some(file) = line.pointer("/attributes/jib.bestand").and_then(Value::as_str) else { continue };
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

fn levering(passport: &Value) -> Option<Handover> {
    let text = |key: &str| passport.get(key).and_then(Value::as_str).map(str::to_owned);
    let fields = passport.pointer("/resources/0/schema/fields")?.as_array()?;
    let velden = fields.iter().map(|field| {
        let of = |key: &str| field.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(HandedField { name: of("name")?, article: of("jib:grondslag")? })
    });
    let bases = passport.get("jib:grondslagen")?.as_array()?;
    let grondslagen =
        bases.iter().map(|basis| basis.get("artikel").and_then(Value::as_str).map(str::to_owned));
    Some(Handover {
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
    if found.runs.is_empty() && found.runs_seen > found.undetermined.len() {
        say("In de runs waarvan dat is vast te stellen, zijn geen gegevens over deze persoon verwerkt.");
    }
    for run in &found.runs {
        say("");
        say(&format!("Op {} (stand van {}), run {}:", run.verstrekdatum, run.peildatum, run.run));
        if run.is_classified {
            say(
                "  - De gemeente heeft deze persoon ingedeeld: leeftijdsgroep, plicht, startkwalificatie, verzuim en doelgroep.",
            );
        }
        if run.handovers.is_empty() {
            say("  - Aan niemand is iets geleverd.");
        }
        for levering in &run.handovers {
            let to = match &levering.brin {
                Some(brin) => format!("{} (school {brin})", levering.title),
                None => levering.title.clone(),
            };
            if levering.parcel == recall::PAKKET {
                say(&format!(
                    "  - {to}: gemeld dat eerder geleverde gegevens over deze persoon moeten worden gewist."
                ));
                continue;
            }
            say(&format!("  - {to}."));
            say(&format!("    Waarvoor: {}.", levering.purpose.trim_end_matches('.')));
            let velden: Vec<String> =
                levering.fields.iter().map(|veld| format!("{} ({})", veld.name, veld.article)).collect();
            say(&format!("    Welke gegevens, elk met het artikel: {}.", velden.join(", ")));
            say(&format!("    Rust op: {}.", levering.articles.join(", ")));
            say(&format!("    De ontvanger wist dit uiterlijk op {}.", levering.delete_by));
            if let Some(kenmerk) = &levering.kenmerk {
                say(&format!("    Te vinden bij de ontvanger onder kenmerk {kenmerk}."));
            }
        }
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
