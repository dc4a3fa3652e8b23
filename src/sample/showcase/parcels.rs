//! Worked persons about what else decides on release: files, contact details, consent, exclusion and handover.

use super::build::{born, diploma, signed};
use super::example::Example;
use crate::sample::calendar::Calendar;
use crate::sample::person::{Consent, Person, SampleMark, Transfer};
use crate::sample::setting::SampleSetting;

pub(super) fn examples(c: &Calendar, setting: &SampleSetting<'_>, vuil_promille: u32) -> Vec<Example> {
    let mut examples = files(c);
    examples.extend(contacts(c));
    examples.extend(exclusions(c));
    examples.extend(consents(c));
    examples.extend(handovers(c));
    examples.extend(numbers(c, setting));
    examples.push(unreadable_income(c, vuil_promille));
    examples
}

fn files(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(22)).left_school(c);
    let left_pro = || {
        born(c.aged(19))
            .at_school("VO", "PRO", c.school_start(6), Some(c.school_end(0)))
            .qualified(diploma("N", "GEEN", None))
    };
    let untraceable = |person: Person| person.dossier("LEERPLICHT", "GEEN_CONTACT", "", c.day(-50));
    vec![
        // Towards work and income, and the same with a secret address.
        Example::new(
            "dossier op pad PW7A: participatie/toeleiding",
            dropout().dossier("DOORSTROOMPUNT", "ACTIEF", "PW7A", c.day(-90)),
        ),
        Example::new(
            "dossier op pad PW7A, geheim adres: participatie/toeleiding-geheim",
            dropout().secret("6").dossier("DOORSTROOMPUNT", "ACTIEF", "PW7A", c.day(-90)),
        ),
        // Recently left practical education: not before the talk with the school, or a decision to do without.
        Example::new(
            "kort van het PrO af, op pad PW7A, nog geen overleg: school/overleg en niet in toeleiding",
            left_pro().dossier("DOORSTROOMPUNT", "ACTIEF", "PW7A", c.day(-90)),
        ),
        Example::new(
            "kort van het PrO af, op pad PW7A, overleg gevoerd: participatie/toeleiding",
            left_pro().dossier("DOORSTROOMPUNT", "ACTIEF", "PW7A", c.day(-90)).consulted(c.day(-10)),
        ),
        Example::new(
            "kort van het PrO af, op pad PW7A, van het overleg afgeweken: participatie/toeleiding",
            left_pro().dossier("DOORSTROOMPUNT", "ACTIEF", "PW7A", c.day(-90)).not_consulted(c.day(-10)),
        ),
        // A closed file or another path does not lead there; a file dated tomorrow does not count yet.
        Example::new(
            "gesloten dossier op pad PW7A: niet in toeleiding",
            dropout().dossier("DOORSTROOMPUNT", "GESLOTEN", "PW7A", c.day(-300)),
        ),
        Example::new(
            "dossier op pad PW7A vanaf morgen: nog niet in toeleiding",
            dropout().dossier("DOORSTROOMPUNT", "ACTIEF", "PW7A", c.day(1)),
        ),
        // Inquiries about a person who is plichtig, absent and unreachable: from sixteen at participatie, at any age at the
        // gebiedsteam.
        Example::new(
            "zeventien, absoluut verzuim, geen contact: participatie/bevraging en gebiedsteam/bevraging",
            untraceable(born(c.aged(17)).left_school(c)),
        ),
        Example::new(
            "veertien, absoluut verzuim, geen contact: alleen gebiedsteam/bevraging",
            untraceable(born(c.aged(14))),
        ),
        Example::new(
            "vijftien, relatief verzuim, geen contact: gebiedsteam/bevraging",
            untraceable(born(c.aged(15)).at_vmbo(c).absent("16UUR_4WEKEN", "22", c.day(-35))),
        ),
        // Unconfirmed absence opens nothing.
        Example::new(
            "onbevestigd verzuim, geen contact: geen bevraging",
            untraceable(born(c.aged(15)).at_vmbo(c).absent("OVERIG", "6", c.day(-35))),
        ),
    ]
}

