//! The law as a relation: tables and queries that give the parcels of a run where the data already lies, in DuckDB, PostgreSQL or
//! Spark. The tables hold what the classification and the rules of a run answer; the queries only join them.

mod deciding;
pub mod dialect;
mod facts;
mod law_tables;
mod loading;
mod order;
mod parcels;
mod reading;
mod readme;
mod synthetic;
mod table;

use crate::classify::Setting;
use crate::config::arrangements::Arrangements;
use crate::model::extract::Extract;
use crate::model::facts::{Inkomensgrenzen, Reliance};
use crate::persons::classified::Judged;
use deciding::{apart, bound, closed, conditions, decisions, profiles};
use dialect::{Dialect, Refused};
use facts::FactQueries;
use law_tables::LawTables;
use parcels::Views;
use reading::{Source, sources};
use synthetic::Asked;
use table::Table;

pub use order::SqlOrder;

/// One file to write.
#[derive(Clone, Debug)]
pub struct SqlFile {
    /// Its path in the folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The law of two days as tables and queries.
///
/// # Errors
/// If the configuration or the law asks something that a table or a query cannot say.
pub fn compile(order: SqlOrder<'_>) -> Result<Vec<SqlFile>, Refused> {
    let SqlOrder { library, config, days, dialect, .. } = order;
    let sources = sources(config, &library.schemas, days.peildatum)?;
    let tables = tables(order, &sources)?;
    let fact_queries = fact_queries(order, &sources).sql();
    let (parcel_queries, parcel_views) = views(order, &sources).sql()?;
    let readers = [fact_queries.as_str(), parcel_queries.as_str()];
    let mut queries = vec![
        ("01_cellen.sql", format!("{}{}", counted(dialect, &tables), reading::cells(dialect, &sources))),
        ("02_rijen.sql", reading::rows(dialect, &sources, days.peildatum, &readers)),
        ("03_feiten.sql", fact_queries),
        ("04_profiel.sql", profiles(dialect, config.file.gemeente.contactgemeente)),
        ("05_besluit.sql", decisions(dialect)),
        ("06_pakketten.sql", parcel_queries),
    ];
    if order.roles {
        queries.push(("07_rollen.sql", readme::roles(dialect, &parcel_views)?));
    }
    let leesmij = readme::leesmij(order, &sources, &tables, &queries, &parcel_views);
    let of_table =
        |table: &Table| SqlFile { path: format!("tabellen/{}.csv", table.name), text: table.csv() };
    let mut documents: Vec<SqlFile> = tables.iter().map(of_table).collect();
    let head = head(order);
    documents.extend(
        queries
            .into_iter()
            .map(|(path, text)| SqlFile { path: path.to_owned(), text: format!("{head}{text}") }),
    );
    let laden = loading::loading(dialect, &sources, &tables);
    documents.push(SqlFile { path: "tabellen/laden.sql".to_owned(), text: format!("{head}{laden}") });
    documents.push(SqlFile { path: "LEESMIJ.md".to_owned(), text: leesmij });
    Ok(documents)
}

/// The days on which persons are judged, each with its terms.
fn judged(order: SqlOrder<'_>) -> Judged<'_> {
    let SqlOrder { rules, days, .. } = order;
    Judged {
        peildatum: days.peildatum,
        peildatum_terms: &rules.on_peildatum.terms,
        verstrekdatum: days.verstrekdatum,
        verstrekdatum_terms: &rules.on_verstrekdatum.terms,
    }
}

/// Every table: the calendar, what the law answers, the configuration, and the rules.
fn tables(order: SqlOrder<'_>, sources: &[Source<'_>]) -> Result<Vec<Table>, Refused> {
    let SqlOrder { library, config, rules, days, .. } = order;
    let reliance = |extract: Extract| {
        let known = sources.iter().find(|source| source.extract == extract);
        known.map_or(Reliance::Incomplete(extract.unknown().absent), |source| source.reliance)
    };
    let setting = Setting {
        gemeente: config.gemeente(),
        regio: config.regio(),
        contactgemeente: config.file.gemeente.contactgemeente,
        grenzen: Inkomensgrenzen::default(),
    };
    let asked = Asked::new(judged(order), &library.schemas, setting, &reliance).ok_or_else(|| Refused {
        message: "er is geen nummer voor een verzonnen persoon".to_owned(),
        help: "meld dit als een fout van het programma".to_owned(),
    })?;
    let arrangements = Arrangements::on(&config.file, days.verstrekdatum);
    let mut tables = reading::tables(sources);
    tables.extend(LawTables::of(asked)?);
    tables.extend(facts::tables(config, &library.policy.parties));
    tables.push(conditions(&rules.parcels));
    tables.push(closed(&rules.parcels, &library.policy.parties, arrangements));
    tables.push(bound(&rules.parcels, &library.policy.parties));
    tables.push(apart(&rules.parcels, &library.policy.parties));
    Ok(tables)
}

/// What the queries about facts are written from.
fn fact_queries<'a>(order: SqlOrder<'a>, sources: &'a [Source<'a>]) -> FactQueries<'a> {
    let SqlOrder { library, config, days, dialect, .. } = order;
    FactQueries {
        dialect,
        sources,
        schemas: &library.schemas,
        terms: judged(order).peildatum_terms,
        days,
        config,
        parties: library.policy.parties.iter().map(|party| party.id.as_str()).collect(),
    }
}

/// What the views of parcels are written from.
fn views<'a>(order: SqlOrder<'a>, sources: &'a [Source<'a>]) -> Views<'a> {
    let SqlOrder { library, config, rules, days, dialect, .. } = order;
    let judged = judged(order);
    Views {
        dialect,
        sources,
        schemas: &library.schemas,
        terms: judged.peildatum_terms,
        consent_age: judged.verstrekdatum_terms.toestemming_leeftijd_vanaf,
        written_only: &judged.verstrekdatum_terms.toestemming_schriftelijk_velden,
        days,
        config,
        parties: &library.policy.parties,
        parcels: &rules.parcels,
        arrangements: Arrangements::on(&config.file, days.verstrekdatum),
    }
}

/// The first lines of every file with queries.
fn head(order: SqlOrder<'_>) -> String {
    let SqlOrder { config, days, dialect, .. } = order;
    let quiet = if dialect == Dialect::Postgres {
        "SET client_min_messages = warning;\n\
         -- De planner neemt aan dat feiten los van elkaar staan. Dan verwacht hij na veel joins één rij waar er miljoenen zijn.\n\
         SET enable_nestloop = off;\nSET join_collapse_limit = 1;\n"
    } else {
        ""
    };
    format!(
        "-- Gemaakt door `jib policy sql` voor {dialect}, gemeente {}, peildatum {}, verstrekdatum {}.\n{quiet}",
        config.file.gemeente.code.get_ref(),
        days.peildatum,
        days.verstrekdatum
    )
}

/// Lets PostgreSQL count the tables of the law, which whoever loads them may have left undone.
fn counted(dialect: Dialect, tables: &[Table]) -> String {
    if dialect != Dialect::Postgres {
        return String::new();
    }
    tables.iter().map(|table| format!("ANALYZE {};\n", table.name)).collect()
}
