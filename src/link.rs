//! Rows → facts per person. Takes the checked extracts one by one, ties each row to the person of its number, and keeps
//! what the classification may ask. The third turnstile: [`Linked`] is built here only.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::config::file::Dekking;
use crate::contract::schema::Schema;
use crate::extracts::{self, BrpRow};
use crate::ingest::layout::Layout;
use crate::ingest::raw::Raw;
use crate::ingest::records::RowRef;
use crate::intake::{Delivery, Intake, State, Taken, reliance};
use crate::model::classification::Reden;
use crate::model::day::Day;
use crate::model::facts::{
    Delivered, Inkomen, Inkomenscategorie, Inkomensrij, Inschrijving, JibVermelding, Koppeling, Maand,
    OfPerson, PartySet, PersonFacts, Reliance, Startkwalificatierij, Uitsluiting, Vermelding, Verzuimmelding,
    Vrijstelling,
};
use crate::model::finding::{Code, Finding};
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::policy::in_force::Policy;
use crate::validate::checked::Checked;

/// The extract of persons.
const BRP: &str = "brp";

/// The extract that gives a person a second number.
const KOPPELING: &str = "koppeling";

/// All facts of a run, by person in BRP order.
pub struct Linked {
    persons: Vec<BrpRow>,
    refs: Vec<RowRef>,
    brp: Option<(Arc<Raw>, Layout)>,
    inschrijvingen: Grouped<Inschrijving>,
    startkwalificaties: Grouped<Startkwalificatierij>,
    vrijstellingen: Grouped<Vrijstelling>,
    verzuim: Grouped<Verzuimmelding>,
    inkomen: Income,
    jib: JibList,
    uitsluitingen: Grouped<Uitsluiting>,
    deliveries: Vec<Delivery>,
}

/// Rows grouped by person.
struct Grouped<T> {
    /// Person i has the rows from `starts[i]` up to `starts[i + 1]`.
    starts: Vec<u32>,
    rows: Vec<T>,
    reliance: Reliance,
    /// Persons of whom a row was set aside, sorted by position.
    set_aside: Vec<u32>,
}

/// Income of the latest period.
struct Income {
    grouped: Grouped<Inkomensrij>,
    period: Option<Maand>,
    dekking: Dekking,
}

/// The latest Jongeren in Beeld list.
struct JibList {
    grouped: Grouped<JibVermelding>,
    month: Option<Maand>,
}

impl<T: OfPerson> Grouped<T> {
    fn empty(reliance: Reliance) -> Grouped<T> {
        Grouped { starts: Vec::new(), rows: Vec::new(), reliance, set_aside: Vec::new() }
    }

    /// Groups rows by the position of their person; rows of others are left out.
    fn by_person(
        rows: &[T],
        persons: &People,
        reliance: Reliance,
        set_aside: &[Persoonsnummer],
    ) -> Grouped<T> {
        let mut placed: Vec<(u32, T)> =
            rows.par_iter().filter_map(|row| Some((persons.position(row.persoon())?, *row))).collect();
        placed.par_sort_by_key(|(person, _)| *person);
        let mut starts = Vec::with_capacity(persons.count + 1);
        let mut next = 0usize;
        for person in 0..=persons.count {
            while placed.get(next).is_some_and(|(at, _)| (*at as usize) < person) {
                next += 1;
            }
            starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        }
        let rows = placed.into_par_iter().map(|(_, row)| row).collect();
        let mut aside: Vec<u32> = set_aside.iter().filter_map(|number| persons.position(*number)).collect();
        aside.sort_unstable();
        Grouped { starts, rows, reliance, set_aside: aside }
    }

