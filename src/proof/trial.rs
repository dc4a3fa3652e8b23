//! Tries one worked case. Writes its facts as extracts in memory and puts them through the reading, linking, classification
//! and decisions of a real run. Then compares the result with what was worked out by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use csv::ByteRecord;
use toml::{Table, Value};

use super::cases::Case;
use crate::config::Config;
use crate::config::file::ConfigFile;
use crate::crypto::hashing::{KENMERK_CHARS, PseudonymKey};
use crate::crypto::keys::{Keys, Recipient};
use crate::intake::delivery::{Files, codes};
use crate::law::file::Regelvorm;
use crate::law::library::Library;
use crate::law::rule::Condition;
use crate::model::day::Day;
use crate::model::days::Days;
use crate::model::extract::Extract;
use crate::model::facts::Maand;
use crate::model::finding::{Code, Ernst};
use crate::model::number::Persoonsnummer;
use crate::model::profile::Axis;
use crate::model::ruling::Weigering;
use crate::persons::classified::Classified;
use crate::release::assessment::{Basis, InForce};
use crate::release::memory::{Family, Memory, Remembered, RememberedLine, RememberedState};
use crate::release::minimise::release::Release;
use crate::release::minimise::{Minimised, Rows, minimise, releases};
use crate::run::fault::Fault;
use crate::schemas::header::header_key;
use crate::schemas::schema::Schema;
use crate::schemas::toml_errors;

/// The synthetic person of every case.
pub const BSN: &str = "999993653";

/// Another synthetic person, used only to fill a delivery.
const NEIGHBOUR: &str = "999990123";

/// A public key whose secret half nobody holds: cases seal nothing.
const RECIPIENT: &str = "age1jyarf9u2rs6v5te739h2f2wjqmlf64gqldj7xxnfvdvg7ecuuppqq29ge9";

/// The pseudonym key of cases.
const PSEUDONYM: [u8; 32] = [0x2A; 32];

/// The default municipality. A case overrides what it needs.
const USUAL: &str = include_str!("usual.toml");

/// The result of a case.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// Every difference from the result worked out by hand.
    pub differences: Vec<String>,
    /// The rules that released, each with the alternative of `when` that held.
    pub released_by: BTreeSet<(String, usize)>,
    /// The rules for which the case names a refusal.
    pub refused_by: BTreeSet<String>,
}

/// What the person received, and why not the rest.
#[derive(Default)]
struct Got {
    parcels: BTreeSet<String>,
    refused: BTreeMap<String, Weigering>,
    cells: BTreeMap<String, BTreeMap<String, String>>,
}

/// Tries one case.
///
/// # Errors
/// [`Fault`] if the days, the configuration or the facts of the case are invalid. A wrong outcome is not an error.
pub fn try_case(case: &Case, library: &Library) -> Result<Tried, Fault> {
    let days = Days { peildatum: case.peildatum, verstrekdatum: case.verstrekdatum };
    days.in_order()?;
    let rules = InForce::on(library, days)?;
    let (config, files) = arranged(case, library)?;
    let basis = Basis::link(library, &config, days, &rules, Files::Memory(&files));
    let mut tried = Tried::default();
    let blocking = |code: &Code| library.catalogue.ernst(*code) == Ernst::Blokkerend;
    for (extract, code) in codes(basis.linked.deliveries(), &[]).filter(|(_, code)| blocking(code)) {
        tried.differences.push(format!("{extract}: het bestand is geweigerd ({code})"));
    }
    let classified = basis.classify();
    let consents = basis.consents();
    let number = Persoonsnummer::parse(BSN.as_bytes()).ok().map(|(number, ..)| number);
    let memory = remembered(case, &config.keys.pseudonym, number);
    let sources = basis.sources(&classified, &consents, &memory);
    let person = number.and_then(|number| basis.linked.position(number));

    let mut got = Got::default();
    for release in &releases(sources) {
        let minimised = minimise(release);
        let released = match release.parcel().rule.form {
            Regelvorm::Overstap => got.handover(&minimised),
            Regelvorm::Telling => person.is_some_and(|person| got.counted(release, person)),
            _ => person.is_some_and(|person| got.person(release, &minimised, person)),
        };
        if released {
            let alternative = person.map_or(0, |person| alternative(release, person));
            tried.released_by.insert((release.parcel().rule.id.clone(), alternative));
        }
    }
    for parcel in rules.parcels.iter().filter(|parcel| parcel.rule.form == Regelvorm::Toestemming) {
        let name = format!("{}/{}", parcel.rule.party_id, parcel.rule.parcel);
        let why = person
            .map_or(Weigering::GeenToestemming, |person| consents.refusal(&parcel.rule.party_id, person));
        if !got.parcels.contains(&name) {
            got.refused.entry(name).or_insert(why);
        }
    }
    for name in case.refused.keys() {
        let of_name = |id: &str| {
            let pakket = name.split_once('/').map_or("", |(_, pakket)| pakket);
            pakket == id || pakket.strip_prefix(id).is_some_and(|rest| rest.starts_with(['.', '-']))
        };
        let named = rules.parcels.iter().filter(|parcel| {
            name.starts_with(&format!("{}/", parcel.rule.party_id)) && of_name(&parcel.rule.parcel)
        });
        tried.refused_by.extend(named.map(|parcel| parcel.rule.id.clone()));
    }
    tried.compare(case, &got);
    for (column, expected) in &case.values {
        let value = person.and_then(|person| value(&classified, person, column, rules.on_peildatum.date));
        if value.as_deref() != Some(expected) {
            let value = value.as_deref().unwrap_or("niets");
            tried.differences.push(format!("{column}: verwacht `{expected}`, kreeg `{value}`"));
        }
    }
    Ok(tried)
}

