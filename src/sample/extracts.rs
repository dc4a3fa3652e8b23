//! The fifteen extracts: their canonical headers, and one person's rows in each.

use super::calendar::age_on;
use super::person::{Enrolment, Person, Residence, SampleDate};
use super::setting::SampleSetting;
use super::spec::Sink;
use super::spoil::{Dirt, Weakness};
use super::table::{RowCells, SampleExtract, SampleTable};

/// The school that hands over pupils in the sample. The municipality is its processor.
pub(super) const HANDOVER_SCHOOL: &str = "20KD";

static BRP: SampleExtract = SampleExtract {
    file: "brp.csv",
    header: "bsn,voornamen,voorvoegsel,geslachtsnaam,geboortedatum,gemeente_inschrijving,straatnaam,huisnummer,huisletter,\
             huisnummertoevoeging,postcode,woonplaats,indicatie_geheim,opschorting_reden,opschorting_datum,datum_overlijden",
    weakness: Weakness {
        number: 0,
        date: Some(4),
        code: Some((12, "9")),
        conflict: Some((1, ["Anders", "Nog anders"])),
        keyed: true,
    },
};
static DUO_INSCHRIJVING: SampleExtract = SampleExtract {
    file: "duo_inschrijving.csv",
    header: "persoonsnummer,mutatie,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,datum_inschrijving,datum_uitschrijving",
    weakness: Weakness {
        number: 0,
        date: Some(7),
        code: Some((5, "MBO9")),
        conflict: Some((5, ["ONB", "HAVO"])),
        keyed: true,
    },
};
static DUO_STARTKWALIFICATIE: SampleExtract = SampleExtract {
    file: "duo_startkwalificatie.csv",
    header: "persoonsnummer,startkwalificatie,datum_behaald,hoogste_diploma,datum_diploma,brin_diploma",
    weakness: Weakness {
        number: 0,
        date: Some(4),
        code: Some((1, "2")),
        conflict: Some((1, ["J", "N"])),
        keyed: true,
    },
};
static VRIJSTELLING: SampleExtract = SampleExtract {
    file: "vrijstelling.csv",
    header: "persoonsnummer,soort,begindatum,einddatum",
    weakness: Weakness {
        number: 0,
        date: Some(2),
        code: Some((1, "5A")),
        conflict: Some((3, ["2098-07-31", "2099-07-31"])),
        keyed: true,
    },
};
static VERZUIM: SampleExtract = SampleExtract {
    file: "verzuim.csv",
    header: "meldingsnummer,persoonsnummer,brin,begindatum,einddatum,soort_verzuim,uren,status",
    weakness: Weakness {
        number: 1,
        date: Some(3),
        code: Some((5, "ZIEK")),
        conflict: Some((7, ["OPEN", "AFGESLOTEN"])),
        keyed: true,
    },
};
static INKOMEN: SampleExtract = SampleExtract {
    file: "inkomen.csv",
    header: "bsn,periode,categorie,bedrag_cent",
    weakness: Weakness { number: 0, date: Some(1), code: Some((2, "LOON")), conflict: None, keyed: false },
};
static JIB_LIJST: SampleExtract = SampleExtract {
    file: "jib_lijst.csv",
    header: "bsn,rapportmaand,gemeentecode",
    weakness: Weakness { number: 0, date: Some(1), code: None, conflict: None, keyed: true },
};
static IB_VSV: SampleExtract = SampleExtract {
    file: "ib_vsv.csv",
    header: "bsn,rapportmaand,prioriteit",
    weakness: Weakness {
        number: 0,
        date: Some(1),
        code: Some((2, "6")),
        conflict: Some((2, ["1", "5"])),
        keyed: true,
    },
};
static CONTACTGEGEVENS: SampleExtract = SampleExtract {
    file: "contactgegevens.csv",
    header: "persoonsnummer,telefoon,email,afdeling,doel,datum",
    weakness: Weakness {
        number: 0,
        date: Some(5),
        code: None,
        conflict: Some((1, ["0600000000", "0600000001"])),
        keyed: true,
    },
};
static DOSSIER: SampleExtract = SampleExtract {
    file: "dossier.csv",
    header: "dossiernummer,persoonsnummer,team,status,pad,datum_start,datum_einde,overleg_gevoerd_op,afwijking_overleg_op,verklaring,\
             verklaring_op",
    weakness: Weakness {
        number: 1,
        date: Some(5),
        code: Some((3, "LOPEND")),
        conflict: Some((3, ["ACTIEF", "GESLOTEN"])),
        keyed: true,
    },
};
static TOESTEMMING: SampleExtract = SampleExtract {
    file: "toestemming.csv",
    header: "toestemming_id,persoonsnummer,ontvanger,doel,velden,verkregen_op,vorm,bevestigd_op,gegeven_door,informatieversie,geldig_tot,\
             ingetrokken_op,bewijs_ref",
    weakness: Weakness {
        number: 1,
        date: Some(5),
        code: Some((6, "WHATSAPP")),
        conflict: Some((12, ["bewijs-a", "bewijs-b"])),
        keyed: true,
    },
};
static UITSLUITING: SampleExtract = SampleExtract {
    file: "uitsluiting.csv",
    header: "persoonsnummer,partij,geldig_van,geldig_tot,grond",
    weakness: Weakness {
        number: 0,
        date: Some(2),
        code: None,
        conflict: Some((3, ["2098-12-31", "2099-12-31"])),
        keyed: true,
    },
};
static KOPPELING: SampleExtract = SampleExtract {
    file: "koppeling.csv",
    header: "bsn,onderwijsnummer",
    weakness: Weakness { number: 0, date: None, code: None, conflict: None, keyed: true },
};
static OVERSTAP: SampleExtract = SampleExtract {
    file: "overstap.csv",
    header: "persoonsnummer,geslachtsnaam,voorvoegsel,voornamen,geboortedatum,brin_latend,brin_ontvangend,fase,niveau_latend,profiel,leerjaar,\
             diploma,datum_uitstroom,ondersteuningsbehoefte",
    weakness: Weakness {
        number: 0,
        date: Some(12),
        code: Some((7, "GEPLAATST")),
        conflict: Some((10, ["3", "4"])),
        keyed: true,
    },
};
static LEERRESULTAAT: SampleExtract = SampleExtract {
    file: "leerresultaat.csv",
    header: "persoonsnummer,brin,schooljaar,vak,cijfer",
    weakness: Weakness {
        number: 0,
        date: None,
        code: None,
        conflict: Some((4, ["1.0", "10.0"])),
        keyed: true,
    },
};

