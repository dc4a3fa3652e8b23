//! Which law files are in force on a day, and the rules and terms that follow.
//!
//! The newest file of a law with `valid_from` on or before the day counts, unless its `valid_to` has passed: then nothing
//! does, and that is an error, never a fall-back to an older file.

use std::collections::BTreeMap;

use super::file::{LawFile, MandaatEis, Parameters, Regelvorm, RuleFile, School};
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
                    rules.push(
                        RuleReader { policy: self, path, articles: &articles, schemas }
                            .rule(&article.id, rule)?,
                    );
                }
            }
        }
        rules.sort_by(|a, b| (a.party, &a.pakket).cmp(&(b.party, &b.pakket)));
        check_together(&rules, day)?;
        if rules.len() > RULES_MAX {
            let message = format!("meer dan {RULES_MAX} regels op {day}");
            return Err(PolicyFault::Invalid { path: "law".to_owned(), message });
        }
        let terms = TermsBuilder { day, date, files: &files, schemas }.build()?;
        Ok(RuleSet { date, terms, rules, articles })
    }
}

/// Reads one rule of one law file.
struct RuleReader<'a> {
    policy: &'a Policy,
    path: &'a str,
    articles: &'a BTreeMap<String, ArticleRef>,
    schemas: &'a Schemas,
}

impl RuleReader<'_> {
    fn rule(&self, article: &str, rule: &RuleFile) -> Result<Rule, PolicyFault> {
        let fault = |message: String| PolicyFault::Invalid {
            path: self.path.to_owned(),
            message: format!("regel `{}`: {message}", rule.id),
        };
        let (party, described) = self
            .policy
            .party(&rule.partij)
            .ok_or_else(|| fault(format!("partij `{}` bestaat niet", rule.partij)))?;
        let bases = rule.basis.iter().chain(rule.columns.iter().map(|columns| &columns.basis));
        for basis in bases {
            if !self.articles.contains_key(basis) {
                return Err(fault(format!("artikel `{basis}` is niet in werking")));
            }
        }
        check_form(rule, described).map_err(&fault)?;
        let mut fields = rule.columns.iter().flat_map(|columns| &columns.velden);
        if let Some(field) = fields.find(|field| !described.mag_ooit_hebben.contains(field)) {
            return Err(fault(format!("`{}` mag `{field}` nooit hebben", rule.partij)));
        }
        let sectoren = rule.sectoren.as_ref().map(|words| {
            let code = |word: &String| {
                let index = self
                    .schemas
                    .extract("duo_inschrijving")
                    .and_then(|schema| schema.code_index("onderwijssector", word));
                index.ok_or_else(|| fault(format!("`{word}` is geen onderwijssector")))
            };
            words.iter().map(code).collect::<Result<Vec<u8>, _>>().map(CodeSet::of)
        });
        let sectoren = sectoren.transpose()?;
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
            vorm: rule.vorm,
            binnen: rule.binnen.clone(),
            afdelingen: rule.afdelingen.clone(),
            school: rule.school,
            sectoren,
            bron: rule.bron.clone(),
            mandaat: rule.mandaat.clone(),
            partner: rule.partner,
            verwerker: rule.verwerker,
            when,
            columns,
        })
    }
}

/// What the rules of one day may not do to each other.
fn check_together(rules: &[Rule], day: Day) -> Result<(), PolicyFault> {
    let fault = |rule: &Rule, message: String| {
        Err(PolicyFault::Invalid { path: format!("regel {}", rule.id), message })
    };
    if let Some([first, _]) =
        rules.array_windows().find(|[a, b]| (a.party, &a.pakket) == (b.party, &b.pakket))
    {
        return fault(first, format!("twee regels voor {}/{} op {day}", first.partij, first.pakket));
    }
    let mut ids = std::collections::BTreeSet::new();
    for rule in rules {
        if !ids.insert(&rule.id) {
            return fault(rule, format!("staat twee keer in werking op {day}"));
        }
        let exists = |pakket: &String| {
            rules.iter().any(|other| other.partij == rule.partij && other.pakket == *pakket)
        };
        if let Some(pakket) = rule.binnen.iter().find(|pakket| !exists(pakket)) {
            return fault(
                rule,
                format!("hangt aan {}/{pakket}, maar dat pakket is er niet op {day}", rule.partij),
            );
        }
    }
    Ok(())
}

/// Whether the keys of a rule belong to its form, and its party can receive it.
fn check_form(rule: &RuleFile, party: &Party) -> Result<(), String> {
    let no_columns = rule.columns.iter().all(|columns| columns.velden.is_empty());
    let contact = matches!(rule.vorm, Regelvorm::Contact | Regelvorm::Toestemming);
    let wrong = [
        (rule.doel.trim().is_empty(), "zonder doel"),
        (rule.basis.is_empty(), "zonder artikel in `basis`"),
        (rule.vorm.needs_when() && rule.when.is_empty(), "zonder voorwaarde in `when`"),
        (rule.vorm != Regelvorm::Toestemming && no_columns, "zonder kolommen"),
        (
            rule.vorm == Regelvorm::Toestemming && !rule.columns.is_empty(),
            "`columns` volgen bij vorm toestemming uit de toestemming",
        ),
        ((rule.vorm == Regelvorm::Contact) == rule.binnen.is_empty(), "`binnen` hoort bij vorm contact"),
        (contact == rule.afdelingen.is_empty(), "`afdelingen` hoort bij vorm contact en toestemming"),
        (
            party.per_brin != rule.school.is_some(),
            "`school` hoort bij een partij met een pakket per school, en alleen daar",
        ),
        (rule.bron.is_some() && rule.vorm != Regelvorm::Melding, "`bron` hoort bij vorm melding"),
        (
            rule.school == Some(School::Melding) && rule.vorm != Regelvorm::Melding,
            "`school = melding` hoort bij vorm melding",
        ),
        (
            (rule.vorm == Regelvorm::Overstap) != (rule.school == Some(School::Ontvangend)),
            "`school = ontvangend` hoort bij vorm overstap",
        ),
        (rule.verwerker && rule.vorm != Regelvorm::Overstap, "`verwerker` hoort bij vorm overstap"),
    ];
    if let Some((_, message)) = wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
        return Err(message.to_owned());
    }
    let mut fields = rule.columns.iter().flat_map(|columns| &columns.velden);
    match fields.find(|field| !rule.vorm.fills(**field)) {
        Some(field) => Err(format!("een pakket van deze vorm kan `{field}` niet vullen")),
        None => Ok(()),
    }
}

fn parse<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, PolicyFault> {
    toml::from_str(text)
        .map_err(|fault| PolicyFault::Syntax { path: path.to_owned(), message: fault.to_string() })
}

impl Rule {
    /// Whether a line may go to the school of an enrolment in this sector.
    pub fn takes_sector(&self, sector: u8) -> bool {
        self.sectoren.is_none_or(|sectoren| sectoren.contains(sector))
    }
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
            bevraging_leeftijd_vanaf: self
                .one("bevraging_leeftijd_vanaf", |p| &p.bevraging_leeftijd_vanaf)?,
            toestemming_leeftijd_vanaf: self
                .one("toestemming_leeftijd_vanaf", |p| &p.toestemming_leeftijd_vanaf)?,
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
