//! A delivered file in memory: the first turnstile. [`DeliveredFile`] is what arrived; [`Raw`] is its text,
//! unpacked and in UTF-8. Nothing has been looked at yet.

use std::fs::File;
use std::io::{self, Read};

use super::encoding::{Decoded, decode};
use super::fault::{OpenFault, ReadFault};
use super::limits::FILE_BYTES_MAX;
use super::{sheet, unpack};
use crate::crypto::hashing::{PseudonymKey, sha256_hex};
use crate::model::encoding::Encoding;

/// The bytes of one delivered file, as they arrived.
pub struct DeliveredFile {
    bytes: Vec<u8>,
}

/// The text of one delivered file.
pub struct Raw {
    bytes: Vec<u8>,
    form: TextForm,
    doubtful_line: Option<u64>,
}

/// What opening a delivered file gives.
pub struct Opened {
    /// Its text.
    pub text: Result<Raw, OpenFault>,
    /// The fingerprints of the delivered bytes; `None` if those bytes are the text itself, so that hashing can wait.
    pub marks: Option<Marks>,
}

/// Fingerprints of the bytes of a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Their keyed hash. The only one that is written: a bare hash of a short file can be guessed.
    pub hmac: String,
    /// Their sha256, where a configuration announces one.
    pub sha256: Option<String>,
}

impl Marks {
    /// Of these bytes; their sha256 only where it is asked for.
    pub fn of(bytes: &[u8], key: &PseudonymKey, with_sha256: bool) -> Marks {
        Marks { hmac: key.hmac_hex(bytes), sha256: with_sha256.then(|| sha256_hex(bytes)) }
    }
}

/// What the bytes of a file hold.
enum Held {
    /// The bytes themselves are the text, in UTF-8; with the first line that makes another encoding likely, if one does.
    AsItIs(Option<u64>),
    /// Unpacked or decoded; likewise.
    Other(Vec<u8>, TextForm, Option<u64>),
}

/// The form in which text arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// Separated cells in this encoding.
    Text(Encoding),
    /// A sheet of a workbook.
    Workbook,
}

impl TextForm {
    /// As the manifest says it.
    pub fn word(self) -> &'static str {
        match self {
            TextForm::Text(encoding) => encoding.word(),
            TextForm::Workbook => "xlsx",
        }
    }
}

/// How files begin that hold no separated text: old and protected workbooks, PDF, RTF, an empty zip file, other archives.
const OTHER_FORMS: [&[u8]; 7] =
    [&[0xD0, 0xCF, 0x11, 0xE0], b"%PDF-", b"{\\rtf", b"PK\x05\x06", b"7z\xBC\xAF", b"Rar!", b"PAR1"];

impl DeliveredFile {
    /// Reads a file whole, from its handle: what is hashed is what is read.
    ///
    /// # Errors
    /// The operating system refuses, or the file is larger than [`FILE_BYTES_MAX`].
    pub fn read(file: File) -> Result<DeliveredFile, ReadFault> {
        let length = file.metadata()?.len();
        if length > FILE_BYTES_MAX {
            return Err(ReadFault::TooLarge);
        }
        // Room for all of it at once, because a buffer that grows copies a file of gigabytes several times. A file with holes may
        // claim more than there is memory for: that is told, like any other fault in reading.
        let mut bytes = Vec::new();
        let room = usize::try_from(length).unwrap_or(usize::MAX).saturating_add(1);
        bytes.try_reserve_exact(room).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        if u64::try_from(read).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
            return Err(ReadFault::TooLarge);
        }
        Ok(DeliveredFile::from_bytes(bytes))
    }

    /// Bytes that are in memory already.
    pub fn from_bytes(bytes: Vec<u8>) -> DeliveredFile {
        DeliveredFile { bytes }
    }

    /// Unpacks and decodes: by what the bytes say, not by the name of the file. Of a workbook with several sheets the one
    /// named after the extract is read. `marks` marks what arrived.
    pub fn open(
        self,
        announced: Option<Encoding>,
        extract: &str,
        marks: impl FnOnce(&[u8]) -> Marks,
    ) -> Opened {
        let DeliveredFile { bytes } = self;
        let as_it_is = TextForm::Text(Encoding::Utf8);
        match held(&bytes, announced, extract) {
            Ok(Held::AsItIs(doubtful_line)) if mended(&bytes).next().is_none() => {
                Opened { text: Ok(Raw { bytes, form: as_it_is, doubtful_line }), marks: None }
            }
            Ok(Held::AsItIs(doubtful_line)) => {
                let marks = Some(marks(&bytes));
                Opened { text: Ok(Raw { doubtful_line, ..Raw::of_text(bytes, as_it_is) }), marks }
            }
            Ok(Held::Other(text, form, doubtful_line)) => {
                let text = Raw { doubtful_line, ..Raw::of_text(text, form) };
                Opened { text: Ok(text), marks: Some(marks(&bytes)) }
            }
            Err(fault) => Opened { text: Err(fault), marks: Some(marks(&bytes)) },
        }
    }
}

