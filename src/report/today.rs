//! What needs a human today: who does what, how many it is about, where to look. In the order in which it cannot wait.

use std::collections::BTreeMap;

use serde::Serialize;

use super::counts::Counts;
use super::figures::BevindingRegel;
use super::material::Material;
use super::suppress::Shown;
use crate::basis::CONFIGURATION;
use crate::config::file::Kanaal;
use crate::intake::{Delivery, State};
use crate::model::day::Day;
use crate::model::finding::{Code, Ernst};
use crate::model::ruling::Weigering;

/// An arrangement that ends within so many days is told: time for a council to decide on a new one.
const EXPIRES_WITHIN_DAYS: i32 = 60;

/// How soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanneer {
    /// Before anything else: nothing was released, or a person's data may be at risk.
    Nu,
    /// Within the day.
    Vandaag,
    /// Not today, and not forgotten either.
    Binnenkort,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wie {
    /// Runs the batch, keeps keys and configuration.
    Applicatiebeheerder,
    /// Has the sources mend what they delivered.
    Databeheerder,
    /// Judges what happened with data.
    PrivacyOfficer,
    /// Decides on arrangements.
    Manager,
}

/// One thing to do.
#[derive(Clone, Debug, Serialize)]
pub struct Taak {
    /// How soon.
    pub wanneer: Wanneer,
    /// Who.
    pub wie: Wie,
    /// What is the matter, in one sentence.
    pub wat: String,
    /// What to do about it.
    pub doen: String,
    /// How many rows, files or persons it is about; null where there is nothing to count, or the count may not be shown.
    pub aantal: Option<Shown>,
    /// The place on the page that tells more.
    pub anker: &'static str,
    /// The file of the run in which it can be found, if there is one.
    pub bestand: Option<String>,
    /// The code that `jib explain` tells more about, if there is one.
    pub code: Option<&'static str>,
}

/// Everything that needs a human, the most urgent first.
pub fn today(material: &Material<'_>, counts: &Counts) -> Vec<Taak> {
    let mut all = refused(material);
    all.extend(over_threshold(material));
    all.extend(incidents(material));
    all.extend(of_run(material));
    all.extend(unsecured(material));
    all.extend(without_recipient(material));
    all.extend(recalled(material, counts));
    all.extend(set_aside(material));
    all.extend(outdated(material));
    all.extend(expiring(material));
    all.extend(warnings(material));
    all.sort_by_key(|taak| taak.wanneer);
    all
}

fn of_ernst<'m>(material: &'m Material<'_>, ernst: Ernst) -> impl Iterator<Item = &'m BevindingRegel> {
    material.findings.iter().filter(move |found| found.ernst == ernst)
}

/// Files that were refused: nothing was released.
fn refused(material: &Material<'_>) -> Vec<Taak> {
    let found = of_ernst(material, Ernst::Blokkerend);
    let tasks = found.map(|found| Taak {
        wanneer: Wanneer::Nu,
        wie: Wie::Applicatiebeheerder,
        wat: material.words.say("taak.geweigerd", &[("extract", &found.extract), ("titel", &found.titel)]),
        doen: found.advies.clone(),
        aantal: None,
        anker: "bevindingen",
        bestand: Some("bevindingen.ndjson".to_owned()),
        code: Some(found.code),
    });
    tasks.collect()
}

fn over_threshold(material: &Material<'_>) -> Vec<Taak> {
    let over = material.deliveries.iter().filter(|delivery| delivery.over_threshold());
    let tasks = over.map(|delivery| {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("extract", &delivery.extract),
            ("aantal", &material.words.number(delivery.sums.quarantaine)),
            ("gelezen", &material.words.number(delivery.sums.gelezen)),
        ];
        Taak {
            wanneer: Wanneer::Nu,
            wie: Wie::Databeheerder,
            wat: material.words.say("taak.drempel", &values),
            doen: material.words.say("taak.drempel_doen", &[]),
            aantal: Some(Shown::Count(delivery.sums.quarantaine)),
            anker: "aangeleverd",
            bestand: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
            code: None,
        }
    });
    tasks.collect()
}

