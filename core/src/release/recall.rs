//! Recalls: persons whom a party received earlier and may no longer hold (AVG 19, 5 lid 1 d; after a withdrawn consent AVG 7
//! lid 3).
//!
//! A recall is a firm statement, so it needs known facts. An unknown value, a stale delivery, a row that was set aside or a
//! lost state supports no recall. A person not delivered for such a reason stays remembered with the party until the facts are
//! known.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::crypto::hashing::Subject;
use crate::intake::delivery::State as DeliveryState;
use crate::law::decide::{Parcel, ProfilePair};
use crate::law::file::{Regelvorm, School};
use crate::model::classification::{Bijhouding, Jib, Leeftijdsgroep, Reden, Tri};
use crate::model::code::codes;
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::facts::{Brin, PartySet, Reliance};
use crate::model::number::Persoonsnummer;
use crate::model::profile::{Axis, Profile};
use crate::model::ruling::Weigering;
use crate::parallel::mapped;
use crate::release::consent::{ConsentStanding, Consents, Judge};
use crate::release::memory::{Family, Memory, RememberedLine};
use crate::release::minimise::release::Release;
use crate::release::minimise::{Destination, Minimised, Sources, handovers_of};

/// The file name, and the name for recalls wherever parcels are named.
pub const PAKKET: &str = "intrekking";

/// The columns of a recall file.
pub const HEADER: [&str; 4] = ["kenmerk", "pakket", "reden", "datum"];

/// The columns that together occur once.
pub const KEY: [&str; 2] = ["kenmerk", "pakket"];

/// The articles that recalls rest on.
pub const BASIS: [&str; 3] = ["AVG 5", "AVG 7", "AVG 19"];

codes! {
    /// Why a party may no longer hold a person.
    RecallReden {
        /// the consent was withdrawn
        ToestemmingIngetrokken = "toestemming_ingetrokken",
        /// the person is no longer in the group
        NietMeerInGroep = "niet_meer_in_groep",
        /// objection, protection or court order
        Uitgesloten = "uitgesloten",
        /// the source retracted what was delivered
        Gecorrigeerd = "gecorrigeerd",
    }
}

/// One recall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall<'m> {
    /// The parcel.
    pub family: &'m Family,
    /// The person.
    pub subject: Subject,
    /// The kenmerk under which the person was delivered.
    pub kenmerk: String,
    /// Why.
    pub reden: RecallReden,
}

/// The recalls of a run.
#[derive(Debug, Default)]
pub struct Recalls<'m> {
    /// Per recipient (by position in the configuration), ordered by parcel and kenmerk.
    pub by_recipient: BTreeMap<usize, Vec<Recall<'m>>>,
    /// The number of persons to recall from parties that cannot be reached. They stay remembered.
    pub undeliverable: u64,
}

impl<'m> Recalls<'m> {
    /// All recalls.
    pub fn all(&self) -> impl Iterator<Item = &Recall<'m>> {
        self.by_recipient.values().flatten()
    }
}

/// What recalls are decided on.
#[derive(Clone)]
pub struct Grounds<'a> {
    /// The state of earlier runs.
    pub memory: &'a Memory,
    /// The facts and rules of this run.
    pub sources: Sources<'a>,
    /// The decisions of this run.
    pub releases: &'a [Release<'a>],
    /// What consents are judged against.
    pub judge: Judge<'a>,
    /// Extracts too incomplete to infer anything from absence: far smaller than in an earlier run, absent or old, or with a row
    /// set aside that could be about anyone.
    pub unsure: BTreeSet<&'a str>,
    /// Whether at least as many schools delivered handovers as in the previous run.
    pub handovers_whole: bool,
    /// Whether the facts are older than the previous run's. Then they support no recall.
    pub outdated: bool,
}

/// The persons delivered now, per parcel.
type DeliveredNow = FxHashMap<Family, FxHashSet<Subject>>;

