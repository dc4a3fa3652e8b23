//! Handovers to mbo (WVO 2020 8.17 lid 5), as a processor for the school that the pupil leaves, and from that school's own
//! deliveries only. Decided per row, since the pupil need not live here. Gives results of the last school year, one per line,
//! and never support needs, which no schema has.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::contents::{Contents, Made, Packed};
use super::fill::{kenmerk_maker, position, source_cell};
use super::minimised::Minimised;
use super::release::Release;
use super::sources::Destination;
use crate::intake::check::cell::{Cell, read};
use crate::intake::delivery::State;
use crate::intake::read::layout::Layout;
use crate::intake::read::records::{Record, RowReader, RowRef};
use crate::model::classification::Bijhouding;
use crate::model::extract::Extract;
use crate::model::facts::{Brin, Overstap};
use crate::model::field::Field;
use crate::model::number::Persoonsnummer;
use crate::model::ruling::Weigering;
use crate::parallel::mapped;
use crate::persons::link::handover::{SchoolDelivery, any_set_aside};
use crate::schemas::schema::Schema;

/// A result: subject and mark, as the school wrote them.
type Vakcijfer = (Vec<u8>, Vec<u8>);

/// Handovers decided on as one part.
const TOGETHER_ROWS: usize = 64;

/// Decides on each handover, and prepares what each institution gets.
pub(super) fn minimise<'a>(release: &Release<'a>) -> Minimised<'a> {
    let sources = release.sources();
    let mut by_school: BTreeMap<Brin, Vec<Made>> = BTreeMap::new();
    let mut refused: BTreeMap<Weigering, u64> = BTreeMap::new();
    let (mut persons, mut delivered) = (0u64, 0u64);
    let deliveries = sources.linked.handovers().overstap.iter();
    let rows: Vec<(&SchoolDelivery<Overstap>, &Overstap, RowRef)> = deliveries
        .flat_map(|delivery| delivery.rows().map(move |(row, place)| (delivery, row, place)))
        .collect();
    let made = |(delivery, row, place): (&SchoolDelivery<Overstap>, &Overstap, RowRef)| {
        decide(release, delivery, row)?;
        let subject = sources.memory.subject(&row.persoon.digits());
        let lines = lines(release, delivery, row, place).into_iter();
        Ok((row.ontvangend, lines.map(|packed| (packed, Some(subject))).collect::<Vec<Made>>()))
    };
    for decision in mapped(rows.len(), TOGETHER_ROWS, |position| rows.get(position).copied().map(made)) {
        persons += 1;
        match decision {
            Ok((brin, mut lines)) => {
                delivered += 1;
                by_school.entry(brin).or_default().append(&mut lines);
            }
            Err(weigering) => *refused.entry(weigering).or_insert(0) += 1,
        }
    }
    let contents = sources.schools(&release.parcel().rule.party_id).into_iter().map(|(brin, recipient)| {
        let rows = by_school.remove(&brin).unwrap_or_default();
        Contents::of_records(release, recipient, Some(brin), rows)
    });
    Minimised::of_some(release, persons, delivered, refused, contents.collect())
}

/// Whether a handover may leave.
///
/// # Errors
/// The first reason why not.
fn decide(
    release: &Release<'_>,
    delivery: &SchoolDelivery<Overstap>,
    row: &Overstap,
) -> Result<(), Weigering> {
    let sources = release.sources();
    let rule = &release.parcel().rule;
    if release.parcel().rule_on_peildatum.is_none() {
        return Err(Weigering::GeenRegel);
    }
    if let Some(weigering) = release.barred() {
        return Err(weigering);
    }
    // If the BRP knows that the pupil died or left, nothing is handed over. A pupil who is not in the BRP extract may live
    // elsewhere.
    let known = sources.linked.position(row.persoon);
    let actueel = |person: usize| {
        let pair = sources.classified.pairs().get(sources.classified.pair(person));
        let axis = crate::model::profile::Axis::Bijhouding;
        let kept = Bijhouding::Actueel.index();
        pair.is_some_and(|(pair, _)| pair.peildatum.is(axis, kept) && pair.verstrekdatum.is(axis, kept))
    };
    if known.is_some_and(|person| !actueel(person)) {
        return Err(Weigering::Bijhouding);
    }
    if sources.linked.number_excluded_from(row.persoon, sources.verstrekdatum).overlaps(rule.bound_by) {
        return Err(Weigering::Uitgesloten);
    }
    if delivery.state == State::Stale {
        return Err(Weigering::LeveringVerouderd);
    }
    let numbers = sources.linked.numbers(row.persoon);
    if any_set_aside(&sources.linked.handovers().overstap, &numbers) {
        return Err(Weigering::RijInQuarantaine);
    }
    if delivery.verantwoordelijke != row.latend {
        return Err(Weigering::NietEigenGegevens);
    }
    let latend = String::from_utf8_lossy(row.latend.as_bytes()).into_owned();
    if rule.verwerker && !sources.arrangements.is_processor_for(&latend) {
        return Err(Weigering::GeenVerwerker);
    }
    match sources.delivery(&rule.party_id, Some(row.ontvangend)) {
        Destination::To(_) => Ok(()),
        Destination::Withheld(weigering) => Err(weigering),
    }
}

