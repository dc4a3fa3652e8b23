//! What one recipient gets of one parcel: a header and rows, in parts that are made on all cores.

use csv::ByteRecord;

use super::Sources;
use super::fill::Filler;
use super::release::{Line, Release};
use crate::ingest::records::joined_reader;
use crate::model::facts::Brin;
use crate::model::field::{Field, KENMERK};
use crate::policy::decide::Parcel;
use crate::policy::file::Regelvorm;

/// Lines that one part of a parcel is made of.
const PART_LINES: usize = 16 << 10;

/// The rows of one recipient.
pub(super) enum Body {
    /// Filled from the sources when they are asked for.
    Lines(Vec<Line>),
    /// Made already: few, or of another form.
    Records(Vec<ByteRecord>),
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

    /// The header: kenmerk and the granted columns.
    pub fn header(&self) -> Vec<&'static str> {
        let kenmerk = self.has_kenmerk().then_some(KENMERK);
        kenmerk.into_iter().chain(self.columns().iter().map(|(field, _)| field.word())).collect()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        match &self.body {
            Body::Lines(lines) => lines.len(),
            Body::Records(records) => records.len(),
        }
    }

    /// How many parts the rows come in.
    pub fn parts(&self) -> usize {
        self.rows().div_ceil(PART_LINES)
    }

    /// The rows of one part, each a record of the header's columns.
    pub fn part(&self, part: usize, row: &mut dyn FnMut(&ByteRecord)) {
        match &self.body {
            Body::Records(records) => records.iter().skip(part * PART_LINES).take(PART_LINES).for_each(row),
            Body::Lines(lines) => {
                let of_part: Vec<Line> =
                    lines.iter().skip(part * PART_LINES).take(PART_LINES).copied().collect();
                self.lines(&of_part, row);
            }
        }
    }

    /// Fills lines. The rows of each source file are read together: a reader costs more to make than a row to read.
    fn lines(&self, lines: &[Line], row: &mut dyn FnMut(&ByteRecord)) {
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
                row(&out);
            }
        }
    }
}
