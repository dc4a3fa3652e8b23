//! Compares two policies: on two days, or from two folders. Covers rules, columns, conditions, basis, and parameters with
//! the articles that set them. For a configuration, also counts the persons who join or leave each parcel.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::config::Config;
use crate::intake::delivery::Files;
use crate::law::decide::parcels;
use crate::law::file::{ArticleParameters, Regelvorm};
use crate::law::in_force::{Policy, RuleSet};
use crate::law::library::Library;
use crate::law::rule::Rule;
use crate::law::rule_text;
use crate::model::day::Day;
use crate::model::days::Days;
use crate::persons::classified::Classified;
use crate::release::assessment::{Basis, InForce};
use crate::release::memory::Memory;
use crate::release::minimise::{minimise, releases};
use crate::run::fault::Fault;

/// One side of the comparison: a policy on a day.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The policy.
    pub library: &'a Library,
    /// The day.
    pub day: Day,
}

/// All differences.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// The first day.
    #[serde(rename = "van")]
    pub from: String,
    /// The second day.
    #[serde(rename = "tot")]
    pub to: String,
    /// The rule set of the first day.
    #[serde(rename = "regelset_van")]
    pub rule_set_from: String,
    /// The rule set of the second day.
    #[serde(rename = "regelset_tot")]
    pub rule_set_to: String,
    /// Terms that change or move to another article.
    pub parameters: Vec<ParameterDiff>,
    /// Parcels that are added, removed or changed.
    #[serde(rename = "pakketten")]
    pub parcels: Vec<ParcelDiff>,
    /// Recipients that change.
    #[serde(rename = "partijen")]
    pub parties: Vec<PartyDiff>,
    /// What does not hold in a law that is compared, and would stop a run.
    #[serde(rename = "niet_bewezen", skip_serializing_if = "Vec::is_empty")]
    pub not_proved: Vec<String>,
    /// How many persons join and leave each parcel. Only for a configuration.
    #[serde(skip_serializing_if = "Option::is_none", rename = "personen")]
    pub persons: Option<Vec<PersonsDiff>>,
}

/// One term.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterDiff {
    /// Its name.
    #[serde(rename = "naam")]
    pub name: String,
    /// Its value before. Null if it was not set.
    #[serde(rename = "van")]
    pub from: Value,
    /// Its value after.
    #[serde(rename = "naar")]
    pub to: Value,
    /// The article that set the value before.
    #[serde(rename = "artikel_van")]
    pub article_from: Option<String>,
    /// The article that sets the value after.
    #[serde(rename = "artikel_naar")]
    pub article_to: Option<String>,
}

/// How a parcel changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ParcelChange {
    /// Added: it did not exist before.
    #[serde(rename = "nieuw")]
    New,
    /// Removed: it no longer exists.
    #[serde(rename = "vervallen")]
    Dropped,
    /// Its content changes.
    #[serde(rename = "gewijzigd")]
    Changed,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelDiff {
    /// The recipient.
    #[serde(rename = "partij")]
    pub party: String,
    /// The parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// How it changes.
    #[serde(rename = "soort")]
    pub change: ParcelChange,
    /// The rule before.
    #[serde(rename = "regel_van")]
    pub rule_from: Option<String>,
    /// The rule after.
    #[serde(rename = "regel_naar")]
    pub rule_to: Option<String>,
    /// The changes, one sentence each.
    #[serde(rename = "verschillen")]
    pub differences: Vec<String>,
}

/// One recipient.
#[derive(Clone, Debug, Serialize)]
pub struct PartyDiff {
    /// Its id.
    #[serde(rename = "partij")]
    pub party: String,
    /// The changes, one sentence each.
    #[serde(rename = "verschillen")]
    pub differences: Vec<String>,
}

/// The number of persons in one parcel, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonsDiff {
    /// The recipient.
    #[serde(rename = "partij")]
    pub party: String,
    /// The parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// Persons in it before.
    #[serde(rename = "van")]
    pub before: u64,
    /// Persons in it after.
    #[serde(rename = "naar")]
    pub after: u64,
    /// Persons who join.
    #[serde(rename = "erbij")]
    pub arrivals: u64,
    /// Persons who leave.
    #[serde(rename = "eraf")]
    pub departures: u64,
}

