//! Writes what leaves: the parcels, the recalls, the log of both, and the state for the next run.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rayon::prelude::*;
use serde_json::Value;

use super::finished::Finished;
use super::order::Moments;
use crate::config::file::{Formaat, Ontvanger};
use crate::crypto::hashing::Subject;
use crate::crypto::keys::Recipient;
use crate::law::register::CLASSIFICATION;
use crate::law::rule::Rule;
use crate::progress::amount;
use crate::publish::export::passport::{Passport, likeness};
use crate::publish::export::sealed_table::seal_table;
use crate::publish::export::table::CsvDialect;
use crate::publish::export::workbook::{Explanation, explanation, recall_explanation, workbook};
use crate::publish::log_index::Times;
use crate::publish::logbook::{Logbook, OfFile, Trace};
use crate::publish::outbox::{Document, Outbox, OutboxFault, SetDown, folder_of};
use crate::publish::state::next::{Changes, Keeping, Mark, NextState};
use crate::publish::state::store;
use crate::publish::state::store::Summary;
use crate::release::memory::Family;
use crate::release::minimise::{Contents, Row, Rows};
use crate::release::recall::{self, Recall};
use crate::run::fault::Fault;

/// The longest month, in days. A party may keep data for a number of months. Counting long months means a recall never
/// comes too late.
const MONTH_DAYS: i32 = 31;

/// What left in this run, for its report and its state.
#[derive(Default)]
pub(super) struct Left {
    /// What changed per parcel since the previous run.
    pub changes: BTreeMap<Family, Changes>,
    /// What the state remembers of each parcel. `None` if the run leaves no state.
    pub remembered: Option<Vec<(Summary, SetDown)>>,
}

/// What the state keeps of one parcel. The entries go to disk so that their memory is free for the next parcel.
struct KeptParcel {
    summary: Summary,
    /// `None` if the run leaves no state.
    entries: Option<SetDown>,
    changes: Changes,
}

impl KeptParcel {
    /// Runs `write` and sets its output down.
    fn set_down(
        outbox: &Outbox,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<(Summary, Changes)>,
    ) -> Result<KeptParcel, OutboxFault> {
        let (entries, (summary, changes)) = outbox.set_down(write)?;
        let entries = (!summary.is_empty()).then_some(entries);
        Ok(KeptParcel { summary, entries, changes })
    }
}

/// A parcel with its `-geheim` twin, if it has one.
type Twins<'c, 'a> = (Family, Vec<&'c Contents<'a>>);

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

/// The name of a sealed table.
fn file_of(stem: &str, format: Formaat) -> String {
    format!("{stem}.{}.age", format.extension())
}

/// The path within the run of a file for a recipient.
fn path_of(ontvanger: &Ontvanger, file: &str) -> String {
    format!("{}/{file}", folder_of(&ontvanger.party, ontvanger.brin.as_deref()))
}

impl<'a> Finished<'a> {
    /// Writes every parcel and recall, and the state.
    pub(super) fn write_parcels(&self, outbox: &Outbox) -> Result<Left, Fault> {
        let recalled = self.recalls.all().map(|recall| (recall.family, recall.subject));
        let next = NextState::new(self.memory, recalled);
        let mut families: BTreeMap<Family, Vec<&Contents<'a>>> = BTreeMap::new();
        for contents in self.parcels.iter().flat_map(|parcel| parcel.contents()) {
            families.entry(contents.family()).or_default().push(contents);
        }
        // Large parcels go one after another, each on all cores: their marks together would take too much memory. Small
        // ones have few parts, so they run in parallel.
        let (large, small): (Vec<Twins<'_, '_>>, Vec<Twins<'_, '_>>) =
            families.into_iter().partition(|(_, twins)| twins.iter().any(|own| own.parts() > 1));
        let write = |(family, twins): &Twins<'_, '_>| self.write_family(outbox, family, twins, &next);
        let mut written = large.iter().map(write).collect::<Result<Vec<Option<KeptParcel>>, Fault>>()?;
        written.append(&mut small.par_iter().map(write).collect::<Result<_, Fault>>()?);
        for (position, recalls) in &self.recalls.by_recipient {
            self.write_recalls(outbox, *position, recalls)?;
        }
        if !self.leaves_state() {
            return Ok(Left::default());
        }
        let mut kept: Vec<KeptParcel> = written.into_iter().flatten().collect();
        let delivered = kept.iter().map(|own| own.summary.family.clone()).collect();
        for (family, columns) in next.not_delivered(&delivered) {
            let keeping = self.keeping(family);
            kept.push(KeptParcel::set_down(outbox, |to| {
                next.delivered(family.clone(), columns.to_vec(), Vec::new(), keeping, to)
            })?);
        }
        kept.sort_by(|one, other| one.summary.family.cmp(&other.summary.family));
        // A first run has nothing to compare with, and after a lost state nobody knows who is new.
        let is_compared = self.previous.is_some() && self.memory.loss().is_none();
        let compared = kept.iter_mut().filter(|_| is_compared);
        let changes = compared.map(|own| (own.summary.family.clone(), std::mem::take(&mut own.changes)));
        let changes = changes.collect();
        let remembered = kept.into_iter().filter_map(|own| Some((own.summary, own.entries?))).collect();
        Ok(Left { changes, remembered: Some(remembered) })
    }

