//! The register of processing activities, `schemas/vocabulary/verwerkingen.toml`, which the lines of the processing log refer
//! to.

use crate::law::fault::{PolicyFault, read};
use crate::law::in_force::RuleSet;
use crate::law::rule::Rule;
use crate::schemas::files::SchemaFiles;

/// The path of the register.
pub const REGISTER: &str = "vocabulary/verwerkingen.toml";

/// The name of the classification in the register.
pub const CLASSIFICATION: &str = "classificatie";

/// The register of processing activities.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The activities.
    pub verwerking: Vec<Activity>,
}

/// One processing activity.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// `classificatie`, `<partij>/<pakket>`, or `intrekking`.
    pub naam: String,
    /// Its identifier. A changed activity gets a new one.
    pub uri: String,
    /// What is done, in one Dutch sentence.
    pub omschrijving: String,
}

impl Register {
    /// Reads the register.
    ///
    /// # Errors
    /// If the file is missing or does not parse.
    pub fn load(files: &SchemaFiles) -> Result<Register, PolicyFault> {
        let text = files.text(REGISTER).map_err(|_| PolicyFault::Invalid {
            path: REGISTER.to_owned(),
            message: "ontbreekt".to_owned(),
        })?;
        read(REGISTER, text)
    }

    /// The first rule whose parcel is not in the register, so that its run could not be logged.
    pub fn missing(&self, rules: &RuleSet) -> Option<PolicyFault> {
        let name = |rule: &Rule| format!("{}/{}", rule.partij, rule.pakket);
        let rule = rules.rules.iter().find(|rule| self.activity(&name(rule)).is_none())?;
        Some(PolicyFault::Invalid {
            path: REGISTER.to_owned(),
            message: format!(
                "verwerking `{}` ontbreekt: elk pakket van een regel staat in dit register",
                name(rule)
            ),
        })
    }

    /// The activity with this name. A consent parcel is looked up without the hash in its name.
    pub fn activity(&self, name: &str) -> Option<&Activity> {
        let bare = name.split_once("/toestemming.").map(|(partij, _)| format!("{partij}/toestemming"));
        let name = bare.as_deref().unwrap_or(name);
        self.verwerking.iter().find(|activity| activity.naam == name)
    }
}
