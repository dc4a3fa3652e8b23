//! Help and usage errors in the language that somebody asks for. The commands themselves are in `arguments`. What is said of them is in
//! `templates/berichten.*.ftl`, because clap itself says everything in English only.

use clap::builder::ValueRange;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use super::arguments::{Arguments, BadValue};
use crate::messages::{Lang, Messages};
use crate::run::fault::Fault;

/// What clap writes before a usage.
const USAGE: &str = "Usage: ";

/// The subcommand that clap adds.
const HELP: &str = "help";

/// The language that the arguments ask for, before they are parsed: help and usage errors come out of parsing.
pub fn language(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Lang {
    let mut arguments = arguments.into_iter().take_while(|argument| argument != "--");
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--lang") => arguments.next(),
            Some(text) => text.strip_prefix("--lang=").map(Into::into),
            None => None,
        };
        if let Some(value) = value {
            return value.to_str().and_then(Lang::from_code).unwrap_or_default();
        }
    }
    Lang::default()
}

/// The commands, with their texts in a language.
pub fn commands(lang: Lang) -> Command {
    // The options of every command have a longer text while the commands are built, or `--help` would be as terse as `-h`.
    let mut command = Arguments::command().mut_args(|argument| argument.long_help(" "));
    // Help flags and usages exist only once the command is built.
    command.build();
    told(command, "jib", Messages::of(lang))
}

/// The id of what is said of a command. The path is its name after those of the commands above it.
fn command_id(path: &str) -> String {
    if path.ends_with("-help") {
        return "hulp-opdracht-jib-help".to_owned();
    }
    format!("hulp-opdracht-{path}")
}

/// The id of what is said of an argument: after its command where other commands have one of the same name.
fn argument_id(path: &str, argument: &Arg, messages: &Messages) -> String {
    let own = format!("hulp-optie-{path}-{}", argument.get_id());
    if messages.has(&own) { own } else { format!("hulp-optie-{}", argument.get_id()) }
}

/// A command and those below it, with their texts.
fn told(mut command: Command, path: &str, messages: &Messages) -> Command {
    let say = |id: &str| messages.say(id, []);
    let placeholder = say("hulp-opdracht_naam");
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix(USAGE).unwrap_or(&usage);
    let usage = usage.replace("[OPTIONS]", &format!("[{}]", say("hulp-opties_naam")));
    let usage = usage
        .replace("[COMMAND]", &format!("[{placeholder}]"))
        .replace("<COMMAND>", &format!("<{placeholder}>"));
    let heading = say("hulp-gebruik");
    command
        .about(say(&command_id(path)))
        .long_about(None::<&str>)
        .override_usage(usage)
        .help_template(format!("{{about-with-newline}}\n{heading}: {{usage}}\n\n{{all-args}}{{after-help}}"))
        .subcommand_help_heading(say("hulp-opdrachten"))
        .subcommand_value_name(placeholder)
        .mut_args(|argument| explained(argument, path, messages))
        .mut_subcommands(|under| {
            let below = format!("{path}-{}", under.get_name());
            if under.get_name() == HELP {
                return named(under.about(say(&command_id(&below))), path, messages);
            }
            told(under, &below, messages)
        })
}

/// The commands below `help`: the tree of those beside it, only named.
fn named(command: Command, path: &str, messages: &Messages) -> Command {
    command.mut_subcommands(|under| {
        let below = format!("{path}-{}", under.get_name());
        let about = messages.say(&command_id(&below), []);
        named(under.about(about), &below, messages)
    })
}

/// An argument with its text, and behind it what clap would say of its values in English.
fn explained(argument: Arg, path: &str, messages: &Messages) -> Arg {
    let say = |id: &str| messages.say(id, []);
    let values = |id: &str, values: String| messages.say(id, [("waarden", values.into())]);
    let mut text = say(&argument_id(path, &argument, messages));
    if argument.get_num_args().unwrap_or(ValueRange::EMPTY).takes_values() {
        let choices = argument.get_possible_values();
        let choices: Vec<&str> = choices.iter().map(clap::builder::PossibleValue::get_name).collect();
        if choices.len() > 1 {
            text = format!("{text} {}", values("hulp-keuze", choices.join(", ")));
        }
        let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy());
        let defaults: Vec<_> = defaults.collect();
        if !defaults.is_empty() {
            text = format!("{text} {}", values("hulp-standaard", defaults.join(" ")));
        }
    }
    if let Some(variable) = argument.get_env() {
        text = format!("{text} {}", values("hulp-omgeving", variable.to_string_lossy().into_owned()));
    }
    let heading = match (argument.is_positional(), argument.get_help_heading()) {
        (true, _) => "hulp-argumenten",
        (false, Some(_)) => "hulp-opties_van_elke_opdracht",
        (false, None) => "hulp-opties",
    };
    argument
        .help(text)
        .long_help(None::<&str>)
        .help_heading(say(heading))
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
}

