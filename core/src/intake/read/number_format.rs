//! What a workbook means by a number: the format of its cell says whether it is a number, a day or a length of time.

use crate::model::day::Day;

/// What cells of one format show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// The number itself.
    Number,
    /// A day, possibly with a time.
    Day,
    /// A time of the day: hours over 24 do not show.
    Time,
    /// A length of time: hours over 24 show.
    Duration,
}

/// The last day that a workbook can hold: 9999-12-31.
const LAST_DAY: f64 = 2_958_465.0;

/// Seconds of a day.
const DAY_SECONDS: f64 = 86_400.0;

/// The same, to count with.
const SECONDS: u64 = 86_400;

/// The day that the workbooks of the first spreadsheets knew and no calendar does: 29 February 1900.
const NO_DAY: f64 = 60.0;

impl Shows {
    /// What a format that every workbook has shows.
    pub(super) fn built_in(number: u32) -> Shows {
        match number {
            14..=17 | 22 | 27..=36 | 50..=58 => Shows::Day,
            18..=21 | 45 | 47 => Shows::Time,
            46 => Shows::Duration,
            _ => Shows::Number,
        }
    }

    /// What a format that a workbook brings shows: by the letters for days and hours in its first part, apart from what is
    /// quoted, escaped, or a colour, a language or a condition between brackets.
    pub(super) fn custom(format: &str) -> Shows {
        let (mut has_day, mut has_time, mut has_month) = (false, false, false);
        let mut letters = format.chars();
        if format.trim().eq_ignore_ascii_case("general") {
            return Shows::Number;
        }
        while let Some(letter) = letters.next() {
            match letter.to_ascii_lowercase() {
                ';' => break,
                '\\' | '_' | '*' => _ = letters.next(),
                '"' => _ = letters.by_ref().find(|letter| *letter == '"'),
                '[' => {
                    let inner: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                    let is_elapsed = |unit: char| inner.chars().all(|own| own.eq_ignore_ascii_case(&unit));
                    if !inner.is_empty() && ['h', 'm', 's'].into_iter().any(is_elapsed) {
                        return Shows::Duration;
                    }
                }
                'd' | 'y' => has_day = true,
                'h' | 's' => has_time = true,
                'm' => has_month = true,
                _ => {}
            }
        }
        match (has_day, has_time, has_month) {
            (true, ..) | (false, false, true) => Shows::Day,
            (false, true, _) => Shows::Time,
            (false, false, false) => Shows::Number,
        }
    }
}

/// A number as its cell shows it: a day as `2001-04-12`, a moment with its time after it, a duration as `18:00:00`. `None` if the
/// meaning of the cell is uncertain.
pub(super) fn shown(value: f64, shows: Shows, is_1904: bool) -> Option<String> {
    match shows {
        Shows::Number => Some(number(value)),
        Shows::Day => moment(value, is_1904),
        // Thirty hours would show as six.
        Shows::Time => (0.0..1.0).contains(&value).then(|| duration(value)).flatten(),
        Shows::Duration => duration(value),
    }
}

/// The largest whole number that a cell holds exactly.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() <= EXACT_MAX { format!("{value:.0}") } else { value.to_string() }
}

fn moment(value: f64, is_1904: bool) -> Option<String> {
    if !(0.0..=LAST_DAY).contains(&value) || !is_1904 && value.trunc() == NO_DAY {
        return None;
    }
    let all_seconds = whole(value * DAY_SECONDS)?;
    let (days, seconds) = (all_seconds / SECONDS, all_seconds % SECONDS);
    let first = if is_1904 { Day::from_ymd(1904, 1, 1) } else { Day::from_ymd(1899, 12, 30) }?;
    // Serial numbers before Excel's non-existent 29 February 1900 are one lower than this base date assumes.
    let behind = i32::from(!is_1904 && (1.0..NO_DAY).contains(&value));
    let day = first.plus_days(i32::try_from(days).ok()?.checked_add(behind)?);
    Some(match seconds {
        0 => day.to_string(),
        seconds => format!("{day} {}", clock(seconds)),
    })
}

fn duration(value: f64) -> Option<String> {
    (0.0..LAST_DAY).contains(&value).then_some(value * DAY_SECONDS).and_then(whole).map(clock)
}

/// The nearest whole number.
fn whole(value: f64) -> Option<u64> {
    let rounded = value.round();
    // It fits: what a cell holds exactly is far smaller than what such a number can hold.
    (0.0..EXACT_MAX).contains(&rounded).then_some(rounded as u64)
}

fn clock(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hours that are taken for a number, or a colour, a unit or a language that is taken for a day.
    #[test]
    fn a_format_says_what_its_number_is() {
        for (format, shows) in [
            ("General", Shows::Number),
            ("0.00E+00", Shows::Number),
            ("#,##0.00\\ [$\u{20AC}-413]", Shows::Number),
            ("[Red]0;[Blue]-0", Shows::Number),
            ("0 \"dagen\"", Shows::Number),
            ("@", Shows::Number),
            ("dd-mm-yyyy", Shows::Day),
            ("[$-413]d\\ mmmm\\ yyyy;@", Shows::Day),
            ("mmm", Shows::Day),
            ("d/m/yy\\ h:mm", Shows::Day),
            ("h:mm", Shows::Time),
            ("[$-F400]h:mm:ss\\ AM/PM", Shows::Time),
            ("mm:ss", Shows::Time),
            ("[h]:mm", Shows::Duration),
            ("[HH]:mm:ss", Shows::Duration),
            ("[mm]:ss", Shows::Duration),
        ] {
            assert_eq!(Shows::custom(format), shows, "{format}");
        }
        assert_eq!(
            [14, 20, 46, 2].map(Shows::built_in),
            [Shows::Day, Shows::Time, Shows::Duration, Shows::Number]
        );
    }

    /// A day that shifts, a day that is none, and hours beyond a day that are lost.
    #[test]
    fn a_number_is_what_its_cell_shows() {
        let of = |value, shows, is_1904| shown(value, shows, is_1904);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(36_993.0, Shows::Day, false), some("2001-04-12"));
        assert_eq!(of(35_531.0, Shows::Day, true), some("2001-04-12"));
        assert_eq!(of(1.0, Shows::Day, false), some("1900-01-01"));
        assert_eq!(of(59.0, Shows::Day, false), some("1900-02-28"));
        assert_eq!(of(61.0, Shows::Day, false), some("1900-03-01"));
        assert_eq!(of(60.0, Shows::Day, false), None);
        assert_eq!(of(-1.0, Shows::Day, false), None);
        assert_eq!(of(36_993.5, Shows::Day, false), some("2001-04-12 12:00:00"));
        assert_eq!(of(0.75, Shows::Duration, false), some("18:00:00"));
        assert_eq!(of(1.5, Shows::Duration, true), some("36:00:00"));
        assert_eq!(of(0.75, Shows::Time, false), some("18:00:00"));
        assert_eq!(of(1.25, Shows::Time, false), None);
        assert_eq!(of(0.75, Shows::Number, false), some("0.75"));
        assert_eq!(of(999_993_653.0, Shows::Number, false), some("999993653"));
    }
}
