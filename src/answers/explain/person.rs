//! Explains one person: the facts used, each value with its article, and each parcel with its decision. A refusal names
//! exactly what was missing and what would have to be true.
//!
//! INVARIANT: the decisions come from the same code that a run uses.

use serde::Serialize;

use super::facts::{ExtractFacts, facts};
use crate::classify::Classification;
use crate::classify::doelgroep_conditions;
use crate::intake::delivery::codes;
use crate::law::decide::{Parcel, ProfilePair};
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::law::rule::Rule;
use crate::law::rule_text;
use crate::messages::{Lang, Messages};
use crate::model::classification::Tri;
use crate::model::facts::{Brin, Reliance};
use crate::model::finding::Ernst;
use crate::model::number::Persoonsnummer;
use crate::model::profile::{Axis, Profile};
use crate::model::ruling::Weigering;
use crate::release::assessment::Basis;
use crate::release::consent::{Consents, Gebrek, stated};
use crate::release::memory::Memory;
use crate::release::minimise::release::{ParcelLine, Release};
use crate::release::minimise::{handovers_of, releases};
use crate::release::unknowable::concerning;
use crate::run::fault::Fault;
use crate::schemas::catalogue;
use crate::schemas::glossary::{ReasonEntry, RefusalEntry};

/// The full explanation of one person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonAnswer {
    /// The controller.
    pub gemeente: String,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves.
    pub verstrekdatum: String,
    /// The rule set of the peildatum.
    #[serde(rename = "regelset")]
    pub rule_set: String,
    /// The rule set of the verstrekdatum.
    #[serde(rename = "regelset_verstrekdatum")]
    pub rule_set_on_verstrekdatum: String,
    /// Whether the number is in the BRP extract. If not, there is no person to release.
    pub in_brp: bool,
    /// Findings that refuse an extract. Because of them, a run today would release nothing.
    #[serde(rename = "geweigerde_extracten")]
    pub refused_extracts: Vec<String>,
    /// The facts per extract.
    #[serde(rename = "feiten")]
    pub facts: Vec<ExtractFacts>,
    /// The classified values.
    #[serde(rename = "waarden")]
    pub values: Vec<ExplainedValue>,
    /// Why values are unknown, and who can resolve it.
    #[serde(rename = "redenen")]
    pub reasons: Vec<UnknownReason>,
    /// What no delivery can tell about this person, and what a person can do.
    #[serde(rename = "niet_te_weten")]
    pub unknowable: Vec<UnknownReason>,
    /// The parcels.
    #[serde(rename = "pakketten")]
    pub parcels: Vec<ParcelAnswer>,
    /// The person's consents.
    #[serde(rename = "toestemmingen")]
    pub consents: Vec<ConsentAnswer>,
    /// Parties that never receive a parcel.
    #[serde(rename = "nooit")]
    pub never: Vec<NeverReceives>,
}

/// One value.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainedValue {
    /// The column.
    #[serde(rename = "kolom")]
    pub column: String,
    /// Its common name.
    #[serde(rename = "titel")]
    pub title: String,
    /// The value on the peildatum.
    #[serde(rename = "waarde")]
    pub value: String,
    /// The value on the verstrekdatum, if it differs.
    #[serde(rename = "op_verstrekdatum")]
    pub on_verstrekdatum: Option<String>,
    /// What the value says about the person.
    #[serde(rename = "uitleg")]
    pub explanation: String,
    /// The articles in force on which it rests.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
    /// The extracts it is derived from.
    #[serde(rename = "extracten")]
    pub extracts: Vec<String>,
    /// The conditions it is derived from, each with its answer, if there are several.
    #[serde(rename = "voorwaarden")]
    pub conditions: Vec<ValueCondition>,
}

/// One condition of a value.
#[derive(Clone, Debug, Serialize)]
pub struct ValueCondition {
    /// What must hold.
    #[serde(rename = "voorwaarde")]
    pub condition: String,
    /// `ja`, `nee` or `onbekend`.
    #[serde(rename = "antwoord")]
    pub answer: Tri,
}

