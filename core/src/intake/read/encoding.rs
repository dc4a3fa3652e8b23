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

/// Text that was decoded.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text as UTF-8; nothing where the bytes are that already.
    pub text: Option<Vec<u8>>,
    /// The encoding that it was in: the announced one, or else the one recognised.
    pub encoding: Encoding,
    /// The first line that shows that the text is not UTF-8, and may not be Windows-1252 either, whatever was announced.
    pub doubtful_line: Option<u64>,
}

/// Decodes text to UTF-8, from the announced encoding or else the one recognised.
///
/// # Errors
/// A byte order mark or the text itself contradicts what was announced.
pub fn decode(bytes: &[u8], announced: Option<Encoding>) -> Result<Decoded, Contradicted> {
    if is_other_unicode(bytes) {
        return Err(Contradicted);
    }
    let (recognised, doubtful) = recognise(bytes);
    let encoding = announced.unwrap_or(recognised);
    if announced.is_some_and(|announced| contradicts(bytes, announced, recognised)) {
        return Err(Contradicted);
    }
    let (text, impossible) = match encoding {
        Encoding::Utf8 => (None, None),
        Encoding::Windows1252 => {
            let (text, impossible) = from_windows1252(bytes);
            (Some(text), impossible)
        }
        Encoding::Utf16Le => (Some(from_utf16(bytes)), None),
    };
    let line_of = |at: usize| {
        let before = memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
        u64::try_from(before + 1).unwrap_or(u64::MAX)
    };
    let doubtful_line = doubtful.filter(|_| announced.is_none()).or(impossible).map(line_of);
    Ok(Decoded { text, encoding, doubtful_line })
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

/// Recognises the encoding of unannounced text, by its byte order mark or else by its content. Also returns the position of a letter
/// that leaves the encoding in doubt.
fn recognise(bytes: &[u8]) -> (Encoding, Option<usize>) {
    if bytes.starts_with(MARK_UTF8) {
        (Encoding::Utf8, None)
    } else if bytes.starts_with(MARK_UTF16LE) || looks_like_utf16(bytes) {
        (Encoding::Utf16Le, None)
    } else {
        by_its_accents(bytes)
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

/// Windows-1252 if the text is not valid UTF-8 and every invalid byte is a letter of a name in Windows-1252. Other invalid bytes may be
/// damage to one row of UTF-8, if they are all on one line: then only that row is set aside. Otherwise the encoding cannot be determined:
/// nothing is guessed, and the first such byte is reported.
fn by_its_accents(bytes: &[u8]) -> (Encoding, Option<usize>) {
    // Nearly every file is UTF-8, and validating it is much faster than walking it.
    if std::str::from_utf8(bytes).is_ok() {
        return (Encoding::Utf8, None);
    }
    let mut at = 0;
    let (mut first_strange, mut last_strange, mut accents) = (None, 0, 0usize);
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            return (Encoding::Utf8, None);
        }
        at += chunk.valid().len();
        for _ in chunk.invalid() {
            if is_letter_of_a_name(bytes, at) {
                accents += 1;
            } else {
                first_strange = first_strange.or(Some(at));
                last_strange = at;
            }
            at += 1;
        }
    }
    let Some(first) = first_strange else { return (Encoding::Windows1252, None) };
    let between = bytes.get(first..last_strange).unwrap_or_default();
    let is_alone = accents == 0 && !between.contains(&b'\n');
    (Encoding::Utf8, Some(first).filter(|_| !is_alone))
}

/// Whether the byte at this place is a letter that names in the Netherlands have, where one can stand. Those of old DOS and Mac
/// encodings, of Turkish and of Central European ones come out as letters that no name has (`Helšne`, `Yýldýrým`, `Petroviæ`).
fn is_letter_of_a_name(bytes: &[u8], at: usize) -> bool {
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| bytes.get(at)).copied();
    let (before, after) = (near(-1), near(1));
    match near(0) {
        // An apostrophe at the start of a word, or after its first and only letter: `'s-Gravenhage`, `D'Angelo`.
        Some(0x92) => !is_letter(before) || !is_letter(near(-2)) && is_in_a_word(before, after),
        Some(0x91) => !is_letter(before) && is_letter(after),
        // A dash between two names.
        Some(0x96) => is_letter(before) && after.is_some_and(is_capital),
        // `ć` in a Central European encoding.
        Some(0xC6 | 0xE6) if !is_letter(after) => false,
        Some(byte) if is_accented(byte) => {
            let is_within = is_capital(byte) && before.is_some_and(|before| before.is_ascii_lowercase());
            !is_within && is_in_a_word(before, after)
        }
        _ => false,
    }
}

/// The accented letters of names. Not among them are those that stand for others in Turkish text: `ð`, `ý`, `þ`.
fn is_accented(byte: u8) -> bool {
    byte >= 0xC0 && !matches!(byte, 0xD0 | 0xD7 | 0xDD | 0xDE | 0xF0 | 0xF7 | 0xFD | 0xFE | 0xFF)
}

fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || is_accented(byte) && byte < 0xDF
}

fn is_letter(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphabetic() || is_accented(byte))
}

/// A letter on at least one side, or a word of its own (`Tjon á Jon`); and on neither side what never stands beside a letter in
/// a name.
fn is_in_a_word(before: Option<u8>, after: Option<u8>) -> bool {
    let edge = |byte: Option<u8>| match byte {
        None => true,
        Some(byte) => {
            is_letter(Some(byte))
                || byte.is_ascii_whitespace()
                || b"\",;|-.'/0123456789\x91\x92\x96".contains(&byte)
        }
    };
    let alone = before == Some(b' ') && after == Some(b' ');
    (alone || is_letter(before) || is_letter(after)) && edge(before) && edge(after)
}

/// Decodes Windows-1252, as announced by the levering. Bytes that no name can contain (a capital from the upper half after a lower-case
/// letter, a typographic mark after a letter) must come from another encoding: they stay undecodable and cost their row. Also returns the
/// position of the first, if they are on several lines, because then the whole file is suspect.
fn from_windows1252(bytes: &[u8]) -> (Vec<u8>, Option<usize>) {
    let is_upper_half = |byte: u8| (0x80..0xA0).contains(&byte);
    let is_impossible = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        match bytes.get(*at) {
            Some(0x8A | 0x8C | 0x8E | 0x9F) => before.is_some_and(|before| before.is_ascii_lowercase()),
            Some(0x91 | 0x92 | 0x96 | 0x9A | 0x9C | 0x9E) => false,
            _ => is_letter(before),
        }
    };
    let upper = bytes.iter().enumerate().filter(|(_, byte)| is_upper_half(**byte)).map(|(at, _)| at);
    let decoded = |part: &[u8]| encoding_rs::WINDOWS_1252.decode_without_bom_handling(part).0.into_owned();
    let mut text = Vec::with_capacity(bytes.len());
    let (mut from, mut first, mut last) = (0, None, 0);
    for at in upper.filter(is_impossible) {
        first = first.or(Some(at));
        last = at;
        text.extend_from_slice(decoded(bytes.get(from..at).unwrap_or_default()).as_bytes());
        text.push(UNDECODABLE);
        from = at + 1;
    }
    text.extend_from_slice(decoded(bytes.get(from..).unwrap_or_default()).as_bytes());
    let is_alone = |first: &usize| !bytes.get(*first..last).unwrap_or_default().contains(&b'\n');
    (text, first.filter(|first| !is_alone(first)))
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
        decode(bytes, announced).map(|own| (String::from_utf8(text(own.text)).expect("text"), own.encoding))
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
            let expected = Decoded { text: None, encoding: Encoding::Utf8, doubtful_line: None };
            assert_eq!(decode(damaged, None), Ok(expected));
        }
    }

    /// Bytes of DOS, the Mac, Turkey and Central Europe that come out as letters of nobody's name, or one of them that costs
    /// every accent of the file without a word.
    #[test]
    fn an_encoding_that_only_looks_western_is_not_guessed() {
        let doubtful = |bytes: &[u8]| decode(bytes, None).map(|own| (own.encoding, own.doubtful_line));
        for (bytes, line) in [
            (&b"naam\nHel\x8Ane\nAndr\x82\n"[..], 2),
            (b"naam\nJan\nRen\x8Ee\nZo\x91\n", 3),
            (b"naam\nGarc\x92a\nMu\x96oz\n", 2),
            (b"naam\nY\xFDld\xFDr\xFDm\n\xDDnan\n", 2),
            (b"naam\nZo\xEB\nRen\xE9\nPetrovi\xE6\n", 4),
            (b"naam\nZo\xEB\nRen\xE9\nJ\xFFn\n", 4),
        ] {
            assert_eq!(doubtful(bytes), Ok((Encoding::Utf8, Some(line))), "{bytes:?}");
        }
        let western = b"naam\nD\x92Angelo\n\x91t Veld\nJansen\x96Pi\xEBt\nSim\xF5es\nKj\xE6r\n";
        assert_eq!(doubtful(western), Ok((Encoding::Windows1252, None)));
        let announced = decode(b"Hel\x8Ane\nZo\x89\nTom\x9A\n", Some(Encoding::Windows1252));
        let expected = [b"Hel\xFFne\nZo\xFF\nTom", "š\n".as_bytes()].concat();
        assert_eq!(announced.map(|own| own.text), Ok(Some(expected)));
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
        assert_eq!(decode(&cut, None).map(|own| own.text), Ok(Some(b"naam\nJan\n\xFF".to_vec())));
        assert_eq!(decode(&lone, None).map(|own| own.text), Ok(Some(b"naam\nJan\xFF\n".to_vec())));
    }
}
