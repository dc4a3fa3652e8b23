//! `jib keygen`: a new set of keys, for the owner's eyes only, never over an existing one.

use std::path::Path;

use age::secrecy::ExposeSecret;
use minisign::KeyPair;
use rand::TryRngCore;
use rand::rngs::OsRng;

use super::arguments::{Common, Format, Keygen};
use super::{data, json_data, shown, tell};
use crate::error::{ExitCode, Fault};
use crate::outbox::write_new;

/// The file with the age identity.
pub const IDENTITY: &str = "identiteit.txt";
/// The file with the signing key.
pub const SIGNING: &str = "ondertekening.key";
/// Its public half.
pub const SIGNING_PUBLIC: &str = "ondertekening.pub";
/// The file with the pseudonym key.
pub const PSEUDONYM: &str = "pseudoniem.key";

/// Makes the keys and prints the public recipient key.
pub fn keygen(common: &Common, arguments: &Keygen) -> Result<ExitCode, Fault> {
    let recipient = make(&arguments.out)?;
    tell(common, "sleutels gemaakt; bewaar identiteit.txt, ondertekening.key en pseudoniem.key geheim");
    let files = [IDENTITY, SIGNING, SIGNING_PUBLIC, PSEUDONYM].map(|name| shown(&arguments.out.join(name)));
    match common.format {
        Format::Json => json_data(&serde_json::json!({ "sleutel": recipient, "bestanden": files }))?,
        Format::Text | Format::Html => data(format!("{recipient}\n").as_bytes())?,
    }
    Ok(ExitCode::Done)
}

/// Makes all keys in a folder; gives the public recipient key.
pub fn make(folder: &Path) -> Result<String, Fault> {
    let names = [IDENTITY, SIGNING, SIGNING_PUBLIC, PSEUDONYM];
    if let Some(name) = names.into_iter().find(|name| folder.join(name).exists()) {
        return Err(Fault::Usage {
            message: format!("`{}` bestaat al", folder.join(name).display()),
            help: "kies een lege map: sleutels worden nooit overschreven".to_owned(),
        });
    }
    let signing = Fault::internal("een sleutel maken");
    let recipient = identity(&folder.join(IDENTITY))?;
    let pair = KeyPair::generate_unencrypted_keypair().map_err(|e| signing(&e))?;
    let secret = pair.sk.to_box(Some("jib signing key: keep secret")).map_err(|e| signing(&e))?;
    let public = pair.pk.to_box().map_err(|e| signing(&e))?;
    write_new(&folder.join(SIGNING), secret.into_string().as_bytes())?;
    write_new(&folder.join(SIGNING_PUBLIC), public.into_string().as_bytes())?;
    let mut pseudonym = [0u8; 32];
    OsRng.try_fill_bytes(&mut pseudonym).map_err(|e| signing(&e))?;
    write_new(&folder.join(PSEUDONYM), &pseudonym)?;
    Ok(recipient)
}

/// Makes one age identity; gives its public key.
pub fn identity(path: &Path) -> Result<String, Fault> {
    let identity = age::x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let text = format!("# public key: {public}\n{}\n", identity.to_string().expose_secret());
    write_new(path, text.as_bytes())?;
    Ok(public)
}
