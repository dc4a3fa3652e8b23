//! A synthetic town: the rows of each extract, how they were delivered, and the files that say so.
//!
//! Takes nothing from the program under test: headers and configuration keys are those of the contract.

use crate::day::{Day, Partial};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub const OURS: &str = "0599";
pub const REGION: [&str; 3] = ["0599", "0606", "0622"];

/// A dated parameter: in force from the day, the amount in cents.
pub type Parameter = (Day, u64);

/// The amount changes on the first of a month, and in the middle of one.
pub const JIB_LIMIT: [Parameter; 2] = [(Day::new(2019, 1, 1), 47_300), (Day::new(2026, 10, 1), 48_000)];
pub const INDEPENDENT: [Parameter; 2] = [(Day::new(2025, 7, 1), 110_000), (Day::new(2026, 10, 15), 120_000)];

/// Every extract of this oracle but `brp`, in the order of the contract.
pub const OTHER_EXTRACTS: [&str; 8] = [
    "duo_inschrijving",
    "duo_startkwalificatie",
    "vrijstelling",
    "verzuim",
    "inkomen",
    "jib_lijst",
    "uitsluiting",
    "koppeling",
];

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

#[derive(Clone)]
pub struct Exclusion {
    pub number: String,
    pub partij: String,
    pub begin: Day,
    pub end: Option<Day>,
}

#[derive(Clone)]
pub struct Link {
    pub bsn: String,
    pub onderwijsnummer: String,
}

/// How an extract reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Fresh,
    Stale,
    Absent,
}

/// What a controller chose, and the two days.
#[derive(Clone)]
pub struct Setup {
    pub peildatum: Day,
    pub verstrekdatum: Day,
    pub contactgemeente: bool,
    pub dekking: &'static str,
    pub jib_limit: Vec<Parameter>,
    pub independent: Vec<Parameter>,
    pub deliveries: BTreeMap<&'static str, Delivery>,
    pub duo_is_delta: bool,
    /// A party that has no `[[ontvanger]]`.
    pub unreachable: Option<&'static str>,
    /// A party whose channel is `onbeveiligd`.
    pub unsecured: Option<&'static str>,
    pub max_quarantaine_promille: u32,
}

impl Setup {
    pub fn new(peildatum: &str, verstrekdatum: &str) -> Setup {
        Setup {
            peildatum: Day::parse(peildatum),
            verstrekdatum: Day::parse(verstrekdatum),
            contactgemeente: true,
            dekking: "gemeente",
            jib_limit: JIB_LIMIT.to_vec(),
            independent: INDEPENDENT.to_vec(),
            deliveries: BTreeMap::new(),
            duo_is_delta: false,
            unreachable: None,
            unsecured: None,
            max_quarantaine_promille: 0,
        }
    }

    pub fn delivery(&self, extract: &str) -> Delivery {
        self.deliveries.get(extract).copied().unwrap_or(Delivery::Fresh)
    }
}

// READING: an opschorting dated after the peildatum is an accepted fact of the future; only a birth or death there costs the row.

/// The rows that must be set aside, and what follows from each.
#[derive(Clone, Default)]
pub struct Dirt {
    /// Per extract: the raw rows that the program must set aside.
    pub rows: BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Per extract: rows that repeat another to the letter; they count as accepted.
    pub repeats: BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Per extract: whose facts are unknown, because a row with their readable number was set aside.
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
    pub exclusions: Vec<Exclusion>,
    pub links: Vec<Link>,
    pub dirt: Dirt,
}

/// A day in one of the three forms, chosen by the number so that every form occurs.
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

impl Exclusion {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.partij.clone(),
            write_day(self.begin, &self.number),
            write_end(self.end, &self.number),
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
        "uitsluiting" => "persoonsnummer,partij,geldig_van,geldig_tot",
        "koppeling" => "bsn,onderwijsnummer",
        other => panic!("no such extract in this oracle: {other}"),
    }
}

