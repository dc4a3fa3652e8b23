//! The register of processing activities (AVG 30), worked out from the law files and the configuration of one municipality: what a
//! run on that day can do, by the same conditions that a run applies (`answers/reach`). Holds no personal data.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::reach::{NotReached, Reach};
use crate::config::Config;
use crate::config::arrangements::Arrangements;
use crate::config::file::{Kanaal, Ontvanger};
use crate::law::decide::{Parcel, parcels};
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::law::register::CLASSIFICATION;
use crate::law::rule_text;
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::field::{Field, KENMERK};
use crate::model::profile::Axis;
use crate::publish::state::next::ONCE_YEARS;
use crate::release::recall;
use crate::run::fault::Fault;

/// The article on which everything rests that no rule grants: keeping the work safe.
const SECURITY: &str = "AVG 32";

/// The article on the pseudonym in each parcel.
const PSEUDONYM: &str = "AVG 25";

/// The extracts that every run reads, whatever the rules: who exists, and who must be left out.
const ALWAYS: [Extract; 2] = [Extract::Brp, Extract::Uitsluiting];

/// The register of one controller on one day.
#[derive(Debug, Serialize)]
pub struct ProcessingRegister {
    /// The version of this format.
    #[serde(rename = "versie")]
    pub version: u32,
    /// The day.
    #[serde(rename = "datum")]
    pub date: Day,
    /// The date of the rule set.
    #[serde(rename = "regelset")]
    pub rule_set: Day,
    /// The law files in force.
    #[serde(rename = "wetten")]
    pub laws: Vec<String>,
    /// Which configuration this is, as a manifest names it.
    pub config_sha256: String,
    /// Who is responsible.
    #[serde(rename = "verwerkingsverantwoordelijke")]
    pub controller: RegisterController,
    /// What is done.
    #[serde(rename = "verwerkingen")]
    pub activities: Vec<RegisterActivity>,
    /// What the program keeps about persons for itself, beside the parcels.
    #[serde(rename = "bewaard")]
    pub own_records: Vec<OwnRecord>,
    /// What the law would allow, and this configuration does not deliver.
    #[serde(rename = "niet_geleverd")]
    pub withheld: Vec<Withheld>,
    /// What nobody gets, whatever the configuration says.
    #[serde(rename = "nooit")]
    pub never: Vec<Never>,
    /// The deliveries that it is made of.
    #[serde(rename = "bronnen")]
    pub sources: Vec<RegisterSource>,
    /// The municipality's own arrangements.
    #[serde(rename = "afspraken")]
    pub arrangements: Vec<Arrangement>,
    /// How it is kept safe.
    #[serde(rename = "beveiliging")]
    pub security: Vec<String>,
    /// To countries outside the EU.
    #[serde(rename = "doorgifte")]
    pub transfers: String,
    /// What stands in no file that the program reads.
    #[serde(rename = "zelf_invullen")]
    pub to_fill_in: Vec<String>,
}

/// The municipality.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RegisterController {
    #[serde(rename = "gemeente")]
    pub code: String,
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "regio")]
    pub region: Vec<String>,
    pub contactgemeente: bool,
    pub contact: Option<String>,
}

/// One processing activity.
#[derive(Debug, Serialize)]
pub struct RegisterActivity {
    /// `<partij>/<pakket>`, `classificatie` or `intrekking`, as the processing log names it.
    #[serde(rename = "naam")]
    pub name: String,
    /// Its identifier in the processing log of a run on this day.
    pub uri: String,
    /// What is done.
    #[serde(rename = "activiteit")]
    pub description: String,
    /// As controller, or as processor for the schools named.
    #[serde(rename = "rol")]
    pub role: String,
    /// The purpose.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// The articles on which it rests.
    #[serde(rename = "grondslagen")]
    pub basis: Vec<Citation>,
    /// Whom it is about: at least one of these descriptions holds.
    #[serde(rename = "betrokkenen")]
    pub who: Vec<String>,
    /// What else must hold.
    #[serde(rename = "voorwaarden")]
    pub conditions: Vec<String>,
    /// The data.
    #[serde(rename = "gegevens")]
    pub data: Vec<Datum>,
    /// Who receives it.
    #[serde(rename = "ontvangers")]
    pub recipients: Vec<RegisterRecipient>,
    /// Whether persons with a secret address are in a parcel of their own.
    #[serde(rename = "geheim_adres_apart")]
    pub is_split_by_secrecy: bool,
    /// How long the recipient may keep it, and on which ground.
    #[serde(rename = "bewaartermijn")]
    pub retention: Retention,
    /// The extracts that it is made of.
    #[serde(rename = "bronnen")]
    pub sources: Vec<UsedExtract>,
}

