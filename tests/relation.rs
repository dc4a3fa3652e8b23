//! `jib policy sql`: what it writes can be read by a parser of each dialect, and a change of law changes tables and literals, never
//! the shape of a query. That the views give what a run gives is compared by `.ci/sql`, which needs the engines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sqlparser::dialect::{DatabricksDialect, Dialect, DuckDbDialect, PostgreSqlDialect};
use sqlparser::parser::Parser;

use crate::support::{files, jib, repository, text};

const DIALECTS: [&str; 3] = ["duckdb", "postgres", "spark"];

fn parser(dialect: &str) -> Box<dyn Dialect> {
    match dialect {
        "duckdb" => Box::new(DuckDbDialect {}),
        "postgres" => Box::new(PostgreSqlDialect {}),
        // Spark's own dialect, by the name of its maker.
        _ => Box::new(DatabricksDialect {}),
    }
}

/// Compiles `sample-data` with the law of a folder. Path → text.
fn compiled(dialect: &str, schemas: &Path, more: &[&str]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("sql");
    let config = repository("sample-data").join("jib.toml");
    let (schemas, config, out_text) =
        (schemas.display().to_string(), config.display().to_string(), out.display().to_string());
    let mut arguments = vec!["--schemas", &schemas, "policy", "sql", "--dialect", dialect, "-c", &config];
    arguments.extend(["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23", "--out", &out_text]);
    arguments.extend(more);
    let done = jib(&arguments);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let relative = |path: &PathBuf| path.strip_prefix(&out).expect("in the folder").display().to_string();
    files(&out)
        .into_iter()
        .map(|path| (relative(&path), fs::read_to_string(&path).expect("a text")))
        .collect()
}

fn queries(documents: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    documents.iter().filter(|(path, _)| path.ends_with(".sql"))
}

#[test]
fn each_dialect_reads_its_queries() {
    for dialect in DIALECTS {
        let documents = compiled(dialect, &repository("schemas"), &[]);
        let mut statements = 0;
        for (path, sql) in queries(&documents) {
            let parsed = Parser::parse_sql(&*parser(dialect), sql);
            statements += parsed.unwrap_or_else(|fault| panic!("{dialect} {path}: {fault}")).len();
            // Files are cut into statements at a semicolon that ends a line.
            assert!(!sql.lines().any(|line| line.trim_end_matches(';').contains(';')), "{dialect} {path}");
        }
        assert!(statements > 60, "{dialect}: {statements}");
        let views: BTreeSet<&str> = documents
            .get("06_pakketten.sql")
            .expect("the parcels")
            .split_whitespace()
            .filter(|word| word.starts_with("pakket_"))
            .collect();
        for view in ["pakket_leerplicht_toezicht", "pakket_leerplicht_toezicht_geheim", "pakket_duo_verzuim"]
        {
            assert!(views.contains(view), "{dialect}: {view}");
        }
        for left_out in ["rapportage", "intrekking", "startkwalificatie", "overstap"] {
            assert!(!views.iter().any(|view| view.ends_with(left_out)), "{dialect}: {left_out}");
        }
    }
}

/// A cell that an engine would read as another value, or as none.
#[test]
fn no_table_holds_a_cell_that_a_database_would_read_otherwise() {
    let documents = compiled("duckdb", &repository("schemas"), &[]);
    for (path, table) in documents.iter().filter(|(path, _)| path.starts_with("tabellen/")) {
        let rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(table.as_bytes())
            .records()
            .map(|row| row.expect("a row"))
            .collect();
        assert!(rows.len() > 1, "{path}: its types can only be inferred from rows");
        for cell in rows.iter().flatten() {
            let zero_first = cell.len() > 1 && cell.starts_with('0');
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            let is_date = cell.len() == 10 && digits == 8 && cell.matches('-').count() == 2;
            assert!(!cell.is_empty() && !zero_first && !is_date, "{path}: {cell}");
        }
    }
}