    fn of(&self, person: usize) -> Delivered<'_, T> {
        if self.is_set_aside(person) {
            return Delivered { rows: &[], reliance: Reliance::RowSetAside };
        }
        let bound = |index: usize| self.starts.get(index).map_or(0, |at| *at as usize);
        let rows = self.rows.get(bound(person)..bound(person + 1)).unwrap_or_default();
        Delivered { rows, reliance: self.reliance }
    }

    /// One person under two numbers may have rows that contradict each other: then nothing is known.
    fn set_contradictions_aside(&mut self, contradicts: impl Fn(&T, &T) -> bool) {
        let contradicted = |person: &u32| {
            let rows = self.of(*person as usize).rows;
            rows.array_windows().any(|[one, other]| contradicts(one, other))
        };
        let count = u32::try_from(self.starts.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let persons: Vec<u32> = (0..count).filter(contradicted).collect();
        self.set_persons_aside(&persons);
    }

    /// Makes everything about these persons unknown.
    fn set_persons_aside(&mut self, persons: &[u32]) {
        self.set_aside.extend_from_slice(persons);
        self.set_aside.sort_unstable();
    }

    fn is_set_aside(&self, person: usize) -> bool {
        !self.set_aside.is_empty()
            && u32::try_from(person).is_ok_and(|person| self.set_aside.binary_search(&person).is_ok())
    }
}

/// Where each person stands in the BRP extract.
struct People {
    positions: FxHashMap<Persoonsnummer, u32>,
    count: usize,
    /// Persons of whom it is not known which onderwijsnummer is theirs.
    in_doubt: Vec<u32>,
}

impl People {
    fn of(rows: &[BrpRow]) -> People {
        let positions = (0u32..).zip(rows).map(|(position, row)| (row.persoon, position)).collect();
        People { positions, count: rows.len(), in_doubt: Vec::new() }
    }

    /// Gives a person a second number. A number that is given to two persons is nobody's.
    /// Rows of a disputed number are given back; their persons are in doubt, like those of whom a row was set aside.
    fn couple(&mut self, rows: &[Koppeling], set_aside: &[Persoonsnummer]) -> Vec<usize> {
        let mut claims: FxHashMap<Persoonsnummer, Vec<usize>> = FxHashMap::default();
        for (index, row) in rows.iter().enumerate() {
            if row.onderwijsnummer.kind() == NumberKind::Onderwijsnummer {
                claims.entry(row.onderwijsnummer).or_default().push(index);
            }
        }
        let bsn = |index: &usize| rows.get(*index).map(|row| row.persoon);
        let mut disputed = Vec::new();
        let mut in_doubt: Vec<u32> = set_aside.iter().filter_map(|number| self.position(*number)).collect();
        for (number, claims) in claims {
            if claims.iter().all(|claim| bsn(claim) == claims.first().and_then(bsn)) {
                if let Some(person) = claims.first().and_then(bsn).and_then(|bsn| self.position(bsn)) {
                    self.positions.insert(number, person);
                }
            } else {
                in_doubt.extend(claims.iter().filter_map(bsn).filter_map(|bsn| self.position(bsn)));
                disputed.extend(claims);
            }
        }
        self.in_doubt = in_doubt;
        disputed.sort_unstable();
        disputed
    }

    fn position(&self, number: Persoonsnummer) -> Option<u32> {
        self.positions.get(&number).copied()
    }
}

struct Linker<'a> {
    intake: &'a Intake<'a>,
    people: People,
    deliveries: Vec<Delivery>,
    /// The extracts that feed the classification or a protection. The others wait for their feature.
    feeding: Vec<&'static str>,
}

