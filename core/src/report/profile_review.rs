//! The privacy officer's full review: every profile in a run, how many persons have it, and the decision on it for every
//! parcel, with the articles. It names nobody but does hold small counts, so it is sealed to the controller.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::law::decide::{Parcel, ProfilePair};
use crate::law::file::Regelvorm;
use crate::law::library::Library;
use crate::law::rule_text;
use crate::messages::Lang;
use crate::model::profile::{Axis, Profile};
use crate::model::ruling::{Ruling, Weigering};
use crate::persons::classified::Classified;
use crate::release::assessment::Basis;
use crate::release::minimise::Selection;
use crate::release::minimise::release::Release;
use crate::report::templates::Page;

/// The review of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// The controller.
    pub gemeente: String,
    /// The day on which facts are judged.
    pub peildatum: String,
    /// The day on which data leaves.
    pub verstrekdatum: String,
    /// The rule sets of both days.
    #[serde(rename = "regelsets")]
    pub rule_sets: Vec<String>,
    /// The number of persons.
    #[serde(rename = "personen")]
    pub persons: u64,
    /// Parties without a configured recipient. They receive nothing, and the review leaves out their parcels.
    #[serde(rename = "zonder_ontvanger")]
    pub without_recipient: Vec<String>,
    /// The parcels decided by profile.
    #[serde(rename = "pakketten")]
    pub parcels: Vec<ReviewedParcel>,
    /// The number of profiles.
    #[serde(rename = "aantal_profielen")]
    pub profile_count: usize,
    /// The distinct values. Profiles refer to them by index.
    #[serde(rename = "waarden")]
    pub values: Vec<ReviewedValue>,
    /// The distinct decisions. Profiles refer to them by index.
    #[serde(rename = "besluiten")]
    pub decisions: Vec<Decision>,
    /// The profiles, per age group.
    #[serde(rename = "groepen")]
    pub groups: Vec<AgeGroup>,
    /// What each refusal means.
    #[serde(rename = "weigeringen")]
    pub refusals: Vec<RefusalMeaning>,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedParcel {
    /// Recipient and parcel.
    #[serde(rename = "naam")]
    pub name: String,
    /// The rule.
    #[serde(rename = "regel")]
    pub rule: String,
    /// The purpose.
    #[serde(rename = "doel")]
    pub purpose: String,
    /// The articles.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
    /// The fields, each with its article.
    #[serde(rename = "velden")]
    pub fields: Vec<String>,
    /// Conditions decided per person, in addition to the profile.
    #[serde(rename = "ook")]
    pub also: Vec<String>,
    /// Why the parcel is closed to everyone in this run, if it is.
    #[serde(rename = "gesloten")]
    pub closed: Option<&'static str>,
    /// How many persons have a profile that releases it.
    #[serde(rename = "personen")]
    pub persons: u64,
}

/// The profiles of one age group.
#[derive(Clone, Debug, Serialize)]
pub struct AgeGroup {
    /// The age group on the peildatum.
    pub leeftijdsgroep: &'static str,
    /// How many persons are in it.
    #[serde(rename = "personen")]
    pub persons: u64,
    /// Its profiles, most frequent first.
    #[serde(rename = "profielen")]
    pub profiles: Vec<ReviewedProfile>,
}

/// One profile.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedProfile {
    /// Its number in this review.
    #[serde(rename = "nummer")]
    pub number: usize,
    /// How many persons have it.
    #[serde(rename = "personen")]
    pub persons: u64,
    /// The few values that identify it at a glance, as indices into [`Review::values`].
    #[serde(rename = "kern")]
    pub core: Vec<usize>,
    /// Its values on the peildatum, as indices into [`Review::values`].
    #[serde(rename = "waarden")]
    pub values: Vec<usize>,
    /// The decision on it, as an index into [`Review::decisions`].
    #[serde(rename = "besluit")]
    pub decision: usize,
}

/// One value.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewedValue {
    /// The column.
    #[serde(rename = "kolom")]
    pub column: &'static str,
    /// The value.
    #[serde(rename = "waarde")]
    pub value: &'static str,
    /// The value on the verstrekdatum, if it differs.
    pub later: Option<&'static str>,
}

/// The decision on a profile, for every parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// The parcels released.
    #[serde(rename = "wel")]
    pub granted: Vec<NamedParcel>,
    /// The parcels denied, by reason.
    #[serde(rename = "niet")]
    pub denied: Vec<Denial>,
}

