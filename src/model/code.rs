//! Closed lists of Dutch code values as enums: the word, the index, and all of them.

/// Declares an enum whose values have a fixed code word (what a file shows) and a small index (what a profile packs).
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// Every value, in index order.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The word that stands in files.
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
pub(crate) use codes;

/// A set of code values of one column, by their index in the schema's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeSet(u64);

/// The largest code list that a column may have: the width of a [`CodeSet`].
pub const CODES_MAX: usize = 64;

impl CodeSet {
    /// Whether no index is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set of these indices; an index beyond [`CODES_MAX`] is left out (the schema loader refuses such lists).
    pub fn of(indices: impl IntoIterator<Item = u8>) -> CodeSet {
        CodeSet(
            indices.into_iter().fold(0, |bits, index| bits | 1u64.checked_shl(u32::from(index)).unwrap_or(0)),
        )
    }

    /// Whether the code is in the set. The absent code ([`NO_CODE`]) is in no set.
    pub fn contains(self, code: u8) -> bool {
        1u64.checked_shl(u32::from(code)).is_some_and(|bit| self.0 & bit != 0)
    }
}

/// The index that stands for an empty cell.
pub const NO_CODE: u8 = u8::MAX;
