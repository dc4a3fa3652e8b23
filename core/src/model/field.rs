//! The fields that a parcel can hold: a closed list, so that a rule cannot name a field the program cannot fill.

use super::code::codes;

codes! {
    /// One column of a parcel. The word is the column header.
    Field {
        /// bsn
        Bsn = "bsn",
        /// bsn or onderwijsnummer
        Persoonsnummer = "persoonsnummer",
        /// surname
        Geslachtsnaam = "geslachtsnaam",
        /// prefix of the surname
        Voorvoegsel = "voorvoegsel",
        /// given names
        Voornamen = "voornamen",
        /// date of birth, possibly partial
        Geboortedatum = "geboortedatum",
        /// street
        Straatnaam = "straatnaam",
        /// house number
        Huisnummer = "huisnummer",
        /// house letter
        Huisletter = "huisletter",
        /// addition to the house number
        Huisnummertoevoeging = "huisnummertoevoeging",
        /// postal code
        Postcode = "postcode",
        /// town
        Woonplaats = "woonplaats",
        /// school
        Brin = "brin",
        /// level of education
        Niveau = "niveau",
        /// first day enrolled
        DatumInschrijving = "datum_inschrijving",
        /// last day enrolled
        DatumUitschrijving = "datum_uitschrijving",
        /// ja, nee or onbekend
        Startkwalificatie = "startkwalificatie",
        /// ja or nee, never the ground
        Vrijgesteld = "vrijgesteld",
        /// kind of absence
        SoortVerzuim = "soort_verzuim",
        /// first day of the absence
        BegindatumVerzuim = "begindatum_verzuim",
        /// hours of absence
        UrenVerzuim = "uren_verzuim",
        /// highest diploma
        HoogsteDiploma = "hoogste_diploma",
        /// ja, nee or onbekend, never an amount
        EconomischZelfstandig = "economisch_zelfstandig",
        /// the Inlichtingenbureau's priority, 1 to 5
        IbPrioriteit = "ib_prioriteit",
        /// ja or nee
        OverlegSchool = "overleg_school",
        /// telephone
        Telefoon = "telefoon",
        /// e-mail address
        Email = "email",
        /// number of an absence record
        Meldingsnummer = "meldingsnummer",
        /// state of an absence record
        Status = "status",
        /// the school that the pupil leaves
        BrinLatend = "brin_latend",
        /// level at that school
        NiveauLatend = "niveau_latend",
        /// profile at that school
        Profiel = "profiel",
        /// year at that school
        Leerjaar = "leerjaar",
        /// diploma of that school
        Diploma = "diploma",
        /// the day of leaving
        DatumUitstroom = "datum_uitstroom",
        /// subject
        Vak = "vak",
        /// mark
        Cijfer = "cijfer",
        /// age group, in counts
        Leeftijdsgroep = "leeftijdsgroep",
        /// target group, in counts
        Doelgroep = "doelgroep",
        /// a count
        Aantal = "aantal",
    }
}

/// The header of the keyed pseudonym, the first column of every parcel of persons.
pub const KENMERK: &str = "kenmerk";

impl Field {
    /// The field with this header.
    pub fn from_word(word: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.word() == word)
    }

    /// Whether it is part of the address, which a person may keep secret in the BRP.
    pub fn is_address(self) -> bool {
        matches!(
            self,
            Field::Straatnaam
                | Field::Huisnummer
                | Field::Huisletter
                | Field::Huisnummertoevoeging
                | Field::Postcode
                | Field::Woonplaats
        )
    }
}

impl<'de> serde::Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Field::from_word(&word)
            .ok_or_else(|| serde::de::Error::custom(format!("`{word}` is geen veld dat jib kan leveren")))
    }
}
