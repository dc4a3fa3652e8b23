//! What is reported back to a school and DUO (WRO 20, Besluit RO 21(4)), and the school of the diploma (WEB 9.2.5(5)).

use super::{Case, Table, november};
use crate::oracle::town::Setup;

pub fn tables() -> Vec<Table> {
    let from = |verzuim_bron| Setup { verzuim_bron, ..november() };
    vec![
        Table::new("cases-school", november(), report_cases().into_iter().chain(overleg_cases()).collect()),
        Table::new("cases-school-bron-duo", from("DUO"), from_duo_cases()),
        Table::new("cases-school-bron-other", from("leerplichtadministratie"), not_from_duo_cases()),
    ]
}

/// Peildatum 2026-11-01, verstrekdatum 2026-11-23. 20KD and 01AB have a key, 10ZZ has none.
fn report_cases() -> Vec<Case> {
    vec![
        Case {
            name: "reported by the school of enrolment",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=relatief  duo/verzuim:status=OPEN",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // Neither plichtig nor in the target group: the school's own report still has a status.
        Case {
            name: "adult reported by the school of enrolment",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("MBO", "MBO2", "2025-08-01", "");
                s.absent("LANGDURIG_4WEKEN", "2026-10-05", "").being_handled();
            },
            values: "plicht=geen verzuim=relatief_onbevestigd",
            parcels: "duo/verzuim",
        },
        Case {
            name: "reported twice by the school of enrolment",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
                s.absent("OVERIG", "2026-10-21", "2").being_handled();
            },
            values: "duo/verzuim:status=IN_BEHANDELING,OPEN",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        Case {
            name: "reported by another school",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "");
                s.absent("LUXE", "2026-10-20", "").reported_by("01AB");
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // Each school hears only about its own report.
        Case {
            name: "enrolled at two schools, reported by both",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "");
                s.enrolled("VAVO", "HAVO", "2026-08-01", "").absent("LUXE", "2026-10-20", "");
                s.absent("LUXE", "2026-10-21", "").reported_by("01AB").being_handled();
            },
            values: "",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // 10ZZ has no key, so nothing is written for it.
        Case {
            name: "reported by a school that cannot be reached",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").at("10ZZ");
                s.absent("LUXE", "2026-10-20", "").reported_by("10ZZ");
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // Other than NIETBEK.
        Case {
            name: "reported by an unfunded school",
            facts: |s| {
                s.born("2012-03-03").enrolled("NIETBEK", "ONB", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
            },
            values: "ingeschreven=onbekend verzuim=onbekend",
            parcels: "leerplicht/toezicht duo/verzuim",
        },
        // The last day of an enrolment is still enrolled.
        Case {
            name: "reported, enrolled until today",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "2026-11-01").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        Case {
            name: "reported, enrolled until yesterday",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "2026-10-31").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        Case {
            name: "reported, enrolled from tomorrow",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2026-11-02", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // Counting on the peildatum.
        Case {
            name: "report of today",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "");
                s.absent("LUXE", "2026-11-01", "").back_after("2026-11-01");
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        Case {
            name: "report from tomorrow",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-11-02",
                    "",
                );
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "report until yesterday",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "");
                s.absent("LUXE", "2026-10-20", "").back_after("2026-10-31");
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "report that is settled",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "");
                s.absent("LUXE", "2026-10-20", "").settled();
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "record of absolute truancy with a school",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "");
                s.absent("ABSOLUUT", "2026-10-20", "").reported_by("20KD");
            },
            values: "verzuim=onbekend",
            parcels: "leerplicht/toezicht",
        },
        // Besluit RO 21(4): each report, also of who is exempt; the exemption itself goes nowhere.
        Case {
            name: "reported, but exempt",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
                s.exempt("VRIJGESTELD", "2025-08-01", "2026-11-01");
            },
            values: "plicht=vrijgesteld verzuim=geen",
            parcels: "leerplicht/toezicht duo/verzuim",
        },
        Case {
            name: "reported, exempt until yesterday",
            facts: |s| {
                s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent(
                    "LUXE",
                    "2026-10-20",
                    "",
                );
                s.exempt("VRIJGESTELD", "2025-08-01", "2026-10-31");
            },
            values: "plicht=leerplichtig",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
        // A condition on a column with the value `onbekend` is unknown.
        Case {
            name: "reported, plicht unknown",
            facts: |s| {
                s.born("2009-05-05").qualified("J", "2026-07-01", "VMBO", "2026-07-01");
                s.enrolled("VO", "HAVO", "2024-08-01", "").absent("LUXE", "2026-10-20", "");
            },
            values: "plicht=onbekend",
            parcels: "duo/verzuim",
        },
        Case {
            name: "reported, in the region",
            facts: |s| {
                s.born("2012-03-03").lives_in("0606");
                s.enrolled("VO", "HAVO", "2024-08-01", "").absent("LUXE", "2026-10-20", "");
            },
            values: "woonplaats=regio",
            parcels: "",
        },
        Case {
            name: "reported, excluded for the school",
            facts: |s| {
                s.born("2012-03-03").excluded("school", "2026-11-23", "");
                s.enrolled("VO", "HAVO", "2024-08-01", "").absent("LUXE", "2026-10-20", "");
            },
            values: "verzuim=relatief",
            parcels: "leerplicht/verzuim duo/verzuim",
        },
    ]
}

