//! `jib policy sql`: what it writes can be read by a parser of each dialect, and a change of law changes tables and literals, never
//! the shape of a query. That the views give what a run gives is compared by `.ci/sql`, which needs the engines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jib::config::Config;
use jib::intake::check::diagnosis::is_null_word;
use jib::intake::delivery::Files;
use jib::law::decide::{Parcel, ProfilePair};
use jib::law::file::{MandaatEis, Regelvorm};
use jib::law::library::Library;
use jib::law::party::NEVER;
use jib::model::days::Days;
use jib::model::field::Field;
use jib::model::profile::{Axis, Profile};
use jib::model::ruling::Ruling;
use jib::relation::{SqlFile, SqlOrder, compile, dialect};
use jib::release::assessment::{Basis, InForce};
use jib::release::memory::Memory;
use jib::release::minimise::releases;
use regex::Regex;
use sqlparser::dialect::{DatabricksDialect, Dialect, DuckDbDialect, PostgreSqlDialect};
use sqlparser::parser::Parser;

use crate::support::{day, files, jib, library, repository, sample, text};

const DIALECTS: [&str; 3] = ["duckdb", "postgres", "spark"];

fn parser(dialect: &str) -> Box<dyn Dialect> {
    match dialect {
        "duckdb" => Box::new(DuckDbDialect {}),
        "postgres" => Box::new(PostgreSqlDialect {}),
        // Spark's own dialect, by the name of its maker.
        _ => Box::new(DatabricksDialect {}),
    }
}

/// Compiles `sample-data` with the law of a folder. Path → text.
fn compiled(dialect: &str, schemas: &Path, more: &[&str]) -> BTreeMap<String, String> {
    let folder = crate::support::folder();
    let out = folder.path().join("sql");
    let config = repository("sample-data").join("jib.toml");
    let (schemas, config, out_text) =
        (schemas.display().to_string(), config.display().to_string(), out.display().to_string());
    let mut arguments = vec!["--schemas", &schemas, "policy", "sql", "--dialect", dialect, "-c", &config];
    arguments.extend(["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23", "--out", &out_text]);
    arguments.extend(more);
    let done = jib(&arguments);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let relative = |path: &PathBuf| path.strip_prefix(&out).expect("in the folder").display().to_string();
    files(&out)
        .into_iter()
        .map(|path| (relative(&path), fs::read_to_string(&path).expect("a text")))
        .collect()
}

fn queries(documents: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    documents.iter().filter(|(path, _)| path.ends_with(".sql") && !path.starts_with("tabellen/"))
}

#[test]
fn each_dialect_reads_its_queries() {
    for dialect in DIALECTS {
        let documents = compiled(dialect, &repository("schemas"), &[]);
        let mut statements = 0;
        for (path, sql) in queries(&documents) {
            let parsed = Parser::parse_sql(&*parser(dialect), sql);
            statements += parsed.unwrap_or_else(|fault| panic!("{dialect} {path}: {fault}")).len();
            // Files are cut into statements at a semicolon that ends a line.
            assert!(!sql.lines().any(|line| line.trim_end_matches(';').contains(';')), "{dialect} {path}");
        }
        assert!(statements > 60, "{dialect}: {statements}");
        let views: BTreeSet<&str> = documents
            .get("06_pakketten.sql")
            .expect("the parcels")
            .split_whitespace()
            .filter(|word| word.starts_with("pakket_"))
            .collect();
        for view in ["pakket_leerplicht_toezicht", "pakket_leerplicht_toezicht_geheim", "pakket_duo_verzuim"]
        {
            assert!(views.contains(view), "{dialect}: {view}");
        }
        for left_out in ["rapportage", "intrekking", "startkwalificatie", "overstap"] {
            assert!(!views.iter().any(|view| view.ends_with(left_out)), "{dialect}: {left_out}");
        }
    }
}

