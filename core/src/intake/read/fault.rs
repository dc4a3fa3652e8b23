//! Why a delivered file yields no text.

use super::limits::FILE_BYTES_MAX;

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

/// Why the bytes of a file yield no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// A form we do not read: an old or protected workbook, or a document.
    #[error("is in a form that is not read")]
    Form,
    /// A packed file that is cut off or damaged.
    #[error("is cut off or damaged")]
    Damaged,
    /// It unpacks to more than the limit.
    #[error("unpacks to too much")]
    TooLarge,
    /// Not in the announced encoding.
    #[error("is in another encoding than was announced")]
    Encoding,
    /// A workbook with several sheets, where nothing says which one is meant.
    #[error("has several sheets")]
    SeveralSheets,
}
