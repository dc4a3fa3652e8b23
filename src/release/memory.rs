//! What one run remembers for the next: per parcel who is in it, by keyed pseudonym. From it follow what may be delivered
//! only once or not again too soon, who must be recalled, and what is new, changed and gone.
//!
//! A subject is a keyed pseudonym of a person, and the kenmerk beside it is masked with a key that each entry has of its
//! own: who reads the file without the pseudonym key learns neither who it is about, nor which line of which parcel.

use crate::crypto::hashing::{KENMERK_CHARS, Keyer, PseudonymKey, Subject};
use crate::model::day::Day;
use crate::model::finding::Code;

/// A parcel as recipients know it: `-geheim` is not a parcel of its own, since the same kenmerken are in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The party.
    #[serde(rename = "partij")]
    pub party: String,
    /// The school, for a party with a parcel per school; else empty.
    pub brin: String,
    /// The parcel's name, without `-geheim`.
    #[serde(rename = "pakket")]
    pub parcel: String,
}

/// One person in one parcel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RememberedLine {
    /// Who.
    pub subject: Subject,
    /// The kenmerk, masked.
    pub masked: [u8; KENMERK_CHARS],
    /// Keyed hash of the lines.
    pub content: u64,
    /// The day of the first delivery, in this spell.
    pub first: Day,
    /// The day of the last delivery.
    pub last: Day,
    /// Whether the party holds it: it was delivered and not recalled since.
    pub held: bool,
}

/// What is remembered of one parcel.
#[derive(Clone, Default)]
pub struct Remembered {
    /// The columns as they were last delivered.
    pub columns: Vec<String>,
    /// In order of subject.
    pub entries: Vec<RememberedLine>,
}

/// What is remembered of every parcel.
#[derive(Clone, Default)]
pub struct RememberedState {
    /// In order of name.
    pub families: std::collections::BTreeMap<Family, Remembered>,
    /// The last day of which it is not known what was delivered, if the state was lost before.
    pub unknown_until: Option<Day>,
}

/// Why nothing is remembered although runs came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The file is not there.
    Missing,
    /// The file is not the one that the last run wrote.
    Damaged,
    /// It was made with another pseudonym key.
    OtherKey,
}

/// The state with the key that reads it.
pub struct Memory {
    state: RememberedState,
    loss: Option<Loss>,
    key: PseudonymKey,
    /// The subject of each person of the run that remembers.
    persons: Vec<Subject>,
}

impl Loss {
    /// The finding that tells it.
    pub fn code(self) -> Code {
        match self {
            Loss::Missing | Loss::Damaged => Code::StaatVerloren,
            Loss::OtherKey => Code::StaatAndereSleutel,
        }
    }
}

impl Remembered {
    /// The entry of a subject.
    pub fn of(&self, subject: Subject) -> Option<&RememberedLine> {
        let at = self.entries.binary_search_by(|entry| entry.subject.cmp(&subject)).ok()?;
        self.entries.get(at)
    }
}

impl Memory {
    /// Nothing came before.
    pub fn none(key: &PseudonymKey) -> Memory {
        Memory::new(RememberedState::default(), None, key)
    }

    /// A state, or that it was lost.
    pub fn new(state: RememberedState, loss: Option<Loss>, key: &PseudonymKey) -> Memory {
        Memory { state, loss, key: key.clone(), persons: Vec::new() }
    }

    /// What is remembered.
    pub fn state(&self) -> &RememberedState {
        &self.state
    }

    /// Why nothing is, although runs came before.
    pub fn loss(&self) -> Option<Loss> {
        self.loss
    }

    /// The subject of a number.
    pub fn subject(&self, digits: &[u8; 9]) -> Subject {
        self.key.subject(digits)
    }

    /// Learns who the persons of the run are, in the order of the BRP extract: a subject takes longer to make than to
    /// look up, and is asked for again for each row that leaves.
    #[must_use]
    pub fn knowing(self, persons: Vec<Subject>) -> Memory {
        Memory { persons, ..self }
    }

    /// The persons of the run, in the order of the BRP extract; none where nobody told.
    pub fn persons(&self) -> &[Subject] {
        &self.persons
    }

    /// The subject of a person of the run.
    pub fn subject_of(&self, person: usize) -> Option<Subject> {
        self.persons.get(person).copied()
    }

    /// What is remembered of a parcel that is not one per school.
    pub fn of_parcel(&self, partij: &str, pakket: &str) -> Option<&Remembered> {
        let family = Family { party: partij.to_owned(), brin: String::new(), parcel: pakket.to_owned() };
        self.state.families.get(&family)
    }

    /// Whether deliveries up to some day are not known, and that day plus a pause has not passed.
    pub fn may_hide_delivery(&self, today: Day, pause_days: i32) -> bool {
        self.state.unknown_until.is_some_and(|last| today < last.plus_days(pause_days))
    }

    /// Whether there was a time before of which nothing is known.
    pub fn has_gap(&self) -> bool {
        self.state.unknown_until.is_some()
    }

    /// Masks the kenmerken of a parcel.
    pub fn masker(&self, family: &Family) -> Masker {
        let parts = [family.party.as_bytes(), family.brin.as_bytes(), family.parcel.as_bytes()];
        Masker { keyer: self.key.keyer("staat-masker", &parts) }
    }

    /// The kenmerk of an entry.
    pub fn kenmerk(&self, family: &Family, entry: &RememberedLine) -> String {
        let plain = self.masker(family).masked(entry.subject, &entry.masked);
        String::from_utf8_lossy(&plain).into_owned()
    }
}

/// Masks the kenmerken of one parcel, and takes the mask off again.
pub struct Masker {
    keyer: Keyer,
}

impl Masker {
    /// A kenmerk as an entry holds it; of a masked one, the kenmerk. The mask is different for each entry, so that two
    /// masked kenmerken say nothing of each other.
    pub fn masked(&self, subject: Subject, kenmerk: &[u8; KENMERK_CHARS]) -> [u8; KENMERK_CHARS] {
        let mut masked = *kenmerk;
        for (byte, mask) in masked.iter_mut().zip(self.keyer.tag(&[subject.bytes()])) {
            *byte ^= mask;
        }
        masked
    }
}
