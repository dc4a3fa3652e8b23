//! What one recipient gets of one parcel: a header and rows, in parts that are made on all cores.

use csv::ByteRecord;
use rayon::prelude::*;

use super::Sources;
use super::fill::{Filler, kenmerk_maker};
use super::release::{ParcelLine, Release};
use crate::crypto::hashing::{Kenmerk, KenmerkMaker, Subject};
use crate::intake::read::records::{Record, RowReader};
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::model::facts::Brin;
use crate::model::field::{Field, KENMERK};
use crate::persons::link::grouped::RowPlace;
use crate::release::memory::Family;

/// Lines that one part of a parcel is made of.
const PART_LINES: usize = 1 << 10;

/// A row that is made already, with whose it is, if it is somebody's.
pub(super) type Made = (Packed, Option<Subject>);

/// The cells of a row in one piece, each behind its length: a record of its own would take three times the room.
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (length, behind) = rest.split_first_chunk()?;
            let (cell, next) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = next;
            Some(cell)
        })
    }
}

impl<'c> FromIterator<&'c [u8]> for Packed {
    fn from_iter<I: IntoIterator<Item = &'c [u8]>>(cells: I) -> Packed {
        let mut packed = Vec::new();
        for cell in cells {
            // No cell of any extract is near as long as that.
            packed.extend_from_slice(&u32::try_from(cell.len()).unwrap_or(0).to_le_bytes());
            packed.extend_from_slice(cell);
        }
        Packed(packed.into())
    }
}

/// A line of one recipient. Its kenmerk is made once more when it is filled: of all lines together they would take more room
/// than any other fact.
#[derive(Clone, Copy)]
struct OwnLine {
    person: u32,
    place: Option<RowPlace>,
}

/// The rows of one recipient.
enum Body {
    /// Filled from the sources when they are asked for.
    Lines(Vec<OwnLine>),
    /// Made already: few, or of another form.
    Records(Vec<Made>),
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

/// Puts lines in the order of their kenmerken. In the order of the source, the place of a row would join the parcels that
/// kenmerken keep apart.
fn in_own_order(lines: &[ParcelLine], maker: &KenmerkMaker, sources: Sources<'_>) -> Vec<OwnLine> {
    let own = |line: &ParcelLine| {
        let row = sources.linked.person(line.person as usize)?;
        let kenmerk = maker.make(&row.persoon.digits());
        Some((kenmerk, OwnLine { person: line.person, place: line.place }))
    };
    let mut lines: Vec<(Kenmerk, OwnLine)> = lines.par_iter().filter_map(own).collect();
    // Lines about one person stand in the order of their source.
    lines.par_sort_unstable_by_key(|(kenmerk, line)| (*kenmerk, line.place));
    lines.into_par_iter().map(|(_, line)| line).collect()
}

/// The same for rows that are made already.
fn records_in_own_order(mut records: Vec<Made>) -> Vec<Made> {
    if records.iter().all(|(_, subject)| subject.is_some()) {
        records.par_sort_by(|(one, _), (other, _)| one.cells().next().cmp(&other.cells().next()));
    }
    records
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
    /// Of these lines.
    pub(super) fn of_lines(
        release: &Release<'a>,
        recipient: usize,
        brin: Option<Brin>,
        lines: Vec<ParcelLine>,
    ) -> Contents<'a> {
        let sources = release.sources();
        let lines = in_own_order(&lines, &kenmerk_maker(release.parcel(), brin, sources), sources);
        Contents::new(release, recipient, brin, Body::Lines(lines))
    }

