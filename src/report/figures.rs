//! The figures of a report: everything that the page and the JSON show, and nothing that they do not.

use serde::Serialize;

use super::findings::BevindingRegel;
use super::history::TrendRegel;
use super::suppress::Shown;
use crate::model::outcome::Uitkomst;
use crate::report::verdict::Oordeel;

/// A report.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct Figures {
    pub versie: u32,
    pub gemeente: String,
    pub gemeentecode: String,
    pub peildatum: String,
    pub verstrekdatum: String,
    pub regelsets: Vec<String>,
    pub uitkomst: Uitkomst,
    pub drempel_kleine_cellen: u64,
    pub personen: Shown,
    pub invoer: Vec<InvoerRegel>,
    pub bevindingen: Vec<BevindingRegel>,
    pub verdeling: Vec<VerdelingRegel>,
    pub jongeren_in_beeld: Vec<Telling>,
    pub pakketten: Vec<PakketRegel>,
    pub veranderingen: Vec<VeranderingRegel>,
    pub intrekkingen: Vec<IntrekkingRegel>,
    /// Whether somebody must be recalled from a party that cannot be reached.
    pub intrekkingen_niet_geleverd: bool,
    pub incidenten: Vec<IncidentRegel>,
    pub onbeveiligde_ontvangers: Vec<OnbeveiligdeOntvanger>,
    pub onzekerheden: Vec<String>,
    pub taal: &'static str,
    pub oordeel: Oordeel,
    pub exitcode: u8,
    pub wetten: Vec<WetRegel>,
    pub vandaag: Vec<Taak>,
    pub stroom: Stroom,
    pub leeftijd: Vec<Telling>,
    pub leeftijd_plicht_doelgroep: Vec<KruisRegel>,
    pub doelgroep: Vec<Telling>,
    pub jongeren_in_beeld_redenen: Vec<JibReden>,
    pub partijen: Vec<PartijRegel>,
    pub redenen: Vec<RedenRegel>,
    pub trend: Vec<TrendRegel>,
}

/// What a refusal that occurs means, and what can be done, in Dutch.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct RedenRegel {
    pub code: String,
    pub betekenis: String,
    pub doen: String,
}

/// A law in force on the verstrekdatum.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct WetRegel {
    pub wet: String,
    pub vanaf: String,
}

/// From delivered to released, as sums.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct Stroom {
    pub bestanden: usize,
    pub gelezen: u64,
    pub aanvaard: u64,
    pub quarantaine: u64,
    pub personen: Shown,
    /// Sealed files with a parcel.
    pub verzegeld: usize,
    /// Parcels that were made, a parcel and its `-geheim` twin together as one.
    pub pakketten: usize,
    pub partijen: usize,
    /// Persons per parcel, added up: who is in two parcels counts twice.
    pub geleverd: Shown,
}

/// One cell of leeftijdsgroep × plicht × doelgroep.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct KruisRegel {
    pub leeftijdsgroep: String,
    pub plicht: String,
    pub doelgroep: String,
    pub aantal: Shown,
}

/// Why persons are wrongly on the list, or it is unknown: each person once.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct JibReden {
    pub waarde: String,
    /// What it is about; `meer_dan_een` or `anders` where it is not exactly one thing.
    pub reden: String,
    pub aantal: Shown,
}

/// A possible data breach.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct IncidentRegel {
    pub soort: &'static str,
    pub extract: String,
    pub bron: String,
    pub rijen: u64,
    pub personen: Shown,
    pub advies: String,
}

/// One delivery.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct InvoerRegel {
    pub extract: String,
    pub titel: String,
    pub bron: String,
    pub peildatum: String,
    pub soort: crate::schemas::schema::Soort,
    /// Whether it was refused: nothing of it is used.
    pub geweigerd: bool,
    pub verouderd: bool,
    pub onbeveiligd: bool,
    pub gelezen: u64,
    pub aanvaard: u64,
    pub quarantaine: u64,
}

