//! Is the person enrolled? Yes with an enrolment that covers the day, at a school in the register (WEB 9.2.1 c 2°, LPW 19).
//! Unknown with enrolments at unfunded schools only, or with a missing enrolment between two school years (Uitvoeringsbesluit
//! WVO 2020, 8.13).

use crate::model::classification::{Reden, Redenen, Tri};
use crate::model::day::Day;
use crate::model::facts::{Inschrijving, PersonRows, Reliance};
use crate::model::terms::{Terms, Zomerovergang};

/// `ja`, `nee` or `onbekend` on the day.
pub fn ingeschreven(delivered: &PersonRows<'_, Inschrijving>, day: Day, terms: &Terms) -> (Tri, Redenen) {
    let unknown = |reden| (Tri::Onbekend, Redenen::NONE.with(reden));
    if delivered.reliance == Reliance::RowSetAside {
        return unknown(Reden::RijInQuarantaine);
    }
    let funded = |row: &Inschrijving| row.sector != terms.codes.sector_niet_bekostigd;
    let mut covering = delivered.rows.iter().filter(|row| row.covers(day)).peekable();
    let only_unfunded = covering.peek().is_some();
    if covering.any(funded) {
        return (Tri::Ja, Redenen::NONE);
    }
    if only_unfunded {
        return unknown(Reden::AlleenNietBekostigd);
    }
    if let Reliance::Incomplete(reden) = delivered.reliance {
        return unknown(reden);
    }
    if in_zomerovergang(delivered.rows, day, terms.zomerovergang) {
        return unknown(Reden::Zomerovergang);
    }
    (Tri::Nee, Redenen::NONE)
}

/// Whether an enrolment in any sector covers the day, or the day lies between two school years of the person.
pub fn is_covered(rows: &[Inschrijving], day: Day, terms: &Terms) -> bool {
    rows.iter().any(|row| row.covers(day)) || in_zomerovergang(rows, day, terms.zomerovergang)
}

/// True from 1 August to 30 September if the last enrolment ended in June or July of that year.
fn in_zomerovergang(rows: &[Inschrijving], day: Day, zomer: Zomerovergang) -> bool {
    let in_window = zomer.uitschrijving_tot < day.month_day() && day.month_day() <= zomer.tot;
    let last_end = rows.iter().map(|row| row.eind).filter(|end| *end < day).max();
    in_window
        && last_end.is_some_and(|end| {
            let (end_year, ..) = end.ymd();
            let (year, ..) = day.ymd();
            end_year == year && (zomer.uitschrijving_van..=zomer.uitschrijving_tot).contains(&end.month_day())
        })
}
