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
    /// An empty cell.
    pub const NONE: Brin = Brin([0; 4]);

    /// The four characters; empty for [`Brin::NONE`].
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

/// A decimal number as written: its digits, and how many follow the point.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Decimal {
    /// The number without its point.
    pub unscaled: i64,
    /// Digits after the point.
    pub scale: u8,
    /// Whether the source gave a number.
    pub present: bool,
}

impl Decimal {
    /// Whether the number is at least this whole number; an absent number is not.
    pub fn at_least(self, minimum: i64) -> bool {
        let factor = 10i64.checked_pow(u32::from(self.scale)).unwrap_or(i64::MAX);
        self.present && self.unscaled >= minimum.saturating_mul(factor)
    }
}

impl Decimal {
    /// The number times a million, to compare with another; -1 for an absent number.
    pub fn in_millionths(self) -> i64 {
        let factor = 10i64.checked_pow(6u32.saturating_sub(u32::from(self.scale))).unwrap_or(1);
        if self.present { self.unscaled.saturating_mul(factor) } else { -1 }
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

    /// The month of a day.
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

/// A fact about one person.
pub trait OfPerson: Copy + Send + Sync {
    /// The person it is about.
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
    IbPrioriteit,
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
    /// The person.
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
    /// Whether the day is within the enrolment, both ends inclusive.
    pub fn covers(&self, day: Day) -> bool {
        self.begin <= day && day <= self.eind
    }
}

/// DUO's statement about a startkwalificatie (`duo_startkwalificatie`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Startkwalificatierij {
    /// The person.
    pub persoon: Persoonsnummer,
    /// J rather than N.
    pub verklaard: bool,
    /// When it was obtained, if stated.
    pub behaald: Day,
    /// Code index of `hoogste_diploma`; `NO_CODE` for an empty cell, which counts as GEEN.
    pub hoogste_diploma: u8,
    /// The date of that diploma, if stated.
    pub datum_diploma: Day,
    /// The school of that diploma.
    pub brin_diploma: Brin,
}

impl Startkwalificatierij {
    /// Whether another row about the same person, under another number, says something different.
    pub fn contradicts(&self, other: &Startkwalificatierij) -> bool {
        *self != Startkwalificatierij { persoon: self.persoon, ..*other }
    }
}

/// One exemption (`vrijstelling`), never with its ground.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Vrijstelling {
    /// The person.
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
    /// The person.
    pub persoon: Persoonsnummer,
    /// The school that reported.
    pub brin: Brin,
    /// Code index of `soort_verzuim`.
    pub soort: u8,
    /// Code index of `status`.
    pub status: u8,
    /// Closed: the record no longer counts.
    pub afgesloten: bool,
    /// First day.
    pub begin: Day,
    /// Last day, or open.
    pub eind: Day,
    /// Hours missed.
    pub uren: Decimal,
}

impl Verzuimmelding {
    /// Whether the record counts on the day: not closed, and the day within it.
    pub fn counts(&self, day: Day) -> bool {
        !self.afgesloten && self.begin <= day && day <= self.eind
    }

    /// Whether the record was closed in this many days up to the day.
    pub fn closed_within(&self, days: i32, day: Day) -> bool {
        self.afgesloten && self.begin <= day && self.eind <= day && day <= self.eind.plus_days(days)
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
    /// The person.
    pub persoon: Persoonsnummer,
    /// The month it covers.
    pub periode: Maand,
    /// The category.
    pub categorie: Inkomenscategorie,
    /// Euro cents.
    pub bedrag_cent: Cents,
}

/// Euro cents, stored as bytes: alignment of an `i64` would make each row four bytes larger.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cents([u8; 8]);

impl Cents {
    /// The amount in euro cents.
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
    /// The person named.
    pub persoon: Persoonsnummer,
    /// The month of the report.
    pub rapportmaand: Maand,
}

/// One line of the Inlichtingenbureau's report on dropouts (`ib_vsv`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct IbPrioriteit {
    /// The person.
    pub persoon: Persoonsnummer,
    /// The month of the report.
    pub rapportmaand: Maand,
    /// Code index of `prioriteit`.
    pub prioriteit: u8,
}

/// An objection, a protection or a court order (`uitsluiting`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Uitsluiting {
    /// The person protected.
    pub persoon: Persoonsnummer,
    /// The parties that may not receive.
    pub partijen: PartySet,
    /// First day.
    pub van: Day,
    /// Last day, or open.
    pub tot: Day,
}

/// Two numbers of one person (`koppeling`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Koppeling {
    /// The person, by bsn.
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

codes! {
    /// What the school said about praktijkonderwijs or special education (`dossier`).
    Verklaring { /// a diploma
        Diploma = "DIPLOMA", /// the verklaring
        Verklaring = "VERKLARING", /// neither
        Geen = "GEEN" }
}

