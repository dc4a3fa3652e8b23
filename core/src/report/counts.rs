//! Every count of persons in a report, each rounded by itself ([`crate::release::rounding`]). Where two places count the same
//! persons, or nearly the same, their cells have one name and so one draw: else the two together would tell more than either.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::crosstab::crosstab;
use super::figures::{ChangeRow, CountRow, CrossRow, DistributionRow, JibReasonRow, ParcelRow, RecallRow};
use super::history::TrendRow;
use super::material::Material;
use crate::classify::Classification;
use crate::crypto::hashing::Subject;
use crate::intake::delivery::Delivery;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::model::classification::{Bijhouding, Jib, Leeftijdsgroep, Reden, Tri, Woonplaats};
use crate::model::code::codes;
use crate::model::profile::Axis;
use crate::model::ruling::Weigering;
use crate::persons::classified::Classified;
use crate::publish::ledger::manifest::ParcelSum;
use crate::publish::state::next::Changes;
use crate::release::memory::Remembered;
use crate::release::minimise::GEHEIM;
use crate::release::recall::RecallReden;
use crate::release::rounding::{ROWS, Rounder};

/// The counts, as they may be shown. A list over values that may or may not occur leaves out what is shown as 0: that a value
/// occurs would say that somebody has it.
pub struct Counts {
    /// Everyone.
    pub persons: u64,
    /// leeftijdsgroep × plicht × startkwalificatie × doelgroep.
    pub distribution: Vec<DistributionRow>,
    /// Every age group.
    pub ages: Vec<CountRow>,
    /// leeftijdsgroep × plicht × doelgroep.
    pub age_plicht_doelgroep: Vec<CrossRow>,
    /// The target group: every value.
    pub doelgroep: Vec<CountRow>,
    /// Jongeren in Beeld: every value.
    pub jib: Vec<CountRow>,
    /// Why not rightly on the list: every reason.
    pub jib_reasons: Vec<JibReasonRow>,
    /// The parcels, in the order of the material.
    pub parcels: Vec<ParcelRow>,
    /// Persons of a parcel and its `-geheim` twin together, by party and parcel.
    pub together: BTreeMap<(String, String), u64>,
    /// All of those added up.
    pub delivered: u64,
    /// What changed since the run before.
    pub changes: Vec<ChangeRow>,
    /// Who was recalled: for each party with a recall, every reason.
    pub recalls: Vec<RecallRow>,
    /// What became of those who were delivered before to be supported: every outcome.
    pub results: Vec<CountRow>,
}

/// Names of what is counted. The name makes the draw, so changing one changes what a report shows of an unchanged count.
mod cell {
    pub const EVERYONE: &str = "personen";
    pub const DELIVERED: &str = "geleverd";
    pub const REFUSED: &str = "geweigerd";
    pub const CHANGES: &str = "veranderingen";
    pub const RECALLS: &str = "intrekkingen";
    pub const INCIDENT: &str = "incident";
    pub const RESULT: &str = "resultaat";
    pub const UNKNOWN: &str = "onbekend";
    pub const JIB_REASON: &str = "jongeren_in_beeld_reden";
    pub const ALL: &str = "alles";
}

/// The name of a parcel without the suffix of its twin.
pub fn family_of(sum: &ParcelSum) -> (String, String) {
    let pakket = sum.parcel.strip_suffix(GEHEIM).unwrap_or(&sum.parcel);
    (sum.party.clone(), pakket.to_owned())
}

/// Everyone, as a report shows it.
pub fn everyone(rounder: &Rounder, persons: usize) -> u64 {
    rounder.rounded(&[cell::EVERYONE], u64::try_from(persons).unwrap_or(u64::MAX))
}

/// Persons in an incident, as a report shows them.
pub fn in_incident(rounder: &Rounder, extract: &str, source: &str, persons: u64) -> u64 {
    rounder.rounded(&[cell::INCIDENT, extract, source], persons)
}

