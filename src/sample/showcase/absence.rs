//! Worked persons about absence (absolute, relative, unconfirmed and long) and its parcels.

use super::build::{born, diploma};
use super::example::Example;
use crate::sample::calendar::Calendar;

pub(super) fn examples(c: &Calendar) -> Vec<Example> {
    let mut examples = relative(c);
    examples.extend(absolute(c));
    examples.extend(long(c));
    examples
}

fn relative(c: &Calendar) -> Vec<Example> {
    let pupil = || born(c.aged(15)).at_vmbo(c);
    vec![
        // The statutory report.
        Example::new(
            "16 uur in vier weken: relatief verzuim, leerplicht/verzuim, duo/verzuim",
            pupil().absent("16UUR_4WEKEN", "\"17,5\"", c.day(-30)),
        ),
        // The `-geheim` twin parcel, for a kwalificatieplichtige.
        Example::new(
            "relatief verzuim met geheim adres: leerplicht/verzuim-geheim",
            born(c.aged(17)).at_mbo(c).absent("16UUR_4WEKEN", "20", c.day(-20)).secret("2"),
        ),
        // OVERIG of exactly sixteen hours counts; fewer hours do not, and neither do missing hours.
        Example::new(
            "overig verzuim van precies 16 uur: relatief",
            pupil().absent("OVERIG", "\"16,0\"", c.day(-15)),
        ),
        Example::new(
            "overig verzuim van 15,9 uur: relatief_onbevestigd",
            pupil().absent("OVERIG", "15.9", c.day(-15)),
        ),
        Example::new(
            "overig verzuim zonder uren: relatief_onbevestigd",
            pupil().absent("OVERIG", "", c.day(-15)),
        ),
        // LUXE counts regardless of the hours.
        Example::new(
            "luxe verzuim zonder uren: relatief",
            born(c.aged(9)).at_school("PO", "ONB", c.school_start(4), None).absent("LUXE", "", c.day(-8)),
        ),
        // A closed report does not count.
        Example::new(
            "afgesloten melding: geen verzuim",
            pupil().absent_as("16UUR_4WEKEN", "24", c.day(-60), "AFGESLOTEN"),
        ),
        // Closed within a month: the register must hear of it.
        Example::new(
            "melding tien dagen geleden afgesloten: geen verzuim, duo/verzuim met de afsluiting",
            pupil().absent_as("16UUR_4WEKEN", "19", c.day(-70), "AFGESLOTEN").returned(c.day(-10)),
        ),
        // Two reports: the columns show the earliest of those that decide.
        Example::new(
            "twee meldingen: de vroegst begonnen die beslist, telt",
            pupil().absent("OVERIG", "4", c.day(-50)).absent("16UUR_4WEKEN", "18", c.day(-25)).absent(
                "LUXE",
                "",
                c.day(-5),
            ),
        ),
        // A report that begins on the peildatum counts; one that begins a day later does not.
        Example::new("melding begint op de peildatum: relatief", pupil().absent("LUXE", "", c.peildatum)),
        Example::new("melding begint morgen: geen verzuim", pupil().absent("LUXE", "", c.day(1))),
    ]
}

fn absolute(c: &Calendar) -> Vec<Example> {
    vec![
        // Plichtig and not enrolled, with and without a report.
        Example::new(
            "leerplichtig, nergens ingeschreven, gemeld: absoluut verzuim",
            born(c.aged(14)).absent("ABSOLUUT", "", c.day(-40)),
        ),
        Example::new(
            "kwalificatieplichtig, nergens ingeschreven, niet gemeld: absoluut verzuim",
            born(c.aged(17)).left_school(c),
        ),
        // A report of absolute absence about an enrolled person is a conflict.
        Example::new(
            "absoluut gemeld en toch ingeschreven: verzuim onbekend",
            born(c.aged(14)).at_vmbo(c).absent("ABSOLUUT", "", c.day(-40)),
        ),
    ]
}

fn long(c: &Calendar) -> Vec<Example> {
    let student = || born(c.aged(19)).at_mbo(c);
    vec![
        // Began 28 days ago: long, so in the target group while enrolled.
        Example::new(
            "vier weken verzuim op de dag af (28 dagen): langdurig, doelgroep",
            student().absent("LANGDURIG_4WEKEN", "", c.day(-28)),
        ),
        // Began 27 days ago: not long yet.
        Example::new(
            "27 dagen verzuim: relatief_onbevestigd, geen doelgroep",
            student().absent("LANGDURIG_4WEKEN", "", c.day(-27)),
        ),
        // Long absence with a startkwalificatie: not in the target group.
        Example::new(
            "langdurig verzuim met startkwalificatie: geen doelgroep",
            born(c.aged(20))
                .at_school("MBO", "MBO4", c.school_start(0), None)
                .absent("LANGDURIG_4WEKEN", "", c.day(-45))
                .qualified(diploma("J", "HAVO", Some(c.day(-800)))),
        ),
    ]
}
