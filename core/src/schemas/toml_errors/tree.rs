//! A file as a tree whose values know their place, and which can be repaired: a stand-in that fits anywhere replaces a wrong
//! value, so that the next fault is found as well.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The deepest nesting we read; nothing in `schemas/` or `jib.toml` comes near it.
const DEPTH_MAX: usize = 64;

/// The value at a place.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    /// A whole number; `None` if it is too large.
    Integer(Option<i64>),
    Float(f64),
    Bool(bool),
    /// A date or time without quotes.
    Moment,
    List(Vec<Node>),
    Table(Vec<Entry>),
    Nothing,
    /// A stand-in for what was wrong or missing: fits whatever is asked. Counts how often its answer was rejected.
    Any(usize),
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Unique in its tree.
    pub id: usize,
    pub value: Value,
    /// Empty for a value that was missing.
    pub span: Range<usize>,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub node: Node,
}

/// A whole file.
#[derive(Clone, Debug)]
pub struct Tree {
    pub root: Node,
    next: usize,
}

impl Tree {
    /// The tree of a TOML file, as far as it can be read.
    pub fn of_toml(table: &Spanned<DeTable<'_>>) -> Tree {
        let mut tree = Tree::empty();
        let entries = tree.entries(table.get_ref(), 0);
        tree.root = tree.node(Value::Table(entries), table.span());
        tree
    }

    /// The tree of a JSON file, where no value knows its place.
    pub fn of_json(value: &serde_json::Value) -> Tree {
        let mut tree = Tree::empty();
        tree.root = tree.json(value);
        tree
    }

    fn empty() -> Tree {
        Tree { root: Node { id: 0, value: Value::Nothing, span: 0..0 }, next: 1 }
    }

    fn node(&mut self, value: Value, span: Range<usize>) -> Node {
        let id = self.next;
        self.next += 1;
        Node { id, value, span }
    }

    fn entries(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: key.span(),
                node: self.toml(value, depth + 1),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    fn toml(&mut self, spanned: &Spanned<DeValue<'_>>, depth: usize) -> Node {
        let value = match spanned.get_ref() {
            _ if depth > DEPTH_MAX => Value::Nothing,
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => {
                Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok())
            }
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(is_so) => Value::Bool(*is_so),
            DeValue::Datetime(_) => Value::Moment,
            DeValue::Array(list) => {
                Value::List(list.iter().map(|element| self.toml(element, depth + 1)).collect())
            }
            DeValue::Table(table) => Value::Table(self.entries(table, depth)),
        };
        self.node(value, spanned.span())
    }

    fn json(&mut self, value: &serde_json::Value) -> Node {
        let value = match value {
            serde_json::Value::Null => Value::Nothing,
            serde_json::Value::Bool(is_so) => Value::Bool(*is_so),
            serde_json::Value::Number(number) if number.is_f64() => {
                Value::Float(number.as_f64().unwrap_or(f64::NAN))
            }
            serde_json::Value::Number(number) => Value::Integer(number.as_i64()),
            serde_json::Value::String(text) => Value::Text(text.clone()),
            serde_json::Value::Array(list) => {
                Value::List(list.iter().map(|element| self.json(element)).collect())
            }
            serde_json::Value::Object(object) => {
                let entry = |(key, value): (&String, &serde_json::Value)| Entry {
                    key: key.clone(),
                    key_span: 0..0,
                    node: self.json(value),
                };
                Value::Table(object.iter().map(entry).collect())
            }
        };
        self.node(value, 0..0)
    }

    /// The node with this id, and the name of the nearest key above it.
    pub fn find(&self, id: usize) -> Option<(&Node, Option<&str>)> {
        fn within<'t>(
            node: &'t Node,
            id: usize,
            key: Option<&'t str>,
        ) -> Option<(&'t Node, Option<&'t str>)> {
            if node.id == id {
                return Some((node, key));
            }
            match &node.value {
                Value::List(list) => list.iter().find_map(|element| within(element, id, key)),
                Value::Table(entries) => {
                    entries.iter().find_map(|entry| within(&entry.node, id, Some(&entry.key)))
                }
                _ => None,
            }
        }
        within(&self.root, id, None)
    }

    fn find_mut(&mut self, id: usize) -> Option<&mut Node> {
        fn within(node: &mut Node, id: usize) -> Option<&mut Node> {
            if node.id == id {
                return Some(node);
            }
            match &mut node.value {
                Value::List(list) => list.iter_mut().find_map(|element| within(element, id)),
                Value::Table(entries) => entries.iter_mut().find_map(|entry| within(&mut entry.node, id)),
                _ => None,
            }
        }
        within(&mut self.root, id)
    }

    /// Replaces this value by a stand-in; if it already is one, moves it to its next answer.
    pub fn replace(&mut self, id: usize) {
        if let Some(node) = self.find_mut(id) {
            node.value = match node.value {
                Value::Any(tried) => Value::Any(tried + 1),
                _ => Value::Any(0),
            };
        }
    }

    /// Removes a key from a table.
    pub fn remove(&mut self, table: usize, key: &str) {
        if let Some(Node { value: Value::Table(entries), .. }) = self.find_mut(table) {
            entries.retain(|entry| entry.key != key);
        }
    }

    /// Adds a missing key to a table.
    pub fn supply(&mut self, table: usize, key: &str) {
        let node = self.node(Value::Any(0), 0..0);
        if let Some(Node { value: Value::Table(entries), .. }) = self.find_mut(table) {
            entries.push(Entry { key: key.to_owned(), key_span: 0..0, node });
        }
    }

    /// The entry of a key in the table at a place.
    pub fn entry(&self, table: &Range<usize>, key: &str) -> Option<&Entry> {
        fn within<'t>(node: &'t Node, table: &Range<usize>, key: &str) -> Option<&'t Entry> {
            match &node.value {
                Value::List(list) => list.iter().find_map(|element| within(element, table, key)),
                Value::Table(entries) if node.span == *table => entries.iter().find(|entry| entry.key == key),
                Value::Table(entries) => entries.iter().find_map(|entry| within(&entry.node, table, key)),
                _ => None,
            }
        }
        within(&self.root, table, key)
    }

    /// Every text, with its place.
    pub fn texts(&self) -> Vec<(&str, &Range<usize>)> {
        let mut found = Vec::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            match &node.value {
                Value::Text(text) => found.push((text.as_str(), &node.span)),
                Value::List(list) => open.extend(list),
                Value::Table(entries) => open.extend(entries.iter().map(|entry| &entry.node)),
                _ => {}
            }
        }
        found
    }
}
