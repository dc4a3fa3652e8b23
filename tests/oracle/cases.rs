//! Hand-worked cases: facts, the values that follow, the parcels one is in, each under the article that says so.
//!
//! The expectations were written from the contract by hand; both the oracle and the program must meet them.

use crate::day::{Day, Partial};
use crate::generate::{bsn, onderwijsnummer};
use crate::harness::Workspace;
use crate::law::Register;
use crate::parcels::parcels;
use crate::town::{
    Absence, Enrolment, Exclusion, Exemption, Income, Link, Listed, OURS, Person, Qualification, Setup, Town,
};

/// Cases that are judged on the same days, in one town.
pub struct Table {
    name: &'static str,
    setup: Setup,
    cases: Vec<Case>,
}

struct Case {
    name: &'static str,
    facts: fn(&mut Subject),
    /// `column=value`, separated by spaces; a column left out is not looked at.
    values: &'static str,
    /// `partij/pakket`, separated by spaces: these and no others of the oracle's parcels.
    parcels: &'static str,
}

/// One person of a town under construction.
struct Subject<'town> {
    town: &'town mut Town,
    person: Person,
    place: usize,
    month: String,
}

fn day(text: &str) -> Option<Day> {
    (!text.is_empty()).then(|| Day::parse(text))
}

impl Subject<'_> {
    fn born(&mut self, date: &str) -> &mut Self {
        self.person.born = Partial::parse(date);
        self
    }

    fn lives_in(&mut self, gemeente: &str) -> &mut Self {
        gemeente.clone_into(&mut self.person.gemeente);
        self
    }

    fn secret(&mut self, code: &str) -> &mut Self {
        code.clone_into(&mut self.person.geheim);
        self
    }

    fn suspended(&mut self, reden: &str, date: &str) -> &mut Self {
        reden.clone_into(&mut self.person.opschorting_reden);
        self.person.opschorting_datum = (!date.is_empty()).then(|| Partial::parse(date));
        self
    }

    fn died(&mut self, date: &str) -> &mut Self {
        self.person.overlijden = Some(Partial::parse(date));
        self
    }

    fn enrolled(&mut self, sector: &str, niveau: &str, begin: &str, end: &str) -> &mut Self {
        let brin = ["20KD", "01AB", "10ZZ"]
            [self.town.enrolments.iter().filter(|row| row.number == self.person.bsn).count()];
        self.town.enrolments.push(Enrolment {
            number: self.person.bsn.clone(),
            mutatie: String::new(),
            brin: brin.to_owned(),
            sector: sector.to_owned(),
            opleiding: "12345".to_owned(),
            niveau: niveau.to_owned(),
            uitstroomprofiel: String::new(),
            begin: Day::parse(begin),
            end: day(end),
        });
        self
    }

    /// The uitstroomprofiel of the enrolment just made.
    fn towards(&mut self, uitstroomprofiel: &str) -> &mut Self {
        let row = self.town.enrolments.last_mut().expect("an enrolment");
        uitstroomprofiel.clone_into(&mut row.uitstroomprofiel);
        self
    }

    /// The enrolment just made is known by an onderwijsnummer.
    fn under_onderwijsnummer(&mut self) -> &mut Self {
        let number = onderwijsnummer(self.place);
        self.town.enrolments.last_mut().expect("an enrolment").number.clone_from(&number);
        self.town.links.push(Link { bsn: self.person.bsn.clone(), onderwijsnummer: number });
        self
    }

    fn qualified(
        &mut self,
        startkwalificatie: &str,
        behaald: &str,
        diploma: &str,
        diploma_datum: &str,
    ) -> &mut Self {
        self.town.qualifications.push(Qualification {
            number: self.person.bsn.clone(),
            startkwalificatie: startkwalificatie.to_owned(),
            behaald: day(behaald),
            diploma: diploma.to_owned(),
            diploma_datum: day(diploma_datum),
            brin_diploma: String::new(),
        });
        self
    }

    /// On record as without startkwalificatie and without any diploma.
    fn unqualified(&mut self) -> &mut Self {
        self.qualified("N", "", "GEEN", "")
    }

    fn exempt(&mut self, soort: &str, begin: &str, end: &str) -> &mut Self {
        let number = self.person.bsn.clone();
        self.town.exemptions.push(Exemption {
            number,
            soort: soort.to_owned(),
            begin: Day::parse(begin),
            end: day(end),
        });
        self
    }

    fn absent(&mut self, soort: &str, begin: &str, uren: &str) -> &mut Self {
        self.town.absences.push(Absence {
            melding: format!("M{:05}", self.town.absences.len() + 1),
            number: self.person.bsn.clone(),
            brin: if soort == "ABSOLUUT" { "" } else { "20KD" }.to_owned(),
            begin: Day::parse(begin),
            end: None,
            soort: soort.to_owned(),
            uren: uren.to_owned(),
            status: "OPEN".to_owned(),
        });
        self
    }

    fn settled(&mut self) -> &mut Self {
        "AFGESLOTEN".clone_into(&mut self.town.absences.last_mut().expect("a record").status);
        self
    }

    fn earns(&mut self, categorie: &str, cent: u64) -> &mut Self {
        let (bsn, periode) = (self.person.bsn.clone(), self.month.clone());
        self.town.incomes.push(Income { bsn, periode, categorie: categorie.to_owned(), cent });
        self
    }

    fn listed(&mut self) -> &mut Self {
        self.town.listed.push(Listed { bsn: self.person.bsn.clone(), maand: self.month.clone() });
        self
    }

    fn excluded(&mut self, partij: &str, begin: &str, end: &str) -> &mut Self {
        let number = self.person.bsn.clone();
        self.town.exclusions.push(Exclusion {
            number,
            partij: partij.to_owned(),
            begin: Day::parse(begin),
            end: day(end),
        });
        self
    }
}

