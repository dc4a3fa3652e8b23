//! Rows that departments and schools deliver: contact details, dossiers, consents, handovers and results.

use super::{write_day, write_end, write_optional};
use crate::oracle::day::Day;

#[derive(Clone)]
pub struct Contact {
    pub number: String,
    pub telefoon: String,
    pub email: String,
    pub afdeling: String,
    pub doel: String,
    pub datum: Day,
}

/// A row of the extract `dossier`.
#[derive(Clone)]
pub struct CaseFile {
    pub dossiernummer: String,
    pub number: String,
    pub team: String,
    pub status: String,
    pub pad: String,
    pub begin: Day,
    pub end: Option<Day>,
    pub overleg_gevoerd_op: Option<Day>,
    pub afwijking_overleg_op: Option<Day>,
    pub verklaring: String,
    pub verklaring_op: Option<Day>,
}

#[derive(Clone)]
pub struct Consent {
    pub id: String,
    pub number: String,
    pub ontvanger: String,
    pub doel: String,
    pub velden: String,
    pub verkregen_op: Day,
    pub vorm: String,
    pub bevestigd_op: Option<Day>,
    pub gegeven_door: String,
    pub geldig_tot: Option<Day>,
    pub ingetrokken_op: Option<Day>,
}

/// A row of the extract `overstap`, and the school whose file holds it.
#[derive(Clone)]
pub struct Handover {
    pub verantwoordelijke: String,
    pub number: String,
    pub geslachtsnaam: String,
    pub voorvoegsel: String,
    pub voornamen: String,
    pub born: Option<Day>,
    pub brin_latend: String,
    pub brin_ontvangend: String,
    pub fase: String,
    pub niveau_latend: String,
    pub profiel: String,
    pub leerjaar: String,
    pub diploma: String,
    pub datum_uitstroom: Option<Day>,
}

/// A row of the extract `leerresultaat`, and the school whose file holds it.
#[derive(Clone)]
pub struct Mark {
    pub verantwoordelijke: String,
    pub number: String,
    pub brin: String,
    pub schooljaar: String,
    pub vak: String,
    pub cijfer: String,
}

impl Contact {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.telefoon.clone(),
            self.email.clone(),
            self.afdeling.clone(),
            self.doel.clone(),
            write_day(self.datum, &self.number),
        ]
    }
}

impl CaseFile {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.dossiernummer.clone(),
            self.number.clone(),
            self.team.clone(),
            self.status.clone(),
            self.pad.clone(),
            write_day(self.begin, &self.number),
            write_end(self.end, &self.number),
            write_optional(self.overleg_gevoerd_op, &self.number),
            write_optional(self.afwijking_overleg_op, &self.number),
            self.verklaring.clone(),
            write_optional(self.verklaring_op, &self.number),
        ]
    }
}

impl Consent {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.number.clone(),
            self.ontvanger.clone(),
            self.doel.clone(),
            self.velden.clone(),
            write_day(self.verkregen_op, &self.number),
            self.vorm.clone(),
            write_optional(self.bevestigd_op, &self.number),
            self.gegeven_door.clone(),
            "2026-1".to_owned(),
            write_end(self.geldig_tot, &self.number),
            write_optional(self.ingetrokken_op, &self.number),
            format!("bewijs-{}", self.id),
        ]
    }
}

impl Handover {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.geslachtsnaam.clone(),
            self.voorvoegsel.clone(),
            self.voornamen.clone(),
            write_optional(self.born, &self.number),
            self.brin_latend.clone(),
            self.brin_ontvangend.clone(),
            self.fase.clone(),
            self.niveau_latend.clone(),
            self.profiel.clone(),
            self.leerjaar.clone(),
            self.diploma.clone(),
            write_optional(self.datum_uitstroom, &self.number),
        ]
    }
}

impl Mark {
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.number.clone(),
            self.brin.clone(),
            self.schooljaar.clone(),
            self.vak.clone(),
            self.cijfer.clone(),
        ]
    }
}
