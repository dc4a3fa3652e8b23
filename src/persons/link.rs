//! Rows → facts per person. Takes the checked extracts one by one, ties each row to the person of its number, and keeps
//! what the classification may ask. The third turnstile: [`Linked`] is built here only.

mod contradictions;
pub mod grouped;
pub mod handover;
pub mod people;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Config;
use crate::config::file::Dekking;
use crate::intake::check::checked::Checked;
use crate::intake::delivery::{Delivery, Intake, State, Taken, reliance};
use crate::intake::read::layout::Layout;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::RowRef;
use crate::intake::typed_rows::{self, BrpRow};
use crate::law::in_force::Policy;
use crate::model::classification::Reden;
use crate::model::day::Day;
use crate::model::facts::{
    Brin, Contactrij, Delivered, Dossier, Inkomen, Inkomenscategorie, Inkomensrij, Inschrijving,
    JibVermelding, Maand, OfPerson, PartySet, PersonFacts, Reliance, Startkwalificatierij, Toestemming,
    Uitsluiting, Vermelding, Verzuimmelding, Vrijstelling,
};
use crate::model::finding::{Code, Finding};
use crate::model::labels::{Labels, Texts};
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::model::terms::Terms;
use crate::schemas::schema::Schema;
use contradictions::{Against, Loose, Source, look_like_somebody};
use grouped::{Grouped, Place, Places};
use handover::{Handovers, SchoolDelivery};
use people::People;

/// The extract of persons.
const BRP: &str = "brp";

/// The extract that gives a person a second number.
const KOPPELING: &str = "koppeling";

/// The extract of enrolments.
const INSCHRIJVING: &str = "duo_inschrijving";

/// The extract of startkwalificaties.
const STARTKWALIFICATIE: &str = "duo_startkwalificatie";

/// The Jongeren in Beeld list.
const JIB: &str = "jib_lijst";

/// The extract of objections, protections and court orders.
const UITSLUITING: &str = "uitsluiting";

/// The handovers to mbo.
const OVERSTAP: &str = "overstap";

/// The results that go with them.
const LEERRESULTAAT: &str = "leerresultaat";

/// Bytes that a processor fetches from memory together.
const LINE_BYTES: usize = 64;

/// All facts of a run, by person in BRP order.
pub struct Linked {
    persons: Vec<BrpRow>,
    refs: Vec<RowRef>,
    brp: Kept,
    brp_set_aside: Vec<Persoonsnummer>,
    inschrijvingen: Grouped<Inschrijving>,
    startkwalificaties: Grouped<Startkwalificatierij>,
    vrijstellingen: Grouped<Vrijstelling>,
    verzuim: Grouped<Verzuimmelding>,
    inkomen: Income,
    jib: JibList,
    uitsluitingen: Grouped<Uitsluiting>,
    perhaps_excluded: Vec<u32>,
    dossiers: Grouped<Dossier>,
    contactgegevens: Grouped<Contactrij>,
    toestemmingen: Grouped<Toestemming>,
    handovers: Handovers,
    people: People,
    /// Exclusions of who is not in the BRP extract; nothing: a row about this number was set aside.
    excluded_strangers: FxHashMap<Persoonsnummer, Option<Vec<Uitsluiting>>>,
    labels: Texts,
    files: Files,
    deliveries: Vec<Delivery>,
}

/// A file that is read again for text, with its layout.
type Kept = Option<(Arc<Raw>, Layout)>;

/// The files of which text leaves, beside the BRP.
#[derive(Default)]
struct Files {
    verzuim: Kept,
    contactgegevens: Kept,
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

/// The extracts that feed the classification, a parcel or a protection.
const FEEDING: [&str; 14] = [
    BRP,
    KOPPELING,
    INSCHRIJVING,
    STARTKWALIFICATIE,
    "vrijstelling",
    "verzuim",
    "inkomen",
    JIB,
    UITSLUITING,
    "dossier",
    "contactgegevens",
    "toestemming",
    OVERSTAP,
    LEERRESULTAAT,
];

/// Ties rows to the persons of their numbers.
#[derive(Clone, Copy)]
struct Linker<'a> {
    intake: &'a Intake<'a>,
    people: &'a People,
    persons: &'a [BrpRow],
    /// Persons of whom a row of the BRP extract was set aside, sorted.
    set_aside: &'a [Persoonsnummer],
}