impl Table {
    fn town(&self) -> Town {
        let mut town = Town::default();
        let month = self.setup.peildatum.period(0);
        // A stranger's rows, so that the delivery has this month whoever else is in it.
        town.incomes.push(Income {
            bsn: bsn(9_999),
            periode: month.clone(),
            categorie: "GEEN".to_owned(),
            cent: 0,
        });
        town.listed.push(Listed { bsn: bsn(9_999), maand: month.clone() });
        for (place, case) in self.cases.iter().enumerate() {
            let mut subject = Subject { person: nobody(place), place, month: month.clone(), town: &mut town };
            (case.facts)(&mut subject);
            let person = subject.person;
            town.persons.push(person);
        }
        town
    }
}

fn nobody(place: usize) -> Person {
    Person {
        bsn: bsn(place),
        voornamen: "Test".to_owned(),
        voorvoegsel: String::new(),
        geslachtsnaam: format!("Geval{place}"),
        born: Partial::Unknown,
        gemeente: OURS.to_owned(),
        straatnaam: "Dorpsstraat".to_owned(),
        huisnummer: "1".to_owned(),
        huisletter: String::new(),
        toevoeging: String::new(),
        postcode: "3011AB".to_owned(),
        woonplaats: "Rotterdam".to_owned(),
        geheim: "0".to_owned(),
        opschorting_reden: String::new(),
        opschorting_datum: None,
        overlijden: None,
    }
}

/// Holds the oracle to the cases.
pub fn oracle_differences(table: &Table) -> Vec<String> {
    let town = table.town();
    let register = Register::new(&town, &table.setup);
    let released = parcels(&town, &table.setup);
    let mut found = Vec::new();
    for (case, person) in table.cases.iter().zip(&town.persons) {
        let values = register.values(&register.dossier(person), table.setup.peildatum);
        let value = |column: &str| values.get(column).to_owned();
        let got: Vec<String> = released
            .iter()
            .filter(|parcel| parcel.rows.contains_key(&person.bsn))
            .map(|parcel| format!("{}/{}", parcel.partij, parcel.pakket))
            .collect();
        found.extend(case_differences(&format!("oracle, {}", table.name), case, value, got));
    }
    found
}

