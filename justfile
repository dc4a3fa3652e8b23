# The five things that you do here. `just` lists them; each is a single command that also works without just.

# List the recipes.
default:
    @just --list

# Build the program: target/release/jib.
build:
    cargo build --release --locked

# Run every test, or those of one theme: `just test policy::`.
test theme="":
    cargo test --release --locked {{theme}}

# Run the synthetic municipality in sample-data; prints the run's folder.
sample:
    cargo run --release --locked -- run -c sample-data/jib.toml --peildatum 2026-11-01 --verstrekdatum 2026-11-23 --out runs

# Everything that must hold before a change lands.
ci:
    .ci/run

# Measure each stage and whole runs; benches/README.md lists the other measurements.
bench:
    cargo bench --bench stages
