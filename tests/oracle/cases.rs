//! Hand-worked cases: facts, the values that follow, and the person's parcels, each with its article.
//!
//! The expectations were written from the contract by hand; both the oracle and the program must meet them.

mod asking;
mod consent;
mod contact;
mod days;
mod handover;
mod person;
mod plicht;
mod school;
mod subject;
mod target;
mod work;

use crate::oracle::day::Partial;
use crate::oracle::generate::bsn;
use crate::oracle::harness::Workspace;
use crate::oracle::law::Register;
use crate::oracle::parcels::{Parcel, release};
use crate::oracle::town::{Channel, Income, Listed, OURS, Person, Setup, Town};
use subject::Subject;

/// Cases judged on the same days, in one town.
pub struct Table {
    name: &'static str,
    setup: Setup,
    cases: Vec<Case>,
}

struct Case {
    name: &'static str,
    facts: fn(&mut Subject),
    /// `column=value`, separated by spaces; other columns are not checked. `partij/pakket:column=value` is the cell of a parcel;
    /// if a person has several lines, the cells in order, joined by commas.
    values: &'static str,
    /// `partij/pakket`, separated by spaces: exactly these of the oracle's parcels. A school's parcel ends in its brin; a consent
    /// parcel is `partij/toestemming:doel:fields`.
    parcels: &'static str,
}

/// Where a person was found: the parcel, its columns, the person's lines.
type Found = (String, Vec<String>, Vec<Vec<String>>);

impl Table {
    fn new(name: &'static str, setup: Setup, cases: Vec<Case>) -> Table {
        Table { name, setup, cases }
    }

    fn town(&self) -> Town {
        let mut town = Town::default();
        let month = self.setup.peildatum.period(0);
        // A stranger's row, so that the delivery has this month whoever else is in it.
        town.incomes.push(Income {
            bsn: bsn(9_999),
            periode: month.clone(),
            categorie: "GEEN".to_owned(),
            cent: 0,
        });
        town.listed.push(Listed { bsn: bsn(9_999), maand: month.clone() });
        for (place, case) in self.cases.iter().enumerate() {
            let mut subject = Subject {
                person: nobody(place),
                place,
                month: month.clone(),
                is_stranger: false,
                town: &mut town,
            };
            (case.facts)(&mut subject);
            let Subject { person, is_stranger, .. } = subject;
            if !is_stranger {
                town.persons.push(person);
            }
        }
        town
    }
}

fn nobody(place: usize) -> Person {
    Person {
        bsn: bsn(place),
        voornamen: "Test".to_owned(),
        voorvoegsel: String::new(),
        geslachtsnaam: format!("Geval{place}"),
        born: Partial::Unknown,
        gemeente: OURS.to_owned(),
        straatnaam: "Dorpsstraat".to_owned(),
        huisnummer: "1".to_owned(),
        huisletter: String::new(),
        toevoeging: String::new(),
        postcode: "3011AB".to_owned(),
        woonplaats: "Rotterdam".to_owned(),
        geheim: "0".to_owned(),
        opschorting_reden: String::new(),
        opschorting_datum: None,
        overlijden: None,
    }
}

/// The parcels that reach somebody.
fn reaching(town: &Town, setup: &Setup) -> Vec<Parcel> {
    let mut parcels = release(town, setup).parcels;
    parcels.retain(|parcel| setup.channel(parcel.partij, &parcel.brin) == Channel::Secured);
    parcels
}

/// Compares the oracle with the cases.
pub fn oracle_differences(table: &Table) -> Vec<String> {
    let town = table.town();
    let register = Register::new(&town, &table.setup);
    let released = reaching(&town, &table.setup);
    let mut found = Vec::new();
    for (place, case) in table.cases.iter().enumerate() {
        let number = bsn(place);
        let person = town.persons.iter().find(|person| person.bsn == number);
        let values = person.map(|person| register.values(&register.dossier(person), table.setup.peildatum));
        let value = |column: &str| {
            values.as_ref().map_or("(absent)".to_owned(), |values| values.get(column).to_owned())
        };
        let got: Vec<Found> = released
            .iter()
            .filter_map(|parcel| {
                let lines = parcel.rows.get(&number)?;
                Some((parcel.label(), parcel.columns.clone(), lines.clone()))
            })
            .collect();
        found.extend(case_differences(&format!("oracle, {}", table.name), case, value, &got));
    }
    found
}

