//! Checks whether each `[[levering]]` can be what it claims.

use std::ops::Range;

use toml::Spanned;

use super::file::Levering;
use super::found::{CheckedConfig, Gathered, choose, is_brin};
use super::paths;
use crate::schemas::header::header_key;
use crate::schemas::schema::{Schema, Soort};

/// The most files in one configuration.
const LEVERINGEN_MAX: usize = 1_000;

/// The whole, per thousand.
const PROMILLE_MAX: u64 = 1_000;

/// The only extract where a minimum coverage of residents makes sense.
const ENROLMENTS: &str = "duo_inschrijving";

/// Checks every levering, and compares those of the same extract.
pub fn check(subject: &CheckedConfig<'_>, gathered: &mut Gathered) {
    let all = &subject.file.levering;
    if let Some(extra) = all.get(LEVERINGEN_MAX) {
        gathered.say(extra.span(), format!("meer dan {LEVERINGEN_MAX} leveringen"), "splits de configuratie");
        return;
    }
    for (index, levering) in all.iter().enumerate() {
        let entry = levering.get_ref();
        let Some(schema) = subject.schemas.extract(&entry.extract) else {
            let known: Vec<&str> = subject.schemas.extracts.iter().map(|schema| schema.id.as_str()).collect();
            let message = format!("`{}` is geen bekend extract", entry.extract);
            gathered.say((levering.span(), "extract"), message, choose(&entry.extract, &known));
            file(subject, gathered, entry, levering.span());
            continue;
        };
        one(gathered, entry, schema, levering.span());
        file(subject, gathered, entry, levering.span());
        let is_mended = entry.kind == Soort::Herstel;
        let same = |other: &Spanned<Levering>| {
            let other = other.get_ref();
            (&other.extract, &other.controller) == (&entry.extract, &entry.controller)
                && (other.kind == Soort::Herstel) == is_mended
        };
        if all.iter().take(index).any(same) {
            gathered.say(
                levering.span(),
                format!("twee leveringen voor `{}`", entry.extract),
                "één levering per extract (overstap en leerresultaat: één per school), met hoogstens één herstelblad ernaast",
            );
        }
        if is_mended {
            mended(gathered, all, entry, levering.span());
        }
    }
}

/// A mended sheet needs the SNAPSHOT whose rows it mends. Where a file has its day in its name, the newest may be of another day:
/// then the sheet is left aside.
fn mended(gathered: &mut Gathered, all: &[Spanned<Levering>], entry: &Levering, section: Range<usize>) {
    let is_snapshot = |other: &Spanned<Levering>| {
        let other = other.get_ref();
        other.kind == Soort::Snapshot
            && (&other.extract, &other.controller) == (&entry.extract, &entry.controller)
            && (other.peildatum == entry.peildatum || other.is_dated || entry.is_dated)
    };
    if !all.iter().any(is_snapshot) {
        gathered.say(
            (section, "soort"),
            format!("een herstelblad van `{}` zonder de levering die het herstelt", entry.extract),
            "zet het naast de [[levering]] met soort = \"SNAPSHOT\" van hetzelfde extract en dezelfde peildatum",
        );
    }
}

