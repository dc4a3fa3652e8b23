//! Decisions → parcels: the fifth turnstile. A [`Minimised`] parcel is built here only, from a rule that released the
//! profile, and holds that rule's columns and nothing else. What is not granted cannot be written.

use std::collections::BTreeMap;

use csv::ByteRecord;
use rayon::prelude::*;

use crate::classified::Classified;
use crate::classify::Classification;
use crate::classify::startkwalificatie::hoogste_diploma;
use crate::classify::verzuim::deciding_record;
use crate::contract::schema::Schema;
use crate::hashing::{KenmerkMaker, PseudonymKey};
use crate::ingest::layout::Layout;
use crate::ingest::records::joined_reader;
use crate::link::Linked;
use crate::model::classification::{JaNee, Plicht};
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::facts::PersonFacts;
use crate::model::field::{Field, KENMERK};
use crate::model::ruling::{Ruling, Weigering};
use crate::model::terms::Terms;
use crate::policy::decide::Parcel;
use crate::schemas::Schemas;
use crate::validate::row::trimmed;

/// The suffix of the parcel for persons with a secret address.
pub const GEHEIM: &str = "-geheim";

/// Persons that one part of a parcel is made of: parts are made on all cores.
const PART_PERSONS: usize = 16 << 10;

/// Which persons of a rule a parcel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Everyone: the parcel has no address.
    All,
    /// Those whose address is not secret.
    Open,
    /// Those whose address is secret.
    Secret,
}

/// Whether the parcel can be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// To the recipient at this position of the configuration.
    To(usize),
    /// Not, for this reason.
    Withheld(Weigering),
}

/// What filling a parcel needs to know.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The facts.
    pub linked: &'a Linked,
    /// The classification.
    pub classified: &'a Classified,
    /// The terms of the peildatum.
    pub terms: &'a Terms,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The schemas, for the words behind codes.
    pub schemas: &'a Schemas,
    /// Makes kenmerken.
    pub pseudonym: &'a PseudonymKey,
}

/// One parcel: who is in it, and with which columns.
pub struct Minimised<'a> {
    parcel: &'a Parcel,
    pakket: String,
    persons: Vec<u32>,
    refused: BTreeMap<Weigering, u64>,
    delivery: Delivery,
    sources: Sources<'a>,
}

/// Decides each person for one parcel, by the profile and by what is the person's own: exclusion and secrecy.
pub fn minimise<'a>(
    parcel: &'a Parcel,
    selection: Selection,
    delivery: Delivery,
    sources: Sources<'a>,
) -> Minimised<'a> {
    let by_pair: Vec<Ruling> =
        sources.classified.pairs().iter().map(|(pair, _)| parcel.decide(*pair)).collect();
    let ruling = |person: usize| -> Ruling {
        let by_profile = by_pair.get(sources.classified.pair(person)).copied();
        let by_profile = by_profile.unwrap_or(Ruling::Denied(Weigering::GeenRegel));
        if by_profile == Ruling::Denied(Weigering::Bijhouding) {
            return by_profile;
        }
        let excluded = sources.linked.excluded_from(person, sources.verstrekdatum);
        if excluded.contains(parcel.rule.party) {
            return Ruling::Denied(Weigering::Uitgesloten);
        }
        if by_profile != Ruling::Released {
            return by_profile;
        }
        let secret = sources.classified.classification(person).map(|values| values.geheim);
        match (selection, secret, delivery) {
            (Selection::Open, Some(JaNee::Ja) | None, _) => Ruling::Denied(Weigering::Geheim),
            (Selection::Secret, Some(JaNee::Nee) | None, _) => Ruling::Denied(Weigering::NietGeheim),
            (_, _, Delivery::Withheld(weigering)) => Ruling::Denied(weigering),
            (_, _, Delivery::To(_)) => Ruling::Released,
        }
    };
    let rulings: Vec<Ruling> = (0..sources.classified.count()).into_par_iter().map(ruling).collect();
    let mut persons = Vec::new();
    let mut refused = BTreeMap::new();
    for (person, ruling) in (0u32..).zip(rulings) {
        match ruling {
            Ruling::Released => persons.push(person),
            Ruling::Denied(weigering) => *refused.entry(weigering).or_insert(0) += 1,
        }
    }
    let suffix = if selection == Selection::Secret { GEHEIM } else { "" };
    let pakket = format!("{}{suffix}", parcel.rule.pakket);
    Minimised { parcel, pakket, persons, refused, delivery, sources }
}

