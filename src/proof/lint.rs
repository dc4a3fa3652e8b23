//! Checks that the policy holds on every day and for every profile that facts can lead to. Each fault comes with a
//! counterexample: the profile that breaks it, or the profile nearest to what a rule requires.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::cases;
use super::space::Space;
use crate::law::decide::{Parcel, ProfilePair, granted, parcels};
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::law::party::NEVER;
use crate::law::rule::{Condition, Rule};
use crate::model::classification::{Bijhouding, JaNee, Woonplaats};
use crate::model::day::Day;
use crate::model::field::Field;
use crate::model::profile::{Axis, Profile, UNKNOWN};
use crate::run::fault::Fault;

/// Values that `jib:feeds` may name beside an axis: other uses the program has for a column.
const ALWAYS_USED: [&str; 4] = ["uitsluiting", "koppeling", "controle", "leeftijd"];

/// One fault in the policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LintFault {
    /// The kind of fault.
    #[serde(rename = "soort")]
    pub kind: &'static str,
    /// The file, rule, party or column.
    #[serde(rename = "plaats")]
    pub place: String,
    /// The first day on which it occurs, if it depends on the day.
    #[serde(rename = "dag")]
    pub day: Option<String>,
    /// What is wrong and what to do about it.
    #[serde(rename = "melding")]
    pub message: String,
    /// The profile that shows the fault.
    #[serde(rename = "tegenvoorbeeld")]
    pub counterexample: Option<String>,
}

/// The result of the proof.
#[derive(Clone, Debug, Serialize)]
pub struct Lint {
    /// The days on which something changes, and the days just before them.
    #[serde(rename = "dagen")]
    pub days: Vec<String>,
    /// The number of rules, over all days.
    #[serde(rename = "regels")]
    pub rules: usize,
    /// The number of profiles tried, over all days.
    #[serde(rename = "profielen")]
    pub profiles: usize,
    /// The faults. Empty if the policy holds.
    #[serde(rename = "fouten")]
    pub faults: Vec<LintFault>,
}

/// Checks the whole policy.
///
/// # Errors
/// [`Fault`] if the worked cases do not load. Faults in the policy are in the result.
pub fn lint(library: &Library) -> Result<Lint, Fault> {
    let mut faults = of_files(library);
    faults.extend(of_cases(library)?);
    faults.extend(of_registers(library));
    let days = library.policy.boundary_days();
    let (mut profiles, mut rules) = (0, BTreeSet::new());
    let mut used = Used::default();
    let mut last: Option<Day> = None;
    for day in &days {
        let of_day = library.policy.faults_on(*day, &library.schemas);
        faults.extend(of_day.into_iter().map(|fault| LintFault {
            kind: "regel",
            place: "schemas/law".to_owned(),
            day: Some(day.to_string()),
            message: fault.to_string(),
            counterexample: None,
        }));
        let Ok(set) = library.policy.on(*day, &library.schemas) else { continue };
        rules.extend(set.rules.iter().map(|rule| rule.id.clone()));
        used.note(&set);
        faults.extend(set.rules.iter().flat_map(|rule| of_rule(rule, *day)));
        // Within one rule set only ages change, and the profiles are built relative to the day. One day per rule set is
        // enough.
        if last.replace(set.date) == Some(set.date) {
            continue;
        }
        let Some(space) = Space::on(*day, &set.terms, &library.schemas) else { continue };
        profiles += space.len();
        faults.extend(of_space(library, &set, &space, *day));
    }
    faults.extend(unused(library, &used));
    faults.sort();
    faults.dedup_by(|a, b| (a.kind, &a.place, &a.message) == (b.kind, &b.place, &b.message));
    let days = days.iter().map(Day::to_string).collect();
    Ok(Lint { days, rules: rules.len(), profiles, faults })
}

fn fault(kind: &'static str, place: &str, day: Option<Day>, message: String) -> LintFault {
    let day = day.map(|day| day.to_string());
    LintFault { kind, place: place.to_owned(), day, message, counterexample: None }
}

