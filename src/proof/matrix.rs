//! Every recipient, parcel and field with its basis on a day: what the law permits, before anyone's data is read.

use std::fmt::Write as _;

use serde::Serialize;

use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::law::party::Party;
use crate::law::rule::Rule;
use crate::law::rule_text;
use crate::model::day::Day;
use crate::model::field::Field;
use crate::report::templates::Page;
use crate::run::fault::Fault;
use crate::schemas::catalogue::Lang;

/// The table of a day.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// The day.
    #[serde(rename = "dag")]
    pub day: String,
    /// The date of the rule set.
    #[serde(rename = "regelset")]
    pub rule_set: String,
    /// The law files in force.
    #[serde(rename = "wetten")]
    pub laws: Vec<String>,
    /// Every recipient, including those that receive nothing.
    #[serde(rename = "partijen")]
    pub parties: Vec<MatrixParty>,
    /// Every recipient × parcel × field.
    #[serde(rename = "cellen")]
    pub cells: Vec<MatrixCell>,
}

/// One recipient.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixParty {
    /// Its id.
    #[serde(rename = "partij")]
    pub party: String,
    /// Its common name.
    #[serde(rename = "naam")]
    pub name: String,
    /// What kind of party it is.
    #[serde(rename = "omschrijving")]
    pub description: String,
    /// Why it receives nothing, and what can be done instead.
    #[serde(rename = "weigering")]
    pub refusal: Option<String>,
    /// How many months a parcel may be kept.
    #[serde(rename = "bewaartermijn_maanden")]
    pub retention_months: u32,
    /// The basis of that retention period.
    #[serde(rename = "bewaar_grondslag")]
    pub retention_basis: String,
    /// Its parcels.
    #[serde(rename = "pakketten")]
    pub parcels: Vec<MatrixParcel>,
    /// Parcels that someone may expect and that it never gets.
    #[serde(rename = "nooit")]
    pub never: Vec<MatrixNever>,
}

/// A parcel that a party never gets.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixNever {
    /// Its name.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// Why, with the article, and what to do instead.
    #[serde(rename = "weigering")]
    pub refusal: String,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixParcel {
    /// Its name.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// The rule that grants it.
    #[serde(rename = "regel")]
    pub rule: String,
    /// What one line describes.
    #[serde(rename = "vorm")]
    pub form: &'static str,
    /// The purpose.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// The articles on which it rests.
    pub basis: Vec<MatrixArticle>,
    /// Who is in it: at least one of these conditions must hold.
    #[serde(rename = "wie")]
    pub who: Vec<String>,
    /// What else must hold.
    #[serde(rename = "ook")]
    pub also: Vec<String>,
    /// Why an unknown value is acceptable, if it is.
    #[serde(rename = "onbekend_omdat")]
    pub unknown_because: Option<String>,
    /// The fields, in order.
    #[serde(rename = "kolommen")]
    pub columns: Vec<MatrixColumn>,
}

/// One article.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixArticle {
    /// The citation.
    #[serde(rename = "artikel")]
    pub article: String,
    /// The law's title.
    #[serde(rename = "wet")]
    pub law: String,
    /// Where it is published.
    #[serde(rename = "vindplaats")]
    pub url: String,
}

/// One field of a parcel.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixColumn {
    /// The field.
    #[serde(rename = "veld")]
    pub field: &'static str,
    /// The article.
    pub basis: String,
    /// Whether it is included only if the person consents.
    #[serde(rename = "alleen_met_toestemming")]
    pub by_consent_only: bool,
}

/// One cell of the table.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCell {
    /// The recipient.
    #[serde(rename = "partij")]
    pub party: String,
    /// The parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// The field.
    #[serde(rename = "veld")]
    pub field: &'static str,
    /// The article.
    pub basis: String,
    /// Where it is published.
    #[serde(rename = "vindplaats")]
    pub url: String,
    /// The rule.
    #[serde(rename = "regel")]
    pub rule: String,
    /// The purpose.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// Whether it is included only if the person consents.
    #[serde(rename = "alleen_met_toestemming")]
    pub by_consent_only: bool,
}

