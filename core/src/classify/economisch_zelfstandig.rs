//! Is the person economically independent? Yes with income from work at or above the configured amount and no benefit. The law
//! sets no amount, so there is no default: without one the answer is unknown. Only the answer leaves, never an
//! amount (Besluit SUWI 5.9 lid 1 f).

use crate::model::classification::{Reden, Redenen, Tri};
use crate::model::facts::{Inkomen, Inkomensgrenzen};

/// `ja`, `nee` or `onbekend`.
pub fn economisch_zelfstandig(inkomen: Result<Inkomen, Reden>, grenzen: Inkomensgrenzen) -> (Tri, Redenen) {
    match (inkomen, grenzen.zelfstandig_cent) {
        (Err(reden), _) => (Tri::Onbekend, Redenen::NONE.with(reden)),
        (Ok(_), None) => (Tri::Onbekend, Redenen::NONE.with(Reden::ParameterOntbreekt)),
        (Ok(inkomen), Some(grens)) => {
            (Tri::from_bool(inkomen.werk_cent >= grens && !inkomen.uitkering), Redenen::NONE)
        }
    }
}
