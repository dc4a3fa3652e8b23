//! Worked persons about the Doorstroompunt's target group, economic independence, and consulting the school first.

use chrono::NaiveDate;

use super::build::{born, diploma};
use super::example::Example;
use crate::sample::calendar::{Calendar, born_turning, shift};
use crate::sample::person::{Person, Qualification};

pub(super) fn examples(c: &Calendar) -> Vec<Example> {
    let mut examples = target_group(c);
    examples.extend(independence(c));
    examples.extend(consultation(c));
    examples
}

fn target_group(c: &Calendar) -> Vec<Example> {
    vec![
        // The common case, and the same with a secret address.
        Example::new(
            "achttien, niet op school, geen startkwalificatie: doorstroompunt/begeleiding",
            born(c.aged(18)).left_school(c),
        ),
        Example::new(
            "doelgroep met geheim adres: doorstroompunt/begeleiding-geheim",
            born(c.aged(20)).left_school(c).secret("5"),
        ),
        // 23 or older: in the group only since 2026-01-01.
        Example::new(
            "vierentwintig: doelgroep sinds 1 januari 2026, daarvoor niet",
            born(c.aged(24)).left_school(c).receives("WERK", 130_000),
        ),
        // 27 on the peildatum: not in the group.
        Example::new(
            "zevenentwintig op de peildatum: geen doelgroep",
            born(born_turning(27, c.peildatum)).left_school(c),
        ),
        // 27 between the two days: in the group on the peildatum, but not released.
        Example::new(
            "wordt zevenentwintig tussen peildatum en verstrekdatum: wordt niet verstrekt",
            born(born_turning(27, c.day(10))).left_school(c),
        ),
        // 27 on the verstrekdatum itself: not released. 27 the day after: still released.
        Example::new(
            "zevenentwintig op de verstrekdatum: wordt niet verstrekt",
            born(born_turning(27, c.verstrekdatum())).left_school(c),
        ),
        Example::new(
            "zevenentwintig de dag na de verstrekdatum: wordt nog verstrekt",
            born(born_turning(27, shift(c.verstrekdatum(), 1))).left_school(c),
        ),
        // A condition is unknown.
        Example::new(
            "twintig, onbekend bij het diplomaregister: doelgroep onbekend",
            born(c.aged(20)).left_school(c).without_qualification_row(),
        ),
        // The rule set until 2025 excluded a person with an entree diploma and work; that of 2026 does not.
        Example::new(
            "eenentwintig met entreediploma en werk: doelgroep sinds 2026, daarvoor niet",
            born(c.aged(21))
                .left_school(c)
                .qualified(diploma("N", "ENTREE", Some(c.day(-900))))
                .receives("WERK", 90_000),
        ),
    ]
}

fn independence(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(21)).left_school(c);
    vec![
        // Exactly the parameter is enough; a cent less is not.
        Example::new(
            "inkomen precies op de grens van 1200 euro: economisch zelfstandig",
            dropout().receives("WERK", 120_000),
        ),
        Example::new(
            "een cent onder de grens: niet economisch zelfstandig",
            dropout().receives("WERK", 119_999),
        ),
        // Rows of one month are added up.
        Example::new(
            "twee werkgevers, samen boven de grens: economisch zelfstandig",
            dropout().receives("WERK", 70_000).receives("WERK", 60_000),
        ),
        // A single benefit row is enough.
        Example::new(
            "genoeg inkomen en toch een uitkering: niet economisch zelfstandig",
            dropout().receives("WERK", 150_000).receives("UITKERING", 10_000),
        ),
        // Only the latest month counts.
        Example::new(
            "alleen eerder inkomen: nu niet economisch zelfstandig",
            dropout().receives_in(2, "WERK", 150_000),
        ),
    ]
}

fn consultation(c: &Calendar) -> Vec<Example> {
    let holder =
        |code, on: Option<NaiveDate>| born(c.aged(19)).left_school(c).qualified(diploma("N", code, on));
    let years_before = |years: i32, days: i64| Some(born_turning(years, c.day(days)));
    vec![
        // Entree diploma less than a year ago, on the verstrekdatum too.
        Example::new(
            "entreediploma een half jaar geleden: eerst overleg met de school, school/overleg",
            holder("ENTREE", Some(c.day(-180))).taught_at("01AA"),
        ),
        // Exactly a year ago: the term is over.
        Example::new(
            "entreediploma precies een jaar geleden: geen overleg meer",
            holder("ENTREE", years_before(1, 0)),
        ),
        // The term ends between the two days.
        Example::new(
            "overlegtermijn verloopt tussen peildatum en verstrekdatum: niet in school/overleg",
            holder("ENTREE", years_before(1, 10)).taught_at("20KD"),
        ),
        // PRO and VSO have two years.
        Example::new("PrO-diploma 23 maanden geleden: nog overleg", holder("PRO", Some(c.day(-700)))),
        Example::new(
            "vso-diploma precies twee jaar geleden: geen overleg meer",
            holder("VSO", years_before(2, 0)),
        ),
        // Without a date, consulting is the safe side.
        Example::new("vso-diploma zonder datum: overleg", holder("VSO", None)),
        // The school is unknown.
        Example::new(
            "overleg nodig, school van het diploma onbekend: geweigerd als school_onbekend",
            holder("ENTREE", Some(c.day(-100))).taught_at(""),
        ),
    ]
}

impl Person {
    /// Sets the school of the diploma.
    fn taught_at(mut self, brin_diploma: &'static str) -> Self {
        self.qualification =
            self.qualification.map(|qualification| Qualification { brin_diploma, ..qualification });
        self
    }
}