fn one(gathered: &mut Gathered, levering: &Levering, schema: &Schema, section: Range<usize>) {
    let at = |key: &'static str| (section.clone(), key);
    if levering.kind != Soort::Herstel && !schema.deliveries.contains(&levering.kind) {
        let (soort, other) =
            if levering.kind == Soort::Delta { ("DELTA", "SNAPSHOT") } else { ("SNAPSHOT", "DELTA") };
        gathered.say(
            at("soort"),
            format!("`{}` komt niet als {soort}", schema.id),
            format!("schrijf: soort = \"{other}\""),
        );
    }
    if levering.max_age_days < 0 {
        gathered.say(at("max_leeftijd_dagen"), "`max_leeftijd_dagen` is negatief", "schrijf 0 of meer dagen");
    }
    if levering.coverage.is_some() && schema.id != "inkomen" {
        gathered.say(at("dekking"), "`dekking` hoort alleen bij het extract inkomen", "haal de regel weg");
    }
    match (&levering.controller, schema.per_school) {
        (None, true) => gathered.say(
            section.clone(),
            format!("`{}` vraagt om `verantwoordelijke`", schema.id),
            "de BRIN van de school waarvan deze gegevens zijn: verantwoordelijke = \"20KD\"",
        ),
        (Some(_), false) => gathered.say(
            at("verantwoordelijke"),
            "`verantwoordelijke` hoort alleen bij overstap en leerresultaat",
            "haal de regel weg",
        ),
        (Some(brin), true) if !is_brin(brin) => gathered.no_brin(section.clone(), "verantwoordelijke"),
        _ => {}
    }
    let hexadecimal = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if levering.sha256.as_ref().is_some_and(|text| !hexadecimal(text)) {
        gathered.say(
            at("sha256"),
            "`sha256` heeft 64 hexadecimale tekens",
            "neem de waarde van de leverancier over",
        );
    }
    if let Some(profiel) = &levering.profile
        && !schema.profile_names().any(|name| name == profiel)
    {
        let names: Vec<&str> = schema.profile_names().collect();
        gathered.say(
            at("profiel"),
            format!("`{}` heeft geen profiel `{profiel}`", schema.id),
            choose(profiel, &names),
        );
    }
    shares(gathered, levering, &section);
    headers(gathered, levering, schema, &section);
    if levering.empty_words.iter().any(|word| word.trim().is_empty() || word.chars().any(char::is_control)) {
        gathered.say(
            at("leeg"),
            "in `leeg` staat een leeg woord",
            "een lege cel is al leeg; noem alleen woorden die de leverancier ervoor schrijft, zoals \"NULL\"",
        );
    }
}

/// The minimum content of a delivery, per thousand.
fn shares(gathered: &mut Gathered, levering: &Levering, section: &Range<usize>) {
    for (key, share) in [
        ("min_rijen_promille", levering.min_rows_promille),
        ("min_dekking_promille", levering.min_coverage_promille),
    ] {
        if share.is_some_and(|share| share > PROMILLE_MAX) {
            gathered.say(
                (section.clone(), key),
                format!("`{key}` is een aandeel van 0 tot en met {PROMILLE_MAX} promille"),
                "600 is zes van de tien; 0 zet de controle uit",
            );
        }
    }
    if levering.min_coverage_promille.is_some() && levering.extract != ENROLMENTS {
        gathered.say(
            (section.clone(), "min_dekking_promille"),
            format!("`min_dekking_promille` hoort alleen bij het extract {ENROLMENTS}"),
            "haal de regel weg",
        );
    }
}

/// A supplier's headers: each names one column of the extract, and no column has two.
fn headers(gathered: &mut Gathered, levering: &Levering, schema: &Schema, section: &Range<usize>) {
    let known: Vec<&str> = schema.columns.iter().map(|column| column.name.as_str()).collect();
    for (index, (header, column)) in levering.columns.iter().enumerate() {
        let at = (section.clone(), "kolommen");
        // A header that the extract refuses is never read, not even when mapped to another column.
        let refused = schema.refused_headers.iter().find(|refused| header_key(refused) == header_key(header));
        if header.trim().is_empty() {
            gathered.say(
                at,
                "in `kolommen` staat een lege kopnaam",
                "schrijf vóór = de kopnaam van de leverancier",
            );
        } else if let Some(refused) = refused {
            gathered.say(
                at,
                format!("`{}` neemt geen kolom `{refused}` aan, ook niet als `{column}`", schema.id),
                "haal deze kopnaam uit `kolommen`, en laat de leverancier de kolom weg: jib leest haar nooit",
            );
        } else if !known.contains(&column.as_str()) {
            gathered.say(at, format!("`{}` heeft geen kolom `{column}`", schema.id), choose(column, &known));
        } else if levering.columns.values().take(index).any(|other| other == column) {
            gathered.say(
                at,
                format!("in `kolommen` wijzen twee kopnamen naar `{column}`"),
                "houd er één over: een kolom komt uit één kolom van het bestand",
            );
        } else if levering.columns.keys().take(index).any(|other| header_key(other) == header_key(header)) {
            gathered.say(
                at,
                "in `kolommen` staat een kopnaam twee keer",
                "hoofdletters, accenten en leestekens tellen in een kopnaam niet mee; houd er één over",
            );
        }
    }
}

/// Checks whether the file may be read. That it exists is not required here: a delivery without a file is absent, not a configuration
/// error.
fn file(subject: &CheckedConfig<'_>, gathered: &mut Gathered, levering: &Levering, section: Range<usize>) {
    let path = &levering.path;
    if let Some(refusal) = paths::refused(subject.inlees, path, subject.file.inlees.is_some()) {
        gathered.say((section, "pad"), refusal.message, refusal.help);
    }
}
