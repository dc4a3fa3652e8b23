//! `jib open`: decrypts one sealed file to stdout, or every file in a folder that the identity can open.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::arguments::{Common, Format, OpenArguments};
use super::{data, json_data, shown, tell};
use crate::crypto::keys::{Identity, SecretFile};
use crate::crypto::seal::{self, Unopened};
use crate::model::encoding::written_text;
use crate::model::outcome::ExitCode;
use crate::os_fault::cause;
use crate::publish::export::passport;
use crate::publish::outbox::write_new;
use crate::run::fault::Fault;

/// The description of the opened files together, which stock tools for Data Packages read.
const PACKAGE: &str = "datapackage.json";

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
    let (mut written, mut others) = (Vec::new(), Vec::new());
    let (mut passports, mut resources) = (Vec::new(), Vec::new());
    let mut damaged = None;
    for path in sealed_files(&arguments.path)? {
        let name = path.strip_prefix(&arguments.path).unwrap_or(&path).with_extension("");
        match read_sealed(&path, identities)? {
            Ok(content) => {
                let target = to.join(&name);
                write_new(&target, &content)?;
                if let Some(passport) = passport_beside(&path) {
                    let place: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                    resources.extend(passport::opened(&passport, &place.join("/")));
                    passports.push(passport);
                }
                if common.format != Format::Json {
                    data(format!("{}\n", shown(&target)).as_bytes())?;
                }
                written.push(shown(&target));
            }
            Err(Unopened::OtherKey) => {
                tell(common, &format!("niet voor deze identiteit: {}", shown(&path)));
                others.push(shown(&path));
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

/// The passport beside a sealed file. Only parcels have one.
fn passport_beside(sealed: &Path) -> Option<Value> {
    let stem = sealed.with_extension("").with_extension("");
    let mut name = stem.file_name()?.to_owned();
    name.push(".paspoort.json");
    serde_json::from_slice(&fs::read(stem.with_file_name(name)).ok()?).ok()
}

fn sealed_files(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let unreadable = |reason| unreadable(&next, &reason);
        for entry in fs::read_dir(&next).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
            // A link would show the newest run twice, or lead elsewhere; a pipe would be waited for.
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "age") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn opened(path: &Path, identities: &[Identity]) -> Result<Vec<u8>, Fault> {
    read_sealed(path, identities)?.map_err(|reason| does_not_open(path, reason))
}

fn read_sealed(path: &Path, identities: &[Identity]) -> Result<Result<Vec<u8>, Unopened>, Fault> {
    let sealed = fs::read(path).map_err(|reason| unreadable(path, &reason))?;
    Ok(seal::open(&sealed, identities))
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
