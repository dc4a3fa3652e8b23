//! `jib explain`: explains one person or a code.

use std::io::Read;

use serde_json::json;

use super::arguments::{Common, ExplainArguments, Format};
use super::output::{data, json_data};
use super::{lookup, runs_folder};
use crate::answers::explain::{code, extract, person, text};
use crate::config::Config;
use crate::intake::delivery::Files;
use crate::model::days::Days;
use crate::model::encoding::written_text;
use crate::model::number::Persoonsnummer;
use crate::model::outcome::ExitCode;
use crate::os_fault::cause;
use crate::publish::ledger::chain::Predecessors;
use crate::publish::state::store;
use crate::release::assessment::{Basis, InForce};
use crate::release::memory::Memory;
use crate::run::fault::Fault;

/// The most bytes to read for a number on stdin.
const STDIN_MAX: u64 = 64;

/// Runs the command.
///
/// # Errors
/// [`Fault`] if the code does not exist, or if the days, the configuration or the number are invalid.
pub fn explain(common: &Common, arguments: &ExplainArguments) -> Result<ExitCode, Fault> {
    let is_of_a_person = arguments.code.is_none() && arguments.config.is_some();
    let library = if is_of_a_person { common.proved_library()? } else { common.library()? };
    match (&arguments.code, &arguments.config, arguments.peildatum) {
        (Some(wanted), ..) => {
            let extract = extract::page(&library, wanted, common.lang)?;
            let meanings = code::explain(&library, wanted, common.lang);
            if extract.is_none() && meanings.is_empty() {
                return Err(Fault::Usage {
                    message: "deze code bestaat niet".to_owned(),
                    help: "`jib explain --list` noemt elke code en elk bestand; `jib explain --help` zegt hoe u naar een persoon vraagt".to_owned(),
                });
            }
            match (common.format, extract, meanings.as_slice()) {
                (Format::Json, Some(extract), []) => json_data(&extract)?,
                (Format::Json, Some(extract), codes) => {
                    let codes = codes.iter().map(|code| json!(code));
                    json_data(&std::iter::once(json!(extract)).chain(codes).collect::<Vec<_>>())?;
                }
                (Format::Json, None, [one]) => json_data(one)?,
                (Format::Json, None, several) => json_data(several)?,
                (_, extract, _) => {
                    let extract = extract.map(|page| text::extract(&page, common.lang));
                    let codes = (!meanings.is_empty()).then(|| text::code(&meanings));
                    let both: Vec<String> = extract.into_iter().chain(codes).collect();
                    data(both.join("\n").as_bytes())?;
                }
            }
        }
        (None, Some(config), Some(peildatum)) => {
            let verstrekdatum = arguments.verstrekdatum.unwrap_or_else(|| peildatum.by_itself());
            let peildatum = peildatum.before(verstrekdatum);
            let days = Days { peildatum, verstrekdatum };
            days.in_order()?;
            let rules = InForce::on(&library, days)?;
            let config = Config::load_on(config, &library.schemas, &library.policy.parties, Some(peildatum))?;
            lookup::check_reason(arguments.reden.as_deref())?;
            let number = number_from_stdin()?;
            if let Some(out) = &arguments.out {
                // Recording the lookup fails if the folder is missing, and without that record there is no answer.
                runs_folder::is_of_one(out, &config)?;
                lookup::note(out, &config, number, "explain", arguments.reden.as_deref())?;
            }
            let basis = Basis::link(&library, &config, days, &rules, Files::Disk);
            let key = &config.keys.pseudonym;
            let memory = match &arguments.out {
                Some(out) => {
                    let gemeente = config.file.gemeente.code.get_ref();
                    let predecessors = Predecessors::read(out, gemeente, config.keys.signing.as_ref(), key);
                    store::load(out, &predecessors, key, days.verstrekdatum).memory
                }
                None => Memory::none(key),
            };
            let told = person::explain(&basis, &library, &memory, number)?;
            match common.format {
                Format::Json => json_data(&told)?,
                _ => data(text::person(&told).as_bytes())?,
            }
        }
        _ if arguments.list => {
            let meanings = code::list(&library, common.lang);
            match common.format {
                Format::Json => json_data(&meanings)?,
                _ => data(text::list(&meanings).as_bytes())?,
            }
        }
        _ => {
            return Err(Fault::Usage {
                message: "zeg wat u wilt weten: een code, een bestand of een persoon".to_owned(),
                help: "een code: jib explain R-RIJ-003 (ook een reden, weigering, regel, kolom of artikel)\neen bestand: jib explain brp (wat u een leverancier vraagt)\nalles wat kan: jib explain --list\neen persoon: read -rs BSN && printf %s \"$BSN\" | jib explain -c jib.toml --bsn - --peildatum jjjj-mm-dd --verstrekdatum jjjj-mm-dd --out runs".to_owned(),
            });
        }
    }
    Ok(ExitCode::Done)
}

/// Reads the number from stdin. As an argument it would show up in the process list. It is never printed.
pub(super) fn number_from_stdin() -> Result<Persoonsnummer, Fault> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(STDIN_MAX).read_to_end(&mut bytes);
    read.map_err(|fault| Fault::internal("stdin lezen")(&cause(&fault)))?;
    let text = written_text(&bytes).unwrap_or_default();
    Persoonsnummer::parse(text.trim().as_bytes()).map(|(number, ..)| number).map_err(|_| Fault::Usage {
        message: "op stdin staat geen geldig bsn of onderwijsnummer".to_owned(),
        help: "geef negen cijfers die aan de elfproef voldoen, bijvoorbeeld met: read -rs BSN && printf %s \"$BSN\" | jib explain … --bsn -".to_owned(),
    })
}
