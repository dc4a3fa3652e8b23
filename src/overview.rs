//! One page about the runs of several municipalities: did each of them go well, and what needs attention? Counts only, and
//! none that the municipality's own report does not show. No totals over municipalities: nobody controls them together.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::catalogue::Lang;
use crate::error::Fault;
use crate::ledger::manifest::Uitkomst;
use crate::model::finding::Ernst;
use crate::outbox::{OutboxFault, write_overview};
use crate::pages::Page;
use crate::pipeline::Outcome;
use crate::report::counts::family_of;
use crate::report::figures::BevindingRegel;
use crate::report::findings::is_urgent;
use crate::report::suppress::{Shown, alone};
use crate::schemas::slashed;

/// The page, in the folder of all controllers.
pub const PAGE: &str = "overzicht.html";

/// The same as data.
pub const DATA: &str = "overzicht.json";

/// What the page shows.
#[derive(Clone, Debug, Serialize)]
pub struct Overzicht {
    /// Version of this form.
    pub versie: u32,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves; the peildatum if nothing does.
    pub verstrekdatum: String,
    /// One a configuration, in the order of the command.
    pub gemeenten: Vec<Rij>,
}

/// What became of one configuration.
#[derive(Clone, Debug, Serialize)]
pub struct Rij {
    /// The configuration's path, as it was given.
    pub configuratie: String,
    /// How to read the exit code.
    pub oordeel: Oordeel,
    /// The exit code that this configuration alone would give.
    pub exitcode: u8,
    /// The run, if there is one.
    pub run: Option<Run>,
    /// Why there is none.
    pub fout: Option<String>,
}

/// Is it good?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Oordeel {
    /// Done.
    Goed,
    /// Done, and somebody must look.
    LetOp,
    /// Not done.
    NietGoed,
}

/// The figures of one run.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the words of the report")]
pub struct Run {
    pub gemeente: String,
    pub gemeentecode: String,
    pub uitkomst: Uitkomst,
    pub rapport: Option<String>,
    pub gelezen: u64,
    pub quarantaine: u64,
    pub personen: Shown,
    pub drempel_kleine_cellen: u64,
    pub pakketten: usize,
    pub blokkerend: u64,
    pub waarschuwingen: u64,
    pub incidenten: usize,
}

impl Oordeel {
    /// The judgement of a run.
    pub fn of(outcome: &Outcome) -> Oordeel {
        let released = outcome.pakketten.iter().any(|som| som.geleverd > 0);
        Oordeel::of_run(outcome.uitkomst, outcome.incidents, &outcome.noted, released)
    }

    /// The judgement from how a run ended, how many incidents it has, what was found, and whether anything left.
    pub fn of_run(uitkomst: Uitkomst, incidents: usize, found: &[BevindingRegel], released: bool) -> Oordeel {
        match uitkomst {
            Uitkomst::ExtractGeweigerd | Uitkomst::QuarantaineTeGroot => Oordeel::NietGoed,
            Uitkomst::GeleverdMetQuarantaine => Oordeel::LetOp,
            Uitkomst::Geleverd | Uitkomst::Gecontroleerd => {
                let asks_a_look = |found: &BevindingRegel| {
                    matches!(found.ernst, Ernst::Blokkerend | Ernst::Quarantaine) || is_urgent(found)
                };
                let nothing_left = uitkomst == Uitkomst::Geleverd && !released;
                if incidents > 0 || nothing_left || found.iter().any(asks_a_look) {
                    Oordeel::LetOp
                } else {
                    Oordeel::Goed
                }
            }
        }
    }

    /// The judgement as people say it.
    pub fn words(self) -> &'static str {
        match self {
            Oordeel::Goed => "GOED",
            Oordeel::LetOp => "LET OP",
            Oordeel::NietGoed => "NIET GOED",
        }
    }
}

impl Rij {
    /// The line of one configuration, named by its file and the folder that holds it. `out` is the folder in which the page
    /// lies: links are relative to it.
    pub fn of(config: &Path, answer: &Result<Outcome, Fault>, out: &Path) -> Rij {
        let written = config.display().to_string();
        let configuratie = short(config);
        match answer {
            Ok(outcome) => Rij {
                configuratie,
                oordeel: Oordeel::of(outcome),
                exitcode: outcome.exit_code() as u8,
                run: Some(Run::of(outcome, out)),
                fout: None,
            },
            Err(fault) => Rij {
                oordeel: Oordeel::NietGoed,
                exitcode: fault.exit_code() as u8,
                run: None,
                fout: Some(fault.to_string().replace(&written, &configuratie)),
                configuratie,
            },
        }
    }
}

/// A file with the folder that it lies in: enough to tell one municipality from another, and not where on the machine.
fn short(path: &Path) -> String {
    let folder_and_file = path.iter().skip(path.iter().count().saturating_sub(2));
    slashed(&folder_and_file.collect::<PathBuf>())
}

impl Run {
    fn of(outcome: &Outcome, out: &Path) -> Run {
        let found = |ernst: Ernst| {
            outcome.findings.iter().find(|(known, _)| *known == ernst).map_or(0, |(_, count)| *count)
        };
        let report = outcome.folder.as_deref().map(|folder| {
            slashed(&folder.strip_prefix(out).unwrap_or(folder).join("rapport").join("index.html"))
        });
        let threshold = outcome.drempel_kleine_cellen;
        let released = outcome.pakketten.iter().filter(|som| som.geleverd > 0);
        let released: BTreeSet<(String, String)> = released.map(family_of).collect();
        Run {
            gemeente: outcome.gemeente.clone(),
            gemeentecode: outcome.gemeentecode.clone(),
            uitkomst: outcome.uitkomst,
            rapport: report,
            gelezen: outcome.extracten.iter().map(|som| som.gelezen).sum(),
            quarantaine: outcome.extracten.iter().map(|som| som.quarantaine).sum(),
            personen: alone(u64::try_from(outcome.personen).unwrap_or(u64::MAX), threshold),
            drempel_kleine_cellen: threshold,
            pakketten: released.len(),
            blokkerend: found(Ernst::Blokkerend),
            waarschuwingen: found(Ernst::Waarschuwing),
            incidenten: outcome.incidents,
        }
    }
}

impl Overzicht {
    /// Writes the page and the data into a folder, in place of those of an earlier night.
    pub fn write(&self, out: &Path, lang: Lang) -> Result<(), Fault> {
        let html =
            Page::Overzicht.render(self, lang).map_err(|e| Fault::internal("het overzicht maken")(&e))?;
        let json = serde_json::to_vec_pretty(self).map_err(|e| Fault::internal("het overzicht maken")(&e))?;
        let write =
            |name: &str, bytes: &[u8]| -> Result<(), OutboxFault> { write_overview(&out.join(name), bytes) };
        write(DATA, &json)?;
        write(PAGE, html.as_bytes())?;
        Ok(())
    }
}
