//! `jib open`: decrypts one sealed file to stdout, or every file in a folder that the identity can open.

use std::io;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::arguments::{Common, Format, OpenArguments};
use super::output::{data, json_data, shown, tell};
use crate::crypto::keys::{Identity, SecretFile};
use crate::crypto::seal::{self, Unopened};
use crate::handle::{EntryKind, Folder, bytes_of, file_named};
use crate::intake::read::limits::FILE_BYTES_MAX;
use crate::model::encoding::written_text;
use crate::model::outcome::ExitCode;
use crate::model::shown::told_path;
use crate::os_fault::cause;
use crate::publish::export::passport;
use crate::publish::outbox::{clear_unfinished, write_new};
use crate::run::fault::Fault;
use crate::schemas::files::slashed;

/// The description of the opened files together, which stock tools for Data Packages read.
const PACKAGE: &str = "datapackage.json";

/// Largest passport that is read, in bytes: one describes some twenty columns.
const PASSPORT_BYTES_MAX: u64 = 4 << 20;

/// Opens every file that the identities can open.
///
/// # Errors
/// [`Fault`] if a file cannot be read, opened or written, or if the identities open nothing in the folder.
pub fn open(common: &Common, arguments: &OpenArguments) -> Result<ExitCode, Fault> {
    let identities = identities(&arguments.identity)?;
    if arguments.path.is_dir() {
        open_folder(common, arguments, &identities)
    } else {
        let content = opened(&arguments.path, &identities)?;
        match common.format {
            Format::Json => json_data(&as_json(&arguments.path, &content))?,
            Format::Text | Format::Html => data(&content)?,
        }
        Ok(ExitCode::Done)
    }
}

/// The content of a file as JSON. Text stays text, and a workbook becomes base64.
fn as_json(path: &Path, content: &[u8]) -> serde_json::Value {
    let text = std::str::from_utf8(content).ok();
    json!({
        "bestand": shown(path),
        "inhoud": text,
        "inhoud_base64": text.is_none().then(|| BASE64.encode(content)),
    })
}

fn open_folder(
    common: &Common,
    arguments: &OpenArguments,
    identities: &[Identity],
) -> Result<ExitCode, Fault> {
    let to = arguments.out.as_ref().unwrap_or(&arguments.path);
    let folder = Folder::open(&arguments.path).map_err(|reason| unreadable(&arguments.path, &reason))?;
    let sealed = sealed_files(&folder, &arguments.path)?;
    // Read every passport before decrypting anything, so that a link or pipe in its place leaves no plaintext behind.
    let described = sealed.iter().map(|name| passport_beside(&folder, &arguments.path, name));
    let described: Vec<Option<Value>> = described.collect::<Result<_, Fault>>()?;
    for name in &sealed {
        clear_unfinished(&to.join(Path::new(name).with_extension("")))?;
    }
    let (mut written, mut others) = (Vec::new(), Vec::new());
    let (mut passports, mut resources) = (Vec::new(), Vec::new());
    let mut damaged = None;
    for (name, passport) in sealed.iter().zip(described) {
        let path = arguments.path.join(name);
        let sealed = folder.read(name, FILE_BYTES_MAX).map_err(|reason| unreadable(&path, &reason))?;
        match seal::open(&sealed, identities) {
            Ok(content) => {
                let name = Path::new(name).with_extension("");
                write_new(&to.join(&name), &content)?;
                if let Some(passport) = passport {
                    resources.extend(passport::opened(&passport, &slashed(&name)));
                    passports.push(passport);
                }
                // The folder as the user named it; a name in it may be anybody's.
                let target = shown(&to.join(told_path(&name)));
                if common.format != Format::Json {
                    data(format!("{target}\n").as_bytes())?;
                }
                written.push(target);
            }
            Err(Unopened::OtherKey) => {
                let closed = shown(&arguments.path.join(told_path(Path::new(name))));
                tell(common, &format!("niet voor deze identiteit: {closed}"));
                others.push(closed);
            }
            Err(reason) => damaged = damaged.or(Some(does_not_open(&path, reason))),
        }
    }
    if let Some(fault) = damaged {
        return Err(fault);
    }
    if written.is_empty() {
        return Err(Fault::Usage {
            message: format!("in `{}` is niets dat deze identiteit opent", shown(&arguments.path)),
            help: "gebruik de identiteit die bij de sleutel van deze ontvanger hoort".to_owned(),
        });
    }
    if let Some(package) = arguments.out.as_ref().and(passport::data_package(&passports, resources)) {
        let bytes = serde_json::to_vec_pretty(&package)
            .map_err(|reason| Fault::internal("de beschrijving schrijven")(&reason))?;
        let target = to.join(PACKAGE);
        write_new(&target, &bytes)?;
        tell(common, &format!("beschreven in {}", shown(&target)));
    }
    if common.format == Format::Json {
        json_data(&json!({ "geopend": written, "niet_voor_deze_identiteit": others }))?;
    }
    let count = match written.len() {
        1 => "1 bestand".to_owned(),
        several => format!("{several} bestanden"),
    };
    tell(common, &format!("{count} geopend; verwijder ze uiterlijk op de datum in LEESMIJ.txt"));
    Ok(ExitCode::Done)
}

