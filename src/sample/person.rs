//! One synthetic person, with everything that the extracts say about it. Data only; no row is written here.

use chrono::NaiveDate;

/// A date whose day, month or year may be unknown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum SampleDate {
    Full(NaiveDate),
    NoDay {
        year: i32,
        month: u32,
    },
    NoMonth {
        year: i32,
    },
    #[default]
    Unknown,
}

/// The municipality of registration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Residence {
    #[default]
    Own,
    /// One of the two other municipalities of the region.
    FirstOfRegion,
    SecondOfRegion,
    Elsewhere,
    /// The register of non-residents (1999).
    NonResident,
    /// The register names no municipality.
    Blank,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Number {
    pub(super) bsn: u32,
    /// The number under which the schools know the person, if it is not the bsn.
    pub(super) onderwijsnummer: Option<u32>,
}

impl Number {
    /// The number that the education extracts use.
    pub(super) fn at_school(&self) -> u32 {
        self.onderwijsnummer.unwrap_or(self.bsn)
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Name {
    pub(super) voornamen: &'static str,
    pub(super) voorvoegsel: &'static str,
    /// Written with the prefix `Voorbeeld-`, so that nobody mistakes it for a real name.
    pub(super) geslachtsnaam: &'static str,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Address {
    pub(super) straatnaam: &'static str,
    pub(super) huisnummer: u32,
    pub(super) huisletter: &'static str,
    pub(super) toevoeging: &'static str,
    /// Counted from the first postcode of the municipality.
    pub(super) postcode_offset: u32,
    pub(super) postcode_letters: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Suspension {
    pub(super) reden: &'static str,
    pub(super) datum: Option<SampleDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Enrolment {
    pub(super) brin: &'static str,
    pub(super) sector: &'static str,
    pub(super) niveau: &'static str,
    pub(super) uitstroomprofiel: &'static str,
    pub(super) from: NaiveDate,
    /// The last day of enrolment; `None` while it runs.
    pub(super) until: Option<NaiveDate>,
}

impl Enrolment {
    pub(super) fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A row of the register of qualifications.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Qualification {
    /// `J` or `N`.
    pub(super) startkwalificatie: &'static str,
    pub(super) datum_behaald: Option<NaiveDate>,
    pub(super) hoogste_diploma: &'static str,
    pub(super) datum_diploma: Option<NaiveDate>,
    pub(super) brin_diploma: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ExemptSpell {
    pub(super) soort: &'static str,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct AbsentSpell {
    pub(super) brin: &'static str,
    pub(super) soort: &'static str,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
    /// As the source writes it: with a point, or quoted with a comma.
    pub(super) uren: &'static str,
    pub(super) status: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct SampleIncome {
    pub(super) months_ago: i32,
    pub(super) categorie: &'static str,
    pub(super) cents: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    pub(super) afdeling: &'static str,
    pub(super) doel: &'static str,
    pub(super) datum: NaiveDate,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SampleDossier {
    pub(super) team: &'static str,
    pub(super) status: &'static str,
    pub(super) pad: &'static str,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
    pub(super) overleg_gevoerd_op: Option<NaiveDate>,
    pub(super) afwijking_overleg_op: Option<NaiveDate>,
    /// What the school said, and when.
    pub(super) verklaring: Option<(&'static str, NaiveDate)>,
}

/// A handover from vo to mbo. The school that hands over is always that of the sample's `verantwoordelijke`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Transfer {
    pub(super) brin_ontvangend: &'static str,
    pub(super) fase: &'static str,
    pub(super) niveau: &'static str,
    pub(super) diploma: &'static str,
    pub(super) datum_uitstroom: Option<NaiveDate>,
    /// A value that no parcel may ever hold.
    pub(super) ondersteuningsbehoefte: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct SampleMark {
    /// The calendar year in which the school year began.
    pub(super) school_year: i32,
    pub(super) vak: &'static str,
    pub(super) tenths: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Consent {
    pub(super) ontvanger: &'static str,
    pub(super) doel: &'static str,
    pub(super) velden: &'static str,
    pub(super) verkregen_op: NaiveDate,
    pub(super) vorm: &'static str,
    pub(super) bevestigd_op: Option<NaiveDate>,
    pub(super) gegeven_door: &'static str,
    pub(super) geldig_tot: Option<NaiveDate>,
    pub(super) ingetrokken_op: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Exclusion {
    /// Empty means every party.
    pub(super) partij: &'static str,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
    /// Empty, or a ground.
    pub(super) grond: &'static str,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    pub(super) number: Number,
    pub(super) name: Name,
    pub(super) born: SampleDate,
    pub(super) residence: Residence,
    pub(super) address: Address,
    pub(super) geheim: &'static str,
    pub(super) suspension: Option<Suspension>,
    pub(super) died: Option<SampleDate>,
    pub(super) enrolments: Vec<Enrolment>,
    pub(super) qualification: Option<Qualification>,
    pub(super) exemption: Option<ExemptSpell>,
    pub(super) absences: Vec<AbsentSpell>,
    pub(super) incomes: Vec<SampleIncome>,
    /// The monthly lists that the person is on, in months before the peildatum's.
    pub(super) listed_months_ago: Vec<i32>,
    pub(super) contacts: Vec<Contact>,
    pub(super) dossiers: Vec<SampleDossier>,
    pub(super) transfer: Option<Transfer>,
    pub(super) marks: Vec<SampleMark>,
    pub(super) consents: Vec<Consent>,
    pub(super) exclusions: Vec<Exclusion>,
}

impl Person {
    /// The enrolment that covers the day, if any.
    pub(super) fn enrolment_on(&self, day: NaiveDate) -> Option<Enrolment> {
        self.enrolments.iter().rev().find(|enrolment| enrolment.covers(day)).copied()
    }

    pub(super) fn has_startkwalificatie(&self) -> bool {
        self.qualification.is_some_and(|qualification| qualification.startkwalificatie == "J")
    }
}