/// One extract, tied to persons.
struct Tied<T> {
    /// Nothing if it was not configured.
    delivery: Option<Delivery>,
    grouped: Grouped<T>,
    file: Kept,
}

/// Reads, checks and links every configured delivery. The terms are those of the peildatum.
pub fn link(config: &Config, intake: &Intake<'_>, policy: &Policy, terms: &Terms) -> Linked {
    let labels = Labels::default();
    let position = |id: &str| policy.party(id).map(|(position, _)| position);
    let exclusion = |schema: &Schema| typed_rows::uitsluiting(schema, position);
    let contact = |schema: &Schema| typed_rows::contactgegevens(schema, labels.clone());
    let consent = |schema: &Schema| typed_rows::toestemming(schema, labels.clone());
    // Two extracts at a time: while one is read from the disk or put together, rows of the other are checked. The one about
    // diplomas is small, and is read while it is worked out where in the BRP each number stands.
    let (registered, (inschrijvingen, startkwalificaties)) = rayon::join(
        || Registered::of(intake, config),
        || {
            (
                intake.first(INSCHRIJVING, typed_rows::inschrijving).map(Taken::without_text),
                intake.first(STARTKWALIFICATIE, typed_rows::startkwalificatie).map(Taken::without_text),
            )
        },
    );
    let Registered { persons, refs, file: brp, set_aside: brp_set_aside, people, mut deliveries } =
        registered;
    let linker = Linker { intake, people: &people, persons: &persons, set_aside: &brp_set_aside };
    let against = Against { persons: &persons, people: &people, day: intake.peildatum, terms };
    let (mut period, mut excluded_strangers) = (None, FxHashMap::default());
    let (
        (inschrijvingen, contactgegevens, dossiers, toestemmingen, verzuim),
        (startkwalificaties, inkomen, vrijstellingen, uitsluitingen),
    ) = rayon::join(
        || {
            (
                linker.tied(INSCHRIJVING, inschrijvingen, |checked| against.deceased_but_enrolled(checked)),
                linker.tied("contactgegevens", intake.first("contactgegevens", contact), nothing_more),
                linker.taken("dossier", typed_rows::dossier, nothing_more),
                linker.tied("toestemming", intake.first("toestemming", consent), nothing_more),
                linker.tied("verzuim", intake.first("verzuim", typed_rows::verzuim), nothing_more),
            )
        },
        || {
            let mut startkwalificaties = linker.tied(STARTKWALIFICATIE, startkwalificaties, |checked| {
                against.contradicted_by_diploma(checked)
            });
            startkwalificaties.grouped.set_contradictions_aside(Startkwalificatierij::contradicts);
            let inkomen = linker.taken("inkomen", typed_rows::inkomen, |checked| {
                period = typed_rows::latest_period(checked.rows(), intake.peildatum);
                Vec::new()
            });
            let vrijstellingen = linker.taken("vrijstelling", typed_rows::vrijstelling, nothing_more);
            let uitsluitingen = linker.taken(UITSLUITING, exclusion, |checked| {
                excluded_strangers = linker.excluded_strangers(checked);
                Vec::new()
            });
            (startkwalificaties, inkomen, vrijstellingen, uitsluitingen)
        },
    );
    let mut month = None;
    let jib = linker.taken(JIB, typed_rows::jib_lijst, |checked| {
        month = typed_rows::latest_report(checked.rows());
        let enrolled = against.listed_but_enrolled(checked, &inschrijvingen.grouped);
        let qualified = against.listed_but_qualified(checked, &startkwalificaties.grouped);
        enrolled.into_iter().chain(qualified).collect()
    });
    // In the order in which people read of them, whichever was ready first.
    deliveries.extend(inschrijvingen.delivery);
    deliveries.extend(startkwalificaties.delivery);
    deliveries.extend(vrijstellingen.delivery);
    deliveries.extend(verzuim.delivery);
    deliveries.extend(inkomen.delivery);
    deliveries.extend(jib.delivery);
    deliveries.extend(uitsluitingen.delivery);
    deliveries.extend(dossiers.delivery);
    deliveries.extend(contactgegevens.delivery);
    deliveries.extend(toestemmingen.delivery);
    let (overstap, delivered) = linker.per_school(OVERSTAP, typed_rows::overstap);
    let first = deliveries.len();
    deliveries.extend(delivered);
    let results = |schema: &Schema| typed_rows::leerresultaat(schema, labels.clone());
    let (leerresultaat, delivered) = linker.per_school(LEERRESULTAAT, results);
    let handovers = Handovers { overstap, leerresultaat };
    if let Some((raw, layout)) = &brp {
        let of_handovers = deliveries.get_mut(first..).unwrap_or_default();
        linker.note_lookalikes(&handovers, of_handovers, (raw, layout), &refs);
    }
    deliveries.extend(delivered);
    deliveries.extend(linker.waiting());
    let dekking = intake.leveringen("inkomen").next().and_then(|levering| levering.dekking);
    Linked {
        persons,
        refs,
        brp,
        brp_set_aside,
        inschrijvingen: inschrijvingen.grouped,
        startkwalificaties: startkwalificaties.grouped,
        vrijstellingen: vrijstellingen.grouped,
        inkomen: Income { grouped: inkomen.grouped, period, dekking: dekking.unwrap_or_default() },
        jib: JibList { grouped: jib.grouped, month },
        perhaps_excluded: uitsluitingen.grouped.concerned(),
        uitsluitingen: uitsluitingen.grouped,
        dossiers: dossiers.grouped,
        files: Files { verzuim: verzuim.file, contactgegevens: contactgegevens.file },
        verzuim: verzuim.grouped,
        contactgegevens: contactgegevens.grouped,
        toestemmingen: toestemmingen.grouped,
        handovers,
        people,
        excluded_strangers,
        labels: labels.texts(),
        deliveries,
    }
}