/// Compares two sides.
///
/// # Errors
/// [`Fault`] if either side has no valid rule set on its day.
pub fn diff(one: Side<'_>, other: Side<'_>) -> Result<Diff, Fault> {
    let before = one.library.policy.on(one.day, &one.library.schemas)?;
    let after = other.library.policy.on(other.day, &other.library.schemas)?;
    Ok(Diff {
        from: one.day.to_string(),
        to: other.day.to_string(),
        rule_set_from: before.date.to_string(),
        rule_set_to: after.date.to_string(),
        parameters: parameters(one, other)?,
        parcels: rules(&before, &after, one.library, other.library),
        parties: recipients(&one.library.policy, &other.library.policy),
        not_proved: Vec::new(),
        persons: None,
    })
}

/// Every term with its value and the article that sets it.
fn terms(side: Side<'_>) -> Result<BTreeMap<String, (Value, String)>, Fault> {
    let paths = side.library.policy.paths_on(side.day)?;
    let mut all = BTreeMap::new();
    let in_force = side.library.policy.laws.iter().filter(|(path, _)| paths.contains(&path.as_str()));
    for article in in_force.flat_map(|(_, file)| &file.articles) {
        let own: &ArticleParameters = &article.parameters;
        let value =
            serde_json::to_value(own).map_err(|fault| Fault::internal("termen vergelijken")(&fault))?;
        if let Value::Object(values) = value {
            let set = values.into_iter().filter(|(_, value)| !value.is_null());
            all.extend(set.map(|(name, value)| (name, (value, article.id.clone()))));
        }
    }
    Ok(all)
}

fn parameters(one: Side<'_>, other: Side<'_>) -> Result<Vec<ParameterDiff>, Fault> {
    let (before, after) = (terms(one)?, terms(other)?);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    Ok(names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| {
            let (van, article_from) = before.get(name).cloned().unzip();
            let (naar, article_to) = after.get(name).cloned().unzip();
            ParameterDiff {
                name: name.clone(),
                from: van.unwrap_or_default(),
                to: naar.unwrap_or_default(),
                article_from,
                article_to,
            }
        })
        .collect())
}

type Key<'a> = (&'a str, &'a str);

fn by_parcel(set: &RuleSet) -> BTreeMap<Key<'_>, &Rule> {
    set.rules.iter().map(|rule| ((rule.party_id.as_str(), rule.parcel.as_str()), rule)).collect()
}

fn rules(before: &RuleSet, after: &RuleSet, one: &Library, other: &Library) -> Vec<ParcelDiff> {
    let (old, new) = (by_parcel(before), by_parcel(after));
    let keys: BTreeSet<Key<'_>> = old.keys().chain(new.keys()).copied().collect();
    let mut all = Vec::new();
    for key in keys {
        let (was, is) = (old.get(&key), new.get(&key));
        let (change, differences) = match (was, is) {
            (None, Some(rule)) => (ParcelChange::New, whole(rule, other)),
            (Some(rule), None) => (ParcelChange::Dropped, whole(rule, one)),
            (Some(was), Some(is)) => (ParcelChange::Changed, changes(was, is, one, other)),
            (None, None) => continue,
        };
        if change == ParcelChange::Changed && differences.is_empty() {
            continue;
        }
        all.push(ParcelDiff {
            party: key.0.to_owned(),
            parcel: key.1.to_owned(),
            change,
            rule_from: was.map(|rule| rule.id.clone()),
            rule_to: is.map(|rule| rule.id.clone()),
            differences,
        });
    }
    all
}

/// Describes an added or removed parcel in full.
fn whole(rule: &Rule, library: &Library) -> Vec<String> {
    let fields: Vec<&str> = rule.columns.iter().map(|(field, _)| field.word()).collect();
    let mut lines = vec![
        format!("doel: {}", rule.purpose),
        format!("rust op: {}", rule.basis.join(", ")),
        format!("wie: {}", rule_text::who(rule, &library.glossary).join(" | ")),
    ];
    if !fields.is_empty() {
        lines.push(format!("velden: {}", fields.join(", ")));
    }
    lines
}

