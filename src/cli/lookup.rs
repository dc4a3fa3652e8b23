//! Records who looks up a person, before anything is shown.

use std::path::Path;

use crate::config::Config;
use crate::model::number::Persoonsnummer;
use crate::publish::lookups::{Lookup, REASON_CHARS_MAX, record};
use crate::run::fault::Fault;

/// For a user or a machine without a name.
const UNKNOWN: &str = "onbekend";

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
    let actor = actor();
    let host = whoami::hostname().unwrap_or_else(|_| UNKNOWN.to_owned());
    let moment = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let lookup = Lookup { actor: &actor, host: &host, moment: &moment, command, reason };
    record(out, &config.keys.pseudonym, &number.digits(), &lookup)?;
    Ok(())
}

/// Who looks, as the operating system knows it: the user under which this runs and, if that is another, who logged in. Several people
/// run jib as one user. Nothing in the environment counts: anybody can set it.
fn actor() -> String {
    let user = whoami::username().unwrap_or_else(|_| UNKNOWN.to_owned());
    match logged_in() {
        Some(person) => format!("{person} (als {user})"),
        None => user,
    }
}

/// Who logged in, where Linux knows it and it is not the user under which this runs. It stays the same through sudo, su and runuser.
#[cfg(unix)]
fn logged_in() -> Option<String> {
    let login = std::fs::read_to_string("/proc/self/loginuid").ok()?.trim().parse().ok()?;
    // A service and a container have none.
    if login == u32::MAX || login == rustix::process::geteuid().as_raw() {
        return None;
    }
    let accounts = std::fs::read("/etc/passwd").unwrap_or_default();
    Some(name_of(login, &String::from_utf8_lossy(&accounts)).unwrap_or_else(|| format!("uid {login}")))
}

#[cfg(not(unix))]
fn logged_in() -> Option<String> {
    None
}

/// The name of an account in the text of `/etc/passwd`.
#[cfg(unix)]
fn name_of(uid: u32, accounts: &str) -> Option<String> {
    accounts.lines().find_map(|line| {
        let mut cells = line.split(':');
        let name = cells.next()?;
        (cells.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_number_only() {
        let accounts =
            "root:x:0:0:root:/root:/bin/sh\n\nstuk\npiet:x:1001:1000:Piet,1002:/home/piet:/bin/sh\n";
        assert_eq!(name_of(0, accounts).as_deref(), Some("root"));
        assert_eq!(name_of(1001, accounts).as_deref(), Some("piet"));
        assert_eq!((name_of(1000, accounts), name_of(1002, accounts)), (None, None));
    }
}
