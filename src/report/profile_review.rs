//! The privacy officer's complete review: every profile that occurs in a run, how many persons have it, and what is decided
//! for it in every parcel, with the articles. Nobody is named; small counts are in it, so it is sealed to the controller.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::law::decide::{Parcel, ProfilePair};
use crate::law::file::Regelvorm;
use crate::law::library::Library;
use crate::law::rule_text;
use crate::model::profile::{Axis, Profile};
use crate::model::ruling::{Ruling, Weigering};
use crate::persons::classified::Classified;
use crate::release::assessment::Basis;
use crate::release::minimise::Selection;
use crate::release::minimise::release::Release;
use crate::report::templates::Page;
use crate::schemas::catalogue::Lang;

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
    pub regelsets: Vec<String>,
    /// Everyone.
    pub personen: u64,
    /// The parties for which no recipient is configured: nothing goes to them, and their parcels are not here.
    pub zonder_ontvanger: Vec<String>,
    /// The parcels that profiles are decided for.
    pub pakketten: Vec<Pakket>,
    /// How many profiles occur.
    pub aantal_profielen: usize,
    /// The values that occur: a profile names them by their place here.
    pub waarden: Vec<Waarde>,
    /// The decisions that occur, likewise.
    pub besluiten: Vec<Besluit>,
    /// The profiles, per age group.
    pub groepen: Vec<Groep>,
    /// What refusals mean.
    pub weigeringen: Vec<Weigerreden>,
}

/// One parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Pakket {
    /// Recipient and parcel.
    pub naam: String,
    /// The rule.
    pub regel: String,
    /// The purpose.
    pub doel: String,
    /// The articles.
    pub artikelen: Vec<String>,
    /// The fields, each with its article.
    pub velden: Vec<String>,
    /// What is decided person by person, beside the profile.
    pub ook: Vec<String>,
    /// Why nobody gets it in this run, if so.
    pub gesloten: Option<&'static str>,
    /// How many persons have a profile that is granted it.
    pub personen: u64,
}

/// The profiles of one age group.
#[derive(Clone, Debug, Serialize)]
pub struct Groep {
    /// The age group on the peildatum.
    pub leeftijdsgroep: &'static str,
    /// How many persons are in it.
    pub personen: u64,
    /// Its profiles, the most frequent first.
    pub profielen: Vec<Profiel>,
}

/// One profile.
#[derive(Clone, Debug, Serialize)]
pub struct Profiel {
    /// Its number in this review.
    pub nummer: usize,
    /// How many persons have it.
    pub personen: u64,
    /// The few of its values that tell it apart at a glance: places in [`Review::waarden`].
    pub kern: Vec<usize>,
    /// Its values on the peildatum, likewise.
    pub waarden: Vec<usize>,
    /// What is decided for it: a place in [`Review::besluiten`].
    pub besluit: usize,
}

/// One value.
#[derive(Clone, Debug, Serialize)]
pub struct Waarde {
    /// The column.
    pub kolom: &'static str,
    /// The value.
    pub waarde: &'static str,
    /// The value on the verstrekdatum, where it is another.
    pub later: Option<&'static str>,
}

/// What is decided for a profile in every parcel.
#[derive(Clone, Debug, Serialize)]
pub struct Besluit {
    /// The parcels that it is granted.
    pub wel: Vec<Genoemd>,
    /// The parcels that it is denied, by reason.
    pub niet: Vec<Geweigerd>,
}

/// One parcel in a decision.
#[derive(Clone, Debug, Serialize)]
pub struct Genoemd {
    /// Recipient and parcel.
    pub pakket: String,
    /// The articles.
    pub artikelen: Vec<String>,
}

/// Denials for one reason.
#[derive(Clone, Debug, Serialize)]
pub struct Geweigerd {
    /// The reason.
    pub reden: &'static str,
    /// Recipients and parcels.
    pub pakketten: Vec<Genoemd>,
}

/// What a refusal means.
#[derive(Clone, Debug, Serialize)]
pub struct Weigerreden {
    /// The code.
    pub code: String,
    /// Why not.
    pub betekenis: String,
}

