//! The binary: hands the arguments to the library and its answer to the shell.

fn main() -> std::process::ExitCode {
    jib::cli::main().into()
}