/// A word for "no value" costs a row in a run. The queries once knew four of them, and gave a person called `N/A` to a party.
#[test]
fn a_word_for_no_value_costs_a_row_in_the_views_too() {
    let pattern = Regex::new(r"'((?:\\+x1F|\\+u001F)\(\?:.*?(?:\\+x1F|\\+u001F))'").expect("a pattern");
    for dialect in DIALECTS {
        let documents = compiled(dialect, &repository("schemas"), &[]);
        // Spark reads a backslash in a literal as an escape.
        let unescaped =
            |text: &str| if dialect == "spark" { text.replace("\\\\", "\\") } else { text.to_owned() };
        let patterns: Vec<Regex> = documents
            .values()
            .flat_map(|sql| pattern.captures_iter(sql))
            .map(|found| Regex::new(&unescaped(&found[1])).expect("a pattern of the views"))
            .collect();
        assert!(patterns.len() > 3, "{dialect}: {}", patterns.len());
        for word in ["NULL", "n.v.t.", "N/A", "(null)", "[NULL]", "\\N", "-nan", "NaT"] {
            assert!(is_null_word(word.as_bytes()), "{word}");
            let cell = format!("\u{1f}{word}\u{1f}");
            assert!(patterns.iter().all(|pattern| pattern.is_match(&cell)), "{dialect}: {word}");
        }
        assert!(patterns.iter().all(|pattern| !pattern.is_match("\u{1f}nxvxtx\u{1f}")), "{dialect}");
    }
}

/// A cell that an engine would read as another value, or as none.
#[test]
fn no_table_holds_a_cell_that_a_database_would_read_otherwise() {
    let documents = compiled("duckdb", &repository("schemas"), &[]);
    for (path, table) in documents.iter().filter(|(path, _)| path.ends_with(".csv")) {
        let rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(table.as_bytes())
            .records()
            .map(|row| row.expect("a row"))
            .collect();
        assert!(rows.len() > 1, "{path}: its types can only be inferred from rows");
        for cell in rows.iter().flatten() {
            let zero_first = cell.len() > 1 && cell.starts_with('0');
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            let is_date = cell.len() == 10 && digits == 8 && cell.matches('-').count() == 2;
            assert!(!cell.is_empty() && !zero_first && !is_date, "{path}: {cell}");
        }
    }
}

/// A query without its literals: numbers, texts and lists of them.
fn shape(sql: &str) -> String {
    let mut shape = String::new();
    let mut letters =
        sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    letters.push('\n');
    let mut rest = letters.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\'' => {
                while let Some(inner) = rest.next() {
                    if inner == '\'' && rest.next_if_eq(&'\'').is_none() {
                        break;
                    }
                }
                shape.push('?');
            }
            '0'..='9' if !shape.ends_with(|before: char| before.is_alphanumeric() || before == '_') => {
                while rest.next_if(|next| next.is_ascii_digit()).is_some() {}
                shape.push('?');
            }
            letter => shape.push(letter),
        }
    }
    while shape.contains("?, ?") {
        shape = shape.replace("?, ?", "?");
    }
    shape
}

