//! Help and usage errors in Dutch. The commands themselves, and their English, are in `arguments`; their Dutch is in
//! `templates/hulp.toml`. clap says everything else in English only, so this is the one place that knows its headings and errors.

use std::collections::BTreeMap;
use std::num::ParseIntError;
use std::sync::LazyLock;

use clap::builder::ValueRange;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};
use serde::Deserialize;

use super::arguments::Arguments;
use crate::messages::Lang;
use crate::run::fault::Fault;

/// The texts of commands and arguments.
const TEXTS: &str = include_str!("../../templates/hulp.toml");

/// How a page of help is laid out.
const TEMPLATE: &str = "{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}";

/// What clap writes before a usage.
const USAGE: &str = "Usage: ";

/// The Dutch of `--help`.
#[derive(Default, Deserialize)]
struct HelpTexts {
    /// By the name of a command, with those above it.
    opdracht: BTreeMap<String, String>,
    /// By the name of an argument, after its command where other commands have one of the same name.
    optie: BTreeMap<String, String>,
}

impl HelpTexts {
    /// A file that does not parse has no texts. The tests check that it does.
    fn all() -> &'static HelpTexts {
        static TEXTS_READ: LazyLock<HelpTexts> = LazyLock::new(|| toml::from_str(TEXTS).unwrap_or_default());
        &TEXTS_READ
    }

    /// The text of an argument of a command.
    fn of(&self, path: &str, argument: &str) -> Option<&String> {
        self.optie.get(&format!("{path} {argument}")).or_else(|| self.optie.get(argument))
    }
}

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
    Lang::Nl
}

/// The commands, with their texts in a language.
pub fn commands(lang: Lang) -> Command {
    let mut command = Arguments::command();
    if lang == Lang::Nl {
        // Help flags and usages exist only once the command is built.
        command.build();
        command = translated(command, "jib");
    }
    command
}

fn translated(mut command: Command, path: &str) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix(USAGE).unwrap_or(&usage).replace("[OPTIONS]", "[OPTIES]");
    let usage = usage.replace("[COMMAND]", "[OPDRACHT]").replace("<COMMAND>", "<OPDRACHT>");
    if let Some(about) = HelpTexts::all().opdracht.get(path) {
        command = command.about(about).long_about(None::<&str>);
    }
    command
        .override_usage(usage)
        .help_template(TEMPLATE)
        .subcommand_help_heading("Opdrachten")
        .subcommand_value_name("OPDRACHT")
        .mut_args(|argument| told(argument, path))
        .mut_subcommands(|under| {
            let path = format!("{path} {}", under.get_name());
            // `jib help` has the whole tree below it once more; it only names the commands.
            if under.get_name() == "help" {
                return under.about(HelpTexts::all().opdracht.get("jib help").cloned().unwrap_or_default());
            }
            translated(under, &path)
        })
}

/// An argument with its Dutch text, and behind it what clap would say of its values in English.
fn told(argument: Arg, path: &str) -> Arg {
    let Some(text) = HelpTexts::all().of(path, argument.get_id().as_str()) else { return argument };
    let mut text = text.clone();
    let takes_value = argument.get_num_args().unwrap_or(ValueRange::EMPTY).takes_values();
    let choices: Vec<String> = if takes_value {
        argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
    } else {
        Vec::new()
    };
    if choices.len() > 1 {
        text = format!("{text} [keuze: {}]", choices.join(", "));
    }
    let defaults: Vec<_> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes_value && !defaults.is_empty() {
        text = format!("{text} [standaard: {}]", defaults.join(" "));
    }
    if let Some(variable) = argument.get_env() {
        text = format!("{text} [omgeving: {}]", variable.to_string_lossy());
    }
    let heading = match (argument.is_positional(), argument.get_help_heading()) {
        (true, _) => "Argumenten",
        (false, Some(_)) => "Opties van elke opdracht",
        (false, None) => "Opties",
    };
    argument
        .help(text)
        .long_help(None::<&str>)
        .help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
}