/// Decides who must be recalled.
pub fn recalls<'a>(grounds: Grounds<'a>, parcels: &[Minimised<'_>]) -> Recalls<'a> {
    let mut recalls = Recalls::default();
    if grounds.outdated || grounds.memory.held().next().is_none() {
        return recalls;
    }
    let mut delivered = DeliveredNow::default();
    for contents in parcels.iter().flat_map(Minimised::contents).filter(|own| own.has_kenmerk()) {
        delivered.entry(contents.family()).or_default().extend(contents.subjects());
    }
    let none = FxHashSet::default();
    let held = grounds.memory.held();
    let is_gone = |(family, entry): &(&Family, &RememberedLine)| {
        !delivered.get(*family).unwrap_or(&none).contains(&entry.subject)
    };
    let missing: Vec<(&Family, &RememberedLine)> = held.filter(is_gone).collect();
    let known = Known::of(grounds.clone(), &missing);
    let decided = |position: usize| -> Option<Recall<'a>> {
        let (family, entry) = *missing.get(position)?;
        let reden = known.reason(family, entry.subject, &delivered)?;
        let kenmerk = grounds.memory.kenmerk(family, entry);
        Some(Recall { family, subject: entry.subject, kenmerk, reden })
    };
    for recall in mapped(missing.len(), TOGETHER_LINES, decided) {
        let brin = recall.family.brin.as_bytes();
        let brin = (!brin.is_empty()).then(|| Brin::from_bytes(brin));
        match grounds.sources.delivery(&recall.family.party, brin) {
            Destination::To(position) => recalls.by_recipient.entry(position).or_default().push(recall),
            Destination::Withheld(_) => recalls.undeliverable += 1,
        }
    }
    for own in recalls.by_recipient.values_mut() {
        own.sort_by(|one, other| {
            (&one.family.parcel, &one.kenmerk).cmp(&(&other.family.parcel, &other.kenmerk))
        });
    }
    recalls
}

/// Missing lines decided on as one part.
const TOGETHER_LINES: usize = 256;

/// What this run knows about the missing persons.
struct Known<'a> {
    grounds: Grounds<'a>,
    /// Persons in the BRP extract, by position.
    persons: FxHashMap<Subject, usize>,
    /// Persons whose BRP row was set aside.
    set_aside: FxHashSet<Subject>,
    /// Persons in a handover, by number.
    handed_over: FxHashMap<Subject, Persoonsnummer>,
    /// Persons with an exclusion who are not in the BRP extract, by number.
    excluded: FxHashMap<Subject, Persoonsnummer>,
}

/// Adults: past leer- and kwalificatieplicht, whatever else holds.
const ADULT: [Leeftijdsgroep; 3] =
    [Leeftijdsgroep::Van18Tot23, Leeftijdsgroep::Van23Tot27, Leeftijdsgroep::Vanaf27];

