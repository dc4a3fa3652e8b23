//! The state between runs: a damaged state is a loss, but never gives other pseudonyms.

use std::collections::BTreeMap;
use std::fs;

use jib::crypto::hashing::{KENMERK_CHARS, PseudonymKey};
use jib::publish::state::store::{self, Entries, FOLDER, Summary, file_name, from_bytes, keyed, read};
use jib::release::memory::{Family, Loss, Memory, Remembered, RememberedLine, RememberedState};
use proptest::prelude::*;

use crate::support::damage::{Ground, damages, fuzz};
use crate::support::day;

fn key() -> PseudonymKey {
    PseudonymKey::from_bytes(&[7; 32]).expect("32 bytes")
}

/// A state of some parcels, each with this many persons.
fn state(persons: u32) -> RememberedState {
    let key = key();
    let memory = Memory::none(&key);
    let mut families = BTreeMap::new();
    for (partij, brin, pakket) in [("leerplicht", "", "toezicht"), ("school", "20KD", "verzuim")] {
        let family = Family { party: partij.to_owned(), brin: brin.to_owned(), parcel: pakket.to_owned() };
        let mut entries: Vec<RememberedLine> = (0..persons)
            .map(|number| {
                let subject = key.subject(&[b'0' + u8::try_from(number).expect("a digit"); 9]);
                RememberedLine {
                    subject,
                    masked: memory.masker(&family).masked(subject, &[b'a'; KENMERK_CHARS]),
                    content: u64::from(number),
                    first: day("2026-01-01"),
                    last: day("2026-11-01"),
                    held: number % 2 == 0,
                }
            })
            .collect();
        entries.sort_by_key(|entry| entry.subject);
        families
            .insert(family, Remembered { columns: vec!["kenmerk".to_owned(), "bsn".to_owned()], entries });
    }
    RememberedState { families, unknown_until: Some(day("2025-01-01")) }
}

/// A state as a run writes it.
fn to_bytes(state: &RememberedState, key: &PseudonymKey) -> Vec<u8> {
    let families = state.families.iter();
    let sections: Vec<(Summary, Entries)> = families
        .map(|(family, own)| {
            let mut entries = Entries::default();
            own.entries.iter().for_each(|entry| entries.add(entry));
            (Summary::of(family.clone(), own.columns.clone(), entries.count()), entries)
        })
        .collect();
    let filled = || sections.iter().filter(|(summary, _)| !summary.is_empty());
    let summaries = filled().map(|(summary, _)| summary);
    let mut bytes = store::head(summaries, state.unknown_until, key).expect("a head");
    filled().for_each(|(_, entries)| bytes.extend_from_slice(entries.bytes()));
    bytes
}

/// A damaged state is never read as one of other persons, in another order, or twice, and never taken for whole because its form
/// still fits.
#[test]
fn no_bytes_break_the_state() {
    let key = key();
    let mut ground = Ground::of("state");
    ground.files.extend([0, 1, 7].map(|persons| to_bytes(&state(persons), &key)));
    let out = crate::support::folder();
    fs::create_dir(out.path().join(FOLDER)).expect("a folder");
    fuzz("state", 4_000, &damages(), |(file, damages)| {
        let file = file % ground.files.len();
        let (whole, bytes) = (&ground.files[file], ground.damaged(file, &damages));
        if let Ok(state) = from_bytes(&bytes, &key) {
            let again = to_bytes(&state, &key);
            prop_assert!(from_bytes(&again, &key).is_ok(), "what was read is a state");
            let records = |bytes: &[u8]| {
                let end = bytes.iter().position(|byte| *byte == b'\n').expect("a header");
                bytes[end..].to_vec()
            };
            prop_assert!(records(&again) == records(&bytes), "every record is as it was written");
            for remembered in state.families.values() {
                let mut pairs = remembered.entries.iter().zip(remembered.entries.iter().skip(1));
                prop_assert!(pairs.all(|(one, next)| one.subject < next.subject), "each person once");
            }
        }
        let name = keyed(whole, &key);
        fs::write(out.path().join(FOLDER).join(file_name(&name)), &bytes).expect("a file");
        let read = read(out.path(), Some(&name), &key);
        let whole = bytes == *whole && from_bytes(whole, &key).is_ok();
        prop_assert_eq!(read.is_ok(), whole, "a changed state is a loss");
        Ok(())
    });
}

/// A state under another key is not read as one of other persons, and a name in a manifest leads nowhere else.
#[test]
fn another_key_and_another_name_are_a_loss() {
    let bytes = to_bytes(&state(3), &key());
    let other = PseudonymKey::from_bytes(&[8; 32]).expect("32 bytes");
    assert_eq!(from_bytes(&bytes, &other).err(), Some(Loss::OtherKey));
    let out = crate::support::folder();
    fs::create_dir(out.path().join(FOLDER)).expect("a folder");
    fs::write(out.path().join("x.staat"), &bytes).expect("a file");
    for name in ["../x", "/dev/zero", "", &"g".repeat(64), &keyed(&bytes, &key())] {
        assert_eq!(read(out.path(), Some(name), &key()).err(), Some(Loss::Missing), "{name}");
    }
}
