//! What do the dossiers of leerplicht and Doorstroompunt say? Two questions affect release: did contact fail (asking around,
//! LPW 16), and is the person on the path to Pw 7a (WEB 9.2.5 lid 2 and 4)? If the delivery is absent or old, or a row was set
//! aside, both answers are unknown.

use crate::model::classification::Tri;
use crate::model::day::Day;
use crate::model::facts::{Dossier, Dossierstatus, PersonRows, Reliance};

/// Whether a current dossier of either team records that contact failed.
pub fn geen_contact(delivered: &PersonRows<'_, Dossier>, day: Day) -> Tri {
    any_counting(delivered, day, |dossier| dossier.status == Dossierstatus::GeenContact)
}

/// Whether a current, active Doorstroompunt dossier is on the path Pw 7a.
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