impl<'a> Known<'a> {
    fn of(grounds: Grounds<'a>, missing: &[(&Family, &RememberedLine)]) -> Known<'a> {
        let wanted: FxHashSet<Subject> = missing.iter().map(|(_, entry)| entry.subject).collect();
        let persons = grounds.memory.persons().iter().copied().enumerate();
        let persons = persons.filter(|(_, subject)| wanted.contains(subject));
        let linked = grounds.sources.linked;
        let subject = |number: &Persoonsnummer| grounds.memory.subject(&number.digits());
        let rows = linked.handovers().overstap.iter().flat_map(|delivery| delivery.rows());
        Known {
            grounds,
            persons: persons.map(|(position, subject)| (subject, position)).collect(),
            set_aside: linked.persons_set_aside().iter().map(subject).collect(),
            handed_over: rows.map(|(row, _)| (subject(&row.persoon), row.persoon)).collect(),
            excluded: linked.strangers_excluded().map(|number| (subject(&number), number)).collect(),
        }
    }

    /// Whether absence from the extract is reliable.
    fn is_sure(&self, extract: Extract) -> bool {
        !self.grounds.unsure.contains(extract.word())
    }

    /// Whether an axis value is reliable for this person, even if an extract is not reliable for everyone.
    fn relies(&self, person: usize, pair: ProfilePair, axis: Axis) -> bool {
        let Sources { linked, peildatum, .. } = self.grounds.sources;
        let (Some(facts), Some(row)) = (linked.facts(person), linked.person(person)) else { return false };
        let profile = pair.verstrekdatum;
        let known = |extract: Extract| {
            self.is_sure(extract)
                || match extract {
                    // One row per person: an unreadable row cannot be about someone who already has one.
                    Extract::Startkwalificatie => !facts.startkwalificatie.rows.is_empty(),
                    Extract::Inschrijving => {
                        facts.inschrijvingen.rows.iter().any(|own| own.covers(peildatum))
                    }
                    _ => false,
                }
        };
        let is_aged = |groups: &[Leeftijdsgroep]| {
            groups.iter().any(|group| profile.is(Axis::Leeftijdsgroep, group.index()))
        };
        let qualified =
            profile.is(Axis::Startkwalificatie, Tri::Ja.index()) && known(Extract::Startkwalificatie);
        match axis {
            // An empty municipality reads as `elders`, but proves nothing.
            Axis::Woonplaats => row.registratie.gemeente.is_some(),
            // Age or a startkwalificatie settles these axes by itself.
            Axis::Plicht if is_aged(&ADULT) => true,
            Axis::Doelgroep | Axis::OverlegSchool if qualified || is_aged(&[Leeftijdsgroep::Vanaf27]) => true,
            // One certain reason is enough, whatever the other values are.
            // An enrolment of long ago may end the kwalificatieplicht, or make it unknown: one that covers the day says nothing of it.
            Axis::Plicht | Axis::PlichtNaTeGaan | Axis::Verzuim | Axis::Doelgroep | Axis::OverlegSchool
                if !self.is_enrolment_known(person) && !is_aged(&ADULT) =>
            {
                false
            }
            Axis::Jib if self.is_listed_wrongly(person, profile, &known) => true,
            axis => Extract::deciding(axis).all(known),
        }
    }

    /// Whether a certain reason makes the person's place on the list unjustified. More income rows can never justify it again,
    /// so the person's own rows are enough.
    fn is_listed_wrongly(&self, person: usize, profile: Profile, known: &dyn Fn(Extract) -> bool) -> bool {
        let Some(own) = self.grounds.sources.classified.classification(person) else { return false };
        profile.is(Axis::Jib, Jib::Onterecht.index())
            && own.redenen.iter().any(|reden| match reden {
                Reden::JibLeeftijd | Reden::JibInkomen | Reden::JibUitkering => true,
                Reden::JibStartkwalificatie => known(Extract::Startkwalificatie),
                Reden::JibIngeschreven => known(Extract::Inschrijving),
                _ => false,
            })
    }

    /// Whether a readable exclusion excludes the party from data about a person: its own, or that of whoever it acts for under a
    /// mandaat in this parcel.
    fn is_excluded(&self, number: Persoonsnummer, family: &Family) -> bool {
        let Sources { parties, linked, verstrekdatum, parcels, .. } = self.grounds.sources;
        let party = parties.iter().position(|party| party.id == family.party);
        let own =
            party.and_then(|party| u8::try_from(party).ok()).map_or(PartySet::default(), PartySet::only);
        let of_parcel = parcels.iter().map(|parcel| &parcel.rule);
        let mut of_parcel =
            of_parcel.filter(|rule| rule.party_id == family.party && rule.parcel == family.parcel);
        let bound = of_parcel.next().map_or(own, |rule| own.and(rule.bound_by));
        linked.is_excluded_for_certain(number, bound, verstrekdatum)
    }

    /// Why the party may no longer hold this person; `None` if that is uncertain, or if it still may.
    fn reason(&self, family: &Family, subject: Subject, delivered: &DeliveredNow) -> Option<RecallReden> {
        let sources = self.grounds.sources;
        let parcel = sources
            .parcels
            .iter()
            .find(|parcel| parcel.rule.party_id == family.party && parcel.rule.parcel == family.parcel);
        if parcel.is_some_and(|parcel| parcel.rule.form == Regelvorm::Overstap) {
            return self.handover(family, subject);
        }
        let Some(person) = self.persons.get(&subject).copied() else { return self.absent(family, subject) };
        let row = sources.linked.person(person)?;
        if self.is_excluded(row.persoon, family) {
            return Some(RecallReden::Uitgesloten);
        }
        let (pair, _) = sources.classified.pairs().get(sources.classified.pair(person))?;
        let sure = |axis: Axis| self.relies(person, *pair, axis);
        if let Some(reden) = no_longer_kept(*pair) {
            return Some(reden);
        }
        // A statement that proved false is retracted, even if the party still receives the same columns.
        let taken_back = |parcel: &Parcel| {
            let rule = &parcel.rule;
            let axis = Axis::Startkwalificatie;
            rule.once && sure(axis) && rule.fails_for_certain(pair.verstrekdatum, axis)
        };
        if parcel.is_some_and(taken_back) {
            return Some(RecallReden::Gecorrigeerd);
        }
        // Data held on behalf of another party must be returned when the mandaat ends, even if this party has the same columns on its own
        // ground: the parcel reveals who is on the other party's list.
        let for_another = parcel.is_some_and(|parcel| parcel.rule.mandaat.is_some());
        if !for_another && self.is_still_given(family, subject, delivered) {
            return None;
        }
        let is_consent = family.parcel.starts_with("toestemming.");
        let Some(parcel) = parcel else {
            return if is_consent {
                self.consent(family, person)
            } else {
                Some(RecallReden::NietMeerInGroep)
            };
        };
        if parcel.denies_for_certain(*pair, &sure)
            || self.has_left_school(family, person)
            || self.own(family, person, *pair, &sure)
        {
            return Some(RecallReden::NietMeerInGroep);
        }
        None
    }

    /// Whether something personal, rather than the profile, removes the ground for certain.
    fn own(&self, family: &Family, person: usize, pair: ProfilePair, sure: &dyn Fn(Axis) -> bool) -> bool {
        let sources = self.grounds.sources;
        let Some(facts) = sources.linked.facts(person) else { return false };
        let complete = |reliance: Reliance, extract| reliance == Reliance::Complete && self.is_sure(extract);
        let verzuim_known = complete(facts.verzuim.reliance, Extract::Verzuim);
        self.releases_of(family).all(|release| match release.decide(person, &mut Vec::new()) {
            Err(Weigering::GeenMandaat | Weigering::GeenPartner | Weigering::GeenOvereenkomst) => true,
            Err(Weigering::NietInPakket) => {
                let mut hung_on = sources.parcels.iter().filter(|other| release.parcel().hangs_on(other));
                hung_on.all(|other| other.denies_for_certain(pair, sure))
            }
            Err(Weigering::GeenContactgegevens) => {
                complete(sources.linked.contact_reliance(person), Extract::Contactgegevens)
            }
            Err(Weigering::GeenMelding | Weigering::NietVanDuo) => verzuim_known,
            // The person is in the twin parcel.
            Err(Weigering::Geheim | Weigering::NietGeheim) => true,
            Ok(()) | Err(_) => false,
        })
    }

    /// Whether the person has left the school that received the parcel, wherever it would go now.
    fn has_left_school(&self, family: &Family, person: usize) -> bool {
        let sources = self.grounds.sources;
        let Some(facts) = sources.linked.facts(person).filter(|_| !family.brin.is_empty()) else {
            return false;
        };
        let brin = Brin::from_bytes(family.brin.as_bytes());
        let mut consulting =
            self.releases_of(family).filter(|own| own.parcel().rule.school == Some(School::Overleg));
        if let Some(release) = consulting.next() {
            let diploma = facts.startkwalificatie.reliance == Reliance::Complete
                && self.is_sure(Extract::Startkwalificatie);
            // Without a school of the diploma, the one that was left takes its place.
            let known = release.school_of_diploma(person).is_some() || self.is_enrolment_known(person);
            return diploma && known && release.school_of(person, School::Overleg) != Some(brin);
        }
        let mut rows = facts.inschrijvingen.rows.iter();
        self.is_enrolment_known(person) && !rows.any(|row| row.brin == brin && row.covers(sources.peildatum))
    }

    /// The releases of a parcel: two if it has a twin for secret addresses.
    fn releases_of(&self, family: &Family) -> impl Iterator<Item = &Release<'a>> {
        self.grounds.releases.iter().filter(|release| {
            let rule = &release.parcel().rule;
            rule.party_id == family.party && rule.parcel == family.parcel
        })
    }

