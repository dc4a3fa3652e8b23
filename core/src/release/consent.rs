//! Judges consents: checks every condition of contract section 5 for each row of `toestemming` (AVG 6 lid 1 a and 7, UAVG 5).
//! If one condition fails or is unknown, the consent gives nothing.
//!
//! A valid consent gives a parcel of its own, named after its purpose and set of fields, so that no empty cell can betray who
//! consented to what. The fields are those that the person consented to, that the samenwerking names, and that consent may give
//! the party; never more.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::arrangements::Arrangements;
use crate::crypto::hashing::sha256_hex;
use crate::law::decide::Parcel;
use crate::law::file::Regelvorm;
use crate::law::party::Party;
use crate::law::rule::Condition;
use crate::model::birth::Interval;
use crate::model::classification::Tri;
use crate::model::day::Day;
use crate::model::facts::{Reliance, Toestemming, Vorm};
use crate::model::field::Field;
use crate::model::finding::{Code, Finding};
use crate::model::profile::Axis;
use crate::model::ruling::Weigering;
use crate::persons::link::Linked;

/// Characters of the hash in the name of a consent parcel.
const NAME_HASH_CHARS: usize = 8;

/// Separates the fields of a consent.
const FIELD_SEPARATOR: char = '|';

/// What a valid consent gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    /// The party's id.
    pub partij: String,
    /// The purpose.
    pub doel: String,
    /// The fields, in fixed order.
    pub fields: Vec<Field>,
}

/// The condition that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gebrek {
    /// Consent can give nothing to the recipient.
    Ontvanger,
    /// No samenwerking on consent in force names this recipient and purpose.
    Samenwerking,
    /// Given after the verstrekdatum, or no longer valid.
    Geldigheid,
    /// Withdrawn.
    Ingetrokken,
    /// Oral, and not confirmed.
    Onbevestigd,
    /// Oral, for something that the law asks in writing.
    Mondeling,
    /// Given by someone who could not give it at that age, or the age is unknown.
    Leeftijd,
    /// No field is left.
    Velden,
}

impl Gebrek {
    /// The finding for it.
    pub fn code(self) -> Code {
        match self {
            Gebrek::Ontvanger => Code::ToestemmingOntvanger,
            Gebrek::Samenwerking => Code::ToestemmingSamenwerking,
            Gebrek::Geldigheid => Code::ToestemmingGeldigheid,
            Gebrek::Ingetrokken => Code::ToestemmingIngetrokken,
            Gebrek::Onbevestigd => Code::ToestemmingOnbevestigd,
            Gebrek::Mondeling => Code::ToestemmingMondeling,
            Gebrek::Leeftijd => Code::ToestemmingLeeftijd,
            Gebrek::Velden => Code::ToestemmingVelden,
        }
    }
}

/// What consents are judged against.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// The parcels in force. A party without a rule on consent receives nothing by consent.
    pub parcels: &'a [Parcel],
    /// The parties.
    pub parties: &'a [Party],
    /// The arrangements in force.
    pub arrangements: Arrangements<'a>,
    /// The day on which data leaves.
    pub verstrekdatum: Day,
    /// From this birthday the person consents instead of a representative.
    pub leeftijd_vanaf: i32,
    /// Fields that no oral consent gives.
    pub in_writing: &'a [Field],
}

/// A consent with its texts.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'a> {
    /// Dates, form and giver.
    pub row: &'a Toestemming,
    /// The party that may receive.
    pub ontvanger: &'a str,
    /// The purpose.
    pub doel: &'a str,
    /// The fields, separated by `|`.
    pub velden: &'a str,
}

/// A person's consent, as the source states it.
pub struct StatedRow<'a> {
    row: &'a Toestemming,
    /// The line of the extract.
    pub line: u32,
    /// The party that may receive.
    pub ontvanger: &'a str,
    /// The purpose.
    pub doel: &'a str,
    velden: &'a str,
}

impl StatedRow<'_> {
    /// The consent to judge.
    pub fn stated(&self) -> Stated<'_> {
        Stated { row: self.row, ontvanger: self.ontvanger, doel: self.doel, velden: self.velden }
    }
}

/// A person's consents, in file order.
pub fn stated(linked: &Linked, person: usize) -> impl Iterator<Item = StatedRow<'_>> {
    let (consents, places) = linked.consents(person);
    let labels = linked.labels();
    consents.rows.iter().zip(places).map(move |(row, place)| {
        let [ontvanger, doel, velden] = [row.ontvanger, row.doel, row.velden].map(|label| labels.text(label));
        StatedRow { row, line: place.line, ontvanger, doel, velden }
    })
}

