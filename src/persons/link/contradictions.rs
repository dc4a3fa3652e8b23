//! Where two sources contradict each other about a person: named by the line, so that somebody can ask. The classification
//! decides what follows; nothing is decided here.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::grouped::Grouped;
use super::people::People;
use crate::classify::bijhouding::bijhouding;
use crate::classify::ingeschreven::ingeschreven;
use crate::classify::startkwalificatie::startkwalificatie;
use crate::intake::check::cell::{Cell, read};
use crate::intake::check::checked::Checked;
use crate::intake::check::row::trimmed;
use crate::intake::read::layout::Layout;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::{RowReader, RowRef};
use crate::intake::typed_rows::BrpRow;
use crate::model::classification::{Bijhouding, Reden, Redenen, Tri};
use crate::model::day::Day;
use crate::model::facts::{
    Delivered, Inschrijving, JibVermelding, OfPerson, Overstap, Reliance, Startkwalificatierij,
};
use crate::model::finding::{Code, Finding};
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::model::terms::Terms;
use crate::schemas::column::fold;
use crate::schemas::schema::Schema;

/// What statements are held against: who the persons are, and the day and terms under which they are judged.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub persons: &'a [BrpRow],
    pub people: &'a People,
    pub day: Day,
    pub terms: &'a Terms,
}

impl Against<'_> {
    /// Rows about a person that meet a test, as findings in the order of the file. The test comes first: it is cheaper than
    /// finding the person, and few rows meet it.
    fn named<T: OfPerson>(
        self,
        checked: &Checked<T>,
        code: Code,
        test: impl Fn(&T) -> bool + Sync,
    ) -> Vec<Finding> {
        checked
            .rows()
            .par_iter()
            .enumerate()
            .filter(|(_, row)| test(row) && self.people.position(row.persoon()).is_some())
            .map(|(index, _)| Finding { code, line: checked.line(index), column: None })
            .collect()
    }

    /// The same, with a test of who the person is.
    fn named_by_person<T: OfPerson>(
        self,
        checked: &Checked<T>,
        code: Code,
        test: impl Fn(usize) -> bool + Sync,
    ) -> Vec<Finding> {
        let position = |row: &T| self.people.position(row.persoon());
        self.named(checked, code, |row| position(row).is_some_and(|person| test(person as usize)))
    }

    /// Enrolments of today of somebody who has died.
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

    /// Statements about a startkwalificatie that the highest diploma of the same row contradicts.
    pub(super) fn contradicted_by_diploma(self, checked: &Checked<Startkwalificatierij>) -> Vec<Finding> {
        self.named(checked, Code::StartkwalificatieStrijdig, |row| {
            let alone = Delivered { rows: std::slice::from_ref(row), reliance: Reliance::Complete };
            let (_, why) = startkwalificatie(&alone, self.day, self.terms);
            why == Redenen::NONE.with(Reden::StartkwalificatieTegenstrijdig)
        })
    }

    /// Rows of the list about somebody who is enrolled.
    pub(super) fn listed_but_enrolled(
        self,
        checked: &Checked<JibVermelding>,
        enrolments: &Grouped<Inschrijving>,
    ) -> Vec<Finding> {
        self.named_by_person(checked, Code::LijstIngeschreven, |person| {
            ingeschreven(&enrolments.of(person), self.day, self.terms).0 == Tri::Ja
        })
    }

    /// Rows of the list about somebody who has a startkwalificatie.
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

/// Columns by which one person under two numbers would be recognised.
const LIKENESS: [&str; 3] = ["geslachtsnaam", "voornamen", "geboortedatum"];

/// A file that is read again, and its schema as it was written.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub raw: &'a Raw,
    pub layout: &'a Layout,
    pub schema: &'a Schema,
}

/// What somebody looks like: names folded, and the day of birth.
#[derive(PartialEq, Eq, Hash)]
struct Likeness {
    born: Day,
    names: [String; 2],
}

impl Source<'_> {
    /// What rows look like; `None` where a part of it is not whole.
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

    /// A date cell, if it is a whole day.
    fn day_of(self, column: usize, cell: &[u8]) -> Option<Day> {
        match read(self.schema.columns.get(column)?, cell).ok()?.0 {
            Cell::Day(day) => Some(day),
            Cell::Partial(date) => date.full(),
            _ => None,
        }
    }
}

/// Handovers of one delivery under an onderwijsnummer that nothing ties to a bsn: what each looks like.
pub(super) struct Loose {
    rows: Vec<(RowRef, Option<Likeness>)>,
}

impl Loose {
    /// Those of a delivery.
    pub(super) fn of<'r>(
        people: &People,
        source: Source<'_>,
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

/// Rows of the BRP that are read together.
const TOGETHER_ROWS: usize = 4 << 10;

/// Loose handovers of somebody who looks like a person of the BRP: they stay apart, and somebody should ask for the link.
/// Findings for each delivery, in the order that they came in.
pub(super) fn look_like_somebody(
    deliveries: &[Loose],
    brp: Source<'_>,
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
