//! Small cells: a count below the threshold is not shown, and neither is one that the others would give away.

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

/// Counts that add up to a total that is shown: what is hidden must not follow by subtraction, so there is never exactly one
/// hidden, and by what the others leave over each of them could be as large as the threshold.
pub fn parts_of_total(counts: &[u64], threshold: u64) -> Vec<Shown> {
    let mut shown: Vec<Shown> = counts.iter().map(|count| alone(*count, threshold)).collect();
    loop {
        let hidden: Vec<u64> = hidden_of(counts, &shown);
        // What occurs is at least one, so the others of a sum take one each: what is left for any one must reach the threshold.
        let others = u64::try_from(hidden.len()).unwrap_or(u64::MAX).saturating_sub(1);
        let sum = hidden.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
        let safe = hidden.is_empty() || hidden.len() > 1 && sum >= threshold.saturating_add(others);
        let smallest = shown
            .iter_mut()
            .filter_map(|cell| match cell {
                Shown::Count(count) => Some((*count, cell)),
                Shown::Hidden => None,
            })
            .min_by_key(|(count, _)| *count);
        match smallest {
            Some((_, cell)) if !safe => *cell = Shown::Hidden,
            _ => return shown,
        }
    }
}

fn hidden_of(counts: &[u64], shown: &[Shown]) -> Vec<u64> {
    counts.iter().zip(shown).filter(|(_, shown)| **shown == Shown::Hidden).map(|(count, _)| *count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_cell_takes_a_second_one_with_it() {
        use Shown::{Count, Hidden};
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
}
