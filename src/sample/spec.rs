//! What a sample is made from, and where its files go.

use chrono::NaiveDate;

/// Maximum size of a sample: the bsns that start with 9 and pass the eleven-test, less some to spare.
pub const PERSONEN_MAX: u32 = 9_000_000;

/// Takes a file's name and its next bytes.
pub type Sink<'a, E> = dyn FnMut(&str, &[u8]) -> Result<(), E> + 'a;

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSpec {
    /// Number of persons, including the worked examples, which are never cut short. At most [`PERSONEN_MAX`].
    pub personen: u32,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// The four-digit code of the municipality.
    pub gemeente: String,
    /// The controller's name.
    pub naam: String,
    /// The day of the extracts.
    pub peildatum: NaiveDate,
    /// Faulty rows per thousand; 0 gives a clean set.
    pub vuil_promille: u32,
    /// Whether the worked examples come first.
    pub voorbeelden: bool,
}

impl SampleSpec {
    /// A sample of the made-up municipality, with the worked examples and five faulty rows in a thousand.
    pub fn new(personen: u32, seed: u64, peildatum: NaiveDate) -> Self {
        Self {
            personen,
            seed,
            gemeente: "0599".to_owned(),
            naam: "Voorbeeldstad (synthetisch)".to_owned(),
            peildatum,
            vuil_promille: 5,
            voorbeelden: true,
        }
    }

    /// Number of persons drawn after the worked examples.
    pub(super) fn drawn(&self, examples: u32) -> u32 {
        self.personen.min(PERSONEN_MAX).saturating_sub(examples)
    }
}
