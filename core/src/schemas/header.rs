//! Headers as people write them: the one form in which they are compared, and which header looks like which column.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::column::Column;

/// Words that people shorten, where such a word stands by itself in a header: `Geb. datum`, `Tel nr`.
const SHORTENED: [(&str, &str); 12] = [
    ("cd", "code"),
    ("dat", "datum"),
    ("dt", "datum"),
    ("geb", "geboorte"),
    ("gem", "gemeente"),
    ("ind", "indicatie"),
    ("inschr", "inschrijving"),
    ("nr", "nummer"),
    ("opl", "opleiding"),
    ("tel", "telefoon"),
    ("toev", "toevoeging"),
    ("uitschr", "uitschrijving"),
];

/// The same at the end of a word: `Huisnr`, `Geboortedat`.
const SHORT_ENDS: [(&str, &str); 2] = [("nr", "nummer"), ("dat", "datum")];

/// Words that many columns share: they tell nothing about which of them is meant.
const COMMON_WORDS: [&str; 14] = [
    "aanduiding",
    "bijhouding",
    "code",
    "datum",
    "eind",
    "einde",
    "gegevens",
    "indicatie",
    "nummer",
    "omschrijving",
    "persoon",
    "reden",
    "soort",
    "status",
];

/// The fewest letters of a word that can tell which column is meant.
const TELLING_CHARS_MIN: usize = 4;

/// The fewest letters of which a header may begin a word: `uitschrijfd.` of `uitschrijfdatum`.
const BEGUN_CHARS_MIN: usize = 5;

/// One slip for so many letters.
const CHARS_PER_SLIP: usize = 4;

/// The most slips between a header and the name that it may have been meant for.
const SLIPS_MAX: usize = 3;

/// The most headers that are proposed for one column.
const PROPOSED_MAX: usize = 3;

/// The longest header that is looked at: beyond that it is a sentence, and no name.
const LOOKED_AT_CHARS_MAX: usize = 60;

/// The form in which headers are compared: without capitals, accents, spaces and signs, and with common short forms written
/// out.
///
/// ```
/// use jib_core::schemas::header::header_key;
///
/// assert_eq!(header_key("Geb. datum"), header_key("GEBOORTEDATUM"));
/// assert_eq!(header_key("Geb. datum"), header_key("geboorte_datum"));
/// ```
pub fn header_key(header: &str) -> String {
    let plain: String =
        header.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let written_out = |word: &str| {
        let whole = SHORTENED.iter().find(|(short, _)| *short == word);
        whole.map_or_else(|| word.to_owned(), |(_, whole)| (*whole).to_owned())
    };
    let key = written_out(&words.map(written_out).collect::<String>());
    for (short, whole) in SHORT_ENDS {
        if let Some(begin) = key.strip_suffix(short)
            && !begin.is_empty()
        {
            return format!("{begin}{whole}");
        }
    }
    key
}

/// How much a header looks like a column, from 1 to 100; `None` if it does not. The header is in the form of [`header_key`].
fn likeness(key: &str, column: &Column) -> Option<usize> {
    let length = key.chars().count();
    if !(TELLING_CHARS_MIN..=LOOKED_AT_CHARS_MAX).contains(&length) {
        return None;
    }
    let words = telling_words(&column.name);
    let holds = words.iter().any(|word| key.contains(word.as_str()) || begins(key, word));
    let by_word = if holds { Some(50) } else { None };
    let by_name = column.aliases.iter().filter_map(|alias| near(key, alias, length)).max();
    by_name.max(by_word)
}

/// How near a header is to one name of a column.
fn near(key: &str, alias: &str, length: usize) -> Option<usize> {
    // Numbers of elements differ by one digit and mean another thing.
    if alias.chars().count() < TELLING_CHARS_MIN || alias.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let longest = length.max(alias.chars().count());
    let slips = strsim::damerau_levenshtein(key, alias);
    let is_slip = slips <= SLIPS_MAX.min(longest / CHARS_PER_SLIP);
    let is_part = !COMMON_WORDS.contains(&key) && (is_end_of(key, alias) || is_end_of(alias, key));
    (is_slip || is_part).then(|| 100 - (slips * 100 / longest).min(99))
}

/// Whether a word is at the beginning or the end of another.
fn is_end_of(word: &str, other: &str) -> bool {
    other.starts_with(word) || other.ends_with(word)
}

/// Whether a header is an abbreviation of a word: its first letters.
fn begins(key: &str, word: &str) -> bool {
    key.chars().count() >= BEGUN_CHARS_MIN && !COMMON_WORDS.contains(&key) && word.starts_with(key)
}

/// The column name inside a longer header: `BSN (9 cijfers)`, `persoon.bsn`. The rest may matter, as in `bedrag (euro)`, so such a header
/// is only proposed.
fn bare(header: &str) -> Option<String> {
    let name = header.split(['(', '[']).find(|part| !part.trim().is_empty())?;
    let name = name.rsplit('.').find(|part| !part.trim().is_empty())?;
    (name.len() < header.len() && name.contains(char::is_alphabetic)).then(|| header_key(name))
}

/// The words of a column's name that say which column it is.
fn telling_words(name: &str) -> Vec<String> {
    let words = name.split('_').map(header_key);
    let telling =
        |word: &String| word.chars().count() >= TELLING_CHARS_MIN && !COMMON_WORDS.contains(&word.as_str());
    words.filter(telling).collect()
}

/// The headers that look like a column, the nearest first: to propose, never to use. Each is given with its position.
pub fn lookalikes<'h>(
    headers: impl IntoIterator<Item = (usize, &'h str)>,
    column: &Column,
) -> Vec<(usize, &'h str)> {
    let mut found: Vec<(usize, usize, &str)> = headers
        .into_iter()
        .filter_map(|(position, header)| {
            let without = bare(header).filter(|name| column.aliases.contains(name)).map(|_| 100);
            Some((without.or_else(|| likeness(&header_key(header), column))?, position, header))
        })
        .collect();
    found.sort_by_key(|(likeness, position, _)| (std::cmp::Reverse(*likeness), *position));
    found.into_iter().take(PROPOSED_MAX).map(|(_, position, header)| (position, header)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn how_a_header_is_written_makes_no_difference() {
        for (one, others) in [
            (
                "geboortedatum",
                vec!["Geb. datum", "GEBOORTEDATUM", "geboorte-datum", "Geboorte dat.", "Geboortedat"],
            ),
            ("huisnummer", vec!["Huisnr", "Huis nr.", "HUISNUMMER", "huis_nummer"]),
            ("geslachtsnaam", vec!["Geslachtsnaam", "gèslachtsnaam", " geslachts naam "]),
            ("telefoonnummer", vec!["Tel.nr", "Tel nr.", "Telefoonnr", "telefoon-nummer"]),
            ("01.01.20", vec!["010120", "01-01-20", "01 01 20"]),
        ] {
            for other in others {
                assert_eq!(header_key(one), header_key(other), "{one} {other}");
            }
        }
        assert_ne!(header_key("datum_inschrijving"), header_key("datum_uitschrijving"));
        assert_eq!(header_key("nr"), "nummer");
        assert_eq!(header_key(""), "");
    }

    proptest! {
        /// A form that has another form itself would make two headers the same in one place and not in another.
        #[test]
        fn the_form_of_a_form_is_itself(header in "[a-zA-Zé0-9 ._-]{0,24}") {
            let once = header_key(&header);
            prop_assert_eq!(header_key(&once), once);
        }
    }
}
