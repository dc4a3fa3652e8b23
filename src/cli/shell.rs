//! `jib completions` and `jib man`, generated from the same argument definitions as the parser.

use std::borrow::Cow;
use std::path::Path;

use clap::Command;
use clap_mangen::Man as Page;

use super::arguments::{Common, CompletionsArguments, Format, ManArguments};
use super::help;
use super::output::{data, json_data, shown};
use crate::messages::{Lang, Messages};
use crate::model::outcome::ExitCode;
use crate::publish::outbox::write_new;
use crate::run::fault::Fault;

/// The program's name, in scripts and manual pages.
const NAME: &str = "jib";

/// How a section of a manual page begins.
const SECTION: &str = ".SH ";

/// The headings that `clap_mangen` writes in English whatever the commands say, with the message of each.
const HEADINGS: [(&str, &str); 4] = [
    ("NAME", "handleiding-naam"),
    ("SYNOPSIS", "handleiding-overzicht"),
    ("DESCRIPTION", "handleiding-beschrijving"),
    ("VERSION", "handleiding-versie"),
];

/// Prints the completion script of a shell.
///
/// # Errors
/// [`Fault`] if stdout cannot be written.
pub fn completions(common: &Common, arguments: &CompletionsArguments) -> Result<ExitCode, Fault> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut help::commands(common.lang), NAME, &mut script);
    printed(common, &script)
}

/// Prints the manual page of `jib`, or writes a page for every command.
///
/// # Errors
/// [`Fault`] if a page cannot be rendered or written.
pub fn man(common: &Common, arguments: &ManArguments) -> Result<ExitCode, Fault> {
    let mut command = help::commands(common.lang);
    command.build();
    let Some(folder) = &arguments.out else {
        return printed(common, &page(command, common.lang)?);
    };
    let mut written = Vec::new();
    write_pages(&command, common.lang, folder, &mut written)?;
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

fn page(command: Command, lang: Lang) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    Page::new(command)
        .render(&mut bytes)
        .map_err(|reason| Fault::internal("de handleiding maken")(&reason))?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().map(|line| {
        let heading = HEADINGS.iter().find(|(own, _)| line.strip_prefix(SECTION) == Some(own));
        heading.map_or(Cow::Borrowed(line), |(_, id)| {
            Cow::Owned(format!("{SECTION}{}", Messages::of(lang).say(id, [])))
        })
    });
    Ok(lines.flat_map(|line| [line, Cow::Borrowed("\n")]).collect::<String>().into_bytes())
}

/// Writes the page of a command and of its subcommands.
fn write_pages(command: &Command, lang: Lang, folder: &Path, written: &mut Vec<String>) -> Result<(), Fault> {
    let name = command.get_display_name().unwrap_or(NAME).to_owned();
    let path = folder.join(format!("{name}.1"));
    write_new(&path, &page(command.clone(), lang)?)?;
    written.push(shown(&path));
    for under in command.get_subcommands().filter(|under| !under.is_hide_set() && under.get_name() != "help")
    {
        write_pages(under, lang, folder, written)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_of_a_manual_page_are_in_its_language() {
        for (lang, expected) in [
            (
                Lang::Nl,
                ["NAAM", "OVERZICHT", "BESCHRIJVING", "OPTIES", "\"OPTIES VAN ELKE OPDRACHT\"", "VERSIE"],
            ),
            (Lang::En, ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "\"COMMON OPTIONS\"", "VERSION"]),
        ] {
            let mut commands = help::commands(lang);
            let command = commands.find_subcommand_mut("keygen").expect("a command").clone();
            let text = String::from_utf8(page(command, lang).expect("a page")).expect("text");
            let headings: Vec<_> = text.lines().filter_map(|line| line.strip_prefix(SECTION)).collect();
            assert_eq!(headings, expected);
        }
    }
}