/// What earlier runs left about the person.
fn remembered(case: &Case, key: &PseudonymKey, number: Option<Persoonsnummer>) -> Memory {
    let mut state = RememberedState::default();
    for (name, day) in &case.earlier {
        let (Some((partij, pakket)), Some(number)) = (name.split_once('/'), number) else { continue };
        let family = Family { party: partij.to_owned(), brin: String::new(), parcel: pakket.to_owned() };
        let entry = RememberedLine {
            subject: key.subject(&number.digits()),
            masked: [0; KENMERK_CHARS],
            content: 0,
            first: *day,
            last: *day,
            held: true,
        };
        state.families.insert(family, Remembered { columns: Vec::new(), entries: vec![entry] });
    }
    Memory::new(state, None, key)
}

/// The person's value in a column of the classification.
fn value(classified: &Classified, person: usize, column: &str, regelset: Day) -> Option<String> {
    let values = classified.classification(person)?;
    match column {
        "leeftijd" => Some(values.leeftijd.map(|age| age.to_string()).unwrap_or_default()),
        "regelset" => Some(regelset.to_string()),
        "redenen" => Some(values.redenen.iter().map(|reden| reden.word()).collect::<Vec<_>>().join("|")),
        column => {
            let (pair, _) = classified.pairs().get(classified.pair(person))?;
            Some(pair.peildatum.word(Axis::from_word(column)?).to_owned())
        }
    }
}

/// The index of the alternative of `when` that holds for the person on the verstrekdatum.
fn alternative(release: &Release<'_>, person: usize) -> usize {
    let classified = release.sources().classified;
    let pair = classified.pairs().get(classified.pair(person)).map(|(pair, _)| pair.verstrekdatum);
    let holds = |condition: &Condition| pair.is_some_and(|profile| condition.holds(profile));
    release.parcel().rule.when.iter().position(holds).unwrap_or(0)
}

impl Tried {
    fn compare(&mut self, case: &Case, got: &Got) {
        let expected: BTreeSet<&str> = case.parcels.iter().map(String::as_str).collect();
        let received: BTreeSet<&str> = got.parcels.iter().map(String::as_str).collect();
        for missing in expected.difference(&received) {
            let why = got.refused.get(*missing).map_or(String::new(), |why| format!(" ({why})"));
            self.differences.push(format!("{missing}: verwacht, maar niet geleverd{why}"));
        }
        for extra in received.difference(&expected) {
            self.differences.push(format!("{extra}: geleverd, maar niet verwacht"));
        }
        for (name, expected) in &case.refused {
            // A refusal belongs to the parcel, even if the case names it with its school.
            let without_school = name.rsplit_once('.').map_or(name.as_str(), |(pakket, _)| pakket);
            let why = got.refused.get(name).or_else(|| got.refused.get(without_school)).map(|why| why.word());
            if why != Some(expected.as_str()) {
                let why = why.unwrap_or("niets");
                self.differences.push(format!("{name}: verwacht weigering `{expected}`, kreeg `{why}`"));
            }
        }
        for (name, cells) in &case.cells {
            for (column, expected) in cells {
                let cell = got.cells.get(name).and_then(|cells| cells.get(column));
                if cell != Some(expected) {
                    let cell = cell.map_or("geen kolom", String::as_str);
                    self.differences.push(format!("{name}, {column}: verwacht `{expected}`, kreeg `{cell}`"));
                }
            }
        }
    }
}

