//! Turns everything a run holds into the figures its report shows.

use std::collections::BTreeSet;

use polars::prelude::PolarsResult;

use super::counts::{Counts, all_rows, counts, in_incident, rounded_again, unknown_persons};
use super::figures::{
    Figures, Flow, IncidentRow, InputRow, LawRow, ReasonRow, UnknowableRow, UnknownRow, UnsecuredRecipient,
};
use super::history::TrendRow;
use super::parties::parties;
use crate::config::file::Kanaal;
use crate::intake::delivery::{Delivery, State};
use crate::messages::Messages;
use crate::model::classification::{Reden, Tri};
use crate::model::finding::{Code, Ernst};
use crate::model::ruling::Weigering;
use crate::publish::ledger::manifest::Incident;
use crate::schemas::catalogue::advice;

use super::material::Material;

impl Material<'_> {
    /// Computes the figures.
    ///
    /// # Errors
    /// A cross-tab that polars cannot compute.
    pub fn figures(&self) -> PolarsResult<Figures> {
        let counts = counts(self)?;
        let flow = self.flow(&counts);
        let reasons = self.reasons(&counts);
        let (unknowable, unknown_because) = self.unknown_rows();
        let parties = parties(self, &counts, self.history);
        let trend = self.history.trend(self.this_run(&counts, &flow)).into_iter();
        let trend = trend.map(|row| rounded_again(self.rounder, row)).collect();
        let gemeente = &self.config.gemeente;
        Ok(Figures {
            version: 1,
            gemeente: gemeente.name.clone(),
            gemeentecode: gemeente.code.get_ref().clone(),
            peildatum: self.peildatum.to_string(),
            verstrekdatum: self.verstrekdatum.to_string(),
            rule_sets: self.rule_sets.clone(),
            outcome: self.outcome,
            small_cell_threshold: self.config.beheer.small_cell_threshold,
            rounded_to: self.rounder.base(),
            persons: counts.persons,
            input: self.deliveries.iter().map(|delivery| self.delivered(delivery)).collect(),
            findings: self.findings.iter().filter_map(|found| found.shown(self.rounder)).collect(),
            distribution: counts.distribution,
            jongeren_in_beeld: counts.jib,
            parcels: counts.parcels,
            changes: counts.changes,
            recalls: counts.recalls,
            incidents: self.incidents.iter().map(|incident| self.incident(incident)).collect(),
            unsecured_recipients: self.unsecured(),
            uncertainties: self.uncertainties(),
            unknowable,
            unknown_because,
            language: self.lang.code(),
            verdict: self.judgement.verdict,
            has_undelivered_recalls: self.recalls.undeliverable > 0,
            exit_code: self.outcome.exit_code() as u8,
            laws: self.laws(),
            today: self.judgement.tasks.clone(),
            later: self.judgement.later.clone(),
            flow,
            ages: counts.ages,
            age_plicht_doelgroep: counts.age_plicht_doelgroep,
            doelgroep: counts.doelgroep,
            jongeren_in_beeld_reasons: counts.jib_reasons,
            reasons,
            results: counts.results,
            parties,
            trend,
        })
    }

    fn delivered(&self, delivery: &Delivery) -> InputRow {
        let schema = self.library.schemas.extract(&delivery.extract);
        InputRow {
            extract: delivery.extract.clone(),
            title: schema.map(|schema| schema.title.clone()).unwrap_or_default(),
            source: delivery.source.clone(),
            peildatum: delivery.peildatum.to_string(),
            kind: delivery.kind,
            is_refused: self.is_refused(&delivery.extract),
            is_stale: delivery.state == State::Stale,
            is_unsecured: delivery.channel == Kanaal::Onbeveiligd,
            read: self.rounder.rows(&delivery.extract, &delivery.source, delivery.sums.read),
            accepted: self.rounder.rows(&delivery.extract, &delivery.source, delivery.sums.accepted),
            quarantaine: delivery.sums.quarantaine,
        }
    }

    fn is_refused(&self, extract: &str) -> bool {
        self.findings.iter().any(|found| found.extract == extract && found.ernst == Ernst::Blokkerend)
    }

    fn incident(&self, incident: &Incident) -> IncidentRow {
        IncidentRow {
            kind: incident.kind,
            extract: incident.extract.clone(),
            source: incident.source.clone(),
            rows: self.rounder.rows(&incident.extract, &incident.source, incident.rows),
            persons: in_incident(self.rounder, &incident.extract, &incident.source, incident.persons),
            advice: incident.advice.clone(),
        }
    }

    /// The laws in force on the verstrekdatum.
    fn laws(&self) -> Vec<LawRow> {
        let paths = self.library.policy.paths_on(self.verstrekdatum).unwrap_or_default();
        let in_force = |path: &str| paths.contains(&path);
        let laws = self.library.policy.laws.iter().filter(|(path, _)| in_force(path));
        laws.map(|(_, law)| LawRow { law: law.title.clone(), in_force_from: law.valid_from.to_string() })
            .collect()
    }

    /// The refusals that are shown, in a fixed order.
    fn reasons(&self, counts: &Counts) -> Vec<ReasonRow> {
        let shown = counts.parcels.iter().flat_map(|own| &own.refused);
        let occur: BTreeSet<&str> = shown.map(|row| row.value.as_str()).collect();
        let known = Weigering::ALL.iter().filter(|why| occur.contains(why.word()));
        let known = known.filter_map(|why| self.library.glossary.refusal(why.word()));
        let reasons = known.map(|known| ReasonRow {
            code: known.code.clone(),
            meaning: known.meaning.clone(),
            remedy: known.remedy.clone(),
        });
        reasons.collect()
    }

    fn flow(&self, counts: &Counts) -> Flow {
        let sum = |of: fn(&Delivery) -> u64| all_rows(self.rounder, self.deliveries.iter(), of);
        Flow {
            files: self.deliveries.len(),
            read: sum(|delivery| delivery.sums.read),
            accepted: sum(|delivery| delivery.sums.accepted),
            quarantaine: self.deliveries.iter().map(|delivery| delivery.sums.quarantaine).sum(),
            persons: counts.persons,
            sealed: self.sealed.files,
            parcels: self.sealed.parcels,
            parties: self.sealed.parties,
            delivered: counts.delivered,
        }
    }

    fn this_run(&self, counts: &Counts, flow: &Flow) -> TrendRow {
        let target = counts.doelgroep.iter().find(|row| row.value == Tri::Ja.word());
        TrendRow {
            verstrekdatum: self.verstrekdatum.to_string(),
            is_this_run: true,
            is_readable: true,
            read: Some(flow.read),
            quarantaine: Some(flow.quarantaine),
            persons: Some(counts.persons),
            doelgroep: target.map(|row| row.count),
            delivered: Some(counts.delivered),
        }
    }

    fn unsecured(&self) -> Vec<UnsecuredRecipient> {
        let recipients = self.config.ontvanger.iter().map(toml::Spanned::get_ref);
        let unsecured = recipients.filter(|ontvanger| ontvanger.channel == Kanaal::Onbeveiligd);
        unsecured
            .map(|ontvanger| UnsecuredRecipient {
                party: ontvanger.party.clone(),
                brin: ontvanger.brin.clone(),
                advice: advice(Code::OntvangerOnbeveiligd, self.lang).into_owned(),
            })
            .collect()
    }

    /// Counts persons for whom something cannot be known, or is unknown for another reason. What has a row of its own is not repeated as a
    /// reason, and a reason with a shown count of 0 is left out.
    fn unknown_rows(&self) -> (Vec<UnknowableRow>, Vec<UnknownRow>) {
        let Some(unknown) = self.unknown else { return (Vec::new(), Vec::new()) };
        let glossary = &self.library.glossary;
        let since = |code: &str| {
            let known = self.history.unknown_since(code).map(str::to_owned);
            known.unwrap_or_else(|| self.verstrekdatum.to_string())
        };
        let unknowable = unknown.niet_te_weten.iter().filter_map(|(what, count)| {
            let said = |part| Messages::of(self.lang).text_of_code("niet_te_weten", what.word(), part);
            let count = unknown_persons(self.rounder, what.word(), (*count)?);
            Some(UnknowableRow {
                code: what.word(),
                title: said("titel").into_owned(),
                meaning: said("betekenis").into_owned(),
                remedy: said("doen").into_owned(),
                parcel: glossary.parcel_to_ask(*what).map(str::to_owned),
                count,
                since_at_least: (count > 0).then(|| since(what.word())),
            })
        });
        let others = unknown.redenen.iter().filter(|(reden, _)| *reden != Reden::ProVerklaring);
        let because = others.filter_map(|(reden, count)| {
            let known = glossary.reason(reden.word())?;
            let count = unknown_persons(self.rounder, reden.word(), *count);
            (count > 0).then(|| UnknownRow {
                code: reden.word(),
                meaning: known.meaning.clone(),
                remedy: known.remedy.clone(),
                count,
                since_at_least: since(reden.word()),
            })
        });
        (unknowable.collect(), because.collect())
    }

    /// What this run cannot know, in sentences.
    fn uncertainties(&self) -> Vec<String> {
        let unreadable = self.deliveries.iter().filter(|delivery| delivery.set_aside_unreadable > 0);
        let rows = unreadable.map(|delivery| {
            let values = [
                ("extract", delivery.extract.as_str().into()),
                ("aantal", delivery.set_aside_unreadable.into()),
            ];
            self.messages().say("onzeker-onleesbaar", values)
        });
        let stale = self.deliveries.iter().filter(|delivery| delivery.state == State::Stale);
        let stale = stale
            .map(|own| self.messages().say("onzeker-verouderd", [("extract", own.extract.as_str().into())]));
        const ABSENT: [Code; 4] = [
            Code::ExtractOntbreekt,
            Code::ExtractNietMeer,
            Code::BestandOntbreekt,
            Code::UitsluitingNietIngericht,
        ];
        let absent = self.overall.iter().filter(|(_, finding)| ABSENT.contains(&finding.code));
        let absent = absent.map(|(extract, _)| {
            self.messages().say("onzeker-ontbreekt", [("extract", extract.as_str().into())])
        });
        rows.chain(stale).chain(absent).collect()
    }
}
