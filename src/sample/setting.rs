//! What is the same for every person in a sample: the municipality and its region, the calendar and the numbers.

use super::calendar::Calendar;
use super::number::Numbers;
use super::person::Residence;
use super::spec::SampleSpec;

/// A municipality in the words of the extracts.
pub(super) struct Municipality<'a> {
    pub(super) code: &'a str,
    pub(super) woonplaats: &'static str,
    pub(super) first_postcode: u32,
}

const REGION: [&str; 3] = ["0599", "0606", "0622"];

pub(super) struct SampleSetting<'a> {
    pub(super) gemeente: &'a str,
    pub(super) calendar: Calendar,
    pub(super) numbers: Numbers,
    neighbours: (&'static str, &'static str),
}

impl<'a> SampleSetting<'a> {
    pub(super) fn new(spec: &'a SampleSpec) -> Self {
        Self {
            gemeente: &spec.gemeente,
            calendar: Calendar::new(spec.peildatum),
            numbers: Numbers::new(spec.personen, spec.seed),
            neighbours: neighbours(&spec.gemeente),
        }
    }

    pub(super) fn municipality(&self, residence: Residence) -> Municipality<'_> {
        let (code, woonplaats, first_postcode) = match residence {
            Residence::Own => (self.gemeente, "Voorbeeldstad", 3011),
            Residence::FirstOfRegion => (self.neighbours.0, "Voorbeelddam", 3111),
            Residence::SecondOfRegion => (self.neighbours.1, "Voorbeeldingen", 3131),
            Residence::Elsewhere => ("0518", "Voorbeeldhage", 2491),
            Residence::NonResident => ("1999", "", 0),
            Residence::Blank => ("", "", 0),
        };
        Municipality { code, woonplaats, first_postcode }
    }
}

/// The two other municipalities in the region of the sample's own.
pub(super) fn neighbours(gemeente: &str) -> (&'static str, &'static str) {
    let mut others = REGION.into_iter().filter(|&code| code != gemeente).rev();
    let second = others.next().unwrap_or_default();
    (others.next().unwrap_or_default(), second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_municipality_is_no_neighbour_of_itself() {
        assert_eq!(neighbours("0599"), ("0606", "0622"));
        assert_eq!(neighbours("0606"), ("0599", "0622"));
    }
}
