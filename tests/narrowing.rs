//! Less in never gives more out: an arrangement removed, an exclusion added, a delivery too old or absent, a channel not secured.
//! Runs whole towns and compares what each party holds about each person.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jib::config::Config;
use jib::intake::delivery::Files;
use jib::law::file::Regelvorm;
use jib::law::library::Library;
use jib::model::days::Days;
use jib::model::field::Field;
use jib::model::profile::Axis;
use jib::model::ruling::Weigering;
use jib::proof::space::Space;
use jib::release::assessment::{Basis, InForce};
use jib::release::memory::Memory;
use jib::release::minimise::{minimise, releases};
use toml::{Table, Value};

use crate::support::{day, jib, repository, text};

/// What a party holds: about which person (by position), which field.
type Held = BTreeSet<(String, usize, Field)>;

struct Town {
    _folder: tempfile::TempDir,
    path: PathBuf,
    library: Library,
}

impl Town {
    fn new(seed: &str) -> Town {
        let folder = crate::support::folder();
        let path = folder.path().join("stad");
        let out = path.display().to_string();
        let made = jib(&["sample", "--personen", "500", "--seed", seed, "--vuil", "0", "--out", &out]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let library = Library::load(&repository("schemas")).expect("the schemas");
        Town { _folder: folder, path, library }
    }

    fn configuration(&self) -> Table {
        toml::from_str(&fs::read_to_string(self.path.join("jib.toml")).expect("the configuration"))
            .expect("TOML")
    }

    fn basis<T>(&self, configuration: &Table, look: impl FnOnce(&Basis<'_>) -> T) -> T {
        let path: &Path = &self.path.join("anders.toml");
        fs::write(path, toml::to_string(configuration).expect("TOML")).expect("a configuration");
        let config = Config::load(path, &self.library.schemas, &self.library.policy.parties);
        let config = config.expect("a configuration that holds");
        let days = Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") };
        let rules = InForce::on(&self.library, days).expect("rules in force");
        look(&Basis::link(&self.library, &config, days, &rules, Files::Disk))
    }

    /// What everyone holds under a configuration. Leaves out the questions to the Inlichtingenbureau: those are asked because
    /// nothing is known (Besluit SUWI 5.24), so that is the one parcel that an unknown opens.
    fn held(&self, configuration: &Table) -> Held {
        self.basis(configuration, |basis| {
            let (classified, consents) = (basis.classify(), basis.consents());
            let mut held = Held::new();
            let memory = Memory::none(&basis.config.keys.pseudonym);
            for release in &releases(basis.sources(&classified, &consents, &memory)) {
                let rule = &release.parcel().rule;
                if rule.party_id == "inlichtingenbureau" || rule.form == Regelvorm::Telling {
                    continue;
                }
                if rule.form == Regelvorm::Overstap {
                    // Handovers have no position, so their number stands for the pupils in them.
                    let handed_over = usize::try_from(minimise(release).delivered()).expect("a small count");
                    held.extend(
                        (0..handed_over).map(|at| (rule.party_id.clone(), 1_000_000 + at, Field::Vak)),
                    );
                    continue;
                }
                let mut lines = Vec::new();
                for person in 0..classified.count() {
                    if release.decide(person, &mut lines).is_ok() {
                        let fields = release.parcel().columns.iter().map(|(field, _)| *field);
                        held.extend(fields.map(|field| (rule.party_id.clone(), person, field)));
                    }
                    lines.clear();
                }
            }
            held
        })
    }
}

fn entries<'a>(configuration: &'a Table, key: &str) -> &'a [Value] {
    configuration.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Every configuration that says less, with a description of what was removed.
fn narrower(whole: &Table) -> Vec<(String, Table)> {
    let mut all = Vec::new();
    for key in ["samenwerking", "doeloverlap", "mandaat", "verwerker", "ontvanger"] {
        for at in 0..entries(whole, key).len() {
            let mut less = whole.clone();
            less.get_mut(key).and_then(Value::as_array_mut).expect("entries").remove(at);
            all.push((format!("without {key} {at}"), less));
        }
    }
    let mut less = whole.clone();
    less.remove("ambtsinstructie");
    all.push(("without ambtsinstructie".to_owned(), less));
    let mut less = whole.clone();
    less.remove("parameters");
    all.push(("without parameters".to_owned(), less));
    let mut less = whole.clone();
    let gemeente = less.get_mut("gemeente").and_then(Value::as_table_mut).expect("a table");
    gemeente.insert("contactgemeente".to_owned(), Value::Boolean(false));
    all.push(("not the contactgemeente".to_owned(), less));
    for (at, ontvanger) in entries(whole, "ontvanger").iter().enumerate() {
        let mut less = whole.clone();
        let unsecured = Value::from("onbeveiligd");
        let all_of = less.get_mut("ontvanger").and_then(Value::as_array_mut).expect("entries");
        let own = all_of.get_mut(at).and_then(Value::as_table_mut).expect("a table");
        own.insert("kanaal".to_owned(), unsecured);
        all.push((format!("unsecured {}", ontvanger.get("partij").expect("a party")), less));
    }
    for (at, levering) in entries(whole, "levering").iter().enumerate() {
        let extract = levering.get("extract").and_then(Value::as_str).expect("an extract");
        if extract == "brp" {
            continue;
        }
        // For these two deliveries less in does give more out, so a run warns when they are absent and refuses stale exclusions.
        // Without exclusions nobody is protected. Without couplings nobody can say whose the rows under an onderwijsnummer are:
        // each gives a warning, and counts for nobody.
        if !["uitsluiting", "koppeling"].contains(&extract) {
            let mut less = whole.clone();
            less.get_mut("levering").and_then(Value::as_array_mut).expect("entries").remove(at);
            all.push((format!("{extract} absent"), less));
            let mut less = whole.clone();
            let all_of = less.get_mut("levering").and_then(Value::as_array_mut).expect("entries");
            let own = all_of.get_mut(at).and_then(Value::as_table_mut).expect("a table");
            own.insert("peildatum".to_owned(), Value::from("2026-01-05"));
            all.push((format!("{extract} stale"), less));
        }
    }
    all
}

#[test]
fn less_in_never_gives_more_out() {
    let town = Town::new("4");
    let whole = town.configuration();
    let held = town.held(&whole);
    assert!(held.len() > 1000, "the town releases something: {}", held.len());
    let mut narrowed = 0;
    for (what, less) in narrower(&whole) {
        let now = town.held(&less);
        // Without enrolments a past in vso is not seen, and plicht follows from the remaining facts: the contract makes only
        // `ingeschreven` unknown then. Only Toezicht by leerplicht can follow from it.
        // Without dossiers nobody knows what the school said of practical education, so leerplicht has to ask (contract 3: nothing
        // follows from an absent dossier).
        let by_contract = |partij: &str| {
            ["duo_inschrijving", "dossier"].iter().any(|own| what.starts_with(own)) && partij == "leerplicht"
        };
        // Who is in leerplicht/verzuim is known not to be exempt, so that parcel has no such column; in leerplicht/toezicht, where
        // an unknown absence puts the same person, the column says no more.
        let known_not_exempt = |(partij, person, field): &(String, _, Field)| {
            *field == Field::Vrijgesteld && held.contains(&(partij.clone(), *person, Field::UrenVerzuim))
        };
        let more = now.difference(&held).filter(|own| !by_contract(&own.0) && !known_not_exempt(own));
        let more: Vec<_> = more.map(|(partij, _, field)| (partij, field)).collect();
        assert!(more.is_empty(), "{what}: {more:?}");
        narrowed += usize::from(now.len() < held.len());
    }
    assert!(narrowed > 20, "most of what is taken away is felt: {narrowed}");
}

/// Persons refused together with others of the same profile, or for a party that receives nothing, get the same reason as alone.
/// Each exclusion counts exactly once.
#[test]
fn what_is_counted_together_is_what_is_decided_one_by_one() {
    let town = Town::new("7");
    let path = town.path.join("uitsluiting.csv");
    let brp = fs::read_to_string(town.path.join("brp.csv")).expect("the extract");
    let mut excluded = fs::read_to_string(&path).expect("the extract");
    for bsn in brp.lines().skip(1).step_by(9).filter_map(|line| line.split(',').next()) {
        excluded.push_str(&format!("{bsn},,2026-01-01,\n"));
    }
    fs::write(&path, excluded).expect("the extract");
    let whole = town.configuration();
    let mut nobody = whole.clone();
    nobody.insert("ontvanger".to_owned(), Value::Array(Vec::new()));
    let mut unsecured = whole.clone();
    let all = unsecured.get_mut("ontvanger").and_then(Value::as_array_mut).expect("entries");
    for own in all.iter_mut().filter_map(Value::as_table_mut) {
        own.insert("kanaal".to_owned(), Value::from("onbeveiligd"));
    }
    let named = [("whole", whole.clone()), ("no recipient", nobody), ("no secure channel", unsecured)];
    let all = named.map(|(what, configuration)| (what.to_owned(), configuration));
    let mut refused_for_something_of_their_own = 0;
    for (what, configuration) in all.into_iter().chain(narrower(&whole)) {
        town.basis(&configuration, |basis| {
            let (classified, consents) = (basis.classify(), basis.consents());
            let memory = Memory::none(&basis.config.keys.pseudonym);
            for release in &releases(basis.sources(&classified, &consents, &memory)) {
                let rule = &release.parcel().rule;
                if rule.form == Regelvorm::Overstap {
                    continue;
                }
                let (mut released, mut refused) = (0u64, BTreeMap::new());
                for person in 0..classified.count() {
                    match release.decide(person, &mut Vec::new()) {
                        Ok(()) => released += 1,
                        Err(weigering) => *refused.entry(weigering).or_insert(0u64) += 1,
                    }
                }
                let parcel = minimise(release);
                let place = format!("{what}: {} {}", rule.party_id, release.pakket());
                assert_eq!((parcel.delivered(), parcel.refused()), (released, &refused), "{place}");
                if what == "no recipient" {
                    let own = [Weigering::GeenContactgegevens, Weigering::GeenMelding];
                    refused_for_something_of_their_own +=
                        own.iter().filter_map(|weigering| refused.get(weigering)).sum::<u64>();
                }
            }
        });
    }
    assert!(refused_for_something_of_their_own > 20, "{refused_for_something_of_their_own}");
}

#[test]
fn an_exclusion_takes_everything_and_gives_nothing() {
    let town = Town::new("5");
    let configuration = town.configuration();
    let held = town.held(&configuration);
    let path = town.path.join("uitsluiting.csv");
    let brp = fs::read_to_string(town.path.join("brp.csv")).expect("the extract");
    let before = fs::read_to_string(&path).expect("the extract");
    let persons: Vec<&str> = brp.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    for (position, bsn) in persons.iter().enumerate().step_by(7) {
        fs::write(&path, format!("{before}{bsn},,2026-01-01,\n")).expect("the extract");
        let now = town.held(&configuration);
        let own = |(partij, person, _): &&(String, usize, Field)| *person == position && partij != "mbo";
        assert_eq!(now.iter().filter(own).count(), 0, "person {position}");
        assert!(now.is_subset(&held));
    }
}

/// Every profile in a town is one that the proof has tried.
#[test]
fn what_occurs_was_proved() {
    let town = Town::new("6");
    let configuration = town.configuration();
    town.basis(&configuration, |basis| {
        let terms = &basis.rules.on_peildatum.terms;
        let space = Space::on(day("2026-01-01"), terms, &town.library.schemas).expect("a space");
        let classified = basis.classify();
        for (pair, count) in classified.pairs() {
            let words: Vec<String> =
                Axis::ALL.iter().map(|axis| format!("{axis} = {}", pair.peildatum.word(*axis))).collect();
            assert!(space.contains(pair.peildatum), "{count} persons are {}", words.join(", "));
        }
        assert!(classified.pairs().len() > 50);
    });
}
