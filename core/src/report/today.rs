//! The tasks for people: who does what, how many items it concerns and where to look. Most urgent first.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::family_of;
use super::findings::FindingRow;
use super::messages::Messages;
use super::verdict::{Judgement, Task, Urgency};
use crate::config::file::{ConfigFile, Kanaal};
use crate::intake::delivery::{Delivery, State};
use crate::law::library::Library;
use crate::model::day::Day;
use crate::model::finding::{Code, Ernst};
use crate::model::outcome::RunOutcome;
use crate::model::ruling::Weigering;
use crate::publish::ledger::manifest::{Incident, ParcelSum};
use crate::release::assessment::CONFIGURATION;
use crate::release::recall::Recalls;
use crate::release::rounding::Rounder;
use crate::schemas::catalogue::{Lang, Role};

/// Report an arrangement this many days before it ends, so that a council has time to decide on a new one.
const EXPIRES_WITHIN_DAYS: i32 = 60;

/// Keep reporting an arrangement for this many days after it ended: the parcels that rested on it no longer leave.
const EXPIRED_WITHIN_DAYS: i32 = 30;

/// What tasks follow from.
pub struct Evidence<'a> {
    /// Law, schemas and registers.
    pub library: &'a Library,
    /// What the municipality configured.
    pub config: &'a ConfigFile,
    /// The language of the tasks.
    pub lang: Lang,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// How the run ended.
    pub outcome: RunOutcome,
    /// The deliveries.
    pub deliveries: &'a [Delivery],
    /// All findings, counted.
    pub findings: &'a [FindingRow],
    /// The sums of the parcels.
    pub parcels: &'a [ParcelSum],
    /// Possible data breaches.
    pub incidents: &'a [Incident],
    /// Rounds the counts of persons that travel.
    pub rounder: &'a Rounder,
    /// The persons recalled from parties.
    pub recalls: &'a Recalls<'a>,
}

impl Evidence<'_> {
    /// The verdict with its tasks.
    pub fn judgement(&self) -> Judgement {
        Judgement::of(self.outcome, self.tasks())
    }

    fn messages(&self) -> &'static Messages {
        Messages::of(self.lang)
    }

    fn party_name(&self, partij: &str) -> String {
        self.library.policy.party(partij).map_or_else(|| partij.to_owned(), |(_, party)| party.name.clone())
    }

    fn tasks(&self) -> Vec<Task> {
        let mut all = refused(self);
        all.extend(over_threshold(self));
        all.extend(incidents(self));
        all.extend(nothing_left(self));
        all.extend(accepted(self));
        all.extend(unsecured(self));
        all.extend(of_findings(self));
        all.extend(without_recipient(self));
        all.extend(set_aside(self));
        all.extend(outdated(self));
        all.extend(recalled(self));
        all.extend(expiring(self));
        all.extend(warnings(self));
        all.sort_by_key(|taak| taak.urgency);
        all
    }
}

/// Findings that have a task of their own, with more to say than their title and advice.
fn is_told_apart(found: &FindingRow) -> bool {
    [Code::Verouderd, Code::OnbeveiligdOntvangen, Code::OntvangerOnbeveiligd]
        .iter()
        .any(|code| code.word() == found.code)
}

fn of_ernst<'m>(evidence: &'m Evidence<'_>, ernst: Ernst) -> impl Iterator<Item = &'m FindingRow> {
    evidence.findings.iter().filter(move |found| found.ernst == ernst)
}

