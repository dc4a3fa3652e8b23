//! The same key more than once. In a SNAPSHOT identical repeats are one row and a warning, and conflicting ones are all set
//! aside; in a DELTA the last row of a key wins and V removes.

use std::collections::BTreeMap;
use std::hash::Hasher;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::cell::Cell;
use super::row::{Cells, Context, composed};
use crate::intake::read::raw::Raw;
use crate::intake::read::records::{Record, RowReader, RowRef};
use crate::schemas::schema::{COLUMNS_MAX, Soort};

/// What becomes of a row whose key occurs more than once, unless it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A later row of a DELTA took its place.
    Superseded,
    /// The same as an earlier row.
    Repeat,
    /// Contradicts another row.
    Conflict,
}

/// A row and the hash of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HashedRow {
    hash: u32,
    row: u32,
}

impl HashedRow {
    /// Numbers the hashes.
    fn list(hashes: &[u32]) -> impl Iterator<Item = HashedRow> {
        (0..).zip(hashes).map(|(row, hash)| HashedRow { hash: *hash, row })
    }
}

/// Slots per hash. With more slots, fewer hashes share one by chance.
const PLACES_PER_HASH: usize = 16;

/// The rows whose hash may also be another row's: all true repeats, plus a few that only share a place. Nearly every key occurs once, so
/// sorting all of them would take longer than reading them.
fn perhaps_repeated(hashes: &[u32]) -> Vec<HashedRow> {
    let places = (hashes.len() * PLACES_PER_HASH).next_power_of_two().max(PLACES_PER_HASH);
    let shift = u64::BITS - places.trailing_zeros();
    // Multiplying by a large odd number makes the top bits depend on every bit of the hash.
    let place = |hash: u32| {
        usize::try_from(u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift).unwrap_or(0)
    };
    let (mut taken, mut shared) = (FixedBitSet::with_capacity(places), FixedBitSet::with_capacity(places));
    for hash in hashes {
        if taken.put(place(*hash)) {
            shared.insert(place(*hash));
        }
    }
    HashedRow::list(hashes).filter(|entry| shared.contains(place(entry.hash))).collect()
}

/// A hash of the key columns: equal keys have equal hashes, and equal hashes are compared in full. Among millions of keys a few hundred
/// collide by chance; comparing those costs less than doubling the size of every hash.
pub fn key_hash(context: &Context<'_>, record: Record<'_>, cells: &Cells) -> u32 {
    let mut hasher = FxHasher::default();
    for column in &context.schema.key {
        match cells.get(*column).copied().unwrap_or(Cell::Empty) {
            Cell::Number(number) => hasher.write_u32(number.as_u32()),
            Cell::Code(code) => hasher.write_u8(code),
            Cell::Day(day) => hasher.write_i32(day.number()),
            Cell::Month(month) => hasher.write_i32(month.0),
            Cell::Text => {
                hasher.write(&composed(context.cell(record, *column)));
                hasher.write_u8(0x1F);
            }
            Cell::Empty => hasher.write_u8(u8::MAX),
            _ => {
                hasher.write(&context.normalised(record, cells, *column));
                hasher.write_u8(0x1F);
            }
        }
    }
    folded(hasher.finish())
}

/// Folds the hash to half its length, so that every bit still counts.
fn folded(hash: u64) -> u32 {
    u32::try_from((hash ^ hash >> u32::BITS) & u64::from(u32::MAX)).unwrap_or(0)
}

