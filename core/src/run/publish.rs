//! The last stage: totals, report, sealed files, manifest and signature. The folder appears whole or not at all.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::finished::Finished;
use super::order::Mode;
use super::parcels::Left;
use crate::config::file::Kanaal;
use crate::crypto::hashing::sha256_hex;
use crate::crypto::keys::SigningKey;
use crate::crypto::sign::sign;
use crate::intake::delivery::{Delivery, codes};
use crate::law::decide::Parcel;
use crate::model::finding::{Code, Ernst, Finding, Particulars};
use crate::model::number::concealed;
use crate::parallel::in_parts;
use crate::progress::{Stage, amount};
use crate::publish::classification_table::{ClassificationTable, HEADER};
use crate::publish::export::leesmij::Leesmij;
use crate::publish::export::table::{CsvDialect, header_line};
use crate::publish::ledger::anchor::Anchor;
use crate::publish::ledger::chain::VERSION;
use crate::publish::ledger::manifest::{
    Conservation, ExtractSum, Incident, Input, KeyFingerprints, Manifest, ParcelSum, PolicyFile, RecipientRef,
};
use crate::publish::ledger::runs::folder_name;
use crate::publish::outbox::{Document, Outbox, Place};
use crate::publish::state::next::Changes;
use crate::release::memory::Family;
use crate::release::minimise::{Contents, Minimised, Rows};
use crate::release::rounding::Rounder;
use crate::report::counts::{all_rows, family_of};
use crate::report::figures::Figures;
use crate::report::findings::{FindingRow, Tally, advice, shown_per_severity};
use crate::report::material::Material;
use crate::report::outcome::{Outcome, Sealed};
use crate::report::templates::Page;
use crate::report::today::Evidence;
use crate::report::verdict::Judgement;
use crate::run::fault::Fault;
use crate::schemas::catalogue;
use crate::schemas::schema::Schema;

/// Checks that the totals balance, then writes the run.
///
/// # Errors
/// [`Fault`] if a total does not balance, or if a file cannot be made, sealed or written.
pub fn publish(finished: &Finished<'_>, outbox: Option<Outbox>) -> Result<Outcome, Fault> {
    let conservation = finished.conservation();
    if let Some(what) = conservation.imbalance() {
        return Err(Fault::Unbalanced { what });
    }
    let catalogue = &finished.library.catalogue;
    let tally = Tally::of(finished.linked.deliveries(), &finished.overall, finished.particulars(), catalogue);
    let rounder = finished.rounder();
    let listed = |rounder: &Rounder| tally.listed(catalogue, finished.order.lang, rounder);
    let findings = ForReaders { open: listed(&rounder), sealed: listed(&Rounder::exact()) };
    let severities = tally.per_severity();
    let incidents = finished.incidents();
    let judgement = finished.judgement(&conservation, &findings.open, &incidents);
    let folder = match outbox {
        Some(outbox) => Some(finished.write(outbox, &conservation, &findings, &incidents, &judgement)?),
        None => None,
    };
    let blocking = finished.blocking();
    let Finished { config, linked, outcome, .. } = *finished;
    Ok(Outcome {
        folder,
        ended: outcome,
        gemeente: config.file.gemeente.name.clone(),
        gemeentecode: config.file.gemeente.code.get_ref().clone(),
        read_shown: all_rows(&rounder, linked.deliveries().iter(), |delivery| delivery.sums.read),
        findings_shown: shown_per_severity(&findings.open, &rounder),
        rounder,
        persons: linked.count(),
        extracts: conservation.extracts,
        parcels: conservation.parcels,
        sealed: finished.sealed(),
        blocking,
        findings: severities,
        incidents: incidents.len(),
        judgement,
    })
}

/// What a report exists in: what travels, and what is exact and sealed for the controller.
struct ForReaders<T> {
    open: T,
    sealed: T,
}

/// What a run holds for its report, once its parcels are written.
struct OfReport<'r> {
    conservation: &'r Conservation,
    findings: &'r ForReaders<Vec<FindingRow>>,
    incidents: &'r [Incident],
    judgement: &'r Judgement,
    changes: &'r BTreeMap<Family, Changes>,
}

