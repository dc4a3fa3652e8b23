//! `manifest.json`: what ran, on what, under which rules, with which result. Counts and fingerprints only.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::outcome::Uitkomst;

/// The manifest of one run.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Version of this form.
    pub versie: u32,
    /// Version of the program.
    pub jib: &'static str,
    /// How the run ended.
    pub uitkomst: Uitkomst,
    /// The controller.
    pub gemeente: String,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves.
    pub verstrekdatum: String,
    /// The rule sets applied: of the peildatum and of the verstrekdatum.
    pub regelsets: Vec<String>,
    /// Fingerprint of the configuration.
    pub config_sha256: String,
    /// Every file of the policy.
    pub regels: Vec<Regel>,
    /// Every delivery.
    pub invoer: Vec<Invoer>,
    /// Every file of the run but the manifest and its signature.
    pub uitvoer: Vec<Written>,
    /// sha256 of the previous manifest in the chain.
    pub vorige: Option<String>,
    /// sha256 of the state that this run left for the next one.
    pub staat: Option<String>,
    /// Extracts that held far fewer rows than in the run before: as long as the same file is delivered, nothing follows from
    /// who is not in it.
    pub gekrompen: Vec<String>,
    /// Fingerprints of the controller's own keys: which key opens or checks this run, after a rotation too.
    pub sleutels: Sleutels,
    /// Who received, by key.
    pub ontvangers: Vec<OntvangerRef>,
    /// Possible data breaches to assess.
    pub incidenten: Vec<Incident>,
    /// The conservation table.
    pub behoud: Behoud,
}

/// A file that was written, with its fingerprints.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// Path in the run folder.
    pub pad: String,
    /// sha256 of its bytes.
    pub sha256: String,
    /// Keyed hash of the content before sealing.
    pub hmac_inhoud: String,
}

/// A file of the policy.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Regel {
    pub pad: String,
    pub sha256: String,
}

/// A delivery.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Invoer {
    pub extract: String,
    pub pad: String,
    pub sha256: String,
    pub regels: u64,
    pub codering: String,
    pub scheidingsteken: String,
    /// The codes that many rows have, per column: for the next run, to notice that one vanished.
    pub codes: BTreeMap<String, Vec<String>>,
}

/// Fingerprints of the controller's keys. None of them shows a key.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names of the configuration")]
pub struct Sleutels {
    pub ondertekening: Option<String>,
    pub pseudoniem: String,
    pub beheer: String,
}

/// A recipient.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct OntvangerRef {
    pub partij: String,
    pub brin: Option<String>,
    pub vingerafdruk: String,
}

/// A possible data breach.
#[derive(Clone, Debug, Serialize)]
pub struct Incident {
    /// What happened.
    pub soort: &'static str,
    /// In which delivery.
    pub extract: String,
    /// Who delivered it.
    pub bron: String,
    /// How many rows it held.
    pub rijen: u64,
    /// How many persons they are about.
    pub personen: u64,
    /// What to do.
    pub advies: String,
}

/// The conservation table: no sum may fail.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Behoud {
    pub extracten: Vec<ExtractSom>,
    pub pakketten: Vec<PakketSom>,
}

/// gelezen = aanvaard + quarantaine.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct ExtractSom {
    pub extract: String,
    pub gelezen: u64,
    pub aanvaard: u64,
    pub quarantaine: u64,
}

/// personen = geleverd + geweigerd.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct PakketSom {
    pub partij: String,
    pub pakket: String,
    pub personen: u64,
    pub geleverd: u64,
    pub geweigerd: BTreeMap<&'static str, u64>,
}

impl Behoud {
    /// The first sum that fails, named; `None` if all hold.
    pub fn imbalance(&self) -> Option<String> {
        let extract = self
            .extracten
            .iter()
            .find(|som| som.gelezen != som.aanvaard.saturating_add(som.quarantaine))
            .map(|som| som.extract.clone());
        extract.or_else(|| {
            let refused = |som: &PakketSom| som.geweigerd.values().sum::<u64>();
            let pakket = self.pakketten.iter().find(|som| som.personen != som.geleverd + refused(som));
            pakket.map(|som| format!("{}/{}", som.partij, som.pakket))
        })
    }
}

impl Manifest {
    /// The bytes that are signed.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
