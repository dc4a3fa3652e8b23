//! Which run is the last one: a small file beside the state, authenticated with the pseudonym key. The chain alone shows that a run in
//! the middle is gone, but not that the last one is.
//!
//! It cannot show that the whole folder, with this file, was put back as it was on an earlier day (`docs/threat-model.md`).

use serde::{Deserialize, Serialize};

use crate::crypto::hashing::PseudonymKey;
use crate::handle::Folder;

/// Subfolder of the runs folder that holds the state and the anchor.
pub const FOLDER: &str = ".staat";

/// File name of the anchor.
pub const NAME: &str = "keten.json";

/// The anchor is never larger, in bytes.
const BYTES_MAX: u64 = 4 << 10;

/// The last run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    gemeente: String,
    /// sha256 of the manifest that was last until then. While a run is being published, either of the two is.
    #[serde(rename = "was")]
    was: Option<String>,
    /// sha256 of the manifest of the last run.
    #[serde(rename = "is")]
    is: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnchor {
    #[serde(rename = "keten")]
    anchor: Anchor,
    hmac: String,
}

/// The anchor of a folder of runs.
pub enum Anchored {
    /// There is none.
    Absent,
    /// It is not one that our pseudonym key made for this municipality.
    Broken,
    /// As our key wrote it.
    At(Anchor),
}

impl Anchor {
    /// Names `is` as the last run. `was`, the run before it, counts too while `is` is being published; afterwards `was` equals `is`.
    pub fn new(gemeente: &str, was: Option<&str>, is: &str) -> Anchor {
        Anchor { gemeente: gemeente.to_owned(), was: was.map(str::to_owned), is: is.to_owned() }
    }

    fn hmac(&self, key: &PseudonymKey) -> String {
        let Anchor { gemeente, was, is } = self;
        let parts = [gemeente.as_bytes(), was.as_deref().unwrap_or_default().as_bytes(), is.as_bytes()];
        data_encoding::HEXLOWER.encode(&key.keyed("keten", &parts))
    }

    /// As it is written.
    pub fn to_bytes(&self, key: &PseudonymKey) -> Vec<u8> {
        let written = serde_json::json!({ "keten": self, "hmac": self.hmac(key) });
        format!("{written}\n").into_bytes()
    }

    /// Whether this may be the last run; `None` stands for no run at all.
    pub fn fits(&self, head: Option<&str>) -> bool {
        head == self.was.as_deref() || head == Some(&self.is)
    }
}

impl Anchored {
    /// Reads the anchor of a folder of runs.
    pub fn read(out: &Folder, gemeente: &str, key: &PseudonymKey) -> Anchored {
        let Ok(states) = out.within(FOLDER) else { return Anchored::Absent };
        let bytes = match states.read(NAME, BYTES_MAX) {
            Ok(bytes) => bytes,
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Anchored::Absent,
            Err(_) => return Anchored::Broken,
        };
        match serde_json::from_slice::<WrittenAnchor>(&bytes) {
            Ok(WrittenAnchor { anchor, hmac }) if hmac == anchor.hmac(key) && anchor.gemeente == gemeente => {
                Anchored::At(anchor)
            }
            _ => Anchored::Broken,
        }
    }

    /// Whether it names this run.
    pub fn names(&self, sha256: &str) -> bool {
        matches!(self, Anchored::At(anchor) if anchor.fits(Some(sha256)))
    }
}
