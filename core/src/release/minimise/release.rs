//! Decides who is in one parcel, person by person: the profile's decision, then what is personal (exclusion, secrecy, records,
//! contact details, consent), then whether the recipient can be reached. The first failure is the reason.

use std::cmp::Reverse;

use super::sources::{Destination, GEHEIM, Selection, Sources, destinations_of_schools};
use crate::classify::JudgedDays;
use crate::classify::overleg_school::left_with_verklaring;
use crate::config::arrangements::Arrangements;
use crate::law::decide::Parcel;
use crate::law::file::{Regelvorm, School};
use crate::law::party::Party;
use crate::law::walls;
use crate::model::classification::JaNee;
use crate::model::extract::Extract;
use crate::model::facts::{Brin, Inschrijving, Reliance, Verzuimmelding};
use crate::model::field::Field;
use crate::model::profile::Axis;
use crate::model::ruling::{Ruling, Weigering};
use crate::persons::link::grouped::RowPlace;
use crate::release::consent::Consented;
use crate::release::memory::{Remembered, RememberedLine};

/// One line of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParcelLine {
    /// The position of the person.
    pub person: u32,
    /// The school that receives it, for a party with one parcel per school.
    pub brin: Brin,
    /// The row in the parcel's other extract that fills it: an absence record, or contact details.
    pub place: Option<RowPlace>,
}

/// What a parcel decides for everyone with a pair of profiles.
pub struct OfPair<'a> {
    pair: usize,
    refused: Option<Weigering>,
    /// Whether their secrecy fits this parcel.
    secrecy: Result<(), Weigering>,
    /// For contact details: the parcels with these persons that they may follow.
    hung_on: Vec<&'a str>,
}

impl OfPair<'_> {
    /// The position of the pair.
    pub fn pair(&self) -> usize {
        self.pair
    }
}

/// One parcel, ready to decide about anyone.
pub struct Release<'a> {
    parcel: &'a Parcel,
    selection: Selection,
    pakket: String,
    by_pair: Vec<Ruling>,
    /// For contact details: the parcels they follow, with the decision for each pair of profiles.
    hangs_on: Vec<(&'a str, Vec<Ruling>)>,
    /// The decisions of parcels whose persons may not be in this one.
    apart: Vec<Vec<Ruling>>,
    /// A failed condition of the run as a whole.
    barred: Option<Weigering>,
    consented: Option<&'a Consented>,
    /// Whether the parcel shows contact details.
    shows_contact: bool,
    /// What is remembered of this parcel, and of the parcels of which a person must have been in one before.
    remembered: Option<&'a Remembered>,
    remembered_before: Vec<&'a Remembered>,
    /// Where its lines go, also per configured school. Looked up once for all lines.
    delivery: Destination,
    of_schools: Vec<(Brin, Destination)>,
    sources: Sources<'a>,
}

