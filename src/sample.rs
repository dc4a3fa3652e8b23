//! Synthetic, labelled municipal extracts of any size: worked examples first, then a drawn population.
//!
//! Takes a [`SampleSpec`] and passes the bytes of each file to a sink, in order. The same spec gives the same bytes with any
//! number of threads, because persons are drawn in blocks, each with its own series of draws. It writes no file, reads no
//! clock, and never makes a number or name that could be mistaken for a real person's.

mod calendar;
mod casework;
mod config;
mod dice;
mod extracts;
mod leesmij;
mod livelihood;
mod names;
mod number;
mod person;
mod population;
mod schooling;
mod setting;
mod showcase;
mod spec;
mod spoil;
mod table;

use std::ops::Range;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub use config::{config_toml, key_names};
pub use leesmij::README_FILE;
pub use spec::{PERSONEN_MAX, SampleSpec, Sink};

use dice::Dice;
use extracts::SampleTables;
use setting::SampleSetting;
use spoil::Dirt;

/// Persons drawn with one series of draws: enough to keep a core busy, few enough to keep memory low.
const BLOCK_PERSONS: u32 = 8192;
/// Blocks per thread that are drawn while the previous ones are written.
const WAVE_BLOCKS_PER_THREAD: u32 = 2;

/// A worked example: its bsn, and what it shows, in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voorbeeld {
    /// The synthetic bsn.
    pub bsn: String,
    /// What the person shows, in Dutch.
    pub toont: &'static str,
}

/// The worked examples of a sample, in the order of their rows; empty if the spec asks for none.
pub fn voorbeelden(spec: &SampleSpec) -> Vec<Voorbeeld> {
    showcase_of(spec, &SampleSetting::new(spec))
        .into_iter()
        .map(|example| Voorbeeld { bsn: format!("{:09}", example.person.number.bsn), toont: example.shows })
        .collect()
}

/// Makes the extracts and passes them to the sink: a file's name and its next bytes. The pieces of one file come in order;
/// pieces of different files alternate. Stops at the sink's first error.
///
/// # Errors
/// Returns only errors of the sink.
pub fn generate<E>(spec: &SampleSpec, sink: &mut Sink<'_, E>) -> Result<(), E> {
    let setting = SampleSetting::new(spec);
    let examples = showcase_of(spec, &setting);
    sink(README_FILE, leesmij::text(spec, &examples).as_bytes())?;

    let mut first = SampleTables::empty();
    first.pour_headers(sink)?;
    let mut clean = Dirt::new(Dice::new(spec.seed, 0), 0);
    for (index, example) in (0..).zip(&examples) {
        first.add(&setting, index, &example.person, &mut clean);
    }
    first.pour(sink)?;

    let offset = u32::try_from(examples.len()).unwrap_or(u32::MAX);
    pour_population(spec, &setting, offset, sink)
}

fn showcase_of(spec: &SampleSpec, setting: &SampleSetting<'_>) -> Vec<showcase::Example> {
    if spec.voorbeelden { showcase::examples(setting, spec.vuil_promille) } else { Vec::new() }
}

/// Draws the population wave by wave. This thread passes one wave to the sink while the others draw the next.
fn pour_population<E>(
    spec: &SampleSpec,
    setting: &SampleSetting<'_>,
    offset: u32,
    sink: &mut Sink<'_, E>,
) -> Result<(), E> {
    let blocks = spec.drawn(offset).div_ceil(BLOCK_PERSONS);
    let wave = u32::try_from(rayon::current_num_threads()).unwrap_or(1) * WAVE_BLOCKS_PER_THREAD;
    let mut ready: Vec<SampleTables> = Vec::new();
    for start in (0..blocks).step_by(usize::try_from(wave).unwrap_or(1)) {
        let numbers: Range<u32> = start..blocks.min(start + wave);
        let mut next: Vec<SampleTables> = Vec::new();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| {
                next = numbers.into_par_iter().map(|block| draw_block(spec, setting, offset, block)).collect()
            });
            ready.iter().try_for_each(|tables| tables.pour(sink))
        })?;
        ready = next;
    }
    ready.iter().try_for_each(|tables| tables.pour(sink))
}

/// Draws one block of persons. An even stream draws the persons and an odd one the dirt, so a dirty sample holds the same
/// persons as a clean one.
fn draw_block(spec: &SampleSpec, setting: &SampleSetting<'_>, offset: u32, block: u32) -> SampleTables {
    let stream = u64::from(block) * 2 + 2;
    let mut dice = Dice::new(spec.seed, stream);
    let mut dirt = Dirt::new(Dice::new(spec.seed, stream + 1), spec.vuil_promille);
    let mut tables = SampleTables::empty();
    let first = block * BLOCK_PERSONS;
    for index in first..spec.drawn(offset).min(first + BLOCK_PERSONS) {
        let person = population::draw(setting, index, &mut dice);
        tables.add(setting, offset + index, &person, &mut dirt);
    }
    tables
}

#[cfg(test)]
mod tests;
