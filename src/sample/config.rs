//! The `jib.toml` of a sample: every section that the contract knows, commented in Dutch, with relative paths only.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::calendar::date;
use super::setting::neighbours;
use super::spec::SampleSpec;
use super::spoil::MAX_QUARANTAINE_PROMILLE;

/// A delivery: the extract, its maximum age in days, and settings that only this extract has.
const DELIVERIES: [(&str, i32, &str); 15] = [
    ("brp", 31, ""),
    ("duo_inschrijving", 31, ""),
    ("duo_startkwalificatie", 31, ""),
    ("vrijstelling", 31, ""),
    ("verzuim", 8, ""),
    ("inkomen", 62, "dekking = \"gemeente\"              # wie er niet in staat, heeft geen inkomen\n"),
    ("jib_lijst", 62, ""),
    ("ib_vsv", 62, ""),
    ("contactgegevens", 62, ""),
    ("dossier", 31, ""),
    ("toestemming", 31, ""),
    ("uitsluiting", 31, ""),
    ("koppeling", 62, ""),
    ("overstap", 62, "verantwoordelijke = \"20KD\"        # de school van wie deze gegevens zijn\n"),
    ("leerresultaat", 62, "verantwoordelijke = \"20KD\"\n"),
];

/// A recipient: its party, brin (schools only) and key name.
const RECIPIENTS: [(&str, &str, &str); 10] = [
    ("leerplicht", "", "leerplicht"),
    ("doorstroompunt", "", "doorstroompunt"),
    ("participatie", "", "participatie"),
    ("gebiedsteam", "", "gebiedsteam"),
    ("inlichtingenbureau", "", "inlichtingenbureau"),
    ("duo", "", "duo"),
    ("contactgemeente", "", "contactgemeente"),
    ("school", "20KD", "school.20KD"),
    ("school", "01AA", "school.01AA"),
    ("mbo", "25LP", "mbo.25LP"),
];

/// Names of the recipients' keys that [`config_toml`] needs, in order.
pub fn key_names() -> impl Iterator<Item = &'static str> {
    RECIPIENTS.into_iter().map(|(_, _, key)| key)
}

/// A `jib.toml` for the sample's files. `ontvanger_sleutels` gives the age recipient for each of the [`key_names`].
pub fn config_toml(
    spec: &SampleSpec,
    beheer_sleutel: &str,
    ontvanger_sleutels: &dyn Fn(&str) -> String,
) -> String {
    let mut toml = head(spec, beheer_sleutel);
    for (extract, age_days_max, extra) in DELIVERIES {
        toml.push_str(&delivery(extract, age_days_max, extra, spec.peildatum));
    }
    for (partij, brin, key) in RECIPIENTS {
        let brin = if brin.is_empty() { String::new() } else { format!("brin = \"{brin}\"\n") };
        let sleutel = ontvanger_sleutels(key);
        let _ = writeln!(
            toml,
            "[[ontvanger]]\npartij = \"{partij}\"\n{brin}sleutel = {}\nkanaal = \"beveiligd\"\nformaat = \"csv\"\n",
            quoted(&sleutel)
        );
    }
    toml.push_str(&agreements(spec.peildatum));
    toml
}

fn head(spec: &SampleSpec, beheer_sleutel: &str) -> String {
    let (first, second) = neighbours(&spec.gemeente);
    format!(
        r#"# SYNTHETISCH: een voorbeeld van jib.toml bij verzonnen gegevens. Niemand in de bestanden bestaat.
# Alle paden zijn gerekend vanaf dit bestand. De sleutels staan in sleutels/; deel alleen de openbare.

[gemeente]
code = {code}                       # BRP-gemeentecode van de verwerkingsverantwoordelijke
naam = {naam}
regio = [{code}, "{first}", "{second}"]    # gemeenten van de Doorstroompuntregio
contactgemeente = true              # alleen dan mogen gegevens van inwoners van de regio hier zijn

[beheer]
sleutel = {sleutel}
ondertekening = "sleutels/ondertekening.key"
pseudoniem = "sleutels/pseudoniem.key"
max_quarantaine_promille = {limit}       # ruim boven het aandeel foute regels in dit voorbeeld
drempel_kleine_cellen = 5

[parameters]                        # bedragen in centen; synthetisch, stel ze voor echt gebruik zelf vast
jib_inkomensgrens_cent = [{{ vanaf = "2019-01-01", waarde = 47300 }}]
economisch_zelfstandig_cent = [
  {{ vanaf = "2020-01-01", waarde = 115000 }},
  {{ vanaf = "2026-01-01", waarde = 120000 }},
]

"#,
        code = quoted(&spec.gemeente),
        naam = quoted(&spec.naam),
        sleutel = quoted(beheer_sleutel),
        limit = MAX_QUARANTAINE_PROMILLE,
    )
}

