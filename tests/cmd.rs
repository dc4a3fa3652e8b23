//! Commands as data: arguments, output and exit code, in `tests/cmd/*.toml`.

#[test]
fn commands_say_and_exit_as_written() {
    let cases = trycmd::TestCases::new();
    cases.case("tests/cmd/*.toml");
    cases.run();
}
