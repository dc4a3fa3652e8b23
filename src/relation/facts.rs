//! Facts per person in SQL: sums and latest dates of a person's rows, in the words that the tables of the law take.

use std::fmt::Write as _;

use super::dialect::Dialect;
use super::law_tables::{NO_DAY, OPEN_END};
use super::reading::Source;
use super::synthetic::Enrolments;
use super::table::{NOTHING, Table, flag};
use crate::config::Config;
use crate::config::file::{Bedrag, Dekking};
use crate::law::party::Party;
use crate::model::code::CodeSet;
use crate::model::day::{Day, MonthDay};
use crate::model::days::Days;
use crate::model::extract::{CodeColumn, Extract};
use crate::model::facts::{Maand, Reliance};
use crate::model::terms::Terms;
use crate::schemas::extracts::Schemas;

/// What the queries about facts are written from.
pub struct FactQueries<'a> {
    /// The engine.
    pub dialect: Dialect,
    /// The extracts.
    pub sources: &'a [Source<'a>],
    /// The schemas.
    pub schemas: &'a Schemas,
    /// The terms of the peildatum.
    pub terms: &'a Terms,
    /// The days.
    pub days: Days,
    /// The configuration.
    pub config: &'a Config,
    /// The parties.
    pub parties: Vec<&'a str>,
}

/// Extracts in which a row set aside leaves a fact of its own.
const ASKED_ASIDE: [Extract; 7] = [
    Extract::Inschrijving,
    Extract::Startkwalificatie,
    Extract::Vrijstelling,
    Extract::Verzuim,
    Extract::Inkomen,
    Extract::JibLijst,
    Extract::Dossier,
];

/// The tables of facts about a person, each with its short name in a query.
const FACT_TABLES: [(Extract, &str, &str); 7] = [
    (Extract::Inschrijving, "feit_inschrijving", "i"),
    (Extract::Startkwalificatie, "feit_kwalificatie", "k"),
    (Extract::Vrijstelling, "feit_vrijstelling", "v"),
    (Extract::Verzuim, "feit_verzuim", "z"),
    (Extract::Inkomen, "feit_inkomen", "w"),
    (Extract::JibLijst, "feit_jib_lijst", "l"),
    (Extract::Dossier, "feit_dossier", "d"),
];

/// A configured amount: its key, and its entries.
type Amounts<'a> = (&'static str, &'a [toml::Spanned<Bedrag>]);

/// The configured amounts of the income's period.
const JIB: &str = "jib_inkomensgrens_cent";
const ZELFSTANDIG: &str = "economisch_zelfstandig_cent";