/// Of an extract whose rows contradict nothing.
fn nothing_more<T>(_: &Checked<T>) -> Vec<Finding> {
    Vec::new()
}

/// Why what would follow from an extract is unknown: where it is absent, too old, or holds changes only.
fn redenen(extract: &str) -> [Reden; 3] {
    match extract {
        INSCHRIJVING => {
            [Reden::InschrijvingOntbreekt, Reden::InschrijvingVerouderd, Reden::InschrijvingAlleenWijzigingen]
        }
        STARTKWALIFICATIE => [
            Reden::StartkwalificatieOntbreekt,
            Reden::StartkwalificatieVerouderd,
            Reden::StartkwalificatieVerouderd,
        ],
        "vrijstelling" => {
            [Reden::VrijstellingOntbreekt, Reden::VrijstellingVerouderd, Reden::VrijstellingVerouderd]
        }
        "verzuim" => [Reden::VerzuimOntbreekt, Reden::VerzuimVerouderd, Reden::VerzuimVerouderd],
        "inkomen" => [Reden::InkomenOntbreekt, Reden::InkomenVerouderd, Reden::InkomenVerouderd],
        JIB => [Reden::JibOntbreekt, Reden::JibVerouderd, Reden::JibVerouderd],
        _ => [Reden::LeveringOntbreekt, Reden::LeveringVerouderd, Reden::LeveringVerouderd],
    }
}

/// From so many persons with a municipality a file of the BRP without one of ours, or of the region, is the file of another: a
/// few may all have moved.
const PLACED_ROWS_MIN: usize = 20;

/// Who is in the BRP extract, with the numbers that couplings give them.
struct Registered {
    persons: Vec<BrpRow>,
    refs: Vec<RowRef>,
    file: Kept,
    set_aside: Vec<Persoonsnummer>,
    people: People,
    deliveries: Vec<Delivery>,
}