/// Makes the review of a run.
pub fn review(
    basis: &Basis<'_>,
    library: &Library,
    classified: &Classified,
    releases: &[Release<'_>],
) -> Review {
    let recipients = basis.config.file.ontvanger.iter().map(toml::Spanned::get_ref);
    let reached: BTreeSet<&str> = recipients.map(|ontvanger| ontvanger.partij.as_str()).collect();
    let named: BTreeSet<&str> = releases.iter().map(|own| own.parcel().rule.partij.as_str()).collect();
    // The parcel of secret addresses is the same decision again.
    let decided: Vec<&Release<'_>> = releases
        .iter()
        .filter(|release| reached.contains(release.parcel().rule.partij.as_str()))
        .filter(|release| release.selection() != Selection::Secret)
        .filter(|release| !matches!(release.parcel().rule.vorm, Regelvorm::Overstap | Regelvorm::Toestemming))
        .collect();
    let mut pairs: Vec<(usize, &(ProfilePair, u64))> = classified.pairs().iter().enumerate().collect();
    pairs.sort_by_key(|(_, (pair, count))| (std::cmp::Reverse(*count), *pair));
    let mut granted: Vec<u64> = vec![0; decided.len()];
    let mut values = Once::default();
    let mut decisions = Once::default();
    let mut profielen = Vec::with_capacity(pairs.len());
    for (nummer, (position, (pair, personen))) in (1..).zip(pairs) {
        let rulings: Vec<Ruling> = decided.iter().map(|own| own.by_profile(position)).collect();
        for (_, sum) in rulings.iter().zip(&mut granted).filter(|(ruling, _)| **ruling == Ruling::Released) {
            *sum += personen;
        }
        let mut of_axes =
            |axes: &[Axis]| axes.iter().map(|axis| values.place(Value::of(*pair, *axis))).collect();
        let profiel = Profiel {
            nummer,
            personen: *personen,
            kern: of_axes(&CORE),
            waarden: of_axes(Axis::ALL),
            besluit: decisions.place(rulings),
        };
        profielen.push((pair.peildatum.word(Axis::Leeftijdsgroep), profiel));
    }
    let used: BTreeSet<&str> =
        decisions.all.iter().flatten().filter_map(denied).map(Weigering::word).collect();
    let pakketten = decided.iter().zip(granted).map(|(own, personen)| described(own, personen));
    let mut regelsets =
        vec![basis.rules.on_peildatum.date.to_string(), basis.rules.on_verstrekdatum.date.to_string()];
    regelsets.dedup();
    Review {
        gemeente: basis.config.file.gemeente.naam.clone(),
        peildatum: basis.days.peildatum.to_string(),
        verstrekdatum: basis.days.verstrekdatum.to_string(),
        regelsets,
        personen: u64::try_from(classified.count()).unwrap_or(u64::MAX),
        zonder_ontvanger: named
            .difference(&reached)
            .filter_map(|partij| library.policy.party(partij))
            .map(|(_, party)| party.naam.clone())
            .collect(),
        pakketten: pakketten.collect(),
        aantal_profielen: profielen.len(),
        waarden: values.all.into_iter().map(Value::told).collect(),
        besluiten: decisions.all.iter().map(|rulings| Besluit::of(rulings, &decided)).collect(),
        groepen: by_age(profielen),
        weigeringen: used
            .into_iter()
            .filter_map(|code| library.glossary.weigering(code))
            .map(|known| Weigerreden { code: known.code.clone(), betekenis: known.betekenis.clone() })
            .collect(),
    }
}

/// What many profiles have in common: each thing once, named by its place.
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

/// The profiles, each with the word of its age group, per age group.
fn by_age(profielen: Vec<(&'static str, Profiel)>) -> Vec<Groep> {
    let mut groups: Vec<Groep> = Axis::Leeftijdsgroep
        .values()
        .into_iter()
        .map(|leeftijdsgroep| Groep { leeftijdsgroep, personen: 0, profielen: Vec::new() })
        .collect();
    for (leeftijdsgroep, profiel) in profielen {
        if let Some(group) = groups.iter_mut().find(|group| group.leeftijdsgroep == leeftijdsgroep) {
            group.personen += profiel.personen;
            group.profielen.push(profiel);
        }
    }
    groups.retain(|group| !group.profielen.is_empty());
    groups
}

/// The columns that tell profiles apart at a glance.
const CORE: [Axis; 4] = [Axis::Plicht, Axis::Startkwalificatie, Axis::Verzuim, Axis::Doelgroep];

/// One value of a pair of profiles, by its index on either day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    axis: Axis,
    then: u8,
    now: u8,
}

impl Value {
    fn of(pair: ProfilePair, axis: Axis) -> Value {
        Value { axis, then: pair.peildatum.index(axis), now: pair.verstrekdatum.index(axis) }
    }

    fn told(self) -> Waarde {
        let word = |index: u8| Profile::default().with(self.axis, index).word(self.axis);
        let later = (self.then != self.now).then(|| word(self.now));
        Waarde { kolom: self.axis.word(), waarde: word(self.then), later }
    }
}

fn denied(ruling: &Ruling) -> Option<Weigering> {
    match ruling {
        Ruling::Released => None,
        Ruling::Denied(why) => Some(*why),
    }
}

fn described(own: &Release<'_>, personen: u64) -> Pakket {
    let (parcel, rule) = (own.parcel(), &own.parcel().rule);
    let mut ook = rule_text::besides(rule);
    if rule.vorm == Regelvorm::Contact {
        ook.push("er is een contactrij die gebruikt mag worden".to_owned());
    }
    if rule.vorm == Regelvorm::Melding {
        ook.push("er loopt een melding op de peildatum".to_owned());
    }
    Pakket {
        naam: name(parcel),
        regel: rule.id.clone(),
        doel: rule.doel.clone(),
        artikelen: rule.basis.clone(),
        velden: parcel.columns.iter().map(|(field, basis)| format!("{field} ({basis})")).collect(),
        ook,
        gesloten: own.barred().map(Weigering::word),
        personen,
    }
}

fn name(parcel: &Parcel) -> String {
    format!("{}/{}", parcel.rule.partij, parcel.rule.pakket)
}

impl Besluit {
    /// From the ruling of each parcel.
    fn of(rulings: &[Ruling], decided: &[&Release<'_>]) -> Besluit {
        let mut wel = Vec::new();
        let mut niet: BTreeMap<Weigering, Vec<Genoemd>> = BTreeMap::new();
        for (ruling, own) in rulings.iter().zip(decided) {
            let genoemd = Genoemd::of(own.parcel());
            match denied(ruling) {
                None => wel.push(genoemd),
                Some(why) => niet.entry(why).or_default().push(genoemd),
            }
        }
        let niet = niet.into_iter().map(|(why, pakketten)| Geweigerd { reden: why.word(), pakketten });
        Besluit { wel, niet: niet.collect() }
    }
}

impl Genoemd {
    fn of(parcel: &Parcel) -> Genoemd {
        Genoemd { pakket: name(parcel), artikelen: parcel.rule.basis.clone() }
    }
}

impl Review {
    /// As a page.
    ///
    /// # Errors
    /// Where a template is wrong.
    pub fn html(&self, lang: Lang) -> Result<String, minijinja::Error> {
        Page::Profielen.render(self, lang)
    }
}
