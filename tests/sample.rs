//! Samples of any size and seed stay within the limit of the configuration written with them, and show every parcel.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;

use chrono::NaiveDate;
use jib::intake::check::checked::check_extract;
use jib::intake::check::row::Context;
use jib::intake::read::layout::layout;
use jib::intake::read::raw::Raw;
use jib::intake::typed_rows;
use jib::law::file::Regelvorm;
use jib::model::day::Day;
use jib::model::facts::Vermelding;
use jib::sample::{SampleSpec, generate};
use jib::schemas::schema::Soort;
use serde_json::Value;

use crate::support::{Town, day, jib, manifest, rows, text};

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
    let peildatum = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    let mut spoilt = 0;
    for personen in [1, 60, 150, 300, 700, 2_000] {
        for seed in 0..40 {
            for (name, bytes) in files(&SampleSpec::new(personen, seed, peildatum)) {
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
                    peildatum: Day::from(peildatum),
                    gemeente: 599,
                    municipalities: &library.schemas.municipalities,
                };
                let make = typed_rows::vermelding(schema);
                let checked = check_extract::<Vermelding, _>(&raw, &context, |cells, record| {
                    make(&context, cells, record)
                });
                let sums = checked.account().sums();
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

/// Whoever looks at the sample sees what every parcel of the law looks like: each has somebody in the first night or, where somebody
/// must have been delivered before, in the second.
#[test]
fn every_parcel_has_somebody_within_two_nights() {
    let (town, first) = Town::after_a_run(200, 5);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let days = ["--peildatum", "2026-11-23", "--verstrekdatum", "2026-11-24"];
    let second = jib(&[&["run", "-c", &config, "--out", &runs], days.as_slice()].concat());
    assert!(second.status.success(), "{}", text(&second.stderr));
    let second = PathBuf::from(text(&second.stdout).trim());
    let mut most: BTreeMap<(String, String), u64> = BTreeMap::new();
    for run in [first.as_path(), second.as_path()] {
        let manifest = manifest(run);
        let parcels = manifest.pointer("/behoud/pakketten").and_then(Value::as_array).expect("parcels");
        for own in parcels {
            let word = |key: &str| own.get(key).and_then(Value::as_str).expect("a name").to_owned();
            let delivered = own.get("geleverd").and_then(Value::as_u64).expect("a count");
            let parcel = word("pakket").split('.').next().expect("a name").to_owned();
            let known = most.entry((word("partij"), parcel)).or_default();
            *known = (*known).max(delivered);
        }
    }
    let empty: Vec<_> = most.iter().filter(|(_, delivered)| **delivered == 0).collect();
    assert!(empty.is_empty(), "nobody is in {empty:?}");

    let library = crate::support::library();
    let rules = library.policy.on(day("2026-11-24"), &library.schemas).expect("rules");
    // A consent is asked for one party only: a samenwerking with every other one would look the same.
    let of_law = rules.rules.iter().filter(|rule| rule.form != Regelvorm::Toestemming);
    for rule in of_law {
        assert!(most.contains_key(&(rule.party_id.clone(), rule.parcel.clone())), "{} is in no run", rule.id);
    }
    assert!(most.contains_key(&("gebiedsteam".to_owned(), "toestemming".to_owned())));

    let first_to_call = rows(&town, &first, "doorstroompunt", "begeleiding");
    let priorities: BTreeSet<&str> = first_to_call.iter().map(|row| row["ib_prioriteit"].as_str()).collect();
    assert!(priorities.len() > 3, "only the priorities {priorities:?}");
    let closed = rows(&town, &first, "duo", "verzuim");
    assert!(closed.iter().any(|row| row["status"] == "AFGESLOTEN"), "the closure of a report");
}
