//! Guidance towards work (WEB 9.2.5(4), Pw 7a), and the list that participatie delegates to the Doorstroompunt (Pw 7(4), 7a).

use super::{Case, Table, november};
use crate::oracle::day::Day;
use crate::oracle::town::{Mandate, Setup};

pub fn tables() -> Vec<Table> {
    let long_ago = Day::new(2026, 1, 1);
    let november_22 = Day::new(2026, 11, 22);
    let november_23 = Day::new(2026, 11, 23);
    let november_24 = Day::new(2026, 11, 24);
    let far_off = Day::new(2027, 12, 31);
    let mandate = |van, aan, taak, from, until| Mandate { van, aan, taak, from, until };
    let list = "jongeren-in-beeld";
    let with = |mandates| Setup { mandates, ..november() };
    let other_law =
        |peildatum, verstrekdatum| Setup { dekking: "bevraging", ..Setup::bare(peildatum, verstrekdatum) };
    vec![
        Table::new("cases-toeleiding", november(), toeleiding_cases()),
        Table::new(
            "cases-toeleiding-change-of-law",
            other_law("2025-12-31", "2026-01-01"),
            toeleiding_under_old_law_cases(),
        ),
        Table::new(
            "cases-toeleiding-old-law",
            other_law("2025-12-15", "2025-12-31"),
            toeleiding_under_old_law_cases(),
        ),
        Table::new(
            "cases-mandate-last-day",
            with(vec![mandate("participatie", "doorstroompunt", list, long_ago, november_23)]),
            mandate_cases(),
        ),
        Table::new(
            "cases-mandate-first-day",
            with(vec![mandate("participatie", "doorstroompunt", list, november_23, far_off)]),
            mandate_cases(),
        ),
        // Expired, not yet begun, for another task, or in reverse: none counts.
        Table::new(
            "cases-mandate-none",
            with(vec![
                mandate("participatie", "doorstroompunt", list, long_ago, november_22),
                mandate("participatie", "doorstroompunt", list, november_24, far_off),
                mandate("participatie", "doorstroompunt", "toeleiding", long_ago, far_off),
                mandate("doorstroompunt", "participatie", list, long_ago, far_off),
            ]),
            no_mandate_cases(),
        ),
    ]
}

fn toeleiding_cases() -> Vec<Case> {
    vec![
        // WEB 9.2.5(4): the path is in the dossier, from today to today.
        Case {
            name: "on the path to work today",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-11-01", "2026-11-01");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging participatie/toeleiding",
        },
        Case {
            name: "on the path to work from tomorrow",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-11-02", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "on the path to work until yesterday",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-01-01", "2026-10-31");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "on another path",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "WERK", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "the dossier is closed",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("DOORSTROOMPUNT", "GESLOTEN", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "a dossier of leerplicht",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("LEERPLICHT", "ACTIEF", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // A single dossier must contain all of it.
        Case {
            name: "two dossiers that say it together",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "WERK", "2026-01-01", "");
                s.case_file("DOORSTROOMPUNT", "GESLOTEN", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "on the path to work, back at school",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2026-11-01", "");
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=nee",
            parcels: "",
        },
        Case {
            name: "on the path to work, 27 on the verstrekdatum",
            facts: |s| {
                s.born("1999-11-23").unqualified();
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "on the path to work, secret address",
            facts: |s| {
                s.born("2004-05-05").unqualified().secret("7");
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding-geheim inlichtingenbureau/bevraging participatie/toeleiding-geheim",
        },
        Case {
            name: "on the path to work, in the region",
            facts: |s| {
                s.born("2004-05-05").unqualified().lives_in("0606");
                s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2026-01-01", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/regio inlichtingenbureau/bevraging",
        },
    ]
}

/// WEB 9.2.5(4) exists from 2026-01-01, and must exist on both days.
fn toeleiding_under_old_law_cases() -> Vec<Case> {
    vec![Case {
        name: "on the path to work before the law of 2026",
        facts: |s| {
            s.born("2004-05-05").unqualified();
            s.case_file("DOORSTROOMPUNT", "ACTIEF", "PW7A", "2025-06-01", "");
        },
        values: "doelgroep=ja regelset=2020-07-01",
        parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
    }]
}

fn mandate_cases() -> Vec<Case> {
    vec![
        Case {
            name: "on the list, with a mandate",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding doorstroompunt/jongeren-in-beeld participatie/jongeren-in-beeld",
        },
        Case {
            name: "on the list, with a mandate, secret address",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0).secret("2");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding-geheim doorstroompunt/jongeren-in-beeld-geheim \
                      participatie/jongeren-in-beeld-geheim",
        },
        Case {
            name: "wrongly on the list, with a mandate",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("UITKERING", 1);
            },
            values: "jib=onterecht",
            parcels: "doorstroompunt/begeleiding",
        },
        Case {
            name: "on the list, with a mandate, excluded for the Doorstroompunt",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.excluded("doorstroompunt", "2026-01-01", "");
            },
            values: "jib=terecht",
            parcels: "participatie/jongeren-in-beeld",
        },
    ]
}

fn no_mandate_cases() -> Vec<Case> {
    vec![Case {
        name: "on the list, without a mandate",
        facts: |s| {
            s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
        },
        values: "jib=terecht",
        parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
    }]
}
