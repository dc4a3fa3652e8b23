//! Profiles and decisions in SQL: the tables of the law joined with a person's facts, and the conditions of each parcel joined with
//! the profiles that occur.

use std::fmt::Write as _;

use super::dialect::Dialect;
use super::synthetic::Enrolments;
use super::table::{NOTHING, Table};
use crate::config::arrangements::Arrangements;
use crate::law::decide::Parcel;
use crate::law::party::Party;
use crate::law::rule::{Condition, Rule};
use crate::law::walls;
use crate::model::classification::Bijhouding;
use crate::model::profile::Axis;
use crate::release::minimise::release::barred;

/// The two days, as columns name them.
pub const DAYS: [&str; 2] = ["peildatum", "verstrekdatum"];

/// Where the word of an axis comes from: the table's alias and column, with the day behind it where the days can differ.
fn column(axis: Axis, day: &str, contactgemeente: bool) -> String {
    let of_day = |alias: &str| format!("{alias}.{axis}_{day}");
    let alike = |alias: &str| format!("{alias}.{axis}");
    match axis {
        Axis::Leeftijdsgroep | Axis::BevragingLeeftijd => of_day("g"),
        Axis::Plicht => of_day("p"),
        Axis::Startkwalificatie => alike("k"),
        Axis::Ingeschreven => alike("i"),
        Axis::Verzuim => "d.verzuim_peildatum".to_owned(),
        Axis::Doelgroep => of_day("d"),
        Axis::EconomischZelfstandig | Axis::InkomenBekend => alike("w"),
        Axis::Jib => of_day("j"),
        Axis::OverlegSchool => {
            format!("CASE WHEN d.doelgroep_{day} = 'ja' THEN o.overleg_{day} ELSE 'nee' END")
        }
        Axis::Bijhouding => of_day("b"),
        Axis::Woonplaats | Axis::Geheim => alike("f"),
        Axis::Contactgemeente => if contactgemeente { "'ja'" } else { "'nee'" }.to_owned(),
        Axis::PlichtNaTeGaan => of_day("d"),
        Axis::DossierGeenContact
        | Axis::DossierPw7a
        | Axis::DossierPw7aNaOverleg
        | Axis::DossierDoorstroompunt => alike("s"),
    }
}

/// The names of the columns of a profile.
fn names() -> Vec<String> {
    Axis::ALL.iter().flat_map(|axis| DAYS.map(|day| format!("{axis}_{day}"))).collect()
}

