//! Every profile that facts can lead to. The product of all values would contain mostly profiles that no person can have.
//! Instead, this takes every combination of facts that can matter to the classification and classifies it. The facts lie at
//! and around each bound in the terms, so a law that moves a bound moves the facts with it.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::classify::ingeschreven::ingeschreven;
use crate::classify::overleg_school::overleg_school;
use crate::classify::plicht::fase;
use crate::classify::startkwalificatie::{hoogste_diploma, startkwalificatie};
use crate::classify::{JudgedDays, Setting, classify};
use crate::model::birth::PartialDate;
use crate::model::classification::{Reden, Tri};
use crate::model::code::CodeSet;
use crate::model::day::Day;
use crate::model::extract::CodeColumn;
use crate::model::facts::{
    Brin, Decimal, Dossier, Dossierstatus, Inkomen, Inkomensgrenzen, Inschrijving, PersonFacts, PersonRows,
    Registratie, Reliance, Startkwalificatierij, Verklaring, Verzuimmelding, Vrijstelling,
};
use crate::model::number::Persoonsnummer;
use crate::model::profile::{Axis, Profile};
use crate::model::terms::Terms;
use crate::schemas::extracts::Schemas;

/// The axes that depend on their own facts alone. They are enumerated apart from the core, since every combination of the
/// two can occur.
const AROUND: [Axis; 8] = [
    Axis::Bijhouding,
    Axis::Woonplaats,
    Axis::Geheim,
    Axis::Contactgemeente,
    Axis::DossierGeenContact,
    Axis::DossierPw7a,
    Axis::DossierPw7aNaOverleg,
    Axis::DossierDoorstroompunt,
];

/// The controller's code in the enumeration, and a neighbour's.
const GEMEENTE: u16 = 599;
const NEIGHBOUR: u16 = 606;

/// Income limits of the configuration. The two amounts differ, so that an income can lie between them.
const GRENZEN: Inkomensgrenzen = Inkomensgrenzen { jib_cent: Some(50_000), zelfstandig_cent: Some(120_000) };

/// The profiles of one day.
pub struct Space {
    core: Vec<Profile>,
    around: Vec<Profile>,
}

/// One choice of rows about a person in one extract.
struct Choice<T> {
    rows: Vec<T>,
    reliance: Reliance,
}

impl<T> Choice<T> {
    fn complete(rows: Vec<T>) -> Choice<T> {
        Choice { rows, reliance: Reliance::Complete }
    }

    fn delivered(&self) -> PersonRows<'_, T> {
        PersonRows { rows: &self.rows, reliance: self.reliance }
    }

    /// The choices in which an extract cannot be relied on.
    fn unreliable() -> [Choice<T>; 2] {
        [Reliance::Incomplete(Reden::LeveringOntbreekt), Reliance::RowSetAside]
            .map(|reliance| Choice { rows: Vec::new(), reliance })
    }
}

/// One choice about schooling.
struct Schooling<'a> {
    inschrijvingen: &'a Choice<Inschrijving>,
    startkwalificatie: &'a Choice<Startkwalificatierij>,
    dossiers: &'a Choice<Dossier>,
}

/// Generates every choice of facts that matters to the core.
struct Choices<'a> {
    day: Day,
    terms: &'a Terms,
    schemas: &'a Schemas,
    persoon: Persoonsnummer,
}

impl Space {
    /// The profiles that facts can lead to on this day. `None` if the program's own synthetic number does not parse.
    pub fn on(day: Day, terms: &Terms, schemas: &Schemas) -> Option<Space> {
        let (persoon, ..) = Persoonsnummer::parse(super::trial::BSN.as_bytes()).ok()?;
        let choices = Choices { day, terms, schemas, persoon };
        Some(Space { core: choices.core(), around: choices.around() })
    }

    /// The number of profiles.
    pub fn len(&self) -> usize {
        self.core.len() * self.around.len()
    }

    /// Whether there are no profiles.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All profiles, in parallel.
    pub fn profiles(&self) -> impl ParallelIterator<Item = Profile> + '_ {
        self.core.par_iter().flat_map_iter(move |core| {
            self.around.iter().map(move |around| {
                AROUND.iter().fold(*core, |profile, axis| profile.with(*axis, around.index(*axis)))
            })
        })
    }

    /// Whether facts can lead to this profile.
    pub fn contains(&self, profile: Profile) -> bool {
        let same = |one: &Profile, around: bool| {
            let mut axes = Axis::ALL.iter().filter(|axis| AROUND.contains(axis) == around);
            axes.all(|axis| one.index(*axis) == profile.index(*axis))
        };
        self.core.iter().any(|core| same(core, false)) && self.around.iter().any(|around| same(around, true))
    }
}

