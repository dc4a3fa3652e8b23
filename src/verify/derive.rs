//! Derives each opened parcel again from the sealed classification and the law files. It uses masks over a polars frame and none of
//! the code that made the parcel. Every column must be granted, every row must meet its rule, and no row that must be
//! present may be missing.
//!
//! Some conditions cannot be derived because the classification does not show them: dossiers, consent, exclusions, and what
//! holds on the verstrekdatum. They only ever remove persons. A parcel may therefore be smaller than what is derived here,
//! but never larger, and only by as many persons as the manifest says were refused for those conditions.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use polars::prelude::*;
use serde_json::Value;

use super::means::{Controller, Verified};
use super::reading::{PARCEL_FORMS, RECALLS, list, number, text};
use super::seals::Seals;
use super::wrong::Wrong;
use crate::crypto::hashing::KenmerkMaker;
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::law::rule::{Condition, Rule};
use crate::model::day::Day;
use crate::model::field::{Field, KENMERK};

/// Name of the workbook sheet with the rows.
const SHEET: &str = "gegevens";

/// The columns of a file of recalls.
const RECALL_HEADER: [&str; 4] = [KENMERK, "pakket", "reden", "datum"];

/// The sealed classification of everyone.
const CLASSIFICATION: &str = "intern/classificatie.csv.age";