/// Holds the program to the cases, and to the oracle for all that the cases leave out.
pub fn differences(workspace: &Workspace, table: &Table) -> Vec<String> {
    let town = table.town();
    let mut found = workspace.differences(&format!("{}-whole", table.name), &town, &table.setup);
    let run = workspace.run(table.name, &town, &table.setup);
    let classification = run.classification();
    let released: Vec<(String, Vec<String>)> = parcels(&town, &table.setup)
        .iter()
        .map(|parcel| {
            let name = format!("{}/{}", parcel.partij, parcel.pakket);
            let (_, rows) = run.open(&format!("uitvoer/{name}.csv.age"));
            (name, rows.into_iter().map(|row| row[1].clone()).collect())
        })
        .collect();
    for (case, person) in table.cases.iter().zip(&town.persons) {
        let row = classification.get(&person.bsn);
        let value = |column: &str| {
            row.and_then(|row| row.get(column)).cloned().unwrap_or_else(|| "(absent)".to_owned())
        };
        let got = released
            .iter()
            .filter(|(_, rows)| rows.contains(&person.bsn))
            .map(|(name, _)| name.clone())
            .collect();
        found.extend(case_differences(table.name, case, value, got));
    }
    found
}

fn case_differences(
    label: &str,
    case: &Case,
    value: impl Fn(&str) -> String,
    got: Vec<String>,
) -> Vec<String> {
    let mut found = Vec::new();
    for pair in case.values.split_whitespace() {
        let (column, wanted) = pair.split_once('=').expect("column=value");
        let got = value(column);
        if got != wanted {
            found.push(format!("[{label}] case `{}`, {column}: expected `{wanted}`, got `{got}`", case.name));
        }
    }
    let mut wanted: Vec<String> = case.parcels.split_whitespace().map(str::to_owned).collect();
    let mut got = got;
    wanted.sort();
    got.sort();
    if wanted != got {
        found.push(format!("[{label}] case `{}`, parcels: expected {wanted:?}, got {got:?}", case.name));
    }
    found
}

pub fn tables() -> Vec<Table> {
    vec![
        Table {
            name: "cases-2026",
            setup: Setup { dekking: "bevraging", ..Setup::new("2026-11-01", "2026-11-23") },
            cases: plicht_cases()
                .into_iter()
                .chain(doelgroep_cases())
                .chain(work_cases())
                .chain(person_cases())
                .collect(),
        },
        Table {
            name: "cases-change-of-law",
            setup: Setup { dekking: "bevraging", ..Setup::new("2025-12-31", "2026-01-01") },
            cases: change_of_law_cases(),
        },
        Table {
            name: "cases-old-law",
            setup: Setup { dekking: "bevraging", ..Setup::new("2025-12-15", "2025-12-31") },
            cases: old_law_cases(),
        },
        Table {
            name: "cases-leap-day",
            setup: Setup { dekking: "bevraging", ..Setup::new("2027-02-28", "2027-03-01") },
            cases: leap_day_cases(),
        },
        Table {
            name: "cases-summer",
            setup: Setup { dekking: "bevraging", ..Setup::new("2026-09-30", "2026-10-01") },
            cases: summer_cases(),
        },
    ]
}

/// LPW 3, 4a-4c, 5, 15, 19, 21a, 22: peildatum 2026-11-01, verstrekdatum 2026-11-23.
fn plicht_cases() -> Vec<Case> {
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
        // Must hold twice: kwalificatieplichtig on the peildatum, eighteen on the verstrekdatum; neither party gets a row.
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
        // LPW 1(f): obtained tomorrow is not obtained.
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
        // A degree without the literal diploma of LPW 1(f): a person must look.
        Case {
            name: "no startkwalificatie beside higher education",
            facts: |s| {
                s.born("2004-01-01").qualified("N", "", "HO", "2026-01-01");
            },
            values: "startkwalificatie=onbekend plicht=geen doelgroep=onbekend",
            parcels: "",
        },
        // A diploma dated after the day is as none.
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
            values: "leeftijd=17 plicht=geen ingeschreven=nee verzuim=geen doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // LPW 4a(2): not for vso towards further education.
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
        // LPW 4a(2): begins tomorrow, so does not count yet.
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
        // LPW 4a(2): the diploma may be hidden behind the later entree.
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
            values: "plicht=onbekend ingeschreven=nee verzuim=onbekend doelgroep=onbekend",
            parcels: "",
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
        // LPW 21a: less than 16 hours is no report.
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
            parcels: "leerplicht/toezicht",
        },
        // LPW 21a: exactly 16 is.
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
            parcels: "leerplicht/verzuim",
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
            parcels: "leerplicht/toezicht",
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
            parcels: "leerplicht/verzuim",
        },
        // A settled report is behind one.
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
        // LPW 19: not enrolled at an institution that the register knows is not the same as not enrolled.
        Case {
            name: "enrolled at an unfunded school only",
            facts: |s| {
                s.born("2012-03-03").enrolled("NIETBEK", "ONB", "2024-08-01", "");
            },
            values: "plicht=leerplichtig ingeschreven=onbekend verzuim=onbekend",
            parcels: "leerplicht/toezicht",
        },
        // The last day enrolled is a day enrolled.
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
        // WRO: the school's number and the municipality's are of one person, because koppeling says so.
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

