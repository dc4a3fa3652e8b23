//! Dirt: turns some clean rows into the kinds of faulty row that real deliveries hold. At a share of 0 every row stays
//! clean.

use super::dice::Dice;

/// The sample's configuration allows this many quarantined rows in a thousand, in each extract.
pub(super) const MAX_QUARANTAINE_PROMILLE: u64 = 50;

/// Highest share of spoilt rows, per thousand, that stays within that limit. A higher share is meant to stop the run.
const WITHIN_LIMIT_PROMILLE: u32 = 20;

/// Most rows that one fault sets aside: a conflicting repeat takes the row that it repeats with it.
const ROWS_PER_FAULT: u64 = 2;

/// Where an extract's rows can be spoilt, as column numbers from 0.
pub(super) struct Weakness {
    /// The column with the person's number.
    pub(super) number: usize,
    pub(super) date: Option<usize>,
    /// A coded column, and a value that is not a code.
    pub(super) code: Option<(usize, &'static str)>,
    /// A column outside the key, and two valid values; at least one of them differs from the value there.
    pub(super) conflict: Option<(usize, [&'static str; 2])>,
    /// Whether a second identical row is a repeat and not another fact.
    pub(super) keyed: bool,
}

#[derive(Debug, Clone, Copy, Default)]
enum DirtKind {
    ElevenTest,
    LostDigit,
    InvalidDate,
    UnknownCode,
    #[default]
    ShortRow,
    LongRow,
    OpenQuote,
    Repeat,
    ConflictingRepeat,
}

const FAULTS: [DirtKind; 9] = [
    DirtKind::ElevenTest,
    DirtKind::LostDigit,
    DirtKind::InvalidDate,
    DirtKind::UnknownCode,
    DirtKind::ShortRow,
    DirtKind::LongRow,
    DirtKind::OpenQuote,
    DirtKind::Repeat,
    DirtKind::ConflictingRepeat,
];

const INVALID_DATES: [&str; 4] = ["2026-02-30", "00001231", "20261301", "1-apr-01"];

/// Decides which rows are spoilt, and spoils them.
pub(super) struct Dirt {
    dice: Dice,
    promille: u32,
}

impl Dirt {
    pub(super) fn new(dice: Dice, promille: u32) -> Self {
        Self { dice, promille }
    }

    pub(super) fn strikes(&mut self) -> bool {
        self.promille > 0 && self.dice.promille(self.promille)
    }

    /// Whether one more fault fits within the limit of the sample's own configuration, given this many rows and spoilt rows
    /// so far. A short extract has no room for a fault, whatever the draw.
    pub(super) fn leaves_room(&self, rows: u64, spoilt: u64) -> bool {
        self.promille > WITHIN_LIMIT_PROMILLE
            || (spoilt + 1) * ROWS_PER_FAULT * 1000 <= MAX_QUARANTAINE_PROMILLE * rows
    }

    /// Whether rows may have small flaws that only earn a warning, such as an unlinked number or an empty code.
    pub(super) fn flaws(&mut self, promille: u32) -> bool {
        self.promille > 0 && self.dice.promille(promille)
    }

    /// Writes the row with one fault. A fault that the extract cannot have becomes a short row instead.
    pub(super) fn spoil(&mut self, row: &[u8], weakness: &Weakness, out: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(row);
        let clean: Vec<&str> = text.trim_end_matches('\n').split(',').collect();
        let fault = self.dice.pick(&FAULTS);
        match fault {
            DirtKind::Repeat if weakness.keyed => write(out, &clean),
            DirtKind::ConflictingRepeat if weakness.keyed && weakness.conflict.is_some() => {
                write(out, &clean)
            }
            _ => {}
        }
        write(out, &self.faulty(fault, clean, weakness));
    }

    fn faulty<'a>(&mut self, fault: DirtKind, mut cells: Vec<&'a str>, weakness: &Weakness) -> Vec<&'a str> {
        match (fault, weakness) {
            (DirtKind::ElevenTest, _) => {
                replace(&mut cells, weakness.number, |_| self.dice.pick(&["999999999", "123456789"]))
            }
            (DirtKind::LostDigit, _) => {
                replace(&mut cells, weakness.number, |number| number.get(1..).unwrap_or(number))
            }
            (DirtKind::InvalidDate, Weakness { date: Some(column), .. }) => {
                replace(&mut cells, *column, |_| self.dice.pick(&INVALID_DATES));
            }
            (DirtKind::UnknownCode, Weakness { code: Some((column, code)), .. }) => {
                replace(&mut cells, *column, |_| code)
            }
            (
                DirtKind::ConflictingRepeat,
                Weakness { keyed: true, conflict: Some((column, [one, other])), .. },
            ) => {
                replace(&mut cells, *column, |value| if value == *one { other } else { one });
            }
            (DirtKind::Repeat, Weakness { keyed: true, .. }) => {}
            (DirtKind::LongRow, _) => cells.push("overtollig"),
            (DirtKind::OpenQuote, _) => {
                replace(&mut cells, weakness.number + 1, |_| "\"Voorbeeld zonder einde")
            }
            _ => drop(cells.pop()),
        }
        cells
    }
}

fn replace<'a>(cells: &mut [&'a str], column: usize, value: impl FnOnce(&'a str) -> &'a str) {
    if let Some(cell) = cells.get_mut(column) {
        *cell = value(cell);
    }
}

fn write(out: &mut Vec<u8>, cells: &[&str]) {
    out.extend_from_slice(cells.join(",").as_bytes());
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEAKNESS: Weakness = Weakness {
        number: 0,
        date: Some(1),
        code: Some((2, "Q")),
        conflict: Some((2, ["J", "N"])),
        keyed: true,
    };

    #[test]
    fn a_share_of_0_never_strikes() {
        let mut dirt = Dirt::new(Dice::new(1, 1), 0);
        assert!((0..10_000).all(|_| !dirt.strikes() && !dirt.flaws(1000)));
    }

    #[test]
    fn every_fault_changes_or_repeats_the_row() {
        let row = "999990019,2026-01-01,J\n";
        let mut dirt = Dirt::new(Dice::new(1, 1), 1000);
        for _ in 0..200 {
            let mut out = Vec::new();
            dirt.spoil(row.as_bytes(), &WEAKNESS, &mut out);
            assert_ne!(out, row.as_bytes());
            assert!(out.ends_with(b"\n"));
        }
    }

    #[test]
    fn a_table_without_key_is_never_repeated() {
        let weakness = Weakness { keyed: false, ..WEAKNESS };
        let mut dirt = Dirt::new(Dice::new(1, 1), 1000);
        for _ in 0..200 {
            let mut out = Vec::new();
            dirt.spoil(b"999990019,2026-01-01,J\n", &weakness, &mut out);
            assert_eq!(out.iter().filter(|&&byte| byte == b'\n').count(), 1);
        }
    }
}