impl Minimised<'_> {
    /// The parcel's decision.
    pub fn parcel(&self) -> &Parcel {
        self.parcel
    }

    /// The parcel's name, with `-geheim` if that is what it is.
    pub fn pakket(&self) -> &str {
        &self.pakket
    }

    /// To whom it goes, or why not.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// Persons in it.
    pub fn delivered(&self) -> u64 {
        u64::try_from(self.persons.len()).unwrap_or(u64::MAX)
    }

    /// Persons not in it, by the first reason.
    pub fn refused(&self) -> &BTreeMap<Weigering, u64> {
        &self.refused
    }

    /// The header: kenmerk and the granted columns.
    pub fn header(&self) -> Vec<&'static str> {
        std::iter::once(KENMERK).chain(self.parcel.columns.iter().map(|(field, _)| field.word())).collect()
    }

    /// How many parts the rows come in.
    pub fn parts(&self) -> usize {
        self.persons.len().div_ceil(PART_PERSONS)
    }

    /// The rows of one part, each a record of the header's columns.
    pub fn part(&self, part: usize, row: &mut dyn FnMut(&ByteRecord)) {
        let linked = self.sources.linked;
        let of_part = self.persons.iter().skip(part * PART_PERSONS).take(PART_PERSONS);
        let persons: Vec<(usize, (&[u8], &Layout))> = of_part
            .map(|person| *person as usize)
            .filter_map(|person| Some((person, linked.brp_record(person)?)))
            .collect();
        let Some((_, (_, layout))) = persons.first() else { return };
        let mut reader = joined_reader(layout.delimiter, persons.iter().map(|(_, (bytes, _))| *bytes));
        let filler = Filler::new(self, layout);
        let mut record = ByteRecord::new();
        let mut source = ByteRecord::new();
        for (person, _) in persons.iter().copied() {
            if !matches!(reader.read_byte_record(&mut source), Ok(true)) {
                return;
            }
            if filler.fill(person, &source, &mut record).is_some() {
                row(&record);
            }
        }
    }
}

/// Fills the columns of one parcel.
struct Filler<'a> {
    parcel: &'a Parcel,
    sources: Sources<'a>,
    kenmerk: KenmerkMaker,
    enrolment: Option<&'a Schema>,
    diploma: Option<&'a Schema>,
    absence: Option<&'a Schema>,
    brp: Option<&'a Schema>,
    layout: &'a Layout,
}

/// One person with everything that a column can be filled from.
struct Subject<'a> {
    person: usize,
    facts: PersonFacts<'a>,
    values: &'a Classification,
    record: &'a ByteRecord,
    number: [u8; 9],
}

