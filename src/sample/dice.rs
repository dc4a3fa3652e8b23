//! Seeded draws: the same seed and stream give the same series on every machine, with any number of threads.

use chrono::NaiveDate;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::calendar::shift;

/// A series of draws.
pub(super) struct Dice {
    rng: ChaCha8Rng,
}

impl Dice {
    /// The series of one stream under a seed. Streams of one seed are independent of each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self { rng }
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 { 0 } else { self.rng.random_range(0..bound) }
    }

    /// A number from `low` up to and including `high`.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high + 1).saturating_sub(low))
    }

    /// True this many times in a thousand.
    pub(super) fn promille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    /// Picks from the list with equal chances; the default value if the list is empty.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let bound = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let index = usize::try_from(self.below(bound)).unwrap_or(0);
        list.get(index).copied().unwrap_or_default()
    }

    /// Picks from the list by weight; the default value if the list is empty.
    pub(super) fn weighted<T: Copy + Default>(&mut self, list: &[(u32, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for &(weight, item) in list {
            if left < weight {
                return item;
            }
            left -= weight;
        }
        T::default()
    }

    /// A day from `first` up to and including `last`; `first` when `last` lies before it.
    pub(super) fn day(&mut self, first: NaiveDate, last: NaiveDate) -> NaiveDate {
        let span = u32::try_from((last - first).num_days()).unwrap_or(0);
        shift(first, i64::from(self.below(span + 1)))
    }
}
