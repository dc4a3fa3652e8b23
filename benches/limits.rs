//! What the machine allows: a run can take no less than reading its files, finding each separator and line end in them,
//! hashing, sealing and writing. Two threads where a run uses two.

#![expect(clippy::expect_used, reason = "a measurement stops when its own ground gives way")]

#[path = "../tests/support/mod.rs"]
mod support;
#[path = "support/town.rs"]
mod town;

use std::hint::black_box;
use std::io::Write;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jib::config::keys::Recipient;
use jib::export::seal::Sealer;
use jib::hashing::{PseudonymKey, sha256_hex};
use rayon::prelude::*;
use town::Town;

/// Bytes that one thread looks at together.
const PIECE_BYTES: usize = 2 << 20;

/// A key of its own for what is sealed here.
const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

fn limits(criterion: &mut Criterion) {
    let town = Town::new();
    let extracts = town.extracts();
    let bytes: usize = extracts.iter().map(|(_, text)| text.len()).sum();
    let mut group = criterion.benchmark_group("limits");
    group.sample_size(10).throughput(Throughput::Bytes(u64::try_from(bytes).expect("a size")));

    group.bench_function("read", |bench| bench.iter(|| black_box(town.extracts())));
    group.bench_function("scan", |bench| {
        bench.iter(|| {
            let pieces = extracts.par_iter().flat_map(|(_, text)| text.par_chunks(PIECE_BYTES));
            let found: usize = pieces.map(|piece| memchr::memchr2_iter(b',', b'\n', piece).count()).sum();
            black_box(found)
        });
    });
    group.bench_function("utf8", |bench| {
        bench.iter(|| {
            let pieces = extracts.par_iter().flat_map(|(_, text)| text.par_chunks(PIECE_BYTES));
            black_box(pieces.filter(|piece| std::str::from_utf8(piece).is_ok()).count())
        });
    });
    group.bench_function("hash", |bench| {
        bench.iter(|| {
            let hashes: Vec<String> = extracts.par_iter().map(|(_, text)| sha256_hex(text)).collect();
            black_box(hashes)
        });
    });
    group.bench_function("seal", |bench| {
        let key = PseudonymKey::from_bytes(&[7; 32]).expect("32 bytes");
        let recipient = Recipient::parse(RECIPIENT).expect("a key");
        bench.iter(|| {
            extracts.par_iter().for_each(|(_, text)| {
                let mut sealer = Sealer::begin(&recipient, &key, std::io::sink()).expect("memory");
                sealer.add(text).expect("memory");
                black_box(sealer.finish().expect("memory"));
            });
        });
    });
    group.bench_function("write", |bench| {
        let folder = tempfile::tempdir().expect("a folder");
        bench.iter(|| {
            extracts.par_iter().for_each(|(name, text)| {
                let mut file = std::fs::File::create(folder.path().join(name)).expect("a file");
                file.write_all(text).and_then(|()| file.sync_all()).expect("a file");
            });
        });
    });
    group.finish();
}

criterion_group!(benches, limits);
criterion_main!(benches);