/// Why a value is unknown.
#[derive(Clone, Debug, Serialize)]
pub struct UnknownReason {
    /// The code.
    pub code: String,
    /// What it means.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// Who can resolve it.
    #[serde(rename = "doen")]
    pub remedy: String,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelAnswer {
    /// The party.
    #[serde(rename = "partij")]
    pub party: String,
    /// The party's common name.
    #[serde(rename = "naam")]
    pub name: String,
    /// The parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// The schools, for a party with a parcel per school.
    #[serde(rename = "scholen")]
    pub schools: Vec<String>,
    /// The rule.
    #[serde(rename = "regel")]
    pub rule: String,
    /// The purpose.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// The articles on which it rests.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
    /// Whether the person is in it.
    #[serde(rename = "geleverd")]
    pub is_delivered: bool,
    /// Whether it holds only counts and nothing about a person.
    #[serde(rename = "alleen_aantallen")]
    pub counts_only: bool,
    /// The fields released, each with its article.
    #[serde(rename = "velden")]
    pub fields: Vec<ReleasedField>,
    /// Why the person is not in it.
    #[serde(rename = "weigering")]
    pub refusal: Option<RefusalAnswer>,
}

/// One field that is released.
#[derive(Clone, Debug, Serialize)]
pub struct ReleasedField {
    /// The field.
    #[serde(rename = "veld")]
    pub field: &'static str,
    /// The article.
    #[serde(rename = "artikel")]
    pub article: String,
}

/// Why a person is not in a parcel.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalAnswer {
    /// The code.
    pub code: &'static str,
    /// Why not.
    #[serde(rename = "betekenis")]
    pub meaning: String,
    /// What exactly was missing: each failed condition, with the actual value and what the article requires.
    #[serde(rename = "ontbreekt")]
    pub missing: Vec<String>,
    /// What would have to be true.
    #[serde(rename = "nodig")]
    pub needed: String,
    /// What can lawfully be done.
    #[serde(rename = "doen")]
    pub remedy: String,
}

/// One consent.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentAnswer {
    /// The line of the extract.
    #[serde(rename = "regel")]
    pub line: u32,
    /// To whom.
    #[serde(rename = "ontvanger")]
    pub recipient: String,
    /// For what purpose.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// Whether it is valid.
    #[serde(rename = "telt")]
    pub counts: bool,
    /// The fields released because of it.
    #[serde(rename = "velden")]
    pub fields: Vec<&'static str>,
    /// The first condition that fails.
    #[serde(rename = "gebrek")]
    pub defect: Option<UnknownReason>,
}

/// A party that never receives a parcel.
#[derive(Clone, Debug, Serialize)]
pub struct NeverReceives {
    /// The party.
    #[serde(rename = "partij")]
    pub party: String,
    /// Its common name.
    #[serde(rename = "naam")]
    pub name: String,
    /// The parcel, if it is only this one that the party never gets.
    #[serde(rename = "pakket")]
    pub parcel: Option<String>,
    /// Why not, and whom to turn to.
    #[serde(rename = "weigering")]
    pub refusal: String,
}

/// The question: one person, and the data to decide with.
struct PersonQuestion<'a> {
    basis: &'a Basis<'a>,
    library: &'a Library,
    number: Persoonsnummer,
    person: Option<usize>,
    pair: Option<ProfilePair>,
}

