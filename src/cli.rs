//! The command line: arguments in, exit code out. stdout carries data, stderr carries everything else.

mod arguments;
mod bars;
mod check_run;
mod clock;
mod doctor;
mod explain;
mod help;
mod init;
mod inzage_run;
mod keygen;
mod lookup;
mod open;
mod output;
mod policy;
mod prune;
mod register;
mod runs_folder;
mod sample_run;
mod shell;
mod summary;
mod verify_run;

use std::io::Write;

use clap::FromArgMatches;
use serde_json::json;

use crate::intake::read::guarded::is_guarded;
use crate::messages::Lang;
use crate::model::outcome::ExitCode;
use crate::run::fault::Fault;
use crate::schemas::files::BuiltIn;
use arguments::{Arguments, Color, Command, Common, Format, PolicyCommand};
use output::{faulty, json_data, show};

/// The most threads: more than this costs memory and gives nothing, and where the system refuses one, the program ends.
const THREADS_MAX: usize = 256;

/// Where rayon looks for a number of threads.
const THREADS: [&str; 2] = ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"];

/// Runs the command given by the arguments. `built_in` is the law compiled into the program.
pub fn main(built_in: BuiltIn) -> ExitCode {
    silence_panics();
    no_core_files();
    let lang = help::language(std::env::args_os());
    let parsed = help::commands(lang).try_get_matches();
    let mut arguments = match parsed.and_then(|mut matches| Arguments::from_arg_matches_mut(&mut matches)) {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error, lang),
    };
    arguments.common.built_in = built_in;
    let common = arguments.common.clone();
    let answer = std::panic::catch_unwind(|| dispatch(arguments));
    match answer {
        Ok(Ok(code)) => code,
        Ok(Err(fault)) => {
            if common.format == Format::Json {
                // If stdout is gone, the message below and the exit code still report the error.
                let _ = json_data(&json!({ "exitcode": fault.exit_code() as u8, "fout": faulty(&fault) }));
            }
            show(&fault, common.color);
            fault.exit_code()
        }
        Err(_) => ExitCode::Internal,
    }
}

/// Prints help, or what is wrong with the arguments. If it cannot be printed, the exit code still reports the error.
fn refused(error: &clap::Error, lang: Lang) -> ExitCode {
    match help::fault(error, lang) {
        Some(fault) => show(&fault, Color::Auto),
        None => drop(error.print()),
    }
    if error.use_stderr() { ExitCode::Usage } else { ExitCode::Done }
}

fn dispatch(arguments: Arguments) -> Result<ExitCode, Fault> {
    let Arguments { common, command } = arguments;
    if common.format == Format::Html && !matches!(command, Command::Policy(PolicyCommand::Matrix(_))) {
        return Err(Fault::Usage {
            message: "`--format html` hoort alleen bij `jib policy matrix`".to_owned(),
            help: "gebruik text of json".to_owned(),
        });
    }
    if let Some(threads) = asked_threads(&common) {
        let built = rayon::ThreadPoolBuilder::new().num_threads(threads.min(THREADS_MAX)).build_global();
        built.map_err(|reason| Fault::internal("draden starten")(&reason))?;
    }
    match command {
        Command::Run(run) => check_run::run(&common, &run),
        Command::Check(check) => check_run::check(&common, &check),
        Command::Verify(verify) => verify_run::verify(&common, &verify),
        Command::Open(open) => open::open(&common, &open),
        Command::Sample(sample) => sample_run::sample(&common, &sample),
        Command::Keygen(keygen) => keygen::keygen(&common, &keygen),
        Command::Inzage(arguments) => inzage_run::run(&common, &arguments),
        Command::Explain(explain) => explain::explain(&common, &explain),
        Command::Doctor(doctor) => doctor::doctor(&common, &doctor),
        Command::Register(arguments) => register::register(&common, &arguments),
        Command::Dpia(arguments) => register::dpia(&common, &arguments),
        Command::Prune(prune) => prune::prune(&common, &prune),
        Command::Policy(policy) => policy::policy(&common, &policy),
        Command::Init(init) => init::init(&common, &init),
        Command::Completions(completions) => shell::completions(&common, &completions),
        Command::Man(man) => shell::man(&common, &man),
    }
}

/// The number of threads that somebody asks for: by `--threads`, or in the environment, where rayon would read it without a limit.
/// `None` for one per core.
fn asked_threads(common: &Common) -> Option<usize> {
    let of_environment = || THREADS.iter().find_map(|name| std::env::var(name).ok()?.parse().ok());
    let asked = common.threads.map(|threads| usize::from(threads.get())).or_else(of_environment);
    asked.filter(|threads| *threads > 0)
}

/// Forbids a core file and a look into the memory of this process: it would hold names, and keys. Where the system refuses, the
/// run goes on; `docs/threat-model.md` says what is left.
fn no_core_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Reports only where a panic happened: its message could hold a personal value.
fn silence_panics() {
    std::panic::set_hook(Box::new(|info| {
        if is_guarded() {
            return;
        }
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        // Nothing more can be done if stderr is gone.
        let _ = writeln!(
            std::io::stderr(),
            "interne fout in jib ({place}); kijk eerst of er een run staat voor u opnieuw draait"
        );
    }));
}
