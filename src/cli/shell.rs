//! `jib completions` and `jib man`, generated from the same argument definitions as the parser.

use std::path::Path;

use clap::builder::{PossibleValuesParser, ValueRange};
use clap::{Arg, Command};
use clap_mangen::Man as Page;

use super::arguments::{Common, CompletionsArguments, Format, ManArguments};
use super::dutch;
use super::output::{data, json_data, shown};
use crate::model::outcome::ExitCode;
use crate::publish::outbox::write_new;
use crate::run::fault::Fault;
use crate::schemas::catalogue::Lang;

/// The program's name, in scripts and manual pages.
const NAME: &str = "jib";

/// Prints the completion script of a shell.
///
/// # Errors
/// [`Fault`] if stdout cannot be written.
pub fn completions(common: &Common, arguments: &CompletionsArguments) -> Result<ExitCode, Fault> {
    let mut script = Vec::new();
    let mut commands = dutch::commands(common.lang);
    if common.lang == Lang::Nl {
        commands = with_bare_values(commands);
    }
    clap_complete::generate(arguments.shell, &mut commands, NAME, &mut script);
    printed(common, &script)
}

/// The commands without what the types of their values say in English: the help of an argument says it in Dutch. Not to parse with.
fn with_bare_values(command: Command) -> Command {
    let bare = |argument: Arg| {
        let values = argument.get_possible_values();
        let takes_value = argument.get_num_args().unwrap_or(ValueRange::EMPTY).takes_values();
        if values.is_empty() || !takes_value {
            return argument;
        }
        let values = values.into_iter().map(|value| value.help(None::<&str>));
        argument.value_parser(PossibleValuesParser::new(values))
    };
    command.mut_args(bare).mut_subcommands(with_bare_values)
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
