//! The facts about one person, per extract, as far as the classification and the parcels depend on them. Names, addresses,
//! numbers and amounts are left out: nobody needs them to follow a decision.

use serde::Serialize;

use crate::intake::delivery::State;
use crate::model::birth::PartialDate;
use crate::model::classification::Reden;
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::facts::{Brin, PersonFacts, PersonRows, Reliance, Verklaring};
use crate::model::number::Persoonsnummer;
use crate::persons::link::handover::any_set_aside;
use crate::release::assessment::Basis;
use crate::schemas::extracts::Schemas;
use crate::schemas::schema::{Schema, Soort};

/// One extract and what it says about the person.
#[derive(Clone, Debug, Serialize)]
pub struct ExtractFacts {
    /// The extract.
    pub extract: String,
    /// Its common name.
    #[serde(rename = "titel")]
    pub title: String,
    /// Its deliveries. A school's own data can have several.
    #[serde(rename = "leveringen")]
    pub deliveries: Vec<FactsDelivery>,
    /// Whether a row about this person is in quarantine. If so, nothing in this extract is used for them.
    #[serde(rename = "rij_in_quarantaine")]
    pub has_row_set_aside: bool,
    /// The rows about the person.
    #[serde(rename = "feiten")]
    pub rows: Vec<Vec<Fact>>,
}

/// One delivery.
#[derive(Clone, Debug, Serialize)]
pub struct FactsDelivery {
    /// Who delivered it.
    #[serde(rename = "bron")]
    pub source: String,
    /// The peildatum of the data.
    pub peildatum: String,
    /// Whether it is older than allowed. If so, absence from it proves nothing.
    #[serde(rename = "verouderd")]
    pub is_stale: bool,
    /// Whether it holds only changes.
    #[serde(rename = "alleen_wijzigingen")]
    pub is_delta: bool,
}

/// One cell.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// The column.
    #[serde(rename = "kolom")]
    pub column: String,
    /// Its value.
    #[serde(rename = "waarde")]
    pub value: String,
}

/// The facts about a person, in the order of the extracts.
pub fn facts(
    basis: &Basis<'_>,
    schemas: &Schemas,
    number: Persoonsnummer,
    person: Option<usize>,
) -> Vec<ExtractFacts> {
    let known = person.and_then(|person| basis.linked.facts(person));
    schemas
        .extracts
        .iter()
        .map(|schema| {
            let own = basis.linked.deliveries().iter().filter(|delivery| delivery.extract == schema.id);
            let leveringen = own.map(|delivery| FactsDelivery {
                source: delivery.source.clone(),
                peildatum: delivery.peildatum.to_string(),
                is_stale: delivery.state == State::Stale,
                is_delta: delivery.kind == Soort::Delta,
            });
            let (feiten, has_row_set_aside) = rows(basis, schema, number, person, known.as_ref());
            ExtractFacts {
                extract: schema.id.clone(),
                title: schema.title.clone(),
                deliveries: leveringen.collect(),
                has_row_set_aside,
                rows: feiten,
            }
        })
        .collect()
}