/// WEB 9.2.1, 9.2.2, 9.2.5: peildatum 2026-11-01, verstrekdatum 2026-11-23.
fn doelgroep_cases() -> Vec<Case> {
    vec![
        // WEB 9.2.1(a): younger than 27, and on the birthday one is 27.
        Case {
            name: "twenty-seven today",
            facts: |s| {
                s.born("1999-11-01").unqualified();
            },
            values: "leeftijd=27 leeftijdsgroep=vanaf_27 doelgroep=nee",
            parcels: "",
        },
        // Must hold twice.
        Case {
            name: "twenty-seven on the verstrekdatum",
            facts: |s| {
                s.born("1999-11-23").unqualified();
            },
            values: "leeftijd=26 leeftijdsgroep=23_tot_27 doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "twenty-seven the day after the verstrekdatum",
            facts: |s| {
                s.born("1999-11-24").unqualified();
            },
            values: "leeftijd=26 doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // WEB 9.2.1 from 2026: 23 is no longer a limit.
        Case {
            name: "twenty-three today",
            facts: |s| {
                s.born("2003-11-01").unqualified();
            },
            values: "leeftijd=23 leeftijdsgroep=23_tot_27 doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // WEB 9.2.1(c)1: four weeks is 28 days.
        Case {
            name: "absent for 28 days",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("MBO", "MBO2", "2025-08-01", "").absent(
                    "LANGDURIG_4WEKEN",
                    "2026-10-04",
                    "",
                );
            },
            values: "plicht=geen ingeschreven=ja verzuim=langdurig doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "absent for 27 days",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("MBO", "MBO2", "2025-08-01", "").absent(
                    "LANGDURIG_4WEKEN",
                    "2026-10-05",
                    "",
                );
            },
            values: "verzuim=relatief_onbevestigd doelgroep=nee",
            parcels: "",
        },
        // WEB 9.2.1(c)2 on a doubtful enrolment.
        Case {
            name: "adult at an unfunded school only",
            facts: |s| {
                s.born("2007-01-01").unqualified().enrolled("NIETBEK", "ONB", "2024-08-01", "");
            },
            values: "ingeschreven=onbekend verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        // WEB 9.2.5(5): a pro diploma of less than two years ago; LPW 4a(2) ends the plicht at 17.
        Case {
            name: "pro diploma, two years ago tomorrow",
            facts: |s| {
                s.born("2009-05-05").qualified("N", "", "PRO", "2024-11-02");
            },
            values: "leeftijd=17 plicht=geen doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "pro diploma, two years ago today",
            facts: |s| {
                s.born("2007-05-05").qualified("N", "", "PRO", "2024-11-01");
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // WEB 9.2.5(5): entree, one year.
        Case {
            name: "entree, a year ago tomorrow",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "ENTREE", "2025-11-02");
            },
            values: "doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "entree, a year ago today",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "ENTREE", "2025-11-01");
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "vso diploma without a date",
            facts: |s| {
                s.born("2006-05-05").qualified("N", "", "VSO", "");
            },
            values: "doelgroep=ja overleg_school=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // A partial birth date is an interval: 17 or 18.
        Case {
            name: "born in some day of November 2008",
            facts: |s| {
                s.born("2008-11-00").unqualified();
            },
            values: "leeftijd= leeftijdsgroep=onbepaald plicht=onbekend verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        // The ends differ in age, 26 and 25, but agree on all that matters.
        Case {
            name: "born in the year 2000",
            facts: |s| {
                s.born("2000-00-00").unqualified();
            },
            values: "leeftijd= leeftijdsgroep=23_tot_27 plicht=geen doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "birth date unknown",
            facts: |s| {
                s.born("0000-00-00").unqualified();
            },
            values: "leeftijd= leeftijdsgroep=onbepaald plicht=onbekend doelgroep=onbekend",
            parcels: "",
        },
    ]
}

/// Pw 7, 7a and the list of the Inlichtingenbureau: in November 2026 the limits are 480.00, and 1,200.00 for independence.
fn work_cases() -> Vec<Case> {
    vec![
        Case {
            name: "on the list, a cent below the limit",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("WERK", 47_999);
            },
            values: "jib=terecht economisch_zelfstandig=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        // Equal is not below.
        Case {
            name: "on the list, at the limit",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("WERK", 20_000).earns("WERK", 28_000);
            },
            values: "jib=onterecht economisch_zelfstandig=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding",
        },
        // A benefit of any amount.
        Case {
            name: "on the list with a benefit of nothing",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("UITKERING", 0);
            },
            values: "jib=onterecht economisch_zelfstandig=nee",
            parcels: "doorstroompunt/begeleiding",
        },
        Case {
            name: "on the list at 22, asked and nothing found",
            facts: |s| {
                s.born("2003-11-02").unqualified().listed().earns("GEEN", 0);
            },
            values: "leeftijd=22 jib=onterecht economisch_zelfstandig=nee",
            parcels: "doorstroompunt/begeleiding",
        },
        // 23 on the birthday.
        Case {
            name: "on the list at 23, asked and nothing found",
            facts: |s| {
                s.born("2003-11-01").unqualified().listed().earns("GEEN", 0);
            },
            values: "leeftijd=23 jib=terecht",
            parcels: "doorstroompunt/begeleiding participatie/jongeren-in-beeld",
        },
        // Not asked: nothing is known, so the Inlichtingenbureau may be.
        Case {
            name: "on the list, income not asked",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed();
            },
            values: "jib=onbekend economisch_zelfstandig=onbekend doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // Must hold twice: 27 on the verstrekdatum.
        Case {
            name: "on the list, 27 on the verstrekdatum",
            facts: |s| {
                s.born("1999-11-23").unqualified().listed().earns("GEEN", 0);
            },
            values: "jib=terecht doelgroep=ja",
            parcels: "",
        },
        // Equal is enough for independence.
        Case {
            name: "earns the independence amount",
            facts: |s| {
                s.born("2002-05-05").unqualified().earns("WERK", 120_000);
            },
            values: "economisch_zelfstandig=ja jib=niet_op_lijst",
            parcels: "doorstroompunt/begeleiding",
        },
        Case {
            name: "earns a cent less than the independence amount",
            facts: |s| {
                s.born("2002-05-05").unqualified().earns("WERK", 119_999);
            },
            values: "economisch_zelfstandig=nee",
            parcels: "doorstroompunt/begeleiding",
        },
        // Enrolled since: the list is wrong.
        Case {
            name: "on the list, but enrolled",
            facts: |s| {
                s.born("2002-05-05").unqualified().listed().earns("GEEN", 0).enrolled(
                    "MBO",
                    "MBO2",
                    "2026-11-01",
                    "",
                );
            },
            values: "ingeschreven=ja jib=onterecht doelgroep=nee",
            parcels: "",
        },
    ]
}

