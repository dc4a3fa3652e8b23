//! What the extracts say of one person, typed and compact: one struct per kind of row.

use std::fmt;

use super::birth::PartialDate;
use super::classification::Reden;
use super::code::codes;
use super::day::Day;
use super::labels::Label;
use super::number::Persoonsnummer;

/// A school's code: two digits and two letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Brin(pub [u8; 4]);

impl Brin {
    /// What the source left empty.
    pub const NONE: Brin = Brin([0; 4]);

    /// The four characters, or nothing.
    pub fn as_bytes(&self) -> &[u8] {
        if *self == Brin::NONE { &[] } else { &self.0 }
    }

    /// From a cell of four characters; anything else is [`Brin::NONE`].
    pub fn from_bytes(bytes: &[u8]) -> Brin {
        bytes.try_into().map_or(Brin::NONE, Brin)
    }
}

impl fmt::Debug for Brin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Brin(…)")
    }
}

/// A decimal number as written: the digits and how many of them are behind the point.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Decimal {
    /// The number without its point.
    pub unscaled: i64,
    /// Digits behind the point.
    pub scale: u8,
    /// Whether the source gave a number at all.
    pub present: bool,
}

impl Decimal {
    /// Whether it is a whole number of at least so much; an absent number is not.
    pub fn at_least(self, minimum: i64) -> bool {
        let factor = 10i64.checked_pow(u32::from(self.scale)).unwrap_or(i64::MAX);
        self.present && self.unscaled >= minimum.saturating_mul(factor)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.present {
            return Ok(());
        }
        let factor = 10i64.checked_pow(u32::from(self.scale)).unwrap_or(1);
        write!(f, "{}", self.unscaled / factor)?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", self.unscaled % factor, width = usize::from(self.scale))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decimal(…)")
    }
}

/// A month of a year, as year × 12 + month - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Maand(pub i32);

impl Maand {
    /// From year and month (1 to 12).
    pub fn from_ym(year: i32, month: u32) -> Option<Maand> {
        (1..=12).contains(&month).then(|| Maand(year * 12 + i32::try_from(month).unwrap_or(1) - 1))
    }

    /// The month that a day is in.
    pub fn of(day: Day) -> Maand {
        let (year, month, _) = day.ymd();
        Maand::from_ym(year, month).unwrap_or(Maand(0))
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        Day::from_ymd(self.0.div_euclid(12), u32::try_from(self.0.rem_euclid(12)).unwrap_or(0) + 1, 1)
            .unwrap_or(Day::NONE)
    }
}

impl fmt::Display for Maand {
    /// `YYYYMM`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// A kind of fact that belongs to a person.
pub trait OfPerson: Copy + Send + Sync {
    /// Whose it is.
    fn persoon(&self) -> Persoonsnummer;
}

macro_rules! of_person {
    ($($name:ident),+) => { $(
        impl OfPerson for $name {
            fn persoon(&self) -> Persoonsnummer { self.persoon }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(concat!(stringify!($name), "(…)")) }
        }
    )+ };
}
of_person!(
    Koppeling,
    Inschrijving,
    Startkwalificatierij,
    Vrijstelling,
    Verzuimmelding,
    Inkomensrij,
    JibVermelding,
    Uitsluiting,
    Dossier,
    Contactrij,
    Toestemming,
    Overstap,
    Leerresultaat,
    Vermelding
);

/// One enrolment (`duo_inschrijving`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Inschrijving {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// The school.
    pub brin: Brin,
    /// Code index of `onderwijssector`.
    pub sector: u8,
    /// Code index of `niveau`.
    pub niveau: u8,
    /// Code index of `uitstroomprofiel`.
    pub uitstroomprofiel: u8,
    /// First day enrolled.
    pub begin: Day,
    /// Last day enrolled, or open.
    pub eind: Day,
}

impl Inschrijving {
    /// Whether the day lies within it, both ends included.
    pub fn covers(&self, day: Day) -> bool {
        self.begin <= day && day <= self.eind
    }
}

/// What DUO says of a startkwalificatie (`duo_startkwalificatie`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Startkwalificatierij {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// J or N.
    pub verklaard: bool,
    /// When it was obtained, if stated.
    pub behaald: Day,
    /// Code index of `hoogste_diploma`, or `NO_CODE` for an empty cell, which counts as GEEN.
    pub hoogste_diploma: u8,
    /// The date of that diploma, if stated.
    pub datum_diploma: Day,
    /// The school of that diploma.
    pub brin_diploma: Brin,
}

