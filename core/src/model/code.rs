//! Closed lists of Dutch code values as enums, each value with its word and its index.

/// Declares an enum whose values have a fixed code word (shown in files) and a small index (packed in a profile).
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// Every value, in index order.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The word that files use.
            pub const fn word(self) -> &'static str {
                match self { $($name::$value => $word),+ }
            }

            /// The position in [`Self::ALL`].
            pub const fn index(self) -> u8 {
                self as u8
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}
pub use codes;

/// A set of codes of one column, by their index in the schema's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeSet(u64);

/// The most codes that a column may have: the width of a [`CodeSet`].
pub const CODES_MAX: usize = 64;

impl CodeSet {
    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set of these indices. Ignores an index beyond [`CODES_MAX`]; the schema loader refuses such lists.
    pub fn of(indices: impl IntoIterator<Item = u8>) -> CodeSet {
        CodeSet(
            indices.into_iter().fold(0, |bits, index| bits | 1u64.checked_shl(u32::from(index)).unwrap_or(0)),
        )
    }

    /// Whether the code is in the set. No set contains the absent code ([`NO_CODE`]).
    pub fn contains(self, code: u8) -> bool {
        1u64.checked_shl(u32::from(code)).is_some_and(|bit| self.0 & bit != 0)
    }
}

/// The index of an empty cell.
pub const NO_CODE: u8 = u8::MAX;
