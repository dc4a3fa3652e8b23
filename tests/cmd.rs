//! Commands as data: arguments, what is said, and the exit code, in `tests/cmd/*.toml`.

#[test]
fn commands_say_and_exit_as_written() {
    let cases = trycmd::TestCases::new();
    cases.case("tests/cmd/*.toml");
    cases.run();
}
