//! The figures of a report: exactly what the page and the JSON show.

use serde::Serialize;

use super::findings::FindingRow;
use super::history::TrendRow;
use crate::model::outcome::RunOutcome;
use crate::report::verdict::{Task, Verdict};

/// The figures of one run.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Figures {
    #[serde(rename = "versie")]
    pub version: u32,
    pub gemeente: String,
    pub gemeentecode: String,
    pub peildatum: String,
    pub verstrekdatum: String,
    #[serde(rename = "regelsets")]
    pub rule_sets: Vec<String>,
    #[serde(rename = "uitkomst")]
    pub outcome: RunOutcome,
    #[serde(rename = "drempel_kleine_cellen")]
    pub small_cell_threshold: u64,
    /// Counts of persons are rounded to a multiple of this; null if they are exact.
    #[serde(rename = "afgerond_op")]
    pub rounded_to: Option<u64>,
    #[serde(rename = "personen")]
    pub persons: u64,
    #[serde(rename = "invoer")]
    pub input: Vec<InputRow>,
    #[serde(rename = "bevindingen")]
    pub findings: Vec<FindingRow>,
    #[serde(rename = "verdeling")]
    pub distribution: Vec<DistributionRow>,
    pub jongeren_in_beeld: Vec<CountRow>,
    #[serde(rename = "pakketten")]
    pub parcels: Vec<ParcelRow>,
    #[serde(rename = "veranderingen")]
    pub changes: Vec<ChangeRow>,
    #[serde(rename = "intrekkingen")]
    pub recalls: Vec<RecallRow>,
    /// Whether a recall was made for a party that cannot be reached.
    #[serde(rename = "intrekkingen_niet_geleverd")]
    pub has_undelivered_recalls: bool,
    #[serde(rename = "incidenten")]
    pub incidents: Vec<IncidentRow>,
    #[serde(rename = "onbeveiligde_ontvangers")]
    pub unsecured_recipients: Vec<UnsecuredRecipient>,
    #[serde(rename = "onzekerheden")]
    pub uncertainties: Vec<String>,
    /// What no delivery can tell, and for how many it could matter.
    #[serde(rename = "niet_te_weten")]
    pub unknowable: Vec<UnknowableRow>,
    /// Why something is unknown: every reason that occurs.
    #[serde(rename = "onbekend_door")]
    pub unknown_because: Vec<UnknownRow>,
    #[serde(rename = "taal")]
    pub language: &'static str,
    #[serde(rename = "oordeel")]
    pub verdict: Verdict,
    #[serde(rename = "exitcode")]
    pub exit_code: u8,
    #[serde(rename = "wetten")]
    pub laws: Vec<LawRow>,
    #[serde(rename = "vandaag")]
    pub today: Vec<Task>,
    /// What can wait. It does not change the verdict.
    #[serde(rename = "straks")]
    pub later: Vec<Task>,
    #[serde(rename = "stroom")]
    pub flow: Flow,
    #[serde(rename = "leeftijd")]
    pub ages: Vec<CountRow>,
    #[serde(rename = "leeftijd_plicht_doelgroep")]
    pub age_plicht_doelgroep: Vec<CrossRow>,
    pub doelgroep: Vec<CountRow>,
    #[serde(rename = "jongeren_in_beeld_redenen")]
    pub jongeren_in_beeld_reasons: Vec<JibReasonRow>,
    #[serde(rename = "partijen")]
    pub parties: Vec<PartyRow>,
    #[serde(rename = "redenen")]
    pub reasons: Vec<ReasonRow>,
    /// What became of those who were once delivered to be supported: every outcome. Empty if there is nobody of whom that is known.
    #[serde(rename = "resultaten")]
    pub results: Vec<CountRow>,
    pub trend: Vec<TrendRow>,
}

/// A refusal that occurs: what it means and what can be done, in Dutch.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ReasonRow {
    pub code: String,
    #[serde(rename = "betekenis")]
    pub meaning: String,
    #[serde(rename = "doen")]
    pub remedy: String,
}

