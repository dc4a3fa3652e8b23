//! One view per parcel: who is in it, and its columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::dialect::{Dialect, Refused};
use super::reading::Source;
use super::table::NOTHING;
use crate::config::Config;
use crate::config::arrangements::Arrangements;
use crate::config::file::{Doeloverlap, Kanaal};
use crate::law::decide::Parcel;
use crate::law::file::{Regelvorm, School};
use crate::law::party::Party;
use crate::law::rule::Condition;
use crate::law::walls;
use crate::model::classification::{JaNee, Plicht};
use crate::model::days::Days;
use crate::model::extract::{CodeColumn, Extract};
use crate::model::facts::Reliance;
use crate::model::field::Field;
use crate::model::profile::Axis;
use crate::model::terms::Terms;
use crate::release::consent::pakket_name;
use crate::release::minimise::GEHEIM;
use crate::release::minimise::release::barred;
use crate::schemas::extracts::Schemas;

/// The most fields that a samenwerking on consent may name: each set of them has its own view.
const CONSENT_FIELDS_MAX: usize = 10;

/// What the views are written from.
pub struct Views<'a> {
    /// The engine.
    pub dialect: Dialect,
    /// The extracts.
    pub sources: &'a [Source<'a>],
    /// The schemas.
    pub schemas: &'a Schemas,
    /// The terms of the peildatum.
    pub terms: &'a Terms,
    /// From this birthday a person consents; on the verstrekdatum.
    pub consent_age: i32,
    /// Fields that no oral consent gives.
    pub written_only: &'a [Field],
    /// The days.
    pub days: Days,
    /// The configuration.
    pub config: &'a Config,
    /// The parties.
    pub parties: &'a [Party],
    /// The parcels.
    pub parcels: &'a [Parcel],
    /// The arrangements in force.
    pub arrangements: Arrangements<'a>,
}

/// A view of a parcel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The party that may see it.
    pub partij: String,
    /// The parcel.
    pub pakket: String,
}

/// Which persons of a rule a view holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Secrecy {
    Everyone,
    Open,
    Secret,
}

/// The name of a parcel's view.
fn view_name(partij: &str, pakket: &str) -> String {
    format!("pakket_{partij}_{pakket}").replace(['-', '.'], "_")
}

/// Whether a consent names a field.
fn names(field: Field) -> String {
    format!("(POSITION('|{}|' IN t.velden) > 0)", field.word())
}

/// A set of fields that a samenwerking can give: its purpose, the fields consented to, and all fields that it names.
type ConsentedSet = (String, Vec<Field>, Vec<Field>);

/// One view, being written.
struct Query {
    columns: Vec<String>,
    with: String,
    joins: BTreeMap<&'static str, String>,
    conditions: Vec<String>,
}

