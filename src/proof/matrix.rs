//! Every recipient, parcel and field with its basis, on a day: what the law lets leave, before anyone's data is looked at.

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
    pub dag: String,
    /// The date of the rule set.
    pub regelset: String,
    /// The law files in force.
    pub wetten: Vec<String>,
    /// Every recipient, also those who get nothing.
    pub partijen: Vec<Ontvangt>,
    /// Every recipient × parcel × field.
    pub cellen: Vec<Cel>,
}

/// One recipient.
#[derive(Clone, Debug, Serialize)]
pub struct Ontvangt {
    /// Its id.
    pub partij: String,
    /// What people call it.
    pub naam: String,
    /// Who this is.
    pub omschrijving: String,
    /// Why it gets nothing, and what can be done instead.
    pub weigering: Option<String>,
    /// How many months a parcel may be kept.
    pub bewaartermijn_maanden: u32,
    /// On what that term rests.
    pub bewaar_grondslag: String,
    /// Its parcels.
    pub pakketten: Vec<Pakket>,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Pakket {
    /// Its name.
    pub pakket: String,
    /// The rule that grants it.
    pub regel: String,
    /// What a line is about.
    pub vorm: &'static str,
    /// The purpose.
    pub doel: String,
    /// The articles that it rests on.
    pub basis: Vec<Artikel>,
    /// Who is in it: one of these must hold.
    pub wie: Vec<String>,
    /// What must hold besides.
    pub ook: Vec<String>,
    /// Why an unknown value is no obstacle, where it is not.
    pub onbekend_omdat: Option<String>,
    /// The fields, in order.
    pub kolommen: Vec<Kolom>,
}

/// One article.
#[derive(Clone, Debug, Serialize)]
pub struct Artikel {
    /// The citation.
    pub artikel: String,
    /// The law's title.
    pub wet: String,
    /// Where it is published.
    pub vindplaats: String,
}

/// One field of a parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Kolom {
    /// The field.
    pub veld: &'static str,
    /// The article.
    pub basis: String,
    /// Whether it is there only as far as a person consents to it.
    pub alleen_met_toestemming: bool,
}

/// One cell of the table.
#[derive(Clone, Debug, Serialize)]
pub struct Cel {
    /// The recipient.
    pub partij: String,
    /// The parcel.
    pub pakket: String,
    /// The field.
    pub veld: &'static str,
    /// The article.
    pub basis: String,
    /// Where it is published.
    pub vindplaats: String,
    /// The rule.
    pub regel: String,
    /// The purpose.
    pub doel: String,
    /// Whether it is there only as far as a person consents to it.
    pub alleen_met_toestemming: bool,
}

/// The table of the day.
pub fn matrix(library: &Library, day: Day) -> Result<Matrix, Fault> {
    let rules = library.policy.on(day, &library.schemas)?;
    let wetten = library.policy.paths_on(day)?.into_iter().map(str::to_owned).collect();
    let partijen: Vec<Ontvangt> = library
        .policy
        .parties
        .iter()
        .map(|party| Ontvangt {
            partij: party.id.clone(),
            naam: party.naam.clone(),
            omschrijving: party.omschrijving.clone(),
            weigering: party.weigering.clone(),
            bewaartermijn_maanden: party.bewaartermijn_maanden,
            bewaar_grondslag: party.bewaar_grondslag.clone(),
            pakketten: rules
                .rules
                .iter()
                .filter(|rule| rule.partij == party.id)
                .map(|rule| parcel(library, &rules, party, rule))
                .collect(),
        })
        .collect();
    let cellen = partijen
        .iter()
        .flat_map(|party| party.pakketten.iter().map(move |parcel| (party, parcel)))
        .flat_map(|(party, parcel)| parcel.kolommen.iter().map(move |column| (party, parcel, column)))
        .map(|(party, parcel, column)| Cel {
            partij: party.partij.clone(),
            pakket: parcel.pakket.clone(),
            veld: column.veld,
            basis: column.basis.clone(),
            vindplaats: rules.articles.get(&column.basis).map_or(String::new(), |place| place.url.clone()),
            regel: parcel.regel.clone(),
            doel: parcel.doel.clone(),
            alleen_met_toestemming: column.alleen_met_toestemming,
        })
        .collect();
    Ok(Matrix { dag: day.to_string(), regelset: rules.date.to_string(), wetten, partijen, cellen })
}

fn parcel(library: &Library, rules: &RuleSet, party: &Party, rule: &Rule) -> Pakket {
    let by_consent = rule.vorm == Regelvorm::Toestemming;
    let fields: Vec<(Field, &String)> = if by_consent {
        party.by_consent().map(|field| (field, &rule.article)).collect()
    } else {
        rule.columns.iter().map(|(field, basis)| (*field, basis)).collect()
    };
    let kolommen = fields.into_iter().map(|(field, basis)| Kolom {
        veld: field.word(),
        basis: basis.clone(),
        alleen_met_toestemming: by_consent,
    });
    Pakket {
        pakket: if by_consent { format!("{}.<8 hex>", rule.pakket) } else { rule.pakket.clone() },
        regel: rule.id.clone(),
        vorm: rule_text::vorm(rule.vorm),
        doel: rule.doel.clone(),
        basis: rule.basis.iter().map(|id| article(rules, id)).collect(),
        wie: rule_text::who(rule, &library.glossary),
        ook: rule_text::besides(rule),
        onbekend_omdat: rule.onbekend_omdat.clone(),
        kolommen: kolommen.collect(),
    }
}

fn article(rules: &RuleSet, id: &str) -> Artikel {
    let place = rules.articles.get(id);
    Artikel {
        artikel: id.to_owned(),
        wet: place.map_or(String::new(), |place| place.law.clone()),
        vindplaats: place.map_or(String::new(), |place| place.url.clone()),
    }
}

impl Matrix {
    /// As text: one line a cell, under a heading for each parcel.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "# {}: regelset {}", self.dag, self.regelset);
        let width =
            |of: fn(&Cel) -> &str| self.cellen.iter().map(|cell| of(cell).chars().count()).max().unwrap_or(0);
        let widths = [width(|cell| &cell.partij), width(|cell| &cell.pakket), width(|cell| cell.veld)];
        let [party_width, parcel_width, field_width] = widths;
        for party in &self.partijen {
            let _ = writeln!(text, "\n# {}: {}", party.naam, party.omschrijving);
            if let Some(weigering) = &party.weigering {
                let _ = writeln!(text, "# geen pakket, nooit. {weigering}");
            }
            for parcel in &party.pakketten {
                let _ = writeln!(text, "\n# {}/{} ({})", party.partij, parcel.pakket, parcel.regel);
                let _ = writeln!(text, "#   doel: {}", parcel.doel);
                let _ = writeln!(text, "#   wie: {}", parcel.wie.join("\n#    of: "));
                for ook in &parcel.ook {
                    let _ = writeln!(text, "#   ook: {ook}");
                }
                for column in &parcel.kolommen {
                    let consent = if column.alleen_met_toestemming { "  met toestemming" } else { "" };
                    let _ = writeln!(
                        text,
                        "{:party_width$}  {:parcel_width$}  {:field_width$}  {}{consent}",
                        party.partij, parcel.pakket, column.veld, column.basis
                    );
                }
            }
        }
        text
    }

    /// As a page to print.
    pub fn html(&self, lang: Lang) -> Result<String, Fault> {
        Page::Matrix.render(self, lang).map_err(|fault| Fault::internal("de matrix maken")(&fault))
    }
}