fn incidents(material: &Material<'_>) -> Vec<Taak> {
    let tasks = material.incidents.iter().map(|incident| Taak {
        wanneer: Wanneer::Nu,
        wie: Wie::PrivacyOfficer,
        wat: material.words.say("taak.incident", &[("extract", &incident.extract), ("bron", &incident.bron)]),
        doen: material.words.say("taak.incident_doen", &[]),
        aantal: Some(Shown::Count(incident.rijen)),
        anker: "incidenten",
        bestand: None,
        code: Some(Code::OnbeveiligdOntvangen.word()),
    });
    tasks.collect()
}

/// What the run says of its own configuration and memory.
fn of_run(material: &Material<'_>) -> Vec<Taak> {
    let unsecured = Code::OntvangerOnbeveiligd.word();
    let found = of_ernst(material, Ernst::Waarschuwing);
    let found = found.filter(|found| found.extract == CONFIGURATION && found.code != unsecured);
    let tasks = found.map(|found| {
        let is_of_state = found.code.starts_with("R-STA");
        Taak {
            wanneer: if is_of_state { Wanneer::Nu } else { Wanneer::Vandaag },
            wie: if is_of_state { Wie::Applicatiebeheerder } else { Wie::Manager },
            wat: format!("{}.", found.titel),
            doen: found.advies.clone(),
            aantal: None,
            anker: "bevindingen",
            bestand: None,
            code: Some(found.code),
        }
    });
    tasks.collect()
}

fn unsecured(material: &Material<'_>) -> Vec<Taak> {
    let recipients = material.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let unsecured = recipients.filter(|ontvanger| ontvanger.kanaal == Kanaal::Onbeveiligd);
    let tasks = unsecured.map(|ontvanger| {
        let school = ontvanger.brin.as_ref().map(|brin| format!(" ({brin})")).unwrap_or_default();
        let name = format!("{}{school}", material.party_name(&ontvanger.partij));
        Taak {
            wanneer: Wanneer::Vandaag,
            wie: Wie::Applicatiebeheerder,
            wat: material.words.say("taak.onbeveiligd", &[("partij", &name)]),
            doen: material.library.catalogue.advice(Code::OntvangerOnbeveiligd, material.lang).to_owned(),
            aantal: None,
            anker: "partijen",
            bestand: None,
            code: Some(Code::OntvangerOnbeveiligd.word()),
        }
    });
    tasks.collect()
}

/// Parties that the law gives something, and that nobody can be reached at.
fn without_recipient(material: &Material<'_>) -> Vec<Taak> {
    let mut parties: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, sum) in material.parcels {
        if sum.geweigerd.contains_key(Weigering::GeenOntvanger.word()) {
            *parties.entry(&sum.partij).or_insert(0) += 1;
        }
    }
    let tasks = parties.into_iter().map(|(partij, count)| Taak {
        wanneer: Wanneer::Vandaag,
        wie: Wie::Applicatiebeheerder,
        wat: material
            .words
            .say("taak.geen_ontvanger", &[("partij", &material.party_name(partij)), ("aantal", &count)]),
        doen: material.words.say("taak.geen_ontvanger_doen", &[]),
        aantal: Some(Shown::Count(count)),
        anker: "partijen",
        bestand: None,
        code: Some(Weigering::GeenOntvanger.word()),
    });
    tasks.collect()
}

fn recalled(material: &Material<'_>, counts: &Counts) -> Vec<Taak> {
    let mut parties: Vec<&str> = counts.intrekkingen.iter().map(|row| row.partij.as_str()).collect();
    parties.dedup();
    let tasks = parties.into_iter().map(|partij| Taak {
        wanneer: Wanneer::Vandaag,
        wie: Wie::PrivacyOfficer,
        wat: material.words.say("taak.intrekking", &[("partij", &material.party_name(partij))]),
        doen: material.words.say("taak.intrekking_doen", &[]),
        aantal: None,
        anker: "veranderingen",
        bestand: Some(format!("uitvoer/{partij}/")),
        code: None,
    });
    tasks.collect()
}

