//! Who received what, on which article, since when, and who was not in it and why: one entry a party, those that never
//! receive anything included.

use std::collections::BTreeMap;

use super::counts::{Counts, family_of};
use super::figures::{ArtikelRegel, PartijPakket, PartijRegel, VeldRegel};
use super::history::History;
use super::material::Material;
use super::suppress::Shown;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::law::party::Party;
use crate::model::ruling::Weigering;
use crate::publish::ledger::manifest::PakketSom;
use crate::release::minimise::GEHEIM;

/// Conditions of the run as a whole: where one fails, nobody is in the parcel.
const CLOSING: [Weigering; 5] = [
    Weigering::GeenMandaat,
    Weigering::GeenPartner,
    Weigering::GeenOntvanger,
    Weigering::KanaalOnbeveiligd,
    Weigering::GeenRegel,
];

/// Every party, in fixed order.
pub fn parties(material: &Material<'_>, counts: &Counts, history: &History) -> Vec<PartijRegel> {
    let parties = material.library.policy.parties.iter();
    parties.map(|party| of_party(material, counts, history, party)).collect()
}

fn of_party(material: &Material<'_>, counts: &Counts, history: &History, party: &Party) -> PartijRegel {
    let recipients = material.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let own = material.parcels.iter().enumerate().filter(|(_, (_, sum))| sum.partij == party.id);
    let open = own.filter(|(_, (_, sum))| !sum.pakket.ends_with(GEHEIM));
    PartijRegel {
        partij: party.id.clone(),
        naam: party.naam.clone(),
        omschrijving: party.omschrijving.clone(),
        weigering: party.weigering.clone(),
        bewaartermijn_maanden: party.bewaartermijn_maanden,
        bewaar_grondslag: party.bewaar_grondslag.clone(),
        ontvangers: recipients.filter(|ontvanger| ontvanger.partij == party.id).count(),
        pakketten: open
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
    sum: &PakketSom,
) -> PartijPakket {
    let family = family_of(sum);
    let twin = format!("{}{GEHEIM}", sum.pakket);
    let twin =
        material.parcels.iter().position(|(_, other)| (&other.partij, &other.pakket) == (&sum.partij, &twin));
    let bestanden: usize = [Some(place), twin].iter().flatten().filter_map(|at| material.made.get(*at)).sum();
    let known = history.since(&family).map(str::to_owned);
    let now = (bestanden > 0).then(|| material.verstrekdatum.to_string());
    let recipients = material.config.ontvanger.iter().map(toml::Spanned::get_ref);
    let has_recipient = recipients.into_iter().any(|own| own.partij == sum.partij);
    // Of a party with several recipients, only some cannot be reached.
    let of_run = |why: &Weigering| *why != Weigering::GeenOntvanger || !has_recipient;
    let gesloten = CLOSING.into_iter().filter(of_run).map(Weigering::word);
    let gesloten = gesloten.filter(|_| sum.geleverd == 0).find(|word| sum.geweigerd.contains_key(word));
    PartijPakket {
        pakket: sum.pakket.clone(),
        regel: parcel.rule.id.clone(),
        doel: parcel.rule.doel.clone(),
        alleen_aantallen: parcel.rule.vorm == Regelvorm::Telling,
        personen: counts.samen.get(&family).copied().unwrap_or(Shown::Hidden),
        waarvan_geheim: twin.and_then(|at| counts.pakketten.get(at)).map(|shown| shown.geleverd),
        bestanden,
        sinds: known.or(now),
        gesloten,
        artikelen: articles(material, parcel),
        velden: parcel
            .columns
            .iter()
            .map(|(field, basis)| VeldRegel { veld: field.word(), artikel: basis.clone() })
            .collect(),
        geweigerd: counts.pakketten.get(place).map(|shown| shown.geweigerd.clone()).unwrap_or_default(),
    }
}

/// The articles of the rule and of its columns, each once.
fn articles(material: &Material<'_>, parcel: &Parcel) -> Vec<ArtikelRegel> {
    let of_columns = parcel.columns.iter().map(|(_, basis)| basis);
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    let all = parcel.rule.basis.iter().chain(of_columns).filter(|id| seen.insert(id, ()).is_none());
    let described = all.map(|id| {
        let place = material.rules.articles.get(id);
        ArtikelRegel {
            artikel: id.clone(),
            wet: place.map(|place| place.law.clone()).unwrap_or_default(),
            vindplaats: place.map(|place| place.url.clone()).unwrap_or_default(),
        }
    });
    described.collect()
}
