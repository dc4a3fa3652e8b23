//! `jib keygen`: makes a new set of keys that only the owner can read. Never overwrites one.

use std::path::Path;

use super::arguments::{Common, Format, KeygenArguments};
use super::output::{data, json_data, shown, tell};
use crate::crypto::keys;
use crate::model::outcome::ExitCode;
use crate::publish::outbox::write_new;
use crate::run::fault::Fault;

/// The file with the age identity.
pub const IDENTITY: &str = "identiteit.txt";
/// The file with the signing key.
pub const SIGNING: &str = "ondertekening.key";
/// Its public half.
pub const SIGNING_PUBLIC: &str = "ondertekening.pub";
/// The file with the pseudonym key.
pub const PSEUDONYM: &str = "pseudoniem.key";

/// Makes the keys and prints the public recipient key.
///
/// # Errors
/// [`Fault`] if a key file already exists or cannot be written.
pub fn keygen(common: &Common, arguments: &KeygenArguments) -> Result<ExitCode, Fault> {
    let recipient = make(&arguments.out)?;
    tell(common, "sleutels gemaakt; bewaar identiteit.txt, ondertekening.key en pseudoniem.key geheim");
    let files = [IDENTITY, SIGNING, SIGNING_PUBLIC, PSEUDONYM].map(|name| shown(&arguments.out.join(name)));
    match common.format {
        Format::Json => json_data(&serde_json::json!({ "sleutel": recipient, "bestanden": files }))?,
        Format::Text | Format::Html => data(format!("{recipient}\n").as_bytes())?,
    }
    Ok(ExitCode::Done)
}

/// Makes all keys in a folder. Returns the public recipient key.
///
/// # Errors
/// [`Fault`] if a key file already exists, or a key cannot be made or written.
pub fn make(folder: &Path) -> Result<String, Fault> {
    let names = [IDENTITY, SIGNING, SIGNING_PUBLIC, PSEUDONYM];
    if let Some(name) = names.into_iter().find(|name| folder.join(name).exists()) {
        return Err(Fault::Usage {
            message: format!("`{}` bestaat al", folder.join(name).display()),
            help: "kies een lege map: sleutels worden nooit overschreven".to_owned(),
        });
    }
    let fault = Fault::internal("een sleutel maken");
    let recipient = identity(&folder.join(IDENTITY))?;
    let (secret, public) = keys::new_signing_key().map_err(|e| fault(&e))?;
    write_new(&folder.join(SIGNING), secret.as_bytes())?;
    write_new(&folder.join(SIGNING_PUBLIC), public.as_bytes())?;
    write_new(&folder.join(PSEUDONYM), keys::new_pseudonym_key().map_err(|e| fault(&e))?.as_slice())?;
    Ok(recipient)
}

/// Makes one age identity. Returns its public key.
///
/// # Errors
/// [`Fault`] if the file already exists or cannot be written.
pub fn identity(path: &Path) -> Result<String, Fault> {
    let (text, public) = keys::new_identity();
    write_new(path, text.as_bytes())?;
    Ok(public)
}
