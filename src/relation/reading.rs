//! Cells, rows and persons in SQL: what the intake of a run accepts, sets aside and links, said as joins with a calendar and with
//! lists of codes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::dialect::{Dialect, Refused};
use super::law_tables::{NO_DAY, OPEN_END};
use super::table::Table;
use crate::config::Config;
use crate::config::file::Levering;
use crate::intake::check::diagnosis::{NULL_WORDS, NULL_WORDS_OR_NAMES};
use crate::intake::delivery::reliance_of;
use crate::model::day::Day;
use crate::model::extract::Extract;
use crate::model::facts::Reliance;
use crate::schemas::column::{Column, Kind, Required};
use crate::schemas::extracts::Schemas;
use crate::schemas::schema::{Schema, Soort};

/// Texts that mean "no end".
const OPEN_TEXTS: [&str; 6] =
    ["99991230", "99991231", "9999-12-30", "9999-12-31", "30-12-9999", "31-12-9999"];

/// Texts of a date of which nothing is known.
const ZERO_TEXTS: [&str; 3] = ["00000000", "0000-00-00", "00-00-0000"];

/// Error values of a spreadsheet.
const SHEET_ERRORS: &str = "#N/B|#N/A|#NV|#[A-Z0-9/_!?]{2,}[!?]|#_[A-Z0-9/_!?]{2,}|#[A-Z0-9/_!?]+_[A-Z0-9/_!?]+|#[A-Z0-9/_!?]{2,}_|#{3,}|(?:Err:|Fout:)[0-9]{3}";

/// The most characters in which numbers are sought.
const PLACES: usize = 4000;

/// The width of a list in a query.
const LINE_CHARS: usize = 120;

/// One delivered extract.
pub struct Source<'a> {
    /// Which.
    pub extract: Extract,
    /// As its supplier writes it.
    pub schema: Schema,
    /// Its entry in `jib.toml`.
    pub levering: &'a Levering,
    /// What the absence of a row proves.
    pub reliance: Reliance,
}

/// Extracts that only feed what is left out.
const LEFT_OUT: [Extract; 2] = [Extract::Overstap, Extract::Leerresultaat];

/// The extracts of a configuration.
///
/// # Errors
/// If a delivery has a form that a table cannot have.
pub fn sources<'a>(
    config: &'a Config,
    schemas: &Schemas,
    peildatum: Day,
) -> Result<Vec<Source<'a>>, Refused> {
    let mut sources = Vec::new();
    let leveringen = config.file.levering.iter().map(toml::Spanned::get_ref);
    for extract in Extract::ALL.iter().filter(|extract| !LEFT_OUT.contains(extract)) {
        let Some(levering) = leveringen.clone().find(|own| own.extract == extract.word()) else { continue };
        let refused = |what: &str, help: &str| Refused {
            message: format!("levering `{extract}`: {what}"),
            help: help.to_owned(),
        };
        if levering.kind != Soort::Snapshot {
            return Err(refused(
                "alleen wijzigingen (DELTA): een tabel heeft geen volgorde, dus de laatste rij is niet te kennen",
                "zet de volledige stand in de tabel en soort = \"SNAPSHOT\" in jib.toml",
            ));
        }
        let schema = schemas.extract(*extract).and_then(|own| own.under(levering.profile.as_deref()));
        let Some(schema) = schema else { continue };
        if schema.columns.iter().any(|column| !column.sign.is_empty()) {
            return Err(refused(
                "het profiel schrijft plus en min in een eigen kolom, en die heeft de tabel niet",
                "zet de bedragen met hun teken in de kolom van het contract en laat `profiel` weg",
            ));
        }
        let reliance = reliance_of(levering, *extract, peildatum);
        sources.push(Source { extract: *extract, schema, levering, reliance });
    }
    if !sources.iter().any(|source| source.extract == Extract::Brp) {
        return Err(Refused {
            message: "in jib.toml staat geen levering `brp`".to_owned(),
            help: "zonder BRP is er niemand om te beoordelen: voeg de levering toe".to_owned(),
        });
    }
    Ok(sources)
}