/// One article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Citation {
    #[serde(rename = "artikel")]
    pub article: String,
    #[serde(rename = "wet")]
    pub law: Option<String>,
    #[serde(rename = "vindplaats")]
    pub url: Option<String>,
}

/// One kind of data, with the article that grants it.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Datum {
    #[serde(rename = "veld")]
    pub field: String,
    #[serde(rename = "soort")]
    pub kind: String,
    #[serde(rename = "artikel")]
    pub article: Option<String>,
    #[serde(rename = "bronnen")]
    pub sources: Vec<String>,
}

/// Who receives.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RegisterRecipient {
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "naam")]
    pub name: String,
    pub brin: Option<String>,
    /// The fingerprint of the key to which its parcels are sealed, as in a manifest.
    #[serde(rename = "vingerafdruk")]
    pub fingerprint: Option<String>,
}

/// How long.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Retention {
    #[serde(rename = "maanden")]
    pub months: Option<u32>,
    #[serde(rename = "grondslag")]
    pub basis: String,
}

/// An extract of an activity, and whether the configuration names a delivery of it. Without one, what follows from it is unknown.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct UsedExtract {
    pub extract: String,
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "ingericht")]
    pub is_delivered: bool,
}

/// What the program keeps for itself. It names nobody, but one pseudonym per person over all runs is personal data (AVG 4(5)).
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct OwnRecord {
    #[serde(rename = "naam")]
    pub name: &'static str,
    /// Where, in the folder with runs.
    #[serde(rename = "plaats")]
    pub place: &'static str,
    #[serde(rename = "gegevens")]
    pub data: &'static str,
    #[serde(rename = "betrokkenen")]
    pub who: &'static str,
    #[serde(rename = "doel")]
    pub purpose: &'static str,
    #[serde(rename = "grondslagen")]
    pub basis: Vec<Citation>,
    #[serde(rename = "termijn")]
    pub term: String,
    /// What removes it.
    #[serde(rename = "verwijderd")]
    pub removed: &'static str,
}

/// A parcel that nobody gets here.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Withheld {
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "reden")]
    pub code: &'static str,
    #[serde(rename = "betekenis")]
    pub meaning: String,
}

/// A party or parcel that no law allows.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Never {
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "omdat")]
    pub because: String,
}

/// A configured delivery.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RegisterSource {
    pub extract: String,
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "bron")]
    pub supplier: String,
    #[serde(rename = "verantwoordelijke")]
    pub controller: Option<String>,
    #[serde(rename = "kanaal_beveiligd")]
    pub is_secured: bool,
    #[serde(rename = "max_leeftijd_dagen")]
    pub max_age_days: i32,
    /// The columns that are read, by the names that people use.
    #[serde(rename = "gegevens")]
    pub columns: Vec<String>,
}

/// An arrangement of the municipality.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Arrangement {
    #[serde(rename = "soort")]
    pub kind: &'static str,
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "geldig_van")]
    pub from: Day,
    #[serde(rename = "geldig_tot")]
    pub until: Option<Day>,
    #[serde(rename = "in_werking")]
    pub is_in_force: bool,
}

/// What the register is made of.
struct Desk<'a> {
    library: &'a Library,
    config: &'a Config,
    rules: &'a RuleSet,
    reach: Reach<'a>,
}