fn contacts(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(20)).left_school(c);
    vec![
        Example::new(
            "contactgegevens van leerplicht zelf: leerplicht/contact",
            born(c.aged(13)).at_vmbo(c).reached_by("leerplicht", "toezicht", c.day(-100)),
        ),
        // Leerplicht and doorstroompunt may share contact details.
        Example::new(
            "contactgegevens van leerplicht: doorstroompunt/contact",
            dropout().reached_by("leerplicht", "toezicht", c.day(-400)),
        ),
        // The newest admitted row is used; the row of schuldhulp is newer, but not admitted here.
        Example::new(
            "de nieuwste toegelaten contactgegevens tellen: doorstroompunt/contact",
            dropout()
                .reached_by("doorstroompunt", "begeleiding", c.day(-300))
                .reached_by("doorstroompunt", "begeleiding", c.day(-30))
                .reached_by("schuldhulp", "schuldhulpverlening", c.day(-3)),
        ),
    ]
}

fn exclusions(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(23)).left_school(c);
    vec![
        // Every party: an exclusion from earlier, one from between the two days, and one that ended the day before the
        // verstrekdatum.
        Example::new("uitgesloten voor iedereen: in geen pakket", dropout().excluded("", c.day(-10), None)),
        Example::new(
            "uitsluiting gaat in tussen peildatum en verstrekdatum: in geen pakket",
            dropout().excluded("", c.day(5), None),
        ),
        Example::new(
            "uitsluiting afgelopen voor de verstrekdatum: gewoon verstrekt",
            dropout().excluded("", c.day(-100), Some(c.day(21))),
        ),
        // One party only.
        Example::new(
            "uitgesloten voor participatie alleen: wel naar het doorstroompunt",
            dropout().listed().excluded("participatie", c.day(-10), None),
        ),
        // An objection does not reach a legal duty.
        Example::new(
            "bezwaar tegen alle partijen: leerplicht voert een wettelijke plicht uit en blijft leveren",
            born(c.aged(13)).at_vmbo(c).excluded("", c.day(-10), None).because("BEZWAAR"),
        ),
    ]
}

fn consents(c: &Calendar) -> Vec<Example> {
    let dropout = || born(c.aged(19)).left_school(c).reached_by("doorstroompunt", "begeleiding", c.day(-25));
    let pupil = || born(c.aged(14)).at_vmbo(c);
    let given = signed(c.day(-60));
    vec![
        Example::new("schriftelijke toestemming: gebiedsteam/toestemming", dropout().consents(given)),
        // A consent parcel without address columns includes persons with a secret address.
        Example::new(
            "toestemming en geheim adres: in het pakket zonder adres",
            dropout().secret("4").consents(given),
        ),
        Example::new(
            "toestemming ingetrokken op de verstrekdatum: geweigerd",
            dropout().consents(Consent { ingetrokken_op: Some(c.verstrekdatum()), ..given }),
        ),
        Example::new(
            "toestemming verlopen voor de verstrekdatum: geweigerd",
            dropout().consents(Consent { geldig_tot: Some(c.day(20)), ..given }),
        ),
        // Spoken consent counts once it is confirmed.
        Example::new(
            "mondelinge toestemming zonder bevestiging: geweigerd",
            dropout().consents(Consent { vorm: "MONDELING", ..given }),
        ),
        Example::new(
            "mondelinge toestemming, bevestigd: telt",
            dropout().consents(Consent { vorm: "MONDELING", bevestigd_op: Some(c.day(-50)), ..given }),
        ),
        // Under sixteen, the representative decides.
        Example::new("toestemming door een veertienjarige zelf: geweigerd", pupil().consents(given)),
        Example::new(
            "toestemming voor een veertienjarige door de vertegenwoordiger: telt",
            pupil().consents(Consent { gegeven_door: "VERTEGENWOORDIGER", ..given }),
        ),
        // A field that the samenwerking does not name is omitted.
        Example::new(
            "toestemming voor meer velden dan de samenwerking noemt: die vallen weg",
            dropout().consents(Consent { velden: "geslachtsnaam|voornamen|telefoon|straatnaam", ..given }),
        ),
        // A purpose that has no samenwerking.
        Example::new(
            "toestemming voor een doel zonder samenwerking: geweigerd",
            dropout().consents(Consent { doel: "onderzoek", ..given }),
        ),
    ]
}

