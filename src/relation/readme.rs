//! What a database administrator reads beside the queries: what goes in, what comes out, and what a run does besides.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::dialect::{Dialect, Refused};
use super::order::SqlOrder;
use super::parcels::View;
use super::reading::Source;
use super::table::Table;
use crate::law::file::Regelvorm;
use crate::law::walls;

/// `LEESMIJ.md`.
pub fn leesmij(
    order: SqlOrder<'_>,
    sources: &[Source<'_>],
    tables: &[Table],
    queries: &[(&str, String)],
    views: &[View],
) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = writeln!(text, "# De wet als tabellen en queries ({})\n", order.dialect);
    let _ = writeln!(
        text,
        "Voor gemeente {}, peildatum {}, verstrekdatum {}. De views geven dezelfde rijen als `jib run` op dezelfde rijen.\n",
        order.config.file.gemeente.code.get_ref(),
        order.days.peildatum,
        order.days.verstrekdatum
    );
    text.push_str("## Wat er klaar moet staan\n\nEen tabel per levering, alle kolommen tekst (leeg mag NULL of '' zijn):\n\n");
    for source in sources {
        let columns: Vec<&str> = source.schema.columns.iter().map(|column| column.name.as_str()).collect();
        let _ = writeln!(text, "- `{}`: {}", source.schema.id, columns.join(", "));
    }
    text.push_str("\nEen kolom die de bron niet heeft, staat er leeg bij. En elk csv-bestand van `tabellen/` als tabel met die naam; \
         `tabellen/laden.sql` doet dat, en maakt een lege tabel voor elke levering die er nog niet is:\n\n");
    for table in tables {
        let _ = writeln!(text, "- `{}`: {}", table.name, table.about);
    }
    if order.dialect == Dialect::Spark {
        text.push_str("\nTekst staat in de normaalvorm NFC: Spark kent geen functie die daarvoor zorgt.\n");
    }
    text.push_str(
        "\n## Wat u draait\n\nDeze bestanden, op volgorde; daarna opnieuw na elke nieuwe levering:\n\n",
    );
    for (path, _) in queries {
        let _ = writeln!(text, "- `{path}`");
    }
    text.push_str("\n## Wat eruit komt\n\nEen view per pakket, met alle kolommen als tekst:\n\n");
    for view in views {
        let _ = writeln!(text, "- `{}`: {}/{}", view.name, view.partij, view.pakket);
    }
    text.push_str("\n## Wat er niet in staat\n\n");
    for parcel in &order.rules.parcels {
        let rule = &parcel.rule;
        let why = match rule.form {
            Regelvorm::Overstap => "de overdracht van een school is haar eigen gegeven",
            Regelvorm::Telling => "aantallen worden in een run met een sleutel afgerond",
            _ if !rule.earlier_in.is_empty() || rule.once => "vraagt wat een eerdere run leverde",
            _ if walls::forbids(parcel, &order.library.policy.parties) => "de wet verbiedt dit pakket",
            _ if !views.iter().any(|view| view.partij == rule.party_id) => {
                "de partij heeft in jib.toml geen ontvanger met een beveiligd kanaal"
            }
            _ => continue,
        };
        let _ = writeln!(text, "- `{}/{}`: {why}", rule.party_id, rule.parcel);
    }
    for parcel in order.rules.parcels.iter().filter(|parcel| parcel.rule.pause_days > 0) {
        let rule = &parcel.rule;
        let _ = writeln!(
            text,
            "- de pauze van {} dagen van `{}/{}`: een run vraagt niet opnieuw naar dezelfde persoon, de view kent geen eerdere keer",
            rule.pause_days, rule.party_id, rule.parcel
        );
    }
    text.push_str(
        "- `kenmerk`: daarvoor is de pseudoniemsleutel nodig\n\
         - `intrekking`: wie eerder in een pakket stond en er niet meer in hoort\n\
         - drempels: een levering die te veel fouten heeft, of die plots kleiner is, wordt hier niet geweigerd\n\
         - verzegelen, het paspoort bij een pakket, het manifest en het logboek van verwerkingen\n\
         - bevindingen: de views zeggen niet welke rij is afgezet en waarom\n",
    );
    text
}

/// A role per party that sees the views of that party and nothing else.
///
/// # Errors
/// If the dialect has no roles.
pub fn roles(dialect: Dialect, views: &[View]) -> Result<String, Refused> {
    if dialect != Dialect::Postgres {
        return Err(Refused {
            message: format!("`--rollen` kan niet met {dialect}: alleen PostgreSQL kent rollen"),
            help: "laat `--rollen` weg, of kies `--dialect postgres`".to_owned(),
        });
    }
    let mut sql = String::from(
        "-- 7. Rollen: elke partij ziet haar eigen views, en niets anders. Een rol kan niet inloggen: ken haar toe aan een gebruiker.\n\n",
    );
    let parties: BTreeSet<&str> = views.iter().map(|view| view.partij.as_str()).collect();
    for partij in parties {
        let role = format!("jib_{}", partij.replace('-', "_"));
        let _ = writeln!(
            sql,
            "DO $$ BEGIN\n  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} NOLOGIN; END IF;\n  \
             EXECUTE format('GRANT USAGE ON SCHEMA %I TO {role}', current_schema());\nEND $$;"
        );
        for view in views.iter().filter(|view| view.partij == partij) {
            let _ = writeln!(sql, "GRANT SELECT ON {} TO {role};", view.name);
        }
        sql.push('\n');
    }
    Ok(sql)
}