impl Town {
    /// The accepted rows of an extract, then with the rows to be set aside strewn between them.
    pub fn rows(&self, extract: &'static str) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = match extract {
            "brp" => self.persons.iter().map(Person::cells).collect(),
            "duo_inschrijving" => self.enrolments.iter().map(Enrolment::cells).collect(),
            "duo_startkwalificatie" => self.qualifications.iter().map(Qualification::cells).collect(),
            "vrijstelling" => self.exemptions.iter().map(Exemption::cells).collect(),
            "verzuim" => self.absences.iter().map(Absence::cells).collect(),
            "inkomen" => self.incomes.iter().map(Income::cells).collect(),
            "jib_lijst" => self.listed.iter().map(Listed::cells).collect(),
            "uitsluiting" => self.exclusions.iter().map(Exclusion::cells).collect(),
            "koppeling" => {
                self.links.iter().map(|link| vec![link.bsn.clone(), link.onderwijsnummer.clone()]).collect()
            }
            other => panic!("no such extract in this oracle: {other}"),
        };
        let strewn =
            [&self.dirt.rows, &self.dirt.repeats].into_iter().filter_map(|rows| rows.get(extract)).flatten();
        for (count, row) in strewn.enumerate() {
            let place = (count * 7919 + 13) % rows.len().max(1);
            rows.insert(place, row.clone());
        }
        rows
    }

    /// Writes every delivered extract and `jib.toml` into `folder`; keys are in `../sleutels`.
    pub fn write(&self, setup: &Setup, recipient_key: &str, folder: &Path) {
        let mut config = self.head(setup, recipient_key);
        for extract in ["brp"].into_iter().chain(OTHER_EXTRACTS) {
            if setup.delivery(extract) == Delivery::Absent {
                continue;
            }
            let mut writer = csv::WriterBuilder::new()
                .flexible(true)
                .from_path(folder.join(format!("{extract}.csv")))
                .expect("an extract to write");
            writer.write_record(header(extract).split(',')).expect("a header");
            for row in self.rows(extract) {
                writer.write_record(&row).expect("a row");
            }
            writer.flush().expect("a file");
            config.push_str(&levering(setup, extract));
        }
        for partij in ["leerplicht", "doorstroompunt", "participatie", "inlichtingenbureau"] {
            if setup.unreachable == Some(partij) {
                continue;
            }
            let kanaal = if setup.unsecured == Some(partij) { "onbeveiligd" } else { "beveiligd" };
            config.push_str(&format!(
                "[[ontvanger]]\npartij = \"{partij}\"\nsleutel = \"{recipient_key}\"\nkanaal = \"{kanaal}\"\nformaat = \"csv\"\n\n"
            ));
        }
        std::fs::write(folder.join("jib.toml"), config).expect("a configuration");
    }

    fn head(&self, setup: &Setup, recipient_key: &str) -> String {
        let regio: Vec<String> = REGION.iter().map(|code| format!("\"{code}\"")).collect();
        let list = |parameters: &[Parameter]| {
            let entries: Vec<String> = parameters
                .iter()
                .map(|(from, cent)| format!("{{ vanaf = \"{from}\", waarde = {cent} }}"))
                .collect();
            entries.join(", ")
        };
        let mut text = format!(
            "[gemeente]\ncode = \"{OURS}\"\nnaam = \"Rotterdam\"\nregio = [{}]\ncontactgemeente = {}\n\n\
             [beheer]\nsleutel = \"{recipient_key}\"\nondertekening = \"../sleutels/ondertekening.key\"\n\
             pseudoniem = \"../sleutels/pseudoniem.key\"\nmax_quarantaine_promille = {}\n\n",
            regio.join(", "),
            setup.contactgemeente,
            setup.max_quarantaine_promille,
        );
        if !setup.jib_limit.is_empty() || !setup.independent.is_empty() {
            text.push_str("[parameters]\n");
        }
        if !setup.jib_limit.is_empty() {
            text.push_str(&format!("jib_inkomensgrens_cent = [{}]\n", list(&setup.jib_limit)));
        }
        if !setup.independent.is_empty() {
            text.push_str(&format!("economisch_zelfstandig_cent = [{}]\n", list(&setup.independent)));
        }
        text.push('\n');
        text
    }
}

fn levering(setup: &Setup, extract: &str) -> String {
    // One day past max_leeftijd_dagen is stale; exactly max_leeftijd_dagen is not.
    let age = match (extract, setup.delivery(extract)) {
        ("brp", _) => 0,
        (_, Delivery::Stale) => 32,
        _ => 31,
    };
    let soort = if extract == "duo_inschrijving" && setup.duo_is_delta { "DELTA" } else { "SNAPSHOT" };
    let bron = match extract {
        "brp" => "burgerzaken",
        "inkomen" => "uwv",
        "jib_lijst" => "inlichtingenbureau",
        "uitsluiting" | "koppeling" | "vrijstelling" => "gemeente",
        _ => "duo",
    };
    let mut text = format!(
        "[[levering]]\nextract = \"{extract}\"\npad = \"{extract}.csv\"\nsoort = \"{soort}\"\npeildatum = \"{}\"\n\
         max_leeftijd_dagen = 31\nkanaal = \"beveiligd\"\nbron = \"{bron}\"\n",
        setup.peildatum.plus_days(-age),
    );
    if extract == "inkomen" {
        text.push_str(&format!("dekking = \"{}\"\n", setup.dekking));
    }
    text.push('\n');
    text
}
