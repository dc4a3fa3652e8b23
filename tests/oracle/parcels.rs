//! The parcels of section 5 of the contract: who is in each, and what each line says. Leaves out recalls and
//! `doorstroompunt/startkwalificatie`, which depend on earlier runs.
//!
//! Takes a town and a setup. Returns each parcel's columns, and its lines by persoonsnummer. `kenmerk` is computed separately.

mod consent;
mod contact;
mod handover;
mod rules;
mod school;

use crate::oracle::law::{Dossier, Register, Values, regelset};
use crate::oracle::town::{Setup, Town};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet};

/// One file of `uitvoer/`, without its first column, `kenmerk`; also for a recipient that cannot be reached.
pub struct Parcel {
    pub partij: &'static str,
    pub pakket: String,
    /// The school or institution; empty for a party that is not split by school.
    pub brin: String,
    pub columns: Vec<String>,
    /// The lines of each person.
    pub rows: BTreeMap<String, Vec<Vec<String>>>,
    /// Whether the file exists without rows too.
    pub always: bool,
    /// The purpose of a consent parcel. The contract does not fix the order of its columns.
    pub doel: Option<&'static str>,
}

impl Parcel {
    fn new(partij: &'static str, pakket: &str, brin: &str, columns: &str) -> Parcel {
        Parcel {
            partij,
            pakket: pakket.to_owned(),
            brin: brin.to_owned(),
            columns: columns.split_whitespace().map(str::to_owned).collect(),
            rows: BTreeMap::new(),
            always: true,
            doel: None,
        }
    }

    pub fn path(&self) -> String {
        let school = if self.brin.is_empty() { String::new() } else { format!("{}/", self.brin) };
        format!("uitvoer/{}/{school}{}.csv.age", self.partij, self.pakket)
    }

    /// As in the worked cases: names a consent parcel by its purpose and fields, not by its eight digits.
    pub fn label(&self) -> String {
        let brin = if self.brin.is_empty() { String::new() } else { format!(".{}", self.brin) };
        match self.doel {
            Some(doel) => format!("{}/toestemming:{doel}:{}{brin}", self.partij, self.columns.join("|")),
            None => format!("{}/{}{brin}", self.partij, self.pakket),
        }
    }

    /// The key of the sums, which join the files of all schools.
    pub fn name(&self) -> (String, String) {
        (self.partij.to_owned(), self.pakket.clone())
    }

    fn add(&mut self, number: &str, cells: Vec<String>) {
        self.rows.entry(number.to_owned()).or_default().push(cells);
    }
}

/// Everything that leaves, and what is known about those who stay.
#[derive(Default)]
pub struct Release {
    pub parcels: Vec<Parcel>,
    /// Persons who meet a rule of a per-school parcel while their school is unknown.
    pub schoolless: BTreeMap<(String, String), BTreeSet<String>>,
    /// The persons of `contactgemeente/rapportage`, by leeftijdsgroep and doelgroep.
    pub counted: BTreeMap<(&'static str, &'static str), usize>,
}

/// One person, judged on both days.
struct Judged<'town> {
    dossier: Dossier<'town>,
    values: Values,
    again: Values,
}

impl Judged<'_> {
    fn bsn(&self) -> &str {
        &self.dossier.person.bsn
    }

    fn lives_here(&self) -> bool {
        self.values.woonplaats == "gemeente"
    }

    /// In the gemeente, or in the region if the gemeente is its contactgemeente.
    fn lives_near(&self, setup: &Setup) -> bool {
        self.lives_here() || (self.values.woonplaats == "regio" && setup.contactgemeente)
    }

    fn is_target(&self) -> bool {
        self.values.doelgroep == "ja" && self.again.doelgroep == "ja"
    }

    fn is_plichtig(&self) -> bool {
        self.values.plichtig() && self.again.plichtig()
    }

    /// Plichtig, with verzuim relatief or absoluut.
    fn is_truant(&self) -> bool {
        self.is_plichtig() && ["relatief", "absoluut"].contains(&self.values.verzuim)
    }
}

/// A town, judged.
struct Context<'town> {
    setup: &'town Setup,
    register: Register<'town>,
    people: Vec<Judged<'town>>,
}