impl Startkwalificatierij {
    /// Whether another row about the same person, under another number, says something else.
    pub fn contradicts(&self, other: &Startkwalificatierij) -> bool {
        *self != Startkwalificatierij { persoon: self.persoon, ..*other }
    }
}

/// One exemption (`vrijstelling`), never with its ground.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Vrijstelling {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// VRIJGESTELD rather than VERVANGEND.
    pub vrijgesteld: bool,
    /// First day.
    pub begin: Day,
    /// Last day, or open.
    pub eind: Day,
}

/// One absence record (`verzuim`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verzuimmelding {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// The school that reported.
    pub brin: Brin,
    /// Code index of `soort_verzuim`.
    pub soort: u8,
    /// Code index of `status`.
    pub status: u8,
    /// Closed records no longer count.
    pub afgesloten: bool,
    /// First day.
    pub begin: Day,
    /// Last day, or open.
    pub eind: Day,
    /// Hours missed.
    pub uren: Decimal,
}

impl Verzuimmelding {
    /// Whether it counts on the day: not closed, and the day within it.
    pub fn counts(&self, day: Day) -> bool {
        !self.afgesloten && self.begin <= day && day <= self.eind
    }
}

codes! {
    /// The category of an income row (`inkomen`).
    Inkomenscategorie { /// from work
        Werk = "WERK", /// a benefit
        Uitkering = "UITKERING", /// a pension
        Pensioen = "PENSIOEN", /// asked, nothing found
        Geen = "GEEN" }
}

/// One income row (`inkomen`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Inkomensrij {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// The month it is about.
    pub periode: Maand,
    /// What kind.
    pub categorie: Inkomenscategorie,
    /// Euro cents.
    pub bedrag_cent: Cents,
}

/// Euro cents, as bytes: among smaller facts an integer of eight bytes would take four more to lie where it must.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cents([u8; 8]);

impl Cents {
    /// The amount.
    pub fn get(self) -> i64 {
        i64::from_ne_bytes(self.0)
    }
}

impl From<i64> for Cents {
    fn from(cents: i64) -> Cents {
        Cents(cents.to_ne_bytes())
    }
}

/// One line of the Jongeren in Beeld list (`jib_lijst`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct JibVermelding {
    /// Who is named.
    pub persoon: Persoonsnummer,
    /// The month of the report.
    pub rapportmaand: Maand,
}

/// An objection, a protection or a court order (`uitsluiting`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Uitsluiting {
    /// Who is protected.
    pub persoon: Persoonsnummer,
    /// The parties kept out, as a set.
    pub partijen: PartySet,
    /// First day.
    pub van: Day,
    /// Last day, or open.
    pub tot: Day,
}

/// Two numbers of one person (`koppeling`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Koppeling {
    /// By the bsn.
    pub persoon: Persoonsnummer,
    /// The other number.
    pub onderwijsnummer: Persoonsnummer,
}

codes! {
    /// The state of a dossier (`dossier`).
    Dossierstatus { /// being worked on
        Actief = "ACTIEF", /// closed
        Gesloten = "GESLOTEN", /// contact failed
        GeenContact = "GEEN_CONTACT" }
}

/// One dossier of leerplicht or the Doorstroompunt (`dossier`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Dossier {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// Of the DOORSTROOMPUNT rather than of LEERPLICHT.
    pub van_doorstroompunt: bool,
    /// Its state.
    pub status: Dossierstatus,
    /// Whether the person is on the path Pw 7a.
    pub pad_pw7a: bool,
    /// First day.
    pub begin: Day,
    /// Last day, or open.
    pub eind: Day,
}

impl Dossier {
    /// Whether it counts on the day, both ends included.
    pub fn counts(&self, day: Day) -> bool {
        self.begin <= day && day <= self.eind
    }
}

/// One row of contact details (`contactgegevens`). Phone and address stay in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Contactrij {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// The day they were noted.
    pub datum: Day,
    /// The department that noted them.
    pub afdeling: Label,
    /// For which purpose.
    pub doel: Label,
}

codes! {
    /// How consent was given (`toestemming`).
    Vorm { /// in writing
        Schriftelijk = "SCHRIFTELIJK", /// by e-mail
        Email = "EMAIL", /// orally: counts once confirmed
        Mondeling = "MONDELING" }
}

