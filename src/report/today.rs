//! What needs a human today: who does what, how many it is about, where to look. In the order in which it cannot wait.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Counts, family_of};
use super::figures::{Role, Task, Urgency};
use super::findings::{FindingRow, is_urgent};
use super::material::Material;
use crate::config::file::{Afspraak, Kanaal};
use crate::intake::delivery::{Delivery, State};
use crate::model::day::Day;
use crate::model::finding::{Code, Ernst};
use crate::model::outcome::RunOutcome;
use crate::model::ruling::Weigering;
use crate::release::assessment::CONFIGURATION;

/// An arrangement that ends within so many days is told: time for a council to decide on a new one.
const EXPIRES_WITHIN_DAYS: i32 = 60;

/// One that ended within so many days is told as well: what rested on it no longer leaves.
const EXPIRED_WITHIN_DAYS: i32 = 30;

/// Everything that needs a human, the most urgent first.
pub fn today(material: &Material<'_>, counts: &Counts) -> Vec<Task> {
    let mut all = refused(material);
    all.extend(over_threshold(material));
    all.extend(incidents(material));
    all.extend(of_run(material));
    all.extend(accepted(material));
    all.extend(recalled(material, counts));
    all.extend(unsecured(material));
    all.extend(alarming(material));
    all.extend(without_recipient(material));
    all.extend(set_aside(material));
    all.extend(outdated(material));
    all.extend(expiring(material));
    all.extend(warnings(material));
    all.sort_by_key(|taak| taak.urgency);
    all
}

fn of_ernst<'m>(material: &'m Material<'_>, ernst: Ernst) -> impl Iterator<Item = &'m FindingRow> {
    material.findings.iter().filter(move |found| found.ernst == ernst)
}

/// Files that were refused: nothing was released.
fn refused(material: &Material<'_>) -> Vec<Task> {
    let found = of_ernst(material, Ernst::Blokkerend);
    let tasks = found.map(|found| Task {
        urgency: Urgency::Now,
        role: Role::Operator,
        matter: material.words.say(
            "taak.geweigerd",
            &[
                ("extract", &found.extract),
                ("titel", &format!("{}{}", found.title, columns(material, found))),
            ],
        ),
        remedy: found.advice.clone(),
        count: None,
        anchor: "bevindingen",
        file: Some("bevindingen.ndjson".to_owned()),
        code: Some(found.code),
    });
    tasks.collect()
}

/// The columns that a finding is about, between brackets.
fn columns(material: &Material<'_>, found: &FindingRow) -> String {
    let own = material.deliveries.iter().filter(|delivery| delivery.extract == found.extract);
    let columns: BTreeSet<String> = own
        .flat_map(|delivery| {
            let schema = material.library.schemas.extract(&delivery.extract);
            let of_code = delivery.findings.iter().filter(|finding| finding.code.word() == found.code);
            of_code.filter_map(move |finding| Some(delivery.column_name(finding.column?, schema)))
        })
        .filter(|name| !name.is_empty())
        .collect();
    if columns.is_empty() {
        return String::new();
    }
    format!(" ({})", columns.into_iter().collect::<Vec<_>>().join(", "))
}

