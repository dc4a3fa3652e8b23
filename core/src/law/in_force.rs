//! Which law files are in force on a day, and the rules and terms they give.
//!
//! The newest file of a law with `valid_from` on or before the day counts. If its `valid_to` has passed, nothing of that law is
//! in force, which is an error: never a fall-back to an older file.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{PolicyFault, read};
use super::file::LawFile;
use super::party::Party;
use super::read_rule::RuleReader;
use super::rule::{ArticleRef, Rule};
use super::terms_of::TermsBuilder;
use crate::model::day::Day;
use crate::model::facts::PartySet;
use crate::model::terms::Terms;
use crate::schemas::extracts::Schemas;
use crate::schemas::files::SchemaFiles;

/// The most rules that may be in force on one day.
pub const RULES_MAX: usize = 10_000;

/// The most parties: a [`crate::model::facts::PartySet`] has this many bits.
pub const PARTIES_MAX: usize = 32;

/// All law files and parties, of every date.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The law files, with their path under `schemas/`.
    pub laws: Vec<(String, LawFile)>,
    /// The parties, in fixed order.
    pub parties: Vec<Party>,
    /// The text of each law file by path, to show where a fault is.
    texts: BTreeMap<String, String>,
}

/// What is in force on one day.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The date of the youngest file in force.
    pub date: Day,
    /// The terms.
    pub terms: Terms,
    /// The release rules, in order of party and parcel.
    pub rules: Vec<Rule>,
    /// Citation → the article and where it is published.
    pub articles: BTreeMap<String, ArticleRef>,
}

impl Policy {
    /// The parties that act on a legal duty: an objection does not reach them.
    pub fn by_legal_duty(&self) -> PartySet {
        let acting = (0u8..).zip(&self.parties).filter(|(_, party)| party.legal_duty.is_some());
        acting.fold(PartySet::default(), |sum, (position, _)| sum.and(PartySet::only(position)))
    }

    /// Reads every law file and party.
    ///
    /// # Errors
    /// If a file does not parse, or its contents are invalid.
    pub fn load(files: &SchemaFiles) -> Result<Policy, PolicyFault> {
        let mut laws = Vec::new();
        let mut texts = BTreeMap::new();
        for (path, text) in files.under("law") {
            if path.ends_with("/cases.toml") {
                continue;
            }
            let file: LawFile = read(path, text)?;
            let expected = format!("law/{}/{}.toml", file.law, file.valid_from);
            if expected != path {
                let message = format!("de inhoud hoort in `{expected}`");
                return Err(PolicyFault::Invalid { path: path.to_owned(), message });
            }
            laws.push((path.to_owned(), file));
            texts.insert(path.to_owned(), text.to_owned());
        }
        let parties =
            files.under("parties").map(|(path, text)| read(path, text)).collect::<Result<Vec<Party>, _>>()?;
        if parties.len() > PARTIES_MAX {
            let message = format!("meer dan {PARTIES_MAX} partijen");
            return Err(PolicyFault::Invalid { path: "parties".to_owned(), message });
        }
        Ok(Policy { laws, parties, texts })
    }

    /// The text of a law file.
    pub(super) fn text(&self, path: &str) -> &str {
        self.texts.get(path).map_or("", String::as_str)
    }

    /// The party with this id and its position.
    pub fn party(&self, id: &str) -> Option<(u8, &Party)> {
        (0u8..).zip(&self.parties).find(|(_, party)| party.id == id)
    }

    /// The files in force on the day: the newest of each law.
    fn files_on(&self, day: Day) -> Result<Vec<&(String, LawFile)>, PolicyFault> {
        let mut newest: BTreeMap<&str, &(String, LawFile)> = BTreeMap::new();
        for entry in self.laws.iter().filter(|(_, file)| file.valid_from <= day) {
            let slot = newest.entry(entry.1.law.as_str()).or_insert(entry);
            if slot.1.valid_from < entry.1.valid_from {
                *slot = entry;
            }
        }
        for (path, file) in newest.values() {
            if file.valid_to.is_some_and(|last| last < day) {
                let reason = format!(
                    "`{path}` gold tot en met {} en heeft geen opvolger",
                    file.valid_to.unwrap_or(day)
                );
                return Err(PolicyFault::NothingInForce { day, reason });
            }
        }
        if newest.is_empty() {
            let reason = "deze dag ligt vóór de eerste regelset".to_owned();
            return Err(PolicyFault::NothingInForce { day, reason });
        }
        Ok(newest.into_values().collect())
    }

    /// The paths of the files in force on the day.
    ///
    /// # Errors
    /// If no complete rule set is in force.
    pub fn paths_on(&self, day: Day) -> Result<Vec<&str>, PolicyFault> {
        Ok(self.files_on(day)?.into_iter().map(|(path, _)| path.as_str()).collect())
    }

