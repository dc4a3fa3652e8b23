//! A town's rows grouped per person: what is known, and what is unknown because a row or a delivery dropped out.

use super::conditions::Tri;
use crate::oracle::day::Day;
use crate::oracle::town::{
    Absence, CaseFile, Consent, Contact, Delivery, Enrolment, Exclusion, Exemption, Income, Parameter,
    Person, Qualification, Setup, Town,
};
use std::collections::{HashMap, HashSet};

/// A person's earnings in the latest period.
#[derive(Clone, Copy, Debug)]
pub struct Earned {
    pub work_cent: u64,
    pub benefit: bool,
}

/// A town's rows, grouped by bsn.
pub struct Register<'town> {
    pub town: &'town Town,
    pub setup: &'town Setup,
    linked: HashMap<&'town str, &'town str>,
    enrolments: HashMap<String, Vec<&'town Enrolment>>,
    qualifications: HashMap<String, Vec<&'town Qualification>>,
    exemptions: HashMap<String, Vec<&'town Exemption>>,
    absences: HashMap<String, Vec<&'town Absence>>,
    incomes: HashMap<String, Vec<&'town Income>>,
    exclusions: HashMap<String, Vec<&'town Exclusion>>,
    contacts: HashMap<String, Vec<&'town Contact>>,
    case_files: HashMap<String, Vec<&'town CaseFile>>,
    consents: HashMap<String, Vec<&'town Consent>>,
    listed_latest: HashSet<String>,
    priorities: HashMap<String, &'town str>,
    income_period: Option<String>,
}

/// Everything known about one person.
pub struct Dossier<'town> {
    pub person: &'town Person,
    pub enrolments: Vec<&'town Enrolment>,
    pub qualification: Option<&'town Qualification>,
    pub absences: Vec<&'town Absence>,
    pub contacts: Vec<&'town Contact>,
    pub case_files: Vec<&'town CaseFile>,
    pub consents: Vec<&'town Consent>,
    pub earned: Option<Earned>,
    pub exemptions: Vec<&'town Exemption>,
    pub on_list: Tri,
    pub enrolments_unknown: bool,
    pub exemptions_unknown: bool,
    pub absences_unknown: bool,
    pub qualification_unknown: bool,
    pub case_files_unknown: bool,
    /// The priority in the Inlichtingenbureau's latest report; empty for none.
    pub priority: &'town str,
}

impl<'town> Register<'town> {
    pub fn new(town: &'town Town, setup: &'town Setup) -> Register<'town> {
        let linked: HashMap<&str, &str> = if setup.delivery("koppeling") == Delivery::Absent {
            HashMap::new()
        } else {
            town.links.iter().map(|link| (link.onderwijsnummer.as_str(), link.bsn.as_str())).collect()
        };
        let bsn_of = |number: &str| linked.get(number).copied().unwrap_or(number).to_owned();
        let delivered = |extract: &str| setup.delivery(extract) != Delivery::Absent;
        // From an absent or stale extract nothing follows.
        let fresh = |extract: &str| setup.delivery(extract) == Delivery::Fresh;