fn changes(was: &Rule, is: &Rule, one: &Library, other: &Library) -> Vec<String> {
    let mut lines = Vec::new();
    let mut changed = |name: &str, before: String, after: String| {
        if before != after {
            lines.push(format!("{name}: {before} → {after}"));
        }
    };
    changed("regel", was.id.clone(), is.id.clone());
    changed("doel", was.purpose.clone(), is.purpose.clone());
    changed("rust op", was.basis.join(", "), is.basis.join(", "));
    changed("vorm", rule_text::form(was.form).to_owned(), rule_text::form(is.form).to_owned());
    let who = |rule, library: &Library| rule_text::who(rule, &library.glossary).join(" | ");
    changed("wie", who(was, one), who(is, other));
    let besides = |rule| none_if_empty(rule_text::besides(rule).join("; "));
    changed("ook nodig", besides(was), besides(is));
    let unknown = |rule: &Rule| none_if_empty(rule.unknown_because.clone().unwrap_or_default());
    changed("onbekend telt mee", unknown(was), unknown(is));
    let fields = |rule: &Rule| rule.columns.iter().map(|(field, _)| *field).collect::<Vec<_>>();
    let (old, new) = (fields(was), fields(is));
    let words = |fields: Vec<&str>| fields.join(", ");
    let more: Vec<&str> = new.iter().filter(|field| !old.contains(field)).map(|field| field.word()).collect();
    let less: Vec<&str> = old.iter().filter(|field| !new.contains(field)).map(|field| field.word()).collect();
    if !more.is_empty() {
        lines.push(format!("velden erbij: {}", words(more)));
    }
    if !less.is_empty() {
        lines.push(format!("velden eraf: {}", words(less)));
    }
    if lines.is_empty() && old != new {
        lines.push("de volgorde van de velden".to_owned());
    }
    let mut moved: Vec<((&str, &str), Vec<&str>)> = Vec::new();
    for (field, basis) in &is.columns {
        let before = was.columns.iter().find(|(own, _)| own == field).map(|(_, basis)| basis.as_str());
        let Some(before) = before.filter(|before| before != basis) else { continue };
        match moved.iter_mut().find(|(articles, _)| *articles == (before, basis)) {
            Some((_, fields)) => fields.push(field.word()),
            None => moved.push(((before, basis), vec![field.word()])),
        }
    }
    lines.extend(
        moved
            .into_iter()
            .map(|((before, after), fields)| format!("artikel {before} → {after}: {}", words(fields))),
    );
    lines
}

fn none_if_empty(text: String) -> String {
    if text.is_empty() { "niets".to_owned() } else { text }
}

fn recipients(before: &Policy, after: &Policy) -> Vec<PartyDiff> {
    let ids: BTreeSet<&str> =
        before.parties.iter().chain(&after.parties).map(|party| party.id.as_str()).collect();
    let mut all = Vec::new();
    for id in ids {
        let (was, is) = (before.party(id), after.party(id));
        let differences = match (was, is) {
            (None, Some(_)) => vec!["nieuwe partij".to_owned()],
            (Some(_), None) => vec!["vervallen partij".to_owned()],
            (Some((_, was)), Some((_, is))) => {
                let mut lines = Vec::new();
                let words = |fields: &[crate::model::field::Field]| {
                    fields.iter().map(|field| field.word()).collect::<BTreeSet<_>>()
                };
                let (old, new) = (words(&was.may_ever_hold), words(&is.may_ever_hold));
                let joined = |words: Vec<&&str>| words.into_iter().copied().collect::<Vec<_>>().join(", ");
                let (more, less) =
                    (joined(new.difference(&old).collect()), joined(old.difference(&new).collect()));
                if !more.is_empty() {
                    lines.push(format!("mag ooit hebben, erbij: {more}"));
                }
                if !less.is_empty() {
                    lines.push(format!("mag ooit hebben, eraf: {less}"));
                }
                let (old, new) = (words(&was.not_by_consent), words(&is.not_by_consent));
                if old != new {
                    lines.push("wat toestemming niet bereikt, is anders".to_owned());
                }
                if was.retention_months != is.retention_months {
                    lines.push(format!(
                        "bewaartermijn: {} → {} maanden",
                        was.retention_months, is.retention_months
                    ));
                }
                if was.refusal.is_some() != is.refusal.is_some() {
                    lines.push(if is.refusal.is_some() {
                        "krijgt nooit meer een pakket".to_owned()
                    } else {
                        "kan nu een pakket krijgen".to_owned()
                    });
                }
                lines
            }
            (None, None) => Vec::new(),
        };
        if !differences.is_empty() {
            all.push(PartyDiff { party: id.to_owned(), differences });
        }
    }
    all
}

/// Counts the persons who join and leave each parcel: the same facts on one peildatum, under the law of either side. Ages
/// stay those of the peildatum, so only the law makes a difference.
///
/// # Errors
/// [`Fault`] if either side has no valid rule set on its day.
pub fn persons(
    config: &Config,
    peildatum: Day,
    one: Side<'_>,
    other: Side<'_>,
) -> Result<Vec<PersonsDiff>, Fault> {
    let before = released(config, peildatum, one)?;
    let after = released(config, peildatum, other)?;
    let keys: BTreeSet<&(String, String)> = before.keys().chain(after.keys()).collect();
    let nobody = BTreeSet::new();
    Ok(keys
        .into_iter()
        .map(|key| {
            let (was, is) = (before.get(key).unwrap_or(&nobody), after.get(key).unwrap_or(&nobody));
            let count = |persons: usize| u64::try_from(persons).unwrap_or(u64::MAX);
            PersonsDiff {
                party: key.0.clone(),
                parcel: key.1.clone(),
                before: count(was.len()),
                after: count(is.len()),
                arrivals: count(is.difference(was).count()),
                departures: count(was.difference(is).count()),
            }
        })
        .collect())
}

