//! The spine of a run: one line per stage, in order.

mod publish;

use std::path::PathBuf;

use crate::basis::{Basis, Days, InForce};
use crate::catalogue::{Catalogue, Lang};
use crate::classified::Classified;
use crate::config::Config;
use crate::error::{ExitCode, Fault};
use crate::intake::{Delivery, Files, codes};
use crate::ledger::manifest::{ExtractSom, PakketSom, Uitkomst};
use crate::link::Linked;
use crate::minimise::{Minimised, minimise, releases};
use crate::model::day::Day;
use crate::model::finding::{Ernst, Finding};
use crate::outbox::Outbox;
use crate::policy::in_force::RuleSet;
use crate::review::{Review, review};

pub use crate::library::Library;

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Release; a passed threshold stops it.
    Run,
    /// Release also when a threshold was passed.
    RunAcceptingQuarantine,
    /// Everything but writing.
    DryRun,
    /// Up to and including classification.
    Check,
}

/// One run to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// The configuration.
    pub config: PathBuf,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// Where run folders go.
    pub out: PathBuf,
    /// How far.
    pub mode: Mode,
    /// The language of findings.
    pub lang: Lang,
}

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// The run folder, unless nothing was written.
    pub folder: Option<PathBuf>,
    /// How it ended.
    pub uitkomst: Uitkomst,
    /// The controller's name.
    pub gemeente: String,
    /// Accepted BRP rows.
    pub personen: usize,
    /// The sums of each extract.
    pub extracten: Vec<ExtractSom>,
    /// The sums of each parcel.
    pub pakketten: Vec<PakketSom>,
    /// What refused an extract: extract and code, each once.
    pub blocking: Vec<(String, &'static str)>,
    /// Findings per severity.
    pub findings: Vec<(Ernst, u64)>,
}

impl Outcome {
    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self.uitkomst {
            Uitkomst::Geleverd | Uitkomst::Gecontroleerd => ExitCode::Done,
            Uitkomst::ExtractGeweigerd => ExitCode::ExtractRefused,
            Uitkomst::QuarantaineTeGroot | Uitkomst::GeleverdMetQuarantaine => ExitCode::QuarantineThreshold,
        }
    }
}

/// Everything that publishing needs, as it stands after the stages.
struct Finished<'a> {
    order: &'a Order,
    library: &'a Library,
    config: &'a Config,
    rules: [&'a RuleSet; 2],
    linked: &'a Linked,
    overall: Vec<(String, Finding)>,
    classified: Option<&'a Classified>,
    parcels: Vec<Minimised<'a>>,
    /// Every profile that occurs, with its decision: where something was decided.
    review: Option<Review>,
    uitkomst: Uitkomst,
}

/// Makes one run.
pub fn run(order: &Order, library: &Library) -> Result<Outcome, Fault> {
    let days = Days { peildatum: order.peildatum, verstrekdatum: order.verstrekdatum };
    days.in_order()?;
    let rules = InForce::on(library, days)?;
    let config = Config::load(&order.config, &library.schemas, &library.policy.parties)?;
    let outbox = if order.mode == Mode::DryRun { None } else { Some(Outbox::begin(&order.out)?) };

    let basis = Basis::link(library, &config, days, &rules, Files::Disk);
    let mut overall = basis.absent_extracts();
    overall.extend(basis.repeated_files());
    let uitkomst = judge(order.mode, &basis.linked, &overall, &library.catalogue);
    if order.mode != Mode::Check {
        overall.extend(basis.arrangement_findings());
    }
    let mut finished = Finished {
        order,
        library,
        config: &config,
        rules: [&rules.then, &rules.now],
        linked: &basis.linked,
        overall,
        classified: None,
        parcels: Vec::new(),
        review: None,
        uitkomst,
    };
    let stops = matches!(uitkomst, Uitkomst::ExtractGeweigerd | Uitkomst::QuarantaineTeGroot);
    if stops && order.mode != Mode::Check {
        return publish::publish(finished, outbox);
    }

    let classified = basis.classify();
    finished.classified = Some(&classified);
    if order.mode == Mode::Check {
        return publish::publish(finished, outbox);
    }

    let consents = basis.consents();
    let releases = releases(basis.sources(&classified, &consents));
    finished.overall.extend(basis.release_findings(&consents));
    finished.review = Some(review(&basis, library, &classified, &releases));
    finished.parcels = releases.iter().map(minimise).collect();
    publish::publish(finished, outbox)
}

/// How the run ends, from what was found and set aside.
fn judge(mode: Mode, linked: &Linked, overall: &[(String, Finding)], catalogue: &Catalogue) -> Uitkomst {
    let refused =
        codes(linked.deliveries(), overall).any(|(_, code)| catalogue.ernst(code) == Ernst::Blokkerend);
    let too_many = linked.deliveries().iter().any(Delivery::over_threshold);
    match (refused, too_many, mode) {
        (true, ..) => Uitkomst::ExtractGeweigerd,
        (false, true, Mode::RunAcceptingQuarantine) => Uitkomst::GeleverdMetQuarantaine,
        (false, true, _) => Uitkomst::QuarantaineTeGroot,
        (false, false, Mode::Check) => Uitkomst::Gecontroleerd,
        (false, false, _) => Uitkomst::Geleverd,
    }
}