/// One line of the findings file.
#[derive(serde::Serialize)]
struct FindingLine<'f> {
    code: &'f str,
    ernst: Ernst,
    extract: &'f str,
    #[serde(rename = "regel")]
    line: Option<u64>,
    #[serde(rename = "kolom")]
    column: Option<String>,
    #[serde(rename = "advies")]
    advice: Cow<'f, str>,
}

impl Finished<'_> {
    fn conservation(&self) -> Conservation {
        let mut extracts: Vec<ExtractSum> = Vec::new();
        for Delivery { extract, sums, .. } in self.linked.deliveries() {
            match extracts.iter_mut().find(|sum| sum.extract == *extract) {
                Some(sum) => {
                    sum.read += sums.read;
                    sum.accepted += sums.accepted;
                    sum.quarantaine += sums.quarantaine;
                }
                None => extracts.push(ExtractSum {
                    extract: extract.clone(),
                    read: sums.read,
                    accepted: sums.accepted,
                    quarantaine: sums.quarantaine,
                }),
            }
        }
        let parcels = self.parcels.iter().map(|parcel| self.sum_of(parcel)).collect();
        Conservation { extracts, parcels }
    }

    fn sum_of(&self, parcel: &Minimised<'_>) -> ParcelSum {
        let refused: BTreeMap<&'static str, u64> =
            parcel.refused().iter().map(|(weigering, count)| (weigering.word(), *count)).collect();
        ParcelSum {
            party: parcel.parcel().rule.party_id.clone(),
            parcel: parcel.pakket().to_owned(),
            persons: parcel.persons(),
            delivered: parcel.delivered(),
            refused,
        }
    }

    /// What findings say beyond their code.
    fn particulars(&self) -> Vec<&Particulars> {
        let of_deliveries = self.linked.deliveries().iter().flat_map(|delivery| &delivery.particulars);
        of_deliveries.chain(self.particulars).collect()
    }

    fn codes(&self) -> impl Iterator<Item = (&str, Code)> {
        codes(self.linked.deliveries(), &self.overall)
    }

    fn blocking(&self) -> Vec<(String, &'static str)> {
        let blocks = |code: Code| self.library.catalogue.ernst(code) == Ernst::Blokkerend;
        let all: BTreeSet<(String, &'static str)> = self
            .codes()
            .filter(|(_, code)| blocks(*code))
            .map(|(extract, code)| (extract.to_owned(), code.word()))
            .collect();
        all.into_iter().collect()
    }

    fn write(
        &self,
        outbox: Outbox,
        conservation: &Conservation,
        findings: &ForReaders<Vec<FindingRow>>,
        incidents: &[Incident],
        judgement: &Judgement,
    ) -> Result<std::path::PathBuf, Fault> {
        let key = &self.config.keys.pseudonym;
        outbox.document(&Document::Bevindingen, &self.findings()?, key)?;
        let contents = self.parcels.iter().flat_map(Minimised::contents);
        self.progress.begin(Stage::Sealing, contents.map(|contents| amount(contents.rows())).sum());
        let (internal, (logged, left)) = rayon::join(
            || self.write_internal(&outbox),
            || rayon::join(|| self.write_logbook(&outbox), || self.write_parcels(&outbox)),
        );
        internal?;
        logged?;
        let Left { changes, remembered } = left?;
        let (state, reported) = rayon::join(
            || remembered.map(|parcels| self.write_state(&outbox, parcels)).transpose(),
            || {
                self.write_leesmij(&outbox)?;
                let of_run = OfReport { conservation, findings, incidents, judgement, changes: &changes };
                self.write_reports(&outbox, &of_run)
            },
        );
        let state = state?;
        reported?;
        let signing = self.config.keys.signing.as_ref();
        let signing = signing.ok_or_else(|| Fault::internal("ondertekenen")(&"geen sleutel"))?;
        let public = signing.public_file().map_err(|e| Fault::internal("ondertekenen")(&e))?;
        outbox.document(&Document::OndertekeningPub, public.as_bytes(), key)?;

        let manifest = self.manifest(&outbox, conservation.clone(), incidents.to_vec(), state);
        let bytes = manifest.to_bytes().map_err(|e| Fault::internal("het manifest schrijven")(&e))?;
        outbox.document(&Document::Manifest, &bytes, key)?;
        let signature = sign(&bytes, signing).map_err(|e| Fault::internal("ondertekenen")(&e))?;
        outbox.document(&Document::Handtekening, signature.as_bytes(), key)?;
        let gemeente = self.config.file.gemeente.code.get_ref();
        let previous = self.previous_sha256.as_deref();
        let anchor = |is: &str, was: Option<&str>| Anchor::new(gemeente, was, is).to_bytes(key);
        let sha256 = sha256_hex(&bytes);
        let place = self.leaves_state().then(|| Place {
            begin: self.begin.state.clone(),
            announced: anchor(&sha256, previous),
            reached: anchor(&sha256, Some(&sha256)),
        });
        Ok(outbox.publish(&self.folder_name(&bytes), place)?)
    }

    /// Whether the run joins the chain and leaves a state for the next one.
    pub(super) fn leaves_state(&self) -> bool {
        self.outcome.in_chain() && self.order.mode != Mode::Check
    }

    fn folder_name(&self, manifest: &[u8]) -> String {
        let sha256 = sha256_hex(manifest);
        match self.order.mode {
            Mode::Check => format!("{}_check", folder_name(self.order.peildatum, &sha256)),
            Mode::Run | Mode::RunAcceptingQuarantine | Mode::DryRun => {
                folder_name(self.order.verstrekdatum, &sha256)
            }
        }
    }

    /// One JSON object per line: what was found, how severe it is, where, and what to do. Never a value.
    fn findings(&self) -> Result<Vec<u8>, Fault> {
        let catalogue = &self.library.catalogue;
        let lang = self.order.lang;
        let mut lines = Vec::new();
        let particulars = self.particulars();
        let mut line = |finding: &Finding, extract: &str, column: Option<String>| {
            let code = finding.code;
            let own = particulars.iter().filter(|own| own.is_of(extract, finding));
            let finding = FindingLine {
                code: code.word(),
                ernst: catalogue.ernst(code),
                extract,
                line: (finding.line > 0).then_some(finding.line),
                column,
                advice: advice(lang, &Rounder::exact(), code, own.copied()),
            };
            serde_json::to_writer(&mut lines, &finding)
                .map_err(|e| Fault::internal("bevindingen schrijven")(&e))?;
            lines.push(b'\n');
            Ok::<(), Fault>(())
        };
        for (extract, finding) in &self.overall {
            line(finding, extract, None)?;
        }
        for delivery in self.linked.deliveries() {
            let schema: Option<&Schema> = self.library.schemas.extract(&delivery.extract);
            for finding in &delivery.findings {
                let column = finding.column.map(|column| delivery.column_name(column, schema));
                line(finding, &delivery.extract, column)?;
            }
        }
        Ok(lines)
    }

    /// Deliveries over an unsecured channel. Each is a possible data breach for the privacy officer to assess.
    fn incidents(&self) -> Vec<Incident> {
        let advice = |code| catalogue::advice(code, self.order.lang).into_owned();
        let unsecured =
            self.linked.deliveries().iter().filter(|delivery| delivery.channel == Kanaal::Onbeveiligd);
        unsecured
            .map(|delivery| Incident {
                kind: "onbeveiligd_ontvangen",
                extract: delivery.extract.clone(),
                source: delivery.source.clone(),
                rows: delivery.sums.read,
                persons: delivery.persons,
                advice: advice(Code::OnbeveiligdOntvangen),
            })
            .collect()
    }

    fn sealed(&self) -> Sealed {
        let made = self.parcels.iter().filter(|parcel| !parcel.contents().is_empty());
        let made: BTreeSet<(String, String)> = made.map(|parcel| family_of(&self.sum_of(parcel))).collect();
        let parties: BTreeSet<&str> = made.iter().map(|(partij, _)| partij.as_str()).collect();
        Sealed {
            files: self.parcels.iter().map(|parcel| parcel.contents().len()).sum(),
            parcels: made.len(),
            parties: parties.len(),
        }
    }

    fn judgement(
        &self,
        conservation: &Conservation,
        findings: &[FindingRow],
        incidents: &[Incident],
    ) -> Judgement {
        let evidence = Evidence {
            library: self.library,
            config: &self.config.file,
            lang: self.order.lang,
            peildatum: self.order.peildatum,
            verstrekdatum: self.order.verstrekdatum,
            outcome: self.outcome,
            deliveries: self.linked.deliveries(),
            findings,
            parcels: &conservation.parcels,
            incidents,
            rounder: &self.rounder(),
            recalls: &self.recalls,
        };
        evidence.judgement()
    }

    /// Rounds the counts of persons that travel.
    fn rounder(&self) -> Rounder {
        let base = self.config.file.beheer.small_cell_threshold;
        Rounder::to_multiples_of(base, &self.config.keys.pseudonym)
    }

    /// The figures of the report that travels, and the exact ones for the controller.
    fn figures(&self, of_run: &OfReport<'_>) -> Result<ForReaders<Figures>, Fault> {
        let OfReport { conservation, findings, incidents, judgement, changes } = *of_run;
        let sums = self.parcels.iter().zip(&conservation.parcels);
        let parcels: Vec<(Parcel, ParcelSum)> =
            sums.map(|(parcel, sum)| (parcel.parcel().clone(), sum.clone())).collect();
        let made: Vec<usize> = self.parcels.iter().map(|parcel| parcel.contents().len()).collect();
        let [_, rules] = self.rules;
        let figures = |rounder: &Rounder, findings: &[FindingRow]| {
            Material {
                library: self.library,
                config: &self.config.file,
                lang: self.order.lang,
                peildatum: self.order.peildatum,
                verstrekdatum: self.order.verstrekdatum,
                rule_sets: self.rule_sets(),
                rules,
                outcome: self.outcome,
                rounder,
                deliveries: self.linked.deliveries(),
                overall: &self.overall,
                findings,
                classified: self.classified,
                parcels: &parcels,
                made: &made,
                changes,
                memory: self.memory,
                recalls: &self.recalls,
                unknown: self.unknown.as_ref(),
                incidents,
                sealed: self.sealed(),
                judgement,
                history: &self.history,
            }
            .figures()
            .map_err(|e| Fault::internal("het rapport maken")(&e))
        };
        let open = figures(&self.rounder(), &findings.open)?;
        Ok(ForReaders { open, sealed: figures(&Rounder::exact(), &findings.sealed)? })
    }

    /// Writes the report twice: rounded, so that it can travel, and exact, sealed for the controller.
    fn write_reports(&self, outbox: &Outbox, of_run: &OfReport<'_>) -> Result<(), Fault> {
        let keys = &self.config.keys;
        let ForReaders { open, sealed } = self.figures(of_run)?;
        let written = |figures: &Figures| -> Result<[Vec<u8>; 2], Fault> {
            let html = Page::Report.render(figures, self.order.lang);
            let html = html.map_err(|e| Fault::internal("het rapport maken")(&e))?;
            let json = serde_json::to_vec_pretty(figures);
            Ok([html.into_bytes(), json.map_err(|e| Fault::internal("het rapport maken")(&e))?])
        };
        let [html, json] = written(&open)?;
        outbox.document(&Document::RapportHtml, &html, &keys.pseudonym)?;
        outbox.document(&Document::RapportJson, &json, &keys.pseudonym)?;
        for (path, bytes) in
            ["intern/rapport.html.age", "intern/rapport.json.age"].into_iter().zip(written(&sealed)?)
        {
            outbox.sealed(path, &keys.beheer, &keys.pseudonym, |sealer| sealer.add(&bytes))?;
        }
        Ok(())
    }

    fn rule_sets(&self) -> Vec<String> {
        let mut dates: Vec<String> = self.rules.iter().map(|rules| rules.date.to_string()).collect();
        dates.dedup();
        dates
    }

    fn write_internal(&self, outbox: &Outbox) -> Result<(), Fault> {
        let keys = &self.config.keys;
        if let Some(classified) = self.classified {
            let regelset = self.rules.first().map_or(self.order.peildatum, |rules| rules.date);
            let table = ClassificationTable::of(self.linked, classified, regelset);
            outbox.sealed("intern/classificatie.csv.age", &keys.beheer, &keys.pseudonym, |sealer| {
                sealer.add(&header_line(CsvDialect::Csv, &HEADER))?;
                in_parts(table.parts(), |part| table.part(part), |part| sealer.add(&part))
            })?;
        }
        if let Some(review) = &self.review {
            let html = review.html(self.order.lang);
            let html = html.map_err(|e| Fault::internal("de profielen beschrijven")(&e))?;
            outbox.sealed("intern/profielen.html.age", &keys.beheer, &keys.pseudonym, |sealer| {
                sealer.add(html.as_bytes())
            })?;
        }
        Ok(())
    }

    /// Writes a file into the folder of each recipient that lists the contents and explains how to open them.
    fn write_leesmij(&self, outbox: &Outbox) -> Result<(), Fault> {
        let Some(rules) = self.rules.last() else { return Ok(()) };
        let mut folders: BTreeMap<(&str, Option<String>), Vec<&Contents<'_>>> = BTreeMap::new();
        for contents in self.parcels.iter().flat_map(Minimised::contents) {
            let folder = (contents.parcel().rule.party_id.as_str(), contents.brin());
            folders.entry(folder).or_default().push(contents);
        }
        for ((partij, brin), parcels) in folders {
            let Some((_, party)) = self.library.policy.party(partij) else { continue };
            let leesmij = Leesmij {
                party,
                brin: brin.as_deref(),
                rules,
                gemeente: &self.config.file.gemeente,
                recipients: &self.config.file.ontvanger,
                peildatum: self.order.peildatum,
                verstrekdatum: self.order.verstrekdatum,
                parcels: &parcels,
                glossary: &self.library.glossary,
            };
            let text = leesmij.text();
            let document = Document::Leesmij { partij: partij.to_owned(), brin };
            outbox.document(&document, text.as_bytes(), &self.config.keys.pseudonym)?;
        }
        Ok(())
    }

    fn manifest(
        &self,
        outbox: &Outbox,
        conservation: Conservation,
        incidents: Vec<Incident>,
        state: Option<String>,
    ) -> Manifest {
        let keys = &self.config.keys;
        let rules = self.library.files.hashes().into_iter().map(|(path, sha256)| PolicyFile { path, sha256 });
        let invoer = self.linked.deliveries().iter().map(|delivery| Input {
            extract: delivery.extract.clone(),
            path: delivery.path.clone(),
            kind: delivery.kind,
            responsible: delivery.responsible.clone(),
            hmac: delivery.hmac.clone(),
            rows: delivery.sums.read + delivery.mended_rows,
            encoding: delivery.encoding.to_owned(),
            separator: delivery.separator.clone(),
            shrunken_from: delivery.shrunken_from,
            codes: delivery.common_codes.clone(),
        });
        let ontvangers = self.config.file.ontvanger.iter().zip(&keys.ontvangers).map(|(ontvanger, key)| {
            let ontvanger = ontvanger.get_ref();
            RecipientRef {
                party: ontvanger.party.clone(),
                brin: ontvanger.brin.clone(),
                fingerprint: key.fingerprint(),
            }
        });
        Manifest {
            version: VERSION,
            jib: env!("CARGO_PKG_VERSION"),
            outcome: self.outcome,
            gemeente: self.config.file.gemeente.code.get_ref().clone(),
            peildatum: self.order.peildatum.to_string(),
            verstrekdatum: self.order.verstrekdatum.to_string(),
            rule_sets: self.rule_sets(),
            config_sha256: self.config.sha256.clone(),
            rules: rules.collect(),
            schemas: concealed(&self.library.files.origin).into_owned(),
            input: invoer.collect(),
            output: outbox.written(),
            previous: self.previous_sha256.clone().filter(|_| self.leaves_state()),
            state,
            begin: self.leaves_state().then(|| self.begin.clone()),
            lookups: self.lookups.clone(),
            keys: KeyFingerprints {
                signing: keys.signing.as_ref().map(SigningKey::fingerprint),
                pseudonym: keys.pseudonym.fingerprint(),
                controller: keys.beheer.fingerprint(),
            },
            recipients: ontvangers.collect(),
            incidents,
            conservation,
        }
    }
}
