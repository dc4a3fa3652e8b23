//! Every count of persons in a report, as one system with the sums that a reader can write down, so that no small count
//! follows from the others ([`super::suppress`]).

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::crosstab::crosstab;
use super::figures::{ChangeRow, CountRow, CrossRow, DistributionRow, JibReasonRow, ParcelRow, RecallRow};
use super::history::Past;
use super::material::Material;
use super::suppress::{CellId, Rank, Settled, Shown, Tables};
use crate::crypto::hashing::Subject;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::model::classification::{Jib, Reden};
use crate::model::profile::Axis;
use crate::model::ruling::Weigering;
use crate::persons::classified::Classified;
use crate::publish::ledger::manifest::ParcelSum;
use crate::publish::state::next::Changes;
use crate::release::minimise::GEHEIM;
use crate::release::recall::Reden as RecallReden;

/// The counts, as they may be shown.
pub struct Counts {
    /// Everyone.
    pub personen: Shown,
    /// leeftijdsgroep × plicht × startkwalificatie × doelgroep.
    pub verdeling: Vec<DistributionRow>,
    /// Age groups.
    pub leeftijd: Vec<CountRow>,
    /// leeftijdsgroep × plicht × doelgroep.
    pub leeftijd_plicht_doelgroep: Vec<CrossRow>,
    /// The target group.
    pub doelgroep: Vec<CountRow>,
    /// Jongeren in Beeld.
    pub jib: Vec<CountRow>,
    /// Why not rightly on the list.
    pub jib_redenen: Vec<JibReasonRow>,
    /// The parcels, in the order of the material.
    pub pakketten: Vec<ParcelRow>,
    /// Persons of a parcel and its `-geheim` twin together, by party and parcel.
    pub samen: BTreeMap<(String, String), Shown>,
    /// All of those added up.
    pub geleverd: Shown,
    /// What changed since the run before.
    pub veranderingen: Vec<ChangeRow>,
    /// Who was recalled.
    pub intrekkingen: Vec<RecallRow>,
}

/// A cell with the words that it stands under.
struct Placed {
    words: Vec<String>,
    count: u64,
    id: CellId,
}

impl Placed {
    fn word(&self, at: usize) -> String {
        self.words.get(at).cloned().unwrap_or_default()
    }
}

