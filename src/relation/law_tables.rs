//! The law as tables: each legal question answered for every fact that can matter, by asking the classification of a run. A law
//! that moves a limit moves rows and numbers here; the queries that join the tables stay as they are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::synthetic::{
    Absence, AmountAgainst, Answer, Asked, Dossiers, Enrolments, Exemption, Income, Listed, Nobody, Statement,
};
use super::table::{Classes, NOTHING, Table, flag};
use crate::classify::bijhouding::GEMEENTE_RNI;
use crate::law::decide::ProfilePair;
use crate::model::birth::PartialDate;
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::extract::{CodeColumn, Extract};
use crate::model::facts::Registratie;
use crate::model::profile::{Axis, Profile};
use crate::schemas::schema::Schema;

/// The number that stands for "no day": an empty cell.
pub const NO_DAY: i32 = 0;

/// The number that stands for "no end": later than any day of the calendar.
pub const OPEN_END: i32 = 9_999_999;

/// Years before the peildatum in which a date can still make a difference: no term of the law is longer.
const YEARS_THAT_MATTER: i32 = 100;

/// The words of an axis on both days.
fn words(pair: ProfilePair, axis: Axis) -> [&'static str; 2] {
    [pair.peildatum.word(axis), pair.verstrekdatum.word(axis)]
}

/// Only these axes of both profiles.
fn only(pair: ProfilePair, axes: &[Axis]) -> [Profile; 2] {
    let of = |profile: Profile| {
        axes.iter().fold(Profile::default(), |sum, axis| sum.with(*axis, profile.index(*axis)))
    };
    [of(pair.peildatum), of(pair.verstrekdatum)]
}

/// Works out every table.
pub struct LawTables<'a> {
    asked: Asked<'a>,
    statements: Classes<Vec<[Profile; 2]>, Statement>,
    enrolments: Classes<Vec<[Profile; 2]>, Enrolments>,
    absences: Classes<Vec<[Profile; 2]>, Absence>,
    incomes: Classes<Vec<[Profile; 2]>, Income>,
    births: Classes<Vec<[Profile; 2]>, PartialDate>,
}

/// A date of birth of which every day is known.
fn full(day: Day) -> PartialDate {
    let (year, month, date) = day.ymd();
    let year = u32::try_from(year).unwrap_or(0);
    PartialDate::from_parts(year, month, date).unwrap_or(PartialDate::UNKNOWN)
}

impl<'a> LawTables<'a> {
    /// Every table, from the classification of a run.
    ///
    /// # Errors
    /// If the law asks something that the tables do not tell apart.
    pub fn of(asked: Asked<'a>) -> Result<Vec<Table>, Unsayable> {
        let mut own = LawTables {
            asked,
            statements: Classes::new(),
            enrolments: Classes::new(),
            absences: Classes::new(),
            incomes: Classes::new(),
            births: Classes::new(),
        };
        let mut tables = own.births();
        tables.extend(own.statements());
        tables.extend([
            own.enrolment_kinds(),
            own.enrolments(),
            own.absences(),
            own.incomes(),
            own.dossiers(),
        ]);
        tables.extend(own.duty_and_group()?);
        tables.extend([own.jib()?, own.overleg(), own.bijhouding()]);
        Ok(tables)
    }

    fn day(&self) -> Day {
        self.asked.judged.peildatum
    }

    /// The birthday of somebody of so many years, in the middle of the year of life.
    fn aged(&self, years: i32) -> PartialDate {
        full(self.day().plus_years(-years).plus_days(-150))
    }

    /// Somebody past every duty, in the target group under either law.
    fn grown(&self) -> PartialDate {
        self.aged(20)
    }

    fn diploma_codes(&self) -> Vec<u8> {
        let codes = self.asked.schemas.codes(CodeColumn::HOOGSTE_DIPLOMA);
        std::iter::once(NO_CODE).chain(0..u8::try_from(codes.len()).unwrap_or(0)).collect()
    }

    fn diploma_word(&self, code: u8) -> String {
        let codes = self.asked.schemas.codes(CodeColumn::HOOGSTE_DIPLOMA);
        codes.get(usize::from(code)).cloned().unwrap_or_else(|| NOTHING.to_owned())
    }

    /// The consequences of a date of birth, whatever else is true: with every diploma or no statement about one, exempt or not, without
    /// an enrolment and on the list.
    fn consequences_of_birth(&self, born: PartialDate) -> Vec<[Profile; 2]> {
        let axes = [Axis::Leeftijdsgroep, Axis::Plicht, Axis::Doelgroep, Axis::Jib, Axis::BevragingLeeftijd];
        let mut all = Vec::new();
        let statements = self.diploma_codes().into_iter().flat_map(|diploma| {
            [true, false].map(|verklaard| Statement::Row {
                verklaard,
                later: false,
                diploma,
                datum: Day::NONE,
            })
        });
        for statement in statements.chain([Statement::None]) {
            for exemption in [Exemption::None, Exemption::InForce] {
                let nobody = Nobody { statement, exemption, listed: Listed::Yes, ..Nobody::born(born) };
                all.push(only(self.asked.profiles(&nobody), &axes));
            }
        }
        all
    }

    /// The ranges of days with the same consequences.
    fn ranges(&self, first: Day, last: Day, of: impl Fn(Day) -> usize) -> Vec<(Day, Day, usize)> {
        let mut ranges: Vec<(Day, Day, usize)> = Vec::new();
        let mut add = |from: Day, to: Day, class: usize| match ranges.last_mut() {
            Some((_, end, known)) if *known == class => *end = to,
            _ => ranges.push((from, to, class)),
        };
        let mut at = first;
        let mut class = of(at);
        while at <= last {
            // Every limit in the law changes the answer on a single day, so if both ends of a month agree, the whole month does.
            let next = at.first_of_next_month().min(last.plus_days(1));
            let class_of_next = of(next);
            if class_of_next == class {
                add(at, next.plus_days(-1), class);
            } else {
                let mut day = at;
                while day < next {
                    add(day, day, of(day));
                    day = day.plus_days(1);
                }
            }
            (at, class) = (next, class_of_next);
        }
        ranges
    }