/// The rows of one extract about the person, and whether one is in quarantine.
fn rows(
    basis: &Basis<'_>,
    schema: &Schema,
    number: Persoonsnummer,
    person: Option<usize>,
    known: Option<&PersonFacts<'_>>,
) -> (Vec<Vec<Fact>>, bool) {
    let linked = &basis.linked;
    let numbers = linked.numbers(number);
    let Some(extract) = Extract::from_word(&schema.id) else { return (Vec::new(), false) };
    if extract == Extract::Overstap {
        let handovers = linked.handovers().overstap.iter();
        let rows = handovers.flat_map(|delivery| numbers.iter().flat_map(|number| delivery.of(*number)));
        let rows = rows
            .map(|(row, _)| vec![brin("brin_latend", row.latend), brin("brin_ontvangend", row.ontvangend)]);
        let aside = any_set_aside(&linked.handovers().overstap, &numbers);
        return (rows.map(filled).collect(), aside);
    }
    if extract == Extract::Leerresultaat {
        let results = &linked.handovers().leerresultaat;
        let rows = results.iter().flat_map(|delivery| numbers.iter().flat_map(|number| delivery.of(*number)));
        let rows = rows.map(|(row, _)| {
            let year = linked.labels().text(row.schooljaar).to_string();
            vec![brin("brin", row.brin), fact("schooljaar", year)]
        });
        return (rows.map(filled).collect(), any_set_aside(results, &numbers));
    }
    let (Some(person), Some(facts)) = (person, known) else { return (Vec::new(), false) };
    match extract {
        Extract::Brp => (vec![filled(registered(facts))], false),
        Extract::Inschrijving => told(&facts.inschrijvingen, |row| {
            vec![
                brin("brin", row.brin),
                code(schema, "onderwijssector", row.sector),
                code(schema, "niveau", row.niveau),
                code(schema, "uitstroomprofiel", row.uitstroomprofiel),
                date("datum_inschrijving", row.begin),
                date("datum_uitschrijving", row.eind),
            ]
        }),
        Extract::Startkwalificatie => told(&facts.startkwalificatie, |row| {
            vec![
                fact("startkwalificatie", if row.verklaard { "J" } else { "N" }),
                date("datum_behaald", row.behaald),
                code(schema, "hoogste_diploma", row.hoogste_diploma),
                date("datum_diploma", row.datum_diploma),
                brin("brin_diploma", row.brin_diploma),
            ]
        }),
        Extract::Vrijstelling => told(&facts.vrijstellingen, |row| {
            vec![
                fact("soort", if row.vrijgesteld { "VRIJGESTELD" } else { "VERVANGEND" }),
                date("begindatum", row.begin),
                date("einddatum", row.eind),
            ]
        }),
        Extract::Verzuim => told(&facts.verzuim, |row| {
            vec![
                brin("brin", row.brin),
                code(schema, "soort_verzuim", row.soort),
                date("begindatum", row.begin),
                date("einddatum", row.eind),
                fact("uren", row.uren.to_string()),
                code(schema, "status", row.status),
            ]
        }),
        Extract::Inkomen => income(basis, facts),
        Extract::JibLijst => match facts.op_jib_lijst {
            Ok(true) => (vec![vec![fact("lijst", "staat op de laatste lijst")]], false),
            Ok(false) => (Vec::new(), false),
            Err(reden) => (Vec::new(), reden == Reden::RijInQuarantaine),
        },
        Extract::IbVsv => {
            let known = linked.ib_prioriteit(person).map(|own| vec![code(schema, "prioriteit", own)]);
            (known.into_iter().collect(), false)
        }
        Extract::Dossier => told(&facts.dossiers, |row| {
            let path = if row.pad_pw7a { "PW7A" } else { "" };
            vec![
                fact("team", if row.van_doorstroompunt { "DOORSTROOMPUNT" } else { "LEERPLICHT" }),
                fact("status", row.status.word()),
                fact("pad", path),
                date("datum_start", row.begin),
                date("datum_einde", row.eind),
                date("overleg_gevoerd_op", row.overleg_gevoerd_op),
                date("afwijking_overleg_op", row.afwijking_overleg_op),
                fact("verklaring", row.verklaring.map_or("", Verklaring::word)),
                date("verklaring_op", row.verklaring_op),
            ]
        }),
        Extract::Contactgegevens => {
            let labels = linked.labels();
            let rows = linked.contact_rows(person).map(|(row, _)| {
                let [afdeling, doel] = [row.afdeling, row.doel].map(|label| labels.text(label));
                vec![fact("afdeling", afdeling), fact("doel", doel), date("datum", row.datum)]
            });
            (rows.map(filled).collect(), false)
        }
        Extract::Koppeling => {
            let coupled = numbers.len() > 1;
            (
                coupled
                    .then(|| vec![fact("nummers", "bsn en onderwijsnummer zijn van één persoon")])
                    .into_iter()
                    .collect(),
                false,
            )
        }
        Extract::Toestemming => {
            let (consents, _) = linked.consents(person);
            let count = consents.rows.len();
            let row = (count > 0).then(|| vec![fact("toestemmingen", format!("{count}, zie hieronder"))]);
            (row.into_iter().collect(), consents.reliance == Reliance::RowSetAside)
        }
        Extract::Uitsluiting => told(&linked.exclusions(person), |row| {
            vec![date("geldig_van", row.van), date("geldig_tot", row.tot)]
        }),
        // Handled above: a school's own data may concern someone who is not in the BRP extract.
        Extract::Overstap | Extract::Leerresultaat => (Vec::new(), false),
    }
}