/// The law of the repository with a text replaced in each of these files.
fn changed(edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = crate::support::folder();
    let source = repository("schemas");
    for file in files(&source) {
        let target = folder.path().join(file.strip_prefix(&source).expect("in the folder"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a new folder");
        let mut text = fs::read_to_string(&file).expect("a text");
        for (path, from, to) in edits.iter().filter(|(path, ..)| file.ends_with(path)) {
            assert!(text.contains(from), "{path} does not hold {from}");
            text = text.replace(from, to);
        }
        fs::write(target, text).expect("a new file");
    }
    folder
}

/// Which texts differ, of two compilations of the same files.
fn differ<'d>(own: &'d BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<&'d str> {
    assert!(own.keys().eq(other.keys()), "no file comes or goes");
    let changed = own.iter().filter(|(path, text)| other.get(*path) != Some(text));
    changed.map(|(path, _)| path.as_str()).collect()
}

/// Limits of the law that move: one that leads to a table, and two that are literals.
#[test]
fn limits_that_move_change_tables_and_literals_and_no_query() {
    let web = "wet_educatie_en_beroepsonderwijs/2026-01-01.toml";
    let lpw = "leerplichtwet_1969/2026-01-01.toml";
    let other = changed(&[
        (web, "doelgroep_leeftijd_tot = 27", "doelgroep_leeftijd_tot = 25"),
        (web, "langdurig_verzuim_dagen = 28", "langdurig_verzuim_dagen = 21"),
        (lpw, "relatief_verzuim_uren = 16", "relatief_verzuim_uren = 12"),
    ]);
    for dialect in DIALECTS {
        let (own, later) =
            (compiled(dialect, &repository("schemas"), &[]), compiled(dialect, other.path(), &[]));
        let differ = differ(&own, &later);
        for must in ["tabellen/levensfase.csv", "03_feiten.sql"] {
            assert!(differ.contains(&must), "{dialect}, {must}: {differ:?}");
        }
        let facts = &later["03_feiten.sql"];
        assert!(facts.contains("v.uren >= 12") && facts.contains("v.begindatum + 21 <="), "{dialect}");
        for path in differ {
            let (before, after) = (&own[path], &later[path]);
            if path.ends_with(".csv") {
                assert_eq!(before.lines().next(), after.lines().next(), "{path} has the same columns");
            } else {
                assert_eq!(shape(before), shape(after), "{dialect} {path}");
            }
        }
    }
}

/// The views of a file, by name.
fn views(sql: &str) -> BTreeMap<&str, &str> {
    let views = sql.split("VIEW ").filter(|text| text.starts_with("pakket_") && text.contains("SELECT"));
    views.filter_map(|text| Some((text.split_whitespace().next()?, text.split(";\n").next()?))).collect()
}

#[test]
fn a_field_that_is_added_is_one_column_of_its_own_view() {
    let law = "participatiewet/2026-01-01.toml";
    let other = changed(&[(
        law,
        "velden = [\"telefoon\", \"email\"]",
        "velden = [\"telefoon\", \"email\", \"niveau\"]",
    )]);
    for dialect in DIALECTS {
        let (own, later) =
            (compiled(dialect, &repository("schemas"), &[]), compiled(dialect, other.path(), &[]));
        assert_eq!(differ(&own, &later), ["06_pakketten.sql"], "{dialect}");
        let (before, after) = (views(&own["06_pakketten.sql"]), views(&later["06_pakketten.sql"]));
        assert!(before.keys().eq(after.keys()) && before.len() > 20, "{dialect}: {:?}", before.keys());
        let changed: Vec<&str> =
            before.iter().filter(|(name, sql)| after[*name] != **sql).map(|own| *own.0).collect();
        assert_eq!(changed, ["pakket_participatie_contact"], "{dialect}");
        // The column and the table that it is read from, as other views have them.
        let column = "COALESCE(i.niveau, '') AS niveau";
        let join = "LEFT JOIN inschrijving_getoond i ON i.persoon = m.persoon";
        let lines = |sql: &str| -> BTreeSet<String> {
            sql.lines().map(|line| line.trim().trim_end_matches(',').to_owned()).collect()
        };
        let name = "pakket_participatie_contact";
        let (before_lines, after_lines) = (lines(before[name]), lines(after[name]));
        assert!(before_lines.is_subset(&after_lines), "{dialect}: nothing else changed");
        let added: Vec<&String> = after_lines.difference(&before_lines).collect();
        assert_eq!(added, [column, join], "{dialect}");
        assert!(
            lines(before["pakket_leerplicht_toezicht"]).is_superset(&added.into_iter().cloned().collect())
        );
    }
}

/// The rows of a table, by column.
fn table(documents: &[SqlFile], name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("tabellen/{name}.csv");
    let text = documents.iter().find(|own| own.path == path).map(|own| own.text.as_str());
    let mut reader = csv::Reader::from_reader(text.unwrap_or_default().as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// What `05_besluit.sql` asks of the tables, apart from exclusions.
struct Tables {
    toegelaten: Vec<BTreeMap<String, String>>,
    gesloten: Vec<BTreeMap<String, String>>,
    gescheiden: Vec<BTreeMap<String, String>>,
}

impl Tables {
    fn meets(&self, partij: &str, pakket: &str, dag: &str, profile: Profile) -> bool {
        let own = |row: &&BTreeMap<String, String>| {
            row["partij"] == partij && row["pakket"] == pakket && row["dag"] == dag
        };
        let mut met: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in self.toegelaten.iter().filter(own) {
            let axis = Axis::ALL.iter().find(|axis| axis.word() == row["kenmerk"]).expect("an axis");
            let holds = profile.word(*axis) == row["waarde"];
            *met.entry((&row["alternatief"], &row["eisen"])).or_default() += usize::from(holds);
        }
        met.into_iter().any(|((_, needed), met)| needed == met.to_string())
    }

    fn decides(&self, partij: &str, pakket: &str, pair: ProfilePair) -> bool {
        self.meets(partij, pakket, "peildatum", pair.peildatum)
            && self.meets(partij, pakket, "verstrekdatum", pair.verstrekdatum)
    }

    fn is_closed(&self, partij: &str, pakket: &str) -> bool {
        self.gesloten.iter().any(|row| row["partij"] == partij && row["pakket"] == pakket)
    }

    /// What `mag` holds and, for contact details, the view asks: a parcel that they follow.
    fn grants(&self, parcel: &Parcel, parcels: &[Parcel], pair: ProfilePair) -> bool {
        let (partij, pakket) = (parcel.rule.party_id.as_str(), parcel.rule.parcel.as_str());
        let is_own = |row: &&BTreeMap<String, String>| row["partij"] == partij && row["pakket"] == pakket;
        let mut apart = self.gescheiden.iter().filter(is_own);
        let follows = |other: &Parcel| {
            let pakket = &other.rule.parcel;
            parcel.hangs_on(other) && self.decides(partij, pakket, pair) && !self.is_closed(partij, pakket)
        };
        self.decides(partij, pakket, pair)
            && !self.is_closed(partij, pakket)
            && !apart.any(|row| self.decides(partij, &row["ander_pakket"], pair))
            && (parcel.rule.form != Regelvorm::Contact || parcels.iter().any(follows))
    }
}

/// A change of rules that no proof has seen.
type Forgery<'f> = (&'f str, &'f dyn Fn(&mut Library, &mut InForce));

/// A copy of leerplicht/toezicht under another name.
fn forged(rules: &mut InForce, change: impl Fn(&mut Parcel)) {
    let is_it = |own: &&Parcel| own.rule.party_id == "leerplicht" && own.rule.parcel == "toezicht";
    let mut parcel = rules.parcels.iter().find(is_it).expect("a parcel").clone();
    parcel.rule.parcel = "anders".to_owned();
    change(&mut parcel);
    rules.parcels.push(parcel);
}

/// Lets `leerplicht` give nothing of these fields about who is in this parcel.
fn keep_apart(library: &mut Library, pakket: &str, fields: &[Field]) {
    for party in library.policy.parties.iter_mut().filter(|party| party.id == "leerplicht") {
        let mut entry = party.never_together.first().expect("something is kept apart").clone();
        entry.parcel = pakket.to_owned();
        entry.fields = fields.to_vec();
        party.never_together.push(entry);
    }
}

/// The tables grant what a run grants, to every profile of a town: under the law as it is, and under rules that the walls stop.
#[test]
fn tables_grant_what_a_run_grants() {
    let town = crate::support::folder();
    sample(1500, 30, 5, &town.path().join("stad"));
    let path = town.path().join("stad/jib.toml");
    let days = Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") };
    let no_mandate = |parcel: &mut Parcel| {
        let (van, taak) = ("participatie".to_owned(), "die-er-niet-is".to_owned());
        parcel.rule.mandaat = Some(MandaatEis { van, taak });
    };
    let without_niveau = |parcel: &mut Parcel| parcel.columns.retain(|(field, _)| *field != Field::Niveau);
    let forgeries: [Forgery<'_>; 7] = [
        ("as it is", &|_, _| {}),
        ("another parcel", &|_, rules| forged(rules, |_| {})),
        ("a field that the party may never hold", &|_, rules| {
            forged(rules, |own| own.columns.push((Field::EconomischZelfstandig, "LPW 16".to_owned())));
        }),
        ("a party that never receives", &|library, rules| {
            let (position, _) = library.policy.party(NEVER[0]).expect("a party");
            forged(rules, |own| {
                own.rule.party_position = position;
                own.rule.party_id = NEVER[0].to_owned();
            });
        }),
        ("what is kept apart", &|library, rules| {
            keep_apart(library, "anders", &[Field::Niveau]);
            forged(rules, without_niveau);
        }),
        // The other parcel is closed, and still keeps its persons out of this one.
        ("what is kept apart from a parcel without a mandate", &|library, rules| {
            keep_apart(library, "anders", &[Field::Niveau]);
            forged(rules, |own| {
                without_niveau(own);
                no_mandate(own);
            });
        }),
        ("a parcel that gives what it is kept apart from", &|library, rules| {
            keep_apart(library, "toezicht", &[Field::Niveau]);
            forged(rules, |_| {});
        }),
    ];
    for (what, forge) in forgeries {
        let mut library = library();
        let mut rules = InForce::on(&library, days).expect("rules");
        forge(&mut library, &mut rules);
        let config = Config::load(&path, &library.schemas, &library.policy.parties).expect("a configuration");
        let order = SqlOrder {
            library: &library,
            config: &config,
            rules: &rules,
            days,
            dialect: dialect::Dialect::Postgres,
            roles: true,
        };
        let documents = compile(order).expect("queries");
        let tables = Tables {
            toegelaten: table(&documents, "toegelaten"),
            gesloten: table(&documents, "gesloten"),
            gescheiden: table(&documents, "gescheiden"),
        };
        let basis = Basis::link(&library, &config, days, &rules, Files::Disk);
        let (classified, consents) = (basis.classify(), basis.consents());
        let memory = Memory::none(&basis.config.keys.pseudonym);
        let sources = basis.sources(&classified, &consents, &memory);
        let (mut granted, mut refused) = (0, 0);
        for release in releases(sources).iter().filter(|own| !own.parcel().rule.parcel.contains('.')) {
            let rule = &release.parcel().rule;
            for (position, (pair, _)) in classified.pairs().iter().enumerate() {
                let run = release.by_profile(position) == Ruling::Released;
                let place = format!("{what}: {}/{}", rule.party_id, rule.parcel);
                assert_eq!(tables.grants(release.parcel(), &rules.parcels, *pair), run, "{place}");
                *(if run { &mut granted } else { &mut refused }) += 1;
            }
        }
        assert!(granted > 100 && refused > 100, "{what}: {granted} granted, {refused} refused");
        // No view, and no right, for a parcel that the law forbids.
        let forbidden = ["a field that the party may never hold", "a party that never receives"];
        let is_named = documents.iter().any(|own| own.text.contains("pakket_leerplicht_anders"));
        assert_eq!(is_named, what != "as it is" && !forbidden.contains(&what), "{what}");
        assert!(!documents.iter().any(|own| own.text.contains(&format!("pakket_{}", NEVER[0]))), "{what}");
    }
}

#[test]
fn roles_are_of_postgres_and_see_their_own_views() {
    let documents = compiled("postgres", &repository("schemas"), &["--rollen"]);
    let roles = documents.get("07_rollen.sql").expect("the roles");
    Parser::parse_sql(&PostgreSqlDialect {}, &roles.replace("DO $$", "SELECT $$")).expect("statements");
    for grant in roles.lines().filter(|line| line.starts_with("GRANT")) {
        let words: Vec<&str> = grant.trim_end_matches(';').split_whitespace().collect();
        let (view, role) = (words[3], words[5]);
        assert!(view.starts_with(&role.replace("jib_", "pakket_")), "{grant}");
        // A reader's own function must not see who is left out of the parcel.
        let barrier = format!("CREATE VIEW {view} WITH (security_barrier = true) AS");
        assert!(documents["06_pakketten.sql"].contains(&barrier), "{view}");
    }
}
