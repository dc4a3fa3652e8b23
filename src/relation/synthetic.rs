//! Facts of nobody: what one person could have, built so that the classification of a run can be asked about it. Tables are
//! worked out with them, so no table holds a value that the classification did not give.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::classify::Setting;
use crate::law::decide::ProfilePair;
use crate::model::birth::PartialDate;
use crate::model::classification::Reden;
use crate::model::code::{CodeSet, NO_CODE};
use crate::model::day::Day;
use crate::model::extract::{CodeColumn, Extract};
use crate::model::facts::{
    Brin, Decimal, Dossier, Dossierstatus, Inkomen, Inkomensgrenzen, Inschrijving, PersonFacts, PersonRows,
    Registratie, Reliance, Startkwalificatierij, Verklaring, Verzuimmelding, Vrijstelling,
};
use crate::model::number::Persoonsnummer;
use crate::model::terms::Vertrek;
use crate::persons::classified::{Judged, on_both_days};
use crate::schemas::extracts::Schemas;

/// A statement about a startkwalificatie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// A row about the person was set aside.
    SetAside,
    /// No row.
    None,
    /// A row.
    Row {
        /// J rather than N.
        verklaard: bool,
        /// Obtained after the peildatum.
        later: bool,
        /// Code of `hoogste_diploma`.
        diploma: u8,
        /// `datum_diploma`.
        datum: Day,
    },
}

/// What enrolments come down to. Each is a flag that a query adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enrolments {
    /// A row was set aside: nothing else is known.
    pub set_aside: bool,
    /// One covers the peildatum, at a funded school.
    pub funded: bool,
    /// One covers the peildatum, at a school that is not.
    pub unfunded: bool,
    /// The last one that ended did so just before the summer.
    pub summer: bool,
    /// One in VSO with an exempting profile has begun.
    pub vso_exempt: bool,
    /// One in VSO without a profile has begun.
    pub vso_open: bool,
    /// One at a level that may give a verklaring ended before the peildatum.
    pub pro_ended: bool,
    /// One at such a level covers the peildatum.
    pub pro_now: bool,
    /// One that may have ended with a verklaring did so recently, seen from the peildatum.
    pub left: bool,
    /// The same, seen from the verstrekdatum.
    pub left_later: bool,
}

impl Enrolments {
    /// The columns of the flags, apart from `set_aside`.
    pub const NAMES: [&str; 9] = [
        "bekostigd",
        "onbekostigd",
        "voor_de_zomer",
        "vso_uitzondering",
        "vso_zonder_profiel",
        "pro_geeindigd",
        "pro_nu",
        "vertrokken_peildatum",
        "vertrokken_verstrekdatum",
    ];

    /// The flags, in the order of their names.
    pub fn flags(&self) -> [bool; 9] {
        [
            self.funded,
            self.unfunded,
            self.summer,
            self.vso_exempt,
            self.vso_open,
            self.pro_ended,
            self.pro_now,
            self.left,
            self.left_later,
        ]
    }

    /// Both together.
    fn and(self, other: Enrolments) -> Enrolments {
        Enrolments {
            set_aside: self.set_aside || other.set_aside,
            funded: self.funded || other.funded,
            unfunded: self.unfunded || other.unfunded,
            summer: self.summer || other.summer,
            vso_exempt: self.vso_exempt || other.vso_exempt,
            vso_open: self.vso_open || other.vso_open,
            pro_ended: self.pro_ended || other.pro_ended,
            pro_now: self.pro_now || other.pro_now,
            left: self.left || other.left,
            left_later: self.left_later || other.left_later,
        }
    }
}

/// What the codes of one enrolment mean in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolmentKind {
    /// Code of `onderwijssector`.
    pub sector: u8,
    /// Code of `niveau`.
    pub niveau: u8,
    /// Code of `uitstroomprofiel`, or `NO_CODE`.
    pub profiel: u8,
    /// At a funded school.
    pub funded: bool,
    /// VSO with an exempting profile.
    pub vso_exempt: bool,
    /// VSO without a profile.
    pub vso_open: bool,
    /// A level that may give a verklaring.
    pub pro: bool,
    /// It may have ended with a verklaring, recently if its last day is after this one: seen from each day.
    pub left_after: [Option<Day>; 2],
}

