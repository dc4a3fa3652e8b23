//! The factual part of a DPIA: section A of the Model DPIA Rijksdienst, ten points, worked out from the register of processing
//! activities. What only people can say stands beside the facts of each point as what is left to fill in. Weighing (B), risks (C) and
//! measures (D) are theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use crate::answers::register::{Arrangement, Citation, ProcessingRegister, RegisterSource};
use crate::law::library::Library;
use crate::model::day::Day;

/// The factual part of a DPIA.
#[derive(Debug, Serialize)]
pub struct Dpia {
    /// The version of this format.
    #[serde(rename = "versie")]
    pub version: u32,
    /// The day.
    #[serde(rename = "datum")]
    pub date: Day,
    /// The date of the rule set.
    #[serde(rename = "regelset")]
    pub rule_set: Day,
    /// Which configuration this is, as a manifest names it.
    pub config_sha256: String,
    /// The controller.
    #[serde(rename = "gemeente")]
    pub municipality: String,
    /// The ten points of section A.
    #[serde(rename = "onderdelen")]
    pub points: Vec<Point>,
}

/// One point.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Point {
    #[serde(rename = "nummer")]
    pub number: u8,
    #[serde(rename = "titel")]
    pub title: &'static str,
    #[serde(rename = "feiten")]
    pub facts: Vec<String>,
    #[serde(rename = "zelf_invullen")]
    pub to_fill_in: Vec<&'static str>,
}

/// Works out the factual part from the register.
pub fn dpia(register: &ProcessingRegister, library: &Library) -> Dpia {
    let point = |number, title, facts, to_fill_in: &[&'static str]| Point {
        number,
        title,
        facts,
        to_fill_in: to_fill_in.to_vec(),
    };
    let points = vec![
        point(
            1,
            "Voorstel",
            proposal(register),
            &["waarom de gemeente dit doet, en wat ermee vervangen wordt"],
        ),
        point(
            2,
            "Persoonsgegevens",
            data(register),
            &[
                "of een veld in uw gemeente een bijzonder persoonsgegeven is (AVG 9): praktijkonderwijs, voortgezet speciaal onderwijs en een vrijstelling kunnen iets over gezondheid doen vermoeden",
                "om hoeveel jongeren het gaat: zie het rapport van een run",
            ],
        ),
        point(
            3,
            "Gegevensverwerkingen",
            processing(register),
            &["wat er vóór en na jib gebeurt: ophalen bij de leveranciers, vervoer naar de ontvangers"],
        ),
        point(4, "Verwerkingsdoeleinden", purposes(register), &[]),
        point(
            5,
            "Betrokken partijen",
            involved(register),
            &["wie de machine beheert, en de functionaris gegevensbescherming"],
        ),
        point(
            6,
            "Belangen bij de gegevensverwerking",
            interests(library, register),
            &["de belangen van de gemeente, de jongeren en hun ouders, en hoe jongeren zijn gehoord"],
        ),
        point(
            7,
            "Verwerkingslocaties",
            vec![
                "Alles gebeurt op de machine waarop jib draait; het programma maakt geen enkele verbinding."
                    .to_owned(),
                format!("Doorgifte buiten de EU: {}.", register.transfers),
            ],
            &["waar die machine staat, en waar de reservekopieën staan"],
        ),
        point(8, "Techniek en methode van gegevensverwerking", technique(register), &[]),
        point(
            9,
            "Juridisch en beleidsmatig kader",
            framework(register),
            &["gemeentelijk beleid, verordeningen en convenanten die niet in jib.toml staan"],
        ),
        point(
            10,
            "Bewaartermijnen",
            terms(register),
            &[
                "hoe lang de bronbestanden en de reservekopieën blijven: jib verwijdert geen bronbestand",
                "hoe lang het logboek en de raadplegingen bewaard worden: jib verwijdert ze niet",
            ],
        ),
    ];
    Dpia {
        version: 1,
        date: register.date,
        rule_set: register.rule_set,
        config_sha256: register.config_sha256.clone(),
        municipality: register.controller.code.clone(),
        points,
    }
}

