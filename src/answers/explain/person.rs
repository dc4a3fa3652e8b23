//! One person: the facts used, each value with its article, each parcel granted or denied with what exactly was missing,
//! and what would have to be true. Decided by the very code that a run uses.

use serde::Serialize;

use super::facts::{Herkomst, facts};
use crate::classify::doelgroep_conditions;
use crate::intake::delivery::codes;
use crate::law::decide::{Parcel, ProfilePair};
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::law::rule::Rule;
use crate::law::rule_text;
use crate::model::classification::Tri;
use crate::model::facts::{Brin, Reliance};
use crate::model::finding::Ernst;
use crate::model::number::Persoonsnummer;
use crate::model::profile::{Axis, Profile};
use crate::model::ruling::Weigering;
use crate::release::assessment::Basis;
use crate::release::consent::{Consents, Gebrek, stated};
use crate::release::memory::Memory;
use crate::release::minimise::release::{Line, Release};
use crate::release::minimise::{handovers_of, releases};
use crate::run::fault::Fault;
use crate::schemas::glossary::WeigeringUitleg;

/// Everything there is to tell.
#[derive(Clone, Debug, Serialize)]
pub struct Uitleg {
    /// The controller.
    pub gemeente: String,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves.
    pub verstrekdatum: String,
    /// The rule set of the peildatum.
    pub regelset: String,
    /// The rule set of the verstrekdatum.
    pub regelset_verstrekdatum: String,
    /// Whether the number is in the BRP extract: if not, there is no person to release.
    pub in_brp: bool,
    /// What refuses an extract, so that a run of today would release nothing at all.
    pub geweigerde_extracten: Vec<String>,
    /// The facts.
    pub feiten: Vec<Herkomst>,
    /// The values.
    pub waarden: Vec<Waarde>,
    /// Why values are unknown, and who can make them known.
    pub redenen: Vec<Reden>,
    /// The parcels.
    pub pakketten: Vec<Pakket>,
    /// The person's consents.
    pub toestemmingen: Vec<Toestemming>,
    /// Parties that never get a parcel.
    pub nooit: Vec<Nooit>,
}

/// One value.
#[derive(Clone, Debug, Serialize)]
pub struct Waarde {
    /// The column.
    pub kolom: String,
    /// What people call it.
    pub titel: String,
    /// The value on the peildatum.
    pub waarde: String,
    /// The value on the verstrekdatum, where it is another.
    pub op_verstrekdatum: Option<String>,
    /// What that says about the person.
    pub uitleg: String,
    /// The articles in force that it follows from.
    pub artikelen: Vec<String>,
    /// The extracts that it is worked out from.
    pub extracten: Vec<String>,
    /// The conditions that it is worked out from, each with its answer, where there are several.
    pub voorwaarden: Vec<Voorwaarde>,
}

/// One condition of a value.
#[derive(Clone, Debug, Serialize)]
pub struct Voorwaarde {
    /// What must hold.
    pub voorwaarde: String,
    /// `ja`, `nee` or `onbekend`.
    pub antwoord: Tri,
}

/// Why a value is unknown.
#[derive(Clone, Debug, Serialize)]
pub struct Reden {
    /// The code.
    pub code: String,
    /// What it means.
    pub betekenis: String,
    /// Who can make it known.
    pub doen: String,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Pakket {
    /// The party.
    pub partij: String,
    /// What people call it.
    pub naam: String,
    /// The parcel.
    pub pakket: String,
    /// The school, for a party with a parcel per school.
    pub scholen: Vec<String>,
    /// The rule.
    pub regel: String,
    /// The purpose.
    pub doel: String,
    /// The articles that it rests on.
    pub artikelen: Vec<String>,
    /// Whether the person is in it.
    pub geleverd: bool,
    /// Whether it holds counts only, and nothing about a person.
    pub alleen_aantallen: bool,
    /// The fields that leave, each with its article.
    pub velden: Vec<Veld>,
    /// Why not.
    pub weigering: Option<Geweigerd>,
}

/// One field that leaves.
#[derive(Clone, Debug, Serialize)]
pub struct Veld {
    /// The field.
    pub veld: &'static str,
    /// The article.
    pub artikel: String,
}

/// Why a person is not in a parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Geweigerd {
    /// The code.
    pub code: &'static str,
    /// Why not.
    pub betekenis: String,
    /// What exactly was missing: the conditions that fail, each with what it is and what the article asks.
    pub ontbreekt: Vec<String>,
    /// What would have to be true.
    pub nodig: String,
    /// What can lawfully be done.
    pub doen: String,
}

/// One consent.
#[derive(Clone, Debug, Serialize)]
pub struct Toestemming {
    /// The line of the extract.
    pub regel: u32,
    /// For whom.
    pub ontvanger: String,
    /// For what.
    pub doel: String,
    /// Whether it counts.
    pub telt: bool,
    /// What leaves because of it.
    pub velden: Vec<&'static str>,
    /// The condition that fails.
    pub gebrek: Option<Reden>,
}

