//! Consent (AVG 4(11), 6(1)a, 7; UAVG 5, 46): peildatum 2026-11-01, verstrekdatum 2026-11-23.

use super::{Case, Table, november};
use crate::oracle::day::Day;
use crate::oracle::town::{Cooperation, Setup};

pub fn tables() -> Vec<Table> {
    let setup = Setup { cooperations: cooperations(), ..november() };
    let no_contact = Setup { contactgemeente: false, ..setup.clone() };
    let cases = giving_cases()
        .into_iter()
        .chain(term_cases())
        .chain(agreement_cases())
        .chain(field_cases())
        .chain(person_cases())
        .chain(school_cases())
        .collect();
    vec![
        Table::new("cases-consent", setup, cases),
        Table::new("cases-consent-no-agreement", november(), no_agreement_cases()),
        Table::new("cases-consent-no-contactgemeente", no_contact, no_contactgemeente_cases()),
    ]
}

fn cooperations() -> Vec<Cooperation> {
    let (long_ago, far_off) = (Day::new(2026, 1, 1), Day::new(2027, 12, 31));
    let november_22 = Day::new(2026, 11, 22);
    let november_23 = Day::new(2026, 11, 23);
    let november_24 = Day::new(2026, 11, 24);
    let consented = |ontvanger, doel, velden, from, until| Cooperation {
        bron: "doorstroompunt",
        ontvanger,
        doel,
        grondslag: "toestemming",
        velden,
        from,
        until,
    };
    vec![
        consented(
            "gebiedsteam",
            "begeleiding",
            "geslachtsnaam|voornamen|telefoon|postcode|bsn|brin",
            long_ago,
            november_23,
        ),
        consented("gebiedsteam", "wonen", "voornamen", long_ago, november_22),
        consented("participatie", "werkplek", "voornamen|bsn", november_23, far_off),
        consented("participatie", "opleiding", "voornamen", november_24, far_off),
        Cooperation {
            grondslag: "WEB 9.2.5",
            ..consented("participatie", "toeleiding", "voornamen", long_ago, far_off)
        },
        consented("school", "terugkeer", "voornamen|postcode", long_ago, far_off),
        consented("mbo", "intake", "voornamen", long_ago, far_off),
        consented("leerplicht", "gesprek", "voornamen", long_ago, far_off),
        consented("doorstroompunt", "traject", "voornamen|hoogste_diploma", long_ago, far_off),
    ]
}

/// A samenwerking is a necessary condition.
fn no_agreement_cases() -> Vec<Case> {
    vec![Case {
        name: "consents, no samenwerking",
        facts: |s| {
            s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen");
        },
        values: "",
        parcels: "",
    }]
}

