//! Small cells: a count below the threshold is not shown, and neither is one that the others would give away.
//!
//! All counts of persons in a report form one system: cells, and sums that a reader can write down (a total is its parts, a
//! parcel and its `-geheim` twin are one group). The principle is one sentence: **for each small count that is not shown there
//! is another table with the same shown counts and the same sums, in which it reaches the threshold**. Such a table is
//! searched for and held; where none is found, one more count is hidden. So what is hidden cannot be worked out, whatever
//! arithmetic the reader does with the page.

use std::collections::BTreeSet;

use serde::Serialize;

/// A count, or that it is too small to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The count.
    Count(u64),
    /// Fewer than the threshold, or hidden to protect such a count.
    Hidden,
}

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Shown::Count(count) => serializer.serialize_u64(*count),
            Shown::Hidden => serializer.serialize_none(),
        }
    }
}

/// One count by itself.
pub fn alone(count: u64, threshold: u64) -> Shown {
    if count < threshold { Shown::Hidden } else { Shown::Count(count) }
}

/// How much it costs a reader when a count is hidden to protect another: the cheapest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Nice to have.
    Spare,
    /// A part of a part: a reason of refusal, a combination of four values.
    Detail,
    /// A sum over details.
    Margin,
    /// What the page is read for.
    Headline,
    /// Everyone.
    Everyone,
}

/// A cell of [`Tables`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellId(usize);

/// Where a count stands. What follows from the page without standing there is protected as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On the page, from the threshold on.
    Shown,
    /// On the page, from the threshold on, and where it is none.
    ShownOrNone,
    /// Nowhere, and a reader can find it.
    Unseen,
    /// Nowhere: what lies between two counts of which one cannot be more than the other.
    Slack,
    /// Known from elsewhere, whether it is shown or not: there is nothing to protect, and nothing to hide behind.
    Known,
}

#[derive(Clone, Debug)]
struct Cell {
    count: i64,
    /// The least that a reader knows it to be: what is listed occurs.
    floor: i64,
    rank: Rank,
    place: Place,
    is_hidden: bool,
    /// The sums that it is in, with its sign.
    sums: Vec<(usize, i64)>,
    /// Its place in [`Tables::fates`].
    fate: usize,
}

impl Cell {
    fn has_place(&self) -> bool {
        matches!(self.place, Place::Shown | Place::ShownOrNone)
    }

    /// Whether a reader does not know it.
    fn is_free(&self) -> bool {
        self.is_hidden && self.place != Place::Known
    }

    /// Whether it could be hidden to protect another.
    fn can_be_hidden(&self) -> bool {
        !self.is_hidden && self.place != Place::Known
    }
}

/// Another table that fits what is shown, in which small counts reach the threshold.
#[derive(Clone, Debug)]
struct Proof {
    /// The small counts that it protects.
    protects: Vec<usize>,
    /// The cells that hold another count in it: once one of those is shown, it proves nothing.
    moved: Vec<usize>,
}

/// The counts of persons of a report, with the sums that bind them.
#[derive(Clone, Debug)]
pub struct Tables {
    threshold: i64,
    cells: Vec<Cell>,
    /// For each sum its cells: the parts, then the total.
    sums: Vec<Vec<usize>>,
    /// Cells that a reader may know to be one number, hidden together: each cell is in one of these.
    fates: Vec<Vec<usize>>,
}

