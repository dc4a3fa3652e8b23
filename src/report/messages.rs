//! Every word that a page says by itself, in one table per language: `templates/woorden.nl.toml` and `woorden.en.toml`. What
//! comes from law files and registers is Dutch in every language, and is marked as such on the page.

use std::fmt::Display;
use std::sync::LazyLock;

use toml::{Table, Value};

use crate::schemas::catalogue::Lang;

const DUTCH: &str = include_str!("../../templates/woorden.nl.toml");
const ENGLISH: &str = include_str!("../../templates/woorden.en.toml");

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    table: Table,
}

impl Words {
    /// The words of a language, read once.
    pub fn of(lang: Lang) -> Result<&'static Words, toml::de::Error> {
        static DUTCH_WORDS: LazyLock<Result<Words, toml::de::Error>> =
            LazyLock::new(|| Words::read(Lang::Nl, DUTCH));
        static ENGLISH_WORDS: LazyLock<Result<Words, toml::de::Error>> =
            LazyLock::new(|| Words::read(Lang::En, ENGLISH));
        let words = if lang == Lang::Nl { &DUTCH_WORDS } else { &ENGLISH_WORDS };
        words.as_ref().map_err(Clone::clone)
    }

    fn read(lang: Lang, text: &str) -> Result<Words, toml::de::Error> {
        Ok(Words { lang, table: text.parse()? })
    }

    /// The language, as a page declares it.
    pub fn code(&self) -> &'static str {
        if self.lang == Lang::Nl { "nl" } else { "en" }
    }

    /// The words under a name of sections and a key, joined by dots.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut steps = name.split('.');
        let mut value = self.table.get(steps.next()?)?;
        for step in steps {
            value = value.get(step)?;
        }
        value.as_str()
    }

    /// What a sentence says with these values in it: `{naam}` gives way to the value. Where `aantal` is one, the sentence
    /// whose name ends in `_een`, if there is one. Without such a sentence, its name.
    pub fn say(&self, name: &str, values: &[(&str, &dyn Display)]) -> String {
        let values: Vec<(&str, String)> =
            values.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.fill(name, &values).unwrap_or_else(|| name.to_owned())
    }

    /// As [`Self::say`]; none where there is no such sentence.
    pub fn fill(&self, name: &str, values: &[(&str, String)]) -> Option<String> {
        let is_one = values.iter().any(|(name, value)| *name == "aantal" && value == "1");
        let one = if is_one { self.get(&format!("{name}_een")) } else { None };
        let mut text = one.or_else(|| self.get(name))?.to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        Some(text)
    }

    /// What people call a value of a column, a reason or another code.
    pub fn code_word(&self, kind: &str, code: &str) -> String {
        let known = self.code_in(kind, code).or_else(|| self.code_in("ja_nee", code));
        known.map_or_else(|| code.replace(['_', '-'], " "), str::to_owned)
    }

    fn code_in(&self, kind: &str, code: &str) -> Option<&str> {
        self.table.get("code")?.get(kind)?.get(code)?.as_str()
    }

    /// A whole number with its thousands apart.
    pub fn number(&self, number: u64) -> String {
        let mark = if self.lang == Lang::Nl { '.' } else { ',' };
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// A day as people write it; what is no day stays as it is.
    pub fn day(&self, iso: &str) -> String {
        self.named(iso).map_or_else(|| iso.to_owned(), |(day, month, year)| format!("{day} {month} {year}"))
    }

    /// A day without its year, where others say that.
    pub fn day_of_year(&self, iso: &str) -> String {
        self.named(iso).map_or_else(|| iso.to_owned(), |(day, month, _)| format!("{day} {month}"))
    }

    /// Day, name of the month, year.
    fn named<'s>(&'s self, iso: &'s str) -> Option<(&'s str, &'s str, &'s str)> {
        let mut parts = iso.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Some((day.trim_start_matches('0'), self.get(&format!("maand.{month}"))?, year))
    }

    /// The name of every word, to hold the languages against each other.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        gather(&self.table, "", &mut names);
        names
    }
}

fn gather(table: &Table, before: &str, names: &mut Vec<String>) {
    for (key, value) in table {
        let name = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match value {
            Value::Table(inner) => gather(inner, &name, names),
            _ => names.push(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn both() -> [&'static Words; 2] {
        [Lang::Nl, Lang::En].map(|lang| Words::of(lang).unwrap())
    }

    #[test]
    fn both_languages_have_the_same_words() {
        let [dutch, english] = both().map(|words| words.names().into_iter().collect::<BTreeSet<_>>());
        assert_eq!(dutch, english);
    }

    #[test]
    fn both_languages_put_the_same_values_in_a_sentence() {
        let [dutch, english] = both();
        let values = |text: &str| -> BTreeSet<String> {
            let after = text.split('{').skip(1);
            after.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
        };
        for name in dutch.names() {
            let texts = [dutch.get(&name), english.get(&name)].map(|text| values(text.unwrap_or_default()));
            assert_eq!(texts[0], texts[1], "{name}");
        }
    }

    #[test]
    fn every_code_that_a_page_can_show_has_a_word() {
        use crate::model::finding::Ernst;
        use crate::model::profile::Axis;
        use crate::model::ruling::Weigering;
        use crate::release::recall::Reden;
        let mut codes: Vec<(&str, &str)> = Vec::new();
        for axis in Axis::ALL {
            codes.push(("kolom", axis.word()));
            codes.extend(axis.values().into_iter().map(|value| (axis.word(), value)));
        }
        codes.extend(Weigering::ALL.iter().map(|code| ("weigering", code.word())));
        codes.extend(Ernst::ALL.iter().map(|code| ("ernst", code.word())));
        codes.extend(Reden::ALL.iter().map(|code| ("intrekking", code.word())));
        for words in both() {
            for (kind, code) in &codes {
                let own = words.get(&format!("code.{kind}.{code}"));
                assert!(
                    own.or_else(|| words.get(&format!("code.ja_nee.{code}"))).is_some(),
                    "{kind}: {code}"
                );
            }
        }
    }

    #[test]
    fn numbers_and_days_read_as_they_are_written() {
        let [dutch, english] = both();
        assert_eq!((dutch.number(1_234_567), english.number(1_234)), ("1.234.567".into(), "1,234".into()));
        assert_eq!((dutch.number(0), dutch.number(100)), ("0".into(), "100".into()));
        assert_eq!(dutch.day("2026-11-01"), "1 november 2026");
        assert_eq!(english.day("2026-03-23"), "23 March 2026");
        assert_eq!(dutch.day("onbekend"), "onbekend");
    }
}