/// Reads, checks and links every configured delivery.
pub fn link(config: &Config, intake: &Intake<'_>, policy: &Policy) -> Linked {
    let mut deliveries = Vec::new();
    let (persons, refs, brp) = take_brp(intake, config, &mut deliveries);
    let mut linker = Linker { intake, people: People::of(&persons), deliveries, feeding: vec![BRP] };
    linker.couple();
    let (inschrijvingen, _) = linker.extract(
        "duo_inschrijving",
        extracts::inschrijving,
        [Reden::InschrijvingOntbreekt, Reden::InschrijvingVerouderd, Reden::InschrijvingAlleenWijzigingen],
    );
    let (mut startkwalificaties, _) = linker.extract(
        "duo_startkwalificatie",
        extracts::startkwalificatie,
        [
            Reden::StartkwalificatieOntbreekt,
            Reden::StartkwalificatieVerouderd,
            Reden::StartkwalificatieVerouderd,
        ],
    );
    startkwalificaties.set_contradictions_aside(Startkwalificatierij::contradicts);
    let (vrijstellingen, _) = linker.extract(
        "vrijstelling",
        extracts::vrijstelling,
        [Reden::VrijstellingOntbreekt, Reden::VrijstellingVerouderd, Reden::VrijstellingVerouderd],
    );
    let (verzuim, _) = linker.extract(
        "verzuim",
        extracts::verzuim,
        [Reden::VerzuimOntbreekt, Reden::VerzuimVerouderd, Reden::VerzuimVerouderd],
    );
    let (inkomen, period) = linker.extract_with(
        "inkomen",
        extracts::inkomen,
        [Reden::InkomenOntbreekt, Reden::InkomenVerouderd, Reden::InkomenVerouderd],
        |rows| extracts::latest_period(rows, intake.peildatum),
    );
    let (jib, month) = linker.extract_with(
        "jib_lijst",
        extracts::jib_lijst,
        [Reden::JibOntbreekt, Reden::JibVerouderd, Reden::JibVerouderd],
        extracts::latest_report,
    );
    let (uitsluitingen, _) = linker.extract(
        "uitsluiting",
        |schema| extracts::uitsluiting(schema, |id| policy.party(id).map(|(position, _)| position)),
        [Reden::RijInQuarantaine; 3],
    );
    linker.take_waiting();
    let dekking = intake.leveringen("inkomen").next().and_then(|levering| levering.dekking);
    Linked {
        persons,
        refs,
        brp,
        inschrijvingen,
        startkwalificaties,
        vrijstellingen,
        verzuim,
        inkomen: Income { grouped: inkomen, period, dekking: dekking.unwrap_or_default() },
        jib: JibList { grouped: jib, month },
        uitsluitingen,
        deliveries: linker.deliveries,
    }
}

type Brp = (Vec<BrpRow>, Vec<RowRef>, Option<(Arc<Raw>, Layout)>);

fn take_brp(intake: &Intake<'_>, config: &Config, deliveries: &mut Vec<Delivery>) -> Brp {
    let nothing = (Vec::new(), Vec::new(), None);
    let Some((levering, schema)) = intake.leveringen(BRP).next().zip(intake.schemas.extract(BRP)) else {
        return nothing;
    };
    let Taken { mut delivery, checked, file } = intake.take(levering, schema, extracts::brp(schema));
    if delivery.state == State::Stale {
        delivery.findings.push(Finding::file(Code::VerplichtVerouderd));
    }
    let Some(checked) = checked else {
        deliveries.push(delivery);
        return nothing;
    };
    let (rows, refs) = checked.into_rows();
    let (gemeente, regio) = (config.gemeente(), config.regio());
    let ours =
        |row: &BrpRow| row.registratie.gemeente.is_some_and(|code| code == gemeente || regio.contains(&code));
    if !rows.is_empty() && !rows.iter().any(ours) {
        delivery.findings.push(Finding::file(Code::NiemandUitGemeente));
    }
    deliveries.push(delivery);
    (rows, refs, file)
}