/// Moves that one search may try for one unit: beyond it the count is taken to be not protected, and more is hidden.
const MOVES_MAX: u32 = 300;

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Tables {
    /// No tables yet. Counts below the threshold are not shown.
    pub fn new(threshold: u64) -> Tables {
        Tables { threshold: whole(threshold), cells: Vec::new(), sums: Vec::new(), fates: Vec::new() }
    }

    fn add(&mut self, count: u64, floor: i64, rank: Rank, place: Place) -> CellId {
        let count = whole(count);
        let is_hidden = match place {
            Place::Shown | Place::Known => count < self.threshold,
            Place::ShownOrNone => count > 0 && count < self.threshold,
            Place::Unseen | Place::Slack => true,
        };
        let own = self.cells.len();
        self.cells.push(Cell { count, floor, rank, place, is_hidden, sums: Vec::new(), fate: own });
        self.fates.push(vec![own]);
        CellId(own)
    }

    /// A count that the page lists because it occurs: a reader knows that it is at least one.
    pub fn listed(&mut self, count: u64, rank: Rank) -> CellId {
        self.add(count, whole(count).min(1), rank, Place::Shown)
    }

    /// A count that the page has a place for whether it occurs or not.
    pub fn always(&mut self, count: u64, rank: Rank) -> CellId {
        self.add(count, 0, rank, Place::Shown)
    }

    /// A count of what happened: that nothing did may be told, since it is about nobody.
    pub fn happened(&mut self, count: u64) -> CellId {
        self.add(count, 0, Rank::Detail, Place::ShownOrNone)
    }

    /// A count that stands nowhere, and that a reader could find all the same.
    pub fn unseen(&mut self, count: u64) -> CellId {
        self.add(count, 0, Rank::Detail, Place::Unseen)
    }

    /// What lies between two counts of which a reader knows that one cannot be more than the other. It is no count of the
    /// page and is not protected itself; it keeps the hidden counts on either side honest.
    pub fn slack(&mut self, count: u64) -> CellId {
        self.add(count, 0, Rank::Detail, Place::Slack)
    }

    /// A count that a reader has from elsewhere: rows of a file, a report of an earlier day.
    pub fn known(&mut self, count: u64) -> CellId {
        self.add(count, whole(count), Rank::Everyone, Place::Known)
    }

    /// What a reader knows: these parts are that total. A sum that does not hold is none, and is left out.
    pub fn sum(&mut self, total: CellId, parts: &[CellId]) {
        let of = |id: &CellId| self.cells.get(id.0).map_or(0, |cell| cell.count);
        let added = parts.iter().map(of).fold(0i64, i64::saturating_add);
        if parts.is_empty() || added != of(&total) {
            return;
        }
        let place = self.sums.len();
        for (id, sign) in parts.iter().map(|id| (id, 1)).chain([(&total, -1)]) {
            if let Some(cell) = self.cells.get_mut(id.0) {
                cell.sums.push((place, sign));
            }
        }
        self.sums.push(parts.iter().chain([&total]).map(|id| id.0).collect());
    }

    /// Cells that may be one number about one group: where one is hidden, all are.
    pub fn alike(&mut self, ids: impl IntoIterator<Item = CellId>) {
        let mut fates = ids.into_iter().filter_map(|id| self.cells.get(id.0)).map(|cell| cell.fate);
        let Some(fate) = fates.next() else { return };
        let others: BTreeSet<usize> = fates.filter(|other| *other != fate).collect();
        for other in others {
            let joined = self.fates.get_mut(other).map(std::mem::take).unwrap_or_default();
            for place in &joined {
                if let Some(cell) = self.cells.get_mut(*place) {
                    cell.fate = fate;
                }
            }
            self.fates.get_mut(fate).into_iter().for_each(|own| own.extend(&joined));
        }
    }

    /// Hides what must be hidden, and no more than that.
    pub fn settle(mut self) -> Settled {
        let hidden: Vec<usize> = (0..self.cells.len()).filter(|place| self.is_hidden(*place)).collect();
        hidden.into_iter().for_each(|place| self.set_hidden(place, true));
        let order = self.search_order();
        let mut proofs = Vec::new();
        let mut given_up = BTreeSet::new();
        while let Err((place, stuck)) = self.prove(&order, &mut proofs, &given_up) {
            match self.next_to_hide(place, &stuck) {
                Some(next) => self.set_hidden(next, true),
                // All that it is bound to is hidden already.
                None => _ = given_up.insert(place),
            }
        }
        self.show_again(&order, proofs, &given_up);
        Settled { cells: self.cells }
    }

    /// For each sum its cells, the least bound and largest first.
    fn search_order(&self) -> Vec<Vec<usize>> {
        let freedom = |place: &usize| {
            let cell = self.cells.get(*place);
            cell.map(|cell| (cell.sums.len(), std::cmp::Reverse(cell.count)))
        };
        let mut order = self.sums.clone();
        order.iter_mut().for_each(|places| places.sort_by_key(freedom));
        order
    }

    /// Finds a proof for each small count that has none. Fails with the first for which there is none, and the sums that
    /// stood in the way. More that is hidden never spoils a proof.
    fn prove(
        &self,
        order: &[Vec<usize>],
        proofs: &mut Vec<Proof>,
        given_up: &BTreeSet<usize>,
    ) -> Result<(), (usize, Vec<usize>)> {
        let mut unprotected = Marks::of(self.cells.len());
        let small = (0..self.cells.len()).filter(|at| self.is_small(*at) && !given_up.contains(at));
        small.for_each(|at| unprotected.set(at, true));
        proofs.iter().flat_map(|proof| &proof.protects).for_each(|at| unprotected.set(*at, false));
        let mut search = Rearranged::of(self, order);
        while let Some(place) = unprotected.first() {
            let proof = search.with_enough(place).map_err(|stuck| (place, stuck))?;
            proof.protects.iter().for_each(|at| unprotected.set(*at, false));
            proofs.push(proof);
        }
        Ok(())
    }

    /// What was hidden on the way and need not be: the dearest first. Only what was proved with its help is proved again.
    fn show_again(&mut self, order: &[Vec<usize>], mut proofs: Vec<Proof>, given_up: &BTreeSet<usize>) {
        let mut places: Vec<usize> = (0..self.cells.len()).filter(|at| self.is_secondary(*at)).collect();
        places.sort_by_key(|at| std::cmp::Reverse(self.cells.get(*at).map(|cell| (cell.rank, cell.count))));
        for place in places {
            if !self.fate(place).iter().all(|at| self.is_secondary(*at)) {
                continue;
            }
            self.set_hidden(place, false);
            let is_shown = |at: &usize| !self.is_hidden(*at);
            let mut spoiled: Vec<Proof> =
                proofs.extract_if(.., |proof| proof.moved.iter().any(is_shown)).collect();
            if spoiled.is_empty() {
                // Nothing was proved with its help.
                continue;
            }
            let kept = proofs.len();
            if self.prove(order, &mut proofs, given_up).is_err() {
                proofs.truncate(kept);
                proofs.append(&mut spoiled);
                self.set_hidden(place, true);
            }
        }
    }

    fn is_hidden(&self, place: usize) -> bool {
        self.cells.get(place).is_some_and(|cell| cell.is_hidden)
    }

    /// Whether it is hidden to protect another.
    fn is_secondary(&self, place: usize) -> bool {
        let hidden = self.cells.get(place).filter(|cell| cell.is_hidden && cell.has_place());
        hidden.is_some_and(|cell| cell.count >= self.threshold)
    }

    /// The cells that are hidden wherever this one is.
    fn fate(&self, place: usize) -> &[usize] {
        let cell = self.cells.get(place);
        cell.and_then(|cell| self.fates.get(cell.fate)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Hides or shows a cell, and whatever is the same number.
    fn set_hidden(&mut self, place: usize, is_hidden: bool) {
        let fate = self.cells.get(place).and_then(|cell| self.fates.get(cell.fate));
        for own in fate.into_iter().flatten() {
            if let Some(cell) = self.cells.get_mut(*own) {
                cell.is_hidden = is_hidden;
            }
        }
    }

    /// Whether it is a count to protect. That nobody is left over, where no count stands, is about nobody.
    fn is_small(&self, place: usize) -> bool {
        self.cells.get(place).is_some_and(|cell| {
            let is_there = match cell.place {
                Place::Shown => true,
                Place::ShownOrNone | Place::Unseen => cell.count > 0,
                Place::Slack | Place::Known => false,
            };
            cell.is_hidden && cell.count < self.threshold && is_there
        })
    }

    /// The cheapest shown cell of the sums in which the search got stuck; else one that shares a sum with this cell, or with
    /// one that is hidden and bound to it.
    fn next_to_hide(&self, place: usize, stuck: &[usize]) -> Option<usize> {
        let of_stuck = self.cheapest(stuck.iter().filter_map(|sum| self.sums.get(*sum)).flatten());
        if of_stuck.is_some() {
            return of_stuck;
        }
        let mut reached = BTreeSet::from([place]);
        let mut edge = vec![place];
        while !edge.is_empty() {
            let sums = edge.iter().filter_map(|at| self.cells.get(*at)).flat_map(|cell| &cell.sums);
            let beside: BTreeSet<usize> =
                sums.filter_map(|(sum, _)| self.sums.get(*sum)).flatten().copied().collect();
            let cheapest = self.cheapest(beside.iter());
            if cheapest.is_some() {
                return cheapest;
            }
            edge = beside.into_iter().filter(|at| reached.insert(*at)).collect();
        }
        None
    }
}

impl Tables {
    fn cheapest<'p>(&self, places: impl Iterator<Item = &'p usize>) -> Option<usize> {
        let shown =
            places.filter_map(|at| Some((*at, self.cells.get(*at).filter(|cell| cell.can_be_hidden())?)));
        shown.min_by_key(|(_, cell)| (cell.rank, self.opened_by(cell), cell.count)).map(|(at, _)| at)
    }

    /// How many sums would have this cell as their only hidden one: each of them asks for one more.
    fn opened_by(&self, cell: &Cell) -> usize {
        let is_free = |place: &usize| self.cells.get(*place).is_some_and(Cell::is_free);
        let has_none = |sum: &usize| self.sums.get(*sum).is_some_and(|sum| !sum.iter().any(is_free));
        cell.sums.iter().filter(|(sum, _)| has_none(sum)).count()
    }
}

/// Which of so many things are marked: the first is found quickly.
struct Marks(Vec<u64>);

impl Marks {
    fn of(count: usize) -> Marks {
        Marks(vec![0; count.div_ceil(64)])
    }

    fn set(&mut self, place: usize, is_marked: bool) {
        if let Some(word) = self.0.get_mut(place / 64) {
            let bit = 1 << (place % 64);
            *word = if is_marked { *word | bit } else { *word & !bit };
        }
    }

    fn first(&self) -> Option<usize> {
        let (at, word) = self.0.iter().enumerate().find(|(_, word)| **word != 0)?;
        Some(at * 64 + word.trailing_zeros() as usize)
    }
}

/// Another table with the same shown counts and the same sums.
struct Rearranged<'t> {
    tables: &'t Tables,
    counts: Vec<i64>,
    /// By how much each sum is off while units are moved, and which sums those are.
    off: Vec<i64>,
    broken: Marks,
    /// For each sum its cells, in the order in which they are tried.
    order: &'t [Vec<usize>],
    moved: Vec<bool>,
    moves_left: u32,
    /// For each sum the cell that last put it off, and for each cell the sum that it was moved for.
    put_off_by: Vec<usize>,
    moved_for: Vec<Option<usize>>,
    /// The first sum in which nothing could move, and the sums that led to it.
    stuck: Vec<usize>,
}

