//! Progress on a terminal: one line a controller, with rate and time left of the stage that it is in. Elsewhere, and with
//! `--quiet`, nothing: a log of the night holds messages only.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::arguments::Common;
use crate::progress::{Progress, Stage, Unheard};
use crate::schemas::catalogue::Lang;

/// How often the line moves while a stage says nothing.
const TICK: Duration = Duration::from_millis(120);

/// The width of a bar, in characters: with its amounts, a line fits a terminal of eighty.
const BAR_WIDTH: usize = 12;

/// The lines of all controllers.
pub struct Bars {
    all: Option<MultiProgress>,
    lang: Lang,
}

impl Bars {
    /// Lines on a terminal; none where nobody looks.
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

/// One line; it disappears when its run has ended.
struct ProgressLine {
    bar: ProgressBar,
    lang: Lang,
}

impl Progress for ProgressLine {
    fn begin(&self, stage: Stage, total: u64) {
        let (word, amounts) = described(stage, self.lang);
        let left = if self.lang == Lang::Nl { "nog" } else { "left" };
        self.bar.set_style(style(&format!(
            "{{prefix}} {{spinner}} {{msg:<11}} {{bar:{BAR_WIDTH}}} {amounts} {left} {{eta}}"
        )));
        self.bar.set_message(word);
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

/// A line of this form. One that does not parse gives a plain line: progress is never a reason to stop.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    // Writing into a line under construction cannot fail in a way that anyone could mend.
    style.with_key("rate", |state: &ProgressState, line: &mut dyn std::fmt::Write| {
        let _ = write!(line, "{:.0}/s", state.per_sec());
    })
}

/// What a stage is called, and how its amounts and rate are shown.
fn described(stage: Stage, lang: Lang) -> (&'static str, &'static str) {
    const BYTES: &str = "{bytes}/{total_bytes} ({bytes_per_sec})";
    const AMOUNT: &str = "{pos}/{len} ({rate})";
    match (stage, lang) {
        (Stage::Reading, Lang::Nl) => ("lezen", BYTES),
        (Stage::Reading, Lang::En) => ("reading", BYTES),
        (Stage::Judging, Lang::Nl) => ("beoordelen", AMOUNT),
        (Stage::Judging, Lang::En) => ("classifying", AMOUNT),
        (Stage::Deciding, Lang::Nl) => ("beslissen", AMOUNT),
        (Stage::Deciding, Lang::En) => ("deciding", AMOUNT),
        (Stage::Sealing, Lang::Nl) => ("verzegelen", AMOUNT),
        (Stage::Sealing, Lang::En) => ("sealing", AMOUNT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_a_line_that_can_be_drawn() {
        for stage in [Stage::Reading, Stage::Judging, Stage::Deciding, Stage::Sealing] {
            for lang in [Lang::Nl, Lang::En] {
                assert!(ProgressStyle::with_template(described(stage, lang).1).is_ok());
            }
        }
    }
}
