//! The arguments of every command. What help says of them stands in `templates/berichten.*.ftl`, in both languages, so they have no
//! comments here: a second copy would go its own way.

use std::num::{IntErrorKind, NonZeroU16, ParseIntError};
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::clock::{self, Peildatum};
use crate::law::library::{Library, LibraryFault};
use crate::messages::Lang;
use crate::model::day::Day;
use crate::proof::lint::lint;
use crate::relation::dialect::Dialect;
use crate::run::fault::Fault;
use crate::schemas::files::{BuiltIn, SchemaFiles};

/// The day that it is in the Netherlands.
const TODAY: &str = "vandaag";

/// The first day of the month of the verstrekdatum.
const FIRST_OF_MONTH: &str = "eerste-van-de-maand";

/// Validates, classifies and lawfully releases data about young people.
#[derive(Debug, Parser)]
#[command(name = "jib", version, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Clone, Debug, Args)]
// `help` gives the heading its name.
#[command(next_help_heading = "Common options")]
pub struct Common {
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    #[arg(long, global = true, value_parser = languages(), default_value = Lang::Nl.code())]
    pub lang: Lang,
    #[arg(long, global = true)]
    pub quiet: bool,
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Color,
    #[arg(long, global = true, value_name = "N", value_parser = number::<NonZeroU16>)]
    pub threads: Option<NonZeroU16>,
    #[arg(long, global = true, value_name = "DIR", env = "JIB_SCHEMAS", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub schemas: Option<PathBuf>,
    /// What is built in.
    #[arg(skip)]
    pub built_in: BuiltIn,
}

impl Common {
    /// The law and schemas for the command: the named folder, or the built-in ones. An empty folder name counts as none.
    ///
    /// # Errors
    /// [`LibraryFault`] if the folder is missing or its content is invalid.
    pub fn library(&self) -> Result<Library, LibraryFault> {
        let named = self.schemas.as_deref().filter(|folder| !folder.as_os_str().is_empty());
        named.map_or_else(|| Library::of(SchemaFiles::built_in(self.built_in)), Library::load)
    }

    /// The same for a command that reads data of persons. What is built in was proved when the program was built
    /// (`tests/policy.rs`); any other folder is proved here, before a row is read. A folder with the same bytes needs no new proof.
    ///
    /// # Errors
    /// [`Fault`] if the folder is missing, its content is invalid, or the policy does not hold.
    pub fn proved_library(&self) -> Result<Library, Fault> {
        let library = self.library()?;
        match self.not_proved(&library)? {
            None => Ok(library),
            Some(fault) => Err(fault),
        }
    }

    /// What does not hold in a law, if anything.
    ///
    /// # Errors
    /// [`Fault`] if it cannot be judged.
    pub fn not_proved(&self, library: &Library) -> Result<Option<Fault>, Fault> {
        if library.files.is_built_in || library.files.same_as(self.built_in) {
            return Ok(None);
        }
        let faults = lint(library)?.faults;
        Ok(faults.first().map(|first| Fault::NotProved {
            folder: library.files.origin.clone(),
            count: faults.len(),
            place: first.place.clone(),
            message: first.message.clone(),
        }))
    }
}

/// How data on stdout is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
    Html,
}

/// Colour on stderr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Why an argument cannot have a value: the id of the message that says what to write.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadValue(pub &'static str);

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Run(RunArguments),
    Check(CheckArguments),
    Verify(VerifyArguments),
    Open(OpenArguments),
    Sample(SampleArguments),
    Keygen(KeygenArguments),
    Explain(ExplainArguments),
    Inzage(InzageArguments),
    Doctor(DoctorArguments),
    Register(RegisterArguments),
    Dpia(RegisterArguments),
    Prune(PruneArguments),
    #[command(subcommand)]
    Policy(PolicyCommand),
    Init(InitArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArguments {
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    #[arg(conflicts_with_all = ["config", "bsn", "list"])]
    pub code: Option<String>,
    #[arg(long, conflicts_with_all = ["config", "bsn"])]
    pub list: bool,
    #[arg(short, long, value_name = "JIB_TOML", requires = "bsn")]
    pub config: Option<PathBuf>,
    #[arg(long, value_name = "-", value_parser = ["-"], requires = "config", requires = "peildatum")]
    pub bsn: Option<String>,
    #[arg(long, value_parser = peildatum)]
    pub peildatum: Option<Peildatum>,
    #[arg(long, value_parser = day)]
    pub verstrekdatum: Option<Day>,
    #[arg(long, value_name = "DIR", requires = "config")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "TEKST", requires = "config")]
    pub reden: Option<String>,
}

/// Arguments of `inzage`.
#[derive(Debug, Args)]
pub struct InzageArguments {
    #[arg(value_name = "RUNS")]
    pub runs: PathBuf,
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    #[arg(long, value_name = "-", value_parser = ["-"])]
    pub bsn: String,
    #[arg(long, value_name = "TEKST")]
    pub reden: Option<String>,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    #[arg(long, value_name = "DIR", default_value = "runs")]
    pub out: PathBuf,
    #[arg(long, value_parser = day, default_value = "vandaag")]
    pub datum: Day,
    #[arg(long, value_name = "N", value_parser = number::<u16>, default_value_t = 3)]
    pub dagen: u16,
}

/// Arguments of `prune`.
#[derive(Debug, Args)]
pub struct PruneArguments {
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long, value_parser = day, default_value = "vandaag")]
    pub datum: Day,
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `register` and `dpia`.
#[derive(Debug, Args)]
pub struct RegisterArguments {
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    #[arg(long, value_parser = day, default_value = "vandaag", aliases = ["verstrekdatum", "peildatum"])]
    pub datum: Day,
}

