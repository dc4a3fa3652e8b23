//! The verdict on a run: GOED, LET OP or NIET GOED.

use serde::Serialize;

use super::findings::BevindingRegel;
use super::findings::is_urgent;
use super::outcome::Outcome;
use crate::model::finding::Ernst;
use crate::model::outcome::Uitkomst;

/// Is it good?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Oordeel {
    /// Done.
    Goed,
    /// Done, and somebody must look.
    LetOp,
    /// Not done.
    NietGoed,
}

impl Oordeel {
    /// The judgement of a run.
    pub fn of(outcome: &Outcome) -> Oordeel {
        let released = outcome.pakketten.iter().any(|som| som.geleverd > 0);
        Oordeel::of_run(outcome.uitkomst, outcome.incidents, &outcome.noted, released)
    }

    /// The judgement from how a run ended, how many incidents it has, what was found, and whether anything left.
    pub fn of_run(uitkomst: Uitkomst, incidents: usize, found: &[BevindingRegel], released: bool) -> Oordeel {
        match uitkomst {
            Uitkomst::ExtractGeweigerd | Uitkomst::QuarantaineTeGroot => Oordeel::NietGoed,
            Uitkomst::GeleverdMetQuarantaine => Oordeel::LetOp,
            Uitkomst::Geleverd | Uitkomst::Gecontroleerd => {
                let asks_a_look = |found: &BevindingRegel| {
                    matches!(found.ernst, Ernst::Blokkerend | Ernst::Quarantaine) || is_urgent(found)
                };
                let nothing_left = uitkomst == Uitkomst::Geleverd && !released;
                if incidents > 0 || nothing_left || found.iter().any(asks_a_look) {
                    Oordeel::LetOp
                } else {
                    Oordeel::Goed
                }
            }
        }
    }
}