    fn births(&mut self) -> Vec<Table> {
        let (year, ..) = self.day().ymd();
        let first_year = (year - YEARS_THAT_MATTER).max(1);
        let start = Day::from_ymd(first_year, 1, 1).unwrap_or(Day::NONE);
        let end = Day::from_ymd(year, 12, 31).unwrap_or(self.day());
        let phases: RefCell<Classes<Vec<[Profile; 2]>, Day>> = RefCell::new(Classes::new());
        let phase_of = |day: Day| phases.borrow_mut().number(self.consequences_of_birth(full(day)), day) + 1;
        let ranges = self.ranges(start, end, phase_of);
        let mut phase_table = Table::new(
            "levensfase",
            "geboortedag → levensfase: de dagen waarna geen enkele leeftijdsgrens op peildatum of verstrekdatum anders valt",
            &["van", "tot", "levensfase"],
        );
        // Phase 0: the year of birth is unknown.
        phase_table.row(&[&NO_DAY, &NO_DAY, &0]);
        let mut from = 1;
        for (_, to, phase) in &ranges {
            phase_table.row(&[&from, &to.number(), phase]);
            from = to.number() + 1;
        }
        let phase_on = |day: Day| {
            let found = ranges.iter().find(|(_, to, _)| day <= *to);
            found.map_or(0, |(_, _, phase)| *phase)
        };
        let mut seen: Vec<(usize, usize)> = Vec::new();
        let mut pairs = vec![((0, 0), PartialDate::UNKNOWN)];
        for (from, _, phase) in &ranges {
            pairs.push(((*phase, *phase), full(*from)));
        }
        for born_year in first_year..=year {
            let year_part = u32::try_from(born_year).unwrap_or(0);
            for month in 0..=12 {
                let partial = PartialDate::from_parts(year_part, month, 0);
                if let Some((partial, interval)) = partial.and_then(|own| Some((own, own.interval()?))) {
                    pairs.push(((phase_on(interval.earliest), phase_on(interval.latest)), partial));
                }
            }
        }
        let mut table = Table::new(
            "geboorte",
            "levensfasen van de eerste en de laatste dag waarop iemand geboren kan zijn → wat daaruit volgt; alleen als beide dagen hetzelfde antwoord geven, is er een antwoord",
            &[
                "eerste_fase",
                "laatste_fase",
                "geboorte",
                "leeftijdsgroep_peildatum",
                "leeftijdsgroep_verstrekdatum",
                "bevraging_leeftijd_peildatum",
                "bevraging_leeftijd_verstrekdatum",
            ],
        );
        for ((earliest, latest), born) in pairs {
            if seen.contains(&(earliest, latest)) {
                continue;
            }
            seen.push((earliest, latest));
            let consequences = self.consequences_of_birth(born);
            let number = self.births.number(consequences, born);
            let pair = self.asked.profiles(&Nobody::born(born));
            let [age, age_later] = words(pair, Axis::Leeftijdsgroep);
            let [asked, asked_later] = words(pair, Axis::BevragingLeeftijd);
            table.row(&[&earliest, &latest, &number, &age, &age_later, &asked, &asked_later]);
        }
        vec![phase_table, table]
    }

    /// What a statement leads to: young or grown, with and without enrolments, exemption and work.
    fn consequences_of_statement(&self, statement: Statement) -> Vec<[Profile; 2]> {
        let axes = [
            Axis::Startkwalificatie,
            Axis::Plicht,
            Axis::PlichtNaTeGaan,
            Axis::Doelgroep,
            Axis::OverlegSchool,
            Axis::Jib,
        ];
        let mut all = Vec::new();
        for born in [self.aged(17), self.grown()] {
            for enrolments in [Enrolments::default(), self.left_school(), self.in_open_vso()] {
                for exemption in [Exemption::None, Exemption::InForce] {
                    for income in [Nobody::born(born).income, self.working()] {
                        let nobody =
                            Nobody { statement, enrolments, exemption, income, ..Nobody::born(born) };
                        all.push(only(self.asked.profiles(&nobody), &axes));
                    }
                }
            }
        }
        all
    }

    /// Left a school that may have given a verklaring, and is enrolled nowhere.
    fn left_school(&self) -> Enrolments {
        self.possible(|own| own.pro_ended && !own.left && !own.left_later)
    }

    /// In special education without a stated profile, and enrolled.
    fn in_open_vso(&self) -> Enrolments {
        self.possible(|own| own.vso_open && own.funded)
    }

    /// The plainest enrolments that fit.
    fn possible(&self, fits: impl Fn(&Enrolments) -> bool) -> Enrolments {
        let flags = |own: &Enrolments| own.flags().into_iter().filter(|flag| *flag).count();
        let own = self.asked.enrolments().filter(|own| !own.set_aside && fits(own));
        own.min_by_key(flags).unwrap_or_default()
    }

    fn working(&self) -> Income {
        Income {
            known: true,
            works: true,
            jib: AmountAgainst::Below,
            zelfstandig: AmountAgainst::Below,
            benefit: false,
        }
    }

