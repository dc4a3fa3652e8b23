//! `tabellen/laden.sql`: makes the tables of the law, and an empty one for each extract that is not there yet.

use std::fmt::Write as _;

use super::dialect::Dialect;
use super::reading::Source;
use super::table::Table;

/// The statements, to run from the folder above `tabellen/`.
pub fn loading(dialect: Dialect, sources: &[Source<'_>], tables: &[Table]) -> String {
    let mut sql = String::from("-- Draai dit in de map boven `tabellen/`. De wet: getallen en woorden.\n\n");
    let text = dialect.text_type();
    for table in tables {
        let (name, path) = (table.name, format!("tabellen/{}.csv", table.name));
        let columns = table.header.iter().enumerate();
        let columns = columns
            .map(|(at, column)| format!("{column} {}", if table.counts(at) { "BIGINT" } else { text }));
        let columns = columns.collect::<Vec<_>>().join(", ");
        // Writing into a string cannot fail.
        let _ = match dialect {
            Dialect::Duckdb => writeln!(
                sql,
                "DROP TABLE IF EXISTS {name};\nCREATE TABLE {name} ({columns});\nCOPY {name} FROM '{path}' (HEADER);\n"
            ),
            Dialect::Postgres => writeln!(
                sql,
                "DROP TABLE IF EXISTS {name} CASCADE;\nCREATE TABLE {name} ({columns});\n\\copy {name} FROM '{path}' (FORMAT csv, HEADER)\n"
            ),
            Dialect::Spark => writeln!(
                sql,
                "CREATE OR REPLACE TEMPORARY VIEW {name}_csv ({columns}) USING csv OPTIONS (path '{path}', header 'true');\n\
                 DROP TABLE IF EXISTS {name};\nCREATE TABLE {name} AS SELECT * FROM {name}_csv;\n"
            ),
        };
    }
    sql.push_str("-- De extracten: alle kolommen tekst. Een kolom die de bron niet heeft, blijft leeg.\n\n");
    for source in sources {
        let columns: Vec<String> =
            source.schema.columns.iter().map(|column| format!("{} {text}", column.name)).collect();
        let _ = writeln!(
            sql,
            "CREATE TABLE IF NOT EXISTS {} (\n  {}\n);\n",
            source.schema.id,
            columns.join(",\n  ")
        );
    }
    sql
}
