//! Worked persons about leerplicht, kwalificatieplicht, startkwalificatie and enrolment.

use chrono::Datelike;

use super::build::{born, diploma};
use super::example::Example;
use crate::sample::calendar::{Calendar, born_turning, date, shift};

pub(super) fn examples(c: &Calendar) -> Vec<Example> {
    let mut examples = leerplicht(c);
    examples.extend(kwalificatieplicht(c));
    examples.extend(exemptions(c));
    examples.extend(qualifications(c));
    examples.extend(enrolments(c));
    examples
}

fn leerplicht(c: &Calendar) -> Vec<Example> {
    let this_month = date(c.peildatum.year(), c.peildatum.month(), 1);
    vec![
        // Under five.
        Example::new(
            "vier jaar, op school: nog niet leerplichtig",
            born(c.aged(4)).at_school("PO", "ONB", c.day(-90), None),
        ),
        // Five this month: leerplicht starts on the first of the next.
        Example::new(
            "vijf geworden in deze maand: nog niet leerplichtig",
            born(born_turning(5, this_month)).at_school("PO", "ONB", c.day(-200), None),
        ),
        // Five last month: leerplicht has started.
        Example::new(
            "vijf geworden in de vorige maand: leerplichtig",
            born(born_turning(5, shift(this_month, -1))).at_school("PO", "ONB", c.day(-200), None),
        ),
        // Well within leerplicht, without absence: leerplicht/toezicht.
        Example::new(
            "leerplichtig, op school, geen verzuim: leerplicht/toezicht",
            born(c.aged(10)).at_school("PO", "ONB", c.school_start(5), None),
        ),
        // The same with a secret address: the `-geheim` twin parcel.
        Example::new(
            "leerplichtig met geheim adres: leerplicht/toezicht-geheim",
            born(c.aged(11)).at_school("PO", "ONB", c.school_start(6), None).secret("7"),
        ),
        // Sixteen on 1 August: leerplichtig until the end of this school year.
        Example::new(
            "zestien geworden op 1 augustus: leerplichtig tot het eind van dit schooljaar",
            born(born_turning(16, c.school_start(0))).at_vmbo(c),
        ),
        // Sixteen on 31 July: leerplicht ended that same day.
        Example::new(
            "zestien geworden op 31 juli: sinds 1 augustus kwalificatieplichtig",
            born(born_turning(16, c.school_end(0))).at_vmbo(c),
        ),
    ]
}

fn kwalificatieplicht(c: &Calendar) -> Vec<Example> {
    let pro = |until| born(c.aged(17)).at_school("VO", "PRO", c.school_start(6), Some(until));
    vec![
        // Enrolled, without absence.
        Example::new(
            "kwalificatieplichtig, op mbo, geen verzuim: leerplicht/toezicht",
            born(c.aged(17)).at_mbo(c),
        ),
        // Eighteen on the peildatum itself: no longer plichtig.
        Example::new(
            "achttien op de peildatum: niet meer kwalificatieplichtig",
            born(born_turning(18, c.peildatum)).at_mbo(c),
        ),
        // Eighteen the day after the peildatum, enrolled: plichtig only on the peildatum, so in no parcel.
        Example::new(
            "achttien de dag na de peildatum: op de verstrekdatum in geen pakket",
            born(born_turning(18, c.day(1))).at_mbo(c),
        ),
        // Eighteen between peildatum and verstrekdatum, not enrolled: neither verzuim nor begeleiding is released.
        Example::new(
            "wordt achttien tussen peildatum en verstrekdatum, niet ingeschreven: in geen pakket",
            born(born_turning(18, c.day(10))).left_school(c).dossier(
                "LEERPLICHT",
                "GEEN_CONTACT",
                "",
                c.day(-40),
            ),
        ),
        // Eighteen the day after the verstrekdatum: still plichtig on both days.
        Example::new(
            "achttien de dag na de verstrekdatum: nog kwalificatieplichtig op beide dagen",
            born(born_turning(18, shift(c.verstrekdatum(), 1))).at_mbo(c),
        ),
        // A practical-education diploma ends the plicht before eighteen.
        Example::new(
            "zeventien met PrO-diploma, niet op school: geen plicht, wel doelgroep, eerst overleg met de school",
            pro(c.school_end(0)).qualified(diploma("N", "PRO", Some(c.day(-140)))),
        ),
        // The last enrolment at PRO has ended: whether there is a diploma or a verklaring, only the school knows.
        Example::new(
            "entreediploma na PrO: onbekend of er ook een PrO-verklaring is",
            pro(c.school_end(1)).at_school("MBO", "MBO1", c.school_start(1), None).qualified(diploma(
                "N",
                "ENTREE",
                Some(c.day(-130)),
            )),
        ),
        Example::new(
            "zeventien, PrO verlaten en niet ingeschreven: leerplicht/na-te-gaan",
            pro(c.school_end(0)).qualified(diploma("N", "GEEN", None)),
        ),
        Example::new(
            "zeventien, PrO verlaten, en de school zei dat er een verklaring is: geen plicht, wel doelgroep",
            pro(c.school_end(0))
                .qualified(diploma("N", "GEEN", None))
                .dossier("LEERPLICHT", "ACTIEF", "", c.day(-60))
                .answered("VERKLARING", c.day(-20)),
        ),
        Example::new(
            "zeventien, PrO verlaten, en de school zei dat er niets is: kwalificatieplichtig, absoluut verzuim",
            pro(c.school_end(0))
                .qualified(diploma("N", "GEEN", None))
                .dossier("LEERPLICHT", "ACTIEF", "", c.day(-60))
                .answered("GEEN", c.day(-20)),
        ),
        Example::new(
            "zeventien, vso zonder profiel verlaten: leerplicht/na-te-gaan",
            born(c.aged(17))
                .at_school("VSO", "VSO", c.school_start(5), Some(c.school_end(0)))
                .qualified(diploma("N", "GEEN", None)),
        ),
        // VSO aimed at work: never kwalificatieplichtig.
        Example::new(
            "zeventien op vso, uitstroom arbeidsmarkt: geen kwalificatieplicht",
            born(c.aged(17)).at_school("VSO", "VSO", c.school_start(5), None).profile("ARBEIDSMARKT"),
        ),
        // VSO aimed at further education: plichtig like anyone else.
        Example::new(
            "zeventien op vso, uitstroom vervolgonderwijs: kwalificatieplichtig",
            born(c.aged(17)).at_school("VSO", "VSO", c.school_start(5), None).profile("VERVOLG"),
        ),
    ]
}

