//! The same facts on other days: a change of law, leap days, and the summer.

use super::Case;

/// WEB 8.3.1 until 2025-12-31, 9.2.1 from 2026-01-01: both must allow it.
pub fn change_of_law_cases() -> Vec<Case> {
    vec![
        Case {
            name: "twenty-two under both laws",
            facts: |s| {
                s.born("2003-05-05").unqualified();
            },
            values: "leeftijd=22 doelgroep=ja regelset=2020-07-01",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // The new law would allow it on the verstrekdatum, but the old one does not on the peildatum.
        Case {
            name: "twenty-three, in the target group from tomorrow",
            facts: |s| {
                s.born("2002-05-05").unqualified();
            },
            values: "leeftijd=23 doelgroep=nee",
            parcels: "",
        },
        // WEB 8.3.1: entree and work is no dropout under the old law.
        Case {
            name: "entree with work",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "ENTREE", "2025-07-01").earns("WERK", 1);
            },
            values: "doelgroep=nee overleg_school=nee",
            parcels: "",
        },
        // The overleg of WEB 9.2.5(5) does not exist yet on the peildatum.
        Case {
            name: "entree without work",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "ENTREE", "2025-07-01").earns("GEEN", 0);
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding",
        },
    ]
}

/// WEB 8.3.1 on both days: younger than 23.
pub fn old_law_cases() -> Vec<Case> {
    vec![
        Case {
            name: "twenty-three on the verstrekdatum",
            facts: |s| {
                s.born("2002-12-31").unqualified();
            },
            values: "leeftijd=22 doelgroep=ja regelset=2020-07-01",
            parcels: "",
        },
        Case {
            name: "twenty-three on the peildatum",
            facts: |s| {
                s.born("2002-12-15").unqualified();
            },
            values: "leeftijd=23 doelgroep=nee",
            parcels: "",
        },
        Case {
            name: "pro diploma, income not asked",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "PRO", "2025-07-01");
            },
            values: "doelgroep=onbekend",
            parcels: "",
        },
        Case {
            name: "vmbo diploma, income not asked",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "VMBO", "2022-07-01");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
    ]
}

/// Born on 29 February: a year older on 1 March in other years (peildatum 2027-02-28, verstrekdatum 2027-03-01).
pub fn leap_day_cases() -> Vec<Case> {
    vec![
        Case {
            name: "nearly 27, and 27 on the verstrekdatum",
            facts: |s| {
                s.born("2000-02-29").unqualified();
            },
            values: "leeftijd=26 leeftijdsgroep=23_tot_27 doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "born on 28 February, 27 already",
            facts: |s| {
                s.born("2000-02-28").unqualified();
            },
            values: "leeftijd=27 leeftijdsgroep=vanaf_27 doelgroep=nee",
            parcels: "",
        },
        Case {
            name: "nearly 23",
            facts: |s| {
                s.born("2004-02-29").unqualified().listed().earns("GEEN", 0);
            },
            values: "leeftijd=22 leeftijdsgroep=18_tot_23 jib=onterecht doelgroep=ja",
            parcels: "doorstroompunt/begeleiding",
        },
    ]
}

/// ZOMEROVERGANG, up to and including 30 September.
pub fn summer_cases() -> Vec<Case> {
    vec![
        Case {
            name: "left on 31 July",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2024-08-01", "2026-07-31");
            },
            values: "ingeschreven=onbekend verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        Case {
            name: "left on 1 June",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2024-08-01", "2026-06-01");
            },
            values: "ingeschreven=onbekend",
            parcels: "",
        },
        Case {
            name: "left on 31 May",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2024-08-01", "2026-05-31");
            },
            values: "ingeschreven=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "left in July and again in August",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.enrolled("MBO", "MBO2", "2024-08-01", "2026-07-31").enrolled(
                    "MBO",
                    "MBO1",
                    "2026-08-01",
                    "2026-08-01",
                );
            },
            values: "ingeschreven=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
    ]
}