/// Wet BRP and the rights of the person concerned: peildatum 2026-11-01, verstrekdatum 2026-11-23.
fn person_cases() -> Vec<Case> {
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
        // A suspension without a date, or with part of one, counts.
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
        // WEB 9.2.4: the contactgemeente holds the region.
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
        // Wet BRP 2.59: the secret address travels apart.
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
        // AVG 18, 21: an exclusion for one party holds for that party.
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

/// WEB 8.3.1 until 2025-12-31, 9.2.1 from 2026-01-01: both must allow it.
fn change_of_law_cases() -> Vec<Case> {
    vec![
        Case {
            name: "twenty-two under both laws",
            facts: |s| {
                s.born("2003-05-05").unqualified();
            },
            values: "leeftijd=22 doelgroep=ja regelset=2020-07-01",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        // The new law would allow it on the verstrekdatum; the old one does not on the peildatum.
        Case {
            name: "twenty-three, in the target group from tomorrow",
            facts: |s| {
                s.born("2002-05-05").unqualified();
            },
            values: "leeftijd=23 doelgroep=nee",
            parcels: "",
        },
        // WEB 8.3.1: entree and work is no dropout under the old law.
        Case {
            name: "entree with work",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "ENTREE", "2025-07-01").earns("WERK", 1);
            },
            values: "doelgroep=nee overleg_school=nee",
            parcels: "",
        },
        // The overleg of WEB 9.2.5(5) is not there yet on the peildatum.
        Case {
            name: "entree without work",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "ENTREE", "2025-07-01").earns("GEEN", 0);
            },
            values: "doelgroep=ja overleg_school=nee",
            parcels: "doorstroompunt/begeleiding",
        },
    ]
}

