//! Delivered text → UTF-8, without losing a byte: what cannot be decoded stays undecodable, so that it costs its own row
//! further on. Nothing is replaced by a question mark.

use crate::model::encoding::Encoding;

/// The bytes contradict the encoding that was announced, or are in one that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradicted;

/// Bytes that are looked at to tell whether text without a byte order mark is UTF-16.
const SAMPLE_BYTES: usize = 1 << 10;

/// What stands in UTF-8 for half a character: no valid UTF-8, so the row that holds it is set aside.
const UNDECODABLE: u8 = 0xFF;

const MARK_UTF8: &[u8] = &[0xEF, 0xBB, 0xBF];
const MARK_UTF16LE: &[u8] = &[0xFF, 0xFE];
const MARK_UTF16BE: &[u8] = &[0xFE, 0xFF];
const MARK_UTF32LE: &[u8] = &[0xFF, 0xFE, 0, 0];

/// The text as UTF-8, nothing where the bytes are that already; and the encoding that it was in: the announced one, or else
/// the one recognised.
///
/// # Errors
/// A byte order mark or the text itself contradicts what was announced.
pub fn decode(
    bytes: &[u8],
    announced: Option<Encoding>,
) -> Result<(Option<Vec<u8>>, Encoding), Contradicted> {
    if is_other_unicode(bytes) {
        return Err(Contradicted);
    }
    let recognised = recognise(bytes);
    let codering = announced.unwrap_or(recognised);
    if announced.is_some_and(|announced| contradicts(bytes, announced, recognised)) {
        return Err(Contradicted);
    }
    let text = match codering {
        Encoding::Utf8 => None,
        Encoding::Windows1252 => {
            Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
        }
        Encoding::Utf16Le => Some(from_utf16(bytes)),
    };
    Ok((text, codering))
}

/// Whether the bytes say something else than the levering. Text that is valid UTF-8 by its accents is not Windows-1252: read
/// as such every accent would become two other letters.
fn contradicts(bytes: &[u8], announced: Encoding, recognised: Encoding) -> bool {
    match announced {
        Encoding::Utf8 => recognised == Encoding::Utf16Le,
        Encoding::Utf16Le => recognised != Encoding::Utf16Le,
        Encoding::Windows1252 => recognised == Encoding::Utf16Le || is_utf8_by_its_accents(bytes),
    }
}

/// The encoding of text of which nothing was said: by its byte order mark, else by what it holds.
fn recognise(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(MARK_UTF8) {
        Encoding::Utf8
    } else if bytes.starts_with(MARK_UTF16LE) || looks_like_utf16(bytes) {
        Encoding::Utf16Le
    } else if looks_like_windows1252(bytes) {
        Encoding::Windows1252
    } else {
        Encoding::Utf8
    }
}

/// UTF-16 big endian and UTF-32, by their byte order mark or by where the zeros are: they are not read.
fn is_other_unicode(bytes: &[u8]) -> bool {
    let is_big = |pair: &[u8]| matches!(pair, [0, low] if *low != 0);
    let is_wide = |unit: &[u8]| matches!(unit, [low, 0, 0, 0] | [0, 0, 0, low] if *low != 0);
    bytes.starts_with(MARK_UTF16BE)
        || bytes.starts_with(MARK_UTF32LE)
        || mostly(bytes, 2, is_big)
        || mostly(bytes, 4, is_wide)
}

/// A header of plain letters has a zero in every second byte, and nowhere else.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    mostly(bytes, 2, |pair| matches!(pair, [low, 0] if *low != 0))
}

/// Whether three in four of the first units of so many bytes are of this form.
fn mostly(bytes: &[u8], unit_bytes: usize, is_so: impl Fn(&[u8]) -> bool) -> bool {
    let units = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes).chunks_exact(unit_bytes);
    let total = units.len();
    total >= 2 && units.filter(|unit| is_so(unit)).count() * 4 >= total * 3
}

fn is_utf8_by_its_accents(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.is_ascii())
}

/// No valid UTF-8, and every byte that makes it so is a letter in a word in Windows-1252. One that is not may be damage to one
/// row of UTF-8: then only that row is set aside.
fn looks_like_windows1252(bytes: &[u8]) -> bool {
    // Nearly every file is UTF-8, and found to be so much faster than it is walked.
    if std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    let mut at = 0;
    let mut seen = false;
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            return false;
        }
        at += chunk.valid().len();
        for byte in chunk.invalid() {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
            let after = bytes.get(at + 1).copied();
            if !(is_accented(*byte) && is_in_a_word(before, after)) {
                return false;
            }
            seen = true;
            at += 1;
        }
    }
    seen
}

/// The accented letters of Western European names, and the apostrophes and dash that Excel puts in them.
fn is_accented(byte: u8) -> bool {
    matches!(byte, 0x8A | 0x8C | 0x8E | 0x91 | 0x92 | 0x96 | 0x9A | 0x9C | 0x9E)
        || byte >= 0xC0 && !matches!(byte, 0xD0 | 0xD7 | 0xDE | 0xF0 | 0xF7 | 0xFE | 0xFF)
}