impl Registered {
    fn of(intake: &Intake<'_>, config: &Config) -> Registered {
        let mut deliveries = Vec::new();
        let brp = intake.first(BRP, typed_rows::brp).map(|taken| without_numbers_of_itself(intake, taken));
        let (checked, file) = match brp {
            None => (None, None),
            Some(Taken { mut delivery, checked, file }) => {
                if delivery.state == State::Stale {
                    delivery.findings.push(Finding::file(Code::VerplichtVerouderd));
                }
                let nobody = checked.as_ref().and_then(|checked| nobody_of_ours(checked.rows(), config));
                delivery.findings.extend(nobody.map(Finding::file));
                deliveries.push(delivery);
                (checked, file)
            }
        };
        let set_aside = checked.as_ref().map(|own| own.persons_set_aside().to_vec()).unwrap_or_default();
        let (persons, refs) = checked.map(Checked::into_rows).unwrap_or_default();
        let mut people = People::of(&persons);
        if let Some(Taken { mut delivery, checked, .. }) = intake.first(KOPPELING, typed_rows::koppeling) {
            if let Some(checked) = checked {
                delivery.findings.extend(strangers(
                    &people,
                    &checked,
                    &people.positions(&persons, checked.rows()),
                ));
                // Before anything is looked up by number.
                for row in people.couple(checked.rows(), checked.persons_set_aside()) {
                    let line = checked.line(row);
                    delivery.findings.push(Finding {
                        code: Code::OnderwijsnummerBetwist,
                        line,
                        column: None,
                    });
                }
            }
            deliveries.push(delivery);
        }
        Registered { persons, refs, file, set_aside, people, deliveries }
    }
}

/// Sets rows of the BRP aside in a text of which the bsn of somebody in it stands.
fn without_numbers_of_itself(intake: &Intake<'_>, taken: Taken<BrpRow>) -> Taken<BrpRow> {
    let Some(checked) = taken.checked.as_ref().filter(|checked| checked.has_numbers_in_text()) else {
        return taken;
    };
    let own = checked.rows().iter().map(|row| row.persoon);
    let own: FxHashSet<Persoonsnummer> = own.chain(checked.persons_set_aside().iter().copied()).collect();
    intake.without_numbers_in_text(taken, |number| own.contains(&number))
}

/// What is said of a BRP file without anybody of the controller or its region.
fn nobody_of_ours(rows: &[BrpRow], config: &Config) -> Option<Code> {
    let (gemeente, regio) = (config.gemeente(), config.regio());
    let ours =
        |row: &BrpRow| row.registratie.gemeente.is_some_and(|code| code == gemeente || regio.contains(&code));
    if rows.is_empty() || rows.iter().any(ours) {
        return None;
    }
    let placed = rows.iter().filter(|row| row.registratie.gemeente.is_some()).count();
    let is_another = placed >= PLACED_ROWS_MIN;
    Some(if is_another { Code::BestandAndereGemeente } else { Code::NiemandUitGemeente })
}

/// Rows about a number that is not in the BRP extract count as accepted, and are named.
/// Without anybody in it there is nothing to hold rows against.
fn strangers<T: OfPerson>(people: &People, checked: &Checked<T>, positions: &[Option<u32>]) -> Vec<Finding> {
    if people.count() == 0 {
        return Vec::new();
    }
    let of_others = checked.rows().iter().zip(positions).enumerate().filter(|(_, (_, own))| own.is_none());
    let finding = |(index, (row, _)): (usize, (&T, &Option<u32>))| {
        let kind = row.persoon().kind();
        let code = if kind == NumberKind::Bsn { Code::NietInBrp } else { Code::OnderwijsnummerLos };
        Finding { code, line: checked.line(index), column: None }
    };
    of_others.map(finding).collect()
}

