//! Facts that no delivery can provide, and the persons for whom they could matter. Also counts the persons with a value that is unknown for
//! another reason. `explain` shows this for one person, the report for everybody.

use crate::classify::Classification;
use crate::model::classification::{Bijhouding, JaNee, NietTeWeten, Plicht, Reden, Redenen, Tri};
use crate::model::code::NO_CODE;
use crate::model::facts::PersonFacts;
use crate::model::terms::Terms;
use crate::persons::classified::Classified;
use crate::persons::link::Linked;
use crate::release::consent::Consented;

/// The unknowable facts that could matter for a person, under the terms of the peildatum.
pub fn concerning<'f>(
    values: &Classification,
    facts: impl FnOnce() -> Option<PersonFacts<'f>>,
    terms: &Terms,
    has_consent: bool,
) -> impl Iterator<Item = NietTeWeten> {
    let is_kept = values.bijhouding == Bijhouding::Actueel;
    let nears_end_of_leerplicht = values.plicht == Plicht::Leerplichtig
        && values.leeftijd.is_none_or(|age| age >= terms.leerplicht_eind_leeftijd - 1);
    let may_lack_brake = values.doelgroep == Tri::Ja
        && values.overleg_school == JaNee::Nee
        && !terms.overleg_school_termijn_jaren.is_empty();
    let may_have_second = may_lack_brake && facts().is_some_and(|facts| has_diploma(&facts, terms));
    let may_have_verklaring = values.redenen.contains(Reden::ProVerklaring);
    let concerns = [
        (NietTeWeten::TwaalfSchooljaren, nears_end_of_leerplicht),
        (NietTeWeten::TweedeDiploma, may_have_second),
        (NietTeWeten::Vertegenwoordiging, has_consent),
        (NietTeWeten::Verklaring, may_have_verklaring),
    ];
    concerns.into_iter().filter(move |(_, concerns)| is_kept && *concerns).map(|(what, _)| what)
}

fn has_diploma(facts: &PersonFacts<'_>, terms: &Terms) -> bool {
    let highest = facts.startkwalificatie.rows.first();
    highest.is_some_and(|row| ![terms.codes.geen_diploma, NO_CODE].contains(&row.hoogste_diploma))
}

/// For how many persons something cannot be known, or is unknown. Counts only persons whose record the BRP keeps: nothing is delivered
/// about others.
#[derive(Clone, Debug)]
pub struct UnknownCounts {
    /// For how many each could matter. `None` if it was not looked at.
    pub niet_te_weten: Vec<(NietTeWeten, Option<u64>)>,
    /// How many have each reason why a value is unknown.
    pub redenen: Vec<(Reden, u64)>,
}

impl UnknownCounts {
    /// Counts them. `consented` holds everybody with a consent that counts; `None` if no consent was judged.
    pub fn of(
        linked: &Linked,
        everyone: &Classified,
        consented: Option<&Consented>,
        terms: &Terms,
    ) -> UnknownCounts {
        let mut niet_te_weten = vec![0; NietTeWeten::ALL.len()];
        let mut redenen = vec![0; Reden::ALL.len()];
        let add = |counts: &mut Vec<u64>, index: u8| {
            if let Some(count) = counts.get_mut(usize::from(index)) {
                *count += 1;
            }
        };
        for person in 0..everyone.count() {
            let Some(values) = everyone.classification(person) else { continue };
            if values.bijhouding != Bijhouding::Actueel {
                continue;
            }
            let has_consent = u32::try_from(person)
                .is_ok_and(|person| consented.is_some_and(|consented| consented.contains(&person)));
            for what in concerning(&values, || linked.facts(person), terms, has_consent) {
                add(&mut niet_te_weten, what.index());
            }
            if values.redenen == Redenen::NONE {
                continue;
            }
            for reden in values.redenen.iter().filter(|reden| reden.is_unknown()) {
                add(&mut redenen, reden.index());
            }
        }
        let was_judged = |what: NietTeWeten| what != NietTeWeten::Vertegenwoordiging || consented.is_some();
        let counted = NietTeWeten::ALL.iter().zip(niet_te_weten);
        UnknownCounts {
            niet_te_weten: counted.map(|(what, count)| (*what, was_judged(*what).then_some(count))).collect(),
            redenen: Reden::ALL.iter().copied().zip(redenen).collect(),
        }
    }
}