/// Faults within a single law file or party file.
fn of_files(library: &Library) -> Vec<LintFault> {
    let mut faults = Vec::new();
    let laws = &library.policy.laws;
    for (path, file) in laws {
        let successor = laws
            .iter()
            .filter(|(_, other)| other.law == file.law && other.valid_from > file.valid_from)
            .map(|(_, other)| other.valid_from)
            .min();
        if let Some(last) = file.valid_to {
            if last < file.valid_from {
                let message = format!("eindigt op {last}, vóór de eerste dag {}", file.valid_from);
                faults.push(fault("periode", path, Some(last), message));
            }
            if successor.is_some_and(|next| next <= last) {
                let message = format!(
                    "geldt volgens `valid_to` nog op {last}, maar een nieuwere versie geldt dan al; laat `valid_to` weg"
                );
                faults.push(fault("periode", path, successor, message));
            }
        }
        for article in &file.articles {
            let place = format!("{path}, {}", article.id);
            if article.text.trim().is_empty() {
                faults.push(fault("artikel", &place, None, "heeft geen tekst".to_owned()));
            }
            if !article.url.starts_with("https://") {
                faults.push(fault("artikel", &place, None, "heeft geen vindplaats in `url`".to_owned()));
            }
        }
    }
    for id in NEVER {
        let place = format!("parties/{id}.toml");
        match library.policy.party(id) {
            Some((_, party)) if party.refusal.is_some() && party.may_ever_hold.is_empty() => {}
            Some(_) => {
                let message =
                    "krijgt nooit een pakket: zet in `weigering` waarom, en laat `mag_ooit_hebben` leeg";
                faults.push(fault("partij", &place, None, message.to_owned()));
            }
            None => {
                let message = "ontbreekt: `jib explain` zegt hier waarom deze partij nooit een pakket krijgt";
                faults.push(fault("partij", &place, None, message.to_owned()));
            }
        }
    }
    for party in &library.policy.parties {
        let place = format!("parties/{}.toml", party.id);
        let named = laws.iter().flat_map(|(_, file)| &file.articles).flat_map(|article| &article.rules);
        let has_rule = named.clone().any(|rule| rule.party == party.id);
        if !has_rule && party.refusal.is_none() {
            let message = "krijgt van geen artikel iets; zet in `weigering` waarom, of verwijder de partij";
            faults.push(fault("partij", &place, None, message.to_owned()));
        }
        for entry in &party.never_together {
            if !named.clone().any(|rule| rule.party == party.id && rule.parcel == entry.parcel) {
                let message = format!("`nooit_samen` noemt pakket `{}`, dat geen artikel kent", entry.parcel);
                faults.push(fault("partij", &place, None, message));
            }
        }
    }
    faults
}

/// Cases that refer to an article or rule that does not exist.
fn of_cases(library: &Library) -> Result<Vec<LintFault>, Fault> {
    let laws = library.policy.laws.iter();
    let known: BTreeSet<&str> =
        laws.flat_map(|(_, file)| file.articles.iter().map(|article| article.id.as_str())).collect();
    let questions: Vec<u8> = library.glossary.questions().iter().map(|question| question.number).collect();
    let mut faults = Vec::new();
    for (path, case) in cases::load(&library.files)? {
        for article in case.articles.iter().filter(|article| !known.contains(article.as_str())) {
            let message = format!("geval `{}` noemt artikel `{article}`, dat er niet is", case.id);
            faults.push(fault("geval", &path, None, message));
        }
        let asked = case.question.filter(|number| !questions.contains(number));
        faults.extend(asked.map(|number| {
            fault("geval", &path, None, format!("geval `{}` noemt vraag {number}, die er niet is", case.id))
        }));
    }
    Ok(faults)
}

