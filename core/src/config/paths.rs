//! Which paths a configuration may name. A delivery is in or under the folder of the configuration and is a file itself, not a
//! link; or it is in the folder that `[inlees]` names, which no link may leave. Its name must be fit for a manifest.

use std::fs::File;
use std::io;
use std::path::{Component, Path};

use crate::handle::{Folder, file_reached};
use crate::model::number::Persoonsnummer;

/// Digits in a person's number.
const NUMBER_DIGITS: usize = 9;

/// The most bytes in a path.
const PATH_BYTES_MAX: usize = 1_000;

/// Why a path is refused. Neither text repeats the path.
pub struct Refusal {
    /// What is wrong.
    pub message: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

/// What is wrong with the path, if anything. `takes_links`: the folder is one that `[inlees]` names, which may contain links that
/// stay inside it.
pub fn refused(folder: &Path, path: &str, takes_links: bool) -> Option<Refusal> {
    let because = |message, help| Some(Refusal { message, help });
    if path.contains('\\') || path.chars().any(|letter| ['\t', '\u{8}', '\u{c}', '\r'].contains(&letter)) {
        return because(
            "in een `pad` staat een `\\`, of een teken dat daardoor is ontstaan",
            "gebruik / tussen mappen: \"in/brp.csv\"",
        );
    }
    if path.is_empty() || path.len() > PATH_BYTES_MAX || path.chars().any(char::is_control) {
        return because(
            "`pad` is leeg, te lang of bevat onzichtbare tekens",
            "geef het bestand een gewone naam",
        );
    }
    if holds_number(path) {
        return because(
            "in een `pad` staat een nummer van een persoon",
            "een bestandsnaam komt in het manifest en in meldingen; geef het bestand een andere naam",
        );
    }
    let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(path).components().all(inside) {
        return if takes_links {
            because(
                "`pad` wijst buiten de map van [inlees]",
                "schrijf het pad vanaf die map, zonder `..` en zonder `/` vooraan",
            )
        } else {
            because(
                "`pad` wijst buiten de map van dit configuratiebestand",
                "zet de levering in deze map of in een map eronder, en schrijf het pad zonder `..` en zonder `/` vooraan; liggen leveringen ergens anders, noem die map dan bij [inlees]",
            )
        };
    }
    if takes_links {
        // A missing file cannot leave the folder. Another check reports that it is missing.
        let reached = (std::fs::canonicalize(folder), std::fs::canonicalize(folder.join(path)));
        return match reached {
            (Ok(folder), Ok(file)) if !file.starts_with(&folder) => because(
                "`pad` loopt over een snelkoppeling (symbolische link) naar buiten de map van [inlees]",
                "zet het bestand zelf in die map: wie de koppeling kan wijzigen, bepaalt anders wat er gelezen wordt",
            ),
            _ => None,
        };
    }
    let mut reached = folder.to_path_buf();
    for part in Path::new(path).components() {
        reached.push(part);
        if std::fs::symlink_metadata(&reached).is_ok_and(|found| found.file_type().is_symlink()) {
            return because(
                "`pad` loopt over een snelkoppeling (symbolische link)",
                "wijs het bestand zelf aan: wie de koppeling kan wijzigen, bepaalt anders wat er gelezen wordt",
            );
        }
    }
    None
}

/// Opens a delivery for reading, once: what is checked, hashed and read is this handle, whatever its name stands for meanwhile.
///
/// # Errors
/// It is missing, may not be read, or lies behind a link: any link, or with `takes_links` one that leaves the folder.
pub fn open(folder: &Path, path: &str, takes_links: bool) -> io::Result<File> {
    if !takes_links {
        let plain = path.split('/').filter(|part| *part != ".").collect::<Vec<_>>().join("/");
        return Folder::open(folder)?.file(&plain);
    }
    file_reached(folder, path)
}

/// Whether a file was refused because of where its path leads, and not because of the file.
pub fn leads_elsewhere(fault: &io::Error) -> bool {
    #[cfg(unix)]
    let is_link = {
        let refused =
            [rustix::io::Errno::LOOP, rustix::io::Errno::NOTDIR].map(rustix::io::Errno::raw_os_error);
        fault.raw_os_error().is_some_and(|code| refused.contains(&code))
    };
    #[cfg(not(unix))]
    let is_link = false;
    is_link || fault.kind() == io::ErrorKind::Other && fault.get_ref().is_some()
}

/// Whether nine digits in a row could be a bsn or an onderwijsnummer.
pub fn holds_number(path: &str) -> bool {
    path.split(|character: char| !character.is_ascii_digit())
        .any(|digits| digits.len() == NUMBER_DIGITS && Persoonsnummer::parse(digits.as_bytes()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A configuration must not read somebody else's file or put a bsn in a manifest.
    #[test]
    fn only_plain_paths_below_the_folder_pass() {
        let folder = tempfile::tempdir().expect("a folder");
        let refuses = |path: &str| refused(folder.path(), path, false).is_some();
        for path in
            ["brp.csv", "in/brp.csv.gz", "./brp.xlsx", "brp_20261101.csv", "a..b/c", "brp_202611012300.csv"]
        {
            assert!(!refuses(path), "{path}");
        }
        let long = "a".repeat(PATH_BYTES_MAX + 1);
        for path in [
            "",
            "in\\brp.csv",
            "../brp.csv",
            "in/../../brp.csv",
            "/etc/passwd",
            "a\0b",
            "a\nb.csv",
            "999993653.csv",
            &long,
        ] {
            assert!(refuses(path), "{path:?}");
        }
    }

    /// A link can be swapped after the configuration was reviewed.
    #[cfg(unix)]
    #[test]
    fn no_part_of_a_path_is_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        std::fs::write(elsewhere.path().join("x.csv"), "x").expect("a file");
        let link = std::os::unix::fs::symlink::<std::path::PathBuf, _>;
        link(elsewhere.path().join("x.csv"), folder.path().join("x.csv")).expect("a link");
        link(elsewhere.path().to_path_buf(), folder.path().join("in")).expect("a link");
        assert!(refused(folder.path(), "x.csv", false).is_some());
        assert!(refused(folder.path(), "in/x.csv", false).is_some());
        for path in ["x.csv", "in/x.csv"] {
            assert!(refused(folder.path(), path, true).is_some(), "it leaves the folder of deliveries");
        }
        std::fs::create_dir(folder.path().join("here")).expect("a folder");
        std::fs::write(folder.path().join("here/x.csv"), "x").expect("a file");
        link(folder.path().join("here"), folder.path().join("there")).expect("a link");
        assert!(refused(folder.path(), "there/x.csv", true).is_none(), "it stays inside");
        assert!(refused(folder.path(), "there/x.csv", false).is_some());
    }
}
