//! The errors that can stop a run, and their exit codes.

use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use crate::law::fault::PolicyFault;
use crate::law::library::LibraryFault;
use crate::model::days::OutOfOrder;
use crate::model::number::concealed;
use crate::model::outcome::ExitCode;
use crate::publish::lookups::NotRecorded;
use crate::publish::outbox::OutboxFault;
use crate::schemas::catalogue::CatalogueFault;
use crate::schemas::files::SchemasFault;
use crate::schemas::toml_errors::FileFaults;

/// The width of a message line, in characters.
const WIDTH: usize = 100;

/// Why a command failed.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum Fault {
    /// The configuration is invalid.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] FileFaults),
    /// The schemas are invalid.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Schemas(#[from] SchemasFault),
    /// The register of findings is invalid.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] CatalogueFault),
    /// The policy is invalid.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Policy(#[from] PolicyFault),
    /// The law of another folder does not hold, so no data was read.
    #[error("het beleid in `{folder}` klopt niet ({count} {}): {place}: {message}", if *count == 1 { "fout" } else { "fouten" })]
    #[diagnostic(help(
        "er is niets gelezen en niets geleverd; draai `jib policy lint --schemas <map>` voor elke fout met een tegenvoorbeeld, of laat --schemas en JIB_SCHEMAS weg voor de ingebouwde wet"
    ))]
    NotProved {
        /// The folder.
        folder: String,
        /// How many faults there are.
        count: usize,
        /// Where the first is.
        place: String,
        /// What it is.
        message: String,
    },
    /// Writing the run folder failed.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Outbox(#[from] OutboxFault),
    /// Nobody may look without it being written down.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Lookup(#[from] NotRecorded),
    /// A file of a finished run is missing or changed.
    #[error("{message}")]
    NotAsWritten {
        /// What is missing or changed.
        message: String,
        /// What to do about it.
        #[help]
        help: String,
    },
    /// An error in the command that the user can correct.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        #[help]
        help: String,
    },
    /// A total does not add up, so the run is not published.
    #[error("de telling van `{what}` sluit niet; de run is niet gepubliceerd")]
    #[diagnostic(help("dit is een fout in jib zelf; bewaar de invoer en meld het"))]
    Unbalanced {
        /// Which total.
        what: String,
    },
    /// The command's output cannot be written.
    #[error("schrijven naar stdout lukt niet: {cause}")]
    #[diagnostic(help("maak ruimte, of stuur de uitvoer ergens anders heen"))]
    Stdout {
        /// Why not, in plain words.
        cause: String,
    },
    /// Any other failure of the program or the machine.
    #[error("{what} is mislukt: {reason}")]
    #[diagnostic(help("er is niets gepubliceerd; probeer het opnieuw en meld het als het terugkomt"))]
    Internal {
        /// What the program was doing.
        what: &'static str,
        /// Why it failed.
        reason: String,
    },
}

impl From<LibraryFault> for Fault {
    fn from(fault: LibraryFault) -> Fault {
        match fault {
            LibraryFault::Schemas(fault) => fault.into(),
            LibraryFault::Catalogue(fault) => fault.into(),
            LibraryFault::Policy(fault) => fault.into(),
        }
    }
}

impl From<OutOfOrder> for Fault {
    fn from(fault: OutOfOrder) -> Fault {
        Fault::Usage {
            message: fault.to_string(),
            help: "geleverd wordt op of na de dag waarop de feiten zijn beoordeeld".to_owned(),
        }
    }
}

impl Fault {
    /// The message for people, with all errors in a file listed one below the other. Conceals any person's number, whatever
    /// a file or an argument contained.
    pub fn shown(&self, theme: GraphicalTheme) -> String {
        let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_break_words(false);
        let all = self.all();
        let mut text = String::new();
        for fault in &all {
            if !text.is_empty() {
                text.push('\n');
            }
            let before = text.len();
            if handler.render_report(&mut text, *fault).is_err() {
                text.truncate(before);
                text.push_str(&fault.to_string());
            }
        }
        if all.len() > 1 {
            text.push_str(&format!("\n  {} fouten; verbeter ze en draai opnieuw\n", all.len()));
        }
        concealed(&text).into_owned()
    }

    /// Every error: all of them for a file that people write, otherwise just this one.
    pub fn all(&self) -> Vec<&dyn Diagnostic> {
        match self {
            Fault::Config(faults)
            | Fault::Policy(PolicyFault::Syntax(faults))
            | Fault::Catalogue(CatalogueFault::Syntax(faults)) => {
                faults.all().map(|fault| fault as &dyn Diagnostic).collect()
            }
            _ => vec![self],
        }
    }

    /// A failure of the program or the machine while doing `what`.
    pub fn internal(what: &'static str) -> impl Fn(&dyn std::fmt::Display) -> Fault {
        move |reason| Fault::Internal { what, reason: reason.to_string() }
    }

    /// The same error for a run that is already published and must not be made again.
    #[must_use]
    pub fn after_publishing(self, folder: &Path) -> Fault {
        let folder = folder.display().to_string();
        OutboxFault::AfterPublishing { folder, cause: self.to_string() }.into()
    }

    /// The exit code of this error.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Fault::Config(_) | Fault::Schemas(_) | Fault::Usage { .. } => ExitCode::Usage,
            Fault::Policy(PolicyFault::NothingInForce { .. }) => ExitCode::Usage,
            Fault::Policy(_) | Fault::NotProved { .. } => ExitCode::Policy,
            Fault::NotAsWritten { .. } => ExitCode::VerificationFailed,
            Fault::Outbox(
                OutboxFault::Exists { .. } | OutboxFault::NotAFolder { .. } | OutboxFault::Link { .. },
            ) => ExitCode::Usage,
            Fault::Outbox(OutboxFault::Busy { .. }) => ExitCode::Busy,
            Fault::Outbox(
                OutboxFault::Io { .. } | OutboxFault::Clearing { .. } | OutboxFault::AfterPublishing { .. },
            )
            | Fault::Catalogue(_)
            | Fault::Lookup(_)
            | Fault::Stdout { .. }
            | Fault::Unbalanced { .. }
            | Fault::Internal { .. } => ExitCode::Internal,
        }
    }
}
