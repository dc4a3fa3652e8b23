//! What one recipient gets of one parcel: a header and rows, in parts that are made on all cores.

use csv::ByteRecord;
use rayon::prelude::*;

use super::Sources;
use super::fill::{Filler, kenmerk_maker};
use super::release::{Line, Release};
use crate::hashing::{KenmerkMaker, Subject};
use crate::ingest::records::joined_reader;
use crate::model::facts::Brin;
use crate::model::field::{Field, KENMERK};
use crate::policy::decide::Parcel;
use crate::policy::file::Regelvorm;
use crate::state::Family;

/// Lines that one part of a parcel is made of.
const PART_LINES: usize = 16 << 10;

/// The rows of one recipient.
pub(super) enum Body {
    /// Filled from the sources when they are asked for.
    Lines(Vec<Line>),
    /// Made already: few, or of another form. Each with whose it is, if it is somebody's.
    Records(Vec<(ByteRecord, Option<Subject>)>),
}

/// One row of a parcel, with whose it is, if it is somebody's.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    /// The cells.
    pub record: &'r ByteRecord,
    /// The person.
    pub subject: Option<Subject>,
}

/// A table that goes to a recipient, in parts that are made on all cores.
pub trait Rows: Sync {
    /// The header.
    fn header(&self) -> Vec<&'static str>;
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// How many parts the rows come in.
    fn parts(&self) -> usize {
        self.rows().div_ceil(PART_LINES)
    }
    /// The rows of one part, each of the header's columns.
    fn part(&self, part: usize, row: &mut dyn FnMut(Row<'_>));
}

/// Puts rows in the order of their kenmerken. In the order of the source, the place of a row would join the parcels that
/// kenmerken keep apart.
fn in_own_order(body: Body, maker: &KenmerkMaker, sources: Sources<'_>) -> Body {
    match body {
        Body::Lines(lines) => {
            let order = |line: &Line| {
                let person = sources.linked.person(line.person as usize);
                person.map_or(0, |row| maker.order(&row.persoon.digits()))
            };
            let mut placed: Vec<(u128, usize, Line)> =
                lines.par_iter().enumerate().map(|(at, line)| (order(line), at, *line)).collect();
            placed.par_sort_unstable_by_key(|(order, at, _)| (*order, *at));
            Body::Lines(placed.into_iter().map(|(_, _, line)| line).collect())
        }
        Body::Records(mut records) => {
            if records.iter().all(|(_, subject)| subject.is_some()) {
                records.sort_by(|(one, _), (other, _)| one.get(0).cmp(&other.get(0)));
            }
            Body::Records(records)
        }
    }
}

/// What one recipient gets of one parcel.
pub struct Contents<'a> {
    parcel: &'a Parcel,
    pakket: String,
    recipient: usize,
    brin: Option<Brin>,
    body: Body,
    sources: Sources<'a>,
}

impl<'a> Contents<'a> {
    pub(super) fn new(
        release: &Release<'a>,
        recipient: usize,
        brin: Option<Brin>,
        body: Body,
    ) -> Contents<'a> {
        let (parcel, sources) = (release.parcel(), release.sources());
        let body = in_own_order(body, &kenmerk_maker(parcel, brin, sources), sources);
        Contents { parcel, pakket: release.pakket().to_owned(), recipient, brin, body, sources }
    }

