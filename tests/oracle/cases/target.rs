//! The target group of the Doorstroompunt, and the list of the Inlichtingenbureau.

use super::Case;

/// WEB 9.2.1, 9.2.2, 9.2.5: peildatum 2026-11-01, verstrekdatum 2026-11-23.
pub fn doelgroep_cases() -> Vec<Case> {
    vec![
        // WEB 9.2.1(a): younger than 27; on the birthday a person is 27.
        Case {
            name: "twenty-seven today",
            facts: |s| {
                s.born("1999-11-01").unqualified();
            },
            values: "leeftijd=27 leeftijdsgroep=vanaf_27 doelgroep=nee",
            parcels: "",
        },
        // Must hold on both days.
        Case {
            name: "twenty-seven on the verstrekdatum",
            facts: |s| {
                s.born("1999-11-23").unqualified();
            },
            values: "leeftijd=26 leeftijdsgroep=23_tot_27 doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "twenty-seven the day after the verstrekdatum",
            facts: |s| {
                s.born("1999-11-24").unqualified();
            },
            values: "leeftijd=26 doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // WEB 9.2.1 from 2026: 23 is no longer a limit.
        Case {
            name: "twenty-three today",
            facts: |s| {
                s.born("2003-11-01").unqualified();
            },
            values: "leeftijd=23 leeftijdsgroep=23_tot_27 doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // WEB 9.2.1(c)1: four weeks is 28 days.
        Case {
            name: "absent for 28 days",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("MBO", "MBO2", "2025-08-01", "").absent(
                    "LANGDURIG_4WEKEN",
                    "2026-10-04",
                    "",
                );
            },
            values: "plicht=geen ingeschreven=ja verzuim=langdurig doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging duo/verzuim",
        },
        Case {
            name: "absent for 27 days",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("MBO", "MBO2", "2025-08-01", "").absent(
                    "LANGDURIG_4WEKEN",
                    "2026-10-05",
                    "",
                );
            },
            values: "verzuim=relatief_onbevestigd doelgroep=nee",
            parcels: "duo/verzuim",
        },
        // WEB 9.2.1(c)2, with a doubtful enrolment.
        Case {
            name: "adult at an unfunded school only",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("NIETBEK", "ONB", "2024-08-01", "");
            },
            values: "ingeschreven=onbekend verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        // WEB 9.2.5(5): a pro diploma less than two years old; LPW 4a(2) ends the plicht at 17.
        Case {
            name: "pro diploma, two years ago tomorrow",
            facts: |s| {
                s.born("2009-05-05").qualified("N", "", "PRO", "2024-11-02");
            },
            values: "leeftijd=17 plicht=geen doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "pro diploma, two years ago today",
            facts: |s| {
                s.born("2007-05-05").qualified("N", "", "PRO", "2024-11-01");
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // WEB 9.2.5(5): entree, one year.
        Case {
            name: "entree, a year ago tomorrow",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "ENTREE", "2025-11-02");
            },
            values: "doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "entree, a year ago today",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "ENTREE", "2025-11-01");
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "vso diploma without a date",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "VSO", "");
            },
            values: "doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // A partial birth date is an interval: 17 or 18.
        Case {
            name: "born in some day of November 2008",
            facts: |s| {
                s.born("2008-11-00").unqualified();
            },
            values: "leeftijd= leeftijdsgroep=onbepaald plicht=onbekend verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        // The two ends differ in age, 26 and 25, but agree on everything that matters.
        Case {
            name: "born in the year 2000",
            facts: |s| {
                s.born("2000-00-00").unqualified();
            },
            values: "leeftijd= leeftijdsgroep=23_tot_27 plicht=geen doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "birth date unknown",
            facts: |s| {
                s.born("0000-00-00").unqualified();
            },
            values: "leeftijd= leeftijdsgroep=onbepaald plicht=onbekend doelgroep=onbekend",
            parcels: "",
        },
    ]
}

/// Pw 7, 7a and the list of the Inlichtingenbureau: in November 2026 the limits are 480.00, and 1,200.00 for independence.
pub fn work_cases() -> Vec<Case> {
    vec![
        Case {
            name: "on the list, a cent below the limit",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("WERK", 47_999);
            },
            values: "jib=terecht economisch_zelfstandig=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding doorstroompunt/jongeren-in-beeld participatie/jongeren-in-beeld",
        },
        // An equal amount is not below the limit.
        Case {
            name: "on the list, at the limit",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("WERK", 20_000).earns("WERK", 28_000);
            },
            values: "jib=onterecht economisch_zelfstandig=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding",
        },
        // A benefit of any amount.
        Case {
            name: "on the list with a benefit of nothing",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("UITKERING", 0);
            },
            values: "jib=onterecht economisch_zelfstandig=nee",
            parcels: "doorstroompunt/begeleiding",
        },
        Case {
            name: "on the list at 22, asked and nothing found",
            facts: |s| {
                s.born("2003-11-02").unqualified().listed().earns("GEEN", 0);
            },
            values: "leeftijd=22 jib=onterecht economisch_zelfstandig=nee",
            parcels: "doorstroompunt/begeleiding",
        },
        // 23 on the birthday.
        Case {
            name: "on the list at 23, asked and nothing found",
            facts: |s| {
                s.born("2003-11-01").unqualified().listed().earns("GEEN", 0);
            },
            values: "leeftijd=23 jib=terecht",
            parcels: "doorstroompunt/begeleiding doorstroompunt/jongeren-in-beeld participatie/jongeren-in-beeld",
        },
        // Not asked, so nothing is known: the Inlichtingenbureau may be asked.
        Case {
            name: "on the list, income not asked",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed();
            },
            values: "jib=onbekend economisch_zelfstandig=onbekend doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // Must hold on both days: 27 on the verstrekdatum.
        Case {
            name: "on the list, 27 on the verstrekdatum",
            facts: |s| {
                s.born("1999-11-23").unqualified().listed().earns("GEEN", 0);
            },
            values: "jib=terecht doelgroep=ja",
            parcels: "",
        },
        // An equal amount is enough for independence.
        Case {
            name: "earns the independence amount",
            facts: |s| {
                s.born("2002-05-05").unqualified().earns("WERK", 120_000);
            },
            values: "economisch_zelfstandig=ja jib=niet_op_lijst",
            parcels: "doorstroompunt/begeleiding",
        },
        Case {
            name: "earns a cent less than the independence amount",
            facts: |s| {
                s.born("2002-05-05").unqualified().earns("WERK", 119_999);
            },
            values: "economisch_zelfstandig=nee",
            parcels: "doorstroompunt/begeleiding",
        },
        // Enrolled since: the list is wrong.
        Case {
            name: "on the list, but enrolled",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0).enrolled(
                    "MBO",
                    "MBO2",
                    "2026-11-01",
                    "",
                );
            },
            values: "ingeschreven=ja jib=onterecht doelgroep=nee",
            parcels: "",
        },
    ]
}
