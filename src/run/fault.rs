//! What can stop a run, and the exit code that says so.

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use crate::law::fault::PolicyFault;
use crate::law::library::LibraryFault;
use crate::model::days::OutOfOrder;
use crate::model::number::concealed;
use crate::model::outcome::ExitCode;
use crate::publish::outbox::OutboxFault;
use crate::schemas::catalogue::CatalogueFault;
use crate::schemas::files::SchemasFault;
use crate::schemas::toml_errors::FileFaults;

/// Letters of a line of a message.
const WIDTH: usize = 100;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum Fault {
    /// The configuration.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] FileFaults),
    /// The schemas.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Schemas(#[from] SchemasFault),
    /// The register of findings.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] CatalogueFault),
    /// The policy.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Policy(#[from] PolicyFault),
    /// Writing.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Outbox(#[from] OutboxFault),
    /// Something that a finished run wrote is gone or changed.
    #[error("{message}")]
    NotAsWritten {
        /// What.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// Something that the user can mend in the command.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// A sum that fails: the run is not published.
    #[error("de telling van `{what}` sluit niet; de run is niet gepubliceerd")]
    #[diagnostic(help("dit is een fout in jib zelf; bewaar de invoer en meld het"))]
    Unbalanced {
        /// Which.
        what: String,
    },
    /// Anything else: a fault of the program or the machine.
    #[error("{what} is mislukt: {reason}")]
    #[diagnostic(help("er is niets gepubliceerd; probeer het opnieuw en meld het als het terugkomt"))]
    Internal {
        /// Doing what.
        what: &'static str,
        /// Why.
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
    /// As people read it: all that is wrong with a file, one below the other. Whatever a file or an argument held, no number of
    /// a person comes back.
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

    /// Everything that is wrong: of a file that people write each of its faults, else this alone.
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

    /// A fault of the program or the machine while doing something.
    pub fn internal(what: &'static str) -> impl Fn(&dyn std::fmt::Display) -> Fault {
        move |reason| Fault::Internal { what, reason: reason.to_string() }
    }

    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Fault::Config(_) | Fault::Schemas(_) | Fault::Usage { .. } => ExitCode::Usage,
            Fault::Policy(PolicyFault::NothingInForce { .. }) => ExitCode::Usage,
            Fault::Policy(_) => ExitCode::Policy,
            Fault::NotAsWritten { .. } => ExitCode::VerificationFailed,
            Fault::Outbox(OutboxFault::Exists { .. } | OutboxFault::NotAFolder { .. }) => ExitCode::Usage,
            Fault::Outbox(OutboxFault::Busy { .. }) => ExitCode::Busy,
            Fault::Outbox(OutboxFault::Io { .. })
            | Fault::Catalogue(_)
            | Fault::Unbalanced { .. }
            | Fault::Internal { .. } => ExitCode::Internal,
        }
    }
}