/// A recipient that got nothing because its channel is not secured.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct OnbeveiligdeOntvanger {
    pub partij: String,
    pub brin: Option<String>,
    pub advies: String,
}

/// One cell of leeftijdsgroep × plicht × startkwalificatie × doelgroep.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct VerdelingRegel {
    pub leeftijdsgroep: String,
    pub plicht: String,
    pub startkwalificatie: String,
    pub doelgroep: String,
    pub aantal: Shown,
}

/// A named count.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct Telling {
    pub waarde: String,
    pub aantal: Shown,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct PakketRegel {
    pub partij: String,
    pub pakket: String,
    pub doel: String,
    pub grondslagen: Vec<String>,
    pub kolommen: Vec<&'static str>,
    pub geleverd: Shown,
    pub geweigerd: Vec<Telling>,
}

/// What changed in one parcel since the run before, with its `-geheim` twin: persons.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct VeranderingRegel {
    pub partij: String,
    pub pakket: String,
    pub nieuw: Shown,
    pub gewijzigd: Shown,
    pub weg: Shown,
}

/// Persons recalled from one party for one reason.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct IntrekkingRegel {
    pub partij: String,
    pub reden: &'static str,
    pub aantal: Shown,
}

/// One party.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct PartijRegel {
    pub partij: String,
    pub naam: String,
    pub omschrijving: String,
    /// Why it never receives anything, and what can be done instead.
    pub weigering: Option<String>,
    pub bewaartermijn_maanden: u32,
    pub bewaar_grondslag: String,
    pub ontvangers: usize,
    pub pakketten: Vec<PartijPakket>,
}

/// One parcel of a party, with its `-geheim` twin.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct PartijPakket {
    pub pakket: String,
    pub regel: String,
    pub doel: String,
    /// Whether it holds counts only, and nobody by name.
    pub alleen_aantallen: bool,
    /// Persons in the parcel and its twin together; in a parcel of counts, those who are counted.
    pub personen: Shown,
    /// How many of them are in the twin; null where there is none, or it may not be shown.
    pub waarvan_geheim: Option<Shown>,
    /// Files that were made.
    pub bestanden: usize,
    /// The first day on which this chain of runs made the parcel for this party; null while it was never made.
    pub sinds: Option<String>,
    /// Why nobody can be in it in this run, if so.
    pub gesloten: Option<&'static str>,
    pub artikelen: Vec<ArtikelRegel>,
    pub velden: Vec<VeldRegel>,
    pub geweigerd: Vec<Telling>,
}

/// An article.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct ArtikelRegel {
    pub artikel: String,
    pub wet: String,
    pub vindplaats: String,
}

/// A field with the article that grants it.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the report's own words")]
pub struct VeldRegel {
    pub veld: &'static str,
    pub artikel: String,
}

/// How soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanneer {
    /// Before anything else: nothing was released, a person's data may be at risk, or what was remembered is lost.
    Nu,
    /// Within the day.
    Vandaag,
    /// Not today, and not forgotten either.
    Binnenkort,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wie {
    /// Runs the batch, keeps keys and configuration.
    Applicatiebeheerder,
    /// Has the sources mend what they delivered.
    Databeheerder,
    /// Judges what happened with data.
    PrivacyOfficer,
    /// Decides on arrangements.
    Manager,
}

/// One thing to do.
#[derive(Clone, Debug, Serialize)]
pub struct Taak {
    /// How soon.
    pub wanneer: Wanneer,
    /// Who.
    pub wie: Wie,
    /// What is the matter, in one sentence.
    pub wat: String,
    /// What to do about it.
    pub doen: String,
    /// How many rows, parcels or kinds of warning it is about; null where there is nothing to count. Never persons.
    pub aantal: Option<u64>,
    /// The place on the page that tells more.
    pub anker: &'static str,
    /// The file of the run in which it can be found, if there is one.
    pub bestand: Option<String>,
    /// The code that `jib explain` tells more about, if there is one.
    pub code: Option<&'static str>,
}
