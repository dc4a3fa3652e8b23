//! What one recipient gets of one parcel: a header and rows, in parts that are made on all cores.

use csv::ByteRecord;
use rayon::prelude::*;

use super::fill::{Filler, kenmerk_maker};
use super::release::{ParcelLine, Release};
use super::sources::Sources;
use crate::crypto::hashing::{Kenmerk, KenmerkMaker, Subject};
use crate::intake::read::records::{Record, RowReader};
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::model::facts::Brin;
use crate::model::field::{Field, KENMERK};
use crate::parallel::mapped;
use crate::persons::link::grouped::RowPlace;
use crate::release::memory::Family;

/// Lines per part.
const PART_LINES: usize = 1 << 10;

/// A finished row, with its person if it is about one.
pub(super) type Made = (Packed, Option<Subject>);

/// The cells of a row in one buffer, each after its length. A separate record would take three times the memory.
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
            // No cell of any extract comes near this length.
            packed.extend_from_slice(&u32::try_from(cell.len()).unwrap_or(0).to_le_bytes());
            packed.extend_from_slice(cell);
        }
        Packed(packed.into())
    }
}

/// A line for one recipient. Its kenmerk is computed again on filling: stored for every line, kenmerken would take more memory
/// than any other fact.
#[derive(Clone, Copy)]
struct OwnLine {
    person: u32,
    place: Option<RowPlace>,
}

/// The rows of one recipient.
enum ContentsBody {
    /// Filled from the sources on demand.
    Lines(Vec<OwnLine>),
    /// Already made: few, or of another form.
    Records(Vec<Made>),
}

/// One row of a parcel, with its person if it is about one.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    /// The cells.
    pub record: &'r ByteRecord,
    /// The person.
    pub subject: Option<Subject>,
}

/// A table for a recipient, in parts that are made on all cores.
pub trait Rows: Sync {
    /// The header.
    fn header(&self) -> Vec<&'static str>;
    /// The number of rows.
    fn rows(&self) -> usize;
    /// The number of parts.
    fn parts(&self) -> usize {
        self.rows().div_ceil(PART_LINES)
    }
    /// Passes the rows of one part to `row`, each with the header's columns.
    fn part(&self, part: usize, row: &mut dyn FnMut(Row<'_>));
}

/// Sorts lines by kenmerk. In source order, the position of a row would join parcels that kenmerken keep apart.
fn in_own_order(lines: &[ParcelLine], maker: &KenmerkMaker, sources: Sources<'_>) -> Vec<OwnLine> {
    let own = |position: usize| {
        let line = lines.get(position)?;
        let row = sources.linked.person(line.person as usize)?;
        let kenmerk = maker.make(&row.persoon.digits());
        Some((kenmerk, OwnLine { person: line.person, place: line.place }))
    };
    let mut lines: Vec<(Kenmerk, OwnLine)> = mapped(lines.len(), PART_LINES, own);
    // Lines about one person stay in source order.
    lines.par_sort_unstable_by_key(|(kenmerk, line)| (*kenmerk, line.place));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The same for finished rows.
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
    body: ContentsBody,
    sources: Sources<'a>,
}

impl<'a> Contents<'a> {
    /// From lines.
    pub(super) fn of_lines(
        release: &Release<'a>,
        recipient: usize,
        brin: Option<Brin>,
        lines: Vec<ParcelLine>,
    ) -> Contents<'a> {
        let sources = release.sources();
        let lines = in_own_order(&lines, &kenmerk_maker(release.parcel(), brin, sources), sources);
        Contents::new(release, recipient, brin, ContentsBody::Lines(lines))
    }

    /// From finished rows.
    pub(super) fn of_records(
        release: &Release<'a>,
        recipient: usize,
        brin: Option<Brin>,
        records: Vec<Made>,
    ) -> Contents<'a> {
        Contents::new(release, recipient, brin, ContentsBody::Records(records_in_own_order(records)))
    }

    fn new(release: &Release<'a>, recipient: usize, brin: Option<Brin>, body: ContentsBody) -> Contents<'a> {
        let (parcel, sources) = (release.parcel(), release.sources());
        Contents { parcel, pakket: release.pakket().to_owned(), recipient, brin, body, sources }
    }

    /// The parcel and its rules.
    pub fn parcel(&self) -> &'a Parcel {
        self.parcel
    }

