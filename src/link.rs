//! Rows → facts per person. Takes the checked extracts one by one, ties each row to the person of its number, and keeps
//! what the classification may ask. The third turnstile: [`Linked`] is built here only.

mod contradictions;
pub mod grouped;
pub mod handover;
pub mod people;

use std::sync::Arc;

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
    Brin, Contactrij, Delivered, Dossier, Inkomen, Inkomenscategorie, Inkomensrij, Inschrijving,
    JibVermelding, Koppeling, Maand, OfPerson, PartySet, PersonFacts, Reliance, Startkwalificatierij,
    Toestemming, Uitsluiting, Vermelding, Verzuimmelding, Vrijstelling,
};
use crate::model::finding::{Code, Finding};
use crate::model::labels::Labels;
use crate::model::number::{NumberKind, Persoonsnummer};
use crate::model::terms::Terms;
use crate::policy::in_force::Policy;
use crate::validate::checked::Checked;
use contradictions::{Against, Loose, Source, look_like_somebody};
use grouped::{Grouped, Place, Places};
use handover::{Handovers, SchoolDelivery};
use people::People;

/// The extract of persons.
const BRP: &str = "brp";

/// The extract that gives a person a second number.
const KOPPELING: &str = "koppeling";

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
    labels: Labels,
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

struct Linker<'a> {
    intake: &'a Intake<'a>,
    people: People,
    deliveries: Vec<Delivery>,
    /// The extracts that feed the classification, a parcel or a protection.
    feeding: Vec<&'static str>,
}

/// One extract, tied to persons.
struct Fed<T> {
    grouped: Grouped<T>,
    checked: Option<Checked<T>>,
    file: Kept,
}

impl<T> Fed<T> {
    fn rows(&self) -> &[T] {
        self.checked.as_ref().map(Checked::rows).unwrap_or_default()
    }
}