/// A usage error in Dutch, with what to do. `None` for help and versions, which are no errors.
pub fn fault(error: &clap::Error) -> Option<Fault> {
    let of = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let (message, help) = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::MissingRequiredArgument => {
            (format!("er ontbreekt: {argument}"), "vul de opdracht daarmee aan".to_owned())
        }
        ErrorKind::UnknownArgument => {
            let suggested = of(ContextKind::SuggestedArg);
            let help = match suggested.as_str() {
                "" => "haal het weg".to_owned(),
                suggested => format!("bedoelt u {suggested}?"),
            };
            (format!("{argument} bestaat niet bij deze opdracht"), help)
        }
        ErrorKind::InvalidSubcommand => {
            let suggested = of(ContextKind::SuggestedSubcommand);
            let help = match suggested.as_str() {
                "" => "`jib --help` noemt elke opdracht".to_owned(),
                suggested => format!("bedoelt u {suggested}?"),
            };
            (format!("de opdracht {} bestaat niet", of(ContextKind::InvalidSubcommand)), help)
        }
        ErrorKind::MissingSubcommand => {
            ("er ontbreekt een opdracht".to_owned(), format!("kies uit {}", of(ContextKind::ValidSubcommand)))
        }
        ErrorKind::InvalidValue => {
            let known = of(ContextKind::ValidValue);
            let help = match known.as_str() {
                "" => "schrijf de waarde erachter".to_owned(),
                known => format!("kies uit {known}"),
            };
            match of(ContextKind::InvalidValue).as_str() {
                "" | "``" => (format!("{argument} heeft een waarde nodig"), help),
                value => (format!("{value} kan niet bij {argument}"), help),
            }
        }
        ErrorKind::ValueValidation => {
            let value = of(ContextKind::InvalidValue);
            (format!("{value} kan niet bij {argument}"), reason(error))
        }
        ErrorKind::ArgumentConflict => {
            let prior = of(ContextKind::PriorArg);
            if prior == argument || prior.is_empty() {
                (format!("{argument} staat er meer dan eens"), "laat er één staan".to_owned())
            } else {
                (format!("{argument} gaat niet samen met {prior}"), "laat een van beide weg".to_owned())
            }
        }
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => {
            (format!("{argument} heeft een ander aantal waarden nodig"), "geef er één".to_owned())
        }
        ErrorKind::InvalidUtf8 => {
            ("een argument is geen leesbare tekst".to_owned(), "schrijf het opnieuw".to_owned())
        }
        _ => ("de opdracht is niet te begrijpen".to_owned(), "begin met `jib --help`".to_owned()),
    };
    Some(Fault::Usage { message, help: format!("{help}; `--help` achter de opdracht zegt wat er kan") })
}

/// Why a value was refused. Our own parsers say it in Dutch; those for numbers do not.
fn reason(error: &clap::Error) -> String {
    let Some(source) = std::error::Error::source(error) else {
        return "schrijf een andere waarde".to_owned();
    };
    let text = source.to_string();
    if source.is::<ParseIntError>() {
        "schrijf een heel getal".to_owned()
    } else if text.contains(" is not in ") {
        "schrijf een getal dat mag".to_owned()
    } else {
        text
    }
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

    /// Every command and argument, by the path of its command, with whether it says something in English.
    fn all(command: &Command, path: &str, found: &mut Vec<(String, Option<String>, bool)>) {
        found.push((path.to_owned(), None, command.get_about().is_some()));
        for argument in command.get_arguments().filter(|own| !own.is_hide_set()) {
            let own = Some(argument.get_id().to_string());
            found.push((path.to_owned(), own, argument.get_help().is_some()));
        }
        for under in command.get_subcommands().filter(|under| under.get_name() != "help") {
            all(under, &format!("{path} {}", under.get_name()), found);
        }
    }

    #[test]
    fn each_command_and_argument_has_both_texts_and_no_text_is_left_over() {
        let texts: HelpTexts = toml::from_str(TEXTS).expect("texts");
        let mut command = Arguments::command();
        command.build();
        let mut found = Vec::new();
        all(&command, "jib", &mut found);
        let (mut commands, mut arguments) = (BTreeSet::from(["jib help".to_owned()]), BTreeSet::new());
        for (path, argument, in_english) in found {
            assert!(in_english, "{path} {argument:?} says nothing in English");
            match argument {
                None => assert!(texts.opdracht.contains_key(&path), "{path} says nothing in Dutch"),
                Some(argument) => {
                    assert!(texts.of(&path, &argument).is_some(), "{path} {argument} says nothing in Dutch");
                    let own = format!("{path} {argument}");
                    arguments.insert(if texts.optie.contains_key(&own) { own } else { argument });
                    continue;
                }
            }
            commands.insert(path);
        }
        assert_eq!(commands, texts.opdracht.keys().cloned().collect());
        assert_eq!(arguments, texts.optie.keys().cloned().collect());
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

    #[test]
    fn a_usage_error_says_in_dutch_what_to_do() {
        for (line, expected) in [
            ("jib run", "ontbreekt"),
            ("jib rum", "bedoelt u `run`?"),
            ("jib run --peildatm 2026-11-01", "bedoelt u `--peildatum`?"),
            ("jib check -c x --out y --peildatum 2026-1-1", "schrijf jjjj-mm-dd"),
            ("jib --format yaml man", "kies uit `text`, `json`, `html`"),
            ("jib --threads 0 man", "heel getal"),
            ("jib sample --out x --personen veel", "heel getal"),
            ("jib explain brp --list", "gaat niet samen met"),
            ("jib keygen --out", "waarde nodig"),
            ("jib --quiet --quiet man", "meer dan eens"),
        ] {
            let refused = commands(Lang::Nl).try_get_matches_from(line.split(' ')).expect_err(line);
            let fault = fault(&refused).expect(line);
            let help = miette::Diagnostic::help(&fault).expect(line).to_string();
            let said = format!("{fault} {help}");
            assert!(said.contains(expected), "{line}: {said}");
            for word in ["error", "invalid", "required", "unexpected", "cannot"] {
                assert!(!said.contains(word), "{line}: {said}");
            }
        }
    }
}
