//! What do the dossiers of leerplicht and Doorstroompunt say? Two questions decide on release: did contact fail (asking
//! around, LPW 16), and is the person on the path to Pw 7a (WEB 9.2.5 lid 2 and 4)? Where dossiers are not known, neither
//! is: nothing follows from an absent or old delivery, or from a row set aside.

use crate::model::classification::Tri;
use crate::model::day::Day;
use crate::model::facts::{Dossier, Dossierstatus, PersonRows, Reliance};

/// Whether a dossier of either team that counts says that contact failed.
pub fn geen_contact(delivered: &PersonRows<'_, Dossier>, day: Day) -> Tri {
    any_counting(delivered, day, |dossier| dossier.status == Dossierstatus::GeenContact)
}

/// Whether an active dossier of the Doorstroompunt that counts is on the path Pw 7a.
pub fn pad_pw7a(delivered: &PersonRows<'_, Dossier>, day: Day) -> Tri {
    any_counting(delivered, day, |dossier| {
        dossier.van_doorstroompunt && dossier.status == Dossierstatus::Actief && dossier.pad_pw7a
    })
}

fn any_counting(delivered: &PersonRows<'_, Dossier>, day: Day, says: impl Fn(&Dossier) -> bool) -> Tri {
    match delivered.reliance {
        Reliance::Complete => {
            Tri::from_bool(delivered.rows.iter().any(|dossier| dossier.counts(day) && says(dossier)))
        }
        Reliance::Incomplete(_) | Reliance::RowSetAside => Tri::Onbekend,
    }
}
