//! Reads a tree into its types. The types alone declare what a file may hold: serde asks for each value by its type and names
//! what it misses. This reader answers, or stops with a fault of its own instead of an English text.

use super::tree::{Entry, Node, Tree, Value};
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

/// Texts of which one fits each type with a text form of its own: a date, a day of the year, a field.
const FITTING: [&str; 3] = ["2000-01-01", "01-01", "bsn"];

/// Why a value does not fit its type.
#[derive(Debug)]
pub enum Misfit {
    /// A key that must be there.
    Missing(&'static str),
    /// An unknown key, and the keys that could be there.
    Unknown { key: String, known: &'static [&'static str] },
    /// A value of another kind.
    Kind(NodeKind),
    /// A word that is not one of these.
    Word(&'static [&'static str]),
    /// A whole number that is too small or too large.
    Range { min: i128 },
    /// The Dutch message of one of our own types.
    Own(String),
    /// Anything else.
    Form,
}

/// The kind of value expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Text,
    Integer,
    Number,
    Bool,
    List,
    Table,
}

/// Where reading stopped, and why.
#[derive(Debug)]
pub struct Halt {
    pub why: Misfit,
    /// The node; for a missing or unknown key, its table.
    pub node: Option<usize>,
}

impl Halt {
    fn of(why: Misfit) -> Halt {
        Halt { why, node: None }
    }

    /// The innermost node wins.
    fn at(self, node: &Node) -> Halt {
        Halt { node: self.node.or(Some(node.id)), ..self }
    }
}

impl std::fmt::Display for Halt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.why)
    }
}

impl std::error::Error for Halt {}

impl serde::de::Error for Halt {
    fn custom<T: std::fmt::Display>(message: T) -> Halt {
        Halt::of(Misfit::Own(message.to_string()))
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Halt {
        Halt::of(Misfit::Form)
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Halt {
        Halt::of(Misfit::Form)
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Halt {
        Halt::of(Misfit::Form)
    }

    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Halt {
        Halt::of(Misfit::Word(known))
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Halt {
        Halt::of(Misfit::Unknown { key: key.to_owned(), known })
    }

    fn missing_field(key: &'static str) -> Halt {
        Halt::of(Misfit::Missing(key))
    }

    fn duplicate_field(_: &'static str) -> Halt {
        Halt::of(Misfit::Form)
    }
}

/// Makes the value, or says where it fails and why.
///
/// # Errors
/// The first value that does not fit its type.
pub fn made<'t, T: Deserialize<'t>>(tree: &'t Tree) -> Result<T, Halt> {
    T::deserialize(ValueReader::of(&tree.root)).map_err(|halt| halt.at(&tree.root))
}

/// Whether a stand-in value has already given every answer it has.
pub fn is_exhausted(tried: usize) -> bool {
    tried + 1 >= FITTING.len()
}

/// Answers serde for one node, or for where it stands.
#[derive(Clone, Copy)]
struct ValueReader<'t> {
    node: &'t Node,
    /// The answer, if it is the node's place that is asked for.
    place: Option<usize>,
}

impl<'t> ValueReader<'t> {
    fn of(node: &'t Node) -> ValueReader<'t> {
        ValueReader { node, place: None }
    }

    fn is_no<T>(self, kind: NodeKind) -> Result<T, Halt> {
        Err(Halt::of(Misfit::Kind(kind)).at(self.node))
    }

    fn integer(self, min: i128, max: i128) -> Result<i64, Halt> {
        if let Some(place) = self.place {
            return i64::try_from(place).map_err(|_| Halt::of(Misfit::Form));
        }
        match self.node.value {
            Value::Integer(Some(number)) if (min..=max).contains(&i128::from(number)) => Ok(number),
            Value::Integer(_) => Err(Halt::of(Misfit::Range { min }).at(self.node)),
            Value::Any(_) => Ok(0),
            _ => self.is_no(NodeKind::Integer),
        }
    }

    fn fitting(tried: usize) -> &'static str {
        FITTING.get(tried).copied().unwrap_or_default()
    }
}

/// Whole numbers. One that does not fit is reported with the bounds of the type.
macro_rules! integers {
    ($($method:ident $visit:ident $type:ty),*) => {$(
        fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
            let number = self.integer(i128::from(<$type>::MIN), i128::from(<$type>::MAX))?;
            let number = <$type>::try_from(number).map_err(|_| Halt::of(Misfit::Form).at(self.node))?;
            visitor.$visit(number).map_err(|halt: Halt| halt.at(self.node))
        }
    )*};
}

impl<'t> Deserializer<'t> for ValueReader<'t> {
    type Error = Halt;

    integers!(
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64
    );

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        match &self.node.value {
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::Integer(Some(number)) => visitor.visit_i64(*number),
            Value::Integer(None) => {
                self.integer(i64::MIN.into(), i64::MAX.into()).and_then(|n| visitor.visit_i64(n))
            }
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Bool(is_so) => visitor.visit_bool(*is_so),
            Value::Moment => self.is_no(NodeKind::Text),
            Value::List(list) => visitor.visit_seq(Elements { left: list.iter() }),
            Value::Table(entries) => {
                visitor.visit_map(NodeEntries::of(self.node, NodeKeys::Written(entries.iter())))
            }
            Value::Nothing => visitor.visit_unit(),
            Value::Any(tried) => visitor.visit_borrowed_str(Self::fitting(*tried)),
        }
        .map_err(|halt| halt.at(self.node))
    }

