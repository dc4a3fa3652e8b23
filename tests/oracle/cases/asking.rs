//! Asking around about a truant with whom contact failed (LPW 16(4)d, 19, 22): peildatum 2026-11-01, verstrekdatum 2026-11-23.

use super::{Case, Table, november};
use crate::oracle::day::Day;
use crate::oracle::town::{Instruction, Setup};

fn instruction(adopted: Day, from: Day, partners: Vec<&'static str>) -> Option<Instruction> {
    Some(Instruction { adopted, from, partners })
}

pub fn tables() -> Vec<Table> {
    let (november_20, november_23, november_24) =
        (Day::new(2026, 11, 20), Day::new(2026, 11, 23), Day::new(2026, 11, 24));
    let with = |instruction| Setup { instruction, ..november() };
    vec![
        Table::new(
            "cases-asking",
            with(instruction(november_20, november_23, vec!["gebiedsteam"])),
            asking_cases(),
        ),
        // LPW 16(4)d: the law allows asking; the instruction decides whom.
        Table::new(
            "cases-asking-not-yet-adopted",
            with(instruction(november_24, november_20, vec!["gebiedsteam"])),
            no_partner_cases(),
        ),
        Table::new(
            "cases-asking-not-yet-valid",
            with(instruction(november_20, november_24, vec!["gebiedsteam"])),
            no_partner_cases(),
        ),
        Table::new(
            "cases-asking-other-partner",
            with(instruction(november_20, november_20, vec!["participatie"])),
            no_partner_cases(),
        ),
        Table::new("cases-asking-no-instruction", november(), no_partner_cases()),
    ]
}

fn no_partner_cases() -> Vec<Case> {
    vec![Case {
        name: "out of reach, gebiedsteam no partner",
        facts: |s| {
            s.born("2010-10-05").out_of_reach();
        },
        values: "plicht=leerplichtig verzuim=absoluut",
        parcels: "leerplicht/verzuim participatie/bevraging",
    }]
}

fn asking_cases() -> Vec<Case> {
    vec![
        // Sixteen today; the leerplicht runs to 31 July 2027.
        Case {
            name: "out of reach, sixteen today",
            facts: |s| {
                s.born("2010-11-01").out_of_reach();
            },
            values: "leeftijd=16 plicht=leerplichtig verzuim=absoluut",
            parcels: "leerplicht/verzuim participatie/bevraging gebiedsteam/bevraging",
        },
        // Participatie only from 16, on the peildatum too; the gebiedsteam at any age.
        Case {
            name: "out of reach, sixteen tomorrow",
            facts: |s| {
                s.born("2010-11-02").out_of_reach();
            },
            values: "leeftijd=15 plicht=leerplichtig verzuim=absoluut",
            parcels: "leerplicht/verzuim gebiedsteam/bevraging",
        },
        // Both ends of a partial date: 1 November is sixteen, 30 November is not.
        Case {
            name: "out of reach, born in some day of November 2010",
            facts: |s| {
                s.born("2010-11-00").out_of_reach();
            },
            values: "leeftijd= plicht=leerplichtig verzuim=absoluut",
            parcels: "leerplicht/verzuim gebiedsteam/bevraging",
        },
        Case {
            name: "out of reach, born in some day of October 2010",
            facts: |s| {
                s.born("2010-10-00").out_of_reach();
            },
            values: "leeftijd=16 plicht=leerplichtig verzuim=absoluut gebiedsteam/bevraging:geboortedatum=2010-10-00",
            parcels: "leerplicht/verzuim participatie/bevraging gebiedsteam/bevraging",
        },
        // A dossier of either team.
        Case {
            name: "out of reach of the Doorstroompunt",
            facts: |s| {
                s.born("2010-10-05").case_file(
                    "DOORSTROOMPUNT",
                    "GEEN_CONTACT",
                    "ONBEKEND",
                    "2026-11-01",
                    "2026-11-01",
                );
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim participatie/bevraging gebiedsteam/bevraging",
        },
        Case {
            name: "out of reach from tomorrow",
            facts: |s| {
                s.born("2010-10-05").case_file("LEERPLICHT", "GEEN_CONTACT", "", "2026-11-02", "");
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        Case {
            name: "out of reach until yesterday",
            facts: |s| {
                s.born("2010-10-05").case_file("LEERPLICHT", "GEEN_CONTACT", "", "2026-06-01", "2026-10-31");
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        Case {
            name: "in touch",
            facts: |s| {
                s.born("2010-10-05").case_file("LEERPLICHT", "ACTIEF", "", "2026-06-01", "");
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        Case {
            name: "a truant without a dossier",
            facts: |s| {
                s.born("2010-10-05");
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim",
        },
        // LPW 21a: 16 hours is relatief.
        Case {
            name: "out of reach, 16 hours",
            facts: |s| {
                s.born("2009-05-05").unqualified().out_of_reach();
                s.enrolled("VO", "HAVO", "2024-08-01", "").absent("OVERIG", "2026-10-20", "16");
            },
            values: "plicht=kwalificatieplichtig verzuim=relatief",
            parcels: "leerplicht/verzuim participatie/bevraging gebiedsteam/bevraging duo/verzuim",
        },
        Case {
            name: "out of reach, 15.9 hours",
            facts: |s| {
                s.born("2009-05-05").unqualified().out_of_reach();
                s.enrolled("VO", "HAVO", "2024-08-01", "").absent("OVERIG", "2026-10-20", "15.9");
            },
            values: "plicht=kwalificatieplichtig verzuim=relatief_onbevestigd",
            parcels: "leerplicht/toezicht duo/verzuim",
        },
        Case {
            name: "out of reach, but at school",
            facts: |s| {
                s.born("2010-10-05").out_of_reach().enrolled("VO", "HAVO", "2024-08-01", "");
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        // No longer plichtig: only the Inlichtingenbureau may be asked (WEB 9.2.5(3)c).
        Case {
            name: "out of reach, eighteen",
            facts: |s| {
                s.born("2008-05-05").unqualified().out_of_reach();
            },
            values: "plicht=geen doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "out of reach, eighteen on the verstrekdatum",
            facts: |s| {
                s.born("2008-11-23").unqualified().out_of_reach();
            },
            values: "plicht=kwalificatieplichtig verzuim=absoluut",
            parcels: "",
        },
        // LPW 5, 15.
        Case {
            name: "out of reach, exempt",
            facts: |s| {
                s.born("2010-10-05").out_of_reach().exempt("VRIJGESTELD", "2025-08-01", "");
            },
            values: "plicht=vrijgesteld verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "out of reach, in the region",
            facts: |s| {
                s.born("2010-10-05").out_of_reach().lives_in("0606");
            },
            values: "woonplaats=regio verzuim=absoluut",
            parcels: "",
        },
        // AVG 21: one of the three is excluded.
        Case {
            name: "out of reach, excluded for the gebiedsteam",
            facts: |s| {
                s.born("2010-10-05").out_of_reach().excluded("gebiedsteam", "2026-11-23", "2026-11-23");
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim participatie/bevraging",
        },
        // Name and birth date only, without address, so one parcel for everyone.
        Case {
            name: "out of reach, secret address",
            facts: |s| {
                s.born("2010-10-05").out_of_reach().secret("7");
            },
            values: "geheim=ja",
            parcels: "leerplicht/verzuim-geheim participatie/bevraging gebiedsteam/bevraging",
        },
    ]
}