        let folded: Vec<&Enrolment> =
            if setup.duo_is_delta { fold_delta(&town.enrolments) } else { town.enrolments.iter().collect() };
        let month = setup.peildatum.period(0);
        // READING: the latest rapportmaand is that of the whole delivery, including rows about strangers; none is after the
        // peildatum.
        let latest_listed = town.listed.iter().map(|row| row.maand.as_str()).max();
        let latest_report = town.priorities.iter().map(|row| &row.maand).filter(|own| **own <= month).max();
        Register {
            town,
            setup,
            linked: linked.clone(),
            priorities: town
                .priorities
                .iter()
                .filter(|row| fresh("ib_vsv") && Some(&row.maand) == latest_report)
                .map(|row| (row.bsn.clone(), row.prioriteit.as_str()))
                .collect(),
            enrolments: gather(folded.into_iter().filter(|_| delivered("duo_inschrijving")), |row| {
                bsn_of(&row.number)
            }),
            qualifications: gather(
                town.qualifications.iter().filter(|_| delivered("duo_startkwalificatie")),
                |row| bsn_of(&row.number),
            ),
            exemptions: gather(town.exemptions.iter().filter(|_| delivered("vrijstelling")), |row| {
                bsn_of(&row.number)
            }),
            absences: gather(town.absences.iter(), |row| bsn_of(&row.number)),
            incomes: gather(town.incomes.iter(), |row| row.bsn.clone()),
            exclusions: gather(town.exclusions.iter().filter(|_| delivered("uitsluiting")), |row| {
                bsn_of(&row.number)
            }),
            contacts: gather(town.contacts.iter().filter(|_| fresh("contactgegevens")), |row| {
                bsn_of(&row.number)
            }),
            case_files: gather(town.case_files.iter().filter(|_| fresh("dossier")), |row| {
                bsn_of(&row.number)
            }),
            consents: gather(town.consents.iter().filter(|_| fresh("toestemming")), |row| {
                bsn_of(&row.number)
            }),
            listed_latest: town
                .listed
                .iter()
                .filter(|row| Some(row.maand.as_str()) == latest_listed)
                .map(|row| row.bsn.clone())
                .collect(),
            // The latest periode in the delivery, of anyone, that is not after the month of the peildatum.
            income_period: town
                .incomes
                .iter()
                .map(|row| row.periode.clone())
                .filter(|period| *period <= month)
                .max(),
        }
    }

    pub fn dossier(&self, person: &'town Person) -> Dossier<'town> {
        let bsn = person.bsn.as_str();
        let dirt = &self.town.dirt;
        let unless_unknown = |extract: &str| !dirt.makes_unknown(extract, bsn);
        Dossier {
            person,
            // READING: if one row of an extract was set aside, its accepted rows about the same person are not used either: "that
            // extract's facts" are unknown, not only that row's.
            enrolments: rows_of(&self.enrolments, bsn)
                .into_iter()
                .filter(|_| unless_unknown("duo_inschrijving"))
                .collect(),
            qualification: rows_of(&self.qualifications, bsn)
                .into_iter()
                .find(|_| unless_unknown("duo_startkwalificatie")),
            exemptions: rows_of(&self.exemptions, bsn),
            absences: rows_of(&self.absences, bsn),
            contacts: rows_of(&self.contacts, bsn)
                .into_iter()
                .filter(|_| unless_unknown("contactgegevens"))
                .collect(),
            case_files: rows_of(&self.case_files, bsn)
                .into_iter()
                .filter(|_| unless_unknown("dossier"))
                .collect(),
            consents: rows_of(&self.consents, bsn)
                .into_iter()
                .filter(|_| unless_unknown("toestemming"))
                .collect(),
            earned: self.earned(bsn),
            on_list: if self.setup.delivery("jib_lijst") != Delivery::Fresh
                || dirt.makes_unknown("jib_lijst", bsn)
            {
                Tri::Unknown
            } else {
                Tri::of(self.listed_latest.contains(bsn))
            },
            enrolments_unknown: dirt.makes_unknown("duo_inschrijving", bsn),
            exemptions_unknown: dirt.makes_unknown("vrijstelling", bsn),
            absences_unknown: self.setup.delivery("verzuim") != Delivery::Fresh
                || dirt.makes_unknown("verzuim", bsn),
            qualification_unknown: dirt.makes_unknown("duo_startkwalificatie", bsn),
            case_files_unknown: dirt.makes_unknown("dossier", bsn),
            priority: if dirt.makes_unknown("ib_vsv", bsn) {
                ""
            } else {
                self.priorities.get(bsn).copied().unwrap_or("")
            },
        }
    }

    /// The bsn that koppeling links to the number; else the number itself.
    pub fn bsn_of<'number>(&'number self, number: &'number str) -> &'number str {
        self.linked.get(number).copied().unwrap_or(number)
    }

    /// Whether an uitsluiting for this party, or for all, is in force on the verstrekdatum.
    // READING: with an uitsluiting set aside nobody knows which party it names, so nothing about the person is released to any
    // party.
    pub fn excluded(&self, bsn: &str, partij: &str) -> bool {
        let day = self.setup.verstrekdatum;
        self.town.dirt.makes_unknown("uitsluiting", bsn)
            || rows_of(&self.exclusions, bsn).iter().any(|row| {
                (row.partij.is_empty() || row.partij == partij)
                    // AVG 21 with 6(1)c: an objection does not reach who acts on a legal duty.
                    && !(row.grond == "BEZWAAR" && ["leerplicht", "duo"].contains(&partij))
                    && row.begin <= day
                    && row.end.is_none_or(|end| day <= end)
            })
    }

    /// The income fact: for a person without rows, zero under dekking `gemeente` and none under `bevraging`.
    fn earned(&self, bsn: &str) -> Option<Earned> {
        if self.setup.delivery("inkomen") != Delivery::Fresh || self.town.dirt.makes_unknown("inkomen", bsn) {
            return None;
        }
        let period = self.income_period.as_ref()?;
        let rows: Vec<&Income> =
            rows_of(&self.incomes, bsn).into_iter().filter(|row| row.periode == *period).collect();
        if rows.is_empty() && self.setup.dekking == "bevraging" {
            return None;
        }
        Some(Earned {
            work_cent: rows.iter().filter(|row| row.categorie == "WERK").map(|row| row.cent).sum(),
            benefit: rows.iter().any(|row| row.categorie == "UITKERING"),
        })
    }

    /// A parameter on the first day of the income period.
    pub fn parameter(&self, entries: &[Parameter]) -> Option<u64> {
        let period = self.income_period.as_ref()?;
        let first = Day::new(period[..4].parse().expect("a year"), period[4..].parse().expect("a month"), 1);
        entries.iter().filter(|(from, _)| *from <= first).max_by_key(|(from, _)| *from).map(|(_, cent)| *cent)
    }
}

fn rows_of<'town, Row>(rows: &HashMap<String, Vec<&'town Row>>, bsn: &str) -> Vec<&'town Row> {
    rows.get(bsn).cloned().unwrap_or_default()
}

fn gather<'town, Row>(
    rows: impl Iterator<Item = &'town Row>,
    number: impl Fn(&Row) -> String,
) -> HashMap<String, Vec<&'town Row>> {
    let mut gathered: HashMap<String, Vec<&Row>> = HashMap::new();
    for row in rows {
        gathered.entry(number(row)).or_default().push(row);
    }
    gathered
}

/// In a DELTA the last row of a key wins, and V removes.
fn fold_delta(rows: &[Enrolment]) -> Vec<&Enrolment> {
    let key = |row: &Enrolment| (row.number.clone(), row.brin.clone(), row.opleiding.clone(), row.begin);
    let mut last: HashMap<_, &Enrolment> = HashMap::new();
    for row in rows {
        last.insert(key(row), row);
    }
    last.into_values().filter(|row| row.mutatie != "V").collect()
}