/// Persons of whom something is unknown, as a report shows them.
pub fn unknown_persons(rounder: &Rounder, code: &str, persons: u64) -> u64 {
    rounder.rounded(&[cell::UNKNOWN, code], persons)
}

/// The rows of several deliveries together.
pub fn all_rows<'d>(
    rounder: &Rounder,
    deliveries: impl Iterator<Item = &'d Delivery>,
    of: impl Fn(&Delivery) -> u64,
) -> u64 {
    rounder.rounded(&[ROWS, cell::ALL], deliveries.map(of).sum())
}

/// A row of the trend as an earlier report showed it, rounded once more: that report may have been exact, or rounded to another
/// base. What is rounded already stays.
pub fn rounded_again(rounder: &Rounder, row: TrendRow) -> TrendRow {
    let again = |cell: &[&str], count: Option<u64>| count.map(|count| rounder.rounded(cell, count));
    TrendRow {
        read: again(&[ROWS, cell::ALL], row.read),
        persons: again(&[cell::EVERYONE], row.persons),
        doelgroep: again(&[Axis::Doelgroep.word(), Tri::Ja.word()], row.doelgroep),
        delivered: again(&[cell::DELIVERED, cell::ALL], row.delivered),
        ..row
    }
}

/// Works out what may be shown.
///
/// # Errors
/// A cross-tab that polars cannot compute.
pub fn counts(material: &Material<'_>) -> PolarsResult<Counts> {
    let counter = Counter { material, rounder: material.rounder };
    let families = counter.families();
    let (distribution, age_plicht_doelgroep) = counter.distribution()?;
    Ok(Counts {
        persons: everyone(material.rounder, material.classified.map_or(0, Classified::count)),
        distribution,
        ages: counter.margin(Axis::Leeftijdsgroep)?,
        age_plicht_doelgroep,
        doelgroep: counter.margin(Axis::Doelgroep)?,
        jib: counter.margin(Axis::Jib)?,
        jib_reasons: counter.listed_why(),
        parcels: material.parcels.iter().map(|(parcel, sum)| counter.parcel(parcel, sum)).collect(),
        delivered: counter.added_up(&families),
        together: families.into_iter().map(|(family, (_, shown))| (family, shown)).collect(),
        changes: counter.changes(),
        recalls: counter.recalls(),
        results: counter.results(),
    })
}

/// Persons of each family: exact, and as shown.
type Families = BTreeMap<(String, String), (u64, u64)>;

struct Counter<'m, 'a> {
    material: &'m Material<'a>,
    rounder: &'m Rounder,
}

impl Counter<'_, '_> {
    fn shown(&self, cell: &[&str], count: u64) -> u64 {
        self.rounder.rounded(cell, count)
    }

    /// The cell of persons with these values: alike in every table that has it.
    fn with_values(&self, values: &[(Axis, &str)], count: u64) -> u64 {
        let parts = values.iter().flat_map(|(axis, word)| [axis.word(), *word]);
        self.shown(&parts.collect::<Vec<&str>>(), count)
    }