/// The calendar, the codes and the places in a text.
pub fn tables(sources: &[Source<'_>]) -> Vec<Table> {
    let mut years = Table::new(
        "kalender_jaar",
        "jaar → de dagen vóór 1 januari, en of het een schrikkeljaar is (2: het jaar is onbekend)",
        &["sleutel", "jaar", "dagen", "schrikkel"],
    );
    years.row(&[&"j0000", &0, &0, &2]);
    for year in 1..=9999 {
        let Some(first) = Day::from_ymd(year, 1, 1) else { continue };
        let leap = u8::from(Day::from_ymd(year, 2, 29).is_some());
        years.row(&[&format!("j{year:04}"), &year, &(first.number() - 1), &leap]);
    }
    let mut days = Table::new(
        "kalender_dag",
        "maand en dag → de hoeveelste dag van het jaar; een onbekende dag of maand (00) heeft een eerste en een laatste",
        &["sleutel", "schrikkel", "maand", "eerste", "laatste", "eerste_mmdd", "laatste_mmdd", "volledig"],
    );
    days.row(&[&"d0000", &2, &0, &NO_DAY, &NO_DAY, &0, &0, &0]);
    for (leap, year) in [(0, 2023), (1, 2024)] {
        let start = Day::from_ymd(year, 1, 1).map_or(0, Day::number) - 1;
        let of_year = |month: u32, day: u32| Day::from_ymd(year, month, day).map(|own| own.number() - start);
        days.row(&[&"d0000", &leap, &0, &1, &(365 + leap), &101, &1231, &0]);
        for month in 1..=12 {
            let last = (28..=31).rev().find_map(|day| Some((day, of_year(month, day)?)));
            if let (Some(first), Some((last_day, last))) = (of_year(month, 1), last) {
                let sleutel = format!("d{month:02}00");
                let (from, to) = (month * 100 + 1, month * 100 + last_day);
                days.row(&[&sleutel, &leap, &month, &first, &last, &from, &to, &0]);
            }
            for day in 1..=31 {
                let Some(number) = of_year(month, day) else { continue };
                let mmdd = month * 100 + day;
                days.row(&[
                    &format!("d{month:02}{day:02}"),
                    &leap,
                    &month,
                    &number,
                    &number,
                    &mmdd,
                    &mmdd,
                    &1,
                ]);
            }
        }
    }
    let mut codes = Table::new(
        "codes",
        "wat in een kolom met codes mag staan → de code; `volgnummer` is de plaats in de lijst van het schema",
        &["kolom", "tekst", "code", "volgnummer"],
    );
    for source in sources {
        for column in source.schema.columns.iter().filter(|column| column.kind == Kind::Code) {
            let kolom = format!("{}.{}", source.schema.id, column.name);
            let written: Vec<(String, u8)> = if column.spellings.is_empty() {
                column.codes.iter().cloned().zip(0..).collect()
            } else {
                column.spellings.clone()
            };
            for (text, index) in written {
                let Some(code) = column.codes.get(usize::from(index)) else { continue };
                codes.row(&[&kolom, &text, code, &index]);
            }
        }
    }
    let mut places = Table::new(
        "plaatsen",
        "de plaatsen in een tekst, om er een nummer van negen cijfers in te zoeken",
        &["plaats"],
    );
    for place in 1..=PLACES {
        places.row(&[&place]);
    }
    vec![years, days, codes, places]
}

/// Columns of some kind, with the extract that holds them.
fn texts_of(sources: &[Source<'_>], wanted: impl Fn(Kind) -> bool) -> String {
    let mut parts = Vec::new();
    for source in sources {
        for column in source.schema.columns.iter().filter(|column| wanted(column.kind)) {
            parts.push(format!("  SELECT {} AS tekst FROM cel_{}", column.name, source.schema.id));
        }
    }
    if parts.is_empty() { "  SELECT '' AS tekst".to_owned() } else { parts.join("\n  UNION\n") }
}

/// `01_cellen.sql`: cells, and what the texts of dates, months and numbers mean.
pub fn cells(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let mut sql = String::from(
        "-- 1. Cellen: wat in een tabel staat, zonder witruimte eromheen. NULL en leeg zijn hetzelfde.\n\
         --    Elke tekst van een datum, maand of nummer wordt daarna één keer gelezen.\n\n",
    );
    for source in sources {
        let cell = |column: &Column| {
            let trimmed = dialect.trimmed(&column.name);
            if source.levering.empty_words.is_empty() {
                format!("  {trimmed} AS {}", column.name)
            } else {
                let words = dialect.texts(source.levering.empty_words.iter().map(String::as_str));
                format!("  CASE WHEN {trimmed} IN ({words}) THEN '' ELSE {trimmed} END AS {}", column.name)
            }
        };
        let columns: Vec<String> = source.schema.columns.iter().map(cell).collect();
        let id = &source.schema.id;
        let query = format!("SELECT\n{}\nFROM {id}, {}", columns.join(",\n"), dialect.white_space());
        let _ = writeln!(sql, "{}", dialect.view(&format!("cel_{id}"), &query));
    }
    for texts in [dates, months, numbers] {
        sql.push_str(&texts(dialect, sources));
    }
    sql
}

/// The days that each text of a date can mean.
fn dates(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let dates = texts_of(sources, |kind| matches!(kind, Kind::Date | Kind::PartialDate));
    let query = format!(
        "WITH tekst AS (\n{dates}\n),\n\
         geschreven AS (\n\
         \x20 SELECT tekst,\n\
         \x20   CASE\n\
         \x20     WHEN LENGTH(tekst) = 8 THEN tekst\n\
         \x20     WHEN LENGTH(tekst) = 10 AND SUBSTR(tekst, 5, 1) = '-' AND SUBSTR(tekst, 8, 1) = '-'\n\
         \x20       THEN SUBSTR(tekst, 1, 4) || SUBSTR(tekst, 6, 2) || SUBSTR(tekst, 9, 2)\n\
         \x20     WHEN LENGTH(tekst) = 10 AND SUBSTR(tekst, 3, 1) = '-' AND SUBSTR(tekst, 6, 1) = '-'\n\
         \x20       THEN SUBSTR(tekst, 7, 4) || SUBSTR(tekst, 4, 2) || SUBSTR(tekst, 1, 2)\n\
         \x20     ELSE ''\n\
         \x20   END AS jjjjmmdd,\n\
         \x20   CASE WHEN SUBSTR(tekst, 3, 1) = '-' THEN 1 ELSE 0 END AS dag_voorop\n\
         \x20 FROM tekst\n\
         )\n\
         SELECT g.tekst,\n\
         \x20 j.dagen + d.eerste AS eerste,\n\
         \x20 j.dagen + d.laatste AS laatste,\n\
         \x20 j.jaar * 10000 + d.eerste_mmdd AS eerste_jjjjmmdd,\n\
         \x20 j.jaar * 10000 + d.laatste_mmdd AS laatste_jjjjmmdd,\n\
         \x20 d.volledig,\n\
         \x20 SUBSTR(g.jjjjmmdd, 1, 4) || '-' || SUBSTR(g.jjjjmmdd, 5, 2) || '-' || SUBSTR(g.jjjjmmdd, 7, 2) AS iso\n\
         FROM geschreven g\n\
         JOIN kalender_jaar j ON j.sleutel = 'j' || SUBSTR(g.jjjjmmdd, 1, 4)\n\
         JOIN kalender_dag d ON d.sleutel = 'd' || SUBSTR(g.jjjjmmdd, 5, 4) AND d.schrikkel = j.schrikkel\n\
         WHERE g.dag_voorop = 0 OR d.volledig = 1"
    );
    format!(
        "-- Datums: jjjj-mm-dd, jjjjmmdd of dd-mm-jjjj. Wat niet in de kalender staat, is geen datum.\n{}\n",
        dialect.table("datum", &query)
    )
}

/// The month that each text of a month means.
fn months(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let months = texts_of(sources, |kind| kind == Kind::Month);
    let query = format!(
        "WITH tekst AS (\n{months}\n)\n\
         SELECT t.tekst, j.jaar * 12 + d.maand - 1 AS maand\n\
         FROM tekst t\n\
         JOIN kalender_jaar j ON j.sleutel = 'j' || SUBSTR(t.tekst, 1, 4)\n\
         JOIN kalender_dag d ON d.sleutel = 'd' || SUBSTR(t.tekst, 5, 2) || '00' AND d.schrikkel = j.schrikkel\n\
         WHERE LENGTH(t.tekst) = 6 AND d.maand > 0"
    );
    format!("-- Maanden: jjjjmm, als jaar × 12 + maand - 1.\n{}\n", dialect.table("maand", &query))
}

/// The number that each text of a number means, and its kind.
fn numbers(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let numbers =
        texts_of(sources, |kind| matches!(kind, Kind::Bsn | Kind::Persoonsnummer | Kind::Onderwijsnummer));
    let digits = dialect.has_form("tekst", "[0-9]{8,9}");
    let digit = |at: usize| format!("ASCII(SUBSTR(cijfers, {at}, 1)) - 48 AS c{at}");
    let digit_columns: Vec<String> = (1..=9).map(digit).collect();
    let value: Vec<String> = (1..=9u32).map(|at| format!("c{at} * {}", 10u64.pow(9 - at))).collect();
    let weights: Vec<String> = (1..=9u32)
        .map(|at| if at < 9 { format!("{} * c{at}", 10 - at) } else { "10 * c9".to_owned() })
        .collect();
    let query = format!(
        "WITH tekst AS (\n{numbers}\n),\n\
         cijfer AS (\n\
         \x20 SELECT tekst, cijfers,\n\
         \x20   {}\n\
         \x20 FROM (\n\
         \x20   SELECT tekst, CASE WHEN LENGTH(tekst) = 8 THEN '0' || tekst ELSE tekst END AS cijfers\n\
         \x20   FROM tekst\n\
         \x20   WHERE {digits}\n\
         \x20 ) van_negen\n\
         ),\n\
         getal AS (\n\
         \x20 SELECT tekst, cijfers,\n\
         \x20   {} AS nummer,\n\
         \x20   ({}) % 11 AS rest\n\
         \x20 FROM cijfer\n\
         )\n\
         SELECT tekst, cijfers, nummer, CASE WHEN rest = 0 THEN 'bsn' ELSE 'onderwijsnummer' END AS soort\n\
         FROM getal\n\
         WHERE nummer > 0 AND (rest = 0 OR rest = 5 AND SUBSTR(cijfers, 1, 2) = '10')",
        digit_columns.join(",\n    "),
        value.join(" + "),
        weights.join(" + "),
    );
    format!(
        "-- Nummers: negen cijfers (van acht is de voorloopnul kwijt) die de elfproef doorstaan. Een onderwijsnummer begint met 10\n\
         -- en laat als rest 5.\n{}\n",
        dialect.table("nummer", &query)
    )
}

/// The expressions of one extract.
struct ExtractReader<'a> {
    dialect: Dialect,
    source: &'a Source<'a>,
    peildatum: Day,
    /// The words of the queries that read the rows.
    used: &'a BTreeSet<&'a str>,
}

impl ExtractReader<'_> {
    fn id(&self) -> &str {
        &self.source.schema.id
    }

    /// The joins that give cells a meaning.
    fn joins(&self) -> String {
        let mut joins = String::new();
        for column in &self.source.schema.columns {
            let name = &column.name;
            let _ = match column.kind {
                Kind::Date | Kind::PartialDate => {
                    writeln!(joins, "  LEFT JOIN datum d_{name} ON d_{name}.tekst = cel.{name}")
                }
                Kind::Month => writeln!(joins, "  LEFT JOIN maand m_{name} ON m_{name}.tekst = cel.{name}"),
                Kind::Bsn | Kind::Persoonsnummer | Kind::Onderwijsnummer => {
                    writeln!(joins, "  LEFT JOIN nummer n_{name} ON n_{name}.tekst = cel.{name}")
                }
                Kind::Code => writeln!(
                    joins,
                    "  LEFT JOIN codes c_{name} ON c_{name}.kolom = '{}.{name}' AND c_{name}.tekst = cel.{name}",
                    self.id()
                ),
                _ => Ok(()),
            };
        }
        joins
    }

    /// The texts of a date of zeros, if the column reads one as an empty cell.
    fn zero_texts(column: &Column) -> &'static [&'static str] {
        let are_empty = column.kind == Kind::Date && column.zero_is_empty && column.required == Required::No;
        if are_empty { &ZERO_TEXTS } else { &[] }
    }

    /// What the calendar says of a date. The calendar has no row for an empty cell, but may have one for a text that means empty.
    fn of_date(&self, column: &Column, what: &str, nothing: &str) -> String {
        let name = &column.name;
        let open: &[&str] = if column.open_end { &OPEN_TEXTS } else { &[] };
        let empty = [Self::zero_texts(column), open].concat();
        let found = format!("COALESCE(d_{name}.{what}, {nothing})");
        if empty.is_empty() {
            return found;
        }
        let empty = self.dialect.texts(empty);
        format!("CASE WHEN cel.{name} IN ({empty}) THEN {nothing} ELSE {found} END")
    }

    /// The typed columns of a cell: expression and name.
    fn values(&self, column: &Column) -> Vec<(String, String)> {
        let name = &column.name;
        let one = |expression: String| vec![(expression, name.clone())];
        match column.kind {
            Kind::Bsn | Kind::Persoonsnummer | Kind::Onderwijsnummer => vec![
                (format!("COALESCE(n_{name}.nummer, 0)"), name.clone()),
                (format!("COALESCE(n_{name}.cijfers, '')"), format!("{name}_cijfers")),
            ],
            Kind::Date => {
                let nothing = if column.open_end { OPEN_END } else { NO_DAY };
                vec![
                    (self.of_date(column, "eerste", &nothing.to_string()), name.clone()),
                    (self.of_date(column, "eerste_jjjjmmdd", "0"), format!("{name}_jjjjmmdd")),
                    (self.of_date(column, "iso", "''"), format!("{name}_iso")),
                ]
            }
            Kind::PartialDate => {
                let of = |what: &str, nothing: &str| format!("COALESCE(d_{name}.{what}, {nothing})");
                vec![
                    (of("eerste", "0"), format!("{name}_eerste")),
                    (of("laatste", "0"), format!("{name}_laatste")),
                    (of("eerste_jjjjmmdd", "0"), format!("{name}_eerste_jjjjmmdd")),
                    (of("laatste_jjjjmmdd", "0"), format!("{name}_laatste_jjjjmmdd")),
                    (of("volledig", "0"), format!("{name}_volledig")),
                    (of("iso", "''"), format!("{name}_iso")),
                ]
            }
            Kind::Code => vec![
                (format!("COALESCE(c_{name}.code, '')"), name.clone()),
                (format!("COALESCE(c_{name}.volgnummer, -1)"), format!("{name}_nr")),
            ],
            Kind::Month => one(format!("COALESCE(m_{name}.maand, 0)")),
            Kind::Integer => {
                let form = self.dialect.has_form(&format!("cel.{name}"), "[+-]?[0-9]{1,18}");
                one(format!("CAST(CASE WHEN {form} THEN cel.{name} ELSE '-1' END AS BIGINT)"))
            }
            Kind::Decimal => self.decimal(name),
            Kind::Municipality => {
                let form = self.dialect.has_form(&format!("cel.{name}"), "[0-9]{3,4}");
                one(format!("CAST(CASE WHEN {form} THEN cel.{name} ELSE '-1' END AS INTEGER)"))
            }
            Kind::Text | Kind::Brin => one(format!("cel.{name}")),
        }
    }

    /// A decimal number: its whole part, how it is shown, and how it is compared.
    fn decimal(&self, name: &str) -> Vec<(String, String)> {
        let cell = format!("cel.{name}");
        let is_number = self.is_decimal(&cell);
        let point = format!("TRANSLATE({cell}, ',', '.')");
        let at = format!("POSITION('.' IN {point})");
        let whole_text = format!("CASE WHEN {at} > 0 THEN SUBSTR({point}, 1, {at} - 1) ELSE {point} END");
        let digits = self.dialect.has_form(&whole_text, "[+-]?[0-9]+");
        let whole = format!(
            "CAST(CASE WHEN {is_number} AND {digits} THEN {whole_text} WHEN {is_number} THEN '0' ELSE '-1' END AS BIGINT)"
        );
        let text = self.dialect.text_type();
        let behind = format!("CASE WHEN {at} > 0 THEN SUBSTR({point}, {at}) ELSE '' END");
        let shown = format!("CASE WHEN {is_number} THEN CAST({whole} AS {text}) || {behind} ELSE '' END");
        vec![(whole, name.to_owned()), (shown, format!("{name}_tekst"))]
    }

    fn is_decimal(&self, cell: &str) -> String {
        let form = self.dialect.has_form(cell, "(?:[0-9]{0,9}|[+-][0-9]{0,8})(?:[,.][0-9]{1,6})?");
        let digit = self.dialect.matches(cell, "[0-9]");
        format!("({form} AND {digit})")
    }

    /// Why a row is set aside: conditions, each with a comment.
    fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for column in &self.source.schema.columns {
            self.faults_of(column, &mut faults);
        }
        faults.extend(self.faults_of_texts());
        for (first, second) in &self.source.schema.order {
            let columns = &self.source.schema.columns;
            let (Some(begin), Some(end)) = (columns.get(*first), columns.get(*second)) else { continue };
            let (from, to) = (self.of_date(begin, "eerste", "0"), self.of_date(end, "laatste", "0"));
            faults.push((
                format!("{to} BETWEEN 1 AND {from} - 1"),
                format!("{} vóór {}", end.name, begin.name),
            ));
        }
        faults
    }

    fn faults_of(&self, column: &Column, faults: &mut Vec<(String, String)>) {
        let dialect = self.dialect;
        let name = &column.name;
        let cell = format!("cel.{name}");
        let mut fault = |condition: String, why: &str| faults.push((condition, format!("{name}: {why}")));
        let is_text = matches!(column.kind, Kind::Text | Kind::Brin);
        match &column.required {
            Required::Yes if is_text => fault(format!("{cell} = ''"), "verplicht"),
            Required::Unless(unless) => {
                let Some(other) = self.source.schema.columns.get(unless.column) else { return };
                let words = unless.codes.iter().filter_map(|code| other.codes.get(usize::from(*code)));
                let words = dialect.texts(words.map(String::as_str));
                fault(
                    format!("{cell} = '' AND COALESCE(c_{}.code, '') NOT IN ({words})", other.name),
                    "verplicht, behalve bij deze code",
                );
            }
            _ => {}
        }
        // An empty cell has no meaning either, so where it may not be empty the same look-up says so.
        let empty = match (&column.required, Self::zero_texts(column)) {
            (Required::Yes, []) => String::new(),
            (_, []) => format!("{cell} <> '' AND "),
            (_, zero) => format!("{cell} NOT IN ('', {}) AND ", dialect.texts(zero.iter().copied())),
        };
        let number = format!("{empty}COALESCE(n_{name}.soort, '')");
        match column.kind {
            Kind::Bsn => fault(format!("{number} <> 'bsn'"), "geen bsn"),
            Kind::Onderwijsnummer => fault(format!("{number} <> 'onderwijsnummer'"), "geen onderwijsnummer"),
            Kind::Persoonsnummer => fault(format!("{number} = ''"), "geen nummer van een persoon"),
            Kind::Date => fault(format!("{empty}COALESCE(d_{name}.volledig, 0) = 0"), "geen datum"),
            Kind::PartialDate => fault(format!("{empty}COALESCE(d_{name}.volledig, -1) = -1"), "geen datum"),
            Kind::Code => fault(format!("{empty}COALESCE(c_{name}.volgnummer, -1) = -1"), "geen code"),
            Kind::Month => fault(format!("{empty}COALESCE(m_{name}.maand, 0) = 0"), "geen maand"),
            Kind::Integer => {
                let form = dialect.has_form(&cell, "[+-]?[0-9]{1,18}");
                fault(format!("{empty}NOT ({form})"), "geen geheel getal");
                let value =
                    self.values(column).into_iter().next().map(|(value, _)| value).unwrap_or_default();
                if let Some(minimum) = column.minimum {
                    fault(format!("{empty}{value} < {minimum}"), "te laag");
                }
                if let Some(maximum) = column.maximum {
                    fault(format!("{value} > {maximum}"), "te hoog");
                }
            }
            Kind::Decimal => {
                fault(format!("{empty}NOT {}", self.is_decimal(&cell)), "geen getal");
                // The whole part of a negative fraction is 0.
                if column.minimum.is_some_and(|minimum| minimum >= 0) {
                    fault(dialect.matches(&cell, "^-.*[1-9]"), "te laag");
                }
            }
            Kind::Municipality => {
                let form = dialect.has_form(&cell, "[0-9]{3,4}");
                fault(format!("{empty}NOT ({form})"), "geen gemeentecode");
            }
            Kind::Text | Kind::Brin => {
                if let Some(max) = column.max_chars {
                    fault(format!("LENGTH({cell}) > {max}"), "te lang");
                }
                if let (Some(text), Some(form)) = (&column.pattern_text, &column.pattern) {
                    fault(
                        format!("{cell} <> '' AND NOT ({})", dialect.has_form(&cell, text)),
                        "een andere vorm",
                    );
                    // Few forms are so free that they take such a word.
                    let words = NULL_WORDS.into_iter().chain(NULL_WORDS_OR_NAMES);
                    let words: Vec<&str> = words.filter(|word| form.is_match(word.as_bytes())).collect();
                    if !words.is_empty() {
                        fault(format!("{cell} IN ({})", dialect.texts(words)), "een woord voor leeg");
                    }
                }
            }
        }
        if column.not_after_peildatum {
            let peildatum = self.peildatum.number();
            fault(format!("COALESCE(d_{name}.eerste, 0) > {peildatum}"), "na de peildatum");
        }
    }

    /// What no text without a form of its own may be or hold, asked of all of them together.
    fn faults_of_texts(&self) -> Vec<(String, String)> {
        let columns = self.source.schema.columns.iter();
        let is_free = |column: &&Column| {
            matches!(column.kind, Kind::Text | Kind::Brin) && column.pattern_text.is_none()
        };
        let texts: Vec<String> =
            columns.filter(is_free).map(|column| format!("cel.{}", column.name)).collect();
        if texts.is_empty() {
            return Vec::new();
        }
        // A cell that holds the separator itself is set aside for it.
        let marked = format!("(chr(31) || {} || chr(31))", texts.join(" || chr(31) || "));
        let words = NULL_WORDS.map(regex::escape).join("|");
        let dialect = self.dialect;
        vec![
            (
                dialect.holds_unseen(&format!("({})", texts.join(" || ' ' || "))),
                "een teken dat niemand ziet".to_owned(),
            ),
            (
                dialect.matches(&marked, &format!("\\x1F(?:{words}|{SHEET_ERRORS})\\x1F")),
                "een woord voor leeg, of een fout van een rekenblad".to_owned(),
            ),
        ]
    }

    /// All text of a row, with a space between and around.
    fn text(&self) -> Option<String> {
        let texts = self.source.schema.columns.iter().filter(|column| column.is_text());
        let texts: Vec<String> = texts.map(|column| format!("rij.{}", column.name)).collect();
        (!texts.is_empty()).then(|| format!("' ' || {} || ' '", texts.join(" || ' ' || ")))
    }

    /// How a typed column is compared with that of another row with the same key.
    fn compared(&self, column: &Column, value: &str) -> String {
        match column.kind {
            Kind::Text | Kind::Brin => {
                let text = self.dialect.composed(value);
                if column.spaces_mean_nothing { format!("TRANSLATE({text}, ' ', '')") } else { text }
            }
            _ => value.to_owned(),
        }
    }

    /// The typed columns of a cell that say what it is, and those that a later query uses.
    fn needed(&self, column: &Column) -> Vec<(String, String)> {
        let says_what_it_is: &[&str] = match column.kind {
            Kind::PartialDate => &["_eerste", "_laatste", "_iso"],
            Kind::Decimal => &["", "_tekst"],
            _ => &[""],
        };
        let mut values = self.values(column);
        values.retain(|(_, name)| {
            let end = name.strip_prefix(column.name.as_str()).unwrap_or_default();
            says_what_it_is.contains(&end) || self.used.contains(name.as_str())
        });
        values
    }

    /// Rows, each once, with whether a row of the same key contradicts it.
    fn rows(&self) -> String {
        let schema = &self.source.schema;
        let mut typed = Vec::new();
        for column in &schema.columns {
            for (expression, name) in self.needed(column) {
                typed.push(format!("    {expression} AS {name}"));
            }
        }
        let faults: Vec<String> = self
            .faults()
            .into_iter()
            .map(|(condition, why)| format!("      WHEN {condition} THEN 1 -- {why}"))
            .collect();
        let read = format!(
            "WITH gelezen AS (\n  SELECT\n{},\n    CASE\n{}\n      ELSE 0\n    END AS fout\n  FROM cel_{} cel\n{})",
            typed.join(",\n"),
            faults.join("\n"),
            self.id(),
            self.joins()
        );
        if schema.key.is_empty() {
            return format!("{read}\nSELECT gelezen.*, 1 AS versies FROM gelezen");
        }
        let (mut plain, mut least, mut grouped, mut key) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, column) in schema.columns.iter().enumerate() {
            let is_key = schema.key.contains(&index);
            let values = self.needed(column);
            let main = values.first().map(|(_, name)| name.clone()).unwrap_or_default();
            for (_, name) in values {
                let own = format!("g.{name}");
                let compared = self.compared(column, &own);
                // An hour written 16 and 16.0 is one value: its whole part is compared, with the fraction without zeros behind it.
                let compared = if column.kind == Kind::Decimal && name != main {
                    format!(
                        "CASE WHEN {own} LIKE '%.%' THEN TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {own})) ELSE {own} END"
                    )
                } else {
                    compared
                };
                if compared == own {
                    plain.push(own);
                } else {
                    least.push(format!("MIN({own}) AS {name}"));
                    grouped.push(compared.clone());
                }
                if is_key && name == main {
                    key.push(compared);
                }
            }
        }
        let columns =
            plain.iter().chain(&least).map(|name| format!("  {name}")).collect::<Vec<_>>().join(",\n");
        let groups = in_lines(plain.into_iter().chain(grouped).chain(["g.fout".to_owned()]));
        let key = key.join(", ");
        format!(
            "{read}\nSELECT\n{columns},\n  g.fout,\n  COUNT(*) OVER (PARTITION BY g.fout, {key}) AS versies\nFROM gelezen g\nGROUP BY\n{groups}"
        )
    }
}

