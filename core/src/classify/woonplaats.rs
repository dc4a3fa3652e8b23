//! Where does the person live, seen from the controller? In our municipality (Besluit RO 46), in a municipality of our
//! Doorstroompunt region (WEB 9.2.4), or elsewhere. `elders` also if the BRP row does not say.

use crate::model::classification::Woonplaats;
use crate::model::facts::Registratie;

use super::setting::Setting;

/// The value; an empty cell gives `elders`.
pub fn woonplaats(registratie: &Registratie, setting: &Setting) -> Woonplaats {
    match registratie.gemeente {
        Some(gemeente) if gemeente == setting.gemeente => Woonplaats::Gemeente,
        Some(gemeente) if setting.regio.contains(&gemeente) => Woonplaats::Regio,
        _ => Woonplaats::Elders,
    }
}
