//! An oracle: a second implementation of the contract, plain and slow, to compare with the finished program.
//!
//! It starts from the contract only. It builds synthetic towns, runs `jib` on them, opens the output and compares every cell. It
//! never reads the program's sources and shares no code with it. Of the program's schemas it reads only what the contract leaves
//! to them: the fields that a party may ever hold. Where the contract has two readings, a comment says `READING:`. Where the text
//! does not decide, the oracle takes the reading that shares least; where the text points one way, it follows the text.

mod cases;
mod day;
mod dirt;
mod generate;
mod harness;
mod law;
mod parcels;
mod town;

use day::Day;
use harness::{Workspace, report};
use town::{Channel, Delivery, Instruction, OTHER_EXTRACTS, Setup};

const PERSONS: usize = 1500;

/// Peildatum and verstrekdatum: a change of law, a summer gap, leap days, school-year ends, and the same day twice.
const DAYS: [(&str, &str); 10] = [
    ("2026-11-01", "2026-11-23"),
    ("2025-12-31", "2026-01-01"),
    ("2025-12-15", "2025-12-31"),
    ("2026-01-01", "2026-01-01"),
    ("2026-08-15", "2026-09-30"),
    ("2026-09-30", "2026-10-01"),
    ("2026-10-01", "2026-10-01"),
    ("2028-02-28", "2028-02-29"),
    ("2027-02-28", "2027-03-01"),
    ("2026-07-31", "2026-08-01"),
];

#[test]
fn random_towns_agree_on_every_pair_of_days() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    for (seed, (peildatum, verstrekdatum)) in (100..).zip(DAYS) {
        let setup = Setup::new(peildatum, verstrekdatum);
        let town = generate::town(seed, PERSONS, &setup);
        found.extend(workspace.differences(&format!("days-{peildatum}-{verstrekdatum}"), &town, &setup));
    }
    report(&found);
}

#[test]
fn random_towns_agree_under_other_configurations() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    for (seed, (peildatum, verstrekdatum)) in (200..).zip([DAYS[0], DAYS[2], DAYS[4]]) {
        let base = || Setup::new(peildatum, verstrekdatum);
        let setups = [
            ("no-contactgemeente", Setup { contactgemeente: false, ..base() }),
            ("bevraging", Setup { dekking: "bevraging", ..base() }),
            ("no-jib-limit", Setup { jib_limit: Vec::new(), ..base() }),
            ("no-independent", Setup { independent: Vec::new(), ..base() }),
            ("no-parameters", Setup { jib_limit: Vec::new(), independent: Vec::new(), ..base() }),
            ("delta", Setup { duo_is_delta: true, ..base() }),
            (
                "unreachable",
                Setup { unreachable: Some("inlichtingenbureau"), dekking: "bevraging", ..base() },
            ),
            ("unsecured", Setup { unsecured: Some("participatie"), ..base() }),
        ];
        for (name, setup) in setups {
            let town = generate::town(seed, PERSONS, &setup);
            found.extend(workspace.differences(&format!("{name}-{peildatum}"), &town, &setup));
        }
    }
    report(&found);
}

/// Other agreements, other sources, and unreachable recipients.
#[test]
fn random_towns_agree_under_other_agreements() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    for (seed, (peildatum, verstrekdatum)) in (250..).zip([DAYS[0], DAYS[1]]) {
        let base = || Setup::new(peildatum, verstrekdatum);
        let instruction =
            |partners, adopted| Some(Instruction { adopted, from: Day::new(2025, 1, 1), partners });
        let tomorrow = base().verstrekdatum.plus_days(1);
        let setups = [
            ("no-agreements", Setup::bare(peildatum, verstrekdatum)),
            (
                "instruction-tomorrow",
                Setup { instruction: instruction(vec!["gebiedsteam"], tomorrow), ..base() },
            ),
            (
                "other-partner",
                Setup { instruction: instruction(vec!["participatie"], Day::new(2025, 1, 1)), ..base() },
            ),
            ("bron-capitals", Setup { verzuim_bron: "DUO", ..base() }),
            ("bron-other", Setup { verzuim_bron: "leerplicht", drempel: Some(40), ..base() }),
            ("no-region", Setup { contactgemeente: false, drempel: Some(1), ..base() }),
            ("no-school", Setup { unreachable: Some("school"), unsecured: Some("mbo"), ..base() }),
            ("no-mbo", Setup { unreachable: Some("mbo"), unsecured: Some("school"), ..base() }),
            ("no-gebiedsteam", Setup { unreachable: Some("gebiedsteam"), unsecured: Some("duo"), ..base() }),
            (
                "no-duo",
                Setup {
                    unreachable: Some("duo"),
                    unsecured: Some("contactgemeente"),
                    unsecured_school: Some("01AB"),
                    ..base()
                },
            ),
        ];
        for (name, setup) in setups {
            let town = generate::town(seed, PERSONS, &setup);
            found.extend(workspace.differences(&format!("{name}-{peildatum}"), &town, &setup));
        }
    }
    report(&found);
}

#[test]
fn random_towns_agree_when_a_delivery_is_absent() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    for (seed, extract) in (300..).zip(OTHER_EXTRACTS) {
        let mut setup = Setup::new("2026-11-01", "2026-11-23");
        setup.deliveries.insert(extract, Delivery::Absent);
        let town = generate::town(seed, PERSONS, &setup);
        found.extend(workspace.differences(&format!("absent-{extract}"), &town, &setup));
    }
    report(&found);
}

