//! The end of a run in at most ten lines: is it good, and if not, what now?

use std::collections::BTreeSet;

use fluent_bundle::FluentValue;

use super::shown;
use crate::model::finding::Ernst;
use crate::model::outcome::Uitkomst;
use crate::report::findings::BevindingRegel;
use crate::report::messages::Messages;
use crate::report::outcome::Outcome;
use crate::report::suppress::Shown;
use crate::report::verdict::Oordeel;
use crate::schemas::catalogue::Lang;

/// The most lines of a summary.
const LINES_MAX: usize = 10;

/// The most findings that are named one by one.
const NAMED_MAX: usize = 2;

/// The lines, in the language of the findings.
pub fn summary(outcome: &Outcome, lang: Lang) -> String {
    let messages = Messages::of(lang);
    let word = |id: &str| messages.say(id, []);
    let mut lines =
        vec![format!("{}: {}: {}", word(judged(outcome)), outcome.gemeente, word(verdict(outcome)))];
    let mut line = |id: &str, text: String| lines.push(format!("  {:<12} {text}", word(id)));

    let read: u64 = outcome.extracten.iter().map(|som| som.gelezen).sum();
    let aside: u64 = outcome.extracten.iter().map(|som| som.quarantaine).sum();
    let values =
        [("gelezen", plain(read)), ("extracten", plain(outcome.extracten.len())), ("apart", plain(aside))];
    line("samenvatting-regel_gelezen", messages.say("samenvatting-gelezen", values));
    let persons = messages.say("samenvatting-beoordeeld", [("personen", plain(outcome.personen))]);
    line("samenvatting-regel_beoordeeld", persons);
    if !outcome.blocking.is_empty() {
        let blocking: Vec<String> =
            outcome.blocking.iter().map(|(extract, code)| format!("{extract} ({code})")).collect();
        line("samenvatting-regel_geweigerd", blocking.join(", "));
    }
    if !outcome.pakketten.is_empty() {
        line("samenvatting-regel_geleverd", released(outcome, messages));
    }
    let findings: Vec<String> =
        outcome.findings.iter().map(|(ernst, count)| format!("{count} {ernst}")).collect();
    line(
        "samenvatting-regel_bevindingen",
        if findings.is_empty() { word("samenvatting-geen") } else { findings.join(", ") },
    );
    if outcome.incidents > 0 {
        line("samenvatting-regel_let_op", word("samenvatting-incident"));
    }
    let grave = outcome.noted.iter().filter(|found| found.ernst != Ernst::Info).take(NAMED_MAX);
    for found in grave {
        let times = match found.aantal {
            Shown::Count(count) => format!("{count}x "),
            Shown::Hidden => String::new(),
        };
        let text = format!("{times}{} in {}: {}", found.code, found.extract, found.titel);
        line("samenvatting-regel_let_op", text);
    }
    if let Some(first) = outcome.noted.iter().find(|found| found.ernst != Ernst::Info) {
        let next = messages.say(next_step(outcome, first), [("code", first.code.into())]);
        line("samenvatting-regel_nu", next);
    }
    if let Some(folder) = &outcome.folder {
        line("samenvatting-regel_rapport", shown(&folder.join("rapport").join("index.html")));
    }
    debug_assert!(lines.len() <= LINES_MAX);
    lines.join("\n")
}

/// A number without marks between its thousands, as a terminal shows all of them.
fn plain(number: impl ToString) -> FluentValue<'static> {
    number.to_string().into()
}

fn judged(outcome: &Outcome) -> &'static str {
    match Oordeel::of(outcome) {
        Oordeel::Goed => "samenvatting-goed",
        Oordeel::LetOp => "samenvatting-let_op",
        Oordeel::NietGoed => "samenvatting-niet_goed",
    }
}

fn verdict(outcome: &Outcome) -> &'static str {
    match outcome.uitkomst {
        Uitkomst::Geleverd | Uitkomst::GeleverdMetQuarantaine if outcome.folder.is_none() => {
            "samenvatting-proefrun"
        }
        Uitkomst::Geleverd => "samenvatting-geleverd",
        Uitkomst::GeleverdMetQuarantaine => "samenvatting-geleverd_met_quarantaine",
        Uitkomst::ExtractGeweigerd => "samenvatting-extract_geweigerd",
        Uitkomst::QuarantaineTeGroot => "samenvatting-quarantaine_te_groot",
        Uitkomst::Gecontroleerd => "samenvatting-gecontroleerd",
    }
}