fn exemptions(c: &Calendar) -> Vec<Example> {
    vec![
        // In force without an end date: vrijgesteld, and no absolute absence.
        Example::new(
            "vrijgesteld, niet op school: geen absoluut verzuim",
            born(c.aged(12)).exempt("VRIJGESTELD", c.school_start(0), None),
        ),
        // Ends on the peildatum itself: still in force.
        Example::new(
            "vrijstelling eindigt op de peildatum: nog vrijgesteld",
            born(c.aged(13)).exempt("VRIJGESTELD", c.school_start(1), Some(c.peildatum)),
        ),
        // Ended the day before: leerplichtig again, and not enrolled.
        Example::new(
            "vrijstelling liep gisteren af: leerplichtig en absoluut verzuim",
            born(c.aged(13)).exempt("VRIJGESTELD", c.school_start(1), Some(c.day(-1))),
        ),
        // A replacement of leerplicht changes nothing.
        Example::new(
            "vervangende leerplicht: gewoon plichtig",
            born(c.aged(15)).at_vmbo(c).exempt("VERVANGEND", c.school_start(0), None),
        ),
    ]
}

fn qualifications(c: &Calendar) -> Vec<Example> {
    let conflicting =
        |sk, code| born(c.aged(20)).left_school(c).qualified(diploma(sk, code, Some(c.day(-500))));
    vec![
        // HAVO at seventeen ends the plicht.
        Example::new(
            "zeventien met havo: startkwalificatie, geen plicht",
            born(c.aged(17)).at_school("HO", "HBO", c.school_start(0), None).qualified(diploma(
                "J",
                "HAVO",
                Some(c.school_end(0)),
            )),
        ),
        // Level 2 is a startkwalificatie.
        Example::new(
            "mbo niveau 2: startkwalificatie, geen doelgroep",
            born(c.aged(21)).left_school(c).qualified(diploma("J", "MBO2", Some(c.day(-400)))),
        ),
        // `J` still counts without any date.
        Example::new(
            "startkwalificatie zonder datum: ja",
            born(c.aged(22)).left_school(c).qualified(diploma("J", "VWO", None)),
        ),
        // No row at all, while being plichtig would depend on it.
        Example::new(
            "zeventien, onbekend bij het register: startkwalificatie en plicht onbekend",
            born(c.aged(17)).at_mbo(c).without_qualification_row(),
        ),
        // The indication and the diploma contradict each other, in both directions.
        Example::new("startkwalificatie J met entreediploma: onbekend", conflicting("J", "ENTREE")),
        Example::new("startkwalificatie N met mbo 2: onbekend", conflicting("N", "MBO2")),
        Example::new("startkwalificatie N met buitenlands diploma: onbekend", conflicting("N", "BUITENLAND")),
        // Obtained after the peildatum: not yet held on that day. A later run sends it once more:
        // doorstroompunt/startkwalificatie.
        Example::new(
            "diploma pas na de peildatum: nu nog doelgroep; bij een latere peildatum eenmaal doorstroompunt/startkwalificatie",
            born(c.aged(21)).left_school(c).qualified(diploma("J", "MBO3", Some(c.day(10)))),
        ),
    ]
}

fn enrolments(c: &Calendar) -> Vec<Example> {
    let until = |day| born(c.aged(19)).at_school("MBO", "MBO2", c.school_start(1), Some(day));
    vec![
        // Enrolled only at a school that is not funded: whether that counts is unknown.
        Example::new(
            "alleen niet-bekostigd onderwijs: ingeschreven en verzuim onbekend",
            born(c.aged(15)).at_school("NIETBEK", "ONB", c.school_start(1), None),
        ),
        // The peildatum is the last day of enrolment: still enrolled.
        Example::new("uitgeschreven op de peildatum: die dag nog ingeschreven", until(c.peildatum)),
        // The day before was the last: no longer enrolled.
        Example::new("gisteren uitgeschreven: niet ingeschreven, doelgroep", until(c.day(-1))),
        // Enrolled from tomorrow: not yet.
        Example::new(
            "vanaf morgen ingeschreven: nog niet ingeschreven",
            born(c.aged(19)).left_school(c).at_school("MBO", "MBO1", c.day(1), None),
        ),
        // Left last summer: unknown in August and September, otherwise not enrolled.
        Example::new(
            "afgelopen zomer van school: in augustus en september onbekend, daarna niet ingeschreven",
            born(c.aged(18)).at_school("VO", "VMBO-T", c.school_start(5), Some(c.school_end(0))),
        ),
    ]
}
