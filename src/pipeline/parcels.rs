//! What leaves: the parcels, the recalls, the log of both, and the state that remembers them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Finished, amount};
use crate::config::file::{Formaat, Ontvanger};
use crate::config::keys::Recipient;
use crate::error::Fault;
use crate::export::passport::Passport;
use crate::export::seal::seal_table;
use crate::export::table::Dialect;
use crate::export::workbook::{Explanation, explanation, recall_explanation, workbook};
use crate::hashing::Subject;
use crate::logbook::{CLASSIFICATION, Logbook, Trace};
use crate::minimise::{Contents, Row, Rows};
use crate::outbox::{Document, Outbox};
use crate::policy::in_force::Rule;
use crate::recall::{self, Recall};
use crate::state::next::{Changes, Keeping, Mark, NextState};
use crate::state::{Family, store};

/// Days of a month in which a party may keep what it received: the longest, so that a recall is never too late.
const MONTH_DAYS: i32 = 31;

/// What was written about whom.
struct Processed {
    /// As the register of processing activities names it.
    name: String,
    /// The file.
    file: String,
    subjects: Vec<Subject>,
}

/// What left a run, for its log, its report and its state.
#[derive(Default)]
pub(super) struct Left {
    processed: Vec<Processed>,
    /// sha256 of the state.
    pub staat: Option<String>,
    /// What changed per parcel since the run before.
    pub changes: BTreeMap<Family, Changes>,
}

/// The rows of a recall file.
struct RecallRows(Vec<csv::ByteRecord>);

impl Rows for RecallRows {
    fn header(&self) -> Vec<&'static str> {
        recall::HEADER.to_vec()
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn parts(&self) -> usize {
        1
    }

    fn part(&self, _: usize, row: &mut dyn FnMut(Row<'_>)) {
        self.0.iter().for_each(|record| row(Row { record, subject: None }));
    }
}

impl<'a> Finished<'a> {
    /// Writes every parcel and recall, then the log of them, and the state.
    pub(super) fn write_parcels(&self, outbox: &mut Outbox) -> Result<Left, Fault> {
        let mut left = Left::default();
        let recalled = self.recalls.all().map(|recall| (recall.family, recall.subject));
        let mut next = NextState::new(self.memory, recalled);
        for contents in self.parcels.iter().flat_map(|parcel| &parcel.contents) {
            let Some((file, marks)) = self.write_parcel(outbox, contents)? else { continue };
            self.progress.advance(amount(contents.rows()));
            let subjects = marks.iter().map(|mark| mark.subject);
            let mut subjects: Vec<Subject> = subjects.collect();
            // Several lines about one person are one processing.
            subjects.dedup();
            let rule = &contents.parcel().rule;
            let name = format!("{}/{}", rule.partij, rule.pakket);
            left.processed.push(Processed { name, file, subjects });
            if contents.has_kenmerk() {
                let columns = contents.columns().iter().map(|(field, _)| field.word().to_owned());
                next.note(contents.family(), columns.collect(), &marks);
            }
        }
        for (position, recalls) in &self.recalls.by_recipient {
            self.write_recalls(outbox, *position, recalls, &mut left)?;
        }
        self.write_logbook(outbox, &left)?;
        if self.leaves_state() {
            let (state, changes) = next.finish(|family| self.keeping(family));
            let key = &self.config.keys.pseudonym;
            let bytes =
                store::to_bytes(&state, key).map_err(|e| Fault::internal("de staat schrijven")(&e))?;
            let sha256 = crate::hashing::sha256_hex(&bytes);
            outbox.state(&store::file_name(&sha256), &bytes)?;
            left.staat = Some(sha256);
            // Everybody is new in a first run, and after a loss nobody knows who is.
            if self.vorige.is_some() && self.memory.loss().is_none() {
                left.changes = changes;
            }
        }
        Ok(left)
    }

    fn write_parcel(
        &self,
        outbox: &mut Outbox,
        parcel: &Contents<'_>,
    ) -> Result<Option<(String, Vec<Mark>)>, Fault> {
        let Some((recipient, ontvanger)) = self.recipient(parcel.recipient()) else { return Ok(None) };
        let rule = &parcel.parcel().rule;
        let formaat = ontvanger.formaat;
        let file = format!("{}.{}.age", parcel.stem(), formaat.extension());
        let pad = format!("uitvoer/{}/{file}", rule.partij);
        let Some(passport) = self.passport(&rule.partij, formaat, &file) else { return Ok(None) };
        let explained = explanation(parcel, &passport, &self.config.file.gemeente);
        let marks = self.seal(outbox, &pad, recipient, formaat, parcel, &explained)?;
        self.write_passport(outbox, &rule.partij, parcel.stem(), &passport.describe(parcel))?;
        Ok(Some((pad, marks)))
    }

