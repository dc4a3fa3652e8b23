//! A synthetic town: the rows of each extract, how they were delivered, and the files that hold them.
//!
//! Takes nothing from the program under test: headers and configuration keys come from the contract.

mod config;
mod files;
mod setup;

pub use files::{CaseFile, Consent, Contact, Handover, Mark};
pub use setup::{
    COLLEGES, Channel, Cooperation, Delivery, INDEPENDENT, Instruction, JIB_LIMIT, LEAVING_SCHOOLS, Mandate,
    Overlap, PARTIES, Parameter, Processor, SCHOOLS, Setup,
};

use crate::oracle::day::{Day, Partial};
use std::collections::{BTreeMap, BTreeSet};

pub const OURS: &str = "0599";
pub const REGION: [&str; 3] = ["0599", "0606", "0622"];

/// Every extract of this oracle except `brp`, in the order of the contract.
pub const OTHER_EXTRACTS: [&str; 14] = [
    "duo_inschrijving",
    "duo_startkwalificatie",
    "vrijstelling",
    "verzuim",
    "inkomen",
    "jib_lijst",
    "ib_vsv",
    "contactgegevens",
    "dossier",
    "overstap",
    "leerresultaat",
    "toestemming",
    "uitsluiting",
    "koppeling",
];

/// Delivered in one file per school.
pub const PER_SCHOOL: [&str; 2] = ["overstap", "leerresultaat"];

#[derive(Clone)]
pub struct Person {
    pub bsn: String,
    pub voornamen: String,
    pub voorvoegsel: String,
    pub geslachtsnaam: String,
    pub born: Partial,
    pub gemeente: String,
    pub straatnaam: String,
    pub huisnummer: String,
    pub huisletter: String,
    pub toevoeging: String,
    pub postcode: String,
    pub woonplaats: String,
    pub geheim: String,
    pub opschorting_reden: String,
    pub opschorting_datum: Option<Partial>,
    pub overlijden: Option<Partial>,
}

#[derive(Clone)]
pub struct Enrolment {
    pub number: String,
    pub mutatie: String,
    pub brin: String,
    pub sector: String,
    pub opleiding: String,
    pub niveau: String,
    pub uitstroomprofiel: String,
    pub begin: Day,
    pub end: Option<Day>,
}

#[derive(Clone)]
pub struct Qualification {
    pub number: String,
    pub startkwalificatie: String,
    pub behaald: Option<Day>,
    pub diploma: String,
    pub diploma_datum: Option<Day>,
    pub brin_diploma: String,
}

#[derive(Clone)]
pub struct Exemption {
    pub number: String,
    pub soort: String,
    pub begin: Day,
    pub end: Option<Day>,
}

#[derive(Clone)]
pub struct Absence {
    pub melding: String,
    pub number: String,
    pub brin: String,
    pub begin: Day,
    pub end: Option<Day>,
    pub soort: String,
    pub uren: String,
    pub status: String,
}

#[derive(Clone)]
pub struct Income {
    pub bsn: String,
    pub periode: String,
    pub categorie: String,
    pub cent: u64,
}

#[derive(Clone)]
pub struct Listed {
    pub bsn: String,
    pub maand: String,
}

/// A row of the extract `ib_vsv`.
#[derive(Clone)]
pub struct Priority {
    pub bsn: String,
    pub maand: String,
    pub prioriteit: String,
}

#[derive(Clone)]
pub struct Exclusion {
    pub number: String,
    pub partij: String,
    pub begin: Day,
    pub end: Option<Day>,
    pub grond: String,
}

#[derive(Clone)]
pub struct Link {
    pub bsn: String,
    pub onderwijsnummer: String,
}

// READING: an opschorting dated after the peildatum is an accepted fact of the future. Only a birth or death there costs the row.