/// One parcel in a decision.
#[derive(Clone, Debug, Serialize)]
pub struct NamedParcel {
    /// Recipient and parcel.
    #[serde(rename = "pakket")]
    pub parcel: String,
    /// The articles.
    #[serde(rename = "artikelen")]
    pub articles: Vec<String>,
}

/// Denials for one reason.
#[derive(Clone, Debug, Serialize)]
pub struct Denial {
    /// The reason.
    #[serde(rename = "reden")]
    pub reason: &'static str,
    /// Recipients and parcels.
    #[serde(rename = "pakketten")]
    pub parcels: Vec<NamedParcel>,
}

/// What a refusal means.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalMeaning {
    /// The code.
    pub code: String,
    /// Why not.
    #[serde(rename = "betekenis")]
    pub meaning: String,
}

/// Builds the review of a run.
pub fn review(
    basis: &Basis<'_>,
    library: &Library,
    classified: &Classified,
    releases: &[Release<'_>],
) -> Review {
    let recipients = basis.config.file.ontvanger.iter().map(toml::Spanned::get_ref);
    let reached: BTreeSet<&str> = recipients.map(|ontvanger| ontvanger.party.as_str()).collect();
    let named: BTreeSet<&str> = releases.iter().map(|own| own.parcel().rule.party_id.as_str()).collect();
    // Leave out the `-geheim` twin: it repeats the decision of its parcel.
    let decided: Vec<&Release<'_>> = releases
        .iter()
        .filter(|release| reached.contains(release.parcel().rule.party_id.as_str()))
        .filter(|release| release.selection() != Selection::Secret)
        .filter(|release| !matches!(release.parcel().rule.form, Regelvorm::Overstap | Regelvorm::Toestemming))
        .collect();
    let mut pairs: Vec<(usize, &(ProfilePair, u64))> = classified.pairs().iter().enumerate().collect();
    pairs.sort_by_key(|(_, (pair, count))| (std::cmp::Reverse(*count), *pair));
    let mut granted: Vec<u64> = vec![0; decided.len()];
    let mut values = Once::default();
    let mut decisions = Once::default();
    let mut profielen = Vec::with_capacity(pairs.len());
    for (number, (position, (pair, persons))) in (1..).zip(pairs) {
        let rulings: Vec<Ruling> = decided.iter().map(|own| own.by_profile(position)).collect();
        for (_, sum) in rulings.iter().zip(&mut granted).filter(|(ruling, _)| **ruling == Ruling::Released) {
            *sum += persons;
        }
        let mut of_axes =
            |axes: &[Axis]| axes.iter().map(|axis| values.place(PairValue::of(*pair, *axis))).collect();
        let profiel = ReviewedProfile {
            number,
            persons: *persons,
            core: of_axes(&CORE),
            values: of_axes(Axis::ALL),
            decision: decisions.place(rulings),
        };
        profielen.push((pair.peildatum.word(Axis::Leeftijdsgroep), profiel));
    }
    let used: BTreeSet<&str> =
        decisions.all.iter().flatten().filter_map(denied).map(Weigering::word).collect();
    let parcels = decided.iter().zip(granted).map(|(own, persons)| described(own, persons));
    let mut rule_sets =
        vec![basis.rules.on_peildatum.date.to_string(), basis.rules.on_verstrekdatum.date.to_string()];
    rule_sets.dedup();
    Review {
        gemeente: basis.config.file.gemeente.name.clone(),
        peildatum: basis.days.peildatum.to_string(),
        verstrekdatum: basis.days.verstrekdatum.to_string(),
        rule_sets,
        persons: u64::try_from(classified.count()).unwrap_or(u64::MAX),
        without_recipient: named
            .difference(&reached)
            .filter_map(|partij| library.policy.party(partij))
            .map(|(_, party)| party.name.clone())
            .collect(),
        parcels: parcels.collect(),
        profile_count: profielen.len(),
        values: values.all.into_iter().map(PairValue::told).collect(),
        decisions: decisions.all.iter().map(|rulings| Decision::of(rulings, &decided)).collect(),
        groups: by_age(profielen),
        refusals: used
            .into_iter()
            .filter_map(|code| library.glossary.refusal(code))
            .map(|known| RefusalMeaning { code: known.code.clone(), meaning: known.meaning.clone() })
            .collect(),
    }
}

/// Stores each distinct thing once and refers to it by index.
struct Once<T> {
    places: BTreeMap<T, usize>,
    all: Vec<T>,
}

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once { places: BTreeMap::new(), all: Vec::new() }
    }
}

