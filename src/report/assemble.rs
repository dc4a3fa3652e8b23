//! From what a run holds to what its report shows.

use std::collections::BTreeSet;

use polars::prelude::PolarsResult;

use super::counts::{Counts, counts, family_of};
use super::figures::{
    Figures, IncidentRegel, InvoerRegel, OnbeveiligdeOntvanger, RedenRegel, Stroom, WetRegel,
};
use super::history::TrendRegel;
use super::parties::parties;
use super::suppress::{Shown, alone};
use super::today::today;
use crate::config::file::Kanaal;
use crate::intake::delivery::{Delivery, State};
use crate::model::classification::Tri;
use crate::model::finding::{Code, Ernst};
use crate::model::ruling::Weigering;
use crate::publish::ledger::manifest::Incident;
use crate::report::verdict::Oordeel;

use super::material::Material;

impl Material<'_> {
    /// Works the figures out.
    pub fn figures(&self) -> PolarsResult<Figures> {
        let counts = counts(self, self.history.previous())?;
        let stroom = self.flow(&counts);
        let vandaag = today(self, &counts);
        let partijen = parties(self, &counts, self.history);
        let trend = self.history.trend(self.this_run(&counts, &stroom));
        let gemeente = &self.config.gemeente;
        let released = stroom.verzegeld > 0;
        Ok(Figures {
            versie: 1,
            gemeente: gemeente.naam.clone(),
            gemeentecode: gemeente.code.get_ref().clone(),
            peildatum: self.peildatum.to_string(),
            verstrekdatum: self.verstrekdatum.to_string(),
            regelsets: self.regelsets.clone(),
            uitkomst: self.uitkomst,
            drempel_kleine_cellen: self.threshold,
            personen: counts.personen,
            invoer: self.deliveries.iter().map(|delivery| self.delivered(delivery)).collect(),
            bevindingen: self.findings.to_vec(),
            verdeling: counts.verdeling,
            jongeren_in_beeld: counts.jib,
            pakketten: counts.pakketten,
            veranderingen: counts.veranderingen,
            intrekkingen: counts.intrekkingen,
            incidenten: self.incidents.iter().map(|incident| self.incident(incident)).collect(),
            onbeveiligde_ontvangers: self.unsecured(),
            onzekerheden: self.uncertainties(),
            taal: self.lang.code(),
            oordeel: Oordeel::of_run(self.uitkomst, self.incidents.len(), self.findings, released),
            intrekkingen_niet_geleverd: self.recalls.undeliverable > 0,
            exitcode: self.uitkomst.exit_code() as u8,
            wetten: self.laws(),
            vandaag,
            stroom,
            leeftijd: counts.leeftijd,
            leeftijd_plicht_doelgroep: counts.leeftijd_plicht_doelgroep,
            doelgroep: counts.doelgroep,
            jongeren_in_beeld_redenen: counts.jib_redenen,
            redenen: self.reasons(),
            partijen,
            trend,
        })
    }

    fn delivered(&self, delivery: &Delivery) -> InvoerRegel {
        let schema = self.library.schemas.extract(&delivery.extract);
        InvoerRegel {
            extract: delivery.extract.clone(),
            titel: schema.map(|schema| schema.title.clone()).unwrap_or_default(),
            bron: delivery.bron.clone(),
            peildatum: delivery.peildatum.to_string(),
            soort: delivery.soort,
            geweigerd: self.is_refused(&delivery.extract),
            verouderd: delivery.state == State::Stale,
            onbeveiligd: delivery.kanaal == Kanaal::Onbeveiligd,
            gelezen: delivery.sums.gelezen,
            aanvaard: delivery.sums.aanvaard,
            quarantaine: delivery.sums.quarantaine,
        }
    }

    fn is_refused(&self, extract: &str) -> bool {
        self.findings.iter().any(|found| found.extract == extract && found.ernst == Ernst::Blokkerend)
    }

    fn incident(&self, incident: &Incident) -> IncidentRegel {
        IncidentRegel {
            soort: incident.soort,
            extract: incident.extract.clone(),
            bron: incident.bron.clone(),
            rijen: incident.rijen,
            personen: alone(incident.personen, self.threshold),
            advies: incident.advies.clone(),
        }
    }

    /// The laws in force on the verstrekdatum.
    fn laws(&self) -> Vec<WetRegel> {
        let paths = self.library.policy.paths_on(self.verstrekdatum).unwrap_or_default();
        let in_force = |path: &str| paths.contains(&path);
        let laws = self.library.policy.laws.iter().filter(|(path, _)| in_force(path));
        laws.map(|(_, law)| WetRegel { wet: law.title.clone(), vanaf: law.valid_from.to_string() }).collect()
    }

    /// The refusals that occur, in fixed order.
    fn reasons(&self) -> Vec<RedenRegel> {
        let occur: BTreeSet<&str> =
            self.parcels.iter().flat_map(|(_, sum)| sum.geweigerd.keys().copied()).collect();
        let known = Weigering::ALL.iter().filter(|why| occur.contains(why.word()));
        let known = known.filter_map(|why| self.library.glossary.weigering(why.word()));
        let reasons = known.map(|known| RedenRegel {
            code: known.code.clone(),
            betekenis: known.betekenis.clone(),
            doen: known.doen.clone(),
        });
        reasons.collect()
    }

    fn flow(&self, counts: &Counts) -> Stroom {
        let sum = |of: fn(&Delivery) -> u64| self.deliveries.iter().map(of).sum();
        let made = self.parcels.iter().zip(self.made).filter(|(_, files)| **files > 0);
        let made: BTreeSet<(String, String)> = made.map(|((_, sum), _)| family_of(sum)).collect();
        let parties: BTreeSet<&str> = made.iter().map(|(partij, _)| partij.as_str()).collect();
        Stroom {
            bestanden: self.deliveries.len(),
            gelezen: sum(|delivery| delivery.sums.gelezen),
            aanvaard: sum(|delivery| delivery.sums.aanvaard),
            quarantaine: sum(|delivery| delivery.sums.quarantaine),
            personen: counts.personen,
            verzegeld: self.made.iter().sum(),
            pakketten: made.len(),
            partijen: parties.len(),
            geleverd: counts.geleverd,
        }
    }

    fn this_run(&self, counts: &Counts, stroom: &Stroom) -> TrendRegel {
        let known = |shown: Shown| match shown {
            Shown::Count(count) => Some(count),
            Shown::Hidden => None,
        };
        let target = counts.doelgroep.iter().find(|row| row.waarde == Tri::Ja.word());
        TrendRegel {
            verstrekdatum: self.verstrekdatum.to_string(),
            deze: true,
            leesbaar: true,
            gelezen: Some(stroom.gelezen),
            quarantaine: Some(stroom.quarantaine),
            personen: known(counts.personen),
            doelgroep: target.and_then(|row| known(row.aantal)),
            geleverd: known(counts.geleverd),
        }
    }

    fn unsecured(&self) -> Vec<OnbeveiligdeOntvanger> {
        let recipients = self.config.ontvanger.iter().map(toml::Spanned::get_ref);
        let unsecured = recipients.filter(|ontvanger| ontvanger.kanaal == Kanaal::Onbeveiligd);
        unsecured
            .map(|ontvanger| OnbeveiligdeOntvanger {
                partij: ontvanger.partij.clone(),
                brin: ontvanger.brin.clone(),
                advies: self.library.catalogue.advice(Code::OntvangerOnbeveiligd, self.lang).to_owned(),
            })
            .collect()
    }

    /// What the run cannot know, in words.
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
        let absent = self.overall.iter().filter(|(_, finding)| finding.code == Code::ExtractOntbreekt);
        let absent = absent.map(|(extract, _)| {
            self.messages().say("onzeker-ontbreekt", [("extract", extract.as_str().into())])
        });
        rows.chain(stale).chain(absent).collect()
    }
}