/// WEB 8.3.1 on both days: younger than 23.
fn old_law_cases() -> Vec<Case> {
    vec![
        Case {
            name: "twenty-three on the verstrekdatum",
            facts: |s| {
                s.born("2002-12-31").unqualified();
            },
            values: "leeftijd=22 doelgroep=ja regelset=2020-07-01",
            parcels: "",
        },
        Case {
            name: "twenty-three on the peildatum",
            facts: |s| {
                s.born("2002-12-15").unqualified();
            },
            values: "leeftijd=23 doelgroep=nee",
            parcels: "",
        },
        Case {
            name: "pro diploma, income not asked",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "PRO", "2025-07-01");
            },
            values: "doelgroep=onbekend",
            parcels: "",
        },
        Case {
            name: "vmbo diploma, income not asked",
            facts: |s| {
                s.born("2004-05-05").qualified("N", "", "VMBO", "2022-07-01");
            },
            values: "doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
    ]
}

/// Born on 29 February: a year older on 1 March in other years (peildatum 2027-02-28, verstrekdatum 2027-03-01).
fn leap_day_cases() -> Vec<Case> {
    vec![
        Case {
            name: "nearly 27, and 27 on the verstrekdatum",
            facts: |s| {
                s.born("2000-02-29").unqualified();
            },
            values: "leeftijd=26 leeftijdsgroep=23_tot_27 doelgroep=ja",
            parcels: "",
        },
        Case {
            name: "born on 28 February, 27 already",
            facts: |s| {
                s.born("2000-02-28").unqualified();
            },
            values: "leeftijd=27 leeftijdsgroep=vanaf_27 doelgroep=nee",
            parcels: "",
        },
        Case {
            name: "nearly 23",
            facts: |s| {
                s.born("2004-02-29").unqualified().listed().earns("GEEN", 0);
            },
            values: "leeftijd=22 leeftijdsgroep=18_tot_23 jib=onterecht doelgroep=ja",
            parcels: "doorstroompunt/begeleiding",
        },
    ]
}

/// ZOMEROVERGANG, up to and including 30 September.
fn summer_cases() -> Vec<Case> {
    vec![
        Case {
            name: "left on 31 July",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2024-08-01", "2026-07-31");
            },
            values: "ingeschreven=onbekend verzuim=onbekend doelgroep=onbekend",
            parcels: "",
        },
        Case {
            name: "left on 1 June",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2024-08-01", "2026-06-01");
            },
            values: "ingeschreven=onbekend",
            parcels: "",
        },
        Case {
            name: "left on 31 May",
            facts: |s| {
                s.born("2004-05-05").unqualified().enrolled("MBO", "MBO2", "2024-08-01", "2026-05-31");
            },
            values: "ingeschreven=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
        Case {
            name: "left in July and again in August",
            facts: |s| {
                s.born("2004-05-05").unqualified();
                s.enrolled("MBO", "MBO2", "2024-08-01", "2026-07-31").enrolled(
                    "MBO",
                    "MBO1",
                    "2026-08-01",
                    "2026-08-01",
                );
            },
            values: "ingeschreven=nee doelgroep=ja",
            parcels: "doorstroompunt/begeleiding inlichtingenbureau/bevraging",
        },
    ]
}
