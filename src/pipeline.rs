//! The spine of a run: one line per stage, in order.

mod publish;

use std::path::{Path, PathBuf};

use crate::catalogue::{Catalogue, Lang};
use crate::classified::{Classified, Judged, classify_all};
use crate::classify::Setting;
use crate::config::Config;
use crate::config::file::{Kanaal, Parameters};
use crate::error::{ExitCode, Fault};
use crate::intake::{Delivery, Intake, codes};
use crate::ledger::manifest::{ExtractSom, PakketSom, Uitkomst};
use crate::link::{Linked, link};
use crate::minimise::{self, Minimised, Selection, Sources, minimise};
use crate::model::day::Day;
use crate::model::facts::Inkomensgrenzen;
use crate::model::finding::{Code, Ernst};
use crate::model::ruling::Weigering;
use crate::outbox::Outbox;
use crate::policy::decide::{Parcel, parcels};
use crate::policy::in_force::{Policy, RuleSet};
use crate::schemas::{SchemaFiles, Schemas};

/// What every run shares: schemas, law and the register of findings.
pub struct Library {
    /// The files.
    pub files: SchemaFiles,
    /// Extracts and vocabulary.
    pub schemas: Schemas,
    /// The law.
    pub policy: Policy,
    /// The findings.
    pub catalogue: Catalogue,
}

impl Library {
    /// Finds and reads the folder `schemas/`.
    pub fn load(named: Option<&Path>) -> Result<Library, Fault> {
        let files = SchemaFiles::find(named)?;
        let schemas = Schemas::load(&files)?;
        let policy = Policy::load(&files)?;
        let catalogue = Catalogue::load(&files)?;
        Ok(Library { files, schemas, policy, catalogue })
    }
}

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
    overall: Vec<(String, Code)>,
    classified: Option<&'a Classified>,
    parcels: Vec<Minimised<'a>>,
    uitkomst: Uitkomst,
}

/// Makes one run.
pub fn run(order: &Order, library: &Library) -> Result<Outcome, Fault> {
    let Order { peildatum, verstrekdatum, .. } = *order;
    if verstrekdatum < peildatum {
        return Err(Fault::Usage {
            message: "de verstrekdatum ligt vóór de peildatum".to_owned(),
            help: "geleverd wordt op of na de dag waarop de feiten zijn beoordeeld".to_owned(),
        });
    }
    let then = library.policy.on(peildatum, &library.schemas)?;
    let now = library.policy.on(verstrekdatum, &library.schemas)?;
    let config = Config::load(&order.config, &library.schemas, &library.policy.parties)?;
    let outbox = if order.mode == Mode::DryRun { None } else { Some(Outbox::begin(&order.out)?) };

    let intake = Intake { config: &config, schemas: &library.schemas, peildatum };
    let linked = link(&config, &intake, &library.policy);
    let overall = absent_extracts(&config, library);
    let uitkomst = judge(order.mode, &linked, &overall, &library.catalogue);
    let mut finished = Finished {
        order,
        library,
        config: &config,
        rules: [&then, &now],
        linked: &linked,
        overall,
        classified: None,
        parcels: Vec::new(),
        uitkomst,
    };
    let stops = matches!(uitkomst, Uitkomst::ExtractGeweigerd | Uitkomst::QuarantaineTeGroot);
    if stops && order.mode != Mode::Check {
        return publish::publish(finished, outbox);
    }

    let setting = setting(&config, &linked);
    let judged = Judged { peildatum, terms: &then.terms, verstrekdatum, terms_then: &now.terms };
    let classified = classify_all(&linked, judged, &setting);
    finished.classified = Some(&classified);
    if order.mode == Mode::Check {
        return publish::publish(finished, outbox);
    }

    let decided = parcels(&then, &now);
    let sources = Sources {
        linked: &linked,
        classified: &classified,
        terms: &then.terms,
        peildatum,
        verstrekdatum,
        schemas: &library.schemas,
        pseudonym: &config.keys.pseudonym,
    };
    finished.parcels = decided.iter().flat_map(|parcel| minimised(parcel, &config, sources)).collect();
    publish::publish(finished, outbox)
}

/// Extracts that are not configured. The BRP may not be missing.
fn absent_extracts(config: &Config, library: &Library) -> Vec<(String, Code)> {
    let configured = |id: &str| config.file.levering.iter().any(|levering| levering.get_ref().extract == id);
    let missing = library.schemas.extracts.iter().filter(|schema| !configured(&schema.id));
    missing
        .map(|schema| {
            let code = if schema.id == "brp" { Code::VerplichtOntbreekt } else { Code::ExtractOntbreekt };
            (schema.id.clone(), code)
        })
        .collect()
}

/// How the run ends, from what was found and set aside.
fn judge(mode: Mode, linked: &Linked, overall: &[(String, Code)], catalogue: &Catalogue) -> Uitkomst {
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

/// What the configuration contributes to the classification. Amounts are those of the first day of the income's period.
fn setting(config: &Config, linked: &Linked) -> Setting {
    let file = &config.file;
    let on = linked.income_period().map(|period| period.first_day());
    let amount = |entries| on.and_then(|day| Parameters::on(entries, day));
    Setting {
        gemeente: config.gemeente(),
        regio: config.regio(),
        contactgemeente: file.gemeente.contactgemeente,
        grenzen: Inkomensgrenzen {
            jib_cent: amount(&file.parameters.jib_inkomensgrens_cent),
            zelfstandig_cent: amount(&file.parameters.economisch_zelfstandig_cent),
        },
    }
}

/// The parcels of one rule: one, or with addresses two.
fn minimised<'a>(parcel: &'a Parcel, config: &Config, sources: Sources<'a>) -> Vec<Minimised<'a>> {
    let selections: &[Selection] =
        if parcel.has_address() { &[Selection::Open, Selection::Secret] } else { &[Selection::All] };
    let delivery = deliverable(&parcel.rule.partij, config);
    selections.iter().map(|selection| minimise(parcel, *selection, delivery, sources)).collect()
}

/// To which configured recipient a party's parcels go, or why to none.
fn deliverable(partij: &str, config: &Config) -> minimise::Delivery {
    let position = config.file.ontvanger.iter().position(|ontvanger| ontvanger.get_ref().partij == partij);
    let kanaal = position.and_then(|at| config.file.ontvanger.get(at)).map(|o| o.get_ref().kanaal);
    match (position, kanaal) {
        (Some(position), Some(Kanaal::Beveiligd)) => minimise::Delivery::To(position),
        (_, Some(Kanaal::Onbeveiligd)) => minimise::Delivery::Withheld(Weigering::KanaalOnbeveiligd),
        _ => minimise::Delivery::Withheld(Weigering::GeenOntvanger),
    }
}