/// An opened table; every cell is text.
struct OpenedTable {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Derives every opened parcel again.
pub(super) fn derive(
    manifest: &Value,
    seals: &Seals,
    controller: Controller<'_>,
    verified: &mut Verified,
) -> Result<(), Wrong> {
    let Some(content) = seals.opened.get(CLASSIFICATION) else {
        let why = if seals.gone.iter().any(|path| path == CLASSIFICATION) {
            "de pakketten zijn niet opnieuw afgeleid: de classificatie is na haar termijn opgeruimd"
        } else {
            "de pakketten zijn niet opnieuw afgeleid: dat kan alleen met de identiteit van de eigen gemeente"
        };
        verified.unproven.push(why.to_owned());
        return Ok(());
    };
    let persons = table(CLASSIFICATION, content)?;
    check_rule_set(manifest, &persons)?;
    if is_other_law(manifest, controller, verified)? {
        return Ok(());
    }
    let rules = [
        rules_on(controller, text(manifest, "peildatum")?)?,
        rules_on(controller, text(manifest, "verstrekdatum")?)?,
    ];
    let parcels = seals.opened.iter().filter(|(path, _)| path.starts_with("uitvoer/"));
    let recalled = check_recalls(seals)?;
    let (mut derived, mut rows, mut left_out) = (0, 0, Vec::new());
    let mut counted: BTreeMap<(String, String), Derived> = BTreeMap::new();
    for (path, content) in parcels {
        let Some(named) = Named::of(path, controller.library).filter(|named| named.pakket != RECALLS) else {
            continue;
        };
        let rule = rules.each_ref().map(|set| set.rules.iter().find(|rule| named.is_of(rule)));
        let [Some(on_peildatum), Some(on_verstrekdatum)] = rule else {
            return Err(Wrong::NotGranted { path: path.clone(), what: "het pakket".to_owned() });
        };
        let parcel = table(path, content)?;
        check_columns(path, &parcel, on_peildatum, on_verstrekdatum, controller.library)?;
        if on_verstrekdatum.form == Regelvorm::Overstap {
            left_out.push(path.clone());
            continue;
        }
        derived += 1;
        if on_verstrekdatum.form == Regelvorm::Telling {
            continue;
        }
        rows += parcel.rows.len();
        let found = check_rows(path, &parcel, &persons, &named, on_peildatum, &rules[0], controller)
            .map_err(|fault| fault.unwrap_or(Wrong::Derivation { path: path.clone() }))?;
        let sum = counted.entry((named.partij.clone(), named.pakket.clone())).or_default();
        sum.held += found.held;
        sum.derivable = found.derivable;
    }
    // Counted on the peildatum. Persons whose record is no longer kept on the verstrekdatum are refused for the same reason.
    let not_kept = persons.column("bijhouding").into_iter().filter(|value| *value != "actueel").count();
    check_sums(manifest, &counted, seals, not_kept)?;
    verified.holds.push(format!(
        "{derived} pakketten zijn opnieuw afgeleid uit de classificatie en de wet: elke kolom mag, elk van de {rows} regels voldoet, en er ontbreekt er geen zonder reden"
    ));
    if recalled > 0 {
        verified.holds.push(format!(
            "van de {recalled} ingetrokken kenmerken staat er geen in het pakket waaruit het is ingetrokken"
        ));
    }
    if !left_out.is_empty() {
        verified.unproven.push(format!(
            "van deze mag elke kolom, maar de regels zijn niet afgeleid, want zij komen van de school en niet uit de classificatie: {}",
            left_out.join(", ")
        ));
    }
    verified.unproven.push(
        "voorwaarden die niet in de classificatie staan (dossier, contactrij, toestemming, uitsluiting, de waarden van de verstrekdatum)"
            .to_owned(),
    );
    Ok(())
}

/// Checks the rule set of the peildatum: the classification names it, and the manifest names it first.
fn check_rule_set(manifest: &Value, persons: &OpenedTable) -> Result<(), Wrong> {
    let first = list(manifest, "/regelsets")?.first().and_then(Value::as_str);
    let is_of_run = persons.column("regelset").into_iter().all(|own| Some(own) == first);
    if is_of_run { Ok(()) } else { Err(Wrong::RuleSet) }
}

/// Checks that no recalled kenmerk is also delivered in this run. Returns the number of recalled kenmerken.
fn check_recalls(seals: &Seals) -> Result<usize, Wrong> {
    let mut count = 0;
    for (path, content) in &seals.opened {
        let Some((folder, file)) = path.rsplit_once('/') else { continue };
        let brin = file
            .strip_prefix(RECALLS)
            .and_then(|rest| PARCEL_FORMS.iter().find_map(|end| rest.strip_suffix(end)));
        let Some(brin) = brin.filter(|_| folder.starts_with("uitvoer/")) else { continue };
        let recalls = table(path, content)?;
        if recalls.header != RECALL_HEADER {
            return Err(Wrong::NotGranted { path: path.clone(), what: "een andere kolom".to_owned() });
        }
        for (kenmerk, pakket) in recalls.column(KENMERK).into_iter().zip(recalls.column("pakket")) {
            for end in PARCEL_FORMS {
                for name in
                    [format!("{folder}/{pakket}{brin}{end}"), format!("{folder}/{pakket}-geheim{brin}{end}")]
                {
                    let Some(delivered) = seals.opened.get(&name) else { continue };
                    if table(&name, delivered)?.column(KENMERK).contains(&kenmerk) {
                        return Err(Wrong::RowNotGranted { path: name, rows: 1 });
                    }
                }
            }
            count += 1;
        }
    }
    Ok(count)
}

/// Whether the law at hand decides otherwise than that of the run, an older release of ours: nothing can then be derived from it
/// again. Names every file that differs.
fn is_other_law(
    manifest: &Value,
    controller: Controller<'_>,
    verified: &mut Verified,
) -> Result<bool, Wrong> {
    let mut of_run = BTreeSet::new();
    for file in list(manifest, "/regels")? {
        of_run.insert((text(file, "pad")?.to_owned(), text(file, "sha256")?.to_owned()));
    }
    let day = text(manifest, "verstrekdatum")?;
    let at_hand: BTreeSet<(String, String)> = controller.library.files.hashes().into_iter().collect();
    let different: BTreeSet<&str> =
        of_run.symmetric_difference(&at_hand).map(|(path, _)| path.as_str()).collect();
    verified.unproven.extend(different.iter().map(|path| {
        format!("niet opnieuw afgeleid: wat uit `{path}` volgt, want dat bestand is nu anders dan toen")
    }));
    let is_other = different.iter().any(|path| decides(path, day));
    if is_other {
        verified.unproven.push(
            "niet opnieuw afgeleid: de pakketten, want de wet van nu is een andere; geef met --schemas die van toen"
                .to_owned(),
        );
    }
    Ok(is_other)
}

/// Whether a file of the law can decide about a run of this day. A law that begins later cannot, nor can its worked cases.
fn decides(path: &str, day: &str) -> bool {
    let law = path.strip_prefix("law/").filter(|_| !path.ends_with("/cases.toml"));
    let begins_later =
        |law: &str| law.rsplit('/').next().is_some_and(|name| name > format!("{day}.toml").as_str());
    path.starts_with("parties/") || law.is_some_and(|law| !begins_later(law))
}

/// How many persons a parcel holds, and how many it could hold as far as that can be derived.
#[derive(Default)]
struct Derived {
    held: usize,
    derivable: usize,
}

/// The parcel that a path belongs to.
struct Named {
    partij: String,
    pakket: String,
    brin: String,
}

impl Named {
    fn of(path: &str, library: &Library) -> Option<Named> {
        let (partij, file) = path.strip_prefix("uitvoer/")?.split_once('/')?;
        let stem = PARCEL_FORMS.iter().find_map(|end| file.strip_suffix(end))?;
        let (_, party) = library.policy.party(partij)?;
        let (pakket, brin) = match stem.split_once('/') {
            Some((brin, pakket)) if party.per_brin => (pakket, brin),
            // In runs of version 0.1 the school's code stands behind the parcel.
            None if party.per_brin => stem.rsplit_once('.')?,
            Some(_) => return None,
            None => (stem, ""),
        };
        Some(Named { partij: partij.to_owned(), pakket: pakket.to_owned(), brin: brin.to_owned() })
    }