/// `04_profiel.sql`.
pub fn profiles(dialect: Dialect, contactgemeente: bool) -> String {
    let axes: Vec<String> = Axis::ALL
        .iter()
        .flat_map(|axis| DAYS.map(|day| format!("  {} AS {axis}_{day}", column(*axis, day, contactgemeente))))
        .collect();
    let same = |name: &str| format!("\n  AND i.{name} = f.{name}");
    let enrolments: String = Enrolments::NAMES.into_iter().map(same).collect();
    let classified = format!(
        "SELECT\n  f.persoon,\n  k.diploma_op_peildatum,\n  f.brin_diploma,\n  f.antwoord,\n{}\n\
         FROM feiten f\n\
         -- LPW 3 en 4b, WEB 9.2.1: leeftijd op beide dagen\n\
         JOIN geboorte g ON g.eerste_fase = f.eerste_fase AND g.laatste_fase = f.laatste_fase\n\
         -- LPW 1 f: startkwalificatie\n\
         JOIN kwalificatie k ON k.rij = f.kwalificatie_rij AND k.behaald_later = f.behaald_later AND k.diploma = f.diploma\n\
         \x20 AND k.termijn = f.termijn\n\
         JOIN inschrijving_feit i ON i.afgezet = f.inschrijving_afgezet{enrolments}\n\
         -- LPW 4a: kwalificatieplicht en haar uitzonderingen\n\
         JOIN na_leerplicht n ON n.kwalificatie = k.kwalificatie AND n.inschrijving = i.inschrijving\n\
         \x20 AND n.antwoord = f.antwoord\n\
         -- LPW 3, 4b, 5, 5a en 15: plicht en vrijstelling\n\
         JOIN plicht p ON p.geboorte = g.geboorte AND p.na_leerplicht = n.na_leerplicht\n\
         \x20 AND p.vrijstelling = f.vrijstelling AND p.ingeschreven = i.ingeschreven\n\
         -- LPW 19, 21a en WEB 9.2.2: verzuim\n\
         JOIN verzuim_feit z ON z.afgezet = f.verzuim_afgezet AND z.absoluut = f.absoluut AND z.relatief = f.relatief\n\
         \x20 AND z.langdurig = f.langdurig AND z.ander = f.ander\n\
         JOIN inkomen_feit w ON w.bekend = f.inkomen_is_bekend AND w.werkt = f.werkt AND w.jib_grens = f.jib_grens\n\
         \x20 AND w.zelfstandig_grens = f.zelfstandig_grens AND w.uitkering = f.uitkering\n\
         -- WEB 9.2.1: doelgroep van het Doorstroompunt\n\
         JOIN doelgroep d ON d.levensloop = p.levensloop AND d.ingeschreven = i.ingeschreven\n\
         \x20 AND d.startkwalificatie = k.startkwalificatie AND d.diploma_met_werk = k.diploma_met_werk\n\
         \x20 AND d.verzuim = z.verzuim AND d.werk = w.werk\n\
         -- AVG 5 lid 1 d: klopt de lijst van het Inlichtingenbureau?\n\
         JOIN jib j ON j.geboorte = g.geboorte AND j.startkwalificatie = k.startkwalificatie\n\
         \x20 AND j.ingeschreven = i.ingeschreven AND j.inkomen = w.inkomen AND j.op_lijst = f.op_lijst\n\
         -- WEB 9.2.5 lid 5: overleg met de school\n\
         JOIN overleg o ON o.kwalificatie = k.kwalificatie AND o.inschrijving = i.inschrijving\n\
         \x20 AND o.antwoord = f.antwoord\n\
         -- BRP 07.67.10, 07.67.20, 06.08.10\n\
         JOIN bijhouding b ON b.reden = f.reden AND b.opschorting = f.opschorting AND b.overlijden = f.overlijden\n\
         \x20 AND b.niet_ingezetene = f.niet_ingezetene\n\
         JOIN dossier_feit s ON s.afgezet = f.dossier_afgezet AND s.geen_contact = f.geen_contact AND s.actief = f.actief\n\
         \x20 AND s.pw7a = f.pw7a AND s.na_overleg = f.na_overleg",
        axes.join(",\n")
    );
    let list = names().join(", ");
    let distinct = format!(
        "SELECT profielen.*, ROW_NUMBER() OVER (ORDER BY {list}) AS profiel\nFROM (SELECT DISTINCT {list} FROM beoordeeld) profielen"
    );
    let equal: Vec<String> = names().iter().map(|name| format!("q.{name} = p.{name}")).collect();
    let own =
        format!("SELECT p.*, q.profiel\nFROM beoordeeld p\nJOIN profiel q ON {}", equal.join("\n  AND "));
    let mut sql = String::from(
        "-- 4. Profielen: de tabellen van de wet geven elke persoon de waarden van de peildatum en die van de verstrekdatum. Mensen\n\
         --    met dezelfde waarden hebben één profiel, en de wet beslist over profielen.\n\n",
    );
    let _ = writeln!(sql, "{}", dialect.table("beoordeeld", &classified));
    let _ = writeln!(sql, "{}", dialect.table("profiel", &distinct));
    let _ = writeln!(sql, "{}", dialect.table("persoon", &own));
    sql
}

/// The conditions of every parcel, on both days: what the law files say, and nothing else.
pub fn conditions(parcels: &[Parcel]) -> Table {
    let mut table = Table::new(
        "toegelaten",
        "per pakket, dag en alternatief: welke waarden een profiel mag hebben. Aan alle `eisen` van één alternatief moet zijn voldaan, op beide dagen",
        &["partij", "pakket", "dag", "alternatief", "eisen", "kenmerk", "waarde"],
    );
    for parcel in parcels {
        let Some(on_peildatum) = &parcel.rule_on_peildatum else { continue };
        for (day, rule) in DAYS.into_iter().zip([on_peildatum, &parcel.rule]) {
            for (number, restrictions) in alternatives(rule).into_iter().enumerate() {
                let count = restrictions.len();
                for (axis, values) in &restrictions {
                    for value in values {
                        let (partij, pakket) = (&parcel.rule.party_id, &parcel.rule.parcel);
                        table.row(&[partij, pakket, &day, &number, &count, axis, value]);
                    }
                }
            }
        }
    }
    table
}

/// Parcels that nobody is in, whatever a profile says: the walls of the law, and what `jib.toml` does not arrange.
pub fn closed(parcels: &[Parcel], parties: &[Party], arrangements: Arrangements<'_>) -> Table {
    let mut table = Table::new(
        "gesloten",
        "pakketten waar niemand in komt, en waarom: de wet verbiedt het, of in jib.toml ontbreekt een mandaat, overeenkomst of partner",
        &["partij", "pakket", "reden"],
    );
    table.row(&[&NOTHING, &NOTHING, &NOTHING]);
    for parcel in parcels {
        if let Some(reason) = barred(parcel, parties, arrangements) {
            table.row(&[&parcel.rule.party_id, &parcel.rule.parcel, &reason.word()]);
        }
    }
    table
}

/// The alternatives of a rule, each with the words it allows per axis. The BRP must keep the record in any case.
fn alternatives(rule: &Rule) -> Vec<Vec<(Axis, Vec<&'static str>)>> {
    let kept = Bijhouding::Actueel.word();
    let with_kept = |mut own: Vec<(Axis, Vec<&'static str>)>| {
        match own.iter_mut().find(|(axis, _)| *axis == Axis::Bijhouding) {
            Some((_, words)) => words.retain(|word| *word == kept),
            None => own.push((Axis::Bijhouding, vec![kept])),
        }
        own
    };
    if rule.when.is_empty() {
        return vec![with_kept(Vec::new())];
    }
    rule.when.iter().map(Condition::restrictions).map(with_kept).collect()
}