    fn is_enrolment_known(&self, person: usize) -> bool {
        let facts = self.grounds.sources.linked.facts(person);
        facts.is_some_and(|facts| facts.inschrijvingen.reliance == Reliance::Complete)
            && self.is_sure(Extract::Inschrijving)
    }

    /// Why a person is no longer in a consent parcel.
    fn consent(&self, family: &Family, person: usize) -> Option<RecallReden> {
        let Grounds { sources, judge, .. } = self.grounds;
        let (consents, _) = sources.linked.consents(person);
        if consents.reliance != Reliance::Complete {
            return None;
        }
        match Consents::standing(sources.linked, judge, person, &family.party, &family.parcel) {
            ConsentStanding::Withdrawn => return Some(RecallReden::ToestemmingIngetrokken),
            ConsentStanding::Absent => {
                return self.is_sure(Extract::Toestemming).then_some(RecallReden::ToestemmingIngetrokken);
            }
            ConsentStanding::AgeUnknown => return None,
            ConsentStanding::Other => {}
        }
        if self.has_left_school(family, person) {
            return Some(RecallReden::NietMeerInGroep);
        }
        let ruling = self.releases_of(family).map(|release| release.decide(person, &mut Vec::new())).next();
        let certain = match ruling {
            Some(
                Ok(())
                | Err(
                    Weigering::SchoolOnbekend
                    | Weigering::GeenOntvanger
                    | Weigering::NietGewenst
                    | Weigering::KanaalOnbeveiligd,
                ),
            ) => false,
            Some(Err(Weigering::Woonplaats)) => {
                sources.linked.person(person).is_some_and(|row| row.registratie.gemeente.is_some())
            }
            Some(Err(_)) | None => self.is_sure(Extract::Toestemming),
        };
        certain.then_some(RecallReden::NietMeerInGroep)
    }

