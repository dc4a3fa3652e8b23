//! A reader with a pencil: every table that fits what is shown is tried, and no small count may be pinned down.

use proptest::prelude::*;

use super::*;
use Shown::{Count, Hidden};

/// One total and its parts.
fn parts_of_total(counts: &[u64], threshold: u64) -> Vec<Shown> {
    let mut tables = Tables::new(threshold);
    let parts: Vec<CellId> = counts.iter().map(|count| tables.listed(*count, Rank::Detail)).collect();
    let total = tables.listed(counts.iter().sum(), Rank::Everyone);
    tables.sum(total, &parts);
    let settled = tables.settle();
    parts.iter().map(|id| settled.shown(*id)).collect()
}

#[test]
fn a_small_cell_takes_a_second_one_with_it() {
    assert_eq!(parts_of_total(&[40, 3, 12], 5), [Count(40), Hidden, Hidden]);
    assert_eq!(parts_of_total(&[40, 3, 4], 5), [Count(40), Hidden, Hidden]);
    assert_eq!(parts_of_total(&[40, 1, 1], 5), [Hidden, Hidden, Hidden]);
    assert_eq!(parts_of_total(&[40, 7], 5), [Count(40), Count(7)]);
    // Five hidden cells that number five together are one each: the sixth is hidden with them.
    assert_eq!(parts_of_total(&[60, 1, 1, 1, 1, 1], 5), [Hidden; 6]);
    assert_eq!(
        parts_of_total(&[60, 9, 1, 1, 1, 1, 1], 5),
        [Count(60), Hidden, Hidden, Hidden, Hidden, Hidden, Hidden]
    );
}

#[test]
fn everyone_is_hidden_where_there_are_few() {
    assert_eq!(parts_of_total(&[3, 1], 5), [Hidden, Hidden]);
}

#[test]
fn a_count_that_stands_nowhere_and_can_be_found_is_protected_too() {
    // 50 are held, of whom 48 are new: that two stayed as they were must not follow.
    let mut tables = Tables::new(5);
    let held = tables.always(50, Rank::Headline);
    let new = tables.happened(48);
    let same = tables.unseen(2);
    tables.sum(held, &[new, same]);
    let settled = tables.settle();
    assert_eq!((settled.shown(held), settled.shown(new)), (Count(50), Hidden));
}

#[test]
fn a_count_that_cannot_be_more_than_another_tells_nothing_of_a_third() {
    // Of a list of 10, 2 are unknown and 8 are right, and 7 of those were delivered. Who sees the 10 and the 7 would know
    // that no more than 3 can be unknown.
    let mut tables = Tables::new(5);
    let list = tables.always(10, Rank::Everyone);
    let [unknown, right] = [2, 8].map(|count| tables.listed(count, Rank::Headline));
    tables.sum(list, &[unknown, right]);
    let delivered = tables.always(7, Rank::Headline);
    let not_delivered = tables.slack(1);
    tables.sum(right, &[delivered, not_delivered]);
    let settled = tables.settle();
    assert_eq!([unknown, right, delivered].map(|id| settled.shown(id)), [Hidden; 3]);
    assert_eq!(settled.shown(list), Count(10));
}

#[test]
fn one_number_in_two_tables_is_hidden_in_both() {
    let mut tables = Tables::new(5);
    let total = tables.always(100, Rank::Everyone);
    let one = [3, 12, 85].map(|count| tables.listed(count, Rank::Detail));
    let other = [12, 20, 68].map(|count| tables.listed(count, Rank::Detail));
    tables.sum(total, &one);
    tables.sum(total, &other);
    tables.alike([one[1], other[0]]);
    let settled = tables.settle();
    assert_eq!(one.map(|id| settled.shown(id)), [Hidden, Hidden, Count(85)]);
    assert_eq!(settled.shown(other[0]), Hidden, "else the 12 of the first table could be read in the second");
}

const ROWS: usize = 2;
const COLUMNS: usize = 3;

/// A table of two ways with its margins, as the page would show it.
struct Page {
    inner: Vec<(i64, Shown)>,
    rows: Vec<Shown>,
    columns: Vec<Shown>,
    total: Shown,
}