/// Something that no delivery can tell, in the language of the report.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct UnknowableRow {
    pub code: &'static str,
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "betekenis")]
    pub meaning: String,
    #[serde(rename = "doen")]
    pub remedy: String,
    /// The party and parcel that list whom somebody must ask about, if there is one.
    #[serde(rename = "pakket")]
    pub parcel: Option<String>,
    /// For how many it could matter.
    #[serde(rename = "aantal")]
    pub count: u64,
    /// Every report since this day counted somebody; null if this one counts nobody.
    #[serde(rename = "minstens_sinds")]
    pub since_at_least: Option<String>,
}

/// A reason why something is unknown: what it means and what can be done, in Dutch.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct UnknownRow {
    pub code: &'static str,
    #[serde(rename = "betekenis")]
    pub meaning: String,
    #[serde(rename = "doen")]
    pub remedy: String,
    #[serde(rename = "aantal")]
    pub count: u64,
    /// Every report since this day counted somebody.
    #[serde(rename = "minstens_sinds")]
    pub since_at_least: String,
}

/// A law in force on the verstrekdatum.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct LawRow {
    #[serde(rename = "wet")]
    pub law: String,
    #[serde(rename = "vanaf")]
    pub in_force_from: String,
}

/// Totals from delivered to released.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct Flow {
    #[serde(rename = "bestanden")]
    pub files: usize,
    #[serde(rename = "gelezen")]
    pub read: u64,
    #[serde(rename = "aanvaard")]
    pub accepted: u64,
    pub quarantaine: u64,
    #[serde(rename = "personen")]
    pub persons: u64,
    /// Sealed files that hold a parcel.
    #[serde(rename = "verzegeld")]
    pub sealed: usize,
    /// Parcels made. A parcel and its `-geheim` twin count as one.
    #[serde(rename = "pakketten")]
    pub parcels: usize,
    #[serde(rename = "partijen")]
    pub parties: usize,
    /// Persons per parcel, added up: a person in two parcels counts twice.
    #[serde(rename = "geleverd")]
    pub delivered: u64,
}

/// One cell of leeftijdsgroep × plicht × doelgroep.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct CrossRow {
    pub leeftijdsgroep: String,
    pub plicht: String,
    pub doelgroep: String,
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// Why persons are wrongly on the list, or why that is unknown. Each person counts once.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct JibReasonRow {
    #[serde(rename = "waarde")]
    pub value: String,
    /// The reason. `meer_dan_een` and `anders` stand for persons without exactly one.
    #[serde(rename = "reden")]
    pub reason: String,
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// A possible data breach.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct IncidentRow {
    #[serde(rename = "soort")]
    pub kind: &'static str,
    pub extract: String,
    #[serde(rename = "bron")]
    pub source: String,
    #[serde(rename = "rijen")]
    pub rows: u64,
    #[serde(rename = "personen")]
    pub persons: u64,
    #[serde(rename = "advies")]
    pub advice: String,
}

/// One delivery.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct InputRow {
    pub extract: String,
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "bron")]
    pub source: String,
    pub peildatum: String,
    #[serde(rename = "soort")]
    pub kind: crate::schemas::schema::Soort,
    /// Whether the delivery was refused: none of it is used.
    #[serde(rename = "geweigerd")]
    pub is_refused: bool,
    #[serde(rename = "verouderd")]
    pub is_stale: bool,
    #[serde(rename = "onbeveiligd")]
    pub is_unsecured: bool,
    #[serde(rename = "gelezen")]
    pub read: u64,
    #[serde(rename = "aanvaard")]
    pub accepted: u64,
    pub quarantaine: u64,
}

/// A recipient that received nothing because its channel is not secured.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct UnsecuredRecipient {
    #[serde(rename = "partij")]
    pub party: String,
    pub brin: Option<String>,
    #[serde(rename = "advies")]
    pub advice: String,
}