/// The cells of one parcel: who is in it, and who is not by reason.
struct ParcelCells {
    geleverd: CellId,
    geweigerd: Vec<(&'static str, CellId)>,
}

/// The name of a parcel without the suffix of its twin.
pub fn family_of(sum: &ParcelSum) -> (String, String) {
    let pakket = sum.parcel.strip_suffix(GEHEIM).unwrap_or(&sum.parcel);
    (sum.party.clone(), pakket.to_owned())
}

/// Works out what may be shown.
pub fn counts(material: &Material<'_>, past: Option<&Past>) -> PolarsResult<Counts> {
    let persons = material.classified.map_or(0, Classified::count);
    let persons = u64::try_from(persons).unwrap_or(u64::MAX);
    let mut system = System {
        tables: Tables::new(material.threshold),
        persons,
        everyone: CellId::default(),
        material,
        numbers: BTreeMap::new(),
    };
    // As many as the BRP has accepted rows, but for those that stand there twice: the sums of the files say so.
    system.everyone = system.tables.known(persons);
    let split = system.distribution()?;
    let jib = system.listed()?;
    let jib_redenen = system.listed_why(&jib);
    let parcels: Vec<ParcelCells> = material.parcels.iter().map(|(_, sum)| system.parcel(sum)).collect();
    system.one_number_one_fate(&parcels);
    let samen = system.families(&parcels);
    system.contacts(&samen, &parcels);
    system.within(&samen, &split.target, Axis::Doelgroep, "ja");
    system.within(&samen, &jib, Axis::Jib, Jib::Terecht.word());
    let geleverd = system.added_up(&samen);
    let changes = system.changes(&samen, past);
    let recalls = system.recalls();

    let everyone = system.everyone;
    let settled = system.tables.settle();
    let telling =
        |placed: &Placed, at: usize| CountRow { value: placed.word(at), count: settled.shown(placed.id) };
    let kruis = |placed: &Placed| CrossRow {
        leeftijdsgroep: placed.word(0),
        plicht: placed.word(1),
        doelgroep: placed.word(2),
        count: settled.shown(placed.id),
    };
    Ok(Counts {
        personen: settled.shown(everyone),
        verdeling: split.leaves.iter().map(|placed| verdeling(placed, &settled)).collect(),
        leeftijd: split.ages.iter().map(|placed| telling(placed, 0)).collect(),
        leeftijd_plicht_doelgroep: split.cross.iter().map(kruis).collect(),
        doelgroep: split.target.iter().map(|placed| telling(placed, 0)).collect(),
        jib: jib.iter().map(|placed| telling(placed, 0)).collect(),
        jib_redenen: jib_redenen
            .iter()
            .map(|placed| JibReasonRow {
                value: placed.word(0),
                reason: placed.word(1),
                count: settled.shown(placed.id),
            })
            .collect(),
        pakketten: material
            .parcels
            .iter()
            .zip(&parcels)
            .map(|((parcel, sum), cells)| pakket(parcel, sum, cells, &settled))
            .collect(),
        samen: samen.into_iter().map(|(family, (_, id))| (family, settled.shown(id))).collect(),
        geleverd: settled.shown(geleverd),
        veranderingen: changes.into_iter().map(|row| row.shown(&settled)).collect(),
        intrekkingen: recalls
            .into_iter()
            .map(|(party, reason, id)| RecallRow { party, reason, count: settled.shown(id) })
            .collect(),
    })
}

fn verdeling(placed: &Placed, settled: &Settled) -> DistributionRow {
    DistributionRow {
        leeftijdsgroep: placed.word(0),
        plicht: placed.word(1),
        startkwalificatie: placed.word(2),
        doelgroep: placed.word(3),
        count: settled.shown(placed.id),
    }
}

fn pakket(parcel: &Parcel, sum: &ParcelSum, cells: &ParcelCells, settled: &Settled) -> ParcelRow {
    let reason = |(word, id): &(&'static str, CellId)| CountRow {
        value: (*word).to_owned(),
        count: settled.shown(*id),
    };
    ParcelRow {
        party: sum.party.clone(),
        parcel: sum.parcel.clone(),
        purpose: parcel.rule.doel.clone(),
        articles: parcel.rule.basis.clone(),
        columns: parcel.columns.iter().map(|(field, _)| field.word()).collect(),
        delivered: settled.shown(cells.geleverd),
        refused: cells.geweigerd.iter().map(reason).collect(),
    }
}

/// Age × duty × startkwalificatie × target group, with the margins that are drawn.
struct Split {
    leaves: Vec<Placed>,
    ages: Vec<Placed>,
    cross: Vec<Placed>,
    target: Vec<Placed>,
}

/// A row of what changed, before it is known what may be shown.
struct ChangeCells {
    partij: String,
    pakket: String,
    nieuw: CellId,
    gewijzigd: CellId,
    weg: CellId,
}

impl ChangeCells {
    fn shown(self, settled: &Settled) -> ChangeRow {
        let [new, changed, gone] = [self.nieuw, self.gewijzigd, self.weg].map(|id| settled.shown(id));
        ChangeRow { party: self.partij, parcel: self.pakket, new, changed, gone }
    }
}

/// Families with their count and cell.
type Families = BTreeMap<(String, String), (u64, CellId)>;

struct System<'m, 'a> {
    tables: Tables,
    persons: u64,
    everyone: CellId,
    material: &'m Material<'a>,
    /// What is counted and how many: the same number about the same thing is one cell, in whatever parcel it stands.
    numbers: BTreeMap<(String, u64), CellId>,
}

impl System<'_, '_> {
    fn distribution(&mut self) -> PolarsResult<Split> {
        let axes = [Axis::Leeftijdsgroep, Axis::Plicht, Axis::Startkwalificatie, Axis::Doelgroep];
        let leaves = self.table(&axes, Rank::Detail)?;
        let cross = self.margin(&leaves, &[0, 1, 3], Rank::Margin);
        let ages = self.margin(&cross, &[0], Rank::Headline);
        let target = self.margin(&cross, &[2], Rank::Headline);
        self.all_of(&ages);
        self.all_of(&target);
        Ok(Split { leaves, ages, cross, target })
    }

