//! Per party: what it received, on which article and since when, and how many persons were left out and why. Parties that
//! never receive anything are included.

use std::collections::BTreeMap;

use super::counts::{Counts, family_of};
use super::figures::{ArticleRow, FieldRow, PartyParcel, PartyRow};
use super::history::History;
use super::material::Material;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::law::party::Party;
use crate::model::ruling::Weigering;
use crate::publish::ledger::manifest::ParcelSum;
use crate::release::minimise::GEHEIM;

/// Refusals that hold for the run as a whole: any one of them closes the parcel to everyone.
const CLOSING: [Weigering; 7] = [
    Weigering::GeenMandaat,
    Weigering::GeenPartner,
    Weigering::GeenOntvanger,
    Weigering::NietGewenst,
    Weigering::KanaalOnbeveiligd,
    Weigering::GeenRegel,
    Weigering::Verboden,
];

/// Every party, in a fixed order.
pub fn parties(material: &Material<'_>, counts: &Counts, history: &History) -> Vec<PartyRow> {
    let parties = material.library.policy.parties.iter();
    parties.map(|party| of_party(material, counts, history, party)).collect()
}

fn of_party(material: &Material<'_>, counts: &Counts, history: &History, party: &Party) -> PartyRow {
    let recipients = material.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let own = material.parcels.iter().enumerate().filter(|(_, (_, sum))| sum.party == party.id);
    let open = own.filter(|(_, (_, sum))| !sum.parcel.ends_with(GEHEIM));
    PartyRow {
        party: party.id.clone(),
        name: party.name.clone(),
        description: party.description.clone(),
        refusal: party.refusal.clone(),
        retention_months: party.retention_months,
        retention_basis: party.retention_basis.clone(),
        recipients: recipients.filter(|ontvanger| ontvanger.party == party.id).count(),
        parcels: open
            .map(|(place, (parcel, sum))| of_parcel(material, counts, history, place, parcel, sum))
            .collect(),
    }
}

fn of_parcel(
    material: &Material<'_>,
    counts: &Counts,
    history: &History,
    place: usize,
    parcel: &Parcel,
    sum: &ParcelSum,
) -> PartyParcel {
    let family = family_of(sum);
    let twin = format!("{}{GEHEIM}", sum.parcel);
    let twin =
        material.parcels.iter().position(|(_, other)| (&other.party, &other.parcel) == (&sum.party, &twin));
    let files: usize = [Some(place), twin].iter().flatten().filter_map(|at| material.made.get(*at)).sum();
    let known = history.since(&family).map(str::to_owned);
    let now = (files > 0).then(|| material.verstrekdatum.to_string());
    let recipients = material.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let has_recipient = recipients.into_iter().any(|own| own.party == sum.party);
    // With several recipients, these mean only that some of them get nothing; they do not close the parcel.
    let of_one = [Weigering::GeenOntvanger, Weigering::NietGewenst];
    let of_run = |why: &Weigering| !has_recipient || !of_one.contains(why);
    let closed = CLOSING.into_iter().filter(of_run).map(Weigering::word);
    let closed = closed.filter(|_| sum.delivered == 0).find(|word| sum.refused.contains_key(word));
    PartyParcel {
        parcel: sum.parcel.clone(),
        rule: parcel.rule.id.clone(),
        purpose: parcel.rule.purpose.clone(),
        counts_only: parcel.rule.form == Regelvorm::Telling,
        persons: counts.together.get(&family).copied().unwrap_or_default(),
        of_which_secret: twin.and_then(|at| counts.parcels.get(at)).map(|shown| shown.delivered),
        files,
        since: known.or(now),
        closed,
        articles: articles(material, parcel),
        fields: parcel
            .columns
            .iter()
            .map(|(field, basis)| FieldRow {
                field: field.word(),
                article: basis.clone(),
                note: material
                    .library
                    .glossary
                    .column(field.word())
                    .and_then(|own| own.recipient_note.clone()),
            })
            .collect(),
        refused: counts.parcels.get(place).map(|shown| shown.refused.clone()).unwrap_or_default(),
    }
}

/// The articles of the rule and of its columns, without duplicates.
fn articles(material: &Material<'_>, parcel: &Parcel) -> Vec<ArticleRow> {
    let of_columns = parcel.columns.iter().map(|(_, basis)| basis);
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    let all = parcel.rule.basis.iter().chain(of_columns).filter(|id| seen.insert(id, ()).is_none());
    let described = all.map(|id| {
        let place = material.rules.articles.get(id);
        ArticleRow {
            article: id.clone(),
            law: place.map(|place| place.law.clone()).unwrap_or_default(),
            url: place.map(|place| place.url.clone()).unwrap_or_default(),
        }
    });
    described.collect()
}
