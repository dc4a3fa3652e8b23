//! The dated numbers and code lists set by law and sources: ages, terms, limits. Never constants in the classifying code: they
//! are read from `schemas/law` for a day, with codes already resolved to indices in the extracts' schemas.

use super::code::CodeSet;
use super::day::{Day, MonthDay};
use super::field::Field;

/// The terms of one rule set.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The date of the rule set: the youngest law file in force.
    pub regelset: Day,
    /// LPW 3 lid 1: leerplicht begins in the month after this birthday.
    pub leerplicht_begin_leeftijd: i32,
    /// LPW 3 lid 1 b: leerplicht ends with the school year of this birthday.
    pub leerplicht_eind_leeftijd: i32,
    /// WVO 2020 1.1: the last day of a school year.
    pub schooljaar_einde: MonthDay,
    /// LPW 4b: kwalificatieplicht ends on this birthday.
    pub kwalificatieplicht_eind_leeftijd: i32,
    /// LPW 4a lid 2: diplomas that rule out kwalificatieplicht.
    pub kwalificatieplicht_uitzondering_diplomas: CodeSet,
    /// LPW 4a lid 2: VSO profiles that rule out kwalificatieplicht.
    pub kwalificatieplicht_uitzondering_uitstroomprofielen: CodeSet,
    /// WVO 2020 2.59 lid 2: who leaves one of these levels without its diploma may hold a verklaring that no register has.
    pub verklaring_niveaus: CodeSet,
    /// LPW 1 f: diplomas below a startkwalificatie.
    pub diplomas_zonder_startkwalificatie: CodeSet,
    /// LPW 21a: kinds of absence that are relatief verzuim regardless of hours.
    pub relatief_verzuim_soorten: CodeSet,
    /// LPW 21a: kinds of absence that are relatief verzuim from a number of hours.
    pub relatief_verzuim_soorten_vanaf_uren: CodeSet,
    /// LPW 21a: that number of hours.
    pub relatief_verzuim_uren: i64,
    /// LPW 19, 22: the kind of absence that means "not enrolled".
    pub absoluut_verzuim_soorten: CodeSet,
    /// WEB 9.2.2 (before 2026: 8.1.8a): the kind of absence that counts for the target group.
    pub langdurig_verzuim_soorten: CodeSet,
    /// The same articles: it must have begun at least this many days ago.
    pub langdurig_verzuim_dagen: i32,
    /// WEB 9.2.1 (before 2026: 8.3.1): younger than this.
    pub doelgroep_leeftijd_tot: i32,
    /// Before 2026, WEB 8.3.1 lid 2: with work, these diplomas exclude a person from the target group.
    pub doelgroep_uitzondering_diplomas_met_werk: CodeSet,
    /// WEB 9.2.5 lid 5: diplomas, and the years after one in which the school must be consulted first.
    pub overleg_school_termijn_jaren: Vec<(CodeSet, i32)>,
    /// The same article: enrolments after whose end the verklaring may be there, though nobody delivers it.
    pub overleg_school_na_vertrek: Vec<Vertrek>,
    /// The Inlichtingenbureau's list: from this age.
    pub jib_leeftijd_van: i32,
    /// The Inlichtingenbureau's list: younger than this.
    pub jib_leeftijd_tot: i32,
    /// LPW 16 (our reading): participatie is asked about persons from this age.
    pub bevraging_leeftijd_vanaf: i32,
    /// UAVG 5: from this birthday the person consents instead of a representative.
    pub toestemming_leeftijd_vanaf: i32,
    /// SUWI 74 lid 2 b, Pw 65 lid 2 b: an oral consent never gives these fields.
    pub toestemming_schriftelijk_velden: Vec<Field>,
    /// The window in which an ended enrolment means nothing yet.
    pub zomerovergang: Zomerovergang,
    /// Codes of the extracts that the classification treats specially.
    pub codes: Codes,
}

/// An enrolment that may have ended with a verklaring: at one of these levels, or in special education with one of these
/// profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vertrek {
    /// Levels, in any sector.
    pub niveaus: CodeSet,
    /// Profiles, in special education only.
    pub uitstroomprofielen: CodeSet,
    /// For this many years from the last day enrolled the school must be consulted first.
    pub jaren: i32,
}

/// Between school years a pupil is registered nowhere (Uitvoeringsbesluit WVO 2020, 8.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zomerovergang {
    /// The enrolment ended on or after this day of the year,
    pub uitschrijving_van: MonthDay,
    /// and on or before this day;
    pub uitschrijving_tot: MonthDay,
    /// until this day of the same year, the new enrolment may be missing.
    pub tot: MonthDay,
}

/// Codes of the extracts with a special meaning, as indices in their schema's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codes {
    /// `hoogste_diploma` GEEN.
    pub geen_diploma: u8,
    /// `onderwijssector` that is not funded: the register does not know an enrolment there.
    pub sector_niet_bekostigd: u8,
    /// `onderwijssector` VSO.
    pub sector_vso: u8,
}
