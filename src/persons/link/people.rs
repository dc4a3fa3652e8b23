//! Who is in the BRP extract, under which numbers.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::intake::check::checked::Checked;
use crate::intake::delivery::Delivery;
use crate::intake::typed_rows::BrpRow;
use crate::model::facts::{Koppeling, OfPerson};
use crate::model::finding::{Code, Finding};
use crate::model::number::{NumberKind, Persoonsnummer};

/// Where each person stands in the BRP extract.
pub struct People {
    /// How many there are.
    count: usize,
    positions: FxHashMap<Persoonsnummer, u32>,
    /// Persons of whom it is not known which onderwijsnummer is theirs.
    in_doubt: Vec<u32>,
    /// The same by number, also of who is not in the BRP extract, with the numbers that they may have.
    doubtful: FxHashSet<Persoonsnummer>,
    /// The bsn behind an onderwijsnummer, also of who is not in the BRP extract.
    coupled: FxHashMap<Persoonsnummer, Persoonsnummer>,
    /// The onderwijsnummers of a bsn: the same couplings, from the other side.
    others: FxHashMap<Persoonsnummer, Vec<Persoonsnummer>>,
}

impl People {
    /// The persons of the BRP extract.
    pub fn of(rows: &[BrpRow]) -> People {
        let positions = (0u32..).zip(rows).map(|(position, row)| (row.persoon, position)).collect();
        People {
            count: rows.len(),
            positions,
            in_doubt: Vec::new(),
            doubtful: FxHashSet::default(),
            coupled: FxHashMap::default(),
            others: FxHashMap::default(),
        }
    }

    /// Gives a person a second number. A number that is given to two persons is nobody's.
    /// Rows of a disputed number are given back; their persons are in doubt, like those of whom a row was set aside.
    pub fn couple(&mut self, rows: &[Koppeling], set_aside: &[Persoonsnummer]) -> Vec<usize> {
        let mut claims: FxHashMap<Persoonsnummer, Vec<usize>> = FxHashMap::default();
        for (index, row) in rows.iter().enumerate() {
            if row.onderwijsnummer.kind() == NumberKind::Onderwijsnummer {
                claims.entry(row.onderwijsnummer).or_default().push(index);
            }
        }
        let bsn = |index: &usize| rows.get(*index).map(|row| row.persoon);
        let mut disputed = Vec::new();
        self.doubtful.extend(set_aside);
        let mut in_doubt: Vec<u32> = set_aside.iter().filter_map(|number| self.position(*number)).collect();
        for (number, claims) in claims {
            if claims.iter().all(|claim| bsn(claim) == claims.first().and_then(bsn)) {
                let Some(bsn) = claims.first().and_then(bsn) else { continue };
                self.coupled.insert(number, bsn);
                self.others.entry(bsn).or_default().push(number);
                if let Some(person) = self.position(bsn) {
                    self.positions.insert(number, person);
                }
            } else {
                self.doubtful.insert(number);
                self.doubtful.extend(claims.iter().filter_map(bsn));
                in_doubt.extend(claims.iter().filter_map(bsn).filter_map(|bsn| self.position(bsn)));
                disputed.extend(claims);
            }
        }
        self.in_doubt = in_doubt;
        disputed.sort_unstable();
        disputed
    }

    /// Persons of whom it is not known which onderwijsnummer is theirs.
    pub fn in_doubt(&self) -> &[u32] {
        &self.in_doubt
    }

    /// Whether nobody can say which other number belongs to this one.
    pub fn is_doubtful(&self, number: Persoonsnummer) -> bool {
        self.numbers(number).iter().any(|number| self.doubtful.contains(number))
    }

    /// Every number under which this person is known, this one included.
    pub fn numbers(&self, number: Persoonsnummer) -> Vec<Persoonsnummer> {
        let bsn = self.coupled.get(&number).copied().unwrap_or(number);
        let others = self.others.get(&bsn).map(Vec::as_slice).unwrap_or_default();
        std::iter::once(bsn).chain(others.iter().copied()).collect()
    }

    /// The position of the person with this number.
    pub fn position(&self, number: Persoonsnummer) -> Option<u32> {
        self.positions.get(&number).copied()
    }

    /// The position of the person of each row of a delivery; `persons` are those of the BRP extract. Rows about a number that
    /// is not in it count as accepted, and are named among the delivery's findings.
    pub fn find<T: OfPerson>(
        &self,
        persons: &[BrpRow],
        checked: &Checked<T>,
        delivery: &mut Delivery,
    ) -> Vec<Option<u32>> {
        let positions = self.positions(persons, checked.rows());
        // Without anybody in the BRP extract there is nothing to hold rows against.
        if self.count > 0 {
            let of_others =
                checked.rows().iter().zip(&positions).enumerate().filter(|(_, (_, own))| own.is_none());
            let finding = |(index, (row, _)): (usize, (&T, &Option<u32>))| {
                let kind = row.persoon().kind();
                let code = if kind == NumberKind::Bsn { Code::NietInBrp } else { Code::OnderwijsnummerLos };
                Finding { code, line: checked.line(index), column: None }
            };
            delivery.findings.extend(of_others.map(finding));
        }
        positions
    }

    /// The position of the person of each row.
    fn positions<T: OfPerson>(&self, persons: &[BrpRow], rows: &[T]) -> Vec<Option<u32>> {
        let mut positions = vec![None; rows.len()];
        let parts = positions.par_chunks_mut(FOUND_TOGETHER_ROWS).zip(rows.par_chunks(FOUND_TOGETHER_ROWS));
        parts.for_each(|(positions, rows)| {
            let mut finder = Finder { people: self, persons, next: 0 };
            for (position, row) in positions.iter_mut().zip(rows) {
                *position = finder.position(row.persoon());
            }
        });
        positions
    }
}

/// Rows whose persons are sought one after another.
const FOUND_TOGETHER_ROWS: usize = 16 << 10;

/// Persons that are looked at ahead of the last one found, before a number is looked up.
const AHEAD_PERSONS: usize = 4;

/// Finds persons one after another. Other extracts mostly name them in the order of the BRP extract: the next is then the last
/// one found or a few further on, and no number needs to be looked up.
struct Finder<'p> {
    people: &'p People,
    persons: &'p [BrpRow],
    next: usize,
}

impl Finder<'_> {
    /// The position of the person with this number: what [`People::position`] says.
    fn position(&mut self, number: Persoonsnummer) -> Option<u32> {
        let ahead = self.persons.iter().skip(self.next).take(AHEAD_PERSONS);
        if let Some(further) = ahead.into_iter().position(|own| own.persoon == number) {
            self.next += further;
            return u32::try_from(self.next).ok();
        }
        let found = self.people.position(number);
        self.next = found.map_or(self.next, |position| position as usize);
        found
    }
}
