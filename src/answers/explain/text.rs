//! The same, as text to read out: lines of at most a hundred characters.

use std::fmt::Write as _;

use super::code::Betekenis;
use super::facts::Herkomst;
use super::person::{Geweigerd, Pakket, Uitleg, Waarde};

/// The width of a line.
const WIDTH: usize = 100;

/// Text under construction. Writing into a string cannot fail.
#[derive(Default)]
struct Page(String);

/// Lines break between words only: never inside a date, a code or an article.
fn options<'a>(initial: &'a str, next: &'a str) -> textwrap::Options<'a> {
    textwrap::Options::new(WIDTH)
        .initial_indent(initial)
        .subsequent_indent(next)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
}

impl Page {
    fn line(&mut self, indent: usize, text: &str) {
        for part in text.split('\n') {
            let indent = " ".repeat(indent);
            for line in textwrap::wrap(part, options(&indent, &indent)) {
                let _ = writeln!(self.0, "{}", line.trim_end());
            }
        }
    }

    /// A word in the margin with its text beside it.
    fn pair(&mut self, indent: usize, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let margin = " ".repeat(indent);
        let first = format!("{margin}{name:<13}");
        let next = " ".repeat(indent + 13);
        for (at, part) in text.split('\n').enumerate() {
            let initial = if at == 0 { &first } else { &next };
            for line in textwrap::wrap(part, options(initial, &next)) {
                let _ = writeln!(self.0, "{}", line.trim_end());
            }
        }
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.0, "\n{}", text.to_uppercase());
    }
}

/// The explanation of a person.
pub fn person(uitleg: &Uitleg) -> String {
    let mut page = Page::default();
    let sets = if uitleg.regelset == uitleg.regelset_verstrekdatum {
        format!("regelset {}", uitleg.regelset)
    } else {
        format!("regelsets {} en {}", uitleg.regelset, uitleg.regelset_verstrekdatum)
    };
    page.line(
        0,
        &format!(
            "Uitleg over één persoon: {}, peildatum {}, verstrekdatum {}, {sets}.",
            uitleg.gemeente, uitleg.peildatum, uitleg.verstrekdatum
        ),
    );
    if !uitleg.geweigerde_extracten.is_empty() {
        let refused = uitleg.geweigerde_extracten.join(", ");
        page.line(0, &format!("LET OP: een run levert nu niets, want dit is geweigerd: {refused}."));
    }
    if !uitleg.in_brp {
        page.line(0, "Dit nummer staat niet in de BRP-levering, of de rij staat in quarantaine. Zonder BRP-rij wordt over niemand iets geleverd, behalve wat een school zelf overdraagt (overstap).");
    }
    page.heading("Wat er is aangeleverd");
    for source in &uitleg.feiten {
        page.source(source);
    }
    if !uitleg.waarden.is_empty() {
        page.heading("Wat daaruit volgt");
        for value in &uitleg.waarden {
            page.value(value);
        }
    }
    if !uitleg.redenen.is_empty() {
        page.heading("Waarom iets niet zeker is, en wie het kan oplossen");
        for reden in &uitleg.redenen {
            page.line(2, &format!("{}: {}", reden.code, reden.betekenis));
            page.pair(4, "wat kan", &reden.doen);
        }
    }
    let (granted, denied): (Vec<&Pakket>, Vec<&Pakket>) =
        uitleg.pakketten.iter().partition(|pakket| pakket.geleverd);
    page.heading("Wat er over deze persoon weggaat");
    if granted.is_empty() {
        page.line(2, "Niets.");
    }
    for pakket in granted {
        page.parcel(pakket);
    }
    page.heading("Wat niet weggaat, en waarom niet");
    let mut reasons: Vec<(&Geweigerd, Vec<&Pakket>)> = Vec::new();
    for pakket in denied {
        let Some(why) = &pakket.weigering else { continue };
        match reasons.iter_mut().find(|(known, _)| known.code == why.code) {
            Some((_, parcels)) => parcels.push(pakket),
            None => reasons.push((why, vec![pakket])),
        }
    }
    for (why, parcels) in reasons {
        page.refusal(why, &parcels);
    }
    for nooit in &uitleg.nooit {
        page.line(2, &format!("{}: nooit een pakket", nooit.naam));
        page.pair(4, "waarom niet", &nooit.weigering);
    }
    if !uitleg.toestemmingen.is_empty() {
        page.heading("Toestemmingen");
        for consent in &uitleg.toestemmingen {
            let verdict = if consent.telt { "telt" } else { "telt niet" };
            page.line(
                2,
                &format!(
                    "regel {}: voor {}, doel {}: {verdict}",
                    consent.regel, consent.ontvanger, consent.doel
                ),
            );
            page.pair(4, "velden", &consent.velden.join(", "));
            if let Some(gebrek) = &consent.gebrek {
                page.pair(4, "waarom niet", &format!("{} ({})", gebrek.betekenis, gebrek.code));
                page.pair(4, "wat kan", &gebrek.doen);
            }
        }
    }
    page.0
}

