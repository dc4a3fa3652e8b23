//! Does the BRP still keep the record? Elements 07.67.10/20 and 06.08.10; the first that applies wins. A suspension counts if
//! its date is empty, partial, or not after the day.

use crate::model::birth::PartialDate;
use crate::model::classification::Bijhouding;
use crate::model::day::Day;
use crate::model::facts::Registratie;

/// The municipality code of the register of non-residents (RNI), which is not a place.
pub const GEMEENTE_RNI: u16 = 1999;

/// The value on the day.
pub fn bijhouding(registratie: &Registratie, day: Day) -> Bijhouding {
    let reached = |date: PartialDate| date.full().is_none_or(|date| date <= day);
    let reden = registratie.opschorting_reden.filter(|_| registratie.opschorting_datum.is_none_or(reached));
    let died = registratie.datum_overlijden.is_some_and(reached);
    match reden {
        Some(b'O') => Bijhouding::Overleden,
        _ if died => Bijhouding::Overleden,
        Some(b'E') => Bijhouding::Vertrokken,
        Some(b'R' | b'M') => Bijhouding::NietIngezetene,
        _ if registratie.gemeente == Some(GEMEENTE_RNI) => Bijhouding::NietIngezetene,
        Some(_) => Bijhouding::Fout,
        None => Bijhouding::Actueel,
    }
}
