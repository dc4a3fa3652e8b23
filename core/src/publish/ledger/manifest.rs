//! `manifest.json`: what ran, on which input, under which rules, and with what result. It holds only counts and
//! fingerprints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chain::Begin;
use crate::intake::delivery::EarlierRows;
use crate::model::outcome::RunOutcome;
use crate::schemas::schema::Soort;

/// The manifest of one run.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Version of the manifest format.
    #[serde(rename = "versie")]
    pub version: u32,
    /// Version of the program.
    pub jib: &'static str,
    /// How the run ended.
    #[serde(rename = "uitkomst")]
    pub outcome: RunOutcome,
    /// The controller.
    pub gemeente: String,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves.
    pub verstrekdatum: String,
    /// The rule sets applied: that of the peildatum, then that of the verstrekdatum.
    #[serde(rename = "regelsets")]
    pub rule_sets: Vec<String>,
    /// Fingerprint of the configuration.
    pub config_sha256: String,
    /// Every file of the policy.
    #[serde(rename = "regels")]
    pub rules: Vec<PolicyFile>,
    /// Where those files came from: `ingebouwd`, or the folder.
    pub schemas: String,
    /// Every delivery.
    #[serde(rename = "invoer")]
    pub input: Vec<Input>,
    /// Every file of the run except the manifest and its signature.
    #[serde(rename = "uitvoer")]
    pub output: Vec<Written>,
    /// sha256 of the previous manifest in the chain.
    #[serde(rename = "vorige")]
    pub previous: Option<String>,
    /// The keyed hash of the state that this run left for the next one.
    #[serde(rename = "staat")]
    pub state: Option<String>,
    /// The state that this run began with: a night tried again begins with it too.
    #[serde(rename = "staat_begin")]
    pub begin: Option<Begin>,
    /// The keyed hash of the last line about who looked up a person.
    #[serde(rename = "raadplegingen")]
    pub lookups: Option<String>,
    /// Fingerprints of the controller's own keys: they tell which key opens or checks this run, also after a rotation.
    #[serde(rename = "sleutels")]
    pub keys: KeyFingerprints,
    /// Who received parcels, and under which key.
    #[serde(rename = "ontvangers")]
    pub recipients: Vec<RecipientRef>,
    /// Possible data breaches to assess.
    #[serde(rename = "incidenten")]
    pub incidents: Vec<Incident>,
    /// The conservation table.
    #[serde(rename = "behoud")]
    pub conservation: Conservation,
}

/// A written file, with its fingerprints.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// Path within the run folder.
    #[serde(rename = "pad")]
    pub path: String,
    /// sha256 of the file.
    pub sha256: String,
    /// Keyed hash of the content before sealing.
    #[serde(rename = "hmac_inhoud")]
    pub content_hmac: String,
}

/// A file of the policy.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct PolicyFile {
    #[serde(rename = "pad")]
    pub path: String,
    pub sha256: String,
}

/// A delivery.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Input {
    pub extract: String,
    #[serde(rename = "pad")]
    pub path: String,
    pub hmac: String,
    #[serde(rename = "regels")]
    pub rows: u64,
    #[serde(rename = "codering")]
    pub encoding: String,
    #[serde(rename = "scheidingsteken")]
    pub separator: String,
    /// How it came, so that a later run compares only what came whole.
    #[serde(rename = "soort")]
    pub kind: Soort,
    /// The school whose data it is.
    #[serde(rename = "verantwoordelijke")]
    pub responsible: Option<String>,
    /// What an earlier run read, where it has far fewer rows than that. As long as the same file is delivered, a person's absence
    /// from it proves nothing.
    #[serde(rename = "gekrompen", skip_serializing_if = "Option::is_none")]
    pub shrunken_from: Option<EarlierRows>,
    /// The codes that many rows have, per column, so that the next run notices if one vanishes.
    pub codes: BTreeMap<String, Vec<String>>,
}

/// Fingerprints of the controller's keys. No key can be derived from them.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct KeyFingerprints {
    #[serde(rename = "ondertekening")]
    pub signing: Option<String>,
    #[serde(rename = "pseudoniem")]
    pub pseudonym: String,
    #[serde(rename = "beheer")]
    pub controller: String,
}

/// A recipient.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RecipientRef {
    #[serde(rename = "partij")]
    pub party: String,
    pub brin: Option<String>,
    #[serde(rename = "vingerafdruk")]
    pub fingerprint: String,
}

/// A possible data breach.
#[derive(Clone, Debug, Serialize)]
pub struct Incident {
    /// What happened.
    #[serde(rename = "soort")]
    pub kind: &'static str,
    /// The delivery it happened in.
    pub extract: String,
    /// Who delivered it.
    #[serde(rename = "bron")]
    pub source: String,
    /// Rows in that delivery.
    #[serde(rename = "rijen")]
    pub rows: u64,
    /// Persons those rows are about.
    #[serde(rename = "personen")]
    pub persons: u64,
    /// What to do.
    #[serde(rename = "advies")]
    pub advice: String,
}

/// The conservation table: every sum must hold.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Conservation {
    #[serde(rename = "extracten")]
    pub extracts: Vec<ExtractSum>,
    #[serde(rename = "pakketten")]
    pub parcels: Vec<ParcelSum>,
}

/// gelezen = aanvaard + quarantaine.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ExtractSum {
    pub extract: String,
    #[serde(rename = "gelezen")]
    pub read: u64,
    #[serde(rename = "aanvaard")]
    pub accepted: u64,
    pub quarantaine: u64,
}

/// personen = geleverd + geweigerd.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ParcelSum {
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "pakket")]
    pub parcel: String,
    #[serde(rename = "personen")]
    pub persons: u64,
    #[serde(rename = "geleverd")]
    pub delivered: u64,
    #[serde(rename = "geweigerd")]
    pub refused: BTreeMap<&'static str, u64>,
}

impl Conservation {
    /// Names the first sum that fails; `None` if all hold.
    pub fn imbalance(&self) -> Option<String> {
        let extract = self
            .extracts
            .iter()
            .find(|sum| sum.read != sum.accepted.saturating_add(sum.quarantaine))
            .map(|sum| sum.extract.clone());
        extract.or_else(|| {
            let refused = |sum: &ParcelSum| sum.refused.values().sum::<u64>();
            let parcel = self.parcels.iter().find(|sum| sum.persons != sum.delivered + refused(sum));
            parcel.map(|sum| format!("{}/{}", sum.party, sum.parcel))
        })
    }
}

impl Manifest {
    /// The bytes to be signed.
    ///
    /// # Errors
    /// The manifest cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