    /// Whether the party still receives every column of the parcel about this person, through another parcel.
    fn is_still_given(&self, family: &Family, subject: Subject, delivered: &DeliveredNow) -> bool {
        let remembered = self.grounds.memory.remembered(family);
        let Some(columns) = remembered.map(|own| &own.columns) else { return false };
        self.grounds.releases.iter().any(|release| {
            let parcel = release.parcel();
            let other = Family { parcel: parcel.rule.parcel.clone(), ..family.clone() };
            parcel.rule.party_id == family.party
                && parcel.rule.form != Regelvorm::Toestemming
                && parcel.rule.parcel != family.parcel
                && columns.iter().all(|word| parcel.columns.iter().any(|(field, _)| field.word() == word))
                && delivered.get(&other).is_some_and(|subjects| subjects.contains(&subject))
        })
    }

    /// The reason for a person who is not in the BRP extract; `None` if the absence is uncertain.
    fn absent(&self, family: &Family, subject: Subject) -> Option<RecallReden> {
        if self.excluded.get(&subject).is_some_and(|number| self.is_excluded(*number, family)) {
            return Some(RecallReden::Uitgesloten);
        }
        let uncertain = !self.is_sure(Extract::Brp) || self.set_aside.contains(&subject);
        (!uncertain).then_some(RecallReden::NietMeerInGroep)
    }

    /// The reason for a handover: excluded, gone from the BRP, or no longer named by the school while every school's delivery
    /// is complete.
    fn handover(&self, family: &Family, subject: Subject) -> Option<RecallReden> {
        let sources = self.grounds.sources;
        let brin = Brin::from_bytes(family.brin.as_bytes());
        if let Some(number) = self.handed_over.get(&subject) {
            let release =
                self.grounds.releases.iter().find(|own| own.parcel().rule.form == Regelvorm::Overstap)?;
            let rulings = handovers_of(release, *number);
            let refused =
                |reason: Weigering| rulings.iter().any(|(to, ruling)| *to == brin && *ruling == Err(reason));
            if self.is_excluded(*number, family) {
                return Some(RecallReden::Uitgesloten);
            }
            if refused(Weigering::Bijhouding) {
                return Some(RecallReden::NietMeerInGroep);
            }
            if rulings.iter().any(|(to, _)| *to == brin) {
                return None;
            }
        }
        let mut deliveries =
            sources.linked.deliveries().iter().filter(|own| own.extract == Extract::Overstap.word());
        let complete = deliveries.all(|own| own.state == DeliveryState::Fresh && own.sums.quarantaine == 0);
        let whole = complete && self.grounds.handovers_whole && self.is_sure(Extract::Overstap);
        whole.then_some(RecallReden::NietMeerInGroep)
    }
}

/// The reason if the BRP does not keep the record on either day: died, left, or recorded in error.
fn no_longer_kept(pair: ProfilePair) -> Option<RecallReden> {
    let is = |value: Bijhouding| {
        [pair.peildatum, pair.verstrekdatum].iter().any(|own| own.is(Axis::Bijhouding, value.index()))
    };
    let kept = [pair.peildatum, pair.verstrekdatum]
        .iter()
        .all(|own| own.is(Axis::Bijhouding, Bijhouding::Actueel.index()));
    match (kept, is(Bijhouding::Fout)) {
        (true, _) => None,
        (false, true) => Some(RecallReden::Gecorrigeerd),
        (false, false) => Some(RecallReden::NietMeerInGroep),
    }
}

/// The rows of a recall file, in the columns of [`HEADER`].
pub fn rows<'r>(recalls: &'r [Recall<'_>], verstrekdatum: Day) -> impl Iterator<Item = csv::ByteRecord> + 'r {
    recalls.iter().map(move |recall| {
        let datum = verstrekdatum.to_string();
        csv::ByteRecord::from(vec![&*recall.kenmerk, &recall.family.parcel, recall.reden.word(), &datum])
    })
}
