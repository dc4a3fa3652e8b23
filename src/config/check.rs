//! What parsing alone cannot see: files that are not there, names that nobody knows, the same recipient twice.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;

use super::file::{ConfigFile, Levering, Ontvanger};
use super::paths;
use crate::crypto::hashing::PseudonymKey;
use crate::crypto::keys::{Keys, Recipient, SigningKey};
use crate::law::party::Party;
use crate::model::day::Day;
use crate::schemas::extracts::Schemas;
use crate::schemas::schema::Soort;
use crate::schemas::toml_errors::nearest;

/// The most files one configuration may name.
const LEVERINGEN_MAX: usize = 1_000;

/// The most characters of the line that says whom a recipient calls.
const CONTACT_CHARS_MAX: usize = 200;

/// Checks a parsed configuration.
pub struct Checker<'a> {
    pub file: &'a ConfigFile,
    pub folder: &'a Path,
    pub schemas: &'a Schemas,
    pub parties: &'a [Party],
}

/// What is wrong, what to do, and where: a place, or a key in the section that begins there.
pub struct Complaint {
    pub message: String,
    pub help: String,
    pub span: Option<Range<usize>>,
    pub key: Option<&'static str>,
}

type ConfigCheck<T = ()> = Result<T, Complaint>;

fn found<T>(message: impl Into<String>, help: impl Into<String>, span: Range<usize>) -> ConfigCheck<T> {
    Err(Complaint { message: message.into(), help: help.into(), span: Some(span), key: None })
}

/// The same, on the line of one key of the section.
fn found_at<T>(
    key: &'static str,
    message: impl Into<String>,
    help: impl Into<String>,
    section: Range<usize>,
) -> ConfigCheck<T> {
    Err(Complaint { message: message.into(), help: help.into(), span: Some(section), key: Some(key) })
}