impl Page {
    fn source(&mut self, source: &Herkomst) {
        let deliveries: Vec<String> = source
            .leveringen
            .iter()
            .map(|levering| {
                let old = if levering.verouderd { ", verouderd" } else { "" };
                let changes = if levering.alleen_wijzigingen { ", alleen wijzigingen" } else { "" };
                format!("van {}, stand {}{old}{changes}", levering.bron, levering.peildatum)
            })
            .collect();
        let from = if deliveries.is_empty() { "niet aangeleverd".to_owned() } else { deliveries.join("; ") };
        self.line(2, &format!("{} ({}): {from}", source.titel, source.extract));
        if source.rij_in_quarantaine {
            self.line(4, "Een rij over deze persoon staat in quarantaine: niets uit dit bestand telt.");
        }
        for row in &source.feiten {
            let cells: Vec<String> =
                row.iter().map(|fact| format!("{} {}", fact.kolom, fact.waarde)).collect();
            self.line(4, &cells.join(" · "));
        }
        if source.feiten.is_empty() && !source.rij_in_quarantaine && !source.leveringen.is_empty() {
            self.line(4, "niets over deze persoon");
        }
    }

    fn value(&mut self, value: &Waarde) {
        let shown =
            if value.waarde.is_empty() { "niet bekend".to_owned() } else { value.waarde.replace('_', " ") };
        let later = value.op_verstrekdatum.as_ref();
        let later = later.map(|word| format!(" (op de verstrekdatum: {})", word.replace('_', " ")));
        self.line(2, &format!("{}: {shown}{}", value.titel, later.unwrap_or_default()));
        self.line(4, &value.uitleg);
        for condition in &value.voorwaarden {
            self.line(4, &format!("- {}: {}", condition.voorwaarde, condition.antwoord));
        }
        let mut basis = value.artikelen.join(", ");
        if !value.extracten.is_empty() {
            let _ = write!(
                basis,
                "{}uit {}",
                if basis.is_empty() { "" } else { "; " },
                value.extracten.join(", ")
            );
        }
        self.pair(4, "volgt uit", &basis);
    }

    fn parcel(&mut self, pakket: &Pakket) {
        let schools = if pakket.scholen.is_empty() {
            String::new()
        } else {
            format!(", school {}", pakket.scholen.join(" en "))
        };
        self.line(2, &format!("{}: {}/{}{schools}", pakket.naam, pakket.partij, pakket.pakket));
        self.pair(4, "waarvoor", &pakket.doel);
        if pakket.alleen_aantallen {
            self.pair(
                4,
                "let op",
                "deze persoon telt mee in een aantal; er gaat niets over de persoon zelf weg",
            );
        }
        self.pair(4, "artikelen", &format!("{} ({})", pakket.artikelen.join(", "), pakket.regel));
        let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
        for field in &pakket.velden {
            match fields.iter_mut().find(|(article, _)| *article == field.artikel) {
                Some((_, words)) => words.push(field.veld),
                None => fields.push((&field.artikel, vec![field.veld])),
            }
        }
        let fields: Vec<String> =
            fields.iter().map(|(article, words)| format!("{} ({article})", words.join(", "))).collect();
        self.pair(4, "velden", &fields.join("\n"));
    }

    /// One reason, with every parcel that it keeps closed.
    fn refusal(&mut self, why: &Geweigerd, parcels: &[&Pakket]) {
        self.line(2, &format!("{}: {}", why.code, why.betekenis));
        for pakket in parcels {
            let precies = pakket.weigering.as_ref().map(|own| own.ontbreekt.join("; ")).unwrap_or_default();
            let precies = if precies.is_empty() { precies } else { format!(": {precies}") };
            let articles = pakket.artikelen.join(", ");
            self.line(4, &format!("- {}/{} ({articles}){precies}", pakket.partij, pakket.pakket));
        }
        self.pair(4, "nodig is", &why.nodig);
        self.pair(4, "wat kan", &why.doen);
    }
}

/// What a code means.
pub fn code(meanings: &[Betekenis]) -> String {
    let mut page = Page::default();
    for (at, meaning) in meanings.iter().enumerate() {
        if at > 0 {
            page.0.push('\n');
        }
        let ernst = meaning.ernst.map(|ernst| format!(", {ernst}")).unwrap_or_default();
        // Reasons and refusals have no other name than their first sentence.
        let titel = if meaning.betekenis.starts_with(&meaning.titel) {
            String::new()
        } else {
            format!(": {}", meaning.titel)
        };
        page.line(0, &format!("{} ({}{ernst}){titel}", meaning.code, meaning.soort));
        page.line(2, &meaning.betekenis);
        let action = if meaning.soort == "artikel" { "gelezen als" } else { "wat te doen" };
        page.pair(2, if meaning.soort == "regel" { "wie" } else { "nodig is" }, &meaning.nodig);
        page.pair(2, if meaning.soort == "vraag" { "zie ook" } else { "levert" }, &meaning.levert.join("\n"));
        page.pair(2, action, &meaning.doen);
        page.pair(2, "bron", &meaning.bron.join(", "));
        page.pair(2, "geldt", &meaning.geldigheid.join("\n"));
        page.pair(2, "bij", &meaning.vragen.join("\n"));
    }
    page.0
}

/// Every code, one a line.
pub fn list(meanings: &[Betekenis]) -> String {
    let mut page = Page::default();
    for meaning in meanings {
        let _ = writeln!(page.0, "{}\t{}\t{}", meaning.code, meaning.soort, meaning.titel);
    }
    page.0
}