/// The rows of all extracts about one block of persons.
pub(super) struct SampleTables {
    tables: [SampleTable; 15],
}

impl SampleTables {
    pub(super) fn empty() -> Self {
        let extracts = [
            &BRP,
            &DUO_INSCHRIJVING,
            &DUO_STARTKWALIFICATIE,
            &VRIJSTELLING,
            &VERZUIM,
            &INKOMEN,
            &JIB_LIJST,
            &IB_VSV,
            &CONTACTGEGEVENS,
            &DOSSIER,
            &TOESTEMMING,
            &UITSLUITING,
            &KOPPELING,
            &OVERSTAP,
            &LEERRESULTAAT,
        ];
        Self { tables: extracts.map(SampleTable::new) }
    }

    /// Passes the header lines to the sink.
    pub(super) fn pour_headers<E>(&self, sink: &mut Sink<'_, E>) -> Result<(), E> {
        self.tables.iter().try_for_each(|table| {
            sink(table.extract.file, table.extract.header.as_bytes())?;
            sink(table.extract.file, b"\n")
        })
    }

    /// Passes the rows to the sink, one piece per file.
    pub(super) fn pour<E>(&self, sink: &mut Sink<'_, E>) -> Result<(), E> {
        let filled = self.tables.iter().filter(|table| !table.bytes.is_empty());
        filled.into_iter().try_for_each(|table| sink(table.extract.file, &table.bytes))
    }