/// Whether there is work or a benefit. Never an amount.
fn income(basis: &Basis<'_>, facts: &PersonFacts<'_>) -> (Vec<Vec<Fact>>, bool) {
    match facts.inkomen {
        Ok(inkomen) => {
            let yes_no = |yes: bool| if yes { "ja" } else { "nee" };
            let period = basis.linked.income_period().map(|period| period.to_string()).unwrap_or_default();
            let row = vec![
                fact("periode", period),
                fact("inkomen uit werk", yes_no(inkomen.werk_cent > 0)),
                fact("uitkering", yes_no(inkomen.uitkering)),
            ];
            (vec![filled(row)], false)
        }
        Err(reden) => (Vec::new(), reden == Reden::RijInQuarantaine),
    }
}

fn code(schema: &Schema, column: &str, code: u8) -> Fact {
    let column_at = schema.column(column).and_then(|at| schema.columns.get(at));
    let word = column_at.filter(|_| code != NO_CODE).and_then(|column| column.codes.get(usize::from(code)));
    fact(column, word.map_or("", String::as_str))
}

/// The columns of a BRP row that affect a decision.
fn registered(facts: &PersonFacts<'_>) -> Vec<Fact> {
    let registratie = &facts.registratie;
    let partial = |column, date: Option<PartialDate>| {
        fact(column, date.map(|date| date.to_string()).unwrap_or_default())
    };
    let letter = registratie.opschorting_reden.map(|letter| char::from(letter).to_string());
    vec![
        fact("geboortedatum", facts.geboortedatum.to_string()),
        fact(
            "gemeente_inschrijving",
            registratie.gemeente.map(|code| format!("{code:04}")).unwrap_or_default(),
        ),
        fact("geheim adres", if facts.geheim { "ja" } else { "nee" }),
        fact("opschorting_reden", letter.unwrap_or_default()),
        partial("opschorting_datum", registratie.opschorting_datum),
        partial("datum_overlijden", registratie.datum_overlijden),
    ]
}

fn told<T>(delivered: &PersonRows<'_, T>, row: impl Fn(&T) -> Vec<Fact>) -> (Vec<Vec<Fact>>, bool) {
    let rows = delivered.rows.iter().map(row).map(filled).collect();
    (rows, delivered.reliance == Reliance::RowSetAside)
}

/// Drops the facts that the source left empty.
fn filled(row: Vec<Fact>) -> Vec<Fact> {
    row.into_iter().filter(|fact| !fact.value.is_empty()).collect()
}

fn fact(kolom: &str, waarde: impl Into<String>) -> Fact {
    Fact { column: kolom.to_owned(), value: waarde.into() }
}

fn date(kolom: &str, day: Day) -> Fact {
    fact(kolom, day.known().map(|day| day.to_string()).unwrap_or_default())
}

fn brin(kolom: &str, brin: Brin) -> Fact {
    fact(kolom, String::from_utf8_lossy(brin.as_bytes()).into_owned())
}