    fn distribution(&self) -> PolarsResult<(Vec<DistributionRow>, Vec<CrossRow>)> {
        let Some(classified) = self.material.classified else { return Ok((Vec::new(), Vec::new())) };
        let axes = [Axis::Leeftijdsgroep, Axis::Plicht, Axis::Startkwalificatie, Axis::Doelgroep];
        let leaves = crosstab(classified, &axes)?.into_iter().filter_map(|found| {
            let [leeftijdsgroep, plicht, startkwalificatie, doelgroep] =
                <[String; 4]>::try_from(found.words).ok()?;
            let values = [&leeftijdsgroep, &plicht, &startkwalificatie, &doelgroep];
            let values: Vec<(Axis, &str)> = axes.into_iter().zip(values.map(String::as_str)).collect();
            let count = self.with_values(&values, found.count);
            Some(DistributionRow { leeftijdsgroep, plicht, startkwalificatie, doelgroep, count })
        });
        let leaves = leaves.filter(|row| row.count > 0).collect();
        let axes = [Axis::Leeftijdsgroep, Axis::Plicht, Axis::Doelgroep];
        let cross = crosstab(classified, &axes)?.into_iter().filter_map(|found| {
            let [leeftijdsgroep, plicht, doelgroep] = <[String; 3]>::try_from(found.words).ok()?;
            let values = [&leeftijdsgroep, &plicht, &doelgroep];
            let values: Vec<(Axis, &str)> = axes.into_iter().zip(values.map(String::as_str)).collect();
            let count = self.with_values(&values, found.count);
            Some(CrossRow { leeftijdsgroep, plicht, doelgroep, count })
        });
        Ok((leaves, cross.filter(|row| row.count > 0).collect()))
    }

    /// Persons by one axis: every value, so that the list itself says nothing.
    fn margin(&self, axis: Axis) -> PolarsResult<Vec<CountRow>> {
        let Some(classified) = self.material.classified else { return Ok(Vec::new()) };
        let found = crosstab(classified, &[axis])?;
        let count = |word: &str| {
            let own = found.iter().find(|own| own.words.first().is_some_and(|first| first == word));
            own.map_or(0, |own| own.count)
        };
        let rows = axis.values().into_iter().map(|word| CountRow {
            value: word.to_owned(),
            count: self.with_values(&[(axis, word)], count(word)),
        });
        Ok(rows.collect())
    }

