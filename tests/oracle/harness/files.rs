//! Compares the files of `uitvoer/` with the oracle: each parcel line by line, the counts, and no file too many.

use super::{Run, Workspace};
use crate::oracle::parcels::{Parcel, Release};
use crate::oracle::town::{Channel, Setup, Town};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// `drempel_kleine_cellen` if the configuration gives none.
const DREMPEL: usize = 5;
const COUNTS: &str = "uitvoer/contactgemeente/rapportage.csv.age";

impl Workspace {
    pub fn compare_parcels(
        &self,
        run: &Run,
        town: &Town,
        setup: &Setup,
        expected: &Release,
        found: &mut Vec<String>,
    ) {
        let places: HashMap<&str, usize> =
            town.persons.iter().enumerate().map(|(place, person)| (person.bsn.as_str(), place)).collect();
        let place_of = |number: &str| {
            places.get(number).map_or("somebody not in brp".to_owned(), |place| format!("person {place}"))
        };
        for parcel in &expected.parcels {
            let name = parcel.label();
            let path = parcel.path();
            if setup.channel(parcel.partij, &parcel.brin) != Channel::Secured {
                if run.has(&path) {
                    found.push(format!("{name}: a file is written for a recipient that may get none"));
                }
                continue;
            }
            if !run.has(&path) {
                for number in parcel.rows.keys() {
                    found.push(format!("{name}: {}: not released, but must be", place_of(number)));
                }
                if parcel.always || !parcel.rows.is_empty() {
                    found.push(format!(
                        "{name}: no file {path}; a parcel with no rows is written with its header"
                    ));
                }
                continue;
            }
            let (header, rows) = run.open(&path);
            let Some(order) = column_order(parcel, &header) else {
                found
                    .push(format!("{name}: columns: expected kenmerk, {:?}; got {header:?}", parcel.columns));
                continue;
            };
            self.compare_lines(parcel, &order, rows, town, &place_of, found);
        }
    }

    fn compare_lines(
        &self,
        parcel: &Parcel,
        order: &[usize],
        rows: Vec<Vec<String>>,
        town: &Town,
        place_of: &dyn Fn(&str) -> String,
        found: &mut Vec<String>,
    ) {
        let name = parcel.label();
        let numbers: HashMap<String, &str> =
            parcel.rows.keys().map(|number| (self.mark(parcel, number), number.as_str())).collect();
        let mut got: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
        for row in rows {
            let mark = &row[0];
            if mark.len() != 26
                || !mark.bytes().all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte))
            {
                found.push(format!("{name}: kenmerk `{mark}` is not 26 characters of lower-case base32"));
            }
            match numbers.get(mark) {
                Some(number) => {
                    got.entry(number)
                        .or_default()
                        .push(order.iter().map(|place| row[*place].clone()).collect());
                }
                None => found.push(format!(
                    "{name}: {}: released, but must not be",
                    self.owner(parcel, mark, town)
                        .map_or("a kenmerk of nobody".to_owned(), |number| place_of(&number))
                )),
            }
        }
        for (number, expected) in &parcel.rows {
            match got.remove(number.as_str()) {
                None => found.push(format!("{name}: {}: not released, but must be", place_of(number))),
                Some(got) => {
                    let who = format!("{name}: {}", place_of(number));
                    compare_person(&who, &parcel.columns, expected, got, found);
                }
            }
        }
    }

    /// The owner of a kenmerk, found by trying every number that occurs.
    fn owner(&self, parcel: &Parcel, mark: &str, town: &Town) -> Option<String> {
        let numbers = town
            .persons
            .iter()
            .map(|person| &person.bsn)
            .chain(town.links.iter().map(|link| &link.onderwijsnummer))
            .chain(town.handovers.iter().map(|row| &row.number));
        numbers.into_iter().find(|number| self.mark(parcel, number) == mark).cloned()
    }
}

/// The position in the file of each of the oracle's columns; `None` if the columns differ, or their order where the contract
/// fixes it.
fn column_order(parcel: &Parcel, header: &[String]) -> Option<Vec<usize>> {
    if header.first().map(String::as_str) != Some("kenmerk") || header.len() != parcel.columns.len() + 1 {
        return None;
    }
    let order: Option<Vec<usize>> =
        parcel.columns.iter().map(|column| header.iter().position(|name| name == column)).collect();
    order.filter(|order| parcel.doel.is_some() || order.iter().copied().eq(1..header.len()))
}

