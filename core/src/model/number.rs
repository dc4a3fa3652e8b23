//! The numbers that identify a person: bsn and onderwijsnummer. `Debug` never shows a value.

use std::borrow::Cow;
use std::fmt;

use super::day::Day;

/// A number that identifies a person in an extract: a bsn or an onderwijsnummer. Their check sums differ, so the two never
/// coincide and one integer can hold either.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Persoonsnummer(u32);

/// Which kind a [`Persoonsnummer`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// Passes the eleven-test with remainder 0.
    Bsn,
    /// Begins with 10 and leaves remainder 5.
    Onderwijsnummer,
}

/// Why a text is not a person's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Not eight or nine digits.
    Form,
    /// The weighted sum does not fit.
    ElevenTest,
    /// `000000000`.
    Zero,
}

/// The weighted sum of nine digits, weights 9 to 2 and -1, modulo 11.
fn eleven_remainder(number: u32) -> u32 {
    let mut sum = 0u32;
    let mut rest = number / 10;
    for weight in 2..=9 {
        sum += (rest % 10) * weight;
        rest /= 10;
    }
    (sum + 110 - number % 10) % 11
}

/// The weights of the nine digits, from the first. Modulo 11, 10 stands for -1.
const WEIGHTS: [u32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, 10];

impl Persoonsnummer {
    /// Parses a number of eight or nine digits; [`Padding`] tells whether a leading zero was added.
    ///
    /// # Errors
    /// If the form, the eleven-test or the value 0 rules the number out.
    pub fn parse(text: &[u8]) -> Result<(Persoonsnummer, NumberKind, Padding), NumberFault> {
        let (written, padding) = match *text {
            [d1, d2, d3, d4, d5, d6, d7, d8, d9] => ([d1, d2, d3, d4, d5, d6, d7, d8, d9], Padding::None),
            [d2, d3, d4, d5, d6, d7, d8, d9] => {
                ([b'0', d2, d3, d4, d5, d6, d7, d8, d9], Padding::LeadingZero)
            }
            _ => return Err(NumberFault::Form),
        };
        let digits = written.map(|byte| u32::from(byte.wrapping_sub(b'0')));
        // No early exit: the compiler can then check all digits at once.
        if digits.iter().fold(false, |found, digit| found | (*digit > 9)) {
            return Err(NumberFault::Form);
        }
        let number = digits.iter().fold(0, |number, digit| number * 10 + digit);
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        if number == 0 {
            return Err(NumberFault::Zero);
        }
        match sum % 11 {
            0 => Ok((Persoonsnummer(number), NumberKind::Bsn, padding)),
            5 if number / 10_000_000 == 10 => {
                Ok((Persoonsnummer(number), NumberKind::Onderwijsnummer, padding))
            }
            _ => Err(NumberFault::ElevenTest),
        }
    }

    /// Which kind it is.
    pub fn kind(self) -> NumberKind {
        if eleven_remainder(self.0) == 0 { NumberKind::Bsn } else { NumberKind::Onderwijsnummer }
    }

    /// The number as an integer, for packing and lookup only.
    pub fn as_u32(self) -> u32 {
        self.0
    }

    /// The nine digits, for a sealed file or a keyed hash: the only way to read the value.
    pub fn digits(self) -> [u8; 9] {
        let mut digits = [b'0'; 9];
        let mut rest = self.0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        digits
    }
}

/// Whether a leading zero was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// The text had nine digits.
    None,
    /// The text had eight digits: a spreadsheet dropped the leading zero.
    LeadingZero,
}

/// The text with asterisks over every number that could be a person's, so that a message may show a line of a hand-written
/// file. All other characters stay in place, and so do eight digits that form a date.
pub fn concealed(text: &str) -> Cow<'_, str> {
    let mut places = Vec::new();
    let mut begin = None;
    for (at, byte) in text.bytes().chain(std::iter::once(b'\n')).enumerate() {
        if byte.is_ascii_digit() {
            begin = begin.or(Some(at));
        } else if let Some(start) = begin.take()
            && text.get(start..at).is_some_and(could_be_a_person)
        {
            places.push(start..at);
        }
    }
    let mut text = Cow::Borrowed(text);
    for place in places {
        let stars = "*".repeat(place.len());
        text.to_mut().replace_range(place, &stars);
    }
    text
}

