//! One slip, in words.

use std::ops::Range;

/// The most letters in which a misspelt word may differ.
const SLIP_MAX: usize = 3;

/// What is wrong in a file, what to do, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What is wrong. Never repeats a value, only names, and words in a place where a name or word must be.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where: a range of bytes in the text.
    pub span: Range<usize>,
}

/// The nearest known word, if it is near enough.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let distances = known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase()), *other));
    let near = distances.filter(|(distance, other)| {
        *distance <= SLIP_MAX.min(other.chars().count() / 2) && *distance < word.chars().count()
    });
    near.min().map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_far_from_every_known_one_is_not_guessed() {
        assert_eq!(nearest("kleur", &["code", "naam", "regio"]), None);
        assert_eq!(nearest("leerplcht", &["leerplicht", "zorg"]), Some("leerplicht"));
    }
}
