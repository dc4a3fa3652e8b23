//! One slip of the pen, in words.

use std::ops::Range;

/// The most letters that a slip of the pen may change.
const SLIP_MAX: usize = 3;

/// What is wrong in a file, what to do, and where: a place in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What is wrong. A value is never repeated, only names and words that stand where a name or a word must stand.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where: bytes of the text.
    pub span: Range<usize>,
}

/// The nearest known word, if it is near.
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
