//! What do the dossiers of leerplicht and Doorstroompunt say? Two questions affect release: did contact fail (asking around,
//! LPW 16), and is the person on the path to Pw 7a (WEB 9.2.5 lid 2 and 4)? If the delivery is absent or old, or a row was set
//! aside, both answers are unknown.

use crate::model::classification::Tri;
use crate::model::day::Day;
use crate::model::facts::{Dossier, Dossierstatus, PersonRows, Reliance, Verklaring};

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

/// Whether such a dossier also says that the school was consulted, or that it was decided to do without (WEB 9.2.5 lid 5, 7).
pub fn pad_pw7a_na_overleg(delivered: &PersonRows<'_, Dossier>, day: Day) -> Tri {
    any_counting(delivered, day, |dossier| {
        dossier.van_doorstroompunt
            && dossier.status == Dossierstatus::Actief
            && dossier.pad_pw7a
            && dossier.consulted_by(day)
    })
}

/// Whether the Doorstroompunt has a current, active dossier: support is meant for this person.
pub fn doorstroompunt_actief(delivered: &PersonRows<'_, Dossier>, day: Day) -> Tri {
    any_counting(delivered, day, |dossier| {
        dossier.van_doorstroompunt && dossier.status == Dossierstatus::Actief
    })
}

/// What the school said about a diploma or verklaring of praktijkonderwijs or special education.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Antwoord {
    /// Not asked, not yet answered, or no delivery to rely on.
    Geen,
    /// The person has a diploma or the verklaring.
    Heeft,
    /// The person has neither.
    HeeftNiet,
    /// Answers of one day that contradict each other, or a dossier that was set aside.
    Onbekend,
}

/// The latest answer not after the day, in a dossier of either team, whatever its state.
pub fn antwoord(delivered: &PersonRows<'_, Dossier>, day: Day) -> Antwoord {
    match delivered.reliance {
        Reliance::Complete => {}
        Reliance::RowSetAside => return Antwoord::Onbekend,
        Reliance::Incomplete(_) => return Antwoord::Geen,
    }
    let answers = || {
        let rows = delivered.rows.iter();
        rows.filter_map(|row| Some((row.verklaring_op.known()?, row.verklaring?)))
            .filter(|(on, _)| *on <= day)
    };
    let Some(latest) = answers().map(|(on, _)| on).max() else { return Antwoord::Geen };
    let mut of_latest =
        answers().filter(|(on, _)| *on == latest).map(|(_, answer)| answer != Verklaring::Geen);
    let first = of_latest.next();
    match first {
        _ if of_latest.any(|other| Some(other) != first) => Antwoord::Onbekend,
        Some(false) => Antwoord::HeeftNiet,
        _ => Antwoord::Heeft,
    }
}

fn any_counting(delivered: &PersonRows<'_, Dossier>, day: Day, says: impl Fn(&Dossier) -> bool) -> Tri {
    match delivered.reliance {
        Reliance::Complete => {
            Tri::from_bool(delivered.rows.iter().any(|dossier| dossier.counts(day) && says(dossier)))
        }
        Reliance::Incomplete(_) | Reliance::RowSetAside => Tri::Onbekend,
    }
}