impl<'a> Judge<'a> {
    fn rule(&self, partij: &str) -> Option<&'a Parcel> {
        let of_party =
            |parcel: &&Parcel| parcel.rule.form == Regelvorm::Toestemming && parcel.rule.party_id == partij;
        self.parcels.iter().find(of_party).filter(|parcel| parcel.rule_on_peildatum.is_some())
    }

    /// What a consent gives.
    ///
    /// # Errors
    /// The first condition that fails.
    pub fn judge(&self, consent: Stated<'_>, geboorte: Option<Interval>) -> Result<Vec<Gift>, Gebrek> {
        let Stated { row, ontvanger, doel, velden } = consent;
        let party = self.parties.iter().find(|party| party.id == ontvanger).ok_or(Gebrek::Ontvanger)?;
        self.rule(ontvanger).ok_or(Gebrek::Ontvanger)?;
        let mut cooperations = self.arrangements.cooperations(ontvanger, doel).peekable();
        if cooperations.peek().is_none() {
            return Err(Gebrek::Samenwerking);
        }
        if self.is_withdrawn(row) {
            return Err(Gebrek::Ingetrokken);
        }
        if self.verstrekdatum < row.verkregen_op || row.geldig_tot < self.verstrekdatum {
            return Err(Gebrek::Geldigheid);
        }
        let confirmed = row.bevestigd_op.known().is_some_and(|day| day <= self.verstrekdatum);
        if row.vorm == Vorm::Mondeling && !confirmed {
            return Err(Gebrek::Onbevestigd);
        }
        let consented: BTreeSet<&str> = velden.split(FIELD_SEPARATOR).map(str::trim).collect();
        if row.vorm == Vorm::Mondeling && self.asks_writing(doel, &consented) {
            return Err(Gebrek::Mondeling);
        }
        if self.may_give(row, geboorte) != Tri::Ja {
            return Err(Gebrek::Leeftijd);
        }
        let gifts: Vec<Gift> = cooperations
            .map(|cooperation| {
                let named = |field: &Field| cooperation.velden.iter().any(|word| word == field.word());
                let mut fields: Vec<Field> = party
                    .by_consent()
                    .filter(|field| consented.contains(field.word()) && named(field))
                    .collect();
                fields.sort_unstable();
                fields.dedup();
                let (partij, doel) = (ontvanger.to_owned(), doel.to_owned());
                Gift { partij, doel, fields }
            })
            .filter(|gift| !gift.fields.is_empty())
            .collect();
        if gifts.is_empty() { Err(Gebrek::Velden) } else { Ok(gifts) }
    }

    /// SUWI 74 lid 2 b, Pw 65 lid 2 b: what comes from UWV or shows who is on the list of Jongeren in Beeld asks for writing. A
    /// purpose shows the list if a parcel of that name holds only who is on it.
    fn asks_writing(&self, doel: &str, consented: &BTreeSet<&str>) -> bool {
        let of_list = |parcel: &Parcel| {
            let by_list = |when: &Condition| when.restrictions().iter().any(|(axis, _)| *axis == Axis::Jib);
            parcel.rule.parcel == doel && parcel.rule.when.iter().any(by_list)
        };
        self.in_writing.iter().any(|field| consented.contains(field.word()))
            || self.parcels.iter().any(of_list)
    }

    /// Whether the consent would give this parcel if it were not withdrawn.
    fn gave(&self, consent: Stated<'_>, geboorte: Option<Interval>, pakket: &str) -> bool {
        let row = Toestemming { ingetrokken_op: Day::NONE, ..*consent.row };
        let gifts = self.judge(Stated { row: &row, ..consent }, geboorte).unwrap_or_default();
        gifts.iter().any(|gift| pakket_name(&gift.doel, &gift.fields) == pakket)
    }

    fn is_withdrawn(&self, row: &Toestemming) -> bool {
        row.ingetrokken_op.known().is_some_and(|day| day <= self.verstrekdatum)
    }

    /// UAVG 5: given by the person at sixteen or older, or by a representative while the person is under sixteen, both on that
    /// day and on the verstrekdatum.
    fn may_give(&self, row: &Toestemming, geboorte: Option<Interval>) -> Tri {
        let old_enough = |on: Day| {
            Tri::from_known(
                geboorte.and_then(|interval| interval.agree(|birth| on.age_of(birth) >= self.leeftijd_vanaf)),
            )
        };
        if row.door_betrokkene {
            old_enough(row.verkregen_op)
        } else {
            Tri::all([old_enough(row.verkregen_op).negated(), old_enough(self.verstrekdatum).negated()])
        }
    }
}

/// The name of the parcel for a purpose and a set of fields.
pub fn pakket_name(doel: &str, fields: &[Field]) -> String {
    let mut words: Vec<&str> = fields.iter().map(|field| field.word()).collect();
    words.sort_unstable();
    let text = format!("{doel}\n{}", words.join("|"));
    let hash: String = sha256_hex(text.as_bytes()).chars().take(NAME_HASH_CHARS).collect();
    format!("toestemming.{hash}")
}

/// The persons in one consent parcel, by position.
pub type Consented = BTreeSet<u32>;

/// What became of a person's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentStanding {
    /// Withdrawn.
    Withdrawn,
    /// The source has no consent for this party any more.
    Absent,
    /// It is unknown whether the giver was old enough.
    AgeUnknown,
    /// There is a consent, but it no longer gives this, or gives another parcel.
    Other,
}