impl<'a> Release<'a> {
    /// Prepares one parcel of a run.
    pub fn new(
        parcel: &'a Parcel,
        selection: Selection,
        consented: Option<&'a Consented>,
        sources: Sources<'a>,
    ) -> Release<'a> {
        let rule = &parcel.rule;
        let pairs = sources.classified.pairs();
        let decided = |parcel: &Parcel| pairs.iter().map(|(pair, _)| parcel.decide(*pair)).collect();
        let may_be_hung_on = |other: &&Parcel| {
            parcel.hangs_on(other) && barred(other, sources.parties, sources.arrangements).is_none()
        };
        let suffix = if selection == Selection::Secret { GEHEIM } else { "" };
        let contact = |(field, _): &(Field, String)| matches!(field, Field::Telefoon | Field::Email);
        Release {
            parcel,
            selection,
            pakket: format!("{}{suffix}", rule.parcel),
            by_pair: decided(parcel),
            hangs_on: sources
                .parcels
                .iter()
                .filter(may_be_hung_on)
                .map(|other| (other.rule.parcel.as_str(), decided(other)))
                .collect(),
            apart: walls::apart(parcel, sources.parcels, sources.parties).map(decided).collect(),
            barred: barred(parcel, sources.parties, sources.arrangements),
            consented,
            shows_contact: parcel.columns.iter().any(contact),
            remembered: sources.memory.of_parcel(&rule.party_id, &rule.parcel),
            remembered_before: rule
                .earlier_in
                .iter()
                .filter_map(|pakket| sources.memory.of_parcel(&rule.party_id, pakket))
                .collect(),
            delivery: sources.delivery(&rule.party_id, None),
            of_schools: destinations_of_schools(sources.config, &rule.party_id),
            sources,
        }
    }

    /// The parcel and its rules.
    pub fn parcel(&self) -> &'a Parcel {
        self.parcel
    }

    /// The parcel's name, with `-geheim` for the parcel of secret addresses.
    pub fn pakket(&self) -> &str {
        &self.pakket
    }

    /// What decides and fills it.
    pub fn sources(&self) -> Sources<'a> {
        self.sources
    }

    /// A failed condition of the run as a whole: mandaat or ambtsinstructie.
    pub fn barred(&self) -> Option<Weigering> {
        self.barred
    }

    /// Which of the rule's persons it holds.
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// The decision of a pair of profiles (by position) and of the run as a whole, before anything personal.
    pub fn by_profile(&self, pair: usize) -> Ruling {
        match self.refused_by_profile(pair) {
            Some(weigering) => Ruling::Denied(weigering),
            None if self.hangs_on_nothing(pair) => Ruling::Denied(Weigering::NietInPakket),
            None => Ruling::Released,
        }
    }

    /// Whether it holds contact details and this pair of profiles is in no parcel that they could follow.
    fn hangs_on_nothing(&self, pair: usize) -> bool {
        self.parcel.rule.form == Regelvorm::Contact && self.hung_on(pair).next().is_none()
    }

    /// Why nobody with a pair of profiles is in the parcel, apart from personal reasons.
    pub fn refused_by_profile(&self, pair: usize) -> Option<Weigering> {
        match self.by_pair.get(pair).copied().unwrap_or(Ruling::Denied(Weigering::GeenRegel)) {
            Ruling::Denied(weigering) => Some(weigering),
            Ruling::Released if self.is_kept_apart(pair) => Some(Weigering::Verboden),
            Ruling::Released => self.barred,
        }
    }

    /// Whether a parcel that the law keeps apart from this one takes everyone with a pair of profiles.
    fn is_kept_apart(&self, pair: usize) -> bool {
        // Contact details that follow no parcel are not released, so they cannot break the separation.
        !self.hangs_on_nothing(pair)
            && self.apart.iter().any(|other| other.get(pair) == Some(&Ruling::Released))
    }

    /// The first reason that holds for everyone with a pair of profiles, apart from exclusions. `None`: decide per person.
    pub fn refused_together(&self, pair: usize) -> Option<Weigering> {
        let by_profile = self.refused_by_profile(pair);
        if by_profile.is_some() || self.consented.is_some() {
            return by_profile;
        }
        if let Err(weigering) = self.secrecy(pair) {
            return Some(weigering);
        }
        if self.hangs_on_nothing(pair) {
            return Some(Weigering::NietInPakket);
        }
        let rule = &self.parcel.rule;
        match rule.form {
            Regelvorm::Persoon => match self.history_together() {
                Some(Err(weigering)) => Some(weigering),
                Some(Ok(())) => self.withheld(),
                _ => None,
            },
            Regelvorm::Telling => self.withheld(),
            _ => None,
        }
    }

    /// The outcome of earlier deliveries, if it is the same for everyone: the rule does not ask, or nothing is remembered.
    fn history_together(&self) -> Option<Result<(), Weigering>> {
        let is_nothing =
            |remembered: Option<&Remembered>| remembered.is_none_or(|own| own.entries.is_empty());
        if !self.asks_history() {
            return Some(Ok(()));
        }
        let before = self.remembered_before.iter().all(|own| own.entries.is_empty());
        (is_nothing(self.remembered) && before).then(|| self.history_of(false, None))
    }

    /// Why nothing goes to the party, if that holds for everyone. `None` if each line goes to its own school.
    fn withheld(&self) -> Option<Weigering> {
        match (self.parcel.rule.school, self.delivery) {
            (None, Destination::Withheld(weigering)) => Some(weigering),
            _ => None,
        }
    }

    /// Whether the party is excluded from data about this person, or is whoever it acts for under a mandaat.
    pub fn excludes(&self, person: usize) -> bool {
        let excluded = self.sources.linked.excluded_from(person, self.sources.verstrekdatum);
        excluded.overlaps(self.parcel.rule.bound_by)
    }

    /// What a pair of profiles decides for all its persons.
    pub fn of_pair(&self, pair: usize) -> OfPair<'a> {
        let is_contact = self.parcel.rule.form == Regelvorm::Contact;
        OfPair {
            pair,
            refused: self.refused_by_profile(pair),
            secrecy: self.secrecy(pair),
            hung_on: if is_contact { self.hung_on(pair).collect() } else { Vec::new() },
        }
    }

    /// Whether the person is in the parcel; adds the person's lines if so.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn decide(&self, person: usize, lines: &mut Vec<ParcelLine>) -> Result<(), Weigering> {
        self.decide_for(person, &self.of_pair(self.sources.classified.pair(person)), lines)
    }

    /// The same, when the decision for the person's profiles is already known.
    pub fn decide_for(
        &self,
        person: usize,
        of_pair: &OfPair<'_>,
        lines: &mut Vec<ParcelLine>,
    ) -> Result<(), Weigering> {
        if of_pair.refused == Some(Weigering::Bijhouding) {
            return Err(Weigering::Bijhouding);
        }
        if self.excludes(person) {
            return Err(Weigering::Uitgesloten);
        }
        if let Some(weigering) = of_pair.refused {
            return Err(weigering);
        }
        self.consent_of(person)?;
        of_pair.secrecy?;
        match self.parcel.rule.form {
            Regelvorm::Melding => self.records(person, lines),
            Regelvorm::Contact => {
                let parcels = &of_pair.hung_on;
                if parcels.is_empty() {
                    return Err(Weigering::NietInPakket);
                }
                let place = self.contact(person, parcels).ok_or(Weigering::GeenContactgegevens)?;
                self.one_line(person, Some(place), lines)
            }
            Regelvorm::Toestemming => {
                let own = self.parcel.rule.parcel.as_str();
                // An overlap may name this parcel, or all consent parcels of the party.
                let parcels = [own, own.split_once('.').map_or(own, |(all, _)| all)];
                let place = if self.shows_contact { self.contact(person, &parcels) } else { None };
                self.one_line(person, place, lines)
            }
            Regelvorm::Persoon => {
                self.history(person)?;
                self.one_line(person, None, lines)
            }
            Regelvorm::Telling => self.one_line(person, None, lines),
            // Decided per row in `handover`, not per person.
            Regelvorm::Overstap => Err(Weigering::GeenRegel),
        }
    }

    fn consent_of(&self, person: usize) -> Result<(), Weigering> {
        let Some(consented) = self.consented else { return Ok(()) };
        let position = u32::try_from(person).unwrap_or(u32::MAX);
        if consented.contains(&position) {
            return Ok(());
        }
        Err(self.sources.consents.refusal(&self.parcel.rule.party_id, person))
    }

    /// Whether the secrecy of everyone with a pair of profiles fits this parcel.
    fn secrecy(&self, pair: usize) -> Result<(), Weigering> {
        let (profiles, _) = self.sources.classified.pairs().get(pair).ok_or(Weigering::GeenRegel)?;
        let secret = profiles.peildatum.is(Axis::Geheim, JaNee::Ja.index());
        match self.selection {
            Selection::Open | Selection::OpenOnly if secret => Err(Weigering::Geheim),
            Selection::Secret if !secret => Err(Weigering::NietGeheim),
            _ => Ok(()),
        }
    }

    /// Whether the rule depends on earlier deliveries.
    fn asks_history(&self) -> bool {
        let rule = &self.parcel.rule;
        !rule.earlier_in.is_empty() || rule.once || rule.pause_days > 0
    }

    /// The outcome of earlier deliveries. An unknown never releases.
    fn history(&self, person: usize) -> Result<(), Weigering> {
        if !self.asks_history() {
            return Ok(());
        }
        let Sources { memory, linked, .. } = self.sources;
        let number = linked.person(person).ok_or(Weigering::EerderOnbekend)?.persoon;
        let subject = memory.subject_of(person).unwrap_or_else(|| memory.subject(&number.digits()));
        let was_before = self.remembered_before.iter().any(|own| own.of(subject).is_some());
        self.history_of(was_before, self.remembered.and_then(|own| own.of(subject)))
    }

    /// The outcome of having been in a parcel that the rule requires first, and in this parcel before.
    fn history_of(&self, was_before: bool, own: Option<&RememberedLine>) -> Result<(), Weigering> {
        let rule = &self.parcel.rule;
        let Sources { memory, verstrekdatum, .. } = self.sources;
        if !rule.earlier_in.is_empty() && !was_before {
            return Err(if memory.has_gap() { Weigering::EerderOnbekend } else { Weigering::NietEerder });
        }
        if rule.once && own.is_some_and(|entry| entry.held) {
            return Err(Weigering::AlGeleverd);
        }
        if own.is_some_and(|entry| verstrekdatum < entry.last.plus_days(rule.pause_days)) {
            return Err(Weigering::AlBevraagd);
        }
        if rule.pause_days > 0 && memory.may_hide_delivery(verstrekdatum, rule.pause_days) {
            return Err(Weigering::EerderOnbekend);
        }
        Ok(())
    }

    /// The parcels that contact details follow and that include this pair of profiles.
    fn hung_on(&self, pair: usize) -> impl Iterator<Item = &'a str> {
        let released = move |rulings: &[Ruling]| rulings.get(pair) == Some(&Ruling::Released);
        self.hangs_on.iter().filter(move |(_, rulings)| released(rulings)).map(|(pakket, _)| *pakket)
    }

    /// The newest usable row of contact details: from the party itself, from the department that the law pairs with it, or from
    /// a department whose purpose overlaps. Consent does not make an overlap: contact details move between departments only if
    /// the gemeente has recorded why.
    fn contact(&self, person: usize, pakketten: &[&str]) -> Option<RowPlace> {
        let rule = &self.parcel.rule;
        let labels = self.sources.linked.labels();
        let rows = self.sources.linked.contact_rows(person).filter_map(|(row, place)| {
            let (afdeling, doel) = (labels.text(row.afdeling), labels.text(row.doel));
            let named = rule.departments.iter().any(|own| own == afdeling)
                || self.sources.arrangements.purposes_overlap(afdeling, doel, &rule.party_id, pakketten);
            named.then_some(((row.datum, Reverse(afdeling), Reverse(doel)), place))
        });
        rows.max_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, place)| place)
    }

    /// Adds one line, for the recipient or for the school that the rule names.
    fn one_line(
        &self,
        person: usize,
        place: Option<RowPlace>,
        lines: &mut Vec<ParcelLine>,
    ) -> Result<(), Weigering> {
        let brin = match self.parcel.rule.school {
            None => None,
            Some(school) => Some(self.school_of(person, school).ok_or(Weigering::SchoolOnbekend)?),
        };
        match self.delivery(brin) {
            Destination::Withheld(weigering) => Err(weigering),
            Destination::To(_) => {
                let person = u32::try_from(person).unwrap_or(u32::MAX);
                lines.push(ParcelLine { person, brin: brin.unwrap_or(Brin::NONE), place });
                Ok(())
            }
        }
    }

    /// Where a line goes; for a school, if `brin` is given.
    fn delivery(&self, brin: Option<Brin>) -> Destination {
        let Some(brin) = brin else { return self.delivery };
        let of_school = self.of_schools.iter().find(|(own, _)| *own == brin);
        let unknown = || self.sources.delivery(&self.parcel.rule.party_id, Some(brin));
        of_school.map_or_else(unknown, |(_, delivery)| *delivery)
    }

    /// The school that receives a line about this person, if it is known.
    pub fn school_of(&self, person: usize, school: School) -> Option<Brin> {
        let linked = self.sources.linked;
        let brin = match school {
            School::Overleg => {
                let of_diploma = self.school_of_diploma(person);
                of_diploma.or_else(|| Some(self.school_left(person)?.brin)).unwrap_or(Brin::NONE)
            }
            School::Inschrijving => {
                let covering = self.covering(linked.enrolments(person).rows);
                let in_sector = covering.filter(|row| self.parcel.rule.takes_sector(row.sector));
                in_sector.max_by(|a, b| a.begin.cmp(&b.begin).then(b.brin.cmp(&a.brin)))?.brin
            }
            School::Ontvangend => return None,
        };
        (brin != Brin::NONE).then_some(brin)
    }

    /// The school of the highest diploma. A diploma dated after the peildatum is as none.
    pub fn school_of_diploma(&self, person: usize) -> Option<Brin> {
        let row = self.sources.linked.qualification(person).rows.first()?;
        let later = row.datum_diploma.known().is_some_and(|date| date > self.sources.peildatum);
        (!later && row.brin_diploma != Brin::NONE).then_some(row.brin_diploma)
    }

    /// The ended enrolment that may have given the verklaring.
    fn school_left(&self, person: usize) -> Option<&'a Inschrijving> {
        let Sources { linked, peildatum, verstrekdatum, verstrekdatum_terms, .. } = self.sources;
        let days = JudgedDays { peildatum, leeftijdsdag: verstrekdatum };
        left_with_verklaring(&linked.facts(person)?, days, verstrekdatum_terms)
    }

    /// Enrolments that cover the peildatum, at a school in the register.
    fn covering<'r>(&self, rows: &'r [Inschrijving]) -> impl Iterator<Item = &'r Inschrijving> {
        let (day, not_funded) = (self.sources.peildatum, self.sources.terms.codes.sector_niet_bekostigd);
        rows.iter().filter(move |row| row.covers(day) && row.sector != not_funded)
    }

    /// Adds a line for each absence record whose status may be reported back.
    fn records(&self, person: usize, lines: &mut Vec<ParcelLine>) -> Result<(), Weigering> {
        let rule = &self.parcel.rule;
        let linked = self.sources.linked;
        let absences = linked.absences(person);
        match absences.reliance {
            Reliance::Complete => {}
            Reliance::RowSetAside => return Err(Weigering::RijInQuarantaine),
            Reliance::Incomplete(_) => return Err(Weigering::GeenMelding),
        }
        let day = self.sources.peildatum;
        let reportable = |row: &Verzuimmelding| {
            (row.counts(day) || row.closed_within(rule.closed_days, day))
                && !self.sources.terms.absoluut_verzuim_soorten.contains(row.soort)
        };
        let rows = absences.rows.iter().zip(linked.absence_places(person));
        let mut reported = rows.filter(|(row, _)| reportable(row)).peekable();
        if reported.peek().is_none() {
            return Err(Weigering::GeenMelding);
        }
        if let Some(bron) = &rule.source
            && !self.absences_come_from(bron)
        {
            return Err(Weigering::NietVanDuo);
        }
        for (_, place) in reported {
            self.one_line(person, Some(place), lines)?;
        }
        Ok(())
    }

    /// Whether the delivery of absence records came from this source.
    fn absences_come_from(&self, bron: &str) -> bool {
        let mut leveringen = self.sources.config.levering.iter().map(toml::Spanned::get_ref);
        leveringen.any(|levering| {
            levering.extract == Extract::Verzuim.word() && levering.source.eq_ignore_ascii_case(bron)
        })
    }
}

/// The condition of the run as a whole that the rule requires and that fails.
pub fn barred(parcel: &Parcel, parties: &[Party], arrangements: Arrangements<'_>) -> Option<Weigering> {
    if walls::forbids(parcel, parties) {
        return Some(Weigering::Verboden);
    }
    let rule = &parcel.rule;
    let has_mandaat =
        rule.mandaat.as_ref().is_none_or(|eis| arrangements.has_mandaat(&eis.van, &rule.party_id, &eis.taak));
    if !has_mandaat {
        return Some(Weigering::GeenMandaat);
    }
    if rule.overeenkomst.as_ref().is_some_and(|met| !arrangements.has_agreement(met)) {
        return Some(Weigering::GeenOvereenkomst);
    }
    if rule.partner && !arrangements.is_partner(&rule.party_id) {
        return Some(Weigering::GeenPartner);
    }
    None
}
