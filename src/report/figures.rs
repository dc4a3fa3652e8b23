//! The figures of a report: everything that the page and the JSON show, and nothing that they do not.

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;
use serde::Serialize;

use super::crosstab::crosstab;
use super::suppress::{Shown, alone, parts_of_total};
use crate::catalogue::{Catalogue, Lang};
use crate::classified::Classified;
use crate::config::file::{Kanaal, Ontvanger};
use crate::intake::{Delivery, State, codes};
use crate::ledger::manifest::{Incident, PakketSom, Uitkomst};
use crate::model::finding::{Code, Ernst, Finding};
use crate::model::profile::Axis;
use crate::policy::decide::Parcel;
use crate::recall::{Recalls, Reden};
use crate::schemas::Schemas;
use crate::state::Family;
use crate::state::next::Changes;

/// A report.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct Figures {
    pub versie: u32,
    pub gemeente: String,
    pub gemeentecode: String,
    pub peildatum: String,
    pub verstrekdatum: String,
    pub regelsets: Vec<String>,
    pub uitkomst: Uitkomst,
    pub drempel_kleine_cellen: u64,
    pub personen: Shown,
    pub invoer: Vec<InvoerRegel>,
    pub bevindingen: Vec<BevindingRegel>,
    pub verdeling: Vec<VerdelingRegel>,
    pub jongeren_in_beeld: Vec<Telling>,
    pub pakketten: Vec<PakketRegel>,
    pub veranderingen: Vec<VeranderingRegel>,
    pub intrekkingen: Vec<IntrekkingRegel>,
    pub incidenten: Vec<Incident>,
    pub onbeveiligde_ontvangers: Vec<OnbeveiligdeOntvanger>,
    pub onzekerheden: Vec<String>,
}

/// One delivery.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct InvoerRegel {
    pub extract: String,
    pub titel: String,
    pub bron: String,
    pub peildatum: String,
    pub soort: crate::contract::schema::Soort,
    pub verouderd: bool,
    pub onbeveiligd: bool,
    pub gelezen: u64,
    pub aanvaard: u64,
    pub quarantaine: u64,
}

/// A recipient that got nothing because its channel is not secured.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct OnbeveiligdeOntvanger {
    pub partij: String,
    pub brin: Option<String>,
    pub advies: String,
}

/// One finding code in one extract.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct BevindingRegel {
    pub ernst: Ernst,
    pub code: &'static str,
    pub extract: String,
    pub titel: String,
    pub advies: String,
    pub aantal: u64,
}

/// One cell of leeftijdsgroep × plicht × startkwalificatie × doelgroep.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct VerdelingRegel {
    pub leeftijdsgroep: String,
    pub plicht: String,
    pub startkwalificatie: String,
    pub doelgroep: String,
    pub aantal: Shown,
}

/// A named count.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct Telling {
    pub waarde: String,
    pub aantal: Shown,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct PakketRegel {
    pub partij: String,
    pub pakket: String,
    pub doel: String,
    pub grondslagen: Vec<String>,
    pub kolommen: Vec<&'static str>,
    pub geleverd: Shown,
    pub geweigerd: Vec<Telling>,
}

/// What changed in one parcel since the run before, with its `-geheim` twin: persons.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct VeranderingRegel {
    pub partij: String,
    pub pakket: String,
    pub nieuw: Shown,
    pub gewijzigd: Shown,
    pub weg: Shown,
}

/// Persons recalled from one party for one reason.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct IntrekkingRegel {
    pub partij: String,
    pub reden: &'static str,
    pub aantal: Shown,
}

/// What the figures are made of.
pub struct Material<'a> {
    /// Who and when.
    pub gemeente: &'a str,
    /// Its code.
    pub gemeentecode: &'a str,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves.
    pub verstrekdatum: String,
    /// The rule sets.
    pub regelsets: Vec<String>,
    /// How the run ended.
    pub uitkomst: Uitkomst,
    /// Counts below this are not shown.
    pub threshold: u64,
    /// The deliveries.
    pub deliveries: &'a [Delivery],
    /// Findings about the run as a whole: extract and code.
    pub overall: &'a [(String, Finding)],
    /// Everyone, unless the run stopped before.
    pub classified: Option<&'a Classified>,
    /// The parcels with their sums.
    pub parcels: &'a [(Parcel, PakketSom)],
    /// What changed per parcel; none in a first run.
    pub changes: &'a BTreeMap<Family, Changes>,
    /// Who was recalled.
    pub recalls: &'a Recalls<'a>,
    /// Possible data breaches.
    pub incidents: &'a [Incident],
    /// The configured recipients.
    pub recipients: &'a [toml::Spanned<Ontvanger>],
    /// The register of findings.
    pub catalogue: &'a Catalogue,
    /// The schemas, for titles.
    pub schemas: &'a Schemas,
    /// The language of findings.
    pub lang: Lang,
}

