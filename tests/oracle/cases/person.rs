//! The person: residence, secrecy, departure, death and exclusion.

use super::Case;

/// Wet BRP and the data subject's rights: peildatum 2026-11-01, verstrekdatum 2026-11-23.
pub fn person_cases() -> Vec<Case> {
    vec![
        // Left on the verstrekdatum: not released.
        Case {
            name: "emigrates on the verstrekdatum",
            facts: |s| {
                s.born("2004-05-05").unqualified().suspended("E", "2026-11-23");
            },
            values: "bijhouding=actueel doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "emigrates the day after the verstrekdatum",
            facts: |s| {
                s.born("2004-05-05").unqualified().suspended("E", "2026-11-24");
            },
            values: "bijhouding=actueel",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // A suspension without a full date still counts.
        Case {
            name: "suspended by death, no date",
            facts: |s| {
                s.born("2004-05-05").unqualified().suspended("O", "");
            },
            values: "bijhouding=overleden doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "died in some day of last year",
            facts: |s| {
                s.born("2004-05-05").unqualified().died("2025-00-00");
            },
            values: "bijhouding=overleden",
            parcels: "",
        },
        Case {
            name: "suspended by error, in part of a date",
            facts: |s| {
                s.born("2004-05-05").unqualified().suspended("F", "2026-12-00");
            },
            values: "bijhouding=fout",
            parcels: "",
        },
        Case {
            name: "registered as a non-resident",
            facts: |s| {
                s.born("2004-05-05").unqualified().lives_in("1999");
            },
            values: "bijhouding=niet_ingezetene woonplaats=elders",
            parcels: "",
        },
        // WEB 9.2.4: the contactgemeente holds data about the region.
        Case {
            name: "dropout in the region",
            facts: |s| {
                s.born("2004-05-05").unqualified().lives_in("0606");
            },
            values: "woonplaats=regio doelgroep=ja",
            parcels: "doorstroompunt/regio inlichtingenbureau/bevraging",
        },
        Case {
            name: "dropout elsewhere",
            facts: |s| {
                s.born("2004-05-05").unqualified().lives_in("0363");
            },
            values: "woonplaats=elders doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "truant in the region",
            facts: |s| {
                s.born("2014-03-03").lives_in("0622");
            },
            values: "woonplaats=regio verzuim=absoluut",
            parcels: "",
        },
        // Wet BRP 2.59: a secret address goes in a separate parcel.
        Case {
            name: "secret dropout",
            facts: |s| {
                s.born("2004-05-05").unqualified().secret("7");
            },
            values: "geheim=ja",
            parcels: "doorstroompunt/begeleiding-geheim inlichtingenbureau/bevraging",
        },
        Case {
            name: "secrecy not filled in",
            facts: |s| {
                s.born("2014-03-03").secret("");
            },
            values: "geheim=ja verzuim=absoluut",
            parcels: "leerplicht/verzuim-geheim",
        },
        // AVG 18, 21: an exclusion for one party applies to that party only.
        Case {
            name: "excluded for the Doorstroompunt",
            facts: |s| {
                s.born("2004-05-05").unqualified().excluded("doorstroompunt", "2026-11-23", "");
            },
            values: "doelgroep=ja",
            parcels: "inlichtingenbureau/bevraging",
        },
        Case {
            name: "excluded for all until the verstrekdatum",
            facts: |s| {
                s.born("2004-05-05").unqualified().excluded("", "2026-01-01", "2026-11-23");
            },
            values: "doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "excluded for all until the day before",
            facts: |s| {
                s.born("2004-05-05").unqualified().excluded("", "2026-01-01", "2026-11-22");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "excluded for all from the day after",
            facts: |s| {
                s.born("2004-05-05").unqualified().excluded("", "2026-11-24", "");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
    ]
}
