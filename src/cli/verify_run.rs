//! `jib verify`: checks a finished run.

use serde_json::json;

use super::arguments::{Common, Format, VerifyArguments};
use super::open::identities;
use super::output::{data, json_data, tell};
use crate::config::Config;
use crate::model::outcome::ExitCode;
use crate::model::shown::harmless;
use crate::run::fault::Fault;
use crate::verify::law::KnownLaw;
use crate::verify::{Controller, Means, verify as verify_run};

/// Verifies a run and reports what holds, or the first problem.
///
/// # Errors
/// [`Fault`] if the arguments or the configuration are invalid. A run that does not verify gives an exit code.
pub fn verify(common: &Common, arguments: &VerifyArguments) -> Result<ExitCode, Fault> {
    if !arguments.run.is_dir() {
        return Err(Fault::Usage {
            message: format!("`{}` is geen map", arguments.run.display()),
            help: "geef de map van één run, zoals `jib run` die afdrukt".to_owned(),
        });
    }
    if let Some(public) = arguments.public.as_ref().filter(|path| !path.is_file()) {
        return Err(Fault::Usage {
            message: format!("`{}` is er niet", public.display()),
            help: "geef met -p de openbare sleutel (ondertekening.pub) van de ondertekenaar".to_owned(),
        });
    }
    let identities = identities(&arguments.identity)?;
    let controller = arguments.config.as_ref().map(|path| -> Result<_, Fault> {
        let library = common.library()?;
        let config = Config::load(path, &library.schemas, &library.policy.parties)?;
        Ok((library, config))
    });
    let controller = controller.transpose()?;
    let law = KnownLaw::of(common.built_in);
    let means = Means {
        signer: arguments.public.as_deref(),
        controller: controller.as_ref().map(|(library, config)| Controller { config, library }),
        identities: &identities,
        law: Some(&law),
    };
    match verify_run(&arguments.run, &means) {
        Ok(verified) => {
            match common.format {
                Format::Json => {
                    let value = json!({ "klopt": true, "vastgesteld": verified.holds, "niet_bewezen": verified.unproven });
                    json_data(&value)?;
                }
                Format::Text | Format::Html => {
                    let mut text = String::from("de run klopt\n");
                    text.extend(verified.holds.iter().map(|line| format!("  vastgesteld   {line}\n")));
                    text.extend(verified.unproven.iter().map(|line| format!("  niet bewezen  {line}\n")));
                    data(harmless(&text).as_bytes())?;
                }
            }
            Ok(ExitCode::Done)
        }
        Err(wrong) => {
            if common.format == Format::Json {
                json_data(&json!({ "klopt": false, "fout": wrong.to_string() }))?;
            }
            tell(&Common { quiet: false, ..common.clone() }, &format!("de run klopt NIET: {wrong}"));
            Ok(ExitCode::VerificationFailed)
        }
    }
}