impl Material<'_> {
    /// Works the figures out.
    pub fn figures(&self) -> PolarsResult<Figures> {
        let persons = self.classified.map_or(0, Classified::count);
        Ok(Figures {
            versie: 1,
            gemeente: self.gemeente.to_owned(),
            gemeentecode: self.gemeentecode.to_owned(),
            peildatum: self.peildatum.clone(),
            verstrekdatum: self.verstrekdatum.clone(),
            regelsets: self.regelsets.clone(),
            uitkomst: self.uitkomst,
            drempel_kleine_cellen: self.threshold,
            personen: alone(u64::try_from(persons).unwrap_or(u64::MAX), self.threshold),
            invoer: self.deliveries.iter().map(|delivery| self.delivered(delivery)).collect(),
            bevindingen: self.findings(),
            verdeling: self.distribution()?,
            jongeren_in_beeld: self.listed()?,
            pakketten: self.parcels.iter().map(|(parcel, sum)| self.parcel(parcel, sum)).collect(),
            veranderingen: self.changes(),
            intrekkingen: self.recalled(),
            incidenten: self.incidents.to_vec(),
            onbeveiligde_ontvangers: self.unsecured(),
            onzekerheden: self.uncertainties(),
        })
    }

    fn delivered(&self, delivery: &Delivery) -> InvoerRegel {
        let schema = self.schemas.extract(&delivery.extract);
        InvoerRegel {
            extract: delivery.extract.clone(),
            titel: schema.map(|schema| schema.title.clone()).unwrap_or_default(),
            bron: delivery.bron.clone(),
            peildatum: delivery.peildatum.to_string(),
            soort: delivery.soort,
            verouderd: delivery.state == State::Stale,
            onbeveiligd: delivery.kanaal == Kanaal::Onbeveiligd,
            gelezen: delivery.sums.gelezen,
            aanvaard: delivery.sums.aanvaard,
            quarantaine: delivery.sums.quarantaine,
        }
    }

    fn findings(&self) -> Vec<BevindingRegel> {
        let mut counts: BTreeMap<(Ernst, Code, &str), u64> = BTreeMap::new();
        for (extract, code) in codes(self.deliveries, self.overall) {
            *counts.entry((self.catalogue.ernst(code), code, extract)).or_insert(0) += 1;
        }
        counts
            .into_iter()
            .map(|((ernst, code, extract), aantal)| BevindingRegel {
                ernst,
                code: code.word(),
                extract: extract.to_owned(),
                titel: self.catalogue.title(code, self.lang).to_owned(),
                advies: self.catalogue.advice(code, self.lang).to_owned(),
                aantal,
            })
            .collect()
    }

    fn distribution(&self) -> PolarsResult<Vec<VerdelingRegel>> {
        let Some(classified) = self.classified else { return Ok(Vec::new()) };
        let axes = [Axis::Leeftijdsgroep, Axis::Plicht, Axis::Startkwalificatie, Axis::Doelgroep];
        let cells = crosstab(classified, &axes)?;
        let counts: Vec<u64> = cells.iter().map(|cell| cell.count).collect();
        let shown = parts_of_total(&counts, self.threshold);
        Ok(cells
            .into_iter()
            .zip(shown)
            .map(|(cell, aantal)| {
                let mut words = cell.words.into_iter();
                let mut next = || words.next().unwrap_or_default();
                VerdelingRegel {
                    leeftijdsgroep: next(),
                    plicht: next(),
                    startkwalificatie: next(),
                    doelgroep: next(),
                    aantal,
                }
            })
            .collect())
    }

    fn listed(&self) -> PolarsResult<Vec<Telling>> {
        let Some(classified) = self.classified else { return Ok(Vec::new()) };
        let cells = crosstab(classified, &[Axis::Jib])?;
        let counts: Vec<u64> = cells.iter().map(|cell| cell.count).collect();
        let shown = parts_of_total(&counts, self.threshold);
        let tellings = cells.into_iter().zip(shown);
        Ok(tellings.map(|(cell, aantal)| Telling { waarde: cell.words.concat(), aantal }).collect())
    }

    fn parcel(&self, parcel: &Parcel, sum: &PakketSom) -> PakketRegel {
        let counts: Vec<u64> = std::iter::once(sum.geleverd).chain(sum.geweigerd.values().copied()).collect();
        let mut shown = parts_of_total(&counts, self.threshold).into_iter();
        let geleverd = shown.next().unwrap_or(Shown::Hidden);
        let reasons = sum.geweigerd.keys().zip(shown);
        PakketRegel {
            partij: sum.partij.clone(),
            pakket: sum.pakket.clone(),
            doel: parcel.rule.doel.clone(),
            grondslagen: parcel.rule.basis.clone(),
            kolommen: parcel.columns.iter().map(|(field, _)| field.word()).collect(),
            geleverd,
            geweigerd: reasons.map(|(word, aantal)| Telling { waarde: (*word).to_owned(), aantal }).collect(),
        }
    }

    fn changes(&self) -> Vec<VeranderingRegel> {
        let mut sums: BTreeMap<(&str, &str), [u64; 4]> = BTreeMap::new();
        for (family, changes) in self.changes {
            let Changes { new, changed, same, gone } = *changes;
            let sum = sums.entry((&family.partij, &family.pakket)).or_default();
            for (sum, count) in sum.iter_mut().zip([new, changed, same, gone]) {
                *sum += count;
            }
        }
        let rows = sums.into_iter().map(|((partij, pakket), counts)| {
            let [new, changed, same, gone] = counts;
            // With who stayed the same these add up to who is held, of which a secret address may be a small part: so that
            // is not shown, and where nearly all is new or changed, neither are those.
            let of_held =
                |count| if same < self.threshold && count > 0 { Shown::Hidden } else { self.or_none(count) };
            // Beside the report of the run before, who is new and who is gone follow from each other.
            let is_small = |count: u64| count > 0 && count < self.threshold;
            let (nieuw, weg) = if is_small(new) || is_small(gone) {
                (Shown::Hidden, Shown::Hidden)
            } else {
                (of_held(new), self.or_none(gone))
            };
            let gewijzigd = of_held(changed);
            let (partij, pakket) = (partij.to_owned(), pakket.to_owned());
            VeranderingRegel { partij, pakket, nieuw, gewijzigd, weg }
        });
        rows.collect()
    }

    /// A count by itself; that there are none may be told: it is about nobody.
    fn or_none(&self, count: u64) -> Shown {
        if count == 0 { Shown::Count(0) } else { alone(count, self.threshold) }
    }

    fn recalled(&self) -> Vec<IntrekkingRegel> {
        let mut counts: BTreeMap<(&str, Reden), u64> = BTreeMap::new();
        for recall in self.recalls.all() {
            *counts.entry((&recall.family.partij, recall.reden)).or_insert(0) += 1;
        }
        let mut by_party: BTreeMap<&str, Vec<(Reden, u64)>> = BTreeMap::new();
        for ((partij, reden), count) in counts {
            by_party.entry(partij).or_default().push((reden, count));
        }
        let mut rows = Vec::new();
        // Who is gone from a party's parcels may be all that is recalled: no single reason follows from the others.
        for (partij, reasons) in by_party {
            let counts: Vec<u64> = reasons.iter().map(|(_, count)| *count).collect();
            for ((reden, _), aantal) in reasons.iter().zip(parts_of_total(&counts, self.threshold)) {
                rows.push(IntrekkingRegel { partij: partij.to_owned(), reden: reden.word(), aantal });
            }
        }
        rows
    }

    fn unsecured(&self) -> Vec<OnbeveiligdeOntvanger> {
        let recipients = self.recipients.iter().map(toml::Spanned::get_ref);
        let unsecured = recipients.filter(|ontvanger| ontvanger.kanaal == Kanaal::Onbeveiligd);
        unsecured
            .map(|ontvanger| OnbeveiligdeOntvanger {
                partij: ontvanger.partij.clone(),
                brin: ontvanger.brin.clone(),
                advies: self.catalogue.advice(Code::OntvangerOnbeveiligd, self.lang).to_owned(),
            })
            .collect()
    }

    /// What the run cannot know, in words.
    fn uncertainties(&self) -> Vec<String> {
        let unreadable = self.deliveries.iter().filter(|delivery| delivery.set_aside_unreadable > 0);
        let rows = unreadable.map(|delivery| {
            format!(
                "{}: van {} rij(en) in quarantaine is het persoonsnummer niet leesbaar; over wie zij gaan is onbekend.",
                delivery.extract, delivery.set_aside_unreadable
            )
        });
        let stale =
            self.deliveries.iter().filter(|delivery| delivery.state == State::Stale).map(|delivery| {
                format!(
                    "{}: de levering is verouderd; wat er niet in staat, geldt als onbekend.",
                    delivery.extract
                )
            });
        let absent =
            self.overall.iter().filter(|(_, finding)| finding.code == Code::ExtractOntbreekt).map(
                |(extract, _)| format!("{extract}: niet geleverd; wat daaruit zou volgen, is onbekend."),
            );
        rows.chain(stale).chain(absent).collect()
    }
}