impl Got {
    /// Records the decision about the person. Returns whether anything was released.
    fn person(&mut self, release: &Release<'_>, minimised: &Minimised<'_>, person: usize) -> bool {
        let rule = &release.parcel().rule;
        let pakket = match rule.form {
            Regelvorm::Toestemming => "toestemming",
            _ => release.pakket(),
        };
        let name = format!("{}/{pakket}", rule.party_id);
        let mut lines = Vec::new();
        match release.decide(person, &mut lines) {
            Err(weigering) => {
                self.refused.insert(name, weigering);
                false
            }
            Ok(()) => {
                self.contents(&name, minimised);
                true
            }
        }
    }

    /// Records why the person is not counted. A parcel of counts holds no persons, so it never joins the person's parcels.
    fn counted(&mut self, release: &Release<'_>, person: usize) -> bool {
        let counted = release.decide(person, &mut Vec::new());
        if let Err(weigering) = counted {
            let rule = &release.parcel().rule;
            self.refused.insert(format!("{}/{}", rule.party_id, rule.parcel), weigering);
        }
        counted.is_ok()
    }

    fn handover(&mut self, minimised: &Minimised<'_>) -> bool {
        let name = format!("{}/{}", minimised.parcel().rule.party_id, minimised.pakket());
        if let Some(weigering) = minimised.refused().keys().next() {
            self.refused.insert(name.clone(), *weigering);
        }
        self.contents(&name, minimised);
        minimised.delivered() > 0
    }

    fn contents(&mut self, name: &str, minimised: &Minimised<'_>) {
        for contents in minimised.contents().iter().filter(|contents| contents.rows() > 0) {
            let name = contents.brin().map_or(name.to_owned(), |brin| format!("{name}.{brin}"));
            let mut first = None;
            contents.part(0, &mut |row| {
                let record = row.record;
                first.get_or_insert_with(|| record.clone());
            });
            let cells = first.unwrap_or_default();
            let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
            let named = contents.header().into_iter().map(str::to_owned).zip(cells.iter().map(text));
            self.cells.insert(name.clone(), named.collect());
            self.parcels.insert(name);
        }
    }
}

fn invalid(case: &Case, message: impl Into<String>) -> Fault {
    let path = format!("geval {}", case.id);
    Fault::Policy(crate::law::fault::PolicyFault::Invalid { path, message: message.into() })
}

