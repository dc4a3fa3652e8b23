//! Whichever byte of a run folder changes, `verify` notices.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use crate::support::{Town, files};
use jib::verify::{Means, verify};

/// Tests every byte of the files that the others depend on. Of the others, which are covered by a sha256, it tests one byte in
/// this many, and the last.
const STRIDE: usize = 149;

/// A file changed in place, one byte at a time. Rewriting it for each byte would make the file system flush it to disk each time
/// (as ext4 does with a file truncated to nothing), which takes longer than `verify`.
struct Bytes {
    file: File,
    whole: Vec<u8>,
}

impl Bytes {
    fn of(path: &Path) -> Bytes {
        let file = OpenOptions::new().write(true).open(path).expect("a file");
        Bytes { file, whole: fs::read(path).expect("a file") }
    }

    fn put(&mut self, at: usize, byte: u8) {
        self.file.seek(SeekFrom::Start(at as u64)).expect("a place");
        self.file.write_all(&[byte]).expect("a byte");
    }

    fn flip(&mut self, at: usize, bit: u8) {
        self.put(at, self.whole[at] ^ bit);
    }

    fn mend(&mut self, at: usize) {
        self.put(at, self.whole[at]);
    }
}

/// The number of tests that share the bytes, so that every core has some.
const PARTS: usize = 4;

fn every_changed_byte_is_noticed(part: usize) {
    let (town, _) = Town::after_a_run(40, 0);
    let run = town.folder_of_run("runs", &[]);
    let public = town.path("sleutels/ondertekening.pub");
    let means = Means { signer: Some(public.as_ref()), ..Means::default() };
    assert!(verify(&run, &means).is_ok());
    let (mut met, mut flipped) = (0, 0);
    for path in files(&run) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let all = name.starts_with("manifest.json") || name == "ondertekening.pub";
        let stride = if all { 1 } else { STRIDE };
        let mut bytes = Bytes::of(&path);
        let length = bytes.whole.len();
        for at in (0..length).step_by(stride).chain(length.checked_sub(1)) {
            met += 1;
            if met % PARTS != part {
                continue;
            }
            bytes.flip(at, 1 << (at % 8));
            assert!(verify(&run, &means).is_err(), "byte {at} of {name} is free");
            bytes.mend(at);
            flipped += 1;
        }
    }
    assert!(flipped > 10_000 / PARTS, "{flipped}");
    assert!(verify(&run, &means).is_ok(), "and everything is as it was");
}

#[test]
fn every_byte_that_is_changed_is_noticed_first_part() {
    every_changed_byte_is_noticed(0);
}

#[test]
fn every_byte_that_is_changed_is_noticed_second_part() {
    every_changed_byte_is_noticed(1);
}

#[test]
fn every_byte_that_is_changed_is_noticed_third_part() {
    every_changed_byte_is_noticed(2);
}

#[test]
fn every_byte_that_is_changed_is_noticed_last_part() {
    every_changed_byte_is_noticed(PARTS - 1);
}

#[test]
fn a_byte_of_an_earlier_run_is_noticed_from_the_last_one() {
    let (town, first) = Town::after_a_run(40, 0);
    let last = town.folder_of_run("runs", &[]);
    let mut manifest = Bytes::of(&first.join("manifest.json"));
    assert!(verify(&last, &Means::default()).is_ok());
    for at in (0..manifest.whole.len()).step_by(STRIDE) {
        manifest.flip(at, 1);
        assert!(verify(&last, &Means::default()).is_err(), "byte {at}");
        manifest.mend(at);
    }
    assert!(verify(&last, &Means::default()).is_ok(), "and everything is as it was");
    drop(manifest);
    fs::remove_dir_all(&first).expect("the folder goes");
    assert!(verify(&last, &Means::default()).is_err(), "a removed predecessor");
}
