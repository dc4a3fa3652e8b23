//! One person of a worked case, built fact by fact.

use crate::oracle::day::{Day, Partial};
use crate::oracle::generate::onderwijsnummer;
use crate::oracle::town::{
    Absence, CaseFile, Consent, Contact, Enrolment, Exclusion, Exemption, Handover, Income, Link, Listed,
    Mark, Person, Qualification, Town,
};

/// One person of a town under construction.
pub struct Subject<'town> {
    pub town: &'town mut Town,
    pub person: Person,
    pub place: usize,
    pub month: String,
    /// Absent from brp.
    pub is_stranger: bool,
}

fn day(text: &str) -> Option<Day> {
    (!text.is_empty()).then(|| Day::parse(text))
}

impl Subject<'_> {
    pub fn born(&mut self, date: &str) -> &mut Self {
        self.person.born = Partial::parse(date);
        self
    }

    pub fn lives_in(&mut self, gemeente: &str) -> &mut Self {
        gemeente.clone_into(&mut self.person.gemeente);
        self
    }

    pub fn secret(&mut self, code: &str) -> &mut Self {
        code.clone_into(&mut self.person.geheim);
        self
    }

    pub fn suspended(&mut self, reden: &str, date: &str) -> &mut Self {
        reden.clone_into(&mut self.person.opschorting_reden);
        self.person.opschorting_datum = (!date.is_empty()).then(|| Partial::parse(date));
        self
    }

    pub fn died(&mut self, date: &str) -> &mut Self {
        self.person.overlijden = Some(Partial::parse(date));
        self
    }

    pub fn enrolled(&mut self, sector: &str, niveau: &str, begin: &str, end: &str) -> &mut Self {
        let brin = ["20KD", "01AB", "10ZZ"]
            [self.town.enrolments.iter().filter(|row| row.number == self.person.bsn).count()];
        self.town.enrolments.push(Enrolment {
            number: self.person.bsn.clone(),
            mutatie: String::new(),
            brin: brin.to_owned(),
            sector: sector.to_owned(),
            opleiding: "12345".to_owned(),
            niveau: niveau.to_owned(),
            uitstroomprofiel: String::new(),
            begin: Day::parse(begin),
            end: day(end),
        });
        self
    }

    /// Sets the uitstroomprofiel of the enrolment just made.
    pub fn towards(&mut self, uitstroomprofiel: &str) -> &mut Self {
        let row = self.town.enrolments.last_mut().expect("an enrolment");
        uitstroomprofiel.clone_into(&mut row.uitstroomprofiel);
        self
    }

    /// Puts the enrolment just made under an onderwijsnummer.
    pub fn under_onderwijsnummer(&mut self) -> &mut Self {
        let number = onderwijsnummer(self.place);
        self.town.enrolments.last_mut().expect("an enrolment").number.clone_from(&number);
        self.town.links.push(Link { bsn: self.person.bsn.clone(), onderwijsnummer: number });
        self
    }

    pub fn qualified(
        &mut self,
        startkwalificatie: &str,
        behaald: &str,
        diploma: &str,
        diploma_datum: &str,
    ) -> &mut Self {
        self.town.qualifications.push(Qualification {
            number: self.person.bsn.clone(),
            startkwalificatie: startkwalificatie.to_owned(),
            behaald: day(behaald),
            diploma: diploma.to_owned(),
            diploma_datum: day(diploma_datum),
            brin_diploma: String::new(),
        });
        self
    }

    /// Recorded as without startkwalificatie and without any diploma.
    pub fn unqualified(&mut self) -> &mut Self {
        self.qualified("N", "", "GEEN", "")
    }

    pub fn exempt(&mut self, soort: &str, begin: &str, end: &str) -> &mut Self {
        let number = self.person.bsn.clone();
        self.town.exemptions.push(Exemption {
            number,
            soort: soort.to_owned(),
            begin: Day::parse(begin),
            end: day(end),
        });
        self
    }

    pub fn absent(&mut self, soort: &str, begin: &str, uren: &str) -> &mut Self {
        self.town.absences.push(Absence {
            melding: format!("M{:05}", self.town.absences.len() + 1),
            number: self.person.bsn.clone(),
            brin: if soort == "ABSOLUUT" { "" } else { "20KD" }.to_owned(),
            begin: Day::parse(begin),
            end: None,
            soort: soort.to_owned(),
            uren: uren.to_owned(),
            status: "OPEN".to_owned(),
        });
        self
    }

    pub fn settled(&mut self) -> &mut Self {
        "AFGESLOTEN".clone_into(&mut self.town.absences.last_mut().expect("a record").status);
        self
    }

    pub fn earns(&mut self, categorie: &str, cent: u64) -> &mut Self {
        let (bsn, periode) = (self.person.bsn.clone(), self.month.clone());
        self.town.incomes.push(Income { bsn, periode, categorie: categorie.to_owned(), cent });
        self
    }

    pub fn listed(&mut self) -> &mut Self {
        self.town.listed.push(Listed { bsn: self.person.bsn.clone(), maand: self.month.clone() });
        self
    }

    pub fn excluded(&mut self, partij: &str, begin: &str, end: &str) -> &mut Self {
        let number = self.person.bsn.clone();
        self.town.exclusions.push(Exclusion {
            number,
            partij: partij.to_owned(),
            begin: Day::parse(begin),
            end: day(end),
            grond: String::new(),
        });
        self
    }

    /// Absent from brp: a pupil who lives elsewhere.
    pub fn not_in_brp(&mut self) -> &mut Self {
        self.is_stranger = true;
        self
    }

    /// An adult with a startkwalificatie, who belongs in no parcel.
    pub fn settled_adult(&mut self) -> &mut Self {
        self.born("2000-05-05").qualified("J", "2018-07-01", "HAVO", "2018-07-01")
    }

    /// Sets the school of the diploma just recorded.
    pub fn diploma_from(&mut self, brin: &str) -> &mut Self {
        brin.clone_into(&mut self.town.qualifications.last_mut().expect("a qualification").brin_diploma);
        self
    }

    /// Sets the school of the enrolment just made.
    pub fn at(&mut self, brin: &str) -> &mut Self {
        brin.clone_into(&mut self.town.enrolments.last_mut().expect("an enrolment").brin);
        self
    }

    /// Sets the school that sent the record just made.
    pub fn reported_by(&mut self, brin: &str) -> &mut Self {
        brin.clone_into(&mut self.town.absences.last_mut().expect("a record").brin);
        self
    }

    /// Sets the last day of the record just made.
    pub fn back_after(&mut self, date: &str) -> &mut Self {
        self.town.absences.last_mut().expect("a record").end = day(date);
        self
    }

    pub fn being_handled(&mut self) -> &mut Self {
        "IN_BEHANDELING".clone_into(&mut self.town.absences.last_mut().expect("a record").status);
        self
    }

    pub fn contact(&mut self, afdeling: &str, doel: &str, datum: &str, telefoon: &str) -> &mut Self {
        self.town.contacts.push(Contact {
            number: self.person.bsn.clone(),
            telefoon: telefoon.to_owned(),
            email: String::new(),
            afdeling: afdeling.to_owned(),
            doel: doel.to_owned(),
            datum: Day::parse(datum),
        });
        self
    }

    pub fn case_file(&mut self, team: &str, status: &str, pad: &str, begin: &str, end: &str) -> &mut Self {
        self.town.case_files.push(CaseFile {
            dossiernummer: format!("D{:05}", self.town.case_files.len() + 1),
            number: self.person.bsn.clone(),
            team: team.to_owned(),
            status: status.to_owned(),
            pad: pad.to_owned(),
            begin: Day::parse(begin),
            end: day(end),
            overleg_gevoerd_op: None,
            afwijking_overleg_op: None,
            verklaring: String::new(),
            verklaring_op: None,
        });
        self
    }

    /// Contact with this person failed.
    pub fn out_of_reach(&mut self) -> &mut Self {
        self.case_file("LEERPLICHT", "GEEN_CONTACT", "", "2026-06-01", "")
    }

    /// A consent in writing, by the person, on 1 October 2026, until further notice.
    pub fn consents(&mut self, ontvanger: &str, doel: &str, velden: &str) -> &mut Self {
        self.town.consents.push(Consent {
            id: format!("T{:05}", self.town.consents.len() + 1),
            number: self.person.bsn.clone(),
            ontvanger: ontvanger.to_owned(),
            doel: doel.to_owned(),
            velden: velden.to_owned(),
            verkregen_op: Day::new(2026, 10, 1),
            vorm: "SCHRIFTELIJK".to_owned(),
            bevestigd_op: None,
            gegeven_door: "BETROKKENE".to_owned(),
            geldig_tot: None,
            ingetrokken_op: None,
        });
        self
    }

    fn consent(&mut self) -> &mut Consent {
        self.town.consents.last_mut().expect("a consent")
    }

    pub fn by_representative(&mut self) -> &mut Self {
        "VERTEGENWOORDIGER".clone_into(&mut self.consent().gegeven_door);
        self
    }

    pub fn obtained(&mut self, date: &str) -> &mut Self {
        self.consent().verkregen_op = Day::parse(date);
        self
    }

    pub fn by_mail(&mut self) -> &mut Self {
        "EMAIL".clone_into(&mut self.consent().vorm);
        self
    }

    pub fn orally(&mut self, confirmed: &str) -> &mut Self {
        "MONDELING".clone_into(&mut self.consent().vorm);
        self.consent().bevestigd_op = day(confirmed);
        self
    }

    pub fn valid_until(&mut self, date: &str) -> &mut Self {
        self.consent().geldig_tot = day(date);
        self
    }

    pub fn withdrawn(&mut self, date: &str) -> &mut Self {
        self.consent().ingetrokken_op = day(date);
        self
    }

    /// A handover by the school that the pupil leaves.
    pub fn moves(&mut self, latend: &str, ontvangend: &str, fase: &str) -> &mut Self {
        self.town.handovers.push(Handover {
            verantwoordelijke: latend.to_owned(),
            number: self.person.bsn.clone(),
            geslachtsnaam: "Leerling".to_owned(),
            voorvoegsel: String::new(),
            voornamen: "Test".to_owned(),
            born: Some(Day::new(2010, 5, 5)),
            brin_latend: latend.to_owned(),
            brin_ontvangend: ontvangend.to_owned(),
            fase: fase.to_owned(),
            niveau_latend: "VMBO-T".to_owned(),
            profiel: String::new(),
            leerjaar: "4".to_owned(),
            diploma: "VMBO".to_owned(),
            datum_uitstroom: None,
        });
        self
    }

    /// Puts the handover just made in another school's file.
    pub fn in_the_file_of(&mut self, verantwoordelijke: &str) -> &mut Self {
        let row = self.town.handovers.last_mut().expect("a handover");
        verantwoordelijke.clone_into(&mut row.verantwoordelijke);
        self
    }

    /// A result in one school's file, of the pupil at a school.
    pub fn result(&mut self, verantwoordelijke: &str, brin: &str, schooljaar: &str, vak: &str) -> &mut Self {
        self.town.marks.push(Mark {
            verantwoordelijke: verantwoordelijke.to_owned(),
            number: self.person.bsn.clone(),
            brin: brin.to_owned(),
            schooljaar: schooljaar.to_owned(),
            vak: vak.to_owned(),
            cijfer: "7".to_owned(),
        });
        self
    }
}
