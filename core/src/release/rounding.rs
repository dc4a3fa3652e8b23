//! Counts of persons that travel are rounded at random to a multiple of a base.
//!
//! The method is unbiased *random rounding*: a count between two multiples goes up with a probability equal to the part of the
//! base that it holds, so that its expected value is the count itself, and goes down otherwise; multiples, and zero, stay. The
//! draw is not made anew for every table. Like the *cell key method* of the Australian Bureau of Statistics, it follows from
//! what is counted, here by a keyed hash: the same cell has the same draw every night, in every file, so that adding up
//! repetitions finds nothing. Each total is rounded by itself and need not be the sum of its parts.
//!
//! Sources: A. Hundepool et al., *Statistical Disclosure Control* (Wiley, 2012), chapter 5 (frequency tables: random rounding,
//! as the program τ-ARGUS does); B. Fraser and J. Wooton, *A proposed method for confidentialising tabular output to protect
//! against differencing* (UNECE/Eurostat work session, 2005). What an attacker can still conclude is measured in
//! `tests/attacks.rs`.

use crate::crypto::hashing::{Keyer, PseudonymKey};

/// The first word of the name of each count of rows.
pub const ROWS: &str = "rijen";

/// Whether the rows of an extract say nothing about anyone by being there: it holds everyone, or everyone of an age, or whoever
/// was asked about. Its rows are counted exactly.
fn holds_everyone(extract: &str) -> bool {
    matches!(extract, "brp" | "inkomen") || extract.starts_with("duo_")
}

/// Rounds counts, or leaves them exact.
pub struct Rounder {
    base: u64,
    /// `None` for exact counts.
    draws: Option<Keyer>,
}

impl Rounder {
    /// Rounds to multiples of `base`, with draws keyed by the pseudonym key. A base of 0 or 1 leaves every count as it is.
    pub fn to_multiples_of(base: u64, key: &PseudonymKey) -> Rounder {
        Rounder { base, draws: (base > 1).then(|| key.keyer("afronden", &[])) }
    }

    /// Leaves every count as it is.
    pub fn exact() -> Rounder {
        Rounder { base: 1, draws: None }
    }

    /// The base; `None` if counts are exact.
    pub fn base(&self) -> Option<u64> {
        self.draws.as_ref().map(|_| self.base)
    }

    /// Whether the rows of this extract are counted exactly.
    pub fn leaves_rows(&self, extract: &str) -> bool {
        self.draws.is_none() || holds_everyone(extract)
    }

    /// Rows of a delivery, as they may be shown. Unless the extract holds everyone, a row says something about a person, so rows count as
    /// persons. Rows read and rows accepted share one draw, because they are the same number unless rows were set aside.
    pub fn rows(&self, extract: &str, source: &str, count: u64) -> u64 {
        if self.leaves_rows(extract) { count } else { self.rounded(&[ROWS, extract, source], count) }
    }

    /// The count of this cell, as it may be shown. `cell` names what is counted, never how many: two places that count the same
    /// give the same name.
    pub fn rounded(&self, cell: &[&str], count: u64) -> u64 {
        let Some(draws) = &self.draws else { return count };
        let over = count % self.base;
        let down = count - over;
        if over == 0 {
            return count;
        }
        let parts: Vec<&[u8]> = cell.iter().map(|part| part.as_bytes()).collect();
        let draw = draws.tag(&parts).first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        // The draw is uniform below 2^64; its place among the counts between two multiples, without division.
        let place = (u128::from(draw) * u128::from(self.base)) >> 64;
        if place < u128::from(over) { down.saturating_add(self.base) } else { down }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounder(base: u64, seed: u8) -> Rounder {
        Rounder::to_multiples_of(base, &PseudonymKey::from_bytes(&[seed; 32]).unwrap())
    }

    #[test]
    fn a_count_becomes_the_multiple_below_or_above_it_and_a_multiple_stays() {
        for base in [2, 3, 5, 10] {
            let rounder = rounder(base, 7);
            for count in 0..60 {
                for cell in ["a", "b", "c"] {
                    let shown = rounder.rounded(&[cell], count);
                    assert!(
                        shown.is_multiple_of(base) && shown.abs_diff(count) < base,
                        "{count} became {shown}"
                    );
                    assert!(!count.is_multiple_of(base) || shown == count);
                }
            }
        }
    }

    #[test]
    fn rows_are_counted_exactly_where_a_row_says_nothing_about_anyone() {
        let rounder = rounder(5, 7);
        for extract in ["brp", "inkomen", "duo_inschrijving", "duo_startkwalificatie"] {
            assert!((0..60).all(|rows| rounder.rows(extract, "", rows) == rows), "{extract}");
        }
        for extract in ["verzuim", "toestemming", "uitsluiting"] {
            assert!((0..60).any(|rows| rounder.rows(extract, "", rows) != rows), "{extract}");
        }
    }

    /// The mean over many cells is the count: off by less than four standard deviations of the mean.
    #[test]
    fn no_count_is_pulled_up_or_down() {
        const CELLS: u32 = 4000;
        let rounder = rounder(5, 7);
        for count in 0..10_u64 {
            let shown = (0..CELLS).map(|cell| rounder.rounded(&["cel", &cell.to_string()], count));
            let mean =
                shown.map(|shown| f64::from(u32::try_from(shown).unwrap())).sum::<f64>() / f64::from(CELLS);
            let exact = f64::from(u32::try_from(count).unwrap());
            assert!((mean - exact).abs() < 4.0 * 2.5 / f64::from(CELLS).sqrt(), "{count}: {mean}");
        }
    }

    /// One draw per cell: whatever happens to the count, what is shown never falls while the count rises, and it changes at
    /// one place only between two multiples.
    #[test]
    fn a_cell_keeps_its_draw() {
        let rounder = rounder(5, 3);
        for cell in 0..200 {
            let shown: Vec<u64> =
                (0..30).map(|count| rounder.rounded(&["cel", &cell.to_string()], count)).collect();
            assert!(shown.is_sorted());
            let mut steps = shown.clone();
            steps.dedup();
            assert!(steps.len() <= 7, "{shown:?}");
        }
    }

    #[test]
    fn the_draw_depends_on_the_key_and_on_the_name() {
        let shown = |seed: u8| -> Vec<u64> {
            (0..64).map(|cell: u32| rounder(5, seed).rounded(&[&cell.to_string()], 2)).collect()
        };
        assert_ne!(shown(1), shown(2));
        assert!(shown(1).contains(&0) && shown(1).contains(&5));
        assert_ne!(
            (0..64).map(|cell| rounder(5, 1).rounded(&["a", &cell.to_string()], 2)).collect::<Vec<_>>(),
            (0..64).map(|cell| rounder(5, 1).rounded(&["b", &cell.to_string()], 2)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_base_of_one_or_none_leaves_counts_exact() {
        for rounder in [rounder(0, 1), rounder(1, 1), Rounder::exact()] {
            assert_eq!(rounder.base(), None);
            assert!((0..20).all(|count| rounder.rounded(&["a"], count) == count));
        }
    }
}
