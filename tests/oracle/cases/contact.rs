//! Contact details across departments (AVG 5(1)b, 6(4); WEB 9.2.5(3)b): peildatum 2026-11-01, verstrekdatum 2026-11-23.

use super::{Case, Table, november};
use crate::oracle::day::Day;
use crate::oracle::town::{Overlap, Setup};

pub fn tables() -> Vec<Table> {
    let long_ago = Day::new(2026, 1, 10);
    let overlap = |van_afdeling, van_doel, naar_partij, naar_doel, from, until| Overlap {
        van_afdeling,
        van_doel,
        naar_partij,
        naar_doel,
        from,
        until,
    };
    let november_22 = Day::new(2026, 11, 22);
    let november_23 = Day::new(2026, 11, 23);
    let november_24 = Day::new(2026, 11, 24);
    let far_off = Day::new(2027, 1, 10);
    let overlaps = vec![
        overlap(
            "schuldhulp",
            "schuldhulpverlening",
            "participatie",
            "jongeren-in-beeld",
            long_ago,
            november_23,
        ),
        overlap("wonen", "huisvesting", "participatie", "jongeren-in-beeld", long_ago, november_22),
        overlap("sport", "beweging", "participatie", "jongeren-in-beeld", november_23, far_off),
        overlap("cultuur", "muziek", "participatie", "jongeren-in-beeld", november_24, far_off),
        overlap("jeugd", "opvoeding", "leerplicht", "verzuim", long_ago, far_off),
        overlap("participatie", "jongeren-in-beeld", "doorstroompunt", "begeleiding", long_ago, far_off),
    ];
    vec![
        Table::new("cases-contact", Setup { overlaps, ..november() }, contact_cases()),
        Table::new("cases-contact-no-overlap", november(), no_overlap_cases()),
    ]
}

