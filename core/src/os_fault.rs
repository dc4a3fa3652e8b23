//! Operating system errors in Dutch for municipal users: access rights, disk, network, missing files.

use std::io::{Error, ErrorKind};

/// `EINVAL`: network file systems return it when asked to sync a folder.
#[cfg(unix)]
const INVALID_ARGUMENT: i32 = 22;

/// `EMFILE` and `ENFILE`: the process, or the whole machine, has too many files open.
#[cfg(unix)]
const TOO_MANY_FILES: [i32; 2] = [24, 23];

/// `EIO`: the device itself failed.
#[cfg(unix)]
const DEVICE_FAILED: i32 = 5;

/// The cause in plain Dutch, without a full stop: `de schijf is vol`. Never contains a path or a value.
///
/// ```
/// let refused = std::io::Error::from(std::io::ErrorKind::StorageFull);
/// assert_eq!(jib_core::os_fault::cause(&refused), "de schijf is vol");
/// ```
pub fn cause(fault: &Error) -> String {
    if let Some(own) = fault.get_ref() {
        // Raised by our own code or a library, not by the operating system: the error carries its own text.
        return own.to_string();
    }
    #[cfg(unix)]
    if let Some(code) = fault.raw_os_error() {
        if TOO_MANY_FILES.contains(&code) {
            return "er staan te veel bestanden tegelijk open".to_owned();
        }
        if code == rustix::io::Errno::LOOP.raw_os_error() {
            return "de snelkoppelingen (symbolische links) op dit pad leiden in een kring".to_owned();
        }
        if code == DEVICE_FAILED {
            return "de schijf of de netwerkmap geeft een leesfout of schrijffout".to_owned();
        }
    }
    let known = match fault.kind() {
        ErrorKind::NotFound => "het bestaat niet",
        ErrorKind::PermissionDenied => "u hebt er geen rechten voor",
        ErrorKind::AlreadyExists => "het bestaat al",
        ErrorKind::IsADirectory => "het is een map",
        ErrorKind::NotADirectory => "een deel van het pad is geen map",
        ErrorKind::DirectoryNotEmpty => "de map is niet leeg",
        ErrorKind::InvalidData => "het is geen tekst",
        ErrorKind::StorageFull => "de schijf is vol",
        ErrorKind::QuotaExceeded => "de toegestane schijfruimte is op",
        ErrorKind::FileTooLarge => "het bestand is te groot voor deze schijf",
        ErrorKind::ReadOnlyFilesystem => "de schijf is alleen-lezen",
        ErrorKind::InvalidFilename => "de naam kan op deze schijf niet",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "een ander programma houdt het bezet",
        ErrorKind::WouldBlock | ErrorKind::TimedOut => "er kwam niet op tijd antwoord",
        ErrorKind::StaleNetworkFileHandle => {
            "de netwerkmap is opnieuw verbonden; het bestand is niet meer te vinden"
        }
        ErrorKind::NetworkDown | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            "de netwerkmap is niet bereikbaar"
        }
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::NotConnected => {
            "de verbinding met de netwerkmap viel weg"
        }
        ErrorKind::UnexpectedEof => "het bestand houdt te vroeg op",
        ErrorKind::WriteZero => "er kon niets meer worden geschreven",
        ErrorKind::OutOfMemory => "er is te weinig geheugen",
        ErrorKind::BrokenPipe => "de lezer is weg",
        ErrorKind::CrossesDevices => "het zou van de ene schijf naar de andere moeten",
        ErrorKind::Unsupported => "deze schijf kan dat niet",
        _ => "",
    };
    match (known, fault.raw_os_error()) {
        ("", Some(code)) => format!("het besturingssysteem weigert met foutnummer {code}"),
        ("", None) => "het besturingssysteem weigert".to_owned(),
        (known, _) => known.to_owned(),
    }
}

/// What to do about a refusal for rights, in plain Dutch. `None` for any other cause. Whoever may not read a file must not be told to
/// make a new one: a new key begins a new chain and changes every kenmerk.
pub fn as_whom(fault: &Error) -> Option<&'static str> {
    let advice = "draai jib als de gebruiker van wie dit is, en zet er niets nieuws voor in de plaats; na installatie van het pakket is dat de gebruiker jib: `runuser -u jib -- jib …`";
    (fault.kind() == ErrorKind::PermissionDenied).then_some(advice)
}

/// Whether a folder failed to sync only because its file system does not support syncing folders. Network file systems report
/// this, and the files on them are no less safe.
pub fn cannot_sync_folders(fault: &Error) -> bool {
    #[cfg(unix)]
    let is_invalid = fault.raw_os_error() == Some(INVALID_ARGUMENT);
    #[cfg(not(unix))]
    let is_invalid = false;
    is_invalid || matches!(fault.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_cause_is_told_in_dutch_also_where_it_has_no_name() {
        for (code, expected) in
            [(2, "bestaat niet"), (13, "geen rechten"), (28, "vol"), (116, "netwerkmap"), (24, "bestanden")]
        {
            let told = cause(&Error::from_raw_os_error(code));
            assert!(told.contains(expected), "{code}: {told}");
        }
        assert!(cause(&Error::from_raw_os_error(9999)).contains("9999"));
    }

    /// Some network shares cannot sync folders. Without this, every nightly run there would end in a fault although it was
    /// published.
    #[test]
    #[cfg(unix)]
    fn a_folder_that_cannot_be_synced_is_no_fault() {
        assert!(cannot_sync_folders(&Error::from_raw_os_error(INVALID_ARGUMENT)));
        assert!(!cannot_sync_folders(&Error::from_raw_os_error(DEVICE_FAILED)));
    }
}
