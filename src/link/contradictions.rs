//! Where two sources contradict each other about a person: named by the line, so that somebody can ask. The classification
//! decides what follows; nothing is decided here.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::grouped::Grouped;
use super::people::People;
use crate::classify::bijhouding::bijhouding;
use crate::classify::ingeschreven::ingeschreven;
use crate::classify::startkwalificatie::startkwalificatie;
use crate::contract::schema::{Schema, fold};
use crate::extracts::BrpRow;
use crate::ingest::layout::Layout;
use crate::ingest::raw::Raw;
use crate::ingest::records::{RowRef, joined_reader};
use crate::model::classification::{Bijhouding, Reden, Redenen, Tri};
use crate::model::day::Day;
use crate::model::facts::{
    Delivered, Inschrijving, JibVermelding, OfPerson, Overstap, Reliance, Startkwalificatierij,
};
use crate::model::finding::{Code, Finding};
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::model::terms::Terms;
use crate::validate::cell::{Cell, read};
use crate::validate::checked::Checked;
use crate::validate::row::trimmed;

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
            .zip(checked.refs())
            .filter(|(row, _)| test(row) && self.people.position(row.persoon()).is_some())
            .map(|(_, at)| Finding { code, line: u64::from(at.line), column: None })
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

impl Source<'_> {
    /// What a row looks like: names folded and the day of birth; `None` where one of them is not whole.
    fn likenesses<'r>(self, rows: impl Iterator<Item = RowRef> + 'r) -> Vec<Option<[String; 3]>>
    where
        Self: 'r,
    {
        let columns = LIKENESS.map(|name| self.schema.column(name));
        let mut reader = joined_reader(self.layout.delimiter, rows.map(|row| row.bytes(self.raw.bytes())));
        let mut likenesses = Vec::new();
        for record in reader.byte_records() {
            let Ok(record) = record else { break };
            let cell = |column: usize| {
                let position = self.layout.positions.get(column).copied().flatten();
                position.and_then(|position| record.get(position)).map_or(&[][..], trimmed)
            };
            let name =
                |column: Option<usize>| fold(&String::from_utf8_lossy(column.map(&cell).unwrap_or_default()));
            let [surname, given, born] = columns;
            let born = born.and_then(|born| self.day_of(born, cell(born)));
            let likeness = [name(surname), name(given), born.unwrap_or_default()];
            let whole = likeness.iter().all(|part| !part.is_empty());
            likenesses.push(whole.then_some(likeness));
        }
        likenesses
    }

    /// A date cell as ISO, if it is a whole day.
    fn day_of(self, column: usize, cell: &[u8]) -> Option<String> {
        match read(self.schema.columns.get(column)?, cell).ok()?.0 {
            Cell::Day(day) => Some(day.to_string()),
            Cell::Partial(date) => Some(date.full()?.to_string()),
            _ => None,
        }
    }
}

/// Handovers under an onderwijsnummer that nothing ties to a bsn, of somebody who looks like a person of the BRP: they stay
/// apart, and somebody should ask for the link.
pub(super) fn looks_like_somebody(
    people: &People,
    handovers: Source<'_>,
    rows: &[(Overstap, RowRef)],
    brp: Source<'_>,
    refs: &[RowRef],
) -> Vec<Finding> {
    let loose = |number: Persoonsnummer| {
        number.kind() == NumberKind::Onderwijsnummer && people.position(number).is_none()
    };
    let loose: Vec<RowRef> =
        rows.iter().filter(|(row, _)| loose(row.persoon)).map(|(_, place)| *place).collect();
    if loose.is_empty() {
        return Vec::new();
    }
    let theirs = handovers.likenesses(loose.iter().copied());
    let wanted: FxHashSet<&[String; 3]> = theirs.iter().flatten().collect();
    let seen: FxHashSet<[String; 3]> = brp
        .likenesses(refs.iter().copied())
        .into_iter()
        .flatten()
        .filter(|likeness| wanted.contains(likeness))
        .collect();
    let alike = loose.iter().zip(&theirs).filter(|(_, it)| it.as_ref().is_some_and(|it| seen.contains(it)));
    alike
        .map(|(at, _)| Finding { code: Code::LijktOpIemand, line: u64::from(at.line), column: None })
        .collect()
}