    fn deserialize_str<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        match &self.node.value {
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::Any(tried) => visitor.visit_borrowed_str(Self::fitting(*tried)),
            _ => return self.is_no(NodeKind::Text),
        }
        .map_err(|halt: Halt| halt.at(self.node))
    }

    fn deserialize_string<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.node.value {
            Value::Bool(is_so) => visitor.visit_bool(is_so),
            Value::Any(_) => visitor.visit_bool(false),
            _ => self.is_no(NodeKind::Bool),
        }
    }

    fn deserialize_f64<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.node.value {
            Value::Float(number) => visitor.visit_f64(number),
            Value::Integer(Some(number)) => visitor.visit_i64(number),
            Value::Any(_) => visitor.visit_f64(0.0),
            _ => self.is_no(NodeKind::Number),
        }
    }

    fn deserialize_f32<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_bytes<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.node.value {
            Value::Nothing | Value::Any(_) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'t>>(self, _: &'static str, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Halt> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        match &self.node.value {
            Value::List(list) => visitor.visit_seq(Elements { left: list.iter() }),
            Value::Any(_) => visitor.visit_seq(Elements { left: [].iter() }),
            _ => return self.is_no(NodeKind::List),
        }
        .map_err(|halt| halt.at(self.node))
    }

    fn deserialize_tuple<V: Visitor<'t>>(self, length: usize, visitor: V) -> Result<V::Value, Halt> {
        match &self.node.value {
            Value::Any(_) => visitor.visit_seq(Repeated { node: self.node, left: length }),
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Halt> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let keys = match &self.node.value {
            _ if fields.first() == Some(&START) => NodeKeys::Asked(fields.iter()),
            Value::Table(entries) => NodeKeys::Written(entries.iter()),
            Value::Any(_) => NodeKeys::Asked(fields.iter()),
            _ => return self.is_no(NodeKind::Table),
        };
        // One call: each is a copy of all that a type reads.
        visitor.visit_map(NodeEntries::of(self.node, keys)).map_err(|halt| halt.at(self.node))
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let word = match &self.node.value {
            Value::Text(word) => word.as_str(),
            Value::Any(_) => variants.first().copied().unwrap_or_default(),
            _ => return self.is_no(NodeKind::Text),
        };
        visitor.visit_enum(Word(word)).map_err(|halt| halt.at(self.node))
    }
}

/// The elements of a list.
struct Elements<'t> {
    left: std::slice::Iter<'t, Node>,
}