    /// The parcel's decision.
    pub fn parcel(&self) -> &'a Parcel {
        self.parcel
    }

    /// The parcel's name, with `-geheim` if that is what it is.
    pub fn pakket(&self) -> &str {
        &self.pakket
    }

    /// Position of the recipient in the configuration.
    pub fn recipient(&self) -> usize {
        self.recipient
    }

    /// The school, for a party with a parcel per school.
    pub fn brin(&self) -> Option<String> {
        self.brin.map(|brin| String::from_utf8_lossy(brin.as_bytes()).into_owned())
    }

    /// The name of its file, without extension: the parcel, and the school if there is one per school.
    pub fn stem(&self) -> String {
        match self.brin() {
            Some(brin) => format!("{}.{brin}", self.pakket),
            None => self.pakket.clone(),
        }
    }

    /// The columns with what each rests on; the kenmerk is not among them.
    pub fn columns(&self) -> &'a [(Field, String)] {
        &self.parcel.columns
    }

    /// Whether rows begin with a kenmerk: those about a person do.
    pub fn has_kenmerk(&self) -> bool {
        self.parcel.rule.vorm != Regelvorm::Telling
    }

    /// The parcel as the state knows it.
    pub fn family(&self) -> Family {
        let rule = &self.parcel.rule;
        Family {
            partij: rule.partij.clone(),
            brin: self.brin().unwrap_or_default(),
            pakket: rule.pakket.clone(),
        }
    }

    /// Who is in it, by the subject of each person of the BRP extract.
    pub fn subjects(&self, subjects: &[Subject]) -> Vec<Subject> {
        match &self.body {
            Body::Records(records) => records.iter().filter_map(|(_, subject)| *subject).collect(),
            Body::Lines(lines) => {
                lines.iter().filter_map(|line| subjects.get(line.person as usize).copied()).collect()
            }
        }
    }
}

impl Rows for Contents<'_> {
    /// The kenmerk and the granted columns.
    fn header(&self) -> Vec<&'static str> {
        let kenmerk = self.has_kenmerk().then_some(KENMERK);
        kenmerk.into_iter().chain(self.columns().iter().map(|(field, _)| field.word())).collect()
    }

    fn rows(&self) -> usize {
        match &self.body {
            Body::Lines(lines) => lines.len(),
            Body::Records(records) => records.len(),
        }
    }

    fn part(&self, part: usize, row: &mut dyn FnMut(Row<'_>)) {
        match &self.body {
            Body::Records(records) => {
                let own = records.iter().skip(part * PART_LINES).take(PART_LINES);
                own.for_each(|(record, subject)| row(Row { record, subject: *subject }));
            }
            Body::Lines(lines) => {
                let of_part: Vec<Line> =
                    lines.iter().skip(part * PART_LINES).take(PART_LINES).copied().collect();
                self.lines(&of_part, row);
            }
        }
    }
}

impl Contents<'_> {
    /// Fills lines. The rows of each source file are read together: a reader costs more to make than a row to read.
    fn lines(&self, lines: &[Line], row: &mut dyn FnMut(Row<'_>)) {
        let linked = self.sources.linked;
        let Some((_, layout)) = lines.first().and_then(|line| linked.brp_record(line.person as usize)) else {
            return;
        };
        let persons = lines.iter().filter_map(|line| linked.brp_record(line.person as usize));
        let mut persons = joined_reader(layout.delimiter, persons.map(|(bytes, _)| bytes));
        let file = match self.parcel.rule.vorm {
            Regelvorm::Melding => linked.absence_file(),
            Regelvorm::Contact | Regelvorm::Toestemming => linked.contact_file(),
            Regelvorm::Persoon | Regelvorm::Overstap | Regelvorm::Telling => None,
        };
        let mut others = file.map(|(raw, layout)| {
            let places = lines.iter().filter_map(|line| line.place);
            joined_reader(layout.delimiter, places.map(|place| place.bytes(raw.bytes())))
        });
        let filler =
            Filler::new(self.parcel, self.brin, self.sources, layout, file.map(|(_, layout)| layout));
        let (mut person, mut other, mut out) = (ByteRecord::new(), ByteRecord::new(), ByteRecord::new());
        for line in lines {
            if !matches!(persons.read_byte_record(&mut person), Ok(true)) {
                return;
            }
            other.clear();
            if let (Some(_), Some(others)) = (line.place, &mut others)
                && !matches!(others.read_byte_record(&mut other), Ok(true))
            {
                return;
            }
            if filler.fill(line.person as usize, &person, &other, &mut out).is_some() {
                let own = linked.person(line.person as usize);
                let subject = own.map(|row| self.sources.memory.subject(&row.persoon.digits()));
                row(Row { record: &out, subject });
            }
        }
    }
}
