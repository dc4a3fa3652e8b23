//! Which law files are in force on a day, and the rules and terms that follow.
//!
//! The newest file of a law with `valid_from` on or before the day counts, unless its `valid_to` has passed: then nothing
//! does, and that is an error, never a fall-back to an older file.

use std::collections::{BTreeMap, BTreeSet};

use miette::{NamedSource, SourceSpan};

use super::file::{LawFile, MandaatEis, Regelvorm, School};
use super::party::Party;
use super::read_rule::RuleReader;
use super::terms_of::TermsBuilder;
use crate::model::code::CodeSet;
use crate::model::day::Day;
use crate::model::field::Field;
use crate::model::profile::{Axis, Profile};
use crate::model::terms::Terms;
use crate::schemas::{SchemaFiles, Schemas};
use crate::told::told;

/// The most rules that may be in force on one day.
pub const RULES_MAX: usize = 10_000;

/// The most parties: a set of them is kept in the bits of one number.
pub const PARTIES_MAX: usize = 32;

/// All law files and parties, of every date.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The law files, with their path under `schemas/`.
    pub laws: Vec<(String, LawFile)>,
    /// The parties, in fixed order.
    pub parties: Vec<Party>,
    /// The text of each law file by its path, to show where a fault stands.
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
    /// Citation → where it is published.
    pub articles: BTreeMap<String, ArticleRef>,
}

/// Where an article is published.
#[derive(Clone, Debug)]
pub struct ArticleRef {
    /// The law's title.
    pub law: String,
    /// The address.
    pub url: String,
    /// Its text.
    pub text: String,
    /// How it is read here.
    pub note: Option<String>,
}

/// One release rule, ready to decide with.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The article that it stands under.
    pub article: String,
    /// Position of the party in [`Policy::parties`].
    pub party: u8,
    /// The party's id.
    pub partij: String,
    /// The parcel's name.
    pub pakket: String,
    /// The purpose.
    pub doel: String,
    /// The articles it rests on.
    pub basis: Vec<String>,
    /// What a line is about.
    pub vorm: Regelvorm,
    /// For contact details: the parcels that they hang on.
    pub binnen: Vec<String>,
    /// For contact details: the departments whose rows may be used without an overlap of purposes.
    pub afdelingen: Vec<String>,
    /// Which school a line goes to, if the party has a parcel per school.
    pub school: Option<School>,
    /// Only schools of an enrolment in these sectors.
    pub sectoren: Option<CodeSet>,
    /// Only records from a delivery with this source.
    pub bron: Option<String>,
    /// The mandaat that must be in force.
    pub mandaat: Option<MandaatEis>,
    /// Whether the party must be a partner in the ambtsinstructie.
    pub partner: bool,
    /// Whether a processor agreement with the school must be in force.
    pub verwerker: bool,
    /// Only who was in this parcel of the same party before.
    pub eerder_in: Option<String>,
    /// Delivered once: not again while the party holds it.
    pub eenmalig: bool,
    /// How many days must lie between two deliveries about the same person; 0 where nothing says so.
    pub pauze_dagen: i32,
    /// Why a value that is unknown satisfies a condition, where one does.
    pub onbekend_omdat: Option<String>,
    /// The alternatives; none where the form of the parcel itself says who.
    pub when: Vec<Condition>,
    /// The columns, each with its article.
    pub columns: Vec<(Field, String)>,
}

/// For each axis, the values allowed, as bits by their index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    allowed: [u8; Axis::ALL.len()],
}

