//! `LEESMIJ.txt` in the folder of a recipient, in plain Dutch: what the files are, under which article they were sent, how to open
//! them, until when to keep them, and whom to call. The reader may have nothing but this text. Holds no personal data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::passport::{articles, delete_by};
use crate::config::file::{Gemeente, Ontvanger};
use crate::law::file::Regelvorm;
use crate::law::in_force::RuleSet;
use crate::law::party::Party;
use crate::law::rule::Rule;
use crate::model::day::Day;
use crate::release::minimise::{Contents, Rows as _};
use crate::schemas::glossary::Glossary;

/// Line width, in characters: fits a window at its default size.
const WIDTH: usize = 78;

/// What the text is made from.
pub struct Leesmij<'a> {
    /// The recipient.
    pub party: &'a Party,
    /// The school, for a party with a folder per school.
    pub brin: Option<&'a str>,
    /// The rule set under which data leaves.
    pub rules: &'a RuleSet,
    /// The controller.
    pub gemeente: &'a Gemeente,
    /// The configured recipients, for the form of each parcel.
    pub recipients: &'a [toml::Spanned<Ontvanger>],
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// The parcels in the folder.
    pub parcels: &'a [&'a Contents<'a>],
    /// What columns mean.
    pub glossary: &'a Glossary,
}

/// A kind of file in the folder.
struct FileKind<'a> {
    rule: &'a Rule,
    extension: &'static str,
    is_empty: bool,
}

