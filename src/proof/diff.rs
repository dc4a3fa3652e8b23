//! What changes between two laws: of two days, or of two folders. Rules, columns, conditions, basis, parameters with the
//! articles that set them; and for a configuration the persons who come into a parcel or leave it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::config::Config;
use crate::intake::delivery::Files;
use crate::law::decide::parcels;
use crate::law::file::{Parameters, Regelvorm};
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

/// One side: a policy on a day.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The policy.
    pub library: &'a Library,
    /// The day.
    pub day: Day,
}

/// Everything that changes.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// The one day.
    pub van: String,
    /// The other day.
    pub tot: String,
    /// Its rule set.
    pub regelset_van: String,
    /// Its rule set.
    pub regelset_tot: String,
    /// Terms that change, or move to another article.
    pub parameters: Vec<Parameter>,
    /// Parcels that come, go or change.
    pub pakketten: Vec<Pakket>,
    /// Recipients that change.
    pub partijen: Vec<Partij>,
    /// How many persons come and go, per parcel; only for a configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personen: Option<Vec<Personen>>,
}

/// One term.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Its name.
    pub naam: String,
    /// Its value before; null if it was not set.
    pub van: Value,
    /// Its value after.
    pub naar: Value,
    /// The article that set it.
    pub artikel_van: Option<String>,
    /// The article that sets it.
    pub artikel_naar: Option<String>,
}

/// What happens to a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Soort {
    /// There was no such parcel.
    Nieuw,
    /// There is no longer such a parcel.
    Vervallen,
    /// It is another.
    Gewijzigd,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Pakket {
    /// The recipient.
    pub partij: String,
    /// The parcel.
    pub pakket: String,
    /// What happens to it.
    pub soort: Soort,
    /// The rule before.
    pub regel_van: Option<String>,
    /// The rule after.
    pub regel_naar: Option<String>,
    /// What changes, each in one sentence.
    pub verschillen: Vec<String>,
}

/// One recipient.
#[derive(Clone, Debug, Serialize)]
pub struct Partij {
    /// Its id.
    pub partij: String,
    /// What changes, each in one sentence.
    pub verschillen: Vec<String>,
}

/// The persons of one parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Personen {
    /// The recipient.
    pub partij: String,
    /// The parcel.
    pub pakket: String,
    /// Who was in it.
    pub van: u64,
    /// Who is in it.
    pub naar: u64,
    /// Who comes in.
    pub erbij: u64,
    /// Who leaves.
    pub eraf: u64,
}

/// Compares two sides.
pub fn diff(one: Side<'_>, other: Side<'_>) -> Result<Diff, Fault> {
    let before = one.library.policy.on(one.day, &one.library.schemas)?;
    let after = other.library.policy.on(other.day, &other.library.schemas)?;
    Ok(Diff {
        van: one.day.to_string(),
        tot: other.day.to_string(),
        regelset_van: before.date.to_string(),
        regelset_tot: after.date.to_string(),
        parameters: parameters(one, other)?,
        pakketten: rules(&before, &after, one.library, other.library),
        partijen: recipients(&one.library.policy, &other.library.policy),
        personen: None,
    })
}

/// Every term with its value and the article that sets it.
fn terms(side: Side<'_>) -> Result<BTreeMap<String, (Value, String)>, Fault> {
    let paths = side.library.policy.paths_on(side.day)?;
    let mut all = BTreeMap::new();
    let in_force = side.library.policy.laws.iter().filter(|(path, _)| paths.contains(&path.as_str()));
    for article in in_force.flat_map(|(_, file)| &file.articles) {
        let own: &Parameters = &article.parameters;
        let value =
            serde_json::to_value(own).map_err(|fault| Fault::internal("termen vergelijken")(&fault))?;
        if let Value::Object(values) = value {
            let set = values.into_iter().filter(|(_, value)| !value.is_null());
            all.extend(set.map(|(name, value)| (name, (value, article.id.clone()))));
        }
    }
    Ok(all)
}

fn parameters(one: Side<'_>, other: Side<'_>) -> Result<Vec<Parameter>, Fault> {
    let (before, after) = (terms(one)?, terms(other)?);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    Ok(names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| {
            let (van, artikel_van) = before.get(name).cloned().unzip();
            let (naar, artikel_naar) = after.get(name).cloned().unzip();
            Parameter {
                naam: name.clone(),
                van: van.unwrap_or_default(),
                naar: naar.unwrap_or_default(),
                artikel_van,
                artikel_naar,
            }
        })
        .collect())
}

