//! Files with their day in their name: `pad = "brp_{datum}.csv"` is the newest file not after the peildatum. Where there is none,
//! the path stays as written: the delivery is absent.

use std::io::ErrorKind;
use std::path::Path;

use super::file::ConfigFile;
use super::found::Gathered;
use super::paths;
use crate::model::day::Day;

/// The placeholder for the day in a path.
pub const DATUM: &str = "{datum}";

/// Why there is no such file.
enum NoFile {
    /// The folder cannot be read.
    Folder,
    /// None of them is of this day or earlier.
    Absent,
    /// Two are of the same day.
    Two(Day),
}

/// Fills in each `{datum}` for a day, and the peildatum with it. Without a day they stay as written. Reports a `peildatum` that
/// is missing, or that repeats the day of `{datum}`.
pub fn resolve(file: &mut ConfigFile, inlees: &Path, day: Option<Day>, gathered: &mut Gathered) {
    let takes_links = file.inlees.is_some();
    for spanned in &mut file.levering {
        let section = spanned.span();
        let levering = spanned.get_mut();
        if !levering.path.contains(DATUM) {
            if levering.peildatum == Day::NONE {
                gathered.missing(section, "peildatum");
            }
            continue;
        }
        levering.is_dated = true;
        if levering.peildatum != Day::NONE {
            gathered.say(
                (section, "peildatum"),
                "`peildatum` en een `pad` met {datum} gaan niet samen",
                "haal de regel `peildatum` weg: de datum in de naam van het bestand is de peildatum",
            );
            continue;
        }
        let name = levering.path.rsplit('/').next().unwrap_or_default();
        if name.matches(DATUM).count() != 1 || levering.path.matches(DATUM).count() != 1 {
            gathered.say(
                (section, "pad"),
                "{datum} staat één keer in een `pad`, in de naam van het bestand",
                "bijvoorbeeld: pad = \"brp_{datum}.csv\"",
            );
            continue;
        }
        // The check of the levering reports a path that may not be read.
        let Some(day) = day.filter(|_| paths::refused(inlees, &levering.path, takes_links).is_none()) else {
            continue;
        };
        match newest(inlees, &levering.path, day) {
            Ok((path, date)) => {
                levering.path = path;
                levering.peildatum = date;
            }
            Err(why) => {
                let (message, help) = match why {
                    NoFile::Absent => continue,
                    NoFile::Folder => (
                        "de map van dit `pad` kan niet worden gelezen".to_owned(),
                        "controleer of de map bestaat en of jib haar mag lezen",
                    ),
                    NoFile::Two(date) => (
                        format!("twee bestanden passen bij dit `pad` met de datum {date}"),
                        "laat er één staan: jib kiest niet welk van de twee het goede is",
                    ),
                };
                gathered.say((section, "pad"), message, help);
            }
        }
    }
}

/// The newest file of this name not after the day, with its date.
fn newest(inlees: &Path, path: &str, day: Day) -> Result<(String, Day), NoFile> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (before, behind) = name.split_once(DATUM).ok_or(NoFile::Absent)?;
    let entries = std::fs::read_dir(inlees.join(folder)).map_err(|fault| match fault.kind() {
        ErrorKind::NotFound => NoFile::Absent,
        _ => NoFile::Folder,
    })?;
    let mut best: Option<(String, Day)> = None;
    let mut is_double = false;
    for entry in entries {
        let entry = entry.map_err(|_| NoFile::Folder)?;
        let name = entry.file_name();
        // The newest name counts, even if it is a folder or a broken link: opening it reports that. Falling back to an older file would
        // pass it off as today's.
        let Some(name) = name.to_str() else { continue };
        let Some(date) = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)).and_then(date)
        else {
            continue;
        };
        let newest = best.as_ref().map_or(Day::NONE, |(_, newest)| *newest);
        if date > day || date < newest {
            continue;
        }
        is_double = date == newest;
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        best = Some((path, date));
    }
    let (path, date) = best.ok_or(NoFile::Absent)?;
    if is_double { Err(NoFile::Two(date)) } else { Ok((path, date)) }
}

/// A date as JJJJMMDD or JJJJ-MM-DD.
fn date(text: &str) -> Option<Day> {
    match text.as_bytes() {
        digits if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) => {
            let (year, rest) = text.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            Day::parse_iso(&format!("{year}-{month}-{day}"))
        }
        _ => Day::parse_iso(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).expect("a date of this test")
    }

    /// Tomorrow's file, one of an impossible day and one of another extract are never taken for today's.
    #[test]
    fn the_newest_file_that_is_not_of_after_the_day_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("in")).expect("a folder");
        for name in [
            "brp_20261001.csv",
            "brp_2026-11-01.csv",
            "brp_20261102.csv",
            "brp_20261131.csv",
            "brp_1.csv",
            "xbrp_20261101.csv",
        ] {
            std::fs::write(folder.path().join("in").join(name), "x").expect("a file");
        }
        let newest = |on: &str| newest(folder.path(), "in/brp_{datum}.csv", day(on)).map_err(|_| ());
        assert_eq!(newest("2026-11-01"), Ok(("in/brp_2026-11-01.csv".to_owned(), day("2026-11-01"))));
        assert_eq!(newest("2026-10-31"), Ok(("in/brp_20261001.csv".to_owned(), day("2026-10-01"))));
        assert_eq!(newest("2030-01-01"), Ok(("in/brp_20261102.csv".to_owned(), day("2026-11-02"))));
        assert_eq!(newest("2026-09-30"), Err(()));
        std::fs::write(folder.path().join("in/brp_20261101.csv"), "x").expect("a file");
        assert_eq!(newest("2026-11-01"), Err(()), "two of one day");
        assert!(newest("2026-11-02").is_ok(), "a newer one decides");
        std::fs::create_dir(folder.path().join("in/brp_20261103.csv")).expect("a folder");
        assert_eq!(newest("2026-11-03"), Ok(("in/brp_20261103.csv".to_owned(), day("2026-11-03"))));
    }
}