impl Linker<'_> {
    fn extract<T, M>(
        &mut self,
        id: &'static str,
        maker: impl Fn(&Schema) -> M,
        redenen: [Reden; 3],
    ) -> (Grouped<T>, Option<Maand>)
    where
        T: OfPerson,
        M: extracts::TypesRow<T>,
    {
        self.extract_with(id, maker, redenen, |_| None)
    }

    /// Reads one extract, and what its rows say as a whole.
    fn extract_with<T, M>(
        &mut self,
        id: &'static str,
        maker: impl Fn(&Schema) -> M,
        [absent, stale, delta]: [Reden; 3],
        overall: impl Fn(&[T]) -> Option<Maand>,
    ) -> (Grouped<T>, Option<Maand>)
    where
        T: OfPerson,
        M: extracts::TypesRow<T>,
    {
        let intake = self.intake;
        self.feeding.push(id);
        let Some((levering, schema)) = intake.leveringen(id).next().zip(intake.schemas.extract(id)) else {
            return (Grouped::empty(reliance(None, absent, stale, delta)), None);
        };
        let Taken { mut delivery, checked, .. } = intake.take(levering, schema, maker(schema));
        let Some(checked) = checked else {
            self.deliveries.push(delivery);
            return (Grouped::empty(Reliance::Incomplete(absent)), None);
        };
        self.note_strangers(&checked, &mut delivery);
        if id == "uitsluiting" && delivery.state == State::Stale {
            delivery.findings.push(Finding::file(Code::VerplichtVerouderd));
        }
        let relied = reliance(Some(&delivery), absent, stale, delta);
        let mut grouped =
            Grouped::by_person(checked.rows(), &self.people, relied, checked.persons_set_aside());
        if schema.takes_either_number() {
            grouped.set_persons_aside(&self.people.in_doubt);
        }
        self.deliveries.push(delivery);
        (grouped, overall(checked.rows()))
    }

    /// Reads which onderwijsnummer belongs to which bsn, before anything is looked up by number.
    fn couple(&mut self) {
        let intake = self.intake;
        self.feeding.push(KOPPELING);
        let Some((levering, schema)) =
            intake.leveringen(KOPPELING).next().zip(intake.schemas.extract(KOPPELING))
        else {
            return;
        };
        let Taken { mut delivery, checked, .. } = intake.take(levering, schema, extracts::koppeling(schema));
        if let Some(checked) = checked {
            self.note_strangers(&checked, &mut delivery);
            for row in self.people.couple(checked.rows(), checked.persons_set_aside()) {
                let line = checked.refs().get(row).map_or(0, |at| u64::from(at.line));
                delivery.findings.push(Finding { code: Code::OnderwijsnummerBetwist, line, column: None });
            }
        }
        self.deliveries.push(delivery);
    }

    /// Validates every extract that feeds nothing yet.
    fn take_waiting(&mut self) {
        let intake = self.intake;
        let waits = |schema: &&Schema| !self.feeding.contains(&schema.id.as_str());
        let waiting: Vec<&Schema> = intake.schemas.extracts.iter().filter(waits).collect();
        for schema in waiting {
            self.waiting(schema);
        }
    }

    fn waiting(&mut self, schema: &Schema) {
        let intake = self.intake;
        for levering in intake.leveringen(&schema.id) {
            let Taken { mut delivery, checked, .. } =
                intake.take::<Vermelding>(levering, schema, extracts::vermelding(schema));
            if let Some(checked) = checked
                && !schema.per_school
            {
                self.note_strangers(&checked, &mut delivery);
            }
            self.deliveries.push(delivery);
        }
    }

    /// Rows about a number that is not in the BRP extract count as accepted, and are named.
    /// Without anybody in it there is nothing to hold rows against.
    fn note_strangers<T: OfPerson>(&self, checked: &Checked<T>, delivery: &mut Delivery) {
        if self.people.count == 0 {
            return;
        }
        let strangers: Vec<Finding> = checked
            .rows()
            .par_iter()
            .zip(checked.refs())
            .filter(|(row, _)| self.people.position(row.persoon()).is_none())
            .map(|(row, at)| {
                let kind = row.persoon().kind();
                let code = if kind == NumberKind::Bsn { Code::NietInBrp } else { Code::OnderwijsnummerLos };
                Finding { code, line: u64::from(at.line), column: None }
            })
            .collect();
        delivery.findings.extend(strangers);
    }
}

impl Linked {
    /// How many persons there are: the accepted rows of the BRP extract.
    pub fn count(&self) -> usize {
        self.persons.len()
    }

    /// The BRP row of a person.
    pub fn person(&self, person: usize) -> Option<&BrpRow> {
        self.persons.get(person)
    }