    /// Adds the person's rows to every extract. `index` makes record numbers unique within the sample.
    pub(super) fn add(&mut self, setting: &SampleSetting<'_>, index: u32, person: &Person, dirt: &mut Dirt) {
        let [
            brp,
            duo,
            qualification,
            exemption,
            absence,
            income,
            list,
            priority,
            contact,
            dossier,
            consent,
            exclusion,
            link,
            transfer,
            marks,
        ] = &mut self.tables;
        registration(brp, setting, person, dirt);
        enrolments(duo, person, dirt);
        qualifications(qualification, person, dirt);
        exemptions(exemption, person, dirt);
        absences(absence, index, person, dirt);
        incomes(income, setting, person, dirt);
        monthly_list(list, setting, person, dirt);
        priorities(priority, setting, person, dirt);
        contacts(contact, index, person, dirt);
        dossiers(dossier, index, person, dirt);
        consents(consent, index, person, dirt);
        exclusions(exclusion, person, dirt);
        links(link, person, dirt);
        transfers(transfer, person, dirt);
        results(marks, person, dirt);
    }
}

fn surname(cells: &mut RowCells<'_>, person: &Person) {
    cells.part("Voorbeeld-");
    cells.text(person.name.geslachtsnaam);
}

/// Writes a number unique within the extract: a letter, the person's place in the sample, and which of the person's records
/// it is.
fn record_number(cells: &mut RowCells<'_>, letter: &str, index: u32, which: u32) {
    cells.part(letter);
    cells.digits(index, 8);
    cells.number(which, 1);
}

fn registration(table: &mut SampleTable, setting: &SampleSetting<'_>, person: &Person, dirt: &mut Dirt) {
    let municipality = setting.municipality(person.residence);
    let no_indication = dirt.flaws(2);
    table.row(dirt, |cells| {
        cells.number(person.number.bsn, 9);
        cells.text(person.name.voornamen);
        cells.text(person.name.voorvoegsel);
        surname(cells, person);
        cells.partial(person.born);
        cells.text(municipality.code);
        match person.residence {
            Residence::NonResident | Residence::Blank => (0..6).for_each(|_| cells.empty()),
            _ => home(cells, person, municipality.first_postcode, municipality.woonplaats),
        }
        cells.text(if no_indication { "" } else { person.geheim });
        cells.text(person.suspension.map_or("", |suspension| suspension.reden));
        for day in [person.suspension.and_then(|suspension| suspension.datum), person.died] {
            match day {
                Some(day) => cells.partial(day),
                None => cells.empty(),
            }
        }
    });
}

fn home(cells: &mut RowCells<'_>, person: &Person, first_postcode: u32, woonplaats: &str) {
    let address = &person.address;
    cells.text(address.straatnaam);
    cells.number(address.huisnummer, 1);
    cells.text(address.huisletter);
    cells.text(address.toevoeging);
    cells.digits(first_postcode + address.postcode_offset, 4);
    cells.text(address.postcode_letters);
    cells.text(woonplaats);
}

/// The code of the course. `opleidingscode` is part of the key; its value does not matter.
fn course_code(enrolment: &Enrolment) -> &'static str {
    match enrolment.niveau {
        "PRO" => "0090",
        "VMBO-B" => "0110",
        "VMBO-K" => "0120",
        "VMBO-G" => "0130",
        "VMBO-T" => "0140",
        "HAVO" => "0390",
        "VWO" => "0610",
        "VSO" => "0070",
        "MBO1" => "25251",
        "MBO2" => "25180",
        "MBO3" => "25655",
        "MBO4" => "25998",
        "HBO" => "34404",
        "WO" => "50604",
        _ => "0010",
    }
}

