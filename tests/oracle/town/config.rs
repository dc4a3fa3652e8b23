//! `jib.toml` and the delivered files of a town.

use super::setup::{COLLEGES, Delivery, LEAVING_SCHOOLS, PARTIES, Parameter, SCHOOLS, Setup};
use super::{OTHER_EXTRACTS, OURS, PER_SCHOOL, REGION, Town, header};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

impl Town {
    /// Writes every delivered extract and `jib.toml` into `folder`; keys are in `../sleutels`.
    pub fn write(&self, setup: &Setup, public_keys: &BTreeMap<String, String>, folder: &Path) {
        let mut config = head(setup, &public_keys["beheer"]);
        for extract in ["brp"].into_iter().chain(OTHER_EXTRACTS) {
            if setup.delivery(extract) == Delivery::Absent {
                continue;
            }
            if PER_SCHOOL.contains(&extract) {
                for school in LEAVING_SCHOOLS {
                    let name = format!("{extract}-{school}");
                    write_extract(folder, &name, extract, &self.rows_of_school(extract, school));
                    config.push_str(&levering(setup, extract, &name, school));
                }
            } else {
                write_extract(folder, extract, extract, &self.rows(extract));
                config.push_str(&levering(setup, extract, extract, ""));
            }
        }
        config.push_str(&recipients(setup, public_keys));
        config.push_str(&agreements(setup));
        std::fs::write(folder.join("jib.toml"), config).expect("a configuration");
    }
}

fn write_extract(folder: &Path, name: &str, extract: &str, rows: &[Vec<String>]) {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_path(folder.join(format!("{name}.csv")))
        .expect("an extract to write");
    writer.write_record(header(extract).split(',')).expect("a header");
    for row in rows {
        writer.write_record(row).expect("a row");
    }
    writer.flush().expect("a file");
}

fn quoted(values: &[&str]) -> String {
    values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", ")
}

fn head(setup: &Setup, recipient_key: &str) -> String {
    let list = |parameters: &[Parameter]| {
        let entries: Vec<String> = parameters
            .iter()
            .map(|(from, cent)| format!("{{ vanaf = \"{from}\", waarde = {cent} }}"))
            .collect();
        entries.join(", ")
    };
    let mut text = format!(
        "[gemeente]\ncode = \"{OURS}\"\nnaam = \"Rotterdam\"\nregio = [{}]\ncontactgemeente = {}\n\n\
         [beheer]\nsleutel = \"{recipient_key}\"\nondertekening = \"../sleutels/ondertekening.key\"\n\
         pseudoniem = \"../sleutels/pseudoniem.key\"\nmax_quarantaine_promille = {}\n",
        quoted(&REGION),
        setup.contactgemeente,
        setup.max_quarantaine_promille,
    );
    if let Some(drempel) = setup.drempel {
        text.push_str(&format!("drempel_kleine_cellen = {drempel}\n"));
    }
    text.push('\n');
    if !setup.jib_limit.is_empty() || !setup.independent.is_empty() {
        text.push_str("[parameters]\n");
    }
    if !setup.jib_limit.is_empty() {
        text.push_str(&format!("jib_inkomensgrens_cent = [{}]\n", list(&setup.jib_limit)));
    }
    if !setup.independent.is_empty() {
        text.push_str(&format!("economisch_zelfstandig_cent = [{}]\n", list(&setup.independent)));
    }
    text.push('\n');
    text
}

fn levering(setup: &Setup, extract: &str, name: &str, school: &str) -> String {
    // One day past max_leeftijd_dagen is stale; exactly max_leeftijd_dagen is not.
    let age = match (extract, setup.delivery(extract)) {
        ("brp", _) => 0,
        (_, Delivery::Stale) => 32,
        _ => 31,
    };
    let soort = if extract == "duo_inschrijving" && setup.duo_is_delta { "DELTA" } else { "SNAPSHOT" };
    let bron = match extract {
        "brp" => "burgerzaken",
        "inkomen" => "uwv",
        "jib_lijst" | "ib_vsv" => "inlichtingenbureau",
        "verzuim" => setup.verzuim_bron,
        "duo_inschrijving" | "duo_startkwalificatie" => "duo",
        "overstap" | "leerresultaat" => "school",
        _ => "gemeente",
    };
    let mut text = format!(
        "[[levering]]\nextract = \"{extract}\"\npad = \"{name}.csv\"\nsoort = \"{soort}\"\npeildatum = \"{}\"\n\
         max_leeftijd_dagen = 31\nkanaal = \"beveiligd\"\nbron = \"{bron}\"\n",
        setup.peildatum.plus_days(-age),
    );
    // The towns are made of boundary cases: far fewer of their children are enrolled than in a real one.
    if extract == "duo_inschrijving" {
        text.push_str("min_dekking_promille = 0\n");
    }
    if extract == "inkomen" {
        text.push_str(&format!("dekking = \"{}\"\n", setup.dekking));
    }
    if !school.is_empty() {
        text.push_str(&format!("verantwoordelijke = \"{school}\"\n"));
    }
    text.push('\n');
    text
}

