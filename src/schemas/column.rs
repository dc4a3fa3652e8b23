//! One column of an extract: its kind, whether it must be filled, and what it may hold.

use regex::bytes::Regex;

use crate::model::finding::Code;

/// How a cell is read and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A bsn: nine digits that pass the eleven-test.
    Bsn,
    /// A bsn or an onderwijsnummer.
    Persoonsnummer,
    /// An onderwijsnummer.
    Onderwijsnummer,
    /// Text.
    Text,
    /// A value of the code list.
    Code,
    /// A full date.
    Date,
    /// A date with parts that may be 00.
    PartialDate,
    /// YYYYMM.
    Month,
    /// A whole number.
    Integer,
    /// A number with a decimal comma or point.
    Decimal,
    /// A school's code.
    Brin,
    /// A four-digit municipality code.
    Municipality,
}

/// "Required unless another column has one of these codes."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredUnless {
    /// Index of the other column.
    pub column: usize,
    /// Code indices in its list.
    pub codes: Vec<u8>,
}

/// When a cell must be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Required {
    /// It may be empty.
    No,
    /// Always.
    Yes,
    /// Unless another column says otherwise.
    Unless(RequiredUnless),
}

/// A form of the whole cell.
#[derive(Clone, Debug)]
pub enum Form {
    /// Runs of characters, one after another. Comparing them one by one is faster than a regex search.
    Runs(Vec<CharacterRun>),
    /// Any other pattern.
    Pattern(Regex),
}

impl Form {
    /// The form described by a pattern of the schema.
    ///
    /// # Errors
    /// The pattern is not a regular expression.
    pub fn of(pattern: &str) -> Result<Form, regex::Error> {
        let regex = Regex::new(&format!("^(?:{pattern})$"))?;
        Ok(runs(pattern).map_or(Form::Pattern(regex), Form::Runs))
    }

    /// Whether a cell has this form.
    pub fn is_match(&self, cell: &[u8]) -> bool {
        match self {
            Form::Runs(runs) => {
                let behind = runs.iter().try_fold(cell, |rest, run| run.taken_off(rest));
                behind.is_some_and(<[u8]>::is_empty)
            }
            Form::Pattern(regex) => regex.is_match(cell),
        }
    }
}

/// A run of characters from one range, of bounded length.
#[derive(Clone, Copy, Debug)]
pub struct CharacterRun {
    first: u8,
    last: u8,
    least: u8,
    most: u8,
}

impl CharacterRun {
    /// The rest of a text after the run it starts with; `None` if it does not start with one.
    fn taken_off(self, text: &[u8]) -> Option<&[u8]> {
        let own = text.iter().take(usize::from(self.most));
        let count = own.take_while(|byte| (self.first..=self.last).contains(byte)).count();
        if count < usize::from(self.least) { None } else { text.get(count..) }
    }

