//! An independent check of a finished run: reads the manifest as plain JSON and compares the folder with it. Shares no code
//! with the stages that made the run.
//!
//! Always checks the signature and its fixed comments, the fingerprint of every file, that no file is missing or extra,
//! every sum, that every parcel has a sum, and the chain back to the first run. With a configuration it also checks the
//! keyed hashes. With identities it opens what is sealed and derives the contents again from the classification.

mod chain;
mod cleared;
mod derive;
pub mod law;
mod means;
mod reading;
mod seals;
mod wrong;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::crypto::hashing::sha256_hex;
use crate::crypto::sign::{BadSignature, Signer};
use crate::handle::{Folder, bytes_of, file_named};
use crate::model::encoding::written_text;
use crate::model::shown::told_path;
use crate::os_fault::cause;
use crate::publish::ledger::runs::{MANIFEST, MANIFEST_BYTES_MAX, SIGNATURE};
use crate::publish::state::store;
use chain::{Chain, check_chain};
use cleared::{CLEARED, CLEARED_SIGNATURE, ClearedFiles};
use law::KnownLaw;
use reading::{
    LEESMIJ, PARCEL_FORMS, PASSPORT, RECALLS, is_gone, list, number, read, read_up_to, sha256_of, text,
};
use seals::open_seals;

pub use means::{Controller, Means, Verified};
pub use wrong::Wrong;

const PUBLIC: &str = "ondertekening.pub";

/// Checks a run folder against its manifest and, as far as the means allow, against the law.
///
/// # Errors
/// The first fault found.
pub fn verify(run: &Path, means: &Means<'_>) -> Result<Verified, Wrong> {
    let mut verified = Verified::default();
    let bytes = read_up_to(run, MANIFEST, MANIFEST_BYTES_MAX)?;
    let manifest: Value =
        serde_json::from_slice(&bytes).map_err(|_| Wrong::Form { what: "JSON".to_owned() })?;
    note_name(run, &manifest, &bytes, &mut verified)?;
    let signer = check_signature(run, means.signer, &bytes, &mut verified)?;
    check_law(&manifest, means.law, &mut verified)?;
    let cleared = cleared::cleared(run, &manifest, &signer, means.law)?;
    check_files(run, &manifest, &cleared, &mut verified)?;
    let sums = check_sums(&manifest)?;
    check_parcels_counted(&manifest)?;
    verified.holds.push(format!("{sums} tellingen sluiten"));
    match check_chain(run, &manifest, &signer)? {
        Chain::Whole { steps, forgetful } => {
            verified.holds.push(match steps {
                0 => "dit is de eerste run van de keten".to_owned(),
                _ => format!(
                    "de keten is heel: {steps} eerdere runs zijn er nog, in volgorde, en van dezelfde ondertekenaar"
                ),
            });
            if !forgetful.is_empty() {
                verified.unproven.push(format!(
                    "of er vóór {} een run is weggehaald: zij begon zonder wat de run ervoor naliet, en haar bevindingen zeggen waarom",
                    forgetful.join(", vóór ")
                ));
            }
        }
        Chain::NoLink => {
            verified.holds.push("deze run leverde niets en is geen schakel van de keten".to_owned());
        }
    }
    check_last(run, &manifest, &bytes, means, &mut verified)?;
    check_contents(run, &manifest, means, &cleared, &mut verified)?;
    verified.unproven.push(format!(
        "dat niemand met alle sleutels van de gemeente deze run en haar keten later opnieuw heeft gemaakt en ondertekend: vergelijk daarvoor de sha256 van dit manifest met een afschrift dat buiten de gemeente ligt: {}",
        sha256_hex(&bytes)
    ));
    Ok(verified)
}

