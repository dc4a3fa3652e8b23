//! A table of integers and words, as a database can infer it: no cell is empty, starts with a zero that counts, or is a date.

/// One file of `tabellen/`.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, without `.csv`.
    pub name: &'static str,
    /// What a row says, for `LEESMIJ.md`.
    pub about: &'static str,
    /// The headers.
    pub header: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(name: &'static str, about: &'static str, header: &[&'static str]) -> Table {
        Table { name, about, header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[&dyn std::fmt::Display]) {
        self.rows.push(cells.iter().map(|cell| cell.to_string()).collect());
    }

    /// Whether a column holds numbers only.
    pub fn counts(&self, column: usize) -> bool {
        self.rows.iter().filter_map(|row| row.get(column)).all(|cell| cell.parse::<i64>().is_ok())
    }

    /// The file: comma, quotes where needed, LF.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        let header = self.header.iter().map(|cell| (*cell).to_owned()).collect();
        for row in std::iter::once(&header).chain(&self.rows) {
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                if cell.contains([',', '"', '\n', '\r']) {
                    text.push('"');
                    text.push_str(&cell.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(cell);
                }
            }
            text.push('\n');
        }
        text
    }
}

/// The cell that stands for nothing: no cell of a table is empty.
pub const NOTHING: &str = "-";

/// A flag as tables and queries write it.
pub fn flag(value: bool) -> u8 {
    u8::from(value)
}

/// Numbers the values that have the same consequences, and keeps one of each to work with.
#[derive(Clone, Debug)]
pub struct Classes<C, R> {
    seen: Vec<(C, R)>,
}

impl<C: PartialEq, R: Copy> Classes<C, R> {
    /// No classes yet.
    pub fn new() -> Classes<C, R> {
        Classes { seen: Vec::new() }
    }

    /// The number of the class with these consequences; `one` stands for it if it is new.
    pub fn number(&mut self, consequences: C, one: R) -> usize {
        if let Some(at) = self.seen.iter().position(|(known, _)| *known == consequences) {
            return at;
        }
        self.seen.push((consequences, one));
        self.seen.len() - 1
    }

    /// How many classes there are.
    pub fn count(&self) -> usize {
        self.seen.len()
    }

    /// The number and the example of each class.
    pub fn examples(&self) -> impl Iterator<Item = (usize, R)> + '_ {
        self.seen.iter().map(|(_, one)| *one).enumerate()
    }
}
