//! What the linked extracts say about one person: the facts to classify, and the rows that fill parcels.

use std::sync::Arc;

use super::grouped::RowPlace;
use super::linked::Linked;
use crate::config::file::Dekking;
use crate::intake::read::layout::Layout;
use crate::intake::read::raw::Raw;
use crate::intake::read::records::RowRef;
use crate::model::classification::Reden;
use crate::model::day::Day;
use crate::model::facts::{
    Contactrij, Inkomen, Inkomenscategorie, Inschrijving, PersonFacts, PersonRows, Reliance,
    Startkwalificatierij, Toestemming, Verzuimmelding,
};

/// Bytes that a processor fetches at once.
const CACHE_LINE_BYTES: usize = 64;

impl Linked {
    /// Everything the classification may know about a person.
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

    /// Reads, except for text, what a parcel row about this person is filled from, so that it is in the cache by then. The return value
    /// only keeps the optimiser from removing the reads.
    pub fn touch(&self, person: usize) -> u64 {
        let offset = self.refs.get(person).map_or(0, |place| place.offset);
        let number = self.persons.get(person).map_or(0, |row| row.persoon.as_u32());
        offset ^ u64::from(number)
    }

    /// The same for text, and for rows found through what [`Self::touch`] fetched.
    pub fn touch_text(&self, person: usize) -> u64 {
        let text = self.brp_record(person).map_or(&[][..], |(text, _)| text);
        let [first, second] = [0, CACHE_LINE_BYTES].map(|at| text.get(at).map_or(0, |byte| u64::from(*byte)));
        let enrolment = self.inschrijvingen.of(person).rows.first().map_or(0, |row| row.sector);
        first ^ second ^ u64::from(enrolment)
    }

    /// The income fact: the sum of WERK in the latest period, and whether a row says UITKERING.
    fn income_of(&self, person: usize) -> Result<Inkomen, Reden> {
        let PersonRows { rows, reliance } = self.inkomen.grouped.of(person);
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
        let PersonRows { rows, reliance } = self.jib.grouped.of(person);
        match reliance {
            Reliance::RowSetAside => Err(Reden::RijInQuarantaine),
            Reliance::Incomplete(reden) => Err(reden),
            Reliance::Complete => Ok(rows.iter().any(|row| Some(row.rapportmaand) == self.jib.month)),
        }
    }

    /// The priority in the Inlichtingenbureau's latest report, as a code index of `prioriteit`. `None` if the report does not name
    /// the person, or cannot be relied on.
    pub fn ib_prioriteit(&self, person: usize) -> Option<u8> {
        let PersonRows { rows, reliance } = self.ib_vsv.grouped.of(person);
        let mut latest = rows.iter().filter(|row| Some(row.rapportmaand) == self.ib_vsv.month);
        (reliance == Reliance::Complete).then(|| latest.next()).flatten().map(|row| row.prioriteit)
    }

    /// How far a person's contact details can be relied on.
    pub fn contact_reliance(&self, person: usize) -> Reliance {
        self.contactgegevens.of(person).reliance
    }

    /// A person's rows of contact details, with their places in the file.
    pub fn contact_rows(&self, person: usize) -> impl Iterator<Item = (&Contactrij, RowPlace)> {
        let PersonRows { rows, reliance } = self.contactgegevens.of(person);
        let rows = if reliance == Reliance::Complete { rows } else { &[] };
        rows.iter().zip(self.contactgegevens.places_of(person))
    }

    /// A person's consents, with their places in the file. If one was set aside, none counts.
    pub fn consents(&self, person: usize) -> (PersonRows<'_, Toestemming>, impl Iterator<Item = RowRef>) {
        let places = self.toestemmingen.places_of(person);
        (self.toestemmingen.of(person), places.filter_map(|place| self.toestemmingen.place(place)))
    }

    /// The places of a person's absence records, in the same order as the facts.
    pub fn absence_places(&self, person: usize) -> impl Iterator<Item = RowPlace> + use<> {
        self.verzuim.places_of(person)
    }

    /// A person's enrolments.
    pub fn enrolments(&self, person: usize) -> PersonRows<'_, Inschrijving> {
        self.inschrijvingen.of(person)
    }

    /// A person's absence records.
    pub fn absences(&self, person: usize) -> PersonRows<'_, Verzuimmelding> {
        self.verzuim.of(person)
    }

    /// The statements about a person's startkwalificatie.
    pub fn qualification(&self, person: usize) -> PersonRows<'_, Startkwalificatierij> {
        self.startkwalificaties.of(person)
    }

    /// The file of absence records.
    pub fn absence_file(&self) -> Option<&(Arc<Raw>, Layout)> {
        self.files.verzuim.as_ref()
    }

    /// The text of an absence record.
    pub fn absence_record(&self, place: RowPlace) -> Option<&[u8]> {
        let (raw, _) = self.files.verzuim.as_ref()?;
        Some(self.verzuim.place(place)?.bytes(raw.bytes()))
    }

    /// The file of contact details.
    pub fn contact_file(&self) -> Option<&(Arc<Raw>, Layout)> {
        self.files.contactgegevens.as_ref()
    }

    /// The text of a row of contact details.
    pub fn contact_record(&self, place: RowPlace) -> Option<&[u8]> {
        let (raw, _) = self.files.contactgegevens.as_ref()?;
        Some(self.contactgegevens.place(place)?.bytes(raw.bytes()))
    }

    /// The enrolment that a parcel shows: of those that cover the day, the one that began last (a tie goes to the lowest
    /// school); else the one that ended last.
    pub fn shown_enrolment(&self, person: usize, day: Day) -> Option<&Inschrijving> {
        let rows = self.inschrijvingen.of(person).rows;
        // Ties are not broken by file order: the same rows in a database table have no order.
        let rest = |a: &&Inschrijving, b: &&Inschrijving| b.niveau.cmp(&a.niveau).then(a.eind.cmp(&b.eind));
        let latest_begun = |a: &&Inschrijving, b: &&Inschrijving| {
            a.begin.cmp(&b.begin).then(b.brin.cmp(&a.brin)).then_with(|| rest(a, b))
        };
        rows.iter().filter(|row| row.covers(day)).max_by(latest_begun).or_else(|| {
            let ended = rows.iter().filter(|row| row.eind < day);
            ended.max_by(|a, b| a.eind.cmp(&b.eind).then_with(|| latest_begun(a, b)))
        })
    }
}
