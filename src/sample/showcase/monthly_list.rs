//! Worked persons about the monthly list (Jongeren in Beeld): rightly on it, wrongly on it, unknown.

use super::build::{born, diploma};
use super::example::Example;
use crate::sample::calendar::{Calendar, born_turning};

pub(super) fn examples(c: &Calendar) -> Vec<Example> {
    let mut examples = rightly(c);
    examples.extend(wrongly(c));
    examples
}

fn rightly(c: &Calendar) -> Vec<Example> {
    let listed = || born(c.aged(24)).left_school(c).listed();
    vec![
        // A cent below the limit.
        Example::new(
            "op de lijst, een cent onder de grens van 473 euro: terecht",
            listed().receives("WERK", 47_299),
        ),
        // With full coverage, no income row means no income.
        Example::new("op de lijst zonder inkomen: terecht, participatie/jongeren-in-beeld", listed()),
        // The source was asked and found nothing.
        Example::new("op de lijst, gevraagd en niets gevonden: terecht", listed().receives("GEEN", 0)),
        // The `-geheim` twin parcels.
        Example::new("terecht op de lijst met geheim adres: jongeren-in-beeld-geheim", listed().secret("3")),
        // A month later than the peildatum's does not count.
        Example::new(
            "inkomen in een latere maand dan de peildatum telt niet: terecht",
            listed().receives_in(-1, "WERK", 250_000),
        ),
        // 23 on the peildatum: just included.
        Example::new(
            "drieentwintig op de peildatum: terecht",
            born(born_turning(23, c.peildatum)).left_school(c).listed(),
        ),
        // A contact row from a department with a doeloverlap, and one without.
        Example::new(
            "contact via schuldhulp, doelen overlappen: participatie/contact",
            listed().reached_by("schuldhulp", "schuldhulpverlening", c.day(-20)),
        ),
        Example::new(
            "contact via jeugdhulp, geen doeloverlap: niet in participatie/contact",
            listed().reached_by("jeugdhulp", "jeugdhulpverlening", c.day(-20)),
        ),
    ]
}

fn wrongly(c: &Calendar) -> Vec<Example> {
    let listed = || born(c.aged(25)).left_school(c).listed();
    vec![
        // Equal to the limit is not below it.
        Example::new("op de lijst met precies 473 euro: onterecht", listed().receives("WERK", 47_300)),
        Example::new("op de lijst met een uitkering: onterecht", listed().receives("UITKERING", 90_000)),
        Example::new(
            "op de lijst met een startkwalificatie: onterecht",
            listed().qualified(diploma("J", "MBO2", Some(c.day(-700)))),
        ),
        Example::new("op de lijst en ingeschreven: onterecht", born(c.aged(24)).at_mbo(c).listed()),
        // Too young by a day, too old by a day, or too old on the verstrekdatum.
        Example::new(
            "morgen drieentwintig: onterecht op de lijst",
            born(born_turning(23, c.day(1))).left_school(c).listed(),
        ),
        Example::new(
            "op de lijst en zevenentwintig op de peildatum: onterecht",
            born(born_turning(27, c.peildatum)).left_school(c).listed(),
        ),
        Example::new(
            "terecht, maar zevenentwintig voor de verstrekdatum: wordt niet verstrekt",
            born(born_turning(27, c.day(5))).left_school(c).listed(),
        ),
        // Several reasons at once.
        Example::new(
            "onterecht om drie redenen: ingeschreven, startkwalificatie en inkomen",
            born(c.aged(25))
                .at_mbo(c)
                .listed()
                .qualified(diploma("J", "HAVO", Some(c.day(-900))))
                .receives("WERK", 80_000),
        ),
        // Unknown, and not on the latest list.
        Example::new(
            "op de lijst, onbekend bij het diplomaregister: onbekend",
            listed().without_qualification_row(),
        ),
        Example::new(
            "alleen op de lijst van een maand eerder: niet_op_lijst",
            born(c.aged(26)).left_school(c).listed_in(2),
        ),
    ]
}