/// The rows that must be set aside, and the consequences of each.
#[derive(Clone, Default)]
pub struct Dirt {
    /// Per extract: the raw rows that the program must set aside.
    pub rows: BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Per extract: exact repeats of another row; they count as accepted.
    pub repeats: BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Per extract: persons whose facts are unknown, because a row with their readable number was set aside.
    pub unknown: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Dirt {
    pub fn makes_unknown(&self, extract: &str, bsn: &str) -> bool {
        self.unknown.get(extract).is_some_and(|numbers| numbers.contains(bsn))
    }

    pub fn count(&self, extract: &str) -> usize {
        self.rows.get(extract).map_or(0, Vec::len)
    }
}

#[derive(Clone, Default)]
pub struct Town {
    pub persons: Vec<Person>,
    pub enrolments: Vec<Enrolment>,
    pub qualifications: Vec<Qualification>,
    pub exemptions: Vec<Exemption>,
    pub absences: Vec<Absence>,
    pub incomes: Vec<Income>,
    pub listed: Vec<Listed>,
    pub priorities: Vec<Priority>,
    pub contacts: Vec<Contact>,
    pub case_files: Vec<CaseFile>,
    pub handovers: Vec<Handover>,
    pub marks: Vec<Mark>,
    pub consents: Vec<Consent>,
    pub exclusions: Vec<Exclusion>,
    pub links: Vec<Link>,
    pub dirt: Dirt,
}

/// A day in one of the three forms. The number picks the form, so that all forms occur.
fn write_day(day: Day, number: &str) -> String {
    match number.as_bytes().get(6) {
        Some(b'1' | b'2') => day.compact(),
        Some(b'3' | b'4') => day.dutch(),
        _ => day.to_string(),
    }
}

/// An open end in one of its three forms.
fn write_end(day: Option<Day>, number: &str) -> String {
    match (day, number.as_bytes().get(5)) {
        (Some(day), _) => write_day(day, number),
        (None, Some(b'1')) => "99991230".to_owned(),
        (None, Some(b'2')) => "99991231".to_owned(),
        (None, _) => String::new(),
    }
}

fn write_optional(day: Option<Day>, number: &str) -> String {
    day.map(|day| write_day(day, number)).unwrap_or_default()
}

fn write_partial(date: Partial, number: &str) -> String {
    match number.as_bytes().get(6) {
        Some(b'1' | b'2' | b'3') => date.compact(),
        _ => date.to_string(),
    }
}

impl Person {
    pub fn cells(&self) -> Vec<String> {
        let optional =
            |date: Option<Partial>| date.map(|date| write_partial(date, &self.bsn)).unwrap_or_default();
        vec![
            self.bsn.clone(),
            self.voornamen.clone(),
            self.voorvoegsel.clone(),
            self.geslachtsnaam.clone(),
            write_partial(self.born, &self.bsn),
            self.gemeente.clone(),
            self.straatnaam.clone(),
            self.huisnummer.clone(),
            self.huisletter.clone(),
            self.toevoeging.clone(),
            self.postcode.clone(),
            self.woonplaats.clone(),
            self.geheim.clone(),
            self.opschorting_reden.clone(),
            optional(self.opschorting_datum),
            optional(self.overlijden),
        ]
    }
}

impl Enrolment {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.mutatie.clone(),
            self.brin.clone(),
            self.sector.clone(),
            self.opleiding.clone(),
            self.niveau.clone(),
            self.uitstroomprofiel.clone(),
            write_day(self.begin, &self.number),
            write_end(self.end, &self.number),
        ]
    }
}

impl Qualification {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.startkwalificatie.clone(),
            write_optional(self.behaald, &self.number),
            self.diploma.clone(),
            write_optional(self.diploma_datum, &self.number),
            self.brin_diploma.clone(),
        ]
    }
}

impl Exemption {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.soort.clone(),
            write_day(self.begin, &self.number),
            write_end(self.end, &self.number),
        ]
    }
}

impl Absence {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.melding.clone(),
            self.number.clone(),
            self.brin.clone(),
            write_day(self.begin, &self.number),
            write_end(self.end, &self.number),
            self.soort.clone(),
            self.uren.clone(),
            self.status.clone(),
        ]
    }
}

impl Income {
    pub fn cells(&self) -> Vec<String> {
        vec![self.bsn.clone(), self.periode.clone(), self.categorie.clone(), self.cent.to_string()]
    }
}

impl Listed {
    pub fn cells(&self) -> Vec<String> {
        vec![self.bsn.clone(), self.maand.clone(), OURS.to_owned()]
    }
}

impl Priority {
    pub fn cells(&self) -> Vec<String> {
        vec![self.bsn.clone(), self.maand.clone(), self.prioriteit.clone()]
    }
}

impl Exclusion {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.partij.clone(),
            write_day(self.begin, &self.number),
            write_end(self.end, &self.number),
            self.grond.clone(),
        ]
    }
}