fn over_threshold(material: &Material<'_>) -> Option<Task> {
    let over: Vec<&Delivery> = material.deliveries.iter().filter(|own| own.over_threshold()).collect();
    let rows: u64 = over.iter().map(|delivery| delivery.sums.quarantaine).sum();
    let named = over.iter().map(|delivery| {
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("extract", &delivery.extract),
            ("apart", &material.words.number(delivery.sums.quarantaine)),
            ("gelezen", &material.words.number(delivery.sums.read)),
            ("grens", &delivery.max_quarantaine_promille),
        ];
        material.words.say("taak.drempel_bestand", &values)
    });
    let named: Vec<String> = named.collect();
    let released = material.outcome == RunOutcome::ReleasedOverThreshold;
    (!over.is_empty()).then(|| Task {
        urgency: if released { Urgency::Today } else { Urgency::Now },
        role: Role::DataSteward,
        matter: material.words.say("taak.drempel", &[("aantal", &over.len())]),
        remedy: material.words.say(
            if released { "taak.drempel_geleverd" } else { "taak.drempel_doen" },
            &[("bestanden", &named.join("; "))],
        ),
        count: Some(rows),
        anchor: "aangeleverd",
        file: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

/// What was released although too many rows are set aside: somebody decided so, and that is written down.
fn accepted(material: &Material<'_>) -> Option<Task> {
    (material.outcome == RunOutcome::ReleasedOverThreshold).then(|| Task {
        urgency: Urgency::Today,
        role: Role::Manager,
        matter: material.words.say("taak.gepasseerd", &[]),
        remedy: material.words.say("taak.gepasseerd_doen", &[]),
        count: None,
        anchor: "akkoord",
        file: None,
        code: None,
    })
}

fn incidents(material: &Material<'_>) -> Vec<Task> {
    let tasks = material.incidents.iter().map(|incident| Task {
        urgency: Urgency::Now,
        role: Role::PrivacyOfficer,
        matter: material
            .words
            .say("taak.incident", &[("extract", &incident.extract), ("bron", &incident.source)]),
        remedy: material.words.say("taak.incident_doen", &[]),
        count: Some(incident.rows),
        anchor: "incidenten",
        file: None,
        code: Some(Code::OnbeveiligdOntvangen.word()),
    });
    tasks.collect()
}

/// What the run says of its own configuration and memory.
fn of_run(material: &Material<'_>) -> Vec<Task> {
    let unsecured = Code::OntvangerOnbeveiligd.word();
    let found = of_ernst(material, Ernst::Waarschuwing);
    let found = found.filter(|found| found.extract == CONFIGURATION && found.code != unsecured);
    let tasks = found.map(|found| {
        let is_urgent = is_urgent(found);
        Task {
            urgency: if is_urgent { Urgency::Now } else { Urgency::Today },
            role: if is_urgent { Role::Operator } else { Role::Manager },
            matter: format!("{}.", found.title),
            remedy: found.advice.clone(),
            count: None,
            anchor: "bevindingen",
            file: None,
            code: Some(found.code),
        }
    });
    tasks.collect()
}

/// Warnings that a file holds far less than it should, or lacks what ends or restricts something.
fn alarming(material: &Material<'_>) -> Vec<Task> {
    let found = of_ernst(material, Ernst::Waarschuwing);
    let found = found.filter(|found| found.extract != CONFIGURATION && is_urgent(found));
    let tasks = found.map(|found| Task {
        urgency: Urgency::Today,
        role: Role::Operator,
        matter: format!("{}: {}{}.", found.extract, found.title, columns(material, found)),
        remedy: found.advice.clone(),
        count: None,
        anchor: "bevindingen",
        file: None,
        code: Some(found.code),
    });
    tasks.collect()
}

fn unsecured(material: &Material<'_>) -> Vec<Task> {
    let recipients = material.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let unsecured = recipients.filter(|ontvanger| ontvanger.kanaal == Kanaal::Onbeveiligd);
    let tasks = unsecured.map(|ontvanger| {
        let school = ontvanger.brin.as_ref().map(|brin| format!(" ({brin})")).unwrap_or_default();
        let name = format!("{}{school}", material.party_name(&ontvanger.partij));
        Task {
            urgency: Urgency::Today,
            role: Role::Operator,
            matter: material.words.say("taak.onbeveiligd", &[("partij", &name)]),
            remedy: material.library.catalogue.advice(Code::OntvangerOnbeveiligd, material.lang).to_owned(),
            count: None,
            anchor: "partijen",
            file: None,
            code: Some(Code::OntvangerOnbeveiligd.word()),
        }
    });
    tasks.collect()
}

/// Parties that the law gives something, and of which a recipient is not configured.
fn without_recipient(material: &Material<'_>) -> Vec<Task> {
    let mut parties: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for (_, sum) in material.parcels {
        if sum.refused.contains_key(Weigering::GeenOntvanger.word()) {
            parties.entry(&sum.party).or_default().insert(family_of(sum));
        }
    }
    let tasks = parties.into_iter().map(|(partij, parcels)| {
        let has_other = material.config.ontvanger.iter().any(|own| own.get_ref().partij == partij);
        let name = if has_other { "taak.geen_ontvanger_deel" } else { "taak.geen_ontvanger" };
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("partij", &material.party_name(partij)), ("aantal", &parcels.len())];
        Task {
            urgency: Urgency::Today,
            role: Role::Operator,
            matter: material.words.say(name, &values),
            remedy: material.words.say("taak.geen_ontvanger_doen", &[]),
            count: u64::try_from(parcels.len()).ok(),
            anchor: "partijen",
            file: None,
            code: Some(Weigering::GeenOntvanger.word()),
        }
    });
    tasks.collect()
}

fn recalled(material: &Material<'_>, counts: &Counts) -> Vec<Task> {
    let mut parties: Vec<&str> = counts.intrekkingen.iter().map(|row| row.party.as_str()).collect();
    parties.dedup();
    let tasks = parties.into_iter().map(|partij| Task {
        urgency: Urgency::Today,
        role: Role::PrivacyOfficer,
        matter: material.words.say("taak.intrekking", &[("partij", &material.party_name(partij))]),
        remedy: material.words.say("taak.intrekking_doen", &[]),
        count: None,
        anchor: "veranderingen",
        file: Some(format!("uitvoer/{partij}/")),
        code: None,
    });
    tasks.collect()
}

fn set_aside(material: &Material<'_>) -> Option<Task> {
    let within = |delivery: &&Delivery| delivery.sums.quarantaine > 0 && !delivery.over_threshold();
    let deliveries: Vec<&Delivery> = material.deliveries.iter().filter(within).collect();
    let rows: u64 = deliveries.iter().map(|delivery| delivery.sums.quarantaine).sum();
    (rows > 0).then(|| Task {
        urgency: Urgency::Today,
        role: Role::DataSteward,
        matter: material.words.say(
            "taak.quarantaine",
            &[
                ("aantal", &material.words.number(rows)),
                ("bestanden", &material.words.say("stroom.bestanden", &[("aantal", &deliveries.len())])),
            ],
        ),
        remedy: material.words.say("taak.quarantaine_doen", &[]),
        count: Some(rows),
        anchor: "bevindingen",
        file: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

fn outdated(material: &Material<'_>) -> Vec<Task> {
    let stale = material.deliveries.iter().filter(|delivery| delivery.state == State::Stale);
    let tasks = stale.map(|delivery| Task {
        urgency: Urgency::Today,
        role: Role::Operator,
        matter: material.words.say(
            "taak.verouderd",
            &[("extract", &delivery.extract), ("dag", &material.words.day(&delivery.peildatum.to_string()))],
        ),
        remedy: material.library.catalogue.advice(Code::Verouderd, material.lang).to_owned(),
        count: None,
        anchor: "aangeleverd",
        file: None,
        code: Some(Code::Verouderd.word()),
    });
    tasks.collect()
}

/// Arrangements that end soon or ended lately, unless another one takes over the next day.
fn expiring(material: &Material<'_>) -> Vec<Task> {
    let all = material.config.arrangements();
    let today = material.verstrekdatum;
    let is_followed = |own: &Afspraak<'_>, tot: Day| {
        let after = |other: &&Afspraak<'_>| {
            let is_same = (other.kind, &other.about) == (own.kind, &own.about);
            is_same && other.van <= tot.plus_days(1) && other.tot.is_none_or(|end| end > tot)
        };
        all.iter().any(|other| after(&other))
    };
    let mut ending: Vec<(Day, &Afspraak<'_>)> = all
        .iter()
        .filter_map(|own| Some((own.tot?, own)).filter(|_| own.van <= today))
        .filter(|(tot, _)| (-EXPIRED_WITHIN_DAYS..=EXPIRES_WITHIN_DAYS).contains(&tot.days_since(today)))
        .filter(|(tot, own)| !is_followed(own, *tot))
        .collect();
    ending.sort_by_key(|(tot, own)| (*tot, own.kind, own.name.clone()));
    let tasks = ending.into_iter().map(|(tot, own)| {
        let has_ended = tot < today;
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("soort", &material.words.code_word("afspraak", own.kind)),
            ("naam", &own.name),
            ("dag", &material.words.day(&tot.to_string())),
        ];
        Task {
            urgency: if has_ended { Urgency::Today } else { Urgency::Soon },
            role: Role::Manager,
            matter: material.words.say(if has_ended { "taak.verlopen" } else { "taak.verloopt" }, &values),
            remedy: material.words.say("taak.verloopt_doen", &[]),
            count: None,
            anchor: "partijen",
            file: Some(format!("jib.toml, [[{}]]", own.kind)),
            code: None,
        }
    });
    tasks.collect()
}

/// Other warnings about files, together: each stands with its advice under the findings.
fn warnings(material: &Material<'_>) -> Option<Task> {
    let told = [Code::Verouderd.word(), Code::OnbeveiligdOntvangen.word()];
    let found = of_ernst(material, Ernst::Waarschuwing);
    let found = found
        .filter(|found| found.extract != CONFIGURATION && !told.contains(&found.code) && !is_urgent(found));
    let kinds: BTreeSet<&str> = found.map(|found| found.code).collect();
    (!kinds.is_empty()).then(|| Task {
        urgency: Urgency::Soon,
        role: Role::DataSteward,
        matter: material.words.say("taak.waarschuwingen", &[("aantal", &kinds.len())]),
        remedy: material.words.say("taak.waarschuwingen_doen", &[]),
        count: u64::try_from(kinds.len()).ok(),
        anchor: "bevindingen",
        file: Some("bevindingen.ndjson".to_owned()),
        code: None,
    })
}