    fn listed(&mut self) -> PolarsResult<Vec<Placed>> {
        let outcomes = self.table(&[Axis::Jib], Rank::Headline)?;
        self.all_of(&outcomes);
        Ok(outcomes)
    }

    fn table(&mut self, axes: &[Axis], rank: Rank) -> PolarsResult<Vec<Placed>> {
        let Some(classified) = self.material.classified else { return Ok(Vec::new()) };
        let cells = crosstab(classified, axes)?.into_iter();
        let placed = cells.map(|cell| Placed {
            id: self.tables.listed(cell.count, rank),
            words: cell.words,
            count: cell.count,
        });
        Ok(placed.collect())
    }

    /// Adds up the cells that agree in the words at these places.
    fn margin(&mut self, cells: &[Placed], places: &[usize], rank: Rank) -> Vec<Placed> {
        let mut groups: BTreeMap<Vec<String>, Vec<&Placed>> = BTreeMap::new();
        for cell in cells {
            groups.entry(places.iter().map(|at| cell.word(*at)).collect()).or_default().push(cell);
        }
        let mut margins = Vec::with_capacity(groups.len());
        for (words, parts) in groups {
            let count = parts.iter().map(|part| part.count).sum();
            let id = self.tables.listed(count, rank);
            let ids: Vec<CellId> = parts.iter().map(|part| part.id).collect();
            self.tables.sum(id, &ids);
            margins.push(Placed { words, count, id });
        }
        margins
    }

    fn all_of(&mut self, parts: &[Placed]) {
        let ids: Vec<CellId> = parts.iter().map(|part| part.id).collect();
        self.tables.sum(self.everyone, &ids);
    }

    /// Each person who is wrongly listed, or of whom it is unknown, under the one thing that it is about, or under several.
    /// Every thing has its place, whether it occurs or not: else what is listed would tell that it does.
    fn listed_why(&mut self, outcomes: &[Placed]) -> Vec<Placed> {
        let mut reasons = Vec::new();
        for (jib, things) in [(Jib::Onterecht, &WRONGLY[..]), (Jib::Onbekend, &UNKNOWN[..])] {
            let Some(outcome) =
                outcomes.iter().find(|own| own.words.first().is_some_and(|w| w == jib.word()))
            else {
                continue;
            };
            let counts = self.why(jib, things);
            let ids: Vec<CellId> = counts
                .iter()
                .map(|(thing, count)| {
                    let id = self.tables.always(*count, Rank::Detail);
                    let words = vec![jib.word().to_owned(), (*thing).to_owned()];
                    reasons.push(Placed { words, count: *count, id });
                    id
                })
                .collect();
            self.tables.sum(outcome.id, &ids);
        }
        reasons
    }

