//! `jib.toml`: what a municipality decides about a run. Read, checked, and refused with the line shown.

pub mod arrangements;
mod check;
mod dated;
pub mod file;
mod found;
mod leveringen;
pub mod paths;
mod recipients;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::crypto::hashing::sha256_hex;
use crate::crypto::keys::{Keys, Recipient};
use crate::handle::{bytes_of, file_named};
use crate::law::party::Party;
use crate::model::day::Day;
use crate::model::encoding::written_text;
use crate::model::shown::steers;
use crate::os_fault::{as_whom, cause};
use crate::schemas::extracts::Schemas;
use crate::schemas::toml_errors::{FileFaults, Slip, TomlPlace, TomlReading};
use file::ConfigFile;
use found::{At, CheckedConfig, FoundFault, Gathered};

/// A valid configuration: every file exists and every name is known.
#[derive(Debug)]
pub struct Config {
    /// The content of the file.
    pub file: ConfigFile,
    /// The folder of the file; its paths are relative to it.
    pub folder: PathBuf,
    /// sha256 of the file.
    pub sha256: String,
    /// The keys it names.
    pub keys: Keys,
}

impl Config {
    /// Reads and checks a configuration without reading deliveries. A `{datum}` in a path stays as written.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn load(path: &Path, schemas: &Schemas, parties: &[Party]) -> Result<Config, FileFaults> {
        Config::load_on(path, schemas, parties, None)
    }

    /// Reads and checks a configuration for a peildatum. Each `{datum}` becomes the date of the newest file that is not after it.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn load_on(
        path: &Path,
        schemas: &Schemas,
        parties: &[Party],
        peildatum: Option<Day>,
    ) -> Result<Config, FileFaults> {
        let name = path.display().to_string();
        let whole = |message: &str, help: &str| FileFaults::whole(&name, format!("`{name}` {message}"), help);
        let bytes = file_named(path).and_then(|file| bytes_of(file, FILE_BYTES_MAX));
        let bytes = bytes.map_err(|reason| {
            let message = format!("kan niet worden gelezen: {}", cause(&reason));
            let otherwise = "geef met -c het pad van een jib.toml; `jib sample` maakt een voorbeeld";
            whole(&message, as_whom(&reason).unwrap_or(otherwise))
        })?;
        let text = written_text(&bytes).ok_or_else(|| {
            whole("kan niet worden gelezen: het is geen tekst", "sla het in Kladblok op met codering UTF-8")
        })?;
        if let Some((message, help)) = not_to_be_shown(&text) {
            return Err(whole(message, help));
        }
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut reading: TomlReading<ConfigFile> = TomlReading::of(&text);
        let mut slips = reading.slips.clone();
        slips.extend(left_open(&reading));
        let mut keys = None;
        let mut file = reading.value.take().map(ConfigFile::settled);
        if let Some(file) = &mut file {
            let mut gathered = Gathered::default();
            let inlees = inlees(&folder, file);
            dated::resolve(file, &inlees, peildatum, &mut gathered);
            let subject = CheckedConfig { file, folder: &folder, inlees: &inlees, schemas, parties };
            keys = check::check(&subject, &mut gathered);
            // A missing key is reported at the head of its section, where other things may be wrong as well.
            let is_head =
                |slip: &&Slip| text.get(slip.span.clone()).is_some_and(|head| head.starts_with("[["));
            let told: Vec<Range<usize>> =
                slips.iter().filter(|slip| !is_head(slip)).map(|slip| slip.span.clone()).collect();
            slips.extend(gathered.all.into_iter().filter_map(|found| placed(found, &reading, &told)));
            let told: Vec<Range<usize>> = slips.iter().map(|slip| slip.span.clone()).collect();
            slips.extend(
                not_to_be_told(&reading).filter(|slip| !told.iter().any(|told| overlap(told, &slip.span))),
            );
        }
        slips.sort_by_key(|slip| slip.span.start);
        match (file, keys) {
            (Some(file), Some(keys)) if slips.is_empty() => {
                Ok(Config { file, folder, sha256: sha256_hex(&bytes), keys })
            }
            _ => Err(FileFaults::of(&name, &text, slips)),
        }
    }

    /// The controller's municipality as a number.
    pub fn gemeente(&self) -> u16 {
        self.file.gemeente.code.get_ref().parse().unwrap_or(0)
    }

    /// The municipalities of its Doorstroompunt region.
    pub fn regio(&self) -> Vec<u16> {
        self.file.gemeente.regio.iter().filter_map(|code| code.get_ref().parse().ok()).collect()
    }

    /// A path of the configuration, for the operating system.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.join(relative)
    }

    /// Opens a delivery for reading.
    ///
    /// # Errors
    /// It is missing, may not be read, or lies behind a link that may not be followed.
    pub fn open_delivery(&self, relative: &str) -> io::Result<File> {
        paths::open(&inlees(&self.folder, &self.file), relative, self.file.inlees.is_some())
    }

    /// Whether a delivery may exist: `false` only if nothing has its name. Opening it settles what it is. A folder that may not be searched
    /// counts as `true`, because the file cannot be known to be absent.
    pub fn has_delivery(&self, relative: &str) -> bool {
        let found = std::fs::symlink_metadata(inlees(&self.folder, &self.file).join(relative));
        let is_absent = |fault: &io::Error| {
            matches!(fault.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        };
        !found.is_err_and(|fault| is_absent(&fault))
    }

    /// The size of a delivery in bytes, to show progress. Zero if there is none.
    pub fn delivery_bytes(&self, relative: &str) -> u64 {
        let path = inlees(&self.folder, &self.file).join(relative);
        std::fs::symlink_metadata(path).map_or(0, |metadata| metadata.len())
    }
}

