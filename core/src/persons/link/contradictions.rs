//! Finds rows of two sources that contradict each other about a person and names them by line, so that someone can ask. Decides
//! nothing: the classification handles contradictions.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::grouped::Grouped;
use super::handover::Handovers;
use super::people::People;
use super::registered::Registered;
use crate::classify::bijhouding::bijhouding;
use crate::classify::ingeschreven::ingeschreven;
use crate::classify::startkwalificatie::startkwalificatie;
use crate::intake::check::cell::{Cell, read};
use crate::intake::check::checked::Checked;
use crate::intake::check::row::trimmed;
use crate::intake::delivery::Delivery;
use crate::intake::read::layout::Layout;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::{RowReader, RowRef};
use crate::intake::typed_rows::BrpRow;
use crate::model::classification::{Bijhouding, Reden, Redenen, Tri};
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::facts::{
    Inschrijving, JibVermelding, OfPerson, Overstap, PersonRows, Reliance, Startkwalificatierij,
};
use crate::model::finding::{Code, Finding};
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::model::terms::Terms;
use crate::parallel::mapped;
use crate::schemas::column::fold;
use crate::schemas::extracts::Schemas;
use crate::schemas::schema::Schema;

/// What rows are compared with: the persons, and the day and terms on which they are judged.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub persons: &'a [BrpRow],
    pub people: &'a People,
    pub day: Day,
    pub terms: &'a Terms,
}

impl Against<'_> {
    /// Rows about a known person that pass a test, as findings in file order. The test runs first: it is cheaper than looking
    /// up the person, and few rows pass it.
    fn named<T: OfPerson>(
        self,
        checked: &Checked<T>,
        code: Code,
        test: impl Fn(&T) -> bool + Sync,
    ) -> Vec<Finding> {
        let is_named = |row: &T| test(row) && self.people.position(row.persoon()).is_some();
        let finding = |index: usize| Finding { code, line: checked.account().line(index), column: None };
        let rows = checked.rows();
        mapped(rows.len(), TOGETHER_ROWS, |index| {
            rows.get(index).filter(|row| is_named(row)).map(|_| finding(index))
        })
    }

    /// The same, with a test on the person.
    fn named_by_person<T: OfPerson>(
        self,
        checked: &Checked<T>,
        code: Code,
        test: impl Fn(usize) -> bool + Sync,
    ) -> Vec<Finding> {
        let position = |row: &T| self.people.position(row.persoon());
        self.named(checked, code, |row| position(row).is_some_and(|person| test(person as usize)))
    }

    /// Current enrolments of a person who has died.
    pub(super) fn deceased_but_enrolled(self, checked: &Checked<Inschrijving>) -> Vec<Finding> {
        let has_died = |person: &&BrpRow| bijhouding(&person.registratie, self.day) == Bijhouding::Overleden;
        let died: FxHashSet<Persoonsnummer> = self
            .persons
            .iter()
            .filter(has_died)
            .flat_map(|person| self.people.numbers(person.persoon))
            .collect();
        self.named(checked, Code::OverledenIngeschreven, |row| {
            row.covers(self.day) && died.contains(&row.persoon)
        })
    }

    /// Statements about a startkwalificatie that the highest diploma in the same row contradicts.
    pub(super) fn contradicted_by_diploma(self, checked: &Checked<Startkwalificatierij>) -> Vec<Finding> {
        self.named(checked, Code::StartkwalificatieStrijdig, |row| {
            let alone = PersonRows { rows: std::slice::from_ref(row), reliance: Reliance::Complete };
            let (_, why) = startkwalificatie(&alone, self.day, self.terms);
            why == Redenen::NONE.with(Reden::StartkwalificatieTegenstrijdig)
        })
    }

    /// Rows of the list about a person who is enrolled.
    pub(super) fn listed_but_enrolled(
        self,
        checked: &Checked<JibVermelding>,
        enrolments: &Grouped<Inschrijving>,
    ) -> Vec<Finding> {
        self.named_by_person(checked, Code::LijstIngeschreven, |person| {
            ingeschreven(&enrolments.of(person), self.day, self.terms).0 == Tri::Ja
        })
    }

    /// Rows of the list about a person with a startkwalificatie.
    pub(super) fn listed_but_qualified(
        self,
        checked: &Checked<JibVermelding>,
        statements: &Grouped<Startkwalificatierij>,
    ) -> Vec<Finding> {
        self.named_by_person(checked, Code::LijstStartkwalificatie, |person| {
            startkwalificatie(&statements.of(person), self.day, self.terms).0 == Tri::Ja
        })
    }
}

/// Columns by which we recognise one person under two numbers.
const LIKENESS: [&str; 3] = ["geslachtsnaam", "voornamen", "geboortedatum"];

/// A file that is read again, with its schema as written.
#[derive(Clone, Copy)]
struct RowSource<'a> {
    raw: &'a Raw,
    layout: &'a Layout,
    schema: &'a Schema,
}

/// What makes two rows look like one person: folded names and the date of birth.
#[derive(PartialEq, Eq, Hash)]
struct Likeness {
    born: Day,
    names: [String; 2],
}