fn proposal(register: &ProcessingRegister) -> Vec<String> {
    let own = &register.controller;
    let mut all = vec![
        format!(
            "De gemeente {} ({}) deelt elke nacht jongeren in volgens de wet van die dag, en levert aan elke partij alleen de gegevens die zij mag krijgen.",
            own.name, own.code
        ),
        format!(
            "Op {} geldt regelset {}. Er zijn {} verwerkingen; {} pakketten die de wet toelaat, gaan hier niet.",
            register.date,
            register.rule_set,
            register.activities.len(),
            register.withheld.len()
        ),
    ];
    if own.contactgemeente {
        all.push(format!(
            "De gemeente is contactgemeente van de regio {}, en verwerkt daarom ook gegevens van jongeren uit die gemeenten.",
            own.region.join(", ")
        ));
    }
    all
}

/// Per kind the fields, with the parcels in which they leave.
fn data(register: &ProcessingRegister) -> Vec<String> {
    let mut kinds: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    let leaving = register.activities.iter().filter(|own| !own.recipients.is_empty());
    for (own, datum) in leaving.flat_map(|own| own.data.iter().map(move |datum| (own, datum))) {
        kinds.entry(&datum.kind).or_default().entry(&datum.field).or_default().insert(&own.name);
    }
    let leave = kinds.iter().map(|(kind, fields)| {
        let fields: Vec<String> = fields
            .iter()
            .map(|(field, parcels)| {
                format!("{field} (in {})", parcels.iter().copied().collect::<Vec<_>>().join(", "))
            })
            .collect();
        format!("{kind}: {}", fields.join("; "))
    });
    let read = register.sources.iter().map(|own| format!("gelezen uit {}", own.said()));
    let refused =
        "Wat niet in die lijsten staat, wordt niet gelezen: een kolom die jib niet kent, gaat nergens heen.";
    let kept = register.own_records.iter().map(|own| {
        format!("bewaard door jib zelf, in {} ({}): {}; van {}", own.name, own.place, own.data, own.who)
    });
    leave.chain(read).chain(kept).chain(std::iter::once(refused.to_owned())).collect()
}

fn processing(register: &ProcessingRegister) -> Vec<String> {
    let steps = [
        "Lezen en controleren: wat niet klopt, wordt apart gezet en geteld (gelezen = aanvaard + apart gezet).",
        "Koppelen van de gegevens van één jongere, op burgerservicenummer of onderwijsnummer.",
        "Indelen naar de vragen van de wet; wat niet zeker is, heet onbekend.",
        "Beslissen per pakket, twee keer: voor de peildatum en voor de dag van verstrekking.",
        "Beperken tot de kolommen van de regel, verzegelen per ontvanger, ondertekenen en melden.",
        "Intrekken: een ontvanger hoort wie hij niet langer mag hebben.",
    ];
    let own = register.activities.iter().map(|own| format!("{}: {}", own.name, own.description));
    steps.map(str::to_owned).into_iter().chain(own).collect()
}

fn purposes(register: &ProcessingRegister) -> Vec<String> {
    register.activities.iter().map(|own| format!("{}: {}", own.name, own.purpose)).collect()
}

fn involved(register: &ProcessingRegister) -> Vec<String> {
    let own = &register.controller;
    let controller = format!("verwerkingsverantwoordelijke: {} ({})", own.name, own.code);
    let suppliers: BTreeSet<String> = register
        .sources
        .iter()
        .map(|own: &RegisterSource| format!("leverancier: {} ({})", own.supplier, own.extract))
        .collect();
    let mut recipients: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for activity in &register.activities {
        for own in &activity.recipients {
            let school = own.brin.as_ref().map(|brin| format!(" {brin}")).unwrap_or_default();
            recipients.entry(format!("{}{school}", own.name)).or_default().insert(&activity.name);
        }
    }
    let recipients = recipients.into_iter().map(|(name, parcels)| {
        format!("ontvanger: {name}: {}", parcels.into_iter().collect::<Vec<_>>().join(", "))
    });
    let processor = register.activities.iter().filter(|own| own.role.starts_with("verwerker"));
    let processor = processor.map(|own| format!("de gemeente is {}, voor {}", own.role, own.name));
    std::iter::once(controller).chain(suppliers).chain(recipients).chain(processor).collect()
}

