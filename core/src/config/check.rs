//! Checks what parsing alone cannot see: missing files, unknown names, a recipient named twice. Reports everything at once.

use std::io::ErrorKind;

use super::file::ConfigFile;
use super::found::{CheckedConfig, Gathered, choose};
use super::{leveringen, recipients};
use crate::crypto::keys::Keys;
use crate::model::day::Day;
use crate::os_fault::cause;
use crate::schemas::municipalities::Standing;

/// The most characters in the line that says whom a recipient can call.
const CONTACT_CHARS_MAX: usize = 200;

/// The parties to an agreement on systematic delivery.
const AGREES: [&str; 1] = ["uwv"];

/// Checks everything, and reads the keys.
pub fn check(subject: &CheckedConfig<'_>, gathered: &mut Gathered) -> Option<Keys> {
    gemeente(subject, gathered);
    contact(subject.file, gathered);
    if let Some(inlees) = &subject.file.inlees {
        match std::fs::metadata(subject.inlees) {
            Ok(found) if found.is_dir() => {}
            Err(fault) if !matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                gathered.say(
                    inlees.folder.span(),
                    format!("de map van [inlees] is niet te bekijken: {}", cause(&fault)),
                    "laat de systeembeheerder de oorzaak wegnemen; jib moet deze map en de mappen erboven kunnen lezen",
                );
            }
            Ok(_) | Err(_) => gathered.say(
                inlees.folder.span(),
                "de map van [inlees] is er niet",
                "schrijf een map die bestaat, met / tussen de delen: map = \"/srv/jib/in\" of \"D:/jib/in\"",
            ),
        }
    }
    leveringen::check(subject, gathered);
    amounts(subject.file, gathered);
    periods(subject.file, gathered);
    texts(subject.file, gathered);
    parties_named(subject, gathered);
    recipients::check(subject, gathered)
}

/// The controller and its region.
fn gemeente(subject: &CheckedConfig<'_>, gathered: &mut Gathered) {
    let gemeente = &subject.file.gemeente;
    let is_code = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    for code in std::iter::once(&gemeente.code).chain(&gemeente.regio) {
        let text = code.get_ref();
        if !is_code(text) {
            gathered.say(
                code.span(),
                "een gemeentecode heeft vier cijfers",
                "schrijf de BRP-code met voorloopnullen, bijvoorbeeld \"0599\"",
            );
            continue;
        }
        let is_known =
            |code: u16| subject.schemas.municipalities.standing(code, Day::OPEN) != Standing::Unknown;
        if !text.parse().is_ok_and(is_known) {
            gathered.say(
                code.span(),
                "deze code is van geen enkele Nederlandse gemeente",
                "zoek de code op in de landelijke tabel 33 (schemas/vocabulary/gemeenten.csv); de aangeleverde bestanden zijn hiermee niet fout",
            );
        }
    }
    let own = gemeente.code.get_ref();
    if let Some(first) = gemeente.regio.first()
        && is_code(own)
        && !gemeente.regio.iter().any(|code| code.get_ref() == own)
    {
        gathered.say(
            first.span(),
            "uw eigen gemeente staat niet in `regio`",
            format!("zet ook \"{own}\" in de lijst: de regio is van alle gemeenten samen"),
        );
    }
    let lines = [(gemeente.code.span(), "naam", &gemeente.name)];
    let sources = subject.file.levering.iter().map(|own| (own.span(), "bron", &own.get_ref().source));
    for (section, key, _) in
        lines.into_iter().chain(sources).filter(|(.., text)| text.chars().any(char::is_control))
    {
        let help = "wat hier staat, komt in het rapport en op het scherm";
        gathered.say((section, key), format!("`{key}` is één regel, zonder onzichtbare tekens"), help);
    }
    if gemeente.name.trim().is_empty() {
        gathered.say(
            gemeente.code.span(),
            "de naam van de gemeente is leeg",
            "schrijf haar bij `naam`, zoals zij in rapporten moet staan",
        );
    }
}

/// Whom a recipient can call: one line of text.
fn contact(file: &ConfigFile, gathered: &mut Gathered) {
    let Some(contact) = &file.gemeente.contact else { return };
    let text = contact.get_ref();
    let is_line = !text.trim().is_empty() && !text.chars().any(char::is_control);
    if !is_line || text.chars().count() > CONTACT_CHARS_MAX {
        gathered.say(
            contact.span(),
            format!("`contact` is één regel van hoogstens {CONTACT_CHARS_MAX} tekens"),
            "schrijf wie een ontvanger belt, met het nummer; wat hier staat, komt in LEESMIJ.txt",
        );
    }
}

