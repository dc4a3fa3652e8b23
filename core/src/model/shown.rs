//! Text that a terminal may show. A name from a configuration or a file can hold characters that move the cursor, change what
//! stands there, or turn the direction of reading.

use std::borrow::Cow;
use std::path::{MAIN_SEPARATOR, MAIN_SEPARATOR_STR, Path};

use super::day::Day;
use super::number::concealed;

/// Whether a character shows nothing itself but changes how text is shown: control characters, direction marks and zero-width characters.
pub fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter), 0x061C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF)
}

/// The text with a `?` for each byte of a character that steers, so that every other character stays in its place. Ends of lines
/// and tabs stay.
///
/// ```
/// assert_eq!(jib_core::model::shown::harmless("Rotterdam\u{1b}[2J"), "Rotterdam?[2J");
/// assert_eq!(jib_core::model::shown::harmless("één\tregel\n"), "één\tregel\n");
/// ```
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |letter: char| steers(letter) && !matches!(letter, '\n' | '\t');
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_harmful(letter) {
            shown.extend(std::iter::repeat_n('?', letter.len_utf8()));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// A file or folder name that anyone may have chosen, made safe to show: no character that [`steers`], and any person's number masked. A
/// name in the form that runs give is left alone, because its hash may look like a number.
///
/// ```
/// assert_eq!(jib_core::model::shown::told("999990019\u{1b}.csv"), "*********?.csv");
/// assert_eq!(jib_core::model::shown::told("2026-11-23_99990019_check"), "2026-11-23_99990019_check");
/// ```
pub fn told(name: &str) -> String {
    let own = name.strip_suffix("_check").unwrap_or(name).split_once('_');
    let is_of_a_run = own.is_some_and(|(day, hash)| {
        Day::parse_iso(day).is_some() && hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    if is_of_a_run { name.to_owned() } else { concealed(&harmless(name)).into_owned() }
}

/// A path made safe to show: [`told`] applied to each of its names.
///
/// ```
/// let path = std::path::Path::new("runs/2026-11-23_99990019/999990019\u{1b}.csv");
/// assert_eq!(jib_core::model::shown::told_path(path), "runs/2026-11-23_99990019/*********?.csv");
/// ```
pub fn told_path(path: &Path) -> String {
    let text = path.display().to_string();
    text.split(MAIN_SEPARATOR).map(told).collect::<Vec<_>>().join(MAIN_SEPARATOR_STR)
}

/// The same for text that this program coloured: its own marks (`ESC [ numbers m`) stay.
pub fn harmless_in_colours(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut parts = text.split('\u{1b}');
    shown.push_str(&harmless(parts.next().unwrap_or_default()));
    for part in parts {
        let is_mark = part.strip_prefix('[').is_some_and(|rest| {
            rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';').starts_with('m')
        });
        shown.push(if is_mark { '\u{1b}' } else { '?' });
        shown.push_str(&harmless(part));
    }
    shown
}

/// A number of bytes for people.
///
/// ```
/// assert_eq!(jib_core::model::shown::bytes(999), "999 bytes");
/// assert_eq!(jib_core::model::shown::bytes(1_234_567), "1,2 MB");
/// ```
pub fn bytes(count: u64) -> String {
    const UNITS: [(&str, u64); 4] =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    match UNITS.iter().find(|(_, size)| count >= *size) {
        Some((unit, size)) => format!("{},{} {unit}", count / size, count % size * 10 / size),
        None => format!("{count} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_as_a_mark() {
        let dangerous = "a\u{1b}]0;x\u{7}b\u{9b}2Jc\u{202e}d\re";
        assert_eq!(harmless(dangerous), "a?]0;x?b??2Jc???d?e");
        assert_eq!(
            harmless_in_colours("\u{1b}[1;31mrood\u{1b}[0m \u{1b}[2J"),
            "\u{1b}[1;31mrood\u{1b}[0m ?[2J"
        );
        assert_eq!(harmless("Curaçao, ’s-Gravenhage").len(), "Curaçao, ’s-Gravenhage".len());
    }
}
