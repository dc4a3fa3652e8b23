//! The part of JSON Schema that `docs/json/jib.schema.json` uses. An unknown keyword fails the test, so that no part of the
//! schema goes unchecked. A key that the schema does not name fails too, so that all output is documented.

#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a test stops at what it does not know"
)]

use std::fs;

use serde_json::{Map, Value};

/// The schema of every command.
pub struct Schema {
    root: Value,
}

impl Schema {
    /// The schema in the documentation.
    pub fn documented() -> Schema {
        let text = fs::read_to_string(super::repository("docs/json/jib.schema.json")).expect("the schema");
        Schema { root: serde_json::from_str(&text).expect("JSON") }
    }

    /// The names of the definitions.
    pub fn names(&self) -> Vec<String> {
        self.root["$defs"].as_object().expect("definitions").keys().cloned().collect()
    }

    /// Where a value breaks a definition.
    pub fn faults(&self, name: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.root["$defs"][name], value, name, &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let schema = schema.as_object().unwrap_or_else(|| panic!("no definition at {at}"));
        for (keyword, rule) in schema {
            let holds = match keyword.as_str() {
                "description" => true,
                "$ref" => {
                    let name = rule.as_str().and_then(|path| path.strip_prefix("#/$defs/")).expect("a name");
                    self.check(&self.root["$defs"][name], value, at, faults);
                    true
                }
                "anyOf" => rule.as_array().expect("a list").iter().any(|one| {
                    let mut own = Vec::new();
                    self.check(one, value, at, &mut own);
                    own.is_empty()
                }),
                "type" => match rule {
                    Value::String(one) => is_of(value, one),
                    several => {
                        let mut several = several.as_array().expect("a list").iter();
                        several.any(|one| one.as_str().is_some_and(|one| is_of(value, one)))
                    }
                },
                "const" => rule == value,
                "enum" => rule.as_array().expect("a list").contains(value),
                "minimum" => value.as_i64().is_none_or(|value| Some(value) >= rule.as_i64()),
                "maximum" => value.as_i64().is_none_or(|value| Some(value) <= rule.as_i64()),
                "minItems" => {
                    let least = rule.as_u64().and_then(|least| usize::try_from(least).ok());
                    value.as_array().is_none_or(|items| Some(items.len()) >= least)
                }
                "pattern" => {
                    let pattern = regex::Regex::new(rule.as_str().expect("a pattern")).expect("a pattern");
                    value.as_str().is_none_or(|text| pattern.is_match(text))
                }
                "required" => {
                    let names = rule.as_array().expect("a list").iter().filter_map(Value::as_str);
                    names
                        .into_iter()
                        .all(|name| value.as_object().is_none_or(|object| object.contains_key(name)))
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}[{index}]"), faults);
                    }
                    true
                }
                "properties" | "additionalProperties" => {
                    self.properties(schema, value, at, faults);
                    true
                }
                unknown => panic!("the keyword `{unknown}` at {at} is not checked"),
            };
            if !holds {
                faults.push(format!("{at}: {keyword} {rule} does not hold for {value}"));
            }
        }
    }

    fn properties(&self, schema: &Map<String, Value>, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (key, own) in value.as_object().into_iter().flatten() {
            let named = schema.get("properties").and_then(|known| known.get(key));
            match named.or_else(|| schema.get("additionalProperties")) {
                Some(rule) => self.check(rule, own, &format!("{at}.{key}"), faults),
                None => faults.push(format!("{at}.{key} is not documented")),
            }
        }
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("the type `{kind}` is not checked"),
    }
}