    /// Of these rows.
    pub(super) fn of_records(
        release: &Release<'a>,
        recipient: usize,
        brin: Option<Brin>,
        records: Vec<Made>,
    ) -> Contents<'a> {
        Contents::new(release, recipient, brin, Body::Records(records_in_own_order(records)))
    }

    fn new(release: &Release<'a>, recipient: usize, brin: Option<Brin>, body: Body) -> Contents<'a> {
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

    /// The parcel as the state knows it.
    pub fn family(&self) -> Family {
        let rule = &self.parcel.rule;
        Family {
            party: rule.partij.clone(),
            brin: self.brin().unwrap_or_default(),
            parcel: rule.pakket.clone(),
        }
    }

    /// Who is in it.
    pub fn subjects(&self) -> Vec<Subject> {
        match &self.body {
            Body::Records(records) => records.iter().filter_map(|(_, subject)| *subject).collect(),
            Body::Lines(lines) => {
                let subject = |line: &OwnLine| self.sources.memory.subject_of(line.person as usize);
                lines.iter().filter_map(subject).collect()
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
                let mut record = ByteRecord::new();
                for (packed, subject) in records.iter().skip(part * PART_LINES).take(PART_LINES) {
                    record.clear();
                    packed.cells().for_each(|cell| record.push_field(cell));
                    row(Row { record: &record, subject: *subject });
                }
            }
            Body::Lines(lines) => {
                self.lines(lines.chunks(PART_LINES).nth(part).unwrap_or_default(), row);
            }
        }
    }
}

/// Lines whose sources are looked at together before they are filled.
const TOGETHER_LINES: usize = 32;

impl Contents<'_> {
    /// Looks at what the first of these lines are filled from: in the order of kenmerken each person lies somewhere else in
    /// memory.
    fn glance(&self, lines: &[OwnLine]) {
        let Sources { linked, classified, memory, .. } = self.sources;
        let persons = || lines.iter().take(TOGETHER_LINES).map(|line| line.person as usize);
        let near = |person| {
            let subject = memory.subject_of(person).map_or(0, |subject| u64::from(subject.bytes()[0]));
            linked.glance(person) ^ subject ^ u64::try_from(classified.pair(person)).unwrap_or(0)
        };
        let seen = persons().map(near).fold(0, |seen, own| seen ^ own);
        let further =
            persons().map(|person| linked.glance_further(person)).fold(seen, |seen, own| seen ^ own);
        std::hint::black_box(further);
    }

    /// Fills lines.
    fn lines(&self, lines: &[OwnLine], row: &mut dyn FnMut(Row<'_>)) {
        let linked = self.sources.linked;
        let Some((_, layout)) = lines.first().and_then(|line| linked.brp_record(line.person as usize)) else {
            return;
        };
        let file = match self.parcel.rule.vorm {
            Regelvorm::Melding => linked.absence_file(),
            Regelvorm::Contact | Regelvorm::Toestemming => linked.contact_file(),
            Regelvorm::Persoon | Regelvorm::Overstap | Regelvorm::Telling => None,
        };
        let mut filler =
            Filler::new(self.parcel, self.brin, self.sources, layout, file.map(|(_, layout)| layout));
        let mut persons = RowReader::new(layout.delimiter);
        let mut others = RowReader::new(file.map_or(layout.delimiter, |(_, layout)| layout.delimiter));
        let mut out = ByteRecord::new();
        for (at, line) in lines.iter().enumerate() {
            if at % TOGETHER_LINES == 0 {
                self.glance(lines.get(at..).unwrap_or_default());
            }
            let person = line.person as usize;
            let Some((bytes, _)) = linked.brp_record(person) else { continue };
            let other = line.place.and_then(|place| match self.parcel.rule.vorm {
                Regelvorm::Melding => linked.absence_record(place),
                _ => linked.contact_record(place),
            });
            let other = other.map_or(Record::EMPTY, |bytes| others.read(bytes));
            if filler.fill(person, persons.read(bytes), other, &mut out).is_some() {
                row(Row { record: &out, subject: self.sources.memory.subject_of(person) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A cell that is lost, or that runs into the next one.
        #[test]
        fn what_is_packed_comes_out(cells in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..9)) {
            let packed: Packed = cells.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(packed.cells().collect::<Vec<_>>(), cells.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
    }
}
