//! Decisions → parcels: the fifth turnstile. A [`Minimised`] parcel can be built only in this folder, from a rule that
//! released the profile, and holds only that rule's columns. What is not granted cannot be written.

mod contents;
mod fill;
mod handover;
mod minimised;
pub mod release;
mod sources;

use std::collections::BTreeMap;

use crate::law::file::Regelvorm;
use crate::model::facts::Brin;
use crate::model::ruling::Weigering;
use crate::parallel::mapped;
use crate::release::rounding::Rounder;
use release::{OfPair, ParcelLine, Release};

pub use contents::{Contents, Row, Rows};
pub use handover::handovers_of;
pub use minimised::Minimised;
pub use sources::{Destination, GEHEIM, Selection, Sources, destination, destinations_of_schools};

/// Persons decided in one part. Bounds memory; does not affect the result.
const TOGETHER_PERSONS: usize = 64 << 10;

/// The parcels of a run: those of the rules, each with its `-geheim` twin, and those of consents.
pub fn releases<'a>(sources: Sources<'a>) -> Vec<Release<'a>> {
    let mut releases = Vec::new();
    for parcel in sources.parcels {
        if parcel.rule.form == Regelvorm::Toestemming {
            let of_party = sources.consents.parcels().iter();
            for (consent, consented) in of_party.filter(|(consent, _)| consent.rule.id == parcel.rule.id) {
                let selection = if consent.has_address() { Selection::OpenOnly } else { Selection::All };
                releases.push(Release::new(consent, selection, Some(consented), sources));
            }
        } else if parcel.has_address() {
            releases.push(Release::new(parcel, Selection::Open, None, sources));
            releases.push(Release::new(parcel, Selection::Secret, None, sources));
        } else {
            releases.push(Release::new(parcel, Selection::All, None, sources));
        }
    }
    releases
}

/// Decides on each person for one parcel, and prepares what each recipient gets.
pub fn minimise<'a>(release: &Release<'a>) -> Minimised<'a> {
    match release.parcel().rule.form {
        Regelvorm::Overstap => return handover::minimise(release),
        Regelvorm::Telling => return counted(release),
        _ => {}
    }
    let ByProfile { released, mut refused } = ByProfile::of(release);
    let mut lines: Vec<ParcelLine> = Vec::new();
    let mut delivered = 0u64;
    let together: Vec<(&OfPair<'_>, &[u32])> = released
        .iter()
        .flat_map(|(of_pair, persons)| persons.chunks(TOGETHER_PERSONS).map(move |some| (of_pair, some)))
        .collect();
    let decided = |part: usize| {
        let (of_pair, persons) = together.get(part)?;
        let mut lines = Vec::new();
        let mut refused = [0; Weigering::ALL.len()];
        let mut released = 0;
        for person in *persons {
            match release.decide_for(*person as usize, of_pair, &mut lines) {
                Ok(()) => released += 1,
                Err(weigering) => count(&mut refused, weigering, 1),
            }
        }
        Some((lines, released, refused))
    };
    let parts: Vec<(Vec<ParcelLine>, u64, RefusedCounts)> = mapped(together.len(), 1, decided);
    lines.reserve_exact(parts.iter().map(|(part, ..)| part.len()).sum());
    for (mut part, released, of_part) in parts {
        lines.append(&mut part);
        delivered += released;
        add(&mut refused, of_part);
    }
    Minimised::of_everyone(release, delivered, refused, contents_of(release, lines))
}

/// The number of persons refused for each first reason, in the order of [`Weigering::ALL`].
type RefusedCounts = [u64; Weigering::ALL.len()];

fn count(refused: &mut RefusedCounts, weigering: Weigering, persons: u64) {
    if let Some(count) = refused.get_mut(usize::from(weigering.index())) {
        *count += persons;
    }
}

fn add(all: &mut BTreeMap<Weigering, u64>, more: RefusedCounts) {
    for (weigering, count) in Weigering::ALL.iter().zip(more).filter(|(_, count)| *count > 0) {
        *all.entry(*weigering).or_insert(0) += count;
    }
}

