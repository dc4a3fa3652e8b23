//! How a fault is told: in Dutch, with an exit code that says whose it is to mend, and without what the file held.

use jib::model::outcome::ExitCode;
use jib::run::fault::Fault;
use miette::GraphicalTheme;
use proptest::prelude::*;

/// A number of a synthetic person that a test puts in: no message repeats it.
pub const CANARY: &str = "999990019";

/// Words of the parsers beneath, which a municipal user does not read.
const FOREIGN: [&str; 12] = [
    "expected",
    "invalid",
    "unknown",
    "missing",
    "duplicate",
    "unexpected",
    " the ",
    "must ",
    "found",
    "cannot",
    "unclosed",
    "EOF",
];

/// What stands between backticks is quoted: names of the file itself.
fn unquoted(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

/// Holds a fault against how it must be told; gives it as it is shown.
pub fn well_told(fault: &Fault, codes: &[ExitCode]) -> Result<String, TestCaseError> {
    prop_assert!(codes.contains(&fault.exit_code()), "{:?} is not whose it is: {fault}", fault.exit_code());
    for fault in fault.all() {
        let help = fault.help().map(|help| help.to_string()).unwrap_or_default();
        prop_assert!(!help.is_empty(), "it says what to do: {fault}");
        let said = format!("{fault}; {help}");
        let own = unquoted(&said);
        let foreign = FOREIGN.iter().find(|word| own.contains(**word));
        prop_assert!(foreign.is_none(), "{:?} is no Dutch: {}", foreign, said);
    }
    let shown = fault.shown(GraphicalTheme::unicode_nocolor());
    prop_assert!(shown.contains("help") || shown.lines().count() > 1, "it can be shown: {shown}");
    prop_assert!(!names(&shown, CANARY), "it repeats a number: {shown}");
    Ok(shown)
}

/// Whether a text holds this number by itself, and not as part of a longer one.
pub fn names(text: &str, number: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit()).any(|digits| digits == number)
}