/// A letter on at least one side, or a word of its own (`Tjon á Jon`); and on neither side what never stands beside a letter in
/// a name.
fn is_in_a_word(before: Option<u8>, after: Option<u8>) -> bool {
    let letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || is_accented(byte));
    let edge = |byte: Option<u8>| match byte {
        None => true,
        Some(byte) => {
            letter(Some(byte)) || byte.is_ascii_whitespace() || b"\",;|-.'/0123456789".contains(&byte)
        }
    };
    let alone = before == Some(b' ') && after == Some(b' ');
    (alone || letter(before) || letter(after)) && edge(before) && edge(after)
}

fn from_utf16(bytes: &[u8]) -> Vec<u8> {
    let bytes = bytes.strip_prefix(MARK_UTF16LE).unwrap_or(bytes);
    let pairs = bytes.chunks_exact(2);
    let rest = pairs.remainder();
    let units = pairs.map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let mut text = Vec::with_capacity(bytes.len());
    let mut utf8 = [0; 4];
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(character) => text.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes()),
            Err(_) => text.push(UNDECODABLE),
        }
    }
    if !rest.is_empty() {
        text.push(UNDECODABLE);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn read(bytes: &[u8], announced: Option<Encoding>) -> Result<(String, Encoding), Contradicted> {
        let text = |text: Option<Vec<u8>>| text.unwrap_or_else(|| bytes.to_vec());
        decode(bytes, announced).map(|(own, found)| (String::from_utf8(text(own)).expect("text"), found))
    }

    /// A decoder that strips, folds or replaces an accent.
    #[test]
    fn names_survive_to_the_letter_in_every_encoding() {
        let names = "bsn;naam\n1;Żywiałowska\n2;Hacı\n3;Tjon á Jon\n";
        assert_eq!(read(names.as_bytes(), None), Ok((names.to_owned(), Encoding::Utf8)));
        assert_eq!(read(&utf16(names), None), Ok((names.to_owned(), Encoding::Utf16Le)));
        let marked = [MARK_UTF16LE, &utf16(names)].concat();
        assert_eq!(read(&marked, None), Ok((names.to_owned(), Encoding::Utf16Le)));
        let western = b"bsn;naam\n1;M\xFCller\n2;\x92s-Gravenhage\n3;Zo\xEB Ren\xE9e \xE1 Jon\n";
        let expected = "bsn;naam\n1;Müller\n2;’s-Gravenhage\n3;Zoë Renée á Jon\n".to_owned();
        assert_eq!(read(western, None), Ok((expected.clone(), Encoding::Windows1252)));
        assert_eq!(read(western, Some(Encoding::Windows1252)), Ok((expected, Encoding::Windows1252)));
    }

    /// A damaged row of a UTF-8 file that turns the whole file into Windows-1252.
    #[test]
    fn damage_is_not_an_encoding() {
        for damaged in [
            &b"bsn,naam\n1,Jan\n2,Pi\xFFet\n"[..],
            b"bsn,naam\n1,Jan\xC3(\n",
            b"bsn,naam\n1,Zo\xC3\xAB\n2,Ren\xE9\n",
            b"bsn,naam\n1,\x81\n",
        ] {
            assert_eq!(decode(damaged, None), Ok((None, Encoding::Utf8)));
        }
    }

    /// A levering that announces one encoding and a file that is in another: read all the same, names come out mangled.
    #[test]
    fn an_encoding_that_the_bytes_contradict_is_refused() {
        let utf8 = "naam\nZoë\n".as_bytes();
        let marked = [MARK_UTF8, b"naam\n"].concat();
        let big_endian = [MARK_UTF16BE, b"\0n\0a"].concat();
        let unmarked: Vec<u8> = "naam;adres\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = "naam;adres\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let widest: Vec<u8> = "naam;adres\n".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for (bytes, announced) in [
            (utf8.to_vec(), Some(Encoding::Windows1252)),
            (marked, Some(Encoding::Utf16Le)),
            (utf16("naam;adres\n"), Some(Encoding::Utf8)),
            (utf16("naam;adres\n"), Some(Encoding::Windows1252)),
            (big_endian, None),
            (unmarked, None),
            ([MARK_UTF32LE, &wide].concat(), None),
            (wide, None),
            (widest, Some(Encoding::Utf8)),
        ] {
            assert_eq!(decode(&bytes, announced), Err(Contradicted));
        }
    }

    /// Half a character at the end, or a lone surrogate, that is replaced or dropped without a trace.
    #[test]
    fn half_a_character_stays_undecodable() {
        let cut = [utf16("naam\nJan\n"), vec![b'x']].concat();
        let lone = [utf16("naam\nJan"), 0xD800u16.to_le_bytes().to_vec(), utf16("\n")].concat();
        assert_eq!(decode(&cut, None).map(|(text, _)| text), Ok(Some(b"naam\nJan\n\xFF".to_vec())));
        assert_eq!(decode(&lone, None).map(|(text, _)| text), Ok(Some(b"naam\nJan\xFF\n".to_vec())));
    }
}
