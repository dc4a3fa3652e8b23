//! The arguments of every command.

use std::num::NonZeroU16;
use std::path::PathBuf;

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
#[command(name = "jib", version, about, long_about = None, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// How data on stdout is written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    /// Language of help, findings and report
    #[arg(long, global = true, value_parser = languages(), default_value = Lang::Nl.code())]
    pub lang: Lang,
    /// Say nothing on stderr but errors
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Colour on stderr
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Color,
    /// Number of threads (default: every core)
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroU16>,
    /// Folder with extracts, vocabulary, parties and law (default: what is built in)
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
    /// For people and simple scripts
    #[default]
    Text,
    /// For programs
    Json,
    /// A page to print (`policy matrix` only)
    Html,
}

/// Colour on stderr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The nightly batch: validate, classify, decide, minimise, seal, report
    Run(RunArguments),
    /// Validate and classify; release nothing
    Check(CheckArguments),
    /// Hold a finished run against its manifest, without trusting it
    Verify(VerifyArguments),
    /// Decrypt a parcel to stdout, or every parcel in a folder
    Open(OpenArguments),
    /// Write synthetic extracts with a configuration and keys
    Sample(SampleArguments),
    /// Make a new set of keys
    Keygen(KeygenArguments),
    /// Tell about one person, what a code means or what an extract holds
    Explain(ExplainArguments),
    /// Tell what was done with the data of one person in past runs (AVG 15)
    Inzage(InzageArguments),
    /// Look at keys, folders and retention
    Doctor(DoctorArguments),
    /// The register of processing activities (AVG 30), from law and configuration
    Register(RegisterArguments),
    /// The factual part of a DPIA (Model DPIA Rijksdienst, section A), from law and configuration
    Dpia(RegisterArguments),
    /// Remove what may be kept no longer from old runs
    Prune(PruneArguments),
    /// Prove and show what the law files do
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Write a commented configuration to start from; asks nothing
    Init(InitArguments),
    /// Print a script that completes commands in your shell
    Completions(CompletionsArguments),
    /// Print the manual page, or write that of every command
    Man(ManArguments),
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// Folder to write `jib.toml` in; it may not hold one yet
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// Your shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArguments {
    /// Folder to write the page of every command in (default: print that of `jib`)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Code of a finding, reason, refusal or rule, an article, or the name of an extract (brp)
    #[arg(conflicts_with_all = ["config", "bsn", "list"])]
    pub code: Option<String>,
    /// List every code and extract
    #[arg(long, conflicts_with_all = ["config", "bsn"])]
    pub list: bool,
    /// Configuration
    #[arg(short, long, value_name = "JIB_TOML", requires = "bsn")]
    pub config: Option<PathBuf>,
    /// `-`: read the bsn from stdin, so that it is in no list of processes
    #[arg(long, value_name = "-", value_parser = ["-"], requires = "config", requires = "peildatum")]
    pub bsn: Option<String>,
    /// Day on which facts are judged: YYYY-MM-DD, `vandaag` or `eerste-van-de-maand`
    #[arg(long, value_parser = peildatum)]
    pub peildatum: Option<Peildatum>,
    /// Day on which data leaves: YYYY-MM-DD or `vandaag` (default: the peildatum)
    #[arg(long, value_parser = day)]
    pub verstrekdatum: Option<Day>,
    /// Folder with run folders: what they delivered counts (absent: as in a first run)
    #[arg(long, value_name = "DIR", requires = "config")]
    pub out: Option<PathBuf>,
    /// What for: with --out it is written beside the runs who looked, and the person can see it
    #[arg(long, value_name = "TEKST", requires = "config")]
    pub reden: Option<String>,
}

/// Arguments of `inzage`.
#[derive(Debug, Args)]
pub struct InzageArguments {
    /// Folder with run folders
    #[arg(value_name = "RUNS")]
    pub runs: PathBuf,
    /// Configuration
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    /// `-`: read the bsn from stdin, so that it is in no list of processes
    #[arg(long, value_name = "-", value_parser = ["-"])]
    pub bsn: String,
    /// What for: it is written beside the runs who looked, and the person can see it
    #[arg(long, value_name = "TEKST")]
    pub reden: Option<String>,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// Configuration
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    /// Folder with run folders
    #[arg(long, value_name = "DIR", default_value = "runs")]
    pub out: PathBuf,
    /// Day against which retention is held: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day, default_value = "vandaag")]
    pub datum: Day,
    /// Days that the last run may be old
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub dagen: u16,
}

/// Arguments of `prune`.
#[derive(Debug, Args)]
pub struct PruneArguments {
    /// Configuration
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    /// Folder with run folders
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Day against which retention is held: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day, default_value = "vandaag")]
    pub datum: Day,
    /// Say what would go, and remove nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `register` and `dpia`.
#[derive(Debug, Args)]
pub struct RegisterArguments {
    /// Configuration
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    /// Day of law and arrangements: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day, default_value = "vandaag", aliases = ["verstrekdatum", "peildatum"])]
    pub datum: Day,
}

/// The commands about the policy.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Check that the policy holds on every day, over the whole space of profiles
    Lint,
    /// Every recipient, parcel and field with its basis, on a day
    Matrix(MatrixArguments),
    /// What changes between two days or two folders, and for how many persons
    Diff(DiffArguments),
    /// Which rules no worked case exercises
    Coverage,
    /// Try the worked cases beside the law
    Test,
    /// The law as tables and queries, to run where the data already lies
    Sql(SqlArguments),
}