fn released(outcome: &Outcome, messages: &Messages) -> String {
    let rows: u64 = outcome.pakketten.iter().map(|som| som.geleverd).sum();
    let filled = outcome.pakketten.iter().filter(|som| som.geleverd > 0);
    let parties: BTreeSet<&str> = filled.clone().map(|som| som.partij.as_str()).collect();
    let values = [
        ("regels", plain(rows)),
        ("gevuld", plain(filled.count())),
        ("alle", plain(outcome.pakketten.len())),
        ("partijen", plain(parties.len())),
    ];
    messages.say("samenvatting-regels", values)
}

/// What the reader should do next, by how the run ended and the gravest finding.
fn next_step(outcome: &Outcome, first: &BevindingRegel) -> &'static str {
    match outcome.uitkomst {
        Uitkomst::ExtractGeweigerd => "samenvatting-nu_bestand",
        Uitkomst::QuarantaineTeGroot => "samenvatting-nu_rijen",
        _ if first.ernst == Ernst::Quarantaine => "samenvatting-nu_geen_haast",
        _ => "samenvatting-nu_niets",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::ledger::manifest::{ExtractSom, PakketSom};

    /// A run about which there is as much to say as there can be.
    fn outcome(uitkomst: Uitkomst) -> Outcome {
        let refused = uitkomst == Uitkomst::ExtractGeweigerd;
        let noted = |ernst, code| BevindingRegel {
            ernst,
            code,
            extract: "verzuim".to_owned(),
            titel: "Iets".to_owned(),
            advies: String::new(),
            aantal: Shown::Count(3),
            betekenis: String::new(),
            bron: String::new(),
        };
        let pakket = PakketSom {
            partij: "leerplicht".to_owned(),
            pakket: "toezicht".to_owned(),
            personen: 9,
            geleverd: 9,
            geweigerd: std::collections::BTreeMap::new(),
        };
        Outcome {
            folder: Some(std::path::PathBuf::from("runs/x")),
            uitkomst,
            gemeente: "Voorbeeldstad".to_owned(),
            gemeentecode: "0599".to_owned(),
            drempel_kleine_cellen: 5,
            personen: 9,
            extracten: vec![ExtractSom {
                extract: "brp".to_owned(),
                gelezen: 9,
                aanvaard: 9,
                quarantaine: 0,
            }],
            pakketten: if refused { Vec::new() } else { vec![pakket] },
            blocking: if refused { vec![("verzuim".to_owned(), "R-VRZ-001")] } else { Vec::new() },
            findings: vec![(Ernst::Quarantaine, 3), (Ernst::Waarschuwing, 3)],
            noted: vec![noted(Ernst::Quarantaine, "R-VRZ-002"), noted(Ernst::Waarschuwing, "R-VRZ-003")],
            incidents: 1,
        }
    }

    #[test]
    fn a_summary_has_ten_lines_at_most_and_begins_with_the_answer() {
        for (uitkomst, answer) in [
            (Uitkomst::Geleverd, "LET OP: "),
            (Uitkomst::GeleverdMetQuarantaine, "LET OP: "),
            (Uitkomst::ExtractGeweigerd, "NIET GOED: "),
            (Uitkomst::QuarantaineTeGroot, "NIET GOED: "),
        ] {
            for lang in [Lang::Nl, Lang::En] {
                let text = summary(&outcome(uitkomst), lang);
                assert!(text.lines().count() <= LINES_MAX, "{text}");
                assert!(lang == Lang::En || text.starts_with(answer), "{text}");
                assert!(text.contains("jib explain R-VRZ-002"), "what to do: {text}");
            }
        }
    }

    #[test]
    fn nothing_to_do_is_said_by_saying_nothing() {
        let quiet =
            Outcome { noted: Vec::new(), findings: Vec::new(), incidents: 0, ..outcome(Uitkomst::Geleverd) };
        let text = summary(&quiet, Lang::Nl);
        assert!(
            text.starts_with("GOED: ") && !text.contains("nu doen") && !text.contains("let op"),
            "{text}"
        );
    }
}
