//! Fills the cells of a parcel. An empty source cell stays empty; a column that the rule does not name does not exist.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::sources::Sources;
use crate::classify::Classification;
use crate::classify::startkwalificatie::hoogste_diploma;
use crate::classify::verzuim::deciding_record;
use crate::crypto::hashing::KenmerkMaker;
use crate::intake::check::row::trimmed;
use crate::intake::read::layout::Layout;
use crate::intake::read::records::Record;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::model::birth::PartialDate;
use crate::model::classification::{JaNee, Leeftijdsgroep, Plicht, Tri};
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::extract::{CodeColumn, Extract};
use crate::model::facts::Brin;
use crate::model::field::Field;
use crate::release::rounding::Rounder;
use crate::schemas::schema::Schema;

/// Fills the columns of one parcel.
pub(super) struct Filler<'a> {
    sources: Sources<'a>,
    layout: &'a Layout,
    other: Option<&'a Layout>,
    kenmerk: KenmerkMaker,
    /// The words for the codes of levels, diplomas, kinds of absence and priorities.
    niveaus: &'a [String],
    diplomas: &'a [String],
    soorten_verzuim: &'a [String],
    prioriteiten: &'a [String],
    /// The columns, each with the positions of its namesakes in the BRP and in the parcel's other file.
    columns: Vec<(Field, [Option<usize>; 2])>,
    /// A buffer for one cell, reused.
    cell: Vec<u8>,
}

/// One person, with all sources of columns.
struct FilledPerson<'r> {
    person: usize,
    /// The BRP row, and the row in the parcel's other file.
    source: Record<'r>,
    other: Record<'r>,
    born: PartialDate,
    values: Classification,
    number: [u8; 9],
}

/// Makes the kenmerken of a parcel, for one school if there is one per school. The name has no `-geheim`.
pub(super) fn kenmerk_maker(parcel: &Parcel, brin: Option<Brin>, sources: Sources<'_>) -> KenmerkMaker {
    let brin = brin.map(|brin| String::from_utf8_lossy(brin.as_bytes()).into_owned()).unwrap_or_default();
    KenmerkMaker::new(sources.pseudonym, &parcel.rule.party_id, &brin, &parcel.rule.parcel)
}

/// The position of a column in a file.
pub(super) fn position(schema: &Schema, layout: &Layout, column: &str) -> Option<usize> {
    layout.position(schema.column(column)?)
}