impl Linker<'_> {
    /// Names handovers under a number of their own of somebody who looks like a person of the BRP.
    fn note_lookalikes(
        self,
        handovers: &Handovers,
        deliveries: &mut [Delivery],
        brp: (&Raw, &Layout),
        refs: &[RowRef],
    ) {
        let schemas = self.intake.schemas;
        let Some((own, of_persons)) = schemas.extract(OVERSTAP).zip(schemas.extract(BRP)) else { return };
        let loose = handovers.overstap.iter().map(|delivery| {
            let (raw, layout) = &delivery.file;
            Loose::of(self.people, Source { raw, layout, schema: own }, delivery.rows())
        });
        let loose: Vec<Loose> = loose.collect();
        let brp = Source { raw: brp.0, layout: brp.1, schema: of_persons };
        let found = look_like_somebody(&loose, brp, self.persons, refs);
        for (delivery, found) in handovers.overstap.iter().zip(found) {
            if let Some(entry) = deliveries.iter_mut().find(|entry| entry.pad == delivery.pad) {
                entry.findings.extend(found);
            }
        }
    }

    /// Sets rows aside in a text of which the bsn of somebody in tonight's BRP extract stands.
    fn without_numbers_in_text<T: OfPerson>(self, taken: Taken<T>) -> Taken<T> {
        self.intake.without_numbers_in_text(taken, |number| {
            self.people.position(number).is_some() || self.set_aside.binary_search(&number).is_ok()
        })
    }

    /// Reads the delivery of an extract of which no text is needed again, and ties it.
    fn taken<T, M>(
        self,
        id: &str,
        maker: impl Fn(&Schema) -> M,
        note: impl FnOnce(&Checked<T>) -> Vec<Finding>,
    ) -> Tied<T>
    where
        T: OfPerson,
        M: typed_rows::TypesRow<T>,
    {
        self.tied(id, self.intake.first(id, maker).map(Taken::without_text), note)
    }

    /// Ties the rows of one extract to persons. `note` gives what else its rows say, as findings.
    fn tied<T: OfPerson>(
        self,
        id: &str,
        taken: Option<Taken<T>>,
        note: impl FnOnce(&Checked<T>) -> Vec<Finding>,
    ) -> Tied<T> {
        let [absent, stale, delta] = redenen(id);
        let nothing = |delivery, reliance| Tied { delivery, grouped: Grouped::empty(reliance), file: None };
        let taken = taken.map(|taken| self.without_numbers_in_text(taken));
        let Some(Taken { mut delivery, checked, file }) = taken else {
            return nothing(None, reliance(None, absent, stale, delta));
        };
        let Some(checked) = checked else {
            return nothing(Some(delivery), Reliance::Incomplete(absent));
        };
        let positions = self.people.positions(self.persons, checked.rows());
        delivery.findings.extend(strangers(self.people, &checked, &positions));
        if id == UITSLUITING && delivery.state == State::Stale {
            delivery.findings.push(Finding::file(Code::VerplichtVerouderd));
        }
        delivery.findings.extend(note(&checked));
        let relied = reliance(Some(&delivery), absent, stale, delta);
        let places = if file.is_some() { Places::Kept } else { Places::Forgotten };
        let numbers = checked.persons_set_aside().iter();
        let mut set_aside: Vec<u32> = numbers.filter_map(|number| self.people.position(*number)).collect();
        if self.intake.schemas.extract(id).is_some_and(Schema::takes_either_number) {
            set_aside.extend_from_slice(self.people.in_doubt());
        }
        let grouped = Grouped::by_person(checked, &positions, &set_aside, relied, places);
        Tied { delivery: Some(delivery), grouped, file }
    }

    /// Reads the deliveries of an extract that comes per school. Its rows are not tied to the persons of the BRP.
    fn per_school<T, M>(
        self,
        id: &str,
        maker: impl Fn(&Schema) -> M,
    ) -> (Vec<SchoolDelivery<T>>, Vec<Delivery>)
    where
        T: OfPerson,
        M: typed_rows::TypesRow<T>,
    {
        let intake = self.intake;
        let (mut schools, mut deliveries) = (Vec::new(), Vec::new());
        let Some(schema) = intake.schemas.extract(id) else { return (schools, deliveries) };
        for levering in intake.leveringen(id) {
            let taken = intake.take(levering, schema, maker(schema));
            let Taken { mut delivery, checked, file } = self.without_numbers_in_text(taken);
            if let (Some(checked), Some(file)) = (checked, file) {
                let positions = self.people.positions(self.persons, checked.rows());
                delivery.findings.extend(strangers(self.people, &checked, &positions));
                let brin = levering.verantwoordelijke.as_deref().unwrap_or_default();
                let brin = Brin::from_bytes(brin.as_bytes());
                schools.push(SchoolDelivery::new(brin, &delivery, file, checked));
            }
            deliveries.push(delivery);
        }
        (schools, deliveries)
    }

    /// The exclusions of persons who are not in the BRP extract: a handover may be about them.
    fn excluded_strangers(
        self,
        checked: &Checked<Uitsluiting>,
    ) -> FxHashMap<Persoonsnummer, Option<Vec<Uitsluiting>>> {
        let mut strangers: FxHashMap<Persoonsnummer, Option<Vec<Uitsluiting>>> = FxHashMap::default();
        let is_stranger = |number: Persoonsnummer| self.people.position(number).is_none();
        for row in checked.rows().iter().filter(|row| is_stranger(row.persoon)) {
            if let Some(rows) = strangers.entry(row.persoon).or_insert_with(|| Some(Vec::new())) {
                rows.push(*row);
            }
        }
        for number in checked.persons_set_aside().iter().filter(|number| is_stranger(**number)) {
            strangers.insert(*number, None);
        }
        strangers
    }

    /// Validates every extract that feeds nothing.
    fn waiting(self) -> Vec<Delivery> {
        let intake = self.intake;
        let waits = |schema: &&Schema| !FEEDING.contains(&schema.id.as_str());
        let mut deliveries = Vec::new();
        for schema in intake.schemas.extracts.iter().filter(waits) {
            for levering in intake.leveringen(&schema.id) {
                let Taken { mut delivery, checked, .. } =
                    intake.take::<Vermelding>(levering, schema, typed_rows::vermelding(schema));
                if let Some(checked) = checked
                    && !schema.per_school
                {
                    let positions = self.people.positions(self.persons, checked.rows());
                    delivery.findings.extend(strangers(self.people, &checked, &positions));
                }
                deliveries.push(delivery);
            }
        }
        deliveries
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

    /// Looks at what a row of a parcel about this person is filled from, but for text. Whoever looks at several persons at once
    /// waits for memory once, and not for each of them: what is given stands for nothing.
    pub fn glance(&self, person: usize) -> u64 {
        let offset = self.refs.get(person).map_or(0, |place| place.offset);
        let number = self.persons.get(person).map_or(0, |row| row.persoon.as_u32());
        offset ^ u64::from(number)
    }

    /// The same, of text and of rows that are found by what [`Self::glance`] looked at.
    pub fn glance_further(&self, person: usize) -> u64 {
        let text = self.brp_record(person).map_or(&[][..], |(text, _)| text);
        let [first, second] = [0, LINE_BYTES].map(|at| text.get(at).map_or(0, |byte| u64::from(*byte)));
        let enrolment = self.inschrijvingen.of(person).rows.first().map_or(0, |row| row.sector);
        first ^ second ^ u64::from(enrolment)
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
            dossiers: self.dossiers.of(person),
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
                Inkomen { werk_cent: sum.werk_cent.saturating_add(row.bedrag_cent.get()), ..sum }
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
        if reliance == Reliance::RowSetAside { PartySet::ALL } else { in_force(rows, day) }
    }

    /// The same for somebody who is known by number only: in the BRP extract, or not.
    pub fn number_excluded_from(&self, number: Persoonsnummer, day: Day) -> PartySet {
        // The exclusion may stand under a number that nobody can tie to this one.
        if self.people.is_doubtful(number) {
            return PartySet::ALL;
        }
        let of_stranger = |number: &Persoonsnummer| match self.excluded_strangers.get(number) {
            None => PartySet::default(),
            Some(None) => PartySet::ALL,
            Some(Some(rows)) => in_force(rows, day),
        };
        match self.position(number) {
            Some(person) => self.excluded_from(person, day),
            None => {
                self.people.numbers(number).iter().map(of_stranger).fold(PartySet::default(), PartySet::and)
            }
        }
    }

    /// Whether an exclusion that was read keeps this person from a party on the day: not one that nobody could read.
    pub fn is_excluded_for_certain(&self, number: Persoonsnummer, party: u8, day: Day) -> bool {
        if self.people.is_doubtful(number) {
            return false;
        }
        let names = |rows: &[Uitsluiting]| in_force(rows, day).contains(party);
        match self.position(number) {
            Some(person) => {
                let Delivered { rows, reliance } = self.uitsluitingen.of(person);
                reliance == Reliance::Complete && names(rows)
            }
            None => self.people.numbers(number).iter().any(|number| {
                self.excluded_strangers.get(number).is_some_and(|rows| rows.as_deref().is_some_and(names))
            }),
        }
    }

    /// Numbers that an exclusion is about and that are not in the BRP extract.
    pub fn strangers_excluded(&self) -> impl Iterator<Item = Persoonsnummer> + '_ {
        self.excluded_strangers.keys().copied()
    }

    /// The exclusions about a person.
    pub fn exclusions(&self, person: usize) -> Delivered<'_, Uitsluiting> {
        self.uitsluitingen.of(person)
    }

    /// Every number under which this person is known, this one included.
    pub fn numbers(&self, number: Persoonsnummer) -> Vec<Persoonsnummer> {
        self.people.numbers(number)
    }

    /// The position of the person with this number.
    pub fn position(&self, number: Persoonsnummer) -> Option<usize> {
        self.people.position(number).map(|position| position as usize)
    }

    /// Numbers of whom the BRP row was set aside: nobody of this run.
    pub fn persons_set_aside(&self) -> &[Persoonsnummer] {
        &self.brp_set_aside
    }

    /// Whether the contact details of a person are known in full.
    pub fn contact_reliance(&self, person: usize) -> Reliance {
        self.contactgegevens.of(person).reliance
    }

    /// The rows of contact details about a person, with where they stand.
    pub fn contact_rows(&self, person: usize) -> impl Iterator<Item = (&Contactrij, Place)> {
        let Delivered { rows, reliance } = self.contactgegevens.of(person);
        let rows = if reliance == Reliance::Complete { rows } else { &[] };
        rows.iter().zip(self.contactgegevens.places_of(person))
    }

    /// The consents about a person, with where they stand. One that was set aside voids them all.
    pub fn consents(&self, person: usize) -> (Delivered<'_, Toestemming>, impl Iterator<Item = RowRef>) {
        let places = self.toestemmingen.places_of(person);
        (self.toestemmingen.of(person), places.filter_map(|place| self.toestemmingen.place(place)))
    }

    /// The absence records of a person, in the order of their facts, to be read again.
    pub fn absence_places(&self, person: usize) -> impl Iterator<Item = Place> + use<> {
        self.verzuim.places_of(person)
    }

    /// The enrolments of a person.
    pub fn enrolments(&self, person: usize) -> Delivered<'_, Inschrijving> {
        self.inschrijvingen.of(person)
    }

    /// The absence records about a person.
    pub fn absences(&self, person: usize) -> Delivered<'_, Verzuimmelding> {
        self.verzuim.of(person)
    }

    /// What is stated about a person's startkwalificatie.
    pub fn qualification(&self, person: usize) -> Delivered<'_, Startkwalificatierij> {
        self.startkwalificaties.of(person)
    }

    /// The file of absence records.
    pub fn absence_file(&self) -> Option<&(Arc<Raw>, Layout)> {
        self.files.verzuim.as_ref()
    }

    /// The text of an absence record.
    pub fn absence_record(&self, place: Place) -> Option<&[u8]> {
        let (raw, _) = self.files.verzuim.as_ref()?;
        Some(self.verzuim.place(place)?.bytes(raw.bytes()))
    }

    /// The file of contact details.
    pub fn contact_file(&self) -> Option<&(Arc<Raw>, Layout)> {
        self.files.contactgegevens.as_ref()
    }

    /// The text of a row of contact details.
    pub fn contact_record(&self, place: Place) -> Option<&[u8]> {
        let (raw, _) = self.files.contactgegevens.as_ref()?;
        Some(self.contactgegevens.place(place)?.bytes(raw.bytes()))
    }

    /// Handovers to mbo, the schools' own data.
    pub fn handovers(&self) -> &Handovers {
        &self.handovers
    }

    /// The persons whom an exclusion may keep from some party, sorted.
    pub fn perhaps_excluded(&self) -> &[u32] {
        &self.perhaps_excluded
    }

    /// The texts behind the labels of rows.
    pub fn labels(&self) -> &Texts {
        &self.labels
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

/// The parties of the exclusions that are in force on the day.
fn in_force(rows: &[Uitsluiting], day: Day) -> PartySet {
    rows.iter()
        .filter(|row| row.van <= day && day <= row.tot)
        .fold(PartySet::default(), |sum, row| sum.and(row.partijen))
}
