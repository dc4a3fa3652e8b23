//! The same explanations as text to read out, in lines of at most 100 characters.

use crate::messages::{Lang, Messages};
use std::fmt::Write as _;

use super::code::CodeMeaning;
use super::extract::{self, ExtractPage};
use super::facts::ExtractFacts;
use super::person::{ConsentAnswer, ExplainedValue, ParcelAnswer, PersonAnswer, RefusalAnswer};

/// The width of a line, in characters.
const WIDTH: usize = 100;

/// Text under construction. Writing into a string cannot fail.
#[derive(Default)]
struct TextPage(String);

/// Breaks lines only between words, never inside a date, a code or an article.
fn options<'a>(initial: &'a str, next: &'a str) -> textwrap::Options<'a> {
    textwrap::Options::new(WIDTH)
        .initial_indent(initial)
        .subsequent_indent(next)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
}

impl TextPage {
    fn line(&mut self, indent: usize, text: &str) {
        for part in text.split('\n') {
            let indent = " ".repeat(indent);
            for line in textwrap::wrap(part, options(&indent, &indent)) {
                let _ = writeln!(self.0, "{}", line.trim_end());
            }
        }
    }

    /// A label in the margin with its text beside it.
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
pub fn person(uitleg: &PersonAnswer) -> String {
    let mut page = TextPage::default();
    page.opening(uitleg);
    page.heading("Wat er is aangeleverd");
    for source in &uitleg.facts {
        page.source(source);
    }
    if !uitleg.values.is_empty() {
        page.heading("Wat daaruit volgt");
        for value in &uitleg.values {
            page.value(value);
        }
    }
    if !uitleg.reasons.is_empty() {
        page.heading("Waarom iets niet zeker is, en wie het kan oplossen");
        for reden in &uitleg.reasons {
            page.line(2, &format!("{}: {}", reden.code, reden.meaning));
            page.pair(4, "wat kan", &reden.remedy);
        }
    }
    if !uitleg.unknowable.is_empty() {
        page.heading("Wat geen enkele levering kan zeggen");
        for own in &uitleg.unknowable {
            page.line(2, &format!("{}: {}", own.code, own.meaning));
            page.pair(4, "wat kan", &own.remedy);
        }
    }
    let (granted, denied): (Vec<&ParcelAnswer>, Vec<&ParcelAnswer>) =
        uitleg.parcels.iter().partition(|pakket| pakket.is_delivered);
    page.heading("Wat er over deze persoon weggaat");
    if granted.is_empty() {
        page.line(2, "Niets.");
    }
    for pakket in granted {
        page.parcel(pakket);
    }
    page.heading("Wat niet weggaat, en waarom niet");
    page.refusals(denied);
    for nooit in &uitleg.never {
        let what = nooit.parcel.as_ref().map_or("een pakket".to_owned(), |own| format!("het pakket {own}"));
        page.line(2, &format!("{}: nooit {what}", nooit.name));
        page.pair(4, "waarom niet", &nooit.refusal);
    }
    if !uitleg.consents.is_empty() {
        page.heading("Toestemmingen");
        for consent in &uitleg.consents {
            page.consent(consent);
        }
    }
    page.0
}

impl TextPage {
    /// About whom and when, and what makes the rest of less use.
    fn opening(&mut self, uitleg: &PersonAnswer) {
        let sets = if uitleg.rule_set == uitleg.rule_set_on_verstrekdatum {
            format!("regelset {}", uitleg.rule_set)
        } else {
            format!("regelsets {} en {}", uitleg.rule_set, uitleg.rule_set_on_verstrekdatum)
        };
        self.line(
            0,
            &format!(
                "Uitleg over één persoon: {}, peildatum {}, verstrekdatum {}, {sets}.",
                uitleg.gemeente, uitleg.peildatum, uitleg.verstrekdatum
            ),
        );
        if !uitleg.refused_extracts.is_empty() {
            let refused = uitleg.refused_extracts.join(", ");
            self.line(0, &format!("LET OP: een run levert nu niets, want dit is geweigerd: {refused}."));
        }
        if !uitleg.in_brp {
            self.line(0, "Dit nummer staat niet in de BRP-levering, of de rij staat in quarantaine. Zonder BRP-rij wordt over niemand iets geleverd, behalve wat een school zelf overdraagt (overstap).");
        }
    }

