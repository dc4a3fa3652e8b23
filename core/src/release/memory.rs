//! What one run remembers for the next: who is in each parcel, by keyed pseudonym. It decides what may be delivered only once
//! or not again too soon, who must be recalled, and what is new, changed and gone.
//!
//! A subject is a person's keyed pseudonym. Its kenmerk is masked with a key unique to the entry. Without the pseudonym key,
//! the file reveals neither the person nor the line of a parcel.

use crate::crypto::hashing::{KENMERK_CHARS, Keyer, PseudonymKey, Subject};
use crate::model::day::Day;
use crate::model::finding::Code;

/// A parcel as recipients know it. `-geheim` is not a separate family, since it uses the same kenmerken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The party.
    #[serde(rename = "partij")]
    pub party: String,
    /// The school, for a party with one parcel per school; otherwise empty.
    pub brin: String,
    /// The parcel's name, without `-geheim`.
    #[serde(rename = "pakket")]
    pub parcel: String,
}

/// One person in one parcel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RememberedLine {
    /// The person.
    pub subject: Subject,
    /// The kenmerk, masked.
    pub masked: [u8; KENMERK_CHARS],
    /// The keyed hash of the lines.
    pub content: u64,
    /// The day of the first delivery in this uninterrupted spell.
    pub first: Day,
    /// The day of the last delivery.
    pub last: Day,
    /// Whether the party still holds it: delivered and not recalled since.
    pub held: bool,
}

/// What is remembered of one parcel.
#[derive(Clone, Default)]
pub struct Remembered {
    /// The columns as they were last delivered.
    pub columns: Vec<String>,
    /// Ordered by subject.
    pub entries: Vec<RememberedLine>,
}

/// What is remembered of every parcel.
#[derive(Clone, Default)]
pub struct RememberedState {
    /// Ordered by name.
    pub families: std::collections::BTreeMap<Family, Remembered>,
    /// If the state was once lost: the last day whose deliveries are unknown.
    pub unknown_until: Option<Day>,
}

impl RememberedState {
    fn lines(&self) -> impl Iterator<Item = (&Family, &RememberedLine)> {
        let of_each = self.families.iter();
        of_each.flat_map(|(family, own)| own.entries.iter().map(move |entry| (family, entry)))
    }
}

/// Why nothing is remembered although earlier runs exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The file is missing.
    Missing,
    /// The file is not the one that the last run wrote.
    Damaged,
    /// The state was made with another pseudonym key.
    OtherKey,
    /// The last run does not carry our own signature.
    NotBelieved,
    /// The last run is not the one that was last: runs were removed, or old ones put back.
    HeadMoved,
}

/// The state, with the key to read it.
pub struct Memory {
    state: RememberedState,
    /// If this night is being tried again: the state that the previous try left, and the night.
    tried: Option<(RememberedState, Day)>,
    loss: Option<Loss>,
    key: PseudonymKey,
    /// The subject of each person in the current run.
    persons: Vec<Subject>,
}

