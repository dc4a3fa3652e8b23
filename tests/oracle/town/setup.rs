//! The controller's choices, the two days, and the agreements, in force on the verstrekdatum or not.

use crate::oracle::day::Day;
use std::collections::BTreeMap;

/// A dated parameter: the first day in force, and the amount in cents.
pub type Parameter = (Day, u64);

/// One amount changes on the first of a month, one in the middle of a month.
pub const JIB_LIMIT: [Parameter; 2] = [(Day::new(2019, 1, 1), 47_300), (Day::new(2026, 10, 1), 48_000)];
pub const INDEPENDENT: [Parameter; 2] = [(Day::new(2025, 7, 1), 110_000), (Day::new(2026, 10, 15), 120_000)];

/// Schools with an `[[ontvanger]]`; pupils are also enrolled at 10ZZ and 27DV.
pub const SCHOOLS: [&str; 2] = ["20KD", "01AB"];
/// Institutions with an `[[ontvanger]]` of party `mbo`; 30RR also receives pupils, and has none.
pub const COLLEGES: [&str; 3] = ["25PZ", "01AB", "27DV"];
/// Schools that hand over. Processing is agreed for the first and the last; for the others no longer, or not yet.
pub const LEAVING_SCHOOLS: [&str; 4] = ["20KD", "02CD", "03EF", "04GH"];

/// Every party to which persons can be released, other than the schools.
pub const PARTIES: [&str; 7] = [
    "leerplicht",
    "doorstroompunt",
    "participatie",
    "gebiedsteam",
    "inlichtingenbureau",
    "duo",
    "contactgemeente",
];

/// How an extract reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Fresh,
    Stale,
    Absent,
}

/// How a recipient can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Secured,
    Unsecured,
    /// There is no `[[ontvanger]]`.
    Missing,
}

/// `[ambtsinstructie]`.
#[derive(Clone)]
pub struct Instruction {
    pub adopted: Day,
    pub from: Day,
    pub partners: Vec<&'static str>,
}

/// `[[samenwerking]]`.
#[derive(Clone)]
pub struct Cooperation {
    pub bron: &'static str,
    pub ontvanger: &'static str,
    pub doel: &'static str,
    pub grondslag: &'static str,
    pub velden: &'static str,
    pub from: Day,
    pub until: Day,
}

/// `[[doeloverlap]]`.
#[derive(Clone)]
pub struct Overlap {
    pub van_afdeling: &'static str,
    pub van_doel: &'static str,
    pub naar_partij: &'static str,
    pub naar_doel: &'static str,
    pub from: Day,
    pub until: Day,
}

/// `[[mandaat]]`.
#[derive(Clone)]
pub struct Mandate {
    pub van: &'static str,
    pub aan: &'static str,
    pub taak: &'static str,
    pub from: Day,
    pub until: Day,
}

/// `[[verwerker]]`.
#[derive(Clone)]
pub struct Processor {
    pub voor: &'static str,
    pub from: Day,
    pub until: Day,
}

/// The controller's choices, and the two days.
#[derive(Clone)]
pub struct Setup {
    pub peildatum: Day,
    pub verstrekdatum: Day,
    pub contactgemeente: bool,
    pub dekking: &'static str,
    pub jib_limit: Vec<Parameter>,
    pub independent: Vec<Parameter>,
    pub deliveries: BTreeMap<&'static str, Delivery>,
    pub duo_is_delta: bool,
    /// A party that has no `[[ontvanger]]`.
    pub unreachable: Option<&'static str>,
    /// A party whose channel is `onbeveiligd`.
    pub unsecured: Option<&'static str>,
    /// A school (not an mbo) whose channel is `onbeveiligd`.
    pub unsecured_school: Option<&'static str>,
    pub max_quarantaine_promille: u32,
    /// `drempel_kleine_cellen`, if configured.
    pub drempel: Option<usize>,
    /// The `bron` of the levering of `verzuim`.
    pub verzuim_bron: &'static str,
    pub instruction: Option<Instruction>,
    pub cooperations: Vec<Cooperation>,
    pub overlaps: Vec<Overlap>,
    pub mandates: Vec<Mandate>,
    pub processors: Vec<Processor>,
    /// The `[[overeenkomst]]` with UWV: its first and last day.
    pub agreement: Option<(Day, Day)>,
}