/// Arguments of `policy sql`.
#[derive(Debug, Args)]
pub struct SqlArguments {
    /// Engine that the queries are for
    #[arg(long, value_parser = dialect, value_name = "DIALECT")]
    pub dialect: Dialect,
    /// Day on which facts are judged: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day)]
    pub peildatum: Day,
    /// Day on which data leaves: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day)]
    pub verstrekdatum: Day,
    /// Configuration of the controller
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: PathBuf,
    /// Folder for tables and queries; must not hold any
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Also a role per party that sees its own views only (PostgreSQL)
    #[arg(long)]
    pub rollen: bool,
}

/// Arguments of `policy matrix`.
#[derive(Debug, Args)]
pub struct MatrixArguments {
    /// Day of the law: YYYY-MM-DD or `vandaag` (default: the first day of the newest rule set)
    #[arg(
        long,
        value_parser = day,
        aliases = ["day", "on", "op", "datum", "dag", "peildatum", "verstrekdatum"]
    )]
    pub date: Option<Day>,
    /// As a page to print
    #[arg(long)]
    pub html: bool,
}

/// Arguments of `policy diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// Day of the one law: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day, required_unless_present = "other")]
    pub from: Option<Day>,
    /// Day of the other law: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day, required_unless_present = "other")]
    pub to: Option<Day>,
    /// The other policy: a folder like `schemas`
    #[arg(long, value_name = "DIR")]
    pub other: Option<PathBuf>,
    /// Also count the persons of this configuration, per parcel
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: Option<PathBuf>,
    /// With -c: the day on which facts are judged (default: that of the BRP delivery)
    #[arg(long, value_parser = day, requires = "config")]
    pub peildatum: Option<Day>,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// Configuration; may be repeated: each is its own controller
    #[arg(short, long = "config", value_name = "JIB_TOML", required = true)]
    pub config: Vec<PathBuf>,
    /// Day on which facts are judged: YYYY-MM-DD, `vandaag` or `eerste-van-de-maand`
    #[arg(long, value_parser = peildatum)]
    pub peildatum: Peildatum,
    /// Day on which data leaves: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day)]
    pub verstrekdatum: Day,
    /// Folder for run folders
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "dry_run",
        default_value_if("dry_run", "true", "runs")
    )]
    pub out: Option<PathBuf>,
    /// Everything but writing: counts per parcel and the reasons of refusal
    #[arg(long)]
    pub dry_run: bool,
    /// Release although the verstrekdatum lies more than 31 days after that of the last run
    #[arg(long)]
    pub sprong: bool,
    /// Release although a quarantine threshold was passed (still exits 5)
    #[arg(long)]
    pub accept_quarantine: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Configuration; may be repeated: each is its own controller
    #[arg(short, long = "config", value_name = "JIB_TOML", required = true)]
    pub config: Vec<PathBuf>,
    /// Day on which facts are judged: YYYY-MM-DD, `vandaag` or `eerste-van-de-maand`
    #[arg(long, value_parser = peildatum)]
    pub peildatum: Peildatum,
    /// Folder for run folders
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// Run folder
    pub run: PathBuf,
    /// Public key of the signer that you trust (minisign)
    #[arg(short, long, value_name = "PUB")]
    pub public: Option<PathBuf>,
    /// Configuration of the controller: also compare the keyed hashes
    #[arg(short, long, value_name = "JIB_TOML")]
    pub config: Option<PathBuf>,
    /// Identity file (age); may be repeated: also open what it can, and derive the parcels again
    #[arg(short, long, value_name = "IDENTITY")]
    pub identity: Vec<PathBuf>,
}

/// Arguments of `open`.
#[derive(Debug, Args)]
pub struct OpenArguments {
    /// Sealed file, or a folder with sealed files
    pub path: PathBuf,
    /// Identity file (age)
    #[arg(short, long, value_name = "IDENTITY", required = true)]
    pub identity: Vec<PathBuf>,
    /// For a folder: where the opened files go (default: beside the sealed ones)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `sample`.
#[derive(Debug, Args)]
pub struct SampleArguments {
    /// Number of persons
    #[arg(long, default_value_t = 500)]
    pub personen: u32,
    /// Seed: the same seed gives the same files
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Share of dirty rows, per thousand; up to 20 the run stays within its quarantine limit
    #[arg(long, default_value_t = 5, value_name = "PROMILLE")]
    pub vuil: u32,
    /// Day of the data
    #[arg(long, value_parser = day, default_value = "2026-11-01")]
    pub peildatum: Day,
    /// Folder to write; it may not hold these files yet
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `keygen`.
#[derive(Debug, Args)]
pub struct KeygenArguments {
    /// Folder to write; it may not hold these files yet
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// A language, by its code.
fn languages() -> impl TypedValueParser<Value = Lang> {
    let codes = PossibleValuesParser::new(Lang::ALL.map(Lang::code));
    codes.map(|code| Lang::from_code(&code).unwrap_or_default())
}

/// Parses a day on the command line.
fn day(text: &str) -> Result<Day, String> {
    if text == TODAY {
        return Ok(clock::today());
    }
    Day::parse_iso(text).ok_or_else(|| "geen bestaande datum; schrijf jjjj-mm-dd of `vandaag`".to_owned())
}

/// Parses a peildatum on the command line.
fn peildatum(text: &str) -> Result<Peildatum, String> {
    if text == FIRST_OF_MONTH {
        return Ok(Peildatum::FirstOfMonth);
    }
    let other = || format!("geen bestaande datum; schrijf jjjj-mm-dd, `{TODAY}` of `{FIRST_OF_MONTH}`");
    day(text).map(Peildatum::On).map_err(|_| other())
}

/// An engine, by its name.
fn dialect(text: &str) -> Result<Dialect, String> {
    let known = Dialect::ALL.iter().copied().find(|dialect| dialect.word() == text);
    known.ok_or_else(|| "kies `duckdb`, `postgres` of `spark`".to_owned())
}