/// The commands about the policy.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    Lint,
    Matrix(MatrixArguments),
    Diff(DiffArguments),
    Coverage,
    Test,
    Sql(SqlArguments),
}

/// Arguments of `policy sql`.
#[derive(Debug, Args)]
pub struct SqlArguments {
    #[arg(long, value_parser = dialect, value_name = "DIALECT")]
    pub dialect: Dialect,
    #[arg(long, value_parser = day)]
    pub peildatum: Day,
    #[arg(long, value_parser = day)]
    pub verstrekdatum: Day,
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long)]
    pub rollen: bool,
}

/// Arguments of `policy matrix`.
#[derive(Debug, Args)]
pub struct MatrixArguments {
    #[arg(
        long,
        value_parser = day,
        aliases = ["day", "on", "op", "datum", "dag", "peildatum", "verstrekdatum"]
    )]
    pub date: Option<Day>,
    #[arg(long)]
    pub html: bool,
}

/// Arguments of `policy diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    #[arg(long, value_parser = day, required_unless_present = "other")]
    pub from: Option<Day>,
    #[arg(long, value_parser = day, required_unless_present = "other")]
    pub to: Option<Day>,
    #[arg(long, value_name = "DIR")]
    pub other: Option<PathBuf>,
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: Option<PathBuf>,
    #[arg(long, value_parser = day, requires = "config")]
    pub peildatum: Option<Day>,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    #[arg(short, long = "config", value_name = "JIB_TOML", required = true)]
    pub config: Vec<PathBuf>,
    #[arg(long, value_parser = peildatum)]
    pub peildatum: Peildatum,
    #[arg(long, value_parser = day)]
    pub verstrekdatum: Day,
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "dry_run",
        default_value_if("dry_run", "true", "runs")
    )]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub sprong: bool,
    #[arg(long)]
    pub accept_quarantine: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    #[arg(short, long = "config", value_name = "JIB_TOML", required = true)]
    pub config: Vec<PathBuf>,
    #[arg(long, value_parser = peildatum)]
    pub peildatum: Peildatum,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    pub run: PathBuf,
    #[arg(short, long, value_name = "PUB")]
    pub public: Option<PathBuf>,
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: Option<PathBuf>,
    #[arg(short, long, value_name = "IDENTITY")]
    pub identity: Vec<PathBuf>,
}

/// Arguments of `open`.
#[derive(Debug, Args)]
pub struct OpenArguments {
    pub path: PathBuf,
    #[arg(short, long, value_name = "IDENTITY", required = true)]
    pub identity: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `sample`.
#[derive(Debug, Args)]
pub struct SampleArguments {
    #[arg(long, value_parser = number::<u32>, default_value_t = 500)]
    pub personen: u32,
    #[arg(long, value_parser = number::<u64>, default_value_t = 1)]
    pub seed: u64,
    #[arg(long, value_parser = number::<u32>, default_value_t = 5, value_name = "PROMILLE")]
    pub vuil: u32,
    #[arg(long, value_parser = day, default_value = "2026-11-01")]
    pub peildatum: Day,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `keygen`.
#[derive(Debug, Args)]
pub struct KeygenArguments {
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// A language, by its code.
fn languages() -> impl TypedValueParser<Value = Lang> {
    let codes = PossibleValuesParser::new(Lang::ALL.map(Lang::code));
    codes.map(|code| Lang::from_code(&code).unwrap_or_default())
}

/// Parses a day on the command line.
fn day(text: &str) -> Result<Day, BadValue> {
    if text == TODAY {
        return Ok(clock::today());
    }
    Day::parse_iso(text).ok_or(BadValue("gebruik-dag_doen"))
}

/// Parses a peildatum on the command line.
fn peildatum(text: &str) -> Result<Peildatum, BadValue> {
    if text == FIRST_OF_MONTH {
        return Ok(Peildatum::FirstOfMonth);
    }
    day(text).map(Peildatum::On).map_err(|_| BadValue("gebruik-peildatum_doen"))
}

/// An engine, by its name.
fn dialect(text: &str) -> Result<Dialect, BadValue> {
    let known = Dialect::ALL.iter().copied().find(|dialect| dialect.word() == text);
    known.ok_or(BadValue("gebruik-dialect_doen"))
}

/// Parses a whole number on the command line. One below or above what its type can hold is told apart from what is none.
fn number<N: FromStr<Err = ParseIntError>>(text: &str) -> Result<N, BadValue> {
    text.parse().map_err(|refused: ParseIntError| match refused.kind() {
        IntErrorKind::PosOverflow => BadValue("gebruik-getal_mag_doen"),
        IntErrorKind::InvalidDigit if text.parse::<i64>().is_ok() => BadValue("gebruik-getal_mag_doen"),
        _ => BadValue("gebruik-heel_getal_doen"),
    })
}