/// The fate of every row that is not kept, sorted by row.
pub fn fates(
    raw: &Raw,
    context: &Context<'_>,
    hashes: &[u32],
    refs: &[RowRef],
    mutations: &[u8],
) -> Vec<(usize, Fate)> {
    let removed = removed_code(context);
    let is_removal = |row: usize| removed.is_some() && mutations.get(row).copied() == removed;
    // A removal is dropped even if it is the only row with its key.
    let mut entries =
        if removed.is_some() { HashedRow::list(hashes).collect() } else { perhaps_repeated(hashes) };
    entries.par_sort_unstable();
    let mut fates: Vec<(usize, Fate)> = entries
        .chunk_by(|a, b| a.hash == b.hash)
        .filter(|run| run.len() > 1 || run.iter().any(|entry| is_removal(entry.row as usize)))
        .flat_map(|run| {
            let rows: Vec<usize> = run.iter().map(|entry| entry.row as usize).collect();
            by_key(raw, context, &rows, refs)
                .into_values()
                .flat_map(|same_key| match context.soort {
                    Soort::Snapshot | Soort::Herstel => snapshot_fates(&same_key),
                    Soort::Delta => delta_fates(&same_key, is_removal),
                })
                .collect::<Vec<_>>()
        })
        .collect();
    fates.sort_unstable_by_key(|(row, _)| *row);
    fates
}

/// The code of `mutatie` that removes a row.
fn removed_code(context: &Context<'_>) -> Option<u8> {
    let column = context.schema.columns.get(context.schema.mutation?)?;
    column.code_index("V").filter(|_| context.soort == Soort::Delta)
}

/// A row with all its columns in normal form.
struct Normal {
    row: usize,
    columns: Vec<Vec<u8>>,
}

fn by_key(
    raw: &Raw,
    context: &Context<'_>,
    rows: &[usize],
    refs: &[RowRef],
) -> BTreeMap<Vec<Vec<u8>>, Vec<Normal>> {
    let mut groups: BTreeMap<Vec<Vec<u8>>, Vec<Normal>> = BTreeMap::new();
    let mut reader = RowReader::new(context.layout.delimiter);
    for row in rows {
        let Some(at) = refs.get(*row) else { continue };
        let record = reader.read(at.bytes(raw.bytes()));
        let mut cells = [Cell::Empty; COLUMNS_MAX];
        context.check(record, u64::from(at.line), &mut cells, &mut Vec::new());
        let normal = |column: usize| context.normalised(record, &cells, column);
        let key = context.schema.key.iter().map(|column| normal(*column)).collect();
        let columns = (0..context.schema.columns.len()).map(normal).collect();
        groups.entry(key).or_default().push(Normal { row: *row, columns });
    }
    groups
}

fn snapshot_fates(rows: &[Normal]) -> Vec<(usize, Fate)> {
    let Some((first, repeats)) = rows.split_first() else { return Vec::new() };
    if repeats.iter().all(|repeat| repeat.columns == first.columns) {
        repeats.iter().map(|repeat| (repeat.row, Fate::Repeat)).collect()
    } else {
        rows.iter().map(|row| (row.row, Fate::Conflict)).collect()
    }
}

fn delta_fates(rows: &[Normal], is_removal: impl Fn(usize) -> bool) -> Vec<(usize, Fate)> {
    let last = rows.iter().map(|row| row.row).max();
    rows.iter()
        .map(|row| row.row)
        .filter(|row| Some(*row) != last || is_removal(*row))
        .map(|row| (row, Fate::Superseded))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A repeat that is passed over: two rows about one person would both count.
        #[test]
        fn every_hash_that_returns_is_looked_at(hashes in prop::collection::vec(prop_oneof![0u32..40, any::<u32>()], 0..200)) {
            let found: Vec<u32> = perhaps_repeated(&hashes).into_iter().map(|entry| entry.row).collect();
            for (row, hash) in (0..).zip(&hashes) {
                let returns = hashes.iter().filter(|own| *own == hash).count() > 1;
                prop_assert!(!returns || found.contains(&row));
            }
        }
    }

    #[test]
    fn few_others_are_looked_at() {
        let hashes: Vec<u32> = (0..100_000u32)
            .map(|number| {
                let mut hasher = FxHasher::default();
                hasher.write_u32(999_990_000 + 11 * number);
                folded(hasher.finish())
            })
            .collect();
        assert!(perhaps_repeated(&hashes).len() < hashes.len() / 5);
    }
}