fn interests(library: &Library, register: &ProcessingRegister) -> Vec<String> {
    let receives = |party: &str| {
        register.activities.iter().any(|own| own.recipients.iter().any(|own| own.party == party))
    };
    let parties = library.policy.parties.iter().filter(|own| receives(&own.id));
    parties
        .map(|own| match &own.legal_duty {
            Some(duty) => format!("{}: {} Wettelijke plicht: {duty}", own.name, own.description),
            None => format!("{}: {}", own.name, own.description),
        })
        .collect()
}

fn technique(register: &ProcessingRegister) -> Vec<String> {
    let method = [
        "De regels zijn de wetsteksten zelf, met hun artikel en datum; dezelfde invoer geeft dezelfde uitkomst. Er is geen lerend systeem en geen score.",
        "Indelen gebeurt automatisch. Een besluit over een jongere neemt jib niet: wie een pakket ontvangt, beoordeelt zelf (AVG 22).",
        "Gegevens van verschillende bronnen worden gekoppeld op het nummer van de jongere.",
    ];
    method.map(str::to_owned).into_iter().chain(register.security.iter().cloned()).collect()
}

fn framework(register: &ProcessingRegister) -> Vec<String> {
    let mut all: Vec<&Citation> = Vec::new();
    for own in register.activities.iter().flat_map(|own| &own.basis) {
        if !all.contains(&own) {
            all.push(own);
        }
    }
    let cited = all.into_iter().map(|own| match &own.url {
        Some(url) => format!("{}: {url}", own.said()),
        None => own.said(),
    });
    let agreed = register.arrangements.iter().map(Arrangement::said);
    let never = register.never.iter().map(|own| format!("nooit {}: {}", own.name, own.because));
    cited.chain(agreed).chain(never).collect()
}

fn terms(register: &ProcessingRegister) -> Vec<String> {
    let mut all: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for own in &register.activities {
        all.entry(own.retention.said()).or_default().insert(&own.name);
    }
    let parcels = all
        .into_iter()
        .map(|(term, names)| format!("{}: {term}", names.into_iter().collect::<Vec<_>>().join(", ")));
    let own = register.own_records.iter().map(|own| {
        let basis: Vec<String> = own.basis.iter().map(Citation::said).collect();
        format!(
            "{} ({}): {}. Grondslag: {}. {}",
            own.name,
            own.place,
            own.purpose,
            basis.join("; "),
            own.kept()
        )
    });
    parcels.chain(own).collect()
}

impl Dpia {
    /// The points as text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut say = |line: &str| {
            // Writing into a string cannot fail.
            let _ = writeln!(out, "{line}");
        };
        say(&format!(
            "DPIA, onderdeel A: de feiten (Model DPIA Rijksdienst), gemeente {}, op {}",
            self.municipality, self.date
        ));
        say(&format!(
            "Gemaakt uit de wetsbestanden (regelset {}) en de configuratie {}. De beoordeling (B), de risico's (C) en de maatregelen (D) zijn aan u.",
            self.rule_set,
            self.config_sha256.get(..16).unwrap_or_default()
        ));
        for point in &self.points {
            say("");
            say(&format!("## {}. {}", point.number, point.title));
            for fact in &point.facts {
                say(&format!("  - {fact}"));
            }
            for open in &point.to_fill_in {
                say(&format!("  - ZELF INVULLEN: {open}"));
            }
        }
        out
    }
}
