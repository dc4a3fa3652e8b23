//! Person numbers that pass their test: the n-th valid bsn or onderwijsnummer, and a seeded order in which to assign them.
//!
//! The n-th number is computed, not searched for, so any block of persons can start without the blocks before it.

use super::dice::Dice;

/// The stream that draws the order of the numbers. Blocks of persons use the low streams.
const ORDER_STREAM: u64 = u64::MAX;
/// Largest sample whose bsns all come from the test range 99999xxxx, which has only ~909 of them.
const SMALL_SET_MAX: u32 = 300;
/// Numbers reserved for the showcase, whatever its length.
pub(super) const SHOWCASE_RESERVED: u32 = 160;
/// 1 in 200 persons is known to the schools under an onderwijsnummer.
const PERSONS_PER_ONDERWIJSNUMMER: u32 = 200;

/// All nine-digit numbers with a fixed start whose weighted sum (9 to 2, then -1) leaves a given remainder modulo 11.
struct NumberSpace {
    prefix: Vec<u32>,
    remainder: u32,
    /// By number of digits filled in, then by weighted sum modulo 11 so far: the number of ways to complete the number.
    completions: Vec<[u32; 11]>,
}

impl NumberSpace {
    fn new(prefix: &[u32], remainder: u32) -> Self {
        // Once eight digits are known the ninth follows, unless it would have to be 10.
        let mut last = [1_u32; 11];
        if let Some(ways) = last.get_mut(((remainder + 10) % 11) as usize) {
            *ways = 0;
        }
        let mut completions = vec![last];
        for weight in 2..=9 {
            let after = completions.last().copied().unwrap_or_default();
            let mut ways = [0_u32; 11];
            for (sum, count) in (0_u32..).zip(ways.iter_mut()) {
                *count = (0..10)
                    .map(|digit| after.get(((sum + weight * digit) % 11) as usize).copied().unwrap_or(0))
                    .sum();
            }
            completions.push(ways);
        }
        completions.reverse();
        Self { prefix: prefix.to_vec(), remainder, completions }
    }

    fn ways(&self, digits_known: usize, sum: u32) -> u32 {
        self.completions
            .get(digits_known)
            .and_then(|ways| ways.get((sum % 11) as usize))
            .copied()
            .unwrap_or(0)
    }

    /// How many such numbers exist.
    fn len(&self) -> u32 {
        let sum = (2..=9).rev().zip(&self.prefix).map(|(weight, digit)| weight * digit).sum();
        self.ways(self.prefix.len(), sum)
    }

    /// The number that has `rank` smaller ones in the space.
    fn at(&self, rank: u32) -> u32 {
        let (mut rank, mut sum, mut number) = (rank, 0, 0);
        for (known, weight) in (2..=9).rev().enumerate() {
            let digit = self.prefix.get(known).copied().unwrap_or_else(|| {
                let mut digit = 0;
                while digit < 9 {
                    let ways = self.ways(known + 1, sum + weight * digit);
                    if rank < ways {
                        break;
                    }
                    rank -= ways;
                    digit += 1;
                }
                digit
            });
            sum += weight * digit;
            number = number * 10 + digit;
        }
        number * 10 + (sum + 11 - self.remainder) % 11
    }
}

/// A seeded order of `0..len`: a small Feistel network over the next power of four, repeated until the result is in range.
struct Permutation {
    len: u32,
    half_bits: u32,
    keys: [u32; 4],
}

impl Permutation {
    fn new(len: u32, dice: &mut Dice) -> Self {
        let half_bits = (32 - len.leading_zeros()).div_ceil(2).max(1);
        Self { len, half_bits, keys: std::array::from_fn(|_| dice.below(u32::MAX)) }
    }

    fn at(&self, index: u32) -> u32 {
        let mut value = self.mix(index % self.len.max(1));
        while value >= self.len {
            value = self.mix(value);
        }
        value
    }

    fn mix(&self, value: u32) -> u32 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for key in self.keys {
            let round =
                (right ^ key).wrapping_mul(0x9E37_79B1).rotate_left(15).wrapping_mul(0x85EB_CA77) >> 7;
            (left, right) = (right, left ^ (round & mask));
        }
        left << self.half_bits | right
    }
}

/// The numbers of every person in a sample.
pub(super) struct Numbers {
    showcase: NumberSpace,
    population: NumberSpace,
    /// Ranks below this are reserved for the showcase.
    population_from: u32,
    order: Permutation,
    onderwijs: NumberSpace,
    onderwijs_order: Permutation,
    /// Which person in each group has the onderwijsnummer.
    chosen_offset: u32,
}