/// A person's handovers, each with the receiving institution and the decision.
pub fn handovers_of(release: &Release<'_>, number: Persoonsnummer) -> Vec<(Brin, Result<(), Weigering>)> {
    let linked = release.sources().linked;
    let numbers = linked.numbers(number);
    let rows = linked.handovers().overstap.iter().flat_map(|delivery| {
        let own = numbers.iter().flat_map(|number| delivery.of(*number));
        own.map(move |(row, _)| (delivery, row))
    });
    rows.map(|(delivery, row)| (row.ontvangend, decide(release, delivery, row))).collect()
}

/// One line per result of the last school year, or one line without a result if there is none.
fn lines(
    release: &Release<'_>,
    delivery: &SchoolDelivery<Overstap>,
    row: &Overstap,
    place: RowRef,
) -> Vec<Packed> {
    let sources = release.sources();
    let Some(schema) = sources.schemas.extract(Extract::Overstap) else { return Vec::new() };
    let (raw, layout) = &delivery.file;
    let mut reader = RowReader::new(layout.delimiter);
    let record = reader.read(place.bytes(raw.bytes()));
    let mut kenmerk = Vec::new();
    let maker = kenmerk_maker(release.parcel(), Some(row.ontvangend), sources);
    maker.append(&row.persoon.digits(), &mut kenmerk);
    let mut results = results(release, row);
    if results.is_empty() {
        results.push(Vakcijfer::default());
    }
    let mut out = ByteRecord::new();
    results
        .iter()
        .map(|(vak, cijfer)| {
            out.clear();
            out.push_field(&kenmerk);
            for (field, _) in &release.parcel().columns {
                match field {
                    Field::Persoonsnummer => out.push_field(&row.persoon.digits()),
                    Field::Vak => out.push_field(vak),
                    Field::Cijfer => out.push_field(cijfer),
                    field => out.push_field(&normal(schema, layout, record, *field)),
                }
            }
            out.iter().collect()
        })
        .collect()
}

/// A cell in parcel form: dates in ISO, the rest as the school wrote it.
fn normal(schema: &Schema, layout: &Layout, record: Record<'_>, field: Field) -> Vec<u8> {
    let text = source_cell(record, layout, position(schema, layout, field.word()));
    let column = schema.column(field.word()).and_then(|column| schema.columns.get(column));
    match column.filter(|_| !text.is_empty()).map(|column| read(column, text)) {
        Some(Ok((Cell::Day(day), _))) => day.to_string().into_bytes(),
        Some(Ok((Cell::Partial(date), _))) => date.to_string().into_bytes(),
        _ => text.to_vec(),
    }
}

/// The results of the last school year, from the same school's own delivery.
fn results(release: &Release<'_>, row: &Overstap) -> Vec<Vakcijfer> {
    let sources = release.sources();
    let Some(schema) = sources.schemas.extract(Extract::Leerresultaat) else { return Vec::new() };
    let deliveries = &sources.linked.handovers().leerresultaat;
    // The school may know the pupil by another number here than in its handover.
    let numbers = sources.linked.numbers(row.persoon);
    if any_set_aside(deliveries, &numbers) {
        return Vec::new();
    }
    let own = |delivery: &&SchoolDelivery<_>| {
        delivery.verantwoordelijke == row.latend && delivery.state == State::Fresh
    };
    let labels = sources.linked.labels();
    let Some(delivery) = deliveries.iter().find(own) else {
        return Vec::new();
    };
    let of_pupil = || numbers.iter().flat_map(|number| delivery.of(*number));
    let of_school = || of_pupil().filter(|(result, _)| result.brin == row.latend);
    let (raw, layout) = &delivery.file;
    let mut reader = RowReader::new(layout.delimiter);
    let last = of_school().map(|(result, _)| labels.text(result.schooljaar)).max();
    of_school()
        .filter(|(result, _)| Some(labels.text(result.schooljaar)) == last)
        .map(|(_, place)| {
            let record = reader.read(place.bytes(raw.bytes()));
            let cell = |column| source_cell(record, layout, position(schema, layout, column)).to_vec();
            (cell("vak"), cell("cijfer"))
        })
        .collect()
}