    /// Counts persons who are wrongly listed, or for whom that is unknown, by the one condition at issue, or under [`SEVERAL`] or
    /// [`OTHER`]. Every condition has a row, even at 0: otherwise the presence of a row would reveal that somebody has it.
    fn listed_why(&self) -> Vec<JibReasonRow> {
        if self.material.classified.is_none() {
            return Vec::new();
        }
        let kinds = [(Jib::Onterecht, &WRONGLY[..]), (Jib::Onbekend, &UNKNOWN[..])];
        let rows = kinds.into_iter().flat_map(|(jib, things)| {
            self.why(jib, things).into_iter().map(move |(thing, count)| JibReasonRow {
                value: jib.word().to_owned(),
                reason: thing.to_owned(),
                count: self.shown(&[cell::JIB_REASON, jib.word(), thing], count),
            })
        });
        rows.collect()
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

    fn parcel(&self, parcel: &Parcel, sum: &ParcelSum) -> ParcelRow {
        let who = who(parcel, sum);
        let refused = sum.refused.iter().map(|(reason, count)| {
            let is = |own: Weigering| *reason == own.word();
            let shown = if is(Weigering::Bijhouding) {
                // The first condition of every parcel: the same persons everywhere.
                self.shown(&[cell::REFUSED, reason], *count)
            } else if is(Weigering::Uitgesloten) {
                // The second one, and an exclusion is from a party: the same persons in each of its parcels.
                self.shown(&[cell::REFUSED, reason, &sum.party], *count)
            } else if is(Weigering::Geheim) || is(Weigering::NietGeheim) {
                // Persons refused only for secrecy are those of the twin parcel, or would be, so they share its draw.
                self.shown(&[cell::DELIVERED, &who], *count)
            } else {
                // The same persons for a parcel and its twin.
                self.shown(&[cell::REFUSED, reason, &who], *count)
            };
            CountRow { value: (*reason).to_owned(), count: shown }
        });
        ParcelRow {
            party: sum.party.clone(),
            parcel: sum.parcel.clone(),
            purpose: parcel.rule.purpose.clone(),
            articles: parcel.rule.basis.clone(),
            columns: parcel.columns.iter().map(|(field, _)| field.word()).collect(),
            delivered: self.shown(&[cell::DELIVERED, &who], sum.delivered),
            refused: refused.filter(|row| row.count > 0).collect(),
        }
    }

    /// A parcel and its twin together.
    fn families(&self) -> Families {
        let mut families = BTreeMap::new();
        for (parcel, sum) in self.material.parcels {
            let family = families.entry(family_of(sum)).or_insert_with(|| (0, who(parcel, sum)));
            family.0 += sum.delivered;
        }
        let shown = |who: &str, count| self.shown(&[cell::DELIVERED, who], count);
        families.into_iter().map(|(family, (count, who))| (family, (count, shown(&who, count)))).collect()
    }

    /// The persons of all parcels, added up. Parcels of counts are left out, because nobody is held in them.
    fn added_up(&self, families: &Families) -> u64 {
        let counted =
            self.material.parcels.iter().filter(|(parcel, _)| parcel.rule.form == Regelvorm::Telling);
        let counted: BTreeSet<(String, String)> = counted.map(|(_, sum)| family_of(sum)).collect();
        let held = families.iter().filter(|(family, _)| !counted.contains(*family));
        self.shown(&[cell::DELIVERED, cell::ALL], held.map(|(_, (count, _))| count).sum())
    }

    fn changes(&self) -> Vec<ChangeRow> {
        let mut parcels: BTreeMap<(&str, &str), Vec<&Changes>> = BTreeMap::new();
        for (family, changes) in self.material.changes {
            parcels.entry((&family.party, &family.parcel)).or_default().push(changes);
        }
        let rows = parcels.into_iter().map(|((party, parcel), schools)| {
            let changes = Changes::over_schools(schools.into_iter());
            let shown = |what, count| self.shown(&[cell::CHANGES, party, parcel, what], count);
            ChangeRow {
                party: party.to_owned(),
                parcel: parcel.to_owned(),
                new: shown("nieuw", changes.new),
                changed: shown("gewijzigd", changes.changed),
                gone: shown("weg", changes.gone),
            }
        });
        rows.collect()
    }

    /// Persons recalled from each party, by reason. That a party has to erase something is a task, and so is told.
    fn recalls(&self) -> Vec<RecallRow> {
        let mut parties: BTreeMap<&str, BTreeMap<RecallReden, BTreeSet<Subject>>> = BTreeMap::new();
        for recall in self.material.recalls.all() {
            let reasons = parties.entry(&recall.family.party).or_default();
            // Whoever is recalled from two parcels is one person.
            reasons.entry(recall.reden).or_default().insert(recall.subject);
        }
        let rows = parties.into_iter().flat_map(|(party, reasons)| {
            RecallReden::ALL.iter().map(move |reason| {
                let count = reasons.get(reason).map_or(0, |own| u64::try_from(own.len()).unwrap_or(u64::MAX));
                RecallRow {
                    party: party.to_owned(),
                    reason: reason.word(),
                    count: self.shown(&[cell::RECALLS, party, reason.word()], count),
                }
            })
        });
        rows.collect()
    }
}

impl Counter<'_, '_> {
    /// The results that the effectrapportage asks for (WEB 9.2.10): what became of everyone who was ever in a parcel that some rule's
    /// `eerder_in` names. Each person counts once, under the first outcome that applies.
    fn results(&self) -> Vec<CountRow> {
        let Material { classified: Some(classified), memory, rules, .. } = *self.material else {
            return Vec::new();
        };
        let asked: BTreeSet<(&str, &str)> = rules
            .rules
            .iter()
            .flat_map(|rule| rule.earlier_in.iter().map(|parcel| (rule.party_id.as_str(), parcel.as_str())))
            .collect();
        let families = &memory.state().families;
        let own =
            families.iter().filter(|(own, _)| asked.contains(&(own.party.as_str(), own.parcel.as_str())));
        let own: Vec<&Remembered> = own.map(|(_, remembered)| remembered).collect();
        let supported: BTreeSet<Subject> =
            own.iter().flat_map(|remembered| &remembered.entries).map(|entry| entry.subject).collect();
        if supported.is_empty() {
            return Vec::new();
        }
        let mut counts: BTreeMap<SupportResult, u64> = BTreeMap::new();
        let mut known = 0;
        for (person, subject) in memory.persons().iter().enumerate() {
            if !supported.contains(subject) {
                continue;
            }
            if let Some(values) = classified.values().get(classified.pair(person)) {
                known += 1;
                *counts.entry(SupportResult::of(values)).or_insert(0) += 1;
            }
        }
        // Of whoever is no longer in the extract nothing is known: to say that somebody moved would be a guess.
        let gone = supported.len().saturating_sub(known);
        counts.insert(SupportResult::NietInBrp, u64::try_from(gone).unwrap_or(u64::MAX));
        let rows = SupportResult::ALL.iter().map(|outcome| CountRow {
            value: outcome.word().to_owned(),
            count: self.shown(&[cell::RESULT, outcome.word()], counts.get(outcome).copied().unwrap_or(0)),
        });
        rows.collect()
    }
}

codes! {
    /// What became of somebody who was delivered to be supported, the first that applies.
    SupportResult {
        /// has a startkwalificatie
        Startkwalificatie = "startkwalificatie",
        /// is enrolled
        School = "school",
        /// moved away, died, or is otherwise no longer registered here
        Vertrokken = "vertrokken",
        /// is 27 or older
        TeOud = "te_oud",
        /// earns enough to live on
        Werk = "werk",
        /// still belongs to the target group
        Doelgroep = "doelgroep",
        /// is no longer in the BRP extract, or only in a row that was set aside
        NietInBrp = "niet_in_brp",
        /// none of these, or unknown
        Anders = "anders",
    }
}

impl SupportResult {
    fn of(values: &Classification) -> SupportResult {
        let has_left = values.bijhouding != Bijhouding::Actueel || values.woonplaats == Woonplaats::Elders;
        if values.startkwalificatie == Tri::Ja {
            SupportResult::Startkwalificatie
        } else if has_left {
            SupportResult::Vertrokken
        } else if values.ingeschreven == Tri::Ja {
            SupportResult::School
        } else if values.leeftijdsgroep == Leeftijdsgroep::Vanaf27 {
            SupportResult::TeOud
        } else if values.economisch_zelfstandig == Tri::Ja {
            SupportResult::Werk
        } else if values.doelgroep == Tri::Ja {
            SupportResult::Doelgroep
        } else {
            SupportResult::Anders
        }
    }
}

/// Names who is in a parcel, so that parcels which hold the same persons have the same draw: a parcel and its `-geheim` twin,
/// and parcels of two parties with the same conditions.
fn who(parcel: &Parcel, sum: &ParcelSum) -> String {
    let rule = &parcel.rule;
    let only_profiles = rule.form == Regelvorm::Persoon
        && rule.earlier_in.is_empty()
        && !rule.once
        && rule.pause_days == 0
        && rule.school.is_none();
    if !only_profiles || rule.when.is_empty() {
        let (party, parcel) = family_of(sum);
        return format!("{party}/{parcel}");
    }
    let alternative = |condition: &crate::law::rule::Condition| {
        let axes = condition.restrictions().into_iter().filter(|(axis, _)| *axis != Axis::Geheim);
        let axes = axes.map(|(axis, words)| format!("{}={}", axis.word(), words.join("|")));
        axes.collect::<Vec<String>>().join(" ")
    };
    rule.when.iter().map(alternative).collect::<Vec<String>>().join(" of ")
}

/// A condition that a listing can fail, with the reason codes that show it.
type Thing = (&'static str, &'static [Reden]);

/// More than one thing.
const SEVERAL: &str = "meer_dan_een";
/// None of these: something that held on the peildatum and no longer holds on the verstrekdatum.
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