/// Each parameter has one amount per first day, and no amount is negative.
fn amounts(file: &ConfigFile, gathered: &mut Gathered) {
    let parameters = &file.parameters;
    for entries in [&parameters.jib_inkomensgrens_cent, &parameters.economisch_zelfstandig_cent] {
        for (at, own) in entries.iter().enumerate() {
            let amount = own.get_ref();
            if amount.cents < 0 {
                gathered.say(
                    own.span(),
                    "een bedrag onder nul",
                    "schrijf het bedrag in hele centen, 0 of meer",
                );
            }
            if entries.iter().take(at).any(|before| before.get_ref().from == amount.from) {
                let help = "houd van elke dag één bedrag over: jib kiest niet welk van de twee geldt";
                gathered.say(own.span(), "twee bedragen met dezelfde `vanaf`", help);
            }
        }
    }
}

/// Periods that end before they start.
fn periods(file: &ConfigFile, gathered: &mut Gathered) {
    let instructie =
        file.ambtsinstructie.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
    let samenwerking =
        file.samenwerking.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
    let overlap =
        file.doeloverlap.iter().map(|e| (e.get_ref().vastgesteld_op, e.get_ref().geldig_tot, e.span()));
    let mandaat = file.mandaat.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
    let verwerker = file.verwerker.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
    let overeenkomst =
        file.overeenkomst.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
    let periods =
        instructie.chain(samenwerking).chain(overlap).chain(mandaat).chain(verwerker).chain(overeenkomst);
    for (van, tot, section) in periods {
        if tot.is_some_and(|tot: Day| tot < van) {
            gathered.say(
                (section, "geldig_tot"),
                "`geldig_tot` ligt vóór het begin",
                "`geldig_tot` is de laatste dag die meetelt",
            );
        }
    }
}

/// Texts that must not be empty.
fn texts(file: &ConfigFile, gathered: &mut Gathered) {
    for overlap in &file.doeloverlap {
        let entry = overlap.get_ref();
        let texts = [&entry.motivering, &entry.grondslag_van, &entry.grondslag_naar];
        if texts.iter().any(|text| text.trim().is_empty()) {
            let help = "schrijf op waarom de doelen overlappen, en op welke twee artikelen zij rusten";
            gathered.say(overlap.span(), "een doeloverlap zonder motivering of grondslag", help);
        }
    }
    for mandaat in &file.mandaat {
        let entry = mandaat.get_ref();
        if entry.besluit.trim().is_empty() || entry.avg_regeling.trim().is_empty() {
            let help = "vul het mandaatbesluit in, en de regeling op grond van AVG 26 of 28";
            gathered.say(mandaat.span(), "een mandaat zonder besluit of AVG-regeling", help);
        }
    }
    for agreement in &file.overeenkomst {
        let entry = agreement.get_ref();
        if entry.kenmerk.trim().is_empty() {
            gathered.say(
                (agreement.span(), "kenmerk"),
                "een overeenkomst zonder kenmerk",
                "vul in waaronder de overeenkomst in uw archief staat",
            );
        }
        if !AGREES.contains(&entry.met.as_str()) {
            let message = format!("met `{}` kent jib geen overeenkomst", entry.met);
            gathered.say((agreement.span(), "met"), message, choose(&entry.met, &AGREES));
        }
    }
}

fn parties_named(subject: &CheckedConfig<'_>, gathered: &mut Gathered) {
    let file = subject.file;
    let partners = file.ambtsinstructie.iter().flat_map(|entry| {
        let span = entry.span();
        entry.get_ref().partners.iter().map(move |partner| ("partners", partner.as_str(), span.clone()))
    });
    let samenwerking =
        file.samenwerking.iter().map(|e| ("ontvanger", e.get_ref().ontvanger.as_str(), e.span()));
    let overlap =
        file.doeloverlap.iter().map(|e| ("naar_partij", e.get_ref().naar_partij.as_str(), e.span()));
    let mandaat = file.mandaat.iter().flat_map(|e| {
        [("van", e.get_ref().van.as_str(), e.span()), ("aan", e.get_ref().aan.as_str(), e.span())]
    });
    for (key, partij, section) in partners.chain(samenwerking).chain(overlap).chain(mandaat) {
        subject.party(gathered, section, key, partij);
    }
}