/// Works out the register of a day.
///
/// # Errors
/// [`Fault`] if the policy has no valid rule set on the day.
pub fn register(library: &Library, config: &Config, day: Day) -> Result<ProcessingRegister, Fault> {
    let rules = library.policy.on(day, &library.schemas)?;
    let parcels = parcels(&rules, &rules);
    let (file, parties) = (&config.file, library.policy.parties.as_slice());
    let reach = Reach { parcels: &parcels, parties, config: file, arrangements: Arrangements::on(file, day) };
    let desk = Desk { library, config, rules: &rules, reach };
    let uris = library.register.under(&rules, parties);
    let mut activities = vec![desk.classification(), desk.recall()];
    let mut withheld = Vec::new();
    for parcel in &parcels {
        match reach.of(parcel) {
            Ok(positions) => activities.push(desk.parcel(parcel, &positions)),
            Err(why) => withheld.push(desk.withheld(parcel, why)),
        }
    }
    for activity in &mut activities {
        activity.uri = uris.uri(&activity.name).unwrap_or_default().to_owned();
        activity.description =
            library.register.activity(&activity.name).map(|own| own.description.clone()).unwrap_or_default();
    }
    Ok(ProcessingRegister {
        version: 1,
        date: day,
        rule_set: rules.date,
        laws: library.policy.paths_on(day)?.into_iter().map(str::to_owned).collect(),
        config_sha256: config.sha256.clone(),
        controller: RegisterController {
            code: file.gemeente.code.get_ref().clone(),
            name: file.gemeente.name.clone(),
            region: file.gemeente.regio.iter().map(|code| code.get_ref().clone()).collect(),
            contactgemeente: file.gemeente.contactgemeente,
            contact: file.gemeente.contact.as_ref().map(|own| own.get_ref().clone()),
        },
        activities,
        own_records: desk.own_records(),
        withheld,
        never: never(library),
        sources: desk.sources(),
        arrangements: arrangements(config, day),
        security: security(config),
        transfers: "geen: het programma maakt geen enkele verbinding, en schrijft alleen op de machine waarop het draait"
            .to_owned(),
        to_fill_in: [
            "de naam en contactgegevens van het college, en van een gezamenlijke verwerkingsverantwoordelijke als die er is (AVG 30, eerste lid, onder a)",
            "de functionaris gegevensbescherming (AVG 30, eerste lid, onder a)",
            "wie de machine beheert waarop jib draait, en op grond van welke verwerkersovereenkomst (AVG 28)",
            "hoe de verzegelde bestanden naar de ontvangers gaan: dat doet jib niet",
            "wat een ontvanger daarna met de gegevens doet: dat staat in zijn eigen register",
            "hoe lang het logboek en de raadplegingen bewaard worden: jib verwijdert ze niet",
        ]
        .map(str::to_owned)
        .to_vec(),
    })
}

