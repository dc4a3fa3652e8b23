//! A delivered file in memory: the first turnstile. [`Delivered`] is what arrived, with its fingerprint; [`Raw`] is its text,
//! unpacked and in UTF-8. Nothing has been looked at yet.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::encoding::{Codering, decode};
use super::{sheet, unpack};
use crate::hashing::sha256_hex;

/// The largest file that is read, packed or unpacked: twice what all young people in the Netherlands need in one file.
pub const FILE_BYTES_MAX: u64 = 8 << 30;

/// The most columns that a file may have: several times the widest layout, that of GBA-V.
pub const COLUMNS_MAX: usize = 2_000;

/// The bytes of one delivered file, as they arrived.
pub struct Delivered {
    bytes: Vec<u8>,
    sha256: String,
}

/// The text of one delivered file.
pub struct Raw {
    bytes: Vec<u8>,
    form: Form,
}

/// The form in which text arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Separated cells in this encoding.
    Text(Codering),
    /// A sheet of a workbook.
    Workbook,
}

impl Form {
    /// As the manifest says it.
    pub fn word(self) -> &'static str {
        match self {
            Form::Text(codering) => codering.word(),
            Form::Workbook => "xlsx",
        }
    }
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

/// Why the bytes of a file give no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// A form that is not read: an old workbook, a protected one, a document.
    #[error("is in a form that is not read")]
    Form,
    /// A packed file that is cut off or broken.
    #[error("is cut off or damaged")]
    Damaged,
    /// Unpacks to more than is read.
    #[error("unpacks to too much")]
    TooLarge,
    /// Not in the encoding that was announced.
    #[error("is in another encoding than was announced")]
    Encoding,
    /// A workbook of which nobody can say which sheet is meant.
    #[error("has several sheets")]
    SeveralSheets,
}

/// How files begin that hold no separated text: old and protected workbooks, PDF, RTF, an empty zip file, other archives.
const OTHER_FORMS: [&[u8]; 7] =
    [&[0xD0, 0xCF, 0x11, 0xE0], b"%PDF-", b"{\\rtf", b"PK\x05\x06", b"7z\xBC\xAF", b"Rar!", b"PAR1"];

impl Delivered {
    /// Reads a file whole and takes its sha256.
    ///
    /// # Errors
    /// The operating system refuses, or the file is larger than [`FILE_BYTES_MAX`].
    pub fn read(path: &Path) -> Result<Delivered, ReadFault> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        if length > FILE_BYTES_MAX {
            return Err(ReadFault::TooLarge);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
        let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        if u64::try_from(read).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
            return Err(ReadFault::TooLarge);
        }
        Ok(Delivered::from_bytes(bytes))
    }

    /// Bytes that are in memory already.
    pub fn from_bytes(bytes: Vec<u8>) -> Delivered {
        let sha256 = sha256_hex(&bytes);
        Delivered { bytes, sha256 }
    }

    /// The sha256 of what arrived, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Unpacks and decodes: by what the bytes say, not by the name of the file. Of a workbook with several sheets the one
    /// named after the extract is read.
    ///
    /// # Errors
    /// The bytes give no text, or not in the encoding that was announced.
    pub fn open(self, announced: Option<Codering>, extract: &str) -> Result<Raw, OpenFault> {
        let bytes = if unpack::is_gzip(&self.bytes) { unpack::gunzip(&self.bytes)? } else { self.bytes };
        if sheet::is_zip(&bytes) {
            let text = sheet::text(&bytes, extract)?;
            return Ok(Raw::of_text(text, Form::Workbook));
        }
        if OTHER_FORMS.iter().any(|form| bytes.starts_with(form)) || unpack::is_gzip(&bytes) {
            return Err(OpenFault::Form);
        }
        let (text, codering) = decode(bytes, announced).map_err(|_| OpenFault::Encoding)?;
        if is_page(&text) {
            return Err(OpenFault::Form);
        }
        Ok(Raw::of_text(text, Form::Text(codering)))
    }
}

impl Raw {
    /// Text in UTF-8 that is in memory already.
    pub fn from_bytes(bytes: Vec<u8>) -> Raw {
        Raw::of_text(bytes, Form::Text(Codering::Utf8))
    }

    /// A lone CR ends a line as LF does (old Mac exports, files glued together): it is read as one, so that no row hides
    /// behind it.
    fn of_text(mut bytes: Vec<u8>, form: Form) -> Raw {
        let returns: Vec<usize> =
            memchr::memchr_iter(b'\r', &bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).collect();
        for at in returns {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = b'\n';
            }
        }
        Raw { bytes, form }
    }

    /// The text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The form in which it arrived.
    pub fn form(&self) -> Form {
        self.form
    }
}

/// A page or a document with tags, also one that is called `.xls` or `.csv`: no header begins so.
fn is_page(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    text.trim_ascii_start().first() == Some(&b'<')
}

impl std::fmt::Debug for Delivered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Delivered({} bytes)", self.bytes.len())
    }
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raw({} bytes)", self.bytes.len())
    }
}
