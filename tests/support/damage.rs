//! Damage: what happens to a file in transit, and what an attacker does to it. A fuzz test takes a file of a corpus, damages it
//! or splices two files, and hands it to a reader. Each prints its seed, so that a failure can be repeated.
//!
//! `JIB_FUZZ_CASES` sets how many files to try, `JIB_FUZZ_SECONDS` the minimum duration, and `JIB_FUZZ_SEED` the first seed.

use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// The most bytes of a damaged file. Faults show in smaller files too.
const BYTES_MAX: usize = 1 << 16;

/// Cases per seed: how many must be repeated to see a failure again.
const BATCH_CASES: u32 = 500;

/// One act of damage; positions are taken modulo the length.
#[derive(Clone, Debug)]
pub enum Damage {
    Set(usize, u8),
    Flip(usize, u8),
    Insert(usize, usize),
    Remove(usize, usize),
    Repeat(usize, usize),
    Cut(usize),
    Splice(usize, usize, usize),
}

/// Any act.
pub fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<usize>();
    prop_oneof![
        (at, any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (at, 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (at, any::<usize>()).prop_map(|(at, token)| Damage::Insert(at, token)),
        (at, 1usize..40).prop_map(|(at, length)| Damage::Remove(at, length)),
        (at, 1usize..200).prop_map(|(at, length)| Damage::Repeat(at, length)),
        at.prop_map(Damage::Cut),
        (at, at, at).prop_map(|(at, other, from)| Damage::Splice(at, other, from)),
    ]
}

/// Several acts on one file of a corpus.
pub fn damages() -> impl Strategy<Value = (usize, Vec<Damage>)> {
    (any::<usize>(), prop::collection::vec(damage(), 0..12))
}

/// The files to damage and the tokens to insert: everything with a meaning to the reader.
pub struct Ground {
    pub files: Vec<Vec<u8>>,
    pub tokens: Vec<Vec<u8>>,
}

impl Ground {
    /// The files of a folder under `tests/corpus`, and the tokens of its file `tokens`, one per line, with `\x00` escapes.
    pub fn of(kind: &str) -> Ground {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(kind);
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).expect("the corpus").flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let (mut files, mut tokens) = (Vec::new(), Vec::new());
        for path in paths {
            let bytes = std::fs::read(&path).expect("a file");
            if path.file_name().is_some_and(|name| name == "tokens") {
                tokens = bytes.split(|byte| *byte == b'\n').map(unescaped).collect();
            } else {
                files.push(bytes);
            }
        }
        tokens.retain(|token| !token.is_empty());
        assert!(!tokens.is_empty(), "the tokens of {kind} are there");
        Ground { files, tokens }
    }

    /// A file, damaged.
    pub fn damaged(&self, file: usize, damages: &[Damage]) -> Vec<u8> {
        let mut bytes = self.files[file % self.files.len()].clone();
        for damage in damages {
            self.apply(&mut bytes, damage);
            bytes.truncate(BYTES_MAX);
        }
        bytes
    }

    /// The same as text; undecodable bytes become replacement characters.
    pub fn damaged_text(&self, file: usize, damages: &[Damage]) -> String {
        String::from_utf8_lossy(&self.damaged(file, damages)).into_owned()
    }

    /// Applies one act to these bytes.
    pub fn apply(&self, bytes: &mut Vec<u8>, damage: &Damage) {
        let place = |at: usize| at % (bytes.len() + 1);
        match *damage {
            Damage::Set(at, value) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = value;
                }
            }
            Damage::Flip(at, bit) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            Damage::Insert(at, token) => {
                let at = place(at);
                bytes.splice(at..at, self.tokens[token % self.tokens.len()].iter().copied());
            }
            Damage::Remove(at, length) => {
                let at = place(at);
                let end = bytes.len().min(at + length);
                bytes.drain(at..end);
            }
            Damage::Repeat(at, length) => {
                let at = place(at);
                let part = bytes[at..bytes.len().min(at + length)].to_vec();
                bytes.splice(at..at, part);
            }
            Damage::Cut(at) => bytes.truncate(place(at)),
            Damage::Splice(at, other, from) => {
                let at = place(at);
                let other = &self.files[other % self.files.len()];
                let from = from % (other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
        }
    }
}

/// Turns `\x00`, `\n` and `\\` into the bytes they stand for.
fn unescaped(line: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        match rest {
            [b'x', high, low, behind @ ..] => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("two digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
                rest = behind;
            }
            [b'n', behind @ ..] => {
                bytes.push(b'\n');
                rest = behind;
            }
            [other, behind @ ..] => {
                bytes.push(*other);
                rest = behind;
            }
            [] => {}
        }
    }
    bytes
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Tries cases until the number and the duration are both reached.
pub fn fuzz<S>(name: &str, cases: u32, strategy: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S: Strategy,
    S::Value: Debug,
{
    let wanted = setting("JIB_FUZZ_CASES").unwrap_or(if setting("JIB_FUZZ_SECONDS").is_some() {
        0
    } else {
        u64::from(cases)
    });
    let lasting = Duration::from_secs(setting("JIB_FUZZ_SECONDS").unwrap_or(0));
    let first = setting("JIB_FUZZ_SEED").unwrap_or_else(|| RandomState::new().hash_one(name) >> 16);
    println!("fuzz {name}: seed {first}");
    let begun = Instant::now();
    let (mut tried, mut seed) = (0u64, first);
    while tried < wanted || begun.elapsed() < lasting {
        let left = wanted.saturating_sub(tried).max(1).min(u64::from(BATCH_CASES));
        let batch = if lasting.is_zero() { u32::try_from(left).expect("few") } else { BATCH_CASES };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = ProptestConfig { cases: batch, failure_persistence: None, ..ProptestConfig::default() };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        if let Err(found) = TestRunner::new_with_rng(config, rng).run(strategy, &test) {
            panic!("{name}: JIB_FUZZ_SEED={seed} JIB_FUZZ_CASES={batch} shows it again: {found}");
        }
        tried += u64::from(batch);
        seed += 1;
    }
    println!("fuzz {name}: {tried} cases in {:.1} s", begun.elapsed().as_secs_f64());
}