    /// Each reason once, with the parcels that it keeps the person out of.
    fn refusals(&mut self, denied: Vec<&ParcelAnswer>) {
        let mut reasons: Vec<(&RefusalAnswer, Vec<&ParcelAnswer>)> = Vec::new();
        for pakket in denied {
            let Some(why) = &pakket.refusal else { continue };
            match reasons.iter_mut().find(|(known, _)| known.code == why.code) {
                Some((_, parcels)) => parcels.push(pakket),
                None => reasons.push((why, vec![pakket])),
            }
        }
        for (why, parcels) in reasons {
            self.refusal(why, &parcels);
        }
    }

    fn consent(&mut self, consent: &ConsentAnswer) {
        let verdict = if consent.counts { "telt" } else { "telt niet" };
        self.line(
            2,
            &format!(
                "regel {}: voor {}, doel {}: {verdict}",
                consent.line, consent.recipient, consent.purpose
            ),
        );
        self.pair(4, "velden", &consent.fields.join(", "));
        if let Some(gebrek) = &consent.defect {
            self.pair(4, "waarom niet", &format!("{} ({})", gebrek.meaning, gebrek.code));
            self.pair(4, "wat kan", &gebrek.remedy);
        }
    }

    fn source(&mut self, source: &ExtractFacts) {
        let deliveries: Vec<String> = source
            .deliveries
            .iter()
            .map(|levering| {
                let old = if levering.is_stale { ", verouderd" } else { "" };
                let changes = if levering.is_delta { ", alleen wijzigingen" } else { "" };
                format!("van {}, stand {}{old}{changes}", levering.source, levering.peildatum)
            })
            .collect();
        let from = if deliveries.is_empty() { "niet aangeleverd".to_owned() } else { deliveries.join("; ") };
        self.line(2, &format!("{} ({}): {from}", source.title, source.extract));
        if source.has_row_set_aside {
            self.line(4, "Een rij over deze persoon staat in quarantaine: niets uit dit bestand telt.");
        }
        for row in &source.rows {
            let cells: Vec<String> =
                row.iter().map(|fact| format!("{} {}", fact.column, fact.value)).collect();
            self.line(4, &cells.join(" · "));
        }
        if source.rows.is_empty() && !source.has_row_set_aside && !source.deliveries.is_empty() {
            self.line(4, "niets over deze persoon");
        }
    }

    fn value(&mut self, value: &ExplainedValue) {
        let shown =
            if value.value.is_empty() { "niet bekend".to_owned() } else { value.value.replace('_', " ") };
        let later = value.on_verstrekdatum.as_ref();
        let later = later.map(|word| format!(" (op de verstrekdatum: {})", word.replace('_', " ")));
        self.line(2, &format!("{}: {shown}{}", value.title, later.unwrap_or_default()));
        self.line(4, &value.explanation);
        for condition in &value.conditions {
            self.line(4, &format!("- {}: {}", condition.condition, condition.answer));
        }
        let mut basis = value.articles.join(", ");
        if !value.extracts.is_empty() {
            let _ = write!(
                basis,
                "{}uit {}",
                if basis.is_empty() { "" } else { "; " },
                value.extracts.join(", ")
            );
        }
        self.pair(4, "volgt uit", &basis);
    }

    fn parcel(&mut self, pakket: &ParcelAnswer) {
        let schools = if pakket.schools.is_empty() {
            String::new()
        } else {
            format!(", school {}", pakket.schools.join(" en "))
        };
        self.line(2, &format!("{}: {}/{}{schools}", pakket.name, pakket.party, pakket.parcel));
        self.pair(4, "waarvoor", &pakket.purpose);
        if pakket.counts_only {
            self.pair(
                4,
                "let op",
                "deze persoon telt mee in een aantal; er gaat niets over de persoon zelf weg",
            );
        }
        self.pair(4, "artikelen", &format!("{} ({})", pakket.articles.join(", "), pakket.rule));
        let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
        for field in &pakket.fields {
            match fields.iter_mut().find(|(article, _)| *article == field.article) {
                Some((_, words)) => words.push(field.field),
                None => fields.push((&field.article, vec![field.field])),
            }
        }
        let fields: Vec<String> =
            fields.iter().map(|(article, words)| format!("{} ({article})", words.join(", "))).collect();
        self.pair(4, "velden", &fields.join("\n"));
    }

