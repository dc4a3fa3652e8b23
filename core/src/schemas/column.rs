//! One column of an extract: its kind, whether it must be filled, and what it may hold.

use std::collections::BTreeMap;

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

impl Kind {
    /// The word for it in the messages that say what a cell may look like.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Bsn => "bsn",
            Kind::Persoonsnummer => "persoonsnummer",
            Kind::Onderwijsnummer => "onderwijsnummer",
            Kind::Text => "tekst",
            Kind::Code => "code",
            Kind::Date => "datum",
            Kind::PartialDate => "deeldatum",
            Kind::Month => "maand",
            Kind::Integer => "geheel",
            Kind::Decimal => "getal",
            Kind::Brin => "brin",
            Kind::Municipality => "gemeente",
        }
    }
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
    /// Alternatives, each a sequence of runs of characters from a set. Compared character by character, which is faster than the regular
    /// expression.
    Runs(Vec<Vec<CharacterRun>>),
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
        Ok(ways(pattern).map_or(Form::Pattern(regex), Form::Runs))
    }

    /// Whether a cell has this form.
    pub fn is_match(&self, cell: &[u8]) -> bool {
        match self {
            Form::Runs(ways) => ways.iter().any(|runs| {
                let behind = runs.iter().try_fold(cell, |rest, run| run.taken_off(rest));
                behind.is_some_and(<[u8]>::is_empty)
            }),
            Form::Pattern(regex) => regex.is_match(cell),
        }
    }
}

/// Characters of one set: so many, or as many as there are between two bounds.
#[derive(Clone, Copy, Debug)]
pub struct CharacterRun {
    /// A bit for each ASCII character.
    set: u128,
    least: usize,
    most: usize,
}

impl CharacterRun {
    /// The rest of a text after the run it starts with; `None` if it does not start with one.
    fn taken_off(self, text: &[u8]) -> Option<&[u8]> {
        let own = text.iter().take(self.most);
        let count = own.take_while(|byte| byte.is_ascii() && self.set >> **byte & 1 == 1).count();
        if count < self.least { None } else { text.get(count..) }
    }
}

/// The runs of a pattern made only of `[a-b.-]` sets or plain characters, each optionally followed by `{n}`, `{n,m}` or `?`, or of several
/// such patterns in `(?:…|…)`. `None` leaves the pattern to the regular expression.
fn ways(pattern: &str) -> Option<Vec<Vec<CharacterRun>>> {
    let inner = pattern.strip_prefix("(?:").and_then(|behind| behind.strip_suffix(')'));
    // Within a set a `|` or `)` would be a character: such a pattern is left to the regular expression.
    inner.unwrap_or(pattern).split('|').map(runs).collect()
}

/// A run of variable length is matched greedily, without backtracking. That equals the regular expression only if nothing that can follow
/// starts with one of its characters; otherwise `None`.
fn runs(pattern: &str) -> Option<Vec<CharacterRun>> {
    let mut runs: Vec<CharacterRun> = Vec::new();
    let mut rest = pattern.as_bytes();
    while !rest.is_empty() {
        let (set, behind) = set(rest)?;
        let (least, most, behind) = count(behind)?;
        let run = CharacterRun { set, least, most };
        // The earlier runs that this one can directly follow: back to and including the last mandatory one.
        let wants_a_part = |before: &CharacterRun| before.least < before.most && before.set & set != 0;
        let reachable = runs.iter().rev().scan(true, |is_open, before| {
            let is_reached = *is_open;
            *is_open &= before.least == 0;
            is_reached.then_some(before)
        });
        if reachable.into_iter().any(wants_a_part) {
            return None;
        }
        runs.push(run);
        rest = behind;
    }
    (!runs.is_empty()).then_some(runs)
}

/// The set that a pattern begins with, and the rest of the pattern.
fn set(pattern: &[u8]) -> Option<(u128, &[u8])> {
    let bit = |byte: u8| byte.is_ascii().then(|| 1u128 << byte);
    let [b'[', inner @ ..] = pattern else {
        let (first, behind) = pattern.split_first()?;
        let is_plain = first.is_ascii_alphanumeric() || b" @,/:;'-".contains(first);
        return is_plain.then(|| bit(*first)).flatten().map(|set| (set, behind));
    };
    let end = inner.iter().position(|byte| *byte == b']')?;
    let (mut members, behind) = (inner.get(..end)?, inner.get(end + 1..)?);
    // Negated and nested sets, set operations and escapes are left to the regular expression.
    if members.is_empty() || members.iter().any(|byte| b"^[\\&~".contains(byte)) {
        return None;
    }
    let mut set = 0;
    while let Some((first, others)) = members.split_first() {
        match others {
            [b'-', last, others @ ..] if first <= last => {
                for byte in *first..=*last {
                    set |= bit(byte)?;
                }
                members = others;
            }
            [b'-', _, ..] => return None,
            others => {
                set |= bit(*first)?;
                members = others;
            }
        }
    }
    Some((set, behind))
}

