//! Which law files are in force on a day, and the rules and terms that follow.
//!
//! The newest file of a law with `valid_from` on or before the day counts, unless its `valid_to` has passed: then nothing
//! does, and that is an error, never a fall-back to an older file.

use std::collections::BTreeMap;

use super::file::{LawFile, Parameters, RuleFile};
use super::party::Party;
use crate::model::code::CodeSet;
use crate::model::day::Day;
use crate::model::field::Field;
use crate::model::profile::{Axis, Profile};
use crate::model::terms::{Codes, Terms, Zomerovergang};
use crate::schemas::{SchemaFiles, Schemas};

/// The most rules that may be in force on one day.
pub const RULES_MAX: usize = 10_000;

/// All law files and parties, of every date.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The law files, with their path under `schemas/`.
    pub laws: Vec<(String, LawFile)>,
    /// The parties, in fixed order.
    pub parties: Vec<Party>,
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
    /// The alternatives.
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
    #[diagnostic(help("schemas/README.md beschrijft elk veld van dit bestand"))]
    Syntax {
        /// Which.
        path: String,
        /// What is wrong, and on which line.
        message: String,
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

impl Policy {
    /// Reads every law file and party.
    pub fn load(files: &SchemaFiles) -> Result<Policy, PolicyFault> {
        let mut laws = Vec::new();
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
        }
        let parties = files
            .under("parties")
            .map(|(path, text)| parse(path, text))
            .collect::<Result<Vec<Party>, _>>()?;
        if parties.len() > 32 {
            let message = "meer dan 32 partijen".to_owned();
            return Err(PolicyFault::Invalid { path: "parties".to_owned(), message });
        }
        Ok(Policy { laws, parties })
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
        let files = self.files_on(day)?;
        let date = files.iter().map(|(_, file)| file.valid_from).max().unwrap_or(day);
        let mut articles = BTreeMap::new();
        for (_, file) in &files {
            for article in &file.articles {
                let place = ArticleRef { law: file.title.clone(), url: article.url.clone() };
                articles.insert(article.id.clone(), place);
            }
        }
        let mut rules = Vec::new();
        for (path, file) in &files {
            for article in &file.articles {
                for rule in &article.rules {
                    rules.push(self.rule(path, &article.id, rule, &articles)?);
                }
            }
        }
        rules.sort_by(|a, b| (a.party, &a.pakket).cmp(&(b.party, &b.pakket)));
        if let Some([first, _]) =
            rules.array_windows().find(|[a, b]| (a.party, &a.pakket) == (b.party, &b.pakket))
        {
            let message = format!("twee regels voor {}/{} op {day}", first.partij, first.pakket);
            return Err(PolicyFault::Invalid { path: first.id.clone(), message });
        }
        if rules.len() > RULES_MAX {
            let message = format!("meer dan {RULES_MAX} regels op {day}");
            return Err(PolicyFault::Invalid { path: "law".to_owned(), message });
        }
        let terms = TermsBuilder { day, date, files: &files, schemas }.build()?;
        Ok(RuleSet { date, terms, rules, articles })
    }

    fn rule(
        &self,
        path: &str,
        article: &str,
        rule: &RuleFile,
        articles: &BTreeMap<String, ArticleRef>,
    ) -> Result<Rule, PolicyFault> {
        let fault = |message: String| PolicyFault::Invalid {
            path: path.to_owned(),
            message: format!("regel `{}`: {message}", rule.id),
        };
        let (party, described) = self
            .party(&rule.partij)
            .ok_or_else(|| fault(format!("partij `{}` bestaat niet", rule.partij)))?;
        let bases = rule.basis.iter().chain(rule.columns.iter().map(|columns| &columns.basis));
        for basis in bases {
            if !articles.contains_key(basis) {
                return Err(fault(format!("artikel `{basis}` is niet in werking")));
            }
        }
        if rule.when.is_empty() || rule.columns.iter().all(|columns| columns.velden.is_empty()) {
            return Err(fault("zonder voorwaarde of zonder kolommen".to_owned()));
        }
        let mut fields = rule.columns.iter().flat_map(|columns| &columns.velden);
        if let Some(field) = fields.find(|field| !described.mag_ooit_hebben.contains(field)) {
            return Err(fault(format!("`{}` mag `{field}` nooit hebben", rule.partij)));
        }
        let when =
            rule.when.iter().map(|when| Condition::parse(when).map_err(&fault)).collect::<Result<_, _>>()?;
        let columns = rule
            .columns
            .iter()
            .flat_map(|columns| columns.velden.iter().map(|field| (*field, columns.basis.clone())))
            .collect();
        Ok(Rule {
            id: rule.id.clone(),
            article: article.to_owned(),
            party,
            partij: rule.partij.clone(),
            pakket: rule.pakket.clone(),
            doel: rule.doel.clone(),
            basis: rule.basis.clone(),
            when,
            columns,
        })
    }
}

fn parse<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, PolicyFault> {
    toml::from_str(text)
        .map_err(|fault| PolicyFault::Syntax { path: path.to_owned(), message: fault.to_string() })
}

impl Condition {
    fn parse(when: &BTreeMap<String, Vec<String>>) -> Result<Condition, String> {
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

/// Collects the terms from the files in force: each must be set exactly once.
struct TermsBuilder<'a> {
    day: Day,
    date: Day,
    files: &'a [&'a (String, LawFile)],
    schemas: &'a Schemas,
}