    /// The rules and terms in force on the day.
    ///
    /// # Errors
    /// If no complete rule set is in force, or a rule or term is invalid.
    pub fn on(&self, day: Day, schemas: &Schemas) -> Result<RuleSet, PolicyFault> {
        let (files, mut rules, faults) = self.rules_on(day, schemas)?;
        if let Some(fault) = faults.into_iter().next() {
            return Err(fault);
        }
        rules.sort_by(|a, b| (a.party_position, &a.parcel).cmp(&(b.party_position, &b.parcel)));
        let date = files.iter().map(|(_, file)| file.valid_from).max().unwrap_or(day);
        let terms = TermsBuilder { day, date, files: &files, schemas }.build()?;
        Ok(RuleSet { date, terms, rules, articles: articles_of(&files) })
    }

    /// Every fault in the rules of the day.
    pub fn faults_on(&self, day: Day, schemas: &Schemas) -> Vec<PolicyFault> {
        match self.rules_on(day, schemas) {
            Err(fault) => vec![fault],
            Ok((files, _, mut faults)) => {
                let date = files.iter().map(|(_, file)| file.valid_from).max().unwrap_or(day);
                faults.extend(TermsBuilder { day, date, files: &files, schemas }.build().err());
                faults
            }
        }
    }

    /// The days on which something changes, and the days before them. Together these days cover every version of the law.
    pub fn boundary_days(&self) -> Vec<Day> {
        let begins = self.laws.iter().map(|(_, file)| file.valid_from);
        let ends = self.laws.iter().filter_map(|(_, file)| file.valid_to).map(|last| last.plus_days(1));
        let first = begins.clone().min().unwrap_or(Day::NONE);
        let mut days: Vec<Day> = begins.chain(ends).flat_map(|day| [day.plus_days(-1), day]).collect();
        days.retain(|day| *day >= first);
        days.sort_unstable();
        days.dedup();
        days
    }

    fn rules_on(&self, day: Day, schemas: &Schemas) -> Result<OfDay<'_>, PolicyFault> {
        let files = self.files_on(day)?;
        let articles = articles_of(&files);
        let mut rules = Vec::new();
        let mut faults = Vec::new();
        for (path, file) in &files {
            let reader = RuleReader {
                parties: &self.parties,
                path,
                text: self.text(path),
                articles: &articles,
                schemas,
            };
            for (article, rule) in
                file.articles.iter().flat_map(|a| a.rules.iter().map(move |rule| (a, rule)))
            {
                match reader.rule(&article.id, rule) {
                    Ok(rule) => rules.push(rule),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        faults.extend(check_together(&rules, day));
        if rules.len() > RULES_MAX {
            let message = format!("meer dan {RULES_MAX} regels op {day}");
            faults.push(PolicyFault::Invalid { path: "law".to_owned(), message });
        }
        Ok((files, rules, faults))
    }
}

/// The files in force on a day, their rules, and the faults found.
type OfDay<'a> = (Vec<&'a (String, LawFile)>, Vec<Rule>, Vec<PolicyFault>);

fn articles_of(files: &[&(String, LawFile)]) -> BTreeMap<String, ArticleRef> {
    let articles =
        files.iter().flat_map(|(_, file)| file.articles.iter().map(move |article| (file, article)));
    articles
        .map(|(file, article)| {
            let place = ArticleRef {
                law: file.title.clone(),
                url: article.url.clone(),
                text: article.text.clone(),
                note: article.note.clone(),
            };
            (article.id.clone(), place)
        })
        .collect()
}

/// Checks the rules of one day against each other.
fn check_together(rules: &[Rule], day: Day) -> Vec<PolicyFault> {
    let mut faults = Vec::new();
    let mut fault = |rule: &Rule, message: String| {
        faults.push(PolicyFault::Invalid { path: format!("regel {}", rule.id), message });
    };
    let mut ids = BTreeSet::new();
    let mut parcels = BTreeSet::new();
    for rule in rules {
        if !ids.insert(&rule.id) {
            fault(rule, format!("staat twee keer in werking op {day}"));
        }
        if !parcels.insert((rule.party_position, &rule.parcel)) {
            fault(rule, format!("twee regels voor {}/{} op {day}", rule.party_id, rule.parcel));
        }
        for pakket in rule.within.iter().chain(&rule.earlier_in) {
            if !rules
                .iter()
                .any(|other| other.party_position == rule.party_position && other.parcel == *pakket)
            {
                fault(
                    rule,
                    format!("hangt aan {}/{pakket}, maar dat pakket is er niet op {day}", rule.party_id),
                );
            }
        }
    }
    faults
}