/// What absence records come down to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    /// A row was set aside.
    pub set_aside: bool,
    /// A counting record of absoluut verzuim.
    pub absoluut: bool,
    /// A counting record that is relatief verzuim.
    pub relatief: bool,
    /// A counting record that is langdurig verzuim.
    pub langdurig: bool,
    /// Another counting record.
    pub other: bool,
}

/// An amount against a configured limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountAgainst {
    /// Below it.
    Below,
    /// At or above it.
    Reached,
    /// No limit is configured for the period.
    NoLimit,
}

impl AmountAgainst {
    /// Every value.
    pub const ALL: [AmountAgainst; 3] =
        [AmountAgainst::Below, AmountAgainst::Reached, AmountAgainst::NoLimit];

    /// The word that tables use.
    pub fn word(self) -> &'static str {
        match self {
            AmountAgainst::Below => "onder",
            AmountAgainst::Reached => "bereikt",
            AmountAgainst::NoLimit => "geen_grens",
        }
    }
}

/// What income rows come down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Income {
    /// An income fact exists.
    pub known: bool,
    /// WERK above 0.
    pub works: bool,
    /// WERK against `jib_inkomensgrens_cent`.
    pub jib: AmountAgainst,
    /// WERK against `economisch_zelfstandig_cent`.
    pub zelfstandig: AmountAgainst,
    /// A benefit.
    pub benefit: bool,
}

/// What dossiers come down to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dossiers {
    /// A row was set aside.
    pub set_aside: bool,
    /// A current one records that contact failed.
    pub no_contact: bool,
    /// The Doorstroompunt has a current and active one.
    pub active: bool,
    /// Such a one is on the path Pw 7a.
    pub pw7a: bool,
    /// And says that the school was consulted, or that it was decided to do without.
    pub consulted: bool,
    /// What the school said about a diploma or verklaring.
    pub answer: Answer,
}

/// What the school said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    #[default]
    None,
    /// A diploma or verklaring.
    Has,
    /// Neither.
    HasNot,
    /// Two answers of one day that contradict each other.
    Unclear,
}

impl Answer {
    /// Every value.
    pub const ALL: [Answer; 4] = [Answer::None, Answer::Has, Answer::HasNot, Answer::Unclear];
}

impl Dossiers {
    /// The word of the answer that tables use.
    pub fn answer_word(&self) -> &'static str {
        match self.answer {
            _ if self.set_aside => "afgezet",
            Answer::None => "geen",
            Answer::Has => "heeft",
            Answer::HasNot => "heeft_niet",
            Answer::Unclear => "onduidelijk",
        }
    }
}

/// Exemptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// A row was set aside.
    SetAside,
    /// None in force.
    None,
    /// One in force.
    InForce,
}

impl Exemption {
    /// Every value.
    pub const ALL: [Exemption; 3] = [Exemption::SetAside, Exemption::None, Exemption::InForce];

    /// The word that tables use.
    pub fn word(self) -> &'static str {
        match self {
            Exemption::SetAside => "afgezet",
            Exemption::None => "geen",
            Exemption::InForce => "vrijgesteld",
        }
    }
}

/// Whether the list names the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// A row was set aside.
    SetAside,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl Listed {
    /// Every value.
    pub const ALL: [Listed; 3] = [Listed::SetAside, Listed::No, Listed::Yes];

    /// The word that tables use.
    pub fn word(self) -> &'static str {
        match self {
            Listed::SetAside => "afgezet",
            Listed::No => "nee",
            Listed::Yes => "ja",
        }
    }
}

/// Facts of nobody.
#[derive(Clone, Copy, Debug)]
pub struct Nobody {
    /// Date of birth.
    pub born: PartialDate,
    /// Startkwalificatie.
    pub statement: Statement,
    /// Enrolments.
    pub enrolments: Enrolments,
    /// Exemptions.
    pub exemption: Exemption,
    /// Absence.
    pub absence: Absence,
    /// Income.
    pub income: Income,
    /// The list.
    pub listed: Listed,
    /// Dossiers.
    pub dossiers: Dossiers,
    /// The BRP record.
    pub registration: Registratie,
}

