//! `jib init`: writes a commented configuration to start from. It asks nothing. Settings that only the municipality knows
//! are marked for it to fill in.

use zeroize::Zeroizing;

use super::arguments::{Common, Format, InitArguments};
use super::output::{data, json_data, shown, tell};
use crate::crypto::keys::SecretFile;
use crate::model::encoding::written_text;
use crate::model::outcome::ExitCode;
use crate::publish::outbox::write_new;
use crate::run::fault::Fault;

/// The configuration. A `#` and a space start a comment. A `#` without a space disables a setting.
pub const TEMPLATE: &str = include_str!("../../templates/jib.toml");

/// The placeholder for a recipient key in the template.
const KEY: &str = "age1…";

/// Where `jib keygen` puts the identity file with the public key.
const IDENTITY: &str = "sleutels/identiteit.txt";

/// The prefix of the line in an identity file that holds the public key.
const PUBLIC: &str = "# public key: ";

/// Writes the configuration. Never overwrites one.
///
/// # Errors
/// [`Fault`] if `jib.toml` already exists or cannot be written.
pub fn init(common: &Common, arguments: &InitArguments) -> Result<ExitCode, Fault> {
    let path = arguments.out.join("jib.toml");
    let path = path.strip_prefix(".").map(std::path::Path::to_path_buf).unwrap_or(path);
    let identity = SecretFile::given(&arguments.out.join(IDENTITY)).ok();
    let identity = Zeroizing::new(identity.and_then(|file| written_text(&file.bytes)).unwrap_or_default());
    let public = identity.lines().find_map(|line| line.strip_prefix(PUBLIC)).map(str::trim);
    let text = match public {
        Some(key) => TEMPLATE.replacen(KEY, key, 1),
        None => TEMPLATE.to_owned(),
    };
    write_new(&path, text.as_bytes())?;
    if public.is_none() {
        tell(
            common,
            "maak sleutels met `jib keygen --out sleutels` en zet in jib.toml wat het afdrukt bij [beheer] sleutel",
        );
    }
    tell(
        common,
        "vul jib.toml aan; `jib check -c jib.toml --peildatum vandaag --out runs` zegt per regel wat nog niet klopt",
    );
    match common.format {
        Format::Json => json_data(&serde_json::json!({ "bestand": shown(&path) }))?,
        Format::Text | Format::Html => data(format!("{}\n", shown(&path)).as_bytes())?,
    }
    Ok(ExitCode::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::ConfigFile;

    /// The template with every disabled setting enabled.
    fn switched_on() -> String {
        let lines = TEMPLATE.lines().map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with([' ', '#']) && !setting.is_empty() => setting,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_setting_that_is_off_is_one_that_the_program_knows() {
        let file: ConfigFile = toml::from_str(&switched_on()).expect("every setting is known");
        assert!(file.levering.len() >= 14, "every extract has an example");
        assert!(file.ambtsinstructie.is_some() && !file.mandaat.is_empty() && !file.verwerker.is_empty());
        assert!(!file.samenwerking.is_empty() && !file.doeloverlap.is_empty());
        assert!(toml::from_str::<ConfigFile>(TEMPLATE).is_ok(), "as it is written it is a configuration");
    }
}