fn page(counts: &[u64], threshold: u64) -> Page {
    let mut tables = Tables::new(threshold);
    let inner: Vec<CellId> = counts.iter().map(|count| tables.listed(*count, Rank::Detail)).collect();
    let total = tables.always(counts.iter().sum(), Rank::Everyone);
    let line = |start: usize, step: usize, length: usize| -> Vec<usize> {
        (0..length).map(|at| start + at * step).collect()
    };
    let mut margin = |places: Vec<usize>| {
        let id = tables.always(places.iter().map(|at| counts[*at]).sum(), Rank::Margin);
        let parts: Vec<CellId> = places.iter().map(|at| inner[*at]).collect();
        tables.sum(id, &parts);
        id
    };
    let rows: Vec<CellId> = (0..ROWS).map(|row| margin(line(row * COLUMNS, 1, COLUMNS))).collect();
    let columns: Vec<CellId> = (0..COLUMNS).map(|column| margin(line(column, COLUMNS, ROWS))).collect();
    tables.sum(total, &rows);
    tables.sum(total, &columns);
    let settled = tables.settle();
    let shown = |ids: &[CellId]| ids.iter().map(|id| settled.shown(*id)).collect();
    Page {
        inner: counts.iter().zip(&inner).map(|(count, id)| (whole(*count), settled.shown(*id))).collect(),
        rows: shown(&rows),
        columns: shown(&columns),
        total: settled.shown(total),
    }
}

impl Page {
    /// Whether some table fits the page in which the cell holds this much. Knows nothing of how the page was made.
    fn admits(&self, target: usize, least: i64) -> bool {
        let most = self.inner.iter().map(|(count, _)| *count).sum::<i64>() + least;
        self.fits(&mut Vec::new(), target, least, most)
    }

    fn fits(&self, chosen: &mut Vec<i64>, target: usize, least: i64, most: i64) -> bool {
        let place = chosen.len();
        if place == self.inner.len() {
            return true;
        }
        let (count, shown) = self.inner[place];
        let range = match shown {
            Count(_) => count..=count,
            Hidden if place == target => least..=most,
            Hidden => count.min(1)..=most,
        };
        // A cell that closes a row, a column or the whole is what is left of a shown sum.
        let forced = self.left_over(chosen);
        let mut choices: Vec<i64> = match forced.first() {
            Some(own) if forced.iter().all(|other| other == own) => vec![*own],
            Some(_) => Vec::new(),
            None => range.clone().collect(),
        };
        choices.retain(|choice| range.contains(choice));
        // From what is true outwards: a table that fits is found soon.
        choices.sort_by_key(|choice| (choice - count).abs());
        choices.into_iter().any(|choice| {
            chosen.push(choice);
            let fits = self.fits(chosen, target, least, most);
            chosen.pop();
            fits
        })
    }

    /// What the shown sums that the next cell closes leave for it.
    fn left_over(&self, chosen: &[i64]) -> Vec<i64> {
        let (row, column) = (chosen.len() / COLUMNS, chosen.len() % COLUMNS);
        let in_row: i64 = chosen[row * COLUMNS..].iter().sum();
        let in_column: i64 = chosen.iter().skip(column).step_by(COLUMNS).sum();
        let closing = [
            (column + 1 == COLUMNS).then_some((self.rows[row], in_row)),
            (row + 1 == ROWS).then_some((self.columns[column], in_column)),
            (chosen.len() + 1 == self.inner.len()).then_some((self.total, chosen.iter().sum())),
        ];
        let shown = closing.into_iter().flatten().filter_map(|(shown, before)| match shown {
            Count(count) => Some(whole(count) - before),
            Hidden => None,
        });
        shown.collect()
    }
}

fn agrees(shown: Shown, sum: i64) -> bool {
    match shown {
        Count(count) => whole(count) == sum,
        Hidden => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_small_count_of_a_table_with_margins_can_be_worked_out(
        counts in proptest::collection::vec(prop_oneof![3 => 0u64..8, 1 => 5u64..20], ROWS * COLUMNS),
        threshold in 2u64..7,
    ) {
        let page = page(&counts, threshold);
        for (place, (count, shown)) in page.inner.iter().enumerate() {
            if *count < whole(threshold) {
                prop_assert_eq!(*shown, Hidden);
                prop_assert!(page.admits(place, whole(threshold)), "cell {} of {:?}", place, counts);
            }
        }
    }

    #[test]
    fn what_is_shown_is_true(counts in proptest::collection::vec(0u64..40, ROWS * COLUMNS)) {
        let page = page(&counts, 5);
        for (count, shown) in &page.inner {
            prop_assert!(agrees(*shown, *count));
        }
        prop_assert!(agrees(page.total, whole(counts.iter().sum())));
    }
}