impl<'town> Context<'town> {
    fn new(town: &'town Town, setup: &'town Setup) -> Context<'town> {
        let register = Register::new(town, setup);
        let people = town
            .persons
            .iter()
            .map(|person| {
                let dossier = register.dossier(person);
                let values = register.values(&dossier, setup.peildatum);
                let again = register.values(&dossier, setup.verstrekdatum);
                Judged { dossier, values, again }
            })
            .collect();
        Context { setup, register, people }
    }

    /// Bijhouding `actueel` on both days, and no uitsluiting in force on the verstrekdatum.
    fn may_be_released(&self, person: &Judged<'_>, partij: &str) -> bool {
        person.values.bijhouding == "actueel"
            && person.again.bijhouding == "actueel"
            && !self.register.excluded(person.bsn(), partij)
    }

    /// Whether both days are under the law that began on 2026-01-01.
    fn is_new_law(&self) -> bool {
        [self.setup.peildatum, self.setup.verstrekdatum].iter().all(|day| regelset(*day) == "2026-01-01")
    }

    fn cells(&self, person: &Judged<'_>, columns: &[String]) -> Vec<String> {
        columns.iter().map(|column| self.cell(person, column)).collect()
    }

    fn cell(&self, judged: &Judged<'_>, column: &str) -> String {
        let Judged { dossier, values, .. } = judged;
        let person = dossier.person;
        let enrolment = self.register.shown_enrolment(dossier);
        let absence = self.register.deciding_absence(dossier, values);
        match column {
            "bsn" => person.bsn.clone(),
            "geslachtsnaam" => person.geslachtsnaam.clone(),
            "voorvoegsel" => person.voorvoegsel.clone(),
            "voornamen" => person.voornamen.clone(),
            "geboortedatum" => person.born.to_string(),
            "straatnaam" => person.straatnaam.clone(),
            "huisnummer" => person.huisnummer.clone(),
            "huisletter" => person.huisletter.clone(),
            "huisnummertoevoeging" => person.toevoeging.clone(),
            "postcode" => person.postcode.clone(),
            "woonplaats" => person.woonplaats.clone(),
            "brin" => enrolment.map(|row| row.brin.clone()).unwrap_or_default(),
            "niveau" => enrolment.map(|row| row.niveau.clone()).unwrap_or_default(),
            "datum_inschrijving" => enrolment.map(|row| row.begin.to_string()).unwrap_or_default(),
            // READING: an open end is empty, even if the source wrote 99991230 or 99991231.
            "datum_uitschrijving" => {
                enrolment.and_then(|row| row.end).map(|day| day.to_string()).unwrap_or_default()
            }
            "vrijgesteld" => if values.plicht == "vrijgesteld" { "ja" } else { "nee" }.to_owned(),
            // READING: a diploma dated after the peildatum is shown as none (GEEN); one that the source left empty is empty.
            "hoogste_diploma" => match dossier.qualification {
                Some(row) if !row.diploma.is_empty() => self.register.highest_diploma(dossier).to_owned(),
                _ => String::new(),
            },
            "soort_verzuim" => absence.map(|row| row.soort.clone()).unwrap_or_default(),
            "begindatum_verzuim" => absence.map(|row| row.begin.to_string()).unwrap_or_default(),
            "uren_verzuim" => absence.map(|row| row.uren.replace(',', ".")).unwrap_or_default(),
            // READING: the values shown are those of the peildatum, including overleg_school; the verstrekdatum only decides who
            // is in.
            column => values.get(column).to_owned(),
        }
    }
}

/// Every parcel of this oracle.
pub fn release(town: &Town, setup: &Setup) -> Release {
    let context = Context::new(town, setup);
    let mut release = Release::default();
    release.parcels.extend(rules::parcels(&context));
    release.parcels.extend(contact::parcels(&context));
    school::add_parcels(&context, &mut release);
    release.parcels.extend(handover::parcels(&context));
    consent::add_parcels(&context, &mut release);
    release.counted = counted(&context);
    release
}

/// WEB 9.2.10, 9.2.11: the residents by leeftijdsgroep and doelgroep on the peildatum.
// READING: the persons counted are those who may be released: actueel on both days, not excluded for the contactgemeente, and
// living in the gemeente, or in the region if we are its contactgemeente.
fn counted(context: &Context<'_>) -> BTreeMap<(&'static str, &'static str), usize> {
    let mut counted = BTreeMap::new();
    for person in &context.people {
        if person.lives_near(context.setup) && context.may_be_released(person, "contactgemeente") {
            *counted.entry((person.values.leeftijdsgroep, person.values.doelgroep)).or_default() += 1;
        }
    }
    counted
}

/// 26 base32 characters of the keyed hash: stable, and different per parcel.
pub fn kenmerk(key: &[u8], partij: &str, brin: &str, pakket: &str, number: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length of key");
    let pakket = pakket.strip_suffix("-geheim").unwrap_or(pakket);
    mac.update([partij, brin, pakket, number].join("\u{1f}").as_bytes());
    let text = data_encoding::BASE32_NOPAD.encode(&mac.finalize().into_bytes()).to_ascii_lowercase();
    text[..26].to_owned()
}
