//! What people read after a run of `sample-data`: the page, the figures, the findings and a passport, as snapshots. A
//! change here is a change for a reader: look at it before accepting it.

#![expect(clippy::expect_used, reason = "a test stops at once when its own ground gives way")]

mod support;

use support::run_of_sample_data;

#[test]
fn the_run_of_sample_data_reads_as_before() {
    let (_out, folder) = run_of_sample_data();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the run");
    insta::assert_snapshot!("rapport.html", read("rapport/index.html"));
    insta::assert_snapshot!("rapport.json", read("rapport/rapport.json"));
    insta::assert_snapshot!("bevindingen", read("bevindingen.ndjson"));
    insta::assert_snapshot!("paspoort", read("uitvoer/leerplicht/verzuim.paspoort.json"));
}
