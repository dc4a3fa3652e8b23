//! The persons in the BRP extract, and their numbers.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::intake::check::account::{Account, TypedRows};
use crate::intake::delivery::Delivery;
use crate::intake::typed_rows::BrpRow;
use crate::model::facts::Koppeling;
use crate::model::finding::{Code, Finding};
use crate::model::number::{NumberKind, Persoonsnummer};

/// The position of each person in the BRP extract.
pub struct People {
    /// The number of persons.
    count: usize,
    positions: FxHashMap<Persoonsnummer, u32>,
    /// Persons whose onderwijsnummer is uncertain.
    in_doubt: Vec<u32>,
    /// The same by number, including the candidate numbers and persons who are not in the BRP extract.
    doubtful: FxHashSet<Persoonsnummer>,
    /// The bsn behind an onderwijsnummer, also for persons who are not in the BRP extract.
    coupled: FxHashMap<Persoonsnummer, Persoonsnummer>,
    /// The onderwijsnummers of a bsn: the same links in reverse.
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

    /// Gives persons their second number. A number claimed for two persons belongs to neither.
    ///
    /// Returns the rows of disputed numbers. Their persons are in doubt, like those with a row that was set aside.
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

    /// Persons whose onderwijsnummer is uncertain.
    pub fn in_doubt(&self) -> &[u32] {
        &self.in_doubt
    }

    /// Whether this person's other numbers are uncertain.
    pub fn is_doubtful(&self, number: Persoonsnummer) -> bool {
        self.numbers(number).iter().any(|number| self.doubtful.contains(number))
    }

    /// Every number of this person, including this one.
    pub fn numbers(&self, number: Persoonsnummer) -> Vec<Persoonsnummer> {
        let bsn = self.coupled.get(&number).copied().unwrap_or(number);
        let others = self.others.get(&bsn).map(Vec::as_slice).unwrap_or_default();
        std::iter::once(bsn).chain(others.iter().copied()).collect()
    }

    /// The position of the person with this number.
    pub fn position(&self, number: Persoonsnummer) -> Option<u32> {
        self.positions.get(&number).copied()
    }

    /// The position of each row's person; `persons` holds the BRP extract. Rows about other numbers are accepted, with a
    /// finding in the delivery.
    pub fn find(
        &self,
        persons: &[BrpRow],
        rows: &dyn TypedRows,
        account: &Account,
        delivery: &mut Delivery,
    ) -> Vec<Option<u32>> {
        let positions = self.positions(persons, rows);
        // Without any person in the BRP extract there is nothing to compare with.
        if self.count > 0 {
            let of_others = positions.iter().enumerate().filter(|(_, own)| own.is_none());
            let finding = |(row, _): (usize, &Option<u32>)| {
                let is_bsn = rows.person(row)?.kind() == NumberKind::Bsn;
                let code = if is_bsn { Code::NietInBrp } else { Code::OnderwijsnummerLos };
                Some(Finding { code, line: account.line(row), column: None })
            };
            delivery.findings.extend(of_others.filter_map(finding));
        }
        positions
    }

    /// The position of each row's person.
    fn positions(&self, persons: &[BrpRow], rows: &dyn TypedRows) -> Vec<Option<u32>> {
        let mut positions = vec![None; rows.count()];
        positions.par_chunks_mut(FOUND_TOGETHER_ROWS).enumerate().for_each(|(part, positions)| {
            let mut finder = Finder { people: self, persons, next: 0 };
            for (row, position) in (part * FOUND_TOGETHER_ROWS..).zip(positions) {
                *position = rows.person(row).and_then(|number| finder.position(number));
            }
        });
        positions
    }
}

/// Rows per parallel part, each with a finder of its own.
const FOUND_TOGETHER_ROWS: usize = 16 << 10;

/// Persons to check after the last one found, before a hash lookup.
const AHEAD_PERSONS: usize = 4;

/// Finds persons one after another. Other extracts are mostly in BRP order, so the next person is usually the last one found or
/// one of the next few, and needs no hash lookup.
struct Finder<'p> {
    people: &'p People,
    persons: &'p [BrpRow],
    next: usize,
}

impl Finder<'_> {
    /// The position of the person with this number; same answer as [`People::position`].
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
