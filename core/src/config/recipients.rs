//! Recipients, their keys, and the controller's own keys.

use std::io;
use std::ops::Range;
use std::path::Path;

use super::file::OntvangerEntry;
use super::found::{At, CheckedConfig, Gathered, is_brin};
use super::paths::leads_elsewhere;
use crate::crypto::hashing::PseudonymKey;
use crate::crypto::keys::{BadKey, Keys, Recipient, SecretFile, SigningKey};
use crate::os_fault::{as_whom, cause};

/// Parties with an entry per school. One school may use one mailbox for both.
const OF_ONE_SCHOOL: [&str; 2] = ["school", "mbo"];

/// Two parties that usually share one officer.
const OF_ONE_OFFICER: [&str; 2] = ["leerplicht", "doorstroompunt"];

/// Checks recipients and keys. Returns the keys if all of them can be used.
pub fn check(subject: &CheckedConfig<'_>, gathered: &mut Gathered) -> Option<Keys> {
    let beheer = &subject.file.beheer;
    let own = Recipient::parse(beheer.recipient_key.get_ref());
    if own.is_none() {
        no_key(gathered, beheer.recipient_key.span(), "beheer", beheer.recipient_key.get_ref());
    }
    let known: Vec<(&OntvangerEntry, Range<usize>, Option<Recipient>)> = subject
        .file
        .ontvanger_entries
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.get_ref(), entry.span(), ontvanger(subject, gathered, index)))
        .collect();
    shared(gathered, own.as_ref(), &known);
    let signing = signing(subject, gathered);
    let pseudonym = pseudonym(subject, gathered);
    let exposed = [
        (&beheer.signing_key, signing.as_ref().is_some_and(|key| key.is_exposed)),
        (&beheer.pseudonym_key, pseudonym.as_ref().is_some_and(|(_, is_exposed)| *is_exposed)),
    ];
    let exposed = exposed.into_iter().filter(|(_, is_exposed)| *is_exposed);
    let exposed = exposed.map(|(path, _)| path.get_ref().clone()).collect();
    let ontvangers = known.into_iter().filter_map(|(_, _, key)| key).collect();
    Some(Keys { beheer: own?, ontvangers, pseudonym: pseudonym?.0, signing: Some(signing?), exposed })
}

/// One entry: its party, its school, and its key or that nothing goes there.
fn ontvanger(subject: &CheckedConfig<'_>, gathered: &mut Gathered, index: usize) -> Option<Recipient> {
    let all = &subject.file.ontvanger_entries;
    let spanned = all.get(index)?;
    let (entry, section) = (spanned.get_ref(), spanned.span());
    let party = subject.party(gathered, section.clone(), "partij", &entry.party);
    if let Some(party) = party {
        match (&entry.brin, party.per_brin) {
            // Sending nothing to any school needs no list of schools.
            (None, true) if !entry.is_unwanted => gathered.say(
                section.clone(),
                format!("`{}` vraagt om een `brin`", entry.party),
                "één [[ontvanger]] per school: brin = \"20KD\"",
            ),
            (Some(_), false) => gathered.say(
                (section.clone(), "brin"),
                format!("`{}` heeft geen `brin`", entry.party),
                "haal de regel weg",
            ),
            (Some(brin), true) if !is_brin(brin) => gathered.no_brin(section.clone(), "brin"),
            _ => {}
        }
        let same = |other: &toml::Spanned<OntvangerEntry>| {
            other.get_ref().party == entry.party && other.get_ref().brin == entry.brin
        };
        if all.iter().take(index).any(same) {
            gathered.say(
                section.clone(),
                format!("ontvanger `{}` staat er twee keer", entry.party),
                "houd één [[ontvanger]] over, met de sleutel die nu geldt",
            );
        }
    }
    if entry.is_unwanted {
        let written = [
            ("sleutel", entry.key.is_some()),
            ("kanaal", entry.channel.is_some()),
            ("formaat", entry.format.is_some()),
        ];
        for (key, _) in written.into_iter().filter(|(_, is_written)| *is_written) {
            gathered.say(
                (section.clone(), key),
                format!("`{key}` en `niet = true` gaan niet samen"),
                "`niet = true` zegt dat hier bewust niets heen gaat: haal één van de twee regels weg",
            );
        }
        return None;
    }
    if entry.channel.is_none() {
        gathered.missing(section.clone(), "kanaal");
    }
    let Some(sleutel) = &entry.key else {
        gathered.missing(section, "sleutel");
        return None;
    };
    let key = Recipient::parse(sleutel);
    if key.is_none() {
        no_key(gathered, (section, "sleutel"), &entry.party, sleutel);
    }
    key
}