    /// The bytes of a person's BRP row, and where its columns are.
    pub fn brp_record(&self, person: usize) -> Option<(&[u8], &Layout)> {
        let (raw, layout) = self.brp.as_ref()?;
        Some((self.refs.get(person)?.bytes(raw.bytes()), layout))
    }

    /// What is known of each delivery.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// The month that the income is of.
    pub fn income_period(&self) -> Option<Maand> {
        self.inkomen.period
    }

    /// Everything that the classification may know of a person.
    pub fn facts(&self, person: usize) -> Option<PersonFacts<'_>> {
        let row = self.persons.get(person)?;
        Some(PersonFacts {
            geboortedatum: row.geboortedatum,
            registratie: row.registratie,
            geheim: row.geheim,
            inschrijvingen: self.inschrijvingen.of(person),
            startkwalificatie: self.startkwalificaties.of(person),
            vrijstellingen: self.vrijstellingen.of(person),
            verzuim: self.verzuim.of(person),
            inkomen: self.income_of(person),
            op_jib_lijst: self.listed(person),
        })
    }

    /// The income fact: WERK of the latest period summed, and whether a row says UITKERING.
    fn income_of(&self, person: usize) -> Result<Inkomen, Reden> {
        let Delivered { rows, reliance } = self.inkomen.grouped.of(person);
        match reliance {
            Reliance::RowSetAside => return Err(Reden::RijInQuarantaine),
            Reliance::Incomplete(reden) => return Err(reden),
            Reliance::Complete => {}
        }
        let period = self.inkomen.period.ok_or(Reden::InkomenNietBevraagd)?;
        let mut of_period = rows.iter().filter(|row| row.periode == period).peekable();
        if of_period.peek().is_none() && self.inkomen.dekking == Dekking::Bevraging {
            return Err(Reden::InkomenNietBevraagd);
        }
        let nothing = Inkomen { werk_cent: 0, uitkering: false };
        Ok(of_period.fold(nothing, |sum, row| match row.categorie {
            Inkomenscategorie::Werk => {
                Inkomen { werk_cent: sum.werk_cent.saturating_add(row.bedrag_cent), ..sum }
            }
            Inkomenscategorie::Uitkering => Inkomen { uitkering: true, ..sum },
            Inkomenscategorie::Pensioen | Inkomenscategorie::Geen => sum,
        }))
    }

    fn listed(&self, person: usize) -> Result<bool, Reden> {
        let Delivered { rows, reliance } = self.jib.grouped.of(person);
        match reliance {
            Reliance::RowSetAside => Err(Reden::RijInQuarantaine),
            Reliance::Incomplete(reden) => Err(reden),
            Reliance::Complete => Ok(rows.iter().any(|row| Some(row.rapportmaand) == self.jib.month)),
        }
    }

    /// The parties that an exclusion keeps this person from on the day. A row that could not be read excludes from all.
    pub fn excluded_from(&self, person: usize, day: Day) -> PartySet {
        let Delivered { rows, reliance } = self.uitsluitingen.of(person);
        if reliance == Reliance::RowSetAside {
            return PartySet::ALL;
        }
        rows.iter()
            .filter(|row| row.van <= day && day <= row.tot)
            .fold(PartySet::default(), |sum, row| sum.and(row.partijen))
    }

    /// The enrolment that a parcel shows: of those that cover the day the latest begun (then the lowest school), else the
    /// one that ended last.
    pub fn shown_enrolment(&self, person: usize, day: Day) -> Option<&Inschrijving> {
        let rows = self.inschrijvingen.of(person).rows;
        let latest_begun =
            |a: &&Inschrijving, b: &&Inschrijving| a.begin.cmp(&b.begin).then(b.brin.cmp(&a.brin));
        rows.iter().filter(|row| row.covers(day)).max_by(latest_begun).or_else(|| {
            let ended = rows.iter().filter(|row| row.eind < day);
            ended.max_by(|a, b| a.eind.cmp(&b.eind).then_with(|| latest_begun(a, b)))
        })
    }
}