    /// Writes the state from what it remembers of each parcel. Returns its keyed hash.
    pub(super) fn write_state(
        &self,
        outbox: &Outbox,
        remembered: Vec<(Summary, SetDown)>,
    ) -> Result<String, Fault> {
        let summaries = remembered.iter().map(|(summary, _)| summary);
        let head = store::head(summaries, self.memory.state().unknown_until, &self.config.keys.pseudonym)
            .map_err(|e| Fault::internal("de staat schrijven")(&e))?;
        let entries = remembered.into_iter().map(|(_, entries)| entries);
        Ok(outbox.state(&head, entries, &self.config.keys.pseudonym)?)
    }

    /// Writes a parcel and its `-geheim` twin, if any. Returns what the state keeps of it.
    fn write_family(
        &self,
        outbox: &Outbox,
        family: &Family,
        twins: &[&Contents<'_>],
        next: &NextState<'_>,
    ) -> Result<Option<KeptParcel>, Fault> {
        let mut remembered: Option<(Vec<String>, Vec<Mark>)> = None;
        for contents in twins {
            let Some(marks) = self.write_parcel(outbox, contents)? else { continue };
            self.progress.advance(amount(contents.rows()));
            if contents.has_kenmerk() {
                let columns = contents.columns().iter().map(|(field, _)| field.word().to_owned());
                let all = match remembered.take() {
                    None => marks,
                    Some((_, mut all)) => {
                        all.reserve_exact(marks.len());
                        all.extend(marks);
                        all
                    }
                };
                remembered = Some((columns.collect(), all));
            }
        }
        let Some((columns, marks)) = remembered.filter(|_| self.leaves_state()) else { return Ok(None) };
        let keeping = self.keeping(family);
        Ok(Some(KeptParcel::set_down(outbox, |to| {
            next.delivered(family.clone(), columns, marks, keeping, to)
        })?))
    }

    fn write_parcel(&self, outbox: &Outbox, parcel: &Contents<'_>) -> Result<Option<Vec<Mark>>, Fault> {
        let Some((recipient, ontvanger)) = self.recipient(parcel.recipient()) else { return Ok(None) };
        let rule = &parcel.parcel().rule;
        let format = ontvanger.format;
        let file = file_of(parcel.pakket(), format);
        let Some(passport) = self.passport(&rule.party_id, format, &file) else { return Ok(None) };
        let explained = explanation(parcel, &passport, &self.config.file.gemeente);
        let path = path_of(ontvanger, &file);
        let marks = self.seal(outbox, &path, recipient, format, parcel, &explained)?;
        self.write_passport(outbox, ontvanger, parcel.pakket(), &passport.describe(parcel))?;
        Ok(Some(marks))
    }

    fn write_recalls(&self, outbox: &Outbox, position: usize, recalls: &[Recall<'_>]) -> Result<(), Fault> {
        let Some((recipient, ontvanger)) = self.recipient(position) else { return Ok(()) };
        let format = ontvanger.format;
        let file = file_of(recall::PAKKET, format);
        let rows = RecallRows(recall::rows(recalls, self.order.verstrekdatum).collect());
        let Some(passport) = self.passport(&ontvanger.party, format, &file) else { return Ok(()) };
        let explained = recall_explanation(&passport, &self.config.file.gemeente);
        let path = path_of(ontvanger, &file);
        self.seal(outbox, &path, recipient, format, &rows, &explained)?;
        let described = passport.describe_recalls(ontvanger.brin.as_deref());
        self.write_passport(outbox, ontvanger, recall::PAKKET, &described)
    }

    /// The passport of a file for a party.
    fn passport<'p>(&'p self, partij: &str, format: Formaat, file: &'p str) -> Option<Passport<'p>> {
        let (_, party) = self.library.policy.party(partij)?;
        Some(Passport {
            party,
            rules: self.rules.last()?,
            schemas: &self.library.schemas,
            gemeente: self.config.file.gemeente.code.get_ref(),
            peildatum: self.order.peildatum,
            verstrekdatum: self.order.verstrekdatum,
            format,
            file,
        })
    }

    fn write_passport(
        &self,
        outbox: &Outbox,
        ontvanger: &Ontvanger,
        pakket: &str,
        described: &Value,
    ) -> Result<(), Fault> {
        let json = serde_json::to_vec_pretty(described)
            .map_err(|e| Fault::internal("het paspoort schrijven")(&e))?;
        let document = Document::Paspoort {
            partij: ontvanger.party.clone(),
            brin: ontvanger.brin.clone(),
            pakket: pakket.to_owned(),
        };
        outbox.document(&document, &json, &self.config.keys.pseudonym)?;
        Ok(())
    }

    /// Seals a table in the recipient's format.
    fn seal(
        &self,
        outbox: &Outbox,
        path: &str,
        recipient: &Recipient,
        format: Formaat,
        table: &dyn Rows,
        explained: &Explanation,
    ) -> Result<Vec<Mark>, Fault> {
        let key = &self.config.keys.pseudonym;
        let mut marks = Vec::new();
        outbox.sealed(path, recipient, key, |sealer| {
            marks = match CsvDialect::of(format) {
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

    /// Logs one line per person and processing: the classification first, then the parcels and recalls. Beside the log comes its
    /// index.
    pub(super) fn write_logbook(&self, outbox: &Outbox) -> Result<(), Fault> {
        if !self.config.file.logboek.is_kept || self.classified.is_none() {
            return Ok(());
        }
        let key = &self.config.keys.pseudonym;
        let trace = Trace {
            gemeente: self.config.file.gemeente.code.get_ref(),
            peildatum: self.order.peildatum,
            verstrekdatum: self.order.verstrekdatum,
            previous_sha256: self.previous_sha256.as_deref(),
            config_sha256: &self.config.sha256,
            begun: self.moments.begun,
        };
        let Some(rules) = self.rules.last() else { return Ok(()) };
        let register = self.library.register.under(rules, &self.library.policy.parties);
        let json = serde_json::to_vec_pretty(&register);
        let json = json.map_err(|e| Fault::internal("het register van verwerkingen schrijven")(&e))?;
        outbox.document(&Document::Register, &json, key)?;
        let Moments { begun, classified, decided } = self.moments;
        let classifying = Times { start: begun, end: classified };
        let deciding = Times { start: classified, end: decided };
        let (sha256, logged) = outbox.streamed(&Document::Logboek, key, |to| {
            let mut logbook = Logbook::begin(to, &register, key, trace);
            logbook.processing(CLASSIFICATION, None, classifying, self.memory.persons().to_vec())?;
            for contents in self.parcels.iter().flat_map(|parcel| parcel.contents()) {
                let Some((_, ontvanger)) = self.recipient(contents.recipient()) else { continue };
                let rule = &contents.parcel().rule;
                let file = file_of(contents.pakket(), ontvanger.format);
                let passport = self.passport(&rule.party_id, ontvanger.format, &file);
                let alike = passport.and_then(|passport| likeness(&passport.describe(contents)));
                let path = path_of(ontvanger, &file);
                let activity = format!("{}/{}", rule.party_id, rule.parcel);
                let file = OfFile { path: &path, likeness: alike.as_deref() };
                logbook.processing(&activity, Some(file), deciding, contents.subjects())?;
            }
            for (position, recalls) in &self.recalls.by_recipient {
                let Some((_, ontvanger)) = self.recipient(*position) else { continue };
                let path = path_of(ontvanger, &file_of(recall::PAKKET, ontvanger.format));
                let subjects: Vec<Subject> = recalls.iter().map(|recall| recall.subject).collect();
                // A recall has no likeness: each one is reported separately.
                let file = OfFile { path: &path, likeness: None };
                logbook.processing(recall::PAKKET, Some(file), deciding, subjects)?;
            }
            logbook.finish(Times { start: begun, end: (self.order.clock)() })
        })?;
        outbox.streamed(&Document::LogIndex, key, |to| logged.index.write(&sha256, logged.bytes, key, to))?;
        Ok(())
    }

    /// How long the state remembers the persons in a parcel.
    fn keeping(&self, family: &Family) -> Keeping {
        let rules =
            || self.rules.iter().flat_map(|set| &set.rules).filter(|rule| rule.party_id == family.party);
        let own = |rule: &&Rule| rule.parcel == family.parcel;
        let months = self.library.policy.party(&family.party).map_or(0, |(_, party)| party.retention_months);
        Keeping {
            verstrekdatum: self.order.verstrekdatum,
            retention_days: i32::try_from(months).unwrap_or(i32::MAX / MONTH_DAYS).saturating_mul(MONTH_DAYS),
            once: rules().any(|rule| rule.earlier_in.contains(&family.parcel) || (rule.once && own(&rule))),
            pause_days: rules().filter(own).map(|rule| rule.pause_days).max().unwrap_or(0),
            is_said_once: rules().filter(own).any(|rule| rule.once || rule.pause_days > 0),
            previous: self.previous,
        }
    }
}