/// A query without its literals: numbers, texts and lists of them.
fn shape(sql: &str) -> String {
    let mut shape = String::new();
    let mut letters =
        sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    letters.push('\n');
    let mut rest = letters.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\'' => {
                while let Some(inner) = rest.next() {
                    if inner == '\'' && rest.next_if_eq(&'\'').is_none() {
                        break;
                    }
                }
                shape.push('?');
            }
            '0'..='9' if !shape.ends_with(|before: char| before.is_alphanumeric() || before == '_') => {
                while rest.next_if(|next| next.is_ascii_digit()).is_some() {}
                shape.push('?');
            }
            letter => shape.push(letter),
        }
    }
    while shape.contains("?, ?") {
        shape = shape.replace("?, ?", "?");
    }
    shape
}

/// The law of the repository with one file changed.
fn changed(path: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let source = repository("schemas");
    for file in files(&source) {
        let target = folder.path().join(file.strip_prefix(&source).expect("in the folder"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a new folder");
        let mut text = fs::read_to_string(&file).expect("a text");
        if file.ends_with(path) {
            assert!(text.contains(from), "{path} does not hold {from}");
            text = text.replace(from, to);
        }
        fs::write(target, text).expect("a new file");
    }
    folder
}

#[test]
fn an_age_limit_that_moves_changes_tables_and_no_query() {
    let law = "wet_educatie_en_beroepsonderwijs/2026-01-01.toml";
    let other = changed(law, "doelgroep_leeftijd_tot = 27", "doelgroep_leeftijd_tot = 25");
    for dialect in DIALECTS {
        let (own, later) =
            (compiled(dialect, &repository("schemas"), &[]), compiled(dialect, other.path(), &[]));
        for ((path, sql), (_, changed)) in queries(&own).zip(queries(&later)) {
            assert_eq!(shape(sql), shape(changed), "{dialect} {path}");
        }
        let differ: Vec<&String> =
            own.iter().filter(|(path, text)| later.get(*path) != Some(text)).map(|(path, _)| path).collect();
        assert!(
            differ.iter().any(|path| path.as_str() == "tabellen/levensfase.csv"),
            "{dialect}: {differ:?}"
        );
    }
}

#[test]
fn a_field_that_is_added_is_one_column_of_its_own_view() {
    let law = "participatiewet/2026-01-01.toml";
    let other =
        changed(law, "velden = [\"telefoon\", \"email\"]", "velden = [\"telefoon\", \"email\", \"niveau\"]");
    let (own, later) =
        (compiled("duckdb", &repository("schemas"), &[]), compiled("duckdb", other.path(), &[]));
    let differ: Vec<&str> = own
        .iter()
        .filter(|(path, text)| later.get(*path) != Some(text))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(differ, ["06_pakketten.sql"]);
    let lines = |documents: &BTreeMap<String, String>| -> Vec<String> {
        documents["06_pakketten.sql"].lines().map(str::to_owned).collect()
    };
    let (before, after) = (lines(&own), lines(&later));
    let first = before.iter().zip(&after).position(|(one, other)| one != other).expect("a difference");
    // The column before it gets a comma, then come the column and the table that it is read from.
    assert_eq!(after.len(), before.len() + 2);
    assert!(after[first + 1].ends_with("AS niveau"), "{}", after[first + 1]);
    let changed: Vec<&String> = after.iter().filter(|line| !before.contains(line)).collect();
    assert!(changed.len() <= 2, "{changed:?}");
}

#[test]
fn roles_are_of_postgres_and_see_their_own_views() {
    let documents = compiled("postgres", &repository("schemas"), &["--rollen"]);
    let roles = documents.get("07_rollen.sql").expect("the roles");
    Parser::parse_sql(&PostgreSqlDialect {}, &roles.replace("DO $$", "SELECT $$")).expect("statements");
    for grant in roles.lines().filter(|line| line.starts_with("GRANT")) {
        let words: Vec<&str> = grant.trim_end_matches(';').split_whitespace().collect();
        let (view, role) = (words[3], words[5]);
        assert!(view.starts_with(&role.replace("jib_", "pakket_")), "{grant}");
    }
}