fn delivery(extract: &str, age_days_max: i32, extra: &str, peildatum: NaiveDate) -> String {
    // The parcel for DUO may hold only absence that DUO itself delivered, so the source must read exactly `duo` there.
    let source = match extract {
        "verzuim" => "bron = \"duo\"                       # SYNTHETISCH; \"duo\" omdat alleen meldingen van DUO naar DUO terug mogen".to_owned(),
        _ => format!("bron = \"SYNTHETISCH voorbeeld {extract}\""),
    };
    format!(
        "[[levering]]\nextract = \"{extract}\"\npad = \"{extract}.csv\"\nsoort = \"SNAPSHOT\"\npeildatum = \"{peildatum}\"\n\
         max_leeftijd_dagen = {age_days_max}\nkanaal = \"beveiligd\"\n{source}\n{extra}codering = \"utf-8\"\n\n"
    )
}

/// The municipality's agreements and decisions, in force from 1 January of the peildatum's year to the end of the next year.
fn agreements(peildatum: NaiveDate) -> String {
    let year = peildatum.year();
    let (decided, from, until) = (date(year - 1, 12, 15), date(year, 1, 1), date(year + 1, 12, 31));
    format!(
        r#"[ambtsinstructie]                   # met welke diensten de leerplichtambtenaar samenwerkt (Lpw 16, vierde lid, d)
vastgesteld_op = "{decided}"
geldig_van = "{from}"
partners = ["gebiedsteam", "participatie"]

[[samenwerking]]                    # nodig voor een toestemming, nooit genoeg op zichzelf
id = "sw-01"
bron = "doorstroompunt"
ontvanger = "gebiedsteam"
doel = "begeleiding"
grondslag = "toestemming"
velden = ["geslachtsnaam", "voornamen", "telefoon"]
geldig_van = "{from}"
geldig_tot = "{until}"

[[doeloverlap]]                     # waarom contactgegevens van de ene afdeling naar de andere mogen
van_afdeling = "schuldhulp"
van_doel = "schuldhulpverlening"
naar_partij = "participatie"
naar_doel = "jongeren-in-beeld"
motivering = "SYNTHETISCH: beide doelen vragen dat de jongere bereikt wordt met een aanbod van ondersteuning."
grondslag_van = "Wgs 3"
grondslag_naar = "Pw 7a"
vastgesteld_op = "{decided}"
geldig_tot = "{until}"

[[mandaat]]
id = "m-01"
van = "participatie"
aan = "doorstroompunt"
taak = "jongeren-in-beeld"
besluit = "SYNTHETISCH {year}/123"
avg_regeling = "SYNTHETISCH {year}/124"    # de regeling op grond van AVG 26 of 28
geldig_van = "{from}"
geldig_tot = "{until}"

[[verwerker]]                       # de overstapgegevens verwerken we namens deze school
voor = "20KD"
overeenkomst = "SYNTHETISCH {year}/77"
geldig_van = "{from}"
geldig_tot = "{until}"

[[overeenkomst]]                    # over stelselmatige levering (Besluit SUWI 5.11); zonder wordt er niets bevraagd
met = "uwv"
kenmerk = "SYNTHETISCH {year}/81"
geldig_van = "{from}"
geldig_tot = "{until}"

[logboek]
aan = true
"#
    )
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipient_gets_the_key_of_its_name() {
        let spec = SampleSpec::new(200, 1, date(2026, 11, 1));
        let toml = config_toml(&spec, "age1beheer", &|name| format!("age1-{name}"));
        assert!(key_names().all(|name| toml.contains(&format!("sleutel = \"age1-{name}\""))));
        assert_eq!(toml.matches("[[levering]]").count(), DELIVERIES.len());
    }

    #[test]
    fn a_name_cannot_break_out_of_its_string() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c d\"");
    }
}