/// Explains the person with this number, as the run after those remembered would decide.
pub fn explain(
    basis: &Basis<'_>,
    library: &Library,
    memory: &Memory,
    number: Persoonsnummer,
) -> Result<PersonAnswer, Fault> {
    let classified = basis.classify();
    let consents = basis.consents();
    let sources = basis.sources(&classified, &consents, memory);
    let person = basis.linked.position(number);
    let pair =
        person.and_then(|person| classified.pairs().get(classified.pair(person))).map(|(pair, _)| *pair);
    let question = PersonQuestion { basis, library, number, person, pair };
    let values = person.and_then(|person| classified.classification(person));

    let mut parcels = Vec::new();
    for release in &releases(sources) {
        parcels.extend(question.parcel(release));
    }
    parcels.extend(question.without_consent(&consents, &parcels));
    parcels.dedup_by(|one, other| {
        let refused = |pakket: &ParcelAnswer| pakket.refusal.as_ref().map(|why| why.code);
        one.rule == other.rule && refused(one).is_some() && refused(one) == refused(other)
    });

    let mut overall = basis.absent_extracts(|_| false);
    overall.extend(basis.repeated_files());
    let refused = codes(basis.linked.deliveries(), &overall)
        .filter(|(_, code)| library.catalogue.ernst(*code) == Ernst::Blokkerend)
        .map(|(extract, code)| format!("{extract} ({code})"));
    let over = basis.linked.deliveries().iter().filter(|delivery| delivery.over_threshold());
    let over = over.map(|delivery| format!("{} (te veel rijen in quarantaine)", delivery.extract));
    Ok(PersonAnswer {
        gemeente: basis.config.file.gemeente.name.clone(),
        peildatum: basis.days.peildatum.to_string(),
        verstrekdatum: basis.days.verstrekdatum.to_string(),
        rule_set: basis.rules.on_peildatum.date.to_string(),
        rule_set_on_verstrekdatum: basis.rules.on_verstrekdatum.date.to_string(),
        in_brp: person.is_some(),
        refused_extracts: refused.chain(over).collect(),
        facts: facts(basis, &library.schemas, number, person),
        values: values.map(|values| question.values(values.leeftijd)).unwrap_or_default(),
        reasons: values
            .map(|values| values.redenen.iter().map(|reden| question.reden(reden.word())).collect())
            .unwrap_or_default(),
        unknowable: values.map(|values| question.unknowable(&values)).unwrap_or_default(),
        parcels,
        consents: question.consents(),
        never: library
            .policy
            .parties
            .iter()
            .flat_map(|party| {
                let never = |parcel: Option<&str>, refusal: &str| NeverReceives {
                    party: party.id.clone(),
                    name: party.name.clone(),
                    parcel: parcel.map(str::to_owned),
                    refusal: refusal.to_owned(),
                };
                let whole = party.refusal.iter().map(move |why| never(None, why));
                whole.chain(party.never.iter().map(move |own| never(Some(&own.parcel), &own.refusal)))
            })
            .collect(),
    })
}