/// An opened parcel of the program: what is expected, its header and its rows.
type Opened<'parcel> = (&'parcel Parcel, Vec<String>, Vec<Vec<String>>);

/// Compares the program with the cases, and with the oracle for everything the cases leave out.
pub fn differences(workspace: &Workspace, table: &Table) -> Vec<String> {
    let town = table.town();
    let run = workspace.run(table.name, &town, &table.setup);
    let mut found = workspace.differences_of(&run, &format!("{}-whole", table.name), &town, &table.setup);
    let classification = run.classification();
    let parcels = reaching(&town, &table.setup);
    let released: Vec<Opened<'_>> = parcels
        .iter()
        .filter(|parcel| run.has(&parcel.path()))
        .map(|parcel| {
            let (header, rows) = run.open(&parcel.path());
            (parcel, header, rows)
        })
        .collect();
    for (place, case) in table.cases.iter().enumerate() {
        let number = bsn(place);
        let row = classification.get(&number);
        let value = |column: &str| {
            row.and_then(|row| row.get(column)).cloned().unwrap_or_else(|| "(absent)".to_owned())
        };
        let got: Vec<Found> = released
            .iter()
            .filter_map(|(parcel, header, rows)| {
                let mark = workspace.mark(parcel, &number);
                let lines: Vec<Vec<String>> = rows.iter().filter(|row| row[0] == mark).cloned().collect();
                (!lines.is_empty()).then(|| (parcel.label(), header.clone(), lines))
            })
            .collect();
        found.extend(case_differences(table.name, case, value, &got));
    }
    found
}

/// The cells of one column in a person's lines of one parcel.
fn cells(got: &[Found], parcel: &str, column: &str) -> String {
    let Some((_, columns, lines)) = got.iter().find(|(name, _, _)| name == parcel) else {
        return "(no row)".to_owned();
    };
    let Some(place) = columns.iter().position(|name| name == column) else {
        return "(no column)".to_owned();
    };
    let mut cells: Vec<&str> = lines.iter().map(|line| line[place].as_str()).collect();
    cells.sort_unstable();
    cells.join(",")
}

fn case_differences(label: &str, case: &Case, value: impl Fn(&str) -> String, got: &[Found]) -> Vec<String> {
    let mut found = Vec::new();
    for pair in case.values.split_whitespace() {
        let (column, wanted) = pair.split_once('=').expect("column=value");
        let got = match column.rsplit_once(':') {
            Some((parcel, column)) => cells(got, parcel, column),
            None => value(column),
        };
        if got != wanted {
            found.push(format!("[{label}] case `{}`, {column}: expected `{wanted}`, got `{got}`", case.name));
        }
    }
    let mut wanted: Vec<&str> = case.parcels.split_whitespace().collect();
    let mut got: Vec<&str> = got.iter().map(|(name, _, _)| name.as_str()).collect();
    wanted.sort_unstable();
    got.sort_unstable();
    if wanted != got {
        found.push(format!("[{label}] case `{}`, parcels: expected {wanted:?}, got {got:?}", case.name));
    }
    found
}

pub fn tables() -> Vec<Table> {
    let asked =
        |peildatum, verstrekdatum| Setup { dekking: "bevraging", ..Setup::new(peildatum, verstrekdatum) };
    let mut tables = vec![
        Table::new(
            "cases-2026",
            asked("2026-11-01", "2026-11-23"),
            plicht::plicht_cases()
                .into_iter()
                .chain(target::doelgroep_cases())
                .chain(target::work_cases())
                .chain(person::person_cases())
                .collect(),
        ),
        Table::new("cases-change-of-law", asked("2025-12-31", "2026-01-01"), days::change_of_law_cases()),
        Table::new("cases-old-law", asked("2025-12-15", "2025-12-31"), days::old_law_cases()),
        Table::new("cases-leap-day", asked("2027-02-28", "2027-03-01"), days::leap_day_cases()),
        Table::new("cases-summer", asked("2026-09-30", "2026-10-01"), days::summer_cases()),
    ];
    tables.extend(asking::tables());
    tables.extend(contact::tables());
    tables.extend(work::tables());
    tables.extend(school::tables());
    tables.extend(handover::tables());
    tables.extend(consent::tables());
    tables
}

/// Peildatum 2026-11-01, verstrekdatum 2026-11-23, income asked for each person, no agreements.
fn november() -> Setup {
    Setup { dekking: "bevraging", ..Setup::bare("2026-11-01", "2026-11-23") }
}