/// Largest configuration that is read: a thousand deliveries with the longest paths take a few million bytes.
const FILE_BYTES_MAX: u64 = 16 << 20;

/// The folder with the deliveries.
fn inlees(folder: &Path, file: &ConfigFile) -> PathBuf {
    file.inlees.as_ref().map_or_else(|| folder.to_path_buf(), |inlees| folder.join(inlees.folder.get_ref()))
}

/// Placeholders that `jib init` wrote and nobody filled in.
fn left_open(reading: &TomlReading<ConfigFile>) -> impl Iterator<Item = Slip> {
    let is_open = |text: &str| {
        let text = text.trim().to_lowercase();
        text.starts_with("vul in")
            || text == "age1…"
            || text.ends_with("@gemeente.example")
            || text.len() == SHA256_CHARS && text.bytes().all(|byte| byte == b'0')
    };
    reading
        .texts()
        .into_iter()
        .filter(|(text, _)| is_open(text))
        .map(|(text, span)| {
            let help = if text.starts_with("age1") {
                "zet hier de openbare sleutel: `jib keygen --out sleutels` maakt een paar en drukt haar af"
            } else {
                "vul in wat hier hoort, of zet een # voor de regel als u hem niet gebruikt"
            };
            Slip {
                message: "hier staat nog de invultekst van `jib init`".to_owned(),
                help: help.to_owned(),
                span: span.clone(),
            }
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// Reports texts unfit for a report or a terminal: those with a person's number, or with characters that change how text is shown.
fn not_to_be_told(reading: &TomlReading<ConfigFile>) -> impl Iterator<Item = Slip> {
    let is_hash =
        |text: &str| text.len() == SHA256_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Digits of a key are chance, one in some thousand keys holds a number. Its checksum keeps anybody from writing one in it.
    let is_key = |text: &str| Recipient::parse(text).is_some();
    let steered =
        |text: &str| text.contains(|letter| steers(letter) && !matches!(letter, '\n' | '\r' | '\t'));
    let judged = |(text, span): (&str, &Range<usize>)| {
        let (message, help) = if steered(text) {
            (
                "in deze tekst staat een teken dat niemand ziet",
                "typ de tekst over: wat hier staat, komt in het rapport en op het scherm",
            )
        } else if paths::holds_number(text) && !is_hash(text) && !is_key(text) {
            (
                "in deze tekst staat een nummer van een persoon",
                "wat hier staat, komt in het rapport en in het manifest; haal het nummer weg",
            )
        } else {
            return None;
        };
        Some(Slip { message: message.to_owned(), help: help.to_owned(), span: span.clone() })
    };
    reading.texts().into_iter().filter_map(judged).collect::<Vec<_>>().into_iter()
}

/// Hexadecimal digits of a sha256.
const SHA256_CHARS: usize = 64;

/// Whether either range contains the other, as when an unreadable line contains the value made from it.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    let holds = |outer: &Range<usize>, inner: &Range<usize>| {
        !inner.is_empty() && outer.start <= inner.start && inner.end <= outer.end
    };
    holds(one, other) || holds(other, one)
}

/// A finding, on its line. `None` if it follows from a slip already reported, because there is no real value to judge.
fn placed(found: FoundFault, reading: &TomlReading<ConfigFile>, told: &[Range<usize>]) -> Option<Slip> {
    let span = match found.at {
        At::Place(place) => place,
        At::Key(section, key) => match reading.place(&section, key) {
            TomlPlace::At(place) => place,
            TomlPlace::Told => return None,
            TomlPlace::NotWritten => section,
        },
    };
    let is_told = told.iter().any(|told| overlap(told, &span));
    (!span.is_empty() && !is_told).then_some(Slip { message: found.message, help: found.help, span })
}

/// How a secret key of minisign begins, without and with a password: `Ed`, how it is sealed, and `B2` for its checksum.
const SECRET_MINISIGN: [&str; 2] = ["RWQAAEIy", "RWRTY0Iy"];

/// Whether a text holds a secret key of minisign. A public one is shorter, and may begin alike by chance.
fn holds_secret_minisign_key(text: &str) -> bool {
    let is_of_key = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=');
    let begins = SECRET_MINISIGN.iter().flat_map(|begin| text.match_indices(begin));
    begins.into_iter().any(|(at, _)| {
        let key = text.get(at..).unwrap_or_default().chars().take_while(is_of_key).count();
        key > PUBLIC_MINISIGN_CHARS
    })
}

/// Characters of a public key of minisign.
const PUBLIC_MINISIGN_CHARS: usize = 56;

/// Why no line of this file may appear in a message, and what to do: it holds a secret key, or may be an extract and not a
/// configuration.
fn not_to_be_shown(text: &str) -> Option<(&'static str, &'static str)> {
    let is_secret = text.to_ascii_uppercase().contains("AGE-SECRET-KEY-")
        || text.contains("PRIVATE KEY-----")
        || holds_secret_minisign_key(text);
    if is_secret {
        return Some((
            "bevat een geheime sleutel",
            "in jib.toml staan alleen openbare sleutels (age1…) en paden van bestanden; haal de geheime weg en beschouw haar als gelekt",
        ));
    }
    if !text.lines().any(|line| line.trim_start().starts_with("[gemeente")) {
        return Some((
            "is geen jib.toml: de sectie [gemeente] ontbreekt",
            "geef met -c het pad van een jib.toml",
        ));
    }
    None
}