/// A usage error with what to do. `None` for help and versions, which are no errors.
pub fn fault(error: &clap::Error, lang: Lang) -> Option<Fault> {
    let of = |kind| error.get(kind).map(words).unwrap_or_default();
    let messages = Messages::of(lang);
    let say = |id: &str, wat: String| messages.say(id, [("wat", wat.into())]);
    let plain = |id: &str| messages.say(id, []);
    // What was meant, or else what to do.
    let meant = |kind, otherwise: &str| match of(kind) {
        suggested if suggested.is_empty() => plain(otherwise),
        suggested => say("gebruik-bedoeld", suggested),
    };
    let argument = of(ContextKind::InvalidArg);
    let (message, help) = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::MissingRequiredArgument => {
            (say("gebruik-ontbreekt", argument), plain("gebruik-ontbreekt_doen"))
        }
        ErrorKind::UnknownArgument => {
            (say("gebruik-onbekend", argument), meant(ContextKind::SuggestedArg, "gebruik-onbekend_doen"))
        }
        ErrorKind::InvalidSubcommand => (
            say("gebruik-opdracht_onbekend", of(ContextKind::InvalidSubcommand)),
            meant(ContextKind::SuggestedSubcommand, "gebruik-opdracht_onbekend_doen"),
        ),
        ErrorKind::MissingSubcommand => {
            (plain("gebruik-opdracht_ontbreekt"), say("gebruik-kies", of(ContextKind::ValidSubcommand)))
        }
        ErrorKind::InvalidValue => {
            let help = match of(ContextKind::ValidValue) {
                known if known.is_empty() => plain("gebruik-waarde_ontbreekt_doen"),
                known => say("gebruik-kies", known),
            };
            match of(ContextKind::InvalidValue) {
                value if value.is_empty() || value == "``" => {
                    (say("gebruik-waarde_ontbreekt", argument), help)
                }
                value => (unfit(messages, argument, value), help),
            }
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).and_then(|source| source.downcast_ref());
            let help = why.map_or_else(|| plain("gebruik-waarde_doen"), |BadValue(id)| plain(id));
            (unfit(messages, argument, of(ContextKind::InvalidValue)), help)
        }
        ErrorKind::ArgumentConflict => match of(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => {
                (say("gebruik-dubbel", argument), plain("gebruik-dubbel_doen"))
            }
            prior => {
                let values = [("wat", argument.into()), ("ander", prior.into())];
                (messages.say("gebruik-samen", values), plain("gebruik-samen_doen"))
            }
        },
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => (say("gebruik-aantal", argument), plain("gebruik-aantal_doen")),
        ErrorKind::InvalidUtf8 => (plain("gebruik-onleesbaar"), plain("gebruik-onleesbaar_doen")),
        _ => (plain("gebruik-onbegrepen"), plain("gebruik-onbegrepen_doen")),
    };
    Some(Fault::Usage { message, help: messages.say("gebruik-doen", [("doen", help.into())]) })
}

/// That an argument cannot have this value.
fn unfit(messages: &Messages, argument: String, value: String) -> String {
    messages.say("gebruik-waarde", [("wat", argument.into()), ("waarde", value.into())])
}

