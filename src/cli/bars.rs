//! Progress on a terminal: one line per controller, with the rate and remaining time of its current stage. Off a terminal
//! and with `--quiet` it shows nothing, so that a nightly log holds only messages.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::arguments::Common;
use crate::messages::{Lang, Messages};
use crate::progress::{Progress, Stage, Unheard};

/// How often the line refreshes while a stage reports nothing.
const TICK: Duration = Duration::from_millis(120);

/// The width of a bar, in characters. With its amounts, a line fits 80 columns.
const BAR_WIDTH: usize = 12;

/// The lines of all controllers.
pub struct Bars {
    all: Option<MultiProgress>,
    lang: Lang,
}

impl Bars {
    /// Shows lines on a terminal, and nothing elsewhere or with `--quiet`.
    pub fn new(common: &Common) -> Bars {
        let heard = !common.quiet && std::io::stderr().is_terminal();
        let all = heard.then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()));
        Bars { all, lang: common.lang }
    }

    /// The line of one controller.
    pub fn line(&self, name: &str) -> Box<dyn Progress> {
        match &self.all {
            Some(all) => {
                let bar = all.add(ProgressBar::new(0).with_style(style("{prefix} {spinner}")));
                bar.set_prefix(name.to_owned());
                bar.enable_steady_tick(TICK);
                Box::new(ProgressLine { bar, lang: self.lang })
            }
            None => Box::new(Unheard),
        }
    }
}

/// One line. It disappears when its run ends.
struct ProgressLine {
    bar: ProgressBar,
    lang: Lang,
}

impl Progress for ProgressLine {
    fn begin(&self, stage: Stage, total: u64) {
        let (id, amounts) = described(stage);
        let messages = Messages::of(self.lang);
        let left = messages.say("voortgang-nog", []);
        self.bar.set_style(style(&format!(
            "{{prefix}} {{spinner}} {{msg:<11}} {{bar:{BAR_WIDTH}}} {amounts} {left} {{eta}}"
        )));
        self.bar.set_message(messages.say(id, []));
        self.bar.reset();
        self.bar.set_length(total);
    }

    fn advance(&self, done: u64) {
        self.bar.inc(done);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Parses a template. An invalid one gives a plain line: progress never stops a run.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    // A failed write here affects only the progress line, so ignore it.
    style.with_key("rate", |state: &ProgressState, line: &mut dyn std::fmt::Write| {
        let _ = write!(line, "{:.0}/s", state.per_sec());
    })
}

/// The message id of a stage's name, and the template of its amounts and rate.
fn described(stage: Stage) -> (&'static str, &'static str) {
    const BYTES: &str = "{bytes}/{total_bytes} ({bytes_per_sec})";
    const AMOUNT: &str = "{pos}/{len} ({rate})";
    match stage {
        Stage::Reading => ("voortgang-lezen", BYTES),
        Stage::Judging => ("voortgang-beoordelen", AMOUNT),
        Stage::Deciding => ("voortgang-beslissen", AMOUNT),
        Stage::Sealing => ("voortgang-verzegelen", AMOUNT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_a_line_that_can_be_drawn() {
        for stage in [Stage::Reading, Stage::Judging, Stage::Deciding, Stage::Sealing] {
            assert!(ProgressStyle::with_template(described(stage).1).is_ok());
        }
    }
}