fn handovers(c: &Calendar) -> Vec<Example> {
    let school_year = c.school_year;
    let mark = |years_ago, vak, tenths| SampleMark { school_year: school_year - years_ago, vak, tenths };
    let transfer = |fase, ondersteuningsbehoefte| Transfer {
        brin_ontvangend: "25LP",
        fase,
        niveau: "VMBO-T",
        diploma: if fase == "AANGEMELD" { "" } else { "VMBO" },
        datum_uitstroom: (fase == "INGESCHREVEN").then(|| c.school_end(0)),
        ondersteuningsbehoefte,
    };
    let enrolled = || {
        let vmbo = born(c.aged(17)).at_school("VO", "VMBO-T", c.school_start(4), Some(c.school_end(0)));
        vmbo.at_mbo(c).qualified(diploma("N", "VMBO", Some(c.school_end(0))))
    };
    vec![
        // Only the results of the last school year, one line each.
        Example::new(
            "overstap, ingeschreven, cijfers van twee schooljaren: mbo/overstap met alleen het laatste",
            handed_over(
                enrolled(),
                transfer("INGESCHREVEN", ""),
                vec![mark(2, "Nederlands", 61), mark(1, "Nederlands", 68), mark(1, "Engels", 74)],
            ),
        ),
        // No results: a single line.
        Example::new(
            "overstap zonder cijfers: een regel",
            handed_over(enrolled(), transfer("INGESCHREVEN", ""), Vec::new()),
        ),
        // Only registered. The support need may never leave.
        Example::new(
            "overstap, aangemeld, met ondersteuningsbehoefte: die verlaat het bestand nooit",
            handed_over(
                born(c.aged(15)).at_vmbo(c),
                transfer("AANGEMELD", "ONDERSTEUNING-SYNTHETISCH"),
                vec![mark(1, "wiskunde", 55)],
            ),
        ),
    ]
}

fn handed_over(person: Person, transfer: Transfer, marks: Vec<SampleMark>) -> Person {
    Person { transfer: Some(transfer), marks, ..person }
}

/// The schools know these persons under an onderwijsnummer; the link turns it into the bsn.
fn numbers(c: &Calendar, setting: &SampleSetting<'_>) -> Vec<Example> {
    let mut pupil = born(c.aged(16)).at_school("VO", "HAVO", c.school_start(3), None);
    pupil.number.onderwijsnummer = Some(setting.numbers.showcase_onderwijsnummer(0));
    let mut dropout = born(c.aged(20)).left_school(c);
    dropout.number.onderwijsnummer = Some(setting.numbers.showcase_onderwijsnummer(1));
    vec![
        Example::new("op school bekend onder onderwijsnummer, gekoppeld: gewoon ingeschreven", pupil),
        Example::new("van school, bekend onder onderwijsnummer, gekoppeld: doelgroep", dropout),
    ]
}

/// A row set aside is not a missing row: the one unreadable row, only in a sample with dirt, makes the income unknown.
fn unreadable_income(c: &Calendar, vuil_promille: u32) -> Example {
    let dropout = born(c.aged(22)).left_school(c);
    let person = if vuil_promille > 0 {
        // Earlier months, so that one bad row stays within the sample's own limit.
        let earlier = (2..=6).fold(dropout, |person, ago| person.receives_in(ago, "WERK", 95_000));
        earlier.receives("LOON", 95_000)
    } else {
        dropout
    };
    Example::new(
        "inkomensregel apart gezet (alleen in een vuile set): economisch zelfstandig onbekend, inlichtingenbureau/bevraging",
        person,
    )
}