impl Desk<'_> {
    /// One parcel that somebody gets.
    fn parcel(&self, parcel: &Parcel, positions: &[usize]) -> RegisterActivity {
        let rule = &parcel.rule;
        let party = self.reach.parties.iter().find(|party| party.id == rule.party_id);
        let processed = self.reach.processed_for();
        let role = match rule.verwerker {
            true => format!("verwerker voor de school: {}", processed.join(", ")),
            false => "verwerkingsverantwoordelijke".to_owned(),
        };
        let mut conditions = rule_text::besides(rule);
        let mut purpose = rule.purpose.clone();
        if rule.form == Regelvorm::Toestemming {
            let entries: Vec<_> = self.reach.arrangements.cooperations_with(&rule.party_id).collect();
            let purposes: BTreeSet<&str> = entries.iter().map(|own| own.doel.as_str()).collect();
            let _ = write!(purpose, ": {}", purposes.into_iter().collect::<Vec<_>>().join(", "));
            conditions.extend(entries.iter().map(|own| format!("samenwerking {} geldt", own.id)));
        }
        let data = self.data(parcel);
        let sources = self.extracts(parcel, &data);
        RegisterActivity {
            name: format!("{}/{}", rule.party_id, rule.parcel),
            uri: String::new(),
            description: String::new(),
            role,
            purpose,
            basis: rule.basis.iter().map(|id| self.citation(id)).collect(),
            who: rule_text::who(rule, &self.library.glossary),
            conditions,
            data,
            recipients: positions.iter().filter_map(|at| self.recipient(*at)).collect(),
            is_split_by_secrecy: parcel.has_address() && rule.form != Regelvorm::Toestemming,
            retention: Retention {
                months: party.map(|party| party.retention_months),
                basis: party.map(|party| party.retention_basis.clone()).unwrap_or_default(),
            },
            sources,
        }
    }

    /// The columns of a parcel.
    fn data(&self, parcel: &Parcel) -> Vec<Datum> {
        let rule = &parcel.rule;
        let by_consent = rule.form == Regelvorm::Toestemming;
        let columns: Vec<(Field, String)> = if by_consent {
            let fields = self.reach.consented(parcel);
            fields.into_iter().map(|field| (field, rule.article.clone())).collect()
        } else {
            parcel.columns.clone()
        };
        let kenmerk = (rule.form != Regelvorm::Telling).then(|| pseudonym(PSEUDONYM));
        let fields = columns.into_iter().map(|(field, article)| Datum {
            field: field.word().to_owned(),
            kind: kind(field).to_owned(),
            article: Some(article),
            sources: self.filled_from(field, rule.form),
        });
        kenmerk.into_iter().chain(fields).collect()
    }

    /// The extracts that a column comes from, or is worked out from.
    fn filled_from(&self, field: Field, form: Regelvorm) -> Vec<String> {
        if let Some(extract) = filled_from(field, form) {
            return vec![extract.word().to_owned()];
        }
        self.library.glossary.column(field.word()).map(|own| own.extracts.clone()).unwrap_or_default()
    }

    /// Every extract that a parcel is made of: for its columns, and for who is in it.
    fn extracts(&self, parcel: &Parcel, data: &[Datum]) -> Vec<UsedExtract> {
        let rule = &parcel.rule;
        let mut ids: BTreeSet<&str> = data.iter().flat_map(|own| &own.sources).map(String::as_str).collect();
        ids.extend(ALWAYS.map(Extract::word));
        let before = rule.within.iter().chain(&rule.earlier_in);
        let same_party = |own: &&Parcel| own.rule.party_position == rule.party_position;
        let others = before.flat_map(|name| {
            self.reach.parcels.iter().filter(same_party).filter(move |own| own.rule.parcel == *name)
        });
        let axes = std::iter::once(parcel)
            .chain(others)
            .flat_map(|own| &own.rule.when)
            .flat_map(|when| when.restrictions())
            .map(|(axis, _)| axis);
        let glossary = &self.library.glossary;
        let asked = axes.filter_map(|axis: Axis| glossary.column(axis.word())).flat_map(|own| &own.extracts);
        ids.extend(asked.map(String::as_str));
        if rule.form == Regelvorm::Toestemming {
            ids.insert(Extract::Toestemming.word());
        }
        // In the order of the schemas, so that registers read alike.
        let known = self.library.schemas.extracts.iter().filter(|schema| ids.contains(schema.id.as_str()));
        known
            .map(|schema| UsedExtract {
                extract: schema.id.clone(),
                title: schema.title.clone(),
                is_delivered: self.is_configured(&schema.id),
            })
            .collect()
    }

    fn is_configured(&self, extract: &str) -> bool {
        self.config.file.levering.iter().any(|own| own.get_ref().extract == extract)
    }

    /// Working out to which group everyone belongs.
    fn classification(&self) -> RegisterActivity {
        let glossary = &self.library.glossary;
        let cited: BTreeSet<&str> =
            glossary.columns().iter().flat_map(|own| &own.articles).map(String::as_str).collect();
        let in_force = cited.into_iter().filter(|id| self.rules.articles.contains_key(*id));
        let data = glossary.columns().iter().map(|own| Datum {
            field: own.name.clone(),
            kind: own.title.clone(),
            article: None,
            sources: own.extracts.clone(),
        });
        let configured = self.library.schemas.extracts.iter().filter(|own| self.is_configured(&own.id));
        RegisterActivity {
            name: CLASSIFICATION.to_owned(),
            uri: String::new(),
            description: String::new(),
            role: "verwerkingsverantwoordelijke".to_owned(),
            purpose: "vaststellen wie volgens de wet in welk pakket hoort".to_owned(),
            basis: in_force.map(|id| self.citation(id)).collect(),
            who: vec!["iedereen in de levering uit de basisregistratie personen".to_owned()],
            conditions: Vec::new(),
            data: data.collect(),
            recipients: Vec::new(),
            is_split_by_secrecy: false,
            retention: Retention {
                months: None,
                basis: "De indeling is verzegeld voor het eigen beheer en gaat naar niemand. `jib prune` verwijdert haar na de langste bewaartermijn van een ontvanger.".to_owned(),
            },
            sources: configured
                .map(|own| UsedExtract { extract: own.id.clone(), title: own.title.clone(), is_delivered: true })
                .collect(),
        }
    }

    /// Telling a party to erase what it received.
    fn recall(&self) -> RegisterActivity {
        let everyone = 0..self.config.file.ontvanger.len();
        let secured = everyone.filter(|at| {
            self.config.file.ontvanger.get(*at).is_some_and(|own| own.get_ref().channel == Kanaal::Beveiligd)
        });
        let data = recall::HEADER.iter().map(|name| match *name {
            KENMERK => pseudonym("AVG 19"),
            name => Datum {
                field: name.to_owned(),
                kind: "over het bestand".to_owned(),
                article: Some("AVG 19".to_owned()),
                sources: Vec::new(),
            },
        });
        RegisterActivity {
            name: recall::PAKKET.to_owned(),
            uri: String::new(),
            description: String::new(),
            role: "verwerkingsverantwoordelijke".to_owned(),
            purpose: "melden dat gegevens gewist moeten worden".to_owned(),
            basis: recall::BASIS.iter().map(|id| self.citation(id)).collect(),
            who: vec!["over wie een ontvanger eerder iets kreeg en dat niet langer mag hebben".to_owned()],
            conditions: Vec::new(),
            data: data.collect(),
            recipients: secured.filter_map(|at| self.recipient(at)).collect(),
            is_split_by_secrecy: false,
            retention: Retention {
                months: None,
                basis: "Elke ontvanger houdt een intrekking zo lang als zijn eigen pakketten.".to_owned(),
            },
            sources: Vec::new(),
        }
    }

    /// What stays with the program itself, with how long that is as far as the program decides it.
    fn own_records(&self) -> Vec<OwnRecord> {
        let in_force = |ids: &[&str]| {
            let cited = ids.iter().filter(|id| self.rules.articles.contains_key(**id));
            cited.map(|id| self.citation(id)).collect()
        };
        let rules = &self.rules.rules;
        // As `run/parcels` tells the state how long to remember the persons of a parcel.
        let mut once: BTreeSet<String> = BTreeSet::new();
        for rule in rules {
            once.extend(rule.earlier_in.iter().map(|pakket| format!("{}/{pakket}", rule.party_id)));
            if rule.once {
                once.insert(format!("{}/{}", rule.party_id, rule.parcel));
            }
        }
        let months = self.reach.parties.iter().map(|party| party.retention_months).max().unwrap_or(0);
        let mut remembered =
            format!("zolang de ontvanger het mag bewaren, hoogstens {months} maanden na de laatste levering");
        if !once.is_empty() {
            let once = once.into_iter().collect::<Vec<_>>().join(", ");
            let _ = write!(remembered, "; {ONCE_YEARS} jaar na de laatste levering voor {once}");
        }
        let no_term = "geen: geen wetsbestand noemt een termijn, dus de gemeente stelt hem vast".to_owned();
        let log = self.config.file.logboek.is_kept.then(|| OwnRecord {
            name: "logboek",
            place: "logboek/ van elke run",
            data: "een schuilnaam van de jongere, in elke run dezelfde, met elke verwerking en haar tijd",
            who: "iedereen in de levering uit de basisregistratie personen, en wie wordt ingetrokken",
            purpose: "verantwoorden wat met gegevens is gedaan, en een verzoek om inzage beantwoorden",
            basis: in_force(&["AVG 5", "AVG 15", SECURITY]),
            term: no_term.clone(),
            removed: "nooit: `jib prune` laat het staan, want zonder logboek is er geen inzage",
        });
        let others = [
            OwnRecord {
                name: "staat",
                place: ".staat/",
                data: "per pakket een schuilnaam van wie erin zat, met een kenmerk en een regel die alleen met de sleutel te herkennen zijn, en de dag",
                who: "over wie een ontvanger iets kreeg",
                purpose: "melden wie gewist moet worden, niet vaker leveren of vragen dan mag, en tellen wat er werd van wie begeleiding kreeg",
                basis: in_force(&["AVG 5", "AVG 19", "Besluit RO 31", "WEB 8.3.3", "WEB 9.2.10"]),
                term: remembered,
                removed: "elke run laat weg wat voorbij is, en verwijdert de oudere staat; die van de laatste run blijft",
            },
            OwnRecord {
                name: "raadplegingen",
                place: ".raadplegingen/",
                data: "het account en de machine van wie keek, met tijd, opdracht en opgegeven reden, en een schuilnaam van de jongere",
                who: "medewerkers die iemand opzochten, en over wie dat ging",
                purpose: "nagaan wie gegevens van een jongere heeft ingezien (BIO2 8.15), en dat bij inzage zeggen",
                basis: in_force(&["AVG 5", "AVG 15", SECURITY]),
                term: no_term,
                removed: "nooit: `jib prune` laat het staan, want een weggehaalde regel is niet van knoeien te onderscheiden",
            },
        ];
        log.into_iter().chain(others).collect()
    }

    fn recipient(&self, position: usize) -> Option<RegisterRecipient> {
        let own: &Ontvanger = self.config.file.ontvanger.get(position)?.get_ref();
        let party = self.reach.parties.iter().find(|party| party.id == own.party)?;
        Some(RegisterRecipient {
            party: own.party.clone(),
            name: party.name.clone(),
            brin: own.brin.clone(),
            fingerprint: self
                .config
                .keys
                .ontvangers
                .get(position)
                .map(crate::crypto::keys::Recipient::fingerprint),
        })
    }

    fn withheld(&self, parcel: &Parcel, why: NotReached) -> Withheld {
        let glossary = &self.library.glossary;
        let no_cooperation = "Er geldt geen samenwerking die deze partij noemt, met een doel waarvoor een jongere toestemming kan geven.".to_owned();
        let (code, meaning) = match why {
            NotReached::NoCooperation => ("geen_samenwerking", Some(&no_cooperation)),
            NotReached::Refused(own) => (own.word(), glossary.refusal(own.word()).map(|own| &own.meaning)),
            NotReached::NoSource(own) => (own.word(), glossary.reason(own.word()).map(|own| &own.meaning)),
        };
        Withheld {
            name: format!("{}/{}", parcel.rule.party_id, parcel.rule.parcel),
            code,
            meaning: meaning.cloned().unwrap_or_default(),
        }
    }

    fn citation(&self, id: &str) -> Citation {
        let place = self.rules.articles.get(id);
        Citation {
            article: id.to_owned(),
            law: place.map(|own| own.law.clone()),
            url: place.map(|own| own.url.clone()),
        }
    }

    fn sources(&self) -> Vec<RegisterSource> {
        let leveringen = self.config.file.levering.iter().map(toml::Spanned::get_ref);
        let schema = |id: &str| self.library.schemas.extract(id);
        leveringen
            .map(|own| RegisterSource {
                extract: own.extract.clone(),
                title: schema(&own.extract).map_or_else(|| own.extract.clone(), |own| own.title.clone()),
                supplier: own.source.clone(),
                controller: own.controller.clone(),
                is_secured: own.channel == Kanaal::Beveiligd,
                max_age_days: own.max_age_days,
                columns: schema(&own.extract)
                    .map(|own| own.columns.iter().map(|column| column.title.clone()).collect())
                    .unwrap_or_default(),
            })
            .collect()
    }
}