impl RowSource<'_> {
    /// The likeness of each row; `None` if a part of it is missing.
    fn likenesses(self, rows: &[RowRef]) -> Vec<Option<Likeness>> {
        let [surname, given, born] = LIKENESS.map(|name| self.schema.column(name));
        let mut reader = RowReader::new(self.layout.delimiter);
        let of_row = |row: &RowRef| {
            let record = reader.read(row.bytes(self.raw.bytes()));
            let cell = |column: usize| {
                let position = self.layout.position(column);
                let cell = position.and_then(|position| record.get(position)).map_or(&[][..], trimmed);
                self.layout.emptied(cell)
            };
            let born = self.day_of(born?, cell(born?))?;
            let name = |column: usize| fold(&String::from_utf8_lossy(cell(column)));
            let names = [name(surname?), name(given?)];
            names.iter().all(|name| !name.is_empty()).then_some(Likeness { born, names })
        };
        rows.iter().map(of_row).collect()
    }

    /// A date cell, if it is a full date.
    fn day_of(self, column: usize, cell: &[u8]) -> Option<Day> {
        match read(self.schema.columns.get(column)?, cell).ok()?.0 {
            Cell::Day(day) => Some(day),
            Cell::Partial(date) => date.full(),
            _ => None,
        }
    }
}

/// Handovers of one delivery under an onderwijsnummer that is not linked to a bsn, with their likenesses.
struct Loose {
    rows: Vec<(RowRef, Option<Likeness>)>,
}

impl Loose {
    /// The loose handovers of a delivery.
    fn of<'r>(
        people: &People,
        source: RowSource<'_>,
        rows: impl Iterator<Item = (&'r Overstap, RowRef)>,
    ) -> Loose {
        let is_loose = |number: Persoonsnummer| {
            number.kind() == NumberKind::Onderwijsnummer && people.position(number).is_none()
        };
        let loose: Vec<RowRef> =
            rows.filter(|(row, _)| is_loose(row.persoon)).map(|(_, place)| place).collect();
        let likenesses = source.likenesses(&loose);
        Loose { rows: loose.into_iter().zip(likenesses).collect() }
    }
}

/// Rows looked at as one part.
const TOGETHER_ROWS: usize = 4 << 10;

/// Loose handovers of someone who looks like a person in the BRP. They stay separate, and someone should ask for the link.
/// Returns the findings of each delivery, in the order of `deliveries`.
fn look_like_somebody(
    deliveries: &[Loose],
    brp: RowSource<'_>,
    persons: &[BrpRow],
    refs: &[RowRef],
) -> Vec<Vec<Finding>> {
    let wanted =
        || deliveries.iter().flat_map(|loose| &loose.rows).filter_map(|(_, likeness)| likeness.as_ref());
    let likenesses: FxHashSet<&Likeness> = wanted().collect();
    let days: FxHashSet<Day> = wanted().map(|likeness| likeness.born).collect();
    let is_born_then = |row: &BrpRow| row.geboortedatum.full().is_some_and(|day| days.contains(&day));
    let candidates: Vec<RowRef> = if days.is_empty() {
        Vec::new()
    } else {
        persons.iter().zip(refs).filter(|(row, _)| is_born_then(row)).map(|(_, place)| *place).collect()
    };
    let seen: FxHashSet<Likeness> = candidates
        .par_chunks(TOGETHER_ROWS)
        .flat_map_iter(|rows| brp.likenesses(rows).into_iter().flatten())
        .filter(|likeness| likenesses.contains(likeness))
        .collect();
    let is_seen = |likeness: &Option<Likeness>| likeness.as_ref().is_some_and(|own| seen.contains(own));
    let found = |loose: &Loose| {
        let alike = loose.rows.iter().filter(|(_, likeness)| is_seen(likeness));
        alike
            .map(|(at, _)| Finding { code: Code::LijktOpIemand, line: u64::from(at.line), column: None })
            .collect()
    };
    deliveries.iter().map(found).collect()
}

/// Adds findings for handovers under an unlinked number of someone who looks like a person in the BRP.
pub(super) fn note_lookalikes(
    handovers: &Handovers,
    deliveries: &mut [Delivery],
    schemas: &Schemas,
    registered: &Registered,
) {
    let Registered { persons, refs, people, file, .. } = registered;
    let Some((raw, layout)) = file else { return };
    let Some((own, of_persons)) = schemas.extract(Extract::Overstap).zip(schemas.extract(Extract::Brp))
    else {
        return;
    };
    let loose = handovers.overstap.iter().map(|delivery| {
        let (raw, layout) = &delivery.file;
        Loose::of(people, RowSource { raw, layout, schema: own }, delivery.rows())
    });
    let loose: Vec<Loose> = loose.collect();
    let brp = RowSource { raw, layout, schema: of_persons };
    let found = look_like_somebody(&loose, brp, persons, refs);
    for (delivery, found) in handovers.overstap.iter().zip(found) {
        if let Some(entry) = deliveries.iter_mut().find(|entry| entry.path == delivery.pad) {
            entry.findings.extend(found);
        }
    }
}