/// `05_besluit.sql`.
pub fn decisions(dialect: Dialect) -> String {
    let of_day = |day: &str| {
        let cases: Vec<String> =
            Axis::ALL.iter().map(|axis| format!("      WHEN '{axis}' THEN p.{axis}_{day}")).collect();
        format!("CASE k.kenmerk\n{}\n      ELSE ''\n    END", cases.join("\n"))
    };
    let [first, second] = DAYS;
    let query = format!(
        "WITH waarde AS (\n\
         \x20 SELECT p.profiel, k.dag, k.kenmerk,\n\
         \x20   CASE k.dag WHEN '{first}' THEN {} ELSE {} END AS waarde\n\
         \x20 FROM profiel p\n\
         \x20 CROSS JOIN (SELECT DISTINCT dag, kenmerk FROM toegelaten) k\n\
         ),\n\
         voldoet AS (\n\
         \x20 SELECT w.profiel, t.partij, t.pakket, t.dag, t.alternatief\n\
         \x20 FROM waarde w\n\
         \x20 JOIN toegelaten t ON t.dag = w.dag AND t.kenmerk = w.kenmerk AND t.waarde = w.waarde\n\
         \x20 GROUP BY w.profiel, t.partij, t.pakket, t.dag, t.alternatief, t.eisen\n\
         \x20 HAVING COUNT(*) = t.eisen\n\
         )\n\
         SELECT profiel, partij, pakket\n\
         FROM (SELECT DISTINCT profiel, partij, pakket, dag FROM voldoet) op_een_dag\n\
         GROUP BY profiel, partij, pakket\n\
         HAVING COUNT(*) = 2",
        of_day(first),
        of_day(second),
    );
    // A parcel that is kept apart counts even if it is closed itself, as in a run.
    let allowed = "SELECT p.persoon, b.partij, b.pakket\n\
         FROM persoon p\n\
         JOIN besluit b ON b.profiel = p.profiel\n\
         -- Wat de wet verbiedt, of waarvoor een mandaat, overeenkomst of partner ontbreekt.\n\
         WHERE NOT EXISTS (\n\
         \x20 SELECT 1\n\
         \x20 FROM gesloten g\n\
         \x20 WHERE g.partij = b.partij AND g.pakket = b.pakket\n\
         )\n\
         -- Wat een partij nooit samen mag hebben.\n\
         AND NOT EXISTS (\n\
         \x20 SELECT 1\n\
         \x20 FROM gescheiden s\n\
         \x20 JOIN besluit h ON h.partij = s.partij AND h.pakket = s.ander_pakket\n\
         \x20 WHERE s.partij = b.partij AND s.pakket = b.pakket AND h.profiel = b.profiel\n\
         )\n\
         -- Wie voor deze partij is uitgesloten, of voor de partij namens wie zij handelt.\n\
         AND NOT EXISTS (\n\
         \x20 SELECT 1\n\
         \x20 FROM uitgesloten u\n\
         \x20 JOIN gebonden n ON n.gebonden_aan = u.partij\n\
         \x20 WHERE u.persoon = p.persoon AND n.partij = b.partij AND n.pakket = b.pakket\n\
         )";
    let mut sql = String::from(
        "-- 5. Besluit: een profiel valt in een pakket als het op beide dagen aan alle eisen van een alternatief voldoet. Daarna vallen\n\
         --    gesloten en gescheiden pakketten af, en de personen die zijn uitgesloten.\n\n",
    );
    let _ = writeln!(sql, "{}", dialect.table("besluit", &query));
    let _ = writeln!(sql, "{}", dialect.table("mag", allowed));
    sql
}

/// Whose exclusions bind a parcel.
pub fn bound(parcels: &[Parcel], parties: &[Party]) -> Table {
    let mut table = Table::new(
        "gebonden",
        "van welke partijen een uitsluiting voor dit pakket telt",
        &["partij", "pakket", "gebonden_aan"],
    );
    for parcel in parcels {
        let rule = &parcel.rule;
        let own = parties.iter().zip(0u8..).filter(|(_, index)| rule.bound_by.contains(*index));
        for (party, _) in own {
            table.row(&[&rule.party_id, &rule.parcel, &party.id]);
        }
    }
    table
}

/// Parcels of one party whose persons may not be in another of its parcels.
pub fn apart(parcels: &[Parcel], parties: &[Party]) -> Table {
    let mut table = Table::new(
        "gescheiden",
        "wie in het ene pakket van een partij staat, mag niet in het andere",
        &["partij", "pakket", "ander_pakket"],
    );
    table.row(&[&NOTHING, &NOTHING, &NOTHING]);
    for parcel in parcels {
        for other in walls::apart(parcel, parcels, parties) {
            table.row(&[&parcel.rule.party_id, &parcel.rule.parcel, &other.rule.parcel]);
        }
    }
    table
}