impl Choices<'_> {
    fn core(&self) -> Vec<Profile> {
        let births = self.births();
        let enrolments = self.enrolments();
        let statements = self.statements();
        let exemptions = self.exemptions();
        let absences = self.absences();
        let incomes = self.incomes();
        let answers = self.answers();
        let listings = [Err(Reden::JibOntbreekt), Ok(false), Ok(true)];
        let days = JudgedDays { peildatum: self.day, leeftijdsdag: self.day };
        let of_birth = |birth: &PartialDate| {
            let mut found = FxHashSet::default();
            for Schooling { inschrijvingen, startkwalificatie, dossiers } in
                self.distinct(*birth, &enrolments, &statements, &answers)
            {
                for vrijstellingen in &exemptions {
                    for verzuim in &absences {
                        for (inkomen, grenzen) in &incomes {
                            for op_jib_lijst in listings {
                                let facts = PersonFacts {
                                    geboortedatum: *birth,
                                    registratie: registered(),
                                    geheim: false,
                                    inschrijvingen: inschrijvingen.delivered(),
                                    startkwalificatie: startkwalificatie.delivered(),
                                    vrijstellingen: vrijstellingen.delivered(),
                                    verzuim: verzuim.delivered(),
                                    inkomen: *inkomen,
                                    op_jib_lijst,
                                    dossiers: dossiers.delivered(),
                                };
                                let setting = setting(false, *grenzen);
                                let profile = classify(&facts, days, self.terms, &setting).profile(&setting);
                                // What `around` adds is left out here, or the same core would count twice.
                                found.insert(AROUND.iter().fold(profile, |own, axis| own.with(*axis, 0)));
                            }
                        }
                    }
                }
            }
            found
        };
        let found: FxHashSet<Profile> = births.par_iter().map(of_birth).reduce(FxHashSet::default, |a, b| {
            let (mut more, less) = if a.len() < b.len() { (b, a) } else { (a, b) };
            more.extend(less);
            more
        });
        sorted(found)
    }

    /// The choices about schooling that differ in what follows from them: the startkwalificatie, the enrolment, the phase of the
    /// duty, whether the school must be consulted, and whether the diploma is one that excludes with work. The classification
    /// uses the rows for nothing else.
    fn distinct<'c>(
        &self,
        birth: PartialDate,
        enrolments: &'c [Choice<Inschrijving>],
        statements: &'c [Choice<Startkwalificatierij>],
        answers: &'c [Choice<Dossier>],
    ) -> Vec<Schooling<'c>> {
        let days = JudgedDays { peildatum: self.day, leeftijdsdag: self.day };
        let nothing = (Choice::complete(Vec::new()), Choice::complete(Vec::new()));
        let with_work = self.terms.doelgroep_uitzondering_diplomas_met_werk;
        let (mut seen, mut all) = (FxHashSet::default(), Vec::new());
        for inschrijvingen in enrolments {
            let (enrolled, _) = ingeschreven(&inschrijvingen.delivered(), self.day, self.terms);
            for statement in statements {
                let (qualified, _) = startkwalificatie(&statement.delivered(), self.day, self.terms);
                let diploma = statement.rows.first().map(|row| hoogste_diploma(row, self.day, self.terms));
                for dossiers in answers {
                    let facts = PersonFacts {
                        geboortedatum: birth,
                        registratie: registered(),
                        geheim: false,
                        inschrijvingen: inschrijvingen.delivered(),
                        startkwalificatie: statement.delivered(),
                        vrijstellingen: nothing.0.delivered(),
                        verzuim: nothing.1.delivered(),
                        inkomen: Err(Reden::InkomenOntbreekt),
                        op_jib_lijst: Ok(false),
                        dossiers: dossiers.delivered(),
                    };
                    let follows = (
                        (enrolled, qualified, diploma.is_some_and(|code| with_work.contains(code))),
                        fase(birth.interval(), &facts, days, self.terms, qualified),
                        overleg_school(Tri::Ja, &facts, days, self.terms),
                    );
                    if seen.insert(follows) {
                        all.push(Schooling { inschrijvingen, startkwalificatie: statement, dossiers });
                    }
                }
            }
        }
        all
    }

    fn around(&self) -> Vec<Profile> {
        let days = JudgedDays { peildatum: self.day, leeftijdsdag: self.day };
        let nobody = || Choice::<Inschrijving>::complete(Vec::new());
        let (inschrijvingen, startkwalificatie) = (nobody(), Choice::complete(Vec::new()));
        let (vrijstellingen, verzuim) = (Choice::complete(Vec::new()), Choice::complete(Vec::new()));
        let mut found = FxHashSet::default();
        for registratie in registrations() {
            for dossiers in &self.dossiers() {
                for geheim in [false, true] {
                    for contactgemeente in [false, true] {
                        let facts = PersonFacts {
                            geboortedatum: PartialDate::UNKNOWN,
                            registratie,
                            geheim,
                            inschrijvingen: inschrijvingen.delivered(),
                            startkwalificatie: startkwalificatie.delivered(),
                            vrijstellingen: vrijstellingen.delivered(),
                            verzuim: verzuim.delivered(),
                            inkomen: Err(Reden::InkomenOntbreekt),
                            op_jib_lijst: Ok(false),
                            dossiers: dossiers.delivered(),
                        };
                        let setting = setting(contactgemeente, GRENZEN);
                        let profile = classify(&facts, days, self.terms, &setting).profile(&setting);
                        let own = AROUND
                            .iter()
                            .fold(Profile::default(), |own, axis| own.with(*axis, profile.index(*axis)));
                        found.insert(own);
                    }
                }
            }
        }
        sorted(found)
    }

    /// For each age bound: born exactly on it, one day too late for it, and 40 days earlier, for the school year in which a
    /// person reaches an age. Also births with only the year, or year and month, known: these leave the bound open. And an
    /// unknown birth.
    fn births(&self) -> Vec<PartialDate> {
        let terms = self.terms;
        let ages = [
            terms.leerplicht_begin_leeftijd,
            terms.leerplicht_eind_leeftijd,
            terms.leerplicht_eind_leeftijd + 1,
            terms.kwalificatieplicht_eind_leeftijd,
            terms.doelgroep_leeftijd_tot,
            terms.jib_leeftijd_van,
            terms.jib_leeftijd_tot,
            terms.bevraging_leeftijd_vanaf,
            // The bounds of the age groups.
            18,
            23,
            27,
        ];
        let mut births = vec![PartialDate::UNKNOWN];
        let ages: BTreeSet<i32> = ages.into_iter().collect();
        for age in ages {
            let birthday = self.day.plus_years(-age);
            let (year, month, _) = birthday.ymd();
            let exact = [birthday, birthday.plus_days(1), birthday.plus_days(-40)];
            let days = exact.map(|day| {
                let (year, month, day) = day.ymd();
                parts(year, month, day)
            });
            births.extend(days.into_iter().flatten());
            births.extend(parts(year, 0, 0));
            births.extend(parts(year, month, 0));
        }
        births
    }

    fn enrolments(&self) -> Vec<Choice<Inschrijving>> {
        let codes = &self.terms.codes;
        let other = self
            .first_outside(CodeColumn::SECTOR, CodeSet::of([codes.sector_niet_bekostigd, codes.sector_vso]));
        let row = |sector: u8, niveau: u8, profile: u8, begin: i32, end: Option<i32>| Inschrijving {
            persoon: self.persoon,
            brin: Brin(*b"20KD"),
            sector,
            niveau,
            uitstroomprofiel: profile,
            begin: self.day.plus_days(begin),
            eind: end.map_or(Day::OPEN, |days| self.day.plus_days(days)),
        };
        let terms = self.terms;
        let exits = terms.kwalificatieplicht_uitzondering_uitstroomprofielen;
        let level = self.first_outside(CodeColumn::NIVEAU, terms.verklaring_niveaus);
        let pro = (0..=u8::MAX).find(|code| terms.verklaring_niveaus.contains(*code)).unwrap_or(level);
        let none = crate::model::code::NO_CODE;
        let covering = row(other, level, none, -90, None);
        let mut choices = vec![
            Choice::complete(Vec::new()),
            Choice::complete(vec![covering]),
            Choice::complete(vec![row(codes.sector_niet_bekostigd, level, none, -90, None)]),
            Choice::complete(vec![row(other, pro, none, -90, None)]),
        ];
        // Ended enrolments that the duty or the consultation turns on: recently, and longer ago than any term.
        let profiles = (0..self.count(CodeColumn::UITSTROOMPROFIEL)).filter(|code| exits.contains(*code));
        let vso = profiles.chain([none]).map(|profile| (codes.sector_vso, level, profile));
        for (sector, niveau, profile) in vso.chain([(other, pro, none)]) {
            for ended in [-400, -4000] {
                let left = row(sector, niveau, profile, ended - 500, Some(ended));
                choices.extend([Choice::complete(vec![left]), Choice::complete(vec![left, covering])]);
            }
        }
        choices.extend(Choice::unreliable());
        choices
    }

    fn statements(&self) -> Vec<Choice<Startkwalificatierij>> {
        let terms = self.terms;
        let roles = |code: u8| {
            let consulted = terms.overleg_school_termijn_jaren.iter().map(|(codes, _)| codes.contains(code));
            let sets = [
                terms.kwalificatieplicht_uitzondering_diplomas,
                terms.diplomas_zonder_startkwalificatie,
                terms.doelgroep_uitzondering_diplomas_met_werk,
                CodeSet::of([terms.codes.geen_diploma]),
            ];
            sets.iter().map(|set| set.contains(code)).chain(consulted).collect()
        };
        let mut choices = vec![Choice::complete(Vec::new())];
        choices.extend(Choice::unreliable());
        for hoogste_diploma in self.kinds(CodeColumn::HOOGSTE_DIPLOMA, roles) {
            let bounds = terms.overleg_school_termijn_jaren.iter();
            let bounds = bounds.filter(|(codes, _)| codes.contains(hoogste_diploma));
            let dates = bounds.flat_map(|(_, years)| {
                let bound = self.day.plus_years(-years);
                [bound, bound.plus_days(1)]
            });
            let dates: Vec<Day> = std::iter::once(Day::NONE).chain(dates).collect();
            for verklaard in [false, true] {
                choices.extend(dates.iter().map(|datum_diploma| {
                    Choice::complete(vec![Startkwalificatierij {
                        persoon: self.persoon,
                        verklaard,
                        behaald: *datum_diploma,
                        hoogste_diploma,
                        datum_diploma: *datum_diploma,
                        brin_diploma: Brin(*b"20KD"),
                    }])
                }));
            }
        }
        choices
    }

    fn exemptions(&self) -> Vec<Choice<Vrijstelling>> {
        let (persoon, begin) = (self.persoon, self.day.plus_days(-30));
        let row = Vrijstelling { persoon, vrijgesteld: true, begin, eind: Day::OPEN };
        let mut choices = vec![Choice::complete(Vec::new()), Choice::complete(vec![row])];
        choices.extend(Choice::unreliable());
        choices
    }

    fn absences(&self) -> Vec<Choice<Verzuimmelding>> {
        let terms = self.terms;
        let sets = [
            terms.relatief_verzuim_soorten,
            terms.relatief_verzuim_soorten_vanaf_uren,
            terms.langdurig_verzuim_soorten,
            terms.absoluut_verzuim_soorten,
        ];
        let mut choices = vec![Choice::complete(Vec::new())];
        choices.extend(Choice::unreliable());
        let roles = |code: u8| sets.iter().map(|set| set.contains(code)).collect();
        for soort in self.kinds(CodeColumn::SOORT_VERZUIM, roles) {
            for (age, uren) in [(0, 0), (terms.langdurig_verzuim_dagen, terms.relatief_verzuim_uren)] {
                choices.push(Choice::complete(vec![Verzuimmelding {
                    persoon: self.persoon,
                    brin: Brin(*b"20KD"),
                    soort,
                    status: 0,
                    afgesloten: false,
                    begin: self.day.plus_days(-age),
                    eind: Day::OPEN,
                    uren: Decimal { unscaled: uren, scale: 0, present: true },
                }]));
            }
        }
        choices
    }

    fn incomes(&self) -> Vec<(Result<Inkomen, Reden>, Inkomensgrenzen)> {
        let earned = |werk_cent: i64, uitkering: bool| Ok(Inkomen { werk_cent, uitkering });
        let between = GRENZEN.jib_cent.unwrap_or(0);
        let enough = GRENZEN.zelfstandig_cent.unwrap_or(0);
        let mut choices = vec![(Err(Reden::InkomenOntbreekt), GRENZEN)];
        let incomes = [earned(0, false), earned(0, true), earned(between, false), earned(enough, false)];
        choices.extend(incomes.map(|income| (income, GRENZEN)));
        let without_amounts = [earned(0, false), earned(0, true), earned(enough, false)];
        choices.extend(without_amounts.map(|income| (income, Inkomensgrenzen::default())));
        choices
    }

    fn dossiers(&self) -> Vec<Choice<Dossier>> {
        let no_contact = Dossier { status: Dossierstatus::GeenContact, ..self.dossier() };
        let active = self.dossier();
        let on_path = Dossier { pad_pw7a: true, ..active };
        let consulted = Dossier { overleg_gevoerd_op: self.day, ..on_path };
        let mut choices = vec![Choice::complete(Vec::new()), Choice::complete(vec![no_contact])];
        for own in [active, on_path, consulted] {
            choices.extend([Choice::complete(vec![own]), Choice::complete(vec![no_contact, own])]);
        }
        choices.extend(Choice::unreliable());
        choices
    }

    /// A current, active dossier of the Doorstroompunt that says nothing more.
    fn dossier(&self) -> Dossier {
        Dossier {
            persoon: self.persoon,
            van_doorstroompunt: true,
            status: Dossierstatus::Actief,
            pad_pw7a: false,
            begin: self.day.plus_days(-30),
            eind: Day::OPEN,
            overleg_gevoerd_op: Day::NONE,
            afwijking_overleg_op: Day::NONE,
            verklaring: None,
            verklaring_op: Day::NONE,
        }
    }

    /// What the school can have said about a diploma or verklaring, if anything.
    fn answers(&self) -> Vec<Choice<Dossier>> {
        let answered = |verklaring| Dossier {
            verklaring: Some(verklaring),
            verklaring_op: self.day.plus_days(-1),
            ..self.dossier()
        };
        let mut choices = vec![Choice::complete(Vec::new())];
        choices.extend(Verklaring::ALL.iter().map(|answer| Choice::complete(vec![answered(*answer)])));
        choices.extend(Choice::unreliable());
        choices
    }

    /// The number of codes of a column.
    fn count(&self, column: CodeColumn) -> u8 {
        u8::try_from(self.schemas.codes(column).len()).unwrap_or(u8::MAX)
    }

    /// One code for each combination of roles that the terms give to codes of a column.
    fn kinds(&self, column: CodeColumn, roles: impl Fn(u8) -> Vec<bool>) -> Vec<u8> {
        let mut kinds: Vec<(u8, Vec<bool>)> = Vec::new();
        for code in 0..self.count(column) {
            let role = roles(code);
            if !kinds.iter().any(|(_, known)| *known == role) {
                kinds.push((code, role));
            }
        }
        kinds.into_iter().map(|(code, _)| code).collect()
    }

    /// The first code of a column outside this set.
    fn first_outside(&self, column: CodeColumn, codes: CodeSet) -> u8 {
        (0..self.count(column)).find(|code| !codes.contains(*code)).unwrap_or(0)
    }
}

fn parts(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    PartialDate::from_parts(u32::try_from(year).ok()?, month, day)
}

fn setting(contactgemeente: bool, grenzen: Inkomensgrenzen) -> Setting {
    Setting { gemeente: GEMEENTE, regio: vec![GEMEENTE, NEIGHBOUR], contactgemeente, grenzen }
}

fn registered() -> Registratie {
    Registratie {
        opschorting_reden: None,
        opschorting_datum: None,
        datum_overlijden: None,
        gemeente: Some(GEMEENTE),
    }
}

fn registrations() -> Vec<Registratie> {
    let of = |opschorting_reden, gemeente| Registratie { opschorting_reden, gemeente, ..registered() };
    let mut all = Vec::new();
    for reden in [None, Some(b'O'), Some(b'E'), Some(b'R'), Some(b'F')] {
        all.extend([Some(GEMEENTE), Some(NEIGHBOUR), None].map(|gemeente| of(reden, gemeente)));
    }
    all
}

fn sorted(found: FxHashSet<Profile>) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = found.into_iter().collect();
    profiles.sort_unstable();
    profiles
}
