//! What can stop a run, and the exit code that says so.

use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::catalogue::CatalogueFault;
use crate::config::ConfigFault;
use crate::inzage::InzageFault;
use crate::model::number::concealed;
use crate::outbox::OutboxFault;
use crate::policy::in_force::PolicyFault;
use crate::schemas::SchemasFault;

/// The exit codes that the contract fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ExitCode {
    /// Done.
    Done = 0,
    /// A fault of the program or the machine.
    Internal = 1,
    /// Wrong usage, configuration, order of dates, missing file, or no rule set in force.
    Usage = 2,
    /// The policy does not hold.
    Policy = 3,
    /// An extract was refused.
    ExtractRefused = 4,
    /// A quarantine threshold was passed.
    QuarantineThreshold = 5,
    /// Verification failed.
    VerificationFailed = 6,
    /// Another run holds the output folder.
    Busy = 7,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        std::process::ExitCode::from(code as u8)
    }
}

/// Letters of a line of a message.
const WIDTH: usize = 100;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum Fault {
    /// The configuration.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] ConfigFault),
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
    /// A request for what was done with someone's data.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Inzage(#[from] InzageFault),
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

impl Fault {
    /// As people read it. Whatever a file or an argument held, no number of a person comes back.
    pub fn shown(&self, theme: GraphicalTheme) -> String {
        let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_break_words(false);
        let mut text = String::new();
        if handler.render_report(&mut text, self).is_err() {
            text = self.to_string();
        }
        concealed(&text).into_owned()
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
            Fault::Inzage(InzageFault::NoRuns { .. }) => ExitCode::Usage,
            Fault::Inzage(InzageFault::Changed { .. }) => ExitCode::VerificationFailed,
            Fault::Outbox(OutboxFault::Exists { .. } | OutboxFault::NotAFolder { .. }) => ExitCode::Usage,
            Fault::Outbox(OutboxFault::Busy { .. }) => ExitCode::Busy,
            Fault::Outbox(OutboxFault::Io { .. })
            | Fault::Catalogue(_)
            | Fault::Unbalanced { .. }
            | Fault::Internal { .. } => ExitCode::Internal,
        }
    }
}