pub fn header(extract: &str) -> &'static str {
    match extract {
        "brp" => {
            "bsn,voornamen,voorvoegsel,geslachtsnaam,geboortedatum,gemeente_inschrijving,straatnaam,huisnummer,huisletter,\
             huisnummertoevoeging,postcode,woonplaats,indicatie_geheim,opschorting_reden,opschorting_datum,datum_overlijden"
        }
        "duo_inschrijving" => {
            "persoonsnummer,mutatie,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,datum_inschrijving,datum_uitschrijving"
        }
        "duo_startkwalificatie" => {
            "persoonsnummer,startkwalificatie,datum_behaald,hoogste_diploma,datum_diploma,brin_diploma"
        }
        "vrijstelling" => "persoonsnummer,soort,begindatum,einddatum",
        "verzuim" => "meldingsnummer,persoonsnummer,brin,begindatum,einddatum,soort_verzuim,uren,status",
        "inkomen" => "bsn,periode,categorie,bedrag_cent",
        "jib_lijst" => "bsn,rapportmaand,gemeentecode",
        "ib_vsv" => "bsn,rapportmaand,prioriteit",
        "contactgegevens" => "persoonsnummer,telefoon,email,afdeling,doel,datum",
        "dossier" => {
            "dossiernummer,persoonsnummer,team,status,pad,datum_start,datum_einde,overleg_gevoerd_op,afwijking_overleg_op,\
             verklaring,verklaring_op"
        }
        "overstap" => {
            "persoonsnummer,geslachtsnaam,voorvoegsel,voornamen,geboortedatum,brin_latend,brin_ontvangend,fase,niveau_latend,\
             profiel,leerjaar,diploma,datum_uitstroom"
        }
        "leerresultaat" => "persoonsnummer,brin,schooljaar,vak,cijfer",
        "toestemming" => {
            "toestemming_id,persoonsnummer,ontvanger,doel,velden,verkregen_op,vorm,bevestigd_op,gegeven_door,informatieversie,\
             geldig_tot,ingetrokken_op,bewijs_ref"
        }
        "uitsluiting" => "persoonsnummer,partij,geldig_van,geldig_tot,grond",
        "koppeling" => "bsn,onderwijsnummer",
        other => panic!("no such extract in this oracle: {other}"),
    }
}

impl Town {
    /// The rows of an extract: the accepted ones, with the rows to be set aside scattered among them.
    pub fn rows(&self, extract: &'static str) -> Vec<Vec<String>> {
        if PER_SCHOOL.contains(&extract) {
            return LEAVING_SCHOOLS.iter().flat_map(|school| self.rows_of_school(extract, school)).collect();
        }
        let rows = match extract {
            "brp" => self.persons.iter().map(Person::cells).collect(),
            "duo_inschrijving" => self.enrolments.iter().map(Enrolment::cells).collect(),
            "duo_startkwalificatie" => self.qualifications.iter().map(Qualification::cells).collect(),
            "vrijstelling" => self.exemptions.iter().map(Exemption::cells).collect(),
            "verzuim" => self.absences.iter().map(Absence::cells).collect(),
            "inkomen" => self.incomes.iter().map(Income::cells).collect(),
            "jib_lijst" => self.listed.iter().map(Listed::cells).collect(),
            "ib_vsv" => self.priorities.iter().map(Priority::cells).collect(),
            "contactgegevens" => self.contacts.iter().map(Contact::cells).collect(),
            "dossier" => self.case_files.iter().map(CaseFile::cells).collect(),
            "toestemming" => self.consents.iter().map(Consent::cells).collect(),
            "uitsluiting" => self.exclusions.iter().map(Exclusion::cells).collect(),
            "koppeling" => {
                self.links.iter().map(|link| vec![link.bsn.clone(), link.onderwijsnummer.clone()]).collect()
            }
            other => panic!("no such extract in this oracle: {other}"),
        };
        self.strewn(extract, rows)
    }

    /// The rows of one school's file. All rows to be set aside are in the first school's.
    pub fn rows_of_school(&self, extract: &'static str, school: &str) -> Vec<Vec<String>> {
        let of_school = |verantwoordelijke: &str| verantwoordelijke == school;
        let rows = match extract {
            "overstap" => self
                .handovers
                .iter()
                .filter(|row| of_school(&row.verantwoordelijke))
                .map(Handover::cells)
                .collect(),
            "leerresultaat" => {
                self.marks.iter().filter(|row| of_school(&row.verantwoordelijke)).map(Mark::cells).collect()
            }
            other => panic!("not delivered per school: {other}"),
        };
        if school == LEAVING_SCHOOLS[0] { self.strewn(extract, rows) } else { rows }
    }

    fn strewn(&self, extract: &str, mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
        let strewn =
            [&self.dirt.rows, &self.dirt.repeats].into_iter().filter_map(|rows| rows.get(extract)).flatten();
        for (count, row) in strewn.enumerate() {
            let place = (count * 7919 + 13) % rows.len().max(1);
            rows.insert(place, row.clone());
        }
        rows
    }
}