fn pseudonym(article: &str) -> Datum {
    Datum {
        field: KENMERK.to_owned(),
        kind: "schuilnaam, in elk pakket een andere".to_owned(),
        article: Some(article.to_owned()),
        sources: Vec::new(),
    }
}

fn never(library: &Library) -> Vec<Never> {
    let parties = &library.policy.parties;
    let whole = parties
        .iter()
        .filter_map(|party| Some(Never { name: party.id.clone(), because: party.refusal.clone()? }));
    let parcels = parties.iter().flat_map(|party| {
        party
            .never
            .iter()
            .map(|own| Never { name: format!("{}/{}", party.id, own.parcel), because: own.refusal.clone() })
    });
    whole.chain(parcels).collect()
}

fn arrangements(config: &Config, day: Day) -> Vec<Arrangement> {
    let all = config.file.arrangements();
    all.into_iter()
        .map(|own| Arrangement {
            kind: own.kind,
            is_in_force: own.van <= day && own.tot.is_none_or(|tot| day <= tot),
            name: own.name,
            from: own.van,
            until: own.tot,
        })
        .collect()
}

/// What keeps the data safe, as this configuration has it.
fn security(config: &Config) -> Vec<String> {
    let file = &config.file;
    let unsecured = file.levering.iter().filter(|own| own.get_ref().channel == Kanaal::Onbeveiligd).count();
    let mut all = vec![
        format!("Elk bestand met personen is verzegeld met age (X25519), voor één ontvanger en met zijn eigen sleutel ({SECURITY})."),
        "Elke run is ondertekend (minisign) en hoort aan de vorige vast: een gewijzigd of weggehaald bestand valt op (`jib verify`).".to_owned(),
        "Elke jongere heeft per pakket een andere schuilnaam, gemaakt met een eigen sleutel: pakketten zijn daarop niet te koppelen.".to_owned(),
        "Alleen de kolommen van de regel gaan mee, en een onbekend gegeven geeft nooit meer.".to_owned(),
        "Meldingen, rapporten en foutmeldingen noemen geen waarde van een persoon.".to_owned(),
        "Mappen en bestanden van een run zijn alleen leesbaar voor wie jib draait; jib laat geen geheugenbestand (core) achter.".to_owned(),
        "Wie met `jib inzage`, of met `jib explain` en `--out`, een persoon opzoekt, staat met tijd, account en opgegeven reden in een eigen logboek. `jib explain` zonder `--out` kijkt alleen in de aangeleverde bestanden en laat geen regel na.".to_owned(),
    ];
    all.push(match file.beheer.small_cell_threshold {
        0 | 1 => "LET OP: aantallen in rapporten zijn niet afgerond (drempel_kleine_cellen).".to_owned(),
        drempel => format!("Aantallen personen in rapporten zijn afgerond op een veelvoud van {drempel}."),
    });
    all.push(if file.logboek.is_kept {
        "Van elke verwerking van elke jongere staat een regel in het logboek, onder een schuilnaam."
            .to_owned()
    } else {
        "LET OP: het logboek van verwerkingen staat uit ([logboek] aan = false).".to_owned()
    });
    if unsecured > 0 {
        all.push(format!("LET OP: {unsecured} van de leveringen komen binnen over een onbeveiligd kanaal."));
    }
    all
}