fn enrolments(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    for enrolment in &person.enrolments {
        table.row(dirt, |cells| {
            cells.number(person.number.at_school(), 9);
            cells.empty();
            cells.text(enrolment.brin);
            cells.text(enrolment.sector);
            cells.text(course_code(enrolment));
            cells.text(enrolment.niveau);
            cells.text(enrolment.uitstroomprofiel);
            cells.date(enrolment.from);
            cells.optional(enrolment.until);
        });
    }
}

fn qualifications(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    if let Some(qualification) = person.qualification {
        table.row(dirt, |cells| {
            cells.number(person.number.at_school(), 9);
            cells.text(qualification.startkwalificatie);
            cells.optional(qualification.datum_behaald);
            cells.text(qualification.hoogste_diploma);
            cells.optional(qualification.datum_diploma);
            cells.text(qualification.brin_diploma);
        });
    }
}

fn exemptions(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    if let Some(exemption) = person.exemption {
        table.row(dirt, |cells| {
            cells.number(person.number.bsn, 9);
            cells.text(exemption.soort);
            cells.date(exemption.from);
            match exemption.until {
                Some(until) => cells.date(until),
                None => cells.text("99991231"),
            }
        });
    }
}

fn absences(table: &mut SampleTable, index: u32, person: &Person, dirt: &mut Dirt) {
    for (which, absence) in (1..).zip(&person.absences) {
        table.row(dirt, |cells| {
            record_number(cells, "V", index, which);
            cells.number(person.number.at_school(), 9);
            cells.text(absence.brin);
            cells.date(absence.from);
            cells.optional(absence.until);
            cells.text(absence.soort);
            cells.text(absence.uren);
            cells.text(absence.status);
        });
    }
}

fn incomes(table: &mut SampleTable, setting: &SampleSetting<'_>, person: &Person, dirt: &mut Dirt) {
    for income in &person.incomes {
        table.row(dirt, |cells| {
            cells.number(person.number.bsn, 9);
            cells.number(setting.calendar.month(income.months_ago), 6);
            cells.text(income.categorie);
            cells.number(income.cents, 1);
        });
    }
}

fn monthly_list(table: &mut SampleTable, setting: &SampleSetting<'_>, person: &Person, dirt: &mut Dirt) {
    for &months_ago in &person.listed_months_ago {
        table.row(dirt, |cells| {
            cells.number(person.number.bsn, 9);
            cells.number(setting.calendar.month(months_ago), 6);
            cells.text(setting.gemeente);
        });
    }
}

/// From this amount a month in cents, the Inlichtingenbureau calls work enough (priority 3). The amount is its own.
const PRIORITY_CENTS: u32 = 30_000;

/// The monthly report on adults without a startkwalificatie who are not enrolled, from the income of the month before.
fn priorities(table: &mut SampleTable, setting: &SampleSetting<'_>, person: &Person, dirt: &mut Dirt) {
    let day = setting.calendar.peildatum;
    let SampleDate::Full(born) = person.born else { return };
    if !(18..27).contains(&age_on(born, day))
        || person.has_startkwalificatie()
        || person.enrolment_on(day).is_some()
    {
        return;
    }
    let of_month = || person.incomes.iter().filter(|income| income.months_ago == 1);
    let work: u32 = of_month().filter(|own| own.categorie == "WERK").map(|own| own.cents).sum();
    let benefit = of_month().any(|own| own.categorie == "UITKERING");
    let priority = match (work, benefit) {
        (0, false) => "1",
        (0, true) => "5",
        (_, true) => "4",
        (..PRIORITY_CENTS, false) => "2",
        _ => "3",
    };
    table.row(dirt, |cells| {
        cells.number(person.number.bsn, 9);
        cells.number(setting.calendar.month(1), 6);
        cells.text(priority);
    });
}

