//! A rule in plain Dutch: who it is about, and what else must hold.

use crate::law::file::{Regelvorm, School};
use crate::law::rule::{Condition, Rule};
use crate::schemas::glossary::Glossary;

/// What a line of a parcel is about.
pub fn form(form: Regelvorm) -> &'static str {
    match form {
        Regelvorm::Persoon => "één regel per persoon",
        Regelvorm::Contact => "contactgegevens, één regel per persoon",
        Regelvorm::Melding => "één regel per verzuimmelding",
        Regelvorm::Overstap => "één regel per overstap en resultaat",
        Regelvorm::Telling => "alleen aantallen, geen personen",
        Regelvorm::Toestemming => {
            "één regel per persoon die toestemming gaf, één pakket per doel en set velden"
        }
    }
}

/// Who is in the parcel: one sentence per alternative. Without alternatives, what the parcel's form says.
pub fn who(rule: &Rule, glossary: &Glossary) -> Vec<String> {
    if rule.when.is_empty() {
        return vec![match rule.form {
            Regelvorm::Contact => format!("wie in {} zit", any_of(&rule.within)),
            Regelvorm::Overstap => "wie volgens de school die de leerling verlaat, overstapt".to_owned(),
            _ => "iedereen".to_owned(),
        }];
    }
    rule.when.iter().map(|condition| alternative(condition, glossary)).collect()
}

fn alternative(condition: &Condition, glossary: &Glossary) -> String {
    let parts: Vec<String> = condition
        .restrictions()
        .into_iter()
        .map(|(axis, words)| {
            let words: Vec<String> = words.iter().map(|word| word.replace('_', " ")).collect();
            format!("{}: {}", glossary.title(axis.word()), any_of(&words))
        })
        .collect();
    parts.join("; ")
}

/// What else must hold.
pub fn besides(rule: &Rule) -> Vec<String> {
    let mut all = Vec::new();
    if rule.form == Regelvorm::Toestemming {
        all.push(
            "wie het betreft gaf geldig toestemming aan deze partij, voor dit doel en deze velden, binnen een samenwerking die geldt"
                .to_owned(),
        );
    }
    if let Some(eis) = &rule.mandaat {
        all.push(format!(
            "een mandaat van {} voor {} is in werking, met een AVG-regeling",
            eis.van, eis.taak
        ));
    }
    if let Some(met) = &rule.overeenkomst {
        all.push(format!("een overeenkomst met {met} over de levering is in werking"));
    }
    if rule.partner {
        all.push("de ambtsinstructie in werking noemt deze partij als partner".to_owned());
    }
    if !rule.earlier_in.is_empty() {
        all.push(format!("de jongere zat eerder in {}", any_of(&rule.earlier_in)));
    }
    if rule.once {
        all.push("één keer: niet opnieuw zolang de partij het heeft".to_owned());
    }
    if rule.pause_days > 0 {
        all.push(format!("niet opnieuw binnen {} dagen over dezelfde jongere", rule.pause_days));
    }
    if rule.verwerker {
        all.push("met de school is een verwerkersovereenkomst in werking".to_owned());
    }
    if let Some(bron) = &rule.source {
        all.push(format!("de meldingen komen uit een levering met bron {bron}"));
    }
    if rule.closed_days > 0 {
        all.push(format!(
            "ook meldingen die in de {} dagen tot en met de peildatum zijn afgesloten",
            rule.closed_days
        ));
    }
    if !rule.departments.is_empty() {
        all.push(format!(
            "contactgegevens alleen van {}, of van een afdeling waarvoor een doeloverlap is vastgelegd",
            any_of(&rule.departments)
        ));
    }
    match rule.school {
        Some(School::Overleg) => all.push(
            "alleen naar de school van het diploma, en anders naar de school die de jongere verliet"
                .to_owned(),
        ),
        Some(School::Ontvangend) => all.push("alleen naar de school die de leerling ontvangt".to_owned()),
        Some(School::Inschrijving) => {
            all.push("alleen naar de school waar de jongere staat ingeschreven".to_owned());
        }
        None => {}
    }
    all
}

/// The words as a choice: `a, b of c`.
pub fn any_of<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} of {last}", first.join(", ")),
    }
}