/// Reads, checks and links every configured delivery. The terms are those of the peildatum.
pub fn link(config: &Config, intake: &Intake<'_>, policy: &Policy, terms: &Terms) -> Linked {
    let labels = Labels::default();
    let position = |id: &str| policy.party(id).map(|(position, _)| position);
    let uitsluiting = |schema: &Schema| extracts::uitsluiting(schema, position);
    let contact = |schema: &Schema| extracts::contactgegevens(schema, labels.clone());
    let consent = |schema: &Schema| extracts::toestemming(schema, labels.clone());
    // Reading one extract needs nothing of another: one is read from the disk while rows of another are checked.
    let (
        (brp, koppeling, vrijstellingen, verzuim, jib, uitsluitingen, dossiers, toestemmingen),
        (inschrijvingen, startkwalificaties, inkomen, contactgegevens),
    ) = rayon::join(
        || {
            (
                intake.first(BRP, extracts::brp),
                intake.first(KOPPELING, extracts::koppeling).map(Taken::without_text),
                intake.first("vrijstelling", extracts::vrijstelling).map(Taken::without_text),
                intake.first("verzuim", extracts::verzuim),
                intake.first("jib_lijst", extracts::jib_lijst).map(Taken::without_text),
                intake.first("uitsluiting", uitsluiting).map(Taken::without_text),
                intake.first("dossier", extracts::dossier).map(Taken::without_text),
                intake.first("toestemming", consent),
            )
        },
        || {
            (
                intake.first("duo_inschrijving", extracts::inschrijving).map(Taken::without_text),
                intake.first("duo_startkwalificatie", extracts::startkwalificatie).map(Taken::without_text),
                intake.first("inkomen", extracts::inkomen).map(Taken::without_text),
                intake.first("contactgegevens", contact),
            )
        },
    );
    let mut deliveries = Vec::new();
    let (persons, refs, brp, brp_set_aside) = persons(brp, config, &mut deliveries);
    let mut linker = Linker { intake, people: People::of(&persons), deliveries, feeding: vec![BRP] };
    linker.couple(koppeling);
    let inschrijvingen = {
        let fed = linker.tie("duo_inschrijving", inschrijvingen);
        linker.note("duo_inschrijving", &fed, |checked, people| {
            Against { persons: &persons, people, day: intake.peildatum, terms }.deceased_but_enrolled(checked)
        });
        fed.grouped
    };
    let mut startkwalificaties = {
        let fed = linker.tie("duo_startkwalificatie", startkwalificaties);
        linker.note("duo_startkwalificatie", &fed, |checked, people| {
            Against { persons: &persons, people, day: intake.peildatum, terms }
                .contradicted_by_diploma(checked)
        });
        fed.grouped
    };
    startkwalificaties.set_contradictions_aside(Startkwalificatierij::contradicts);
    let vrijstellingen = linker.tie("vrijstelling", vrijstellingen).grouped;
    let verzuim = linker.tie("verzuim", verzuim);
    let (period, inkomen) = {
        let fed = linker.tie("inkomen", inkomen);
        (extracts::latest_period(fed.rows(), intake.peildatum), fed.grouped)
    };
    let jib = linker.tie("jib_lijst", jib);
    let month = extracts::latest_report(jib.rows());
    linker.note("jib_lijst", &jib, |checked, people| {
        let against = Against { persons: &persons, people, day: intake.peildatum, terms };
        let enrolled = against.listed_but_enrolled(checked, &inschrijvingen);
        enrolled.into_iter().chain(against.listed_but_qualified(checked, &startkwalificaties)).collect()
    });
    let uitsluitingen = linker.tie("uitsluiting", uitsluitingen);
    let excluded_strangers = linker.excluded_strangers(&uitsluitingen);
    let dossiers = linker.tie("dossier", dossiers).grouped;
    let contactgegevens = linker.tie("contactgegevens", contactgegevens);
    let toestemmingen = linker.tie("toestemming", toestemmingen).grouped;
    let handovers = Handovers {
        overstap: linker.per_school("overstap", extracts::overstap),
        leerresultaat: linker
            .per_school("leerresultaat", |schema| extracts::leerresultaat(schema, labels.clone())),
    };
    if let Some((raw, layout)) = &brp {
        linker.note_lookalikes(&handovers, (raw, layout), &persons, &refs);
    }
    linker.take_waiting();
    let dekking = intake.leveringen("inkomen").next().and_then(|levering| levering.dekking);
    let Linker { people, deliveries, .. } = linker;
    Linked {
        persons,
        refs,
        brp,
        brp_set_aside,
        inschrijvingen,
        startkwalificaties,
        vrijstellingen,
        inkomen: Income { grouped: inkomen, period, dekking: dekking.unwrap_or_default() },
        jib: JibList { grouped: jib.grouped, month },
        perhaps_excluded: uitsluitingen.grouped.concerned(),
        uitsluitingen: uitsluitingen.grouped,
        dossiers,
        files: Files { verzuim: verzuim.file, contactgegevens: contactgegevens.file },
        verzuim: verzuim.grouped,
        contactgegevens: contactgegevens.grouped,
        toestemmingen,
        handovers,
        people,
        excluded_strangers,
        labels,
        deliveries,
    }
}

/// Why what would follow from an extract is unknown: where it is absent, too old, or holds changes only.
fn redenen(extract: &str) -> [Reden; 3] {
    match extract {
        "duo_inschrijving" => {
            [Reden::InschrijvingOntbreekt, Reden::InschrijvingVerouderd, Reden::InschrijvingAlleenWijzigingen]
        }
        "duo_startkwalificatie" => [
            Reden::StartkwalificatieOntbreekt,
            Reden::StartkwalificatieVerouderd,
            Reden::StartkwalificatieVerouderd,
        ],
        "vrijstelling" => {
            [Reden::VrijstellingOntbreekt, Reden::VrijstellingVerouderd, Reden::VrijstellingVerouderd]
        }
        "verzuim" => [Reden::VerzuimOntbreekt, Reden::VerzuimVerouderd, Reden::VerzuimVerouderd],
        "inkomen" => [Reden::InkomenOntbreekt, Reden::InkomenVerouderd, Reden::InkomenVerouderd],
        "jib_lijst" => [Reden::JibOntbreekt, Reden::JibVerouderd, Reden::JibVerouderd],
        _ => [Reden::LeveringOntbreekt, Reden::LeveringVerouderd, Reden::LeveringVerouderd],
    }
}