/// A party that never gets a parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Nooit {
    /// The party.
    pub partij: String,
    /// What people call it.
    pub naam: String,
    /// Why, and whom to turn to.
    pub weigering: String,
}

/// What is asked about.
struct Question<'a> {
    basis: &'a Basis<'a>,
    library: &'a Library,
    number: Persoonsnummer,
    person: Option<usize>,
    pair: Option<ProfilePair>,
}

/// Tells about the person with this number, as a run after those that are remembered would decide.
pub fn explain(
    basis: &Basis<'_>,
    library: &Library,
    memory: &Memory,
    number: Persoonsnummer,
) -> Result<Uitleg, Fault> {
    let classified = basis.classify();
    let consents = basis.consents();
    let sources = basis.sources(&classified, &consents, memory);
    let person = basis.linked.position(number);
    let pair =
        person.and_then(|person| classified.pairs().get(classified.pair(person))).map(|(pair, _)| *pair);
    let question = Question { basis, library, number, person, pair };
    let values = person.and_then(|person| classified.classification(person));

    let mut pakketten = Vec::new();
    for release in &releases(sources) {
        pakketten.extend(question.parcel(release));
    }
    pakketten.extend(question.without_consent(&consents, &pakketten));
    pakketten.dedup_by(|one, other| {
        let refused = |pakket: &Pakket| pakket.weigering.as_ref().map(|why| why.code);
        one.regel == other.regel && refused(one).is_some() && refused(one) == refused(other)
    });

    let mut overall = basis.absent_extracts();
    overall.extend(basis.repeated_files());
    let refused = codes(basis.linked.deliveries(), &overall)
        .filter(|(_, code)| library.catalogue.ernst(*code) == Ernst::Blokkerend)
        .map(|(extract, code)| format!("{extract} ({code})"));
    let over = basis.linked.deliveries().iter().filter(|delivery| delivery.over_threshold());
    let over = over.map(|delivery| format!("{} (te veel rijen in quarantaine)", delivery.extract));
    Ok(Uitleg {
        gemeente: basis.config.file.gemeente.naam.clone(),
        peildatum: basis.days.peildatum.to_string(),
        verstrekdatum: basis.days.verstrekdatum.to_string(),
        regelset: basis.rules.on_peildatum.date.to_string(),
        regelset_verstrekdatum: basis.rules.on_verstrekdatum.date.to_string(),
        in_brp: person.is_some(),
        geweigerde_extracten: refused.chain(over).collect(),
        feiten: facts(basis, &library.schemas, number, person),
        waarden: values.map(|values| question.values(values.leeftijd)).unwrap_or_default(),
        redenen: values
            .map(|values| values.redenen.iter().map(|reden| question.reden(reden.word())).collect())
            .unwrap_or_default(),
        pakketten,
        toestemmingen: question.consents(),
        nooit: library
            .policy
            .parties
            .iter()
            .filter_map(|party| {
                let (partij, naam) = (party.id.clone(), party.naam.clone());
                Some(Nooit { partij, naam, weigering: party.weigering.clone()? })
            })
            .collect(),
    })
}

