//! What no parcel may hold, asked again where persons are decided. `jib policy lint` proves the same of the law files before a run;
//! these checks share nothing with it, so that a rule that slipped past the proof still gives nobody anything.

use super::decide::Parcel;
use super::file::Regelvorm;
use super::party::{NooitSamen, Party};
use crate::model::field::Field;

/// Whether the parcel may not exist: its party may never receive anything, or not one of its columns.
pub fn forbids(parcel: &Parcel, parties: &[Party]) -> bool {
    let rule = &parcel.rule;
    let Some(party) = parties.get(usize::from(rule.party_position)).filter(|party| party.id == rule.party_id)
    else {
        return true;
    };
    let by_consent = rule.form == Regelvorm::Toestemming;
    let may_hold = |field: Field| {
        party.may_ever_hold.contains(&field) && !(by_consent && party.not_by_consent.contains(&field))
    };
    let kept_apart = |field: Field| {
        own_of(parcel, party).any(|own| own.parcel == rule.parcel && own.fields.contains(&field))
    };
    !party.may_receive() || parcel.columns.iter().any(|(field, _)| !may_hold(*field) || kept_apart(*field))
}

/// The parcels whose persons may not be in this one, because the two together would give what the law keeps apart.
pub fn apart<'p>(
    parcel: &'p Parcel,
    parcels: &'p [Parcel],
    parties: &'p [Party],
) -> impl Iterator<Item = &'p Parcel> {
    let party = parties.get(usize::from(parcel.rule.party_position));
    let gives = |own: &&NooitSamen| parcel.columns.iter().any(|(field, _)| own.fields.contains(field));
    let entries = party.into_iter().flat_map(|party| own_of(parcel, party));
    let entries = entries.filter(|own| own.parcel != parcel.rule.parcel).filter(gives);
    entries.flat_map(move |own| {
        let is_other = |other: &&Parcel| {
            (other.rule.party_position, &other.rule.parcel) == (parcel.rule.party_position, &own.parcel)
        };
        parcels.iter().filter(is_other)
    })
}

/// What the party's file keeps apart. It covers what articles grant, not what persons themselves consent to.
fn own_of<'p>(parcel: &Parcel, party: &'p Party) -> impl Iterator<Item = &'p NooitSamen> + use<'p> {
    let by_consent = parcel.rule.form == Regelvorm::Toestemming;
    party.never_together.iter().filter(move |_| !by_consent)
}