type Key<'a> = (&'a str, &'a str);

fn by_parcel(set: &RuleSet) -> BTreeMap<Key<'_>, &Rule> {
    set.rules.iter().map(|rule| ((rule.partij.as_str(), rule.pakket.as_str()), rule)).collect()
}

fn rules(before: &RuleSet, after: &RuleSet, one: &Library, other: &Library) -> Vec<Pakket> {
    let (old, new) = (by_parcel(before), by_parcel(after));
    let keys: BTreeSet<Key<'_>> = old.keys().chain(new.keys()).copied().collect();
    let mut all = Vec::new();
    for key in keys {
        let (was, is) = (old.get(&key), new.get(&key));
        let (soort, verschillen) = match (was, is) {
            (None, Some(rule)) => (Soort::Nieuw, whole(rule, other)),
            (Some(rule), None) => (Soort::Vervallen, whole(rule, one)),
            (Some(was), Some(is)) => (Soort::Gewijzigd, changes(was, is, one, other)),
            (None, None) => continue,
        };
        if soort == Soort::Gewijzigd && verschillen.is_empty() {
            continue;
        }
        all.push(Pakket {
            partij: key.0.to_owned(),
            pakket: key.1.to_owned(),
            soort,
            regel_van: was.map(|rule| rule.id.clone()),
            regel_naar: is.map(|rule| rule.id.clone()),
            verschillen,
        });
    }
    all
}