/// The extract whose column fills the field. `None` if it is worked out, or counted.
pub(super) fn filled_from(field: Field, form: Regelvorm) -> Option<Extract> {
    if form == Regelvorm::Overstap {
        let of_result = matches!(field, Field::Vak | Field::Cijfer);
        return Some(if of_result { Extract::Leerresultaat } else { Extract::Overstap });
    }
    match field {
        Field::Bsn
        | Field::Persoonsnummer
        | Field::Geslachtsnaam
        | Field::Voorvoegsel
        | Field::Voornamen
        | Field::Geboortedatum
        | Field::Straatnaam
        | Field::Huisnummer
        | Field::Huisletter
        | Field::Huisnummertoevoeging
        | Field::Postcode
        | Field::Woonplaats => Some(Extract::Brp),
        Field::Brin | Field::Niveau | Field::DatumInschrijving | Field::DatumUitschrijving => {
            Some(Extract::Inschrijving)
        }
        Field::HoogsteDiploma => Some(Extract::Startkwalificatie),
        Field::Vrijgesteld => Some(Extract::Vrijstelling),
        Field::SoortVerzuim
        | Field::BegindatumVerzuim
        | Field::UrenVerzuim
        | Field::Meldingsnummer
        | Field::Status => Some(Extract::Verzuim),
        Field::IbPrioriteit => Some(Extract::IbVsv),
        Field::Telefoon | Field::Email => Some(Extract::Contactgegevens),
        Field::BrinLatend
        | Field::NiveauLatend
        | Field::Profiel
        | Field::Leerjaar
        | Field::Diploma
        | Field::DatumUitstroom => Some(Extract::Overstap),
        Field::Vak | Field::Cijfer => Some(Extract::Leerresultaat),
        Field::Startkwalificatie
        | Field::EconomischZelfstandig
        | Field::OverlegSchool
        | Field::Leeftijdsgroep
        | Field::Doelgroep
        | Field::Aantal => None,
    }
}