impl<'t> Rearranged<'t> {
    fn of(tables: &'t Tables, order: &'t [Vec<usize>]) -> Rearranged<'t> {
        Rearranged {
            counts: Vec::new(),
            off: vec![0; tables.sums.len()],
            broken: Marks::of(tables.sums.len()),
            order,
            moved: vec![false; tables.cells.len()],
            moves_left: MOVES_MAX,
            put_off_by: vec![0; tables.sums.len()],
            moved_for: vec![None; tables.cells.len()],
            stuck: Vec::new(),
            tables,
        }
    }

    /// A table in which this cell reaches the threshold; else the sums that stood in the way. Many units are tried at once,
    /// then fewer.
    fn with_enough(&mut self, place: usize) -> Result<Proof, Vec<usize>> {
        self.counts.clear();
        self.counts.extend(self.tables.cells.iter().map(|cell| cell.count));
        let mut step = self.tables.threshold;
        loop {
            let count = self.counts.get(place).copied().unwrap_or(i64::MAX);
            let missing = self.tables.threshold.saturating_sub(count);
            if missing <= 0 {
                return Ok(self.proof());
            }
            step = step.min(missing);
            if self.gives_way(place, step) {
                continue;
            }
            if step == 1 {
                return Err(std::mem::take(&mut self.stuck));
            }
            step /= 2;
        }
    }

    fn proof(&self) -> Proof {
        let counted = self.tables.cells.iter().zip(&self.counts).enumerate();
        let moved = counted.filter(|(_, (cell, count))| cell.count != **count).map(|(at, _)| at);
        let moved: Vec<usize> = moved.collect();
        let has_enough =
            |at: &usize| self.counts.get(*at).is_some_and(|count| *count >= self.tables.threshold);
        // What is small has moved, or it would be small still.
        let protects = moved.iter().copied().filter(|at| has_enough(at) && self.tables.is_small(*at));
        Proof { protects: protects.collect(), moved }
    }

    /// Gives a cell so many units more, if other hidden cells can give way; else everything stays as it was.
    fn gives_way(&mut self, place: usize, units: i64) -> bool {
        self.moved.iter_mut().for_each(|moved| *moved = false);
        self.moves_left = MOVES_MAX;
        self.stuck.clear();
        self.shift(place, units, None);
        let holds = self.balance();
        if !holds {
            self.shift(place, -units, None);
        }
        holds
    }

    fn shift(&mut self, place: usize, units: i64, sum: Option<usize>) {
        if let Some(moved_for) = self.moved_for.get_mut(place) {
            *moved_for = sum;
        }
        if let Some(count) = self.counts.get_mut(place) {
            *count += units;
        }
        let tables = self.tables;
        for (sum, sign) in tables.cells.get(place).into_iter().flat_map(|cell| &cell.sums) {
            if let Some(off) = self.off.get_mut(*sum) {
                *off += sign * units;
                self.broken.set(*sum, *off != 0);
            }
            if let Some(by) = self.put_off_by.get_mut(*sum) {
                *by = place;
            }
        }
        if let Some(moved) = self.moved.get_mut(place) {
            *moved = !*moved;
        }
    }

    /// Moves units between hidden cells until every sum holds again; each cell moves once.
    fn balance(&mut self) -> bool {
        let Some(sum) = self.broken.first() else { return true };
        let off = self.off.get(sum).copied().unwrap_or(0);
        if self.stuck.is_empty() && self.in_order(sum).all(|place| self.units(place, sum, off).is_none()) {
            self.stuck = self.led_to(sum);
        }
        let mut next = 0;
        while let Some(place) = self.order.get(sum).and_then(|places| places.get(next)).copied() {
            next += 1;
            let Some(units) = self.units(place, sum, off) else { continue };
            if self.moves_left == 0 {
                return false;
            }
            self.moves_left -= 1;
            self.shift(place, units, Some(sum));
            if self.balance() {
                return true;
            }
            self.shift(place, -units, None);
        }
        false
    }

    fn in_order(&self, sum: usize) -> impl Iterator<Item = usize> + '_ {
        self.order.get(sum).into_iter().flatten().copied()
    }

    /// This sum, the sum that the cell was moved for which put it off, and so on.
    fn led_to(&self, sum: usize) -> Vec<usize> {
        let mut chain = vec![sum];
        let mut at = sum;
        while let Some(before) =
            self.put_off_by.get(at).and_then(|cell| self.moved_for.get(*cell).copied().flatten())
        {
            if chain.contains(&before) {
                break;
            }
            chain.push(before);
            at = before;
        }
        chain
    }

    /// As many units more or less as the sum is off, or as the cell can spare; none where it is known to the reader, has moved
    /// or is at its floor.
    fn units(&self, place: usize, sum: usize, off: i64) -> Option<i64> {
        let cell = self.tables.cells.get(place).filter(|cell| cell.is_free())?;
        let (_, sign) = cell.sums.iter().find(|(own, _)| *own == sum)?;
        if self.moved.get(place).copied().unwrap_or(true) {
            return None;
        }
        let wanted = -(off * sign);
        let spare = self.counts.get(place)? - cell.floor;
        let units = wanted.max(-spare);
        (units != 0).then_some(units)
    }
}

/// What may be shown.
#[derive(Clone, Debug)]
pub struct Settled {
    cells: Vec<Cell>,
}

impl Settled {
    /// The cell as the page shows it.
    pub fn shown(&self, id: CellId) -> Shown {
        match self.cells.get(id.0) {
            Some(cell) if !cell.is_hidden => u64::try_from(cell.count).map_or(Shown::Hidden, Shown::Count),
            _ => Shown::Hidden,
        }
    }
}

#[cfg(test)]
mod tests;