    /// The parcel's name without the `-geheim` suffix.
    fn bare(&self) -> &str {
        self.pakket.strip_suffix("-geheim").unwrap_or(&self.pakket)
    }

    fn is_of(&self, rule: &Rule) -> bool {
        let of_consent =
            rule.form == Regelvorm::Toestemming && self.bare().starts_with(&format!("{}.", rule.parcel));
        rule.party_id == self.partij && (rule.parcel == self.bare() || of_consent)
    }
}

fn rules_on(controller: Controller<'_>, day: &str) -> Result<RuleSet, Wrong> {
    let form = || Wrong::Form { what: "datum".to_owned() };
    let day = Day::parse_iso(day).ok_or_else(form)?;
    controller.library.policy.on(day, &controller.library.schemas).map_err(|_| Wrong::Law)
}

/// Reads a workbook.
fn sheet(path: &str, content: &[u8]) -> Result<OpenedTable, Wrong> {
    let unreadable = || Wrong::Derivation { path: path.to_owned() };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|_| unreadable())?;
    let range = workbook.worksheet_range(SHEET).map_err(|_| unreadable())?;
    let mut rows = range.rows().map(|row| {
        row.iter().map(|cell| match cell {
            Data::String(text) => Ok(text.clone()),
            Data::Empty => Ok(String::new()),
            _ => Err(unreadable()),
        })
    });
    let header = rows.next().ok_or_else(unreadable)?.collect::<Result<_, Wrong>>()?;
    Ok(OpenedTable { header, rows: rows.map(Iterator::collect).collect::<Result<_, Wrong>>()? })
}

/// Reads a table in any form that a parcel can have.
fn table(path: &str, content: &[u8]) -> Result<OpenedTable, Wrong> {
    if path.ends_with(".xlsx.age") {
        return sheet(path, content);
    }
    let unreadable = |_| Wrong::Derivation { path: path.to_owned() };
    let (content, delimiter) = match content.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, b';'),
        None => (content, b','),
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(content);
    let header = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
    let rows =
        reader.records().map(|record| Ok(record.map_err(unreadable)?.iter().map(str::to_owned).collect()));
    Ok(OpenedTable { header, rows: rows.collect::<Result<_, Wrong>>()? })
}

impl OpenedTable {
    fn column(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|own| own == name);
        self.rows.iter().map(|row| at.and_then(|at| row.get(at)).map_or("", String::as_str)).collect()
    }
}

/// Checks that the rules of both days grant every column.
fn check_columns(
    path: &str,
    parcel: &OpenedTable,
    on_peildatum: &Rule,
    on_verstrekdatum: &Rule,
    library: &Library,
) -> Result<(), Wrong> {
    let granted = |rule: &Rule, name: &str| match rule.form {
        Regelvorm::Toestemming => library
            .policy
            .party(&rule.party_id)
            .is_some_and(|(_, party)| party.with_consent().any(|field| field.word() == name)),
        _ => rule.columns.iter().any(|(field, _)| field.word() == name),
    };
    let stray = parcel
        .header
        .iter()
        .find(|name| *name != KENMERK && !(granted(on_peildatum, name) && granted(on_verstrekdatum, name)));
    match stray {
        Some(name) => Err(Wrong::NotGranted { path: path.to_owned(), what: format!("kolom `{name}`") }),
        None => Ok(()),
    }
}