/// What kind of data a field is, in the words of a register.
pub fn kind(field: Field) -> &'static str {
    match field {
        Field::Bsn | Field::Persoonsnummer => "wettelijk identificatienummer",
        Field::Geslachtsnaam | Field::Voorvoegsel | Field::Voornamen | Field::Geboortedatum => {
            "naam en geboortedatum"
        }
        Field::Straatnaam
        | Field::Huisnummer
        | Field::Huisletter
        | Field::Huisnummertoevoeging
        | Field::Postcode
        | Field::Woonplaats => "adres",
        Field::Telefoon | Field::Email => "contactgegevens",
        Field::SoortVerzuim
        | Field::BegindatumVerzuim
        | Field::UrenVerzuim
        | Field::Meldingsnummer
        | Field::Status => "verzuim",
        Field::EconomischZelfstandig | Field::IbPrioriteit => "werk en inkomen, zonder bedragen",
        Field::Leeftijdsgroep | Field::Doelgroep | Field::Aantal => "aantallen, geen personen",
        Field::Brin
        | Field::Niveau
        | Field::DatumInschrijving
        | Field::DatumUitschrijving
        | Field::Startkwalificatie
        | Field::Vrijgesteld
        | Field::HoogsteDiploma
        | Field::OverlegSchool
        | Field::BrinLatend
        | Field::NiveauLatend
        | Field::Profiel
        | Field::Leerjaar
        | Field::Diploma
        | Field::DatumUitstroom
        | Field::Vak
        | Field::Cijfer => "onderwijs",
    }
}

impl RegisterActivity {
    /// Its data, one line per kind: the fields, each with its article.
    pub fn by_kind(&self) -> Vec<(&str, Vec<String>)> {
        let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
        for own in &self.data {
            let said = match &own.article {
                Some(article) => format!("{} ({article})", own.field),
                None => own.field.clone(),
            };
            match kinds.iter_mut().find(|(kind, _)| *kind == own.kind) {
                Some((_, fields)) => fields.push(said),
                None => kinds.push((&own.kind, vec![said])),
            }
        }
        kinds
    }