impl Nobody {
    /// A kept record with this date of birth, of whom no extract says anything.
    pub fn born(born: PartialDate) -> Nobody {
        Nobody {
            born,
            statement: Statement::None,
            enrolments: Enrolments::default(),
            exemption: Exemption::None,
            absence: Absence::default(),
            income: Income {
                known: true,
                works: false,
                jib: AmountAgainst::Below,
                zelfstandig: AmountAgainst::Below,
                benefit: false,
            },
            listed: Listed::No,
            dossiers: Dossiers::default(),
            registration: Registratie {
                opschorting_reden: None,
                opschorting_datum: None,
                datum_overlijden: None,
                gemeente: None,
            },
        }
    }
}

/// The classification of a run, to be asked about nobody.
pub struct Asked<'a> {
    /// The days and their terms.
    pub judged: Judged<'a>,
    /// The schemas, for codes.
    pub schemas: &'a Schemas,
    /// The controller; the amounts are those of the question.
    pub setting: Setting,
    /// How far each extract of the configuration can be relied on.
    pub reliance: &'a dyn Fn(Extract) -> Reliance,
    number: Persoonsnummer,
    /// Rows for everything that enrolments can come down to.
    enrolments: BTreeMap<Enrolments, Vec<Inschrijving>>,
}

/// Any number that passes the eleven-test; which one does not matter.
const NUMBER: &[u8] = b"999993653";

/// A day that is long before another, but not before the calendar.
fn long_before(day: Day, days: i32) -> Day {
    day.plus_days(-days)
}

