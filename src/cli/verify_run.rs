//! `jib verify`.

use serde_json::json;

use super::arguments::{Common, Format, Verify};
use super::open::identities;
use super::{data, tell};
use crate::config::Config;
use crate::error::{ExitCode, Fault};
use crate::library::Library;
use crate::verify::{Means, verify as verify_run};

/// Verifies a run and says what holds, or the first thing that is wrong.
pub fn verify(common: &Common, arguments: &Verify) -> Result<ExitCode, Fault> {
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
    let library = match &arguments.config {
        Some(_) => Some(Library::load(common.schemas.as_deref())?),
        None => None,
    };
    let config = match (&arguments.config, &library) {
        (Some(path), Some(library)) => Some(Config::load(path, &library.schemas, &library.policy.parties)?),
        _ => None,
    };
    let means = Means {
        signer: arguments.public.as_deref(),
        config: config.as_ref(),
        library: library.as_ref(),
        identities: &identities,
    };
    match verify_run(&arguments.run, &means) {
        Ok(verified) => {
            match common.format {
                Format::Json => {
                    let value = json!({ "klopt": true, "vastgesteld": verified.holds, "niet_bewezen": verified.unproven });
                    data(format!("{value}\n").as_bytes())?;
                }
                Format::Text | Format::Html => {
                    let mut text = String::from("de run klopt\n");
                    text.extend(verified.holds.iter().map(|line| format!("  vastgesteld   {line}\n")));
                    text.extend(verified.unproven.iter().map(|line| format!("  niet bewezen  {line}\n")));
                    data(text.as_bytes())?;
                }
            }
            Ok(ExitCode::Done)
        }
        Err(wrong) => {
            if common.format == Format::Json {
                data(format!("{}\n", json!({ "klopt": false, "fout": wrong.to_string() })).as_bytes())?;
            }
            tell(&Common { quiet: false, ..common.clone() }, &format!("de run klopt NIET: {wrong}"));
            Ok(ExitCode::VerificationFailed)
        }
    }
}
