//! One page about the runs of several municipalities: did each go well, and what needs attention? It holds only counts that
//! the municipality's own report also shows. There are no totals across municipalities, because no single controller is
//! responsible for them all.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::model::finding::Ernst;
use crate::model::outcome::{ExitCode, RunOutcome};
use crate::report::counts::everyone;
use crate::report::outcome::Outcome;
use crate::report::templates::Page;
use crate::report::verdict::{Task, Verdict};
use crate::schemas::catalogue::Lang;
use crate::schemas::files::slashed;

/// The page, in the folder that holds all controllers' folders.
pub const PAGE: &str = "overzicht.html";

/// The same overview as JSON.
pub const DATA: &str = "overzicht.json";

/// What the page shows.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// The version of this format.
    #[serde(rename = "versie")]
    pub version: u32,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves. The peildatum if nothing leaves.
    pub verstrekdatum: String,
    /// One row per configuration, in the order of the command line.
    #[serde(rename = "gemeenten")]
    pub municipalities: Vec<OverviewRow>,
}

/// The result of one configuration.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewRow {
    /// The path of the configuration, as given on the command line.
    #[serde(rename = "configuratie")]
    pub config: String,
    /// The verdict that belongs to the exit code.
    #[serde(rename = "oordeel")]
    pub verdict: Verdict,
    /// The exit code for this configuration alone.
    #[serde(rename = "exitcode")]
    pub exit_code: u8,
    /// The run. `None` if it could not be made.
    pub run: Option<OverviewRun>,
    /// Why there is no run.
    #[serde(rename = "fout")]
    pub fault: Option<String>,
}

/// The figures of one run.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct OverviewRun {
    pub gemeente: String,
    pub gemeentecode: String,
    #[serde(rename = "uitkomst")]
    pub outcome: RunOutcome,
    #[serde(rename = "rapport")]
    pub report: Option<String>,
    #[serde(rename = "gelezen")]
    pub read: u64,
    pub quarantaine: u64,
    #[serde(rename = "personen")]
    pub persons: u64,
    /// Counts of persons are rounded to a multiple of this; null if they are exact.
    #[serde(rename = "afgerond_op")]
    pub rounded_to: Option<u64>,
    #[serde(rename = "pakketten")]
    pub parcels: usize,
    #[serde(rename = "blokkerend")]
    pub blocking: u64,
    #[serde(rename = "waarschuwingen")]
    pub warnings: u64,
    #[serde(rename = "incidenten")]
    pub incidents: usize,
    /// How many tasks there are.
    #[serde(rename = "taken")]
    pub tasks: usize,
    /// The first of them.
    #[serde(rename = "eerst")]
    pub first: Option<Task>,
}

/// Why a configuration has no run.
#[derive(Clone, Debug)]
pub struct NoRun {
    /// The exit code for this configuration alone.
    pub exit_code: ExitCode,
    /// The message.
    pub message: String,
}

impl OverviewRow {
    /// The row of one configuration, named by its file and parent folder. Links are relative to `out`, the folder of the
    /// page.
    pub fn of(config: &Path, answer: Result<&Outcome, NoRun>, out: &Path) -> OverviewRow {
        let written = config.display().to_string();
        let config = short(config);
        match answer {
            Ok(outcome) => OverviewRow {
                config,
                verdict: outcome.judgement.verdict,
                exit_code: outcome.exit_code() as u8,
                run: Some(OverviewRun::of(outcome, out)),
                fault: None,
            },
            Err(fault) => OverviewRow {
                verdict: Verdict::NotGood,
                exit_code: fault.exit_code as u8,
                run: None,
                fault: Some(fault.message.replace(&written, &config)),
                config,
            },
        }
    }
}

/// The file and its parent folder: enough to tell municipalities apart without revealing the path on the machine.
fn short(path: &Path) -> String {
    let folder_and_file = path.iter().skip(path.iter().count().saturating_sub(2));
    slashed(&folder_and_file.collect::<PathBuf>())
}

impl OverviewRun {
    fn of(outcome: &Outcome, out: &Path) -> OverviewRun {
        let found = |ernst: Ernst| {
            outcome.findings_shown.iter().find(|(known, _)| *known == ernst).map_or(0, |(_, count)| *count)
        };
        let report = outcome.folder.as_deref().map(|folder| {
            slashed(&folder.strip_prefix(out).unwrap_or(folder).join("rapport").join("index.html"))
        });
        OverviewRun {
            gemeente: outcome.gemeente.clone(),
            gemeentecode: outcome.gemeentecode.clone(),
            outcome: outcome.ended,
            report,
            read: outcome.read_shown,
            quarantaine: outcome.extracts.iter().map(|sum| sum.quarantaine).sum(),
            persons: everyone(&outcome.rounder, outcome.persons),
            rounded_to: outcome.rounder.base(),
            parcels: outcome.sealed.parcels,
            blocking: found(Ernst::Blokkerend),
            warnings: found(Ernst::Waarschuwing),
            incidents: outcome.incidents,
            tasks: outcome.judgement.tasks.len(),
            first: outcome.judgement.tasks.first().cloned(),
        }
    }
}

impl Overview {
    /// Renders the page.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn html(&self, lang: Lang) -> Result<String, minijinja::Error> {
        Page::Overview.render(self, lang)
    }
}
