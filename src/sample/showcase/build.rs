//! Builds a worked person step by step: `born(...).at_school(...).absent(...)`.

use chrono::NaiveDate;

use crate::sample::calendar::Calendar;
use crate::sample::person::{
    AbsentSpell, Consent, Contact, Enrolment, Exclusion, ExemptSpell, Person, Qualification, Residence,
    SampleDate, SampleDossier, SampleIncome, Suspension,
};

/// A person with this birth date who lives in the municipality, has no startkwalificatie, and is not enrolled.
pub(super) fn born(day: NaiveDate) -> Person {
    born_partly(SampleDate::Full(day))
}

/// The same, with a birth date that the register knows only in part.
pub(super) fn born_partly(born: SampleDate) -> Person {
    let qualification =
        Qualification { startkwalificatie: "N", hoogste_diploma: "GEEN", ..Qualification::default() };
    Person { born, qualification: Some(qualification), ..Person::default() }
}

/// The qualification of a person with this diploma; `J` or `N` as the register has it.
pub(super) fn diploma(
    startkwalificatie: &'static str,
    hoogste_diploma: &'static str,
    on: Option<NaiveDate>,
) -> Qualification {
    let datum_behaald = on.filter(|_| startkwalificatie == "J");
    let brin_diploma =
        if matches!(hoogste_diploma, "ENTREE" | "MBO2" | "MBO3" | "MBO4") { "25LP" } else { "20KD" };
    Qualification { startkwalificatie, datum_behaald, hoogste_diploma, datum_diploma: on, brin_diploma }
}

/// A consent signed by the person, for the team and purpose of the sample's samenwerking.
pub(super) fn signed(verkregen_op: NaiveDate) -> Consent {
    Consent {
        ontvanger: "gebiedsteam",
        doel: "begeleiding",
        velden: crate::sample::casework::CONSENT_FIELDS,
        verkregen_op,
        vorm: "SCHRIFTELIJK",
        bevestigd_op: None,
        gegeven_door: "BETROKKENE",
        geldig_tot: None,
        ingetrokken_op: None,
    }
}

impl Person {
    /// Enrolled in this sector and at this level, from a day up to and including another, if any.
    pub(super) fn at_school(
        mut self,
        sector: &'static str,
        niveau: &'static str,
        from: NaiveDate,
        until: Option<NaiveDate>,
    ) -> Self {
        let brin = match sector {
            "PO" => "05AB",
            "VSO" => "19ZX",
            "MBO" => "25LP",
            "HO" => "21PE",
            "NIETBEK" => "30NB",
            _ => "20KD",
        };
        self.enrolments.push(Enrolment { brin, sector, niveau, uitstroomprofiel: "", from, until });
        self
    }

    /// Enrolled at vmbo since last school year.
    pub(super) fn at_vmbo(self, calendar: &Calendar) -> Self {
        self.at_school("VO", "VMBO-T", calendar.school_start(1), None)
    }

    /// Enrolled at mbo level 2 since this school year.
    pub(super) fn at_mbo(self, calendar: &Calendar) -> Self {
        self.at_school("MBO", "MBO2", calendar.school_start(0), None)
    }

    /// Left vmbo more than a year ago; not enrolled since.
    pub(super) fn left_school(self, calendar: &Calendar) -> Self {
        self.at_school("VO", "VMBO-K", calendar.school_start(6), Some(calendar.school_end(2)))
    }

    /// Sets the vso profile of the latest enrolment.
    pub(super) fn profile(mut self, uitstroomprofiel: &'static str) -> Self {
        if let Some(last) = self.enrolments.last_mut() {
            last.uitstroomprofiel = uitstroomprofiel;
        }
        self
    }

    pub(super) fn qualified(mut self, qualification: Qualification) -> Self {
        self.qualification = Some(qualification);
        self
    }

    /// Has no row in the register of qualifications.
    pub(super) fn without_qualification_row(mut self) -> Self {
        self.qualification = None;
        self
    }

    pub(super) fn exempt(mut self, soort: &'static str, from: NaiveDate, until: Option<NaiveDate>) -> Self {
        self.exemption = Some(ExemptSpell { soort, from, until });
        self
    }