impl Setup {
    pub fn new(peildatum: &str, verstrekdatum: &str) -> Setup {
        let day = Day::parse(verstrekdatum);
        Setup {
            instruction: Some(Instruction {
                adopted: day.plus_days(-30),
                from: day,
                partners: vec!["gebiedsteam"],
            }),
            cooperations: cooperations(day),
            overlaps: overlaps(day),
            mandates: mandates(day),
            processors: processors(day),
            ..Setup::bare(peildatum, verstrekdatum)
        }
    }

    /// Without any agreement.
    pub fn bare(peildatum: &str, verstrekdatum: &str) -> Setup {
        Setup {
            peildatum: Day::parse(peildatum),
            verstrekdatum: Day::parse(verstrekdatum),
            contactgemeente: true,
            dekking: "gemeente",
            jib_limit: JIB_LIMIT.to_vec(),
            independent: INDEPENDENT.to_vec(),
            deliveries: BTreeMap::new(),
            duo_is_delta: false,
            unreachable: None,
            unsecured: None,
            unsecured_school: None,
            max_quarantaine_promille: 0,
            drempel: None,
            verzuim_bron: "duo",
            instruction: None,
            cooperations: Vec::new(),
            overlaps: Vec::new(),
            mandates: Vec::new(),
            processors: Vec::new(),
            agreement: Some((Day::parse(verstrekdatum), Day::parse(verstrekdatum))),
        }
    }

    pub fn delivery(&self, extract: &str) -> Delivery {
        self.deliveries.get(extract).copied().unwrap_or(Delivery::Fresh)
    }

    /// "Entries are in force on the verstrekdatum or not at all"; the last day counts.
    pub fn in_force(&self, from: Day, until: Day) -> bool {
        from <= self.verstrekdatum && self.verstrekdatum <= until
    }

    /// How a party is reached; `brin` is empty for a party that is not split by school.
    pub fn channel(&self, partij: &str, brin: &str) -> Channel {
        let known = match partij {
            "school" => SCHOOLS.contains(&brin),
            "mbo" => COLLEGES.contains(&brin),
            _ => true,
        };
        if self.unreachable == Some(partij) || !known {
            Channel::Missing
        } else if self.unsecured == Some(partij)
            || (partij == "school" && self.unsecured_school == Some(brin))
        {
            Channel::Unsecured
        } else {
            Channel::Secured
        }
    }
}