/// A parcel that comes or goes, in full.
fn whole(rule: &Rule, library: &Library) -> Vec<String> {
    let fields: Vec<&str> = rule.columns.iter().map(|(field, _)| field.word()).collect();
    let mut lines = vec![
        format!("doel: {}", rule.doel),
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
    changed("doel", was.doel.clone(), is.doel.clone());
    changed("rust op", was.basis.join(", "), is.basis.join(", "));
    changed("vorm", rule_text::vorm(was.vorm).to_owned(), rule_text::vorm(is.vorm).to_owned());
    let who = |rule, library: &Library| rule_text::who(rule, &library.glossary).join(" | ");
    changed("wie", who(was, one), who(is, other));
    let besides = |rule| none_if_empty(rule_text::besides(rule).join("; "));
    changed("ook nodig", besides(was), besides(is));
    let unknown = |rule: &Rule| none_if_empty(rule.onbekend_omdat.clone().unwrap_or_default());
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

fn recipients(before: &Policy, after: &Policy) -> Vec<Partij> {
    let ids: BTreeSet<&str> =
        before.parties.iter().chain(&after.parties).map(|party| party.id.as_str()).collect();
    let mut all = Vec::new();
    for id in ids {
        let (was, is) = (before.party(id), after.party(id));
        let verschillen = match (was, is) {
            (None, Some(_)) => vec!["nieuwe partij".to_owned()],
            (Some(_), None) => vec!["vervallen partij".to_owned()],
            (Some((_, was)), Some((_, is))) => {
                let mut lines = Vec::new();
                let words = |fields: &[crate::model::field::Field]| {
                    fields.iter().map(|field| field.word()).collect::<BTreeSet<_>>()
                };
                let (old, new) = (words(&was.mag_ooit_hebben), words(&is.mag_ooit_hebben));
                let joined = |words: Vec<&&str>| words.into_iter().copied().collect::<Vec<_>>().join(", ");
                let (more, less) =
                    (joined(new.difference(&old).collect()), joined(old.difference(&new).collect()));
                if !more.is_empty() {
                    lines.push(format!("mag ooit hebben, erbij: {more}"));
                }
                if !less.is_empty() {
                    lines.push(format!("mag ooit hebben, eraf: {less}"));
                }
                let (old, new) = (words(&was.niet_met_toestemming), words(&is.niet_met_toestemming));
                if old != new {
                    lines.push("wat toestemming niet bereikt, is anders".to_owned());
                }
                if was.bewaartermijn_maanden != is.bewaartermijn_maanden {
                    lines.push(format!(
                        "bewaartermijn: {} → {} maanden",
                        was.bewaartermijn_maanden, is.bewaartermijn_maanden
                    ));
                }
                if was.weigering.is_some() != is.weigering.is_some() {
                    lines.push(if is.weigering.is_some() {
                        "krijgt nooit meer een pakket".to_owned()
                    } else {
                        "kan nu een pakket krijgen".to_owned()
                    });
                }
                lines
            }
            (None, None) => Vec::new(),
        };
        if !verschillen.is_empty() {
            all.push(Partij { partij: id.to_owned(), verschillen });
        }
    }
    all
}

/// How many persons come into each parcel and leave it: the same facts of one peildatum, under the law of either side. The
/// ages stay those of the peildatum, so that nothing but the law makes a difference.
pub fn persons(
    config: &Config,
    peildatum: Day,
    one: Side<'_>,
    other: Side<'_>,
) -> Result<Vec<Personen>, Fault> {
    let before = released(config, peildatum, one)?;
    let after = released(config, peildatum, other)?;
    let keys: BTreeSet<&(String, String)> = before.keys().chain(after.keys()).collect();
    let nobody = BTreeSet::new();
    Ok(keys
        .into_iter()
        .map(|key| {
            let (was, is) = (before.get(key).unwrap_or(&nobody), after.get(key).unwrap_or(&nobody));
            let count = |persons: usize| u64::try_from(persons).unwrap_or(u64::MAX);
            Personen {
                partij: key.0.clone(),
                pakket: key.1.clone(),
                van: count(was.len()),
                naar: count(is.len()),
                erbij: count(is.difference(was).count()),
                eraf: count(was.difference(is).count()),
            }
        })
        .collect())
}

/// Who is in each parcel, by position, under the law of a side.
fn released(
    config: &Config,
    peildatum: Day,
    side: Side<'_>,
) -> Result<BTreeMap<(String, String), BTreeSet<usize>>, Fault> {
    let set = side.library.policy.on(side.day, &side.library.schemas)?;
    let parcels = parcels(&set, &set);
    let rules = InForce { on_peildatum: set.clone(), on_verstrekdatum: set, parcels };
    // Arrangements, exclusions and consents are those of the peildatum on both sides: only the law differs.
    let days = Days { peildatum, verstrekdatum: peildatum };
    let basis = Basis::link(side.library, config, days, &rules, Files::Disk);
    let classified: Classified = basis.classify();
    let consents = basis.consents();
    let mut all: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    let memory = Memory::none(&basis.config.keys.pseudonym);
    for release in &releases(basis.sources(&classified, &consents, &memory)) {
        let key = (release.parcel().rule.partij.clone(), release.pakket().to_owned());
        if release.parcel().rule.vorm == Regelvorm::Overstap {
            let handed_over = usize::try_from(minimise(release).geleverd).unwrap_or(usize::MAX);
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
        self.parameters.is_empty() && self.pakketten.is_empty() && self.partijen.is_empty()
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "Van {} (regelset {}) naar {} (regelset {})",
            self.van, self.regelset_van, self.tot, self.regelset_tot
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
            let (van, naar) = (value(&term.van), value(&term.naar));
            let change =
                if van == naar { format!("{naar}, ongewijzigd") } else { format!("{van} → {naar}") };
            let article = |id: &Option<String>| id.clone().unwrap_or_else(|| "geen artikel".to_owned());
            let _ = writeln!(
                text,
                "  {}: {change}  ({} → {})",
                term.naam,
                article(&term.artikel_van),
                article(&term.artikel_naar)
            );
        }
        for (soort, title) in [
            (Soort::Nieuw, "Nieuwe pakketten"),
            (Soort::Vervallen, "Vervallen pakketten"),
            (Soort::Gewijzigd, "Gewijzigde pakketten"),
        ] {
            let mut of_kind = self.pakketten.iter().filter(|parcel| parcel.soort == soort).peekable();
            if of_kind.peek().is_some() {
                let _ = writeln!(text, "\n{title}");
            }
            for parcel in of_kind {
                let _ = writeln!(text, "  {}/{}", parcel.partij, parcel.pakket);
                for line in &parcel.verschillen {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
        if !self.partijen.is_empty() {
            text.push_str("\nPartijen\n");
        }
        for party in &self.partijen {
            let _ = writeln!(text, "  {}: {}", party.partij, party.verschillen.join("; "));
        }
        if let Some(persons) = &self.personen {
            text.push_str("\nPersonen per pakket\n");
            let width = persons.iter().map(|own| own.partij.len() + own.pakket.len() + 1).max().unwrap_or(0);
            for own in persons {
                let name = format!("{}/{}", own.partij, own.pakket);
                let _ = writeln!(
                    text,
                    "  {name:width$}  {:>7} → {:>7}   {:>6} erbij, {:>6} eraf",
                    own.van, own.naar, own.erbij, own.eraf
                );
            }
        }
        text
    }
}
