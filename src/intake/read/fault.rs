//! Why a delivered file gives no text.

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