/// The passport beside a sealed file. Only parcels have one. One that is no JSON describes nothing; one that is no file is refused.
fn passport_beside(folder: &Folder, path: &Path, sealed: &str) -> Result<Option<Value>, Fault> {
    let stem = Path::new(sealed).with_extension("").with_extension("");
    let name = format!("{}.paspoort.json", slashed(&stem));
    match folder.read(&name, PASSPORT_BYTES_MAX) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(reason) => Err(unreadable(&path.join(name), &reason)),
    }
}

/// The sealed files in a folder, by their path in it. A link would show the newest run twice, or lead elsewhere; a pipe would be
/// waited for.
fn sealed_files(folder: &Folder, path: &Path) -> Result<Vec<String>, Fault> {
    let mut files = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(next) = waiting.pop() {
        let entries = folder.below(&next).and_then(|folder| folder.entries());
        for (name, kind) in entries.map_err(|reason| unreadable(&path.join(&next), &reason))? {
            let name = format!("{next}{name}");
            if kind == EntryKind::Folder {
                waiting.push(format!("{name}/"));
            } else if kind == EntryKind::File
                && Path::new(&name).extension().is_some_and(|extension| extension == "age")
            {
                files.push(name);
            }
        }
    }
    files.sort_by(|one, other| Path::new(one).cmp(Path::new(other)));
    Ok(files)
}

fn opened(path: &Path, identities: &[Identity]) -> Result<Vec<u8>, Fault> {
    let sealed = file_named(path).and_then(|file| bytes_of(file, FILE_BYTES_MAX));
    let sealed = sealed.map_err(|reason| unreadable(path, &reason))?;
    seal::open(&sealed, identities).map_err(|reason| does_not_open(path, reason))
}

fn does_not_open(path: &Path, reason: Unopened) -> Fault {
    let (reason, help) = match reason {
        Unopened::OtherKey => (
            "het is voor een andere sleutel verzegeld",
            "gebruik de identiteit die bij de sleutel van deze ontvanger hoort",
        ),
        Unopened::NotSealed => {
            ("het is geen bestand dat met age is verzegeld", "kies een bestand dat op .age eindigt")
        }
        Unopened::Damaged => (
            "het is beschadigd of afgebroken",
            "haal het opnieuw op; lukt het dan nog niet, bel dan wie het stuurde",
        ),
    };
    Fault::Usage { message: format!("`{}` gaat niet open: {reason}", shown(path)), help: help.to_owned() }
}

/// Reads identity files.
///
/// # Errors
/// [`Fault`] if a file cannot be read or holds no identity.
pub fn identities(paths: &[PathBuf]) -> Result<Vec<Identity>, Fault> {
    let mut identities = Vec::new();
    for path in paths {
        let file = SecretFile::given(path).map_err(|reason| unreadable(path, &reason))?;
        let text = Zeroizing::new(written_text(&file.bytes).unwrap_or_default());
        let own = Identity::all_in(&text);
        if own.is_empty() {
            return Err(Fault::Usage {
                message: format!("`{}` is geen identiteit", shown(path)),
                help: "een identiteit is het bestand identiteit.txt van `jib keygen` of age-keygen"
                    .to_owned(),
            });
        }
        identities.extend(own);
    }
    Ok(identities)
}

fn unreadable(path: &Path, reason: &std::io::Error) -> Fault {
    Fault::Usage {
        message: format!("`{}` kan niet worden gelezen: {}", shown(path), cause(reason)),
        help: "controleer het pad en de rechten".to_owned(),
    }
}
