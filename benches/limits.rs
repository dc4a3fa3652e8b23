//! What the machine allows. A run takes at least as long as reading its files, finding each separator and line end in them,
//! hashing, sealing and writing. Uses two threads, like a run.

#![expect(clippy::expect_used, reason = "a measurement stops when its own ground gives way")]

#[path = "support/limits.rs"]
mod limit;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "support/town.rs"]
mod town;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use limit::Pass;
use town::Town;

fn limits(criterion: &mut Criterion) {
    let town = Town::new();
    let extracts = town.extracts();
    let bytes = limit::bytes(&extracts);
    let mut group = criterion.benchmark_group("limits");
    group.sample_size(10).throughput(Throughput::Bytes(u64::try_from(bytes).expect("a size")));
    group.bench_function("read", |bench| bench.iter(|| black_box(town.extracts())));
    let passes: [(&str, Pass); 5] = [
        ("scan", limit::scan),
        ("utf8", limit::utf8),
        ("hash", limit::hash),
        ("seal", limit::seal),
        ("write", limit::write),
    ];
    for (name, pass) in passes {
        group.bench_function(name, |bench| bench.iter(|| pass(&extracts)));
    }
    group.finish();
}

criterion_group!(benches, limits);
criterion_main!(benches);
