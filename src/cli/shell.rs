//! `jib completions` and `jib man`, generated from the same argument definitions as the parser.

use std::path::Path;

use clap::Command;
use clap_mangen::Man as Page;

use super::arguments::{Common, CompletionsArguments, Format, ManArguments};
use super::{data, dutch, json_data, shown};
use crate::model::outcome::ExitCode;
use crate::publish::outbox::write_new;
use crate::run::fault::Fault;

/// The program's name, in scripts and manual pages.
const NAME: &str = "jib";

/// Prints the completion script of a shell.
///
/// # Errors
/// [`Fault`] if stdout cannot be written.
pub fn completions(common: &Common, arguments: &CompletionsArguments) -> Result<ExitCode, Fault> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut dutch::commands(common.lang), NAME, &mut script);
    printed(common, &script)
}

/// Prints the manual page of `jib`, or writes a page for every command.
///
/// # Errors
/// [`Fault`] if a page cannot be rendered or written.
pub fn man(common: &Common, arguments: &ManArguments) -> Result<ExitCode, Fault> {
    let mut command = dutch::commands(common.lang);
    command.build();
    let Some(folder) = &arguments.out else {
        return printed(common, &page(command)?);
    };
    let mut written = Vec::new();
    write_pages(&command, folder, &mut written)?;
    match common.format {
        Format::Json => json_data(&serde_json::json!({ "bestanden": written }))?,
        Format::Text | Format::Html => data(format!("{}\n", written.join("\n")).as_bytes())?,
    }
    Ok(ExitCode::Done)
}

/// Prints the text. In JSON format, as a string in an object.
fn printed(common: &Common, text: &[u8]) -> Result<ExitCode, Fault> {
    match common.format {
        Format::Json => json_data(&serde_json::json!({ "inhoud": String::from_utf8_lossy(text) }))?,
        Format::Text | Format::Html => data(text)?,
    }
    Ok(ExitCode::Done)
}

fn page(command: Command) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    Page::new(command)
        .render(&mut bytes)
        .map_err(|reason| Fault::internal("de handleiding maken")(&reason))?;
    Ok(bytes)
}

/// Writes the page of a command and of its subcommands.
fn write_pages(command: &Command, folder: &Path, written: &mut Vec<String>) -> Result<(), Fault> {
    let name = command.get_display_name().unwrap_or(NAME).to_owned();
    let path = folder.join(format!("{name}.1"));
    write_new(&path, &page(command.clone())?)?;
    written.push(shown(&path));
    for under in command.get_subcommands().filter(|under| !under.is_hide_set() && under.get_name() != "help")
    {
        write_pages(under, folder, written)?;
    }
    Ok(())
}