/// One cell of leeftijdsgroep × plicht × startkwalificatie × doelgroep.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct DistributionRow {
    pub leeftijdsgroep: String,
    pub plicht: String,
    pub startkwalificatie: String,
    pub doelgroep: String,
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// A named count.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct CountRow {
    #[serde(rename = "waarde")]
    pub value: String,
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ParcelRow {
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "pakket")]
    pub parcel: String,
    #[serde(rename = "doel")]
    pub purpose: String,
    #[serde(rename = "grondslagen")]
    pub articles: Vec<String>,
    #[serde(rename = "kolommen")]
    pub columns: Vec<&'static str>,
    #[serde(rename = "geleverd")]
    pub delivered: u64,
    #[serde(rename = "geweigerd")]
    pub refused: Vec<CountRow>,
}

/// Persons who joined or left one parcel, with its `-geheim` twin, since the previous run.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ChangeRow {
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "pakket")]
    pub parcel: String,
    #[serde(rename = "nieuw")]
    pub new: u64,
    #[serde(rename = "gewijzigd")]
    pub changed: u64,
    #[serde(rename = "weg")]
    pub gone: u64,
}

/// Persons recalled from one party for one reason.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct RecallRow {
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "reden")]
    pub reason: &'static str,
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// One party.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct PartyRow {
    #[serde(rename = "partij")]
    pub party: String,
    #[serde(rename = "naam")]
    pub name: String,
    #[serde(rename = "omschrijving")]
    pub description: String,
    /// Why the party never receives anything, and what can be done instead.
    #[serde(rename = "weigering")]
    pub refusal: Option<String>,
    #[serde(rename = "bewaartermijn_maanden")]
    pub retention_months: u32,
    #[serde(rename = "bewaar_grondslag")]
    pub retention_basis: String,
    #[serde(rename = "ontvangers")]
    pub recipients: usize,
    #[serde(rename = "pakketten")]
    pub parcels: Vec<PartyParcel>,
}

/// One parcel of a party, with its `-geheim` twin.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct PartyParcel {
    #[serde(rename = "pakket")]
    pub parcel: String,
    #[serde(rename = "regel")]
    pub rule: String,
    #[serde(rename = "doel")]
    pub purpose: String,
    /// Whether it holds only counts and names nobody.
    #[serde(rename = "alleen_aantallen")]
    pub counts_only: bool,
    /// Persons in the parcel and its twin together. For a parcel of counts, the persons counted.
    #[serde(rename = "personen")]
    pub persons: u64,
    /// How many of them are in the twin. Null if there is no twin.
    #[serde(rename = "waarvan_geheim")]
    pub of_which_secret: Option<u64>,
    /// Files made.
    #[serde(rename = "bestanden")]
    pub files: usize,
    /// The first day on which this chain of runs made the parcel for this party. Null if it never did.
    #[serde(rename = "sinds")]
    pub since: Option<String>,
    /// Why the parcel is closed to everyone in this run, if it is.
    #[serde(rename = "gesloten")]
    pub closed: Option<&'static str>,
    #[serde(rename = "artikelen")]
    pub articles: Vec<ArticleRow>,
    #[serde(rename = "velden")]
    pub fields: Vec<FieldRow>,
    #[serde(rename = "geweigerd")]
    pub refused: Vec<CountRow>,
}

/// An article.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct ArticleRow {
    #[serde(rename = "artikel")]
    pub article: String,
    #[serde(rename = "wet")]
    pub law: String,
    #[serde(rename = "vindplaats")]
    pub url: String,
}

/// A field with the article that grants it.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct FieldRow {
    #[serde(rename = "veld")]
    pub field: &'static str,
    #[serde(rename = "artikel")]
    pub article: String,
    /// What whoever receives it must know, in Dutch.
    #[serde(rename = "toelichting")]
    pub note: Option<String>,
}
