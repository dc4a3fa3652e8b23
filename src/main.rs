//! The binary: hands the arguments and the law that it carries to the library, and its answer to the shell.

mod built_in;

fn main() -> std::process::ExitCode {
    jib::cli::main(built_in::SCHEMAS).into()
}