/// Eight purposes with consent: on their last or first day in force, expired, or not yet in force; and one without consent.
fn cooperations(day: Day) -> Vec<Cooperation> {
    let (long_ago, far_off) = (day.plus_days(-300), day.plus_days(300));
    let (yesterday, tomorrow) = (day.plus_days(-1), day.plus_days(1));
    let consented = |bron, ontvanger, doel, velden, from, until| Cooperation {
        bron,
        ontvanger,
        doel,
        grondslag: "toestemming",
        velden,
        from,
        until,
    };
    vec![
        // A gebiedsteam may never hold a bsn, whatever this says.
        consented(
            "doorstroompunt",
            "gebiedsteam",
            "begeleiding",
            "geslachtsnaam|voornamen|telefoon|email|straatnaam|huisnummer|postcode|bsn",
            long_ago,
            day,
        ),
        consented("participatie", "gebiedsteam", "wonen", "geslachtsnaam|telefoon", tomorrow, far_off),
        consented(
            "schuldhulp",
            "participatie",
            "werkplek",
            "geslachtsnaam|voornamen|geboortedatum|bsn|brin|niveau|startkwalificatie|telefoon|email|hoogste_diploma",
            day,
            far_off,
        ),
        // A purpose that shows the list: never orally.
        consented(
            "doorstroompunt",
            "participatie",
            "jongeren-in-beeld",
            "geslachtsnaam|telefoon",
            long_ago,
            far_off,
        ),
        consented("leerplicht", "participatie", "opleiding", "geslachtsnaam|email", long_ago, yesterday),
        Cooperation {
            grondslag: "WEB 9.2.5",
            ..consented(
                "doorstroompunt",
                "participatie",
                "toeleiding",
                "geslachtsnaam|telefoon",
                long_ago,
                far_off,
            )
        },
        consented(
            "doorstroompunt",
            "school",
            "terugkeer",
            "geslachtsnaam|voornamen|telefoon|email|straatnaam|huisnummer|woonplaats",
            long_ago,
            far_off,
        ),
        consented(
            "doorstroompunt",
            "mbo",
            "intake",
            "geslachtsnaam|voornamen|geboortedatum|telefoon|email|woonplaats|persoonsnummer",
            long_ago,
            far_off,
        ),
        consented(
            "participatie",
            "doorstroompunt",
            "traject",
            "geslachtsnaam|telefoon|email|hoogste_diploma|economisch_zelfstandig|ib_prioriteit|datum_uitschrijving|\
             soort_verzuim|postcode",
            long_ago,
            far_off,
        ),
        consented(
            "jeugd",
            "leerplicht",
            "gesprek",
            "geslachtsnaam|voornamen|vrijgesteld|datum_inschrijving|uren_verzuim|begindatum_verzuim|telefoon|huisletter",
            long_ago,
            far_off,
        ),
    ]
}

fn overlaps(day: Day) -> Vec<Overlap> {
    let (long_ago, far_off) = (day.plus_days(-300), day.plus_days(300));
    let overlap = |van_afdeling, van_doel, naar_partij, naar_doel, from, until| Overlap {
        van_afdeling,
        van_doel,
        naar_partij,
        naar_doel,
        from,
        until,
    };
    vec![
        overlap("schuldhulp", "schuldhulpverlening", "participatie", "jongeren-in-beeld", long_ago, day),
        overlap("wonen", "huisvesting", "doorstroompunt", "begeleiding", day, far_off),
        // Only for persons in leerplicht/verzuim, not for those in leerplicht/toezicht.
        overlap("jeugd", "opvoeding", "leerplicht", "verzuim", long_ago, far_off),
        overlap(
            "participatie",
            "jongeren-in-beeld",
            "doorstroompunt",
            "begeleiding",
            long_ago,
            day.plus_days(-1),
        ),
        overlap(
            "doorstroompunt",
            "begeleiding",
            "participatie",
            "jongeren-in-beeld",
            day.plus_days(1),
            far_off,
        ),
        // Only for persons in participatie/toeleiding.
        overlap("wonen", "huisvesting", "participatie", "toeleiding", long_ago, far_off),
        overlap("schuldhulp", "schuldhulpverlening", "leerplicht", "toezicht", long_ago, far_off),
    ]
}

fn mandates(day: Day) -> Vec<Mandate> {
    let (long_ago, far_off) = (day.plus_days(-300), day.plus_days(300));
    let mandate = |van, aan, taak, from, until| Mandate { van, aan, taak, from, until };
    vec![
        mandate("participatie", "doorstroompunt", "toeleiding", long_ago, far_off),
        mandate("participatie", "doorstroompunt", "jongeren-in-beeld", long_ago, day.plus_days(-100)),
        mandate("participatie", "doorstroompunt", "jongeren-in-beeld", day.plus_days(-99), day),
    ]
}

fn processors(day: Day) -> Vec<Processor> {
    let (long_ago, far_off) = (day.plus_days(-300), day.plus_days(300));
    vec![
        Processor { voor: LEAVING_SCHOOLS[0], from: long_ago, until: day },
        Processor { voor: LEAVING_SCHOOLS[1], from: long_ago, until: day.plus_days(-1) },
        Processor { voor: LEAVING_SCHOOLS[2], from: day.plus_days(1), until: far_off },
        Processor { voor: LEAVING_SCHOOLS[3], from: day, until: far_off },
    ]
}