/// What profiles decide. Only persons whom their profile releases are then looked at individually.
struct ByProfile<'a> {
    /// Persons whom their profile releases, with its other decisions.
    released: Vec<(OfPair<'a>, &'a [u32])>,
    /// The other persons, by first reason.
    refused: BTreeMap<Weigering, u64>,
}

impl<'a> ByProfile<'a> {
    fn of(release: &Release<'a>) -> ByProfile<'a> {
        let Sources { classified, linked, .. } = release.sources();
        let mut released = Vec::new();
        let mut refused = [0; Weigering::ALL.len()];
        for (pair, (_, persons)) in classified.pairs().iter().enumerate() {
            if let Some(weigering) = release.refused_together(pair) {
                count(&mut refused, weigering, *persons);
            } else {
                released.push((release.of_pair(pair), classified.persons_of(pair)));
            }
        }
        // An exclusion outranks every other reason, except that the BRP no longer keeps the person's record.
        for person in linked.perhaps_excluded().iter().map(|person| *person as usize) {
            let reason = || release.refused_together(classified.pair(person));
            if release.excludes(person)
                && let Some(reason) = reason().filter(|reason| *reason != Weigering::Bijhouding)
            {
                if let Some(sum) = refused.get_mut(usize::from(reason.index())) {
                    *sum = sum.saturating_sub(1);
                }
                count(&mut refused, Weigering::Uitgesloten, 1);
            }
        }
        let mut all = BTreeMap::new();
        add(&mut all, refused);
        ByProfile { released, refused: all }
    }
}

/// Divides the lines among the recipients. A parcel without lines still has its header.
fn contents_of<'a>(release: &Release<'a>, lines: Vec<ParcelLine>) -> Vec<Contents<'a>> {
    let sources = release.sources();
    let partij = &release.parcel().rule.party_id;
    if release.parcel().rule.school.is_none() {
        return match sources.delivery(partij, None) {
            Destination::To(recipient) => {
                vec![Contents::of_lines(release, recipient, None, lines)]
            }
            Destination::Withheld(_) => Vec::new(),
        };
    }
    let of_school = |(brin, recipient): (Brin, usize)| {
        let own = lines.iter().filter(|line| line.brin == brin).copied().collect();
        Contents::of_lines(release, recipient, Some(brin), own)
    };
    sources.schools(partij).into_iter().map(of_school).collect()
}

/// A parcel of counts: the number of persons per age group and target group, rounded. Every pair has its row, so that a row says
/// nothing by being there.
fn counted<'a>(release: &Release<'a>) -> Minimised<'a> {
    let sources = release.sources();
    let ByProfile { released, mut refused } = ByProfile::of(release);
    let of_pair = |position: usize| {
        let (of_pair, persons) = released.get(position)?;
        let (mut none, mut refused) = (Vec::new(), [0; Weigering::ALL.len()]);
        let mut released = 0u64;
        for person in *persons {
            match release.decide_for(*person as usize, of_pair, &mut none) {
                Ok(()) => released += 1,
                Err(weigering) => count(&mut refused, weigering, 1),
            }
            none.clear();
        }
        Some((of_pair.pair(), released, refused))
    };
    let decided: Vec<(usize, u64, RefusedCounts)> = mapped(released.len(), 1, of_pair);
    let mut counts: BTreeMap<(u8, u8), u64> = BTreeMap::new();
    let mut delivered = 0u64;
    for (pair, released, of_pair) in decided {
        add(&mut refused, of_pair);
        delivered += released;
        // Persons with the same profiles share their age group and target group.
        if let Some(values) = sources.classified.values().get(pair) {
            *counts.entry((values.leeftijdsgroep.index(), values.doelgroep.index())).or_insert(0) += released;
        }
    }
    let rounder = Rounder::to_multiples_of(sources.config.beheer.small_cell_threshold, sources.pseudonym);
    let rows = fill::counts(release.parcel(), &counts, &rounder).into_iter();
    let rows = rows.map(|record| (record.iter().collect(), None)).collect();
    let contents = match sources.delivery(&release.parcel().rule.party_id, None) {
        Destination::To(recipient) => vec![Contents::of_records(release, recipient, None, rows)],
        Destination::Withheld(_) => Vec::new(),
    };
    Minimised::of_everyone(release, delivered, refused, contents)
}