impl PersonQuestion<'_> {
    fn rules(&self) -> &RuleSet {
        &self.basis.rules.on_peildatum
    }

    fn values(&self, leeftijd: Option<i32>) -> Vec<ExplainedValue> {
        let Some(pair) = self.pair else { return Vec::new() };
        let age = leeftijd.map(|age| age.to_string()).unwrap_or_default();
        let mut values = vec![self.value("leeftijd", age, None)];
        for axis in Axis::ALL {
            let (peildatum, verstrekdatum) = (pair.peildatum.word(*axis), pair.verstrekdatum.word(*axis));
            let later = (peildatum != verstrekdatum).then(|| verstrekdatum.to_owned());
            values.push(self.value(axis.word(), peildatum.to_owned(), later));
        }
        values
    }

    fn value(&self, column: &str, value: String, on_verstrekdatum: Option<String>) -> ExplainedValue {
        let glossary = &self.library.glossary;
        let known = glossary.column(column);
        let in_force = |article: &&String| self.rules().articles.contains_key(*article);
        ExplainedValue {
            column: column.to_owned(),
            title: glossary.title(column).to_owned(),
            explanation: glossary.value(column, &value).unwrap_or_default().to_owned(),
            value,
            on_verstrekdatum,
            articles: known
                .map(|known| known.articles.iter().filter(in_force).cloned().collect())
                .unwrap_or_default(),
            extracts: known.map(|known| known.extracts.clone()).unwrap_or_default(),
            conditions: if column == Axis::Doelgroep.word() { self.of_target_group() } else { Vec::new() },
        }
    }

    /// Which condition of the target group failed (WEB 9.2.1; WEB 8.3.1 until 2025-12-31).
    fn of_target_group(&self) -> Vec<ValueCondition> {
        let facts = self.person.and_then(|person| self.basis.linked.facts(person));
        let Some(facts) = facts else { return Vec::new() };
        let (peildatum, terms) = (self.basis.days.peildatum, &self.rules().terms);
        let days = crate::classify::JudgedDays { peildatum, leeftijdsdag: peildatum };
        let answers = doelgroep_conditions(&facts, days, terms, self.basis.setting());
        let until = terms.doelgroep_leeftijd_tot;
        let mut all = vec![
            ("de leerplicht en de kwalificatieplicht zijn voorbij".to_owned(), answers.duty_is_past),
            (format!("jonger dan {until}"), answers.young_enough),
            ("geen startkwalificatie".to_owned(), answers.without_startkwalificatie),
            ("niet ingeschreven, of vier weken geen lessen gevolgd".to_owned(), answers.out_of_school),
        ];
        if !terms.doelgroep_uitzondering_diplomas_met_werk.is_empty() {
            let work = "niet: werk en een diploma entree, praktijkonderwijs of vso".to_owned();
            all.push((work, answers.without_diploma_and_work));
        }
        all.into_iter().map(|(condition, answer)| ValueCondition { condition, answer }).collect()
    }

    /// What no delivery can tell, where it could matter for this person.
    fn unknowable(&self, values: &Classification) -> Vec<UnknownReason> {
        let facts = || self.person.and_then(|person| self.basis.linked.facts(person));
        let has_consent = self.consents().iter().any(|consent| consent.counts);
        let concerning = concerning(values, facts, &self.rules().terms, has_consent);
        let told = concerning.map(|what| {
            let said = |part| Messages::of(Lang::Nl).text_of_code("niet_te_weten", what.word(), part);
            UnknownReason {
                code: what.word().to_owned(),
                meaning: said("betekenis").into_owned(),
                remedy: said("doen").into_owned(),
            }
        });
        told.collect()
    }

    fn reden(&self, code: &str) -> UnknownReason {
        explained(code, self.library.glossary.reason(code))
    }

    /// The decision about one parcel. Handovers have one per school.
    fn parcel(&self, release: &Release<'_>) -> Vec<ParcelAnswer> {
        let parcel = release.parcel();
        if parcel.rule.form == Regelvorm::Overstap {
            let handed_over = handovers_of(release, self.number).into_iter();
            return handed_over
                .map(|(school, decided)| self.told(release.pakket(), parcel, vec![school], decided))
                .collect();
        }
        let Some(person) = self.person else { return Vec::new() };
        let mut lines: Vec<ParcelLine> = Vec::new();
        let decided = release.decide(person, &mut lines);
        // A person with an address is in one of two twins, and the other twin's refusal says nothing new. A consent parcel
        // has no twin.
        let in_the_other = matches!(decided, Err(Weigering::Geheim | Weigering::NietGeheim));
        if in_the_other && parcel.rule.form != Regelvorm::Toestemming {
            return Vec::new();
        }
        let mut schools: Vec<Brin> = lines.iter().map(|line| line.brin).collect();
        schools.dedup();
        vec![self.told(release.pakket(), parcel, schools, decided)]
    }

    fn told(
        &self,
        pakket: &str,
        parcel: &Parcel,
        schools: Vec<Brin>,
        decided: Result<(), Weigering>,
    ) -> ParcelAnswer {
        let rule = &parcel.rule;
        let velden = parcel
            .columns
            .iter()
            .map(|(field, basis)| ReleasedField { field: field.word(), article: basis.clone() });
        let school = |brin: &Brin| String::from_utf8_lossy(brin.as_bytes()).into_owned();
        ParcelAnswer {
            party: rule.party_id.clone(),
            name: self
                .library
                .policy
                .party(&rule.party_id)
                .map_or_else(|| rule.party_id.clone(), |(_, party)| party.name.clone()),
            parcel: pakket.to_owned(),
            schools: schools.iter().filter(|brin| **brin != Brin::NONE).map(school).collect(),
            rule: rule.id.clone(),
            purpose: rule.purpose.clone(),
            articles: rule.basis.clone(),
            is_delivered: decided.is_ok(),
            counts_only: rule.form == Regelvorm::Telling,
            fields: if decided.is_ok() { velden.collect() } else { Vec::new() },
            refusal: decided.err().map(|why| self.refused(why, Some(parcel))),
        }
    }

    fn refused(&self, why: Weigering, parcel: Option<&Parcel>) -> RefusalAnswer {
        let known: Option<&RefusalEntry> = self.library.glossary.refusal(why.word());
        let text =
            |of: fn(&RefusalEntry) -> &String| known.map(|known| of(known).clone()).unwrap_or_default();
        RefusalAnswer {
            code: why.word(),
            meaning: text(|known| &known.meaning),
            missing: parcel.map(|parcel| self.missing(why, parcel)).unwrap_or_default(),
            needed: text(|known| &known.needed),
            remedy: text(|known| &known.remedy),
        }
    }

    /// The failed conditions: those on the peildatum or, if none, those on the verstrekdatum, plus the rule's other
    /// requirements.
    fn missing(&self, why: Weigering, parcel: &Parcel) -> Vec<String> {
        let Some(pair) = self.pair else { return Vec::new() };
        let on_peildatum = parcel.rule_on_peildatum.as_ref();
        let mut missing = on_peildatum.map(|rule| self.failing(rule, pair.peildatum)).unwrap_or_default();
        if missing.is_empty() && why == Weigering::Verstrekdatum {
            missing = self.failing(&parcel.rule, pair.verstrekdatum);
        }
        if matches!(
            why,
            Weigering::GeenMandaat
                | Weigering::GeenPartner
                | Weigering::GeenVerwerker
                | Weigering::NietVanDuo
        ) {
            missing.extend(rule_text::besides(&parcel.rule));
        }
        missing
    }

    fn failing(&self, rule: &Rule, profile: Profile) -> Vec<String> {
        let glossary = &self.library.glossary;
        let failing = rule.nearest_failures(profile);
        failing
            .into_iter()
            .map(|(axis, asked)| {
                let asked: Vec<String> = asked.iter().map(|word| word.replace('_', " ")).collect();
                format!(
                    "{} is {}; het artikel vraagt {}",
                    glossary.title(axis.word()),
                    profile.word(axis).replace('_', " "),
                    rule_text::any_of(&asked)
                )
            })
            .collect()
    }

    /// Parties that can receive by consent but have no valid consent from this person.
    fn without_consent(&self, consents: &Consents, told: &[ParcelAnswer]) -> Vec<ParcelAnswer> {
        let Some(person) = self.person else { return Vec::new() };
        let rules = &self.basis.rules.parcels;
        let by_consent = rules.iter().filter(|parcel| parcel.rule.form == Regelvorm::Toestemming);
        by_consent
            .filter(|parcel| {
                let given = |pakket: &&ParcelAnswer| {
                    pakket.party == parcel.rule.party_id && pakket.rule == parcel.rule.id
                };
                !told.iter().any(|pakket| given(&pakket))
            })
            .map(|parcel| {
                let why = consents.refusal(&parcel.rule.party_id, person);
                let mut told = self.told("toestemming", parcel, Vec::new(), Err(why));
                if let Some(weigering) = &mut told.refusal {
                    weigering.missing.clear();
                }
                told
            })
            .collect()
    }

    /// Every consent of the person, with the first condition that fails.
    fn consents(&self) -> Vec<ConsentAnswer> {
        let Some(person) = self.person else { return Vec::new() };
        let (delivered, _) = self.basis.linked.consents(person);
        let judge = self.basis.consent_judge();
        let geboorte = self.basis.linked.person(person).and_then(|row| row.geboortedatum.interval());
        let reliable = delivered.reliance == Reliance::Complete;
        stated(&self.basis.linked, person)
            .map(|consent| {
                let judged = judge.judge(consent.stated(), geboorte);
                let gifts = judged.as_ref().map(Vec::as_slice).unwrap_or_default();
                let velden = gifts.iter().flat_map(|gift| gift.fields.iter().map(|field| field.word()));
                ConsentAnswer {
                    line: consent.line,
                    recipient: consent.ontvanger.to_string(),
                    purpose: consent.doel.to_string(),
                    counts: reliable && judged.is_ok(),
                    fields: if reliable { velden.collect() } else { Vec::new() },
                    defect: judged.err().map(|gebrek| self.gebrek(gebrek)),
                }
            })
            .collect()
    }

    fn gebrek(&self, gebrek: Gebrek) -> UnknownReason {
        let code = gebrek.code();
        let entry = self.library.catalogue.entry(code);
        UnknownReason {
            code: code.word().to_owned(),
            meaning: entry.map(|entry| entry.meaning.clone()).unwrap_or_default(),
            remedy: catalogue::advice(code, Lang::Nl).into_owned(),
        }
    }
}

/// A code with its texts.
fn explained(code: &str, known: Option<&ReasonEntry>) -> UnknownReason {
    UnknownReason {
        code: code.to_owned(),
        meaning: known.map(|known| known.meaning.clone()).unwrap_or_default(),
        remedy: known.map(|known| known.remedy.clone()).unwrap_or_default(),
    }
}