/// A list, in lines of a readable width.
fn in_lines(items: impl Iterator<Item = String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.len() + item.len() < LINE_CHARS => {
                line.push_str(", ");
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    format!("  {}", lines.join(",\n  "))
}

/// `02_rijen.sql`: rows accepted and set aside, and whose they are.
///
/// Only columns that one of `queries` mentions are included.
pub fn rows(dialect: Dialect, sources: &[Source<'_>], peildatum: Day, queries: &[&str]) -> String {
    let none = BTreeSet::new();
    let own = persons(dialect, sources, |source| ExtractReader { dialect, source, peildatum, used: &none });
    let used = queries.iter().copied().chain([own.as_str()]).flat_map(words).collect();
    let mut sql = String::from(
        "-- 2. Rijen: gelijke rijen worden er één, rijen met één sleutel die elkaar tegenspreken tellen geen van alle. Een rij met\n\
         --    een fout wordt afgezet: over die persoon is dan van deze tabel niets bekend.\n\n",
    );
    for source in sources {
        let reader = ExtractReader { dialect, source, peildatum, used: &used };
        let _ = writeln!(sql, "{}", dialect.table(&format!("versie_{}", reader.id()), &reader.rows()));
    }
    sql + &own
}

/// The names and words of a query.
fn words(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

/// The rest of `02_rijen.sql`: rows set aside, and whose the others are.
fn persons<'a>(
    dialect: Dialect,
    sources: &'a [Source<'a>],
    reader: impl Fn(&'a Source<'a>) -> ExtractReader<'a>,
) -> String {
    let readers: Vec<ExtractReader<'_>> = sources.iter().map(reader).collect();
    [
        texts_with_bsn(dialect, &readers),
        set_aside_or_not(dialect, &readers),
        numbers_set_aside(dialect, sources),
        registered(dialect),
        numbers_of_persons(dialect, sources),
        unknown_about(dialect, sources),
        rows_of_persons(dialect, sources),
    ]
    .concat()
}

/// The column with the number of the person that a row is about.
fn person_column<'s>(source: &'s Source<'_>) -> &'s str {
    let column = source.schema.person.and_then(|person| source.schema.columns.get(person));
    column.map_or("", |column| column.name.as_str())
}

/// Texts that hold the bsn of somebody in the BRP.
fn texts_with_bsn(dialect: Dialect, readers: &[ExtractReader<'_>]) -> String {
    let nine = "(?:^|[^0-9])[0-9]{9}(?:[^0-9]|$)";
    let suspects: Vec<String> = readers
        .iter()
        .filter_map(|own| {
            let text = own.text()?;
            let found = dialect.matches(&format!("({text})"), nine);
            Some(format!(
                "  SELECT {text} AS tekst\n  FROM versie_{} rij\n  WHERE rij.fout = 0 AND {found}",
                own.id()
            ))
        })
        .collect();
    let whole = dialect.has_form("SUBSTR(v.tekst, CAST(p.plaats AS INTEGER), 11)", "[^0-9][0-9]{9}[^0-9]");
    let query = format!(
        "WITH verdacht AS (\n{}\n)\n\
         SELECT DISTINCT v.tekst\n\
         FROM verdacht v\n\
         JOIN plaatsen p ON p.plaats <= LENGTH(v.tekst)\n\
         JOIN (SELECT DISTINCT bsn_cijfers FROM versie_brp WHERE bsn > 0) b ON b.bsn_cijfers = SUBSTR(v.tekst, CAST(p.plaats AS INTEGER) + 1, 9)\n\
         WHERE {whole}",
        suspects.join("\n  UNION\n"),
    );
    format!(
        "-- Tekst waarin het bsn staat van iemand uit deze BRP: die rij mag niet naar buiten.\n{}\n",
        dialect.table("tekst_met_bsn", &query)
    )
}

/// The rows of each extract, with whether each is set aside.
fn set_aside_or_not(dialect: Dialect, readers: &[ExtractReader<'_>]) -> String {
    let mut sql = String::new();
    for own in readers {
        let id = own.id();
        let (text, join) = match own.text() {
            Some(text) => (
                " OR COALESCE(t.tekst, '') <> ''",
                format!("\nLEFT JOIN tekst_met_bsn t ON t.tekst = {text}"),
            ),
            None => ("", String::new()),
        };
        let query = format!(
            "SELECT rij.*, CASE WHEN rij.fout = 1 OR rij.versies > 1{text} THEN 1 ELSE 0 END AS afgezet\nFROM versie_{id} rij{join}"
        );
        let _ = writeln!(sql, "{}", dialect.view(&format!("rij_{id}"), &query));
    }
    sql
}

/// The numbers with a row set aside, per extract.
fn numbers_set_aside(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let set_aside: Vec<String> = sources
        .iter()
        .map(|source| {
            let (id, person) = (&source.schema.id, person_column(source));
            format!("SELECT '{id}' AS extract_id, {person} AS nummer FROM rij_{id} WHERE afgezet = 1 AND {person} > 0")
        })
        .collect();
    format!(
        "-- Van wie een rij is afgezet.\n{}\n",
        dialect.table("afgezet_nummer", &set_aside.join("\nUNION\n"))
    )
}

/// The persons: those in the BRP extract.
fn registered(dialect: Dialect) -> String {
    let query = "SELECT b.*\nFROM rij_brp b\nWHERE b.afgezet = 0\n  AND NOT EXISTS (SELECT 1 FROM afgezet_nummer a WHERE a.extract_id = 'brp' AND a.nummer = b.bsn)";
    format!(
        "-- Personen: wie één goede rij in de BRP heeft, en geen afgezette.\n{}\n",
        dialect.table("persoon_brp", query)
    )
}

/// The numbers of each person, and who may have one more that nobody can place.
fn numbers_of_persons(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let coupled = sources.iter().any(|source| source.extract == Extract::Koppeling);
    let (numbers, doubt) = if coupled {
        (
            "SELECT bsn AS nummer, bsn AS persoon FROM persoon_brp\n\
             UNION ALL\n\
             SELECT k.onderwijsnummer, p.bsn\n\
             FROM (\n\
             \x20 SELECT onderwijsnummer, MIN(bsn) AS bsn\n\
             \x20 FROM rij_koppeling\n\
             \x20 WHERE afgezet = 0\n\
             \x20 GROUP BY onderwijsnummer\n\
             \x20 HAVING COUNT(DISTINCT bsn) = 1\n\
             ) k\n\
             JOIN persoon_brp p ON p.bsn = k.bsn",
            "SELECT nummer AS persoon FROM afgezet_nummer WHERE extract_id = 'koppeling'\n\
             UNION\n\
             SELECT k.bsn\n\
             FROM rij_koppeling k\n\
             JOIN (\n\
             \x20 SELECT onderwijsnummer\n\
             \x20 FROM rij_koppeling\n\
             \x20 WHERE afgezet = 0\n\
             \x20 GROUP BY onderwijsnummer\n\
             \x20 HAVING COUNT(DISTINCT bsn) > 1\n\
             ) betwist ON betwist.onderwijsnummer = k.onderwijsnummer\n\
             WHERE k.afgezet = 0",
        )
    } else {
        (
            "SELECT bsn AS nummer, bsn AS persoon FROM persoon_brp",
            "SELECT nummer AS persoon FROM afgezet_nummer WHERE extract_id = 'koppeling'",
        )
    };
    format!(
        "-- Nummers van een persoon: het bsn, en een onderwijsnummer dat van één persoon is.\n{}\n\
         -- Wie misschien nog een onderwijsnummer heeft dat niet te plaatsen is.\n{}\n",
        dialect.table("nummer_van", numbers),
        dialect.table("twijfel", doubt)
    )
}

/// About whom nothing is known, per extract.
fn unknown_about(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let either: Vec<&str> = sources
        .iter()
        .filter(|source| source.schema.takes_either_number())
        .map(|source| source.schema.id.as_str())
        .collect();
    let doubts: Vec<String> =
        either.iter().map(|id| format!("UNION\nSELECT '{id}', persoon FROM twijfel")).collect();
    let contradiction = if sources.iter().any(|source| source.extract == Extract::Startkwalificatie) {
        "UNION\n-- Onder twee nummers van één persoon staan twee verklaringen.\n\
         SELECT 'duo_startkwalificatie', persoon\n\
         FROM (\n\
         \x20 SELECT DISTINCT n.persoon, r.startkwalificatie, r.datum_behaald, r.hoogste_diploma, r.datum_diploma, r.brin_diploma\n\
         \x20 FROM rij_duo_startkwalificatie r\n\
         \x20 JOIN nummer_van n ON n.nummer = r.persoonsnummer\n\
         \x20 WHERE r.afgezet = 0\n\
         ) verklaring\n\
         GROUP BY persoon\n\
         HAVING COUNT(*) > 1\n"
    } else {
        ""
    };
    let query = format!(
        "SELECT a.extract_id, n.persoon\nFROM afgezet_nummer a\nJOIN nummer_van n ON n.nummer = a.nummer\n{}\n{contradiction}",
        doubts.join("\n")
    );
    format!(
        "-- Over wie per tabel niets bekend is: een rij is afgezet, of niet elk nummer is bekend.\n{}\n",
        dialect.table("afgezet", &query)
    )
}

/// The rows of each extract that count, with the person they are about.
fn rows_of_persons(dialect: Dialect, sources: &[Source<'_>]) -> String {
    let mut sql = String::new();
    for source in sources.iter().filter(|source| !matches!(source.extract, Extract::Brp | Extract::Koppeling))
    {
        let (id, person) = (&source.schema.id, person_column(source));
        let query = format!(
            "SELECT n.persoon, r.*\nFROM rij_{id} r\nJOIN nummer_van n ON n.nummer = r.{person}\nWHERE r.afgezet = 0\n  AND NOT EXISTS (SELECT 1 FROM afgezet a WHERE a.extract_id = '{id}' AND a.persoon = n.persoon)"
        );
        let _ = writeln!(sql, "{}", dialect.table(&format!("persoon_{id}"), &query));
    }
    sql
}
