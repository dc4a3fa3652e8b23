//! The profile: the few finite facts of a person, packed in one integer. The policy is decided per profile instead of per
//! person, and all profiles can be enumerated.

use super::classification::{Bijhouding, JaNee, Jib, Leeftijdsgroep, Plicht, Tri, Verzuim, Woonplaats};
use super::code::codes;

codes! {
    /// One dimension of a profile. The word is the key that a rule's `when` uses.
    Axis {
        /// [`Leeftijdsgroep`]
        Leeftijdsgroep = "leeftijdsgroep",
        /// [`Plicht`]
        Plicht = "plicht",
        /// [`Tri`]
        Startkwalificatie = "startkwalificatie",
        /// [`Tri`]
        Ingeschreven = "ingeschreven",
        /// [`Verzuim`]
        Verzuim = "verzuim",
        /// [`Tri`]
        Doelgroep = "doelgroep",
        /// [`Tri`]
        EconomischZelfstandig = "economisch_zelfstandig",
        /// [`Jib`]
        Jib = "jib",
        /// [`JaNee`]
        OverlegSchool = "overleg_school",
        /// [`Bijhouding`]
        Bijhouding = "bijhouding",
        /// [`Woonplaats`]
        Woonplaats = "woonplaats",
        /// [`JaNee`]
        Geheim = "geheim",
        /// [`JaNee`]: whether an income fact exists
        InkomenBekend = "inkomen_bekend",
        /// [`JaNee`]: whether the controller is the region's contactgemeente
        Contactgemeente = "contactgemeente",
        /// [`Tri`]: old enough for the municipality to ask participatie about
        BevragingLeeftijd = "bevraging_leeftijd",
        /// [`Tri`]: a current dossier records that contact failed
        DossierGeenContact = "dossier_geen_contact",
        /// [`Tri`]: an active Doorstroompunt dossier is on the path Pw 7a
        DossierPw7a = "dossier_pw7a",
        /// [`Tri`]: that dossier also says that the school was consulted, or that it was decided to do without
        DossierPw7aNaOverleg = "dossier_pw7a_na_overleg",
        /// [`Tri`]: the Doorstroompunt has an active dossier
        DossierDoorstroompunt = "dossier_doorstroompunt",
        /// [`Tri`]: plicht is unknown because of what only the school can say, and there is a reason to ask
        PlichtNaTeGaan = "plicht_na_te_gaan",
    }
}

/// Bits per axis: every axis has at most eight values.
const AXIS_BITS: u32 = 3;

impl Axis {
    /// The words of the axis's values, in index order.
    pub fn values(self) -> Vec<&'static str> {
        fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|value| word(*value)).collect()
        }
        match self {
            Axis::Leeftijdsgroep => words(Leeftijdsgroep::ALL, Leeftijdsgroep::word),
            Axis::Plicht => words(Plicht::ALL, Plicht::word),
            Axis::Startkwalificatie
            | Axis::Ingeschreven
            | Axis::Doelgroep
            | Axis::EconomischZelfstandig
            | Axis::BevragingLeeftijd
            | Axis::DossierGeenContact
            | Axis::DossierPw7a
            | Axis::DossierPw7aNaOverleg
            | Axis::DossierDoorstroompunt
            | Axis::PlichtNaTeGaan => words(Tri::ALL, Tri::word),
            Axis::Verzuim => words(Verzuim::ALL, Verzuim::word),
            Axis::Jib => words(Jib::ALL, Jib::word),
            Axis::OverlegSchool | Axis::Geheim | Axis::InkomenBekend | Axis::Contactgemeente => {
                words(JaNee::ALL, JaNee::word)
            }
            Axis::Bijhouding => words(Bijhouding::ALL, Bijhouding::word),
            Axis::Woonplaats => words(Woonplaats::ALL, Woonplaats::word),
        }
    }

    /// The axis that a rule names.
    pub fn from_word(word: &str) -> Option<Axis> {
        Axis::ALL.iter().copied().find(|axis| axis.word() == word)
    }
}

/// A person's finite facts, three bits per axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile(u64);

/// The words that mean unknown.
pub const UNKNOWN: [&str; 2] = ["onbekend", "onbepaald"];

impl Profile {
    /// This profile with one axis set to the value at this index.
    #[must_use]
    pub fn with(self, axis: Axis, index: u8) -> Profile {
        let shift = u32::from(axis.index()) * AXIS_BITS;
        Profile(self.0 & !(0b111 << shift) | u64::from(index & 0b111) << shift)
    }

    /// The index of an axis's value.
    pub fn index(self, axis: Axis) -> u8 {
        u8::try_from(self.0 >> (u32::from(axis.index()) * AXIS_BITS) & 0b111).unwrap_or(0)
    }

    /// The word of an axis's value.
    pub fn word(self, axis: Axis) -> &'static str {
        axis.values().get(usize::from(self.index(axis))).copied().unwrap_or("")
    }

    /// Whether the value of an axis is unknown, or is `nee` only because what it depends on is unknown: consultation with a
    /// school depends on the target group.
    pub fn is_unknown(self, axis: Axis) -> bool {
        let no_word = |axis: Axis| UNKNOWN.contains(&self.word(axis));
        no_word(axis)
            || axis == Axis::OverlegSchool && self.is(axis, JaNee::Nee.index()) && no_word(Axis::Doelgroep)
    }

    /// Whether an axis has this value.
    pub fn is(self, axis: Axis, index: u8) -> bool {
        self.index(axis) == index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_keeps_its_own_value() {
        assert!(Axis::ALL.len() * 3 <= 64);
        for axis in Axis::ALL {
            assert!(axis.values().len() <= 8, "{axis}");
            for index in 0..axis.values().len() {
                let index = u8::try_from(index).expect("few values");
                let mut profile = Profile(u64::MAX >> 1);
                let before: Vec<u8> = Axis::ALL.iter().map(|other| profile.index(*other)).collect();
                profile = profile.with(*axis, index);
                for (other, was) in Axis::ALL.iter().zip(before) {
                    assert_eq!(profile.index(*other), if other == axis { index } else { was });
                }
            }
        }
    }
}
