//! Where does someone live, seen from the controller? Our municipality (Besluit RO 46), a municipality of our
//! Doorstroompunt region (WEB 9.2.4), or elsewhere: also when the BRP row does not say.

use crate::model::classification::Woonplaats;
use crate::model::facts::Registratie;

use super::Setting;

/// The value; empty is `elders`.
pub fn woonplaats(registratie: &Registratie, setting: &Setting) -> Woonplaats {
    match registratie.gemeente {
        Some(gemeente) if gemeente == setting.gemeente => Woonplaats::Gemeente,
        Some(gemeente) if setting.regio.contains(&gemeente) => Woonplaats::Regio,
        _ => Woonplaats::Elders,
    }
}