    fn statements(&mut self) -> Vec<Table> {
        let day = self.day();
        let (first, last) =
            (day.plus_years(-YEARS_THAT_MATTER), self.asked.judged.verstrekdatum.plus_years(1));
        let phases: RefCell<Classes<Vec<[Profile; 2]>, Day>> = RefCell::new(Classes::new());
        let all_of = |datum: Day| {
            let of_diploma = |diploma: u8| {
                let statement = Statement::Row { verklaard: false, later: false, diploma, datum };
                self.consequences_of_statement(statement)
            };
            self.diploma_codes().into_iter().flat_map(of_diploma).collect::<Vec<_>>()
        };
        let phase_of = |datum: Day| phases.borrow_mut().number(all_of(datum), datum) + 1;
        let ranges = self.ranges(first, last, phase_of);
        let mut phase_table = Table::new(
            "diplomatermijn",
            "dag van het diploma → termijn: na de peildatum, of zo kort geleden dat er een termijn loopt; 0 is zonder datum",
            &["van", "tot", "termijn"],
        );
        phase_table.row(&[&NO_DAY, &NO_DAY, &0]);
        let mut from = 1;
        for (at, (_, to, phase)) in ranges.iter().enumerate() {
            let to = if at + 1 == ranges.len() { OPEN_END } else { to.number() };
            phase_table.row(&[&from, &to, phase]);
            from = to.saturating_add(1);
        }
        let mut dates: Vec<(usize, Day)> = vec![(0, Day::NONE)];
        dates.extend(phases.borrow().examples().map(|(number, day)| (number + 1, day)));
        let mut table = Table::new(
            "kwalificatie",
            "wat DUO verklaart, met het hoogste diploma → startkwalificatie, het diploma dat op de peildatum telt, en het nummer waarmee de tabellen hierna verder gaan",
            &[
                "rij",
                "behaald_later",
                "diploma",
                "termijn",
                "kwalificatie",
                "startkwalificatie",
                "diploma_met_werk",
                "diploma_op_peildatum",
            ],
        );
        let terms = self.asked.judged.peildatum_terms;
        let mut put = |own: &mut Self, word: &str, statement: Statement, termijn: usize| {
            let consequences = own.consequences_of_statement(statement);
            let number = own.statements.number(consequences, statement);
            let pair = own.asked.profiles(&Nobody { statement, ..Nobody::born(own.grown()) });
            let value = pair.peildatum.word(Axis::Startkwalificatie);
            let (later, diploma, shown) = match statement {
                Statement::Row { later, diploma, datum, .. } => {
                    let is_later = datum.known().is_some_and(|datum| datum > own.day());
                    let shown =
                        if diploma == NO_CODE || !is_later { diploma } else { terms.codes.geen_diploma };
                    (later, diploma, shown)
                }
                _ => (false, NO_CODE, NO_CODE),
            };
            let (diploma, shown) = (own.diploma_word(diploma), own.diploma_word(shown));
            let example = own.statements.examples().nth(number).map_or(statement, |(_, example)| example);
            let with_work = own.with_work(example);
            table.row(&[&word, &flag(later), &diploma, &termijn, &number, &value, &with_work, &shown]);
        };
        put(self, "afgezet", Statement::SetAside, 0);
        put(self, "geen", Statement::None, 0);
        for (word, verklaard) in [("J", true), ("N", false)] {
            for later in [false, true] {
                for diploma in self.diploma_codes() {
                    for (termijn, datum) in &dates {
                        let statement = Statement::Row { verklaard, later, diploma, datum: *datum };
                        put(self, word, statement, *termijn);
                    }
                }
            }
        }
        vec![phase_table, table]
    }

    fn consequences_of_enrolments(&self, enrolments: Enrolments) -> Vec<[Profile; 2]> {
        let axes = [
            Axis::Ingeschreven,
            Axis::Plicht,
            Axis::PlichtNaTeGaan,
            Axis::Verzuim,
            Axis::Doelgroep,
            Axis::OverlegSchool,
            Axis::Jib,
        ];
        let mut all = Vec::new();
        let mut ask = |nobody: Nobody| all.push(only(self.asked.profiles(&nobody), &axes));
        for born in [self.aged(17), self.grown(), self.aged(12)] {
            for (_, statement) in self.statements.examples() {
                for exemption in [Exemption::None, Exemption::InForce] {
                    ask(Nobody { statement, enrolments, exemption, ..Nobody::born(born) });
                }
            }
            let statement =
                Statement::Row { verklaard: false, later: false, diploma: NO_CODE, datum: Day::NONE };
            // Absent for long, so that who is enrolled is in the target group as well.
            let absence = Absence { langdurig: true, relatief: true, ..Absence::default() };
            for dossiers in Self::answers() {
                for exemption in [Exemption::None, Exemption::InForce] {
                    ask(Nobody { statement, enrolments, absence, dossiers, exemption, ..Nobody::born(born) });
                }
            }
        }
        all
    }

    fn enrolments(&mut self) -> Table {
        let mut table = Table::new(
            "inschrijving_feit",
            "wat de inschrijvingen van iemand samen zeggen → ingeschreven, en het nummer waarmee de tabellen hierna verder gaan",
            &[&["afgezet"][..], &Enrolments::NAMES, &["inschrijving", "ingeschreven"]].concat(),
        );
        let all: Vec<Enrolments> = self.asked.enrolments().collect();
        for own in all {
            let consequences = self.consequences_of_enrolments(own);
            let number = self.enrolments.number(consequences, own);
            let pair = self.asked.profiles(&Nobody { enrolments: own, ..Nobody::born(self.grown()) });
            let flags = std::iter::once(own.set_aside).chain(own.flags());
            let mut row: Vec<String> = flags.map(|own| flag(own).to_string()).collect();
            row.push(number.to_string());
            row.push(pair.peildatum.word(Axis::Ingeschreven).to_owned());
            table.rows.push(row);
        }
        table
    }

    fn consequences_of_absence(&self, absence: Absence) -> Vec<[Profile; 2]> {
        let enrolled = self.possible(|own| own.funded);
        let axes = [Axis::Verzuim, Axis::Doelgroep, Axis::PlichtNaTeGaan];
        let statement = Statement::Row { verklaard: false, later: false, diploma: NO_CODE, datum: Day::NONE };
        [(self.aged(12), enrolled), (self.grown(), enrolled), (self.aged(17), self.in_open_vso())]
            .map(|(born, enrolments)| {
                let nobody = Nobody { absence, statement, enrolments, ..Nobody::born(born) };
                only(self.asked.profiles(&nobody), &axes)
            })
            .to_vec()
    }

    fn absences(&mut self) -> Table {
        let mut table = Table::new(
            "verzuim_feit",
            "wat de meldingen die op de peildatum tellen samen zeggen → het nummer waarmee de tabel `doelgroep` verder gaat",
            &["afgezet", "absoluut", "relatief", "langdurig", "ander", "verzuim"],
        );
        let set_aside = Absence { set_aside: true, ..Absence::default() };
        let all = (0..16u8).map(|bits| {
            let is = |bit: u8| bits >> bit & 1 == 1;
            Absence { set_aside: false, absoluut: is(0), relatief: is(1), langdurig: is(2), other: is(3) }
        });
        for own in std::iter::once(set_aside).chain(all).filter(|own| self.asked.can_be_absent(*own)) {
            let consequences = self.consequences_of_absence(own);
            let number = self.absences.number(consequences, own);
            let flags = [own.set_aside, own.absoluut, own.relatief, own.langdurig, own.other].map(flag);
            let mut row: Vec<String> = flags.iter().map(ToString::to_string).collect();
            row.push(number.to_string());
            table.rows.push(row);
        }
        table
    }