/// What clap says of an argument, between backticks.
fn words(value: &ContextValue) -> String {
    let quoted = |text: &String| format!("`{text}`");
    match value {
        ContextValue::String(text) => quoted(text),
        ContextValue::Strings(all) => all.iter().map(quoted).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The texts of help, by id.
    const TEXTS: &str = include_str!("../../templates/berichten.nl.ftl");

    /// The ids of a command, of its arguments and of the commands below it.
    fn ids(command: &Command, path: &str, found: &mut BTreeSet<String>) {
        found.insert(command_id(path));
        let messages = Messages::of(Lang::Nl);
        found.extend(command.get_arguments().map(|own| argument_id(path, own, messages)));
        for under in command.get_subcommands().filter(|under| under.get_name() != HELP) {
            ids(under, &format!("{path}-{}", under.get_name()), found);
        }
    }

    /// That both languages have the same messages is tested where they are read.
    #[test]
    fn each_command_and_argument_has_its_text_and_no_text_is_left_over() {
        let mut command = Arguments::command();
        command.build();
        let mut spoken = BTreeSet::from([command_id("jib-help")]);
        ids(&command, "jib", &mut spoken);
        let written = TEXTS.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id.to_owned());
        let is_of_one = |id: &String| id.starts_with("hulp-opdracht-") || id.starts_with("hulp-optie-");
        assert_eq!(spoken, written.filter(is_of_one).collect());
    }

    /// clap's own English words of a page of help.
    #[test]
    fn no_page_of_help_in_dutch_has_an_english_word_of_clap() {
        fn pages(command: &mut Command, found: &mut Vec<String>) {
            found.push(command.render_help().to_string());
            found.push(command.render_long_help().to_string());
            command
                .get_subcommands_mut()
                .filter(|own| own.get_name() != "help")
                .for_each(|own| pages(own, found));
        }
        let mut found = Vec::new();
        pages(&mut commands(Lang::Nl), &mut found);
        assert!(found.len() > 30);
        for page in found {
            for word in [
                "Usage",
                "Options",
                "OPTIONS",
                "Commands",
                "COMMAND",
                "Arguments:",
                "Print ",
                "default",
                "possible",
                "env:",
            ] {
                assert!(!page.contains(word), "{word} in\n{page}");
            }
        }
    }

    #[test]
    fn the_language_is_found_before_the_arguments_are_parsed() {
        let of = |text: &str| language(text.split(' ').map(Into::into));
        assert_eq!(of("jib run --lang en"), Lang::En);
        assert_eq!(of("jib --lang=en --help"), Lang::En);
        assert_eq!(of("jib --lang nl"), Lang::Nl);
        assert_eq!(of("jib --lang"), Lang::Nl);
        assert_eq!(of("jib explain -- --lang en"), Lang::Nl);
    }

    /// The lines with what their usage error says.
    fn refused(lang: Lang, lines: &[(&str, &str)]) -> Vec<String> {
        let said = lines.iter().map(|(line, expected)| {
            let refused = commands(lang).try_get_matches_from(line.split(' ')).expect_err(line);
            let fault = fault(&refused, lang).expect(line);
            let help = miette::Diagnostic::help(&fault).expect(line).to_string();
            let said = format!("{fault} {help}");
            assert!(said.contains(expected), "{line}: {said}");
            said
        });
        said.collect()
    }

    #[test]
    fn a_usage_error_says_in_dutch_what_to_do() {
        let said = refused(
            Lang::Nl,
            &[
                ("jib run", "ontbreekt"),
                ("jib rum", "bedoelt u `run`?"),
                ("jib run --peildatm 2026-11-01", "bedoelt u `--peildatum`?"),
                ("jib check -c x --out y --peildatum 2026-1-1", "schrijf jjjj-mm-dd"),
                ("jib --format yaml man", "kies uit `text`, `json`, `html`"),
                ("jib --threads 0 man", "heel getal"),
                ("jib sample --out x --personen veel", "heel getal"),
                ("jib sample --out x --personen 5000000000", "schrijf een getal dat mag"),
                ("jib policy sql --dialect access", "kies `duckdb`"),
                ("jib explain brp --list", "gaat niet samen met"),
                ("jib keygen --out", "waarde nodig"),
                ("jib --quiet --quiet man", "meer dan eens"),
            ],
        );
        for said in said {
            for word in ["error", "invalid", "required", "unexpected", "cannot"] {
                assert!(!said.contains(word), "{said}");
            }
        }
    }

    #[test]
    fn a_usage_error_says_in_english_what_to_do() {
        let said = refused(
            Lang::En,
            &[
                ("jib run", "missing"),
                ("jib rum", "do you mean `run`?"),
                ("jib run --peildatm 2026-11-01", "do you mean `--peildatum`?"),
                ("jib check -c x --out y --peildatum 2026-1-1", "write yyyy-mm-dd"),
                ("jib --format yaml man", "choose from `text`, `json`, `html`"),
                ("jib sample --out x --personen veel", "whole number"),
                ("jib doctor -c x --dagen=-3", "within bounds"),
                ("jib policy sql --dialect access", "choose `duckdb`"),
                ("jib explain brp --list", "does not go with"),
                ("jib keygen --out", "needs a value"),
                ("jib --quiet --quiet man", "more than once"),
            ],
        );
        for said in said {
            for word in ["schrijf", "kies", "opdracht", "bedoelt", "heeft"] {
                assert!(!said.contains(word), "{said}");
            }
        }
    }
}