/// Files that were refused, which means nothing was released.
fn refused(evidence: &Evidence<'_>) -> Vec<Task> {
    let found = of_ernst(evidence, Ernst::Blokkerend);
    let tasks = found.map(|found| Task {
        urgency: Urgency::Now,
        role: Role::Operator,
        matter: evidence.messages().say(
            "taak-geweigerd",
            [
                ("extract", found.extract.as_str().into()),
                ("titel", format!("{}{}", found.title, columns(evidence, found)).into()),
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
fn columns(evidence: &Evidence<'_>, found: &FindingRow) -> String {
    let own = evidence.deliveries.iter().filter(|delivery| delivery.extract == found.extract);
    let columns: BTreeSet<String> = own
        .flat_map(|delivery| {
            let schema = evidence.library.schemas.extract(&delivery.extract);
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

fn over_threshold(evidence: &Evidence<'_>) -> Option<Task> {
    let over: Vec<&Delivery> = evidence.deliveries.iter().filter(|own| own.over_threshold()).collect();
    let aside: u64 = over.iter().map(|delivery| delivery.sums.quarantaine).sum();
    let named = over.iter().map(|delivery| {
        let values = [
            ("extract", delivery.extract.as_str().into()),
            ("apart", delivery.sums.quarantaine.into()),
            (
                "gelezen",
                evidence.rounder.rows(&delivery.extract, &delivery.source, delivery.sums.read).into(),
            ),
            ("grens", delivery.max_quarantaine_promille.into()),
        ];
        // Beside an exact count a rounded one is no denominator: "1 of 0 rows".
        let is_exact = evidence.rounder.leaves_rows(&delivery.extract);
        let said = if is_exact { "taak-drempel_bestand" } else { "taak-drempel_bestand_afgerond" };
        evidence.messages().say(said, values)
    });
    let named: Vec<String> = named.collect();
    let released = evidence.outcome == RunOutcome::ReleasedOverThreshold;
    (!over.is_empty()).then(|| Task {
        urgency: if released { Urgency::Today } else { Urgency::Now },
        role: Role::DataSteward,
        matter: evidence.messages().say("taak-drempel", [("aantal", over.len().into())]),
        remedy: evidence.messages().say(
            if released { "taak-drempel_geleverd" } else { "taak-drempel_doen" },
            [("bestanden", named.join("; ").into())],
        ),
        count: Some(aside),
        anchor: "aangeleverd",
        file: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

/// A release despite too many rows set aside. Somebody decided to accept them, and the report records that.
fn accepted(evidence: &Evidence<'_>) -> Option<Task> {
    (evidence.outcome == RunOutcome::ReleasedOverThreshold).then(|| Task {
        urgency: Urgency::Today,
        role: Role::Manager,
        matter: evidence.messages().say("taak-gepasseerd", []),
        remedy: evidence.messages().say("taak-gepasseerd_doen", []),
        count: None,
        anchor: "akkoord",
        file: None,
        code: None,
    })
}

fn incidents(evidence: &Evidence<'_>) -> Vec<Task> {
    let tasks = evidence.incidents.iter().map(|incident| Task {
        urgency: Urgency::Now,
        role: Role::PrivacyOfficer,
        matter: evidence.messages().say(
            "taak-incident",
            [("extract", incident.extract.as_str().into()), ("bron", incident.source.as_str().into())],
        ),
        remedy: evidence.messages().say("taak-incident_doen", []),
        count: Some(evidence.rounder.rows(&incident.extract, &incident.source, incident.rows)),
        anchor: "incidenten",
        file: None,
        code: Some(Code::OnbeveiligdOntvangen.word()),
    });
    tasks.collect()
}

/// Findings that the register gives to somebody as a task.
fn of_findings(evidence: &Evidence<'_>) -> Vec<Task> {
    let own = |found: &&FindingRow| {
        matches!(found.ernst, Ernst::Waarschuwing | Ernst::Info) && !is_told_apart(found)
    };
    let tasks = evidence.findings.iter().filter(own).filter_map(|found| {
        let about =
            if found.extract == CONFIGURATION { String::new() } else { format!("{}: ", found.extract) };
        Some(Task {
            urgency: Urgency::Today,
            role: found.task?,
            matter: format!("{about}{}{}.", found.title, columns(evidence, found)),
            remedy: found.advice.clone(),
            count: None,
            anchor: "bevindingen",
            file: None,
            code: Some(found.code),
        })
    });
    tasks.collect()
}

/// A run that reached nobody: no party received a single line.
fn nothing_left(evidence: &Evidence<'_>) -> Option<Task> {
    let is_empty =
        evidence.outcome == RunOutcome::Released && evidence.parcels.iter().all(|sum| sum.delivered == 0);
    is_empty.then(|| Task {
        urgency: Urgency::Now,
        role: Role::Operator,
        matter: evidence.messages().say("taak-niets_geleverd", []),
        remedy: evidence.messages().say("taak-niets_geleverd_doen", []),
        count: None,
        anchor: "partijen",
        file: None,
        code: None,
    })
}

fn unsecured(evidence: &Evidence<'_>) -> Vec<Task> {
    let recipients = evidence.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let unsecured = recipients.filter(|ontvanger| ontvanger.channel == Kanaal::Onbeveiligd);
    let tasks = unsecured.map(|ontvanger| {
        let school = ontvanger.brin.as_ref().map(|brin| format!(" ({brin})")).unwrap_or_default();
        let name = format!("{}{school}", evidence.party_name(&ontvanger.party));
        Task {
            urgency: Urgency::Today,
            role: Role::Operator,
            matter: evidence.messages().say("taak-onbeveiligd", [("partij", name.into())]),
            remedy: evidence.library.catalogue.advice(Code::OntvangerOnbeveiligd, evidence.lang).to_owned(),
            count: None,
            anchor: "partijen",
            file: None,
            code: Some(Code::OntvangerOnbeveiligd.word()),
        }
    });
    tasks.collect()
}

/// Parties that the law grants a parcel, but without a configured recipient.
fn without_recipient(evidence: &Evidence<'_>) -> Vec<Task> {
    let mut parties: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for sum in evidence.parcels {
        if sum.refused.contains_key(Weigering::GeenOntvanger.word()) {
            parties.entry(&sum.party).or_default().insert(family_of(sum));
        }
    }
    let tasks = parties.into_iter().map(|(partij, parcels)| {
        let has_other = evidence.config.ontvanger.iter().any(|own| own.get_ref().party == partij);
        let name = if has_other { "taak-geen_ontvanger_deel" } else { "taak-geen_ontvanger" };
        let values = [("partij", evidence.party_name(partij).into()), ("aantal", parcels.len().into())];
        Task {
            urgency: Urgency::Today,
            role: Role::Operator,
            matter: evidence.messages().say(name, values),
            remedy: evidence.messages().say("taak-geen_ontvanger_doen", []),
            count: u64::try_from(parcels.len()).ok(),
            anchor: "partijen",
            file: None,
            code: Some(Weigering::GeenOntvanger.word()),
        }
    });
    tasks.collect()
}

/// Recalls go out by themselves; somebody should hear from the party that it erased the data.
fn recalled(evidence: &Evidence<'_>) -> Vec<Task> {
    let recipients = evidence.recalls.by_recipient.iter().filter(|(_, recalls)| !recalls.is_empty());
    let recipients = recipients.filter_map(|(position, _)| evidence.config.ontvanger.get(*position));
    let parties: BTreeSet<&str> = recipients.map(|own| own.get_ref().party.as_str()).collect();
    let tasks = parties.into_iter().map(|partij| Task {
        urgency: Urgency::Soon,
        role: Role::PrivacyOfficer,
        matter: evidence.messages().say("taak-intrekking", [("partij", evidence.party_name(partij).into())]),
        remedy: evidence.messages().say("taak-intrekking_doen", []),
        count: None,
        anchor: "veranderingen",
        file: Some(format!("uitvoer/{partij}/")),
        code: None,
    });
    tasks.collect()
}

fn set_aside(evidence: &Evidence<'_>) -> Option<Task> {
    let within = |delivery: &&Delivery| delivery.sums.quarantaine > 0 && !delivery.over_threshold();
    let deliveries: Vec<&Delivery> = evidence.deliveries.iter().filter(within).collect();
    let aside: u64 = deliveries.iter().map(|delivery| delivery.sums.quarantaine).sum();
    (aside > 0).then(|| Task {
        urgency: Urgency::Today,
        role: Role::DataSteward,
        matter: evidence.messages().say(
            "taak-quarantaine",
            [
                ("aantal", aside.into()),
                (
                    "bestanden",
                    evidence.messages().say("stroom-bestanden", [("aantal", deliveries.len().into())]).into(),
                ),
            ],
        ),
        remedy: evidence.messages().say("taak-quarantaine_doen", []),
        count: Some(aside),
        anchor: "bevindingen",
        file: Some("intern/quarantaine/herstel.xlsx.age".to_owned()),
        code: None,
    })
}

fn outdated(evidence: &Evidence<'_>) -> Vec<Task> {
    let stale = evidence.deliveries.iter().filter(|delivery| delivery.state == State::Stale);
    let is_of_future = |delivery: &Delivery| delivery.peildatum > evidence.peildatum;
    let tasks = stale.map(|delivery| Task {
        urgency: Urgency::Today,
        role: Role::Operator,
        matter: evidence.messages().say(
            if is_of_future(delivery) { "taak-uit_de_toekomst" } else { "taak-verouderd" },
            [
                ("extract", delivery.extract.as_str().into()),
                ("dag", evidence.messages().day(&delivery.peildatum.to_string()).into()),
            ],
        ),
        remedy: if is_of_future(delivery) {
            evidence.messages().say("taak-uit_de_toekomst_doen", [])
        } else {
            evidence.library.catalogue.advice(Code::Verouderd, evidence.lang).to_owned()
        },
        count: None,
        anchor: "aangeleverd",
        file: None,
        code: Some(Code::Verouderd.word()),
    });
    tasks.collect()
}

/// Arrangements that end soon or ended recently, unless another takes over the next day.
fn expiring(evidence: &Evidence<'_>) -> Vec<Task> {
    let verstrekdatum = evidence.verstrekdatum;
    let ending = evidence.config.ending(verstrekdatum, -EXPIRED_WITHIN_DAYS..=EXPIRES_WITHIN_DAYS);
    let tasks = ending.into_iter().map(|(tot, own)| {
        let has_ended = tot < verstrekdatum;
        let values = [
            ("soort", evidence.messages().code_word("afspraak", own.kind).into()),
            ("naam", own.name.as_str().into()),
            ("dag", evidence.messages().day(&tot.to_string()).into()),
        ];
        Task {
            urgency: if has_ended { Urgency::Today } else { Urgency::Soon },
            role: Role::Manager,
            matter: evidence
                .messages()
                .say(if has_ended { "taak-verlopen" } else { "taak-verloopt" }, values),
            remedy: evidence.messages().say("taak-verloopt_doen", []),
            count: None,
            anchor: "partijen",
            file: Some(format!("jib.toml, [[{}]]", own.kind)),
            code: None,
        }
    });
    tasks.collect()
}

/// Warnings that are nobody's task, together. The findings list each of them with its advice.
fn warnings(evidence: &Evidence<'_>) -> Option<Task> {
    let found = of_ernst(evidence, Ernst::Waarschuwing);
    let found = found.filter(|found| found.task.is_none() && !is_told_apart(found));
    let kinds: BTreeSet<&str> = found.map(|found| found.code).collect();
    (!kinds.is_empty()).then(|| Task {
        urgency: Urgency::Soon,
        role: Role::DataSteward,
        matter: evidence.messages().say("taak-waarschuwingen", [("aantal", kinds.len().into())]),
        remedy: evidence.messages().say("taak-waarschuwingen_doen", []),
        count: u64::try_from(kinds.len()).ok(),
        anchor: "bevindingen",
        file: Some("bevindingen.ndjson".to_owned()),
        code: None,
    })
}
