//! Cross-tabs of the profiles that occur, aggregated with polars. The frame has one row per pair of profiles, with its
//! count: hundreds of rows, however many persons there are.

use polars::prelude::*;

use crate::model::profile::Axis;
use crate::persons::classified::Classified;

/// One cell: a value on each axis, and the number of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrosstabCell {
    /// The value on each axis, in the order the caller asked for.
    pub words: Vec<String>,
    /// Persons.
    pub count: u64,
}

const COUNT: &str = "aantal";

/// Every pair of profiles with its values on the peildatum and its count.
fn frame(classified: &Classified, axes: &[Axis]) -> PolarsResult<DataFrame> {
    let mut columns: Vec<Column> = axes
        .iter()
        .map(|axis| {
            let words: Vec<&str> =
                classified.pairs().iter().map(|(pair, _)| pair.peildatum.word(*axis)).collect();
            Column::new(axis.word().into(), words)
        })
        .collect();
    let counts: Vec<u64> = classified.pairs().iter().map(|(_, count)| *count).collect();
    columns.push(Column::new(COUNT.into(), counts));
    DataFrame::new(classified.pairs().len(), columns)
}

/// Counts persons by these axes, sorted by value.
///
/// # Errors
/// A polars operation that fails.
pub fn crosstab(classified: &Classified, axes: &[Axis]) -> PolarsResult<Vec<CrosstabCell>> {
    if classified.pairs().is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<PlSmallStr> = axes.iter().map(|axis| axis.word().into()).collect();
    let groups = frame(classified, axes)?.partition_by(names.clone(), true)?;
    let mut cells: Vec<CrosstabCell> = groups
        .iter()
        .map(|group| {
            let word = |name: &PlSmallStr| -> PolarsResult<String> {
                Ok(group.column(name)?.str()?.get(0).unwrap_or_default().to_owned())
            };
            Ok(CrosstabCell {
                words: names.iter().map(word).collect::<PolarsResult<_>>()?,
                count: group.column(COUNT)?.u64()?.sum().unwrap_or(0),
            })
        })
        .collect::<PolarsResult<_>>()?;
    cells.sort_by(|one, other| one.words.cmp(&other.words));
    Ok(cells)
}
