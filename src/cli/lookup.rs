//! Records who looks up a person, before anything is shown.

use std::path::Path;

use crate::config::Config;
use crate::model::number::Persoonsnummer;
use crate::publish::lookups::{Lookup, REASON_CHARS_MAX, record};
use crate::run::fault::Fault;

/// The most digits in a row that a reason may have: a date, a year, a case number of a few digits.
const DIGITS_MAX: usize = 7;

/// Whether a purpose may be written down.
///
/// # Errors
/// [`Fault::Usage`] if it is too long, has a control character, or could hold a person's number.
pub(super) fn check_reason(reason: Option<&str>) -> Result<(), Fault> {
    let Some(reason) = reason else { return Ok(()) };
    let mut digits = 0;
    let has_number = reason.chars().any(|letter| {
        digits = if letter.is_ascii_digit() { digits + 1 } else { 0 };
        digits > DIGITS_MAX
    });
    let is_long = reason.chars().count() > REASON_CHARS_MAX;
    if has_number || is_long || reason.chars().any(char::is_control) {
        return Err(Fault::Usage {
            message: "deze --reden kan niet worden vastgelegd".to_owned(),
            help: format!(
                "schrijf in hoogstens {REASON_CHARS_MAX} tekens waarvoor u kijkt, zonder nummer van een persoon; een zaaknummer mag hoogstens {DIGITS_MAX} cijfers achter elkaar hebben"
            ),
        });
    }
    Ok(())
}

/// Writes down that this user looks up this person. Returns once the line is on disk.
///
/// # Errors
/// [`Fault`] if it cannot be written. Then nothing may be shown.
pub(super) fn note(
    out: &Path,
    config: &Config,
    number: Persoonsnummer,
    command: &str,
    reason: Option<&str>,
) -> Result<(), Fault> {
    let unknown = "onbekend";
    let actor = whoami::username().unwrap_or_else(|_| unknown.to_owned());
    let host = whoami::hostname().unwrap_or_else(|_| unknown.to_owned());
    let moment = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let lookup = Lookup { actor: &actor, host: &host, moment: &moment, command, reason };
    record(out, &config.keys.pseudonym, &number.digits(), &lookup)?;
    Ok(())
}
