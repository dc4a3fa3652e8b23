//! The text encoding of a delivered file.

use serde::Deserialize;

/// A supported encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252: the "ANSI" of Western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16, little endian: "Unicode text" from Excel, and the national tables.
    #[serde(rename = "utf-16le")]
    Utf16Le,
}

impl Encoding {
    /// The name that the configuration and the manifest use.
    pub fn word(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Utf16Le => "utf-16le",
        }
    }
}