impl<'t> SeqAccess<'t> for Elements<'t> {
    type Error = Halt;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Halt> {
        let Some(node) = self.left.next() else { return Ok(None) };
        seed.deserialize(ValueReader::of(node)).map(Some).map_err(|halt| halt.at(node))
    }
}

/// One value repeated: the elements of a tuple whose value is a stand-in.
struct Repeated<'t> {
    node: &'t Node,
    left: usize,
}

impl<'t> SeqAccess<'t> for Repeated<'t> {
    type Error = Halt;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Halt> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(ValueReader::of(self.node)).map(Some).map_err(|halt| halt.at(self.node))
    }
}

/// The keys and values of a node, as a struct or a map asks for them.
struct NodeEntries<'t> {
    node: &'t Node,
    keys: NodeKeys<'t>,
    /// Answers for the last key.
    now: ValueReader<'t>,
}

/// Where the keys come from.
enum NodeKeys<'t> {
    /// From the table itself.
    Written(std::slice::Iter<'t, Entry>),
    /// From the type, each with the node itself as its value: a stand-in for any table, or a value with its place as
    /// [`toml::Spanned`] asks for it.
    Asked(std::slice::Iter<'static, &'static str>),
}

impl<'t> NodeEntries<'t> {
    fn of(node: &'t Node, keys: NodeKeys<'t>) -> NodeEntries<'t> {
        NodeEntries { node, keys, now: ValueReader::of(node) }
    }

    fn next_key(&mut self) -> Option<&'t str> {
        match &mut self.keys {
            NodeKeys::Written(entries) => {
                let entry = entries.next()?;
                self.now = ValueReader::of(&entry.node);
                Some(&entry.key)
            }
            NodeKeys::Asked(fields) => {
                let field = *fields.next()?;
                let place = match field {
                    START => Some(self.node.span.start),
                    END => Some(self.node.span.end),
                    _ => None,
                };
                self.now = ValueReader { node: self.node, place };
                Some(field)
            }
        }
    }
}

impl<'t> MapAccess<'t> for NodeEntries<'t> {
    type Error = Halt;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Halt> {
        let Some(key) = self.next_key() else { return Ok(None) };
        let key: BorrowedStrDeserializer<'_, Halt> = BorrowedStrDeserializer::new(key);
        seed.deserialize(key).map(Some).map_err(|halt| halt.at(self.node))
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Halt> {
        let now = self.now;
        seed.deserialize(now).map_err(|halt| halt.at(now.node))
    }
}

/// [`toml::Spanned`]'s name for the start of a value; a test compares it with the crate.
const START: &str = "$__serde_spanned_private_start";

/// Its name for the end.
const END: &str = "$__serde_spanned_private_end";

/// A word that names a variant.
struct Word<'t>(&'t str);

impl<'t> EnumAccess<'t> for Word<'t> {
    type Error = Halt;
    type Variant = Bare;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Bare), Halt> {
        let word: StrDeserializer<'_, Halt> = self.0.into_deserializer();
        seed.deserialize(word).map(|value| (value, Bare))
    }
}

/// A variant without content: files contain no others.
struct Bare;

impl<'t> VariantAccess<'t> for Bare {
    type Error = Halt;

    fn unit_variant(self) -> Result<(), Halt> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, _: S) -> Result<S::Value, Halt> {
        Err(Halt::of(Misfit::Form))
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, _: V) -> Result<V::Value, Halt> {
        Err(Halt::of(Misfit::Form))
    }

    fn struct_variant<V: Visitor<'t>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Halt> {
        Err(Halt::of(Misfit::Form))
    }
}

#[cfg(test)]
mod tests {
    use toml::Spanned;

    use super::*;

    #[test]
    fn a_value_knows_where_it_stands() {
        let text = "a = 1\nb = 'x'\n";
        let table = toml::de::DeTable::parse(text).expect("a table");
        let tree = Tree::of_toml(&table);
        let made: std::collections::BTreeMap<String, Spanned<toml::Value>> = made(&tree).expect("values");
        assert_eq!(made.get("b").map(Spanned::span), Some(10..13));
    }
}