    fn write_recalls(
        &self,
        outbox: &mut Outbox,
        position: usize,
        recalls: &[Recall<'_>],
        left: &mut Left,
    ) -> Result<(), Fault> {
        let Some((recipient, ontvanger)) = self.recipient(position) else { return Ok(()) };
        let stem = match &ontvanger.brin {
            Some(brin) => format!("{}.{brin}", recall::PAKKET),
            None => recall::PAKKET.to_owned(),
        };
        let file = format!("{stem}.{}.age", ontvanger.formaat.extension());
        let pad = format!("uitvoer/{}/{file}", ontvanger.partij);
        let rows = RecallRows(recall::rows(recalls, self.order.verstrekdatum).collect());
        let formaat = ontvanger.formaat;
        let Some(passport) = self.passport(&ontvanger.partij, formaat, &file) else { return Ok(()) };
        let explained = recall_explanation(&passport, &self.config.file.gemeente);
        self.seal(outbox, &pad, recipient, formaat, &rows, &explained)?;
        let described = passport.describe_recalls(ontvanger.brin.as_deref(), &stem);
        self.write_passport(outbox, &ontvanger.partij, stem, &described)?;
        let subjects = recalls.iter().map(|recall| recall.subject).collect();
        left.processed.push(Processed { name: recall::PAKKET.to_owned(), file: pad, subjects });
        Ok(())
    }

    /// The passport of a file for a party.
    fn passport<'p>(&'p self, partij: &str, formaat: Formaat, file: &'p str) -> Option<Passport<'p>> {
        let (_, party) = self.library.policy.party(partij)?;
        Some(Passport {
            party,
            rules: self.rules.last()?,
            gemeente: self.config.file.gemeente.code.get_ref(),
            peildatum: self.order.peildatum,
            verstrekdatum: self.order.verstrekdatum,
            formaat,
            file,
        })
    }

    fn write_passport(
        &self,
        outbox: &mut Outbox,
        partij: &str,
        stem: String,
        described: &Value,
    ) -> Result<(), Fault> {
        let json = serde_json::to_vec_pretty(described)
            .map_err(|e| Fault::internal("het paspoort schrijven")(&e))?;
        let document = Document::Paspoort { partij: partij.to_owned(), pakket: stem };
        outbox.document(&document, &json, &self.config.keys.pseudonym)?;
        Ok(())
    }

    /// Seals a table in the form that its recipient wants.
    fn seal(
        &self,
        outbox: &mut Outbox,
        pad: &str,
        recipient: &Recipient,
        formaat: Formaat,
        table: &dyn Rows,
        explained: &Explanation,
    ) -> Result<Vec<Mark>, Fault> {
        let key = &self.config.keys.pseudonym;
        let mut marks = Vec::new();
        outbox.sealed(pad, recipient, key, |sealer| {
            marks = match Dialect::of(formaat) {
                Some(dialect) => seal_table(sealer, table, dialect, key)?,
                None => {
                    let (bytes, marks) = workbook(table, explained, self.order.verstrekdatum, key)?;
                    sealer.add(&bytes)?;
                    marks
                }
            };
            Ok(())
        })?;
        Ok(marks)
    }

    fn recipient(&self, position: usize) -> Option<(&Recipient, &Ontvanger)> {
        let key = self.config.keys.ontvangers.get(position)?;
        Some((key, self.config.file.ontvanger.get(position)?.get_ref()))
    }

    /// One line for each person and each processing: the classification, then what left.
    fn write_logbook(&self, outbox: &mut Outbox, left: &Left) -> Result<(), Fault> {
        if !self.config.file.logboek.aan || self.classified.is_none() {
            return Ok(());
        }
        let key = &self.config.keys.pseudonym;
        let trace = Trace {
            gemeente: self.config.file.gemeente.code.get_ref(),
            peildatum: self.order.peildatum,
            verstrekdatum: self.order.verstrekdatum,
            vorige: self.vorige.as_deref(),
            config_sha256: &self.config.sha256,
        };
        outbox.logbook(key, |to| {
            let mut logbook = Logbook::begin(to, &self.library.register, key, trace)?;
            logbook.processing(CLASSIFICATION, None, self.subjects)?;
            left.processed
                .iter()
                .try_for_each(|own| logbook.processing(&own.name, Some(&own.file), &own.subjects))
        })?;
        Ok(())
    }

    /// How long the state remembers who is in a parcel.
    fn keeping(&self, family: &Family) -> Keeping {
        let rules =
            || self.rules.iter().flat_map(|set| &set.rules).filter(|rule| rule.partij == family.partij);
        let own = |rule: &&Rule| rule.pakket == family.pakket;
        let months =
            self.library.policy.party(&family.partij).map_or(0, |(_, party)| party.bewaartermijn_maanden);
        Keeping {
            today: self.order.verstrekdatum,
            retention_days: i32::try_from(months).unwrap_or(i32::MAX / MONTH_DAYS).saturating_mul(MONTH_DAYS),
            once: rules()
                .any(|rule| rule.eerder_in.as_ref() == Some(&family.pakket) || (rule.eenmalig && own(&rule))),
            pause_days: rules().filter(own).map(|rule| rule.pauze_dagen).max().unwrap_or(0),
            is_said_once: rules().filter(own).any(|rule| rule.eenmalig || rule.pauze_dagen > 0),
            previous: self.previous,
        }
    }
}