/// Checks that every row is about a person who meets the rule. Returns how many persons are held, and how many meet it.
fn check_rows(
    path: &str,
    parcel: &OpenedTable,
    persons: &OpenedTable,
    named: &Named,
    rule: &Rule,
    set: &RuleSet,
    controller: Controller<'_>,
) -> Result<Derived, Option<Wrong>> {
    let classification = frame(persons, named, controller).map_err(|_| None)?;
    let marks: BTreeSet<&str> = parcel.column(KENMERK).into_iter().collect();
    let held = marks.len();
    let candidates = meets(rule, set, named, parcel, &classification, controller)
        .and_then(|mask| classification.column(KENMERK)?.str()?.filter(&mask))
        .map_err(|_| None)?;
    let derivable = candidates.len();
    let candidates: BTreeSet<&str> = candidates.iter().flatten().collect();
    let matching = marks.intersection(&candidates).count();
    if matching != held {
        return Err(Some(Wrong::RowNotGranted { path: path.to_owned(), rows: held - matching.min(held) }));
    }
    let classified = parcel.header.iter().filter(|name| CLASSIFIED.contains(&name.as_str()));
    for name in classified {
        let rows = differing(parcel, name, &classification).map_err(|_| None)?;
        if rows > 0 {
            return Err(Some(Wrong::Cells { path: path.to_owned(), column: name.clone(), rows }));
        }
    }
    Ok(Derived { held, derivable })
}

/// Columns that a parcel and the classification have under the same name.
const CLASSIFIED: [&str; 3] = ["startkwalificatie", "economisch_zelfstandig", "overleg_school"];

/// Counts the rows that differ from the classification.
fn differing(parcel: &OpenedTable, name: &str, classification: &DataFrame) -> PolarsResult<usize> {
    let [marks, values] = [KENMERK, name].map(|name| classification.column(name)?.str());
    let classified: BTreeMap<&str, &str> = marks?.iter().flatten().zip(values?.iter().flatten()).collect();
    let delivered = parcel.column(KENMERK).into_iter().zip(parcel.column(name));
    Ok(delivered.filter(|(mark, cell)| classified.get(mark).is_some_and(|value| value != cell)).count())
}

/// The classification, with the kenmerk of each person in this parcel.
fn frame(persons: &OpenedTable, named: &Named, controller: Controller<'_>) -> PolarsResult<DataFrame> {
    let maker =
        KenmerkMaker::new(&controller.config.keys.pseudonym, &named.partij, &named.brin, named.bare());
    let marks: Vec<String> = persons
        .column("bsn")
        .into_iter()
        .map(|bsn| {
            let mut mark = Vec::new();
            if let Ok(digits) = <[u8; 9]>::try_from(bsn.as_bytes()) {
                maker.append(&digits, &mut mark);
            }
            String::from_utf8_lossy(&mark).into_owned()
        })
        .collect();
    let mut columns = vec![Column::new(KENMERK.into(), marks)];
    columns.extend(
        persons
            .header
            .iter()
            .filter(|name| *name != "bsn")
            .map(|name| Column::new(name.as_str().into(), persons.column(name))),
    );
    let asked = persons.column("plicht").into_iter().zip(persons.column("redenen"));
    let asked: Vec<&str> = asked.map(|own| if school_knows(own) { "ja" } else { "nee" }).collect();
    columns.push(Column::new("plicht_na_te_gaan".into(), asked));
    DataFrame::new(persons.rows.len(), columns)
}

/// Whether plicht is unknown because of what only the school can say. Which records of absence there are, the classification does
/// not show.
fn school_knows((plicht, redenen): (&str, &str)) -> bool {
    plicht == "onbekend" && redenen.split('|').any(|own| ["PRO_VERKLARING", "VSO_PROFIEL"].contains(&own))
}

/// Marks who meets the rule, as far as the classification shows it.
fn meets(
    rule: &Rule,
    set: &RuleSet,
    named: &Named,
    parcel: &OpenedTable,
    classification: &DataFrame,
    controller: Controller<'_>,
) -> PolarsResult<BooleanChunked> {
    let mut rules = vec![rule];
    if rule.form == Regelvorm::Contact {
        rules = set.rules.iter().collect();
        rules.retain(|other| {
            other.party_position == rule.party_position && rule.within.contains(&other.parcel)
        });
    }
    let alternatives: Vec<&Condition> = rules.iter().flat_map(|rule| &rule.when).collect();
    // A rule without an alternative takes everybody.
    let takes_all = rules.is_empty() || rules.iter().any(|rule| rule.when.is_empty());
    let mut who = everybody(classification, takes_all);
    for condition in alternatives {
        who = who | alternative(condition, classification, controller)?;
    }
    let is_address = |name: &String| Field::from_word(name).is_some_and(Field::is_address);
    if parcel.header.iter().any(is_address) {
        let secret = if named.pakket.ends_with("-geheim") { "ja" } else { "nee" };
        who = who & one_of(classification, "geheim", &[secret])?;
    }
    Ok(who & one_of(classification, "bijhouding", &["actueel"])?)
}

