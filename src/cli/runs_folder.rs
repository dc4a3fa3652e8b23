//! The folder of runs that a command looks back in: checked in one place, before anything is written or said.

use std::path::Path;

use super::output::shown;
use crate::config::Config;
use crate::handle::EntryKind;
use crate::os_fault::as_whom;
use crate::publish::ledger::chain::Link;
use crate::publish::ledger::runs::Runs;
use crate::run::fault::Fault;

/// Whether a command can look back in this folder.
///
/// # Errors
/// [`Fault::Usage`] if it is no folder that can be read, or if this municipality's runs are in a folder below it.
pub(super) fn check(out: &Path, config: &Config) -> Result<(), Fault> {
    if let Err(reason) = std::fs::read_dir(out) {
        let otherwise = "geef de map die u bij --out aan jib run geeft";
        return Err(Fault::Usage {
            message: format!("`{}` is geen leesbare map met runs", shown(out)),
            help: as_whom(&reason).unwrap_or(otherwise).to_owned(),
        });
    }
    is_of_one(out, config)
}

/// Whether a folder is that of one municipality. A command with several configurations gives each a folder of its own below `--out`,
/// in which `--out` itself has nothing to look back at: every answer about it would be that there is nothing. Only a run that
/// delivered counts, because a check of one municipality is easily put above the folders of all.
///
/// # Errors
/// [`Fault::Usage`] if this municipality's runs are in a folder below it.
pub(super) fn is_of_one(out: &Path, config: &Config) -> Result<(), Fault> {
    let code = config.file.gemeente.code.get_ref();
    let runs = Runs::open(out, None);
    let has_own = runs.folder().is_some_and(|folder| matches!(folder.kind(code), Ok(EntryKind::Folder)));
    let delivered = |name: String| {
        let link = runs.read(&name).and_then(|read| Link::of(&read));
        link.is_some_and(|link| link.outcome.in_chain())
    };
    if !has_own || runs.names().into_iter().any(delivered) {
        return Ok(());
    }
    Err(Fault::Usage {
        message: format!(
            "in `{}` zelf staat geen run die leverde; de runs van gemeente {code} staan in een map daaronder",
            shown(out)
        ),
        help: format!("geef de map van deze gemeente: {}", shown(&out.join(code))),
    })
}
