//! The summary at the end of a run, in at most ten lines: did it go well, and if not, what now?

use std::collections::BTreeSet;

use fluent_bundle::FluentValue;

use super::shown;
use crate::model::finding::Ernst;
use crate::model::outcome::RunOutcome;
use crate::report::findings::FindingRow;
use crate::report::messages::Messages;
use crate::report::outcome::Outcome;
use crate::report::suppress::Shown;
use crate::report::verdict::Verdict;
use crate::schemas::catalogue::Lang;

/// The most lines of a summary.
const LINES_MAX: usize = 10;

/// The most findings named one by one.
const NAMED_MAX: usize = 2;

/// The lines, in the language of the findings.
pub fn summary(outcome: &Outcome, lang: Lang) -> String {
    let messages = Messages::of(lang);
    let word = |id: &str| messages.say(id, []);
    let mut lines =
        vec![format!("{}: {}: {}", word(judged(outcome)), outcome.gemeente, word(verdict(outcome)))];
    let mut line = |id: &str, text: String| lines.push(format!("  {:<12} {text}", word(id)));

    let read: u64 = outcome.extracts.iter().map(|som| som.read).sum();
    let aside: u64 = outcome.extracts.iter().map(|som| som.quarantaine).sum();
    let values =
        [("gelezen", plain(read)), ("extracten", plain(outcome.extracts.len())), ("apart", plain(aside))];
    line("samenvatting-regel_gelezen", messages.say("samenvatting-gelezen", values));
    let persons = messages.say("samenvatting-beoordeeld", [("personen", plain(outcome.persons))]);
    line("samenvatting-regel_beoordeeld", persons);
    if !outcome.blocking.is_empty() {
        let blocking: Vec<String> =
            outcome.blocking.iter().map(|(extract, code)| format!("{extract} ({code})")).collect();
        line("samenvatting-regel_geweigerd", blocking.join(", "));
    }
    if !outcome.parcels.is_empty() {
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
        let times = match found.count {
            Shown::Count(count) => format!("{count}x "),
            Shown::Hidden => String::new(),
        };
        let text = format!("{times}{} in {}: {}", found.code, found.extract, found.title);
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

/// A number without thousands separators, like every number in terminal output.
fn plain(number: impl ToString) -> FluentValue<'static> {
    number.to_string().into()
}

fn judged(outcome: &Outcome) -> &'static str {
    match Verdict::of(outcome) {
        Verdict::Good => "samenvatting-goed",
        Verdict::NeedsAttention => "samenvatting-let_op",
        Verdict::NotGood => "samenvatting-niet_goed",
    }
}

fn verdict(outcome: &Outcome) -> &'static str {
    match outcome.ended {
        RunOutcome::Released | RunOutcome::ReleasedOverThreshold if outcome.folder.is_none() => {
            "samenvatting-proefrun"
        }
        RunOutcome::Released => "samenvatting-geleverd",
        RunOutcome::ReleasedOverThreshold => "samenvatting-geleverd_met_quarantaine",
        RunOutcome::ExtractRefused => "samenvatting-extract_geweigerd",
        RunOutcome::QuarantineTooLarge => "samenvatting-quarantaine_te_groot",
        RunOutcome::CheckedOnly => "samenvatting-gecontroleerd",
    }
}

fn released(outcome: &Outcome, messages: &Messages) -> String {
    let rows: u64 = outcome.parcels.iter().map(|som| som.delivered).sum();
    let filled = outcome.parcels.iter().filter(|som| som.delivered > 0);
    let parties: BTreeSet<&str> = filled.clone().map(|som| som.party.as_str()).collect();
    let values = [
        ("regels", plain(rows)),
        ("gevuld", plain(filled.count())),
        ("alle", plain(outcome.parcels.len())),
        ("partijen", plain(parties.len())),
    ];
    messages.say("samenvatting-regels", values)
}

/// What to do next, given how the run ended and the most severe finding.
fn next_step(outcome: &Outcome, first: &FindingRow) -> &'static str {
    match outcome.ended {
        RunOutcome::ExtractRefused => "samenvatting-nu_bestand",
        RunOutcome::QuarantineTooLarge => "samenvatting-nu_rijen",
        _ if first.ernst == Ernst::Quarantaine => "samenvatting-nu_geen_haast",
        _ => "samenvatting-nu_niets",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::ledger::manifest::{ExtractSum, ParcelSum};

    /// A run with as much to report as possible.
    fn outcome(uitkomst: RunOutcome) -> Outcome {
        let refused = uitkomst == RunOutcome::ExtractRefused;
        let noted = |ernst, code| FindingRow {
            ernst,
            code,
            extract: "verzuim".to_owned(),
            title: "Iets".to_owned(),
            advice: String::new(),
            count: Shown::Count(3),
            meaning: String::new(),
            source: String::new(),
        };
        let pakket = ParcelSum {
            party: "leerplicht".to_owned(),
            parcel: "toezicht".to_owned(),
            persons: 9,
            delivered: 9,
            refused: std::collections::BTreeMap::new(),
        };
        Outcome {
            folder: Some(std::path::PathBuf::from("runs/x")),
            ended: uitkomst,
            gemeente: "Voorbeeldstad".to_owned(),
            gemeentecode: "0599".to_owned(),
            small_cell_threshold: 5,
            persons: 9,
            extracts: vec![ExtractSum { extract: "brp".to_owned(), read: 9, accepted: 9, quarantaine: 0 }],
            parcels: if refused { Vec::new() } else { vec![pakket] },
            blocking: if refused { vec![("verzuim".to_owned(), "R-VRZ-001")] } else { Vec::new() },
            findings: vec![(Ernst::Quarantaine, 3), (Ernst::Waarschuwing, 3)],
            noted: vec![noted(Ernst::Quarantaine, "R-VRZ-002"), noted(Ernst::Waarschuwing, "R-VRZ-003")],
            incidents: 1,
        }
    }

    #[test]
    fn a_summary_has_ten_lines_at_most_and_begins_with_the_answer() {
        for (uitkomst, answer) in [
            (RunOutcome::Released, "LET OP: "),
            (RunOutcome::ReleasedOverThreshold, "LET OP: "),
            (RunOutcome::ExtractRefused, "NIET GOED: "),
            (RunOutcome::QuarantineTooLarge, "NIET GOED: "),
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
        let quiet = Outcome {
            noted: Vec::new(),
            findings: Vec::new(),
            incidents: 0,
            ..outcome(RunOutcome::Released)
        };
        let text = summary(&quiet, Lang::Nl);
        assert!(
            text.starts_with("GOED: ") && !text.contains("nu doen") && !text.contains("let op"),
            "{text}"
        );
    }
}