/// One consent (`toestemming`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Toestemming {
    /// Whose data it is about.
    pub persoon: Persoonsnummer,
    /// The party that may receive.
    pub ontvanger: Label,
    /// The purpose.
    pub doel: Label,
    /// The fields, as the source writes them.
    pub velden: Label,
    /// The day it was given.
    pub verkregen_op: Day,
    /// How.
    pub vorm: Vorm,
    /// The day an oral one was confirmed, if it was.
    pub bevestigd_op: Day,
    /// By the person rather than by a representative.
    pub door_betrokkene: bool,
    /// Last day, or open.
    pub geldig_tot: Day,
    /// The day it was withdrawn, if it was.
    pub ingetrokken_op: Day,
}

/// One handover to mbo (`overstap`). What it says of the pupil stays in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Overstap {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// The school that is left.
    pub latend: Brin,
    /// The institution that receives.
    pub ontvangend: Brin,
}

/// One result (`leerresultaat`). School year, subject and mark stay in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Leerresultaat {
    /// Whose.
    pub persoon: Persoonsnummer,
    /// The school where it was obtained.
    pub brin: Brin,
    /// The school year.
    pub schooljaar: Label,
}

/// A row of an extract that feeds no fact: only whose it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Vermelding {
    /// Whose.
    pub persoon: Persoonsnummer,
}

/// A set of parties, by their position in the loaded list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartySet(pub u32);

impl PartySet {
    /// Every party, also one that is added later.
    pub const ALL: PartySet = PartySet(u32::MAX);

    /// Whether the party is in it.
    pub fn contains(self, party: u8) -> bool {
        1u32.checked_shl(u32::from(party)).is_none_or(|bit| self.0 & bit != 0)
    }

    /// Only this party.
    pub fn only(party: u8) -> PartySet {
        PartySet(1u32.checked_shl(u32::from(party)).unwrap_or(u32::MAX))
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: PartySet) -> PartySet {
        PartySet(self.0 | other.0)
    }
}

/// How far the rows of an extract can be relied on for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliance {
    /// What is not there is not so.
    Complete,
    /// What is not there is unknown, and this is why.
    Incomplete(Reden),
    /// A row about this person was set aside: all of it is unknown, and no other row of it is used.
    RowSetAside,
}

/// The rows about one person in one extract, and how far they can be relied on.
#[derive(Clone, Copy, Debug)]
pub struct PersonRows<'a, T> {
    /// The accepted rows, in the order of the file.
    pub rows: &'a [T],
    /// What may be concluded from a row that is not there.
    pub reliance: Reliance,
}

/// The income fact of a person: the latest period that is not after the peildatum's month.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Inkomen {
    /// The sum of WERK, in euro cents.
    pub werk_cent: i64,
    /// Whether a row says UITKERING.
    pub uitkering: bool,
}

impl fmt::Debug for Inkomen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inkomen(…)")
    }
}

/// Amounts that the configuration gives for the period of the income; absent is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inkomensgrenzen {
    /// `jib_inkomensgrens_cent`.
    pub jib_cent: Option<i64>,
    /// `economisch_zelfstandig_cent`.
    pub zelfstandig_cent: Option<i64>,
}

/// The suspension and death columns of a BRP row, and the municipality.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Registratie {
    /// The first letter of `opschorting_reden`, or nothing.
    pub opschorting_reden: Option<u8>,
    /// `opschorting_datum`.
    pub opschorting_datum: Option<PartialDate>,
    /// `datum_overlijden`.
    pub datum_overlijden: Option<PartialDate>,
    /// `gemeente_inschrijving` as a number, or nothing.
    pub gemeente: Option<u16>,
}

impl fmt::Debug for Registratie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registratie(…)")
    }
}

/// Everything that the classification may know of one person.
#[derive(Clone, Copy, Debug)]
pub struct PersonFacts<'a> {
    /// Date of birth, possibly partial.
    pub geboortedatum: PartialDate,
    /// Suspension, death, municipality.
    pub registratie: Registratie,
    /// The address is secret.
    pub geheim: bool,
    /// Enrolments.
    pub inschrijvingen: PersonRows<'a, Inschrijving>,
    /// The startkwalificatie statement: at most one row.
    pub startkwalificatie: PersonRows<'a, Startkwalificatierij>,
    /// Exemptions.
    pub vrijstellingen: PersonRows<'a, Vrijstelling>,
    /// Absence records.
    pub verzuim: PersonRows<'a, Verzuimmelding>,
    /// The income fact, or why there is none.
    pub inkomen: Result<Inkomen, Reden>,
    /// Whether the latest list names the person, or why that is unknown.
    pub op_jib_lijst: Result<bool, Reden>,
    /// Dossiers of leerplicht and Doorstroompunt.
    pub dossiers: PersonRows<'a, Dossier>,
}