    /// Has an open absence report by the school of the latest enrolment.
    pub(super) fn absent(self, soort: &'static str, uren: &'static str, from: NaiveDate) -> Self {
        self.absent_as(soort, uren, from, "OPEN")
    }

    pub(super) fn absent_as(
        mut self,
        soort: &'static str,
        uren: &'static str,
        from: NaiveDate,
        status: &'static str,
    ) -> Self {
        let school = self.enrolments.last().map_or("", |enrolment| enrolment.brin);
        let brin = if soort == "ABSOLUUT" { "" } else { school };
        self.absences.push(AbsentSpell { brin, soort, from, until: None, uren, status });
        self
    }

    /// The last absence ended on this day.
    pub(super) fn returned(mut self, day: NaiveDate) -> Self {
        if let Some(absence) = self.absences.last_mut() {
            absence.until = Some(day);
        }
        self
    }

    /// Has income in the latest month.
    pub(super) fn receives(self, categorie: &'static str, cents: u32) -> Self {
        self.receives_in(1, categorie, cents)
    }

    pub(super) fn receives_in(mut self, months_ago: i32, categorie: &'static str, cents: u32) -> Self {
        self.incomes.push(SampleIncome { months_ago, categorie, cents });
        self
    }

    /// Is on the latest monthly list.
    pub(super) fn listed(self) -> Self {
        self.listed_in(1)
    }

    pub(super) fn listed_in(mut self, months_ago: i32) -> Self {
        self.listed_months_ago.push(months_ago);
        self
    }

    pub(super) fn reached_by(mut self, afdeling: &'static str, doel: &'static str, datum: NaiveDate) -> Self {
        self.contacts.push(Contact { afdeling, doel, datum });
        self
    }

    pub(super) fn dossier(
        mut self,
        team: &'static str,
        status: &'static str,
        pad: &'static str,
        from: NaiveDate,
    ) -> Self {
        self.dossiers.push(SampleDossier { team, status, pad, from, ..SampleDossier::default() });
        self
    }

    /// The last dossier says that the school was consulted on this day.
    pub(super) fn consulted(mut self, day: NaiveDate) -> Self {
        if let Some(dossier) = self.dossiers.last_mut() {
            dossier.overleg_gevoerd_op = Some(day);
        }
        self
    }

    /// The last dossier says that the school need not be consulted, decided on this day.
    pub(super) fn not_consulted(mut self, day: NaiveDate) -> Self {
        if let Some(dossier) = self.dossiers.last_mut() {
            dossier.afwijking_overleg_op = Some(day);
        }
        self
    }

    /// The school answered on this day: DIPLOMA, VERKLARING or GEEN.
    pub(super) fn answered(mut self, verklaring: &'static str, day: NaiveDate) -> Self {
        if let Some(dossier) = self.dossiers.last_mut() {
            dossier.verklaring = Some((verklaring, day));
        }
        self
    }

    pub(super) fn consents(mut self, consent: Consent) -> Self {
        self.consents.push(consent);
        self
    }

    pub(super) fn excluded(
        mut self,
        partij: &'static str,
        from: NaiveDate,
        until: Option<NaiveDate>,
    ) -> Self {
        self.exclusions.push(Exclusion { partij, from, until, grond: "" });
        self
    }

    /// The last exclusion has this ground.
    pub(super) fn because(mut self, grond: &'static str) -> Self {
        if let Some(exclusion) = self.exclusions.last_mut() {
            exclusion.grond = grond;
        }
        self
    }

    /// Has a secret address: an indication from 1 to 7.
    pub(super) fn secret(mut self, geheim: &'static str) -> Self {
        self.geheim = geheim;
        self
    }

    pub(super) fn lives(mut self, residence: Residence) -> Self {
        self.residence = residence;
        self
    }

    pub(super) fn suspended(mut self, reden: &'static str, datum: Option<SampleDate>) -> Self {
        self.suspension = Some(Suspension { reden, datum });
        self
    }

    pub(super) fn died(mut self, datum: SampleDate) -> Self {
        self.died = Some(datum);
        self
    }
}