/// Faults in the registers: entries for codes that do not exist (any more), and parcels missing from the register of
/// processing.
fn of_registers(library: &Library) -> Vec<LintFault> {
    let findings =
        library.catalogue.unknown().iter().cloned().map(|code| ("vocabulary/bevindingen.toml", code));
    let meanings = library.glossary.unknown().into_iter().map(|code| ("vocabulary/uitleg.toml", code));
    let rules =
        library.policy.laws.iter().flat_map(|(_, file)| &file.articles).flat_map(|article| &article.rules);
    let names = rules.map(|rule| format!("{}/{}", rule.party, rule.parcel));
    let unlogged: BTreeSet<String> = names.filter(|name| library.register.activity(name).is_none()).collect();
    let unlogged = unlogged.into_iter().map(|name| {
        let message =
            format!("verwerking `{name}` ontbreekt: elk pakket van een regel staat in dit register");
        fault("register", crate::law::register::REGISTER, None, message)
    });
    findings
        .chain(meanings)
        .map(|(path, code)| {
            fault("register", path, None, format!("`{code}` bestaat niet; verwijder de ingang"))
        })
        .chain(unlogged)
        .collect()
}

/// Faults within a single rule.
fn of_rule(rule: &Rule, day: Day) -> Vec<LintFault> {
    of_unknowns(rule, day).into_iter().chain(of_residence(rule, day)).collect()
}

/// Alternatives that admit persons whose data the municipality may not hold. It may hold its own residents' data and, as
/// contactgemeente, the region's.
fn of_residence(rule: &Rule, day: Day) -> Vec<LintFault> {
    let beyond = |condition: &Condition| {
        let only = |axis: Axis, word: &str| {
            let words = condition.restrictions().into_iter().find(|(restricted, _)| *restricted == axis);
            words.is_some_and(|(_, words)| words == [word])
        };
        let lets_in = |word: &str| {
            let words = condition.restrictions().into_iter().find(|(axis, _)| *axis == Axis::Woonplaats);
            words.is_none_or(|(_, words)| words.contains(&word))
        };
        if lets_in(Woonplaats::Elders.word()) {
            Some("woonplaats = elders")
        } else if lets_in(Woonplaats::Regio.word()) && !only(Axis::Contactgemeente, JaNee::Ja.word()) {
            Some("woonplaats = regio, contactgemeente = nee")
        } else {
            None
        }
    };
    let message = "laat iemand toe van wie de gemeente geen gegevens mag hebben; vraag `woonplaats = [\"gemeente\"]`, of `[\"regio\"]` met `contactgemeente = [\"ja\"]`";
    let faults = rule.when.iter().filter_map(beyond).map(|profile| {
        let mut found = fault("woonplaats", &format!("regel {}", rule.id), Some(day), message.to_owned());
        found.counterexample = Some(profile.to_owned());
        found
    });
    faults.collect()
}

/// Rules that admit the value `onbekend` without giving a reason, or give a reason without admitting it.
fn of_unknowns(rule: &Rule, day: Day) -> Vec<LintFault> {
    let restrictions = rule.when.iter().flat_map(Condition::restrictions);
    let mut open: Vec<Axis> = restrictions
        .filter(|(_, words)| words.iter().any(|word| UNKNOWN.contains(word)))
        .map(|(axis, _)| axis)
        .collect();
    open.dedup();
    let place = format!("regel {}", rule.id);
    match (&rule.unknown_because, open.first()) {
        (None, Some(axis)) => {
            let message = format!(
                "laat iemand toe van wie `{axis}` onbekend is, en zegt niet waarom; zet de reden in `onbekend_omdat` of laat de waarde weg"
            );
            let mut found = fault("onbekend", &place, Some(day), message);
            found.counterexample = Some(format!("{axis} = onbekend"));
            vec![found]
        }
        (Some(_), None) => {
            let message = "heeft `onbekend_omdat`, maar geen voorwaarde die onbekend toelaat".to_owned();
            vec![fault("onbekend", &place, Some(day), message)]
        }
        _ => Vec::new(),
    }
}