/// Builds the configuration and the files of a case.
fn arranged(case: &Case, library: &Library) -> Result<(Config, BTreeMap<String, Vec<u8>>), Fault> {
    let known = |extract: &String| library.schemas.extract(extract).is_some();
    if let Some(extract) = case.facts.keys().chain(case.delivery.keys()).find(|extract| !known(extract)) {
        return Err(invalid(case, format!("`{extract}` is geen extract")));
    }
    let mut table: Table =
        toml::from_str(USUAL).map_err(|fault| Fault::internal("de gewone configuratie lezen")(&fault))?;
    let mut files = BTreeMap::new();
    let mut leveringen = Vec::new();
    for schema in &library.schemas.extracts {
        if let Some((levering, bytes)) = delivered(case, schema)? {
            leveringen.push(Value::Table(levering));
            files.insert(format!("{}.csv", schema.id), bytes);
        }
    }
    table.insert("levering".to_owned(), Value::Array(leveringen));
    for (key, value) in &case.config {
        match (value, table.get_mut(key)) {
            (Value::Boolean(false), _) => {
                table.remove(key);
            }
            (Value::Table(changes), Some(Value::Table(there))) if key == "gemeente" => {
                there.extend(changes.clone());
            }
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
    let text = toml::to_string(&with_keys(table)).map_err(|fault| invalid(case, fault.to_string()))?;
    let read = toml_errors::read("config", &text, "verbeter het geval");
    let file = ConfigFile::settled(read.map_err(|fault| invalid(case, fault.to_string()))?);
    let key = || Recipient::parse(RECIPIENT).ok_or_else(|| invalid(case, "geen sleutel"));
    let ontvangers = file.ontvanger.iter().map(|_| key()).collect::<Result<_, _>>()?;
    let pseudonym = PseudonymKey::from_bytes(&PSEUDONYM).ok_or_else(|| invalid(case, "geen sleutel"))?;
    let keys = Keys { beheer: key()?, ontvangers, pseudonym, signing: None, exposed: Vec::new() };
    Ok((Config { file, folder: PathBuf::new(), sha256: String::new(), keys }, files))
}

/// Fills in the keys that a case may leave out.
fn with_keys(mut table: Table) -> Table {
    if let Some(Value::Array(ontvangers)) = table.get_mut("ontvanger") {
        for ontvanger in ontvangers.iter_mut().filter_map(Value::as_table_mut) {
            ontvanger.entry("sleutel").or_insert_with(|| Value::from(RECIPIENT));
            ontvanger.entry("kanaal").or_insert_with(|| Value::from("beveiligd"));
        }
    }
    table
}

/// Builds one extract with its levering. `None` if the case says it was not delivered.
fn delivered(case: &Case, schema: &Schema) -> Result<Option<(Table, Vec<u8>)>, Fault> {
    let extract = Extract::from_word(&schema.id);
    let mut levering = Table::new();
    let mut put = |key: &str, value: Value| levering.insert(key.to_owned(), value);
    put("extract", Value::from(schema.id.clone()));
    put("pad", Value::from(format!("{}.csv", schema.id)));
    put("soort", Value::from("SNAPSHOT"));
    put("peildatum", Value::from(case.peildatum.to_string()));
    put("max_leeftijd_dagen", Value::from(31));
    put("kanaal", Value::from("beveiligd"));
    put("bron", Value::from(if extract == Some(Extract::Verzuim) { "duo" } else { "bron" }));
    if extract == Some(Extract::Inkomen) {
        put("dekking", Value::from("gemeente"));
    }
    if schema.per_school {
        put("verantwoordelijke", Value::from("20KD"));
    }
    let changes = case.delivery.get(&schema.id).cloned().unwrap_or_default();
    if changes.get("afwezig").and_then(Value::as_bool) == Some(true) {
        return Ok(None);
    }
    levering.extend(changes);
    let is_delta = levering.get("soort").and_then(Value::as_str) == Some("DELTA");

    let mut rows = case.facts.get(&schema.id).cloned().unwrap_or_default();
    if extract == Some(Extract::Brp) && rows.is_empty() {
        rows.push(Table::new());
    }
    if extract == Some(Extract::Inkomen) && rows.is_empty() {
        // Add someone else's row. It makes the delivery cover this month, so that a person absent from it has no income.
        rows.push(Table::from_iter([
            ("bsn".to_owned(), Value::from(NEIGHBOUR)),
            ("categorie".to_owned(), Value::from("GEEN")),
        ]));
    }
    let own = schema.columns.iter().filter(|column| is_delta || !column.delta_only);
    let mut header: Vec<String> = own.map(|column| column.name.clone()).collect();
    let extra: BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
    let extra: Vec<&String> = extra.into_iter().filter(|key| schema.column(key).is_none()).collect();
    // A column that no schema knows is a typing error, unless the schema refuses it by name.
    let dropped = |key: &&&String| schema.refuse.contains(&header_key(key));
    if let Some(slip) = extra.iter().find(|key| !dropped(key)) {
        return Err(invalid(case, format!("`{slip}` is geen kolom van `{}`", schema.id)));
    }
    header.extend(extra.into_iter().cloned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: &ByteRecord| {
        writer.write_byte_record(record).map_err(|fault| invalid(case, fault.to_string()))
    };
    write(&ByteRecord::from(header.clone()))?;
    for (index, row) in rows.iter().enumerate() {
        let cell = |name: &String| match row.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None if schema.person.and_then(|at| schema.columns.get(at)).is_some_and(|c| c.name == *name) => {
                BSN.to_owned()
            }
            None => extract.map_or_else(String::new, |extract| usual(extract, name, index, case.peildatum)),
        };
        write(&ByteRecord::from(header.iter().map(cell).collect::<Vec<_>>()))?;
    }
    let bytes = writer.into_inner().map_err(|fault| invalid(case, fault.to_string()))?;
    Ok(Some((levering, bytes)))
}

/// The default value of a column that the case leaves out.
fn usual(extract: Extract, column: &str, index: usize, peildatum: Day) -> String {
    use Extract::{
        Brp, Contactgegevens, Dossier, Inkomen, Inschrijving, JibLijst, Leerresultaat, Overstap,
        Startkwalificatie, Toestemming, Uitsluiting, Verzuim, Vrijstelling,
    };
    let numbered = |letter: &str| format!("{letter}{index}");
    let earlier = |days: i32| peildatum.plus_days(-days).to_string();
    let text = match (extract, column) {
        (Brp, "geboortedatum") => "2008-01-15",
        (Brp, "gemeente_inschrijving") | (JibLijst, "gemeentecode") => "0599",
        (Brp, "indicatie_geheim") => "0",
        (Brp | Overstap, "geslachtsnaam") => "Voorbeeld",
        (Brp | Overstap, "voornamen") => "Toets",
        (Brp, "straatnaam") => "Testplein",
        (Brp, "huisnummer") => "1",
        (Brp, "postcode") => "3011AA",
        (Brp, "woonplaats") => "Voorbeeldstad",
        (Inschrijving | Verzuim | Leerresultaat, "brin") | (Overstap, "brin_latend") => "20KD",
        (Inschrijving, "mutatie") => "T",
        (Inschrijving, "onderwijssector") => "VO",
        (Inschrijving, "opleidingscode") => return format!("{:04}", index + 1),
        (Inschrijving, "niveau") => "VMBO-T",
        (Inschrijving, "datum_inschrijving") | (Vrijstelling, "begindatum") => "2020-08-01",
        (Startkwalificatie, "startkwalificatie") => "N",
        (Vrijstelling, "soort") => "VRIJGESTELD",
        (Verzuim, "meldingsnummer") => return numbered("M"),
        (Verzuim, "begindatum") => return earlier(35),
        (Verzuim, "soort_verzuim") => "OVERIG",
        (Verzuim, "status") => "OPEN",
        (Inkomen, "periode") | (JibLijst, "rapportmaand") => {
            return Maand::of(peildatum).to_string();
        }
        (Inkomen, "categorie") => "WERK",
        (Inkomen, "bedrag_cent") => "0",
        (Contactgegevens, "afdeling") => "leerplicht",
        (Contactgegevens, "doel") => "toezicht",
        (Contactgegevens, "telefoon") => "0600000001",
        (Contactgegevens, "datum") => return earlier(30),
        (Dossier, "dossiernummer") => return numbered("D"),
        (Dossier, "team") => "LEERPLICHT",
        (Dossier, "status") => "ACTIEF",
        (Dossier, "datum_start") => return earlier(60),
        (Overstap, "brin_ontvangend") => "25LP",
        (Overstap, "fase") => "INGESCHREVEN",
        (Leerresultaat, "schooljaar") => "2025-2026",
        (Leerresultaat, "vak") => return numbered("vak"),
        (Toestemming, "toestemming_id") => return numbered("T"),
        (Toestemming, "ontvanger") => "gebiedsteam",
        (Toestemming, "doel") => "begeleiding",
        (Toestemming, "velden") => "geslachtsnaam|voornamen|telefoon",
        (Toestemming, "verkregen_op") => return earlier(60),
        (Toestemming, "vorm") => "SCHRIFTELIJK",
        (Toestemming, "gegeven_door") => "BETROKKENE",
        (Toestemming, "informatieversie") => "1",
        (Toestemming, "bewijs_ref") => return numbered("bewijs"),
        (Uitsluiting, "geldig_van") => return earlier(10),
        _ => "",
    };
    text.to_owned()
}
