//! The tasks for people today: who does what, how many items it concerns and where to look. Most urgent first.

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

/// Report an arrangement this many days before it ends, so that a council has time to decide on a new one.
const EXPIRES_WITHIN_DAYS: i32 = 60;

/// Keep reporting an arrangement for this many days after it ended: the parcels that rested on it no longer leave.
const EXPIRED_WITHIN_DAYS: i32 = 30;

/// Every task, most urgent first.
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

/// Files that were refused, which means nothing was released.
fn refused(material: &Material<'_>) -> Vec<Task> {
    let found = of_ernst(material, Ernst::Blokkerend);
    let tasks = found.map(|found| Task {
        urgency: Urgency::Now,
        role: Role::Operator,
        matter: material.messages().say(
            "taak-geweigerd",
            [
                ("extract", found.extract.as_str().into()),
                ("titel", format!("{}{}", found.title, columns(material, found)).into()),
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

/// The columns that a finding concerns, in brackets.
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
        let values = [
            ("extract", delivery.extract.as_str().into()),
            ("apart", delivery.sums.quarantaine.into()),
            ("gelezen", delivery.sums.read.into()),
            ("grens", delivery.max_quarantaine_promille.into()),
        ];
        material.messages().say("taak-drempel_bestand", values)
    });
    let named: Vec<String> = named.collect();
    let released = material.outcome == RunOutcome::ReleasedOverThreshold;
    (!over.is_empty()).then(|| Task {
        urgency: if released { Urgency::Today } else { Urgency::Now },
        role: Role::DataSteward,
        matter: material.messages().say("taak-drempel", [("aantal", over.len().into())]),
        remedy: material.messages().say(
            if released { "taak-drempel_geleverd" } else { "taak-drempel_doen" },
            [("bestanden", named.join("; ").into())],
        ),
        count: Some(rows),
        anchor: "aangeleverd",
        file: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

/// A release despite too many rows set aside. Somebody decided to accept them, and the report records that.
fn accepted(material: &Material<'_>) -> Option<Task> {
    (material.outcome == RunOutcome::ReleasedOverThreshold).then(|| Task {
        urgency: Urgency::Today,
        role: Role::Manager,
        matter: material.messages().say("taak-gepasseerd", []),
        remedy: material.messages().say("taak-gepasseerd_doen", []),
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
        matter: material.messages().say(
            "taak-incident",
            [("extract", incident.extract.as_str().into()), ("bron", incident.source.as_str().into())],
        ),
        remedy: material.messages().say("taak-incident_doen", []),
        count: Some(incident.rows),
        anchor: "incidenten",
        file: None,
        code: Some(Code::OnbeveiligdOntvangen.word()),
    });
    tasks.collect()
}

/// Tasks about the configuration and the state.
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

/// Warnings that a file holds far fewer rows than it should, or lacks a column that a parcel shows.
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
            matter: material.messages().say("taak-onbeveiligd", [("partij", name.into())]),
            remedy: material.library.catalogue.advice(Code::OntvangerOnbeveiligd, material.lang).to_owned(),
            count: None,
            anchor: "partijen",
            file: None,
            code: Some(Code::OntvangerOnbeveiligd.word()),
        }
    });
    tasks.collect()
}

/// Parties that the law grants a parcel, but without a configured recipient.
fn without_recipient(material: &Material<'_>) -> Vec<Task> {
    let mut parties: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for (_, sum) in material.parcels {
        if sum.refused.contains_key(Weigering::GeenOntvanger.word()) {
            parties.entry(&sum.party).or_default().insert(family_of(sum));
        }
    }
    let tasks = parties.into_iter().map(|(partij, parcels)| {
        let has_other = material.config.ontvanger.iter().any(|own| own.get_ref().partij == partij);
        let name = if has_other { "taak-geen_ontvanger_deel" } else { "taak-geen_ontvanger" };
        let values = [("partij", material.party_name(partij).into()), ("aantal", parcels.len().into())];
        Task {
            urgency: Urgency::Today,
            role: Role::Operator,
            matter: material.messages().say(name, values),
            remedy: material.messages().say("taak-geen_ontvanger_doen", []),
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
        matter: material.messages().say("taak-intrekking", [("partij", material.party_name(partij).into())]),
        remedy: material.messages().say("taak-intrekking_doen", []),
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
        matter: material.messages().say(
            "taak-quarantaine",
            [
                ("aantal", rows.into()),
                (
                    "bestanden",
                    material.messages().say("stroom-bestanden", [("aantal", deliveries.len().into())]).into(),
                ),
            ],
        ),
        remedy: material.messages().say("taak-quarantaine_doen", []),
        count: Some(rows),
        anchor: "bevindingen",
        file: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

fn outdated(material: &Material<'_>) -> Vec<Task> {
    let stale = material.deliveries.iter().filter(|delivery| delivery.state == State::Stale);
    let is_of_future = |delivery: &Delivery| delivery.peildatum > material.peildatum;
    let tasks = stale.map(|delivery| Task {
        urgency: Urgency::Today,
        role: Role::Operator,
        matter: material.messages().say(
            if is_of_future(delivery) { "taak-uit_de_toekomst" } else { "taak-verouderd" },
            [
                ("extract", delivery.extract.as_str().into()),
                ("dag", material.messages().day(&delivery.peildatum.to_string()).into()),
            ],
        ),
        remedy: if is_of_future(delivery) {
            material.messages().say("taak-uit_de_toekomst_doen", [])
        } else {
            material.library.catalogue.advice(Code::Verouderd, material.lang).to_owned()
        },
        count: None,
        anchor: "aangeleverd",
        file: None,
        code: Some(Code::Verouderd.word()),
    });
    tasks.collect()
}

/// Arrangements that end soon or ended recently, unless another takes over the next day.
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
        let values = [
            ("soort", material.messages().code_word("afspraak", own.kind).into()),
            ("naam", own.name.as_str().into()),
            ("dag", material.messages().day(&tot.to_string()).into()),
        ];
        Task {
            urgency: if has_ended { Urgency::Today } else { Urgency::Soon },
            role: Role::Manager,
            matter: material
                .messages()
                .say(if has_ended { "taak-verlopen" } else { "taak-verloopt" }, values),
            remedy: material.messages().say("taak-verloopt_doen", []),
            count: None,
            anchor: "partijen",
            file: Some(format!("jib.toml, [[{}]]", own.kind)),
            code: None,
        }
    });
    tasks.collect()
}

/// Other warnings about files, as one task. The findings list each of them with its advice.
fn warnings(material: &Material<'_>) -> Option<Task> {
    let told = [Code::Verouderd.word(), Code::OnbeveiligdOntvangen.word()];
    let found = of_ernst(material, Ernst::Waarschuwing);
    let found = found
        .filter(|found| found.extract != CONFIGURATION && !told.contains(&found.code) && !is_urgent(found));
    let kinds: BTreeSet<&str> = found.map(|found| found.code).collect();
    (!kinds.is_empty()).then(|| Task {
        urgency: Urgency::Soon,
        role: Role::DataSteward,
        matter: material.messages().say("taak-waarschuwingen", [("aantal", kinds.len().into())]),
        remedy: material.messages().say("taak-waarschuwingen_doen", []),
        count: u64::try_from(kinds.len()).ok(),
        anchor: "bevindingen",
        file: Some("bevindingen.ndjson".to_owned()),
        code: None,
    })
}
