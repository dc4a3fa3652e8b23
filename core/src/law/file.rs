//! A law file as written: the articles, verbatim, each with the terms and rules that it supports.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::day::{Day, MonthDay};
use crate::model::field::Field;

/// One law on one date. A published file is never edited: a change of law is a new file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawFile {
    /// The name of its folder.
    pub law: String,
    /// The law's title.
    pub title: String,
    /// Its BWB number, in the national register of legislation.
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
    /// The citation that rules use.
    pub id: String,
    /// Where it is published.
    pub url: String,
    /// Its text, verbatim.
    pub text: String,
    /// How we read it.
    pub note: Option<String>,
    /// The terms it sets.
    #[serde(default)]
    pub parameters: ArticleParameters,
    /// The releases it grants.
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
    #[serde(rename = "partij")]
    pub party: String,
    /// The parcel's name.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// The purpose, in plain Dutch.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// The articles it rests on.
    pub basis: Vec<String>,
    /// What a line of the parcel is about.
    #[serde(default, rename = "vorm")]
    pub form: Regelvorm,
    /// For contact details: the parcels of the same party whose persons they may cover.
    #[serde(default, rename = "binnen")]
    pub within: Vec<String>,
    /// For contact details: the departments whose rows may be used even if no purposes overlap.
    #[serde(default, rename = "afdelingen")]
    pub departments: Vec<String>,
    /// For a party with one parcel per school: how to find the school of a line.
    pub school: Option<School>,
    /// Only schools of enrolments in these sectors (codes of `onderwijssector`). Absent: any school in the register.
    #[serde(rename = "sectoren")]
    pub sectors: Option<Vec<String>>,
    /// Only records from a delivery from this source.
    #[serde(rename = "bron")]
    pub source: Option<String>,
    /// Also records that were closed in this many days up to the peildatum.
    #[serde(default, rename = "afgesloten_dagen")]
    pub closed_days: u32,
    /// A mandaat to this rule's party that must be in force.
    pub mandaat: Option<MandaatEis>,
    /// An agreement on systematic delivery with this organisation must be in force.
    pub overeenkomst: Option<String>,
    /// The party must be a partner in the ambtsinstructie in force.
    #[serde(default)]
    pub partner: bool,
    /// A processor agreement with the school must be in force.
    #[serde(default)]
    pub verwerker: bool,
    /// Only persons who were in one of these parcels of the same party before.
    #[serde(default, rename = "eerder_in")]
    pub earlier_in: Vec<String>,
    /// Delivered once: not again while the party still holds it.
    #[serde(default, rename = "eenmalig")]
    pub once: bool,
    /// The minimum number of days between two deliveries about the same person.
    #[serde(default, rename = "pauze_dagen")]
    pub pause_days: u32,
    /// Why this rule accepts an unknown value in a condition. Without it, none may.
    #[serde(rename = "onbekend_omdat")]
    pub unknown_because: Option<String>,
    /// The alternatives. Within one, every axis named must have one of its listed values.
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
    /// A person in other parcels of the same party, with contact details.
    Contact,
    /// An absence record.
    Melding,
    /// A handover to mbo, with results.
    Overstap,
    /// A count.
    Telling,
    /// A person who consented, with one parcel per purpose and set of fields.
    Toestemming,
}

impl Regelvorm {
    /// Whether a parcel of this form can fill the field. A rule may not name a column that would stay empty.
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

    /// Whether the rule itself must say who is in the parcel. Contact details follow other parcels; handovers follow the
    /// school.
    pub fn needs_when(self) -> bool {
        !matches!(self, Regelvorm::Contact | Regelvorm::Overstap)
    }
}

/// How to find the school of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum School {
    /// The school to consult: that of the diploma, else the one that was left and may have given the verklaring.
    Overleg,
    /// The institution that receives the pupil.
    Ontvangend,
    /// The school of the enrolment that covers the day.
    Inschrijving,
}

/// A mandaat that a rule requires.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct MandaatEis {
    /// Who gives it.
    pub van: String,
    /// For which task.
    pub taak: String,
}

/// Columns that rest on the same article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnsFile {
    /// The article.
    pub basis: String,
    /// The fields.
    pub velden: Vec<Field>,
}

/// The terms that an article may set; [`crate::model::terms::Terms`] explains them.
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
    pub kwalificatieplicht_verklaring_niveaus: Option<Vec<String>>,
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
    pub overleg_school_na_vertrek: Option<Vec<VertrekFile>>,
    pub jib_leeftijd_van: Option<i32>,
    pub jib_leeftijd_tot: Option<i32>,
    pub bevraging_leeftijd_vanaf: Option<i32>,
    pub toestemming_leeftijd_vanaf: Option<i32>,
    pub toestemming_schriftelijk_velden: Option<Vec<Field>>,
}

/// An enrolment that may have ended with a verklaring.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct VertrekFile {
    /// Levels, in any sector.
    #[serde(default)]
    pub niveaus: Vec<String>,
    /// Profiles, in special education only.
    #[serde(default)]
    pub uitstroomprofielen: Vec<String>,
    /// For how many years from the last day enrolled.
    pub jaren: i32,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_fills_its_own_fields_and_no_other() {
        let forms = [
            Regelvorm::Persoon,
            Regelvorm::Contact,
            Regelvorm::Toestemming,
            Regelvorm::Melding,
            Regelvorm::Overstap,
            Regelvorm::Telling,
        ];
        let (persons, handover) = (&forms[..4], Regelvorm::Overstap);
        for field in Field::ALL.iter().copied() {
            let expected = match field.word() {
                "telefoon" | "email" => vec![Regelvorm::Contact, Regelvorm::Toestemming],
                "meldingsnummer" | "status" => vec![Regelvorm::Melding],
                "leeftijdsgroep" | "doelgroep" | "aantal" => vec![Regelvorm::Telling],
                "brin_latend" | "niveau_latend" | "profiel" | "leerjaar" | "diploma" | "datum_uitstroom"
                | "vak" | "cijfer" => vec![handover],
                "persoonsnummer" | "geslachtsnaam" | "voorvoegsel" | "voornamen" | "geboortedatum" => {
                    [persons, &[handover]].concat()
                }
                _ => persons.to_vec(),
            };
            let filled: Vec<_> = forms.into_iter().filter(|form| form.fills(field)).collect();
            assert_eq!(filled, expected, "{field}");
        }
    }
}