fn recipients(setup: &Setup, public_keys: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut add = |partij: &str, brin: &str| {
        let kanaal = match setup.channel(partij, brin) {
            super::Channel::Missing => return,
            super::Channel::Unsecured => "onbeveiligd",
            super::Channel::Secured => "beveiligd",
        };
        let brin = if brin.is_empty() { String::new() } else { format!("brin = \"{brin}\"\n") };
        let recipient_key = &public_keys[partij];
        text.push_str(&format!(
            "[[ontvanger]]\npartij = \"{partij}\"\n{brin}sleutel = \"{recipient_key}\"\nkanaal = \"{kanaal}\"\nformaat = \"csv\"\n\n"
        ));
    };
    for partij in PARTIES {
        add(partij, "");
    }
    for brin in SCHOOLS {
        add("school", brin);
    }
    for brin in COLLEGES {
        add("mbo", brin);
    }
    text
}

fn agreements(setup: &Setup) -> String {
    let mut text = String::new();
    let mut add = |name: &str, pairs: &[(&str, String)]| {
        writeln!(text, "{name}").expect("text grows");
        for (key, value) in pairs {
            writeln!(text, "{key} = {value}").expect("text grows");
        }
        text.push('\n');
    };
    let one = |value: &dyn std::fmt::Display| format!("\"{value}\"");
    let list = |values: &[&str]| format!("[{}]", quoted(values));
    if let Some(instruction) = &setup.instruction {
        add(
            "[ambtsinstructie]",
            &[
                ("vastgesteld_op", one(&instruction.adopted)),
                ("geldig_van", one(&instruction.from)),
                ("partners", list(&instruction.partners)),
            ],
        );
    }
    for (place, entry) in setup.cooperations.iter().enumerate() {
        add(
            "[[samenwerking]]",
            &[
                ("id", format!("\"sw-{place:02}\"")),
                ("bron", one(&entry.bron)),
                ("ontvanger", one(&entry.ontvanger)),
                ("doel", one(&entry.doel)),
                ("grondslag", one(&entry.grondslag)),
                ("velden", list(&entry.velden.split('|').collect::<Vec<_>>())),
                ("geldig_van", one(&entry.from)),
                ("geldig_tot", one(&entry.until)),
            ],
        );
    }
    for entry in &setup.overlaps {
        add(
            "[[doeloverlap]]",
            &[
                ("van_afdeling", one(&entry.van_afdeling)),
                ("van_doel", one(&entry.van_doel)),
                ("naar_partij", one(&entry.naar_partij)),
                ("naar_doel", one(&entry.naar_doel)),
                ("motivering", "\"Beide doelen dienen dezelfde begeleiding.\"".to_owned()),
                ("grondslag_van", "\"Wgs 3\"".to_owned()),
                ("grondslag_naar", "\"Pw 7a\"".to_owned()),
                ("vastgesteld_op", one(&entry.from)),
                ("geldig_tot", one(&entry.until)),
            ],
        );
    }
    for (place, entry) in setup.mandates.iter().enumerate() {
        add(
            "[[mandaat]]",
            &[
                ("id", format!("\"m-{place:02}\"")),
                ("van", one(&entry.van)),
                ("aan", one(&entry.aan)),
                ("taak", one(&entry.taak)),
                ("besluit", "\"2026/123\"".to_owned()),
                ("avg_regeling", "\"2026/124\"".to_owned()),
                ("geldig_van", one(&entry.from)),
                ("geldig_tot", one(&entry.until)),
            ],
        );
    }
    for entry in &setup.processors {
        add(
            "[[verwerker]]",
            &[
                ("voor", one(&entry.voor)),
                ("overeenkomst", "\"2026/77\"".to_owned()),
                ("geldig_van", one(&entry.from)),
                ("geldig_tot", one(&entry.until)),
            ],
        );
    }
    if let Some((from, until)) = setup.agreement {
        add(
            "[[overeenkomst]]",
            &[
                ("met", "\"uwv\"".to_owned()),
                ("kenmerk", "\"2026/81\"".to_owned()),
                ("geldig_van", one(&from)),
                ("geldig_tot", one(&until)),
            ],
        );
    }
    text
}