/// Builds the table of a day.
///
/// # Errors
/// [`Fault`] if the policy has no valid rule set on the day.
pub fn matrix(library: &Library, day: Day) -> Result<Matrix, Fault> {
    let rules = library.policy.on(day, &library.schemas)?;
    let laws = library.policy.paths_on(day)?.into_iter().map(str::to_owned).collect();
    let parties: Vec<MatrixParty> = library
        .policy
        .parties
        .iter()
        .map(|party| MatrixParty {
            party: party.id.clone(),
            name: party.name.clone(),
            description: party.description.clone(),
            refusal: party.refusal.clone(),
            retention_months: party.retention_months,
            retention_basis: party.retention_basis.clone(),
            parcels: rules
                .rules
                .iter()
                .filter(|rule| rule.party_id == party.id)
                .map(|rule| parcel(library, &rules, party, rule))
                .collect(),
            never: party
                .never
                .iter()
                .map(|own| MatrixNever { parcel: own.parcel.clone(), refusal: own.refusal.clone() })
                .collect(),
        })
        .collect();
    let cells = parties
        .iter()
        .flat_map(|party| party.parcels.iter().map(move |parcel| (party, parcel)))
        .flat_map(|(party, parcel)| parcel.columns.iter().map(move |column| (party, parcel, column)))
        .map(|(party, parcel, column)| MatrixCell {
            party: party.party.clone(),
            parcel: parcel.parcel.clone(),
            field: column.field,
            basis: column.basis.clone(),
            url: rules.articles.get(&column.basis).map_or(String::new(), |place| place.url.clone()),
            rule: parcel.rule.clone(),
            purpose: parcel.purpose.clone(),
            by_consent_only: column.by_consent_only,
        })
        .collect();
    Ok(Matrix { day: day.to_string(), rule_set: rules.date.to_string(), laws, parties, cells })
}

fn parcel(library: &Library, rules: &RuleSet, party: &Party, rule: &Rule) -> MatrixParcel {
    let by_consent = rule.form == Regelvorm::Toestemming;
    let fields: Vec<(Field, &String)> = if by_consent {
        party.by_consent().map(|field| (field, &rule.article)).collect()
    } else {
        rule.columns.iter().map(|(field, basis)| (*field, basis)).collect()
    };
    let columns = fields.into_iter().map(|(field, basis)| MatrixColumn {
        field: field.word(),
        basis: basis.clone(),
        by_consent_only: by_consent,
    });
    MatrixParcel {
        parcel: if by_consent { format!("{}.<8 hex>", rule.parcel) } else { rule.parcel.clone() },
        rule: rule.id.clone(),
        form: rule_text::form(rule.form),
        purpose: rule.purpose.clone(),
        basis: rule.basis.iter().map(|id| article(rules, id)).collect(),
        who: rule_text::who(rule, &library.glossary),
        also: rule_text::besides(rule),
        unknown_because: rule.unknown_because.clone(),
        columns: columns.collect(),
    }
}

fn article(rules: &RuleSet, id: &str) -> MatrixArticle {
    let place = rules.articles.get(id);
    MatrixArticle {
        article: id.to_owned(),
        law: place.map_or(String::new(), |place| place.law.clone()),
        url: place.map_or(String::new(), |place| place.url.clone()),
    }
}

impl Matrix {
    /// The table as text: one line per cell, under a heading for each parcel.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "# {}: regelset {}", self.day, self.rule_set);
        let width = |of: fn(&MatrixCell) -> &str| {
            self.cells.iter().map(|cell| of(cell).chars().count()).max().unwrap_or(0)
        };
        let widths = [width(|cell| &cell.party), width(|cell| &cell.parcel), width(|cell| cell.field)];
        let [party_width, parcel_width, field_width] = widths;
        for party in &self.parties {
            let _ = writeln!(text, "\n# {}: {}", party.name, party.description);
            if let Some(weigering) = &party.refusal {
                let _ = writeln!(text, "# geen pakket, nooit. {weigering}");
            }
            for parcel in &party.parcels {
                let _ = writeln!(text, "\n# {}/{} ({})", party.party, parcel.parcel, parcel.rule);
                let _ = writeln!(text, "#   doel: {}", parcel.purpose);
                let _ = writeln!(text, "#   wie: {}", parcel.who.join("\n#    of: "));
                for ook in &parcel.also {
                    let _ = writeln!(text, "#   ook: {ook}");
                }
                for column in &parcel.columns {
                    let consent = if column.by_consent_only { "  met toestemming" } else { "" };
                    let _ = writeln!(
                        text,
                        "{:party_width$}  {:parcel_width$}  {:field_width$}  {}{consent}",
                        party.party, parcel.parcel, column.field, column.basis
                    );
                }
            }
            for own in &party.never {
                let _ = writeln!(text, "\n# {}/{}: nooit. {}", party.party, own.parcel, own.refusal);
            }
        }
        text
    }

    /// The table as a printable page.
    ///
    /// # Errors
    /// [`Fault`] if the template does not render.
    pub fn html(&self, lang: Lang) -> Result<String, Fault> {
        Page::Matrix.render(self, lang).map_err(|fault| Fault::internal("de matrix maken")(&fault))
    }
}