impl Checker<'_> {
    /// Checks everything, and reads the keys.
    pub fn check(&self) -> ConfigCheck<Keys> {
        let gemeente = &self.file.gemeente;
        for code in std::iter::once(&gemeente.code).chain(&gemeente.regio) {
            let text = code.get_ref();
            if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                return found(
                    "een gemeentecode heeft vier cijfers",
                    "schrijf de BRP-code met voorloopnullen, bijvoorbeeld \"0599\"",
                    code.span(),
                );
            }
        }
        self.contact()?;
        self.leveringen()?;
        self.amounts()?;
        self.periods()?;
        self.keys()
    }

    /// Whom a recipient calls: one line of text.
    fn contact(&self) -> ConfigCheck {
        let Some(contact) = &self.file.gemeente.contact else { return Ok(()) };
        let text = contact.get_ref();
        let is_line = !text.trim().is_empty() && !text.chars().any(char::is_control);
        if !is_line || text.chars().count() > CONTACT_CHARS_MAX {
            return found(
                format!("`contact` is één regel van hoogstens {CONTACT_CHARS_MAX} tekens"),
                "schrijf wie een ontvanger belt, met het nummer; wat hier staat, komt in LEESMIJ.txt",
                contact.span(),
            );
        }
        Ok(())
    }

    fn leveringen(&self) -> ConfigCheck {
        let all = &self.file.levering;
        if let Some(extra) = all.get(LEVERINGEN_MAX) {
            return found(
                format!("meer dan {LEVERINGEN_MAX} leveringen"),
                "splits de configuratie",
                extra.span(),
            );
        }
        for (index, levering) in all.iter().enumerate() {
            self.levering(levering)?;
            let entry = levering.get_ref();
            let same = |other: &&Spanned<Levering>| {
                let other = other.get_ref();
                other.extract == entry.extract && other.verantwoordelijke == entry.verantwoordelijke
            };
            if all.iter().take(index).any(|other| same(&other)) {
                return found(
                    format!("twee leveringen voor `{}`", entry.extract),
                    "één levering per extract; overstap en leerresultaat: één per school",
                    levering.span(),
                );
            }
        }
        Ok(())
    }

    fn levering(&self, spanned: &Spanned<Levering>) -> ConfigCheck {
        let levering = spanned.get_ref();
        let span = spanned.span();
        let Some(schema) = self.schemas.extract(&levering.extract) else {
            let known: Vec<&str> = self.schemas.extracts.iter().map(|schema| schema.id.as_str()).collect();
            let message = format!("`{}` is geen bekend extract", levering.extract);
            return found_at("extract", message, choose(&levering.extract, &known), span);
        };
        if !schema.deliveries.contains(&levering.soort) {
            let soort = if levering.soort == Soort::Delta { "DELTA" } else { "SNAPSHOT" };
            let message = format!("`{}` komt niet als {soort}", schema.id);
            return found_at("soort", message, "zet de juiste soort", span);
        }
        if levering.max_leeftijd_dagen < 0 {
            return found_at("max_leeftijd_dagen", "max_leeftijd_dagen is negatief", "0 of meer dagen", span);
        }
        if levering.dekking.is_some() && schema.id != "inkomen" {
            let message = "`dekking` hoort alleen bij het extract inkomen";
            return found_at("dekking", message, "haal de regel weg", span);
        }
        match (&levering.verantwoordelijke, schema.per_school) {
            (None, true) => {
                return found(
                    format!("`{}` vraagt om `verantwoordelijke`", schema.id),
                    "de BRIN van de school waarvan deze gegevens zijn",
                    span,
                );
            }
            (Some(_), false) => {
                return found_at(
                    "verantwoordelijke",
                    "`verantwoordelijke` hoort alleen bij overstap en leerresultaat",
                    "haal de regel weg",
                    span,
                );
            }
            (Some(brin), true) if !is_brin(brin) => return found_brin("verantwoordelijke", span),
            _ => {}
        }
        let hexadecimal = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if levering.sha256.as_ref().is_some_and(|text| !hexadecimal(text)) {
            return found_at(
                "sha256",
                "`sha256` heeft 64 hexadecimale tekens",
                "neem de waarde van de leverancier over",
                span,
            );
        }
        if let Some(profiel) = &levering.profiel
            && !schema.profile_names().any(|name| name == profiel)
        {
            let names: Vec<&str> = schema.profile_names().collect();
            let message = format!("`{}` heeft geen profiel `{profiel}`", schema.id);
            return found_at("profiel", message, choose(profiel, &names), span);
        }
        if let Some(refusal) = paths::refused(self.folder, &levering.pad) {
            return found_at("pad", refusal.message, refusal.help, span);
        }
        if !self.folder.join(&levering.pad).is_file() {
            return found_at(
                "pad",
                format!("bestand `{}` is er niet", levering.pad),
                "het pad is relatief aan dit configuratiebestand; ontbreekt de levering, haal dan de hele [[levering]] weg",
                span,
            );
        }
        Ok(())
    }

    /// Of a parameter one amount holds from a day on, and none is below zero.
    fn amounts(&self) -> ConfigCheck {
        let parameters = &self.file.parameters;
        for entries in [&parameters.jib_inkomensgrens_cent, &parameters.economisch_zelfstandig_cent] {
            for (at, own) in entries.iter().enumerate() {
                let amount = own.get_ref();
                if amount.waarde < 0 {
                    let help = "schrijf het bedrag in hele centen, 0 of meer";
                    return found("een bedrag onder nul", help, own.span());
                }
                if entries.iter().take(at).any(|before| before.get_ref().vanaf == amount.vanaf) {
                    let help = "houd van elke dag één bedrag over: jib kiest niet welk van de twee geldt";
                    return found("twee bedragen met dezelfde `vanaf`", help, own.span());
                }
            }
        }
        Ok(())
    }

    /// Periods that end before they begin, and texts that may not be empty.
    fn periods(&self) -> ConfigCheck {
        let file = self.file;
        let instructie =
            file.ambtsinstructie.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
        let samenwerking =
            file.samenwerking.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
        let overlap =
            file.doeloverlap.iter().map(|e| (e.get_ref().vastgesteld_op, e.get_ref().geldig_tot, e.span()));
        let mandaat = file.mandaat.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
        let verwerker =
            file.verwerker.iter().map(|e| (e.get_ref().geldig_van, e.get_ref().geldig_tot, e.span()));
        let periods = instructie.chain(samenwerking).chain(overlap).chain(mandaat).chain(verwerker);
        for (van, tot, span) in periods {
            if tot.is_some_and(|tot: Day| tot < van) {
                return found_at(
                    "geldig_tot",
                    "`geldig_tot` ligt vóór het begin",
                    "geldig_tot is de laatste dag die meetelt",
                    span,
                );
            }
        }
        for overlap in &file.doeloverlap {
            let entry = overlap.get_ref();
            let texts = [&entry.motivering, &entry.grondslag_van, &entry.grondslag_naar];
            if texts.iter().any(|text| text.trim().is_empty()) {
                let help = "schrijf op waarom de doelen overlappen, en op welke twee artikelen zij rusten";
                return found("een doeloverlap zonder motivering of grondslag", help, overlap.span());
            }
        }
        for mandaat in &file.mandaat {
            let entry = mandaat.get_ref();
            if entry.besluit.trim().is_empty() || entry.avg_regeling.trim().is_empty() {
                let help = "vul het mandaatbesluit in, en de regeling op grond van AVG 26 of 28";
                return found("een mandaat zonder besluit of AVG-regeling", help, mandaat.span());
            }
        }
        self.parties_named()
    }

    fn parties_named(&self) -> ConfigCheck {
        let file = self.file;
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
        for (key, partij, span) in partners.chain(samenwerking).chain(overlap).chain(mandaat) {
            self.party(key, partij, span)?;
        }
        Ok(())
    }

    fn party(&self, key: &'static str, id: &str, span: Range<usize>) -> ConfigCheck<&Party> {
        match self.parties.iter().find(|party| party.id == id) {
            Some(party) => Ok(party),
            None => {
                let known: Vec<&str> = self.parties.iter().map(|party| party.id.as_str()).collect();
                found_at(key, format!("`{id}` is geen bekende partij"), choose(id, &known), span)
            }
        }
    }

    fn ontvanger(&self, index: usize, spanned: &Spanned<Ontvanger>) -> ConfigCheck<Recipient> {
        let entry = spanned.get_ref();
        let span = spanned.span();
        let party = self.party("partij", &entry.partij, span.clone())?;
        match (&entry.brin, party.per_brin) {
            (None, true) => {
                let help = "één [[ontvanger]] per school, elk met een eigen sleutel";
                return found(format!("`{}` vraagt om een `brin`", entry.partij), help, span);
            }
            (Some(_), false) => {
                let message = format!("`{}` heeft geen `brin`", entry.partij);
                return found_at("brin", message, "haal de regel weg", span);
            }
            (Some(brin), true) if !is_brin(brin) => return found_brin("brin", span),
            _ => {}
        }
        let same = |other: &Spanned<Ontvanger>| {
            other.get_ref().partij == entry.partij && other.get_ref().brin == entry.brin
        };
        if self.file.ontvanger.iter().take(index).any(same) {
            return found(
                format!("ontvanger `{}` staat er twee keer", entry.partij),
                "houd één [[ontvanger]] over, met de sleutel die nu geldt",
                span,
            );
        }
        Recipient::parse(&entry.sleutel).map_or_else(|| found_key(Some("sleutel"), &entry.partij, span), Ok)
    }

    fn keys(&self) -> ConfigCheck<Keys> {
        let beheer = &self.file.beheer;
        let recipient = Recipient::parse(beheer.sleutel.get_ref());
        let Some(own) = recipient else { return found_key(None, "beheer", beheer.sleutel.span()) };
        let ontvangers = self
            .file
            .ontvanger
            .iter()
            .enumerate()
            .map(|(index, ontvanger)| self.ontvanger(index, ontvanger))
            .collect::<ConfigCheck<Vec<_>>>()?;
        let Some(signing) = SigningKey::read(&self.folder.join(beheer.ondertekening.get_ref())) else {
            return found(
                "de ondertekeningssleutel kan niet worden gelezen",
                "maak er een met `jib keygen`; een minisign-sleutel zonder wachtwoord",
                beheer.ondertekening.span(),
            );
        };
        let pseudonym = std::fs::read(self.folder.join(beheer.pseudoniem.get_ref())).ok();
        let Some(pseudonym) = pseudonym.and_then(|bytes| PseudonymKey::from_bytes(&bytes)) else {
            return found(
                "de pseudoniemsleutel kan niet worden gelezen",
                "maak er een met `jib keygen`: een bestand van precies 32 bytes",
                beheer.pseudoniem.span(),
            );
        };
        Ok(Keys { beheer: own, ontvangers, pseudonym, signing: Some(signing) })
    }
}

fn is_brin(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c, d] if [a, b].iter().all(|x| x.is_ascii_digit())
        && [c, d].iter().all(|x| x.is_ascii_uppercase()))
}

fn found_brin<T>(key: &'static str, span: Range<usize>) -> ConfigCheck<T> {
    found_at(key, "een BRIN heeft twee cijfers en twee hoofdletters", "bijvoorbeeld \"20KD\"", span)
}

fn found_key<T>(key: Option<&'static str>, whose: &str, span: Range<usize>) -> ConfigCheck<T> {
    let message = format!("de sleutel van `{whose}` is geen age-sleutel");
    let help = "de openbare sleutel van de ontvanger begint met age1; `jib keygen` maakt een paar".to_owned();
    Err(Complaint { message, help, span: Some(span), key })
}

/// What can stand there, the nearest first if there is one.
fn choose(word: &str, known: &[&str]) -> String {
    let all = format!("kies uit: {}", known.join(", "));
    nearest(word, known).map_or_else(|| all.clone(), |near| format!("bedoelt u `{near}`? {all}"))
}