    /// Its recipients, in words.
    pub fn received_by(&self) -> String {
        let said = self.recipients.iter().map(|own| match &own.brin {
            Some(brin) => format!("{} {brin}", own.name),
            None => own.name.clone(),
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() { "niemand: het blijft in de gemeente".to_owned() } else { said.join(", ") }
    }
}

impl Retention {
    /// The term in words.
    pub fn said(&self) -> String {
        match self.months {
            Some(1) => format!("1 maand. {}", self.basis),
            Some(months) => format!("{months} maanden. {}", self.basis),
            None => self.basis.clone(),
        }
    }
}

impl ProcessingRegister {
    /// The register as text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut say = |line: &str| {
            // Writing into a string cannot fail.
            let _ = writeln!(out, "{line}");
        };
        let RegisterController { code, name, .. } = &self.controller;
        say(&format!("REGISTER VAN VERWERKINGEN (AVG 30): {name} ({code}), op {}", self.date));
        say(&format!(
            "Gemaakt uit de wetsbestanden (regelset {}) en de configuratie {}.",
            self.rule_set,
            self.config_sha256.get(..16).unwrap_or_default()
        ));
        if let Some(contact) = &self.controller.contact {
            say(&format!("Contact: {contact}"));
        }
        for own in &self.activities {
            say("");
            say(&format!("## {}", own.name));
            say(&own.description);
            say(&format!("  rol: {}", own.role));
            say(&format!("  doel: {}", own.purpose));
            let basis: Vec<String> = own.basis.iter().map(Citation::said).collect();
            say(&format!("  grondslag: {}", basis.join("; ")));
            say(&format!("  betrokkenen: {}", own.who.join("\n           of: ")));
            for condition in &own.conditions {
                say(&format!("  alleen als: {condition}"));
            }
            say("  gegevens:");
            for (kind, fields) in own.by_kind() {
                say(&format!("    - {kind}: {}", fields.join(", ")));
            }
            if own.is_split_by_secrecy {
                say("    - wie een geheim adres heeft, staat in een eigen bestand (-geheim)");
            }
            say(&format!("  ontvangers: {}", own.received_by()));
            say(&format!("  bewaartermijn: {}", own.retention.said()));
            let (there, absent): (Vec<&UsedExtract>, Vec<&UsedExtract>) =
                own.sources.iter().partition(|own| own.is_delivered);
            let named = |all: Vec<&UsedExtract>| {
                all.iter().map(|own| own.extract.clone()).collect::<Vec<_>>().join(", ")
            };
            if !there.is_empty() {
                say(&format!("  uit: {}", named(there)));
            }
            if !absent.is_empty() {
                say(&format!("  niet ingericht, dus onbekend: {}", named(absent)));
            }
            say(&format!("  in het logboek: {}", own.uri));
        }
        let lists = [
            ("Wat jib zelf bewaart", self.own_records.iter().map(OwnRecord::said).collect()),
            ("Wat de wet toelaat en hier niet gaat", self.withheld.iter().map(Withheld::said).collect()),
            (
                "Wat nooit gaat",
                self.never.iter().map(|own| format!("{}: {}", own.name, own.because)).collect(),
            ),
            ("Waaruit: de leveringen", self.sources.iter().map(RegisterSource::said).collect()),
            ("Eigen afspraken", self.arrangements.iter().map(Arrangement::said).collect()),
            ("Beveiliging (AVG 32)", self.security.clone()),
            ("Doorgifte buiten de EU", vec![self.transfers.clone()]),
            ("Zelf invullen: dit staat in geen bestand dat jib leest", self.to_fill_in.clone()),
        ];
        for (heading, lines) in lists.iter().filter(|(_, lines): &&(&str, Vec<String>)| !lines.is_empty()) {
            say("");
            say(&format!("## {heading}"));
            for line in lines {
                say(&format!("  - {line}"));
            }
        }
        out
    }
}

impl Citation {
    /// The article with its law, if a law file holds it.
    pub fn said(&self) -> String {
        match &self.law {
            Some(law) => format!("{} ({law})", self.article),
            None => self.article.clone(),
        }
    }
}

impl OwnRecord {
    /// Everything about it.
    fn said(&self) -> String {
        let basis: Vec<String> = self.basis.iter().map(Citation::said).collect();
        format!(
            "{} ({}): {}. Betrokkenen: {}. Doel: {}. Grondslag: {}. {}",
            self.name,
            self.place,
            self.data,
            self.who,
            self.purpose,
            basis.join("; "),
            self.kept()
        )
    }

    /// How long it stays, and what removes it.
    pub fn kept(&self) -> String {
        format!("Bewaartermijn: {}. Verwijderd: {}.", self.term, self.removed)
    }
}

impl Withheld {
    fn said(&self) -> String {
        format!("{}: {} ({})", self.name, self.meaning.trim_end_matches('.'), self.code)
    }
}

impl RegisterSource {
    /// The delivery in words.
    pub fn said(&self) -> String {
        let whose =
            self.controller.as_ref().map(|school| format!(", van school {school}")).unwrap_or_default();
        let kanaal = if self.is_secured { "" } else { ", over een onbeveiligd kanaal" };
        format!(
            "{} ({}), van {}{whose}{kanaal}, hoogstens {} dagen oud: {}",
            self.extract,
            self.title,
            self.supplier,
            self.max_age_days,
            self.columns.join(", ")
        )
    }
}

impl Arrangement {
    /// The arrangement in words.
    pub fn said(&self) -> String {
        let until = self.until.map(|day| format!(" tot en met {day}")).unwrap_or_default();
        let now = if self.is_in_force { "" } else { "; geldt niet op deze dag" };
        format!("{} {}: van {}{until}{now}", self.kind, self.name, self.from)
    }
}