    fn why(&self, jib: Jib, things: &[Thing]) -> Vec<(&'static str, u64)> {
        let mut counts: Vec<(&'static str, u64)> = things.iter().map(|(word, _)| (*word, 0)).collect();
        counts.extend([(SEVERAL, 0), (OTHER, 0)]);
        let Some(classified) = self.material.classified else { return counts };
        // All with the same profiles are listed alike.
        let listed = classified.values().iter().enumerate().filter(|(_, values)| values.jib == jib);
        let persons = listed.flat_map(|(pair, _)| classified.persons_of(pair));
        for values in persons.filter_map(|person| classified.classification(*person as usize)) {
            let is_so = |(_, codes): &&Thing| values.redenen.iter().any(|reden| codes.contains(&reden));
            let mut about = things.iter().filter(is_so).map(|(word, _)| *word);
            let word = match (about.next(), about.next()) {
                (Some(only), None) => only,
                (Some(_), Some(_)) => SEVERAL,
                (None, _) => OTHER,
            };
            if let Some((_, count)) = counts.iter_mut().find(|(own, _)| *own == word) {
                *count += 1;
            }
        }
        counts
    }

    /// The cell of a number about something: one for all parcels in which it is the same.
    fn number(&mut self, what: String, count: u64, make: impl FnOnce(&mut Tables) -> CellId) -> CellId {
        *self.numbers.entry((what, count)).or_insert_with(|| make(&mut self.tables))
    }

    fn parcel(&mut self, sum: &ParcelSum) -> ParcelCells {
        let in_parcel = |pakket: &str| format!("{}/{pakket}", sum.party);
        let geleverd = self.number(in_parcel(&sum.parcel), sum.delivered, |tables| {
            tables.always(sum.delivered, Rank::Margin)
        });
        let (open, twin) = match sum.parcel.strip_suffix(GEHEIM) {
            Some(open) => (open, open.to_owned()),
            None => (sum.parcel.as_str(), format!("{}{GEHEIM}", sum.parcel)),
        };
        let geweigerd = sum.refused.iter().map(|(reason, count)| {
            // Who is refused here because of the address is in the twin, or would have been.
            let of_twin = *reason == Weigering::Geheim.word() || *reason == Weigering::NietGeheim.word();
            let what = if of_twin {
                in_parcel(&twin)
            } else if *reason == Weigering::Bijhouding.word() {
                // The first condition of every parcel: the same persons everywhere.
                (*reason).to_owned()
            } else if *reason == Weigering::Uitgesloten.word() {
                // The second one, and an exclusion is from a party: the same persons in each of its parcels.
                format!("{} {reason}", sum.party)
            } else {
                // The same persons for a parcel and its twin.
                format!("{} {reason}", in_parcel(open))
            };
            (*reason, self.number(what, *count, |tables| tables.listed(*count, Rank::Detail)))
        });
        let geweigerd: Vec<(&'static str, CellId)> = geweigerd.collect();
        let parts: Vec<CellId> =
            std::iter::once(geleverd).chain(geweigerd.iter().map(|(_, id)| *id)).collect();
        let total = if sum.persons == self.persons { self.everyone } else { self.tables.known(sum.persons) };
        self.tables.sum(total, &parts);
        ParcelCells { geleverd, geweigerd }
    }

    /// Parcels with equal conditions hold the same persons, and refuse the same persons for the same reason: a number that is
    /// hidden in one of them is hidden in all.
    fn one_number_one_fate(&mut self, parcels: &[ParcelCells]) {
        let mut alike: BTreeMap<(String, u64), BTreeSet<CellId>> = BTreeMap::new();
        for ((parcel, sum), cells) in self.material.parcels.iter().zip(parcels) {
            let held = (format!("{:?}", parcel.rule.when), sum.delivered);
            alike.entry(held).or_default().insert(cells.geleverd);
            for ((word, id), count) in cells.geweigerd.iter().zip(sum.refused.values()) {
                alike.entry(((*word).to_owned(), *count)).or_default().insert(*id);
            }
        }
        alike.retain(|(_, count), _| *count >= self.material.threshold);
        for ids in alike.into_values() {
            self.tables.alike(ids);
        }
    }

    /// A parcel and its twin together.
    fn families(&mut self, parcels: &[ParcelCells]) -> Families {
        let mut members: BTreeMap<(String, String), Vec<(u64, CellId)>> = BTreeMap::new();
        for ((_, sum), cells) in self.material.parcels.iter().zip(parcels) {
            members.entry(family_of(sum)).or_default().push((sum.delivered, cells.geleverd));
        }
        let mut families = Families::new();
        for (family, members) in members {
            let ids: Vec<CellId> = members.iter().map(|(_, id)| *id).collect();
            let count = members.iter().map(|(count, _)| *count).sum();
            let id = match ids.as_slice() {
                [only] => *only,
                _ => {
                    let id = self.tables.always(count, Rank::Headline);
                    self.tables.sum(id, &ids);
                    id
                }
            };
            families.insert(family, (count, id));
        }
        families
    }

    /// Contact details hang on other parcels: who is in those either has them or has none.
    fn contacts(&mut self, families: &Families, parcels: &[ParcelCells]) {
        for ((parcel, sum), cells) in self.material.parcels.iter().zip(parcels) {
            if parcel.rule.vorm != Regelvorm::Contact {
                continue;
            }
            let none = Weigering::GeenContactgegevens.word();
            let within = parcel.rule.binnen.iter();
            let within = within.filter_map(|pakket| families.get(&(sum.party.clone(), pakket.clone())));
            let (counts, ids): (Vec<u64>, Vec<CellId>) = within.copied().unzip();
            let both = self.tables.slack(counts.iter().sum());
            self.tables.sum(both, &ids);
            let own = cells.geweigerd.iter().filter(|(word, _)| *word == none).map(|(_, id)| *id);
            let own: Vec<CellId> = std::iter::once(cells.geleverd).chain(own).collect();
            self.tables.sum(both, &own);
        }
    }

    /// Parcels of a party that hold only persons with this value: together they are no more than who has it.
    fn within(&mut self, families: &Families, groups: &[Placed], axis: Axis, word: &str) {
        let Some(group) = groups.iter().find(|group| group.words.first().is_some_and(|own| own == word))
        else {
            return;
        };
        let mut by_party: BTreeMap<&str, Vec<(u64, CellId)>> = BTreeMap::new();
        for (parcel, sum) in self.material.parcels.iter().filter(|(_, sum)| !sum.parcel.ends_with(GEHEIM)) {
            let asks = |(own, words): (Axis, Vec<&'static str>)| own == axis && words == [word];
            let conditions = &parcel.rule.when;
            let holds_only = !conditions.is_empty()
                && conditions.iter().all(|condition| condition.restrictions().into_iter().any(asks));
            if let Some(family) = families.get(&family_of(sum)).filter(|_| holds_only) {
                by_party.entry(&sum.party).or_default().push(*family);
            }
        }
        for parcels in by_party.into_values() {
            let together: u64 = parcels.iter().map(|(count, _)| *count).sum();
            let sets = if together <= group.count {
                vec![parcels]
            } else {
                parcels.into_iter().map(|one| vec![one]).collect()
            };
            for set in sets {
                let held: u64 = set.iter().map(|(count, _)| *count).sum();
                let Some(rest) = group.count.checked_sub(held) else { continue };
                let rest = self.tables.slack(rest);
                let parts: Vec<CellId> = set.iter().map(|(_, id)| *id).chain([rest]).collect();
                self.tables.sum(group.id, &parts);
            }
        }
    }

    fn added_up(&mut self, families: &Families) -> CellId {
        // Who is only counted somewhere is not held there.
        let counted =
            self.material.parcels.iter().filter(|(parcel, _)| parcel.rule.vorm == Regelvorm::Telling);
        let counted: BTreeSet<(String, String)> = counted.map(|(_, sum)| family_of(sum)).collect();
        let held = families.iter().filter(|(family, _)| !counted.contains(*family)).map(|(_, own)| own);
        let total = held.clone().map(|(count, _)| *count).sum();
        let ids: Vec<CellId> = held.map(|(_, id)| *id).collect();
        let id = self.tables.always(total, Rank::Spare);
        self.tables.sum(id, &ids);
        id
    }

    /// New, changed and gone, with who stayed the same: together they are who is held now and who was held before.
    fn changes(&mut self, families: &Families, past: Option<&Past>) -> Vec<ChangeCells> {
        let mut sums: BTreeMap<(String, String), Changes> = BTreeMap::new();
        for (family, changes) in self.material.changes {
            let sum = sums.entry((family.party.clone(), family.parcel.clone())).or_default();
            sum.new += changes.new;
            sum.changed += changes.changed;
            sum.same += changes.same;
            sum.gone += changes.gone;
        }
        let mut rows = Vec::with_capacity(sums.len());
        for (family, changes) in sums {
            let nieuw = self.tables.happened(changes.new);
            let gewijzigd = self.tables.happened(changes.changed);
            let weg = self.tables.happened(changes.gone);
            let same = self.tables.unseen(changes.same);
            if let Some((count, now)) = families.get(&family) {
                self.tables.sum(*now, &[nieuw, gewijzigd, same]);
                if let Some(before) = past.and_then(|past| past.delivered.get(&family)) {
                    let before_id = self.tables.known(*before);
                    let ever = self.tables.slack(count + changes.gone);
                    self.tables.sum(ever, &[*now, weg]);
                    self.tables.sum(ever, &[before_id, nieuw]);
                }
            }
            let (partij, pakket) = family;
            rows.push(ChangeCells { partij, pakket, nieuw, gewijzigd, weg });
        }
        rows
    }

    /// Who is gone from a party's parcels may be all that is recalled: no single reason follows from the others.
    fn recalls(&mut self) -> Vec<(String, &'static str, CellId)> {
        let mut by_party: BTreeMap<&str, BTreeMap<RecallReden, BTreeSet<Subject>>> = BTreeMap::new();
        for recall in self.material.recalls.all() {
            let reasons = by_party.entry(&recall.family.party).or_default();
            // Whoever is recalled from two parcels is one person.
            reasons.entry(recall.reden).or_default().insert(recall.subject);
        }
        let mut rows = Vec::new();
        for (partij, reasons) in by_party {
            let counts =
                reasons.into_iter().map(|(reden, own)| (reden, u64::try_from(own.len()).unwrap_or(u64::MAX)));
            let counts: Vec<(RecallReden, u64)> = counts.collect();
            let total = self.tables.always(counts.iter().map(|(_, count)| count).sum(), Rank::Everyone);
            let mut ids = Vec::with_capacity(counts.len());
            for (reden, count) in counts {
                let id = self.tables.listed(count, Rank::Detail);
                ids.push(id);
                rows.push((partij.to_owned(), reden.word(), id));
            }
            self.tables.sum(total, &ids);
        }
        rows
    }
}

/// A thing that a listing can fail on, with the reasons that say so.
type Thing = (&'static str, &'static [Reden]);

/// More than one thing.
const SEVERAL: &str = "meer_dan_een";
/// None of the things: what was so on the peildatum and is not on the verstrekdatum.
const OTHER: &str = "anders";

/// What a listing is wrong about.
const WRONGLY: [Thing; 5] = [
    ("leeftijd", &[Reden::JibLeeftijd]),
    ("startkwalificatie", &[Reden::JibStartkwalificatie]),
    ("ingeschreven", &[Reden::JibIngeschreven]),
    ("inkomen", &[Reden::JibInkomen]),
    ("uitkering", &[Reden::JibUitkering]),
];

/// What is not known, so that it is unknown whether a listing is right.
const UNKNOWN: [Thing; 5] = [
    ("leeftijd", &[Reden::GeboortedatumOnvolledig, Reden::GeboortedatumOnbekend]),
    (
        "startkwalificatie",
        &[
            Reden::StartkwalificatieGeenRij,
            Reden::StartkwalificatieOntbreekt,
            Reden::StartkwalificatieVerouderd,
            Reden::StartkwalificatieTegenstrijdig,
        ],
    ),
    (
        "ingeschreven",
        &[
            Reden::InschrijvingOntbreekt,
            Reden::InschrijvingVerouderd,
            Reden::InschrijvingAlleenWijzigingen,
            Reden::AlleenNietBekostigd,
            Reden::Zomerovergang,
        ],
    ),
    (
        "inkomen",
        &[
            Reden::InkomenOntbreekt,
            Reden::InkomenVerouderd,
            Reden::InkomenNietBevraagd,
            Reden::ParameterOntbreekt,
        ],
    ),
    ("lijst", &[Reden::JibOntbreekt, Reden::JibVerouderd]),
];
