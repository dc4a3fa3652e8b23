//! Every integration test, in one binary: it links once. A module per theme; what several need is in `support`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test stops when its own ground gives way, and says what it skips"
)]

mod attacks;
mod bytes;
mod canary;
mod chain;
mod cmd;
mod crash;
mod dating;
mod dirt;
mod docs;
mod errors;
mod explain;
mod headers;
mod hostile;
mod housekeeping;
mod incomplete;
mod json;
mod limits;
mod map;
mod narrowing;
mod nights;
mod office;
mod oracle;
mod peers;
mod policy;
mod properties;
mod quick;
mod reader;
mod receiving;
mod register;
mod relation;
mod repair;
mod report;
mod run;
mod sample;
mod several;
mod state;
mod suppliers;
mod support;
mod verdict;
mod walls;
mod years;