/// Leaves out two cases: a stale `uitsluiting` refuses the run, and the contract does not say what a stale `koppeling` does.
#[test]
fn random_towns_agree_when_a_delivery_is_stale() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    let stale = OTHER_EXTRACTS.into_iter().filter(|extract| !["uitsluiting", "koppeling"].contains(extract));
    for (seed, extract) in (400..).zip(stale) {
        let mut setup = Setup::new("2026-11-01", "2026-11-23");
        setup.deliveries.insert(extract, Delivery::Stale);
        let town = generate::town(seed, PERSONS, &setup);
        found.extend(workspace.differences(&format!("stale-{extract}"), &town, &setup));
    }
    report(&found);
}

#[test]
fn set_aside_rows_are_unknown_facts_and_are_counted() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    for (seed, (peildatum, verstrekdatum)) in (500..).zip([DAYS[0], DAYS[1], DAYS[2]]) {
        let setup = Setup { max_quarantaine_promille: 1000, ..Setup::new(peildatum, verstrekdatum) };
        let town = dirt::soil(seed, generate::town(seed, PERSONS, &setup), &setup);
        found.extend(workspace.differences(&format!("dirty-{peildatum}"), &town, &setup));
    }
    report(&found);
}

#[test]
fn worked_cases_come_out_as_written() {
    let workspace = Workspace::new();
    let mut found = Vec::new();
    for table in cases::tables() {
        found.extend(cases::differences(&workspace, &table));
    }
    report(&found);
}

/// Checks the oracle itself against the worked cases, without the program.
#[test]
fn the_oracle_agrees_with_the_worked_cases() {
    let found: Vec<String> = cases::tables().iter().flat_map(cases::oracle_differences).collect();
    report(&found);
}

/// The generator reaches every value of every column, and every parcel; otherwise agreement would mean nothing.
#[test]
fn random_towns_reach_every_value_and_parcel() {
    let mut seen = std::collections::BTreeSet::new();
    for (seed, (peildatum, verstrekdatum)) in (100..).zip(DAYS) {
        let setup = Setup::new(peildatum, verstrekdatum);
        let town = generate::town(seed, PERSONS, &setup);
        let register = law::Register::new(&town, &setup);
        for person in &town.persons {
            let values = register.values(&register.dossier(person), setup.peildatum);
            seen.extend(law::COLUMNS[2..15].iter().map(|column| format!("{column}={}", values.get(column))));
        }
        let release = parcels::release(&town, &setup);
        for parcel in release.parcels.iter().filter(|parcel| !parcel.rows.is_empty()) {
            let pakket = parcel.pakket.split('.').next().expect("a first part");
            let reached = match setup.channel(parcel.partij, &parcel.brin) {
                Channel::Secured => "",
                _ => " geen ontvanger",
            };
            seen.insert(format!("{}/{pakket}{reached}", parcel.partij));
            if parcel.rows.values().any(|lines| lines.len() > 1) {
                seen.insert(format!("{}/{pakket} with several lines", parcel.partij));
            }
        }
        for ((partij, pakket), persons) in &release.schoolless {
            let pakket = pakket.split('.').next().expect("a first part");
            if !persons.is_empty() {
                seen.insert(format!("{partij}/{pakket} school_onbekend"));
            }
        }
    }
    let wanted = [
        ("leeftijdsgroep", "onder_18 18_tot_23 23_tot_27 vanaf_27 onbepaald"),
        ("plicht", "leerplichtig kwalificatieplichtig vrijgesteld geen onbekend"),
        ("startkwalificatie", "ja nee onbekend"),
        ("ingeschreven", "ja nee onbekend"),
        ("verzuim", "geen relatief relatief_onbevestigd langdurig absoluut onbekend"),
        ("doelgroep", "ja nee onbekend"),
        ("economisch_zelfstandig", "ja nee"),
        ("jib", "niet_op_lijst terecht onterecht onbekend"),
        ("overleg_school", "ja nee"),
        ("bijhouding", "actueel overleden vertrokken niet_ingezetene fout"),
        ("woonplaats", "gemeente regio elders"),
        ("geheim", "ja nee"),
        ("regelset", "2020-07-01 2026-01-01"),
    ];
    let values = wanted
        .iter()
        .flat_map(|(column, values)| values.split(' ').map(move |value| format!("{column}={value}")));
    let rules = [
        "leerplicht/toezicht",
        "leerplicht/verzuim",
        "doorstroompunt/begeleiding",
        "doorstroompunt/regio",
        "participatie/jongeren-in-beeld",
        "doorstroompunt/jongeren-in-beeld",
        "participatie/toeleiding",
    ];
    let files = rules.iter().flat_map(|rule| [(*rule).to_owned(), format!("{rule}-geheim")]);
    let others = [
        "leerplicht/contact",
        "doorstroompunt/contact",
        "participatie/contact",
        "participatie/bevraging",
        "gebiedsteam/bevraging",
        "leerplicht/na-te-gaan",
        "school/overleg",
        "school/overleg geen ontvanger",
        "school/overleg school_onbekend",
        "duo/verzuim",
        "duo/verzuim with several lines",
        "mbo/overstap",
        "mbo/overstap geen ontvanger",
        "mbo/overstap with several lines",
        "leerplicht/toestemming",
        "doorstroompunt/toestemming",
        "participatie/toestemming",
        "gebiedsteam/toestemming",
        "school/toestemming",
        "school/toestemming geen ontvanger",
        "school/toestemming school_onbekend",
        "mbo/toestemming",
        "mbo/toestemming school_onbekend",
    ];
    let others = others.iter().map(|name| (*name).to_owned());
    let missed: Vec<String> =
        values.chain(files).chain(others).filter(|wanted| !seen.contains(wanted)).collect();
    assert!(missed.is_empty(), "never generated: {missed:?}");
}