    /// The parcel's name, with `-geheim` for the parcel of secret addresses.
    pub fn pakket(&self) -> &str {
        &self.pakket
    }

    /// The position of the recipient in the configuration.
    pub fn recipient(&self) -> usize {
        self.recipient
    }

    /// The school, for a party with one parcel per school.
    pub fn brin(&self) -> Option<String> {
        self.brin.map(|brin| String::from_utf8_lossy(brin.as_bytes()).into_owned())
    }

    /// The columns, each with the article it rests on, without the kenmerk.
    pub fn columns(&self) -> &'a [(Field, String)] {
        &self.parcel.columns
    }

    /// Whether rows start with a kenmerk. Rows about a person do.
    pub fn has_kenmerk(&self) -> bool {
        self.parcel.rule.form != Regelvorm::Telling
    }

    /// The parcel's name in the state.
    pub fn family(&self) -> Family {
        let rule = &self.parcel.rule;
        Family {
            party: rule.party_id.clone(),
            brin: self.brin().unwrap_or_default(),
            parcel: rule.parcel.clone(),
        }
    }

    /// The persons in it.
    pub fn subjects(&self) -> Vec<Subject> {
        match &self.body {
            ContentsBody::Records(records) => records.iter().filter_map(|(_, subject)| *subject).collect(),
            ContentsBody::Lines(lines) => {
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
            ContentsBody::Lines(lines) => lines.len(),
            ContentsBody::Records(records) => records.len(),
        }
    }

    fn part(&self, part: usize, row: &mut dyn FnMut(Row<'_>)) {
        match &self.body {
            ContentsBody::Records(records) => {
                let mut record = ByteRecord::new();
                for (packed, subject) in records.iter().skip(part * PART_LINES).take(PART_LINES) {
                    record.clear();
                    packed.cells().for_each(|cell| record.push_field(cell));
                    row(Row { record: &record, subject: *subject });
                }
            }
            ContentsBody::Lines(lines) => {
                self.lines(lines.chunks(PART_LINES).nth(part).unwrap_or_default(), row);
            }
        }
    }
}

/// Lines whose memory is fetched together.
const PREFETCHED_LINES: usize = 32;

impl Contents<'_> {
    /// Prefetches what the next lines are filled from: in kenmerk order, persons are scattered in memory. A run of 500,000 takes 1.17 times
    /// as long as an older program's without this, and 1.02 times with it. The result only defeats the optimiser.
    fn prefetch(&self, lines: &[OwnLine]) {
        let Sources { linked, classified, memory, .. } = self.sources;
        let persons = || lines.iter().take(PREFETCHED_LINES).map(|line| line.person as usize);
        let near = |person| {
            let subject = memory.subject_of(person).map_or(0, |subject| u64::from(subject.bytes()[0]));
            linked.touch(person) ^ subject ^ u64::try_from(classified.pair(person)).unwrap_or(0)
        };
        let seen = persons().map(near).fold(0, |seen, own| seen ^ own);
        let further = persons().map(|person| linked.touch_text(person)).fold(seen, |seen, own| seen ^ own);
        std::hint::black_box(further);
    }

    /// Fills lines.
    fn lines(&self, lines: &[OwnLine], row: &mut dyn FnMut(Row<'_>)) {
        let linked = self.sources.linked;
        let Some((_, layout)) = lines.first().and_then(|line| linked.brp_record(line.person as usize)) else {
            return;
        };
        let file = match self.parcel.rule.form {
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
            if at % PREFETCHED_LINES == 0 {
                self.prefetch(lines.get(at..).unwrap_or_default());
            }
            let person = line.person as usize;
            let Some((bytes, _)) = linked.brp_record(person) else { continue };
            let other = line.place.and_then(|place| match self.parcel.rule.form {
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
        /// Catches a cell that is lost or runs into the next one.
        #[test]
        fn what_is_packed_comes_out(cells in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..9)) {
            let packed: Packed = cells.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(packed.cells().collect::<Vec<_>>(), cells.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
    }
}