    fn incomes(&mut self) -> Table {
        let mut table = Table::new(
            "inkomen_feit",
            "het inkomen in de laatste periode tegen de grenzen van jib.toml → wat daaruit volgt",
            &[
                "bekend",
                "werkt",
                "jib_grens",
                "zelfstandig_grens",
                "uitkering",
                "inkomen",
                "werk",
                "economisch_zelfstandig",
                "inkomen_bekend",
            ],
        );
        let unknown = Income {
            known: false,
            works: false,
            jib: AmountAgainst::NoLimit,
            zelfstandig: AmountAgainst::NoLimit,
            benefit: false,
        };
        let mut all = vec![unknown];
        for works in [false, true] {
            for jib in AmountAgainst::ALL {
                for zelfstandig in AmountAgainst::ALL {
                    for benefit in [false, true] {
                        all.push(Income { known: true, works, jib, zelfstandig, benefit });
                    }
                }
            }
        }
        let axes = [Axis::EconomischZelfstandig, Axis::InkomenBekend, Axis::Jib, Axis::Doelgroep];
        for own in all {
            let mut consequences = Vec::new();
            for born in [self.aged(24), self.grown()] {
                for diploma in self.diploma_codes() {
                    let statement =
                        Statement::Row { verklaard: false, later: false, diploma, datum: Day::NONE };
                    let nobody = Nobody { income: own, statement, listed: Listed::Yes, ..Nobody::born(born) };
                    consequences.push(only(self.asked.profiles(&nobody), &axes));
                }
            }
            let number = self.incomes.number(consequences, own);
            let pair = self.asked.profiles(&Nobody { income: own, ..Nobody::born(self.grown()) });
            let [zelfstandig, _] = words(pair, Axis::EconomischZelfstandig);
            let [known, _] = words(pair, Axis::InkomenBekend);
            table.row(&[
                &flag(own.known),
                &flag(own.works),
                &own.jib.word(),
                &own.zelfstandig.word(),
                &flag(own.benefit),
                &number,
                &match (own.known, own.works) {
                    (false, _) => "onbekend",
                    (true, false) => "nee",
                    (true, true) => "ja",
                },
                &zelfstandig,
                &known,
            ]);
        }
        table
    }

    /// Everything that dossiers can come down to.
    fn dossier_facts() -> Vec<Dossiers> {
        let mut all = vec![Dossiers { set_aside: true, ..Dossiers::default() }];
        for no_contact in [false, true] {
            // Who is on the path has an active dossier, and was consulted about in one on the path.
            for steps in 0..4u8 {
                for answer in Answer::ALL {
                    let (active, pw7a, consulted) = (steps > 0, steps > 1, steps > 2);
                    all.push(Dossiers { set_aside: false, no_contact, active, pw7a, consulted, answer });
                }
            }
        }
        all
    }

    fn dossiers(&mut self) -> Table {
        let mut table = Table::new(
            "dossier_feit",
            "wat de dossiers die op de peildatum tellen samen zeggen → de vragen die de wet eraan stelt",
            &[
                "afgezet",
                "geen_contact",
                "actief",
                "pw7a",
                "na_overleg",
                "dossier_geen_contact",
                "dossier_doorstroompunt",
                "dossier_pw7a",
                "dossier_pw7a_na_overleg",
            ],
        );
        for own in Self::dossier_facts().into_iter().filter(|own| own.answer == Answer::None) {
            let pair = self.asked.profiles(&Nobody { dossiers: own, ..Nobody::born(self.grown()) });
            let word = |axis| pair.peildatum.word(axis);
            table.row(&[
                &flag(own.set_aside),
                &flag(own.no_contact),
                &flag(own.active),
                &flag(own.pw7a),
                &flag(own.consulted),
                &word(Axis::DossierGeenContact),
                &word(Axis::DossierDoorstroompunt),
                &word(Axis::DossierPw7a),
                &word(Axis::DossierPw7aNaOverleg),
            ]);
        }
        table
    }

    /// What the school can have said, a dossier that was set aside included.
    fn answers() -> [Dossiers; 5] {
        let said = |answer| Dossiers { answer, ..Dossiers::default() };
        let [none, has, has_not, unclear] = Answer::ALL.map(said);
        [none, has, has_not, unclear, Dossiers { set_aside: true, ..Dossiers::default() }]
    }

    /// What the codes of one enrolment mean in law.
    fn enrolment_kinds(&self) -> Table {
        let mut table = Table::new(
            "inschrijving_soort",
            "sector, niveau en uitstroomprofiel → wat zij voor de wet betekenen; wie na `vertrek_…` de school verliet, deed dat zo kort geleden dat met haar overlegd moet worden",
            &[
                "onderwijssector",
                "niveau",
                "uitstroomprofiel",
                "bekostigd",
                "vso_uitzondering",
                "vso_zonder_profiel",
                "pro",
                "vertrek_peildatum",
                "vertrek_verstrekdatum",
            ],
        );
        for kind in self.asked.enrolment_kinds() {
            let word = |column, code: u8| {
                let codes = self.asked.schemas.codes(column);
                codes.get(usize::from(code)).cloned().unwrap_or_else(|| NOTHING.to_owned())
            };
            let [after, after_later] = kind.left_after.map(|day| day.map_or(OPEN_END, Day::number));
            table.row(&[
                &word(CodeColumn::SECTOR, kind.sector),
                &word(CodeColumn::NIVEAU, kind.niveau),
                &word(CodeColumn::UITSTROOMPROFIEL, kind.profiel),
                &flag(kind.funded),
                &flag(kind.vso_exempt),
                &flag(kind.vso_open),
                &flag(kind.pro),
                &after,
                &after_later,
            ]);
        }
        table
    }