/// Marks who meets every restriction of a condition that the classification shows.
fn alternative(
    condition: &Condition,
    classification: &DataFrame,
    controller: Controller<'_>,
) -> PolarsResult<BooleanChunked> {
    let mut all = everybody(classification, true);
    for (axis, words) in condition.restrictions() {
        let mask = match axis.word() {
            "contactgemeente" => {
                let own = if controller.config.file.gemeente.contactgemeente { "ja" } else { "nee" };
                everybody(classification, words.contains(&own))
            }
            // Not in the classification, so not derivable.
            "inkomen_bekend" | "bevraging_leeftijd" => continue,
            dossier if dossier.starts_with("dossier_") => continue,
            column => one_of(classification, column, &words)?,
        };
        all = all & mask;
    }
    Ok(all)
}

/// The same mark for everybody.
fn everybody(classification: &DataFrame, is_marked: bool) -> BooleanChunked {
    BooleanChunked::full(PlSmallStr::EMPTY, is_marked, classification.height())
}

/// Marks who has one of these words in a column.
fn one_of(classification: &DataFrame, column: &str, words: &[&str]) -> PolarsResult<BooleanChunked> {
    let cells = classification.column(column)?.str()?;
    Ok(words.iter().fold(everybody(classification, false), |mask, word| mask | cells.equal(*word)))
}

/// Reasons that the classification cannot show. A person who meets the rule may be missing only for one of these.
const NOT_DERIVABLE: [&str; 29] = [
    "niet_eerder_geleverd",
    "eerder_onbekend",
    "al_geleverd",
    "al_bevraagd",
    "uitgesloten",
    "geen_regel_in_werking",
    "verboden",
    "inkomen_bekend",
    "bevraging_leeftijd",
    "dossier_geen_contact",
    "dossier_pw7a",
    "overleg_niet_gevoerd",
    "dossier_doorstroompunt",
    "plicht_na_te_gaan",
    "geen_mandaat",
    "geen_overeenkomst",
    "geen_partner",
    "niet_in_pakket",
    "geen_contactgegevens",
    "geen_melding",
    "niet_van_duo",
    "school_onbekend",
    "geen_toestemming",
    "toestemming_telt_niet",
    "rij_in_quarantaine",
    "niet_meer_op_verstrekdatum",
    "geen_ontvanger",
    "niet_gewenst",
    "kanaal_onbeveiligd",
];

/// Checks that no fewer persons are held than were delivered, and that nobody is missing except for a reason the manifest
/// counts.
fn check_sums(
    manifest: &Value,
    counted: &BTreeMap<(String, String), Derived>,
    seals: &Seals,
    not_kept: usize,
) -> Result<(), Wrong> {
    for som in list(manifest, "/behoud/pakketten")? {
        let (partij, pakket) = (text(som, "partij")?, text(som, "pakket")?);
        let Some(found) = counted.get(&(partij.to_owned(), pakket.to_owned())) else { continue };
        let folder = format!("uitvoer/{partij}/");
        let of_school = |path: &String| {
            let name = path.strip_prefix(&folder).map(|rest| rest.rsplit('/').next().unwrap_or(rest));
            name.and_then(|name| name.strip_prefix(pakket)).is_some_and(|rest| rest.starts_with('.'))
        };
        if seals.closed.iter().chain(&seals.gone).any(of_school) {
            // A school's parcel that stays closed, or is gone, leaves the sum of all schools incomplete, so it is not checked.
            continue;
        }
        let what = || format!("{partij}/{pakket}");
        let delivered = usize::try_from(number(som, "geleverd")?).unwrap_or(usize::MAX);
        // One person can be in the parcels of two schools, so more may be held than delivered.
        if found.held < delivered {
            return Err(Wrong::Held { what: what() });
        }
        let refused = som.get("geweigerd").and_then(Value::as_object);
        let count = |reason: &str| {
            let count = refused.and_then(|refused| refused.get(reason)).and_then(Value::as_u64);
            count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
        };
        let left_since = count("bijhouding").saturating_sub(not_kept);
        let explained = NOT_DERIVABLE.iter().map(|reason| count(reason)).sum::<usize>() + left_since;
        let missing = found.derivable.saturating_sub(delivered);
        if missing > explained {
            return Err(Wrong::RowMissing { what: what() });
        }
    }
    Ok(())
}