/// What the bytes hold.
///
/// # Errors
/// They give no text, or not in the encoding that was announced.
fn held(bytes: &[u8], announced: Option<Encoding>, extract: &str) -> Result<Held, OpenFault> {
    if unpack::is_gzip(bytes) {
        let unpacked = unpack::gunzip(bytes)?;
        if unpack::is_gzip(&unpacked) {
            return Err(OpenFault::Form);
        }
        return Ok(match held(&unpacked, announced, extract)? {
            Held::AsItIs(doubtful_line) => {
                Held::Other(unpacked, TextForm::Text(Encoding::Utf8), doubtful_line)
            }
            other @ Held::Other(..) => other,
        });
    }
    if sheet::is_zip(bytes) {
        return Ok(Held::Other(sheet::text(bytes, extract)?, TextForm::Workbook, None));
    }
    if OTHER_FORMS.iter().any(|form| bytes.starts_with(form)) {
        return Err(OpenFault::Form);
    }
    let Decoded { text, encoding, doubtful_line } =
        decode(bytes, announced).map_err(|_| OpenFault::Encoding)?;
    if is_page(text.as_deref().unwrap_or(bytes)) {
        return Err(OpenFault::Form);
    }
    Ok(text.map_or(Held::AsItIs(doubtful_line), |text| {
        Held::Other(text, TextForm::Text(encoding), doubtful_line)
    }))
}

/// A no-break space in UTF-8.
const NO_BREAK_SPACE: [u8; 2] = [0xC2, 0xA0];

/// The positions of what is read as something else: a CR without an LF after it, and a no-break space.
fn mended(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr2_iter(b'\r', 0xC2, bytes).filter(|at| match bytes.get(*at..) {
        Some([b'\r', b'\n', ..]) => false,
        Some([b'\r', ..]) => true,
        // After such a letter it is half of a damaged one: `Ã` and a no-break space were an `à`.
        Some([0xC2, 0xA0, ..]) => !matches!(bytes.get(..*at), Some([.., 0xC3, 0x82..=0x85])),
        _ => false,
    })
}

impl Raw {
    /// Text in UTF-8 that is in memory already.
    pub fn from_bytes(bytes: Vec<u8>) -> Raw {
        Raw::of_text(bytes, TextForm::Text(Encoding::Utf8))
    }

    /// A lone CR ends a line as LF does (old Mac exports, files glued together): it is read as one, so that no row hides
    /// behind it. A no-break space is a space.
    fn of_text(mut bytes: Vec<u8>, form: TextForm) -> Raw {
        let places: Vec<usize> = mended(&bytes).collect();
        if places.is_empty() {
            return Raw { bytes, form, doubtful_line: None };
        }
        // What is kept moves to the front, over what was left out.
        let (mut read, mut written) = (0, 0);
        for at in places {
            bytes.copy_within(read..at, written);
            written += at - read;
            let is_space = bytes.get(at) == NO_BREAK_SPACE.first();
            if let Some(byte) = bytes.get_mut(written) {
                *byte = if is_space { b' ' } else { b'\n' };
            }
            written += 1;
            read = at + if is_space { NO_BREAK_SPACE.len() } else { 1 };
        }
        bytes.copy_within(read.., written);
        bytes.truncate(written + bytes.len() - read);
        Raw { bytes, form, doubtful_line: None }
    }

    /// The first line that shows that the text is not UTF-8, and may not be Windows-1252 either.
    pub fn doubtful_line(&self) -> Option<u64> {
        self.doubtful_line
    }

    /// The text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same, with more rows behind the last byte.
    #[must_use]
    pub fn with_more(&self, rows: &[u8]) -> Raw {
        Raw { bytes: [self.bytes(), rows].concat(), ..*self }
    }

    /// The form in which it arrived.
    pub fn form(&self) -> TextForm {
        self.form
    }
}

/// Whether the text is HTML or XML, whatever the file is called: no header begins that way.
fn is_page(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    text.trim_ascii_start().first() == Some(&b'<')
}

impl std::fmt::Debug for DeliveredFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Delivered({} bytes)", self.bytes.len())
    }
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raw({} bytes)", self.bytes.len())
    }
}