impl Question<'_> {
    fn rules(&self) -> &RuleSet {
        &self.basis.rules.on_peildatum
    }

    fn values(&self, leeftijd: Option<i32>) -> Vec<Waarde> {
        let Some(pair) = self.pair else { return Vec::new() };
        let age = leeftijd.map(|age| age.to_string()).unwrap_or_default();
        let mut values = vec![self.value("leeftijd", age, None)];
        for axis in Axis::ALL {
            let (then, now) = (pair.peildatum.word(*axis), pair.verstrekdatum.word(*axis));
            values.push(self.value(axis.word(), then.to_owned(), (then != now).then(|| now.to_owned())));
        }
        values
    }

    fn value(&self, kolom: &str, waarde: String, op_verstrekdatum: Option<String>) -> Waarde {
        let glossary = &self.library.glossary;
        let known = glossary.kolom(kolom);
        let in_force = |article: &&String| self.rules().articles.contains_key(*article);
        Waarde {
            kolom: kolom.to_owned(),
            titel: glossary.title(kolom).to_owned(),
            uitleg: glossary.value(kolom, &waarde).unwrap_or_default().to_owned(),
            waarde,
            op_verstrekdatum,
            artikelen: known
                .map(|known| known.artikelen.iter().filter(in_force).cloned().collect())
                .unwrap_or_default(),
            extracten: known.map(|known| known.extracten.clone()).unwrap_or_default(),
            voorwaarden: if kolom == Axis::Doelgroep.word() { self.of_target_group() } else { Vec::new() },
        }
    }

    /// Which condition of the target group failed (WEB 9.2.1; to 2025-12-31 WEB 8.3.1).
    fn of_target_group(&self) -> Vec<Voorwaarde> {
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
        all.into_iter().map(|(voorwaarde, antwoord)| Voorwaarde { voorwaarde, antwoord }).collect()
    }

    fn reden(&self, code: &str) -> Reden {
        let known = self.library.glossary.reden(code);
        Reden {
            code: code.to_owned(),
            betekenis: known.map(|known| known.betekenis.clone()).unwrap_or_default(),
            doen: known.map(|known| known.doen.clone()).unwrap_or_default(),
        }
    }

    /// The decision about one parcel; for handovers, one for each.
    fn parcel(&self, release: &Release<'_>) -> Vec<Pakket> {
        let parcel = release.parcel();
        if parcel.rule.vorm == Regelvorm::Overstap {
            let handed_over = handovers_of(release, self.number).into_iter();
            return handed_over
                .map(|(school, decided)| self.told(release.pakket(), parcel, vec![school], decided))
                .collect();
        }
        let Some(person) = self.person else { return Vec::new() };
        let mut lines: Vec<Line> = Vec::new();
        let decided = release.decide(person, &mut lines);
        // A person with an address is in one of two parcels; the other need not be told. Of a consent parcel there is one.
        let in_the_other = matches!(decided, Err(Weigering::Geheim | Weigering::NietGeheim));
        if in_the_other && parcel.rule.vorm != Regelvorm::Toestemming {
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
    ) -> Pakket {
        let rule = &parcel.rule;
        let velden =
            parcel.columns.iter().map(|(field, basis)| Veld { veld: field.word(), artikel: basis.clone() });
        let school = |brin: &Brin| String::from_utf8_lossy(brin.as_bytes()).into_owned();
        Pakket {
            partij: rule.partij.clone(),
            naam: self
                .library
                .policy
                .party(&rule.partij)
                .map_or_else(|| rule.partij.clone(), |(_, party)| party.naam.clone()),
            pakket: pakket.to_owned(),
            scholen: schools.iter().filter(|brin| **brin != Brin::NONE).map(school).collect(),
            regel: rule.id.clone(),
            doel: rule.doel.clone(),
            artikelen: rule.basis.clone(),
            geleverd: decided.is_ok(),
            alleen_aantallen: rule.vorm == Regelvorm::Telling,
            velden: if decided.is_ok() { velden.collect() } else { Vec::new() },
            weigering: decided.err().map(|why| self.refused(why, Some(parcel))),
        }
    }

    fn refused(&self, why: Weigering, parcel: Option<&Parcel>) -> Geweigerd {
        let known: Option<&WeigeringUitleg> = self.library.glossary.weigering(why.word());
        let text =
            |of: fn(&WeigeringUitleg) -> &String| known.map(|known| of(known).clone()).unwrap_or_default();
        Geweigerd {
            code: why.word(),
            betekenis: text(|known| &known.betekenis),
            ontbreekt: parcel.map(|parcel| self.missing(why, parcel)).unwrap_or_default(),
            nodig: text(|known| &known.nodig),
            doen: text(|known| &known.doen),
        }
    }

    /// The conditions that fail: on the peildatum, else on the verstrekdatum; and what the rule asks besides.
    fn missing(&self, why: Weigering, parcel: &Parcel) -> Vec<String> {
        let Some(pair) = self.pair else { return Vec::new() };
        let then = parcel.rule_on_peildatum.as_ref();
        let mut missing = then.map(|rule| self.failing(rule, pair.peildatum)).unwrap_or_default();
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

    /// Parties that can receive by consent, and to whom this person gave none that counts.
    fn without_consent(&self, consents: &Consents, told: &[Pakket]) -> Vec<Pakket> {
        let Some(person) = self.person else { return Vec::new() };
        let rules = &self.basis.rules.parcels;
        let by_consent = rules.iter().filter(|parcel| parcel.rule.vorm == Regelvorm::Toestemming);
        by_consent
            .filter(|parcel| {
                let given =
                    |pakket: &&Pakket| pakket.partij == parcel.rule.partij && pakket.regel == parcel.rule.id;
                !told.iter().any(|pakket| given(&pakket))
            })
            .map(|parcel| {
                let why = consents.refusal(&parcel.rule.partij, person);
                let mut told = self.told("toestemming", parcel, Vec::new(), Err(why));
                if let Some(weigering) = &mut told.weigering {
                    weigering.ontbreekt.clear();
                }
                told
            })
            .collect()
    }

    /// Every consent of the person, with the first condition that fails.
    fn consents(&self) -> Vec<Toestemming> {
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
                Toestemming {
                    regel: consent.line,
                    ontvanger: consent.ontvanger.to_string(),
                    doel: consent.doel.to_string(),
                    telt: reliable && judged.is_ok(),
                    velden: if reliable { velden.collect() } else { Vec::new() },
                    gebrek: judged.err().map(|gebrek| self.gebrek(gebrek)),
                }
            })
            .collect()
    }

    fn gebrek(&self, gebrek: Gebrek) -> Reden {
        let code = gebrek.code();
        let entry = self.library.catalogue.entry(code);
        Reden {
            code: code.word().to_owned(),
            betekenis: entry.map(|entry| entry.betekenis.clone()).unwrap_or_default(),
            doen: entry.map(|entry| entry.advies.clone()).unwrap_or_default(),
        }
    }
}
