//! The summary at the end of a run: did it go well, and if not, what now?

use fluent_bundle::FluentValue;

use super::output::shown;
use crate::messages::{Lang, Messages};
use crate::model::outcome::RunOutcome;
use crate::report::outcome::Outcome;
use crate::report::verdict::{Task, Verdict};

/// The most tasks named one by one. The report has them all.
const NAMED_MAX: usize = 3;

/// The lines, in the language of the findings: the verdict, the figures, the tasks, and where the report is.
pub fn summary(outcome: &Outcome, lang: Lang) -> String {
    RunSummary::of(outcome, lang).whole()
}

/// What a quiet run still says: the verdict and the tasks, and nothing if no one needs to look.
pub fn alarm(outcome: &Outcome, lang: Lang) -> Option<String> {
    (outcome.judgement.verdict != Verdict::Good).then(|| RunSummary::of(outcome, lang).of_tasks())
}

struct RunSummary<'a> {
    outcome: &'a Outcome,
    messages: &'static Messages,
}

impl<'a> RunSummary<'a> {
    fn of(outcome: &'a Outcome, lang: Lang) -> RunSummary<'a> {
        RunSummary { outcome, messages: Messages::of(lang) }
    }

    fn whole(&self) -> String {
        let lines =
            [self.verdict()].into_iter().chain(self.figures()).chain(self.tasks()).chain(self.report());
        lines.collect::<Vec<_>>().join("\n")
    }

    fn of_tasks(&self) -> String {
        let lines = [self.verdict()].into_iter().chain(self.tasks()).chain(self.report());
        lines.collect::<Vec<_>>().join("\n")
    }

    fn word(&self, id: &str) -> String {
        self.messages.say(id, [])
    }

    fn line(&self, id: &str, text: &str) -> String {
        format!("  {:<12} {text}", self.word(id))
    }

    fn verdict(&self) -> String {
        let word = match self.outcome.judgement.verdict {
            Verdict::Good => "samenvatting-goed",
            Verdict::NeedsAttention => "samenvatting-let_op",
            Verdict::NotGood => "samenvatting-niet_goed",
        };
        format!("{}: {}: {}", self.word(word), self.outcome.gemeente, self.word(ended(self.outcome)))
    }

    fn figures(&self) -> Vec<String> {
        let Outcome { extracts, persons, blocking, findings, parcels, sealed, .. } = self.outcome;
        let read: u64 = extracts.iter().map(|sum| sum.read).sum();
        let aside: u64 = extracts.iter().map(|sum| sum.quarantaine).sum();
        let values =
            [("gelezen", plain(read)), ("extracten", plain(extracts.len())), ("apart", plain(aside))];
        let mut lines =
            vec![self.line("samenvatting-regel_gelezen", &self.messages.say("samenvatting-gelezen", values))];
        let judged = self.messages.say("samenvatting-beoordeeld", [("personen", plain(persons))]);
        lines.push(self.line("samenvatting-regel_beoordeeld", &judged));
        if !blocking.is_empty() {
            let blocking: Vec<String> =
                blocking.iter().map(|(extract, code)| format!("{extract} ({code})")).collect();
            lines.push(self.line("samenvatting-regel_geweigerd", &blocking.join(", ")));
        }
        if !parcels.is_empty() {
            let values = [
                ("bestanden", sealed.files.into()),
                ("pakketten", sealed.parcels.into()),
                ("partijen", sealed.parties.into()),
            ];
            let released = self.messages.say("samenvatting-verzegeld", values);
            lines.push(self.line("samenvatting-regel_geleverd", &released));
        }
        let found: Vec<String> = findings.iter().map(|(ernst, count)| format!("{count} {ernst}")).collect();
        let found = if found.is_empty() { self.word("samenvatting-geen") } else { found.join(", ") };
        lines.push(self.line("samenvatting-regel_bevindingen", &found));
        lines
    }

    /// The first task with what to do about it, then the next ones, and how many more there are.
    fn tasks(&self) -> Vec<String> {
        let Some((first, others)) = self.outcome.judgement.tasks.split_first() else { return Vec::new() };
        let mut lines = vec![
            self.line("samenvatting-regel_nu", &self.matter(first)),
            format!("  {:<12} {}", "", first.remedy),
        ];
        let named = others.iter().take(NAMED_MAX - 1);
        lines.extend(named.map(|task| self.line("samenvatting-regel_ook", &self.matter(task))));
        let more = others.len().saturating_sub(NAMED_MAX - 1);
        if more > 0 {
            let more = self.messages.say("samenvatting-meer", [("aantal", more.into())]);
            lines.push(self.line("samenvatting-regel_ook", &more));
        }
        lines
    }

    fn matter(&self, task: &Task) -> String {
        match task.code {
            Some(code) => format!("{} (jib explain {code})", task.matter),
            None => task.matter.clone(),
        }
    }

    fn report(&self) -> Option<String> {
        let folder = self.outcome.folder.as_ref()?;
        Some(self.line("samenvatting-regel_rapport", &shown(&folder.join("rapport").join("index.html"))))
    }
}

/// A number without thousands separators, like every number in terminal output.
fn plain(number: impl ToString) -> FluentValue<'static> {
    number.to_string().into()
}