impl TermsBuilder<'_> {
    fn one<T: Clone>(&self, name: &str, get: impl Fn(&Parameters) -> &Option<T>) -> Result<T, PolicyFault> {
        let mut found = self
            .files
            .iter()
            .flat_map(|(path, file)| file.articles.iter().map(move |article| (path, article)))
            .filter_map(|(path, article)| get(&article.parameters).clone().map(|value| (path, value)));
        let Some((path, value)) = found.next() else {
            let reason = format!("geen artikel zet de term `{name}`");
            return Err(PolicyFault::NothingInForce { day: self.day, reason });
        };
        if found.next().is_some() {
            let message = format!("de term `{name}` wordt meer dan eens gezet");
            return Err(PolicyFault::Invalid { path: path.clone(), message });
        }
        Ok(value)
    }

    fn code(&self, extract: &str, column: &str, code: &str) -> Result<u8, PolicyFault> {
        let index = self.schemas.extract(extract).and_then(|schema| schema.code_index(column, code));
        index.ok_or_else(|| PolicyFault::Invalid {
            path: format!("extracts/{extract}.json"),
            message: format!("de wet noemt `{code}`, maar kolom `{column}` kent die code niet"),
        })
    }

    fn set(&self, extract: &str, column: &str, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        let indices: Vec<u8> =
            codes.iter().map(|code| self.code(extract, column, code)).collect::<Result<_, _>>()?;
        Ok(CodeSet::of(indices))
    }

    fn diplomas(&self, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        self.set("duo_startkwalificatie", "hoogste_diploma", codes)
    }

    fn absences(&self, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        self.set("verzuim", "soort_verzuim", codes)
    }

    fn build(&self) -> Result<Terms, PolicyFault> {
        let twijfel = self.one("kwalificatieplicht_twijfel", |p| &p.kwalificatieplicht_twijfel)?;
        let zomer = self.one("zomerovergang", |p| &p.zomerovergang)?;
        let overleg = self.one("overleg_school_termijn_jaren", |p| &p.overleg_school_termijn_jaren)?;
        let profielen = self.one("kwalificatieplicht_uitzondering_uitstroomprofielen", |p| {
            &p.kwalificatieplicht_uitzondering_uitstroomprofielen
        })?;
        Ok(Terms {
            regelset: self.date,
            leerplicht_begin_leeftijd: self
                .one("leerplicht_begin_leeftijd", |p| &p.leerplicht_begin_leeftijd)?,
            leerplicht_eind_leeftijd: self
                .one("leerplicht_eind_leeftijd", |p| &p.leerplicht_eind_leeftijd)?,
            schooljaar_einde: self.one("schooljaar_einde", |p| &p.schooljaar_einde)?,
            kwalificatieplicht_eind_leeftijd: self
                .one("kwalificatieplicht_eind_leeftijd", |p| &p.kwalificatieplicht_eind_leeftijd)?,
            kwalificatieplicht_uitzondering_diplomas: self.diplomas(
                &self.one("kwalificatieplicht_uitzondering_diplomas", |p| {
                    &p.kwalificatieplicht_uitzondering_diplomas
                })?,
            )?,
            kwalificatieplicht_uitzondering_uitstroomprofielen: self.set(
                "duo_inschrijving",
                "uitstroomprofiel",
                &profielen,
            )?,
            twijfel_diplomas: self.diplomas(&[twijfel.diploma])?,
            twijfel_niveaus: self.set("duo_inschrijving", "niveau", &[twijfel.niveau])?,
            diplomas_zonder_startkwalificatie: self.diplomas(
                &self.one("diplomas_zonder_startkwalificatie", |p| &p.diplomas_zonder_startkwalificatie)?,
            )?,
            relatief_verzuim_soorten: self
                .absences(&self.one("relatief_verzuim_soorten", |p| &p.relatief_verzuim_soorten)?)?,
            relatief_verzuim_soorten_vanaf_uren: self
                .absences(&self.one("relatief_verzuim_soorten_vanaf_uren", |p| {
                    &p.relatief_verzuim_soorten_vanaf_uren
                })?)?,
            relatief_verzuim_uren: self.one("relatief_verzuim_uren", |p| &p.relatief_verzuim_uren)?,
            absoluut_verzuim_soorten: self
                .absences(&self.one("absoluut_verzuim_soorten", |p| &p.absoluut_verzuim_soorten)?)?,
            langdurig_verzuim_soorten: self
                .absences(&self.one("langdurig_verzuim_soorten", |p| &p.langdurig_verzuim_soorten)?)?,
            langdurig_verzuim_dagen: self.one("langdurig_verzuim_dagen", |p| &p.langdurig_verzuim_dagen)?,
            doelgroep_leeftijd_tot: self.one("doelgroep_leeftijd_tot", |p| &p.doelgroep_leeftijd_tot)?,
            doelgroep_uitzondering_diplomas_met_werk: self.diplomas(
                &self.one("doelgroep_uitzondering_diplomas_met_werk", |p| {
                    &p.doelgroep_uitzondering_diplomas_met_werk
                })?,
            )?,
            overleg_school_termijn_jaren: overleg
                .into_iter()
                .map(|(diploma, years)| Ok((self.diplomas(&[diploma])?, years)))
                .collect::<Result<_, PolicyFault>>()?,
            jib_leeftijd_van: self.one("jib_leeftijd_van", |p| &p.jib_leeftijd_van)?,
            jib_leeftijd_tot: self.one("jib_leeftijd_tot", |p| &p.jib_leeftijd_tot)?,
            zomerovergang: Zomerovergang {
                uitschrijving_van: zomer.uitschrijving_van,
                uitschrijving_tot: zomer.uitschrijving_tot,
                tot: zomer.tot,
            },
            codes: Codes {
                geen_diploma: self.code("duo_startkwalificatie", "hoogste_diploma", "GEEN")?,
                sector_niet_bekostigd: self.code("duo_inschrijving", "onderwijssector", "NIETBEK")?,
                sector_vso: self.code("duo_inschrijving", "onderwijssector", "VSO")?,
            },
        })
    }
}
