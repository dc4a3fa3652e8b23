//! Measures each stage of a run by itself, then whole runs: with and without the log, and under ten times as many rules.

#![expect(clippy::expect_used, reason = "a measurement stops when its own ground gives way")]

#[path = "support/law.rs"]
mod law;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "support/town.rs"]
mod town;

use std::collections::BTreeSet;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jib::config::Config;
use jib::crypto::hashing::PseudonymKey;
use jib::crypto::seal::Sealer;
use jib::intake::check::checked::check_extract;
use jib::intake::check::row::Context;
use jib::intake::delivery::Files;
use jib::intake::read::chunks::{CHUNK_BYTES, chunks};
use jib::intake::read::layout::layout;
use jib::intake::read::raw::Raw;
use jib::intake::read::records::RowReader;
use jib::intake::read::walker::Walker;
use jib::intake::typed_rows;
use jib::law::library::Library;
use jib::messages::Lang;
use jib::progress::Unheard;
use jib::publish::export::sealed_table::seal_table;
use jib::publish::export::table::CsvDialect;
use jib::release::assessment::{Basis, InForce};
use jib::release::memory::Memory;
use jib::release::minimise::{Minimised, Rows, minimise, releases};
use jib::run::order::{Mode, Order};
use jib::run::run;
use jib::schemas::schema::Soort;
use rayon::prelude::*;
use support::repository;
use town::{Town, days};

fn stages(criterion: &mut Criterion) {
    let town = Town::new();
    let library = Library::load(&repository("schemas")).expect("schemas");
    let config = Config::load(&town.folder().join("jib.toml"), &library.schemas, &library.policy.parties)
        .expect("a town");
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10);

    let schema = library.schemas.extract("brp").expect("brp");
    let text = std::fs::read(town.folder().join("brp.csv")).expect("brp");
    group.throughput(Throughput::Bytes(u64::try_from(text.len()).expect("a size")));
    let raw = Raw::from_bytes(text);
    let found = layout(&raw, schema, Soort::Snapshot).layout;
    let found = found.expect("a layout");
    group.bench_function("reader", |bench| {
        bench.iter(|| {
            let body = found.body_start..found.body_end;
            let parts = chunks(raw.bytes(), body, found.body_line, found.delimiter, found.width, CHUNK_BYTES);
            let cells: usize =
                parts.par_iter().map(|chunk| cells_of(&raw, chunk.range.clone(), &found)).sum();
            black_box(cells)
        });
    });
    let context = Context {
        schema,
        layout: &found,
        soort: Soort::Snapshot,
        peildatum: days().peildatum,
        gemeente: config.gemeente(),
        municipalities: &library.schemas.municipalities,
    };
    let make = typed_rows::brp(schema);
    group.bench_function("validate", |bench| {
        bench.iter(|| {
            black_box(
                check_extract(&raw, &context, |cells, record| make(&context, cells, record)).account().sums(),
            )
        });
    });

    let rules = InForce::on(&library, days()).expect("rules");
    let basis = Basis::link(&library, &config, days(), &rules, Files::Disk);
    let persons = u64::try_from(basis.linked.count()).expect("a count");
    group.throughput(Throughput::Elements(persons));
    group.bench_function("read, validate and link", |bench| {
        bench.iter(|| black_box(Basis::link(&library, &config, days(), &rules, Files::Disk).linked.count()));
    });
    group.bench_function("classify", |bench| bench.iter(|| black_box(basis.classify().count())));
    let (classified, consents) = (basis.classify(), basis.consents());
    let memory = Memory::none(&config.keys.pseudonym);
    let sources = basis.sources(&classified, &consents, &memory);
    group.bench_function("decide", |bench| {
        bench.iter(|| {
            let parcels: Vec<u64> = releases(sources).iter().map(|own| minimise(own).delivered()).collect();
            black_box(parcels)
        });
    });
    let all = releases(sources);
    let parcels: Vec<Minimised<'_>> = all.iter().map(minimise).collect();
    let contents = || parcels.iter().flat_map(Minimised::contents);
    group.bench_function("minimise", |bench| {
        bench.iter(|| {
            let cells = contents().map(|own| {
                let of_part = |part| {
                    let mut cells = 0;
                    own.part(part, &mut |row| cells += row.record.len());
                    cells
                };
                (0..own.parts()).into_par_iter().map(of_part).sum::<usize>()
            });
            black_box(cells.sum::<usize>())
        });
    });
    group.bench_function("minimise and seal", |bench| {
        let key = &config.keys.pseudonym;
        bench.iter(|| {
            for own in contents() {
                let recipient = config.keys.ontvangers.get(own.recipient()).expect("a recipient");
                let mut sealer = Sealer::begin(recipient, key, std::io::sink()).expect("memory");
                black_box(seal_table(&mut sealer, own, CsvDialect::Csv, key).expect("memory"));
                black_box(sealer.finish().expect("memory"));
            }
        });
    });
    group.bench_function("subject", |bench| {
        bench.iter(|| black_box(subjects(&basis, &config.keys.pseudonym)))
    });
    group.finish();
}

fn cells_of(raw: &Raw, range: std::ops::Range<usize>, found: &jib::intake::read::layout::Layout) -> usize {
    let bytes = raw.bytes().get(..found.body_end).expect("a body");
    let walker = Walker::new(bytes, found.delimiter, found.width);
    let mut reader = RowReader::new(found.delimiter);
    let (mut at, mut cells) = (range.start, 0);
    while at < range.end {
        let Some(step) = walker.step(at) else { break };
        cells += reader.read(bytes.get(at..step.end).expect("a row")).len();
        at = step.end;
    }
    cells
}

fn subjects(basis: &Basis<'_>, key: &PseudonymKey) -> usize {
    let digits = (0..basis.linked.count()).into_par_iter().filter_map(|person| basis.linked.person(person));
    digits.map(|row| usize::from(key.subject(&row.persoon.digits()).bytes()[0])).sum()
}

fn runs(criterion: &mut Criterion) {
    let town = Town::new();
    let config = town.folder().join("jib.toml");
    let without_log = town.folder().join("zonder-logboek.toml");
    let text = std::fs::read_to_string(&config).expect("a town");
    std::fs::write(&without_log, text.replace("aan = true", "aan = false")).expect("a configuration");
    let plain = Library::load(&repository("schemas")).expect("schemas");
    let large = law::ten_times().library();
    assert_eq!(rules(&large), 10 * rules(&plain), "ten times the rules");

    let mut group = criterion.benchmark_group("run");
    group.sample_size(10);
    for (name, config, library) in [
        ("as it is", config.clone(), &plain),
        ("without the log", without_log, &plain),
        ("ten times the rules", config, &large),
    ] {
        group.bench_function(name, |bench| {
            bench.iter_with_large_drop(|| {
                let out = tempfile::tempdir().expect("a folder");
                let order = Order {
                    config: config.clone(),
                    peildatum: days().peildatum,
                    verstrekdatum: days().verstrekdatum,
                    out: out.path().to_path_buf(),
                    may_jump: true,
                    mode: Mode::Run,
                    lang: Lang::Nl,
                    clock: || 0,
                };
                assert!(run(&order, library, &Unheard).expect("a run").folder.is_some());
                out
            });
        });
    }
    group.finish();
}

fn rules(library: &Library) -> usize {
    let rules = InForce::on(library, days()).expect("rules").on_verstrekdatum.rules;
    rules.iter().map(|rule| &rule.id).collect::<BTreeSet<_>>().len()
}

criterion_group!(benches, stages, runs);
criterion_main!(benches);
