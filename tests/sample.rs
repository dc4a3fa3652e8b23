//! Samples of any size and seed stay within the limit of the configuration written with them.

use std::collections::BTreeMap;
use std::convert::Infallible;

use chrono::NaiveDate;
use jib::intake::check::checked::check_extract;
use jib::intake::check::row::Context;
use jib::intake::read::layout::layout;
use jib::intake::read::raw::Raw;
use jib::intake::typed_rows;
use jib::model::day::Day;
use jib::model::facts::Vermelding;
use jib::sample::{SampleSpec, generate};
use jib::schemas::schema::Soort;

/// What `jib sample` writes into `max_quarantaine_promille`.
const LIMIT_PROMILLE: u64 = 50;

fn files(spec: &SampleSpec) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut sink = |name: &str, bytes: &[u8]| -> Result<(), Infallible> {
        files.entry(name.to_owned()).or_default().extend_from_slice(bytes);
        Ok(())
    };
    let Ok(()) = generate(spec, &mut sink);
    files
}

/// Faults in an extract of only a few rows must not make the command that the sample prints end with exit code 5.
#[test]
fn no_seed_or_size_passes_the_samples_own_limit() {
    let library = crate::support::library();
    let day = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    let mut spoilt = 0;
    for personen in [1, 60, 150, 300, 700, 2_000] {
        for seed in 0..40 {
            for (name, bytes) in files(&SampleSpec::new(personen, seed, day)) {
                let Some(schema) = name.strip_suffix(".csv").and_then(|id| library.schemas.extract(id))
                else {
                    continue;
                };
                let raw = Raw::from_bytes(bytes);
                let layout = layout(&raw, schema, Soort::Snapshot).layout.expect("a header");
                let context = Context {
                    schema,
                    layout: &layout,
                    soort: Soort::Snapshot,
                    peildatum: Day::from(day),
                    gemeente: 599,
                    municipalities: &library.schemas.municipalities,
                };
                let make = typed_rows::vermelding(schema);
                let checked = check_extract::<Vermelding, _>(&raw, &context, |cells, record| {
                    make(&context, cells, record)
                });
                let sums = checked.sums();
                spoilt += sums.quarantaine;
                assert!(
                    sums.quarantaine * 1000 <= LIMIT_PROMILLE * sums.read,
                    "{name} of {personen} persons, seed {seed}: {} of {}",
                    sums.quarantaine,
                    sums.read
                );
            }
        }
    }
    assert!(spoilt > 500, "and there is dirt: {spoilt} rows");
}