/// From so many persons with a municipality a file of the BRP without one of ours, or of the region, is the file of another: a
/// few may all have moved.
const PLACED_ROWS_MIN: usize = 100;

/// Rows, where they stand, the file, and the numbers of rows set aside.
type Brp = (Vec<BrpRow>, Vec<RowRef>, Kept, Vec<Persoonsnummer>);

fn persons(taken: Option<Taken<BrpRow>>, config: &Config, deliveries: &mut Vec<Delivery>) -> Brp {
    let nothing = (Vec::new(), Vec::new(), None, Vec::new());
    let Some(Taken { mut delivery, checked, file }) = taken else { return nothing };
    if delivery.state == State::Stale {
        delivery.findings.push(Finding::file(Code::VerplichtVerouderd));
    }
    let Some(checked) = checked else {
        deliveries.push(delivery);
        return nothing;
    };
    let set_aside = checked.persons_set_aside().to_vec();
    let (rows, refs) = checked.into_rows();
    let (gemeente, regio) = (config.gemeente(), config.regio());
    let ours =
        |row: &BrpRow| row.registratie.gemeente.is_some_and(|code| code == gemeente || regio.contains(&code));
    if !rows.is_empty() && !rows.iter().any(ours) {
        let placed = rows.iter().filter(|row| row.registratie.gemeente.is_some()).count();
        let is_another = placed >= PLACED_ROWS_MIN;
        let code = if is_another { Code::BestandAndereGemeente } else { Code::NiemandUitGemeente };
        delivery.findings.push(Finding::file(code));
    }
    deliveries.push(delivery);
    (rows, refs, file, set_aside)
}