fn from_duo_cases() -> Vec<Case> {
    vec![Case {
        name: "reported, and DUO told us",
        facts: |s| {
            s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent("LUXE", "2026-10-20", "");
        },
        values: "verzuim=relatief",
        parcels: "leerplicht/verzuim duo/verzuim",
    }]
}

/// Besluit RO 21(4): DUO hears back about what it told us, not about our own administration.
fn not_from_duo_cases() -> Vec<Case> {
    vec![Case {
        name: "reported, and not by DUO",
        facts: |s| {
            s.born("2012-03-03").enrolled("VO", "HAVO", "2024-08-01", "").absent("LUXE", "2026-10-20", "");
        },
        values: "verzuim=relatief",
        parcels: "leerplicht/verzuim",
    }]
}

/// WEB 9.2.5(5): the term must not have expired on the verstrekdatum either.
fn overleg_cases() -> Vec<Case> {
    vec![
        Case {
            name: "pro diploma, two years ago the day after the verstrekdatum",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "PRO", "2024-11-24")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging school/overleg.20KD",
        },
        Case {
            name: "pro diploma, two years ago on the verstrekdatum",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "PRO", "2024-11-23")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "entree, a year ago the day after the verstrekdatum",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "ENTREE", "2025-11-24")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("01AB");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging school/overleg.01AB",
        },
        Case {
            name: "entree, a year ago on the verstrekdatum",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "ENTREE", "2025-11-23")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("01AB");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "vso diploma without a date, school known",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "VSO", "")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging school/overleg.20KD",
        },
        // school_onbekend.
        Case {
            name: "vso diploma, school not known",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "VSO", "2026-07-01").case_file(
                    "DOORSTROOMPUNT",
                    "ACTIEF",
                    "",
                    "2026-01-01",
                    "",
                );
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "vso diploma, of a school that cannot be reached",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "VSO", "2026-07-01")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("10ZZ");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "vmbo diploma, no term",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "VMBO", "2026-07-01")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD");
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "entree this summer, studying on",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "ENTREE", "2026-07-01")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD");
                s.enrolled("MBO", "MBO2", "2026-08-01", "");
            },
            values: "doelgroep=nee overleg_school=nee",
            parcels: "",
        },
        Case {
            name: "entree this summer, in the region",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "ENTREE", "2026-07-01")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD");
                s.lives_in("0606");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/regio inlichtingenbureau/bevraging",
        },
        // Name and birth date only.
        Case {
            name: "entree this summer, secret address",
            facts: |s| {
                s.born("2006-05-05")
                    .qualified("N", "", "ENTREE", "2026-07-01")
                    .case_file("DOORSTROOMPUNT", "ACTIEF", "", "2026-01-01", "")
                    .diploma_from("20KD")
                    .secret("7");
            },
            values: "overleg_school=ja",
            parcels: "doorstroompunt/begeleiding-geheim inlichtingenbureau/bevraging school/overleg.20KD",
        },
    ]
}