/// The trimmed cell at a position of a source record; empty where the file has no such column.
pub(super) fn source_cell<'r>(record: Record<'r>, layout: &Layout, position: Option<usize>) -> &'r [u8] {
    layout.emptied(position.and_then(|position| record.get(position)).map_or(&[], trimmed))
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        parcel: &'a Parcel,
        brin: Option<Brin>,
        sources: Sources<'a>,
        layout: &'a Layout,
        other: Option<&'a Layout>,
    ) -> Filler<'a> {
        let extract = match parcel.rule.form {
            Regelvorm::Melding => Extract::Verzuim,
            _ => Extract::Contactgegevens,
        };
        let (brp, second) = (sources.schemas.extract(Extract::Brp), sources.schemas.extract(extract));
        let places = |(field, _): &(Field, String)| {
            let in_brp = brp.and_then(|brp| position(brp, layout, field.word()));
            let in_other = second.zip(other).and_then(|(own, layout)| position(own, layout, field.word()));
            (*field, [in_brp, in_other])
        };
        Filler {
            sources,
            layout,
            other,
            kenmerk: kenmerk_maker(parcel, brin, sources),
            niveaus: sources.schemas.codes(CodeColumn::NIVEAU),
            diplomas: sources.schemas.codes(CodeColumn::HOOGSTE_DIPLOMA),
            soorten_verzuim: sources.schemas.codes(CodeColumn::SOORT_VERZUIM),
            prioriteiten: sources.schemas.codes(CodeColumn::PRIORITEIT),
            columns: parcel.columns.iter().map(places).collect(),
            cell: Vec::new(),
        }
    }

    pub(super) fn fill(
        &mut self,
        person: usize,
        source: Record<'_>,
        other: Record<'_>,
        out: &mut ByteRecord,
    ) -> Option<()> {
        let row = self.sources.linked.person(person)?;
        let subject = FilledPerson {
            person,
            source,
            other,
            born: row.geboortedatum,
            values: self.sources.classified.classification(person)?,
            number: row.persoon.digits(),
        };
        out.clear();
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        self.kenmerk.append(&subject.number, &mut cell);
        out.push_field(&cell);
        for (field, places) in &self.columns {
            cell.clear();
            self.write_cell(*field, *places, &subject, &mut cell);
            out.push_field(&cell);
        }
        self.cell = cell;
        Some(())
    }

    /// Writes one cell. An empty source cell stays empty.
    fn write_cell(
        &self,
        field: Field,
        [in_brp, in_other]: [Option<usize>; 2],
        subject: &FilledPerson<'_>,
        out: &mut Vec<u8>,
    ) {
        let word = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
        let day = self.sources.peildatum;
        let enrolment = || self.sources.linked.shown_enrolment(subject.person, day);
        let absences = || self.sources.linked.absences(subject.person).rows;
        let absence = || deciding_record(absences(), day, subject.values.verzuim, self.sources.terms);
        match field {
            Field::Bsn | Field::Persoonsnummer => out.extend_from_slice(&subject.number),
            Field::Geboortedatum => match subject.born.iso() {
                Some(text) => out.extend_from_slice(&text),
                None => word(out, &subject.born.to_string()),
            },
            Field::Geslachtsnaam
            | Field::Voorvoegsel
            | Field::Voornamen
            | Field::Straatnaam
            | Field::Huisnummer
            | Field::Huisletter
            | Field::Huisnummertoevoeging
            | Field::Postcode
            | Field::Woonplaats => out.extend_from_slice(source_cell(subject.source, self.layout, in_brp)),
            Field::Telefoon | Field::Email | Field::Meldingsnummer | Field::Status => {
                let layout = self.other.unwrap_or(self.layout);
                out.extend_from_slice(source_cell(subject.other, layout, in_other));
            }
            Field::Brin => out.extend_from_slice(enrolment().map_or(&[][..], |row| row.brin.as_bytes())),
            Field::Niveau => {
                let code = enrolment().map_or(NO_CODE, |row| row.niveau);
                word(out, code_word(self.niveaus, code));
            }
            Field::DatumInschrijving => show(enrolment().map(|row| row.begin), out),
            Field::DatumUitschrijving => show(enrolment().map(|row| row.eind), out),
            Field::Startkwalificatie => word(out, subject.values.startkwalificatie.word()),
            Field::Vrijgesteld => {
                let vrijgesteld = subject.values.plicht == Plicht::Vrijgesteld;
                word(out, if vrijgesteld { JaNee::Ja.word() } else { JaNee::Nee.word() });
            }
            Field::SoortVerzuim => {
                let code = absence().map_or(NO_CODE, |row| row.soort);
                word(out, code_word(self.soorten_verzuim, code));
            }
            Field::BegindatumVerzuim => show(absence().map(|row| row.begin), out),
            Field::UrenVerzuim => {
                word(out, &absence().map(|row| row.uren.to_string()).unwrap_or_default());
            }
            Field::HoogsteDiploma => word(out, self.diploma(subject)),
            Field::EconomischZelfstandig => word(out, subject.values.economisch_zelfstandig.word()),
            Field::IbPrioriteit => {
                let code = self.sources.linked.ib_prioriteit(subject.person).unwrap_or(NO_CODE);
                word(out, code_word(self.prioriteiten, code));
            }
            Field::OverlegSchool => word(out, subject.values.overleg_school.word()),
            // For handovers and counts only: `Regelvorm::fills` keeps rules of other forms from naming these.
            Field::Leeftijdsgroep
            | Field::Doelgroep
            | Field::Aantal
            | Field::BrinLatend
            | Field::NiveauLatend
            | Field::Profiel
            | Field::Leerjaar
            | Field::Diploma
            | Field::DatumUitstroom
            | Field::Vak
            | Field::Cijfer => {}
        }
    }

    /// The highest diploma. A diploma with a later date counts as none.
    fn diploma(&self, subject: &FilledPerson<'_>) -> &str {
        let Some(row) = self.sources.linked.qualification(subject.person).rows.first() else { return "" };
        if row.hoogste_diploma == NO_CODE {
            return "";
        }
        let code = hoogste_diploma(row, self.sources.peildatum, self.sources.terms);
        code_word(self.diplomas, code)
    }
}

/// The rows of a parcel of counts: every age group and target group, rounded.
pub(super) fn counts(
    parcel: &Parcel,
    counts: &BTreeMap<(u8, u8), u64>,
    rounder: &Rounder,
) -> Vec<ByteRecord> {
    let mut rows = Vec::new();
    for leeftijdsgroep in Leeftijdsgroep::ALL {
        for doelgroep in Tri::ALL {
            let count = counts.get(&(leeftijdsgroep.index(), doelgroep.index())).copied().unwrap_or(0);
            let (party, name) = (&parcel.rule.party_id, &parcel.rule.parcel);
            let cell = [party.as_str(), name, leeftijdsgroep.word(), doelgroep.word()];
            let count = rounder.rounded(&cell, count);
            let cell = |(field, _): &(Field, String)| match field {
                Field::Leeftijdsgroep => leeftijdsgroep.word().to_owned(),
                Field::Doelgroep => doelgroep.word().to_owned(),
                Field::Aantal => count.to_string(),
                _ => String::new(),
            };
            rows.push(ByteRecord::from(parcel.columns.iter().map(cell).collect::<Vec<_>>()));
        }
    }
    rows
}

fn code_word(words: &[String], code: u8) -> &str {
    words.get(usize::from(code)).map_or("", String::as_str)
}

/// Appends a day as a cell shows it. Avoids the formatter, which takes longer than the rest of the cell.
fn show(day: Option<Day>, out: &mut Vec<u8>) {
    match day.map(|day| (day, day.iso())) {
        Some((_, Some(text))) => out.extend_from_slice(&text),
        Some((day, None)) => out.extend_from_slice(day.to_string().as_bytes()),
        None => {}
    }
}