impl<T: Ord + Clone> Once<T> {
    fn place(&mut self, thing: T) -> usize {
        if let Some(place) = self.places.get(&thing) {
            return *place;
        }
        let place = self.all.len();
        self.all.push(thing.clone());
        self.places.insert(thing, place);
        place
    }
}

/// Groups the profiles by age group. Each comes with the word for its age group.
fn by_age(profielen: Vec<(&'static str, ReviewedProfile)>) -> Vec<AgeGroup> {
    let mut groups: Vec<AgeGroup> = Axis::Leeftijdsgroep
        .values()
        .into_iter()
        .map(|leeftijdsgroep| AgeGroup { leeftijdsgroep, persons: 0, profiles: Vec::new() })
        .collect();
    for (leeftijdsgroep, profiel) in profielen {
        if let Some(group) = groups.iter_mut().find(|group| group.leeftijdsgroep == leeftijdsgroep) {
            group.persons += profiel.persons;
            group.profiles.push(profiel);
        }
    }
    groups.retain(|group| !group.profiles.is_empty());
    groups
}

/// The columns that identify a profile at a glance.
const CORE: [Axis; 4] = [Axis::Plicht, Axis::Startkwalificatie, Axis::Verzuim, Axis::Doelgroep];

/// One value of a pair of profiles, as an index on each day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PairValue {
    axis: Axis,
    peildatum: u8,
    verstrekdatum: u8,
}

impl PairValue {
    fn of(pair: ProfilePair, axis: Axis) -> PairValue {
        PairValue {
            axis,
            peildatum: pair.peildatum.index(axis),
            verstrekdatum: pair.verstrekdatum.index(axis),
        }
    }

    fn told(self) -> ReviewedValue {
        let word = |index: u8| Profile::default().with(self.axis, index).word(self.axis);
        let later = (self.peildatum != self.verstrekdatum).then(|| word(self.verstrekdatum));
        ReviewedValue { column: self.axis.word(), value: word(self.peildatum), later }
    }
}

fn denied(ruling: &Ruling) -> Option<Weigering> {
    match ruling {
        Ruling::Released => None,
        Ruling::Denied(why) => Some(*why),
    }
}

fn described(own: &Release<'_>, persons: u64) -> ReviewedParcel {
    let (parcel, rule) = (own.parcel(), &own.parcel().rule);
    let mut also = rule_text::besides(rule);
    if rule.form == Regelvorm::Contact {
        also.push("er is een contactrij die gebruikt mag worden".to_owned());
    }
    if rule.form == Regelvorm::Melding {
        also.push("er loopt een melding op de peildatum".to_owned());
    }
    ReviewedParcel {
        name: name(parcel),
        rule: rule.id.clone(),
        purpose: rule.purpose.clone(),
        articles: rule.basis.clone(),
        fields: parcel.columns.iter().map(|(field, basis)| format!("{field} ({basis})")).collect(),
        also,
        closed: own.barred().map(Weigering::word),
        persons,
    }
}

fn name(parcel: &Parcel) -> String {
    parcel.name()
}

impl Decision {
    /// Collects the rulings of the parcels.
    fn of(rulings: &[Ruling], decided: &[&Release<'_>]) -> Decision {
        let mut granted = Vec::new();
        let mut niet: BTreeMap<Weigering, Vec<NamedParcel>> = BTreeMap::new();
        for (ruling, own) in rulings.iter().zip(decided) {
            let genoemd = NamedParcel::of(own.parcel());
            match denied(ruling) {
                None => granted.push(genoemd),
                Some(why) => niet.entry(why).or_default().push(genoemd),
            }
        }
        let niet = niet.into_iter().map(|(why, parcels)| Denial { reason: why.word(), parcels });
        Decision { granted, denied: niet.collect() }
    }
}

impl NamedParcel {
    fn of(parcel: &Parcel) -> NamedParcel {
        NamedParcel { parcel: name(parcel), articles: parcel.rule.basis.clone() }
    }
}

impl Review {
    /// Renders the page.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn html(&self, lang: Lang) -> Result<String, minijinja::Error> {
        Page::ProfileReview.render(self, lang)
    }
}