impl<'a> Filler<'a> {
    fn new(minimised: &'a Minimised<'_>, layout: &'a Layout) -> Filler<'a> {
        let Minimised { parcel, sources, .. } = minimised;
        Filler {
            parcel,
            sources: *sources,
            kenmerk: KenmerkMaker::new(sources.pseudonym, &parcel.rule.partij, "", &parcel.rule.pakket),
            enrolment: sources.schemas.extract("duo_inschrijving"),
            diploma: sources.schemas.extract("duo_startkwalificatie"),
            absence: sources.schemas.extract("verzuim"),
            brp: sources.schemas.extract("brp"),
            layout,
        }
    }

    fn fill(&self, person: usize, source: &ByteRecord, out: &mut ByteRecord) -> Option<()> {
        let subject = Subject {
            person,
            facts: self.sources.linked.facts(person)?,
            values: self.sources.classified.classification(person)?,
            record: source,
            number: self.sources.linked.person(person)?.persoon.digits(),
        };
        out.clear();
        let mut cell = Vec::with_capacity(64);
        self.kenmerk.append(&subject.number, &mut cell);
        out.push_field(&cell);
        for (field, _) in &self.parcel.columns {
            cell.clear();
            self.cell(*field, &subject, &mut cell);
            out.push_field(&cell);
        }
        Some(())
    }

    /// One cell. What the source left empty stays empty.
    fn cell(&self, field: Field, subject: &Subject<'_>, out: &mut Vec<u8>) {
        let word = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
        let day = self.sources.peildatum;
        let enrolment = || self.sources.linked.shown_enrolment(subject.person, day);
        let absence =
            || deciding_record(subject.facts.verzuim.rows, day, subject.values.verzuim, self.sources.terms);
        match field {
            Field::Bsn | Field::Persoonsnummer => out.extend_from_slice(&subject.number),
            Field::Geboortedatum => word(out, &subject.facts.geboortedatum.to_string()),
            Field::Geslachtsnaam
            | Field::Voorvoegsel
            | Field::Voornamen
            | Field::Straatnaam
            | Field::Huisnummer
            | Field::Huisletter
            | Field::Huisnummertoevoeging
            | Field::Postcode
            | Field::Woonplaats => out.extend_from_slice(self.brp_text(field, subject)),
            Field::Brin => out.extend_from_slice(enrolment().map_or(&[][..], |row| row.brin.as_bytes())),
            Field::Niveau => {
                let code = enrolment().map_or(NO_CODE, |row| row.niveau);
                word(out, code_word(self.enrolment, "niveau", code));
            }
            Field::DatumInschrijving => word(out, &shown(enrolment().map(|row| row.begin))),
            Field::DatumUitschrijving => word(out, &shown(enrolment().map(|row| row.eind))),
            Field::Startkwalificatie => word(out, subject.values.startkwalificatie.word()),
            Field::Vrijgesteld => {
                let vrijgesteld = subject.values.plicht == Plicht::Vrijgesteld;
                word(out, if vrijgesteld { JaNee::Ja.word() } else { JaNee::Nee.word() });
            }
            Field::SoortVerzuim => {
                let code = absence().map_or(NO_CODE, |row| row.soort);
                word(out, code_word(self.absence, "soort_verzuim", code));
            }
            Field::BegindatumVerzuim => word(out, &shown(absence().map(|row| row.begin))),
            Field::UrenVerzuim => {
                word(out, &absence().map(|row| row.uren.to_string()).unwrap_or_default());
            }
            Field::HoogsteDiploma => word(out, self.diploma(subject)),
            Field::EconomischZelfstandig => word(out, subject.values.economisch_zelfstandig.word()),
            Field::OverlegSchool => word(out, subject.values.overleg_school.word()),
            Field::Leeftijdsgroep => word(out, subject.values.leeftijdsgroep.word()),
            Field::Doelgroep => word(out, subject.values.doelgroep.word()),
            // Filled by parcels whose extracts feed nothing yet: no rule in force names them, and an unfilled column is
            // empty, never borrowed from elsewhere.
            Field::Telefoon
            | Field::Email
            | Field::Meldingsnummer
            | Field::Status
            | Field::BrinLatend
            | Field::NiveauLatend
            | Field::Profiel
            | Field::Leerjaar
            | Field::Diploma
            | Field::DatumUitstroom
            | Field::Vak
            | Field::Cijfer
            | Field::Aantal => {}
        }
    }

    fn brp_text<'s>(&self, field: Field, subject: &'s Subject<'_>) -> &'s [u8] {
        self.brp
            .and_then(|schema| schema.column(field.word()))
            .and_then(|column| self.layout.positions.get(column).copied().flatten())
            .and_then(|position| subject.record.get(position))
            .map_or(&[], trimmed)
    }

    /// The highest diploma; one of a later date is as none.
    fn diploma(&self, subject: &Subject<'_>) -> &str {
        let Some(row) = subject.facts.startkwalificatie.rows.first() else { return "" };
        if row.hoogste_diploma == NO_CODE {
            return "";
        }
        let code = hoogste_diploma(row, self.sources.peildatum, self.sources.terms);
        code_word(self.diploma, "hoogste_diploma", code)
    }
}

fn code_word<'s>(schema: Option<&'s Schema>, column: &str, code: u8) -> &'s str {
    schema
        .and_then(|schema| schema.columns.get(schema.column(column)?))
        .and_then(|column| column.codes.get(usize::from(code)))
        .map_or("", String::as_str)
}

fn shown(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
