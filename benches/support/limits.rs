//! What the machine allows: one pass over files in memory, on all threads.

#![allow(dead_code, clippy::allow_attributes, reason = "each benchmark uses its own part of this file")]

use std::hint::black_box;
use std::io::Write;

use jib::crypto::hashing::{PseudonymKey, sha256_hex};
use jib::crypto::keys::Recipient;
use jib::crypto::seal::Sealer;
use rayon::prelude::*;

/// Bytes that a thread handles at a time.
const PIECE_BYTES: usize = 2 << 20;

/// A recipient used only to seal here.
const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

/// Files in memory, by name.
pub type Files = [(String, Vec<u8>)];

/// One measurement over all files.
pub type Pass = fn(&Files);

/// Total size in bytes.
pub fn bytes(files: &Files) -> usize {
    files.iter().map(|(_, text)| text.len()).sum()
}

fn pieces(files: &Files) -> impl ParallelIterator<Item = &[u8]> {
    files.par_iter().flat_map(|(_, text)| text.par_chunks(PIECE_BYTES))
}

/// Finds each separator and line end.
pub fn scan(files: &Files) {
    black_box(pieces(files).map(|piece| memchr::memchr2_iter(b',', b'\n', piece).count()).sum::<usize>());
}

/// Validates each piece as UTF-8, and counts the valid ones. A piece cut within a character is not valid.
pub fn utf8(files: &Files) {
    black_box(pieces(files).filter(|piece| std::str::from_utf8(piece).is_ok()).count());
}

/// Computes the sha256 of each file.
pub fn hash(files: &Files) {
    black_box(files.par_iter().map(|(_, text)| sha256_hex(text)).collect::<Vec<String>>());
}

/// Encrypts each file, with the keyed hash of its content, and discards the result.
pub fn seal(files: &Files) {
    let key = PseudonymKey::from_bytes(&[7; 32]).expect("32 bytes");
    let recipient = Recipient::parse(RECIPIENT).expect("a key");
    files.par_iter().for_each(|(_, text)| {
        let mut sealer = Sealer::begin(&recipient, &key, std::io::sink()).expect("memory");
        sealer.add(text).expect("memory");
        black_box(sealer.finish().expect("memory"));
    });
}

/// Writes each file and waits until it is on disk.
pub fn write(files: &Files) {
    let folder = tempfile::tempdir().expect("a folder");
    files.par_iter().enumerate().for_each(|(number, (_, text))| {
        let mut file = std::fs::File::create(folder.path().join(number.to_string())).expect("a file");
        file.write_all(text).and_then(|()| file.sync_all()).expect("a file");
    });
}
