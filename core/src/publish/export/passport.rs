//! The passport beside each parcel: a Data Package descriptor. It says for each column on which article and for what purpose
//! the data left, and when the parcel must be deleted. Holds no personal data.

use serde_json::{Value, json};

use super::table::CsvDialect;
use super::table_schema::CellRules;
use crate::config::file::Formaat;
use crate::crypto::hashing::sha256_hex;
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::party::Party;
use crate::model::day::Day;
use crate::model::field::{Field, KENMERK};
use crate::release::minimise::Contents;
use crate::release::recall;
use crate::schemas::extracts::Schemas;

/// The format of a sealed file.
const SEALED: &str = "age";

/// The passport that describes an opened file: the descriptor of the table inside, under the path where it now stands. `None`
/// if the text is no passport.
pub fn opened(passport: &Value, path: &str) -> Option<Value> {
    let mut resource = passport.pointer("/resources/0")?.clone();
    let keys = resource.as_object_mut()?;
    let inside = keys.shift_remove("jib:geopend")?;
    keys.shift_remove("jib:verzegeld");
    keys.shift_remove("mediatype");
    let name = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    keys.insert("name".to_owned(), json!(name.to_lowercase().replace('/', ".")));
    keys.insert("path".to_owned(), json!(path));
    keys.insert("format".to_owned(), inside.get("format")?.clone());
    for own in ["title", "jib:partij", "jib:verwijderen_uiterlijk"] {
        keys.insert(own.to_owned(), passport.get(own)?.clone());
    }
    Some(resource)
}

/// The Data Package of opened files, made as their newest passport was. `None` if there are none.
pub fn data_package(passports: &[Value], resources: Vec<Value>) -> Option<Value> {
    let created = passports.iter().filter_map(|passport| passport.get("created")?.as_str()).max()?;
    (!resources.is_empty()).then(|| {
        json!({
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "geopend",
            "title": "Geopende pakketten",
            "created": created,
            "resources": resources,
        })
    })
}

/// What a passport needs besides its parcel.
#[derive(Clone, Copy, Debug)]
pub struct Passport<'a> {
    /// The recipient.
    pub party: &'a Party,
    /// The rule set under which data leaves.
    pub rules: &'a RuleSet,
    /// The schemas of the extracts.
    pub schemas: &'a Schemas,
    /// The controller.
    pub gemeente: &'a str,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The file format of the parcel.
    pub format: Formaat,
    /// The parcel's file name.
    pub file: &'a str,
}

impl Passport<'_> {
    /// The descriptor, as JSON.
    pub fn describe(&self, parcel: &Contents<'_>) -> Value {
        let rule = &parcel.parcel().rule;
        let cells = self.cells(rule.form);
        let kenmerk = parcel.has_kenmerk().then(|| {
            let (kind, constraints) = cells.kenmerk();
            json!({
                "name": KENMERK,
                "type": kind,
                "title": "Kenmerk",
                "description": "vaste schuilnaam van deze persoon in dit pakket; in elk ander pakket een andere",
                "constraints": constraints,
                "jib:grondslag": "AVG 25, 32",
            })
        });
        let fields = parcel.columns().iter().map(|(field, basis)| {
            let (kind, constraints) = cells.field(*field);
            json!({
                "name": field.word(),
                "type": kind,
                "title": title(*field),
                "constraints": constraints,
                "jib:grondslag": basis,
                "jib:vindplaats": self.rules.articles.get(basis).map(|article| &article.url),
                "jib:doel": rule.purpose,
            })
        });
        self.descriptor(Described {
            pakket: parcel.pakket(),
            brin: parcel.brin().as_deref(),
            regel: Some(&rule.id),
            description: &rule.purpose,
            purpose: &rule.purpose,
            basis: rule.basis.iter().map(|id| self.rules.reference(id)).collect(),
            fields: kenmerk.into_iter().chain(fields).collect(),
            primary_key: cells.primary_key(),
        })
    }

    /// The descriptor of a file of recalls, as JSON.
    pub fn describe_recalls(&self, brin: Option<&str>) -> Value {
        let titles = [
            "vaste schuilnaam van de persoon in het pakket dat de volgende kolom noemt",
            "het pakket waarin deze persoon eerder is geleverd",
            "waarom de gegevens niet langer bewaard mogen worden",
            "de dag van deze melding",
        ];
        let cells = self.cells(Regelvorm::Persoon);
        let fields = recall::HEADER.iter().zip(titles).map(|(name, title)| {
            let (kind, constraints) = cells.recall(name);
            json!({
                "name": name,
                "type": kind,
                "description": title,
                "constraints": constraints,
                "jib:grondslag": "AVG 19",
            })
        });
        self.descriptor(Described {
            pakket: recall::PAKKET,
            brin,
            regel: None,
            description: "wis wat u eerder over deze personen kreeg: u mag het niet langer hebben",
            purpose: "melden dat gegevens gewist moeten worden",
            basis: recall::BASIS.iter().map(|id| self.rules.reference(id)).collect(),
            fields: fields.collect(),
            primary_key: &recall::KEY,
        })
    }

    fn cells(&self, form: Regelvorm) -> CellRules<'_> {
        CellRules { schemas: self.schemas, form, format: self.format }
    }

    fn descriptor(&self, what: Described<'_>) -> Value {
        let school = what.brin.map(|brin| format!(".{brin}")).unwrap_or_default();
        let opened = self.file.strip_suffix(".age").unwrap_or(self.file);
        let mut descriptor = json!({
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": format!("{}-{}{school}", self.party.id, what.pakket).to_lowercase().replace('_', "-"),
            "title": format!("{}: {}", self.party.name, what.pakket),
            "description": what.description,
            // RFC 3339 asks for a time. No clock stands in a passport: it is the start of the verstrekdatum.
            "created": format!("{}T00:00:00Z", self.verstrekdatum),
            "jib:gemeente": self.gemeente,
            "jib:partij": self.party.id,
            "jib:brin": what.brin,
            "jib:pakket": what.pakket,
            "jib:regel": what.regel,
            "jib:regelset": self.rules.date,
            "jib:grondslagen": what.basis,
            "jib:doel": what.purpose,
            "jib:peildatum": self.peildatum,
            "jib:verstrekdatum": self.verstrekdatum,
            "jib:verwijderen_uiterlijk": self.delete_by(),
            "jib:bewaar_grondslag": self.party.retention_basis,
            "resources": [{
                "name": what.pakket,
                "path": self.file,
                // The file that lies beside it is sealed; what follows holds for the table inside.
                "format": SEALED,
                "mediatype": "application/octet-stream",
                "jib:verzegeld": "age X25519; te openen met `jib open` of elke age-client",
                "jib:geopend": { "path": opened, "format": self.format.extension() },
                "encoding": "utf-8",
                "dialect": self.table_dialect(),
                "schema": {
                    "fields": what.fields,
                    "missingValues": [""],
                    "primaryKey": what.primary_key,
                },
            }],
        });
        if let (None, Some(keys)) = (what.regel, descriptor.as_object_mut()) {
            keys.shift_remove("jib:regel");
        }
        let table = descriptor.pointer_mut("/resources/0/schema").and_then(Value::as_object_mut);
        if let (true, Some(keys)) = (what.primary_key.is_empty(), table) {
            keys.shift_remove("primaryKey");
        }
        descriptor
    }

    /// How to read the table.
    fn table_dialect(&self) -> Value {
        match CsvDialect::of(self.format) {
            Some(dialect) => json!({ "delimiter": dialect.delimiter_text(), "header": true }),
            None => json!({ "header": true }),
        }
    }

    /// The day on which the recipient must have deleted the parcel.
    pub fn delete_by(&self) -> Day {
        delete_by(self.party, self.verstrekdatum)
    }
}

