//! The arguments of every command.

use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::catalogue::Lang;
use crate::model::day::Day;

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
pub struct Common {
    /// How data on stdout is written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    /// Language of findings and report
    #[arg(long, global = true, value_enum, default_value_t)]
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
    /// Folder with extracts, vocabulary, parties and law (default: beside the program, else built in)
    #[arg(long, global = true, value_name = "DIR", env = "JIB_SCHEMAS")]
    pub schemas: Option<PathBuf>,
}

/// How data on stdout is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people and simple scripts
    #[default]
    Text,
    /// For programs
    Json,
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
    Run(Run),
    /// Validate and classify; release nothing
    Check(Check),
    /// Hold a finished run against its manifest, without trusting it
    Verify(Verify),
    /// Decrypt a parcel to stdout, or every parcel in a folder
    Open(Open),
    /// Write synthetic extracts with a configuration and keys
    Sample(Sample),
    /// Make a new set of keys
    Keygen(Keygen),
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// Configuration; may be repeated: each is its own controller
    #[arg(short, long = "config", value_name = "JIB_TOML", required = true)]
    pub config: Vec<PathBuf>,
    /// Day on which facts are judged: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day)]
    pub peildatum: Day,
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
    /// Release although a quarantine threshold was passed (still exits 5)
    #[arg(long)]
    pub accept_quarantine: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Configuration; may be repeated: each is its own controller
    #[arg(short, long = "config", value_name = "JIB_TOML", required = true)]
    pub config: Vec<PathBuf>,
    /// Day on which facts are judged: YYYY-MM-DD or `vandaag`
    #[arg(long, value_parser = day)]
    pub peildatum: Day,
    /// Folder for run folders
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Run folder
    pub run: PathBuf,
    /// Public key of the signer that you trust (minisign)
    #[arg(short, long, value_name = "PUB")]
    pub public: Option<PathBuf>,
}

/// Arguments of `open`.
#[derive(Debug, Args)]
pub struct Open {
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
pub struct Sample {
    /// Number of persons
    #[arg(long, default_value_t = 500)]
    pub personen: u32,
    /// Seed: the same seed gives the same files
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Share of dirty rows, per thousand
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
pub struct Keygen {
    /// Folder to write; it may not hold these files yet
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// A day on the command line. `vandaag` is the only place where the program looks at a clock.
fn day(text: &str) -> Result<Day, String> {
    if text == "vandaag" {
        return Ok(Day::from(chrono::Local::now().date_naive()));
    }
    Day::parse_iso(text).ok_or_else(|| "geen bestaande datum; schrijf jjjj-mm-dd of `vandaag`".to_owned())
}
