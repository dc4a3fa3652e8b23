//! A delivered file in memory, with its fingerprint: the first turnstile. Nothing has been looked at yet.

use std::path::Path;

use crate::hashing::sha256_hex;

/// The largest file that is read: twice what all young people in the Netherlands need in one file.
pub const FILE_BYTES_MAX: u64 = 8 << 30;

/// The bytes of one delivered file.
pub struct Raw {
    bytes: Vec<u8>,
    sha256: String,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Over [`FILE_BYTES_MAX`].
    #[error("is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
}

impl Raw {
    /// Reads a file whole and takes its sha256.
    pub fn read(path: &Path) -> Result<Raw, ReadFault> {
        if std::fs::metadata(path)?.len() > FILE_BYTES_MAX {
            return Err(ReadFault::TooLarge);
        }
        Ok(Raw::from_bytes(std::fs::read(path)?))
    }

    /// Bytes that are in memory already. A lone CR ends a line as LF does (old Mac exports, files glued together): it is
    /// read as one, so that no row hides behind it. The fingerprint is of the bytes as delivered.
    pub fn from_bytes(mut bytes: Vec<u8>) -> Raw {
        let sha256 = sha256_hex(&bytes);
        let returns: Vec<usize> =
            memchr::memchr_iter(b'\r', &bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).collect();
        for at in returns {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = b'\n';
            }
        }
        Raw { bytes, sha256 }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Their sha256, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raw({} bytes)", self.bytes.len())
    }
}