/// Checks that a release of this program had the law of the run.
fn check_law(manifest: &Value, law: Option<&KnownLaw>, verified: &mut Verified) -> Result<(), Wrong> {
    let Some(law) = law else { return Ok(()) };
    let mut of_run = Vec::new();
    for file in list(manifest, "/regels")? {
        of_run.push((text(file, "pad")?.to_owned(), text(file, "sha256")?.to_owned()));
    }
    match law.releases(&of_run) {
        None => Err(Wrong::OtherLaw { files: law.difference(&of_run) }),
        Some(release) => {
            verified.holds.push(format!("de wet en de schema's zijn die van {release}"));
            Ok(())
        }
    }
}

/// Whether this run is the last one, and the state that it left, as far as the pseudonym key tells.
fn check_last(
    run: &Path,
    manifest: &Value,
    bytes: &[u8],
    means: &Means<'_>,
    verified: &mut Verified,
) -> Result<(), Wrong> {
    let unknown = "of er na deze run nog een is geweest die nu ontbreekt";
    let Some(controller) = means.controller else {
        verified.unproven.push(unknown.to_owned());
        return Ok(());
    };
    let key = &controller.config.keys.pseudonym;
    match chain::is_last(run, bytes, controller) {
        chain::Last::Unknown => verified.unproven.push(unknown.to_owned()),
        chain::Last::No => {
            verified.holds.push("dit is niet de laatste run: na haar volgt er nog een".to_owned())
        }
        chain::Last::Changed => return Err(Wrong::AnchorChanged),
        chain::Last::Gone => return Err(Wrong::LastGone),
        chain::Last::Yes => {
            verified.holds.push("dit is de laatste run van de keten".to_owned());
            let states = chain::runs_of(run).and_then(|runs| Folder::open(&runs)?.within(store::FOLDER));
            let state = text(manifest, "staat")?;
            match states.and_then(|states| states.read(&store::file_name(state), store::BYTES_MAX)) {
                // Without a state the next run says what is lost; this one is no less whole.
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                    verified.unproven.push("de staat van deze run is er niet meer".to_owned());
                }
                Err(fault) => {
                    let why = cause(&fault);
                    verified.unproven.push(format!("de staat van deze run kan niet worden gelezen: {why}"));
                }
                Ok(found) if number(manifest, "versie")? == 1 || store::keyed(&found, key) == state => {}
                Ok(_) => return Err(Wrong::State),
            }
        }
    }
    Ok(())
}

/// Checks what is behind the seals, as far as the means allow.
fn check_contents(
    run: &Path,
    manifest: &Value,
    means: &Means<'_>,
    cleared: &ClearedFiles,
    verified: &mut Verified,
) -> Result<(), Wrong> {
    if means.controller.is_none() {
        verified
            .unproven
            .push("de gesleutelde hashes zijn niet vergeleken; geef de configuratie met -c".to_owned());
    }
    let sealed_stay_closed = "de inhoud achter de zegels is niet bekeken; geef een identiteit met -i";
    if means.controller.is_none() && means.identities.is_empty() {
        verified.unproven.push(sealed_stay_closed.to_owned());
        return Ok(());
    }
    if let Some(controller) = means.controller {
        let (of_run, of_config) =
            (text(manifest, "gemeente")?, controller.config.file.gemeente.code.get_ref());
        if of_run != of_config {
            return Err(Wrong::Controller { of_run: of_run.to_owned(), of_config: of_config.clone() });
        }
    }
    let key = means.controller.map(|controller| &controller.config.keys.pseudonym);
    let seals = open_seals(run, manifest, key, means.identities, cleared)?;
    if key.is_some() {
        verified.holds.push(format!("{} gesleutelde hashes kloppen met de inhoud", seals.keyed));
    }
    if means.identities.is_empty() {
        verified.unproven.push(sealed_stay_closed.to_owned());
        return Ok(());
    }
    verified.holds.push(format!("{} verzegelde bestanden gaan open", seals.opened.len()));
    verified.unproven.extend(seals.closed.iter().map(|path| format!("niet geopend: {path}")));
    match means.controller {
        Some(controller) => derive::derive(manifest, &seals, controller, verified),
        None => {
            verified
                .unproven
                .push("de pakketten zijn niet opnieuw afgeleid; geef de configuratie met -c".to_owned());
            Ok(())
        }
    }
}