fn could_be_a_person(digits: &str) -> bool {
    let is_date = || {
        let parts = digits.get(..4).zip(digits.get(4..6)).zip(digits.get(6..));
        parts.is_some_and(|((year, month), day)| Day::parse_iso(&format!("{year}-{month}-{day}")).is_some())
    };
    Persoonsnummer::parse(digits.as_bytes()).is_ok() && !is_date()
}

impl fmt::Debug for Persoonsnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Persoonsnummer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Result<NumberKind, NumberFault> {
        Persoonsnummer::parse(text.as_bytes()).map(|(_, kind, _)| kind)
    }

    #[test]
    fn the_eleven_test_tells_a_bsn_from_noise() {
        assert_eq!(kind("999993653"), Ok(NumberKind::Bsn));
        assert_eq!(kind("000000012"), Ok(NumberKind::Bsn));
        assert_eq!(kind("010008579"), Err(NumberFault::ElevenTest), "in the official test set, and wrong");
        assert_eq!(kind("999993654"), Err(NumberFault::ElevenTest));
        assert_eq!(kind("000000000"), Err(NumberFault::Zero));
        assert_eq!(kind("9999936"), Err(NumberFault::Form));
        assert_eq!(kind("99999365x"), Err(NumberFault::Form));
        assert_eq!(kind("9,99994E+08"), Err(NumberFault::Form));
    }

    /// Catches two implementations of the check sum that differ: one column would accept a number that another refuses.
    #[test]
    fn the_eleven_test_of_digits_is_that_of_the_number() {
        for number in (1..1_000_000_000u32).step_by(997) {
            let expected = match eleven_remainder(number) {
                0 => Ok(NumberKind::Bsn),
                5 if number / 10_000_000 == 10 => Ok(NumberKind::Onderwijsnummer),
                _ => Err(NumberFault::ElevenTest),
            };
            assert_eq!(kind(&format!("{number:09}")), expected);
            if number < 100_000_000 {
                assert_eq!(kind(&format!("{number:08}")), expected);
            }
        }
    }

    #[test]
    fn an_onderwijsnummer_starts_with_ten_and_leaves_five() {
        let number =
            (100_000_000..100_000_100u32).find(|n| eleven_remainder(*n) == 5).expect("one in eleven");
        assert_eq!(kind(&number.to_string()), Ok(NumberKind::Onderwijsnummer));
        let other = (200_000_000..200_000_100u32).find(|n| eleven_remainder(*n) == 5).expect("one in eleven");
        assert_eq!(kind(&other.to_string()), Err(NumberFault::ElevenTest));
    }

    /// Catches a bsn shown in a message about a configuration line, or a date mistaken for a bsn.
    #[test]
    fn a_number_of_a_person_is_concealed_and_nothing_else() {
        for (text, shown) in [
            ("pad = \"999990019.csv\"", "pad = \"*********.csv\""),
            ("999990019", "*********"),
            ("één 10008574 twee", "één 10008574 twee"),
            ("brp_20261101.csv 0599 999990018 9999900190", "brp_20261101.csv 0599 999990018 9999900190"),
        ] {
            assert_eq!(concealed(text), shown);
        }
        let eight = (97_000_000..97_000_100u32).find(|n| eleven_remainder(*n) == 0).expect("one in eleven");
        assert_eq!(concealed(&format!("bsn {eight};")), "bsn ********;");
    }

    #[test]
    fn eight_digits_get_their_zero_back_and_digits_keep_it() {
        let (number, kind, padding) = Persoonsnummer::parse(b"10008574").unwrap_or_else(|_| {
            let n = (10_000_000..10_000_100u32).find(|n| eleven_remainder(*n) == 0).expect("one in eleven");
            Persoonsnummer::parse(n.to_string().as_bytes()).expect("found by its remainder")
        });
        assert_eq!((kind, padding), (NumberKind::Bsn, Padding::LeadingZero));
        assert_eq!(number.digits()[0], b'0');
        assert_eq!(format!("{number:?}"), "Persoonsnummer(…)");
    }
}
