//! From one school to the next (WVO 2020 8.17, AVG 28): peildatum 2026-11-01, verstrekdatum 2026-11-23.

use super::{Case, Table, november};
use crate::oracle::day::Day;
use crate::oracle::town::{Processor, Setup};

pub fn tables() -> Vec<Table> {
    let long_ago = Day::new(2026, 1, 1);
    let far_off = Day::new(2027, 12, 31);
    let processors = vec![
        Processor { voor: "20KD", from: long_ago, until: Day::new(2026, 11, 23) },
        Processor { voor: "02CD", from: long_ago, until: Day::new(2026, 11, 22) },
        Processor { voor: "03EF", from: Day::new(2026, 11, 24), until: far_off },
        Processor { voor: "04GH", from: Day::new(2026, 11, 23), until: far_off },
    ];
    vec![
        Table::new("cases-handover", Setup { processors, ..november() }, handover_cases()),
        Table::new("cases-handover-no-processor", november(), no_processor_cases()),
    ]
}

fn no_processor_cases() -> Vec<Case> {
    vec![Case {
        name: "no agreement with any school",
        facts: |s| {
            s.not_in_brp().moves("20KD", "25PZ", "INGESCHREVEN");
        },
        values: "",
        parcels: "",
    }]
}

fn handover_cases() -> Vec<Case> {
    vec![
        // One line even without results.
        Case {
            name: "applied, no results",
            facts: |s| {
                s.settled_adult().moves("20KD", "25PZ", "AANGEMELD");
            },
            values: "mbo/overstap.25PZ:vak= mbo/overstap.25PZ:geslachtsnaam=Leerling mbo/overstap.25PZ:brin_latend=20KD",
            parcels: "mbo/overstap.25PZ",
        },
        Case {
            name: "enrolled, two results",
            facts: |s| {
                s.settled_adult().moves("20KD", "25PZ", "INGESCHREVEN");
                s.result("20KD", "20KD", "2025-2026", "Engels").result(
                    "20KD",
                    "20KD",
                    "2025-2026",
                    "Wiskunde",
                );
            },
            values: "mbo/overstap.25PZ:vak=Engels,Wiskunde mbo/overstap.25PZ:cijfer=7,7",
            parcels: "mbo/overstap.25PZ",
        },
        // Only the last school year.
        Case {
            name: "results of two school years",
            facts: |s| {
                s.settled_adult().moves("20KD", "25PZ", "INGESCHREVEN");
                s.result("20KD", "20KD", "2024-2025", "Engels").result(
                    "20KD",
                    "20KD",
                    "2025-2026",
                    "Wiskunde",
                );
            },
            values: "mbo/overstap.25PZ:vak=Wiskunde",
            parcels: "mbo/overstap.25PZ",
        },
        // Of this school, in its own file: a newer year elsewhere changes nothing.
        Case {
            name: "later results of another school",
            facts: |s| {
                s.settled_adult().moves("20KD", "25PZ", "INGESCHREVEN");
                s.result("20KD", "20KD", "2024-2025", "Engels").result(
                    "20KD",
                    "02CD",
                    "2025-2026",
                    "Wiskunde",
                );
                s.result("04GH", "20KD", "2025-2026", "Kunst");
            },
            values: "mbo/overstap.25PZ:vak=Engels",
            parcels: "mbo/overstap.25PZ",
        },
        Case {
            name: "two institutions",
            facts: |s| {
                s.settled_adult().moves("20KD", "25PZ", "AANGEMELD").moves("20KD", "01AB", "AANGEMELD");
            },
            values: "",
            parcels: "mbo/overstap.25PZ mbo/overstap.01AB",
        },
        Case {
            name: "an institution that cannot be reached",
            facts: |s| {
                s.settled_adult().moves("20KD", "30RR", "INGESCHREVEN");
            },
            values: "",
            parcels: "",
        },
        // AVG 28: only for the school that is responsible for the data.
        Case {
            name: "in the file of another school",
            facts: |s| {
                s.settled_adult().moves("20KD", "25PZ", "INGESCHREVEN").in_the_file_of("04GH");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "agreement until the day before",
            facts: |s| {
                s.settled_adult().moves("02CD", "25PZ", "INGESCHREVEN");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "agreement from the day after",
            facts: |s| {
                s.settled_adult().moves("03EF", "25PZ", "INGESCHREVEN");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "agreement on its first day",
            facts: |s| {
                s.settled_adult().moves("04GH", "25PZ", "INGESCHREVEN");
            },
            values: "",
            parcels: "mbo/overstap.25PZ",
        },
        // Not all of the school's pupils are residents.
        Case {
            name: "not in brp",
            facts: |s| {
                s.not_in_brp().moves("20KD", "25PZ", "INGESCHREVEN");
            },
            values: "plicht=(absent)",
            parcels: "mbo/overstap.25PZ",
        },
        Case {
            name: "lives elsewhere",
            facts: |s| {
                s.settled_adult().lives_in("0363").moves("20KD", "25PZ", "INGESCHREVEN");
            },
            values: "woonplaats=elders",
            parcels: "mbo/overstap.25PZ",
        },
        // Only bijhouding actueel, on the verstrekdatum too.
        Case {
            name: "handed over, left on the verstrekdatum",
            facts: |s| {
                s.settled_adult().suspended("E", "2026-11-23").moves("20KD", "25PZ", "INGESCHREVEN");
            },
            values: "bijhouding=actueel",
            parcels: "",
        },
        // AVG 18, 21.
        Case {
            name: "handed over, excluded for mbo on the verstrekdatum",
            facts: |s| {
                s.settled_adult().excluded("mbo", "2026-11-23", "").moves("20KD", "25PZ", "INGESCHREVEN");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "handed over, excluded for mbo until the day before",
            facts: |s| {
                s.settled_adult().excluded("mbo", "2026-01-01", "2026-11-22").moves(
                    "20KD",
                    "25PZ",
                    "AANGEMELD",
                );
            },
            values: "",
            parcels: "mbo/overstap.25PZ",
        },
        Case {
            name: "handed over, excluded for school",
            facts: |s| {
                s.settled_adult().excluded("school", "2026-01-01", "").moves("20KD", "25PZ", "AANGEMELD");
            },
            values: "",
            parcels: "mbo/overstap.25PZ",
        },
        Case {
            name: "not in brp, excluded for all",
            facts: |s| {
                s.not_in_brp().excluded("", "2026-01-01", "").moves("20KD", "25PZ", "INGESCHREVEN");
            },
            values: "",
            parcels: "",
        },
        // No address columns.
        Case {
            name: "handed over, secret address",
            facts: |s| {
                s.settled_adult().secret("7").moves("20KD", "25PZ", "INGESCHREVEN");
            },
            values: "geheim=ja",
            parcels: "mbo/overstap.25PZ",
        },
    ]
}
