//! Describes the cells of a parcel as a Table Schema, so that a stock validator detects a damaged row. It promises no more than intake and
//! classification guarantee, so every released row passes.

use serde_json::{Map, Value, json};

use super::table::CsvDialect;
use crate::config::file::Formaat;
use crate::law::file::Regelvorm;
use crate::model::classification::JaNee;
use crate::model::extract::{CodeColumn, Extract};
use crate::model::field::{Field, KENMERK};
use crate::model::profile::Axis;
use crate::schemas::column::Column;
use crate::schemas::extracts::Schemas;

/// The longest pattern that a passport repeats, in characters. Longer ones are lists of words, of little use to a reader.
const PATTERN_CHARS_MAX: usize = 200;

/// Nine digits.
const NUMBER: &str = "[0-9]{9}";

/// A date of which parts may be 00.
const PARTIAL_DATE: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

/// A school's code.
const BRIN: &str = "[0-9]{2}[A-Z]{2}";

/// What a kenmerk looks like.
const PSEUDONYM: &str = "[a-z2-7]{26}";

/// The type and constraints of the columns of one parcel.
#[derive(Clone, Copy, Debug)]
pub struct CellRules<'a> {
    /// The schemas of the extracts, whose text columns leave as they came.
    pub schemas: &'a Schemas,
    /// What a line of the parcel is about.
    pub form: Regelvorm,
    /// The form in which it is written.
    pub format: Formaat,
}

/// A type with its constraints.
type CellRule = (&'static str, Map<String, Value>);

impl CellRules<'_> {
    /// The kenmerk.
    pub fn kenmerk(&self) -> CellRule {
        required(self.pattern(PSEUDONYM))
    }

    /// A column of a file of recalls.
    pub fn recall(&self, name: &str) -> CellRule {
        match name {
            KENMERK => self.kenmerk(),
            "datum" => required(("date", Map::new())),
            "reden" => {
                let reasons = crate::release::recall::RecallReden::ALL.iter().map(|reden| reden.word());
                required(among(reasons))
            }
            _ => required(("string", Map::new())),
        }
    }

    /// A column of a parcel.
    pub fn field(&self, field: Field) -> CellRule {
        let code = |column| among(self.schemas.codes(column).iter().map(String::as_str));
        let handover = self.form == Regelvorm::Overstap;
        match field {
            Field::Bsn | Field::Persoonsnummer => required(self.pattern(NUMBER)),
            Field::Geboortedatum => self.pattern(PARTIAL_DATE),
            Field::Brin | Field::BrinLatend => self.pattern(BRIN),
            Field::Niveau => code(CodeColumn::NIVEAU),
            Field::SoortVerzuim => code(CodeColumn::SOORT_VERZUIM),
            Field::HoogsteDiploma => code(CodeColumn::HOOGSTE_DIPLOMA),
            Field::IbPrioriteit => code(CodeColumn::PRIORITEIT),
            Field::DatumInschrijving
            | Field::DatumUitschrijving
            | Field::BegindatumVerzuim
            | Field::DatumUitstroom => ("date", Map::new()),
            Field::UrenVerzuim => ("number", minimum_zero()),
            Field::Aantal => required(("integer", minimum_zero())),
            Field::Startkwalificatie
            | Field::EconomischZelfstandig
            | Field::OverlegSchool
            | Field::Leeftijdsgroep
            | Field::Doelgroep => {
                let values = Axis::from_word(field.word()).map(Axis::values).unwrap_or_default();
                required(among(values.into_iter()))
            }
            Field::Vrijgesteld => required(among(JaNee::ALL.iter().map(|answer| answer.word()))),
            Field::Telefoon | Field::Email => self.text(Extract::Contactgegevens, field),
            Field::Meldingsnummer | Field::Status => self.text(Extract::Verzuim, field),
            Field::Vak | Field::Cijfer => self.text(Extract::Leerresultaat, field),
            Field::NiveauLatend | Field::Profiel | Field::Leerjaar | Field::Diploma => {
                self.text(Extract::Overstap, field)
            }
            Field::Geslachtsnaam
            | Field::Voorvoegsel
            | Field::Voornamen
            | Field::Straatnaam
            | Field::Huisnummer
            | Field::Huisletter
            | Field::Huisnummertoevoeging
            | Field::Postcode
            | Field::Woonplaats => self.text(if handover { Extract::Overstap } else { Extract::Brp }, field),
        }
    }

    /// The columns that together occur once; none where a line has no key of its own.
    pub fn primary_key(&self) -> &'static [&'static str] {
        match self.form {
            Regelvorm::Persoon | Regelvorm::Contact | Regelvorm::Toestemming => &[KENMERK],
            Regelvorm::Melding => &["meldingsnummer"],
            Regelvorm::Telling => &["leeftijdsgroep", "doelgroep"],
            Regelvorm::Overstap => &[],
        }
    }

    /// A column that leaves as it came, so that the constraints of its extract still hold.
    fn text(&self, extract: Extract, field: Field) -> CellRule {
        let schema = self.schemas.extract(extract);
        let column = schema.and_then(|schema| schema.columns.get(schema.column(field.word())?));
        column.map_or(("string", Map::new()), |column| self.as_came(column))
    }

    fn as_came(&self, column: &Column) -> CellRule {
        if !column.codes.is_empty() {
            return among(column.codes.iter().map(String::as_str));
        }
        let short = column.pattern_text.as_deref().filter(|text| text.len() <= PATTERN_CHARS_MAX);
        let (kind, mut constraints) = short.map_or(("string", Map::new()), |text| self.pattern(text));
        if let Some(max) = column.max_chars {
            let mark = usize::from(self.marks_formulas());
            constraints.insert("maxLength".to_owned(), json!(max + mark));
        }
        (kind, constraints)
    }

    /// Text that matches a pattern. In the Excel dialect a `'` precedes a cell that a spreadsheet would run.
    fn pattern(&self, pattern: &str) -> CellRule {
        let pattern = if self.marks_formulas() { format!("'?(?:{pattern})") } else { pattern.to_owned() };
        ("string", Map::from_iter([("pattern".to_owned(), json!(pattern))]))
    }

    fn marks_formulas(&self) -> bool {
        CsvDialect::of(self.format) == Some(CsvDialect::CsvExcel)
    }
}

/// The same, in a cell that is never empty.
fn required((kind, mut constraints): CellRule) -> CellRule {
    constraints.insert("required".to_owned(), json!(true));
    (kind, constraints)
}

/// One word of a list.
fn among<'w>(words: impl Iterator<Item = &'w str>) -> CellRule {
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        return ("string", Map::new());
    }
    ("string", Map::from_iter([("enum".to_owned(), json!(words))]))
}

fn minimum_zero() -> Map<String, Value> {
    Map::from_iter([("minimum".to_owned(), json!(0))])
}