/// The persons in each parcel under the law of one side, by position.
fn released(
    config: &Config,
    peildatum: Day,
    side: Side<'_>,
) -> Result<BTreeMap<(String, String), BTreeSet<usize>>, Fault> {
    let set = side.library.policy.on(side.day, &side.library.schemas)?;
    let parcels = parcels(&set, &set);
    let rules = InForce { on_peildatum: set.clone(), on_verstrekdatum: set, parcels };
    // Use the peildatum's arrangements, exclusions and consents on both sides, so that only the law differs.
    let days = Days { peildatum, verstrekdatum: peildatum };
    let basis = Basis::link(side.library, config, days, &rules, Files::Disk);
    let classified: Classified = basis.classify();
    let consents = basis.consents();
    let mut all: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    let memory = Memory::none(&basis.config.keys.pseudonym);
    for release in &releases(basis.sources(&classified, &consents, &memory)) {
        let key = (release.parcel().rule.party_id.clone(), release.pakket().to_owned());
        if release.parcel().rule.form == Regelvorm::Overstap {
            let handed_over = usize::try_from(minimise(release).delivered()).unwrap_or(usize::MAX);
            all.insert(key, (0..handed_over).collect());
            continue;
        }
        let mut lines = Vec::new();
        let mut of_parcel = BTreeSet::new();
        for person in 0..classified.count() {
            if release.decide(person, &mut lines).is_ok() {
                of_parcel.insert(person);
            }
            lines.clear();
        }
        all.insert(key, of_parcel);
    }
    Ok(all)
}

impl Diff {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.parcels.is_empty() && self.parties.is_empty()
    }

    /// The differences as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        for fault in &self.not_proved {
            let _ = writeln!(text, "LET OP: {fault}");
        }
        let _ = writeln!(
            text,
            "Van {} (regelset {}) naar {} (regelset {})",
            self.from, self.rule_set_from, self.to, self.rule_set_to
        );
        if self.is_empty() {
            text.push_str("Er verandert niets.\n");
        }
        if !self.parameters.is_empty() {
            text.push_str("\nTermen\n");
        }
        for term in &self.parameters {
            let value =
                |value: &Value| if value.is_null() { "niet gezet".to_owned() } else { value.to_string() };
            let (van, naar) = (value(&term.from), value(&term.to));
            let change =
                if van == naar { format!("{naar}, ongewijzigd") } else { format!("{van} → {naar}") };
            let article = |id: &Option<String>| id.clone().unwrap_or_else(|| "geen artikel".to_owned());
            let _ = writeln!(
                text,
                "  {}: {change}  ({} → {})",
                term.name,
                article(&term.article_from),
                article(&term.article_to)
            );
        }
        for (soort, title) in [
            (ParcelChange::New, "Nieuwe pakketten"),
            (ParcelChange::Dropped, "Vervallen pakketten"),
            (ParcelChange::Changed, "Gewijzigde pakketten"),
        ] {
            let mut of_kind = self.parcels.iter().filter(|parcel| parcel.change == soort).peekable();
            if of_kind.peek().is_some() {
                let _ = writeln!(text, "\n{title}");
            }
            for parcel in of_kind {
                let _ = writeln!(text, "  {}/{}", parcel.party, parcel.parcel);
                for line in &parcel.differences {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
        if !self.parties.is_empty() {
            text.push_str("\nPartijen\n");
        }
        for party in &self.parties {
            let _ = writeln!(text, "  {}: {}", party.party, party.differences.join("; "));
        }
        if let Some(persons) = &self.persons {
            text.push_str("\nPersonen per pakket\n");
            let width = persons.iter().map(|own| own.party.len() + own.parcel.len() + 1).max().unwrap_or(0);
            for own in persons {
                let name = format!("{}/{}", own.party, own.parcel);
                let _ = writeln!(
                    text,
                    "  {name:width$}  {:>7} → {:>7}   {:>6} erbij, {:>6} eraf",
                    own.before, own.after, own.arrivals, own.departures
                );
            }
        }
        text
    }
}