impl Numbers {
    pub(super) fn new(personen: u32, seed: u64) -> Self {
        let mut dice = Dice::new(seed, ORDER_STREAM);
        let showcase = NumberSpace::new(&[9; 5], 0);
        let onderwijs = NumberSpace::new(&[1, 0], 5);
        let (population, population_from, len) = if personen <= SMALL_SET_MAX {
            let space = NumberSpace::new(&[9; 5], 0);
            let len = space.len() - SHOWCASE_RESERVED;
            (space, SHOWCASE_RESERVED, len)
        } else {
            // The showcase's range is the end of this one, so it is left out.
            let space = NumberSpace::new(&[9], 0);
            let len = space.len() - showcase.len();
            (space, 0, len)
        };
        let order = Permutation::new(len, &mut dice);
        let onderwijs_order = Permutation::new(onderwijs.len() - SHOWCASE_RESERVED, &mut dice);
        let chosen_offset = dice.below(PERSONS_PER_ONDERWIJSNUMMER);
        Self { showcase, population, population_from, order, onderwijs, onderwijs_order, chosen_offset }
    }

    /// The bsn of a showcase person: the same for every seed and size.
    pub(super) fn showcase_bsn(&self, index: u32) -> u32 {
        self.showcase.at(index)
    }

    /// An onderwijsnummer for a showcase person.
    pub(super) fn showcase_onderwijsnummer(&self, index: u32) -> u32 {
        self.onderwijs.at(index)
    }

    pub(super) fn bsn(&self, index: u32) -> u32 {
        self.population.at(self.population_from + self.order.at(index))
    }

    /// Returns the onderwijsnummer of the persons who have one with the schools: five in a thousand.
    pub(super) fn onderwijsnummer(&self, index: u32) -> Option<u32> {
        let group = index / PERSONS_PER_ONDERWIJSNUMMER;
        let chosen = self.chosen_offset.wrapping_add(group.wrapping_mul(61)) % PERSONS_PER_ONDERWIJSNUMMER;
        (index % PERSONS_PER_ONDERWIJSNUMMER == chosen)
            .then(|| self.onderwijs.at(SHOWCASE_RESERVED + self.onderwijs_order.at(group)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn remainder(number: u32) -> u32 {
        let digits = (0..9).rev().map(|power| number / 10_u32.pow(power) % 10);
        let sum: u32 = digits.zip([9, 8, 7, 6, 5, 4, 3, 2, 10]).map(|(digit, weight)| digit * weight).sum();
        sum % 11
    }

    fn check_all_valid_and_unique(personen: u32, first: u32) {
        let numbers = Numbers::new(personen, 7);
        let mut seen: HashSet<u32> =
            (0..SHOWCASE_RESERVED).map(|index| numbers.showcase_bsn(index)).collect();
        for index in 0..personen {
            let bsn = numbers.bsn(index);
            assert!(bsn >= first && remainder(bsn) == 0, "{bsn}");
            assert!(seen.insert(bsn), "{bsn} twice");
        }
    }

    #[test]
    fn small_sets_use_the_test_range() {
        check_all_valid_and_unique(300, 999_990_000);
    }

    #[test]
    fn large_sets_use_valid_numbers_from_900_million() {
        check_all_valid_and_unique(200_000, 900_000_000);
    }

    #[test]
    fn bsns_are_not_ascending() {
        let numbers = Numbers::new(1000, 1);
        let ascending = (1..1000).filter(|&index| numbers.bsn(index) > numbers.bsn(index - 1)).count();
        assert!((400..600).contains(&ascending), "{ascending}");
    }

    #[test]
    fn onderwijsnummers_start_with_10_and_leave_5() {
        let numbers = Numbers::new(100_000, 3);
        let all: Vec<u32> = (0..100_000).filter_map(|index| numbers.onderwijsnummer(index)).collect();
        assert_eq!(all.len(), 500);
        assert!(all.iter().all(|&number| number / 10_000_000 == 10 && remainder(number) == 5));
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 500);
    }

    #[test]
    fn the_space_is_counted_exactly() {
        let space = NumberSpace::new(&[9; 5], 0);
        let counted = (999_990_000..=999_999_999).filter(|&number| remainder(number) == 0).count();
        assert_eq!(space.len() as usize, counted);
        assert!((0..space.len()).all(|rank| remainder(space.at(rank)) == 0));
    }
}
