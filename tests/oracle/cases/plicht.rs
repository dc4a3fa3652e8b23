//! Leerplicht, kwalificatieplicht, exemption and truancy.

use super::Case;

/// LPW 3, 4a-4c, 5, 15, 19, 21a, 22: peildatum 2026-11-01, verstrekdatum 2026-11-23.
pub fn plicht_cases() -> Vec<Case> {
    vec![
        // LPW 3(1): from the first day of the month after the 5th birthday (31 October, so 1 November).
        Case {
            name: "five on the last day of the month before",
            facts: |s| {
                s.born("2021-10-31");
            },
            values: "leeftijd=5 plicht=leerplichtig startkwalificatie=onbekend ingeschreven=nee verzuim=absoluut doelgroep=nee",
            parcels: "leerplicht/verzuim",
        },
        // LPW 3(1): five on the first of the month, so from the next month.
        Case {
            name: "five today",
            facts: |s| {
                s.born("2021-11-01");
            },
            values: "leeftijd=5 plicht=geen verzuim=geen doelgroep=nee",
            parcels: "",
        },
        // LPW 3(1)b: sixteen on 31 July, so the leerplicht ended that same day; LPW 4a follows.
        Case {
            name: "sixteen on 31 July",
            facts: |s| {
                s.born("2010-07-31").unqualified().enrolled("VO", "HAVO", "2024-08-01", "");
            },
            values: "leeftijd=16 plicht=kwalificatieplichtig ingeschreven=ja verzuim=geen doelgroep=nee",
            parcels: "leerplicht/toezicht",
        },
        // LPW 3(1)b: sixteen on 1 August, so until 31 July of the next year.
        Case {
            name: "sixteen on 1 August",
            facts: |s| {
                s.born("2010-08-01").unqualified();
            },
            values: "leeftijd=16 plicht=leerplichtig verzuim=absoluut doelgroep=nee",
            parcels: "leerplicht/verzuim",
        },
        // LPW 4b: ends on the 18th birthday; WEB 9.2.1 begins.
        Case {
            name: "eighteen today",
            facts: |s| {
                s.born("2008-11-01").unqualified();
            },
            values: "leeftijd=18 leeftijdsgroep=18_tot_23 plicht=geen verzuim=geen doelgroep=ja economisch_zelfstandig=onbekend \
                     regelset=2026-01-01",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // Must hold on both days: kwalificatieplichtig on the peildatum, eighteen on the verstrekdatum; neither party gets a row.
        Case {
            name: "eighteen on the verstrekdatum",
            facts: |s| {
                s.born("2008-11-23").unqualified();
            },
            values: "leeftijd=17 leeftijdsgroep=onder_18 plicht=kwalificatieplichtig verzuim=absoluut doelgroep=nee",
            parcels: "",
        },
        Case {
            name: "eighteen the day after the verstrekdatum",
            facts: |s| {
                s.born("2008-11-24").unqualified();
            },
            values: "plicht=kwalificatieplichtig verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        // LPW 4b with WEB 7.2.2(1)b: mbo level 2 is a startkwalificatie and ends the plicht.
        Case {
            name: "mbo level 2 at seventeen",
            facts: |s| {
                s.born("2009-05-05").qualified("J", "2026-07-01", "MBO2", "2026-07-01");
            },
            values: "startkwalificatie=ja plicht=geen verzuim=geen doelgroep=nee",
            parcels: "",
        },
        // The sources contradict each other: J beside a vmbo diploma; unknown never widens.
        Case {
            name: "startkwalificatie beside vmbo",
            facts: |s| {
                s.born("2009-05-05").qualified("J", "2026-07-01", "VMBO", "2026-07-01");
            },
            values: "startkwalificatie=onbekend plicht=onbekend ingeschreven=nee verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        // An empty highest diploma is GEEN, so J beside it is a conflict too.
        Case {
            name: "startkwalificatie beside an empty diploma",
            facts: |s| {
                s.born("2009-05-05").qualified("J", "", "", "");
            },
            values: "startkwalificatie=onbekend plicht=onbekend",
            parcels: "",
        },
        // LPW 1(f): a diploma obtained tomorrow does not count.
        Case {
            name: "startkwalificatie tomorrow",
            facts: |s| {
                s.born("2009-05-05").qualified("J", "2026-11-02", "MBO2", "2026-11-02").enrolled(
                    "MBO",
                    "MBO2",
                    "2025-08-01",
                    "",
                );
            },
            values: "startkwalificatie=nee plicht=kwalificatieplichtig verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        // LPW 1(f): obtained today.
        Case {
            name: "startkwalificatie today",
            facts: |s| {
                s.born("2009-05-05").qualified("J", "2026-11-01", "MBO2", "2026-11-01").enrolled(
                    "MBO",
                    "MBO2",
                    "2025-08-01",
                    "",
                );
            },
            values: "startkwalificatie=ja plicht=geen verzuim=geen doelgroep=nee",
            parcels: "",
        },
        // A degree without the literal diploma of LPW 1(f): a person must judge.
        Case {
            name: "no startkwalificatie beside higher education",
            facts: |s| {
                s.born("2004-01-01").qualified("N", "", "HO", "2026-01-01");
            },
            values: "startkwalificatie=onbekend plicht=geen doelgroep=onbekend",
            parcels: "",
        },
        // A diploma dated after the day counts as none.
        Case {
            name: "no startkwalificatie beside a diploma of tomorrow",
            facts: |s| {
                s.born("2004-01-01").qualified("N", "", "MBO2", "2026-11-02");
            },
            values: "startkwalificatie=nee plicht=geen doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // LPW 4a(2): vso towards the labour market, ended or not; WEB 9.2.1 has no lower age.
        Case {
            name: "vso towards the labour market, ended",
            facts: |s| {
                s.born("2009-05-05")
                    .unqualified()
                    .enrolled("VSO", "VSO", "2024-08-01", "2026-05-01")
                    .towards("ARBEIDSMARKT");
            },
            values: "leeftijd=17 plicht=geen ingeschreven=nee verzuim=geen doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // LPW 4a(2): does not apply to vso towards further education.
        Case {
            name: "vso towards further education",
            facts: |s| {
                s.born("2009-05-05")
                    .unqualified()
                    .enrolled("VSO", "VSO", "2024-08-01", "")
                    .towards("VERVOLG");
            },
            values: "plicht=kwalificatieplichtig verzuim=geen doelgroep=nee",
            parcels: "leerplicht/toezicht",
        },
        // LPW 4a(2): starts tomorrow, so it does not count yet.
        Case {
            name: "vso towards day care, from tomorrow",
            facts: |s| {
                s.born("2009-05-05")
                    .unqualified()
                    .enrolled("VSO", "VSO", "2026-11-02", "")
                    .towards("DAGBESTEDING");
            },
            values: "plicht=kwalificatieplichtig ingeschreven=nee verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        // LPW 4a(2): who left practical education may hold the verklaring.
        Case {
            name: "entree after practical education",
            facts: |s| {
                s.born("2009-05-05").qualified("N", "", "ENTREE", "2026-06-01").enrolled(
                    "VO",
                    "PRO",
                    "2022-08-01",
                    "2025-07-31",
                );
            },
            values: "plicht=onbekend ingeschreven=nee verzuim=onbekend doelgroep=onbekend \
                     leerplicht/na-te-gaan:datum_uitschrijving=2025-07-31",
            parcels: "leerplicht/na-te-gaan",
        },
        // LPW 5, 15: in force up to and including today.
        Case {
            name: "exempt until today",
            facts: |s| {
                s.born("2014-03-03").exempt("VRIJGESTELD", "2025-08-01", "2026-11-01");
            },
            values: "plicht=vrijgesteld verzuim=geen doelgroep=nee",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "exempt until yesterday",
            facts: |s| {
                s.born("2014-03-03").exempt("VRIJGESTELD", "2025-08-01", "2026-10-31");
            },
            values: "plicht=leerplichtig verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        // LPW 3a, 3b: replacing leerplicht is leerplicht.
        Case {
            name: "replacing leerplicht",
            facts: |s| {
                s.born("2012-03-03").exempt("VERVANGEND", "2025-08-01", "").enrolled(
                    "VO",
                    "VMBO-B",
                    "2024-08-01",
                    "",
                );
            },
            values: "plicht=leerplichtig verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        // LPW 21a: less than 16 hours needs no report.
        Case {
            name: "15.9 hours",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "OVERIG",
                    "2026-10-20",
                    "15,9",
                );
            },
            values: "plicht=leerplichtig verzuim=relatief_onbevestigd",
            parcels: "leerplicht/toezicht duo/verzuim",
        },
        // LPW 21a: exactly 16 does.
        Case {
            name: "16,0 hours",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "OVERIG",
                    "2026-10-20",
                    "16,0",
                );
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        Case {
            name: "hours unknown",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "OVERIG",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=relatief_onbevestigd",
            parcels: "leerplicht/toezicht duo/verzuim",
        },
        // LPW 11: leave without permission, whatever the hours.
        Case {
            name: "holiday in school time",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // A settled report no longer counts.
        Case {
            name: "settled report",
            facts: |s| {
                s.born("2012-03-03")
                    .enrolled("VO", "HAVO", "2024-08-01", "")
                    .absent("16UUR_4WEKEN", "2026-10-20", "20")
                    .settled();
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        // LPW 19: the sources contradict each other, so it is not absolute truancy.
        Case {
            name: "reported as without school, but enrolled",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "ABSOLUUT",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=onbekend",
            parcels: "leerplicht/toezicht",
        },
        // LPW 19: "not enrolled at an institution that the register knows" differs from "not enrolled".
        Case {
            name: "enrolled at an unfunded school only",
            facts: |s| {
                s.born("2012-03-03").enrolled("NIETBEK", "ONB", "2024-08-01", "");
            },
            values: "plicht=leerplichtig ingeschreven=onbekend verzuim=onbekend",
            parcels: "leerplicht/toezicht",
        },
        // The last day of an enrolment is still enrolled.
        Case {
            name: "enrolled until today",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "2026-11-01");
            },
            values: "ingeschreven=ja verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "enrolled until yesterday",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "2026-10-31");
            },
            values: "ingeschreven=nee verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        // WRO: koppeling says that the school's number and the municipality's belong to one person.
        Case {
            name: "enrolled under an onderwijsnummer",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").under_onderwijsnummer();
            },
            values: "ingeschreven=ja verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
    ]
}