fn contacts(table: &mut SampleTable, index: u32, person: &Person, dirt: &mut Dirt) {
    for contact in &person.contacts {
        table.row(dirt, |cells| {
            cells.number(person.number.bsn, 9);
            cells.part("06");
            cells.number(index % 100_000_000, 8);
            cells.part("jongere");
            cells.digits(index, 1);
            cells.text("@voorbeeld.invalid");
            cells.text(contact.afdeling);
            cells.text(contact.doel);
            cells.date(contact.datum);
        });
    }
}

fn dossiers(table: &mut SampleTable, index: u32, person: &Person, dirt: &mut Dirt) {
    for (which, dossier) in (1..).zip(&person.dossiers) {
        table.row(dirt, |cells| {
            record_number(cells, "D", index, which);
            cells.number(person.number.bsn, 9);
            cells.text(dossier.team);
            cells.text(dossier.status);
            cells.text(dossier.pad);
            cells.date(dossier.from);
            cells.optional(dossier.until);
            cells.optional(dossier.overleg_gevoerd_op);
            cells.optional(dossier.afwijking_overleg_op);
            cells.text(dossier.verklaring.map_or("", |(answer, _)| answer));
            cells.optional(dossier.verklaring.map(|(_, on)| on));
        });
    }
}

fn consents(table: &mut SampleTable, index: u32, person: &Person, dirt: &mut Dirt) {
    for (which, consent) in (1..).zip(&person.consents) {
        table.row(dirt, |cells| {
            record_number(cells, "T", index, which);
            cells.number(person.number.bsn, 9);
            cells.text(consent.ontvanger);
            cells.text(consent.doel);
            cells.text(consent.velden);
            cells.date(consent.verkregen_op);
            cells.text(consent.vorm);
            cells.optional(consent.bevestigd_op);
            cells.text(consent.gegeven_door);
            cells.text("2026-1");
            cells.optional(consent.geldig_tot);
            cells.optional(consent.ingetrokken_op);
            record_number(cells, "bewijs-", index, which);
        });
    }
}

fn exclusions(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    for exclusion in &person.exclusions {
        table.row(dirt, |cells| {
            cells.number(person.number.bsn, 9);
            cells.text(exclusion.partij);
            cells.date(exclusion.from);
            cells.optional(exclusion.until);
            cells.text(exclusion.grond);
        });
    }
}

/// Without dirt, every onderwijsnummer is linked; with dirt, one in ten is not.
fn links(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    if let Some(onderwijsnummer) = person.number.onderwijsnummer
        && !dirt.flaws(100)
    {
        table.row(dirt, |cells| {
            cells.number(person.number.bsn, 9);
            cells.number(onderwijsnummer, 9);
        });
    }
}

fn transfers(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    if let Some(transfer) = person.transfer {
        table.row(dirt, |cells| {
            cells.number(person.number.at_school(), 9);
            surname(cells, person);
            cells.text(person.name.voorvoegsel);
            cells.text(person.name.voornamen);
            cells.partial(person.born);
            cells.text(HANDOVER_SCHOOL);
            cells.text(transfer.brin_ontvangend);
            cells.text(transfer.fase);
            cells.text(transfer.niveau);
            cells.text("Zorg en Welzijn");
            cells.text(if transfer.niveau == "PRO" { "5" } else { "4" });
            cells.text(transfer.diploma);
            cells.optional(transfer.datum_uitstroom);
            cells.text(transfer.ondersteuningsbehoefte);
        });
    }
}

fn results(table: &mut SampleTable, person: &Person, dirt: &mut Dirt) {
    for mark in &person.marks {
        table.row(dirt, |cells| {
            cells.number(person.number.at_school(), 9);
            cells.text(HANDOVER_SCHOOL);
            cells.digits(u32::try_from(mark.school_year).unwrap_or(0), 4);
            cells.part("-");
            cells.number(u32::try_from(mark.school_year + 1).unwrap_or(0), 4);
            cells.text(mark.vak);
            cells.digits(mark.tenths / 10, 1);
            cells.part(".");
            cells.number(mark.tenths % 10, 1);
        });
    }
}
