//! The end of a run in at most ten lines: is it good, and if not, what now?

use std::collections::BTreeSet;

use super::shown;
use crate::model::finding::Ernst;
use crate::model::outcome::RunOutcome;
use crate::report::outcome::Outcome;
use crate::report::suppress::Shown;
use crate::report::verdict::Verdict;
use crate::schemas::catalogue::Lang;

/// The most lines of a summary.
const LINES_MAX: usize = 10;

/// The most findings that are named one by one.
const NAMED_MAX: usize = 2;

/// The lines, in the language of the findings.
pub fn summary(outcome: &Outcome, lang: Lang) -> String {
    let say = |nl: &'static str, en: &'static str| if lang == Lang::Nl { nl } else { en };
    let mut lines =
        vec![format!("{}: {}: {}", judged(outcome, lang), outcome.gemeente, verdict(outcome, lang))];
    let mut line = |name: &str, text: String| lines.push(format!("  {name:<12} {text}"));

    let read: u64 = outcome.extracts.iter().map(|som| som.read).sum();
    let aside: u64 = outcome.extracts.iter().map(|som| som.quarantaine).sum();
    let extracts = outcome.extracts.len();
    line(
        say("gelezen", "read"),
        match lang {
            Lang::Nl => format!("{read} rijen in {extracts} extracten, {aside} in quarantaine"),
            Lang::En => format!("{read} rows in {extracts} extracts, {aside} set aside"),
        },
    );
    line(say("beoordeeld", "classified"), format!("{} {}", outcome.persons, say("personen", "persons")));
    if !outcome.blocking.is_empty() {
        let blocking: Vec<String> =
            outcome.blocking.iter().map(|(extract, code)| format!("{extract} ({code})")).collect();
        line(say("geweigerd", "refused"), blocking.join(", "));
    }
    if !outcome.parcels.is_empty() {
        line(say("geleverd", "released"), released(outcome, lang));
    }
    let findings: Vec<String> =
        outcome.findings.iter().map(|(ernst, count)| format!("{count} {ernst}")).collect();
    line(
        say("bevindingen", "findings"),
        if findings.is_empty() { say("geen", "none").to_owned() } else { findings.join(", ") },
    );
    if outcome.incidents > 0 {
        let what = say(
            "mogelijk datalek: een bestand kwam over een onbeveiligd kanaal; leg het voor aan de privacy officer",
            "possible data breach: a file came over an unsecured channel; tell the privacy officer",
        );
        line(say("let op", "look"), what.to_owned());
    }
    let grave = outcome.noted.iter().filter(|found| found.ernst != Ernst::Info).take(NAMED_MAX);
    for found in grave {
        let times = match found.count {
            Shown::Count(count) => format!("{count}x "),
            Shown::Hidden => String::new(),
        };
        let text = format!("{times}{} in {}: {}", found.code, found.extract, found.title);
        line(say("let op", "look"), text);
    }
    if let Some(next) = next_step(outcome, lang) {
        line(say("nu doen", "do now"), next);
    }
    if let Some(folder) = &outcome.folder {
        line(say("rapport", "report"), shown(&folder.join("rapport").join("index.html")));
    }
    debug_assert!(lines.len() <= LINES_MAX);
    lines.join("\n")
}

fn judged(outcome: &Outcome, lang: Lang) -> &'static str {
    match (Verdict::of(outcome), lang) {
        (oordeel, Lang::Nl) => oordeel.words(),
        (Verdict::Good, Lang::En) => "GOOD",
        (Verdict::NeedsAttention, Lang::En) => "LOOK",
        (Verdict::NotGood, Lang::En) => "NOT GOOD",
    }
}

fn verdict(outcome: &Outcome, lang: Lang) -> &'static str {
    let [nl, en] = match outcome.ended {
        RunOutcome::Released | RunOutcome::ReleasedOverThreshold if outcome.folder.is_none() => {
            ["proefrun: er is niets geschreven", "dry run: nothing was written"]
        }
        RunOutcome::Released => ["geleverd", "released"],
        RunOutcome::ReleasedOverThreshold => [
            "geleverd, hoewel te veel rijen in quarantaine staan",
            "released, although too many rows were set aside",
        ],
        RunOutcome::ExtractRefused => [
            "er is niets geleverd, want een extract is geweigerd",
            "nothing was released, since an extract was refused",
        ],
        RunOutcome::QuarantineTooLarge => [
            "er is niets geleverd, want te veel rijen staan in quarantaine",
            "nothing was released, since too many rows were set aside",
        ],
        RunOutcome::CheckedOnly => ["gecontroleerd; er is niets geleverd", "checked; nothing was released"],
    };
    if lang == Lang::Nl { nl } else { en }
}

fn released(outcome: &Outcome, lang: Lang) -> String {
    let rows: u64 = outcome.parcels.iter().map(|som| som.delivered).sum();
    let filled = outcome.parcels.iter().filter(|som| som.delivered > 0);
    let parties: BTreeSet<&str> = filled.clone().map(|som| som.party.as_str()).collect();
    let (filled, total, parties) = (filled.count(), outcome.parcels.len(), parties.len());
    match lang {
        Lang::Nl => format!("{rows} regels in {filled} van {total} pakketten, voor {parties} partijen"),
        Lang::En => format!("{rows} rows in {filled} of {total} parcels, for {parties} parties"),
    }
}

/// What the reader should do next; nothing if all is well.
fn next_step(outcome: &Outcome, lang: Lang) -> Option<String> {
    let first = outcome.noted.iter().find(|found| found.ernst != Ernst::Info)?;
    let command = format!("jib explain {}", first.code);
    let text = match (outcome.ended, lang) {
        (RunOutcome::ExtractRefused, Lang::Nl) => {
            format!("laat de bron het bestand herstellen en draai opnieuw; uitleg: {command}")
        }
        (RunOutcome::ExtractRefused, Lang::En) => {
            format!("have the source mend the file and run again; see: {command}")
        }
        (RunOutcome::QuarantineTooLarge, Lang::Nl) => {
            format!("laat de bron de rijen in intern/quarantaine herstellen; uitleg: {command}")
        }
        (RunOutcome::QuarantineTooLarge, Lang::En) => {
            format!("have the source mend the rows in intern/quarantaine; see: {command}")
        }
        (_, Lang::Nl) if first.ernst == Ernst::Quarantaine => {
            format!("geen haast: laat de bron de rijen in quarantaine herstellen; uitleg: {command}")
        }
        (_, Lang::En) if first.ernst == Ernst::Quarantaine => {
            format!("not urgent: have the source mend the rows set aside; see: {command}")
        }
        (_, Lang::Nl) => format!("niets dat haast heeft; uitleg: {command}"),
        (_, Lang::En) => format!("nothing urgent; see: {command}"),
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::ledger::manifest::{ExtractSum, ParcelSum};
    use crate::report::findings::FindingRow;

    /// A run about which there is as much to say as there can be.
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
