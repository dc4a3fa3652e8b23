//! The binary: passes the arguments and the built-in law to the library, and returns its exit code to the shell.

mod built_in;

fn main() -> std::process::ExitCode {
    jib::cli::main(built_in::SCHEMAS).into()
}