    /// The duty, and the target group that follows from it.
    fn duty_and_group(&mut self) -> Result<Vec<Table>, Unsayable> {
        let (after_table, examples) = self.after_duty();
        let mut plicht = Table::new(
            "plicht",
            "leer- en kwalificatieplicht op beide dagen, met de vrijstelling",
            &[
                "geboorte",
                "na_leerplicht",
                "vrijstelling",
                "ingeschreven",
                "plicht_peildatum",
                "plicht_verstrekdatum",
                "levensloop",
            ],
        );
        let mut group = Table::new(
            "doelgroep",
            "verzuim op de peildatum en de doelgroep van het Doorstroompunt op beide dagen",
            &[
                "levensloop",
                "ingeschreven",
                "startkwalificatie",
                "diploma_met_werk",
                "verzuim",
                "werk",
                "verzuim_peildatum",
                "doelgroep_peildatum",
                "doelgroep_verstrekdatum",
                "plicht_na_te_gaan_peildatum",
                "plicht_na_te_gaan_verstrekdatum",
            ],
        );
        let mut courses: Classes<Vec<GroupRow>, ()> = Classes::new();
        for (birth, born) in self.births.examples() {
            let OfBirth { duties, by_duty } = self.of_birth(born, &examples)?;
            let mut course_of: BTreeMap<Duty, usize> = BTreeMap::new();
            for (duty, rows) in by_duty {
                let rows: Vec<GroupRow> = rows.into_iter().collect();
                let known = courses.count();
                let course = courses.number(rows.clone(), ());
                if courses.count() > known {
                    for ((enrolled, qualified, with_work, absence, work), values) in &rows {
                        let [verzuim, own, later, ask, ask_later] = values;
                        group.row(&[
                            &course, enrolled, qualified, with_work, absence, work, verzuim, own, later, ask,
                            ask_later,
                        ]);
                    }
                }
                course_of.insert(duty, course);
            }
            for ((after, exemption, enrolled), duty) in duties {
                let course = course_of.get(&duty).copied().unwrap_or(0);
                let [[own, later], _] = duty;
                plicht.row(&[&birth, &after, &exemption, &enrolled, &own, &later, &course]);
            }
        }
        Ok(vec![after_table, plicht, group])
    }

    /// What holds after leerplicht, and one example of the facts behind each answer.
    fn after_duty(&self) -> (Table, Vec<AfterExample>) {
        let mut after: Classes<[[Profile; 2]; 2], ()> = Classes::new();
        let mut table = Table::new(
            "na_leerplicht",
            "wat na de leerplicht geldt voor wie nog geen achttien is: kwalificatieplicht, een uitzondering daarop, of twijfel",
            &["kwalificatie", "inschrijving", "antwoord", "na_leerplicht"],
        );
        let mut examples: Vec<AfterExample> = Vec::new();
        let young = self.aged(17);
        for (statement_number, statement) in self.statements.examples() {
            for (enrolment_number, enrolments) in self.enrolments.examples() {
                for dossiers in Self::answers() {
                    let of = |exemption| {
                        let absence = Absence { other: true, ..Absence::default() };
                        let nobody = Nobody {
                            statement,
                            enrolments,
                            dossiers,
                            exemption,
                            absence,
                            ..Nobody::born(young)
                        };
                        self.asked.profiles(&nobody)
                    };
                    let plain = of(Exemption::None);
                    let axes = [Axis::Plicht, Axis::PlichtNaTeGaan];
                    let key = [plain, of(Exemption::InForce)].map(|pair| only(pair, &axes));
                    let number = after.number(key, ());
                    table.row(&[&statement_number, &enrolment_number, &dossiers.answer_word(), &number]);
                    let own = After {
                        number,
                        enrolled: plain.peildatum.word(Axis::Ingeschreven),
                        qualified: plain.peildatum.word(Axis::Startkwalificatie),
                        with_work: self.with_work(statement),
                    };
                    if !examples.iter().any(|(known, ..)| *known == own) {
                        examples.push((own, statement, enrolments, dossiers));
                    }
                }
            }
        }
        (table, examples)
    }