/// Largest public key that is read, in bytes.
const KEY_BYTES_MAX: u64 = 64 << 10;

/// A run is named `<date>_<8 hex>`, with `_check` appended if it only checked.
///
/// A copy may have any name: nothing depends on it, because the chain goes by hash.
fn note_name(run: &Path, manifest: &Value, bytes: &[u8], verified: &mut Verified) -> Result<(), Wrong> {
    let folder = run.canonicalize().unwrap_or_else(|_| run.to_path_buf());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let hash: String = sha256_hex(bytes).chars().take(8).collect();
    let expected = match text(manifest, "uitkomst")? {
        "gecontroleerd" => format!("{}_{hash}_check", text(manifest, "peildatum")?),
        _ if name.ends_with("_check")
            && manifest.pointer("/behoud/pakketten") == Some(&Value::Array(Vec::new())) =>
        {
            format!("{}_{hash}_check", text(manifest, "peildatum")?)
        }
        _ => format!("{}_{hash}", text(manifest, "verstrekdatum")?),
    };
    if expected != name {
        verified.unproven.push(format!("de map heet niet meer {expected}, zoals de run haar noemde"));
    }
    Ok(())
}

fn check_signature(
    run: &Path,
    given: Option<&Path>,
    bytes: &[u8],
    verified: &mut Verified,
) -> Result<Signer, Wrong> {
    let wrong = |why| Wrong::Signature { why };
    let key_text = match given {
        Some(path) => {
            let bytes = file_named(path).and_then(|file| bytes_of(file, KEY_BYTES_MAX));
            let bytes = bytes.map_err(|_| Wrong::Missing { path: path.display().to_string() })?;
            written_text(&bytes).ok_or_else(|| wrong("de openbare sleutel is geen minisign-sleutel"))?
        }
        None => String::from_utf8(read(run, PUBLIC)?)
            .map_err(|_| wrong("de sleutel in de run is geen sleutel"))?,
    };
    let signature =
        String::from_utf8(read(run, SIGNATURE)?).map_err(|_| wrong("het bestand is geen handtekening"))?;
    let checked =
        Signer::parse(&key_text).and_then(|signer| signer.check(bytes, &signature).map(|()| signer));
    let signer = checked.map_err(|fault| {
        wrong(match fault {
            BadSignature::NoKey => "de openbare sleutel is geen minisign-sleutel",
            BadSignature::NoSignature => "het bestand is geen handtekening",
            BadSignature::Comment => "de vaste tekst erin is gewijzigd",
            BadSignature::Form => "het bestand heeft een andere vorm",
            BadSignature::Other => "zij hoort niet bij dit manifest en deze sleutel",
        })
    })?;
    match given {
        Some(_) => verified.holds.push("de handtekening is van de opgegeven sleutel".to_owned()),
        None => {
            verified.holds.push("de handtekening past bij de sleutel in de run".to_owned());
            verified.unproven.push(
                "wie ondertekende is niet vastgesteld (signer not established); geef de openbare sleutel met -p"
                    .to_owned(),
            );
        }
    }
    Ok(signer)
}