/// Why the policy cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PolicyFault {
    /// A file that does not parse.
    #[error("`{path}` klopt niet: {message}")]
    Syntax {
        /// Which.
        path: String,
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        source_code: NamedSource<String>,
        /// Where in it.
        #[label("hier")]
        span: Option<SourceSpan>,
    },
    /// Nothing in force on the day.
    #[error("op {day} is geen volledige regelset in werking: {reason}")]
    #[diagnostic(help("kies een dag waarop de wet in schemas/law is beschreven, of voeg de wetsversie toe"))]
    NothingInForce {
        /// The day.
        day: Day,
        /// What is missing.
        reason: String,
    },
    /// A rule that names what does not exist, or may not be.
    #[error("`{place}`: regel `{rule}`: {message}")]
    #[diagnostic(help("herstel deze regel van het wetsbestand, of draai hem terug; er is niets geleverd"))]
    Rule {
        /// Which file and line.
        place: String,
        /// Which rule.
        rule: String,
        /// What is wrong.
        message: String,
        /// The file.
        #[source_code]
        source_code: NamedSource<String>,
        /// Where in it.
        #[label("hier")]
        span: SourceSpan,
    },
    /// A rule or term that cannot be used.
    #[error("`{path}`: {message}")]
    #[diagnostic(help("herstel het wetsbestand, of draai de regel terug; er is niets geleverd"))]
    Invalid {
        /// Which file.
        path: String,
        /// What is wrong.
        message: String,
    },
}

impl PolicyFault {
    /// What is wrong with a rule, shown on the line of the word that the message quotes, else on that of the rule's id.
    pub(super) fn in_rule(path: &str, text: &str, rule: &str, message: String) -> PolicyFault {
        let begin = text.find(&format!("id = \"{rule}\"")).unwrap_or_default();
        let own = text.get(begin..).unwrap_or_default();
        let own = own.split("\n[[article.rule]]").next().unwrap_or_default();
        let own = own.split("\n[[article]]").next().unwrap_or_default();
        let quoted = message.split('`').skip(1).step_by(2).map(|word| format!("\"{word}\""));
        let found = quoted.filter_map(|word| Some((begin + own.find(&word)?, word.len()))).next();
        let (at, length) = found.unwrap_or((begin, own.lines().next().map_or(0, str::len)));
        let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        PolicyFault::Rule {
            place: format!("{path}:{line}"),
            rule: rule.to_owned(),
            message,
            source_code: NamedSource::new(path, text.to_owned()),
            span: SourceSpan::from(at..at + length),
        }
    }

    /// What the parser found in a file, with the line shown.
    pub fn syntax(path: &str, text: &str, fault: &toml::de::Error) -> PolicyFault {
        let told = told(fault.message());
        PolicyFault::Syntax {
            path: path.to_owned(),
            message: told.message,
            help: format!("{}; schemas/README.md beschrijft elk veld", told.help),
            source_code: NamedSource::new(path, text.to_owned()),
            span: fault.span().map(SourceSpan::from),
        }
    }
}

impl Policy {
    /// Reads every law file and party.
    pub fn load(files: &SchemaFiles) -> Result<Policy, PolicyFault> {
        let mut laws = Vec::new();
        let mut texts = BTreeMap::new();
        for (path, text) in files.under("law") {
            if path.ends_with("/cases.toml") {
                continue;
            }
            let file: LawFile = parse(path, text)?;
            let expected = format!("law/{}/{}.toml", file.law, file.valid_from);
            if expected != path {
                let message = format!("de inhoud hoort in `{expected}`");
                return Err(PolicyFault::Invalid { path: path.to_owned(), message });
            }
            laws.push((path.to_owned(), file));
            texts.insert(path.to_owned(), text.to_owned());
        }
        let parties = files
            .under("parties")
            .map(|(path, text)| parse(path, text))
            .collect::<Result<Vec<Party>, _>>()?;
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

    /// The files in force on the day: of each law the newest.
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

    /// Paths of the files in force on the day.
    pub fn paths_on(&self, day: Day) -> Result<Vec<&str>, PolicyFault> {
        Ok(self.files_on(day)?.into_iter().map(|(path, _)| path.as_str()).collect())
    }

    /// The rules and terms in force on the day.
    pub fn on(&self, day: Day, schemas: &Schemas) -> Result<RuleSet, PolicyFault> {
        let (files, mut rules, faults) = self.rules_on(day, schemas)?;
        if let Some(fault) = faults.into_iter().next() {
            return Err(fault);
        }
        rules.sort_by(|a, b| (a.party, &a.pakket).cmp(&(b.party, &b.pakket)));
        let date = files.iter().map(|(_, file)| file.valid_from).max().unwrap_or(day);
        let terms = TermsBuilder { day, date, files: &files, schemas }.build()?;
        Ok(RuleSet { date, terms, rules, articles: articles_of(&files) })
    }

    /// Everything that is wrong with the rules of the day.
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

    /// The days on which something changes, and the days before them: on these the law of every day is seen.
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
            let reader = RuleReader { policy: self, path, articles: &articles, schemas };
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

/// The files in force on a day, their rules, and what is wrong with them.
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

/// What the rules of one day may not do to each other.
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
        if !parcels.insert((rule.party, &rule.pakket)) {
            fault(rule, format!("twee regels voor {}/{} op {day}", rule.partij, rule.pakket));
        }
        for pakket in rule.binnen.iter().chain(&rule.eerder_in) {
            if !rules.iter().any(|other| other.party == rule.party && other.pakket == *pakket) {
                fault(
                    rule,
                    format!("hangt aan {}/{pakket}, maar dat pakket is er niet op {day}", rule.partij),
                );
            }
        }
    }
    faults
}

