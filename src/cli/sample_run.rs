//! `jib sample`: writes synthetic extracts, a configuration and keys into a folder, and prints the command to run them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::arguments::{Common, Format, SampleArguments};
use super::keygen::{identity, make};
use super::output::{data, json_data, shown, tell};
use crate::model::outcome::ExitCode;
use crate::os_fault::cause;
use crate::publish::outbox::{private_file, write_new};
use crate::run::fault::Fault;
use crate::sample::{PERSONEN_MAX, SampleSpec, config_toml, generate, key_names};

/// The folder for the keys, within the sample's folder.
const KEYS: &str = "sleutels";

/// Writes the sample.
///
/// # Errors
/// [`Fault`] if a number is too large, or if the folder already holds these files or cannot be written.
pub fn sample(common: &Common, arguments: &SampleArguments) -> Result<ExitCode, Fault> {
    let folder = &arguments.out;
    if arguments.personen > PERSONEN_MAX || arguments.vuil > 1000 {
        return Err(Fault::Usage {
            message: format!("hoogstens {PERSONEN_MAX} personen en 1000 promille"),
            help: "kies een kleiner getal".to_owned(),
        });
    }
    if folder.join("jib.toml").exists() {
        return Err(Fault::Usage {
            message: format!("`{}` bestaat al", shown(&folder.join("jib.toml"))),
            help: "kies een lege map".to_owned(),
        });
    }
    let (year, month, day) = arguments.peildatum.ymd();
    let peildatum = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let mut spec = SampleSpec::new(arguments.personen, arguments.seed, peildatum);
    spec.vuil_promille = arguments.vuil;

    let own = make(&folder.join(KEYS))?;
    let mut keys = BTreeMap::new();
    for name in key_names() {
        let path = folder.join(KEYS).join("ontvangers").join(format!("{name}.txt"));
        keys.insert(name, identity(&path)?);
    }
    let config = config_toml(&spec, &own, &|name| keys.get(name).cloned().unwrap_or_default());
    write_new(&folder.join("jib.toml"), config.as_bytes())?;
    write_extracts(&spec, folder)?;

    tell(common, "synthetische gegevens geschreven; draai ze met:");
    let later = arguments.peildatum.plus_days(22);
    let command = format!(
        "jib run -c {} --peildatum {} --verstrekdatum {later} --out {}",
        shown(&folder.join("jib.toml")),
        arguments.peildatum,
        shown(&folder.join("runs"))
    );
    match common.format {
        Format::Json => json_data(&serde_json::json!({ "map": shown(folder), "opdracht": command }))?,
        Format::Text | Format::Html => data(format!("{command}\n").as_bytes())?,
    }
    Ok(ExitCode::Done)
}

fn write_extracts(spec: &SampleSpec, folder: &Path) -> Result<(), Fault> {
    let mut files: BTreeMap<String, BufWriter<File>> = BTreeMap::new();
    let failed = |path: PathBuf| {
        move |reason: std::io::Error| Fault::Usage {
            message: format!("`{}` kan niet worden geschreven: {}", shown(&path), cause(&reason)),
            help: "kies een lege map waarin geschreven mag worden".to_owned(),
        }
    };
    generate(spec, &mut |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        if !files.contains_key(name) {
            let file = private_file().create_new(true).open(&path).map_err(failed(path.clone()))?;
            files.insert(name.to_owned(), BufWriter::new(file));
        }
        match files.get_mut(name) {
            Some(file) => file.write_all(bytes).map_err(failed(path)),
            None => Ok(()),
        }
    })?;
    for (name, mut file) in files {
        file.flush().map_err(failed(folder.join(name)))?;
    }
    Ok(())
}