/// Faults found by trying the profiles of a day.
fn of_space(library: &Library, set: &RuleSet, space: &Space, day: Day) -> Vec<LintFault> {
    let mut faults = dead_alternatives(set, space, day);
    let parcels = parcels(set, set);
    for (party, described) in (0u8..).zip(&library.policy.parties) {
        let own: Vec<Parcel> =
            parcels.iter().filter(|parcel| parcel.rule.party_position == party).cloned().collect();
        if own.iter().all(|parcel| parcel.rule.when.is_empty()) {
            continue;
        }
        for entry in &described.never_together {
            let itself = own.iter().filter(|parcel| parcel.rule.parcel == entry.parcel);
            let given =
                itself.flat_map(|parcel| parcel.columns.iter().map(move |(field, _)| (parcel, field)));
            for (parcel, field) in given.filter(|(_, field)| entry.fields.contains(field)) {
                let message = format!(
                    "geeft zelf `{field}`, wat `nooit_samen` van deze partij verbiedt; {}",
                    entry.reason
                );
                let place = format!("regel `{}`", parcel.rule.id);
                let mut found = fault("samen", &place, Some(day), message);
                found.counterexample = space
                    .profiles()
                    .find_first(|profile| {
                        let pair = ProfilePair { peildatum: *profile, verstrekdatum: *profile };
                        granted(std::slice::from_ref(parcel), pair).next().is_some()
                    })
                    .map(|profile| told(profile, Axis::ALL));
                faults.push(found);
            }
            let together = space.profiles().find_map_first(|profile| {
                let pair = ProfilePair { peildatum: profile, verstrekdatum: profile };
                let held: Vec<&Parcel> = granted(&own, pair).collect();
                held.iter().find(|parcel| parcel.rule.parcel == entry.parcel)?;
                let others = held.iter().filter(|parcel| parcel.rule.parcel != entry.parcel);
                others
                    .flat_map(|parcel| parcel.columns.iter().map(move |(field, _)| (parcel, field)))
                    .find(|(_, field)| entry.fields.contains(field))
                    .map(|(parcel, field)| (parcel.rule.parcel.clone(), *field, profile))
            });
            if let Some((pakket, field, profile)) = together {
                let message = format!(
                    "`{}` en `{pakket}` geven over één persoon samen `{field}`; {}",
                    entry.parcel, entry.reason
                );
                let mut found = fault("samen", &format!("parties/{}.toml", described.id), Some(day), message);
                found.counterexample = Some(told(profile, Axis::ALL));
                faults.push(found);
            }
        }
    }
    faults
}

/// Alternatives that no profile meets, with the nearest profile and the conditions it fails.
fn dead_alternatives(set: &RuleSet, space: &Space, day: Day) -> Vec<LintFault> {
    let alternatives: Vec<(&Rule, usize, &Condition)> = set
        .rules
        .iter()
        .flat_map(|rule| rule.when.iter().enumerate().map(move |(at, condition)| (rule, at, condition)))
        .collect();
    let kept = |profile: &Profile| profile.is(Axis::Bijhouding, Bijhouding::Actueel.index());
    alternatives
        .par_iter()
        .filter_map(|(rule, at, condition)| {
            if space.profiles().filter(kept).any(|profile| condition.holds(profile)) {
                return None;
            }
            let distance = |profile: &Profile| (condition.failing(*profile).count(), *profile);
            let nearest = space.profiles().filter(kept).min_by_key(distance)?;
            let wants: Vec<String> = condition
                .failures(nearest)
                .into_iter()
                .map(|(axis, words)| {
                    let is = nearest.word(axis);
                    format!("`{axis}` is dan {is}, de regel vraagt {}", words.join(" of "))
                })
                .collect();
            let message = format!(
                "niemand kan aan alternatief {} van `when` voldoen: {}; herstel of verwijder het",
                at + 1,
                wants.join("; ")
            );
            let mut found = fault("onvervulbaar", &format!("regel {}", rule.id), Some(day), message);
            let axes: Vec<Axis> = condition.restrictions().into_iter().map(|(axis, _)| axis).collect();
            found.counterexample = Some(format!("het dichtst komt {}", told(nearest, &axes)));
            Some(found)
        })
        .collect()
}