    /// One reason, with every parcel it closes.
    fn refusal(&mut self, why: &RefusalAnswer, parcels: &[&ParcelAnswer]) {
        self.line(2, &format!("{}: {}", why.code, why.meaning));
        for pakket in parcels {
            let precies = pakket.refusal.as_ref().map(|own| own.missing.join("; ")).unwrap_or_default();
            let precies = if precies.is_empty() { precies } else { format!(": {precies}") };
            let articles = pakket.articles.join(", ");
            self.line(4, &format!("- {}/{} ({articles}){precies}", pakket.party, pakket.parcel));
        }
        self.pair(4, "nodig is", &why.needed);
        self.pair(4, "wat kan", &why.remedy);
    }
}

/// Explains an extract.
pub fn extract(told: &ExtractPage, lang: Lang) -> String {
    let word = |id: &str| Messages::of(lang).say(&format!("aanlevering-{id}"), []);
    let mut page = TextPage::default();
    page.line(0, &format!("{} ({}). {}", told.title, told.extract, told.meaning));
    page.line(0, &word("bestand"));
    for (name, words) in extract::facts(told, lang) {
        page.line(2, &format!("{name}: {words}"));
    }
    page.heading(&word("kolommen"));
    for column in &told.columns {
        let mark = if column.is_essential { "*" } else { "" };
        page.line(2, &format!("{}{mark}: {}", column.name, column.meaning));
        page.pair(4, &word("vorm").to_lowercase(), &column.form);
        page.pair(4, &word("vullen").to_lowercase(), &column.filled);
        let codes = column.codes.iter().map(|code| format!("{} = {}", code.code, code.words()));
        page.pair(4, &word("codes"), &codes.collect::<Vec<_>>().join("\n"));
        if !column.is_essential {
            page.pair(4, &word("zonder"), &column.without);
        }
        page.pair(4, &word("ook"), &column.aliases.join(", "));
    }
    page.line(2, &word("ster").replace('\\', ""));
    if !told.sample.is_empty() {
        page.heading(&word("voorbeeld"));
        let _ = writeln!(page.0, "{}", told.sample.join("\n"));
    }
    page.0
}

/// Explains a code.
pub fn code(meanings: &[CodeMeaning]) -> String {
    let mut page = TextPage::default();
    for (at, meaning) in meanings.iter().enumerate() {
        if at > 0 {
            page.0.push('\n');
        }
        let ernst = meaning.ernst.map(|ernst| format!(", {ernst}")).unwrap_or_default();
        // Reasons and refusals have no title, only their first sentence.
        let titel = if meaning.meaning.starts_with(&meaning.title) {
            String::new()
        } else {
            format!(": {}", meaning.title)
        };
        page.line(0, &format!("{} ({}{ernst}){titel}", meaning.code, meaning.kind));
        page.line(2, &meaning.meaning);
        let action = if meaning.kind == "artikel" { "gelezen als" } else { "wat te doen" };
        page.pair(2, if meaning.kind == "regel" { "wie" } else { "nodig is" }, &meaning.needed);
        page.pair(
            2,
            if meaning.kind == "vraag" { "zie ook" } else { "levert" },
            &meaning.releases.join("\n"),
        );
        page.pair(2, action, &meaning.remedy);
        page.pair(2, "bron", &meaning.sources.join(", "));
        page.pair(2, "geldt", &meaning.validity.join("\n"));
        page.pair(2, "bij", &meaning.questions.join("\n"));
    }
    page.0
}

/// Every code, one per line.
pub fn list(meanings: &[CodeMeaning]) -> String {
    let mut page = TextPage::default();
    for meaning in meanings {
        let _ = writeln!(page.0, "{}\t{}\t{}", meaning.code, meaning.kind, meaning.title);
    }
    page.0
}