fn parse<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, PolicyFault> {
    toml::from_str(text).map_err(|fault| PolicyFault::syntax(path, text, &fault))
}

impl Rule {
    /// Whether a line may go to the school of an enrolment in this sector.
    pub fn takes_sector(&self, sector: u8) -> bool {
        self.sectoren.is_none_or(|sectoren| sectoren.contains(sector))
    }
}

impl Condition {
    /// Reads the axes and values of one alternative.
    pub(super) fn parse(when: &BTreeMap<String, Vec<String>>) -> Result<Condition, String> {
        let mut allowed = [u8::MAX; Axis::ALL.len()];
        for (word, values) in when {
            let axis =
                Axis::from_word(word).ok_or_else(|| format!("`{word}` is geen kenmerk van een profiel"))?;
            let known = axis.values();
            let mut bits = 0u8;
            for value in values {
                let index = known.iter().position(|known| known == value);
                let index = index.ok_or_else(|| format!("`{value}` is geen waarde van `{word}`"))?;
                bits |= 1 << index;
            }
            if let Some(slot) = allowed.get_mut(usize::from(axis.index())) {
                *slot = bits;
            }
        }
        Ok(Condition { allowed })
    }

    /// Whether the profile's value on this axis is allowed.
    pub fn allows(&self, profile: Profile, axis: Axis) -> bool {
        let allowed = self.allowed.get(usize::from(axis.index())).copied().unwrap_or(0);
        allowed & (1 << profile.index(axis)) != 0
    }

    /// The axes on which the profile fails.
    pub fn failing(&self, profile: Profile) -> impl Iterator<Item = Axis> + '_ {
        Axis::ALL.iter().copied().filter(move |axis| !self.allows(profile, *axis))
    }

    /// The same, each with the words that it allows.
    pub fn failures(&self, profile: Profile) -> Vec<(Axis, Vec<&'static str>)> {
        self.restrictions().into_iter().filter(|(axis, _)| !self.allows(profile, *axis)).collect()
    }

    /// Whether the profile has an allowed value on every axis.
    pub fn holds(&self, profile: Profile) -> bool {
        self.failing(profile).next().is_none()
    }

    /// The axes that it restricts, each with the words it allows.
    pub fn restrictions(&self) -> Vec<(Axis, Vec<&'static str>)> {
        Axis::ALL
            .iter()
            .zip(self.allowed)
            .filter(|(_, allowed)| *allowed != u8::MAX)
            .map(|(axis, allowed)| {
                let words = axis.values().into_iter().enumerate();
                (
                    *axis,
                    words.filter(|(index, _)| allowed & (1 << index) != 0).map(|(_, word)| word).collect(),
                )
            })
            .collect()
    }
}