/// The profile's values on these axes, as text.
fn told(profile: Profile, axes: &[Axis]) -> String {
    let words: Vec<String> = axes.iter().map(|axis| format!("{axis} = {}", profile.word(*axis))).collect();
    words.join(", ")
}

/// What the rules use, over all days.
#[derive(Default)]
struct Used {
    fields: BTreeSet<Field>,
    axes: BTreeSet<Axis>,
    forms: Vec<Regelvorm>,
    school: bool,
    /// The fields each party can receive by an article.
    by_party: BTreeMap<u8, BTreeSet<Field>>,
    consenting: BTreeSet<u8>,
}

impl Used {
    fn note(&mut self, set: &RuleSet) {
        for rule in &set.rules {
            self.fields.extend(rule.columns.iter().map(|(field, _)| *field));
            self.by_party
                .entry(rule.party_position)
                .or_default()
                .extend(rule.columns.iter().map(|(field, _)| *field));
            let restricted = rule.when.iter().flat_map(Condition::restrictions);
            self.axes.extend(restricted.map(|(axis, _)| axis));
            self.forms.push(rule.form);
            self.school |= rule.school.is_some();
            if rule.form == Regelvorm::Toestemming {
                self.consenting.insert(rule.party_position);
            }
        }
    }

    fn consent_gives(&self, library: &Library, field: Field) -> bool {
        let parties = (0u8..).zip(&library.policy.parties);
        let mut consenting = parties.filter(|(position, _)| self.consenting.contains(position));
        consenting.any(|(_, party)| party.by_consent().any(|own| own == field))
    }

    fn field(&self, library: &Library, word: &str) -> bool {
        Field::from_word(word)
            .is_some_and(|field| self.fields.contains(&field) || self.consent_gives(library, field))
    }

    /// Whether anything uses what this word of `jib:feeds` names.
    fn feeds(&self, library: &Library, word: &str) -> bool {
        let has_form = |form| self.forms.contains(&form);
        match word {
            word if ALWAYS_USED.contains(&word) => true,
            "contact" => has_form(Regelvorm::Contact) || has_form(Regelvorm::Toestemming),
            "toestemming" => has_form(Regelvorm::Toestemming),
            "overstap" => has_form(Regelvorm::Overstap),
            "school" => self.school,
            word => match Axis::from_word(word) {
                // Every rule uses these two.
                Some(Axis::Bijhouding | Axis::Geheim) => true,
                Some(axis) => self.axes.contains(&axis) || self.field(library, word),
                None => self.field(library, word),
            },
        }
    }
}

/// Columns that are read but never used, and fields that a party may have but nothing grants.
fn unused(library: &Library, used: &Used) -> Vec<LintFault> {
    let mut faults = Vec::new();
    for schema in &library.schemas.extracts {
        for (at, column) in schema.columns.iter().enumerate() {
            let identifies = schema.key.contains(&at) || [schema.person, schema.mutation].contains(&Some(at));
            let is_used = identifies
                || used.field(library, &column.name)
                || column.feeds.iter().any(|word| used.feeds(library, word));
            if !is_used {
                let place = format!("extracts/{}.json, kolom {}", schema.id, column.name);
                let message = "wordt aangenomen, maar geen regel gebruikt hem; verwijder hem uit het schema of zet in `jib:feeds` waarvoor hij dient";
                faults.push(fault("ongebruikt", &place, None, message.to_owned()));
            }
        }
    }
    for (position, party) in (0u8..).zip(&library.policy.parties) {
        let granted = used.by_party.get(&position);
        for field in &party.may_ever_hold {
            let by_law = granted.is_some_and(|fields| fields.contains(field));
            let by_consent =
                used.consenting.contains(&position) && party.by_consent().any(|own| own == *field);
            if !by_law && !by_consent {
                let message = format!(
                    "`{field}` mag, maar geen artikel en geen toestemming geeft het; haal het uit `mag_ooit_hebben`"
                );
                faults.push(fault("ongebruikt", &format!("parties/{}.toml", party.id), None, message));
            }
        }
    }
    faults
}