/// All consents of a run.
pub struct Consents {
    parcels: Vec<(Parcel, Consented)>,
    /// Persons with an invalid consent, per party.
    void: BTreeMap<String, BTreeSet<u32>>,
    findings: Vec<Finding>,
}

impl Consents {
    /// Judges every consent of every person.
    pub fn judge(linked: &Linked, judge: Judge<'_>) -> Consents {
        let mut parcels: BTreeMap<(String, String), (Parcel, Consented)> = BTreeMap::new();
        let mut void: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        let mut findings = Vec::new();
        // The name of a parcel contains a short hash, so two purposes or sets of fields may share one. Then neither parcel is
        // made: nobody could tell who consented to what.
        let mut ambiguous: BTreeSet<(String, String)> = BTreeSet::new();
        for person in 0..linked.count() {
            let (consents, _) = linked.consents(person);
            if consents.rows.is_empty() || consents.reliance != Reliance::Complete {
                continue;
            }
            let geboorte = linked.person(person).and_then(|row| row.geboortedatum.interval());
            let position = u32::try_from(person).unwrap_or(u32::MAX);
            for consent in stated(linked, person) {
                let StatedRow { line, ontvanger, velden, .. } = &consent;
                let stated = consent.stated();
                let mut found = |code| {
                    findings.push(Finding { code, line: u64::from(*line), column: None });
                };
                match judge.judge(stated, geboorte) {
                    Err(gebrek) => {
                        found(gebrek.code());
                        void.entry(ontvanger.to_string()).or_default().insert(position);
                    }
                    Ok(gifts) => {
                        let wanted = velden.split(FIELD_SEPARATOR).filter(|word| !word.trim().is_empty());
                        if gifts.iter().all(|gift| gift.fields.len() < wanted.clone().count()) {
                            found(Code::ToestemmingVeldenMinder);
                        }
                        for gift in gifts {
                            let Some(rule) = judge.rule(&gift.partij) else { continue };
                            let pakket = pakket_name(&gift.doel, &gift.fields);
                            let key = (gift.partij.clone(), pakket.clone());
                            let (parcel, persons) = parcels
                                .entry(key.clone())
                                .or_insert_with(|| (parcel_of(rule, pakket, &gift), Consented::new()));
                            let fields = parcel.columns.iter().map(|(field, _)| field);
                            if parcel.rule.purpose != gift.doel || !fields.eq(&gift.fields) {
                                ambiguous.insert(key);
                            }
                            persons.insert(position);
                        }
                    }
                }
            }
        }
        for (partij, pakket) in ambiguous {
            findings.push(Finding::file(Code::ToestemmingNaam));
            if let Some((_, persons)) = parcels.remove(&(partij.clone(), pakket)) {
                void.entry(partij).or_default().extend(persons);
            }
        }
        findings.sort_by_key(|finding| finding.line);
        Consents { parcels: parcels.into_values().collect(), void, findings }
    }

    /// The consent parcels, each with its persons.
    pub fn parcels(&self) -> &[(Parcel, Consented)] {
        &self.parcels
    }

    /// Why a person is in no consent parcel of the party: an invalid consent, or none.
    pub fn refusal(&self, partij: &str, person: usize) -> Weigering {
        let position = u32::try_from(person).unwrap_or(u32::MAX);
        let is_void = self.void.get(partij).is_some_and(|persons| persons.contains(&position));
        if is_void { Weigering::ToestemmingTeltNiet } else { Weigering::GeenToestemming }
    }

    /// What became of the consent that put a person in a parcel. For persons who are no longer in it.
    pub fn standing(
        linked: &Linked,
        judge: Judge<'_>,
        person: usize,
        partij: &str,
        pakket: &str,
    ) -> ConsentStanding {
        let geboorte = linked.person(person).and_then(|row| row.geboortedatum.interval());
        let mut standing = ConsentStanding::Absent;
        for consent in stated(linked, person).filter(|consent| consent.ontvanger == partij) {
            let stated = consent.stated();
            if judge.is_withdrawn(stated.row) {
                if judge.gave(stated, geboorte, pakket) {
                    return ConsentStanding::Withdrawn;
                }
            } else if judge.may_give(stated.row, geboorte) == Tri::Onbekend {
                standing = ConsentStanding::AgeUnknown;
            } else if standing == ConsentStanding::Absent {
                standing = ConsentStanding::Other;
            }
        }
        standing
    }

    /// Findings for consents that are invalid, or give less than they name.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// The parcel of a gift: its party's rule on consent, with the gift's purpose and fields.
fn parcel_of(rule: &Parcel, pakket: String, gift: &Gift) -> Parcel {
    let mut parcel = rule.clone();
    parcel.rule.parcel = pakket;
    parcel.rule.purpose.clone_from(&gift.doel);
    let basis = parcel.rule.article.clone();
    parcel.columns = gift.fields.iter().map(|field| (*field, basis.clone())).collect();
    parcel.rule.columns.clone_from(&parcel.columns);
    parcel
}