fn set_aside(material: &Material<'_>) -> Option<Taak> {
    let within = |delivery: &&Delivery| delivery.sums.quarantaine > 0 && !delivery.over_threshold();
    let deliveries: Vec<&Delivery> = material.deliveries.iter().filter(within).collect();
    let rows: u64 = deliveries.iter().map(|delivery| delivery.sums.quarantaine).sum();
    (rows > 0).then(|| Taak {
        wanneer: Wanneer::Vandaag,
        wie: Wie::Databeheerder,
        wat: material.words.say(
            "taak.quarantaine",
            &[("aantal", &material.words.number(rows)), ("bestanden", &deliveries.len())],
        ),
        doen: material.words.say("taak.quarantaine_doen", &[]),
        aantal: Some(Shown::Count(rows)),
        anker: "bevindingen",
        bestand: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

fn outdated(material: &Material<'_>) -> Vec<Taak> {
    let stale = material.deliveries.iter().filter(|delivery| delivery.state == State::Stale);
    let tasks = stale.map(|delivery| Taak {
        wanneer: Wanneer::Vandaag,
        wie: Wie::Applicatiebeheerder,
        wat: material.words.say(
            "taak.verouderd",
            &[("extract", &delivery.extract), ("dag", &material.words.day(&delivery.peildatum.to_string()))],
        ),
        doen: material.library.catalogue.advice(Code::Verouderd, material.lang).to_owned(),
        aantal: None,
        anker: "aangeleverd",
        bestand: None,
        code: Some(Code::Verouderd.word()),
    });
    tasks.collect()
}

/// Arrangements in force that end soon.
fn expiring(material: &Material<'_>) -> Vec<Taak> {
    let file = material.config;
    let of = |kind: &'static str, name: &str, van: Day, tot: Option<Day>| (kind, name.to_owned(), van, tot);
    let cooperations = file.samenwerking.iter().map(toml::Spanned::get_ref);
    let overlaps = file.doeloverlap.iter().map(toml::Spanned::get_ref);
    let mandates = file.mandaat.iter().map(toml::Spanned::get_ref);
    let processors = file.verwerker.iter().map(toml::Spanned::get_ref);
    let all = cooperations
        .map(|own| of("samenwerking", &own.id, own.geldig_van, own.geldig_tot))
        .chain(overlaps.map(|own| {
            let name = format!("{} - {}", own.van_afdeling, own.naar_partij);
            of("doeloverlap", &name, own.vastgesteld_op, own.geldig_tot)
        }))
        .chain(mandates.map(|own| of("mandaat", &own.id, own.geldig_van, own.geldig_tot)))
        .chain(processors.map(|own| of("verwerker", &own.voor, own.geldig_van, own.geldig_tot)))
        .chain(file.ambtsinstructie.iter().map(toml::Spanned::get_ref).map(|own| {
            of("ambtsinstructie", &own.vastgesteld_op.to_string(), own.geldig_van, own.geldig_tot)
        }));
    let today = material.verstrekdatum;
    let mut ending: Vec<(Day, &'static str, String)> = all
        .filter_map(|(kind, name, van, tot)| Some((tot?, kind, name)).filter(|_| van <= today))
        .filter(|(tot, ..)| (0..=EXPIRES_WITHIN_DAYS).contains(&tot.days_since(today)))
        .collect();
    ending.sort();
    let tasks = ending.into_iter().map(|(tot, kind, name)| Taak {
        wanneer: Wanneer::Binnenkort,
        wie: Wie::Manager,
        wat: material.words.say(
            "taak.verloopt",
            &[
                ("soort", &material.words.code_word("afspraak", kind)),
                ("naam", &name),
                ("dag", &material.words.day(&tot.to_string())),
                ("dagen", &tot.days_since(today)),
            ],
        ),
        doen: material.words.say("taak.verloopt_doen", &[]),
        aantal: None,
        anker: "partijen",
        bestand: None,
        code: None,
    });
    tasks.collect()
}

/// Other warnings about files, together: each stands with its advice under the findings.
fn warnings(material: &Material<'_>) -> Option<Taak> {
    let told = [Code::Verouderd.word(), Code::OnbeveiligdOntvangen.word()];
    let found = of_ernst(material, Ernst::Waarschuwing);
    let found = found.filter(|found| found.extract != CONFIGURATION && !told.contains(&found.code));
    let counts: Vec<u64> = found.map(|found| found.aantal).collect();
    let total: u64 = counts.iter().sum();
    (total > 0).then(|| Taak {
        wanneer: Wanneer::Binnenkort,
        wie: Wie::Databeheerder,
        wat: material.words.say(
            "taak.waarschuwingen",
            &[("aantal", &material.words.number(total)), ("soorten", &counts.len())],
        ),
        doen: material.words.say("taak.waarschuwingen_doen", &[]),
        aantal: Some(Shown::Count(total)),
        anker: "bevindingen",
        bestand: Some("bevindingen.ndjson".to_owned()),
        code: None,
    })
}