impl Linker<'_> {
    /// Adds what an extract's rows contradict to the findings of its delivery.
    fn note<T>(
        &mut self,
        id: &str,
        fed: &Fed<T>,
        contradicted: impl Fn(&Checked<T>, &People) -> Vec<Finding>,
    ) {
        let Some(checked) = &fed.checked else { return };
        let found = contradicted(checked, &self.people);
        if let Some(delivery) = self.deliveries.iter_mut().find(|delivery| delivery.extract == id) {
            delivery.findings.extend(found);
        }
    }

    /// Names handovers under a number of their own of somebody who looks like a person of the BRP.
    fn note_lookalikes(
        &mut self,
        handovers: &Handovers,
        brp: (&Raw, &Layout),
        persons: &[BrpRow],
        refs: &[RowRef],
    ) {
        let schemas = self.intake.schemas;
        let Some((own, of_persons)) = schemas.extract("overstap").zip(schemas.extract(BRP)) else { return };
        let loose = handovers.overstap.iter().map(|delivery| {
            let (raw, layout) = &delivery.file;
            Loose::of(&self.people, Source { raw, layout, schema: own }, delivery.rows())
        });
        let loose: Vec<Loose> = loose.collect();
        let brp = Source { raw: brp.0, layout: brp.1, schema: of_persons };
        let found = look_like_somebody(&loose, brp, persons, refs);
        for (delivery, found) in handovers.overstap.iter().zip(found) {
            let is_its = |entry: &&mut Delivery| entry.extract == "overstap" && entry.pad == delivery.pad;
            if let Some(entry) = self.deliveries.iter_mut().find(is_its) {
                entry.findings.extend(found);
            }
        }
    }

    /// Ties the rows of one extract to persons.
    fn tie<T: OfPerson>(&mut self, id: &'static str, taken: Option<Taken<T>>) -> Fed<T> {
        let [absent, stale, delta] = redenen(id);
        self.feeding.push(id);
        let nothing = |reliance| Fed { grouped: Grouped::empty(reliance), checked: None, file: None };
        let Some(Taken { mut delivery, checked, file }) = taken else {
            return nothing(reliance(None, absent, stale, delta));
        };
        let Some(checked) = checked else {
            self.deliveries.push(delivery);
            return nothing(Reliance::Incomplete(absent));
        };
        self.note_strangers(&checked, &mut delivery);
        if id == "uitsluiting" && delivery.state == State::Stale {
            delivery.findings.push(Finding::file(Code::VerplichtVerouderd));
        }
        let relied = reliance(Some(&delivery), absent, stale, delta);
        let places = if file.is_some() { Places::Kept } else { Places::Forgotten };
        let mut grouped = Grouped::by_person(&checked, &self.people, relied, places);
        let schema = self.intake.schemas.extract(id);
        if schema.is_some_and(Schema::takes_either_number) {
            grouped.set_persons_aside(self.people.in_doubt());
        }
        self.deliveries.push(delivery);
        Fed { grouped, checked: Some(checked), file }
    }

    /// Reads the deliveries of an extract that comes per school. Its rows are not tied to the persons of the BRP.
    fn per_school<T, M>(&mut self, id: &'static str, maker: impl Fn(&Schema) -> M) -> Vec<SchoolDelivery<T>>
    where
        T: OfPerson,
        M: extracts::TypesRow<T>,
    {
        let intake = self.intake;
        self.feeding.push(id);
        let Some(schema) = intake.schemas.extract(id) else { return Vec::new() };
        let mut deliveries = Vec::new();
        for levering in intake.leveringen(id) {
            let Taken { delivery, checked, file } = intake.take(levering, schema, maker(schema));
            if let (Some(checked), Some(file)) = (checked, file) {
                let brin = levering.verantwoordelijke.as_deref().unwrap_or_default();
                let brin = Brin::from_bytes(brin.as_bytes());
                deliveries.push(SchoolDelivery::new(brin, &delivery, file, checked));
            }
            self.deliveries.push(delivery);
        }
        deliveries
    }

    /// The exclusions of persons who are not in the BRP extract: a handover may be about them.
    fn excluded_strangers(
        &self,
        fed: &Fed<Uitsluiting>,
    ) -> FxHashMap<Persoonsnummer, Option<Vec<Uitsluiting>>> {
        let mut strangers: FxHashMap<Persoonsnummer, Option<Vec<Uitsluiting>>> = FxHashMap::default();
        for row in fed.rows().iter().filter(|row| self.people.position(row.persoon).is_none()) {
            if let Some(rows) = strangers.entry(row.persoon).or_insert_with(|| Some(Vec::new())) {
                rows.push(*row);
            }
        }
        let set_aside = fed.checked.as_ref().map(Checked::persons_set_aside).unwrap_or_default();
        for number in set_aside.iter().filter(|number| self.people.position(**number).is_none()) {
            strangers.insert(*number, None);
        }
        strangers
    }

    /// Learns which onderwijsnummer belongs to which bsn, before anything is looked up by number.
    fn couple(&mut self, taken: Option<Taken<Koppeling>>) {
        self.feeding.push(KOPPELING);
        let Some(Taken { mut delivery, checked, .. }) = taken else { return };
        if let Some(checked) = checked {
            self.note_strangers(&checked, &mut delivery);
            for row in self.people.couple(checked.rows(), checked.persons_set_aside()) {
                let line = checked.line(row);
                delivery.findings.push(Finding { code: Code::OnderwijsnummerBetwist, line, column: None });
            }
        }
        self.deliveries.push(delivery);
    }

    /// Validates every extract that feeds nothing.
    fn take_waiting(&mut self) {
        let intake = self.intake;
        let waits = |schema: &&Schema| !self.feeding.contains(&schema.id.as_str());
        let waiting: Vec<&Schema> = intake.schemas.extracts.iter().filter(waits).collect();
        for schema in waiting {
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
    }

    /// Rows about a number that is not in the BRP extract count as accepted, and are named.
    /// Without anybody in it there is nothing to hold rows against.
    fn note_strangers<T: OfPerson>(&self, checked: &Checked<T>, delivery: &mut Delivery) {
        if self.people.count() == 0 {
            return;
        }
        let strangers = self.people.found(checked.rows(), |index, row, person| {
            let kind = row.persoon().kind();
            let code = if kind == NumberKind::Bsn { Code::NietInBrp } else { Code::OnderwijsnummerLos };
            person.is_none().then(|| Finding { code, line: checked.line(index), column: None })
        });
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
    pub fn labels(&self) -> &Labels {
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