impl<'a> Asked<'a> {
    /// `None` only if the number of nobody did not pass its test.
    pub fn new(
        judged: Judged<'a>,
        schemas: &'a Schemas,
        setting: Setting,
        reliance: &'a dyn Fn(Extract) -> Reliance,
    ) -> Option<Asked<'a>> {
        let (number, ..) = Persoonsnummer::parse(NUMBER).ok()?;
        let mut asked = Asked { judged, schemas, setting, reliance, number, enrolments: BTreeMap::new() };
        asked.enrolments = asked.possible_enrolments();
        Some(asked)
    }

    /// Everything that enrolments can come down to, a row set aside included.
    pub fn enrolments(&self) -> impl Iterator<Item = Enrolments> + '_ {
        self.enrolments.keys().copied()
    }

    /// The profiles of both days.
    pub fn profiles(&self, nobody: &Nobody) -> ProfilePair {
        let enrolments = self.enrolments.get(&nobody.enrolments).map(Vec::as_slice).unwrap_or_default();
        let statements = self.statement(nobody.statement);
        let exemptions = self.exemption(nobody.exemption);
        let absences = self.absences(nobody.absence).unwrap_or_default();
        let dossiers = self.dossiers(nobody.dossiers);
        let (income, limits) = self.income(nobody.income);
        let setting = Setting { grenzen: limits, ..self.setting.clone() };
        let listed = match (nobody.listed, (self.reliance)(Extract::JibLijst)) {
            (Listed::SetAside, _) | (_, Reliance::RowSetAside) => Err(Reden::RijInQuarantaine),
            (_, Reliance::Incomplete(reden)) => Err(reden),
            (listed, Reliance::Complete) => Ok(listed == Listed::Yes),
        };
        let facts = PersonFacts {
            geboortedatum: nobody.born,
            registratie: nobody.registration,
            geheim: false,
            inschrijvingen: self.rows(Extract::Inschrijving, nobody.enrolments.set_aside, enrolments),
            startkwalificatie: self.rows(
                Extract::Startkwalificatie,
                nobody.statement == Statement::SetAside,
                &statements,
            ),
            vrijstellingen: self.rows(
                Extract::Vrijstelling,
                nobody.exemption == Exemption::SetAside,
                &exemptions,
            ),
            verzuim: self.rows(Extract::Verzuim, nobody.absence.set_aside, &absences),
            inkomen: income,
            op_jib_lijst: listed,
            dossiers: self.rows(Extract::Dossier, nobody.dossiers.set_aside, &dossiers),
        };
        on_both_days(&facts, self.judged, &setting).1
    }

    fn rows<'r, T>(&self, extract: Extract, set_aside: bool, rows: &'r [T]) -> PersonRows<'r, T> {
        if set_aside {
            PersonRows { rows: &[], reliance: Reliance::RowSetAside }
        } else {
            PersonRows { rows, reliance: (self.reliance)(extract) }
        }
    }

    /// The first code of a column that is in one set and not in another.
    fn code(&self, column: CodeColumn, fits: impl Fn(u8) -> bool) -> Option<u8> {
        let codes = self.schemas.codes(column);
        (0..u8::try_from(codes.len()).unwrap_or(0)).find(|code| fits(*code))
    }

    /// What each combination of codes means.
    pub fn enrolment_kinds(&self) -> Vec<EnrolmentKind> {
        let count = |column| u8::try_from(self.schemas.codes(column).len()).unwrap_or(0);
        let terms = self.judged.peildatum_terms;
        let codes = terms.codes;
        let exempting = terms.kwalificatieplicht_uitzondering_uitstroomprofielen;
        let mut kinds = Vec::new();
        for sector in 0..count(CodeColumn::SECTOR) {
            for niveau in 0..count(CodeColumn::NIVEAU) {
                for profiel in std::iter::once(NO_CODE).chain(0..count(CodeColumn::UITSTROOMPROFIEL)) {
                    let is_vso = sector == codes.sector_vso;
                    let left_after = [
                        (terms, self.judged.peildatum),
                        (self.judged.verstrekdatum_terms, self.judged.verstrekdatum),
                    ]
                    .map(|(terms, day)| {
                        let fits = |own: &&Vertrek| {
                            own.niveaus.contains(niveau)
                                || sector == terms.codes.sector_vso
                                    && own.uitstroomprofielen.contains(profiel)
                        };
                        let own = terms.overleg_school_na_vertrek.iter().filter(fits);
                        own.map(|own| last_that_is_over(day, own.jaren)).min()
                    });
                    kinds.push(EnrolmentKind {
                        sector,
                        niveau,
                        profiel,
                        funded: sector != codes.sector_niet_bekostigd,
                        vso_exempt: is_vso && exempting.contains(profiel),
                        vso_open: is_vso && profiel == NO_CODE,
                        pro: terms.verklaring_niveaus.contains(niveau),
                        left_after,
                    });
                }
            }
        }
        kinds
    }

    /// Every combination of flags that rows can have, each with rows that have it.
    fn possible_enrolments(&self) -> BTreeMap<Enrolments, Vec<Inschrijving>> {
        let day = self.judged.peildatum;
        let mut single: BTreeMap<Enrolments, Inschrijving> = BTreeMap::new();
        for kind in self.enrolment_kinds() {
            let [left_after, left_after_later] = kind.left_after;
            let mut ends = vec![Day::OPEN, day.plus_days(-ENDED_LONG_AGO_DAYS)];
            ends.extend(kind.left_after.into_iter().flatten().map(|over| over.plus_days(1)));
            for eind in ends {
                let (covers, ended) = (eind >= day, eind < day);
                let recent = |over: Option<Day>| ended && over.is_some_and(|over| eind > over);
                let flags = Enrolments {
                    set_aside: false,
                    funded: covers && kind.funded,
                    unfunded: covers && !kind.funded,
                    summer: false,
                    vso_exempt: kind.vso_exempt,
                    vso_open: kind.vso_open,
                    pro_ended: ended && kind.pro,
                    pro_now: covers && kind.pro,
                    left: recent(left_after),
                    left_later: recent(left_after_later),
                };
                single.entry(flags).or_insert(Inschrijving {
                    persoon: self.number,
                    brin: Brin(*b"01AA"),
                    sector: kind.sector,
                    niveau: kind.niveau,
                    uitstroomprofiel: kind.profiel,
                    begin: day.plus_days(-ENDED_LONG_AGO_DAYS - 1),
                    eind,
                });
            }
        }
        let mut all: BTreeMap<Enrolments, Vec<Inschrijving>> =
            BTreeMap::from([(Enrolments::default(), Vec::new())]);
        let mut open: Vec<Enrolments> = all.keys().copied().collect();
        while let Some(flags) = open.pop() {
            let rows = all.get(&flags).cloned().unwrap_or_default();
            for (more, row) in &single {
                let both = flags.and(*more);
                if let Entry::Vacant(free) = all.entry(both) {
                    free.insert(rows.iter().copied().chain([*row]).collect());
                    open.push(both);
                }
            }
        }
        // The same with an enrolment that ended just before the summer: after all the others that ended.
        let plain =
            single.iter().find(|(flags, _)| **flags == Enrolments { funded: true, ..Enrolments::default() });
        if let (Some(end), Some((_, plain))) = (summer_end(day, self.judged), plain) {
            let of_summer = Inschrijving { eind: end, ..*plain };
            for (flags, rows) in all.clone() {
                if rows.iter().all(|row| row.eind >= day || row.eind <= end) {
                    let rows = rows.into_iter().chain([of_summer]).collect();
                    all.insert(Enrolments { summer: true, ..flags }, rows);
                }
            }
        }
        all.insert(Enrolments { set_aside: true, ..Enrolments::default() }, Vec::new());
        all
    }

    fn statement(&self, statement: Statement) -> Vec<Startkwalificatierij> {
        let Statement::Row { verklaard, later, diploma, datum } = statement else { return Vec::new() };
        let behaald = if later { self.judged.peildatum.plus_days(1) } else { Day::NONE };
        vec![Startkwalificatierij {
            persoon: self.number,
            verklaard,
            behaald,
            hoogste_diploma: diploma,
            datum_diploma: datum,
            brin_diploma: Brin::NONE,
        }]
    }

    fn exemption(&self, exemption: Exemption) -> Vec<Vrijstelling> {
        let in_force = exemption == Exemption::InForce;
        let begin = long_before(self.judged.peildatum, 1);
        let row = Vrijstelling { persoon: self.number, vrijgesteld: true, begin, eind: Day::OPEN };
        if in_force { vec![row] } else { Vec::new() }
    }

    /// Records with exactly these flags; `None` if the law knows no such record.
    fn absences(&self, wanted: Absence) -> Option<Vec<Verzuimmelding>> {
        let mut rows = Vec::new();
        if wanted.absoluut {
            rows.push(self.absence(true, None, None)?);
        }
        match (wanted.relatief, wanted.langdurig) {
            (false, false) => {}
            (true, false) => rows.push(self.absence(false, Some(true), Some(false))?),
            (false, true) => rows.push(self.absence(false, Some(false), Some(true))?),
            (true, true) => match self.absence(false, Some(true), Some(true)) {
                Some(row) => rows.push(row),
                None => {
                    rows.push(self.absence(false, Some(true), Some(false))?);
                    rows.push(self.absence(false, Some(false), Some(true))?);
                }
            },
        }
        if wanted.other {
            rows.push(self.absence(false, Some(false), Some(false))?);
        }
        Some(rows)
    }

    /// Whether records with these flags can exist.
    pub fn can_be_absent(&self, wanted: Absence) -> bool {
        self.absences(wanted).is_some()
    }

    fn absence(
        &self,
        absoluut: bool,
        relatief: Option<bool>,
        langdurig: Option<bool>,
    ) -> Option<Verzuimmelding> {
        let (day, terms) = (self.judged.peildatum, self.judged.peildatum_terms);
        let has = |set: CodeSet, code: u8| set.contains(code);
        let enough = Decimal { unscaled: terms.relatief_verzuim_uren, scale: 0, present: true };
        let begun = [long_before(day, terms.langdurig_verzuim_dagen), day];
        let hours = [Decimal::default(), enough];
        begun.into_iter().flat_map(|begin| hours.map(|uren| (begin, uren))).find_map(|(begin, uren)| {
            let soort = self.code(CodeColumn::SOORT_VERZUIM, |code| {
                let is_relatief = has(terms.relatief_verzuim_soorten, code)
                    || has(terms.relatief_verzuim_soorten_vanaf_uren, code)
                        && uren.at_least(terms.relatief_verzuim_uren);
                let is_langdurig = has(terms.langdurig_verzuim_soorten, code)
                    && begin.plus_days(terms.langdurig_verzuim_dagen) <= day;
                has(terms.absoluut_verzuim_soorten, code) == absoluut
                    && relatief.is_none_or(|wanted| wanted == is_relatief)
                    && langdurig.is_none_or(|wanted| wanted == is_langdurig)
            })?;
            Some(Verzuimmelding {
                persoon: self.number,
                brin: Brin::NONE,
                soort,
                status: NO_CODE,
                afgesloten: false,
                begin,
                eind: Day::OPEN,
                uren,
            })
        })
    }

    fn dossiers(&self, wanted: Dossiers) -> Vec<Dossier> {
        let row = Dossier {
            persoon: self.number,
            van_doorstroompunt: true,
            status: Dossierstatus::Gesloten,
            pad_pw7a: false,
            begin: long_before(self.judged.peildatum, 1),
            eind: Day::OPEN,
            overleg_gevoerd_op: Day::NONE,
            afwijking_overleg_op: Day::NONE,
            verklaring: None,
            verklaring_op: Day::NONE,
        };
        let mut rows = Vec::new();
        if wanted.no_contact {
            rows.push(Dossier { status: Dossierstatus::GeenContact, ..row });
        }
        if wanted.active {
            let on = if wanted.consulted { row.begin } else { Day::NONE };
            let status = Dossierstatus::Actief;
            rows.push(Dossier { status, pad_pw7a: wanted.pw7a, overleg_gevoerd_op: on, ..row });
        }
        let says = |answer| Dossier { verklaring: Some(answer), verklaring_op: row.begin, ..row };
        if matches!(wanted.answer, Answer::Has | Answer::Unclear) {
            rows.push(says(Verklaring::Verklaring));
        }
        if matches!(wanted.answer, Answer::HasNot | Answer::Unclear) {
            rows.push(says(Verklaring::Geen));
        }
        rows
    }

    fn income(&self, income: Income) -> (Result<Inkomen, Reden>, Inkomensgrenzen) {
        let werk_cent = i64::from(income.works) * 100;
        let limit = |against| match against {
            AmountAgainst::Below => Some(werk_cent + 1),
            AmountAgainst::Reached => Some(werk_cent),
            AmountAgainst::NoLimit => None,
        };
        let limits =
            Inkomensgrenzen { jib_cent: limit(income.jib), zelfstandig_cent: limit(income.zelfstandig) };
        let reliance = (self.reliance)(Extract::Inkomen);
        let fact = match (income.known, reliance) {
            (true, Reliance::Complete) => Ok(Inkomen { werk_cent, uitkering: income.benefit }),
            (_, Reliance::Incomplete(reden)) => Err(reden),
            _ => Err(Reden::InkomenNietBevraagd),
        };
        (fact, limits)
    }
}

/// Days before the peildatum at which an enrolment ended that is no longer of any consequence: after every term of the law.
const ENDED_LONG_AGO_DAYS: i32 = 10_000;

/// The last day from which so many years are over on the day.
fn last_that_is_over(day: Day, years: i32) -> Day {
    let mut last = day.plus_years(-years).plus_days(2);
    while last.plus_years(years) > day {
        last = last.plus_days(-1);
    }
    last
}

/// A day just before the summer in which an enrolment could have ended, before the peildatum of this year.
fn summer_end(day: Day, judged: Judged<'_>) -> Option<Day> {
    let zomer = judged.peildatum_terms.zomerovergang;
    let (year, ..) = day.ymd();
    let in_year = |mark: crate::model::day::MonthDay| Day::from_ymd(year, mark.month, mark.day);
    [zomer.uitschrijving_tot, zomer.uitschrijving_van].into_iter().filter_map(in_year).find(|end| *end < day)
}