/// Contract section 2: only the contactgemeente may hold data of the region's residents.
fn no_contactgemeente_cases() -> Vec<Case> {
    vec![
        Case {
            name: "consents, in the region of another contactgemeente",
            facts: |s| {
                s.settled_adult().lives_in("0606").consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "woonplaats=regio",
            parcels: "",
        },
        Case {
            name: "consents, lives here, not the contactgemeente",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "woonplaats=gemeente",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
    ]
}

/// UAVG 5: who gives it, at which age. AVG 7: in which form.
fn giving_cases() -> Vec<Case> {
    vec![
        Case {
            name: "in writing",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "gebiedsteam/toestemming:begeleiding:voornamen:voornamen=Test",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "by mail",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").by_mail();
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "orally, not confirmed",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").orally("");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "orally, confirmed on the verstrekdatum",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").orally("2026-11-23");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "orally, confirmed the day after",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").orally("2026-11-24");
            },
            values: "",
            parcels: "",
        },
        // UAVG 5(1): sixteen on the day of giving.
        Case {
            name: "given on the sixteenth birthday",
            facts: |s| {
                s.born("2010-11-20").enrolled("VO", "HAVO", "2024-08-01", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-11-20");
            },
            values: "leeftijd=15",
            parcels: "leerplicht/toezicht gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "given the day before the sixteenth birthday",
            facts: |s| {
                s.born("2010-11-20").enrolled("VO", "HAVO", "2024-08-01", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-11-19");
            },
            values: "leeftijd=15",
            parcels: "leerplicht/toezicht",
        },
        // A parent's consent does not outlive the sixteenth birthday.
        Case {
            name: "given by a parent, sixteen the day after the verstrekdatum",
            facts: |s| {
                s.born("2010-11-24").enrolled("VO", "HAVO", "2024-08-01", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen").by_representative();
            },
            values: "",
            parcels: "leerplicht/toezicht gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "given by a parent, sixteen on the verstrekdatum",
            facts: |s| {
                s.born("2010-11-23").enrolled("VO", "HAVO", "2024-08-01", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen").by_representative();
            },
            values: "",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "given by a representative of an adult",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").by_representative();
            },
            values: "",
            parcels: "",
        },
        // Age unknown: void. Sixteen since 1 November, or not before 30 November.
        Case {
            name: "perhaps sixteen on the day of giving",
            facts: |s| {
                s.born("2010-11-00").enrolled("VO", "HAVO", "2024-08-01", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-11-20");
            },
            values: "leeftijd=",
            parcels: "leerplicht/toezicht",
        },
        Case {
            name: "sixteen on the day of giving, whichever day of October it is",
            facts: |s| {
                s.born("2010-10-00").enrolled("VO", "HAVO", "2024-08-01", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-10-31");
            },
            values: "leeftijd=16",
            parcels: "leerplicht/toezicht gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "birth date unknown, consents",
            facts: |s| {
                s.born("0000-00-00").consents("gebiedsteam", "begeleiding", "voornamen");
                s.consents("gebiedsteam", "begeleiding", "voornamen").by_representative();
            },
            values: "",
            parcels: "",
        },
    ]
}

/// AVG 7(3): from when until when.
fn term_cases() -> Vec<Case> {
    vec![
        Case {
            name: "obtained on the verstrekdatum",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-11-23");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "obtained the day after",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-11-24");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "until the verstrekdatum",
            facts: |s| {
                s.settled_adult()
                    .consents("gebiedsteam", "begeleiding", "voornamen")
                    .valid_until("2026-11-23");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "until the day before",
            facts: |s| {
                s.settled_adult()
                    .consents("gebiedsteam", "begeleiding", "voornamen")
                    .valid_until("2026-11-22");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "withdrawn on the verstrekdatum",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").withdrawn("2026-11-23");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "withdrawn the day after",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").withdrawn("2026-11-24");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        // Withdrawn once and given again: each consent stands by itself.
        Case {
            name: "withdrawn, and given again",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen").withdrawn("2026-11-01");
                s.consents("gebiedsteam", "begeleiding", "voornamen").obtained("2026-11-10");
            },
            values: "gebiedsteam/toestemming:begeleiding:voornamen:voornamen=Test",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
    ]
}

/// A named recipient and purpose, in a samenwerking that rests on consent and is in force.
fn agreement_cases() -> Vec<Case> {
    vec![
        Case {
            name: "samenwerking until the day before",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "wonen", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "samenwerking on its first day",
            facts: |s| {
                s.settled_adult().consents("participatie", "werkplek", "voornamen");
            },
            values: "",
            parcels: "participatie/toestemming:werkplek:voornamen",
        },
        Case {
            name: "samenwerking from the day after",
            facts: |s| {
                s.settled_adult().consents("participatie", "opleiding", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "samenwerking on another ground",
            facts: |s| {
                s.settled_adult().consents("participatie", "toeleiding", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "the purpose of another recipient",
            facts: |s| {
                s.settled_adult().consents("participatie", "begeleiding", "voornamen");
            },
            values: "",
            parcels: "",
        },
        // Care data is handled by a person, outside the batch.
        Case {
            name: "consents to care",
            facts: |s| {
                s.settled_adult().consents("zorg", "begeleiding", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "consents to two parties",
            facts: |s| {
                s.settled_adult().consents("leerplicht", "gesprek", "voornamen");
                s.consents("doorstroompunt", "traject", "hoogste_diploma|voornamen");
            },
            values: "doorstroompunt/toestemming:traject:hoogste_diploma|voornamen:hoogste_diploma=HAVO",
            parcels: "leerplicht/toestemming:gesprek:voornamen \
                      doorstroompunt/toestemming:traject:hoogste_diploma|voornamen",
        },
    ]
}

/// AVG 5(1)c: what was consented, agreed, and what the party may ever hold. UAVG 46: never a bsn.
fn field_cases() -> Vec<Case> {
    vec![
        Case {
            name: "more fields than were agreed",
            facts: |s| {
                s.settled_adult().consents(
                    "gebiedsteam",
                    "begeleiding",
                    "voornamen|geboortedatum|geslachtsnaam",
                );
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:geslachtsnaam|voornamen",
        },
        Case {
            name: "only fields that were not agreed",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "geboortedatum|email");
            },
            values: "",
            parcels: "",
        },
        // Agreed, but neither a gebiedsteam nor the school may ever hold a bsn.
        Case {
            name: "fields that a gebiedsteam may never hold",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "bsn|brin|voornamen");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "only fields that a gebiedsteam may never hold",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "bsn|brin");
            },
            values: "",
            parcels: "",
        },
        // Participatie may hold a bsn, but not by consent.
        Case {
            name: "a bsn for participatie",
            facts: |s| {
                s.settled_adult().consents("participatie", "werkplek", "bsn|voornamen");
            },
            values: "",
            parcels: "participatie/toestemming:werkplek:voornamen",
        },
        Case {
            name: "two consents with other fields",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen");
                s.consents("gebiedsteam", "begeleiding", "geslachtsnaam");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen gebiedsteam/toestemming:begeleiding:geslachtsnaam",
        },
        Case {
            name: "two consents that come to the same fields",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen");
                s.consents("gebiedsteam", "begeleiding", "voornamen|email");
            },
            values: "gebiedsteam/toestemming:begeleiding:voornamen:voornamen=Test",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        // AVG 5(1)b: the recipient's own telephone number, and no other department's, not even that of the samenwerking's bron.
        Case {
            name: "telephone number of the bron, and no overlap",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "telefoon");
                s.contact("doorstroompunt", "begeleiding", "2026-10-01", "+31001");
                s.contact("wonen", "huisvesting", "2026-10-02", "+31002");
            },
            values: "gebiedsteam/toestemming:begeleiding:telefoon:telefoon=",
            parcels: "gebiedsteam/toestemming:begeleiding:telefoon",
        },
        Case {
            name: "telephone number of the recipient",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "telefoon");
                s.contact("gebiedsteam", "hulp", "2026-10-01", "+31001");
            },
            values: "gebiedsteam/toestemming:begeleiding:telefoon:telefoon=+31001",
            parcels: "gebiedsteam/toestemming:begeleiding:telefoon",
        },
        Case {
            name: "telephone number of another department",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "telefoon");
                s.contact("wonen", "begeleiding", "2026-10-01", "+31002");
            },
            values: "gebiedsteam/toestemming:begeleiding:telefoon:telefoon=",
            parcels: "gebiedsteam/toestemming:begeleiding:telefoon",
        },
    ]
}

/// Secrecy, exclusion, and place of residence.
fn person_cases() -> Vec<Case> {
    vec![
        Case {
            name: "secret address, consents to a part of it",
            facts: |s| {
                s.settled_adult().secret("1").consents("gebiedsteam", "begeleiding", "voornamen|postcode");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "open address, consents to a part of it",
            facts: |s| {
                s.settled_adult().consents("gebiedsteam", "begeleiding", "voornamen|postcode");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:postcode|voornamen",
        },
        Case {
            name: "secret address, consents to a name",
            facts: |s| {
                s.settled_adult().secret("1").consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        // The street was not agreed, so the parcel has no address column.
        Case {
            name: "secret address, consents to more than was agreed",
            facts: |s| {
                s.settled_adult().secret("1").consents("gebiedsteam", "begeleiding", "voornamen|straatnaam");
            },
            values: "",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        Case {
            name: "consents, excluded for the recipient",
            facts: |s| {
                s.settled_adult().excluded("gebiedsteam", "2026-11-23", "");
                s.consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "consents, left on the verstrekdatum",
            facts: |s| {
                s.settled_adult().suspended("E", "2026-11-23");
                s.consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "bijhouding=actueel",
            parcels: "",
        },
        Case {
            name: "consents, in the region",
            facts: |s| {
                s.settled_adult().lives_in("0606").consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "woonplaats=regio",
            parcels: "gebiedsteam/toestemming:begeleiding:voornamen",
        },
        // A gemeente holds no data about residents of other places.
        Case {
            name: "consents, lives elsewhere",
            facts: |s| {
                s.settled_adult().lives_in("0363").consents("gebiedsteam", "begeleiding", "voornamen");
            },
            values: "woonplaats=elders",
            parcels: "",
        },
    ]
}

/// To which school: the one where the person is enrolled.
fn school_cases() -> Vec<Case> {
    vec![
        Case {
            name: "consents to the school, at school",
            facts: |s| {
                s.settled_adult().enrolled("VAVO", "VWO", "2026-08-01", "");
                s.consents("school", "terugkeer", "voornamen");
            },
            values: "",
            parcels: "school/toestemming:terugkeer:voornamen.20KD",
        },
        Case {
            name: "consents to the school, two schools",
            facts: |s| {
                s.settled_adult().enrolled("VAVO", "VWO", "2026-08-01", "").enrolled(
                    "HO",
                    "HBO",
                    "2026-09-01",
                    "",
                );
                s.consents("school", "terugkeer", "voornamen");
            },
            values: "",
            parcels: "school/toestemming:terugkeer:voornamen.01AB",
        },
        // school_onbekend.
        Case {
            name: "consents to the school, at an unfunded one",
            facts: |s| {
                s.settled_adult().enrolled("NIETBEK", "ONB", "2026-08-01", "");
                s.consents("school", "terugkeer", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "consents to the school, left yesterday",
            facts: |s| {
                s.settled_adult().enrolled("VAVO", "VWO", "2026-08-01", "2026-10-31");
                s.consents("school", "terugkeer", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "consents to the school, one that cannot be reached",
            facts: |s| {
                s.settled_adult().enrolled("VAVO", "VWO", "2026-08-01", "").at("10ZZ");
                s.consents("school", "terugkeer", "voornamen");
            },
            values: "",
            parcels: "",
        },
        Case {
            name: "consents to the institution, at one",
            facts: |s| {
                s.settled_adult().enrolled("MBO", "MBO4", "2026-08-01", "").at("01AB");
                s.consents("mbo", "intake", "voornamen");
            },
            values: "",
            parcels: "mbo/toestemming:intake:voornamen.01AB",
        },
        Case {
            name: "consents to the institution, not in mbo",
            facts: |s| {
                s.settled_adult().enrolled("VAVO", "VWO", "2026-08-01", "").at("01AB");
                s.consents("mbo", "intake", "voornamen");
            },
            values: "",
            parcels: "",
        },
    ]
}