    /// The duties of whoever is born then, and for each duty the target group.
    fn of_birth(&self, born: PartialDate, examples: &[AfterExample]) -> Result<OfBirth, Unsayable> {
        let mut found = OfBirth::default();
        for (own, statement, enrolments, dossiers) in examples {
            for exemption in Exemption::ALL {
                let base = Nobody {
                    statement: *statement,
                    enrolments: *enrolments,
                    dossiers: *dossiers,
                    exemption,
                    ..Nobody::born(born)
                };
                // A duty that the school can settle is another than one that nobody knows.
                let absence = Absence { other: true, ..Absence::default() };
                let pair = self.asked.profiles(&Nobody { absence, ..base });
                let duty = [words(pair, Axis::Plicht), words(pair, Axis::PlichtNaTeGaan)];
                once(&mut found.duties, (own.number, exemption.word(), own.enrolled), duty, "plicht")?;
                let of_duty = found.by_duty.entry(duty).or_default();
                for (absence_number, absence) in self.absences.examples() {
                    for (work, income) in self.works() {
                        let pair = self.asked.profiles(&Nobody { absence, income, ..base });
                        let [group, later] = words(pair, Axis::Doelgroep);
                        let [ask, ask_later] = words(pair, Axis::PlichtNaTeGaan);
                        let value = [pair.peildatum.word(Axis::Verzuim), group, later, ask, ask_later];
                        let key = (own.enrolled, own.qualified, own.with_work, absence_number, work);
                        once(of_duty, key, value, "doelgroep")?;
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether work takes somebody with this diploma out of the target group, by the law of either day.
    fn with_work(&self, statement: Statement) -> u8 {
        let Statement::Row { diploma, datum, .. } = statement else { return 0 };
        let judged = self.asked.judged;
        let later = datum.known().is_some_and(|datum| datum > judged.peildatum);
        let listed = [judged.peildatum_terms, judged.verstrekdatum_terms].map(|terms| {
            let own = if later || diploma == NO_CODE { terms.codes.geen_diploma } else { diploma };
            terms.doelgroep_uitzondering_diplomas_met_werk.contains(own)
        });
        let [on_peildatum, on_verstrekdatum] = listed.map(flag);
        on_peildatum + 2 * on_verstrekdatum
    }

    /// Income as far as the target group asks: unknown, from work, or not.
    fn works(&self) -> [(&'static str, Income); 3] {
        let known = self.working();
        [
            ("onbekend", Income { known: false, works: false, ..known }),
            ("nee", Income { works: false, ..known }),
            ("ja", known),
        ]
    }

    fn jib(&self) -> Result<Table, Unsayable> {
        let mut table = Table::new(
            "jib",
            "staat iemand terecht op de lijst Jongeren in Beeld?",
            &[
                "geboorte",
                "startkwalificatie",
                "ingeschreven",
                "inkomen",
                "op_lijst",
                "jib_peildatum",
                "jib_verstrekdatum",
            ],
        );
        let statements: Vec<Statement> = self.statements.examples().map(|(_, own)| own).collect();
        let enrolments: Vec<Enrolments> = self.enrolments.examples().map(|(_, own)| own).collect();
        for (birth, born) in self.births.examples() {
            let mut rows: BTreeMap<(&str, &str, usize, &str), [&str; 2]> = BTreeMap::new();
            let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
            for statement in &statements {
                for own in &enrolments {
                    let base = Nobody { statement: *statement, enrolments: *own, ..Nobody::born(born) };
                    let pair = self.asked.profiles(&base);
                    let qualified = pair.peildatum.word(Axis::Startkwalificatie);
                    let enrolled = pair.peildatum.word(Axis::Ingeschreven);
                    if !seen.insert((qualified, enrolled)) {
                        continue;
                    }
                    for (number, income) in self.incomes.examples() {
                        for listed in Listed::ALL {
                            let pair = self.asked.profiles(&Nobody { income, listed, ..base });
                            let key = (qualified, enrolled, number, listed.word());
                            once(&mut rows, key, words(pair, Axis::Jib), "jib")?;
                        }
                    }
                }
            }
            for ((qualified, enrolled, income, listed), [own, later]) in rows {
                table.row(&[&birth, &qualified, &enrolled, &income, &listed, &own, &later]);
            }
        }
        Ok(table)
    }

    fn overleg(&self) -> Table {
        let mut table = Table::new(
            "overleg",
            "moet voor wie in de doelgroep valt eerst met de school worden overlegd?",
            &["kwalificatie", "inschrijving", "antwoord", "overleg_peildatum", "overleg_verstrekdatum"],
        );
        // Absent for long, so that who is enrolled is in the target group as well.
        let absence = Absence { langdurig: true, relatief: true, ..Absence::default() };
        let born = self.grown();
        for (statement_number, statement) in self.statements.examples() {
            for (number, enrolments) in self.enrolments.examples() {
                for dossiers in Self::answers() {
                    let nobody = Nobody { statement, enrolments, absence, dossiers, ..Nobody::born(born) };
                    let [own, later] = words(self.asked.profiles(&nobody), Axis::OverlegSchool);
                    table.row(&[&statement_number, &number, &dossiers.answer_word(), &own, &later]);
                }
            }
        }
        table
    }

    fn bijhouding(&self) -> Table {
        let mut table = Table::new(
            "bijhouding",
            "houdt de BRP de gegevens nog bij? `bereikt`: de datum ligt op of voor die dag, of is maar deels bekend",
            &[
                "reden",
                "opschorting",
                "overlijden",
                "niet_ingezetene",
                "bijhouding_peildatum",
                "bijhouding_verstrekdatum",
            ],
        );
        let judged = self.asked.judged;
        let date = |day: Day| Some(full(day));
        let dates = [
            ("peildatum", date(judged.peildatum)),
            ("verstrekdatum", date(judged.verstrekdatum)),
            ("later", date(judged.verstrekdatum.plus_days(1))),
        ];
        let schema = self.asked.schemas.extract(Extract::Brp);
        let column = |schema: &Schema| {
            let own = schema.columns.get(schema.column("opschorting_reden")?)?;
            Some(own.codes.clone())
        };
        let reasons = schema.and_then(column).unwrap_or_default();
        let reasons = std::iter::once(NOTHING.to_owned()).chain(reasons);
        for reason in reasons {
            let letter = reason.bytes().next().filter(|_| reason != NOTHING);
            for (suspended, suspended_on) in dates {
                for (died, died_on) in dates {
                    for abroad in [false, true] {
                        let registration = Registratie {
                            opschorting_reden: letter,
                            opschorting_datum: suspended_on,
                            datum_overlijden: died_on,
                            gemeente: abroad.then_some(GEMEENTE_RNI),
                        };
                        let nobody = Nobody { registration, ..Nobody::born(self.grown()) };
                        let [own, later] = words(self.asked.profiles(&nobody), Axis::Bijhouding);
                        table.row(&[&reason, &suspended, &died, &flag(abroad), &own, &later]);
                    }
                }
            }
        }
        table
    }
}

/// What the tables after `na_leerplicht` take from a statement and enrolments.
#[derive(Clone, Copy, PartialEq, Eq)]
struct After {
    number: usize,
    enrolled: &'static str,
    qualified: &'static str,
    with_work: u8,
}

type GroupKey = (&'static str, &'static str, u8, usize, &'static str);
type GroupValue = [&'static str; 5];
/// Plicht on both days, and whether the school can settle it.
type Duty = [[&'static str; 2]; 2];
type GroupRow = (GroupKey, GroupValue);

/// An answer to what holds after leerplicht, with facts that lead to it.
type AfterExample = (After, Statement, Enrolments, Dossiers);

/// What follows from a date of birth.
#[derive(Default)]
struct OfBirth {
    /// The duty, by what holds after leerplicht, an exemption and whether the person is enrolled.
    duties: BTreeMap<(usize, &'static str, &'static str), Duty>,
    /// The target group, by duty.
    by_duty: BTreeMap<Duty, BTreeMap<GroupKey, GroupValue>>,
}

/// The law asks something that the tables do not tell apart: two persons with the same row would have two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("de tabel `{table}` kan de wet niet zeggen: bij dezelfde feiten horen twee antwoorden")]
pub struct Unsayable {
    /// The table.
    pub table: &'static str,
}

/// Adds an answer. A second answer for the same facts must be the same.
fn once<K: Ord, V: PartialEq + Copy>(
    rows: &mut BTreeMap<K, V>,
    key: K,
    value: V,
    table: &'static str,
) -> Result<(), Unsayable> {
    let known = *rows.entry(key).or_insert(value);
    if known == value { Ok(()) } else { Err(Unsayable { table }) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::classify::Setting;
    use crate::law::library::Library;
    use crate::model::facts::{Inkomensgrenzen, Reliance};
    use crate::persons::classified::Judged;

    /// A generator of its own: the same facts on every machine.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, sides: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap_or(0) % sides
        }

        fn is(&mut self, one_in: usize) -> bool {
            self.below(one_in) == 0
        }
    }

    /// The row of a table with these values.
    fn row<'t>(tables: &'t [Table], name: &str, key: &[(&str, String)]) -> BTreeMap<&'static str, &'t str> {
        let table = tables.iter().find(|table| table.name == name).expect(name);
        let place = |column: &str| table.header.iter().position(|own| *own == column).expect(column);
        let places: Vec<(usize, &String)> =
            key.iter().map(|(column, value)| (place(column), value)).collect();
        let mut found = table.rows.iter().filter(|row| places.iter().all(|(at, value)| row[*at] == **value));
        let row = found.next().unwrap_or_else(|| panic!("{name} has no row for {key:?}"));
        assert!(found.next().is_none(), "{name} has two rows for {key:?}");
        table.header.iter().copied().zip(row.iter().map(String::as_str)).collect()
    }

    fn range(tables: &[Table], name: &str, value: i32) -> String {
        let table = tables.iter().find(|table| table.name == name).expect(name);
        let number = |row: &[String], at: usize| row[at].parse::<i32>().expect("a number");
        let own = table.rows.iter().find(|row| number(row, 0) <= value && value <= number(row, 1));
        own.map_or("0", |row| row[2].as_str()).to_owned()
    }

    fn somebody(dice: &mut Dice, judged: Judged<'_>, codes: u8, enrolments: &[Enrolments]) -> Nobody {
        let day = judged.peildatum;
        let born_on = day.plus_days(-i32::try_from(dice.below(32 * 365)).expect("small"));
        let (year, month, date) = born_on.ymd();
        let year = u32::try_from(year).expect("after 0");
        let (month, date) = match dice.below(8) {
            0 => (month, 0),
            1 => (0, 0),
            _ => (month, date),
        };
        let born =
            if dice.is(20) { Some(PartialDate::UNKNOWN) } else { PartialDate::from_parts(year, month, date) };
        let mut nobody = Nobody::born(born.expect("a date"));
        nobody.statement = match dice.below(8) {
            0 => Statement::None,
            1 => Statement::SetAside,
            _ => Statement::Row {
                verklaard: dice.is(3),
                later: dice.is(4),
                diploma: [NO_CODE, u8::try_from(dice.below(usize::from(codes))).expect("a code")]
                    [dice.below(4).min(1)],
                datum: if dice.is(3) {
                    Day::NONE
                } else {
                    day.plus_days(60 - i32::try_from(dice.below(1200)).expect("small"))
                },
            },
        };
        nobody.enrolments = enrolments[dice.below(enrolments.len())];
        nobody.dossiers = LawTables::dossier_facts()[dice.below(33)];
        nobody.exemption = Exemption::ALL[dice.below(9).min(2)];
        let set_aside = dice.is(10);
        let mut flag = |one_in: usize| !set_aside && dice.is(one_in);
        nobody.absence =
            Absence { set_aside, absoluut: flag(9), relatief: flag(3), langdurig: flag(3), other: flag(3) };
        if dice.is(4) {
            nobody.income = Income {
                known: false,
                works: false,
                jib: AmountAgainst::NoLimit,
                zelfstandig: AmountAgainst::NoLimit,
                benefit: false,
            };
        } else {
            nobody.income = Income {
                known: true,
                works: dice.is(2),
                jib: AmountAgainst::ALL[dice.below(3)],
                zelfstandig: AmountAgainst::ALL[dice.below(3)],
                benefit: dice.is(4),
            };
        }
        nobody.listed = Listed::ALL[dice.below(3)];
        nobody
    }

    /// Two persons whom the tables take for one, and whom a run tells apart.
    #[test]
    fn tables_in_a_row_say_what_the_classification_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let library = Library::load(&folder).expect("the law of this repository");
        let day = |text: &str| Day::parse_iso(text).expect("a day");
        for (peildatum, verstrekdatum, stale) in [
            ("2026-11-01", "2026-11-23", false),
            ("2026-09-15", "2026-09-15", true),
            ("2025-12-20", "2026-01-10", false),
        ] {
            let (peildatum, verstrekdatum) = (day(peildatum), day(verstrekdatum));
            let own = library.policy.on(peildatum, &library.schemas).expect("a rule set");
            let later = library.policy.on(verstrekdatum, &library.schemas).expect("a rule set");
            let judged = Judged {
                peildatum,
                peildatum_terms: &own.terms,
                verstrekdatum,
                verstrekdatum_terms: &later.terms,
            };
            let setting = Setting {
                gemeente: 599,
                regio: vec![606],
                contactgemeente: true,
                grenzen: Inkomensgrenzen::default(),
            };
            let reliance = |extract: Extract| {
                let is_stale = stale && matches!(extract, Extract::Vrijstelling | Extract::Startkwalificatie);
                if is_stale { Reliance::Incomplete(extract.unknown().stale) } else { Reliance::Complete }
            };
            let asked =
                || Asked::new(judged, &library.schemas, setting.clone(), &reliance).expect("a number");
            let tables = LawTables::of(asked()).expect("tables that say the law");
            let asked = asked();
            let codes = library.schemas.codes(CodeColumn::HOOGSTE_DIPLOMA);
            let enrolments: Vec<Enrolments> = asked.enrolments().collect();
            let mut dice = Dice(20_261_101);
            let mut tried = 0;
            while tried < 1500 {
                let count = u8::try_from(codes.len()).expect("few");
                let nobody = somebody(&mut dice, judged, count, &enrolments);
                if !asked.can_be_absent(nobody.absence) {
                    continue;
                }
                tried += 1;
                compare(&tables, &asked, &nobody);
            }
        }
    }

    fn compare(tables: &[Table], asked: &Asked<'_>, nobody: &Nobody) {
        let text = |value: bool| flag(value).to_string();
        let interval = nobody.born.interval();
        let phase = |day: Option<Day>| range(tables, "levensfase", day.map_or(NO_DAY, Day::number));
        let birth = row(
            tables,
            "geboorte",
            &[
                ("eerste_fase", phase(interval.map(|own| own.earliest))),
                ("laatste_fase", phase(interval.map(|own| own.latest))),
            ],
        );
        let codes = asked.schemas.codes(CodeColumn::HOOGSTE_DIPLOMA);
        let (word, later, diploma, datum) = match nobody.statement {
            Statement::SetAside => ("afgezet", false, NO_CODE, Day::NONE),
            Statement::None => ("geen", false, NO_CODE, Day::NONE),
            Statement::Row { verklaard, later, diploma, datum } => {
                (if verklaard { "J" } else { "N" }, later, diploma, datum)
            }
        };
        let diploma = codes.get(usize::from(diploma)).cloned().unwrap_or_else(|| NOTHING.to_owned());
        let termijn = range(tables, "diplomatermijn", datum.known().map_or(NO_DAY, Day::number));
        let qualified = row(
            tables,
            "kwalificatie",
            &[
                ("rij", word.to_owned()),
                ("behaald_later", text(later)),
                ("diploma", diploma),
                ("termijn", termijn),
            ],
        );
        let own = nobody.enrolments;
        let flags = own.flags().map(text);
        let mut facts = vec![("afgezet", text(own.set_aside))];
        facts.extend(Enrolments::NAMES.into_iter().zip(flags));
        let enrolled = row(tables, "inschrijving_feit", &facts);
        let copied = |from: &BTreeMap<&str, &str>, name: &str| from[name].to_owned();
        let after = row(
            tables,
            "na_leerplicht",
            &[
                ("kwalificatie", copied(&qualified, "kwalificatie")),
                ("inschrijving", copied(&enrolled, "inschrijving")),
                ("antwoord", nobody.dossiers.answer_word().to_owned()),
            ],
        );
        let duty = row(
            tables,
            "plicht",
            &[
                ("geboorte", copied(&birth, "geboorte")),
                ("na_leerplicht", copied(&after, "na_leerplicht")),
                ("vrijstelling", nobody.exemption.word().to_owned()),
                ("ingeschreven", copied(&enrolled, "ingeschreven")),
            ],
        );
        let own = nobody.absence;
        let absent = row(
            tables,
            "verzuim_feit",
            &[
                ("afgezet", text(own.set_aside)),
                ("absoluut", text(own.absoluut)),
                ("relatief", text(own.relatief)),
                ("langdurig", text(own.langdurig)),
                ("ander", text(own.other)),
            ],
        );
        let own = nobody.income;
        let income = row(
            tables,
            "inkomen_feit",
            &[
                ("bekend", text(own.known)),
                ("werkt", text(own.works)),
                ("jib_grens", own.jib.word().to_owned()),
                ("zelfstandig_grens", own.zelfstandig.word().to_owned()),
                ("uitkering", text(own.benefit)),
            ],
        );
        let group = row(
            tables,
            "doelgroep",
            &[
                ("levensloop", copied(&duty, "levensloop")),
                ("ingeschreven", copied(&enrolled, "ingeschreven")),
                ("startkwalificatie", copied(&qualified, "startkwalificatie")),
                ("diploma_met_werk", copied(&qualified, "diploma_met_werk")),
                ("verzuim", copied(&absent, "verzuim")),
                ("werk", copied(&income, "werk")),
            ],
        );
        let jib = row(
            tables,
            "jib",
            &[
                ("geboorte", copied(&birth, "geboorte")),
                ("startkwalificatie", copied(&qualified, "startkwalificatie")),
                ("ingeschreven", copied(&enrolled, "ingeschreven")),
                ("inkomen", copied(&income, "inkomen")),
                ("op_lijst", nobody.listed.word().to_owned()),
            ],
        );
        let overleg = row(
            tables,
            "overleg",
            &[
                ("kwalificatie", copied(&qualified, "kwalificatie")),
                ("inschrijving", copied(&enrolled, "inschrijving")),
                ("antwoord", nobody.dossiers.answer_word().to_owned()),
            ],
        );
        let own = nobody.dossiers;
        let dossier = row(
            tables,
            "dossier_feit",
            &[
                ("afgezet", text(own.set_aside)),
                ("geen_contact", text(own.no_contact)),
                ("actief", text(own.active)),
                ("pw7a", text(own.pw7a)),
                ("na_overleg", text(own.consulted)),
            ],
        );
        let pair = asked.profiles(nobody);
        for (day, profile) in [("peildatum", pair.peildatum), ("verstrekdatum", pair.verstrekdatum)] {
            let of_day =
                |from: &BTreeMap<&str, &str>, name: &str| from[format!("{name}_{day}").as_str()].to_owned();
            let in_group = of_day(&group, "doelgroep") == "ja";
            for (axis, said) in [
                (Axis::Leeftijdsgroep, of_day(&birth, "leeftijdsgroep")),
                (Axis::BevragingLeeftijd, of_day(&birth, "bevraging_leeftijd")),
                (Axis::Plicht, of_day(&duty, "plicht")),
                (Axis::Startkwalificatie, copied(&qualified, "startkwalificatie")),
                (Axis::Ingeschreven, copied(&enrolled, "ingeschreven")),
                (Axis::Verzuim, copied(&group, "verzuim_peildatum")),
                (Axis::Doelgroep, of_day(&group, "doelgroep")),
                (Axis::EconomischZelfstandig, copied(&income, "economisch_zelfstandig")),
                (Axis::InkomenBekend, copied(&income, "inkomen_bekend")),
                (Axis::Jib, of_day(&jib, "jib")),
                (Axis::PlichtNaTeGaan, of_day(&group, "plicht_na_te_gaan")),
                (Axis::DossierGeenContact, copied(&dossier, "dossier_geen_contact")),
                (Axis::DossierDoorstroompunt, copied(&dossier, "dossier_doorstroompunt")),
                (Axis::DossierPw7a, copied(&dossier, "dossier_pw7a")),
                (Axis::DossierPw7aNaOverleg, copied(&dossier, "dossier_pw7a_na_overleg")),
                (Axis::OverlegSchool, if in_group { of_day(&overleg, "overleg") } else { "nee".to_owned() }),
            ] {
                assert_eq!(said, profile.word(axis), "{axis} on the {day} of {nobody:?}");
            }
        }
    }
}