impl Leesmij<'_> {
    /// Returns the text. Writing into a string cannot fail.
    pub fn text(&self) -> String {
        let kinds = self.kinds();
        let mut text = String::new();
        let school = self.brin.map(|brin| format!(" {brin}")).unwrap_or_default();
        let title = format!("Bestanden van gemeente {} voor {}{school}", self.gemeente.name, self.party.name);
        let _ = writeln!(text, "{}\n{}", textwrap::fill(&title, options("", "")), "=".repeat(WIDTH));
        self.what(&mut text);
        self.files(&mut text, &kinds);
        self.columns(&mut text);
        self.opening(&mut text, &kinds);
        self.keeping(&mut text);
        self.calling(&mut text);
        text
    }

    /// The kinds of file, by their name in the folder.
    fn kinds(&self) -> BTreeMap<String, FileKind<'_>> {
        let mut kinds = BTreeMap::new();
        for parcel in self.parcels {
            let format = self.recipients.get(parcel.recipient()).map(|entry| entry.get_ref().format);
            let extension = format.unwrap_or_default().extension();
            kinds.insert(
                format!("{}.{extension}", parcel.pakket()),
                FileKind { rule: &parcel.parcel().rule, extension, is_empty: parcel.rows() == 0 },
            );
        }
        kinds
    }

    fn what(&self, text: &mut String) {
        heading(text, "Wat is dit?");
        let counts_only = self.parcels.iter().all(|parcel| parcel.parcel().rule.form == Regelvorm::Telling);
        let about = if counts_only {
            "Tellingen over jongeren; er staat niemand in."
        } else {
            "Gegevens over jongeren: alleen de gegevens die u van de wet mag hebben, of waarvoor de jongere toestemming gaf."
        };
        paragraph(
            text,
            &format!(
                "{about} Gemeente {} (code {}) stelde ze vast naar de stand van {} en verstrekt ze op {}.",
                self.gemeente.name,
                self.gemeente.code.get_ref(),
                self.peildatum.in_dutch(),
                self.verstrekdatum.in_dutch()
            ),
        );
        paragraph(text, "De bestanden zijn verzegeld. Alleen uw eigen sleutel opent ze.");
    }

    fn files(&self, text: &mut String, kinds: &BTreeMap<String, FileKind<'_>>) {
        heading(text, "Welke bestanden, en op welk artikel?");
        for (name, kind) in kinds {
            let _ = writeln!(text, "{name}.age");
            pair(text, "waarvoor", &kind.rule.purpose);
            pair(text, "op grond van", &articles(&kind.rule.basis, self.rules));
        }
        let _ = writeln!(text);
        let empty: Vec<&str> =
            kinds.iter().filter(|(_, kind)| kind.is_empty).map(|(name, _)| &**name).collect();
        if !empty.is_empty() {
            let listed = empty.join(", ");
            paragraph(
                text,
                &format!(
                    "Deze keer leeg, er staat niemand in: {listed}. Dat is geen fout: u hoeft daarvoor niets te doen."
                ),
            );
        }
        paragraph(
            text,
            "Bij elk bestand hoort een paspoort (.paspoort.json). Daarin staat van elke kolom het artikel. Het paspoort is gewone tekst en bevat geen gegevens van personen.",
        );
        if kinds.keys().any(|name| name.contains("-geheim.")) {
            paragraph(
                text,
                "In een bestand met -geheim in de naam staan mensen met een geheim adres. Geef hun adres aan niemand door, ook niet aan familie of school.",
            );
        }
        paragraph(
            text,
            "Ligt hier ook een bestand dat met intrekking begint, doe dat dan eerst: het noemt wie u eerder kreeg en nu moet verwijderen. De schuilnaam in de kolom kenmerk is dezelfde als in de vorige bestanden.",
        );
    }

    /// The columns about which a recipient must know more than their name.
    fn columns(&self, text: &mut String) {
        let all = self.parcels.iter().flat_map(|parcel| parcel.columns());
        let names: BTreeSet<&str> = all.map(|(field, _)| field.word()).collect();
        for column in names.into_iter().filter_map(|name| self.glossary.column(name)) {
            let Some(note) = &column.recipient_note else { continue };
            heading(text, &format!("De kolom {}", column.name));
            for (value, meaning) in column.values() {
                pair(text, value, meaning);
            }
            let _ = writeln!(text);
            paragraph(text, note);
        }
    }

    fn opening(&self, text: &mut String, kinds: &BTreeMap<String, FileKind<'_>>) {
        heading(text, "Hoe opent u ze?");
        let id = self.brin.unwrap_or(&self.party.id);
        paragraph(
            text,
            &format!(
                "U hebt twee dingen nodig: uw bestand met de geheime sleutel (identiteit.txt; het begint met \"# public key: age1\") en het programma jib, of een ander programma dat age-bestanden opent. Zet de map {id} en identiteit.txt bij elkaar op uw eigen computer. Open daar een opdrachtvenster en typ:"
            ),
        );
        let _ = writeln!(text, "    jib open {id} -i identiteit.txt --out geopend\n");
        paragraph(text, "Wat u kunt lezen, staat dan in de map geopend. Met age gaat het per bestand:");
        if let Some(name) = kinds.keys().next() {
            let _ = writeln!(text, "    age -d -i identiteit.txt -o {name} {id}/{name}.age\n");
        }
        paragraph(
            text,
            "Hebt u nog geen programma? age is gratis en staat op de bladzijde van het project: https://github.com/FiloSottile/age (voor Windows: kies daar onder Releases het bestand met windows in de naam). Mag u zelf niets installeren, vraag uw ICT-beheer dan om age of om jib.",
        );
        if kinds.values().any(|kind| kind.extension == "csv") {
            paragraph(
                text,
                "Een csv-bestand in Excel: open een leeg blad, kies Gegevens, Uit tekst/CSV, en zet alle kolommen op Tekst. Anders verliest een nummer zijn nullen vooraan.",
            );
        }
        paragraph(
            text,
            "Gaat een bestand niet open, of zegt jib \"niet voor deze identiteit\", dan is het voor een andere sleutel verzegeld of onderweg beschadigd. Bel ons; mail het bestand niet terug.",
        );
    }

    fn keeping(&self, text: &mut String) {
        heading(text, "Tot wanneer bewaren?");
        let until = delete_by(self.party, self.verstrekdatum).in_dutch();
        paragraph(
            text,
            &format!(
                "Uiterlijk op {until} verwijdert u alles: deze map, de geopende bestanden en elke kopie, ook in uw mail en in Downloads."
            ),
        );
        paragraph(text, &self.party.retention_basis);
    }

    fn calling(&self, text: &mut String) {
        heading(text, "Wie belt u?");
        match &self.gemeente.contact {
            Some(contact) => paragraph(text, contact.get_ref()),
            None => paragraph(
                text,
                &format!(
                    "Gemeente {}: uw vaste aanspreekpunt daar, of het algemene nummer; vraag naar de applicatiebeheerder van jib.",
                    self.gemeente.name
                ),
            ),
        }
        paragraph(
            text,
            "Kreeg u dit en is het niet voor u, of bent u een bestand of sleutel kwijt? Bel meteen: het kan een datalek zijn.",
        );
    }
}

fn heading(text: &mut String, title: &str) {
    let _ = writeln!(text, "\n{}\n", title.to_uppercase());
}

fn options<'a>(first: &'a str, next: &'a str) -> textwrap::Options<'a> {
    textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(next)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
}

fn paragraph(text: &mut String, words: &str) {
    let _ = writeln!(text, "{}\n", textwrap::fill(words, options("", "")));
}

fn pair(text: &mut String, name: &str, words: &str) {
    let first = format!("  {name:<14}");
    let next = " ".repeat(first.len());
    let _ = writeln!(text, "{}", textwrap::fill(words, options(&first, &next)));
}
