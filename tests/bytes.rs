//! No byte of a run folder is free: whichever is changed, `verify` notices.

use std::fs;

use crate::support::{Town, files};
use jib::verify::{Means, verify};

/// Every byte of the files that the rest hangs on; of the others, which hang on a sha256, a byte in so many, and the last.
const STRIDE: usize = 149;

#[test]
fn every_byte_that_is_changed_is_noticed() {
    let town = Town::new(40, 0);
    town.folder_of_run("runs", &[]);
    let run = town.folder_of_run("runs", &[]);
    let public = town.path("sleutels/ondertekening.pub");
    let means = Means { signer: Some(public.as_ref()), ..Means::default() };
    assert!(verify(&run, &means).is_ok());
    let mut flipped = 0;
    for path in files(&run) {
        let bytes = fs::read(&path).expect("a file");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let all = name.starts_with("manifest.json") || name == "ondertekening.pub";
        let stride = if all { 1 } else { STRIDE };
        let mut changed = bytes.clone();
        for at in (0..bytes.len()).step_by(stride).chain(bytes.len().checked_sub(1)) {
            let bit = 1 << (at % 8);
            changed[at] ^= bit;
            fs::write(&path, &changed).expect("a file");
            assert!(verify(&run, &means).is_err(), "byte {at} of {name} is free");
            changed[at] ^= bit;
            flipped += 1;
        }
        fs::write(&path, &bytes).expect("a file");
    }
    assert!(flipped > 10_000, "{flipped}");
    assert!(verify(&run, &means).is_ok(), "and everything is as it was");
}

#[test]
fn a_byte_of_an_earlier_run_is_noticed_from_the_last_one() {
    let town = Town::new(40, 0);
    let first = town.folder_of_run("runs", &[]);
    let last = town.folder_of_run("runs", &[]);
    let manifest = first.join("manifest.json");
    let bytes = fs::read(&manifest).expect("a manifest");
    assert!(verify(&last, &Means::default()).is_ok());
    for at in (0..bytes.len()).step_by(STRIDE) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        fs::write(&manifest, &changed).expect("a manifest");
        assert!(verify(&last, &Means::default()).is_err(), "byte {at}");
    }
    fs::remove_dir_all(&first).expect("the folder goes");
    assert!(verify(&last, &Means::default()).is_err(), "a removed predecessor");
}
