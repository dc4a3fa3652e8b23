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
    let keys: Vec<Expr> = axes.iter().map(|axis| col(axis.word())).collect();
    let names: Vec<PlSmallStr> = axes.iter().map(|axis| axis.word().into()).collect();
    let table = frame(classified, axes)?
        .lazy()
        .group_by(keys)
        .agg([col(COUNT).sum()])
        .sort(names.clone(), SortMultipleOptions::default())
        .collect()?;
    let words = names
        .iter()
        .map(|name| {
            Ok(table.column(name)?.str()?.iter().map(|word| word.unwrap_or_default().to_owned()).collect())
        })
        .collect::<PolarsResult<Vec<Vec<String>>>>()?;
    let counts = table.column(COUNT)?.u64()?;
    Ok(counts
        .iter()
        .enumerate()
        .map(|(row, count)| CrosstabCell {
            words: words.iter().filter_map(|column| column.get(row).cloned()).collect(),
            count: count.unwrap_or(0),
        })
        .collect())
}
