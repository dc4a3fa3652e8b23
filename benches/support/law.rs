//! A law with ten times as many rules: each rule has nine copies, for a party that receives no deliveries.

use std::path::{Path, PathBuf};

use jib::law::register::REGISTER;
use toml::{Table, Value};

use crate::support::Schemas;

/// Factor by which the number of rules grows.
const TIMES: usize = 10;

/// The party of the extra rules, and the one for rules with a parcel per school.
const PARTIES: [(&str, bool); 2] = [("proef", false), ("proefschool", true)];

/// Copies the schemas, with ten times the rules.
pub fn ten_times() -> Schemas {
    let schemas = Schemas::copied();
    let mut fields: Vec<Value> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for path in law_files(&schemas.path().join("law")) {
        let text = std::fs::read_to_string(&path).expect("a law file");
        let mut law: Table = text.parse().expect("a law file");
        let articles = law.get_mut("article").and_then(Value::as_array_mut).into_iter().flatten();
        for rules in articles.filter_map(|article| article.get_mut("rule")).filter_map(Value::as_array_mut) {
            let own = rules.clone();
            for time in 1..TIMES {
                rules.extend(own.iter().map(|rule| another(rule, time, &mut fields, &mut names)));
            }
        }
        std::fs::write(&path, law.to_string()).expect("a law file");
    }
    for (id, per_brin) in PARTIES {
        let mut party = Table::new();
        for key in ["naam", "omschrijving", "bewaar_grondslag"] {
            party.insert(key.to_owned(), Value::from("Een proef."));
        }
        party.insert("id".to_owned(), Value::from(id));
        party.insert("per_brin".to_owned(), Value::from(per_brin));
        party.insert("bewaartermijn_maanden".to_owned(), Value::from(1));
        party.insert("mag_ooit_hebben".to_owned(), Value::Array(fields.clone()));
        schemas.write(&format!("parties/{id}.toml"), &party.to_string());
    }
    let mut text = schemas.read(REGISTER);
    names.sort();
    names.dedup();
    for name in names {
        text.push_str(&format!(
            "\n[[verwerking]]\nnaam = \"{name}\"\nuri = \"urn:x-proef\"\nomschrijving = \"Een proef.\"\n"
        ));
    }
    schemas.write(REGISTER, &text);
    schemas
}

/// Copies the rule under another name, for the party of the extra rules.
fn another(rule: &Value, time: usize, fields: &mut Vec<Value>, names: &mut Vec<String>) -> Value {
    let mut rule = rule.as_table().expect("a rule").clone();
    let partij = rule.get("partij").and_then(Value::as_str).expect("a party").to_owned();
    let renamed =
        |pakket: &Value| Value::from(format!("{partij}-{}-{time}", pakket.as_str().expect("a parcel")));
    let id = format!("{}-{time}", rule.get("id").and_then(Value::as_str).expect("an id"));
    let pakket = renamed(rule.get("pakket").expect("a parcel"));
    let of_schools = rule.contains_key("school");
    let party = PARTIES.iter().find(|(_, per_brin)| *per_brin == of_schools).expect("a party").0;
    names.push(format!("{party}/{}", pakket.as_str().expect("a parcel")));
    if let Some(other) = rule.get("eerder_in").map(renamed) {
        rule.insert("eerder_in".to_owned(), other);
    }
    if let Some(others) = rule.get("binnen").and_then(Value::as_array) {
        let others = others.iter().map(renamed).collect();
        rule.insert("binnen".to_owned(), Value::Array(others));
    }
    for columns in rule.get("columns").and_then(Value::as_array).into_iter().flatten() {
        for field in columns.get("velden").and_then(Value::as_array).into_iter().flatten() {
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        }
    }
    rule.insert("id".to_owned(), Value::from(id));
    rule.insert("pakket".to_owned(), pakket);
    rule.insert("partij".to_owned(), Value::from(party));
    Value::Table(rule)
}

fn law_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(law_files(&path));
        } else if path.file_name().is_some_and(|name| name != "cases.toml") {
            files.push(path);
        }
    }
    files.sort();
    files
}