/// How often a set is repeated (least and most), and the rest of the pattern.
fn count(pattern: &[u8]) -> Option<(usize, usize, &[u8])> {
    let [b'{', inner @ ..] = pattern else {
        return Some(match pattern {
            [b'?', behind @ ..] => (0, 1, behind),
            behind => (1, 1, behind),
        });
    };
    let end = inner.iter().position(|byte| *byte == b'}')?;
    let numbers = std::str::from_utf8(inner.get(..end)?).ok()?;
    let (least, most) = numbers.split_once(',').unwrap_or((numbers, numbers));
    Some((least.parse().ok()?, most.parse().ok()?, inner.get(end + 1..)?))
}

/// One column, ready to check cells with.
#[derive(Clone, Debug)]
pub struct Column {
    /// The canonical header.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it means, in Dutch.
    pub description: String,
    /// Its other headers, as the schema writes them.
    pub also_called: Vec<String>,
    /// What each code says, in Dutch.
    pub meanings: BTreeMap<String, String>,
    /// Cells of three rows about nobody, to show to a supplier.
    pub examples: Vec<String>,
    /// The headers of this column, its own name among them, in the form of [`super::header::header_key`].
    pub aliases: Vec<String>,
    /// The header that a levering gives for this column, in the same form: where the file has it, no other counts.
    pub mapped: Option<String>,
    /// How a cell is read.
    pub kind: Kind,
    /// When it must be filled.
    pub required: Required,
    /// The code list, in index order; empty unless [`Kind::Code`].
    pub codes: Vec<String>,
    /// A form that the whole cell must have.
    pub pattern: Option<Form>,
    /// The same, as the schema writes it.
    pub pattern_text: Option<String>,
    /// The same in Dutch, with examples, because no supplier reads a regular expression.
    pub form_words: Option<String>,
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
    /// Without this column somebody could stand in a parcel who must not, so a file must have it: each column of the key, each
    /// that must be filled, and each that the schema marks.
    pub is_essential: bool,
    /// Its absence is not reported: the column is newer than most suppliers' files.
    pub may_be_absent: bool,
    /// What a layout profile writes for each code; empty for the codes themselves.
    pub spellings: Vec<(String, u8)>,
    /// Headers of the column with this column's sign, in the same form; empty unless a layout profile has one.
    pub sign: Vec<String>,
    /// In this layout a date of zeros counts as an empty cell.
    pub zero_is_empty: bool,
}

impl Column {
    /// Whether it holds text: no bsn may stand in it, whether a parcel shows it or not.
    pub fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// The index of a code in the list.
    pub fn code_index(&self, word: &str) -> Option<u8> {
        self.codes.iter().position(|code| code == word).and_then(|index| u8::try_from(index).ok())
    }

    /// The words that a cell may hold, as the layout writes them; none unless it holds a code.
    pub fn words(&self) -> Vec<String> {
        if self.spellings.is_empty() {
            self.codes.clone()
        } else {
            self.spellings.iter().map(|(word, _)| word.clone()).collect()
        }
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

/// Letters and digits only, in lower case, so that texts that differ only in case or punctuation compare equal.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
            "[A-Za-z0-9.-]{1,9}@[a-z.]{2,9}",
            "[0-9]{1,5} ?[0-9]{1,2}",
            "[A-Za-z]{0,8} ?[0-9]{1,2} ?[A-Za-z]{0,6}",
            "(?:0[0-9 -]{2,4}|[+][0-9]{2,6}|[1-9][0-9]{2,9})",
            "[0-9]{1,2}|[A-Z]{1,2}",
            "[0-9A-Za-z -]{1,3}",
            "[a-z]{1,12}",
            "a.c",
            "(?:[0-9]|[)])",
            "[^a-z]",
            "[\\d]{2}",
            "[a-c&&b-d]{2}",
            "[0-9]{12,}",
            "[-a]{2}",
        ] {
            let form = Form::of(pattern).expect(pattern);
            let regex = Regex::new(&format!("^(?:{pattern})$")).expect(pattern);
            for cell in [
                "1234",
                "12AB",
                "12ab",
                "123",
                "12345",
                "123456",
                "",
                "AB",
                "12",
                "1",
                "٣٣٣٣",
                "12AB\n",
                "-1AB",
                "1234AB",
                "1234 AB",
                "1234  AB",
                "0234 AB",
                "1234 A",
                "1A",
                "1  ",
                " 1",
                " ",
                "12A",
                "A",
                "a@b.c",
                "a@b",
                "@bc",
                "a-b@c.d",
                "leerjaar 4",
                "4e",
                "vwo 4",
                "012",
                "+31",
                "0 1-",
                "123 45",
                "a1b",
                "abc",
                "a.c",
                "^a",
                "\\d",
                "bb",
                "aa",
                "-a",
                "abcdefghijkl",
                "abcdefghijklm",
                ")",
                "é",
                "éé",
                "123456789012",
            ] {
                assert_eq!(
                    form.is_match(cell.as_bytes()),
                    regex.is_match(cell.as_bytes()),
                    "{pattern} {cell:?}"
                );
            }
        }
        for quick in [
            "[0-9]{2}[A-Z]{2}",
            "[0-9]{1,5}",
            "[1-9][0-9]{3} ?[A-Z]{2}",
            "[A-Za-z0-9.-]{1,64}@[a-z.]{2,189}",
            "(?:0[0-9 -]{2,24}|[+][0-9]{2,6})",
        ] {
            assert!(matches!(Form::of(quick), Ok(Form::Runs(_))), "{quick}");
        }
    }
}