/// What a passport says but for its days: which party holds which fields, on which articles and for what. `None` if it is no
/// passport.
pub fn likeness(passport: &Value) -> Option<String> {
    let fields = passport.pointer("/resources/0/schema/fields")?.as_array()?;
    let fields: Vec<[&Value; 2]> = fields
        .iter()
        .map(|field| Some([field.get("name")?, field.get("jib:grondslag")?]))
        .collect::<Option<_>>()?;
    let articles = passport.get("jib:grondslagen")?.as_array()?;
    let articles: Vec<&Value> = articles.iter().map(|basis| basis.get("artikel")).collect::<Option<_>>()?;
    let own = ["jib:partij", "jib:brin", "jib:pakket", "jib:doel"].map(|key| passport.get(key));
    let said = serde_json::to_vec(&(own, fields, articles)).ok()?;
    Some(sha256_hex(&said).chars().take(LIKENESS_CHARS).collect())
}

/// The length of a likeness in characters: 128 bits.
const LIKENESS_CHARS: usize = 32;

/// What differs between the descriptors of two files for the same party.
struct Described<'a> {
    pakket: &'a str,
    /// The school, for a party with a parcel per school.
    brin: Option<&'a str>,
    /// The rule that produced the file, if any.
    regel: Option<&'a str>,
    description: &'a str,
    purpose: &'a str,
    basis: Vec<Value>,
    fields: Vec<Value>,
    /// The columns that together occur once, if any do.
    primary_key: &'static [&'static str],
}

impl RuleSet {
    /// An article in the form a passport uses.
    fn reference(&self, id: &str) -> Value {
        let article = self.articles.get(id);
        json!({ "artikel": id, "wet": article.map(|a| &a.law), "vindplaats": article.map(|a| &a.url) })
    }
}

/// Articles grouped by law, for human readers.
pub fn articles(basis: &[String], rules: &RuleSet) -> String {
    by_law(basis.iter().map(|id| {
        let law = rules.articles.get(id).map_or("", |article| article.law.as_str());
        (id.as_str(), law)
    }))
}

/// Articles, each given with its law, grouped by law, for human readers.
pub fn by_law<'a>(articles: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut laws: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, law) in articles {
        match laws.iter_mut().find(|(known, _)| *known == law) {
            Some((_, ids)) => ids.push(id),
            None => laws.push((law, vec![id])),
        }
    }
    let named = laws.into_iter().map(|(law, ids)| match law {
        "" => ids.join(", "),
        law => format!("{} ({law})", ids.join(", ")),
    });
    named.collect::<Vec<_>>().join("; ")
}

/// The day by which a party must have deleted what was sent on the verstrekdatum.
pub fn delete_by(party: &Party, verstrekdatum: Day) -> Day {
    let (year, month, day) = verstrekdatum.ymd();
    let months = month - 1 + party.retention_months;
    let year = year + i32::try_from(months / 12).unwrap_or(0);
    let month = months % 12 + 1;
    // A month without this day ends earlier; deleting early is the safe side.
    (0..=3).find_map(|less| Day::from_ymd(year, month, day.saturating_sub(less))).unwrap_or(verstrekdatum)
}

/// The day by which everything that was made on the verstrekdatum must be gone: that of the party with the longest term.
pub fn longest_term(parties: &[Party], verstrekdatum: Day) -> Day {
    parties.iter().map(|party| delete_by(party, verstrekdatum)).max().unwrap_or(verstrekdatum)
}

/// A field's title for people: its header in words.
fn title(field: Field) -> String {
    let words = field.word().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
