//! The national table of municipality codes: a vocabulary that warns, and refuses nothing.

/// Every code that was ever issued.
#[derive(Clone, Debug, Default)]
pub struct Municipalities {
    codes: Vec<u16>,
}

impl Municipalities {
    /// Reads `schemas/vocabulary/gemeenten.csv`; lines that are no row of it are left out.
    pub fn parse(text: &str) -> Municipalities {
        let mut codes: Vec<u16> =
            text.lines().skip(1).filter_map(|line| line.split(',').next()?.parse().ok()).collect();
        codes.sort_unstable();
        codes.dedup();
        Municipalities { codes }
    }

    /// Whether the code is in the table.
    pub fn knows(&self, code: u16) -> bool {
        self.codes.binary_search(&code).is_ok()
    }
}