fn no_overlap_cases() -> Vec<Case> {
    vec![
        Case {
            name: "debt relief, no overlap written down",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("schuldhulp", "schuldhulpverlening", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        // WEB 9.2.5(3)b needs no doeloverlap.
        Case {
            name: "the pair, no overlap written down",
            facts: |s| {
                s.born("2004-05-05").unqualified().contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "doelgroep=ja doorstroompunt/contact:telefoon=+31001",
            parcels: "doorstroompunt/begeleiding doorstroompunt/contact inlichtingenbureau/bevraging",
        },
    ]
}

fn contact_cases() -> Vec<Case> {
    vec![
        Case {
            name: "known to leerplicht itself",
            facts: |s| {
                s.born("2014-03-03").contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "verzuim=absoluut leerplicht/contact:telefoon=+31001 leerplicht/contact:email=",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        Case {
            name: "under supervision, known to leerplicht itself",
            facts: |s| {
                s.born("2014-03-03").enrolled("PO", "ONB", "2020-08-01", "");
                s.contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht leerplicht/contact",
        },
        // WEB 9.2.5(3)b, the pair.
        Case {
            name: "truant known to the Doorstroompunt",
            facts: |s| {
                s.born("2014-03-03").contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
            },
            values: "leerplicht/contact:telefoon=+31001",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        // A person outside the parcel gets no contact row.
        Case {
            name: "at 26 with a startkwalificatie, known to all",
            facts: |s| {
                s.settled_adult().contact("leerplicht", "toezicht", "2026-10-01", "+31001");
                s.contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
            },
            values: "doelgroep=nee",
            parcels: "",
        },
        // An overlap applies to one parcel of a party.
        Case {
            name: "truant known to youth care, by overlap",
            facts: |s| {
                s.born("2014-03-03").contact("jeugd", "opvoeding", "2026-10-01", "+31001");
            },
            values: "verzuim=absoluut",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        Case {
            name: "under supervision, overlap with the other parcel",
            facts: |s| {
                s.born("2014-03-03").enrolled("PO", "ONB", "2020-08-01", "");
                s.contact("jeugd", "opvoeding", "2026-10-01", "+31001");
            },
            values: "verzuim=geen",
            parcels: "leerplicht/toezicht",
        },
        // In force up to and including the verstrekdatum. It does not extend to the Doorstroompunt: an overlap is not transitive.
        Case {
            name: "debt relief, overlap on its last day",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("schuldhulp", "schuldhulpverlening", "2026-10-01", "+31001");
            },
            values: "jib=terecht participatie/contact:telefoon=+31001",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld participatie/contact",
        },
        Case {
            name: "debt relief, for another purpose",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("schuldhulp", "budgetbeheer", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        Case {
            name: "another department, for the purpose of debt relief",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("wonen", "schuldhulpverlening", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        Case {
            name: "housing, overlap until the day before",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("wonen", "huisvesting", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        Case {
            name: "sport, overlap on its first day",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("sport", "beweging", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld participatie/contact",
        },
        Case {
            name: "culture, overlap from the day after",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("cultuur", "muziek", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        // The overlap is from participatie to the Doorstroompunt, so its own row serves both.
        Case {
            name: "known to participatie, in both parcels",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("participatie", "jongeren-in-beeld", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding doorstroompunt/contact participatie/jongeren-in-beeld participatie/contact",
        },
        // But not in reverse.
        Case {
            name: "known to the Doorstroompunt, in both parcels",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding doorstroompunt/contact participatie/jongeren-in-beeld",
        },
        // Two departments that use the same word for a purpose do not thereby share it: only a doeloverlap does that.
        Case {
            name: "housing, with a purpose of the same label",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0);
                s.contact("wonen", "jongeren-in-beeld", "2026-10-01", "+31001");
            },
            values: "jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        // The newest by datum.
        Case {
            name: "two rows, the newest counts",
            facts: |s| {
                s.born("2014-03-03").contact("leerplicht", "toezicht", "2026-10-02", "+31002");
                s.contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
            },
            values: "leerplicht/contact:telefoon=+31002",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        Case {
            name: "two rows, the newest is not admitted",
            facts: |s| {
                s.born("2014-03-03").contact("wonen", "huisvesting", "2026-10-02", "+31002");
                s.contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "leerplicht/contact:telefoon=+31001",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        // Ties by afdeling, then by doel.
        Case {
            name: "two rows of one day, the lowest afdeling",
            facts: |s| {
                s.born("2014-03-03").contact("leerplicht", "toezicht", "2026-10-01", "+31002");
                s.contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
            },
            values: "leerplicht/contact:telefoon=+31001",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        Case {
            name: "two rows of one day and afdeling, the lowest doel",
            facts: |s| {
                s.born("2014-03-03").contact("leerplicht", "verzuim", "2026-10-01", "+31002");
                s.contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "leerplicht/contact:telefoon=+31001",
            parcels: "leerplicht/verzuim leerplicht/contact",
        },
        // Without address columns, persons with a secret address are in the same parcel.
        Case {
            name: "secret address, known to leerplicht",
            facts: |s| {
                s.born("2014-03-03").secret("1").contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "geheim=ja",
            parcels: "leerplicht/verzuim-geheim leerplicht/contact",
        },
        Case {
            name: "excluded for leerplicht, known to it",
            facts: |s| {
                s.born("2014-03-03").excluded("leerplicht", "2026-11-23", "");
                s.contact("leerplicht", "toezicht", "2026-10-01", "+31001");
            },
            values: "verzuim=absoluut",
            parcels: "",
        },
        // WEB 9.2.4: in regio, which is not begeleiding.
        Case {
            name: "dropout in the region, known to the Doorstroompunt",
            facts: |s| {
                s.born("2004-05-05").unqualified().lives_in("0606");
                s.contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
            },
            values: "woonplaats=regio doelgroep=ja",
            parcels: "doorstroompunt/regio inlichtingenbureau/bevraging",
        },
    ]
}