    fn meets(self, other: CharacterRun) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The runs of a pattern that consists only of `[a-b]` or a space, each followed by `{n}`, `{n,m}`, `?` or nothing. A run of
/// variable length is matched greedily. That equals the pattern only if no later run could match the same characters.
fn runs(pattern: &str) -> Option<Vec<CharacterRun>> {
    let mut runs: Vec<CharacterRun> = Vec::new();
    let mut rest = pattern.as_bytes();
    while !rest.is_empty() {
        let (first, last, behind) = match rest {
            [b'[', first, b'-', last, b']', behind @ ..]
                if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() =>
            {
                (*first, *last, behind)
            }
            [b' ', behind @ ..] => (b' ', b' ', behind),
            _ => return None,
        };
        let count = |digit: &u8| digit.is_ascii_digit().then(|| digit - b'0');
        let (least, most, behind) = match behind {
            [b'{', least, b',', most, b'}', behind @ ..] => (count(least)?, count(most)?, behind),
            [b'{', own, b'}', behind @ ..] => (count(own)?, count(own)?, behind),
            [b'?', behind @ ..] => (0, 1, behind),
            behind => (1, 1, behind),
        };
        let run = CharacterRun { first, last, least, most };
        if runs.iter().any(|before| before.least < before.most && before.meets(run)) {
            return None;
        }
        runs.push(run);
        rest = behind;
    }
    (!runs.is_empty()).then_some(runs)
}

/// One column, ready to check cells with.
#[derive(Clone, Debug)]
pub struct Column {
    /// The canonical header.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Other headers for this column, folded.
    pub aliases: Vec<String>,
    /// How a cell is read.
    pub kind: Kind,
    /// When it must be filled.
    pub required: Required,
    /// The code list, in index order; empty unless [`Kind::Code`].
    pub codes: Vec<String>,
    /// A form that the whole cell must have.
    pub pattern: Option<Form>,
    /// The usual form of a cell. A cell in another form is used, with a warning.
    pub unusual: Option<Form>,
    /// Spaces do not change the value. Repeated rows are compared without them.
    pub spaces_mean_nothing: bool,
    /// The most characters.
    pub max_chars: Option<usize>,
    /// Smallest number.
    pub minimum: Option<i64>,
    /// Largest number.
    pub maximum: Option<i64>,
    /// Empty and 9999123x mean "no end".
    pub open_end: bool,
    /// A date after the peildatum sets the row aside.
    pub not_after_peildatum: bool,
    /// Only filled in a DELTA, and required there.
    pub delta_only: bool,
    /// A municipality other than the controller's refuses the extract.
    pub must_be_ours: bool,
    /// Why the column is read if no parcel shows it: columns of the classification, or a check.
    pub feeds: Vec<String>,
    /// The warning for an empty cell.
    pub empty_warning: Option<Code>,
    /// The column ends or limits something. Without it nobody knows whether it did, so it must be present.
    pub restricts: bool,
    /// What a layout profile writes for each code; empty for the codes themselves.
    pub spellings: Vec<(String, u8)>,
    /// Headers of the column with this column's sign, folded; empty unless a layout profile has one.
    pub sign: Vec<String>,
    /// In this layout a date of zeros counts as an empty cell.
    pub zero_is_empty: bool,
}

impl Column {
    /// The index of a code in the list.
    pub fn code_index(&self, word: &str) -> Option<u8> {
        self.codes.iter().position(|code| code == word).and_then(|index| u8::try_from(index).ok())
    }

    /// The index of the code in a cell, as the layout writes it.
    pub fn code_written(&self, cell: &[u8]) -> Option<u8> {
        if self.spellings.is_empty() {
            let position = self.codes.iter().position(|code| code.as_bytes() == cell);
            return position.and_then(|index| u8::try_from(index).ok());
        }
        self.spellings.iter().find(|(word, _)| word.as_bytes() == cell).map(|(_, index)| *index)
    }
}

/// Lower case, letters and digits only: the form in which headers are compared.
pub fn fold(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast way must answer the same as the pattern itself.
    #[test]
    fn runs_say_what_their_pattern_says() {
        for pattern in [
            "[0-9]{4}",
            "[0-9]{2}[A-Z]{2}",
            "[0-9]+",
            "[0-9]{2}[A-Z]{2}?",
            "[^0-9]{2}",
            "[0-9]{2}|[A-Z]{2}",
            "[0-9]{1,5}",
            "[0-9]{0,2}[A-Z]?",
            "[0-9]{1,3}[0-5]{2}",
            "[1-9][0-9]{3} ?[A-Z]{2}",
            " ?[0-9]??",
            "[0-9] {2}",
            "",
        ] {
            let form = Form::of(pattern).expect(pattern);
            let regex = Regex::new(&format!("^(?:{pattern})$")).expect(pattern);
            for cell in [
                "1234", "12AB", "12ab", "123", "12345", "123456", "", "AB", "12", "1", "٣٣٣٣", "12AB\n",
                "-1AB", "1234AB", "1234 AB", "1234  AB", "0234 AB", "1234 A", "1A", "1  ", " 1", " ", "12A",
                "A",
            ] {
                assert_eq!(
                    form.is_match(cell.as_bytes()),
                    regex.is_match(cell.as_bytes()),
                    "{pattern} {cell:?}"
                );
            }
        }
        for quick in ["[0-9]{2}[A-Z]{2}", "[0-9]{1,5}", "[1-9][0-9]{3} ?[A-Z]{2}"] {
            assert!(matches!(Form::of(quick), Ok(Form::Runs(_))), "{quick}");
        }
    }
}