/// A key shared by two parties opens what the law keeps apart.
fn shared(
    gathered: &mut Gathered,
    own: Option<&Recipient>,
    known: &[(&OntvangerEntry, Range<usize>, Option<Recipient>)],
) {
    for (index, (entry, section, key)) in known.iter().enumerate() {
        let Some(key) = key else { continue };
        if own.is_some_and(|own| own.fingerprint() == key.fingerprint()) {
            gathered.say(
                (section.clone(), "sleutel"),
                format!("`{}` heeft dezelfde sleutel als [beheer]", entry.party),
                "met die sleutel gaan ook de interne bestanden open; maak voor de ontvanger een eigen paar met `jib keygen --out <map>`",
            );
        }
        let other = known.iter().take(index).find(|(other, _, theirs)| {
            let of_one_school = OF_ONE_SCHOOL.contains(&entry.party.as_str())
                && OF_ONE_SCHOOL.contains(&other.party.as_str())
                && entry.brin == other.brin;
            let is_allowed = entry.party == other.party || of_one_school;
            !is_allowed && theirs.as_ref().is_some_and(|theirs| theirs.fingerprint() == key.fingerprint())
        });
        let Some((other, ..)) = other else { continue };
        let pair = [entry.party.as_str(), other.party.as_str()];
        let help = if OF_ONE_OFFICER.iter().all(|party| pair.contains(party)) {
            "wie voor leerplicht én doorstroompunt werkt, heeft twee sleutels nodig: wat elk mag weten, verschilt; maak een tweede paar met `jib keygen --out <map>`"
        } else {
            "elke partij krijgt alleen wat zij mag weten, dus ook een eigen sleutel; vraag de ontvanger om de zijne"
        };
        gathered.say(
            (section.clone(), "sleutel"),
            format!("`{}` heeft dezelfde sleutel als `{}`", entry.party, other.party),
            help,
        );
    }
}

/// Adds that a recipient's key is not a key.
fn no_key(gathered: &mut Gathered, at: impl Into<At>, whose: &str, written: &str) {
    let help = if written.trim_start().starts_with("ssh-") {
        "dit is een SSH-sleutel; de openbare age-sleutel van de ontvanger begint met age1"
    } else if written.trim_start().starts_with("RW") {
        "dit is een minisign-sleutel; de openbare age-sleutel van de ontvanger begint met age1"
    } else if written.trim_start().starts_with("age1") {
        "zij begint goed, maar er ontbreekt of verschilt een teken: kopieer haar nog eens in haar geheel"
    } else {
        "de openbare sleutel van de ontvanger begint met age1; `jib keygen` maakt een paar"
    };
    gathered.say(at, format!("de sleutel van `{whose}` is geen age-sleutel"), help);
}

fn signing(subject: &CheckedConfig<'_>, gathered: &mut Gathered) -> Option<SigningKey> {
    let path = &subject.file.beheer.signing_key;
    match SigningKey::read(&subject.folder.join(path.get_ref())) {
        Ok(key) => Some(key),
        Err(bad) => {
            let (reason, help) = match bad {
                BadKey::Unreadable(reason) => (
                    format!("kan niet worden gelezen: {}", cause(&reason)),
                    help_of_path(path.get_ref(), &reason, "maak er een met `jib keygen --out sleutels`"),
                ),
                BadKey::Password => (
                    "heeft een wachtwoord".to_owned(),
                    "'s nachts is er niemand om het in te typen; maak er een zonder: `jib keygen`, of `minisign -G -W`",
                ),
                BadKey::Public => (
                    "is de openbare helft".to_owned(),
                    "wijs het geheime bestand aan (ondertekening.key, of minisign.key), niet dat op .pub",
                ),
                BadKey::Form => {
                    ("is geen minisign-sleutel".to_owned(), "maak er een met `jib keygen --out sleutels`")
                }
            };
            gathered.say(path.span(), format!("de ondertekeningssleutel {reason}"), help);
            None
        }
    }
}

/// The key, and whether others can read or change its file.
fn pseudonym(subject: &CheckedConfig<'_>, gathered: &mut Gathered) -> Option<(PseudonymKey, bool)> {
    let path = &subject.file.beheer.pseudonym_key;
    let (reason, help) = match SecretFile::kept(&subject.folder.join(path.get_ref())) {
        Ok(file) => match PseudonymKey::from_bytes(&file.bytes) {
            Some(key) => return Some((key, file.is_exposed)),
            None => (
                "heeft niet de goede vorm".to_owned(),
                "het is een bestand van precies 32 bytes, dat niet in een teksteditor is opgeslagen; zet het terug van een reservekopie",
            ),
        },
        Err(reason) => (
            format!("kan niet worden gelezen: {}", cause(&reason)),
            help_of_path(
                path.get_ref(),
                &reason,
                "maak er een met `jib keygen --out sleutels`; hebt u er al een, zet die dan terug",
            ),
        ),
    };
    gathered.say(path.span(), format!("de pseudoniemsleutel {reason}"), help);
    None
}

/// Text that begins like a key of minisign and is longer than this is no path.
const PATH_CHARS: usize = 50;

/// The advice for a path that leads nowhere.
fn help_of_path(path: &str, reason: &io::Error, otherwise: &'static str) -> &'static str {
    if path.trim_start().starts_with("age1") || path.trim_start().starts_with("RW") && path.len() > PATH_CHARS
    {
        return "hier staat een sleutel, en hier hoort het pad van het bestand waarin de geheime sleutel staat, zoals \"sleutels/ondertekening.key\"";
    }
    if let Some(advice) = as_whom(reason) {
        return advice;
    }
    if leads_elsewhere(reason) {
        return "zet het bestand zelf in die map, of wijs hier het bestand aan waar de koppeling heen leidt";
    }
    let is_windows = path.contains('\\') || path.chars().any(char::is_control);
    if is_windows && !Path::new(path).exists() {
        "een `\\` heeft tussen dubbele aanhalingstekens een eigen betekenis: gebruik / of enkele aanhalingstekens"
    } else {
        otherwise
    }
}
