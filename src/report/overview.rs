//! One page about the runs of several municipalities: did each of them go well, and what needs attention? Counts only, and
//! none that the municipality's own report does not show. No totals over municipalities: nobody controls them together.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::model::finding::Ernst;
use crate::model::outcome::{ExitCode, Uitkomst};
use crate::report::counts::family_of;
use crate::report::outcome::Outcome;
use crate::report::suppress::{Shown, alone};
use crate::report::templates::Page;
use crate::report::verdict::Oordeel;
use crate::schemas::catalogue::Lang;
use crate::schemas::files::slashed;

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

/// Why a configuration has no run.
#[derive(Clone, Debug)]
pub struct NoRun {
    /// The exit code that it alone would give.
    pub exit_code: ExitCode,
    /// The message.
    pub message: String,
}

impl Rij {
    /// The line of one configuration, named by its file and the folder that holds it. `out` is the folder in which the page
    /// lies: links are relative to it.
    pub fn of(config: &Path, answer: Result<&Outcome, NoRun>, out: &Path) -> Rij {
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
                exitcode: fault.exit_code as u8,
                run: None,
                fout: Some(fault.message.replace(&written, &configuratie)),
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
    /// As a page.
    ///
    /// # Errors
    /// Where a template is wrong.
    pub fn html(&self, lang: Lang) -> Result<String, minijinja::Error> {
        Page::Overzicht.render(self, lang)
    }
}
