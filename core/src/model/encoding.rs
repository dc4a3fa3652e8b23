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

/// A text that a person or a tool wrote (a configuration, a key, a number on stdin): UTF-8 with or without a byte order mark,
/// UTF-16 with or without one, as Notepad and PowerShell write it, or else the "ANSI" of an older editor. `None` for half a letter.
pub fn written_text(bytes: &[u8]) -> Option<String> {
    let marked = encoding_rs::Encoding::for_bom(bytes);
    if let Some((encoding, length)) = marked.or_else(|| Some((unmarked_utf16(bytes)?, 0))) {
        let (text, is_damaged) =
            encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        return (!is_damaged).then(|| text.into_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()),
    }
}

/// Recognises UTF-16 by its zero bytes: in Latin-script text most byte pairs have one, always in the same half.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let zeros = |side: usize| bytes.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let most = bytes.len() / 4 + 1;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd >= most => Some(encoding_rs::UTF_16LE),
        (even, 0) if even >= most => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_notepad_or_powershell_is_read() {
        let utf16 =
            |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [
            "één".as_bytes().to_vec(),
            "\u{feff}één".as_bytes().to_vec(),
            utf16("\u{feff}één", u16::to_le_bytes),
            utf16("\u{feff}één", u16::to_be_bytes),
            utf16("één", u16::to_le_bytes),
            utf16("één", u16::to_be_bytes),
            vec![0xe9, 0xe9, b'n'],
        ] {
            assert_eq!(written_text(&bytes).as_deref(), Some("één"));
        }
        assert_eq!(written_text(&[0xff, 0xfe, b'a']), None, "half a letter");
    }
}