impl Loss {
    /// The finding for it.
    pub fn code(self) -> Code {
        match self {
            Loss::Missing | Loss::Damaged => Code::StaatVerloren,
            Loss::OtherKey => Code::StaatAndereSleutel,
            Loss::NotBelieved => Code::RunNietGeloofd,
            Loss::HeadMoved => Code::RunWeg,
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
    /// The memory of a first run.
    pub fn none(key: &PseudonymKey) -> Memory {
        Memory::new(RememberedState::default(), None, key)
    }

    /// A state, or the reason why it was lost.
    pub fn new(state: RememberedState, loss: Option<Loss>, key: &PseudonymKey) -> Memory {
        Memory { state, tried: None, loss, key: key.clone(), persons: Vec::new() }
    }

    /// Adds what the try before of this night left. Everything is decided on the state before that night; what its tries delivered is
    /// still held.
    #[must_use]
    pub fn after(self, tried: RememberedState, night: Day) -> Memory {
        Memory { tried: Some((tried, night)), ..self }
    }

    /// The state that the previous try of this night left, if there was one.
    pub fn tried(&self) -> Option<&RememberedState> {
        self.tried.as_ref().map(|(tried, _)| tried)
    }

    /// What is remembered of a parcel: from before this night or else from the previous try.
    pub fn remembered(&self, family: &Family) -> Option<&Remembered> {
        let tried = || self.tried().and_then(|tried| tried.families.get(family));
        self.state.families.get(family).or_else(tried)
    }

    /// Everyone whom a party holds, from before this night and from its tries. That includes persons whom one try delivered and the next
    /// recalled: the recall may not have been sent, so this try repeats it.
    pub fn held(&self) -> impl Iterator<Item = (&Family, &RememberedLine)> {
        let before = |family: &Family, subject: Subject| {
            self.state.families.get(family).and_then(|own| own.of(subject)).is_some_and(|entry| entry.held)
        };
        let tried = self
            .tried
            .iter()
            .flat_map(|(tried, night)| tried.lines().filter(|(_, entry)| entry.held || entry.last == *night));
        let tried = tried.filter(move |(family, entry)| !before(family, entry.subject));
        self.state.lines().filter(|(_, entry)| entry.held).chain(tried)
    }

    /// The state.
    pub fn state(&self) -> &RememberedState {
        &self.state
    }

    /// Why nothing is remembered, if earlier runs exist.
    pub fn loss(&self) -> Option<Loss> {
        self.loss
    }

    /// The subject of a number.
    pub fn subject(&self, digits: &[u8; 9]) -> Subject {
        self.key.subject(digits)
    }

    /// Adds the subjects of the run's persons, in BRP order. Making a subject is slower than looking it up, and every row that
    /// leaves needs it again.
    #[must_use]
    pub fn knowing(self, persons: Vec<Subject>) -> Memory {
        Memory { persons, ..self }
    }

    /// The subjects of the run's persons, in BRP order; empty if not added.
    pub fn persons(&self) -> &[Subject] {
        &self.persons
    }

    /// The subject of one of the run's persons.
    pub fn subject_of(&self, person: usize) -> Option<Subject> {
        self.persons.get(person).copied()
    }

    /// What is remembered of a parcel that is not split per school.
    pub fn of_parcel(&self, partij: &str, pakket: &str) -> Option<&Remembered> {
        let family = Family { party: partij.to_owned(), brin: String::new(), parcel: pakket.to_owned() };
        self.state.families.get(&family)
    }

    /// Whether a delivery that was lost from memory could still be within the pause.
    pub fn may_hide_delivery(&self, verstrekdatum: Day, pause_days: i32) -> bool {
        self.state.unknown_until.is_some_and(|last| verstrekdatum < last.plus_days(pause_days))
    }

    /// Whether there is a period whose deliveries are unknown.
    pub fn has_gap(&self) -> bool {
        self.state.unknown_until.is_some()
    }

    /// Masks the kenmerken of a parcel.
    pub fn masker(&self, family: &Family) -> Masker {
        let parts = [family.party.as_bytes(), family.brin.as_bytes(), family.parcel.as_bytes()];
        Masker { keyer: self.key.keyer("staat-masker", &parts) }
    }

    /// The kenmerk of an entry, unmasked.
    pub fn kenmerk(&self, family: &Family, entry: &RememberedLine) -> String {
        let plain = self.masker(family).masked(entry.subject, &entry.masked);
        String::from_utf8_lossy(&plain).into_owned()
    }
}

/// Masks and unmasks the kenmerken of one parcel.
pub struct Masker {
    keyer: Keyer,
}

impl Masker {
    /// Masks a kenmerk, or unmasks a masked one. Each entry has its own mask, so two masked kenmerken cannot be compared.
    pub fn masked(&self, subject: Subject, kenmerk: &[u8; KENMERK_CHARS]) -> [u8; KENMERK_CHARS] {
        let mut masked = *kenmerk;
        for (byte, mask) in masked.iter_mut().zip(self.keyer.tag(&[subject.bytes()])) {
            *byte ^= mask;
        }
        masked
    }
}