impl Views<'_> {
    fn source(&self, extract: Extract) -> Option<&Source<'_>> {
        self.sources.iter().find(|source| source.extract == extract)
    }

    /// Whether rows of this extract can be relied on in full.
    fn is_complete(&self, extract: Extract) -> bool {
        self.source(extract).is_some_and(|source| source.reliance == Reliance::Complete)
    }

    /// The schools of a party that can be reached; without schools, whether the party can.
    fn recipients(&self, partij: &str) -> Option<Vec<String>> {
        let own = self.config.file.ontvanger.iter().map(toml::Spanned::get_ref);
        let own: Vec<_> = own.filter(|own| own.party == partij && own.channel == Kanaal::Beveiligd).collect();
        (!own.is_empty()).then(|| own.iter().filter_map(|own| own.brin.clone()).collect())
    }

    /// `06_pakketten.sql`, and the views in it.
    ///
    /// # Errors
    /// If a rule asks what a query cannot say.
    pub fn sql(&self) -> Result<(String, Vec<View>), Refused> {
        let mut sql = String::from(
            "-- 6. Pakketten: per pakket één view met precies de kolommen die de wet die partij geeft. Alle kolommen zijn tekst, en wat de\n\
             --    bron leeg liet, is leeg.\n\n",
        );
        sql.push_str(&self.shown_absence());
        sql.push_str(&self.consents());
        let mut views = Vec::new();
        for parcel in self.parcels {
            let rule = &parcel.rule;
            let needs_memory = !rule.earlier_in.is_empty() || rule.once;
            let left_out = matches!(rule.form, Regelvorm::Overstap | Regelvorm::Telling);
            let unreached = self.recipients(&rule.party_id).is_none();
            if needs_memory || left_out || unreached || walls::forbids(parcel, self.parties) {
                continue;
            }
            if rule.form == Regelvorm::Toestemming {
                self.consent_views(parcel, &mut sql, &mut views)?;
                continue;
            }
            let twins: &[Secrecy] =
                if parcel.has_address() { &[Secrecy::Open, Secrecy::Secret] } else { &[Secrecy::Everyone] };
            for secrecy in twins {
                let suffix = if *secrecy == Secrecy::Secret { GEHEIM } else { "" };
                let fields: Vec<Field> = parcel.columns.iter().map(|(field, _)| *field).collect();
                let query = self.query(parcel, &fields, *secrecy)?;
                self.add(parcel, &format!("{}{suffix}", rule.parcel), &query, &mut sql, &mut views);
            }
        }
        Ok((sql, views))
    }

    fn add(&self, parcel: &Parcel, pakket: &str, query: &str, sql: &mut String, views: &mut Vec<View>) {
        let rule = &parcel.rule;
        let name = view_name(&rule.party_id, pakket);
        let basis = rule.basis.join(", ");
        // A comment is one line, and files are cut into statements at a semicolon.
        let doel = rule.purpose.replace(['\n', '\r', ';'], " ");
        let _ = writeln!(sql, "-- {}/{pakket}: {doel} ({basis})", rule.party_id);
        let _ = writeln!(sql, "{}", self.dialect.parcel_view(&name, query));
        views.push(View { name, partij: rule.party_id.clone(), pakket: pakket.to_owned() });
    }

    /// The absence record behind a person's value: the earliest that supports it.
    fn shown_absence(&self) -> String {
        let query = if self.source(Extract::Verzuim).is_some() {
            let hours = self.dialect.by_bytes("v.uren_tekst");
            format!(
                "SELECT persoon, soort_verzuim, begindatum_iso, uren_tekst\n\
             FROM (\n\
             \x20 SELECT v.persoon, v.soort_verzuim, v.begindatum_iso, v.uren_tekst,\n\
             \x20   ROW_NUMBER() OVER (\n\
             \x20     PARTITION BY v.persoon ORDER BY v.begindatum, v.soort_verzuim_nr, v.uren, {hours}\n\
             \x20   ) AS plaats\n\
             \x20 FROM verzuim_op_peildatum v\n\
             \x20 JOIN persoon p ON p.persoon = v.persoon\n\
             \x20 WHERE p.verzuim_peildatum = 'relatief' AND v.relatief = 1\n\
             \x20   OR p.verzuim_peildatum = 'langdurig' AND v.langdurig = 1\n\
             \x20   OR p.verzuim_peildatum = 'relatief_onbevestigd'\n\
             ) op_volgorde\n\
             WHERE plaats = 1"
            )
        } else {
            "SELECT persoon, '' AS soort_verzuim, '' AS begindatum_iso, '' AS uren_tekst FROM persoon WHERE 1 = 0".to_owned()
        };
        format!(
            "-- De melding waaruit het verzuim volgt: de vroegst begonnen.\n{}\n",
            self.dialect.table("verzuim_getoond", &query)
        )
    }

    /// A column of a view, with the join that it needs.
    fn fill(&self, field: Field, query: &mut Query) -> Result<(), Refused> {
        let mut join = |alias: &'static str, table: String| {
            query.joins.entry(alias).or_insert(table);
        };
        let brp = |name: &str| format!("b.{name}");
        let expression = match field {
            Field::Bsn | Field::Persoonsnummer => brp("bsn_cijfers"),
            Field::Geboortedatum => brp("geboortedatum_iso"),
            Field::Geslachtsnaam
            | Field::Voorvoegsel
            | Field::Voornamen
            | Field::Straatnaam
            | Field::Huisnummer
            | Field::Huisletter
            | Field::Huisnummertoevoeging
            | Field::Postcode
            | Field::Woonplaats => brp(field.word()),
            Field::Telefoon | Field::Email => format!("COALESCE(c.{}, '')", field.word()),
            Field::Meldingsnummer | Field::Status => format!("v.{}", field.word()),
            Field::Brin | Field::Niveau | Field::DatumInschrijving | Field::DatumUitschrijving => {
                if self.source(Extract::Inschrijving).is_some() {
                    join("i", "LEFT JOIN inschrijving_getoond i ON i.persoon = m.persoon".to_owned());
                    let is_day = matches!(field, Field::DatumInschrijving | Field::DatumUitschrijving);
                    let iso = if is_day { "_iso" } else { "" };
                    format!("COALESCE(i.{}{iso}, '')", field.word())
                } else {
                    "''".to_owned()
                }
            }
            Field::Startkwalificatie => "p.startkwalificatie_peildatum".to_owned(),
            Field::IbPrioriteit => {
                if self.source(Extract::IbVsv).is_some() {
                    join("ib", "LEFT JOIN prioriteit_getoond ib ON ib.persoon = m.persoon".to_owned());
                    "COALESCE(ib.prioriteit, '')".to_owned()
                } else {
                    "''".to_owned()
                }
            }
            Field::EconomischZelfstandig => "p.economisch_zelfstandig_peildatum".to_owned(),
            Field::OverlegSchool => "p.overleg_school_peildatum".to_owned(),
            Field::Vrijgesteld => format!(
                "CASE WHEN p.plicht_peildatum = '{}' THEN '{}' ELSE '{}' END",
                Plicht::Vrijgesteld.word(),
                JaNee::Ja.word(),
                JaNee::Nee.word()
            ),
            Field::SoortVerzuim | Field::BegindatumVerzuim | Field::UrenVerzuim => {
                join("z", "LEFT JOIN verzuim_getoond z ON z.persoon = m.persoon".to_owned());
                let name = match field {
                    Field::SoortVerzuim => "soort_verzuim",
                    Field::BegindatumVerzuim => "begindatum_iso",
                    _ => "uren_tekst",
                };
                format!("COALESCE(z.{name}, '')")
            }
            Field::HoogsteDiploma => {
                format!(
                    "CASE WHEN p.diploma_op_peildatum = '{NOTHING}' THEN '' ELSE p.diploma_op_peildatum END"
                )
            }
            // `Regelvorm::fills` keeps the fields of handovers and counts from every rule that has a view.
            _ => {
                return Err(Refused {
                    message: format!("veld `{field}` kan geen query vullen"),
                    help: "draai `jib run` voor het pakket dat dit veld heeft".to_owned(),
                });
            }
        };
        query.columns.push(format!("  {expression} AS {}", field.word()));
        Ok(())
    }

    fn query(&self, parcel: &Parcel, fields: &[Field], secrecy: Secrecy) -> Result<String, Refused> {
        let rule = &parcel.rule;
        let (partij, pakket) = (self.dialect.text(&rule.party_id), self.dialect.text(&rule.parcel));
        let mut query = Query {
            columns: Vec::new(),
            with: String::new(),
            joins: BTreeMap::new(),
            conditions: vec![format!("m.partij = {partij}"), format!("m.pakket = {pakket}")],
        };
        match secrecy {
            Secrecy::Everyone => {}
            Secrecy::Open => query.conditions.push("p.geheim_peildatum = 'nee'".to_owned()),
            Secrecy::Secret => query.conditions.push("p.geheim_peildatum = 'ja'".to_owned()),
        }
        match rule.form {
            Regelvorm::Contact => {
                self.contact(parcel, &self.hung_on(parcel), &mut query);
                query.joins.insert("c", "JOIN contact c ON c.persoon = m.persoon".to_owned());
                let within = self.dialect.texts(self.hung_on(parcel));
                query.conditions.push(format!(
                    "EXISTS (SELECT 1 FROM besluit h WHERE h.profiel = p.profiel AND h.partij = {partij} AND h.pakket IN ({within}))"
                ));
            }
            Regelvorm::Melding => self.records(parcel, &mut query),
            _ => {}
        }
        if let Some(school) = rule.school {
            self.school(parcel, school, &mut query)?;
        }
        for field in fields {
            self.fill(*field, &mut query)?;
        }
        Ok(self.written(&query))
    }

    fn written(&self, query: &Query) -> String {
        let joins: Vec<&str> = query.joins.values().map(String::as_str).collect();
        let joins = if joins.is_empty() { String::new() } else { format!("{}\n", joins.join("\n")) };
        format!(
            "{}SELECT\n{}\nFROM mag m\nJOIN persoon p ON p.persoon = m.persoon\nJOIN persoon_brp b ON b.bsn = m.persoon\n{joins}WHERE {}",
            query.with,
            query.columns.join(",\n"),
            query.conditions.join("\n  AND ")
        )
    }

    /// The parcels that contact details may follow.
    fn hung_on(&self, parcel: &Parcel) -> Vec<&str> {
        let others = self.parcels.iter().filter(|other| parcel.hangs_on(other));
        let open = others.filter(|other| barred(other, self.parties, self.arrangements).is_none());
        open.map(|other| other.rule.parcel.as_str()).collect()
    }

    fn overlaps(&self, partij: &str) -> Vec<&Doeloverlap> {
        let own = self.config.file.doeloverlap.iter().map(toml::Spanned::get_ref);
        own.filter(|own| {
            let pakketten = [own.naar_doel.as_str()];
            own.naar_partij == partij
                && self.arrangements.purposes_overlap(&own.van_afdeling, &own.van_doel, partij, &pakketten)
        })
        .collect()
    }

    /// The newest admitted row of contact details (WEB 9.2.5 lid 3 b; AVG 6 lid 4).
    fn contact(&self, parcel: &Parcel, pakketten: &[&str], query: &mut Query) {
        let rule = &parcel.rule;
        let dialect = self.dialect;
        let of_consent = rule.form == Regelvorm::Toestemming;
        let own = dialect.texts(rule.departments.iter().map(String::as_str));
        let mut admitted = vec![format!("c.afdeling IN ({own})")];
        for overlap in self.overlaps(&rule.party_id) {
            if !pakketten.contains(&overlap.naar_doel.as_str()) {
                continue;
            }
            let (afdeling, doel) = (dialect.text(&overlap.van_afdeling), dialect.text(&overlap.van_doel));
            // A consent parcel is named in full: whoever is in it is in that parcel.
            let within = if of_consent {
                String::new()
            } else {
                format!(
                    " AND EXISTS (SELECT 1 FROM persoon q JOIN besluit h ON h.profiel = q.profiel WHERE q.persoon = c.persoon AND h.partij = {} AND h.pakket = {})",
                    dialect.text(&rule.party_id),
                    dialect.text(&overlap.naar_doel)
                )
            };
            admitted.push(format!("c.afdeling = {afdeling} AND c.doel = {doel}{within}"));
        }
        let rows = if self.is_complete(Extract::Contactgegevens) {
            format!(
                "SELECT c.persoon, c.telefoon, c.email, ROW_NUMBER() OVER (\n\
                 \x20     PARTITION BY c.persoon ORDER BY c.datum DESC, {}\n\
                 \x20   ) AS plaats\n\
                 \x20   FROM persoon_contactgegevens c\n\
                 \x20   WHERE {}",
                ["c.afdeling", "c.doel", "c.telefoon", "c.email"]
                    .map(|text| dialect.by_bytes(text))
                    .join(", "),
                admitted.join("\n      OR ")
            )
        } else {
            "SELECT persoon, '' AS telefoon, '' AS email, 1 AS plaats FROM persoon WHERE 1 = 0".to_owned()
        };
        query.with = format!(
            "WITH contact AS (\n  SELECT persoon, telefoon, email\n  FROM (\n    {rows}\n  ) op_volgorde\n  WHERE plaats = 1\n)\n"
        );
    }

    /// One line per absence record.
    fn records(&self, parcel: &Parcel, query: &mut Query) {
        let rule = &parcel.rule;
        let from = |bron: &String| {
            self.source(Extract::Verzuim)
                .is_some_and(|source| source.levering.source.eq_ignore_ascii_case(bron))
        };
        if !self.is_complete(Extract::Verzuim) || !rule.source.as_ref().is_none_or(from) {
            let nothing =
                "SELECT p.persoon, '' AS meldingsnummer, '' AS status, '' AS brin FROM persoon p WHERE 1 = 0";
            query.joins.insert("v", format!("JOIN ({nothing}) v ON v.persoon = m.persoon"));
            return;
        }
        let day = self.days.peildatum.number();
        let codes = self.schemas.codes(CodeColumn::SOORT_VERZUIM).iter().zip(0u8..);
        let absoluut = codes.filter(|(_, code)| self.terms.absoluut_verzuim_soorten.contains(*code));
        let absoluut = self.dialect.texts(absoluut.map(|(word, _)| word.as_str()));
        query.joins.insert("v", "JOIN persoon_verzuim v ON v.persoon = m.persoon".to_owned());
        query.conditions.push(format!("v.soort_verzuim NOT IN ({absoluut})"));
        query.conditions.push(format!(
            "(v.status <> 'AFGESLOTEN' AND v.begindatum <= {day} AND {day} <= v.einddatum\n    OR v.status = 'AFGESLOTEN' AND v.begindatum <= {day} AND v.einddatum <= {day} AND {day} <= v.einddatum + {})",
            rule.closed_days
        ));
    }

    /// Only schools that can be reached, and only where the line belongs there.
    fn school(&self, parcel: &Parcel, school: School, query: &mut Query) -> Result<(), Refused> {
        let reached = self.recipients(&parcel.rule.party_id).unwrap_or_default();
        let reached = self.dialect.texts(reached.iter().map(String::as_str));
        let has_enrolments = self.source(Extract::Inschrijving).is_some();
        match school {
            School::Overleg => {
                let left = if has_enrolments {
                    query
                        .joins
                        .insert("q", "LEFT JOIN school_verlaten q ON q.persoon = m.persoon".to_owned());
                    "COALESCE(q.brin, '')"
                } else {
                    "''"
                };
                query.conditions.push(format!(
                    "CASE WHEN p.brin_diploma <> '' THEN p.brin_diploma WHEN p.antwoord = 'heeft_niet' THEN '' ELSE {left} END IN ({reached})"
                ));
                Ok(())
            }
            School::Inschrijving if has_enrolments => {
                let codes = self.schemas.codes(CodeColumn::SECTOR).iter().zip(0u8..);
                let sectors = codes.filter(|(_, code)| parcel.rule.takes_sector(*code));
                let sectors = self.dialect.texts(sectors.map(|(word, _)| word.as_str()));
                query.joins.insert(
                    "s",
                    format!(
                        "JOIN (\n  SELECT persoon, brin, ROW_NUMBER() OVER (PARTITION BY persoon ORDER BY datum_inschrijving DESC, {}) AS plaats\n  FROM inschrijving_op_peildatum\n  WHERE dekt = 1 AND bekostigd = 1 AND onderwijssector IN ({sectors})\n) s ON s.persoon = m.persoon AND s.plaats = 1",
                        self.dialect.by_bytes("brin")
                    ),
                );
                query.conditions.push(format!("s.brin IN ({reached})"));
                Ok(())
            }
            School::Inschrijving => {
                query.conditions.push("1 = 0".to_owned());
                Ok(())
            }
            School::Ontvangend => Err(Refused {
                message: format!(
                    "{}/{}: deze school kan geen query vinden",
                    parcel.rule.party_id, parcel.rule.parcel
                ),
                help: "draai `jib run` voor dit pakket".to_owned(),
            }),
        }
    }

    /// Consents that count, apart from the fields they name (AVG 6 lid 1 a en 7; UAVG 5).
    fn consents(&self) -> String {
        if self.source(Extract::Toestemming).is_none() {
            return String::new();
        }
        let day = self.days.verstrekdatum.number();
        let (year, month, date) = self.days.verstrekdatum.ymd();
        let counted = i64::from(year) * 10_000 + i64::from(month * 100 + date);
        let age = i64::from(self.consent_age) * 10_000;
        // From a delivery that is too old or not complete, no consent counts.
        let relied = if self.is_complete(Extract::Toestemming) { "" } else { "1 = 0\n  AND " };
        let of_list = |parcel: &&Parcel| {
            let asks = |own: &Condition| own.restrictions().iter().any(|(axis, _)| *axis == Axis::Jib);
            parcel.rule.when.iter().any(asks)
        };
        let lists: BTreeSet<&str> =
            self.parcels.iter().filter(of_list).map(|parcel| parcel.rule.parcel.as_str()).collect();
        let lists = self.dialect.texts(lists);
        let written: Vec<String> =
            self.written_only.iter().map(|field| format!("\n      AND NOT {}", names(*field))).collect();
        let (written, velden) = (written.concat(), self.dialect.listed("velden"));
        let years = self.consent_age;
        let query = format!(
            "SELECT t.persoon, t.ontvanger, t.doel, t.velden\n\
             FROM (\n\
             \x20 SELECT persoon, ontvanger, doel, vorm, gegeven_door, verkregen_op, verkregen_op_jjjjmmdd, geldig_tot, ingetrokken_op,\n\
             \x20   bevestigd_op,\n\
             \x20   -- |veld|veld|\n\
             \x20   {velden} AS velden\n\
             \x20 FROM persoon_toestemming\n\
             ) t\n\
             JOIN persoon_brp b ON b.bsn = t.persoon\n\
             WHERE {relied}t.verkregen_op <= {day} AND {day} <= t.geldig_tot\n\
             \x20 AND NOT (t.ingetrokken_op > 0 AND t.ingetrokken_op <= {day})\n\
             \x20 AND (t.vorm <> 'MONDELING' OR t.bevestigd_op > 0 AND t.bevestigd_op <= {day})\n\
             \x20 -- SUWI 74 lid 2 b, Pw 65 lid 2 b: wat van UWV komt of de lijst toont, vraagt om een geschrift.\n\
             \x20 AND (t.vorm <> 'MONDELING' OR t.doel NOT IN ({lists}){written})\n\
             \x20 -- UAVG 5: zelf vanaf {years} jaar, een vertegenwoordiger alleen daaronder, toen en nu. Een leeftijd is het verschil\n\
             \x20 -- van twee datums als jjjjmmdd, en beide dagen waarop iemand geboren kan zijn, moeten hetzelfde zeggen.\n\
             \x20 AND b.geboortedatum_eerste > 0\n\
             \x20 AND (\n\
             \x20   t.gegeven_door = 'BETROKKENE'\n\
             \x20     AND t.verkregen_op_jjjjmmdd - b.geboortedatum_laatste_jjjjmmdd >= {age}\n\
             \x20   OR t.gegeven_door <> 'BETROKKENE'\n\
             \x20     AND t.verkregen_op_jjjjmmdd - b.geboortedatum_eerste_jjjjmmdd < {age}\n\
             \x20     AND {counted} - b.geboortedatum_eerste_jjjjmmdd < {age}\n\
             \x20 )"
        );
        format!("-- Toestemmingen die tellen.\n{}\n", self.dialect.table("toestemming_geldig", &query))
    }

    /// A view for each set of fields that a consent can give this party.
    fn consent_views(&self, parcel: &Parcel, sql: &mut String, views: &mut Vec<View>) -> Result<(), Refused> {
        let rule = &parcel.rule;
        let party = self.parties.iter().find(|party| party.id == rule.party_id);
        let (Some(party), Some(_), Some(_)) =
            (party, &parcel.rule_on_peildatum, self.source(Extract::Toestemming))
        else {
            return Ok(());
        };
        for (pakket, sources) in self.consented_sets(party)? {
            let Some((doel, chosen, _)) = sources.first() else { continue };
            // Two purposes or sets with one name: a run makes neither.
            if sources.iter().any(|(other, fields, _)| other != doel || fields != chosen) {
                continue;
            }
            let mut own = parcel.clone();
            own.columns = chosen.iter().map(|field| (*field, rule.article.clone())).collect();
            if walls::forbids(&own, self.parties) {
                continue;
            }
            let mut query = self.consent_query(&own, &sources);
            if chosen.iter().any(|field| matches!(field, Field::Telefoon | Field::Email)) {
                self.contact(&own, &[pakket.as_str(), rule.parcel.as_str()], &mut query);
                query.joins.insert("c", "LEFT JOIN contact c ON c.persoon = m.persoon".to_owned());
            }
            if let Some(school) = rule.school {
                self.school(parcel, school, &mut query)?;
            }
            for field in chosen {
                self.fill(*field, &mut query)?;
            }
            let text = self.written(&query);
            self.add(&own, &pakket, &text, sql, views);
        }
        Ok(())
    }

    /// The sets of fields that a consent can give this party, by the name of their parcel: for each purpose and samenwerking, the fields
    /// that it names.
    fn consented_sets(&self, party: &Party) -> Result<BTreeMap<String, Vec<ConsentedSet>>, Refused> {
        let mut sets: BTreeMap<String, Vec<ConsentedSet>> = BTreeMap::new();
        let purposes: BTreeSet<&str> = self
            .config
            .file
            .samenwerking
            .iter()
            .map(|own| own.get_ref())
            .filter(|own| own.ontvanger == party.id)
            .map(|own| own.doel.as_str())
            .collect();
        for doel in purposes {
            for cooperation in self.arrangements.cooperations(&party.id, doel) {
                let mut named: Vec<Field> = party
                    .by_consent()
                    .filter(|field| cooperation.velden.iter().any(|word| word == field.word()))
                    .collect();
                named.sort_unstable();
                named.dedup();
                if named.len() > CONSENT_FIELDS_MAX {
                    return Err(Refused {
                        message: format!(
                            "samenwerking `{}` noemt {} velden: elke keuze daaruit is een eigen pakket, dus een eigen view",
                            cooperation.id,
                            named.len()
                        ),
                        help: format!(
                            "splits haar in samenwerkingen van hoogstens {CONSENT_FIELDS_MAX} velden"
                        ),
                    });
                }
                for bits in 1..1usize << named.len() {
                    let chosen: Vec<Field> = named
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| bits >> at & 1 == 1)
                        .map(|(_, field)| *field)
                        .collect();
                    let pakket = pakket_name(doel, &chosen);
                    sets.entry(pakket).or_default().push((doel.to_owned(), chosen, named.clone()));
                }
            }
        }
        Ok(sets)
    }

    /// Who gave a consent for one of these sets, and for no field more.
    fn consent_query(&self, parcel: &Parcel, sources: &[ConsentedSet]) -> Query {
        let rule = &parcel.rule;
        let gives: Vec<String> = sources
            .iter()
            .map(|(doel, chosen, named)| {
                let each = named.iter().map(|field| {
                    if chosen.contains(field) { names(*field) } else { format!("NOT {}", names(*field)) }
                });
                let each: Vec<String> = each.collect();
                format!("t.doel = {} AND {}", self.dialect.text(doel), each.join(" AND "))
            })
            .collect();
        let mut conditions = vec![
            format!("m.partij = {}", self.dialect.text(&rule.party_id)),
            format!("m.pakket = {}", self.dialect.text(&rule.parcel)),
            format!(
                "EXISTS (\n    SELECT 1 FROM toestemming_geldig t\n    WHERE t.persoon = m.persoon AND t.ontvanger = {}\n      AND ({})\n  )",
                self.dialect.text(&rule.party_id),
                gives.join("\n        OR ")
            ),
        ];
        if parcel.has_address() {
            conditions.push("p.geheim_peildatum = 'nee'".to_owned());
        }
        Query { columns: Vec::new(), with: String::new(), joins: BTreeMap::new(), conditions }
    }
}