/// Checks that every file of the manifest is there and unchanged, but for those that were cleared, and that nothing else is.
fn check_files(
    run: &Path,
    manifest: &Value,
    cleared: &ClearedFiles,
    verified: &mut Verified,
) -> Result<(), Wrong> {
    let mut expected: BTreeSet<PathBuf> = BTreeSet::from([MANIFEST.into(), SIGNATURE.into()]);
    if cleared.date.is_some() {
        expected.extend([CLEARED.into(), CLEARED_SIGNATURE.into()]);
    }
    let (mut files, mut waiting) = (0, 0);
    for file in list(manifest, "/uitvoer")? {
        let path = text(file, "pad")?;
        expected.insert(PathBuf::from(path));
        let is_cleared = cleared.paths.contains(path);
        if is_cleared && is_gone(run, path) {
            continue;
        }
        if sha256_of(run, path)?.as_deref() != Some(text(file, "sha256")?) {
            return Err(Wrong::Changed { path: told_path(Path::new(path)) });
        }
        files += 1;
        waiting += usize::from(is_cleared);
    }
    let mut folders = vec![run.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let missing = || Wrong::Missing { path: told_path(&folder) };
        for entry in std::fs::read_dir(&folder).map_err(|_| missing())? {
            let entry = entry.map_err(|_| missing())?;
            let path = entry.path();
            let name = path.strip_prefix(run).unwrap_or(&path);
            let kind = entry.file_type().map_err(|_| missing())?;
            if kind.is_dir() && expected.iter().any(|file| file.starts_with(name)) {
                folders.push(path);
                continue;
            }
            if !kind.is_file() || !expected.contains(name) {
                return Err(Wrong::Extra { path: told_path(name) });
            }
        }
    }
    verified.holds.push(format!("{files} bestanden zijn onveranderd; geen te veel, geen te weinig"));
    if let Some(date) = cleared.date {
        let count = cleared.paths.len();
        verified.holds.push(format!("{count} bestanden zijn na hun termijn opgeruimd, het laatst op {date}"));
        verified.unproven.push("wat in de opgeruimde bestanden stond".to_owned());
    }
    if waiting > 0 {
        let why = "van wat volgens `opgeruimd.json` weg is, staan er nog";
        verified.unproven.push(format!("{why} {waiting} bestanden; draai `jib prune` opnieuw"));
    }
    Ok(())
}

/// Checks that every parcel has a sum, because an uncounted parcel could hold anybody. In a file name, the parcel's name
/// ends where `-geheim`, the school or the form begins.
fn check_parcels_counted(manifest: &Value) -> Result<(), Wrong> {
    let mut counted = BTreeSet::new();
    for som in list(manifest, "/behoud/pakketten")? {
        counted.insert((text(som, "partij")?, text(som, "pakket")?));
    }
    for file in list(manifest, "/uitvoer")? {
        let path = text(file, "pad")?;
        let Some((partij, name)) = path.strip_prefix("uitvoer/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        // A school has a folder of its own; in runs of version 0.1 its code stands behind the parcel.
        let name = name.split_once('/').map_or(name, |(_, name)| name);
        if name == LEESMIJ || name.ends_with(PASSPORT) {
            continue;
        }
        let Some(name) = PARCEL_FORMS.iter().find_map(|end| name.strip_suffix(end)) else {
            return Err(Wrong::Extra { path: told_path(Path::new(path)) });
        };
        let of_school = name.rsplit_once('.').map_or(name, |(pakket, _)| pakket);
        let is_counted = [name, of_school].iter().any(|pakket| counted.contains(&(partij, *pakket)));
        let is_recall = of_school == RECALLS;
        if !is_counted && !is_recall {
            return Err(Wrong::NoSum { path: told_path(Path::new(path)) });
        }
    }
    Ok(())
}

fn check_sums(manifest: &Value) -> Result<usize, Wrong> {
    let extracts = list(manifest, "/behoud/extracten")?;
    for som in extracts {
        let parts = number(som, "aanvaard")?.checked_add(number(som, "quarantaine")?);
        if Some(number(som, "gelezen")?) != parts {
            return Err(Wrong::Sum { what: text(som, "extract")?.to_owned() });
        }
    }
    let parcels = list(manifest, "/behoud/pakketten")?;
    for som in parcels {
        let refused = som.get("geweigerd").and_then(Value::as_object);
        let refused = refused.ok_or_else(|| Wrong::Form { what: "geweigerd".to_owned() })?;
        let total = refused
            .values()
            .try_fold(number(som, "geleverd")?, |sum, count| sum.checked_add(count.as_u64()?));
        if Some(number(som, "personen")?) != total {
            return Err(Wrong::Sum { what: format!("{}/{}", text(som, "partij")?, text(som, "pakket")?) });
        }
    }
    Ok(extracts.len() + parcels.len())
}