fn ended(outcome: &Outcome) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Ernst;
    use crate::publish::ledger::manifest::{ExtractSum, ParcelSum};
    use crate::release::rounding::Rounder;
    use crate::report::outcome::Sealed;
    use crate::report::verdict::{Judgement, Urgency};
    use crate::schemas::catalogue::Role;

    fn task(number: usize) -> Task {
        Task {
            urgency: Urgency::Today,
            role: Role::Operator,
            matter: format!("Zaak {number}."),
            remedy: format!("Doe dit {number}."),
            count: None,
            anchor: "bevindingen",
            file: None,
            code: Some("R-VRZ-002"),
        }
    }

    fn outcome(ended: RunOutcome, tasks: usize) -> Outcome {
        let refused = ended == RunOutcome::ExtractRefused;
        let parcel = ParcelSum {
            party: "leerplicht".to_owned(),
            parcel: "toezicht".to_owned(),
            persons: 9,
            delivered: 9,
            refused: std::collections::BTreeMap::new(),
        };
        Outcome {
            folder: Some(std::path::PathBuf::from("runs/x")),
            ended,
            gemeente: "Voorbeeldstad".to_owned(),
            gemeentecode: "0599".to_owned(),
            rounder: Rounder::exact(),
            read_shown: 9,
            findings_shown: Vec::new(),
            persons: 9,
            extracts: vec![ExtractSum { extract: "brp".to_owned(), read: 9, accepted: 9, quarantaine: 0 }],
            parcels: if refused { Vec::new() } else { vec![parcel] },
            sealed: Sealed { files: 1, parcels: 1, parties: 1 },
            blocking: if refused { vec![("verzuim".to_owned(), "R-VRZ-001")] } else { Vec::new() },
            findings: vec![(Ernst::Quarantaine, 3), (Ernst::Waarschuwing, 3)],
            incidents: 1,
            judgement: Judgement::of(ended, (1..=tasks).map(task).collect()),
        }
    }

    #[test]
    fn a_summary_begins_with_the_answer_and_names_the_first_thing_to_do() {
        for (ended, answer) in [
            (RunOutcome::Released, "LET OP: "),
            (RunOutcome::ReleasedOverThreshold, "LET OP: "),
            (RunOutcome::ExtractRefused, "NIET GOED: "),
            (RunOutcome::QuarantineTooLarge, "NIET GOED: "),
        ] {
            let text = summary(&outcome(ended, 5), Lang::Nl);
            assert!(text.starts_with(answer), "{text}");
            assert!(
                text.contains("Zaak 1. (jib explain R-VRZ-002)") && text.contains("Doe dit 1."),
                "{text}"
            );
            assert!(text.contains("nog 2 taken") && !text.contains("Zaak 4."), "{text}");
        }
    }

    #[test]
    fn quiet_means_silent_only_if_nobody_needs_to_look() {
        assert_eq!(alarm(&outcome(RunOutcome::Released, 0), Lang::Nl), None);
        let said = alarm(&outcome(RunOutcome::Released, 1), Lang::Nl).unwrap_or_default();
        assert!(
            said.starts_with("LET OP: ") && said.contains("Zaak 1.") && !said.contains("gelezen"),
            "{said}"
        );
        assert!(alarm(&outcome(RunOutcome::ExtractRefused, 0), Lang::Nl).is_some());
    }

    #[test]
    fn nothing_to_do_is_said_by_saying_nothing() {
        let text = summary(&outcome(RunOutcome::Released, 0), Lang::Nl);
        assert!(text.starts_with("GOED: ") && !text.contains("nu doen"), "{text}");
    }
}
