//! What holds for every sample: the same bytes with any number of threads, valid and unique numbers, and dirt only on
//! request.

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;

use super::calendar::date;
use super::number::SHOWCASE_RESERVED;
use super::*;

fn spec(personen: u32, vuil_promille: u32) -> SampleSpec {
    SampleSpec { vuil_promille, ..SampleSpec::new(personen, 1, date(2026, 11, 1)) }
}

fn files(spec: &SampleSpec) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut sink = |name: &str, bytes: &[u8]| -> Result<(), Infallible> {
        files.entry(name.to_owned()).or_default().extend_from_slice(bytes);
        Ok(())
    };
    generate(spec, &mut sink).unwrap();
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

fn with_threads(threads: usize, spec: &SampleSpec) -> BTreeMap<String, String> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| files(spec))
}

fn eleven_test(bsn: &str) -> bool {
    let sum: u32 = bsn
        .chars()
        .zip([9, 8, 7, 6, 5, 4, 3, 2, 10])
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    bsn.len() == 9 && sum.is_multiple_of(11)
}

/// Counts the cells of a row; only quoted cells hold a comma.
fn cells(row: &str) -> usize {
    row.split('"').step_by(2).map(|unquoted| unquoted.matches(',').count()).sum::<usize>() + 1
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let spec = spec(60_000, 5);
    assert!(with_threads(1, &spec) == with_threads(2, &spec));
}

#[test]
fn another_seed_gives_other_persons_and_the_same_examples() {
    let other = SampleSpec { seed: 2, ..spec(1000, 5) };
    assert!(files(&other) != files(&spec(1000, 5)));
    assert_eq!(voorbeelden(&other), voorbeelden(&spec(1000, 5)));
}

#[test]
fn all_bsns_are_valid_and_unique() {
    for personen in [200, 300, 30_000] {
        let files = files(&spec(personen, 0));
        let bsns: Vec<&str> =
            files.get("brp.csv").unwrap().lines().skip(1).map(|row| row.split(',').next().unwrap()).collect();
        assert_eq!(bsns.len(), usize::try_from(personen).unwrap());
        assert!(bsns.iter().all(|bsn| eleven_test(bsn)));
        assert_eq!(bsns.iter().collect::<HashSet<_>>().len(), bsns.len());
    }
}

#[test]
fn a_clean_set_has_no_faulty_rows() {
    for (name, text) in files(&spec(30_000, 0)).iter().filter(|(name, _)| name.ends_with(".csv")) {
        let width = cells(text.lines().next().unwrap());
        assert!(text.lines().all(|row| cells(row) == width), "{name}");
        if name != "inkomen.csv" {
            assert_eq!(text.lines().collect::<HashSet<_>>().len(), text.lines().count(), "{name}");
        }
        assert!(
            !text.contains("9999999,") && !text.contains("2026-02-30") && !text.contains("LOON"),
            "{name}"
        );
    }
}

#[test]
fn a_dirty_set_is_about_the_same_persons() {
    let (clean, dirty) = (files(&spec(30_000, 0)), files(&spec(30_000, 5)));
    let clean: HashSet<&str> = clean.get("brp.csv").unwrap().lines().collect();
    let faulty = dirty.get("brp.csv").unwrap().lines().filter(|row| !clean.contains(row)).count();
    assert!((100..400).contains(&faulty), "{faulty}");
}

#[test]
fn a_sample_smaller_than_the_showcase_still_has_all_of_it() {
    let examples = voorbeelden(&spec(1, 0));
    assert!(examples.len() > 60 && examples.len() < usize::try_from(SHOWCASE_RESERVED).unwrap());
    let rows = files(&spec(1, 0)).get("brp.csv").unwrap().lines().count();
    assert_eq!(rows, examples.len() + 1);
}

#[test]
fn the_sink_may_stop_the_work() {
    let mut calls = 0;
    let stopped = generate(&spec(200, 0), &mut |_, _| {
        calls += 1;
        if calls == 3 { Err("vol") } else { Ok(()) }
    });
    assert_eq!((stopped, calls), (Err("vol"), 3));
}