/// Tables of the configuration: amounts and parties.
pub fn tables(config: &Config, parties: &[Party]) -> Vec<Table> {
    let parameters = &config.file.parameters;
    let amounts: [Amounts<'_>; 2] =
        [(JIB, &parameters.jib_inkomensgrens_cent), (ZELFSTANDIG, &parameters.economisch_zelfstandig_cent)];
    let mut limits = Table::new(
        "grenzen",
        "de bedragen van [parameters] in jib.toml, met de maanden (jaar × 12 + maand - 1) waarvoor zij gelden",
        &["naam", "van_maand", "tot_maand", "cent"],
    );
    limits.row(&[&NOTHING, &0, &0, &0]);
    for (name, entries) in amounts {
        let mut entries: Vec<&Bedrag> = entries.iter().map(toml::Spanned::get_ref).collect();
        entries.sort_by_key(|entry| entry.from);
        // An amount counts for the months whose first day it covers.
        let first_month = |day: Day| {
            let (.., date) = day.ymd();
            Maand::of(day).0 + i32::from(date > 1)
        };
        let ends = entries.iter().skip(1).map(|next| first_month(next.from) - 1).chain([OPEN_END]);
        for (entry, end) in entries.iter().zip(ends) {
            limits.row(&[&name, &first_month(entry.from), &end, &entry.cents]);
        }
    }
    let mut known = Table::new(
        "partijen",
        "de partijen van de wet, en of zij een wettelijke plicht uitvoeren",
        &["partij", "wettelijke_plicht"],
    );
    for party in parties {
        known.row(&[&party.id, &flag(party.legal_duty.is_some())]);
    }
    vec![limits, known]
}

impl FactQueries<'_> {
    fn source(&self, extract: Extract) -> Option<&Source<'_>> {
        self.sources.iter().find(|source| source.extract == extract)
    }

    fn is_complete(&self, extract: Extract) -> bool {
        self.source(extract).is_some_and(|source| source.reliance == Reliance::Complete)
    }

    fn words(&self, column: CodeColumn, set: CodeSet) -> String {
        let codes = self.schemas.codes(column).iter().zip(0u8..);
        let own = codes.filter(|(_, index)| set.contains(*index)).map(|(word, _)| word.as_str());
        self.dialect.texts(own)
    }

    /// `03_feiten.sql`.
    pub fn sql(&self) -> String {
        let mut sql = String::from(
            "-- 3. Feiten: één rij per persoon, in de woorden waarmee de tabellen van de wet zoeken. Een dag is een getal uit de\n\
             --    kalender, en de peildatum en de verstrekdatum staan er als getal in.\n\n",
        );
        for part in [
            self.enrolments(),
            self.statements(),
            self.exemptions(),
            self.absences(),
            self.income(),
            self.list(),
            self.dossiers(),
            self.priorities(),
            self.exclusions(),
        ] {
            sql.push_str(&part);
        }
        sql.push_str(&self.facts());
        sql
    }

    fn peildatum(&self) -> i32 {
        self.days.peildatum.number()
    }

    fn enrolments(&self) -> String {
        if self.source(Extract::Inschrijving).is_none() {
            return String::new();
        }
        let day = self.peildatum();
        let zomer = self.terms.zomerovergang;
        let (year, ..) = self.days.peildatum.ymd();
        let mark = |own: MonthDay| Day::from_ymd(year, own.month, own.day).map_or(NO_DAY, Day::number);
        let (from, to) = (mark(zomer.uitschrijving_van), mark(zomer.uitschrijving_tot));
        let with_cover = format!(
            "SELECT i.*, s.bekostigd, s.vso_uitzondering, s.vso_zonder_profiel, s.pro,\n\
             \x20 s.vertrek_peildatum, s.vertrek_verstrekdatum,\n\
             \x20 CASE WHEN i.datum_inschrijving <= {day} AND {day} <= i.datum_uitschrijving THEN 1 ELSE 0 END AS dekt,\n\
             \x20 CASE WHEN i.datum_inschrijving <= {day} THEN 1 ELSE 0 END AS begonnen,\n\
             \x20 CASE WHEN i.datum_uitschrijving < {day} THEN 1 ELSE 0 END AS geeindigd\n\
             FROM persoon_duo_inschrijving i\n\
             JOIN inschrijving_soort s ON s.onderwijssector = i.onderwijssector AND s.niveau = i.niveau\n\
             \x20 AND s.uitstroomprofiel = CASE WHEN i.uitstroomprofiel = '' THEN '{NOTHING}' ELSE i.uitstroomprofiel END"
        );
        let facts = format!(
            "SELECT persoon,\n\
             \x20 MAX(CASE WHEN dekt = 1 THEN bekostigd ELSE 0 END) AS bekostigd,\n\
             \x20 MAX(CASE WHEN dekt = 1 THEN 1 - bekostigd ELSE 0 END) AS onbekostigd,\n\
             \x20 -- Uitvoeringsbesluit WVO 2020, 8.11: tussen twee schooljaren staat een leerling nergens ingeschreven.\n\
             \x20 CASE WHEN MAX(CASE WHEN geeindigd = 1 THEN datum_uitschrijving ELSE {NO_DAY} END) BETWEEN {from} AND {to}\n\
             \x20   THEN 1 ELSE 0 END AS voor_de_zomer,\n\
             \x20 -- LPW 4a lid 2: voortgezet speciaal onderwijs dat begonnen is, naar het uitstroomprofiel.\n\
             \x20 MAX(CASE WHEN begonnen = 1 THEN vso_uitzondering ELSE 0 END) AS vso_uitzondering,\n\
             \x20 MAX(CASE WHEN begonnen = 1 THEN vso_zonder_profiel ELSE 0 END) AS vso_zonder_profiel,\n\
             \x20 -- WVO 2020 2.59 lid 2: wie het praktijkonderwijs verliet, kan een verklaring hebben die geen register kent.\n\
             \x20 MAX(CASE WHEN geeindigd = 1 THEN pro ELSE 0 END) AS pro_geeindigd,\n\
             \x20 MAX(CASE WHEN dekt = 1 THEN pro ELSE 0 END) AS pro_nu,\n\
             \x20 -- WEB 9.2.5 lid 5: zo kort geleden vertrokken dat met de school overlegd moet worden.\n\
             \x20 MAX(CASE WHEN geeindigd = 1 AND datum_uitschrijving > vertrek_peildatum THEN 1 ELSE 0 END)\n\
             \x20   AS vertrokken_peildatum,\n\
             \x20 MAX(CASE WHEN geeindigd = 1 AND datum_uitschrijving > vertrek_verstrekdatum THEN 1 ELSE 0 END)\n\
             \x20   AS vertrokken_verstrekdatum\n\
             FROM inschrijving_op_peildatum\n\
             GROUP BY persoon"
        );
        let brin = self.dialect.by_bytes("brin");
        let left = format!(
            "SELECT persoon, brin\n\
             FROM (\n\
             \x20 SELECT i.*, ROW_NUMBER() OVER (\n\
             \x20   PARTITION BY persoon ORDER BY datum_uitschrijving DESC, datum_inschrijving DESC, {brin}\n\
             \x20 ) AS plaats\n\
             \x20 FROM inschrijving_op_peildatum i\n\
             \x20 WHERE geeindigd = 1 AND datum_uitschrijving > vertrek_verstrekdatum\n\
             ) op_volgorde\n\
             WHERE plaats = 1"
        );
        let shown = format!(
            "SELECT persoon, brin, niveau, datum_inschrijving_iso, datum_uitschrijving_iso\n\
             FROM (\n\
             \x20 SELECT i.*, ROW_NUMBER() OVER (\n\
             \x20   PARTITION BY persoon\n\
             \x20   ORDER BY dekt DESC, CASE WHEN dekt = 1 THEN 0 ELSE datum_uitschrijving END DESC,\n\
             \x20     datum_inschrijving DESC, {brin}, niveau_nr, datum_uitschrijving DESC\n\
             \x20 ) AS plaats\n\
             \x20 FROM inschrijving_op_peildatum i\n\
             \x20 WHERE dekt = 1 OR geeindigd = 1\n\
             ) op_volgorde\n\
             WHERE plaats = 1"
        );
        let mut sql = String::new();
        let _ = writeln!(sql, "{}", self.dialect.view("inschrijving_op_peildatum", &with_cover));
        let _ = writeln!(sql, "{}", self.dialect.table("feit_inschrijving", &facts));
        sql.push_str("-- De inschrijving die een pakket toont: de dekkende die het laatst begon, anders die het laatst eindigde.\n");
        let _ = writeln!(sql, "{}", self.dialect.table("inschrijving_getoond", &shown));
        sql.push_str(
            "-- De school die iemand het laatst verliet, en die een verklaring kan hebben gegeven.\n",
        );
        let _ = writeln!(sql, "{}", self.dialect.table("school_verlaten", &left));
        sql
    }

    fn statements(&self) -> String {
        if self.source(Extract::Startkwalificatie).is_none() {
            return String::new();
        }
        let day = self.peildatum();
        let query = format!(
            "SELECT DISTINCT s.persoon, s.startkwalificatie AS rij,\n\
             \x20 CASE WHEN s.datum_behaald > {day} THEN 1 ELSE 0 END AS behaald_later,\n\
             \x20 CASE WHEN s.hoogste_diploma = '' THEN '{NOTHING}' ELSE s.hoogste_diploma END AS diploma,\n\
             \x20 t.termijn,\n\
             \x20 -- Een diploma van na de peildatum is er nog niet.\n\
             \x20 CASE WHEN s.datum_diploma > {day} THEN '' ELSE s.brin_diploma END AS brin_diploma\n\
             FROM persoon_duo_startkwalificatie s\n\
             JOIN diplomatermijn t ON s.datum_diploma BETWEEN t.van AND t.tot"
        );
        format!("{}\n", self.dialect.table("feit_kwalificatie", &query))
    }

    fn exemptions(&self) -> String {
        if self.source(Extract::Vrijstelling).is_none() {
            return String::new();
        }
        let day = self.peildatum();
        let query = format!(
            "-- LPW 5, 5a en 15: een vrijstelling die geldt. Vervangende leerplicht is er geen.\n\
             SELECT DISTINCT persoon\n\
             FROM persoon_vrijstelling\n\
             WHERE soort = 'VRIJGESTELD' AND begindatum <= {day} AND {day} <= einddatum"
        );
        format!("{}\n", self.dialect.table("feit_vrijstelling", &query))
    }

    fn absences(&self) -> String {
        if self.source(Extract::Verzuim).is_none() {
            return String::new();
        }
        let (day, terms) = (self.peildatum(), self.terms);
        let kinds = |set| self.words(CodeColumn::SOORT_VERZUIM, set);
        let absoluut = kinds(terms.absoluut_verzuim_soorten);
        let relatief = kinds(terms.relatief_verzuim_soorten);
        let from_hours = kinds(terms.relatief_verzuim_soorten_vanaf_uren);
        let hours = terms.relatief_verzuim_uren;
        let langdurig = kinds(terms.langdurig_verzuim_soorten);
        let days = terms.langdurig_verzuim_dagen;
        let query = format!(
            "SELECT v.*,\n\
             \x20 CASE WHEN v.soort_verzuim IN ({absoluut}) THEN 1 ELSE 0 END AS absoluut,\n\
             \x20 -- LPW 21a: een soort die het al is, of een andere vanaf {hours} uren.\n\
             \x20 CASE WHEN v.soort_verzuim IN ({relatief}) OR v.soort_verzuim IN ({from_hours}) AND v.uren >= {hours}\n\
             \x20   THEN 1 ELSE 0 END AS relatief,\n\
             \x20 -- WEB 9.2.2: {days} dagen aaneen.\n\
             \x20 CASE WHEN v.soort_verzuim IN ({langdurig}) AND v.begindatum + {days} <= {day} THEN 1 ELSE 0 END AS langdurig\n\
             FROM persoon_verzuim v\n\
             WHERE v.status <> 'AFGESLOTEN' AND v.begindatum <= {day} AND {day} <= v.einddatum"
        );
        let facts = "SELECT persoon, MAX(absoluut) AS absoluut, MAX(relatief) AS relatief, MAX(langdurig) AS langdurig,\n\
             \x20 MAX(CASE WHEN absoluut + relatief + langdurig = 0 THEN 1 ELSE 0 END) AS ander\n\
             FROM verzuim_op_peildatum\n\
             GROUP BY persoon";
        let mut sql = String::from("-- De meldingen die op de peildatum tellen.\n");
        let _ = writeln!(sql, "{}", self.dialect.view("verzuim_op_peildatum", &query));
        let _ = writeln!(sql, "{}", self.dialect.table("feit_verzuim", facts));
        sql
    }

    fn income(&self) -> String {
        if self.source(Extract::Inkomen).is_none() {
            return String::new();
        }
        let month = Maand::of(self.days.peildatum).0;
        let period = format!(
            "SELECT p.periode,\n\
             \x20 MAX(CASE WHEN g.naam = '{JIB}' THEN g.cent ELSE -1 END) AS jib_cent,\n\
             \x20 MAX(CASE WHEN g.naam = '{ZELFSTANDIG}' THEN g.cent ELSE -1 END) AS zelfstandig_cent\n\
             FROM (SELECT COALESCE(MAX(periode), 0) AS periode FROM rij_inkomen WHERE afgezet = 0 AND periode <= {month}) p\n\
             JOIN grenzen g ON g.naam = '{NOTHING}' OR p.periode BETWEEN g.van_maand AND g.tot_maand\n\
             GROUP BY p.periode"
        );
        let facts = "SELECT i.persoon,\n\
             \x20 SUM(CASE WHEN i.categorie = 'WERK' THEN i.bedrag_cent ELSE 0 END) AS werk_cent,\n\
             \x20 MAX(CASE WHEN i.categorie = 'UITKERING' THEN 1 ELSE 0 END) AS uitkering\n\
             FROM persoon_inkomen i\n\
             JOIN inkomen_periode p ON p.periode = i.periode\n\
             GROUP BY i.persoon";
        let mut sql = String::from(
            "-- De laatste periode die niet na de maand van de peildatum ligt, met de bedragen die daarin gelden.\n",
        );
        let _ = writeln!(sql, "{}", self.dialect.table("inkomen_periode", &period));
        let _ = writeln!(sql, "{}", self.dialect.table("feit_inkomen", facts));
        sql
    }

    fn list(&self) -> String {
        if self.source(Extract::JibLijst).is_none() {
            return String::new();
        }
        let query = "SELECT DISTINCT l.persoon\n\
             FROM persoon_jib_lijst l\n\
             JOIN (SELECT MAX(rapportmaand) AS rapportmaand FROM rij_jib_lijst WHERE afgezet = 0) laatste\n\
             \x20 ON laatste.rapportmaand = l.rapportmaand";
        format!("{}\n", self.dialect.table("feit_jib_lijst", query))
    }

    fn dossiers(&self) -> String {
        if self.source(Extract::Dossier).is_none() {
            return String::new();
        }
        let day = self.peildatum();
        let query = format!(
            "SELECT persoon,\n\
             \x20 MAX(CASE WHEN status = 'GEEN_CONTACT' THEN 1 ELSE 0 END) AS geen_contact,\n\
             \x20 MAX(actief) AS actief,\n\
             \x20 MAX(CASE WHEN pad = 'PW7A' THEN actief ELSE 0 END) AS pw7a,\n\
             \x20 -- WEB 9.2.5 lid 5 en 7: het overleg met de school is gevoerd, of er is van afgezien.\n\
             \x20 MAX(CASE WHEN pad = 'PW7A' AND (overleg_gevoerd_op BETWEEN 1 AND {day} OR afwijking_overleg_op BETWEEN 1 AND {day})\n\
             \x20   THEN actief ELSE 0 END) AS na_overleg\n\
             FROM (\n\
             \x20 SELECT d.*, CASE WHEN team = 'DOORSTROOMPUNT' AND status = 'ACTIEF' THEN 1 ELSE 0 END AS actief\n\
             \x20 FROM persoon_dossier d\n\
             \x20 WHERE datum_start <= {day} AND {day} <= datum_einde\n\
             ) telt\n\
             GROUP BY persoon"
        );
        let answers = format!(
            "SELECT persoon,\n\
             \x20 CASE WHEN MIN(heeft) < MAX(heeft) THEN 'onduidelijk' WHEN MAX(heeft) = 1 THEN 'heeft' ELSE 'heeft_niet' END AS antwoord\n\
             FROM (\n\
             \x20 SELECT persoon, CASE WHEN verklaring = 'GEEN' THEN 0 ELSE 1 END AS heeft,\n\
             \x20   RANK() OVER (PARTITION BY persoon ORDER BY verklaring_op DESC) AS plaats\n\
             \x20 FROM persoon_dossier\n\
             \x20 WHERE verklaring <> '' AND verklaring_op BETWEEN 1 AND {day}\n\
             ) op_volgorde\n\
             WHERE plaats = 1\n\
             GROUP BY persoon"
        );
        let mut sql = String::new();
        let _ = writeln!(sql, "{}", self.dialect.table("feit_dossier", &query));
        sql.push_str("-- Wat de school het laatst zei over een diploma of verklaring, in een dossier van een van beide teams.\n");
        let _ = writeln!(sql, "{}", self.dialect.table("feit_antwoord", &answers));
        sql
    }

    /// The priority in the Inlichtingenbureau's latest report.
    fn priorities(&self) -> String {
        let Some(source) = self.source(Extract::IbVsv) else { return String::new() };
        let month = Maand::of(self.days.peildatum).0;
        // From a delivery that is too old or not complete, no priority is shown.
        let relied = if source.reliance == Reliance::Complete { "" } else { "\nWHERE 1 = 0" };
        let query = format!(
            "SELECT v.persoon, v.prioriteit\n\
             FROM persoon_ib_vsv v\n\
             JOIN (\n\
             \x20 SELECT COALESCE(MAX(rapportmaand), 0) AS rapportmaand\n\
             \x20 FROM rij_ib_vsv\n\
             \x20 WHERE afgezet = 0 AND rapportmaand <= {month}\n\
             ) laatste ON laatste.rapportmaand = v.rapportmaand{relied}"
        );
        format!("{}\n", self.dialect.table("prioriteit_getoond", &query))
    }

    /// Who is excluded from which party.
    fn exclusions(&self) -> String {
        let day = self.days.verstrekdatum.number();
        let known = self.dialect.texts(self.parties.iter().copied());
        let query = if self.source(Extract::Uitsluiting).is_some() {
            format!(
                "-- AVG 18 en 21, bescherming of rechter. Zonder partij, of met een partij die de wet niet kent: alle partijen.\n\
                 SELECT DISTINCT u.persoon, p.partij\n\
                 FROM persoon_uitsluiting u\n\
                 JOIN partijen p ON p.partij = u.partij OR u.partij NOT IN ({known})\n\
                 WHERE u.geldig_van <= {day} AND {day} <= u.geldig_tot\n\
                 \x20 -- AVG 21 met 6 lid 1 c: een bezwaar raakt niet wie een wettelijke plicht uitvoert.\n\
                 \x20 AND NOT (u.grond = 'BEZWAAR' AND p.wettelijke_plicht = 1)\n\
                 UNION\n\
                 SELECT a.persoon, p.partij\n\
                 FROM afgezet a\n\
                 CROSS JOIN partijen p\n\
                 WHERE a.extract_id = 'uitsluiting'"
            )
        } else {
            "SELECT 0 AS persoon, partij FROM partijen WHERE partij = ''".to_owned()
        };
        format!("{}\n", self.dialect.table("uitgesloten", &query))
    }

    /// The one row of facts that the tables of the law are joined with. Once a row was set aside, a person's other rows in that extract
    /// are no facts: they were left out above.
    fn facts(&self) -> String {
        let mut columns = vec![format!("{} AS inschrijving_afgezet", self.aside(Extract::Inschrijving))];
        columns.extend(self.numbers(Extract::Inschrijving, "i", &Enrolments::NAMES));
        columns.extend(self.statement_columns());
        columns.push(self.held(Extract::Vrijstelling, "v", ["vrijgesteld", "geen"], "vrijstelling"));
        columns.push(format!("{} AS verzuim_afgezet", self.aside(Extract::Verzuim)));
        columns.extend(self.numbers(Extract::Verzuim, "z", &["absoluut", "relatief", "langdurig", "ander"]));
        columns.push(self.held(Extract::JibLijst, "l", ["ja", "nee"], "op_lijst"));
        columns.push(format!("{} AS dossier_afgezet", self.aside(Extract::Dossier)));
        columns.extend(self.numbers(
            Extract::Dossier,
            "d",
            &["geen_contact", "actief", "pw7a", "na_overleg"],
        ));
        columns.push(self.answer_column());
        columns.extend(self.income_columns(&self.aside(Extract::Inkomen)));
        columns.extend(self.registration());
        let query = format!(
            "SELECT\n  b.bsn AS persoon,\n  COALESCE(e.levensfase, 0) AS eerste_fase,\n  COALESCE(t.levensfase, 0) AS laatste_fase,\n  {}\n\
             FROM persoon_brp b\n\
             LEFT JOIN levensfase e ON b.geboortedatum_eerste BETWEEN e.van AND e.tot\n\
             LEFT JOIN levensfase t ON b.geboortedatum_laatste BETWEEN t.van AND t.tot\n\
             {}{}",
            columns.join(",\n  "),
            self.aside_join(),
            self.fact_joins(),
        );
        format!("-- Alle feiten van een persoon.\n{}\n", self.dialect.table("feiten", &query))
    }

    /// Joins a person with the facts of each extract that is delivered.
    fn fact_joins(&self) -> String {
        let mut joins = String::new();
        for (extract, table, alias) in FACT_TABLES {
            if self.source(extract).is_some() {
                let _ = writeln!(joins, "LEFT JOIN {table} {alias} ON {alias}.persoon = b.bsn");
            }
        }
        if self.source(Extract::Inkomen).is_some() {
            joins.push_str("CROSS JOIN inkomen_periode ip\n");
        }
        if self.is_complete(Extract::Dossier) {
            joins.push_str("LEFT JOIN feit_antwoord q ON q.persoon = b.bsn\n");
        }
        joins
    }

    /// Joins a person with the extracts in which a row was set aside.
    fn aside_join(&self) -> String {
        let extracts: Vec<String> = self
            .sources
            .iter()
            .filter(|source| ASKED_ASIDE.contains(&source.extract))
            .map(|source| {
                let id = &source.schema.id;
                format!("    MAX(CASE WHEN extract_id = '{id}' THEN 1 ELSE 0 END) AS {id}")
            })
            .collect();
        if extracts.is_empty() {
            return String::new();
        }
        format!(
            "LEFT JOIN (\n  SELECT persoon,\n{}\n  FROM afgezet\n  GROUP BY persoon\n) a ON a.persoon = b.bsn\n",
            extracts.join(",\n")
        )
    }

    /// Whether a row of this extract was set aside.
    fn aside(&self, extract: Extract) -> String {
        if self.source(extract).is_some() {
            format!("COALESCE(a.{}, 0)", extract.word())
        } else {
            "0".to_owned()
        }
    }

    /// Facts that are numbers; 0 without a row.
    fn numbers(&self, extract: Extract, alias: &str, names: &[&str]) -> Vec<String> {
        let is_there = self.source(extract).is_some();
        let one = |name: &&str| {
            if is_there { format!("COALESCE({alias}.{name}, 0) AS {name}") } else { format!("0 AS {name}") }
        };
        names.iter().map(one).collect()
    }

    /// Whether somebody has a row: the word for yes, and the word for no.
    fn held(&self, extract: Extract, alias: &str, [yes, no]: [&str; 2], name: &str) -> String {
        if self.source(extract).is_none() {
            return format!("'{no}' AS {name}");
        }
        let aside = self.aside(extract);
        format!(
            "CASE WHEN {aside} = 1 THEN 'afgezet' WHEN COALESCE({alias}.persoon, 0) > 0 THEN '{yes}' ELSE '{no}' END AS {name}"
        )
    }

    /// What is stated about a startkwalificatie.
    fn statement_columns(&self) -> Vec<String> {
        if self.source(Extract::Startkwalificatie).is_none() {
            return vec![format!(
                "'geen' AS kwalificatie_rij, 0 AS behaald_later, '{NOTHING}' AS diploma, 0 AS termijn, '' AS brin_diploma"
            )];
        }
        let aside = self.aside(Extract::Startkwalificatie);
        vec![
            format!(
                "CASE WHEN {aside} = 1 THEN 'afgezet' ELSE COALESCE(k.rij, 'geen') END AS kwalificatie_rij"
            ),
            "COALESCE(k.behaald_later, 0) AS behaald_later".to_owned(),
            format!("COALESCE(k.diploma, '{NOTHING}') AS diploma"),
            "COALESCE(k.termijn, 0) AS termijn".to_owned(),
            "COALESCE(k.brin_diploma, '') AS brin_diploma".to_owned(),
        ]
    }

    /// What the school answered, according to a dossier.
    fn answer_column(&self) -> String {
        let aside = self.aside(Extract::Dossier);
        let answer =
            if self.is_complete(Extract::Dossier) { "COALESCE(q.antwoord, 'geen')" } else { "'geen'" };
        format!("CASE WHEN {aside} = 1 THEN 'afgezet' ELSE {answer} END AS antwoord")
    }

    fn income_columns(&self, aside: &str) -> Vec<String> {
        let Some(source) = self.source(Extract::Inkomen) else {
            return vec![
                "0 AS inkomen_is_bekend, 0 AS werkt, 'geen_grens' AS jib_grens, 'geen_grens' AS zelfstandig_grens, 0 AS uitkering"
                    .to_owned(),
            ];
        };
        let asked = source.levering.coverage.unwrap_or_default() == Dekking::Bevraging;
        let has_rows = if asked { " AND COALESCE(w.persoon, 0) > 0" } else { "" };
        // An unreliable delivery gives no income fact.
        let relied = if source.reliance == Reliance::Complete { "" } else { " AND 1 = 0" };
        let known = format!("{aside} = 0 AND ip.periode > 0{has_rows}{relied}");
        let against = |limit: &str| {
            format!(
                "CASE\n    WHEN NOT ({known}) OR ip.{limit} < 0 THEN 'geen_grens'\n    WHEN COALESCE(w.werk_cent, 0) < ip.{limit} THEN 'onder'\n    ELSE 'bereikt'\n  END"
            )
        };
        vec![
            format!("CASE WHEN {known} THEN 1 ELSE 0 END AS inkomen_is_bekend"),
            format!("CASE WHEN {known} AND COALESCE(w.werk_cent, 0) > 0 THEN 1 ELSE 0 END AS werkt"),
            format!("{} AS jib_grens", against("jib_cent")),
            format!("{} AS zelfstandig_grens", against("zelfstandig_cent")),
            format!("CASE WHEN {known} THEN COALESCE(w.uitkering, 0) ELSE 0 END AS uitkering"),
        ]
    }

    /// The BRP's own facts: suspension, death, municipality, secrecy.
    fn registration(&self) -> Vec<String> {
        let (day, later) = (self.peildatum(), self.days.verstrekdatum.number());
        let reached = |column: &str, empty: &str| {
            format!(
                "CASE\n    WHEN b.{column}_iso = '' THEN '{empty}'\n    WHEN b.{column}_volledig = 0 OR b.{column}_eerste <= {day} THEN 'peildatum'\n    WHEN b.{column}_eerste <= {later} THEN 'verstrekdatum'\n    ELSE 'later'\n  END"
            )
        };
        let own = self.config.gemeente();
        let regio: Vec<String> = self.config.regio().iter().map(ToString::to_string).collect();
        let regio = if regio.is_empty() { "-2".to_owned() } else { regio.join(", ") };
        vec![
            format!(
                "CASE WHEN b.opschorting_reden = '' THEN '{NOTHING}' ELSE b.opschorting_reden END AS reden"
            ),
            format!("{} AS opschorting", reached("opschorting_datum", "peildatum")),
            format!("{} AS overlijden", reached("datum_overlijden", "later")),
            format!(
                "CASE WHEN b.gemeente_inschrijving = {} THEN 1 ELSE 0 END AS niet_ingezetene",
                crate::classify::bijhouding::GEMEENTE_RNI
            ),
            format!(
                "CASE\n    WHEN b.gemeente_inschrijving = {own} THEN 'gemeente'\n    WHEN b.gemeente_inschrijving IN ({regio}) THEN 'regio'\n    ELSE 'elders'\n  END AS woonplaats"
            ),
            "CASE WHEN b.indicatie_geheim = '0' THEN 'nee' ELSE 'ja' END AS geheim".to_owned(),
        ]
    }
}