/// The lines of one person in one parcel, in any order.
fn compare_person(
    who: &str,
    columns: &[String],
    expected: &[Vec<String>],
    got: Vec<Vec<String>>,
    found: &mut Vec<String>,
) {
    let in_order = |lines: &[Vec<String>]| {
        let mut lines: Vec<Vec<String>> = lines
            .iter()
            .map(|line| columns.iter().zip(line).map(|(column, cell)| plain(column, cell)).collect())
            .collect();
        lines.sort();
        lines
    };
    let (expected, got) = (in_order(expected), in_order(&got));
    if let ([expected], [got]) = (expected.as_slice(), got.as_slice()) {
        for ((column, expected), got) in columns.iter().zip(expected).zip(got) {
            if expected != got {
                found.push(format!("{who}, {column}: expected `{expected}`, got `{got}`"));
            }
        }
    } else if expected != got {
        found.push(format!("{who}: expected the lines {expected:?}, got {got:?}"));
    }
}

/// Hours are compared as numbers with a point; every other cell exactly.
fn plain(column: &str, cell: &str) -> String {
    if column == "uren_verzuim" && !cell.is_empty() {
        return cell
            .parse::<f64>()
            .map_or_else(|_| format!("`{cell}`, no number"), |hours| hours.to_string());
    }
    cell.to_owned()
}

/// `contactgemeente/rapportage`: every cell of at least the drempel, with its count, and no other.
// READING: an empty cell and one below the drempel both have no row, so they cannot be told apart. No other cell is hidden to
// protect one, because nothing in the parcel adds up.
pub fn compare_counts(run: &Run, setup: &Setup, expected: &Release, found: &mut Vec<String>) {
    let name = "contactgemeente/rapportage";
    if setup.channel("contactgemeente", "") != Channel::Secured {
        if run.has(COUNTS) {
            found.push(format!("{name}: a file is written for a recipient that may get none"));
        }
        return;
    }
    if !run.has(COUNTS) {
        found.push(format!("{name}: no file"));
        return;
    }
    let (header, rows) = run.open(COUNTS);
    if header != ["leeftijdsgroep", "doelgroep", "aantal"] {
        found.push(format!("{name}: columns: got {header:?}"));
        return;
    }
    let drempel = setup.drempel.unwrap_or(DREMPEL);
    let mut shown: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for row in &rows {
        let (group, doelgroep) = (row[0].as_str(), row[1].as_str());
        if !["onder_18", "18_tot_23", "23_tot_27", "vanaf_27", "onbepaald"].contains(&group)
            || !["ja", "nee", "onbekend"].contains(&doelgroep)
        {
            found.push(format!("{name}: no such cell: {group}, {doelgroep}"));
        }
        if shown.insert((group, doelgroep), row[2].as_str()).is_some() {
            found.push(format!("{name}: {group}, {doelgroep}: twice"));
        }
    }
    for (cell, aantal) in &shown {
        let count = expected.counted.get(cell).copied().unwrap_or(0);
        if count < drempel || *aantal != count.to_string() {
            found.push(format!("{name}: {cell:?}: expected {count} (drempel {drempel}), got `{aantal}`"));
        }
    }
    let large = expected.counted.iter().filter(|(_, count)| **count >= drempel);
    for (cell, _) in large.filter(|(cell, _)| !shown.contains_key(*cell)) {
        found.push(format!("{name}: {cell:?}: no row"));
    }
}

/// Sealed files that no rule of the contract produces. This oracle does not cover recalls or obtained startkwalificaties.
pub fn find_strays(run: &Run, setup: &Setup, expected: &Release, found: &mut Vec<String>) {
    let mut known: BTreeSet<String> = expected
        .parcels
        .iter()
        .filter(|parcel| setup.channel(parcel.partij, &parcel.brin) == Channel::Secured)
        .map(Parcel::path)
        .collect();
    known.insert(COUNTS.to_owned());
    known.insert("uitvoer/doorstroompunt/startkwalificatie.csv.age".to_owned());
    for path in sealed_files(&run.folder.join("uitvoer")) {
        let path = format!("uitvoer/{path}");
        let is_recall = path.ends_with("/intrekking.csv.age");
        if !known.contains(&path) && !is_recall {
            found.push(format!("{path}: no rule makes this file"));
        }
    }
}

fn sealed_files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder of the run") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "age") {
                let inside = path.strip_prefix(folder).expect("inside uitvoer");
                files.push(inside.to_string_lossy().into_owned());
            }
        }
    }
    files
}
