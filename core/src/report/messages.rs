//! The program's own texts on pages and in commands, as Fluent messages in two languages: `templates/berichten.nl.ftl` and
//! `templates/berichten.en.ftl`. Texts from law files and registers are Dutch in both languages, and pages mark them as
//! Dutch.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};

use crate::schemas::catalogue::Lang;

/// The messages of one language.
pub struct Messages {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// The messages of a language. Each language is parsed once.
    pub fn of(lang: Lang) -> &'static Messages {
        static DUTCH: LazyLock<Messages> = LazyLock::new(|| Messages::read(Lang::Nl));
        static ENGLISH: LazyLock<Messages> = LazyLock::new(|| Messages::read(Lang::En));
        match lang {
            Lang::Nl => &DUTCH,
            Lang::En => &ENGLISH,
        }
    }

    /// Ignores a message that does not parse or has the same id as another. The tests check that there are none.
    fn read(lang: Lang) -> Messages {
        let resource = FluentResource::try_new(text(lang).to_owned()).unwrap_or_else(|(rest, _)| rest);
        let mut bundle = FluentBundle::new_concurrent(lang.code().parse().into_iter().collect());
        bundle.add_resource_overriding(resource);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Nl => |value, _| number(value, '.'),
            Lang::En => |value, _| number(value, ','),
        }));
        Messages { lang, bundle }
    }

    /// Whether a message with this id exists.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// Formats a message with these values. Numbers get a thousands separator and select singular or plural. Returns the id
    /// if the message or one of its values is missing. The tests check every id in use.
    pub fn say<'a>(&self, id: &str, values: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>) -> String {
        let said = self.find(id, values);
        debug_assert!(said.is_some(), "the message `{id}` cannot be said");
        said.unwrap_or_else(|| id.to_owned())
    }

    /// As [`Self::say`], but `None` if the message cannot be formatted.
    pub fn find<'a>(
        &self,
        id: &str,
        values: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut faults = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&values.into_iter().collect()), &mut faults);
        faults.is_empty().then(|| said.into_owned())
    }

    /// The plain-language name of a column value, a reason or another code.
    pub fn code_word(&self, kind: &str, code: &str) -> String {
        self.say(&self.id_of_code(kind, code), [])
    }

    /// The id of the message that [`Self::code_word`] uses.
    pub fn id_of_code(&self, kind: &str, code: &str) -> String {
        let own = format!("code-{kind}-{code}");
        if self.has(&own) { own } else { format!("code-ja_nee-{code}") }
    }

    /// A whole number with a thousands separator.
    pub fn number(&self, number: u64) -> String {
        thousands(number, if self.lang == Lang::Nl { '.' } else { ',' })
    }

    /// A day in its written form. Anything that is not a day is returned unchanged.
    pub fn day(&self, iso: &str) -> String {
        self.named(iso).map_or_else(|| iso.to_owned(), |(day, month, year)| format!("{day} {month} {year}"))
    }

    /// A day without its year, for places where the year is already given.
    pub fn day_of_year(&self, iso: &str) -> String {
        self.named(iso).map_or_else(|| iso.to_owned(), |(day, month, _)| format!("{day} {month}"))
    }

    /// Splits a day into day, name of the month and year.
    fn named<'s>(&self, iso: &'s str) -> Option<(&'s str, String, &'s str)> {
        let mut parts = iso.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Some((day.trim_start_matches('0'), self.find(&format!("maand-{month}"), [])?, year))
    }
}

fn text(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => include_str!("../../../templates/berichten.nl.ftl"),
        Lang::En => include_str!("../../../templates/berichten.en.ftl"),
    }
}

fn number(value: &FluentValue<'_>, mark: char) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(thousands(number.into(), mark)),
        _ => None,
    }
}

fn thousands(number: u64, mark: char) -> String {
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const BOTH: [Lang; 2] = [Lang::Nl, Lang::En];

    /// Every message with the values it needs.
    fn values(lang: Lang) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
        let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut own = "";
        for line in text(lang).lines().filter(|line| !line.starts_with('#')) {
            if let Some((id, _)) = line.split_once(" = ").filter(|(id, _)| !id.contains(' ')) {
                assert!(all.insert(id, BTreeSet::new()).is_none(), "`{id}` stands twice");
                own = id;
            }
            let names = line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
            all.entry(own).or_default().extend(names);
        }
        all.remove("");
        all
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_values() {
        assert_eq!(values(Lang::Nl), values(Lang::En));
    }

    #[test]
    fn every_message_can_be_said() {
        for lang in BOTH {
            assert!(FluentResource::try_new(text(lang).to_owned()).is_ok());
            for (id, names) in values(lang) {
                for count in [1_u64, 2] {
                    let filled = names.iter().map(|name| (*name, count.into()));
                    assert!(Messages::of(lang).find(id, filled).is_some(), "{id}");
                }
            }
        }
    }

    #[test]
    fn every_code_that_a_page_can_show_has_a_word() {
        use crate::model::classification::Reden;
        use crate::model::finding::Ernst;
        use crate::model::profile::Axis;
        use crate::model::ruling::Weigering;
        use crate::release::recall::RecallReden;
        let mut codes: Vec<(&str, &str)> = Vec::new();
        for axis in Axis::ALL {
            codes.push(("kolom", axis.word()));
            codes.extend(axis.values().into_iter().map(|value| (axis.word(), value)));
        }
        codes.extend(Weigering::ALL.iter().map(|code| ("weigering", code.word())));
        codes.extend(Ernst::ALL.iter().map(|code| ("ernst", code.word())));
        codes.extend(RecallReden::ALL.iter().map(|code| ("intrekking", code.word())));
        // Who left praktijkonderwijs is told under what cannot be known.
        let shown = |code: &&Reden| code.is_unknown() && **code != Reden::ProVerklaring;
        codes.extend(Reden::ALL.iter().filter(shown).map(|code| ("reden", code.word())));
        for messages in BOTH.map(Messages::of) {
            for (kind, code) in &codes {
                assert!(messages.has(&messages.id_of_code(kind, code)), "{kind}: {code}");
            }
        }
    }

    #[test]
    fn one_is_not_said_as_more() {
        let files = |lang, count: u64| Messages::of(lang).say("stroom-bestanden", [("aantal", count.into())]);
        assert_eq!(
            [0, 1, 2, 1_000].map(|count| files(Lang::Nl, count)),
            ["0 bestanden", "1 bestand", "2 bestanden", "1.000 bestanden"]
        );
        assert_eq!([0, 1, 1_000].map(|count| files(Lang::En, count)), ["0 files", "1 file", "1,000 files"]);
    }

    #[test]
    fn numbers_and_days_read_as_they_are_written() {
        let [dutch, english] = BOTH.map(Messages::of);
        assert_eq!((dutch.number(1_234_567), english.number(1_234)), ("1.234.567".into(), "1,234".into()));
        assert_eq!((dutch.number(0), dutch.number(100)), ("0".into(), "100".into()));
        assert_eq!(dutch.day("2026-11-01"), "1 november 2026");
        assert_eq!(english.day("2026-03-23"), "23 March 2026");
        assert_eq!(dutch.day("onbekend"), "onbekend");
    }
}