/// One dossier of leerplicht or the Doorstroompunt (`dossier`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Dossier {
    /// The person.
    pub persoon: Persoonsnummer,
    /// From DOORSTROOMPUNT rather than LEERPLICHT.
    pub van_doorstroompunt: bool,
    /// Its state.
    pub status: Dossierstatus,
    /// Whether the person is on the path Pw 7a.
    pub pad_pw7a: bool,
    /// First day.
    pub begin: Day,
    /// Last day, or open.
    pub eind: Day,
    /// When the school was consulted (WEB 9.2.5 lid 5), if it was.
    pub overleg_gevoerd_op: Day,
    /// When it was decided to do without (lid 7), if it was.
    pub afwijking_overleg_op: Day,
    /// What the school said about a diploma or verklaring, if it was asked.
    pub verklaring: Option<Verklaring>,
    /// When it said so.
    pub verklaring_op: Day,
}

impl Dossier {
    /// Whether the dossier counts on the day, both ends inclusive.
    pub fn counts(&self, day: Day) -> bool {
        self.begin <= day && day <= self.eind
    }

    /// Whether by that day the school was consulted, or it was decided to do without.
    pub fn consulted_by(&self, day: Day) -> bool {
        let by = |date: Day| date.known().is_some_and(|date| date <= day);
        by(self.overleg_gevoerd_op) || by(self.afwijking_overleg_op)
    }
}

/// One row of contact details (`contactgegevens`). Phone and address stay in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Contactrij {
    /// The person.
    pub persoon: Persoonsnummer,
    /// The day the details were recorded.
    pub datum: Day,
    /// The department that recorded them.
    pub afdeling: Label,
    /// The purpose.
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
    /// The person whose data it covers.
    pub persoon: Persoonsnummer,
    /// The party that may receive.
    pub ontvanger: Label,
    /// The purpose.
    pub doel: Label,
    /// The fields, as the source lists them.
    pub velden: Label,
    /// The day it was given.
    pub verkregen_op: Day,
    /// How it was given.
    pub vorm: Vorm,
    /// The day an oral consent was confirmed, if it was.
    pub bevestigd_op: Day,
    /// Given by the person rather than by a representative.
    pub door_betrokkene: bool,
    /// Last day, or open.
    pub geldig_tot: Day,
    /// The day it was withdrawn, if it was.
    pub ingetrokken_op: Day,
}

/// One handover to mbo (`overstap`). What the school says about the pupil stays in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Overstap {
    /// The person.
    pub persoon: Persoonsnummer,
    /// The school that the pupil leaves.
    pub latend: Brin,
    /// The institution that receives.
    pub ontvangend: Brin,
}

/// One result (`leerresultaat`). School year, subject and mark stay in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Leerresultaat {
    /// The person.
    pub persoon: Persoonsnummer,
    /// The school that gave it.
    pub brin: Brin,
    /// The school year.
    pub schooljaar: Label,
}

/// A row of an extract that feeds no fact: only the person it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Vermelding {
    /// The person.
    pub persoon: Persoonsnummer,
}

/// A set of parties, by position in the loaded list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartySet(pub u32);

impl PartySet {
    /// Every party, including any added later.
    pub const ALL: PartySet = PartySet(u32::MAX);

    /// Whether the party is in the set.
    pub fn contains(self, party: u8) -> bool {
        1u32.checked_shl(u32::from(party)).is_none_or(|bit| self.0 & bit != 0)
    }

    /// Only this party.
    pub fn only(party: u8) -> PartySet {
        PartySet(1u32.checked_shl(u32::from(party)).unwrap_or(u32::MAX))
    }

    /// Whether the sets share a party.
    pub fn overlaps(self, other: PartySet) -> bool {
        self.0 & other.0 != 0
    }

    /// This set without the parties of the other.
    #[must_use]
    pub fn without(self, other: PartySet) -> PartySet {
        PartySet(self.0 & !other.0)
    }

    /// The union of both sets.
    #[must_use]
    pub fn and(self, other: PartySet) -> PartySet {
        PartySet(self.0 | other.0)
    }
}

/// How far the rows of an extract can be relied on for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliance {
    /// Complete: what is not in it is not so.
    Complete,
    /// What is not in it is unknown, for this reason.
    Incomplete(Reden),
    /// A row about this person was set aside: everything is unknown, and the person's other rows are not used.
    RowSetAside,
}

/// The rows about one person in one extract, and how far they can be relied on.
#[derive(Clone, Copy, Debug)]
pub struct PersonRows<'a, T> {
    /// The accepted rows, in the order of the file.
    pub rows: &'a [T],
    /// What a missing row means.
    pub reliance: Reliance,
}

/// A person's income: the latest period, no later than the peildatum's month.
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

/// The configured amounts for the period of the income; an absent amount makes the answer unknown.
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
    /// The first letter of `opschorting_reden`, if any.
    pub opschorting_reden: Option<u8>,
    /// `opschorting_datum`.
    pub opschorting_datum: Option<PartialDate>,
    /// `datum_overlijden`.
    pub datum_overlijden: Option<PartialDate>,
    /// `gemeente_inschrijving` as a number, if any.
    pub gemeente: Option<u16>,
}

impl fmt::Debug for Registratie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registratie(…)")
    }
}

/// Everything the classification may know about one person.
#[derive(Clone, Copy, Debug)]
pub struct PersonFacts<'a> {
    /// Date of birth, possibly partial.
    pub geboortedatum: PartialDate,
    /// Suspension, death, municipality.
    pub registratie: Registratie,
    /// Whether the address is secret.
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
