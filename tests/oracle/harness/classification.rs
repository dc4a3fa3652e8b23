//! Compares `intern/classificatie.csv` with the oracle: every person, every column except `redenen`.

use super::Run;
use crate::oracle::law::{COLUMNS, Register};
use crate::oracle::town::{Setup, Town};

pub fn compare(run: &Run, town: &Town, setup: &Setup, found: &mut Vec<String>) {
    let (header, rows) = run.open("intern/classificatie.csv.age");
    if header != COLUMNS {
        found.push(format!("classificatie: columns: expected {COLUMNS:?}, got {header:?}"));
        return;
    }
    if rows.len() != town.persons.len() {
        found.push(format!("classificatie: rows: expected {}, got {}", town.persons.len(), rows.len()));
    }
    let register = Register::new(town, setup);
    for (place, (person, row)) in town.persons.iter().zip(&rows).enumerate() {
        if person.bsn != row[0] {
            found.push(format!(
                "classificatie: person {place}: another person stands here; brp order is not kept"
            ));
            return;
        }
        let expected = register.values(&register.dossier(person), setup.peildatum);
        for (column, got) in COLUMNS.iter().zip(row).take(COLUMNS.len() - 1) {
            let wanted = expected.get(column);
            if wanted != got {
                found.push(format!(
                    "classificatie: person {place} (born {}), {column}: expected `{wanted}`, got `{got}`; expected all: {}",
                    person.born,
                    COLUMNS[1..15].iter().map(|column| expected.get(column)).collect::<Vec<_>>().join(",")
                ));
            }
        }
        let doubtful =
            row.iter().any(|value| ["onbekend", "onbepaald", "onterecht"].contains(&value.as_str()));
        if doubtful && row[COLUMNS.len() - 1].is_empty() {
            found.push(format!(
                "classificatie: person {place}, redenen: empty beside an unknown or refuted value"
            ));
        }
    }
}
