//! The facts about one person, per extract, as far as the classification and the parcels depend on them. Names, addresses,
//! numbers and amounts are left out: nobody needs them to follow a decision.

use serde::Serialize;

use crate::intake::delivery::State;
use crate::model::birth::PartialDate;
use crate::model::classification::Reden;
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::facts::{
    Brin, Dossier, Inschrijving, PersonFacts, PersonRows, Reliance, Startkwalificatierij, Verklaring,
    Verzuimmelding, Vrijstelling,
};
use crate::model::number::Persoonsnummer;
use crate::persons::link::Linked;
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

/// The rows of one extract about a person, and whether one is in quarantine.
type ToldRows = (Vec<Vec<Fact>>, bool);

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
) -> ToldRows {
    let linked = &basis.linked;
    let nothing = (Vec::new(), false);
    let Some(extract) = Extract::from_word(&schema.id) else { return nothing };
    match (extract, person.zip(known)) {
        // A school's own data may concern someone who is not in the BRP extract.
        (Extract::Overstap, _) => handed_over(linked, number),
        (Extract::Leerresultaat, _) => results(linked, number),
        (_, None) => nothing,
        (Extract::Brp, Some((_, facts))) => (vec![filled(registered(facts))], false),
        (Extract::Inschrijving, Some((_, facts))) => {
            told(&facts.inschrijvingen, |row| enrolment(schema, row))
        }
        (Extract::Startkwalificatie, Some((_, facts))) => {
            told(&facts.startkwalificatie, |row| statement(schema, row))
        }
        (Extract::Vrijstelling, Some((_, facts))) => told(&facts.vrijstellingen, exemption),
        (Extract::Verzuim, Some((_, facts))) => told(&facts.verzuim, |row| absence(schema, row)),
        (Extract::Inkomen, Some((_, facts))) => income(basis, facts),
        (Extract::JibLijst, Some((_, facts))) => listed(facts),
        (Extract::IbVsv, Some((person, _))) => {
            let known = linked.ib_prioriteit(person).map(|own| vec![code(schema, "prioriteit", own)]);
            (known.into_iter().collect(), false)
        }
        (Extract::Dossier, Some((_, facts))) => told(&facts.dossiers, dossier),
        (Extract::Contactgegevens, Some((person, _))) => contact(linked, person),
        (Extract::Koppeling, Some(_)) => coupled(linked, number),
        (Extract::Toestemming, Some((person, _))) => consents(linked, person),
        (Extract::Uitsluiting, Some((person, _))) => told(&linked.exclusions(person), |row| {
            vec![date("geldig_van", row.van), date("geldig_tot", row.tot)]
        }),
    }
}

/// The person's handovers, under any number.
fn handed_over(linked: &Linked, number: Persoonsnummer) -> ToldRows {
    let (numbers, handovers) = (linked.numbers(number), &linked.handovers().overstap);
    let rows = handovers.iter().flat_map(|delivery| numbers.iter().flat_map(|number| delivery.of(*number)));
    let rows =
        rows.map(|(row, _)| vec![brin("brin_latend", row.latend), brin("brin_ontvangend", row.ontvangend)]);
    (rows.map(filled).collect(), any_set_aside(handovers, &numbers))
}

/// The person's results, under any number.
fn results(linked: &Linked, number: Persoonsnummer) -> ToldRows {
    let (numbers, results) = (linked.numbers(number), &linked.handovers().leerresultaat);
    let rows = results.iter().flat_map(|delivery| numbers.iter().flat_map(|number| delivery.of(*number)));
    let rows = rows.map(|(row, _)| {
        let year = linked.labels().text(row.schooljaar).to_string();
        vec![brin("brin", row.brin), fact("schooljaar", year)]
    });
    (rows.map(filled).collect(), any_set_aside(results, &numbers))
}

fn enrolment(schema: &Schema, row: &Inschrijving) -> Vec<Fact> {
    vec![
        brin("brin", row.brin),
        code(schema, "onderwijssector", row.sector),
        code(schema, "niveau", row.niveau),
        code(schema, "uitstroomprofiel", row.uitstroomprofiel),
        date("datum_inschrijving", row.begin),
        date("datum_uitschrijving", row.eind),
    ]
}

fn statement(schema: &Schema, row: &Startkwalificatierij) -> Vec<Fact> {
    vec![
        fact("startkwalificatie", if row.verklaard { "J" } else { "N" }),
        date("datum_behaald", row.behaald),
        code(schema, "hoogste_diploma", row.hoogste_diploma),
        date("datum_diploma", row.datum_diploma),
        brin("brin_diploma", row.brin_diploma),
    ]
}

fn exemption(row: &Vrijstelling) -> Vec<Fact> {
    vec![
        fact("soort", if row.vrijgesteld { "VRIJGESTELD" } else { "VERVANGEND" }),
        date("begindatum", row.begin),
        date("einddatum", row.eind),
    ]
}

fn absence(schema: &Schema, row: &Verzuimmelding) -> Vec<Fact> {
    vec![
        brin("brin", row.brin),
        code(schema, "soort_verzuim", row.soort),
        date("begindatum", row.begin),
        date("einddatum", row.eind),
        fact("uren", row.uren.to_string()),
        code(schema, "status", row.status),
    ]
}

fn listed(facts: &PersonFacts<'_>) -> ToldRows {
    match facts.op_jib_lijst {
        Ok(true) => (vec![vec![fact("lijst", "staat op de laatste lijst")]], false),
        Ok(false) => (Vec::new(), false),
        Err(reden) => (Vec::new(), reden == Reden::RijInQuarantaine),
    }
}

fn dossier(row: &Dossier) -> Vec<Fact> {
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
}

/// Who wrote contact details down, for what, and when. Never the details.
fn contact(linked: &Linked, person: usize) -> ToldRows {
    let labels = linked.labels();
    let rows = linked.contact_rows(person).map(|(row, _)| {
        let [afdeling, doel] = [row.afdeling, row.doel].map(|label| labels.text(label));
        vec![fact("afdeling", afdeling), fact("doel", doel), date("datum", row.datum)]
    });
    (rows.map(filled).collect(), false)
}

/// Whether the person has a second number. Never which.
fn coupled(linked: &Linked, number: Persoonsnummer) -> ToldRows {
    let has_two = linked.numbers(number).len() > 1;
    let row = has_two.then(|| vec![fact("nummers", "bsn en onderwijsnummer zijn van één persoon")]);
    (row.into_iter().collect(), false)
}

/// How many consents there are. What each is worth, the explanation says elsewhere.
fn consents(linked: &Linked, person: usize) -> ToldRows {
    let (consents, _) = linked.consents(person);
    let count = consents.rows.len();
    let row = (count > 0).then(|| vec![fact("toestemmingen", format!("{count}, zie hieronder"))]);
    (row.into_iter().collect(), consents.reliance == Reliance::RowSetAside)
}

/// Whether there is work or a benefit. Never an amount.
fn income(basis: &Basis<'_>, facts: &PersonFacts<'_>) -> ToldRows {
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

fn told<T>(delivered: &PersonRows<'_, T>, row: impl Fn(&T) -> Vec<Fact>) -> ToldRows {
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
