//! The register of processing activities, `schemas/vocabulary/verwerkingen.toml`, which the lines of the processing log refer
//! to. With the rules of a day it becomes the register of a run, in which each activity has a URI of its own content.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::crypto::hashing::sha256_hex;
use crate::law::fault::{PolicyFault, read};
use crate::law::in_force::RuleSet;
use crate::law::party::Party;
use crate::law::rule::Rule;
use crate::schemas::files::SchemaFiles;

/// The path of the register.
pub const REGISTER: &str = "vocabulary/verwerkingen.toml";

/// The name of the classification in the register.
pub const CLASSIFICATION: &str = "classificatie";

/// The name of the run as a whole in the register.
pub const RUN: &str = "run";

/// The characters of a hash that end a URI.
const URI_HASH_CHARS: usize = 8;

/// The register of processing activities.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The activities.
    #[serde(rename = "verwerking")]
    pub activities: Vec<Activity>,
}

/// One processing activity.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// `classificatie`, `<partij>/<pakket>`, or `intrekking`.
    #[serde(rename = "naam")]
    pub name: String,
    /// The start of its URI. A run appends a hash of the activity, so that a changed activity has another URI.
    pub uri: String,
    /// What is done, in one Dutch sentence.
    #[serde(rename = "omschrijving")]
    pub description: String,
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
        let name = |rule: &Rule| format!("{}/{}", rule.party_id, rule.parcel);
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
        self.activities.iter().find(|activity| activity.name == name)
    }
}

/// The register of a run: what the lines of its log refer to, whole.
#[derive(Clone, Debug, Serialize)]
pub struct RunRegister {
    /// The version of this format.
    #[serde(rename = "versie")]
    version: u32,
    /// Every activity.
    #[serde(rename = "verwerkingen")]
    activities: Vec<RunActivity>,
}

/// One activity, as the rules of the verstrekdatum make it.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RunActivity {
    pub uri: String,
    #[serde(flatten)]
    pub content: Content,
}

/// What an activity is. Its hash is part of its URI.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Content {
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "omschrijving")]
    pub description: String,
    /// The rules of the parcel; none for the run, the classification and a recall.
    #[serde(rename = "regels")]
    pub rules: Vec<RuleContent>,
}

/// What a rule releases, to whom, on which ground.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RuleContent {
    #[serde(rename = "regel")]
    pub rule: String,
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "doel")]
    pub purpose: String,
    #[serde(rename = "grondslagen")]
    pub articles: Vec<String>,
    /// Alternatives: on each axis the values of whoever is in it.
    #[serde(rename = "wie")]
    pub when: Vec<BTreeMap<&'static str, Vec<&'static str>>>,
    /// Each field with the article that grants it.
    #[serde(rename = "velden")]
    pub fields: BTreeMap<&'static str, String>,
    #[serde(rename = "bewaartermijn_maanden")]
    pub retention_months: Option<u32>,
}

impl RuleContent {
    fn of(rule: &Rule, parties: &[Party]) -> RuleContent {
        let party = parties.iter().find(|party| party.id == rule.party_id);
        RuleContent {
            rule: rule.id.clone(),
            party: rule.party_id.clone(),
            purpose: rule.purpose.clone(),
            articles: rule.basis.clone(),
            when: rule
                .when
                .iter()
                .map(|own| own.restrictions().into_iter().map(|(axis, words)| (axis.word(), words)).collect())
                .collect(),
            fields: rule.columns.iter().map(|(field, article)| (field.word(), article.clone())).collect(),
            retention_months: party.map(|party| party.retention_months),
        }
    }
}

impl Register {
    /// The register under the rules of a day.
    pub fn under(&self, rules: &RuleSet, parties: &[Party]) -> RunRegister {
        let activities = self.activities.iter().map(|activity| {
            let is_own = |rule: &&Rule| {
                let name = format!("{}/{}", rule.party_id, rule.parcel);
                self.activity(&name).is_some_and(|own| own.name == activity.name)
            };
            let own = rules.rules.iter().filter(is_own);
            let content = Content {
                name: activity.name.clone(),
                description: activity.description.clone(),
                rules: own.map(|rule| RuleContent::of(rule, parties)).collect(),
            };
            // Writing plain structs as JSON cannot fail.
            let hash = sha256_hex(&serde_json::to_vec(&content).unwrap_or_default());
            let hash = hash.get(..URI_HASH_CHARS).unwrap_or_default();
            RunActivity { uri: format!("{}:{hash}", activity.uri), content }
        });
        RunRegister { version: 1, activities: activities.collect() }
    }
}

impl RunRegister {
    /// The URI of the activity with this name. A consent parcel is looked up without the hash in its name.
    pub fn uri(&self, name: &str) -> Option<&str> {
        let bare = name.split_once("/toestemming.").map(|(partij, _)| format!("{partij}/toestemming"));
        let name = bare.as_deref().unwrap_or(name);
        let own = self.activities.iter().find(|activity| activity.content.name == name)?;
        Some(&own.uri)
    }
}
