//! A law file as it is written: the articles, verbatim, each with the terms and rules that follow from it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::day::{Day, MonthDay};
use crate::model::field::Field;

/// One law on one date. A published file is never edited: a change of law is a new file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawFile {
    /// The folder's name.
    pub law: String,
    /// The law's title.
    pub title: String,
    /// Its number in the national register of laws.
    pub bwb: String,
    /// First day.
    pub valid_from: Day,
    /// Last day, if it ended without a successor.
    pub valid_to: Option<Day>,
    /// Its articles.
    #[serde(default, rename = "article")]
    pub articles: Vec<Article>,
}

/// One article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The citation by which rules name it.
    pub id: String,
    /// Where it is published.
    pub url: String,
    /// Its text, verbatim.
    pub text: String,
    /// How it is read here.
    pub note: Option<String>,
    /// The terms that it sets.
    #[serde(default)]
    pub parameters: ArticleParameters,
    /// The releases that it grants.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleFile>,
}

/// One release rule: one parcel with one fixed list of columns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Its id.
    pub id: String,
    /// Who receives.
    pub partij: String,
    /// The parcel's name.
    pub pakket: String,
    /// For what purpose, in plain Dutch.
    pub doel: String,
    /// The articles it rests on.
    pub basis: Vec<String>,
    /// What a line of the parcel is about.
    #[serde(default)]
    pub vorm: Regelvorm,
    /// For contact details: the parcels of the same party that they hang on.
    #[serde(default)]
    pub binnen: Vec<String>,
    /// For contact details: the departments whose rows may be used without an overlap of purposes.
    #[serde(default)]
    pub afdelingen: Vec<String>,
    /// For a party with a parcel per school: which school a line goes to.
    pub school: Option<School>,
    /// Only schools of an enrolment in these sectors (codes of `onderwijssector`); absent: any that the register knows.
    pub sectoren: Option<Vec<String>>,
    /// Only records from a delivery with this source.
    pub bron: Option<String>,
    /// A mandaat that must be in force, to the party of this rule.
    pub mandaat: Option<MandaatEis>,
    /// The party must be a partner in the ambtsinstructie in force.
    #[serde(default)]
    pub partner: bool,
    /// A processor agreement with the school must be in force.
    #[serde(default)]
    pub verwerker: bool,
    /// Only who was in this parcel of the same party before.
    pub eerder_in: Option<String>,
    /// Delivered once: not again while the party holds it.
    #[serde(default)]
    pub eenmalig: bool,
    /// How many days must lie between two deliveries about the same person.
    #[serde(default)]
    pub pauze_dagen: u32,
    /// Why a value that is unknown satisfies a condition of this rule: without it, none may.
    pub onbekend_omdat: Option<String>,
    /// The alternatives: within one, every axis must have one of the values.
    #[serde(default)]
    pub when: Vec<BTreeMap<String, Vec<String>>>,
    /// The columns, in order.
    #[serde(default)]
    pub columns: Vec<ColumnsFile>,
}

/// What a line of a parcel is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Regelvorm {
    /// A person.
    #[default]
    Persoon,
    /// A person of other parcels of the same party, with contact details.
    Contact,
    /// An absence record.
    Melding,
    /// A handover to mbo, with results.
    Overstap,
    /// A count.
    Telling,
    /// A person who consented: one parcel for each purpose and set of fields.
    Toestemming,
}

impl Regelvorm {
    /// Whether a parcel of this form can fill the field: a rule cannot name what would stay empty.
    pub fn fills(self, field: Field) -> bool {
        let contact = matches!(field, Field::Telefoon | Field::Email);
        let record = matches!(field, Field::Meldingsnummer | Field::Status);
        let count = matches!(field, Field::Leeftijdsgroep | Field::Doelgroep | Field::Aantal);
        let own_of_handover = matches!(
            field,
            Field::BrinLatend
                | Field::NiveauLatend
                | Field::Profiel
                | Field::Leerjaar
                | Field::Diploma
                | Field::DatumUitstroom
                | Field::Vak
                | Field::Cijfer
        );
        let in_handover = own_of_handover
            || matches!(
                field,
                Field::Persoonsnummer
                    | Field::Geslachtsnaam
                    | Field::Voorvoegsel
                    | Field::Voornamen
                    | Field::Geboortedatum
            );
        let of_person = !contact && !record && !count && !own_of_handover;
        match self {
            Regelvorm::Persoon => of_person,
            Regelvorm::Contact | Regelvorm::Toestemming => of_person || contact,
            Regelvorm::Melding => of_person || record,
            Regelvorm::Overstap => in_handover,
            Regelvorm::Telling => count,
        }
    }

    /// Whether the rule itself must say who: contact details hang on other parcels, a handover is the school's.
    pub fn needs_when(self) -> bool {
        !matches!(self, Regelvorm::Contact | Regelvorm::Overstap)
    }
}

/// Which school a line goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum School {
    /// The school of the absence record.
    Melding,
    /// The school of the diploma.
    Diploma,
    /// The institution that receives the pupil.
    Ontvangend,
    /// The school of the enrolment that covers the day.
    Inschrijving,
}

/// A mandaat that a rule asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct MandaatEis {
    /// Who gives it.
    pub van: String,
    /// For which task.
    pub taak: String,
}

/// Columns that share a basis.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnsFile {
    /// The article.
    pub basis: String,
    /// The fields.
    pub velden: Vec<Field>,
}

/// The terms that an article may set: see [`crate::model::terms::Terms`] for their meaning.
#[derive(Clone, Debug, Default, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each name is documented in `Terms`")]
pub struct ArticleParameters {
    pub diplomas_zonder_startkwalificatie: Option<Vec<String>>,
    pub leerplicht_begin_leeftijd: Option<i32>,
    pub leerplicht_eind_leeftijd: Option<i32>,
    pub schooljaar_einde: Option<MonthDay>,
    pub kwalificatieplicht_uitzondering_diplomas: Option<Vec<String>>,
    pub kwalificatieplicht_uitzondering_uitstroomprofielen: Option<Vec<String>>,
    pub kwalificatieplicht_twijfel: Option<Twijfel>,
    pub kwalificatieplicht_eind_leeftijd: Option<i32>,
    pub relatief_verzuim_soorten: Option<Vec<String>>,
    pub relatief_verzuim_soorten_vanaf_uren: Option<Vec<String>>,
    pub relatief_verzuim_uren: Option<i64>,
    pub absoluut_verzuim_soorten: Option<Vec<String>>,
    pub zomerovergang: Option<ZomerovergangFile>,
    pub langdurig_verzuim_dagen: Option<i32>,
    pub langdurig_verzuim_soorten: Option<Vec<String>>,
    pub doelgroep_leeftijd_tot: Option<i32>,
    pub doelgroep_uitzondering_diplomas_met_werk: Option<Vec<String>>,
    pub overleg_school_termijn_jaren: Option<BTreeMap<String, i32>>,
    pub jib_leeftijd_van: Option<i32>,
    pub jib_leeftijd_tot: Option<i32>,
    pub bevraging_leeftijd_vanaf: Option<i32>,
    pub toestemming_leeftijd_vanaf: Option<i32>,
}

/// A diploma behind which another may lie.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Twijfel {
    /// The highest diploma.
    pub diploma: String,
    /// The level of the earlier enrolment.
    pub niveau: String,
}

/// The window between two school years.
#[derive(Clone, Copy, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in `Zomerovergang`")]
pub struct ZomerovergangFile {
    pub uitschrijving_van: MonthDay,
    pub uitschrijving_tot: MonthDay,
    pub tot: MonthDay,
}
